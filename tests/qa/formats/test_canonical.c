#include <math.h>

#include "tests/qa/formats/tables.h"
#include "tests/support/random_objects.h"

#include "qa/annotation/box.h"
#include "qa/formats/canonical.h"

/* ---- random batches of all kinds ---- */

enum { N_ITEMS = 12, MOST_OBJECTS = 5 };

struct world {
    struct qa_arena *arena;
    struct qa_random random;
    struct qa_names *names;
    struct qa_builder *builder[QA_N_ROLES];
    struct qa_findings findings;
    uint64_t next_key;
};

static bool once_in(struct world *world, uint64_t n)
{
    return qa_random_below(&world->random, n) == 0;
}

static const char *some_name(struct world *world)
{
    static const char *const names[] = {"a",    "b, c", "d \"e\"",     "007",  "7",
                                        "x\ny", "= 1",  "Müller",      "-",    "1e5",
                                        "true", "null", "back\\slash", " pad "};
    return names[qa_random_below(&world->random, sizeof names / sizeof *names)];
}

static uint32_t some_id(struct world *world, struct qa_strings *strings)
{
    return once_in(world, 3) ? QA_NONE : qa_strings_intern_text(strings, some_name(world));
}

static int64_t some_time(struct world *world)
{
    return once_in(world, 3) ? QA_NO_TIME
                             : (int64_t)qa_random_below(&world->random, 2000000000) * QA_SECOND +
                                   (int64_t)qa_random_below(&world->random, 3) * 250001;
}

static struct qa_answer some_answer(struct world *world, uint32_t item, const struct qa_type *type)
{
    struct qa_answer answer = QA_NO_ANSWER;
    const char *who = once_in(world, 5) ? "" : some_name(world);
    answer.item = item;
    answer.question = qa_strings_intern_text(world->names->questions, type->question);
    answer.vendor = some_id(world, world->names->vendors);
    answer.annotator = qa_names_annotator(world->names, answer.vendor, who, strlen(who));
    answer.batch = some_id(world, world->names->batches);
    answer.stage = some_id(world, world->names->stages);
    answer.started = some_time(world);
    answer.submitted = some_time(world);
    answer.duration =
        once_in(world, 3) ? QA_NO_TIME : (int64_t)qa_random_below(&world->random, 100000000);
    bool both = answer.started != QA_NO_TIME && answer.submitted != QA_NO_TIME;
    if (both) {
        answer.submitted = answer.started + 5 * QA_SECOND;
        answer.duration = answer.duration == QA_NO_TIME ? 5 * QA_SECOND : answer.duration;
    }
    answer.key = world->next_key++;
    if (once_in(world, 2)) {
        answer.image_size = (struct qa_image_size){640, 480};
    }
    answer.line = 1;
    return answer;
}

static void add_object(struct world *world, struct qa_builder *builder, const struct qa_type *type)
{
    struct qa_object object = QA_NO_OBJECT;
    struct qa_shape shape = {.arena = world->arena, .text = ""};
    static const char *const labels[] = {"car", "a, b", "\"q\"", "10", "yes"};
    assert_true(random_object(type, &world->random, &shape));
    object.number = shape.number;
    object.n_numbers = shape.n_numbers;
    object.text = shape.text;
    object.n_text = shape.n_text;
    object.line = 1;
    object.key = world->next_key++;
    if (type->is_category || !once_in(world, 3)) {
        object.label = qa_strings_intern_text(world->names->labels,
                                              labels[qa_random_below(&world->random, 5)]);
    }
    object.score = once_in(world, 3) ? qa_random_real(&world->random) : object.score;
    object.value = once_in(world, 3) ? qa_random_real(&world->random) : object.value;
    object.crowd = type->covered != NULL && once_in(world, 4);
    qa_builder_object(builder, type, &object);
    for (uint64_t p = qa_random_below(&world->random, 3); type->part_numbers > 0 && p > 0; p--) {
        shape.n_numbers = 0;
        assert_true(random_object(type, &world->random, &shape));
        shape.number[0] += 100000.0 * (double)p; /* another frame */
        object.number = shape.number;
        qa_builder_object(builder, type, &object);
    }
}

static void add_answer(struct world *world, uint32_t item, const struct qa_type *type,
                       enum qa_role role)
{
    struct qa_builder *builder = world->builder[role];
    struct qa_answer answer = some_answer(world, item, type);
    bool is_one = type->matching == QA_MATCH_ANSWER;
    uint64_t n = is_one ? 1 : qa_random_below(&world->random, MOST_OBJECTS);
    if (once_in(world, 8)) {
        answer.status = once_in(world, 2) ? QA_SKIPPED : QA_OPEN;
        n = 0;
    }
    qa_builder_answer(builder, &answer);
    for (uint64_t i = 0; i < n; i++) {
        add_object(world, builder, type);
    }
}

static struct qa_batch *finish(struct world *world, enum qa_role role)
{
    return qa_builder_finish(world->builder[role], QA_DUPLICATES_KEEP, &world->findings);
}

/* Boxes and rotated boxes answer one question, to which gold has one answer an item. */
static bool has_own_question(size_t t)
{
    size_t same = 0;
    while (strcmp(qa_types[same]->question, qa_types[t]->question) != 0) {
        same++;
    }
    return same == t;
}

static struct qa_deliveries some_deliveries(struct world *world, uint64_t seed)
{
    world->arena = qa_arena_new();
    world->names = qa_names_new(world->arena);
    world->next_key = 1;
    qa_random_init(&world->random, seed, 0);
    qa_findings_init(&world->findings, world->arena);
    for (int role = QA_DELIVERY; role <= QA_GOLD; role++) {
        world->builder[role] = qa_builder_new(world->arena, world->names);
        (void)qa_builder_source(world->builder[role], "made", "made");
    }
    for (int i = 0; i < N_ITEMS; i++) {
        uint32_t item = qa_strings_intern_text(
            world->names->items, qa_arena_format(world->arena, "item %d, \"%d\"", 20 - i, i));
        for (size_t t = 0; t < qa_n_types; t++) {
            if (t == 0 || (once_in(world, 3) && has_own_question(t))) {
                add_answer(world, item, qa_types[t], QA_GOLD);
            }
            for (uint64_t k = qa_random_below(&world->random, 4); k > 0; k--) {
                add_answer(world, item, qa_types[t], QA_DELIVERY);
            }
        }
    }
    struct qa_batch *delivery = finish(world, QA_DELIVERY);
    struct qa_batch *gold = finish(world, QA_GOLD);
    const struct qa_question_options options = {.threshold = 0};
    const struct qa_questions *questions =
        qa_questions_make(delivery, gold, NULL, &options, world->arena, &world->findings);
    assert_int_equal(world->findings.total[QA_ERROR], 0);
    return (struct qa_deliveries){
        .names = world->names, .questions = questions, .delivery = delivery, .gold = gold};
}

/* ---- what two batches have in common, without the writer ---- */

static size_t find_key(const struct qa_batch *batch, uint64_t key)
{
    size_t a = 0;
    size_t n = batch->n_answers + batch->n_set_aside;
    while (a < n && batch->key[a] != key) {
        a++;
    }
    return a;
}

static void same_text(const struct qa_strings *a, uint32_t one, const struct qa_strings *b,
                      uint32_t other)
{
    assert_string_equal(qa_strings_text(a, one), qa_strings_text(b, other));
}

static int64_t time_at(const int64_t *times, size_t answer)
{
    return times != NULL ? times[answer] : QA_NO_TIME;
}

static double real_at(const double *reals, uint64_t object)
{
    return reals != NULL ? reals[object] : (double)NAN;
}

static void same_real(double a, double b)
{
    assert_true(a == b || (isnan(a) && isnan(b)));
}

static uint64_t object_by_key(const struct qa_batch *batch, size_t answer, uint64_t key)
{
    uint64_t first = qa_first_object(batch, answer);
    for (size_t i = 0; i < qa_object_count(batch, answer); i++) {
        if (batch->object_key[first + i] == key) {
            return first + i;
        }
    }
    fail_msg("object %llu is lost", (unsigned long long)key);
    return 0;
}

static void same_objects(const struct qa_batch *a, size_t one, const struct qa_batch *b,
                         size_t other)
{
    assert_int_equal(qa_object_count(a, one), qa_object_count(b, other));
    for (size_t i = 0; i < qa_object_count(a, one); i++) {
        uint64_t left = qa_first_object(a, one) + i;
        uint64_t right = object_by_key(b, other, a->object_key[left]);
        const struct qa_objects x = qa_batch_objects(a, left, 1);
        const struct qa_objects y = qa_batch_objects(b, right, 1);
        assert_int_equal(qa_object_order(&x, 0, &y, 0), 0);
        same_text(a->names->labels, a->label[left], b->names->labels, b->label[right]);
        same_real(real_at(a->score, left), real_at(b->score, right));
        same_real(real_at(a->value, left), real_at(b->value, right));
        assert_int_equal(qa_object_is_crowd(a, left), qa_object_is_crowd(b, right));
    }
}

static void same_answer(const struct qa_batch *a, size_t one, const struct qa_batch *b,
                        size_t other)
{
    const struct qa_names *x = a->names;
    const struct qa_names *y = b->names;
    same_text(x->items, a->item[one], y->items, b->item[other]);
    same_text(x->questions, qa_answer_question(a, one), y->questions, qa_answer_question(b, other));
    same_text(x->vendors, qa_answer_vendor(a, one), y->vendors, qa_answer_vendor(b, other));
    same_text(x->batches, qa_answer_batch(a, one), y->batches, qa_answer_batch(b, other));
    same_text(x->stages, qa_answer_stage(a, one), y->stages, qa_answer_stage(b, other));
    assert_string_equal(qa_annotator_text(x, a->annotator[one]),
                        qa_annotator_text(y, b->annotator[other]));
    assert_true(time_at(a->started, one) == time_at(b->started, other));
    assert_true(time_at(a->submitted, one) == time_at(b->submitted, other));
    assert_true(time_at(a->duration, one) == time_at(b->duration, other));
    assert_int_equal(a->status != NULL ? a->status[one] : QA_DONE,
                     b->status != NULL ? b->status[other] : QA_DONE);
    if (one < a->n_answers) {
        assert_ptr_equal(qa_answer_type(a, one), qa_answer_type(b, other));
        same_objects(a, one, b, other);
    }
}

static void same_batch(const struct qa_batch *a, const struct qa_batch *b)
{
    assert_int_equal(a->n_answers, b->n_answers);
    assert_int_equal(a->n_set_aside, b->n_set_aside);
    assert_int_equal(a->n_objects, b->n_objects);
    for (size_t i = 0; i < a->n_answers + a->n_set_aside; i++) {
        same_answer(a, i, b, find_key(b, a->key[i]));
    }
}

/* ---- written and read back ---- */

static char *written(const struct qa_deliveries *given, enum qa_canonical_form form, size_t *n)
{
    char *text = NULL;
    FILE *stream = open_memstream(&text, n);
    struct qa_arena *arena = qa_arena_new();
    const struct qa_canonical_request request = {
        .delivery = given->delivery, .gold = given->gold, .form = form};
    (void)qa_canonical_write(&request, arena, stream);
    assert_int_equal(fclose(stream), 0);
    qa_arena_free(arena);
    return text;
}

static void read_back(struct run *run, const char *text, size_t n)
{
    static const struct qa_read_options options = {.duplicates = QA_DUPLICATES_KEEP,
                                                   .item_names = QA_ITEMS_AS_IS};
    name_file(run->path);
    write_text(run->path, text, n);
    enum qa_status status = read_path(run, QA_DELIVERY, options);
    if (status != QA_OK || run->findings.total[QA_ERROR] > 0) {
        fail_msg("not read back: %s %s", run->err.text,
                 run->findings.n > 0 ? run->findings.list[0].text : "");
    }
}

static void try_form(uint64_t seed, enum qa_canonical_form form)
{
    struct world world;
    struct run run;
    size_t n;
    size_t n_again;
    struct qa_deliveries given = some_deliveries(&world, seed);
    char *text = written(&given, form, &n);
    read_back(&run, text, n);
    same_batch(given.delivery, run.out.delivery);
    same_batch(given.gold, run.out.gold);
    char *again = written(&run.out, form, &n_again);
    assert_int_equal(n, n_again);
    assert_memory_equal(text, again, n);
    free(text);
    free(again);
    qa_arena_free(run.arena);
    qa_arena_free(world.arena);
}

static void csv_rows_read_back_are_the_same_batch_and_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        try_form(seed, QA_CANONICAL_CSV);
    }
}

static void json_lines_read_back_are_the_same_batch_and_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 1001; seed <= 1150; seed++) {
        try_form(seed, QA_CANONICAL_JSONL);
    }
}

static void the_order_of_rows_says_nothing(void **state)
{
    (void)state;
    static const char one[] = "item,annotator,x,y,width,height,label\n"
                              "b,w,1,2,3,4,car\na,w,5,6,7,8,van\na,v,,,,,\na,w,1,1,1,1,car\n";
    static const char other[] = "item,annotator,x,y,width,height,label\n"
                                "a,w,1,1,1,1,car\na,v,,,,,\na,w,5,6,7,8,van\nb,w,1,2,3,4,car\n";
    static const char rows[] = "item,question,annotator,type,label,x,y,width,height\n"
                               "a,boxes,v,,,,,,\na,boxes,w,box,car,1,1,1,1\n"
                               "a,boxes,w,box,van,5,6,7,8\nb,boxes,w,box,car,1,2,3,4\n";
    struct run run;
    size_t n;
    read_back(&run, one, sizeof one - 1);
    char *text = written(&run.out, QA_CANONICAL_CSV, &n);
    assert_string_equal(text, rows);
    free(text);
    qa_arena_free(run.arena);
    read_back(&run, other, sizeof other - 1);
    text = written(&run.out, QA_CANONICAL_CSV, &n);
    assert_string_equal(text, rows);
    free(text);
    qa_arena_free(run.arena);
}

/* By the question's name, since no row has an object. */
static void what_was_asked_for_is_known_where_nothing_was_found(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "item,question,annotator,type\na,boxes,w,\n",
        "{\"item\": \"a\", \"question\": \"boxes\", \"annotator\": \"w\"}\n"};
    for (size_t i = 0; i < 2; i++) {
        struct run run;
        read_back(&run, texts[i], strlen(texts[i]));
        assert_int_equal(run.out.delivery->n_answers, 1);
        assert_int_equal(run.out.delivery->n_objects, 0);
        assert_ptr_equal(qa_answer_type(run.out.delivery, 0), &qa_type_box);
        qa_arena_free(run.arena);
    }
}

static void sets_of_tags_are_lists_in_json_lines(void **state)
{
    (void)state;
    static const char csv[] = "item,annotator,label\na,w,\"[\"\"sky\"\", \"\"sea\"\"]\"\n";
    static const char line[] = "{\"item\": \"a\", \"question\": \"label\", \"annotator\": \"w\", "
                               "\"type\": \"tags\", \"label\": [\"sea\", \"sky\"]}\n";
    struct run run;
    size_t n;
    read_back(&run, csv, sizeof csv - 1);
    char *text = written(&run.out, QA_CANONICAL_JSONL, &n);
    assert_string_equal(text, line);
    qa_arena_free(run.arena);
    read_back(&run, text, n);
    free(text);
    text = written(&run.out, QA_CANONICAL_JSONL, &n);
    assert_string_equal(text, line);
    free(text);
    qa_arena_free(run.arena);
}

static void check_fails(const char *text, const char *code, uint64_t line, const char *part)
{
    struct run run;
    name_file(run.path);
    write_text(run.path, text, strlen(text));
    const struct qa_read_options options = {.duplicates = QA_DUPLICATES_ERROR};
    enum qa_status status = read_path(&run, QA_DELIVERY, options);
    if (status != QA_OK) {
        assert_string_equal(run.err.code, code);
        assert_non_null(strstr(run.err.text, part));
    } else {
        assert_true(run.findings.total[QA_ERROR] > 0);
        assert_string_equal(run.findings.list[0].code, code);
        assert_int_equal(run.findings.list[0].line, line);
        assert_non_null(strstr(run.findings.list[0].text, part));
    }
    qa_arena_free(run.arena);
}

static void broken_lines_are_named(void **state)
{
    (void)state;
    static const char good[] = "{\"item\": \"a\", \"question\": \"boxes\"}\n";
    char text[512];
    snprintf(text, sizeof text, "%s[1]\n", good);
    check_fails(text, "E216", 2, "an array");
    snprintf(text, sizeof text, "%s{\"item\": \"b\", \"label\": {\"a\": 1}}\n", good);
    check_fails(text, "E216", 2, "'label' is an object");
    snprintf(text, sizeof text, "%s{\"item\": \"b\", \"type\": \"box\", \"x\": \"one\"}\n", good);
    check_fails(text, "E121", 2, "y is ''");
    snprintf(text, sizeof text, "%s{\"item\": \"b\", \"gold\": \"cat\"}\n", good);
    check_fails(text, "E129", 2, "gold is 'cat'");
    snprintf(text, sizeof text, "%s{\"item\": \"b\",\n", good);
    check_fails(text, "E115", 0, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_rows_read_back_are_the_same_batch_and_the_same_bytes),
        cmocka_unit_test(json_lines_read_back_are_the_same_batch_and_the_same_bytes),
        cmocka_unit_test(the_order_of_rows_says_nothing),
        cmocka_unit_test(what_was_asked_for_is_known_where_nothing_was_found),
        cmocka_unit_test(sets_of_tags_are_lists_in_json_lines),
        cmocka_unit_test(broken_lines_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
