#ifndef QA_PROCUREMENT_QUOTE_H
#define QA_PROCUREMENT_QUOTE_H

/*
 * Price quotes as rows of charges, and what they come to in a scenario. The rules are these;
 * `labelqa quote --rules` prints them for people (quote_rules.h).
 *
 * Rows: vendor, charge, basis, applies_to, from_quantity, to_quantity, tiering, price, currency,
 * condition, recurrence, valid_until, note, per (so many units one price is for; 1). A vendor's
 * rows are worked in file order over a running total. Rows of one charge name, basis and condition
 * are the tiers of one charge. Bounds are inclusive whole units, an empty to_quantity is open; a
 * fractional quantity belongs to the tier above it: of 1000.5 units the last half is in the tier
 * that starts at 1001. Graduated (the default): each unit at its own tier's price. Volume: all
 * units at the price of the tier reached. The tiering named on one row of a charge holds for its
 * rows that name none.
 *
 * Quantities at volume V: per_item V; per_object, per_frame, per_minute, per_character, per_word,
 * per_answer V x that many per item; per_hour V x seconds per item / 3600, unrounded; per_seat
 * seats; per_seat_month seats x months; per_project 1; per_month months. Where seats are not
 * stated they are the whole number that the hours need: the ceiling of hours / (hours of a seat per
 * month x months). Seats that are stated have no price beyond the volume that they can do in their
 * months, where their hours and the seconds per item are known.
 *
 * Condition rush, review or rework multiplies the quantity (of a percent the amount, of a minimum
 * what is to be reached) by that share; an optional row counts only when it is taken.
 *
 * flat_fee: the tier that the volume of items reaches charges its price once, whatever the volume
 * in it; a volume of 0 reaches none. A per_project row with bounds that make tiers is one.
 *
 * A percent row adds price / 100 of the charges that applies_to names (all of whose rows stand
 * above it) or, without it, of the running total of the rows above; a negative one is a discount.
 * Its bounds are of items: outside them it adds nothing. A minimum tops the running total (or the
 * sum of the charges named) up to its price. minimum_per_item to minimum_per_hour are the least for
 * each unit: what the charges named come to for a unit is topped up to the price. Every unit must
 * cost the same (no graduated tiers, no fees: E415), so that the sum of what is added is the price
 * x units - the charges, where that is above 0. A minimum that does not say of what it is the
 * least is settled by quote_least.h. Recurrence monthly multiplies what a row charges, and
 * what a minimum reaches, by the months; per_month, per_seat_month and percent rows have them
 * already. Work that recurs (per_item to per_hour) is not done anew: its quantity is spread evenly
 * over the months, tiers hold for a month, and the months' amounts add up (W157).
 *
 * Everything is exact (money.h). Each row is converted to the target currency unrounded; the total
 * is rounded once, half up, to the currency's minor unit.
 *
 * A quantity without a price (in a gap between tiers, beyond the last one), tiers that overlap and
 * a quantity that is not known leave the cost undefined, with the reason: nothing is extrapolated.
 *
 * Correct labels = V x (1 - error rate); cost per correct label = total / correct labels, its
 * interval from the ends of the error rate's interval.
 *
 * A fee hidden in a note (W413). A note is cut to clauses at commas, semicolons, brackets and full
 * stops. A clause is suspicious when it has one of the words
 *   surcharge, plus, excluding                       on any row,
 *   per month, monthly                               on rows that are not paid by the month,
 *   fee, set-up (setup, set up)                      on rows that are not themselves a project fee,
 *   minimum, at least                                on rows that are not minimums,
 *   min                                              on percent rows,
 * and the row's own charge name does not have that word, and the clause does not take it back by
 * one of: no, without, include, includes, included, including, waived, vat, tax.
 */

#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/finding.h"
#include "qa/base/notation.h"
#include "qa/base/records.h"
#include "qa/procurement/money.h"
#include "qa/procurement/scenario.h"
#include "qa/table/report.h"

enum qa_basis {
    QA_PER_ITEM,
    QA_PER_OBJECT,
    QA_PER_FRAME,
    QA_PER_MINUTE,
    QA_PER_CHARACTER,
    QA_PER_WORD,
    QA_PER_ANSWER,
    QA_PER_HOUR,
    QA_PER_SEAT,
    QA_PER_SEAT_MONTH,
    QA_PER_PROJECT,
    QA_PER_MONTH,
    QA_PERCENT,
    QA_MINIMUM,
    QA_FLAT_FEE,
    QA_MINIMUM_PER_ITEM, /* from here on in the order of QA_PER_ITEM to QA_PER_HOUR */
    QA_MINIMUM_PER_OBJECT,
    QA_MINIMUM_PER_FRAME,
    QA_MINIMUM_PER_MINUTE,
    QA_MINIMUM_PER_CHARACTER,
    QA_MINIMUM_PER_WORD,
    QA_MINIMUM_PER_ANSWER,
    QA_MINIMUM_PER_HOUR,
    QA_N_BASES
};
enum qa_tiering { QA_GRADUATED, QA_VOLUME };
enum qa_condition { QA_ALWAYS, QA_RUSH, QA_REVIEW, QA_REWORK, QA_OPTIONAL, QA_N_CONDITIONS };
enum qa_recurrence { QA_ONCE, QA_MONTHLY };
const char *qa_basis_name(enum qa_basis basis); /* "per_item" */
const char *qa_tiering_name(enum qa_tiering tiering);
const char *qa_condition_name(enum qa_condition condition); /* "always" */

/* What a basis counts, for sums: work that grows with the order, fees, or neither. */
enum qa_charge_kind { QA_KIND_USAGE, QA_KIND_FEE, QA_KIND_PERCENT, QA_KIND_MINIMUM };
enum qa_charge_kind qa_basis_kind(enum qa_basis basis);

/* The least for each unit: the basis of that unit, and back; any other basis as it is. */
enum qa_basis qa_basis_unit(enum qa_basis basis);        /* minimum_per_answer: per_answer */
enum qa_basis qa_basis_least_of(enum qa_basis per_unit); /* per_answer: minimum_per_answer */
bool qa_basis_is_least(enum qa_basis basis);             /* minimum_per_item to _per_hour */

/* Whether units of a basis are counted out over tiers. */
bool qa_basis_has_tiers(enum qa_basis basis);

struct qa_charge {
    const char *vendor;
    const char *name;
    enum qa_basis basis;
    enum qa_tiering tiering;
    enum qa_condition condition;
    enum qa_recurrence recurrence;
    const char *const *applies_to; /* of a percent or minimum: charges, n_applies_to long */
    size_t n_applies_to;           /* 0: the running total */
    double from;                   /* first unit of the tier, 1 when not given (0 is read as 1) */
    double to;                     /* last unit; INFINITY: open; whole numbers below 2^53 */
    struct qa_amount price;        /* in its currency; of a percent, per cent */
    struct qa_amount rate;         /* one unit of its currency in the target currency */
    const char *currency;          /* "" for a percent */
    int64_t valid_until;           /* the day's midnight UTC; QA_NO_TIME: not said */
    const char *note;              /* "" */
    const char *file;
    uint64_t line;
};

/* A scenario value that holds for one vendor alone, because its offer says so. */
struct qa_vendor_term {
    const char *vendor;
    enum qa_scenario_value value;
    double number;
};

/*
 * The ways in which labeling is bought, as an offer of a few numbers that makes the rows of a
 * quote:
 *
 *   crowd            price_per_answer, answers_per_item, platform_fee, gold_share
 *   managed_service  price_per_item, setup, review_share, review_price, management_fee
 *   dedicated_team   price_per_seat_month, seats or hours_per_seat_month (with productive_share),
 *                    onboarding_per_seat, tools_per_seat_month, management_fee, seconds_per_item
 *   hybrid           prelabel_price, correction_share, correction_price, setup, review_share,
 *                    review_price, management_fee
 *   in_house         wage_per_hour, hours_per_seat_month, overhead, seats, productive_share,
 *                    supervisors_per_seat, supervisor_wage, recruiting_per_seat, training_hours,
 *                    idle_months, tools_per_seat_month, setup, seconds_per_item
 */
enum qa_model {
    QA_CROWD,
    QA_MANAGED_SERVICE,
    QA_DEDICATED_TEAM,
    QA_HYBRID,
    QA_IN_HOUSE,
    QA_N_MODELS
};
const char *qa_model_name(enum qa_model model); /* "managed_service" */

struct qa_vendor_model {
    const char *vendor;
    enum qa_model model;
};

/* An exchange rate as it was used. */
struct qa_used_rate {
    const char *currency;
    struct qa_amount rate;
    int64_t date; /* QA_NO_TIME: undated */
    const char *file;
    uint64_t line;
};

struct qa_quotes {
    struct qa_charge *charges; /* by vendor name, then file order */
    size_t n_charges;
    const char **vendors; /* by name */
    size_t n_vendors;
    const struct qa_vendor_term *terms;
    size_t n_terms;
    const struct qa_vendor_model *models; /* of the vendors that came as an offer */
    size_t n_models;
    const struct qa_used_rate *rates; /* of the currencies that occur, the target's own left out */
    size_t n_rates;
    const char *currency;     /* target */
    int minor_digits;         /* of the target currency: 2 for EUR, 0 for JPY */
    int64_t as_of;            /* the day that rates and validity were taken at; QA_NO_TIME: none */
    const char *as_of_source; /* "stated", "SOURCE_DATE_EPOCH", "latest date of the rates" or "of
                                 the log" */
    struct qa_arena *arena;
};

/* The columns of quotes, offers and rates with what their cells hold: the records of
 * qa_quote_input are settled by them before. */
extern const struct qa_record_forms qa_quote_forms;
extern const struct qa_record_forms qa_model_forms;
extern const struct qa_record_forms qa_rate_forms;

struct qa_quote_input {
    const struct qa_records *quotes; /* NULL: offers alone */
    /* Offers: vendor, model, field, value, currency (the target's where it is empty). NULL: none.
     */
    const struct qa_records *models;
    const struct qa_records *in_house; /* one more list of offers; NULL: none */
    /* currency, rate and, where rates are dated, date: the latest on or before as_of holds. NULL:
     * all quotes must be in the target currency. */
    const struct qa_records *rates;
    const char *currency;     /* target, or NULL */
    int64_t as_of;            /* QA_NO_TIME: the latest of the rates' dates and of `latest` */
    const char *as_of_source; /* a word for reports; NULL with QA_NO_TIME */
    int64_t latest;           /* the last day of the delivery log; 0: none */
};

/*
 * The target currency is `currency`; else the only one that the quotes use; else the one whose rate
 * is 1.
 *
 * Failures with file:line:column: unknown basis (E401) or tiering, condition or recurrence, or two
 * tierings for one charge (E402), a price that is not a number, or negative and no percent (E403),
 * a bound that is not a whole number or bounds reversed (E404), a currency without a rate on the
 * day, rates that contradict the target (E405), a vendor or charge without a name, or no row at all
 * (E406), applies_to that names a charge which does not stand above (E407), a date that is none
 * (E408), an offer that is no model's or lacks a number (E409), a minimum of which nobody can say
 * whether it is for each unit, or that cannot be worked for each, and flat fees that are graduated
 * (E415). Findings: W159 how a minimum was read, W160 bounds of a fee, W411 tier gap, E412 tier
 * overlap, W413 a fee mentioned only in a note, W414 charges of one name with different bases or
 * conditions, W415 bounds or applies_to that have no meaning and are ignored, W416 a quote that has
 * expired.
 */
QA_NODISCARD enum qa_status qa_quotes_parse(const struct qa_quote_input *input,
                                            struct qa_arena *arena, struct qa_findings *findings,
                                            struct qa_quotes *out, struct qa_error *err);

/* Whether a quote is of work done in-house: an offer of that model, or rows of a vendor by the name
 * "in-house" or "in_house". */
bool qa_quote_is_in_house(const struct qa_quotes *quotes, const char *vendor);

/* The scenario with the vendor's own terms in place of it. */
struct qa_scenario qa_quote_scenario(const struct qa_quotes *quotes, const char *vendor,
                                     const struct qa_scenario *scenario);

struct qa_cost {
    const char *vendor;
    double volume;
    double usage;      /* charges by quantity: items to seat-months */
    double fixed_fees; /* per project, month and seat */
    double percents;   /* net of discounts */
    double minimum;    /* what minimums add; 0: none binds */
    double total;      /* the sum of the four, rounded once */
    double unit_cost;  /* total / volume; 0 when the volume is 0 */
    bool minimum_binds;
    const char *undefined; /* "per_hour charge, and seconds per item are not known"; else NULL */
};

/* Undefined, with the reason, for a vendor without a quote. O(charges^2) of the vendor. A reason is
 * allocated from the quotes' arena. */
struct qa_cost qa_quote_cost(const struct qa_quotes *quotes, const char *vendor,
                             const struct qa_scenario *scenario);

/* Charges over correct labels. error_rate NULL or undefined: undefined with that reason. */
struct qa_estimate qa_cost_per_correct(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate);

/*
 * A quote with what bad labels and checking add to it:
 *
 *   rework   = V x error rate x cost per wrong label (x the share found, where that is above 0)
 *   audit    = V x audit cost per item: the price of checking, spread over the items ordered
 *   rejected = charges x rejected share: what is thrown away is ordered again
 *   total    = charges + rework + audit + rejected
 *   errors   = V x error rate x (1 - share found) x cost per error that slips through
 *
 * per_correct(rate) = total(rate) / (V x (1 - rate)) and per_correct_with_errors(rate) =
 * (total + errors)(rate) / (V x (1 - rate)), at the rate and at the ends of its interval. No
 * interval when no label is correct at the upper end.
 */
struct qa_quality_cost {
    double rework;
    double audit;
    double rejected;
    double total;
    double errors;
    struct qa_estimate per_correct_charges; /* the vendor's charges alone */
    struct qa_estimate per_correct;
    struct qa_estimate per_correct_with_errors;
    bool has_rework; /* false: the error rate is not known; likewise: */
    bool has_errors;
    bool has_total; /* needs the charges, and the rework unless a wrong label costs nothing */
};

/* error_rate NULL: not known. */
struct qa_quality_cost qa_quality_cost(const struct qa_cost *cost,
                                       const struct qa_estimate *error_rate,
                                       const struct qa_scenario *scenario);

/* Digits after the point of an ISO 4217 currency's minor unit: 0 for JPY, 3 for KWD, 2 for EUR and
 * for any code not known to differ. */
int qa_currency_digits(const char *currency);

struct qa_quote_table_request {
    const double *volumes;
    size_t n_volumes;
    const struct qa_scenario *scenario;  /* of all; the volumes of these are ignored */
    const struct qa_scenario *scenarios; /* per vendor of quotes, without the terms of its quote */
    const struct qa_estimate *error_rates; /* per vendor, or NULL */
};

/*
 * Tables totals (for people), costs (as documented for machines; total and unit_cost include
 * rework, audit and what is ordered again), charges (what each row adds at the first volume),
 * quoted (the rows as read), curve (cost by volume), crossings, breakeven (of what is done
 * in-house), models, rates, scenario. A sentence for each volume: who charges least.
 */
void qa_quote_tables(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_report *report);

/* A line of the report for each volume: "At 50,000 items acme charges least: ..."; and one for each
 * finding of the report. */
void qa_quote_sentences(const struct qa_quotes *quotes,
                        const struct qa_quote_table_request *request, struct qa_report *report);

/* Findings that depend on the scenario: W417 a quantity that a charge needs and nobody knows, W418
 * a condition whose share is not stated and counts as 0, W419 a minimum that binds at a volume,
 * W420 seats that are stated and cannot do the volume, which leaves the cost undefined. */
void qa_quote_review(const struct qa_quotes *quotes, const struct qa_quote_table_request *request,
                     struct qa_findings *findings);

#endif
