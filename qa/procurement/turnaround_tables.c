#include "qa/procurement/table_forms.h"
#include "qa/procurement/turnaround_parts.h"

static const struct qa_column vendor_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"items", NULL, QA_COUNT, .about = "Items ordered."},
    {"open", "open items", QA_COUNT, .about = "Items not delivered when the log closes."},
    {"p50_hours", "median (h)", QA_HOURS, .about = "Median hours of the finished deliveries."},
    {"p90_hours", "p90 (h)", QA_HOURS,
     .about = "Hours within which 90 % of the finished deliveries came."},
    {"p95_hours", "p95 (h)", QA_HOURS, .is_detail = true,
     .about = "Hours within which 95 % of the finished deliveries came."},
    {"on_time", NULL, QA_ESTIMATE_RATE,
     .about = "Share of decided deliveries that came on time, with Wilson's interval."},
    {"items_per_hour", NULL, QA_REAL, .is_detail = true,
     .about = "Items delivered per hour from the first order to the last delivery."},
    {"p50_censored_hours", "median with open (h)", QA_HOURS,
     .about = "Median hours with open deliveries counted as still running."},
    {"p90_censored_hours", "p90 with open (h)", QA_HOURS,
     .about = "Hours within which 90 % come, open deliveries counted as still running."},
    {"p95_censored_hours", "p95 with open (h)", QA_HOURS, .is_detail = true,
     .about = "Hours within which 95 % come, open deliveries counted as still running."},
    {"deliveries", NULL, QA_COUNT, .about = "Deliveries ordered."},
    {"open_deliveries", NULL, QA_COUNT, .about = "Deliveries not made when the log closes."},
    {"late", NULL, QA_COUNT, .about = "Deliveries late, or open and past due."},
    {"undecided", "not yet due", QA_COUNT, .about = "Open deliveries not yet due."},
    {"without_due", "without a due time", QA_COUNT, .is_detail = true,
     .about = "Deliveries without a due time."},
    {"ramp_up_weeks", "weeks to speed", QA_COUNT, .is_detail = true,
     .about = "Weeks until the throughput is what it stays at."},
};
const struct qa_table_form qa_form_turnaround_vendors =
    QA_TABLE_FORM("vendors", "Turnaround per vendor", vendor_columns);

static const struct qa_column quantile_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"priority", NULL, QA_TEXT, .is_key = true, .about = "Orders that count; empty for all."},
    {"clock", NULL, QA_TEXT, .is_key = true, .about = "Hours that count: calendar or business."},
    {"quantile", NULL, QA_TEXT, .is_key = true, .about = "The quantile: p50, p90 or p95."},
    {"finished", NULL, QA_COUNT, .is_detail = true, .about = "Finished deliveries."},
    {"finished_hours", "finished (h)", QA_HOURS, .is_detail = true,
     .about = "Their quantile in hours (type 7)."},
    {"finished_low", "low", QA_HOURS, .is_detail = true, .about = "Lower limit of it."},
    {"finished_high", "high", QA_HOURS, .is_detail = true, .about = "Upper limit of it."},
    {"open", NULL, QA_COUNT, .about = "Deliveries still open."},
    {"hours", "with open (h)", QA_HOURS,
     .about = "The quantile with open deliveries counted as still running."},
    {"low", NULL, QA_HOURS, .about = "Lower limit of it."},
    {"high", NULL, QA_HOURS, .about = "Upper limit of it."},
};
const struct qa_table_form qa_form_turnaround_quantiles =
    QA_TABLE_FORM("quantiles", "Hours to delivery", quantile_columns);

static const struct qa_column priority_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"priority", NULL, QA_TEXT, .is_key = true, .about = "Priority of the orders."},
    {"deliveries", NULL, QA_COUNT, .about = "Deliveries ordered."},
    {"items", NULL, QA_COUNT, .about = "Items in them."},
    {"open_deliveries", "open", QA_COUNT, .about = "Deliveries not made when the log closes."},
    {"late", NULL, QA_COUNT, .about = "Deliveries late, or open and past due."},
    {"undecided", "not yet due", QA_COUNT, .about = "Open deliveries not yet due."},
    {"without_due", "without a due time", QA_COUNT, .is_detail = true,
     .about = "Deliveries without a due time."},
    {"on_time", NULL, QA_ESTIMATE_RATE,
     .about = "Share of decided deliveries that came on time, with Wilson's interval."},
    {"p50_hours", "median (h)", QA_HOURS, .is_detail = true,
     .about = "Median hours of the finished deliveries."},
    {"p90_hours", "p90 (h)", QA_HOURS, .is_detail = true,
     .about = "Hours within which 90 % of the finished deliveries came."},
    {"p90_censored_hours", "p90 with open (h)", QA_HOURS, .is_detail = true,
     .about = "Hours within which 90 % come, open deliveries counted as still running."},
};
const struct qa_table_form qa_form_turnaround_priorities =
    QA_TABLE_FORM("priorities", "Punctuality per priority", priority_columns);

static const struct qa_column delivery_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"batch", NULL, QA_TEXT, .is_key = true, .about = "The delivery."},
    {"items", NULL, QA_COUNT, .about = "Items in it."},
    {"ordered_at", "ordered", QA_TIME, .about = "When it was ordered."},
    {"due_at", "due", QA_TIME, .about = "When it was due."},
    {"delivered_at", "delivered", QA_TIME, .about = "When it came; absent while it is open."},
    {"hours", NULL, QA_HOURS, .about = "Hours from order to delivery."},
    {"outcome", NULL, QA_WORD,
     .about = "How it came: on time, late, open and overdue, open and not yet due, or without a "
              "due time."},
    {"priority", NULL, QA_TEXT, .about = "Priority of the order."},
    {"round", NULL, QA_COUNT, .is_key = true, .about = "Round of rework, from 1."},
    {"accepted", NULL, QA_TEXT,
     .about = "Whether it was accepted, yes or no; absent while it is open."},
    {"business_hours", NULL, QA_HOURS, .is_detail = true,
     .about = "Business hours from order to delivery."},
    {"promised_hours", NULL, QA_HOURS, .is_detail = true,
     .about = "Hours that the vendor promised."},
    {"clock", NULL, QA_TEXT, .is_detail = true,
     .about = "Hours that the promise counts: calendar or business."},
};
const struct qa_table_form qa_form_turnaround_deliveries =
    QA_TABLE_FORM("deliveries", "Deliveries", delivery_columns);

static void put_hours(struct qa_table *table, bool known, double hours)
{
    if (known) {
        qa_put_real(table, hours);
    } else {
        qa_put_absent(table);
    }
}

static void put_quantile(struct qa_table *table, const struct qa_time_quantile *quantile)
{
    put_hours(table, quantile->undefined == NULL, quantile->value);
}

/* ---- vendors ---- */

static void put_vendor(struct qa_table *table, const struct qa_vendor_turnaround *vendor,
                       const struct qa_ramp_up *ramp_up)
{
    qa_table_row(table);
    qa_put_text(table, vendor->vendor);
    qa_put_count(table, vendor->items);
    qa_put_count(table, vendor->open_items);
    put_hours(table, vendor->has_quantiles, vendor->p50_hours);
    put_hours(table, vendor->has_quantiles, vendor->p90_hours);
    put_hours(table, vendor->has_quantiles, vendor->p95_hours);
    qa_put_estimate(table, vendor->on_time);
    put_hours(table, qa_is_defined(&vendor->items_per_hour), vendor->items_per_hour.value);
    for (size_t q = 0; q < QA_N_TIME_QUANTILES; q++) {
        put_quantile(table, &vendor->hours.censored[q]);
    }
    qa_put_count(table, vendor->deliveries);
    qa_put_count(table, vendor->open);
    qa_put_count(table, vendor->late);
    qa_put_count(table, vendor->undecided);
    qa_put_count(table, vendor->without_due);
    if (ramp_up->undefined == NULL) {
        qa_put_count(table, ramp_up->weeks);
    } else {
        qa_put_absent(table);
    }
}

static void vendors_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_vendors);
    char as_of[QA_TIME_TEXT_MAX];

    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        put_vendor(table, &turnaround->vendors[i], &turnaround->ramp_ups[i]);
    }
    qa_time_format(turnaround->as_of, as_of);
    qa_table_note(table, "Hours from order to delivery: of finished deliveries, and with the open "
                         "ones counted as still running (Kaplan-Meier); '-': too many are open.");
    qa_table_note(table,
                  "On time is the share of decided deliveries: an open one counts as late "
                  "once it is past due at %s, when the log closes.",
                  as_of);
    if (turnaround->orders_after + turnaround->deliveries_after > 0) {
        qa_table_note(
            table, "After that, and so not counted: %llu orders; taken for open: %llu deliveries.",
            (unsigned long long)turnaround->orders_after,
            (unsigned long long)turnaround->deliveries_after);
    }
    qa_report_add_table(report, table);
}

/* ---- quantiles ---- */

static void put_quantiles(struct qa_table *table, const struct qa_vendor_turnaround *group,
                          const struct qa_durations *durations, const char *clock)
{
    static const char *const names[QA_N_TIME_QUANTILES] = {"p50", "p90", "p95"};

    for (size_t q = 0; q < QA_N_TIME_QUANTILES; q++) {
        const struct qa_time_quantile *finished = &durations->finished[q];
        const struct qa_time_quantile *censored = &durations->censored[q];
        qa_table_row(table);
        qa_put_text(table, group->vendor);
        qa_put_text(table, group->priority != NULL && group->priority[0] == '\0' ? "(none)"
                                                                                 : group->priority);
        qa_put_text(table, clock);
        qa_put_text(table, names[q]);
        qa_put_count(table, finished->n);
        put_quantile(table, finished);
        put_hours(table, finished->has_low, finished->low);
        put_hours(table, finished->has_high, finished->high);
        qa_put_count(table, group->open);
        put_quantile(table, censored);
        put_hours(table, censored->has_low, censored->low);
        put_hours(table, censored->has_high, censored->high);
    }
}

static void put_group(const struct qa_turnaround *turnaround, struct qa_table *table,
                      const struct qa_vendor_turnaround *group)
{
    put_quantiles(table, group, &group->hours, "calendar");
    if (turnaround->calendar != NULL) {
        put_quantiles(table, group, &group->business, "business");
    }
}

/* Vendors first, because people see the first rows. */
static void quantiles_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    enum { SHOWN = 24 };
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_quantiles);

    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        put_group(turnaround, table, &turnaround->vendors[i]);
    }
    for (size_t p = 0; p < turnaround->n_priorities; p++) {
        put_group(turnaround, table, &turnaround->priorities[p]);
    }
    qa_table_note(table, "Finished: type 7, limits by order statistics (exact; '-': too few "
                         "deliveries for one). With open: Kaplan-Meier, limits on the log scale.");
    if (turnaround->calendar != NULL) {
        qa_table_note(table, "Business hours: %s.", qa_calendar_text(turnaround->calendar));
    }
    table->rows_shown = SHOWN;
    qa_report_add_table(report, table);
}

static void priorities_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_priorities);

    for (size_t i = 0; i < turnaround->n_priorities; i++) {
        const struct qa_vendor_turnaround *row = &turnaround->priorities[i];
        qa_table_row(table);
        qa_put_text(table, row->vendor);
        qa_put_text(table, row->priority[0] == '\0' ? "(none)" : row->priority);
        qa_put_count(table, row->deliveries);
        qa_put_count(table, row->items);
        qa_put_count(table, row->open);
        qa_put_count(table, row->late);
        qa_put_count(table, row->undecided);
        qa_put_count(table, row->without_due);
        qa_put_estimate(table, row->on_time);
        put_quantile(table, &row->hours.finished[0]);
        put_quantile(table, &row->hours.finished[1]);
        put_quantile(table, &row->hours.censored[1]);
    }
    qa_report_add_table(report, table);
}

/* ---- deliveries ---- */

const char *qa_delivery_outcome(const struct qa_delivery_entry *entry)
{
    bool open = qa_delivery_is_open(entry);

    switch (entry->punctuality) {
    case QA_ON_TIME:
        return "on time";
    case QA_LATE:
        return open ? "open, overdue" : "late";
    case QA_NOT_YET_DUE:
        return "open, not yet due";
    default:
        return open ? "open, no due time" : "no due time";
    }
}

static const char *acceptance_word(enum qa_acceptance accepted)
{
    static const char *const words[] = {
        [QA_ACCEPTANCE_OPEN] = NULL, [QA_ACCEPTED] = "yes", [QA_SENT_BACK] = "no"};
    return words[accepted];
}

static void put_delivery(struct qa_table *table, const struct qa_turnaround *turnaround,
                         const struct qa_delivery_entry *entry)
{
    bool finished = !qa_delivery_is_open(entry);
    bool promised = entry->promised != QA_NO_TIME;

    qa_table_row(table);
    qa_put_text(table, entry->vendor);
    qa_put_text(table, entry->batch);
    qa_put_count(table, entry->items);
    qa_put_time(table, entry->ordered);
    qa_put_time(table, entry->due);
    qa_put_time(table, entry->delivered);
    put_hours(table, finished, qa_delivery_hours(entry));
    qa_put_text(table, qa_delivery_outcome(entry));
    qa_put_text(table, entry->priority[0] == '\0' ? NULL : entry->priority);
    if (turnaround->has_rounds) {
        qa_put_count(table, entry->round);
    } else {
        qa_put_absent(table);
    }
    qa_put_text(table, acceptance_word(entry->accepted));
    put_hours(table, finished && turnaround->calendar != NULL, qa_hours_of(entry->business));
    put_hours(table, promised, qa_hours_of(entry->promised));
    qa_put_text(table, !promised ? NULL : entry->on_business_clock ? "business" : "calendar");
}

static void deliveries_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_deliveries);

    for (size_t i = 0; i < turnaround->n_entries; i++) {
        put_delivery(table, turnaround, &turnaround->entries[i]);
    }
    table->rows_shown = 40;
    qa_report_add_table(report, table);
}

/* What a buyer asks first stands first; the long lists come last. */
void qa_turnaround_tables(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    vendors_table(turnaround, report);
    if (turnaround->n_tests > 0) {
        qa_turnaround_tests_table(turnaround, report);
    }
    if (turnaround->n_priorities > 0) {
        priorities_table(turnaround, report);
    }
    if (turnaround->has_rounds) {
        qa_turnaround_round_tables(turnaround, report);
    }
    qa_turnaround_weeks_table(turnaround, report);
    quantiles_table(turnaround, report);
    deliveries_table(turnaround, report);
    qa_turnaround_survival_table(turnaround, report);
}
