#include "tests/support/close.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/scorecard.h"
#include "qa/procurement/turnaround.h"
#include "tests/qa/procurement/text_records.h"

static const struct qa_score_settings base = {.scenario = {.volume = 30000.0},
                                              .weights = {0.0, 1.0, 0.0, 0.0, 0.0},
                                              .max_error = 0.05,
                                              .max_turnaround_hours = 96.0,
                                              .confidence = 0.95};

static int set_up(void **state)
{
    *state = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    qa_arena_free(*state);
    return 0;
}

/* A log of deliveries that were all ordered on the first of March: `finished` of them took 1, 2, 3
 * ... hours more than `hours`, the others are open when it closes four weeks later. */
static struct qa_vendor_facts facts_of(struct qa_arena *arena, int finished, int open, int hours)
{
    struct qa_turnaround *out = QA_NEW(arena, struct qa_turnaround);
    const char *rows = "vendor,batch,items,ordered_at,delivered_at\n";
    static const struct qa_zone zone = {.known = false};
    int64_t close;

    for (int i = 0; i < finished + open; i++) {
        int took = hours + i + 1;
        rows = i < finished
                   ? qa_arena_format(arena,
                                     "%sv,b%d,10,2026-03-01T00:00:00Z,2026-03-%02dT%02d:00:00Z\n",
                                     rows, i, 1 + took / 24, took % 24)
                   : qa_arena_format(arena, "%sv,b%d,10,2026-03-01T00:00:00Z,\n", rows, i);
    }
    struct qa_records log = text_records(arena, "log.csv", rows);
    assert_true(qa_date_parse("2026-03-29", 10, &close));
    const struct qa_turnaround_request request = {
        .log = &log, .zone = &zone, .as_of = close, .confidence = 0.95};
    assert_int_equal(qa_turnaround_parse(&request, arena, out, NULL), QA_OK);
    return (struct qa_vendor_facts){.name = "v",
                                    .audited = 1000,
                                    .design_effect = 1.0,
                                    .agreement = qa_undefined("not measured", 0),
                                    .turnaround = &out->vendors[0]};
}

static struct qa_gate_check checked(struct qa_arena *arena, int finished, int open, int hours)
{
    const struct qa_vendor_facts facts = facts_of(arena, finished, open, hours);
    struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &base, arena);

    return card.scores[0].gates[QA_GATE_ON_TURNAROUND];
}

/* Four quick deliveries beside eight that are open for four weeks: of twelve, at least eight would
 * be in time in all but 0.5 % of cases if nine in ten were. */
static void open_deliveries_count_against_the_limit(void **state)
{
    struct qa_gate_check check = checked(*state, 4, 8, 19);

    assert_int_equal(check.verdict, QA_GATE_FAIL);
    assert_false(qa_is_defined(&check.value));
    assert_string_equal(check.reason, "8 of 12 deliveries are open, so how long 90 % take is not "
                                      "known, 672.0 h at least; the limit is 96 h");
    const struct qa_vendor_facts facts = facts_of(*state, 4, 8, 19);
    struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &base, *state);
    assert_false(card.scores[0].known[QA_CRITERION_SPEED]);
    assert_false(card.scores[0].has_score);
}

/* Of two, one open says little; of none finished the least is known. */
static void a_few_open_deliveries_leave_it_open(void **state)
{
    assert_int_equal(checked(*state, 1, 1, 19).verdict, QA_GATE_INCONCLUSIVE);
    assert_int_equal(checked(*state, 0, 1, 19).verdict, QA_GATE_INCONCLUSIVE);
    assert_int_equal(checked(*state, 0, 6, 19).verdict, QA_GATE_FAIL);
}

/* 0.9^36 is the first power below 0.025. */
static void a_few_deliveries_do_not_show_that_nine_in_ten_are_in_time(void **state)
{
    struct qa_gate_check few = checked(*state, 35, 0, 19);

    assert_int_equal(few.verdict, QA_GATE_INCONCLUSIVE);
    assert_non_null(strstr(few.reason, "35 finished, too few to say (at least 36 needed)"));
    assert_true(qa_is_defined(&few.value) && !few.value.has_interval);
    struct qa_gate_check enough = checked(*state, 36, 0, 19);
    assert_int_equal(enough.verdict, QA_GATE_PASS);
    assert_close(enough.value.high, 55.0, 1e-12);
}

/* A lower limit alone may break the limit; between the two nothing is said. */
static void the_gate_goes_by_both_limits(void **state)
{
    assert_int_equal(checked(*state, 12, 0, 150).verdict, QA_GATE_FAIL);
    assert_int_equal(checked(*state, 20, 20, 110).verdict, QA_GATE_FAIL);
    struct qa_gate_check across = checked(*state, 40, 0, 58);
    assert_int_equal(across.verdict, QA_GATE_INCONCLUSIVE);
    assert_true(across.value.has_interval);
    assert_true(across.value.low <= 96.0 && across.value.high > 96.0);
    assert_int_equal(checked(*state, 200, 4, 0).verdict, QA_GATE_FAIL);
}

/* Kaplan-Meier has an upper limit where the deliveries are many. */
static void some_open_ones_among_many_pass(void **state)
{
    struct qa_gate_check check = checked(*state, 90, 2, 0);

    assert_int_equal(check.verdict, QA_GATE_PASS);
    assert_true(check.value.has_interval && check.value.high <= 96.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(open_deliveries_count_against_the_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_few_open_deliveries_leave_it_open, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_few_deliveries_do_not_show_that_nine_in_ten_are_in_time,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_gate_goes_by_both_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(some_open_ones_among_many_pass, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
