/* One vendor's share of an evaluation. Everything is built up from nothing, so that a part which is
 * not named here cannot reach the vendor. */
#include <string.h>

#include "qa/procurement/evaluation.h"

struct share {
    const struct qa_evaluation *whole;
    uint32_t vendor;
    const char *name;
    struct qa_arena *arena;
};

/* Copies the elements of list whose `vendor` is the share's into out; sets n. */
#define TAKE(share, type, list, n_list, out, n_out)                                                \
    do {                                                                                           \
        (out) = QA_ARRAY((share)->arena, type, (n_list) + (size_t)1);                              \
        for (size_t take = 0; take < (n_list); take++) {                                           \
            if ((list)[take].vendor == (share)->vendor) {                                          \
                (out)[(n_out)++] = (list)[take];                                                   \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static const struct qa_errors_result *errors_of(const struct share *share)
{
    const struct qa_errors_result *whole = share->whole->errors;
    if (whole == NULL) {
        return NULL;
    }
    struct qa_errors_result *own = QA_NEW(share->arena, struct qa_errors_result);
    own->comparison = whole->comparison;
    own->confidence = whole->confidence;
    own->gold_items = whole->gold_items;
    TAKE(share, struct qa_vendor_errors, whole->vendors, whole->n_vendors, own->vendors,
         own->n_vendors);
    TAKE(share, struct qa_annotator_errors, whole->annotators, whole->n_annotators, own->annotators,
         own->n_annotators);
    TAKE(share, struct qa_funnel_curve, whole->funnels, whole->n_funnels, own->funnels,
         own->n_funnels);
    TAKE(share, struct qa_class_errors, whole->classes, whole->n_classes, own->classes,
         own->n_classes);
    TAKE(share, struct qa_confusion_cell, whole->confusion, whole->n_confusion, own->confusion,
         own->n_confusion);
    TAKE(share, struct qa_wrong_item, whole->wrong, whole->n_wrong, own->wrong, own->n_wrong);
    return own;
}

static const struct qa_agreement_result *agreement_of(const struct share *share)
{
    const struct qa_agreement_result *whole = share->whole->agreement;
    if (whole == NULL || share->vendor == QA_NONE) {
        return NULL;
    }
    struct qa_agreement_result *own = QA_NEW(share->arena, struct qa_agreement_result);
    own->confidence = whole->confidence;
    own->interval = whole->interval;
    TAKE(share, struct qa_agreement_group, whole->groups, whole->n_groups, own->groups,
         own->n_groups);
    return own;
}

/* Rows of classes and batches pool all vendors and stay out; a vendor's classes are among its
 * errors. */
static const struct qa_overlap_result *overlap_of(const struct share *share)
{
    const struct qa_overlap_result *whole = share->whole->overlap;
    if (whole == NULL) {
        return NULL;
    }
    struct qa_overlap_result *own = QA_NEW(share->arena, struct qa_overlap_result);
    /* Its counts of items are sums over all vendors. */
    struct qa_comparison *comparison = QA_NEW(share->arena, struct qa_comparison);
    *comparison = *whole->comparison;
    comparison->items_compared = comparison->items_undelivered = 0;
    comparison->items_assumed_empty = comparison->items_without_reference = 0;
    comparison->items_missed = 0;
    comparison->items_several_references = comparison->answer_pairs = 0;
    own->comparison = comparison;
    own->confidence = whole->confidence;
    own->rows = QA_ARRAY(share->arena, struct qa_overlap_row, whole->n_rows + 1);
    for (size_t i = 0; i < whole->n_rows; i++) {
        const struct qa_overlap_row *row = &whole->rows[i];
        bool is_own = row->by == QA_SCORE_VENDOR || row->by == QA_SCORE_ANNOTATOR;
        if (is_own && row->vendor == share->vendor) {
            own->rows[own->n_rows++] = *row;
        }
    }
    TAKE(share, struct qa_overlap_row, whole->vendor_sizes, whole->n_vendor_sizes,
         own->vendor_sizes, own->n_vendor_sizes);
    return own;
}

/* Rows of classes and batches pool all vendors here too. */
static const struct qa_score_result *scores_of(const struct share *share)
{
    const struct qa_score_result *whole = share->whole->scores;
    if (whole == NULL) {
        return NULL;
    }
    struct qa_score_result *own = QA_NEW(share->arena, struct qa_score_result);
    *own = *whole;
    own->rows = QA_ARRAY(share->arena, struct qa_score_row, whole->n_rows + 1);
    own->n_rows = 0;
    for (size_t i = 0; i < whole->n_rows; i++) {
        const struct qa_score_row *row = &whole->rows[i];
        bool is_own = row->by == QA_SCORE_VENDOR || row->by == QA_SCORE_ANNOTATOR ||
                      row->by == QA_SCORE_VENDOR_SIZE;
        if (is_own && row->vendor_id == share->vendor) {
            own->rows[own->n_rows++] = *row;
        }
    }
    return own;
}

/* TAKE for lists that name their vendor. */
#define TAKE_NAMED(share, type, list, n_list, out, n_out)                                          \
    do {                                                                                           \
        (out) = QA_ARRAY((share)->arena, type, (n_list) + (size_t)1);                              \
        for (size_t take = 0; take < (n_list); take++) {                                           \
            if (strcmp((list)[take].vendor, (share)->name) == 0) {                                 \
                (out)[(n_out)++] = (list)[take];                                                   \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static void take_weeks(const struct share *share, const struct qa_turnaround *whole,
                       struct qa_turnaround *own)
{
    size_t n_ramp_ups = 0;
    TAKE_NAMED(share, struct qa_vendor_week, whole->weeks, whole->n_weeks, own->weeks,
               own->n_weeks);
    TAKE_NAMED(share, struct qa_ramp_up, whole->ramp_ups, whole->n_vendors, own->ramp_ups,
               n_ramp_ups);
}

static void take_rounds(const struct share *share, const struct qa_turnaround *whole,
                        struct qa_turnaround *own)
{
    size_t n_acceptances = 0;
    own->has_rounds = whole->has_rounds;
    if (!whole->has_rounds) {
        return;
    }
    TAKE_NAMED(share, struct qa_vendor_round, whole->rounds, whole->n_rounds, own->rounds,
               own->n_rounds);
    TAKE_NAMED(share, struct qa_vendor_acceptance, whole->acceptances, whole->n_vendors,
               own->acceptances, n_acceptances);
}

/* Tests set vendors against one another and stay out. */
static const struct qa_turnaround *turnaround_of(const struct share *share)
{
    const struct qa_turnaround *whole = share->whole->turnaround;
    if (whole == NULL || qa_turnaround_find(whole, share->name) == NULL) {
        return NULL;
    }
    struct qa_turnaround *own = QA_NEW(share->arena, struct qa_turnaround);
    own->as_of = whole->as_of;
    own->confidence = whole->confidence;
    own->calendar = whole->calendar;
    own->zone = whole->zone;
    TAKE_NAMED(share, struct qa_vendor_turnaround, whole->vendors, whole->n_vendors, own->vendors,
               own->n_vendors);
    TAKE_NAMED(share, struct qa_delivery_entry, whole->entries, whole->n_entries, own->entries,
               own->n_entries);
    TAKE_NAMED(share, struct qa_vendor_turnaround, whole->priorities, whole->n_priorities,
               own->priorities, own->n_priorities);
    take_weeks(share, whole, own);
    take_rounds(share, whole, own);
    return own;
}

static const struct qa_kept_promises *kept_of(const struct share *share)
{
    const struct qa_kept_promises *whole = share->whole->kept;
    if (whole == NULL) {
        return NULL;
    }
    struct qa_kept_promises *own = QA_NEW(share->arena, struct qa_kept_promises);
    TAKE_NAMED(share, struct qa_kept_promise, whole->list, whole->n, own->list, own->n);
    return own;
}

/* p-values are adjusted for how many vendors there are, which is the buyer's to know: a vendor gets
 * its own ones. */
static const struct qa_trend *trend_of(const struct share *share)
{
    const struct qa_trend *whole = share->whole->trend;
    if (whole == NULL) {
        return NULL;
    }
    struct qa_trend *own = QA_NEW(share->arena, struct qa_trend);
    own->field = whole->field;
    own->period = whole->period;
    own->confidence = whole->confidence;
    TAKE(share, struct qa_vendor_trend, whole->vendors, whole->n_vendors, own->vendors,
         own->n_vendors);
    for (size_t i = 0; i < own->n_vendors; i++) {
        struct qa_vendor_trend *vendor = &own->vendors[i];
        vendor->p_adjusted = qa_is_defined(&vendor->slope) ? vendor->slope.p_value : 1;
        vendor->direction = qa_change_of(&vendor->slope, vendor->p_adjusted);
    }
    return own;
}

static const struct qa_changes *changes_of(const struct share *share)
{
    const struct qa_changes *whole = share->whole->changes;
    if (whole == NULL) {
        return NULL;
    }
    struct qa_changes *own = QA_NEW(share->arena, struct qa_changes);
    own->before = whole->before;
    own->confidence = whole->confidence;
    TAKE_NAMED(share, struct qa_vendor_change, whole->vendors, whole->n_vendors, own->vendors,
               own->n_vendors);
    for (size_t i = 0; i < own->n_vendors; i++) {
        struct qa_vendor_change *vendor = &own->vendors[i];
        vendor->p_adjusted = qa_is_defined(&vendor->difference) ? vendor->difference.p_value : 1;
        vendor->change = qa_change_of(&vendor->difference, vendor->p_adjusted);
    }
    return own;
}

/* What it answered and is to be asked again, without the buyer's score. */
static const struct qa_compliance *compliance_of(const struct share *share)
{
    const struct qa_compliance *whole = share->whole->compliance;
    const struct qa_vendor_compliance *line =
        whole != NULL ? qa_compliance_find(whole, share->name) : NULL;
    if (line == NULL) {
        return NULL;
    }
    struct qa_compliance *own = QA_NEW(share->arena, struct qa_compliance);
    own->questionnaire = whole->questionnaire;
    own->days = whole->days;
    own->vendors = QA_NEW(share->arena, struct qa_vendor_compliance);
    own->vendors[own->n++] = *line;
    return own;
}

static struct qa_check_result check_of(const struct share *share)
{
    const struct qa_check_result *whole = &share->whole->check;
    struct qa_check_result own = {0};
    TAKE(share, struct qa_completeness, whole->rows, whole->n_rows, own.rows, own.n_rows);
    return own;
}

/* Findings on deliveries have the codes 1xx and 2xx; those on quotes, logs and the decision are the
 * buyer's. */
static struct qa_findings *findings_of(const struct share *share)
{
    const struct qa_findings *whole = share->whole->findings;
    struct qa_findings *own = QA_NEW(share->arena, struct qa_findings);
    qa_findings_init(own, share->arena);
    for (size_t i = 0; whole != NULL && i < whole->n; i++) {
        const struct qa_finding *finding = &whole->list[i];
        bool of_delivery = finding->code[1] == '1' || finding->code[1] == '2';
        if (of_delivery && finding->vendor != NULL && strcmp(finding->vendor, share->name) == 0) {
            qa_findings_add(own, *finding);
        }
    }
    return own;
}

static enum qa_gate gate_of(const struct qa_estimate *rate, double limit)
{
    if (!qa_is_defined(rate) || (rate->low <= limit && rate->high > limit)) {
        return QA_GATE_INCONCLUSIVE;
    }
    return rate->high <= limit ? QA_GATE_PASS : QA_GATE_FAIL;
}

static void score_of(const struct share *share, struct qa_evaluation *own)
{
    const struct qa_scorecard *whole = &share->whole->scorecard;
    struct qa_vendor_score *score = QA_NEW(share->arena, struct qa_vendor_score);
    struct qa_vendor_facts *facts = QA_NEW(share->arena, struct qa_vendor_facts);
    size_t at = 0;
    while (at < whole->n_scores && strcmp(whole->scores[at].facts->name, share->name) != 0) {
        at++;
    }
    if (at == whole->n_scores) {
        return;
    }
    const struct qa_vendor_facts *known = whole->scores[at].facts;
    *facts = (struct qa_vendor_facts){.name = share->name,
                                      .audited = known->audited,
                                      .errors = known->errors,
                                      .rate_name = known->rate_name,
                                      .trial_name = known->trial_name,
                                      .design_effect = known->design_effect,
                                      .low_errors = known->low_errors,
                                      .low_trials = known->low_trials,
                                      .n_annotators = known->n_annotators,
                                      .annotators_are_random = known->annotators_are_random,
                                      .agreement = known->agreement,
                                      .agreement_name = known->agreement_name,
                                      .has_mean_iou = known->has_mean_iou,
                                      .mean_iou = known->mean_iou,
                                      .matched = known->matched,
                                      .seconds_per_item = known->seconds_per_item};
    score->facts = facts;
    score->error_rate = whole->scores[at].error_rate;
    score->gate = gate_of(&score->error_rate, whole->settings.max_error);
    score->cost.undefined = "not shown to a vendor";
    score->cost_per_correct = qa_undefined("not shown to a vendor", 0);
    own->scorecard = (struct qa_scorecard){.scores = score, .n_scores = 1, .currency = ""};
    own->scorecard.settings.max_error = whole->settings.max_error;
    own->scorecard.settings.confidence = whole->settings.confidence;
}

struct qa_evaluation qa_evaluation_of_vendor(const struct qa_evaluation *whole, uint32_t vendor,
                                             struct qa_arena *arena)
{
    const struct share share = {whole, vendor,
                                vendor == QA_NONE ? qa_unnamed_vendor
                                                  : qa_strings_text(whole->names->vendors, vendor),
                                arena};
    struct qa_evaluation own = {.name = whole->name,
                                .period = whole->period,
                                .names = whole->names,
                                .check = check_of(&share),
                                .errors = errors_of(&share),
                                .agreement = agreement_of(&share),
                                .overlap = overlap_of(&share),
                                .scores = scores_of(&share),
                                .turnaround = turnaround_of(&share),
                                .kept = kept_of(&share),
                                .compliance = compliance_of(&share),
                                .trend = trend_of(&share),
                                .changes = changes_of(&share),
                                .findings = findings_of(&share)};
    score_of(&share, &own);
    return own;
}
