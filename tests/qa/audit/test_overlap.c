#include <math.h>

#include "qa/audit/overlap.h"
#include "qa/base/parallel.h"
#include "tests/qa/audit/batches.h"

static struct qa_overlap_request against(struct world *world, const struct qa_batch *delivery,
                                         const struct qa_batch *reference)
{
    return (struct qa_overlap_request){.comparison =
                                           compare_batches(world, delivery, reference, 0.5, false),
                                       .confidence = 0.95,
                                       .show_matches = true};
}

static const struct qa_overlap_row *find_row(const struct qa_overlap_result *result,
                                             enum qa_score_by by, const char *group)
{
    for (size_t i = 0; i < result->n_rows; i++) {
        if (result->rows[i].by == by && strcmp(result->rows[i].group, group) == 0) {
            return &result->rows[i];
        }
    }
    fail_msg("no row %s %s", qa_score_by_name(by), group);
    return NULL;
}

static void check_sums(const struct qa_overlap_row *row)
{
    assert_int_equal(row->reference_objects, row->matched + row->mislabelled + row->missed);
    assert_int_equal(row->delivered_objects,
                     row->matched + row->mislabelled + row->spurious + row->ignored);
}

/* One image: a car found, one found as a truck, one placed badly, one not found; and what is too
 * much: a duplicate, a stray one, one in a crowd. */
static const struct given gold_street[] = {
    {.item = "1", .label = "car", .x = 0, .y = 0, .width = 10, .height = 10},
    {.item = "1", .label = "car", .x = 100, .y = 0, .width = 10, .height = 10},
    {.item = "1", .label = "car", .x = 200, .y = 0, .width = 10, .height = 10},
    {.item = "1", .label = "car", .x = 300, .y = 0, .width = 10, .height = 10},
    {.item = "1", .label = "car", .x = 400, .y = 0, .width = 100, .height = 100, .crowd = true},
};
static const struct given delivered_street[] = {
    {.annotator = "a", .item = "1", .label = "car", .x = 0, .y = 0, .width = 10, .height = 8},
    {.annotator = "a", .item = "1", .label = "car", .x = 0, .y = 0, .width = 10, .height = 6},
    {.annotator = "a", .item = "1", .label = "truck", .x = 100, .y = 0, .width = 10, .height = 9},
    {.annotator = "a", .item = "1", .label = "car", .x = 205, .y = 0, .width = 10, .height = 10},
    {.annotator = "a", .item = "1", .label = "bus", .x = 600, .y = 0, .width = 10, .height = 10},
    {.annotator = "a", .item = "1", .label = "car", .x = 420, .y = 20, .width = 10, .height = 10},
};

static void each_kind_of_outcome_is_counted_once(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_overlap_request request =
        against(&world, BATCH(&world, delivered_street), BATCH(&world, gold_street));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    const struct qa_overlap_row *all = find_row(&result, QA_SCORE_ALL, "");
    assert_int_equal(all->reference_objects, 4);
    assert_int_equal(all->delivered_objects, 6);
    assert_int_equal(all->matched, 1);
    assert_int_equal(all->mislabelled, 1);
    assert_int_equal(all->missed, 2);
    assert_int_equal(all->spurious, 3);
    assert_int_equal(all->localisation, 1);
    assert_int_equal(all->duplicates, 1);
    assert_int_equal(all->ignored, 1);
    check_sums(all);
    assert_close(all->mean.value, 0.8, 1e-15);
    assert_close(all->precision.value, 0.2, 1e-15);
    assert_close(all->recall.value, 0.25, 1e-15);
    assert_close(all->f1.value, 2.0 / 9, 1e-15);
    static const double spread[QA_OVERLAP_SPREADS] = {0.8 / 4, 1, 0, 1.0 / 4, 0};
    for (size_t i = 0; i < QA_OVERLAP_SPREADS; i++) {
        assert_close(all->spread[i].value, spread[i], 1e-11);
    }
    assert_int_equal(all->n, 1);
    assert_int_equal(all->histogram[16], 1);
    assert_int_equal(result.comparison->items_compared, 1);
    assert_int_equal(result.comparison->answer_pairs, 1);
    free_world(&world);
}

static void classes_count_each_object_by_its_own_class(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_overlap_request request =
        against(&world, BATCH(&world, delivered_street), BATCH(&world, gold_street));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    const struct qa_overlap_row *car = find_row(&result, QA_SCORE_CLASS, "car");
    const struct qa_overlap_row *truck = find_row(&result, QA_SCORE_CLASS, "truck");
    const struct qa_overlap_row *bus = find_row(&result, QA_SCORE_CLASS, "bus");
    assert_int_equal(car->reference_objects, 4);
    assert_int_equal(car->delivered_objects, 4);
    assert_int_equal(car->mislabelled, 1);
    assert_int_equal(car->spurious, 2);
    assert_int_equal(truck->delivered_objects, 1);
    assert_int_equal(truck->mislabelled, 0);
    assert_int_equal(bus->spurious, 1);
    assert_string_equal(bus->recall.undefined, "no reference objects");
    assert_close(bus->f1.value, 0, 0);
    /* By name: bus before car before truck. */
    assert_true(bus < car && car < truck);
    free_world(&world);
}

static void without_classes_a_wrong_label_is_a_match(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_overlap_request request =
        against(&world, BATCH(&world, delivered_street), BATCH(&world, gold_street));
    request.comparison =
        compare_batches(&world, request.comparison->b, request.comparison->a, 0.5, true);
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    const struct qa_overlap_row *all = find_row(&result, QA_SCORE_ALL, "");
    assert_int_equal(all->matched, 2);
    assert_int_equal(all->mislabelled, 0);
    check_sums(all);
    const struct qa_overlap_row *truck = find_row(&result, QA_SCORE_CLASS, "truck");
    assert_close(truck->precision.value, 1, 0);
    free_world(&world);
}

static void crowds_of_the_delivery_are_ignored(void **state)
{
    (void)state;
    static const struct given gold[] = {{.item = "1", .label = "car", .width = 10, .height = 10}};
    static const struct given given[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10, .crowd = true}};
    struct world world = new_world();
    struct qa_overlap_request request = against(&world, BATCH(&world, given), BATCH(&world, gold));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    assert_int_equal(result.rows[0].ignored, 1);
    assert_int_equal(result.rows[0].missed, 1);
    assert_string_equal(result.rows[0].precision.undefined, "no delivered objects");
    check_sums(&result.rows[0]);
    free_world(&world);
}

static const struct given three_boxes[] = {
    {.item = "1", .label = "car", .width = 10, .height = 10},
    {.item = "2", .label = "car", .width = 10, .height = 10},
    {.item = "3", .label = "car", .width = 10, .height = 10},
};

static void undelivered_items_are_missed_only_in_lists_of_objects(void **state)
{
    (void)state;
    static const struct given given[] = {
        {.vendor = "v", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "v", .item = "4", .label = "car", .width = 10, .height = 10},
    };
    for (int listing = LISTS_ITEMS; listing <= LISTS_OBJECTS_ONLY; listing++) {
        struct world world = new_world();
        const struct qa_batch *delivery = make_batch(&world, given, 2, NULL, (enum listing)listing);
        struct qa_overlap_request request = against(&world, delivery, BATCH(&world, three_boxes));
        struct qa_overlap_result result = qa_overlap(&request, world.arena);
        bool assumed = listing == LISTS_OBJECTS_ONLY;
        assert_int_equal(result.comparison->items_undelivered, assumed ? 0 : 2);
        assert_int_equal(result.comparison->items_assumed_empty, assumed ? 2 : 0);
        assert_int_equal(result.comparison->items_without_reference, 1);
        assert_int_equal(result.comparison->items_compared, 1);
        assert_int_equal(find_row(&result, QA_SCORE_VENDOR, "v")->missed, assumed ? 2 : 0);
        assert_int_equal(find_row(&result, QA_SCORE_ALL, "")->reference_objects, assumed ? 3 : 1);
        free_world(&world);
    }
}

static void an_empty_answer_misses_everything(void **state)
{
    (void)state;
    static const struct given given[] = {{.annotator = "a", .item = "1"},
                                         {.annotator = "a", .item = "2"},
                                         {.annotator = "a", .item = "3"}};
    struct world world = new_world();
    struct qa_overlap_request request =
        against(&world, BATCH(&world, given), BATCH(&world, three_boxes));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    assert_int_equal(result.rows[0].missed, 3);
    assert_int_equal(result.comparison->items_compared, 3);
    assert_int_equal(find_row(&result, QA_SCORE_ANNOTATOR, "a")->missed, 3);
    free_world(&world);
}

static void questions_pair_by_name_or_when_there_is_one_each(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.item = "1", .question = "cars", .label = "car", .width = 10, .height = 10}};
    static const struct given one[] = {{.annotator = "a",
                                        .item = "1",
                                        .question = "q",
                                        .label = "car",
                                        .width = 10,
                                        .height = 10}};
    static const struct given two[] = {
        {.annotator = "a", .item = "1", .question = "q", .label = "car", .width = 10, .height = 10},
        {.annotator = "a",
         .item = "1",
         .question = "p",
         .label = "car",
         .width = 10,
         .height = 10}};
    struct world world = new_world();
    struct qa_overlap_request request = against(&world, BATCH(&world, one), BATCH(&world, gold));
    assert_int_equal(qa_overlap(&request, world.arena).rows[0].matched, 1);
    request = against(&world, BATCH(&world, two), request.comparison->a);
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    assert_int_equal(result.rows[0].matched, 0);
    assert_int_equal(result.comparison->items_without_reference, 1);
    free_world(&world);
}

static void the_first_of_several_references_counts(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "z", .item = "1", .label = "car", .x = 50, .width = 10, .height = 10},
        {.annotator = "b", .item = "1", .label = "car", .width = 10, .height = 10}};
    static const struct given given[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10}};
    struct world world = new_world();
    struct qa_overlap_request request = against(&world, BATCH(&world, given), BATCH(&world, gold));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    assert_int_equal(result.rows[0].matched, 1);
    assert_int_equal(result.rows[0].missed, 0);
    assert_int_equal(result.comparison->items_several_references, 1);
    free_world(&world);
}

static void annotators_are_compared_within_their_vendor(void **state)
{
    (void)state;
    static const struct given given[] = {
        {.vendor = "v", .annotator = "b", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "v", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 9},
        {.vendor = "v",
         .annotator = "a",
         .item = "1",
         .label = "car",
         .x = 50,
         .width = 9,
         .height = 9},
        {.vendor = "v", .annotator = "c", .item = "1", .label = "car", .width = 10, .height = 8},
        {.vendor = "w", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "v", .item = "1", .label = "car", .width = 10, .height = 10},
    };
    struct world world = new_world();
    struct qa_overlap_request request = against(&world, BATCH(&world, given), NULL);
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    assert_null(result.comparison->request.reference);
    assert_int_equal(result.comparison->answer_pairs, 3); /* ab, ac, bc */
    const struct qa_overlap_row *all = find_row(&result, QA_SCORE_ALL, "");
    assert_int_equal(all->matched, 3);
    assert_int_equal(all->missed, 2); /* a's second box, against b and against c */
    assert_int_equal(all->spurious, 0);
    assert_close(all->mean.value, (0.9 + 8.0 / 9 + 0.8) / 3, 1e-14);
    assert_int_equal(find_row(&result, QA_SCORE_ANNOTATOR, "a")->matched, 2);
    assert_int_equal(find_row(&result, QA_SCORE_ANNOTATOR, "b")->matched, 2);
    assert_int_equal(find_row(&result, QA_SCORE_ANNOTATOR, "b")->missed, 1);
    assert_int_equal(find_row(&result, QA_SCORE_VENDOR, "v")->matched, 3);
    /* a is the reference of a and b. */
    assert_string_equal(
        qa_annotator_text(world.names,
                          request.comparison->b->annotator[request.comparison->pairs[0].answer_a]),
        "a");
    free_world(&world);
}

static void a_delivery_without_pairs_gives_an_empty_row(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_overlap_request request = against(&world, BATCH(&world, three_boxes), NULL);
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    assert_int_equal(result.n_rows, 1);
    assert_int_equal(result.rows[0].n, 0);
    assert_false(qa_is_defined(&result.rows[0].precision));
    struct qa_report *report = qa_report_new(world.arena, "iou");
    qa_overlap_tables(&result, &request, report);
    free(terminal_text(report));
    free_world(&world);
}

static void quantiles_and_histograms_are_those_of_the_matches(void **state)
{
    (void)state;
    struct given gold[11];
    struct given given[11];
    struct world world = new_world();
    for (int i = 0; i <= 10; i++) {
        const char *item = qa_arena_format(world.arena, "i%d", i);
        gold[i] = (struct given){.item = item, .label = "c", .width = 100, .height = 10};
        given[i] = gold[i];
        given[i].annotator = "a";
        given[i].width = 50 + 5 * i; /* IoU 0.5, 0.55 ... 1 */
    }
    struct qa_overlap_request request = against(&world, BATCH(&world, given), BATCH(&world, gold));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    const struct qa_overlap_row *all = &result.rows[0];
    assert_int_equal(all->matched, 11);
    assert_close(all->mean.value, 0.75, 1e-14);
    assert_close(all->sd.value, 0.05 * sqrt(11.0), 1e-14);
    assert_close(all->quantile[0].value, 0.525, 1e-14);
    assert_close(all->quantile[1].value, 0.625, 1e-14);
    assert_close(all->quantile[2].value, 0.75, 1e-14);
    assert_close(all->quantile[4].value, 0.975, 1e-14);
    static const double spread[QA_OVERLAP_SPREADS] = {0.75, 6.0 / 11, 3.0 / 11, 6.0 / 11, 3.0 / 11};
    for (size_t i = 0; i < QA_OVERLAP_SPREADS; i++) {
        assert_close(all->spread[i].value, spread[i], 1e-11);
        assert_true(all->spread[i].has_interval);
    }
    uint64_t in_bins = 0;
    for (int b = 0; b < QA_IOU_BINS; b++) {
        in_bins += all->histogram[b];
    }
    assert_int_equal(in_bins, 11);
    assert_int_equal(all->histogram[QA_IOU_BINS - 1], 2); /* 0.95 and 1 */
    assert_int_equal(find_row(&result, QA_SCORE_SIZE, "small")->n, 11);
    free_world(&world);
}

/* ---- against a plain count, and independence of order and threads ---- */

enum { N_RANDOM = 6000 };

/* Annotators' boxes lie around shared places, so that all outcomes occur; some items are crowded
 * enough for the far pairs to be skipped. */
static struct given *random_rows(struct world *world, uint64_t seed, size_t n, bool is_gold)
{
    static const char *const classes[] = {"car", "bus", "person"};
    struct given *rows = QA_ARRAY(world->arena, struct given, n);
    struct qa_random random;
    qa_random_init(&random, seed, is_gold);
    for (size_t i = 0; i < n; i++) {
        unsigned long item = (unsigned long)qa_random_below(&random, i % 3 == 0 ? 5 : 700);
        double place = (double)qa_random_below(&random, 6);
        unsigned vendor = (unsigned)qa_random_below(&random, 2);
        rows[i] = (struct given){
            .vendor = is_gold       ? NULL
                      : vendor == 0 ? "quick"
                                    : "slow",
            .annotator = is_gold ? NULL
                                 : qa_arena_format(world->arena, "ann-%u",
                                                   (unsigned)qa_random_below(&random, 3)),
            .item = qa_arena_format(world->arena, "image-%lu", item),
            .batch = vendor == 0 ? "b1" : "b2",
            .label = classes[qa_random_below(&random, 3)],
            .x = 40 * place + 8 * qa_random_real(&random),
            .y = 8 * qa_random_real(&random),
            .width = 25 + 10 * qa_random_real(&random),
            .height = 25 + 10 * qa_random_real(&random),
            .crowd = is_gold && qa_random_below(&random, 20) == 0};
    }
    return rows;
}

/* A vendor's sizes add up to the vendor, and the vendors of a size to the size. */
static void check_vendor_sizes(const struct qa_overlap_result *result)
{
    assert_true(result->n_vendor_sizes > 0);
    for (size_t i = 0; i < result->n_rows; i++) {
        const struct qa_overlap_row *row = &result->rows[i];
        if (row->by != QA_SCORE_VENDOR && row->by != QA_SCORE_SIZE) {
            continue;
        }
        uint64_t reference = 0;
        uint64_t matched = 0;
        uint64_t last_bin = 0;
        for (size_t s = 0; s < result->n_vendor_sizes; s++) {
            const struct qa_overlap_row *size = &result->vendor_sizes[s];
            bool belongs =
                row->by == QA_SCORE_VENDOR ? size->vendor == row->id : size->id == row->id;
            reference += belongs ? size->reference_objects : 0;
            matched += belongs ? size->n : 0;
            last_bin += belongs ? size->histogram[QA_IOU_BINS - 1] : 0;
        }
        assert_int_equal(reference, row->reference_objects);
        assert_int_equal(matched, row->n);
        assert_int_equal(last_bin, row->histogram[QA_IOU_BINS - 1]);
    }
}

/* All tables but the matches, whose object numbers are those of the file. */
static char *overlap_text(uint64_t order_seed, bool against_gold)
{
    struct world world = new_world();
    const struct given *rows = random_rows(&world, 11, N_RANDOM, false);
    const struct given *gold_rows = random_rows(&world, 11, N_RANDOM / 3, true);
    struct world fresh = new_world();
    uint64_t *order = QA_ARRAY(fresh.arena, uint64_t, N_RANDOM);
    uint64_t *gold_order = QA_ARRAY(fresh.arena, uint64_t, N_RANDOM / 3);
    shuffle(order, N_RANDOM, order_seed);
    shuffle(gold_order, N_RANDOM / 3, order_seed);
    const struct qa_batch *gold = NULL;
    if (against_gold) {
        gold = make_batch(&fresh, gold_rows, N_RANDOM / 3, gold_order, LISTS_ITEMS);
    }
    const struct qa_batch *delivery = make_batch(&fresh, rows, N_RANDOM, order, LISTS_OBJECTS_ONLY);
    struct qa_overlap_request request = against(&world, delivery, gold);
    request.show_matches = false;
    struct qa_overlap_result result = qa_overlap(&request, fresh.arena);
    struct qa_report *report = qa_report_new(fresh.arena, "iou");
    qa_overlap_tables(&result, &request, report);
    char *text = report_text(report);
    for (size_t i = 0; i < result.n_rows; i++) {
        if (result.rows[i].by != QA_SCORE_CLASS) {
            check_sums(&result.rows[i]);
        }
    }
    check_vendor_sizes(&result);
    free_world(&fresh);
    free_world(&world);
    return text;
}

static void results_do_not_depend_on_the_order_of_rows(void **state)
{
    (void)state;
    for (int against_gold = 0; against_gold < 2; against_gold++) {
        char *first = overlap_text(1, against_gold);
        for (uint64_t seed = 2; seed < 5; seed++) {
            char *other = overlap_text(seed, against_gold);
            assert_string_equal(first, other);
            free(other);
        }
        free(first);
    }
}

static void results_do_not_depend_on_threads(void **state)
{
    (void)state;
    static const unsigned threads[] = {2, 7};
    qa_parallel_set_threads(1);
    char *first = overlap_text(1, true);
    for (size_t i = 0; i < 2; i++) {
        qa_parallel_set_threads(threads[i]);
        char *other = overlap_text(1, true);
        assert_string_equal(first, other);
        free(other);
    }
    qa_parallel_set_threads(0);
    free(first);
}

static double box_iou(const struct qa_batch *a, size_t i, const struct qa_batch *b, size_t j)
{
    const double *p = a->number + 4 * i;
    const double *q = b->number + 4 * j;
    double w = fmin(p[0] + p[2], q[0] + q[2]) - fmax(p[0], q[0]);
    double h = fmin(p[1] + p[3], q[1] + q[3]) - fmax(p[1], q[1]);
    double both = fmax(w, 0) * fmax(h, 0);
    return both / (p[2] * p[3] + q[2] * q[3] - both);
}

/* Whatever the matching, every match obeys its definition. */
static void every_match_is_what_its_outcome_says(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct given *rows = random_rows(&world, 5, N_RANDOM, false);
    const struct given *gold_rows = random_rows(&world, 5, N_RANDOM / 3, true);
    const struct qa_batch *gold = make_batch(&world, gold_rows, N_RANDOM / 3, NULL, LISTS_ITEMS);
    const struct qa_batch *delivery = make_batch(&world, rows, N_RANDOM, NULL, LISTS_ITEMS);
    const struct qa_comparison *comparison = compare_batches(&world, delivery, gold, 0.5, false);
    const struct qa_strings *items = world.names->items;
    uint64_t seen[QA_IGNORED + 1] = {0};
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        assert_true(p == 0 || qa_text_compare(qa_strings_text(items, pair[-1].item),
                                              qa_strings_text(items, pair->item)) <= 0);
        for (size_t i = 0; i < pair->n_matches; i++) {
            const struct qa_match *match = &pair->matches[i];
            seen[match->outcome]++;
            if (match->object_a == SIZE_MAX || match->object_b == SIZE_MAX) {
                assert_identical(match->similarity, 0.0);
                continue;
            }
            double want = box_iou(gold, match->object_a, delivery, match->object_b);
            bool same = gold->label[match->object_a] == delivery->label[match->object_b];
            assert_close(match->similarity, want, 1e-14);
            assert_false(gold->crowd[match->object_a]);
            assert_int_equal(same, match->outcome != QA_MISLABELLED);
            assert_int_equal(want >= 0.5, match->outcome != QA_LOCALISATION);
        }
    }
    for (int outcome = 0; outcome <= QA_IGNORED; outcome++) {
        /* Boxes do not ask for errors of class and place at once. */
        assert_true(seen[outcome] > 0 || outcome == QA_BOTH_WRONG);
    }
    free_world(&world);
}

static void tables_have_the_documented_columns(void **state)
{
    (void)state;
    static const char *const summary[] = {"question",
                                          "by",
                                          "group",
                                          "reference_objects",
                                          "delivered_objects",
                                          "matched",
                                          "missed",
                                          "spurious",
                                          "mislabelled",
                                          "duplicates",
                                          "precision",
                                          "recall",
                                          "f1",
                                          "mean",
                                          "sd",
                                          "p05",
                                          "p25",
                                          "p50",
                                          "p75",
                                          "p95"};
    static const char *const matches[] = {"item",     "annotator_a", "annotator_b", "object_a",
                                          "object_b", "label_a",     "label_b",     "similarity"};
    struct world world = new_world();
    struct qa_overlap_request request =
        against(&world, BATCH(&world, delivered_street), BATCH(&world, gold_street));
    struct qa_overlap_result result = qa_overlap(&request, world.arena);
    struct qa_report *report = qa_report_new(world.arena, "iou");
    qa_overlap_tables(&result, &request, report);
    for (size_t i = 0; i < sizeof summary / sizeof *summary; i++) {
        assert_true(qa_table_column(qa_report_table(report, "summary"), summary[i]) != SIZE_MAX);
    }
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        assert_true(qa_table_column(qa_report_table(report, "matches"), matches[i]) != SIZE_MAX);
    }
    assert_non_null(qa_report_table(report, "histogram"));
    free(terminal_text(report));
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_outcome_is_counted_once),
        cmocka_unit_test(classes_count_each_object_by_its_own_class),
        cmocka_unit_test(without_classes_a_wrong_label_is_a_match),
        cmocka_unit_test(crowds_of_the_delivery_are_ignored),
        cmocka_unit_test(undelivered_items_are_missed_only_in_lists_of_objects),
        cmocka_unit_test(an_empty_answer_misses_everything),
        cmocka_unit_test(questions_pair_by_name_or_when_there_is_one_each),
        cmocka_unit_test(the_first_of_several_references_counts),
        cmocka_unit_test(annotators_are_compared_within_their_vendor),
        cmocka_unit_test(a_delivery_without_pairs_gives_an_empty_row),
        cmocka_unit_test(quantiles_and_histograms_are_those_of_the_matches),
        cmocka_unit_test(results_do_not_depend_on_the_order_of_rows),
        cmocka_unit_test(results_do_not_depend_on_threads),
        cmocka_unit_test(every_match_is_what_its_outcome_says),
        cmocka_unit_test(tables_have_the_documented_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
