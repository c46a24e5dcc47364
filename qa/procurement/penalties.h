#ifndef QA_PROCUREMENT_PENALTIES_H
#define QA_PROCUREMENT_PENALTIES_H

/*
 * What late deliveries cost the vendor, and early ones earn it, by the rules of the contract.
 *
 * A rule: vendor and priority it holds for (empty: all), when (late, the default, or early),
 * after_hours (so much lateness, or earliness, is free; default 0), per (delivery, item, hour,
 * day, week), amount ("25.00", or "2%" of the delivery's price, which is items x unit_price), cap
 * (likewise, the most that the rule takes of one delivery), unit_price, currency.
 *
 * Lateness is the time elapsed over the promise, on the promise's clock; earliness what is left of
 * it. A promise by due time has the calendar's clock. Per hour, day and week count what goes beyond
 * after_hours, each begun one whole; a day is 24 hours of that clock, a week seven days. An open
 * delivery that is late is charged up to the closing of the log, and may cost more yet; it is never
 * early. All rules that hold add up, each under its own cap.
 *
 * Amounts are exact fractions (qa/procurement/money.h) until a vendor's sum is rounded once, half
 * up, to its currency's minor unit.
 */

#include "qa/procurement/money.h"
#include "qa/procurement/turnaround.h"

/* The columns of rules with what their cells hold; they are settled by them before. */
extern const struct qa_record_forms qa_penalty_forms;

struct qa_delivery_charge {
    const struct qa_delivery_entry *entry;
    double hours; /* late, or early when is_early */
    bool is_early;
    bool is_running; /* still open: may grow */
    bool is_capped;  /* some rule's cap was reached */
    struct qa_amount penalty;
    struct qa_amount credit;
};

struct qa_vendor_charges {
    const char *vendor;
    const char *currency;
    uint64_t penalised; /* deliveries */
    uint64_t credited;
    uint64_t capped;
    uint64_t running;
    struct qa_amount penalty; /* rounded */
    struct qa_amount credit;
    struct qa_amount net; /* penalty less credit: what the vendor owes */
};

struct qa_penalties {
    const char *file;
    struct qa_delivery_charge *deliveries; /* with a penalty or credit; as the log's entries */
    size_t n_deliveries;
    struct qa_vendor_charges *vendors; /* with a rule that holds for them; by name */
    size_t n_vendors;
};

/* E433 with line and column: a rule whose words, amounts or hours cannot be read, a per cent
 * without a unit price, or a vendor with two currencies. findings: W823 an amount that may be meant
 * in per cent; NULL: not said. O(deliveries x rules). */
QA_NODISCARD enum qa_status qa_penalties_apply(const struct qa_records *rules,
                                               const struct qa_turnaround *turnaround,
                                               struct qa_arena *arena, struct qa_findings *findings,
                                               struct qa_penalties *out, struct qa_error *err);

/* What a vendor promised in a request: a late delivery costs it per_day of the delivery's price for
 * each begun day of lateness, at most cap of it. */
struct qa_promised_penalty {
    const char *vendor;
    double per_day; /* rate */
    double cap;     /* rate; 0: none */
    struct qa_amount unit_price;
    const char *currency;
};

/* The same by promises, of each vendor one at most. */
void qa_penalties_promised(const struct qa_promised_penalty *promises, size_t n,
                           const struct qa_turnaround *turnaround, struct qa_arena *arena,
                           struct qa_penalties *out);

/* Tables penalties (a row for each vendor) and penalised (a row for each delivery). */
void qa_penalties_tables(const struct qa_penalties *penalties, struct qa_report *report);

#endif
