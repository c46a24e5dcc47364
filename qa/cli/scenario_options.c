#include "qa/cli/scenario_options.h"

#include <string.h>

#include "qa/base/notation.h"
#include "qa/base/number.h"

const struct qa_option qa_scenario_options[QA_N_SCENARIO_OPTIONS] = {
    {0, "objects-per-item", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, objects_per_item),
     "N", "for charges per object (compare, audit: measured where not given)", NULL},
    {0, "seconds-per-item", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, seconds_per_item),
     "N", "of work, for charges per hour and for seats (likewise)", NULL},
    {0, "months", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, months), "N",
     "that the work lasts (default 1)", NULL},
    {0, "seats", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, seats), "N",
     "of a dedicated team; without it as many as the hours need", NULL},
    {0, "answers-per-item", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, answers_per_item),
     "K", "different annotators on each item, for charges per answer (default 1)", NULL},
    {0, "cost-per-wrong", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, cost_per_wrong),
     "AMOUNT", "what redoing a wrong label costs the buyer", NULL},
    {0, "audit-cost", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, audit_cost), "AMOUNT",
     "what checking costs the buyer per item ordered", NULL},
    {0, "cost-per-error", QA_OPTION_REAL, offsetof(struct qa_scenario_settings, cost_per_error),
     "AMOUNT", "what a wrong label costs that slips through", NULL},
    {0, "scenario", QA_OPTION_TEXTS, offsetof(struct qa_scenario_settings, values), "NAME=VALUE",
     "any other value by its name in the table scenario, such as rush_share=20% or "
     "hours_per_seat_month=140",
     NULL},
    {0, "take", QA_OPTION_TEXTS, offsetof(struct qa_scenario_settings, taken), "CHARGE",
     "an optional charge that is taken", NULL},
};

static void state(struct qa_scenario *scenario, enum qa_scenario_value value, double number)
{
    if (number > 0.0) {
        qa_scenario_set(scenario, value, number, QA_STATED);
    }
}

struct qa_scenario qa_cli_scenario(const struct qa_project *project)
{
    struct qa_scenario scenario = {
        .volume = project->volume, .taken = project->taken, .n_taken = project->n_taken};

    state(&scenario, QA_SC_OBJECTS, project->objects_per_item);
    state(&scenario, QA_SC_SECONDS, project->seconds_per_item);
    state(&scenario, QA_SC_COST_PER_WRONG, project->cost_per_wrong);
    state(&scenario, QA_SC_AUDIT_COST, project->audit_cost_per_item);
    for (size_t i = 0; i < project->n_scenario; i++) {
        qa_scenario_set(&scenario, qa_scenario_find(project->scenario[i].key),
                        project->scenario[i].number, QA_STATED);
    }
    return scenario;
}

static enum qa_status refuse_name(const char *text, struct qa_error *err)
{
    const char *names[QA_N_SCENARIO_VALUES];

    for (int i = 0; i < QA_N_SCENARIO_VALUES; i++) {
        names[i] = qa_scenario_name((enum qa_scenario_value)i)->name;
    }
    const char *nearest = qa_nearest_name(text, names, QA_N_SCENARIO_VALUES);
    return qa_fail(err, QA_USAGE, "E002", "--scenario: there is no value '%s'%s%s%s", text,
                   nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

/* "NAME=VALUE"; a share may be written 20%. */
static enum qa_status apply_text(const char *text, struct qa_arena *arena,
                                 struct qa_scenario *scenario, struct qa_error *err)
{
    const char *equals = strchr(text, '=');
    double number;

    if (equals == NULL) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--scenario: '%s' is not NAME=VALUE, such as months=3", text);
    }
    const char *name = qa_arena_text_n(arena, text, (size_t)(equals - text));
    enum qa_scenario_value value = qa_scenario_find(name);
    if (value == QA_N_SCENARIO_VALUES) {
        return refuse_name(name, err);
    }
    if (value == QA_SC_VOLUME) {
        return qa_fail(err, QA_USAGE, "E002", "--scenario: the volume is given by --volume");
    }
    char given[QA_NUMBER_TEXT_MAX] = "";
    struct qa_number_form form;
    if (qa_number_alone(equals + 1, strlen(equals + 1), given, &form) == QA_NUMBER_TWO_READINGS) {
        return qa_fail(err, QA_USAGE, "E002", "--scenario: %s is '%s', which is %s or %s", name,
                       equals + 1, form.point, form.comma);
    }
    size_t length = strlen(given);
    bool is_share = qa_scenario_name(value)->kind == QA_UNIT_SHARE;
    if (!(is_share ? qa_parse_rate(given, length, &number)
                   : qa_parse_real(given, length, &number)) ||
        qa_scenario_problem(value, number) != NULL) {
        return qa_fail(err, QA_USAGE, "E002", "--scenario: %s is '%s', expected %s", name,
                       equals + 1,
                       is_share ? "a share such as 20% or 0.2" : "a number from 0 to 10^12");
    }
    qa_scenario_set(scenario, value, number, QA_STATED);
    return QA_OK;
}

enum qa_status qa_scenario_apply(const struct qa_scenario_settings *settings,
                                 struct qa_arena *arena, struct qa_scenario *scenario,
                                 struct qa_error *err)
{
    const struct {
        enum qa_scenario_value value;
        double number;
    } numbers[] = {
        {QA_SC_OBJECTS, settings->objects_per_item},
        {QA_SC_SECONDS, settings->seconds_per_item},
        {QA_SC_MONTHS, settings->months},
        {QA_SC_SEATS, settings->seats},
        {QA_SC_ANSWERS, settings->answers_per_item},
        {QA_SC_COST_PER_WRONG, settings->cost_per_wrong},
        {QA_SC_AUDIT_COST, settings->audit_cost},
        {QA_SC_COST_PER_ERROR, settings->cost_per_error},
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (numbers[i].number >= 0.0) {
            qa_scenario_set(scenario, numbers[i].value, numbers[i].number, QA_STATED);
        }
    }
    for (size_t i = 0; i < settings->values.n; i++) {
        QA_TRY(apply_text(settings->values.list[i], arena, scenario, err));
    }
    if (settings->taken.n > 0) {
        scenario->taken = settings->taken.list;
        scenario->n_taken = settings->taken.n;
    }
    return QA_OK;
}

static bool is_optional(const struct qa_quotes *quotes, const char *name)
{
    for (size_t i = 0; i < quotes->n_charges; i++) {
        if (quotes->charges[i].condition == QA_OPTIONAL &&
            strcmp(quotes->charges[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

enum qa_status qa_scenario_check_taken(const struct qa_scenario *scenario,
                                       const struct qa_quotes *quotes, struct qa_error *err)
{
    for (size_t i = 0; i < scenario->n_taken; i++) {
        if (!is_optional(quotes, scenario->taken[i])) {
            return qa_fail(err, QA_USAGE, "E002",
                           "no quote offers an optional charge '%s' that could be taken",
                           scenario->taken[i]);
        }
    }
    return QA_OK;
}
