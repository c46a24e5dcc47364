#include "qa/formats/sink_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/batch/items.h"

enum { LONGEST_SHOWN = 60 };

const char *qa_field_name(enum qa_field field)
{
    static const char *const names[QA_N_FIELDS] = {
        [QA_FIELD_ITEM] = "item",
        [QA_FIELD_ANNOTATOR] = "annotator",
        [QA_FIELD_VENDOR] = "vendor",
        [QA_FIELD_BATCH] = "batch",
        [QA_FIELD_STAGE] = "stage",
        [QA_FIELD_QUESTION] = "question",
        [QA_FIELD_STARTED] = "started_at",
        [QA_FIELD_SUBMITTED] = "submitted_at",
        [QA_FIELD_SECONDS] = "seconds",
        [QA_FIELD_STATUS] = "status",
        [QA_FIELD_ANSWER] = "answer_id",
        [QA_FIELD_LABEL] = "label",
        [QA_FIELD_VALUE] = "value",
        [QA_FIELD_SCORE] = "score",
        [QA_FIELD_CROWD] = "crowd",
        [QA_FIELD_AREA] = "area",
        [QA_FIELD_OBJECT] = "object",
        [QA_FIELD_GOLD] = "gold",
        [QA_FIELD_TYPE] = "type",
        [QA_FIELD_IMAGE_WIDTH] = "image_width",
        [QA_FIELD_IMAGE_HEIGHT] = "image_height",
    };
    return names[field];
}

/* ---- the run and its files ---- */

struct qa_sink *qa_sink_new(const struct qa_sink_parts *parts)
{
    struct qa_sink *sink = QA_NEW(parts->arena, struct qa_sink);
    sink->parts = *parts;
    sink->cached_vendor = QA_NONE;
    sink->answer = QA_NO_ANSWER;
    sink->object = QA_NO_OBJECT;
    sink->is_closed = true;
    sink->gold_keys = qa_strings_new(parts->arena);
    return sink;
}

static uint32_t given_id(struct qa_strings *strings, const char *text)
{
    return text != NULL ? qa_strings_intern_text(strings, text) : QA_NONE;
}

static void forget_annotators(struct qa_sink *sink, uint32_t vendor)
{
    if (vendor != sink->cached_vendor) {
        sink->cached_vendor = vendor;
        sink->names[QA_FIELD_ANNOTATOR] = (struct qa_name_field){.last = NULL};
    }
}

void qa_sink_file(struct qa_sink *sink, const struct qa_delivery_file *file,
                  const struct qa_read_options *options, enum qa_role role)
{
    sink->file = file;
    sink->options = options;
    sink->file_role = role;
    sink->prepared = NULL;
    sink->role = role;
    sink->vendor = given_id(sink->parts.names->vendors, file->vendor);
    sink->batch = given_id(sink->parts.names->batches, file->batch);
    sink->question = given_id(sink->parts.names->questions, file->question);
    memset(sink->has_source, 0, sizeof sink->has_source);
    sink->is_closed = true;
    sink->n_blank = 0;
    sink->n_padded = 0;
    sink->n_rejected = 0;
    sink->n_ground_truth = 0;
    sink->n_no_time = 0;
    qa_sink_dates_begin(&sink->dates, sink->parts.arena);
    forget_annotators(sink, sink->vendor);
}

static void say_padded(struct qa_sink *sink)
{
    if (sink->n_padded == 0) {
        return;
    }
    struct qa_place *place = &sink->padded_at;
    if (place->json.document != NULL) {
        qa_json_place(place->json, &place->line, &place->column);
    }
    qa_findings_addf(sink->parts.findings, QA_WARNING, "W131", sink->file->path, place->line,
                     place->column,
                     "%llu label%s blanks before or after, which are no part of %s; the first, "
                     "here, is read as '%.60s'",
                     (unsigned long long)sink->n_padded, sink->n_padded == 1 ? " has" : "s have",
                     sink->n_padded == 1 ? "it" : "them", sink->padded);
}

static void say_rejected(const struct qa_sink *sink)
{
    if (sink->n_rejected > 0) {
        qa_findings_addf(sink->parts.findings, QA_WARNING, "W164", sink->file->path,
                         sink->rejected_at.line, sink->rejected_at.column,
                         "%llu answer%s rejected; %s judged like all others, since %s delivered",
                         (unsigned long long)sink->n_rejected,
                         sink->n_rejected == 1 ? " was" : "s were",
                         sink->n_rejected == 1 ? "it is" : "they are",
                         sink->n_rejected == 1 ? "it was" : "they were");
    }
}

static void say_no_time(const struct qa_sink *sink)
{
    if (sink->n_no_time > 0) {
        qa_findings_addf(sink->parts.findings, QA_WARNING, "W165", sink->file->path,
                         sink->no_time_at.line, sink->no_time_at.column,
                         "%llu time%s read, and nothing here needs %s; the first, here: %s",
                         (unsigned long long)sink->n_no_time,
                         sink->n_no_time == 1 ? " cannot be" : "s cannot be",
                         sink->n_no_time == 1 ? "it" : "them", sink->no_time_why);
    }
}

/* Annotators who were to be compared with each other are compared with gold. */
static void say_ground_truth(struct qa_sink *sink)
{
    unsigned long long n = sink->n_ground_truth;
    if (n > 0 && sink->options->ground_truth == QA_GROUND_TRUTH_AUTO) {
        qa_sink_finding(sink, QA_WARNING, "W138", QA_AT(0, 0),
                        "%llu answer%s marked as ground truth: gold, with which the others are "
                        "compared, and no answer%s of the annotator%s; --ground-truth gold, "
                        "answers or ignored settles it",
                        n, n == 1 ? " is" : "s are", n == 1 ? "" : "s", n == 1 ? "" : "s");
    }
}

void qa_sink_file_end(struct qa_sink *sink)
{
    say_ground_truth(sink);
    qa_sink_settle_dates(sink);
    say_padded(sink);
    say_rejected(sink);
    say_no_time(sink);
    if (sink->n_blank > 0) {
        qa_findings_addf(sink->parts.findings, QA_NOTE, "W119", sink->file->path, 0, 0,
                         "%llu row%s a blank label; they count as missing",
                         (unsigned long long)sink->n_blank, sink->n_blank == 1 ? " has" : "s have");
    }
}

/* The builder of a role, with a source for the file that is read. */
static struct qa_builder *builder_of(struct qa_sink *sink, enum qa_role role)
{
    struct qa_builder *builder = sink->parts.builder[role];
    if (!sink->has_source[role]) {
        struct qa_source *source = qa_builder_source(builder, sink->file->path, sink->format);
        source->type = sink->type;
        source->vendor = role == QA_DELIVERY ? sink->vendor : QA_NONE;
        sink->has_source[role] = true;
    }
    return builder;
}

struct qa_source *qa_sink_source(struct qa_sink *sink, const char *format,
                                 const struct qa_type *type)
{
    sink->format = format;
    sink->type = type;
    return qa_builder_last_source(builder_of(sink, sink->file_role));
}

void qa_sink_expect_gold(struct qa_sink *sink)
{
    if (sink->file_role == QA_DELIVERY && sink->parts.builder[QA_GOLD] != NULL) {
        (void)builder_of(sink, QA_GOLD);
    }
}

const struct qa_read_options *qa_sink_options(const struct qa_sink *sink)
{
    return sink->options;
}

const struct qa_delivery_file *qa_sink_current_file(const struct qa_sink *sink)
{
    return sink->file;
}

const char *qa_sink_entry(const struct qa_sink *sink)
{
    if (sink->file->entry != NULL) {
        return sink->file->entry;
    }
    const char *slash = strrchr(sink->file->path, '/');
    return slash != NULL ? slash + 1 : sink->file->path;
}

const char *qa_sink_input(const struct qa_sink *sink)
{
    return sink->file->input != NULL ? sink->file->input : "";
}

enum qa_role qa_sink_role(const struct qa_sink *sink)
{
    return sink->file_role;
}

void qa_sink_give_prepared(struct qa_sink *sink, const void *prepared)
{
    sink->prepared = prepared;
}

const void *qa_sink_prepared(const struct qa_sink *sink)
{
    return sink->prepared;
}

struct qa_names *qa_sink_names(struct qa_sink *sink)
{
    return sink->parts.names;
}

struct qa_arena *qa_sink_arena(struct qa_sink *sink)
{
    return sink->parts.arena;
}

const struct qa_type *qa_sink_shape(const struct qa_sink *sink)
{
    return sink->options->shape;
}

void *qa_sink_shared(struct qa_sink *sink, const char *format, size_t size)
{
    for (size_t i = 0; i < sink->n_shared; i++) {
        if (strcmp(sink->shared[i].format, format) == 0) {
            return sink->shared[i].memory;
        }
    }
    if (sink->n_shared == QA_MOST_SHARED) {
        QA_BUG("more than %d formats share memory", QA_MOST_SHARED);
    }
    struct qa_shared_memory *shared = &sink->shared[sink->n_shared++];
    *shared = (struct qa_shared_memory){format, qa_arena_alloc(sink->parts.arena, size)};
    return shared->memory;
}

/* ---- sizes of images ---- */

static enum qa_size_found find_size(struct qa_sink *sink, const char *name,
                                    struct qa_image_size *out)
{
    *out = (struct qa_image_size){0, 0};
    return sink->parts.image_sizes == NULL
               ? QA_SIZE_NOT_KNOWN
               : qa_image_sizes_find(sink->parts.image_sizes, qa_sink_input(sink), name, out);
}

bool qa_sink_need_image_size(struct qa_sink *sink, const char *name, struct qa_place place,
                             struct qa_image_size *out)
{
    enum qa_size_found found = find_size(sink, name, out);
    return found == QA_SIZE_KNOWN ||
           qa_sink_bad(sink, place, "E181",
                       found == QA_SIZE_AMBIGUOUS
                           ? "several images could be '%.200s', of different sizes; give its size "
                             "with --sizes FILE (item,width,height)"
                           : "the labels are shares of the image, and the size of '%.200s' is not "
                             "known; give --sizes FILE (item,width,height), or the folder with the "
                             "images",
                       name);
}

struct qa_image_size qa_sink_find_image_size(struct qa_sink *sink, const char *name)
{
    struct qa_image_size size;
    (void)find_size(sink, name, &size);
    return size;
}

/* ---- findings ---- */

static void add_finding(struct qa_sink *sink, enum qa_severity severity, const char *code,
                        struct qa_place place, const char *format, va_list args)
{
    char text[QA_ERROR_TEXT_MAX];
    vsnprintf(text, sizeof text, format, args);
    if (place.json.document != NULL) {
        qa_json_place(place.json, &place.line, &place.column);
    }
    qa_findings_addf(sink->parts.findings, severity, code, sink->file->path, place.line,
                     place.column, "%s", text);
}

bool qa_sink_bad(struct qa_sink *sink, struct qa_place place, const char *code, const char *format,
                 ...)
{
    va_list args;
    va_start(args, format);
    add_finding(sink, QA_ERROR, code, place, format, args);
    va_end(args);
    sink->is_bad = true;
    return false;
}

void qa_sink_finding(struct qa_sink *sink, enum qa_severity severity, const char *code,
                     struct qa_place place, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_finding(sink, severity, code, place, format, args);
    va_end(args);
}

bool qa_sink_unexpected(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                        struct qa_place place, const char *code, const char *expected)
{
    return qa_sink_bad(sink, place, code, "%s is '%.*s', expected %s", qa_field_name(field),
                       n > LONGEST_SHOWN ? LONGEST_SHOWN : (int)n, text, expected);
}

/* ---- answers ---- */

void qa_sink_reserve(struct qa_sink *sink, size_t n)
{
    qa_builder_reserve(builder_of(sink, sink->file_role), n);
}

void qa_sink_answer(struct qa_sink *sink, struct qa_place place)
{
    sink->answer = QA_NO_ANSWER;
    sink->answer.vendor = sink->vendor;
    sink->answer.batch = sink->batch;
    sink->answer.question = sink->question;
    sink->place = place;
    sink->role = sink->file_role;
    sink->item = sink->annotator = sink->gold = (struct qa_pending){.is_given = false};
    sink->is_bad = false;
    sink->is_closed = false;
    sink->n_objects = 0;
    sink->object = QA_NO_OBJECT;
    sink->is_missing_word = false;
    sink->n_open_dates = 0;
}

bool qa_sink_ground_truth(struct qa_sink *sink, enum qa_role *role)
{
    enum qa_ground_truth wanted = sink->options->ground_truth;
    if (*role != QA_DELIVERY) {
        return true; /* files of gold or pre-labels say with their role what they are */
    }
    sink->n_ground_truth++;
    *role = wanted == QA_GROUND_TRUTH_ANSWERS ? QA_DELIVERY : QA_GOLD;
    return wanted != QA_GROUND_TRUTH_IGNORED;
}

void qa_sink_answer_role(struct qa_sink *sink, enum qa_role role)
{
    sink->role = role;
}

/* Who and what, now that the vendor is known too. Gold need not be signed. */
static void name_answer(struct qa_sink *sink)
{
    struct qa_answer *answer = &sink->answer;
    const struct qa_pending *item = &sink->item;
    const struct qa_pending *annotator = &sink->annotator;
    if (item->cell.length > 0) {
        answer->item = qa_sink_name_id(sink, QA_FIELD_ITEM, item->cell.text, item->cell.length);
    }
    if (answer->item == QA_NONE) {
        (void)qa_sink_unexpected(sink, QA_FIELD_ITEM, "", 0,
                                 item->is_given ? item->place : sink->place, "E127",
                                 "the name of an item");
        return;
    }
    if (annotator->cell.length == 0 && annotator->is_given && sink->file_role == QA_DELIVERY) {
        (void)qa_sink_unexpected(sink, QA_FIELD_ANNOTATOR, "", 0, annotator->place, "E128",
                                 "the name of an annotator");
        return;
    }
    forget_annotators(sink, answer->vendor);
    answer->annotator =
        qa_sink_name_id(sink, QA_FIELD_ANNOTATOR, annotator->cell.text, annotator->cell.length);
}

static uint32_t line_of(struct qa_place place)
{
    if (place.json.document != NULL) {
        qa_json_place(place.json, &place.line, &place.column);
    }
    return (uint32_t)place.line;
}

/* The answer as a record, which its dates with two readings are kept with. */
static void give_record(struct qa_sink *sink, struct qa_builder *builder)
{
    qa_builder_answer(builder, &sink->answer);
    for (size_t i = 0; i < sink->n_open_dates; i++) {
        struct qa_open_date *date = &sink->open_dates[i];
        date->builder = builder;
        date->record = qa_builder_count(builder) - 1;
        qa_sink_dates_keep(&sink->dates, date);
    }
}

static void find_duration(struct qa_sink *sink)
{
    struct qa_answer *answer = &sink->answer;
    if (answer->duration != QA_NO_TIME || answer->started == QA_NO_TIME ||
        answer->submitted == QA_NO_TIME) {
        return;
    }
    if (answer->submitted >= answer->started) {
        answer->duration = answer->submitted - answer->started;
    } else {
        qa_sink_finding(sink, QA_WARNING, "W125", sink->place,
                        "submitted before it was started; the row has no duration");
    }
}

/* Where the file does not say how large the image is, the user's table may. */
static void find_missing_size(struct qa_sink *sink)
{
    struct qa_answer *answer = &sink->answer;
    if (answer->image_size.width == 0 && sink->parts.image_sizes != NULL) {
        (void)qa_image_sizes_in_table(sink->parts.image_sizes,
                                      qa_strings_text(sink->parts.names->items, answer->item),
                                      &answer->image_size);
    }
}

static bool is_other_stage(const struct qa_sink *sink)
{
    const char *wanted = sink->options->stage;
    const char *stage = qa_strings_text(sink->parts.names->stages, sink->answer.stage);
    return wanted != NULL && strcmp(stage, wanted) != 0;
}

/* Two right labels that the rules of labels may make one are theirs to tell. */
static bool leave_gold_to_rules(struct qa_sink *sink, uint32_t at, uint32_t label)
{
    const struct qa_strings *labels = sink->parts.names->labels;
    const struct gold_label *first = &sink->gold_labels[at];
    const char *texts[2] = {qa_strings_text(labels, first->label), qa_strings_text(labels, label)};
    if (!qa_may_be_one_label(texts[0], texts[1])) {
        return false;
    }
    struct qa_place place = sink->gold.place;
    if (place.json.document != NULL) {
        qa_json_place(place.json, &place.line, &place.column);
    }
    const struct qa_label_conflict conflict = {
        .question = sink->answer.question,
        .label = {first->label, label},
        .code = "E133",
        .file = sink->file->path,
        .line = (uint32_t)place.line,
        .column = (uint32_t)place.column,
        .text = qa_arena_format(sink->parts.arena,
                                "item '%s' has gold '%s' here and '%s' in line %u; expected one",
                                qa_strings_text(sink->parts.names->items, sink->answer.item),
                                texts[1], texts[0], first->line)};
    qa_builder_conflict(sink->parts.builder[QA_GOLD], &conflict);
    return true;
}

/* Each row of an item repeats its right label; the first makes the gold answer. */
static void take_gold(struct qa_sink *sink)
{
    struct qa_text_cell *cell = &sink->gold.cell;
    struct qa_builder *builder = sink->parts.builder[QA_GOLD];
    qa_sink_trim_label(sink, &cell->text, &cell->length, sink->gold.place);
    if (cell->length == 0 || qa_sink_is_missing_word(sink, cell->text, cell->length) ||
        sink->file_role != QA_DELIVERY || builder == NULL) {
        return;
    }
    const uint32_t key[2] = {sink->answer.item, sink->answer.question};
    uint32_t label = qa_sink_name_id(sink, QA_FIELD_GOLD, cell->text, cell->length);
    uint32_t n_known = qa_strings_count(sink->gold_keys);
    uint32_t at = qa_strings_intern(sink->gold_keys, (const char *)key, sizeof key);
    if (at == n_known) {
        sink->gold_labels =
            qa_arena_grow(sink->parts.arena, sink->gold_labels, &sink->gold_capacity,
                          (size_t)at + 1, sizeof *sink->gold_labels);
        sink->gold_labels[at] = (struct gold_label){label, line_of(sink->place)};
        struct qa_answer answer = QA_NO_ANSWER;
        struct qa_object object = QA_NO_OBJECT;
        answer.item = sink->answer.item;
        answer.question = sink->answer.question;
        answer.line = object.line = line_of(sink->place);
        object.label = label;
        qa_builder_answer(builder_of(sink, QA_GOLD), &answer);
        qa_builder_object(builder, &qa_type_label, &object);
    } else if (sink->gold_labels[at].label != label && !leave_gold_to_rules(sink, at, label)) {
        (void)qa_sink_bad(sink, sink->gold.place, "E133",
                          "item '%s' has gold '%.*s' here and '%s' in line %u; expected one",
                          qa_strings_text(sink->parts.names->items, sink->answer.item),
                          (int)cell->length, cell->text,
                          qa_strings_text(sink->parts.names->labels, sink->gold_labels[at].label),
                          sink->gold_labels[at].line);
    }
}

bool qa_sink_wants_objects(struct qa_sink *sink)
{
    if (sink->is_closed) {
        return sink->wants_objects;
    }
    sink->is_closed = true;
    sink->wants_objects = false;
    if (!sink->is_bad) {
        name_answer(sink);
    }
    if (sink->is_bad) {
        return false;
    }
    find_duration(sink);
    take_gold(sink);
    find_missing_size(sink);
    struct qa_builder *builder = builder_of(sink, sink->role);
    if (is_other_stage(sink)) {
        qa_builder_exclude(builder, QA_EXCLUDED_OTHER_STAGE);
        return false;
    }
    sink->answer.line = line_of(sink->place);
    if (sink->answer.status != QA_DONE) {
        give_record(sink, builder);
        qa_builder_exclude(builder, sink->answer.status == QA_SKIPPED ? QA_EXCLUDED_SKIPPED
                                                                      : QA_EXCLUDED_OPEN);
        return false;
    }
    sink->wants_objects = true;
    return true;
}

void qa_sink_item_text(struct qa_sink *sink, const char *text, size_t size, struct qa_place place)
{
    struct qa_names *names = sink->parts.names;
    uint32_t item = sink->answer.item;
    if (qa_sink_wants_objects(sink) && item != QA_NONE &&
        qa_names_set_item_text(names, item, text, size) == QA_ITEM_TEXT_OTHER) {
        qa_sink_finding(sink, QA_WARNING, "W204", place, QA_OTHER_TEXT,
                        qa_strings_text(names->items, item));
    }
}

/* A kind whose answers are one object each has an answer with each. */
static void give_answer(struct qa_sink *sink, const struct qa_type *type)
{
    if (sink->n_objects++ == 0 || type->matching == QA_MATCH_ANSWER) {
        give_record(sink, builder_of(sink, sink->role));
    }
}

static bool is_refused(struct qa_sink *sink, const struct qa_type *type, struct qa_place place)
{
    const struct qa_object *object = &sink->object;
    const struct qa_piece number_at = {0, object->n_numbers};
    const struct qa_piece text_at = {0, object->n_text};
    const struct qa_objects one = {.n = 1,
                                   .label = &object->label,
                                   .number = object->number,
                                   .number_at = &number_at,
                                   .text = object->text,
                                   .text_at = &text_at};
    const char *why = NULL;
    if (type->valid == NULL || type->valid(&one, 0, &why)) {
        return false;
    }
    (void)qa_sink_bad(sink, place, "E122", "%s", why);
    return true;
}

static void exclude_blank(struct qa_sink *sink)
{
    sink->n_blank += !sink->is_missing_word;
    qa_sink_exclude(sink,
                    sink->is_missing_word ? QA_EXCLUDED_MISSING_WORD : QA_EXCLUDED_BLANK_LABEL);
    sink->is_missing_word = false;
}

/* The kind that says no more than the object does: a rotated box of angle 0 is a box. */
static const struct qa_type *plainest(const struct qa_type *type, struct qa_object *object)
{
    const struct qa_type *plain = type->includes;
    for (size_t i = plain != NULL ? plain->arity : 0; i < object->n_numbers; i++) {
        if (plain == NULL || object->number[i] != 0) {
            return type;
        }
    }
    if (plain == NULL || object->n_numbers < plain->arity) {
        return type;
    }
    object->n_numbers = plain->arity;
    return plain;
}

bool qa_sink_object(struct qa_sink *sink, const struct qa_type *type, const struct qa_shape *shape,
                    struct qa_place place)
{
    struct qa_object *object = &sink->object;
    bool is_used = qa_sink_wants_objects(sink) && !sink->is_bad;
    if (is_used && type->is_category && object->label == QA_NONE) {
        exclude_blank(sink);
        sink->n_objects += sink->n_objects == 0; /* not an answer in which nothing was found */
        is_used = false;
    }
    if (is_used && shape != NULL) {
        object->number = shape->number;
        object->n_numbers = shape->n_numbers;
        object->text = shape->text;
        object->n_text = shape->n_text;
    }
    is_used = is_used && !is_refused(sink, type, place);
    if (is_used && type == &qa_type_polygon && sink->options->rasterise) {
        is_used = qa_sink_rasterise(sink, place);
        type = &qa_type_mask;
    }
    if (is_used) {
        if (object->crowd != QA_REGION_NONE && sink->options->crowds_are_objects) {
            object->crowd = QA_REGION_NONE;
        }
        if (object->crowd == QA_REGION_NONE && qa_sink_is_ignored(sink, object->label)) {
            object->crowd = QA_REGION_CROWD;
        }
        object->line = line_of(place);
        type = type->includes != NULL ? plainest(type, object) : type;
        give_answer(sink, type);
        qa_builder_object(builder_of(sink, sink->role), type, object);
    }
    *object = QA_NO_OBJECT;
    return is_used;
}

void qa_sink_end(struct qa_sink *sink)
{
    if (qa_sink_wants_objects(sink) && !sink->is_bad && sink->n_objects == 0) {
        give_record(sink, builder_of(sink, sink->role));
    }
    sink->wants_objects = false;
}

void qa_sink_exclude(struct qa_sink *sink, enum qa_exclusion_reason reason)
{
    qa_builder_exclude(builder_of(sink, sink->is_closed ? sink->role : sink->file_role), reason);
}

/* ---- bulk deliveries ---- */

bool qa_sink_is_plain(const struct qa_sink *sink)
{
    return sink->vendor == QA_NONE && sink->batch == QA_NONE && sink->question == QA_NONE &&
           sink->options->stage == NULL && sink->file_role == QA_DELIVERY;
}

void qa_sink_label(struct qa_sink *sink, const struct qa_text_cell *item,
                   const struct qa_text_cell *annotator, const struct qa_text_cell *label,
                   uint32_t line)
{
    uint32_t item_id = qa_sink_name_id(sink, QA_FIELD_ITEM, item->text, item->length);
    uint32_t annotator_id =
        qa_sink_name_id(sink, QA_FIELD_ANNOTATOR, annotator->text, annotator->length);
    const struct qa_place place = QA_AT(line, 0);
    uint32_t label_name = qa_sink_label_id(sink, label->text, label->length, place);
    if (label_name == QA_NONE) {
        exclude_blank(sink);
        return;
    }
    qa_builder_label(sink->parts.builder[QA_DELIVERY], item_id, annotator_id, label_name, line);
}
