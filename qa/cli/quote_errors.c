#include "qa/cli/quote_errors.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/stats/interval.h"

static enum qa_status parse_one(const char *text, const struct qa_quotes *quotes, double confidence,
                                struct qa_estimate *rates, struct qa_error *err)
{
    const char *equals = strrchr(text, '=');
    const char *slash = equals != NULL ? strchr(equals, '/') : NULL;
    uint64_t errors;
    uint64_t n;
    if (slash == NULL || !qa_parse_count(equals + 1, (size_t)(slash - equals - 1), &errors) ||
        !qa_parse_count(slash + 1, strlen(slash + 1), &n) || errors > n || n == 0) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--errors: '%s' is not VENDOR=ERRORS/CHECKED, such as acme=9/240", text);
    }
    size_t length = (size_t)(equals - text);
    for (size_t v = 0; v < quotes->n_vendors; v++) {
        if (strlen(quotes->vendors[v]) == length && memcmp(quotes->vendors[v], text, length) == 0) {
            rates[v] = qa_wilson(errors, n, confidence);
            return QA_OK;
        }
    }
    return qa_fail(err, QA_USAGE, "E002", "--errors: no quote of a vendor '%.*s'", (int)length,
                   text);
}

enum qa_status qa_quote_error_rates(const struct qa_texts *given, const struct qa_quotes *quotes,
                                    double confidence, struct qa_arena *arena,
                                    const struct qa_estimate **rates, struct qa_error *err)
{
    *rates = NULL;
    if (given->n == 0) {
        return QA_OK;
    }
    struct qa_estimate *list = QA_ARRAY(arena, struct qa_estimate, quotes->n_vendors);
    for (size_t v = 0; v < quotes->n_vendors; v++) {
        list[v] = qa_undefined("no checked labels given for this vendor", 0);
    }
    for (size_t i = 0; i < given->n; i++) {
        QA_TRY(parse_one(given->list[i], quotes, confidence, list, err));
    }
    *rates = list;
    return QA_OK;
}
