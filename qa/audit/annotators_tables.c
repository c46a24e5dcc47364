#include "qa/audit/annotators.h"
#include "qa/audit/table_forms.h"

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
    if (row->has_ranks) {
        qa_put_estimate(table, row->rank_correlation);
    } else {
        qa_put_absent(table);
    }
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
    qa_table_note(table, "Trend: share of the first and last third of the answers by time that say "
                         "what most of the others say (gold where there is any; ties left out); p "
                         "of its correlation with the order, adjusted for the number of "
                         "annotators (Benjamini and Hochberg).");
}

static const struct qa_column annotators_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"items", NULL, QA_COUNT, .about = "Items that the annotator answered."},
    {"agreement", NULL, QA_ESTIMATE_RATE,
     .about = "Share of agreement with a random other annotator of the same item."},
    {"skill", NULL, QA_ESTIMATE,
     .about = "The same corrected for chance: 0 is guessing, 1 full agreement."},
    {"flags", NULL, QA_WORD, .about = "What about the annotator is worth a look, comma-separated."},
    {"median_seconds", "median time", QA_SECONDS,
     .about = "Median time of an answer in seconds, pauses left out."},
    {"p10_seconds", "10 % below", QA_SECONDS, .is_detail = true,
     .about = "Time below which a tenth of the answers are, in seconds."},
    {"over_used", "over-used", QA_TEXT,
     .about = "The label used most beyond the others' share on the same items."},
    {"over_use", "surplus", QA_REAL, .about = "How much more often, as a difference of shares."},
    {"under_used", "under-used", QA_TEXT, .is_detail = true,
     .about = "The label used least against the others' share on the same items."},
    {"under_use", "deficit", QA_REAL, .is_detail = true,
     .about = "How much less often, as a difference of shares below 0."},
    {"favourite", NULL, QA_TEXT, .is_detail = true, .about = "The label used most."},
    {"favourite_share", "favourite's share", QA_RATE, .is_detail = true,
     .about = "Its share of the annotator's answers."},
    {"first_third", NULL, QA_RATE, .is_detail = true,
     .about = "Share of the first third of the answers by time that say what most others say."},
    {"last_third", NULL, QA_RATE, .is_detail = true,
     .about = "Share of the last third of the answers by time that say what most others say."},
    {"trend_p", "trend p", QA_P,
     .about = "Adjusted p of no change of agreement over the answers in order."},
    {"repeats", NULL, QA_COUNT, .is_detail = true,
     .about = "Further answers to items answered before."},
    {"consistency", NULL, QA_ESTIMATE_RATE, .is_detail = true,
     .about = "Share of those that repeat the first answer."},
    {"idle", "pauses", QA_COUNT, .is_detail = true,
     .about = "Answers longer than the cap on pauses."},
    {"rank_correlation", "rank correlation", QA_ESTIMATE,
     .about = "Spearman's, with the mean of the item's others; of labels that are numbers or have "
              "an order (--scale)."},
};
const struct qa_table_form qa_form_agreement_annotators =
    QA_TABLE_FORM("annotators", "Each annotator beside the others", annotators_columns);

static void annotators_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_annotators);
    table->rows_shown = 40;
    for (size_t i = 0; i < printing->result->n_rows; i++) {
        put_row(table, printing, &printing->result->rows[i]);
    }
    note_conventions(table, printing->result);
    qa_report_add_table(printing->report, table);
}

static const struct qa_column flags_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator who answered."},
    {"flag", NULL, QA_WORD, .is_key = true,
     .about = "What is worth a look: too fast, one answer, at chance, swapped classes, learning, "
              "tiring or copying."},
    {"reason", NULL, QA_TEXT, .about = "The figures behind it in a sentence."},
    {"colleague", NULL, QA_TEXT, .is_key = true,
     .about = "The annotator with whom errors are shared, where the flag is copying."},
};
const struct qa_table_form qa_form_agreement_flags =
    QA_TABLE_FORM("flags", "Annotators to look at, and why", flags_columns);

static void flags_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_flags);
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
        "A flag is a reason to look, not a verdict; where annotators are alike, at most one "
        "question "
        "in 20 has one of a kind. Too fast: a fifth or more of 10 answers or more below the floor, "
        "and surely above a tenth. One answer: 80 %% or more of one label, 25 points over the "
        "others. At chance: skill below 0.2 with 0 in its interval, 20 items, and surely below "
        "that "
        "of the better ones (at most 0.4); likewise the rank correlation (0.5) where labels are "
        "numbers "
        "or have an order. Swapped: two labels surely exchanged more often than not, 5 times each "
        "way. Learning, tiring: adjusted trend p below 0.05. Copying: most errors shared with one "
        "colleague, more than with others of the same items, adjusted p below 0.005; items of two "
        "annotators tell nothing%s.",
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
