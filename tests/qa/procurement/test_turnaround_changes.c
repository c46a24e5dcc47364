#include "qa/procurement/turnaround_changes.h"

#include <string.h>

#include "qa/stats/special.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/close.h"

static struct qa_arena *arena;
static const struct qa_zone utc = {.known = true};

static int set_up(void **state)
{
    (void)state;
    qa_special_init();
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

/* acme's n deliveries after first, first + step, ... hours; all ordered at once. */
static struct qa_turnaround log_of(unsigned n, unsigned first, unsigned step)
{
    const char *text = "vendor,batch,items,ordered_at,delivered_at\n";
    struct qa_turnaround out;
    struct qa_error error;

    for (unsigned i = 0; i < n; i++) {
        unsigned hours = first + i * step;
        text = qa_arena_format(arena, "%sacme,%u,1,2026-03-01T00:00:00Z,2026-03-%02uT%02u:00:00Z\n",
                               text, i, 1 + hours / 24, hours % 24);
    }
    struct qa_records records = text_records(arena, "log.csv", text);
    const struct qa_turnaround_request request = {
        .log = &records, .zone = &utc, .as_of = QA_NO_TIME, .confidence = 0.95};
    assert_int_equal(qa_turnaround_parse(&request, arena, &out, &error), QA_OK);
    return out;
}

/* Only what an earlier run's table of steps tells. */
static struct qa_hours_changes since(struct qa_turnaround then, struct qa_turnaround now)
{
    const struct qa_survival *known = &then.vendors[0].hours.survival;
    struct qa_earlier_hours earlier = {"acme", {.n_steps = known->n_steps}};

    earlier.survival.steps = QA_ARRAY(arena, struct qa_survival_step, known->n_steps);
    for (size_t i = 0; i < known->n_steps; i++) {
        earlier.survival.steps[i] = (struct qa_survival_step){.time = known->steps[i].time,
                                                              .at_risk = known->steps[i].at_risk,
                                                              .ends = known->steps[i].ends};
    }
    return qa_hours_changes(&earlier, 1, &now, arena);
}

/* Without open deliveries, up to the longest: the mean, and the variance sum (x - mean)^2 / n^2.
 * Then 10, 12 .. 28: mean 19, variance 330 / 100. Now 30, 32 .. 48: none ends before 28. */
static void a_slower_vendor_is_found(void **state)
{
    (void)state;
    struct qa_hours_changes changes = since(log_of(10, 10, 2), log_of(10, 30, 2));
    const struct qa_hours_change *change = &changes.vendors[0];

    assert_int_equal(changes.n_vendors, 1);
    assert_close(change->horizon, 28, 0);
    assert_close(change->then.value, 19, 1e-12);
    assert_close(change->then.se * change->then.se, 3.3, 1e-12);
    assert_close(change->now.value, 28, 1e-12);
    assert_close(change->difference.value, 9, 1e-12);
    assert_close(change->p_adjusted, qa_normal_two_sided(9 / change->then.se), 1e-15);
    assert_string_equal(qa_hours_change_word(change), "slower");
    changes = since(log_of(10, 30, 2), log_of(10, 10, 2));
    assert_string_equal(qa_hours_change_word(&changes.vendors[0]), "faster");
}

static void one_log_against_itself_is_no_change(void **state)
{
    (void)state;
    struct qa_turnaround same = log_of(8, 5, 3);
    struct qa_hours_changes changes = since(same, same);

    assert_close(changes.vendors[0].difference.value, 0, 0);
    assert_close(changes.vendors[0].p_adjusted, 1, 0);
    assert_string_equal(qa_hours_change_word(&changes.vendors[0]), "not distinguishable");
}

static void hours_that_do_not_vary_tell_nothing(void **state)
{
    (void)state;
    struct qa_hours_changes changes = since(log_of(3, 5, 0), log_of(3, 9, 0));
    struct qa_report *report = qa_report_new(arena, "audit");

    assert_string_equal(changes.vendors[0].difference.undefined, "the hours do not vary");
    assert_string_equal(qa_hours_change_word(&changes.vendors[0]), "not known");
    changes.before = "march.json";
    qa_hours_changes_table(&changes, report);
    assert_int_equal(qa_report_table(report, "changes_hours")->n_rows, 1);
}

static void vendors_of_one_log_only_stay_out(void **state)
{
    (void)state;
    struct qa_turnaround now = log_of(3, 5, 1);
    struct qa_earlier_hours other = {"zeta", {.n_steps = 0}};

    assert_int_equal(qa_hours_changes(&other, 1, &now, arena).n_vendors, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slower_vendor_is_found),
        cmocka_unit_test(one_log_against_itself_is_no_change),
        cmocka_unit_test(hours_that_do_not_vary_tell_nothing),
        cmocka_unit_test(vendors_of_one_log_only_stay_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
