#include "qa/audit/changes.h"

#include <stdlib.h>
#include <string.h>

#include "qa/audit/table_forms.h"
#include "qa/base/strings.h"
#include "qa/stats/compare.h"
#include "qa/stats/interval.h"

static double effective(const struct qa_audited_rate *rate)
{
    return (double)rate->trials / rate->design_effect;
}

static double rate_of(const struct qa_audited_rate *rate)
{
    return (double)rate->errors / (double)rate->trials;
}

static struct qa_estimate estimate(const struct qa_audited_rate *rate, double confidence)
{
    if (rate->vendor == NULL || rate->trials == 0) {
        return qa_undefined("not audited", 0);
    }
    return qa_wilson_effective(rate_of(rate), effective(rate), confidence);
}

static void compare_rates(struct qa_vendor_change *change, double confidence)
{
    change->rate_then = estimate(&change->then, confidence);
    change->rate_now = estimate(&change->now, confidence);
    if (!qa_is_defined(&change->rate_then) || !qa_is_defined(&change->rate_now)) {
        change->difference = qa_undefined("audited once only", 0);
        return;
    }
    change->difference =
        qa_two_proportions_effective(rate_of(&change->now), effective(&change->now),
                                     rate_of(&change->then), effective(&change->then), confidence);
}

static int by_vendor(const void *left, const void *right)
{
    const struct qa_vendor_change *a = left;
    const struct qa_vendor_change *b = right;
    int order = qa_text_compare(a->vendor, b->vendor);
    /* What was found then comes first of the two. */
    return order != 0 ? order : (a->then.vendor == NULL) - (b->then.vendor == NULL);
}

/* Neighbours of one name become one. */
static size_t join(struct qa_vendor_change *list, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && strcmp(list[kept - 1].vendor, list[i].vendor) == 0) {
            list[kept - 1].now = list[i].now;
        } else {
            list[kept++] = list[i];
        }
    }
    return kept;
}

static void judge(struct qa_changes *changes, struct qa_arena *arena)
{
    double *p = QA_ARRAY(arena, double, changes->n_vendors);
    double *adjusted = QA_ARRAY(arena, double, changes->n_vendors);
    size_t n = 0;
    for (size_t i = 0; i < changes->n_vendors; i++) {
        compare_rates(&changes->vendors[i], changes->confidence);
        if (qa_is_defined(&changes->vendors[i].difference)) {
            p[n++] = changes->vendors[i].difference.p_value;
        }
    }
    qa_holm(p, n, adjusted, arena);
    n = 0;
    for (size_t i = 0; i < changes->n_vendors; i++) {
        struct qa_vendor_change *change = &changes->vendors[i];
        change->p_adjusted = qa_is_defined(&change->difference) ? adjusted[n++] : 1;
        change->change = qa_change_of(&change->difference, change->p_adjusted);
    }
}

struct qa_changes qa_changes(const struct qa_audit_rates *then, const struct qa_audit_rates *now,
                             double confidence, struct qa_arena *arena)
{
    struct qa_changes out = {.vendors = QA_ARRAY(arena, struct qa_vendor_change, then->n + now->n),
                             .confidence = confidence};
    for (size_t i = 0; i < then->n; i++) {
        out.vendors[i] =
            (struct qa_vendor_change){.vendor = then->list[i].vendor, .then = then->list[i]};
    }
    for (size_t i = 0; i < now->n; i++) {
        out.vendors[then->n + i] =
            (struct qa_vendor_change){.vendor = now->list[i].vendor, .now = now->list[i]};
    }
    qsort(out.vendors, then->n + now->n, sizeof *out.vendors, by_vendor);
    out.n_vendors = join(out.vendors, then->n + now->n);
    judge(&out, arena);
    return out;
}

const char *qa_change_word(const struct qa_vendor_change *change)
{
    static const char *const words[] = {[QA_CHANGE_NONE] = "not distinguishable",
                                        [QA_CHANGE_BETTER] = "better",
                                        [QA_CHANGE_WORSE] = "worse"};
    if (change->change == QA_CHANGE_UNKNOWN) {
        return qa_is_defined(&change->rate_then) ? "only then" : "only now";
    }
    return words[change->change];
}

static const struct qa_column columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"change", NULL, QA_WORD,
     .about = "What the difference says: better, worse or not distinguishable."},
    {"rate_then", "error rate then", QA_ESTIMATE_RATE, .about = "Error rate in the audit before."},
    {"rate_now", "error rate now", QA_ESTIMATE_RATE, .about = "Error rate now."},
    {"difference", "now less then", QA_ESTIMATE_RATE,
     .about = "The rate now less the rate then, with Newcombe's interval."},
    {"p_adjusted", "adjusted p", QA_P,
     .about = "p-value of no difference, after Holm over the vendors."},
};
const struct qa_table_form qa_form_errors_changes =
    QA_TABLE_FORM("changes", "Since the audit before", columns);

void qa_changes_table(const struct qa_changes *changes, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_changes);
    for (size_t i = 0; i < changes->n_vendors; i++) {
        const struct qa_vendor_change *change = &changes->vendors[i];
        qa_table_row(table);
        qa_put_text(table, change->vendor);
        qa_put_text(table, qa_change_word(change));
        qa_put_estimate(table, change->rate_then);
        qa_put_estimate(table, change->rate_now);
        qa_put_estimate(table, change->difference);
        if (qa_is_defined(&change->difference)) {
            qa_put_real(table, change->p_adjusted);
        } else {
            qa_put_absent(table);
        }
    }
    qa_table_note(table,
                  "Then: %s. Difference: Newcombe's interval at effective n; p: z test, Holm "
                  "over the vendors in both.",
                  changes->before);
    qa_report_add_table(report, table);
}
