/* Rework: how many rounds a batch takes, and how long until it is accepted. */
#include <stdlib.h>
#include <string.h>

#include "qa/procurement/turnaround_parts.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

/* A vendor's entries by round, and by batch and round. */
static int by_round(const void *a, const void *b)
{
    const struct qa_delivery_entry *left = *(const struct qa_delivery_entry *const *)a;
    const struct qa_delivery_entry *right = *(const struct qa_delivery_entry *const *)b;
    if (left->round != right->round) {
        return left->round < right->round ? -1 : 1;
    }
    return (left > right) - (left < right);
}

static int by_batch(const void *a, const void *b)
{
    const struct qa_delivery_entry *left = *(const struct qa_delivery_entry *const *)a;
    const struct qa_delivery_entry *right = *(const struct qa_delivery_entry *const *)b;
    int order = strcmp(left->batch, right->batch);
    return order != 0 ? order : by_round(a, b);
}

/* ---- by round ---- */

static struct qa_vendor_round sum_round(const struct qa_turnaround *turnaround,
                                        const struct qa_delivery_entry *const *list, size_t n,
                                        double *hours)
{
    struct qa_vendor_round out = {.vendor = list[0]->vendor, .round = list[0]->round};
    struct qa_vendor_turnaround counts = {.deliveries = 0};
    size_t finished = 0;

    for (size_t i = 0; i < n; i++) {
        qa_count_delivery(list[i], &counts);
        out.accepted += list[i]->accepted == QA_ACCEPTED;
        out.sent_back += list[i]->accepted == QA_SENT_BACK;
        if (!qa_delivery_is_open(list[i])) {
            hours[finished++] = qa_delivery_hours(list[i]);
        }
    }
    out.deliveries = counts.deliveries;
    out.items = counts.items;
    out.open = counts.open;
    out.on_time = qa_on_time_share(&counts, turnaround->confidence);
    out.acceptance =
        out.accepted + out.sent_back == 0
            ? qa_undefined("nothing is accepted or sent back yet", 0)
            : qa_wilson(out.accepted, out.accepted + out.sent_back, turnaround->confidence);
    out.has_hours = finished > 0;
    if (finished > 0) {
        qa_sort_reals(hours, finished);
        out.p50_hours = qa_quantile_sorted(hours, finished, 0.5);
    }
    return out;
}

/* ---- by batch ---- */

/* Batches of one vendor whose first round is in the log. */
struct batches {
    struct qa_vendor_acceptance sums;
    uint64_t decided; /* in the first round */
    uint64_t passed;
    double rounds; /* of accepted ones, in all */
    double *hours; /* from the first order to acceptance or to the closing of the log */
    bool *ended;
    size_t n;
};

/* list: the rounds of one batch. A delivery that the log accepts is taken as accepted when it came.
 */
static void add_batch(const struct qa_turnaround *turnaround,
                      const struct qa_delivery_entry *const *list, size_t n,
                      struct batches *batches)
{
    const struct qa_delivery_entry *last = list[n - 1];
    bool accepted = last->accepted == QA_ACCEPTED && !qa_delivery_is_open(last);
    int64_t end = accepted ? last->delivered : turnaround->as_of;

    if (list[0]->round != 1) {
        return;
    }
    batches->sums.batches++;
    batches->sums.accepted += accepted;
    batches->decided += list[0]->accepted != QA_ACCEPTANCE_OPEN;
    batches->passed += list[0]->accepted == QA_ACCEPTED;
    batches->rounds += accepted ? (double)last->round : 0;
    end = end > list[0]->ordered ? end : list[0]->ordered;
    batches->hours[batches->n] = qa_hours_of(end - list[0]->ordered);
    batches->ended[batches->n++] = accepted;
}

static struct qa_vendor_acceptance sum_batches(const struct qa_turnaround *turnaround,
                                               const struct qa_delivery_entry *const *list,
                                               size_t n, struct qa_arena *arena)
{
    struct batches batches = {.hours = QA_ARRAY(arena, double, n),
                              .ended = QA_ARRAY(arena, bool, n)};

    for (size_t first = 0, end = 0; first < n; first = end) {
        while (end < n && strcmp(list[end]->batch, list[first]->batch) == 0) {
            end++;
        }
        add_batch(turnaround, &list[first], end - first, &batches);
    }
    struct qa_vendor_acceptance out = batches.sums;
    struct qa_survival survival =
        qa_kaplan_meier(batches.hours, batches.ended, batches.n, turnaround->confidence, arena);
    out.vendor = list[0]->vendor;
    out.hours = qa_survival_quantile(&survival, 0.5);
    out.mean_rounds = out.accepted > 0 ? batches.rounds / (double)out.accepted : 0;
    out.first_pass = batches.decided == 0
                         ? qa_undefined("no first round is accepted or sent back yet", 0)
                         : qa_wilson(batches.passed, batches.decided, turnaround->confidence);
    return out;
}

void qa_turnaround_rounds(struct qa_turnaround *turnaround, struct qa_arena *arena)
{
    size_t n = turnaround->n_entries;
    const struct qa_delivery_entry **list = QA_ARRAY(arena, const struct qa_delivery_entry *, n);
    double *hours = QA_ARRAY(arena, double, n);
    size_t vendor = 0;

    for (size_t i = 0; i < n; i++) {
        list[i] = &turnaround->entries[i];
    }
    turnaround->rounds = QA_ARRAY(arena, struct qa_vendor_round, n);
    turnaround->acceptances = QA_ARRAY(arena, struct qa_vendor_acceptance, turnaround->n_vendors);
    for (size_t first = 0, end = 0; first < n; first = end) {
        end = qa_turnaround_vendor_end(turnaround, first);
        qsort(&list[first], end - first, sizeof *list, by_round);
        for (size_t begin = first, stop = first; begin < end; begin = stop) {
            while (stop < end && list[stop]->round == list[begin]->round) {
                stop++;
            }
            turnaround->rounds[turnaround->n_rounds++] =
                sum_round(turnaround, &list[begin], stop - begin, hours);
        }
        qsort(&list[first], end - first, sizeof *list, by_batch);
        turnaround->acceptances[vendor++] =
            sum_batches(turnaround, &list[first], end - first, arena);
    }
}
