/* The figures of each field: precision and recall, mean IoU, word error rate ... */
#include "qa/score/scores.h"
#include "reports/sheets.h"
#include "reports/table_page.h"

/* Annotators have a sheet of their own, under pseudonyms. */
static struct qa_score_result without_annotators(const struct qa_score_result *scores,
                                                 struct qa_arena *arena)
{
    struct qa_score_result out = *scores;
    out.rows = QA_ARRAY(arena, struct qa_score_row, scores->n_rows + 1);
    out.n_rows = 0;
    for (size_t i = 0; i < scores->n_rows; i++) {
        if (scores->rows[i].by != QA_SCORE_ANNOTATOR) {
            out.rows[out.n_rows++] = scores->rows[i];
        }
    }
    return out;
}

static uint32_t put_family(struct qa_sheet *sheet, uint32_t row, const struct qa_score_row *one)
{
    for (size_t f = 0; f < one->score->n_figures; f++) {
        const struct qa_figure *figure = &one->score->figures[f];
        if (figure->rows == QA_ROWS_OF_NONE) {
            continue;
        }
        qa_put(sheet, row, 0, qa_scored_figure_name(figure, one->question, sheet->book->arena),
               QA_STYLE_BLOCK_NAME);
        qa_put(sheet, row++, 1, figure->about, QA_STYLE_NOTE_LINE);
    }
    return row;
}

/* What each figure means, once a question. */
static uint32_t put_meanings(struct qa_sheet *sheet, uint32_t row,
                             const struct qa_score_result *scores)
{
    qa_put(sheet, row++, 0, "What they mean", QA_STYLE_SUBTITLE);
    for (size_t i = 0; i < scores->n_rows; i++) {
        const struct qa_score_row *one = &scores->rows[i];
        const struct qa_score_row *before = i > 0 ? one - 1 : NULL;
        if (before == NULL || before->score != one->score || before->question != one->question) {
            row = put_family(sheet, row, one);
        }
    }
    return row;
}

static const struct qa_page_block blocks[] = {
    {.table = "scores", .has_filter = true, .has_n = true, .is_untitled = true},
};

void qa_sheet_scores(struct qa_vendor_book *book)
{
    if (book->evaluation->scores == NULL) {
        return;
    }
    const struct qa_page page = {
        .name = "Scores",
        .title = "The figures of each field, against gold",
        .sentence = "Intervals over items, that hold from five of them on. n: items that count. "
                    "Computed by labelqa.",
        .tab_colour = QA_TAB_MEASURE,
        QA_PAGE_BLOCKS(blocks)};
    const struct qa_score_result scores = without_annotators(book->evaluation->scores, book->arena);
    struct qa_report *report = qa_report_new(book->arena, "score");
    qa_scores_table(&scores, book->evaluation->scorecard.settings.confidence, report);
    uint32_t end;
    struct qa_sheet sheet = qa_page_sheet(&book->book, &page, report, &end);
    qa_print_upright(&sheet, put_meanings(&sheet, end + 1, &scores));
}
