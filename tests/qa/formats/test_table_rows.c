#include "tests/qa/formats/tables.h"

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/transcript.h"

static const struct qa_read_options plain;

/* A CSV, and what is read of it without a finding worse than a note. */
struct table {
    const char *csv;
    const char *want;
    const struct qa_type *type; /* that the source is said to hold */
};

static void check(const struct table *tables, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct run run;
        assert_int_equal(read_csv(&run, tables[i].csv, QA_DELIVERY, plain), QA_OK);
        if (run.findings.total[QA_ERROR] > 0) {
            fail_msg("%s%s", tables[i].csv, run.findings.list[0].text);
        }
        assert_batch(run.out.delivery, tables[i].want);
        assert_ptr_equal(run.out.delivery->sources[0].type, tables[i].type);
        end_run(&run);
    }
}
#define CHECK(tables) check(tables, sizeof(tables) / sizeof *(tables))

static void every_form_of_a_box_is_read(void **state)
{
    (void)state;
    static const struct table tables[] = {
        {"item,label,x,y,width,height\na,car,1,2,3,4\n", "2: a  boxes: car 1 2 3 4\n",
         &qa_type_box},
        {"item,label,left,top,w,h\na,car,1,2,3,4\n", "2: a  boxes: car 1 2 3 4\n", &qa_type_box},
        {"item,label,bbox_x,bbox_y,bbox_width,bbox_height\na,car,1,2,3,4\n",
         "2: a  boxes: car 1 2 3 4\n", &qa_type_box},
        {"item,label,xmin,ymin,xmax,ymax\na,car,1,2,4,6\n", "2: a  boxes: car 1 2 3 4\n",
         &qa_type_box},
        {"item,label,X1,Y1,X2,Y2\na,car,1,2,4,6\n", "2: a  boxes: car 1 2 3 4\n", &qa_type_box},
        {"item,label,left,top,right,bottom\na,car,1,2,4,6\n", "2: a  boxes: car 1 2 3 4\n",
         &qa_type_box},
        /* corners go before sides where a table has both */
        {"item,label,x,y,width,height,right,bottom\na,car,1,2,9,9,4,6\n",
         "2: a  boxes: car 1 2 3 4\n", &qa_type_box},
        {"item,label,xmin,ymin,xmax,ymax,x,y,width,height\na,car,1,2,4,6,7,7,7,7\n",
         "2: a  boxes: car 1 2 3 4\n", &qa_type_box},
        {"item,x,y,width,height\na,1,2,3,4\n", "2: a  boxes:  1 2 3 4\n", &qa_type_box},
    };
    CHECK(tables);
}

/* In columns of their own; what is no number of pixels is not known. */
static void sizes_of_images_are_read(void **state)
{
    (void)state;
    static const char csv[] = "item,label,x,y,width,height,img_width,image_height\n"
                              "a,car,1,2,3,4,640,480\n"
                              "b,car,1,2,3,4,,480\n"
                              "c,car,1,2,3,4,?,480\n";
    struct run run;
    assert_int_equal(read_csv(&run, csv, QA_DELIVERY, plain), QA_OK);
    assert_int_equal(qa_answer_image_size(run.out.delivery, 0).width, 640);
    assert_int_equal(qa_answer_image_size(run.out.delivery, 0).height, 480);
    assert_int_equal(qa_answer_image_size(run.out.delivery, 1).height, 0);
    assert_int_equal(qa_answer_image_size(run.out.delivery, 2).height, 0);
    end_run(&run);
}

static void a_row_is_the_richest_kind_of_which_it_has_a_cell(void **state)
{
    (void)state;
    static const struct table tables[] = {
        {"item,annotator,label,x,y,width,height,wkt\n"
         "a,ann,car,1,2,3,4,\n"
         "a,ann,car,,,,,\"POLYGON ((0 0, 4 0, 4 4, 0 0))\"\n"
         "b,ann,car,1,2,3,4,\"POLYGON ((0 0, 4 0, 4 4, 0 0))\"\n"
         "c,ann,day,,,,,\n"
         "d,ann,,,,,,\n",
         "2: a ann boxes: car 1 2 3 4\n"
         "3: a ann polygons: car 0 0 4 0 4 4\n"
         "4: b ann polygons: car 0 0 4 0 4 4\n"
         "5: c ann label: day\n"
         "6: d ann boxes: \n"
         "6: d ann polygons: \n",
         &qa_type_polygon},
        {"item,annotator,label\na,ann,cat\nb,ann,\n", "2: a ann label: cat\n", &qa_type_label},
    };
    CHECK(tables);
}

/* Text columns are remarks in other tables. */
static void transcripts_need_a_table_without_labels_or_with_types(void **state)
{
    (void)state;
    static const struct table tables[] = {
        {"item,annotator,text\na,ann,one two\nb,ann,\n",
         "2: a ann transcript:  'one two'\n3: b ann transcript: \n", &qa_type_transcript},
        {"item,annotator,label,text\na,ann,cat,a remark\n", "2: a ann label: cat\n",
         &qa_type_label},
        {"item,annotator,label,text,type\na,ann,,one two,transcript\na,ann,cat,a remark,label\n"
         "b,ann,,,transcript\n",
         "2: a ann transcript:  'one two'\n3: a ann label: cat\n4: b ann transcript: \n",
         &qa_type_transcript},
    };
    CHECK(tables);
}

static void a_type_column_says_it_for_each_row(void **state)
{
    (void)state;
    static const struct table tables[] = {
        {"item,annotator,label,type,x,y,width,height,wkt\n"
         "a,ann,car,box,1,2,3,4,\"POLYGON ((0 0, 4 0, 4 4, 0 0))\"\n"
         "b,ann,car,polygon,1,2,3,4,\"POLYGON ((0 0, 4 0, 4 4, 0 0))\"\n"
         "c,ann,car,label,1,2,3,4,\n"
         "d,ann,car,,1,2,3,4,\n"
         "e,ann,,,,,,,\n",
         "2: a ann boxes: car 1 2 3 4\n"
         "3: b ann polygons: car 0 0 4 0 4 4\n"
         "4: c ann label: car\n"
         "5: d ann boxes: car 1 2 3 4\n"
         "6: e ann boxes: \n"
         "6: e ann polygons: \n",
         &qa_type_polygon},
    };
    CHECK(tables);
}

/* A row that calls itself a label and has none is a blank label, not an empty picture. */
static void a_blank_row_that_says_label_is_no_empty_answer(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_csv(&run,
                              "item,annotator,label,type,x,y,width,height\n"
                              "a,ann,car,box,1,2,3,4\nb,ann,,label,,,,\n",
                              QA_DELIVERY, plain),
                     QA_OK);
    assert_int_equal(run.findings.total[QA_ERROR], 0);
    assert_batch(run.out.delivery, "2: a ann boxes: car 1 2 3 4\n");
    assert_int_equal(run.out.delivery->sources[0].rows_read, 2);
    assert_int_equal(run.out.delivery->sources[0].excluded[QA_EXCLUDED_BLANK_LABEL], 1);
    end_run(&run);
}

struct bad {
    const char *csv;
    const char *code;
    uint64_t line;
    uint64_t column;
    const char *says;
};

static void what_a_row_lacks_is_said_where_it_should_stand(void **state)
{
    (void)state;
    static const struct bad bads[] = {
        {"item,label,x,y,width,height\na,car,1,2,,4\n", "E121", 2, 11,
         "width is '', expected a value, since height of the box is given"},
        {"item,label,left,top,w,h\na,car,,2,,\n", "E121", 2, 7,
         "x is '', expected a value, since y of the box is given"},
        {"item,label,type,x,y,width,height\na,car,box,,,,\n", "E121", 2, 11,
         "x is '', expected a value, since the row is a box"},
        {"item,label,x,y,width,height\na,car,1,two,3,4\n", "E122", 2, 9,
         "y is 'two', expected a number"},
        {"item,label,x,y,width,height\na,car,1,2,3,-4\n", "E122", 2, 13,
         "height is '-4', expected a side that is not negative"},
        {"item,label,x1,y1,x2,y2\na,car,1,2,0,4\n", "E122", 2, 11,
         "xmax is '0', expected a corner not before the first one"},
        {"item,label,x,y,width,height\na,car,1,2,3,\"4\n\nx\"\n", "E122", 2, 13,
         "height is '4\n\nx', expected a number"},
        {"item,label,x,y,width,height\n\"a\n1\",\"car\r\nred\",1,2,z,4\n", "E122", 4, 10,
         "width is 'z', expected a number"},
        {"item,label,x,y,width,height\na,car,1,2,3,"
         "1234567890123456789012345678901234567890123456789012345678901234567890x\n",
         "E122", 2, 13,
         "height is '123456789012345678901234567890123456789012345678901234567890', expected a "
         "number"},
        {"item,label,type,x,y,width,height\na,car,circle,1,2,3,4\n", "E129", 2, 7,
         "type is 'circle', expected a kind whose columns the table has"},
        {"item,label,type,x,y,width,height\na,car,polygon,1,2,3,4\n", "E129", 2, 7,
         "type is 'polygon', expected a kind whose columns the table has"},
        {"item,label,x,y,width,height,crowd\na,car,1,2,3,4,maybe\n", "E129", 2, 15,
         "crowd is 'maybe', expected 0, 1 or 2"},
    };
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        struct run run;
        assert_int_equal(read_csv(&run, bads[i].csv, QA_DELIVERY, plain), QA_OK);
        assert_int_equal(run.findings.n, 1);
        assert_string_equal(run.findings.list[0].text, bads[i].says);
        assert_string_equal(run.findings.list[0].code, bads[i].code);
        assert_int_equal(run.findings.list[0].line, bads[i].line);
        assert_int_equal(run.findings.list[0].column, bads[i].column);
        assert_int_equal(run.out.delivery->n_answers, 0);
        end_run(&run);
    }
}

/* What cannot be read at all, with the words that help. */
static void a_header_without_the_columns_is_refused(void **state)
{
    (void)state;
    static const struct qa_column_map no_such_column[] = {{"label", "nosuch"}};
    static const struct qa_column_map no_such_field[] = {{"lable", "klass"}};
    static const struct qa_column_map not_there[] = {{"label", ""}};
    static const struct qa_column_map taken[] = {{"batch", "annotator"}};
    static const struct {
        const char *csv;
        enum qa_role role;
        const struct qa_column_map *map;
        enum qa_status status;
        const char *code;
        const char *says;
    } cases[] = {
        {"thing,annotator,label\na,ann,x\n", QA_DELIVERY, NULL, QA_INPUT, "E112",
         "no column 'item'; the file has: thing, annotator, label; try: --map 'item=thing'"},
        {"item,annotator,klass\na,ann,x\n", QA_DELIVERY, NULL, QA_INPUT, "E112",
         "no column 'label'; the file has: item, annotator, klass; try: --map 'label=klass'"},
        {"item,klass,label\na,ann,x\n", QA_DELIVERY, NULL, QA_INPUT, "E112",
         "no column 'annotator'; the file has: item, klass, label; try: --map "
         "'annotator=klass'; if each file is one person's, --annotator-from filename"},
        {"item,annotator,klass\na,ann,x\n", QA_DELIVERY, no_such_column, QA_INPUT, "E114", NULL},
        {"item,annotator,klass\na,ann,x\n", QA_DELIVERY, no_such_field, QA_USAGE, "E114",
         "--map: there is no field 'lable' (did you mean 'label'?); try: --map 'label=klass'"},
        {"item,annotator,label\na,ann,x\n", QA_DELIVERY, not_there, QA_INPUT, "E112",
         "no column 'label': --map gives the one of this name another meaning or none"},
        {"item,annotator,label\na,ann,x\n", QA_DELIVERY, taken, QA_INPUT, "E112",
         "no column 'annotator': --map gives the one of this name another meaning or none; if each "
         "file is one person's, --annotator-from filename"},
        {"item,image,annotator,label\na,b,ann,x\n", QA_DELIVERY, NULL, QA_OK, NULL, NULL},
        {"task_id,image,annotator,label\na,b,ann,x\n", QA_DELIVERY, NULL, QA_INPUT, "E113", NULL},
        {"item,label\na,x\n", QA_GOLD, NULL, QA_OK, NULL, NULL},
        {"item,x,y,width,height\na,1,2,3,4\n", QA_DELIVERY, NULL, QA_OK, NULL, NULL},
        {"item,text\na,one two\n", QA_DELIVERY, NULL, QA_INPUT, "E112", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        const struct qa_read_options options = {.map = cases[i].map, .n_map = cases[i].map != NULL};
        enum qa_status status = read_csv(&run, cases[i].csv, cases[i].role, options);
        if (status != cases[i].status) {
            fail_msg("%s: %d %s", cases[i].csv, status, run.err.text);
        }
        if (status != QA_OK) {
            assert_string_equal(run.err.code, cases[i].code);
        }
        if (cases[i].says != NULL) {
            assert_string_equal(run.err.text, cases[i].says);
        }
        end_run(&run);
    }
}

static void a_map_goes_before_the_names(void **state)
{
    (void)state;
    static const struct qa_column_map map[] = {{"label", "klass"}, {"seconds", ""}};
    const struct qa_read_options options = {.map = map, .n_map = 2};
    struct run run;
    assert_int_equal(read_csv(&run, "item,annotator,label,klass,seconds\na,ann,old,new,12\n",
                              QA_DELIVERY, options),
                     QA_OK);
    assert_batch(run.out.delivery, "2: a ann label: new\n");
    end_run(&run);
}

/* Gold in a table of its own may call its labels gold. */
static void a_gold_file_may_have_its_labels_in_a_gold_column(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_csv(&run, "item,gold\na,cat\nb,dog\n", QA_GOLD, plain), QA_OK);
    assert_batch(run.out.gold, "2: a  label: cat\n3: b  label: dog\n");
    end_run(&run);
}

/* Rows of item, annotator and label alone take a short way; the odd row takes the long one. */
static void plain_tables_with_an_odd_row_are_read_whole(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(read_csv(&run,
                              "annotator,label,item\nann,cat,a\nbob,dog,a\nann,,b\nann,cat,c\n"
                              "bob,cat,c\n",
                              QA_DELIVERY, plain),
                     QA_OK);
    assert_batch(run.out.delivery, "2: a ann label: cat\n3: a bob label: dog\n"
                                   "5: c ann label: cat\n6: c bob label: cat\n");
    assert_int_equal(run.out.delivery->sources[0].rows_read, 5);
    assert_int_equal(run.out.delivery->sources[0].excluded[QA_EXCLUDED_BLANK_LABEL], 1);
    end_run(&run);
    assert_int_equal(
        read_csv(&run, "item,annotator,label\na,ann,cat\n,ann,cat\nb,,cat\n", QA_DELIVERY, plain),
        QA_OK);
    assert_int_equal(run.findings.n, 2);
    assert_string_equal(run.findings.list[0].code, "E127");
    assert_int_equal(run.findings.list[0].line, 3);
    assert_string_equal(run.findings.list[1].code, "E128");
    assert_int_equal(run.findings.list[1].line, 4);
    assert_int_equal(run.findings.list[1].column, 3);
    end_run(&run);
}

/* A table with more columns first, then a bare one: nothing of either is lost. */
static void a_bare_table_after_a_rich_one_keeps_every_rating(void **state)
{
    (void)state;
    static const char rich[] = "item,annotator,label,seconds,batch\na,ann,3,1.5,b1\nb,ann,4,,b1\n";
    static const char bare[] = "item,annotator,label\na,bob,3\nb,bob,5\nc,bob,1\n";
    char paths[2][64];
    for (int first = 0; first < 2; first++) {
        struct run run = {.arena = qa_arena_new()};
        qa_findings_init(&run.findings, run.arena);
        name_file(paths[0]);
        name_file(paths[1]);
        write_text(paths[first], rich, strlen(rich));
        write_text(paths[1 - first], bare, strlen(bare));
        const struct qa_delivery_file files[] = {{.path = paths[0]}, {.path = paths[1]}};
        const struct qa_delivery_request request = {.files = files, .n_files = 2};
        assert_int_equal(qa_deliveries_read(&request, run.arena, &run.findings, &run.out, &run.err),
                         QA_OK);
        unlink(paths[0]);
        unlink(paths[1]);
        const struct qa_batch *batch = run.out.delivery;
        assert_int_equal(batch->n_answers, 5);
        assert_int_equal(batch->sources[first].rows_used, 2);
        assert_int_equal(batch->sources[1 - first].rows_used, 3);
        uint64_t seen = 0;
        for (size_t a = 0; a < 5; a++) {
            const char *item = qa_strings_text(run.out.names->items, batch->item[a]);
            const char *who = qa_annotator_text(run.out.names, batch->annotator[a]);
            const char *label = qa_strings_text(run.out.names->labels, batch->label[a]);
            bool is_rich = who[0] == 'a';
            seen |= UINT64_C(1) << ((item[0] - 'a') * 2 + (is_rich ? 0 : 1));
            assert_int_equal(label[0], item[0] == 'a'   ? '3'
                                       : item[0] == 'c' ? '1'
                                       : is_rich        ? '4'
                                                        : '5');
            assert_true(qa_answer_duration(batch, a) ==
                        (is_rich && item[0] == 'a' ? 1500000 : QA_NO_TIME));
            assert_int_equal(qa_answer_batch(batch, a) == QA_NONE, !is_rich);
        }
        assert_int_equal(seen, 1 | 2 | 4 | 8 | 32);
        end_run(&run);
    }
}

/* The file is hashed while it is read, and its bytes are replaced before. */
static void a_table_of_windows_has_the_hash_of_its_own_bytes(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct run run;
        assert_int_equal(read_csv(&run, "item,annotator,label\na,ann,c\xe4t\n", QA_DELIVERY, plain),
                         QA_OK);
        assert_batch(run.out.delivery, "2: a ann label: c\xc3\xa4t\n");
        assert_string_equal(run.out.delivery->sources[0].sha256,
                            "94835254aa38a83db7f4b8b2e62ea6285649a10cc2ce3a48559ba51e13467061");
        end_run(&run);
    }
}

/* The first fault of a file that cannot be read on, whatever stands behind it. */
static void bytes_that_are_no_text_are_found_before_a_quote_that_stays_open(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        const char *code;
        uint64_t line;
        uint64_t column;
    } cases[] = {
        {"item,annotator,label\na,ann,c\x81t\nb,ann,\"dog\n", "E108", 2, 8},
        {"item,annotator,label\na,ann,cat\nb,ann,\"dog\nc,ann,cat\n", "E109", 3, 7},
        {"item,annotator,label\n\"a\",ann,cat\nb,\"a\x81\",\"dog\n", "E108", 3, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run run;
        assert_int_equal(read_csv(&run, cases[i].csv, QA_DELIVERY, plain), QA_INPUT);
        assert_string_equal(run.err.code, cases[i].code);
        assert_int_equal(run.err.line, cases[i].line);
        assert_int_equal(run.err.column, cases[i].column);
        assert_int_equal(run.err.status, QA_INPUT);
        end_run(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_a_box_is_read),
        cmocka_unit_test(sizes_of_images_are_read),
        cmocka_unit_test(a_row_is_the_richest_kind_of_which_it_has_a_cell),
        cmocka_unit_test(transcripts_need_a_table_without_labels_or_with_types),
        cmocka_unit_test(a_type_column_says_it_for_each_row),
        cmocka_unit_test(a_blank_row_that_says_label_is_no_empty_answer),
        cmocka_unit_test(what_a_row_lacks_is_said_where_it_should_stand),
        cmocka_unit_test(a_header_without_the_columns_is_refused),
        cmocka_unit_test(a_map_goes_before_the_names),
        cmocka_unit_test(a_gold_file_may_have_its_labels_in_a_gold_column),
        cmocka_unit_test(plain_tables_with_an_odd_row_are_read_whole),
        cmocka_unit_test(a_bare_table_after_a_rich_one_keeps_every_rating),
        cmocka_unit_test(a_table_of_windows_has_the_hash_of_its_own_bytes),
        cmocka_unit_test(bytes_that_are_no_text_are_found_before_a_quote_that_stays_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
