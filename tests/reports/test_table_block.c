/* A table as cells: the workbook is written and read back by our own reader of workbooks. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/formats/sheet_input.h"
#include "reports/table_block.h"
#include "reports/workbook.h"

static const struct qa_column columns[] = {
    {"vendor", NULL, QA_TEXT, .about = "Who."},
    {"n_late", "late", QA_COUNT, .about = "How many."},
    {"rate", "error rate", QA_ESTIMATE_RATE, .about = "How often."},
    {"share", NULL, QA_RATE, .about = "What share."},
    {"p_value", NULL, QA_P, .about = "How likely by chance."},
    {"at", NULL, QA_TIME, .about = "When."},
    {"gate", NULL, QA_WORD, .about = "What follows."},
    {"nothing", NULL, QA_REAL, .about = "Absent everywhere."},
};
static const struct qa_table_form form = QA_TABLE_FORM("figures", "Figures", columns);

static struct qa_table *make_table(struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &form);
    const struct qa_estimate rate = {
        .value = 0.25, .low = 0.125, .high = 0.5, .n = 8, .has_interval = true};
    qa_table_row(table);
    qa_put_text(table, "acme");
    qa_put_count(table, 12000);
    qa_put_estimate(table, rate);
    qa_put_real(table, 0.5);
    qa_put_real(table, 0.00001);
    qa_put_time(table, INT64_C(1767225600) * 1000000); /* 2026-01-01 */
    qa_put_text(table, "PASS");
    qa_put_absent(table);
    qa_table_row(table);
    qa_put_text(table, "zeta");
    qa_put_absent(table);
    qa_put_estimate(table, qa_undefined("nothing was checked", 0));
    qa_put_absent(table);
    qa_put_absent(table);
    qa_put_absent(table);
    qa_put_text(table, "FAIL");
    qa_put_absent(table);
    return table;
}

/* Writes a book with the sheet Block and reads that sheet. */
static struct qa_records read_back(struct qa_arena *arena, const struct qa_block *block)
{
    char path[] = "/tmp/labelqa-test-XXXXXX";
    struct qa_error err = {.code = NULL};
    struct qa_book book;
    struct qa_bytes bytes;
    struct qa_records records;
    close(mkstemp(path));
    assert_int_equal(qa_book_open(&book, path, "test", "footer", arena, &err), QA_OK);
    struct qa_sheet sheet = qa_book_sheet(&book, "Block", 0);
    assert_int_equal(qa_put_block(&sheet, 0, block), 1 + block->end - block->first);
    assert_int_equal(qa_book_close(&book, &err), QA_OK);
    assert_int_equal(qa_bytes_open(&bytes, path, 0, &err), QA_OK);
    assert_int_equal(qa_book_table(&bytes, "Block", NULL, arena, &records, &err), QA_OK);
    qa_bytes_close(&bytes);
    unlink(path);
    return records;
}

static void assert_row(const struct qa_records *records, const struct qa_cell *cells,
                       const char *const *expected, size_t n)
{
    assert_int_equal(records->n_columns, n);
    for (size_t c = 0; c < n; c++) {
        assert_string_equal(cells[c].text, expected[c]);
    }
}

static void a_block_has_headings_for_people_and_typed_cells(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_block block = qa_block_of(make_table(arena), NULL);
    struct qa_records records = read_back(arena, &block);
    /* The column that says nothing is left out; a time and a word take two cells. */
    static const char *const header[] = {"vendor",  "late", "error rate", "low",  "high", "share",
                                         "p value", "at",   "",           "gate", "",     "remark"};
    static const char *const first[] = {"acme", "12000", "25%",   "12.5%",
                                        "50%",  "50%",   "1e-05", "2026-01-01 00:00",
                                        "",     "PASS",  "",      ""};
    static const char *const second[] = {"zeta", "",     "n/a", "n/a",
                                         "n/a",  "",     "",    "",
                                         "",     "FAIL", "",    "error rate: nothing was checked"};
    assert_row(&records, records.header, header, 12);
    assert_row(&records, records.cells, first, 12);
    assert_row(&records, records.cells + 12, second, 12);
    assert_int_equal(qa_block_width(&block), 11);
    assert_int_equal(qa_block_cell(&block, "share"), 5);
    assert_int_equal(qa_block_cell(&block, "gate"), 9);
    qa_arena_free(arena);
}

static void columns_are_chosen_and_ordered_by_name(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_block block = qa_block_of(make_table(arena), "gate,rate,vendor");
    block.is_fixed = false;
    block.has_n = true;
    block.end = 1;
    struct qa_records records = read_back(arena, &block);
    static const char *const header[] = {"gate", "error rate", "low", "high", "n", "vendor"};
    static const char *const row[] = {"PASS", "25%", "12.5%", "50%", "8", "acme"};
    assert_int_equal(records.n_records, 1);
    assert_row(&records, records.header, header, 6);
    assert_row(&records, records.cells, row, 6);
    qa_arena_free(arena);
}

static void a_workbook_of_tables_has_all_columns_of_each(void **state)
{
    (void)state;
    char path[] = "/tmp/labelqa-test-XXXXXX";
    struct qa_arena *arena = qa_arena_new();
    struct qa_report *report = qa_report_new(arena, "test");
    struct qa_error err = {.code = NULL};
    struct qa_bytes bytes;
    struct qa_records records;
    close(mkstemp(path));
    report->version = "0";
    qa_report_add_table(report, make_table(arena));
    assert_int_equal(qa_workbook_tables(report, path, &err), QA_OK);
    assert_int_equal(qa_bytes_open(&bytes, path, 0, &err), QA_OK);
    const char *const wanted[] = {"vendor"};
    assert_int_equal(qa_sheet_records(&bytes, wanted, 1, arena, &records, &err), QA_OK);
    assert_int_equal(records.n_records, 2);
    assert_int_equal(records.n_columns, 12); /* eight columns, an estimate as four cells, remark */
    assert_string_equal(records.header[5].text, "n");
    assert_string_equal(records.header[10].text, "nothing");
    assert_string_equal(records.cells[12].text, "zeta");
    qa_bytes_close(&bytes);
    unlink(path);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_has_headings_for_people_and_typed_cells),
        cmocka_unit_test(columns_are_chosen_and_ordered_by_name),
        cmocka_unit_test(a_workbook_of_tables_has_all_columns_of_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
