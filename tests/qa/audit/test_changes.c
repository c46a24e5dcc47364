#include "qa/audit/changes.h"

#include <string.h>

#include "qa/stats/compare.h"
#include "qa/stats/special.h"
#include "tests/support/close.h"

static struct qa_arena *arena;

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

static struct qa_changes changes_of(const struct qa_audited_rate *then, size_t n_then,
                                    const struct qa_audited_rate *now, size_t n_now)
{
    struct qa_changes changes = qa_changes(&(struct qa_audit_rates){then, n_then},
                                           &(struct qa_audit_rates){now, n_now}, 0.95, arena);
    changes.before = "march.json";
    return changes;
}

static void vendors_are_better_worse_or_not_distinguishable(void **state)
{
    (void)state;
    static const struct qa_audited_rate then[] = {
        {"same", 20, 400, 1}, {"worse", 8, 400, 1}, {"better", 60, 400, 1}, {"gone", 4, 50, 1}};
    static const struct qa_audited_rate now[] = {
        {"better", 20, 400, 1}, {"new", 3, 90, 1}, {"same", 24, 400, 1}, {"worse", 30, 400, 1}};
    static const char *const names[] = {"better", "gone", "new", "same", "worse"};
    static const char *const words[] = {"better", "only then", "only now", "not distinguishable",
                                        "worse"};
    struct qa_changes changes = changes_of(then, 4, now, 4);
    assert_int_equal(changes.n_vendors, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(changes.vendors[i].vendor, names[i]);
        assert_string_equal(qa_change_word(&changes.vendors[i]), words[i]);
    }
    assert_close(changes.vendors[0].difference.value, -0.1, 1e-15);
    assert_true(changes.vendors[0].difference.high < 0);
    assert_true(changes.vendors[0].p_adjusted >= changes.vendors[0].difference.p_value);
    struct qa_estimate newcombe = qa_two_proportions_effective(0.05, 400, 0.15, 400, 0.95);
    assert_identical(changes.vendors[0].difference.low, newcombe.low);
    struct qa_report *report = qa_report_new(arena, "compare");
    qa_changes_table(&changes, report);
    assert_int_equal(qa_report_table(report, "changes")->n_rows, 5);
}

/* Errors that come in clumps are worth fewer trials. */
static void design_effects_make_changes_harder_to_show(void **state)
{
    (void)state;
    static const struct qa_audited_rate then[] = {{"a", 30, 400, 1}};
    static const struct qa_audited_rate now[] = {{"a", 52, 400, 1}};
    static const struct qa_audited_rate clumped[] = {{"a", 52, 400, 4}};
    struct qa_changes plain = changes_of(then, 1, now, 1);
    struct qa_changes wide = changes_of(then, 1, clumped, 1);
    assert_string_equal(qa_change_word(&plain.vendors[0]), "worse");
    assert_string_equal(qa_change_word(&wide.vendors[0]), "not distinguishable");
    assert_int_equal(wide.vendors[0].rate_now.n, 100);
}

static void without_an_audit_before_nothing_changed(void **state)
{
    (void)state;
    static const struct qa_audited_rate now[] = {{"a", 5, 40, 1}, {"b", 0, 0, 1}};
    struct qa_changes changes = changes_of(NULL, 0, now, 2);
    assert_string_equal(qa_change_word(&changes.vendors[0]), "only now");
    assert_int_equal(changes.vendors[0].change, QA_CHANGE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vendors_are_better_worse_or_not_distinguishable),
        cmocka_unit_test(design_effects_make_changes_harder_to_show),
        cmocka_unit_test(without_an_audit_before_nothing_changed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
