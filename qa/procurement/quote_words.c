/* The names of what a row of a quote may say, and what a basis counts. */
#include "qa/procurement/quote_work.h"

const char *qa_basis_name(enum qa_basis basis)
{
    static const char *const names[QA_N_BASES] = {
        "per_item",    "per_object", "per_frame", "per_minute", "per_character",
        "per_word",    "per_answer", "per_hour",  "per_seat",   "per_seat_month",
        "per_project", "per_month",  "percent",   "minimum"};

    return names[basis];
}

const char *qa_tiering_name(enum qa_tiering tiering)
{
    return tiering == QA_VOLUME ? "volume" : "graduated";
}

const char *qa_condition_name(enum qa_condition condition)
{
    static const char *const names[QA_N_CONDITIONS] = {"always", "rush", "review", "rework",
                                                       "optional"};

    return names[condition];
}

enum qa_charge_kind qa_basis_kind(enum qa_basis basis)
{
    switch (basis) {
    case QA_PER_SEAT:
    case QA_PER_PROJECT:
    case QA_PER_MONTH:
        return QA_KIND_FEE;
    case QA_PERCENT:
        return QA_KIND_PERCENT;
    case QA_MINIMUM:
        return QA_KIND_MINIMUM;
    default:
        return QA_KIND_USAGE;
    }
}

enum qa_scenario_value qa_basis_per_item(enum qa_basis basis)
{
    switch (basis) {
    case QA_PER_OBJECT:
        return QA_SC_OBJECTS;
    case QA_PER_FRAME:
        return QA_SC_FRAMES;
    case QA_PER_MINUTE:
        return QA_SC_MINUTES;
    case QA_PER_CHARACTER:
        return QA_SC_CHARACTERS;
    case QA_PER_WORD:
        return QA_SC_WORDS;
    case QA_PER_ANSWER:
        return QA_SC_ANSWERS;
    default:
        return QA_N_SCENARIO_VALUES;
    }
}
