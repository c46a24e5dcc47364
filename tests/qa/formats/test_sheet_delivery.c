#include <xlsxwriter.h>

#include "tests/qa/formats/tables.h"

static const struct qa_read_options plain;

static bool is_number(const char *text)
{
    char *end;
    (void)strtod(text, &end);
    return end != text && *end == '\0';
}

/* The cells of a CSV without quotes; what looks like a number becomes one. */
static void fill_sheet(lxw_worksheet *sheet, const char *csv, bool with_numbers)
{
    char cell[128];
    for (lxw_row_t row = 0; *csv != '\0'; row++) {
        for (lxw_col_t column = 0;; column++) {
            size_t n = strcspn(csv, ",\n");
            snprintf(cell, sizeof cell, "%.*s", (int)n, csv);
            if (with_numbers && is_number(cell)) {
                worksheet_write_number(sheet, row, column, strtod(cell, NULL), NULL);
            } else if (n > 0) {
                worksheet_write_string(sheet, row, column, cell, NULL);
            }
            csv += n + 1;
            if (csv[-1] == '\n') {
                break;
            }
        }
    }
}

struct sheet {
    const char *name;
    const char *csv;
};

static enum qa_status read_sheets(struct run *run, const struct sheet *sheets, size_t n,
                                  bool with_numbers, enum qa_role role,
                                  struct qa_read_options options)
{
    name_file(run->path);
    lxw_workbook *book = workbook_new(run->path);
    for (size_t i = 0; i < n; i++) {
        fill_sheet(workbook_add_worksheet(book, sheets[i].name), sheets[i].csv, with_numbers);
    }
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    return read_path(run, role, options);
}

static void a_workbook_is_read_as_the_csv_of_its_cells(void **state)
{
    (void)state;
    static const char *const tables[] = {
        "item,annotator,label\na,ann,cat\nb,bob,dog\n7,12,3\n",
        "item,annotator,label,seconds,status,value\na,ann,cat,1.5,done,2\nb,ann,x,,skipped,\n",
        "image,worker,class,x,y,width,height,crowd\na,ann,car,1,2,3.25,4,1\na,ann,bus,5,6,7,8,0\n"
        "b,ann,,,,,,\n",
        "item,annotator,label,type,xmin,ymin,xmax,ymax\na,ann,car,box,1,2,4,6\na,ann,day,label,,,,"
        "\n",
        "item,annotator,text\na,ann,one two\nb,ann,\n",
        "item,annotator,label,gold\na,ann,cat,dog\nb,ann,cat,\n",
        "item,annotator,label\n",
        "item,vendor,annotator,label\na,north,ann,cat\na,lake,ann,\n",
        "Delivery of June,,\n,,\nitem,annotator,label\na,ann,cat\n",
        "item,annotator,label\na,ann,cat\n,,\nitem,annotator,label\nb,ann,dog\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        for (int with_numbers = 0; with_numbers < 2; with_numbers++) {
            struct run csv;
            struct run book;
            const struct sheet sheet = {"Any", tables[i]};
            assert_int_equal(read_csv(&csv, tables[i], QA_DELIVERY, plain), QA_OK);
            assert_int_equal(read_sheets(&book, &sheet, 1, with_numbers != 0, QA_DELIVERY, plain),
                             QA_OK);
            char *want = text_of_batch(csv.out.delivery);
            assert_batch(book.out.delivery, want);
            free(want);
            assert_int_equal(csv.out.gold != NULL, book.out.gold != NULL);
            if (csv.out.gold != NULL) {
                want = text_of_batch(csv.out.gold);
                assert_batch(book.out.gold, want);
                free(want);
            }
            const struct qa_source *one = &csv.out.delivery->sources[0];
            const struct qa_source *other = &book.out.delivery->sources[0];
            assert_string_equal(other->format, "xlsx");
            assert_ptr_equal(other->type, one->type);
            assert_int_equal(other->rows_read, one->rows_read);
            assert_int_equal(other->rows_used, one->rows_used);
            assert_memory_equal(other->excluded, one->excluded, sizeof one->excluded);
            assert_int_equal(csv.findings.n, book.findings.n);
            end_run(&csv);
            end_run(&book);
        }
    }
}

static void the_sheet_is_the_first_or_the_one_named(void **state)
{
    (void)state;
    static const struct sheet sheets[] = {{"North", "item,annotator,label\na,ann,cat\n"},
                                          {"Lake", "item,annotator,label\na,bob,dog\n"}};
    struct run run;
    assert_int_equal(read_sheets(&run, sheets, 2, false, QA_DELIVERY, plain), QA_OK);
    assert_batch(run.out.delivery, "2: a ann label: cat\n");
    end_run(&run);
    const struct qa_read_options lake = {.sheet = "Lake"};
    assert_int_equal(read_sheets(&run, sheets, 2, false, QA_DELIVERY, lake), QA_OK);
    assert_batch(run.out.delivery, "2: a bob label: dog\n");
    end_run(&run);
    assert_int_equal(read_sheets(&run, sheets, 2, false, QA_GOLD, lake), QA_OK);
    assert_batch(run.out.gold, "2: a bob label: dog\n");
    end_run(&run);
    const struct qa_read_options none = {.sheet = "Sea"};
    assert_int_equal(read_sheets(&run, sheets, 2, false, QA_DELIVERY, none), QA_INPUT);
    assert_string_equal(run.err.code, "E138");
    assert_non_null(strstr(run.err.text, "no sheet 'Sea'"));
    assert_non_null(strstr(run.err.text, "North"));
    assert_non_null(strstr(run.err.text, "Lake"));
    end_run(&run);
}

static void an_empty_sheet_is_refused(void **state)
{
    (void)state;
    static const struct sheet empty = {"Nothing", ""};
    struct run run;
    assert_int_equal(read_sheets(&run, &empty, 1, false, QA_DELIVERY, plain), QA_INPUT);
    assert_string_equal(run.err.code, "E138");
    end_run(&run);
}

static void findings_name_the_row_and_the_column_of_the_sheet(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        const char *code;
        uint64_t line;
        uint64_t column;
        const char *says;
    } bads[] = {
        {"item,label,x,y,width,height\na,car,1,2,3,4\na,car,1,2,,4\n", "E121", 3, 5,
         "width is '', expected a value, since height of the box is given"},
        {"item,label,x,y,width,height\na,car,1,two,3,4\n", "E122", 2, 4,
         "y is 'two', expected a number"},
        {"item,label,x,y,width,height\na,car,1,2,3,-4\n", "E122", 2, 6,
         "height is '-4', expected a side that is not negative"},
        {"item,annotator,label\n\n\n,ann,cat\n", "E127", 4, 1,
         "item is '', expected the name of an item"},
        {"item,annotator,label,seconds\na,ann,cat,-2\n", "E126", 2, 4,
         "seconds is '-2', expected a number of seconds that is not negative"},
    };
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        struct run run;
        const struct sheet sheet = {"Any", bads[i].csv};
        assert_int_equal(read_sheets(&run, &sheet, 1, true, QA_DELIVERY, plain), QA_OK);
        assert_int_equal(run.findings.n, 1);
        assert_string_equal(run.findings.list[0].code, bads[i].code);
        assert_string_equal(run.findings.list[0].text, bads[i].says);
        assert_int_equal(run.findings.list[0].line, bads[i].line);
        assert_int_equal(run.findings.list[0].column, bads[i].column);
        end_run(&run);
    }
}

static void a_sheet_without_the_columns_is_refused(void **state)
{
    (void)state;
    static const struct sheet sheet = {"Any", "thing,annotator,label\na,ann,cat\n"};
    static const struct qa_column_map map[] = {{"item", "thing"}};
    const struct qa_read_options mapped = {.map = map, .n_map = 1};
    struct run run;
    assert_int_equal(read_sheets(&run, &sheet, 1, false, QA_DELIVERY, plain), QA_INPUT);
    assert_string_equal(run.err.code, "E112");
    end_run(&run);
    assert_int_equal(read_sheets(&run, &sheet, 1, false, QA_DELIVERY, mapped), QA_OK);
    assert_batch(run.out.delivery, "2: a ann label: cat\n");
    end_run(&run);
}

/* A cell whose words look different from each other is one text. */
static void a_cell_of_two_runs_is_one_word(void **state)
{
    (void)state;
    struct run run;
    name_file(run.path);
    lxw_workbook *book = workbook_new(run.path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Any");
    lxw_format *bold = workbook_add_format(book);
    format_set_bold(bold);
    fill_sheet(sheet, "item,annotator,label\na,ann,\nb,ann,cat\n", false);
    char words[3][8] = {"snow ", "leo", "pard"};
    lxw_rich_string_tuple one = {bold, words[0]};
    lxw_rich_string_tuple two = {NULL, words[1]};
    lxw_rich_string_tuple three = {bold, words[2]};
    lxw_rich_string_tuple *runs[] = {&one, &two, &three, NULL};
    worksheet_write_rich_string(sheet, 1, 2, runs, NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    assert_int_equal(read_path(&run, QA_DELIVERY, plain), QA_OK);
    assert_batch(run.out.delivery, "2: a ann label: snow leopard\n3: b ann label: cat\n");
    end_run(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workbook_is_read_as_the_csv_of_its_cells),
        cmocka_unit_test(the_sheet_is_the_first_or_the_one_named),
        cmocka_unit_test(an_empty_sheet_is_refused),
        cmocka_unit_test(findings_name_the_row_and_the_column_of_the_sheet),
        cmocka_unit_test(a_sheet_without_the_columns_is_refused),
        cmocka_unit_test(a_cell_of_two_runs_is_one_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
