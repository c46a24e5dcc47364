#include "qa/base/time.h"
#include "qa/procurement/compliance.h"
#include "qa/procurement/table_forms.h"

static void put_optional(struct qa_table *table, const char *text)
{
    qa_put_text(table, text != NULL && text[0] != '\0' ? text : NULL);
}

static const struct qa_column vendors_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"gate", NULL, QA_WORD,
     .about = "PASS where all musts are met, FAIL where one is not, else INCONCLUSIVE."},
    {"score", NULL, QA_RATE, .about = "Weighted share of the other questions that is fulfilled."},
    {"musts_met", NULL, QA_COUNT, .about = "Musts that are met."},
    {"musts", NULL, QA_COUNT, .about = "Musts that were asked."},
    {"answered", NULL, QA_COUNT, .about = "Questions answered."},
    {"unanswered", "blank", QA_COUNT, .about = "Questions left blank."},
    {"expiring", NULL, QA_COUNT, .about = "Certificates that end within the project's days."},
    {"ask_again", NULL, QA_COUNT, .about = "Answers to ask about again."},
    {"reason", NULL, QA_TEXT, .is_detail = true, .about = "The gate in a sentence."},
};
const struct qa_table_form qa_form_compliance_vendors =
    QA_TABLE_FORM("compliance", "Answers to the request", vendors_columns);

static void put_vendors(const struct qa_compliance *compliance, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_compliance_vendors);

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

static const struct qa_column ask_again_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "Id of the question."},
    {"requirement", "need", QA_TEXT, .about = "How much it is wanted: must, should or may."},
    {"why", NULL, QA_TEXT, .about = "What to ask."},
};
const struct qa_table_form qa_form_compliance_ask_again =
    QA_TABLE_FORM("ask_again", "What to ask again", ask_again_columns);

static void put_ask_again(const struct qa_compliance *compliance, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_compliance_ask_again);

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

static const struct qa_column answers_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"question", NULL, QA_TEXT, .is_key = true, .about = "Id of the question."},
    {"topic", NULL, QA_TEXT, .about = "Its topic."},
    {"requirement", "need", QA_TEXT, .about = "How much it is wanted: must, should or may."},
    {"reply", NULL, QA_WORD, .about = "YES, NO, PARTLY, TEXT, UNCLEAR or MISSING."},
    {"fulfilled", NULL, QA_RATE, .about = "Share of the question that the answer fulfils."},
    {"expires", NULL, QA_TEXT, .about = "Last day of the certificate named."},
    {"answer", NULL, QA_TEXT, .about = "The answer as it was written."},
    {"evidence", NULL, QA_TEXT, .is_detail = true, .about = "The proof that was named."},
    {"note", NULL, QA_TEXT, .is_detail = true, .about = "The vendor's note."},
    {"where", NULL, QA_TEXT, .is_detail = true, .about = "File and line of the answer."},
};
const struct qa_table_form qa_form_compliance_answers =
    QA_TABLE_FORM("answers", "Each answer", answers_columns);

static void put_answers(const struct qa_compliance *compliance, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_compliance_answers);

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
