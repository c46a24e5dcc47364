#ifndef QA_BATCH_LABEL_KEYS_H
#define QA_BATCH_LABEL_KEYS_H

#include <stddef.h>

#include "qa/base/arena.h"

/*
 * What labels that may be one have in common, each by its own rule. A key is *size bytes, which
 * equal keys share; NULL: the rule has nothing to say of the label. In the arena, or the text
 * itself. O(length).
 */
typedef const char *qa_label_key(const char *text, struct qa_arena *arena, size_t *size);

/* A number's digits without zeros at either end and its power of ten: exact, as a double of many
 * digits is not. "-25e1" for -250.00. */
qa_label_key qa_label_number_key;

/* The number that a text may be when its commas are points, or nothing, and a sign of per cent
 * counts. */
qa_label_key qa_label_comma_point_key;
qa_label_key qa_label_no_comma_key;

/* Without case, in one form of Unicode; the same without any white space. */
qa_label_key qa_label_folded_key;
qa_label_key qa_label_closed_up_key;

/* Words without what surrounds and joins them; marks that change a grade ("A-", "C#", "+1") stay.
 */
qa_label_key qa_label_words_key;

/* As it was before a program wrote it for a page ("R&amp;B") or read UTF-8 as Windows-1252
 * ("KÃ¶ln"), once each. */
qa_label_key qa_label_decoded_key;

/* "yes" and "y", "true" and "t" say one thing; so do their contraries. */
qa_label_key qa_label_truth_key;

/* "cat (0.93)", "cat: 93 %" and "cat|.5" without the score that a model, or a person who was asked
 * how sure, set behind the label. */
qa_label_key qa_label_unscored_key;

/* The parts of what may be a set whose separator nobody gave: "{sky,sea}", "sea|sky". */
qa_label_key qa_label_parts_key;

#endif
