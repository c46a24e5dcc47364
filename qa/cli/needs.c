#include "qa/cli/needs.h"

#include <string.h>

const char *qa_cannot_say(const struct qa_session *session, unsigned fact)
{
    const struct qa_batch *batch = session->deliveries.delivery;
    const char *format = NULL;
    bool is_one = true;
    for (size_t s = 0; s < batch->n_sources; s++) {
        const struct qa_reader *reader;
        struct qa_error unknown;
        const char *name = batch->sources[s].format;
        /* Platforms' tables have names that are no reader's; tables can tell everything. */
        if (qa_reader_by_name(name, &reader, &unknown) != QA_OK || (reader->gives & fact) != 0) {
            return "";
        }
        is_one = is_one && (format == NULL || strcmp(format, name) == 0);
        format = name;
    }
    if (format == NULL) {
        return "";
    }
    return is_one
               ? qa_arena_format(session->arena, " (%s cannot say, see `labelqa formats`)", format)
               : " (none of the formats can say, see `labelqa formats`)";
}

enum qa_status qa_session_need_annotators(struct qa_session *session)
{
    const struct qa_batch *batch = session->deliveries.delivery;
    for (size_t a = 0; a < batch->n_answers; a++) {
        bool has_other = a > 0 && batch->item[a] == batch->item[a - 1] &&
                         qa_answer_question(batch, a) == qa_answer_question(batch, a - 1);
        if (batch->annotator[a] != QA_NONE || has_other) {
            return QA_OK;
        }
    }
    if (batch->n_answers == 0) {
        return QA_OK;
    }
    return qa_fail(
        &session->error, QA_INPUT, "E128",
        "%s compares annotators, and no answer names one%s; where each file or folder is "
        "one person's: --annotator-from filename or folder; of a table: --map "
        "annotator=COLUMN; or compare with gold: errors, iou and score -g FILE",
        session->report->tool, qa_cannot_say(session, QA_GIVES_ANNOTATOR));
}

enum qa_status qa_session_need_pairs(struct qa_session *session)
{
    return session->deliveries.gold != NULL ? QA_OK : qa_session_need_annotators(session);
}

enum qa_status qa_session_need_objects(struct qa_session *session,
                                       const struct qa_comparison *comparison)
{
    uint32_t n = comparison->b->questions->n;

    for (uint32_t q = 0; q < n; q++) {
        if (qa_question_at(comparison->b, q)->type->matching == QA_MATCH_ASSIGN) {
            return QA_OK;
        }
    }
    if (n == 0) {
        return QA_OK;
    }
    return qa_fail(&session->error, QA_INPUT, "E167",
                   "%s compares objects, and no answer has any; `labelqa agree`, `errors` and "
                   "`score` compare labels and texts, and `labelqa help formats` lists the columns "
                   "of a table that give objects",
                   session->report->tool);
}
