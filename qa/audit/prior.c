#include "qa/audit/prior.h"

#include <math.h>

#include "qa/base/number.h"
#include "qa/stats/shrink.h"

enum qa_status qa_prior_given(const struct qa_reals *given, struct qa_beta *out,
                              struct qa_error *err)
{
    if (given->n == 0) {
        return QA_OK;
    }
    if (given->n != 2 || given->list[0] <= 0 || given->list[1] <= 0) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--prior wants two numbers above 0: errors and correct answers");
    }
    *out = (struct qa_beta){given->list[0], given->list[1]};
    return QA_OK;
}

static enum qa_status past_cell(const struct qa_records *past, size_t r, uint32_t column,
                                uint64_t *value, struct qa_error *err)
{
    const struct qa_cell *cell = qa_records_cell(past, r, column);
    return qa_parse_count(cell->text, cell->length, value)
               ? QA_OK
               : qa_fail_at(err, "E304", past->file, cell->line, cell->column,
                            "'%.60s' is not a whole number", cell->text);
}

static enum qa_status past_lot(const struct qa_records *past, size_t r, const uint32_t column[2],
                               uint64_t *errors, uint64_t *n, struct qa_error *err)
{
    QA_TRY(past_cell(past, r, column[0], errors, err));
    QA_TRY(past_cell(past, r, column[1], n, err));
    const struct qa_cell *cell = qa_records_cell(past, r, column[1]);
    return *n > 0 && *errors <= *n
               ? QA_OK
               : qa_fail_at(err, "E304", past->file, cell->line, cell->column,
                            "a lot of %llu checked cannot have %llu errors", (unsigned long long)*n,
                            (unsigned long long)*errors);
}

enum qa_status qa_prior_of_past(const struct qa_records *past, struct qa_arena *arena,
                                struct qa_beta *out, struct qa_error *err)
{
    static const struct qa_column_spec specs[] = {{"errors", "wrong", true},
                                                  {"n", "checked,trials", true}};
    uint32_t column[2];
    QA_TRY(qa_records_columns(past, specs, 2, column, err));
    size_t n = past->n_records;
    uint64_t *errors = QA_ARRAY(arena, uint64_t, n + 1);
    uint64_t *trials = QA_ARRAY(arena, uint64_t, n + 1);
    double units = 0;
    for (size_t r = 0; r < n; r++) {
        QA_TRY(past_lot(past, r, column, &errors[r], &trials[r], err));
        units += (double)trials[r];
    }
    struct qa_beta_prior fit = qa_beta_prior_fit(errors, trials, n);
    if (!fit.defined) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--past wants three lots or more, some with errors and none with nothing "
                       "else");
    }
    double strength = fmin(fit.strength, units);
    *out = (struct qa_beta){fit.mean * strength, (1 - fit.mean) * strength};
    return QA_OK;
}
