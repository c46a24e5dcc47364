#include "qa/procurement/compliance.h"

#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/figures.h"

enum { MOST_NAMED = 4 }; /* questions in a reason; the tables have them all */

static const char *date_text(int64_t date, struct qa_arena *arena)
{
    char text[QA_TIME_TEXT_MAX];
    qa_date_format(date, text);
    return qa_arena_text(arena, text);
}

static double fulfilled(const struct qa_form_question *question, const struct qa_reply *reply)
{
    switch (reply->kind) {
    case QA_REPLY_YES:
        return question->wanted == QA_WANT_NO ? 0 : 1;
    case QA_REPLY_NO:
        return question->wanted == QA_WANT_NO ? 1 : 0;
    case QA_REPLY_PARTLY:
        return 0.5;
    case QA_REPLY_TEXT:
        return 1;
    default:
        return 0;
    }
}

static enum qa_expiry expiry_of(int64_t expires, const struct qa_project_days *days)
{
    bool has_days =
        days->starts != QA_NO_TIME || days->ends != QA_NO_TIME || days->as_of != QA_NO_TIME;

    if (expires == QA_NO_TIME || !has_days) {
        return QA_EXPIRY_NONE;
    }
    /* QA_NO_TIME is before every day. */
    if (expires < days->starts || expires < days->as_of) {
        return QA_EXPIRY_EXPIRED;
    }
    return expires < days->ends ? QA_EXPIRY_EXPIRING : QA_EXPIRY_GOOD;
}

/* What is wrong with the proof of an answer; NULL: nothing. */
static const char *proof_problem(const struct qa_judged_reply *judged, struct qa_arena *arena)
{
    int64_t expires = judged->reply->expires;

    if (judged->expiry == QA_EXPIRY_EXPIRED) {
        return qa_arena_format(arena, "certificate ended %s: the new one?",
                               date_text(expires, arena));
    }
    if (judged->unproven) {
        return qa_arena_format(arena, "the %s is missing", qa_proof_name(judged->question->proof));
    }
    if (judged->needs_date) {
        return "until which day is the certificate good?";
    }
    if (judged->expiry == QA_EXPIRY_EXPIRING) {
        return qa_arena_format(arena, "certificate ends %s: when renewed?",
                               date_text(expires, arena));
    }
    return NULL;
}

/* What the vendor is to be asked again, the gravest first; NULL: nothing. */
static const char *ask_of(const struct qa_judged_reply *judged, struct qa_arena *arena)
{
    bool is_must = judged->question->requirement == QA_MUST;

    switch (judged->reply->kind) {
    case QA_REPLY_MISSING:
        return "not answered";
    case QA_REPLY_UNCLEAR:
        return "answer yes, no or partly";
    case QA_REPLY_PARTLY:
        return is_must ? "only partly: what is missing, and by when?"
                       : proof_problem(judged, arena);
    default:
        return is_must && judged->fulfilled < 1 ? "a must: can it be met, and by when?"
                                                : proof_problem(judged, arena);
    }
}

static void judge(const struct qa_form_question *question, const struct qa_reply *reply,
                  const struct qa_project_days *days, struct qa_arena *arena,
                  struct qa_judged_reply *out)
{
    *out = (struct qa_judged_reply){.question = question, .reply = reply};
    out->fulfilled = fulfilled(question, reply);
    if (out->fulfilled > 0) {
        out->expiry = expiry_of(reply->expires, days);
        out->unproven = out->expiry == QA_EXPIRY_EXPIRED ||
                        (question->proof != QA_PROOF_NONE && reply->evidence[0] == '\0');
        out->needs_date = question->proof == QA_PROOF_CERTIFICATE && reply->expires == QA_NO_TIME;
    }
    out->ask = ask_of(out, arena);
    if (out->unproven && out->fulfilled > 0.5) {
        out->fulfilled = 0.5;
    }
}

/* ---- the vendor ---- */

/* "not answered", "no", "partly", "document missing": why a must is not met. */
static const char *why_not(const struct qa_judged_reply *judged)
{
    switch (judged->reply->kind) {
    case QA_REPLY_MISSING:
    case QA_REPLY_UNCLEAR:
        return judged->reply->kind == QA_REPLY_MISSING ? "not answered" : "unclear";
    case QA_REPLY_YES:
        return "yes";
    case QA_REPLY_NO:
        return "no";
    default:
        return "partly";
    }
}

static bool is_met(const struct qa_judged_reply *judged)
{
    return judged->fulfilled >= 1;
}

/* A must that only lacks its proof is open; any other that is not met has failed. */
static bool is_open(const struct qa_judged_reply *judged)
{
    return judged->unproven && judged->reply->kind != QA_REPLY_PARTLY;
}

/* "encryption_at_rest (no), nda (not answered) and 2 more" of the musts that failed or are open. */
static const char *list_musts(const struct qa_vendor_compliance *vendor, bool open, size_t *n,
                              struct qa_arena *arena)
{
    const char *list = "";

    *n = 0;
    for (size_t q = 0; q < vendor->n_replies; q++) {
        const struct qa_judged_reply *judged = &vendor->replies[q];
        if (judged->question->requirement != QA_MUST || is_met(judged) || is_open(judged) != open) {
            continue;
        }
        if (++*n <= MOST_NAMED) {
            list = qa_arena_format(arena, "%s%s%s (%s)", list, *n > 1 ? ", " : "",
                                   judged->question->id, open ? "unproven" : why_not(judged));
        }
    }
    return *n > MOST_NAMED ? qa_arena_format(arena, "%s and %zu more", list, *n - MOST_NAMED)
                           : list;
}

static void settle_gate(struct qa_vendor_compliance *vendor, struct qa_arena *arena)
{
    size_t n_failed;
    size_t n_open;
    const char *failed = list_musts(vendor, false, &n_failed, arena);
    const char *open = list_musts(vendor, true, &n_open, arena);

    if (!vendor->responded && vendor->n_musts > 0) {
        vendor->gate = QA_GATE_FAIL;
        vendor->reason = qa_arena_format(arena, "no answer to the request, which has %s",
                                         qa_figure_count(arena, vendor->n_musts, "must"));
    } else if (n_failed > 0) {
        vendor->gate = QA_GATE_FAIL;
        vendor->reason = qa_arena_format(arena, "must not met: %s", failed);
    } else if (n_open > 0) {
        vendor->gate = QA_GATE_INCONCLUSIVE;
        vendor->reason = qa_arena_format(arena, "must without proof: %s", open);
    } else {
        vendor->gate = QA_GATE_PASS;
        vendor->reason = vendor->n_musts > 0
                             ? qa_arena_format(arena, "all musts are met (%zu)", vendor->n_musts)
                             : "no question is a must";
    }
}

static void count(struct qa_vendor_compliance *vendor)
{
    double weight = 0;
    double reached = 0;

    for (size_t q = 0; q < vendor->n_replies; q++) {
        const struct qa_judged_reply *judged = &vendor->replies[q];
        bool is_must = judged->question->requirement == QA_MUST;
        bool is_answered = judged->reply->kind != QA_REPLY_MISSING;

        vendor->n_musts += is_must;
        vendor->n_musts_met += is_must && is_met(judged);
        vendor->n_answered += is_answered;
        vendor->n_unanswered += !is_answered;
        vendor->n_ask += judged->ask != NULL;
        vendor->n_expiring +=
            judged->expiry == QA_EXPIRY_EXPIRED || judged->expiry == QA_EXPIRY_EXPIRING;
        weight += is_must ? 0 : judged->question->weight;
        reached += is_must ? 0 : judged->question->weight * judged->fulfilled;
    }
    vendor->has_score = weight > 0;
    vendor->score = weight > 0 ? reached / weight : 0;
}

static struct qa_vendor_compliance judge_vendor(const struct qa_questionnaire *questionnaire,
                                                const struct qa_response *response,
                                                const struct qa_project_days *days,
                                                struct qa_arena *arena)
{
    struct qa_judged_reply *judged = QA_ARRAY(arena, struct qa_judged_reply, questionnaire->n);
    struct qa_vendor_compliance vendor = {.vendor = response->promises.vendor,
                                          .responded = response->has_replies,
                                          .replies = judged,
                                          .n_replies = questionnaire->n};

    for (size_t q = 0; q < questionnaire->n; q++) {
        judge(&questionnaire->questions[q], &response->replies[q], days, arena, &judged[q]);
    }
    count(&vendor);
    settle_gate(&vendor, arena);
    return vendor;
}

/* ---- findings ---- */

static void find(const struct qa_vendor_compliance *vendor, const struct qa_judged_reply *judged,
                 struct qa_arena *arena, struct qa_findings *findings)
{
    const char *problem = proof_problem(judged, arena);
    const char *code = judged->expiry == QA_EXPIRY_EXPIRED    ? "W443"
                       : judged->unproven                     ? "W441"
                       : judged->expiry == QA_EXPIRY_EXPIRING ? "W442"
                                                              : NULL;

    if (code == NULL) {
        return;
    }
    qa_findings_add(
        findings, (struct qa_finding){.severity = QA_WARNING,
                                      .code = code,
                                      .file = judged->reply->file,
                                      .line = judged->reply->line,
                                      .vendor = vendor->vendor,
                                      .text = qa_arena_format(arena, "%s, '%s': %s", vendor->vendor,
                                                              judged->question->id, problem)});
}

struct qa_compliance qa_compliance(const struct qa_responses *responses,
                                   const struct qa_project_days *days, struct qa_arena *arena,
                                   struct qa_findings *findings)
{
    struct qa_compliance out = {.questionnaire = responses->questionnaire,
                                .days = *days,
                                .responses = responses,
                                .vendors =
                                    QA_ARRAY(arena, struct qa_vendor_compliance, responses->n)};

    for (size_t i = 0; i < responses->n; i++) {
        struct qa_vendor_compliance *vendor = &out.vendors[out.n++];
        *vendor = judge_vendor(responses->questionnaire, &responses->list[i], days, arena);
        for (size_t q = 0; q < vendor->n_replies; q++) {
            find(vendor, &vendor->replies[q], arena, findings);
        }
    }
    return out;
}

const struct qa_vendor_compliance *qa_compliance_find(const struct qa_compliance *compliance,
                                                      const char *vendor)
{
    for (size_t i = 0; i < compliance->n; i++) {
        if (strcmp(compliance->vendors[i].vendor, vendor) == 0) {
            return &compliance->vendors[i];
        }
    }
    return NULL;
}

const struct qa_vendor_compliance *qa_compliance_absent(const struct qa_compliance *compliance,
                                                        const char *vendor, struct qa_arena *arena)
{
    const struct qa_questionnaire *questionnaire = compliance->questionnaire;
    struct qa_vendor_compliance *out = QA_NEW(arena, struct qa_vendor_compliance);
    struct qa_reply *replies = QA_ARRAY(arena, struct qa_reply, questionnaire->n);
    const struct qa_response response = {.promises = {.vendor = vendor}, .replies = replies};

    for (size_t q = 0; q < questionnaire->n; q++) {
        replies[q] =
            (struct qa_reply){.text = "", .evidence = "", .note = "", .expires = QA_NO_TIME};
    }
    *out = judge_vendor(questionnaire, &response, &compliance->days, arena);
    return out;
}
