#include "qa/audit/scored.h"

#include "qa/audit/examples.h"
#include "qa/audit/words.h"
#include "qa/score/hota_alphas.h"
#include "qa/score/mask_tracks.h"
#include "qa/score/vendor_differences.h"

static void add_alphas(const struct qa_batch *delivery, double confidence, struct qa_report *report)
{
    const struct qa_comparison_request between = {.delivery = delivery, .class_agnostic = true};
    qa_scores_add_alphas(qa_compare(&between, report->arena), confidence, report);
}

static void add_differences(const struct qa_comparison *comparison, double confidence,
                            struct qa_report *report)
{
    const struct qa_vendor_differences differences =
        qa_vendor_differences(comparison, confidence, report->arena);
    qa_vendor_differences_table(&differences, comparison->request.delivery->names, report);
}

void qa_scored_tables(struct qa_score_result *result, const struct qa_comparison *comparison,
                      double confidence, struct qa_report *report)
{
    report->confidence = confidence;
    if (comparison != NULL) {
        qa_mask_tracks_add(comparison, result, report->arena);
    }
    qa_scores_table(result, confidence, report);
    if (comparison != NULL) {
        if (comparison->request.reference == NULL) {
            add_alphas(comparison->request.delivery, confidence, report);
        } else {
            add_differences(comparison, confidence, report);
        }
        qa_words_table(comparison, report);
        const struct qa_examples_request examples = {.comparison = comparison,
                                                     .names = comparison->request.delivery->names};
        qa_examples_tables(&examples, report);
    }
    qa_hota_alphas_table(result, report);
}
