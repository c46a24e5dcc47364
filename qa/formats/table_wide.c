#include "qa/formats/table_wide.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "qa/annotation/label.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"

struct kept_row {
    struct qa_text_cell name;
    struct qa_text_cell *cells; /* of the wide columns */
    uint32_t *at;               /* their byte columns */
    uint64_t line;
};

struct qa_wide {
    struct qa_wide_columns columns;
    const struct qa_records *header;
    struct qa_sink *sink;
    struct qa_source *source;
    struct qa_arena *arena;
    struct kept_row *rows;
    size_t n_rows;
    size_t capacity;
};

enum { MOST_COUNTED = 100000 };

struct qa_wide *qa_wide_new(const struct qa_wide_columns *columns, const struct qa_records *header,
                            struct qa_sink *sink, struct qa_source *source)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_wide *wide = QA_NEW(arena, struct qa_wide);
    struct qa_records *kept = QA_NEW(arena, struct qa_records);
    *kept = *header;
    *wide = (struct qa_wide){
        .columns = *columns, .header = kept, .sink = sink, .source = source, .arena = arena};
    return wide;
}

static struct qa_text_cell keep(struct qa_wide *wide, const struct qa_slice *slice)
{
    const char *text = slice->text;
    size_t n = slice->length;
    while (n > 0 && (unsigned char)*text <= ' ') {
        text++;
        n--;
    }
    while (n > 0 && (unsigned char)text[n - 1] <= ' ') {
        n--;
    }
    return (struct qa_text_cell){qa_arena_text_n(wide->arena, text, n), n};
}

void qa_wide_take(struct qa_wide *wide, const struct qa_slice *cells, uint64_t line)
{
    const struct qa_wide_columns *columns = &wide->columns;
    wide->rows = qa_arena_grow(wide->arena, wide->rows, &wide->capacity, wide->n_rows + 1,
                               sizeof *wide->rows);
    struct kept_row *row = &wide->rows[wide->n_rows++];
    *row =
        (struct kept_row){.cells = QA_ARRAY(wide->arena, struct qa_text_cell, columns->n_columns),
                          .at = QA_ARRAY(wide->arena, uint32_t, columns->n_columns),
                          .line = line};
    if (columns->name != QA_NONE) {
        row->name = keep(wide, &cells[columns->name]);
    } else {
        const char *number = qa_arena_format(wide->arena, "%zu", wide->n_rows);
        row->name = (struct qa_text_cell){number, strlen(number)};
    }
    for (size_t c = 0; c < columns->n_columns; c++) {
        row->cells[c] = keep(wide, &cells[columns->columns[c]]);
        row->at[c] = cells[columns->columns[c]].column;
    }
}

static const char *column_name(const struct qa_wide *wide, size_t c)
{
    return wide->header->header[wide->columns.columns[c]].text;
}

/* What messages call the column: where columns are people who are not shown, by its number. */
static const char *shown_column(const struct qa_wide *wide, size_t c, bool may_be_person)
{
    return may_be_person && qa_sink_names(wide->sink)->hides_annotators
               ? qa_arena_format(wide->arena, "column %u", wide->columns.columns[c] + 1)
               : column_name(wide, c);
}

/* ---- what the cells are ---- */

struct looks {
    bool counts;   /* whole numbers */
    bool same_sum; /* in every row, of 2 or more */
    bool has_zero;
    bool has_more;    /* than 1 */
    bool shared;      /* labels of other columns */
    bool named_alike; /* columns called like annotators */
};

static void look_at_sums(const struct qa_wide *wide, struct looks *looks)
{
    uint64_t first = 0;
    looks->counts = wide->n_rows > 0;
    looks->same_sum = true;
    for (size_t r = 0; looks->counts && r < wide->n_rows; r++) {
        uint64_t sum = 0;
        for (size_t c = 0; c < wide->columns.n_columns; c++) {
            const struct qa_text_cell *cell = &wide->rows[r].cells[c];
            uint64_t count = 0;
            if (cell->length > 0 && !qa_parse_count(cell->text, cell->length, &count)) {
                looks->counts = false;
                return;
            }
            looks->has_zero = looks->has_zero || count == 0;
            looks->has_more = looks->has_more || count > 1;
            sum += count;
        }
        first = r == 0 ? sum : first;
        looks->same_sum = looks->same_sum && sum == first && sum >= 2;
    }
}

/* Whether cells are labels that several columns have. */
static void look_at_labels(const struct qa_wide *wide, struct looks *looks)
{
    struct qa_strings *labels = qa_strings_new(wide->arena);
    size_t n_columns = wide->columns.n_columns;
    uint32_t *seen_in = NULL; /* by label: its column + 1, or QA_NONE for several */
    size_t capacity = 0;
    size_t n = 0;
    size_t n_shared = 0;
    for (size_t i = 0; i < wide->n_rows * n_columns; i++) {
        const struct qa_text_cell *cell = &wide->rows[i / n_columns].cells[i % n_columns];
        if (cell->length == 0) {
            continue;
        }
        uint32_t label = qa_strings_intern(labels, cell->text, cell->length);
        uint32_t column = (uint32_t)(i % n_columns) + 1;
        seen_in =
            qa_arena_grow(wide->arena, seen_in, &capacity, (size_t)label + 1, sizeof *seen_in);
        seen_in[label] = seen_in[label] == 0 || seen_in[label] == column ? column : QA_NONE;
        n++;
    }
    bool *has_shared = QA_ARRAY(wide->arena, bool, n_columns);
    bool *has_any = QA_ARRAY(wide->arena, bool, n_columns);
    for (size_t i = 0; i < wide->n_rows * n_columns; i++) {
        const struct qa_text_cell *cell = &wide->rows[i / n_columns].cells[i % n_columns];
        if (cell->length == 0) {
            continue;
        }
        bool is_shared = seen_in[qa_strings_find(labels, cell->text, cell->length)] == QA_NONE;
        n_shared += is_shared;
        has_any[i % n_columns] = true;
        has_shared[i % n_columns] = has_shared[i % n_columns] || is_shared;
    }
    size_t n_strange = 0;
    for (size_t c = 0; c < n_columns; c++) {
        n_strange += has_any[c] && !has_shared[c];
    }
    looks->shared = n > 0 && 5 * n_shared >= 4 * n && 4 * n_strange <= n_columns &&
                    2 * (size_t)qa_strings_count(labels) <= n;
}

bool qa_is_called_annotator(const char *name)
{
    static const char *const words[] = {"annot",  "rater",    "coder",   "judge",
                                        "worker", "labeler",  "labell",  "user",
                                        "expert", "observer", "reviewer"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strncasecmp(name, words[i], strlen(words[i])) == 0) {
            return true;
        }
    }
    size_t letters = strcspn(name, "0123456789");
    return letters == 1 && strchr("rRaA", name[0]) != NULL && name[1] != '\0' &&
           strspn(name + 1, "0123456789") == strlen(name + 1);
}

static struct looks look_at(const struct qa_wide *wide)
{
    struct looks looks = {.named_alike = true};
    for (size_t c = 0; c < wide->columns.n_columns; c++) {
        looks.named_alike = looks.named_alike && qa_is_called_annotator(column_name(wide, c));
    }
    look_at_sums(wide, &looks);
    look_at_labels(wide, &looks);
    return looks;
}

static enum qa_status refuse_both(const struct qa_wide *wide, struct qa_error *err)
{
    return qa_fail_at(
        err, "E164", wide->header->file, 1, 0,
        "the numbers in columns '%.60s' to '%.60s' may be the labels of %zu annotators, "
        "or counts of answers; say which: --map wide=annotators or --map wide=counts",
        shown_column(wide, 0, true), shown_column(wide, wide->columns.n_columns - 1, true),
        wide->columns.n_columns);
}

/* The form, or QA_WIDE_NOT. */
static enum qa_status decide(const struct qa_wide *wide, enum qa_wide_form *form,
                             struct qa_error *err)
{
    *form = wide->columns.form;
    if (wide->columns.is_said || wide->n_rows == 0) {
        return QA_OK;
    }
    struct looks looks = look_at(wide);
    if (*form == QA_WIDE_ITEMS) {
        *form = looks.shared ? QA_WIDE_ITEMS : QA_WIDE_NOT;
        return QA_OK;
    }
    if (looks.named_alike) {
        *form = QA_WIDE_ANNOTATORS;
        return QA_OK;
    }
    if (looks.counts && looks.has_zero) {
        bool is_sure = looks.same_sum && looks.has_more;
        *form = QA_WIDE_COUNTS;
        return is_sure ? QA_OK : refuse_both(wide, err);
    }
    if (looks.counts && looks.same_sum) {
        return refuse_both(wide, err);
    }
    *form = looks.shared ? QA_WIDE_ANNOTATORS : QA_WIDE_NOT;
    return QA_OK;
}

/* ---- answers ---- */

static void give(const struct qa_wide *wide, const struct qa_text_cell *item,
                 const struct qa_text_cell *annotator, const struct qa_text_cell *label,
                 struct qa_place place)
{
    struct qa_sink *sink = wide->sink;
    qa_sink_answer(sink, place);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item->text, item->length, place);
    (void)qa_sink_text(sink, QA_FIELD_ANNOTATOR, annotator->text, annotator->length, place);
    (void)qa_sink_text(sink, QA_FIELD_LABEL, label->text, label->length, place);
    if (qa_sink_wants_objects(sink)) {
        (void)qa_sink_object(sink, &qa_type_label, NULL, place);
    }
    qa_sink_end(sink);
}

static void give_row(const struct qa_wide *wide, const struct kept_row *row, bool items_in_columns)
{
    for (size_t c = 0; c < wide->columns.n_columns; c++) {
        const char *name = column_name(wide, c);
        const struct qa_text_cell column = {name, strlen(name)};
        give(wide, items_in_columns ? &column : &row->name, items_in_columns ? &row->name : &column,
             &row->cells[c], QA_AT(row->line, row->at[c]));
    }
}

static void give_counts(const struct qa_wide *wide, const struct kept_row *row)
{
    uint64_t n = 0;
    for (size_t c = 0; c < wide->columns.n_columns; c++) {
        const struct qa_text_cell *cell = &row->cells[c];
        struct qa_place place = QA_AT(row->line, row->at[c]);
        const char *name = column_name(wide, c);
        const struct qa_text_cell label = {name, strlen(name)};
        uint64_t count = 0;
        bool is_count = cell->length == 0 || qa_parse_count(cell->text, cell->length, &count);
        if (!is_count || count > MOST_COUNTED) {
            qa_sink_answer(wide->sink, place);
            (void)qa_sink_bad(wide->sink, place, "E129",
                              "'%.60s' is '%.60s', expected a count of answers", name, cell->text);
            continue;
        }
        for (uint64_t i = 0; i < count; i++) {
            const char *nobody = qa_arena_format(wide->arena, "(%llu)", (unsigned long long)++n);
            const struct qa_text_cell annotator = {nobody, strlen(nobody)};
            give(wide, &row->name, &annotator, &label, place);
        }
    }
}

static void say(const struct qa_wide *wide, enum qa_wide_form form)
{
    static const char *const meanings[] = {
        [QA_WIDE_ANNOTATORS] = "is read as an annotator, its cells as labels",
        [QA_WIDE_ITEMS] = "is read as an item, its cells as labels, rows as annotators",
        [QA_WIDE_COUNTS] = "is read as a label, its cells as how often it was given",
    };
    static const char *const words[] = {[QA_WIDE_ANNOTATORS] = "annotators",
                                        [QA_WIDE_ITEMS] = "items",
                                        [QA_WIDE_COUNTS] = "counts"};
    bool are_people = form == QA_WIDE_ANNOTATORS;
    if (!wide->columns.is_said) {
        qa_sink_finding(
            wide->sink, QA_WARNING, "W166", QA_AT(1, 0),
            "a wide table: each of the %zu columns '%.60s' to '%.60s' %s; --map wide=%s "
            "says so, or wide=annotators, items, counts or no another reading",
            wide->columns.n_columns, shown_column(wide, 0, are_people),
            shown_column(wide, wide->columns.n_columns - 1, are_people), meanings[form], words[form]);
    }
    if (form == QA_WIDE_COUNTS) {
        qa_sink_finding(wide->sink, QA_WARNING, "W167", QA_AT(1, 0),
                        "the table counts answers and has no annotators: what is said of "
                        "annotators is undefined, or of numbers that stand for nobody");
    }
}

enum qa_status qa_wide_end(struct qa_wide *wide, struct qa_error *err)
{
    enum qa_wide_form form;
    QA_TRY(decide(wide, &form, err));
    if (form == QA_WIDE_OPEN) {
        return QA_OK; /* no row */
    }
    if (form == QA_WIDE_NOT) {
        return qa_fail_at(err, "E112", wide->header->file, 1, 0, "%s", wide->columns.otherwise);
    }
    say(wide, form);
    wide->source->is_counts = form == QA_WIDE_COUNTS;
    for (size_t r = 0; r < wide->n_rows; r++) {
        if (form == QA_WIDE_COUNTS) {
            give_counts(wide, &wide->rows[r]);
        } else {
            give_row(wide, &wide->rows[r], form == QA_WIDE_ITEMS);
        }
    }
    return QA_OK;
}
