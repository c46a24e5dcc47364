#include "qa/audit/extents.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/batch/label_exchange.h"

enum {
    ENOUGH_OBJECTS = 20000, /* of a side */
    MOST_OBJECTS = 2000,    /* of an answer */
    NEIGHBOURS = 2,         /* on either side in the order of the objects */
    LEAST_OBJECTS = 10
};

/* Steps that are equal as files print them; those of times as people hear them, and from which. */
static const double printed = 1e-3;
static const double heard = 0.2;
static const double heard_least = 0.5;

struct extent {
    double low;
    double high;
    uint32_t label;
};

/* From an object of the other side to one here, in steps of `unit`. */
struct step {
    long long low;
    long long high;
};

/* An annotator's answers, or a file's. */
struct side {
    const struct qa_type *type; /* of its first objects */
    size_t first;               /* answer; SIZE_MAX: nothing was compared */
    uint64_t n_objects;         /* that could be the other's */
    uint64_t n_equal;           /* that begin and end where one of the other's does */
    double *low, *high;         /* differences of neighbours in the order */
    size_t n, low_capacity, high_capacity;
    double *ratio; /* of ends, of answers with as many objects */
    size_t n_ratios, ratios_capacity;
    struct qa_label_joint *labels;
};

struct look {
    const struct qa_objects_request *request;
    struct qa_findings *findings;
    struct qa_arena *arena;
    struct qa_arena *lists; /* of two answers */
    struct side *sides;     /* by annotator, then by file */
    uint32_t n_annotators;
};

static int compare_extents(const void *a, const void *b)
{
    const struct extent *one = a;
    const struct extent *other = b;
    if (one->low != other->low) {
        return one->low < other->low ? -1 : 1;
    }
    return (one->high > other->high) - (one->high < other->high);
}

static bool is_on_line(const struct qa_type *type)
{
    return type->extent != NULL && type->bounds == NULL && type->part_numbers == 0 &&
           type->matching == QA_MATCH_ASSIGN;
}

static bool has_any_on_line(const struct qa_questions *questions)
{
    bool any = false;
    for (uint32_t q = 0; q < questions->n; q++) {
        any = any || is_on_line(questions->list[q].type);
    }
    return any;
}

/* The kind of an answer that lies on a line and in no picture; else NULL. */
static const struct qa_type *looked_at(const struct qa_batch *batch, size_t answer)
{
    const struct qa_type *type = qa_answer_type(batch, answer);
    return is_on_line(type) ? type : NULL;
}

static struct extent *list_extents(const struct qa_batch *batch, size_t answer,
                                   struct qa_arena *arena, size_t *n)
{
    const struct qa_type *type = qa_answer_type(batch, answer);
    uint64_t first = qa_first_object(batch, answer);
    struct qa_objects objects = qa_batch_objects(batch, first, qa_object_count(batch, answer));
    struct extent *list = QA_ARRAY(arena, struct extent, objects.n + 1);
    for (size_t i = 0; i < objects.n; i++) {
        type->extent(&objects, i, &list[i].low, &list[i].high);
        list[i].label = objects.label[i];
    }
    qsort(list, objects.n, sizeof *list, compare_extents);
    *n = objects.n;
    return list;
}

/* ---- one answer beside another ---- */

static void add_real(struct qa_arena *arena, double **list, size_t *capacity, size_t n,
                     double value)
{
    *list = qa_arena_grow(arena, *list, capacity, n + 1, sizeof **list);
    (*list)[n] = value;
}

static void compare_pair(const struct look *look, struct side *side, const struct extent *here,
                         const struct extent *there)
{
    double low = here->low - there->low;
    double high = here->high - there->high;
    add_real(look->arena, &side->low, &side->low_capacity, side->n, low);
    add_real(look->arena, &side->high, &side->high_capacity, side->n++, high);
    if (fabs(low) > printed || fabs(high) > printed) {
        return;
    }
    side->n_equal++;
    if (here->label != QA_NONE && there->label != QA_NONE && side->type->map_labels == NULL) {
        qa_label_joint_add(side->labels, here->label, there->label);
    }
}

static void compare_lists(const struct look *look, struct side *side, const struct extent *here,
                          size_t n_here, const struct extent *there, size_t n_there)
{
    side->n_objects += n_here < n_there ? n_here : n_there;
    for (size_t i = 0; i < n_here; i++) {
        size_t first = i > NEIGHBOURS ? i - NEIGHBOURS : 0;
        for (size_t j = first; j <= i + NEIGHBOURS && j < n_there; j++) {
            compare_pair(look, side, &here[i], &there[j]);
        }
        if (n_here == n_there && there[i].high > 0) {
            add_real(look->arena, &side->ratio, &side->ratios_capacity, side->n_ratios++,
                     here[i].high / there[i].high);
        }
    }
}

static void compare_answers(const struct look *look, const struct qa_batch *delivery, size_t answer,
                            const struct qa_batch *other, size_t other_answer)
{
    uint32_t source = delivery->source != NULL ? delivery->source[answer] : 0;
    uint32_t annotator = delivery->annotator[answer];
    struct side *side =
        &look->sides[annotator != QA_NONE ? annotator : look->n_annotators + source];
    const struct qa_type *type = looked_at(delivery, answer);
    if (type == NULL || looked_at(other, other_answer) != type ||
        side->n_objects >= ENOUGH_OBJECTS || qa_object_count(delivery, answer) > MOST_OBJECTS ||
        qa_object_count(other, other_answer) > MOST_OBJECTS ||
        (side->type != NULL && side->type != type)) {
        return;
    }
    if (side->type == NULL) {
        side->type = type;
        side->first = answer;
        side->labels = QA_NEW(look->arena, struct qa_label_joint);
    }
    struct qa_arena_mark mark = qa_arena_mark(look->lists);
    size_t n_here;
    size_t n_there;
    const struct extent *here = list_extents(delivery, answer, look->lists, &n_here);
    const struct extent *there = list_extents(other, other_answer, look->lists, &n_there);
    compare_lists(look, side, here, n_here, there, n_there);
    qa_arena_reset(look->lists, mark);
}

static void look_beside_gold(const struct look *look, const struct qa_batch *delivery,
                             const struct qa_batch *gold)
{
    struct qa_item_index index = qa_batch_index(gold, look->arena);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t question =
            qa_question_at(delivery, qa_answer_question(delivery, a))->partner[QA_GOLD];
        uint32_t item = delivery->item[a];
        for (size_t g = (size_t)index.first[item]; g < index.first[item + 1]; g++) {
            if (qa_answer_question(gold, g) == question) {
                compare_answers(look, delivery, a, gold, g);
                break;
            }
        }
    }
}

/* An answer beside those of other people to its item, from the first to before the end. */
static void compare_others(const struct look *look, const struct qa_batch *delivery, size_t answer,
                           size_t first, size_t end)
{
    for (size_t b = first; b < end; b++) {
        if (delivery->annotator[answer] != delivery->annotator[b] &&
            qa_answer_question(delivery, answer) == qa_answer_question(delivery, b)) {
            compare_answers(look, delivery, answer, delivery, b);
        }
    }
}

static void look_beside_others(const struct look *look, const struct qa_batch *delivery)
{
    for (size_t first = 0, end; first < delivery->n_answers; first = end) {
        for (end = first + 1;
             end < delivery->n_answers && delivery->item[end] == delivery->item[first]; end++) {
        }
        for (size_t a = first; a < end; a++) {
            compare_others(look, delivery, a, first, end);
        }
    }
}

/* ---- what is said of a side ---- */

static int compare_steps(const void *a, const void *b)
{
    const struct step *one = a;
    const struct step *other = b;
    if (one->low != other->low) {
        return one->low < other->low ? -1 : 1;
    }
    return (one->high > other->high) - (one->high < other->high);
}

/* The step other than none that most pairs have; how many. */
static uint64_t common_step(const struct side *side, double unit, struct qa_arena *arena,
                            struct step *out)
{
    struct step *steps = QA_ARRAY(arena, struct step, side->n + 1);
    uint64_t most = 0;
    for (size_t i = 0; i < side->n; i++) {
        steps[i] = (struct step){llround(side->low[i] / unit), llround(side->high[i] / unit)};
    }
    qsort(steps, side->n, sizeof *steps, compare_steps);
    for (size_t first = 0, end; first < side->n; first = end) {
        for (end = first + 1; end < side->n && compare_steps(&steps[first], &steps[end]) == 0;
             end++) {
        }
        bool is_none = steps[first].low == 0 && steps[first].high == 0;
        if (!is_none && end - first > most) {
            most = end - first;
            *out = steps[first];
        }
    }
    return most;
}

static bool is_told(const struct side *side, uint64_t n)
{
    return n >= LEAST_OBJECTS && 5 * n >= 3 * side->n_objects && 4 * side->n_equal <= n;
}

static void say(const struct look *look, const struct side *side, const char *code,
                const char *text)
{
    const struct qa_batch *delivery = look->request->batch[QA_DELIVERY];
    uint32_t vendor = qa_answer_vendor(delivery, side->first);
    const struct qa_names *names = delivery->names;
    qa_findings_add(look->findings,
                    (struct qa_finding){.severity = QA_WARNING,
                                        .code = code,
                                        .file = qa_answer_source(delivery, side->first)->path,
                                        .line = delivery->line[side->first],
                                        .vendor = vendor != QA_NONE
                                                      ? qa_strings_text(names->vendors, vendor)
                                                      : NULL,
                                        .text = text});
}

/* "spans of annotator 'anna'". */
static const char *name_of(const struct look *look, const struct side *side)
{
    const struct qa_batch *delivery = look->request->batch[QA_DELIVERY];
    uint32_t annotator = delivery->annotator[side->first];
    return annotator == QA_NONE
               ? side->type->plural
               : qa_arena_format(look->arena, "%s of annotator '%.60s'", side->type->plural,
                                 qa_annotator_text(delivery->names, annotator));
}

static const char *other_of(const struct look *look)
{
    return look->request->batch[QA_GOLD] != NULL ? "gold's" : "the others'";
}

/* What the usual steps of whole characters come from. */
static const char *reason_of(double low, double high)
{
    static const struct {
        double low, high;
        const char *words;
    } reasons[] = {
        {0, -1, "; ends seem to be those of the last character, not behind it"},
        {0, 1, "; the other's ends seem to be those of the last character, not behind it"},
        {1, 1, "; characters seem to be counted from 1 here and from 0 there"},
        {-1, -1, "; characters seem to be counted from 0 here and from 1 there"},
        {1, 0, "; characters seem to be counted from 1 here, with ends of the last character"},
        {-1, 0, "; characters seem to be counted from 1 there, with ends of the last character"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (fabs(reasons[i].low - low) < printed && fabs(reasons[i].high - high) < printed) {
            return reasons[i].words;
        }
    }
    return "";
}

static bool say_step(const struct look *look, const struct side *side, double unit, bool is_exact)
{
    struct qa_arena_mark mark = qa_arena_mark(look->lists);
    struct step step = {0, 0};
    uint64_t n = common_step(side, unit, look->lists, &step);
    qa_arena_reset(look->lists, mark);
    double low = (double)step.low * unit;
    double high = (double)step.high * unit;
    bool is_clock = is_exact || (step.low == step.high && fabs(low) >= heard_least);
    if (!is_told(side, n) || !is_clock) {
        return false;
    }
    bool is_span = strcmp(side->type->name, "span") == 0;
    say(look, side, "W817",
        qa_arena_format(look->findings->arena,
                        "%llu of %llu %s begin %s%+.6g and end %s%+.6g beside %s%s; bring both "
                        "to one way of counting",
                        (unsigned long long)n, (unsigned long long)side->n_objects,
                        name_of(look, side), is_exact ? "" : "about ", low,
                        is_exact ? "" : "about ", high, other_of(look),
                        is_span ? reason_of(low, high) : ""));
    return true;
}

static int compare_reals(const void *a, const void *b)
{
    const double *one = a;
    const double *other = b;
    return (*one > *other) - (*one < *other);
}

/* What times are that are so many times seconds. */
static const char *unit_of(double ratio)
{
    static const struct {
        double ratio;
        const char *words;
    } units[] = {
        {1000, "milliseconds, the other in seconds"}, {1e-3, "seconds, the other in milliseconds"},
        {60, "seconds, the other in minutes"},        {1.0 / 60, "minutes, the other in seconds"},
        {24, "frames, the other in seconds"},         {25, "frames, the other in seconds"},
        {30, "frames, the other in seconds"},         {50, "frames, the other in seconds"},
        {29.97, "frames, the other in seconds"},      {100, "hundredths, the other in seconds"}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (fabs(ratio / units[i].ratio - 1) < 2e-3) {
            return units[i].words;
        }
    }
    return "one unit, the other in another";
}

static bool say_scale(const struct look *look, const struct side *side)
{
    if (side->n_ratios < LEAST_OBJECTS) {
        return false;
    }
    qsort(side->ratio, side->n_ratios, sizeof *side->ratio, compare_reals);
    double middle = side->ratio[side->n_ratios / 2];
    uint64_t n = 0;
    for (size_t i = 0; i < side->n_ratios; i++) {
        n += fabs(side->ratio[i] - middle) <= 0.02 * middle;
    }
    if (!is_told(side, n) || fabs(middle - 1) < 0.1) {
        return false;
    }
    say(look, side, "W818",
        qa_arena_format(look->findings->arena,
                        "%llu of %llu %s end at %.4g times %s: one is in %s, it seems; bring both "
                        "to one unit",
                        (unsigned long long)n, (unsigned long long)side->n_objects,
                        name_of(look, side), middle, other_of(look), unit_of(middle)));
    return true;
}

static bool say_labels(const struct look *look, const struct side *side)
{
    struct qa_label_exchange exchange;
    if (!qa_label_joint_exchange(side->labels, &exchange)) {
        return false;
    }
    const char *of = qa_arena_format(look->arena, "%s in the same places", name_of(look, side));
    say(look, side, "W806",
        qa_label_exchange_text(&exchange, look->request->batch[QA_DELIVERY]->names->labels, of,
                               other_of(look),
                               look->request->batch[QA_GOLD] != NULL ? "gold has" : "they say",
                               look->findings->arena));
    return true;
}

static bool judge(const struct look *look, const struct side *side)
{
    bool is_time = strcmp(side->type->name, "span") != 0;
    return say_labels(look, side) || say_step(look, side, printed, true) ||
           (is_time && (say_step(look, side, heard, false) || say_scale(look, side)));
}

static void judge_all(const struct look *look)
{
    const struct qa_batch *delivery = look->request->batch[QA_DELIVERY];
    size_t n = look->n_annotators + delivery->n_sources;
    const uint32_t *rank = qa_annotator_rank(delivery->names, look->arena);
    size_t *order = QA_ARRAY(look->arena, size_t, n + 1);
    size_t n_compared = 0;
    for (size_t s = 0; s < n; s++) {
        order[s < look->n_annotators ? rank[s] : s] = s;
        n_compared += look->sides[s].type != NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const struct side *side = &look->sides[order[i]];
        bool is_said = side->type != NULL && judge(look, side);
        if (is_said && look->request->batch[QA_GOLD] == NULL && n_compared == 2) {
            return; /* of the other of the two it is as true */
        }
    }
}

void qa_look_at_extents(const struct qa_objects_request *request, struct qa_findings *findings)
{
    const struct qa_batch *delivery = request->batch[QA_DELIVERY];
    const struct qa_batch *gold = request->batch[QA_GOLD];
    if (delivery == NULL || delivery->n_answers == 0 || !has_any_on_line(delivery->questions)) {
        return;
    }
    struct qa_arena *arena = qa_arena_new();
    uint32_t n_annotators = qa_annotator_count(delivery->names);
    struct look look = {
        .request = request,
        .findings = findings,
        .arena = arena,
        .lists = qa_arena_new(),
        .sides = QA_ARRAY(arena, struct side, (size_t)n_annotators + delivery->n_sources),
        .n_annotators = n_annotators};
    if (gold != NULL && gold->n_answers > 0) {
        look_beside_gold(&look, delivery, gold);
    } else {
        look_beside_others(&look, delivery);
    }
    judge_all(&look);
    qa_arena_free(look.lists);
    qa_arena_free(arena);
}
