#ifndef QA_SCORE_UNITIZING_H
#define QA_SCORE_UNITIZING_H

/*
 * Krippendorff's alpha for unitizing (1995, Sociological Methodology 25; 2004, Content Analysis,
 * 2nd edition, pp. 251-256): how far annotators agree on where units are, spans of a text or
 * segments of a recording, class by class:
 *
 *     alpha = 1 - sum over classes Do / sum over classes De      of a class: 1 - Do / De
 *
 * Of one class each annotator divides a continuum into units and gaps. Two units that overlap are
 * as far apart as the squares of the distances of their starts and of their ends add up to; a unit
 * that lies in a gap, the square of its length. De is what units and gaps of these lengths would
 * give at places drawn at random.
 *
 * What there was to divide: the parts that --uem lists of the item, each a continuum; without them
 * a text as long as it is (where it is not known, up to the last end of any annotator), and a
 * recording from the first start to the last end. Units are cut at its ends. Continua of several
 * items are of one length together; a unit lies within its own. Where they have different numbers
 * of annotators, m, a pair counts 1 / (m - 1), as a rating in alpha does.
 *
 * Lengths are counted in characters, and in the longest of 1, 0.1, 0.01 and 0.001 seconds that all
 * boundaries are multiples of, else in milliseconds and their fractions. Units of one annotator and
 * class that overlap are one; those that touch are two. Fragments of a span are units. Annotators
 * of different vendors are not compared.
 *
 * The interval is the jackknife over at most 50 blocks of items (Quenouille 1956), none below 5
 * items. n: items that two annotators divided.
 */

#include "qa/base/estimate.h"
#include "qa/score/comparison.h"

struct qa_unitizing_class {
    uint32_t label; /* QA_NONE: units without a class */
    struct qa_estimate alpha;
    double share; /* of all annotators' continua that its units cover */
};

struct qa_unitizing {
    uint32_t question;
    struct qa_estimate alpha;
    struct qa_unitizing_class *classes; /* in the order of their names */
    size_t n_classes;
    bool has_uem;
};

/* Of each question of spans or segments that two annotators answer for an item, in the order of
 * their ids; *n of them. comparison: between annotators; its items and ranks are taken.
 * O(units log units + pairs of units that overlap), and 50 times the units. */
const struct qa_unitizing *qa_unitizing_alphas(const struct qa_comparison *comparison,
                                               double confidence, struct qa_arena *arena,
                                               size_t *n);

#endif
