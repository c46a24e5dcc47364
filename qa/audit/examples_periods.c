/* Speaker turns and segments as examples: a bar a speaker or class and side. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/period.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/turn.h"
#include "qa/audit/examples.h"
#include "qa/base/utf8.h"

/* Labels of both sides in the names of the reference. */
struct names {
    const uint32_t *label[2]; /* of each object */
    uint32_t *list;           /* each once: those of the reference by their first start, others */
    size_t n;
};

static const struct qa_objects *objects_of(const struct qa_example *example, int side)
{
    return side == 0 ? &example->objects.a : &example->objects.b;
}

static const double *period(const struct qa_objects *objects, size_t i)
{
    size_t n;
    return qa_object_numbers(objects, i, &n);
}

static void list_names(struct names *names, const struct qa_objects *objects, int side)
{
    for (size_t i = 0; i < objects->n; i++) {
        size_t at = 0;
        while (at < names->n && names->list[at] != names->label[side][i]) {
            at++;
        }
        if (at == names->n) {
            names->list[names->n++] = names->label[side][i];
        }
    }
}

static struct names names_of(const struct qa_example *example)
{
    const struct qa_objects *a = &example->objects.a;
    const struct qa_objects *b = &example->objects.b;
    struct qa_arena *scratch = example->scratch;
    uint32_t *mapped = QA_ARRAY(scratch, uint32_t, b->n + 1);
    struct names names = {{a->label, mapped}, QA_ARRAY(scratch, uint32_t, a->n + b->n + 1), 0};
    const struct qa_sides sides = {a, b, example->objects.question->setting, scratch};
    if (b->n > 0) {
        memcpy(mapped, b->label, b->n * sizeof *mapped);
    }
    if (example->objects.type->map_labels != NULL && a->n > 0 && b->n > 0) {
        example->objects.type->map_labels(&sides, mapped);
    }
    list_names(&names, a, 0);
    list_names(&names, b, 1);
    return names;
}

/* ---- seconds ---- */

struct change {
    double time;
    int step;
    int side;
};

static int by_time(const void *left, const void *right)
{
    const struct change *a = left;
    const struct change *b = right;
    return (a->time > b->time) - (a->time < b->time);
}

/* Adds the seconds of one name that one side alone has, and those of the reference. */
static void add_seconds(struct qa_example *example, const struct names *names, uint32_t label)
{
    size_t most = 2 * (example->objects.a.n + example->objects.b.n);
    struct change *changes = QA_ARRAY(example->scratch, struct change, most + 1);
    size_t n = 0;
    int open[2] = {0, 0};
    for (int side = 0; side < 2; side++) {
        const struct qa_objects *objects = objects_of(example, side);
        for (size_t i = 0; i < objects->n; i++) {
            if (names->label[side][i] == label) {
                const double *numbers = period(objects, i);
                changes[n++] = (struct change){numbers[QA_PERIOD_START], 1, side};
                changes[n++] = (struct change){numbers[QA_PERIOD_END], -1, side};
            }
        }
    }
    qsort(changes, n, sizeof *changes, by_time);
    for (size_t i = 0; i + 1 < n; i++) {
        open[changes[i].side] += changes[i].step;
        double length = changes[i + 1].time - changes[i].time;
        example->wrong += (open[0] > 0) != (open[1] > 0) ? length : 0;
        example->of += open[0] > 0 ? length : 0;
    }
}

static void judge(struct qa_example *example)
{
    struct names names = names_of(example);
    for (size_t i = 0; i < names.n; i++) {
        add_seconds(example, &names, names.list[i]);
    }
    /* Sums of times that are written in thousandths. */
    example->wrong = round(example->wrong * 1e6) / 1e6;
    example->of = round(example->of * 1e6) / 1e6;
}

/* ---- bars ---- */

static double last_end(const struct qa_example *example)
{
    double last = 0;
    for (int side = 0; side < 2; side++) {
        const struct qa_objects *objects = objects_of(example, side);
        for (size_t i = 0; i < objects->n; i++) {
            last = fmax(last, period(objects, i)[QA_PERIOD_END]);
        }
    }
    return last;
}

/* The cells that a side gives the name: false, or true in some time of it. */
static bool fill(const struct qa_example *example, const struct names *names, int side,
                 uint32_t label, bool cells[QA_TIMELINE_CELLS])
{
    const struct qa_objects *objects = objects_of(example, side);
    double cell = last_end(example) / QA_TIMELINE_CELLS;
    bool any = false;
    memset(cells, 0, QA_TIMELINE_CELLS * sizeof *cells);
    for (size_t i = 0; i < objects->n; i++) {
        const double *numbers = period(objects, i);
        for (int c = 0; names->label[side][i] == label && c < QA_TIMELINE_CELLS; c++) {
            cells[c] = cells[c] || (numbers[QA_PERIOD_START] < cell * (c + 1) &&
                                    numbers[QA_PERIOD_END] > cell * c);
        }
        any = any || names->label[side][i] == label;
    }
    return any;
}

static const char *bar_of(const bool own[], const bool other[], struct qa_arena *arena)
{
    const char *bar = "";
    for (int c = 0; c < QA_TIMELINE_CELLS; c++) {
        bar = qa_arena_format(arena, "%s%s", bar,
                              !own[c]    ? "\xc2\xb7"
                              : other[c] ? "\xe2\x96\x88"
                                         : "\xe2\x96\x92");
    }
    return bar;
}

/* As the side itself calls it. */
static const char *own_name(const struct qa_example *example, const struct names *names, int side,
                            uint32_t label)
{
    const struct qa_objects *objects = objects_of(example, side);
    for (size_t i = 0; i < objects->n; i++) {
        if (names->label[side][i] == label) {
            return qa_example_label(example, objects->label[i]);
        }
    }
    return NULL;
}

static const char *axis_of(double last, struct qa_arena *arena)
{
    const char *middle = qa_arena_format(arena, "%.4g", last / 2);
    const char *end = qa_arena_format(arena, "%.4g s", last);
    int right = QA_TIMELINE_CELLS / 2 - (int)strlen(end);
    return qa_arena_format(arena, "%-*s%-*s%s", QA_TIMELINE_CELLS / 2, "0", right, middle, end);
}

static void put(struct qa_example *example)
{
    static const char *const sides[] = {"gold", "given"};
    struct names names = names_of(example);
    struct qa_arena *arena = example->scratch;
    bool cells[2][QA_TIMELINE_CELLS];
    qa_put_example(example, "time", NULL, axis_of(last_end(example), arena));
    for (size_t i = 0; i < names.n && i < QA_EXAMPLE_NAMES; i++) {
        bool has[2];
        for (int side = 0; side < 2; side++) {
            has[side] = fill(example, &names, side, names.list[i], cells[side]);
        }
        for (int side = 0; side < 2; side++) {
            if (has[side]) {
                qa_put_example(example, sides[side], own_name(example, &names, side, names.list[i]),
                               bar_of(cells[side], cells[!side], arena));
            }
        }
    }
    if (names.n > QA_EXAMPLE_NAMES) {
        qa_put_example(
            example, "time", NULL,
            qa_arena_format(arena, "\xe2\x80\xa6 and %zu more names", names.n - QA_EXAMPLE_NAMES));
    }
}

const struct qa_example_kind qa_example_turns = {&qa_type_turn, "seconds", judge, put};
const struct qa_example_kind qa_example_segments = {&qa_type_segment, "seconds", judge, put};
