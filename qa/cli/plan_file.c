#include "qa/cli/plan_file.h"

#include <string.h>

static struct qa_error_class *class_named(struct qa_error_class *classes, size_t *n,
                                          const char *name)
{
    for (size_t c = 0; c < *n; c++) {
        if (strcmp(classes[c].name, name) == 0) {
            return &classes[c];
        }
    }
    classes[*n] = (struct qa_error_class){.name = name, .limit = -1, .weight = 1};
    return &classes[(*n)++];
}

enum qa_status qa_plan_file_open(struct qa_session *session, const char *path,
                                 struct qa_plan_file *file)
{
    const struct qa_records *records;
    QA_TRY(qa_session_records(session, path, "plan", "n,sample_size", &records));
    return qa_plan_read(records, session->arena, file, &session->error);
}

/* Kinds that do not count errors. */
static const char *const why_not[] = {
    [QA_FILE_OF_SCORES] =
        "this is a plan by variables: it decides by mean and standard deviation of "
        "scores, not by errors counted; judge lists of item and score by it",
    [QA_FILE_OF_SIZE] = "the plan has no columns accept and reject: it says how many to check, not "
                        "how many errors decide"};

enum qa_status qa_plan_file_take(struct qa_session *session, const char *path,
                                 const struct qa_plan_file *file, struct qa_judge_request *request)
{
    if (file->kind != QA_FILE_OF_ERRORS) {
        return qa_fail_at(&session->error, "E304", path, 1, 0, "%s", why_not[file->kind]);
    }
    struct qa_error_class *classes =
        QA_ARRAY(session->arena, struct qa_error_class, request->n_classes + file->n_parts);
    for (size_t c = 0; c < request->n_classes; c++) {
        classes[c] = request->classes[c];
    }
    for (size_t p = 0; p < file->n_parts; p++) {
        const struct qa_plan_part *part = &file->parts[p];
        if (part->name[0] == '\0') {
            request->plan = &part->plan;
        } else {
            class_named(classes, &request->n_classes, part->name)->plan = &part->plan;
        }
    }
    request->classes = classes;
    return QA_OK;
}

enum qa_status qa_plan_file(struct qa_session *session, const char *path,
                            struct qa_judge_request *request)
{
    struct qa_plan_file *file = QA_NEW(session->arena, struct qa_plan_file);
    QA_TRY(qa_plan_file_open(session, path, file));
    return qa_plan_file_take(session, path, file, request);
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
