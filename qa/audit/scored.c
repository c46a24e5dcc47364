#include "qa/audit/scored.h"

#include "qa/audit/words.h"
#include "qa/score/hota_alphas.h"

void qa_scored_tables(const struct qa_scored *scored, double confidence, struct qa_report *report)
{
    report->confidence = confidence;
    qa_scores_table(scored->result, confidence, report);
    if (scored->comparison != NULL && !scored->result->against_reference) {
        const struct qa_comparison_request between = {.delivery = scored->delivery,
                                                      .class_agnostic = true};
        qa_scores_add_alphas(qa_compare(&between, report->arena), confidence, report);
    }
    if (scored->comparison != NULL) {
        qa_words_table(scored->comparison, report);
    }
    qa_hota_alphas_table(scored->result, report);
}
