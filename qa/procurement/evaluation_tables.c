#include <string.h>

#include "qa/audit/examples.h"
#include "qa/base/time.h"
#include "qa/procurement/evaluation.h"
#include "qa/procurement/evaluation_parts.h"
#include "qa/procurement/quote_rows.h"
#include "qa/procurement/table_forms.h"

/* Tables that a part added after `first` and whose names are taken get the tool's name in front. */
static void settle_names(struct qa_report *report, size_t first, const char *tool)
{
    for (size_t i = first; i < report->n_tables; i++) {
        for (size_t k = 0; k < first; k++) {
            if (strcmp(report->tables[k]->name, report->tables[i]->name) == 0) {
                report->tables[i]->name =
                    qa_arena_format(report->arena, "%s_%s", tool, report->tables[i]->name);
                break;
            }
        }
    }
}

static const struct qa_vendor_score *score_of(const struct qa_scorecard *card, const char *vendor)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        if (strcmp(card->scores[i].facts->name, vendor) == 0) {
            return &card->scores[i];
        }
    }
    return NULL;
}

struct qa_quote_table_request qa_evaluation_quotes(const struct qa_evaluation *evaluation,
                                                   struct qa_arena *arena)
{
    const struct qa_quotes *quotes = evaluation->quotes;
    const struct qa_score_settings *settings = &evaluation->scorecard.settings;
    struct qa_estimate *rates = QA_ARRAY(arena, struct qa_estimate, quotes->n_vendors);
    struct qa_scenario *scenarios = QA_ARRAY(arena, struct qa_scenario, quotes->n_vendors);

    for (size_t i = 0; i < quotes->n_vendors; i++) {
        const struct qa_vendor_score *score = score_of(&evaluation->scorecard, quotes->vendors[i]);

        rates[i] = score->error_rate;
        scenarios[i] = qa_vendor_scenario(score->facts, settings);
    }
    return (struct qa_quote_table_request){.volumes = &settings->scenario.volume,
                                           .n_volumes = 1,
                                           .scenario = &settings->scenario,
                                           .scenarios = scenarios,
                                           .error_rates = rates};
}

static const struct qa_column columns[] = {
    {"caveat", "what to keep in mind", QA_TEXT, .is_key = true,
     .about = "What to keep in mind, in a sentence."},
};
const struct qa_table_form qa_form_evaluation_caveats =
    QA_TABLE_FORM("caveats", "What to keep in mind", columns);

static void caveats_table(const struct qa_evaluation *evaluation, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_evaluation_caveats);

    size_t n;
    const struct qa_reason *basis = qa_verdict_of_kind(&evaluation->verdict, QA_REASON_BASIS, &n);

    for (size_t i = 0; i < n; i++) {
        qa_table_row(table);
        qa_put_text(table, basis[i].text);
    }
    qa_report_add_table(report, table);
}

/* A note below the vendors: which day decides what is in force. */
static void note_day(const struct qa_evaluation *evaluation, struct qa_table *vendors)
{
    bool decides = evaluation->quotes != NULL || evaluation->compliance != NULL;

    if (decides && evaluation->as_of != QA_NO_TIME) {
        qa_table_note(vendors, "As of %s (%s): exchange rates, validity of quotes, certificates.",
                      qa_date_text(vendors->arena, evaluation->as_of), evaluation->as_of_source);
    }
}

static void scores_tables(const struct qa_evaluation *evaluation, struct qa_report *report)
{
    qa_scores_table(evaluation->scores, evaluation->scorecard.settings.confidence, report);
    qa_vendor_differences_table(&evaluation->differences, evaluation->names, report);
    if (evaluation->errors != NULL) {
        const struct qa_examples_request examples = {.comparison = evaluation->errors->comparison,
                                                     .names = evaluation->names};
        qa_examples_tables(&examples, report);
    }
}

static void errors_tables(const struct qa_evaluation *evaluation, struct qa_report *report)
{
    qa_errors_tables(evaluation->errors, evaluation->names, report);
    if (evaluation->changes != NULL) {
        qa_changes_table(evaluation->changes, report);
    }
    if (evaluation->trend != NULL) {
        qa_trend_tables(evaluation->trend, evaluation->names, report);
    }
}

void qa_evaluation_tables(const struct qa_evaluation *evaluation, struct qa_report *report)
{
    size_t first = report->n_tables;

    qa_scorecard_tables(&evaluation->scorecard, report);
    note_day(evaluation, report->tables[first]);
    qa_decision_tables(&evaluation->decision, &evaluation->scorecard, report);
    qa_splits_table(&evaluation->splits, &evaluation->scorecard, report);
    qa_evaluation_types_table(evaluation, report);
    caveats_table(evaluation, report);
    qa_verdict_table(&evaluation->verdict, report);
    settle_names(report, first, "compare");
    first = report->n_tables;
    qa_check_tables(&evaluation->check, NULL, evaluation->names, evaluation->findings, report);
    settle_names(report, first, "check");
    first = report->n_tables;
    if (evaluation->errors != NULL) {
        errors_tables(evaluation, report);
        settle_names(report, first, "errors");
        first = report->n_tables;
    }
    if (evaluation->agreement != NULL) {
        qa_agreement_tables(evaluation->agreement, evaluation->names, report);
        qa_annotators_tables(evaluation->annotators, evaluation->names, report);
        settle_names(report, first, "agree");
        first = report->n_tables;
    }
    if (evaluation->overlap != NULL) {
        qa_overlap_tables(evaluation->overlap, &evaluation->overlap_request, report);
        settle_names(report, first, "iou");
        first = report->n_tables;
    }
    if (evaluation->scores != NULL) {
        scores_tables(evaluation, report);
        settle_names(report, first, "score");
        first = report->n_tables;
    }
    if (evaluation->quotes != NULL) {
        const struct qa_quote_table_request request =
            qa_evaluation_quotes(evaluation, report->arena);

        qa_quote_tables(evaluation->quotes, &request, report);
        settle_names(report, first, "quote");
        first = report->n_tables;
    }
    if (evaluation->turnaround != NULL) {
        qa_turnaround_tables(evaluation->turnaround, report);
        if (evaluation->penalties != NULL) {
            qa_penalties_tables(evaluation->penalties, report);
        }
        if (evaluation->hours_changes != NULL) {
            qa_hours_changes_table(evaluation->hours_changes, report);
        }
        if (evaluation->kept != NULL) {
            qa_kept_table(evaluation->kept, report);
        }
        settle_names(report, first, "turnaround");
        first = report->n_tables;
    }
    if (evaluation->compliance != NULL) {
        qa_compliance_tables(evaluation->compliance, report);
        settle_names(report, first, "compliance");
    }
}
