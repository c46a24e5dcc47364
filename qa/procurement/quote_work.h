#ifndef QA_PROCUREMENT_QUOTE_WORK_H
#define QA_PROCUREMENT_QUOTE_WORK_H

/*
 * A vendor's quote worked row by row in exact amounts, by the rules of quote.h: what costs, tables
 * and crossings all start from. The volume is exact too and may be fractional.
 */

#include "qa/procurement/quote.h"

struct qa_worked_row {
    const struct qa_charge *charge;
    struct qa_amount quantity; /* of its basis, with its condition's share; a month's, if spread */
    struct qa_amount units;    /* of them, those whose price this row sets */
    struct qa_amount base;     /* of a percent or minimum: what it looks at */
    struct qa_amount reach;    /* of a minimum: what is to be reached */
    struct qa_amount amount;   /* in the target currency, unrounded */
};

struct qa_worked {
    struct qa_worked_row *rows; /* in file order */
    size_t n;
    struct qa_amount total; /* unrounded; the rows add up to it exactly */
    const char *undefined;  /* in the arena; NULL: everything has a price */
};

/* The charges of a vendor: a run of quotes->charges, NULL and n 0 without one. */
const struct qa_charge *qa_quote_charges(const struct qa_quotes *quotes, const char *vendor,
                                         size_t *n);

/* The scenario's own volume is ignored. Rows after the one that is undefined are not worked. */
struct qa_worked qa_quote_work(const struct qa_quotes *quotes, const char *vendor,
                               const struct qa_scenario *scenario, struct qa_amount volume,
                               struct qa_arena *arena);

/* Units of a charge's basis at a volume, with its condition's share; `own` is the vendor's
 * scenario. *undefined is set, in the arena, when nothing says how many. */
struct qa_amount qa_charge_quantity(const struct qa_charge *charge, const struct qa_scenario *own,
                                    struct qa_amount volume, struct qa_arena *arena,
                                    const char **undefined);

/* Whether a charge for work comes every month: its tiers then hold for a month, over which the
 * volume is spread evenly; its quantity is that of a month, of a flat fee 1. */
bool qa_charge_is_spread(const struct qa_charge *charge);

/* The seats that a scenario pays for at a volume; *known false when nothing says. */
struct qa_amount qa_quote_seats(const struct qa_scenario *scenario, struct qa_amount volume,
                                struct qa_arena *arena, bool *known);

/* The items that the seats stated can do in their months; false where no seats are stated, or the
 * hours of a seat or seconds per item are not known. Beyond it charges by seat have no price. */
bool qa_quote_capacity(const struct qa_scenario *scenario, struct qa_arena *arena,
                       struct qa_amount *items);

/* What one item more adds to the unrounded total at the scenario's volume; false where it or the
 * volume has no price. */
bool qa_quote_marginal(const struct qa_quotes *quotes, const char *vendor,
                       const struct qa_scenario *scenario, double *marginal);

/* The scenario value per item that a basis counts, or QA_N_SCENARIO_VALUES when it counts items,
 * hours, seats or nothing. */
enum qa_scenario_value qa_basis_per_item(enum qa_basis basis);

#endif
