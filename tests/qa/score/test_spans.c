#include <string.h>

#include "qa/annotation/span.h"
#include "qa/score/scores.h"
#include "qa/score/spans.h"
#include "tests/qa/audit/batches.h"
#include "tests/support/reference.h"

enum { MOST_CASES = 500, MOST_SPANS = 16 };

static const struct qa_score *const family = &qa_score_spans;

/* "0-3;8-12:LOC|14-16:PER" of each item; NULL: an item that is not there. */
struct delivery {
    size_t n;
    const char *text[MOST_CASES];
};

struct spans_world {
    struct world world;
    struct qa_comparison *comparison;
};

static void give_span(struct world *world, struct qa_builder *builder, const char *text, size_t n)
{
    struct qa_shape shape = {.arena = world->arena};
    struct qa_object object = QA_NO_OBJECT;
    const char *why = NULL;
    const char *colon = memchr(text, ':', n);
    assert_non_null(colon);
    assert_true(qa_span_parse(text, (size_t)(colon - text), &shape, &why));
    object.label =
        qa_strings_intern(world->names->labels, colon + 1, n - (size_t)(colon + 1 - text));
    object.number = shape.number;
    object.n_numbers = shape.n_numbers;
    qa_builder_object(builder, &qa_type_span, &object);
}

/* order: 1 gives the spans of an item as they come, -1 from the last to the first. */
static struct qa_batch *make_spans(struct world *world, const char *path,
                                   const struct delivery *delivery, int order)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, path, "csv");
    source->vendor = QA_NONE;
    source->lists_items = true;
    source->type = &qa_type_span;
    for (size_t i = 0; i < delivery->n; i++) {
        struct qa_answer answer = QA_NO_ANSWER;
        const char *spans[MOST_SPANS];
        size_t n = 0;
        if (delivery->text[i] == NULL) {
            continue;
        }
        answer.item = qa_strings_intern_text(world->names->items,
                                             qa_arena_format(world->arena, "item-%03zu", i));
        answer.annotator = qa_names_annotator(world->names, QA_NONE, "ann", 3);
        answer.line = (uint32_t)i + 2;
        qa_builder_answer(builder, &answer);
        for (const char *at = delivery->text[i]; *at != '\0'; at += *at == '|') {
            assert_true(n < MOST_SPANS);
            spans[n++] = at;
            at += strcspn(at, "|");
        }
        for (size_t k = 0; k < n; k++) {
            const char *span = spans[order > 0 ? k : n - 1 - k];
            give_span(world, builder, span, strcspn(span, "|"));
        }
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

static struct spans_world new_spans(const struct delivery *gold, const struct delivery *delivered,
                                    int order)
{
    struct spans_world out = {.world = new_world()};
    struct qa_batch *reference = make_spans(&out.world, "gold.csv", gold, order);
    struct qa_batch *delivery = make_spans(&out.world, "rows.csv", delivered, order);
    const struct qa_question_options options = {.undelivered = QA_UNDELIVERED_MISSED};
    qa_questions_make(delivery, reference, NULL, &options, out.world.arena, &out.world.findings);
    const struct qa_comparison_request request = {
        .delivery = delivery, .reference = reference, .role = QA_GOLD};
    out.comparison = qa_compare(&request, out.world.arena);
    return out;
}

static struct qa_score_result score_of(struct spans_world *world, unsigned groupings)
{
    const struct qa_scores_request request = {.comparison = world->comparison,
                                              .families = &family,
                                              .n_families = 1,
                                              .groupings = groupings};
    return qa_score_comparison(&request, world->world.arena);
}

static double figure_of(const struct qa_score_row *row, const char *name)
{
    size_t figure = qa_figure_find(family, name);
    assert_true(figure != SIZE_MAX);
    struct qa_estimate estimate = qa_score_estimate(row, figure, 0.95);
    return estimate.undefined != NULL ? (double)NAN : estimate.value;
}

static const struct qa_score_row *row_of(const struct qa_score_result *result, enum qa_score_by by,
                                         const char *group)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        if (result->rows[r].by == by && strcmp(result->rows[r].group, group) == 0) {
            return &result->rows[r];
        }
    }
    fail_msg("there is no row '%s'", group);
    return NULL;
}

static double all_of(const struct delivery *gold, const struct delivery *delivered,
                     const char *name)
{
    struct spans_world world = new_spans(gold, delivered, 1);
    struct qa_score_result result = score_of(&world, 0);
    double value = figure_of(row_of(&result, QA_SCORE_ALL, ""), name);
    free_world(&world.world);
    return value;
}

/* ---- against brute force ---- */

enum { REFERENCE, DELIVERED, STRICT, EXACT, TYPE, PARTIAL, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"reference", "delivered", "strict",
                                               "exact",     "type",      "partial"};

static void the_best_pairing_counts_whatever_the_order_of_spans(void **state)
{
    (void)state;
    struct test_reference reference;
    static struct delivery gold;
    static struct delivery delivered;
    static double want[MOST_CASES][N_COLUMNS];
    gold.n = 0;
    test_reference_open(&reference, "spans.csv");
    while (test_reference_next(&reference)) {
        size_t i = gold.n++;
        assert_true(i < MOST_CASES);
        gold.text[i] = test_reference_text(&reference, "reference");
        delivered.text[i] = test_reference_text(&reference, "delivered");
        for (int c = STRICT; c < N_COLUMNS; c++) {
            want[i][c] = test_reference_number(&reference, columns[c]);
        }
    }
    delivered.n = gold.n;
    for (int order = -1; order <= 1; order += 2) {
        struct spans_world world = new_spans(&gold, &delivered, order);
        struct qa_score_result result = score_of(&world, QA_SCORES_BY(QA_SCORE_ITEM));
        size_t n_seen = 0;
        for (size_t r = 0; r < result.n_rows; r++) {
            const struct qa_tally *tally = &result.rows[r].tally;
            if (result.rows[r].by != QA_SCORE_ITEM) {
                continue;
            }
            size_t i = (size_t)strtoul(result.rows[r].group + strlen("item-"), NULL, 10);
            assert_close(qa_tally_sum(tally, QA_SPANS_STRICT), want[i][STRICT], 0);
            assert_close(qa_tally_sum(tally, QA_SPANS_TYPE), want[i][TYPE], 0);
            assert_close(qa_tally_sum(tally, QA_SPANS_EXACT), want[i][EXACT], 0);
            assert_close(qa_tally_sum(tally, QA_SPANS_EXACT_DELIVERED), want[i][EXACT], 0);
            assert_close(qa_tally_sum(tally, QA_SPANS_PARTIAL), want[i][PARTIAL], 0);
            assert_close(qa_tally_sum(tally, QA_SPANS_PARTIAL_DELIVERED), want[i][PARTIAL], 0);
            n_seen++;
        }
        assert_true(n_seen > gold.n * 9 / 10); /* items without spans on either side have no row */
        free_world(&world.world);
    }
    test_reference_close(&reference);
}

/* ---- by hand ---- */

/* Three of either side: one right, one of another class, one a character short. */
static const struct delivery small_gold = {2, {"0-5:LOC|10-15:PER", "3-9:ORG"}};
static const struct delivery small_given = {2, {"0-5:LOC|10-15:ORG", "3-8:ORG"}};

static void figures_are_shares_of_both_sides(void **state)
{
    (void)state;
    assert_close(all_of(&small_gold, &small_given, "span_precision_strict"), 1.0 / 3, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_recall_strict"), 1.0 / 3, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_f1_strict"), 2.0 / 6, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_f1_exact"), 4.0 / 6, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_f1_partial"), 5.0 / 6, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_f1_type"), 4.0 / 6, 1e-15);
}

static void classes_count_spans_by_their_own_class(void **state)
{
    (void)state;
    struct spans_world world = new_spans(&small_gold, &small_given, 1);
    struct qa_score_result result = score_of(&world, 0);
    const struct qa_score_row *org = row_of(&result, QA_SCORE_CLASS, "ORG");
    const struct qa_score_row *per = row_of(&result, QA_SCORE_CLASS, "PER");
    assert_close(figure_of(org, "span_f1_strict"), 0, 0);
    assert_close(figure_of(org, "span_f1_type"), 2.0 / 3, 1e-15);
    assert_close(figure_of(org, "span_f1_exact"), 1.0 / 3, 1e-15);
    assert_close(figure_of(org, "span_f1_partial"), (0.5 + 1.5) / 3, 1e-15);
    assert_close(figure_of(per, "span_recall_strict"), 0, 0);
    assert_true(isnan(figure_of(per, "span_precision_strict")));
    assert_close(figure_of(per, "span_f1_exact"), 1, 0);
    free_world(&world.world);
}

static void nothing_delivered_is_no_precision_and_no_recall(void **state)
{
    (void)state;
    const struct delivery nothing = {2, {"", ""}};
    assert_true(isnan(all_of(&small_gold, &nothing, "span_precision_strict")));
    assert_close(all_of(&small_gold, &nothing, "span_recall_strict"), 0, 0);
    assert_close(all_of(&small_gold, &nothing, "span_f1_partial"), 0, 0);
    assert_true(isnan(all_of(&nothing, &nothing, "span_f1_strict")));
}

/* ---- properties ---- */

static void random_delivery(struct qa_random *random, struct world *texts,
                            struct delivery *delivery, size_t n)
{
    static const char *const classes[] = {"LOC", "ORG", "PER"};
    delivery->n = n;
    for (size_t i = 0; i < n; i++) {
        const char *text = "";
        size_t n_spans = (size_t)qa_random_below(random, 5);
        for (size_t k = 0; k < n_spans; k++) {
            unsigned start = (unsigned)qa_random_below(random, 12);
            unsigned end = start + 1 + (unsigned)qa_random_below(random, 5);
            text = qa_arena_format(texts->arena, "%s%s%u-%u:%s", text, k > 0 ? "|" : "", start, end,
                                   classes[qa_random_below(random, 3)]);
        }
        delivery->text[i] = text;
    }
}

static void swapping_the_sides_swaps_precision_and_recall(void **state)
{
    (void)state;
    static const char *const symmetric[] = {"span_f1_strict", "span_f1_exact", "span_f1_partial",
                                            "span_f1_type"};
    struct qa_random random;
    struct world texts = new_world();
    static struct delivery one;
    static struct delivery other;
    qa_random_init(&random, 11, 0);
    for (int round = 0; round < 20; round++) {
        random_delivery(&random, &texts, &one, 30);
        random_delivery(&random, &texts, &other, 30);
        assert_close(all_of(&one, &other, "span_precision_strict"),
                     all_of(&other, &one, "span_recall_strict"), 0);
        for (size_t k = 0; k < 4; k++) {
            assert_close(all_of(&one, &other, symmetric[k]), all_of(&other, &one, symmetric[k]), 0);
            assert_close(all_of(&one, &one, symmetric[k]), 1, 0);
        }
    }
    free_world(&texts);
}

/* The figures of a whole are those of the sums of its halves. */
static void halves_merge_to_the_whole(void **state)
{
    (void)state;
    struct qa_random random;
    struct world texts = new_world();
    static struct delivery gold;
    static struct delivery given;
    qa_random_init(&random, 12, 0);
    random_delivery(&random, &texts, &gold, 40);
    random_delivery(&random, &texts, &given, 40);
    struct spans_world whole = new_spans(&gold, &given, 1);
    struct qa_score_result all = score_of(&whole, 0);
    struct qa_tally sum;
    qa_tally_init(&sum, family, QA_TALLY_CLUSTERS, texts.arena);
    for (int half = 0; half < 2; half++) {
        struct delivery parts[2] = {gold, given};
        for (size_t i = 0; i < 40; i++) {
            for (int side = 0; side < 2; side++) {
                parts[side].text[i] = (int)(i % 2) == half ? parts[side].text[i] : NULL;
            }
        }
        struct spans_world world = new_spans(&parts[0], &parts[1], 1);
        struct qa_score_result result = score_of(&world, 0);
        qa_tally_merge(&sum, &row_of(&result, QA_SCORE_ALL, "")->tally);
        free_world(&world.world);
    }
    const struct qa_tally *want = &row_of(&all, QA_SCORE_ALL, "")->tally;
    for (size_t f = 0; f < family->n_figures; f++) {
        struct qa_estimate one = qa_tally_estimate(&sum, f, 1, 0.95);
        struct qa_estimate other = qa_tally_estimate(want, f, 1, 0.95);
        assert_identical(one.value, other.value);
        assert_identical(one.low, other.low);
        assert_identical(one.high, other.high);
    }
    free_world(&whole.world);
    free_world(&texts);
}

/* ---- kinds of errors ---- */

static void a_span_of_another_class_and_place_is_one_error_of_both(void **state)
{
    (void)state;
    const struct delivery gold = {1, {"0-5:LOC|10-15:LOC|20-25:LOC|30-35:LOC|40-45:LOC"}};
    const struct delivery given = {1, {"0-5:LOC|10-15:ORG|20-24:LOC|30-34:ORG|50-55:LOC"}};
    static const enum qa_outcome want[] = {QA_MATCHED,    QA_MISLABELLED, QA_LOCALISATION,
                                           QA_BOTH_WRONG, QA_MISSED,      QA_SPURIOUS};
    struct spans_world world = new_spans(&gold, &given, 1);
    assert_int_equal(world.comparison->n_matches, 6);
    for (size_t m = 0; m < 6; m++) {
        assert_int_equal(world.comparison->pairs[0].matches[m].outcome, want[m]);
    }
    free_world(&world.world);
}

/* 10 of 50 items missed: resamples miss as Binomial(50, 1/5) does, whose quantiles are 5 and 16;
 * no order of items and no other figure moves them. */
static void a_bootstrap_draws_items(void **state)
{
    (void)state;
    static struct delivery gold;
    static struct delivery given[2];
    const struct qa_scores_resampling resampling = {{QA_INTERVAL_BOOTSTRAP, 20000, 7}, 0.95};
    double low[2];
    gold.n = given[0].n = given[1].n = 50;
    for (size_t i = 0; i < 50; i++) {
        gold.text[i] = "0-5:LOC";
        given[0].text[i] = i < 10 ? "" : "0-5:LOC";
        given[1].text[i] = i % 5 == 2 ? "" : "0-5:LOC";
    }
    for (size_t k = 0; k < 2; k++) {
        struct spans_world world = new_spans(&gold, &given[k], 1);
        const struct qa_scores_request request = {.comparison = world.comparison,
                                                  .families = &family,
                                                  .n_families = 1,
                                                  .resampling = &resampling};
        struct qa_score_result result = qa_score_comparison(&request, world.world.arena);
        const struct qa_score_row *all = row_of(&result, QA_SCORE_ALL, "");
        struct qa_estimate recall =
            qa_score_estimate(all, qa_figure_find(family, "span_recall_strict"), 0.95);
        assert_close(recall.value, 0.8, 1e-15);
        assert_close(recall.low, 1 - 16.0 / 50, 1e-12);
        assert_close(recall.high, 1 - 5.0 / 50, 1e-12);
        assert_string_equal(recall.method, "bootstrap_percentile");
        struct qa_estimate precision =
            qa_score_estimate(all, qa_figure_find(family, "span_precision_strict"), 0.95);
        assert_false(precision.has_interval);
        low[k] = qa_score_estimate(all, qa_figure_find(family, "span_f1_strict"), 0.95).low;
        free_world(&world.world);
    }
    assert_close(low[0], low[1], 0);
}

/* LOC has 1 of 1 right; PER is missed; ORG has 1 in the reference and 2 delivered, none right. */
static void means_over_classes_weigh_each_class_alike(void **state)
{
    (void)state;
    assert_close(all_of(&small_gold, &small_given, "span_f1_strict_macro"), 1.0 / 3, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_recall_strict_macro"), 1.0 / 3, 1e-15);
    /* Nothing is delivered of PER: it has no precision. */
    assert_close(all_of(&small_gold, &small_given, "span_precision_strict_macro"), 0.5, 1e-15);
    /* Types: LOC 1, PER 0, ORG 2/3. */
    assert_close(all_of(&small_gold, &small_given, "span_f1_type_macro"), 5.0 / 9, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_precision_exact"), 2.0 / 3, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_recall_partial"), 2.5 / 3, 1e-15);
    assert_close(all_of(&small_gold, &small_given, "span_precision_type"), 2.0 / 3, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_pairing_counts_whatever_the_order_of_spans),
        cmocka_unit_test(figures_are_shares_of_both_sides),
        cmocka_unit_test(classes_count_spans_by_their_own_class),
        cmocka_unit_test(nothing_delivered_is_no_precision_and_no_recall),
        cmocka_unit_test(swapping_the_sides_swaps_precision_and_recall),
        cmocka_unit_test(halves_merge_to_the_whole),
        cmocka_unit_test(a_span_of_another_class_and_place_is_one_error_of_both),
        cmocka_unit_test(a_bootstrap_draws_items),
        cmocka_unit_test(means_over_classes_weigh_each_class_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
