#ifndef QA_CLI_SAMPLE_WARNINGS_H
#define QA_CLI_SAMPLE_WARNINGS_H

/* What a draw is not, although it was asked for: findings W301 to W303. */

#include "qa/cli/sample_plan.h"

/* A sample that is all there is, a plan for another lot, a plan that judges scores. */
void qa_draw_warnings(struct qa_session *session, const struct qa_draw_wanted *wanted,
                      const struct qa_sample *sample);

/* These findings on standard error, unless the output is to be quiet. */
void qa_draw_warn(const struct qa_session *session, const struct qa_output_settings *output);

#endif
