#include "qa/annotation/match.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/transcript.h"
#include "qa/base/parallel.h"
#include "tests/qa/score/random_delivery.h"

/* ---- a comparison as text ---- */

static void print_side(FILE *out, const struct qa_comparison *comparison,
                       const struct qa_batch *batch, uint32_t question, size_t object)
{
    struct qa_arena *arena = qa_arena_new();
    const struct qa_type *type = qa_question_at(comparison->b, question)->type;
    if (object == SIZE_MAX) {
        fprintf(out, "nothing");
    } else {
        uint32_t label = batch->label[object];
        const char *place = qa_object_place(batch, type, object, arena);
        fprintf(out, "%s%s%s", label != QA_NONE ? qa_strings_text(batch->names->labels, label) : "",
                place != NULL ? " " : "", place != NULL ? place : "");
    }
    qa_arena_free(arena);
}

static const char *annotator_of(const struct qa_batch *batch, size_t answer)
{
    return answer == SIZE_MAX ? "-" : qa_annotator_text(batch->names, batch->annotator[answer]);
}

/* What text_of says: labels come in the order of the delivery's answers. */
enum pairs { ALL_PAIRS, KEPT_PAIRS };

/* "1 boxes north gold|ann" and behind it every match, with the name of a size class but the small
 * one and a star for a duplicate; malloc'ed. */
static char *text_of(const struct qa_comparison *comparison, enum pairs which)
{
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_names *names = comparison->b->names;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < comparison->n_items; i++) {
        const struct qa_item_pairs pairs = qa_comparison_item(comparison, i, scratch);
        for (size_t p = 0; p < pairs.n; p++) {
            const struct qa_pair *pair = &pairs.list[p];
            assert_int_equal(pair->item, comparison->items[i]);
            if (which == KEPT_PAIRS &&
                qa_question_at(comparison->b, pair->question)->type->is_category) {
                continue;
            }
            fprintf(out, "%s %s %s %s|%s\n", qa_strings_text(names->items, pair->item),
                    qa_strings_text(names->questions, pair->question),
                    qa_strings_text(names->vendors, pair->vendor),
                    annotator_of(comparison->a, pair->answer_a),
                    annotator_of(comparison->b, pair->answer_b));
            for (size_t m = 0; m < pair->n_matches; m++) {
                const struct qa_match *match = &pair->matches[m];
                fprintf(out, "  %s%s%s%s: ", qa_outcome_name(match->outcome),
                        match->duplicate ? "*" : "", match->size_class != QA_SIZE_SMALL ? " " : "",
                        match->size_class != QA_SIZE_SMALL
                            ? qa_size_class_name((enum qa_size_class)match->size_class)
                            : "");
                print_side(out, comparison, comparison->a, pair->question, match->object_a);
                fprintf(out, " - ");
                print_side(out, comparison, comparison->b, pair->question, match->object_b);
                fprintf(out, " %.4g\n", match->similarity);
            }
        }
    }
    fclose(out);
    qa_arena_free(scratch);
    return text;
}

static void assert_text(const struct qa_comparison *comparison, const char *want)
{
    char *text = text_of(comparison, ALL_PAIRS);
    assert_string_equal(text, want);
    free(text);
}

/* ---- every outcome ---- */

/* A car found, one found as a truck, one placed badly, one not found, one in a crowd; and what is
 * too much: a duplicate, a stray one, one in the crowd, one of the delivery's own crowds. */
static const struct given gold_street[] = {
    {.annotator = "g", .item = "1", .label = "car", .x = 0, .width = 10, .height = 10},
    {.annotator = "g", .item = "1", .label = "car", .x = 100, .width = 10, .height = 10},
    {.annotator = "g", .item = "1", .label = "car", .x = 200, .width = 50, .height = 50},
    {.annotator = "g", .item = "1", .label = "car", .x = 300, .width = 99, .height = 99},
    {.annotator = "g",
     .item = "1",
     .label = "car",
     .x = 400,
     .width = 99,
     .height = 99,
     .crowd = true},
};
static const struct given delivered_street[] = {
    {.annotator = "a", .item = "1", .label = "car", .x = 0, .width = 10, .height = 8},
    {.annotator = "a", .item = "1", .label = "car", .x = 0, .width = 10, .height = 6},
    {.annotator = "a", .item = "1", .label = "truck", .x = 100, .width = 10, .height = 9},
    {.annotator = "a", .item = "1", .label = "car", .x = 225, .width = 50, .height = 50},
    {.annotator = "a", .item = "1", .label = "bus", .x = 600, .width = 40, .height = 40},
    {.annotator = "a", .item = "1", .label = "car", .x = 420, .y = 20, .width = 10, .height = 10},
    {.annotator = "a", .item = "1", .label = "bus", .x = 420, .y = 20, .width = 10, .height = 10},
    {.annotator = "a",
     .item = "1",
     .label = "car",
     .x = 300,
     .width = 99,
     .height = 99,
     .crowd = true},
    {.annotator = "a", .item = "1", .label = "car", .x = 396, .y = 50, .width = 10, .height = 10},
    {.annotator = "a", .item = "1", .label = "car", .x = 394, .y = 60, .width = 10, .height = 10},
};

static void each_kind_of_outcome_comes_in_canonical_order(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct qa_comparison *comparison = compare_batches(
        &world, BATCH(&world, delivered_street), BATCH(&world, gold_street), 0.5, false);
    assert_text(comparison, "1 boxes  g|a\n"
                            "  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 8 0.8\n"
                            "  mislabelled: car 100, 0, 10 x 10 - truck 100, 0, 10 x 9 0.9\n"
                            "  poorly placed medium: car 200, 0, 50 x 50 - car 225, 0, 50 x 50 "
                            "0.3333\n"
                            "  missed large: car 300, 0, 99 x 99 - nothing 0\n"
                            "  spurious*: nothing - car 0, 0, 10 x 6 0\n"
                            "  ignored large: nothing - car 300, 0, 99 x 99 0\n"
                            "  spurious: nothing - car 394, 60, 10 x 10 0\n"
                            "  ignored: nothing - car 396, 50, 10 x 10 0\n"
                            "  spurious: nothing - bus 420, 20, 10 x 10 0\n"
                            "  ignored: nothing - car 420, 20, 10 x 10 0\n"
                            "  spurious medium: nothing - bus 600, 0, 40 x 40 0\n");
    assert_int_equal(comparison->n_matches, 11);
    assert_int_equal(comparison->n_pairs, 1);
    assert_int_equal(comparison->answer_pairs, 1);
    assert_int_equal(comparison->items_compared, 1);
    assert_int_equal(comparison->items_without_reference, 0);
    free_world(&world);
}

static void without_classes_wrong_labels_match_and_any_crowd_hides(void **state)
{
    (void)state;
    struct world world = new_world();
    assert_text(compare_batches(&world, BATCH(&world, delivered_street), BATCH(&world, gold_street),
                                0.5, true),
                "1 boxes  g|a\n"
                "  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 8 0.8\n"
                "  matched: car 100, 0, 10 x 10 - truck 100, 0, 10 x 9 0.9\n"
                "  poorly placed medium: car 200, 0, 50 x 50 - car 225, 0, 50 x 50 0.3333\n"
                "  missed large: car 300, 0, 99 x 99 - nothing 0\n"
                "  spurious*: nothing - car 0, 0, 10 x 6 0\n"
                "  ignored large: nothing - car 300, 0, 99 x 99 0\n"
                "  spurious: nothing - car 394, 60, 10 x 10 0\n"
                "  ignored: nothing - car 396, 50, 10 x 10 0\n"
                "  ignored: nothing - bus 420, 20, 10 x 10 0\n"
                "  ignored: nothing - car 420, 20, 10 x 10 0\n"
                "  spurious medium: nothing - bus 600, 0, 40 x 40 0\n");
    free_world(&world);
}

/* What is exactly at a threshold reaches it: IoU 1/2, then 1/10; and half inside a crowd. */
static void at_the_threshold_is_enough(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "g", .item = "1", .label = "car", .width = 8, .height = 8},
        {.annotator = "g", .item = "1", .label = "car", .x = 50, .width = 10, .height = 10},
        {.annotator = "g", .item = "1", .label = "car", .x = 80, .width = 20, .height = 10},
        {.annotator = "g",
         .item = "1",
         .label = "car",
         .x = 200,
         .width = 40,
         .height = 8,
         .crowd = true},
    };
    static const struct given delivered[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 8, .height = 4},
        {.annotator = "a", .item = "1", .label = "car", .x = 50, .width = 10, .height = 1},
        {.annotator = "a", .item = "1", .label = "car", .x = 80, .width = 20, .height = 0.9},
        {.annotator = "a", .item = "1", .label = "car", .x = 196, .width = 8, .height = 8},
    };
    struct world world = new_world();
    assert_text(compare_batches(&world, BATCH(&world, delivered), BATCH(&world, gold), 0.5, false),
                "1 boxes  g|a\n"
                "  matched: car 0, 0, 8 x 8 - car 0, 0, 8 x 4 0.5\n"
                "  poorly placed: car 50, 0, 10 x 10 - car 50, 0, 10 x 1 0.1\n"
                "  missed: car 80, 0, 20 x 10 - nothing 0\n"
                "  spurious: nothing - car 80, 0, 20 x 0.9 0\n"
                "  ignored: nothing - car 196, 0, 8 x 8 0\n");
    free_world(&world);
}

/* A box that is poorly placed on one object and a duplicate of another's is both. A duplicate is
 * of its own class. */
static void duplicates_reach_an_object_that_has_its_match(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "g", .item = "1", .label = "car", .width = 10, .height = 10},
        {.annotator = "g", .item = "1", .label = "car", .y = 8, .width = 10, .height = 10},
        {.annotator = "g", .item = "1", .label = "bus", .x = 50, .width = 10, .height = 10},
    };
    static const struct given delivered[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.annotator = "a", .item = "1", .label = "car", .y = 2, .width = 10, .height = 10},
        {.annotator = "a", .item = "1", .label = "bus", .x = 50, .width = 10, .height = 10},
        {.annotator = "a", .item = "1", .label = "car", .x = 50, .width = 10, .height = 9},
        {.annotator = "a", .item = "1", .label = "bus", .x = 50, .width = 10, .height = 7},
    };
    struct world world = new_world();
    assert_text(compare_batches(&world, BATCH(&world, delivered), BATCH(&world, gold), 0.5, false),
                "1 boxes  g|a\n"
                "  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 10 1\n"
                "  poorly placed*: car 0, 8, 10 x 10 - car 0, 2, 10 x 10 0.25\n"
                "  matched: bus 50, 0, 10 x 10 - bus 50, 0, 10 x 10 1\n"
                "  spurious*: nothing - bus 50, 0, 10 x 7 0\n"
                "  spurious: nothing - car 50, 0, 10 x 9 0\n");
    free_world(&world);
}

/* The object that has but a localisation error is free: what reaches it is no duplicate. */
static void nothing_is_a_duplicate_of_a_localisation_error(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "g", .item = "1", .label = "car", .width = 10, .height = 10},
    };
    static const struct given delivered[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 4},
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 3},
    };
    struct world world = new_world();
    const struct qa_question_options options = {.threshold = 0.5, .localisation = 0.5};
    struct qa_batch *gold_batch = BATCH(&world, gold);
    struct qa_batch *delivery = BATCH(&world, delivered);
    assert_text(compare_batches(&world, delivery, gold_batch, 0.5, false),
                "1 boxes  g|a\n"
                "  poorly placed: car 0, 0, 10 x 10 - car 0, 0, 10 x 4 0.4\n"
                "  spurious: nothing - car 0, 0, 10 x 3 0\n");
    /* Poor as good as the threshold is no class of its own. */
    const struct qa_comparison_request request = {
        .delivery = delivery, .reference = gold_batch, .role = QA_GOLD};
    qa_questions_make(delivery, gold_batch, NULL, &options, world.arena, &world.findings);
    assert_text(qa_compare(&request, world.arena), "1 boxes  g|a\n"
                                                   "  missed: car 0, 0, 10 x 10 - nothing 0\n"
                                                   "  spurious: nothing - car 0, 0, 10 x 3 0\n"
                                                   "  spurious: nothing - car 0, 0, 10 x 4 0\n");
    free_world(&world);
}

/* ---- which answers ---- */

static const struct qa_comparison *compare_owing(struct world *world, struct qa_batch *delivery,
                                                 struct qa_batch *gold,
                                                 enum qa_undelivered undelivered)
{
    const struct qa_question_options options = {.undelivered = undelivered};
    const struct qa_comparison_request request = {
        .delivery = delivery, .reference = gold, .role = QA_GOLD};
    qa_questions_make(delivery, gold, NULL, &options, world->arena, &world->findings);
    return qa_compare(&request, world->arena);
}

/* Item 3 is answered by neither vendor; 1 and 2 by one of them each. */
static void items_without_an_answer_are_missed_or_left_out_as_was_chosen(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "g", .item = "1", .label = "car", .width = 10, .height = 10},
        {.annotator = "g", .item = "2", .label = "car", .width = 10, .height = 10},
        {.annotator = "g", .item = "3", .question = "boxes"},
    };
    static const struct given delivered[] = {
        {.vendor = "n", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "l", .annotator = "a", .item = "2", .label = "car", .width = 10, .height = 10},
        {.vendor = "l", .annotator = "a", .item = "4", .label = "car", .width = 10, .height = 10},
    };
#define ONE_OF_NORTH "1 boxes n g|a\n  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 10 1\n"
#define ONE_OF_LAKE "1 boxes l g|-\n  missed: car 0, 0, 10 x 10 - nothing 0\n"
#define TWO_OF_LAKE "2 boxes l g|a\n  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 10 1\n"
#define TWO_OF_NORTH "2 boxes n g|-\n  missed: car 0, 0, 10 x 10 - nothing 0\n"
#define THREE "3 boxes l g|-\n3 boxes n g|-\n"
    static const struct {
        enum qa_undelivered undelivered;
        enum listing listing;
        const char *text;
        uint64_t n_undelivered, n_missed, n_empty;
    } cases[] = {
        {QA_UNDELIVERED_AUTO, LISTS_ITEMS, ONE_OF_NORTH TWO_OF_LAKE, 4, 0, 0},
        {QA_UNDELIVERED_MISSED, LISTS_ITEMS,
         ONE_OF_NORTH ONE_OF_LAKE TWO_OF_LAKE TWO_OF_NORTH THREE, 0, 4, 0},
        {QA_UNDELIVERED_IGNORED, LISTS_ITEMS, ONE_OF_NORTH TWO_OF_LAKE, 4, 0, 0},
        {QA_UNDELIVERED_AUTO, LISTS_OBJECTS_ONLY,
         ONE_OF_NORTH ONE_OF_LAKE TWO_OF_LAKE TWO_OF_NORTH THREE, 0, 0, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world = new_world();
        struct qa_batch *delivery = make_batch(&world, delivered, 3, NULL, cases[i].listing);
        const struct qa_comparison *comparison =
            compare_owing(&world, delivery, BATCH(&world, gold), cases[i].undelivered);
        assert_text(comparison, cases[i].text);
        assert_int_equal(comparison->items_compared, 2);
        assert_int_equal(comparison->items_undelivered, cases[i].n_undelivered);
        assert_int_equal(comparison->items_missed, cases[i].n_missed);
        assert_int_equal(comparison->items_assumed_empty, cases[i].n_empty);
        assert_int_equal(comparison->items_without_reference, 1);
        assert_int_equal(comparison->answer_pairs, 2);
        free_world(&world);
    }
}

static void one_of_several_vendors_owes_when_it_shares_as_much_as_it_left_out(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "g", .item = "1", .label = "car", .width = 10, .height = 10},
        {.annotator = "g", .item = "2", .label = "car", .width = 10, .height = 10},
        {.annotator = "g", .item = "3", .label = "car", .width = 10, .height = 10},
    };
    static const struct given delivered[] = {
        {.vendor = "n", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "n", .annotator = "a", .item = "2", .label = "car", .width = 10, .height = 10},
        {.vendor = "l", .annotator = "a", .item = "2", .label = "car", .width = 10, .height = 10},
        {.vendor = "l", .annotator = "a", .item = "3", .label = "car", .width = 10, .height = 10},
    };
    struct world world = new_world();
    const struct qa_comparison *comparison =
        compare_owing(&world, BATCH(&world, delivered), BATCH(&world, gold), QA_UNDELIVERED_AUTO);
    assert_int_equal(comparison->items_missed, 2);
    assert_int_equal(comparison->items_undelivered, 0);
    assert_int_equal(comparison->debts[0].n_shared, 1);
    free_world(&world);
}

static void the_first_of_several_references_counts_and_their_number_is_said(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "z", .item = "1", .label = "car", .width = 10, .height = 10},
        {.annotator = "k", .item = "1", .label = "car", .width = 10, .height = 6},
        {.annotator = "z", .item = "2", .label = "car", .width = 10, .height = 10},
    };
    static const struct given delivered[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 6},
        {.annotator = "b", .item = "1", .label = "car", .width = 10, .height = 3},
        {.annotator = "b", .item = "2", .label = "car", .width = 10, .height = 10},
    };
    struct world world = new_world();
    struct qa_batch *delivery = BATCH(&world, delivered);
    const struct qa_comparison *comparison =
        compare_batches(&world, delivery, BATCH(&world, gold), 0.5, false);
    assert_text(comparison, "1 boxes  k|a\n"
                            "  matched: car 0, 0, 10 x 6 - car 0, 0, 10 x 6 1\n"
                            "1 boxes  k|b\n"
                            "  matched: car 0, 0, 10 x 6 - car 0, 0, 10 x 3 0.5\n"
                            "2 boxes  z|b\n"
                            "  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 10 1\n");
    assert_int_equal(comparison->items_several_references, 1);
    assert_int_equal(comparison->items_compared, 2);
    assert_int_equal(comparison->answer_pairs, 3);
    for (size_t i = 0; i < comparison->n_pairs; i++) {
        const struct qa_pair *pair = &comparison->pairs[i];
        assert_int_equal(qa_reference_of(comparison, pair->answer_b), pair->answer_a);
        struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
        assert_ptr_equal(objects.type, &qa_type_box);
        assert_int_equal(objects.a.n, 1);
        assert_int_equal(objects.b.n, 1);
        size_t n;
        assert_close(qa_object_numbers(&objects.a, 0, &n)[3], i < 2 ? 6 : 10, 0);
    }
    free_world(&world);
}

/* Each two of a vendor, the unknown with nobody, and no stranger. */
static void annotators_are_compared_within_their_vendor_and_question(void **state)
{
    (void)state;
    static const struct given rows[] = {
        {.vendor = "n", .annotator = "c", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "n", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 8},
        {.vendor = "n", .annotator = "b", .item = "1", .label = "bus", .width = 10, .height = 8},
        {.vendor = "l", .annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.vendor = "n",
         .annotator = "a",
         .item = "1",
         .question = "other",
         .label = "car",
         .width = 10,
         .height = 8},
        {.vendor = "n", .annotator = "a", .item = "2", .label = "car", .width = 10, .height = 8},
        {.vendor = "n", .item = "2", .label = "car", .width = 10, .height = 8},
        {.vendor = "n", .annotator = "b", .item = "2", .question = "boxes"},
        {.vendor = "n", .annotator = "b", .item = "2", .question = "scene", .label = "day"},
        {.vendor = "n", .annotator = "a", .item = "2", .question = "scene", .label = "day"},
    };
    struct world world = new_world();
    const struct qa_comparison *comparison =
        compare_batches(&world, BATCH(&world, rows), NULL, 0.5, false);
    assert_text(comparison, "1 boxes n a|b\n"
                            "  mislabelled: car 0, 0, 10 x 8 - bus 0, 0, 10 x 8 1\n"
                            "1 boxes n a|c\n"
                            "  matched: car 0, 0, 10 x 8 - car 0, 0, 10 x 10 0.8\n"
                            "1 boxes n b|c\n"
                            "  mislabelled: bus 0, 0, 10 x 8 - car 0, 0, 10 x 10 0.8\n"
                            "2 boxes n a|b\n"
                            "  missed: car 0, 0, 10 x 8 - nothing 0\n");
    assert_int_equal(comparison->answer_pairs, 4);
    assert_int_equal(comparison->items_compared, 2);
    free_world(&world);
}

/* ---- kinds of one object an answer ---- */

static void labels_pair_with_their_reference_on_demand(void **state)
{
    (void)state;
    static const char *const labels[] = {"car", "person", "tree"};
    enum { ITEMS = 400, PEOPLE = 3 };
    struct given gold[ITEMS];
    struct given rows[ITEMS * PEOPLE];
    struct world world = new_world();
    struct qa_random random;
    size_t n_gold = 0;
    size_t n_rows = 0;
    uint64_t want[3] = {0, 0, 0};
    qa_random_init(&random, 21, 0);
    for (int i = 0; i < ITEMS; i++) {
        const char *item = qa_arena_format(world.arena, "%d", i);
        const char *truth = labels[qa_random_below(&random, 3)];
        bool has_gold = qa_random_below(&random, 4) > 0;
        if (has_gold) {
            gold[n_gold++] = (struct given){.item = item, .label = truth};
        }
        size_t n_before = n_rows;
        for (int a = 0; a < PEOPLE; a++) {
            static const char *const people[] = {"a", "b", "c"};
            if (qa_random_below(&random, 3) == 0) {
                continue;
            }
            const char *label = labels[qa_random_below(&random, 3)];
            rows[n_rows++] = (struct given){
                .annotator = people[a], .item = item, .question = "scene", .label = label};
            want[label != truth] += has_gold;
        }
        want[2] += has_gold && n_rows == n_before;
    }
    struct qa_batch *delivery = make_batch(&world, rows, n_rows, NULL, LISTS_ITEMS);
    struct qa_batch *reference = make_batch(&world, gold, n_gold, NULL, LISTS_ITEMS);
    const struct qa_comparison *comparison =
        compare_batches(&world, delivery, reference, 0.5, false);
    uint64_t got[3] = {0, 0, 0};
    assert_int_equal(comparison->n_pairs, 0);
    for (size_t i = 0; i < comparison->n_items; i++) {
        const struct qa_item_pairs pairs = qa_comparison_item(comparison, i, world.arena);
        for (size_t p = 0; p < pairs.n; p++) {
            const struct qa_match *match = pairs.list[p].matches;
            assert_int_equal(pairs.list[p].n_matches, 1);
            assert_int_equal(reference->item[pairs.list[p].answer_a], pairs.list[p].item);
            if (match->object_b == SIZE_MAX) {
                assert_int_equal(match->outcome, QA_MISSED);
                assert_int_equal(pairs.list[p].answer_b, SIZE_MAX);
                got[2]++;
                continue;
            }
            bool differ = delivery->label[match->object_b] != reference->label[match->object_a];
            assert_int_equal(match->outcome, differ ? QA_DIFFERENT : QA_MATCHED);
            assert_close(match->similarity, differ ? 0 : 1, 0);
            assert_int_equal(pairs.list[p].answer_a,
                             qa_reference_of(comparison, pairs.list[p].answer_b));
            got[differ]++;
        }
    }
    for (int what = 0; what < 3; what++) {
        assert_int_equal(got[what], want[what]);
        assert_true(want[what] > 0);
    }
    free_world(&world);
}

static void labels_come_before_what_was_kept_of_the_item(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.annotator = "g", .item = "1", .question = "scene", .label = "day"},
        {.annotator = "g", .item = "1", .label = "car", .width = 10, .height = 10},
    };
    static const struct given rows[] = {
        {.annotator = "a", .item = "1", .label = "car", .width = 10, .height = 10},
        {.annotator = "a", .item = "1", .question = "scene", .label = "night"},
        {.annotator = "b", .item = "1", .question = "scene", .label = "day"},
        {.annotator = "b", .item = "1", .question = "mood", .label = "day"},
    };
    struct world world = new_world();
    assert_text(compare_batches(&world, BATCH(&world, rows), BATCH(&world, gold), 0.5, false),
                "1 scene  g|a\n"
                "  different: day - night 0\n"
                "1 scene  g|b\n"
                "  matched: day - day 1\n"
                "1 boxes  g|a\n"
                "  matched: car 0, 0, 10 x 10 - car 0, 0, 10 x 10 1\n");
    free_world(&world);
}

/* Not in the order in which names first came, which is that of the rows of a file. */
static void pairs_of_labels_go_by_names(void **state)
{
    (void)state;
    static const struct given gold[] = {
        {.item = "1", .question = "scene", .label = "day"},
        {.item = "1", .question = "mood", .label = "good"},
    };
    static const struct given rows[] = {
        {.vendor = "w", .annotator = "a", .item = "1", .question = "scene", .label = "day"},
        {.vendor = "v", .annotator = "c", .item = "1", .question = "scene", .label = "day"},
        {.vendor = "v", .annotator = "b", .item = "1", .question = "scene", .label = "day"},
        {.vendor = "w", .annotator = "a", .item = "1", .question = "mood", .label = "good"},
    };
    struct world world = new_world();
    world.undelivered = QA_UNDELIVERED_IGNORED;
    assert_text(compare_batches(&world, BATCH(&world, rows), BATCH(&world, gold), 0.5, false),
                "1 mood w |a\n"
                "  matched: good - good 1\n"
                "1 scene v |b\n"
                "  matched: day - day 1\n"
                "1 scene v |c\n"
                "  matched: day - day 1\n"
                "1 scene w |a\n"
                "  matched: day - day 1\n");
    free_world(&world);
}

static struct qa_batch *batch_of_texts(struct world *world, const char *who,
                                       const char *const *texts, size_t n)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    qa_builder_source(builder, who, "csv")->type = &qa_type_transcript;
    for (size_t i = 0; i < n; i++) {
        struct qa_answer answer = QA_NO_ANSWER;
        answer.item = intern(world->names->items, qa_arena_format(world->arena, "%zu", i));
        answer.annotator = qa_names_annotator(world->names, QA_NONE, who, 1);
        qa_builder_answer(builder, &answer);
        if (texts[i] != NULL) {
            struct qa_object object = QA_NO_OBJECT;
            object.text = texts[i];
            object.n_text = strlen(texts[i]);
            qa_builder_object(builder, &qa_type_transcript, &object);
        }
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

/* Two transcripts stand against each other, however unlike; against no transcript one is missed or
 * too much. */
static void transcripts_match_or_differ_whole(void **state)
{
    (void)state;
    static const char *const gold[] = {
        "one two three four", "one two three four", "one", "", NULL, "one"};
    static const char *const rows[] = {
        "one two three four", "one two three for", "two", "", "one", NULL};
    struct world world = new_world();
    struct qa_batch *reference = batch_of_texts(&world, "g", gold, 6);
    struct qa_batch *delivery = batch_of_texts(&world, "a", rows, 6);
    const struct qa_comparison *comparison =
        compare_batches(&world, delivery, reference, 0.9, false);
    static const struct {
        enum qa_outcome outcome;
        double similarity;
    } want[] = {{QA_MATCHED, 1}, {QA_DIFFERENT, 0.75}, {QA_DIFFERENT, 0},
                {QA_MATCHED, 1}, {QA_SPURIOUS, 0},     {QA_MISSED, 0}};
    assert_int_equal(comparison->n_pairs, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct qa_pair *pair = &comparison->pairs[i];
        assert_int_equal(pair->n_matches, 1);
        assert_int_equal(pair->matches[0].outcome, want[i].outcome);
        assert_close(pair->matches[0].similarity, want[i].similarity, 1e-12);
    }
    free_world(&world);
}

/* ---- many objects ---- */

enum { MOST = 120 };

/* Boxes near some centres, so that many overlap, or triangles in them. */
static void give_objects(struct world *world, struct qa_builder *builder, struct qa_random *random,
                         const struct qa_type *type, size_t n)
{
    static const char *const labels[] = {"car", "bus", "person"};
    struct qa_answer answer = QA_NO_ANSWER;
    answer.item = intern(world->names->items, "1");
    answer.annotator = qa_names_annotator(world->names, QA_NONE, "a", 1);
    answer.question = intern(world->names->questions, type->question);
    qa_builder_answer(builder, &answer);
    for (size_t i = 0; i < n; i++) {
        double x = 20 * (double)qa_random_below(random, 12) + 6 * qa_random_real(random);
        double y = 6 * qa_random_real(random);
        double width = 10 + 10 * qa_random_real(random);
        double height = 10 + 10 * qa_random_real(random);
        const double box[4] = {x, y, width, height};
        const double ring[] = {x,
                               y,
                               x + width,
                               y,
                               x + width,
                               y + height,
                               x,
                               y + height,
                               x - width / 4,
                               y + height / 2};
        struct qa_object object = QA_NO_OBJECT;
        bool is_box = type == &qa_type_box;
        object.label = intern(world->names->labels, labels[qa_random_below(random, 3)]);
        object.crowd = qa_random_below(random, 10) == 0;
        object.number = is_box ? box : ring;
        object.n_numbers = is_box ? 4 : 6 + 2 * qa_random_below(random, 3);
        qa_builder_object(builder, type, &object);
    }
}

static struct qa_batch *random_objects(struct world *world, uint64_t seed,
                                       const struct qa_type *type, size_t n)
{
    struct qa_random random;
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    qa_random_init(&random, seed, 0);
    qa_builder_source(builder, "rows", "csv")->type = type;
    give_objects(world, builder, &random, type, n);
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

/* What the passes should find: how many of each outcome, and the sum of their similarities. */
struct outcomes {
    uint64_t n[7];
    double sum[7];
    uint64_t duplicates;
};

struct plain {
    const struct qa_batch *a;
    const struct qa_batch *b;
    const struct qa_type *type;
    double similarity[MOST * MOST];
    bool a_out[MOST], b_out[MOST], b_ignored[MOST];
    size_t partner_a[MOST];
    bool is_localisation[MOST]; /* by object of a */
    bool by_class;
};

static void plain_pass(struct plain *plain, double threshold, bool equal_class,
                       enum qa_outcome outcome, struct outcomes *out)
{
    struct qa_arena *arena = qa_arena_new();
    size_t column[MOST];
    const struct qa_match_input input = {.n_rows = plain->a->n_objects,
                                         .n_columns = plain->b->n_objects,
                                         .similarity = plain->similarity,
                                         .row_label = equal_class ? plain->a->label : NULL,
                                         .column_label = equal_class ? plain->b->label : NULL,
                                         .row_out = plain->a_out,
                                         .column_out = plain->b_out,
                                         .threshold = threshold};
    qa_match(&input, arena, column);
    for (size_t i = 0; i < plain->a->n_objects; i++) {
        if (column[i] != SIZE_MAX) {
            plain->a_out[i] = plain->b_out[column[i]] = true;
            plain->partner_a[i] = column[i];
            plain->is_localisation[i] = outcome == QA_LOCALISATION;
            out->n[outcome]++;
            out->sum[outcome] += plain->similarity[i * plain->b->n_objects + column[i]];
        }
    }
    qa_arena_free(arena);
}

static bool plain_classes(const struct plain *plain, size_t i, size_t j)
{
    return !plain->by_class || plain->a->label[i] == plain->b->label[j];
}

static void plain_crowds(struct plain *plain, struct outcomes *out)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_objects a = qa_batch_objects(plain->a, 0, plain->a->n_objects);
    struct qa_objects b = qa_batch_objects(plain->b, 0, plain->b->n_objects);
    double *share = QA_ARRAY(arena, double, MOST *MOST);
    const struct qa_sides sides = {&b, &a, NULL, arena};
    plain->type->covered(&sides, share);
    for (size_t j = 0; j < b.n; j++) {
        bool hidden = qa_object_is_crowd(plain->b, j);
        for (size_t i = 0; i < a.n && !plain->b_out[j]; i++) {
            hidden = hidden || (qa_object_is_crowd(plain->a, i) && share[j * a.n + i] >= 0.5 &&
                                plain_classes(plain, i, j));
        }
        if (hidden) {
            plain->b_out[j] = plain->b_ignored[j] = true;
            out->n[QA_IGNORED]++;
        }
    }
    qa_arena_free(arena);
}

static void count_rest(const struct plain *plain, double threshold, struct outcomes *out)
{
    size_t n_b = plain->b->n_objects;
    for (size_t i = 0; i < plain->a->n_objects; i++) {
        out->n[QA_MISSED] += !plain->a_out[i];
    }
    for (size_t j = 0; j < n_b; j++) {
        bool is_localisation = false;
        bool duplicate = false;
        for (size_t i = 0; i < plain->a->n_objects; i++) {
            bool has = plain->partner_a[i] != SIZE_MAX;
            is_localisation =
                is_localisation || (has && plain->partner_a[i] == j && plain->is_localisation[i]);
            duplicate =
                duplicate || (has && !plain->is_localisation[i] && plain_classes(plain, i, j) &&
                              plain->similarity[i * n_b + j] >= threshold);
        }
        out->n[QA_SPURIOUS] += !plain->b_out[j];
        out->duplicates += duplicate && (is_localisation || !plain->b_out[j]);
    }
}

/* All pairs at once, in the order of the batches. */
static struct outcomes plain_outcomes(const struct qa_batch *a, const struct qa_batch *b,
                                      const struct qa_type *type, double threshold,
                                      double localisation, bool by_class)
{
    struct qa_arena *arena = qa_arena_new();
    struct plain *plain = QA_NEW(arena, struct plain);
    struct outcomes out = {{0}, {0}, 0};
    struct qa_objects objects_a = qa_batch_objects(a, 0, a->n_objects);
    struct qa_objects objects_b = qa_batch_objects(b, 0, b->n_objects);
    const struct qa_sides sides = {&objects_a, &objects_b, NULL, arena};
    *plain = (struct plain){.a = a, .b = b, .type = type, .by_class = by_class};
    type->compare(&sides, plain->similarity);
    for (size_t i = 0; i < a->n_objects; i++) {
        plain->partner_a[i] = SIZE_MAX;
        plain->a_out[i] = qa_object_is_crowd(a, i);
    }
    for (size_t j = 0; j < b->n_objects; j++) {
        plain->b_out[j] = qa_object_is_crowd(b, j);
    }
    plain_pass(plain, threshold, by_class, QA_MATCHED, &out);
    if (by_class) {
        plain_pass(plain, threshold, false, QA_MISLABELLED, &out);
    }
    plain_crowds(plain, &out);
    plain_pass(plain, localisation, by_class, QA_LOCALISATION, &out);
    count_rest(plain, threshold, &out);
    qa_arena_free(arena);
    return out;
}

static void far_objects_are_skipped_without_a_trace(void **state)
{
    (void)state;
    const struct qa_type *const types[] = {&qa_type_box, &qa_type_polygon};
    uint64_t seen[7] = {0};
    uint64_t duplicates = 0;
    for (uint64_t trial = 0; trial < 120; trial++) {
        const struct qa_type *type = types[trial % 2];
        bool by_class = trial % 3 > 0;
        size_t n_a = trial < 40 ? 1 + trial / 4 : MOST - trial / 4;
        size_t n_b = trial < 40 ? 1 + trial / 5 : MOST - trial % 17;
        struct world world = new_world();
        struct qa_batch *a = random_objects(&world, 2 * trial, type, n_a);
        struct qa_batch *b = random_objects(&world, 2 * trial + 1, type, n_b);
        const struct qa_comparison *comparison = compare_batches(&world, b, a, 0.5, !by_class);
        struct outcomes want = plain_outcomes(a, b, type, 0.5, type->localisation, by_class);
        struct outcomes got = {{0}, {0}, 0};
        assert_int_equal(comparison->n_pairs, 1);
        for (size_t m = 0; m < comparison->n_matches; m++) {
            const struct qa_match *match = &comparison->pairs[0].matches[m];
            got.n[match->outcome]++;
            got.sum[match->outcome] += match->similarity;
            got.duplicates += match->duplicate;
        }
        for (int outcome = 0; outcome < 7; outcome++) {
            assert_int_equal(got.n[outcome], want.n[outcome]);
            assert_close(got.sum[outcome], want.sum[outcome], 1e-12);
            seen[outcome] += got.n[outcome];
        }
        assert_int_equal(got.duplicates, want.duplicates);
        duplicates += got.duplicates;
        free_world(&world);
    }
    for (int outcome = QA_MATCHED; outcome <= QA_IGNORED; outcome++) {
        /* Boxes do not ask for errors of class and place at once. */
        assert_true(seen[outcome] > 20 || outcome == QA_BOTH_WRONG);
    }
    assert_true(duplicates > 20);
}

/* ---- any order, any number of threads ---- */

static struct qa_batch *shuffled_batch(struct world *world, const struct given *rows, size_t n,
                                       uint64_t seed)
{
    uint64_t *order = QA_ARRAY(world->arena, uint64_t, n + 1);
    shuffle(order, n, seed);
    return make_batch(world, rows, n, seed > 0 ? order : NULL, LISTS_ITEMS);
}

static void threads_and_the_order_of_rows_change_nothing(void **state)
{
    (void)state;
    unsigned before = qa_parallel_threads();
    const unsigned threads[] = {1, 2, 7, 3};
    char *want[2] = {NULL, NULL};
    for (uint64_t run = 0; run < 4; run++) {
        struct world world = new_world();
        const struct random_rows *rows = random_rows_new(31, 700, world.arena);
        qa_parallel_set_threads(threads[run]);
        struct qa_batch *delivery = shuffled_batch(&world, rows->delivered, rows->n_delivered, run);
        struct qa_batch *gold = shuffled_batch(&world, rows->gold, rows->n_gold, 10 * run);
        for (int with_gold = 0; with_gold < 2; with_gold++) {
            const struct qa_comparison *comparison =
                compare_batches(&world, delivery, with_gold ? gold : NULL, 0.5, false);
            char *text = text_of(comparison, KEPT_PAIRS);
            assert_true(strlen(text) > 10000);
            if (run == 0) {
                want[with_gold] = text;
            } else {
                size_t n = strlen(text);
                assert_int_equal(n, strlen(want[with_gold]));
                assert_memory_equal(text, want[with_gold], n);
                free(text);
            }
        }
        free_world(&world);
    }
    free(want[0]);
    free(want[1]);
    qa_parallel_set_threads(before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_outcome_comes_in_canonical_order),
        cmocka_unit_test(without_classes_wrong_labels_match_and_any_crowd_hides),
        cmocka_unit_test(at_the_threshold_is_enough),
        cmocka_unit_test(duplicates_reach_an_object_that_has_its_match),
        cmocka_unit_test(nothing_is_a_duplicate_of_a_localisation_error),
        cmocka_unit_test(items_without_an_answer_are_missed_or_left_out_as_was_chosen),
        cmocka_unit_test(one_of_several_vendors_owes_when_it_shares_as_much_as_it_left_out),
        cmocka_unit_test(the_first_of_several_references_counts_and_their_number_is_said),
        cmocka_unit_test(annotators_are_compared_within_their_vendor_and_question),
        cmocka_unit_test(labels_pair_with_their_reference_on_demand),
        cmocka_unit_test(labels_come_before_what_was_kept_of_the_item),
        cmocka_unit_test(pairs_of_labels_go_by_names),
        cmocka_unit_test(transcripts_match_or_differ_whole),
        cmocka_unit_test(far_objects_are_skipped_without_a_trace),
        cmocka_unit_test(threads_and_the_order_of_rows_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
