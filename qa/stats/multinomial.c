#include "qa/stats/multinomial.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The Poisson distribution of one mean, to be inverted: P(X <= low + i) is cdf[i]; a uniform number
 * u starts its search at guide[u x n]. */
struct table {
    uint64_t multiplicity;
    uint32_t low;
    uint32_t n;
    const double *cdf;
    const uint32_t *guide;
};

struct qa_multinomial {
    size_t n_units;
    uint64_t n_items;
    const uint32_t *table_of_unit;
    const struct table *tables;
    bool only_single_draws; /* so few items that Poisson draws do not pay */
    /* Alias table of Walker (1977): unit u with probability keep[u], else alias[u]. */
    const double *keep;
    const uint32_t *alias;
};

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static struct table make_table(uint64_t multiplicity, double mean, struct qa_arena *arena)
{
    double reach = 9 * sqrt(mean) + 20;
    uint32_t low = mean > reach ? (uint32_t)(mean - reach) : 0;
    uint32_t n = (uint32_t)(mean + reach) - low + 1;
    double *cdf = QA_ARRAY(arena, double, n);
    uint32_t *guide = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += gsl_ran_poisson_pdf(low + i, mean);
        cdf[i] = sum;
    }
    uint32_t at = 0;
    for (uint32_t g = 0; g <= n; g++) {
        while (at + 1 < n && cdf[at] < (double)g / n) {
            at++;
        }
        guide[g] = at;
    }
    return (struct table){multiplicity, low, n, cdf, guide};
}

static void make_tables(struct qa_multinomial *out, const uint64_t *multiplicity, double factor,
                        struct qa_arena *arena)
{
    size_t n = out->n_units;
    uint64_t *sorted = QA_ARRAY(arena, uint64_t, n);
    uint32_t *table_of_unit = QA_ARRAY(arena, uint32_t, n);
    memcpy(sorted, multiplicity, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_value);
    size_t n_distinct = 0;
    for (size_t u = 0; u < n; u++) {
        if (u == 0 || sorted[u] != sorted[u - 1]) {
            sorted[n_distinct++] = sorted[u];
        }
    }
    struct table *tables = QA_ARRAY(arena, struct table, n_distinct);
    for (size_t t = 0; t < n_distinct; t++) {
        tables[t] = make_table(sorted[t], (double)sorted[t] * factor, arena);
    }
    for (size_t u = 0; u < n; u++) {
        const uint64_t *found =
            bsearch(&multiplicity[u], sorted, n_distinct, sizeof *sorted, by_value);
        table_of_unit[u] = (uint32_t)(found - sorted);
    }
    out->tables = tables;
    out->table_of_unit = table_of_unit;
}

/* Vose (1991): units below their fair share take the rest from one above. */
static void make_alias(struct qa_multinomial *out, const uint64_t *multiplicity,
                       struct qa_arena *arena)
{
    size_t n = out->n_units;
    double *keep = QA_ARRAY(arena, double, n);
    uint32_t *alias = QA_ARRAY(arena, uint32_t, n);
    uint32_t *queue = QA_ARRAY(arena, uint32_t, n); /* poor from the front, rich from the back */
    size_t n_poor = 0;
    size_t rich = n;
    for (size_t u = 0; u < n; u++) {
        keep[u] = (double)multiplicity[u] * (double)n / (double)out->n_items;
        alias[u] = (uint32_t)u;
        if (keep[u] < 1) {
            queue[n_poor++] = (uint32_t)u;
        } else {
            queue[--rich] = (uint32_t)u;
        }
    }
    while (n_poor > 0 && rich < n) {
        uint32_t poor = queue[--n_poor];
        uint32_t giver = queue[rich];
        alias[poor] = giver;
        keep[giver] -= 1 - keep[poor];
        if (keep[giver] < 1) {
            rich++;
            queue[n_poor++] = giver;
        }
    }
    /* What is left is full up to rounding. */
    while (n_poor > 0) {
        keep[queue[--n_poor]] = 1;
    }
    out->keep = keep;
    out->alias = alias;
}

struct qa_multinomial *qa_multinomial_new(const uint64_t *multiplicity, size_t n_units,
                                          struct qa_arena *arena)
{
    struct qa_multinomial *out = QA_NEW(arena, struct qa_multinomial);
    out->n_units = n_units;
    for (size_t u = 0; u < n_units; u++) {
        out->n_items += multiplicity[u];
    }
    double n = (double)out->n_items;
    double short_of = 6 * sqrt(n);
    out->only_single_draws = n < 4 * short_of || n < 8 * (double)n_units;
    if (n_units > 0) {
        make_alias(out, multiplicity, arena);
    }
    if (!out->only_single_draws) {
        make_tables(out, multiplicity, (n - short_of) / n, arena);
    }
    return out;
}

static uint32_t draw_poisson(const struct table *table, struct qa_random *random)
{
    double u = qa_random_real(random);
    uint32_t i = table->guide[(uint32_t)(u * table->n)];
    while (i + 1 < table->n && table->cdf[i] < u) {
        i++;
    }
    return table->low + i;
}

/* The total, or more than n_items when there were too many. */
static uint64_t draw_most(const struct qa_multinomial *multinomial, struct qa_random *random,
                          uint32_t *drawn)
{
    uint64_t total = 0;
    for (size_t u = 0; u < multinomial->n_units; u++) {
        drawn[u] = draw_poisson(&multinomial->tables[multinomial->table_of_unit[u]], random);
        total += drawn[u];
    }
    return total;
}

void qa_multinomial_draw(const struct qa_multinomial *multinomial, struct qa_random *random,
                         uint32_t *drawn)
{
    uint64_t total = 0;
    if (multinomial->only_single_draws) {
        memset(drawn, 0, multinomial->n_units * sizeof *drawn);
    } else {
        do {
            total = draw_most(multinomial, random, drawn);
        } while (total > multinomial->n_items);
    }
    for (; total < multinomial->n_items; total++) {
        size_t u = (size_t)qa_random_below(random, multinomial->n_units);
        bool keep = qa_random_real(random) < multinomial->keep[u];
        drawn[keep ? u : multinomial->alias[u]]++;
    }
}
