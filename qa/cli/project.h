#ifndef QA_CLI_PROJECT_H
#define QA_CLI_PROJECT_H

/*
 * What an audit is of and what it is held against: deliveries, gold, quotes, log, limits, weights.
 * Each value is one row of one table (project_options.c), which is an option on the command line, a
 * key in audit.yaml, or both; the options of reading and of kinds are keys there too. From the
 * tables come parsing, help, the template that `labelqa init` writes and `audit --print-config`.
 *
 * Lists of mappings (deliveries, responses) and in_house, whose fields belong to an offer, are read
 * by hand (project_file.c). The command line wins over the file.
 */

#include <math.h>

#include "qa/cli/kind_options.h"
#include "qa/cli/scenario_options.h"
#include "qa/cli/session.h"
#include "qa/procurement/criteria.h"
#include "qa/table/report.h"

/* Files of one vendor. */
struct qa_project_delivery {
    const char *vendor; /* NULL: as the files say */
    const char *batch;  /* NULL, as the next */
    const char *question;
    const char *const *files;
    size_t n_files;
};

/* A request that a vendor sent back. */
struct qa_project_response {
    const char *path;
    const char *vendor; /* NULL: as the file says */
};

/* The audit by sampling that goes with the delivery: the plan's file and filled work sheets. */
struct qa_project_audit {
    const char *plan; /* NULL */
    struct qa_texts sheets;
};

/* Opening hours for promises in business hours. */
struct qa_project_calendar {
    const char *hours;    /* "Mon-Fri 09:00-17:00"; NULL: none */
    const char *zone;     /* NULL: that of the log's times */
    const char *holidays; /* file; NULL */
};

/* Two ends of a value function; NAN: not stated. */
struct qa_project_value {
    double worst;
    double best;
};

/* A value as it was written, with its place. */
struct qa_project_field {
    const char *key;
    const char *text;
    uint64_t line;
    uint64_t column;
};

/* The mapping `in_house`: the fields of that model (procurement/quote.h) as texts. */
struct qa_project_in_house {
    const char *vendor;   /* NULL: "in-house" */
    const char *currency; /* NULL: the project's */
    const struct qa_project_field *fields;
    size_t n; /* 0: none */
};

/* Members of the group qa_workbook_switches. */
struct qa_workbook_settings {
    bool rows;
    const char *images; /* where items' images are: a folder, or a pattern with {item} */
    const char *vendor_reports;
};

struct qa_project {
    struct qa_reading reading;
    struct qa_kind_settings kinds;
    struct qa_scenario_settings scenario;
    struct qa_workbook_settings workbook;

    const char *path;   /* of audit.yaml; NULL: none */
    const char *name;   /* title of the audit */
    const char *period; /* free text, NULL */
    const struct qa_project_delivery *deliveries;
    size_t n_deliveries;
    const char *expected_items; /* file listing the ordered items; NULL */

    const char *quotes; /* files, NULL */
    const char *rates;
    const char *models;
    struct qa_project_in_house in_house;
    const char *currency;
    const struct qa_project_response *responses;
    size_t n_responses;
    struct qa_texts response_files; /* of the command line, instead of responses */
    const char *questions;          /* the buyer's own list; NULL: the default one */
    const char *log;                /* delivery log */
    const char *penalties;          /* the contract's rules */
    const char *before;             /* an earlier run's JSON, to be compared with */
    struct qa_project_calendar calendar;
    struct qa_project_audit audit;
    const char *current_vendor; /* NULL: savings are not shown */
    int64_t starts;             /* of the project, midnight UTC; QA_NO_TIME: not stated */
    int64_t ends;
    int64_t as_of; /* the day that the audit speaks of */

    double volume;
    double max_error;            /* rate; the gate */
    double min_agreement;        /* 0: no gate */
    double max_turnaround_hours; /* 0: no gate */
    double iou_threshold;        /* NAN: that of each kind */
    double budget;               /* total at the volume; 0: no gate */
    double weeks;                /* for the volume; 0: no gate of capacity */
    double confidence;
    int annotators; /* enum qa_annotators_choice */
    double weights[QA_N_CRITERIA];
    const char *weights_text; /* of the command line; NULL, as the next */
    struct qa_project_value values[QA_N_CRITERIA];
    const char *values_text;
    uint64_t seed;
    uint64_t draws;       /* for the chance of being best; 0: the default number */
    double weight_spread; /* standard deviation of a weight of one half */
    double price_spread;  /* relative standard deviation of charges; 0: kept */
};

/* Confidence 0.95, max_error 0.05, iou_threshold 0.5, weights 0.5, 0.2, 0.3, 0, 0, volume 10,000,
 * seed 1; values not stated, weights vary by 0.05. */
#define QA_PROJECT_DEFAULTS                                                                        \
    {                                                                                              \
        .scenario = QA_SCENARIO_DEFAULTS, .name = "Vendor audit", .volume = 10000,                 \
        .max_error = 0.05, .iou_threshold = 0.5, .confidence = 0.95, .seed = 1,                    \
        .weight_spread = 0.05, .starts = QA_NO_TIME, .ends = QA_NO_TIME, .as_of = QA_NO_TIME,      \
        .weights = {0.5, 0.2, 0.3, 0, 0}, .values = {                                              \
            {(double)NAN, (double)NAN},                                                            \
            {(double)NAN, (double)NAN},                                                            \
            {(double)NAN, (double)NAN},                                                            \
            {(double)NAN, (double)NAN},                                                            \
            {(double)NAN, (double)NAN}                                                             \
        }                                                                                          \
    }

enum { QA_N_DECISION_OPTIONS = 30, QA_N_OFFER_OPTIONS = 11, QA_N_DELIVERY_OPTIONS = 10 };
extern const struct qa_option qa_decision_options[QA_N_DECISION_OPTIONS];
extern const struct qa_option qa_offer_options[QA_N_OFFER_OPTIONS];
extern const struct qa_option qa_delivery_options[QA_N_DELIVERY_OPTIONS];
enum { QA_N_WORKBOOK_SWITCHES = 3 };
extern const struct qa_option qa_workbook_switches[QA_N_WORKBOOK_SWITCHES];

/* All groups of a project for the settings `type` that hold one: QA_PROJECT_GROUPS(struct settings,
 * project.). */
#define QA_PROJECT_GROUPS(type, prefix)                                                            \
    {.title = "Decision",                                                                          \
     .options = qa_decision_options,                                                               \
     .n_options = QA_N_DECISION_OPTIONS,                                                           \
     .base = offsetof(type, prefix reading)},                                                      \
        {.title = "Offers",                                                                        \
         .options = qa_offer_options,                                                              \
         .n_options = QA_N_OFFER_OPTIONS,                                                          \
         .base = offsetof(type, prefix reading)},                                                  \
        {.title = "Deliveries",                                                                    \
         .options = qa_delivery_options,                                                           \
         .n_options = QA_N_DELIVERY_OPTIONS,                                                       \
         .base = offsetof(type, prefix reading)},                                                  \
        {.title = "Scenario",                                                                      \
         .options = qa_scenario_options,                                                           \
         .n_options = QA_N_SCENARIO_OPTIONS,                                                       \
         .base = offsetof(type, prefix scenario)},                                                 \
        {.title = "Kinds", .base = offsetof(type, prefix kinds), .is_in_file = true},              \
        {.title = "Reading",                                                                       \
         .options = qa_reading_options,                                                            \
         .n_options = QA_N_READING_OPTIONS,                                                        \
         .base = offsetof(type, prefix reading),                                                   \
         .is_in_file = true},                                                                      \
    {                                                                                              \
        .title = "Workbook", .options = qa_workbook_switches, .n_options = QA_N_WORKBOOK_SWITCHES, \
        .base = offsetof(type, prefix workbook)                                                    \
    }

/* The same with bases in struct qa_project: what may stand in audit.yaml. */
enum { QA_N_PROJECT_GROUPS = 7 };
extern const struct qa_option_group qa_project_groups[QA_N_PROJECT_GROUPS];

/* What audit.yaml says, over what the project holds; paths are joined to the file's folder, and all
 * is in the arena. E101 unreadable, E140 with line and column: not YAML, an unknown key, a value
 * that cannot be read. */
QA_NODISCARD enum qa_status qa_project_read(const char *path, struct qa_arena *arena,
                                            struct qa_project *project, struct qa_error *err);

/* Once file and command line have spoken: the weights, values and requests sent back that the
 * command line gives in one text. E002. */
QA_NODISCARD enum qa_status qa_project_settle(struct qa_session *session,
                                              struct qa_project *project);

/* A commented audit.yaml that reads as it stands and names every key: with the files that were
 * found, or where no delivery was (or NULL is given), with two vendors to replace. */
struct qa_found;
const char *qa_project_template(const struct qa_found *found, struct qa_arena *arena);

/* Table settings: what is in force and where it comes from, given the project as the file alone has
 * it. */
struct qa_table *qa_project_table(const struct qa_project *project, const struct qa_project *file,
                                  struct qa_arena *arena);

#endif
