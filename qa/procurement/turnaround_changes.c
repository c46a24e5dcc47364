#include "qa/procurement/turnaround_changes.h"

#include <math.h>
#include <string.h>

#include "qa/procurement/table_forms.h"
#include "qa/procurement/turnaround_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/special.h"

static struct qa_survival complete(const struct qa_survival *known, double confidence,
                                   struct qa_arena *arena)
{
    struct qa_survival out = *known;
    double share = 1;

    out.steps = QA_ARRAY(arena, struct qa_survival_step, known->n_steps);
    out.ends = 0;
    for (size_t i = 0; i < known->n_steps; i++) {
        struct qa_survival_step *step = &out.steps[i];
        *step = known->steps[i];
        share *= (double)(step->at_risk - step->ends) / (double)step->at_risk;
        step->survival = share;
        out.ends += step->ends;
    }
    out.n = known->n_steps > 0 ? known->steps[0].at_risk : 0;
    out.last_time = known->n_steps > 0 ? known->steps[known->n_steps - 1].time : 0;
    out.confidence = confidence;
    return out;
}

static struct qa_hours_change compare(const struct qa_earlier_hours *earlier,
                                      const struct qa_vendor_turnaround *vendor, double confidence,
                                      struct qa_arena *arena)
{
    struct qa_survival then = complete(&earlier->survival, confidence, arena);
    const struct qa_survival *now = &vendor->hours.survival;
    struct qa_hours_change out = {.vendor = vendor->vendor,
                                  .horizon = now->n > 0 ? fmin(then.last_time, now->last_time) : 0};

    out.then = qa_restricted_mean(&then, out.horizon);
    out.now = qa_restricted_mean(now, out.horizon);
    out.difference = qa_mean_hours_difference(now, &then, out.horizon, confidence);
    if (qa_is_defined(&out.difference) && !(out.difference.se > 0)) {
        out.difference = qa_undefined("the hours do not vary", out.difference.n);
    }
    if (qa_is_defined(&out.difference)) {
        out.difference.p_value = qa_normal_two_sided(out.difference.value / out.difference.se);
        out.difference.has_p_value = true;
    }
    return out;
}

static void adjust(struct qa_hours_changes *changes, struct qa_arena *arena)
{
    double *p = QA_ARRAY(arena, double, changes->n_vendors);
    double *adjusted = QA_ARRAY(arena, double, changes->n_vendors);
    size_t n = 0;

    for (size_t i = 0; i < changes->n_vendors; i++) {
        if (qa_is_defined(&changes->vendors[i].difference)) {
            p[n++] = changes->vendors[i].difference.p_value;
        }
    }
    qa_holm(p, n, adjusted, arena);
    n = 0;
    for (size_t i = 0; i < changes->n_vendors; i++) {
        struct qa_hours_change *change = &changes->vendors[i];
        change->p_adjusted = qa_is_defined(&change->difference) ? adjusted[n++] : 1;
        change->change = qa_change_of(&change->difference, change->p_adjusted);
    }
}

struct qa_hours_changes qa_hours_changes(const struct qa_earlier_hours *then, size_t n_then,
                                         const struct qa_turnaround *now, struct qa_arena *arena)
{
    struct qa_hours_changes out = {.vendors =
                                       QA_ARRAY(arena, struct qa_hours_change, now->n_vendors)};

    for (size_t v = 0; v < now->n_vendors; v++) {
        for (size_t t = 0; t < n_then; t++) {
            if (strcmp(then[t].vendor, now->vendors[v].vendor) == 0) {
                out.vendors[out.n_vendors++] =
                    compare(&then[t], &now->vendors[v], now->confidence, arena);
                break;
            }
        }
    }
    adjust(&out, arena);
    return out;
}

const char *qa_hours_change_word(const struct qa_hours_change *change)
{
    static const char *const words[] = {[QA_CHANGE_NONE] = "not distinguishable",
                                        [QA_CHANGE_BETTER] = "faster",
                                        [QA_CHANGE_WORSE] = "slower",
                                        [QA_CHANGE_UNKNOWN] = "not known"};
    return words[change->change];
}

static const struct qa_column columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"change", NULL, QA_WORD,
     .about = "What the difference says: faster, slower, not distinguishable or not known."},
    {"hours_then", "mean hours then", QA_ESTIMATE,
     .about = "Mean hours to delivery in the audit before."},
    {"hours_now", "mean hours now", QA_ESTIMATE, .about = "Mean hours to delivery now."},
    {"difference", "now less then", QA_ESTIMATE,
     .about = "The hours now less the hours then, with the interval."},
    {"up_to", "up to (h)", QA_HOURS, .about = "Longest hours that count in the means."},
    {"p_adjusted", "adjusted p", QA_P,
     .about = "p-value of no difference, after Holm over the vendors."},
};
const struct qa_table_form qa_form_turnaround_changes =
    QA_TABLE_FORM("changes_hours", "Hours since the audit before", columns);

void qa_hours_changes_table(const struct qa_hours_changes *changes, struct qa_report *report)
{
    if (changes->n_vendors == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_changes);
    for (size_t i = 0; i < changes->n_vendors; i++) {
        const struct qa_hours_change *change = &changes->vendors[i];
        qa_table_row(table);
        qa_put_text(table, change->vendor);
        qa_put_text(table, qa_hours_change_word(change));
        qa_put_estimate(table, change->then);
        qa_put_estimate(table, change->now);
        qa_put_estimate(table, change->difference);
        qa_put_real(table, change->horizon);
        if (qa_is_defined(&change->difference)) {
            qa_put_real(table, change->p_adjusted);
        } else {
            qa_put_absent(table);
        }
    }
    qa_table_note(table,
                  "Then: %s. Hours up to the earlier of the longest times, open deliveries "
                  "censored; p: z test, Holm over the vendors.",
                  changes->before);
    qa_report_add_table(report, table);
}
