/* Whether vendors take differently long: log-rank tests and mean hours. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/procurement/turnaround_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/special.h"

/* All first rounds as the test takes them; a vendor's stand together. */
struct observations {
    double *hours;
    bool *ended;
    uint32_t *vendor;
    uint32_t *priority;
    size_t *first; /* of each vendor, and the end */
    size_t n;
};

static int by_text(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Distinct priorities, sorted: a priority's stratum is its index. */
static const char **list_priorities(const struct qa_turnaround *turnaround, size_t *n,
                                    struct qa_arena *arena)
{
    const char **list = QA_ARRAY(arena, const char *, turnaround->n_entries);

    for (size_t i = 0; i < turnaround->n_entries; i++) {
        list[i] = turnaround->entries[i].priority;
    }
    qsort(list, turnaround->n_entries, sizeof *list, by_text);
    *n = 0;
    for (size_t i = 0; i < turnaround->n_entries; i++) {
        if (*n == 0 || strcmp(list[*n - 1], list[i]) != 0) {
            list[(*n)++] = list[i];
        }
    }
    return list;
}

static struct observations observe(const struct qa_turnaround *turnaround, struct qa_arena *arena)
{
    size_t n = turnaround->n_entries;
    size_t n_priorities;
    const char **priorities = list_priorities(turnaround, &n_priorities, arena);
    struct observations out = {.hours = QA_ARRAY(arena, double, n),
                               .ended = QA_ARRAY(arena, bool, n),
                               .vendor = QA_ARRAY(arena, uint32_t, n),
                               .priority = QA_ARRAY(arena, uint32_t, n),
                               .first = QA_ARRAY(arena, size_t, turnaround->n_vendors + 1)};
    uint32_t vendor = 0;

    for (size_t first = 0, end = 0; first < n; first = end, vendor++) {
        end = qa_turnaround_vendor_end(turnaround, first);
        out.first[vendor] = out.n;
        for (size_t i = first; i < end; i++) {
            const struct qa_delivery_entry *entry = &turnaround->entries[i];
            if (entry->round == 1) {
                const char **found = bsearch(&entry->priority, priorities, n_priorities,
                                             sizeof *priorities, by_text);
                out.hours[out.n] = qa_delivery_hours(entry);
                out.ended[out.n] = !qa_delivery_is_open(entry);
                out.vendor[out.n] = vendor;
                out.priority[out.n++] = (uint32_t)(found - priorities);
            }
        }
    }
    out.first[vendor] = out.n;
    return out;
}

/* Independent groups, so variances add. */
struct qa_estimate qa_mean_hours_difference(const struct qa_survival *first,
                                            const struct qa_survival *second, double horizon,
                                            double confidence)
{
    struct qa_estimate a = qa_restricted_mean(first, horizon);
    struct qa_estimate b = qa_restricted_mean(second, horizon);

    if (!qa_is_defined(&a) || !qa_is_defined(&b)) {
        return qa_is_defined(&a) ? b : a;
    }
    double value = a.value - b.value;
    double se = hypot(a.se, b.se);
    double z = qa_normal_quantile(0.5 + confidence / 2);
    return (struct qa_estimate){.value = value,
                                .low = value - z * se,
                                .high = value + z * se,
                                .se = se,
                                .confidence = confidence,
                                .n = a.n + b.n,
                                .method = "restricted mean",
                                .has_interval = true,
                                .has_se = true};
}

static struct qa_turnaround_test test_pair(const struct qa_turnaround *turnaround,
                                           const struct observations *all, size_t i, size_t k,
                                           struct qa_arena *arena)
{
    const struct qa_vendor_turnaround *first = &turnaround->vendors[i];
    const struct qa_vendor_turnaround *second = &turnaround->vendors[k];
    struct qa_turnaround_test out = {.first = first->vendor, .second = second->vendor};
    size_t n_first = all->first[i + 1] - all->first[i];
    size_t n = n_first + all->first[k + 1] - all->first[k];
    double *hours = QA_ARRAY(arena, double, n);
    bool *ended = QA_ARRAY(arena, bool, n);
    uint32_t *group = QA_ARRAY(arena, uint32_t, n);
    uint32_t *stratum = QA_ARRAY(arena, uint32_t, n);

    for (size_t o = 0; o < n; o++) {
        size_t from = o < n_first ? all->first[i] + o : all->first[k] + o - n_first;
        hours[o] = all->hours[from];
        ended[o] = all->ended[from];
        group[o] = o >= n_first;
        stratum[o] = all->priority[from];
    }
    out.test =
        qa_log_rank_test(&(struct qa_grouped_times){hours, ended, group, stratum, n, 2}, arena);
    out.horizon = fmin(first->hours.survival.last_time, second->hours.survival.last_time);
    out.difference = qa_mean_hours_difference(&first->hours.survival, &second->hours.survival,
                                              out.horizon, turnaround->confidence);
    return out;
}

/* Over the pairs whose test has a value. */
static void adjust(struct qa_turnaround_test *pairs, size_t n, struct qa_arena *arena)
{
    double *p = QA_ARRAY(arena, double, n);
    double *adjusted = QA_ARRAY(arena, double, n);
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        if (pairs[i].test.undefined == NULL) {
            p[used++] = pairs[i].test.p_value;
        }
    }
    qa_holm(p, used, adjusted, arena);
    for (size_t i = n; i > 0; i--) {
        if (pairs[i - 1].test.undefined == NULL) {
            pairs[i - 1].p_adjusted = adjusted[--used];
        }
    }
}

void qa_turnaround_tests(struct qa_turnaround *turnaround, struct qa_arena *arena)
{
    size_t n = turnaround->n_vendors;

    if (n < 2 || n > QA_MOST_COMPARED_VENDORS) {
        return;
    }
    struct observations all = observe(turnaround, arena);
    const struct qa_grouped_times data = {all.hours,    all.ended, all.vendor,
                                          all.priority, all.n,     (uint32_t)n};
    struct qa_turnaround_test *tests = QA_ARRAY(arena, struct qa_turnaround_test, n * n);
    turnaround->tests = tests;
    tests[0].test = qa_log_rank_test(&data, arena);
    tests[0].p_adjusted = tests[0].test.p_value;
    tests[0].difference = qa_undefined("more than two vendors", all.n);
    turnaround->n_tests = 1;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            tests[turnaround->n_tests++] = test_pair(turnaround, &all, i, k, arena);
        }
    }
    adjust(&tests[1], turnaround->n_tests - 1, arena);
}
