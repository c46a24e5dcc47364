#include "reports/confusion_blocks.h"

#include <stdlib.h>
#include <string.h>

/* A class on the axis of a question. */
struct axis_class {
    uint32_t label; /* QA_NONE: nothing */
    uint64_t count;
    const char *name;
};

struct axis {
    struct axis_class *list; /* by name; the others, nothing last */
    size_t n;
};

struct build {
    const struct qa_errors_result *errors;
    const struct qa_names *names;
    struct qa_arena *arena;
    struct qa_confusion_blocks *out;
    struct axis *axes; /* a question each */
};

static size_t place_of(const uint32_t *ids, size_t n, uint32_t id)
{
    size_t at = 0;
    while (at < n && ids[at] != id) {
        at++;
    }
    return at;
}

static void list_choices(struct build *build)
{
    const struct qa_errors_result *errors = build->errors;
    uint32_t *vendors = QA_ARRAY(build->arena, uint32_t, errors->n_vendors + 1);
    uint32_t *questions = QA_ARRAY(build->arena, uint32_t, errors->n_vendors + 1);
    struct qa_confusion_blocks *out = build->out;
    for (size_t i = 0; i < errors->n_vendors; i++) {
        const struct qa_vendor_errors *one = &errors->vendors[i];
        if (one->count.trials == 0) {
            continue;
        }
        if (place_of(vendors, out->n_vendors, one->vendor) == out->n_vendors) {
            vendors[out->n_vendors++] = one->vendor;
        }
        if (one->question != QA_NONE &&
            place_of(questions, out->n_questions, one->question) == out->n_questions) {
            questions[out->n_questions++] = one->question;
        }
    }
    out->vendors = vendors;
    out->questions = questions;
    out->has_all = out->n_vendors > 1;
    out->n_choices = out->n_vendors + out->has_all;
}

/* ---- axes ---- */

static int more_frequent(const void *left, const void *right)
{
    const struct axis_class *a = left;
    const struct axis_class *b = right;
    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    return strcmp(a->name, b->name);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct axis_class *)left)->name,
                  ((const struct axis_class *)right)->name);
}

/* Classes that the question's cells name, with how often; slot 0 is nothing. */
static struct axis_class *count_classes(const struct build *build, uint32_t question)
{
    uint32_t n = qa_strings_count(build->names->labels);
    struct axis_class *list = QA_ARRAY(build->arena, struct axis_class, (size_t)n + 1);
    for (size_t i = 0; i < build->errors->n_confusion; i++) {
        const struct qa_confusion_cell *cell = &build->errors->confusion[i];
        if (cell->question == question) {
            list[cell->gold == QA_NONE ? 0 : cell->gold + 1].count += cell->count;
            list[cell->given == QA_NONE ? 0 : cell->given + 1].count += cell->count;
        }
    }
    return list;
}

static struct axis make_axis(const struct build *build, uint32_t question)
{
    struct axis_class *found = count_classes(build, question);
    uint32_t n_labels = qa_strings_count(build->names->labels);
    struct axis axis = {QA_ARRAY(build->arena, struct axis_class, (size_t)n_labels + 2), 0};
    for (uint32_t label = 0; label < n_labels; label++) {
        if (found[label + 1].count > 0) {
            axis.list[axis.n++] = (struct axis_class){label, found[label + 1].count,
                                                      qa_strings_text(build->names->labels, label)};
        }
    }
    qsort(axis.list, axis.n, sizeof *axis.list, more_frequent);
    bool pools = axis.n > QA_MOST_CLASSES;
    axis.n = pools ? QA_MOST_CLASSES : axis.n;
    qsort(axis.list, axis.n, sizeof *axis.list, by_name);
    if (pools) {
        axis.list[axis.n++] = (struct axis_class){QA_NONE, 0, "(other classes)"};
    }
    if (found[0].count > 0) {
        axis.list[axis.n++] = (struct axis_class){QA_NONE, found[0].count, "(nothing)"};
    }
    return axis;
}

static size_t place_on(const struct axis *axis, uint32_t label)
{
    if (label == QA_NONE) {
        return axis->n - 1;
    }
    for (size_t i = 0; i < axis->n; i++) {
        if (axis->list[i].label == label) {
            return i;
        }
    }
    size_t at = 0;
    while (strcmp(axis->list[at].name, "(other classes)") != 0) {
        at++;
    }
    return at;
}

static void make_axes(struct build *build)
{
    struct qa_confusion_blocks *out = build->out;
    build->axes = QA_ARRAY(build->arena, struct axis, out->n_questions + 1);
    for (size_t q = 0; q < out->n_questions; q++) {
        build->axes[q] = make_axis(build, out->questions[q]);
        out->size = build->axes[q].n > out->size ? build->axes[q].n : out->size;
    }
    out->names = QA_ARRAY(build->arena, const char *, out->n_questions * out->size + 1);
    for (size_t q = 0; q < out->n_questions; q++) {
        for (size_t i = 0; i < build->axes[q].n; i++) {
            out->names[q * out->size + i] = build->axes[q].list[i].name;
        }
    }
}

/* ---- counts ---- */

/* The blocks that a vendor's figures go into: its own, and that of all. */
static size_t blocks_of(const struct qa_confusion_blocks *out, uint32_t vendor, uint32_t question,
                        size_t blocks[2])
{
    size_t q = place_of(out->questions, out->n_questions, question);
    size_t v = place_of(out->vendors, out->n_vendors, vendor) + out->has_all;
    blocks[0] = v * out->n_questions + q;
    blocks[1] = q;
    return out->has_all ? 2 : 1;
}

static void count_cells(struct build *build)
{
    struct qa_confusion_blocks *out = build->out;
    size_t area = out->size * out->size;
    out->counts = QA_ARRAY(build->arena, uint64_t, out->n_choices * out->n_questions * area + 1);
    for (size_t i = 0; i < build->errors->n_confusion; i++) {
        const struct qa_confusion_cell *cell = &build->errors->confusion[i];
        size_t blocks[2];
        size_t n = blocks_of(out, cell->vendor, cell->question, blocks);
        const struct axis *axis = &build->axes[blocks[1]];
        size_t at = place_on(axis, cell->gold) * out->size + place_on(axis, cell->given);
        for (size_t b = 0; b < n; b++) {
            out->counts[blocks[b] * area + at] += cell->count;
        }
    }
}

/* ---- the most frequent confusions ---- */

struct pair_count {
    uint32_t block;
    uint32_t gold, given;
    uint64_t count;
};

static int by_pair(const void *left, const void *right)
{
    const struct pair_count *a = left;
    const struct pair_count *b = right;
    if (a->block != b->block) {
        return a->block < b->block ? -1 : 1;
    }
    if (a->gold != b->gold) {
        return a->gold < b->gold ? -1 : 1;
    }
    return a->given == b->given ? 0 : a->given < b->given ? -1 : 1;
}

/* Cells off the diagonal of every block, each pair once, by block. */
static struct pair_count *list_pairs(const struct build *build, size_t *n)
{
    const struct qa_errors_result *errors = build->errors;
    struct pair_count *pairs =
        QA_ARRAY(build->arena, struct pair_count, 2 * errors->n_confusion + 1);
    size_t n_pairs = 0;
    for (size_t i = 0; i < errors->n_confusion; i++) {
        const struct qa_confusion_cell *cell = &errors->confusion[i];
        size_t blocks[2];
        size_t n_blocks = blocks_of(build->out, cell->vendor, cell->question, blocks);
        for (size_t b = 0; cell->gold != cell->given && b < n_blocks; b++) {
            pairs[n_pairs++] =
                (struct pair_count){(uint32_t)blocks[b], cell->gold, cell->given, cell->count};
        }
    }
    qsort(pairs, n_pairs, sizeof *pairs, by_pair);
    *n = 0;
    for (size_t i = 0; i < n_pairs; i++) {
        if (*n > 0 && by_pair(&pairs[*n - 1], &pairs[i]) == 0) {
            pairs[*n - 1].count += pairs[i].count;
        } else {
            pairs[(*n)++] = pairs[i];
        }
    }
    return pairs;
}

static const char *label_name(const struct build *build, uint32_t label)
{
    return label == QA_NONE ? "" : qa_strings_text(build->names->labels, label);
}

static bool comes_before(const struct build *build, const struct pair_count *pair,
                         const struct qa_top_confusion *top)
{
    if (pair->count != top->count) {
        return pair->count > top->count;
    }
    int order = strcmp(label_name(build, pair->gold), label_name(build, top->gold));
    if (order == 0) {
        order = strcmp(label_name(build, pair->given), label_name(build, top->given));
    }
    return order < 0;
}

static void take_pair(const struct build *build, const struct pair_count *pair)
{
    struct qa_top_confusion *tops = build->out->tops + (size_t)pair->block * QA_TOP_CONFUSIONS;
    size_t at = QA_TOP_CONFUSIONS;
    while (at > 0 && (tops[at - 1].count == 0 || comes_before(build, pair, &tops[at - 1]))) {
        at--;
    }
    if (at == QA_TOP_CONFUSIONS) {
        return;
    }
    memmove(tops + at + 1, tops + at, (QA_TOP_CONFUSIONS - 1 - at) * sizeof *tops);
    tops[at] =
        (struct qa_top_confusion){.gold = pair->gold, .given = pair->given, .count = pair->count};
}

static void add_example(struct qa_top_confusion *tops, uint32_t gold, uint32_t given, uint32_t item)
{
    for (size_t i = 0; i < QA_TOP_CONFUSIONS && tops[i].count > 0; i++) {
        struct qa_top_confusion *top = &tops[i];
        if (top->gold != gold || top->given != given) {
            continue;
        }
        bool is_new = top->n_examples == 0 || top->examples[top->n_examples - 1] != item;
        if (is_new && top->n_examples < QA_CONFUSION_EXAMPLES) {
            top->examples[top->n_examples++] = item;
        }
    }
}

static void find_tops(struct build *build)
{
    struct qa_confusion_blocks *out = build->out;
    size_t n_pairs;
    const struct pair_count *pairs = list_pairs(build, &n_pairs);
    out->tops = QA_ARRAY(build->arena, struct qa_top_confusion,
                         out->n_choices * out->n_questions * QA_TOP_CONFUSIONS + 1);
    for (size_t i = 0; i < n_pairs; i++) {
        take_pair(build, &pairs[i]);
    }
    for (size_t i = 0; i < build->errors->n_wrong; i++) {
        const struct qa_wrong_item *wrong = &build->errors->wrong[i];
        bool is_localisation = wrong->gold == wrong->given;
        size_t blocks[2];
        size_t n = blocks_of(out, wrong->vendor, wrong->question, blocks);
        for (size_t b = 0; b < n; b++) {
            struct qa_top_confusion *tops = out->tops + blocks[b] * QA_TOP_CONFUSIONS;
            if (is_localisation) {
                add_example(tops, wrong->gold, QA_NONE, wrong->item);
                add_example(tops, QA_NONE, wrong->given, wrong->item);
            } else {
                add_example(tops, wrong->gold, wrong->given, wrong->item);
            }
        }
    }
}

struct qa_confusion_blocks qa_confusion_blocks(const struct qa_errors_result *errors,
                                               const struct qa_names *names, struct qa_arena *arena)
{
    struct qa_confusion_blocks blocks = {0};
    struct build build = {.errors = errors, .names = names, .arena = arena, .out = &blocks};
    list_choices(&build);
    make_axes(&build);
    if (blocks.size > 0) {
        count_cells(&build);
        find_tops(&build);
    }
    return blocks;
}
