/* The figures of each field: precision and recall, mean IoU, word error rate ... */
#include "qa/score/scores.h"
#include "reports/sheets.h"
#include "reports/table_block.h"

enum { FIRST = 3, LAST_ROW = 1048575 };

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
    for (size_t f = 0; f < one->score->n_figures; f++, row++) {
        const struct qa_figure *figure = &one->score->figures[f];
        qa_put(sheet, row, 0, qa_figure_name(figure, one->question->type, sheet->book->arena),
               QA_STYLE_BLOCK_NAME);
        qa_put(sheet, row, 1, figure->about, QA_STYLE_NOTE_LINE);
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

void qa_sheet_scores(struct qa_vendor_book *book)
{
    static const double widths[] = {18, 12, 22, 18, 14, 12, 12, 12, 10, 40};
    if (book->evaluation->scores == NULL) {
        return;
    }
    const struct qa_score_result scores = without_annotators(book->evaluation->scores, book->arena);
    struct qa_report *report = qa_report_new(book->arena, "score");
    qa_scores_table(&scores, book->evaluation->scorecard.settings.confidence, report);
    const struct qa_table *table = report->tables[0];
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Scores", QA_TAB_MEASURE);
    struct qa_block block = qa_block_of(table, "question,by,group,vendor,metric,estimate");
    block.has_n = true;
    block.end = block.end < LAST_ROW / 2 ? block.end : LAST_ROW / 2;
    qa_widths(&sheet, widths, sizeof widths / sizeof *widths);
    qa_put(&sheet, 0, 0, "The figures of each field, against gold", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           "Intervals over items, that hold from five of them on. n: items that count. Computed by "
           "labelqa.",
           QA_STYLE_TEXT);
    worksheet_freeze_panes(sheet.worksheet, FIRST + 1, 1);
    qa_note_error(&book->book, worksheet_repeat_rows(sheet.worksheet, FIRST, FIRST));
    uint32_t end = qa_put_block(&sheet, FIRST, &block);
    if (end > FIRST + 1) {
        qa_note_error(&book->book, worksheet_autofilter(sheet.worksheet, FIRST, 0, end - 1,
                                                        (uint16_t)(qa_block_width(&block) - 1)));
    }
    qa_print_upright(&sheet, put_meanings(&sheet, end + 1, &scores));
}
