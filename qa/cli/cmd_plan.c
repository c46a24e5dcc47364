#include <math.h>

#include "qa/audit/plan_choice.h"
#include "qa/cli/commands.h"
#include "reports/workbook.h"

struct settings {
    struct qa_output_settings output;
    struct qa_plan_choice choice;
    const char *past;
};
#define ASKED(member) offsetof(struct settings, choice.member)
#define GIVEN(member) ASKED(request.member)

static const char *const models[] = {"auto", "hypergeometric", "binomial", "poisson", NULL};
static const char *const editions[] = {"105E", "2003", NULL};
static const char *const severities[] = {"normal", "tightened", "reduced", NULL};

static const struct qa_option risks[] = {
    {0, "lot", QA_OPTION_COUNT, GIVEN(model.lot), "N", "answers in the lot", .least = 1},
    {0, "aql", QA_OPTION_TEXT, ASKED(acceptable), "RATE",
     "acceptable error rate: lots at or below it should pass; with --standard one of the table's "
     "AQLs in per cent (1.0)"},
    {0, "rql", QA_OPTION_TEXT, ASKED(rejectable), "RATE",
     "rejectable error rate: lots at or above it should fail"},
    {0, "producer-risk", QA_OPTION_RATE, GIVEN(producer_risk), "RATE",
     "chance that an acceptable lot is rejected, at most (default 5%)"},
    {0, "consumer-risk", QA_OPTION_RATE, GIVEN(consumer_risk), "RATE",
     "chance that a rejectable lot is accepted, at most (default 10%)"},
    {0, "model", QA_OPTION_CHOICE, ASKED(model), "hypergeometric|binomial|poisson",
     "how errors fall (default: hypergeometric with --lot, else binomial; with --standard "
     "binomial, above an AQL of 10 poisson, which allows several errors an answer)",
     models},
    {0, "zero", QA_OPTION_FLAG, ASKED(zero), NULL, "accept only without an error"},
    {0, "double", QA_OPTION_FLAG, GIVEN(is_double), NULL,
     "two samples; most lots need the first only"},
    {0, "multiple", QA_OPTION_COUNT, GIVEN(n_stages), "K", "K samples of equal size", .least = 2,
     .most = 20},
    {0, "sequential", QA_OPTION_FLAG, ASKED(sequential), NULL, "decide after each unit (Wald)"},
    {0, "variables", QA_OPTION_FLAG, ASKED(variables), NULL,
     "for a score such as IoU: mean and standard deviation decide"},
    {0, "lower-limit", QA_OPTION_REAL, GIVEN(lower_limit), "SCORE",
     "scores below are errors, for --variables"},
    {0, "classes", QA_OPTION_TEXT, ASKED(classes), "NAME=AQL/RQL,...",
     "a plan for each class of errors: critical=0.1%/1%,major=1%/4%,minor=4%/10%; with --standard "
     "NAME=AQL"},
    {0, "curve", QA_OPTION_FLAG, GIVEN(curve), NULL,
     "add the operating characteristic; a chart in a workbook"},
};

static const struct qa_option standard_options[] = {
    {0, "standard", QA_OPTION_FLAG, ASKED(standard), NULL,
     "the tables of ISO 2859-1 (MIL-STD-105E), with --lot, --aql and --level"},
    {0, "level", QA_OPTION_CHOICE, ASKED(level), "I|II|III|S-1|S-2|S-3|S-4",
     "inspection level (default II)", qa_level_names},
    {0, "severity", QA_OPTION_CHOICE, ASKED(inspection), "normal|tightened|reduced",
     "of inspection (default normal; --history decides it)", severities},
    {0, "history", QA_OPTION_TEXT, ASKED(history), "RESULTS",
     "the lots so far, oldest first: a accepted, b accepted between the numbers, r rejected "
     "(aaraar); the switching rules choose the severity"},
    {0, "no-reduced", QA_OPTION_FLAG, ASKED(no_reduced), NULL,
     "never switch to reduced inspection"},
    {0, "edition", QA_OPTION_CHOICE, ASKED(edition), "105E|2003",
     "switching rules of MIL-STD-105E (default): discontinued after 10 lots on tightened "
     "inspection; or of Z1.4-2003 and ISO 2859-1:1999: after 5 rejected ones. Limit numbers for "
     "reduced inspection are not asked for, as Z1.4-2003 leaves open",
     editions},
};

static const struct qa_option estimation[] = {
    {0, "margin", QA_OPTION_RATE, GIVEN(margin), "RATE", "estimate the error rate to +- this"},
    {0, "expect", QA_OPTION_RATE, GIVEN(expected), "RATE",
     "error rate that is expected (default 5%)"},
    {0, "groups", QA_OPTION_COUNT, GIVEN(n_groups), "K",
     "the margin for each of K strata or annotators", .least = 1},
    {0, "tell-apart", QA_OPTION_REALS, ASKED(apart), "A,B",
     "two error rates (0.02,0.04): sample of each vendor that tells them apart"},
    {0, "power", QA_OPTION_RATE, GIVEN(power), "RATE",
     "chance to find that difference (default 80%)"},
    {0, "design-effect", QA_OPTION_REAL, GIVEN(design_effect), "D",
     "of answers that cluster in items, for --margin and --tell-apart (default 1)"},
    {0, "limit", QA_OPTION_RATE, GIVEN(limit), "RATE",
     "sample after which the rate is believed at or below this, with a beta prior"},
    {0, "prior", QA_OPTION_REALS, ASKED(prior), "A,B",
     "beta prior: A errors and B correct answers seen before (default 0.5,0.5)"},
    {0, "past", QA_OPTION_TEXT, offsetof(struct settings, past), "FILE",
     "beta prior from past lots: columns errors, n; its a and b are shown, for --prior of judge"},
    {0, "errors", QA_OPTION_COUNT, GIVEN(most_errors), "N",
     "with up to N errors found (default 3)"},
    {0, "conf", QA_OPTION_RATE, GIVEN(confidence), "RATE", "confidence (default 0.95)"},
};

static const struct qa_option agreement[] = {
    {0, "kappa", QA_OPTION_REAL, ASKED(kappa.kappa), "VALUE",
     "items to label twice, by two annotators, for an interval of Cohen's kappa when it is this"},
    {0, "half-width", QA_OPTION_REAL, ASKED(kappa.half_width), "WIDTH",
     "the interval is to be no wider than +- this (default 0.1)"},
    {0, "categories", QA_OPTION_COUNT, ASKED(kappa.n_categories), "K",
     "number of categories, equally frequent (default 2)"},
    {0, "shares", QA_OPTION_REALS, ASKED(kappa.shares), "A,B,C",
     "shares of the categories instead, adding up to 1"},
    {0, "weights", QA_OPTION_TEXT, ASKED(kappa.weights), "NAME",
     "for the weighted kappa: linear, quadratic, ordinal, ..."},
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
    .choice = {.request = {.producer_risk = 0.05,
                           .consumer_risk = 0.10,
                           .lower_limit = (double)NAN,
                           .margin = -1,
                           .expected = 0.05,
                           .power = 0.8,
                           .design_effect = 1,
                           .limit = -1,
                           .most_errors = 3,
                           .confidence = 0.95},
               .level = QA_LEVEL_II,
               .kappa = {.kappa = QA_NO_KAPPA, .half_width = 0.1, .n_categories = 2}}};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_plan_choice choice = settings->choice;
    QA_TRY(qa_session_records(session, settings->past, "past lots", "errors,wrong", &choice.past));
    session->report->confidence = choice.request.confidence;
    QA_TRY(qa_plan_answer(&choice, session->report, &session->error));
    return qa_session_print_book(session, &settings->output, qa_workbook_audit_plan);
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
    QA_COMMAND_TABLES,
};
