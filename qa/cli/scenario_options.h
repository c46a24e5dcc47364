#ifndef QA_CLI_SCENARIO_OPTIONS_H
#define QA_CLI_SCENARIO_OPTIONS_H

/* Scenario values from a project and from options, the latter winning. */

#include "qa/cli/options.h"
#include "qa/formats/project.h"
#include "qa/procurement/quote.h"

/* Members of the group qa_scenario_options. Values below 0: not given. */
struct qa_scenario_settings {
    double objects_per_item;
    double seconds_per_item;
    double months;
    double seats;
    double answers_per_item;
    double cost_per_wrong;
    double audit_cost;
    double cost_per_error;
    struct qa_texts values; /* NAME=VALUE, of the others */
    struct qa_texts taken;
};
enum { QA_N_SCENARIO_OPTIONS = 10 };
extern const struct qa_option qa_scenario_options[QA_N_SCENARIO_OPTIONS];

#define QA_SCENARIO_DEFAULTS                                                                       \
    {                                                                                              \
        .objects_per_item = -1, .seconds_per_item = -1, .months = -1, .seats = -1,                 \
        .answers_per_item = -1, .cost_per_wrong = -1, .audit_cost = -1, .cost_per_error = -1       \
    }

/* The scenario of a project: its own keys, then those under `scenario`. */
struct qa_scenario qa_cli_scenario(const struct qa_project *project);

/* Puts what the options say in its place. E002 for an unknown name or a value that cannot be. */
QA_NODISCARD enum qa_status qa_scenario_apply(const struct qa_scenario_settings *settings,
                                              struct qa_arena *arena, struct qa_scenario *scenario,
                                              struct qa_error *err);

/* E002 when something is taken that no quote offers as optional. */
QA_NODISCARD enum qa_status qa_scenario_check_taken(const struct qa_scenario *scenario,
                                                    const struct qa_quotes *quotes,
                                                    struct qa_error *err);

#endif
