/* Fields to values: names to ids, times, numbers, status. */
#include "qa/formats/sink_parts.h"

#include <string.h>
#include <strings.h>

#include "qa/annotation/label.h"
#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/base/utf8.h"

enum { SHORT_TEXT = 8, LONGEST_SHOWN = 60 };

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
    struct qa_short_cache *cache = &sink->names[field].cache;
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
uint32_t qa_sink_name_id(struct qa_sink *sink, enum qa_field field, const char *text, size_t n)
{
    if (n == 0) {
        return QA_NONE;
    }
    if (n <= SHORT_TEXT && field != QA_FIELD_ITEM) {
        return cached_id(sink, field, text, n);
    }
    struct qa_name_field *column = &sink->names[field];
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

bool qa_sink_is_missing_word(const struct qa_sink *sink, const char *text, size_t n)
{
    for (size_t i = 0; i < sink->options->n_missing; i++) {
        const char *word = sink->options->missing[i];
        if (strlen(word) == n && strncasecmp(word, text, n) == 0) {
            return true;
        }
    }
    return false;
}

void qa_sink_trim_label(struct qa_sink *sink, const char **text, size_t *n, struct qa_place place)
{
    if (*n > 0 && may_be_padded(*text, *n) && qa_trim_space(text, n) && *n > 0 &&
        sink->n_padded++ == 0) {
        sink->padded_at = place;
        sink->padded = qa_arena_text_n(sink->parts.arena, *text, *n);
    }
}

/* The id of a label, without the blanks around it; QA_NONE when nothing is left, or a word that
 * stands for nothing. */
uint32_t qa_sink_label_id(struct qa_sink *sink, const char *text, size_t n, struct qa_place place)
{
    qa_sink_trim_label(sink, &text, &n, place);
    sink->is_missing_word = n > 0 && qa_sink_is_missing_word(sink, text, n);
    return sink->is_missing_word ? QA_NONE : qa_sink_name_id(sink, QA_FIELD_LABEL, text, n);
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

/* Why a time cannot be read, and the code. In the arena. */
static const char *time_problem(const struct qa_sink *sink, enum qa_field field, const char *text,
                                size_t n, enum qa_time_problem problem, const char **code)
{
    struct qa_arena *arena = sink->parts.arena;
    const char *name = qa_field_name(field);
    int shown = n > LONGEST_SHOWN ? LONGEST_SHOWN : (int)n;
    switch (problem) {
    case QA_TIME_TWO_DATES:
    case QA_TIME_SKIPPED:
        *code = problem == QA_TIME_SKIPPED ? "E175" : "E173";
        return qa_arena_format(arena, "%s '%.*s' %s", name, shown, text,
                               qa_time_problem_text(problem));
    case QA_TIME_NO_ZONE:
        *code = "E124";
        return qa_arena_format(arena,
                               "%s is '%.*s', expected a time with a zone, or --timezone for all "
                               "of them",
                               name, shown, text);
    default:
        *code = "E125";
        return qa_arena_format(arena,
                               "%s is '%.*s', expected a time such as 2026-03-01T08:30:00Z, or "
                               "epoch seconds",
                               name, shown, text);
    }
}

/* A time that nothing goes by may be missing; the first is said at the end of the file. */
static bool lack_time(struct qa_sink *sink, struct qa_place place, const char *code,
                      const char *why)
{
    if (sink->n_no_time++ == 0) {
        if (place.json.document != NULL) {
            qa_json_place(place.json, &place.line, &place.column);
        }
        sink->no_time_at = place;
        sink->no_time_why = qa_arena_format(sink->parts.arena, "%s [%s]", why, code);
    }
    return true;
}

static void say_twice(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                      struct qa_place place)
{
    qa_sink_finding(sink, QA_WARNING, "W154", place,
                    "%s '%.*s' is a time that the clocks showed twice that night; it is read as "
                    "the first",
                    qa_field_name(field), n > LONGEST_SHOWN ? LONGEST_SHOWN : (int)n, text);
}

static bool begins_like_iso(const char *text, size_t n)
{
    return n > 4 && text[4] == '-';
}

static bool read_time(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                      struct qa_place place, int64_t *out)
{
    const char *code;
    enum qa_date_column column = field == QA_FIELD_STARTED ? QA_DATES_STARTED : QA_DATES_SUBMITTED;
    enum qa_time_problem problem = qa_time_parse(text, n, &sink->options->zone, out);
    if (sink->options->zone.dates == QA_DATES_UNKNOWN) {
        if (place.json.document != NULL && !begins_like_iso(text, n)) {
            qa_json_place(place.json, &place.line, &place.column);
            place.json.document = NULL;
        }
        qa_sink_dates_note(&sink->dates, column, text, n, place.line);
    }
    if (problem == QA_TIME_TWICE) {
        say_twice(sink, field, text, n, place);
    }
    if (problem == QA_TIME_OK || problem == QA_TIME_TWICE) {
        return true;
    }
    *out = QA_NO_TIME;
    if (problem == QA_TIME_TWO_DATES && sink->n_open_dates < QA_N_DATE_COLUMNS) {
        sink->open_dates[sink->n_open_dates++] =
            (struct qa_open_date){.column = column,
                                  .text = qa_arena_text_n(sink->parts.arena, text, n),
                                  .length = n,
                                  .line = place.line,
                                  .at = place.column};
        return true;
    }
    if (sink->options->may_lack_times && sink->n_no_time > 0) {
        sink->n_no_time++;
        return true;
    }
    const char *why = time_problem(sink, field, text, n, problem, &code);
    return sink->options->may_lack_times ? lack_time(sink, place, code, why)
                                         : qa_sink_bad(sink, place, code, "%s", why);
}

/* ---- dates that the rest of the file settles ---- */

static void set_time(const struct qa_open_date *date, int64_t time)
{
    struct qa_record_times times = qa_builder_times(date->builder, date->record);
    if (date->column == QA_DATES_STARTED) {
        times.started = time;
    } else {
        times.submitted = time;
    }
    bool both = times.started != QA_NO_TIME && times.submitted != QA_NO_TIME;
    if (times.duration == QA_NO_TIME && both && times.submitted >= times.started) {
        times.duration = times.submitted - times.started;
    }
    qa_builder_set_times(date->builder, date->record, &times);
}

/* A date with the order of its column; without one it is an error, or said once. */
static void settle_open_date(struct qa_sink *sink, const struct qa_open_date *date)
{
    static const enum qa_field fields[] = {QA_FIELD_STARTED, QA_FIELD_SUBMITTED};
    enum qa_field field = fields[date->column];
    struct qa_place place = QA_AT(date->line, date->at);
    struct qa_zone zone = sink->options->zone;
    int64_t time = QA_NO_TIME;
    const char *code;
    zone.dates = qa_sink_dates_order(&sink->dates, date->column);
    enum qa_time_problem problem = qa_time_parse(date->text, date->length, &zone, &time);
    if (problem == QA_TIME_TWICE) {
        say_twice(sink, field, date->text, date->length, place);
    }
    if (problem == QA_TIME_OK || problem == QA_TIME_TWICE) {
        set_time(date, time);
        return;
    }
    const char *why = time_problem(sink, field, date->text, date->length, problem, &code);
    if (sink->options->may_lack_times) {
        (void)lack_time(sink, place, code, why);
    } else {
        qa_sink_finding(sink, QA_ERROR, code, place, "%s", why);
    }
}

void qa_sink_settle_dates(struct qa_sink *sink)
{
    static const enum qa_field fields[] = {QA_FIELD_STARTED, QA_FIELD_SUBMITTED};
    bool is_said[QA_N_DATE_COLUMNS] = {false};
    for (size_t i = 0; i < sink->dates.n; i++) {
        const struct qa_open_date *date = &sink->dates.list[i];
        enum qa_date_order order = qa_sink_dates_order(&sink->dates, date->column);
        settle_open_date(sink, date);
        if (order == QA_DATES_UNKNOWN || is_said[date->column]) {
            continue;
        }
        is_said[date->column] = true;
        qa_sink_finding(sink, QA_WARNING, "W153", QA_AT(date->line, date->at),
                        "%s '%.*s' is read as %s, as '%.*s' on line %llu of the column can only be",
                        qa_field_name(fields[date->column]), LONGEST_SHOWN, date->text,
                        qa_date_order_words(order), LONGEST_SHOWN, sink->dates.shown[date->column],
                        (unsigned long long)sink->dates.shown_line[date->column]);
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
    static const char *const rejected[] = {"rejected", NULL};
    static const char *const done[] = {"done",     "submitted", "accepted", "approved",
                                       "complete", "completed", "rejected", NULL};
    static const char *const skipped[] = {"skipped",  "skip",    "cancelled",
                                          "canceled", "expired", NULL};
    static const char *const open[] = {"open", "pending", "in_progress", "assigned",
                                       "todo", "active",  NULL};
    if (is_one_of(text, n, done)) {
        sink->answer.status = QA_DONE;
        if (is_one_of(text, n, rejected) && sink->n_rejected++ == 0) {
            sink->rejected_at = place;
        }
    } else if (is_one_of(text, n, skipped)) {
        sink->answer.status = QA_SKIPPED;
    } else if (is_one_of(text, n, open)) {
        sink->answer.status = QA_OPEN;
    } else {
        return qa_sink_unexpected(sink, QA_FIELD_STATUS, text, n, place, "E123",
                                  "done, skipped or open");
    }
    return true;
}

static bool read_crowd(struct qa_sink *sink, const char *text, size_t n, struct qa_place place)
{
    static const char *const yes[] = {"1", "true", "yes", NULL};
    static const char *const no[] = {"0", "false", "no", NULL};
    static const char *const uncounted[] = {"2", "difficult", "ignore", NULL};
    sink->object.crowd = is_one_of(text, n, yes)         ? QA_REGION_CROWD
                         : is_one_of(text, n, uncounted) ? QA_REGION_UNCOUNTED
                                                         : QA_REGION_NONE;
    return sink->object.crowd != QA_REGION_NONE || is_one_of(text, n, no) ||
           qa_sink_unexpected(sink, QA_FIELD_CROWD, text, n, place, "E129", "0, 1 or 2");
}

static bool read_number(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                        struct qa_place place)
{
    double number;
    if (!qa_parse_real(text, n, &number)) {
        return qa_sink_unexpected(sink, field, text, n, place,
                                  field == QA_FIELD_SECONDS ? "E126" : "E129", "a number");
    }
    if (field == QA_FIELD_SECONDS && number < 0) {
        return qa_sink_unexpected(sink, field, text, n, place, "E126",
                                  "a number of seconds that is not negative");
    }
    if (field == QA_FIELD_SECONDS) {
        sink->answer.duration = microseconds(number);
    } else if (field == QA_FIELD_SCORE) {
        sink->object.score = number;
    } else if (field == QA_FIELD_AREA) {
        sink->object.area = number >= 0 ? number : (double)NAN;
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
        answer->vendor =
            sink->vendor != QA_NONE ? sink->vendor : qa_sink_name_id(sink, field, text, n);
        return true;
    case QA_FIELD_BATCH:
        answer->batch =
            sink->batch != QA_NONE ? sink->batch : qa_sink_name_id(sink, field, text, n);
        return true;
    case QA_FIELD_QUESTION:
        answer->question =
            sink->question != QA_NONE ? sink->question : qa_sink_name_id(sink, field, text, n);
        return true;
    case QA_FIELD_STAGE:
        answer->stage = qa_sink_name_id(sink, field, text, n);
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
        sink->object.label = qa_sink_label_id(sink, text, n, place);
        return true;
    case QA_FIELD_CROWD:
        return read_crowd(sink, text, n, place);
    case QA_FIELD_IMAGE_WIDTH:
        return read_image_side(&answer->image_size.width, text, n);
    case QA_FIELD_IMAGE_HEIGHT:
        return read_image_side(&answer->image_size.height, text, n);
    case QA_FIELD_SECONDS:
    case QA_FIELD_SCORE:
    case QA_FIELD_AREA:
    case QA_FIELD_VALUE:
        return read_number(sink, field, text, n, place);
    default:
        QA_BUG("field %s is not the sink's", qa_field_name(field));
    }
}

bool qa_sink_text(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                  struct qa_place place)
{
    size_t good = qa_utf8_check(text, n);
    if (good < n) {
        return qa_sink_bad(sink, place, "E108",
                           "byte 0x%02x in the %s is no UTF-8; save the file as UTF-8 or UTF-16",
                           (unsigned)(unsigned char)text[good], qa_field_name(field));
    }
    if (field == QA_FIELD_ITEM || field == QA_FIELD_ANNOTATOR || field == QA_FIELD_GOLD) {
        struct qa_pending *pending = field == QA_FIELD_ITEM        ? &sink->item
                                     : field == QA_FIELD_ANNOTATOR ? &sink->annotator
                                                                   : &sink->gold;
        *pending = (struct qa_pending){{text, n}, place, true};
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
