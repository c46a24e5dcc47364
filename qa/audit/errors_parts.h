#ifndef QA_AUDIT_ERRORS_PARTS_H
#define QA_AUDIT_ERRORS_PARTS_H

/*
 * The stages of qa_errors: trials come in, one at a time and ordered by item, and are counted for
 * everything they belong to; then counts become rates. Private to the errors files.
 */

#include "qa/audit/errors.h"
#include "qa/audit/grouping.h"
#include "qa/stats/against_rest.h"
#include "qa/stats/linearised.h"

/* One object or answer that was right or wrong. */
struct qa_trial {
    const struct qa_pair *pair;
    const struct qa_match *match;
    uint32_t annotator; /* QA_NONE: unsigned, or not delivered */
    uint32_t gold;      /* label; QA_NONE: nothing there, or an object without a class */
    uint32_t given;
};

/* What is known of a group. Sums over items of squares and products of (errors, trials) are whole
 * numbers, so they do not depend on the order of the items. */
struct qa_error_sums {
    uint64_t items, trials, errors;
    uint64_t missed, spurious, mislabelled, localisation;
    uint64_t sum_ee, sum_en, sum_nn; /* over items that are complete */
    struct qa_exact_sum sum_ee_per_n;
    uint64_t item_errors, item_trials; /* of the current item */
    uint32_t item_slot;                /* current item + 1; 0: none yet */
};

/* Of one annotator with his team (the signed annotators of a vendor and question), item by item:
 * products of his errors and trials (e, n) with the team's (E, N). */
struct qa_team_products {
    uint64_t eE, eN, nE, nN;
    uint64_t shared; /* items with trials of others too */
};

/* One annotator's trials on the current item. */
struct qa_item_part {
    size_t annotator; /* index of annotators */
    size_t team;      /* index of teams */
    uint64_t errors, trials;
};

/* Items in which a vendor erred, and whose errors they were; in the arena of the tally. */
struct qa_error_lumps {
    struct qa_item_errors *items;
    size_t n_items, items_capacity;
    struct qa_item_share *shares; /* annotators are slots */
    size_t n_shares, shares_capacity;
    size_t first_share; /* of the current item */
    uint32_t item_slot; /* current item + 1; 0: none yet */
    double share_squares;
};

struct qa_class_sums {
    uint32_t question, vendor, label;
    struct qa_error_sums sums;       /* of gold's */
    struct qa_error_sums given_sums; /* of what was given it */
    struct qa_error_sums both;       /* of both: errors / trials is 1 - F1 */
    uint64_t gold, delivered, correct_gold, correct_delivered;
};

struct qa_cell_sums {
    uint32_t question, vendor, gold, given;
    uint64_t count;
};

/* Counts of everything. Slots: qa_slot of a vendor; annotators by id, then unsigned by vendor. */
struct qa_error_tally {
    struct qa_arena *arena;
    const struct qa_comparison *comparison;
    size_t n_questions, n_vendor_slots, n_annotator_slots;
    struct qa_error_sums *vendors;     /* (n_questions + 1) x n_vendor_slots; the last row: all */
    struct qa_error_sums *annotators;  /* n_questions x n_annotator_slots */
    uint32_t *annotator_vendor;        /* likewise: vendor of the answers */
    struct qa_error_lumps *lumps;      /* like vendors */
    uint64_t *annotator_trials;        /* n_annotator_slots: over all questions */
    uint32_t *vendor_of_slot;          /* n_annotator_slots */
    struct qa_error_sums *teams;       /* n_questions x n_vendor_slots: signed trials alone */
    struct qa_team_products *products; /* of each annotator */
    struct qa_item_part *parts;        /* of the current item */
    size_t n_parts, parts_capacity;
    uint32_t parts_item;                /* current item */
    const struct qa_grouping *grouping; /* NULL: no periods */
    struct qa_error_sums *periods;      /* n_vendor_slots x its values */
    uint64_t without_period;
    struct qa_strings *class_keys; /* ids are indices of classes */
    struct qa_class_sums *classes;
    size_t n_classes, classes_capacity;
    struct qa_strings *cell_keys;
    struct qa_cell_sums *cells;
    size_t n_cells, cells_capacity;
    struct qa_wrong_item *wrong; /* as they came */
    size_t n_wrong, wrong_capacity;
};

/* grouping: the periods to count apart, or NULL. */
struct qa_error_tally *qa_error_tally_new(const struct qa_comparison *comparison,
                                          const struct qa_grouping *grouping,
                                          struct qa_arena *arena);

/* Trials of one item follow one another. O(1). */
void qa_error_tally_add(struct qa_error_tally *tally, const struct qa_trial *trial);

void qa_error_sums_add(struct qa_error_sums *sums, const struct qa_trial *trial);

/* Sums with the current item in them. */
struct qa_error_sums qa_error_sums_closed(const struct qa_error_sums *running);

/* Index of an annotator, signed or not, within a question's annotators. */
size_t qa_annotator_slot(const struct qa_error_tally *tally, uint32_t vendor, uint32_t annotator);

/* How errors lump (errors_lumps.c): a trial of the annotator in this slot. */
void qa_error_lumps_add(struct qa_arena *arena, struct qa_error_lumps *lumps,
                        const struct qa_trial *trial, size_t slot);

/* After the last trial. Once. */
void qa_error_lumps_close(struct qa_error_lumps *lumps);

/* How errors lump in the whole run: qa_error_concentration. */
double qa_error_tally_concentration(const struct qa_error_tally *tally);

/* Sets what a row of vendors has beside its count: at the question's row, the last one for all. */
void qa_errors_set_limits(const struct qa_error_tally *tally, size_t row,
                          const struct qa_errors_request *request, double concentration,
                          struct qa_vendor_errors *vendor, struct qa_arena *arena);

/* Annotators beside their team (errors_team.c): a trial of the annotator at this index, and the end
 * of an item, after which alone the products are whole. */
void qa_error_tally_add_part(struct qa_error_tally *tally, const struct qa_trial *trial,
                             size_t annotator);
void qa_error_tally_close_parts(struct qa_error_tally *tally);

/* rows[0 .. n - 1]: all annotators of one vendor and question. Sets what compares them; adds the
 * funnel of three or more to the result. */
void qa_errors_compare_team(const struct qa_error_tally *tally, struct qa_annotator_errors *rows,
                            size_t n);
void qa_errors_add_curve(struct qa_errors_result *result, const struct qa_annotator_errors *rows,
                         size_t n);

/* Closes the tally and fills the result's lists, in the result's arena. */
void qa_error_tally_finish(struct qa_error_tally *tally, const struct qa_errors_request *request,
                           struct qa_arena *arena, struct qa_errors_result *result);

#endif
