#ifndef QA_FORMATS_SINK_DATES_H
#define QA_FORMATS_SINK_DATES_H

/*
 * Private to the sink: dates as 03/04/2026, which the other dates of their column settle. What a
 * file's dates can be is noted as they are read; those with two readings are kept with their
 * records, and read when the file has ended.
 */

#include "qa/base/time.h"
#include "qa/batch/builder.h"

enum qa_date_column { QA_DATES_STARTED, QA_DATES_SUBMITTED, QA_N_DATE_COLUMNS };

/* A date with two readings. */
struct qa_open_date {
    enum qa_date_column column;
    const char *text; /* lives as long as the run */
    size_t length;
    uint64_t line;
    uint64_t at; /* its column in bytes */
    struct qa_builder *builder;
    size_t record;
};

struct qa_sink_dates {
    struct qa_arena *arena;
    unsigned orders[QA_N_DATE_COLUMNS];   /* that all dates so far have: a bit for each */
    const char *shown[QA_N_DATE_COLUMNS]; /* a date that has fewer of them than those before */
    uint64_t shown_line[QA_N_DATE_COLUMNS];
    struct qa_open_date *list;
    size_t n;
    size_t capacity;
};

void qa_sink_dates_begin(struct qa_sink_dates *dates, struct qa_arena *arena);

/* A time that was given. O(length); dates with their year first say nothing and cost nothing. */
void qa_sink_dates_note(struct qa_sink_dates *dates, enum qa_date_column column, const char *text,
                        size_t length, uint64_t line);

void qa_sink_dates_keep(struct qa_sink_dates *dates, const struct qa_open_date *date);

/* The order of a column's dates; QA_DATES_UNKNOWN when nothing tells, or they contradict each
 * other. */
enum qa_date_order qa_sink_dates_order(const struct qa_sink_dates *dates,
                                       enum qa_date_column column);

/* "day, month, year". */
const char *qa_date_order_words(enum qa_date_order order);

#endif
