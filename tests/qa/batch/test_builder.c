#include "qa/annotation/polygon.h"
#include "qa/annotation/transcript.h"
#include "tests/qa/audit/batches.h"

/* ---- rows as a file has them, and the batch as text ---- */

enum { KINDS = 4, MOST_ROWS = 120, MOST_NUMBERS = 12, LINE_MAX_BYTES = 4096 };

static const struct qa_type *const kinds[KINDS] = {&qa_type_label, &qa_type_box, &qa_type_polygon,
                                                   &qa_type_transcript};

/* One row of one of two files: an answer, and an object of it unless kind is -1. */
struct row {
    unsigned file;
    int kind;
    struct qa_answer answer;
    struct qa_object object;
    double number[MOST_NUMBERS];
    char text[24];
};

static bool is_single(int kind)
{
    return kind >= 0 && kinds[kind]->matching == QA_MATCH_ANSWER;
}

/* What makes two rows one answer, beside the file and the question. */
static bool same_answer(const struct row *a, const struct row *b)
{
    return a->answer.item == b->answer.item && a->answer.annotator == b->answer.annotator &&
           a->answer.vendor == b->answer.vendor && a->answer.stage == b->answer.stage &&
           a->answer.key == b->answer.key && a->answer.status == b->answer.status;
}

struct files {
    struct qa_names *names;
    struct row row[MOST_ROWS];
    size_t n;
    const struct qa_type *type[2]; /* what an empty file is said to hold */
};

/* order: which row comes when, within its file. Where `joined`, an answer that follows itself is
 * given once, with all its objects behind it. */
static struct qa_batch *build(struct world *world, const struct files *files, const uint64_t *order,
                              bool joined, enum qa_duplicates duplicates)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    for (unsigned file = 0; file < 2; file++) {
        const struct row *last = NULL;
        struct qa_source *source = qa_builder_source(builder, file == 0 ? "one" : "two", "csv");
        source->type = files->type[file];
        for (size_t i = 0; i < files->n; i++) {
            const struct row *row = &files->row[order != NULL ? order[i] : i];
            if (row->file != file) {
                continue;
            }
            bool again = joined && last != NULL && same_answer(last, row) && row->kind >= 0 &&
                         last->answer.question == row->answer.question && last->kind == row->kind &&
                         !is_single(row->kind);
            if (!again) {
                qa_builder_answer(builder, &row->answer);
            }
            if (row->answer.status != QA_DONE) {
                qa_builder_exclude(builder, row->answer.status == QA_SKIPPED ? QA_EXCLUDED_SKIPPED
                                                                             : QA_EXCLUDED_OPEN);
            } else if (row->kind >= 0) {
                struct qa_object object = row->object;
                object.number = row->number;
                object.text = row->text;
                qa_builder_object(builder, kinds[row->kind], &object);
            }
            last = row;
        }
    }
    return qa_builder_finish(builder, duplicates, &world->findings);
}

static void print_object(FILE *out, uint32_t label, const double *number, size_t n_numbers,
                         const char *text, size_t n_text, double score, double value, bool crowd,
                         uint64_t key)
{
    fprintf(out, "%u(", label);
    for (size_t i = 0; i < n_numbers; i++) {
        fprintf(out, " %.17g", number[i]);
    }
    fprintf(out, ")'%.*s' %g %g %d %llx", (int)n_text, text, score, value, crowd,
            (unsigned long long)key);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The texts in order, one after the other, which are freed; malloc'ed. */
static char *joined_text(char **list, size_t n, const char *between)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    if (n > 0) {
        qsort(list, n, sizeof *list, compare_texts);
    }
    for (size_t i = 0; i < n; i++) {
        fprintf(out, "%s%s", list[i], between);
        free(list[i]);
    }
    fclose(out);
    return text;
}

/* An answer with the texts of its objects, in their order as texts. */
static char *answer_text(const struct qa_answer *answer, int kind, unsigned file, char **objects,
                         size_t n)
{
    char *all = joined_text(objects, n, "; ");
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    fprintf(out, "%d %d %d %d %d %d %lld %lld %lld %llx %d kind %d file %u: %s", (int)answer->item,
            (int)answer->annotator, (int)answer->question, (int)answer->vendor, (int)answer->batch,
            (int)answer->stage, (long long)answer->started, (long long)answer->submitted,
            (long long)answer->duration, (unsigned long long)answer->key, (int)answer->status, kind,
            file, all);
    fclose(out);
    free(all);
    return text;
}

static char *text_of_answer(const struct qa_batch *batch, size_t a)
{
    char *objects[MOST_ROWS];
    size_t n = a < batch->n_answers ? qa_object_count(batch, a) : 0;
    uint64_t first = n > 0 ? qa_first_object(batch, a) : 0;
    struct qa_objects list = {.n = 0};
    if (n > 0) {
        list = qa_batch_objects(batch, first, n);
    }
    for (size_t i = 0; i < n; i++) {
        size_t size;
        size_t n_numbers;
        size_t n_text;
        const double *number = qa_object_numbers(&list, i, &n_numbers);
        const char *text = qa_object_text(&list, i, &n_text);
        FILE *out = open_memstream(&objects[i], &size);
        assert_non_null(out);
        print_object(out, list.label[i], number, n_numbers, text, n_text,
                     batch->score != NULL ? batch->score[first + i] : (double)NAN,
                     batch->value != NULL ? batch->value[first + i] : (double)NAN,
                     qa_object_is_crowd(batch, first + i),
                     batch->object_key != NULL ? batch->object_key[first + i] : QA_NO_KEY);
        fclose(out);
    }
    uint32_t question = qa_answer_question(batch, a);
    const struct qa_answer answer = {
        .item = batch->item[a],
        .annotator = batch->annotator[a],
        .question = question,
        .vendor = qa_answer_vendor(batch, a),
        .batch = qa_answer_batch(batch, a),
        .stage = qa_answer_stage(batch, a),
        .status = batch->status != NULL ? (enum qa_answer_status)batch->status[a] : QA_DONE,
        .started = batch->started != NULL ? batch->started[a] : QA_NO_TIME,
        .submitted = batch->submitted != NULL ? batch->submitted[a] : QA_NO_TIME,
        .duration = qa_answer_duration(batch, a),
        .key = batch->key != NULL ? batch->key[a] : QA_NO_KEY};
    int kind = -1;
    for (int k = 0; n > 0 && k < KINDS; k++) {
        kind = qa_types[batch->question_type[question]] == kinds[k] ? k : kind;
    }
    unsigned file = batch->source != NULL ? batch->source[a] : 0;
    return answer_text(&answer, kind, file, objects, n);
}

/* All answers, a line each, in the order of the lines as texts; those set aside among them. */
static char *batch_text(const struct qa_batch *batch)
{
    size_t n = batch->n_answers + batch->n_set_aside;
    char **lines = malloc((n + 1) * sizeof *lines);
    for (size_t a = 0; a < n; a++) {
        lines[a] = text_of_answer(batch, a);
    }
    char *text = joined_text(lines, n, "\n");
    free(lines);
    return text;
}

/* The answers, without those set aside, in the order of the batch. */
static char *ordered_text(const struct qa_batch *batch)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t a = 0; a < batch->n_answers; a++) {
        char *line = text_of_answer(batch, a);
        fprintf(out, "%s\n", line);
        free(line);
    }
    fclose(out);
    return text;
}

/* Shows the first line that differs. */
static void assert_same_lines(const char *got, const char *want)
{
    while (*got != '\0' && *got == *want) {
        size_t n = strcspn(got, "\n") + 1;
        size_t n_want = strcspn(want, "\n") + 1;
        if (n != n_want || memcmp(got, want, n) != 0) {
            break;
        }
        got += n;
        want += n;
    }
    if (strcmp(got, want) != 0) {
        print_error("got  %.*s\nwant %.*s\n", (int)strcspn(got, "\n"), got,
                    (int)strcspn(want, "\n"), want);
        fail();
    }
}

/* ---- the same by another way: every row looks for its fellows ---- */

static uint32_t question_of_kind(const struct files *files, int kind)
{
    return qa_strings_intern_text(files->names->questions, kinds[kind]->question);
}

/* Which kinds without a fixed number of objects a file holds, else what it is said to hold. */
static bool file_holds(const struct files *files, unsigned file, int kind)
{
    bool any = false;
    bool own = false;
    for (size_t i = 0; i < files->n; i++) {
        const struct row *row = &files->row[i];
        if (row->file == file && row->answer.status == QA_DONE && row->kind >= 0 &&
            !is_single(row->kind)) {
            any = true;
            own = own || row->kind == kind;
        }
    }
    const struct qa_type *said = files->type[file] != NULL ? files->type[file] : &qa_type_label;
    return any ? own : kinds[kind] == said;
}

static bool answers_question(const struct files *files, const struct row *row, uint32_t question)
{
    if (row->answer.question != QA_NONE) {
        return row->answer.question == question;
    }
    if (row->kind >= 0) {
        return question_of_kind(files, row->kind) == question;
    }
    for (int kind = 0; kind < KINDS; kind++) {
        if (question_of_kind(files, kind) == question && file_holds(files, row->file, kind)) {
            return true;
        }
    }
    return false;
}

/* Two rows that are one answer to a question, when every duplicate is kept. */
static bool are_fellows(const struct files *files, const struct row *a, const struct row *b,
                        uint32_t question)
{
    return a->file == b->file && same_answer(a, b) && !is_single(a->kind) && !is_single(b->kind) &&
           answers_question(files, b, question);
}

static char *expected_answer(const struct files *files, size_t r, uint32_t question)
{
    char *objects[MOST_ROWS];
    size_t n = 0;
    int kind = -1;
    for (size_t i = r; i < files->n; i++) {
        const struct row *row = &files->row[i];
        if ((i == r || are_fellows(files, &files->row[r], row, question)) && row->kind >= 0) {
            size_t size;
            FILE *out = open_memstream(&objects[n++], &size);
            assert_non_null(out);
            print_object(out, row->object.label, row->number, row->object.n_numbers, row->text,
                         row->object.n_text, row->object.score, row->object.value,
                         row->object.crowd, row->object.key);
            fclose(out);
            kind = row->kind;
        }
    }
    struct qa_answer answer = files->row[r].answer;
    answer.question = question;
    return answer_text(&answer, kind, files->row[r].file, objects, n);
}

static char *expected_text(const struct files *files)
{
    char **lines = malloc(KINDS * 2 * MOST_ROWS * sizeof *lines);
    size_t n = 0;
    uint32_t n_questions = qa_strings_count(files->names->questions);
    for (size_t r = 0; r < files->n; r++) {
        const struct row *row = &files->row[r];
        if (row->answer.status != QA_DONE) {
            lines[n++] = answer_text(&row->answer, -1, row->file, NULL, 0);
            continue;
        }
        for (uint32_t q = 0; q < n_questions; q++) {
            bool is_first = answers_question(files, row, q);
            for (size_t i = 0; is_first && i < r; i++) {
                is_first = files->row[i].answer.status != QA_DONE ||
                           !answers_question(files, &files->row[i], q) ||
                           !are_fellows(files, &files->row[i], row, q);
            }
            if (is_first) {
                lines[n++] = expected_answer(files, r, q);
            }
        }
    }
    char *text = joined_text(lines, n, "\n");
    free(lines);
    return text;
}

/* ---- random files ---- */

static uint32_t maybe(struct qa_random *random, uint32_t n)
{
    uint64_t at = qa_random_below(random, n + 1);
    return at == n ? QA_NONE : (uint32_t)at;
}

/* What is richer than bare rows comes up in some files and not in others. */
struct taste {
    uint64_t kinds; /* the first of them */
    uint32_t questions, vendors, stages, batches, annotators, keys;
    bool empties, set_aside, crowds, scores;
};

static struct taste some_taste(struct qa_random *random)
{
    return (struct taste){.kinds = 1 + qa_random_below(random, KINDS),
                          .questions = qa_random_below(random, 3) == 0 ? KINDS : 0,
                          .vendors = (uint32_t)qa_random_below(random, 3),
                          .stages = (uint32_t)qa_random_below(random, 3),
                          .batches = (uint32_t)qa_random_below(random, 3),
                          .annotators = 1 + (uint32_t)qa_random_below(random, 3),
                          .keys = (uint32_t)qa_random_below(random, 4),
                          .empties = qa_random_below(random, 2) == 0,
                          .set_aside = qa_random_below(random, 2) == 0,
                          .crowds = qa_random_below(random, 2) == 0,
                          .scores = qa_random_below(random, 2) == 0};
}

/* Names by their ids, so that no order of rows changes an id. */
static void name_all(struct qa_names *names)
{
    static const char *const texts[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (size_t i = 0; i < 8; i++) {
        qa_strings_intern_text(names->items, texts[i]);
        qa_strings_intern_text(names->labels, texts[i]);
        qa_strings_intern_text(names->stages, texts[i]);
        qa_strings_intern_text(names->batches, texts[i]);
        qa_strings_intern_text(names->vendors, texts[i]);
        qa_strings_intern_text(names->keys, texts[i]);
        qa_names_annotator(names, QA_NONE, texts[i], 1);
    }
    for (size_t i = 0; i < KINDS; i++) {
        qa_strings_intern_text(names->questions, texts[i]); /* of kind i */
    }
    for (size_t i = 0; i < KINDS; i++) {
        qa_strings_intern_text(names->questions, kinds[i]->question);
    }
}

static void random_object(struct qa_random *random, const struct taste *taste, struct row *row)
{
    size_t n = row->kind == 1 ? 4 : row->kind == 2 ? 6 + 2 * qa_random_below(random, 4) : 0;
    row->object.n_numbers = n;
    for (size_t i = 0; i < n; i++) {
        row->number[i] = (double)qa_random_below(random, 5);
    }
    if (row->kind == 3) {
        /* Its only object says all of a transcript, so equal answers have equal ones. */
        snprintf(row->text, sizeof row->text, "%u %u %d", row->answer.item, row->answer.annotator,
                 (int)row->answer.stage);
        row->object.n_text = strlen(row->text) - (row->answer.item % 3 == 0 ? 0 : 2);
    }
    row->object.label = row->kind == 0   ? row->answer.item ^ (row->answer.annotator & 3)
                        : row->kind == 3 ? QA_NONE
                                         : maybe(random, 4);
    if (!is_single(row->kind)) {
        row->object.crowd = taste->crowds && qa_random_below(random, 4) == 0;
        row->object.score = taste->scores ? qa_random_real(random) : (double)NAN;
        row->object.key = taste->keys > 0 ? maybe(random, 5) : QA_NO_KEY;
        row->object.key = row->object.key == QA_NONE ? QA_NO_KEY : row->object.key;
    }
    row->object.value =
        taste->scores && row->answer.item % 2 == 0 ? (double)row->answer.item : (double)NAN;
}

static void random_row(struct qa_random *random, const struct taste *taste, struct row *row)
{
    *row = (struct row){.answer = QA_NO_ANSWER, .object = QA_NO_OBJECT};
    struct qa_answer *answer = &row->answer;
    row->file = (unsigned)qa_random_below(random, 2);
    row->kind = (int)qa_random_below(random, taste->kinds);
    if (taste->empties && qa_random_below(random, 5) == 0) {
        row->kind = -1;
    }
    answer->item = (uint32_t)qa_random_below(random, 6);
    answer->annotator = maybe(random, taste->annotators);
    answer->question = row->kind >= 0 && taste->questions > 0 && qa_random_below(random, 2) == 0
                           ? (uint32_t)row->kind
                           : QA_NONE;
    if (row->kind < 0 && taste->questions > 0) {
        uint64_t kind = qa_random_below(random, 3);
        answer->question = kind > 0 ? (uint32_t)kind : QA_NONE;
    }
    answer->vendor = taste->vendors > 0 ? maybe(random, taste->vendors) : QA_NONE;
    answer->stage = taste->stages > 0 ? maybe(random, taste->stages) : QA_NONE;
    uint32_t key = taste->keys > 0 ? maybe(random, taste->keys) : QA_NONE;
    answer->key = key == QA_NONE ? QA_NO_KEY
                  : key == 2     ? UINT64_C(1) << 63 | key
                                 : (uint64_t)key * 1000;
    /* Of the same answer always the same. */
    uint32_t mix = answer->item * 5 + answer->annotator % 7;
    answer->batch = taste->batches > 0 && mix % 3 != 0 ? mix % taste->batches : QA_NONE;
    answer->started = taste->batches > 0 && mix % 4 == 0 ? mix : QA_NO_TIME;
    answer->submitted = taste->batches > 1 && mix % 2 == 0 ? mix + 10 : QA_NO_TIME;
    answer->duration = taste->batches > 1 && mix % 5 == 0 ? mix + 20 : QA_NO_TIME;
    answer->line = row->object.line = 7;
    if (taste->set_aside && qa_random_below(random, 6) == 0) {
        answer->status = qa_random_below(random, 2) == 0 ? QA_SKIPPED : QA_OPEN;
        row->kind = -1;
    }
    if (row->kind >= 0) {
        random_object(random, taste, row);
    }
}

static void random_files(struct qa_random *random, struct world *world, struct files *files)
{
    const struct taste taste = some_taste(random);
    *files = (struct files){.names = world->names, .n = qa_random_below(random, MOST_ROWS + 1)};
    name_all(world->names);
    files->type[0] = &qa_type_box;
    files->type[1] = &qa_type_polygon;
    for (size_t i = 0; i < files->n; i++) {
        random_row(random, &taste, &files->row[i]);
    }
}

/* Sources count every row that was given, each once. */
static void check_counts(const struct files *files, const struct qa_batch *batch)
{
    for (unsigned file = 0; file < 2; file++) {
        const struct qa_source *source = &batch->sources[file];
        uint64_t given[3] = {0, 0, 0};
        uint64_t excluded = 0;
        for (size_t i = 0; i < files->n; i++) {
            given[files->row[i].answer.status] += files->row[i].file == file;
        }
        for (int reason = 0; reason < QA_N_EXCLUSION_REASONS; reason++) {
            excluded += source->excluded[reason];
        }
        assert_int_equal(source->rows_read, source->rows_used + excluded);
        assert_int_equal(source->excluded[QA_EXCLUDED_SKIPPED], given[QA_SKIPPED]);
        assert_int_equal(source->excluded[QA_EXCLUDED_OPEN], given[QA_OPEN]);
        assert_int_equal(source->excluded[QA_EXCLUDED_BLANK_LABEL], 0);
    }
}

static void check_order(const struct qa_batch *batch)
{
    for (size_t a = 1; a < batch->n_answers; a++) {
        uint32_t question = qa_answer_question(batch, a);
        uint32_t before = qa_answer_question(batch, a - 1);
        assert_true(batch->item[a - 1] <= batch->item[a]);
        if (batch->item[a - 1] == batch->item[a]) {
            assert_true(before <= question);
            assert_true(before < question || batch->annotator[a - 1] <= batch->annotator[a]);
        }
    }
    for (size_t a = 0; a < batch->n_answers + batch->n_set_aside; a++) {
        bool is_done = batch->status == NULL || batch->status[a] == QA_DONE;
        assert_true(is_done == (a < batch->n_answers));
    }
}

static void random_rows_become_the_answers_that_a_plain_search_finds(void **state)
{
    (void)state;
    struct qa_random random;
    struct files *files = malloc(sizeof *files);
    qa_random_init(&random, 11, 0);
    for (int trial = 0; trial < 400; trial++) {
        struct world world = new_world();
        random_files(&random, &world, files);
        struct qa_batch *batch = build(&world, files, NULL, trial % 2 == 0, QA_DUPLICATES_KEEP);
        char *want = expected_text(files);
        char *got = batch_text(batch);
        assert_same_lines(got, want);
        assert_int_equal(world.findings.n, 0);
        check_counts(files, batch);
        check_order(batch);
        for (unsigned file = 0; file < 2; file++) {
            uint64_t n = 0;
            for (size_t i = 0; i < files->n; i++) {
                n += files->row[i].file == file;
            }
            assert_int_equal(batch->sources[file].rows_read, n);
        }
        free(want);
        free(got);
        free_world(&world);
    }
    free(files);
}

/* Rows without an answer's id whose objects differ are told apart by their place alone. */
static void any_order_of_rows_gives_the_same_batch_under_every_policy(void **state)
{
    (void)state;
    struct qa_random random;
    struct files *files = malloc(sizeof *files);
    qa_random_init(&random, 12, 0);
    for (int trial = 0; trial < 400; trial++) {
        struct world world = new_world();
        struct world other = new_world();
        uint64_t order[MOST_ROWS];
        enum qa_duplicates policy = (enum qa_duplicates)(trial % 4);
        random_files(&random, &world, files);
        name_all(other.names);
        shuffle(order, files->n, (uint64_t)trial);
        struct qa_batch *batch = build(&world, files, NULL, false, policy);
        files->names = other.names;
        struct qa_batch *shuffled = build(&other, files, order, trial % 3 == 0, policy);
        char *want = ordered_text(batch);
        char *got = ordered_text(shuffled);
        assert_same_lines(got, want);
        free(want);
        free(got);
        /* Those set aside stay in the order of the file. */
        want = batch_text(batch);
        got = batch_text(shuffled);
        assert_same_lines(got, want);
        assert_int_equal(world.findings.n, other.findings.n);
        check_counts(files, shuffled);
        check_order(shuffled);
        for (unsigned file = 0; file < 2; file++) {
            assert_int_equal(batch->sources[file].rows_used, shuffled->sources[file].rows_used);
            assert_memory_equal(batch->sources[file].excluded, shuffled->sources[file].excluded,
                                sizeof batch->sources[file].excluded);
        }
        free(want);
        free(got);
        free_world(&world);
        free_world(&other);
    }
    free(files);
}

/* ---- by hand ---- */

/* A builder of one file, and what its answers are given by. */
struct hand {
    struct world world;
    struct qa_builder *builder;
    uint32_t line;
};

static struct hand new_hand(void)
{
    struct hand hand = {.world = new_world(), .line = 1};
    hand.builder = qa_builder_new(hand.world.arena, hand.world.names);
    qa_builder_source(hand.builder, "one.csv", "csv");
    return hand;
}

static struct qa_answer answer_of(struct hand *hand, const char *annotator, const char *item)
{
    struct qa_answer answer = QA_NO_ANSWER;
    answer.item = intern(hand->world.names->items, item);
    answer.annotator = qa_names_annotator(hand->world.names, QA_NONE, annotator, strlen(annotator));
    answer.line = ++hand->line;
    return answer;
}

static void give_label(struct hand *hand, const struct qa_answer *answer, const char *label)
{
    struct qa_object object = QA_NO_OBJECT;
    object.label = intern(hand->world.names->labels, label);
    object.line = answer->line;
    qa_builder_answer(hand->builder, answer);
    qa_builder_object(hand->builder, &qa_type_label, &object);
}

static void add_box(struct hand *hand, const char *label, double x)
{
    const double number[4] = {x, 0, 10, 10};
    struct qa_object object = QA_NO_OBJECT;
    object.label = intern(hand->world.names->labels, label);
    object.line = hand->line;
    object.number = number;
    object.n_numbers = 4;
    qa_builder_object(hand->builder, &qa_type_box, &object);
}

static void add_polygon(struct hand *hand, const char *label)
{
    static const double number[6] = {0, 0, 5, 0, 5, 5};
    struct qa_object object = QA_NO_OBJECT;
    object.label = intern(hand->world.names->labels, label);
    object.line = hand->line;
    object.number = number;
    object.n_numbers = 6;
    qa_builder_object(hand->builder, &qa_type_polygon, &object);
}

static struct qa_batch *finished(struct hand *hand, enum qa_duplicates duplicates)
{
    return qa_builder_finish(hand->builder, duplicates, &hand->world.findings);
}

static const char *question_text(const struct qa_batch *batch, size_t answer)
{
    return qa_strings_text(batch->names->questions, qa_answer_question(batch, answer));
}

static const char *label_text(const struct qa_batch *batch, size_t answer)
{
    return qa_strings_text(batch->names->labels, qa_answer_label(batch, answer));
}

static void an_empty_answer_answers_every_question_of_its_file_and_is_one_row(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    struct qa_answer with = answer_of(&hand, "ann", "a");
    qa_builder_answer(hand.builder, &with);
    add_box(&hand, "car", 0);
    with = answer_of(&hand, "ann", "b");
    qa_builder_answer(hand.builder, &with);
    add_polygon(&hand, "car");
    struct qa_answer without = answer_of(&hand, "ann", "c");
    qa_builder_answer(hand.builder, &without);
    qa_builder_source(hand.builder, "two.csv", "csv");
    without = answer_of(&hand, "ann", "d");
    qa_builder_answer(hand.builder, &without);
    qa_builder_source(hand.builder, "three.csv", "csv")->type = &qa_type_polygon;
    without = answer_of(&hand, "ann", "e");
    qa_builder_answer(hand.builder, &without);
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    static const struct {
        const char *question;
        size_t n_objects;
        uint32_t line;
        uint32_t source;
    } want[] = {{"boxes", 1, 2, 0},    {"polygons", 1, 3, 0}, {"boxes", 0, 4, 0},
                {"polygons", 0, 4, 0}, {"label", 0, 5, 1},    {"polygons", 0, 6, 2}};
    assert_int_equal(batch->n_answers, 6);
    for (size_t a = 0; a < 6; a++) {
        assert_string_equal(question_text(batch, a), want[a].question);
        assert_int_equal(qa_object_count(batch, a), want[a].n_objects);
        assert_int_equal(batch->line[a], want[a].line);
        assert_int_equal(batch->source[a], want[a].source);
    }
    assert_int_equal(batch->sources[0].rows_read, 3);
    assert_int_equal(batch->sources[0].rows_used, 3);
    assert_int_equal(batch->sources[1].rows_read, 1);
    assert_int_equal(batch->sources[2].rows_used, 1);
    assert_int_equal(hand.world.findings.n, 0);
    free_world(&hand.world);
}

static void what_was_set_aside_stands_behind_the_answers(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    struct qa_answer answer = answer_of(&hand, "ann", "a");
    answer.status = QA_OPEN;
    answer.duration = 5;
    qa_builder_answer(hand.builder, &answer);
    qa_builder_exclude(hand.builder, QA_EXCLUDED_OPEN);
    answer = answer_of(&hand, "ann", "b");
    give_label(&hand, &answer, "cat");
    answer = answer_of(&hand, "ann", "a");
    answer.status = QA_SKIPPED;
    qa_builder_answer(hand.builder, &answer);
    qa_builder_exclude(hand.builder, QA_EXCLUDED_SKIPPED);
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->n_set_aside, 2);
    assert_int_equal(batch->n_objects, 1);
    assert_string_equal(label_text(batch, 0), "cat");
    assert_int_equal(batch->status[0], QA_DONE);
    assert_int_equal(batch->status[1], QA_OPEN);
    assert_int_equal(batch->status[2], QA_SKIPPED);
    assert_int_equal(batch->line[1], 2);
    assert_int_equal(batch->line[2], 4);
    assert_true(qa_answer_duration(batch, 1) == 5);
    assert_true(qa_answer_duration(batch, 2) == QA_NO_TIME);
    assert_int_equal(batch->sources[0].rows_read, 3);
    assert_int_equal(batch->sources[0].rows_used, 1);
    const struct qa_item_index index = qa_batch_index(batch, hand.world.arena);
    assert_int_equal(index.first[0], 0);
    assert_int_equal(index.first[1], 0);
    assert_int_equal(index.first[2], 1);
    free_world(&hand.world);
}

/* ann: cat, cat, dog; in a second file owl. */
static struct qa_batch *four_labels(struct hand *hand, enum qa_duplicates duplicates)
{
    static const char *const labels[] = {"cat", "cat", "dog", "owl"};
    *hand = new_hand();
    for (size_t i = 0; i < 4; i++) {
        if (i == 3) {
            qa_builder_source(hand->builder, "two.csv", "csv");
        }
        struct qa_answer answer = answer_of(hand, "ann", "a");
        give_label(hand, &answer, labels[i]);
    }
    return finished(hand, duplicates);
}

static void the_policy_says_which_duplicate_counts(void **state)
{
    (void)state;
    struct hand hand;
    const struct qa_batch *batch = four_labels(&hand, QA_DUPLICATES_FIRST);
    assert_int_equal(batch->n_answers, 1);
    assert_string_equal(label_text(batch, 0), "cat");
    assert_int_equal(batch->line[0], 2);
    assert_int_equal(batch->sources[0].rows_used, 1);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_REPEATED], 1);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_SUPERSEDED], 1);
    assert_int_equal(batch->sources[1].rows_used, 0);
    assert_int_equal(batch->sources[1].excluded[QA_EXCLUDED_SUPERSEDED], 1);
    free_world(&hand.world);
    batch = four_labels(&hand, QA_DUPLICATES_LAST);
    assert_int_equal(batch->n_answers, 1);
    assert_string_equal(label_text(batch, 0), "owl");
    assert_int_equal(batch->source[0], 1);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_REPEATED], 0);
    assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_SUPERSEDED], 3);
    free_world(&hand.world);
    batch = four_labels(&hand, QA_DUPLICATES_KEEP);
    assert_int_equal(batch->n_answers, 4);
    for (size_t a = 0; a < 4; a++) {
        assert_int_equal(batch->line[a], a + 2);
    }
    assert_int_equal(batch->sources[0].rows_used, 3);
    free_world(&hand.world);
}

static void a_duplicate_is_an_error_that_names_both_places(void **state)
{
    (void)state;
    struct hand hand;
    four_labels(&hand, QA_DUPLICATES_ERROR);
    const struct qa_findings *findings = &hand.world.findings;
    assert_int_equal(findings->n, 2);
    assert_string_equal(findings->list[0].code, "E131");
    assert_string_equal(findings->list[0].file, "one.csv");
    assert_int_equal(findings->list[0].line, 4);
    assert_string_equal(findings->list[0].text,
                        "annotator ann answers item 'a' with 'dog' here and with 'cat' in line 2; "
                        "--duplicates first or last keeps one, keep both");
    assert_string_equal(findings->list[1].file, "two.csv");
    assert_int_equal(findings->list[1].line, 5);
    assert_string_equal(findings->list[1].text,
                        "annotator ann answers item 'a' with 'owl' here and with 'cat' in "
                        "one.csv:2; --duplicates first or last keeps one, keep both");
    free_world(&hand.world);
}

static void a_duplicate_of_boxes_says_its_question_ids_and_how_to_tell_vendors_apart(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    struct qa_answer answer = answer_of(&hand, "", "a");
    answer.key = 12;
    qa_builder_answer(hand.builder, &answer);
    add_box(&hand, "car", 0);
    qa_builder_source(hand.builder, "two.csv", "csv");
    answer = answer_of(&hand, "", "a");
    answer.key = UINT64_C(1) << 63 | intern(hand.world.names->keys, "t-7");
    qa_builder_answer(hand.builder, &answer);
    add_box(&hand, "car", 1);
    finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(hand.world.findings.n, 1);
    assert_string_equal(
        hand.world.findings.list[0].text,
        "an unknown annotator answers item 'a' (boxes) here (id t-7) and in "
        "one.csv:2 (id 12); --duplicates first or last keeps one, keep both; "
        "--vendor NAME=FILE tells two vendors apart, --annotator-from filename two people");
    free_world(&hand.world);
}

/* The id of an answer says which rows are one answer, not which file came first. */
static void the_first_file_has_the_first_answer_whatever_the_ids(void **state)
{
    (void)state;
    for (int policy = QA_DUPLICATES_FIRST; policy <= QA_DUPLICATES_KEEP; policy++) {
        struct hand hand = new_hand();
        for (uint64_t i = 0; i < 3; i++) {
            static const uint64_t keys[] = {9, QA_NO_KEY, 3};
            static const char *const paths[] = {NULL, "two.csv", "three.csv"};
            if (i > 0) {
                qa_builder_source(hand.builder, paths[i], "csv");
            }
            struct qa_answer answer = answer_of(&hand, "ann", "a");
            answer.key = keys[i];
            qa_builder_answer(hand.builder, &answer);
            add_box(&hand, "car", (double)i);
            if (i != 1) {
                add_box(&hand, "car", 100);
            }
        }
        const struct qa_batch *batch = finished(&hand, (enum qa_duplicates)policy);
        if (policy == QA_DUPLICATES_KEEP) {
            assert_int_equal(batch->n_answers, 3);
            for (size_t a = 0; a < 3; a++) {
                assert_int_equal(batch->source[a], a);
            }
        } else {
            assert_int_equal(batch->n_answers, 1);
            assert_int_equal(batch->source[0], policy == QA_DUPLICATES_FIRST ? 0 : 2);
            assert_int_equal(batch->n_objects, 2);
            assert_int_equal(batch->sources[1].excluded[QA_EXCLUDED_SUPERSEDED], 1);
        }
        free_world(&hand.world);
    }
}

static void rows_of_two_answers_by_one_annotator_are_told_apart_by_their_ids(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    for (size_t i = 0; i < 6; i++) {
        struct qa_answer answer = answer_of(&hand, "ann", "a");
        answer.key = 1 + i % 2;
        qa_builder_answer(hand.builder, &answer);
        add_box(&hand, "car", (double)i);
    }
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_KEEP);
    assert_int_equal(batch->n_answers, 2);
    for (size_t a = 0; a < 2; a++) {
        assert_int_equal(batch->key[a], a + 1);
        assert_int_equal(qa_object_count(batch, a), 3);
        for (size_t i = 0; i < 3; i++) {
            uint64_t object = qa_first_object(batch, a) + i;
            assert_close(batch->number[4 * object], (double)(2 * i + a), 0);
            assert_int_equal(qa_object_line(batch, a, object), 2 + 2 * i + a);
        }
    }
    free_world(&hand.world);
}

static void the_same_boxes_in_another_order_are_a_repetition(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    for (size_t file = 0; file < 2; file++) {
        struct qa_answer answer = answer_of(&hand, "ann", "a");
        qa_builder_answer(hand.builder, &answer);
        for (size_t i = 0; i < 3; i++) {
            add_box(&hand, i == 1 ? "bus" : "car", (double)(file == 0 ? i : 2 - i));
        }
        if (file == 0) {
            qa_builder_source(hand.builder, "two.csv", "csv");
        }
    }
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(hand.world.findings.n, 0);
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->n_objects, 3);
    assert_int_equal(batch->sources[1].rows_read, 3);
    assert_int_equal(batch->sources[1].excluded[QA_EXCLUDED_REPEATED], 3);
    free_world(&hand.world);
}

/* Each of these makes the second answer another one. */
static void boxes_that_differ_in_number_label_or_crowd_are_no_repetition(void **state)
{
    (void)state;
    for (int what = 0; what < 4; what++) {
        struct hand hand = new_hand();
        for (int second = 0; second < 2; second++) {
            const double number[4] = {what == 0 ? second : 0, 0, 10, 10};
            struct qa_object object = QA_NO_OBJECT;
            struct qa_answer answer = answer_of(&hand, "ann", "a");
            answer.key = (uint64_t)second;
            object.label =
                intern(hand.world.names->labels, what == 1 && second == 1 ? "bus" : "car");
            object.crowd = what == 2 && second == 1;
            object.number = number;
            object.n_numbers = 4;
            qa_builder_answer(hand.builder, &answer);
            qa_builder_object(hand.builder, &qa_type_box, &object);
            if (what == 3 && second == 0) {
                qa_builder_object(hand.builder, &qa_type_box, &object);
            }
        }
        finished(&hand, QA_DUPLICATES_ERROR);
        assert_int_equal(hand.world.findings.total[QA_ERROR], 1);
        free_world(&hand.world);
    }
}

static void ratings_of_one_name_and_two_values_are_no_repetition(void **state)
{
    (void)state;
    for (int other = 0; other < 3; other++) {
        struct hand hand = new_hand();
        const double values[] = {3, (double)NAN, 4};
        for (int second = 0; second < 2; second++) {
            struct qa_answer answer = answer_of(&hand, "ann", "a");
            struct qa_object object = QA_NO_OBJECT;
            object.label = intern(hand.world.names->labels, "good");
            object.value = second == 0 ? 3 : values[other];
            qa_builder_answer(hand.builder, &answer);
            qa_builder_object(hand.builder, &qa_type_label, &object);
        }
        const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
        assert_int_equal(hand.world.findings.total[QA_ERROR], other > 0);
        assert_int_equal(batch->sources[0].excluded[QA_EXCLUDED_REPEATED], other == 0);
        free_world(&hand.world);
    }
}

static void unknown_annotators_of_two_vendors_give_two_answers(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    static const char *const vendors[] = {"north", "lake"};
    for (size_t i = 0; i < 2; i++) {
        struct qa_answer answer = answer_of(&hand, "", "a");
        answer.vendor = intern(hand.world.names->vendors, vendors[i]);
        give_label(&hand, &answer, i == 0 ? "cat" : "dog");
    }
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(hand.world.findings.n, 0);
    assert_int_equal(batch->n_answers, 2);
    assert_string_equal(label_text(batch, 0), "cat");
    assert_string_equal(label_text(batch, 1), "dog");
    free_world(&hand.world);
}

static void two_stages_and_two_questions_are_no_duplicates(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    static const char *const texts[] = {"label", "review"};
    for (size_t i = 0; i < 4; i++) {
        struct qa_answer answer = answer_of(&hand, "ann", "a");
        answer.stage = intern(hand.world.names->stages, texts[i % 2]);
        answer.question = intern(hand.world.names->questions, texts[i / 2]);
        give_label(&hand, &answer, i % 3 == 0 ? "cat" : "dog");
    }
    assert_int_equal(finished(&hand, QA_DUPLICATES_ERROR)->n_answers, 4);
    assert_int_equal(hand.world.findings.n, 0);
    free_world(&hand.world);
}

/* Every duplicate is found where an item has more rows than are sorted by insertion. */
static void an_item_of_many_rows_has_its_answers_in_order(void **state)
{
    (void)state;
    enum { MANY = 500 };
    struct hand hand = new_hand();
    uint64_t order[MANY];
    shuffle(order, MANY, 3);
    for (size_t i = 0; i < MANY; i++) {
        char name[8];
        snprintf(name, sizeof name, "%04u", (unsigned)i);
        qa_names_annotator(hand.world.names, QA_NONE, name, 4);
    }
    for (size_t i = 0; i < MANY; i++) {
        struct qa_answer answer = answer_of(&hand, "", "a");
        answer.annotator = (uint32_t)order[i];
        give_label(&hand, &answer, order[i] % 2 == 0 ? "even" : "odd");
    }
    struct qa_answer again = answer_of(&hand, "0017", "a");
    give_label(&hand, &again, "even");
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(batch->n_answers, MANY);
    for (size_t a = 0; a < MANY; a++) {
        assert_int_equal(batch->annotator[a], a);
        assert_string_equal(label_text(batch, a), a % 2 == 0 ? "even" : "odd");
    }
    assert_int_equal(hand.world.findings.total[QA_ERROR], 1);
    assert_int_equal(hand.world.findings.list[0].line, MANY + 2);
    free_world(&hand.world);
}

/* ---- a question of two kinds ---- */

static void give_kind(struct hand *hand, const char *annotator, const char *item, int kind)
{
    struct qa_answer answer = answer_of(hand, annotator, item);
    answer.question = intern(hand->world.names->questions, "what");
    if (kind == 0) {
        give_label(hand, &answer, "car");
        return;
    }
    qa_builder_answer(hand->builder, &answer);
    if (kind == 1) {
        add_box(hand, "car", 0);
    } else {
        add_polygon(hand, "car");
    }
}

static size_t count_code(const struct qa_findings *findings, const char *code)
{
    size_t n = 0;
    for (size_t i = 0; i < findings->n; i++) {
        n += strcmp(findings->list[i].code, code) == 0;
    }
    return n;
}

static void one_answer_of_two_kinds_is_refused_whatever_the_order_of_rows(void **state)
{
    (void)state;
    static const char *const words[] = {
        "question 'what' of item 'a' is answered with a label and with a box; give each its own "
        "question",
        "question 'what' of item 'a' is answered with a label and with a polygon; give each its "
        "own question",
        "question 'what' of item 'a' is answered with a box and with a polygon; give each its own "
        "question"};
    for (int pair = 0; pair < 6; pair++) {
        for (int policy = QA_DUPLICATES_ERROR; policy <= QA_DUPLICATES_KEEP; policy++) {
            struct hand hand = new_hand();
            int one = pair % 3 == 2 ? 1 : 0;
            int other = pair % 3 == 0 ? 1 : 2;
            give_kind(&hand, "ann", "a", pair < 3 ? one : other);
            give_kind(&hand, "ann", "a", pair < 3 ? other : one);
            finished(&hand, (enum qa_duplicates)policy);
            const struct qa_findings *findings = &hand.world.findings;
            assert_int_equal(count_code(findings, "E132"), 1);
            assert_int_equal(count_code(findings, "E131"), 0);
            assert_string_equal(findings->list[0].code, "E132");
            assert_string_equal(findings->list[0].text, words[pair % 3]);
            assert_int_equal(findings->list[0].line, 3);
            free_world(&hand.world);
        }
    }
}

static void one_question_of_two_kinds_is_refused_across_answers_and_said_once(void **state)
{
    (void)state;
    for (int label_first = 0; label_first < 2; label_first++) {
        struct hand hand = new_hand();
        give_kind(&hand, "ann", "a", label_first ? 0 : 1);
        give_kind(&hand, "bob", "a", label_first ? 0 : 1);
        qa_builder_source(hand.builder, "two.csv", "csv");
        give_kind(&hand, "bob", "b", label_first ? 1 : 0);
        give_kind(&hand, "ann", "c", label_first ? 1 : 0);
        finished(&hand, QA_DUPLICATES_ERROR);
        const struct qa_findings *findings = &hand.world.findings;
        assert_int_equal(findings->n, 1);
        assert_string_equal(findings->list[0].code, "E132");
        assert_string_equal(findings->list[0].file, "two.csv");
        assert_int_equal(findings->list[0].line, 4);
        assert_string_equal(findings->list[0].text,
                            label_first
                                ? "question 'what' is answered with a box here and with a label in "
                                  "one.csv:2; give each its own question"
                                : "question 'what' is answered with a label here and with a box in "
                                  "one.csv:2; give each its own question");
        free_world(&hand.world);
    }
}

/* ---- many rows ---- */

/* Rows with more columns, then bare ones, in the middle of a kilobyte's worth of either. */
static void bare_labels_after_rich_ones_are_all_there(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    for (int rich = 0; rich < 5; rich++) {
        struct hand hand = new_hand();
        for (uint32_t i = 0; i < 2 * MANY; i++) {
            uint32_t label = intern(hand.world.names->labels, i % 3 == 0 ? "cat" : "dog");
            char name[12];
            snprintf(name, sizeof name, "%u", i);
            struct qa_answer answer = answer_of(&hand, "ann", name);
            if (i >= MANY || (rich == 4 && i > 0)) {
                if (i == MANY) {
                    qa_builder_source(hand.builder, "two.csv", "csv");
                }
                qa_builder_label(hand.builder, answer.item, answer.annotator, label, answer.line);
                continue;
            }
            answer.batch = rich == 0 ? intern(hand.world.names->batches, "b") : QA_NONE;
            answer.duration = rich == 1 ? (int64_t)i : QA_NO_TIME;
            answer.key = rich == 2 ? i : QA_NO_KEY;
            struct qa_object object = QA_NO_OBJECT;
            object.label = label;
            object.line = answer.line;
            object.score = rich == 3 ? (double)i : (double)NAN;
            qa_builder_answer(hand.builder, &answer);
            qa_builder_object(hand.builder, &qa_type_label, &object);
        }
        const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
        assert_int_equal(batch->n_answers, 2 * MANY);
        assert_int_equal(batch->n_objects, 2 * MANY);
        assert_int_equal(batch->sources[0].rows_used, MANY);
        assert_int_equal(batch->sources[1].rows_used, MANY);
        for (uint32_t a = 0; a < 2 * MANY; a++) {
            bool is_rich = a < MANY;
            assert_int_equal(batch->item[a], a);
            assert_int_equal(batch->line[a], a + 2);
            assert_int_equal(qa_object_count(batch, a), 1);
            assert_string_equal(label_text(batch, a), a % 3 == 0 ? "cat" : "dog");
            assert_int_equal(qa_answer_batch(batch, a) == QA_NONE, !(is_rich && rich == 0));
            assert_true(qa_answer_duration(batch, a) ==
                        (is_rich && rich == 1 ? (int64_t)a : QA_NO_TIME));
            assert_true(rich != 2 || batch->key[a] == (is_rich ? a : QA_NO_KEY));
            assert_true(rich != 3 || isnan(batch->score[a]) == !is_rich);
        }
        free_world(&hand.world);
    }
}

/* Rows of one file that come item by item are ordered where they stand; the same rows from the last
 * item to the first take the general way. In some files an annotator answers an item twice. */
static void bulk_labels_are_ordered_as_any_others(void **state)
{
    (void)state;
    enum { ITEMS = 30, MOST_OF_AN_ITEM = 90 };
    struct qa_random random;
    qa_random_init(&random, 14, 0);
    for (uint64_t trial = 0; trial < 60; trial++) {
        char *text[2];
        uint64_t order[ITEMS][MOST_OF_AN_ITEM];
        size_t n_of[ITEMS];
        uint64_t size = trial < 50 ? 1 + trial % 12 : MOST_OF_AN_ITEM;
        for (uint64_t i = 0; i < ITEMS; i++) {
            n_of[i] = (size_t)size;
            shuffle(order[i], n_of[i], 100 * trial + i);
            if (trial % 5 == 4 && i % 7 == 3 && size > 1) {
                order[i][0] = order[i][size / 2]; /* twice the same */
            }
        }
        for (int way = 0; way < 2; way++) {
            struct hand hand = new_hand();
            name_all(hand.world.names);
            for (uint32_t k = 0; k < ITEMS; k++) {
                uint32_t i = way == 0 ? k : ITEMS - 1 - k;
                for (size_t j = 0; j < n_of[i]; j++) {
                    uint32_t who = (uint32_t)order[i][j];
                    qa_builder_label(hand.builder, i, who, (who + i) % 8, 1000 * i + who);
                }
            }
            for (uint32_t i = 0; i < ITEMS; i++) {
                char name[12];
                snprintf(name, sizeof name, "item %u", i);
                (void)intern(hand.world.names->items, name);
            }
            const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
            uint64_t used = 0;
            assert_int_equal(hand.world.findings.n, 0);
            check_order(batch);
            for (size_t a = 0; a < batch->n_answers; a++) {
                assert_int_equal(batch->line[a], 1000 * batch->item[a] + batch->annotator[a]);
                assert_int_equal(batch->label[a], (batch->item[a] + batch->annotator[a]) % 8);
                assert_string_equal(question_text(batch, a), "label");
                used++;
            }
            assert_int_equal(batch->sources[0].rows_used, used);
            assert_int_equal(batch->sources[0].rows_read, ITEMS * size);
            text[way] = ordered_text(batch);
            free_world(&hand.world);
        }
        assert_same_lines(text[0], text[1]);
        free(text[0]);
        free(text[1]);
    }
}

/* The one polygon, text or missing object comes late, and items come from the last to the first. */
static void pools_switch_their_layout_whenever_the_odd_object_comes(void **state)
{
    (void)state;
    enum { MANY = 3000 };
    for (int odd = 0; odd < 4; odd++) {
        for (uint32_t when = 0; when < MANY; when += MANY / 3 - 1) {
            struct hand hand = new_hand();
            for (uint32_t i = 0; i < MANY; i++) {
                char name[12];
                snprintf(name, sizeof name, "%u", i);
                (void)intern(hand.world.names->items, name);
            }
            for (uint32_t i = 0; i < MANY; i++) {
                struct qa_answer answer = answer_of(&hand, "ann", "0");
                struct qa_object object = QA_NO_OBJECT;
                answer.item = MANY - 1 - i;
                object.line = answer.line;
                object.text = "word";
                object.n_text = 4;
                qa_builder_answer(hand.builder, &answer);
                if (i != when || odd == 0) {
                    add_box(&hand, "car", (double)i);
                } else if (odd == 1) {
                    add_polygon(&hand, "car");
                } else if (odd == 2) {
                    qa_builder_object(hand.builder, &qa_type_transcript, &object);
                }
            }
            const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
            assert_int_equal(batch->n_answers, MANY);
            assert_int_equal(batch->number_at != NULL, odd == 1 || odd == 2);
            assert_int_equal(batch->text_at != NULL, odd == 2);
            for (uint32_t a = 0; a < MANY; a++) {
                uint32_t i = MANY - 1 - a;
                size_t count = odd == 3 && i == when ? 0 : 1;
                assert_int_equal(qa_object_count(batch, a), count);
                if (count == 0) {
                    assert_string_equal(question_text(batch, a), "boxes");
                    continue;
                }
                size_t n;
                size_t n_text;
                struct qa_objects one = qa_batch_objects(batch, qa_first_object(batch, a), 1);
                const double *number = qa_object_numbers(&one, 0, &n);
                const char *text = qa_object_text(&one, 0, &n_text);
                bool is_odd = i == when;
                assert_int_equal(n, !is_odd || odd == 0 ? 4 : odd == 1 ? 6 : 0);
                assert_int_equal(n_text, is_odd && odd == 2 ? 4 : 0);
                assert_memory_equal(text, "word", n_text);
                if (n == 4) {
                    assert_close(number[0], i, 0);
                    assert_close(number[3], 10, 0);
                }
                assert_int_equal(qa_object_line(batch, a, qa_first_object(batch, a)), i + 2);
            }
            free_world(&hand.world);
        }
    }
}

/* A value that every object has is kept like one that few have. */
static void what_all_objects_share_is_kept(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    for (size_t i = 0; i < 3; i++) {
        struct qa_answer answer = answer_of(&hand, "ann", "a");
        struct qa_object object = QA_NO_OBJECT;
        const double number[4] = {(double)i, 0, 1, 1};
        answer.stage = answer.batch = 0;
        answer.key = answer.question = 0;
        answer.started = answer.submitted = answer.duration = 0;
        object.number = number;
        object.n_numbers = 4;
        object.label = 0;
        object.crowd = true;
        object.score = object.value = 0;
        object.key = 0;
        object.line = 99;
        qa_builder_answer(hand.builder, &answer);
        qa_builder_object(hand.builder, &qa_type_box, &object);
    }
    (void)intern(hand.world.names->questions, "only");
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(batch->n_answers, 1);
    assert_int_equal(batch->n_objects, 3);
    assert_int_equal(qa_answer_stage(batch, 0), 0);
    assert_int_equal(qa_answer_batch(batch, 0), 0);
    assert_true(qa_answer_duration(batch, 0) == 0);
    assert_true(batch->started[0] == 0 && batch->submitted[0] == 0 && batch->key[0] == 0);
    for (size_t i = 0; i < 3; i++) {
        assert_true(qa_object_is_crowd(batch, i));
        assert_true(batch->score[i] <= 0 && batch->value[i] <= 0);
        assert_int_equal(batch->object_key[i], 0);
        assert_int_equal(qa_object_line(batch, 0, i), 99);
    }
    free_world(&hand.world);
}

static void a_builder_of_nothing_gives_a_batch_of_nothing(void **state)
{
    (void)state;
    struct hand hand = new_hand();
    const struct qa_batch *batch = finished(&hand, QA_DUPLICATES_ERROR);
    assert_int_equal(batch->n_answers, 0);
    assert_int_equal(batch->n_set_aside, 0);
    assert_int_equal(batch->n_objects, 0);
    assert_int_equal(batch->sources[0].rows_read, 0);
    assert_int_equal(qa_batch_index(batch, hand.world.arena).first[0], 0);
    free_world(&hand.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_rows_become_the_answers_that_a_plain_search_finds),
        cmocka_unit_test(any_order_of_rows_gives_the_same_batch_under_every_policy),
        cmocka_unit_test(an_empty_answer_answers_every_question_of_its_file_and_is_one_row),
        cmocka_unit_test(what_was_set_aside_stands_behind_the_answers),
        cmocka_unit_test(the_policy_says_which_duplicate_counts),
        cmocka_unit_test(a_duplicate_is_an_error_that_names_both_places),
        cmocka_unit_test(a_duplicate_of_boxes_says_its_question_ids_and_how_to_tell_vendors_apart),
        cmocka_unit_test(the_first_file_has_the_first_answer_whatever_the_ids),
        cmocka_unit_test(rows_of_two_answers_by_one_annotator_are_told_apart_by_their_ids),
        cmocka_unit_test(the_same_boxes_in_another_order_are_a_repetition),
        cmocka_unit_test(boxes_that_differ_in_number_label_or_crowd_are_no_repetition),
        cmocka_unit_test(ratings_of_one_name_and_two_values_are_no_repetition),
        cmocka_unit_test(unknown_annotators_of_two_vendors_give_two_answers),
        cmocka_unit_test(two_stages_and_two_questions_are_no_duplicates),
        cmocka_unit_test(an_item_of_many_rows_has_its_answers_in_order),
        cmocka_unit_test(one_answer_of_two_kinds_is_refused_whatever_the_order_of_rows),
        cmocka_unit_test(one_question_of_two_kinds_is_refused_across_answers_and_said_once),
        cmocka_unit_test(bare_labels_after_rich_ones_are_all_there),
        cmocka_unit_test(bulk_labels_are_ordered_as_any_others),
        cmocka_unit_test(pools_switch_their_layout_whenever_the_odd_object_comes),
        cmocka_unit_test(what_all_objects_share_is_kept),
        cmocka_unit_test(a_builder_of_nothing_gives_a_batch_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
