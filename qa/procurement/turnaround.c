#include "qa/procurement/turnaround.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

static const double MICROSECONDS_PER_HOUR = 3600.0e6;

enum log_column {
    LOG_VENDOR,
    LOG_BATCH,
    LOG_ITEMS,
    LOG_ORDERED,
    LOG_DUE,
    LOG_DELIVERED,
    N_LOG_COLUMNS
};

static const struct qa_column_spec log_columns[N_LOG_COLUMNS] = {
    {"vendor", "supplier,provider", true},
    {"batch", "batch_id,lot,delivery", true},
    {"items", "item_count,n_items,quantity", true},
    {"ordered_at", "ordered,order_date,sent_at", true},
    {"due_at", "due,due_date,promised_at", false},
    {"delivered_at", "delivered,delivery_date,received_at", true},
};

struct log_reader {
    const struct qa_records *log;
    const struct qa_zone *zone;
    uint32_t index[N_LOG_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

static const struct qa_cell *log_cell(const struct log_reader *reader, size_t row,
                                      enum log_column column)
{
    return qa_records_cell(reader->log, row, reader->index[column]);
}

static bool is_empty(const struct qa_cell *cell)
{
    return cell == NULL || strspn(cell->text, " \t") == cell->length;
}

static enum qa_status parse_time(const struct log_reader *reader, size_t row,
                                 enum log_column column, int64_t *out)
{
    const struct qa_cell *cell = log_cell(reader, row, column);
    const char *file = reader->log->file;

    *out = QA_NO_TIME;
    if (is_empty(cell)) {
        return QA_OK;
    }
    switch (qa_time_parse(cell->text, cell->length, reader->zone, out)) {
    case QA_TIME_OK:
        return QA_OK;
    case QA_TIME_NO_ZONE:
        return qa_fail_at(reader->err, "E421", file, cell->line, cell->column,
                          "%s '%s' has no time zone; write it with one, or name the zone of all "
                          "such times",
                          log_columns[column].name, cell->text);
    default:
        return qa_fail_at(reader->err, "E421", file, cell->line, cell->column,
                          "%s '%s' is not a time; expected ISO 8601 (2026-03-01T08:30:00Z) or "
                          "epoch seconds",
                          log_columns[column].name, cell->text);
    }
}

static enum qa_status check_after_order(const struct log_reader *reader, size_t row,
                                        enum log_column column, int64_t time, int64_t ordered)
{
    if (time == QA_NO_TIME || time >= ordered) {
        return QA_OK;
    }
    const struct qa_cell *cell = log_cell(reader, row, column);
    return qa_fail_at(reader->err, "E422", reader->log->file, cell->line, cell->column,
                      "%s '%s' is before ordered_at '%s'", log_columns[column].name, cell->text,
                      log_cell(reader, row, LOG_ORDERED)->text);
}

static enum qa_status parse_times(const struct log_reader *reader, size_t row,
                                  struct qa_delivery_entry *entry)
{
    QA_TRY(parse_time(reader, row, LOG_ORDERED, &entry->ordered));
    QA_TRY(parse_time(reader, row, LOG_DUE, &entry->due));
    QA_TRY(parse_time(reader, row, LOG_DELIVERED, &entry->delivered));
    if (entry->ordered == QA_NO_TIME) {
        const struct qa_cell *cell = log_cell(reader, row, LOG_ORDERED);

        return qa_fail_at(reader->err, "E421", reader->log->file, cell->line, cell->column,
                          "ordered_at is empty");
    }
    QA_TRY(check_after_order(reader, row, LOG_DUE, entry->due, entry->ordered));
    return check_after_order(reader, row, LOG_DELIVERED, entry->delivered, entry->ordered);
}

static const char *trimmed(struct qa_arena *arena, const struct qa_cell *cell)
{
    const char *begin = cell->text + strspn(cell->text, " \t");
    size_t length = strlen(begin);

    while (length > 0 && strchr(" \t", begin[length - 1]) != NULL) {
        length--;
    }
    return qa_arena_text_n(arena, begin, length);
}

static enum qa_status parse_entry(const struct log_reader *reader, size_t row,
                                  struct qa_delivery_entry *entry)
{
    const struct qa_cell *vendor = log_cell(reader, row, LOG_VENDOR);
    const struct qa_cell *items = log_cell(reader, row, LOG_ITEMS);

    if (is_empty(vendor)) {
        return qa_fail_at(reader->err, "E424", reader->log->file, vendor->line, vendor->column,
                          "vendor is empty");
    }
    entry->vendor = trimmed(reader->arena, vendor);
    entry->batch = trimmed(reader->arena, log_cell(reader, row, LOG_BATCH));
    if (!qa_parse_count(items->text, items->length, &entry->items)) {
        return qa_fail_at(reader->err, "E423", reader->log->file, items->line, items->column,
                          "items '%s' is not a count", items->text);
    }
    return parse_times(reader, row, entry);
}

static int compare_times(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Beyond vendor, order and batch only so that equal entries stand in one order: results then do
 * not depend on the order of the rows. */
static int compare_entries(const void *a, const void *b)
{
    const struct qa_delivery_entry *left = a;
    const struct qa_delivery_entry *right = b;
    int order = qa_text_compare(left->vendor, right->vendor);

    if (order == 0) {
        order = compare_times(left->ordered, right->ordered);
    }
    if (order == 0) {
        order = qa_text_compare(left->batch, right->batch);
    }
    if (order == 0) {
        order = compare_times(left->delivered, right->delivered);
    }
    if (order == 0) {
        order = compare_times(left->due, right->due);
    }
    return order != 0 ? order : (left->items > right->items) - (left->items < right->items);
}

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

enum qa_punctuality qa_delivery_punctuality(const struct qa_delivery_entry *entry, int64_t as_of)
{
    int64_t end = entry->delivered == QA_NO_TIME ? as_of : entry->delivered;

    if (entry->due == QA_NO_TIME) {
        return QA_WITHOUT_DUE;
    }
    if (end > entry->due) {
        return QA_LATE;
    }
    return entry->delivered == QA_NO_TIME ? QA_NOT_YET_DUE : QA_ON_TIME;
}

double qa_delivery_hours(const struct qa_delivery_entry *entry)
{
    return (double)(entry->delivered - entry->ordered) / MICROSECONDS_PER_HOUR;
}

static void count_entry(const struct qa_delivery_entry *entry, int64_t as_of,
                        struct qa_vendor_turnaround *vendor)
{
    bool open = entry->delivered == QA_NO_TIME;

    vendor->deliveries++;
    vendor->items += entry->items;
    vendor->open += open;
    vendor->open_items += open ? entry->items : 0;
    switch (qa_delivery_punctuality(entry, as_of)) {
    case QA_LATE:
        vendor->late++;
        break;
    case QA_NOT_YET_DUE:
        vendor->undecided++;
        break;
    case QA_WITHOUT_DUE:
        vendor->without_due++;
        break;
    case QA_ON_TIME:
        break;
    }
}

static struct qa_estimate on_time_share(const struct qa_vendor_turnaround *vendor,
                                        double confidence)
{
    uint64_t decided = vendor->deliveries - vendor->undecided - vendor->without_due;

    if (vendor->without_due == vendor->deliveries) {
        return qa_undefined("no delivery has a due time", 0);
    }
    if (decided == 0) {
        return qa_undefined("no delivery is due yet", 0);
    }
    return qa_wilson(decided - vendor->late, decided, confidence);
}

/* entries: one vendor's, by order time. */
static struct qa_estimate throughput(const struct qa_delivery_entry *entries, size_t n,
                                     const struct qa_vendor_turnaround *vendor)
{
    uint64_t finished = vendor->deliveries - vendor->open;
    int64_t last = QA_NO_TIME;

    for (size_t i = 0; i < n; i++) {
        last = entries[i].delivered > last ? entries[i].delivered : last;
    }
    if (finished == 0) {
        return qa_undefined("nothing is delivered", 0);
    }
    if (last <= entries[0].ordered) {
        return qa_undefined("no time passed between the first order and the last delivery",
                            finished);
    }
    double hours = (double)(last - entries[0].ordered) / MICROSECONDS_PER_HOUR;
    return (struct qa_estimate){.value = (double)(vendor->items - vendor->open_items) / hours,
                                .n = finished};
}

static void set_quantiles(const struct qa_delivery_entry *entries, size_t n, double *hours,
                          struct qa_vendor_turnaround *vendor)
{
    size_t finished = 0;

    for (size_t i = 0; i < n; i++) {
        if (entries[i].delivered != QA_NO_TIME) {
            hours[finished++] = qa_delivery_hours(&entries[i]);
        }
    }
    vendor->has_quantiles = finished > 0;
    if (finished == 0) {
        return;
    }
    qa_sort_reals(hours, finished);
    vendor->p50_hours = qa_quantile_sorted(hours, finished, 0.50);
    vendor->p90_hours = qa_quantile_sorted(hours, finished, 0.90);
    vendor->p95_hours = qa_quantile_sorted(hours, finished, 0.95);
}

/* Entries are sorted: a vendor's stand together. */
static void sum_vendors(struct qa_turnaround *out, double confidence, struct qa_arena *arena)
{
    double *hours = QA_ARRAY(arena, double, out->n_entries);

    out->vendors = QA_ARRAY(arena, struct qa_vendor_turnaround, out->n_entries);
    for (size_t first = 0, end = 0; first < out->n_entries; first = end) {
        const struct qa_delivery_entry *entries = &out->entries[first];
        struct qa_vendor_turnaround *vendor = &out->vendors[out->n_vendors++];

        vendor->vendor = entries->vendor;
        while (end < out->n_entries && strcmp(out->entries[end].vendor, vendor->vendor) == 0) {
            count_entry(&out->entries[end++], out->as_of, vendor);
        }
        vendor->on_time = on_time_share(vendor, confidence);
        vendor->items_per_hour = throughput(entries, end - first, vendor);
        set_quantiles(entries, end - first, hours, vendor);
    }
}

enum qa_status qa_turnaround_parse(const struct qa_records *log, const struct qa_zone *zone,
                                   int64_t as_of, double confidence, struct qa_arena *arena,
                                   struct qa_turnaround *out, struct qa_error *err)
{
    struct log_reader reader = {.log = log, .zone = zone, .arena = arena, .err = err};

    *out = (struct qa_turnaround){.n_entries = log->n_records};
    QA_TRY(qa_records_columns(log, log_columns, N_LOG_COLUMNS, reader.index, err));
    if (log->n_records == 0) {
        return qa_fail_at(err, "E424", log->file, 0, 0,
                          "no deliveries: the log has a header and no rows");
    }
    out->entries = QA_ARRAY(arena, struct qa_delivery_entry, log->n_records);
    for (size_t i = 0; i < log->n_records; i++) {
        QA_TRY(parse_entry(&reader, i, &out->entries[i]));
    }
    qsort(out->entries, out->n_entries, sizeof *out->entries, compare_entries);
    out->as_of = as_of == QA_NO_TIME ? latest_event(out->entries, out->n_entries) : as_of;
    sum_vendors(out, confidence, arena);
    return QA_OK;
}

const struct qa_vendor_turnaround *qa_turnaround_find(const struct qa_turnaround *turnaround,
                                                      const char *vendor)
{
    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        if (strcmp(turnaround->vendors[i].vendor, vendor) == 0) {
            return &turnaround->vendors[i];
        }
    }
    return NULL;
}
