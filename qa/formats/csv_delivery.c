#include "qa/formats/csv_delivery.h"

#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/formats/csv_fields.h"

enum { CACHE_SLOTS = 256, SHORT_TEXT = 8 };

/* Short texts that were interned before, by their bytes: most columns hold few different ones, and
 * this finds them without hashing or comparing text. */
struct short_cache {
    uint64_t bytes[CACHE_SLOTS];
    uint32_t id_plus_one[CACHE_SLOTS];
    uint8_t length[CACHE_SLOTS];
};

/* A column of names: the last text seen, and the cache. */
struct name_column {
    struct short_cache cache;
    const char *last;
    size_t last_length;
    uint32_t last_id;
};

struct reading {
    struct qa_read_context *context;
    struct qa_csv_fields fields;
    const struct qa_slice *cells;
    uint64_t line;
    uint32_t vendor; /* of the file, QA_NONE: by row */
    uint32_t batch;
    uint32_t question;
    struct name_column *names; /* one for each of the first fields */
    uint32_t *gold_label;      /* per item: its gold label, QA_NONE: none yet */
    uint32_t *gold_line;
    size_t gold_capacity;
    size_t gold_line_capacity;
    size_t n_gold_known; /* items up to here have their entries set */
    uint64_t n_blank_labels;
};

static const struct qa_slice *cell(const struct reading *reading, enum qa_field field)
{
    uint32_t column = reading->fields.column[field];
    return column == QA_NONE ? NULL : &reading->cells[column];
}

static bool has_field(const struct reading *reading, enum qa_field field)
{
    return reading->fields.column[field] != QA_NONE;
}

static bool is_blank(const struct qa_slice *slice)
{
    return slice == NULL || slice->length == 0;
}

static void bad_cell(const struct reading *reading, enum qa_field field, const char *code,
                     const char *expected)
{
    const struct qa_slice *slice = cell(reading, field);
    int shown = slice->length > 60 ? 60 : (int)slice->length;
    qa_findings_addf(reading->context->findings, QA_ERROR, code, reading->context->file->path,
                     reading->line + slice->down, slice->column, "%s is '%.*s', expected %s",
                     qa_field_name(field), shown, slice->text, expected);
}

/* ---- names to ids ---- */

static uint32_t intern_field(struct reading *reading, enum qa_field field,
                             const struct qa_slice *slice)
{
    struct qa_names *names = reading->context->names;
    switch (field) {
    case QA_FIELD_ITEM:
        return qa_strings_intern(names->items, slice->text, slice->length);
    case QA_FIELD_ANNOTATOR:
        return qa_names_annotator(names, reading->vendor, slice->text, slice->length);
    case QA_FIELD_VENDOR:
        return qa_strings_intern(names->vendors, slice->text, slice->length);
    case QA_FIELD_BATCH:
        return qa_strings_intern(names->batches, slice->text, slice->length);
    case QA_FIELD_STAGE:
        return qa_strings_intern(names->stages, slice->text, slice->length);
    case QA_FIELD_QUESTION:
        return qa_strings_intern(names->questions, slice->text, slice->length);
    default:
        return qa_strings_intern(names->labels, slice->text, slice->length);
    }
}

static uint32_t cached_id(struct reading *reading, enum qa_field field,
                          const struct qa_slice *slice)
{
    struct name_column *column = &reading->names[field];
    uint64_t bytes = 0;
    memcpy(&bytes, slice->text, slice->length);
    size_t slot = (size_t)((bytes * UINT64_C(0x9e3779b97f4a7c15)) >> 56);
    struct short_cache *cache = &column->cache;
    if (cache->id_plus_one[slot] == 0 || cache->bytes[slot] != bytes ||
        cache->length[slot] != slice->length) {
        cache->bytes[slot] = bytes;
        cache->length[slot] = (uint8_t)slice->length;
        cache->id_plus_one[slot] = intern_field(reading, field, slice) + 1;
    }
    return cache->id_plus_one[slot] - 1;
}

/* The id of a name; QA_NONE when the cell is blank or absent. */
static uint32_t name_id(struct reading *reading, enum qa_field field)
{
    const struct qa_slice *slice = cell(reading, field);
    if (is_blank(slice)) {
        return QA_NONE;
    }
    if (slice->length <= SHORT_TEXT && field != QA_FIELD_ITEM) {
        return cached_id(reading, field, slice);
    }
    struct name_column *column = &reading->names[field];
    if (column->last != NULL && column->last_length == slice->length &&
        memcmp(column->last, slice->text, slice->length) == 0) {
        return column->last_id;
    }
    column->last_id = intern_field(reading, field, slice);
    if (field == QA_FIELD_ITEM) {
        /* The interned copy stays where it is; the slice does not. */
        column->last = qa_strings_text(reading->context->names->items, column->last_id);
        column->last_length = slice->length;
    }
    return column->last_id;
}

/* Annotators of two vendors may share a name, so a change of vendor empties what is remembered. */
static void set_row_vendor(struct reading *reading)
{
    uint32_t vendor = name_id(reading, QA_FIELD_VENDOR);
    if (vendor != reading->vendor) {
        reading->vendor = vendor;
        reading->names[QA_FIELD_ANNOTATOR] = (struct name_column){.last = NULL};
    }
}

/* ---- values ---- */

static bool read_real(struct reading *reading, enum qa_field field, const char *code, double *out)
{
    const struct qa_slice *slice = cell(reading, field);
    if (is_blank(slice)) {
        return true;
    }
    if (!qa_parse_real(slice->text, slice->length, out)) {
        bad_cell(reading, field, code, "a number");
        return false;
    }
    return true;
}

static bool read_time(struct reading *reading, enum qa_field field, int64_t *out)
{
    const struct qa_slice *slice = cell(reading, field);
    if (is_blank(slice)) {
        return true;
    }
    switch (qa_time_parse(slice->text, slice->length, &reading->context->options->zone, out)) {
    case QA_TIME_OK:
        return true;
    case QA_TIME_NO_ZONE:
        bad_cell(reading, field, "E124", "a time with a zone, or --timezone for all of them");
        return false;
    default:
        bad_cell(reading, field, "E125", "ISO 8601 or epoch seconds");
        return false;
    }
}

static void time_order_warning(const struct reading *reading)
{
    const struct qa_slice *slice = cell(reading, QA_FIELD_SUBMITTED);
    qa_findings_addf(reading->context->findings, QA_WARNING, "W125", reading->context->file->path,
                     reading->line + slice->down, slice->column,
                     "submitted before it was started; the row has no duration");
}

static bool read_times(struct reading *reading, struct qa_row *row)
{
    double seconds = (double)NAN;
    if (!read_time(reading, QA_FIELD_STARTED, &row->started) ||
        !read_time(reading, QA_FIELD_SUBMITTED, &row->submitted) ||
        !read_real(reading, QA_FIELD_SECONDS, "E126", &seconds)) {
        return false;
    }
    if (seconds < 0) {
        bad_cell(reading, QA_FIELD_SECONDS, "E126", "a number of seconds that is not negative");
        return false;
    }
    if (!isnan(seconds)) {
        row->duration = (int64_t)(seconds * (double)QA_SECOND + 0.5);
    } else if (row->started != QA_NO_TIME && row->submitted != QA_NO_TIME) {
        if (row->submitted >= row->started) {
            row->duration = row->submitted - row->started;
        } else {
            time_order_warning(reading);
        }
    }
    return true;
}

static bool is_one_of(const struct qa_slice *slice, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t length = strlen(*words);
        size_t i = 0;
        while (i < length && i < slice->length && (slice->text[i] | 0x20) == ((*words)[i] | 0x20)) {
            i++;
        }
        if (i == length && i == slice->length) {
            return true;
        }
    }
    return false;
}

/* A vendor's rejected answer was delivered all the same, and is judged like any other. */
static bool read_status(struct reading *reading, enum qa_answer_status *status)
{
    static const char *const done[] = {"done",     "submitted", "accepted", "approved",
                                       "complete", "completed", "rejected", NULL};
    static const char *const skipped[] = {"skipped", "skip", "cancelled", "canceled", NULL};
    static const char *const open[] = {"open", "pending", "in_progress", "assigned", "todo", NULL};
    const struct qa_slice *slice = cell(reading, QA_FIELD_STATUS);
    *status = QA_DONE;
    if (is_blank(slice) || is_one_of(slice, done)) {
        return true;
    }
    if (is_one_of(slice, skipped)) {
        *status = QA_SKIPPED;
        return true;
    }
    if (is_one_of(slice, open)) {
        *status = QA_OPEN;
        return true;
    }
    bad_cell(reading, QA_FIELD_STATUS, "E123", "done, skipped or open");
    return false;
}

/* ---- boxes ---- */

static bool box_cell(struct reading *reading, enum qa_field field, double *out)
{
    const struct qa_slice *slice = cell(reading, field);
    if (is_blank(slice)) {
        bad_cell(reading, field, "E121", "a number, since other sides of the box are given");
        return false;
    }
    return read_real(reading, field, "E122", out);
}

static bool read_box(struct reading *reading, struct qa_row *row)
{
    static const enum qa_field sides[] = {QA_FIELD_X, QA_FIELD_Y, QA_FIELD_WIDTH, QA_FIELD_HEIGHT};
    static const enum qa_field corners[] = {QA_FIELD_XMIN, QA_FIELD_YMIN, QA_FIELD_XMAX,
                                            QA_FIELD_YMAX};
    const enum qa_field *fields = reading->fields.has_corners ? corners : sides;
    double number[4] = {0, 0, 0, 0};
    for (int i = 0; i < 4; i++) {
        if (!box_cell(reading, fields[i], &number[i])) {
            return false;
        }
    }
    if (reading->fields.has_corners) {
        number[2] -= number[0];
        number[3] -= number[1];
    }
    for (int i = 2; i < 4; i++) {
        if (number[i] < 0) {
            bad_cell(reading, fields[i], "E122",
                     reading->fields.has_corners ? "a corner not before the first one"
                                                 : "a side that is not negative");
            return false;
        }
    }
    row->kind = QA_ROW_BOX;
    row->x = number[0];
    row->y = number[1];
    row->width = number[2];
    row->height = number[3];
    return true;
}

static bool has_box_cells(const struct reading *reading)
{
    if (!reading->fields.has_boxes) {
        return false;
    }
    bool corners = reading->fields.has_corners;
    int first = corners ? QA_FIELD_XMIN : QA_FIELD_X;
    for (int f = first; f < first + 4; f++) {
        if (!is_blank(cell(reading, (enum qa_field)f))) {
            return true;
        }
    }
    return false;
}

/* ---- gold in a column ---- */

static void remember_gold(struct reading *reading, uint32_t item)
{
    struct qa_arena *arena = reading->context->arena;
    reading->gold_label = qa_arena_grow(arena, reading->gold_label, &reading->gold_capacity,
                                        (size_t)item + 1, sizeof *reading->gold_label);
    reading->gold_line = qa_arena_grow(arena, reading->gold_line, &reading->gold_line_capacity,
                                       (size_t)item + 1, sizeof *reading->gold_line);
    for (; reading->n_gold_known <= item; reading->n_gold_known++) {
        reading->gold_label[reading->n_gold_known] = QA_NONE;
    }
}

static struct qa_row empty_row(const struct reading *reading)
{
    return (struct qa_row){.kind = QA_ROW_LABEL,
                           .item = QA_NONE,
                           .annotator = QA_NONE,
                           .question = QA_NONE,
                           .vendor = QA_NONE,
                           .batch = QA_NONE,
                           .stage = QA_NONE,
                           .label = QA_NONE,
                           .line = (uint32_t)reading->line,
                           .started = QA_NO_TIME,
                           .submitted = QA_NO_TIME,
                           .duration = QA_NO_TIME,
                           .score = (double)NAN,
                           .value = (double)NAN};
}

/* Each row repeats its item's gold label; the first one makes the gold answer. */
static void read_gold(struct reading *reading, const struct qa_row *row)
{
    const struct qa_slice *slice = cell(reading, QA_FIELD_GOLD);
    if (reading->context->gold == NULL || is_blank(slice)) {
        return;
    }
    uint32_t label = name_id(reading, QA_FIELD_GOLD);
    remember_gold(reading, row->item);
    uint32_t known = reading->gold_label[row->item];
    if (known == QA_NONE) {
        reading->gold_label[row->item] = label;
        reading->gold_line[row->item] = row->line;
        struct qa_row gold = empty_row(reading);
        gold.item = row->item;
        gold.question = row->question;
        gold.label = label;
        qa_builder_append(reading->context->gold, &gold);
    } else if (known != label) {
        qa_findings_addf(reading->context->findings, QA_ERROR, "E133", reading->context->file->path,
                         reading->line + slice->down, slice->column,
                         "item '%s' has gold '%.*s' here and '%s' in line %u; expected one",
                         qa_strings_text(reading->context->names->items, row->item),
                         (int)slice->length, slice->text,
                         qa_strings_text(reading->context->names->labels, known),
                         reading->gold_line[row->item]);
    }
}

/* ---- rows ---- */

/* What the row says apart from its label and box; false when a cell is bad. */
static bool read_common(struct reading *reading, struct qa_row *row, enum qa_answer_status *status)
{
    *row = empty_row(reading);
    if (reading->fields.column[QA_FIELD_VENDOR] != QA_NONE &&
        reading->context->file->vendor == NULL) {
        set_row_vendor(reading);
    }
    row->vendor = reading->vendor;
    row->item = name_id(reading, QA_FIELD_ITEM);
    if (row->item == QA_NONE) {
        bad_cell(reading, QA_FIELD_ITEM, "E127", "the name of an item");
        return false;
    }
    row->annotator = name_id(reading, QA_FIELD_ANNOTATOR);
    if (row->annotator == QA_NONE && cell(reading, QA_FIELD_ANNOTATOR) != NULL &&
        !reading->context->is_gold) {
        bad_cell(reading, QA_FIELD_ANNOTATOR, "E128", "the name of an annotator");
        return false;
    }
    row->batch = reading->batch != QA_NONE ? reading->batch : name_id(reading, QA_FIELD_BATCH);
    row->stage = name_id(reading, QA_FIELD_STAGE);
    row->question =
        reading->question != QA_NONE ? reading->question : name_id(reading, QA_FIELD_QUESTION);
    return read_status(reading, status) && read_times(reading, row) &&
           read_real(reading, QA_FIELD_VALUE, "E129", &row->value) &&
           read_real(reading, QA_FIELD_SCORE, "E129", &row->score);
}

static bool is_other_stage(const struct reading *reading, uint32_t stage)
{
    const char *wanted = reading->context->options->stage;
    return wanted != NULL &&
           strcmp(qa_strings_text(reading->context->names->stages, stage), wanted) != 0;
}

static void read_row(struct reading *reading)
{
    struct qa_builder *builder = reading->context->delivery;
    struct qa_row row;
    enum qa_answer_status status;
    if (!read_common(reading, &row, &status)) {
        return;
    }
    read_gold(reading, &row);
    if (status != QA_DONE) {
        qa_builder_exclude(builder, status == QA_SKIPPED ? QA_EXCLUDED_SKIPPED : QA_EXCLUDED_OPEN);
        return;
    }
    if (is_other_stage(reading, row.stage)) {
        qa_builder_exclude(builder, QA_EXCLUDED_OTHER_STAGE);
        return;
    }
    row.label = name_id(reading, QA_FIELD_LABEL);
    if (has_box_cells(reading)) {
        if (!read_box(reading, &row)) {
            return;
        }
    } else if (row.label == QA_NONE && reading->fields.has_boxes) {
        row.kind = QA_ROW_EMPTY;
    } else if (row.label == QA_NONE) {
        reading->n_blank_labels++;
        qa_builder_exclude(builder, QA_EXCLUDED_BLANK_LABEL);
        return;
    }
    qa_builder_append(builder, &row);
}

static uint32_t given_id(struct qa_strings *strings, const char *text)
{
    return text != NULL ? qa_strings_intern_text(strings, text) : QA_NONE;
}

/* Nothing but item, annotator and label is there to be read. */
static bool is_plain(const struct reading *reading)
{
    for (int f = 0; f < QA_N_FIELDS; f++) {
        bool core = f == QA_FIELD_ITEM || f == QA_FIELD_ANNOTATOR || f == QA_FIELD_LABEL;
        if (has_field(reading, (enum qa_field)f) != core) {
            return false;
        }
    }
    return reading->vendor == QA_NONE && reading->batch == QA_NONE &&
           reading->question == QA_NONE && reading->context->options->stage == NULL &&
           !reading->context->is_gold;
}

/* A row of a plain file; anything unusual about it is left to read_row. */
static void read_plain_row(struct reading *reading)
{
    if (is_blank(cell(reading, QA_FIELD_ITEM)) || is_blank(cell(reading, QA_FIELD_ANNOTATOR)) ||
        is_blank(cell(reading, QA_FIELD_LABEL))) {
        read_row(reading);
        return;
    }
    uint32_t item = name_id(reading, QA_FIELD_ITEM);
    uint32_t annotator = name_id(reading, QA_FIELD_ANNOTATOR);
    uint32_t label = name_id(reading, QA_FIELD_LABEL);
    qa_builder_append_label(reading->context->delivery, item, annotator, label,
                            (uint32_t)reading->line);
}

static enum qa_status read_rows(struct qa_csv *csv, struct reading *reading, struct qa_error *err)
{
    bool plain = is_plain(reading);
    enum qa_csv_result result;
    while ((result = qa_csv_next(csv, &reading->cells, &reading->line, err)) != QA_CSV_END) {
        if (result == QA_CSV_RECORD && plain) {
            read_plain_row(reading);
            continue;
        }
        if (result == QA_CSV_RECORD) {
            read_row(reading);
            continue;
        }
        if (strcmp(err->code, "E110") != 0) {
            return QA_INPUT;
        }
        qa_findings_addf(reading->context->findings, QA_ERROR, err->code, err->file, err->line,
                         err->column, "%s", err->text);
        *err = (struct qa_error){.status = QA_OK};
    }
    return QA_OK;
}

static enum qa_status read_csv(struct qa_bytes *bytes, struct qa_read_context *context,
                               struct qa_error *err)
{
    struct qa_csv *csv;
    QA_TRY(qa_csv_open(&csv, bytes, context->options->header, context->options->n_header,
                       context->arena, err));
    struct reading reading = {.context = context,
                              .vendor = given_id(context->names->vendors, context->file->vendor),
                              .batch = given_id(context->names->batches, context->file->batch),
                              .question =
                                  given_id(context->names->questions, context->file->question),
                              .names = QA_ARRAY(context->arena, struct name_column, QA_N_FIELDS)};
    QA_TRY(qa_csv_fields_find(csv, context, &reading.fields, err));
    struct qa_source *source = qa_builder_source(context->delivery, context->file->path, "csv");
    source->vendor = reading.vendor;
    if (reading.fields.column[QA_FIELD_GOLD] != QA_NONE && context->gold != NULL) {
        qa_builder_source(context->gold, context->file->path, "csv");
    }
    qa_builder_reserve(context->delivery, qa_csv_record_estimate(csv));
    QA_TRY(read_rows(csv, &reading, err));
    if (reading.n_blank_labels > 0) {
        qa_findings_addf(context->findings, QA_NOTE, "W119", context->file->path, 0, 0,
                         "%llu rows have a blank label; they count as missing",
                         (unsigned long long)reading.n_blank_labels);
    }
    return QA_OK;
}

/* Text whose first line has a delimiter; JSON is left to its readers. */
static int sniff(const struct qa_bytes *bytes)
{
    size_t limit = bytes->size < 65536 ? bytes->size : 65536;
    size_t start = 0;
    while (start < limit && (bytes->data[start] == ' ' || bytes->data[start] == '\n' ||
                             bytes->data[start] == '\r' || bytes->data[start] == '\t')) {
        start++;
    }
    if (start == limit || bytes->data[start] == '{' || bytes->data[start] == '[' ||
        bytes->data[start] == '<' || memchr(bytes->data, 0, limit) != NULL) {
        return 0;
    }
    for (size_t i = start; i < limit && bytes->data[i] != '\n' && bytes->data[i] != '\r'; i++) {
        if (strchr(",;\t|", bytes->data[i]) != NULL) {
            return 50;
        }
    }
    return 0;
}

const struct qa_reader qa_reader_csv = {
    .name = "csv",
    .description =
        "CSV, TSV and relatives in long form, one object a row: item, annotator, label, "
        "optional vendor, batch, question, stage, started_at, submitted_at, seconds, status, "
        "value, gold, and boxes as x, y, width, height or xmin, ymin, xmax, ymax; the "
        "usual synonyms, or --map",
    .sniff = sniff,
    .read = read_csv,
};
