#include "qa/formats/table_columns.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"

/* The fields of the sink, and behind them the columns of the kinds' forms. */
enum { MOST_COLUMNS = QA_N_FIELDS + 64 };

static const char *const field_synonyms[QA_N_FIELDS] = {
    [QA_FIELD_ITEM] = "item_id,task,task_id,image,image_id,file_name,filename,unit_id,_unit_id,"
                      "object_id,example_id,document,doc_id,hit_id,hitid,input_id",
    [QA_FIELD_ANNOTATOR] = "annotator_id,worker,worker_id,workerid,_worker_id,rater,rater_id,"
                           "coder,labeler,labeller,user,completed_by,created_by",
    [QA_FIELD_LABEL] = "class,category,answer,annotation,response,judgment,judgement,choice,"
                       "class_name",
    [QA_FIELD_VENDOR] = "supplier,provider",
    [QA_FIELD_BATCH] = "batch_id,delivery",
    [QA_FIELD_STAGE] = "review_stage,step,layer",
    [QA_FIELD_QUESTION] = "field,attribute",
    [QA_FIELD_STARTED] = "start_time,accept_time,accepttime",
    [QA_FIELD_SUBMITTED] = "submit_time,submittime,end_time,completed_at",
    [QA_FIELD_SECONDS] = "duration,lead_time,worktimeinseconds,duration_seconds,"
                         "time_spent_in_seconds",
    [QA_FIELD_STATUS] = "state,assignmentstatus",
    [QA_FIELD_SCORE] = "confidence",
    [QA_FIELD_CROWD] = "iscrowd",
    [QA_FIELD_IMAGE_WIDTH] = "img_width,original_width",
    [QA_FIELD_IMAGE_HEIGHT] = "img_height,original_height",
};

/* What may be looked for, in the order of the fields, then of the kinds. */
struct wanted {
    struct qa_column_spec spec[MOST_COLUMNS];
    uint32_t column[MOST_COLUMNS];
    bool is_mapped[MOST_COLUMNS]; /* the user said */
    size_t n;
};

/* "x,left,bbox_x": the name, and behind it the synonyms, or NULL. */
static struct qa_column_spec split_names(const char *names, struct qa_arena *arena)
{
    size_t length = strcspn(names, ",");
    const char *rest = names[length] == ',' ? names + length + 1 : NULL;
    return (struct qa_column_spec){qa_arena_text_n(arena, names, length), rest, false};
}

static size_t index_of(const struct wanted *wanted, const char *name)
{
    size_t i = 0;
    while (i < wanted->n && strcmp(wanted->spec[i].name, name) != 0) {
        i++;
    }
    return i;
}

static void want(struct wanted *wanted, struct qa_column_spec spec)
{
    if (index_of(wanted, spec.name) == wanted->n) {
        if (wanted->n == MOST_COLUMNS) {
            QA_BUG("the kinds have more than %d columns", MOST_COLUMNS - QA_N_FIELDS);
        }
        wanted->column[wanted->n] = QA_NONE;
        wanted->is_mapped[wanted->n] = false;
        wanted->spec[wanted->n++] = spec;
    }
}

static void want_all(struct wanted *wanted, struct qa_arena *arena)
{
    wanted->n = 0;
    for (int f = 0; f < QA_N_FIELDS; f++) {
        want(wanted,
             (struct qa_column_spec){qa_field_name((enum qa_field)f), field_synonyms[f], false});
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
    struct wanted *wanted = QA_NEW(arena, struct wanted);
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

/* ---- --map ---- */

static enum qa_status unknown_field(const struct wanted *wanted, const char *name,
                                    struct qa_error *err)
{
    const char *names[MOST_COLUMNS];
    for (size_t i = 0; i < wanted->n; i++) {
        names[i] = wanted->spec[i].name;
    }
    const char *nearest = qa_nearest_name(name, names, wanted->n);
    return qa_fail(err, QA_USAGE, "E114", "--map: there is no field '%s'%s%s%s", name,
                   nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

static enum qa_status map_column(const struct qa_records *header, const struct qa_column_map *map,
                                 uint32_t *column, struct qa_error *err)
{
    for (uint32_t c = 0; c < header->n_columns; c++) {
        if (strcmp(header->header[c].text, map->column) == 0) {
            *column = c;
            return QA_OK;
        }
    }
    const struct qa_column_spec spec = {map->column, NULL, true};
    enum qa_status status = qa_records_columns(header, &spec, 1, column, err);
    if (status != QA_OK && err != NULL) {
        err->code = "E114";
    }
    return status;
}

/* What the user mapped; *taken marks the columns that the search by name leaves alone. */
static enum qa_status apply_map(const struct qa_records *header,
                                const struct qa_read_options *options, struct wanted *wanted,
                                bool *taken, struct qa_error *err)
{
    for (size_t i = 0; i < options->n_map; i++) {
        const struct qa_column_map *map = &options->map[i];
        size_t at = index_of(wanted, map->field);
        if (at == wanted->n) {
            return unknown_field(wanted, map->field, err);
        }
        wanted->is_mapped[at] = true;
        if (map->column[0] == '\0') {
            continue;
        }
        QA_TRY(map_column(header, map, &wanted->column[at], err));
        taken[wanted->column[at]] = true;
    }
    return QA_OK;
}

/* ---- by name ---- */

static enum qa_status ambiguous(struct qa_error *err, const char *name)
{
    if (err != NULL && strcmp(err->code, "E113") == 0) {
        size_t used = strlen(err->text);
        snprintf(err->text + used, sizeof err->text - used, "; say which: --map %s=COLUMN", name);
    }
    return QA_INPUT;
}

static enum qa_status find_by_name(const struct qa_records *header, struct wanted *wanted,
                                   const bool *taken, struct qa_arena *arena, struct qa_error *err)
{
    /* Columns that the user gave a meaning are hidden from the search. */
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, header->n_columns);
    struct qa_records visible = *header;
    visible.header = cells;
    for (size_t c = 0; c < header->n_columns; c++) {
        cells[c] = header->header[c];
        if (taken[c]) {
            cells[c].text = "\n";
        }
    }
    for (size_t i = 0; i < wanted->n; i++) {
        if (!wanted->is_mapped[i] &&
            qa_records_columns(&visible, &wanted->spec[i], 1, &wanted->column[i], err) != QA_OK) {
            return ambiguous(err, wanted->spec[i].name);
        }
    }
    return QA_OK;
}

/* ---- kinds ---- */

/* The form with its columns; false when the table lacks one. */
static bool find_form(const struct wanted *wanted, const struct qa_type *type,
                      const struct qa_type_form *form, struct qa_arena *arena,
                      struct qa_table_form *out)
{
    *out = (struct qa_table_form){.type = type, .form = form};
    for (const char *const *names = form->columns; *names != NULL; names++) {
        if (out->n_columns == QA_FORM_COLUMNS_MAX) {
            QA_BUG("a form of '%s' has more than %d columns", type->name, QA_FORM_COLUMNS_MAX);
        }
        size_t at = index_of(wanted, split_names(*names, arena).name);
        if (wanted->column[at] == QA_NONE) {
            return false;
        }
        out->name[out->n_columns] = wanted->spec[at].name;
        out->column[out->n_columns++] = wanted->column[at];
    }
    return true;
}

/* A kind with one object an answer stands in columns that other tables use for remarks: without a
 * column that names the kind of each row it needs a table without labels. */
static bool may_have(const struct qa_type *type, const struct wanted *wanted)
{
    return type->matching == QA_MATCH_ASSIGN || wanted->column[QA_FIELD_TYPE] != QA_NONE ||
           wanted->column[QA_FIELD_LABEL] == QA_NONE;
}

/* The first form of the kind that has its columns. */
static bool find_form_of(const struct wanted *wanted, const struct qa_type *type,
                         struct qa_arena *arena, struct qa_table_form *form)
{
    bool found = false;
    for (size_t k = 0; !found && may_have(type, wanted) && k < type->n_forms; k++) {
        found = find_form(wanted, type, &type->forms[k], arena, form);
    }
    return found;
}

/* The kinds that say most come first. */
static void find_forms(const struct wanted *wanted, struct qa_arena *arena,
                       struct qa_table_columns *columns)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        struct qa_table_form form;
        if (!find_form_of(wanted, qa_types[t], arena, &form)) {
            continue;
        }
        size_t at = columns->n_forms++;
        for (; at > 0 && columns->forms[at - 1].type->detail < form.type->detail; at--) {
            columns->forms[at] = columns->forms[at - 1];
        }
        columns->forms[at] = form;
    }
}

static enum qa_status missing(const struct qa_records *header, enum qa_field field,
                              struct qa_error *err)
{
    const struct qa_column_spec spec = {qa_field_name(field), NULL, true};
    uint32_t column;
    enum qa_status status = qa_records_columns(header, &spec, 1, &column, err);
    if (status == QA_OK) {
        return qa_fail_at(err, "E112", header->file, 1, 0,
                          "no column '%s': --map gives the one of this name another meaning or "
                          "none",
                          spec.name);
    }
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, "; if it is one of these, --map %s=COLUMN",
             qa_field_name(field));
    return status;
}

/* Of several files each may be one person's, which shows when all are read. */
static enum qa_status missing_annotator(const struct qa_records *header, struct qa_sink *sink,
                                        struct qa_table_columns *columns, struct qa_error *err)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    if (options->annotator_from == QA_SIGN_BY_FILE) {
        return QA_OK;
    }
    struct qa_error problem;
    enum qa_status status = missing(header, QA_FIELD_ANNOTATOR, &problem);
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

enum qa_status qa_table_columns_find(const struct qa_records *header, struct qa_sink *sink,
                                     struct qa_table_columns *columns, struct qa_error *err)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct wanted *wanted = QA_NEW(arena, struct wanted);
    bool *taken = QA_ARRAY(arena, bool, header->n_columns);
    bool is_gold = qa_sink_role(sink) != QA_DELIVERY;
    want_all(wanted, arena);
    QA_TRY(apply_map(header, qa_sink_options(sink), wanted, taken, err));
    QA_TRY(find_by_name(header, wanted, taken, arena, err));
    if (is_gold && wanted->column[QA_FIELD_LABEL] == QA_NONE) {
        wanted->column[QA_FIELD_LABEL] = wanted->column[QA_FIELD_GOLD];
    }
    *columns = (struct qa_table_columns){.n_forms = 0};
    memcpy(columns->field, wanted->column, sizeof columns->field);
    find_forms(wanted, arena, columns);
    if (columns->field[QA_FIELD_ITEM] == QA_NONE) {
        return missing(header, QA_FIELD_ITEM, err);
    }
    if (columns->field[QA_FIELD_LABEL] == QA_NONE && columns->n_forms == 0) {
        return missing(header, QA_FIELD_LABEL, err);
    }
    bool has_objects = columns->n_forms > 0 && columns->forms[0].type->matching == QA_MATCH_ASSIGN;
    if (columns->field[QA_FIELD_ANNOTATOR] == QA_NONE && !has_objects && !is_gold) {
        return missing_annotator(header, sink, columns, err);
    }
    return QA_OK;
}
