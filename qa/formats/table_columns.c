#include "qa/formats/table_columns_parts.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/base/number.h"
#include "qa/formats/table_names.h"

/* "x,left,bbox_x", or "?angle": the name, and behind it the synonyms, or NULL. */
static struct qa_column_spec split_names(const char *names, struct qa_arena *arena)
{
    names += *names == '?';
    size_t length = strcspn(names, ",");
    const char *rest = names[length] == ',' ? names + length + 1 : NULL;
    return (struct qa_column_spec){qa_arena_text_n(arena, names, length), rest, false};
}

size_t qa_wanted_index(const struct qa_wanted *wanted, const char *name)
{
    size_t i = name != NULL ? 0 : wanted->n;
    while (i < wanted->n && strcmp(wanted->spec[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void want(struct qa_wanted *wanted, struct qa_column_spec spec)
{
    if (qa_wanted_index(wanted, spec.name) == wanted->n) {
        if (wanted->n == QA_WANTED_MAX) {
            QA_BUG("the kinds have more than %d columns", QA_WANTED_MAX - QA_N_FIELDS);
        }
        wanted->column[wanted->n] = QA_NONE;
        wanted->is_mapped[wanted->n] = false;
        wanted->spec[wanted->n++] = spec;
    }
}

static void want_all(struct qa_wanted *wanted, struct qa_arena *arena)
{
    wanted->n = 0;
    wanted->wide = QA_WIDE_OPEN;
    for (int f = 0; f < QA_N_FIELDS; f++) {
        want(wanted, (struct qa_column_spec){qa_field_name((enum qa_field)f),
                                             qa_field_synonyms((enum qa_field)f), false});
    }
    for (size_t t = 0; t < qa_n_types; t++) {
        for (size_t k = 0; k < qa_types[t]->n_forms; k++) {
            const char *const *names = qa_types[t]->forms[k].columns;
            for (; *names != NULL; names++) {
                want(wanted, split_names(*names, arena));
            }
        }
    }
}

const char *const *qa_table_column_names(struct qa_arena *arena, size_t *n)
{
    enum { MOST_NAMES = 512 };
    struct qa_wanted *wanted = QA_NEW(arena, struct qa_wanted);
    const char **names = QA_ARRAY(arena, const char *, MOST_NAMES);
    want_all(wanted, arena);
    *n = 0;
    for (size_t i = 0; i < wanted->n; i++) {
        names[(*n)++] = wanted->spec[i].name;
        const char *rest = wanted->spec[i].synonyms;
        while (rest != NULL && *n + 1 < MOST_NAMES) {
            struct qa_column_spec next = split_names(rest, arena);
            names[(*n)++] = next.name;
            rest = next.synonyms;
        }
    }
    return names;
}

/* ---- by name ---- */

static enum qa_status find_by_name(const struct qa_records *header, struct qa_wanted *wanted,
                                   const bool *taken, struct qa_arena *arena, struct qa_error *err)
{
    /* Columns that the user gave a meaning are hidden from the search. */
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, header->n_columns);
    struct qa_records visible = *header;
    visible.header = cells;
    enum qa_status status = QA_OK;
    struct qa_error later;
    for (size_t c = 0; c < header->n_columns; c++) {
        cells[c] = header->header[c];
        cells[c].text = taken[c] ? "\n" : qa_column_name(cells[c].text);
    }
    for (size_t i = 0; i < wanted->n; i++) {
        struct qa_error *here = status == QA_OK ? err : &later;
        if (!wanted->is_mapped[i] &&
            qa_records_columns(&visible, &wanted->spec[i], 1, &wanted->column[i], here) != QA_OK) {
            status = QA_INPUT;
        }
    }
    return status;
}

/* ---- kinds ---- */

/* The form with its columns; false when the table lacks one. */
static bool find_form(const struct qa_wanted *wanted, const struct qa_type *type,
                      const struct qa_type_form *form, struct qa_arena *arena,
                      struct qa_table_form *out)
{
    *out = (struct qa_table_form){.type = type, .form = form};
    for (const char *const *names = form->columns; *names != NULL; names++) {
        if (out->n_columns == QA_FORM_COLUMNS_MAX) {
            QA_BUG("a form of '%s' has more than %d columns", type->name, QA_FORM_COLUMNS_MAX);
        }
        size_t at = qa_wanted_index(wanted, split_names(*names, arena).name);
        bool may_be_blank = **names == '?';
        if (wanted->column[at] == QA_NONE && !may_be_blank) {
            return false;
        }
        out->may_be_blank[out->n_columns] = may_be_blank;
        out->name[out->n_columns] = wanted->spec[at].name;
        out->column[out->n_columns++] = wanted->column[at];
    }
    return true;
}

/* A kind with one object an answer stands in columns that other tables use for remarks: without a
 * column that names the kind of each row it needs a table without labels. */
static bool may_have(const struct qa_type *type, const struct qa_wanted *wanted)
{
    return type->matching == QA_MATCH_ASSIGN || wanted->column[QA_FIELD_TYPE] != QA_NONE ||
           wanted->column[QA_FIELD_LABEL] == QA_NONE;
}

static int rank_of(const struct qa_type *type, const struct qa_type *asked)
{
    return type == asked ? INT_MAX : type->detail;
}

/* Behind the forms of kinds that say as much or more; before all of them where the kind was asked
 * for. */
static void put_form(struct qa_table_columns *columns, const struct qa_table_form *form,
                     const struct qa_type *asked)
{
    int rank = rank_of(form->type, asked);
    if (columns->n_forms == QA_TABLE_FORMS_MAX) {
        QA_BUG("the kinds have more than %d forms", QA_TABLE_FORMS_MAX);
    }
    size_t at = columns->n_forms++;
    for (; at > 0 && rank_of(columns->forms[at - 1].type, asked) < rank; at--) {
        columns->forms[at] = columns->forms[at - 1];
    }
    columns->forms[at] = *form;
}

/* Whether columns that may mean other things are the kind's without a word in the row. */
static bool is_said(const struct qa_wanted *wanted, const struct qa_type *type,
                    struct qa_arena *arena)
{
    struct qa_table_form other;
    bool found = wanted->shape == type;
    for (size_t k = 0; !found && k < type->n_forms; k++) {
        found = !type->forms[k].is_named && find_form(wanted, type, &type->forms[k], arena, &other);
    }
    return found;
}

/* A kind that includes another has the columns of that and further ones, which tell them apart. */
static bool is_told(const struct qa_table_form *form)
{
    bool is_there = form->type->includes == NULL;
    for (size_t i = 0; i < form->n_columns; i++) {
        is_there = is_there || (form->may_be_blank[i] && form->column[i] != QA_NONE);
    }
    return is_there;
}

/* Whether a kind that includes this one has its columns too, and so reads its rows. */
static bool is_included(const struct qa_wanted *wanted, const struct qa_type *type,
                        struct qa_arena *arena)
{
    bool found = false;
    for (size_t t = 0; t < qa_n_types; t++) {
        const struct qa_type *other = qa_types[t];
        struct qa_table_form form;
        for (size_t k = 0; other->includes == type && k < other->n_forms; k++) {
            found = found ||
                    (find_form(wanted, other, &other->forms[k], arena, &form) && is_told(&form));
        }
    }
    return found;
}

/* The kinds that say most come first; of each all forms that have their columns, in their order. */
static void find_forms(const struct qa_wanted *wanted, struct qa_arena *arena,
                       struct qa_table_columns *columns)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        const struct qa_type *type = qa_types[t];
        struct qa_table_form form;
        bool is_read = may_have(type, wanted) && !is_included(wanted, type, arena);
        for (size_t k = 0; is_read && k < type->n_forms; k++) {
            if (!find_form(wanted, type, &type->forms[k], arena, &form) || !is_told(&form)) {
                continue;
            }
            form.is_only_named = form.form->is_named && !is_said(wanted, type, arena);
            if (!form.is_only_named || wanted->column[QA_FIELD_TYPE] != QA_NONE) {
                put_form(columns, &form, wanted->shape);
            }
        }
    }
}

/* The fields that a table of answers must have, and which columns they have so far. */
struct needed {
    enum qa_field fields[QA_N_FIELDS];
    uint32_t columns[QA_N_FIELDS];
    size_t n;
};

/* Objects may be without a label. */
static struct needed needed_of(const struct qa_wanted *wanted, bool needs_annotator, bool has_forms)
{
    static const enum qa_field all[] = {QA_FIELD_ITEM, QA_FIELD_ANNOTATOR, QA_FIELD_LABEL};
    struct needed out = {.n = 0};
    for (size_t i = 0; i < 3; i++) {
        bool may_lack =
            (all[i] == QA_FIELD_ANNOTATOR && !needs_annotator) ||
            (all[i] == QA_FIELD_LABEL && has_forms && wanted->column[all[i]] == QA_NONE);
        if (!may_lack) {
            out.fields[out.n] = all[i];
            out.columns[out.n++] = wanted->column[all[i]];
        }
    }
    return out;
}

static void mark_used(const struct qa_wanted *wanted, bool *used)
{
    for (size_t i = 0; i < wanted->n; i++) {
        if (wanted->column[i] != QA_NONE) {
            used[wanted->column[i]] = true;
        }
    }
}

/* What is found by its name needs no mapping. */
static void drop_sure(const struct qa_wanted *wanted, struct needed *needed)
{
    size_t n = 0;
    for (size_t i = 0; i < needed->n; i++) {
        if (needed->columns[i] == QA_NONE || wanted->is_mapped[needed->fields[i]]) {
            needed->fields[n] = needed->fields[i];
            needed->columns[n++] = needed->columns[i];
        }
    }
    needed->n = n;
}

/* What else the user mapped stays in a proposal. */
static void keep_mapped(const struct qa_wanted *wanted, struct needed *needed)
{
    for (size_t f = 0; f < QA_N_FIELDS; f++) {
        bool is_there = false;
        for (size_t i = 0; i < needed->n; i++) {
            is_there = is_there || needed->fields[i] == (enum qa_field)f;
        }
        if (wanted->is_mapped[f] && wanted->column[f] != QA_NONE && !is_there) {
            needed->fields[needed->n] = (enum qa_field)f;
            needed->columns[needed->n++] = wanted->column[f];
        }
    }
}

/* "; try: --map '...'": what would make the table one of answers. */
static void propose(const struct qa_records *header, const struct qa_wanted *wanted, bool is_gold,
                    struct qa_arena *arena, struct qa_error *err)
{
    struct qa_table_columns columns = {.n_forms = 0};
    find_forms(wanted, arena, &columns);
    bool has_objects = columns.n_forms > 0 && columns.forms[0].type->matching == QA_MATCH_ASSIGN;
    struct needed needed = needed_of(wanted, !is_gold && !has_objects, columns.n_forms > 0);
    if (err == NULL) {
        return;
    }
    drop_sure(wanted, &needed);
    keep_mapped(wanted, &needed);
    bool *used_up = QA_ARRAY(arena, bool, header->n_columns);
    mark_used(wanted, used_up);
    const char *map =
        qa_likely_map(header, used_up, needed.fields, needed.columns, needed.n, arena);
    if (map == NULL || needed.n == 0) {
        return;
    }
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used,
             is_gold ? "; gold has its own columns: name them as in %s" : "; try: --map '%s'", map);
}

/* All fields that are missing at once. */
static enum qa_status missing(const struct qa_records *header, const struct qa_wanted *wanted,
                              bool needs_annotator, bool is_gold, struct qa_arena *arena,
                              struct qa_error *err)
{
    struct qa_table_columns columns = {.n_forms = 0};
    find_forms(wanted, arena, &columns);
    struct needed needed = needed_of(wanted, needs_annotator, columns.n_forms > 0);
    const char *names = NULL;
    size_t n = 0;
    for (size_t i = 0; i < needed.n; i++) {
        const char *name = qa_field_name(needed.fields[i]);
        const struct qa_column_spec spec = {name, NULL, true};
        uint32_t column;
        if (needed.columns[i] == QA_NONE &&
            qa_records_columns(header, &spec, 1, &column, NULL) == QA_OK) {
            return qa_fail_at(err, "E112", header->file, 1, 0,
                              "no column '%s': --map gives the one of this name another meaning or "
                              "none",
                              name);
        }
        if (needed.columns[i] == QA_NONE) {
            names = names == NULL ? qa_arena_format(arena, "'%s'", name)
                                  : qa_arena_format(arena, "%s, '%s'", names, name);
            n++;
        }
    }
    (void)qa_fail_at(err, "E112", header->file, 1, 0, "no column%s %s; the file has: %s",
                     n == 1 ? "" : "s", names, qa_column_list(header, arena));
    propose(header, wanted, is_gold, arena, err);
    return QA_INPUT;
}

/* Of several files each may be one person's, which shows when all are read. */
static enum qa_status missing_annotator(const struct qa_records *header, struct qa_sink *sink,
                                        const struct qa_wanted *wanted,
                                        struct qa_table_columns *columns, struct qa_error *err)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    if (options->annotator_from == QA_SIGN_BY_FILE) {
        return QA_OK;
    }
    struct qa_error problem;
    enum qa_status status = missing(header, wanted, true, false, qa_sink_arena(sink), &problem);
    size_t used = strlen(problem.text);
    snprintf(problem.text + used, sizeof problem.text - used,
             "; if each file is one person's, --annotator-from filename");
    if (options->has_several_files) {
        columns->unsigned_text = qa_arena_text(qa_sink_arena(sink), problem.text);
        return QA_OK;
    }
    if (err != NULL) {
        *err = problem;
    }
    return status;
}

/* ---- loose names ---- */

/* Fields without a sure name take a weaker one, which is said. */
static void find_loosely(const struct qa_records *header, struct qa_wanted *wanted, bool is_gold,
                         struct qa_sink *sink)
{
    static const enum qa_field fields[] = {QA_FIELD_ITEM, QA_FIELD_ANNOTATOR, QA_FIELD_GOLD,
                                           QA_FIELD_LABEL};
    bool *used = QA_ARRAY(qa_sink_arena(sink), bool, header->n_columns);
    mark_used(wanted, used);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        enum qa_field field = fields[i];
        bool may = wanted->column[field] == QA_NONE && !wanted->is_mapped[field] &&
                   !(is_gold && field == QA_FIELD_ANNOTATOR);
        uint32_t column = may ? qa_loose_column(header, used, field) : QA_NONE;
        if (column == QA_NONE) {
            continue;
        }
        used[column] = true;
        wanted->column[field] = column;
        qa_sink_finding(sink, QA_WARNING, "W161", QA_AT(1, header->header[column].column),
                        "column '%.80s' is read as the %s; --map %s=COLUMN says so, or another",
                        header->header[column].text, qa_field_name(field), qa_field_name(field));
    }
}

/* A second column that may be an item, annotator, label or gold changes figures. */
static void say_unused(const struct qa_records *header, const struct qa_wanted *wanted,
                       struct qa_sink *sink)
{
    static const enum qa_field fields[] = {QA_FIELD_ITEM, QA_FIELD_ANNOTATOR, QA_FIELD_LABEL,
                                           QA_FIELD_GOLD};
    bool *used = QA_ARRAY(qa_sink_arena(sink), bool, header->n_columns);
    mark_used(wanted, used);
    for (uint32_t c = 0; c < header->n_columns; c++) {
        for (size_t i = 0; !used[c] && i < sizeof fields / sizeof *fields; i++) {
            enum qa_field field = fields[i];
            uint32_t taken = wanted->column[field];
            if (wanted->is_mapped[field] || !qa_looks_like(header->header[c].text, field)) {
                continue;
            }
            used[c] = true;
            qa_sink_finding(
                sink, QA_NOTE, "W162", QA_AT(1, header->header[c].column),
                "column '%.80s' looks like %s and is not used%s%.80s%s", header->header[c].text,
                qa_field_name(field), taken != QA_NONE ? ": '" : "",
                taken != QA_NONE ? header->header[taken].text : "", taken != QA_NONE ? "' is" : "");
        }
    }
}

/* Parts of objects beside which no object can be read: the labels alone would be compared. */
static void say_unused_parts(const struct qa_records *header, const struct qa_wanted *wanted,
                             struct qa_sink *sink)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    bool *used = QA_ARRAY(arena, bool, header->n_columns);
    const char *names = NULL;
    uint32_t first = QA_NONE;

    for (size_t i = 0; i < QA_N_FIELDS; i++) {
        if (wanted->column[i] != QA_NONE) {
            used[wanted->column[i]] = true;
        }
    }
    for (uint32_t c = 0; c < header->n_columns; c++) {
        const char *name = header->header[c].text;
        if (!used[c] && qa_looks_like_object(name)) {
            first = first == QA_NONE ? c : first;
            names = names == NULL ? qa_arena_format(arena, "'%.40s'", name)
                                  : qa_arena_format(arena, "%s, '%.40s'", names, name);
        }
    }
    if (first != QA_NONE) {
        qa_sink_finding(sink, QA_WARNING, "W169", QA_AT(1, header->header[first].column),
                        "%s: like parts of objects, but no object can be read from them, only the "
                        "labels; --shape KIND says which kind they are, `labelqa help formats` "
                        "which columns give one",
                        names);
    }
}

/* ---- wide tables ---- */

/* The columns of a wide table: those without another meaning; those called like annotators alone
 * where there are such. */
static void list_wide(const struct qa_records *header, const struct qa_wanted *wanted,
                      struct qa_wide_columns *wide, struct qa_arena *arena)
{
    bool *used = QA_ARRAY(arena, bool, header->n_columns);
    size_t n_called = 0;
    mark_used(wanted, used);
    if (wide->name != QA_NONE) {
        used[wide->name] = true;
    }
    for (size_t c = 0; c < header->n_columns; c++) {
        n_called += !used[c] && qa_is_called_annotator(header->header[c].text);
    }
    wide->columns = QA_ARRAY(arena, uint32_t, header->n_columns);
    wide->n_columns = 0;
    for (uint32_t c = 0; c < header->n_columns; c++) {
        const char *name = header->header[c].text;
        bool fits = n_called < 2 || wide->form == QA_WIDE_ITEMS || qa_is_called_annotator(name);
        if (!used[c] && name[0] != '\0' && fits) {
            wide->columns[wide->n_columns++] = c;
        }
    }
}

/* Rows are objects of a kind. A text without an annotator may be what annotators of columns read.
 */
static bool has_other_rows(const struct qa_table_columns *columns)
{
    return columns->n_forms > 0 && (columns->forms[0].type != &qa_type_transcript ||
                                    columns->field[QA_FIELD_ANNOTATOR] != QA_NONE);
}

/* Whether the table may be a wide one, and how. */
static bool find_wide(const struct qa_records *header, const struct qa_wanted *wanted,
                      struct qa_table_columns *columns, struct qa_arena *arena)
{
    struct qa_wide_columns *wide = &columns->wide;
    uint32_t item = wanted->column[QA_FIELD_ITEM];
    uint32_t annotator = wanted->column[QA_FIELD_ANNOTATOR];
    *wide = (struct qa_wide_columns){.form = wanted->wide,
                                     .is_said = wanted->wide != QA_WIDE_OPEN,
                                     .name = item != QA_NONE ? item : annotator};
    if (wide->is_said) {
        wide->name = wide->form == QA_WIDE_ITEMS ? annotator : item;
        wide->name = wide->name != QA_NONE ? wide->name : 0;
    } else if (wanted->column[QA_FIELD_LABEL] != QA_NONE || wanted->is_mapped[QA_FIELD_LABEL] ||
               has_other_rows(columns) || (item != QA_NONE && annotator != QA_NONE)) {
        wide->form = QA_WIDE_NOT;
    } else if (annotator != QA_NONE) {
        wide->form = QA_WIDE_ITEMS;
    } else if (item == QA_NONE) {
        wide->name = 0;
        list_wide(header, wanted, wide, arena);
        bool are_called = wide->n_columns >= 2;
        for (size_t i = 0; are_called && i < wide->n_columns; i++) {
            are_called = qa_is_called_annotator(header->header[wide->columns[i]].text);
        }
        wide->form = are_called ? QA_WIDE_ANNOTATORS : QA_WIDE_NOT;
    }
    if (wide->form == QA_WIDE_NOT) {
        return false;
    }
    list_wide(header, wanted, wide, arena);
    wide->form = wide->n_columns >= 2 ? wide->form : QA_WIDE_NOT;
    return wide->form != QA_WIDE_NOT;
}

static bool has_column(const struct qa_records *header, const char *name)
{
    for (size_t c = 0; c < header->n_columns; c++) {
        if (strcmp(header->header[c].text, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_canonical(const struct qa_records *header, const struct qa_wanted *wanted)
{
    return has_column(header, "item") && has_column(header, "question") &&
           has_column(header, "type") && !wanted->is_mapped[QA_FIELD_GOLD];
}

enum qa_status qa_table_columns_find(const struct qa_records *header, struct qa_sink *sink,
                                     struct qa_table_columns *columns, struct qa_error *err)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_wanted *wanted = QA_NEW(arena, struct qa_wanted);
    bool *taken = QA_ARRAY(arena, bool, header->n_columns);
    bool is_gold = qa_sink_role(sink) != QA_DELIVERY;
    want_all(wanted, arena);
    wanted->shape = qa_sink_shape(sink);
    struct qa_error later;
    enum qa_status status = qa_wanted_map(header, qa_sink_options(sink), wanted, taken, arena, err);
    enum qa_status named =
        find_by_name(header, wanted, taken, arena, status == QA_OK ? err : &later);
    status = status == QA_OK ? named : status;
    if (status != QA_OK) {
        propose(header, wanted, is_gold, arena, err);
        return status;
    }
    if (is_gold && wanted->column[QA_FIELD_LABEL] == QA_NONE) {
        wanted->column[QA_FIELD_LABEL] = wanted->column[QA_FIELD_GOLD];
    }
    *columns = (struct qa_table_columns){.n_forms = 0};
    find_forms(wanted, arena, columns);
    /* Columns start and end may turn out to be times of work. */
    const char *first = columns->n_forms > 0 ? columns->forms[0].name[0] : NULL;
    if (first == NULL || strcmp(first, "start") == 0) {
        find_loosely(header, wanted, is_gold, sink);
    }
    memcpy(columns->field, wanted->column, sizeof columns->field);
    bool has_objects = columns->n_forms > 0 && columns->forms[0].type->matching == QA_MATCH_ASSIGN;
    columns->is_canonical = is_canonical(header, wanted);
    bool needs_annotator = !has_objects && !is_gold && !columns->is_canonical;
    bool is_signed = qa_sink_options(sink)->annotator_from == QA_SIGN_BY_FILE ||
                     qa_sink_options(sink)->has_several_files;
    bool may_be_wide = !is_gold && !columns->is_canonical && !(columns->n_forms > 0 && is_signed);
    if (may_be_wide && find_wide(header, wanted, columns, arena)) {
        struct qa_error otherwise;
        (void)missing(header, wanted, true, false, arena, &otherwise);
        columns->n_forms = 0;
        columns->wide.otherwise = qa_arena_text(arena, otherwise.text);
        return QA_OK;
    }
    bool lacks_label = columns->field[QA_FIELD_LABEL] == QA_NONE && columns->n_forms == 0 &&
                       !columns->is_canonical;
    if (columns->field[QA_FIELD_ITEM] == QA_NONE || lacks_label) {
        return missing(header, wanted, needs_annotator && !is_signed, is_gold, arena, err);
    }
    say_unused(header, wanted, sink);
    if (columns->n_forms == 0 && !columns->is_canonical) {
        say_unused_parts(header, wanted, sink);
    }
    if (columns->field[QA_FIELD_ANNOTATOR] == QA_NONE && needs_annotator) {
        return missing_annotator(header, sink, wanted, columns, err);
    }
    return QA_OK;
}
