/* OpenDocument spreadsheets as records: the same as the workbook of the same cells gives. */
#include <minizip/zip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "tests/support/close.h"

#include "qa/base/random.h"
#include "qa/formats/sheet_input.h"

static const char spreadsheet[] = "application/vnd.oasis.opendocument.spreadsheet";
static const char *const header_names[] = {"verdict", "gold"};

struct file {
    unsigned char *data;
    size_t size;
};

static void take_file(const char *path, struct file *out)
{
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    out->data = malloc(1 << 20);
    assert_non_null(out->data);
    out->size = fread(out->data, 1, 1 << 20, stream);
    fclose(stream);
    unlink(path);
}

static void add_part(zipFile zip, const char *name, const char *text)
{
    int method = strcmp(name, "mimetype") == 0 ? 0 : Z_DEFLATED;
    assert_int_equal(
        zipOpenNewFileInZip(zip, name, NULL, NULL, 0, NULL, 0, NULL, method, method == 0 ? 0 : 6),
        ZIP_OK);
    assert_int_equal(zipWriteInFileInZip(zip, text, (unsigned)strlen(text)), ZIP_OK);
    assert_int_equal(zipCloseFileInZip(zip), ZIP_OK);
}

/* The spreadsheet of what stands between <office:spreadsheet> and its end. */
static struct file make_ods(const char *kind, const char *tables, const char *manifest)
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    char *content = malloc(strlen(tables) + 1000);
    struct file file;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    unlink(path);
    zipFile zip = zipOpen(path, APPEND_STATUS_CREATE);
    assert_non_null(zip);
    assert_non_null(content);
    add_part(zip, "mimetype", kind);
    snprintf(content, strlen(tables) + 1000,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content "
             "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>"
             "<office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>",
             tables);
    add_part(zip, "content.xml", content);
    add_part(zip, "META-INF/manifest.xml", manifest);
    assert_int_equal(zipClose(zip, NULL), ZIP_OK);
    free(content);
    take_file(path, &file);
    return file;
}

static enum qa_status read_file(const struct file *file, struct qa_arena *arena,
                                struct qa_records *out, struct qa_error *err)
{
    struct qa_bytes bytes;
    assert_int_equal(qa_bytes_of_memory(&bytes, file->data, file->size, "book.ods", err), QA_OK);
    enum qa_status status = qa_sheet_records(&bytes, header_names, 2, arena, out, err);
    qa_bytes_close(&bytes);
    return status;
}

static enum qa_status read_tables(const char *kind, const char *tables, const char *manifest,
                                  struct qa_arena *arena, struct qa_records *out,
                                  struct qa_error *err)
{
    struct file file = make_ods(kind, tables, manifest);
    enum qa_status status = read_file(&file, arena, out, err);
    free(file.data);
    return status;
}

static void assert_row(const struct qa_records *records, size_t record, const char *const *texts)
{
    for (size_t c = 0; c < records->n_columns; c++) {
        assert_string_equal(records->cells[record * records->n_columns + c].text, texts[c]);
    }
}

#define TEXT(text)                                                                                 \
    "<table:table-cell office:value-type=\"string\"><text:p>" text "</text:p></table:table-cell>"
#define HEADER "<table:table-row>" TEXT("item") TEXT("Verdict") TEXT("size") "</table:table-row>"

static void cells_are_what_the_sheet_holds(void **state)
{
    (void)state;
    static const char tables[] = "<table:table table:name=\"Read me\"><table:table-row>" TEXT(
        "the verdict counts") "</table:table-row></table:table>"
                              "<table:table table:name=\"Audit\">"
                              "<table:table-row "
                              "table:number-rows-repeated=\"3\"><table:table-cell/></"
                              "table:table-row>" HEADER "<table:table-row>" TEXT(
                                  "a<text:s text:c=\"2\"/>b<text:tab/><text:span>c</text:span>"
                                  "</text:p><text:p>second") "<table:table-cell "
                                                             "office:value-type=\"percentage\" "
                                                             "office:value=\"0.07\"><text:p>7.00 %"
                                                             "</text:p></table:table-cell>"
                                                             "<table:table-cell "
                                                             "office:value-type=\"currency\" "
                                                             "office:value=\"1250.50\"><text:p>1."
                                                             "250,50 "
                                                             "EUR</text:p></table:table-cell></"
                                                             "table:table-row>"
                                                             "<table:table-row "
                                                             "table:visibility=\"filter\"><table:"
                                                             "table-cell "
                                                             "office:value-type=\"date\" "
                                                             "office:date-value=\"2026-03-09T10:30:"
                                                             "00\"><office:annotation>"
                                                             "<text:p>a "
                                                             "comment</text:p></"
                                                             "office:annotation><text:p>9.3.26</"
                                                             "text:p></table:table-cell>"
                                                             "<table:table-cell "
                                                             "office:value-type=\"boolean\" "
                                                             "office:boolean-value=\"true\"><text:"
                                                             "p>WAHR"
                                                             "</text:p></"
                                                             "table:table-cell><table:table-cell "
                                                             "office:value-type=\"string\" "
                                                             "office:string-value=\"said\"/></"
                                                             "table:table-row>"
                                                             "<table:table-row "
                                                             "table:number-rows-repeated=\"2\"><"
                                                             "table:table-cell "
                                                             "table:number-columns-repeated=\"2\" "
                                                             "office:value-type=\"float\" "
                                                             "office:value=\"3.0\">"
                                                             "<text:p>3</text:p></"
                                                             "table:table-cell><table:table-cell "
                                                             "table:number-columns-repeated="
                                                             "\"16382\"/></table:table-row>"
                                                             "<table:table-row "
                                                             "table:number-rows-repeated="
                                                             "\"1048000\"><table:table-cell "
                                                             "table:number-columns-repeated="
                                                             "\"16384\"/></table:table-row></"
                                                             "table:table>";
    static const char *const rows[][3] = {{"a  b\tc\nsecond", "7%", "1250.5"},
                                          {"2026-03-09T10:30:00", "TRUE", "said"},
                                          {"3", "3", ""},
                                          {"3", "3", ""}};
    static const uint64_t lines[] = {5, 6, 7, 8};
    struct qa_arena *arena = qa_arena_new();
    struct qa_error err;
    struct qa_records records;
    assert_int_equal(read_tables(spreadsheet, tables, "", arena, &records, &err), QA_OK);
    assert_int_equal(records.n_columns, 3);
    assert_int_equal(records.header[1].line, 4);
    assert_int_equal(records.n_records, 4);
    for (size_t r = 0; r < 4; r++) {
        assert_row(&records, r, rows[r]);
        assert_int_equal(records.cells[3 * r].line, lines[r]);
    }
    assert_int_equal(records.n_hidden, 1);
    assert_int_equal(records.hidden, 6);
    assert_true(records.cells[1].is_typed && records.cells[3].is_typed);
    assert_false(records.cells[0].is_typed || records.cells[4].is_typed);
    qa_arena_free(arena);
}

static void what_is_no_open_spreadsheet_is_refused(void **state)
{
    (void)state;
    static const char bomb[] = "<table:table table:name=\"A\">" HEADER
                               "<table:table-row table:number-rows-repeated=\"99999999\">" TEXT("a")
                                   TEXT("wrong") "</table:table-row></table:table>";
    static const char plain[] = "<table:table table:name=\"A\">" HEADER "</table:table>";
    static const struct {
        const char *kind;
        const char *tables;
        const char *manifest;
        const char *code;
        const char *words;
    } cases[] = {
        {"application/vnd.oasis.opendocument.text", plain, "", "E137", "no spreadsheet"},
        {spreadsheet, plain, "<manifest:encryption-data/>", "E137", "password"},
        {spreadsheet, bomb, "", "E104", "repeat"},
        {spreadsheet, "<table:table>", "", "E137", "content.xml"},
        {spreadsheet, "<table:table table:name=\"A\"></table:table>", "", "E139", "verdict"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_error err;
        struct qa_records records;
        assert_int_equal(
            read_tables(cases[i].kind, cases[i].tables, cases[i].manifest, arena, &records, &err),
            QA_INPUT);
        assert_string_equal(err.code, cases[i].code);
        assert_non_null(strstr(err.text, cases[i].words));
        qa_arena_free(arena);
    }
}

/* ---- the same cells in both forms ---- */

enum { ROWS = 12, COLUMNS = 5 };

struct value {
    char kind; /* ' ' blank, t text, n number, p per cent */
    double number;
    char text[16];
};

static void draw_values(struct qa_random *random, struct value values[ROWS][COLUMNS])
{
    static const char kinds[] = "  ttnnp";
    memset(values, 0, sizeof(struct value) * ROWS * COLUMNS);
    for (size_t r = 0; r < ROWS; r++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            struct value *value = &values[r][c];
            value->kind = r == 0 ? 't' : kinds[qa_random_below(random, 7)];
            value->number = (double)qa_random_below(random, 100000) / 1000;
            snprintf(value->text, sizeof value->text, r == 0 ? "c%d" : "t%d",
                     r == 0 ? (int)c : (int)qa_random_below(random, 3));
        }
    }
    snprintf(values[0][1].text, sizeof values[0][1].text, "verdict");
}

static struct file xlsx_of(struct value values[ROWS][COLUMNS])
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    struct file file;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
    lxw_format *percent = workbook_add_format(book);
    format_set_num_format(percent, "0.0%");
    for (size_t r = 0; r < ROWS; r++) {
        for (uint16_t c = 0; c < COLUMNS; c++) {
            const struct value *value = &values[r][c];
            if (value->kind == 't') {
                worksheet_write_string(sheet, (lxw_row_t)r, c, value->text, NULL);
            } else if (value->kind != ' ') {
                worksheet_write_number(sheet, (lxw_row_t)r, c, value->number,
                                       value->kind == 'p' ? percent : NULL);
            }
        }
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    take_file(path, &file);
    return file;
}

static bool same_value(const struct value *a, const struct value *b)
{
    return a->kind == b->kind && (a->kind == ' ' || (a->kind == 't' ? strcmp(a->text, b->text) == 0
                                                                    : a->number == b->number));
}

/* Equal neighbours are written once with their count, as programs do. */
static struct file ods_of(struct value values[ROWS][COLUMNS])
{
    static char tables[1 << 16];
    size_t used = (size_t)snprintf(tables, sizeof tables, "<table:table table:name=\"A\">");
    for (size_t r = 0; r < ROWS; r++) {
        used += (size_t)snprintf(tables + used, sizeof tables - used, "<table:table-row>");
        size_t n = 1;
        for (size_t c = 0; c < COLUMNS; c += n) {
            const struct value *value = &values[r][c];
            n = 1;
            while (c + n < COLUMNS && same_value(value, &values[r][c + n])) {
                n++;
            }
            used += (size_t)snprintf(tables + used, sizeof tables - used,
                                     "<table:table-cell table:number-columns-repeated=\"%zu\"", n);
            if (value->kind == 't') {
                used += (size_t)snprintf(
                    tables + used, sizeof tables - used,
                    " office:value-type=\"string\"><text:p>%s</text:p></table:table-cell>",
                    value->text);
            } else {
                used += (size_t)snprintf(
                    tables + used, sizeof tables - used,
                    value->kind == ' ' ? "/>"
                                       : " office:value-type=\"%s\" office:value=\"%.17g\"/>",
                    value->kind == 'p' ? "percentage" : "float", value->number);
            }
        }
        used += (size_t)snprintf(tables + used, sizeof tables - used, "</table:table-row>");
    }
    snprintf(tables + used, sizeof tables - used, "</table:table>");
    return make_ods(spreadsheet, tables, "");
}

static void both_forms_of_a_workbook_give_the_same_records(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int round = 0; round < 50; round++) {
        struct value values[ROWS][COLUMNS];
        struct qa_arena *arena = qa_arena_new();
        struct qa_error err;
        struct qa_records xlsx;
        struct qa_records ods;
        draw_values(&random, values);
        struct file a = xlsx_of(values);
        struct file b = ods_of(values);
        assert_int_equal(read_file(&a, arena, &xlsx, &err), QA_OK);
        assert_int_equal(read_file(&b, arena, &ods, &err), QA_OK);
        assert_int_equal(xlsx.n_columns, ods.n_columns);
        assert_int_equal(xlsx.n_records, ods.n_records);
        for (size_t i = 0; i < xlsx.n_records * xlsx.n_columns; i++) {
            assert_string_equal(xlsx.cells[i].text, ods.cells[i].text);
            assert_int_equal(xlsx.cells[i].line, ods.cells[i].line);
            assert_int_equal(xlsx.cells[i].column, ods.cells[i].column);
            assert_int_equal(xlsx.cells[i].is_typed, ods.cells[i].is_typed);
        }
        free(a.data);
        free(b.data);
        qa_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_what_the_sheet_holds),
        cmocka_unit_test(what_is_no_open_spreadsheet_is_refused),
        cmocka_unit_test(both_forms_of_a_workbook_give_the_same_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
