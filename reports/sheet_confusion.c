#include "reports/confusion_blocks.h"
#include "reports/sheets.h"

/*
 * The page: list boxes, the matrix as counts and as shares of gold's rows, the most frequent
 * confusions. Below the page stand the blocks that the list boxes choose from:
 *   lists: vendors, questions, and a row of class names a question
 *   counts: a block of `size` rows a choice of vendor and question
 *   tops: QA_TOP_CONFUSIONS rows a choice
 */
enum { CHOICE_ROW = 2, MATRIX_TITLE = 5, FIRST_COLUMN = 1, EXAMPLE_COLUMN = 4 };

#define SHEET "Confusion"
static const char all_vendors[] = "all vendors";

struct page {
    struct qa_vendor_book *book;
    struct qa_sheet *sheet;
    const struct qa_confusion_blocks *blocks;
    size_t shown; /* the block that the list boxes name when the file is made */
    uint32_t counts_row, rates_row, tops_row, end_row;
    uint32_t lists_row, names_row, blocks_row, data_tops_row;
};

static uint32_t size_of(const struct page *page)
{
    return (uint32_t)page->blocks->size;
}

static void lay_out(struct page *page)
{
    const struct qa_confusion_blocks *blocks = page->blocks;
    uint32_t size = size_of(page);
    uint32_t n_choices = (uint32_t)blocks->n_choices;
    uint32_t n_lists = n_choices > blocks->n_questions ? n_choices : (uint32_t)blocks->n_questions;
    page->counts_row = MATRIX_TITLE + 2;
    page->rates_row = page->counts_row + size + 4;
    page->tops_row = page->rates_row + size + 3;
    page->end_row = page->tops_row + QA_TOP_CONFUSIONS;
    page->lists_row = page->end_row + 4;
    page->names_row = page->lists_row + n_lists + 2;
    page->blocks_row = page->names_row + (uint32_t)blocks->n_questions + 2;
    page->data_tops_row = page->blocks_row + n_choices * (uint32_t)blocks->n_questions * size + 2;
}

static const char *choice_name(const struct page *page, size_t choice)
{
    const struct qa_confusion_blocks *blocks = page->blocks;
    if (blocks->has_all && choice == 0) {
        return all_vendors;
    }
    return qa_vendor_text(page->book, blocks->vendors[choice - blocks->has_all]);
}

static const char *label_text(const struct page *page, uint32_t label)
{
    return label == QA_NONE ? "(nothing)"
                            : qa_strings_text(page->book->evaluation->names->labels, label);
}

/* ---- what the list boxes choose from ---- */

static void put_lists(const struct page *page)
{
    const struct qa_confusion_blocks *blocks = page->blocks;
    qa_put(page->sheet, page->lists_row - 1, 0, "What the list boxes choose from",
           QA_STYLE_SUBTITLE);
    for (size_t v = 0; v < blocks->n_choices; v++) {
        qa_put(page->sheet, page->lists_row + (uint32_t)v, 0, choice_name(page, v), QA_STYLE_NOTE);
    }
    for (size_t q = 0; q < blocks->n_questions; q++) {
        qa_put(page->sheet, page->lists_row + (uint32_t)q, 1,
               qa_question_text(page->book, blocks->questions[q]), QA_STYLE_NOTE);
        for (uint32_t i = 0; i < size_of(page); i++) {
            const char *name = blocks->names[q * blocks->size + i];
            qa_put(page->sheet, page->names_row + (uint32_t)q, (uint16_t)(FIRST_COLUMN + i),
                   name != NULL ? name : "", QA_STYLE_NOTE);
        }
    }
}

static void put_block_data(const struct page *page, size_t block)
{
    const struct qa_confusion_blocks *blocks = page->blocks;
    const char *const *names = blocks->names + (block % blocks->n_questions) * blocks->size;
    const uint64_t *counts = blocks->counts + block * blocks->size * blocks->size;
    uint32_t row = page->blocks_row + (uint32_t)(block * blocks->size);
    for (size_t i = 0; i < blocks->size && names[i] != NULL; i++) {
        qa_put(page->sheet, row + (uint32_t)i, 0, names[i], QA_STYLE_NOTE);
        for (size_t j = 0; j < blocks->size && names[j] != NULL; j++) {
            qa_put_number(page->sheet, row + (uint32_t)i, (uint16_t)(FIRST_COLUMN + j),
                          (double)counts[i * blocks->size + j], QA_STYLE_FIXED_COUNT);
        }
    }
}

static const char *example_text(const struct page *page, const struct qa_top_confusion *top)
{
    const struct qa_strings *items = page->book->evaluation->names->items;
    const char *text = "";
    for (size_t e = 0; e < top->n_examples; e++) {
        text = qa_arena_format(page->book->arena, "%s%s%.80s", text, e > 0 ? ", " : "",
                               qa_strings_text(items, top->examples[e]));
    }
    return text;
}

static void put_top_data(const struct page *page, size_t block)
{
    const struct qa_top_confusion *tops = page->blocks->tops + block * QA_TOP_CONFUSIONS;
    for (uint32_t k = 0; k < QA_TOP_CONFUSIONS && tops[k].count > 0; k++) {
        uint32_t row = page->data_tops_row + (uint32_t)(block * QA_TOP_CONFUSIONS) + k;
        qa_put(page->sheet, row, 0, label_text(page, tops[k].gold), QA_STYLE_NOTE);
        qa_put(page->sheet, row, 1, label_text(page, tops[k].given), QA_STYLE_NOTE);
        qa_put_number(page->sheet, row, 2, (double)tops[k].count, QA_STYLE_FIXED_COUNT);
        qa_put(page->sheet, row, EXAMPLE_COLUMN, example_text(page, &tops[k]), QA_STYLE_NOTE);
    }
}

static void put_data(const struct page *page)
{
    const struct qa_confusion_blocks *blocks = page->blocks;
    put_lists(page);
    for (size_t b = 0; b < blocks->n_choices * blocks->n_questions; b++) {
        put_block_data(page, b);
        put_top_data(page, b);
    }
}

/* ---- the list boxes ---- */

static void put_list_box(const struct page *page, uint16_t column, uint32_t n, const char *message)
{
    const char *list = qa_arena_format(
        page->book->arena, "=%s",
        qa_range_name(page->book->arena, SHEET, page->lists_row, page->lists_row + n - 1, column));
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                .value_formula = qa_library_text(list),
                                .input_title = qa_library_text("Choose"),
                                .input_message = qa_library_text(message),
                                .error_message = qa_library_text("Choose one of the list.")};
    qa_note_error(&page->book->book, worksheet_data_validation_cell(page->sheet->worksheet,
                                                                    CHOICE_ROW + column, 1, &rule));
}

/* The number of the chosen block, from 0. */
static void put_choice(struct page *page)
{
    const struct qa_confusion_blocks *blocks = page->blocks;
    struct qa_arena *arena = page->book->arena;
    uint32_t n_choices = (uint32_t)blocks->n_choices;
    uint32_t n_questions = (uint32_t)blocks->n_questions;
    qa_put(page->sheet, CHOICE_ROW, 0, "vendor", QA_STYLE_SUBTITLE);
    qa_put(page->sheet, CHOICE_ROW, 1, choice_name(page, 0), QA_STYLE_INPUT_TEXT);
    qa_put(page->sheet, CHOICE_ROW + 1, 0, "question", QA_STYLE_SUBTITLE);
    qa_put(page->sheet, CHOICE_ROW + 1, 1, qa_question_text(page->book, blocks->questions[0]),
           QA_STYLE_INPUT_TEXT);
    put_list_box(page, 0, n_choices, "the vendor whose confusions are shown");
    put_list_box(page, 1, n_questions, "the question whose classes are shown");
    qa_put(page->sheet, CHOICE_ROW, 4, "block", QA_STYLE_NOTE);
    qa_put_formula(
        page->sheet, CHOICE_ROW, 5,
        qa_arena_format(
            arena, "=(MATCH($B$%d,%s,0)-1)*%u+MATCH($B$%d,%s,0)-1", CHOICE_ROW + 1,
            qa_range_name(arena, SHEET, page->lists_row, page->lists_row + n_choices - 1, 0),
            n_questions, CHOICE_ROW + 2,
            qa_range_name(arena, SHEET, page->lists_row, page->lists_row + n_questions - 1, 1)),
        QA_STYLE_NOTE);
}

/* ---- the matrices ---- */

static const char *block_cell(const struct page *page)
{
    return qa_cell_name(page->book->arena, NULL, CHOICE_ROW, 5);
}

static const char *class_formula(const struct page *page, uint32_t i)
{
    struct qa_arena *arena = page->book->arena;
    const char *names = qa_arena_format(
        arena, "%s:%s", qa_cell_name(arena, NULL, page->names_row, FIRST_COLUMN),
        qa_cell_name(arena, NULL, page->names_row + (uint32_t)page->blocks->n_questions - 1,
                     (uint16_t)(FIRST_COLUMN + size_of(page) - 1)));
    return qa_arena_format(arena, "=INDEX(%s,MOD(%s,%u)+1,%u)&\"\"", names, block_cell(page),
                           (unsigned)page->blocks->n_questions, i + 1);
}

static void put_axis(const struct page *page, uint32_t header_row, bool by_formula)
{
    struct qa_arena *arena = page->book->arena;
    for (uint32_t i = 0; i < size_of(page); i++) {
        uint16_t column = (uint16_t)(FIRST_COLUMN + i);
        const char *across =
            by_formula ? class_formula(page, i)
                       : qa_arena_format(arena, "=%s&\"\"",
                                         qa_cell_name(arena, NULL, page->counts_row - 1, column));
        const char *down =
            qa_arena_format(arena, "=%s&\"\"", qa_cell_name(arena, NULL, header_row, column));
        qa_put_formula(page->sheet, header_row, column, across, QA_STYLE_HEADER);
        qa_put_formula(page->sheet, header_row + 1 + i, 0, down, QA_STYLE_TEXT);
    }
    qa_note_error(&page->book->book,
                  worksheet_set_row(page->sheet->worksheet, header_row, 30, NULL));
}

static void put_count_row(const struct page *page, uint32_t i)
{
    struct qa_arena *arena = page->book->arena;
    uint32_t size = size_of(page);
    uint32_t row = page->counts_row + i;
    const char *data = qa_arena_format(
        arena, "%s:%s", qa_cell_name(arena, NULL, page->blocks_row, FIRST_COLUMN),
        qa_cell_name(arena, NULL,
                     page->blocks_row +
                         (uint32_t)(page->blocks->n_choices * page->blocks->n_questions) * size - 1,
                     (uint16_t)(FIRST_COLUMN + size - 1)));
    for (uint32_t j = 0; j < size; j++) {
        uint16_t column = (uint16_t)(FIRST_COLUMN + j);
        qa_put_formula(
            page->sheet, row, column,
            qa_arena_format(arena, "=IF(OR($A%u=\"\",%s=\"\"),\"\",INDEX(%s,%s*%u+%u,%u))", row + 1,
                            qa_cell_name(arena, NULL, page->counts_row - 1, column), data,
                            block_cell(page), size, i + 1, j + 1),
            i == j ? QA_STYLE_SAME_COUNT : QA_STYLE_CELL_COUNT);
    }
    qa_put_formula(page->sheet, row, (uint16_t)(FIRST_COLUMN + size),
                   qa_arena_format(arena, "=IF($A%u=\"\",\"\",SUM(%s:%s))", row + 1,
                                   qa_cell(arena, row, FIRST_COLUMN),
                                   qa_cell(arena, row, (uint16_t)(FIRST_COLUMN + size - 1))),
                   QA_STYLE_COUNT);
}

static void put_count_totals(const struct page *page)
{
    struct qa_arena *arena = page->book->arena;
    uint32_t size = size_of(page);
    uint32_t row = page->counts_row + size;
    qa_put(page->sheet, row, 0, "total", QA_STYLE_SUBTITLE);
    for (uint32_t j = 0; j <= size; j++) {
        uint16_t column = (uint16_t)(FIRST_COLUMN + j);
        qa_put_formula(page->sheet, row, column,
                       qa_arena_format(arena, "=IF(%s=\"\",\"\",SUM(%s:%s))",
                                       qa_cell_name(arena, NULL, page->counts_row - 1, column),
                                       qa_cell(arena, page->counts_row, column),
                                       qa_cell(arena, row - 1, column)),
                       QA_STYLE_COUNT);
    }
}

static void put_rate_row(const struct page *page, uint32_t i)
{
    struct qa_arena *arena = page->book->arena;
    uint32_t size = size_of(page);
    uint32_t of = page->counts_row + i;
    const char *sum = qa_cell_name(arena, NULL, of, (uint16_t)(FIRST_COLUMN + size));
    for (uint32_t j = 0; j < size; j++) {
        uint16_t column = (uint16_t)(FIRST_COLUMN + j);
        const char *cell = qa_cell(arena, of, column);
        qa_put_formula(page->sheet, page->rates_row + i, column,
                       qa_arena_format(arena, "=IF(AND(ISNUMBER(%s),N(%s)>0),%s/%s,\"\")", cell,
                                       sum, cell, sum),
                       i == j ? QA_STYLE_SAME_RATE : QA_STYLE_CELL_RATE);
    }
}

/* From white to red, over what is off the diagonal: right answers would drown the rest. */
static void colour_off_diagonal(const struct page *page, uint32_t first_row)
{
    struct qa_arena *arena = page->book->arena;
    uint32_t size = size_of(page);
    const char *ranges = "";
    for (uint32_t i = 0; i < size; i++) {
        uint32_t row = first_row + i;
        if (i > 0) {
            ranges = qa_arena_format(arena, "%s%s%s:%s", ranges, ranges[0] != '\0' ? " " : "",
                                     qa_cell(arena, row, FIRST_COLUMN),
                                     qa_cell(arena, row, (uint16_t)(FIRST_COLUMN + i - 1)));
        }
        if (i + 1 < size) {
            ranges = qa_arena_format(arena, "%s%s%s:%s", ranges, ranges[0] != '\0' ? " " : "",
                                     qa_cell(arena, row, (uint16_t)(FIRST_COLUMN + i + 1)),
                                     qa_cell(arena, row, (uint16_t)(FIRST_COLUMN + size - 1)));
        }
    }
    lxw_conditional_format scale = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                    .min_value = 0,
                                    .min_color = 0xFFFFFF,
                                    .max_color = 0xE07B6A,
                                    .multi_range = qa_library_text(ranges)};
    if (size > 1) {
        qa_note_error(&page->book->book,
                      worksheet_conditional_format_range(
                          page->sheet->worksheet, first_row, FIRST_COLUMN, first_row + size - 1,
                          (uint16_t)(FIRST_COLUMN + size - 1), &scale));
    }
}

static void put_matrices(const struct page *page)
{
    uint32_t size = size_of(page);
    qa_put(page->sheet, MATRIX_TITLE, 0,
           "Counts: what gold says in rows, what was given in columns", QA_STYLE_SUBTITLE);
    qa_put(page->sheet, page->counts_row - 1, 0, "gold \\ given", QA_STYLE_HEADER);
    qa_put(page->sheet, page->counts_row - 1, (uint16_t)(FIRST_COLUMN + size), "total",
           QA_STYLE_HEADER);
    put_axis(page, page->counts_row - 1, true);
    qa_put(page->sheet, page->rates_row - 2, 0,
           "Shares of each row: of what gold says so, how much was given as what",
           QA_STYLE_SUBTITLE);
    qa_put(page->sheet, page->rates_row - 1, 0, "gold \\ given", QA_STYLE_HEADER);
    put_axis(page, page->rates_row - 1, false);
    for (uint32_t i = 0; i < size; i++) {
        put_count_row(page, i);
        put_rate_row(page, i);
    }
    put_count_totals(page);
    colour_off_diagonal(page, page->counts_row);
    colour_off_diagonal(page, page->rates_row);
}

/* ---- the most frequent confusions ---- */

static void put_top_cell(const struct page *page, uint32_t k, uint16_t column, enum qa_style style)
{
    struct qa_arena *arena = page->book->arena;
    uint32_t last =
        page->data_tops_row +
        (uint32_t)(page->blocks->n_choices * page->blocks->n_questions) * QA_TOP_CONFUSIONS - 1;
    const char *counts = qa_range_name(arena, SHEET, page->data_tops_row, last, 2);
    const char *values = qa_range_name(arena, SHEET, page->data_tops_row, last, column);
    const char *at = qa_arena_format(arena, "%s*%d+%u", block_cell(page), QA_TOP_CONFUSIONS, k + 1);
    qa_put_formula(
        page->sheet, page->tops_row + k, column,
        qa_arena_format(arena, "=IF(N(INDEX(%s,%s))>0,INDEX(%s,%s),\"\")", counts, at, values, at),
        style);
}

static void put_tops(const struct page *page)
{
    static const char *const headers[] = {"gold", "given", "count", "share of errors",
                                          "for example"};
    struct qa_arena *arena = page->book->arena;
    uint32_t size = size_of(page);
    const char *matrix =
        qa_arena_format(arena, "%s:%s", qa_cell_name(arena, NULL, page->counts_row, FIRST_COLUMN),
                        qa_cell_name(arena, NULL, page->counts_row + size - 1,
                                     (uint16_t)(FIRST_COLUMN + size - 1)));
    /* All cells less those of the diagonal, where row and column stand at the same distance. */
    const char *off = qa_arena_format(
        arena, "(SUM(%s)-SUMPRODUCT((ROW(%s)-ROW(%s)=COLUMN(%s)-COLUMN(%s))*ISNUMBER(%s),%s))",
        matrix, matrix, qa_cell_name(arena, NULL, page->counts_row, FIRST_COLUMN), matrix,
        qa_cell_name(arena, NULL, page->counts_row, FIRST_COLUMN), matrix, matrix);
    qa_put(page->sheet, page->tops_row - 2, 0, "The most frequent confusions", QA_STYLE_SUBTITLE);
    qa_put_subheaders(page->sheet, page->tops_row - 1, headers, 5);
    for (uint32_t k = 0; k < QA_TOP_CONFUSIONS; k++) {
        put_top_cell(page, k, 0, QA_STYLE_TEXT);
        put_top_cell(page, k, 1, QA_STYLE_TEXT);
        put_top_cell(page, k, 2, QA_STYLE_COUNT);
        const char *count = qa_cell(arena, page->tops_row + k, 2);
        qa_put_formula(page->sheet, page->tops_row + k, 3,
                       qa_arena_format(arena, "=IF(ISNUMBER(%s),%s/%s,\"\")", count, count, off),
                       QA_STYLE_RATE);
        put_top_cell(page, k, EXAMPLE_COLUMN, QA_STYLE_NOTE_LINE);
    }
}

void qa_sheet_confusion(struct qa_vendor_book *book)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    struct qa_sheet sheet = qa_book_sheet(&book->book, SHEET, QA_TAB_MEASURE);
    qa_put(&sheet, 0, 0, "What was taken for what", QA_STYLE_TITLE);
    struct qa_confusion_blocks blocks = {0};
    if (errors != NULL) {
        blocks = qa_confusion_blocks(errors, book->evaluation->names, book->arena);
    }
    if (blocks.size == 0) {
        qa_put(&sheet, 2, 0,
               errors == NULL ? "No gold was given, so confusions are not known."
                              : "No answer to an item of gold was delivered.",
               QA_STYLE_TEXT);
        return;
    }
    struct page page = {.book = book, .sheet = &sheet, .blocks = &blocks};
    lay_out(&page);
    qa_note_error(&book->book, worksheet_set_column(sheet.worksheet, 0, 0, 24, NULL));
    qa_note_error(&book->book, worksheet_set_column(sheet.worksheet, 1, (uint16_t)(1 + blocks.size),
                                                    blocks.size > 12 ? 8.5 : 11, NULL));
    qa_put(&sheet, 1, 0,
           "Choose in the yellow cells. Grey: given as gold says. (nothing): an object that was "
           "missed, or one that is not there; a poorly placed one counts as both.",
           QA_STYLE_TEXT);
    put_data(&page);
    put_choice(&page);
    put_matrices(&page);
    put_tops(&page);
    uint16_t last = (uint16_t)(blocks.size + 1 > 9 ? blocks.size + 1 : 9);
    qa_note_error(&book->book, worksheet_print_area(sheet.worksheet, 0, 0, page.end_row, last));
    worksheet_fit_to_pages(sheet.worksheet, 1, 1);
    worksheet_freeze_panes(sheet.worksheet, CHOICE_ROW + 2, 1);
}
