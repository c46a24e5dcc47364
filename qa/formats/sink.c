#include "qa/formats/sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "qa/annotation/label.h"
#include "qa/base/fold.h"
#include "qa/base/number.h"

enum { CACHE_SLOTS = 256, SHORT_TEXT = 8, MOST_SHARED = 16, LONGEST_SHOWN = 60 };

/* Short texts that were interned before, by their bytes: most columns hold few different ones, and
 * this finds them without hashing or comparing text. */
struct short_cache {
    uint64_t bytes[CACHE_SLOTS];
    uint32_t id_plus_one[CACHE_SLOTS];
    uint8_t length[CACHE_SLOTS];
};

/* A field of names: the last text seen, and the cache. */
struct name_field {
    struct short_cache cache;
    const char *last;
    size_t last_length;
    uint32_t last_id;
};

struct shared_memory {
    const char *format;
    void *memory;
};

/* A text that is turned into an id when the answer is known whole. */
struct pending {
    struct qa_text_cell cell;
    struct qa_place place;
    bool is_given; /* the file has the field, blank or not */
};

struct qa_sink {
    struct qa_sink_parts parts;
    const struct qa_delivery_file *file;
    const struct qa_read_options *options;
    enum qa_role file_role;
    const char *format;
    const struct qa_type *type;
    bool has_source[QA_N_ROLES];
    uint32_t vendor, batch, question; /* given for the file; QA_NONE: by answer */
    uint64_t n_blank;
    uint64_t n_padded;         /* labels with blanks around them */
    struct qa_place padded_at; /* the first of them, and what it is without */
    const char *padded;
    struct name_field names[QA_N_FIELDS];
    uint32_t cached_vendor; /* whose annotators the cache holds */
    struct shared_memory shared[MOST_SHARED];
    size_t n_shared;
    /* the answer that is read */
    struct qa_answer answer;
    struct qa_place place;
    enum qa_role role;
    struct pending item, annotator, gold;
    bool is_missing_word; /* the last label */
    bool is_bad;
    bool is_closed; /* given to the builder, or passed over */
    bool wants_objects;
    size_t n_objects;
    /* the object that comes next */
    struct qa_object object;
    /* the right labels that rows repeat, by item and question */
    struct qa_strings *gold_keys;
    struct gold_label {
        uint32_t label, line;
    } * gold_labels;
    size_t gold_capacity;
};

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
        sink->names[QA_FIELD_ANNOTATOR] = (struct name_field){.last = NULL};
    }
}

void qa_sink_file(struct qa_sink *sink, const struct qa_delivery_file *file,
                  const struct qa_read_options *options, enum qa_role role)
{
    sink->file = file;
    sink->options = options;
    sink->file_role = role;
    sink->role = role;
    sink->vendor = given_id(sink->parts.names->vendors, file->vendor);
    sink->batch = given_id(sink->parts.names->batches, file->batch);
    sink->question = given_id(sink->parts.names->questions, file->question);
    memset(sink->has_source, 0, sizeof sink->has_source);
    sink->is_closed = true;
    sink->n_blank = 0;
    sink->n_padded = 0;
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

void qa_sink_file_end(struct qa_sink *sink)
{
    say_padded(sink);
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

enum qa_role qa_sink_role(const struct qa_sink *sink)
{
    return sink->file_role;
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
    if (sink->n_shared == MOST_SHARED) {
        QA_BUG("more than %d formats share memory", MOST_SHARED);
    }
    struct shared_memory *shared = &sink->shared[sink->n_shared++];
    *shared = (struct shared_memory){format, qa_arena_alloc(sink->parts.arena, size)};
    return shared->memory;
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

static bool unexpected(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                       struct qa_place place, const char *code, const char *expected)
{
    return qa_sink_bad(sink, place, code, "%s is '%.*s', expected %s", qa_field_name(field),
                       n > LONGEST_SHOWN ? LONGEST_SHOWN : (int)n, text, expected);
}

/* ---- names to ids ---- */

static uint32_t intern_field(struct qa_sink *sink, enum qa_field field, const char *text, size_t n)
{
    struct qa_names *names = sink->parts.names;
    switch (field) {
    case QA_FIELD_ITEM:
        return qa_strings_intern(names->items, text, n);
    case QA_FIELD_ANNOTATOR:
        return qa_names_annotator(names, sink->cached_vendor, text, n);
    case QA_FIELD_VENDOR:
        return qa_strings_intern(names->vendors, text, n);
    case QA_FIELD_BATCH:
        return qa_strings_intern(names->batches, text, n);
    case QA_FIELD_STAGE:
        return qa_strings_intern(names->stages, text, n);
    case QA_FIELD_QUESTION:
        return qa_strings_intern(names->questions, text, n);
    default:
        return qa_strings_intern(names->labels, text, n);
    }
}

static uint32_t cached_id(struct qa_sink *sink, enum qa_field field, const char *text, size_t n)
{
    struct short_cache *cache = &sink->names[field].cache;
    uint64_t bytes = 0;
    memcpy(&bytes, text, n);
    size_t slot = (size_t)((bytes * UINT64_C(0x9e3779b97f4a7c15)) >> 56);
    if (cache->id_plus_one[slot] == 0 || cache->bytes[slot] != bytes || cache->length[slot] != n) {
        cache->bytes[slot] = bytes;
        cache->length[slot] = (uint8_t)n;
        cache->id_plus_one[slot] = intern_field(sink, field, text, n) + 1;
    }
    return cache->id_plus_one[slot] - 1;
}

/* The id of a name; QA_NONE when it is empty. */
static uint32_t name_id(struct qa_sink *sink, enum qa_field field, const char *text, size_t n)
{
    if (n == 0) {
        return QA_NONE;
    }
    if (n <= SHORT_TEXT && field != QA_FIELD_ITEM) {
        return cached_id(sink, field, text, n);
    }
    struct name_field *column = &sink->names[field];
    if (column->last != NULL && column->last_length == n && memcmp(column->last, text, n) == 0) {
        return column->last_id;
    }
    column->last_id = intern_field(sink, field, text, n);
    if (field == QA_FIELD_ITEM) {
        /* The interned copy stays where it is; the text that was given does not. */
        column->last = qa_strings_text(sink->parts.names->items, column->last_id);
        column->last_length = n;
    }
    return column->last_id;
}

/* White space that begins or ends a text: at or below a blank, or not ASCII. */
static bool may_be_padded(const char *text, size_t n)
{
    unsigned char first = (unsigned char)text[0];
    unsigned char last = (unsigned char)text[n - 1];
    return first <= ' ' || last <= ' ' || first >= 0x80 || last >= 0x80;
}

static bool is_missing_word(const struct qa_sink *sink, const char *text, size_t n)
{
    for (size_t i = 0; i < sink->options->n_missing; i++) {
        const char *word = sink->options->missing[i];
        if (strlen(word) == n && strncasecmp(word, text, n) == 0) {
            return true;
        }
    }
    return false;
}

static void trim_label(struct qa_sink *sink, const char **text, size_t *n, struct qa_place place)
{
    if (*n > 0 && may_be_padded(*text, *n) && qa_trim_space(text, n) && *n > 0 &&
        sink->n_padded++ == 0) {
        sink->padded_at = place;
        sink->padded = qa_arena_text_n(sink->parts.arena, *text, *n);
    }
}

/* The id of a label, without the blanks around it; QA_NONE when nothing is left, or a word that
 * stands for nothing. */
static uint32_t label_id(struct qa_sink *sink, const char *text, size_t n, struct qa_place place)
{
    trim_label(sink, &text, &n, place);
    sink->is_missing_word = n > 0 && is_missing_word(sink, text, n);
    return sink->is_missing_word ? QA_NONE : name_id(sink, QA_FIELD_LABEL, text, n);
}

uint32_t qa_sink_label_id(struct qa_sink *sink, const char *text, size_t n, struct qa_place place)
{
    return label_id(sink, text, n, place);
}

/* Ids of things that come once each: numbers as they are, texts as ids with the top bit. */
static uint64_t key_id(struct qa_sink *sink, const char *text, size_t n)
{
    uint64_t number = 0;
    size_t i = 0;
    for (; i < n && i < 18 && text[i] >= '0' && text[i] <= '9'; i++) {
        number = 10 * number + (uint64_t)(text[i] - '0');
    }
    if (i == n && n > 0 && (n == 1 || text[0] != '0')) {
        return number;
    }
    return UINT64_C(1) << 63 | qa_strings_intern(sink->parts.names->keys, text, n);
}

/* ---- values ---- */

static int64_t microseconds(double seconds)
{
    return (int64_t)(seconds * (double)QA_SECOND + 0.5);
}

static bool read_time(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                      struct qa_place place, int64_t *out)
{
    enum qa_time_problem problem = qa_time_parse(text, n, &sink->options->zone, out);
    switch (problem) {
    case QA_TIME_OK:
        return true;
    case QA_TIME_TWICE:
        qa_sink_finding(
            sink, QA_WARNING, "W154", place,
            "%s '%.*s' is a time that the clocks showed twice that night; it is read as "
            "the first",
            qa_field_name(field), n > LONGEST_SHOWN ? LONGEST_SHOWN : (int)n, text);
        return true;
    case QA_TIME_TWO_DATES:
    case QA_TIME_SKIPPED:
        return qa_sink_bad(sink, place, problem == QA_TIME_SKIPPED ? "E175" : "E173",
                           "%s '%.*s' %s", qa_field_name(field),
                           n > LONGEST_SHOWN ? LONGEST_SHOWN : (int)n, text,
                           qa_time_problem_text(problem));
    case QA_TIME_NO_ZONE:
        return unexpected(sink, field, text, n, place, "E124",
                          "a time with a zone, or --timezone for all of them");
    default:
        return unexpected(sink, field, text, n, place, "E125",
                          "a time such as 2026-03-01T08:30:00Z, or epoch seconds");
    }
}

static bool is_one_of(const char *text, size_t n, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);
        size_t i = 0;
        while (i < length && i < n && (text[i] | 0x20) == ((*words)[i] | 0x20)) {
            i++;
        }
        if (i == length && i == n) {
            return true;
        }
    }
    return false;
}

/* A vendor's rejected answer was delivered all the same, and is judged like any other. */
static bool read_status(struct qa_sink *sink, const char *text, size_t n, struct qa_place place)
{
    static const char *const done[] = {"done",     "submitted", "accepted", "approved",
                                       "complete", "completed", "rejected", NULL};
    static const char *const skipped[] = {"skipped", "skip", "cancelled", "canceled", NULL};
    static const char *const open[] = {"open", "pending", "in_progress", "assigned", "todo", NULL};
    if (is_one_of(text, n, done)) {
        sink->answer.status = QA_DONE;
    } else if (is_one_of(text, n, skipped)) {
        sink->answer.status = QA_SKIPPED;
    } else if (is_one_of(text, n, open)) {
        sink->answer.status = QA_OPEN;
    } else {
        return unexpected(sink, QA_FIELD_STATUS, text, n, place, "E123", "done, skipped or open");
    }
    return true;
}

static bool read_crowd(struct qa_sink *sink, const char *text, size_t n, struct qa_place place)
{
    static const char *const yes[] = {"1", "true", "yes", NULL};
    static const char *const no[] = {"0", "false", "no", NULL};
    sink->object.crowd = is_one_of(text, n, yes);
    return sink->object.crowd || is_one_of(text, n, no) ||
           unexpected(sink, QA_FIELD_CROWD, text, n, place, "E129", "1 or 0");
}

static bool read_number(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                        struct qa_place place)
{
    double number;
    if (!qa_parse_real(text, n, &number)) {
        return unexpected(sink, field, text, n, place, field == QA_FIELD_SECONDS ? "E126" : "E129",
                          "a number");
    }
    if (field == QA_FIELD_SECONDS && number < 0) {
        return unexpected(sink, field, text, n, place, "E126",
                          "a number of seconds that is not negative");
    }
    if (field == QA_FIELD_SECONDS) {
        sink->answer.duration = microseconds(number);
    } else if (field == QA_FIELD_SCORE) {
        sink->object.score = number;
    } else {
        sink->object.value = number;
    }
    return true;
}

/* Nothing is counted by it, so what is no size is none. */
static bool read_image_side(uint32_t *side, const char *text, size_t n)
{
    double number;
    *side = qa_parse_real(text, n, &number) ? qa_image_size(number, 1).width : 0;
    return true;
}

static bool take_field(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                       struct qa_place place)
{
    struct qa_answer *answer = &sink->answer;
    switch (field) {
    case QA_FIELD_VENDOR:
        answer->vendor = sink->vendor != QA_NONE ? sink->vendor : name_id(sink, field, text, n);
        return true;
    case QA_FIELD_BATCH:
        answer->batch = sink->batch != QA_NONE ? sink->batch : name_id(sink, field, text, n);
        return true;
    case QA_FIELD_QUESTION:
        answer->question =
            sink->question != QA_NONE ? sink->question : name_id(sink, field, text, n);
        return true;
    case QA_FIELD_STAGE:
        answer->stage = name_id(sink, field, text, n);
        return true;
    case QA_FIELD_STARTED:
        return read_time(sink, field, text, n, place, &answer->started);
    case QA_FIELD_SUBMITTED:
        return read_time(sink, field, text, n, place, &answer->submitted);
    case QA_FIELD_STATUS:
        return read_status(sink, text, n, place);
    case QA_FIELD_ANSWER:
        answer->key = key_id(sink, text, n);
        return true;
    case QA_FIELD_OBJECT:
        sink->object.key = key_id(sink, text, n);
        return true;
    case QA_FIELD_LABEL:
        sink->object.label = label_id(sink, text, n, place);
        return true;
    case QA_FIELD_CROWD:
        return read_crowd(sink, text, n, place);
    case QA_FIELD_IMAGE_WIDTH:
        return read_image_side(&answer->image_size.width, text, n);
    case QA_FIELD_IMAGE_HEIGHT:
        return read_image_side(&answer->image_size.height, text, n);
    case QA_FIELD_SECONDS:
    case QA_FIELD_SCORE:
    case QA_FIELD_VALUE:
        return read_number(sink, field, text, n, place);
    default:
        QA_BUG("field %s is not the sink's", qa_field_name(field));
    }
}

bool qa_sink_text(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                  struct qa_place place)
{
    if (field == QA_FIELD_ITEM || field == QA_FIELD_ANNOTATOR || field == QA_FIELD_GOLD) {
        struct pending *pending = field == QA_FIELD_ITEM        ? &sink->item
                                  : field == QA_FIELD_ANNOTATOR ? &sink->annotator
                                                                : &sink->gold;
        *pending = (struct pending){{text, n}, place, true};
        return true;
    }
    return n == 0 || sink->is_bad || take_field(sink, field, text, n, place);
}

void qa_sink_id(struct qa_sink *sink, enum qa_field field, uint32_t id)
{
    if (field == QA_FIELD_ITEM) {
        sink->answer.item = id;
    } else {
        sink->object.label = id;
    }
}

void qa_sink_image_size(struct qa_sink *sink, struct qa_image_size size)
{
    sink->answer.image_size = size;
}

bool qa_sink_number(struct qa_sink *sink, enum qa_field field, double number, struct qa_place place)
{
    /* As in a text: fewer digits are a date or a count, more are milliseconds. */
    static const double earliest = 1e8;
    static const double latest = 1e11;
    bool is_time = field == QA_FIELD_STARTED || field == QA_FIELD_SUBMITTED;
    if (is_time && number >= earliest && number < latest) {
        *(field == QA_FIELD_STARTED ? &sink->answer.started : &sink->answer.submitted) =
            microseconds(number);
        return true;
    }
    char text[QA_REAL_TEXT_MAX];
    qa_real_text(number, text);
    /* The sink keeps no text of the caller's beyond the answer, and this one not even so long. */
    return qa_sink_text(sink, field, qa_arena_text(sink->parts.arena, text), strlen(text), place);
}

bool qa_sink_json(struct qa_sink *sink, enum qa_field field, struct qa_json_value value)
{
    struct qa_json_text text;
    int64_t whole;
    double number;
    bool is_true;
    struct qa_place place = QA_AT_JSON(value);
    if (qa_json_string(value, &text)) {
        return qa_sink_text(sink, field, text.text, text.length, place);
    }
    if (qa_json_kind(value) == QA_JSON_NULL) {
        return true;
    }
    bool is_time = field == QA_FIELD_STARTED || field == QA_FIELD_SUBMITTED;
    if (!is_time && qa_json_integer(value, &whole)) {
        const char *digits = qa_arena_format(sink->parts.arena, "%lld", (long long)whole);
        return qa_sink_text(sink, field, digits, strlen(digits), place);
    }
    if (qa_json_real(value, &number)) {
        return qa_sink_number(sink, field, number, place);
    }
    if (field == QA_FIELD_CROWD && qa_json_bool(value, &is_true)) {
        sink->object.crowd = is_true;
        return true;
    }
    return qa_sink_bad(sink, place, field == QA_FIELD_ANNOTATOR ? "E128" : "E119",
                       "%s is %s, expected a text or a number", qa_field_name(field),
                       qa_json_kind_name(qa_json_kind(value)));
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
    sink->item = sink->annotator = sink->gold = (struct pending){.is_given = false};
    sink->is_bad = false;
    sink->is_closed = false;
    sink->n_objects = 0;
    sink->object = QA_NO_OBJECT;
    sink->is_missing_word = false;
}

void qa_sink_answer_role(struct qa_sink *sink, enum qa_role role)
{
    sink->role = role;
}

/* Who and what, now that the vendor is known too. Gold need not be signed. */
static void name_answer(struct qa_sink *sink)
{
    struct qa_answer *answer = &sink->answer;
    const struct pending *item = &sink->item;
    const struct pending *annotator = &sink->annotator;
    if (item->cell.length > 0) {
        answer->item = name_id(sink, QA_FIELD_ITEM, item->cell.text, item->cell.length);
    }
    if (answer->item == QA_NONE) {
        (void)unexpected(sink, QA_FIELD_ITEM, "", 0, item->is_given ? item->place : sink->place,
                         "E127", "the name of an item");
        return;
    }
    if (annotator->cell.length == 0 && annotator->is_given && sink->file_role == QA_DELIVERY) {
        (void)unexpected(sink, QA_FIELD_ANNOTATOR, "", 0, annotator->place, "E128",
                         "the name of an annotator");
        return;
    }
    forget_annotators(sink, answer->vendor);
    answer->annotator =
        name_id(sink, QA_FIELD_ANNOTATOR, annotator->cell.text, annotator->cell.length);
}

static uint32_t line_of(struct qa_place place)
{
    if (place.json.document != NULL) {
        qa_json_place(place.json, &place.line, &place.column);
    }
    return (uint32_t)place.line;
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

static bool is_other_stage(const struct qa_sink *sink)
{
    const char *wanted = sink->options->stage;
    const char *stage = qa_strings_text(sink->parts.names->stages, sink->answer.stage);
    return wanted != NULL && strcmp(stage, wanted) != 0;
}

/* Each row of an item repeats its right label; the first makes the gold answer. */
static void take_gold(struct qa_sink *sink)
{
    struct qa_text_cell *cell = &sink->gold.cell;
    struct qa_builder *builder = sink->parts.builder[QA_GOLD];
    trim_label(sink, &cell->text, &cell->length, sink->gold.place);
    if (cell->length == 0 || is_missing_word(sink, cell->text, cell->length) ||
        sink->file_role != QA_DELIVERY || builder == NULL) {
        return;
    }
    const uint32_t key[2] = {sink->answer.item, sink->answer.question};
    uint32_t label = name_id(sink, QA_FIELD_GOLD, cell->text, cell->length);
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
    } else if (sink->gold_labels[at].label != label) {
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
    struct qa_builder *builder = builder_of(sink, sink->role);
    if (is_other_stage(sink)) {
        qa_builder_exclude(builder, QA_EXCLUDED_OTHER_STAGE);
        return false;
    }
    sink->answer.line = line_of(sink->place);
    if (sink->answer.status != QA_DONE) {
        qa_builder_answer(builder, &sink->answer);
        qa_builder_exclude(builder, sink->answer.status == QA_SKIPPED ? QA_EXCLUDED_SKIPPED
                                                                      : QA_EXCLUDED_OPEN);
        return false;
    }
    sink->wants_objects = true;
    return true;
}

/* A kind whose answers are one object each has an answer with each. */
static void give_answer(struct qa_sink *sink, const struct qa_type *type)
{
    if (sink->n_objects++ == 0 || type->matching == QA_MATCH_ANSWER) {
        qa_builder_answer(builder_of(sink, sink->role), &sink->answer);
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
    if (is_used) {
        object->line = line_of(place);
        give_answer(sink, type);
        qa_builder_object(builder_of(sink, sink->role), type, object);
    }
    *object = QA_NO_OBJECT;
    return is_used;
}

void qa_sink_end(struct qa_sink *sink)
{
    if (qa_sink_wants_objects(sink) && !sink->is_bad && sink->n_objects == 0) {
        qa_builder_answer(builder_of(sink, sink->role), &sink->answer);
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
    uint32_t item_id = name_id(sink, QA_FIELD_ITEM, item->text, item->length);
    uint32_t annotator_id = name_id(sink, QA_FIELD_ANNOTATOR, annotator->text, annotator->length);
    const struct qa_place place = QA_AT(line, 0);
    uint32_t label_name = label_id(sink, label->text, label->length, place);
    if (label_name == QA_NONE) {
        exclude_blank(sink);
        return;
    }
    qa_builder_label(sink->parts.builder[QA_DELIVERY], item_id, annotator_id, label_name, line);
}
