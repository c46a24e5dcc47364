#include "qa/score/unitizing.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/score/unitizing_parts.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"

/* ---- one class ---- */

/* A unit or a gap; gaps may be there several times, or be taken away. */
struct length {
    double l;
    double times;
    size_t block;
};

struct lengths {
    struct length *list; /* longest first */
    size_t n;
};

struct class
{
    uint32_t label;
    struct lengths units;
    struct lengths gaps; /* beyond those of annotators without a unit of the class, who are */
    double *observed;    /* by block: squares over both orders of a pair, over m - 1 */
};

struct whole {
    struct lengths bare; /* each continuum, as often as it has annotators: one gap */
    double *total;       /* by block: annotators x length */
    size_t n_blocks;
};

static int longest_first(const void *left, const void *right)
{
    const struct length *a = left;
    const struct length *b = right;
    int by = (a->l < b->l) - (a->l > b->l);
    by = by != 0 ? by : (a->block > b->block) - (a->block < b->block);
    return by != 0 ? by : (a->times > b->times) - (a->times < b->times);
}

static void add_length(struct lengths *lengths, double l, double times, size_t block)
{
    if (l > 0) {
        lengths->list[lengths->n++] = (struct length){l, times, block};
    }
}

static int in_order(const void *left, const void *right)
{
    const struct qa_unit *a = left;
    const struct qa_unit *b = right;
    int by = (a->label > b->label) - (a->label < b->label);
    by = by != 0 ? by : (a->continuum > b->continuum) - (a->continuum < b->continuum);
    by = by != 0 ? by : (a->coder > b->coder) - (a->coder < b->coder);
    by = by != 0 ? by : (a->start > b->start) - (a->start < b->start);
    return by != 0 ? by : (a->end > b->end) - (a->end < b->end);
}

/* Units of one annotator and class that overlap are one. */
static void merge_overlaps(struct qa_unit_list *list)
{
    size_t kept = 0;
    qsort(list->units, list->n_units, sizeof *list->units, in_order);
    for (size_t u = 0; u < list->n_units; u++) {
        const struct qa_unit *unit = &list->units[u];
        struct qa_unit *last = kept > 0 ? &list->units[kept - 1] : NULL;
        if (last != NULL && last->label == unit->label && last->continuum == unit->continuum &&
            last->coder == unit->coder && unit->start < last->end) {
            last->end = fmax(last->end, unit->end);
        } else {
            list->units[kept++] = *unit;
        }
    }
    list->n_units = kept;
}

/* The units of one annotator: in order, apart. */
struct row {
    const struct qa_unit *list;
    size_t n;
};

static double square(double x)
{
    return x * x;
}

/* Squares of the units of one row that lie in gaps of the other. */
static double in_gaps(struct row row, struct row other)
{
    double sum = 0;
    size_t j = 0;
    for (size_t i = 0; i < row.n; i++) {
        while (j < other.n && other.list[j].end <= row.list[i].start) {
            j++;
        }
        if (j == other.n || other.list[j].start >= row.list[i].end) {
            sum += square(row.list[i].end - row.list[i].start);
        }
    }
    return sum;
}

static double of_overlaps(struct row row, struct row other)
{
    double sum = 0;
    size_t first = 0;
    for (size_t i = 0; i < row.n; i++) {
        while (first < other.n && other.list[first].end <= row.list[i].start) {
            first++;
        }
        for (size_t j = first; j < other.n && other.list[j].start < row.list[i].end; j++) {
            sum += square(row.list[i].start - other.list[j].start) +
                   square(row.list[i].end - other.list[j].end);
        }
    }
    return sum;
}

/* The rows of a continuum that have a unit of the class: n_units from the first on. Returns how
 * many there are. */
static size_t rows_of(const struct qa_unit *units, size_t n_units, struct row *rows)
{
    size_t n = 0;
    for (size_t u = 0; u < n_units; u++) {
        if (u == 0 || units[u].coder != units[u - 1].coder) {
            rows[n++] = (struct row){&units[u], 0};
        }
        rows[n - 1].n++;
    }
    return n;
}

static void add_row(struct class *class, struct row row, const struct qa_continuum *continuum)
{
    double at = continuum->start;
    add_length(&class->gaps, continuum->end - continuum->start, -1, continuum->item);
    for (size_t i = 0; i < row.n; i++) {
        add_length(&class->gaps, row.list[i].start - at, 1, continuum->item);
        add_length(&class->units, row.list[i].end - row.list[i].start, 1, continuum->item);
        at = row.list[i].end;
    }
    add_length(&class->gaps, continuum->end - at, 1, continuum->item);
}

static void add_continuum(struct class *class, const struct qa_unit *units, size_t n_units,
                          const struct qa_continuum *continuum, struct row *rows)
{
    static const struct row nothing = {NULL, 0};
    size_t n = rows_of(units, n_units, rows);
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        add_row(class, rows[i], continuum);
        for (size_t j = i + 1; j < n; j++) {
            sum += of_overlaps(rows[i], rows[j]) + in_gaps(rows[i], rows[j]) +
                   in_gaps(rows[j], rows[i]);
        }
        sum += (double)(continuum->n_coders - n) * in_gaps(rows[i], nothing);
    }
    class->observed[continuum->item] += 2 * sum / (double)(continuum->n_coders - 1);
}

/* The class of which units are the first n. */
static struct class class_of(const struct qa_unit_list *list, const struct qa_unit *units, size_t n,
                             size_t n_blocks, struct row *rows)
{
    struct class class = {.label = units->label,
                          .units = {QA_ARRAY(list->arena, struct length, n), 0},
                          .gaps = {QA_ARRAY(list->arena, struct length, 3 * n), 0},
                          .observed = QA_ARRAY(list->arena, double, n_blocks)};
    for (size_t first = 0; first < n;) {
        size_t end = first;
        while (end < n && units[end].continuum == units[first].continuum) {
            end++;
        }
        add_continuum(&class, units + first, end - first, &list->continua[units[first].continuum],
                      rows);
        first = end;
    }
    qsort(class.units.list, class.units.n, sizeof *class.units.list, longest_first);
    qsort(class.gaps.list, class.gaps.n, sizeof *class.gaps.list, longest_first);
    return class;
}

/* ---- alpha ---- */

/* Sum over units of their square times the places that the gaps have for them. */
static double places(const struct lengths *units, const struct lengths *gaps, size_t without)
{
    double times = 0;
    double total = 0;
    double sum = 0;
    size_t g = 0;
    for (size_t u = 0; u < units->n; u++) {
        double l = units->list[u].l;
        for (; g < gaps->n && gaps->list[g].l >= l; g++) {
            const struct length *gap = &gaps->list[g];
            times += gap->block != without ? gap->times : 0;
            total += gap->block != without ? gap->times * gap->l : 0;
        }
        sum += units->list[u].block != without ? l * l * (total - times * (l - 1)) : 0;
    }
    return sum;
}

/* Do and De of a class, each times the length of the whole. */
static void disagreement(const struct class *class, const struct whole *whole, size_t without,
                         double *observed, double *expected)
{
    double total = 0;
    double seen = 0;
    double cubes = 0;
    double own = 0;
    double n = 0;
    for (size_t b = 0; b < whole->n_blocks; b++) {
        total += b != without ? whole->total[b] : 0;
        seen += b != without ? class->observed[b] : 0;
    }
    for (size_t u = 0; u < class->units.n; u++) {
        const struct length *unit = &class->units.list[u];
        bool counts = unit->block != without;
        n += counts;
        cubes += counts ? unit->l * (2 * unit->l - 1) * (unit->l - 1) : 0;
        own += counts ? unit->l * (unit->l - 1) : 0;
    }
    double among = n > 0 ? (n - 1) / 3 * cubes : 0;
    double between =
        places(&class->units, &whole->bare, without) + places(&class->units, &class->gaps, without);
    double below = total * (total - 1) - own;
    *observed = total > 0 ? seen / total : 0;
    *expected = below > 0 ? 2 * (among + between) / below : 0;
}

/* Of several classes together; false when nothing could differ. */
static bool alpha_of(const struct class *classes, size_t n, const struct whole *whole,
                     size_t without, double *alpha)
{
    double observed = 0;
    double expected = 0;
    for (size_t c = 0; c < n; c++) {
        double one;
        double other;
        disagreement(&classes[c], whole, without, &one, &other);
        observed += one;
        expected += other;
    }
    *alpha = expected > 0 ? 1 - observed / expected : 0;
    return expected > 0;
}

static void set_interval(const struct class *classes, size_t n, const struct whole *whole,
                         struct qa_estimate *out)
{
    double sum = 0;
    double squares = 0;
    double blocks = (double)whole->n_blocks;
    for (size_t b = 0; b < whole->n_blocks; b++) {
        double alpha;
        if (!alpha_of(classes, n, whole, b, &alpha)) {
            out->no_interval = "rests on one item";
            return;
        }
        sum += alpha - out->value;
        squares += square(alpha - out->value);
    }
    double around = fmax(squares - sum * sum / blocks, 0);
    out->se = sqrt((blocks - 1) / blocks * around);
    out->has_se = true;
    if (out->se <= 0) {
        out->no_interval = "all items agree alike";
        return;
    }
    double reach = out->se * qa_t_quantile(0.5 + out->confidence / 2, blocks - 1);
    out->low = out->value - reach;
    out->high = fmin(out->value + reach, 1);
    out->has_interval = true;
}

static struct qa_estimate estimate_of(const struct class *classes, size_t n,
                                      const struct whole *whole, size_t n_items, double confidence)
{
    struct qa_estimate out = {.n = n_items, .confidence = confidence, .method = "jackknife"};
    if (n == 0) {
        return qa_undefined("no units", n_items);
    }
    if (!alpha_of(classes, n, whole, SIZE_MAX, &out.value)) {
        return qa_undefined("nothing could differ", n_items);
    }
    out.low = out.high = out.value;
    if (n_items < QA_CLUSTERS_MIN) {
        out.no_interval = "fewer than 5 items";
    } else {
        set_interval(classes, n, whole, &out);
    }
    return out;
}

/* ---- a question ---- */

static struct whole whole_of(const struct qa_unit_list *list)
{
    struct whole whole = {.bare = {QA_ARRAY(list->arena, struct length, list->n_continua), 0},
                          .n_blocks = list->n_items < QA_UNITIZING_BLOCKS ? list->n_items
                                                                          : QA_UNITIZING_BLOCKS};
    whole.total = QA_ARRAY(list->arena, double, whole.n_blocks);
    for (size_t c = 0; c < list->n_continua; c++) {
        const struct qa_continuum *one = &list->continua[c];
        double coders = (double)one->n_coders;
        add_length(&whole.bare, one->end - one->start, coders, one->item);
        whole.total[one->item] += coders * (one->end - one->start);
    }
    qsort(whole.bare.list, whole.bare.n, sizeof *whole.bare.list, longest_first);
    return whole;
}

struct named_class {
    size_t rank;
    struct class class;
};

static int by_name(const void *left, const void *right)
{
    const struct named_class *a = left;
    const struct named_class *b = right;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* All classes, by name. */
static struct class *classes_of(const struct qa_comparison *comparison, struct qa_unit_list *list,
                                size_t n_blocks, size_t *n)
{
    size_t most_coders = 1;
    struct named_class *named = QA_ARRAY(list->arena, struct named_class, list->n_units + 1);
    for (size_t c = 0; c < list->n_continua; c++) {
        most_coders =
            list->continua[c].n_coders > most_coders ? list->continua[c].n_coders : most_coders;
    }
    struct row *rows = QA_ARRAY(list->arena, struct row, most_coders);
    *n = 0;
    merge_overlaps(list);
    for (size_t first = 0; first < list->n_units;) {
        size_t end = first;
        while (end < list->n_units && list->units[end].label == list->units[first].label) {
            end++;
        }
        named[*n].rank = qa_rank_of(comparison->ranks.label, list->units[first].label);
        named[(*n)++].class = class_of(list, list->units + first, end - first, n_blocks, rows);
        first = end;
    }
    qsort(named, *n, sizeof *named, by_name);
    struct class *classes = QA_ARRAY(list->arena, struct class, *n);
    for (size_t c = 0; c < *n; c++) {
        classes[c] = named[c].class;
    }
    return classes;
}

static double share_of(const struct class *class, const struct whole *whole)
{
    double covered = 0;
    double total = 0;
    for (size_t u = 0; u < class->units.n; u++) {
        covered += class->units.list[u].l;
    }
    for (size_t b = 0; b < whole->n_blocks; b++) {
        total += whole->total[b];
    }
    return total > 0 ? covered / total : 0;
}

static struct qa_unitizing of_question(const struct qa_comparison *comparison, uint32_t question,
                                       double confidence, struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_unit_list list = qa_units_of(comparison, question, scratch);
    struct qa_unitizing out = {.question = question, .has_uem = list.has_uem};
    struct whole whole = whole_of(&list);
    struct class *classes = classes_of(comparison, &list, whole.n_blocks, &out.n_classes);
    out.alpha = estimate_of(classes, out.n_classes, &whole, list.n_items, confidence);
    out.classes = QA_ARRAY(arena, struct qa_unitizing_class, out.n_classes);
    for (size_t c = 0; c < out.n_classes; c++) {
        out.classes[c] = (struct qa_unitizing_class){
            classes[c].label, estimate_of(&classes[c], 1, &whole, list.n_items, confidence),
            share_of(&classes[c], &whole)};
    }
    qa_arena_free(scratch);
    return out;
}

const struct qa_unitizing *qa_unitizing_alphas(const struct qa_comparison *comparison,
                                               double confidence, struct qa_arena *arena, size_t *n)
{
    const struct qa_questions *questions = comparison->b->questions;
    struct qa_unitizing *out = QA_ARRAY(arena, struct qa_unitizing, questions->n + (size_t)1);
    *n = 0;
    for (uint32_t q = 0; q < questions->n; q++) {
        const struct qa_type *type = questions->list[q].type;
        if (type == &qa_type_span || type == &qa_type_segment) {
            out[*n] = of_question(comparison, q, confidence, arena);
            *n += out[*n].alpha.n > 0;
        }
    }
    return out;
}
