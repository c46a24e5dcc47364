#ifndef QA_PROCUREMENT_QUOTE_H
#define QA_PROCUREMENT_QUOTE_H

/*
 * Price quotes as rows of charges, and what they come to at a volume.
 *
 * Rows: vendor, charge, basis, from_quantity, to_quantity, price, currency, note, tiering. Rows of
 * one vendor with one charge name and basis are the tiers of one charge. Bounds are inclusive whole
 * units, an empty to_quantity is open; a fractional quantity belongs to the tier above it: of
 * 1000.5 units the last half is in the tier that starts at 1001. Graduated (the default): each unit
 * at its own tier's price. Volume: all units at the price of the tier reached. The tiering named on
 * one row of a charge holds for its rows that name none.
 *
 * Quantities at volume V: per_item V; per_object V x objects per item; per_hour V x seconds per
 * item / 3600, unrounded; per_project 1. A minimum lifts the sum of the usage charges (per item,
 * object, hour), also when that sum is zero; of several minimum rows of a vendor the greatest
 * holds, since each of them is met then. Project fees come on top of it. Each row is converted to
 * the target currency unrounded; the total is rounded once, half up, to the currency's minor unit.
 *
 * A quantity without a price (in a gap between tiers, beyond the last one) and tiers that overlap
 * leave the cost undefined, with the reason: nothing is extrapolated.
 *
 * Correct labels = V x (1 - error rate); cost per correct label = total / correct labels, its
 * interval from the ends of the error rate's interval.
 *
 * A fee hidden in a note (W413). A note is cut to clauses at commas, semicolons, brackets and full
 * stops. A clause is suspicious when it has one of the words
 *   surcharge, plus, excluding, per month, monthly   on any row,
 *   fee, set-up (setup, set up)                      on rows that are not themselves a project fee,
 * and the row's own charge name does not have that word, and the clause does not take it back by
 * one of: no, without, include, includes, included, including, waived, vat, tax.
 */

#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/finding.h"
#include "qa/base/records.h"
#include "qa/table/report.h"

enum qa_basis { QA_PER_ITEM, QA_PER_OBJECT, QA_PER_HOUR, QA_PER_PROJECT, QA_MINIMUM, QA_N_BASES };
enum qa_tiering { QA_GRADUATED, QA_VOLUME };
const char *qa_basis_name(enum qa_basis basis); /* "per_item" */
const char *qa_tiering_name(enum qa_tiering tiering);

struct qa_charge {
    const char *vendor;
    const char *name;
    enum qa_basis basis;
    enum qa_tiering tiering;
    double from; /* first unit of the tier, 1 when not given (0 is read as 1) */
    double to;   /* last unit; INFINITY: open */
    double price;
    double rate; /* one unit of its currency in the target currency */
    const char *currency;
    const char *note; /* "" */
    const char *file;
    uint64_t line;
};

struct qa_quotes {
    struct qa_charge *charges; /* by vendor name, then file order */
    size_t n_charges;
    const char **vendors; /* by name */
    size_t n_vendors;
    const char *currency;   /* target */
    int minor_digits;       /* of the target currency: 2 for EUR, 0 for JPY */
    struct qa_arena *arena; /* for reasons with figures in them; NULL: reasons without */
};

/*
 * The target currency is `currency`; else the only one that the quotes use; else the one whose rate
 * is 1. rates NULL: all quotes must be in the target currency.
 *
 * Failures with file:line:column: unknown basis (E401) or tiering, or two tierings for one charge
 * (E402), a price that is not a number or negative (E403), a bound that is not a whole number or
 * bounds reversed (E404), a currency without a rate, rates that contradict the target (E405), a
 * vendor or charge without a name, or no row at all (E406). Findings: W411 tier gap, E412 tier
 * overlap, W413 a fee mentioned only in a note, W414 usage charges of one name with different
 * bases, W415 bounds that have no meaning (on a minimum or a project fee; they are ignored).
 */
QA_NODISCARD enum qa_status qa_quotes_parse(const struct qa_records *quotes,
                                            const struct qa_records *rates, const char *currency,
                                            struct qa_arena *arena, struct qa_findings *findings,
                                            struct qa_quotes *out, struct qa_error *err);

struct qa_usage {
    double volume;           /* items */
    double objects_per_item; /* <= 0: not known */
    double seconds_per_item; /* <= 0: not known */
};

struct qa_cost {
    const char *vendor;
    double volume;
    double usage;      /* sum of the usage charges */
    double minimum;    /* 0: none */
    double fixed_fees; /* project fees */
    double total;      /* max(usage, minimum) + fixed_fees, rounded once */
    double unit_cost;  /* total / volume; 0 when the volume is 0 */
    bool minimum_binds;
    const char *undefined; /* "per_hour charge, and seconds per item are not known"; else NULL */
};

/* Undefined, with the reason, for a vendor without a quote. O(charges). */
struct qa_cost qa_quote_cost(const struct qa_quotes *quotes, const char *vendor,
                             const struct qa_usage *usage);

/* Amount of one tier row at a quantity of its basis, in the target currency, unrounded. */
double qa_charge_amount(const struct qa_charge *charge, double quantity);

/* error_rate NULL or undefined: undefined with that reason. */
struct qa_estimate qa_cost_per_correct(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate);

/*
 * A quote with what bad labels and checking add to it:
 *
 *   rework = volume x error rate x cost per wrong label
 *   audit  = volume x audit cost per item: the price of checking, spread over the items ordered
 *   total  = charges + rework + audit
 *
 * and per_correct(rate) = total(rate) / (volume x (1 - rate)), at the rate and at the ends of its
 * interval, since the rework depends on the rate as well. No interval when no label is correct at
 * the upper end.
 */
struct qa_quality_cost {
    double rework;
    double audit;
    double total;
    struct qa_estimate per_correct;
    bool has_rework; /* false: the error rate is not known */
    bool has_total;  /* needs the charges, and the rework unless a wrong label costs nothing */
};

/* error_rate NULL: not known. */
struct qa_quality_cost qa_quality_cost(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate, double cost_per_wrong,
                                       double audit_cost_per_item);

/* Units of a basis at a volume. A quantity within rounding (relative 2^-52) of a whole number is
 * that number, so that 1000 x 7.2 objects reach a bound of 7200 and do not pass it. known is set
 * false, and 0 returned, when the objects or seconds per item are not known. */
double qa_basis_quantity(enum qa_basis basis, const struct qa_usage *usage, bool *known);

/* Digits after the point of an ISO 4217 currency's minor unit: 0 for JPY, 3 for KWD, 2 for EUR and
 * for any code not known to differ. */
int qa_currency_digits(const char *currency);

struct qa_quote_table_request {
    const double *volumes;
    size_t n_volumes;
    struct qa_usage usage; /* its volume is ignored */
    /* Per vendor of quotes, or NULL: */
    const struct qa_estimate *error_rates;
    const double *seconds_per_item; /* instead of usage's where it is above 0 */
    double cost_per_wrong;
    double audit_cost_per_item;
};

/* Tables costs (as documented for machines; total and unit_cost include rework and audit) and
 * charges (each row's contribution at the first volume). */
void qa_quote_tables(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_report *report);

#endif
