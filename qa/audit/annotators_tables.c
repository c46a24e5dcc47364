#include "qa/audit/annotators.h"

struct printing {
    const struct qa_annotators_result *result;
    const struct qa_names *names;
    struct qa_report *report;
};

static const char *label_or_null(const struct printing *printing, uint32_t label)
{
    return label == QA_NONE ? NULL : qa_strings_text(printing->names->labels, label);
}

static void put_names(struct qa_table *table, const struct printing *printing,
                      const struct qa_annotator_row *row)
{
    qa_table_row(table);
    qa_put_text(table, qa_strings_text(printing->names->questions, row->question));
    qa_put_text(table, row->vendor == QA_NONE
                           ? NULL
                           : qa_strings_text(printing->names->vendors, row->vendor));
    qa_put_text(table, qa_annotator_text(printing->names, row->annotator));
}

static void put_if(struct qa_table *table, bool present, double value)
{
    if (present) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

/* The flags' kinds, comma-separated. */
static const char *kinds(const struct qa_annotator_row *row, struct qa_arena *arena)
{
    const char *text = NULL;
    for (size_t f = 0; f < row->n_flags; f++) {
        bool again = f > 0 && row->flags[f].kind == row->flags[f - 1].kind;
        text = text == NULL ? qa_annotator_flag_name(row->flags[f].kind)
               : again      ? text
                            : qa_arena_format(arena, "%s, %s", text,
                                              qa_annotator_flag_name(row->flags[f].kind));
    }
    return text;
}

static void put_row(struct qa_table *table, const struct printing *printing,
                    const struct qa_annotator_row *row)
{
    put_names(table, printing, row);
    qa_put_count(table, row->items);
    qa_put_estimate(table, row->agreement);
    qa_put_estimate(table, row->skill);
    qa_put_text(table, kinds(row, printing->report->arena));
    put_if(table, row->has_seconds, row->median_seconds);
    put_if(table, row->has_seconds, row->p10_seconds);
    qa_put_text(table, label_or_null(printing, row->over_used));
    qa_put_real(table, row->over_use);
    qa_put_text(table, label_or_null(printing, row->under_used));
    qa_put_real(table, row->under_use);
    qa_put_text(table, label_or_null(printing, row->favourite));
    qa_put_real(table, row->favourite_share);
    put_if(table, row->has_trend, row->first_third);
    put_if(table, row->has_trend, row->last_third);
    put_if(table, row->has_trend, row->trend_p);
    qa_put_count(table, row->repeats);
    qa_put_estimate(table, row->consistency);
    qa_put_count(table, row->idle);
}

static void note_conventions(struct qa_table *table, const struct qa_annotators_result *result)
{
    qa_table_note(table, "Agreement: with a random other annotator of the same item, each "
                         "annotator left out of his own comparison. Skill: the same corrected for "
                         "chance (Cohen's kappa against a random other). Over- and under-use: own "
                         "share of a label less the others' on the same items.");
    if (result->idle_cap > 0) {
        qa_table_note(table, "Times above %g s count as pauses and are left out of the speeds.",
                      result->idle_cap);
    }
    qa_table_note(table, "Trend: agreement in the first and last third of the answers by time; p "
                         "of its correlation with the order, adjusted for the number of "
                         "annotators (Benjamini and Hochberg).");
}

static void annotators_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"annotator", NULL, QA_TEXT},
        {"items", NULL, QA_COUNT},
        {"agreement", NULL, QA_ESTIMATE_RATE},
        {"skill", NULL, QA_ESTIMATE},
        {"flags", NULL, QA_TEXT},
        {"median_seconds", "median time", QA_SECONDS},
        {"p10_seconds", "10 % below", QA_SECONDS},
        {"over_used", "over-used", QA_TEXT},
        {"over_use", "surplus", QA_REAL},
        {"under_used", "under-used", QA_TEXT},
        {"under_use", "deficit", QA_REAL},
        {"favourite", NULL, QA_TEXT},
        {"favourite_share", "favourite's share", QA_RATE},
        {"first_third", NULL, QA_RATE},
        {"last_third", NULL, QA_RATE},
        {"trend_p", "trend p", QA_REAL},
        {"repeats", NULL, QA_COUNT},
        {"consistency", NULL, QA_ESTIMATE_RATE},
        {"idle", "pauses", QA_COUNT},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "annotators", "Each annotator beside the others",
                     columns, sizeof columns / sizeof *columns);
    table->rows_shown = 40;
    for (size_t i = 0; i < printing->result->n_rows; i++) {
        put_row(table, printing, &printing->result->rows[i]);
    }
    note_conventions(table, printing->result);
    qa_report_add_table(printing->report, table);
}

static void flags_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT}, {"vendor", NULL, QA_TEXT}, {"annotator", NULL, QA_TEXT},
        {"flag", NULL, QA_TEXT},     {"reason", NULL, QA_TEXT}, {"colleague", NULL, QA_TEXT},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "flags",
                                          "Annotators to look at, and why", columns, 6);
    table->rows_shown = 40;
    for (size_t i = 0; i < printing->result->n_rows; i++) {
        const struct qa_annotator_row *row = &printing->result->rows[i];
        for (size_t f = 0; f < row->n_flags; f++) {
            put_names(table, printing, row);
            qa_put_text(table, qa_annotator_flag_name(row->flags[f].kind));
            qa_put_text(table, row->flags[f].reason);
            qa_put_text(table, row->flags[f].colleague == QA_NONE
                                   ? NULL
                                   : qa_annotator_text(printing->names, row->flags[f].colleague));
        }
    }
    qa_table_note(
        table,
        "A flag is a reason to look, not a verdict. Too fast: a fifth or more of 10 answers or "
        "more below the floor. One answer: 80 %% or more of one label, 25 points over the others. "
        "At chance: skill below 0.2 with 0 in its interval, 20 items. Swapped: two labels "
        "exchanged more often than not, 5 times each way. Learning, tiring: adjusted trend p "
        "below 0.05. Copying: most errors shared with one colleague, adjusted p below 0.005%s.",
        printing->result->with_gold ? "" : "; an error is another label than most gave");
    qa_report_add_table(printing->report, table);
}

void qa_annotators_tables(const struct qa_annotators_result *result, const struct qa_names *names,
                          struct qa_report *report)
{
    const struct printing printing = {result, names, report};
    annotators_table(&printing);
    flags_table(&printing);
}
