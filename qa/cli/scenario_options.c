#include "qa/cli/scenario_options.h"

static void state(struct qa_scenario *scenario, enum qa_scenario_value value, double number)
{
    if (number > 0.0) {
        qa_scenario_set(scenario, value, number, QA_STATED);
    }
}

struct qa_scenario qa_cli_scenario(const struct qa_project *project)
{
    struct qa_scenario scenario = {.volume = project->volume};

    state(&scenario, QA_SC_OBJECTS, project->objects_per_item);
    state(&scenario, QA_SC_SECONDS, project->seconds_per_item);
    state(&scenario, QA_SC_COST_PER_WRONG, project->cost_per_wrong);
    state(&scenario, QA_SC_AUDIT_COST, project->audit_cost_per_item);
    return scenario;
}
