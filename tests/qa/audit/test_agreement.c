#include <math.h>

#include "qa/audit/agreement.h"
#include "qa/base/parallel.h"
#include "tests/qa/audit/batches.h"

static struct qa_agreement_result run(struct world *world, const struct qa_batch *batch)
{
    const struct qa_agreement_request request = {
        .batch = batch, .inference = {0.95, 0, 0}, .n_disputed = 10, .per_vendor = true};
    return qa_agreement(&request, world->arena);
}

static double value(const struct qa_agreement_group *group, const char *name)
{
    const struct qa_estimate *estimate = qa_agreement_find(group, name);
    assert_non_null(estimate);
    assert_true(qa_is_defined(estimate));
    return estimate->value;
}

/* Two people of vendor v on four items, one of w on two, and an unsigned answer. */
static const struct given few[] = {
    {.vendor = "v", .annotator = "b", .item = "1", .label = "yes"},
    {.vendor = "v", .annotator = "a", .item = "1", .label = "yes"},
    {.vendor = "v", .annotator = "a", .item = "2", .label = "no"},
    {.vendor = "v", .annotator = "b", .item = "2", .label = "no"},
    {.vendor = "v", .annotator = "a", .item = "3", .label = "yes"},
    {.vendor = "v", .annotator = "b", .item = "3", .label = "no"},
    {.vendor = "v", .annotator = "a", .item = "4", .label = "no"},
    {.vendor = "v", .annotator = "b", .item = "4", .label = "no"},
    {.vendor = "w", .annotator = "a", .item = "1", .label = "no"},
    {.vendor = "w", .annotator = "a", .item = "5", .label = "no"},
    {.vendor = "w", .item = "5", .label = "no"},
};

static void there_is_a_group_for_all_and_for_each_vendor(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_agreement_result result = run(&world, BATCH(&world, few));
    assert_int_equal(result.n_groups, 3);
    assert_int_equal(result.groups[0].vendor, QA_NONE);
    assert_int_equal(result.groups[0].annotators, 3);
    assert_int_equal(result.groups[0].ratings, 10);
    assert_int_equal(result.groups[0].without_annotator, 1);
    assert_int_equal(result.groups[1].vendor, id_of(world.names->vendors, "v"));
    assert_int_equal(result.groups[2].vendor, id_of(world.names->vendors, "w"));
    free_world(&world);
}

static void two_annotators_have_cohens_kappa(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_agreement_result result = run(&world, BATCH(&world, few));
    const struct qa_agreement_group *group = &result.groups[1];
    /* By hand: po = 3/4; a says yes 2 of 4, b 1 of 4; pe = 1/8 + 3/8. */
    assert_close(value(group, "percent_agreement"), 0.75, 1e-15);
    assert_close(value(group, "percent_agreement_pooled"), 0.75, 1e-15);
    assert_close(value(group, "cohen_kappa"), 0.5, 1e-15);
    /* Shares 3/8 and 5/8: pe = 34/64. */
    assert_close(value(group, "fleiss_kappa"), (0.75 - 34.0 / 64) / (1 - 34.0 / 64), 1e-14);
    /* Coincidences: 2 disagreeing of 8; expected 2 x 3 x 5 of 8 x 7. */
    assert_close(value(group, "krippendorff_alpha"), 1 - (2.0 / 8) / (30.0 / 56), 1e-14);
    assert_null(qa_agreement_find(&result.groups[0], "cohen_kappa"));
    assert_null(qa_agreement_find(&result.groups[0], "no_such_name"));
    free_world(&world);
}

static void pairs_and_disputed_items_are_in_the_order_of_names(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_agreement_result result = run(&world, BATCH(&world, few));
    const struct qa_agreement_group *all = &result.groups[0];
    assert_int_equal(all->n_pairs, 3); /* va-vb, va-wa, vb-wa */
    assert_string_equal(qa_annotator_text(world.names, all->pairs[0].annotator_a), "a");
    assert_string_equal(qa_annotator_text(world.names, all->pairs[0].annotator_b), "b");
    assert_int_equal(all->pairs[0].items, 4);
    assert_int_equal(all->pairs[1].items, 1);
    assert_int_equal(all->n_disputed, 2); /* item 3: 0 of 1 pairs; item 1: 1 of 3 */
    assert_string_equal(qa_strings_text(world.names->items, all->disputed[0].item), "3");
    assert_int_equal(all->disputed[0].majority, QA_NONE);
    assert_close(all->disputed[1].agreement, 1.0 / 3, 1e-15);
    assert_int_equal(all->disputed[1].majority, id_of(world.names->labels, "yes"));
    free_world(&world);
}

static void one_category_is_undefined_but_agreed(void **state)
{
    (void)state;
    static const struct given rows[] = {{.annotator = "a", .item = "1", .label = "x"},
                                        {.annotator = "b", .item = "1", .label = "x"}};
    struct world world = new_world();
    struct qa_agreement_result result = run(&world, BATCH(&world, rows));
    assert_false(qa_is_defined(qa_agreement_find(&result.groups[0], "fleiss_kappa")));
    assert_close(value(&result.groups[0], "percent_agreement"), 1, 0);
    struct qa_report *report = qa_report_new(world.arena, "agree");
    qa_agreement_tables(&result, world.names, report);
    char *text = terminal_text(report);
    assert_non_null(strstr(text, "undefined"));
    free(text);
    free_world(&world);
}

static void low_kappa_at_high_agreement_is_explained(void **state)
{
    (void)state;
    struct world world = new_world();
    enum { ITEMS = 50 };
    struct given rows[2 * ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        const char *item = qa_arena_format(world.arena, "%d", i);
        rows[2 * i] =
            (struct given){.annotator = "a", .item = item, .label = i == 0 ? "rare" : "usual"};
        rows[2 * i + 1] =
            (struct given){.annotator = "b", .item = item, .label = i == 1 ? "rare" : "usual"};
    }
    struct qa_agreement_result result = run(&world, BATCH(&world, rows));
    assert_non_null(result.groups[0].prevalence_note);
    assert_non_null(strstr(result.groups[0].prevalence_note, "98 %"));
    assert_null(run(&world, BATCH(&world, few)).groups[0].prevalence_note);
    free_world(&world);
}

static void a_declared_set_orders_the_scale(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.annotator = "a", .item = "1", .label = "low"},
        {.annotator = "b", .item = "1", .label = "low"},
        {.annotator = "a", .item = "2", .label = "mid"},
        {.annotator = "b", .item = "2", .label = "high"},
        {.annotator = "a", .item = "3", .label = "high"},
        {.annotator = "b", .item = "3", .label = "high"},
    };
    struct world world = new_world();
    const struct qa_batch *batch = BATCH(&world, rows);
    const uint32_t labels[] = {id_of(world.names->labels, "low"), id_of(world.names->labels, "mid"),
                               id_of(world.names->labels, "high")};
    const struct qa_agreement_request request = {
        .batch = batch, .labels = labels, .n_labels = 3, .inference = {0.95, 0, 0}};
    struct qa_agreement_result result = qa_agreement(&request, world.arena);
    assert_non_null(strstr(result.groups[0].scale_note, "declared"));
    /* Linear, by hand: po = (1 + 1/2 + 1) / 3; pe = (1 x 1 + 0 x 2 + 1/2 + 1/2 x 2 + 0 + 1 x 2)
     * / 9. */
    double po = 2.5 / 3;
    double pe = (1 + 0 + 0.5 + 1 + 0 + 2) / 9;
    assert_close(value(&result.groups[0], "cohen_kappa_linear"), (po - pe) / (1 - pe), 1e-14);
    assert_int_equal(result.groups[0].n_disputed, 0);
    free_world(&world);
}

/* cat, dog: their alphabetical order means nothing. Asked for, it is taken. */
static void names_have_no_weighted_kappas_unasked(void **state)
{
    (void)state;
    static const struct given rows[] = {{.annotator = "a", .item = "1", .label = "cat"},
                                        {.annotator = "b", .item = "1", .label = "dog"},
                                        {.annotator = "a", .item = "2", .label = "owl"},
                                        {.annotator = "b", .item = "2", .label = "owl"}};
    struct world world = new_world();
    struct qa_agreement_request request = {.batch = BATCH(&world, rows), .inference = {0.95, 0, 0}};
    struct qa_agreement_result names = qa_agreement(&request, world.arena);
    assert_null(qa_agreement_find(&names.groups[0], "cohen_kappa_linear"));
    assert_non_null(qa_agreement_find(&names.groups[0], "cohen_kappa"));
    assert_non_null(names.groups[0].pairs[0].kappa_quadratic.undefined);
    request.weights = QA_WEIGHTS_LINEAR;
    struct qa_agreement_result asked = qa_agreement(&request, world.arena);
    assert_non_null(qa_agreement_find(&asked.groups[0], "cohen_kappa_linear"));
    assert_null(asked.groups[0].pairs[0].kappa_linear.undefined);
    request.weights = QA_WEIGHTS_IDENTITY;
    request.scale = QA_SCALE_ORDINAL;
    struct qa_agreement_result ordered = qa_agreement(&request, world.arena);
    assert_non_null(qa_agreement_find(&ordered.groups[0], "cohen_kappa_quadratic"));
    free_world(&world);
}

static void boxes_have_no_agreement(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.annotator = "a", .item = "1", .label = "x", .width = 2, .height = 2}};
    struct world world = new_world();
    assert_int_equal(run(&world, BATCH(&world, rows)).n_groups, 0);
    free_world(&world);
}

static char *agreement_text(uint64_t order_seed)
{
    static const char *const labels[] = {"a", "b", "c", "d"};
    enum { N = 3000 };
    struct world world = new_world();
    struct world fresh = new_world();
    struct given *rows = QA_ARRAY(world.arena, struct given, N);
    uint64_t *order = QA_ARRAY(world.arena, uint64_t, N);
    struct qa_random random;
    qa_random_init(&random, 1, 1);
    for (unsigned i = 0; i < N; i++) {
        unsigned who = (i / 500 * 3 + i % 7) % 12;
        rows[i] =
            (struct given){.vendor = who < 6 ? "v" : "w",
                           .annotator = qa_arena_format(world.arena, "ann-%u-%u", who, i / 500),
                           .item = qa_arena_format(world.arena, "item %u", i % 500),
                           .label = labels[qa_random_below(&random, 4)]};
    }
    shuffle(order, N, order_seed);
    struct qa_agreement_result result =
        run(&fresh, make_batch(&fresh, rows, N, order, LISTS_ITEMS));
    struct qa_report *report = qa_report_new(fresh.arena, "agree");
    qa_agreement_tables(&result, fresh.names, report);
    char *text = report_text(report);
    free_world(&fresh);
    free_world(&world);
    return text;
}

static void results_do_not_depend_on_row_order_or_threads(void **state)
{
    (void)state;
    static const unsigned threads[] = {1, 2, 7};
    char *first = agreement_text(1);
    for (size_t i = 0; i < 3; i++) {
        qa_parallel_set_threads(threads[i]);
        char *other = agreement_text(2 + i);
        assert_string_equal(first, other);
        free(other);
    }
    qa_parallel_set_threads(0);
    free(first);
}

static void tables_have_the_documented_columns(void **state)
{
    (void)state;
    static const char *const want[][9] = {
        {"coefficients", "question", "coefficient", "estimate", "p_value", "items", "annotators",
         "ratings", "categories"},
        {"pairs", "question", "annotator_a", "annotator_b", "items", "percent_agreement",
         "cohen_kappa", NULL, NULL},
        {"categories", "question", "category", "estimate", "prevalence", NULL},
        {"items", "question", "item", "ratings", "agreement", "entropy", "majority", NULL},
    };
    struct world world = new_world();
    struct qa_agreement_result result = run(&world, BATCH(&world, few));
    struct qa_report *report = qa_report_new(world.arena, "agree");
    qa_agreement_tables(&result, world.names, report);
    for (size_t t = 0; t < 4; t++) {
        const struct qa_table *table = qa_report_table(report, want[t][0]);
        assert_non_null(table);
        for (size_t c = 1; c < 9 && want[t][c] != NULL; c++) {
            assert_true(qa_table_column(table, want[t][c]) != SIZE_MAX);
        }
    }
    free(terminal_text(report));
    free_world(&world);
}

static void who_leans_is_tested_and_few_items_have_no_word(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_agreement_result result = run(&world, BATCH(&world, few));
    const struct qa_agreement_group *group = &result.groups[1];
    /* Of two labels one row: a says yes once where b says no, never the other way. */
    assert_int_equal(group->n_marginals, 1);
    assert_string_equal(group->marginals[0].test, "mcnemar");
    assert_int_equal(group->marginals[0].label, id_of(world.names->labels, "yes"));
    assert_int_equal(group->marginals[0].only_a, 1);
    assert_int_equal(group->marginals[0].only_b, 0);
    assert_close(group->marginals[0].p_value, 1, 0);
    for (size_t c = 0; c < group->n_coefficients; c++) {
        assert_false(group->coefficients[c].estimate.has_interval);
    }
    assert_non_null(group->sparse_note);
    assert_string_equal(group->coefficients[0].name, "percent_agreement");
    assert_true(qa_agreement_find(group, "gwet_ac1") < qa_agreement_find(group, "fleiss_kappa"));
    free_world(&world);
}

/* Thirty items by four people, of whom two are of vendor v. */
static const struct qa_batch *by_four(struct world *world)
{
    static const char *const people[] = {"a", "b", "c", "d"};
    static struct given rows[120];
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int i = 0; i < 30; i++) {
        bool is_yes = qa_random_below(&random, 2) == 0;
        for (uint64_t g = 0; g < 4; g++) {
            bool errs = qa_random_below(&random, 20) < 1 + 2 * g;
            rows[4 * i + (int)g] = (struct given){.vendor = g < 2 ? "v" : "w",
                                                  .annotator = people[g],
                                                  .item = qa_arena_format(world->arena, "%d", i),
                                                  .label = is_yes == errs ? "no" : "yes"};
        }
    }
    return BATCH(world, rows);
}

static void intervals_may_be_of_annotators_who_are_a_sample(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_agreement_request request = {
        .batch = by_four(&world), .inference = {0.95, 0, 0}, .per_vendor = true};
    struct qa_agreement_result these = qa_agreement(&request, world.arena);
    request.annotators = QA_ANNOTATORS_RANDOM;
    struct qa_agreement_result like_these = qa_agreement(&request, world.arena);
    size_t n_wider = 0;
    for (size_t c = 0; c < these.groups[0].n_coefficients; c++) {
        const struct qa_agreement_coefficient *own = &these.groups[0].coefficients[c];
        const struct qa_agreement_coefficient *other = &like_these.groups[0].coefficients[c];
        assert_string_equal(own->name, other->name);
        assert_identical(own->estimate.value, other->estimate.value);
        if (qa_is_defined(&own->sampled_annotators)) {
            assert_identical(other->estimate.low, own->sampled_annotators.low);
            assert_identical(other->estimate.high, own->sampled_annotators.high);
            assert_false(other->estimate.has_p_value);
            n_wider += other->estimate.low < own->estimate.low;
        } else {
            assert_false(other->estimate.has_interval);
            assert_non_null(other->estimate.no_interval);
        }
    }
    assert_true(n_wider > 4);
    /* Two people are no sample of many. */
    for (size_t c = 0; c < like_these.groups[1].n_coefficients; c++) {
        const struct qa_agreement_coefficient *own = &like_these.groups[1].coefficients[c];
        assert_false(own->estimate.has_interval);
        assert_null(own->words);
    }
    assert_true(qa_agreement_find(&these.groups[1], "gwet_ac1")->has_interval);
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_a_group_for_all_and_for_each_vendor),
        cmocka_unit_test(two_annotators_have_cohens_kappa),
        cmocka_unit_test(pairs_and_disputed_items_are_in_the_order_of_names),
        cmocka_unit_test(one_category_is_undefined_but_agreed),
        cmocka_unit_test(low_kappa_at_high_agreement_is_explained),
        cmocka_unit_test(a_declared_set_orders_the_scale),
        cmocka_unit_test(names_have_no_weighted_kappas_unasked),
        cmocka_unit_test(boxes_have_no_agreement),
        cmocka_unit_test(results_do_not_depend_on_row_order_or_threads),
        cmocka_unit_test(tables_have_the_documented_columns),
        cmocka_unit_test(intervals_may_be_of_annotators_who_are_a_sample),
        cmocka_unit_test(who_leans_is_tested_and_few_items_have_no_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
