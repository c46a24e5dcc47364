#include "qa/audit/plan_choice.h"

#include <math.h>
#include <string.h>

#include "qa/audit/prior.h"
#include "qa/base/number.h"

/* ---- rates and AQLs ---- */

static bool is_share(double value)
{
    return value > 0 && value < 1;
}

static enum qa_status take_rate(const char *option, const char *text, double *rate,
                                struct qa_error *err)
{
    if (text == NULL || !qa_parse_rate(text, strlen(text), rate) || !is_share(*rate)) {
        return qa_fail(err, QA_USAGE, "E002",
                       "%s wants a rate between 0 and 1, written 1%% or 0.01", option);
    }
    return QA_OK;
}

/* "1.0" and "1%" are both the AQL of one per cent. */
static enum qa_status take_aql(const char *text, int *place, struct qa_error *err)
{
    double value = 0;
    size_t length = text != NULL ? strcspn(text, "%") : 0;
    *place = text != NULL && qa_parse_real(text, length, &value) ? qa_aql_place(value) : -1;
    return *place >= 0
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E002",
                         "--aql: the standard has 0.010, 0.015, 0.025, 0.040, 0.065 and ten times "
                         "these and so on to 10, and 15, 25, 40, 65 to 1000 per hundred");
}

static enum qa_status take_class(const struct qa_plan_choice *choice, const char *aql,
                                 const char *rql, struct qa_plan_class *class, int *place,
                                 struct qa_error *err)
{
    class->rejectable = (double)NAN;
    if (choice->standard) {
        QA_TRY(take_aql(aql, place, err));
        class->acceptable = qa_aqls[*place] / 100;
        return rql != NULL ? take_rate("--rql", rql, &class->rejectable, err) : QA_OK;
    }
    /* A zero-acceptance plan keeps one risk only. */
    class->acceptable = 0;
    if (!choice->zero || aql != NULL) {
        QA_TRY(take_rate("--aql", aql, &class->acceptable, err));
    }
    QA_TRY(take_rate("--rql", rql, &class->rejectable, err));
    return class->acceptable < class->rejectable
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E002",
                         "the acceptable rate (--aql) is to be below the rejectable one (--rql)");
}

static enum qa_status take_named_class(const struct qa_plan_choice *choice, const char *text,
                                       struct qa_arena *arena, struct qa_plan_class *class,
                                       int *place, struct qa_error *err)
{
    const char *rates = NULL;
    bool is_pair = qa_split_pair(arena, text, &class->name, &rates);
    const char *slash = rates != NULL ? strchr(rates, '/') : NULL;
    if (!is_pair || (slash == NULL && !choice->standard)) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--classes: '%s' is not NAME=AQL/RQL (with --standard NAME=AQL)", text);
    }
    if (slash == NULL) {
        return take_class(choice, rates, NULL, class, place, err);
    }
    const char *aql = qa_arena_text_n(arena, rates, (size_t)(slash - rates));
    return take_class(choice, aql, slash + 1, class, place, err);
}

static enum qa_status take_classes(const struct qa_plan_choice *choice, struct qa_arena *arena,
                                   struct qa_plan_request *out, struct qa_error *err)
{
    struct qa_texts parts = qa_split_list(arena, choice->classes);
    size_t n = parts.n > 0 ? parts.n : 1;
    struct qa_plan_class *classes = QA_ARRAY(arena, struct qa_plan_class, n);
    int *aqls = QA_ARRAY(arena, int, n);
    out->classes = classes;
    out->aqls = aqls;
    out->n_classes = n;
    if (parts.n == 0) {
        return take_class(choice, choice->acceptable, choice->rejectable, classes, aqls, err);
    }
    for (size_t c = 0; c < n; c++) {
        QA_TRY(take_named_class(choice, parts.list[c], arena, &classes[c], &aqls[c], err));
        for (size_t before = 0; before < c; before++) {
            if (strcmp(classes[before].name, classes[c].name) == 0) {
                return qa_fail(err, QA_USAGE, "E002",
                               "--classes names '%s' twice: a class has one plan", classes[c].name);
            }
        }
    }
    return QA_OK;
}

/* ---- the kind of plan ---- */

static enum qa_status choose_kind(const struct qa_plan_choice *choice, enum qa_plan_kind *kind,
                                  struct qa_error *err)
{
    const struct qa_plan_request *request = &choice->request;
    const struct {
        bool asked;
        enum qa_plan_kind kind;
    } kinds[] = {{choice->standard, QA_PLAN_STANDARD},
                 {choice->zero, QA_PLAN_ZERO},
                 {request->is_double && !choice->standard, QA_PLAN_DOUBLE},
                 {request->n_stages > 0, QA_PLAN_MULTIPLE},
                 {choice->sequential, QA_PLAN_SEQUENTIAL},
                 {choice->variables, QA_PLAN_VARIABLES},
                 {request->margin >= 0, QA_PLAN_MARGIN},
                 {choice->apart.n > 0, QA_PLAN_APART},
                 {request->limit >= 0, QA_PLAN_POSTERIOR}};
    int n = 0;
    *kind = QA_PLAN_SINGLE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].asked) {
            *kind = kinds[i].kind;
            n++;
        }
    }
    return n <= 1 ? QA_OK
                  : qa_fail(err, QA_USAGE, "E002",
                            "choose one kind of plan: --standard, --zero, --double, --multiple, "
                            "--sequential, --variables, --margin, --tell-apart or --limit");
}

static bool are_two_rates(const struct qa_reals *given)
{
    return given->n == 2 && given->list[0] >= 0 && given->list[0] <= 1 && given->list[1] >= 0 &&
           given->list[1] <= 1 && given->list[0] != given->list[1];
}

static enum qa_status take_estimation(const struct qa_plan_choice *choice, struct qa_arena *arena,
                                      struct qa_plan_request *out, struct qa_error *err)
{
    QA_TRY(QA_REFUSE(
        err, "E002",
        {out->kind == QA_PLAN_MARGIN && !is_share(out->margin),
         "--margin is above 0 and below 1, written 2% or 0.02"},
        {out->kind == QA_PLAN_APART && !(are_two_rates(&choice->apart) && is_share(out->power)),
         "--tell-apart wants two different rates (0.02,0.04), --power a chance between 0 and 1"},
        {!(out->design_effect >= 1 && out->design_effect <= 1e6), "--design-effect is 1 or more"},
        {out->kind == QA_PLAN_POSTERIOR && !is_share(out->limit),
         "--limit is a rate between 0 and 1, written 2.5% or 0.025"},
        {!is_share(out->confidence), "--conf is between 0 and 1"}));
    if (out->kind == QA_PLAN_APART) {
        memcpy(out->rates, choice->apart.list, sizeof out->rates);
    }
    out->prior = (struct qa_beta){0.5, 0.5};
    QA_TRY(qa_prior_given(&choice->prior, &out->prior, err));
    return choice->past != NULL ? qa_prior_of_past(choice->past, arena, &out->prior, err) : QA_OK;
}

/* Above them an answer may have several errors, of which a model of shares knows nothing. */
static bool has_large_aql(const struct qa_plan_request *request)
{
    bool is_large = false;
    for (size_t c = 0; request->kind == QA_PLAN_STANDARD && c < request->n_classes; c++) {
        is_large = is_large || qa_aqls[request->aqls[c]] > QA_LARGEST_AQL_OF_SHARES;
    }
    return is_large;
}

static enum qa_status take_attributes(const struct qa_plan_choice *choice, struct qa_arena *arena,
                                      struct qa_plan_request *out, struct qa_error *err)
{
    bool is_standard = out->kind == QA_PLAN_STANDARD;
    QA_TRY(QA_REFUSE(err, "E002",
                     {is_standard && out->model.lot < 2,
                      "--standard wants the size of the lot (--lot), 2 or more"},
                     {out->model.model == QA_HYPERGEOMETRIC && out->model.lot == 0,
                      "the hypergeometric model wants the size of the lot (--lot)"},
                     {!is_share(out->producer_risk) || !is_share(out->consumer_risk),
                      "risks are between 0 and 1, written 5% or 0.05"}));
    QA_TRY(take_classes(choice, arena, out, err));
    return QA_REFUSE(err, "E002",
                     {has_large_aql(out) && choice->model > 0 && out->model.model != QA_POISSON,
                      "AQLs above 10 count errors per hundred answers, of which one may have "
                      "several: --model poisson"},
                     {out->kind == QA_PLAN_VARIABLES && out->n_classes > 1,
                      "--variables plans for one limit, not for classes"});
}

enum qa_status qa_plan_choose(const struct qa_plan_choice *choice, struct qa_arena *arena,
                              struct qa_plan_request *out, struct qa_error *err)
{
    *out = choice->request;
    out->level = (enum qa_inspection_level)choice->level;
    out->inspection = (enum qa_inspection)choice->inspection;
    QA_TRY(choose_kind(choice, &out->kind, err));
    /* The standard's plans speak of a series of lots: of the process behind them. */
    bool is_of_lot = out->model.lot > 0 && out->kind != QA_PLAN_STANDARD;
    out->model.model = choice->model > 0 ? (enum qa_lot_model)(choice->model - 1)
                       : is_of_lot       ? QA_HYPERGEOMETRIC
                                         : QA_BINOMIAL;
    QA_TRY(take_estimation(choice, arena, out, err));
    return out->kind <= QA_PLAN_STANDARD ? take_attributes(choice, arena, out, err) : QA_OK;
}

enum qa_status qa_plan_answer(const struct qa_plan_choice *choice, struct qa_report *report,
                              struct qa_error *err)
{
    struct qa_plan_request request;
    if (choice->kappa.kappa < QA_NO_KAPPA) {
        return qa_plan_kappa(&choice->kappa, choice->request.confidence, report, err);
    }
    QA_TRY(qa_plan_choose(choice, report->arena, &request, err));
    if (choice->history != NULL) {
        const struct qa_plan_past past = {
            choice->history, (enum qa_switching_edition)choice->edition, !choice->no_reduced};
        QA_TRY(qa_plan_history(&past, report, &request.inspection, err));
    }
    if (request.inspection != QA_INSPECT_NONE) {
        return qa_plan_tables(&request, report, err);
    }
    qa_report_line(report,
                   "Inspection is discontinued: %s on tightened inspection. Agree with the vendor "
                   "on what changes first.",
                   choice->edition == QA_SWITCHING_105E ? "ten lots in a row"
                                                        : "five lots rejected");
    return QA_OK;
}
