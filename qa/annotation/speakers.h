#ifndef QA_ANNOTATION_SPEAKERS_H
#define QA_ANNOTATION_SPEAKERS_H

/*
 * The speakers of one recording, each with the time in which he or she speaks. A speaker's own
 * turns that overlap or touch are one stretch; turns without length say nothing and are left out.
 */

#include "qa/annotation/type.h"
#include "qa/annotation/uem.h"

struct qa_speakers {
    size_t n;
    uint32_t *label;          /* of each, in ascending order */
    size_t *first;            /* n + 1: speaker s has stretches first[s] .. first[s + 1] - 1 */
    struct qa_uem_part *list; /* in order of time, apart */
};

/* O(n log n). In scratch. */
struct qa_speakers qa_speakers_of(const struct qa_objects *turns, struct qa_arena *scratch);

/* What of them lies in the parts of a recording; speakers of whom nothing does are left out. */
struct qa_speakers qa_speakers_within(const struct qa_speakers *speakers,
                                      const struct qa_uem_part *parts, size_t n_parts,
                                      struct qa_arena *scratch);

/* The speaker of that label, or SIZE_MAX. */
size_t qa_speakers_find(const struct qa_speakers *speakers, uint32_t label);

/* shared[s * b->n + t]: seconds in which s of a and t of b both speak. O(stretches of a x speakers
 * of b + stretches of b x speakers of a). */
double *qa_speakers_shared(const struct qa_speakers *a, const struct qa_speakers *b,
                           struct qa_arena *scratch);

/* Seconds in which speaker s speaks. */
double qa_speaker_seconds(const struct qa_speakers *speakers, size_t s);

/* partner[t], the speaker of a that t of b stands for, or SIZE_MAX: one to one, so that the shared
 * seconds add up to the most (Kuhn 1955, as NIST's md-eval). */
size_t *qa_speakers_map(const struct qa_speakers *a, const struct qa_speakers *b,
                        struct qa_arena *scratch);

#endif
