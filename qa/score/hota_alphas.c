#include "qa/score/hota_alphas.h"

#include <math.h>

#include "qa/score/tracks_hota.h"

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"by", NULL, QA_TEXT, .is_key = true,
     .about = "What the row groups by: all, class, annotator, vendor, batch or item."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor of an annotator, else empty."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The class, annotator, vendor, batch or item; empty where by is all."},
    {"alpha", NULL, QA_REAL, .is_key = true, .about = "IoU from which two boxes are a match."},
    {"matched", NULL, QA_COUNT, .about = "Pairs of boxes that reach it."},
    {"hota", "HOTA", QA_REAL, .about = "The geometric mean of DetA and AssA."},
    {"deta", "DetA", QA_REAL, .about = "Matched boxes over all boxes of either side."},
    {"assa", "AssA", QA_REAL,
     .about = "How far the two tracks of a matched pair are one, mean over pairs; 0 without any."},
    {"loca", "LocA", QA_REAL, .about = "Mean IoU of matched boxes; 1 without any."},
};
const struct qa_table_form qa_form_hota_alphas =
    QA_TABLE_FORM("hota_alphas", "HOTA at each threshold", columns);

static void put_alpha(struct qa_table *table, const struct qa_score_row *row, size_t k)
{
    double matched = qa_tally_sum(&row->tally, QA_HOTA_MATCHED + k);
    double association = qa_tally_sum(&row->tally, QA_HOTA_ASSOCIATION + k);
    double similarity = qa_tally_sum(&row->tally, QA_HOTA_SIMILARITY + k);
    double either = qa_tally_sum(&row->tally, QA_HOTA_REFERENCE) +
                    qa_tally_sum(&row->tally, QA_HOTA_DELIVERED) - matched;
    qa_table_row(table);
    qa_put_text(table, row->question->name);
    qa_put_text(table, qa_score_by_name(row->by));
    qa_put_text(table, row->by == QA_SCORE_ANNOTATOR ? row->vendor : NULL);
    qa_put_text(table, qa_score_group_text(row));
    qa_put_real(table, (double)(k + 1) / (QA_HOTA_ALPHAS + 1));
    qa_put_count(table, qa_tally_count(&row->tally, QA_HOTA_MATCHED + k));
    qa_put_real(table, sqrt(association / either));
    qa_put_real(table, matched / either);
    qa_put_real(table, matched > 0 ? association / matched : 0);
    qa_put_real(table, matched > 0 ? similarity / matched : 1);
}

static bool is_listed(const struct qa_score_row *row)
{
    bool is_group = row->by == QA_SCORE_ALL || row->by == QA_SCORE_CLASS || row->group != NULL;
    bool is_of_size = row->by == QA_SCORE_SIZE || row->by == QA_SCORE_VENDOR_SIZE;
    return row->score == &qa_score_hota && is_group && !is_of_size &&
           qa_tally_sum(&row->tally, QA_HOTA_REFERENCE) +
                   qa_tally_sum(&row->tally, QA_HOTA_DELIVERED) >
               0;
}

void qa_hota_alphas_table(const struct qa_score_result *result, struct qa_report *report)
{
    struct qa_table *table = NULL;
    for (size_t r = 0; r < result->n_rows; r++) {
        if (!is_listed(&result->rows[r])) {
            continue;
        }
        table = table != NULL ? table : qa_table_new(report->arena, &qa_form_hota_alphas);
        for (size_t k = 0; k < QA_HOTA_ALPHAS; k++) {
            put_alpha(table, &result->rows[r], k);
        }
    }
    if (table != NULL) {
        table->rows_shown = QA_HOTA_ALPHAS;
        qa_table_note(table, "Their means over alpha, with intervals, are hota, deta, assa and "
                             "loca among the figures (Luiten et al. 2021).");
        qa_report_add_table(report, table);
    }
}
