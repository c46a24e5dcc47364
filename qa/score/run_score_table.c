#include "qa/score/average_precision.h"
#include "qa/score/deviations.h"
#include "qa/score/run_scores.h"
#include "qa/score/segment_precision.h"
#include "qa/score/span_units.h"

const struct qa_run_score *const qa_run_scores[] = {
    &qa_run_score_precision,
    &qa_run_score_segment_precision,
    &qa_run_score_deviations,
    &qa_run_score_span_units,
};
const size_t qa_n_run_scores = sizeof qa_run_scores / sizeof *qa_run_scores;
