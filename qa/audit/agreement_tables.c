#include <string.h>

#include "qa/audit/agreement_parts.h"
#include "qa/audit/table_forms.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/pairwise.h"

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
    qa_put_text(table, coefficient->words);
    qa_put_text(table, !qa_is_defined(estimate)        ? NULL
                       : estimate->has_interval        ? estimate->method
                       : estimate->no_interval != NULL ? estimate->no_interval
                                                       : "none");
}

static void note_sparseness(struct qa_table *table, const struct printing *printing,
                            const struct qa_agreement_group *group)
{
    const char *vendor =
        group->vendor == QA_NONE ? NULL : qa_strings_text(printing->names->vendors, group->vendor);
    const char *of = vendor != NULL ? vendor : group->value;
    qa_table_note(table,
                  "Every kappa and alpha of '%s'%s%s %s. Read percent_agreement and gwet_ac1.",
                  qa_strings_text(printing->names->questions, group->question),
                  of != NULL ? ", " : "", of != NULL ? of : "", group->sparse_note);
}

static const struct {
    const char *reason;
    const char *note;
} refusals[] = {
    {"fewer than 5 items with two ratings",
     "No limits below 5 items with two ratings: none would hold."},
    {"unequal numbers of ratings on fewer than 200 items",
     "percent_agreement_pooled has no limits where items have different numbers of ratings and "
     "fewer than 200 count: what is rated more often is often what is disputed. "
     "krippendorff_alpha weighs items by their ratings too and can be misled alike; "
     "percent_agreement, fleiss and conger are not."},
    {"more than 60 % of the population was drawn",
     "No limits where more than 60 % of the population was drawn, but not all: none was found to "
     "hold."},
    {"no expected disagreement", "No limits where no disagreement is expected by chance."},
};

static bool has_refusal(const struct qa_agreement_result *result, const char *reason)
{
    for (size_t g = 0; g < result->n_groups; g++) {
        const struct qa_agreement_group *group = &result->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            const char *own = group->coefficients[i].estimate.no_interval;
            if (own != NULL && strcmp(own, reason) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool squares_distances(const char *coefficient)
{
    return strstr(coefficient, "quadratic") != NULL || strstr(coefficient, "interval") != NULL ||
           strstr(coefficient, "ordinal") != NULL;
}

static bool has_few_weighted(const struct qa_agreement_result *result)
{
    bool found = false;
    for (size_t g = 0; g < result->n_groups; g++) {
        const struct qa_agreement_group *group = &result->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            const struct qa_estimate *own = &group->coefficients[i].estimate;
            found = found || (own->has_interval && own->n < 50 && qa_is_matched_score(own) &&
                              squares_distances(group->coefficients[i].name));
        }
    }
    return found;
}

/* Where limits of the matched score are missing, or hold less than they say. */
static void note_limits(struct qa_table *table, const struct printing *printing)
{
    const struct qa_agreement_result *result = printing->result;
    for (size_t r = 0; r < sizeof refusals / sizeof *refusals; r++) {
        if (has_refusal(result, refusals[r].reason)) {
            qa_table_note(table, "%s", refusals[r].note);
        }
    }
    if (result->interval == QA_INTERVAL_AUTO && has_few_weighted(result)) {
        qa_table_note(table, "Limits of figures with squared distances (quadratic, interval, "
                             "ordinal) of fewer than 50 items: where the labels at the ends are "
                             "rare, 90 to 93 %% of those of 95 %% held in simulation.");
    }
    if (result->interval == QA_INTERVAL_AUTO && result->confidence < 0.95) {
        qa_table_note(table, "Limits below 95 %% are not calibrated: of those of 90 %%, 81 %% held "
                             "in the worst case that was simulated.");
    }
}

static void note_annotators(struct qa_table *table, const struct printing *printing)
{
    bool is_random = printing->result->annotators == QA_ANNOTATORS_RANDOM;
    qa_table_note(
        table, is_random ? "Intervals and words are those of annotators who were drawn from many "
                           "(--annotators random; jackknife over annotators added, Gwet 2014): "
                           "what others like these would agree. Without three annotators there "
                           "is none. Those of pairs, labels and differences of vendors are for "
                           "these annotators. `labelqa cite` gives the sources."
                         : "Annotators sampled: the interval if the annotators, too, were drawn "
                           "from many (jackknife over annotators added, Gwet 2014); the other is "
                           "for these annotators. `labelqa cite` gives the sources.");
}

static void note_coefficients(struct qa_table *table, const struct printing *printing)
{
    uint64_t without = 0;
    uint64_t repeats = 0;
    uint64_t light_without = 0;
    bool light_is_sparse = false;
    bool is_auto = printing->result->interval == QA_INTERVAL_AUTO;
    qa_table_note(
        table,
        "%.0f %% intervals%s percent_agreement is the mean over items with two or more "
        "ratings, _pooled the share of all pairs of ratings. %sp: two-sided, against the null "
        "value (0 unless --null says otherwise). Items: those that count, with two ratings or "
        "more; all items for bennett_s, fleiss, conger and gwet, whose shares of categories are "
        "means over all items.",
        100 * printing->result->confidence,
        is_auto ? ": the matched score interval (`labelqa cite auto`), p by the same test." : ".",
        is_auto ? ""
                : "Standard errors: Cohen's by Fleiss, Cohen and Everitt (1969), the others "
                  "linearised over items (Gwet 2014) with Student's t; intervals end at 1. ");
    note_limits(table, printing);
    note_annotators(table, printing);
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        if (group->prevalence_note != NULL) {
            qa_table_note(table, "%s", group->prevalence_note);
        }
        if (group->sparse_note != NULL) {
            note_sparseness(table, printing, group);
        }
        bool all = group->vendor == QA_NONE && group->value == NULL;
        without += all ? group->without_annotator : 0;
        repeats += all ? group->repeats : 0;
        light_without += all ? group->light_without : 0;
        light_is_sparse = light_is_sparse || group->light_is_sparse;
    }
    if (light_is_sparse) {
        qa_table_note(table,
                      "light_kappa has no interval where a pair of annotators shares fewer than %d "
                      "items, or fewer than %d outside the label that both gave most: it "
                      "could cover far less than it says.",
                      QA_LIGHT_LEAST_ITEMS, QA_LIGHT_LEAST_OUTSIDE);
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

static const struct qa_column coefficients_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor; empty over all vendors."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The value of the field that --by names; empty over all."},
    {"coefficient", NULL, QA_TEXT, .is_key = true,
     .about = "The coefficient, with its weights as a suffix."},
    {"estimate", NULL, QA_ESTIMATE, .about = "The coefficient, with its interval over items."},
    {"p_value", "p", QA_P,
     .about = "Two-sided p against the null value, 0 unless --null says otherwise."},
    {"items", NULL, QA_COUNT, .about = "Items that count in the coefficient."},
    {"annotators", NULL, QA_COUNT, .is_detail = true, .about = "Annotators who rated them."},
    {"ratings", NULL, QA_COUNT, .is_detail = true, .about = "Ratings of those items."},
    {"categories", NULL, QA_COUNT, .is_detail = true, .about = "Labels in use."},
    {"sampled_annotators", "annotators sampled", QA_ESTIMATE,
     .about = "The same with an interval that counts the annotators as drawn from many."},
    {"words", "in words, by the interval", QA_TEXT, .is_detail = true,
     .about = "Landis and Koch's word for what the whole interval reaches, or what the figure "
              "rests on where that is next to nothing."},
    {"interval", "interval by", QA_TEXT, .is_detail = true,
     .about = "The method of the interval, or why there is none."},
};
const struct qa_table_form qa_form_agreement_coefficients =
    QA_TABLE_FORM("coefficients", "Agreement between annotators", coefficients_columns);

static void coefficients_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_coefficients);
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

static const struct qa_column benchmarks_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor; empty over all vendors."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The value of the field that --by names; empty over all."},
    {"coefficient", NULL, QA_TEXT, .is_key = true,
     .about = "The coefficient that is put into a word."},
    {"scale", NULL, QA_TEXT, .is_key = true,
     .about = "The scale of words: landis_koch, fleiss, altman or krippendorff."},
    {"by_point", "by the point", QA_TEXT, .about = "What the scale calls the coefficient's value."},
    {"by_interval", "by the interval", QA_TEXT,
     .about = "The highest level that the whole interval reaches; with other intervals than auto: "
              "that the coefficient reaches with a probability of 95 % or more."},
    {"probability", NULL, QA_RATE,
     .about = "The probability of that level or a higher one, at least."},
};
const struct qa_table_form qa_form_agreement_benchmarks =
    QA_TABLE_FORM("benchmarks", "What the figures are called", benchmarks_columns);

static void benchmarks_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_benchmarks);
    table->rows_shown = 16;
    for (size_t g = 0; g < printing->result->n_groups; g++) {
        const struct qa_agreement_group *group = &printing->result->groups[g];
        for (size_t i = 0; i < group->n_coefficients; i++) {
            const struct qa_agreement_coefficient *coefficient = &group->coefficients[i];
            /* What rests on too little for limits gets no word either. */
            if (coefficient->chance == QA_BEYOND_CHANCE && qa_is_defined(&coefficient->estimate) &&
                (coefficient->estimate.has_interval ||
                 printing->result->interval != QA_INTERVAL_AUTO)) {
                put_benchmarks(table, printing, group, coefficient);
            }
        }
    }
    bool is_auto = printing->result->interval == QA_INTERVAL_AUTO;
    qa_table_note(table,
                  "By the interval: the highest level that %s; the point alone promises too much. "
                  "Scales: Landis and Koch 1977, Fleiss 1981, Altman 1991, Krippendorff 2004.",
                  is_auto ? "the whole interval reaches, at least so probable"
                          : "the coefficient reaches with a probability of 95 % or more (Gwet "
                            "2014)");
    qa_report_add_table(printing->report, table);
}

static const struct qa_column differences_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor_a", NULL, QA_TEXT, .is_key = true,
     .about = "The vendor whose coefficient comes first."},
    {"vendor_b", NULL, QA_TEXT, .is_key = true,
     .about = "The vendor whose coefficient is taken off."},
    {"coefficient", NULL, QA_TEXT, .is_key = true, .about = "The coefficient that is compared."},
    {"difference", NULL, QA_ESTIMATE,
     .about = "The first vendor's coefficient less the second's, with its interval."},
    {"p_value", "p", QA_P, .about = "Two-sided p of no difference."},
    {"p_adjusted", "adjusted p", QA_P,
     .about = "The same after Holm over the pairs of vendors of the coefficient."},
    {"common_items", NULL, QA_COUNT, .about = "Items that both vendors labeled."},
};
const struct qa_table_form qa_form_agreement_differences =
    QA_TABLE_FORM("differences", "One vendor's agreement less another's", differences_columns);

static void differences_table(const struct printing *printing)
{
    const struct qa_agreement_result *result = printing->result;
    if (result->n_differences == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_differences);
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
    qa_table_note(table,
                  "%sItems that both vendors labeled make the two figures move together; the "
                  "interval takes their covariance off. p against 0, two-sided; adjusted after "
                  "Holm over the pairs of vendors of a coefficient.",
                  result->interval == QA_INTERVAL_AUTO
                      ? "Intervals from the two vendors' own by square-and-add (Zou and Donner "
                        "2008). "
                      : "");
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

static const struct qa_column pairs_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor; empty over all vendors."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The value of the field that --by names; empty over all."},
    {"annotator_a", NULL, QA_TEXT, .is_key = true, .about = "One annotator of the pair."},
    {"annotator_b", NULL, QA_TEXT, .is_key = true, .about = "The other annotator of the pair."},
    {"items", NULL, QA_COUNT, .about = "Items that both labeled."},
    {"percent_agreement", "agreement", QA_ESTIMATE_RATE,
     .about = "Share of those items with the same label, with its interval."},
    {"cohen_kappa", NULL, QA_ESTIMATE, .about = "Cohen's kappa of the two, with its interval."},
    {"p_value", "p", QA_P, .about = "Two-sided p of a kappa of 0."},
    {"cohen_kappa_linear", "linear kappa", QA_ESTIMATE, .is_detail = true,
     .about = "Kappa with linear weights, of ordered labels."},
    {"cohen_kappa_quadratic", "quadratic kappa", QA_ESTIMATE, .is_detail = true,
     .about = "Kappa with quadratic weights, of ordered labels."},
    {"maximum_kappa", "attainable kappa", QA_REAL, .is_detail = true,
     .about =
         "The kappa that the two could reach with the shares they gave each label (Cohen 1960)."},
    {"pabak", "PABAK", QA_REAL, .is_detail = true,
     .about = "Kappa if all labels were equally frequent (Byrt, Bishop and Carlin 1993)."},
    {"prevalence_index", NULL, QA_REAL, .is_detail = true,
     .about = "How unequally frequent two labels are, 0 to 1 (Byrt, Bishop and Carlin 1993)."},
    {"bias_index", NULL, QA_REAL, .is_detail = true,
     .about = "How differently the two use two labels, 0 to 1 (Byrt, Bishop and Carlin 1993)."},
};
const struct qa_table_form qa_form_agreement_pairs =
    QA_TABLE_FORM("pairs", "Pairs of annotators, on the items both labeled", pairs_columns);

static void pairs_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_pairs);
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
            table, "%s %s",
            printing->result->interval == QA_INTERVAL_AUTO
                ? "Intervals: matched score, p by the same test; none below 5 items."
                : "Agreement: Wilson's interval. Kappa: Cohen's, intervals by the non-null and p "
                  "by the null standard error (Fleiss, Cohen and Everitt 1969).",
            scale_note);
    }
    qa_report_add_table(printing->report, table);
}

static const struct qa_column categories_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor; empty over all vendors."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The value of the field that --by names; empty over all."},
    {"category", NULL, QA_TEXT, .is_key = true,
     .about = "The label that is held against all others."},
    {"estimate", "kappa", QA_ESTIMATE,
     .about = "Fleiss' kappa of the label against all others; of spans and segments "
              "Krippendorff's alpha for unitizing."},
    {"prevalence", NULL, QA_RATE,
     .about = "The label's share of all ratings; of spans and segments the share of what there was "
              "to divide."},
    {"positive_agreement", NULL, QA_ESTIMATE_RATE,
     .about = "Where one of two ratings says the label, how often the other does."},
    {"negative_agreement", NULL, QA_ESTIMATE_RATE,
     .about = "Where one of two ratings says another label, how often the other does not say it "
              "either."},
    {"tag", NULL, QA_TEXT, .is_key = true,
     .about = "Where labels are sets: the tag, present against absent; the category is empty."},
    {"tag_agreement", NULL, QA_ESTIMATE_RATE,
     .about = "Share of pairs of ratings that agree on whether the tag is present."},
    {"tag_alpha", NULL, QA_ESTIMATE, .about = "Krippendorff's alpha of present against absent."},
};
/* Of the columns, those that only sets of tags have, at the end. */
enum {
    OF_TAGS = sizeof categories_columns / sizeof *categories_columns - QA_CATEGORIES_WITHOUT_TAGS
};
const struct qa_table_form qa_form_agreement_categories = QA_TABLE_FORM(
    "categories", "Each category against all others (Fleiss' kappa)", categories_columns);

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
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_categories);
    table->n_columns -= with_tags ? 0 : OF_TAGS;
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

static const struct qa_column items_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor; empty over all vendors."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The value of the field that --by names; empty over all."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The item, by its name in the file."},
    {"ratings", NULL, QA_COUNT, .about = "Ratings of the item, over all vendors."},
    {"agreement", NULL, QA_RATE, .about = "Share of its pairs of ratings that agree."},
    {"entropy", "entropy (bits)", QA_REAL,
     .about = "Entropy of its labels in bits; 0 where all agree."},
    {"majority", NULL, QA_TEXT, .about = "The label given most often, or (tie)."},
};
const struct qa_table_form qa_form_agreement_items =
    QA_TABLE_FORM("items", "Items that divide annotators most", items_columns);

static void items_table(const struct printing *printing)
{
    struct qa_table *table = qa_table_new(printing->report->arena, &qa_form_agreement_items);
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
    qa_agreement_marginals_table(result, names, report);
    categories_table(&printing);
    items_table(&printing);
}
