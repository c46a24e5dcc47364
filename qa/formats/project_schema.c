#include "qa/formats/project_schema.h"

#define OPTIONAL (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define TEXT(key, type, member)                                                                    \
    CYAML_FIELD_STRING_PTR((key), OPTIONAL, type, member, 0, CYAML_UNLIMITED)
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

const cyaml_schema_field_t qa_project_limits_fields[] = {
    TEXT("error", struct yaml_limits, error), TEXT("agreement", struct yaml_limits, agreement),
    TEXT("turnaround_hours", struct yaml_limits, turnaround_hours),
    TEXT("iou", struct yaml_limits, iou), CYAML_FIELD_END};

static const cyaml_schema_field_t calendar_fields[] = {
    TEXT("hours", struct yaml_calendar, hours), TEXT("zone", struct yaml_calendar, zone),
    TEXT("holidays", struct yaml_calendar, holidays), CYAML_FIELD_END};

static const cyaml_schema_field_t weights_fields[] = {
    TEXT("quality", struct yaml_weights, quality),
    TEXT("speed", struct yaml_weights, speed),
    TEXT("cost", struct yaml_weights, cost),
    TEXT("agreement", struct yaml_weights, agreement),
    TEXT("compliance", struct yaml_weights, compliance),
    CYAML_FIELD_END};

static const cyaml_schema_field_t value_fields[] = {TEXT("worst", struct yaml_value, worst),
                                                    TEXT("best", struct yaml_value, best),
                                                    CYAML_FIELD_END};

static const cyaml_schema_field_t doubt_fields[] = {
    TEXT("draws", struct yaml_doubt, draws), TEXT("weights", struct yaml_doubt, weights),
    TEXT("prices", struct yaml_doubt, prices), CYAML_FIELD_END};

#define VALUE(key, member)                                                                         \
    CYAML_FIELD_MAPPING_PTR((key), OPTIONAL, struct yaml_values, member, value_fields)

static const cyaml_schema_field_t values_fields[] = {
    VALUE("quality", quality),     VALUE("speed", speed),           VALUE("cost", cost),
    VALUE("agreement", agreement), VALUE("compliance", compliance), CYAML_FIELD_END};

static const cyaml_schema_field_t audit_fields[] = {TEXT("plan", struct yaml_audit, plan),
                                                    TEXTS("sheets", struct yaml_audit, sheets),
                                                    CYAML_FIELD_END};

#define FIELD(member, is_share) TEXT(#member, struct yaml_scenario, member),
const cyaml_schema_field_t qa_project_scenario_fields[] = {QA_SCENARIO_KEYS(FIELD) CYAML_FIELD_END};

#define KEY(member, is_share) {#member, offsetof(struct yaml_scenario, member), is_share},
const struct qa_scenario_key qa_scenario_keys[] = {QA_SCENARIO_KEYS(KEY)};
const size_t qa_n_scenario_keys = sizeof qa_scenario_keys / sizeof *qa_scenario_keys;

#define IN_HOUSE(member) TEXT(#member, struct yaml_in_house, member)
const cyaml_schema_field_t qa_project_in_house_fields[] = {IN_HOUSE(vendor),
                                                           IN_HOUSE(currency),
                                                           IN_HOUSE(wage_per_hour),
                                                           IN_HOUSE(hours_per_seat_month),
                                                           IN_HOUSE(overhead),
                                                           IN_HOUSE(seats),
                                                           IN_HOUSE(productive_share),
                                                           IN_HOUSE(supervisors_per_seat),
                                                           IN_HOUSE(supervisor_wage),
                                                           IN_HOUSE(recruiting_per_seat),
                                                           IN_HOUSE(training_hours),
                                                           IN_HOUSE(idle_months),
                                                           IN_HOUSE(tools_per_seat_month),
                                                           IN_HOUSE(setup),
                                                           IN_HOUSE(seconds_per_item),
                                                           CYAML_FIELD_END};

static const cyaml_schema_field_t response_fields[] = {
    TEXT("vendor", struct yaml_delivery, vendor),
    CYAML_FIELD_SEQUENCE("files", CYAML_FLAG_POINTER, struct yaml_delivery, files, &text_entry, 1,
                         CYAML_UNLIMITED),
    CYAML_FIELD_END};

static const cyaml_schema_value_t response_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_delivery, response_fields)};

static const cyaml_schema_field_t probe_entry_fields[] = {CYAML_FIELD_END};
static const cyaml_schema_value_t probe_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct yaml_delivery, probe_entry_fields)};
static const cyaml_schema_field_t probe_fields[] = {
    CYAML_FIELD_SEQUENCE("responses", CYAML_FLAG_POINTER, struct yaml_probe, responses,
                         &probe_entry, 1, CYAML_UNLIMITED),
    CYAML_FIELD_END};
const cyaml_schema_value_t qa_project_probe = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_probe, probe_fields)};

/* All keys of the file but `responses`, which has two forms. */
#define PROJECT_FIELDS(responses_field)                                                            \
    TEXT("name", struct yaml_project, name), TEXT("period", struct yaml_project, period),          \
        CYAML_FIELD_SEQUENCE("deliveries", CYAML_FLAG_POINTER, struct yaml_project, deliveries,    \
                             &delivery_entry, 1, CYAML_UNLIMITED),                                 \
        TEXTS("gold", struct yaml_project, gold), TEXTS("labels", struct yaml_project, labels),    \
        TEXTS("box_labels", struct yaml_project, box_labels),                                      \
        TEXT("quotes", struct yaml_project, quotes), TEXT("rates", struct yaml_project, rates),    \
        TEXT("log", struct yaml_project, log), TEXT("before", struct yaml_project, before),        \
        TEXT("penalties", struct yaml_project, penalties),                                         \
        CYAML_FIELD_MAPPING_PTR("calendar", OPTIONAL, struct yaml_project, calendar,               \
                                calendar_fields),                                                  \
        TEXT("map", struct yaml_project, map), TEXT("header", struct yaml_project, header),        \
        TEXT("format", struct yaml_project, format),                                               \
        TEXT("timezone", struct yaml_project, timezone),                                           \
        TEXT("undeclared", struct yaml_project, undeclared),                                       \
        CYAML_FIELD_BOOL_PTR("fold_case", OPTIONAL, struct yaml_project, fold_case),               \
        TEXT("missing", struct yaml_project, missing), TEXT("tags", struct yaml_project, tags),    \
        TEXT("decimal", struct yaml_project, decimal), TEXT("dates", struct yaml_project, dates),  \
        TEXT("duplicates", struct yaml_project, duplicates),                                       \
        TEXT("item_names", struct yaml_project, item_names),                                       \
        TEXT("annotator_from", struct yaml_project, annotator_from),                               \
        TEXT("undelivered", struct yaml_project, undelivered),                                     \
        TEXT("currency", struct yaml_project, currency),                                           \
        TEXT("current_vendor", struct yaml_project, current_vendor),                               \
        TEXT("expected_items", struct yaml_project, expected_items), responses_field,              \
        TEXT("questions", struct yaml_project, questions),                                         \
        TEXT("starts", struct yaml_project, starts), TEXT("ends", struct yaml_project, ends),      \
        TEXT("as_of", struct yaml_project, as_of), TEXT("images", struct yaml_project, images),    \
        CYAML_FIELD_MAPPING_PTR("audit", OPTIONAL, struct yaml_project, audit, audit_fields),      \
        TEXT("volume", struct yaml_project, volume),                                               \
        TEXT("objects_per_item", struct yaml_project, objects_per_item),                           \
        TEXT("seconds_per_item", struct yaml_project, seconds_per_item),                           \
        CYAML_FIELD_MAPPING_PTR("limits", OPTIONAL, struct yaml_project, limits,                   \
                                qa_project_limits_fields),                                         \
        TEXT("confidence", struct yaml_project, confidence),                                       \
        TEXT("cost_per_wrong", struct yaml_project, cost_per_wrong),                               \
        TEXT("audit_cost_per_item", struct yaml_project, audit_cost_per_item),                     \
        TEXT("seed", struct yaml_project, seed),                                                   \
        CYAML_FIELD_MAPPING_PTR("weights", OPTIONAL, struct yaml_project, weights,                 \
                                weights_fields),                                                   \
        CYAML_FIELD_MAPPING_PTR("doubt", OPTIONAL, struct yaml_project, doubt, doubt_fields),      \
        CYAML_FIELD_MAPPING_PTR("values", OPTIONAL, struct yaml_project, values, values_fields),   \
        TEXT("budget", struct yaml_project, budget), TEXT("weeks", struct yaml_project, weeks),    \
        CYAML_FIELD_MAPPING_PTR("scenario", OPTIONAL, struct yaml_project, scenario,               \
                                qa_project_scenario_fields),                                       \
        TEXT("models", struct yaml_project, models),                                               \
        CYAML_FIELD_MAPPING_PTR("in_house", OPTIONAL, struct yaml_project, in_house,               \
                                qa_project_in_house_fields),                                       \
        TEXTS("take", struct yaml_project, take), CYAML_FIELD_END

const cyaml_schema_field_t qa_project_fields[] = {
    PROJECT_FIELDS(TEXTS("responses", struct yaml_project, responses))};
static const cyaml_schema_field_t named_fields[] = {PROJECT_FIELDS(CYAML_FIELD_SEQUENCE(
    "responses", OPTIONAL, struct yaml_project, named, &response_entry, 0, CYAML_UNLIMITED))};

const cyaml_schema_value_t qa_project_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_project, qa_project_fields)};
const cyaml_schema_value_t qa_project_schema_named = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct yaml_project, named_fields)};
