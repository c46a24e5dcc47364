#include "qa/audit/layers.h"
#include "qa/audit/table_forms.h"

static const struct qa_column prelabels_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator; empty over all."},
    {"answers", NULL, QA_COUNT, .about = "Answers to items with a pre-label and gold."},
    {"kept", "kept as it was", QA_ESTIMATE_RATE,
     .about = "Share of answers that left the pre-label as it was."},
    {"prelabel_error", "pre-labels wrong", QA_ESTIMATE_RATE,
     .about = "Share of pre-labels that are wrong."},
    {"corrected", "wrong ones put right", QA_ESTIMATE_RATE,
     .about = "Share of the wrong ones that were put right."},
    {"error_if_right", "errors, pre-label right", QA_ESTIMATE_RATE,
     .about = "Error rate where the pre-label was right."},
    {"error_if_wrong", "errors, pre-label wrong", QA_ESTIMATE_RATE,
     .about = "Error rate where the pre-label was wrong."},
    {"bias", "difference", QA_ESTIMATE,
     .about = "The second less the first: automation bias, with Newcombe's interval."},
};
const struct qa_table_form qa_form_errors_prelabels =
    QA_TABLE_FORM("prelabels", "What people did with the model's pre-labels", prelabels_columns);

static void prelabels_table(const struct qa_layers_result *result, const struct qa_names *names,
                            struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_prelabels);
    table->rows_shown = 40;
    for (size_t i = 0; i < result->n_prelabels; i++) {
        const struct qa_prelabel_row *row = &result->prelabels[i];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(names->questions, row->question));
        qa_put_text(table,
                    row->vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, row->vendor));
        qa_put_text(table,
                    row->annotator == QA_NONE ? NULL : qa_annotator_text(names, row->annotator));
        qa_put_count(table, row->answers);
        qa_put_estimate(table, row->kept);
        qa_put_estimate(table, row->prelabel_error);
        qa_put_estimate(table, row->corrected);
        qa_put_estimate(table, row->error_if_right);
        qa_put_estimate(table, row->error_if_wrong);
        qa_put_estimate(table, row->bias);
    }
    qa_table_note(table, "Wilson's intervals. Difference: error rate where the pre-label was wrong "
                         "less that where it was right (automation bias), by Newcombe 1998; people "
                         "who do not look have the whole of it.");
    qa_report_add_table(report, table);
}

static const struct qa_column stages_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"from", NULL, QA_TEXT, .is_key = true, .about = "The stage that answered first."},
    {"to", NULL, QA_TEXT, .is_key = true, .about = "The stage that reviewed it."},
    {"items", NULL, QA_COUNT, .about = "Items that both answered and gold knows."},
    {"errors_before", NULL, QA_COUNT, .about = "Wrong answers of the first stage."},
    {"errors_after", NULL, QA_COUNT, .about = "Wrong answers of the second stage."},
    {"caught", NULL, QA_ESTIMATE_RATE, .about = "Share of the errors before that are right after."},
    {"introduced", NULL, QA_ESTIMATE_RATE,
     .about = "Share of the right answers before that are wrong after."},
};
const struct qa_table_form qa_form_errors_stages =
    QA_TABLE_FORM("stages", "What each layer of review caught and introduced", stages_columns);

static void stages_table(const struct qa_layers_result *result, const struct qa_names *names,
                         struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_stages);
    for (size_t i = 0; i < result->n_stages; i++) {
        const struct qa_stage_row *row = &result->stages[i];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(names->questions, row->question));
        qa_put_text(table, qa_strings_text(names->stages, row->from));
        qa_put_text(table, qa_strings_text(names->stages, row->to));
        qa_put_count(table, row->items);
        qa_put_count(table, row->errors_before);
        qa_put_count(table, row->errors_after);
        qa_put_estimate(table, row->caught);
        qa_put_estimate(table, row->introduced);
    }
    qa_table_note(table, "Items that both stages answered and gold knows; caught: share of the "
                         "errors before that are right after; introduced: share of the right "
                         "ones before that are wrong after. Wilson's intervals. The tables above "
                         "count the answers of all stages; --stage NAME takes one.");
    qa_report_add_table(report, table);
}

void qa_layers_tables(const struct qa_layers_result *result, const struct qa_names *names,
                      struct qa_report *report)
{
    if (result->n_prelabels > 0) {
        prelabels_table(result, names, report);
    }
    if (result->n_stages > 0) {
        stages_table(result, names, report);
    }
}
