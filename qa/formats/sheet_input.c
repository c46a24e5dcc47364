#include "qa/formats/sheet_input.h"

#include <string.h>
#include <strings.h>

#include "qa/formats/archive.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/sheet_rows.h"

static const struct qa_sheet_form any_form = {NULL, 0, true, NULL};

/* ---- which program's ---- */

/* Compound files hold workbooks of before 2007, and those with a password whatever their name. */
static bool is_compound(const struct qa_bytes *bytes)
{
    static const unsigned char magic[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    return bytes->size >= sizeof magic && memcmp(bytes->data, magic, sizeof magic) == 0;
}

/* The first part of an OpenDocument says what it is, unpacked, behind a header of 30 bytes. */
static bool is_opendocument(const struct qa_bytes *bytes)
{
    static const char begin[] = "mimetypeapplication/vnd.oasis.opendocument.";
    enum { ZIP_NAME = 30 };
    return qa_is_archive(bytes) && bytes->size >= ZIP_NAME + sizeof begin &&
           memcmp(bytes->data + ZIP_NAME, begin, strlen(begin)) == 0;
}

bool qa_is_workbook(const struct qa_bytes *bytes)
{
    return qa_is_archive(bytes) || is_compound(bytes);
}

const char *qa_sheet_format(const struct qa_bytes *bytes)
{
    return is_opendocument(bytes) ? "ods" : qa_is_workbook(bytes) ? "xlsx" : "csv";
}

/* Archives that people take for workbooks, by a part of theirs. */
static enum qa_status refuse_others(const struct qa_bytes *bytes, struct qa_arena *arena,
                                    struct qa_error *err)
{
    static const struct {
        const char *part;
        const char *name;
    } others[] = {{"xl/workbook.bin", "a binary workbook (.xlsb)"},
                  {"Index/Document.iwa", "a document of Apple's Numbers or Pages"},
                  {"word/document.xml", "a text document (.docx)"},
                  {"ppt/presentation.xml", "a presentation (.pptx)"}};
    struct qa_part_names names = {0};
    if (is_compound(bytes)) {
        return qa_fail_at(err, "E137", bytes->path, 0, 0,
                          "a workbook of before 2007 (.xls), or one with a password; save it as "
                          ".xlsx without a password, or as CSV");
    }
    QA_TRY(qa_archive_names(bytes, arena, &names, err));
    for (size_t n = 0; n < names.n; n++) {
        for (size_t o = 0; o < sizeof others / sizeof *others; o++) {
            if (strcmp(names.list[n], others[o].part) == 0) {
                return qa_fail_at(err, "E137", bytes->path, 0, 0,
                                  "%s; save the table as .xlsx or CSV", others[o].name);
            }
        }
    }
    return QA_OK;
}

static enum qa_status open_book(const struct qa_bytes *bytes, struct qa_arena *arena,
                                struct qa_book_input *out, struct qa_error *err)
{
    if (is_opendocument(bytes)) {
        return qa_ods_open(bytes, arena, out, err);
    }
    QA_TRY(refuse_others(bytes, arena, err));
    return qa_xlsx_open(bytes, arena, out, err);
}

/* ---- sheets by their headers ---- */

enum qa_status qa_book_sheets(const struct qa_bytes *bytes, const struct qa_sheet_form *forms,
                              size_t n_forms, struct qa_arena *arena, struct qa_records *out,
                              struct qa_error *err)
{
    struct qa_book_input book;
    struct qa_sheet_rows rows = qa_sheet_rows_begin(bytes->path, forms, n_forms, arena, out, err);
    QA_TRY(open_book(bytes, arena, &book, err));
    return book.read(&book, QA_ALL_SHEETS, &rows);
}

static size_t n_blank(const struct qa_cell *cells, size_t n)
{
    size_t blank = 0;
    for (size_t c = 0; c < n; c++) {
        blank += cells[c].length == 0;
    }
    return blank;
}

/* The rows below a header that is not the first line. */
static void take_below(struct qa_records *records, size_t header)
{
    size_t n = records->n_columns;
    struct qa_cell *cells = (struct qa_cell *)(uintptr_t)records->cells;
    size_t kept = 0;
    records->header = &cells[header * n];
    cells += (header + 1) * n;
    for (size_t r = header + 1; r < records->n_records; r++) {
        const struct qa_cell *row = &records->cells[r * n];
        if (n_blank(row, n) < n) {
            memmove(&cells[kept++ * n], row, n * sizeof *cells);
        }
    }
    records->cells = cells;
    records->n_records = kept;
}

enum qa_status qa_text_sheet(struct qa_bytes *bytes, const struct qa_sheet_form *forms,
                             size_t n_forms, struct qa_arena *arena, struct qa_records *out,
                             size_t *form, struct qa_error *err)
{
    enum { LINES_OF_A_TITLE = 30 };
    QA_TRY(qa_csv_records(bytes, NULL, 0, arena, out, err));
    size_t n = out->n_columns;
    *form = qa_sheet_form_of(forms, n_forms, out->header, n);
    /* A title fills few of the cells that the table below it has; names of columns fill all. */
    bool is_title = n_blank(out->header, n) > 0;
    for (size_t r = 0; is_title && *form == n_forms && r < LINES_OF_A_TITLE && r < out->n_records;
         r++) {
        *form = qa_sheet_form_of(forms, n_forms, &out->cells[r * n], n);
        if (*form < n_forms) {
            take_below(out, r);
        }
    }
    return QA_OK;
}

enum qa_status qa_sheet_records(struct qa_bytes *bytes, const char *const *names, size_t n_names,
                                struct qa_arena *arena, struct qa_records *out,
                                struct qa_error *err)
{
    const struct qa_sheet_form form = {names, n_names, false, NULL};
    if (!qa_is_workbook(bytes)) {
        size_t found;
        return qa_text_sheet(bytes, &form, 1, arena, out, &found, err);
    }
    QA_TRY(qa_book_sheets(bytes, &form, 1, arena, out, err));
    if (out->header != NULL) {
        return QA_OK;
    }
    const char *list = "";
    for (size_t n = 0; n < n_names; n++) {
        list = qa_arena_format(arena, "%s%s%s", list, n > 0 ? " or " : "", names[n]);
    }
    return qa_fail_at(err, "E139", bytes->path, 0, 0, "no sheet has a row with a cell '%s'", list);
}

/* ---- a sheet by its name ---- */

/* The sheet of the name, or the first; n_sheets: none, and *list names those that there are. */
static size_t find_sheet(const struct qa_book_input *book, const char *sheet,
                         struct qa_arena *arena, const char **list)
{
    *list = "";
    for (size_t s = 0; s < book->n_sheets; s++) {
        if (sheet == NULL || strcasecmp(sheet, book->names[s]) == 0) {
            return s;
        }
        *list = qa_arena_format(arena, "%s%s'%.40s'", *list, (*list)[0] != '\0' ? ", " : "",
                                book->names[s]);
    }
    return book->n_sheets;
}

enum qa_status qa_book_table(const struct qa_bytes *bytes, const char *sheet,
                             bool (*is_header)(const struct qa_cell *cells, size_t n),
                             struct qa_arena *arena, struct qa_records *out, struct qa_error *err)
{
    struct qa_book_input book;
    const char *list;
    const struct qa_sheet_form head = {.is_header = is_header};
    struct qa_sheet_rows rows = qa_sheet_rows_begin(bytes->path, &head, 1, arena, out, err);
    QA_TRY(open_book(bytes, arena, &book, err));
    size_t found = find_sheet(&book, sheet, arena, &list);
    if (found == book.n_sheets) {
        return qa_fail_at(err, "E138", bytes->path, 0, 0,
                          "no sheet '%.60s'; the workbook has %.300s", sheet != NULL ? sheet : "",
                          list[0] != '\0' ? list : "none");
    }
    QA_TRY(book.read(&book, found, &rows));
    if (out->header == NULL) {
        rows = qa_sheet_rows_begin(bytes->path, &any_form, 1, arena, out, err);
        QA_TRY(book.read(&book, found, &rows));
    }
    return out->header != NULL ? QA_OK
                               : qa_fail_at(err, "E138", bytes->path, 0, 0,
                                            "sheet '%.60s' is empty", book.names[found]);
}

static bool has_columns(const struct qa_records *table, const struct qa_records *wanted)
{
    size_t c = 0;
    bool found = table->header != NULL;
    for (; found && c < wanted->n_columns; c++) {
        found = false;
        for (size_t i = 0; !found && i < table->n_columns; i++) {
            found = strcasecmp(table->header[i].text, wanted->header[c].text) == 0;
        }
    }
    return found && table->n_records > 0;
}

const char *qa_book_twin(const struct qa_bytes *bytes, const struct qa_records *first,
                         struct qa_arena *arena)
{
    struct qa_book_input book;
    struct qa_error ignored;
    if (open_book(bytes, arena, &book, &ignored) != QA_OK) {
        return NULL;
    }
    for (size_t s = 1; s < book.n_sheets; s++) {
        struct qa_records table;
        struct qa_sheet_rows rows =
            qa_sheet_rows_begin(bytes->path, &any_form, 1, arena, &table, &ignored);
        if (book.read(&book, s, &rows) == QA_OK && has_columns(&table, first)) {
            return book.names[s];
        }
    }
    return NULL;
}
