#include "qa/cli/earlier_audit.h"

#include <string.h>

#include "qa/base/bytes.h"
#include "qa/formats/earlier.h"

static void take_rates(const struct qa_earlier *earlier, struct qa_arena *arena,
                       struct qa_earlier_audit *out)
{
    struct qa_audited_rate *rates = QA_ARRAY(arena, struct qa_audited_rate, earlier->n_vendors);
    for (size_t i = 0; i < earlier->n_vendors; i++) {
        const struct qa_earlier_vendor *vendor = &earlier->vendors[i];
        const char *name = vendor->vendor != NULL ? vendor->vendor : qa_unnamed_vendor;
        rates[i] =
            (struct qa_audited_rate){name, vendor->errors, vendor->trials, vendor->design_effect};
    }
    out->rates = (struct qa_audit_rates){rates, earlier->n_vendors};
}

/* A vendor's steps stand together. */
static void take_hours(const struct qa_earlier *earlier, struct qa_arena *arena,
                       struct qa_earlier_audit *out)
{
    struct qa_earlier_hours *list = QA_ARRAY(arena, struct qa_earlier_hours, earlier->n_steps);
    struct qa_survival_step *steps = QA_ARRAY(arena, struct qa_survival_step, earlier->n_steps);
    for (size_t i = 0; i < earlier->n_steps; i++) {
        const struct qa_earlier_step *step = &earlier->steps[i];
        if (i == 0 || strcmp(earlier->steps[i - 1].vendor, step->vendor) != 0) {
            list[out->n_hours++] = (struct qa_earlier_hours){step->vendor, {.steps = &steps[i]}};
        }
        steps[i] = (struct qa_survival_step){
            .time = step->hours, .at_risk = step->at_risk, .ends = step->ends};
        list[out->n_hours - 1].survival.n_steps++;
    }
    out->hours = list;
}

static enum qa_status take(struct qa_session *session, struct qa_bytes *bytes,
                           struct qa_earlier_audit *out)
{
    struct qa_earlier earlier;
    QA_TRY(qa_earlier_read(bytes, session->arena, &earlier, &session->error));
    take_rates(&earlier, session->arena, out);
    take_hours(&earlier, session->arena, out);
    out->questions = earlier.questions;
    out->n_questions = earlier.n_questions;
    qa_bytes_hash(bytes);
    qa_report_add_input(session->report, (struct qa_report_input){
                                             .path = bytes->path,
                                             .format = "json",
                                             .sha256 = qa_arena_text(session->arena, bytes->sha256),
                                             .role = "before",
                                             .rows_read = earlier.n_vendors,
                                             .rows_used = earlier.n_vendors});
    return QA_OK;
}

enum qa_status qa_session_earlier(struct qa_session *session, const char *path,
                                  struct qa_earlier_audit *out)
{
    struct qa_bytes bytes;
    *out = (struct qa_earlier_audit){.file = path};
    if (path == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_bytes_open(&bytes, path, 0, &session->error));
    enum qa_status status = take(session, &bytes, out);
    qa_bytes_close(&bytes);
    return status;
}
