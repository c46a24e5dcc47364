#ifndef QA_PROCUREMENT_RULES_H
#define QA_PROCUREMENT_RULES_H

/*
 * The figures of one vendor, and the rules by which they follow others and the buyer's inputs:
 * each an expression of qa/table/formula.h over names. The vendor workbook shows them as formulas;
 * its values are those of the expressions. gates.h, criteria.h, quote.h and scorecard.h say what
 * the figures mean and whose they are.
 *
 * Names in a rule are
 *   figures of the same vendor by their names below; all_NAME: that of every vendor, in their
 *   order; upto_NAME: from the first vendor to this one
 *   inputs: Volume, MaxErr, MinAgreement, MaxTAT_h, Budget, Weeks, Conf, Conf_kept (as measured
 *   at), Conf_differs (1 or 0), CostPerWrong, CostPerError, FoundShare, RejectedShare,
 *   AuditCostPerItem, W_CRITERION (stated weights), n_vendors
 *   figures of the card, by rules too: Wu_CRITERION (weights in use), V_CRITERION_worst and _best,
 *   Z_conf, RunAgain (vendors whose gate needs a new run)
 *   of the vendor: include ("Y" or "N"), reference, undelivered, other_spelling, unpriced,
 *   agreement_ends and turnaround_ends (whether an interval was measured): 1 or 0; low_errors and
 *   low_trials of its facts; quoted (the total of its quote)
 */

#include "qa/procurement/criteria.h"
#include "qa/procurement/gates.h"
#include "qa/table/formula.h"

#define QA_RUN_AGAIN "run labelqa again"

enum qa_vendor_figure {
    QA_V_NAME,
    QA_V_GATE,
    QA_V_RANK,
    QA_V_SCORE,
    QA_V_P_BEST,
    QA_V_GATES, /* one a gate */
    QA_V_AUDITED = QA_V_GATES + QA_N_GATES,
    QA_V_ERRORS,
    QA_V_DESIGN,
    QA_V_EFFECTIVE,
    QA_V_RATE,
    QA_V_LOW,
    QA_V_HIGH,
    QA_V_SPAN,
    QA_V_AGREEMENT,
    QA_V_AGREEMENT_LOW,
    QA_V_AGREEMENT_HIGH,
    QA_V_IOU,
    QA_V_P50,
    QA_V_P90,
    QA_V_P90_LOW,
    QA_V_P90_HIGH,
    QA_V_ON_TIME,
    QA_V_PROMISED,
    QA_V_RAMP_UP,
    QA_V_DELIVERED,
    QA_V_COMPLIANCE,
    QA_V_SECONDS,
    QA_V_CHARGES,
    QA_V_UNIT,
    QA_V_REWORK,
    QA_V_AUDIT,
    QA_V_TOTAL,
    QA_V_CORRECT,
    QA_V_ERROR_COST,
    QA_V_VALUES, /* one a criterion */
    /* What only serves other rules. */
    QA_V_AGREEMENT_WORD = QA_V_VALUES + QA_N_CRITERIA,
    QA_V_TURNAROUND_WORD,
    QA_V_ELIGIBLE,
    QA_V_ELIGIBLE_P90,
    QA_V_ELIGIBLE_COST,
    QA_V_KEY,
    QA_V_ORDER, /* 1 for the vendor in the first place, and so on */
    QA_N_VENDOR_FIGURES
};

enum qa_figure_unit {
    QA_FIGURE_TEXT,
    QA_FIGURE_WORD, /* of a gate */
    QA_FIGURE_COUNT,
    QA_FIGURE_REAL,
    QA_FIGURE_RATE,
    QA_FIGURE_HOURS,
    QA_FIGURE_MONEY,
    QA_FIGURE_UNIT_PRICE
};

struct qa_vendor_rule {
    const char *name;
    const char *group; /* NULL: of the figure before */
    const char *heading;
    const char *about;
    enum qa_figure_unit unit;
    const char *formula; /* NULL: measured, follows nothing */
};
const struct qa_vendor_rule *qa_vendor_rule(enum qa_vendor_figure figure);

/* Figures of the card: by criterion, then others. */
enum qa_card_figure {
    QA_CARD_WEIGHTS,
    QA_CARD_WORST = QA_CARD_WEIGHTS + QA_N_CRITERIA,
    QA_CARD_BEST = QA_CARD_WORST + QA_N_CRITERIA,
    QA_CARD_Z = QA_CARD_BEST + QA_N_CRITERIA,
    QA_CARD_RUN_AGAIN,
    QA_N_CARD_FIGURES
};
const char *qa_card_figure_name(enum qa_card_figure figure);

/* The figure's rule, given the values as stated; NULL: an end that is stated itself, which
 * qa_card_stated gives. */
const char *qa_card_rule(enum qa_card_figure figure, const struct qa_value_ends *values);
double qa_card_stated(enum qa_card_figure figure, const struct qa_value_ends *values);

/* The figure of a name; QA_N_VENDOR_FIGURES: none. */
enum qa_vendor_figure qa_vendor_figure_named(const char *name);

struct qa_scorecard;
struct qa_vendor_score;

/* A figure without a rule; the text "n/a" where it was not measured. Not of QA_V_P_BEST. */
struct qa_formula_value qa_vendor_measured(const struct qa_vendor_score *score,
                                           enum qa_vendor_figure figure);

/* What is so of a vendor whatever the inputs are, 1 or 0 for reference and the like; false for
 * other names. */
bool qa_vendor_constant(const struct qa_vendor_score *score, const char *name, double *value);

/* Of qa/stats, for BETAINV and NORMSINV. */
extern const struct qa_formula_quantiles qa_rule_quantiles;

/*
 * The figures of a card of which facts, costs and settings are set, each worked when it is first
 * asked for. The card must stay, the figures keep what they read. O(figures x names) for the rules
 * at first, O(vendors) or less for a figure.
 */
struct qa_reckoning;
struct qa_reckoning *qa_reckon(const struct qa_scorecard *card, struct qa_arena *arena);

/* The same card under other limits, weights or stated ends: all that follows none of them is taken
 * over. */
struct qa_reckoning *qa_reckon_under(struct qa_reckoning *before, const struct qa_scorecard *card,
                                     struct qa_arena *arena);

/* As it is, but for one vendor's error rate and cost per correct label: who is eligible stays. */
struct qa_reckoning *qa_reckon_offer(struct qa_reckoning *before, size_t vendor, double rate,
                                     double correct, struct qa_arena *arena);

struct qa_formula_value qa_reckoned(struct qa_reckoning *reckoning, size_t vendor,
                                    enum qa_vendor_figure figure);
struct qa_formula_value qa_reckoned_card(struct qa_reckoning *reckoning,
                                         enum qa_card_figure figure);

/* The word of the gate on errors for any rate with its interval. */
enum qa_gate qa_gate_of_rate(const struct qa_estimate *rate, double limit, struct qa_arena *arena);

/* The sentence on the vendor in the first place, by a rule too: first_NAME is its figure, currency
 * a text, minor_digits of the currency. */
extern const char qa_verdict_rule[];
const char *qa_verdict_sentence(struct qa_reckoning *reckoning);

/* The figure that a criterion measures. */
enum qa_vendor_figure qa_criterion_figure(enum qa_criterion criterion);

#endif
