/* Workbooks as records: what libxlsxwriter writes is read back, and damaged files fail cleanly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "tests/support/close.h"

#include "qa/base/random.h"
#include "qa/formats/archive.h"
#include "qa/formats/sheet_input.h"

static const char *const header_names[] = {"verdict", "gold"};

struct file {
    unsigned char *data;
    size_t size;
};

/* Writes a book by `fill` to a temporary file and takes its bytes. */
static struct file make_book(void (*fill)(lxw_workbook *))
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    lxw_workbook *book = workbook_new(path);
    fill(book);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    struct file file = {malloc(1 << 20), 0};
    assert_non_null(file.data);
    file.size = fread(file.data, 1, 1 << 20, stream);
    fclose(stream);
    unlink(path);
    return file;
}

static enum qa_status read_book(const struct file *file, struct qa_arena *arena,
                                struct qa_records *out, struct qa_error *err)
{
    struct qa_bytes bytes;
    assert_int_equal(qa_bytes_of_memory(&bytes, file->data, file->size, "book.xlsx", err), QA_OK);
    enum qa_status status = qa_sheet_records(&bytes, header_names, 2, arena, out, err);
    qa_bytes_close(&bytes);
    return status;
}

static void fill_sheet(lxw_workbook *book)
{
    lxw_worksheet *notes = workbook_add_worksheet(book, "Read me");
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Audit & more");
    lxw_format *date = workbook_add_format(book);
    lxw_format *tenths = workbook_add_format(book);
    format_set_num_format(date, "dd/mm/yyyy hh:mm");
    format_set_num_format(tenths, "0.0 \"days\"");
    worksheet_write_string(notes, 0, 0, "the verdict counts", NULL);
    worksheet_write_string(sheet, 0, 0, "Work sheet", NULL);
    worksheet_write_string(sheet, 2, 1, "item", NULL);
    worksheet_write_string(sheet, 2, 2, "Verdict", NULL);
    worksheet_write_string(sheet, 2, 3, "size", NULL);
    worksheet_write_string(sheet, 2, 4, "when", NULL);
    worksheet_write_string(sheet, 3, 1, "a <b> & \xC3\xA4 _x005F_x0041_ _x1_", NULL);
    worksheet_write_string(sheet, 3, 2, "wrong", NULL);
    worksheet_write_number(sheet, 3, 3, 0.1, NULL);
    lxw_datetime time = {2026, 3, 9, 10, 30, 0};
    worksheet_write_datetime(sheet, 3, 4, &time, date);
    worksheet_write_number(sheet, 5, 1, 12345678901.0, NULL);
    worksheet_write_boolean(sheet, 5, 2, 1, NULL);
    worksheet_write_formula_num(sheet, 5, 3, "=1/3", tenths, 1.0 / 3);
    lxw_datetime day = {2026, 3, 9, 0, 0, 0};
    worksheet_write_datetime(sheet, 5, 4, &day, date);
    worksheet_write_blank(sheet, 7, 2, date);
    worksheet_write_string(sheet, 8, 9, "beside the table", NULL);
}

static void texts_numbers_dates_and_formulas_are_read(void **state)
{
    (void)state;
    static const char *const expected[2][4] = {
        {"a <b> & \xC3\xA4 _x0041_ _x1_", "wrong", "0.1", "2026-03-09T10:30:00"},
        {"12345678901", "TRUE", "0.333333333333333", "2026-03-09"}};
    struct qa_arena *arena = qa_arena_new();
    struct file file = make_book(fill_sheet);
    struct qa_records records;
    struct qa_error err;
    assert_int_equal(read_book(&file, arena, &records, &err), QA_OK);
    assert_int_equal(records.n_columns, 4);
    assert_int_equal(records.n_records, 2);
    assert_string_equal(records.header[1].text, "Verdict");
    for (size_t r = 0; r < 2; r++) {
        for (uint32_t c = 0; c < 4; c++) {
            const struct qa_cell *cell = qa_records_cell(&records, r, c);
            assert_int_equal(cell->line, r == 0 ? 4 : 6);
            assert_int_equal(cell->column, c + 2);
            if (r == 1 && c == 2) {
                assert_close(strtod(cell->text, NULL), 1.0 / 3, 1e-15);
            } else {
                assert_string_equal(cell->text, expected[r][c]);
            }
        }
    }
    free(file.data);
    qa_arena_free(arena);
}

static void fill_two(lxw_workbook *book, const char *second_header)
{
    for (int s = 0; s < 2; s++) {
        lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
        worksheet_write_string(sheet, 0, 0, s == 0 ? "item" : second_header, NULL);
        worksheet_write_string(sheet, 0, 1, "gold", NULL);
        worksheet_write_string(sheet, 1, 0, s == 0 ? "x" : "y", NULL);
    }
}

static void fill_same(lxw_workbook *book)
{
    fill_two(book, "item");
}

static void fill_different(lxw_workbook *book)
{
    fill_two(book, "id");
}

static void fill_none(lxw_workbook *book)
{
    worksheet_write_string(workbook_add_worksheet(book, NULL), 0, 0, "nothing", NULL);
}

static void sheets_follow_each_other_when_they_are_alike(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_records records;
    struct qa_error err;
    struct file file = make_book(fill_same);
    assert_int_equal(read_book(&file, arena, &records, &err), QA_OK);
    assert_int_equal(records.n_records, 2);
    assert_string_equal(qa_records_cell(&records, 1, 0)->text, "y");
    assert_string_equal(qa_records_cell(&records, 1, 1)->text, "");
    free(file.data);
    file = make_book(fill_different);
    assert_int_equal(read_book(&file, arena, &records, &err), QA_INPUT);
    assert_string_equal(err.code, "E138");
    free(file.data);
    file = make_book(fill_none);
    assert_int_equal(read_book(&file, arena, &records, &err), QA_INPUT);
    assert_string_equal(err.code, "E139");
    free(file.data);
    qa_arena_free(arena);
}

static void fill_kinds(lxw_workbook *book, const char *second_heading)
{
    const char *const sheets[][4] = {{"read me", "", "", ""},
                                     {"field", "answer", "vendor", "Acme"},
                                     {"id", "answer", "nda", "yes"},
                                     {second_heading, "answer", "gdpr", "no"},
                                     {"charge", "price", "labels", "0.2"}};
    for (size_t s = 0; s < 5; s++) {
        lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
        for (uint16_t c = 0; c < 4; c++) {
            worksheet_write_string(sheet, c / 2, c % 2, sheets[s][c], NULL);
        }
    }
}

static void fill_request(lxw_workbook *book)
{
    fill_kinds(book, "id");
}

static void fill_odd_request(lxw_workbook *book)
{
    fill_kinds(book, "ID");
}

static enum qa_status read_kinds(void (*fill)(lxw_workbook *), struct qa_arena *arena,
                                 struct qa_records *sheets, struct qa_error *err)
{
    static const char *const about[] = {"field", "answer"};
    static const char *const answers[] = {"id", "answer"};
    static const char *const promises[] = {"promise", "value"};
    static const struct qa_sheet_form forms[] = {
        {about, 2, true}, {answers, 2, true}, {promises, 2, true}};
    struct file file = make_book(fill);
    struct qa_bytes bytes;
    assert_int_equal(qa_bytes_of_memory(&bytes, file.data, file.size, "book.xlsx", err), QA_OK);
    enum qa_status status = qa_book_sheets(&bytes, forms, 3, arena, sheets, err);
    qa_bytes_close(&bytes);
    free(file.data);
    return status;
}

static void sheets_of_several_kinds_are_told_by_their_columns(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_records sheets[3];
    struct qa_error err;
    assert_int_equal(read_kinds(fill_request, arena, sheets, &err), QA_OK);
    assert_int_equal(sheets[0].n_records, 1);
    assert_string_equal(qa_records_cell(&sheets[0], 0, 1)->text, "Acme");
    assert_int_equal(sheets[1].n_records, 2);
    assert_string_equal(qa_records_cell(&sheets[1], 1, 0)->text, "gdpr");
    assert_null(sheets[2].header);
    /* Sheets of one kind whose headings are written otherwise do not follow each other. */
    assert_int_equal(read_kinds(fill_odd_request, arena, sheets, &err), QA_INPUT);
    assert_string_equal(err.code, "E138");
    qa_arena_free(arena);
}

/* Cut off anywhere, or with bytes changed: read or refused, never a crash. */
static void fill_runs(lxw_workbook *book)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Audit");
    lxw_format *bold = workbook_add_format(book);
    format_set_bold(bold);
    char parts[3][3] = {"wr", "on", "g"};
    lxw_rich_string_tuple first = {NULL, parts[0]};
    lxw_rich_string_tuple second = {bold, parts[1]};
    lxw_rich_string_tuple third = {NULL, parts[2]};
    lxw_rich_string_tuple *runs[] = {&first, &second, &third, NULL};
    worksheet_write_string(sheet, 0, 0, "item", NULL);
    worksheet_write_string(sheet, 0, 1, "verdict", NULL);
    worksheet_write_string(sheet, 1, 0, "a", NULL);
    worksheet_write_rich_string(sheet, 1, 1, runs, NULL);
    worksheet_write_string(sheet, 2, 0, "b", NULL);
    worksheet_write_string(sheet, 2, 1, "correct", NULL);
}

static void a_text_of_several_runs_is_one_text(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct file file = make_book(fill_runs);
    struct qa_records records;
    struct qa_error err;
    assert_int_equal(read_book(&file, arena, &records, &err), QA_OK);
    assert_int_equal(records.n_records, 2);
    assert_string_equal(qa_records_cell(&records, 0, 1)->text, "wrong");
    assert_string_equal(qa_records_cell(&records, 1, 0)->text, "b");
    assert_string_equal(qa_records_cell(&records, 1, 1)->text, "correct");
    free(file.data);
    qa_arena_free(arena);
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    struct file file = make_book(fill_sheet);
    struct qa_random random;
    struct qa_error err;
    qa_random_init(&random, 2, 0);
    for (size_t size = 4; size < file.size; size += 97) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_records records;
        const struct file cut = {file.data, size};
        assert_int_equal(read_book(&cut, arena, &records, &err), QA_INPUT);
        assert_string_equal(err.code, "E137");
        qa_arena_free(arena);
    }
    unsigned char *changed = malloc(file.size);
    assert_non_null(changed);
    unsigned refused = 0;
    for (int trial = 0; trial < 300; trial++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_records records;
        memcpy(changed, file.data, file.size);
        for (int i = 0; i < 8; i++) {
            changed[qa_random_below(&random, file.size)] = (unsigned char)qa_random_u64(&random);
        }
        const struct file bad = {changed, file.size};
        refused += read_book(&bad, arena, &records, &err) != QA_OK;
        qa_arena_free(arena);
    }
    assert_true(refused > 100);
    free(changed);
    free(file.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_numbers_dates_and_formulas_are_read),
        cmocka_unit_test(sheets_follow_each_other_when_they_are_alike),
        cmocka_unit_test(sheets_of_several_kinds_are_told_by_their_columns),
        cmocka_unit_test(a_text_of_several_runs_is_one_text),
        cmocka_unit_test(damaged_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
