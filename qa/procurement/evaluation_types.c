#include <string.h>

#include "qa/procurement/evaluation_parts.h"
#include "qa/procurement/table_forms.h"
#include "qa/score/ranks.h"

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"rate", NULL, QA_TEXT, .about = "What the error rate is: WER, DER, 1 - F1, or of labels."},
    {"error_rate", NULL, QA_ESTIMATE_RATE,
     .about = "Error rate on the question, with its interval."},
    {"gate", "gate of errors", QA_WORD,
     .about = "The gate of errors on it: PASS, FAIL or INCONCLUSIVE."},
    {"score", "score on this alone", QA_REAL,
     .about = "Score with this rate in place of that over all."},
    {"rank", NULL, QA_COUNT, .about = "Place among the eligible vendors on it."},
};
const struct qa_table_form qa_form_evaluation_types =
    QA_TABLE_FORM("types", "Vendors on each question alone", columns);

/* A vendor on one question: its error rate there in place of that over all. */
struct type_score {
    const struct qa_vendor_score *vendor;
    const char *name; /* of the rate; NULL: the error rate of labels */
    struct qa_estimate rate;
    bool ranked;
    double score;
};

static const struct qa_vendor_score *score_of(const struct qa_evaluation *evaluation,
                                              uint32_t vendor)
{
    const struct qa_scorecard *card = &evaluation->scorecard;
    const char *name =
        vendor == QA_NONE ? qa_unnamed_vendor : qa_strings_text(evaluation->names->vendors, vendor);

    for (size_t i = 0; i < card->n_scores; i++) {
        if (strcmp(card->scores[i].facts->name, name) == 0) {
            return &card->scores[i];
        }
    }
    return NULL;
}

static enum qa_gate gate_at(const struct qa_estimate *rate, double limit)
{
    return !qa_is_defined(rate)  ? QA_GATE_INCONCLUSIVE
           : rate->high <= limit ? QA_GATE_PASS
           : rate->low > limit   ? QA_GATE_FAIL
                                 : QA_GATE_INCONCLUSIVE;
}

static struct type_score score_type(const struct qa_scorecard *card,
                                    const struct qa_vendor_score *vendor,
                                    const struct qa_estimate *rate)
{
    struct type_score out = {.vendor = vendor, .rate = *rate};
    double measured[QA_N_CRITERIA];

    out.ranked = vendor->has_score && qa_score_is_eligible(vendor) && qa_is_defined(rate) &&
                 gate_at(rate, card->settings.max_error) != QA_GATE_FAIL;
    if (!out.ranked) {
        return out;
    }
    memcpy(measured, vendor->measured, sizeof measured);
    measured[QA_CRITERION_QUALITY] = rate->value;
    if (vendor->known[QA_CRITERION_COST]) {
        measured[QA_CRITERION_COST] = qa_score_cost_at(card, vendor, rate->value, 1.0);
    }
    out.score = qa_score_of(card, measured);
    return out;
}

static void put_question(struct qa_table *table, const struct qa_evaluation *evaluation,
                         uint32_t question)
{
    const struct qa_scorecard *card = &evaluation->scorecard;
    const struct qa_vendor_rate *rates = evaluation->rates;
    size_t n_rates = evaluation->n_rates;
    struct type_score *rows = QA_ARRAY(table->arena, struct type_score, n_rates);
    size_t n = 0;

    for (size_t i = 0; i < n_rates; i++) {
        const struct qa_vendor_score *vendor = score_of(evaluation, rates[i].vendor);

        if (rates[i].question == question && vendor != NULL) {
            rows[n] = score_type(card, vendor, &rates[i].limits.rate);
            rows[n++].name = rates[i].name;
        }
    }
    for (size_t i = 0; i < n; i++) {
        uint64_t rank = 1;

        for (size_t k = 0; k < n; k++) {
            rank += rows[k].ranked && rows[k].score > rows[i].score;
        }
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(evaluation->names->questions, question));
        qa_put_text(table, rows[i].vendor->facts->name);
        qa_put_text(table, rows[i].name != NULL ? rows[i].name : "labels");
        qa_put_estimate(table, rows[i].rate);
        qa_put_text(table, qa_gate_name(gate_at(&rows[i].rate, card->settings.max_error)));
        if (rows[i].ranked) {
            qa_put_real(table, rows[i].score);
            qa_put_count(table, rank);
        } else {
            qa_put_absent(table);
            qa_put_absent(table);
        }
    }
}

void qa_evaluation_types_table(const struct qa_evaluation *evaluation, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_evaluation_types);
    uint32_t n = qa_strings_count(evaluation->names->questions);

    const struct qa_ranks ranks = qa_ranks_new(evaluation->names, report->arena);
    const uint32_t *order = qa_slots_by_rank(ranks.question, n, report->arena);
    for (uint32_t i = 1; evaluation->rates != NULL && i <= n; i++) {
        put_question(table, evaluation, order[i] - 1);
    }
    qa_table_note(table,
                  "The error rate on the question in place of that over all; speed, price and "
                  "the other gates as they are over all.");
    qa_report_add_table(report, table);
}
