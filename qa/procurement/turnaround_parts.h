#ifndef QA_PROCUREMENT_TURNAROUND_PARTS_H
#define QA_PROCUREMENT_TURNAROUND_PARTS_H

/*
 * The stages of qa_turnaround_parse: the log becomes entries, these are summed by vendor, priority,
 * week and round, and vendors are compared. Private to the turnaround files.
 */

#include "qa/procurement/turnaround.h"

/* Fills entries in order, with has_rounds and the zone. */
QA_NODISCARD enum qa_status qa_turnaround_read_log(const struct qa_turnaround_request *request,
                                                   struct qa_arena *arena,
                                                   struct qa_turnaround *out, struct qa_error *err);

/* The cells of a log that doubts are about, by row; NULL: the column is not there. */
struct qa_log_cells {
    const struct qa_cell *ordered;
    const struct qa_cell *due;
    const struct qa_cell *delivered;
};

/* Rows that may be meant otherwise, entries in the order of the file: W737 dates beside times of
 * day, W738 a batch that is there twice, W739 more than a year from order to delivery or promise.
 * O(n log n). */
void qa_turnaround_doubt(const struct qa_turnaround *turnaround, const struct qa_log_cells *cells,
                         const struct qa_records *log, struct qa_findings *findings);

/* Settles entries at as_of. E424 when none was ordered by then. */
QA_NODISCARD enum qa_status qa_turnaround_close(const struct qa_turnaround_request *request,
                                                struct qa_turnaround *out, struct qa_error *err);

/* Each from the entries, and those after the vendors from these too. */
void qa_turnaround_vendors(struct qa_turnaround *turnaround, struct qa_arena *arena);
void qa_turnaround_weeks(struct qa_turnaround *turnaround, double weekly_items,
                         struct qa_arena *arena);
void qa_turnaround_rounds(struct qa_turnaround *turnaround, struct qa_arena *arena);
void qa_turnaround_tests(struct qa_turnaround *turnaround, struct qa_arena *arena);

/* The end of the vendor's entries that begin at `first`. */
size_t qa_turnaround_vendor_end(const struct qa_turnaround *turnaround, size_t first);

/* On-time share of counted deliveries. */
struct qa_estimate qa_on_time_share(const struct qa_vendor_turnaround *counts, double confidence);
void qa_count_delivery(const struct qa_delivery_entry *entry, struct qa_vendor_turnaround *counts);

/* Mean hours of the first less those of the second, both up to the horizon. */
struct qa_estimate qa_mean_hours_difference(const struct qa_survival *first,
                                            const struct qa_survival *second, double horizon,
                                            double confidence);

double qa_hours_of(int64_t microseconds);

/* Tables that qa_turnaround_tables adds between the others. */
void qa_turnaround_tests_table(const struct qa_turnaround *turnaround, struct qa_report *report);
void qa_turnaround_round_tables(const struct qa_turnaround *turnaround, struct qa_report *report);
void qa_turnaround_survival_table(const struct qa_turnaround *turnaround, struct qa_report *report);

#endif
