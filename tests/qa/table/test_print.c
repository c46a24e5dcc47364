#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/base/records.h"
#include "qa/base/utf8.h"
#include "qa/table/print.h"

static const struct qa_column columns[] = {
    {"vendor", .kind = QA_TEXT, .is_key = true},
    {"items", .kind = QA_COUNT},
    {"error_rate", .kind = QA_ESTIMATE_RATE},
    {"p_value", "p", .kind = QA_P},
    {"share", .kind = QA_RATE},
    {"total", .kind = QA_MONEY},
    {"made", .kind = QA_TIME},
};
static const struct qa_table_form vendors_form = QA_TABLE_FORM("vendors", "Vendors", columns);

static struct qa_report *make_report(struct qa_arena *arena)
{
    struct qa_report *report = qa_report_new(arena, "test");
    struct qa_table *table = qa_table_new(arena, &vendors_form);
    const struct qa_estimate rate = {
        .value = 0.1, .low = 0.05, .high = 0.2, .n = 40, .method = "wilson", .has_interval = true};
    qa_table_row(table);
    qa_put_text(table, "a \"b\", c\n\033[31m|");
    qa_put_count(table, 1234567);
    qa_put_estimate(table, rate);
    qa_put_real(table, 0.0000004);
    qa_put_real(table, 1.0 / 3);
    qa_put_real(table, 1234.5);
    qa_put_time(table, INT64_C(1772353800000000));
    qa_table_row(table);
    qa_put_text(table, "z");
    qa_put_absent(table);
    qa_put_estimate(table, qa_undefined("no trials", 0));
    qa_put_absent(table);
    qa_put_absent(table);
    qa_put_absent(table);
    qa_put_absent(table);
    qa_report_add_table(report, table);
    return report;
}

static char *print_as(const struct qa_report *report, const struct qa_print_options *options)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    struct qa_error err;
    assert_int_equal(qa_report_print(report, options, stream, &err), QA_OK);
    fclose(stream);
    return text;
}

static char *print(const struct qa_report *report, enum qa_text_format format, unsigned width)
{
    const struct qa_print_options options = {.format = format, .width = width, .digits = -1};
    return print_as(report, &options);
}

static void csv_quotes_what_it_must_and_spreads_estimates(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    char *text = print(make_report(arena), QA_FORMAT_CSV, 80);
    assert_string_equal(
        text, "vendor,items,error_rate,error_rate_low,error_rate_high,error_rate_n,p_value,share,"
              "total,made\n"
              "\"a \"\"b\"\", c\n\033[31m|\",1234567,0.1,0.05,"
              "0.2,40,4e-07,0.3333333333333333,1234.5,"
              "2026-03-01T08:30:00Z\n"
              "z,,,,,0,,,,\n");
    free(text);
    qa_arena_free(arena);
}

static void texts_like_formulas_are_guarded_and_come_back(void **state)
{
    (void)state;
    static const struct qa_column column[] = {{"item", .kind = QA_TEXT}};
    static const struct qa_table_form form = QA_TABLE_FORM("t", "T", column);
    static const char *const texts[][2] = {
        {"=1+1", "'=1+1"}, {"+a", "'+a"},      {"-12", "-12"},       {"+1e3", "+1e3"},
        {"-1+2", "'-1+2"}, {"@x", "'@x"},      {"\tx", "'\tx"},      {"'=a", "''=a"},
        {"''-a", "'''-a"}, {"a=b", "a=b"},     {"'a", "'a"},         {"'", "'"},
        {"", ""},          {" =a", "\" =a\""}, {"=a,b", "\"'=a,b\""}};
    enum { N = sizeof texts / sizeof *texts };
    struct qa_arena *arena = qa_arena_new();
    for (int raw = 0; raw < 2; raw++) {
        const char *want = "item\n";
        struct qa_report *report = qa_report_new(arena, "test");
        struct qa_table *table = qa_table_new(arena, &form);
        for (size_t i = 0; i < N; i++) {
            bool quoted = texts[i][1][0] == '"';
            const char *plain =
                quoted ? qa_arena_format(arena, "\"%s\"", texts[i][0]) : texts[i][0];
            qa_table_row(table);
            qa_put_text(table, texts[i][0]);
            want = qa_arena_format(arena, "%s%s\n", want, raw == 1 ? plain : texts[i][1]);
            if (!quoted) {
                assert_string_equal(qa_unguarded(texts[i][1]), texts[i][0]);
            }
        }
        qa_report_add_table(report, table);
        const struct qa_print_options options = {.format = QA_FORMAT_CSV, .raw = raw == 1};
        char *text = print_as(report, &options);
        assert_string_equal(text, want);
        free(text);
    }
    qa_arena_free(arena);
}

static void json_carries_estimates_as_objects(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    char *text = print(make_report(arena), QA_FORMAT_JSONL, 80);
    assert_string_equal(
        text,
        "{\"vendor\": \"a \\\"b\\\", c\\n\\u001b[31m|\", \"items\": 1234567, \"error_rate\": "
        "{\"value\": 0.1, \"low\": 0.05, \"high\": "
        "0.2, \"n\": 40, \"method\": \"wilson\"}, \"p_value\": "
        "4e-07, \"share\": 0.3333333333333333, \"total\": 1234.5, \"made\": "
        "\"2026-03-01T08:30:00Z\"}\n"
        "{\"vendor\": \"z\", \"items\": null, \"error_rate\": {\"value\": null, \"undefined\": "
        "\"no trials\", \"n\": 0}, \"p_value\": null, \"share\": null, \"total\": null, \"made\": "
        "null}\n");
    free(text);
    qa_arena_free(arena);
}

static void people_see_rounded_figures_and_no_escape_sequences(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    char *text = print(make_report(arena), QA_FORMAT_TABLE, 200);
    assert_null(strchr(text, '\033'));
    assert_non_null(strstr(text, "1,234,567"));
    assert_non_null(strstr(text, "10.0 % (5.0\xe2\x80\x93"
                                 "20.0)"));
    assert_non_null(strstr(text, "<0.001"));
    assert_non_null(strstr(text, "33.3 %"));
    assert_non_null(strstr(text, "1,234.50"));
    assert_non_null(strstr(text, "undefined: no trials"));
    free(text);
    qa_arena_free(arena);
}

static void sentences_and_notes_hold_no_escape_sequences_and_money_is_rounded_up(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    static const struct qa_column cost[] = {{"cost", .kind = QA_MONEY}};
    static const struct qa_table_form form = QA_TABLE_FORM("costs", "Costs of \033[2Jx", cost);
    struct qa_report *report = qa_report_new(arena, "test");
    struct qa_table *table = qa_table_new(arena, &form);
    qa_table_row(table);
    qa_put_real(table, 1.275);
    qa_table_note(table, "a note on %s", "\033]0;x\007");
    qa_report_line(report, "%s is best", "\033[31mred");
    qa_report_add_table(report, table);
    char *text = print(report, QA_FORMAT_TABLE, 80);
    assert_null(strpbrk(text, "\033\007"));
    assert_non_null(strstr(text, "1.28"));
    free(text);
    qa_arena_free(arena);
}

/* The table of one row: a label that reads like a severity, and a severity. */
static struct qa_report *coloured(struct qa_arena *arena, const char *label, const char *word)
{
    static const struct qa_column both[] = {{"label", .kind = QA_TEXT}, {"word", .kind = QA_WORD}};
    static const struct qa_table_form form = QA_TABLE_FORM("both", "Both", both);
    struct qa_report *report = qa_report_new(arena, "test");
    struct qa_table *table = qa_table_new(arena, &form);
    qa_table_row(table);
    qa_put_text(table, label);
    qa_put_text(table, word);
    qa_report_add_table(report, table);
    return report;
}

static void colour_goes_by_the_kind_of_the_column_and_not_by_the_text(void **state)
{
    (void)state;
    static const char *const cases[][3] = {{"clear", "clear", "\033[32mclear\033[0m"},
                                           {"error", "error", "\033[31merror\033[0m"},
                                           {"PASS", "INCONCLUSIVE", "\033[33mINCONCLUSIVE\033[0m"},
                                           {"FAIL", "copying, tiring", "\033[33mcopying, tiring"},
                                           {"REJECT", "of no tone", "of no tone\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_arena *arena = qa_arena_new();
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);
        const struct qa_print_options options = {
            .format = QA_FORMAT_TABLE, .width = 80, .digits = -1, .colour = true};
        struct qa_error err;
        assert_int_equal(
            qa_report_print(coloured(arena, cases[i][0], cases[i][1]), &options, stream, &err),
            QA_OK);
        fclose(stream);
        const char *label = strstr(text, cases[i][0]);
        assert_non_null(label);
        assert_int_equal(label[-1], '\n');
        assert_int_equal(label[strlen(cases[i][0])], ' ');
        assert_non_null(strstr(label + 1, cases[i][2]));
        free(text);
        qa_arena_free(arena);
    }
}

static void details_are_for_machines_and_keys_stand_in_every_block(void **state)
{
    (void)state;
    static const struct qa_column wide[] = {
        {"number", .kind = QA_COUNT, .is_key = true},
        {"from", .kind = QA_TIME},
        {"detail", .kind = QA_ESTIMATE, .is_detail = true},
        {"to", .kind = QA_TIME},
        {"until", .kind = QA_TIME},
    };
    static const struct qa_table_form form = QA_TABLE_FORM("wide", "Wide", wide);
    struct qa_arena *arena = qa_arena_new();
    struct qa_report *report = qa_report_new(arena, "test");
    struct qa_table *table = qa_table_new(arena, &form);
    qa_table_row(table);
    qa_put_count(table, 4711);
    qa_put_time(table, 0);
    qa_put_estimate(table, qa_undefined("not counted", 0));
    qa_put_time(table, 1);
    qa_put_time(table, 2);
    qa_report_add_table(report, table);
    char *text = print(report, QA_FORMAT_TABLE, 40);
    assert_null(strstr(text, "detail"));
    assert_null(strstr(text, "not counted"));
    const char *first = strstr(text, "4,711");
    assert_non_null(first);
    assert_non_null(strstr(first + 1, "4,711"));
    free(text);
    text = print(report, QA_FORMAT_CSV, 40);
    assert_non_null(strstr(text, "number,from,detail,detail_low"));
    free(text);
    qa_arena_free(arena);
}

static void no_line_is_wider_than_the_terminal(void **state)
{
    (void)state;
    for (unsigned width = 40; width <= 120; width += 20) {
        struct qa_arena *arena = qa_arena_new();
        char *text = print(make_report(arena), QA_FORMAT_TABLE, width);
        for (const char *line = text; *line != '\0';) {
            size_t length = strcspn(line, "\n");
            char copy[1024];
            snprintf(copy, sizeof copy, "%.*s", (int)length, line);
            assert_true(qa_utf8_width(copy) <= width);
            line += length + (line[length] == '\n');
        }
        free(text);
        qa_arena_free(arena);
    }
}

/* Two people whose names begin alike must be told apart, and a number is read with its interval. */
static void long_words_go_on_and_numbers_stay_whole(void **state)
{
    (void)state;
    static const struct qa_column long_columns[] = {
        {"annotator", .kind = QA_TEXT, .is_key = true},
        {"question", .kind = QA_TEXT, .is_key = true},
        {"error_rate", .kind = QA_ESTIMATE_RATE},
        {"path", .kind = QA_TEXT},
    };
    static const struct qa_table_form form = QA_TABLE_FORM("long", "Long", long_columns);
    static const char *const pieces[] = {"one_and_the_same_beginning_of_names_", "frame_000001",
                                         "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"};
    for (unsigned width = 40; width <= 80; width += 20) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_report *report = qa_report_new(arena, "test");
        struct qa_table *table = qa_table_new(arena, &form);
        for (int i = 1; i <= 2; i++) {
            qa_table_row(table);
            qa_put_text(table, qa_arena_format(arena, "%s%d", pieces[0], i));
            qa_put_text(table, "label");
            qa_put_estimate(
                table,
                (struct qa_estimate){
                    .value = 0.125, .low = 0.003, .high = 0.527, .n = 8, .has_interval = true});
            qa_put_text(table, qa_arena_format(arena, "a/%s/%s%s%s%s%s%s%s%s.png", pieces[1],
                                               pieces[2], pieces[2], pieces[2], pieces[2],
                                               pieces[2], pieces[2], pieces[2], pieces[2]));
        }
        qa_report_add_table(report, table);
        char *text = print(report, QA_FORMAT_TABLE, width);
        assert_null(strstr(text, "\xe2\x80\xa6"));
        assert_non_null(strstr(text, "12.5 % (0.3\xe2\x80\x93"
                                     "52.7)"));
        assert_non_null(strstr(text, "names_1"));
        assert_non_null(strstr(text, "names_2"));
        size_t n_accents = 0;
        for (const char *at = text; (at = strstr(at, "\xc3\xa9")) != NULL; at++) {
            n_accents++;
        }
        assert_int_equal(n_accents, 2 * 40);
        for (const char *line = text; *line != '\0';) {
            size_t length = strcspn(line, "\n");
            const char *copy = qa_arena_text_n(arena, line, length);
            assert_true(qa_utf8_width(copy) <= width);
            line += length + (line[length] == '\n');
        }
        free(text);
        qa_arena_free(arena);
    }
}

static void an_unknown_table_is_refused_with_those_that_are_there(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_error err;
    const struct qa_print_options options = {.format = QA_FORMAT_CSV, .table = "vendor"};
    assert_int_equal(qa_report_print(make_report(arena), &options, stdout, &err), QA_USAGE);
    assert_string_equal(err.code, "E120");
    assert_non_null(strstr(err.text, "vendors"));
    qa_arena_free(arena);
}

static char *markdown(struct qa_report *report, const char *table)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    const struct qa_print_options options = {
        .format = QA_FORMAT_MARKDOWN, .digits = -1, .table = table};
    struct qa_error err;
    assert_int_equal(qa_report_print(report, &options, stream, &err), QA_OK);
    fclose(stream);
    return text;
}

static void markdown_says_title_and_verdict_first_and_sources_last(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_report *report = make_report(arena);
    report->title = "March <audit>";
    report->verdict = "ACCEPT";
    qa_report_line(report, "one of two");
    qa_report_add_input(report, (struct qa_report_input){.path = "a|b.csv",
                                                         .format = "csv",
                                                         .role = "delivery",
                                                         .rows_read = 3,
                                                         .rows_used = 2});
    char *text = markdown(report, NULL);
    assert_memory_equal(text, "# March \\<audit\\>\n\n**ACCEPT**\n\none of two\n\n## Vendors\n",
                        53);
    assert_non_null(strstr(text, "| a\\|b.csv | delivery | csv | 3 | 2 | 1 |"));
    /* A cell cannot leave its row. */
    assert_null(strstr(text, "c\n"));
    free(text);
    qa_arena_free(arena);
}

static void markdown_cuts_long_lists_unless_one_is_asked_for(void **state)
{
    (void)state;
    enum { ROWS = 250 };
    static const struct qa_column one[] = {{"n", .kind = QA_COUNT}, {"never", .kind = QA_TEXT}};
    static const struct qa_table_form form = QA_TABLE_FORM("long", "Long", one);
    struct qa_arena *arena = qa_arena_new();
    struct qa_report *report = qa_report_new(arena, "test");
    struct qa_table *table = qa_table_new(arena, &form);
    for (uint64_t i = 0; i < ROWS; i++) {
        qa_table_row(table);
        qa_put_count(table, 1000000 + i);
        qa_put_absent(table);
    }
    qa_report_add_table(report, table);
    char *text = markdown(report, NULL);
    assert_non_null(strstr(text, "The first 100 of 250 rows; all of them: `--table long`."));
    assert_null(strstr(text, "never"));
    assert_null(strstr(text, "1,000,100"));
    free(text);
    text = markdown(report, "long");
    assert_non_null(strstr(text, "1,000,249"));
    free(text);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_quotes_what_it_must_and_spreads_estimates),
        cmocka_unit_test(texts_like_formulas_are_guarded_and_come_back),
        cmocka_unit_test(json_carries_estimates_as_objects),
        cmocka_unit_test(people_see_rounded_figures_and_no_escape_sequences),
        cmocka_unit_test(sentences_and_notes_hold_no_escape_sequences_and_money_is_rounded_up),
        cmocka_unit_test(colour_goes_by_the_kind_of_the_column_and_not_by_the_text),
        cmocka_unit_test(details_are_for_machines_and_keys_stand_in_every_block),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(long_words_go_on_and_numbers_stay_whole),
        cmocka_unit_test(an_unknown_table_is_refused_with_those_that_are_there),
        cmocka_unit_test(markdown_says_title_and_verdict_first_and_sources_last),
        cmocka_unit_test(markdown_cuts_long_lists_unless_one_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
