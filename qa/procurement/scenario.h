#ifndef QA_PROCUREMENT_SCENARIO_H
#define QA_PROCUREMENT_SCENARIO_H

/*
 * What is bought and under which circumstances: the quantities that quotes are priced at and the
 * buyer's own costs. Every value is named, and remembers whether it was stated, measured or is a
 * default, so that a report can show what its costs rest on.
 *
 * A value of 0 is "not known", except where a default stands for it: one month, one answer an item,
 * and shares of 0. Values become exact by their shortest decimal (money.h), so that 6.7 objects are
 * 67 tenths.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/arena.h"
#include "qa/table/report.h"

enum qa_value_source { QA_BY_DEFAULT, QA_STATED, QA_MEASURED, QA_DERIVED };

/* In the order of the members of struct qa_scenario. */
enum qa_scenario_value {
    QA_SC_VOLUME,
    QA_SC_OBJECTS,
    QA_SC_FRAMES,
    QA_SC_MINUTES,
    QA_SC_CHARACTERS,
    QA_SC_WORDS,
    QA_SC_SECONDS,
    QA_SC_ANSWERS,
    QA_SC_MONTHS,
    QA_SC_SEATS,
    QA_SC_SEAT_HOURS,
    QA_SC_RUSH,
    QA_SC_REVIEW,
    QA_SC_REWORK,
    QA_SC_WAGE,
    QA_SC_CHECK_SECONDS,
    QA_SC_AUDIT_SHARE,
    QA_SC_AUDIT_COST,
    QA_SC_COST_PER_WRONG,
    QA_SC_FOUND,
    QA_SC_REJECTED,
    QA_SC_COST_PER_ERROR,
    QA_N_SCENARIO_VALUES
};

struct qa_scenario {
    double volume; /* items */
    double objects_per_item;
    double frames_per_item;
    double minutes_per_item; /* of media */
    double characters_per_item;
    double words_per_item;
    double seconds_per_item; /* of an annotator's work */
    double answers_per_item; /* of different annotators; 0: 1 */
    double months;           /* that the work lasts; 0: 1 */
    double seats;            /* of a dedicated team; 0: as many as the hours need */
    double hours_per_seat_month;
    double rush_share;   /* of the quantity that is urgent, */
    double review_share; /* reviewed by the vendor, */
    double rework_share; /* done again by the vendor */
    double wage;         /* of the buyer's checker, an hour */
    double check_seconds;
    double audit_share;         /* of the items, checked by the buyer */
    double audit_cost_per_item; /* spread over the items ordered; 0: from the three above */
    double cost_per_wrong;      /* what redoing a wrong label costs the buyer */
    double found_share; /* of wrong labels, found before they do harm; 0: all are redone, none found
                           in time */
    double rejected_share;    /* of labels, thrown away and ordered again */
    double cost_per_error;    /* of a wrong label that slips through */
    const char *const *taken; /* names of optional charges that are taken */
    size_t n_taken;
    enum qa_value_source source[QA_N_SCENARIO_VALUES];
};

enum qa_scenario_unit { QA_UNIT_NUMBER, QA_UNIT_SHARE, QA_UNIT_MONEY };

/* How a value is named: for machines and files, and for people. */
struct qa_scenario_name {
    const char *name;    /* "objects_per_item", as in audit.yaml and in the table scenario */
    const char *heading; /* "objects per item" */
    const char *missing; /* "objects per item are": subject and verb of "... not known" */
    const char *unit;    /* "objects" */
    enum qa_scenario_unit kind;
};
const struct qa_scenario_name *qa_scenario_name(enum qa_scenario_value value);

/* The value of that name, or QA_N_SCENARIO_VALUES. */
enum qa_scenario_value qa_scenario_find(const char *name);

double qa_scenario_get(const struct qa_scenario *scenario, enum qa_scenario_value value);
void qa_scenario_set(struct qa_scenario *scenario, enum qa_scenario_value value, double number,
                     enum qa_value_source source);

/* Whether a value is above 0 or stated, measured or derived. */
bool qa_scenario_known(const struct qa_scenario *scenario, enum qa_scenario_value value);

/* NULL, or why a number cannot be this value: negative, a share above 1. A string constant. */
const char *qa_scenario_problem(enum qa_scenario_value value, double number);

/* "stated", "measured", "derived", "default" or "not known". */
const char *qa_scenario_source(const struct qa_scenario *scenario, enum qa_scenario_value value);

bool qa_scenario_takes(const struct qa_scenario *scenario, const char *charge);

/* audit_cost_per_item, or else audit share x seconds to check x wage / 3600; 0 when not known. */
double qa_scenario_audit_cost(const struct qa_scenario *scenario);

/* Table scenario, empty: the values with their units and where they come from. */
struct qa_table *qa_scenario_table(struct qa_arena *arena);

/* Adds the values that are known, and those that `used` (QA_N_SCENARIO_VALUES flags) names. The
 * second: of a vendor, those that are not as in `all`. */
void qa_scenario_put(struct qa_table *table, const struct qa_scenario *scenario, const bool *used,
                     const char *currency);
void qa_scenario_put_own(struct qa_table *table, const char *vendor,
                         const struct qa_scenario *scenario, const struct qa_scenario *all,
                         const char *currency);

#endif
