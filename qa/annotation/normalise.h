#ifndef QA_ANNOTATION_NORMALISE_H
#define QA_ANNOTATION_NORMALISE_H

/*
 * What is made of words before transcripts are compared: the value of --normalise.
 *
 *     none    nothing
 *     basic   letters are folded (Unicode's full case folding), punctuation is taken out
 *     FILE    basic, then single words become others: lines of a word, a tab and what it becomes
 *             (any number of words, none too); "#" begins a remark. Both sides are written as
 *             people would; rules are not applied to what rules made.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"

struct qa_code_points {
    const uint32_t *list;
    size_t n;
};

struct qa_word_rule {
    struct qa_code_points from; /* one word */
    struct qa_code_points to;   /* words with single blanks between; 0: nothing */
};

struct qa_normalisation {
    const struct qa_word_rule *rules; /* in the order of their left sides */
    size_t n;
};

/* *out: a struct qa_normalisation in the arena, NULL for "none". E101 to E104 as qa_bytes_open;
 * E246 a line without a tab, with several words before it, or a second rule for one word. */
QA_NODISCARD enum qa_status qa_normalisation_load(const char *text, struct qa_arena *arena,
                                                  const void **out, struct qa_error *err);

/* What a word becomes, or NULL: it stays. O(log rules). */
const struct qa_code_points *qa_normalisation_of(const struct qa_normalisation *normalisation,
                                                 struct qa_code_points word);

/* Folded and without punctuation, runs of white space as one blank and none at the ends. In the
 * arena. */
struct qa_code_points qa_normalise_basic(const char *text, size_t size, struct qa_arena *arena);

#endif
