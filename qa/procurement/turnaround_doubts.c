/* Rows of a delivery log that count as they stand and may be meant otherwise. */
#include <stdlib.h>
#include <string.h>

#include "qa/base/strings.h"
#include "qa/procurement/turnaround_parts.h"

static bool is_given(const struct qa_cell *cell)
{
    return cell != NULL && strspn(cell->text, " \t") < cell->length;
}

static bool is_date(const struct qa_cell *cell)
{
    return is_given(cell) && qa_time_is_date(cell->text, cell->length);
}

/* A date alone beside a time of day: the hours between them may be a day off. A due date means its
 * end, and is none. */
static const struct qa_cell *date_beside_time(const struct qa_log_cells *cells)
{
    bool ordered = is_given(cells->ordered) && !is_date(cells->ordered);
    bool delivered = is_given(cells->delivered) && !is_date(cells->delivered);
    bool due = is_given(cells->due) && !is_date(cells->due);
    if (is_date(cells->delivered) && (ordered || due)) {
        return cells->delivered;
    }
    return is_date(cells->ordered) && delivered ? cells->ordered : NULL;
}

static void doubt_dates(const struct qa_turnaround *turnaround, const struct qa_log_cells *cells,
                        const struct qa_records *log, struct qa_findings *findings)
{
    const struct qa_cell *first = NULL;
    size_t n = 0;
    for (size_t i = 0; i < turnaround->n_entries; i++) {
        const struct qa_cell *cell = date_beside_time(&cells[i]);
        first = first == NULL ? cell : first;
        n += cell != NULL;
    }
    if (first != NULL) {
        qa_findings_addf(findings, QA_WARNING, "W737", log->file, first->line, first->column,
                         "%zu row%s a date without a time ('%.40s') beside times of day: it counts "
                         "as its midnight, and the hours may be a day off",
                         n, n == 1 ? " has" : "s have", first->text);
    }
}

static int by_batch(const void *a, const void *b)
{
    const struct qa_delivery_entry *left = *(const struct qa_delivery_entry *const *)a;
    const struct qa_delivery_entry *right = *(const struct qa_delivery_entry *const *)b;
    int order = strcmp(left->vendor, right->vendor);
    order = order != 0 ? order : strcmp(left->batch, right->batch);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static bool same_times(const struct qa_delivery_entry *a, const struct qa_delivery_entry *b)
{
    return a->ordered == b->ordered && a->delivered == b->delivered && a->due == b->due &&
           a->items == b->items;
}

/* Without a column of rounds each row is a delivery of its own. */
static void doubt_batches(const struct qa_turnaround *turnaround, const struct qa_records *log,
                          struct qa_findings *findings)
{
    const struct qa_delivery_entry **order =
        QA_ARRAY(findings->arena, const struct qa_delivery_entry *, turnaround->n_entries);
    const struct qa_delivery_entry *first = NULL;
    const struct qa_delivery_entry *second = NULL;
    size_t n = 0;
    for (size_t i = 0; i < turnaround->n_entries; i++) {
        order[i] = &turnaround->entries[i];
    }
    qsort(order, turnaround->n_entries, sizeof *order, by_batch);
    for (size_t i = 1; i < turnaround->n_entries; i++) {
        bool is_again = order[i]->batch[0] != '\0' &&
                        strcmp(order[i]->batch, order[i - 1]->batch) == 0 &&
                        strcmp(order[i]->vendor, order[i - 1]->vendor) == 0;
        n += is_again;
        if (is_again && (second == NULL || order[i]->line < second->line)) {
            first = order[i - 1];
            second = order[i];
        }
    }
    if (second != NULL) {
        qa_findings_addf(
            findings, QA_WARNING, "W738", log->file, second->line, 0,
            "batch '%.60s' of %.60s is in line %llu too%s, and both count as deliveries (%zu such "
            "row%s); take one out, or number rework in a column round",
            second->batch, second->vendor, (unsigned long long)first->line,
            same_times(first, second) ? ", with the same items and times" : "", n,
            n == 1 ? "" : "s");
    }
}

static bool is_long(int64_t from, int64_t to)
{
    static const int64_t year = 366 * QA_DAY;
    return to != QA_NO_TIME && to - from > year;
}

static void doubt_years(const struct qa_turnaround *turnaround, const struct qa_log_cells *cells,
                        const struct qa_records *log, struct qa_findings *findings)
{
    for (size_t i = 0; i < turnaround->n_entries; i++) {
        const struct qa_delivery_entry *entry = &turnaround->entries[i];
        const struct qa_cell *cell = is_long(entry->ordered, entry->delivered) ? cells[i].delivered
                                     : is_given(cells[i].due) && is_long(entry->ordered, entry->due)
                                         ? cells[i].due
                                         : NULL;
        if (cell != NULL) {
            qa_findings_addf(findings, QA_WARNING, "W739", log->file, cell->line, cell->column,
                             "'%.40s' is more than a year after ordered_at '%.40s', and counts so; "
                             "is the year right?",
                             cell->text, cells[i].ordered->text);
        }
    }
}

void qa_turnaround_doubt(const struct qa_turnaround *turnaround, const struct qa_log_cells *cells,
                         const struct qa_records *log, struct qa_findings *findings)
{
    doubt_dates(turnaround, cells, log, findings);
    if (!turnaround->has_rounds) {
        doubt_batches(turnaround, log, findings);
    }
    doubt_years(turnaround, cells, log, findings);
}
