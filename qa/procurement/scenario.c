#include "qa/procurement/scenario.h"
#include "qa/procurement/table_forms.h"

#include <string.h>

/* A value's names and its place in struct qa_scenario. */
struct entry {
    struct qa_scenario_name name;
    size_t offset;
};

#define ENTRY(index, member, heading, missing, unit, kind)                                         \
    [index] = {{#member, heading, missing, unit, kind}, offsetof(struct qa_scenario, member)}

static const struct entry entries[QA_N_SCENARIO_VALUES] = {
    ENTRY(QA_SC_VOLUME, volume, "volume", "the volume is", "items", QA_UNIT_NUMBER),
    ENTRY(QA_SC_OBJECTS, objects_per_item, "objects per item", "objects per item are", "objects",
          QA_UNIT_NUMBER),
    ENTRY(QA_SC_FRAMES, frames_per_item, "frames per item", "frames per item are", "frames",
          QA_UNIT_NUMBER),
    ENTRY(QA_SC_MINUTES, minutes_per_item, "minutes of media per item",
          "minutes of media per item are", "minutes", QA_UNIT_NUMBER),
    ENTRY(QA_SC_CHARACTERS, characters_per_item, "characters per item", "characters per item are",
          "characters", QA_UNIT_NUMBER),
    ENTRY(QA_SC_WORDS, words_per_item, "words per item", "words per item are", "words",
          QA_UNIT_NUMBER),
    ENTRY(QA_SC_SECONDS, seconds_per_item, "seconds of work per item", "seconds per item are",
          "seconds", QA_UNIT_NUMBER),
    ENTRY(QA_SC_ANSWERS, answers_per_item, "answers per item", "answers per item are", "answers",
          QA_UNIT_NUMBER),
    ENTRY(QA_SC_MONTHS, months, "months of work", "months are", "months", QA_UNIT_NUMBER),
    ENTRY(QA_SC_SEATS, seats, "seats of a dedicated team", "seats are", "seats", QA_UNIT_NUMBER),
    ENTRY(QA_SC_SEAT_HOURS, hours_per_seat_month, "working hours of a seat per month",
          "hours of a seat per month are", "hours", QA_UNIT_NUMBER),
    ENTRY(QA_SC_RUSH, rush_share, "share that is urgent", "the share of rush work is", "share",
          QA_UNIT_SHARE),
    ENTRY(QA_SC_REVIEW, review_share, "share that the vendor reviews",
          "the share of reviewed work is", "share", QA_UNIT_SHARE),
    ENTRY(QA_SC_REWORK, rework_share, "share that the vendor does again", "the share of rework is",
          "share", QA_UNIT_SHARE),
    ENTRY(QA_SC_WAGE, wage, "wage of the buyer's checker", "the wage is", "an hour", QA_UNIT_MONEY),
    ENTRY(QA_SC_CHECK_SECONDS, check_seconds, "seconds to check an item",
          "seconds to check an item are", "seconds", QA_UNIT_NUMBER),
    ENTRY(QA_SC_AUDIT_SHARE, audit_share, "share that the buyer checks",
          "the share that the buyer checks is", "share", QA_UNIT_SHARE),
    ENTRY(QA_SC_AUDIT_COST, audit_cost_per_item, "cost of checking, per item ordered",
          "the cost of checking is", "an item", QA_UNIT_MONEY),
    ENTRY(QA_SC_COST_PER_WRONG, cost_per_wrong, "cost of redoing a wrong label",
          "the cost of a wrong label is", "a label", QA_UNIT_MONEY),
    ENTRY(QA_SC_FOUND, found_share, "share of wrong labels that is found",
          "the share of wrong labels found is", "share", QA_UNIT_SHARE),
    ENTRY(QA_SC_REJECTED, rejected_share, "share thrown away and ordered again",
          "the share thrown away is", "share", QA_UNIT_SHARE),
    ENTRY(QA_SC_COST_PER_ERROR, cost_per_error, "cost of a wrong label that slips through",
          "the cost of an error is", "a label", QA_UNIT_MONEY),
};

const struct qa_scenario_name *qa_scenario_name(enum qa_scenario_value value)
{
    return &entries[value].name;
}

enum qa_scenario_value qa_scenario_find(const char *name)
{
    int i = 0;

    while (i < QA_N_SCENARIO_VALUES && strcmp(entries[i].name.name, name) != 0) {
        i++;
    }
    return (enum qa_scenario_value)i;
}

static const double *member_of(const struct qa_scenario *scenario, enum qa_scenario_value value)
{
    return (const double *)(const void *)((const char *)scenario + entries[value].offset);
}

double qa_scenario_get(const struct qa_scenario *scenario, enum qa_scenario_value value)
{
    double number = *member_of(scenario, value);
    bool is_one = value == QA_SC_ANSWERS || value == QA_SC_MONTHS;

    return is_one && number <= 0.0 ? 1.0 : number;
}

void qa_scenario_set(struct qa_scenario *scenario, enum qa_scenario_value value, double number,
                     enum qa_value_source source)
{
    *(double *)(void *)((char *)scenario + entries[value].offset) = number;
    scenario->source[value] = source;
}

bool qa_scenario_known(const struct qa_scenario *scenario, enum qa_scenario_value value)
{
    return qa_scenario_get(scenario, value) > 0.0 || scenario->source[value] != QA_BY_DEFAULT;
}

const char *qa_scenario_problem(enum qa_scenario_value value, double number)
{
    if (number < 0.0) {
        return "is negative";
    }
    if (entries[value].name.kind == QA_UNIT_SHARE && number > 1.0) {
        return "is a share above 1";
    }
    return number > 1e12 ? "is above 10^12" : NULL;
}

bool qa_scenario_takes(const struct qa_scenario *scenario, const char *charge)
{
    for (size_t i = 0; i < scenario->n_taken; i++) {
        if (strcmp(scenario->taken[i], charge) == 0) {
            return true;
        }
    }
    return false;
}

double qa_scenario_audit_cost(const struct qa_scenario *scenario)
{
    if (scenario->audit_cost_per_item > 0.0 || scenario->source[QA_SC_AUDIT_COST] == QA_STATED) {
        return scenario->audit_cost_per_item;
    }
    return scenario->audit_share * scenario->check_seconds * scenario->wage / 3600.0;
}

/* 0 means something: nothing urgent, no cost; or one stands for it. */
static bool has_default(enum qa_scenario_value value)
{
    return entries[value].name.kind != QA_UNIT_NUMBER || value == QA_SC_ANSWERS ||
           value == QA_SC_MONTHS;
}

const char *qa_scenario_source(const struct qa_scenario *scenario, enum qa_scenario_value value)
{
    static const char *const names[] = {"default", "stated", "measured", "derived"};

    if (scenario->source[value] != QA_BY_DEFAULT) {
        return names[scenario->source[value]];
    }
    if (*member_of(scenario, value) > 0.0) {
        return "stated";
    }
    return has_default(value) ? "default" : "not known";
}

static const struct qa_column columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true,
     .about = "The vendor whose value differs; empty for all."},
    {"name", NULL, QA_TEXT, .is_key = true, .about = "The value that costs are worked at."},
    {"value", NULL, QA_REAL, .about = "The value, in its unit."},
    {"unit", NULL, QA_TEXT, .about = "The unit."},
    {"source", NULL, QA_TEXT,
     .about = "Where it comes from: stated, measured, derived, default or not known."},
};
const struct qa_table_form qa_form_quote_scenario =
    QA_TABLE_FORM("scenario", "What the costs are worked at", columns);

struct qa_table *qa_scenario_table(struct qa_arena *arena)
{

    return qa_table_new(arena, &qa_form_quote_scenario);
}

static void put_value(struct qa_table *table, const char *vendor,
                      const struct qa_scenario *scenario, enum qa_scenario_value value,
                      const char *currency)
{
    const struct qa_scenario_name *name = &entries[value].name;

    qa_table_row(table);
    qa_put_text(table, vendor);
    qa_put_text(table, name->name);
    if (qa_scenario_known(scenario, value) || has_default(value)) {
        qa_put_real(table, qa_scenario_get(scenario, value));
    } else {
        qa_put_absent(table);
    }
    qa_put_text(table, name->kind == QA_UNIT_MONEY
                           ? qa_arena_format(table->arena, "%s %s", currency, name->unit)
                           : name->unit);
    qa_put_text(table, qa_scenario_source(scenario, value));
}

void qa_scenario_put(struct qa_table *table, const struct qa_scenario *scenario, const bool *used,
                     const char *currency)
{
    for (int i = 0; i < QA_N_SCENARIO_VALUES; i++) {
        enum qa_scenario_value value = (enum qa_scenario_value)i;

        if (used[i] || *member_of(scenario, value) > 0.0 || scenario->source[i] != QA_BY_DEFAULT) {
            put_value(table, NULL, scenario, value, currency);
        }
    }
    for (size_t i = 0; i < scenario->n_taken; i++) {
        qa_table_note(table, "Optional charge taken: %s.", scenario->taken[i]);
    }
}

void qa_scenario_put_own(struct qa_table *table, const char *vendor,
                         const struct qa_scenario *scenario, const struct qa_scenario *all,
                         const char *currency)
{
    for (int i = 0; i < QA_N_SCENARIO_VALUES; i++) {
        enum qa_scenario_value value = (enum qa_scenario_value)i;
        double own = *member_of(scenario, value);
        double common = *member_of(all, value);

        if (value != QA_SC_VOLUME && (own < common || own > common)) {
            put_value(table, vendor, scenario, value, currency);
        }
    }
}
