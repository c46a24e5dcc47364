#include "qa/formats/table_platform_parts.h"

#include <string.h>
#include <strings.h>

#include "qa/annotation/label.h"
#include "qa/formats/table_mapping.h"
#include "qa/formats/table_names.h"

/* ---- the platforms ---- */

static const struct qa_platform platforms[] = {
    {.name = "mturk",
     .tells = {"HITId", "WorkerId", "AssignmentId"},
     .fields = {{QA_FIELD_ITEM, "HITId"},
                {QA_FIELD_ANNOTATOR, "WorkerId"},
                {QA_FIELD_STARTED, "AcceptTime"},
                {QA_FIELD_SUBMITTED, "SubmitTime"},
                {QA_FIELD_SECONDS, "WorkTimeInSeconds"},
                {QA_FIELD_STATUS, "AssignmentStatus"},
                {QA_FIELD_ANSWER, "AssignmentId"}},
     .before = "Answer.",
     .copied = "Input.",
     .between = '|'},
    {.name = "toloka",
     .tells = {"ASSIGNMENT:worker_id", "ASSIGNMENT:started"},
     .fields = {{QA_FIELD_ITEM, "ASSIGNMENT:task_id"},
                {QA_FIELD_ANNOTATOR, "ASSIGNMENT:worker_id"},
                {QA_FIELD_STARTED, "ASSIGNMENT:started"},
                {QA_FIELD_SUBMITTED, "ASSIGNMENT:submitted"},
                {QA_FIELD_STATUS, "ASSIGNMENT:status"}},
     .before = "OUTPUT:",
     .only = "INPUT:",
     .gold_before = "GOLDEN:",
     .page = "ASSIGNMENT:assignment_id"},
    {.name = "appen",
     .tells = {"_unit_id", "_worker_id", "_tainted"},
     .fields = {{QA_FIELD_ITEM, "_unit_id"},
                {QA_FIELD_ANNOTATOR, "_worker_id"},
                {QA_FIELD_STARTED, "_started_at"},
                {QA_FIELD_SUBMITTED, "_created_at"},
                {QA_FIELD_ANSWER, "_id"}},
     .gold_behind = "_gold",
     .tainted = "_tainted",
     .between = '\n'},
};

/* ---- the columns of a table ---- */

static uint32_t find_column(const struct qa_records *header, const char *name)
{
    for (uint32_t c = 0; name != NULL && c < header->n_columns; c++) {
        if (strcmp(header->header[c].text, name) == 0) {
            return c;
        }
    }
    return QA_NONE;
}

static const char *behind(const char *text, const char *prefix)
{
    size_t n = prefix != NULL ? strlen(prefix) : 0;
    return n > 0 && strncmp(text, prefix, n) == 0 && text[n] != '\0' ? text + n : NULL;
}

static const struct qa_platform *find_platform(const struct qa_records *header)
{
    for (size_t p = 0; p < sizeof platforms / sizeof *platforms; p++) {
        bool is_it = true;
        for (size_t t = 0; t < 3 && platforms[p].tells[t] != NULL && is_it; t++) {
            is_it = find_column(header, platforms[p].tells[t]) != QA_NONE;
        }
        if (is_it) {
            return &platforms[p];
        }
    }
    return NULL;
}

/* What the user calls a field; NULL: nothing. */
static const char *mapped(const struct qa_platform_rows *rows, enum qa_field field)
{
    const struct qa_read_options *options = qa_sink_options(rows->sink);
    for (size_t m = 0; m < options->n_map; m++) {
        if (strcmp(options->map[m].field, qa_field_name(field)) == 0) {
            return options->map[m].column;
        }
    }
    return NULL;
}

/* The only column with the prefix, or QA_NONE. */
static uint32_t only_column(const struct qa_records *header, const char *prefix)
{
    uint32_t found = QA_NONE;
    for (uint32_t c = 0; c < header->n_columns; c++) {
        if (behind(header->header[c].text, prefix) != NULL) {
            if (found != QA_NONE) {
                return QA_NONE;
            }
            found = c;
        }
    }
    return found;
}

static void find_fields(struct qa_platform_rows *rows)
{
    const struct qa_platform *platform = rows->platform;
    for (int f = 0; f < QA_N_FIELDS; f++) {
        rows->field[f] = find_column(rows->header, mapped(rows, (enum qa_field)f));
    }
    if (rows->field[QA_FIELD_ITEM] == QA_NONE) {
        rows->field[QA_FIELD_ITEM] = only_column(rows->header, platform->only);
    }
    for (size_t i = 0; i < QA_PLATFORM_FIELDS_MAX && platform->fields[i].column != NULL; i++) {
        uint32_t *field = &rows->field[platform->fields[i].field];
        if (*field == QA_NONE && mapped(rows, platform->fields[i].field) == NULL) {
            *field = find_column(rows->header, platform->fields[i].column);
        }
    }
    rows->tainted = find_column(rows->header, platform->tainted);
    rows->page = find_column(rows->header, platform->page);
}

static uint32_t gold_column(const struct qa_platform_rows *rows, const char *name)
{
    const struct qa_platform *platform = rows->platform;
    const char *column = platform->gold_before != NULL
                             ? qa_arena_format(rows->arena, "%s%s", platform->gold_before, name)
                         : platform->gold_behind != NULL
                             ? qa_arena_format(rows->arena, "%s%s", name, platform->gold_behind)
                             : NULL;
    return find_column(rows->header, column);
}

static void add_question(struct qa_platform_rows *rows, const char *name, uint32_t column)
{
    if (rows->n_questions < QA_PLATFORM_QUESTIONS_MAX) {
        rows->questions[rows->n_questions++] =
            (struct qa_platform_question){name, column, gold_column(rows, name), NULL};
    }
}

/* What a form measures of its own use: "activeTime", "submit". */
static bool is_of_form(const char *name)
{
    static const char *const words[] = {"submit",    "start",      "end",        "elapsed",
                                        "timestamp", "useragent",  "user_agent", "browser",
                                        "ip",        "ip_address", NULL};
    size_t n = strlen(name);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcasecmp(name, words[i]) == 0) {
            return true;
        }
    }
    return n > 4 && (strcmp(name + n - 4, "Time") == 0 || strcmp(name + n - 4, "time") == 0) &&
           (name[n - 4] == 'T' || strcasecmp(name, "worktime") == 0 ||
            strcasecmp(name, "starttime") == 0 || strcasecmp(name, "endtime") == 0 ||
            strcasecmp(name, "activetime") == 0 || strcasecmp(name, "submittime") == 0);
}

/* The name of a question whose answers the column holds; NULL: it is none. */
static const char *question_of(struct qa_platform_rows *rows, uint32_t column)
{
    const struct qa_platform *platform = rows->platform;
    const char *name = rows->header->header[column].text;
    if (platform->before == NULL) {
        return gold_column(rows, name) != QA_NONE ? name : NULL;
    }
    name = behind(name, platform->before);
    if (name == NULL) {
        return NULL;
    }
    if (qa_is_remark(name) || is_of_form(name)) {
        rows->left_out = qa_arena_format(rows->arena, "%s%s'%.40s'", rows->left_out,
                                         rows->left_out[0] != '\0' ? ", " : "; left out: ", name);
        return NULL;
    }
    const char *copy = platform->copied != NULL
                           ? qa_arena_format(rows->arena, "%s%s", platform->copied, name)
                           : NULL;
    return find_column(rows->header, copy) == QA_NONE ? name : NULL;
}

/* "sentiment.positive" beside "sentiment.negative" are choices of one question; "sentiment.label"
 * alone is its answer. */
static void join_choices(struct qa_platform_rows *rows)
{
    for (size_t q = 0; q < rows->n_questions; q++) {
        struct qa_platform_question *question = &rows->questions[q];
        const char *dot = strchr(question->name, '.');
        size_t n = dot != NULL ? (size_t)(dot - question->name) : 0;
        size_t n_alike = 0;
        for (size_t other = 0; n > 0 && other < rows->n_questions; other++) {
            const char *name = rows->questions[other].name;
            n_alike += strncmp(name, question->name, n) == 0 && (name[n] == '.' || name[n] == '\0');
        }
        if (n_alike > 1) {
            question->choice = dot + 1;
        }
        if (n_alike > 1 || (dot != NULL && strcmp(dot, ".label") == 0)) {
            question->name = qa_arena_text_n(rows->arena, question->name, n);
        }
    }
}

static void find_questions(struct qa_platform_rows *rows)
{
    uint32_t label = rows->field[QA_FIELD_LABEL];
    if (label != QA_NONE) {
        const char *name = rows->header->header[label].text;
        const char *short_name = behind(name, rows->platform->before);
        add_question(rows, short_name != NULL ? short_name : name, label);
        rows->questions[0].name = "";
        uint32_t gold = rows->field[QA_FIELD_GOLD];
        rows->questions[0].gold = gold != QA_NONE ? gold : rows->questions[0].gold;
        return;
    }
    for (uint32_t c = 0; c < rows->header->n_columns; c++) {
        const char *name = question_of(rows, c);
        if (name != NULL) {
            add_question(rows, name, c);
        }
    }
    join_choices(rows);
    if (rows->n_questions == 1) {
        rows->questions[0].name = ""; /* one question needs no name */
    }
}

/* What the columns are taken for, in a line. */
static void say_columns(const struct qa_platform_rows *rows)
{
    const struct qa_cell *header = rows->header->header;
    const char *questions = "";
    for (size_t q = 0; q < rows->n_questions; q++) {
        questions = qa_arena_format(rows->arena, "%s%s'%.40s'", questions, q > 0 ? ", " : "",
                                    header[rows->questions[q].column].text);
    }
    qa_sink_finding(rows->sink, QA_WARNING, "W217", QA_AT(1, 0),
                    "a table of %s: '%.60s' is read as the item, '%.60s' as the annotator, %.300s "
                    "as %s%.200s; --map says another",
                    rows->platform->name, header[rows->field[QA_FIELD_ITEM]].text,
                    header[rows->field[QA_FIELD_ANNOTATOR]].text, questions,
                    rows->n_questions == 1 ? "the label" : "labels, each of its own question",
                    rows->left_out);
}

static const char *mapping_of(const struct qa_platform_rows *rows)
{
    struct qa_mapping mapping = {rows->arena, rows->header, ""};
    for (int f = 0; f < QA_N_FIELDS; f++) {
        qa_mapping_add(&mapping, qa_field_name((enum qa_field)f), rows->field[f]);
    }
    for (size_t q = 0; q < rows->n_questions; q++) {
        qa_mapping_add(&mapping, qa_field_name(QA_FIELD_LABEL), rows->questions[q].column);
    }
    return mapping.text;
}

struct qa_platform_rows *qa_platform_begin(const struct qa_records *header, struct qa_sink *sink)
{
    const struct qa_platform *platform = find_platform(header);
    if (platform == NULL || qa_sink_role(sink) != QA_DELIVERY) {
        return NULL;
    }
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_platform_rows *rows = QA_NEW(arena, struct qa_platform_rows);
    struct qa_records *kept = QA_NEW(arena, struct qa_records);
    *kept = *header;
    rows->platform = platform;
    rows->header = kept;
    rows->sink = sink;
    rows->arena = arena;
    rows->pages = qa_strings_new(arena);
    rows->left_out = "";
    find_fields(rows);
    find_questions(rows);
    bool has_all = rows->n_questions > 0 && rows->field[QA_FIELD_ITEM] != QA_NONE &&
                   rows->field[QA_FIELD_ANNOTATOR] != QA_NONE;
    if (!has_all) {
        return NULL;
    }
    rows->source = qa_sink_source(sink, platform->name, &qa_type_label);
    rows->source->mapping = mapping_of(rows);
    say_columns(rows);
    for (size_t q = 0; q < rows->n_questions; q++) {
        if (rows->questions[q].gold != QA_NONE) {
            qa_sink_expect_gold(sink);
        }
    }
    return rows;
}

static size_t wider(size_t width, uint32_t column)
{
    return column != QA_NONE && column >= width ? column + (size_t)1 : width;
}

size_t qa_platform_width(const struct qa_platform_rows *rows)
{
    size_t width = 0;
    const uint32_t others[] = {rows->tainted, rows->page};
    for (int f = 0; f < QA_N_FIELDS; f++) {
        width = wider(width, rows->field[f]);
    }
    for (size_t i = 0; i < 2; i++) {
        width = wider(width, others[i]);
    }
    for (size_t q = 0; q < rows->n_questions; q++) {
        width = wider(wider(width, rows->questions[q].column), rows->questions[q].gold);
    }
    return width;
}

/* ---- pages ---- */

static void keep_row(struct qa_platform_rows *rows, const struct qa_slice *cells, uint64_t line)
{
    size_t n = rows->header->n_columns;
    struct qa_slice *kept = QA_ARRAY(rows->arena, struct qa_slice, n);
    for (size_t c = 0; c < n; c++) {
        kept[c] = cells[c];
        kept[c].text = qa_arena_text_n(rows->arena, cells[c].text, cells[c].length);
    }
    rows->rows = qa_arena_grow(rows->arena, rows->rows, &rows->capacity, rows->n_rows + 1,
                               sizeof *rows->rows);
    rows->rows[rows->n_rows++] = (struct qa_platform_row){kept, line};
    const struct qa_slice *page = &cells[rows->page];
    if (page->length > 0) {
        uint32_t id = qa_strings_intern(rows->pages, page->text, page->length);
        rows->on_page = qa_arena_grow(rows->arena, rows->on_page, &rows->page_capacity,
                                      (size_t)id + 1, sizeof *rows->on_page);
        rows->on_page[id]++;
    }
}

void qa_platform_take(struct qa_platform_rows *rows, const struct qa_slice *cells, uint64_t line)
{
    if (rows->page != QA_NONE) {
        keep_row(rows, cells, line);
    } else {
        qa_platform_read_row(rows, cells, line);
    }
}

/* Whether all rows that were kept have the same in a column. */
static bool is_constant(const struct qa_platform_rows *rows, uint32_t column)
{
    for (size_t r = 1; r < rows->n_rows; r++) {
        const struct qa_slice *first = &rows->rows[0].cells[column];
        const struct qa_slice *cell = &rows->rows[r].cells[column];
        if (cell->length != first->length || memcmp(cell->text, first->text, cell->length) != 0) {
            return false;
        }
    }
    return true;
}

/* What a page has beside its question (a captcha) says the same of everything: no label, where
 * another column is one. */
static void drop_constants(struct qa_platform_rows *rows)
{
    enum { LEAST_ROWS = 3 };
    struct qa_platform_question kept[QA_PLATFORM_QUESTIONS_MAX];
    size_t n = 0;
    const char *dropped = "";
    for (size_t q = 0; q < rows->n_questions; q++) {
        const struct qa_platform_question *question = &rows->questions[q];
        bool is_told = question->gold != QA_NONE || question->choice != NULL;
        if (is_told || !is_constant(rows, question->column)) {
            kept[n++] = *question;
            continue;
        }
        dropped =
            qa_arena_format(rows->arena, "%s%s'%.40s'", dropped, dropped[0] != '\0' ? ", " : "",
                            rows->header->header[question->column].text);
    }
    if (n == 0 || n == rows->n_questions || rows->n_rows < LEAST_ROWS) {
        return;
    }
    memcpy(rows->questions, kept, n * sizeof *kept);
    rows->n_questions = n;
    rows->questions[0].name = n == 1 ? "" : rows->questions[0].name;
    rows->source->mapping = mapping_of(rows);
    qa_sink_finding(rows->sink, QA_WARNING, "W217", QA_AT(1, 0),
                    "%.300s: the same in all rows, and left out as no label; --map label=COLUMN "
                    "reads one",
                    dropped);
}

void qa_platform_end(struct qa_platform_rows *rows)
{
    drop_constants(rows);
    for (size_t r = 0; r < rows->n_rows; r++) {
        qa_platform_read_row(rows, rows->rows[r].cells, rows->rows[r].line);
    }
    if (rows->n_tainted > 0) {
        qa_sink_finding(rows->sink, QA_WARNING, "W214", QA_AT(0, 0),
                        "%llu row%s left out: the platform did not trust %s (%s)",
                        (unsigned long long)rows->n_tainted, rows->n_tainted == 1 ? " is" : "s are",
                        rows->n_tainted == 1 ? "its worker" : "their workers",
                        rows->platform->tainted);
    }
    if (rows->n_alternatives > 0) {
        qa_sink_finding(rows->sink, QA_WARNING, "W215", rows->alternatives_at,
                        "%llu row%s several right answers, of which any would do; they are no gold",
                        (unsigned long long)rows->n_alternatives,
                        rows->n_alternatives == 1 ? " has" : "s have");
    }
}
