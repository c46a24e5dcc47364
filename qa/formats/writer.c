#include "qa/formats/writer.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/formats/image_header.h"

/* clang-format off */
const struct qa_writer *const qa_writers[] = {
    &qa_writer_coco,
    &qa_writer_yolo,
    &qa_writer_yolo_seg,
    &qa_writer_yolo_obb,
    &qa_writer_yolo_pose,
    &qa_writer_voc,
    &qa_writer_cvat,
    &qa_writer_label_studio,
    &qa_writer_conll,
    &qa_writer_doccano,
    &qa_writer_prodigy,
    &qa_writer_rttm,
    &qa_writer_textgrid,
    &qa_writer_dcase,
};
/* clang-format on */
const size_t qa_n_writers = sizeof qa_writers / sizeof *qa_writers;

static bool holds_kind(const struct qa_writer *writer, const struct qa_type *type)
{
    size_t t = 0;
    while (writer->types[t] != NULL && writer->types[t] != type) {
        t++;
    }
    return writer->types[t] != NULL;
}

const char *qa_writer_names(const struct qa_type *type, struct qa_arena *arena)
{
    const char *text = NULL;
    for (size_t i = qa_n_writers; i-- > 0;) {
        if (type == NULL || holds_kind(qa_writers[i], type)) {
            bool is_last = text == NULL;
            bool is_before_last = text != NULL && strchr(text, ' ') == NULL;
            text = is_last ? qa_writers[i]->name
                           : qa_arena_format(arena, "%s%s%s", qa_writers[i]->name,
                                             is_before_last ? " or " : ", ", text);
        }
    }
    return text;
}

/* "labelstudio" is label-studio. */
static bool is_called(const char *name, const char *given)
{
    while (*name != '\0' && (*name == *given || *name == '-')) {
        given += *name == *given;
        name++;
    }
    return *name == '\0' && *given == '\0';
}

enum qa_status qa_writer_by_name(const char *name, const struct qa_writer **writer,
                                 struct qa_arena *arena, struct qa_error *err)
{
    for (size_t i = 0; i < qa_n_writers; i++) {
        if (is_called(qa_writers[i]->name, name)) {
            *writer = qa_writers[i];
            return QA_OK;
        }
    }
    return qa_fail(err, QA_USAGE, "E217", "--to: '%.40s' is no form that labelqa writes; %s is",
                   name, qa_writer_names(NULL, arena));
}

/* ---- text ---- */

void qa_put_json_text(const char *text, size_t n, FILE *stream)
{
    static const char digits[] = "0123456789abcdef";
    fputc('"', stream);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\') {
            fputc('\\', stream);
            fputc(c, stream);
        } else if (c < ' ' || c == 0x7f) {
            const char escape[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
            fwrite(escape, 1, sizeof escape, stream);
        } else {
            fputc(c, stream);
        }
    }
    fputc('"', stream);
}

void qa_put_json(const char *text, FILE *stream)
{
    qa_put_json_text(text, strlen(text), stream);
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool qa_put_xml(const char *text, FILE *stream)
{
    static const char special[] = "<>&\"\t\n\r";
    static const char *const as[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&#9;", "&#10;", "&#13;"};
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        const char *at = strchr(special, text[i]);
        if (at != NULL) {
            fputs(as[at - special], stream);
        } else if ((unsigned char)text[i] < ' ') {
            return false;
        } else {
            fputc(text[i], stream);
        }
    }
    return n == 0 || (!is_white(text[0]) && !is_white(text[n - 1]));
}

void qa_write_number(double value, FILE *stream)
{
    char text[QA_REAL_TEXT_MAX];
    fputs(qa_real_text(value, text), stream);
}

unsigned char *qa_writing_pixels(const struct qa_rle *rle, struct qa_arena *arena)
{
    enum { PIXELS_MAX = 1 << 28 };
    size_t n = (size_t)rle->height * rle->width;
    if (n > PIXELS_MAX) {
        return NULL;
    }
    unsigned char *pixel = qa_arena_alloc(arena, n + 1);
    uint64_t at = 0;
    memset(pixel, 0, n + 1);
    for (size_t r = 0; r < rle->n; r++) {
        for (uint32_t k = 0; k < rle->run[r]; k++, at++) {
            pixel[at % rle->height * rle->width + at / rle->height] = r % 2;
        }
    }
    return pixel;
}

const char *qa_next_point_name(const char **names, const char *end, struct qa_arena *arena)
{
    size_t left = *names < end ? (size_t)(end - *names) : 0;
    const char *line_end = left > 0 ? memchr(*names, '\n', left) : NULL;
    size_t length = line_end != NULL ? (size_t)(line_end - *names) : left;
    const char *name = left > 0 ? qa_arena_text_n(arena, *names, length) : "";
    *names += line_end != NULL ? length + 1 : length;
    return name;
}

const char *qa_item_text_of(const struct qa_canonical_answer *answer)
{
    return qa_strings_text(answer->batch->names->items, answer->batch->item[answer->answer]);
}

const char *qa_label_text_of(const struct qa_batch *batch, uint64_t object)
{
    return qa_strings_text(batch->names->labels, batch->label[object]);
}

static const struct qa_image_size *sizes_of_items(const struct qa_writing *writing)
{
    size_t n_items = (size_t)qa_strings_count(writing->names->items) + 1;
    struct qa_image_size *size = QA_ARRAY(writing->arena, struct qa_image_size, n_items);
    for (int role = 0; role < QA_N_ROLES; role++) {
        const struct qa_batch *batch = writing->questions->batch[role];
        for (size_t a = 0; batch != NULL && a < batch->n_answers; a++) {
            struct qa_image_size own = qa_answer_image_size(batch, a);
            size[batch->item[a]] = own.width > 0 ? own : size[batch->item[a]];
        }
    }
    return size;
}

struct qa_image_size qa_writing_image_size(const struct qa_writing *writing,
                                           const struct qa_canonical_answer *answer)
{
    struct qa_image_size own = qa_answer_image_size(answer->batch, answer->answer);
    return own.width > 0 ? own : writing->size[answer->batch->item[answer->answer]];
}

/* ---- files ---- */

void qa_writing_begin(struct qa_writing *writing, const char *name)
{
    writing->files = qa_arena_grow(writing->arena, writing->files, &writing->capacity,
                                   writing->n_files + 1, sizeof *writing->files);
    writing->files[writing->n_files++] = (struct qa_written_file){.name = name};
    writing->stream = open_memstream(&writing->buffer, &writing->buffer_size);
    if (writing->stream == NULL) {
        QA_BUG("no memory for '%s'", name);
    }
}

void qa_writing_end(struct qa_writing *writing)
{
    struct qa_written_file *file = &writing->files[writing->n_files - 1];
    if (fclose(writing->stream) != 0) {
        QA_BUG("no memory for '%s'", file->name);
    }
    file->text = qa_arena_text_n(writing->arena, writing->buffer, writing->buffer_size);
    file->size = writing->buffer_size;
    free(writing->buffer);
    writing->stream = NULL;
    writing->buffer = NULL;
}

static bool leaves_folder(const char *item)
{
    bool leaves = item[0] == '/' || item[0] == '\0' || strstr(item, "..") != NULL ||
                  strchr(item, '\\') != NULL || strstr(item, "//") != NULL;
    for (const char *at = item; !leaves && *at != '\0'; at++) {
        leaves = (unsigned char)*at < ' ' || *at == ':';
    }
    return leaves;
}

const char *qa_writing_item_file(struct qa_writing *writing,
                                 const struct qa_canonical_answer *answer, const char *before,
                                 const char *behind)
{
    const char *item = qa_item_text_of(answer);
    const char *dot = strrchr(item, '.');
    size_t n = qa_is_image_name(item) && dot != NULL ? (size_t)(dot - item) : strlen(item);
    writing->item_files =
        writing->item_files != NULL ? writing->item_files : qa_strings_new(writing->arena);
    if (leaves_folder(item)) {
        qa_writing_refuse(writing, answer, "E269", "item '%.80s' is no name that a file can have",
                          item);
        return NULL;
    }
    const char *name = qa_arena_format(writing->arena, "%s%.*s%s", before, (int)n, item, behind);
    uint32_t taken = qa_strings_count(writing->item_files);
    if (qa_strings_intern_text(writing->item_files, name) < taken) {
        qa_writing_refuse(writing, answer, "E268",
                          "two items would have one file '%.80s', the second is '%.80s'", name,
                          item);
        return NULL;
    }
    return name;
}

void qa_writing_refuse(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                       const char *code, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    const struct qa_source *source = qa_answer_source(answer->batch, answer->answer);
    qa_findings_addf(writing->findings, QA_ERROR, code, source != NULL ? source->path : NULL,
                     answer->batch->line[answer->answer], 0, "%s", text);
}

/* ---- what a form has no place for ---- */

struct fact {
    unsigned bit;
    const char *name;
};
static const struct fact facts[] = {
    {QA_HOLDS_ANNOTATOR, "annotators"},
    {QA_HOLDS_VENDOR, "vendors"},
    {QA_HOLDS_BATCH, "batches"},
    {QA_HOLDS_STAGE, "stages"},
    {QA_HOLDS_STARTED, "times of beginning"},
    {QA_HOLDS_SUBMITTED, "times of submission"},
    {QA_HOLDS_SECONDS, "seconds"},
    {QA_HOLDS_ANSWER_ID, "ids of answers"},
    {QA_HOLDS_OBJECT_ID, "ids of objects"},
    {QA_HOLDS_SCORE, "scores"},
    {QA_HOLDS_VALUE, "values"},
    {QA_HOLDS_SIZE, "sizes of images"},
};

static bool is_given(const int64_t *times, size_t answer)
{
    return times != NULL && times[answer] != QA_NO_TIME;
}

static unsigned facts_of_answer(const struct qa_batch *batch, size_t a)
{
    unsigned has = 0;
    has |= batch->annotator[a] != QA_NONE ? QA_HOLDS_ANNOTATOR : 0U;
    has |= qa_answer_vendor(batch, a) != QA_NONE ? QA_HOLDS_VENDOR : 0U;
    has |= qa_answer_batch(batch, a) != QA_NONE ? QA_HOLDS_BATCH : 0U;
    has |= qa_answer_stage(batch, a) != QA_NONE ? QA_HOLDS_STAGE : 0U;
    has |= is_given(batch->started, a) ? QA_HOLDS_STARTED : 0U;
    has |= is_given(batch->submitted, a) ? QA_HOLDS_SUBMITTED : 0U;
    has |= is_given(batch->duration, a) ? QA_HOLDS_SECONDS : 0U;
    has |= batch->key != NULL && batch->key[a] != QA_NO_KEY ? QA_HOLDS_ANSWER_ID : 0U;
    has |= qa_answer_image_size(batch, a).width > 0 ? QA_HOLDS_SIZE : 0U;
    return has;
}

static unsigned facts_of_object(const struct qa_batch *batch, uint64_t o)
{
    unsigned has = 0;
    has |= batch->object_key != NULL && batch->object_key[o] != QA_NO_KEY ? QA_HOLDS_OBJECT_ID : 0U;
    has |= batch->score != NULL && !isnan(batch->score[o]) ? QA_HOLDS_SCORE : 0U;
    has |= batch->value != NULL && !isnan(batch->value[o]) ? QA_HOLDS_VALUE : 0U;
    return has;
}

static void say_left_out(struct qa_writing *writing, const struct qa_writer *writer, unsigned lost)
{
    const char *text = "";
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if ((lost & facts[i].bit) != 0) {
            text = qa_arena_format(writing->arena, "%s%s%s", text, text[0] != '\0' ? ", " : "",
                                   facts[i].name);
        }
    }
    if (text[0] != '\0') {
        qa_findings_addf(writing->findings, QA_WARNING, "W267", NULL, 0, 0,
                         "%s has no place for these, which are left out: %s", writer->name, text);
    }
}

/* ---- what a form can hold ---- */

/* One pass over what is to be written. */
struct checking {
    struct qa_writing *writing;
    const struct qa_writer *writer;
    struct qa_canonical_answer *kept;
    const struct qa_type *type; /* of the first answer */
    bool *is_refused;           /* by question: said once */
    bool has_answers, has_gold;
    struct qa_strings *given; /* item and what else tells answers apart */
    size_t *first_given;      /* by its id: place in kept */
    size_t given_capacity;
    unsigned lost;
    uint64_t n_aside, n_empty, n_alike;
    struct qa_canonical_answer alike[2]; /* the first of those that cannot be told apart */
};

/* Said once a question. */
static void refuse_kind(struct checking *check, const struct qa_canonical_answer *answer,
                        const struct qa_type *type, const char *why)
{
    uint32_t question = qa_answer_question(answer->batch, answer->answer);
    if (check->is_refused[question]) {
        return;
    }
    check->is_refused[question] = true;
    qa_writing_refuse(check->writing, answer, "E267", "the question '%.80s' asks for %s: %s",
                      qa_question_at(answer->batch, question)->name, type->plural, why);
}

static bool holds_type(struct checking *check, const struct qa_canonical_answer *answer)
{
    const struct qa_writer *writer = check->writer;
    struct qa_arena *arena = check->writing->arena;
    const struct qa_type *type = qa_answer_type(answer->batch, answer->answer);
    if (!holds_kind(writer, type)) {
        const char *others = qa_writer_names(type, arena);
        refuse_kind(check, answer, type,
                    qa_arena_format(arena, "%s cannot hold %s; %s can", writer->name, type->plural,
                                    others != NULL ? others : "rows (--format csv or jsonl)"));
        return false;
    }
    check->type = check->type != NULL ? check->type : type;
    if (check->type != type && (writer->holds & QA_HOLDS_KINDS) == 0) {
        refuse_kind(check, answer, type,
                    qa_arena_format(arena, "%s holds one kind at a time, and there are %s too",
                                    writer->name, check->type->plural));
        return false;
    }
    return true;
}

/* What tells two answers of the form apart. */
static const char *key_of(const struct checking *check, const struct qa_canonical_answer *answer)
{
    const struct qa_batch *batch = answer->batch;
    size_t a = answer->answer;
    unsigned holds = check->writer->holds;
    uint32_t nobody = QA_NONE;
    return qa_arena_format(check->writing->arena, "%u %u %u %u %d %s", batch->item[a],
                           (holds & QA_HOLDS_KINDS) != 0 ? qa_answer_question(batch, a) : 0,
                           (holds & QA_HOLDS_VENDOR) != 0 ? qa_answer_vendor(batch, a) : nobody,
                           (holds & QA_HOLDS_STAGE) != 0 ? qa_answer_stage(batch, a) : nobody,
                           (holds & QA_HOLDS_GOLD) != 0 && answer->is_gold,
                           (holds & QA_HOLDS_ANNOTATOR) != 0
                               ? qa_annotator_text(batch->names, batch->annotator[a])
                               : "");
}

static bool is_alone(struct checking *check, const struct qa_canonical_answer *answer)
{
    uint32_t n = qa_strings_count(check->given);
    const char *key = key_of(check, answer);
    uint32_t id = qa_strings_intern_text(check->given, key);
    check->first_given =
        qa_arena_grow(check->writing->arena, check->first_given, &check->given_capacity,
                      (size_t)id + 1, sizeof *check->first_given);
    bool has_ids = (check->writer->holds & QA_HOLDS_ANSWER_ID) != 0 && answer->batch->key != NULL;
    if (id == n || has_ids) {
        check->first_given[id] = check->writing->n;
        return true;
    }
    if (check->n_alike++ == 0) {
        check->alike[0] = check->kept[check->first_given[id]];
        check->alike[1] = *answer;
    }
    return false;
}

static bool holds_objects(struct checking *check, const struct qa_canonical_answer *answer)
{
    const struct qa_batch *batch = answer->batch;
    uint64_t first = qa_first_object(batch, answer->answer);
    for (uint64_t o = first; o < first + qa_object_count(batch, answer->answer); o++) {
        check->lost |= facts_of_object(batch, o);
        if (qa_object_is_crowd(batch, o) && (check->writer->holds & QA_HOLDS_CROWD) == 0) {
            qa_writing_refuse(check->writing, answer, "E267",
                              "%s cannot say that a region of item '%.80s' takes no part (crowd)",
                              check->writer->name, qa_item_text_of(answer));
            return false;
        }
        if (batch->label[o] == QA_NONE && (check->writer->holds & QA_HOLDS_NO_LABEL) == 0) {
            qa_writing_refuse(check->writing, answer, "E269",
                              "an object of item '%.80s' has no class, which %s must have",
                              qa_item_text_of(answer), check->writer->name);
            return false;
        }
    }
    return true;
}

static bool is_written(struct checking *check, const struct qa_canonical_answer *answer)
{
    const struct qa_batch *batch = answer->batch;
    unsigned holds = check->writer->holds;
    bool is_aside = answer->answer >= batch->n_answers;
    if (is_aside) {
        unsigned needed =
            batch->status[answer->answer] == QA_OPEN ? QA_HOLDS_OPEN : QA_HOLDS_SKIPPED;
        check->n_aside += (holds & needed) == 0;
        return (holds & needed) != 0;
    }
    if (!holds_type(check, answer)) {
        return false;
    }
    if (qa_object_count(batch, answer->answer) == 0 && (holds & QA_HOLDS_NOTHING) == 0) {
        check->n_empty++;
        return false;
    }
    return is_alone(check, answer) && holds_objects(check, answer);
}

static const char *who_of(const struct qa_canonical_answer *answer, struct qa_arena *arena)
{
    const struct qa_batch *batch = answer->batch;
    const char *who = qa_annotator_text(batch->names, batch->annotator[answer->answer]);
    return answer->is_gold  ? "gold"
           : who[0] == '\0' ? "nobody named"
                            : qa_arena_format(arena, "'%.40s'", who);
}

static void refuse_alike(const struct checking *check)
{
    struct qa_arena *arena = check->writing->arena;
    const struct qa_canonical_answer *answer = &check->alike[1];
    if (check->n_alike == 0) {
        return;
    }
    qa_writing_refuse(check->writing, answer, "E268",
                      "%s cannot tell the answers of %s and %s to item '%.80s' apart%s; write one "
                      "annotator's, vendor's or question's at a time, or rows (--format csv)",
                      check->writer->name, who_of(&check->alike[0], arena), who_of(answer, arena),
                      qa_item_text_of(answer),
                      check->n_alike == 1
                          ? ""
                          : qa_arena_format(arena, ", nor %llu others",
                                            (unsigned long long)(check->n_alike - 1)));
}

static void say_answers(const struct checking *check)
{
    const char *name = check->writer->name;
    refuse_alike(check);
    if (check->n_aside > 0) {
        qa_findings_addf(check->writing->findings, QA_WARNING, "W267", NULL, 0, 0,
                         "%llu skipped or open answers are left out: %s has no place for them",
                         (unsigned long long)check->n_aside, name);
    }
    if (check->n_empty > 0) {
        qa_findings_addf(check->writing->findings, QA_WARNING, "W267", NULL, 0, 0,
                         "%llu answers in which nothing was found are left out: %s cannot say it",
                         (unsigned long long)check->n_empty, name);
    }
}

struct qa_writing qa_write_answers(const struct qa_writer *writer,
                                   const struct qa_canonical_answer *answers, size_t n,
                                   struct qa_arena *arena, struct qa_findings *findings)
{
    struct qa_writing writing = {.writer = writer, .arena = arena, .findings = findings};
    uint64_t n_errors = findings->total[QA_ERROR];
    if (n == 0) {
        return writing;
    }
    writing.names = answers[0].batch->names;
    writing.questions = answers[0].batch->questions;
    struct checking check = {.writing = &writing,
                             .writer = writer,
                             .kept = QA_ARRAY(arena, struct qa_canonical_answer, n),
                             .is_refused = QA_ARRAY(arena, bool, writing.questions->n + 1),
                             .given = qa_strings_new(arena)};
    for (size_t i = 0; i < n; i++) {
        if (is_written(&check, &answers[i])) {
            check.lost |= facts_of_answer(answers[i].batch, answers[i].answer);
            check.kept[writing.n++] = answers[i];
        }
    }
    writing.answers = check.kept;
    writing.size = sizes_of_items(&writing);
    say_left_out(&writing, writer, check.lost & ~writer->holds);
    say_answers(&check);
    if (findings->total[QA_ERROR] == n_errors) {
        writer->write(&writing);
    }
    return writing;
}
