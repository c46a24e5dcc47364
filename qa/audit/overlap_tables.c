#include "qa/audit/overlap.h"

#define PLURAL(n) (unsigned long long)(n), (n) == 1 ? "" : "s"

static void put_real_or_absent(struct qa_table *table, bool present, double value)
{
    if (present) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void put_rate(struct qa_table *table, const struct qa_estimate *rate)
{
    put_real_or_absent(table, qa_is_defined(rate), qa_is_defined(rate) ? rate->value : 0);
}

static void summary_row(struct qa_table *table, const struct qa_overlap_row *row)
{
    qa_table_row(table);
    qa_put_text(table, qa_overlap_by_name(row->by));
    qa_put_text(table, row->group);
    qa_put_count(table, row->reference_objects);
    qa_put_count(table, row->delivered_objects);
    qa_put_count(table, row->matched);
    qa_put_count(table, row->missed);
    qa_put_count(table, row->spurious);
    qa_put_count(table, row->mislabelled);
    qa_put_count(table, row->duplicates);
    qa_put_count(table, row->poor);
    qa_put_count(table, row->ignored);
    put_rate(table, &row->precision);
    put_rate(table, &row->recall);
    put_real_or_absent(table, row->f1_defined, row->f1);
    put_real_or_absent(table, row->n > 0, row->mean);
    put_real_or_absent(table, row->n > 1, row->sd);
    put_real_or_absent(table, row->n > 0, row->p05);
    put_real_or_absent(table, row->n > 0, row->p25);
    put_real_or_absent(table, row->n > 0, row->p50);
    put_real_or_absent(table, row->n > 0, row->p75);
    put_real_or_absent(table, row->n > 0, row->p95);
    qa_put_estimate(table, row->precision);
    qa_put_estimate(table, row->recall);
}

static void summary_notes(struct qa_table *table, const struct qa_overlap_result *result,
                          const struct qa_overlap_request *request)
{
    qa_table_note(table,
                  "Optimal one-to-one matching at IoU %g or above, %s; among such pairs the "
                  "assignment with the greatest sum of IoU. Quantiles: type 7; sd with n - 1; "
                  "intervals: Wilson, %.0f %%.",
                  request->threshold,
                  request->class_agnostic ? "any classes" : "equal classes only",
                  100 * request->confidence);
    if (!result->against_reference) {
        qa_table_note(table,
                      "Between annotators: of each pair, the one whose name comes first "
                      "stands for the reference. Rows of annotators and batches count a pair for "
                      "both.");
        return;
    }
    qa_table_note(table,
                  "poor: same class, IoU from %g up to the threshold (also counted as missed and "
                  "spurious); duplicates are counted as spurious; ignored: in a crowd region.",
                  request->poor_threshold);
    if (result->items_assumed_empty > 0) {
        qa_table_note(table,
                      "%llu item%s absent from a results list count as delivered without objects, "
                      "as such a list cannot tell that from not delivered.",
                      PLURAL(result->items_assumed_empty));
    }
    if (result->items_undelivered > 0) {
        qa_table_note(table, "%llu item%s of the reference not delivered and left out.",
                      PLURAL(result->items_undelivered));
    }
    if (result->items_several_references > 0) {
        qa_table_note(table,
                      "%llu item%s with several answers in the reference: compared with the first "
                      "by annotator's name.",
                      PLURAL(result->items_several_references));
    }
    if (result->items_without_reference > 0) {
        qa_table_note(table, "%llu delivered item%s without a reference left out.",
                      PLURAL(result->items_without_reference));
    }
}

static void summary_table(const struct qa_overlap_result *result,
                          const struct qa_overlap_request *request, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"by", NULL, QA_TEXT},
        {"group", NULL, QA_TEXT},
        {"reference_objects", "reference objects", QA_COUNT},
        {"delivered_objects", "delivered objects", QA_COUNT},
        {"matched", NULL, QA_COUNT},
        {"missed", NULL, QA_COUNT},
        {"spurious", NULL, QA_COUNT},
        {"mislabelled", "mis- labelled", QA_COUNT},
        {"duplicates", "dupli- cates", QA_COUNT},
        {"poor", NULL, QA_COUNT},
        {"ignored", NULL, QA_COUNT},
        {"precision", NULL, QA_RATE},
        {"recall", NULL, QA_RATE},
        {"f1", "F1", QA_REAL},
        {"mean", "mean IoU", QA_REAL},
        {"sd", NULL, QA_REAL},
        {"p05", NULL, QA_REAL},
        {"p25", NULL, QA_REAL},
        {"p50", NULL, QA_REAL},
        {"p75", NULL, QA_REAL},
        {"p95", NULL, QA_REAL},
        {"precision_estimate", "precision (interval)", QA_ESTIMATE_RATE},
        {"recall_estimate", "recall (interval)", QA_ESTIMATE_RATE},
    };
    struct qa_table *table = qa_table_new(report->arena, "summary",
                                          result->against_reference ? "Boxes against the reference"
                                                                    : "Boxes between annotators",
                                          columns, sizeof columns / sizeof *columns);
    table->rows_shown = 40;
    for (size_t i = 0; i < result->n_rows; i++) {
        summary_row(table, &result->rows[i]);
    }
    summary_notes(table, result, request);
    qa_report_add_table(report, table);
}

static void histogram_table(const struct qa_overlap_result *result, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"by", NULL, QA_TEXT}, {"group", NULL, QA_TEXT},  {"from", NULL, QA_REAL},
        {"to", NULL, QA_REAL}, {"count", NULL, QA_COUNT},
    };
    struct qa_table *table =
        qa_table_new(report->arena, "histogram", "IoU of matched boxes", columns, 5);
    table->rows_shown = QA_IOU_BINS;
    for (size_t i = 0; i < result->n_rows; i++) {
        for (int bin = 0; bin < QA_IOU_BINS; bin++) {
            qa_table_row(table);
            qa_put_text(table, qa_overlap_by_name(result->rows[i].by));
            qa_put_text(table, result->rows[i].group);
            qa_put_real(table, (double)bin / QA_IOU_BINS);
            qa_put_real(table, (double)(bin + 1) / QA_IOU_BINS);
            qa_put_count(table, result->rows[i].histogram[bin]);
        }
    }
    qa_report_add_table(report, table);
}

static void put_object(struct qa_table *table, const struct qa_batch *batch, size_t answer,
                       size_t object)
{
    if (object == SIZE_MAX) {
        qa_put_absent(table);
    } else {
        qa_put_count(table, object - qa_first_object(batch, answer) + 1);
    }
}

static void put_label(struct qa_table *table, const struct qa_batch *batch, size_t object)
{
    bool absent = object == SIZE_MAX || batch->label[object] == QA_NONE;
    qa_put_text(table, absent ? NULL : qa_strings_text(batch->names->labels, batch->label[object]));
}

static void matches_table(const struct qa_overlap_result *result,
                          const struct qa_overlap_request *request, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"item", NULL, QA_TEXT},        {"annotator_a", NULL, QA_TEXT},
        {"annotator_b", NULL, QA_TEXT}, {"object_a", NULL, QA_COUNT},
        {"object_b", NULL, QA_COUNT},   {"label_a", NULL, QA_TEXT},
        {"label_b", NULL, QA_TEXT},     {"similarity", "IoU", QA_REAL},
        {"outcome", NULL, QA_TEXT},     {"vendor", NULL, QA_TEXT},
    };
    const struct qa_batch *b = request->delivery;
    const struct qa_batch *a = request->reference != NULL ? request->reference : b;
    struct qa_table *table = qa_table_new(report->arena, "matches", "Object by object", columns,
                                          sizeof columns / sizeof *columns);
    table->rows_shown = 20;
    for (size_t i = 0; i < result->n_matches; i++) {
        const struct qa_object_match *match = &result->matches[i];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(b->names->items, match->item));
        qa_put_text(table, match->answer_a == SIZE_MAX
                               ? NULL
                               : qa_annotator_text(a->names, a->annotator[match->answer_a]));
        qa_put_text(table, match->answer_b == SIZE_MAX
                               ? NULL
                               : qa_annotator_text(b->names, b->annotator[match->answer_b]));
        put_object(table, a, match->answer_a, match->object_a);
        put_object(table, b, match->answer_b, match->object_b);
        put_label(table, a, match->object_a);
        put_label(table, b, match->object_b);
        put_real_or_absent(table, match->similarity > 0, match->similarity);
        qa_put_text(table, qa_object_outcome_name(match->outcome));
        qa_put_text(table, match->vendor == QA_NONE
                               ? NULL
                               : qa_strings_text(b->names->vendors, match->vendor));
    }
    qa_report_add_table(report, table);
}

void qa_overlap_tables(const struct qa_overlap_result *result,
                       const struct qa_overlap_request *request, struct qa_report *report)
{
    summary_table(result, request, report);
    histogram_table(result, report);
    if (result->matches != NULL) {
        matches_table(result, request, report);
    }
}
