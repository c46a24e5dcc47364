/* Tables of the comparison of vendors, of rework and of weeks. */
#include "qa/procurement/table_forms.h"
#include "qa/procurement/turnaround_parts.h"

/* ---- comparison ---- */

static const struct qa_column test_columns[] = {
    {"vendor_a", NULL, QA_TEXT, .is_key = true, .about = "One vendor, or (all vendors)."},
    {"vendor_b", NULL, QA_TEXT, .is_key = true, .about = "The other vendor."},
    {"difference_hours", "mean difference (h)", QA_ESTIMATE,
     .about = "Mean hours of the first less those of the second, with the interval."},
    {"horizon_hours", "up to (h)", QA_HOURS, .is_detail = true,
     .about = "Longest hours that count in the means."},
    {"chi_square", "log-rank chi-square", QA_REAL, .is_detail = true,
     .about = "Statistic of the log-rank test."},
    {"freedom", NULL, QA_COUNT, .is_detail = true, .about = "Its degrees of freedom."},
    {"p_value", NULL, QA_P, .about = "p-value of no difference of the hours."},
    {"p_adjusted", "adjusted p", QA_P, .about = "The same after Holm over the pairs."},
};
const struct qa_table_form qa_form_turnaround_tests =
    QA_TABLE_FORM("tests", "Vendors' hours compared", test_columns);

static const struct qa_column survival_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"hours", NULL, QA_HOURS, .is_key = true, .about = "Hours since the order."},
    {"at_risk", "open before", QA_COUNT, .about = "Deliveries open until then."},
    {"delivered", NULL, QA_COUNT, .about = "Deliveries that came at that time."},
    {"open_share", "share still open", QA_RATE,
     .about = "Share of deliveries still open after it (Kaplan-Meier)."},
    {"low", NULL, QA_RATE, .about = "Lower limit of that share."},
    {"high", NULL, QA_RATE, .about = "Upper limit of that share."},
};
const struct qa_table_form qa_form_turnaround_survival =
    QA_TABLE_FORM("survival", "Share of deliveries still open", survival_columns);

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
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_tests);

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
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_survival);

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
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"batches", NULL, QA_COUNT, .about = "Batches whose first round is in the log."},
    {"accepted", NULL, QA_COUNT, .about = "Batches that were accepted."},
    {"first_pass", "accepted at first", QA_ESTIMATE_RATE,
     .about = "Share accepted at first, with Wilson's interval."},
    {"mean_rounds", "mean rounds", QA_REAL, .about = "Rounds until acceptance, on average."},
    {"p50_hours", "median to acceptance (h)", QA_HOURS,
     .about = "Median hours from the first order to the accepted delivery."},
    {"p50_low", "low", QA_HOURS, .about = "Lower limit of the median."},
    {"p50_high", "high", QA_HOURS, .about = "Upper limit of the median."},
};
const struct qa_table_form qa_form_turnaround_acceptance =
    QA_TABLE_FORM("acceptance", "From order to acceptance", acceptance_columns);

static const struct qa_column round_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"round", NULL, QA_COUNT, .is_key = true, .about = "The round, from 1."},
    {"deliveries", NULL, QA_COUNT, .about = "Deliveries in the round."},
    {"items", NULL, QA_COUNT, .about = "Items in them."},
    {"open_deliveries", "open", QA_COUNT, .about = "Deliveries still open."},
    {"accepted", NULL, QA_COUNT, .about = "Deliveries accepted."},
    {"sent_back", NULL, QA_COUNT, .about = "Deliveries sent back."},
    {"acceptance", NULL, QA_ESTIMATE_RATE,
     .about = "Share of decided ones that was accepted, with Wilson's interval."},
    {"p50_hours", "median (h)", QA_HOURS, .about = "Median hours to delivery."},
    {"on_time", NULL, QA_ESTIMATE_RATE, .about = "Share of decided deliveries that came on time."},
};
const struct qa_table_form qa_form_turnaround_rounds =
    QA_TABLE_FORM("rounds", "Rounds of rework", round_columns);

static void acceptance_table(const struct qa_turnaround *turnaround, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_acceptance);

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
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_rounds);

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
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"week", "week from", QA_TEXT, .is_key = true, .about = "Monday of the week."},
    {"ordered", NULL, QA_COUNT, .about = "Items ordered in the week."},
    {"due", "promised", QA_COUNT, .about = "Items promised for the week."},
    {"delivered", NULL, QA_COUNT, .about = "Items delivered in the week."},
    {"accepted", NULL, QA_COUNT, .about = "Items delivered in the week and accepted."},
    {"backlog", NULL, QA_COUNT, .about = "Items ordered and not delivered when the week ends."},
    {"deliveries", NULL, QA_COUNT, .is_detail = true, .about = "Deliveries of the week."},
    {"p50_hours", "median (h)", QA_HOURS, .is_detail = true,
     .about = "Their median hours to delivery."},
    {"p90_hours", "p90 (h)", QA_HOURS, .about = "Hours within which 90 % of them came."},
    {"due_so_far", "promised so far", QA_COUNT, .is_detail = true,
     .about = "Items promised up to the week's end."},
    {"delivered_so_far", NULL, QA_COUNT, .is_detail = true,
     .about = "Items delivered up to the week's end."},
};
const struct qa_table_form qa_form_turnaround_weeks =
    QA_TABLE_FORM("weeks", "Items by week", week_columns);

/* so_far: the sums of the vendor's weeks up to this one. */
static void put_week(struct qa_table *table, const struct qa_turnaround *turnaround,
                     const struct qa_vendor_week *week, const struct qa_vendor_week *so_far)
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
    qa_put_count(table, so_far->due);
    qa_put_count(table, so_far->delivered);
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
    struct qa_table *table = qa_table_new(report->arena, &qa_form_turnaround_weeks);

    struct qa_vendor_week so_far = {.vendor = NULL};
    for (size_t i = 0; i < turnaround->n_weeks; i++) {
        const struct qa_vendor_week *week = &turnaround->weeks[i];
        bool is_next = so_far.vendor == week->vendor;
        so_far.vendor = week->vendor;
        so_far.due = week->due + (is_next ? so_far.due : 0);
        so_far.delivered = week->delivered + (is_next ? so_far.delivered : 0);
        put_week(table, turnaround, week, &so_far);
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
