/* Who divided what: the answers of several annotators to an item, as units of its continua. */
#include "qa/score/unitizing_parts.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/span.h"
#include "qa/annotation/uem.h"
#include "qa/base/utf8.h"

/* One question's annotators of one vendor on one item. */
struct group {
    const struct qa_comparison *comparison;
    const struct qa_question *question;
    uint32_t item;
    const size_t *answer; /* in the order of the annotators' names */
    size_t n;
};

static struct qa_objects objects_of(const struct group *group, size_t coder)
{
    const struct qa_batch *batch = group->comparison->b;
    size_t answer = group->answer[coder];
    return qa_batch_objects(batch, qa_first_object(batch, answer), qa_object_count(batch, answer));
}

static double count_points(const char *text, size_t size)
{
    double n = 0;
    for (size_t at = 0; at < size; n++) {
        size_t length;
        (void)qa_utf8_decode(text + at, size - at, &length);
        at += length;
    }
    return n;
}

/* From the first start to the last end of any unit; false without any. */
static bool extent_of(const struct group *group, double *start, double *end)
{
    bool any = false;
    for (size_t c = 0; c < group->n; c++) {
        const struct qa_objects objects = objects_of(group, c);
        for (size_t i = 0; i < objects.n; i++) {
            double low;
            double high;
            group->question->type->extent(&objects, i, &low, &high);
            *start = any && *start < low ? *start : low;
            *end = any && *end > high ? *end : high;
            any = true;
        }
    }
    return any;
}

/* What there was to divide where no UEM says so; false: nothing. */
static bool whole_of(const struct group *group, double *start, double *end)
{
    size_t size;
    const char *text = qa_names_item_text(group->comparison->b->names, group->item, &size);
    bool any = extent_of(group, start, end);
    if (group->question->type == &qa_type_span) {
        *start = 0;
        *end = text != NULL ? count_points(text, size) : any ? *end : 0;
    }
    return (any || text != NULL) && *end > *start;
}

static uint32_t background_of(const struct group *group)
{
    const struct qa_question *question = group->question;
    const char *name =
        question->type == &qa_type_segment
            ? qa_type_setting(question->type, question->setting, QA_SEGMENT_BACKGROUND).text
            : NULL;
    return name != NULL ? qa_strings_find(group->comparison->b->names->labels, name, strlen(name))
                        : QA_NONE;
}

static void add_unit(struct qa_unit_list *list, struct qa_unit unit)
{
    const struct qa_continuum *continuum = &list->continua[unit.continuum];
    unit.start = fmax(unit.start, continuum->start);
    unit.end = fmin(unit.end, continuum->end);
    if (unit.end > unit.start) {
        list->units = qa_arena_grow(list->arena, list->units, &list->units_capacity,
                                    list->n_units + 1, sizeof *list->units);
        list->units[list->n_units++] = unit;
    }
}

static void add_coder(struct qa_unit_list *list, const struct group *group, size_t continuum,
                      size_t coder)
{
    const struct qa_objects objects = objects_of(group, coder);
    uint32_t background = background_of(group);
    for (size_t i = 0; i < objects.n; i++) {
        size_t n;
        const double *number = qa_object_numbers(&objects, i, &n);
        bool is_nothing = background != QA_NONE && objects.label[i] == background;
        for (size_t k = 0; !is_nothing && k + 1 < n; k += 2) {
            add_unit(list, (struct qa_unit){number[k], number[k + 1], objects.label[i], continuum,
                                            coder});
        }
    }
}

static void add_continuum(struct qa_unit_list *list, const struct group *group,
                          struct qa_uem_part part)
{
    if (!(part.end > part.start)) {
        return;
    }
    list->continua = qa_arena_grow(list->arena, list->continua, &list->continua_capacity,
                                   list->n_continua + 1, sizeof *list->continua);
    size_t at = list->n_continua++;
    list->continua[at] = (struct qa_continuum){part.start, part.end, group->n, list->n_items};
    for (size_t c = 0; c < group->n; c++) {
        add_coder(list, group, at, c);
    }
}

static void add_group(struct qa_unit_list *list, const struct group *group)
{
    const struct qa_uem *uem = qa_uem_of(group->question->type, group->question->setting);
    const char *name = qa_strings_text(group->comparison->b->names->items, group->item);
    struct qa_uem_part whole = {0, 0};
    list->has_uem = uem != NULL;
    if (uem == NULL && whole_of(group, &whole.start, &whole.end)) {
        add_continuum(list, group, whole);
    }
    const struct qa_uem_recording *listed = uem != NULL ? qa_uem_find(uem, name) : NULL;
    for (size_t p = 0; listed != NULL && p < listed->n; p++) {
        add_continuum(list, group, listed->parts[p]);
    }
}

/* ---- groups of annotators ---- */

static size_t rank_of(const struct qa_comparison *comparison, size_t answer)
{
    return qa_rank_of(comparison->ranks.annotator, comparison->b->annotator[answer]);
}

/* The first answers of the annotators who are of one vendor with that of `first`, by name. */
static size_t collect(const struct qa_comparison *comparison, const size_t *answers, size_t n,
                      size_t first, size_t *out)
{
    const struct qa_batch *batch = comparison->b;
    uint32_t vendor = qa_answer_vendor(batch, answers[first]);
    size_t n_out = 0;
    for (size_t i = first; i < n; i++) {
        size_t at = n_out;
        size_t rank = rank_of(comparison, answers[i]);
        if (qa_answer_vendor(batch, answers[i]) != vendor) {
            continue;
        }
        while (at > 0 && rank_of(comparison, out[at - 1]) > rank) {
            at--;
        }
        if (at > 0 && rank_of(comparison, out[at - 1]) == rank) {
            continue; /* a repeat of the same annotator */
        }
        memmove(out + at + 1, out + at, (n_out - at) * sizeof *out);
        out[at] = answers[i];
        n_out++;
    }
    return n_out;
}

static bool is_first_of_vendor(const struct qa_batch *batch, const size_t *answers, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (qa_answer_vendor(batch, answers[k]) == qa_answer_vendor(batch, answers[i])) {
            return false;
        }
    }
    return true;
}

/* The answers of known annotators to the question, of an item; into out. */
static size_t answers_of(const struct qa_comparison *comparison, uint32_t item, uint32_t question,
                         size_t *out)
{
    size_t n = 0;
    for (uint64_t a = comparison->index_b.first[item]; a < comparison->index_b.first[item + 1];
         a++) {
        bool is_known = comparison->b->annotator[a] != QA_NONE;
        if (is_known && qa_answer_question(comparison->b, (size_t)a) == question) {
            out[n++] = (size_t)a;
        }
    }
    return n;
}

static void add_item(struct qa_unit_list *list, const struct qa_comparison *comparison,
                     uint32_t item, uint32_t question, struct qa_arena *scratch)
{
    const struct qa_item_index *index = &comparison->index_b;
    if (item >= index->n_items || index->first[item + 1] - index->first[item] < 2) {
        return;
    }
    size_t before = list->n_continua;
    size_t room = (size_t)(index->first[item + 1] - index->first[item]);
    size_t *answers = QA_ARRAY(scratch, size_t, room);
    size_t *own = QA_ARRAY(scratch, size_t, room + 1);
    size_t n = answers_of(comparison, item, question, answers);
    struct group group = {.comparison = comparison,
                          .question = &comparison->b->questions->list[question],
                          .item = item,
                          .answer = own};
    for (size_t i = 0; i < n; i++) {
        if (is_first_of_vendor(comparison->b, answers, i)) {
            group.n = collect(comparison, answers, n, i, own);
            if (group.n >= 2) {
                add_group(list, &group);
            }
        }
    }
    list->n_items += list->n_continua > before;
}

/* ---- steps ---- */

static bool is_multiple(double time, double scale)
{
    double steps = time * scale;
    return fabs(steps - rint(steps)) <= 1e-6;
}

/* Steps a second: the fewest of 1, 10, 100, 1000 that all boundaries are multiples of. */
static double scale_of(const struct qa_unit_list *list)
{
    static const double scales[] = {1, 10, 100, 1000};
    size_t s = 0;
    for (size_t c = 0; c < list->n_continua; c++) {
        const struct qa_continuum *one = &list->continua[c];
        while (s < 3 && !(is_multiple(one->start, scales[s]) && is_multiple(one->end, scales[s]))) {
            s++;
        }
    }
    for (size_t u = 0; u < list->n_units; u++) {
        const struct qa_unit *one = &list->units[u];
        while (s < 3 && !(is_multiple(one->start, scales[s]) && is_multiple(one->end, scales[s]))) {
            s++;
        }
    }
    return scales[s];
}

/* Whole where the time is one of whole steps: 0.3 x 10 is 3. */
static double in_steps(double time, double scale)
{
    return is_multiple(time, scale) ? rint(time * scale) : time * scale;
}

struct qa_unit_list qa_units_of(const struct qa_comparison *comparison, uint32_t question,
                                struct qa_arena *arena)
{
    struct qa_unit_list list = {.arena = arena};
    struct qa_arena *scratch = qa_arena_new();
    for (size_t i = 0; i < comparison->n_items; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        add_item(&list, comparison, comparison->items[i], question, scratch);
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    double scale = scale_of(&list);
    size_t n_blocks = list.n_items < QA_UNITIZING_BLOCKS ? list.n_items : QA_UNITIZING_BLOCKS;
    for (size_t c = 0; c < list.n_continua; c++) {
        struct qa_continuum *one = &list.continua[c];
        one->start = in_steps(one->start, scale);
        one->end = in_steps(one->end, scale);
        one->item %= n_blocks;
    }
    for (size_t u = 0; u < list.n_units; u++) {
        list.units[u].start = in_steps(list.units[u].start, scale);
        list.units[u].end = in_steps(list.units[u].end, scale);
    }
    return list;
}
