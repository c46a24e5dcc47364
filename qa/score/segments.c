#include "qa/score/segments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/period.h"
#include "qa/annotation/segment.h"
#include "qa/base/hash.h"

static int compare_segments(const void *left, const void *right)
{
    const struct qa_segment *a = left;
    const struct qa_segment *b = right;
    int by = (a->start > b->start) - (a->start < b->start);
    by = by != 0 ? by : (a->end > b->end) - (a->end < b->end);
    by = by != 0 ? by : (a->label > b->label) - (a->label < b->label);
    return by != 0 ? by : (a->at > b->at) - (a->at < b->at);
}

static bool is_scored(const struct qa_segment_pair *pair, const double *time)
{
    bool found = !pair->has_uem;
    for (size_t p = 0; !found && p < pair->n_parts; p++) {
        found = time[QA_PERIOD_START] < pair->parts[p].end &&
                time[QA_PERIOD_END] > pair->parts[p].start;
    }
    return found;
}

static struct qa_segments side_of(const struct qa_segment_pair *pair,
                                  const struct qa_objects *objects,
                                  const struct qa_object_group *group, struct qa_arena *scratch)
{
    struct qa_segments out = {QA_ARRAY(scratch, struct qa_segment, objects->n), 0};
    for (size_t i = 0; i < objects->n; i++) {
        size_t n;
        const double *time = qa_object_numbers(objects, i, &n);
        bool is_in_group = group->of != QA_OF_CLASS || objects->label[i] == group->id;
        if (is_in_group && is_scored(pair, time)) {
            out.list[out.n++] = (struct qa_segment){time[QA_PERIOD_START], time[QA_PERIOD_END],
                                                    objects->label[i], (uint32_t)i};
        }
    }
    qsort(out.list, out.n, sizeof *out.list, compare_segments);
    return out;
}

struct qa_segment_pair qa_segment_pair(const struct qa_comparison *comparison,
                                       const struct qa_pair *pair,
                                       const struct qa_object_group *group,
                                       struct qa_arena *scratch)
{
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    const struct qa_names *names = comparison->b->names;
    struct qa_segment_pair out = {.setting = objects.question->setting, .background = QA_NONE};
    const struct qa_uem *uem = qa_uem_of(objects.type, out.setting);
    const char *background = out.setting != NULL ? out.setting[QA_SEGMENT_BACKGROUND].text : NULL;
    if (uem != NULL) {
        const struct qa_uem_recording *listed =
            qa_uem_find(uem, qa_strings_text(names->items, pair->item));
        out.has_uem = true;
        out.parts = listed != NULL ? listed->parts : NULL;
        out.n_parts = listed != NULL ? listed->n : 0;
    }
    if (background != NULL) {
        out.background = qa_strings_find(names->labels, background, strlen(background));
    }
    out.a = side_of(&out, &objects.a, group, scratch);
    out.b = side_of(&out, &objects.b, group, scratch);
    return out;
}

double qa_segment_number(const struct qa_segment_pair *pair, size_t setting)
{
    return qa_type_setting(&qa_type_segment, pair->setting, setting).number;
}

bool qa_segment_flag(const struct qa_segment_pair *pair, size_t setting)
{
    return qa_type_setting(&qa_type_segment, pair->setting, setting).flag;
}

double qa_segment_overlap(const struct qa_segment *a, const struct qa_segment *b)
{
    double both = fmin(a->end, b->end) - fmax(a->start, b->start);
    if (a->start == b->start && a->end == b->end) {
        return 1;
    }
    return both > 0 ? both / (fmax(a->end, b->end) - fmin(a->start, b->start)) : 0;
}

struct qa_segments qa_segments_foreground(const struct qa_segments *segments, uint32_t background,
                                          struct qa_arena *scratch)
{
    struct qa_segments out = {QA_ARRAY(scratch, struct qa_segment, segments->n), 0};
    for (size_t i = 0; i < segments->n; i++) {
        if (background == QA_NONE || segments->list[i].label != background) {
            out.list[out.n++] = segments->list[i];
        }
    }
    return out;
}

/* ---- along the axis ---- */

enum axis_side { OF_A, OF_B, OF_PARTS };

/* A class begins or ends on a side, or what is scored does. */
struct event {
    int64_t at;
    int by;
    enum axis_side side;
    uint32_t label;
    size_t class; /* among those of the pair */
};

struct axis {
    struct event *list;
    size_t n;
};

static void put(struct axis *axis, enum axis_side side, uint32_t label, const int64_t step[2])
{
    if (step[1] > step[0]) {
        axis->list[axis->n++] = (struct event){step[0], 1, side, label, 0};
        axis->list[axis->n++] = (struct event){step[1], -1, side, label, 0};
    }
}

static int by_label(const void *left, const void *right)
{
    const struct event *a = left;
    const struct event *b = right;
    return (a->label > b->label) - (a->label < b->label);
}

static int by_time(const void *left, const void *right)
{
    const struct event *a = left;
    const struct event *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* What is there at a step: of each class how often, on each side. */
struct moment {
    unsigned *times[2];
    size_t n[2];
    size_t n_both;
    uint64_t set[2];
    int scored;
};

static void apply(struct moment *moment, const struct event *event)
{
    if (event->side == OF_PARTS) {
        moment->scored += event->by;
        return;
    }
    unsigned *times = &moment->times[event->side][event->class];
    bool was = *times > 0;
    *times = (unsigned)((int)*times + event->by);
    bool is = *times > 0;
    if (was == is) {
        return;
    }
    bool is_other = moment->times[1 - (int)event->side][event->class] > 0;
    moment->set[event->side] ^= qa_hash64(&event->label, sizeof event->label, 1);
    moment->n[event->side] += is ? 1 : SIZE_MAX;
    if (is_other) {
        moment->n_both += is ? 1 : SIZE_MAX;
    }
}

static size_t number_classes(struct axis *axis)
{
    size_t n = 0;
    qsort(axis->list, axis->n, sizeof *axis->list, by_label);
    for (size_t i = 0; i < axis->n; i++) {
        n += i > 0 && axis->list[i].label != axis->list[i - 1].label;
        axis->list[i].class = n;
    }
    return n + 1;
}

/* The background is nothing: it has steps, but is no class. */
static void put_side(struct axis *axis, const struct qa_segment_pair *pair,
                     const struct qa_segments *segments, enum axis_side side, qa_steps_of *steps_of,
                     double scale)
{
    for (size_t i = 0; i < segments->n; i++) {
        const struct qa_segment *segment = &segments->list[i];
        int64_t step[2];
        steps_of(segment->start, segment->end, scale, &step[0], &step[1]);
        bool is_background = pair->background != QA_NONE && segment->label == pair->background;
        if (!is_background) {
            put(axis, side, segment->label, step);
        } else if (!pair->has_uem) {
            put(axis, OF_PARTS, QA_NONE, step);
        }
    }
}

size_t qa_segment_stretches(const struct qa_segment_pair *pair, qa_steps_of *steps_of, double scale,
                            struct qa_arena *scratch, struct qa_stretch **out)
{
    size_t most = 2 * (pair->a.n + pair->b.n + pair->n_parts);
    struct axis axis = {QA_ARRAY(scratch, struct event, most), 0};
    put_side(&axis, pair, &pair->a, OF_A, steps_of, scale);
    put_side(&axis, pair, &pair->b, OF_B, steps_of, scale);
    for (size_t p = 0; p < pair->n_parts; p++) {
        int64_t step[2];
        steps_of(pair->parts[p].start, pair->parts[p].end, scale, &step[0], &step[1]);
        put(&axis, OF_PARTS, QA_NONE, step);
    }
    size_t n_classes = number_classes(&axis);
    struct moment moment = {
        .times = {QA_ARRAY(scratch, unsigned, n_classes), QA_ARRAY(scratch, unsigned, n_classes)}};
    qsort(axis.list, axis.n, sizeof *axis.list, by_time);
    *out = QA_ARRAY(scratch, struct qa_stretch, most + 1);
    size_t n = 0;
    for (size_t i = 0; i < axis.n; i++) {
        int64_t steps = i > 0 ? axis.list[i].at - axis.list[i - 1].at : 0;
        if (steps > 0 && (!pair->has_uem || moment.scored > 0)) {
            (*out)[n++] = (struct qa_stretch){steps,         moment.n[0],   moment.n[1],
                                              moment.n_both, moment.set[0], moment.set[1]};
        }
        apply(&moment, &axis.list[i]);
    }
    return n;
}
