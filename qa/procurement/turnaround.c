#include "qa/procurement/turnaround.h"

#include <stdlib.h>
#include <string.h>

#include "qa/procurement/turnaround_parts.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

const double qa_time_quantiles[QA_N_TIME_QUANTILES] = {0.50, 0.90, 0.95};

/* ---- counts ---- */

void qa_count_delivery(const struct qa_delivery_entry *entry, struct qa_vendor_turnaround *counts)
{
    bool open = qa_delivery_is_open(entry);

    counts->deliveries++;
    counts->items += entry->items;
    counts->open += open;
    counts->open_items += open ? entry->items : 0;
    counts->late += entry->punctuality == QA_LATE;
    counts->undecided += entry->punctuality == QA_NOT_YET_DUE;
    counts->without_due += entry->punctuality == QA_WITHOUT_DUE;
}

struct qa_estimate qa_on_time_share(const struct qa_vendor_turnaround *counts, double confidence)
{
    uint64_t decided = counts->deliveries - counts->undecided - counts->without_due;

    if (counts->deliveries == 0) {
        return qa_undefined("no first round is in the log", 0);
    }
    if (counts->without_due == counts->deliveries) {
        return qa_undefined("no delivery has a due time", 0);
    }
    if (decided == 0) {
        return qa_undefined("no delivery is due yet", 0);
    }
    return qa_wilson(decided - counts->late, decided, confidence);
}

size_t qa_turnaround_vendor_end(const struct qa_turnaround *turnaround, size_t first)
{
    size_t end = first + 1;

    while (end < turnaround->n_entries &&
           strcmp(turnaround->entries[end].vendor, turnaround->entries[first].vendor) == 0) {
        end++;
    }
    return end;
}

/* A vendor's first rounds, by order time; of one priority or all. */
struct selection {
    const struct qa_delivery_entry **list;
    size_t n;
};

static struct qa_estimate throughput(const struct selection *chosen,
                                     const struct qa_vendor_turnaround *vendor)
{
    uint64_t finished = vendor->deliveries - vendor->open;
    int64_t last = QA_NO_TIME;

    for (size_t i = 0; i < chosen->n; i++) {
        last = chosen->list[i]->delivered > last ? chosen->list[i]->delivered : last;
    }
    if (finished == 0) {
        return qa_undefined("nothing is delivered", 0);
    }
    if (last <= chosen->list[0]->ordered) {
        return qa_undefined("no time passed between the first order and the last delivery",
                            finished);
    }
    return (struct qa_estimate){.value = (double)(vendor->items - vendor->open_items) /
                                         qa_hours_of(last - chosen->list[0]->ordered),
                                .n = finished};
}

/* ---- durations ---- */

static int64_t duration_of(const struct qa_delivery_entry *entry, bool on_business_clock)
{
    return on_business_clock ? entry->business : entry->elapsed;
}

static struct qa_durations durations(const struct selection *chosen, bool on_business_clock,
                                     double confidence, struct qa_arena *arena)
{
    struct qa_durations out;
    double *hours = QA_ARRAY(arena, double, chosen->n);
    bool *ended = QA_ARRAY(arena, bool, chosen->n);
    size_t n = 0;

    for (size_t i = 0; i < chosen->n; i++) {
        hours[i] = qa_hours_of(duration_of(chosen->list[i], on_business_clock));
        ended[i] = !qa_delivery_is_open(chosen->list[i]);
    }
    out.survival = qa_kaplan_meier(hours, ended, chosen->n, confidence, arena);
    for (size_t i = 0; i < chosen->n; i++) {
        if (ended[i]) {
            hours[n++] = hours[i];
        }
    }
    qa_sort_reals(hours, n);
    for (size_t q = 0; q < QA_N_TIME_QUANTILES; q++) {
        out.finished[q] = qa_complete_quantile(hours, n, qa_time_quantiles[q], confidence);
        out.censored[q] = qa_survival_quantile(&out.survival, qa_time_quantiles[q]);
    }
    return out;
}

static struct qa_time_quantile p90_of(const struct selection *chosen,
                                      const struct qa_survival *survival, struct qa_arena *arena)
{
    double *all = QA_ARRAY(arena, double, chosen->n);
    double *ended = QA_ARRAY(arena, double, chosen->n);
    struct qa_open_times times = {.all = all, .ended = ended, .n = chosen->n};

    for (size_t i = 0; i < chosen->n; i++) {
        all[i] = qa_delivery_hours(chosen->list[i]);
        if (!qa_delivery_is_open(chosen->list[i])) {
            ended[times.n_ended++] = all[i];
        }
    }
    qa_sort_reals(all, times.n);
    qa_sort_reals(ended, times.n_ended);
    return qa_open_quantile(survival, &times, 0.9);
}

static void measure(const struct qa_turnaround *turnaround, const struct selection *chosen,
                    struct qa_arena *arena, struct qa_vendor_turnaround *vendor)
{
    double confidence = turnaround->confidence;

    for (size_t i = 0; i < chosen->n; i++) {
        qa_count_delivery(chosen->list[i], vendor);
    }
    vendor->on_time = qa_on_time_share(vendor, confidence);
    vendor->items_per_hour = throughput(chosen, vendor);
    vendor->hours = durations(chosen, false, confidence, arena);
    if (turnaround->calendar != NULL) {
        vendor->business = durations(chosen, true, confidence, arena);
    }
    vendor->has_quantiles = vendor->deliveries > vendor->open;
    vendor->p50_hours = vendor->hours.finished[0].value;
    vendor->p90_hours = vendor->hours.finished[1].value;
    vendor->p95_hours = vendor->hours.finished[2].value;
    vendor->p90 = p90_of(chosen, &vendor->hours.survival, arena);
}

/* ---- vendors and priorities ---- */

/* Of the entries first .. end - 1; priority NULL: all. */
static struct selection select_entries(const struct qa_turnaround *turnaround, size_t first,
                                       size_t end, const char *priority, struct qa_arena *arena)
{
    struct selection out = {.list = QA_ARRAY(arena, const struct qa_delivery_entry *, end - first)};

    for (size_t i = first; i < end; i++) {
        const struct qa_delivery_entry *entry = &turnaround->entries[i];
        if (entry->round == 1 && (priority == NULL || strcmp(entry->priority, priority) == 0)) {
            out.list[out.n++] = entry;
        }
    }
    return out;
}

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Distinct priorities of the entries, sorted. */
static size_t list_priorities(const struct qa_turnaround *turnaround, size_t first, size_t end,
                              const char **out)
{
    size_t n = 0;

    for (size_t i = first; i < end; i++) {
        out[i - first] = turnaround->entries[i].priority;
    }
    qsort(out, end - first, sizeof *out, by_text);
    for (size_t i = 0; i < end - first; i++) {
        if (n == 0 || strcmp(out[n - 1], out[i]) != 0) {
            out[n++] = out[i];
        }
    }
    return n;
}

static bool has_priorities(const struct qa_turnaround *turnaround)
{
    for (size_t i = 0; i < turnaround->n_entries; i++) {
        if (turnaround->entries[i].priority[0] != '\0') {
            return true;
        }
    }
    return false;
}

static void add_priorities(struct qa_turnaround *turnaround, size_t first, size_t end,
                           struct qa_arena *arena)
{
    const char **names = QA_ARRAY(arena, const char *, end - first);
    size_t n = list_priorities(turnaround, first, end, names);

    for (size_t p = 0; p < n; p++) {
        struct selection chosen = select_entries(turnaround, first, end, names[p], arena);
        if (chosen.n > 0) {
            struct qa_vendor_turnaround *row = &turnaround->priorities[turnaround->n_priorities++];
            *row = (struct qa_vendor_turnaround){.vendor = turnaround->entries[first].vendor,
                                                 .priority = names[p]};
            measure(turnaround, &chosen, arena, row);
        }
    }
}

void qa_turnaround_vendors(struct qa_turnaround *turnaround, struct qa_arena *arena)
{
    size_t n = turnaround->n_entries;
    bool by_priority = has_priorities(turnaround);

    turnaround->vendors = QA_ARRAY(arena, struct qa_vendor_turnaround, n);
    turnaround->priorities = QA_ARRAY(arena, struct qa_vendor_turnaround, by_priority ? n : 0);
    for (size_t first = 0, end = 0; first < n; first = end) {
        end = qa_turnaround_vendor_end(turnaround, first);
        struct selection chosen = select_entries(turnaround, first, end, NULL, arena);
        struct qa_vendor_turnaround *vendor = &turnaround->vendors[turnaround->n_vendors++];

        vendor->vendor = turnaround->entries[first].vendor;
        measure(turnaround, &chosen, arena, vendor);
        if (by_priority) {
            add_priorities(turnaround, first, end, arena);
        }
    }
}

/* ---- all ---- */

enum qa_status qa_turnaround_parse(const struct qa_turnaround_request *request,
                                   struct qa_arena *arena, struct qa_turnaround *out,
                                   struct qa_error *err)
{
    QA_TRY(qa_turnaround_read_log(request, arena, out, err));
    QA_TRY(qa_turnaround_close(request, out, err));
    qa_turnaround_vendors(out, arena);
    qa_turnaround_weeks(out, request->weekly_items, arena);
    if (out->has_rounds) {
        qa_turnaround_rounds(out, arena);
    }
    qa_turnaround_tests(out, arena);
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
