#include "qa/audit/trend.h"

#include "qa/stats/special.h"
#include "tests/qa/audit/batches.h"

enum { MOST = 4000 };

/* Deliveries grow row by row; gold says "yes" to every item. */
struct delivery {
    struct world world;
    struct given rows[MOST];
    struct given gold[MOST];
    size_t n;
};

static struct delivery *new_delivery(void)
{
    struct delivery *delivery = calloc(1, sizeof *delivery);
    qa_special_init();
    delivery->world = new_world();
    delivery->world.undelivered = QA_UNDELIVERED_IGNORED; /* each vendor has items of its own */
    return delivery;
}

static void free_delivery(struct delivery *delivery)
{
    free_world(&delivery->world);
    free(delivery);
}

static void add(struct delivery *delivery, const char *vendor, const char *batch, size_t n,
                size_t n_wrong)
{
    for (size_t i = 0; i < n; i++) {
        const char *item =
            qa_arena_format(delivery->world.arena, "%s-%s-%zu", vendor, batch ? batch : "", i);
        delivery->rows[delivery->n] = (struct given){
            .vendor = vendor, .item = item, .label = i < n_wrong ? "no" : "yes", .batch = batch};
        delivery->gold[delivery->n++] = (struct given){.item = item, .label = "yes"};
    }
}

/* Errors of the delivery by batch, and their trend. */
static struct qa_trend trend_of(struct delivery *delivery, struct qa_errors_result *errors)
{
    struct world *world = &delivery->world;
    const struct qa_batch *batch =
        make_batch(world, delivery->rows, delivery->n, NULL, LISTS_ITEMS);
    struct qa_grouping *periods = QA_NEW(world->arena, struct qa_grouping);
    struct qa_error err;
    *periods = qa_trend_periods(QA_GROUP_BY_BATCH, batch, world->arena);
    const struct qa_errors_request request = {
        .comparison = compare_batches(
            world, batch, make_batch(world, delivery->gold, delivery->n, NULL, LISTS_ITEMS), 0.5,
            false),
        .confidence = 0.95,
        .periods = periods};
    assert_int_equal(qa_errors(&request, world->arena, errors, &err), QA_OK);
    return qa_trend(errors, periods, world->arena);
}

static void periods_add_up_to_the_vendor(void **state)
{
    (void)state;
    struct delivery *delivery = new_delivery();
    struct qa_errors_result errors;
    add(delivery, "acme", "1", 50, 3);
    add(delivery, "acme", "2", 40, 5);
    add(delivery, "acme", NULL, 20, 20);
    add(delivery, "zeta", "2", 30, 0);
    struct qa_trend trend = trend_of(delivery, &errors);
    assert_int_equal(trend.n_vendors, 2);
    assert_int_equal(trend.without_period, 20);
    const struct qa_vendor_trend *acme = &trend.vendors[0];
    assert_int_equal(acme->chart.n_points, 2);
    assert_int_equal(acme->chart.errors, 8);
    assert_int_equal(acme->chart.trials, 90);
    assert_close(acme->chart.points[1].rate, 0.125, 1e-15);
    assert_int_equal(acme->periods[1].count.errors, 5);
    assert_string_equal(trend.period[acme->periods[1].period], "2");
    /* One batch is no trend. */
    assert_int_equal(trend.vendors[1].direction, QA_CHANGE_UNKNOWN);
    assert_string_equal(qa_trend_direction(&trend.vendors[1]), "not known");
    free_delivery(delivery);
}

static void a_bad_batch_and_a_rising_vendor_are_seen(void **state)
{
    (void)state;
    struct delivery *delivery = new_delivery();
    struct qa_errors_result errors;
    for (size_t b = 0; b < 8; b++) {
        const char *batch = qa_arena_format(delivery->world.arena, "%zu", b);
        add(delivery, "jumpy", batch, 100, b == 4 ? 25 : 4);
        add(delivery, "rising", batch, 100, 2 + 2 * b);
        add(delivery, "steady", batch, 100, 5 + b % 2);
    }
    struct qa_trend trend = trend_of(delivery, &errors);
    assert_int_equal(trend.vendors[0].chart.outside, 1);
    assert_string_equal(qa_trend_word(&trend.vendors[0].chart.points[4]), "above the limit");
    assert_string_equal(qa_trend_word(&trend.vendors[0].chart.points[3]), "within");
    assert_int_equal(trend.vendors[0].direction, QA_CHANGE_NONE);
    assert_int_equal(trend.vendors[1].direction, QA_CHANGE_WORSE);
    assert_string_equal(qa_trend_direction(&trend.vendors[1]), "rising");
    assert_close(trend.vendors[1].slope.value, 0.02, 1e-12);
    assert_int_equal(trend.vendors[2].chart.outside, 0);
    assert_string_equal(qa_trend_direction(&trend.vendors[2]), "not shown");
    free_delivery(delivery);
}

/* Names sort 1, 10, 2 or 1, 2, 10; times decide where all batches have them. */
static void batches_stand_in_the_order_of_their_times(void **state)
{
    (void)state;
    struct delivery *delivery = new_delivery();
    static const char *const names[] = {"second", "first", "third"};
    static const double when[] = {200, 100, 300};
    for (size_t b = 0; b < 3; b++) {
        add(delivery, "acme", names[b], 3, 0);
        delivery->rows[3 * b + 1].submitted = when[b];
    }
    const struct qa_batch *batch =
        make_batch(&delivery->world, delivery->rows, delivery->n, NULL, LISTS_ITEMS);
    struct qa_grouping timed = qa_trend_periods(QA_GROUP_BY_BATCH, batch, delivery->world.arena);
    assert_string_equal(timed.value[0], "first");
    assert_string_equal(timed.value[1], "second");
    assert_string_equal(timed.value[2], "third");
    for (size_t a = 0; a < batch->n_answers; a++) {
        assert_string_equal(timed.value[timed.of_answer[a]],
                            qa_strings_text(batch->names->batches, qa_answer_batch(batch, a)));
    }
    delivery->rows[1].submitted = 0;
    batch = make_batch(&delivery->world, delivery->rows, delivery->n, NULL, LISTS_ITEMS);
    timed = qa_trend_periods(QA_GROUP_BY_BATCH, batch, delivery->world.arena);
    assert_string_equal(timed.value[0], "first");
    assert_string_equal(timed.value[1], "second");
    assert_non_null(qa_trend_best_periods(batch, delivery->world.arena));
    free_delivery(delivery);
}

static void one_batch_makes_no_chart(void **state)
{
    (void)state;
    struct delivery *delivery = new_delivery();
    add(delivery, "acme", "1", 5, 0);
    assert_null(qa_trend_best_periods(
        make_batch(&delivery->world, delivery->rows, delivery->n, NULL, LISTS_ITEMS),
        delivery->world.arena));
    free_delivery(delivery);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_add_up_to_the_vendor),
        cmocka_unit_test(a_bad_batch_and_a_rising_vendor_are_seen),
        cmocka_unit_test(batches_stand_in_the_order_of_their_times),
        cmocka_unit_test(one_batch_makes_no_chart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
