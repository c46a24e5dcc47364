#include "qa/audit/judge_choice.h"

#include <math.h>
#include <string.h>

#include "qa/audit/draw.h"
#include "qa/audit/plan.h"
#include "qa/audit/plan_letters.h"
#include "qa/audit/prior.h"
#include "qa/base/number.h"

/* ---- classes of errors ---- */

struct classes {
    struct qa_error_class *list;
    size_t n;
};

/* The class of that name, new or known. */
static struct qa_error_class *class_named(struct classes *classes, const char *name)
{
    size_t c = 0;
    while (c < classes->n && strcmp(classes->list[c].name, name) != 0) {
        c++;
    }
    if (c == classes->n) {
        classes->list[classes->n++] =
            (struct qa_error_class){.name = name, .limit = -1, .weight = 1};
    }
    return &classes->list[c];
}

static bool read_limit(const char *text, struct qa_error_class *class)
{
    return qa_parse_rate(text, strlen(text), &class->limit);
}

static bool read_weight(const char *text, struct qa_error_class *class)
{
    return qa_parse_real(text, strlen(text), &class->weight) && class->weight >= 0;
}

/* "critical=0.1%,major=1%"; false where a part is not so. */
static bool take_parts(const struct qa_texts *parts, struct qa_arena *arena,
                       struct classes *classes,
                       bool (*read)(const char *text, struct qa_error_class *class))
{
    const char *name;
    const char *value;
    for (size_t i = 0; i < parts->n; i++) {
        if (!qa_split_pair(arena, parts->list[i], &name, &value) ||
            !read(value, class_named(classes, name))) {
            return false;
        }
    }
    return true;
}

static enum qa_status take_classes(const struct qa_judge_choice *choice, struct qa_arena *arena,
                                   struct qa_judge_request *request, struct qa_error *err)
{
    const struct qa_texts limits = qa_split_list(arena, choice->limits);
    const struct qa_texts weights = qa_split_list(arena, choice->weights);
    struct classes classes = {QA_ARRAY(arena, struct qa_error_class, limits.n + weights.n + 1), 0};
    bool are_limits = take_parts(&limits, arena, &classes, read_limit);
    bool are_weights = take_parts(&weights, arena, &classes, read_weight);
    request->classes = classes.list;
    request->n_classes = classes.n;
    return QA_REFUSE(err, "E002",
                     {!are_limits, "--severity-limits wants NAME=RATE, rates written 1% or 0.01"},
                     {!are_weights, "--severity-weights wants NAME=W, numbers of 0 or more"});
}

enum qa_status qa_judge_take_plan(const struct qa_plan_file *plan, const char *file,
                                  struct qa_arena *arena, struct qa_judge_request *request,
                                  struct qa_error *err)
{
    static const char *const why_not[] = {
        [QA_FILE_OF_SCORES] =
            "this is a plan by variables: it decides by mean and standard deviation of scores, not "
            "by errors counted; judge lists of item and score by it",
        [QA_FILE_OF_SIZE] = "the plan has no columns accept and reject: it says how many to check, "
                            "not how many errors decide"};
    if (plan->kind != QA_FILE_OF_ERRORS) {
        return qa_fail_at(err, "E304", file, 1, 0, "%s", why_not[plan->kind]);
    }
    size_t n = request->n_classes;
    struct classes classes = {QA_ARRAY(arena, struct qa_error_class, n + plan->n_parts), n};
    for (size_t c = 0; c < n; c++) {
        classes.list[c] = request->classes[c];
    }
    for (size_t p = 0; p < plan->n_parts; p++) {
        const struct qa_plan_part *part = &plan->parts[p];
        if (part->name[0] == '\0') {
            request->plan = &part->plan;
        } else {
            class_named(&classes, part->name)->plan = &part->plan;
        }
    }
    request->classes = classes.list;
    request->n_classes = classes.n;
    return QA_OK;
}

/* ---- the rule ---- */

static enum qa_status choose_scores(const struct qa_judge_choice *choice, struct qa_judging *out,
                                    struct qa_error *err)
{
    const struct qa_judge_request *asked = &choice->request;
    if (asked->n_sheets == 0) {
        return qa_fail(err, QA_USAGE, "E005",
                       "a plan for scores judges lists of item and score: labelqa judge scores.csv "
                       "--plan plan.csv --lower-limit 0.75");
    }
    if (isfinite(choice->lower_limit)) {
        out->plan.scores.lower_limit = choice->lower_limit;
    }
    return QA_REFUSE(
        err, "E002",
        {asked->limit >= 0 || asked->lot_size > 0 || choice->has_delivery || asked->by != 0 ||
             choice->limits != NULL || choice->weights != NULL || choice->prior.n > 0 ||
             choice->interval > 0,
         "a plan for scores takes --lower-limit and --conf; the other options of "
         "judging are for verdicts of right and wrong"},
        {!isfinite(out->plan.scores.lower_limit),
         "--lower-limit says below which score an answer is an error, for example "
         "0.75"},
        {asked->confidence <= 0 || asked->confidence >= 1, "--conf is between 0 and 1"});
}

static enum qa_status choose_verdicts(const struct qa_judge_choice *choice, struct qa_arena *arena,
                                      struct qa_judge_request *request, struct qa_error *err)
{
    if (request->n_sheets == 0) {
        return qa_fail(err, QA_USAGE, "E005",
                       "judge reads filled work sheets: labelqa judge sheet.xlsx --limit 2.5%%");
    }
    QA_TRY(
        QA_REFUSE(err, "E002",
                  {request->limit < 0 && choice->plan == NULL,
                   "--limit says which error rate is still accepted, for example 2.5%"},
                  {request->limit < 0 && choice->prior.n != 0,
                   "--prior needs --limit: how sure is it that the rate is below?"},
                  {isfinite(choice->lower_limit), "--lower-limit is for a plan of scores (--plan)"},
                  {request->confidence <= 0.5 || request->confidence >= 1,
                   "--conf is above 0.5 and below 1: bounds on one side decide"}));
    request->interval = (enum qa_judge_interval)choice->interval;
    if (choice->prior.n > 0) {
        struct qa_beta *prior = QA_NEW(arena, struct qa_beta);
        QA_TRY(qa_prior_given(&choice->prior, prior, err));
        request->prior = prior;
    }
    return take_classes(choice, arena, request, err);
}

enum qa_status qa_judge_choose(const struct qa_judge_choice *choice, struct qa_arena *arena,
                               struct qa_judging *out, struct qa_error *err)
{
    *out = (struct qa_judging){.request = choice->request};
    if (choice->plan != NULL) {
        QA_TRY(qa_plan_read(choice->plan, arena, &out->plan, err));
        out->is_of_scores = out->plan.kind == QA_FILE_OF_SCORES;
    }
    if (out->is_of_scores) {
        return choose_scores(choice, out, err);
    }
    QA_TRY(choose_verdicts(choice, arena, &out->request, err));
    return choice->plan != NULL
               ? qa_judge_take_plan(&out->plan, choice->plan->file, arena, &out->request, err)
               : QA_OK;
}

/* ---- the answer ---- */

static enum qa_status answer_scores(const struct qa_judging *judging, struct qa_report *report,
                                    enum qa_verdict *verdict, struct qa_error *err)
{
    const struct qa_judge_request *request = &judging->request;
    struct qa_score_verdict found;
    QA_TRY(qa_judge_scores(request->sheets, request->n_sheets, &judging->plan.scores,
                           request->confidence, report->arena, &found, err));
    qa_judge_scores_table(&found, &judging->plan.scores, report);
    *verdict = found.verdict;
    return QA_OK;
}

/* What the plan does to lots like the one judged. */
static void show_plan(const struct qa_plan *plan, const struct qa_judgement *judgement,
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

static void put_letters(const struct qa_plan_file *plan, const struct qa_judgement *judgement,
                        struct qa_report *report)
{
    struct qa_sized_lot *lots = QA_ARRAY(report->arena, struct qa_sized_lot, judgement->n_lots);
    for (size_t l = 0; l < judgement->n_lots; l++) {
        lots[l] = (struct qa_sized_lot){judgement->lots[l].lot, judgement->lots[l].lot_size};
    }
    qa_plan_letters(plan, lots, judgement->n_lots, report);
}

static enum qa_status answer_verdicts(const struct qa_judging *judging, struct qa_report *report,
                                      enum qa_verdict *verdict, struct qa_error *err)
{
    const struct qa_judge_request *request = &judging->request;
    struct qa_judgement *judgement = QA_NEW(report->arena, struct qa_judgement);
    QA_TRY(qa_judge(request, report->arena, judgement, err));
    qa_judge_tables(judgement, report);
    qa_draw_of_sheets(request->sheets, request->n_sheets, report);
    put_letters(&judging->plan, judgement, report);
    if (request->plan != NULL) {
        show_plan(request->plan, judgement, report);
    }
    *verdict = judgement->worst;
    return QA_OK;
}

enum qa_status qa_judge_answer(const struct qa_judging *judging, struct qa_report *report,
                               enum qa_verdict *verdict, struct qa_error *err)
{
    QA_TRY(judging->is_of_scores ? answer_scores(judging, report, verdict, err)
                                 : answer_verdicts(judging, report, verdict, err));
    report->confidence = judging->request.confidence;
    report->verdict = qa_verdict_name(*verdict);
    return QA_OK;
}
