#ifndef QA_CLI_QUOTE_ERRORS_H
#define QA_CLI_QUOTE_ERRORS_H

#include "qa/cli/options.h"
#include "qa/procurement/quote.h"

/* "VENDOR=E/N" options as error rates, one a vendor of the quotes; undefined for those not named.
 * *rates is NULL without any. E002 for a malformed one or a vendor without a quote. */
QA_NODISCARD enum qa_status qa_quote_error_rates(const struct qa_texts *given,
                                                 const struct qa_quotes *quotes, double confidence,
                                                 struct qa_arena *arena,
                                                 const struct qa_estimate **rates,
                                                 struct qa_error *err);

#endif
