#include "qa/formats/project.h"

#include <cyaml/cyaml.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/bytes.h"
#include "qa/base/number.h"
#include "qa/base/time.h"

/* ---- the schema: what libcyaml fills in; texts of its own, freed after they are copied ---- */

struct yaml_delivery {
    char *vendor;
    char *batch;
    char *question;
    char **files;
    unsigned files_count;
};

struct yaml_limits {
    char *error;
    double *agreement;
    double *turnaround_hours;
    double *iou;
};

struct yaml_weights {
    double *quality;
    double *speed;
    double *cost;
    double *agreement;
    double *compliance;
};

struct yaml_doubt {
    uint64_t *draws;
    char *weights;
    char *prices;
};

struct yaml_value {
    char *worst;
    char *best;
};

struct yaml_values {
    struct yaml_value *quality;
    struct yaml_value *speed;
    struct yaml_value *cost;
    struct yaml_value *agreement;
    struct yaml_value *compliance;
};

struct yaml_audit {
    char *plan;
    char **sheets;
    unsigned sheets_count;
};

struct yaml_calendar {
    char *hours;
    char *zone;
    char *holidays;
};

/* Texts, so that a share may be written 20%; every member is one. */
struct yaml_scenario {
    char *frames_per_item;
    char *minutes_per_item;
    char *characters_per_item;
    char *words_per_item;
    char *answers_per_item;
    char *months;
    char *seats;
    char *hours_per_seat_month;
    char *rush_share;
    char *review_share;
    char *rework_share;
    char *wage;
    char *check_seconds;
    char *audit_share;
    char *found_share;
    char *rejected_share;
    char *cost_per_error;
};

struct yaml_project {
    char *name;
    char *period;
    struct yaml_delivery *deliveries;
    unsigned deliveries_count;
    char **gold;
    unsigned gold_count;
    char **labels;
    unsigned labels_count;
    char **box_labels;
    unsigned box_labels_count;
    char *quotes;
    char *rates;
    char *log;
    struct yaml_calendar *calendar;
    char *before;
    char *penalties;
    char *map;
    char *header;
    char *format;
    char *timezone;
    char *duplicates;
    char *currency;
    char *current_vendor;
    char *expected_items;
    char **responses;
    unsigned responses_count;
    char *questions;
    char *starts;
    char *ends;
    char *as_of;
    char *images;
    struct yaml_audit *audit;
    double *volume;
    double *objects_per_item;
    double *seconds_per_item;
    struct yaml_limits *limits;
    char *confidence;
    double *cost_per_wrong;
    double *audit_cost_per_item;
    uint64_t *seed;
    struct yaml_weights *weights;
    struct yaml_values *values;
    struct yaml_doubt *doubt;
    double *budget;
    double *weeks;
    struct yaml_scenario *scenario;
    char *models;
    char **take;
    unsigned take_count;
};

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define TEXT(key, type, member)                                                                    \
    CYAML_FIELD_STRING_PTR((key), OPTIONAL, type, member, 0, CYAML_UNLIMITED)
#define NUMBER(key, type, member) CYAML_FIELD_FLOAT_PTR((key), OPTIONAL, type, member)
#define TEXTS(key, type, member)                                                                   \
    CYAML_FIELD_SEQUENCE((key), OPTIONAL, type, member, &text_entry, 0, CYAML_UNLIMITED)

static const cyaml_schema_value_t text_entry = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

static const cyaml_schema_field_t delivery_fields[] = {
    CYAML_FIELD_STRING_PTR("vendor", CYAML_FLAG_POINTER, struct yaml_delivery, vendor, 1,
                           CYAML_UNLIMITED),
    TEXT("batch", struct yaml_delivery, batch), TEXT("question", struct yaml_delivery, question),
    CYAML_FIELD_SEQUENCE("files", CYAML_FLAG_POINTER, struct yaml_delivery, files, &text_entry, 1,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END};

static const cyaml_schema_value_t delivery_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_delivery, delivery_fields)};

static const cyaml_schema_field_t limits_fields[] = {
    TEXT("error", struct yaml_limits, error), NUMBER("agreement", struct yaml_limits, agreement),
    NUMBER("turnaround_hours", struct yaml_limits, turnaround_hours),
    NUMBER("iou", struct yaml_limits, iou), CYAML_FIELD_END};

static const cyaml_schema_field_t calendar_fields[] = {
    TEXT("hours", struct yaml_calendar, hours), TEXT("zone", struct yaml_calendar, zone),
    TEXT("holidays", struct yaml_calendar, holidays), CYAML_FIELD_END};

static const cyaml_schema_field_t weights_fields[] = {
    NUMBER("quality", struct yaml_weights, quality),
    NUMBER("speed", struct yaml_weights, speed),
    NUMBER("cost", struct yaml_weights, cost),
    NUMBER("agreement", struct yaml_weights, agreement),
    NUMBER("compliance", struct yaml_weights, compliance),
    CYAML_FIELD_END};

static const cyaml_schema_field_t value_fields[] = {TEXT("worst", struct yaml_value, worst),
                                                    TEXT("best", struct yaml_value, best),
                                                    CYAML_FIELD_END};

static const cyaml_schema_field_t doubt_fields[] = {
    CYAML_FIELD_UINT_PTR("draws", OPTIONAL, struct yaml_doubt, draws),
    TEXT("weights", struct yaml_doubt, weights), TEXT("prices", struct yaml_doubt, prices),
    CYAML_FIELD_END};

#define VALUE(key, member)                                                                         \
    CYAML_FIELD_MAPPING_PTR((key), OPTIONAL, struct yaml_values, member, value_fields)

static const cyaml_schema_field_t values_fields[] = {
    VALUE("quality", quality),     VALUE("speed", speed),           VALUE("cost", cost),
    VALUE("agreement", agreement), VALUE("compliance", compliance), CYAML_FIELD_END};

static const cyaml_schema_field_t audit_fields[] = {TEXT("plan", struct yaml_audit, plan),
                                                    TEXTS("sheets", struct yaml_audit, sheets),
                                                    CYAML_FIELD_END};

#define SCENARIO(member) TEXT(#member, struct yaml_scenario, member)
static const cyaml_schema_field_t scenario_fields[] = {
    SCENARIO(frames_per_item), SCENARIO(minutes_per_item),     SCENARIO(characters_per_item),
    SCENARIO(words_per_item),  SCENARIO(answers_per_item),     SCENARIO(months),
    SCENARIO(seats),           SCENARIO(hours_per_seat_month), SCENARIO(rush_share),
    SCENARIO(review_share),    SCENARIO(rework_share),         SCENARIO(wage),
    SCENARIO(check_seconds),   SCENARIO(audit_share),          SCENARIO(found_share),
    SCENARIO(rejected_share),  SCENARIO(cost_per_error),       CYAML_FIELD_END};

static const cyaml_schema_field_t project_fields[] = {
    TEXT("name", struct yaml_project, name),
    TEXT("period", struct yaml_project, period),
    CYAML_FIELD_SEQUENCE("deliveries", CYAML_FLAG_POINTER, struct yaml_project, deliveries,
                         &delivery_entry, 1, CYAML_UNLIMITED),
    TEXTS("gold", struct yaml_project, gold),
    TEXTS("labels", struct yaml_project, labels),
    TEXTS("box_labels", struct yaml_project, box_labels),
    TEXT("quotes", struct yaml_project, quotes),
    TEXT("rates", struct yaml_project, rates),
    TEXT("log", struct yaml_project, log),
    TEXT("before", struct yaml_project, before),
    TEXT("penalties", struct yaml_project, penalties),
    CYAML_FIELD_MAPPING_PTR("calendar", OPTIONAL, struct yaml_project, calendar, calendar_fields),
    TEXT("map", struct yaml_project, map),
    TEXT("header", struct yaml_project, header),
    TEXT("format", struct yaml_project, format),
    TEXT("timezone", struct yaml_project, timezone),
    TEXT("duplicates", struct yaml_project, duplicates),
    TEXT("currency", struct yaml_project, currency),
    TEXT("current_vendor", struct yaml_project, current_vendor),
    TEXT("expected_items", struct yaml_project, expected_items),
    TEXTS("responses", struct yaml_project, responses),
    TEXT("questions", struct yaml_project, questions),
    TEXT("starts", struct yaml_project, starts),
    TEXT("ends", struct yaml_project, ends),
    TEXT("as_of", struct yaml_project, as_of),
    TEXT("images", struct yaml_project, images),
    CYAML_FIELD_MAPPING_PTR("audit", OPTIONAL, struct yaml_project, audit, audit_fields),
    NUMBER("volume", struct yaml_project, volume),
    NUMBER("objects_per_item", struct yaml_project, objects_per_item),
    NUMBER("seconds_per_item", struct yaml_project, seconds_per_item),
    CYAML_FIELD_MAPPING_PTR("limits", OPTIONAL, struct yaml_project, limits, limits_fields),
    TEXT("confidence", struct yaml_project, confidence),
    NUMBER("cost_per_wrong", struct yaml_project, cost_per_wrong),
    NUMBER("audit_cost_per_item", struct yaml_project, audit_cost_per_item),
    CYAML_FIELD_UINT_PTR("seed", OPTIONAL, struct yaml_project, seed),
    CYAML_FIELD_MAPPING_PTR("weights", OPTIONAL, struct yaml_project, weights, weights_fields),
    CYAML_FIELD_MAPPING_PTR("doubt", OPTIONAL, struct yaml_project, doubt, doubt_fields),
    CYAML_FIELD_MAPPING_PTR("values", OPTIONAL, struct yaml_project, values, values_fields),
    NUMBER("budget", struct yaml_project, budget),
    NUMBER("weeks", struct yaml_project, weeks),
    CYAML_FIELD_MAPPING_PTR("scenario", OPTIONAL, struct yaml_project, scenario, scenario_fields),
    TEXT("models", struct yaml_project, models),
    TEXTS("take", struct yaml_project, take),
    CYAML_FIELD_END};

static const cyaml_schema_value_t project_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_project, project_fields)};

/* ---- libcyaml's complaints as errors ---- */

/* What it logged: the complaint, then where, from the inside out. */
struct complaint {
    char text[240];
    uint64_t line;
    uint64_t column;
};

static void on_log(cyaml_log_t level, void *context, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

static void on_log(cyaml_log_t level, void *context, const char *format, va_list args)
{
    (void)level;
    struct complaint *complaint = context;
    char line[240];
    vsnprintf(line, sizeof line, format, args);
    line[strcspn(line, "\n")] = '\0';
    const char *text = strncmp(line, "Load: ", 6) == 0 ? line + 6 : line;
    if (complaint->text[0] == '\0') {
        snprintf(complaint->text, sizeof complaint->text, "%s", text);
    }
    const char *place = strstr(text, "(line: ");
    if (place != NULL && complaint->line == 0) {
        complaint->line = strtoull(place + 7, NULL, 10);
        const char *column = strstr(place, "column: ");
        complaint->column = column != NULL ? strtoull(column + 8, NULL, 10) : 0;
    }
}

static const char *nearest_key(const char *key)
{
    const char *names[64];
    size_t n = 0;
    for (const cyaml_schema_field_t *field = project_fields; field->key != NULL && n < 64;
         field++) {
        names[n++] = field->key;
    }
    for (const cyaml_schema_field_t *field = limits_fields; field->key != NULL && n < 64; field++) {
        names[n++] = field->key;
    }
    for (const cyaml_schema_field_t *field = scenario_fields; field->key != NULL && n < 64;
         field++) {
        names[n++] = field->key;
    }
    return qa_nearest_name(key, names, n);
}

/* libcyaml places an unknown key at its mapping's beginning; the line that has the key is better.
 */
static void place_of_key(const struct qa_bytes *bytes, const char *key, uint64_t *line,
                         uint64_t *column)
{
    const char *text = (const char *)bytes->data;
    size_t length = strlen(key);
    uint64_t at_line = 1;
    for (size_t start = 0; start < bytes->size; at_line++) {
        size_t end = start;
        while (end < bytes->size && text[end] != '\n') {
            end++;
        }
        size_t at = start;
        while (at < end && (text[at] == ' ' || text[at] == '-')) {
            at++;
        }
        if (end - at > length && memcmp(text + at, key, length) == 0 && text[at + length] == ':') {
            *line = at_line;
            *column = at - start + 1;
            return;
        }
        start = end + 1;
    }
}

static enum qa_status refuse(const struct qa_bytes *bytes, struct complaint *complaint,
                             cyaml_err_t code, struct qa_error *err)
{
    static const char unexpected[] = "Unexpected key: ";
    if (strncmp(complaint->text, unexpected, sizeof unexpected - 1) == 0) {
        const char *key = complaint->text + sizeof unexpected - 1;
        const char *nearest = nearest_key(key);
        place_of_key(bytes, key, &complaint->line, &complaint->column);
        return qa_fail_at(err, "E140", bytes->path, complaint->line, complaint->column,
                          "there is no key '%s'%s%s%s", key, nearest ? " (did you mean '" : "",
                          nearest ? nearest : "", nearest ? "'?)" : "");
    }
    return qa_fail_at(err, "E140", bytes->path, complaint->line, complaint->column, "%s",
                      complaint->text[0] != '\0' ? complaint->text : cyaml_strerror(code));
}

/* ---- from the schema's form to ours ---- */

struct conversion {
    struct qa_arena *arena;
    const char *folder; /* of the file, with its '/'; "" for the working folder */
    const struct qa_bytes *bytes;
    struct qa_error *err;
};

static const char *text_of(const struct conversion *conversion, const char *text)
{
    return text != NULL && text[0] != '\0' ? qa_arena_text(conversion->arena, text) : NULL;
}

static const char *path_of(const struct conversion *conversion, const char *path)
{
    if (path == NULL || path[0] == '\0') {
        return NULL;
    }
    return path[0] == '/' ? qa_arena_text(conversion->arena, path)
                          : qa_arena_format(conversion->arena, "%s%s", conversion->folder, path);
}

static const char *const *list_of(const struct conversion *conversion, char **list, unsigned n,
                                  bool are_paths)
{
    const char **out = QA_ARRAY(conversion->arena, const char *, n + (size_t)1);
    for (unsigned i = 0; i < n; i++) {
        out[i] =
            are_paths ? path_of(conversion, list[i]) : qa_arena_text(conversion->arena, list[i]);
        if (out[i] == NULL) {
            out[i] = "";
        }
    }
    return out;
}

static void take_number(const double *from, double *to)
{
    if (from != NULL) {
        *to = *from;
    }
}

static enum qa_status take_rate(const struct conversion *conversion, const char *key,
                                const char *text, double *to)
{
    if (text == NULL || qa_parse_rate(text, strlen(text), to)) {
        return QA_OK;
    }
    uint64_t line = 0;
    uint64_t column = 0;
    place_of_key(conversion->bytes, key, &line, &column);
    return qa_fail_at(conversion->err, "E140", conversion->bytes->path, line, column,
                      "%s is '%s', expected a rate such as 5%% or 0.05", key, text);
}

static enum qa_status take_date(const struct conversion *conversion, const char *key,
                                const char *text, int64_t *to)
{
    if (text == NULL || qa_date_parse(text, strlen(text), to)) {
        return QA_OK;
    }
    uint64_t line = 0;
    uint64_t column = 0;
    place_of_key(conversion->bytes, key, &line, &column);
    return qa_fail_at(conversion->err, "E140", conversion->bytes->path, line, column,
                      "%s is '%s', expected a date such as 2026-03-31", key, text);
}

static enum qa_status convert_dates(const struct conversion *conversion,
                                    const struct yaml_project *from, struct qa_project *to)
{
    QA_TRY(take_date(conversion, "starts", from->starts, &to->starts));
    QA_TRY(take_date(conversion, "ends", from->ends, &to->ends));
    QA_TRY(take_date(conversion, "as_of", from->as_of, &to->as_of));
    if (to->starts == QA_NO_TIME || to->ends == QA_NO_TIME || to->starts <= to->ends) {
        return QA_OK;
    }
    uint64_t line = 0;
    uint64_t column = 0;
    place_of_key(conversion->bytes, "ends", &line, &column);
    return qa_fail_at(conversion->err, "E140", conversion->bytes->path, line, column,
                      "the project ends on %s, before it starts on %s", from->ends, from->starts);
}

/* An end of a value function: a number, or a rate such as 5%. */
static enum qa_status take_end(const struct conversion *conversion, const char *criterion,
                               const char *end, const char *text, double *to)
{
    if (text == NULL || qa_parse_real(text, strlen(text), to) ||
        qa_parse_rate(text, strlen(text), to)) {
        return QA_OK;
    }
    uint64_t line = 0;
    uint64_t column = 0;
    place_of_key(conversion->bytes, "values", &line, &column);
    return qa_fail_at(conversion->err, "E140", conversion->bytes->path, line, column,
                      "%s of the value of %s is '%s', expected a number or a rate", end, criterion,
                      text);
}

static enum qa_status convert_values(const struct conversion *conversion,
                                     const struct yaml_values *from, struct qa_project *to)
{
    static const char *const names[QA_PROJECT_CRITERIA] = {"quality", "speed", "cost", "agreement",
                                                           "compliance"};
    if (from == NULL) {
        return QA_OK;
    }
    const struct yaml_value *const values[QA_PROJECT_CRITERIA] = {
        from->quality, from->speed, from->cost, from->agreement, from->compliance};
    for (int c = 0; c < QA_PROJECT_CRITERIA; c++) {
        if (values[c] != NULL) {
            QA_TRY(take_end(conversion, names[c], "worst", values[c]->worst, &to->values[c].worst));
            QA_TRY(take_end(conversion, names[c], "best", values[c]->best, &to->values[c].best));
        }
    }
    return QA_OK;
}

static enum qa_status refuse_number(const struct conversion *conversion, const char *key,
                                    const char *text)
{
    uint64_t line = 0;
    uint64_t column = 0;
    place_of_key(conversion->bytes, key, &line, &column);
    return qa_fail_at(conversion->err, "E140", conversion->bytes->path, line, column,
                      "%s is '%s', expected a number from 0 to 10^12", key, text);
}

static void convert_deliveries(const struct conversion *conversion, const struct yaml_project *from,
                               struct qa_project *to)
{
    struct qa_project_delivery *list =
        QA_ARRAY(conversion->arena, struct qa_project_delivery, from->deliveries_count);
    for (unsigned i = 0; i < from->deliveries_count; i++) {
        const struct yaml_delivery *delivery = &from->deliveries[i];
        list[i] = (struct qa_project_delivery){
            .vendor = text_of(conversion, delivery->vendor),
            .batch = text_of(conversion, delivery->batch),
            .question = text_of(conversion, delivery->question),
            .files = list_of(conversion, delivery->files, delivery->files_count, true),
            .n_files = delivery->files_count};
    }
    to->deliveries = list;
    to->n_deliveries = from->deliveries_count;
    to->gold = list_of(conversion, from->gold, from->gold_count, true);
    to->n_gold = from->gold_count;
    to->labels = list_of(conversion, from->labels, from->labels_count, false);
    to->n_labels = from->labels_count;
    to->box_labels = list_of(conversion, from->box_labels, from->box_labels_count, false);
    to->n_box_labels = from->box_labels_count;
    to->responses = list_of(conversion, from->responses, from->responses_count, true);
    to->n_responses = from->responses_count;
}

static void convert_texts(const struct conversion *conversion, const struct yaml_project *from,
                          struct qa_project *to)
{
    if (text_of(conversion, from->name) != NULL) {
        to->name = text_of(conversion, from->name);
    }
    to->period = text_of(conversion, from->period);
    to->quotes = path_of(conversion, from->quotes);
    to->rates = path_of(conversion, from->rates);
    to->log = path_of(conversion, from->log);
    to->before = path_of(conversion, from->before);
    to->penalties = path_of(conversion, from->penalties);
    if (from->calendar != NULL) {
        to->calendar =
            (struct qa_project_calendar){.hours = text_of(conversion, from->calendar->hours),
                                         .zone = text_of(conversion, from->calendar->zone),
                                         .holidays = path_of(conversion, from->calendar->holidays)};
    }
    to->expected_items = path_of(conversion, from->expected_items);
    to->questions = path_of(conversion, from->questions);
    to->images = text_of(conversion, from->images);
    if (from->audit != NULL) {
        to->audit = (struct qa_project_audit){
            path_of(conversion, from->audit->plan),
            list_of(conversion, from->audit->sheets, from->audit->sheets_count, true),
            from->audit->sheets_count};
    }
    to->map = text_of(conversion, from->map);
    to->header = text_of(conversion, from->header);
    to->format = text_of(conversion, from->format);
    to->timezone = text_of(conversion, from->timezone);
    to->duplicates = text_of(conversion, from->duplicates);
    to->currency = text_of(conversion, from->currency);
    to->current_vendor = text_of(conversion, from->current_vendor);
}

static enum qa_status convert_numbers(const struct conversion *conversion,
                                      const struct yaml_project *from, struct qa_project *to)
{
    take_number(from->volume, &to->volume);
    take_number(from->objects_per_item, &to->objects_per_item);
    take_number(from->seconds_per_item, &to->seconds_per_item);
    take_number(from->cost_per_wrong, &to->cost_per_wrong);
    take_number(from->audit_cost_per_item, &to->audit_cost_per_item);
    take_number(from->budget, &to->budget);
    take_number(from->weeks, &to->weeks);
    if (from->seed != NULL) {
        to->seed = *from->seed;
    }
    if (from->weights != NULL) {
        const double *const weights[QA_PROJECT_CRITERIA] = {
            from->weights->quality, from->weights->speed, from->weights->cost,
            from->weights->agreement, from->weights->compliance};
        for (int c = 0; c < QA_PROJECT_CRITERIA; c++) {
            take_number(weights[c], &to->weights[c]);
        }
    }
    if (from->limits != NULL) {
        take_number(from->limits->agreement, &to->min_agreement);
        take_number(from->limits->turnaround_hours, &to->max_turnaround_hours);
        take_number(from->limits->iou, &to->iou_threshold);
        QA_TRY(take_rate(conversion, "error", from->limits->error, &to->max_error));
    }
    QA_TRY(convert_values(conversion, from->values, to));
    if (from->doubt != NULL) {
        to->draws = from->doubt->draws != NULL ? *from->doubt->draws : 0;
        QA_TRY(take_rate(conversion, "weights", from->doubt->weights, &to->weight_spread));
        QA_TRY(take_rate(conversion, "prices", from->doubt->prices, &to->price_spread));
    }
    return take_rate(conversion, "confidence", from->confidence, &to->confidence);
}

/* The values of the scenario that are given: rates where the key ends in _share, else numbers. */
static enum qa_status convert_scenario(const struct conversion *conversion,
                                       const struct yaml_project *from, struct qa_project *to)
{
    size_t most = sizeof scenario_fields / sizeof *scenario_fields;
    struct qa_project_number *list = QA_ARRAY(conversion->arena, struct qa_project_number, most);

    to->scenario = list;
    to->models = path_of(conversion, from->models);
    to->taken = list_of(conversion, from->take, from->take_count, false);
    to->n_taken = from->take_count;
    for (size_t i = 0; from->scenario != NULL && scenario_fields[i].key != NULL; i++) {
        const char *key = scenario_fields[i].key;
        const char *text = ((char *const *)from->scenario)[i];
        double number = 0.0;

        if (text == NULL) {
            continue;
        }
        if (strstr(key, "_share") != NULL) {
            QA_TRY(take_rate(conversion, key, text, &number));
        } else if (!qa_parse_real(text, strlen(text), &number) || number < 0.0 || number > 1e12) {
            return refuse_number(conversion, key, text);
        }
        list[to->n_scenario++] = (struct qa_project_number){key, number};
    }
    return QA_OK;
}

static const char *folder_of(const char *path, struct qa_arena *arena)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "" : qa_arena_text_n(arena, path, (size_t)(slash - path) + 1);
}

void qa_project_defaults(struct qa_project *project)
{
    *project = (struct qa_project){.name = "Vendor audit",
                                   .volume = 10000,
                                   .max_error = 0.05,
                                   .iou_threshold = 0.5,
                                   .confidence = 0.95,
                                   .seed = 1,
                                   .weight_spread = 0.05,
                                   .starts = QA_NO_TIME,
                                   .ends = QA_NO_TIME,
                                   .as_of = QA_NO_TIME,
                                   .weights = {0.5, 0.2, 0.3, 0, 0}};
    for (int c = 0; c < QA_PROJECT_CRITERIA; c++) {
        project->values[c] = (struct qa_project_value){(double)NAN, (double)NAN};
    }
}

static enum qa_status load(const struct qa_bytes *bytes, struct qa_arena *arena,
                           struct qa_project *project, struct qa_error *err)
{
    struct complaint complaint = {.line = 0};
    cyaml_config_t config = {.log_fn = on_log,
                             .log_ctx = &complaint,
                             .mem_fn = cyaml_mem,
                             .log_level = CYAML_LOG_NOTICE,
                             .flags = CYAML_CFG_DEFAULT};
    struct yaml_project *loaded = NULL;
    cyaml_err_t code = cyaml_load_data(bytes->data, bytes->size, &config, &project_schema,
                                       (cyaml_data_t **)&loaded, NULL);
    if (code != CYAML_OK) {
        return refuse(bytes, &complaint, code, err);
    }
    if (loaded == NULL) {
        return qa_fail_at(err, "E140", bytes->path, 1, 1,
                          "the file says nothing; `labelqa init` writes one to start from");
    }
    const struct conversion conversion = {arena, folder_of(bytes->path, arena), bytes, err};
    convert_deliveries(&conversion, loaded, project);
    convert_texts(&conversion, loaded, project);
    enum qa_status status = convert_numbers(&conversion, loaded, project);
    if (status == QA_OK) {
        status = convert_scenario(&conversion, loaded, project);
    }
    if (status == QA_OK) {
        status = convert_dates(&conversion, loaded, project);
    }
    cyaml_free(&config, &project_schema, loaded, 0);
    return status;
}

enum qa_status qa_project_read(const char *path, struct qa_arena *arena, struct qa_project *project,
                               struct qa_error *err)
{
    enum { LARGEST = 1 << 24 };
    struct qa_bytes bytes;
    QA_TRY(qa_bytes_open(&bytes, path, LARGEST, err));
    qa_project_defaults(project);
    project->path = path;
    enum qa_status status = load(&bytes, arena, project, err);
    qa_bytes_close(&bytes);
    return status;
}
