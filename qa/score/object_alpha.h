#ifndef QA_SCORE_OBJECT_ALPHA_H
#define QA_SCORE_OBJECT_ALPHA_H

/*
 * Krippendorff's alpha (2004, chapter 11, nominal) of the classes that annotators give to objects.
 * Objects of each pair of annotators of an item are matched without regard to class; a unit is a
 * pair of objects, and its two values are their classes. In both conventions, since they differ
 * widely:
 *
 *     matched  units are the matched objects alone: what was found by one of the two is left out
 *     all      an object without a partner is a unit too: its class, and absence as the other value
 *
 * Objects without a class have one of their own. Crowd regions are no units. An item has the units
 * of all of its pairs of annotators; the interval is the jackknife over items (Quenouille 1956),
 * none below 5 items. n: items with a unit.
 */

#include "qa/base/estimate.h"
#include "qa/score/comparison.h"

struct qa_object_alpha {
    uint32_t question;
    struct qa_estimate matched;
    struct qa_estimate all;
};

/* Of each question whose answers are any number of objects with classes (names that an answer gives
 * to speakers are none), in the order of their ids; *n of them.
 * comparison: between annotators, class-agnostic. O(matches + items x classes). */
const struct qa_object_alpha *qa_object_alphas(const struct qa_comparison *comparison,
                                               double confidence, struct qa_arena *arena,
                                               size_t *n);

#endif
