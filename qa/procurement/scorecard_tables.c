#include "qa/procurement/figures.h"
#include "qa/procurement/scorecard.h"
#include "qa/procurement/table_forms.h"

enum vendor_column {
    VENDOR_NAME,
    VENDOR_GATE,
    VENDOR_SCORE,
    VENDOR_RANK,
    VENDOR_ERROR_RATE,
    VENDOR_AGREEMENT,
    VENDOR_P90,
    VENDOR_ON_TIME,
    VENDOR_TOTAL,
    VENDOR_PER_CORRECT,
    VENDOR_LEAD,
    VENDOR_QUALITY,
    VENDOR_SPEED,
    VENDOR_COST,
    VENDOR_MEAN_IOU,
    VENDOR_AUDITED,
    VENDOR_ERRORS,
    VENDOR_DESIGN_EFFECT,
    VENDOR_REASON,
    VENDOR_UNRANKED,
    N_VENDOR_COLUMNS
};

static const struct qa_column vendor_columns[N_VENDOR_COLUMNS] = {
    [VENDOR_NAME] = {"vendor", NULL, QA_TEXT, .is_key = true,
                     .about = "The vendor that delivered."},
    [VENDOR_GATE] = {"gate", NULL, QA_WORD,
                     .about = "PASS, FAIL, INCONCLUSIVE or REFERENCE over all limits."},
    [VENDOR_SCORE] = {"score", NULL, QA_REAL,
                      .about = "Weighted sum of the values of all criteria, 0 to 1."},
    [VENDOR_RANK] = {"rank", NULL, QA_COUNT, .about = "Place among the eligible vendors."},
    [VENDOR_ERROR_RATE] = {"error_rate", NULL, QA_ESTIMATE_RATE,
                           .about =
                               "Error rate against gold, with the interval that the gate goes by."},
    [VENDOR_AGREEMENT] = {"agreement", NULL, QA_ESTIMATE,
                          .about = "Agreement between the vendor's annotators, with its interval."},
    [VENDOR_P90] =
        {"p90_hours", "p90 turnaround (h)", QA_HOURS,
         .about =
             "Hours within which 90 % of deliveries come, open ones counted as still running."},
    [VENDOR_ON_TIME] = {"on_time", NULL, QA_ESTIMATE_RATE,
                        .about = "Share of decided deliveries that came on time."},
    [VENDOR_TOTAL] =
        {"total_cost", NULL, QA_MONEY,
         .about = "Charges, rework and audit at the volume, in the currency of the comparison."},
    [VENDOR_PER_CORRECT] =
        {"cost_per_correct", "cost per correct label", QA_ESTIMATE_MONEY,
         .about = "The same per correct label, with the interval that the error rate's gives."},
    [VENDOR_LEAD] = {"lead", "lead over next", QA_TEXT, .is_detail = true,
                     .about = "Lead over the next: clear, within sampling error, or not tested."},
    [VENDOR_QUALITY] = {"quality", "quality score", QA_REAL, .is_detail = true,
                        .about =
                            "Value of the error rate, 0 at the worst acceptable, 1 at the best."},
    [VENDOR_SPEED] = {"speed", "speed score", QA_REAL, .is_detail = true,
                      .about =
                          "Value of the turnaround, 0 at the worst acceptable, 1 at the best."},
    [VENDOR_COST] = {"cost", "cost score", QA_REAL, .is_detail = true,
                     .about = "Value of the cost, 0 at the worst acceptable, 1 at the best."},
    [VENDOR_MEAN_IOU] = {"mean_iou", "mean IoU", QA_REAL, .is_detail = true,
                         .about = "Mean similarity of the matched objects."},
    [VENDOR_AUDITED] = {"audited", "trials checked", QA_COUNT, .is_detail = true,
                        .about = "Trials that were checked against gold."},
    [VENDOR_ERRORS] = {"errors", NULL, QA_COUNT, .is_detail = true,
                       .about = "Errors found among them."},
    [VENDOR_DESIGN_EFFECT] =
        {"design_effect", NULL, QA_REAL, .is_detail = true,
         .about =
             "How many times fewer trials count for the upper end, since errors lump, at least 1."},
    [VENDOR_REASON] = {"gate_reason", "why", QA_TEXT, .is_detail = true,
                       .about = "The gate in a sentence."},
    [VENDOR_UNRANKED] = {"unranked", "why no rank", QA_TEXT,
                         .about = "Why the vendor has no rank, where it passes the gate."},
};
const struct qa_table_form qa_form_scorecard_vendors =
    QA_TABLE_FORM("vendors", "Vendors side by side", vendor_columns);

static const struct qa_column gate_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"gate", NULL, QA_TEXT, .is_key = true, .about = "What is limited."},
    {"limit", NULL, QA_REAL, .about = "The limit, in the unit of the value."},
    {"value", NULL, QA_ESTIMATE, .about = "The vendor's value, with its interval."},
    {"verdict", NULL, QA_WORD, .about = "PASS, FAIL or INCONCLUSIVE."},
    {"reason", NULL, QA_TEXT, .is_detail = true, .about = "The verdict in a sentence."},
};
const struct qa_table_form qa_form_scorecard_gates =
    QA_TABLE_FORM("gates", "What a vendor must pass before any score counts", gate_columns);

static const struct qa_column value_columns[] = {
    {"criterion", NULL, QA_TEXT, .is_key = true, .about = "The criterion."},
    {"weight", "weight in use", QA_REAL, .about = "Its weight, all of them adding up to 1."},
    {"worst", "worst acceptable", QA_REAL, .about = "The measure that is worth 0."},
    {"best", "best useful", QA_REAL, .about = "The measure that is worth 1."},
    {"source", "ends", QA_TEXT,
     .about = "Where these ends come from: limits, stated, or the best eligible vendor."},
};
const struct qa_table_form qa_form_scorecard_values = QA_TABLE_FORM(
    "values", "What each criterion is worth: 0 at the worst, 1 at the best", value_columns);

static const struct qa_column score_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"criterion", NULL, QA_TEXT, .is_key = true, .about = "The criterion."},
    {"measured", NULL, QA_REAL, .about = "The measure, in its own unit."},
    {"value", "value 0 to 1", QA_REAL,
     .about = "Its value, 0 at the worst acceptable to 1 at the best."},
    {"weight", NULL, QA_REAL, .about = "The criterion's weight."},
    {"points", "weight x value", QA_REAL, .about = "Weight times value."},
};
const struct qa_table_form qa_form_scorecard_scores =
    QA_TABLE_FORM("scores", "How each score comes about", score_columns);

static const struct qa_column pair_columns[] = {
    {"vendor_a", "vendor", QA_TEXT, .is_key = true,
     .about = "The vendor that ranks first of the two."},
    {"vendor_b", "against", QA_TEXT, .is_key = true, .about = "The other vendor."},
    {"difference", "difference of error rates", QA_ESTIMATE_RATE,
     .about = "The first's error rate less the second's, with Newcombe's interval."},
    {"p_value", "p", QA_P, .is_detail = true,
     .about = "p-value of no difference of the error rates."},
    {"p_adjusted", "p adjusted (Holm)", QA_P, .about = "The same after Holm over the pairs."},
    {"score_difference", "difference of scores", QA_ESTIMATE,
     .about = "The first's score less the second's, with the interval of the draws."},
    {"p_score", "p of scores", QA_P, .is_detail = true,
     .about = "p-value of no difference of the scores, by the draws."},
    {"p_score_adjusted", "adjusted (Holm)", QA_P, .about = "The same after Holm over the pairs."},
};
const struct qa_table_form qa_form_scorecard_pairs =
    QA_TABLE_FORM("pairs", "Eligible vendors, pair by pair", pair_columns);

static void put_real_if(struct qa_table *table, bool known, double value)
{
    if (known) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void put_value(struct qa_table *table, const struct qa_vendor_score *score,
                      enum qa_criterion criterion)
{
    put_real_if(table, score->known[criterion], score->values[criterion]);
}

static void put_turnaround(struct qa_table *table, const struct qa_vendor_turnaround *turnaround)
{
    bool known = turnaround != NULL && turnaround->p90.undefined == NULL;

    put_real_if(table, known, known ? turnaround->p90.value : 0.0);
    qa_put_estimate(table,
                    turnaround != NULL ? turnaround->on_time : qa_undefined("no delivery log", 0));
}

static void put_vendor(struct qa_table *table, const struct qa_vendor_score *score)
{
    const struct qa_vendor_facts *facts = score->facts;

    qa_table_row(table);
    qa_put_text(table, facts->name);
    qa_put_text(table, qa_gate_name(score->gate));
    put_real_if(table, score->has_score, score->score);
    if (score->rank > 0) {
        qa_put_count(table, score->rank);
    } else {
        qa_put_absent(table);
    }
    qa_put_estimate(table, score->error_rate);
    qa_put_estimate(table, facts->agreement);
    put_turnaround(table, facts->turnaround);
    put_real_if(table, score->has_total, score->total);
    qa_put_estimate(table, score->cost_per_correct);
    qa_put_text(table, score->lead);
    put_value(table, score, QA_CRITERION_QUALITY);
    put_value(table, score, QA_CRITERION_SPEED);
    put_value(table, score, QA_CRITERION_COST);
    put_real_if(table, facts->has_mean_iou, facts->mean_iou);
    qa_put_count(table, facts->audited);
    qa_put_count(table, facts->errors);
    put_real_if(table, facts->audited > 0, facts->design_effect);
    qa_put_text(table, score->gate_reason);
    qa_put_text(table, score->unranked);
}

static void put_gates(struct qa_table *table, const struct qa_vendor_score *score)
{
    for (int g = 0; g < QA_N_GATES; g++) {
        const struct qa_gate_check *check = &score->gates[g];

        if (check->asked) {
            qa_table_row(table);
            qa_put_text(table, score->facts->name);
            qa_put_text(table, qa_gate_kind_name((enum qa_gate_kind)g));
            qa_put_real(table, check->limit);
            qa_put_estimate(table, check->value);
            qa_put_text(table, qa_gate_name(check->verdict));
            qa_put_text(table, check->reason);
        }
    }
}

static void put_scores(struct qa_table *table, const struct qa_scorecard *card,
                       const struct qa_vendor_score *score)
{
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (score->known[c]) {
            qa_table_row(table);
            qa_put_text(table, score->facts->name);
            qa_put_text(table, qa_criterion_name((enum qa_criterion)c));
            qa_put_real(table, score->measured[c]);
            qa_put_real(table, score->values[c]);
            qa_put_real(table, card->weights[c]);
            qa_put_real(table, card->weights[c] * score->values[c]);
        }
    }
}

static void put_criterion(struct qa_table *table, const struct qa_scorecard *card,
                          enum qa_criterion criterion)
{
    const struct qa_value_ends *ends = &card->ends[criterion];
    const struct qa_value_ends *stated = &card->settings.values[criterion];
    bool by_hand = stated->has_worst || stated->has_best;

    qa_table_row(table);
    qa_put_text(table, qa_criterion_name(criterion));
    qa_put_real(table, card->weights[criterion]);
    put_real_if(table, ends->has_worst, ends->worst);
    put_real_if(table, ends->has_best, ends->best);
    qa_put_text(table, card->ends_from_vendors[criterion] ? "best eligible vendor"
                       : by_hand                          ? "stated"
                                                          : "limits");
}

static void put_pair(struct qa_table *table, const struct qa_scorecard *card,
                     const struct qa_vendor_pair *pair)
{
    const struct qa_vendor_facts *a = card->scores[pair->a].facts;
    const struct qa_vendor_facts *b = card->scores[pair->b].facts;

    qa_table_row(table);
    qa_put_text(table, a->name);
    qa_put_text(table, b->name);
    qa_put_estimate(table, (struct qa_estimate){.value = pair->difference,
                                                .low = pair->low,
                                                .high = pair->high,
                                                .has_interval = true,
                                                .confidence = card->settings.confidence,
                                                .n = a->audited + b->audited,
                                                .method = "newcombe"});
    qa_put_real(table, pair->p_value);
    qa_put_real(table, pair->p_adjusted);
    if (!pair->has_score) {
        qa_put_estimate(table, qa_undefined("not drawn", 0));
    } else {
        qa_put_estimate(table, pair->score_difference);
    }
    put_real_if(table, pair->has_score, pair->p_score);
    put_real_if(table, pair->has_score, pair->p_score_adjusted);
}

/* "acme (6), zeta (9)": those whose annotators are a sample, or those whose are not. */
static const char *vendors_by_annotators(const struct qa_scorecard *card, bool random,
                                         struct qa_arena *arena)
{
    const char *list = "";

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_facts *facts = card->scores[i].facts;

        if (facts->annotators_are_random == random && facts->n_annotators > 1) {
            list = qa_arena_format(arena, "%s%s%s (%llu)", list, list[0] != '\0' ? ", " : "",
                                   facts->name, (unsigned long long)facts->n_annotators);
        }
    }
    return list;
}

static void note_annotators(struct qa_table *table, const struct qa_scorecard *card)
{
    const char *random = vendors_by_annotators(card, true, table->arena);
    const char *fixed = vendors_by_annotators(card, false, table->arena);

    if (random[0] != '\0') {
        qa_table_note(table,
                      "Error rates of those who will label, of whom the annotators are a sample: "
                      "%s.",
                      random);
    }
    if (fixed[0] != '\0') {
        qa_table_note(table,
                      "Error rates of these annotators alone, how others would do is not known: "
                      "%s.",
                      fixed);
    }
}

/* What the error rates are, where the field has rates of its own. */
static void note_rates(struct qa_table *table, const struct qa_scorecard *card)
{
    const char *list = "";

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_facts *facts = card->scores[i].facts;

        if (facts->rate_name != NULL) {
            list = qa_arena_format(table->arena, "%s%s%s %s", list, list[0] != '\0' ? ", " : "",
                                   facts->name, facts->rate_name);
        }
    }
    if (list[0] != '\0') {
        qa_table_note(table,
                      "The error rate is the field's: %s. Trials are %s. Of several questions the "
                      "one with the highest upper limit counts; rework takes the rate as the share "
                      "of the work that is done again.",
                      list, "what that is a share of (words, spans, milliseconds of speech)");
    }
}

static void add_notes(struct qa_table *table, const struct qa_scorecard *card)
{
    const struct qa_score_settings *settings = &card->settings;
    struct qa_arena *arena = table->arena;
    const char *sum = "";

    qa_table_note(table,
                  "Gate: the whole interval of the error rate at or below %s passes, all of "
                  "it above fails; a vendor that fails has no rank.",
                  qa_figure_rate(arena, settings->max_error));
    note_rates(table, card);
    note_annotators(table, card);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->weights[c] > 0.0) {
            sum = qa_arena_format(arena, "%s%s%s %s", sum, sum[0] != '\0' ? " + " : "",
                                  qa_figure(arena, card->weights[c], 2),
                                  qa_criterion_name((enum qa_criterion)c));
        }
    }
    if (sum[0] != '\0') {
        qa_table_note(
            table, "Score = %s, each from 0 at the worst acceptable to 1 at the best useful.", sum);
    }
    if (card->currency[0] != '\0') {
        qa_table_note(table,
                      "Costs in %s at volume %s, with rework of %s per wrong label and "
                      "audit of %s per item.",
                      card->currency, qa_figure(arena, settings->scenario.volume, -1),
                      qa_figure(arena, settings->scenario.cost_per_wrong, -1),
                      qa_figure(arena, qa_scenario_audit_cost(&settings->scenario), -1));
    }
    for (size_t i = 0; i < card->n_notes; i++) {
        qa_table_note(table, "%s", card->notes[i]);
    }
}

static struct qa_table *gate_table(const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_table *gates = qa_table_new(arena, &qa_form_scorecard_gates);

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[card->ranking[i]];

        put_gates(gates, score);
        if (score->gate != QA_GATE_PASS) {
            qa_table_note(gates, "%s, %s: %s.", score->facts->name, qa_gate_name(score->gate),
                          score->gate_reason);
        }
    }
    return gates;
}

static struct qa_table *score_table(const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_table *scores = qa_table_new(arena, &qa_form_scorecard_scores);

    for (size_t i = 0; i < card->n_scores; i++) {
        put_scores(scores, card, &card->scores[card->ranking[i]]);
    }
    return scores;
}

static struct qa_table *value_table(const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_table *values = qa_table_new(arena, &qa_form_scorecard_values);

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        put_criterion(values, card, (enum qa_criterion)c);
    }
    return values;
}

void qa_scorecard_tables(const struct qa_scorecard *card, struct qa_report *report)
{
    struct qa_table *vendors = qa_table_new(report->arena, &qa_form_scorecard_vendors);
    struct qa_table *pairs = qa_table_new(report->arena, &qa_form_scorecard_pairs);

    for (size_t i = 0; i < card->n_scores; i++) {
        put_vendor(vendors, &card->scores[card->ranking[i]]);
    }
    for (size_t i = 0; i < card->n_pairs; i++) {
        put_pair(pairs, card, &card->pairs[i]);
    }
    add_notes(vendors, card);
    qa_report_add_table(report, vendors);
    qa_report_add_table(report, gate_table(card, report->arena));
    qa_report_add_table(report, value_table(card, report->arena));
    qa_report_add_table(report, score_table(card, report->arena));
    qa_report_add_table(report, pairs);
}
