/* The audit by sampling beside the evaluation of vendors. */
#include "qa/audit/judge_choice.h"
#include "qa/audit/plan.h"
#include "qa/cli/evaluate_parts.h"

static void add_tables(struct qa_session *session, const struct qa_report *from)
{
    for (size_t t = 0; t < from->n_tables; t++) {
        struct qa_table *table = from->tables[t];
        if (qa_report_table(session->report, table->name) != NULL) {
            struct qa_table *renamed = QA_NEW(session->arena, struct qa_table);
            *renamed = *table;
            renamed->name = qa_arena_format(session->arena, "audit_%s", table->name);
            table = renamed;
        }
        qa_report_add_table(session->report, table);
    }
}

enum qa_status qa_audit_plan_report(struct qa_session *session, const struct qa_project *project,
                                    struct qa_report **out)
{
    const struct qa_project_audit *audit = &project->audit;
    const struct qa_sheet_files sheets = {audit->sheets.list, audit->sheets.n};
    struct qa_judging judging = {.request = {.delivery = session->deliveries.delivery,
                                             .n_sheets = sheets.n,
                                             .limit = project->max_error,
                                             .confidence = project->confidence}};
    struct qa_judge_request *request = &judging.request;
    const struct qa_records *plan;
    enum qa_verdict verdict;
    *out = NULL;
    if (audit->plan == NULL && audit->sheets.n == 0) {
        return QA_OK;
    }
    struct qa_report *report = qa_report_new(session->arena, "judge");
    report->version = session->report->version;
    report->confidence = project->confidence;
    QA_TRY(qa_session_records(session, audit->plan, "plan", "n,sample_size", &plan));
    if (plan != NULL) {
        QA_TRY(qa_plan_read(plan, session->arena, &judging.plan, &session->error));
        QA_TRY(qa_judge_take_plan(&judging.plan, plan->file, session->arena, request,
                                  &session->error));
    }
    if (sheets.n > 0) {
        QA_TRY(qa_session_sheets(session, &sheets, false, &request->sheets));
        QA_TRY(qa_judge_answer(&judging, report, &verdict, &session->error));
    } else if (request->plan != NULL) {
        /* A plan without a judgement is of lots of any size. */
        qa_plan_given(request->plan, &(const struct qa_plan_model){QA_BINOMIAL, 0}, report);
    }
    add_tables(session, report);
    *out = report;
    return QA_OK;
}
