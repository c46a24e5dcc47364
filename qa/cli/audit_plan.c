/* The audit by sampling beside the evaluation of vendors. */
#include "qa/cli/evaluate_parts.h"
#include "qa/cli/plan_file.h"

static enum qa_status judge_sheets(struct qa_session *session, const struct qa_project_audit *audit,
                                   struct qa_judge_request *request, struct qa_report *report)
{
    const struct qa_records **sheets =
        QA_ARRAY(session->arena, const struct qa_records *, audit->sheets.n);
    for (size_t i = 0; i < audit->sheets.n; i++) {
        QA_TRY(qa_session_sheet(session, audit->sheets.list[i], &sheets[i]));
    }
    request->sheets = sheets;
    request->n_sheets = audit->sheets.n;
    struct qa_judgement *judgement = QA_NEW(session->arena, struct qa_judgement);
    QA_TRY(qa_judge(request, session->arena, judgement, &session->error));
    report->verdict = qa_verdict_name(judgement->worst);
    qa_judge_tables(judgement, report);
    if (request->plan != NULL) {
        qa_plan_shown(request->plan, judgement, report);
    }
    return QA_OK;
}

/* A plan without a judgement is of lots of any size. */
static void show_plan_alone(const struct qa_plan *plan, struct qa_report *report)
{
    const struct qa_plan_model model = {QA_BINOMIAL, 0};
    qa_plan_given(plan, &model, report);
}

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
    struct qa_judge_request request = {.delivery = session->deliveries.delivery,
                                       .limit = project->max_error,
                                       .confidence = project->confidence};
    *out = NULL;
    if (audit->plan == NULL && audit->sheets.n == 0) {
        return QA_OK;
    }
    struct qa_report *report = qa_report_new(session->arena, "judge");
    report->version = session->report->version;
    report->confidence = project->confidence;
    if (audit->plan != NULL) {
        QA_TRY(qa_plan_file(session, audit->plan, &request));
    }
    if (audit->sheets.n > 0) {
        QA_TRY(judge_sheets(session, audit, &request, report));
    } else if (request.plan != NULL) {
        show_plan_alone(request.plan, report);
    }
    add_tables(session, report);
    *out = report;
    return QA_OK;
}
