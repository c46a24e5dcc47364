#ifndef QA_CLI_SCENARIO_OPTIONS_H
#define QA_CLI_SCENARIO_OPTIONS_H

/* The values of a scenario as options and keys of audit.yaml. */

#include "qa/cli/options.h"
#include "qa/procurement/quote.h"

/* Members of the group qa_scenario_options. */
struct qa_scenario_settings {
    double value[QA_N_SCENARIO_VALUES]; /* below 0: not given; the volume's is unused */
    struct qa_texts values;             /* NAME=VALUE, as the command line may give any */
    struct qa_texts taken;
};
enum { QA_N_SCENARIO_OPTIONS = 23 };
extern const struct qa_option qa_scenario_options[QA_N_SCENARIO_OPTIONS];

#define QA_SCENARIO_DEFAULTS                                                                       \
    {                                                                                              \
        .value = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,                                      \
                  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},                                     \
        .values = {                                                                                \
            NULL,                                                                                  \
            0                                                                                      \
        }                                                                                          \
    }
_Static_assert(QA_N_SCENARIO_VALUES == 22, "QA_SCENARIO_DEFAULTS has a -1 for each");

/* Puts what the options say in its place. E002 for an unknown name or a value that cannot be. */
QA_NODISCARD enum qa_status qa_scenario_apply(const struct qa_scenario_settings *settings,
                                              struct qa_arena *arena, struct qa_scenario *scenario,
                                              struct qa_error *err);

/* E002 when something is taken that no quote offers as optional. */
QA_NODISCARD enum qa_status qa_scenario_check_taken(const struct qa_scenario *scenario,
                                                    const struct qa_quotes *quotes,
                                                    struct qa_error *err);

#endif
