#include <math.h>

#include "qa/audit/errors.h"
#include "qa/base/parallel.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"
#include "tests/qa/audit/batches.h"
#include "tests/support/flags.h"

static struct qa_errors_request against(struct world *world, const struct qa_batch *delivery,
                                        const struct qa_batch *gold)
{
    return (struct qa_errors_request){
        .comparison = compare_batches(world, delivery, gold, 0.5, false), .confidence = 0.95};
}

static struct qa_errors_result run(struct world *world, const struct qa_batch *delivery,
                                   const struct qa_batch *gold)
{
    const struct qa_errors_request request = against(world, delivery, gold);
    struct qa_errors_result result;
    struct qa_error err;
    assert_int_equal(qa_errors(&request, world->arena, &result, &err), QA_OK);
    return result;
}

static const struct given animals_gold[] = {{.item = "1", .label = "cat"},
                                            {.item = "2", .label = "dog"},
                                            {.item = "3", .label = "dog"},
                                            {.item = "5", .label = "cat"}};
static const struct given animals[] = {
    {.vendor = "v",
     .annotator = "a",
     .item = "1",
     .question = "scene",
     .label = "cat",
     .seconds = 2},
    {.vendor = "v",
     .annotator = "a",
     .item = "2",
     .question = "scene",
     .label = "cat",
     .seconds = 4},
    {.vendor = "v",
     .annotator = "a",
     .item = "3",
     .question = "scene",
     .label = "dog",
     .seconds = 9},
    {.vendor = "v", .annotator = "b", .item = "1", .question = "scene", .label = "cat"},
    {.vendor = "v", .annotator = "b", .item = "2", .question = "scene", .label = "bird"},
    {.vendor = "v", .annotator = "b", .item = "4", .question = "scene", .label = "bird"},
};

static void labels_are_counted_against_gold(void **state)
{
    (void)state;
    struct world world = new_world();
    world.undelivered = QA_UNDELIVERED_IGNORED;
    struct qa_errors_result result =
        run(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    assert_int_equal(result.answers_checked, 5);
    assert_int_equal(result.answers_without_gold, 1);
    assert_int_equal(result.gold_items, 4);
    assert_int_equal(result.n_vendors, 2); /* all questions, and the one */
    assert_int_equal(result.vendors[0].question, QA_NONE);
    assert_int_equal(result.vendors[0].count.errors, 2);
    assert_int_equal(result.vendors[1].count.items, 3);
    assert_int_equal(result.vendors[1].count.trials, 5);

    assert_int_equal(result.n_annotators, 2);
    const struct qa_annotator_errors *a = &result.annotators[0];
    assert_string_equal(qa_annotator_text(world.names, a->annotator), "a");
    assert_int_equal(a->count.trials, 3);
    assert_int_equal(a->count.errors, 1);
    struct qa_estimate exact = qa_clopper_pearson(1, 3, 0.95);
    assert_identical(a->count.rate.low, exact.low);
    assert_identical(a->count.rate.high, exact.high);
    assert_true(a->has_seconds);
    assert_close(a->median_seconds, 4, 0);
    assert_false(result.annotators[1].has_seconds);
    free_world(&world);
}

/* Gold has four items, of which nobody answered one: an error without an annotator. */
static void a_label_that_was_left_out_is_an_error(void **state)
{
    (void)state;
    for (int rule = QA_UNDELIVERED_AUTO; rule <= QA_UNDELIVERED_IGNORED; rule++) {
        struct world world = new_world();
        world.undelivered = (enum qa_undelivered)rule;
        struct qa_errors_result result =
            run(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
        const struct qa_comparison *comparison = result.comparison;
        bool is_missed = rule != QA_UNDELIVERED_IGNORED;
        assert_int_equal(result.vendors[1].count.trials, is_missed ? 6 : 5);
        assert_int_equal(result.vendors[1].count.errors, is_missed ? 3 : 2);
        assert_int_equal(result.vendors[1].count.missed, is_missed ? 1 : 0);
        assert_int_equal(comparison->n_debts, 1);
        assert_int_equal(comparison->debts[0].n_items, 4);
        assert_int_equal(qa_undelivered(comparison, 0, QA_NONE), 1);
        qa_comparison_say(comparison, &world.findings);
        assert_int_equal(world.findings.total[QA_WARNING], 1);
        free_world(&world);
    }
}

static void an_annotator_is_compared_with_the_vendors_others(void **state)
{
    (void)state;
    struct world world = new_world();
    world.undelivered = QA_UNDELIVERED_IGNORED;
    struct qa_errors_result result =
        run(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    /* a: 1 of 3, b: 1 of 2; of both 2 of 5. */
    double se = sqrt(0.4 * 0.6 * (1.0 / 3 + 1.0 / 2));
    assert_true(result.annotators[0].compared);
    assert_close(result.annotators[0].z, (1.0 / 3 - 0.5) / se, 1e-14);
    assert_close(result.annotators[1].z, (0.5 - 1.0 / 3) / se, 1e-14);
    assert_close(result.annotators[0].p_adjusted, 1, 1e-14);
    assert_null(result.annotators[0].flag);
    free_world(&world);
}

static void the_one_who_errs_more_is_flagged(void **state)
{
    (void)state;
    struct world world = new_world();
    enum { ITEMS = 60 };
    struct given gold[ITEMS];
    struct given rows[3 * ITEMS];
    for (int i = 0; i < ITEMS; i++) {
        const char *item = qa_arena_format(world.arena, "%d", i);
        gold[i] = (struct given){.item = item, .label = "x"};
        for (int who = 0; who < 3; who++) {
            bool wrong = who == 2 ? i % 3 == 0 : i == who;
            rows[3 * i + who] = (struct given){.annotator = who == 0   ? "a"
                                                            : who == 1 ? "b"
                                                                       : "sloppy",
                                               .item = item,
                                               .label = wrong ? "y" : "x"};
        }
    }
    struct qa_errors_result result = run(&world, BATCH(&world, rows), BATCH(&world, gold));
    assert_int_equal(result.n_annotators, 3);
    assert_null(result.annotators[0].flag);
    assert_null(result.annotators[1].flag);
    assert_string_equal(result.annotators[2].flag, "more errors than the vendor's others");
    /* The greatest of three p-values is adjusted by its own rank, the least by 3. */
    /* The colleagues have two trials on each item: its part of the difference is (e - 1/3) / 60 -
     * (E - 2/60) / 120. Fisher's p alone would be 6.4e-9. */
    double squares = 0;
    for (int i = 0; i < ITEMS; i++) {
        double others = (i < 2) - 2.0 / 60;
        double x = ((i % 3 == 0) - 1.0 / 3) / 60 - others / 120;
        squares += x * x;
    }
    double t = (20.0 / 60 - 2.0 / 120) / sqrt(squares * 60 / 59);
    assert_close(result.annotators[2].z, t, 1e-12);
    assert_close(result.annotators[2].p_adjusted, 3 * qa_t_two_sided(t, 59), 1e-12);
    free_world(&world);
}

static void others_without_errors_do_not_make_one_error_impossible(void **state)
{
    (void)state;
    static const struct given gold[] = {{.item = "1", .label = "x"}, {.item = "2", .label = "x"}};
    static const struct given rows[] = {{.annotator = "a", .item = "1", .label = "x"},
                                        {.annotator = "a", .item = "2", .label = "x"},
                                        {.annotator = "b", .item = "1", .label = "y"},
                                        {.annotator = "b", .item = "2", .label = "x"}};
    struct world world = new_world();
    struct qa_errors_result result = run(&world, BATCH(&world, rows), BATCH(&world, gold));
    /* 1 of 2 against 0 of 2: either had the one error with probability 1/2. The items' parts of the
     * difference are 1/4 and -1/4: variance 2 / 16 x 2 / 1. */
    assert_close(result.annotators[1].z, 0.5 / sqrt(0.25), 1e-14);
    assert_close(result.annotators[1].p_adjusted, 1, 1e-12);
    assert_true(isfinite(result.annotators[0].z));
    free_world(&world);
}

static void nobody_is_compared_alone_or_unsigned(void **state)
{
    (void)state;
    static const struct given gold[] = {{.item = "1", .label = "x"}};
    static const struct given rows[] = {{.annotator = "a", .item = "1", .label = "x"},
                                        {.item = "1", .label = "y"}};
    struct world world = new_world();
    struct qa_errors_result result = run(&world, BATCH(&world, rows), BATCH(&world, gold));
    assert_int_equal(result.n_annotators, 2);
    assert_int_equal(result.annotators[0].annotator, QA_NONE);
    assert_false(result.annotators[0].compared);
    assert_false(result.annotators[1].compared);
    free_world(&world);
}

static void classes_and_confusion_follow_from_the_answers(void **state)
{
    (void)state;
    struct world world = new_world();
    world.undelivered = QA_UNDELIVERED_IGNORED;
    struct qa_errors_result result =
        run(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    const struct qa_strings *labels = world.names->labels;
    assert_int_equal(result.n_classes, 3);
    const struct qa_class_errors *cat = &result.classes[1];
    assert_string_equal(qa_strings_text(labels, result.classes[0].label), "bird");
    assert_string_equal(qa_strings_text(labels, cat->label), "cat");
    assert_string_equal(result.classes[0].recall.undefined, "not in gold");
    assert_int_equal(cat->gold, 2);
    assert_int_equal(cat->delivered, 3);
    assert_int_equal(cat->correct, 2);
    assert_close(cat->precision.value, 2.0 / 3, 1e-15);
    assert_close(cat->recall.value, 1, 0);
    assert_close(cat->f1.value, 0.8, 1e-15);
    assert_int_equal(cat->f1.n, 5);
    assert_false(cat->f1.has_interval); /* on fewer than five items */
    const struct qa_class_errors *dog = &result.classes[2];
    assert_int_equal(dog->count.trials, 3);
    assert_int_equal(dog->count.errors, 2);

    static const char *const want[][2] = {
        {"cat", "cat"}, {"dog", "bird"}, {"dog", "cat"}, {"dog", "dog"}};
    static const uint64_t counts[] = {2, 1, 1, 1};
    assert_int_equal(result.n_confusion, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(qa_strings_text(labels, result.confusion[i].gold), want[i][0]);
        assert_string_equal(qa_strings_text(labels, result.confusion[i].given), want[i][1]);
        assert_int_equal(result.confusion[i].count, counts[i]);
    }
    free_world(&world);
}

static void wrong_items_name_their_place(void **state)
{
    (void)state;
    struct world world = new_world();
    world.undelivered = QA_UNDELIVERED_IGNORED;
    struct qa_errors_result result =
        run(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    assert_int_equal(result.n_wrong, 2);
    const struct qa_wrong_item *wrong = &result.wrong[0];
    assert_string_equal(qa_strings_text(world.names->items, wrong->item), "2");
    assert_string_equal(qa_annotator_text(world.names, wrong->annotator), "a");
    assert_string_equal(wrong->kind, "label");
    assert_string_equal(wrong->file, "rows.csv");
    assert_int_equal(wrong->line, 3);
    assert_true(wrong->has_seconds);
    assert_close(wrong->seconds, 4, 0);
    assert_false(wrong->has_similarity);
    free_world(&world);
}

static void boxes_err_in_four_ways(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.item = "1", .label = "car", .x = 0, .width = 10, .height = 10},
        {.item = "1", .label = "car", .x = 100, .width = 10, .height = 10},
        {.item = "1", .label = "car", .x = 200, .width = 10, .height = 10},
        {.item = "1", .label = "car", .x = 300, .width = 10, .height = 10},
        {.item = "1", .label = "car", .x = 400, .width = 100, .height = 100, .crowd = true},
    };
    static const struct given rows[] = {
        {.annotator = "a", .item = "1", .label = "car", .x = 0, .width = 10, .height = 8},
        {.annotator = "a", .item = "1", .label = "bus", .x = 100, .width = 10, .height = 9},
        {.annotator = "a", .item = "1", .label = "car", .x = 205, .width = 10, .height = 10},
        {.annotator = "a", .item = "1", .label = "bus", .x = 600, .width = 10, .height = 10},
        {.annotator = "a", .item = "1", .label = "car", .x = 450, .width = 10, .height = 10},
    };
    struct world world = new_world();
    struct qa_errors_result result = run(&world, BATCH(&world, rows), BATCH(&world, gold));
    const struct qa_error_count *count = &result.vendors[0].count;
    assert_int_equal(count->trials, 5);
    assert_int_equal(count->errors, 4);
    assert_int_equal(count->missed, 1);
    assert_int_equal(count->spurious, 1);
    assert_int_equal(count->mislabelled, 1);
    assert_int_equal(count->localisation, 1);
    assert_int_equal(count->items, 1);
    assert_int_equal(result.n_wrong, 4);
    assert_int_equal(result.answers_checked, 1);
    /* The car's row: 4 in gold; found 1; given as car 2, of which one is poorly placed. */
    const struct qa_class_errors *car = &result.classes[1];
    assert_int_equal(car->gold, 4);
    assert_int_equal(car->delivered, 2);
    assert_int_equal(car->correct, 1);
    assert_int_equal(car->count.errors, 3);
    for (size_t i = 0; i < result.n_wrong; i++) {
        const struct qa_wrong_item *wrong = &result.wrong[i];
        assert_int_equal(wrong->has_similarity, wrong->given != QA_NONE && wrong->gold != QA_NONE);
        assert_int_equal(wrong->line, strcmp(wrong->kind, "mislabelled") == 0     ? 3
                                      : strcmp(wrong->kind, "poorly placed") == 0 ? 4
                                      : strcmp(wrong->kind, "spurious") == 0      ? 5
                                                                                  : 2);
    }
    free_world(&world);
}

static void undelivered_boxes_are_errors_of_the_vendor_alone(void **state)
{
    (void)state;
    static const struct given gold[] = {{.item = "1", .label = "car", .width = 9, .height = 9},
                                        {.item = "2", .label = "car", .width = 9, .height = 9}};
    static const struct given rows[] = {
        {.vendor = "v", .annotator = "a", .item = "1", .label = "car", .width = 9, .height = 9}};
    struct world world = new_world();
    struct qa_errors_result result =
        run(&world, make_batch(&world, rows, 1, NULL, LISTS_OBJECTS_ONLY), BATCH(&world, gold));
    assert_int_equal(result.vendors[0].count.missed, 1);
    assert_int_equal(result.n_annotators, 2);
    assert_int_equal(result.annotators[0].annotator, QA_NONE);
    assert_int_equal(result.annotators[0].vendor, id_of(world.names->vendors, "v"));
    assert_int_equal(result.annotators[1].count.errors, 0);
    assert_null(result.wrong[0].file);
    free_world(&world);
}

static void errors_that_cluster_widen_the_interval(void **state)
{
    (void)state;
    struct world world = new_world();
    enum { ITEMS = 20, EACH = 5 };
    struct given gold[ITEMS];
    struct given rows[ITEMS * EACH];
    for (int i = 0; i < ITEMS; i++) {
        gold[i] = (struct given){.item = qa_arena_format(world.arena, "%d", i), .label = "x"};
        for (int who = 0; who < EACH; who++) {
            rows[EACH * i + who] =
                (struct given){.annotator = qa_arena_format(world.arena, "ann-%d", who),
                               .item = gold[i].item,
                               .label = i < 4 ? "y" : "x"};
        }
    }
    struct qa_errors_result result = run(&world, BATCH(&world, rows), BATCH(&world, gold));
    const struct qa_error_count *count = &result.vendors[0].count;
    /* All or nothing in items of five: five answers say as much as one. By hand: p = 0.2, the sum
     * of (e - p n)^2 is 4 x 16 + 16 x 1 = 80, times 20/19 over 100^2, against 0.16/100. */
    double effect = 20.0 / 19 * 80 / 10000 / 0.0016;
    assert_close(count->design_effect, effect, 1e-13);
    struct qa_estimate wilson = qa_wilson_effective(0.2, 100 / effect, 0.95);
    assert_close(count->rate_wilson.low, wilson.low, 1e-14);
    assert_close(result.annotators[0].count.design_effect, 1, 0);
    /* The headline: a = 5 in four items and 0 in sixteen, b = 5. */
    static const struct qa_ratio_kind kind = {.most = 1, .is_bounded = true, .unit = 1};
    static const struct qa_cluster_sums sums = {20, 20, 100, 100, 100, 500, 20};
    struct qa_estimate clustered = qa_cluster_ratio(&sums, &kind, 0.95);
    assert_identical(count->rate.low, clustered.low);
    assert_identical(count->rate.high, clustered.high);
    assert_true(count->rate.high > count->rate_exact.high);
    assert_int_equal(count->rate.n, 100);
    /* Recall of the one class is what is not wrong; precision of what was given it is all right,
     * on the sixteen items where it was; F1: a = 5 in four items of b = 5, 0 in sixteen of b = 10.
     */
    const struct qa_class_errors *right = NULL;
    for (size_t i = 0; i < result.n_classes; i++) {
        right = result.classes[i].gold > 0 ? &result.classes[i] : right;
    }
    static const struct qa_cluster_sums both = {20, 20, 180, 100, 100, 1700, 20};
    struct qa_estimate wrong = qa_cluster_ratio(&both, &kind, 0.95);
    assert_close(right->recall.low, 1 - clustered.high, 1e-14);
    assert_close(right->recall.high, 1 - clustered.low, 1e-14);
    assert_close(right->f1.value, 160.0 / 180, 1e-14);
    assert_close(right->f1.low, 1 - wrong.high, 1e-14);
    assert_close(right->f1.high, 1 - wrong.low, 1e-14);
    assert_close(right->precision.value, 1, 0);
    assert_true(right->precision.low < qa_wilson(80, 80, 0.95).low);
    /* An annotator's trials stand alone. */
    assert_identical(result.annotators[0].count.rate.high, qa_clopper_pearson(4, 20, 0.95).high);
    free_world(&world);
}

/* A quick form of tests/calibrate/flags.c. */
static void the_headlines_interval_covers_where_errors_cluster(void **state)
{
    (void)state;
    enum { DELIVERIES = 1000, LEAST = 930 }; /* 95 % less three standard errors */
    static const struct headline_case cases[] = {{60, 2, 0.2, 0.8}, {30, 8, 0.2, 0.8}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t covered[N_HEADLINES];
        simulate_headline(&cases[c], DELIVERIES, covered);
        assert_in_range(covered[HEADLINE_CLUSTERS], LEAST, DELIVERIES);
        assert_in_range(covered[HEADLINE_EXACT], 0, 900);
    }
}

static void gold_that_contradicts_itself_is_refused(void **state)
{
    (void)state;
    static const struct given gold[] = {{.annotator = "x", .item = "1", .label = "cat"},
                                        {.annotator = "y", .item = "1", .label = "cat"},
                                        {.annotator = "z", .item = "1", .label = "dog"}};
    struct world world = new_world();
    const struct qa_errors_request request =
        against(&world, BATCH(&world, animals), BATCH(&world, gold));
    struct qa_errors_result result;
    struct qa_error err;
    assert_int_equal(qa_errors(&request, world.arena, &result, &err), QA_INPUT);
    assert_string_equal(err.code, "E134");
    assert_string_equal(err.file, "rows.csv");
    assert_int_equal(err.line, 4);
    assert_non_null(strstr(err.text, "'dog'"));
    assert_non_null(strstr(err.text, "rows.csv:2"));
    free_world(&world);
}

static void without_common_items_there_is_nothing(void **state)
{
    (void)state;
    static const struct given gold[] = {{.item = "9", .label = "cat"}};
    struct world world = new_world();
    struct qa_errors_result result = run(&world, BATCH(&world, animals), BATCH(&world, gold));
    assert_int_equal(result.answers_without_gold, 6);
    assert_int_equal(result.n_vendors, 0);
    assert_int_equal(result.n_annotators, 0);
    struct qa_report *report = qa_report_new(world.arena, "errors");
    qa_errors_tables(&result, world.names, report);
    free(terminal_text(report));
    free_world(&world);
}

/* ---- many answers ---- */

enum { N_RANDOM = 4000, N_ITEMS = 300 };

static struct given *random_rows(struct world *world, bool is_gold)
{
    static const char *const labels[] = {"cat", "dog", "bird"};
    struct given *rows = QA_ARRAY(world->arena, struct given, N_RANDOM);
    struct qa_random random;
    qa_random_init(&random, 3, is_gold);
    size_t n = is_gold ? N_ITEMS : N_RANDOM;
    for (size_t i = 0; i < n; i++) {
        unsigned item = is_gold ? (unsigned)i : (unsigned)(i % 500);
        unsigned who = (unsigned)(i / 500) % 8;
        bool is_box = item % 2 == 1;
        rows[i] = (struct given){.vendor = is_gold   ? NULL
                                           : who < 4 ? "quick"
                                                     : "slow",
                                 .annotator =
                                     is_gold ? NULL : qa_arena_format(world->arena, "ann-%u", who),
                                 .item = qa_arena_format(world->arena, "item-%u", item),
                                 .question = is_box ? "boxes" : "scene",
                                 .label = labels[qa_random_below(&random, 3)],
                                 .seconds = is_gold ? 0 : 1 + 10 * qa_random_real(&random)};
        if (is_box) {
            rows[i].x = 12 * qa_random_real(&random);
            rows[i].width = 20 + 10 * qa_random_real(&random);
            rows[i].height = 20;
        }
    }
    return rows;
}

static char *errors_text(uint64_t order_seed)
{
    struct world world = new_world();
    struct world fresh = new_world();
    const struct given *rows = random_rows(&world, false);
    const struct given *gold_rows = random_rows(&world, true);
    uint64_t *order = QA_ARRAY(fresh.arena, uint64_t, N_RANDOM);
    uint64_t *gold_order = QA_ARRAY(fresh.arena, uint64_t, N_ITEMS);
    shuffle(order, N_RANDOM, order_seed);
    shuffle(gold_order, N_ITEMS, order_seed);
    const struct qa_batch *gold = make_batch(&fresh, gold_rows, N_ITEMS, gold_order, LISTS_ITEMS);
    const struct qa_batch *delivery = make_batch(&fresh, rows, N_RANDOM, order, LISTS_ITEMS);
    struct qa_errors_result result = run(&fresh, delivery, gold);
    struct qa_report *report = qa_report_new(fresh.arena, "errors");
    qa_errors_tables(&result, fresh.names, report);
    char *text = report_text(report);

    uint64_t annotators = 0;
    uint64_t vendors = 0;
    uint64_t wrong = 0;
    for (size_t i = 0; i < result.n_annotators; i++) {
        annotators += result.annotators[i].count.trials;
    }
    for (size_t i = 0; i < result.n_vendors; i++) {
        bool is_sum = result.vendors[i].question == QA_NONE;
        vendors += is_sum ? result.vendors[i].count.trials : 0;
        wrong += is_sum ? result.vendors[i].count.errors : 0;
    }
    assert_true(wrong > 100);
    assert_int_equal(annotators, vendors);
    assert_int_equal(result.n_wrong, wrong);
    free_world(&fresh);
    free_world(&world);
    return text;
}

static void results_do_not_depend_on_row_order_or_threads(void **state)
{
    (void)state;
    static const unsigned threads[] = {1, 2, 7};
    char *first = errors_text(1);
    for (size_t i = 0; i < 3; i++) {
        qa_parallel_set_threads(threads[i]);
        char *other = errors_text(2 + i);
        assert_string_equal(first, other);
        free(other);
    }
    qa_parallel_set_threads(0);
    free(first);
}

static void tables_have_the_documented_columns(void **state)
{
    (void)state;
    static const char *const want[][10] = {
        {"annotators", "vendor", "annotator", "items", "errors", "error_rate", "z", "p_adjusted",
         "flag", "median_seconds"},
        {"classes", "vendor", "class", "gold", "delivered", "correct", "precision", "recall", "f1",
         NULL},
        {"confusion", "vendor", "gold", "given", "count", NULL},
        {"wrong_items", "vendor", "item", "annotator", "given", "gold", "similarity", "seconds",
         NULL},
    };
    struct world world = new_world();
    struct qa_errors_result result =
        run(&world, BATCH(&world, animals), BATCH(&world, animals_gold));
    struct qa_report *report = qa_report_new(world.arena, "errors");
    qa_errors_tables(&result, world.names, report);
    for (size_t t = 0; t < 4; t++) {
        const struct qa_table *table = qa_report_table(report, want[t][0]);
        assert_non_null(table);
        for (size_t c = 1; c < 10 && want[t][c] != NULL; c++) {
            assert_true(qa_table_column(table, want[t][c]) != SIZE_MAX);
        }
    }
    /* The sum over questions of a vendor with one question is not shown twice. */
    assert_int_equal(qa_report_table(report, "vendors")->n_rows, 1);
    free(terminal_text(report));
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_counted_against_gold),
        cmocka_unit_test(a_label_that_was_left_out_is_an_error),
        cmocka_unit_test(an_annotator_is_compared_with_the_vendors_others),
        cmocka_unit_test(the_one_who_errs_more_is_flagged),
        cmocka_unit_test(others_without_errors_do_not_make_one_error_impossible),
        cmocka_unit_test(nobody_is_compared_alone_or_unsigned),
        cmocka_unit_test(classes_and_confusion_follow_from_the_answers),
        cmocka_unit_test(wrong_items_name_their_place),
        cmocka_unit_test(boxes_err_in_four_ways),
        cmocka_unit_test(undelivered_boxes_are_errors_of_the_vendor_alone),
        cmocka_unit_test(errors_that_cluster_widen_the_interval),
        cmocka_unit_test(the_headlines_interval_covers_where_errors_cluster),
        cmocka_unit_test(gold_that_contradicts_itself_is_refused),
        cmocka_unit_test(without_common_items_there_is_nothing),
        cmocka_unit_test(results_do_not_depend_on_row_order_or_threads),
        cmocka_unit_test(tables_have_the_documented_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
