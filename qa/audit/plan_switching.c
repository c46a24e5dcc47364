/* The switching rules on a history of lots. */
#include <string.h>

#include "qa/audit/plan.h"
#include "qa/audit/table_forms.h"

static const struct qa_column columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "Number of the lot in its order, or next."},
    {"inspection", NULL, QA_TEXT, .about = "Inspection that applies to it."},
    {"result", NULL, QA_TEXT, .about = "What the lot came to."},
};
const struct qa_table_form qa_form_plan_switching =
    QA_TABLE_FORM("switching", "Switching rules", columns);

enum qa_status qa_plan_history(const struct qa_plan_past *past, struct qa_report *report,
                               enum qa_inspection *next, struct qa_error *err)
{
    static const char letters[] = "abr"; /* by enum qa_lot_result */
    static const char *const results[] = {"accepted", "accepted, between the numbers", "rejected"};
    bool is_2003 = past->edition == QA_SWITCHING_2003;
    struct qa_table *table = qa_table_new(report->arena, &qa_form_plan_switching);
    struct qa_switching state = qa_switching_start(past->edition, past->allow_reduced);
    for (size_t i = 0; past->lots[i] != '\0'; i++) {
        const char *found = strchr(letters, past->lots[i]);
        if (found == NULL) {
            return qa_fail(err, QA_USAGE, "E002",
                           "--history: '%c' is not a (accepted), b (accepted between the numbers) "
                           "or r (rejected)",
                           past->lots[i]);
        }
        enum qa_lot_result result = (enum qa_lot_result)(found - letters);
        qa_table_row(table);
        qa_put_text(table, qa_arena_format(report->arena, "%zu", i + 1));
        qa_put_text(table, qa_inspection_names[state.inspection]);
        qa_put_text(table, results[result]);
        qa_switching_after(&state, result);
    }
    qa_table_row(table);
    qa_put_text(table, "next");
    qa_put_text(table, qa_inspection_names[state.inspection]);
    qa_put_absent(table);
    qa_table_note(
        table,
        "%s: tightened after 2 of 5 lots rejected, normal again after 5 accepted, reduced "
        "after 10 accepted%s, discontinued after %s tightened inspection.",
        is_2003 ? "ANSI/ASQ Z1.4-2003 and ISO 2859-1:1999" : "MIL-STD-105E, 4.7 and 4.8",
        past->allow_reduced ? "" : " (not allowed here)", is_2003 ? "5 rejected on" : "10 lots on");
    qa_report_add_table(report, table);
    *next = state.inspection;
    return QA_OK;
}
