#include "qa/audit/agreement_answer.h"

#include "qa/audit/agreement_unitizing.h"
#include "qa/audit/annotators.h"
#include "qa/base/number.h"
#include "qa/score/recordings.h"
#include "qa/score/scores.h"

enum qa_status qa_agreement_check(const struct qa_agreement_choice *choice, struct qa_error *err)
{
    double null_value = choice->request.inference.null_value;
    return QA_REFUSE(
        err, "E002",
        {null_value <= -1 || null_value >= 1, "--null takes a coefficient between -1 and 1"},
        {choice->idle_cap < 0 || choice->min_seconds < 0, "seconds are not below 0"});
}

/* ---- labels ---- */

/* Questions and vendors have their own rows in every table. */
static enum qa_status choose_groups(const struct qa_agreement_choice *choice,
                                    struct qa_arena *arena, struct qa_grouping *grouping,
                                    struct qa_error *err)
{
    enum qa_group_field by = (enum qa_group_field)choice->by;
    *grouping = qa_group_by(by, choice->request.batch, choice->gold, arena);
    bool has_rows =
        by == QA_GROUP_BY_NONE || by == QA_GROUP_BY_QUESTION || by == QA_GROUP_BY_VENDOR;
    if (has_rows || grouping->n_values > 0) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E010", "--by %s: no answer has one%s%s", qa_group_field_name(by),
                   choice->cannot_say,
                   by == QA_GROUP_BY_WEEK ? "; columns started_at, submitted_at (--map) tell" : "");
}

static enum qa_status check_result(const struct qa_agreement_result *result, uint64_t population,
                                   struct qa_error *err)
{
    const char *name = result->unknown_coefficient;
    if (name != NULL) {
        const char *nearest = qa_nearest_name(name, qa_coefficient_names, qa_n_coefficient_names);
        return qa_fail(err, QA_USAGE, "E011",
                       "--coefficients: there is no '%s'%s%s%s; `labelqa cite` lists them", name,
                       nearest != NULL ? " (did you mean '" : "", nearest != NULL ? nearest : "",
                       nearest != NULL ? "'?)" : "");
    }
    for (size_t g = 0; population > 0 && g < result->n_groups; g++) {
        if (result->groups[g].items > population) {
            return qa_fail(err, QA_USAGE, "E002",
                           "--population %llu is less than the %llu items that are here",
                           (unsigned long long)population,
                           (unsigned long long)result->groups[g].items);
        }
    }
    return QA_OK;
}

static enum qa_status answer_labels(const struct qa_agreement_choice *choice,
                                    const struct qa_agreement_request *request,
                                    struct qa_report *report, struct qa_error *err)
{
    const struct qa_names *names = request->batch->names;
    struct qa_agreement_result result = qa_agreement(request, report->arena);
    QA_TRY(check_result(&result, request->inference.population, err));
    qa_agreement_tables(&result, names, report);
    if (qa_batch_has_counts(request->batch)) {
        qa_report_line(report,
                       "The answers were counted: nothing is known of annotators and their pairs.");
        return QA_OK;
    }
    const struct qa_annotators_request wanted = {.batch = request->batch,
                                                 .gold = choice->gold,
                                                 .views = request->views,
                                                 .inference = request->inference,
                                                 .idle_cap = choice->idle_cap,
                                                 .min_seconds = choice->min_seconds,
                                                 .is_ordered = choice->scale >= QA_SCALE_ORDINAL};
    struct qa_annotators_result annotators = qa_annotators(&wanted, report->arena);
    qa_annotators_tables(&annotators, names, report);
    return QA_OK;
}

/* ---- other kinds ---- */

/* They have no coefficients: how alike their answers are says it. */
static void answer_others(const struct qa_agreement_request *request, struct qa_report *report,
                          struct qa_findings *findings)
{
    double confidence = request->inference.confidence;
    const struct qa_scores_resampling resampling = {request->resampling, confidence};
    const struct qa_comparison_request between = {.delivery = request->batch};
    const struct qa_scores_request wanted = {
        .comparison = qa_compare(&between, report->arena),
        .with_run_figures = true,
        .resampling = request->resampling.method == QA_INTERVAL_BOOTSTRAP ? &resampling : NULL};
    struct qa_score_result scores = qa_score_comparison(&wanted, report->arena);
    qa_recordings_say(wanted.comparison, findings);
    qa_scores_table(&scores, confidence, report);
    const struct qa_comparison_request agnostic = {.delivery = request->batch,
                                                   .class_agnostic = true};
    const struct qa_comparison *objects = qa_compare(&agnostic, report->arena);
    qa_scores_add_alphas(objects, confidence, report);
    qa_agreement_add_unitizing(objects, confidence, report);
}

enum qa_status qa_agreement_answer(const struct qa_agreement_choice *choice,
                                   struct qa_report *report, struct qa_findings *findings,
                                   struct qa_error *err)
{
    struct qa_agreement_request request = choice->request;
    const struct qa_questions *questions = request.batch->questions;
    struct qa_grouping grouping;
    bool has[] = {false, false}; /* by whether the kind is a category */
    for (uint32_t q = 0; q < questions->n; q++) {
        has[questions->list[q].type->is_category] |= questions->list[q].is_asked[QA_DELIVERY];
    }
    request.scale = (enum qa_scale)choice->scale;
    request.resampling.method = (enum qa_interval_method)choice->interval;
    request.annotators = (enum qa_annotators_are)choice->annotators;
    report->confidence = request.inference.confidence;
    report->has_seed = request.resampling.method >= QA_INTERVAL_BOOTSTRAP;
    report->seed = request.resampling.seed;
    if (has[true] || !has[false]) {
        request.views =
            qa_views_new(request.batch, request.labels, request.n_labels, report->arena);
        QA_TRY(choose_groups(choice, report->arena, &grouping, err));
        request.by = grouping.n_values > 0 ? &grouping : NULL;
        QA_TRY(answer_labels(choice, &request, report, err));
    }
    if (has[false]) {
        answer_others(&request, report, findings);
    }
    return QA_OK;
}
