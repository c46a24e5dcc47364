/* How a work sheet was drawn: what the vendor needs to draw it again. */
#include "reports/sheet_draw.h"
#include "reports/table_block.h"

#include <string.h>

static uint32_t put_settings(struct qa_sheet *sheet, uint32_t row, const struct qa_table *draw)
{
    for (size_t r = 0; r < draw->n_rows; r++, row++) {
        qa_put(sheet, row, 0, qa_table_cell(draw, r, 0)->as.text, QA_STYLE_FIXED_TEXT);
        qa_put(sheet, row, 1, qa_table_cell(draw, r, 1)->as.text, QA_STYLE_TEXT);
    }
    return row;
}

/* Words as a shell takes them, so that the line can be run again. */
static const char *command_line(const struct qa_report *report, struct qa_arena *arena)
{
    const char *line = "";
    for (size_t i = 0; i < report->n_command; i++) {
        const char *word = report->command[i];
        bool is_plain = word[0] != '\0' && strpbrk(word, " \t\n'\"$&|;<>()*?[]#~`\\!{}") == NULL;
        const char *name = i == 0 ? "labelqa" : word;
        line = is_plain || i == 0 ? qa_arena_format(arena, "%s%s%s", line, i > 0 ? " " : "", name)
                                  : qa_arena_format(arena, "%s '%s'", line, word);
    }
    return line;
}

void qa_sheet_draw(struct qa_book *book, const struct qa_report *report)
{
    enum { SETTING = 18, VALUE = 70, LINE = 84 };
    static const double widths[] = {SETTING, VALUE, 9, 9, 14, 18};
    struct qa_sheet sheet = qa_book_sheet(book, "Draw", 0x6B6B6B);
    const struct qa_table *draw = qa_report_table(report, "draw");
    const struct qa_table *strata = qa_report_table(report, "strata");
    uint32_t row = 2;
    qa_widths(&sheet, widths, sizeof widths / sizeof *widths);
    qa_put(&sheet, 0, 0, "How it was drawn", QA_STYLE_TITLE);
    if (draw != NULL) {
        row = put_settings(&sheet, row, draw);
    }
    qa_put_paragraph(&sheet, row, 1, command_line(report, book->arena), LINE, QA_STYLE_WRAPPED);
    qa_put(&sheet, row++, 0, "command", QA_STYLE_FIXED_TEXT);
    qa_put(&sheet, row, 0, "made with", QA_STYLE_FIXED_TEXT);
    qa_put(&sheet, row++, 1, qa_arena_format(book->arena, "labelqa %s", report->version),
           QA_STYLE_TEXT);
    qa_put(
        &sheet, row + 1, 0,
        "The same command with --verify and this file checks that these rows had to come out, and "
        "that nothing but the auditor's cells was changed.",
        QA_STYLE_NOTE_LINE);
    if (strata != NULL) {
        (void)qa_put_titled_block(&sheet, row + 3, strata->title, strata, NULL);
    }
    worksheet_protect(sheet.worksheet, NULL, NULL);
}
