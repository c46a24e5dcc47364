#include "qa/procurement/inputs.h"

#define SET(member) offsetof(struct qa_score_settings, member)
#define NONE QA_N_SCENARIO_VALUES

const struct qa_input qa_inputs[QA_N_INPUTS] = {
    [QA_IN_VOLUME] = {"Volume", "Volume", "items", false, 1, 1e12,
                      "Items to be labeled; all costs follow it.", SET(scenario.volume),
                      QA_SC_VOLUME},
    [QA_IN_OBJECTS] = {"ObjectsPerItem", "Objects per item", "objects", false, 0, 1e12, NULL,
                       SET(scenario.objects_per_item), QA_SC_OBJECTS},
    [QA_IN_SECONDS] = {"SecondsPerItem", "Seconds per item", "seconds", false, 0, 1e12,
                       "0: each vendor's own measured time (Vendors).",
                       SET(scenario.seconds_per_item), QA_SC_SECONDS},
    [QA_IN_MAX_ERR] = {"MaxErr", "Highest acceptable error rate", "rate", true, 0.0001, 1,
                       "The gate: the interval of the error rate decides.", SET(max_error), NONE},
    [QA_IN_MIN_AGREEMENT] = {"MinAgreement", "Lowest acceptable agreement", "alpha", false, 0, 1,
                             "0: no gate.", SET(min_agreement), NONE},
    [QA_IN_MAX_HOURS] = {"MaxTAT_h", "Longest acceptable turnaround (p90)", "hours", false, 0, 1e6,
                         "0: no gate.", SET(max_turnaround_hours), NONE},
    [QA_IN_BUDGET] = {"Budget", "Budget for the volume", "money", false, 0, 1e15,
                      "0: no gate. Rework and checking count.", SET(budget), NONE},
    [QA_IN_WEEKS] = {"Weeks", "Weeks in which the volume is needed", "weeks", false, 0, 1e4,
                     "0: no gate of capacity.", SET(weeks), NONE},
    [QA_IN_CONF] =
        {"Conf", "Confidence of intervals", "rate", true, 0.5001, 0.9999,
         "Of error rates and their gates; ends of turnaround and agreement need a new run.",
         SET(confidence), NONE},
    [QA_IN_COST_PER_WRONG] = {"CostPerWrong", "Cost of redoing a wrong label", "money", false, 0,
                              1e12, "What the buyer pays for each.", SET(scenario.cost_per_wrong),
                              QA_SC_COST_PER_WRONG},
    [QA_IN_AUDIT_COST] = {"AuditCostPerItem", "Cost of checking, per item", "money", false, 0, 1e12,
                          "Spread over the items ordered.", SET(scenario.audit_cost_per_item),
                          QA_SC_AUDIT_COST},
    [QA_IN_FRAMES] = {"FramesPerItem", NULL, NULL, false, 0, 1e12,
                      "For charges per frame. 0: not known.", SET(scenario.frames_per_item),
                      QA_SC_FRAMES},
    [QA_IN_MINUTES] = {"MinutesPerItem", NULL, NULL, false, 0, 1e12,
                       "For charges per minute of media. 0: not known.",
                       SET(scenario.minutes_per_item), QA_SC_MINUTES},
    [QA_IN_CHARACTERS] = {"CharactersPerItem", NULL, NULL, false, 0, 1e12,
                          "For charges per character. 0: not known.",
                          SET(scenario.characters_per_item), QA_SC_CHARACTERS},
    [QA_IN_WORDS] = {"WordsPerItem", NULL, NULL, false, 0, 1e12,
                     "For charges per word. 0: not known.", SET(scenario.words_per_item),
                     QA_SC_WORDS},
    [QA_IN_ANSWERS] = {"AnswersPerItem", NULL, NULL, false, 0.001, 1e12,
                       "For charges per answer of a crowd.", SET(scenario.answers_per_item),
                       QA_SC_ANSWERS},
    [QA_IN_MONTHS] = {"Months", NULL, NULL, false, 0.001, 1e12,
                      "For charges per month and minimums per month.", SET(scenario.months),
                      QA_SC_MONTHS},
    [QA_IN_SEATS] = {"Seats", NULL, NULL, false, 0, 1e12,
                     "Of a dedicated team. 0: as many as the hours need.", SET(scenario.seats),
                     QA_SC_SEATS},
    [QA_IN_SEAT_HOURS] = {"SeatHours", NULL, NULL, false, 0, 1e12,
                          "Working hours of one seat. 0: not known.",
                          SET(scenario.hours_per_seat_month), QA_SC_SEAT_HOURS},
    [QA_IN_RUSH] = {"RushShare", NULL, NULL, true, 0, 1,
                    "Rows with the condition rush count for this share.", SET(scenario.rush_share),
                    QA_SC_RUSH},
    [QA_IN_REVIEW] = {"ReviewShare", NULL, NULL, true, 0, 1, "Rows with the condition review.",
                      SET(scenario.review_share), QA_SC_REVIEW},
    [QA_IN_REWORK] = {"ReworkShare", NULL, NULL, true, 0, 1, "Rows with the condition rework.",
                      SET(scenario.rework_share), QA_SC_REWORK},
    [QA_IN_FOUND] = {"FoundShare", NULL, NULL, true, 0, 1,
                     "Of wrong labels, before they do harm. 0: each is redone and does harm.",
                     SET(scenario.found_share), QA_SC_FOUND},
    [QA_IN_REJECTED] = {"RejectedShare", NULL, NULL, true, 0, 1,
                        "Of the labels, thrown away and ordered again.",
                        SET(scenario.rejected_share), QA_SC_REJECTED},
    [QA_IN_COST_PER_ERROR] = {"CostPerError", NULL, NULL, false, 0, 1e12,
                              "Of a wrong label that slips through.", SET(scenario.cost_per_error),
                              QA_SC_COST_PER_ERROR},
};

double qa_input_value(const struct qa_score_settings *settings, enum qa_input_id input)
{
    const struct qa_input *row = &qa_inputs[input];

    return input == QA_IN_AUDIT_COST ? qa_scenario_audit_cost(&settings->scenario)
           : row->scenario != NONE
               ? qa_scenario_get(&settings->scenario, (enum qa_scenario_value)row->scenario)
               : *(const double *)(const void *)((const char *)settings + row->offset);
}

const char *qa_scenario_cell(enum qa_scenario_value value)
{
    for (int i = 0; i < QA_N_INPUTS; i++) {
        if (qa_inputs[i].scenario == (int)value) {
            return qa_inputs[i].cell;
        }
    }
    return "0";
}
