#include <limits.h>
#include <math.h>

#include "qa/score/scores.h"
#include "qa/score/track_frames.h"
#include "qa/score/tracks_clear.h"
#include "qa/score/tracks_hota.h"
#include "tests/qa/score/tracks.h"

enum { MOST_ROWS = 2000, SEQUENCES = 3, TRACKS = 6, FRAMES = 30 };

struct case_rows {
    struct frame_row gold[MOST_ROWS];
    size_t n_gold;
    struct frame_row given[MOST_ROWS];
    size_t n_given;
};

/* The same numbers in any language: Knuth's generator, its upper half. */
static uint64_t next_of(uint64_t *state, uint64_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*state >> 33) % n;
}

static double signed_of(uint64_t *state, uint64_t n)
{
    return (double)next_of(state, n) - floor((double)n / 2);
}

static void fill_track(uint64_t *state, size_t sequence, size_t track, const size_t *shift,
                       struct case_rows *rows)
{
    static const char *const items[SEQUENCES] = {"s0", "s1", "s2"};
    size_t start = next_of(state, 10);
    size_t length = 1 + next_of(state, 15);
    double x = (double)next_of(state, 100);
    double y = (double)next_of(state, 60);
    double width = 10 + (double)next_of(state, 30);
    double height = 10 + (double)next_of(state, 30);
    double speed = signed_of(state, 7);
    for (size_t k = 0; k < length; k++) {
        bool in_gold = next_of(state, 8) != 0;
        bool in_given = next_of(state, 7) != 0;
        double dx = signed_of(state, 9);
        double dy = signed_of(state, 9);
        double wider = (double)next_of(state, 5);
        double frame = (double)(start + k + 1);
        double at = x + speed * (double)k;
        if (in_gold) {
            rows->gold[rows->n_gold++] = (struct frame_row){
                NULL, items[sequence], "car", track, frame, at, y, width, height, false};
        }
        if (in_given) {
            rows->given[rows->n_given++] =
                (struct frame_row){"ann",  items[sequence],
                                   "car",  (track + shift[start + k]) % TRACKS,
                                   frame,  at + dx,
                                   y + dy, width + wider,
                                   height, false};
        }
    }
}

/* Identities move on by one in some frames, as a bad tracker's do. */
static void fill(struct case_rows *rows, uint64_t seed)
{
    *rows = (struct case_rows){.n_gold = 0};
    for (size_t sequence = 0; sequence < SEQUENCES; sequence++) {
        size_t shift[FRAMES];
        size_t now = 0;
        for (size_t f = 0; f < FRAMES; f++) {
            now += next_of(&seed, 6) == 0;
            shift[f] = now;
        }
        for (size_t t = 0; t < TRACKS; t++) {
            fill_track(&seed, sequence, t, shift, rows);
        }
    }
}

static const struct qa_score_row *row_of(const struct qa_score_result *result,
                                         const struct qa_score *family, enum qa_score_by by,
                                         const char *group)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        const struct qa_score_row *row = &result->rows[r];
        if (row->tally.score == family && row->by == by &&
            strcmp(qa_score_group_text(row), group) == 0) {
            return row;
        }
    }
    fail_msg("no row of %s for '%s'", family->name, group);
    return NULL;
}

static struct qa_score_result score(struct world *world, const struct qa_batch *given,
                                    const struct qa_batch *gold, bool class_agnostic)
{
    const struct qa_scores_request request = {
        .comparison = compare_batches(world, given, gold, 0.5, class_agnostic),
        .groupings = UINT_MAX};
    return qa_score_comparison(&request, world->arena);
}

static double value_of(const struct qa_score_result *result, const char *item, const char *name)
{
    const struct qa_score *families[2] = {&qa_score_hota, &qa_score_clear};
    for (size_t i = 0; i < 2; i++) {
        size_t figure = qa_figure_find(families[i], name);
        if (figure != SIZE_MAX) {
            const struct qa_score_row *row =
                row_of(result, families[i], item[0] != '\0' ? QA_SCORE_ITEM : QA_SCORE_ALL, item);
            return qa_score_estimate(row, figure, 0.95).value;
        }
    }
    fail_msg("no figure '%s'", name);
    return 0;
}

static const char *const figure_names[] = {
    "hota",           "deta",           "assa",        "loca", "mota", "motp", "id_switches",
    "fragmentations", "mostly_tracked", "mostly_lost", "idf1", "idp",  "idr"};
enum { FIGURES = sizeof figure_names / sizeof *figure_names };

/* Values of TrackEval (its classes HOTA, CLEAR and Identity, combine_sequences for all). */
static void figures_are_those_of_trackeval(void **state)
{
    (void)state;
    static const struct {
        const char *item;
        double value[FIGURES];
    } peer[] = {
        {"s0",
         {0.44902826479242713, 0.4842471924748601, 0.4335687044086991, 0.7434585852029812,
          0.48936170212765956, 0.6900826834034467, 3, 5, 1.0 / 3, 0, 0.6593406593406593,
          0.6818181818181818, 0.6382978723404256}},
        {"s1",
         {0.22709374502053087, 0.48513543259883846, 0.11046136266849929, 0.7351117474669069,
          0.425531914893617, 0.6822078632763834, 17, 9, 1, 0, 0.25, 0.24489795918367346,
          0.2553191489361702}},
        {"s2",
         {0.3134857087783268, 0.495336689867602, 0.20400508619397748, 0.7331871596884756,
          0.5306122448979592, 0.6585957488960494, 8, 8, 2.0 / 3, 0, 0.4631578947368421,
          0.4782608695652174, 0.4489795918367347}},
        {"",
         {0.34090327755669314, 0.48779330410560473, 0.2483176482647301, 0.7352322393395709,
          0.4825174825174825, 0.6765395084393822, 28, 22, 2.0 / 3, 0, 0.45390070921985815,
          0.460431654676259, 0.44755244755244755}},
    };
    struct world world = new_world();
    struct case_rows *rows = QA_NEW(world.arena, struct case_rows);
    fill(rows, 12345);
    struct qa_batch *gold = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
    struct qa_batch *given = batch_of_tracks(&world, rows->given, rows->n_given, NULL);
    struct qa_score_result result = score(&world, given, gold, false);
    assert_int_equal(world.findings.n, 0);
    for (size_t i = 0; i < sizeof peer / sizeof *peer; i++) {
        for (size_t f = 0; f < FIGURES; f++) {
            assert_close(value_of(&result, peer[i].item, figure_names[f]), peer[i].value[f], 1e-10);
        }
    }
    free_world(&world);
}

static void a_delivery_that_equals_the_reference_is_perfect(void **state)
{
    (void)state;
    struct world world = new_world();
    struct case_rows *rows = QA_NEW(world.arena, struct case_rows);
    fill(rows, 7);
    struct qa_batch *gold = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
    for (size_t i = 0; i < rows->n_gold; i++) {
        rows->gold[i].annotator = "ann";
        rows->gold[i].key += 40; /* ids mean nothing from file to file */
    }
    struct qa_batch *given = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
    struct qa_score_result result = score(&world, given, gold, false);
    static const char *const perfect[] = {"hota", "deta", "assa", "loca", "mota",
                                          "motp", "idf1", "idp",  "idr",  "mostly_tracked"};
    for (size_t f = 0; f < sizeof perfect / sizeof *perfect; f++) {
        assert_close(value_of(&result, "", perfect[f]), 1, 1e-12);
    }
    assert_close(value_of(&result, "", "id_switches"), 0, 0);
    free_world(&world);
}

static void the_order_of_rows_shows_nowhere(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 6; seed++) {
        struct world world = new_world();
        struct case_rows *rows = QA_NEW(world.arena, struct case_rows);
        uint64_t order[MOST_ROWS];
        fill(rows, seed);
        struct qa_batch *gold = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
        struct qa_batch *given = batch_of_tracks(&world, rows->given, rows->n_given, NULL);
        struct qa_score_result straight = score(&world, given, gold, false);
        shuffle(order, rows->n_given, seed);
        struct qa_batch *mixed = batch_of_tracks(&world, rows->given, rows->n_given, order);
        struct qa_score_result other = score(&world, mixed, gold, false);
        for (size_t f = 0; f < FIGURES; f++) {
            assert_identical(value_of(&straight, "", figure_names[f]),
                             value_of(&other, "", figure_names[f]));
        }
        free_world(&world);
    }
}

/* Frames are counted where they are dense, and sorted where they are not. */
static void frames_far_apart_score_like_those_close_together(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed < 4; seed++) {
        struct world world = new_world();
        struct case_rows *rows = QA_NEW(world.arena, struct case_rows);
        fill(rows, seed);
        struct qa_batch *gold = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
        struct qa_batch *given = batch_of_tracks(&world, rows->given, rows->n_given, NULL);
        struct qa_score_result dense = score(&world, given, gold, false);
        for (size_t i = 0; i < rows->n_gold; i++) {
            rows->gold[i].frame *= 1000000;
        }
        for (size_t i = 0; i < rows->n_given; i++) {
            rows->given[i].frame *= 1000000;
        }
        gold = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
        given = batch_of_tracks(&world, rows->given, rows->n_given, NULL);
        struct qa_score_result sparse = score(&world, given, gold, false);
        for (size_t f = 0; f < FIGURES; f++) {
            assert_identical(value_of(&dense, "", figure_names[f]),
                             value_of(&sparse, "", figure_names[f]));
        }
        free_world(&world);
    }
}

static void assert_parts_of_group(const struct qa_comparison *comparison,
                                  const struct qa_object_group *group,
                                  struct qa_pair_memory *memory)
{
    const struct qa_score *families[2] = {&qa_score_hota, &qa_score_clear};
    struct qa_object_group with = *group;
    struct qa_arena *scratch = qa_arena_new();
    with.memory = memory;
    for (size_t i = 0; i < 2; i++) {
        double alone[QA_PARTS_MAX] = {0};
        double kept[QA_PARTS_MAX] = {0};
        families[i]->add(comparison, &comparison->pairs[0], group, scratch, alone);
        families[i]->add(comparison, &comparison->pairs[0], &with, scratch, kept);
        for (size_t p = 0; p < QA_PARTS_MAX; p++) {
            assert_identical(alone[p], kept[p]);
        }
    }
    qa_arena_free(scratch);
}

/* Whether the tracks of a pair are of one class or of several. */
static void what_is_kept_of_a_pair_changes_nothing(void **state)
{
    (void)state;
    static const char *const labels[3] = {"car", "bus", "van"};
    for (size_t n_classes = 1; n_classes <= 3; n_classes++) {
        struct world world = new_world();
        struct case_rows *rows = QA_NEW(world.arena, struct case_rows);
        fill(rows, 40 + n_classes);
        for (size_t i = 0; i < rows->n_gold; i++) {
            rows->gold[i].label = labels[rows->gold[i].key % n_classes];
        }
        for (size_t i = 0; i < rows->n_given; i++) {
            rows->given[i].label = labels[rows->given[i].key % n_classes];
        }
        struct qa_batch *gold = batch_of_tracks(&world, rows->gold, rows->n_gold, NULL);
        struct qa_batch *given = batch_of_tracks(&world, rows->given, rows->n_given, NULL);
        const struct qa_comparison *comparison = compare_batches(&world, given, gold, 0.5, false);
        struct qa_pair_memory memory = {.arena = qa_arena_new()};
        for (size_t round = 0; round < 2; round++) {
            const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
            assert_parts_of_group(comparison, &whole, &memory);
            for (size_t c = 0; c < n_classes; c++) {
                const struct qa_object_group group = {.of = QA_OF_CLASS,
                                                      .id = intern(world.names->labels, labels[c])};
                assert_parts_of_group(comparison, &group, &memory);
            }
        }
        qa_arena_free(memory.arena);
        free_world(&world);
    }
}

/* Classes part the boxes: unlike ones never match, unless classes are not to count. */
static void boxes_of_unequal_class_match_only_where_classes_do_not_count(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame_row gold[] = {{NULL, "s", "car", 1, 1, 0, 0, 10, 10, false},
                                     {NULL, "s", "car", 1, 2, 0, 0, 10, 10, false}};
    const struct frame_row given[] = {{"ann", "s", "van", 1, 1, 0, 0, 10, 10, false},
                                      {"ann", "s", "van", 1, 2, 0, 0, 10, 10, false}};
    struct qa_batch *a = batch_of_tracks(&world, gold, 2, NULL);
    struct qa_batch *b = batch_of_tracks(&world, given, 2, NULL);
    struct qa_score_result aware = score(&world, b, a, false);
    assert_close(value_of(&aware, "", "hota"), 0, 0);
    assert_close(value_of(&aware, "", "mota"), -1, 0);
    struct qa_score_result agnostic = score(&world, b, a, true);
    assert_close(value_of(&agnostic, "", "hota"), 1, 1e-15);
    assert_close(value_of(&agnostic, "", "mota"), 1, 0);
    free_world(&world);
}

/* A region without objects counted one by one: what lies in it is neither missed nor spurious. */
static void uncounted_regions_take_boxes_out_of_the_figures(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame_row gold[] = {{NULL, "s", "car", 1, 1, 0, 0, 10, 10, false},
                                     {NULL, "s", "car", 2, 1, 100, 0, 100, 100, true}};
    const struct frame_row given[] = {{"ann", "s", "car", 1, 1, 0, 0, 10, 10, false},
                                      {"ann", "s", "car", 2, 1, 110, 10, 10, 10, false},
                                      {"ann", "s", "car", 3, 1, 94, 50, 10, 10, false}};
    struct qa_batch *a = batch_of_tracks(&world, gold, 2, NULL);
    struct qa_batch *b = batch_of_tracks(&world, given, 3, NULL);
    struct qa_score_result result = score(&world, b, a, false);
    /* One found, one spurious: that which lies 0.4 inside. */
    assert_close(value_of(&result, "", "mota"), 0, 0);
    assert_close(value_of(&result, "", "deta"), 0.5, 1e-15);
    free_world(&world);
}

/* Track 1 is followed by 7, by nobody in frame 3, and then by 8. */
static void switches_are_listed_with_their_frames(void **state)
{
    (void)state;
    struct world world = new_world();
    struct frame_row gold[5];
    struct frame_row given[4];
    static const double frames[4] = {1, 2, 4, 5};
    for (size_t i = 0; i < 5; i++) {
        gold[i] = (struct frame_row){NULL, "s", "car", 1, (double)i + 1, 0, 0, 10, 10, false};
    }
    for (size_t i = 0; i < 4; i++) {
        given[i] =
            (struct frame_row){"ann", "s", "car", i < 2 ? 7 : 8, frames[i], 0, 0, 10, 10, false};
    }
    struct qa_batch *a = batch_of_tracks(&world, gold, 5, NULL);
    struct qa_batch *b = batch_of_tracks(&world, given, 4, NULL);
    const struct qa_comparison *comparison = compare_batches(&world, b, a, 0.5, false);
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
    struct qa_track_frames work =
        qa_track_frames_of(comparison, &comparison->pairs[0], &whole, world.arena);
    size_t n;
    const struct qa_track_switch *switches = qa_track_switches(&work, world.arena, &n);
    assert_int_equal(n, 1);
    assert_close(switches[0].frame, 4, 0);
    assert_close(switches[0].last_frame, 2, 0);
    assert_int_equal(b->object_key[switches[0].before], 7);
    assert_int_equal(b->object_key[switches[0].after], 8);
    free_world(&world);
}

/* Derivatives against differences. */
static void figures_that_are_no_ratios_know_their_derivatives(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int round = 0; round < 50; round++) {
        double sums[QA_N_HOTA_PARTS];
        double derivative[QA_N_HOTA_PARTS];
        double ignored[QA_N_HOTA_PARTS];
        for (size_t p = 0; p < QA_N_HOTA_PARTS; p++) {
            sums[p] =
                p < 2 ? 100 + 50 * qa_random_real(&random) : 10 + 50 * qa_random_real(&random);
        }
        for (size_t f = 0; f < QA_N_HOTA_FIGURES; f++) {
            double (*value)(const double *, double *) = qa_score_hota.figures[f].value;
            (void)value(sums, derivative);
            for (size_t p = 0; p < QA_N_HOTA_PARTS; p++) {
                const double step = 1e-4;
                double kept = sums[p];
                sums[p] = kept + step;
                double above = value(sums, ignored);
                sums[p] = kept - step;
                double below = value(sums, ignored);
                sums[p] = kept;
                assert_close(derivative[p], (above - below) / (2 * step), 1e-8);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_trackeval),
        cmocka_unit_test(a_delivery_that_equals_the_reference_is_perfect),
        cmocka_unit_test(the_order_of_rows_shows_nowhere),
        cmocka_unit_test(frames_far_apart_score_like_those_close_together),
        cmocka_unit_test(what_is_kept_of_a_pair_changes_nothing),
        cmocka_unit_test(boxes_of_unequal_class_match_only_where_classes_do_not_count),
        cmocka_unit_test(uncounted_regions_take_boxes_out_of_the_figures),
        cmocka_unit_test(switches_are_listed_with_their_frames),
        cmocka_unit_test(figures_that_are_no_ratios_know_their_derivatives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
