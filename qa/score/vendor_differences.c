#include "qa/score/vendor_differences.h"

#include <math.h>

#include "qa/stats/cluster_ratio.h"
#include "qa/stats/compare.h"
#include "qa/stats/special.h"

/* One vendor's share of one item. */
struct share {
    double errors;
    double trials;
    bool is_there;
};

/* One question on its way. */
struct work {
    const struct qa_comparison *comparison;
    struct qa_error_figure figure;
    uint32_t question;
    const uint32_t *order; /* slots of vendors by their names */
    size_t n_vendors;      /* slots */
    struct share *shares;  /* [item][slot of the vendor] */
    struct qa_arena *scratch;
};

static void add_pair(const struct work *work, const struct qa_pair *pair, struct share *share)
{
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    struct qa_pair_memory memory = {.arena = work->scratch};
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE, .memory = &memory};
    double parts[QA_PARTS_MAX] = {0};
    double errors;
    double trials;
    work->figure.score->add(work->comparison, pair, &whole, work->scratch, parts);
    qa_error_sums(&work->figure, parts, &errors, &trials);
    share->errors += errors;
    share->trials += trials;
    share->is_there = true;
    qa_arena_reset(work->scratch, mark);
}

static void gather(const struct work *work)
{
    const struct qa_comparison *comparison = work->comparison;
    for (size_t i = 0; i < comparison->n_items; i++) {
        struct qa_arena_mark mark = qa_arena_mark(work->scratch);
        struct qa_item_pairs pairs = qa_comparison_item(comparison, i, work->scratch);
        for (size_t p = 0; p < pairs.n; p++) {
            const struct qa_pair *pair = &pairs.list[p];
            if (pair->question == work->question && pair->vendor != QA_NONE) {
                add_pair(work, pair, &work->shares[i * work->n_vendors + qa_slot(pair->vendor)]);
            }
        }
        qa_arena_reset(work->scratch, mark);
    }
}

/* Two vendors' shares of the items that both have. */
struct both {
    uint64_t items;
    double errors[2];
    double trials[2];
};

static bool take_both(const struct work *work, size_t item, const size_t *slot,
                      const struct share **share)
{
    for (int side = 0; side < 2; side++) {
        share[side] = &work->shares[item * work->n_vendors + slot[side]];
    }
    return share[0]->is_there && share[1]->is_there;
}

static struct both sum_both(const struct work *work, const size_t *slot)
{
    struct both both = {.items = 0};
    const struct share *share[2];
    for (size_t i = 0; i < work->comparison->n_items; i++) {
        if (take_both(work, i, slot, share)) {
            both.items++;
            for (int side = 0; side < 2; side++) {
                both.errors[side] += share[side]->errors;
                both.trials[side] += share[side]->trials;
            }
        }
    }
    return both;
}

static double variance(const struct work *work, const size_t *slot, const struct both *both)
{
    const struct share *share[2];
    double squares = 0;
    for (size_t i = 0; i < work->comparison->n_items; i++) {
        if (take_both(work, i, slot, share)) {
            double z = 0;
            for (int side = 0; side < 2; side++) {
                double rate = both->errors[side] / both->trials[side];
                double rest = (share[side]->errors - rate * share[side]->trials);
                z += (side == 0 ? rest : -rest) / both->trials[side];
            }
            squares += z * z;
        }
    }
    double m = (double)both->items;
    return m / (m - 1) * squares;
}

static struct qa_estimate rate_of(const struct both *both, int side)
{
    if (both->trials[side] <= 0) {
        return qa_undefined("no trials on the items of both", both->items);
    }
    double rate = both->errors[side] / both->trials[side];
    return (struct qa_estimate){.value = rate, .low = rate, .high = rate, .n = both->items};
}

static struct qa_estimate difference_of(const struct work *work, const size_t *slot,
                                        const struct both *both, double confidence)
{
    if (both->trials[0] <= 0 || both->trials[1] <= 0) {
        return qa_undefined("no trials on the items of both", both->items);
    }
    double value = both->errors[0] / both->trials[0] - both->errors[1] / both->trials[1];
    struct qa_estimate out = {.value = value,
                              .low = value,
                              .high = value,
                              .n = both->items,
                              .confidence = confidence,
                              .method = "linearised_paired_t"};
    if (both->items < QA_CLUSTERS_MIN) {
        out.no_interval = "fewer than 5 items";
        return out;
    }
    double df = (double)both->items - 1;
    out.se = sqrt(variance(work, slot, both));
    out.has_se = true;
    if (out.se <= 0) {
        out.no_interval = "the items' differences do not vary";
        return out;
    }
    double t = qa_t_quantile(0.5 + confidence / 2, df);
    out.low = value - t * out.se;
    out.high = value + t * out.se;
    out.has_interval = true;
    out.p_value = qa_t_two_sided(value / out.se, df);
    out.has_p_value = true;
    return out;
}

static void adjust(struct qa_vendor_difference *list, size_t n, struct qa_arena *scratch)
{
    double *p = QA_ARRAY(scratch, double, n);
    double *adjusted = QA_ARRAY(scratch, double, n);
    size_t n_known = 0;
    for (size_t i = 0; i < n; i++) {
        if (list[i].difference.has_p_value) {
            p[n_known++] = list[i].difference.p_value;
        }
    }
    qa_holm(p, n_known, adjusted, scratch);
    n_known = 0;
    for (size_t i = 0; i < n; i++) {
        list[i].p_adjusted = list[i].difference.has_p_value ? adjusted[n_known++] : (double)NAN;
    }
}

static void compare_vendors(const struct work *work, double confidence, struct qa_arena *arena,
                            struct qa_vendor_differences *out)
{
    size_t capacity = out->n;
    size_t first = out->n;
    /* The first slot is that of answers without a vendor. */
    for (size_t a = 0; a < work->n_vendors; a++) {
        for (size_t b = a + 1; b < work->n_vendors; b++) {
            const size_t slot[] = {work->order[a], work->order[b]};
            const struct both both = sum_both(work, slot);
            if (slot[0] == 0 || slot[1] == 0 || both.items == 0) {
                continue;
            }
            out->list = qa_arena_grow(arena, out->list, &capacity, out->n + 1, sizeof *out->list);
            out->list[out->n++] = (struct qa_vendor_difference){
                .question = work->question,
                .figure = work->figure.name,
                .vendor_a = (uint32_t)slot[0] - 1,
                .vendor_b = (uint32_t)slot[1] - 1,
                .items = both.items,
                .rate_a = rate_of(&both, 0),
                .rate_b = rate_of(&both, 1),
                .difference = difference_of(work, slot, &both, confidence)};
        }
    }
    adjust(out->list + first, out->n - first, work->scratch);
}

struct qa_vendor_differences qa_vendor_differences(const struct qa_comparison *comparison,
                                                   double confidence, struct qa_arena *arena)
{
    struct qa_vendor_differences out = {.n = 0};
    const struct qa_names *names = comparison->b->names;
    const struct qa_questions *questions = comparison->b->questions;
    uint32_t n_vendors = qa_strings_count(names->vendors);
    struct qa_arena *scratch = qa_arena_new();
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, questions->n, scratch);
    struct work work = {.comparison = comparison,
                        .order = qa_slots_by_rank(comparison->ranks.vendor, n_vendors, scratch),
                        .n_vendors = (size_t)n_vendors + 1,
                        .scratch = scratch};
    for (uint32_t i = 0;
         comparison->request.reference != NULL && n_vendors > 1 && i <= questions->n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        work.question = order[i] - 1;
        if (order[i] > 0 &&
            qa_error_figure(questions->list[work.question].type, &work.figure, arena)) {
            work.shares = QA_ARRAY(scratch, struct share, comparison->n_items * work.n_vendors);
            gather(&work);
            compare_vendors(&work, confidence, arena, &out);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    return out;
}

static const struct qa_column columns[] = {
    {"question", NULL, QA_TEXT, .is_key = true, .about = "The question that was answered."},
    {"figure", NULL, QA_TEXT, .about = "The error rate of the kind: WER, DER, 1 - F1."},
    {"vendor_a", NULL, QA_TEXT, .is_key = true, .about = "The vendor whose rate comes first."},
    {"vendor_b", NULL, QA_TEXT, .is_key = true, .about = "The vendor whose rate is taken off."},
    {"items", NULL, QA_COUNT, .about = "Items that both answered; the rates are of these."},
    {"rate_a", "rate of the first", QA_ESTIMATE_RATE, .about = "The first's error rate on them."},
    {"rate_b", "rate of the second", QA_ESTIMATE_RATE, .about = "The second's error rate on them."},
    {"difference", NULL, QA_ESTIMATE_RATE,
     .about = "The first's less the second's, item against item, with Student's interval."},
    {"p_value", "p", QA_P, .about = "p-value of no difference."},
    {"p_adjusted", "adjusted p", QA_P,
     .about = "The same adjusted over the pairs of the question (Holm)."},
};
const struct qa_table_form qa_form_vendor_differences =
    QA_TABLE_FORM("vendor_differences", "Vendors' error rates on the items of both", columns);

void qa_vendor_differences_table(const struct qa_vendor_differences *differences,
                                 const struct qa_names *names, struct qa_report *report)
{
    if (differences->n == 0) {
        return;
    }
    struct qa_table *table = qa_table_new(report->arena, &qa_form_vendor_differences);
    for (size_t i = 0; i < differences->n; i++) {
        const struct qa_vendor_difference *one = &differences->list[i];
        qa_table_row(table);
        qa_put_text(table, qa_strings_text(names->questions, one->question));
        qa_put_text(table, one->figure);
        qa_put_text(table, qa_strings_text(names->vendors, one->vendor_a));
        qa_put_text(table, qa_strings_text(names->vendors, one->vendor_b));
        qa_put_count(table, one->items);
        qa_put_estimate(table, one->rate_a);
        qa_put_estimate(table, one->rate_b);
        qa_put_estimate(table, one->difference);
        qa_put_real(table, one->difference.has_p_value ? one->difference.p_value : (double)NAN);
        qa_put_real(table, one->p_adjusted);
    }
    qa_table_note(table, "Paired: the items' errors of the two are set against each other; ratios "
                         "linearised, Student's t over items.");
    qa_report_add_table(report, table);
}
