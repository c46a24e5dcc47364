/* What each vendor did week by week, and how long it took to get up to speed. */
#include <string.h>

#include "qa/procurement/turnaround_parts.h"
#include "qa/stats/describe.h"

enum {
    MOST_WEEKS = 1044,     /* twenty years of one vendor */
    MOST_ROWS = 200000,    /* of all vendors */
    FEWEST_RAMP_WEEKS = 4, /* below this a later half says nothing */
    DAYS_A_WEEK = 7
};

static const double RAMP_SHARE = 0.9;

static int64_t monday_of(const struct qa_turnaround *turnaround, int64_t time)
{
    return qa_week_begin(qa_wall_day(qa_zone_wall(&turnaround->zone, time)));
}

/* Weeks of one vendor under way: entries first .. end - 1, weeks from `monday` on. */
struct counting {
    const struct qa_turnaround *turnaround;
    size_t first, end;
    int64_t monday;
    size_t n_weeks;
    struct qa_vendor_week *weeks;
};

static struct qa_vendor_week *week_of(const struct counting *counting, int64_t time)
{
    int64_t week = (monday_of(counting->turnaround, time) - counting->monday) / DAYS_A_WEEK;
    return week >= 0 && (size_t)week < counting->n_weeks ? &counting->weeks[week] : NULL;
}

static void count_entry(const struct counting *counting, const struct qa_delivery_entry *entry)
{
    struct qa_vendor_week *ordered = week_of(counting, entry->ordered);
    struct qa_vendor_week *due = entry->due != QA_NO_TIME ? week_of(counting, entry->due) : NULL;
    struct qa_vendor_week *delivered =
        qa_delivery_is_open(entry) ? NULL : week_of(counting, entry->delivered);

    if (delivered != NULL && entry->accepted == QA_ACCEPTED) {
        delivered->accepted += entry->items;
    }
    if (entry->round != 1) {
        return;
    }
    if (ordered != NULL) {
        ordered->ordered += entry->items;
    }
    if (due != NULL) {
        due->due += entry->items;
    }
    if (delivered != NULL) {
        delivered->delivered += entry->items;
        delivered->deliveries++;
    }
}

/* Hours of the deliveries of each week. */
static void set_quantiles(const struct counting *counting, struct qa_arena *arena)
{
    struct qa_arena_mark mark = qa_arena_mark(arena);
    double *hours = QA_ARRAY(arena, double, counting->end - counting->first);
    size_t *begin = QA_ARRAY(arena, size_t, counting->n_weeks + 1);

    for (size_t w = 0; w < counting->n_weeks; w++) {
        begin[w + 1] = begin[w] + counting->weeks[w].deliveries;
    }
    size_t *next = QA_ARRAY(arena, size_t, counting->n_weeks);
    memcpy(next, begin, counting->n_weeks * sizeof *next);
    for (size_t i = counting->first; i < counting->end; i++) {
        const struct qa_delivery_entry *entry = &counting->turnaround->entries[i];
        const struct qa_vendor_week *week = entry->round == 1 && !qa_delivery_is_open(entry)
                                                ? week_of(counting, entry->delivered)
                                                : NULL;
        if (week != NULL) {
            hours[next[week - counting->weeks]++] = qa_delivery_hours(entry);
        }
    }
    for (size_t w = 0; w < counting->n_weeks; w++) {
        struct qa_vendor_week *week = &counting->weeks[w];
        if (week->deliveries > 0) {
            qa_sort_reals(&hours[begin[w]], week->deliveries);
            week->p50_hours = qa_quantile_sorted(&hours[begin[w]], week->deliveries, 0.5);
            week->p90_hours = qa_quantile_sorted(&hours[begin[w]], week->deliveries, 0.9);
        }
    }
    qa_arena_reset(arena, mark);
}

static void count_weeks(const struct counting *counting, struct qa_arena *arena)
{
    uint64_t backlog = 0;

    for (size_t w = 0; w < counting->n_weeks; w++) {
        counting->weeks[w] =
            (struct qa_vendor_week){.vendor = counting->turnaround->entries[counting->first].vendor,
                                    .monday = counting->monday + (int64_t)w * DAYS_A_WEEK};
    }
    for (size_t i = counting->first; i < counting->end; i++) {
        count_entry(counting, &counting->turnaround->entries[i]);
    }
    for (size_t w = 0; w < counting->n_weeks; w++) {
        backlog += counting->weeks[w].ordered - counting->weeks[w].delivered;
        counting->weeks[w].backlog = backlog;
    }
    set_quantiles(counting, arena);
}

/* The week in which the log closes, or the vendor's last event when nothing of it is open. */
static int64_t last_event(const struct qa_turnaround *turnaround, size_t first, size_t end)
{
    int64_t last = QA_NO_TIME;

    for (size_t i = first; i < end; i++) {
        const struct qa_delivery_entry *entry = &turnaround->entries[i];
        int64_t event = qa_delivery_is_open(entry) ? turnaround->as_of : entry->delivered;
        event = event > entry->ordered ? event : entry->ordered;
        last = event > last ? event : last;
    }
    return last;
}

/* ---- ramp-up ---- */

/* The week in which the log ends is not a whole one; neither is it counted. */
static struct qa_ramp_up ramp_up(const struct qa_vendor_week *weeks, size_t n, double promised,
                                 struct qa_arena *arena)
{
    struct qa_ramp_up out = {.vendor = weeks[0].vendor, .is_promised = promised > 0};
    size_t whole = n - 1;

    if (whole < FEWEST_RAMP_WEEKS) {
        out.undefined = "fewer than four whole weeks";
        return out;
    }
    struct qa_arena_mark mark = qa_arena_mark(arena);
    size_t half = whole / 2;
    double *later = QA_ARRAY(arena, double, whole - half);
    for (size_t w = half; w < whole; w++) {
        later[w - half] = (double)weeks[w].delivered;
    }
    qa_sort_reals(later, whole - half);
    out.target = promised > 0 ? promised : qa_quantile_sorted(later, whole - half, 0.5);
    qa_arena_reset(arena, mark);
    for (size_t w = 0; w < whole && out.target > 0; w++) {
        if ((double)weeks[w].delivered >= RAMP_SHARE * out.target) {
            out.weeks = w + 1;
            return out;
        }
    }
    out.undefined = out.target > 0 ? "no week came near the promised throughput"
                                   : "nothing is delivered in most weeks";
    return out;
}

void qa_turnaround_weeks(struct qa_turnaround *turnaround, double weekly_items,
                         struct qa_arena *arena)
{
    size_t capacity = 0;
    size_t vendor = 0;

    turnaround->ramp_ups = QA_ARRAY(arena, struct qa_ramp_up, turnaround->n_vendors);
    for (size_t first = 0, end = 0; first < turnaround->n_entries; first = end, vendor++) {
        end = qa_turnaround_vendor_end(turnaround, first);
        struct counting counting = {.turnaround = turnaround,
                                    .first = first,
                                    .end = end,
                                    .monday =
                                        monday_of(turnaround, turnaround->entries[first].ordered)};
        int64_t last = monday_of(turnaround, last_event(turnaround, first, end));
        counting.n_weeks = (size_t)((last - counting.monday) / DAYS_A_WEEK) + 1;
        if (counting.n_weeks > MOST_WEEKS || turnaround->n_weeks > MOST_ROWS) {
            turnaround->weeks_left_out = true;
            turnaround->ramp_ups[vendor] =
                (struct qa_ramp_up){.vendor = turnaround->entries[first].vendor,
                                    .undefined = "the log is longer than weeks are listed"};
            continue;
        }
        turnaround->weeks =
            qa_arena_grow(arena, turnaround->weeks, &capacity,
                          turnaround->n_weeks + counting.n_weeks, sizeof *turnaround->weeks);
        counting.weeks = &turnaround->weeks[turnaround->n_weeks];
        count_weeks(&counting, arena);
        turnaround->ramp_ups[vendor] =
            ramp_up(counting.weeks, counting.n_weeks, weekly_items, arena);
        turnaround->n_weeks += counting.n_weeks;
    }
}
