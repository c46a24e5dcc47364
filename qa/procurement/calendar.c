#include "qa/procurement/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "qa/procurement/calendar_parts.h"

static const int64_t MINUTE = INT64_C(60) * QA_SECOND;

/* Times that can be written are between these: some days before 1970, and 10000-01-01. */
static const int64_t FIRST_DAY = -4;
static const int64_t END_OF_DAYS = 2932897;

struct special_day {
    int64_t day;
    const struct qa_cell *cell; /* that names the day */
    struct qa_shifts shifts;
};

struct span {
    int64_t begin, end;
    int64_t before; /* open time between the first span's begin and this one's */
};

struct qa_calendar {
    struct qa_arena *arena;
    const char *hours;
    struct qa_zone zone;
    const char *zone_name;
    struct qa_shifts week[QA_DAYS_A_WEEK]; /* from Monday */
    struct special_day *special;           /* by day */
    size_t n_special;
    /* Spans of the shifts of the days first_day .. end_day - 1, apart and in order. */
    struct span *spans;
    size_t n_spans;
    size_t capacity;
    int64_t first_day, end_day;
};

static const char *name_of_zone(const struct qa_zone *zone, struct qa_arena *arena)
{
    if (zone->named) {
        return qa_arena_text(arena, zone->name);
    }
    int minutes = zone->known ? zone->offset_seconds / 60 : 0;
    return minutes == 0 ? "UTC"
                        : qa_arena_format(arena, "UTC%c%02d:%02d", minutes < 0 ? '-' : '+',
                                          abs(minutes) / 60, abs(minutes) % 60);
}

enum qa_status qa_calendar_new(const char *hours, const struct qa_zone *zone,
                               struct qa_arena *arena, struct qa_calendar **out,
                               struct qa_error *err)
{
    struct qa_calendar *calendar = QA_NEW(arena, struct qa_calendar);
    const char *stopped;
    *out = calendar;
    calendar->arena = arena;
    calendar->hours = qa_arena_text(arena, hours);
    calendar->zone = *zone;
    calendar->zone_name = name_of_zone(zone, arena);
    if (!qa_week_parse(hours, calendar->week, &stopped)) {
        return qa_fail(
            err, QA_USAGE, "E427",
            "opening hours '%.120s' cannot be read from '%.40s' on; expected such as "
            "'Mon-Fri 09:00-17:00' or 'Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-14:00'",
            hours, stopped);
    }
    return QA_OK;
}

/* ---- days with hours of their own ---- */

enum holiday_column { HOLIDAY_DATE, HOLIDAY_HOURS, N_HOLIDAY_COLUMNS };

static const struct qa_column_spec holiday_columns[N_HOLIDAY_COLUMNS] = {
    {"date", "day,holiday_date", true},
    {"hours", "open,opening_hours", false},
};

static const enum qa_cell_form holiday_cell_forms[N_HOLIDAY_COLUMNS] = {[HOLIDAY_DATE] =
                                                                            QA_CELL_TIME};
const struct qa_record_forms qa_holiday_forms = {holiday_columns, holiday_cell_forms,
                                                 N_HOLIDAY_COLUMNS};

static enum qa_status refuse_cell(const struct qa_records *records, const struct qa_cell *cell,
                                  const char *what, struct qa_error *err)
{
    return qa_fail_at(err, "E428", records->file, cell->line, cell->column, "'%.80s' %s",
                      cell->text, what);
}

static enum qa_status parse_special(const struct qa_records *records, size_t row,
                                    const uint32_t *index, struct special_day *out,
                                    struct qa_error *err)
{
    const struct qa_cell *date = qa_records_cell(records, row, index[HOLIDAY_DATE]);
    const struct qa_cell *hours = qa_records_cell(records, row, index[HOLIDAY_HOURS]);
    int64_t midnight;
    if (!qa_date_parse(date->text, date->length, &midnight)) {
        return refuse_cell(records, date, "is not a date; expected such as 2026-12-25", err);
    }
    out->day = qa_wall_day(midnight);
    out->cell = date;
    if (hours != NULL && !qa_shifts_parse(hours->text, &out->shifts)) {
        return refuse_cell(records, hours,
                           "are not opening hours; expected such as 09:00-12:00, or nothing for a "
                           "day that is closed",
                           err);
    }
    return QA_OK;
}

static int by_day(const void *left, const void *right)
{
    const struct special_day *a = left;
    const struct special_day *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

static int by_day_and_line(const void *left, const void *right)
{
    const struct qa_cell *a = ((const struct special_day *)left)->cell;
    const struct qa_cell *b = ((const struct special_day *)right)->cell;
    int order = by_day(left, right);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

enum qa_status qa_calendar_holidays(struct qa_calendar *calendar, const struct qa_records *holidays,
                                    struct qa_error *err)
{
    uint32_t index[N_HOLIDAY_COLUMNS];
    size_t n = holidays->n_records;
    QA_TRY(qa_records_columns(holidays, holiday_columns, N_HOLIDAY_COLUMNS, index, err));
    calendar->special = QA_ARRAY(calendar->arena, struct special_day, n);
    for (size_t r = 0; r < n; r++) {
        QA_TRY(parse_special(holidays, r, index, &calendar->special[r], err));
    }
    if (n > 1) {
        qsort(calendar->special, n, sizeof *calendar->special, by_day_and_line);
    }
    for (size_t r = 1; r < n; r++) {
        if (calendar->special[r].day == calendar->special[r - 1].day) {
            return refuse_cell(holidays, calendar->special[r].cell, "is there already", err);
        }
    }
    calendar->n_special = n;
    return QA_OK;
}

/* ---- spans ---- */

static const struct qa_shifts *shifts_of(const struct qa_calendar *calendar, int64_t day)
{
    struct special_day key = {.day = day};
    const struct special_day *special = calendar->n_special > 0
                                            ? bsearch(&key, calendar->special, calendar->n_special,
                                                      sizeof *calendar->special, by_day)
                                            : NULL;
    return special != NULL ? &special->shifts : &calendar->week[day - qa_week_begin(day)];
}

/* Whether the zone keeps one offset from two days before a day to three after it: then wall
 * times of the day's shifts need no look at the zone's rules, which makes centuries affordable. */
struct steadiness {
    int64_t next; /* day to look at */
    int64_t offset;
    int run; /* of days with this offset, up to `next` */
};

static bool is_steady(struct steadiness *seen, const struct qa_zone *zone, int64_t day)
{
    enum { BEFORE = 2, AFTER = 3 };
    for (; seen->next <= day + AFTER; seen->next++) {
        int64_t noon = seen->next * QA_DAY + QA_DAY / 2;
        int64_t offset = qa_zone_wall(zone, noon) - noon;
        seen->run = offset == seen->offset ? seen->run + 1 : 1;
        seen->offset = offset;
    }
    return seen->run > BEFORE + AFTER;
}

static int64_t instant_of(const struct qa_zone *zone, const struct steadiness *steady, int64_t wall)
{
    return steady != NULL ? wall - steady->offset : qa_zone_instant(zone, wall);
}

static void add_span(struct qa_calendar *calendar, int64_t day, const struct qa_shift *shift,
                     const struct steadiness *steady)
{
    int64_t midnight = day * QA_DAY;
    int64_t begin = instant_of(&calendar->zone, steady, midnight + shift->opens * MINUTE);
    int64_t end = instant_of(&calendar->zone, steady, midnight + shift->closes * MINUTE);
    if (end <= begin) {
        return;
    }
    calendar->spans = qa_arena_grow(calendar->arena, calendar->spans, &calendar->capacity,
                                    calendar->n_spans + 1, sizeof *calendar->spans);
    calendar->spans[calendar->n_spans++] = (struct span){begin, end, 0};
}

static int by_begin(const void *left, const void *right)
{
    const struct span *a = left;
    const struct span *b = right;
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return (a->end > b->end) - (a->end < b->end);
}

/* Spans that touch or overlap become one, and each learns the open time before it. */
static void merge_spans(struct qa_calendar *calendar)
{
    struct span *spans = calendar->spans;
    size_t kept = 0;
    if (calendar->n_spans > 1) {
        qsort(spans, calendar->n_spans, sizeof *spans, by_begin);
    }
    for (size_t i = 0; i < calendar->n_spans; i++) {
        if (kept > 0 && spans[i].begin <= spans[kept - 1].end) {
            spans[kept - 1].end =
                spans[i].end > spans[kept - 1].end ? spans[i].end : spans[kept - 1].end;
        } else {
            spans[kept++] = spans[i];
        }
    }
    calendar->n_spans = kept;
    int64_t open = 0;
    for (size_t i = 0; i < kept; i++) {
        spans[i].before = open;
        open += spans[i].end - spans[i].begin;
    }
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void fill(struct qa_calendar *calendar)
{
    struct steadiness seen = {.next = calendar->first_day - 2};
    calendar->n_spans = 0;
    for (int64_t day = calendar->first_day; day < calendar->end_day; day++) {
        bool steady = is_steady(&seen, &calendar->zone, day);
        const struct qa_shifts *shifts = shifts_of(calendar, day);
        for (size_t s = 0; s < shifts->n; s++) {
            add_span(calendar, day, &shifts->list[s], steady ? &seen : NULL);
        }
    }
    merge_spans(calendar);
}

/* What is covered at least doubles, so that a growing range costs no more than twice its last size.
 */
static void cover(struct qa_calendar *calendar, int64_t first, int64_t end)
{
    int64_t length = calendar->end_day - calendar->first_day;
    first = most(first, FIRST_DAY);
    end = least(end, END_OF_DAYS);
    if (length > 0) {
        if (first >= calendar->first_day && end <= calendar->end_day) {
            return;
        }
        first = first < calendar->first_day ? least(first, calendar->first_day - length)
                                            : calendar->first_day;
        end = end > calendar->end_day ? most(end, calendar->end_day + length) : calendar->end_day;
    }
    calendar->first_day = most(first, FIRST_DAY);
    calendar->end_day = least(end, END_OF_DAYS);
    fill(calendar);
}

/* A shift works into the next day, and a zone is at most a day from UTC. */
static void cover_times(struct qa_calendar *calendar, int64_t begin, int64_t end)
{
    cover(calendar, qa_wall_day(begin) - 3, qa_wall_day(end) + 3);
}

/* The number of spans that begin at or before the time. */
static size_t spans_until(const struct qa_calendar *calendar, int64_t time)
{
    size_t low = 0;
    size_t high = calendar->n_spans;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->spans[middle].begin <= time) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int64_t open_until(const struct qa_calendar *calendar, int64_t time)
{
    size_t n = spans_until(calendar, time);
    if (n == 0) {
        return 0;
    }
    const struct span *span = &calendar->spans[n - 1];
    return span->before + ((time < span->end ? time : span->end) - span->begin);
}

int64_t qa_calendar_between(struct qa_calendar *calendar, int64_t begin, int64_t end)
{
    if (end <= begin) {
        return 0;
    }
    cover_times(calendar, begin, end);
    return open_until(calendar, end) - open_until(calendar, begin);
}

/* The first span by whose end that much time was open, or NULL. */
static const struct span *span_reaching(const struct qa_calendar *calendar, int64_t open)
{
    size_t low = 0;
    size_t high = calendar->n_spans;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct span *span = &calendar->spans[middle];
        if (span->before + (span->end - span->begin) >= open) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low < calendar->n_spans ? &calendar->spans[low] : NULL;
}

int64_t qa_calendar_add(struct qa_calendar *calendar, int64_t begin, int64_t open_time)
{
    int64_t end = begin;
    if (open_time <= 0) {
        return begin;
    }
    for (;;) {
        cover_times(calendar, begin, end);
        int64_t wanted = open_until(calendar, begin) + open_time;
        const struct span *span = span_reaching(calendar, wanted);
        if (span != NULL) {
            return span->begin + (wanted - span->before);
        }
        if (calendar->end_day == END_OF_DAYS) {
            return QA_NO_TIME;
        }
        end = calendar->end_day * QA_DAY;
    }
}

const struct qa_zone *qa_calendar_zone(const struct qa_calendar *calendar)
{
    return &calendar->zone;
}

const char *qa_calendar_text(const struct qa_calendar *calendar)
{
    const char *text =
        qa_arena_format(calendar->arena, "%s %s", calendar->hours, calendar->zone_name);
    if (calendar->n_special == 0) {
        return text;
    }
    return qa_arena_format(calendar->arena, "%s, %zu day%s with hours of %s own", text,
                           calendar->n_special, calendar->n_special == 1 ? "" : "s",
                           calendar->n_special == 1 ? "its" : "their");
}
