/* What the closing of the log decides of its entries. */
#include "qa/procurement/turnaround_parts.h"

static const double MICROSECONDS_PER_HOUR = 3600.0e6;

/* QA_NO_TIME is below every time, so open deliveries do not count. */
static int64_t latest_event(const struct qa_delivery_entry *entries, size_t n)
{
    int64_t latest = QA_NO_TIME;

    for (size_t i = 0; i < n; i++) {
        latest = entries[i].ordered > latest ? entries[i].ordered : latest;
        latest = entries[i].delivered > latest ? entries[i].delivered : latest;
    }
    return latest;
}

/* As the log stood at its closing: orders to come are not in it, deliveries to come are open. */
static void forget_what_follows(struct qa_turnaround *turnaround)
{
    size_t kept = 0;

    for (size_t i = 0; i < turnaround->n_entries; i++) {
        struct qa_delivery_entry entry = turnaround->entries[i];
        if (entry.ordered > turnaround->as_of) {
            turnaround->orders_after++;
            continue;
        }
        if (entry.delivered > turnaround->as_of) {
            turnaround->deliveries_after++;
            entry.delivered = QA_NO_TIME;
            entry.accepted = QA_ACCEPTANCE_OPEN;
        }
        turnaround->entries[kept++] = entry;
    }
    turnaround->n_entries = kept;
}

static bool is_over(const struct qa_delivery_entry *entry, int64_t end)
{
    if (entry->promised == QA_NO_TIME) {
        return end > entry->due;
    }
    return (entry->on_business_clock ? entry->business : entry->elapsed) > entry->promised;
}

static void settle(struct qa_calendar *calendar, int64_t as_of, struct qa_delivery_entry *entry)
{
    bool open = qa_delivery_is_open(entry);
    int64_t end = open ? as_of : entry->delivered;

    entry->elapsed = end - entry->ordered;
    entry->business =
        calendar != NULL ? qa_calendar_between(calendar, entry->ordered, end) : QA_NO_TIME;
    if (entry->due == QA_NO_TIME && entry->promised == QA_NO_TIME) {
        entry->punctuality = QA_WITHOUT_DUE;
    } else if (is_over(entry, end)) {
        entry->punctuality = QA_LATE;
    } else {
        entry->punctuality = open ? QA_NOT_YET_DUE : QA_ON_TIME;
    }
}

enum qa_status qa_turnaround_close(const struct qa_turnaround_request *request,
                                   struct qa_turnaround *out, struct qa_error *err)
{
    char closing[QA_TIME_TEXT_MAX];

    out->as_of =
        request->as_of == QA_NO_TIME ? latest_event(out->entries, out->n_entries) : request->as_of;
    forget_what_follows(out);
    if (out->n_entries == 0) {
        qa_time_format(out->as_of, closing);
        return qa_fail_at(err, "E424", request->log->file, 0, 0,
                          "every order is after %s, when the log closes", closing);
    }
    for (size_t i = 0; i < out->n_entries; i++) {
        settle(request->calendar, out->as_of, &out->entries[i]);
    }
    return QA_OK;
}

bool qa_delivery_is_open(const struct qa_delivery_entry *entry)
{
    return entry->delivered == QA_NO_TIME;
}

double qa_hours_of(int64_t microseconds)
{
    return (double)microseconds / MICROSECONDS_PER_HOUR;
}

double qa_delivery_hours(const struct qa_delivery_entry *entry)
{
    return qa_hours_of(entry->elapsed);
}

double qa_delivery_business_hours(const struct qa_delivery_entry *entry)
{
    return qa_hours_of(entry->business);
}
