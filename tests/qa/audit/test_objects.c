#include "qa/audit/objects.h"

#include "qa/annotation/polygon.h"
#include "tests/qa/audit/batches.h"

/* Rows of boxes of one file. */
struct box {
    unsigned item;
    const char *label;
    double x, y, width, height;
};

struct file {
    const char *path;
    const struct box *boxes;
    size_t n;
    struct qa_image_size size; /* of every image; 0 x 0: not known */
};

static struct qa_builder *builder_of(struct world *world)
{
    return qa_builder_new(world->arena, world->names);
}

static void give_answer(struct world *world, struct qa_builder *builder, unsigned item,
                        struct qa_image_size size, uint32_t line)
{
    struct qa_answer answer = QA_NO_ANSWER;
    answer.item = intern(world->names->items, qa_arena_format(world->arena, "%u.jpg", item));
    answer.line = line;
    answer.image_size = size;
    qa_builder_answer(builder, &answer);
}

static void give_box(struct world *world, struct qa_builder *builder, const struct box *box,
                     uint32_t line)
{
    const double number[4] = {box->x, box->y, box->width, box->height};
    struct qa_object object = QA_NO_OBJECT;
    object.label = intern(world->names->labels, box->label);
    object.line = line;
    object.number = number;
    object.n_numbers = 4;
    qa_builder_object(builder, &qa_type_box, &object);
}

static void give_file(struct world *world, struct qa_builder *builder, const struct file *file)
{
    qa_builder_source(builder, file->path, "csv")->type = &qa_type_box;
    for (size_t i = 0; i < file->n; i++) {
        give_answer(world, builder, file->boxes[i].item, file->size, (uint32_t)i + 2);
        give_box(world, builder, &file->boxes[i], (uint32_t)i + 2);
    }
}

static struct qa_batch *finish(struct world *world, struct qa_builder *builder)
{
    return qa_builder_finish(builder, QA_DUPLICATES_KEEP, &world->findings);
}

static struct qa_objects_result look(struct world *world, struct qa_batch *delivery,
                                     struct qa_batch *gold, bool by_object)
{
    const struct qa_question_options options = {0};
    qa_questions_make(delivery, gold, NULL, &options, world->arena, &world->findings);
    const struct qa_objects_request request = {
        .batch = {[QA_DELIVERY] = delivery, [QA_GOLD] = gold}, .by_object = by_object};
    return qa_look_at_objects(&request, world->arena, &world->findings);
}

/* One delivered file, beside gold where that has boxes. */
static struct qa_objects_result look_at(struct world *world, const struct file *delivered,
                                        const struct file *gold, bool by_object)
{
    struct qa_builder *builders[2] = {builder_of(world), builder_of(world)};
    give_file(world, builders[0], delivered);
    if (gold != NULL) {
        give_file(world, builders[1], gold);
    }
    return look(world, finish(world, builders[0]), gold != NULL ? finish(world, builders[1]) : NULL,
                by_object);
}

static const struct qa_finding *find(const struct world *world, const char *code)
{
    for (size_t i = 0; i < world->findings.n; i++) {
        if (strcmp(world->findings.list[i].code, code) == 0) {
            return &world->findings.list[i];
        }
    }
    return NULL;
}

#define FILE_OF(name, list, width, height)                                                         \
    {                                                                                              \
        (name), (list), sizeof(list) / sizeof *(list),                                             \
        {                                                                                          \
            (width), (height)                                                                      \
        }                                                                                          \
    }

static const struct box right[] = {
    {1, "car", 10, 10, 100, 50},    {1, "truck", 300, 100, 80, 80}, {2, "car", 50, 60, 40, 40},
    {2, "truck", 200, 200, 60, 30}, {3, "car", 400, 300, 120, 90},  {3, "truck", 5, 220, 300, 200},
    {4, "car", 520, 20, 110, 200},  {4, "truck", 90, 330, 33, 21},
};
enum { N_RIGHT = sizeof right / sizeof *right };

/* Every coordinate as a * it + b, of the near and of the far corner; with hands that shake by
 * `shake` pixels. */
struct change {
    double scale_x, scale_y, near, far, shake;
    bool as_corners;
};

static void changed(struct box out[N_RIGHT], struct change by)
{
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (size_t i = 0; i < N_RIGHT; i++) {
        const struct box *from = &right[i];
        double shake[4];
        for (int k = 0; k < 4; k++) {
            shake[k] = by.shake * (2 * qa_random_real(&random) - 1);
        }
        double x = by.scale_x * from->x + by.near + shake[0];
        double y = by.scale_y * from->y + by.near + shake[1];
        double right_side = by.scale_x * (from->x + from->width) + by.far + shake[2];
        double bottom = by.scale_y * (from->y + from->height) + by.far + shake[3];
        out[i] = (struct box){from->item,
                              from->label,
                              x,
                              y,
                              by.as_corners ? right_side : right_side - x,
                              by.as_corners ? bottom : bottom - y};
    }
}

/* The one code that a changed file is found by beside gold; NULL: none. The text, or "". */
static const char *said_of(struct world *world, struct change by, bool has_sizes, bool has_gold)
{
    struct box boxes[N_RIGHT];
    changed(boxes, by);
    const uint32_t width = has_sizes ? 640 : 0;
    const uint32_t height = has_sizes ? 480 : 0;
    const struct file delivered = FILE_OF("delivery.csv", boxes, width, height);
    const struct file gold = FILE_OF("gold.csv", right, width, height);
    look_at(world, &delivered, has_gold ? &gold : NULL, false);
    assert_true(world->findings.n <= 1);
    return world->findings.n > 0
               ? qa_arena_format(world->arena, "%s %s", world->findings.list[0].code,
                                 world->findings.list[0].text)
               : "";
}

static void assert_said(struct change by, bool has_sizes, bool has_gold, const char *code,
                        const char *words)
{
    struct world world = new_world();
    const char *said = said_of(&world, by, has_sizes, has_gold);
    if (strncmp(said, code, strlen(code)) != 0 || strstr(said, words) == NULL ||
        (code[0] == '\0' && said[0] != '\0')) {
        fail_msg("'%s', expected %s ... %s", said, code, words);
    }
    if (code[0] != '\0') {
        assert_string_equal(world.findings.list[0].file, "delivery.csv");
        assert_int_equal(world.findings.list[0].severity, QA_WARNING);
        assert_true(world.findings.list[0].line >= 2);
    }
    free_world(&world);
}

/* ---- files ---- */

static void what_is_right_is_quiet(void **state)
{
    (void)state;
    for (int k = 0; k < 4; k++) {
        bool has_sizes = (k & 1) != 0;
        bool has_gold = (k & 2) != 0;
        assert_said((struct change){1, 1, 0, 0, 0, false}, has_sizes, has_gold, "", "");
        assert_said((struct change){1, 1, 0, 0, 0.8, false}, has_sizes, has_gold, "", "");
        assert_said((struct change){1, 1, 0, 0, 6, false}, has_sizes, has_gold, "", "");
        assert_said((struct change){1, 1, 3, 3, 1, false}, has_sizes, has_gold, "", "");
    }
}

static void corners_are_told_by_the_image_or_by_gold(void **state)
{
    (void)state;
    static const char from_image[] = "as sides 5 of 8 boxes reach far outside";
    struct change corners = {1, 1, 0, 0, 0.5, true};
    struct box boxes[N_RIGHT];
    changed(boxes, corners);
    /* Beside gold, other signs may not drown the first. */
    assert_said(corners, true, false, "W184", from_image);
    assert_said(corners, true, true, "W184", from_image);
    assert_said(corners, false, true, "W184", "8 end there as corners and 0 as sides");
    assert_said(corners, false, false, "", "");
}

/* Close-ups reach from corner to corner: larger than their place, and within the image. */
static void large_boxes_are_no_corners(void **state)
{
    (void)state;
    static const struct box close_ups[] = {
        {1, "car", 10, 10, 600, 450},
        {2, "car", 0, 0, 640, 480},
        {3, "car", 40, 30, 500, 400},
        {4, "car", 5, 60, 620, 420},
    };
    struct world world = new_world();
    const struct file file = FILE_OF("delivery.csv", close_ups, 640, 480);
    look_at(&world, &file, &file, false);
    assert_int_equal(world.findings.n, 0);
    free_world(&world);
}

static void shares_are_told_by_the_image_or_by_gold(void **state)
{
    (void)state;
    struct change shares = {1 / 640.0, 1 / 480.0, 0, 0, 0, false};
    assert_said(shares, true, false, "W185", "between 0 and 1, and its images are 640 x 480");
    assert_said(shares, true, true, "W185", "shares of the image");
    assert_said(shares, false, true, "W185", "those of gold.csv reach 630, 420");
    assert_said(shares, false, false, "", "");
}

static void per_cent_are_told_beside_gold(void **state)
{
    (void)state;
    struct change percent = {100 / 640.0, 100 / 480.0, 0, 0, 0, false};
    assert_said(percent, true, true, "W185", "per cent of the image: all lie between 0 and 100");
    assert_said(percent, false, true, "W185", "divide by 100");
    assert_said(percent, false, false, "", "");
}

/* Without gold so few boxes may lie in the first corner of their images. */
static void few_objects_within_a_hundred_pixels_are_no_per_cent(void **state)
{
    (void)state;
    assert_said((struct change){100 / 640.0, 100 / 480.0, 0, 0, 0, false}, true, false, "", "");
}

static void a_shift_of_half_a_pixel_or_one_is_found(void **state)
{
    (void)state;
    assert_said((struct change){1, 1, 1, 1, 0, false}, false, true, "W186",
                "by exactly +1 in x and y and +1 at the far corner");
    assert_said((struct change){1, 1, -0.5, -0.5, 0, false}, true, true, "W186", "another origin");
    assert_said((struct change){1, 1, 0, -1, 0, false}, true, true, "W186",
                "+0 in x and y and -1 at the far corner: one of the two seems to count the last");
    assert_said((struct change){1, 1, 1, 1, 0.2, false}, true, true, "", "");
}

static void another_scale_is_found(void **state)
{
    (void)state;
    assert_said((struct change){2, 2, 0, 0, 1, false}, false, true, "W187",
                "2 times those of gold.csv in x");
    assert_said((struct change){0.5, 1, 0, 0, 0, false}, false, true, "W187",
                "0.5 times those of gold.csv in x and 1 times in y");
    assert_said((struct change){1.02, 1.02, 0, 0, 0, false}, false, true, "", "");
}

static void other_sizes_matter_where_objects_end_elsewhere(void **state)
{
    (void)state;
    for (int scaled = 0; scaled < 2; scaled++) {
        struct world world = new_world();
        struct box boxes[N_RIGHT];
        changed(boxes, (struct change){1 + scaled, 1 + scaled, 0, 0, 0, false});
        const struct file delivered = FILE_OF("delivery.csv", boxes, 1280, 960);
        const struct file gold = FILE_OF("gold.csv", right, 640, 480);
        look_at(&world, &delivered, &gold, true);
        const struct qa_finding *size = find(&world, "W187");
        assert_non_null(size);
        assert_int_equal(world.findings.n, 1);
        assert_int_equal(size->severity, scaled ? QA_WARNING : QA_NOTE);
        assert_non_null(strstr(size->text, "4 of 4 images have another size here than in gold.csv, "
                                           "the first 1280 x 960 against 640 x 480"));
        free_world(&world);
    }
}

/* Without gold, the first file that has objects takes its place. */
static void two_deliveries_are_compared_with_each_other(void **state)
{
    (void)state;
    struct world world = new_world();
    struct box boxes[N_RIGHT];
    changed(boxes, (struct change){1, 1, 1, 1, 0, false});
    const struct file first = FILE_OF("first.csv", right, 0, 0);
    const struct file second = FILE_OF("second.csv", boxes, 0, 0);
    struct qa_builder *builder = builder_of(&world);
    give_file(&world, builder, &first);
    give_file(&world, builder, &second);
    look(&world, finish(&world, builder), NULL, false);
    assert_int_equal(world.findings.n, 1);
    assert_string_equal(world.findings.list[0].code, "W186");
    assert_string_equal(world.findings.list[0].file, "second.csv");
    assert_non_null(strstr(world.findings.list[0].text, "those of first.csv"));
    free_world(&world);
}

/* ---- objects ---- */

static const struct box odd[] = {
    {1, "car", -5.5, -3, 115.5, 63}, {1, "car", 600, 400, 41, 81}, {2, "car", 600, 400, 41.5, 80},
    {2, "car", 10, 10, 100, 50},     {2, "car", 10, 10, 100, 50},  {2, "truck", 10, 10, 100, 50},
    {3, "car", 300, 100, 80, 0},     {3, "car", 300, 100, 1, 40},  {3, "car", 300, 100, 1.5, 40},
};

static void odd_objects_are_found_by_their_lines(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        unsigned line;
    } want[] = {{"W180", 2}, {"W180", 4}, {"W181", 6}, {"W182", 8}, {"W183", 9}};
    struct world world = new_world();
    const struct file file = FILE_OF("delivery.csv", odd, 640, 480);
    struct qa_objects_result result = look_at(&world, &file, NULL, true);
    assert_int_equal(world.findings.n, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(world.findings.list[i].code, want[i].code);
        assert_int_equal(world.findings.list[i].line, want[i].line);
        assert_int_equal(world.findings.list[i].severity, i < 4 ? QA_WARNING : QA_NOTE);
    }
    assert_string_equal(find(&world, "W180")->text,
                        "the box at -5.5, -3, 115.5 x 63 on '1.jpg' reaches 5.5 pixels beyond its "
                        "image, which is 640 x 480");
    assert_non_null(strstr(find(&world, "W181")->text, "the same as one in line 5"));
    assert_int_equal(result.n_rows, 1);
    assert_int_equal(result.rows[0].n_objects, 9);
    assert_int_equal(result.rows[0].n_outside, 2);
    assert_int_equal(result.rows[0].n_repeated, 1);
    assert_int_equal(result.rows[0].n_flat, 1);
    assert_int_equal(result.rows[0].n_thin, 1);
    free_world(&world);
}

static void elsewhere_their_counts_are_said_once_a_file(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct file file = FILE_OF("delivery.csv", odd, 640, 480);
    look_at(&world, &file, NULL, false);
    assert_int_equal(world.findings.n, 3);
    assert_string_equal(find(&world, "W180")->text,
                        "2 of 9 boxes reach beyond their images, the first here; `labelqa check` "
                        "lists them");
    assert_int_equal(find(&world, "W181")->line, 6);
    assert_int_equal(find(&world, "W182")->line, 8);
    assert_null(find(&world, "W183"));
    free_world(&world);
}

static void without_a_size_nothing_is_outside(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct file file = FILE_OF("delivery.csv", odd, 0, 0);
    struct qa_objects_result result = look_at(&world, &file, NULL, true);
    assert_null(find(&world, "W180"));
    assert_int_equal(result.rows[0].n_sized, 0);
    free_world(&world);
}

static void gold_lends_its_sizes(void **state)
{
    (void)state;
    struct world world = new_world();
    const struct file delivered = FILE_OF("delivery.csv", odd, 0, 0);
    const struct file gold = FILE_OF("gold.csv", right, 640, 480);
    look_at(&world, &delivered, &gold, false);
    assert_non_null(find(&world, "W180"));
    assert_string_equal(find(&world, "W180")->file, "delivery.csv");
    free_world(&world);
}

/* As many as go the way that sorts, with repeats at its ends. */
static void repeats_among_many_are_found(void **state)
{
    (void)state;
    enum { MANY = 500 };
    struct world world = new_world();
    struct box boxes[MANY];
    for (size_t i = 0; i < MANY; i++) {
        size_t of = i == 100 || i == MANY - 1 ? 3 : i;
        boxes[i] = (struct box){1, "car", (double)(of % 7), (double)of, 20, 20};
    }
    const struct file file = FILE_OF("delivery.csv", boxes, 0, 0);
    struct qa_objects_result result = look_at(&world, &file, NULL, true);
    assert_int_equal(result.rows[0].n_repeated, 2);
    assert_int_equal(world.findings.n, 2);
    assert_int_equal(world.findings.list[0].line, 102);
    assert_int_equal(world.findings.list[1].line, MANY + 1);
    assert_non_null(strstr(world.findings.list[1].text, "line 5,"));
    free_world(&world);
}

static void crowds_are_not_looked_at(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_builder *builder = builder_of(&world);
    qa_builder_source(builder, "delivery.csv", "csv")->type = &qa_type_box;
    const double number[4] = {-50, -50, 100, 0};
    give_answer(&world, builder, 1, (struct qa_image_size){640, 480}, 2);
    for (int i = 0; i < 2; i++) {
        struct qa_object object = QA_NO_OBJECT;
        object.number = number;
        object.n_numbers = 4;
        object.line = 2;
        object.label = intern(world.names->labels, "car");
        object.crowd = true;
        qa_builder_object(builder, &qa_type_box, &object);
    }
    struct qa_objects_result result = look(&world, finish(&world, builder), NULL, true);
    assert_int_equal(world.findings.n, 1);
    assert_string_equal(world.findings.list[0].code, "W803");
    assert_int_equal(result.n_rows, 0);
    free_world(&world);
}

/* Gold may say so of any; a vendor that says so of most has hardly anything that can match. */
static void objects_to_be_ignored_are_said_of_a_delivery(void **state)
{
    (void)state;
    for (int is_gold = 0; is_gold < 2; is_gold++) {
        struct world world = new_world();
        struct qa_builder *builders[2] = {builder_of(&world), builder_of(&world)};
        const double number[4] = {50, 50, 100, 90};
        for (int b = 0; b < 2; b++) {
            qa_builder_source(builders[b], b == 0 ? "d.csv" : "gold.csv", "csv")->type =
                &qa_type_box;
            give_answer(&world, builders[b], 1, (struct qa_image_size){640, 480}, 2);
            struct qa_object object = QA_NO_OBJECT;
            object.number = number;
            object.n_numbers = 4;
            object.line = 2;
            object.label = intern(world.names->labels, "car");
            object.crowd = b == is_gold ? QA_REGION_UNCOUNTED : QA_REGION_NONE;
            qa_builder_object(builders[b], &qa_type_box, &object);
        }
        look(&world, finish(&world, builders[0]), finish(&world, builders[1]), false);
        assert_int_equal(find(&world, "W803") != NULL, !is_gold);
        free_world(&world);
    }
}

static void crowds_beside_as_many_objects_are_as_they_should(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_builder *builder = builder_of(&world);
    qa_builder_source(builder, "delivery.csv", "csv")->type = &qa_type_box;
    const double number[2][4] = {{50, 50, 100, 90}, {250, 50, 100, 90}};
    give_answer(&world, builder, 1, (struct qa_image_size){640, 480}, 2);
    for (int i = 0; i < 2; i++) {
        struct qa_object object = QA_NO_OBJECT;
        object.number = number[i];
        object.n_numbers = 4;
        object.line = 2;
        object.label = intern(world.names->labels, "car");
        object.crowd = i == 1;
        qa_builder_object(builder, &qa_type_box, &object);
    }
    struct qa_objects_result result = look(&world, finish(&world, builder), NULL, true);
    assert_int_equal(world.findings.n, 0);
    assert_int_equal(result.n_rows, 1);
    free_world(&world);
}

static void outlines_are_looked_at_by_their_bounds(void **state)
{
    (void)state;
    static const double outlines[2][6] = {{10, 10, 700, 10, 10, 60}, {10, 20, 30, 20, 50, 20}};
    struct world world = new_world();
    struct qa_builder *builder = builder_of(&world);
    qa_builder_source(builder, "delivery.csv", "csv")->type = &qa_type_polygon;
    give_answer(&world, builder, 1, (struct qa_image_size){640, 480}, 2);
    for (uint32_t i = 0; i < 2; i++) {
        struct qa_object object = QA_NO_OBJECT;
        object.number = outlines[i];
        object.n_numbers = 6;
        object.line = i + 2;
        qa_builder_object(builder, &qa_type_polygon, &object);
    }
    look(&world, finish(&world, builder), NULL, true);
    assert_int_equal(world.findings.n, 2);
    assert_int_equal(find(&world, "W180")->line, 2);
    assert_int_equal(find(&world, "W182")->line, 3);
    free_world(&world);
}

static void much_where_gold_has_nothing_is_a_note(void **state)
{
    (void)state;
    static const struct box five[] = {
        {1, "car", 0, 0, 9, 9},  {1, "car", 20, 0, 9, 9}, {1, "car", 40, 0, 9, 9},
        {1, "car", 60, 0, 9, 9}, {1, "car", 80, 0, 9, 9}, {2, "car", 80, 0, 9, 9},
    };
    for (int by_object = 0; by_object < 2; by_object++) {
        struct world world = new_world();
        struct qa_builder *builders[2] = {builder_of(&world), builder_of(&world)};
        const struct file delivered = FILE_OF("delivery.csv", five, 0, 0);
        give_file(&world, builders[0], &delivered);
        qa_builder_source(builders[1], "gold.csv", "csv")->type = &qa_type_box;
        give_answer(&world, builders[1], 1, (struct qa_image_size){0, 0}, 2);
        give_answer(&world, builders[1], 2, (struct qa_image_size){0, 0}, 3);
        look(&world, finish(&world, builders[0]), finish(&world, builders[1]), by_object != 0);
        assert_int_equal(world.findings.n, by_object);
        if (by_object) {
            assert_string_equal(world.findings.list[0].code, "W188");
            assert_int_equal(world.findings.list[0].severity, QA_NOTE);
            assert_non_null(strstr(world.findings.list[0].text, "1 item has five objects"));
        }
        free_world(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_right_is_quiet),
        cmocka_unit_test(corners_are_told_by_the_image_or_by_gold),
        cmocka_unit_test(large_boxes_are_no_corners),
        cmocka_unit_test(shares_are_told_by_the_image_or_by_gold),
        cmocka_unit_test(per_cent_are_told_beside_gold),
        cmocka_unit_test(few_objects_within_a_hundred_pixels_are_no_per_cent),
        cmocka_unit_test(a_shift_of_half_a_pixel_or_one_is_found),
        cmocka_unit_test(another_scale_is_found),
        cmocka_unit_test(other_sizes_matter_where_objects_end_elsewhere),
        cmocka_unit_test(two_deliveries_are_compared_with_each_other),
        cmocka_unit_test(odd_objects_are_found_by_their_lines),
        cmocka_unit_test(elsewhere_their_counts_are_said_once_a_file),
        cmocka_unit_test(without_a_size_nothing_is_outside),
        cmocka_unit_test(gold_lends_its_sizes),
        cmocka_unit_test(repeats_among_many_are_found),
        cmocka_unit_test(crowds_are_not_looked_at),
        cmocka_unit_test(objects_to_be_ignored_are_said_of_a_delivery),
        cmocka_unit_test(crowds_beside_as_many_objects_are_as_they_should),
        cmocka_unit_test(outlines_are_looked_at_by_their_bounds),
        cmocka_unit_test(much_where_gold_has_nothing_is_a_note),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
