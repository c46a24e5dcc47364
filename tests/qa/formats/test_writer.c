#include <math.h>

#include "tests/qa/formats/folder.h"

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/annotation/turn.h"
#include "qa/base/random.h"
#include "qa/formats/writer.h"

enum { N_ITEMS = 6, WIDTH = 640, HEIGHT = 480 };

/* ---- random deliveries of one kind that a form can hold ---- */

struct world {
    struct qa_arena *arena;
    struct qa_random random;
    struct qa_names *names;
    struct qa_builder *builder[QA_N_ROLES];
    struct qa_findings findings;
    const struct qa_writer *writer;
    const struct qa_type *type;
    uint64_t next_key;
};

static bool once_in(struct world *world, uint64_t n)
{
    return qa_random_below(&world->random, n) == 0;
}

static bool is_one_of(const struct world *world, const struct qa_writer *const *writers)
{
    for (size_t i = 0; writers[i] != NULL; i++) {
        if (writers[i] == world->writer) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct world *world, unsigned what)
{
    return (world->writer->holds & what) != 0;
}

static double below(struct world *world, double most)
{
    return qa_random_real(&world->random) * most;
}

static const char text_of_items[] = "Anna M\xc3\xbcller \xf0\x9f\x98\x80 met  Bob in Rome . "
                                    "Then they ate soup";
/* Where its words begin and end, in code points. */
static const double words[][2] = {{0, 4},   {5, 11},  {12, 13}, {14, 17}, {19, 22}, {23, 25},
                                  {26, 30}, {31, 32}, {33, 37}, {38, 42}, {43, 46}, {47, 51}};
enum { N_WORDS = sizeof words / sizeof *words };

static void some_mask(struct world *world, struct qa_shape *shape)
{
    enum { W = 12, H = 9 };
    uint8_t pixel[W * H] = {1};
    struct qa_rle_values values;
    for (size_t i = 1; i < W * H; i++) {
        pixel[i] = once_in(world, 2);
    }
    qa_rle_by_value(pixel, 1, H, W, &values, world->arena);
    qa_mask_put(&values.rle[values.value[0] == 1 ? 0 : 1], shape);
}

static void some_polygon(struct world *world, struct qa_shape *shape)
{
    const struct qa_writer *const with_parts[] = {&qa_writer_coco, &qa_writer_cvat, NULL};
    size_t n_parts = is_one_of(world, with_parts) ? 1 + once_in(world, 3) : 1;
    for (size_t p = 0; p < n_parts; p++) {
        qa_polygon_begin_part(shape);
        for (uint64_t n = 3 + qa_random_below(&world->random, 4); n > 0; n--) {
            qa_shape_add(shape, below(world, WIDTH));
            qa_shape_add(shape, below(world, HEIGHT));
        }
    }
    qa_polygon_end(shape);
}

static void some_keypoints(struct world *world, struct qa_shape *shape)
{
    const struct qa_writer *const without_area[] = {&qa_writer_yolo_pose, &qa_writer_label_studio,
                                                    NULL};
    bool is_plain = world->writer == &qa_writer_label_studio; /* all points are seen */
    bool has_names = world->writer != &qa_writer_yolo_pose;
    struct qa_keypoints_scale scale = {1 + below(world, 900), {1.5, 2, 30, 40}};
    scale = world->writer == &qa_writer_cvat ? QA_NO_SCALE : scale;
    scale.area = is_one_of(world, without_area) ? (double)NAN : scale.area;
    struct qa_keypoint_names names = {.arena = world->arena};
    qa_keypoints_begin(shape, &scale);
    for (int k = 0; k < 3; k++) {
        double v = is_plain ? 2 : (double)qa_random_below(&world->random, 3);
        qa_keypoints_add(shape, v > 0 ? below(world, WIDTH) : 0, v > 0 ? below(world, HEIGHT) : 0,
                         v);
        qa_keypoint_names_add(&names,
                              k == 0   ? "nose"
                              : k == 1 ? "left \"eye\""
                                       : "tail",
                              k == 0   ? 4
                              : k == 1 ? 10
                                       : 4);
    }
    qa_keypoints_end(shape, has_names ? &names : &(const struct qa_keypoint_names){.n = 0});
}

/* k: the object's place in its answer. */
static void some_shape(struct world *world, size_t k, struct qa_shape *shape)
{
    static const char *const texts[] = {"yes", "well \"then\"\nno", "M\xc3\xbcller \\ 7"};
    if (world->type == &qa_type_box || world->type == &qa_type_rotated_box) {
        qa_shape_add(shape, below(world, WIDTH / 2.0));
        qa_shape_add(shape, below(world, HEIGHT / 2.0));
        qa_shape_add(shape, 1 + below(world, WIDTH / 2.0 - 1));
        qa_shape_add(shape, 1 + below(world, HEIGHT / 2.0 - 1));
        if (world->type == &qa_type_rotated_box) {
            qa_shape_add(shape, 1 + below(world, 178));
        }
    } else if (world->type == &qa_type_polygon) {
        some_polygon(world, shape);
    } else if (world->type == &qa_type_mask) {
        some_mask(world, shape);
    } else if (world->type == &qa_type_keypoints) {
        some_keypoints(world, shape);
    } else if (world->type == &qa_type_turn || world->type == &qa_type_segment) {
        /* Tiers of TextGrid hold no two at once. */
        double start = world->writer == &qa_writer_textgrid ? 20.0 * (double)k : below(world, 100);
        qa_shape_add(shape, start);
        qa_shape_add(shape, start + 0.01 + below(world, 10));
    } else if (world->type == &qa_type_span) {
        /* Three words an object, of which one or two are in the span. */
        size_t first = 3 * k;
        qa_shape_add(shape, words[first][0]);
        qa_shape_add(shape, words[first + once_in(world, 2)][1]);
    } else if (world->type == &qa_type_transcript) {
        shape->text = texts[qa_random_below(&world->random, 3)];
        shape->n_text = strlen(shape->text);
    }
}

static const char *some_label(struct world *world)
{
    static const char *const labels[] = {"car", "M\xc3\xbcll", "a\"b\\c", "zebra <crossing>",
                                         "x,y"};
    static const char *const words_only[] = {"car", "M\xc3\xbcll", "a-b", "PER", "x,y"};
    const struct qa_writer *const without_blanks[] = {&qa_writer_conll, &qa_writer_rttm, NULL};
    uint64_t i = qa_random_below(&world->random, 5);
    return is_one_of(world, without_blanks) ? words_only[i] : labels[i];
}

static void add_object(struct world *world, enum qa_role role, size_t k)
{
    struct qa_object object = QA_NO_OBJECT;
    struct qa_shape shape = {.arena = world->arena, .text = ""};
    some_shape(world, k, &shape);
    object.number = shape.number;
    object.n_numbers = shape.n_numbers;
    object.text = shape.text;
    object.n_text = shape.n_text;
    object.line = 1;
    bool has_label =
        world->type != &qa_type_transcript &&
        (world->type->is_category || !holds(world, QA_HOLDS_NO_LABEL) || !once_in(world, 4));
    if (has_label) {
        object.label = qa_strings_intern_text(world->names->labels, some_label(world));
    }
    if (holds(world, QA_HOLDS_OBJECT_ID) && world->type->matching == QA_MATCH_ASSIGN) {
        object.key = world->next_key++;
    }
    if (holds(world, QA_HOLDS_SCORE) && once_in(world, 2)) {
        object.score = qa_random_real(&world->random);
    }
    if (holds(world, QA_HOLDS_CROWD) && once_in(world, 4)) {
        object.crowd = world->writer == &qa_writer_voc || once_in(world, 2) ? QA_REGION_UNCOUNTED
                                                                            : QA_REGION_CROWD;
    }
    qa_builder_object(world->builder[role], world->type, &object);
}

static uint32_t some_name(struct world *world, unsigned what, struct qa_strings *strings)
{
    static const char *const names[] = {"north", "b, \"c\"", "7"};
    return holds(world, what)
               ? qa_strings_intern_text(strings, names[qa_random_below(&world->random, 3)])
               : QA_NONE;
}

static void add_answer(struct world *world, uint32_t item, const char *who, enum qa_role role)
{
    struct qa_answer answer = QA_NO_ANSWER;
    bool is_one = world->type->matching == QA_MATCH_ANSWER;
    answer.item = item;
    answer.line = 1;
    answer.question = qa_strings_intern_text(world->names->questions, world->type->question);
    answer.vendor = some_name(world, QA_HOLDS_VENDOR, world->names->vendors);
    answer.annotator = qa_names_annotator(world->names, answer.vendor, who, strlen(who));
    answer.batch = some_name(world, QA_HOLDS_BATCH, world->names->batches);
    answer.stage = some_name(world, QA_HOLDS_STAGE, world->names->stages);
    if (holds(world, QA_HOLDS_SUBMITTED) && once_in(world, 2)) {
        answer.submitted =
            (int64_t)(1000000000 + qa_random_below(&world->random, 800000000)) * QA_SECOND + 250000;
    }
    /* Seconds are those of an annotation's first question, which keypoints' boxes are. */
    bool is_first = world->writer != &qa_writer_label_studio || world->type != &qa_type_keypoints;
    if (holds(world, QA_HOLDS_SECONDS) && is_first && once_in(world, 2)) {
        answer.duration = (int64_t)qa_random_below(&world->random, 900) * QA_SECOND + 500000;
    }
    if (holds(world, QA_HOLDS_ANSWER_ID)) {
        answer.key = world->next_key++;
    }
    if (world->type->bounds != NULL) {
        answer.image_size = world->type == &qa_type_mask ? (struct qa_image_size){12, 9}
                                                         : (struct qa_image_size){WIDTH, HEIGHT};
    }
    bool is_skipped = holds(world, QA_HOLDS_SKIPPED) && role == QA_DELIVERY && once_in(world, 8);
    answer.status = is_skipped ? QA_SKIPPED : QA_DONE;
    qa_builder_answer(world->builder[role], &answer);
    size_t n = is_one ? 1 : qa_random_below(&world->random, 4) + !holds(world, QA_HOLDS_NOTHING);
    for (size_t k = 0; !is_skipped && k < n; k++) {
        add_object(world, role, k);
    }
}

static bool is_folder_of_yolo(const struct qa_writer *writer)
{
    return strncmp(writer->name, "yolo", 4) == 0;
}

static const char *const odd_names[N_ITEMS] = {"1", "a b", "M\xc3\xbc&<x>", "it's", "d/5", "6"};
static const char *const plain_names[N_ITEMS] = {"1", "2", "3", "4", "5", "6"};

static void add_item(struct world *world, int i)
{
    const struct qa_writer *const plain[] = {&qa_writer_conll, &qa_writer_rttm, NULL};
    const char *const *names = is_one_of(world, plain) ? plain_names : odd_names;
    /* Items that are called as their files are have no folder where none is needed. */
    bool is_file = is_folder_of_yolo(world->writer) || world->writer == &qa_writer_textgrid;
    const char *name = is_file && strchr(names[i], '/') != NULL ? "5" : names[i];
    uint32_t item = qa_strings_intern_text(world->names->items, name);
    if (world->type == &qa_type_span || world->writer == &qa_writer_doccano) {
        (void)qa_names_set_item_text(world->names, item, text_of_items, strlen(text_of_items));
    }
    if (holds(world, QA_HOLDS_ANNOTATOR)) {
        add_answer(world, item, "anna", QA_DELIVERY);
        add_answer(world, item, "bob@x.org", QA_DELIVERY);
    } else {
        add_answer(world, item, "", QA_DELIVERY);
    }
    if (holds(world, QA_HOLDS_GOLD) && once_in(world, 2)) {
        add_answer(world, item, "", QA_GOLD);
    }
}

static struct qa_deliveries some_deliveries(struct world *world, const struct qa_writer *writer,
                                            const struct qa_type *type, uint64_t seed)
{
    *world = (struct world){.arena = qa_arena_new(), .writer = writer, .type = type, .next_key = 1};
    world->names = qa_names_new(world->arena);
    qa_random_init(&world->random, seed, 0);
    qa_findings_init(&world->findings, world->arena);
    for (int role = QA_DELIVERY; role <= QA_GOLD; role++) {
        world->builder[role] = qa_builder_new(world->arena, world->names);
        (void)qa_builder_source(world->builder[role], "made", "made");
    }
    for (int i = 0; i < N_ITEMS; i++) {
        add_item(world, i);
    }
    struct qa_batch *delivery =
        qa_builder_finish(world->builder[QA_DELIVERY], QA_DUPLICATES_KEEP, &world->findings);
    struct qa_batch *gold =
        qa_builder_finish(world->builder[QA_GOLD], QA_DUPLICATES_KEEP, &world->findings);
    const struct qa_question_options options = {.threshold = 0};
    const struct qa_questions *questions =
        qa_questions_make(delivery, gold, NULL, &options, world->arena, &world->findings);
    assert_int_equal(world->findings.total[QA_ERROR], 0);
    return (struct qa_deliveries){
        .names = world->names, .questions = questions, .delivery = delivery, .gold = gold};
}

/* ---- two batches as sorted lines ---- */

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Tokens of CoNLL have one blank between them, so a text of two comes back shorter. */
static double offset_of(const struct qa_batch *batch, size_t answer, double number)
{
    const char *item = qa_strings_text(batch->names->items, batch->item[answer]);
    return strncmp(item, "spans:", 6) == 0 && number > 17 ? number + 1 : number;
}

static const char *object_line(const struct qa_batch *batch, size_t a, uint64_t o,
                               struct qa_arena *arena)
{
    const struct qa_objects one = qa_batch_objects(batch, o, 1);
    size_t n;
    size_t n_text;
    const double *number = qa_object_numbers(&one, 0, &n);
    const char *text = qa_object_text(&one, 0, &n_text);
    const char *key =
        batch->object_key != NULL ? qa_key_text(batch->names, batch->object_key[o], arena) : NULL;
    bool is_span = qa_answer_type(batch, a) == &qa_type_span; /* quotes may or may not be given */
    const char *line = qa_arena_format(arena, " %s '%.*s' id=%s crowd=%d score=%.9g",
                                       qa_strings_text(batch->names->labels, batch->label[o]),
                                       is_span ? 0 : (int)n_text, text, key != NULL ? key : "",
                                       qa_object_region(batch, o),
                                       batch->score != NULL ? batch->score[o] : (double)NAN);
    for (size_t i = 0; i < n; i++) {
        line = qa_arena_format(arena, "%s %.9g", line, offset_of(batch, a, number[i]));
    }
    return line;
}

static const char *answer_line(const struct qa_batch *batch, size_t a, struct qa_arena *arena)
{
    const struct qa_names *names = batch->names;
    bool is_aside = a >= batch->n_answers;
    const char *item = qa_strings_text(names->items, batch->item[a]);
    item = strncmp(item, "spans:", 6) == 0 ? item + 6 : item;
    return qa_arena_format(arena, "%s %s %s %s %s %s %lld %lld %s", item,
                           qa_annotator_text(names, batch->annotator[a]),
                           qa_strings_text(names->vendors, qa_answer_vendor(batch, a)),
                           qa_strings_text(names->batches, qa_answer_batch(batch, a)),
                           qa_strings_text(names->stages, qa_answer_stage(batch, a)),
                           is_aside ? "skipped" : qa_answer_type(batch, a)->name,
                           (long long)(batch->submitted != NULL ? batch->submitted[a] : QA_NO_TIME),
                           (long long)qa_answer_duration(batch, a),
                           batch->key != NULL && qa_key_text(names, batch->key[a], arena) != NULL
                               ? qa_key_text(names, batch->key[a], arena)
                               : "");
}

/* Answers of a kind, and those that were skipped: keypoints bring their boxes along. */
static const char *lines_of(const struct qa_batch *batch, const struct qa_type *type,
                            struct qa_arena *arena)
{
    size_t n = 0;
    size_t n_answers = batch == NULL ? 0 : batch->n_answers + batch->n_set_aside;
    const char **list =
        QA_ARRAY(arena, const char *, n_answers + (batch != NULL ? batch->n_objects : 0) + 1);
    for (size_t a = 0; a < n_answers; a++) {
        if (a < batch->n_answers && qa_answer_type(batch, a) != type) {
            continue;
        }
        const char *answer = answer_line(batch, a, arena);
        size_t n_objects = a < batch->n_answers ? qa_object_count(batch, a) : 0;
        if (n_objects == 0) {
            list[n++] = answer;
        }
        for (size_t k = 0; k < n_objects; k++) {
            list[n++] = qa_arena_format(
                arena, "%s%s", answer, object_line(batch, a, qa_first_object(batch, a) + k, arena));
        }
    }
    qsort((void *)list, n, sizeof *list, compare_lines);
    const char *text = "";
    for (size_t i = 0; i < n; i++) {
        text = qa_arena_format(arena, "%s%s\n", text, list[i]);
    }
    return text;
}

/* ---- written and read back ---- */

static struct qa_writing write_all(struct world *world, const struct qa_deliveries *given)
{
    size_t n;
    const struct qa_canonical_request request = {.delivery = given->delivery, .gold = given->gold};
    struct qa_canonical_answer *answers = qa_canonical_order(&request, world->arena, &n);
    return qa_write_answers(world->writer, answers, n, world->arena, &world->findings);
}

static void read_back(struct folder *folder, const struct world *world,
                      const struct qa_writing *writing)
{
    struct folder_file files[2 * N_ITEMS];
    /* What a file's form cannot say of itself. */
    const struct folder_options options = {
        .sizes = is_folder_of_yolo(world->writer)
                     ? "item,width,height\n1,640,480\na b,640,480\nM\xc3\xbc&<x>,640,480\n"
                       "it's,640,480\n5,640,480\n6,640,480\n"
                     : NULL,
        .format = is_folder_of_yolo(world->writer) ? world->writer->name : NULL,
        .signing = world->writer == &qa_writer_doccano ? QA_SIGN_BY_FILE : QA_SIGN_AUTO,
        .shape = world->writer == &qa_writer_textgrid ? world->type : NULL};
    for (size_t i = 0; i < writing->n_files; i++) {
        files[i] = (struct folder_file){writing->files[i].name, writing->files[i].text};
    }
    enum qa_status status = read_folder(folder, files, writing->n_files, &options);
    if (status != QA_OK) {
        fail_msg("not read back: %s %s", folder->err.code, folder->err.text);
    }
    assert_no_error(folder);
}

static void try_one(const struct qa_writer *writer, const struct qa_type *type, uint64_t seed)
{
    struct world world;
    struct folder folder;
    struct qa_deliveries given = some_deliveries(&world, writer, type, seed);
    struct qa_writing writing = write_all(&world, &given);
    if (world.findings.total[QA_ERROR] > 0) {
        fail_msg("%s refuses %s: %s", writer->name, type->name, world.findings.list[0].text);
    }
    read_back(&folder, &world, &writing);
    const char *want = lines_of(given.delivery, type, world.arena);
    const char *got = lines_of(folder.out.delivery, type, world.arena);
    if (strcmp(want, got) != 0) {
        print_error("%s, %s, seed %llu\n%s\n", writer->name, type->name, (unsigned long long)seed,
                    writing.files[writing.n_files - 1].text);
    }
    assert_string_equal(got, want);
    assert_string_equal(lines_of(folder.out.gold, type, world.arena),
                        lines_of(given.gold, type, world.arena));
    qa_arena_free(folder.arena);
    qa_arena_free(world.arena);
}

static void what_a_form_holds_reads_back_as_the_same_answers(void **state)
{
    (void)state;
    for (size_t w = 0; w < qa_n_writers; w++) {
        for (size_t t = 0; qa_writers[w]->types[t] != NULL; t++) {
            for (uint64_t seed = 1; seed <= 8; seed++) {
                try_one(qa_writers[w], qa_writers[w]->types[t], seed);
            }
        }
    }
}

static void every_writer_has_a_reader_of_its_name(void **state)
{
    (void)state;
    for (size_t w = 0; w < qa_n_writers; w++) {
        const struct qa_reader *reader;
        struct qa_error err;
        assert_int_equal(qa_reader_by_name(qa_writers[w]->name, &reader, &err), QA_OK);
    }
}

/* ---- refusals ---- */

static const char *refusal(const struct qa_writer *writer, const struct folder_file *file)
{
    static char text[600];
    struct folder folder;
    size_t n;
    assert_int_equal(read_folder(&folder, file, 1, NULL), QA_OK);
    assert_no_error(&folder);
    const struct qa_canonical_request request = {.delivery = folder.out.delivery,
                                                 .gold = folder.out.gold};
    struct qa_canonical_answer *answers = qa_canonical_order(&request, folder.arena, &n);
    uint64_t n_before = folder.findings.n;
    (void)qa_write_answers(writer, answers, n, folder.arena, &folder.findings);
    const struct qa_finding *last =
        folder.findings.n > n_before ? &folder.findings.list[folder.findings.n - 1] : NULL;
    snprintf(text, sizeof text, "%s %s", last != NULL ? last->code : "",
             last != NULL ? last->text : "");
    qa_arena_free(folder.arena);
    return text;
}

static void assert_says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("'%s' does not say '%s'", text, part);
    }
}

static void what_a_form_cannot_hold_is_refused_with_the_reason(void **state)
{
    (void)state;
    const struct folder_file labels = {"a.csv", "item,annotator,label\n1,a,x\n"};
    const struct folder_file two = {"a.csv",
                                    "item,annotator,x,y,width,height,label,image_width,"
                                    "image_height\n1,a,1,2,3,4,x,9,9\n1,b,1,2,3,4,x,9,9\n"};
    const struct folder_file sizeless = {"a.csv", "item,x,y,width,height,label\n1,1,2,3,4,x\n"};
    const struct folder_file hole = {"a.csv",
                                     "item,wkt,label,image_width,image_height\n"
                                     "1,\"POLYGON((0 0,9 0,9 9,0 9),(2 2,3 2,3 3,2 3))\",x,9,9\n"};
    const struct folder_file leaves = {
        "a.csv", "item,x,y,width,height,label,image_width,image_height\n../1,1,2,3,4,x,9,9\n"};
    const struct folder_file spans = {"a.csv",
                                      "item,start,end,text,label,type\n1,0,4,Anna,x,span\n"};
    const struct folder_file blank = {"a.csv",
                                      "item,start,end,speaker,type,label\na b,0,4,s,turn,s\n"};
    assert_says(refusal(&qa_writer_rttm, &labels), "E267 the question 'label' asks for labels: "
                                                   "rttm cannot hold labels; cvat, "
                                                   "label-studio, doccano or prodigy can");
    assert_says(refusal(&qa_writer_yolo, &two), "E268 yolo cannot tell the answers of 'a' and 'b'");
    assert_says(refusal(&qa_writer_yolo, &sizeless), "E269 the size of item '1' is not known");
    assert_says(refusal(&qa_writer_label_studio, &sizeless), "E269 the size of item '1'");
    assert_says(refusal(&qa_writer_coco, &hole), "E267 a polygon of item '1' has a hole");
    assert_says(refusal(&qa_writer_label_studio, &hole), "E267 a polygon of item '1' has holes");
    assert_says(refusal(&qa_writer_yolo, &leaves), "E269 item '../1' is no name that a file");
    assert_says(refusal(&qa_writer_conll, &spans), "E269 the text of item '1' is not known");
    assert_says(refusal(&qa_writer_label_studio, &spans), "E269 the text of item '1'");
    assert_says(refusal(&qa_writer_rttm, &blank), "E269 recording 'a b' has a blank");
    assert_says(refusal(&qa_writer_yolo_seg, &hole), "E267 a polygon of item '1' has holes");
    assert_says(refusal(&qa_writer_cvat, &hole), "E267 a polygon of item '1' has a hole");
    assert_says(refusal(&qa_writer_voc, &two), "E268 voc cannot tell the answers of 'a' and 'b'");
    assert_says(refusal(&qa_writer_doccano, &spans), "E269 the text of item '1' is not known");
    assert_says(refusal(&qa_writer_prodigy, &spans), "E269 the text of item '1' is not known");
}

static void other_things_that_forms_cannot_hold(void **state)
{
    (void)state;
#define KEYPOINTS "item,keypoints,label,image_width,image_height\n"
    const struct folder_file nowhere = {"a.csv", KEYPOINTS "1,a:0:0:0,x,9,9\n"};
    const struct folder_file nameless = {"a.csv", KEYPOINTS "1,:1:2:2 :0:0:0,x,9,9\n"};
    const struct folder_file uneven = {"a.csv",
                                       KEYPOINTS "1,:1:2:2,x,9,9\n2,:1:2:2 :3:4:2,x,9,9\n"};
    const struct folder_file crowd = {"a.csv",
                                      "item,x,y,width,height,label,crowd\n1,1,2,3,4,x,1\n"};
    const struct folder_file folders = {
        "a.csv", "item,x,y,width,height,label\na.jpg,1,2,3,4,x\na.png,1,2,3,4,x\n"};
    const struct folder_file at_once = {
        "a.csv", "item,start,end,label,type\n1,0,4,x,segment\n1,3,5,y,segment\n"};
    const struct folder_file tab = {"a.csv", "item,start,end,label,type\n1,0,4,\"x\ty\",segment\n"};
    const struct folder_file member = {
        "a.jsonl", "{\"id\": 1, \"text\": \"Anna\", \"spans\": [], \"_annotator_id\": \"a/b\"}\n"};
    assert_says(refusal(&qa_writer_label_studio, &nowhere),
                "E267 keypoints of item '1' are all not");
    assert_says(refusal(&qa_writer_label_studio, &nameless), "E267 keypoints of item '1' have no");
    assert_says(refusal(&qa_writer_yolo_pose, &nowhere), "E267 keypoints of item '1' lie nowhere");
    assert_says(refusal(&qa_writer_yolo_pose, &uneven), "E267 objects of other numbers");
    assert_says(refusal(&qa_writer_voc, &crowd), "E267 a region of item '1' is a crowd");
    assert_says(refusal(&qa_writer_cvat, &crowd), "E267 cvat cannot say that a region");
    assert_says(refusal(&qa_writer_voc, &folders), "E268 two items would have one file 'a.xml'");
    assert_says(refusal(&qa_writer_textgrid, &at_once), "E267 'y' at 3 s of item '1' overlaps");
    assert_says(refusal(&qa_writer_dcase, &tab), "E269 class 'x\ty' is no field");
    assert_says(refusal(&qa_writer_doccano, &member), "E269 annotator 'a/b' is no name");
}

static void spans_that_are_no_tags_of_tokens_are_refused(void **state)
{
    (void)state;
    const struct folder_file within = {
        "a.jsonl", "{\"text\": \"Anna met Bob\", \"entities\": [[0, 2, \"PER\"]]}\n"};
    const struct folder_file overlap = {
        "a.jsonl",
        "{\"text\": \"Anna met Bob\", \"entities\": [[0, 8, \"PER\"], [5, 12, \"X\"]]}\n"};
    assert_says(refusal(&qa_writer_conll, &within), "E267 a span of item");
    assert_says(refusal(&qa_writer_conll, &overlap), "overlaps another: CoNLL has a tag a token");
}

static void facts_without_a_place_are_left_out_and_said(void **state)
{
    (void)state;
    const struct folder_file file = {
        "a.csv", "item,annotator,start,end,type,label,seconds,status\n"
                 "r,a,0,4,turn,s,7,done\nq,a,,,turn,,,done\np,a,,,,,,skipped\n"};
    struct folder folder;
    size_t n;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_OK);
    const struct qa_canonical_request request = {.delivery = folder.out.delivery};
    struct qa_canonical_answer *answers = qa_canonical_order(&request, folder.arena, &n);
    struct qa_writing writing =
        qa_write_answers(&qa_writer_rttm, answers, n, folder.arena, &folder.findings);
    assert_no_error(&folder);
    assert_int_equal(writing.n_files, 1);
    assert_string_equal(writing.files[0].text, "SPEAKER r 1 0 4 <NA> <NA> s <NA> <NA>\n");
    const char *said = "";
    for (size_t i = 0; i < folder.findings.n; i++) {
        if (strcmp(folder.findings.list[i].code, "W267") == 0) {
            said = qa_arena_format(folder.arena, "%s%s\n", said, folder.findings.list[i].text);
        }
    }
    assert_string_equal(said,
                        "rttm has no place for these, which are left out: annotators, seconds\n"
                        "1 skipped or open answers are left out: rttm has no place for them\n"
                        "1 answers in which nothing was found are left out: rttm cannot say it\n");
    qa_arena_free(folder.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_form_holds_reads_back_as_the_same_answers),
        cmocka_unit_test(every_writer_has_a_reader_of_its_name),
        cmocka_unit_test(what_a_form_cannot_hold_is_refused_with_the_reason),
        cmocka_unit_test(other_things_that_forms_cannot_hold),
        cmocka_unit_test(spans_that_are_no_tags_of_tokens_are_refused),
        cmocka_unit_test(facts_without_a_place_are_left_out_and_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
