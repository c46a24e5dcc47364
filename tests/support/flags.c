#include "tests/support/flags.h"

#include <math.h>
#include <string.h>

#include "qa/base/arena.h"
#include "qa/stats/against_rest.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/compare.h"
#include "qa/stats/interval.h"
#include "qa/stats/pairwise.h"
#include "qa/stats/special.h"
#include "tests/support/simulate.h"

enum { MOST_RATERS = 64 };

/* ---- errors against gold ---- */

static void add_item(struct qa_random *random, const struct team_case *team,
                     struct qa_one_of_all *sums)
{
    unsigned raters[MOST_RATERS];
    double e[MOST_RATERS];
    double n[MOST_RATERS];
    double all_e = 0;
    double all_n = 0;
    double rate = draw_rate(random, team->rate, team->difficulty);
    draw_raters(random, team->annotators, team->raters, raters);
    for (unsigned r = 0; r < team->raters; r++) {
        unsigned size = team->trials > 1 ? 1 + draw_poisson(random, team->trials - 1) : 1;
        double own = fmin(0.95, rate * (raters[r] == 0 ? team->worse : 1));
        n[r] = size;
        e[r] = draw_binomial(random, size, draw_rate(random, own, team->lumps));
        all_e += e[r];
        all_n += n[r];
    }
    for (unsigned r = 0; r < team->raters; r++) {
        struct qa_one_of_all *own = &sums[raters[r]];
        own->clusters++;
        own->shared += team->raters > 1;
        own->errors += (uint64_t)e[r];
        own->trials += (uint64_t)n[r];
        own->ee += e[r] * e[r];
        own->en += e[r] * n[r];
        own->nn += n[r] * n[r];
        own->eE += e[r] * all_e;
        own->eN += e[r] * all_n;
        own->nE += n[r] * all_e;
        own->nN += n[r] * all_n;
    }
    for (unsigned g = 0; g < team->annotators; g++) {
        sums[g].all_clusters++;
        sums[g].all_errors += (uint64_t)all_e;
        sums[g].all_trials += (uint64_t)all_n;
        sums[g].EE += all_e * all_e;
        sums[g].EN += all_e * all_n;
        sums[g].NN += all_n * all_n;
    }
}

struct flag_counts simulate_team(const struct team_case *team, size_t deliveries)
{
    struct flag_counts counts = {.deliveries = deliveries};
    struct qa_arena *arena = qa_arena_new();
    for (size_t d = 0; d < deliveries; d++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_random random;
        struct qa_one_of_all sums[MOST_RATERS];
        double p[MOST_RATERS];
        double z[MOST_RATERS];
        double adjusted[MOST_RATERS];
        qa_random_init(&random, 2026, d);
        memset(sums, 0, sizeof sums);
        for (unsigned i = 0; i < team->items * team->annotators / team->raters; i++) {
            add_item(&random, team, sums);
        }
        for (unsigned g = 0; g < team->annotators; g++) {
            struct qa_rest_test test = qa_against_rest(&sums[g]);
            p[g] = test.p;
            z[g] = test.z;
        }
        qa_benjamini_hochberg(p, team->annotators, adjusted, arena);
        bool alarm = false;
        for (unsigned g = team->worse > 1 ? 1 : 0; g < team->annotators; g++) {
            alarm = alarm || (adjusted[g] < 0.05 && z[g] > 0);
        }
        counts.false_alarms += alarm;
        counts.found += team->worse > 1 && adjusted[0] < 0.05 && z[0] > 0;
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
    return counts;
}

/* ---- the headline's interval ---- */

static void cover(const struct headline_case *headline, struct qa_random *random,
                  size_t covered[N_HEADLINES])
{
    static const struct qa_ratio_kind kind = {.most = 1, .is_bounded = true, .unit = 1};
    struct qa_cluster_sums sums = {.n = headline->items};
    double n = headline->trials;
    for (unsigned i = 0; i < headline->items; i++) {
        double rate = draw_rate(random, headline->rate, headline->correlation);
        double e = draw_binomial(random, headline->trials, rate);
        sums.a += e;
        sums.b += n;
        sums.aa += e * e;
        sums.ab += e * n;
        sums.bb += n * n;
        sums.aa_per_b += e * e / n;
    }
    double p = sums.a / sums.b;
    double m = headline->items;
    double clustered = m / (m - 1) * (sums.aa - 2 * p * sums.ab + p * p * sums.bb);
    double effect = p > 0 && p < 1 ? fmax(1, clustered / (sums.b * p * (1 - p))) : 1;
    const struct qa_estimate list[N_HEADLINES] = {
        [HEADLINE_CLUSTERS] = qa_cluster_ratio(&sums, &kind, 0.95),
        [HEADLINE_EXACT] = qa_clopper_pearson((uint64_t)sums.a, (uint64_t)sums.b, 0.95),
        [HEADLINE_WILSON] = qa_wilson_effective(p, sums.b / effect, 0.95)};
    for (int k = 0; k < N_HEADLINES; k++) {
        covered[k] += list[k].low <= headline->rate && headline->rate <= list[k].high;
    }
}

void simulate_headline(const struct headline_case *headline, size_t deliveries,
                       size_t covered[N_HEADLINES])
{
    for (int k = 0; k < N_HEADLINES; k++) {
        covered[k] = 0;
    }
    for (size_t d = 0; d < deliveries; d++) {
        struct qa_random random;
        qa_random_init(&random, 7, d);
        cover(headline, &random, covered);
    }
}

/* ---- Light's kappa ---- */

static struct qa_ratings draw_ratings(struct qa_random *random, const struct light_case *light,
                                      struct qa_arena *arena)
{
    size_t n = (size_t)light->items * light->raters;
    uint64_t *first = QA_ARRAY(arena, uint64_t, light->items + (size_t)1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, n);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n);
    size_t used = 0;
    for (unsigned i = 0; i < light->items; i++) {
        unsigned chosen[MOST_DRAWN];
        bool rates[MOST_DRAWN] = {false};
        bool rare = qa_random_real(random) >= light->commonest;
        draw_raters(random, light->annotators, light->raters, chosen);
        for (unsigned r = 0; r < light->raters; r++) {
            rates[chosen[r]] = true;
        }
        for (unsigned g = 0; g < light->annotators; g++) {
            if (rates[g]) {
                rater[used] = g;
                category[used++] = rare != (qa_random_real(random) < light->wrong);
            }
        }
        first[i + 1] = used;
    }
    return (struct qa_ratings){.n_items = light->items,
                               .n_ratings = n,
                               .n_raters = light->annotators,
                               .n_categories = 2,
                               .first = first,
                               .rater = rater,
                               .category = category};
}

struct light_counts simulate_light(const struct light_case *light, size_t deliveries)
{
    struct light_counts counts = {.deliveries = deliveries};
    double share = light->commonest * (1 - light->wrong) + (1 - light->commonest) * light->wrong;
    double chance = share * share + (1 - share) * (1 - share);
    double agreed = (1 - light->wrong) * (1 - light->wrong) + light->wrong * light->wrong;
    double truth = (agreed - chance) / (1 - chance);
    struct qa_arena *arena = qa_arena_new();
    for (size_t d = 0; d < deliveries; d++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        const struct qa_inference inference = {.confidence = 0.95};
        struct qa_random random;
        struct qa_light_pairs pairs;
        qa_random_init(&random, 11, d);
        struct qa_ratings ratings = draw_ratings(&random, light, arena);
        struct qa_estimate got = qa_light_kappa(&ratings, NULL, &inference, NULL, &pairs, arena);
        counts.with_interval += got.has_interval;
        counts.covered += got.has_interval && got.low <= truth && truth <= got.high;
        double t = qa_t_quantile(0.975, (double)got.n - 1);
        counts.linearised += qa_is_defined(&got) && fabs(got.value - truth) <= t * got.se;
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
    return counts;
}
