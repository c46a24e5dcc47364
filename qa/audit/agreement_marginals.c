/* Do two annotators lean: does one give a label more often than the other on the same items? */
#include "qa/audit/agreement_parts.h"
#include "qa/audit/table_forms.h"
#include "qa/stats/compare.h"
#include "qa/stats/marginal_homogeneity.h"
#include "qa/stats/pair_tables.h"

/* Above this many pairs times labels only the tests of all labels together are made. */
enum { MOST_SINGLE_LABELS = 20000 };

static const char of_single_label[] = "mcnemar";

/* One pair's table, looked at. */
struct look {
    const struct qa_group_measuring *measuring;
    const uint32_t *table;
    uint32_t k;
    uint32_t a, b; /* annotators, ids in names */
    uint64_t items;
};

static struct qa_agreement_marginal row_of(const struct look *look, const char *test,
                                           const struct qa_marginal_test *result)
{
    return (struct qa_agreement_marginal){.annotator_a = look->a,
                                          .annotator_b = look->b,
                                          .items = look->items,
                                          .test = test,
                                          .label = QA_NONE,
                                          .statistic = result->statistic,
                                          .freedom = result->freedom,
                                          .p_value = result->p_value,
                                          .p_adjusted = result->p_value,
                                          .undefined = result->undefined};
}

static void append(struct qa_agreement_group *group, const struct qa_group_measuring *measuring,
                   struct qa_agreement_marginal row)
{
    group->marginals = qa_arena_grow(measuring->arena, group->marginals, &group->marginals_capacity,
                                     group->n_marginals + 1, sizeof *group->marginals);
    group->marginals[group->n_marginals++] = row;
}

static bool is_used(const struct qa_mcnemar *mcnemar)
{
    return mcnemar->both + mcnemar->first_only + mcnemar->second_only > 0;
}

static uint32_t n_used(const struct look *look)
{
    uint32_t n = 0;
    for (uint32_t c = 0; c < look->k; c++) {
        struct qa_mcnemar mcnemar = qa_mcnemar(look->table, look->k, c);
        n += is_used(&mcnemar);
    }
    return n;
}

/* Of two labels, one tells all. */
static void test_single_labels(const struct look *look, struct qa_agreement_group *group)
{
    uint32_t n_skipped = n_used(look) == 2 ? 1 : 0;
    for (uint32_t c = 0; c < look->k; c++) {
        struct qa_mcnemar mcnemar = qa_mcnemar(look->table, look->k, c);
        if (!is_used(&mcnemar)) {
            continue;
        }
        if (n_skipped > 0) {
            n_skipped--;
            continue;
        }
        struct qa_agreement_marginal row = row_of(look, of_single_label, &mcnemar.test);
        row.label = look->measuring->view.category[c];
        row.both = mcnemar.both;
        row.only_a = mcnemar.first_only;
        row.only_b = mcnemar.second_only;
        append(group, look->measuring, row);
    }
}

static void test_all_labels(const struct look *look, struct qa_agreement_group *group)
{
    struct qa_marginals marginals =
        qa_marginal_homogeneity(look->table, look->k, look->measuring->scratch);
    for (int kind = 0; n_used(look) > 2 && kind < QA_N_MARGINAL; kind++) {
        append(group, look->measuring,
               row_of(look, qa_marginal_name((enum qa_marginal_kind)kind), &marginals.test[kind]));
    }
}

/* Holm over the group's pairs (and labels) of each test. */
static void adjust(struct qa_agreement_group *group, const char *test, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    double *p = QA_ARRAY(scratch, double, group->n_marginals + 1);
    double *adjusted = QA_ARRAY(scratch, double, group->n_marginals + 1);
    size_t *row = QA_ARRAY(scratch, size_t, group->n_marginals + 1);
    size_t n = 0;
    for (size_t i = 0; i < group->n_marginals; i++) {
        if (group->marginals[i].undefined == NULL && group->marginals[i].test == test) {
            row[n] = i;
            p[n++] = group->marginals[i].p_value;
        }
    }
    qa_holm(p, n, adjusted, scratch);
    for (size_t i = 0; i < n; i++) {
        group->marginals[row[i]].p_adjusted = adjusted[i];
    }
    qa_arena_reset(scratch, mark);
}

void qa_measure_marginals(const struct qa_group_measuring *measuring,
                          struct qa_agreement_group *group)
{
    const struct qa_ratings *ratings = &measuring->view.ratings;
    struct qa_arena_mark mark = qa_arena_mark(measuring->scratch);
    struct qa_pair_tables tables = qa_pair_tables(ratings, measuring->scratch);
    size_t cells = (size_t)ratings->n_categories * ratings->n_categories;
    bool singly = measuring->n_pairs * (size_t)ratings->n_categories <= MOST_SINGLE_LABELS;
    for (size_t i = 0; tables.counts != NULL && i < measuring->n_pairs; i++) {
        const struct qa_rater_pair *pair = &measuring->pairs[i];
        const struct look look = {measuring,
                                  tables.counts +
                                      qa_pair_index(ratings->n_raters, pair->a, pair->b) * cells,
                                  ratings->n_categories,
                                  measuring->view.rater[pair->a],
                                  measuring->view.rater[pair->b],
                                  pair->n_items};
        test_all_labels(&look, group);
        if (singly) {
            test_single_labels(&look, group);
        }
    }
    for (int kind = 0; kind < QA_N_MARGINAL; kind++) {
        adjust(group, qa_marginal_name((enum qa_marginal_kind)kind), measuring->scratch);
    }
    adjust(group, of_single_label, measuring->scratch);
    qa_arena_reset(measuring->scratch, mark);
}

/* ---- table ---- */

static const struct qa_column marginals_columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor; empty over all vendors."},
    {"group", NULL, QA_TEXT, .is_key = true,
     .about = "The value of the field that --by names; empty over all."},
    {"annotator_a", NULL, QA_TEXT, .is_key = true, .about = "One annotator of the pair."},
    {"annotator_b", NULL, QA_TEXT, .is_key = true, .about = "The other annotator of the pair."},
    {"test", NULL, QA_TEXT, .is_key = true,
     .about = "stuart_maxwell or bhapkar: do both give every label equally often; bowker: is the "
              "table of the two symmetric; mcnemar: one label."},
    {"label", NULL, QA_TEXT, .is_key = true,
     .about = "The label that is held against all others; empty for tests of all labels."},
    {"items", NULL, QA_COUNT, .about = "Items that both labeled."},
    {"share_a", "share by first", QA_RATE, .about = "Of those items, what one gave the label to."},
    {"share_b", "share by second", QA_RATE,
     .about = "Of those items, what the other gave the label to."},
    {"statistic", "chi-square", QA_REAL, .is_detail = true, .about = "The chi-square statistic."},
    {"degrees_of_freedom", "df", QA_COUNT, .is_detail = true, .about = "Its degrees of freedom."},
    {"p_value", "p", QA_P, .about = "Two-sided p of no leaning; exact for mcnemar."},
    {"p_adjusted", "adjusted p", QA_P,
     .about = "The same after Holm over the pairs (and labels) of the test in the group."},
};
const struct qa_table_form qa_form_agreement_marginals = QA_TABLE_FORM(
    "marginals", "Does one annotator give a label more often than another", marginals_columns);

static void put_share(struct qa_table *table, const struct qa_agreement_marginal *row,
                      uint64_t only_one)
{
    if (row->label != QA_NONE && row->items > 0) {
        qa_put_real(table, (double)(row->both + only_one) / (double)row->items);
    } else {
        qa_put_absent(table);
    }
}

static void put_marginal(struct qa_table *table, const struct qa_agreement_marginal *row,
                         const struct qa_names *names)
{
    qa_put_text(table, qa_annotator_text(names, row->annotator_a));
    qa_put_text(table, qa_annotator_text(names, row->annotator_b));
    qa_put_text(table, row->test);
    qa_put_text(table, row->label == QA_NONE ? NULL : qa_strings_text(names->labels, row->label));
    qa_put_count(table, row->items);
    put_share(table, row, row->only_a);
    put_share(table, row, row->only_b);
    if (row->undefined != NULL) {
        for (int cell = 0; cell < 4; cell++) {
            qa_put_absent(table);
        }
        return;
    }
    qa_put_real(table, row->statistic);
    qa_put_count(table, (uint64_t)row->freedom);
    qa_put_real(table, row->p_value);
    qa_put_real(table, row->p_adjusted);
}

void qa_agreement_marginals_table(const struct qa_agreement_result *result,
                                  const struct qa_names *names, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_agreement_marginals);
    table->rows_shown = 12;
    for (size_t g = 0; g < result->n_groups; g++) {
        const struct qa_agreement_group *group = &result->groups[g];
        for (size_t i = 0; i < group->n_marginals; i++) {
            qa_table_row(table);
            qa_put_text(table, qa_strings_text(names->questions, group->question));
            qa_put_text(table, group->vendor == QA_NONE
                                   ? NULL
                                   : qa_strings_text(names->vendors, group->vendor));
            qa_put_text(table, group->value);
            put_marginal(table, &group->marginals[i], names);
        }
    }
    qa_table_note(table, "On the items that both labeled. All labels at once: Stuart (1955) and "
                         "Maxwell (1970), Bhapkar (1966), Bowker (1948); one label against the "
                         "rest: McNemar (1947), exact. Adjusted after Holm over the pairs and "
                         "labels of a test.");
    qa_report_add_table(report, table);
}
