/* How a vendor's errors lump, in items and in annotators, and the limits that allow for it. */
#include <math.h>

#include "qa/audit/errors_parts.h"
#include "qa/stats/special.h"

const char *const qa_annotators_choices[] = {"auto", "fixed", "random", NULL};

/* ---- collecting ---- */

void qa_error_lumps_close(struct qa_error_lumps *lumps)
{
    size_t kept = lumps->first_share;
    for (size_t i = lumps->first_share; i < lumps->n_shares; i++) {
        const struct qa_item_share *share = &lumps->shares[i];
        lumps->share_squares += (double)share->trials * share->trials;
        if (share->errors > 0) {
            lumps->shares[kept++] = *share;
        }
    }
    lumps->n_shares = lumps->first_share = kept;
    if (lumps->n_items > 0 && lumps->items[lumps->n_items - 1].errors == 0) {
        lumps->n_items--;
    }
}

static void begin_item(struct qa_arena *arena, struct qa_error_lumps *lumps, uint32_t item)
{
    qa_error_lumps_close(lumps);
    lumps->item_slot = item + 1;
    lumps->items = qa_arena_grow(arena, lumps->items, &lumps->items_capacity, lumps->n_items + 1,
                                 sizeof *lumps->items);
    lumps->items[lumps->n_items++] = (struct qa_item_errors){0, 0};
}

static struct qa_item_share *share_of(struct qa_arena *arena, struct qa_error_lumps *lumps,
                                      size_t slot)
{
    for (size_t i = lumps->n_shares; i > lumps->first_share; i--) {
        if (lumps->shares[i - 1].annotator == slot) {
            return &lumps->shares[i - 1];
        }
    }
    lumps->shares = qa_arena_grow(arena, lumps->shares, &lumps->shares_capacity,
                                  lumps->n_shares + 1, sizeof *lumps->shares);
    lumps->shares[lumps->n_shares] =
        (struct qa_item_share){.item = (uint32_t)(lumps->n_items - 1), .annotator = (uint32_t)slot};
    return &lumps->shares[lumps->n_shares++];
}

void qa_error_lumps_add(struct qa_arena *arena, struct qa_error_lumps *lumps,
                        const struct qa_trial *trial, size_t slot)
{
    bool wrong = trial->match->outcome != QA_MATCHED;
    if (lumps->item_slot != trial->pair->item + 1) {
        begin_item(arena, lumps, trial->pair->item);
    }
    struct qa_item_errors *item = &lumps->items[lumps->n_items - 1];
    item->trials++;
    item->errors += wrong;
    if (trial->annotator != QA_NONE) {
        struct qa_item_share *share = share_of(arena, lumps, slot);
        share->trials++;
        share->errors += wrong;
    }
}

double qa_error_tally_concentration(const struct qa_error_tally *tally)
{
    const struct qa_error_lumps *lumps = &tally->lumps[tally->n_questions * tally->n_vendor_slots];
    const struct qa_error_sums *vendors =
        &tally->vendors[tally->n_questions * tally->n_vendor_slots];
    struct qa_item_errors *items = NULL;
    size_t n = 0;
    size_t capacity = 0;
    double squares = 0;
    uint64_t trials = 0;
    for (size_t v = 0; v < tally->n_vendor_slots; v++) {
        items = qa_arena_grow(tally->arena, items, &capacity, n + lumps[v].n_items, sizeof *items);
        for (size_t i = 0; i < lumps[v].n_items; i++) {
            items[n++] = lumps[v].items[i];
        }
        struct qa_error_sums sums = qa_error_sums_closed(&vendors[v]);
        squares += (double)sums.sum_nn;
        trials += sums.trials;
    }
    return qa_error_concentration(items, n, squares, trials);
}

/* ---- limits ---- */

/* The signed annotators of a vendor who have trials in the row, numbered. */
static void number_annotators(const struct qa_error_tally *tally, size_t row,
                              struct qa_rate_sample *sample, uint32_t *number)
{
    size_t question = row / tally->n_vendor_slots;
    uint32_t vendor = (uint32_t)(row % tally->n_vendor_slots) - 1;
    size_t n_signed = tally->n_annotator_slots - tally->n_vendor_slots;
    uint64_t *trials = QA_ARRAY(tally->arena, uint64_t, n_signed + 1);
    for (size_t slot = 0; slot < n_signed; slot++) {
        uint64_t own = tally->vendor_of_slot[slot] != vendor ? 0
                       : question == tally->n_questions
                           ? tally->annotator_trials[slot]
                           : tally->annotators[question * tally->n_annotator_slots + slot].trials;
        number[slot] = (uint32_t)sample->n_annotators;
        if (own > 0) {
            trials[sample->n_annotators++] = own;
        }
    }
    sample->annotator_trials = trials;
}

/* An interval from items alone, wider by what lies between annotators, of the variance se^2. */
static void widen(struct qa_estimate *rate, double half)
{
    if (!qa_is_defined(rate) || !rate->has_interval || half <= 0) {
        return;
    }
    double below = rate->value - rate->low;
    double above = rate->high - rate->value;
    rate->low = fmax(0, rate->value - sqrt(below * below + half * half));
    rate->high = fmin(1, rate->value + sqrt(above * above + half * half));
    rate->method = "items and annotators";
}

void qa_errors_set_limits(const struct qa_error_tally *tally, size_t row,
                          const struct qa_errors_request *request, double concentration,
                          struct qa_vendor_errors *vendor, struct qa_arena *arena)
{
    struct qa_arena_mark mark = qa_arena_mark(tally->arena);
    const struct qa_error_lumps *lumps = &tally->lumps[row];
    const struct qa_error_sums sums = qa_error_sums_closed(&tally->vendors[row]);
    uint32_t *number = QA_ARRAY(tally->arena, uint32_t, tally->n_annotator_slots);
    struct qa_item_share *shares =
        QA_ARRAY(tally->arena, struct qa_item_share, lumps->n_shares + 1);
    struct qa_rate_sample sample = {.n = sums.items,
                                    .trials = sums.trials,
                                    .squares = (double)sums.sum_nn,
                                    .items = lumps->items,
                                    .n_items = lumps->n_items,
                                    .shares = shares,
                                    .n_shares = lumps->n_shares,
                                    .share_squares = lumps->share_squares};
    number_annotators(tally, row, &sample, number);
    for (size_t i = 0; i < lumps->n_shares; i++) {
        shares[i] = lumps->shares[i];
        shares[i].annotator = number[shares[i].annotator];
    }
    uint64_t least =
        request->annotators == QA_ANNOTATORS_AS_RANDOM ? 2 : QA_ANNOTATORS_TO_GENERALISE;
    vendor->n_annotators = sample.n_annotators;
    vendor->annotators_are_random =
        request->annotators != QA_ANNOTATORS_AS_FIXED && sample.n_annotators >= least;
    vendor->limits =
        qa_monotone_rate(&sample, concentration,
                         vendor->annotators_are_random ? QA_ANNOTATORS_RANDOM : QA_ANNOTATORS_FIXED,
                         request->confidence, tally->arena);
    if (vendor->annotators_are_random && sums.trials > 0) {
        double p = (double)sums.errors / (double)sums.trials;
        double z = qa_normal_quantile((1 + request->confidence) / 2);
        double variance = vendor->limits.between * p * (1 - p) / (double)sums.trials;
        widen(&vendor->count.rate, z * sqrt(variance));
    }
    if (row >= tally->n_questions * tally->n_vendor_slots && sums.trials > 0) {
        vendor->summary = qa_rate_summary(&sample, concentration,
                                          vendor->annotators_are_random ? QA_ANNOTATORS_RANDOM
                                                                        : QA_ANNOTATORS_FIXED,
                                          request->confidence, arena);
    }
    qa_arena_reset(tally->arena, mark);
}
