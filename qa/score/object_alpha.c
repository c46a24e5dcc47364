#include "qa/score/object_alpha.h"

#include <math.h>

#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"

/* Two values of a unit, as slots: 0 absent, 1 without a class, then labels. */
struct unit {
    size_t item; /* ascending */
    uint32_t value[2];
};

struct units {
    struct unit *list;
    size_t n;
    size_t capacity;
    struct qa_arena *arena;
};

static uint32_t value_of(const struct qa_batch *batch, size_t object)
{
    return object == SIZE_MAX ? 0 : batch->label[object] == QA_NONE ? 1 : batch->label[object] + 2;
}

static void add_unit(struct units *units, size_t item, uint32_t a, uint32_t b)
{
    units->list = qa_arena_grow(units->arena, units->list, &units->capacity, units->n + 1,
                                sizeof *units->list);
    units->list[units->n++] = (struct unit){item, {a, b}};
}

/* Two objects that are placed too far apart are each without a partner. */
static void add_match(struct units *units, const struct qa_comparison *comparison, size_t item,
                      const struct qa_match *match, bool without_partner)
{
    uint32_t a = value_of(comparison->a, match->object_a);
    uint32_t b = value_of(comparison->b, match->object_b);
    if (match->outcome == QA_MATCHED) {
        add_unit(units, item, a, b);
    } else if (match->outcome != QA_IGNORED && without_partner) {
        if (a != 0) {
            add_unit(units, item, a, 0);
        }
        if (b != 0) {
            add_unit(units, item, 0, b);
        }
    }
}

/* The units of a question; without a partner: those of one object too. */
static struct units units_of(const struct qa_comparison *comparison, uint32_t question,
                             bool without_partner, struct qa_arena *arena)
{
    struct units out = {.arena = arena};
    for (size_t i = 0; i < comparison->n_items; i++) {
        for (size_t p = comparison->first_pair[i]; p < comparison->first_pair[i + 1]; p++) {
            const struct qa_pair *pair = &comparison->pairs[p];
            size_t n = pair->question == question ? pair->n_matches : 0;
            for (size_t m = 0; m < n; m++) {
                add_match(&out, comparison, i, &pair->matches[m], without_partner);
            }
        }
    }
    return out;
}

/* What alpha is made of. */
struct sums {
    double *count; /* by value */
    double squares;
    double n_units;
    double n_unequal;
};

static void change(struct sums *sums, uint32_t value, double by)
{
    double before = sums->count[value];
    sums->count[value] += by;
    sums->squares += sums->count[value] * sums->count[value] - before * before;
}

/* Adds the unit, or with by = -1 takes it away. */
static void take(struct sums *sums, const struct unit *unit, double by)
{
    change(sums, unit->value[0], by);
    change(sums, unit->value[1], by);
    sums->n_units += by;
    sums->n_unequal += unit->value[0] != unit->value[1] ? by : 0;
}

/* 1 - Do / De; false when nothing could differ. */
static bool alpha_of(const struct sums *sums, double *alpha)
{
    double n = 2 * sums->n_units;
    double expected = n > 1 ? (n * n - sums->squares) / (n * (n - 1)) : 0;
    *alpha = expected > 0 ? 1 - sums->n_unequal / sums->n_units / expected : 0;
    return expected > 0;
}

struct spread {
    double n;
    double sum;
    double squares;
};

/* Each item left out once; false when a value cannot be had without one of them. */
static bool leave_out(struct sums *sums, const struct units *units, struct spread *spread)
{
    for (size_t first = 0; first < units->n;) {
        size_t end = first;
        double alpha;
        while (end < units->n && units->list[end].item == units->list[first].item) {
            take(sums, &units->list[end++], -1);
        }
        bool is_defined = alpha_of(sums, &alpha);
        for (size_t u = first; u < end; u++) {
            take(sums, &units->list[u], 1);
        }
        spread->n++;
        spread->sum += alpha;
        spread->squares += alpha * alpha;
        if (!is_defined) {
            return false;
        }
        first = end;
    }
    return true;
}

static uint64_t count_items(const struct units *units)
{
    uint64_t n = 0;
    for (size_t u = 0; u < units->n; u++) {
        n += u == 0 || units->list[u].item != units->list[u - 1].item;
    }
    return n;
}

static struct qa_estimate estimate_of(const struct units *units, uint32_t n_values,
                                      double confidence)
{
    struct sums sums = {.count = QA_ARRAY(units->arena, double, (size_t)n_values + 2)};
    struct qa_estimate out = {
        .n = count_items(units), .confidence = confidence, .method = "jackknife"};
    struct spread spread = {0, 0, 0};
    for (size_t u = 0; u < units->n; u++) {
        take(&sums, &units->list[u], 1);
    }
    if (units->n == 0) {
        return qa_undefined("no matched objects", 0);
    }
    if (!alpha_of(&sums, &out.value)) {
        return qa_undefined("one class only", out.n);
    }
    out.low = out.high = out.value;
    if (out.n < QA_CLUSTERS_MIN || !leave_out(&sums, units, &spread)) {
        out.no_interval = out.n < QA_CLUSTERS_MIN ? "fewer than 5 items" : "rests on one item";
        return out;
    }
    double variance = fmax(spread.squares - spread.sum * spread.sum / spread.n, 0);
    out.se = sqrt(variance * (spread.n - 1) / spread.n);
    out.has_se = true;
    if (out.se > 0) {
        double reach = out.se * qa_t_quantile(0.5 + confidence / 2, spread.n - 1);
        out.low = out.value - reach;
        out.high = fmin(out.value + reach, 1);
        out.has_interval = true;
    } else {
        out.no_interval = "all items agree alike";
    }
    return out;
}

const struct qa_object_alpha *qa_object_alphas(const struct qa_comparison *comparison,
                                               double confidence, struct qa_arena *arena, size_t *n)
{
    const struct qa_questions *questions = comparison->b->questions;
    uint32_t n_labels = qa_strings_count(comparison->b->names->labels);
    struct qa_object_alpha *out = QA_ARRAY(arena, struct qa_object_alpha, questions->n + (size_t)1);
    *n = 0;
    for (uint32_t q = 0; q < questions->n; q++) {
        const struct qa_question *question = &questions->list[q];
        struct units units = units_of(comparison, q, true, arena);
        bool has_classes = question->type->map_labels == NULL; /* not names of speakers */
        if (question->type->matching != QA_MATCH_ASSIGN || !has_classes || units.n == 0) {
            continue;
        }
        struct units matched = units_of(comparison, q, false, arena);
        out[(*n)++] = (struct qa_object_alpha){q, estimate_of(&matched, n_labels, confidence),
                                               estimate_of(&units, n_labels, confidence)};
    }
    return out;
}
