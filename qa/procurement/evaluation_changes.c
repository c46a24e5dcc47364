/* This audit against the one before. */
#include <string.h>

#include "qa/procurement/evaluation_parts.h"

/* Each vendor's errors over all questions, against those of the audit before. */
static const struct qa_changes *measure_changes(const struct qa_evaluation_request *request,
                                                const struct qa_errors_result *errors,
                                                struct qa_arena *arena)
{
    const struct qa_strings *names = request->delivery->names->vendors;
    struct qa_audited_rate *rates = QA_ARRAY(arena, struct qa_audited_rate, errors->n_vendors);
    struct qa_audit_rates now = {.list = rates};

    for (size_t i = 0; i < errors->n_vendors; i++) {
        const struct qa_vendor_errors *row = &errors->vendors[i];
        if (row->question == QA_NONE) {
            rates[now.n++] = (struct qa_audited_rate){
                row->vendor == QA_NONE ? qa_unnamed_vendor : qa_strings_text(names, row->vendor),
                row->count.errors, row->count.trials, row->count.design_effect};
        }
    }
    struct qa_changes *changes = QA_NEW(arena, struct qa_changes);
    *changes = qa_changes(&request->earlier.rates, &now, request->settings.confidence, arena);
    changes->before = request->earlier.file;
    return changes;
}

static bool has_text(const char *const *list, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* Those that errors are counted for, each once. */
static const char **questions_of(const struct qa_errors_result *errors,
                                 const struct qa_names *names, size_t *n, struct qa_arena *arena)
{
    const char **out = QA_ARRAY(arena, const char *, errors->n_vendors);

    *n = 0;
    for (size_t i = 0; i < errors->n_vendors; i++) {
        uint32_t question = errors->vendors[i].question;
        const char *text = question == QA_NONE ? "" : qa_strings_text(names->questions, question);
        if (question != QA_NONE && !has_text(out, *n, text)) {
            out[(*n)++] = text;
        }
    }
    return out;
}

static const char *listed(const char *const *list, size_t n, struct qa_arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < n; i++) {
        text = qa_arena_format(arena, "%s%s%.80s", text, i > 0 ? ", " : "", list[i]);
    }
    return text;
}

/* Rates over all questions are of one mix of questions then and of another now. */
static void check_questions(const struct qa_earlier_audit *earlier,
                            const struct qa_evaluation *evaluation, struct qa_arena *arena)
{
    size_t n;
    const char **now = questions_of(evaluation->errors, evaluation->names, &n, arena);
    bool same = n == earlier->n_questions;

    for (size_t i = 0; i < n && same; i++) {
        same = has_text(earlier->questions, earlier->n_questions, now[i]);
    }
    if (!same && n > 0 && earlier->n_questions > 0) {
        qa_findings_addf(evaluation->findings, QA_WARNING, "W448", earlier->file, 0, 0,
                         "the audit before asked %s, and this one %s: a change of the error rate "
                         "may come from that alone",
                         listed(earlier->questions, earlier->n_questions, arena),
                         listed(now, n, arena));
    }
}

void qa_evaluation_changes(const struct qa_evaluation_request *request, struct qa_arena *arena,
                           struct qa_evaluation *evaluation)
{
    const struct qa_earlier_audit *earlier = &request->earlier;

    if (earlier->rates.n > 0 && evaluation->errors != NULL) {
        evaluation->changes = measure_changes(request, evaluation->errors, arena);
        check_questions(earlier, evaluation, arena);
    }
    if (earlier->n_hours > 0 && evaluation->turnaround != NULL) {
        struct qa_hours_changes *changes = QA_NEW(arena, struct qa_hours_changes);
        *changes =
            qa_hours_changes(earlier->hours, earlier->n_hours, evaluation->turnaround, arena);
        changes->before = earlier->file;
        evaluation->hours_changes = changes;
    }
}
