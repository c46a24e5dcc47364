#include "qa/formats/sink_dates.h"

#include <string.h>

void qa_sink_dates_begin(struct qa_sink_dates *dates, struct qa_arena *arena)
{
    *dates =
        (struct qa_sink_dates){.arena = arena, .list = dates->list, .capacity = dates->capacity};
    for (int c = 0; c < QA_N_DATE_COLUMNS; c++) {
        dates->orders[c] = ~0u;
    }
}

static bool begins_with_a_year(const char *text, size_t length)
{
    return length >= 5 && strspn(text, "0123456789") >= 4;
}

void qa_sink_dates_note(struct qa_sink_dates *dates, enum qa_date_column column, const char *text,
                        size_t length, uint64_t line)
{
    unsigned readings = 0;
    int64_t days[QA_N_DATE_ORDERS] = {0};
    size_t used;
    if (length < 5 || begins_with_a_year(text, length)) {
        return;
    }
    for (int order = QA_DATES_YMD; order < QA_N_DATE_ORDERS; order++) {
        if (qa_date_begin(text, length, (enum qa_date_order)order, &days[order], &used)) {
            readings |= 1u << order;
        }
    }
    /* A day that every order gives says nothing of the others: a month by its name. */
    bool all = readings == (1u << QA_DATES_YMD | 1u << QA_DATES_DMY | 1u << QA_DATES_MDY);
    bool same =
        all && days[QA_DATES_YMD] == days[QA_DATES_DMY] && days[QA_DATES_YMD] == days[QA_DATES_MDY];
    if (readings == 0 || same) {
        return;
    }
    if ((dates->orders[column] & readings) != dates->orders[column]) {
        dates->orders[column] &= readings;
        dates->shown[column] = qa_arena_text_n(dates->arena, text, length);
        dates->shown_line[column] = line;
    }
}

void qa_sink_dates_keep(struct qa_sink_dates *dates, const struct qa_open_date *date)
{
    dates->list = qa_arena_grow(dates->arena, dates->list, &dates->capacity, dates->n + 1,
                                sizeof *dates->list);
    dates->list[dates->n++] = *date;
}

enum qa_date_order qa_sink_dates_order(const struct qa_sink_dates *dates,
                                       enum qa_date_column column)
{
    unsigned orders = dates->orders[column];
    for (int order = QA_DATES_YMD; order < QA_N_DATE_ORDERS; order++) {
        if (orders == 1u << order) {
            return (enum qa_date_order)order;
        }
    }
    return QA_DATES_UNKNOWN;
}

const char *qa_date_order_words(enum qa_date_order order)
{
    static const char *const words[] = {"", "year, month, day", "day, month, year",
                                        "month, day, year"};
    return words[order];
}
