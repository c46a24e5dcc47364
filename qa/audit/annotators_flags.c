/* Habits and trends that look wrong, in words. */
#include "qa/audit/annotators_parts.h"
#include "qa/stats/special.h"

/* Below these numbers of items a habit cannot be told from chance. */
enum { LEAST_ITEMS = 10, LEAST_SWAPPED = 5 };
static const double SMALL_P = 0.05;
static const double ONE_ANSWER_SHARE = 0.8;
static const double ONE_ANSWER_SURPLUS = 0.25; /* over the others' share */

static const char *label_text(const struct qa_annotators_work *work, uint32_t category)
{
    return qa_strings_text(work->names->labels, work->view.category[category]);
}

static void flag_one_answer(struct qa_annotators_work *work, uint32_t g)
{
    const struct qa_rater_standing *standing = &work->standings[g];
    uint32_t c = standing->favourite;
    if (standing->n_shared < LEAST_ITEMS || standing->own_share[c] < ONE_ANSWER_SHARE ||
        standing->own_share[c] - standing->others_share[c] < ONE_ANSWER_SURPLUS) {
        return;
    }
    qa_annotators_flag(work, &work->rows[g], QA_FLAG_ONE_ANSWER,
                       qa_arena_format(work->arena,
                                       "gave '%s' to %.0f %% of %llu items; the others gave it "
                                       "to %.0f %% of the same",
                                       label_text(work, c), 100 * standing->own_share[c],
                                       (unsigned long long)standing->n_shared,
                                       100 * standing->others_share[c]),
                       QA_NONE);
}

/* P(at least k of n) where more than half would be the exception. */
static double more_than_half(uint64_t k, uint64_t n)
{
    return k > 0 ? qa_beta_cdf(0.5, (double)k, (double)(n - k) + 1) : 1;
}

/* Both classes are taken for the other more often than not, beyond chance in each. */
static bool are_swapped(const struct qa_annotators_work *work, const uint64_t *confusion,
                        uint32_t a, uint32_t b)
{
    size_t k = work->view.ratings.n_categories;
    uint64_t a_as_b = confusion[a * k + b];
    uint64_t b_as_a = confusion[b * k + a];
    double most = SMALL_P / work->view.ratings.n_raters;
    return a_as_b >= LEAST_SWAPPED && b_as_a >= LEAST_SWAPPED &&
           more_than_half(a_as_b, a_as_b + confusion[a * k + a]) < most &&
           more_than_half(b_as_a, b_as_a + confusion[b * k + b]) < most;
}

static void flag_swapped(struct qa_annotators_work *work, uint32_t g)
{
    const uint64_t *confusion = work->standings[g].confusion;
    size_t k = work->view.ratings.n_categories;
    for (uint32_t a = 0; confusion != NULL && a < k; a++) {
        for (uint32_t b = a + 1; b < k; b++) {
            if (are_swapped(work, confusion, a, b)) {
                qa_annotators_flag(
                    work, &work->rows[g], QA_FLAG_SWAPPED,
                    qa_arena_format(work->arena,
                                    "said '%s' where most others said '%s' %llu times, and the "
                                    "other way round %llu times",
                                    label_text(work, b), label_text(work, a),
                                    (unsigned long long)confusion[a * k + b],
                                    (unsigned long long)confusion[b * k + a]),
                    QA_NONE);
            }
        }
    }
}

static void flag_trend(struct qa_annotators_work *work, struct qa_annotator_row *row)
{
    if (!row->has_trend || row->trend_p >= SMALL_P || row->first_third == row->last_third) {
        return;
    }
    bool rises = row->last_third > row->first_third;
    qa_annotators_flag(
        work, row, rises ? QA_FLAG_LEARNING : QA_FLAG_TIRING,
        qa_arena_format(
            work->arena,
            "agreement with what most others say %s from %.0f %% in the first third to %.0f %% "
            "in the last (adjusted p %.2g)",
            rises ? "rises" : "falls", 100 * row->first_third, 100 * row->last_third, row->trend_p),
        QA_NONE);
}

void qa_annotators_flags(struct qa_annotators_work *work)
{
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        flag_one_answer(work, g);
        flag_swapped(work, g);
        flag_trend(work, &work->rows[g]);
    }
}
