/* Annotators beside the others of their team: the signed ones of a vendor and question. */
#include "qa/audit/errors_parts.h"
#include "qa/stats/compare.h"

/* ---- sums over items ---- */

void qa_error_tally_close_parts(struct qa_error_tally *tally)
{
    for (size_t i = 0; i < tally->n_parts; i++) {
        const struct qa_item_part *part = &tally->parts[i];
        const struct qa_error_sums *team = &tally->teams[part->team];
        struct qa_team_products *products = &tally->products[part->annotator];
        products->eE += part->errors * team->item_errors;
        products->eN += part->errors * team->item_trials;
        products->nE += part->trials * team->item_errors;
        products->nN += part->trials * team->item_trials;
        products->shared += team->item_trials > part->trials;
    }
    tally->n_parts = 0;
}

static struct qa_item_part *part_of(struct qa_error_tally *tally, size_t annotator, size_t team)
{
    for (size_t i = tally->n_parts; i > 0; i--) {
        if (tally->parts[i - 1].annotator == annotator) {
            return &tally->parts[i - 1];
        }
    }
    tally->parts = qa_arena_grow(tally->arena, tally->parts, &tally->parts_capacity,
                                 tally->n_parts + 1, sizeof *tally->parts);
    tally->parts[tally->n_parts] = (struct qa_item_part){.annotator = annotator, .team = team};
    return &tally->parts[tally->n_parts++];
}

void qa_error_tally_add_part(struct qa_error_tally *tally, const struct qa_trial *trial,
                             size_t annotator)
{
    if (trial->annotator == QA_NONE) {
        return;
    }
    if (tally->n_parts > 0 && tally->parts_item != trial->pair->item) {
        qa_error_tally_close_parts(tally);
    }
    tally->parts_item = trial->pair->item;
    size_t team = trial->pair->question * tally->n_vendor_slots + qa_slot(trial->pair->vendor);
    struct qa_item_part *part = part_of(tally, annotator, team);
    part->trials++;
    part->errors += trial->match->outcome != QA_MATCHED;
    qa_error_sums_add(&tally->teams[team], trial);
}

static struct qa_one_of_all beside_team(const struct qa_error_tally *tally, uint32_t question,
                                        size_t slot)
{
    size_t at = question * tally->n_annotator_slots + slot;
    const struct qa_error_sums own = qa_error_sums_closed(&tally->annotators[at]);
    const struct qa_error_sums all = qa_error_sums_closed(
        &tally->teams[question * tally->n_vendor_slots + qa_slot(tally->annotator_vendor[at])]);
    const struct qa_team_products *products = &tally->products[at];
    return (struct qa_one_of_all){.clusters = own.items,
                                  .shared = products->shared,
                                  .errors = own.errors,
                                  .trials = own.trials,
                                  .ee = (double)own.sum_ee,
                                  .en = (double)own.sum_en,
                                  .nn = (double)own.sum_nn,
                                  .eE = (double)products->eE,
                                  .eN = (double)products->eN,
                                  .nE = (double)products->nE,
                                  .nN = (double)products->nN,
                                  .all_clusters = all.items,
                                  .all_errors = all.errors,
                                  .all_trials = all.trials,
                                  .EE = (double)all.sum_ee,
                                  .EN = (double)all.sum_en,
                                  .NN = (double)all.sum_nn};
}

/* ---- comparisons ---- */

static void compare_with_others(const struct qa_error_tally *tally, struct qa_annotator_errors *row)
{
    row->compared = false;
    if (row->annotator == QA_NONE) {
        return;
    }
    struct qa_one_of_all sums =
        beside_team(tally, row->question, qa_annotator_slot(tally, row->vendor, row->annotator));
    row->compared = sums.all_trials > sums.trials;
    if (row->compared) {
        struct qa_rest_test test = qa_against_rest(&sums);
        row->z = test.z;
        row->p_adjusted = test.p;
    }
}

static const char *place_in_funnel(const struct qa_annotator_errors *row)
{
    double rate = row->count.rate.value;
    return rate > row->funnel_998.high  ? "above 99.8 %"
           : rate < row->funnel_998.low ? "below 99.8 %"
           : rate > row->funnel_95.high ? "above 95 %"
           : rate < row->funnel_95.low  ? "below 95 %"
                                        : "within";
}

/* Limits about the rate of all, and rates drawn to it. */
static void set_funnel(struct qa_annotator_errors *rows, size_t n, double rate,
                       struct qa_arena *scratch)
{
    uint64_t *errors = QA_ARRAY(scratch, uint64_t, n + 1);
    uint64_t *trials = QA_ARRAY(scratch, uint64_t, n + 1);
    size_t n_signed = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].annotator != QA_NONE) {
            errors[n_signed] = rows[i].count.errors;
            trials[n_signed++] = rows[i].count.trials;
        }
    }
    struct qa_beta_prior prior = qa_beta_prior_fit(errors, trials, n_signed);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].annotator == QA_NONE || rows[i].count.trials == 0) {
            continue;
        }
        rows[i].funnel_95 = qa_funnel_limits(rate, rows[i].count.trials, 0.95);
        rows[i].funnel_998 = qa_funnel_limits(rate, rows[i].count.trials, 0.998);
        rows[i].funnel = place_in_funnel(&rows[i]);
        rows[i].has_shrunken = prior.defined;
        rows[i].shrunken_rate =
            prior.defined ? qa_shrunken_rate(&prior, rows[i].count.errors, rows[i].count.trials)
                          : 0;
    }
}

void qa_errors_add_curve(struct qa_errors_result *result, const struct qa_annotator_errors *rows,
                         size_t n)
{
    uint64_t errors = 0;
    uint64_t trials = 0;
    uint64_t most = 0;
    size_t n_signed = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].annotator != QA_NONE) {
            n_signed++;
            errors += rows[i].count.errors;
            trials += rows[i].count.trials;
            most = rows[i].count.trials > most ? rows[i].count.trials : most;
        }
    }
    if (n_signed < 3) {
        return;
    }
    struct qa_funnel_curve *curve = &result->funnels[result->n_funnels++];
    *curve = (struct qa_funnel_curve){.vendor = rows[0].vendor,
                                      .question = rows[0].question,
                                      .rate = (double)errors / (double)trials};
    for (uint64_t point = 0; point < QA_FUNNEL_POINTS; point++) {
        uint64_t at = (most * 11 / 10 * (point + 1) + QA_FUNNEL_POINTS - 1) / QA_FUNNEL_POINTS;
        curve->trials[point] = at > 0 ? at : 1;
        curve->limits_95[point] = qa_funnel_limits(curve->rate, curve->trials[point], 0.95);
        curve->limits_998[point] = qa_funnel_limits(curve->rate, curve->trials[point], 0.998);
    }
}

void qa_errors_compare_team(const struct qa_error_tally *tally, struct qa_annotator_errors *rows,
                            size_t n)
{
    struct qa_arena *scratch = tally->arena;
    uint64_t errors = 0;
    uint64_t trials = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].annotator != QA_NONE) {
            errors += rows[i].count.errors;
            trials += rows[i].count.trials;
        }
    }
    if (trials > 0) {
        set_funnel(rows, n, (double)errors / (double)trials, scratch);
    }
    double *p = QA_ARRAY(scratch, double, n);
    double *adjusted = QA_ARRAY(scratch, double, n);
    size_t n_compared = 0;
    for (size_t i = 0; i < n; i++) {
        compare_with_others(tally, &rows[i]);
        if (rows[i].compared) {
            p[n_compared++] = rows[i].p_adjusted;
        }
    }
    qa_benjamini_hochberg(p, n_compared, adjusted, scratch);
    n_compared = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].compared) {
            rows[i].p_adjusted = adjusted[n_compared++];
            rows[i].flag = rows[i].p_adjusted < 0.05 && rows[i].z > 0
                               ? "more errors than the vendor's others"
                               : NULL;
        }
    }
}
