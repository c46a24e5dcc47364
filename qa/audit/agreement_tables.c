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
}

static void put_p_value(struct qa_table *table, const struct qa_estimate *estimate)
{
    if (qa_is_defined(estimate) && estimate->has_p_value) {
        qa_put_real(table, estimate->p_value);
    } else {
        qa_put_absent(table);
    }
}

static void coefficients_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},    {"vendor", NULL, QA_TEXT},
        {"coefficient", NULL, QA_TEXT}, {"estimate", NULL, QA_ESTIMATE},
        {"p_value", "p", QA_REAL},      {"items", NULL, QA_COUNT},
        {"annotators", NULL, QA_COUNT}, {"ratings", NULL, QA_COUNT},
        {"categories", NULL, QA_COUNT},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "coefficients",
                                          "Agreement between annotators", columns, 9);
    uint64_t without = 0;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            put_group(table, printing, group);
            qa_put_text(table, group->coefficients[i].name);
            qa_put_estimate(table, group->coefficients[i].estimate);
            put_p_value(table, &group->coefficients[i].estimate);
            qa_put_count(table, group->coefficients[i].estimate.n);
            qa_put_count(table, group->annotators);
            qa_put_count(table, group->ratings);
            qa_put_count(table, group->categories);
        }
        without += group->vendor == QA_NONE ? group->without_annotator : 0;
    }
    qa_table_note(
        table,
        "%.0f %% intervals. percent_agreement is the mean over items with two or more "
        "ratings, _pooled the share of all pairs of ratings. Standard errors: Cohen's by "
        "Fleiss, Cohen and Everitt (1969), the others linearised over items (Gwet 2014) "
        "with Student's t. p: two-sided, against 0. Items: those that count, with two ratings "
        "or more except for fleiss_kappa, whose chance is over all items.",
        100 * printing->result->confidence);
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        if (printing->result->groups[g].prevalence_note != NULL) {
            qa_table_note(table, "%s", printing->result->groups[g].prevalence_note);
        }
    }
    if (without > 0) {
        qa_table_note(table, "%llu answers that nobody signed are left out.",
                      (unsigned long long)without);
    }
    qa_report_add_table(printing->report, table);
}

static void pairs_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},
        {"vendor", NULL, QA_TEXT},
        {"annotator_a", NULL, QA_TEXT},
        {"annotator_b", NULL, QA_TEXT},
        {"items", NULL, QA_COUNT},
        {"percent_agreement", "agreement", QA_ESTIMATE_RATE},
        {"cohen_kappa", NULL, QA_ESTIMATE},
        {"p_value", "p", QA_REAL},
        {"cohen_kappa_linear", "linear kappa", QA_ESTIMATE},
        {"cohen_kappa_quadratic", "quadratic kappa", QA_ESTIMATE},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "pairs",
                     "Pairs of annotators, on the items both labeled", columns, 10);
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
        }
    }
    if (scale_note != NULL) {
        qa_table_note(
            table,
            "Agreement: Wilson's interval. Kappa: Cohen's, intervals by the non-null and p "
            "by the null standard error (Fleiss, Cohen and Everitt 1969). %s",
            scale_note);
    }
    qa_report_add_table(printing->report, table);
}

static void categories_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},   {"vendor", NULL, QA_TEXT},
        {"category", NULL, QA_TEXT},   {"estimate", "kappa", QA_ESTIMATE},
        {"prevalence", NULL, QA_RATE},
    };
    struct qa_table *table =
        qa_table_new(printing->report->arena, "categories",
                     "Each category against all others (Fleiss' kappa)", columns, 5);
    table->rows_shown = 30;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; i < group->n_categories_list; i++) {
            const struct qa_agreement_category *category = &group->categories_list[i];
            put_group(table, printing, group);
            qa_put_text(table, qa_strings_text(printing->names->labels, category->label));
            qa_put_estimate(table, category->kappa);
            qa_put_real(table, category->prevalence);
        }
    }
    qa_table_note(table, "Prevalence: the category's share of all ratings.");
    qa_report_add_table(printing->report, table);
}

static void items_table(const struct printing *printing)
{
    static const struct qa_column columns[] = {
        {"question", NULL, QA_TEXT},  {"vendor", NULL, QA_TEXT},
        {"item", NULL, QA_TEXT},      {"ratings", NULL, QA_COUNT},
        {"agreement", NULL, QA_RATE}, {"entropy", "entropy (bits)", QA_REAL},
        {"majority", NULL, QA_TEXT},
    };
    struct qa_table *table = qa_table_new(printing->report->arena, "items",
                                          "Items that divide annotators most", columns, 7);
    table->rows_shown = 10;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; group->vendor == QA_NONE && i < group->n_divided; i++) {
            const struct qa_agreement_item *item = &group->divided[i];
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
    pairs_table(&printing);
    categories_table(&printing);
    items_table(&printing);
}
