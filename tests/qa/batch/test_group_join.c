#include "qa/annotation/track.h"
#include "tests/qa/audit/batches.h"

/* A row of a file: one frame of a track. */
struct frame {
    const char *annotator;
    const char *item;
    const char *label;
    uint64_t key;
    double frame, x;
    bool crowd;
    double score;
};

static void give(struct world *world, struct qa_builder *builder, const struct frame *row,
                 uint32_t line)
{
    struct qa_answer answer = QA_NO_ANSWER;
    struct qa_object object = QA_NO_OBJECT;
    const double number[QA_TRACK_STRIDE] = {row->frame, row->x, 0, 10, 10, 0};
    answer.item = intern(world->names->items, row->item);
    answer.annotator = qa_names_annotator(world->names, QA_NONE, row->annotator, 1);
    answer.line = object.line = line;
    object.label = intern(world->names->labels, row->label);
    object.key = row->key;
    object.crowd = row->crowd;
    object.score = row->score > 0 ? row->score : (double)NAN;
    object.number = number;
    object.n_numbers = QA_TRACK_STRIDE;
    qa_builder_answer(builder, &answer);
    qa_builder_object(builder, &qa_type_track, &object);
}

static struct qa_batch *batch_of(struct world *world, const struct frame *rows, size_t n,
                                 const uint64_t *order)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    qa_builder_source(builder, "rows.csv", "csv");
    for (size_t i = 0; i < n; i++) {
        size_t at = order != NULL ? (size_t)order[i] : i;
        give(world, builder, &rows[at], (uint32_t)at + 2);
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

/* The frames of an object: "1:0 2:5" of frame and x, then marks in brackets if there are any. */
static const char *frames_text(struct world *world, const struct qa_batch *batch, uint64_t object)
{
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *frames = qa_track_frames(&one, 0, &n);
    const char *text = "";
    for (size_t k = 0; k < n; k++, frames += QA_TRACK_STRIDE) {
        text = qa_arena_format(world->arena, "%s%s%g:%g", text, k > 0 ? " " : "",
                               frames[QA_TRACK_FRAME], frames[QA_TRACK_X]);
        if (frames[QA_TRACK_MARKS] > 0) {
            text = qa_arena_format(world->arena, "%s[%g]", text, frames[QA_TRACK_MARKS]);
        }
    }
    return text;
}

static void frames_of_one_id_are_one_track(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame rows[] = {
        {"a", "s1", "car", 7, 3, 30, false, 0.5}, {"b", "s1", "car", 7, 1, 11, false, 0.9},
        {"a", "s1", "car", 7, 1, 10, false, 1},   {"a", "s1", "van", 8, 2, 5, false, 0.25},
        {"a", "s2", "car", 7, 2, 99, false, 0.1}, {"a", "s1", "car", 7, 2, 20, false, 0.75},
    };
    struct qa_batch *batch = batch_of(&world, rows, 6, NULL);
    assert_int_equal(world.findings.n, 0);
    assert_int_equal(batch->n_answers, 3);
    assert_int_equal(batch->n_objects, 4);
    assert_string_equal(frames_text(&world, batch, 0), "1:10 2:20 3:30");
    assert_string_equal(frames_text(&world, batch, 1), "2:5");
    assert_string_equal(frames_text(&world, batch, 2), "1:11");
    assert_string_equal(frames_text(&world, batch, 3), "2:99");
    assert_close(batch->score[0], 0.75, 1e-15);
    assert_int_equal(batch->object_key[0], 7);
    assert_int_equal(qa_object_line(batch, 0, 0), 2);
    assert_int_equal(batch->sources[0].rows_used, 6);
    free_world(&world);
}

static void frames_without_an_id_stay_alone(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame rows[] = {{"a", "s1", "car", QA_NO_KEY, 1, 1, false, 0},
                                 {"a", "s1", "car", QA_NO_KEY, 2, 2, false, 0},
                                 {"a", "s1", "car", 3, 2, 3, false, 0},
                                 {"a", "s1", "car", 3, 1, 4, false, 0}};
    struct qa_batch *batch = batch_of(&world, rows, 4, NULL);
    assert_int_equal(batch->n_objects, 3);
    assert_string_equal(frames_text(&world, batch, 0), "1:1");
    assert_string_equal(frames_text(&world, batch, 1), "2:2");
    assert_string_equal(frames_text(&world, batch, 2), "1:4 2:3");
    free_world(&world);
}

static void a_frame_that_stands_twice_is_an_error_with_both_places(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame rows[] = {{"a", "s1", "car", 3, 1, 1, false, 0},
                                 {"a", "s1", "car", 3, 2, 2, false, 0},
                                 {"a", "s1", "car", 3, 1, 1, false, 0}};
    (void)batch_of(&world, rows, 3, NULL);
    assert_int_equal(world.findings.n, 1);
    assert_string_equal(world.findings.list[0].code, "E255");
    assert_int_equal(world.findings.list[0].line, 4);
    assert_string_equal(world.findings.list[0].text,
                        "track '3' of item 's1' has frame 1 here and in line 2; expected once");
    free_world(&world);
}

static void a_track_of_two_classes_is_an_error_or_left_to_the_rules_of_labels(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame rows[] = {{"a", "s1", "car", 3, 1, 1, false, 0},
                                 {"a", "s1", "van", 3, 2, 2, false, 0},
                                 {"a", "s1", "van", 3, 3, 1, false, 0},
                                 {"a", "s2", "car", 3, 1, 1, false, 0},
                                 {"a", "s2", "Car", 3, 2, 1, false, 0}};
    struct qa_batch *batch = batch_of(&world, rows, 5, NULL);
    assert_int_equal(world.findings.n, 1);
    assert_string_equal(world.findings.list[0].code, "E256");
    assert_int_equal(world.findings.list[0].line, 3);
    assert_int_equal(batch->n_conflicts, 1);
    assert_string_equal(batch->conflicts[0].code, "E256");
    assert_int_equal(batch->conflicts[0].line, 6);
    free_world(&world);
}

static void uncounted_frames_are_marked_and_uncounted_tracks_are_crowds(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct frame rows[] = {{"a", "s1", "car", 3, 1, 1, true, 0},
                                 {"a", "s1", "car", 3, 2, 2, false, 0},
                                 {"a", "s1", "car", 4, 1, 3, true, 0},
                                 {"a", "s1", "car", 4, 2, 4, true, 0}};
    struct qa_batch *batch = batch_of(&world, rows, 4, NULL);
    assert_string_equal(frames_text(&world, batch, 0), "1:1[2] 2:2");
    assert_false(qa_object_is_crowd(batch, 0));
    assert_string_equal(frames_text(&world, batch, 1), "1:3 2:4");
    assert_true(qa_object_is_crowd(batch, 1));
    free_world(&world);
}

/* All tracks of a batch, one a line, in the order of their texts. */
static const char *batch_text(struct world *world, const struct qa_batch *batch)
{
    const char *lines[64];
    const char *text = "";
    size_t n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        for (uint64_t o = qa_first_object(batch, a); o < qa_first_object(batch, a + 1); o++) {
            lines[n++] = qa_arena_format(world->arena, "%u %u %u %llu: %s", batch->item[a],
                                         batch->annotator[a], batch->label[o],
                                         (unsigned long long)batch->object_key[o],
                                         frames_text(world, batch, o));
        }
    }
    for (size_t i = 1; i < n; i++) {
        const char *line = lines[i];
        size_t at = i;
        for (; at > 0 && strcmp(lines[at - 1], line) > 0; at--) {
            lines[at] = lines[at - 1];
        }
        lines[at] = line;
    }
    for (size_t i = 0; i < n; i++) {
        text = qa_arena_format(world->arena, "%s%s\n", text, lines[i]);
    }
    return text;
}

static void the_order_of_rows_means_nothing(void **state)
{
    (void)state;
    enum { ROWS = 60 };
    static const char *const names[] = {"a", "b", "c"};
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int round = 0; round < 40; round++) {
        struct world world = new_world();
        struct frame rows[ROWS];
        uint64_t order[ROWS];
        for (size_t i = 0; i < ROWS; i++) {
            /* Each row a frame of its own: no frame stands twice. */
            rows[i] = (struct frame){names[qa_random_below(&random, 2)],
                                     names[qa_random_below(&random, 2)],
                                     "car",
                                     qa_random_below(&random, 5),
                                     (double)i,
                                     (double)qa_random_below(&random, 9),
                                     false,
                                     0};
            order[i] = i;
        }
        for (size_t i = 0; i < 3; i++) {
            intern(world.names->items, names[i]);
            qa_names_annotator(world.names, QA_NONE, names[i], 1);
        }
        const char *straight = batch_text(&world, batch_of(&world, rows, ROWS, NULL));
        for (size_t i = ROWS - 1; i > 0; i--) {
            size_t other = (size_t)qa_random_below(&random, i + 1);
            uint64_t kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        assert_string_equal(straight, batch_text(&world, batch_of(&world, rows, ROWS, order)));
        free_world(&world);
    }
}

/* Frame after frame as trackers write them, with each id far from its next row; one of the tracks
 * stands backwards. */
static void hundreds_of_ids_are_told_apart(void **state)
{
    (void)state;
    enum { IDS = 700, FRAMES = 3, ODD = 401 };
    static struct frame rows[IDS * FRAMES];
    struct world world = new_world();
    for (size_t f = 0; f < FRAMES; f++) {
        for (size_t t = 0; t < IDS; t++) {
            double frame = (double)(t == ODD ? FRAMES - 1 - f : f);
            rows[f * IDS + t] = (struct frame){
                "a", "s1", "car", (t * 7919) % IDS, frame, (double)t * 10 + frame, false, 0};
        }
    }
    struct qa_batch *batch = batch_of(&world, rows, IDS * FRAMES, NULL);
    assert_int_equal(world.findings.n, 0);
    assert_int_equal(batch->n_objects, IDS);
    for (size_t t = 0; t < IDS; t++) {
        assert_int_equal(batch->object_key[t], (t * 7919) % IDS);
        assert_string_equal(
            frames_text(&world, batch, t),
            qa_arena_format(world.arena, "0:%zu 1:%zu 2:%zu", t * 10, t * 10 + 1, t * 10 + 2));
    }
    free_world(&world);
}

/* The same work in two files is a repetition; other frames of one track are not. */
static void a_repeated_answer_is_told_by_its_tracks(void **state)
{
    (void)state;
    for (int differs = 0; differs < 2; differs++) {
        struct world world = new_world();
        const struct frame rows[] = {{"a", "s1", "car", 3, 1, 1, false, 0},
                                     {"a", "s1", "car", 3, 2, 2, false, 0},
                                     {"a", "s1", "car", differs ? 4 : 3, 3, 2, false, 0}};
        struct qa_builder *builder = qa_builder_new(world.arena, world.names);
        for (size_t file = 0; file < 2; file++) {
            qa_builder_source(builder, file == 0 ? "one.csv" : "two.csv", "csv");
            for (size_t i = 0; i < 3; i++) {
                struct frame row = rows[i];
                row.key = file == 0 ? 3 : row.key;
                give(&world, builder, &row, (uint32_t)i + 2);
            }
        }
        struct qa_batch *batch = qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world.findings);
        assert_int_equal(batch->n_answers, 1);
        assert_int_equal(batch->n_objects, 1);
        assert_int_equal(batch->sources[1].excluded[QA_EXCLUDED_REPEATED], differs ? 0 : 3);
        assert_int_equal(world.findings.n, differs);
        free_world(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_one_id_are_one_track),
        cmocka_unit_test(frames_without_an_id_stay_alone),
        cmocka_unit_test(a_frame_that_stands_twice_is_an_error_with_both_places),
        cmocka_unit_test(a_track_of_two_classes_is_an_error_or_left_to_the_rules_of_labels),
        cmocka_unit_test(uncounted_frames_are_marked_and_uncounted_tracks_are_crowds),
        cmocka_unit_test(the_order_of_rows_means_nothing),
        cmocka_unit_test(hundreds_of_ids_are_told_apart),
        cmocka_unit_test(a_repeated_answer_is_told_by_its_tracks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
