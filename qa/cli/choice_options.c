#include "qa/cli/choice_options.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/procurement/criteria.h"

static enum qa_status parse_weights(struct qa_session *session, const char *text, double *weights)
{
    struct qa_texts parts = qa_split_list(session->arena, text);
    for (size_t i = 0; i < QA_N_CRITERIA; i++) {
        weights[i] = 0;
        bool wanted = i < parts.n;
        if (parts.n < 3 || parts.n > QA_N_CRITERIA ||
            (wanted && !qa_parse_real(parts.list[i], strlen(parts.list[i]), &weights[i]))) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--weights: '%s' is not three to five numbers, such as 0.5,0.2,0.3",
                           text);
        }
    }
    return QA_OK;
}

static bool parse_end(const char *text, size_t length, double *end)
{
    return length == 0 || qa_parse_real(text, length, end) || qa_parse_rate(text, length, end);
}

/* "quality=5%:0,cost=0.60:0.10": worst and best of a criterion, either may be empty. */
static enum qa_status parse_values(struct qa_session *session, const char *text,
                                   struct qa_project_value *values)
{
    struct qa_texts parts = qa_split_list(session->arena, text);
    for (size_t i = 0; i < parts.n; i++) {
        const char *equals = strchr(parts.list[i], '=');
        const char *colon = equals != NULL ? strchr(equals, ':') : NULL;
        bool found = false;
        for (int c = 0; colon != NULL && c < QA_N_CRITERIA; c++) {
            const char *name = qa_criterion_name((enum qa_criterion)c);
            size_t length = (size_t)(equals - parts.list[i]);
            if (strlen(name) == length && strncmp(name, parts.list[i], length) == 0) {
                found = parse_end(equals + 1, (size_t)(colon - equals) - 1, &values[c].worst) &&
                        parse_end(colon + 1, strlen(colon + 1), &values[c].best);
            }
        }
        if (!found) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--values: '%s' is not CRITERION=WORST:BEST, such as quality=5%%:0",
                           parts.list[i]);
        }
    }
    return QA_OK;
}

enum qa_status qa_choice_options(struct qa_session *session, const char *weights,
                                 const char *values, struct qa_project *project)
{
    if (weights != NULL) {
        QA_TRY(parse_weights(session, weights, project->weights));
    }
    return values != NULL ? parse_values(session, values, project->values) : QA_OK;
}
