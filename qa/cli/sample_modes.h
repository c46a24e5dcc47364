#ifndef QA_CLI_SAMPLE_MODES_H
#define QA_CLI_SAMPLE_MODES_H

/* `labelqa sample`: of deliveries a work sheet, of a list of ids a sample, and of an order of items
 * one with hidden items. */

#include "qa/audit/draw.h"
#include "qa/audit/sample_choice.h"
#include "qa/cli/sample_seed.h"
#include "qa/cli/session.h"

struct qa_list_settings {
    const char *ids;       /* file of ids, one a line; "-" is standard input */
    const char *order;     /* file of items to be labeled next */
    const char *honeypots; /* file of gold items: item, label */
    uint64_t repeats;
    uint64_t n_annotators;
    const char *key; /* where the key goes */
};

struct qa_sample_settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_sample_choice choice;
    const char *plan; /* file of `labelqa plan` whose n is drawn */
    const char *question;
    struct qa_texts earlier;
    const char *seed_file;
    struct qa_list_settings lists;
    bool show_answers;
    const char *auditors;
    double overlap;
    const char *images;
    const char *verify;
    const char *commit;
};

/* Reads the deliveries, and prints the work sheet or how it differs from the one to verify
 * (QA_LIMIT_FAILED). */
QA_NODISCARD enum qa_status qa_sample_deliveries(struct qa_session *session,
                                                 const struct qa_sample_settings *settings);

/* The same of a list of ids, in one pass; or the order, and its key in a file of its own. */
QA_NODISCARD enum qa_status qa_sample_list(struct qa_session *session,
                                           const struct qa_sample_settings *settings);

/* The sheet to verify against the table `sample` of `drawn`: its differences instead of the table.
 */
QA_NODISCARD enum qa_status qa_sample_proof(struct qa_session *session,
                                            const struct qa_sample_settings *settings,
                                            const struct qa_report *drawn,
                                            const struct qa_draw *draw);

/* How it was drawn, on standard error; tables for people say it themselves. */
void qa_sample_say_draw(struct qa_session *session, const struct qa_output_settings *output,
                        const struct qa_draw *draw);

/* Settings of a mode that does not hide items. */
QA_NODISCARD enum qa_status qa_sample_hides_nothing(struct qa_session *session,
                                                    const struct qa_sample_settings *settings);

#endif
