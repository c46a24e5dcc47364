#ifndef QA_CLI_SAMPLE_LISTS_H
#define QA_CLI_SAMPLE_LISTS_H

/* `labelqa sample` on lists instead of deliveries: ids read once, and orders with hidden items. */

#include "qa/audit/draw.h"
#include "qa/cli/session.h"

struct qa_list_settings {
    const char *ids;       /* file of ids, one a line; "-" is standard input */
    const char *order;     /* file of items to be labeled next */
    const char *honeypots; /* file of gold items: item, label */
    uint64_t repeats;
    uint64_t n_annotators;
    const char *key; /* where the key goes */
};

struct qa_list_draw {
    uint64_t n;
    uint64_t seed;
    const char *commitment; /* SHA-256 of the secret seed; NULL: drawn by the number */
};

/* Adds the tables sample and draw. */
QA_NODISCARD enum qa_status qa_sample_ids(struct qa_session *session,
                                          const struct qa_list_settings *settings,
                                          const struct qa_list_draw *wanted, struct qa_draw *draw);

/* Writes the key; then adds the table order. */
QA_NODISCARD enum qa_status qa_sample_order(struct qa_session *session,
                                            const struct qa_list_settings *settings,
                                            const struct qa_output_settings *output, uint64_t n,
                                            uint64_t seed);

#endif
