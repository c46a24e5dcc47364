#include "qa/score/span_units.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/span.h"
#include "qa/base/fold.h"
#include "qa/base/hash.h"
#include "qa/base/utf8.h"

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_span;
}

/* ---- what a pair says of its units ---- */

/* Units of which one side has one set of classes and the other another; 0: none. */
struct cell {
    uint64_t set[2];
    uint64_t n;
};

/* Units of a class on each side, and on both. */
struct class_units {
    uint32_t label;
    uint64_t n[2];
    uint64_t n_both;
};

/* Of one way of dividing the text. */
struct division {
    bool is_known;
    uint64_t n;
    struct cell *cells;
    size_t n_cells;
    struct class_units *classes;
    size_t n_classes;
};

struct evidence {
    struct division of[QA_N_SPAN_UNITS_FIGURES];
};

/* ---- units of a text ---- */

struct interval {
    double start; /* code points */
    double end;
};

struct tokens {
    struct interval *list;
    size_t n;
};

/* Runs between white space; *length: of the text in code points. */
static struct tokens tokens_of(const char *text, size_t size, double *length,
                               struct qa_arena *scratch)
{
    struct tokens tokens = {QA_ARRAY(scratch, struct interval, size / 2 + 1), 0};
    bool is_inside = false;
    double point = 0;
    for (size_t at = 0; at < size; point++) {
        size_t n;
        bool is_space = qa_is_space(qa_utf8_decode(text + at, size - at, &n));
        if (!is_space && !is_inside) {
            tokens.list[tokens.n++].start = point;
        }
        if (!is_space) {
            tokens.list[tokens.n - 1].end = point + 1;
        }
        is_inside = !is_space;
        at += n;
    }
    *length = point;
    return tokens;
}

/* How many tokens end at or before a place, or (starts) begin before it. */
static size_t count_before(const struct tokens *tokens, double place, bool starts)
{
    size_t low = 0;
    size_t high = tokens->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct interval *token = &tokens->list[middle];
        bool is_before = starts ? token->start < place : token->end <= place;
        low = is_before ? middle + 1 : low;
        high = is_before ? high : middle;
    }
    return low;
}

/* ---- along the units ---- */

/* A class begins or ends on a side. */
struct event {
    uint64_t at;
    int by;
    int side;
    uint32_t label;
    size_t class; /* among those of the pair */
};

struct axis {
    struct event *list;
    size_t n;
    const struct tokens *tokens; /* NULL: units are characters */
};

static void put(struct axis *axis, int side, uint32_t label, struct interval interval)
{
    uint64_t first = (uint64_t)interval.start;
    uint64_t end = (uint64_t)interval.end;
    if (axis->tokens != NULL) {
        first = count_before(axis->tokens, interval.start, false);
        end = count_before(axis->tokens, interval.end, true);
    }
    if (end > first) {
        axis->list[axis->n++] = (struct event){first, 1, side, label, 0};
        axis->list[axis->n++] = (struct event){end, -1, side, label, 0};
    }
}

static void put_object(struct axis *axis, int side, const struct qa_batch *batch, size_t object)
{
    size_t n;
    const struct qa_objects one = qa_batch_objects(batch, object, 1);
    const double *number = qa_object_numbers(&one, 0, &n);
    for (size_t k = 0; k + 1 < n; k += 2) {
        put(axis, side, one.label[0], (struct interval){number[k], number[k + 1]});
    }
}

static int by_label(const void *left, const void *right)
{
    const struct event *a = left;
    const struct event *b = right;
    return (a->label > b->label) - (a->label < b->label);
}

static int by_place(const void *left, const void *right)
{
    const struct event *a = left;
    const struct event *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* What is there at a unit. */
struct moment {
    unsigned *times[2]; /* by class */
    uint64_t set[2];
    struct class_units *classes;
    size_t n_classes;
};

static void number_classes(struct axis *axis, struct moment *moment, struct qa_arena *arena)
{
    qsort(axis->list, axis->n, sizeof *axis->list, by_label);
    moment->classes = QA_ARRAY(arena, struct class_units, axis->n / 2);
    for (size_t i = 0; i < axis->n; i++) {
        if (i == 0 || axis->list[i].label != axis->list[i - 1].label) {
            moment->classes[moment->n_classes++].label = axis->list[i].label;
        }
        axis->list[i].class = moment->n_classes - 1;
    }
    qsort(axis->list, axis->n, sizeof *axis->list, by_place);
}

static void apply(struct moment *moment, const struct event *event)
{
    unsigned *times = &moment->times[event->side][event->class];
    bool was = *times > 0;
    *times = (unsigned)((int)*times + event->by);
    if (was != (*times > 0)) {
        moment->set[event->side] ^= qa_hash64(&event->label, sizeof event->label, 1);
    }
}

static void count_classes(struct moment *moment, uint64_t n)
{
    for (size_t c = 0; c < moment->n_classes; c++) {
        bool a = moment->times[0][c] > 0;
        bool b = moment->times[1][c] > 0;
        moment->classes[c].n[0] += a ? n : 0;
        moment->classes[c].n[1] += b ? n : 0;
        moment->classes[c].n_both += a && b ? n : 0;
    }
}

static struct division divide(struct axis *axis, uint64_t n_units, struct qa_arena *arena,
                              struct qa_arena *scratch)
{
    struct moment moment = {.n_classes = 0};
    struct division out = {.is_known = true, .n = n_units};
    number_classes(axis, &moment, arena);
    moment.times[0] = QA_ARRAY(scratch, unsigned, moment.n_classes);
    moment.times[1] = QA_ARRAY(scratch, unsigned, moment.n_classes);
    out.cells = QA_ARRAY(arena, struct cell, axis->n + 1);
    uint64_t at = 0;
    for (size_t i = 0; i <= axis->n; i++) {
        uint64_t end = i < axis->n ? axis->list[i].at : n_units;
        end = end < n_units ? end : n_units;
        if (end > at) {
            out.cells[out.n_cells++] = (struct cell){{moment.set[0], moment.set[1]}, end - at};
            count_classes(&moment, end - at);
            at = end;
        }
        if (i < axis->n) {
            apply(&moment, &axis->list[i]);
        }
    }
    out.classes = moment.classes;
    out.n_classes = moment.n_classes;
    return out;
}

/* All spans of the pair that count. */
static void put_pair(struct axis *axis, const struct qa_comparison *comparison,
                     const struct qa_pair *pair)
{
    axis->n = 0;
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        if (match->object_a != SIZE_MAX) {
            put_object(axis, 0, comparison->a, match->object_a);
        }
        if (match->object_b != SIZE_MAX && match->outcome != QA_IGNORED) {
            put_object(axis, 1, comparison->b, match->object_b);
        }
    }
}

static size_t count_numbers(const struct qa_comparison *comparison, const struct qa_pair *pair)
{
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    size_t sum = 0;
    size_t n;
    for (size_t i = 0; i < objects.a.n; i++) {
        (void)qa_object_numbers(&objects.a, i, &n);
        sum += n;
    }
    for (size_t j = 0; j < objects.b.n; j++) {
        (void)qa_object_numbers(&objects.b, j, &n);
        sum += n;
    }
    return sum;
}

static double last_end(const struct axis *axis)
{
    uint64_t last = 0;
    for (size_t i = 0; i < axis->n; i++) {
        last = axis->list[i].at > last ? axis->list[i].at : last;
    }
    return (double)last;
}

static void *gather(const struct qa_comparison *comparison, const struct qa_pair *pair,
                    struct qa_arena *arena, struct qa_arena *scratch)
{
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    size_t size;
    const char *text = qa_names_item_text(comparison->b->names, pair->item, &size);
    struct evidence *evidence = QA_NEW(arena, struct evidence);
    struct axis axis = {.list =
                            QA_ARRAY(scratch, struct event, count_numbers(comparison, pair) + 1)};
    struct tokens tokens = {NULL, 0};
    double length = 0;
    if (text != NULL) {
        tokens = tokens_of(text, size, &length, scratch);
    }
    put_pair(&axis, comparison, pair);
    length = text != NULL ? length : last_end(&axis);
    evidence->of[QA_CHARACTER_KAPPA] = divide(&axis, (uint64_t)length, arena, scratch);
    int unit = qa_type_setting(&qa_type_span, question->setting, QA_SPAN_UNIT).choice;
    if (unit == QA_UNIT_CHARACTER) {
        evidence->of[QA_TOKEN_KAPPA] = evidence->of[QA_CHARACTER_KAPPA];
    } else if (text != NULL) {
        axis.tokens = &tokens;
        put_pair(&axis, comparison, pair);
        evidence->of[QA_TOKEN_KAPPA] = divide(&axis, tokens.n, arena, scratch);
    }
    return evidence;
}

/* ---- all pairs together ---- */

/* A cell of a piece, its sets by number. */
struct numbered {
    size_t piece;
    uint32_t set[2];
    uint64_t n;
};

struct class_piece {
    size_t piece;
    struct class_units units;
};

struct prepared {
    struct table {
        size_t n_known;
        uint64_t *n; /* units, by piece */
        size_t n_pieces;
        struct numbered *cells;
        size_t n_cells;
        uint32_t n_sets;
        struct class_piece *classes; /* by label */
        size_t n_classes;
    } of[QA_N_SPAN_UNITS_FIGURES];
};

static int by_set(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static int by_class(const void *left, const void *right)
{
    const struct class_piece *a = left;
    const struct class_piece *b = right;
    int by = (a->units.label > b->units.label) - (a->units.label < b->units.label);
    return by != 0 ? by : (a->piece > b->piece) - (a->piece < b->piece);
}

/* The sets of all cells, each once. */
static uint64_t *list_sets(struct evidence *const *evidence, size_t n, size_t figure,
                           struct table *table, struct qa_arena *arena)
{
    size_t n_all = 0;
    for (size_t p = 0; p < n; p++) {
        table->n_cells += evidence[p]->of[figure].n_cells;
        table->n_classes += evidence[p]->of[figure].n_classes;
    }
    uint64_t *sets = QA_ARRAY(arena, uint64_t, 2 * table->n_cells + 1);
    for (size_t p = 0; p < n; p++) {
        const struct division *division = &evidence[p]->of[figure];
        for (size_t c = 0; c < division->n_cells; c++) {
            sets[n_all++] = division->cells[c].set[0];
            sets[n_all++] = division->cells[c].set[1];
        }
    }
    qsort(sets, n_all, sizeof *sets, by_set);
    for (size_t i = 0; i < n_all; i++) {
        if (i == 0 || sets[i] != sets[i - 1]) {
            sets[table->n_sets++] = sets[i];
        }
    }
    return sets;
}

static uint32_t number_of(const uint64_t *sets, uint32_t n, uint64_t set)
{
    const uint64_t *at = bsearch(&set, sets, n, sizeof *sets, by_set);
    return at != NULL ? (uint32_t)(at - sets) : 0;
}

static void tabulate(struct evidence *const *evidence, size_t n, size_t figure, struct table *table,
                     struct qa_arena *arena)
{
    const uint64_t *sets = list_sets(evidence, n, figure, table, arena);
    size_t cell = 0;
    size_t class = 0;
    table->n = QA_ARRAY(arena, uint64_t, n);
    table->n_pieces = n;
    table->cells = QA_ARRAY(arena, struct numbered, table->n_cells);
    table->classes = QA_ARRAY(arena, struct class_piece, table->n_classes);
    for (size_t p = 0; p < n; p++) {
        const struct division *division = &evidence[p]->of[figure];
        table->n[p] = division->n;
        table->n_known += division->is_known;
        for (size_t c = 0; c < division->n_cells; c++) {
            const struct cell *one = &division->cells[c];
            table->cells[cell++] = (struct numbered){p,
                                                     {number_of(sets, table->n_sets, one->set[0]),
                                                      number_of(sets, table->n_sets, one->set[1])},
                                                     one->n};
        }
        for (size_t c = 0; c < division->n_classes; c++) {
            table->classes[class ++] = (struct class_piece){p, division->classes[c]};
        }
    }
    qsort(table->classes, table->n_classes, sizeof *table->classes, by_class);
}

static void *prepare(const struct qa_comparison *comparison, const struct qa_question *question,
                     void *const *given, size_t n, struct qa_arena *arena)
{
    struct prepared *prepared = QA_NEW(arena, struct prepared);
    struct evidence **evidence = QA_ARRAY(arena, struct evidence *, n);
    (void)comparison;
    (void)question;
    for (size_t p = 0; p < n; p++) {
        evidence[p] = given[p];
    }
    for (size_t f = 0; f < QA_N_SPAN_UNITS_FIGURES; f++) {
        tabulate(evidence, n, f, &prepared->of[f], arena);
    }
    return prepared;
}

static bool is_out(const struct qa_run_group *group, size_t piece)
{
    return group->left_out != NULL && group->left_out[piece];
}

static double units_of(const struct table *table, const struct qa_run_group *group)
{
    uint64_t sum = 0;
    for (size_t p = 0; p < table->n_pieces; p++) {
        sum += is_out(group, p) ? 0 : table->n[p];
    }
    return (double)sum;
}

static struct qa_run_value kappa_of(double n, double same, double by_chance)
{
    if (n <= 0) {
        return (struct qa_run_value){(double)NAN, "no units"};
    }
    if (by_chance >= n * n) {
        return (struct qa_run_value){(double)NAN, "one category only"};
    }
    return (struct qa_run_value){(same * n - by_chance) / (n * n - by_chance), NULL};
}

/* Units are of the class, or not. */
static struct qa_run_value measure_class(const struct table *table,
                                         const struct qa_run_group *group)
{
    double n = units_of(table, group);
    double of[2] = {0, 0};
    double both = 0;
    for (size_t c = 0; c < table->n_classes; c++) {
        const struct class_piece *one = &table->classes[c];
        if (one->units.label == group->id && !is_out(group, one->piece)) {
            of[0] += (double)one->units.n[0];
            of[1] += (double)one->units.n[1];
            both += (double)one->units.n_both;
        }
    }
    return kappa_of(n, n - of[0] - of[1] + 2 * both, of[0] * of[1] + (n - of[0]) * (n - of[1]));
}

static struct qa_run_value measure_sets(const struct table *table, const struct qa_run_group *group,
                                        struct qa_arena *scratch)
{
    uint64_t *of[2] = {QA_ARRAY(scratch, uint64_t, table->n_sets),
                       QA_ARRAY(scratch, uint64_t, table->n_sets)};
    uint64_t same = 0;
    qa_wide by_chance = 0;
    for (size_t c = 0; c < table->n_cells; c++) {
        const struct numbered *cell = &table->cells[c];
        uint64_t n = is_out(group, cell->piece) ? 0 : cell->n;
        of[0][cell->set[0]] += n;
        of[1][cell->set[1]] += n;
        same += cell->set[0] == cell->set[1] ? n : 0;
    }
    for (uint32_t s = 0; s < table->n_sets; s++) {
        by_chance += (qa_wide)of[0][s] * of[1][s];
    }
    return kappa_of(units_of(table, group), (double)same, (double)by_chance);
}

static void measure(const void *given, const struct qa_run_group *group, struct qa_arena *scratch,
                    struct qa_run_value *out)
{
    const struct prepared *prepared = given;
    for (size_t f = 0; f < QA_N_SPAN_UNITS_FIGURES; f++) {
        const struct table *table = &prepared->of[f];
        if (table->n_known == 0) {
            out[f] =
                (struct qa_run_value){(double)NAN, "the texts are not known: say --unit character"};
        } else if (group->of == QA_OF_CLASS) {
            out[f] = measure_class(table, group);
        } else {
            out[f] = measure_sets(table, group, scratch);
        }
    }
}

static bool counts(const void *given, const struct qa_run_group *group)
{
    const struct evidence *evidence = given;
    (void)group;
    return evidence->of[QA_CHARACTER_KAPPA].n > 0;
}

static const struct qa_run_figure figures[QA_N_SPAN_UNITS_FIGURES] = {
    [QA_TOKEN_KAPPA] = {"token_kappa", "token kappa",
                        "Cohen's kappa of the tokens of texts, by the classes of the spans that "
                        "they lie in; of a class: in it or not; with --unit character, of "
                        "characters.",
                        "Cohen 1960", .least = -1},
    [QA_CHARACTER_KAPPA] = {"character_kappa", "character kappa",
                            "The same of characters; where the text is not known, of those up to "
                            "the last end of both sides.",
                            "Cohen 1960", .least = -1},
};

const struct qa_run_score qa_run_score_span_units = {
    .name = "span_units",
    .about = "Tokens and characters of texts, by the spans that they lie in.",
    .serves = serves,
    .by_class = true,
    .gather = gather,
    .prepare = prepare,
    .measure = measure,
    .counts = counts,
    .figures = figures,
    .n_figures = QA_N_SPAN_UNITS_FIGURES,
};
