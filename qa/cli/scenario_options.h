#ifndef QA_CLI_SCENARIO_OPTIONS_H
#define QA_CLI_SCENARIO_OPTIONS_H

/* Scenario values from a project and from options, the latter winning. */

#include "qa/cli/options.h"
#include "qa/formats/project.h"
#include "qa/procurement/scenario.h"

/* The scenario of a project: its own keys, then those under `scenario`. */
struct qa_scenario qa_cli_scenario(const struct qa_project *project);

#endif
