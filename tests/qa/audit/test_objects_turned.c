/* Files that are read as something else than they mean are said, and bad work is not. */
#include "qa/audit/objects.h"

#include "tests/qa/audit/batches.h"

enum { N_ITEMS = 12, MOST = 5, WIDTH = 640, HEIGHT = 480 };

struct place {
    size_t label;
    double x, y, width, height;
};

struct scene {
    struct place list[N_ITEMS][MOST];
    size_t n[N_ITEMS];
};

static double between(struct qa_random *random, double low, double high)
{
    return low + (high - low) * qa_random_real(random);
}

static void draw(struct qa_random *random, struct scene *scene)
{
    for (size_t i = 0; i < N_ITEMS; i++) {
        scene->n[i] = 1 + (size_t)qa_random_below(random, MOST);
        for (size_t o = 0; o < scene->n[i]; o++) {
            double width = between(random, 24, 150);
            double height = between(random, 24, 150);
            scene->list[i][o] = (struct place){(size_t)qa_random_below(random, 3),
                                               between(random, 0, WIDTH - width),
                                               between(random, 0, HEIGHT - height), width, height};
        }
    }
}

typedef struct place changes(struct place place);

static struct place as_it_is(struct place place)
{
    return place;
}

static struct place by_centre(struct place p)
{
    return (struct place){p.label, p.x + p.width / 2, p.y + p.height / 2, p.width, p.height};
}

static struct place by_corner(struct place p)
{
    return (struct place){p.label, p.x - p.width / 2, p.y - p.height / 2, p.width, p.height};
}

static struct place swapped(struct place p)
{
    return (struct place){p.label, p.y, p.x, p.height, p.width};
}

static struct place mirrored(struct place p)
{
    return (struct place){p.label, WIDTH - p.x - p.width, p.y, p.width, p.height};
}

static struct place from_below(struct place p)
{
    return (struct place){p.label, p.x, HEIGHT - p.y - p.height, p.width, p.height};
}

static struct place half_turned(struct place p)
{
    return from_below(mirrored(p));
}

static struct place moved(struct place p)
{
    return (struct place){p.label, p.x + 33, p.y - 7, p.width, p.height};
}

static struct place renamed(struct place p)
{
    return (struct place){(p.label + 1) % 3, p.x, p.y, p.width, p.height};
}

/* How a person sees it, with a hand that shakes. */
static struct place by_hand(struct qa_random *random, struct place p, double shake)
{
    double by[4];
    for (int k = 0; k < 4; k++) {
        by[k] = between(random, -shake, shake);
    }
    return (struct place){p.label, p.x + by[0], p.y + by[1], p.width + by[2], p.height + by[3]};
}

/* Names that sort as the items do. */
static struct qa_batch *give(struct world *world, const char *path, const struct scene *scene,
                             size_t item_off)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    uint32_t line = 2;
    qa_builder_source(builder, path, "csv")->type = &qa_type_box;
    for (size_t i = 0; i < N_ITEMS; i++) {
        struct qa_answer answer = QA_NO_ANSWER;
        answer.item =
            intern(world->names->items, qa_arena_format(world->arena, "%02zu.jpg", i + item_off));
        answer.line = line;
        answer.image_size = (struct qa_image_size){WIDTH, HEIGHT};
        qa_builder_answer(builder, &answer);
        for (size_t o = 0; o < scene->n[i]; o++) {
            const struct place *p = &scene->list[i][o];
            const double number[4] = {p->x, p->y, p->width, p->height};
            struct qa_object object = QA_NO_OBJECT;
            object.label =
                intern(world->names->labels, qa_arena_format(world->arena, "class %zu", p->label));
            object.line = line++;
            object.number = number;
            object.n_numbers = 4;
            qa_builder_object(builder, &qa_type_box, &object);
        }
    }
    return qa_builder_finish(builder, QA_DUPLICATES_KEEP, &world->findings);
}

/* The codes from W806 on that are said of a delivery beside gold; "" for none. */
static void assert_said(const struct scene *gold, const struct scene *delivered, size_t item_off,
                        const char *code, const char *words)
{
    struct world world = new_world();
    struct qa_batch *batch[QA_N_ROLES] = {[QA_DELIVERY] =
                                              give(&world, "d.csv", delivered, item_off),
                                          [QA_GOLD] = give(&world, "gold.csv", gold, 0)};
    const struct qa_question_options options = {0};
    qa_questions_make(batch[QA_DELIVERY], batch[QA_GOLD], NULL, &options, world.arena,
                      &world.findings);
    const struct qa_objects_request request = {
        .batch = {[QA_DELIVERY] = batch[QA_DELIVERY], [QA_GOLD] = batch[QA_GOLD]}};
    qa_look_at_objects(&request, world.arena, &world.findings);
    size_t n = 0;
    for (size_t f = 0; f < world.findings.n; f++) {
        const struct qa_finding *finding = &world.findings.list[f];
        if (strcmp(finding->code, "W806") < 0) {
            continue;
        }
        n++;
        if (strcmp(finding->code, code) != 0 || strstr(finding->text, words) == NULL) {
            fail_msg("%s %s, expected %s ... %s", finding->code, finding->text, code, words);
        }
    }
    assert_int_equal(n, code[0] != '\0');
    free_world(&world);
}

static void another_reading_is_said(void **state)
{
    static const struct {
        changes *change;
        size_t item_off;
        bool by_hand;
        const char *code;
        const char *words;
    } cases[] = {
        {by_centre, 0, true, "W810", "the centre and not"},
        {by_corner, 0, true, "W810", "the corner and not"},
        {swapped, 0, true, "W810", "x and y change places"},
        {mirrored, 0, true, "W810", "left to right"},
        {from_below, 0, true, "W810", "top to bottom"},
        {half_turned, 0, true, "W810", "180 degrees"},
        {as_it_is, 1, true, "W811", "the item before"},
        {moved, 0, false, "W812", "+33 in x and -7 in y"},
        {renamed, 0, true, "W806", "under other names"},
        {as_it_is, 0, true, "", ""},
        {as_it_is, 0, false, "", ""},
    };
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 8, 0);
    for (size_t i = 0; i < 10 * sizeof cases / sizeof *cases; i++) {
        size_t c = i / 10;
        struct scene gold;
        struct scene delivered;
        draw(&random, &gold);
        delivered = gold;
        for (size_t k = 0; k < N_ITEMS * MOST; k++) {
            struct place *place = &delivered.list[k / MOST][k % MOST];
            struct place seen = cases[c].by_hand && k % MOST < gold.n[k / MOST]
                                    ? by_hand(&random, *place, 2)
                                    : *place;
            *place = k % MOST < gold.n[k / MOST] ? cases[c].change(seen) : *place;
        }
        assert_said(&gold, &delivered, cases[c].item_off, cases[c].code, cases[c].words);
    }
}

/* Boxes of people who are inexact, who miss, who draw anywhere, and who mistake classes. */
static void bad_work_is_no_other_reading(void **state)
{
    struct qa_random random;

    (void)state;
    qa_random_init(&random, 9, 0);
    for (int round = 0; round < 200; round++) {
        struct scene gold;
        struct scene other;
        draw(&random, &gold);
        draw(&random, &other);
        struct scene delivered = gold;
        double shake = between(&random, 0, 60);
        double wrong = qa_random_real(&random);
        double anywhere = qa_random_real(&random);
        for (size_t i = 0; i < N_ITEMS; i++) {
            for (size_t o = 0; o < gold.n[i]; o++) {
                struct place *place = &delivered.list[i][o];
                bool is_elsewhere = qa_random_real(&random) < anywhere && o < other.n[i];
                *place = is_elsewhere ? other.list[i][o] : by_hand(&random, *place, shake);
                place->width = fmax(place->width, 2);
                place->height = fmax(place->height, 2);
                if (qa_random_real(&random) < wrong) {
                    place->label = (size_t)qa_random_below(&random, 3);
                }
            }
        }
        assert_said(&gold, &delivered, 0, "", "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_reading_is_said),
        cmocka_unit_test(bad_work_is_no_other_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
