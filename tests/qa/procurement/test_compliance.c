/* Answers judged: gates, proof and its last day, scores by hand, what is asked again. */
#include "tests/support/close.h"

#include <stdlib.h>

#include "qa/base/random.h"
#include "qa/base/time.h"
#include "qa/procurement/compliance.h"
#include "tests/qa/procurement/text_records.h"

struct fixture {
    struct qa_arena *arena;
    struct qa_questionnaire questionnaire;
    struct qa_responses responses;
    struct qa_findings findings;
    struct qa_project_days days;
    struct qa_compliance compliance;
};

static int64_t day(const char *text)
{
    int64_t out;

    assert_true(qa_date_parse(text, strlen(text), &out));
    return out;
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->arena = qa_arena_new();
    fixture->days = (struct qa_project_days){day("2026-07-01"), day("2027-06-30"), QA_NO_TIME};
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

/* Of the list and rows "vendor,id,answer,evidence,expires". */
static void judge(struct fixture *fixture, const char *list, const char *rows)
{
    struct qa_records asked = text_records(
        fixture->arena, "asked.csv",
        qa_arena_format(fixture->arena, "id,question,requirement,wanted,proof,weight\n%s", list));
    const char *text =
        qa_arena_format(fixture->arena, "vendor,id,answer,evidence,expires\n%s", rows);
    struct qa_response_file file = {.path = "q.csv",
                                    .questions = text_records(fixture->arena, "q.csv", text)};
    struct qa_error err;

    qa_findings_init(&fixture->findings, fixture->arena);
    assert_int_equal(qa_questionnaire_parse(&asked, fixture->arena, &fixture->questionnaire, &err),
                     QA_OK);
    assert_int_equal(qa_responses_parse(&file, 1, &fixture->questionnaire, fixture->arena,
                                        &fixture->findings, &fixture->responses, &err),
                     QA_OK);
    fixture->compliance =
        qa_compliance(&fixture->responses, &fixture->days, fixture->arena, &fixture->findings);
}

static const struct qa_vendor_compliance *only(const struct fixture *fixture)
{
    assert_int_equal(fixture->compliance.n, 1);
    return &fixture->compliance.vendors[0];
}

static void a_must_gates(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *list;
        const char *rows;
        enum qa_gate gate;
        const char *reason;
    } cases[] = {
        {"nda,?,must,yes,,\n", "a,nda,yes,,\n", QA_GATE_PASS, "all musts are met (1)"},
        {"nda,?,must,yes,,\n", "a,nda,no,,\n", QA_GATE_FAIL, "must not met: nda (no)"},
        {"nda,?,must,yes,,\n", "a,nda,partly,,\n", QA_GATE_FAIL, "must not met: nda (partly)"},
        {"nda,?,must,yes,,\n", "a,nda,,,\n", QA_GATE_FAIL, "must not met: nda (not answered)"},
        {"nda,?,must,yes,,\n", "a,nda,in time,,\n", QA_GATE_FAIL, "must not met: nda (unclear)"},
        {"own,?,must,no,,\n", "a,own,yes,,\n", QA_GATE_FAIL, "must not met: own (yes)"},
        {"own,?,must,no,,\n", "a,own,no,,\n", QA_GATE_PASS, "all musts are met (1)"},
        {"how,?,must,text,,\n", "a,how,by hand,,\n", QA_GATE_PASS, "all musts are met (1)"},
        {"nda,?,must,yes,document,\n", "a,nda,yes,,\n", QA_GATE_INCONCLUSIVE,
         "must without proof: nda (unproven)"},
        {"nda,?,must,yes,document,\n", "a,nda,partly,,\n", QA_GATE_FAIL,
         "must not met: nda (partly)"},
        {"iso,?,must,yes,certificate,\n", "a,iso,yes,c.pdf,2026-06-30\n", QA_GATE_INCONCLUSIVE,
         "must without proof: iso (unproven)"},
        {"iso,?,must,yes,certificate,\n", "a,iso,yes,c.pdf,2026-07-01\n", QA_GATE_PASS,
         "all musts are met (1)"},
        {"x,?,should,yes,,\n", "a,x,no,,\n", QA_GATE_PASS, "no question is a must"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        judge(fixture, cases[i].list, cases[i].rows);
        assert_string_equal(only(fixture)->reason, cases[i].reason);
        assert_int_equal(only(fixture)->gate, cases[i].gate);
    }
}

/* A failure is not softened by an open must beside it; of many, some are named. */
static void a_failure_outweighs_what_is_open(void **state)
{
    struct fixture *fixture = *state;

    judge(fixture, "a,?,must,yes,document,\nb,?,must,yes,,\n", "v,a,yes,,\nv,b,no,,\n");
    assert_int_equal(only(fixture)->gate, QA_GATE_FAIL);
    assert_int_equal(only(fixture)->n_musts, 2);
    assert_int_equal(only(fixture)->n_musts_met, 0);
    judge(fixture, "a,?,must,,,\nb,?,must,,,\nc,?,must,,,\nd,?,must,,,\ne,?,must,,,\nf,?,must,,,\n",
          "v,a,no,,\nv,b,no,,\nv,c,no,,\nv,d,no,,\nv,e,no,,\nv,f,yes,,\n");
    assert_string_equal(only(fixture)->reason,
                        "must not met: a (no), b (no), c (no), d (no) and 1 more");
}

/* 2 x 1 + 1 x 0.5 + 3 x 0.5 (unproven) + 4 x 0 of 10. */
static void the_score_is_the_weighted_share_of_what_is_no_must(void **state)
{
    struct fixture *fixture = *state;

    judge(fixture,
          "m,?,must,,,\na,?,should,yes,,2\nb,?,may,yes,,1\nc,?,should,yes,document,3\n"
          "d,?,should,no,,4\n",
          "v,m,no,,\nv,a,yes,,\nv,b,partly,,\nv,c,yes,,\nv,d,yes,,\n");
    assert_true(only(fixture)->has_score);
    assert_close(only(fixture)->score, 0.4, 1e-15);
    judge(fixture, "m,?,must,,,\n", "v,m,yes,,\n");
    assert_false(only(fixture)->has_score);
}

static void certificates_are_held_against_the_projects_days(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *expires;
        enum qa_expiry expiry;
        const char *code; /* NULL: no finding */
    } cases[] = {
        {"2026-06-30", QA_EXPIRY_EXPIRED, "W443"},  {"2026-07-01", QA_EXPIRY_EXPIRING, "W442"},
        {"2027-06-29", QA_EXPIRY_EXPIRING, "W442"}, {"2027-06-30", QA_EXPIRY_GOOD, NULL},
        {"2030-01-01", QA_EXPIRY_GOOD, NULL},       {"", QA_EXPIRY_NONE, NULL}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        judge(fixture, "iso,?,should,yes,certificate,\n",
              qa_arena_format(fixture->arena, "v,iso,yes,c.pdf,%s\n", cases[i].expires));
        assert_int_equal(only(fixture)->replies[0].expiry, cases[i].expiry);
        assert_int_equal(fixture->findings.n, cases[i].code != NULL);
        if (cases[i].code != NULL) {
            assert_string_equal(fixture->findings.list[0].code, cases[i].code);
        }
    }
    assert_true(only(fixture)->replies[0].needs_date);
    assert_non_null(only(fixture)->replies[0].ask);
}

static void the_day_of_the_audit_ends_a_certificate_too(void **state)
{
    struct fixture *fixture = *state;

    fixture->days = (struct qa_project_days){QA_NO_TIME, QA_NO_TIME, day("2026-06-15")};
    judge(fixture, "iso,?,should,yes,certificate,\n", "v,iso,yes,c.pdf,2026-06-14\n");
    assert_int_equal(only(fixture)->replies[0].expiry, QA_EXPIRY_EXPIRED);
    judge(fixture, "iso,?,should,yes,certificate,\n", "v,iso,yes,c.pdf,2026-06-15\n");
    assert_int_equal(only(fixture)->replies[0].expiry, QA_EXPIRY_GOOD);
    fixture->days.as_of = QA_NO_TIME;
    judge(fixture, "iso,?,should,yes,certificate,\n", "v,iso,yes,c.pdf,1999-01-01\n");
    assert_int_equal(only(fixture)->replies[0].expiry, QA_EXPIRY_NONE);
}

static void what_to_ask_again_is_said(void **state)
{
    struct fixture *fixture = *state;

    judge(fixture,
          "a,?,may,yes,,\nb,?,may,yes,,\nc,?,must,yes,,\nd,?,may,yes,document,\ne,?,may,yes,,\n",
          "v,b,perhaps,,\nv,c,partly,,\nv,d,yes,,\nv,e,no,,\n");
    static const char *const asks[] = {"not answered", "answer yes, no or partly",
                                       "only partly: what is missing, and by when?",
                                       "the document is missing", NULL};
    for (size_t q = 0; q < 5; q++) {
        const char *ask = only(fixture)->replies[q].ask;
        if (asks[q] == NULL) {
            assert_null(ask);
        } else {
            assert_string_equal(ask, asks[q]);
        }
    }
    assert_int_equal(only(fixture)->n_ask, 4);
    assert_int_equal(only(fixture)->n_answered, 4);
    assert_int_equal(only(fixture)->n_unanswered, 1);
}

static void silence_fails_every_must(void **state)
{
    struct fixture *fixture = *state;

    judge(fixture, "nda,?,must,,,\nx,?,may,,,\n", "acme,nda,yes,,\n");
    assert_non_null(qa_compliance_find(&fixture->compliance, "acme"));
    assert_null(qa_compliance_find(&fixture->compliance, "zeta"));
    const struct qa_vendor_compliance *absent =
        qa_compliance_absent(&fixture->compliance, "zeta", fixture->arena);
    assert_int_equal(absent->gate, QA_GATE_FAIL);
    assert_false(absent->responded);
    assert_int_equal(absent->n_unanswered, 2);
    assert_close(absent->score, 0, 0);
}

/* A better answer never makes a gate or a score worse. */
static void better_answers_never_hurt(void **state)
{
    struct fixture *fixture = *state;
    static const char *const answers[] = {"", "no", "partly", "yes"};
    static const char list[] = "a,?,must,yes,,\nb,?,should,yes,document,\nc,?,may,yes,,\n";
    static const int order[] = {[QA_GATE_FAIL] = 0, [QA_GATE_INCONCLUSIVE] = 1, [QA_GATE_PASS] = 2};
    struct qa_random random;

    qa_random_init(&random, 11, 0);
    for (int trial = 0; trial < 300; trial++) {
        size_t given[3];
        int gate = 0;
        double score = 0;
        for (int i = 0; i < 3; i++) {
            given[i] = (size_t)qa_random_below(&random, 4);
        }
        size_t better = (size_t)qa_random_below(&random, 3);
        for (; given[better] < 4; given[better]++) {
            judge(fixture, list,
                  qa_arena_format(fixture->arena, "v,a,%s,,\nv,b,%s,,\nv,c,%s,,\n",
                                  answers[given[0]], answers[given[1]], answers[given[2]]));
            assert_true(order[only(fixture)->gate] >= gate);
            assert_true(only(fixture)->score >= score);
            gate = order[only(fixture)->gate];
            score = only(fixture)->score;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_must_gates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_outweighs_what_is_open, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_score_is_the_weighted_share_of_what_is_no_must, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(certificates_are_held_against_the_projects_days, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_day_of_the_audit_ends_a_certificate_too, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_to_ask_again_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(silence_fails_every_must, set_up, tear_down),
        cmocka_unit_test_setup_teardown(better_answers_never_hurt, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
