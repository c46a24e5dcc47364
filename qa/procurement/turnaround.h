#ifndef QA_PROCUREMENT_TURNAROUND_H
#define QA_PROCUREMENT_TURNAROUND_H

/*
 * How long deliveries take, from a delivery log: vendor, batch, items, ordered_at, due_at
 * (optional, or empty: no promise), delivered_at (empty: still open). Quantiles are of finished
 * deliveries, weighted by nothing (one delivery, one observation), type 7 (Hyndman and Fan 1996);
 * open deliveries are counted as open beside them. On time: delivered at or before due; an open
 * delivery past its due time, at the time the log was closed, is late; one not yet due is undecided
 * and left out, counted; so is one without a due time. The log closes at as_of.
 *
 *   deliveries = on time + late + undecided + without_due
 */

#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/records.h"
#include "qa/base/time.h"
#include "qa/table/report.h"

struct qa_delivery_entry {
    const char *vendor;
    const char *batch;
    uint64_t items;
    int64_t ordered;
    int64_t due;       /* QA_NO_TIME: no promise */
    int64_t delivered; /* QA_NO_TIME: open */
};

enum qa_punctuality { QA_ON_TIME, QA_LATE, QA_NOT_YET_DUE, QA_WITHOUT_DUE };

/* as_of: when the log was closed, for deliveries that are still open. */
enum qa_punctuality qa_delivery_punctuality(const struct qa_delivery_entry *entry, int64_t as_of);

/* From order to delivery; of a finished delivery only. */
double qa_delivery_hours(const struct qa_delivery_entry *entry);

struct qa_vendor_turnaround {
    const char *vendor;
    uint64_t deliveries;
    uint64_t items;
    uint64_t open; /* deliveries */
    uint64_t open_items;
    uint64_t late;
    uint64_t undecided;
    uint64_t without_due;
    struct qa_estimate on_time; /* share, Wilson, n = decided deliveries */
    bool has_quantiles;
    double p50_hours, p90_hours, p95_hours;
    struct qa_estimate items_per_hour; /* delivered items over the time from the first order to the
                                          last delivery; no interval */
};

struct qa_turnaround {
    struct qa_delivery_entry *entries; /* by vendor name, ordered, batch */
    size_t n_entries;
    struct qa_vendor_turnaround *vendors; /* by name */
    size_t n_vendors;
    int64_t as_of;
};

/* as_of QA_NO_TIME: the latest order or delivery in the log; due times lie ahead and do not close
 * it. Failures with file:line:column: unreadable time, time without a zone, no time of order
 * (E421), delivered or due before ordered (E422), items not a count (E423), no vendor or no row
 * (E424). O(n log n). */
QA_NODISCARD enum qa_status qa_turnaround_parse(const struct qa_records *log,
                                                const struct qa_zone *zone, int64_t as_of,
                                                double confidence, struct qa_arena *arena,
                                                struct qa_turnaround *out, struct qa_error *err);

/* The vendor's line, or NULL. */
const struct qa_vendor_turnaround *qa_turnaround_find(const struct qa_turnaround *turnaround,
                                                      const char *vendor);

/* Tables vendors (as documented, where `open` counts items; with deliveries, open_deliveries, late,
 * undecided, without_due) and deliveries. */
void qa_turnaround_tables(const struct qa_turnaround *turnaround, struct qa_report *report);

#endif
