#include "qa/cli/scenario_options.h"

#include <string.h>

#include "qa/base/notation.h"
#include "qa/base/number.h"
#include "qa/procurement/inputs.h"

#define AT(index) (offsetof(struct qa_scenario_settings, value) + sizeof(double) * (index))

/* Values that files alone name, and the command line by --scenario: in the workbook, or beside it.
 */
#define ROW(kind_of, index, word, text, about)                                                     \
    .kind = (kind_of), .offset = AT(index), .key = "scenario." word, .example = (text),            \
    .help = (about)
#define NUMBER(id, word, text, about)                                                              \
    {                                                                                              \
        ROW(QA_OPTION_REAL, QA_SC_##id, word, text, about), .input = &qa_inputs[QA_IN_##id]        \
    }
#define SHARE(id, word, text, about)                                                               \
    {                                                                                              \
        ROW(QA_OPTION_RATE, QA_SC_##id, word, text, about), .input = &qa_inputs[QA_IN_##id]        \
    }
#define NUMBER_BESIDE(id, word, text, about)                                                       \
    {                                                                                              \
        ROW(QA_OPTION_REAL, QA_SC_##id, word, text, about), .least = 0, .most = 1e12               \
    }
#define SHARE_BESIDE(id, word, text, about)                                                        \
    {                                                                                              \
        ROW(QA_OPTION_RATE, QA_SC_##id, word, text, about)                                         \
    }

const struct qa_option qa_scenario_options[QA_N_SCENARIO_OPTIONS] = {
    {.name = "objects-per-item",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_OBJECTS),
     .input = &qa_inputs[QA_IN_OBJECTS],
     .argument = "N",
     .help = "for charges per object (compare, audit: measured where not given)",
     .key = "objects_per_item",
     .example = "6.5"},
    {.name = "seconds-per-item",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_SECONDS),
     .input = &qa_inputs[QA_IN_SECONDS],
     .argument = "N",
     .help = "of work, for charges per hour and for seats (likewise)",
     .key = "seconds_per_item",
     .example = "40"},
    {.name = "cost-per-wrong",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_COST_PER_WRONG),
     .input = &qa_inputs[QA_IN_COST_PER_WRONG],
     .argument = "AMOUNT",
     .help = "what redoing a wrong label costs the buyer",
     .key = "cost_per_wrong",
     .example = "0.50"},
    {.name = "audit-cost",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_AUDIT_COST),
     .input = &qa_inputs[QA_IN_AUDIT_COST],
     .argument = "AMOUNT",
     .help = "what checking costs the buyer per item ordered",
     .key = "audit_cost_per_item",
     .example = "0.02"},
    {.name = "take",
     .kind = QA_OPTION_TEXTS,
     .offset = offsetof(struct qa_scenario_settings, taken),
     .argument = "CHARGE",
     .help = "an optional charge that is taken",
     .key = "take",
     .example = "[night shift]"},
    {.name = "months",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_MONTHS),
     .input = &qa_inputs[QA_IN_MONTHS],
     .argument = "N",
     .help = "that the work lasts (default 1)",
     .key = "scenario.months",
     .example = "3"},
    {.name = "seats",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_SEATS),
     .input = &qa_inputs[QA_IN_SEATS],
     .argument = "N",
     .help = "of a dedicated team; without it as many as the hours need",
     .key = "scenario.seats",
     .example = "5"},
    {.name = "answers-per-item",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_ANSWERS),
     .input = &qa_inputs[QA_IN_ANSWERS],
     .argument = "K",
     .help = "different annotators on each item, for charges per answer (default 1)",
     .key = "scenario.answers_per_item",
     .example = "3"},
    {.name = "cost-per-error",
     .kind = QA_OPTION_REAL,
     .offset = AT(QA_SC_COST_PER_ERROR),
     .input = &qa_inputs[QA_IN_COST_PER_ERROR],
     .argument = "AMOUNT",
     .help = "what a wrong label costs that slips through",
     .key = "scenario.cost_per_error",
     .example = "2"},
    {.name = "scenario",
     .kind = QA_OPTION_TEXTS,
     .offset = offsetof(struct qa_scenario_settings, values),
     .argument = "NAME=VALUE",
     .help = "any other value by its name in the table scenario, such as rush_share=20% or "
             "hours_per_seat_month=140"},
    NUMBER(FRAMES, "frames_per_item", "1", "for charges per frame"),
    NUMBER(MINUTES, "minutes_per_item", "2.5", "of media, for charges per minute"),
    NUMBER(CHARACTERS, "characters_per_item", "800", "for charges per character"),
    NUMBER(WORDS, "words_per_item", "120", "for charges per word"),
    NUMBER(SEAT_HOURS, "hours_per_seat_month", "140", "that a seat works in a month"),
    SHARE(RUSH, "rush_share", "10%", "of the volume that is urgent"),
    SHARE(REVIEW, "review_share", "20%", "of the volume that the vendor reviews"),
    SHARE(REWORK, "rework_share", "5%", "of the volume that the vendor does again"),
    NUMBER_BESIDE(WAGE, "wage", "30", "of your checker, an hour"),
    NUMBER_BESIDE(CHECK_SECONDS, "check_seconds", "12", "that it takes to check an item"),
    SHARE_BESIDE(AUDIT_SHARE, "audit_share", "5%", "of the items that you check"),
    SHARE(FOUND, "found_share", "80%", "of wrong labels that is found before it does harm"),
    SHARE(REJECTED, "rejected_share", "3%", "of labels thrown away and ordered again"),
};

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
    for (int v = 0; v < QA_N_SCENARIO_VALUES; v++) {
        /* Nobody has 0 objects or seconds an item: 0 is "not known", and is measured. */
        bool is_unknown = settings->value[v] == 0.0 && (v == QA_SC_OBJECTS || v == QA_SC_SECONDS);
        if (settings->value[v] >= 0.0 && !is_unknown) {
            qa_scenario_set(scenario, (enum qa_scenario_value)v, settings->value[v], QA_STATED);
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
