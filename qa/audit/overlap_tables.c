#include "qa/audit/overlap.h"

#include "qa/annotation/box.h"
#include "qa/audit/table_forms.h"

#define PLURAL(n) (unsigned long long)(n), (n) == 1 ? "" : "s"

static void put_real_or_absent(struct qa_table *table, bool present, double value)
{
    if (present) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void put_value(struct qa_table *table, const struct qa_estimate *estimate)
{
    put_real_or_absent(table, qa_is_defined(estimate),
                       qa_is_defined(estimate) ? estimate->value : 0);
}

static void summary_row(struct qa_table *table, const struct qa_overlap_row *row,
                        const struct qa_names *names)
{
    qa_table_row(table);
    qa_put_text(table, qa_strings_text(names->questions, row->question));
    qa_put_text(table, qa_score_by_name(row->by));
    qa_put_text(table, row->group);
    qa_put_count(table, row->reference_objects);
    qa_put_count(table, row->delivered_objects);
    qa_put_count(table, row->matched);
    qa_put_count(table, row->missed);
    qa_put_count(table, row->spurious);
    qa_put_count(table, row->mislabelled);
    qa_put_count(table, row->duplicates);
    qa_put_count(table, row->localisation);
    qa_put_count(table, row->ignored);
    put_value(table, &row->precision);
    put_value(table, &row->recall);
    put_value(table, &row->f1);
    put_value(table, &row->mean);
    put_value(table, &row->sd);
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        put_value(table, &row->quantile[q]);
    }
    qa_put_estimate(table, row->precision);
    qa_put_estimate(table, row->recall);
    qa_put_estimate(table, row->f1);
    qa_put_estimate(table, row->mean);
}

static const struct qa_questions *questions_of(const struct qa_overlap_result *result)
{
    return result->comparison->b->questions;
}

/* What the notes speak of: the run's questions of objects, of which the first stands for all. */
static const struct qa_question *one_of(const struct qa_overlap_result *result)
{
    static const struct qa_question none = {
        .type = &qa_type_box, .threshold = 0.5, .localisation = 0.1};
    bool several;
    const struct qa_question *first = qa_questions_of_objects(questions_of(result), &several);
    return first != NULL ? first : &none;
}

/* People see the column of questions, the first, where there are several. */
static void show_question(struct qa_table *table, const struct qa_overlap_result *result)
{
    size_t n = result->n_rows;
    if (n > 0 && result->rows[0].question != result->rows[n - 1].question) {
        return;
    }
    table->shown = table->columns[1].name;
    for (size_t c = 2; c < table->n_columns; c++) {
        table->shown = qa_arena_format(table->arena, "%s,%s", table->shown, table->columns[c].name);
    }
}

/* "optimal: the greatest sum of IoU". */
static const char *pairing_text(const struct qa_overlap_result *result)
{
    static const char *const texts[QA_N_PAIRINGS] = {
        "optimal: among such pairs the assignment with the greatest sum of similarity",
        "greedy: the most similar pair first",
        "coco: delivered objects by falling score, each with the most similar that is left",
        "cvat: equal labels first, then the rest, each with the greatest sum of similarity"};
    return texts[result->comparison->b->questions->pairing];
}

static void summary_notes(struct qa_table *table, const struct qa_overlap_result *result,
                          const struct qa_overlap_request *request)
{
    const struct qa_comparison *comparison = result->comparison;
    const struct qa_question *first = one_of(result);
    qa_table_note(
        table,
        "One-to-one matching at %s %g or above, %s; matching %s. Quantiles: type 7; sd with n - 1; "
        "intervals: %.0f %%, over items, by pseudo-clusters (of quantiles with Woodruff's "
        "method); none below 5 items.",
        qa_question_similarity(first), first->threshold,
        comparison->request.class_agnostic ? "any classes" : "equal classes only",
        pairing_text(result), 100 * request->confidence);
    if (comparison->request.reference == NULL) {
        qa_table_note(
            table,
            "Between annotators: of each pair, the one whose name, as shown, comes "
            "first stands for the reference. Rows of annotators and batches count a pair for "
            "both.");
        return;
    }
    qa_table_note(
        table,
        "poor (localisation errors): same class, %s from %g up to the threshold (also "
        "counted as missed and spurious); duplicates are counted as spurious; ignored: in "
        "a crowd region.",
        qa_question_similarity(first), first->localisation);
    if (comparison->items_assumed_empty > 0) {
        qa_table_note(table,
                      "%llu item%s absent from a results list count as delivered without objects, "
                      "as such a list cannot tell that from not delivered.",
                      PLURAL(comparison->items_assumed_empty));
    }
    if (comparison->items_missed > 0) {
        qa_table_note(table, "%llu item%s of the reference not delivered and counted as missed.",
                      PLURAL(comparison->items_missed));
    }
    if (comparison->items_undelivered > 0) {
        qa_table_note(table, "%llu item%s of the reference not delivered and left out.",
                      PLURAL(comparison->items_undelivered));
    }
    if (comparison->items_several_references > 0) {
        qa_table_note(table,
                      "%llu item%s with several answers in the reference: compared with the first "
                      "by annotator's name.",
                      PLURAL(comparison->items_several_references));
    }
    if (comparison->items_without_reference > 0) {
        qa_table_note(table, "%llu delivered item%s without a reference left out.",
                      PLURAL(comparison->items_without_reference));
    }
}

static const struct qa_column summary_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"by", NULL, QA_TEXT, .is_key = true,
     .about = "What the row groups by: all, class, annotator, vendor, batch, size or item."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The class, annotator, vendor, batch, size or item; empty where by is all."},
    {"reference_objects", "reference objects", QA_COUNT, .is_detail = true,
     .about = "Objects of the reference."},
    {"delivered_objects", "delivered objects", QA_COUNT, .is_detail = true,
     .about = "Objects delivered."},
    {"matched", NULL, QA_COUNT,
     .about = "Pairs of the same class at or above the threshold of similarity."},
    {"missed", NULL, QA_COUNT, .about = "Objects of the reference without a match."},
    {"spurious", NULL, QA_COUNT, .about = "Objects delivered without a match."},
    {"mislabelled", "mis- labelled", QA_COUNT,
     .about = "Pairs in the right place with different classes."},
    {"duplicates", "dupli- cates", QA_COUNT, .is_detail = true,
     .about = "Spurious objects on an object of the reference that has a match already."},
    {"poor", "localisation errors", QA_COUNT, .is_detail = true,
     .about = "Localisation errors: pairs of the same class below the threshold, counted as missed "
              "and spurious too."},
    {"ignored", NULL, QA_COUNT, .is_detail = true,
     .about = "Objects delivered in a crowd region, which count nowhere."},
    {"precision", NULL, QA_RATE, .is_detail = true, .about = "Matched over delivered."},
    {"recall", NULL, QA_RATE, .is_detail = true, .about = "Matched over the reference."},
    {"f1", "F1", QA_REAL, .is_detail = true, .about = "Harmonic mean of precision and recall."},
    {"mean", "mean similarity", QA_REAL, .is_detail = true,
     .about = "Mean similarity of the matched pairs."},
    {"sd", NULL, QA_REAL, .is_detail = true,
     .about = "Standard deviation of their similarity, with n - 1."},
    {"p05", NULL, QA_REAL, .is_detail = true,
     .about = "Similarity that 5 % of the matched pairs stay below."},
    {"p25", NULL, QA_REAL, .is_detail = true,
     .about = "Similarity that 25 % of the matched pairs stay below."},
    {"p50", NULL, QA_REAL, .is_detail = true, .about = "Median similarity of the matched pairs."},
    {"p75", NULL, QA_REAL, .is_detail = true,
     .about = "Similarity that 75 % of the matched pairs stay below."},
    {"p95", NULL, QA_REAL, .is_detail = true,
     .about = "Similarity that 95 % of the matched pairs stay below."},
    {"precision_estimate", "precision (interval)", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Precision with its interval over items."},
    {"recall_estimate", "recall (interval)", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Recall with its interval over items."},
    {"f1_estimate", "F1 (interval)", QA_ESTIMATE, .about = "F1 with its interval over items."},
    {"mean_estimate", "mean similarity (interval)", QA_ESTIMATE,
     .about = "Mean similarity with its interval over items."},
    {"undelivered", "not delivered", QA_COUNT, .is_detail = true,
     .about = "Items of the reference without an answer, over all and by vendor."},
    {"sd_estimate", "sd (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "Standard deviation of the similarity with its interval over items."},
    {"p05_estimate", "p05 (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "The 5 % quantile with its interval over items."},
    {"p25_estimate", "p25 (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "The 25 % quantile with its interval over items."},
    {"p50_estimate", "p50 (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "The median with its interval over items."},
    {"p75_estimate", "p75 (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "The 75 % quantile with its interval over items."},
    {"p95_estimate", "p95 (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "The 95 % quantile with its interval over items."},
    {"mean_with_misses", "mean with misses (interval)", QA_ESTIMATE, .is_detail = true,
     .about = "Mean similarity over the reference's objects, 0 for those without a match."},
    {"share_75", "at 0.75 (interval)", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Share of the matched pairs at 0.75 or above."},
    {"share_90", "at 0.90 (interval)", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Share of the matched pairs at 0.90 or above."},
    {"share_75_with_misses", "of all, at 0.75 (interval)", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Share of the reference's objects matched at 0.75 or above."},
    {"share_90_with_misses", "of all, at 0.90 (interval)", QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Share of the reference's objects matched at 0.90 or above."},
};
const struct qa_table_form qa_form_overlap_summary = QA_TABLE_FORM(
    "summary", "Objects against the reference, or between annotators", summary_columns);

/* Items of the reference that all vendors, or one, left out; nothing where there are none. */
static void put_undelivered(struct qa_table *table, const struct qa_comparison *comparison,
                            const struct qa_overlap_row *row)
{
    uint64_t n = row->by == QA_SCORE_ALL ? qa_undelivered_of_all(comparison, row->question)
                 : row->by == QA_SCORE_VENDOR
                     ? qa_undelivered(comparison, row->vendor, row->question)
                     : 0;
    if (n > 0) {
        qa_put_count(table, n);
    } else {
        qa_put_absent(table);
    }
}

static void put_distribution(struct qa_table *table, const struct qa_overlap_row *row)
{
    qa_put_estimate(table, row->sd);
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        qa_put_estimate(table, row->quantile[q]);
    }
    for (size_t i = 0; i < QA_OVERLAP_SPREADS; i++) {
        qa_put_estimate(table, row->spread[i]);
    }
}

/* "mean OKS": by the name that the kind has for it. */
static void name_similarity(struct qa_table *table, const char *similarity)
{
    qa_table_head(table, "mean", qa_arena_format(table->arena, "mean %s", similarity));
    qa_table_head(table, "mean_estimate",
                  qa_arena_format(table->arena, "mean %s (interval)", similarity));
}

struct qa_table *qa_overlap_rows_table(const struct qa_overlap_result *result,
                                       struct qa_overlap_rows rows, struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_overlap_summary);
    const char *similarity =
        rows.n > 0
            ? qa_question_similarity(qa_question_at(result->comparison->b, rows.list->question))
            : qa_questions_similarity(questions_of(result));
    name_similarity(table, similarity);
    for (size_t i = 0; i < rows.n; i++) {
        summary_row(table, &rows.list[i], result->comparison->b->names);
        put_undelivered(table, result->comparison, &rows.list[i]);
        put_distribution(table, &rows.list[i]);
    }
    return table;
}

static void summary_table(const struct qa_overlap_result *result,
                          const struct qa_overlap_request *request, struct qa_report *report)
{
    const char *title = qa_arena_format(
        report->arena, "%s %s", qa_questions_title(questions_of(result), report->arena),
        result->comparison->request.reference != NULL ? "against the reference"
                                                      : "between annotators");
    struct qa_table *table = qa_overlap_rows_table(
        result, (struct qa_overlap_rows){result->rows, result->n_rows}, report->arena);
    table->title = title;
    table->rows_shown = 40;
    name_similarity(table, qa_questions_similarity(questions_of(result)));
    show_question(table, result);
    summary_notes(table, result, request);
    qa_report_add_table(report, table);
}

static const struct qa_column histogram_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"by", NULL, QA_TEXT, .is_key = true,
     .about = "What the row groups by: all, class, annotator, vendor, batch, size or item."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The class, annotator, vendor, batch, size or item; empty where by is all."},
    {"from", NULL, QA_REAL, .is_key = true, .about = "Lower end of the bin of similarity."},
    {"to", NULL, QA_REAL, .is_key = true, .about = "Upper end of the bin; the last includes it."},
    {"count", NULL, QA_COUNT, .about = "Matched pairs in the bin."},
    {"share", NULL, QA_RATE, .is_detail = true,
     .about = "The same as a share of the row's matched pairs."},
};
const struct qa_table_form qa_form_overlap_histogram =
    QA_TABLE_FORM("histogram", "Similarity of matched objects", histogram_columns);

struct qa_table *qa_overlap_histogram_table(const struct qa_overlap_result *result,
                                            struct qa_overlap_rows rows, int first_bin,
                                            struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_overlap_histogram);
    for (size_t i = 0; i < rows.n; i++) {
        const struct qa_overlap_row *row = &rows.list[i];
        for (int bin = first_bin; bin < QA_IOU_BINS; bin++) {
            qa_table_row(table);
            qa_put_text(table,
                        qa_strings_text(result->comparison->b->names->questions, row->question));
            qa_put_text(table, qa_score_by_name(row->by));
            qa_put_text(table, row->group);
            qa_put_real(table, (double)bin / QA_IOU_BINS);
            qa_put_real(table, (double)(bin + 1) / QA_IOU_BINS);
            qa_put_count(table, row->histogram[bin]);
            put_real_or_absent(table, row->n > 0,
                               row->n > 0 ? (double)row->histogram[bin] / (double)row->n : 0);
        }
    }
    return table;
}

static void histogram_table(const struct qa_overlap_result *result, struct qa_report *report)
{
    struct qa_table *table = qa_overlap_histogram_table(
        result, (struct qa_overlap_rows){result->rows, result->n_rows}, 0, report->arena);
    table->title = qa_arena_format(report->arena, "%s of matched %s",
                                   qa_questions_similarity(questions_of(result)),
                                   qa_questions_plural(questions_of(result)));
    table->rows_shown = QA_IOU_BINS;
    show_question(table, result);
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

static void put_annotator(struct qa_table *table, const struct qa_batch *batch, size_t answer)
{
    qa_put_text(table, answer == SIZE_MAX
                           ? NULL
                           : qa_annotator_text(batch->names, batch->annotator[answer]));
}

static void match_row(struct qa_table *table, const struct qa_comparison *comparison,
                      const struct qa_pair *pair, const struct qa_match *match)
{
    const struct qa_batch *a = comparison->a;
    const struct qa_batch *b = comparison->b;
    const struct qa_type *type = qa_question_at(b, pair->question)->type;
    qa_table_row(table);
    qa_put_text(table, qa_strings_text(b->names->questions, pair->question));
    qa_put_text(table, qa_strings_text(b->names->items, pair->item));
    put_annotator(table, a, pair->answer_a);
    put_annotator(table, b, pair->answer_b);
    put_object(table, a, pair->answer_a, match->object_a);
    put_object(table, b, pair->answer_b, match->object_b);
    put_label(table, a, match->object_a);
    put_label(table, b, match->object_b);
    put_real_or_absent(table, match->similarity > 0, match->similarity);
    qa_put_text(table, qa_match_kind(match));
    qa_put_text(table,
                pair->vendor == QA_NONE ? NULL : qa_strings_text(b->names->vendors, pair->vendor));
    qa_put_text(table, qa_object_place(a, type, match->object_a, table->arena));
    qa_put_text(table, qa_object_place(b, type, match->object_b, table->arena));
    qa_put_text(table, qa_object_key_text(a, match->object_a, table->arena));
    qa_put_text(table, qa_object_key_text(b, match->object_b, table->arena));
}

static const struct qa_column matches_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"annotator_a", NULL, QA_TEXT, .is_key = true,
     .about = "Annotator of the reference, or of the first side."},
    {"annotator_b", NULL, QA_TEXT, .is_key = true,
     .about = "Annotator of the delivery, or of the second side."},
    {"object_a", NULL, QA_COUNT, .is_key = true, .is_detail = true,
     .about = "Number of the object in the reference's answer, from 1."},
    {"object_b", NULL, QA_COUNT, .is_key = true, .is_detail = true,
     .about = "Number of the object in the delivered answer, from 1."},
    {"label_a", NULL, QA_TEXT, .about = "The reference's class."},
    {"label_b", NULL, QA_TEXT, .about = "The class delivered."},
    {"similarity", "IoU", QA_REAL,
     .about = "Similarity of the two, 0 to 1; absent where they do not touch."},
    {"outcome", NULL, QA_TEXT,
     .about = "What came of it: matched, missed, spurious, mislabelled, poorly placed or ignored."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"place_a", NULL, QA_TEXT, .is_detail = true, .about = "Where the reference's object is."},
    {"place_b", NULL, QA_TEXT, .is_detail = true, .about = "Where the object delivered is."},
    {"id_a", NULL, QA_TEXT, .is_key = true, .is_detail = true,
     .about = "The object's id in the reference."},
    {"id_b", NULL, QA_TEXT, .is_key = true, .is_detail = true,
     .about = "The object's id in the delivery."},
};
const struct qa_table_form qa_form_overlap_matches =
    QA_TABLE_FORM("matches", "Object by object", matches_columns);

static void matches_table(const struct qa_overlap_result *result, struct qa_report *report)
{
    const struct qa_comparison *comparison = result->comparison;
    struct qa_table *table = qa_table_new(report->arena, &qa_form_overlap_matches);
    table->rows_shown = 20;
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        bool shown =
            qa_question_at(comparison->b, pair->question)->type->matching == QA_MATCH_ASSIGN;
        for (size_t i = 0; shown && i < pair->n_matches; i++) {
            match_row(table, comparison, pair, &pair->matches[i]);
        }
    }
    qa_report_add_table(report, table);
}

void qa_overlap_tables(const struct qa_overlap_result *result,
                       const struct qa_overlap_request *request, struct qa_report *report)
{
    summary_table(result, request, report);
    histogram_table(result, report);
    if (request->show_matches) {
        matches_table(result, report);
    }
}
