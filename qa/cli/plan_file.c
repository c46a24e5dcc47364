#include "qa/cli/plan_file.h"

#include "qa/base/number.h"

static enum qa_status plan_cell(struct qa_session *session, const struct qa_records *records,
                                size_t r, uint32_t column, uint64_t *value)
{
    const struct qa_cell *cell = qa_records_cell(records, r, column);
    if (!qa_parse_count(cell->text, cell->length, value)) {
        return qa_fail_at(&session->error, "E304", records->file, cell->line, cell->column,
                          "'%.60s' is not a number of a plan", cell->text);
    }
    return QA_OK;
}

static enum qa_status plan_stage(struct qa_session *session, const struct qa_records *records,
                                 size_t r, const uint32_t column[3], struct qa_plan_stage *stage)
{
    uint64_t accept = 0;
    QA_TRY(plan_cell(session, records, r, column[0], &stage->n));
    QA_TRY(plan_cell(session, records, r, column[2], &stage->reject));
    stage->accept = QA_NEVER_ACCEPT;
    if (qa_records_cell(records, r, column[1])->length > 0) {
        QA_TRY(plan_cell(session, records, r, column[1], &accept));
        stage->accept = (int64_t)accept;
    }
    return QA_OK;
}

enum qa_status qa_plan_file(struct qa_session *session, const char *path,
                            const struct qa_plan **out)
{
    static const struct qa_column_spec specs[] = {{"n", "sample_size", true},
                                                  {"accept", "ac,accept_at", true},
                                                  {"reject", "re,reject_at", true}};
    const struct qa_records *records;
    uint32_t column[3];
    QA_TRY(qa_session_records(session, path, "plan", "n,sample_size", &records));
    QA_TRY(qa_records_columns(records, specs, 3, column, &session->error));
    struct qa_plan_stage *stages =
        QA_ARRAY(session->arena, struct qa_plan_stage, records->n_records + 1);
    struct qa_plan *plan = QA_NEW(session->arena, struct qa_plan);
    for (size_t r = 0; r < records->n_records; r++) {
        QA_TRY(plan_stage(session, records, r, column, &stages[r]));
    }
    if (records->n_records == 0) {
        return qa_fail_at(&session->error, "E304", path, 1, 0, "the plan has no stage");
    }
    *plan = (struct qa_plan){stages, records->n_records};
    *out = plan;
    return QA_OK;
}

void qa_plan_shown(const struct qa_plan *plan, const struct qa_judgement *judgement,
                   struct qa_report *report)
{
    uint64_t lot = judgement->n_lots == 1 ? judgement->lots[0].lot_size : 0;
    uint64_t n = 0;
    for (size_t s = 0; s < plan->n_stages; s++) {
        n += plan->stages[s].n;
    }
    const struct qa_plan_model model = {lot >= n && lot > 0 ? QA_HYPERGEOMETRIC : QA_BINOMIAL, lot};
    qa_plan_given(plan, &model, report);
}
