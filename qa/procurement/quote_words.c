/* The names of what a row of a quote may say, and what a basis counts. */
#include "qa/procurement/quote_work.h"

const char *qa_basis_name(enum qa_basis basis)
{
    static const char *const names[QA_N_BASES] = {"per_item",
                                                  "per_object",
                                                  "per_frame",
                                                  "per_minute",
                                                  "per_character",
                                                  "per_word",
                                                  "per_answer",
                                                  "per_hour",
                                                  "per_seat",
                                                  "per_seat_month",
                                                  "per_project",
                                                  "per_month",
                                                  "percent",
                                                  "minimum",
                                                  "flat_fee",
                                                  "minimum_per_item",
                                                  "minimum_per_object",
                                                  "minimum_per_frame",
                                                  "minimum_per_minute",
                                                  "minimum_per_character",
                                                  "minimum_per_word",
                                                  "minimum_per_answer",
                                                  "minimum_per_hour"};

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
    case QA_FLAT_FEE:
        return QA_KIND_FEE;
    case QA_PERCENT:
        return QA_KIND_PERCENT;
    case QA_MINIMUM:
        return QA_KIND_MINIMUM;
    default:
        return qa_basis_is_least(basis) ? QA_KIND_MINIMUM : QA_KIND_USAGE;
    }
}

bool qa_basis_is_least(enum qa_basis basis)
{
    return basis >= QA_MINIMUM_PER_ITEM && basis <= QA_MINIMUM_PER_HOUR;
}

enum qa_basis qa_basis_unit(enum qa_basis basis)
{
    return qa_basis_is_least(basis)
               ? (enum qa_basis)(QA_PER_ITEM + (int)basis - QA_MINIMUM_PER_ITEM)
               : basis;
}

enum qa_basis qa_basis_least_of(enum qa_basis per_unit)
{
    return per_unit <= QA_PER_HOUR
               ? (enum qa_basis)(QA_MINIMUM_PER_ITEM + (int)per_unit - QA_PER_ITEM)
               : per_unit;
}

bool qa_basis_has_tiers(enum qa_basis basis)
{
    enum qa_charge_kind kind = qa_basis_kind(basis);

    return basis != QA_PER_PROJECT && (kind == QA_KIND_USAGE || kind == QA_KIND_FEE);
}

enum qa_scenario_value qa_basis_per_item(enum qa_basis basis)
{
    switch (qa_basis_unit(basis)) {
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
