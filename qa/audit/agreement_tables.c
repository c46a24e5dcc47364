#include <string.h>

#include "qa/audit/agreement.h"

/* What the tables of one result share. */
struct printing {
    const struct qa_agreement_result *result;
    const struct qa_names *names;
    struct qa_report *report;
};

static void put_group(struct qa_table *table, const struct printing *printing,
                      const struct qa_agreement_group *group)
{
    qa_table_row(table);
    qa_put_text(table, qa_strings_text(printing->names->questions, group->question));
    qa_put_text(table, group->vendor == QA_NONE
                           ? NULL
                           : qa_strings_text(printing->names->vendors, group->vendor));
    qa_put_text(table, group->value);
}

static void put_p_value(struct qa_table *table, const struct qa_estimate *estimate)
{
    if (qa_is_defined(estimate) && estimate->has_p_value) {
        qa_put_real(table, estimate->p_value);
    } else {
        qa_put_absent(table);
    }
}

static void put_coefficient(struct qa_table *table, const struct printing *printing,
                            const struct qa_agreement_group *group,
                            const struct qa_agreement_coefficient *coefficient)
{
    const struct qa_estimate *estimate = &coefficient->estimate;
    put_group(table, printing, group);
    qa_put_text(table, coefficient->name);
    qa_put_estimate(table, *estimate);
    put_p_value(table, estimate);
    qa_put_count(table, estimate->n);
    qa_put_count(table, group->annotators);
    qa_put_count(table, group->ratings);
    qa_put_count(table, group->categories);
    if (qa_is_defined(&coefficient->sampled_annotators)) {
        qa_put_estimate(table, coefficient->sampled_annotators);
    } else {
        qa_put_absent(table);
    }
}

static void note_coefficients(struct qa_table *table, const struct printing *printing)
{
    uint64_t without = 0;
    uint64_t repeats = 0;
    uint64_t light_without = 0;
    qa_table_note(
        table,
        "%.0f %% intervals. percent_agreement is the mean over items with two or more "
        "ratings, _pooled the share of all pairs of ratings. Standard errors: Cohen's by "
        "Fleiss, Cohen and Everitt (1969), the others linearised over items (Gwet 2014) "
        "with Student's t; intervals end at 1. p: two-sided, against the null value (0 unless "
        "--null says otherwise). Items: those that count, with two ratings or more; all items for "
        "bennett_s, fleiss, conger and gwet, whose shares of categories are means over all items.",
        100 * printing->result->confidence);
    qa_table_note(table,
                  "Annotators sampled: the interval if the annotators, too, were drawn from "
                  "many (jackknife over annotators added, Gwet 2014); the other is for these "
                  "annotators. `labelqa cite` gives the sources.");
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        if (group->prevalence_note != NULL) {
            qa_table_note(table, "%s", group->prevalence_note);
        }
        bool all = group->vendor == QA_NONE && group->value == NULL;
        without += all ? group->without_annotator : 0;
        repeats += all ? group->repeats : 0;
        light_without += all ? group->light_without : 0;
    }
    if (light_without > 0) {
        qa_table_note(table,
                      "light_kappa leaves out %llu pairs of annotators whose kappa is undefined.",
                      (unsigned long long)light_without);
    }
    if (without > 0) {
        qa_table_note(table, "%llu answers that nobody signed are left out.",
                      (unsigned long long)without);
    }
    if (repeats > 0) {
        qa_table_note(table,
                      "%llu further answers of an annotator to the same item are left out here; "
                      "the table annotators says how far they repeat the first.",
                      (unsigned long long)repeats);
    }
}

static void coefficients_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"group", NULL, QA_TEXT},
        {"coefficient", NULL, QA_TEXT},
        {"estimate", NULL, QA_ESTIMATE},
        {"p_value", "p", QA_REAL},
        {"items", NULL, QA_COUNT},
        {"annotators", NULL, QA_COUNT},
        {"ratings", NULL, QA_COUNT},
        {"categories", NULL, QA_COUNT},
        {"sampled_annotators", "annotators sampled", QA_ESTIMATE},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "coefficients", "Agreement between annotators",
                     columns, sizeof columns / sizeof *columns);
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            put_coefficient(table, printing, group, &group->coefficients[i]);
        }
    }
    note_coefficients(table, printing);
    qa_report_add_table(printing->report, table);
}

static void put_benchmarks(struct qa_table *table, const struct printing *printing,
                           const struct qa_agreement_group *group,
                           const struct qa_agreement_coefficient *coefficient)
{
    for (size_t s = 0; s < qa_n_benchmark_scales; s++) {
        struct qa_benchmark benchmark =
            qa_benchmark(&qa_benchmark_scales[s], &coefficient->estimate);
        put_group(table, printing, group);
        qa_put_text(table, coefficient->name);
        qa_put_text(table, qa_benchmark_scales[s].name);
        qa_put_text(table, benchmark.by_point);
        qa_put_text(table, benchmark.by_interval);
        if (benchmark.by_interval != NULL) {
            qa_put_real(table, benchmark.probability);
        } else {
            qa_put_absent(table);
        }
    }
}

static void benchmarks_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"group", NULL, QA_TEXT},
        {"coefficient", NULL, QA_TEXT},
        {"scale", NULL, QA_TEXT},
        {"by_point", "by the point", QA_TEXT},
        {"by_interval", "by the interval", QA_TEXT},
        {"probability", NULL, QA_RATE},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "benchmarks", "What the figures are called", columns,
                     sizeof columns / sizeof *columns);
    table->rows_shown = 16;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            const struct qa_agreement_coefficient *coefficient = &group->coefficients[i];
            if (coefficient->chance == QA_BEYOND_CHANCE &&
                qa_is_defined(&coefficient->estimate)) {
                put_benchmarks(table, printing, group, coefficient);
            }
        }
    }
    qa_table_note(table, "By the interval: the highest level that the coefficient reaches with a "
                         "probability of 95 %% or more (Gwet 2014); the point alone promises too "
                         "much. Scales: Landis and Koch 1977, Fleiss 1981, Altman 1991, "
                         "Krippendorff 2004.");
    qa_report_add_table(printing->report, table);
}

static void differences_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},           {"vendor_a", NULL, QA_TEXT},
        {"vendor_b", NULL, QA_TEXT},           {"coefficient", NULL, QA_TEXT},
        {"difference", NULL, QA_ESTIMATE},     {"p_value", "p", QA_REAL},
        {"p_adjusted", "adjusted p", QA_REAL}, {"common_items", NULL, QA_COUNT},
    };
    const struct qa_agreement_result *result = printing->result;
    if (result->n_differences == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(printing->report->arena, "differences",
                                          "One vendor's agreement less another's", columns,
                                          sizeof columns / sizeof *columns);
    table->rows_shown = 24;
    for (size_t i = 0; i < result->n_differences; i++) {
        const struct qa_agreement_difference *row = &result->differences[i];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(printing->names->questions, row->question));
        qa_put_text(table, qa_strings_text(printing->names->vendors, row->vendor_a));
        qa_put_text(table, qa_strings_text(printing->names->vendors, row->vendor_b));
        qa_put_text(table, row->coefficient);
        qa_put_estimate(table, row->difference);
        put_p_value(table, &row->difference);
        if (qa_is_defined(&row->difference) && row->difference.has_p_value) {
            qa_put_real(table, row->p_adjusted);
        } else {
            qa_put_absent(table);
        }
        qa_put_count(table, row->common_items);
    }
    qa_table_note(table, "Items that both vendors labeled make the two figures move together; the "
                         "interval takes their covariance off. p against 0, two-sided; adjusted "
                         "after Holm over the pairs of vendors of a coefficient.");
    qa_report_add_table(printing->report, table);
}

static void put_if(struct qa_table *table, bool present, double value)
{
    if (present) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

static void pairs_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"group", NULL, QA_TEXT},
        {"annotator_a", NULL, QA_TEXT},
        {"annotator_b", NULL, QA_TEXT},
        {"items", NULL, QA_COUNT},
        {"percent_agreement", "agreement", QA_ESTIMATE_RATE},
        {"cohen_kappa", NULL, QA_ESTIMATE},
        {"p_value", "p", QA_REAL},
        {"cohen_kappa_linear", "linear kappa", QA_ESTIMATE},
        {"cohen_kappa_quadratic", "quadratic kappa", QA_ESTIMATE},
        {"maximum_kappa", "attainable kappa", QA_REAL},
        {"pabak", "PABAK", QA_REAL},
        {"prevalence_index", NULL, QA_REAL},
        {"bias_index", NULL, QA_REAL},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "pairs",
                                          "Pairs of annotators, on the items both labeled", columns,
                                          sizeof columns / sizeof *columns);
    table->rows_shown = 20;
    const char *scale_note = NULL;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        scale_note = group->scale_note;
        for (size_t i = 0; i < group->n_pairs; i++) {
            const struct qa_agreement_pair *pair = &group->pairs[i];
            put_group(table, printing, group);
            qa_put_text(table, qa_annotator_text(printing->names, pair->annotator_a));
            qa_put_text(table, qa_annotator_text(printing->names, pair->annotator_b));
            qa_put_count(table, pair->items);
            qa_put_estimate(table, pair->percent_agreement);
            qa_put_estimate(table, pair->kappa);
            put_p_value(table, &pair->kappa);
            qa_put_estimate(table, pair->kappa_linear);
            qa_put_estimate(table, pair->kappa_quadratic);
            put_if(table, pair->indices.has_maximum, pair->indices.maximum);
            put_if(table, pair->indices.has_pabak, pair->indices.pabak);
            put_if(table, pair->indices.is_two_by_two, pair->indices.prevalence);
            put_if(table, pair->indices.is_two_by_two, pair->indices.bias);
        }
    }
    if (scale_note != NULL) {
        qa_table_note(
            table,
            "Agreement: Wilson's interval. Kappa: Cohen's, intervals by the non-null and p "
            "by the null standard error (Fleiss, Cohen and Everitt 1969). %s",
            scale_note);
        qa_table_note(table, "Attainable: the kappa that these two could reach with the shares "
                             "they gave each category (Cohen 1960). PABAK: kappa if all "
                             "categories were equally frequent; prevalence and bias index (two "
                             "categories) say how far they are not (Byrt, Bishop and Carlin "
                             "1993).");
    }
    qa_report_add_table(printing->report, table);
}

static bool has_tags(const struct qa_agreement_result *result)
{
    for (size_t g = 0; g < result->n_groups; g++) {
        size_t n = result->groups[g].n_categories_list;
        if (n > 0 && result->groups[g].categories_list[n - 1].tag != NULL) {
            return true;
        }
    }
    return false;
}

static void put_category(struct qa_table *table, const struct printing *printing,
                         const struct qa_agreement_category *category, bool with_tags)
{
    qa_put_text(table, category->tag == NULL
                           ? qa_strings_text(printing->names->labels, category->label)
                           : NULL);
    qa_put_estimate(table, category->kappa);
    qa_put_real(table, category->prevalence);
    qa_put_estimate(table, category->positive_agreement);
    qa_put_estimate(table, category->negative_agreement);
    if (!with_tags) {
        return;
    }
    qa_put_text(table, category->tag);
    if (category->tag == NULL) {
        qa_put_absent(table);
        qa_put_absent(table);
    } else {
        qa_put_estimate(table, category->percent_agreement);
        qa_put_estimate(table, category->alpha);
    }
}

/* Where labels are sets, their tags follow, with columns of their own. */
static void categories_table(const struct printing *printing)
{
    bool with_tags = has_tags(printing->result);
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"group", NULL, QA_TEXT},
        {"category", NULL, QA_TEXT},
        {"estimate", "kappa", QA_ESTIMATE},
        {"prevalence", NULL, QA_RATE},
        {"positive_agreement", NULL, QA_ESTIMATE_RATE},
        {"negative_agreement", NULL, QA_ESTIMATE_RATE},
        {"tag", NULL, QA_TEXT},
        {"tag_agreement", NULL, QA_ESTIMATE_RATE},
        {"tag_alpha", NULL, QA_ESTIMATE},
    };
    enum { OF_TAGS = 3 };
    struct qa_table *table = qa_table_new(
        printing->report->arena, "categories", "Each category against all others (Fleiss' kappa)",
        columns, sizeof columns / sizeof *columns - (with_tags ? 0 : OF_TAGS));
    table->rows_shown = 30;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; i < group->n_categories_list; i++) {
            const struct qa_agreement_category *category = &group->categories_list[i];
            put_group(table, printing, group);
            put_category(table, printing, category, with_tags);
        }
    }
    qa_table_note(table, "Prevalence: the category's share of all ratings. Positive (negative) "
                         "agreement: given that one of two ratings says the category (another), "
                         "how often the second does (Cicchetti and Feinstein 1990).");
    qa_report_add_table(printing->report, table);
}

static void items_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"group", NULL, QA_TEXT},
        {"item", NULL, QA_TEXT},
        {"ratings", NULL, QA_COUNT},
        {"agreement", NULL, QA_RATE},
        {"entropy", "entropy (bits)", QA_REAL},
        {"majority", NULL, QA_TEXT},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "items", "Items that divide annotators most", columns,
                     sizeof columns / sizeof *columns);
    table->rows_shown = 10;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; group->vendor == QA_NONE && i < group->n_disputed; i++) {
            const struct qa_agreement_item *item = &group->disputed[i];
            put_group(table, printing, group);
            qa_put_text(table, qa_strings_text(printing->names->items, item->item));
            qa_put_count(table, item->ratings);
            qa_put_real(table, item->agreement);
            qa_put_real(table, item->entropy);
            qa_put_text(table, item->majority == QA_NONE
                                   ? "(tie)"
                                   : qa_strings_text(printing->names->labels, item->majority));
        }
    }
    qa_table_note(table, "Agreement: share of agreeing pairs of ratings of the item, over all "
                         "vendors. Items on which all agree are not listed.");
    qa_report_add_table(printing->report, table);
}

void qa_agreement_tables(const struct qa_agreement_result *result, const struct qa_names *names,
                         struct qa_report *report)
{
    const struct printing printing = {result, names, report};
    coefficients_table(&printing);
    differences_table(&printing);
    benchmarks_table(&printing);
    pairs_table(&printing);
    categories_table(&printing);
    items_table(&printing);
}
