#include "qa/procurement/turnaround.h"

static const struct qa_column vendor_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"items", NULL, QA_COUNT},
    {"open", "open items", QA_COUNT},
    {"p50_hours", "median (h)", QA_HOURS},
    {"p90_hours", "p90 (h)", QA_HOURS},
    {"p95_hours", "p95 (h)", QA_HOURS},
    {"on_time", NULL, QA_ESTIMATE_RATE},
    {"items_per_hour", NULL, QA_REAL},
    {"deliveries", NULL, QA_COUNT},
    {"open_deliveries", NULL, QA_COUNT},
    {"late", NULL, QA_COUNT},
    {"undecided", "not yet due", QA_COUNT},
    {"without_due", "without a due time", QA_COUNT},
};

static const struct qa_column delivery_columns[] = {
    {"vendor", NULL, QA_TEXT},  {"batch", NULL, QA_TEXT},
    {"items", NULL, QA_COUNT},  {"ordered_at", "ordered", QA_TIME},
    {"due_at", "due", QA_TIME}, {"delivered_at", "delivered", QA_TIME},
    {"hours", NULL, QA_HOURS},  {"outcome", NULL, QA_TEXT},
};

static void put_hours(struct qa_table *table, const struct qa_vendor_turnaround *vendor,
                      double hours)
{
    if (vendor->has_quantiles) {
        qa_put_real(table, hours);
    } else {
        qa_put_absent(table);
    }
}

static void put_vendor(struct qa_table *table, const struct qa_vendor_turnaround *vendor)
{
    qa_table_row(table);
    qa_put_text(table, vendor->vendor);
    qa_put_count(table, vendor->items);
    qa_put_count(table, vendor->open_items);
    put_hours(table, vendor, vendor->p50_hours);
    put_hours(table, vendor, vendor->p90_hours);
    put_hours(table, vendor, vendor->p95_hours);
    qa_put_estimate(table, vendor->on_time);
    if (qa_is_defined(&vendor->items_per_hour)) {
        qa_put_real(table, vendor->items_per_hour.value);
    } else {
        qa_put_absent(table);
    }
    qa_put_count(table, vendor->deliveries);
    qa_put_count(table, vendor->open);
    qa_put_count(table, vendor->late);
    qa_put_count(table, vendor->undecided);
    qa_put_count(table, vendor->without_due);
}

static const char *outcome(const struct qa_delivery_entry *entry, int64_t as_of)
{
    bool open = entry->delivered == QA_NO_TIME;

    switch (qa_delivery_punctuality(entry, as_of)) {
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

static void put_delivery(struct qa_table *table, const struct qa_delivery_entry *entry,
                         int64_t as_of)
{
    qa_table_row(table);
    qa_put_text(table, entry->vendor);
    qa_put_text(table, entry->batch);
    qa_put_count(table, entry->items);
    qa_put_time(table, entry->ordered);
    qa_put_time(table, entry->due);
    qa_put_time(table, entry->delivered);
    if (entry->delivered == QA_NO_TIME) {
        qa_put_absent(table);
    } else {
        qa_put_real(table, qa_delivery_hours(entry));
    }
    qa_put_text(table, outcome(entry, as_of));
}

void qa_turnaround_tables(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *vendors =
        qa_table_new(report->arena, "vendors", "Turnaround per vendor", vendor_columns,
                     sizeof vendor_columns / sizeof *vendor_columns);
    struct qa_table *deliveries =
        qa_table_new(report->arena, "deliveries", "Deliveries", delivery_columns,
                     sizeof delivery_columns / sizeof *delivery_columns);
    char as_of[QA_TIME_TEXT_MAX];

    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        put_vendor(vendors, &turnaround->vendors[i]);
    }
    for (size_t i = 0; i < turnaround->n_entries; i++) {
        put_delivery(deliveries, &turnaround->entries[i], turnaround->as_of);
    }
    qa_time_format(turnaround->as_of, as_of);
    qa_table_note(vendors, "Hours from order to delivery, of finished deliveries; open ones are "
                           "counted beside them.");
    qa_table_note(vendors,
                  "On time is the share of decided deliveries: an open one counts as late "
                  "once it is past due at %s, when the log closes.",
                  as_of);
    deliveries->rows_shown = 40;
    qa_report_add_table(report, vendors);
    qa_report_add_table(report, deliveries);
}
