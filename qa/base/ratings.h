#ifndef QA_BASE_RATINGS_H
#define QA_BASE_RATINGS_H

/*
 * The view of labels that agreement needs: which rater put which item in which category.
 *
 * Compressed rows: the ratings of item i are the entries first[i] .. first[i + 1] - 1 of
 * rater[] and category[], in ascending order of rater, each rater at most once per item.
 * Plain arrays without names, so that qa/stats can read it and qa/batch can build it and
 * neither has to know the other.
 *
 * Rater and category ids are dense and ordered by name (categories: numbers by value before
 * other names by bytes, or the declared order), so a result never depends on the order in
 * which a file happened to list its rows. Items may come in any order; functions on ratings
 * must not let it show.
 */

#include <stddef.h>
#include <stdint.h>

struct qa_ratings {
    size_t n_items;
    size_t n_ratings; /* == first[n_items] */
    uint32_t n_raters;
    uint32_t n_categories;
    const uint64_t *first;    /* n_items + 1 */
    const uint32_t *rater;    /* n_ratings, < n_raters */
    const uint32_t *category; /* n_ratings, < n_categories */
    /* Place of each category on its scale, n_categories long, ascending; NULL when the scale
     * is the position 0, 1, 2 ... Weighted coefficients measure distance on it. */
    const double *score;
};

#endif
