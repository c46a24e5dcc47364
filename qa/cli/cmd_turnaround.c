#include <string.h>

#include "qa/batch/spelling.h"
#include "qa/cli/calendar_options.h"
#include "qa/cli/commands.h"
#include "qa/procurement/penalties.h"
#include "qa/procurement/turnaround.h"

struct settings {
    struct qa_output_settings output;
    struct qa_notation_settings notation;
    const char *timezone;
    const char *as_of;
    const char *hours;
    const char *holidays;
    const char *zone;
    const char *penalties;
    double weekly;
    double confidence;
};

static const struct qa_option options[] = {
    {0, "timezone", QA_OPTION_TEXT, offsetof(struct settings, timezone), "ZONE",
     "of times without a zone: UTC, +01:00, Europe/Berlin"},
    {0, "as-of", QA_OPTION_TEXT, offsetof(struct settings, as_of), "TIME",
     "when the log was closed, for open deliveries (default: its latest time)"},
    {0, "business-hours", QA_OPTION_TEXT, offsetof(struct settings, hours), "HOURS",
     "opening hours, 'Mon-Fri 09:00-17:00' or 'Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-14:00'"},
    {0, "holidays", QA_OPTION_TEXT, offsetof(struct settings, holidays), "FILE",
     "days with hours of their own: columns date and hours, empty for a day that is closed"},
    {0, "zone", QA_OPTION_TEXT, offsetof(struct settings, zone), "ZONE",
     "of the opening hours (default: that of the times)"},
    {0, "penalties", QA_OPTION_TEXT, offsetof(struct settings, penalties), "FILE",
     "the contract's rules of penalties and credits; labelqa explain E433 has the columns"},
    {0, "weekly", QA_OPTION_REAL, offsetof(struct settings, weekly), "N",
     "items a week that were promised, for the weeks to full speed"},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
};

static const struct qa_option_group groups[] = {
    {"Turnaround", options, sizeof options / sizeof *options, 0},
    {"Numbers and dates", qa_notation_options, QA_N_NOTATION_OPTIONS,
     offsetof(struct settings, notation)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS, .confidence = 0.95};

/* Rules that no delivery of the log comes under. */
static void say_unknown(struct qa_session *session, const struct qa_records *rules, size_t row,
                        const char *name)
{
    if (*name != '\0' && strcmp(name, "*") != 0) {
        qa_findings_addf(&session->findings, QA_WARNING, "W740", qa_records_file(rules, row),
                         qa_records_cell(rules, row, 0)->line, 0,
                         "the log has no delivery of '%.80s', and its rules of penalties are not "
                         "worked",
                         name);
    }
}

/* Vendors of the log and of the rules, if any, in two spellings. */
static enum qa_status say_respelt(struct qa_session *session,
                                  const struct qa_turnaround *turnaround,
                                  const struct qa_records *rules)
{
    static const struct qa_column_spec vendor = {"vendor", "supplier,provider", false};
    size_t n_rules = rules != NULL ? rules->n_records : 0;
    const char **names = QA_ARRAY(session->arena, const char *, turnaround->n_vendors + n_rules);
    size_t n = 0;
    uint32_t column = QA_NONE;
    for (; n < turnaround->n_vendors; n++) {
        names[n] = turnaround->vendors[n].vendor;
    }
    if (rules != NULL) {
        QA_TRY(qa_records_columns(rules, &vendor, 1, &column, &session->error));
    }
    for (size_t r = 0; column != QA_NONE && r < n_rules; r++) {
        const char *name = qa_cell_trimmed(qa_records_cell(rules, r, column), session->arena);
        bool is_new = true;
        for (size_t i = 0; i < n; i++) {
            is_new = is_new && strcmp(names[i], name) != 0;
        }
        if (is_new) {
            say_unknown(session, rules, r, name);
            names[n++] = name;
        }
    }
    qa_say_respelt(names, n, NULL, &session->findings);
    return QA_OK;
}

static enum qa_status add_penalties(struct qa_session *session, const char *path,
                                    const struct qa_turnaround *turnaround)
{
    const struct qa_records *rules;
    struct qa_penalties penalties;
    QA_TRY(qa_session_numbers(session, path, "penalties", "per,amount", &qa_penalty_forms, &rules));
    if (rules == NULL) {
        return say_respelt(session, turnaround, NULL);
    }
    QA_TRY(qa_penalties_apply(rules, turnaround, session->arena, &session->findings, &penalties,
                              &session->error));
    QA_TRY(say_respelt(session, turnaround, rules));
    qa_penalties_tables(&penalties, session->report);
    return QA_OK;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_zone zone = {0};
    int64_t as_of = QA_NO_TIME;
    session->notation = qa_notation_of(&settings->notation);
    if (session->n_operands != 1) {
        return qa_fail(&session->error, QA_USAGE, "E005", "turnaround reads one delivery log");
    }
    if (settings->timezone != NULL) {
        QA_TRY(qa_zone_parse(settings->timezone, &zone, &session->error));
    }
    if (settings->as_of != NULL &&
        qa_time_parse(settings->as_of, strlen(settings->as_of), &zone, &as_of) != QA_TIME_OK) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--as-of: '%s' is not a time with a zone, such as 2026-03-01T08:00:00Z",
                       settings->as_of);
    }
    const struct qa_records *log;
    QA_TRY(qa_session_numbers(session, session->operands[0], "log",
                              "ordered,ordered_at,delivered,delivered_at", &qa_log_forms, &log));
    struct qa_turnaround turnaround;
    struct qa_turnaround_request request = {.log = log,
                                            .zone = &zone,
                                            .as_of = as_of,
                                            .confidence = settings->confidence,
                                            .weekly_items = settings->weekly,
                                            .findings = &session->findings};
    const struct qa_project_calendar calendar = {settings->hours, settings->zone,
                                                 settings->holidays};
    QA_TRY(qa_session_calendar(session, &calendar, &zone, &request.calendar));
    QA_TRY(qa_turnaround_parse(&request, session->arena, &turnaround, &session->error));
    session->report->confidence = settings->confidence;
    qa_turnaround_tables(&turnaround, session->report);
    QA_TRY(add_penalties(session, settings->penalties, &turnaround));
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_turnaround = {
    .group = "Measure",
    .name = "turnaround",
    .summary = "delivery times, on-time share, throughput, deliveries still open",
    .synopsis = "LOG [options]",
    .examples =
        "    labelqa turnaround delivery-log.csv\n"
        "    labelqa turnaround delivery-log.csv --timezone Europe/Berlin\n"
        "    labelqa turnaround delivery-log.csv --business-hours 'Mon-Fri 09:00-17:00' \\\n"
        "        --holidays holidays.csv --zone Europe/Berlin\n",
    .details =
        "The log has the columns vendor, batch, items, ordered_at, delivered_at; an empty "
        "delivered_at is a delivery still open. A promise is due_at, or promised_hours with "
        "clock calendar or business. Optional: priority; round (1, 2 ... of a batch that was "
        "sent back; ordered_at is then when it was sent back) and accepted (yes, no, "
        "empty).",
    QA_COMMAND_TABLES,
};
