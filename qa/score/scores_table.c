#include "qa/score/run_scores.h"
#include "qa/score/scores.h"

#include "qa/score/object_alpha.h"
#include "qa/score/unitizing.h"

static bool is_shown(const struct qa_score_result *result, const struct qa_figure *figure)
{
    return figure->rows != QA_ROWS_OF_NONE &&
           !(figure->between_annotators && result->against_reference);
}

static bool has_rows(const struct qa_score_result *result, const struct qa_score *score)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        if (result->rows[r].score == score) {
            return true;
        }
    }
    return false;
}

/* One sentence for each figure that the table holds. */
static void note_figures(const struct qa_score_result *result, struct qa_table *table)
{
    for (size_t f = 0; f < result->n_families; f++) {
        const struct qa_score *score = result->families[f];
        for (size_t i = 0; has_rows(result, score) && i < score->n_figures; i++) {
            if (is_shown(result, &score->figures[i])) {
                qa_table_note(table, "%s: %s", score->figures[i].heading, score->figures[i].about);
            }
        }
    }
}

const char *qa_scored_figure_name(const struct qa_figure *figure,
                                  const struct qa_scored_question *question, struct qa_arena *arena)
{
    return figure->is_named_by_type && question->fallback != NULL
               ? question->fallback->figure
               : qa_figure_name(figure, question->type, arena);
}

static void put_row(struct qa_table *table, const struct qa_score_row *row, size_t figure,
                    double confidence)
{
    const struct qa_figure *of = &row->score->figures[figure];
    qa_table_row(table);
    qa_put_text(table, row->question->name);
    qa_put_text(table, qa_score_by_name(row->by));
    qa_put_text(table, row->by == QA_SCORE_ANNOTATOR ? row->vendor : NULL);
    qa_put_text(table, qa_score_group_text(row));
    qa_put_text(table, qa_scored_figure_name(of, row->question, table->arena));
    qa_put_estimate(table, qa_score_estimate(row, figure, confidence));
}

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"by", NULL, QA_TEXT, .is_key = true,
     .about = "What the row groups by: all, class, annotator, vendor, batch, size or item."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor of an annotator, else empty."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The class, annotator, vendor, batch, size or item; empty where by is all."},
    {"metric", NULL, QA_TEXT, .is_key = true,
     .about = "Name of the figure, as `labelqa cite` explains it."},
    {"estimate", NULL, QA_ESTIMATE, .about = "The figure, with its interval over items."},
};
const struct qa_table_form qa_form_scores =
    QA_TABLE_FORM("scores", "Figures of the field", columns);

void qa_scores_table(const struct qa_score_result *result, double confidence,
                     struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_scores);
    table->title = result->against_reference ? "Figures of the field, against the reference"
                                             : "Figures of the field, between annotators";
    table->rows_shown = 60;
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_score_row *row = &result->rows[r];
        /* The nameless of a grouping is no group, and the sizes of vendors are the workbook's. */
        bool is_group = row->by == QA_SCORE_ALL || row->by == QA_SCORE_CLASS || row->group != NULL;
        for (size_t f = 0; is_group && row->by != QA_SCORE_VENDOR_SIZE && f < row->score->n_figures;
             f++) {
            if (qa_score_has_figure(row, f) && is_shown(result, &row->score->figures[f])) {
                put_row(table, row, f, confidence);
            }
        }
    }
    note_figures(result, table);
    qa_run_scores_put(&(struct qa_run_result){result->run_rows, result->n_run_rows}, confidence,
                      table);
    if (result->resampling != NULL) {
        qa_table_note(table,
                      "Intervals: %.0f %%, percentile bootstrap over items, %llu resamples, seed "
                      "%llu; none below 5 items. Means over classes and figures of the whole run "
                      "keep their own.",
                      100 * confidence, (unsigned long long)result->resampling->how.n_resamples,
                      (unsigned long long)result->resampling->how.seed);
    } else {
        qa_table_note(table,
                      "Intervals: %.0f %%, over items, which count as clusters; none below 5 "
                      "items.",
                      100 * confidence);
    }
    if (result->pairing != QA_PAIRING_OPTIMAL) {
        qa_table_note(table, "Matching: %s.", qa_pairing_name(result->pairing));
    }
    if (!result->against_reference) {
        qa_table_note(table, "Of each pair of annotators, the one whose name comes first stands "
                             "for the reference; rows of annotators and batches count a pair for "
                             "both.");
    }
    qa_report_add_table(report, table);
}

static void put_alpha(struct qa_table *table, const struct qa_question *question,
                      const char *metric, struct qa_estimate estimate)
{
    qa_table_row(table);
    qa_put_text(table, question->name);
    qa_put_text(table, qa_score_by_name(QA_SCORE_ALL));
    qa_put_text(table, NULL);
    qa_put_text(table, "");
    qa_put_text(table, metric);
    qa_put_estimate(table, estimate);
}

static void add_unitizing(const struct qa_comparison *between, double confidence,
                          struct qa_table *table)
{
    size_t n;
    bool has_uem = false;
    const struct qa_unitizing *alphas = qa_unitizing_alphas(between, confidence, table->arena, &n);
    for (size_t i = 0; i < n; i++) {
        const struct qa_question *question = &between->b->questions->list[alphas[i].question];
        put_alpha(table, question, "alpha_unitizing", alphas[i].alpha);
        has_uem = has_uem || alphas[i].has_uem;
        for (size_t c = 0; c < alphas[i].n_classes; c++) {
            const struct qa_unitizing_class *class = &alphas[i].classes[c];
            qa_table_row(table);
            qa_put_text(table, question->name);
            qa_put_text(table, qa_score_by_name(QA_SCORE_CLASS));
            qa_put_text(table, NULL);
            qa_put_text(table, class->label != QA_NONE
                                   ? qa_strings_text(between->b->names->labels, class->label)
                                   : "(no class)");
            qa_put_text(table, "alpha_unitizing");
            qa_put_estimate(table, class->alpha);
        }
    }
    if (n > 0) {
        qa_table_note(table,
                      "alpha_unitizing: Krippendorff's alpha (2004) of where units are, "
                      "over classes and of each; what there was to divide: %s.",
                      has_uem ? "the parts that --uem lists"
                              : "texts in full (up to the last end where they are not known), "
                                "recordings from the first start to the last end of all "
                                "annotators; --uem FILE says otherwise");
    }
}

void qa_scores_add_alphas(const struct qa_comparison *between, double confidence,
                          struct qa_report *report)
{
    struct qa_table *table = report->n_tables > 0 ? report->tables[report->n_tables - 1] : NULL;
    size_t n;
    const struct qa_object_alpha *alphas = qa_object_alphas(between, confidence, report->arena, &n);
    if (table == NULL) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const struct qa_question *question = &between->b->questions->list[alphas[i].question];
        put_alpha(table, question, "alpha_objects_matched", alphas[i].matched);
        put_alpha(table, question, "alpha_objects_all", alphas[i].all);
    }
    if (n > 0) {
        qa_table_note(table, "alpha_objects: Krippendorff's alpha of the classes of objects that "
                             "are matched without regard to class: of matched ones only, and of "
                             "all with absence as a class; jackknife over items.");
    }
    add_unitizing(between, confidence, table);
}
