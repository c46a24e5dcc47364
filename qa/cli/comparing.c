#include "qa/cli/comparing.h"

enum qa_status qa_session_read_compared(struct qa_session *session,
                                        const struct qa_reading *reading,
                                        const struct qa_output_settings *output,
                                        const struct qa_comparing *comparing)
{
    QA_TRY(qa_threshold_check(comparing->threshold, &session->error));
    session->questions.threshold = comparing->threshold;
    QA_TRY(qa_kind_settings_load(&comparing->kinds, &session->questions.setting, session->arena,
                                 &session->error));
    QA_TRY(qa_session_read(session, reading, output));
    return qa_session_consensus(session, comparing->consensus);
}
