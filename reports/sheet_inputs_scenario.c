#include "reports/inputs_delivered.h"

/* The scenario values whose cells stand in a block of their own; the others lead the sheet. */
static const struct {
    enum qa_scenario_value value;
    const char *name;
    const char *help;
} cells[] = {
    {QA_SC_FRAMES, "FramesPerItem", "For charges per frame. 0: not known."},
    {QA_SC_MINUTES, "MinutesPerItem", "For charges per minute of media. 0: not known."},
    {QA_SC_CHARACTERS, "CharactersPerItem", "For charges per character. 0: not known."},
    {QA_SC_WORDS, "WordsPerItem", "For charges per word. 0: not known."},
    {QA_SC_ANSWERS, "AnswersPerItem", "For charges per answer of a crowd."},
    {QA_SC_MONTHS, "Months", "For charges per month and minimums per month."},
    {QA_SC_SEATS, "Seats", "Of a dedicated team. 0: as many as the hours need."},
    {QA_SC_SEAT_HOURS, "SeatHours", "Working hours of one seat. 0: not known."},
    {QA_SC_RUSH, "RushShare", "Rows with the condition rush count for this share."},
    {QA_SC_REVIEW, "ReviewShare", "Rows with the condition review."},
    {QA_SC_REWORK, "ReworkShare", "Rows with the condition rework."},
    {QA_SC_FOUND, "FoundShare",
     "Of wrong labels, found before they do harm; the rest slips "
     "through. 0: each is redone, and each does harm."},
    {QA_SC_REJECTED, "RejectedShare", "Of the labels, thrown away and ordered again."},
    {QA_SC_COST_PER_ERROR, "CostPerError", "Of a wrong label that slips through."},
};
enum { N_CELLS = sizeof cells / sizeof *cells };

const char *qa_scenario_cell(enum qa_scenario_value value)
{
    for (size_t i = 0; i < N_CELLS; i++) {
        if (cells[i].value == value) {
            return cells[i].name;
        }
    }
    switch (value) {
    case QA_SC_VOLUME:
        return "Volume";
    case QA_SC_OBJECTS:
        return "ObjectsPerItem";
    case QA_SC_SECONDS:
        return "SecondsPerItem";
    case QA_SC_COST_PER_WRONG:
        return "CostPerWrong";
    case QA_SC_AUDIT_COST:
        return "AuditCostPerItem";
    default:
        return "0";
    }
}

static void put_validation(struct qa_sheet *sheet, uint32_t row, double lowest, double highest)
{
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DECIMAL,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_number = lowest,
                                .maximum_number = highest,
                                .error_title = qa_library_text("Out of range"),
                                .error_message =
                                    qa_library_text("This value is outside the allowed range.")};

    qa_note_error(sheet->book, worksheet_data_validation_cell(sheet->worksheet, row, 1, &rule));
}

uint32_t qa_put_scenario_inputs(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_scenario *scenario = &book->evaluation->scorecard.settings.scenario;

    qa_put(sheet, row, 0, "Scenario of the quotes", QA_STYLE_SUBTITLE);
    for (size_t i = 0; i < N_CELLS; i++) {
        const struct qa_scenario_name *name = qa_scenario_name(cells[i].value);
        bool is_share = name->kind == QA_UNIT_SHARE;
        uint32_t at = row + 1 + (uint32_t)i;

        qa_put(sheet, at, 0, name->heading, QA_STYLE_TEXT);
        double value = qa_scenario_get(scenario, cells[i].value);
        qa_put_number(sheet, at, 1, value, is_share ? QA_STYLE_INPUT_RATE : QA_STYLE_INPUT_REAL);
        qa_keep_delivered(sheet, at, 1);
        qa_put(sheet, at, 2, name->unit, QA_STYLE_ROW_TEXT);
        qa_put(sheet, at, 3, cells[i].help, QA_STYLE_TEXT);
        qa_define(&book->book, cells[i].name, "Inputs", at, 1);
        put_validation(sheet, at, cells[i].value == QA_SC_MONTHS ? 0.001 : 0.0,
                       is_share ? 1.0 : 1e9);
    }
    return row + N_CELLS;
}
