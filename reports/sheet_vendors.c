#include <math.h>
#include <string.h>

#include "reports/inputs_delivered.h"

static const char *const headers[QA_V_COLUMNS] = {
    [QA_V_NAME] = "vendor",
    [QA_V_GATE] = "gate",
    [QA_V_RANK] = "rank",
    [QA_V_SCORE] = "score",
    [QA_V_GATES + QA_GATE_ON_ERROR] = "gate: errors",
    [QA_V_GATES + QA_GATE_ON_AGREEMENT] = "gate: agreement",
    [QA_V_GATES + QA_GATE_ON_TURNAROUND] = "gate: turnaround",
    [QA_V_GATES + QA_GATE_ON_COMPLIANCE] = "gate: compliance",
    [QA_V_GATES + QA_GATE_ON_BUDGET] = "gate: budget",
    [QA_V_GATES + QA_GATE_ON_CAPACITY] = "gate: capacity",
    [QA_V_AUDITED] = "labels checked",
    [QA_V_ERRORS] = "errors",
    [QA_V_DESIGN] = "design effect",
    [QA_V_EFFECTIVE] = "effective n",
    [QA_V_RATE] = "error rate",
    [QA_V_LOW] = "low",
    [QA_V_HIGH] = "high",
    [QA_V_SPAN] = "width",
    [QA_V_AGREEMENT] = "agreement (alpha)",
    [QA_V_AGREEMENT_LOW] = "low",
    [QA_V_AGREEMENT_HIGH] = "high",
    [QA_V_IOU] = "mean IoU",
    [QA_V_P50] = "median turnaround h",
    [QA_V_P90] = "p90 turnaround h",
    [QA_V_P90_LOW] = "low",
    [QA_V_P90_HIGH] = "high",
    [QA_V_ON_TIME] = "on time",
    [QA_V_PROMISED] = "promised items a week",
    [QA_V_RAMP_UP] = "ramp-up weeks",
    [QA_V_DELIVERED] = "delivered items a week",
    [QA_V_COMPLIANCE] = "compliance",
    [QA_V_SECONDS] = "seconds per item",
    [QA_V_CHARGES] = "charges",
    [QA_V_UNIT] = "charges per item",
    [QA_V_REWORK] = "rework",
    [QA_V_AUDIT] = "checking",
    [QA_V_TOTAL] = "total cost",
    [QA_V_CORRECT] = "cost per correct label",
    [QA_V_ERROR_COST] = "expected cost of errors",
    [QA_V_VALUES + QA_CRITERION_QUALITY] = "quality 0-1",
    [QA_V_VALUES + QA_CRITERION_SPEED] = "speed 0-1",
    [QA_V_VALUES + QA_CRITERION_COST] = "cost 0-1",
    [QA_V_VALUES + QA_CRITERION_AGREEMENT] = "agreement 0-1",
    [QA_V_VALUES + QA_CRITERION_COMPLIANCE] = "compliance 0-1",
    [QA_V_ELIGIBLE] = "eligible",
    [QA_V_ELIGIBLE_P90] = "p90 if eligible",
    [QA_V_ELIGIBLE_COST] = "cost if eligible",
    [QA_V_P_BEST] = "chance of being best",
    [QA_V_KEY] = "sort key",
    [QA_V_ORDER] = "place",
};

/* The column that holds what a criterion measures. */
static const enum qa_vendors_column measured_columns[QA_N_CRITERIA] = {
    QA_V_RATE, QA_V_P90, QA_V_CORRECT, QA_V_AGREEMENT, QA_V_COMPLIANCE};

/* One vendor's row being written. */
struct line {
    struct qa_vendor_book *book;
    struct qa_sheet *sheet;
    const struct qa_vendor_score *score;
    uint32_t row;
};

static const char *cell(const struct line *line, enum qa_vendors_column column)
{
    return qa_cell(line->book->arena, line->row, (uint16_t)column);
}

static const char *column_range(const struct qa_vendor_book *book, enum qa_vendors_column column)
{
    return qa_range_name(book->arena, "Vendors", QA_VENDORS_FIRST,
                         QA_VENDORS_FIRST + (book->n > 0 ? book->n - 1 : 0), (uint16_t)column);
}

static void formula(const struct line *line, enum qa_vendors_column column, const char *text,
                    struct qa_cached cached, enum qa_style style)
{
    qa_put_formula(line->sheet, line->row, (uint16_t)column, text, cached, style);
}

static void put_error_rate(const struct line *line)
{
    struct qa_arena *arena = line->book->arena;
    const struct qa_vendor_facts *facts = line->score->facts;
    const struct qa_estimate *rate = &line->score->error_rate;
    bool known = qa_is_defined(rate);
    double effective = facts->audited > 0 ? (double)facts->audited / facts->design_effect : 0;
    qa_put_number(line->sheet, line->row, QA_V_AUDITED, (double)facts->audited,
                  QA_STYLE_FIXED_COUNT);
    qa_put_number(line->sheet, line->row, QA_V_ERRORS, (double)facts->errors, QA_STYLE_FIXED_COUNT);
    qa_put_number(line->sheet, line->row, QA_V_DESIGN, fmax(1, facts->design_effect),
                  QA_STYLE_FIXED_REAL);
    const char *n = cell(line, QA_V_EFFECTIVE);
    const char *p = cell(line, QA_V_RATE);
    formula(line, QA_V_EFFECTIVE,
            qa_arena_format(arena, "=%s/%s", cell(line, QA_V_AUDITED), cell(line, QA_V_DESIGN)),
            QA_NUMBER(effective), QA_STYLE_REAL);
    formula(line, QA_V_RATE,
            qa_arena_format(arena, "=IF(%s>0,%s/%s,\"n/a\")", cell(line, QA_V_AUDITED),
                            cell(line, QA_V_ERRORS), cell(line, QA_V_AUDITED)),
            QA_NUMBER(known ? rate->value : (double)NAN), QA_STYLE_RATE);
    const char *centre = qa_arena_format(arena, "(%s+Z_conf^2/(2*%s))/(1+Z_conf^2/%s)", p, n, n);
    const char *half = qa_arena_format(
        arena, "Z_conf/(1+Z_conf^2/%s)*SQRT(%s*(1-%s)/%s+Z_conf^2/(4*%s^2))", n, p, p, n, n);
    const char *least = qa_arena_format(arena, "MAX(0,%s-%s)", centre, half);
    if (facts->low_trials > 0) {
        least = qa_arena_format(arena, "BETAINV((1-Conf)/2,%.15g,%.15g)", facts->low_errors,
                                facts->low_trials - facts->low_errors + 1);
    }
    formula(
        line, QA_V_LOW,
        qa_arena_format(arena, "=IF(ISNUMBER(%s),IF(%s<=0,0,MIN(%s,%s)),\"n/a\")", p, p, p, least),
        QA_NUMBER(known ? rate->low : (double)NAN), QA_STYLE_RATE);
    formula(line, QA_V_HIGH,
            qa_arena_format(arena, "=IF(ISNUMBER(%s),IF(%s>=1,1,MIN(1,%s+%s)),\"n/a\")", p, p,
                            centre, half),
            QA_NUMBER(known ? rate->high : (double)NAN), QA_STYLE_RATE);
    formula(line, QA_V_SPAN,
            qa_arena_format(arena, "=IF(ISNUMBER(%s),%s-%s,\"n/a\")", p, cell(line, QA_V_HIGH),
                            cell(line, QA_V_LOW)),
            QA_NUMBER(known ? rate->high - rate->low : (double)NAN), QA_STYLE_RATE);
}

/* ---- gates ---- */

/* The word of a gate whose ends are those of the confidence as delivered. Intervals of one figure
 * at several levels lie in one another: an open gate stays open at a higher one, and what is
 * decided stays so at a lower. */
static const char *word_at_confidence(const struct line *line, const char *word)
{
    return qa_arena_format(line->book->arena,
                           "IF(OR(Conf_differs=0,(%s=\"INCONCLUSIVE\")=(Conf>Conf_kept)),%s,"
                           "\"" QA_RUN_AGAIN "\")",
                           word, word);
}

static const char *agreement_formula(const struct line *line)
{
    struct qa_arena *arena = line->book->arena;
    const struct qa_estimate *agreement = &line->score->facts->agreement;
    const char *low = cell(line, QA_V_AGREEMENT_LOW);
    const char *word = qa_arena_format(arena,
                                       "IF(ISNUMBER(%s),IF(%s>=MinAgreement,\"PASS\",IF(%s<"
                                       "MinAgreement,\"FAIL\",\"INCONCLUSIVE\")),"
                                       "\"INCONCLUSIVE\")",
                                       low, low, cell(line, QA_V_AGREEMENT_HIGH));
    bool has_ends = qa_is_defined(agreement) && agreement->has_interval;
    return qa_arena_format(arena, "=IF(MinAgreement>0,%s,\"-\")",
                           has_ends ? word_at_confidence(line, word) : word);
}

static const char *turnaround_formula(const struct line *line)
{
    struct qa_arena *arena = line->book->arena;
    const struct qa_vendor_turnaround *time = line->score->facts->turnaround;
    const char *high = cell(line, QA_V_P90_HIGH);
    const char *word = qa_arena_format(arena,
                                       "IF(AND(ISNUMBER(%s),N(%s)<=MaxTAT_h),\"PASS\",IF(N(%s)>"
                                       "MaxTAT_h,\"FAIL\",\"INCONCLUSIVE\"))",
                                       high, high, cell(line, QA_V_P90_LOW));
    bool has_ends = time != NULL && time->deliveries > 0;
    return qa_arena_format(arena, "=IF(MaxTAT_h>0,%s,\"-\")",
                           has_ends ? word_at_confidence(line, word) : word);
}

/* The word of each gate as a formula; "-" where its limit is not set. */
static const char *gate_formula(const struct line *line, enum qa_gate_kind kind)
{
    if (line->score->facts->is_reference) {
        return NULL;
    }
    struct qa_arena *arena = line->book->arena;
    const char *low = cell(line, QA_V_LOW);
    const char *high = cell(line, QA_V_HIGH);
    const char *total = cell(line, QA_V_TOTAL);
    const char *rework = cell(line, QA_V_REWORK);
    const char *promised = cell(line, QA_V_PROMISED);
    const char *ramp = cell(line, QA_V_RAMP_UP);
    switch (kind) {
    case QA_GATE_ON_ERROR:
        return qa_arena_format(arena,
                               "=IF(ISNUMBER(%s),IF(%s<=MaxErr,\"PASS\",IF(%s>MaxErr,\"FAIL\","
                               "\"INCONCLUSIVE\")),\"INCONCLUSIVE\")",
                               high, high, low);
    case QA_GATE_ON_AGREEMENT:
        return agreement_formula(line);
    case QA_GATE_ON_TURNAROUND:
        return turnaround_formula(line);
    case QA_GATE_ON_BUDGET:
        return qa_arena_format(
            arena,
            "=IF(Budget>0,IF(ISNUMBER(%s),IF(%s-%s+Volume*N(%s)*CostPerWrong*IF(FoundShare>0,"
            "FoundShare,1)<=Budget,\"PASS\",IF(%s-%s+Volume*N(%s)*CostPerWrong*IF(FoundShare>0,"
            "FoundShare,1)>Budget,\"FAIL\",\"INCONCLUSIVE\")),\"INCONCLUSIVE\"),\"-\")",
            total, total, rework, high, total, rework, low);
    case QA_GATE_ON_CAPACITY:
        return qa_arena_format(
            arena,
            "=IF(Weeks>0,IF(ISNUMBER(%s),IF(%s*IF(Weeks>=N(%s),1-N(%s)/(2*Weeks),Weeks/(2*%s))>="
            "Volume/Weeks,\"PASS\",\"FAIL\"),IF(N(%s)>=Volume/Weeks,\"PASS\",\"INCONCLUSIVE\")),"
            "\"-\")",
            promised, promised, ramp, ramp, ramp, cell(line, QA_V_DELIVERED));
    default:
        return NULL;
    }
}

static const char *gate_word(const struct qa_gate_check *check)
{
    return check->asked ? qa_gate_name(check->verdict) : "-";
}

static void put_gates(const struct line *line)
{
    struct qa_arena *arena = line->book->arena;
    const char *all = qa_arena_format(arena, "%s:%s", cell(line, QA_V_GATES),
                                      cell(line, QA_V_GATES + QA_N_GATES - 1));
    const char *word = line->score->facts->is_reference
                           ? "\"REFERENCE\""
                           : qa_arena_format(arena,
                                             "IF(COUNTIF(%s,\"FAIL\")>0,\"FAIL\",IF(COUNTIF(%s,"
                                             "\"" QA_RUN_AGAIN "\")>0,\"" QA_RUN_AGAIN "\",IF("
                                             "COUNTIF(%s,\"INCONCLUSIVE\")>0,\"INCONCLUSIVE\","
                                             "\"PASS\")))",
                                             all, all, all);
    size_t vendor = (size_t)(line->score - line->book->evaluation->scorecard.scores);
    for (int g = 0; g < QA_N_GATES; g++) {
        uint16_t column = (uint16_t)(QA_V_GATES + g);
        const char *gate = gate_word(&line->score->gates[g]);
        const char *text = gate_formula(line, (enum qa_gate_kind)g);
        if (text == NULL) {
            qa_put(line->sheet, line->row, column, gate, QA_STYLE_FIXED_TEXT);
        } else {
            qa_put_formula(line->sheet, line->row, column, text, QA_CACHED_TEXT(gate),
                           QA_STYLE_TEXT);
        }
    }
    formula(line, QA_V_GATE,
            qa_arena_format(arena, "=IF(%s=\"N\",\"OUT\",%s)",
                            qa_cell_name(arena, "Inputs", qa_include_row(line->book, vendor), 1),
                            word),
            QA_CACHED_TEXT(qa_gate_name(line->score->gate)), QA_STYLE_TEXT);
    if (line->score->facts->undelivered) {
        qa_put_number(line->sheet, line->row, QA_V_ELIGIBLE, 0, QA_STYLE_FIXED_COUNT);
        return;
    }
    formula(line, QA_V_ELIGIBLE,
            qa_arena_format(arena, "=IF(OR(%s=\"PASS\",%s=\"INCONCLUSIVE\"),1,0)",
                            cell(line, QA_V_GATE), cell(line, QA_V_GATE)),
            QA_NUMBER(qa_score_is_eligible(line->score) ? 1 : 0), QA_STYLE_FIXED_COUNT);
}

/* ---- what was measured ---- */

static void put_p90(const struct line *line, const struct qa_time_quantile *p90)
{
    bool known = p90 != NULL && p90->undefined == NULL;
    bool has_low = p90 != NULL && p90->has_low;
    bool has_high = p90 != NULL && p90->has_high;
    qa_put_number(line->sheet, line->row, QA_V_P90, known ? p90->value : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    qa_put_number(line->sheet, line->row, QA_V_P90_LOW, has_low ? p90->low : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    qa_put_number(line->sheet, line->row, QA_V_P90_HIGH, has_high ? p90->high : (double)NAN,
                  QA_STYLE_FIXED_REAL);
}

static void put_measured(const struct line *line)
{
    const struct qa_vendor_facts *facts = line->score->facts;
    const struct qa_vendor_turnaround *time = facts->turnaround;
    bool timed = time != NULL && time->has_quantiles;
    qa_put_estimate_cells(line->sheet, line->row, QA_V_AGREEMENT, &facts->agreement,
                          QA_STYLE_FIXED_REAL);
    if (qa_is_defined(&facts->agreement) && !facts->agreement.has_interval) {
        /* What has no limits for a reason decides nothing. */
        bool is_open = facts->agreement.no_interval != NULL;
        qa_put_number(line->sheet, line->row, QA_V_AGREEMENT_LOW,
                      is_open ? -1 : facts->agreement.value, QA_STYLE_FIXED_REAL);
        qa_put_number(line->sheet, line->row, QA_V_AGREEMENT_HIGH,
                      is_open ? 1 : facts->agreement.value, QA_STYLE_FIXED_REAL);
    }
    qa_put_number(line->sheet, line->row, QA_V_IOU,
                  facts->has_mean_iou ? facts->mean_iou : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(line->sheet, line->row, QA_V_P50, timed ? time->p50_hours : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    put_p90(line, time != NULL ? &time->p90 : NULL);
    bool on_time = time != NULL && qa_is_defined(&time->on_time);
    qa_put_number(line->sheet, line->row, QA_V_ON_TIME, on_time ? time->on_time.value : (double)NAN,
                  QA_STYLE_FIXED_RATE);
    const struct qa_promise *ramp = qa_promise_find(facts->promises, QA_PROMISE_RAMP_UP, NULL);
    double promised = qa_promised_per_week(facts->promises, 0);
    bool measured = time != NULL && qa_is_defined(&time->items_per_hour);
    qa_put_number(line->sheet, line->row, QA_V_PROMISED, promised > 0 ? promised : (double)NAN,
                  QA_STYLE_FIXED_COUNT);
    qa_put_number(line->sheet, line->row, QA_V_RAMP_UP, ramp != NULL ? ramp->value : (double)NAN,
                  QA_STYLE_FIXED_REAL);
    qa_put_number(line->sheet, line->row, QA_V_DELIVERED,
                  measured ? qa_delivered_per_week(time) : (double)NAN, QA_STYLE_FIXED_COUNT);
    bool judged = line->score->known[QA_CRITERION_COMPLIANCE];
    qa_put_number(line->sheet, line->row, QA_V_COMPLIANCE,
                  judged ? line->score->measured[QA_CRITERION_COMPLIANCE] : (double)NAN,
                  QA_STYLE_FIXED_RATE);
    qa_put_number(line->sheet, line->row, QA_V_SECONDS,
                  facts->seconds_per_item > 0 ? facts->seconds_per_item : (double)NAN,
                  QA_STYLE_FIXED_REAL);
}

/* What the wrong labels that slip through will cost; it is no part of the total. */
static void put_error_cost(const struct line *line)
{
    const struct qa_vendor_score *score = line->score;
    const struct qa_scenario *scenario = &line->book->evaluation->scorecard.settings.scenario;
    const char *rate = cell(line, QA_V_RATE);
    double each = scenario->cost_per_error * (1 - scenario->found_share);
    double errors = 0;
    if (scenario->cost_per_error > 0) {
        errors = qa_is_defined(&score->error_rate)
                     ? scenario->volume * score->error_rate.value * each
                     : (double)NAN;
    }
    formula(line, QA_V_ERROR_COST,
            qa_arena_format(line->book->arena,
                            "=IF(CostPerError=0,0,IF(ISNUMBER(%s),Volume*%s*CostPerError*"
                            "(1-FoundShare),\"n/a\"))",
                            rate, rate),
            QA_NUMBER(errors), QA_STYLE_MONEY);
}

static void put_costs(const struct line *line)
{
    struct qa_arena *arena = line->book->arena;
    const struct qa_vendor_score *score = line->score;
    bool quoted = score->cost.undefined == NULL;
    bool rated = qa_is_defined(&score->error_rate);
    const struct qa_scenario *scenario = &line->book->evaluation->scorecard.settings.scenario;
    const char *rate = cell(line, QA_V_RATE);
    const char *charges = cell(line, QA_V_CHARGES);
    const char *total = cell(line, QA_V_TOTAL);
    size_t vendor = (size_t)(score - line->book->evaluation->scorecard.scores);
    const char *source =
        line->book->evaluation->quotes != NULL
            ? qa_arena_format(arena, "=%s",
                              qa_cell_name(arena, "Quotes", qa_quotes_total_row(line->book, vendor),
                                           QA_Q_TOTAL_COLUMN))
            : "=\"n/a\"";
    formula(line, QA_V_CHARGES, source, QA_NUMBER(quoted ? score->cost.total : (double)NAN),
            QA_STYLE_MONEY);
    formula(line, QA_V_UNIT,
            qa_arena_format(arena, "=IF(ISNUMBER(%s)*(Volume>0)>0,%s/Volume,\"n/a\")", charges,
                            charges),
            QA_NUMBER(quoted ? score->cost.unit_cost : (double)NAN), QA_STYLE_UNIT_PRICE);
    formula(line, QA_V_REWORK,
            qa_arena_format(arena,
                            "=IF(ISNUMBER(%s),Volume*%s*CostPerWrong*"
                            "IF(FoundShare>0,FoundShare,1),IF(CostPerWrong=0,0,\"n/a\"))",
                            rate, rate),
            QA_NUMBER(rated || scenario->cost_per_wrong <= 0 ? score->rework : (double)NAN),
            QA_STYLE_MONEY);
    formula(line, QA_V_AUDIT, "=Volume*AuditCostPerItem", QA_NUMBER(score->audit_cost),
            QA_STYLE_MONEY);
    formula(line, QA_V_TOTAL,
            qa_arena_format(arena,
                            "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),%s*(1+RejectedShare)+%s+%s,"
                            "\"n/a\")",
                            charges, cell(line, QA_V_REWORK), charges, cell(line, QA_V_REWORK),
                            cell(line, QA_V_AUDIT)),
            QA_NUMBER(score->has_total ? score->total : (double)NAN), QA_STYLE_MONEY);
    bool known = qa_is_defined(&score->cost_per_correct);
    formula(
        line, QA_V_CORRECT,
        qa_arena_format(arena,
                        "=IF(AND(ISNUMBER(%s),ISNUMBER(%s),Volume>0),IF(%s<1,%s/(Volume*(1-%s)),"
                        "\"n/a\"),\"n/a\")",
                        total, rate, rate, total, rate),
        QA_NUMBER(known ? score->cost_per_correct.value : (double)NAN), QA_STYLE_UNIT_PRICE);
    put_error_cost(line);
}

/* A figure that counts only for eligible vendors, so that the best can be found by MIN. */
static void put_if_eligible(const struct line *line, enum qa_vendors_column column,
                            enum qa_criterion criterion)
{
    const struct qa_vendor_score *score = line->score;
    bool counts = qa_score_is_eligible(score) && score->known[criterion];
    const char *own = cell(line, measured_columns[criterion]);
    formula(line, column,
            qa_arena_format(line->book->arena, "=IF(AND(%s=1,ISNUMBER(%s)),%s,\"n/a\")",
                            cell(line, QA_V_ELIGIBLE), own, own),
            QA_NUMBER(counts ? score->measured[criterion] : (double)NAN), QA_STYLE_FIXED_REAL);
}

/* ---- values and score ---- */

static void put_value(const struct line *line, enum qa_criterion criterion)
{
    struct qa_arena *arena = line->book->arena;
    const struct qa_vendor_score *score = line->score;
    const char *own = cell(line, measured_columns[criterion]);
    const char *worst = qa_arena_format(arena, "V_%s_worst", qa_criterion_name(criterion));
    const char *best = qa_arena_format(arena, "V_%s_best", qa_criterion_name(criterion));
    formula(line, QA_V_VALUES + (enum qa_vendors_column)criterion,
            qa_arena_format(arena,
                            "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),IF(%s=%s,IF(%s%s%s,1,0),"
                            "MAX(0,MIN(1,(%s-%s)/(%s-%s)))),\"n/a\")",
                            own, worst, worst, best, own,
                            qa_criterion_wants_less(criterion) ? "<=" : ">=", best, own, worst,
                            best, worst),
            QA_NUMBER(score->known[criterion] ? score->values[criterion] : (double)NAN),
            QA_STYLE_REAL);
}

static void put_score(const struct line *line)
{
    struct qa_arena *arena = line->book->arena;
    const struct qa_vendor_score *score = line->score;
    const char *missing = "";
    const char *sum = "";
    const char *weights = "";
    if (score->facts->other_spelling != NULL) {
        missing = ",TRUE";
    } else if (score->unpriced) {
        missing = qa_arena_format(arena, ",NOT(ISNUMBER(%s))", cell(line, QA_V_CHARGES));
    }
    put_if_eligible(line, QA_V_ELIGIBLE_P90, QA_CRITERION_SPEED);
    put_if_eligible(line, QA_V_ELIGIBLE_COST, QA_CRITERION_COST);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const char *name = qa_criterion_name((enum qa_criterion)c);
        const char *value = cell(line, QA_V_VALUES + (enum qa_vendors_column)c);
        const char *plus = c > 0 ? "+" : "";
        put_value(line, (enum qa_criterion)c);
        missing = qa_arena_format(arena, "%s,AND(Wu_%s>0,NOT(ISNUMBER(%s)))", missing, name, value);
        sum = qa_arena_format(arena, "%s%sWu_%s*N(%s)", sum, plus, name, value);
        weights = qa_arena_format(arena, "%s%sWu_%s", weights, plus, name);
    }
    formula(line, QA_V_SCORE,
            qa_arena_format(arena,
                            "=IF(RunAgain>0,\"" QA_RUN_AGAIN "\",IF(OR(%s=0%s),\"n/a\",(%s)/(%s)))",
                            weights, missing, sum, weights),
            QA_NUMBER(score->has_score ? score->score : (double)NAN), QA_STYLE_REAL);
    const char *scores = column_range(line->book, QA_V_SCORE);
    formula(line, QA_V_RANK,
            qa_arena_format(arena,
                            "=IF(RunAgain>0,\"" QA_RUN_AGAIN "\",IF(OR(%s=0,NOT(ISNUMBER(%s))),"
                            "\"-\",1+SUMPRODUCT(%s*ISNUMBER(%s)*(%s>%s))))",
                            cell(line, QA_V_ELIGIBLE), cell(line, QA_V_SCORE),
                            column_range(line->book, QA_V_ELIGIBLE), scores, scores,
                            cell(line, QA_V_SCORE)),
            score->rank > 0 ? QA_NUMBER(score->rank) : QA_CACHED_TEXT("-"), QA_STYLE_COUNT);
}

/* A place for every vendor, each place once: by rank, then eligible without a score, then the rest,
 * references last; among equals in the order of the rows. The summary looks vendors up by it. */
static void put_place(const struct line *line)
{
    const struct qa_scorecard *card = &line->book->evaluation->scorecard;
    struct qa_arena *arena = line->book->arena;
    unsigned n = line->book->n;
    const struct qa_vendor_score *score = line->score;
    unsigned out = score->facts->is_reference ? n + 3 : n + 2;
    unsigned key = score->rank > 0 ? score->rank : qa_score_is_eligible(score) ? n + 1 : out;
    formula(line, QA_V_KEY,
            qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,IF(%s=0,%u,%u))", cell(line, QA_V_RANK),
                            cell(line, QA_V_RANK), cell(line, QA_V_ELIGIBLE), out, n + 1),
            QA_NUMBER(key), QA_STYLE_FIXED_COUNT);
    size_t place = 0;
    while (place < card->n_scores && &card->scores[card->ranking[place]] != score) {
        place++;
    }
    const char *keys = column_range(line->book, QA_V_KEY);
    const char *above =
        qa_arena_format(arena, "%s:%s", qa_cell_name(arena, NULL, QA_VENDORS_FIRST, QA_V_KEY),
                        cell(line, QA_V_KEY));
    formula(line, QA_V_ORDER,
            qa_arena_format(arena, "=SUMPRODUCT(1*(%s<%s))+SUMPRODUCT(1*(%s=%s))", keys,
                            cell(line, QA_V_KEY), above, cell(line, QA_V_KEY)),
            QA_NUMBER((double)place + 1), QA_STYLE_FIXED_COUNT);
}

/* A weight counts when its criterion is known of an eligible vendor; a vendor without it has no
 * score. */
static void put_used_weights(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_arena *arena = book->arena;
    const char *eligible = column_range(book, QA_V_ELIGIBLE);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const char *name = qa_criterion_name((enum qa_criterion)c);
        enum qa_vendors_column column = QA_V_VALUES + (enum qa_vendors_column)c;
        uint32_t row = QA_VENDORS_FIRST + book->n + 1 + (uint32_t)c;
        qa_put(sheet, row, 0, qa_arena_format(arena, "weight of %s in use", name), QA_STYLE_TEXT);
        qa_put_formula(
            sheet, row, 1,
            qa_arena_format(arena, "=IF(OR(SUM(%s)=0,SUMPRODUCT(%s*ISNUMBER(%s))>0),W_%s,0)",
                            eligible, eligible, column_range(book, column), name),
            QA_NUMBER(card->weights[c] > 0 ? card->settings.weights[c] : 0), QA_STYLE_REAL);
        qa_define(&book->book, qa_arena_format(arena, "Wu_%s", name), "Vendors", row, 1);
    }
}

/* Vendors whose gate needs another run at this confidence. */
static void put_run_again(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    uint32_t row = QA_VENDORS_FIRST + book->n + 1 + QA_N_CRITERIA;
    qa_put(sheet, row, 0, "gates to run again", QA_STYLE_TEXT);
    qa_put_formula(sheet, row, 1,
                   qa_arena_format(book->arena, "=COUNTIF(%s,\"" QA_RUN_AGAIN "\")",
                                   column_range(book, QA_V_GATE)),
                   QA_NUMBER(0), QA_STYLE_COUNT);
    qa_define(&book->book, "RunAgain", "Vendors", row, 1);
}

uint32_t qa_pairs_first_row(const struct qa_vendor_book *book)
{
    return QA_VENDORS_FIRST + book->n + QA_N_CRITERIA + 5;
}

/* Adjusted p-values of the differences in error rates, both ways round, for the leads. */
static void put_pairs(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    uint32_t first = qa_pairs_first_row(book);
    qa_put(
        sheet, first - 2, 0,
        "p of the difference of scores, row ahead of column (draws, Holm over pairs; computed by "
        "labelqa, does not change with the inputs)",
        QA_STYLE_TEXT);
    for (uint32_t i = 0; i < book->n; i++) {
        qa_put(sheet, first - 1, (uint16_t)(i + 1), card->scores[i].facts->name, QA_STYLE_HEADER);
        qa_put(sheet, first + i, 0, card->scores[i].facts->name, QA_STYLE_TEXT);
    }
    for (size_t k = 0; k < card->n_pairs; k++) {
        const struct qa_vendor_pair *pair = &card->pairs[k];
        if (!pair->has_score) {
            continue;
        }
        size_t ahead = pair->a_is_better ? pair->a : pair->b;
        double p =
            ahead == book->evaluation->decision.leader ? pair->p_score : pair->p_score_adjusted;
        qa_put_number(sheet, first + (uint32_t)pair->a, (uint16_t)(pair->b + 1),
                      pair->a_is_better ? p : 1, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, first + (uint32_t)pair->b, (uint16_t)(pair->a + 1),
                      pair->a_is_better ? 1 : p, QA_STYLE_FIXED_REAL);
    }
}

void qa_sheet_vendors(struct qa_vendor_book *book)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Vendors", QA_TAB_DECIDE);
    qa_put(&sheet, 0, 0, "Vendors side by side", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           "Gate first, score second. Black figures follow the sheet Inputs; grey ones were "
           "computed by labelqa and do not change; what would have to says: run labelqa again.",
           QA_STYLE_TEXT);
    qa_note_error(&book->book, worksheet_set_column(sheet.worksheet, 0, 0, 24, NULL));
    qa_note_error(&book->book,
                  worksheet_set_column(sheet.worksheet, 1, QA_V_COLUMNS - 1, 11, NULL));
    /* Columns that only serve other formulas are folded away; so are the rows, on paper. */
    lxw_row_col_options folded = {.level = 1, .hidden = LXW_TRUE};
    qa_note_error(&book->book, worksheet_set_column_opt(sheet.worksheet, QA_V_ELIGIBLE,
                                                        QA_V_ELIGIBLE_COST, 11, NULL, &folded));
    qa_note_error(&book->book, worksheet_set_column_opt(sheet.worksheet, QA_V_KEY, QA_V_ORDER, 11,
                                                        NULL, &folded));
    worksheet_fit_to_pages(sheet.worksheet, 3, 0);
    qa_note_error(&book->book, worksheet_print_area(sheet.worksheet, QA_VENDORS_HEADER, 0,
                                                    QA_VENDORS_FIRST + book->n, QA_V_P_BEST));
    qa_note_error(&book->book,
                  worksheet_set_header(sheet.worksheet,
                                       "&L&14&\"Liberation Sans,Bold\"Vendors side by side"));
    qa_note_error(&book->book, worksheet_repeat_columns(sheet.worksheet, 0, 0));
    qa_put_headers(&sheet, QA_VENDORS_HEADER, headers, QA_V_COLUMNS);
    for (uint32_t i = 0; i < book->n; i++) {
        struct line line = {book, &sheet, &card->scores[i], QA_VENDORS_FIRST + i};
        qa_put(&sheet, line.row, QA_V_NAME, line.score->facts->name, QA_STYLE_SUBTITLE);
        put_measured(&line);
        put_error_rate(&line);
        put_costs(&line);
        put_gates(&line);
        put_score(&line);
        put_place(&line);
        const struct qa_decision_vendor *decided = &book->evaluation->decision.vendors[i];
        qa_put_computed(&sheet, line.row, QA_V_P_BEST,
                        decided->drawn ? decided->p_best : (double)NAN, QA_STYLE_FIXED_RATE);
    }
    if (book->n > 0) {
        qa_colour_gates(&sheet, QA_VENDORS_FIRST, QA_VENDORS_FIRST + book->n - 1, QA_V_GATE);
        for (int g = 0; g < QA_N_GATES; g++) {
            qa_colour_gates(&sheet, QA_VENDORS_FIRST, QA_VENDORS_FIRST + book->n - 1,
                            (uint16_t)(QA_V_GATES + g));
        }
        lxw_conditional_format bar = {.type = LXW_CONDITIONAL_DATA_BAR, .bar_color = 0x9CC3D5};
        qa_note_error(&book->book, worksheet_conditional_format_range(
                                       sheet.worksheet, QA_VENDORS_FIRST, QA_V_TOTAL,
                                       QA_VENDORS_FIRST + book->n - 1, QA_V_TOTAL, &bar));
        put_used_weights(book, &sheet);
        put_run_again(book, &sheet);
        put_pairs(book, &sheet);
        qa_put_chart_figures(book, &sheet);
    }
}
