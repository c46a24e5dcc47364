#ifndef QA_FORMATS_PROJECT_H
#define QA_FORMATS_PROJECT_H

/*
 * audit.yaml: the deliveries, gold, quotes, log and limits of one audit, read by libcyaml against a
 * schema (project_schema.h), so that an unknown key or a wrong type is refused with its line and
 * column (E140). The template that `labelqa init` writes names every key and says what it is for.
 * Paths are relative to the folder of the file and are returned joined to it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"
#include "qa/base/notation.h"

struct qa_project_delivery {
    const char *vendor;
    const char *batch;    /* NULL */
    const char *question; /* NULL */
    const char *const *files;
    size_t n_files;
};

/* In the order of enum qa_criterion: quality, speed, cost, agreement, compliance. */
enum { QA_PROJECT_CRITERIA = 5 };

/* Two ends of a value function; NAN: not stated. */
struct qa_project_value {
    double worst;
    double best;
};

/* The audit by sampling that goes with the delivery: the plan's file and filled work sheets. */
struct qa_project_audit {
    const char *plan; /* NULL */
    const char *const *sheets;
    size_t n_sheets;
};

/* Opening hours for promises in business hours. */
struct qa_project_calendar {
    const char *hours;    /* "Mon-Fri 09:00-17:00"; NULL: none */
    const char *zone;     /* NULL: that of the log's times */
    const char *holidays; /* file; NULL */
};

/* A request that a vendor sent back. */
struct qa_project_response {
    const char *path;
    const char *vendor; /* NULL: as the file says */
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

/* A value of the mapping `scenario`, by the key that procurement/scenario.h names it with. */
struct qa_project_number {
    const char *key;
    double number;
};

struct qa_project {
    const char *path;
    const char *name;   /* title of the audit */
    const char *period; /* free text, NULL */
    const struct qa_project_delivery *deliveries;
    size_t n_deliveries;
    const char *const *gold;
    size_t n_gold;
    const char *const *labels; /* declared label set of label questions, in order of their scale */
    size_t n_labels;
    const char *const *box_labels; /* of box questions */
    size_t n_box_labels;
    const char *quotes; /* NULL */
    const char *rates;  /* NULL */
    const char *log;    /* delivery log, NULL */
    struct qa_project_calendar calendar;
    const char *map;             /* as --map, NULL */
    const char *header;          /* as --header, NULL */
    const char *format;          /* NULL: by content */
    const char *timezone;        /* NULL */
    struct qa_notation notation; /* of the files; audit.yaml itself has decimal points */
    const char *undeclared;      /* NULL: use */
    bool fold_case;              /* labels that differ only in case are one */
    const char *missing;         /* words for missing labels, comma-separated, or NULL */
    const char *tags;            /* the separator of tags in labels, or NULL */
    const char *duplicates;      /* NULL: error */
    const char *item_names;      /* as --item-names; NULL: auto, as the next two */
    const char *annotator_from;  /* as --annotator-from */
    const char *undelivered;     /* as --undelivered */
    const char *currency;        /* NULL */
    const char *current_vendor;  /* NULL: savings are not shown */
    const char *expected_items;  /* file listing the ordered items; NULL */
    const struct qa_project_response *responses;
    size_t n_responses;
    const char *questions; /* the buyer's own list of questions; NULL: the default one */
    int64_t starts;        /* of the project, midnight UTC; QA_NO_TIME: not stated */
    int64_t ends;
    int64_t as_of;         /* the day that the audit speaks of */
    const char *penalties; /* the contract's rules; NULL */
    const char *before;    /* an earlier run's JSON, to be compared with; NULL */
    const char *images;    /* where items' images are: a folder, or a pattern with {item} */
    struct qa_project_audit audit;
    double volume;
    double objects_per_item;     /* 0: measured from the deliveries */
    double seconds_per_item;     /* 0: measured */
    double max_error;            /* rate; the gate */
    double min_agreement;        /* 0: no gate */
    double max_turnaround_hours; /* 0: no gate */
    double iou_threshold;
    double confidence;
    double cost_per_wrong;
    double audit_cost_per_item;
    double budget;      /* total at the volume; 0: no gate */
    double weeks;       /* for the volume; 0: no gate of capacity */
    const char *models; /* file of offers; NULL */
    struct qa_project_in_house in_house;
    const struct qa_project_number *scenario; /* that are given */
    size_t n_scenario;
    const char *const *taken; /* optional charges that are taken */
    size_t n_taken;
    uint64_t seed;
    double weights[QA_PROJECT_CRITERIA];
    struct qa_project_value values[QA_PROJECT_CRITERIA];
    uint64_t draws;       /* for the chance of being best; 0: the default number */
    double weight_spread; /* standard deviation of a weight of one half */
    double price_spread;  /* relative standard deviation of charges; 0: kept */
};

/* Confidence 0.95, max_error 0.05, iou_threshold 0.5, weights 0.5, 0.2, 0.3, 0, 0, volume
 * 10,000, seed 1; values not stated,
 * weights vary by 0.05. */
void qa_project_defaults(struct qa_project *project);

/* Everything in the arena. E101 unreadable, E140 not as the schema says. */
QA_NODISCARD enum qa_status qa_project_read(const char *path, struct qa_arena *arena,
                                            struct qa_project *project, struct qa_error *err);

/* A commented audit.yaml that reads as it stands. */
const char *qa_project_template(struct qa_arena *arena);

#endif
