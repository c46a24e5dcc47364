/*
 * Who answers faster than the work can be done. Where nobody states how fast that is, the floor is
 * a fifth of the median of the annotators' own medians: each counts once, so that one who clicks
 * through most of the batch does not set the pace. Where the medians fall into two groups, four
 * times apart and the slower at least a third of all, the slower group's median is taken:
 * clickers may be half of a team.
 */
#include "qa/audit/annotators_parts.h"
#include "qa/stats/describe.h"
#include "qa/stats/special.h"

enum { LEAST_TIMED = 10, FLOOR_DIVISOR = 5, LEAST_GAP = 4 };
static const double TOO_FAST_SHARE = 0.2; /* of the answers */
static const double USUAL_SHARE = 0.1; /* below the floor of one who works: what the test is of */
static const double SMALL_P = 0.05;    /* over all annotators of the question */

/* The seconds of each rater's answers to the question, sorted: from first[g] to first[g + 1]. */
struct timings {
    double *seconds;
    size_t *first;
};

static struct timings collect(const struct qa_annotators_work *work)
{
    const struct qa_batch *batch = work->request->batch;
    uint32_t n_raters = work->view.ratings.n_raters;
    uint32_t n_annotators = qa_annotator_count(work->names);
    struct timings timings = {QA_ARRAY(work->scratch, double, batch->n_answers + 1),
                              QA_ARRAY(work->scratch, size_t, n_raters + (size_t)2)};
    uint32_t *rater =
        QA_ARRAY(work->scratch, uint32_t, n_annotators + (size_t)1); /* + 1; 0: none */
    size_t *next = QA_ARRAY(work->scratch, size_t, n_raters + (size_t)1);
    for (uint32_t g = 0; g < n_raters; g++) {
        rater[work->view.rater[g]] = g + 1;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t a = 0; a < batch->n_answers; a++) {
            uint32_t annotator = batch->annotator[a];
            uint32_t g = annotator != QA_NONE ? rater[annotator] : 0;
            if (g == 0 || qa_answer_question(batch, a) != work->question ||
                batch->duration[a] == QA_NO_TIME) {
                continue;
            }
            if (pass == 0) {
                timings.first[g]++;
            } else {
                timings.seconds[next[g - 1]++] = (double)batch->duration[a] / (double)QA_SECOND;
            }
        }
        for (uint32_t g = 0; pass == 0 && g < n_raters; g++) {
            timings.first[g + 1] += timings.first[g];
            next[g] = timings.first[g];
        }
    }
    for (uint32_t g = 0; g < n_raters; g++) {
        qa_sort_reals(timings.seconds + timings.first[g], timings.first[g + 1] - timings.first[g]);
    }
    return timings;
}

/* Where the slower of two groups of sorted medians begins; 0: there is one group. */
static size_t slower_group(const double *medians, size_t n)
{
    size_t start = 0;
    double widest = LEAST_GAP;
    for (size_t i = 1; i < n; i++) {
        size_t slower = n - i;
        if (slower >= 2 && 3 * slower >= n && medians[i] >= widest * medians[i - 1]) {
            start = i;
            widest = medians[i - 1] > 0 ? medians[i] / medians[i - 1] : widest;
        }
    }
    return start;
}

struct floor {
    double seconds;
    const char *about; /* for the reason: ", a fifth of ..." */
    size_t n_timed;    /* annotators with enough answers */
};

static struct floor find_floor(const struct qa_annotators_work *work, const struct timings *timings)
{
    uint32_t n_raters = work->view.ratings.n_raters;
    double *medians = QA_ARRAY(work->scratch, double, n_raters + (size_t)1);
    size_t n = 0;
    for (uint32_t g = 0; g < n_raters; g++) {
        size_t timed = timings->first[g + 1] - timings->first[g];
        if (timed >= LEAST_TIMED) {
            medians[n++] = qa_quantile_sorted(timings->seconds + timings->first[g], timed, 0.5);
        }
    }
    if (work->request->min_seconds > 0) {
        return (struct floor){work->request->min_seconds, "", n};
    }
    qa_sort_reals(medians, n);
    size_t start = slower_group(medians, n);
    double middle = n > 0 ? qa_quantile_sorted(medians + start, n - start, 0.5) : 0;
    return (struct floor){middle / FLOOR_DIVISOR,
                          start > 0 ? ", a fifth of the median of the slower annotators"
                                    : ", a fifth of the annotators' median",
                          n};
}

void qa_annotators_speed(struct qa_annotators_work *work)
{
    if (work->request->batch->duration == NULL) {
        return;
    }
    const struct timings timings = collect(work);
    const struct floor floor = find_floor(work, &timings);
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        size_t n = timings.first[g + 1] - timings.first[g];
        uint64_t fast = 0;
        while (fast < n && timings.seconds[timings.first[g] + fast] < floor.seconds) {
            fast++;
        }
        if (n < LEAST_TIMED || (double)fast < TOO_FAST_SHARE * (double)n) {
            continue;
        }
        /* P(X >= fast) where the usual share is below the floor. */
        double p = qa_beta_cdf(USUAL_SHARE, (double)fast, (double)(n - fast) + 1);
        if (p < SMALL_P / (double)floor.n_timed) {
            qa_annotators_flag(
                work, &work->rows[g], QA_FLAG_TOO_FAST,
                qa_arena_format(work->arena, "%.0f %% of %zu answers in under %.3g s%s",
                                100 * (double)fast / (double)n, n, floor.seconds, floor.about),
                QA_NONE);
        }
    }
}
