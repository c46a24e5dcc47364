#include <math.h>
#include <string.h>

#include "qa/audit/plan.h"
#include "qa/base/number.h"
#include "qa/cli/commands.h"
#include "qa/cli/plan_kappa.h"
#include "qa/stats/shrink.h"
#include "reports/workbook.h"

struct settings {
    struct qa_output_settings output;
    struct qa_kappa_settings kappa;
    uint64_t lot;
    const char *aql;
    const char *rql;
    const char *classes;
    double producer_risk;
    double consumer_risk;
    int model;
    bool zero, is_double, sequential, variables, standard, curve;
    uint64_t multiple;
    double lower_limit;
    int level;
    int inspection;
    const char *history;
    bool no_reduced;
    int edition;
    double margin;
    double expected;
    uint64_t groups;
    struct qa_reals apart;
    double power;
    double design_effect;
    double limit;
    struct qa_reals prior;
    const char *past;
    uint64_t errors;
    double confidence;
};
#define AT(member) offsetof(struct settings, member)

#define NOT_GIVEN UINT64_MAX

static const char *const model_choices[] = {"auto", "hypergeometric", "binomial", "poisson", NULL};
static const char *const edition_choices[] = {"105E", "2003", NULL};
static const char *const inspection_choices[] = {"normal", "tightened", "reduced", NULL};

static const struct qa_option risks[] = {
    {0, "lot", QA_OPTION_COUNT, AT(lot), "N", "answers in the lot", NULL},
    {0, "aql", QA_OPTION_TEXT, AT(aql), "RATE",
     "acceptable error rate: lots at or below it should pass; with --standard one of the table's "
     "AQLs in per cent (1.0)",
     NULL},
    {0, "rql", QA_OPTION_TEXT, AT(rql), "RATE",
     "rejectable error rate: lots at or above it should fail", NULL},
    {0, "producer-risk", QA_OPTION_RATE, AT(producer_risk), "RATE",
     "chance that an acceptable lot is rejected, at most (default 5%)", NULL},
    {0, "consumer-risk", QA_OPTION_RATE, AT(consumer_risk), "RATE",
     "chance that a rejectable lot is accepted, at most (default 10%)", NULL},
    {0, "model", QA_OPTION_CHOICE, AT(model), "hypergeometric|binomial|poisson",
     "how errors fall (default: hypergeometric with --lot, else binomial; with --standard "
     "binomial, "
     "above an AQL of 10 poisson, which allows several errors an answer)",
     model_choices},
    {0, "zero", QA_OPTION_FLAG, AT(zero), NULL, "accept only without an error", NULL},
    {0, "double", QA_OPTION_FLAG, AT(is_double), NULL, "two samples; most lots need the first only",
     NULL},
    {0, "multiple", QA_OPTION_COUNT, AT(multiple), "K", "K samples of equal size", NULL},
    {0, "sequential", QA_OPTION_FLAG, AT(sequential), NULL, "decide after each unit (Wald)", NULL},
    {0, "variables", QA_OPTION_FLAG, AT(variables), NULL,
     "for a score such as IoU: mean and standard deviation decide", NULL},
    {0, "lower-limit", QA_OPTION_REAL, AT(lower_limit), "SCORE",
     "scores below are errors, for --variables", NULL},
    {0, "classes", QA_OPTION_TEXT, AT(classes), "NAME=AQL/RQL,...",
     "a plan for each class of errors: critical=0.1%/1%,major=1%/4%,minor=4%/10%; with --standard "
     "NAME=AQL",
     NULL},
    {0, "curve", QA_OPTION_FLAG, AT(curve), NULL,
     "add the operating characteristic; a chart in a workbook", NULL},
};

static const struct qa_option standard_options[] = {
    {0, "standard", QA_OPTION_FLAG, AT(standard), NULL,
     "the tables of ISO 2859-1 (MIL-STD-105E), with --lot, --aql and --level", NULL},
    {0, "level", QA_OPTION_CHOICE, AT(level), "I|II|III|S-1|S-2|S-3|S-4",
     "inspection level (default II)", qa_level_names},
    {0, "severity", QA_OPTION_CHOICE, AT(inspection), "normal|tightened|reduced",
     "of inspection (default normal; --history decides it)", inspection_choices},
    {0, "history", QA_OPTION_TEXT, AT(history), "RESULTS",
     "the lots so far, oldest first: a accepted, b accepted between the numbers, r rejected "
     "(aaraar); the switching rules choose the severity",
     NULL},
    {0, "no-reduced", QA_OPTION_FLAG, AT(no_reduced), NULL, "never switch to reduced inspection",
     NULL},
    {0, "edition", QA_OPTION_CHOICE, AT(edition), "105E|2003",
     "switching rules of MIL-STD-105E (default): discontinued after 10 lots on tightened "
     "inspection; or of Z1.4-2003 and ISO 2859-1:1999: after 5 rejected ones. Limit numbers for "
     "reduced inspection are not asked for, as Z1.4-2003 leaves open",
     edition_choices},
};

static const struct qa_option estimation[] = {
    {0, "margin", QA_OPTION_RATE, AT(margin), "RATE", "estimate the error rate to +- this", NULL},
    {0, "expect", QA_OPTION_RATE, AT(expected), "RATE", "error rate that is expected (default 5%)",
     NULL},
    {0, "groups", QA_OPTION_COUNT, AT(groups), "K", "the margin for each of K strata or annotators",
     NULL},
    {0, "tell-apart", QA_OPTION_REALS, AT(apart), "A,B",
     "two error rates (0.02,0.04): sample of each vendor that tells them apart", NULL},
    {0, "power", QA_OPTION_RATE, AT(power), "RATE", "chance to find that difference (default 80%)",
     NULL},
    {0, "design-effect", QA_OPTION_REAL, AT(design_effect), "D",
     "of --margin and --tell-apart: answers that cluster in items count for fewer, by this; errors "
     "prints it (default 1)",
     NULL},
    {0, "limit", QA_OPTION_RATE, AT(limit), "RATE",
     "sample after which the rate is believed at or below this, with a beta prior", NULL},
    {0, "prior", QA_OPTION_REALS, AT(prior), "A,B",
     "beta prior: A errors and B correct answers seen before (default 0.5,0.5)", NULL},
    {0, "past", QA_OPTION_TEXT, AT(past), "FILE",
     "beta prior from past lots: columns errors, n; its a and b are shown, for --prior of judge",
     NULL},
    {0, "errors", QA_OPTION_COUNT, AT(errors), "N", "with up to N errors found (default 3)", NULL},
    {0, "conf", QA_OPTION_RATE, AT(confidence), "RATE", "confidence (default 0.95)", NULL},
};

static const struct qa_option agreement[] = {
    {0, "kappa", QA_OPTION_REAL, AT(kappa.kappa), "VALUE",
     "items to label twice, by two annotators, for an interval of Cohen's kappa when it is this",
     NULL},
    {0, "half-width", QA_OPTION_REAL, AT(kappa.half_width), "WIDTH",
     "the interval is to be no wider than +- this (default 0.1)", NULL},
    {0, "categories", QA_OPTION_COUNT, AT(kappa.n_categories), "K",
     "number of categories, equally frequent (default 2)", NULL},
    {0, "shares", QA_OPTION_REALS, AT(kappa.shares), "A,B,C",
     "shares of the categories instead, adding up to 1", NULL},
    {0, "weights", QA_OPTION_TEXT, AT(kappa.weights), "NAME",
     "for the weighted kappa: linear, quadratic, ordinal, ...", NULL},
};

static const struct qa_option_group groups[] = {
    {"Two risks", risks, sizeof risks / sizeof *risks, 0},
    {"Standard", standard_options, sizeof standard_options / sizeof *standard_options, 0},
    {"Estimation", estimation, sizeof estimation / sizeof *estimation, 0},
    {"Agreement", agreement, sizeof agreement / sizeof *agreement, 0},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS,
    .lot = NOT_GIVEN,
    .groups = NOT_GIVEN,
    .multiple = NOT_GIVEN,
    .kappa = {.kappa = 2, .half_width = 0.1, .n_categories = 2},
    .producer_risk = 0.05,
    .consumer_risk = 0.10,
    .lower_limit = (double)NAN,
    .level = QA_LEVEL_II,
    .margin = -1,
    .expected = 0.05,
    .power = 0.8,
    .design_effect = 1,
    .limit = -1,
    .errors = 3,
    .confidence = 0.95};

static enum qa_status usage(struct qa_session *session, const char *text)
{
    return qa_fail(&session->error, QA_USAGE, "E002", "%s", text);
}

/* ---- rates and AQLs ---- */

static enum qa_status take_rate(struct qa_session *session, const char *option, const char *text,
                                double *rate)
{
    if (text == NULL || !qa_parse_rate(text, strlen(text), rate) || *rate <= 0 || *rate >= 1) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "%s wants a rate between 0 and 1, written 1%% or 0.01", option);
    }
    return QA_OK;
}

/* "1.0" and "1%" are both the AQL of one per cent. */
static enum qa_status take_aql(struct qa_session *session, const char *text, int *place)
{
    double value = 0;
    size_t length = text != NULL ? strcspn(text, "%") : 0;
    *place = text != NULL && qa_parse_real(text, length, &value) ? qa_aql_place(value) : -1;
    if (*place < 0) {
        return usage(session, "--aql: the standard has 0.010, 0.015, 0.025, 0.040, 0.065 and ten "
                              "times these and so on to 10, and 15, 25, 40, 65 to 1000 per "
                              "hundred");
    }
    return QA_OK;
}

static enum qa_status take_class(struct qa_session *session, const struct settings *settings,
                                 const char *aql, const char *rql, struct qa_plan_class *class,
                                 int *place)
{
    class->rejectable = (double)NAN;
    if (settings->standard) {
        QA_TRY(take_aql(session, aql, place));
        class->acceptable = qa_aqls[*place] / 100;
        return rql != NULL ? take_rate(session, "--rql", rql, &class->rejectable) : QA_OK;
    }
    /* A zero-acceptance plan keeps one risk only. */
    class->acceptable = 0;
    if (!settings->zero || aql != NULL) {
        QA_TRY(take_rate(session, "--aql", aql, &class->acceptable));
    }
    QA_TRY(take_rate(session, "--rql", rql, &class->rejectable));
    if (class->acceptable >= class->rejectable) {
        return usage(session,
                     "the acceptable rate (--aql) is to be below the rejectable one (--rql)");
    }
    return QA_OK;
}

/* "critical=0.1%/1%", with --standard "critical=0.10". */
static enum qa_status take_named_class(struct qa_session *session, const struct settings *settings,
                                       const char *text, struct qa_plan_class *class, int *place)
{
    const char *equals = strchr(text, '=');
    const char *slash = equals != NULL ? strchr(equals, '/') : NULL;
    if (equals == NULL || (slash == NULL && !settings->standard)) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--classes: '%s' is not NAME=AQL/RQL (with --standard NAME=AQL)", text);
    }
    class->name = qa_arena_text_n(session->arena, text, (size_t)(equals - text));
    if (slash == NULL) {
        return take_class(session, settings, equals + 1, NULL, class, place);
    }
    const char *aql = qa_arena_text_n(session->arena, equals + 1, (size_t)(slash - equals) - 1);
    return take_class(session, settings, aql, slash + 1, class, place);
}

static enum qa_status take_classes(struct qa_session *session, const struct settings *settings,
                                   struct qa_plan_request *request)
{
    struct qa_texts parts =
        qa_split_list(session->arena, settings->classes != NULL ? settings->classes : "");
    size_t n = parts.n > 0 ? parts.n : 1;
    struct qa_plan_class *classes = QA_ARRAY(session->arena, struct qa_plan_class, n);
    int *aqls = QA_ARRAY(session->arena, int, n);
    request->classes = classes;
    request->aqls = aqls;
    request->n_classes = n;
    if (parts.n == 0) {
        return take_class(session, settings, settings->aql, settings->rql, classes, aqls);
    }
    for (size_t c = 0; c < parts.n; c++) {
        QA_TRY(take_named_class(session, settings, parts.list[c], &classes[c], &aqls[c]));
        for (size_t before = 0; before < c; before++) {
            if (strcmp(classes[before].name, classes[c].name) == 0) {
                return qa_fail(&session->error, QA_USAGE, "E002",
                               "--classes names '%s' twice: a class has one plan", classes[c].name);
            }
        }
    }
    return QA_OK;
}

/* ---- the kind of plan ---- */

static enum qa_status choose_kind(struct qa_session *session, const struct settings *settings,
                                  enum qa_plan_kind *kind)
{
    const struct {
        bool asked;
        enum qa_plan_kind kind;
    } kinds[] = {{settings->standard, QA_PLAN_STANDARD},
                 {settings->zero, QA_PLAN_ZERO},
                 {settings->is_double && !settings->standard, QA_PLAN_DOUBLE},
                 {settings->multiple != NOT_GIVEN, QA_PLAN_MULTIPLE},
                 {settings->sequential, QA_PLAN_SEQUENTIAL},
                 {settings->variables, QA_PLAN_VARIABLES},
                 {settings->margin >= 0, QA_PLAN_MARGIN},
                 {settings->apart.n > 0, QA_PLAN_APART},
                 {settings->limit >= 0, QA_PLAN_POSTERIOR}};
    int n = 0;
    *kind = QA_PLAN_SINGLE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].asked) {
            *kind = kinds[i].kind;
            n++;
        }
    }
    return n <= 1 ? QA_OK
                  : usage(session, "choose one kind of plan: --standard, --zero, --double, "
                                   "--multiple, --sequential, --variables, --margin, --tell-apart "
                                   "or --limit");
}

static enum qa_status check_estimation(struct qa_session *session, const struct settings *settings,
                                       enum qa_plan_kind kind, struct qa_plan_request *request)
{
    if (kind == QA_PLAN_MARGIN && (settings->margin <= 0 || settings->margin >= 1)) {
        return usage(session, "--margin is above 0 and below 1, written 2% or 0.02");
    }
    if (!(settings->design_effect >= 1 && settings->design_effect <= 1e6)) {
        return usage(session, "--design-effect is 1 or more");
    }
    if (kind == QA_PLAN_APART) {
        bool two = settings->apart.n == 2;
        bool rates = two && settings->apart.list[0] >= 0 && settings->apart.list[0] <= 1 &&
                     settings->apart.list[1] >= 0 && settings->apart.list[1] <= 1;
        if (!rates || settings->apart.list[0] == settings->apart.list[1] || settings->power <= 0 ||
            settings->power >= 1) {
            return usage(session, "--tell-apart wants two different rates (0.02,0.04), --power a "
                                  "chance between 0 and 1");
        }
        request->rates[0] = settings->apart.list[0];
        request->rates[1] = settings->apart.list[1];
    }
    request->prior = (struct qa_beta){0.5, 0.5};
    if (settings->prior.n > 0) {
        if (settings->prior.n != 2 || settings->prior.list[0] <= 0 ||
            settings->prior.list[1] <= 0) {
            return usage(session, "--prior wants two numbers above 0: errors and correct answers");
        }
        request->prior = (struct qa_beta){settings->prior.list[0], settings->prior.list[1]};
    }
    if (kind == QA_PLAN_POSTERIOR && (settings->limit <= 0 || settings->limit >= 1)) {
        return usage(session, "--limit is a rate between 0 and 1, written 2.5% or 0.025");
    }
    if (settings->confidence <= 0 || settings->confidence >= 1) {
        return usage(session, "--conf is between 0 and 1");
    }
    return QA_OK;
}

static enum qa_status check_attributes(struct qa_session *session, const struct settings *settings,
                                       struct qa_plan_request *request)
{
    if (request->kind == QA_PLAN_STANDARD && request->model.lot < 2) {
        return usage(session, "--standard wants the size of the lot (--lot), 2 or more");
    }
    if (request->model.model == QA_HYPERGEOMETRIC && request->model.lot == 0) {
        return usage(session, "the hypergeometric model wants the size of the lot (--lot)");
    }
    if (settings->producer_risk <= 0 || settings->producer_risk >= 1 ||
        settings->consumer_risk <= 0 || settings->consumer_risk >= 1) {
        return usage(session, "risks are between 0 and 1, written 5% or 0.05");
    }
    if (request->kind == QA_PLAN_MULTIPLE && (settings->multiple < 2 || settings->multiple > 20)) {
        return usage(session, "--multiple wants 2 to 20 samples");
    }
    QA_TRY(take_classes(session, settings, request));
    for (size_t c = 0; request->kind == QA_PLAN_STANDARD && c < request->n_classes; c++) {
        if (qa_aqls[request->aqls[c]] > QA_LARGEST_AQL_OF_SHARES && settings->model > 0 &&
            request->model.model != QA_POISSON) {
            return usage(session, "AQLs above 10 count errors per hundred answers, of which one "
                                  "may have several: --model poisson");
        }
    }
    if (request->kind == QA_PLAN_VARIABLES && request->n_classes > 1) {
        return usage(session, "--variables plans for one limit, not for classes");
    }
    return QA_OK;
}

/* ---- past lots ---- */

static enum qa_status past_cell(struct qa_session *session, const struct qa_records *records,
                                size_t r, uint32_t column, uint64_t *value)
{
    const struct qa_cell *cell = qa_records_cell(records, r, column);
    if (!qa_parse_count(cell->text, cell->length, value)) {
        return qa_fail_at(&session->error, "E304", records->file, cell->line, cell->column,
                          "'%.60s' is not a whole number", cell->text);
    }
    return QA_OK;
}

static enum qa_status past_lot(struct qa_session *session, const struct qa_records *records,
                               size_t r, const uint32_t column[2], uint64_t *errors, uint64_t *n)
{
    QA_TRY(past_cell(session, records, r, column[0], errors));
    QA_TRY(past_cell(session, records, r, column[1], n));
    const struct qa_cell *cell = qa_records_cell(records, r, column[1]);
    return *n > 0 && *errors <= *n
               ? QA_OK
               : qa_fail_at(&session->error, "E304", records->file, cell->line, cell->column,
                            "a lot of %llu checked cannot have %llu errors", (unsigned long long)*n,
                            (unsigned long long)*errors);
}

static enum qa_status prior_of_past(struct qa_session *session, const char *path,
                                    struct qa_beta *prior)
{
    static const struct qa_column_spec specs[] = {{"errors", "wrong", true},
                                                  {"n", "checked,trials", true}};
    const struct qa_records *records;
    uint32_t column[2];
    QA_TRY(qa_session_records(session, path, "past lots", "errors,wrong", &records));
    QA_TRY(qa_records_columns(records, specs, 2, column, &session->error));
    size_t n = records->n_records;
    uint64_t *errors = QA_ARRAY(session->arena, uint64_t, n + 1);
    uint64_t *trials = QA_ARRAY(session->arena, uint64_t, n + 1);
    double units = 0;
    for (size_t r = 0; r < n; r++) {
        QA_TRY(past_lot(session, records, r, column, &errors[r], &trials[r]));
        units += (double)trials[r];
    }
    struct qa_beta_prior fit = qa_beta_prior_fit(errors, trials, n);
    if (!fit.defined) {
        return usage(session, "--past wants three lots or more, some with errors and none with "
                              "nothing else");
    }
    /* Lots that do not differ are as good as one: the prior is as strong as all of them. */
    double strength = fmin(fit.strength, units);
    *prior = (struct qa_beta){fit.mean * strength, (1 - fit.mean) * strength};
    return QA_OK;
}

/* ---- the history of lots ---- */

static enum qa_status take_history(struct qa_session *session, const struct settings *settings,
                                   struct qa_plan_request *request)
{
    static const char letters[] = "abr";
    size_t n = strlen(settings->history);
    enum qa_lot_result *lots = QA_ARRAY(session->arena, enum qa_lot_result, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *found = strchr(letters, settings->history[i]);
        if (found == NULL) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--history: '%c' is not a (accepted), b (accepted between the numbers) "
                           "or r (rejected)",
                           settings->history[i]);
        }
        lots[i] = (enum qa_lot_result)(found - letters);
    }
    const struct qa_plan_past past = {lots, n, (enum qa_switching_edition)settings->edition,
                                      !settings->no_reduced};
    qa_plan_history(&past, session->report, &request->inspection);
    return QA_OK;
}

static enum qa_status write_book(void *context, const char *path, struct qa_error *err)
{
    return qa_workbook_audit_plan(context, path, err);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    bool has_lot = settings->lot != NOT_GIVEN;
    if (settings->lot == 0 || settings->groups == 0) {
        return usage(session, "--lot and --groups are whole numbers from 1 on");
    }
    session->report->confidence = settings->confidence;
    if (settings->kappa.kappa < 2) {
        struct qa_kappa_settings kappa = settings->kappa;
        kappa.confidence = settings->confidence;
        QA_TRY(qa_plan_kappa(session, &kappa));
        return qa_session_print(session, &settings->output);
    }
    struct qa_plan_request request = {
        .model = {settings->model > 0 ? (enum qa_lot_model)(settings->model - 1)
                  : has_lot           ? QA_HYPERGEOMETRIC
                                      : QA_BINOMIAL,
                  has_lot ? settings->lot : 0},
        .producer_risk = settings->producer_risk,
        .consumer_risk = settings->consumer_risk,
        .n_stages = (size_t)settings->multiple,
        .lower_limit = settings->lower_limit,
        .level = (enum qa_inspection_level)settings->level,
        .inspection = (enum qa_inspection)settings->inspection,
        .is_double = settings->is_double,
        .margin = settings->margin,
        .expected = settings->expected,
        .confidence = settings->confidence,
        .n_groups = settings->groups != NOT_GIVEN ? settings->groups : 0,
        .power = settings->power,
        .design_effect = settings->design_effect,
        .limit = settings->limit,
        .most_errors = settings->errors,
        .curve = settings->curve};
    QA_TRY(choose_kind(session, settings, &request.kind));
    QA_TRY(check_estimation(session, settings, request.kind, &request));
    if (settings->past != NULL) {
        QA_TRY(prior_of_past(session, settings->past, &request.prior));
    }
    if (request.kind <= QA_PLAN_STANDARD) {
        /* The standard's plans speak of a series of lots: of the process behind them. */
        if (request.kind == QA_PLAN_STANDARD && settings->model == 0) {
            request.model.model = QA_BINOMIAL;
        }
        QA_TRY(check_attributes(session, settings, &request));
    }
    if (settings->history != NULL) {
        QA_TRY(take_history(session, settings, &request));
    }
    if (request.inspection == QA_INSPECT_NONE) {
        qa_report_line(session->report,
                       "Inspection is discontinued: %s on tightened inspection. Agree with the "
                       "vendor on what changes first.",
                       settings->edition == QA_SWITCHING_105E ? "ten lots in a row"
                                                              : "five lots rejected");
    } else {
        QA_TRY(qa_plan_tables(&request, session->report, &session->error));
    }
    return qa_session_print_workbook(session, &settings->output, write_book, session->report);
}

const struct qa_command qa_command_plan = {
    .group = "Audit",
    .name = "plan",
    .summary = "how much to check, and how many errors are too many: sampling plans with their "
               "risks, sample sizes",
    .synopsis = "[options]",
    .examples = "    labelqa plan --lot 5000 --aql 1% --rql 5%\n"
                "    labelqa plan --lot 5000 --aql 1% --rql 5% --double --curve -o plan.xlsx\n"
                "    labelqa plan --lot 5000 --standard --level II --aql 1.0\n"
                "    labelqa plan --lot 5000 --margin 2% --expect 5%\n"
                "    labelqa plan --variables --aql 2% --rql 10% --lower-limit 0.75\n"
                "    labelqa plan --kappa 0.7 --half-width 0.1\n",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
