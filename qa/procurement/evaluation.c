#include "qa/procurement/evaluation.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/batch/spelling.h"
#include "qa/procurement/evaluation_parts.h"
#include "qa/score/mask_tracks.h"

const char qa_unnamed_vendor[] = "(unnamed vendor)";

/* Seconds; longer answers are pauses. */
static const double IDLE_CAP = 1800;

enum { DISPUTED_ITEMS = 20 };

struct vendor_list {
    struct qa_evaluated_vendor *list;
    size_t n;
    size_t n_delivered; /* these come first */
};

static bool has_vendor(const struct vendor_list *vendors, const char *name)
{
    for (size_t i = 0; i < vendors->n; i++) {
        if (strcmp(vendors->list[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_delivered(const struct qa_batch *batch, struct qa_arena *arena,
                          struct vendor_list *vendors)
{
    const struct qa_strings *names = batch->names->vendors;
    uint32_t n_ids = qa_strings_count(names);
    bool *seen = QA_ARRAY(arena, bool, (size_t)n_ids + 1);

    for (size_t i = 0; i < batch->n_answers; i++) {
        uint32_t vendor = qa_answer_vendor(batch, i);

        seen[vendor == QA_NONE ? n_ids : vendor] = true;
    }
    for (uint32_t i = 0; i <= n_ids; i++) {
        if (seen[i]) {
            vendors->list[vendors->n++] = (struct qa_evaluated_vendor){
                .name = i == n_ids ? qa_unnamed_vendor : qa_strings_text(names, i),
                .id = i == n_ids ? QA_NONE : i,
                .delivered = true};
        }
    }
    vendors->n_delivered = vendors->n;
    vendors->list[0].alone = vendors->n == 1;
}

/* The vendor that has delivered under another spelling of a name knows half of itself. */
static void mark_half(struct vendor_list *vendors, const char *name)
{
    for (size_t i = 0; i < vendors->n_delivered; i++) {
        struct qa_evaluated_vendor *vendor = &vendors->list[i];

        if (vendor->other_spelling == NULL && qa_is_respelt(vendor->name, name)) {
            vendor->other_spelling = name;
        }
    }
}

/* A name that only money or the clock knows: most often a misspelt one. */
static void add_undelivered(struct vendor_list *vendors, const char *name, const char *file,
                            struct qa_arena *arena, struct qa_findings *findings)
{
    const char **delivered = QA_ARRAY(arena, const char *, vendors->n_delivered);

    mark_half(vendors, name);
    if (has_vendor(vendors, name)) {
        return;
    }
    for (size_t i = 0; i < vendors->n_delivered; i++) {
        delivered[i] = vendors->list[i].name;
    }
    const char *respelt = qa_respelt_among(name, delivered, vendors->n_delivered);
    const char *nearest =
        respelt != NULL ? respelt : qa_nearest_name(name, delivered, vendors->n_delivered);
    const char *text = qa_arena_format(arena, "vendor '%s' has no delivery%s%s%s", name,
                                       nearest ? " (did you mean '" : "", nearest ? nearest : "",
                                       nearest ? "'?)" : "");
    qa_findings_add(
        findings,
        (struct qa_finding){
            .severity = QA_WARNING, .code = "W431", .file = file, .vendor = name, .text = text});
    if (respelt != NULL) {
        const char *const both[] = {respelt, name};
        qa_say_respelt(both, 2, file, findings);
    }
    vendors->list[vendors->n++] = (struct qa_evaluated_vendor){.name = name, .id = QA_NONE};
}

/* Work done in-house, unless the own team has delivered like a vendor. */
static void add_reference(struct vendor_list *vendors, const char *name)
{
    if (!has_vendor(vendors, name)) {
        vendors->list[vendors->n++] =
            (struct qa_evaluated_vendor){.name = name, .id = QA_NONE, .is_reference = true};
    }
}

/* Where a name that has no delivery most likely stands. */
static const char *offer_file(const struct qa_evaluation_request *request)
{
    const struct qa_records *offers = request->quotes != NULL   ? request->quotes
                                      : request->models != NULL ? request->models
                                                                : request->in_house;

    return request->n_responses > 0 && request->quotes == NULL ? request->responses[0].path
                                                               : offers->file;
}

static struct vendor_list list_vendors(const struct qa_evaluation_request *request,
                                       const struct qa_evaluation *evaluation,
                                       struct qa_arena *arena, struct qa_findings *findings)
{
    const struct qa_quotes *quotes = evaluation->quotes;
    const struct qa_turnaround *turnaround = evaluation->turnaround;
    const struct qa_compliance *compliance = evaluation->compliance;
    size_t most = (size_t)qa_strings_count(request->delivery->names->vendors) + 1;

    most += quotes != NULL ? quotes->n_vendors : 0;
    most += turnaround != NULL ? turnaround->n_vendors : 0;
    most += compliance != NULL ? compliance->n : 0;
    struct vendor_list vendors = {.list = QA_ARRAY(arena, struct qa_evaluated_vendor, most)};
    add_delivered(request->delivery, arena, &vendors);
    for (size_t i = 0; i < vendors.n_delivered; i++) {
        mark_half(&vendors, vendors.list[i].name);
    }
    /* A file without a row is still somebody's delivery. */
    for (size_t i = 0; i < request->delivery->n_sources; i++) {
        const struct qa_source *source = &request->delivery->sources[i];
        if (source->vendor != QA_NONE) {
            add_undelivered(&vendors,
                            qa_strings_text(request->delivery->names->vendors, source->vendor),
                            source->path, arena, findings);
        }
    }
    for (size_t i = 0; quotes != NULL && i < quotes->n_vendors; i++) {
        if (qa_quote_is_in_house(quotes, quotes->vendors[i])) {
            add_reference(&vendors, quotes->vendors[i]);
        }
        add_undelivered(&vendors, quotes->vendors[i], offer_file(request), arena, findings);
    }
    for (size_t i = 0; turnaround != NULL && i < turnaround->n_vendors; i++) {
        add_undelivered(&vendors, turnaround->vendors[i].vendor, request->log->file, arena,
                        findings);
    }
    for (size_t i = 0; compliance != NULL && i < compliance->n; i++) {
        add_undelivered(&vendors, compliance->vendors[i].vendor, request->responses[0].path, arena,
                        findings);
    }
    const char *current = request->settings.current_vendor;
    if (current != NULL && !has_vendor(&vendors, current)) {
        const char **names = QA_ARRAY(arena, const char *, vendors.n);
        for (size_t i = 0; i < vendors.n; i++) {
            names[i] = vendors.list[i].name;
        }
        const char *nearest = qa_nearest_name(current, names, vendors.n);
        qa_findings_addf(findings, QA_WARNING, "W433", NULL, 0, 0,
                         "current vendor '%s' is named by no delivery, quote or log%s%s%s", current,
                         nearest ? " (did you mean '" : "", nearest ? nearest : "",
                         nearest ? "'?)" : "");
    }
    return vendors;
}

static enum qa_status measure_errors(const struct qa_evaluation_request *request,
                                     struct qa_arena *arena, struct qa_findings *findings,
                                     struct qa_evaluation *out, struct qa_error *err)
{
    if (request->gold == NULL) {
        return QA_OK;
    }
    const struct qa_comparison_request comparison = {
        .delivery = request->delivery, .reference = request->gold, .role = QA_GOLD};
    out->comparison = qa_compare(&comparison, arena);
    qa_comparison_say(out->comparison, findings);
    struct qa_errors_request errors = {.comparison = out->comparison,
                                       .annotators = request->annotators,
                                       .confidence = request->settings.confidence};
    struct qa_errors_result *result = QA_NEW(arena, struct qa_errors_result);
    errors.periods = qa_trend_best_periods(request->delivery, arena);
    QA_TRY(qa_errors(&errors, arena, result, err));
    out->errors = result;
    if (errors.periods != NULL && result->n_periods > 0) {
        struct qa_trend *trend = QA_NEW(arena, struct qa_trend);
        *trend = qa_trend(result, errors.periods, arena);
        out->trend = trend;
    }
    return QA_OK;
}

static void measure_agreement(const struct qa_evaluation_request *request, struct qa_arena *arena,
                              struct qa_evaluation *out)
{
    /* All questions of labels have the same set declared. */
    uint32_t *questions;
    uint32_t n = qa_questions_of_labels(request->delivery->questions, request->delivery->names,
                                        arena, &questions);
    const struct qa_question *first =
        n > 0 ? qa_question_at(request->delivery, questions[0]) : NULL;
    struct qa_agreement_request agreement = {
        .batch = request->delivery,
        .labels = first != NULL ? first->labels : NULL,
        .n_labels = first != NULL ? first->n_labels : 0,
        .inference = {.confidence = request->settings.confidence},
        .n_disputed = DISPUTED_ITEMS,
        .per_vendor = true};
    struct qa_agreement_result *result = QA_NEW(arena, struct qa_agreement_result);

    agreement.views = qa_views_new(request->delivery, agreement.labels, agreement.n_labels, arena);
    *result = qa_agreement(&agreement, arena);
    out->agreement = result;
    const struct qa_annotators_request annotators = {.batch = request->delivery,
                                                     .gold = request->gold,
                                                     .views = agreement.views,
                                                     .inference = agreement.inference,
                                                     .idle_cap = IDLE_CAP};
    struct qa_annotators_result *reviewed = QA_NEW(arena, struct qa_annotators_result);
    *reviewed = qa_annotators(&annotators, arena);
    out->annotators = reviewed;
}

static void measure_scores(struct qa_arena *arena, struct qa_evaluation *out)
{
    const struct qa_scores_request wanted = {.comparison = out->comparison};
    struct qa_score_result *result = QA_NEW(arena, struct qa_score_result);

    *result = qa_score_comparison(&wanted, arena);
    qa_mask_tracks_add(out->comparison, result, arena);
    out->scores = result;
}

static void measure_overlap(const struct qa_evaluation_request *request, struct qa_arena *arena,
                            struct qa_evaluation *out)
{
    struct qa_overlap_result *result = QA_NEW(arena, struct qa_overlap_result);

    out->overlap_request = (struct qa_overlap_request){.comparison = out->comparison,
                                                       .scores = out->scores,
                                                       .confidence = request->settings.confidence};
    *result = qa_overlap(&out->overlap_request, arena);
    out->overlap = result;
}

/* The last second of the day that the audit speaks of. */
static int64_t closing_of_log(const struct qa_evaluation_request *request)
{
    const struct qa_zone *zone =
        request->calendar != NULL ? qa_calendar_zone(request->calendar) : &request->zone;

    return request->days.as_of == QA_NO_TIME
               ? QA_NO_TIME
               : qa_zone_instant(zone, request->days.as_of + QA_DAY) - QA_SECOND;
}

static enum qa_status read_log(const struct qa_evaluation_request *request, struct qa_arena *arena,
                               struct qa_findings *findings, struct qa_evaluation *out,
                               struct qa_error *err)
{
    const struct qa_turnaround_request log = {.log = request->log,
                                              .zone = &request->zone,
                                              .as_of = closing_of_log(request),
                                              .confidence = request->settings.confidence,
                                              .calendar = request->calendar,
                                              .findings = findings};

    if (request->log == NULL) {
        return QA_OK;
    }
    struct qa_turnaround *turnaround = QA_NEW(arena, struct qa_turnaround);
    QA_TRY(qa_turnaround_parse(&log, arena, turnaround, err));
    if (request->penalties != NULL) {
        struct qa_penalties *penalties = QA_NEW(arena, struct qa_penalties);

        QA_TRY(qa_penalties_apply(request->penalties, turnaround, arena, findings, penalties, err));
        out->penalties = penalties;
    }
    out->turnaround = turnaround;
    if (turnaround->as_of > 0 && out->as_of == QA_NO_TIME) {
        out->as_of = turnaround->as_of - turnaround->as_of % QA_DAY;
        out->as_of_source = "latest date of the log";
    }
    return QA_OK;
}

static enum qa_status read_quotes(const struct qa_evaluation_request *request,
                                  struct qa_arena *arena, struct qa_findings *findings,
                                  struct qa_evaluation *out, struct qa_error *err)
{
    bool is_latest = request->days.as_of == QA_NO_TIME && request->epoch_day <= 0;
    struct qa_quote_input input = {.models = request->models,
                                   .in_house = request->in_house,
                                   .rates = request->rates,
                                   .currency = request->currency,
                                   .as_of = is_latest ? QA_NO_TIME : out->as_of,
                                   .as_of_source = is_latest ? NULL : out->as_of_source,
                                   .latest =
                                       is_latest && out->as_of != QA_NO_TIME ? out->as_of : 0};

    QA_TRY(qa_responses_charges(request->responses, request->n_responses, request->quotes, arena,
                                &input.quotes, err));
    if (input.quotes == NULL && input.models == NULL && input.in_house == NULL) {
        return QA_OK;
    }
    struct qa_quotes *quotes = QA_NEW(arena, struct qa_quotes);
    QA_TRY(qa_quotes_parse(&input, arena, findings, quotes, err));
    out->quotes = quotes;
    out->as_of = quotes->as_of;
    out->as_of_source = quotes->as_of_source;
    return QA_OK;
}

static enum qa_status read_responses(const struct qa_evaluation_request *request,
                                     struct qa_arena *arena, struct qa_findings *findings,
                                     struct qa_evaluation *out, struct qa_error *err)
{
    const struct qa_questionnaire *asked =
        request->questionnaire != NULL ? request->questionnaire : qa_questionnaire_default();
    struct qa_project_days days = request->days;

    if (request->n_responses == 0) {
        return QA_OK;
    }
    struct qa_responses *responses = QA_NEW(arena, struct qa_responses);
    struct qa_compliance *compliance = QA_NEW(arena, struct qa_compliance);
    QA_TRY(qa_responses_parse(request->responses, request->n_responses, asked, arena, findings,
                              responses, err));
    days.as_of = out->as_of;
    *compliance = qa_compliance(responses, &days, arena, findings);
    out->compliance = compliance;
    return QA_OK;
}

/* The log first: where no day is given, it may be the latest that the inputs know. */
static enum qa_status read_offers(const struct qa_evaluation_request *request,
                                  struct qa_arena *arena, struct qa_findings *findings,
                                  struct qa_evaluation *out, struct qa_error *err)
{
    bool is_stated = request->days.as_of != QA_NO_TIME;

    out->as_of = is_stated ? request->days.as_of : QA_NO_TIME;
    out->as_of_source = is_stated ? "stated" : NULL;
    if (!is_stated && request->epoch_day > 0) {
        out->as_of = request->epoch_day;
        out->as_of_source = "SOURCE_DATE_EPOCH";
    }
    QA_TRY(read_log(request, arena, findings, out, err));
    QA_TRY(read_quotes(request, arena, findings, out, err));
    return read_responses(request, arena, findings, out, err);
}

/* Once anybody has answered the request, silence is an answer too. */
static void take_response(const struct qa_evaluation *evaluation, struct qa_arena *arena,
                          struct qa_vendor_facts *facts)
{
    const struct qa_compliance *compliance = evaluation->compliance;

    if (compliance == NULL || facts->is_reference) {
        return;
    }
    facts->compliance = qa_compliance_find(compliance, facts->name);
    if (facts->compliance == NULL) {
        facts->compliance = qa_compliance_absent(compliance, facts->name, arena);
        qa_findings_add(evaluation->findings,
                        (struct qa_finding){
                            .severity = QA_WARNING,
                            .code = "W445",
                            .vendor = facts->name,
                            .text = qa_arena_format(
                                arena, "vendor '%s' has not answered the request", facts->name)});
    }
    for (size_t i = 0; i < compliance->responses->n; i++) {
        const struct qa_vendor_promises *promises = &compliance->responses->list[i].promises;
        if (promises->n > 0 && strcmp(promises->vendor, facts->name) == 0) {
            facts->promises = promises;
        }
    }
}

static void take_errors(const struct qa_evaluation *evaluation, uint32_t vendor,
                        struct qa_arena *arena, struct qa_vendor_facts *facts)
{
    const struct qa_vendor_rate *rate = qa_evaluation_rate(evaluation, vendor);

    if (rate == NULL) {
        return;
    }
    facts->audited = rate->trials;
    facts->errors = rate->errors;
    facts->design_effect = rate->limits.design_effect;
    facts->summary = rate->summary;
    facts->low_errors = rate->limits.low_errors;
    facts->low_trials = rate->limits.low_trials;
    facts->n_annotators = rate->n_annotators;
    facts->annotators_are_random = rate->annotators_are_random;
    if (rate->question != QA_NONE) {
        const char *question = qa_strings_text(evaluation->names->questions, rate->question);
        facts->rate_name = qa_arena_format(
            arena, "%s of '%s'", rate->name != NULL ? rate->name : "error rate", question);
        facts->trial_name = rate->trial;
    }
}

/* The lowest over the label questions; an undefined one only when no question has a value. */
static void take_agreement(const struct qa_agreement_result *agreement, uint32_t vendor,
                           struct qa_vendor_facts *facts)
{
    for (size_t i = 0; i < agreement->n_groups; i++) {
        const struct qa_estimate *alpha =
            agreement->groups[i].vendor == vendor
                ? qa_agreement_find(&agreement->groups[i], facts->agreement_name)
                : NULL;

        if (alpha == NULL) {
            continue;
        }
        if (!qa_is_defined(&facts->agreement) ||
            (qa_is_defined(alpha) && alpha->value < facts->agreement.value)) {
            facts->agreement = *alpha;
        }
    }
}

static void take_overlap(const struct qa_overlap_result *overlap, uint32_t vendor,
                         struct qa_vendor_facts *facts)
{
    enum qa_score_by by = vendor == QA_NONE ? QA_SCORE_ALL : QA_SCORE_VENDOR;

    for (size_t i = 0; i < overlap->n_rows; i++) {
        const struct qa_overlap_row *row = &overlap->rows[i];

        /* Of questions of several kinds the worst counts: kinds are never averaged. */
        if (row->by == by && (by == QA_SCORE_ALL || row->id == vendor) && row->n > 0 &&
            qa_is_defined(&row->mean) &&
            (!facts->has_mean_iou || row->mean.value < facts->mean_iou)) {
            facts->has_mean_iou = true;
            facts->mean_iou = row->mean.value;
            facts->matched = row->n;
        }
    }
}

static struct qa_vendor_facts vendor_facts(const struct qa_evaluation *evaluation,
                                           const struct qa_evaluated_vendor *vendor,
                                           double seconds_per_item, struct qa_arena *arena)
{
    struct qa_vendor_facts facts = {.name = vendor->name,
                                    .is_reference = vendor->is_reference,
                                    .undelivered = !vendor->delivered,
                                    .other_spelling = vendor->other_spelling,
                                    .design_effect = 1.0,
                                    .agreement = qa_undefined("no label question", 0),
                                    .agreement_name = "krippendorff_alpha",
                                    .seconds_per_item = seconds_per_item};

    if (evaluation->turnaround != NULL) {
        facts.turnaround = qa_turnaround_find(evaluation->turnaround, vendor->name);
        qa_evaluation_hours(evaluation->turnaround, &facts, arena);
    }
    if (!vendor->delivered) {
        facts.agreement = qa_undefined("no delivery", 0);
        return facts;
    }
    if (evaluation->errors != NULL) {
        take_errors(evaluation, vendor->id, arena, &facts);
    }
    /* Groups and rows of no vendor are those of all: an unnamed vendor may take them when alone. */
    if (vendor->id == QA_NONE && !vendor->alone) {
        return facts;
    }
    if (evaluation->agreement != NULL) {
        take_agreement(evaluation->agreement, vendor->id, &facts);
    }
    if (evaluation->overlap != NULL) {
        take_overlap(evaluation->overlap, vendor->id, &facts);
    }
    return facts;
}

/* The scenario with what the batches say of what is not stated. */
static void settle_scenario(const struct qa_evaluation_request *request, struct qa_arena *arena,
                            struct qa_scenario *scenario)
{
    if (scenario->objects_per_item > 0.0) {
        return;
    }
    double measured = request->gold ? qa_evaluation_objects_per_item(request->gold, arena) : 0.0;
    if (measured <= 0.0) {
        measured = qa_evaluation_objects_per_item(request->delivery, arena);
    }
    if (measured > 0.0) {
        qa_scenario_set(scenario, QA_SC_OBJECTS, measured, QA_MEASURED);
    }
}

static void score_vendors(const struct qa_evaluation_request *request, struct qa_arena *arena,
                          struct qa_evaluation *out)
{
    struct vendor_list vendors = list_vendors(request, out, arena, out->findings);
    const double *seconds =
        qa_evaluation_seconds_per_item(request->delivery, vendors.list, vendors.n, arena);
    struct qa_vendor_facts *facts = QA_ARRAY(arena, struct qa_vendor_facts, vendors.n);
    struct qa_score_settings settings = request->settings;

    settle_scenario(request, arena, &settings.scenario);
    for (size_t i = 0; i < vendors.n; i++) {
        facts[i] = vendor_facts(out, &vendors.list[i], seconds[i], arena);
        take_response(out, arena, &facts[i]);
        out->seconds_measured = out->seconds_measured ||
                                (seconds[i] > 0.0 && settings.scenario.seconds_per_item <= 0.0);
    }
    out->scorecard = qa_scorecard(facts, vendors.n, out->quotes, &settings, arena);
    out->decision = qa_decide(&out->scorecard, &request->decision, arena);
    out->splits = qa_splits_find(&out->scorecard, out->quotes, arena);
    out->verdict = qa_market_verdict(&out->scorecard, &out->decision, &out->splits, arena);
}

enum qa_status qa_evaluate(const struct qa_evaluation_request *request, struct qa_arena *arena,
                           struct qa_findings *findings, struct qa_evaluation *out,
                           struct qa_error *err)
{
    const struct qa_batch *delivery = request->delivery;
    struct qa_check_request check = request->check;

    *out = (struct qa_evaluation){.name = request->name,
                                  .period = request->period,
                                  .names = delivery->names,
                                  .delivery = delivery,
                                  .gold = request->gold,
                                  .findings = findings};
    check.delivery = delivery;
    out->check = qa_check(&check, arena, findings);
    QA_TRY(read_offers(request, arena, findings, out, err));
    QA_TRY(measure_errors(request, arena, findings, out, err));
    if (qa_evaluation_asks(delivery, QA_MATCH_ANSWER)) {
        measure_agreement(request, arena, out);
    }
    if (out->comparison != NULL) {
        measure_scores(arena, out);
        qa_evaluation_rates(out, request->settings.confidence, arena);
        out->differences =
            qa_vendor_differences(out->comparison, request->settings.confidence, arena);
    }
    if (request->gold != NULL && qa_evaluation_asks(delivery, QA_MATCH_ASSIGN)) {
        measure_overlap(request, arena, out);
    }
    qa_evaluation_changes(request, arena, out);
    score_vendors(request, arena, out);
    qa_evaluation_promises(out, arena);
    if (out->quotes != NULL) {
        const struct qa_quote_table_request quotes = qa_evaluation_quotes(out, arena);

        qa_quote_review(out->quotes, &quotes, findings);
    }
    qa_evaluation_caveats(request, arena, out);
    return QA_OK;
}
