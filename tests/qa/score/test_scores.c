#include <math.h>

#include "qa/annotation/box.h"
#include "qa/base/parallel.h"
#include "qa/score/answers.h"
#include "qa/score/detection.h"
#include "qa/score/sums.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"
#include "tests/qa/score/random_delivery.h"

static struct qa_score_result score(struct world *world, const struct qa_comparison *comparison,
                                    unsigned groupings)
{
    const struct qa_scores_request request = {.comparison = comparison, .groupings = groupings};
    return qa_score_comparison(&request, world->arena);
}

/* Everything that a result holds as one text; malloc'ed. */
static char *text_of(const struct qa_score_result *result)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    qa_sums_write(result, stream);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static const struct qa_score_row *find(const struct qa_score_result *result, const char *question,
                                       enum qa_score_by by, const char *vendor, const char *group)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_score_row *row = &result->rows[r];
        if (strcmp(row->question->name, question) == 0 && row->by == by &&
            (vendor == NULL || (row->vendor != NULL && strcmp(row->vendor, vendor) == 0)) &&
            strcmp(qa_score_group_text(row), group) == 0) {
            return row;
        }
    }
    return NULL;
}

static uint64_t count(const struct qa_score_row *row, enum qa_detection_part part)
{
    assert_non_null(row);
    return qa_tally_count(&row->tally, part);
}

/* ---- a delivery worked by hand ---- */

static const struct given hand_gold[] = {
    {.item = "i1", .question = "boxes", .label = "car", .x = 0, .width = 100, .height = 100},
    {.item = "i1", .question = "boxes", .label = "cat", .x = 200, .width = 20, .height = 20},
    {.item = "i2", .question = "boxes", .label = "car", .x = 0, .width = 50, .height = 50},
    {.item = "i3", .question = "boxes"},
};

static const struct given hand_delivery[] = {
    /* Half of the car: matched at 0.5; the cat is missed, a small dog is spurious. */
    {.vendor = "v",
     .annotator = "ann",
     .item = "i1",
     .question = "boxes",
     .label = "car",
     .width = 100,
     .height = 50,
     .batch = "b1"},
    {.vendor = "v",
     .annotator = "ann",
     .item = "i1",
     .question = "boxes",
     .label = "dog",
     .x = 400,
     .width = 10,
     .height = 10,
     .batch = "b1"},
    /* The car of the second item is called a dog. */
    {.vendor = "v",
     .annotator = "bob",
     .item = "i2",
     .question = "boxes",
     .label = "dog",
     .width = 50,
     .height = 50,
     .batch = "b1"},
    /* Nothing where nothing is. */
    {.vendor = "v", .annotator = "bob", .item = "i3", .question = "boxes", .batch = "b2"},
};

static void a_small_delivery_counts_as_by_hand(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_batch *gold = BATCH(&world, hand_gold);
    const struct qa_batch *delivery = BATCH(&world, hand_delivery);
    struct qa_score_result result = score(&world, compare_batches(&world, delivery, gold, 0, false),
                                          QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM));
    const struct qa_score_row *all = find(&result, "boxes", QA_SCORE_ALL, NULL, "");
    assert_int_equal(count(all, QA_DETECTION_REFERENCE), 3);
    assert_int_equal(count(all, QA_DETECTION_DELIVERED), 3);
    assert_int_equal(count(all, QA_DETECTION_MATCHED), 1);
    assert_int_equal(count(all, QA_DETECTION_MATCHED_DELIVERED), 1);
    assert_int_equal(count(all, QA_DETECTION_MISSED), 1);
    assert_int_equal(count(all, QA_DETECTION_SPURIOUS), 1);
    assert_int_equal(count(all, QA_DETECTION_MISLABELLED), 1);
    assert_identical(qa_tally_sum(&all->tally, QA_DETECTION_DISSIMILARITY), 0.5);
    assert_int_equal(all->tally.n, 2);
    assert_int_equal(result.n_items, 3);
    assert_close(qa_score_estimate(all, QA_DETECTION_PRECISION, 0.95).value, 1.0 / 3, 1e-15);
    assert_close(qa_score_estimate(all, QA_DETECTION_F1, 0.95).value, 1.0 / 3, 1e-15);
    assert_identical(qa_score_estimate(all, QA_DETECTION_MEAN_SIMILARITY, 0.95).value, 0.5);

    const struct qa_score_row *dog = find(&result, "boxes", QA_SCORE_CLASS, NULL, "dog");
    assert_int_equal(count(dog, QA_DETECTION_REFERENCE), 0);
    assert_int_equal(count(dog, QA_DETECTION_DELIVERED), 2);
    assert_int_equal(count(dog, QA_DETECTION_SPURIOUS), 1);
    struct qa_estimate recall = qa_score_estimate(dog, QA_DETECTION_RECALL, 0.95);
    assert_string_equal(recall.undefined, "no reference objects");
    const struct qa_score_row *car = find(&result, "boxes", QA_SCORE_CLASS, NULL, "car");
    assert_int_equal(count(car, QA_DETECTION_REFERENCE), 2);
    assert_int_equal(count(car, QA_DETECTION_MISLABELLED), 1);

    assert_int_equal(
        count(find(&result, "boxes", QA_SCORE_ANNOTATOR, "v", "bob"), QA_DETECTION_MISLABELLED), 1);
    assert_int_equal(
        count(find(&result, "boxes", QA_SCORE_SIZE, NULL, "small"), QA_DETECTION_MISSED), 1);
    assert_int_equal(
        count(find(&result, "boxes", QA_SCORE_VENDOR_SIZE, "v", "large"), QA_DETECTION_MATCHED), 1);
    /* Only an empty answer stands in the second batch: nothing was counted. */
    assert_null(find(&result, "boxes", QA_SCORE_BATCH, NULL, "b2"));
    assert_int_equal(
        count(find(&result, "boxes", QA_SCORE_ITEM, NULL, "i2"), QA_DETECTION_REFERENCE), 1);
    assert_null(find(&result, "boxes", QA_SCORE_ITEM, NULL, "i3"));
    free_world(&world);
}

static void labels_have_an_error_rate_of_each_class(void **state)
{
    (void)state;
    static const struct given gold_rows[] = {
        {.item = "1", .question = "scene", .label = "day"},
        {.item = "2", .question = "scene", .label = "day"},
        {.item = "3", .question = "scene", .label = "night"},
    };
    static const struct given rows[] = {
        {.vendor = "v", .annotator = "a", .item = "1", .question = "scene", .label = "day"},
        {.vendor = "v", .annotator = "b", .item = "1", .question = "scene", .label = "night"},
        {.vendor = "v", .annotator = "a", .item = "2", .question = "scene", .label = "day"},
        {.vendor = "v", .annotator = "a", .item = "3", .question = "scene", .label = "day"},
        {.vendor = "v", .annotator = "a", .item = "4", .question = "scene", .label = "day"},
    };
    struct world world = new_world();
    const struct qa_batch *gold = BATCH(&world, gold_rows);
    const struct qa_batch *delivery = BATCH(&world, rows);
    struct qa_score_result result =
        score(&world, compare_batches(&world, delivery, gold, 0, false), 0);
    const struct qa_score_row *all = find(&result, "scene", QA_SCORE_ALL, NULL, "");
    struct qa_estimate rate = qa_score_estimate(all, QA_ANSWERS_ERROR_RATE, 0.95);
    assert_ptr_equal(all->score, &qa_score_answers);
    assert_identical(rate.value, 0.5);
    assert_int_equal(rate.n, 3);
    const struct qa_score_row *day = find(&result, "scene", QA_SCORE_CLASS, NULL, "day");
    assert_int_equal(qa_tally_count(&day->tally, QA_ANSWERS_TRIALS), 3);
    assert_int_equal(qa_tally_count(&day->tally, QA_ANSWERS_ERRORS), 1);
    assert_null(find(&result, "scene", QA_SCORE_SIZE, NULL, "small"));
    assert_null(find(&result, "scene", QA_SCORE_ITEM, NULL, "1"));
    free_world(&world);
}

/* Where only labels are compared, items are numbered as the file had them. */
static void rows_of_items_stand_in_the_order_of_names(void **state)
{
    (void)state;
    static const char *const items[] = {"10", "b", "9", "a"};
    static const char *const sorted[] = {"9", "10", "a", "b"};
    struct given gold_rows[4] = {{0}};
    struct given rows[4] = {{0}};
    for (size_t i = 0; i < 4; i++) {
        gold_rows[i] = (struct given){.item = items[i], .question = "scene", .label = "day"};
        rows[i] = gold_rows[i];
        rows[i].annotator = "ann";
    }
    struct world world = new_world();
    const struct qa_batch *gold = BATCH(&world, gold_rows);
    const struct qa_batch *delivery = BATCH(&world, rows);
    struct qa_score_result result = score(&world, compare_batches(&world, delivery, gold, 0, false),
                                          QA_SCORES_BY(QA_SCORE_ITEM));
    assert_int_equal(result.n_rows, 5);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(result.rows[i + 1].group, sorted[i]);
    }
    free_world(&world);
}

/* ---- against a plain count ---- */

/* Does an object (of a or of b) of a match stand in the row's group? Written match by match. */
static bool stands_in(const struct qa_score_row *row, const struct qa_comparison *comparison,
                      const struct qa_pair *pair, const struct qa_match *match, bool of_a)
{
    const struct qa_batch *batch = of_a ? comparison->a : comparison->b;
    const struct qa_batch *a = comparison->a;
    const struct qa_batch *b = comparison->b;
    size_t object = of_a ? match->object_a : match->object_b;
    bool both = comparison->request.reference == NULL;
    bool same_vendor = pair->vendor == row->vendor_id;
    const struct qa_batch *sized = match->object_a != SIZE_MAX ? a : b;
    size_t of_size = match->object_a != SIZE_MAX ? match->object_a : match->object_b;
    struct qa_objects one = qa_batch_objects(sized, of_size, 1);
    bool same_size = qa_size_class(qa_type_box.size(&one, 0)) == row->id;
    switch (row->by) {
    case QA_SCORE_CLASS:
        return batch->label[object] == row->id;
    case QA_SCORE_ANNOTATOR:
        return (pair->answer_b != SIZE_MAX && b->annotator[pair->answer_b] == row->id) ||
               (both && a->annotator[pair->answer_a] == row->id);
    case QA_SCORE_VENDOR:
        return same_vendor;
    case QA_SCORE_BATCH:
        return (pair->answer_b != SIZE_MAX && qa_answer_batch(b, pair->answer_b) == row->id) ||
               (both && qa_answer_batch(a, pair->answer_a) == row->id);
    case QA_SCORE_SIZE:
        return same_size;
    case QA_SCORE_VENDOR_SIZE:
        return same_size && same_vendor;
    case QA_SCORE_ITEM:
        return pair->item == row->id;
    default:
        return true;
    }
}

static void count_plainly(const struct qa_score_row *row, const struct qa_comparison *comparison,
                          const struct qa_pair *pair, double *parts)
{
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        if (match->object_a != SIZE_MAX && stands_in(row, comparison, pair, match, true)) {
            parts[QA_DETECTION_REFERENCE]++;
            parts[QA_DETECTION_MATCHED] += match->outcome == QA_MATCHED;
            parts[QA_DETECTION_MISSED] +=
                match->outcome == QA_MISSED || match->outcome == QA_LOCALISATION;
            parts[QA_DETECTION_DISSIMILARITY] +=
                match->outcome == QA_MATCHED ? 1 - match->similarity : 0;
        }
        if (match->object_b != SIZE_MAX && match->outcome != QA_IGNORED &&
            stands_in(row, comparison, pair, match, false)) {
            parts[QA_DETECTION_DELIVERED]++;
            parts[QA_DETECTION_MATCHED_DELIVERED] += match->outcome == QA_MATCHED;
            parts[QA_DETECTION_SPURIOUS] +=
                match->outcome == QA_SPURIOUS || match->outcome == QA_LOCALISATION;
            parts[QA_DETECTION_DUPLICATES] += match->duplicate;
        }
    }
}

/* Recall, from the items. */
static struct qa_estimate plain_recall(const double (*parts)[QA_PARTS_MAX], size_t n)
{
    struct qa_cluster_sums sums = {0};
    for (size_t i = 0; i < n; i++) {
        double b = parts[i][QA_DETECTION_REFERENCE];
        double a = b - parts[i][QA_DETECTION_MATCHED];
        sums.n += b > 0;
        sums.a += a;
        sums.b += b;
        sums.aa += a * a;
        sums.ab += a * b;
        sums.bb += b * b;
        sums.aa_per_b += b > 0 ? a * a / b : 0;
    }
    const struct qa_ratio_kind kind = {1, true, 1};
    return qa_cluster_ratio(&sums, &kind, 0.9);
}

static void check_row(const struct qa_score_row *row, const struct qa_comparison *comparison)
{
    static const enum qa_detection_part checked[] = {
        QA_DETECTION_REFERENCE,  QA_DETECTION_DELIVERED,    QA_DETECTION_MATCHED,
        QA_DETECTION_MISSED,     QA_DETECTION_SPURIOUS,     QA_DETECTION_MATCHED_DELIVERED,
        QA_DETECTION_DUPLICATES, QA_DETECTION_DISSIMILARITY};
    struct qa_arena *scratch = qa_arena_new();
    double(*parts)[QA_PARTS_MAX] = qa_arena_array(scratch, comparison->n_items, sizeof *parts);
    double sum[QA_PARTS_MAX] = {0};
    for (size_t i = 0; i < comparison->n_items; i++) {
        struct qa_item_pairs pairs = qa_comparison_item(comparison, i, scratch);
        for (size_t p = 0; p < pairs.n; p++) {
            if (pairs.list[p].question == row->question->id) {
                count_plainly(row, comparison, &pairs.list[p], parts[i]);
            }
        }
        for (size_t p = 0; p < QA_PARTS_MAX; p++) {
            sum[p] += parts[i][p];
        }
    }
    for (size_t p = 0; p < sizeof checked / sizeof *checked; p++) {
        assert_close(qa_tally_sum(&row->tally, checked[p]), sum[checked[p]], 1e-9);
    }
    struct qa_estimate want =
        plain_recall((const double(*)[QA_PARTS_MAX])parts, comparison->n_items);
    struct qa_estimate got = qa_score_estimate(row, QA_DETECTION_RECALL, 0.9);
    assert_int_equal(qa_is_defined(&got), qa_is_defined(&want));
    if (qa_is_defined(&got) && row->by != QA_SCORE_ITEM) {
        assert_int_equal(got.has_interval, want.has_interval);
        assert_close(got.value, 1 - want.value, 1e-12);
        assert_close(got.low, 1 - want.high, 1e-9);
        assert_close(got.high, 1 - want.low, 1e-9);
    }
    qa_arena_free(scratch);
}

static void groups_are_those_of_a_plain_count(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct world world = new_world();
        struct random_rows *rows = random_rows_new(seed, 30, world.arena);
        const struct qa_batch *gold =
            make_batch(&world, rows->gold, rows->n_gold, NULL, LISTS_ITEMS);
        const struct qa_batch *delivery =
            make_batch(&world, rows->delivered, rows->n_delivered, NULL,
                       seed % 2 != 0 ? LISTS_ITEMS : LISTS_OBJECTS_ONLY);
        const struct qa_comparison *comparison =
            compare_batches(&world, delivery, seed % 3 == 2 ? NULL : gold, 0, seed % 2 != 0);
        struct qa_score_result result =
            score(&world, comparison, QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM));
        size_t n_checked = 0;
        for (size_t r = 0; r < result.n_rows; r++) {
            if (result.rows[r].score == &qa_score_detection) {
                check_row(&result.rows[r], comparison);
                n_checked++;
            }
            assert_true(r == 0 || qa_score_row_order(&result.rows[r - 1], &result.rows[r]) < 0);
        }
        assert_true(n_checked > 20);
        free_world(&world);
    }
}

/* ---- determinism ---- */

static char *scored_text(uint64_t seed, const uint64_t *order, unsigned threads)
{
    struct world world = new_world();
    struct random_rows *rows = random_rows_new(seed, 700, world.arena);
    const struct qa_batch *gold = make_batch(&world, rows->gold, rows->n_gold, NULL, LISTS_ITEMS);
    const struct qa_batch *delivery =
        make_batch(&world, rows->delivered, rows->n_delivered, order, LISTS_ITEMS);
    qa_parallel_set_threads(threads);
    struct qa_score_result result = score(&world, compare_batches(&world, delivery, gold, 0, false),
                                          QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM));
    char *text = text_of(&result);
    free_world(&world);
    return text;
}

static void threads_and_the_order_of_rows_change_no_byte(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    size_t n = random_rows_new(77, 700, arena)->n_delivered;
    uint64_t *order = QA_ARRAY(arena, uint64_t, n);
    char *want = scored_text(77, NULL, 1);
    static const unsigned threads[] = {2, 7};
    for (size_t t = 0; t < 2; t++) {
        char *got = scored_text(77, NULL, threads[t]);
        assert_string_equal(got, want);
        free(got);
    }
    for (uint64_t seed = 0; seed < 3; seed++) {
        shuffle(order, n, seed);
        char *got = scored_text(77, order, 3);
        assert_string_equal(got, want);
        free(got);
    }
    qa_parallel_set_threads(0);
    free(want);
    qa_arena_free(arena);
}

static void only_what_is_asked_for_comes(void **state)
{
    (void)state;
    struct world world = new_world();
    struct random_rows *rows = random_rows_new(5, 20, world.arena);
    const struct qa_batch *gold = make_batch(&world, rows->gold, rows->n_gold, NULL, LISTS_ITEMS);
    const struct qa_batch *delivery =
        make_batch(&world, rows->delivered, rows->n_delivered, NULL, LISTS_ITEMS);
    const struct qa_score *const families[] = {&qa_score_detection};
    const struct qa_scores_request request = {.comparison =
                                                  compare_batches(&world, delivery, gold, 0, false),
                                              .families = families,
                                              .n_families = 1,
                                              .groupings = QA_SCORES_BY(QA_SCORE_VENDOR)};
    struct qa_score_result result = qa_score_comparison(&request, world.arena);
    assert_int_equal(result.n_questions, 1);
    assert_int_equal(result.n_families, 1);
    assert_true(result.n_rows >= 2);
    for (size_t r = 0; r < result.n_rows; r++) {
        assert_ptr_equal(result.rows[r].score, &qa_score_detection);
        assert_true(result.rows[r].by == QA_SCORE_ALL || result.rows[r].by == QA_SCORE_VENDOR);
    }
    free_world(&world);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_delivery_counts_as_by_hand),
        cmocka_unit_test(labels_have_an_error_rate_of_each_class),
        cmocka_unit_test(rows_of_items_stand_in_the_order_of_names),
        cmocka_unit_test(groups_are_those_of_a_plain_count),
        cmocka_unit_test(threads_and_the_order_of_rows_change_no_byte),
        cmocka_unit_test(only_what_is_asked_for_comes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
