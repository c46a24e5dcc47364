#include "qa/score/spans.h"

#include <stdlib.h>

#include "qa/annotation/match.h"
#include "qa/annotation/span.h"

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_span;
}

/* ---- the spans of a pair ---- */

struct span {
    const double *number;
    size_t n;
    double low;
    double high;
    uint32_t label;
    uint32_t rank; /* of the label's name */
    bool in_group;
};

struct spans {
    struct span *list;
    size_t n;
};

static int compare_spans(const void *left, const void *right)
{
    const struct span *a = left;
    const struct span *b = right;
    for (size_t k = 0; k < a->n && k < b->n; k++) {
        if (a->number[k] != b->number[k]) {
            return a->number[k] < b->number[k] ? -1 : 1;
        }
    }
    int by = (a->n > b->n) - (a->n < b->n);
    return by != 0 ? by : (a->rank > b->rank) - (a->rank < b->rank);
}

static struct span span_of(const struct qa_comparison *comparison, const struct qa_batch *batch,
                           size_t object)
{
    const struct qa_objects one = qa_batch_objects(batch, object, 1);
    struct span span = {.label = one.label[0]};
    span.number = qa_object_numbers(&one, 0, &span.n);
    qa_type_span.extent(&one, 0, &span.low, &span.high);
    span.rank = qa_rank_of(comparison->ranks.label, span.label);
    return span;
}

static void sort_spans(struct spans *spans)
{
    bool is_sorted = true;
    for (size_t i = 1; is_sorted && i < spans->n; i++) {
        is_sorted = compare_spans(&spans->list[i - 1], &spans->list[i]) <= 0;
    }
    if (!is_sorted) {
        qsort(spans->list, spans->n, sizeof *spans->list, compare_spans);
    }
}

/* The spans of both sides that count, in canonical order. */
static void gather(const struct qa_comparison *comparison, const struct qa_pair *pair,
                   const struct qa_object_group *group, struct spans sides[2],
                   struct qa_arena *scratch)
{
    for (int side = 0; side < 2; side++) {
        sides[side] = (struct spans){QA_ARRAY(scratch, struct span, pair->n_matches), 0};
    }
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        if (match->object_a != SIZE_MAX) {
            struct span *span = &sides[0].list[sides[0].n++];
            *span = span_of(comparison, comparison->a, match->object_a);
            span->in_group = qa_group_has_a(group, pair, m);
        }
        if (match->object_b != SIZE_MAX && match->outcome != QA_IGNORED) {
            struct span *span = &sides[1].list[sides[1].n++];
            *span = span_of(comparison, comparison->b, match->object_b);
            span->in_group = qa_group_has_b(group, pair, m);
        }
    }
    sort_spans(&sides[0]);
    sort_spans(&sides[1]);
}

/* ---- one way of counting ---- */

enum way { STRICT, EXACT, TYPE, PARTIAL, N_WAYS };

/* What a pair of spans counts. */
static double credit(enum way way, const struct span *a, const struct span *b)
{
    bool same_class = a->label == b->label;
    if ((way == STRICT || way == TYPE) && !same_class) {
        return 0;
    }
    double shared = qa_span_shared(a->number, a->n, b->number, b->n);
    bool is_equal = shared > 0 && shared == qa_span_length(a->number, a->n) &&
                    shared == qa_span_length(b->number, b->n);
    if (way == PARTIAL) {
        return is_equal ? 1 : shared > 0 ? 0.5 : 0;
    }
    return way == TYPE ? shared > 0 : is_equal;
}

/* The credit of the best assignment that falls on spans of the group, by those of each side. */
static void count_way(enum way way, const struct spans sides[2], double sums[2],
                      struct qa_arena *scratch)
{
    const struct spans *a = &sides[0];
    const struct spans *b = &sides[1];
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    double *credits = QA_ARRAY(scratch, double, a->n * b->n);
    size_t *column = QA_ARRAY(scratch, size_t, a->n);
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n && b->list[j].low < a->list[i].high; j++) {
            credits[i * b->n + j] = credit(way, &a->list[i], &b->list[j]);
        }
    }
    const struct qa_match_input input = {
        .n_rows = a->n, .n_columns = b->n, .similarity = credits, .threshold = 0.5};
    (void)qa_match(&input, scratch, column);
    for (size_t i = 0; i < a->n; i++) {
        if (column[i] != SIZE_MAX) {
            double one = credits[i * b->n + column[i]];
            sums[0] += a->list[i].in_group ? one : 0;
            sums[1] += b->list[column[i]].in_group ? one : 0;
        }
    }
    qa_arena_reset(scratch, mark);
}

/* Most answers are right: then all ways count all spans. */
static bool are_equal(const struct spans *a, const struct spans *b)
{
    bool equal = a->n == b->n;
    for (size_t i = 0; equal && i < a->n; i++) {
        equal =
            compare_spans(&a->list[i], &b->list[i]) == 0 && a->list[i].label == b->list[i].label;
    }
    return equal;
}

static void count_group(const struct spans *spans, double *sum)
{
    for (size_t i = 0; i < spans->n; i++) {
        *sum += spans->list[i].in_group;
    }
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    struct spans sides[2];
    double sums[N_WAYS][2] = {{0}};
    double n[2] = {0, 0};
    gather(comparison, pair, group, sides, scratch);
    count_group(&sides[0], &n[0]);
    count_group(&sides[1], &n[1]);
    bool equal = are_equal(&sides[0], &sides[1]);
    for (int way = 0; way < N_WAYS && sides[0].n > 0 && sides[1].n > 0; way++) {
        if (equal) {
            sums[way][0] = sums[way][1] = n[0];
        } else {
            count_way((enum way)way, sides, sums[way], scratch);
        }
    }
    parts[QA_SPANS_REFERENCE] += n[0];
    parts[QA_SPANS_DELIVERED] += n[1];
    parts[QA_SPANS_STRICT] += sums[STRICT][0];
    parts[QA_SPANS_TYPE] += sums[TYPE][0];
    parts[QA_SPANS_EXACT] += sums[EXACT][0];
    parts[QA_SPANS_EXACT_DELIVERED] += sums[EXACT][1];
    parts[QA_SPANS_PARTIAL] += sums[PARTIAL][0];
    parts[QA_SPANS_PARTIAL_DELIVERED] += sums[PARTIAL][1];
}

/* ---- figures ---- */

static const char *const part_names[QA_N_SPANS_PARTS] = {
    [QA_SPANS_REFERENCE] = "reference", [QA_SPANS_DELIVERED] = "delivered",
    [QA_SPANS_STRICT] = "strict",       [QA_SPANS_TYPE] = "type",
    [QA_SPANS_EXACT] = "exact",         [QA_SPANS_EXACT_DELIVERED] = "exact_delivered",
    [QA_SPANS_PARTIAL] = "partial",     [QA_SPANS_PARTIAL_DELIVERED] = "partial_delivered",
};

#define NEITHER "no spans on either side"
#define OF_BOTH                                                                                    \
    {                                                                                              \
        [QA_SPANS_REFERENCE] = 1, [QA_SPANS_DELIVERED] = 1                                         \
    }

enum { PRECISION_STRICT, RECALL_STRICT, F1_STRICT, F1_EXACT, F1_PARTIAL, F1_TYPE };

#define SEMEVAL "Segura-Bedmar, Martinez and Herrero-Zazo 2013"

#define PRECISION(way, text, part, one)                                                            \
    {                                                                                              \
        .name = "span_precision_" way, .heading = "precision, " way, .about = (text),              \
        .source = SEMEVAL, .above = {[QA_SPANS_DELIVERED] = 1, [part] = -1},                       \
        .below = {[QA_SPANS_DELIVERED] = 1}, .is_complement = true, .bound = QA_AT_MOST_ONE,       \
        .unit = (one), .undefined = "no delivered spans"                                           \
    }

#define RECALL(way, text, part, one)                                                               \
    {                                                                                              \
        .name = "span_recall_" way, .heading = "recall, " way, .about = (text), .source = SEMEVAL, \
        .above = {[QA_SPANS_REFERENCE] = 1, [part] = -1}, .below = {[QA_SPANS_REFERENCE] = 1},     \
        .is_complement = true, .bound = QA_AT_MOST_ONE, .unit = (one),                             \
        .undefined = "no reference spans"                                                          \
    }

#define MACRO(of, title, which)                                                                    \
    {                                                                                              \
        .name = "span_" of "_macro", .heading = title ", mean over classes",                       \
        .about = "Mean of the classes' own, each weighing alike, over those that have one.",       \
        .source = SEMEVAL, .is_mean = true, .mean_of = (which), .rows = QA_ROWS_OF_ALL,            \
        .undefined = "no class has one"                                                            \
    }

static const struct qa_figure figures[] = {
    {
        .name = "span_precision_strict",
        .heading = "precision, strict",
        .about = "Share of the delivered spans whose characters and class are those of one of the "
                 "reference.",
        .source = "Chinchor and Sundheim 1993; Segura-Bedmar, Martinez and Herrero-Zazo 2013",
        .above = {[QA_SPANS_DELIVERED] = 1, [QA_SPANS_STRICT] = -1},
        .below = {[QA_SPANS_DELIVERED] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no delivered spans",
    },
    {
        .name = "span_recall_strict",
        .heading = "recall, strict",
        .about = "Share of the spans of the reference whose characters and class a delivered one "
                 "has.",
        .source = "Chinchor and Sundheim 1993; Segura-Bedmar, Martinez and Herrero-Zazo 2013",
        .above = {[QA_SPANS_REFERENCE] = 1, [QA_SPANS_STRICT] = -1},
        .below = {[QA_SPANS_REFERENCE] = 1},
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = "no reference spans",
    },
    {
        .name = "span_f1_strict",
        .heading = "F1, strict",
        .about = "Spans with the same characters and the same class, twice, over the spans of "
                 "both sides.",
        .source = "Chinchor and Sundheim 1993; Segura-Bedmar, Martinez and Herrero-Zazo 2013",
        .above = {[QA_SPANS_REFERENCE] = 1, [QA_SPANS_DELIVERED] = 1, [QA_SPANS_STRICT] = -2},
        .below = OF_BOTH,
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = NEITHER,
    },
    {
        .name = "span_f1_exact",
        .heading = "F1, exact",
        .about = "The same of spans with the same characters, of whatever class.",
        .source = "Segura-Bedmar, Martinez and Herrero-Zazo 2013",
        .above = {[QA_SPANS_REFERENCE] = 1,
                  [QA_SPANS_DELIVERED] = 1,
                  [QA_SPANS_EXACT] = -1,
                  [QA_SPANS_EXACT_DELIVERED] = -1},
        .below = OF_BOTH,
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = NEITHER,
    },
    {
        .name = "span_f1_partial",
        .heading = "F1, partial",
        .about = "The same, where spans of whatever class that share a character count a half and "
                 "those with the same characters one.",
        .source = "Segura-Bedmar, Martinez and Herrero-Zazo 2013",
        .above = {[QA_SPANS_REFERENCE] = 1,
                  [QA_SPANS_DELIVERED] = 1,
                  [QA_SPANS_PARTIAL] = -1,
                  [QA_SPANS_PARTIAL_DELIVERED] = -1},
        .below = OF_BOTH,
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .undefined = NEITHER,
    },
    {
        .name = "span_f1_type",
        .heading = "F1, type",
        .about = "The same of spans of the same class that share a character.",
        .source = "Segura-Bedmar, Martinez and Herrero-Zazo 2013",
        .above = {[QA_SPANS_REFERENCE] = 1, [QA_SPANS_DELIVERED] = 1, [QA_SPANS_TYPE] = -2},
        .below = OF_BOTH,
        .is_complement = true,
        .bound = QA_AT_MOST_ONE,
        .unit = 1,
        .undefined = NEITHER,
    },
    PRECISION("exact", "Share of the delivered spans whose characters one of the reference has.",
              QA_SPANS_EXACT_DELIVERED, 1),
    RECALL("exact", "Share of the spans of the reference whose characters a delivered one has.",
           QA_SPANS_EXACT, 1),
    PRECISION("partial", "The same, where a character in common counts a half.",
              QA_SPANS_PARTIAL_DELIVERED, 0),
    RECALL("partial", "The same, where a character in common counts a half.", QA_SPANS_PARTIAL, 0),
    PRECISION("type",
              "Share of the delivered spans that share a character and the class with one "
              "of the reference.",
              QA_SPANS_TYPE, 1),
    RECALL("type",
           "Share of the spans of the reference that share a character and the class with "
           "a delivered one.",
           QA_SPANS_TYPE, 1),
    MACRO("precision_strict", "precision, strict", PRECISION_STRICT),
    MACRO("recall_strict", "recall, strict", RECALL_STRICT),
    MACRO("f1_strict", "F1, strict", F1_STRICT),
    MACRO("f1_exact", "F1, exact", F1_EXACT),
    MACRO("f1_partial", "F1, partial", F1_PARTIAL),
    MACRO("f1_type", "F1, type", F1_TYPE),
};

const struct qa_score qa_score_spans = {
    .name = "spans",
    .about = "Spans of texts by the four ways of counting of MUC and SemEval-2013.",
    .serves = serves,
    .parts = part_names,
    .n_parts = QA_N_SPANS_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
