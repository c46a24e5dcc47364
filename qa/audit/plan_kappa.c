/* Items to label twice for an interval of Cohen's kappa. */
#include "qa/audit/plan_kappa.h"

#include <math.h>

#include "qa/audit/table_forms.h"
#include "qa/stats/kappa_plan.h"
#include "qa/stats/weights.h"

/* Shares of the categories; *k of them. */
static enum qa_status find_shares(const struct qa_kappa_wanted *wanted, struct qa_arena *arena,
                                  double **shares, uint32_t *k, struct qa_error *err)
{
    double sum = 0;
    *k = (uint32_t)(wanted->shares.n > 0 ? wanted->shares.n : wanted->n_categories);
    if (*k < 2 || wanted->n_categories > 1000) {
        return qa_fail(err, QA_USAGE, "E002", "a kappa needs 2 to 1,000 categories");
    }
    *shares = QA_ARRAY(arena, double, *k);
    for (uint32_t c = 0; c < *k; c++) {
        (*shares)[c] = wanted->shares.n > 0 ? wanted->shares.list[c] : 1.0 / *k;
        sum += (*shares)[c];
        if ((*shares)[c] <= 0) {
            return qa_fail(err, QA_USAGE, "E002", "--shares: each is above 0");
        }
    }
    return fabs(sum - 1) <= 1e-6
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E002", "--shares add up to %g, not to 1", sum);
}

static const struct qa_column columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"n", NULL, QA_COUNT, .about = "Items that two annotators label."},
    {"kappa", NULL, QA_REAL, .about = "The kappa that is expected."},
    {"half_width", NULL, QA_REAL, .about = "Half the width of its interval."},
    {"mean_half_width", NULL, QA_REAL, .about = "What it is on average with n items."},
    {"narrow_enough", NULL, QA_RATE, .about = "Share of samples whose interval is no wider."},
    {"covered", NULL, QA_RATE, .is_detail = true,
     .about = "Share of the intervals that hold the kappa expected."},
    {"categories", NULL, QA_COUNT, .about = "Labels."},
    {"weights", NULL, QA_TEXT, .about = "Weights of the kappa."},
};
const struct qa_table_form qa_form_plan_kappa =
    QA_TABLE_FORM("plans", "Items to label twice", columns);

static void put_if_drawn(struct qa_table *table, const struct qa_kappa_operation *operation,
                         double value)
{
    if (operation->drawn > 0) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void plans_table(const struct qa_kappa_wanted *wanted, double confidence, uint32_t k,
                        const struct qa_kappa_operation *operation, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_plan_kappa);
    qa_table_row(table);
    qa_put_text(table, "kappa");
    qa_put_count(table, operation->n);
    qa_put_real(table, wanted->kappa);
    qa_put_real(table, wanted->half_width);
    put_if_drawn(table, operation, operation->half_width);
    put_if_drawn(table, operation, operation->narrow);
    put_if_drawn(table, operation, operation->covered);
    qa_put_count(table, k);
    qa_put_text(table, wanted->weights);
    if (operation->drawn > 0) {
        qa_table_note(
            table,
            "Two annotators with the same category shares and a common correlation (Donner "
            "and Eliasziw 1992): of %llu samples of n items each has its matched score "
            "interval (%.0f %%), which is as narrow as wanted on average.",
            (unsigned long long)operation->drawn, 100 * confidence);
    } else {
        qa_table_note(
            table,
            "Two annotators with the same category shares; so many items that kappa's "
            "large-sample variance (Fleiss, Cohen and Everitt 1969) on the table of a common "
            "correlation (Donner and Eliasziw 1992) tells them, %.0f %% interval.",
            100 * confidence);
    }
    qa_report_add_table(report, table);
}

enum qa_status qa_plan_kappa(const struct qa_kappa_wanted *wanted, double confidence,
                             struct qa_report *report, struct qa_error *err)
{
    enum qa_weights weights = QA_WEIGHTS_IDENTITY;
    if (wanted->kappa <= -1 || wanted->kappa >= 1 || wanted->half_width <= 0) {
        return qa_fail(err, QA_USAGE, "E002",
                       "plan --kappa VALUE wants a kappa between -1 and 1 and a --half-width "
                       "above 0");
    }
    if (wanted->weights != NULL && !qa_weights_by_name(wanted->weights, &weights)) {
        return qa_fail(err, QA_USAGE, "E002", "--weights: there are no '%s' weights",
                       wanted->weights);
    }
    double *shares = NULL;
    uint32_t k = 0;
    QA_TRY(find_shares(wanted, report->arena, &shares, &k, err));
    const double *matrix = qa_weight_matrix(weights, NULL, k, report->arena);
    const struct qa_kappa_expected expected = {.kappa = wanted->kappa,
                                               .shares = shares,
                                               .n_categories = k,
                                               .weights = matrix,
                                               .half_width = wanted->half_width,
                                               .confidence = confidence};
    const struct qa_kappa_operation operation = qa_kappa_items(&expected, report->arena);
    if (operation.n == 0) {
        return qa_fail(err, QA_USAGE, "E002",
                       "no table of two annotators has a kappa of %g with these shares",
                       wanted->kappa);
    }
    plans_table(wanted, confidence, k, &operation, report);
    return QA_OK;
}
