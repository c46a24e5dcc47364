#include "qa/formats/project.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/bytes.h"
#include "qa/base/notation.h"
#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/formats/project_schema.h"

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
    enum { MOST = 96 };
    const char *names[MOST];
    size_t n = 0;
    for (const cyaml_schema_field_t *field = qa_project_fields; field->key != NULL && n < MOST;
         field++) {
        names[n++] = field->key;
    }
    for (const cyaml_schema_field_t *field = qa_project_limits_fields;
         field->key != NULL && n < MOST; field++) {
        names[n++] = field->key;
    }
    for (const cyaml_schema_field_t *field = qa_project_scenario_fields;
         field->key != NULL && n < MOST; field++) {
        names[n++] = field->key;
    }
    for (const cyaml_schema_field_t *field = qa_project_in_house_fields;
         field->key != NULL && n < MOST; field++) {
        names[n++] = field->key;
    }
    return qa_nearest_name(key, names, n);
}

/* libcyaml places an unknown key at its mapping's beginning; the line that has the key is better.
 */
static void place_after(const struct qa_bytes *bytes, uint64_t first, const char *key,
                        uint64_t *line, uint64_t *column)
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
        if (at_line >= first && end - at > length && memcmp(text + at, key, length) == 0 &&
            text[at + length] == ':') {
            *line = at_line;
            *column = at - start + 1;
            return;
        }
        start = end + 1;
    }
}

static void place_of_key(const struct qa_bytes *bytes, const char *key, uint64_t *line,
                         uint64_t *column)
{
    place_after(bytes, 1, key, line, column);
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

/* Of a key inside a section, or of the whole file where section is NULL; where a mapping is written
 * in one line, that of the section. */
static enum qa_status refuse_value(const struct conversion *conversion, const char *section,
                                   const char *key, const char *text, const char *expected)
{
    uint64_t line = 0;
    uint64_t column = 0;
    uint64_t first = 1;
    if (section != NULL) {
        place_of_key(conversion->bytes, section, &line, &column);
        first = line > 0 ? line : 1;
    }
    place_after(conversion->bytes, first, key, &line, &column);
    return qa_fail_at(conversion->err, "E140", conversion->bytes->path, line, column,
                      "%s%s%s is '%s', expected %s", section != NULL ? section : "",
                      section != NULL ? "." : "", key, text, expected);
}

/* The text as number.h reads it; NULL after an error. */
static enum qa_status read_notation(const struct conversion *conversion, const char *section,
                                    const char *key, const char *text, const char *expected,
                                    char out[QA_NUMBER_TEXT_MAX])
{
    struct qa_number_form form;
    switch (qa_number_alone(text, strlen(text), out, &form)) {
    case QA_NUMBER_OK:
        return QA_OK;
    case QA_NUMBER_TWO_READINGS:
        return refuse_value(conversion, section, key, text,
                            qa_arena_format(conversion->arena, "one of its two readings: %s or %s",
                                            form.point, form.comma));
    default:
        return refuse_value(conversion, section, key, text, expected);
    }
}

static enum qa_status take_number(const struct conversion *conversion, const char *section,
                                  const char *key, const char *text, double *to)
{
    static const char expected[] = "a number such as 1200 or 0.5";
    char number[QA_NUMBER_TEXT_MAX];
    if (text == NULL) {
        return QA_OK;
    }
    QA_TRY(read_notation(conversion, section, key, text, expected, number));
    return qa_parse_real(number, strlen(number), to)
               ? QA_OK
               : refuse_value(conversion, section, key, text, expected);
}

static enum qa_status take_count(const struct conversion *conversion, const char *section,
                                 const char *key, const char *text, uint64_t *to)
{
    static const char expected[] = "a whole number";
    char number[QA_NUMBER_TEXT_MAX];
    if (text == NULL) {
        return QA_OK;
    }
    QA_TRY(read_notation(conversion, section, key, text, expected, number));
    return qa_parse_count(number, strlen(number), to)
               ? QA_OK
               : refuse_value(conversion, section, key, text, expected);
}

static enum qa_status take_rate(const struct conversion *conversion, const char *section,
                                const char *key, const char *text, double *to)
{
    static const char expected[] = "a rate such as 5% or 0.05";
    char number[QA_NUMBER_TEXT_MAX];
    if (text == NULL) {
        return QA_OK;
    }
    QA_TRY(read_notation(conversion, section, key, text, expected, number));
    return qa_parse_rate(number, strlen(number), to)
               ? QA_OK
               : refuse_value(conversion, section, key, text, expected);
}

static enum qa_status take_choice(const struct conversion *conversion, const char *key,
                                  const char *text, const char *const *words, int *to)
{
    for (int i = 0; text != NULL && words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0) {
            *to = i;
            return QA_OK;
        }
    }
    const char *list = words[0];
    for (int i = 1; words[i] != NULL; i++) {
        list = qa_arena_format(conversion->arena, "%s, %s", list, words[i]);
    }
    return text == NULL ? QA_OK
                        : refuse_value(conversion, NULL, key, text,
                                       qa_arena_format(conversion->arena, "one of %s", list));
}

static enum qa_status convert_notation(const struct conversion *conversion,
                                       const struct yaml_project *from, struct qa_project *to)
{
    static const char *const decimals[] = {"auto", "point", "comma", NULL};
    static const char *const orders[] = {"auto", "ymd", "dmy", "mdy", NULL};
    int decimal = QA_DECIMAL_UNKNOWN;
    int dates = QA_DATES_UNKNOWN;
    QA_TRY(take_choice(conversion, "decimal", from->decimal, decimals, &decimal));
    QA_TRY(take_choice(conversion, "dates", from->dates, orders, &dates));
    to->notation = (struct qa_notation){(enum qa_decimal)decimal, (enum qa_date_order)dates};
    return QA_OK;
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
    static const char expected[] = "a number or a rate";
    char number[QA_NUMBER_TEXT_MAX];
    if (text == NULL) {
        return QA_OK;
    }
    const char *key = qa_arena_format(conversion->arena, "%s.%s", criterion, end);
    QA_TRY(read_notation(conversion, "values", key, text, expected, number));
    return qa_parse_real(number, strlen(number), to) || qa_parse_rate(number, strlen(number), to)
               ? QA_OK
               : refuse_value(conversion, "values", key, text, expected);
}

static const char *const criterion_names[QA_PROJECT_CRITERIA] = {"quality", "speed", "cost",
                                                                 "agreement", "compliance"};

static enum qa_status convert_value(const struct conversion *conversion, const char *criterion,
                                    const struct yaml_value *from, struct qa_project_value *to)
{
    if (from == NULL) {
        return QA_OK;
    }
    QA_TRY(take_end(conversion, criterion, "worst", from->worst, &to->worst));
    return take_end(conversion, criterion, "best", from->best, &to->best);
}

static enum qa_status convert_values(const struct conversion *conversion,
                                     const struct yaml_values *from, struct qa_project *to)
{
    if (from == NULL) {
        return QA_OK;
    }
    const struct yaml_value *const values[QA_PROJECT_CRITERIA] = {
        from->quality, from->speed, from->cost, from->agreement, from->compliance};
    for (int c = 0; c < QA_PROJECT_CRITERIA; c++) {
        QA_TRY(convert_value(conversion, criterion_names[c], values[c], &to->values[c]));
    }
    return QA_OK;
}

static void add_responses(const struct conversion *conversion, char **files, unsigned n,
                          const char *vendor, struct qa_project *to)
{
    const char *const *paths = list_of(conversion, files, n, true);
    struct qa_project_response *list =
        QA_ARRAY(conversion->arena, struct qa_project_response, to->n_responses + n);
    if (to->n_responses > 0) {
        memcpy(list, to->responses, to->n_responses * sizeof *list);
    }
    for (unsigned i = 0; i < n; i++) {
        list[to->n_responses + i] = (struct qa_project_response){paths[i], vendor};
    }
    to->responses = list;
    to->n_responses += n;
}

static void convert_responses(const struct conversion *conversion, const struct yaml_project *from,
                              struct qa_project *to)
{
    add_responses(conversion, from->responses, from->responses_count, NULL, to);
    for (unsigned i = 0; i < from->named_count; i++) {
        const struct yaml_delivery *entry = &from->named[i];
        add_responses(conversion, entry->files, entry->files_count,
                      text_of(conversion, entry->vendor), to);
    }
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
    convert_responses(conversion, from, to);
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
    to->undeclared = text_of(conversion, from->undeclared);
    to->fold_case = from->fold_case != NULL && *from->fold_case;
    to->missing = text_of(conversion, from->missing);
    to->tags = text_of(conversion, from->tags);
    to->duplicates = text_of(conversion, from->duplicates);
    to->item_names = text_of(conversion, from->item_names);
    to->annotator_from = text_of(conversion, from->annotator_from);
    to->undelivered = text_of(conversion, from->undelivered);
    to->currency = text_of(conversion, from->currency);
    to->current_vendor = text_of(conversion, from->current_vendor);
}

static enum qa_status convert_limits(const struct conversion *conversion,
                                     const struct yaml_limits *from, struct qa_project *to)
{
    if (from == NULL) {
        return QA_OK;
    }
    QA_TRY(take_number(conversion, "limits", "agreement", from->agreement, &to->min_agreement));
    QA_TRY(take_number(conversion, "limits", "turnaround_hours", from->turnaround_hours,
                       &to->max_turnaround_hours));
    QA_TRY(take_number(conversion, "limits", "iou", from->iou, &to->iou_threshold));
    return take_rate(conversion, "limits", "error", from->error, &to->max_error);
}

static enum qa_status convert_weights(const struct conversion *conversion,
                                      const struct yaml_weights *from, struct qa_project *to)
{
    if (from == NULL) {
        return QA_OK;
    }
    const char *const weights[QA_PROJECT_CRITERIA] = {from->quality, from->speed, from->cost,
                                                      from->agreement, from->compliance};
    for (int c = 0; c < QA_PROJECT_CRITERIA; c++) {
        QA_TRY(take_number(conversion, "weights", criterion_names[c], weights[c], &to->weights[c]));
    }
    return QA_OK;
}

static enum qa_status convert_doubt(const struct conversion *conversion,
                                    const struct yaml_doubt *from, struct qa_project *to)
{
    if (from == NULL) {
        return QA_OK;
    }
    QA_TRY(take_count(conversion, "doubt", "draws", from->draws, &to->draws));
    QA_TRY(take_rate(conversion, "doubt", "weights", from->weights, &to->weight_spread));
    return take_rate(conversion, "doubt", "prices", from->prices, &to->price_spread);
}

static enum qa_status convert_numbers(const struct conversion *conversion,
                                      const struct yaml_project *from, struct qa_project *to)
{
    const struct {
        const char *key;
        const char *text;
        double *to;
    } numbers[] = {{"volume", from->volume, &to->volume},
                   {"objects_per_item", from->objects_per_item, &to->objects_per_item},
                   {"seconds_per_item", from->seconds_per_item, &to->seconds_per_item},
                   {"cost_per_wrong", from->cost_per_wrong, &to->cost_per_wrong},
                   {"audit_cost_per_item", from->audit_cost_per_item, &to->audit_cost_per_item},
                   {"budget", from->budget, &to->budget},
                   {"weeks", from->weeks, &to->weeks}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        QA_TRY(take_number(conversion, NULL, numbers[i].key, numbers[i].text, numbers[i].to));
    }
    QA_TRY(take_count(conversion, NULL, "seed", from->seed, &to->seed));
    QA_TRY(convert_weights(conversion, from->weights, to));
    QA_TRY(convert_limits(conversion, from->limits, to));
    QA_TRY(convert_values(conversion, from->values, to));
    QA_TRY(convert_doubt(conversion, from->doubt, to));
    return take_rate(conversion, NULL, "confidence", from->confidence, &to->confidence);
}

static enum qa_status take_scenario_value(const struct conversion *conversion,
                                          const struct qa_scenario_key *key, const char *text,
                                          double *to)
{
    if (key->is_share) {
        return take_rate(conversion, "scenario", key->name, text, to);
    }
    QA_TRY(take_number(conversion, "scenario", key->name, text, to));
    return *to >= 0.0 && *to <= 1e12
               ? QA_OK
               : refuse_value(conversion, "scenario", key->name, text, "a number from 0 to 10^12");
}

/* The text that a mapping of texts keeps at an offset; NULL where the file has none. */
static const char *text_at(const void *mapping, size_t offset)
{
    char *text;
    memcpy(&text, (const char *)mapping + offset, sizeof text);
    return text;
}

/* The values of the scenario that are given. */
static enum qa_status convert_scenario(const struct conversion *conversion,
                                       const struct yaml_project *from, struct qa_project *to)
{
    struct qa_project_number *list =
        QA_ARRAY(conversion->arena, struct qa_project_number, qa_n_scenario_keys);

    to->scenario = list;
    to->models = path_of(conversion, from->models);
    to->taken = list_of(conversion, from->take, from->take_count, false);
    to->n_taken = from->take_count;
    for (size_t i = 0; from->scenario != NULL && i < qa_n_scenario_keys; i++) {
        const struct qa_scenario_key *key = &qa_scenario_keys[i];
        const char *text = text_at(from->scenario, key->offset);

        if (text == NULL) {
            continue;
        }
        struct qa_project_number *value = &list[to->n_scenario++];
        value->key = key->name;
        QA_TRY(take_scenario_value(conversion, key, text, &value->number));
    }
    return QA_OK;
}

/* Each value with its place, for whoever knows what the fields mean. */
static enum qa_status convert_in_house(const struct conversion *conversion,
                                       const struct yaml_project *from, struct qa_project *to)
{
    size_t most = sizeof(struct yaml_in_house) / sizeof(char *);
    struct qa_project_field *list = QA_ARRAY(conversion->arena, struct qa_project_field, most);
    uint64_t section = 1;
    uint64_t column = 0;

    if (from->in_house == NULL) {
        return QA_OK;
    }
    place_of_key(conversion->bytes, "in_house", &section, &column);
    to->in_house.vendor = text_of(conversion, from->in_house->vendor);
    to->in_house.currency = text_of(conversion, from->in_house->currency);
    to->in_house.fields = list;
    for (size_t i = 2; qa_project_in_house_fields[i].key != NULL; i++) {
        struct qa_project_field field = {
            .key = qa_project_in_house_fields[i].key, .line = section, .column = column};
        field.text =
            text_of(conversion, text_at(from->in_house, qa_project_in_house_fields[i].data_offset));
        if (field.text == NULL) {
            continue;
        }
        char number[QA_NUMBER_TEXT_MAX];
        place_after(conversion->bytes, section, field.key, &field.line, &field.column);
        QA_TRY(read_notation(conversion, "in_house", field.key, field.text, "a number", number));
        field.text = qa_arena_text(conversion->arena, number);
        list[to->in_house.n++] = field;
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

/* Whether the entries of `responses` are mappings, which libcyaml wants to know beforehand. */
static bool names_responses(const struct qa_bytes *bytes)
{
    cyaml_config_t config = {
        .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR, .flags = CYAML_CFG_IGNORE_UNKNOWN_KEYS};
    struct yaml_probe *probe = NULL;
    cyaml_err_t code = cyaml_load_data(bytes->data, bytes->size, &config, &qa_project_probe,
                                       (cyaml_data_t **)&probe, NULL);
    bool named = code == CYAML_OK && probe != NULL && probe->responses_count > 0;
    if (code == CYAML_OK) {
        cyaml_free(&config, &qa_project_probe, probe, 0);
    }
    return named;
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
    const cyaml_schema_value_t *schema =
        names_responses(bytes) ? &qa_project_schema_named : &qa_project_schema;
    cyaml_err_t code =
        cyaml_load_data(bytes->data, bytes->size, &config, schema, (cyaml_data_t **)&loaded, NULL);
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
    enum qa_status status = convert_in_house(&conversion, loaded, project);
    if (status == QA_OK) {
        status = convert_numbers(&conversion, loaded, project);
    }
    if (status == QA_OK) {
        status = convert_scenario(&conversion, loaded, project);
    }
    if (status == QA_OK) {
        status = convert_dates(&conversion, loaded, project);
    }
    if (status == QA_OK) {
        status = convert_notation(&conversion, loaded, project);
    }
    cyaml_free(&config, schema, loaded, 0);
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
