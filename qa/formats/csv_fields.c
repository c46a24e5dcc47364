#include "qa/formats/csv_fields.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/records.h"

static const struct qa_column_spec specs[QA_N_FIELDS] = {
    [QA_FIELD_ITEM] = {"item",
                       "item_id,task,task_id,image,image_id,file_name,filename,unit_id,_unit_id,"
                       "object_id,example_id,document,doc_id,hit_id,hitid,input_id",
                       false},
    [QA_FIELD_ANNOTATOR] = {"annotator",
                            "annotator_id,worker,worker_id,workerid,_worker_id,rater,rater_id,"
                            "coder,labeler,labeller,user,completed_by,created_by",
                            false},
    [QA_FIELD_LABEL] = {"label",
                        "class,category,answer,annotation,response,judgment,judgement,choice,"
                        "class_name",
                        false},
    [QA_FIELD_VENDOR] = {"vendor", "supplier,provider", false},
    [QA_FIELD_BATCH] = {"batch", "batch_id,delivery", false},
    [QA_FIELD_STAGE] = {"stage", "review_stage,step,layer", false},
    [QA_FIELD_QUESTION] = {"question", "field,attribute", false},
    [QA_FIELD_STARTED] = {"started_at", "start_time,accept_time,accepttime", false},
    [QA_FIELD_SUBMITTED] = {"submitted_at", "submit_time,submittime,end_time,completed_at", false},
    [QA_FIELD_SECONDS] = {"seconds",
                          "duration,lead_time,worktimeinseconds,duration_seconds,"
                          "time_spent_in_seconds",
                          false},
    [QA_FIELD_STATUS] = {"status", "state,assignmentstatus", false},
    [QA_FIELD_VALUE] = {"value", NULL, false},
    [QA_FIELD_SCORE] = {"score", "confidence", false},
    [QA_FIELD_GOLD] = {"gold", NULL, false},
    [QA_FIELD_X] = {"x", "left,bbox_x", false},
    [QA_FIELD_Y] = {"y", "top,bbox_y", false},
    [QA_FIELD_WIDTH] = {"width", "w,bbox_width,bbox_w", false},
    [QA_FIELD_HEIGHT] = {"height", "h,bbox_height,bbox_h", false},
    [QA_FIELD_XMIN] = {"xmin", "x_min,x1", false},
    [QA_FIELD_YMIN] = {"ymin", "y_min,y1", false},
    [QA_FIELD_XMAX] = {"xmax", "x_max,x2,right", false},
    [QA_FIELD_YMAX] = {"ymax", "y_max,y2,bottom", false},
};

const char *qa_field_name(enum qa_field field)
{
    return specs[field].name;
}

/* The header as records without rows, which is what looks columns up by name. */
static struct qa_records header_records(const struct qa_csv *csv,
                                        const struct qa_read_context *context)
{
    size_t n = qa_csv_columns(csv);
    const struct qa_slice *slices = qa_csv_header(csv);
    struct qa_cell *cells = QA_ARRAY(context->arena, struct qa_cell, n);
    for (size_t c = 0; c < n; c++) {
        cells[c] = (struct qa_cell){slices[c].text, slices[c].length, slices[c].column, 1};
    }
    return (struct qa_records){.file = context->file->path, .n_columns = n, .header = cells};
}

static enum qa_field field_by_name(const char *name)
{
    int f = 0;
    while (f < QA_N_FIELDS && strcmp(specs[f].name, name) != 0) {
        f++;
    }
    return (enum qa_field)f;
}

static enum qa_status unknown_field(const char *name, struct qa_error *err)
{
    const char *names[QA_N_FIELDS];
    for (int f = 0; f < QA_N_FIELDS; f++) {
        names[f] = specs[f].name;
    }
    const char *nearest = qa_nearest_name(name, names, QA_N_FIELDS);
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

/* One pair of --map. */
static enum qa_status apply_pair(const struct qa_records *header, const struct qa_column_map *map,
                                 struct qa_csv_fields *fields, bool *field_taken,
                                 bool *column_taken, struct qa_error *err)
{
    enum qa_field field = field_by_name(map->field);
    if (field == QA_N_FIELDS) {
        return unknown_field(map->field, err);
    }
    field_taken[field] = true;
    if (map->column[0] == '\0') {
        return QA_OK;
    }
    QA_TRY(map_column(header, map, &fields->column[field], err));
    column_taken[fields->column[field]] = true;
    return QA_OK;
}

/* What the user mapped; *taken marks fields and columns that the search by name leaves alone. */
static enum qa_status apply_map(const struct qa_records *header,
                                const struct qa_read_options *options, struct qa_csv_fields *fields,
                                bool *field_taken, bool *column_taken, struct qa_error *err)
{
    for (size_t i = 0; i < options->n_map; i++) {
        QA_TRY(apply_pair(header, &options->map[i], fields, field_taken, column_taken, err));
    }
    return QA_OK;
}

static enum qa_status ambiguous(struct qa_error *err, enum qa_field field)
{
    if (err != NULL && strcmp(err->code, "E113") == 0) {
        size_t used = strlen(err->text);
        snprintf(err->text + used, sizeof err->text - used, "; say which: --map %s=COLUMN",
                 specs[field].name);
    }
    return QA_INPUT;
}

static enum qa_status find_by_name(const struct qa_records *header, struct qa_csv_fields *fields,
                                   const bool *field_taken, const bool *column_taken,
                                   struct qa_arena *arena, struct qa_error *err)
{
    /* Columns that the user gave a meaning are hidden from the search. */
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, header->n_columns);
    struct qa_records visible = *header;
    visible.header = cells;
    for (size_t c = 0; c < header->n_columns; c++) {
        cells[c] = header->header[c];
        if (column_taken[c]) {
            cells[c].text = "\n";
        }
    }
    for (int f = 0; f < QA_N_FIELDS; f++) {
        if (!field_taken[f] &&
            qa_records_columns(&visible, &specs[f], 1, &fields->column[f], err) != QA_OK) {
            return ambiguous(err, (enum qa_field)f);
        }
    }
    return QA_OK;
}

static enum qa_status missing(const struct qa_records *header, enum qa_field field,
                              struct qa_error *err)
{
    const struct qa_column_spec spec = {specs[field].name, NULL, true};
    uint32_t column;
    enum qa_status status = qa_records_columns(header, &spec, 1, &column, err);
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, "; if it is one of these, --map %s=COLUMN",
             specs[field].name);
    return status;
}

static bool has(const struct qa_csv_fields *fields, enum qa_field field)
{
    return fields->column[field] != QA_NONE;
}

/* Boxes by corners may name their low ones left and top, or x and y. */
static void find_boxes(struct qa_csv_fields *fields)
{
    if (has(fields, QA_FIELD_XMAX) && has(fields, QA_FIELD_YMAX)) {
        fields->has_corners = true;
        if (!has(fields, QA_FIELD_XMIN)) {
            fields->column[QA_FIELD_XMIN] = fields->column[QA_FIELD_X];
        }
        if (!has(fields, QA_FIELD_YMIN)) {
            fields->column[QA_FIELD_YMIN] = fields->column[QA_FIELD_Y];
        }
        fields->has_boxes = has(fields, QA_FIELD_XMIN) && has(fields, QA_FIELD_YMIN);
        return;
    }
    fields->has_boxes = has(fields, QA_FIELD_X) && has(fields, QA_FIELD_Y) &&
                        has(fields, QA_FIELD_WIDTH) && has(fields, QA_FIELD_HEIGHT);
}

enum qa_status qa_csv_fields_find(const struct qa_csv *csv, const struct qa_read_context *context,
                                  struct qa_csv_fields *fields, struct qa_error *err)
{
    struct qa_records header = header_records(csv, context);
    bool field_taken[QA_N_FIELDS] = {false};
    bool *column_taken = QA_ARRAY(context->arena, bool, header.n_columns);
    *fields = (struct qa_csv_fields){.has_boxes = false};
    for (int f = 0; f < QA_N_FIELDS; f++) {
        fields->column[f] = QA_NONE;
    }
    QA_TRY(apply_map(&header, context->options, fields, field_taken, column_taken, err));
    QA_TRY(find_by_name(&header, fields, field_taken, column_taken, context->arena, err));
    find_boxes(fields);
    if (context->is_gold && !has(fields, QA_FIELD_LABEL)) {
        fields->column[QA_FIELD_LABEL] = fields->column[QA_FIELD_GOLD];
    }
    if (!has(fields, QA_FIELD_ITEM)) {
        return missing(&header, QA_FIELD_ITEM, err);
    }
    if (!has(fields, QA_FIELD_LABEL) && !fields->has_boxes) {
        return missing(&header, QA_FIELD_LABEL, err);
    }
    if (!has(fields, QA_FIELD_ANNOTATOR) && !fields->has_boxes && !context->is_gold) {
        return missing(&header, QA_FIELD_ANNOTATOR, err);
    }
    return QA_OK;
}
