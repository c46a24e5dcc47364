/* The auditor's work sheet. */
#include <string.h>

#include "qa/base/records.h"
#include "qa/base/utf8.h"
#include "reports/book.h"
#include "reports/sheet_draw.h"
#include "reports/workbook.h"

enum { QUESTION_ROW = 1, HOW_ROW = 2, PROGRESS_ROW = 5, HEADER_ROW = 6 };

/* Columns as the CSV work sheet has them, which judge reads too: those of the auditor, which are
 * printed, and from C_ID on those that only judge needs, which are grouped out of sight. */
enum column {
    C_ORDER,
    C_ITEM,
    C_LINK,
    C_GIVEN,
    C_VERDICT,
    C_GOLD,
    C_SEVERITY,
    C_COMMENT,
    C_AUDITOR,
    C_DOUBLE,
    C_ID,
    C_VENDOR,
    C_QUESTION,
    C_LOT,
    C_LOT_SIZE,
    C_STRATUM,
    C_STRATUM_SIZE,
    C_CLUSTER,
    C_CLUSTERS,
    C_PROBABILITY,
    C_DESIGN,
    C_SHEET,
    C_DRAWN,
    C_CHECK,
    N_COLUMNS
};
static const struct {
    const char *header;
    double width;
} all_columns[N_COLUMNS] = {
    [C_ORDER] = {"order", 7},
    [C_ID] = {"id", 14},
    [C_ITEM] = {"item", 28},
    [C_LINK] = {"link", 12},
    [C_GIVEN] = {"given", 26},
    [C_VERDICT] = {"verdict", 12},
    [C_GOLD] = {"gold", 16},
    [C_SEVERITY] = {"severity", 11},
    [C_COMMENT] = {"comment", 36},
    [C_AUDITOR] = {"auditor", 12},
    [C_DOUBLE] = {"double_audit", 13},
    [C_VENDOR] = {"vendor", 12},
    [C_QUESTION] = {"question", 12},
    [C_LOT] = {"lot", 12},
    [C_LOT_SIZE] = {"lot_size", 9},
    [C_STRATUM] = {"stratum", 18},
    [C_STRATUM_SIZE] = {"stratum_size", 9},
    [C_CLUSTER] = {"cluster", 12},
    [C_CLUSTERS] = {"clusters", 9},
    [C_PROBABILITY] = {"inclusion_probability", 12},
    [C_DESIGN] = {"design", 10},
    [C_SHEET] = {"sheet", 10},
    [C_DRAWN] = {"drawn", 8},
    [C_CHECK] = {"check", 10},
};

/* Where each column stands on this work sheet, -1 where it is left out. */
struct layout {
    int at[N_COLUMNS];
    uint16_t n;
};

struct writing {
    struct qa_book *book;
    const struct qa_sample_sheet *sheet;
    const struct qa_sheet_row *rows;
    size_t n_rows;
    struct layout layout;
    const char **labels;
    uint32_t n_labels;
};

static struct layout lay_out(const struct qa_sample_sheet *sheet)
{
    struct qa_sheet_shape shape = qa_sample_shape(sheet);
    struct layout layout;
    layout.n = 0;
    for (int c = 0; c < N_COLUMNS; c++) {
        bool is_there = c == C_LINK                         ? shape.has_link
                        : c == C_GIVEN                      ? shape.has_given
                        : c == C_AUDITOR || c == C_DOUBLE   ? shape.has_auditor
                        : c == C_CLUSTER || c == C_CLUSTERS ? shape.has_cluster
                                                            : true;
        layout.at[c] = is_there ? (int)layout.n : -1;
        layout.n = (uint16_t)(layout.n + (is_there ? 1 : 0));
    }
    return layout;
}

static uint16_t place(const struct writing *writing, enum column column)
{
    return (uint16_t)writing->layout.at[column];
}

/* The labels that the delivery uses for the question, by name. */
static void list_labels(struct writing *writing)
{
    const struct qa_sample *sample = writing->sheet->sample;
    const struct qa_batch *delivery = writing->sheet->delivery;
    struct qa_arena *arena = writing->book->arena;
    const struct qa_strings *labels = delivery->names->labels;
    uint32_t n = qa_strings_count(labels);
    bool *used = QA_ARRAY(arena, bool, n + (size_t)1);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint64_t first = qa_first_object(delivery, a);
        for (uint64_t o = first; qa_answer_question(delivery, a) == sample->question &&
                                 o < first + qa_object_count(delivery, a);
             o++) {
            if (delivery->label[o] != QA_NONE) {
                used[delivery->label[o]] = true;
            }
        }
    }
    qa_strings_sorted(labels, order, NULL);
    writing->labels = QA_ARRAY(arena, const char *, n + (size_t)1);
    for (uint32_t i = 0; i < n; i++) {
        if (used[order[i]]) {
            writing->labels[writing->n_labels++] = qa_strings_text(labels, order[i]);
        }
    }
}

/* On a sheet of their own, since a list inside a cell's rule may have 255 characters at most; the
 * last one, since programs that make one sheet of a book take the first. */
static void put_labels(const struct writing *writing)
{
    struct qa_sheet sheet = qa_book_sheet(writing->book, "Labels", 0x6B6B6B);
    for (uint32_t i = 0; i < writing->n_labels; i++) {
        qa_put(&sheet, i, 0, writing->labels[i], QA_STYLE_TEXT);
    }
    worksheet_hide(sheet.worksheet);
}

static void put_text(const struct writing *writing, struct qa_sheet *sheet, uint32_t row,
                     enum column column, const char *text, enum qa_style style)
{
    struct qa_arena *arena = writing->book->arena;
    if (writing->layout.at[column] < 0) {
        return;
    }
    /* judge takes such an apostrophe for the guard of a CSV. */
    if (text != NULL && qa_unguarded(text) != text) {
        text = qa_arena_format(arena, "'%s", text);
    }
    qa_put(sheet, row, place(writing, column), text, style);
}

static void put_number(const struct writing *writing, struct qa_sheet *sheet, uint32_t row,
                       enum column column, double number, enum qa_style style)
{
    if (writing->layout.at[column] >= 0) {
        qa_put_number(sheet, row, place(writing, column), number, style);
    }
}

static void put_link(const struct writing *writing, struct qa_sheet *sheet, uint32_t row,
                     const char *item)
{
    enum { LONGEST_LINK = 2000 };
    if (writing->layout.at[C_LINK] < 0) {
        return;
    }
    const char *link = qa_image_link(writing->sheet->images, item, writing->book->arena);
    bool is_address = strstr(link, "://") != NULL;
    const char *target =
        is_address ? link : qa_arena_format(writing->book->arena, "external:%s", link);
    if (strlen(target) > LONGEST_LINK ||
        strcmp(target, qa_utf8_clean(writing->book->arena, target, strlen(target))) != 0 ||
        worksheet_write_url_opt(sheet->worksheet, row, place(writing, C_LINK), target,
                                sheet->book->styles[QA_STYLE_LINK], "open", NULL) != LXW_NO_ERROR) {
        /* What a spreadsheet program cannot follow is still to be read. */
        qa_put(sheet, row, place(writing, C_LINK), link, QA_STYLE_TEXT);
    }
}

static unsigned lines_of(enum column column, const char *text)
{
    return qa_text_lines(text, (unsigned)all_columns[column].width + 3);
}

static void put_row(const struct writing *writing, struct qa_sheet *sheet, uint32_t row,
                    const struct qa_sheet_row *given)
{
    const struct qa_sample_unit *unit = given->unit;
    struct qa_sheet_cells cells = qa_sheet_cells_of(writing->sheet, given);
    char check[9];
    qa_sheet_check(&cells, check);
    put_number(writing, sheet, row, C_ORDER, (double)unit->order, QA_STYLE_COUNT);
    put_text(writing, sheet, row, C_ID, unit->id, QA_STYLE_FIXED_TEXT);
    put_text(writing, sheet, row, C_ITEM, cells.item, QA_STYLE_ROW_TEXT);
    put_link(writing, sheet, row, cells.item);
    const char *given_text =
        qa_given_text(writing->sheet->delivery, unit->answer, writing->book->arena);
    put_text(writing, sheet, row, C_GIVEN, given_text, QA_STYLE_ROW_TEXT);
    unsigned lines = lines_of(C_ITEM, cells.item);
    unsigned given_lines = writing->layout.at[C_GIVEN] >= 0 ? lines_of(C_GIVEN, given_text) : 1;
    qa_row_of_lines(sheet, row, lines > given_lines ? lines : given_lines);
    for (enum column c = C_VERDICT; c <= C_COMMENT; c++) {
        put_text(writing, sheet, row, c, NULL, QA_STYLE_INPUT_TEXT);
    }
    put_text(writing, sheet, row, C_AUDITOR, cells.auditor, QA_STYLE_FIXED_TEXT);
    put_text(writing, sheet, row, C_DOUBLE, given->turn, QA_STYLE_FIXED_TEXT);
    put_text(writing, sheet, row, C_VENDOR, cells.vendor, QA_STYLE_FIXED_TEXT);
    put_text(writing, sheet, row, C_QUESTION, cells.question, QA_STYLE_FIXED_TEXT);
    put_text(writing, sheet, row, C_LOT, unit->lot, QA_STYLE_FIXED_TEXT);
    put_number(writing, sheet, row, C_LOT_SIZE, (double)unit->lot_size, QA_STYLE_FIXED_COUNT);
    put_text(writing, sheet, row, C_STRATUM, unit->stratum, QA_STYLE_FIXED_TEXT);
    put_number(writing, sheet, row, C_STRATUM_SIZE, (double)unit->stratum_size,
               QA_STYLE_FIXED_COUNT);
    put_text(writing, sheet, row, C_CLUSTER, unit->cluster, QA_STYLE_FIXED_TEXT);
    put_number(writing, sheet, row, C_CLUSTERS, (double)unit->n_clusters, QA_STYLE_FIXED_COUNT);
    put_number(writing, sheet, row, C_PROBABILITY, unit->inclusion_probability,
               QA_STYLE_FIXED_REAL);
    put_text(writing, sheet, row, C_DESIGN, cells.design, QA_STYLE_FIXED_TEXT);
    put_text(writing, sheet, row, C_SHEET, cells.sheet, QA_STYLE_FIXED_TEXT);
    put_number(writing, sheet, row, C_DRAWN, (double)cells.drawn, QA_STYLE_FIXED_COUNT);
    put_text(writing, sheet, row, C_CHECK, check, QA_STYLE_FIXED_TEXT);
}

static void add_choices(const struct writing *writing, struct qa_sheet *sheet, uint32_t first,
                        uint32_t last)
{
    char verdict_words[][8] = {"correct", "wrong", "unsure"};
    char severity_words[][9] = {"critical", "major", "minor"};
    char *verdicts[] = {verdict_words[0], verdict_words[1], verdict_words[2], NULL};
    char *severities[] = {severity_words[0], severity_words[1], severity_words[2], NULL};
    uint16_t at_verdict = place(writing, C_VERDICT);
    uint16_t at_gold = place(writing, C_GOLD);
    uint16_t at_severity = place(writing, C_SEVERITY);
    lxw_data_validation verdict = {.validate = LXW_VALIDATION_TYPE_LIST,
                                   .value_list = verdicts,
                                   .error_title = qa_library_text("Verdict"),
                                   .error_message = qa_library_text("correct, wrong or unsure")};
    lxw_data_validation severity = {.validate = LXW_VALIDATION_TYPE_LIST, .value_list = severities};
    struct qa_book *book = writing->book;
    qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, at_verdict, last,
                                                        at_verdict, &verdict));
    qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, at_severity, last,
                                                        at_severity, &severity));
    if (writing->n_labels > 0) {
        const char *list = qa_arena_format(
            book->arena, "=%s", qa_range_name(book->arena, "Labels", 0, writing->n_labels - 1, 0));
        lxw_data_validation gold = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                    .value_formula = qa_library_text(list),
                                    .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
        qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, at_gold, last,
                                                            at_gold, &gold));
    }
}

/* How many of the rows have a verdict or a label of the auditor's. */
static void put_progress(const struct writing *writing, struct qa_sheet *sheet, uint32_t n_rows)
{
    struct qa_arena *arena = writing->book->arena;
    uint32_t last = HEADER_ROW + n_rows;
    uint16_t at = place(writing, C_VERDICT);
    const char *formula = qa_arena_format(
        arena, "=SUMPRODUCT(1-(%s:%s=\"\")*(%s:%s=\"\"))", qa_cell(arena, HEADER_ROW + 1, at),
        qa_cell(arena, last, at), qa_cell(arena, HEADER_ROW + 1, place(writing, C_GOLD)),
        qa_cell(arena, last, place(writing, C_GOLD)));
    qa_put(sheet, PROGRESS_ROW, (uint16_t)(at - 1), "Progress", QA_STYLE_SUBTITLE);
    qa_put_formula(sheet, PROGRESS_ROW, at, formula, QA_STYLE_COUNT);
    qa_put(sheet, PROGRESS_ROW, (uint16_t)(at + 1), qa_arena_format(arena, "of %u", n_rows),
           QA_STYLE_TEXT);
}

static void put_instructions(const struct writing *writing, struct qa_sheet *sheet)
{
    const struct qa_sample *sample = writing->sheet->sample;
    const char *question =
        qa_strings_text(writing->sheet->delivery->names->questions, sample->question);
    qa_put(sheet, 0, 0, "Audit work sheet", QA_STYLE_TITLE);
    if (question[0] != '\0') {
        qa_put(sheet, QUESTION_ROW, 0,
               qa_arena_format(writing->book->arena, "Question: %s", question), QA_STYLE_SUBTITLE);
    }
    qa_put(sheet, HOW_ROW, 0,
           "Work the rows in order. Fill the yellow cells: a verdict (correct, wrong, unsure), or "
           "your own label under gold, which is then compared.",
           QA_STYLE_TEXT);
    qa_put(
        sheet, HOW_ROW + 1, 0,
        "Leave rows that you did not get to blank: they are counted as not done. The other cells "
        "are locked; labelqa judge refuses rows in which they were changed.",
        QA_STYLE_TEXT);
    if (writing->n_rows > sample->n_units) {
        qa_put(sheet, HOW_ROW + 2, 0,
               "Rows with double_audit go to a second auditor too, to measure how often auditors "
               "agree. Do not compare notes.",
               QA_STYLE_TEXT);
    }
}

static void put_columns(const struct writing *writing, struct qa_sheet *sheet)
{
    const char *headers[N_COLUMNS];
    double widths[N_COLUMNS];
    lxw_row_col_options hidden = {.hidden = LXW_TRUE, .level = 1};
    for (int c = 0; c < N_COLUMNS; c++) {
        if (writing->layout.at[c] >= 0) {
            headers[writing->layout.at[c]] = all_columns[c].header;
            widths[writing->layout.at[c]] = all_columns[c].width;
        }
    }
    qa_widths(sheet, widths, writing->layout.n);
    for (uint16_t c = place(writing, C_ID); c < writing->layout.n; c++) {
        qa_note_error(sheet->book,
                      worksheet_set_column_opt(sheet->worksheet, c, c, widths[c], NULL, &hidden));
    }
    qa_put_headers(sheet, HEADER_ROW, headers, writing->layout.n);
}

/* Only the auditor's cells can be changed; widths and heights can, to see all of a comment and what
 * is hidden. There is no password: the check codes find changes, this only prevents mistakes. */
static void protect(const struct writing *writing, struct qa_sheet *sheet, uint32_t n_rows)
{
    lxw_protection allowed = {.format_columns = LXW_TRUE, .format_rows = LXW_TRUE};
    worksheet_protect(sheet->worksheet, NULL, &allowed);
    qa_note_error(sheet->book, worksheet_print_area(sheet->worksheet, 0, 0, HEADER_ROW + n_rows,
                                                    (uint16_t)(place(writing, C_ID) - 1)));
}

/* The rows of one auditor; NULL: all. */
static void put_sheet(const struct writing *writing, const char *auditor, bool is_first)
{
    struct qa_sheet sheet = auditor != NULL ? qa_book_sheet_of(writing->book, auditor)
                                            : qa_book_sheet(writing->book, "Audit", 0x1F3A4D);
    put_columns(writing, &sheet);
    put_instructions(writing, &sheet);
    uint32_t n_rows = 0;
    for (size_t i = 0; i < writing->n_rows; i++) {
        if (auditor == NULL || strcmp(writing->rows[i].auditor, auditor) == 0) {
            put_row(writing, &sheet, HEADER_ROW + ++n_rows, &writing->rows[i]);
        }
    }
    if (n_rows > 0) {
        put_progress(writing, &sheet, n_rows);
        add_choices(writing, &sheet, HEADER_ROW + 1, HEADER_ROW + n_rows);
    }
    protect(writing, &sheet, n_rows);
    if (is_first) {
        worksheet_activate(sheet.worksheet);
    }
}

static void put_sheets(struct writing *writing, const struct qa_report *report)
{
    const struct qa_sample_sheet *sheet = writing->sheet;
    writing->layout = lay_out(sheet);
    writing->rows = qa_sample_rows(sheet, &writing->n_rows, writing->book->arena);
    list_labels(writing);
    if (sheet->n_auditors == 0) {
        put_sheet(writing, NULL, true);
    }
    for (size_t a = 0; a < sheet->n_auditors; a++) {
        put_sheet(writing, sheet->auditors[a], a == 0);
    }
    qa_sheet_draw(writing->book, report);
    put_labels(writing);
}

enum qa_status qa_workbook_sample(const struct qa_sample_sheet *sheet,
                                  const struct qa_report *report, const char *path,
                                  struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book book;
    struct writing writing = {.book = &book, .sheet = sheet};
    const char *footer =
        qa_arena_format(arena, "labelqa %s, work sheet %s", report->version, sheet->sample->sheet);
    enum qa_status status = qa_book_open(&book, path, "Audit work sheet", footer, arena, err);
    if (status == QA_OK) {
        put_sheets(&writing, report);
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
