#include "qa/formats/table_rows.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/relation.h"
#include "qa/annotation/span.h"
#include "qa/base/number.h"
#include "qa/formats/label_studio_table.h"
#include "qa/formats/table_columns.h"
#include "qa/formats/table_mapping.h"
#include "qa/formats/table_numbers.h"
#include "qa/formats/table_platform.h"

struct qa_table_rows {
    struct qa_sink *sink;
    struct qa_table_columns columns;
    bool has_objects; /* a row without any is an answer in which nothing was found */
    struct qa_table_numbers numbers;
    size_t n_columns;
    const struct qa_cell *header;
    struct qa_platform_rows *platform; /* NULL: the table is no platform's */
    struct qa_studio_table *studio;    /* NULL: nor Label Studio's */
    struct qa_wide *wide;              /* NULL: the table is not a wide one */
    struct qa_source *source;
    bool is_settled; /* a row has shown that columns are those of the forms */
    /* The kind that a question's name tells, of canonical rows in which nothing was found; and
     * whether another row has an object, which tells better. */
    const struct qa_type *asked;
    bool has_any;
    bool is_plain; /* item, annotator and label are all there is */
    struct qa_shape shape;
    const struct qa_slice *cells;
    uint64_t line;
};

static bool is_word(const struct qa_slice *slice, const char *word)
{
    return slice->length == strlen(word) && memcmp(slice->text, word, slice->length) == 0;
}

static const struct qa_slice *cell(const struct qa_table_rows *rows, enum qa_field field)
{
    uint32_t column = rows->columns.field[field];
    return column == QA_NONE ? NULL : &rows->cells[column];
}

static struct qa_place place_of(const struct qa_table_rows *rows, const struct qa_slice *slice)
{
    return QA_AT(rows->line + slice->down, slice->column);
}

static bool is_plain(const struct qa_table_rows *rows)
{
    for (int f = 0; f < QA_N_FIELDS; f++) {
        bool core = f == QA_FIELD_ITEM || f == QA_FIELD_ANNOTATOR || f == QA_FIELD_LABEL;
        if ((rows->columns.field[f] != QA_NONE) != core) {
            return false;
        }
    }
    return rows->columns.n_forms == 0 && qa_sink_is_plain(rows->sink);
}

enum qa_status qa_table_rows_begin(const struct qa_records *header, struct qa_sink *sink,
                                   const char *format, struct qa_table_rows **rows,
                                   struct qa_error *err)
{
    struct qa_table_rows *out = QA_NEW(qa_sink_arena(sink), struct qa_table_rows);
    out->sink = sink;
    out->shape.arena = qa_sink_arena(sink);
    out->studio = qa_studio_table_begin(header, sink);
    out->n_columns = header->n_columns;
    out->header = header->header;
    out->platform = out->studio == NULL ? qa_platform_begin(header, sink) : NULL;
    if (out->studio != NULL || out->platform != NULL) {
        *rows = out;
        return QA_OK;
    }
    QA_TRY(qa_table_columns_find(header, sink, &out->columns, err));
    const struct qa_type *type = &qa_type_label;
    if (out->columns.n_forms > 0) {
        type = out->columns.forms[0].type;
        out->has_objects = type->matching == QA_MATCH_ASSIGN;
    }
    struct qa_source *source = qa_sink_source(sink, format, type);
    source->unsigned_text = out->columns.unsigned_text;
    source->mapping = qa_mapping_of_columns(&out->columns, header, qa_sink_arena(sink));
    if (out->columns.wide.form != QA_WIDE_NOT) {
        out->wide = qa_wide_new(&out->columns.wide, header, sink, source);
    }
    out->source = source;
    if (out->columns.is_canonical) {
        out->has_objects = true;
    } else if (out->columns.field[QA_FIELD_GOLD] != QA_NONE) {
        qa_sink_expect_gold(sink);
    }
    out->numbers.is_typed = strcmp(format, "csv") != 0;
    out->numbers.decimal = qa_sink_options(sink)->decimal;
    out->is_plain = is_plain(out);
    *rows = out;
    return QA_OK;
}

size_t qa_table_rows_width(const struct qa_table_rows *rows)
{
    if (rows->studio != NULL) {
        return rows->n_columns;
    }
    if (rows->platform != NULL) {
        return qa_platform_width(rows->platform);
    }
    size_t width = rows->wide != NULL ? rows->n_columns : 0;
    for (int f = 0; f < QA_N_FIELDS; f++) {
        uint32_t column = rows->columns.field[f];
        width = column != QA_NONE && column >= width ? column + (size_t)1 : width;
    }
    for (size_t k = 0; k < rows->columns.n_forms; k++) {
        const struct qa_table_form *form = &rows->columns.forms[k];
        for (size_t c = 0; c < form->n_columns; c++) {
            bool is_there = form->column[c] != QA_NONE;
            width = is_there && form->column[c] >= width ? form->column[c] + (size_t)1 : width;
        }
    }
    return width;
}

bool qa_table_rows_are_plain(const struct qa_table_rows *rows, size_t column[QA_N_PLAIN])
{
    static const enum qa_field field[QA_N_PLAIN] = {[QA_PLAIN_ITEM] = QA_FIELD_ITEM,
                                                    [QA_PLAIN_ANNOTATOR] = QA_FIELD_ANNOTATOR,
                                                    [QA_PLAIN_LABEL] = QA_FIELD_LABEL};
    if (!rows->is_plain || rows->wide != NULL) {
        return false;
    }
    for (int k = 0; k < QA_N_PLAIN; k++) {
        column[k] = rows->columns.field[field[k]];
    }
    return true;
}

/* ---- numbers ---- */

static bool is_number(enum qa_field field)
{
    return field == QA_FIELD_SECONDS || field == QA_FIELD_SCORE || field == QA_FIELD_VALUE;
}

static bool is_number_of_form(const struct qa_table_form *form, size_t i)
{
    return (form->form->texts >> i & 1) == 0;
}

static bool looks_at(struct qa_table_rows *rows, uint32_t column, const struct qa_slice *cells,
                     uint64_t line)
{
    if (column == QA_NONE) {
        return false;
    }
    const struct qa_text_cell cell = {cells[column].text, cells[column].length};
    return qa_table_numbers_look(&rows->numbers, &cell, line + cells[column].down);
}

bool qa_table_rows_look(struct qa_table_rows *rows, const struct qa_slice *cells, uint64_t line)
{
    bool is_known = rows->source == NULL || rows->wide != NULL || rows->is_plain ||
                    rows->numbers.decimal != QA_DECIMAL_UNKNOWN;
    for (int f = 0; f < QA_N_FIELDS && !is_known; f++) {
        is_known =
            is_number((enum qa_field)f) && looks_at(rows, rows->columns.field[f], cells, line);
    }
    for (size_t k = 0; k < rows->columns.n_forms && !is_known; k++) {
        const struct qa_table_form *form = &rows->columns.forms[k];
        for (size_t c = 0; c < form->n_columns && !is_known; c++) {
            is_known = is_number_of_form(form, c) && looks_at(rows, form->column[c], cells, line);
        }
    }
    if (rows->numbers.line > 0 && rows->numbers.decimal == QA_DECIMAL_COMMA) {
        qa_sink_finding(rows->sink, QA_WARNING, "W150", QA_AT(rows->numbers.line, 0),
                        "the decimal sign is the comma, as '%s' shows", rows->numbers.shown);
    }
    return is_known;
}

/* ---- objects ---- */

/* The cell of a form's column; blank for one that is not in the table. */
static const struct qa_slice *form_cell(const struct qa_table_rows *rows,
                                        const struct qa_table_form *form, size_t i)
{
    static const struct qa_slice nothing = {.text = ""};
    return form->column[i] != QA_NONE ? &rows->cells[form->column[i]] : &nothing;
}

/* The size of its image says nothing of an object. */
static bool is_of_answer(const struct qa_table_rows *rows, uint32_t column)
{
    const uint32_t *field = rows->columns.field;
    return column == field[QA_FIELD_IMAGE_WIDTH] || column == field[QA_FIELD_IMAGE_HEIGHT];
}

static bool has_cells(const struct qa_table_rows *rows, const struct qa_table_form *form)
{
    for (size_t i = 0; i < form->n_columns; i++) {
        if (!form->may_be_blank[i] && !is_of_answer(rows, form->column[i]) &&
            form_cell(rows, form, i)->length > 0) {
            return true;
        }
    }
    return false;
}

static bool has_all_cells(const struct qa_table_rows *rows, const struct qa_table_form *form)
{
    for (size_t i = 0; i < form->n_columns; i++) {
        if (!form->may_be_blank[i] && form_cell(rows, form, i)->length == 0) {
            return false;
        }
    }
    return true;
}

/* Whether the cells alone say that the row is an object of the form. One object of an answer may be
 * blank all over: nothing was said. */
static bool is_shown(const struct qa_table_rows *rows, const struct qa_table_form *form)
{
    return !form->is_only_named &&
           (has_cells(rows, form) ||
            (form->type->matching == QA_MATCH_ANSWER && !rows->has_objects));
}

/* Of the forms of one kind, from `first` on, the one that the row fills; else the first. */
static const struct qa_table_form *filled_form(const struct qa_table_rows *rows,
                                               const struct qa_table_form *first)
{
    const struct qa_table_form *end = rows->columns.forms + rows->columns.n_forms;
    for (const struct qa_table_form *form = first; form < end && form->type == first->type;
         form++) {
        if (has_all_cells(rows, form)) {
            return form;
        }
    }
    return first;
}

static bool is_called(const struct qa_slice *named, const struct qa_type *type)
{
    return is_word(named, type->name) ||
           (type->includes != NULL && is_word(named, type->includes->name));
}

/* What a row is when it is no object of a form. */
enum other_row {
    ROW_OF_ANY,    /* a label, or nothing was found */
    ROW_OF_LABEL,  /* it says so */
    ROW_OF_UNKNOWN /* it says something else */
};

/* A kind of labels, by its word of the canonical row. */
static bool is_label(const struct qa_slice *named)
{
    return is_word(named, qa_type_label.name) || is_word(named, "tags") || is_word(named, "rating");
}

/* The kind of the row's object, by its own word or by its cells; NULL: see *other. */
static const struct qa_table_form *form_of_row(const struct qa_table_rows *rows,
                                               enum other_row *other)
{
    static const struct qa_slice nothing = {.text = ""};
    bool has_names = rows->columns.field[QA_FIELD_TYPE] != QA_NONE;
    const struct qa_slice *named = has_names ? cell(rows, QA_FIELD_TYPE) : &nothing;
    bool says = named->length > 0;
    for (size_t i = 0; i < rows->columns.n_forms; i++) {
        const struct qa_table_form *form = &rows->columns.forms[i];
        if (says ? is_called(named, form->type) : is_shown(rows, form)) {
            return filled_form(rows, form);
        }
    }
    *other = !says ? ROW_OF_ANY : is_label(named) ? ROW_OF_LABEL : ROW_OF_UNKNOWN;
    return NULL;
}

/* The cells of the form into the shape; false after an error finding. */
static bool read_shape(struct qa_table_rows *rows, const struct qa_table_form *form)
{
    struct qa_text_cell cells[QA_FORM_COLUMNS_MAX] = {{NULL, 0}};
    char texts[QA_FORM_COLUMNS_MAX][QA_NUMBER_TEXT_MAX];
    size_t given = SIZE_MAX;
    for (size_t i = 0; i < form->n_columns; i++) {
        const struct qa_slice *slice = form_cell(rows, form, i);
        cells[i] = (struct qa_text_cell){slice->text, slice->length};
        given = slice->length > 0 ? i : given;
        if (is_number_of_form(form, i) &&
            !qa_table_number(&rows->numbers, rows->sink, place_of(rows, slice), form->name[i],
                             &cells[i], texts[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < form->n_columns && form->type->matching == QA_MATCH_ASSIGN; i++) {
        if (cells[i].length == 0 && !form->may_be_blank[i]) {
            bool any = given != SIZE_MAX;
            return qa_sink_bad(rows->sink, place_of(rows, form_cell(rows, form, i)), "E121",
                               "%s is '', expected a value, since %s%s %s%s", form->name[i],
                               any ? form->name[given] : "the row is a", any ? " of the" : "",
                               form->type->name, any ? " is given" : "");
        }
    }
    rows->shape.n_numbers = 0;
    rows->shape.n_text = 0;
    size_t at = 0;
    const char *expected = "";
    if (form->form->read(cells, &rows->shape, &at, &expected)) {
        return true;
    }
    enum { LONGEST_SHOWN = 60 };
    return qa_sink_bad(rows->sink, place_of(rows, form_cell(rows, form, at)), "E122",
                       "%s is '%.*s', expected %s", form->name[at],
                       cells[at].length > LONGEST_SHOWN ? LONGEST_SHOWN : (int)cells[at].length,
                       cells[at].text, expected);
}

static void note_question(struct qa_table_rows *rows)
{
    const struct qa_slice *question = cell(rows, QA_FIELD_QUESTION);
    for (size_t t = 0; question != NULL && rows->asked == NULL && t < qa_n_types; t++) {
        rows->asked = is_word(question, qa_types[t]->question) ? qa_types[t] : NULL;
    }
}

/* Parts of an object are told by its id; false after an error finding. */
static bool has_its_id(struct qa_table_rows *rows, const struct qa_type *type)
{
    const struct qa_slice *id = cell(rows, QA_FIELD_OBJECT);
    if (type->part_numbers == 0 || (id != NULL && id->length > 0)) {
        return true;
    }
    return qa_sink_bad(rows->sink, id != NULL ? place_of(rows, id) : QA_AT(rows->line, 0), "E257",
                       "a %s of a %s without its id%s; --map %s= reads rows without %ss",
                       type->part_name, type->name,
                       id != NULL ? " in the column 'object'" : ": there is no column 'object'",
                       type->part_name, type->part_name);
}

/* A row that names a kind and nothing of it: somebody looked and found none. */
static bool is_empty_answer(const struct qa_table_rows *rows, const struct qa_table_form *form)
{
    const struct qa_slice *label = cell(rows, QA_FIELD_LABEL);
    return form->type->matching == QA_MATCH_ASSIGN && !has_cells(rows, form) &&
           (label == NULL || label->length == 0);
}

/* Other units become characters by the text, and a table has none. */
static bool has_offsets_of_characters(struct qa_table_rows *rows, const struct qa_type *type)
{
    enum qa_offset_unit offsets = qa_sink_options(rows->sink)->offsets;
    return (type != &qa_type_span && type != &qa_type_relation) ||
           offsets <= QA_OFFSETS_CODEPOINT ||
           qa_sink_bad(rows->sink, QA_AT(rows->line, 0), "E202",
                       "offsets in %s become characters by the text, which a table does not have",
                       offsets == QA_OFFSETS_UTF16 ? "units of UTF-16" : "bytes");
}

static void read_object(struct qa_table_rows *rows)
{
    struct qa_place place = QA_AT(rows->line, 0);
    const struct qa_slice *label = cell(rows, QA_FIELD_LABEL);
    enum other_row other = ROW_OF_ANY;
    const struct qa_table_form *form = form_of_row(rows, &other);
    if (other == ROW_OF_UNKNOWN) {
        const struct qa_slice *named = cell(rows, QA_FIELD_TYPE);
        (void)qa_sink_bad(rows->sink, place_of(rows, named), "E129",
                          "type is '%.*s', expected a kind whose columns the table has",
                          named->length > 60 ? 60 : (int)named->length, named->text);
    } else if (form != NULL && is_empty_answer(rows, form)) {
        return;
    } else if (form != NULL) {
        rows->has_any = true;
        if (has_offsets_of_characters(rows, form->type) && has_its_id(rows, form->type) &&
            read_shape(rows, form)) {
            (void)qa_sink_object(rows->sink, form->type, &rows->shape, place);
        }
    } else if ((label != NULL && label->length > 0) || !rows->has_objects ||
               other == ROW_OF_LABEL) {
        rows->has_any = true;
        (void)qa_sink_object(rows->sink, &qa_type_label, NULL, place);
    } else {
        note_question(rows);
    }
}

/* ---- rows ---- */

/* A field that the canonical row gives another meaning, or none when it is blank. */
static bool is_canonical_field(const struct qa_table_rows *rows, enum qa_field field,
                               const struct qa_slice *slice)
{
    bool is_nobody = field == QA_FIELD_ANNOTATOR && slice->length == 0;
    return rows->columns.is_canonical && (is_nobody || field == QA_FIELD_GOLD);
}

/* Whose answer the row is. False: nobody's, by the user's word, or after a finding. */
static bool begin_row(struct qa_table_rows *rows)
{
    const struct qa_slice *gold = cell(rows, QA_FIELD_GOLD);
    enum qa_ground_truth wanted = qa_sink_options(rows->sink)->ground_truth;
    bool is_marked = rows->columns.is_canonical && gold != NULL && gold->length > 0;
    bool is_gold = is_marked && is_word(gold, "true") && qa_sink_role(rows->sink) == QA_DELIVERY;
    if (is_gold && wanted == QA_GROUND_TRUTH_IGNORED) {
        qa_sink_exclude(rows->sink, QA_EXCLUDED_GROUND_TRUTH);
        return false;
    }
    qa_sink_answer(rows->sink, QA_AT(rows->line, 0));
    if (is_gold && wanted != QA_GROUND_TRUTH_ANSWERS) {
        qa_sink_answer_role(rows->sink, QA_GOLD);
    }
    if (is_marked && !is_word(gold, "true") && !is_word(gold, "false")) {
        return qa_sink_bad(rows->sink, place_of(rows, gold), "E129",
                           "gold is '%.*s', expected true or nothing: the table has columns item, "
                           "question and type; --map gold=COLUMN names a column of right labels",
                           gold->length > 60 ? 60 : (int)gold->length, gold->text);
    }
    return true;
}

static void read_row(struct qa_table_rows *rows)
{
    if (!begin_row(rows)) {
        return;
    }
    for (int f = 0; f < QA_N_FIELDS; f++) {
        const struct qa_slice *slice = cell(rows, (enum qa_field)f);
        if (slice != NULL && f != QA_FIELD_TYPE &&
            !is_canonical_field(rows, (enum qa_field)f, slice)) {
            char text[QA_NUMBER_TEXT_MAX];
            struct qa_text_cell given = {slice->text, slice->length};
            struct qa_place place = place_of(rows, slice);
            if (!is_number((enum qa_field)f) ||
                qa_table_number(&rows->numbers, rows->sink, place, qa_field_name((enum qa_field)f),
                                &given, text)) {
                (void)qa_sink_text(rows->sink, (enum qa_field)f, given.text, given.length, place);
            }
        }
    }
    if (qa_sink_wants_objects(rows->sink)) {
        read_object(rows);
    }
    qa_sink_end(rows->sink);
}

/* Columns start and end hold moments of the calendar in some tables: those are of the work, and no
 * seconds of a recording. The first row that has one tells. */
static bool is_calendar(const struct qa_table_rows *rows, const struct qa_table_form *form)
{
    const struct qa_slice *start = form_cell(rows, form, 0);
    double number;
    int64_t time;
    return strcmp(form->name[0], "start") == 0 && start->length > 0 &&
           !qa_parse_real(start->text, start->length, &number) &&
           qa_time_parse(start->text, start->length, &qa_sink_options(rows->sink)->zone, &time) !=
               QA_TIME_UNREADABLE;
}

static void settle_forms(struct qa_table_rows *rows)
{
    struct qa_table_columns *columns = &rows->columns;
    size_t n = 0;
    for (size_t k = 0; k < columns->n_forms; k++) {
        if (!is_calendar(rows, &columns->forms[k])) {
            columns->forms[n++] = columns->forms[k];
        }
    }
    if (n < columns->n_forms && n == 0) {
        rows->has_objects = false;
        rows->source->type = &qa_type_label;
    }
    columns->n_forms = n;
    rows->is_settled = true;
}

static bool is_blank_row(const struct qa_slice *cells, size_t n)
{
    size_t c = 0;
    while (c < n && cells[c].length == 0) {
        c++;
    }
    return c == n;
}

/* Files that were put one behind the other have each its own. */
static bool is_header_again(const struct qa_table_rows *rows, const struct qa_slice *cells)
{
    size_t n_same = 0;
    for (size_t c = 0; c < rows->n_columns; c++) {
        const struct qa_cell *name = &rows->header[c];
        if (cells[c].length != name->length ||
            memcmp(cells[c].text, name->text, name->length) != 0) {
            return false;
        }
        n_same += name->length > 0;
    }
    return n_same > 1;
}

void qa_table_rows_take(struct qa_table_rows *rows, const struct qa_slice *cells, uint64_t line)
{
    rows->cells = cells;
    rows->line = line;
    if (is_blank_row(cells, rows->n_columns)) {
        return;
    }
    if (is_header_again(rows, cells)) {
        qa_sink_exclude(rows->sink, QA_EXCLUDED_HEADER);
        return;
    }
    if (rows->studio != NULL) {
        qa_studio_table_take(rows->studio, cells, line);
        return;
    }
    if (rows->platform != NULL) {
        qa_platform_take(rows->platform, cells, line);
        return;
    }
    if (rows->wide != NULL) {
        qa_wide_take(rows->wide, cells, line);
        return;
    }
    if (!rows->is_settled) {
        settle_forms(rows);
    }
    if (!rows->is_plain) {
        read_row(rows);
        return;
    }
    const struct qa_slice *item = cell(rows, QA_FIELD_ITEM);
    const struct qa_slice *annotator = cell(rows, QA_FIELD_ANNOTATOR);
    const struct qa_slice *label = cell(rows, QA_FIELD_LABEL);
    /* Anything unusual about a row is left to the general way. */
    if (item->length == 0 || annotator->length == 0 || label->length == 0) {
        read_row(rows);
        return;
    }
    const struct qa_text_cell texts[3] = {{item->text, item->length},
                                          {annotator->text, annotator->length},
                                          {label->text, label->length}};
    qa_sink_label(rows->sink, &texts[0], &texts[1], &texts[2], (uint32_t)line);
}

enum qa_status qa_table_rows_end(struct qa_table_rows *rows, struct qa_error *err)
{
    if (rows->studio != NULL) {
        return qa_studio_table_end(rows->studio, err);
    }
    if (rows->platform != NULL) {
        qa_platform_end(rows->platform);
        return QA_OK;
    }
    if (rows->asked != NULL && !rows->has_any) {
        rows->source->type = rows->asked;
    }
    return rows->wide != NULL ? qa_wide_end(rows->wide, err) : QA_OK;
}
