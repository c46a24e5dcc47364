#include "qa/cli/earlier_audit.h"

#include "qa/base/bytes.h"
#include "qa/formats/earlier.h"
#include "qa/procurement/evaluation.h"

static enum qa_status take(struct qa_session *session, struct qa_bytes *bytes,
                           struct qa_audit_rates *out)
{
    struct qa_earlier_vendor *vendors;
    QA_TRY(qa_earlier_read(bytes, session->arena, &vendors, &out->n, &session->error));
    struct qa_audited_rate *rates = QA_ARRAY(session->arena, struct qa_audited_rate, out->n);
    for (size_t i = 0; i < out->n; i++) {
        const char *name = vendors[i].vendor != NULL ? vendors[i].vendor : qa_unnamed_vendor;
        rates[i] = (struct qa_audited_rate){name, vendors[i].errors, vendors[i].trials,
                                            vendors[i].design_effect};
    }
    out->list = rates;
    qa_bytes_hash(bytes);
    qa_report_add_input(session->report, (struct qa_report_input){
                                             .path = bytes->path,
                                             .format = "json",
                                             .sha256 = qa_arena_text(session->arena, bytes->sha256),
                                             .role = "before",
                                             .rows_read = out->n,
                                             .rows_used = out->n});
    return QA_OK;
}

enum qa_status qa_session_earlier(struct qa_session *session, const char *path,
                                  struct qa_audit_rates *out)
{
    struct qa_bytes bytes;
    *out = (struct qa_audit_rates){.n = 0};
    if (path == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_bytes_open(&bytes, path, 0, &session->error));
    enum qa_status status = take(session, &bytes, out);
    qa_bytes_close(&bytes);
    return status;
}
