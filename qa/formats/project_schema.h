#ifndef QA_FORMATS_PROJECT_SCHEMA_H
#define QA_FORMATS_PROJECT_SCHEMA_H

/*
 * Private to the reader of audit.yaml: what libcyaml fills in, with texts of its own, and the
 * schema that it is held against. A key that is not given is NULL. Numbers are texts here:
 * libcyaml's own parser stops at the first odd character without a word.
 */

#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stdint.h>

struct yaml_delivery {
    char *vendor;
    char *batch;
    char *question;
    char **files;
    unsigned files_count;
};

struct yaml_limits {
    char *error;
    char *agreement;
    char *turnaround_hours;
    char *iou;
};

struct yaml_weights {
    char *quality;
    char *speed;
    char *cost;
    char *agreement;
    char *compliance;
};

struct yaml_doubt {
    char *draws;
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

/* The keys of `scenario`, and whether each is a share. */
#define QA_SCENARIO_KEYS(X)                                                                        \
    X(frames_per_item, false)                                                                      \
    X(minutes_per_item, false)                                                                     \
    X(characters_per_item, false)                                                                  \
    X(words_per_item, false)                                                                       \
    X(answers_per_item, false)                                                                     \
    X(months, false)                                                                               \
    X(seats, false)                                                                                \
    X(hours_per_seat_month, false)                                                                 \
    X(rush_share, true)                                                                            \
    X(review_share, true)                                                                          \
    X(rework_share, true)                                                                          \
    X(wage, false)                                                                                 \
    X(check_seconds, false)                                                                        \
    X(audit_share, true)                                                                           \
    X(found_share, true)                                                                           \
    X(rejected_share, true)                                                                        \
    X(cost_per_error, false)

/* Texts, so that a share may be written 20%. */
#define QA_SCENARIO_MEMBER(member, is_share) char *member;
struct yaml_scenario {
    QA_SCENARIO_KEYS(QA_SCENARIO_MEMBER)
};
#undef QA_SCENARIO_MEMBER

struct qa_scenario_key {
    const char *name;
    size_t offset; /* in yaml_scenario */
    bool is_share;
};
extern const struct qa_scenario_key qa_scenario_keys[];
extern const size_t qa_n_scenario_keys;

/* Texts too: each becomes a cell of an offer. */
struct yaml_in_house {
    char *vendor;
    char *currency;
    char *wage_per_hour;
    char *hours_per_seat_month;
    char *overhead;
    char *seats;
    char *productive_share;
    char *supervisors_per_seat;
    char *supervisor_wage;
    char *recruiting_per_seat;
    char *training_hours;
    char *idle_months;
    char *tools_per_seat_month;
    char *setup;
    char *seconds_per_item;
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
    char *undeclared;
    bool *fold_case;
    char *missing;
    char *tags;
    char *decimal;
    char *dates;
    char *duplicates;
    char *item_names;
    char *annotator_from;
    char *undelivered;
    char *currency;
    char *current_vendor;
    char *expected_items;
    char **responses;
    unsigned responses_count;
    struct yaml_delivery *named; /* responses by the second schema */
    unsigned named_count;
    char *questions;
    char *starts;
    char *ends;
    char *as_of;
    char *images;
    struct yaml_audit *audit;
    char *volume;
    char *objects_per_item;
    char *seconds_per_item;
    struct yaml_limits *limits;
    char *confidence;
    char *cost_per_wrong;
    char *audit_cost_per_item;
    char *seed;
    struct yaml_weights *weights;
    struct yaml_values *values;
    struct yaml_doubt *doubt;
    char *budget;
    char *weeks;
    struct yaml_scenario *scenario;
    char *models;
    struct yaml_in_house *in_house;
    char **take;
    unsigned take_count;
};

extern const cyaml_schema_field_t qa_project_fields[];
extern const cyaml_schema_field_t qa_project_limits_fields[];
/* All members are texts, in the order of their struct; the lists end with a NULL key. */
extern const cyaml_schema_field_t qa_project_scenario_fields[];
extern const cyaml_schema_field_t qa_project_in_house_fields[];

/* The whole file; entries of `responses` are files, or mappings of vendor and files. */
extern const cyaml_schema_value_t qa_project_schema;
extern const cyaml_schema_value_t qa_project_schema_named;

/* Nothing but whether the entries of `responses` are mappings; all else is let pass. */
struct yaml_probe {
    struct yaml_delivery *responses;
    unsigned responses_count;
};
extern const cyaml_schema_value_t qa_project_probe;

#endif
