#include "qa/annotation/polygon.h"
#include "qa/annotation/transcript.h"
#include "tests/qa/audit/batches.h"

/* An answer of kind: 'l' a label, 'b' a box, 'p' a polygon, 't' a text, 'e' empty. */
struct asked {
    const char *question;
    char kind;
    const char *item;
    const char *label;
};

static void give_object(struct world *world, struct qa_builder *builder, const struct asked *asked)
{
    static const double numbers[] = {0, 0, 5, 5, 5, 0};
    struct qa_object object = QA_NO_OBJECT;
    object.label = intern(world->names->labels, asked->label != NULL ? asked->label : "x");
    object.number = numbers;
    switch (asked->kind) {
    case 'l':
        qa_builder_object(builder, &qa_type_label, &object);
        break;
    case 'b':
        object.n_numbers = 4;
        qa_builder_object(builder, &qa_type_box, &object);
        break;
    case 'p':
        object.n_numbers = 6;
        qa_builder_object(builder, &qa_type_polygon, &object);
        break;
    case 't':
        object.text = "word";
        object.n_text = 4;
        qa_builder_object(builder, &qa_type_transcript, &object);
        break;
    default:
        break;
    }
}

/* path: of the one source; type: what it is said to hold. */
static struct qa_batch *batch_of(struct world *world, const char *path, const struct qa_type *type,
                                 const struct asked *list, size_t n)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    qa_builder_source(builder, path, "csv")->type = type;
    for (size_t i = 0; i < n; i++) {
        struct qa_answer answer = QA_NO_ANSWER;
        answer.item = intern(world->names->items, list[i].item != NULL ? list[i].item : "a");
        answer.question = intern(world->names->questions, list[i].question);
        answer.line = (uint32_t)i + 2;
        qa_builder_answer(builder, &answer);
        give_object(world, builder, &list[i]);
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}
#define LIST(...)                                                                                  \
    (const struct asked[]){__VA_ARGS__},                                                           \
        sizeof((const struct asked[]){__VA_ARGS__}) / sizeof(struct asked)

static const struct qa_question *question_of(const struct qa_questions *questions,
                                             const struct world *world, const char *name)
{
    return &questions->list[id_of(world->names->questions, name)];
}

static const struct qa_questions *make(struct world *world, struct qa_batch *delivery,
                                       struct qa_batch *gold, struct qa_batch *prelabels)
{
    const struct qa_question_options options = {0};
    return qa_questions_make(delivery, gold, prelabels, &options, world->arena, &world->findings);
}

static void a_question_has_the_kind_that_any_batch_answers_it_with(void **state)
{
    (void)state;
    for (int with = 0; with < 3; with++) {
        struct world world = new_world();
        struct qa_batch *batch[3];
        for (int role = 0; role < 3; role++) {
            batch[role] = batch_of(&world, "f", &qa_type_box,
                                   LIST({"shapes", role == with ? 'p' : 'e', NULL, NULL}));
        }
        const struct qa_questions *questions = make(&world, batch[0], batch[1], batch[2]);
        assert_ptr_equal(question_of(questions, &world, "shapes")->type, &qa_type_polygon);
        for (int role = 0; role < 3; role++) {
            assert_ptr_equal(batch[role]->questions, questions);
            assert_true(question_of(questions, &world, "shapes")->is_asked[role]);
        }
        assert_int_equal(world.findings.n, 0);
        free_world(&world);
    }
}

static void a_question_answered_with_nothing_has_the_kind_its_file_is_said_to_hold(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_batch *delivery =
        batch_of(&world, "d", NULL, LIST({"a", 'e', NULL, NULL}, {"b", 'e', NULL, NULL}));
    struct qa_batch *gold = batch_of(&world, "g", &qa_type_polygon, LIST({"b", 'e', NULL, NULL}));
    const struct qa_questions *questions = make(&world, delivery, gold, NULL);
    assert_ptr_equal(question_of(questions, &world, "a")->type, &qa_type_label);
    assert_ptr_equal(question_of(questions, &world, "b")->type, &qa_type_polygon);
    free_world(&world);
}

/* Gold seldom names its question while a delivery may. */
static void questions_pair_by_name_or_as_the_only_ones_of_a_kind(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_batch *delivery = batch_of(
        &world, "d", NULL,
        LIST({"scene", 'l', NULL, NULL}, {"cars", 'b', NULL, NULL}, {"areas", 'p', NULL, NULL},
             {"lanes", 'p', NULL, NULL}, {"words", 't', NULL, NULL}));
    struct qa_batch *gold = batch_of(&world, "g", NULL,
                                     LIST({"label", 'l', NULL, NULL}, {"boxes", 'b', NULL, NULL},
                                          {"lanes", 'p', NULL, NULL}, {"other", 'p', NULL, NULL}));
    struct qa_batch *prelabels =
        batch_of(&world, "p", NULL, LIST({"cars", 'b', NULL, NULL}, {"model", 'b', NULL, NULL}));
    const struct qa_questions *questions = make(&world, delivery, gold, prelabels);
    static const struct {
        const char *own;
        const char *gold;
        const char *prelabels;
    } want[] = {{"scene", "label", NULL},
                {"cars", "boxes", "cars"},
                {"areas", NULL, NULL}, /* two of polygons */
                {"lanes", "lanes", NULL},
                {"words", NULL, NULL}};
    for (size_t i = 0; i < 5; i++) {
        const struct qa_question *own = question_of(questions, &world, want[i].own);
        uint32_t id = id_of(world.names->questions, want[i].own);
        assert_int_equal(own->partner[QA_DELIVERY], id);
        assert_int_equal(own->partner[QA_GOLD], want[i].gold != NULL
                                                    ? id_of(world.names->questions, want[i].gold)
                                                    : QA_NONE);
        assert_int_equal(
            own->partner[QA_PRELABELS],
            want[i].prelabels != NULL ? id_of(world.names->questions, want[i].prelabels) : QA_NONE);
        if (want[i].gold != NULL) {
            assert_int_equal(question_of(questions, &world, want[i].gold)->of_delivery, id);
        }
    }
    assert_int_equal(question_of(questions, &world, "other")->of_delivery, QA_NONE);
    assert_int_equal(question_of(questions, &world, "other")->partner[QA_GOLD], QA_NONE);
    assert_false(question_of(questions, &world, "other")->is_asked[QA_DELIVERY]);
    assert_int_equal(world.findings.n, 0);
    free_world(&world);
}

static void two_questions_of_a_kind_on_either_side_do_not_pair(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        struct world world = new_world();
        struct qa_batch *two =
            batch_of(&world, "two", NULL, LIST({"one", 'b', NULL, NULL}, {"two", 'b', NULL, NULL}));
        struct qa_batch *one = batch_of(&world, "one", NULL, LIST({"other", 'b', NULL, NULL}));
        const struct qa_questions *questions =
            side == 0 ? make(&world, two, one, NULL) : make(&world, one, two, NULL);
        for (uint32_t q = 0; q < questions->n; q++) {
            assert_int_equal(questions->list[q].partner[QA_GOLD], QA_NONE);
            assert_int_equal(questions->list[q].of_delivery, QA_NONE);
        }
        free_world(&world);
    }
}

static void a_question_of_two_kinds_in_two_batches_names_both_places(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_batch *delivery = batch_of(&world, "vendor.csv", NULL,
                                         LIST({"z", 'l', NULL, NULL}, {"what", 'b', NULL, NULL}));
    struct qa_batch *gold =
        batch_of(&world, "gold.csv", NULL,
                 LIST({"z", 'l', NULL, NULL}, {"z", 'l', "b", NULL}, {"what", 'p', NULL, NULL}));
    make(&world, delivery, gold, NULL);
    assert_int_equal(world.findings.n, 1);
    assert_string_equal(world.findings.list[0].code, "E132");
    assert_int_equal(world.findings.list[0].severity, QA_ERROR);
    assert_string_equal(world.findings.list[0].file, "gold.csv");
    assert_int_equal(world.findings.list[0].line, 4);
    assert_string_equal(world.findings.list[0].text,
                        "question 'what' is answered with a polygon here and with a box in "
                        "vendor.csv:3; give each its own question");
    free_world(&world);
}

/* What one batch said already is not said again against another. */
static void two_kinds_within_a_batch_are_said_once(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_batch *delivery =
        batch_of(&world, "d", NULL, LIST({"q", 'b', "a", NULL}, {"q", 'p', "b", NULL}));
    struct qa_batch *gold = batch_of(&world, "g", NULL, LIST({"q", 'p', NULL, NULL}));
    make(&world, delivery, gold, NULL);
    assert_int_equal(world.findings.n, 1);
    free_world(&world);
}

static void thresholds_labels_and_settings_are_those_of_the_kind_unless_declared(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_batch *delivery =
        batch_of(&world, "d", NULL,
                 LIST({"scene", 'l', NULL, NULL}, {"cars", 'b', NULL, NULL},
                      {"areas", 'p', NULL, NULL}, {"words", 't', NULL, NULL}));
    const struct qa_questions *questions = make(&world, delivery, NULL, NULL);
    const struct qa_question *scene = question_of(questions, &world, "scene");
    const struct qa_question *cars = question_of(questions, &world, "cars");
    const struct qa_question *areas = question_of(questions, &world, "areas");
    const struct qa_question *words = question_of(questions, &world, "words");
    assert_close(cars->threshold, 0.5, 0);
    assert_close(cars->localisation, 0.1, 0);
    assert_close(scene->threshold, qa_type_label.threshold, 0);
    assert_close(words->threshold, qa_type_transcript.threshold, 0);
    assert_null(cars->labels);
    assert_null(areas->setting);
    assert_string_equal(cars->name, "cars");

    struct qa_setting settings[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX] = {{{.choice = 0}}};
    settings[qa_type_index(&qa_type_polygon)][0].choice = 1;
    const uint32_t labels[] = {3, 1};
    const uint32_t classes[] = {2};
    const struct qa_question_options options = {
        .threshold = 0.7,
        .localisation = 0.3,
        .setting = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])settings,
        .labels = labels,
        .n_labels = 2,
        .object_labels = classes,
        .n_object_labels = 1};
    qa_questions_declare(questions, &options);
    assert_close(cars->threshold, 0.7, 0);
    assert_close(areas->threshold, 0.7, 0);
    assert_close(areas->localisation, 0.3, 0);
    assert_close(scene->threshold, qa_type_label.threshold, 0);
    assert_close(words->threshold, qa_type_transcript.threshold, 0);
    assert_close(words->localisation, qa_type_transcript.localisation, 0);
    assert_int_equal(areas->setting[0].choice, 1);
    assert_int_equal(cars->setting[0].choice, 0);
    assert_ptr_equal(scene->labels, labels);
    assert_int_equal(scene->n_labels, 2);
    assert_ptr_equal(cars->labels, classes);
    assert_int_equal(cars->n_labels, 1);
    free_world(&world);
}

static void partner_labels_are_those_of_the_question_that_pairs(void **state)
{
    (void)state;
    struct world world = new_world();
    struct qa_batch *delivery =
        batch_of(&world, "d", NULL,
                 LIST({"scene", 'l', "a", "day"}, {"scene", 'l', "b", "day"},
                      {"scene", 'l', "c", "day"}, {"cars", 'b', "a", "car"}));
    struct qa_batch *gold = batch_of(&world, "g", NULL,
                                     LIST({"label", 'l', "b", "night"}, {"label", 'l', "c", "day"},
                                          {"label", 'e', "d", NULL}, {"boxes", 'b', "a", "bus"}));
    make(&world, delivery, gold, NULL);
    uint32_t scene = id_of(world.names->questions, "scene");
    uint32_t cars = id_of(world.names->questions, "cars");
    uint32_t *labels = qa_partner_labels(delivery, QA_GOLD, scene, world.arena);
    assert_int_equal(labels[0], QA_NONE);
    assert_int_equal(labels[1], id_of(world.names->labels, "night"));
    assert_int_equal(labels[2], id_of(world.names->labels, "day"));
    assert_int_equal(labels[3], QA_NONE);
    labels = qa_partner_labels(delivery, QA_PRELABELS, scene, world.arena);
    assert_int_equal(labels[1], QA_NONE);
    labels = qa_partner_labels(delivery, QA_GOLD, cars, world.arena);
    assert_int_equal(labels[0], QA_NONE); /* boxes are no labels */
    assert_true(qa_answer_is_label(delivery, 0) != qa_answer_is_label(delivery, 1));
    assert_ptr_equal(qa_answer_type(gold, 0), &qa_type_box);
    free_world(&world);
}

static void titles_name_the_kind_of_objects_and_lists_hold_the_labels(void **state)
{
    (void)state;
    struct world world = new_world();
    bool several;
    uint32_t *list;
    struct qa_batch *labels =
        batch_of(&world, "d", NULL, LIST({"zoo", 'l', NULL, NULL}, {"air", 'l', NULL, NULL}));
    const struct qa_questions *questions = make(&world, labels, NULL, NULL);
    assert_null(qa_questions_of_objects(questions, &several));
    assert_false(several);
    assert_string_equal(qa_questions_plural(questions), "objects");
    assert_string_equal(qa_questions_similarity(questions), "similarity");
    assert_int_equal(qa_questions_of_labels(questions, world.names, world.arena, &list), 2);
    assert_int_equal(list[0], id_of(world.names->questions, "air"));
    assert_int_equal(list[1], id_of(world.names->questions, "zoo"));

    struct qa_batch *gold =
        batch_of(&world, "g", NULL, LIST({"cars", 'b', NULL, NULL}, {"sky", 'l', NULL, NULL}));
    questions = make(&world, labels, gold, NULL);
    assert_ptr_equal(qa_questions_of_objects(questions, &several),
                     question_of(questions, &world, "cars"));
    assert_false(several);
    assert_string_equal(qa_questions_plural(questions), "boxes");
    assert_string_equal(qa_questions_similarity(questions), "IoU");
    assert_int_equal(qa_questions_of_labels(questions, world.names, world.arena, &list), 2);

    struct qa_batch *polygons = batch_of(&world, "d", NULL, LIST({"areas", 'p', NULL, NULL}));
    questions = make(&world, polygons, gold, NULL);
    qa_questions_of_objects(questions, &several);
    assert_true(several);
    assert_string_equal(qa_questions_plural(questions), "objects");
    assert_string_equal(qa_questions_similarity(questions), "similarity");
    /* What only a model answered is no title. */
    questions = make(&world, labels, NULL, polygons);
    assert_null(qa_questions_of_objects(questions, &several));
    free_world(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_has_the_kind_that_any_batch_answers_it_with),
        cmocka_unit_test(a_question_answered_with_nothing_has_the_kind_its_file_is_said_to_hold),
        cmocka_unit_test(questions_pair_by_name_or_as_the_only_ones_of_a_kind),
        cmocka_unit_test(two_questions_of_a_kind_on_either_side_do_not_pair),
        cmocka_unit_test(a_question_of_two_kinds_in_two_batches_names_both_places),
        cmocka_unit_test(two_kinds_within_a_batch_are_said_once),
        cmocka_unit_test(thresholds_labels_and_settings_are_those_of_the_kind_unless_declared),
        cmocka_unit_test(partner_labels_are_those_of_the_question_that_pairs),
        cmocka_unit_test(titles_name_the_kind_of_objects_and_lists_hold_the_labels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
