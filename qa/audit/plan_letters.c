#include "qa/audit/plan_letters.h"

#include <string.h>

#include "qa/audit/plan_parts.h"
#include "qa/audit/table_forms.h"

static const struct qa_column columns[] = {
    {"lot", NULL, QA_TEXT, .is_key = true, .about = "The lot."},
    {"class", NULL, QA_TEXT, .is_key = true,
     .about = "The class of errors; absent where there is one."},
    {"lot_size", "lot size", QA_COUNT, .about = "Units in the lot."},
    {"letter", "lot's letter", QA_TEXT,
     .about = "Code letter of the lot's size at the plan's inspection level."},
    {"plan_lot", "plan's lot", QA_COUNT, .about = "Units in the lot that the plan was made for."},
    {"plan_lot_letter", "its letter", QA_TEXT, .about = "Code letter of that size."},
    {"plan_letter", "plan's letter", QA_TEXT,
     .about = "Code letter that the plan belongs to; an arrow of the tables may lead to it."},
    {"level", NULL, QA_TEXT, .about = "Inspection level of the plan."},
};
const struct qa_table_form qa_form_letters =
    QA_TABLE_FORM("letters", "Code letters of lot and plan", columns);

bool qa_plan_has_letters(const struct qa_plan_file *plan)
{
    return plan->level < QA_N_LEVELS && plan->lot >= 2 && plan->n_parts > 0 &&
           plan->parts[0].letter != NULL;
}

/* NULL: the size is unknown, or the standard has no letter for it. */
static const char *letter_of(uint64_t size, enum qa_inspection_level level, struct qa_arena *arena)
{
    return size < 2 ? NULL
                    : qa_arena_format(arena, "%c", qa_letter_name(qa_code_letter(size, level)));
}

void qa_plan_letters(const struct qa_plan_file *plan, const struct qa_sized_lot *lots, size_t n,
                     struct qa_report *report)
{
    if (!qa_plan_has_letters(plan)) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_letters);
    const char *wanted = letter_of(plan->lot, plan->level, report->arena);
    for (size_t l = 0; l < n; l++) {
        const char *letter = letter_of(lots[l].size, plan->level, report->arena);
        for (size_t p = 0; p < plan->n_parts; p++) {
            const struct qa_plan_part *part = &plan->parts[p];
            qa_table_row(table);
            qa_put_text(table, lots[l].name);
            qa_put_text(table, part->name[0] != '\0' ? part->name : NULL);
            qa_put_count_or_none(table, lots[l].size);
            qa_put_text(table, letter);
            qa_put_count(table, plan->lot);
            qa_put_text(table, wanted);
            qa_put_text(table, part->letter);
            qa_put_text(table, qa_level_names[plan->level]);
        }
        if (letter != NULL && strcmp(letter, wanted) != 0) {
            qa_table_note(table,
                          "'%.80s' has the letter %s and the plan was made for lots of the letter "
                          "%s: the standard has another plan for it.",
                          lots[l].name, letter, wanted);
        }
    }
    qa_report_add_table(report, table);
}
