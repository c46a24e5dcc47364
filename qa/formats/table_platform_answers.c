/* The answers of one row of a platform's table. */
#include "qa/formats/table_platform_parts.h"

#include <string.h>
#include <strings.h>

#include "qa/annotation/label.h"
#include "qa/base/number.h"
#include "qa/formats/crowd_answer.h"

/* ---- labels ---- */

static struct qa_place place_of(const struct qa_platform_rows *rows, const struct qa_slice *slice)
{
    return QA_AT(rows->line + slice->down, slice->column);
}

/* A list of JSON in which commas were escaped is one all the same. */
static const char *unescaped(const struct qa_slice *slice, struct qa_arena *arena)
{
    char *out = qa_arena_text_n(arena, slice->text, slice->length);
    size_t n = 0;
    for (size_t i = 0; i < slice->length; i++) {
        bool is_escape = out[i] == '\\' && out[i + 1] == ',';
        out[n] = out[i + is_escape];
        n++;
        i += is_escape;
    }
    out[n] = '\0';
    return out;
}

/* The label of a cell; several choices as a list. NULL: blank. *n: how many it was of. */
static const char *label_of(const struct qa_platform_rows *rows, const struct qa_slice *slice,
                            size_t *n)
{
    char between = rows->platform->between;
    *n = slice->length > 0;
    if (slice->length > 0 && slice->text[0] == '[') {
        return unescaped(slice, rows->arena);
    }
    if (between == '\0' || memchr(slice->text, between, slice->length) == NULL) {
        return *n > 0 ? qa_arena_text_n(rows->arena, slice->text, slice->length) : NULL;
    }
    const char **choices = QA_ARRAY(rows->arena, const char *, slice->length + 1);
    const char *end = slice->text + slice->length;
    *n = 0;
    for (const char *at = slice->text; at < end;) {
        const char *stop = memchr(at, between, (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        size_t length = (size_t)(stop - at);
        length -= length > 0 && at[length - 1] == '\r';
        if (length > 0) {
            choices[(*n)++] = qa_arena_text_n(rows->arena, at, length);
        }
        at = stop + 1;
    }
    return qa_crowd_label(choices, *n, rows->arena);
}

/* ---- an answer ---- */

static const struct qa_slice *field_cell(const struct qa_platform_rows *rows, enum qa_field field)
{
    return rows->field[field] != QA_NONE ? &rows->cells[rows->field[field]] : NULL;
}

static bool read_time(const struct qa_platform_rows *rows, enum qa_field field, int64_t *time)
{
    const struct qa_slice *cell = field_cell(rows, field);
    const struct qa_zone *zone = &qa_sink_options(rows->sink)->zone;
    return cell != NULL && cell->length > 0 &&
           qa_time_parse(cell->text, cell->length, zone, time) == QA_TIME_OK;
}

/* The time of a page goes to its tasks in equal parts. */
static void give_page_time(struct qa_platform_rows *rows)
{
    const struct qa_slice *page = &rows->cells[rows->page];
    uint32_t id = qa_strings_find(rows->pages, page->text, page->length);
    int64_t started;
    int64_t submitted;
    if (id == QA_NONE || !read_time(rows, QA_FIELD_STARTED, &started) ||
        !read_time(rows, QA_FIELD_SUBMITTED, &submitted) || submitted < started) {
        return;
    }
    double seconds = (double)(submitted - started) / (double)QA_SECOND / (double)rows->on_page[id];
    (void)qa_sink_number(rows->sink, QA_FIELD_SECONDS, seconds, place_of(rows, page));
}

/* Only the first answer of a row has its times: they are of all. */
static bool is_time(enum qa_field field)
{
    return field == QA_FIELD_STARTED || field == QA_FIELD_SECONDS;
}

static void give_gold(struct qa_platform_rows *rows)
{
    const struct qa_platform_question *asked = rows->asked;
    const struct qa_slice *cell =
        asked != NULL && asked->gold != QA_NONE ? &rows->cells[asked->gold] : NULL;
    size_t n = 0;
    const char *label = cell != NULL ? label_of(rows, cell, &n) : NULL;
    if (n > 1) {
        rows->alternatives_at =
            rows->n_alternatives++ == 0 ? place_of(rows, cell) : rows->alternatives_at;
    } else if (label != NULL) {
        (void)qa_sink_text(rows->sink, QA_FIELD_GOLD, label, strlen(label), place_of(rows, cell));
    }
}

static void open_answer(void *context, const char *question)
{
    struct qa_platform_rows *rows = context;
    struct qa_place place = QA_AT(rows->line, 0);
    qa_sink_answer(rows->sink, place);
    for (int f = 0; f <= QA_FIELD_ANSWER; f++) {
        const struct qa_slice *cell = field_cell(rows, (enum qa_field)f);
        if (cell != NULL && !(rows->is_timed && is_time((enum qa_field)f))) {
            (void)qa_sink_text(rows->sink, (enum qa_field)f, cell->text, cell->length,
                               place_of(rows, cell));
        }
    }
    if (rows->page != QA_NONE && !rows->is_timed) {
        give_page_time(rows);
    }
    if (question[0] != '\0') {
        (void)qa_sink_text(rows->sink, QA_FIELD_QUESTION, question, strlen(question), place);
    }
    give_gold(rows);
    rows->is_timed = true;
}

static void give_label(struct qa_platform_rows *rows, const char *label, struct qa_place place)
{
    open_answer(rows, rows->asked->name);
    if (label != NULL) {
        (void)qa_sink_text(rows->sink, QA_FIELD_LABEL, label, strlen(label), place);
    }
    if (qa_sink_wants_objects(rows->sink)) {
        (void)qa_sink_object(rows->sink, &qa_type_label, NULL, place);
    }
    qa_sink_end(rows->sink);
}

/* Forms of crowd elements stand in one cell as JSON. */
static bool give_form(struct qa_platform_rows *rows, const struct qa_slice *cell)
{
    struct qa_bytes bytes;
    struct qa_json *json;
    struct qa_error problem = {.text = ""};
    const struct qa_crowd_reading reading = {rows->sink, place_of(rows, cell), open_answer, rows};
    if (qa_bytes_of_memory(&bytes, cell->text, cell->length, "a cell", &problem) != QA_OK) {
        return false;
    }
    bool is_good = qa_json_parse(&json, &bytes, &problem) == QA_OK;
    if (is_good) {
        rows->asked = NULL;
        qa_crowd_answers(&reading, qa_json_root(json));
        qa_json_free(json);
    } else {
        qa_sink_finding(rows->sink, QA_ERROR, "E221", reading.place,
                        "the worker's answer is no JSON: %.120s", problem.text);
    }
    qa_bytes_close(&bytes);
    return is_good;
}

/* The choices of a question from its columns on. */
static void give_choices(struct qa_platform_rows *rows, size_t first)
{
    const struct qa_platform_question *asked = &rows->questions[first];
    const char *taken[QA_PLATFORM_QUESTIONS_MAX];
    size_t n = 0;
    for (size_t q = first; q < rows->n_questions; q++) {
        const struct qa_platform_question *other = &rows->questions[q];
        const struct qa_slice *cell = &rows->cells[other->column];
        if (other->choice == NULL || strcmp(other->name, asked->name) != 0) {
            continue;
        }
        bool is_true = cell->length == 4 && strncasecmp(cell->text, "true", 4) == 0;
        bool is_false =
            cell->length == 0 || (cell->length == 5 && strncasecmp(cell->text, "false", 5) == 0);
        if (!is_true && !is_false) {
            qa_sink_finding(rows->sink, QA_ERROR, "E218", place_of(rows, cell),
                            "'%.60s' is '%.*s', expected true or false: the column is a choice of "
                            "'%.60s'; --map label=COLUMN reads another",
                            other->choice, cell->length > 60 ? 60 : (int)cell->length, cell->text,
                            asked->name);
        }
        if (is_true) {
            taken[n++] = other->choice;
        }
    }
    rows->asked = asked;
    give_label(rows, qa_crowd_label(taken, n, rows->arena), QA_AT(rows->line, 0));
}

static bool is_first_choice(const struct qa_platform_rows *rows, size_t question)
{
    for (size_t q = 0; q < question; q++) {
        if (strcmp(rows->questions[q].name, rows->questions[question].name) == 0) {
            return false;
        }
    }
    return true;
}

static bool is_tainted(const struct qa_platform_rows *rows)
{
    const struct qa_slice *cell = rows->tainted != QA_NONE ? &rows->cells[rows->tainted] : NULL;
    return cell != NULL && cell->length == 4 && strncasecmp(cell->text, "true", 4) == 0;
}

void qa_platform_read_row(struct qa_platform_rows *rows, const struct qa_slice *cells,
                          uint64_t line)
{
    rows->cells = cells;
    rows->line = line;
    rows->is_timed = false;
    if (is_tainted(rows)) {
        rows->n_tainted++;
        qa_sink_exclude(rows->sink, QA_EXCLUDED_TAINTED);
        return;
    }
    for (size_t q = 0; q < rows->n_questions; q++) {
        const struct qa_platform_question *question = &rows->questions[q];
        const struct qa_slice *cell = &cells[question->column];
        bool is_form =
            cell->length > 1 && cell->text[0] == '[' &&
            strcmp(rows->header->header[question->column].text, "Answer.taskAnswers") == 0;
        size_t n;
        rows->asked = question;
        if (is_form) {
            (void)give_form(rows, cell);
        } else if (question->choice != NULL && is_first_choice(rows, q)) {
            give_choices(rows, q);
        } else if (question->choice == NULL) {
            give_label(rows, label_of(rows, cell, &n), place_of(rows, cell));
        }
    }
}
