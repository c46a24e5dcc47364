#include "qa/procurement/rules.h"

#include <string.h>

/* A word that goes by an interval at the confidence as delivered. Intervals of one figure at
 * several levels lie in one another: an open gate stays open at a higher one, and what is decided
 * stays so at a lower. */
#define AT_CONFIDENCE(ends, word)                                                                  \
    "IF(OR(" ends "=0,Conf_differs=0,(" word "=\"INCONCLUSIVE\")=(Conf>Conf_kept))," word          \
    ",\"" QA_RUN_AGAIN "\")"

#define WILSON_CENTRE "(error_rate+Z_conf^2/(2*effective))/(1+Z_conf^2/effective)"
#define WILSON_HALF                                                                                \
    "Z_conf/(1+Z_conf^2/effective)*SQRT(error_rate*(1-error_rate)/effective"                       \
    "+Z_conf^2/(4*effective^2))"

#define REWORK_SHARE "CostPerWrong*IF(FoundShare>0,FoundShare,1)"

#define VALUE(criterion, figure, better)                                                           \
    "IF(AND(ISNUMBER(" figure "),ISNUMBER(V_" criterion "_worst)),IF(V_" criterion                 \
    "_worst=V_" criterion "_best,IF(" figure better "V_" criterion                                 \
    "_best,1,0),MAX(0,MIN(1,(" figure "-V_" criterion "_worst)/(V_" criterion "_best-V_" criterion \
    "_worst)))),\"n/a\")"

#define WEIGHTS "Wu_quality+Wu_speed+Wu_cost+Wu_agreement+Wu_compliance"
#define LACKS(criterion) "AND(Wu_" criterion ">0,NOT(ISNUMBER(value_" criterion ")))"
#define ADDS(criterion) "Wu_" criterion "*N(value_" criterion ")"
#define LACKS_ANY                                                                                  \
    LACKS("quality")                                                                               \
    "," LACKS("speed") "," LACKS("cost") "," LACKS("agreement") "," LACKS("compliance")
#define POINTS                                                                                     \
    ADDS("quality")                                                                                \
    "+" ADDS("speed") "+" ADDS("cost") "+" ADDS("agreement") "+" ADDS("compliance")
#define IF_ELIGIBLE(figure) "IF(AND(eligible=1,ISNUMBER(" figure "))," figure ",\"n/a\")"

static const struct qa_vendor_rule rules[QA_N_VENDOR_FIGURES] = {
    [QA_V_NAME] = {"vendor", "", "vendor", "The vendor.", QA_FIGURE_TEXT, NULL},
    [QA_V_GATE] = {"gate", "Verdict", "gate",
                   "FAIL when one of the gates below fails, else INCONCLUSIVE when one is, else "
                   "PASS. OUT: left out on Inputs.",
                   QA_FIGURE_WORD,
                   "IF(include=\"N\",\"OUT\",IF(reference=1,\"REFERENCE\",IF(OR(gate_error="
                   "\"FAIL\",gate_agreement=\"FAIL\",gate_turnaround=\"FAIL\",gate_compliance="
                   "\"FAIL\",gate_budget=\"FAIL\",gate_capacity=\"FAIL\"),\"FAIL\",IF(OR("
                   "gate_agreement=\"" QA_RUN_AGAIN "\",gate_turnaround=\"" QA_RUN_AGAIN "\"),"
                   "\"" QA_RUN_AGAIN "\",IF(OR(gate_error=\"INCONCLUSIVE\",gate_agreement="
                   "\"INCONCLUSIVE\",gate_turnaround=\"INCONCLUSIVE\",gate_compliance="
                   "\"INCONCLUSIVE\",gate_budget=\"INCONCLUSIVE\",gate_capacity=\"INCONCLUSIVE\"),"
                   "\"INCONCLUSIVE\",\"PASS\")))))"},
    [QA_V_RANK] =
        {"rank", NULL, "rank",
         "1 + the eligible vendors whose score is higher; - for one that is not eligible.",
         QA_FIGURE_COUNT,
         "IF(RunAgain>0,\"" QA_RUN_AGAIN "\",IF(OR(eligible=0,NOT(ISNUMBER(score))),\"-\""
         ",1+SUMPRODUCT(all_eligible*ISNUMBER(all_score)*(all_score>score))))"},
    [QA_V_SCORE] = {"score", NULL, "score",
                    "The values below by their weights in use, divided by the sum of the weights.",
                    QA_FIGURE_REAL,
                    "IF(RunAgain>0,\"" QA_RUN_AGAIN "\",IF(OR(" WEIGHTS "=0,other_spelling=1,"
                    "AND(unpriced=1,NOT(ISNUMBER(charges)))," LACKS_ANY "),\"n/a\",(" POINTS
                    ")/(" WEIGHTS ")))"},
    [QA_V_P_BEST] = {"p_best", NULL, "chance of being best",
                     "Share of draws of what was sampled in which this vendor is first.",
                     QA_FIGURE_RATE, NULL},
    [QA_V_GATES + QA_GATE_ON_ERROR] =
        {"gate_error", "Gates", "errors", "The interval of the error rate against the limit.",
         QA_FIGURE_WORD,
         "IF(reference=1,\"-\",IF(ISNUMBER(high),IF(high<=MaxErr,\"PASS\",IF(low>MaxErr,\"FAIL\","
         "\"INCONCLUSIVE\")),\"INCONCLUSIVE\"))"},
    [QA_V_GATES + QA_GATE_ON_AGREEMENT] =
        {"gate_agreement", NULL, "agreement",
         "The interval of the agreement against the least that is accepted.", QA_FIGURE_WORD,
         "IF(reference=1,\"-\",IF(MinAgreement>0," AT_CONFIDENCE("agreement_ends",
                                                                 "agreement_word") ",\"-\"))"},
    [QA_V_GATES + QA_GATE_ON_TURNAROUND] =
        {"gate_turnaround", NULL, "turnaround",
         "The interval of the time that nine deliveries in ten take against the limit.",
         QA_FIGURE_WORD,
         "IF(reference=1,\"-\",IF(MaxTAT_h>0," AT_CONFIDENCE("turnaround_ends",
                                                             "turnaround_word") ",\"-\"))"},
    [QA_V_GATES + QA_GATE_ON_COMPLIANCE] = {"gate_compliance", NULL, "compliance",
                                            "What the request calls a must, answered and proven.",
                                            QA_FIGURE_WORD, NULL},
    [QA_V_GATES + QA_GATE_ON_BUDGET] =
        {"gate_budget", NULL, "budget",
         "The total cost at both ends of the error rate's interval against the budget.",
         QA_FIGURE_WORD,
         "IF(reference=1,\"-\",IF(Budget>0,IF(ISNUMBER(total),IF(total-rework+Volume*N(high)"
         "*" REWORK_SHARE "<=Budget,\"PASS\",IF(total-rework+Volume*N(low)*" REWORK_SHARE
         ">Budget,\"FAIL\",\"INCONCLUSIVE\")),\"INCONCLUSIVE\"),\"-\"))"},
    [QA_V_GATES + QA_GATE_ON_CAPACITY] =
        {"gate_capacity", NULL, "capacity",
         "Items a week that are promised, with the ramp-up, against volume over weeks.",
         QA_FIGURE_WORD,
         "IF(reference=1,\"-\",IF(Weeks>0,IF(ISNUMBER(promised),IF(promised*IF(Weeks>=N(ramp_up),"
         "1-N(ramp_up)/(2*Weeks),Weeks/(2*ramp_up))>=Volume/Weeks,\"PASS\",\"FAIL\"),IF("
         "N(delivered)>=Volume/Weeks,\"PASS\",\"INCONCLUSIVE\")),\"-\"))"},
    [QA_V_AUDITED] = {"audited", "Errors", "labels checked", "Labels held against gold.",
                      QA_FIGURE_COUNT, NULL},
    [QA_V_ERRORS] = {"errors", NULL, "errors", "Of them, wrong.", QA_FIGURE_COUNT, NULL},
    [QA_V_DESIGN] = {"design", NULL, "design effect",
                     "How many labels of one item tell as much as one: the variance of the rate "
                     "over that of independent labels.",
                     QA_FIGURE_REAL, NULL},
    [QA_V_EFFECTIVE] = {"effective", NULL, "effective n", "Labels checked / design effect.",
                        QA_FIGURE_REAL, "audited/design"},
    [QA_V_RATE] = {"error_rate", NULL, "error rate", "Errors / labels checked.", QA_FIGURE_RATE,
                   "IF(audited>0,errors/audited,\"n/a\")"},
    [QA_V_LOW] = {"low", NULL, "from",
                  "Lower end: Clopper and Pearson's at the numbers that errors which lump leave, "
                  "or Wilson's at the effective n.",
                  QA_FIGURE_RATE,
                  "IF(ISNUMBER(error_rate),IF(error_rate<=0,0,MIN(error_rate,IF(low_trials>0,IF("
                  "low_errors>0,BETAINV((1-Conf)/"
                  "2,low_errors,low_trials-low_errors+1),0),MAX(0," WILSON_CENTRE "-" WILSON_HALF
                  ")))),\"n/a\")"},
    [QA_V_HIGH] = {"high", NULL, "to", "Upper end: Wilson's interval at the effective n.",
                   QA_FIGURE_RATE,
                   "IF(ISNUMBER(error_rate),IF(error_rate>=1,1,MIN(1," WILSON_CENTRE "+" WILSON_HALF
                   ")),\"n/a\")"},
    [QA_V_SPAN] = {"span", NULL, "width", "From end to end.", QA_FIGURE_RATE,
                   "IF(ISNUMBER(error_rate),high-low,\"n/a\")"},
    [QA_V_AGREEMENT] = {"agreement", "Agreement and placing", "agreement (alpha)",
                        "Of the vendor's annotators, as the sheet Agreement has it.",
                        QA_FIGURE_REAL, NULL},
    [QA_V_AGREEMENT_LOW] = {"agreement_low", NULL, "from",
                            "Lower end at the confidence as delivered.", QA_FIGURE_REAL, NULL},
    [QA_V_AGREEMENT_HIGH] = {"agreement_high", NULL, "to",
                             "Upper end at the confidence as delivered.", QA_FIGURE_REAL, NULL},
    [QA_V_IOU] = {"mean_iou", NULL, "mean IoU", "Of the objects that match one of gold's.",
                  QA_FIGURE_REAL, NULL},
    [QA_V_P50] = {"p50", "Turnaround and capacity", "median turnaround, h",
                  "Hours that half of the deliveries take.", QA_FIGURE_HOURS, NULL},
    [QA_V_P90] = {"p90", NULL, "nine in ten, h", "Hours that nine deliveries in ten take.",
                  QA_FIGURE_HOURS, NULL},
    [QA_V_P90_LOW] = {"p90_low", NULL, "from", "Lower end at the confidence as delivered.",
                      QA_FIGURE_HOURS, NULL},
    [QA_V_P90_HIGH] = {"p90_high", NULL, "to", "Upper end at the confidence as delivered.",
                       QA_FIGURE_HOURS, NULL},
    [QA_V_ON_TIME] = {"on_time", NULL, "on time", "Share of deliveries that were in time.",
                      QA_FIGURE_RATE, NULL},
    [QA_V_PROMISED] = {"promised", NULL, "promised items a week", "By the vendor's promises.",
                       QA_FIGURE_COUNT, NULL},
    [QA_V_RAMP_UP] = {"ramp_up", NULL, "ramp-up, weeks", "Weeks until the capacity is reached.",
                      QA_FIGURE_REAL, NULL},
    [QA_V_DELIVERED] = {"delivered", NULL, "delivered items a week",
                        "As measured from the log of deliveries.", QA_FIGURE_COUNT, NULL},
    [QA_V_COMPLIANCE] = {"compliance", "Compliance and time", "compliance",
                         "Share of the questionnaire's points.", QA_FIGURE_RATE, NULL},
    [QA_V_SECONDS] = {"seconds", NULL, "seconds per item", "As measured.", QA_FIGURE_REAL, NULL},
    [QA_V_CHARGES] = {"charges", "Costs", "charges", "By the sheet Quotes, at the volume.",
                      QA_FIGURE_MONEY, "quoted"},
    [QA_V_UNIT] = {"unit", NULL, "charges per item", "Charges / volume.", QA_FIGURE_UNIT_PRICE,
                   "IF(ISNUMBER(charges)*(Volume>0)>0,charges/Volume,\"n/a\")"},
    [QA_V_REWORK] = {"rework", NULL, "rework",
                     "Volume x error rate x the cost of redoing a label, for those found.",
                     QA_FIGURE_MONEY,
                     "IF(ISNUMBER(error_rate),Volume*error_rate*" REWORK_SHARE
                     ",IF(CostPerWrong=0,0,\"n/a\"))"},
    [QA_V_AUDIT] = {"audit", NULL, "checking", "Volume x the cost of checking.", QA_FIGURE_MONEY,
                    "Volume*AuditCostPerItem"},
    [QA_V_TOTAL] = {"total", NULL, "total cost",
                    "Charges with what is ordered again, rework and checking.", QA_FIGURE_MONEY,
                    "IF(AND(ISNUMBER(charges),ISNUMBER(rework)),charges*(1+RejectedShare)+rework"
                    "+audit,\"n/a\")"},
    [QA_V_CORRECT] = {"correct", NULL, "cost per correct label",
                      "Total cost / (volume x (1 - error rate)).", QA_FIGURE_UNIT_PRICE,
                      "IF(AND(ISNUMBER(total),ISNUMBER(error_rate),Volume>0),IF(error_rate<1,"
                      "total/(Volume*(1-error_rate)),\"n/a\"),\"n/a\")"},
    [QA_V_ERROR_COST] = {"error_cost", NULL, "expected cost of errors",
                         "Of wrong labels that slip through; no part of the total.",
                         QA_FIGURE_MONEY,
                         "IF(CostPerError=0,0,IF(ISNUMBER(error_rate),Volume*error_rate*"
                         "CostPerError*(1-FoundShare),\"n/a\"))"},
    [QA_V_VALUES +
        QA_CRITERION_QUALITY] = {"value_quality", "Worth, 0 to 1", "quality",
                                 "The error rate between the ends of its value on Inputs.",
                                 QA_FIGURE_REAL, VALUE("quality", "error_rate", "<=")},
    [QA_V_VALUES + QA_CRITERION_SPEED] = {"value_speed", NULL, "speed", "The turnaround, likewise.",
                                          QA_FIGURE_REAL, VALUE("speed", "p90", "<=")},
    [QA_V_VALUES + QA_CRITERION_COST] = {"value_cost", NULL, "cost",
                                         "The cost per correct label, likewise.", QA_FIGURE_REAL,
                                         VALUE("cost", "correct", "<=")},
    [QA_V_VALUES + QA_CRITERION_AGREEMENT] = {"value_agreement", NULL, "agreement",
                                              "The agreement, likewise.", QA_FIGURE_REAL,
                                              VALUE("agreement", "agreement", ">=")},
    [QA_V_VALUES + QA_CRITERION_COMPLIANCE] = {"value_compliance", NULL, "compliance",
                                               "The compliance, likewise.", QA_FIGURE_REAL,
                                               VALUE("compliance", "compliance", ">=")},
    [QA_V_AGREEMENT_WORD] = {"agreement_word", "Steps between", "agreement, at its confidence",
                             "The word of the gate, were the confidence as delivered.",
                             QA_FIGURE_TEXT,
                             "IF(ISNUMBER(agreement_low),IF(agreement_low>=MinAgreement,\"PASS\","
                             "IF(agreement_high<MinAgreement,\"FAIL\",\"INCONCLUSIVE\")),"
                             "\"INCONCLUSIVE\")"},
    [QA_V_TURNAROUND_WORD] = {"turnaround_word", NULL, "turnaround, at its confidence", "Likewise.",
                              QA_FIGURE_TEXT,
                              "IF(AND(ISNUMBER(p90_high),N(p90_high)<=MaxTAT_h),\"PASS\",IF("
                              "N(p90_low)>MaxTAT_h,\"FAIL\",\"INCONCLUSIVE\"))"},
    [QA_V_ELIGIBLE] = {"eligible", NULL, "eligible", "1: may be ranked.", QA_FIGURE_COUNT,
                       "IF(undelivered=1,0,IF(OR(gate=\"PASS\",gate=\"INCONCLUSIVE\"),1,0))"},
    [QA_V_ELIGIBLE_P90] = {"eligible_p90", NULL, "turnaround if eligible",
                           "So that the best is found by MIN.", QA_FIGURE_HOURS,
                           IF_ELIGIBLE("p90")},
    [QA_V_ELIGIBLE_COST] = {"eligible_cost", NULL, "cost if eligible", "Likewise.",
                            QA_FIGURE_UNIT_PRICE, IF_ELIGIBLE("correct")},
    [QA_V_KEY] = {"key", NULL, "sort key",
                  "By rank, then eligible without a score, then the rest, references last.",
                  QA_FIGURE_COUNT,
                  "IF(ISNUMBER(rank),rank,IF(eligible=0,n_vendors+2+reference,n_vendors+1))"},
    [QA_V_ORDER] = {"order", NULL, "place", "Each place once, among equals in the order here.",
                    QA_FIGURE_COUNT, "SUMPRODUCT(1*(all_key<key))+SUMPRODUCT(1*(upto_key=key))"},
};

const char qa_verdict_rule[] =
    "IF(RunAgain>0,\"The confidence was changed, and turnaround or agreement do not follow it: run "
    "labelqa again.\",IF(NOT(ISNUMBER(first_rank)),\"No vendor is ranked.\",first_vendor"
    "&\" is the best eligible vendor\"&IF(first_gate=\"INCONCLUSIVE\",\", but inconclusive\",\"\")"
    "&\": \"&IF(ISNUMBER(first_error_rate),\"error \"&FIXED(100*first_error_rate,1,TRUE)&\" % (\""
    "&FIXED(100*first_low,1,TRUE)&\"-\"&FIXED(100*first_high,1,TRUE)&\" %)\",\"error rate not "
    "known\")&IF(ISNUMBER(first_correct),\", \"&FIXED(1000*first_correct,minor_digits,FALSE)&\" \""
    "&currency&\" per 1,000 correct labels at volume \"&FIXED(Volume,0,FALSE),\"\")&\".\"))";

/* ---- figures of the card ---- */

/* A weight counts when its criterion is known of an eligible vendor, or nobody is eligible: failing
 * vendors are shown, and share work, by the weights as stated. */
#define WEIGHT_IN_USE(criterion)                                                                   \
    "IF(OR(SUM(all_eligible)=0,SUMPRODUCT(all_eligible*ISNUMBER(all_value_" criterion              \
    "))>0),W_" criterion ",0)"

#define LEAST(figure, times) "IF(COUNT(all_" figure ")>0," times "MIN(all_" figure "),\"n/a\")"
#define BUDGET_PER_ITEM "IF(Volume>0,Budget/Volume,0)"
/* Worst at a limit and best at 0; without a limit as the vendors have it. */
#define WORST_AT(limit, otherwise) "IF(" limit ">0," limit "," otherwise ")"
#define BEST_WITH(limit, otherwise) "IF(" limit ">0,0," otherwise ")"

static const struct {
    const char *name;
    const char *formula;   /* NULL: 0 or 1, by what is better */
    const char *from_best; /* of a worst end where the best is stated; NULL: the same */
} card_rules[QA_N_CARD_FIGURES] = {
    [QA_CARD_WEIGHTS + QA_CRITERION_QUALITY] = {"Wu_quality", WEIGHT_IN_USE("quality"), NULL},
    [QA_CARD_WEIGHTS + QA_CRITERION_SPEED] = {"Wu_speed", WEIGHT_IN_USE("speed"), NULL},
    [QA_CARD_WEIGHTS + QA_CRITERION_COST] = {"Wu_cost", WEIGHT_IN_USE("cost"), NULL},
    [QA_CARD_WEIGHTS + QA_CRITERION_AGREEMENT] = {"Wu_agreement", WEIGHT_IN_USE("agreement"), NULL},
    [QA_CARD_WEIGHTS +
        QA_CRITERION_COMPLIANCE] = {"Wu_compliance", WEIGHT_IN_USE("compliance"), NULL},
    [QA_CARD_WORST + QA_CRITERION_QUALITY] = {"V_quality_worst", WORST_AT("MaxErr", "0"),
                                              WORST_AT("MaxErr", "2*V_quality_best")},
    [QA_CARD_WORST + QA_CRITERION_SPEED] = {"V_speed_worst",
                                            WORST_AT("MaxTAT_h", LEAST("eligible_p90", "2*")),
                                            WORST_AT("MaxTAT_h", "2*V_speed_best")},
    [QA_CARD_WORST + QA_CRITERION_COST] = {"V_cost_worst",
                                           WORST_AT(BUDGET_PER_ITEM, LEAST("eligible_cost", "2*")),
                                           WORST_AT(BUDGET_PER_ITEM, "2*V_cost_best")},
    [QA_CARD_WORST + QA_CRITERION_AGREEMENT] = {"V_agreement_worst", "MinAgreement", NULL},
    [QA_CARD_WORST + QA_CRITERION_COMPLIANCE] = {"V_compliance_worst", NULL, NULL},
    [QA_CARD_BEST + QA_CRITERION_QUALITY] = {"V_quality_best", NULL, NULL},
    [QA_CARD_BEST + QA_CRITERION_SPEED] = {"V_speed_best",
                                           BEST_WITH("MaxTAT_h", LEAST("eligible_p90", "")), NULL},
    [QA_CARD_BEST + QA_CRITERION_COST] = {"V_cost_best",
                                          BEST_WITH(BUDGET_PER_ITEM, LEAST("eligible_cost", "")),
                                          NULL},
    [QA_CARD_BEST + QA_CRITERION_AGREEMENT] = {"V_agreement_best", NULL, NULL},
    [QA_CARD_BEST + QA_CRITERION_COMPLIANCE] = {"V_compliance_best", NULL, NULL},
    [QA_CARD_Z] = {"Z_conf", "NORMSINV(1-(1-Conf)/2)", NULL},
    [QA_CARD_RUN_AGAIN] = {"RunAgain", "COUNTIF(all_gate,\"" QA_RUN_AGAIN "\")", NULL},
};

const char *qa_card_figure_name(enum qa_card_figure figure)
{
    return card_rules[figure].name;
}

static bool is_end(enum qa_card_figure figure, enum qa_criterion *criterion)
{
    *criterion = (enum qa_criterion)(((int)figure - QA_CARD_WORST) % QA_N_CRITERIA);
    return figure >= QA_CARD_WORST && figure < QA_CARD_Z;
}

const char *qa_card_rule(enum qa_card_figure figure, const struct qa_value_ends *values)
{
    enum qa_criterion criterion;

    if (!is_end(figure, &criterion)) {
        return card_rules[figure].formula;
    }
    bool is_worst = figure < QA_CARD_BEST;
    const struct qa_value_ends *ends = &values[criterion];
    if (is_worst ? ends->has_worst : ends->has_best || ends->has_worst) {
        return NULL;
    }
    bool other_decides = is_worst && ends->has_best && card_rules[figure].from_best != NULL;
    return other_decides ? card_rules[figure].from_best : card_rules[figure].formula;
}

double qa_card_stated(enum qa_card_figure figure, const struct qa_value_ends *values)
{
    enum qa_criterion criterion;

    (void)is_end(figure, &criterion);
    const struct qa_value_ends *ends = &values[criterion];
    return figure < QA_CARD_BEST ? (ends->has_worst ? ends->worst : 0.0)
           : ends->has_best      ? ends->best
                                 : !qa_criterion_wants_less(criterion);
}

const struct qa_vendor_rule *qa_vendor_rule(enum qa_vendor_figure figure)
{
    return &rules[figure];
}

enum qa_vendor_figure qa_vendor_figure_named(const char *name)
{
    int figure = 0;
    while (figure < QA_N_VENDOR_FIGURES && strcmp(rules[figure].name, name) != 0) {
        figure++;
    }
    return (enum qa_vendor_figure)figure;
}

enum qa_vendor_figure qa_criterion_figure(enum qa_criterion criterion)
{
    static const enum qa_vendor_figure figures[QA_N_CRITERIA] = {QA_V_RATE, QA_V_P90, QA_V_CORRECT,
                                                                 QA_V_AGREEMENT, QA_V_COMPLIANCE};
    return figures[criterion];
}
