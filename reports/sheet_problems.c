#include <string.h>

#include "reports/sheets.h"
#include "reports/table_page.h"

enum { N_FILE_COLUMNS = 8, VENDOR_COLUMN = 1, READ_COLUMN = 4, N_SUMS = 3 };

static const char several[] = "(several)";

/* Whose file it is: a vendor's, several vendors', or nobody's in particular. */
static const char *owner_of(const struct qa_vendor_book *book, const struct qa_report_input *input)
{
    const struct qa_batch *delivery = book->evaluation->delivery;
    if (book->for_vendor && book->n > 0) {
        return book->evaluation->scorecard.scores[0].facts->name;
    }
    for (size_t s = 0; delivery != NULL && s < delivery->n_sources; s++) {
        const struct qa_source *source = &delivery->sources[s];
        if (strcmp(source->path, input->path) == 0) {
            return source->vendor == QA_NONE ? several : qa_vendor_text(book, source->vendor);
        }
    }
    return "";
}

static const char *reasons_of(const struct qa_vendor_book *book,
                              const struct qa_report_input *input)
{
    const char *reasons = "";
    for (size_t e = 0; e < input->n_exclusions; e++) {
        reasons = qa_arena_format(book->arena, "%s%s%llu %s", reasons, e > 0 ? ", " : "",
                                  (unsigned long long)input->exclusions[e].rows,
                                  input->exclusions[e].reason);
    }
    return reasons;
}

/* Read, used, left out. */
struct sums {
    double of[N_SUMS];
};

static struct sums sums_of(const struct qa_report_input *input)
{
    return (struct sums){{(double)input->rows_read, (double)input->rows_used,
                          (double)(input->rows_read - input->rows_used)}};
}

static void put_sum_formulas(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                             uint32_t first, uint32_t last)
{
    for (uint16_t c = 0; c < (uint16_t)N_SUMS; c++) {
        uint16_t column = (uint16_t)(READ_COLUMN + c);
        const char *range = qa_range_name(book->arena, "Problems", first, last, column);
        qa_put_formula(sheet, row, column, qa_arena_format(book->arena, "=SUM(%s)", range),
                       QA_STYLE_COUNT);
    }
}

static uint32_t put_files(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[N_FILE_COLUMNS] = {
        "file", "vendor", "role", "format", "rows read", "rows used", "excluded", "of which"};
    const struct qa_report *report = book->report;
    qa_put_subheaders(sheet, row++, headers, N_FILE_COLUMNS);
    uint32_t first = row;
    for (size_t i = 0; i < report->n_inputs; i++, row++) {
        const struct qa_report_input *input = &report->inputs[i];
        struct sums sums = sums_of(input);
        qa_put(sheet, row, 0, input->path, QA_STYLE_TEXT);
        qa_put(sheet, row, VENDOR_COLUMN, owner_of(book, input), QA_STYLE_TEXT);
        qa_put(sheet, row, 2, input->role, QA_STYLE_TEXT);
        qa_put(sheet, row, 3, input->format, QA_STYLE_TEXT);
        for (uint16_t c = 0; c < (uint16_t)N_SUMS; c++) {
            qa_put_number(sheet, row, (uint16_t)(READ_COLUMN + c), sums.of[c], QA_STYLE_COUNT);
        }
        qa_put(sheet, row, READ_COLUMN + N_SUMS, reasons_of(book, input), QA_STYLE_SOURCE);
    }
    qa_put(sheet, row, 0, "all files", QA_STYLE_SUBTITLE);
    if (row > first) {
        put_sum_formulas(book, sheet, row, first, row - 1);
    }
    return row + 1;
}

/* The owners of files, each once, in the order of the files. */
static size_t list_owners(const struct qa_vendor_book *book, const char **owners)
{
    size_t n = 0;
    for (size_t i = 0; i < book->report->n_inputs; i++) {
        const char *owner = owner_of(book, &book->report->inputs[i]);
        size_t at = 0;
        while (at < n && strcmp(owners[at], owner) != 0) {
            at++;
        }
        if (at == n) {
            owners[n++] = owner;
        }
    }
    return n;
}

/* By vendor, from the table of files; names compare exactly, as no wildcard or comparison. */
static void put_owner(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                      const char *owner, uint32_t first_file)
{
    struct qa_arena *arena = book->arena;
    const struct qa_report *report = book->report;
    uint32_t last = first_file + (uint32_t)report->n_inputs - 1;
    qa_put(sheet, row, 0, owner[0] != '\0' ? "" : "gold, quotes, logs and other inputs",
           QA_STYLE_TEXT);
    qa_put(sheet, row, VENDOR_COLUMN, owner, QA_STYLE_TEXT);
    for (uint16_t c = 0; c < (uint16_t)N_SUMS; c++) {
        uint16_t column = (uint16_t)(READ_COLUMN + c);
        qa_put_formula(
            sheet, row, column,
            qa_arena_format(arena, "=SUMPRODUCT(EXACT(%s,$B$%u)*%s)",
                            qa_range_name(arena, "Problems", first_file, last, VENDOR_COLUMN),
                            row + 1, qa_range_name(arena, "Problems", first_file, last, column)),
            QA_STYLE_COUNT);
    }
}

static uint32_t put_owners(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                           uint32_t first_file)
{
    static const char *const headers[] = {"rows by vendor", "vendor",    "",        "",
                                          "rows read",      "rows used", "excluded"};
    const char **owners = QA_ARRAY(book->arena, const char *, book->report->n_inputs + 1);
    size_t n = list_owners(book, owners);
    if (n == 0) {
        return row;
    }
    qa_put_subheaders(sheet, row++, headers, 7);
    for (size_t i = 0; i < n; i++) {
        put_owner(book, sheet, row + (uint32_t)i, owners[i], first_file);
    }
    qa_put(sheet, row + (uint32_t)n, 0, "in all", QA_STYLE_SUBTITLE);
    put_sum_formulas(book, sheet, row + (uint32_t)n, row, row + (uint32_t)n - 1);
    return row + (uint32_t)n + 1;
}

/* Lists that are longer than a sheet say so here too. */
static uint32_t put_splits(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    size_t n_wrong = evaluation->errors != NULL ? evaluation->errors->n_wrong : 0;
    size_t n_rows = book->options->show_rows && evaluation->delivery != NULL
                        ? evaluation->delivery->n_answers
                        : 0;
    const struct {
        const char *name;
        size_t n;
    } lists[] = {{"Wrong items", n_wrong}, {"Rows", n_rows}};
    for (size_t i = 0; i < 2; i++) {
        if (lists[i].n > QA_ROWS_A_SHEET) {
            qa_put(sheet, row++, 0,
                   qa_arena_format(book->arena, "%s: %zu rows on %zu sheets, as one takes %d.",
                                   lists[i].name, lists[i].n,
                                   (lists[i].n + QA_ROWS_A_SHEET - 1) / QA_ROWS_A_SHEET,
                                   QA_ROWS_A_SHEET),
                   QA_STYLE_TEXT);
        }
    }
    if (book->options->images != NULL && n_wrong > QA_MOST_LINKS) {
        qa_put(sheet, row++, 0,
               qa_arena_format(book->arena,
                               "Wrong items: the first %d of a sheet link to their images, as a "
                               "sheet takes no more links.",
                               QA_MOST_LINKS),
               QA_STYLE_TEXT);
    }
    return row;
}

static const char *count_text(const struct qa_vendor_book *book)
{
    const struct qa_findings *findings = book->evaluation->findings;
    uint64_t total =
        findings->total[QA_ERROR] + findings->total[QA_WARNING] + findings->total[QA_NOTE];
    return total == 0
               ? "No problems were found."
               : qa_arena_format(
                     book->arena, "Problems: %llu (errors: %llu, warnings: %llu, notes: %llu)%s",
                     (unsigned long long)total, (unsigned long long)findings->total[QA_ERROR],
                     (unsigned long long)findings->total[QA_WARNING],
                     (unsigned long long)findings->total[QA_NOTE],
                     total > findings->n ? "; the first of each kind are listed" : "");
}

static const struct qa_page_block blocks[] = {
    {.table = "completeness"},
    {.table = "problems", .has_filter = true},
};

void qa_sheet_problems(struct qa_vendor_book *book)
{
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Problems", QA_TAB_TRACE);
    static const double least[] = {40, 20, 14, 14, 12, 12, 12, 40, 0};
    const struct qa_page page = {.name = "Problems", .least = least, QA_PAGE_BLOCKS(blocks)};
    struct qa_report *tables = qa_report_new(book->arena, "problems");
    qa_check_tables(&book->evaluation->check, NULL, &book->names, book->evaluation->findings,
                    tables);
    qa_show_files(book, tables->tables[1], "where");
    qa_put(&sheet, 0, 0, "What was read, and what is wrong with it", QA_STYLE_TITLE);
    uint32_t row = put_files(book, &sheet, 2);
    row = put_owners(book, &sheet, row + 1, 3);
    row = put_splits(book, &sheet, row + 1);
    qa_put(&sheet, row, 0, count_text(book), QA_STYLE_SUBTITLE);
    qa_print_upright(&sheet, qa_put_page(&sheet, row + 2, &page, tables));
}
