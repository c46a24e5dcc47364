/* Requests that came back: whose a row is, what it says, and what is refused. */
#include "tests/support/close.h"

#include <stdio.h>
#include <stdlib.h>

#include "qa/base/time.h"
#include "qa/procurement/response.h"
#include "tests/qa/procurement/text_records.h"

#define QUESTIONS "vendor,id,answer,evidence,expires\n"
#define PROMISES "vendor,promise,priority,value,unit,clock\n"
#define CHARGES "vendor,charge,basis,price,currency\n"

struct fixture {
    struct qa_arena *arena;
    struct qa_questionnaire questionnaire;
    struct qa_findings findings;
    struct qa_responses responses;
    struct qa_error error;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct qa_records list;

    fixture->arena = qa_arena_new();
    qa_findings_init(&fixture->findings, fixture->arena);
    list = text_records(fixture->arena, "asked.csv",
                        "id,question,requirement,wanted,proof\n"
                        "nda,Signed?,must,yes,document\n"
                        "tool,Which?,may,text,\n"
                        "crowd,Outsiders?,should,no,\n");
    assert_int_equal(
        qa_questionnaire_parse(&list, fixture->arena, &fixture->questionnaire, &fixture->error),
        QA_OK);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    qa_arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static struct qa_response_file questions_file(struct fixture *fixture, const char *path,
                                              const char *rows)
{
    const char *text = qa_arena_format(fixture->arena, "%s%s", QUESTIONS, rows);

    return (struct qa_response_file){.path = path,
                                     .questions = text_records(fixture->arena, path, text)};
}

static enum qa_status parse(struct fixture *fixture, struct qa_response_file *files, size_t n)
{
    qa_findings_init(&fixture->findings, fixture->arena);
    return qa_responses_parse(files, n, &fixture->questionnaire, fixture->arena, &fixture->findings,
                              &fixture->responses, &fixture->error);
}

static void assert_refused(struct fixture *fixture, struct qa_response_file *files, size_t n,
                           const char *place)
{
    char got[QA_ERROR_FILE_MAX + 64];

    assert_int_equal(parse(fixture, files, n), QA_INPUT);
    snprintf(got, sizeof got, "%s:%llu:%llu %s", fixture->error.file,
             (unsigned long long)fixture->error.line, (unsigned long long)fixture->error.column,
             fixture->error.code);
    assert_string_equal(got, place);
}

static void assert_question_refused(struct fixture *fixture, const char *rows, const char *place)
{
    struct qa_response_file file = questions_file(fixture, "q.csv", rows);

    assert_refused(fixture, &file, 1, place);
}

static void vendors_are_sorted_and_empty_cells_take_the_name_above(void **state)
{
    struct fixture *fixture = *state;
    struct qa_response_file file = questions_file(fixture, "q.csv",
                                                  "zeta,nda,yes,z.pdf,\n"
                                                  ",tool,Ours,,\n"
                                                  "acme,nda,No,,\n"
                                                  ",crowd, Partly ,,\n");

    assert_int_equal(parse(fixture, &file, 1), QA_OK);
    assert_int_equal(fixture->responses.n, 2);
    const struct qa_response *acme = &fixture->responses.list[0];
    const struct qa_response *zeta = &fixture->responses.list[1];
    assert_string_equal(acme->promises.vendor, "acme");
    assert_int_equal(acme->replies[0].kind, QA_REPLY_NO);
    assert_int_equal(acme->replies[1].kind, QA_REPLY_MISSING);
    assert_int_equal(acme->replies[2].kind, QA_REPLY_PARTLY);
    assert_string_equal(zeta->promises.vendor, "zeta");
    assert_string_equal(zeta->replies[0].evidence, "z.pdf");
    assert_int_equal(zeta->replies[1].kind, QA_REPLY_TEXT);
    assert_string_equal(zeta->replies[1].text, "Ours");
    assert_int_equal(zeta->replies[1].line, 3);
    assert_int_equal(file.n_used, 4);
}

static void the_form_or_the_buyer_names_the_vendor(void **state)
{
    struct fixture *fixture = *state;
    struct qa_response_file file = {
        .path = "book.xlsx",
        .about = text_records(fixture->arena, "book.xlsx", "field,answer\nVendor,Acme Ltd\n"),
        .questions = text_records(fixture->arena, "book.xlsx", "id,answer\nnda,yes\n")};

    assert_int_equal(parse(fixture, &file, 1), QA_OK);
    assert_string_equal(fixture->responses.list[0].promises.vendor, "Acme Ltd");
    file.vendor = "acme";
    assert_int_equal(parse(fixture, &file, 1), QA_OK);
    assert_string_equal(fixture->responses.list[0].promises.vendor, "acme");
    file.vendor = NULL;
    file.about = text_records(fixture->arena, "book.xlsx", "field,answer\nvendor,\n");
    assert_refused(fixture, &file, 1, "book.xlsx:2:0 E441");
}

static void files_of_one_vendor_are_read_together(void **state)
{
    struct fixture *fixture = *state;
    struct qa_response_file files[] = {
        questions_file(fixture, "sales.csv", "acme,nda,,,\nacme,tool,Ours,,\n"),
        questions_file(fixture, "legal.csv", "acme,nda,yes,nda.pdf,\nacme,tool,Ours,,\n")};

    assert_int_equal(parse(fixture, files, 2), QA_OK);
    assert_int_equal(fixture->responses.n, 1);
    assert_string_equal(fixture->responses.list[0].replies[0].file, "legal.csv");
    assert_string_equal(fixture->responses.list[0].replies[1].file, "sales.csv");
    /* The same answer twice is said, not refused. */
    assert_int_equal(fixture->findings.n, 1);
    assert_string_equal(fixture->findings.list[0].code, "W446");
    files[0] = questions_file(fixture, "sales.csv", "acme,nda,no,,\n");
    assert_refused(fixture, files, 2, "legal.csv:2:10 E442");
}

static void answers_that_fit_no_question_are_refused(void **state)
{
    struct fixture *fixture = *state;

    assert_question_refused(fixture, "acme,ndb,yes,,\n", "q.csv:2:6 E443");
    assert_non_null(strstr(fixture->error.text, "did you mean 'nda'?"));
    assert_question_refused(fixture, "acme,,yes,,\n", "q.csv:2:6 E443");
    assert_question_refused(fixture, ",nda,yes,,\n", "q.csv:2:0 E441");
}

static void every_row_that_cannot_be_read_is_said(void **state)
{
    struct fixture *fixture = *state;

    assert_question_refused(fixture, "acme,ndb,yes,,\n,nda,yes,x,soon\n,nda,yes,,\n,nda,no,,\n",
                            "q.csv:2:6 E443");
    static const char *const codes[] = {"E443", "E444", "E442"};
    assert_int_equal(fixture->findings.total[QA_ERROR], 3);
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(fixture->findings.list[i].code, codes[i]);
    }
    assert_int_equal(fixture->findings.list[2].line, 5);
}

static void dates_are_iso_or_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const bad[] = {"31.12.2027", "12/31/2027", "2027-13-01", "2027-02-29",
                                      "46600",      "2027",       "20271231",   "soon"};
    struct qa_response_file file =
        questions_file(fixture, "q.csv", "acme,nda,yes,x,2028-02-29T10:30:00\n");

    assert_int_equal(parse(fixture, &file, 1), QA_OK);
    char text[QA_TIME_TEXT_MAX];
    qa_date_format(fixture->responses.list[0].replies[0].expires, text);
    assert_string_equal(text, "2028-02-29");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_question_refused(fixture,
                                qa_arena_format(fixture->arena, "acme,nda,yes,x,%s\n", bad[i]),
                                "q.csv:2:16 E444");
    }
}

static void words_where_yes_or_no_was_asked_count_as_none(void **state)
{
    struct fixture *fixture = *state;
    struct qa_response_file file =
        questions_file(fixture, "q.csv", "acme,nda,yes but later,,\nacme,crowd,TRUE,,\n");

    assert_int_equal(parse(fixture, &file, 1), QA_OK);
    assert_int_equal(fixture->responses.list[0].replies[0].kind, QA_REPLY_UNCLEAR);
    assert_int_equal(fixture->responses.list[0].replies[2].kind, QA_REPLY_YES);
    assert_int_equal(fixture->findings.n, 1);
    assert_string_equal(fixture->findings.list[0].code, "W444");
}

/* ---- promises ---- */

static struct qa_response_file promises_file(struct fixture *fixture, const char *rows)
{
    const char *text = qa_arena_format(fixture->arena, "%s%s", PROMISES, rows);

    return (struct qa_response_file){.path = "p.csv",
                                     .promises = text_records(fixture->arena, "p.csv", text)};
}

static void promises_are_found_by_kind_and_priority(void **state)
{
    struct fixture *fixture = *state;
    struct qa_response_file file = promises_file(fixture, "acme,turnaround,Standard,72,hours,\n"
                                                          "acme,turnaround,rush,8,hours,Business\n"
                                                          "acme,capacity,,5e3,items/week,\n"
                                                          "acme,ramp_up,,,weeks,\n"
                                                          "acme,on-time,,95%,rate,\n"
                                                          "acme,penalty_cap,,100%,rate,\n");

    assert_int_equal(parse(fixture, &file, 1), QA_OK);
    const struct qa_vendor_promises *made = &fixture->responses.list[0].promises;
    assert_int_equal(made->n, 5);
    assert_close(qa_promise_find(made, QA_PROMISE_TURNAROUND, NULL)->value, 72, 0);
    const struct qa_promise *rush = qa_promise_find(made, QA_PROMISE_TURNAROUND, "rush");
    assert_close(rush->value, 8, 0);
    assert_int_equal(rush->clock, QA_PROMISE_BUSINESS);
    assert_close(qa_promise_find(made, QA_PROMISE_CAPACITY, NULL)->value, 5000, 0);
    assert_null(qa_promise_find(made, QA_PROMISE_RAMP_UP, NULL));
    assert_close(qa_promise_find(made, QA_PROMISE_ON_TIME, NULL)->value, 0.95, 1e-15);
    assert_close(qa_promise_find(made, QA_PROMISE_PENALTY_CAP, NULL)->value, 1, 0);
    assert_null(qa_promise_find(NULL, QA_PROMISE_CAPACITY, NULL));
    assert_false(fixture->responses.list[0].has_replies);
}

static void promises_that_cannot_be_read_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *rows;
        const char *place;
    } bad[] = {{"acme,turnround,,72,hours,\n", "p.csv:2:6 E445"},
               {"acme,turnaround,,3,days,\n", "p.csv:2:20 E445"},
               {"acme,turnaround,,72,hours,office\n", "p.csv:2:27 E445"},
               {"acme,turnaround,,72 h,hours,\n", "p.csv:2:18 E445"},
               {"acme,capacity,,0,,\n", "p.csv:2:16 E445"},
               {"acme,ramp_up,,-1,,\n", "p.csv:2:15 E445"},
               {"acme,on_time,,95,,\n", "p.csv:2:15 E445"},
               {"acme,capacity,,5,,\nacme,capacity,,6,,\n", "p.csv:3:0 E442"}};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct qa_response_file file = promises_file(fixture, bad[i].rows);
        assert_refused(fixture, &file, 1, bad[i].place);
    }
}

/* ---- charges ---- */

static struct qa_response_file charges_file(struct fixture *fixture, const char *path,
                                            const char *rows)
{
    const char *text = qa_arena_format(fixture->arena, "%s%s", CHARGES, rows);

    return (struct qa_response_file){.path = path,
                                     .charges = text_records(fixture->arena, path, text)};
}

static void charges_of_all_files_become_one_list_without_the_examples(void **state)
{
    struct fixture *fixture = *state;
    struct qa_response_file files[] = {
        charges_file(fixture, "a.csv",
                     "EXAMPLE,set-up,per_project,1,EUR\nacme,labels,per_item,0.2,EUR\nacme,,,,\n"),
        charges_file(fixture, "b.csv", "zeta,labels,per_item,0.3,EUR\n")};
    const struct qa_records *rows;

    assert_int_equal(qa_responses_charges(files, 2, NULL, fixture->arena, &rows, &fixture->error),
                     QA_OK);
    assert_int_equal(rows->n_records, 2);
    assert_int_equal(rows->n_columns, 14);
    assert_string_equal(qa_records_cell(rows, 0, 0)->text, "acme");
    assert_string_equal(qa_records_file(rows, 0), "a.csv");
    assert_int_equal(qa_records_cell(rows, 0, 7)->line, 3);
    assert_string_equal(qa_records_cell(rows, 1, 7)->text, "0.3");
    assert_string_equal(qa_records_file(rows, 1), "b.csv");
    assert_int_equal(files[0].n_used, 1);
    /* A price is no one's by its place. */
    files[1] =
        charges_file(fixture, "b.csv", "zeta,labels,per_item,0.3,EUR\n,set-up,per_project,9,EUR\n");
    assert_int_equal(qa_responses_charges(files, 2, NULL, fixture->arena, &rows, &fixture->error),
                     QA_INPUT);
    assert_string_equal(fixture->error.code, "E441");
}

static void charges_that_came_twice_are_refused(void **state)
{
    struct fixture *fixture = *state;
    struct qa_records quotes =
        text_records(fixture->arena, "quotes.csv", CHARGES "acme,labels,per_item,0.2,EUR\n");
    struct qa_response_file file = charges_file(fixture, "a.csv", "zeta,labels,per_item,0.3,EUR\n");
    const struct qa_records *rows;

    assert_int_equal(
        qa_responses_charges(&file, 1, &quotes, fixture->arena, &rows, &fixture->error), QA_OK);
    assert_int_equal(rows->n_records, 2);
    assert_string_equal(qa_records_file(rows, 0), "quotes.csv");
    file = charges_file(fixture, "a.csv", "acme,labels,per_item,0.3,EUR\n");
    assert_int_equal(
        qa_responses_charges(&file, 1, &quotes, fixture->arena, &rows, &fixture->error), QA_INPUT);
    assert_string_equal(fixture->error.code, "E448");
    assert_int_equal(fixture->error.line, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(vendors_are_sorted_and_empty_cells_take_the_name_above,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_form_or_the_buyer_names_the_vendor, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_of_one_vendor_are_read_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(answers_that_fit_no_question_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(every_row_that_cannot_be_read_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_are_iso_or_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_where_yes_or_no_was_asked_count_as_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(promises_are_found_by_kind_and_priority, set_up, tear_down),
        cmocka_unit_test_setup_teardown(promises_that_cannot_be_read_are_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(charges_of_all_files_become_one_list_without_the_examples,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(charges_that_came_twice_are_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
