#include "qa/procurement/gates.h"

#include <string.h>

#include "qa/procurement/rules.h"
#include "qa/procurement/scorecard.h"

static const double HOURS_PER_WEEK = 168.0;

const char *qa_gate_name(enum qa_gate gate)
{
    static const char *const names[] = {"PASS", "FAIL", "INCONCLUSIVE", "REFERENCE"};

    return names[gate];
}

const char *qa_gate_kind_name(enum qa_gate_kind kind)
{
    static const char *const names[QA_N_GATES] = {"error",      "agreement", "turnaround",
                                                  "compliance", "budget",    "capacity"};

    return names[kind];
}

enum qa_gate qa_gate_named(const char *word)
{
    int gate = QA_GATE_PASS;

    while (gate < QA_GATE_REFERENCE && strcmp(qa_gate_name((enum qa_gate)gate), word) != 0) {
        gate++;
    }
    return (enum qa_gate)gate;
}

double qa_delivered_per_week(const struct qa_vendor_turnaround *turnaround)
{
    return HOURS_PER_WEEK * turnaround->items_per_hour.value;
}

static struct qa_estimate p90_of(const struct qa_vendor_turnaround *time, double confidence)
{
    if (time == NULL || time->deliveries == 0) {
        return qa_undefined(time == NULL ? "no delivery log" : "no delivery", 0);
    }
    const struct qa_time_quantile *p90 = &time->p90;
    return p90->undefined != NULL
               ? qa_undefined(p90->undefined, p90->n)
               : (struct qa_estimate){.value = p90->value,
                                      .low = p90->low,
                                      .high = p90->high,
                                      .confidence = confidence,
                                      .n = p90->n,
                                      .has_interval = p90->has_low && p90->has_high};
}

static double total_at(const struct qa_vendor_score *score,
                       const struct qa_score_settings *settings, double rate)
{
    struct qa_scenario scenario = qa_vendor_scenario(score->facts, settings);
    const struct qa_estimate known = {.value = rate, .n = score->facts->audited};

    return qa_quality_cost(&score->cost, &known, &scenario).total;
}

static struct qa_estimate total_cost(const struct qa_vendor_score *score,
                                     const struct qa_score_settings *settings)
{
    const struct qa_estimate *rate = &score->error_rate;

    if (!score->has_total) {
        return qa_undefined(score->cost.undefined != NULL ? score->cost.undefined
                                                          : "the error rate is not known",
                            0);
    }
    struct qa_estimate total = {.value = score->total, .n = rate->n};
    if (qa_is_defined(rate)) {
        total.low = total_at(score, settings, rate->low);
        total.high = total_at(score, settings, rate->high);
        total.has_interval = total.high > total.low;
    }
    return total;
}

double qa_promised_per_week(const struct qa_vendor_promises *promises, double weeks)
{
    const struct qa_promise *capacity = qa_promise_find(promises, QA_PROMISE_CAPACITY, NULL);
    const struct qa_promise *ramp = qa_promise_find(promises, QA_PROMISE_RAMP_UP, NULL);

    if (capacity == NULL) {
        return 0.0;
    }
    if (ramp == NULL || ramp->value <= 0.0 || weeks <= 0.0) {
        return capacity->value;
    }
    double share =
        weeks >= ramp->value ? 1.0 - ramp->value / (2.0 * weeks) : weeks / (2.0 * ramp->value);
    return share * capacity->value;
}

static struct qa_estimate items_per_week(const struct qa_vendor_facts *facts, double weeks)
{
    double promised = qa_promised_per_week(facts->promises, weeks);

    if (promised > 0.0) {
        return (struct qa_estimate){.value = promised, .method = "promised"};
    }
    if (facts->turnaround == NULL || !qa_is_defined(&facts->turnaround->items_per_hour)) {
        return qa_undefined("no promise and no delivery log", 0);
    }
    return (struct qa_estimate){.value = qa_delivered_per_week(facts->turnaround),
                                .n = facts->turnaround->items,
                                .method = "measured"};
}

/* The share of the request's musts that is met. */
static struct qa_estimate musts_met(const struct qa_vendor_compliance *compliance)
{
    if (compliance == NULL || compliance->n_musts == 0) {
        return qa_undefined(
            compliance == NULL ? "no request was answered" : "no question is a must", 0);
    }
    return (struct qa_estimate){.value =
                                    (double)compliance->n_musts_met / (double)compliance->n_musts,
                                .n = compliance->n_musts};
}

void qa_gates_measure(struct qa_vendor_score *score, const struct qa_score_settings *settings)
{
    const struct qa_vendor_facts *facts = score->facts;
    struct qa_gate_check *gates = score->gates;
    double weeks = settings->weeks;

    gates[QA_GATE_ON_ERROR] =
        (struct qa_gate_check){.value = score->error_rate, .limit = settings->max_error};
    gates[QA_GATE_ON_AGREEMENT] =
        (struct qa_gate_check){.value = facts->agreement, .limit = settings->min_agreement};
    gates[QA_GATE_ON_TURNAROUND] =
        (struct qa_gate_check){.value = p90_of(facts->turnaround, settings->confidence),
                               .limit = settings->max_turnaround_hours};
    gates[QA_GATE_ON_COMPLIANCE] =
        (struct qa_gate_check){.value = musts_met(facts->compliance), .limit = 1.0};
    gates[QA_GATE_ON_BUDGET] =
        (struct qa_gate_check){.value = total_cost(score, settings), .limit = settings->budget};
    gates[QA_GATE_ON_CAPACITY] =
        (struct qa_gate_check){.value = items_per_week(facts, weeks),
                               .limit = weeks > 0.0 ? settings->scenario.volume / weeks : 0.0};
}
