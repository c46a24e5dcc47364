#ifndef QA_CLI_EVALUATE_H
#define QA_CLI_EVALUATE_H

/*
 * What `compare` and `audit` share: a project, from options or from audit.yaml, is read, evaluated
 * and printed or written as the vendor workbook.
 */

#include "qa/cli/scenario_options.h"
#include "qa/cli/session.h"
#include "qa/formats/project.h"

/* Members of the group qa_workbook_switches. */
struct qa_workbook_settings {
    bool names;
    bool rows;
    const char *images;
    const char *vendor_reports;
};
enum { QA_N_WORKBOOK_SWITCHES = 4 };
extern const struct qa_option qa_workbook_switches[QA_N_WORKBOOK_SWITCHES];

struct qa_evaluate_options {
    const struct qa_project *project;
    const struct qa_reading *reading; /* of deliveries, in place of the project's; NULL: those */
    const struct qa_scenario_settings *scenario; /* in place of the project's values */
    const char *as_of;                           /* in place of the project's day; NULL */
    const struct qa_output_settings *output;
    const struct qa_workbook_settings *workbook;
};

/* QA_OK when a vendor passes, QA_UNDECIDED when the best one is inconclusive, QA_LIMIT_FAILED when
 * none is eligible; without gold there is nothing to fail. */
QA_NODISCARD enum qa_status qa_cli_evaluate(struct qa_session *session,
                                            const struct qa_evaluate_options *options);

#endif
