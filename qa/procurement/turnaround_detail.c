/* Tables of the comparison of vendors, of rework and of weeks. */
#include "qa/procurement/turnaround_parts.h"

#define TABLE(report, name, title, columns)                                                        \
    qa_table_new((report)->arena, name, title, columns, sizeof(columns) / sizeof *(columns))

/* ---- comparison ---- */

static const struct qa_column test_columns[] = {
    {"vendor_a", NULL, QA_TEXT},
    {"vendor_b", NULL, QA_TEXT},
    {"difference_hours", "mean difference (h)", QA_ESTIMATE},
    {"horizon_hours", "up to (h)", QA_HOURS},
    {"chi_square", "log-rank chi-square", QA_REAL},
    {"freedom", NULL, QA_COUNT},
    {"p_value", NULL, QA_REAL},
    {"p_adjusted", "adjusted p", QA_REAL},
};

static const struct qa_column survival_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"hours", NULL, QA_HOURS},
    {"at_risk", "open before", QA_COUNT},
    {"delivered", NULL, QA_COUNT},
    {"open_share", "share still open", QA_RATE},
    {"low", NULL, QA_RATE},
    {"high", NULL, QA_RATE},
};

static void put_real_if(struct qa_table *table, bool known, double value)
{
    if (known) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void put_test(struct qa_table *table, const struct qa_turnaround_test *test)
{
    bool known = test->test.undefined == NULL;

    qa_table_row(table);
    qa_put_text(table, test->first != NULL ? test->first : "(all vendors)");
    qa_put_text(table, test->second);
    if (test->first != NULL) {
        qa_put_estimate(table, test->difference);
    } else {
        qa_put_absent(table);
    }
    put_real_if(table, test->first != NULL, test->horizon);
    put_real_if(table, known, test->test.chi_square);
    if (known) {
        qa_put_count(table, test->test.freedom);
    } else {
        qa_put_absent(table);
    }
    put_real_if(table, known, test->test.p_value);
    put_real_if(table, known, test->p_adjusted);
}

void qa_turnaround_tests_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = TABLE(report, "tests", "Vendors' hours compared", test_columns);

    for (size_t i = 0; i < turnaround->n_tests; i++) {
        put_test(table, &turnaround->tests[i]);
    }
    qa_table_note(table,
                  "Log-rank test with open deliveries as censored%s; Holm over the pairs. Mean "
                  "difference: first less second, of hours up to the earlier of their longest.",
                  turnaround->n_priorities > 0 ? ", stratified by priority" : "");
    qa_report_add_table(report, table);
}

void qa_turnaround_survival_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table =
        TABLE(report, "survival", "Share of deliveries still open", survival_columns);

    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        const struct qa_survival *survival = &turnaround->vendors[i].hours.survival;
        for (size_t s = 0; s < survival->n_steps; s++) {
            const struct qa_survival_step *step = &survival->steps[s];
            qa_table_row(table);
            qa_put_text(table, turnaround->vendors[i].vendor);
            qa_put_real(table, step->time);
            qa_put_count(table, step->at_risk);
            qa_put_count(table, step->ends);
            qa_put_real(table, step->survival);
            put_real_if(table, step->survival > 0, step->low);
            put_real_if(table, step->survival > 0, step->high);
        }
    }
    qa_table_note(table, "Kaplan-Meier after each time, with Greenwood's variance and limits on "
                         "the log scale.");
    table->rows_shown = 30;
    qa_report_add_table(report, table);
}

/* ---- rework ---- */

static const struct qa_column acceptance_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"batches", NULL, QA_COUNT},
    {"accepted", NULL, QA_COUNT},
    {"first_pass", "accepted at first", QA_ESTIMATE_RATE},
    {"mean_rounds", "mean rounds", QA_REAL},
    {"p50_hours", "median to acceptance (h)", QA_HOURS},
    {"p50_low", "low", QA_HOURS},
    {"p50_high", "high", QA_HOURS},
};

static const struct qa_column round_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"round", NULL, QA_COUNT},
    {"deliveries", NULL, QA_COUNT},
    {"items", NULL, QA_COUNT},
    {"open_deliveries", "open", QA_COUNT},
    {"accepted", NULL, QA_COUNT},
    {"sent_back", NULL, QA_COUNT},
    {"acceptance", NULL, QA_ESTIMATE_RATE},
    {"p50_hours", "median (h)", QA_HOURS},
    {"on_time", NULL, QA_ESTIMATE_RATE},
};

static void acceptance_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table =
        TABLE(report, "acceptance", "From order to acceptance", acceptance_columns);

    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        const struct qa_vendor_acceptance *row = &turnaround->acceptances[i];
        qa_table_row(table);
        qa_put_text(table, row->vendor);
        qa_put_count(table, row->batches);
        qa_put_count(table, row->accepted);
        qa_put_estimate(table, row->first_pass);
        put_real_if(table, row->accepted > 0, row->mean_rounds);
        put_real_if(table, row->hours.undefined == NULL, row->hours.value);
        put_real_if(table, row->hours.has_low, row->hours.low);
        put_real_if(table, row->hours.has_high, row->hours.high);
    }
    qa_table_note(table, "Of batches whose first round is in the log. Hours from the first order "
                         "to the delivery that was accepted; batches without one are censored.");
    qa_report_add_table(report, table);
}

void qa_turnaround_round_tables(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = TABLE(report, "rounds", "Rounds of rework", round_columns);

    acceptance_table(turnaround, report);
    for (size_t i = 0; i < turnaround->n_rounds; i++) {
        const struct qa_vendor_round *row = &turnaround->rounds[i];
        qa_table_row(table);
        qa_put_text(table, row->vendor);
        qa_put_count(table, row->round);
        qa_put_count(table, row->deliveries);
        qa_put_count(table, row->items);
        qa_put_count(table, row->open);
        qa_put_count(table, row->accepted);
        qa_put_count(table, row->sent_back);
        qa_put_estimate(table, row->acceptance);
        put_real_if(table, row->has_hours, row->p50_hours);
        qa_put_estimate(table, row->on_time);
    }
    qa_report_add_table(report, table);
}

/* ---- weeks ---- */

static const struct qa_column week_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"week", "week from", QA_TEXT},
    {"ordered", NULL, QA_COUNT},
    {"due", "promised", QA_COUNT},
    {"delivered", NULL, QA_COUNT},
    {"accepted", NULL, QA_COUNT},
    {"backlog", NULL, QA_COUNT},
    {"deliveries", NULL, QA_COUNT},
    {"p50_hours", "median (h)", QA_HOURS},
    {"p90_hours", "p90 (h)", QA_HOURS},
};

static void put_week(struct qa_table *table, const struct qa_turnaround *turnaround,
                     const struct qa_vendor_week *week)
{
    char monday[QA_TIME_TEXT_MAX];

    qa_date_format(week->monday * QA_DAY, monday);
    qa_table_row(table);
    qa_put_text(table, week->vendor);
    qa_put_text(table, monday);
    qa_put_count(table, week->ordered);
    qa_put_count(table, week->due);
    qa_put_count(table, week->delivered);
    if (turnaround->has_rounds) {
        qa_put_count(table, week->accepted);
    } else {
        qa_put_absent(table);
    }
    qa_put_count(table, week->backlog);
    qa_put_count(table, week->deliveries);
    put_real_if(table, week->deliveries > 0, week->p50_hours);
    put_real_if(table, week->deliveries > 0, week->p90_hours);
}

static void note_ramp_ups(const struct qa_turnaround *turnaround, struct qa_table *table)
{
    for (size_t i = 0; i < turnaround->n_vendors; i++) {
        const struct qa_ramp_up *ramp_up = &turnaround->ramp_ups[i];
        if (ramp_up->undefined == NULL) {
            qa_table_note(table,
                          "%s reached 90 %% of its %s throughput of %.0f items a week in week "
                          "%llu.",
                          ramp_up->vendor, ramp_up->is_promised ? "promised" : "steady",
                          ramp_up->target, (unsigned long long)ramp_up->weeks);
        }
    }
}

void qa_turnaround_weeks_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = TABLE(report, "weeks", "Items by week", week_columns);

    for (size_t i = 0; i < turnaround->n_weeks; i++) {
        put_week(table, turnaround, &turnaround->weeks[i]);
    }
    qa_table_note(table, "Backlog: items ordered and not delivered when the week ends. Hours are "
                         "of the deliveries of the week.");
    note_ramp_ups(turnaround, table);
    if (turnaround->weeks_left_out) {
        qa_table_note(table, "Vendors whose log spans more than twenty years are left out.");
    }
    table->rows_shown = 60;
    qa_report_add_table(report, table);
}
