#include "qa/base/time.h"
#include "qa/procurement/compliance.h"

static void put_optional(struct qa_table *table, const char *text)
{
    qa_put_text(table, text != NULL && text[0] != '\0' ? text : NULL);
}

static void put_vendors(const struct qa_compliance *compliance, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT},         {"gate", NULL, QA_TEXT},
        {"score", NULL, QA_RATE},          {"musts_met", NULL, QA_COUNT},
        {"musts", NULL, QA_COUNT},         {"answered", NULL, QA_COUNT},
        {"unanswered", "blank", QA_COUNT}, {"expiring", NULL, QA_COUNT},
        {"ask_again", NULL, QA_COUNT},     {"reason", NULL, QA_TEXT}};
    struct qa_table *table = qa_table_new(report->arena, "compliance", "Answers to the request",
                                          columns, sizeof columns / sizeof *columns);

    for (size_t v = 0; v < compliance->n; v++) {
        const struct qa_vendor_compliance *vendor = &compliance->vendors[v];
        qa_table_row(table);
        qa_put_text(table, vendor->vendor);
        qa_put_text(table, qa_gate_name(vendor->gate));
        if (vendor->has_score) {
            qa_put_real(table, vendor->score);
        } else {
            qa_put_absent(table);
        }
        qa_put_count(table, vendor->n_musts_met);
        qa_put_count(table, vendor->n_musts);
        qa_put_count(table, vendor->n_answered);
        qa_put_count(table, vendor->n_unanswered);
        qa_put_count(table, vendor->n_expiring);
        qa_put_count(table, vendor->n_ask);
        qa_put_text(table, vendor->reason);
        if (vendor->gate != QA_GATE_PASS) {
            qa_table_note(table, "%s: %s.", vendor->vendor, vendor->reason);
        }
    }
    qa_table_note(table, "Score: the weighted share of the questions that are no must; a partly "
                         "fulfilled or unproven answer counts half, a missing one nothing.");
    if (compliance->days.starts == QA_NO_TIME && compliance->days.ends == QA_NO_TIME &&
        compliance->days.as_of == QA_NO_TIME) {
        qa_table_note(table, "The project's days are not known, so no certificate was held against "
                             "them.");
    }
    qa_report_add_table(report, table);
}

/* The vendor's questions of one requirement. */
static void put_asks(struct qa_table *table, const struct qa_vendor_compliance *vendor,
                     enum qa_requirement requirement)
{
    for (size_t q = 0; q < vendor->n_replies; q++) {
        const struct qa_judged_reply *judged = &vendor->replies[q];
        if (judged->ask == NULL || judged->question->requirement != requirement) {
            continue;
        }
        qa_table_row(table);
        qa_put_text(table, vendor->vendor);
        qa_put_text(table, judged->question->id);
        qa_put_text(table, qa_requirement_name(requirement));
        qa_put_text(table, judged->ask);
    }
}

static void put_ask_again(const struct qa_compliance *compliance, struct qa_report *report)
{
    static const struct qa_column columns[] = {{"vendor", NULL, QA_TEXT},
                                               {"question", NULL, QA_TEXT},
                                               {"requirement", "need", QA_TEXT},
                                               {"why", NULL, QA_TEXT}};
    struct qa_table *table = qa_table_new(report->arena, "ask_again", "What to ask again", columns,
                                          sizeof columns / sizeof *columns);

    for (size_t v = 0; v < compliance->n; v++) {
        for (int r = 0; r < QA_N_REQUIREMENTS; r++) {
            put_asks(table, &compliance->vendors[v], (enum qa_requirement)r);
        }
    }
    qa_report_add_table(report, table);
}

static const char *place_of(const struct qa_reply *reply, struct qa_arena *arena)
{
    return reply->file == NULL
               ? NULL
               : qa_arena_format(arena, "%s:%llu", reply->file, (unsigned long long)reply->line);
}

static void put_answers(const struct qa_compliance *compliance, struct qa_report *report)
{
    static const struct qa_column columns[] = {
        {"vendor", NULL, QA_TEXT},        {"question", NULL, QA_TEXT}, {"topic", NULL, QA_TEXT},
        {"requirement", "need", QA_TEXT}, {"reply", NULL, QA_TEXT},    {"fulfilled", NULL, QA_RATE},
        {"expires", NULL, QA_TEXT},       {"answer", NULL, QA_TEXT},   {"evidence", NULL, QA_TEXT},
        {"note", NULL, QA_TEXT},          {"where", NULL, QA_TEXT}};
    struct qa_table *table = qa_table_new(report->arena, "answers", "Each answer", columns,
                                          sizeof columns / sizeof *columns);

    for (size_t v = 0; v < compliance->n; v++) {
        const struct qa_vendor_compliance *vendor = &compliance->vendors[v];
        for (size_t q = 0; q < vendor->n_replies; q++) {
            const struct qa_judged_reply *judged = &vendor->replies[q];
            char expires[QA_TIME_TEXT_MAX] = "";
            if (judged->reply->expires != QA_NO_TIME) {
                qa_date_format(judged->reply->expires, expires);
            }
            qa_table_row(table);
            qa_put_text(table, vendor->vendor);
            qa_put_text(table, judged->question->id);
            put_optional(table, judged->question->topic);
            qa_put_text(table, qa_requirement_name(judged->question->requirement));
            qa_put_text(table, qa_reply_name(judged->reply->kind));
            qa_put_real(table, judged->fulfilled);
            put_optional(table, expires);
            put_optional(table, judged->reply->text);
            put_optional(table, judged->reply->evidence);
            put_optional(table, judged->reply->note);
            put_optional(table, place_of(judged->reply, report->arena));
        }
    }
    qa_report_add_table(report, table);
}

void qa_compliance_tables(const struct qa_compliance *compliance, struct qa_report *report)
{
    const struct qa_responses *responses = compliance->responses;
    struct qa_vendor_promises *promises =
        QA_ARRAY(report->arena, struct qa_vendor_promises, responses->n);

    put_vendors(compliance, report);
    put_ask_again(compliance, report);
    for (size_t i = 0; i < responses->n; i++) {
        promises[i] = responses->list[i].promises;
    }
    qa_promises_table(promises, responses->n, report);
    put_answers(compliance, report);
}
