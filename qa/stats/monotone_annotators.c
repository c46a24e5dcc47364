/* What lies between annotators, so that one more error never makes less of it. */
#include <math.h>
#include <string.h>

#include "qa/stats/monotone_parts.h"

/* Caps of annotators' rates: 1, and each this part of the one before. */
static const double NEXT_CAP = 0.93;
enum { N_CAPS = 90 };

void qa_rate_group_annotators(struct qa_rate_work *work, struct qa_arena *scratch)
{
    const struct qa_rate_sample *sample = work->sample;
    struct qa_annotator_part *parts =
        QA_ARRAY(scratch, struct qa_annotator_part, sample->n_annotators);
    work->capped = QA_ARRAY(scratch, struct qa_annotator_part, sample->n_annotators);
    for (size_t g = 0; g < sample->n_annotators; g++) {
        parts[g].trials = (double)sample->annotator_trials[g];
        work->annotator_squares += parts[g].trials * parts[g].trials;
    }
    for (size_t i = 0; i < sample->n_shares; i++) {
        const struct qa_item_share *share = &sample->shares[i];
        double errors = share->errors;
        parts[share->annotator].errors += errors;
        parts[share->annotator].ee += errors * errors;
        parts[share->annotator].en += errors * share->trials;
    }
    work->people = parts;
}

/* ---- upper limits ---- */

/* What each error of the annotator adds to the squares between annotators, all of its errors taken,
 * at the rate p of all. */
static double slope_of(const struct qa_annotator_part *part, double few, double p)
{
    double whole = part->errors - 2 * p * part->trials;
    double shares = part->errors > 0 ? (part->ee - 2 * p * part->en) / part->errors : 0;
    return few * whole - shares;
}

/* By falling slopes; they are nearly so already. */
static void sort_by_slope(struct qa_annotator_part *parts, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct qa_annotator_part part = parts[i];
        size_t at = i;
        while (at > 0 && parts[at - 1].slope < part.slope) {
            parts[at] = parts[at - 1];
            at--;
        }
        parts[at] = part;
    }
}

double qa_rate_most_between(struct qa_rate_work *work, double errors)
{
    const struct qa_rate_sample *sample = work->sample;
    double p = errors / (double)sample->trials;
    double few = (double)sample->n_annotators / ((double)sample->n_annotators - 1);
    double sum = p * p * (few * work->annotator_squares - sample->share_squares);
    for (size_t g = 0; g < sample->n_annotators; g++) {
        work->people[g].slope = slope_of(&work->people[g], few, p);
    }
    sort_by_slope(work->people, sample->n_annotators);
    double left = errors;
    for (size_t g = 0; g < sample->n_annotators; g++) {
        double taken = fmin(left, work->people[g].errors);
        sum += taken * work->people[g].slope;
        left -= taken;
    }
    return fmax(0, sum);
}

/* ---- lower limits ---- */

static void raise_low_under_cap(const struct qa_rate_work *work, double cap,
                                const struct qa_rate_sums *items, struct qa_monotone_rate *out)
{
    const struct qa_rate_sample *sample = work->sample;
    double few = (double)sample->n_annotators / ((double)sample->n_annotators - 1);
    struct qa_rate_sums all = {0};
    struct qa_rate_sums kept = {0};
    double whole = 0;
    double product = 0;
    for (size_t g = 0; g < sample->n_annotators; g++) {
        const struct qa_annotator_part *part = &work->capped[g];
        double errors = fmin(part->errors, cap * part->trials);
        double share = part->errors > 0 ? errors / part->errors : 0;
        all.errors += part->errors;
        all.ee += part->ee;
        kept.errors += errors;
        kept.ee += share * part->ee;
        kept.en += share * part->en;
        whole += errors * errors;
        product += errors * part->trials;
    }
    double part = all.errors > 0 ? kept.errors / all.errors : 1;
    double squares = all.ee > 0 ? kept.ee / all.ee : 1;
    struct qa_rate_sums sums = {part * items->errors, squares * items->ee, part * items->en, 0};
    double p = sums.errors / (double)sample->trials;
    sums.between = few * (whole - 2 * p * product + p * p * work->annotator_squares) -
                   (kept.ee - 2 * p * kept.en + p * p * sample->share_squares);
    sums.between = fmax(0, sums.between);
    qa_rate_raise_low(work, &sums, out);
}

void qa_rate_raise_low_by_caps(struct qa_rate_work *work, uint32_t s,
                               const struct qa_rate_sums *items, struct qa_monotone_rate *out)
{
    const struct qa_rate_sample *sample = work->sample;
    double highest = 0;
    memset(work->capped, 0, sample->n_annotators * sizeof *work->capped);
    for (size_t i = 0; i < sample->n_shares; i++) {
        const struct qa_item_share *share = &sample->shares[i];
        struct qa_annotator_part *part = &work->capped[share->annotator];
        double errors = share->errors < s ? share->errors : s;
        part->errors += errors;
        part->ee += errors * errors;
        part->en += errors * share->trials;
    }
    for (size_t g = 0; g < sample->n_annotators; g++) {
        work->capped[g].trials = (double)sample->annotator_trials[g];
        highest = fmax(highest, work->capped[g].errors / work->capped[g].trials);
    }
    raise_low_under_cap(work, 1, items, out);
    double cap = NEXT_CAP;
    for (int c = 1; c < N_CAPS; c++) {
        if (cap < highest) {
            raise_low_under_cap(work, cap, items, out);
        }
        cap *= NEXT_CAP;
    }
}
