#include "qa/annotation/turn.h"

#include <stdlib.h>

#include "qa/annotation/match.h"
#include "qa/annotation/period.h"
#include "qa/annotation/uem.h"

/* ---- speakers ---- */

/* A turn on its way into the order of speakers and time. */
struct placed {
    uint32_t label;
    double start;
    double end;
};

struct placed_turns {
    struct placed *list; /* by speaker, then time; those of one that touch are one */
    size_t n;
    uint32_t *speaker; /* label of each */
    size_t *first;     /* of each speaker's turns, and the end of all */
    size_t n_speakers;
};

static int compare_placed(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    int by = (a->label > b->label) - (a->label < b->label);
    by = by != 0 ? by : (a->start > b->start) - (a->start < b->start);
    return by != 0 ? by : (a->end > b->end) - (a->end < b->end);
}

static struct placed_turns place(const struct qa_objects *objects, struct qa_arena *scratch)
{
    struct placed_turns out = {.list = QA_ARRAY(scratch, struct placed, objects->n),
                               .speaker = QA_ARRAY(scratch, uint32_t, objects->n),
                               .first = QA_ARRAY(scratch, size_t, objects->n + 1)};
    for (size_t i = 0; i < objects->n; i++) {
        size_t n;
        const double *time = qa_object_numbers(objects, i, &n);
        out.list[i] =
            (struct placed){objects->label[i], time[QA_PERIOD_START], time[QA_PERIOD_END]};
    }
    qsort(out.list, objects->n, sizeof *out.list, compare_placed);
    for (size_t i = 0; i < objects->n; i++) {
        struct placed turn = out.list[i];
        struct placed *last = out.n > 0 ? &out.list[out.n - 1] : NULL;
        if (last != NULL && last->label == turn.label && turn.start <= last->end) {
            last->end = turn.end > last->end ? turn.end : last->end;
            continue;
        }
        if (last == NULL || last->label != turn.label) {
            out.speaker[out.n_speakers] = turn.label;
            out.first[out.n_speakers++] = out.n;
        }
        out.list[out.n++] = turn;
    }
    out.first[out.n_speakers] = out.n;
    return out;
}

static double shared_seconds(const struct placed_turns *a, size_t s, const struct placed_turns *b,
                             size_t t)
{
    double sum = 0;
    size_t i = a->first[s];
    size_t j = b->first[t];
    while (i < a->first[s + 1] && j < b->first[t + 1]) {
        const struct placed *one = &a->list[i];
        const struct placed *other = &b->list[j];
        double start = one->start > other->start ? one->start : other->start;
        double end = one->end < other->end ? one->end : other->end;
        sum += end > start ? end - start : 0;
        if (one->end < other->end) {
            i++;
        } else {
            j++;
        }
    }
    return sum;
}

/* label[t], the label in a of each speaker of b; of those without one a label that a does not
 * have. */
static uint32_t *map_speakers(const struct placed_turns *a, const struct placed_turns *b,
                              struct qa_arena *scratch)
{
    double *shared = QA_ARRAY(scratch, double, a->n_speakers * b->n_speakers);
    size_t *column = QA_ARRAY(scratch, size_t, a->n_speakers);
    uint32_t *label = QA_ARRAY(scratch, uint32_t, b->n_speakers);
    for (size_t s = 0; s < a->n_speakers; s++) {
        for (size_t t = 0; t < b->n_speakers; t++) {
            shared[s * b->n_speakers + t] = shared_seconds(a, s, b, t);
        }
    }
    for (size_t t = 0; t < b->n_speakers; t++) {
        label[t] = UINT32_MAX - 1 - (uint32_t)t;
    }
    const struct qa_match_input input = {.n_rows = a->n_speakers,
                                         .n_columns = b->n_speakers,
                                         .similarity = shared,
                                         .threshold = 0x1p-40};
    if (a->n_speakers == 0 || b->n_speakers == 0) {
        return label;
    }
    (void)qa_match(&input, scratch, column);
    for (size_t s = 0; s < a->n_speakers; s++) {
        if (column[s] != SIZE_MAX) {
            label[column[s]] = a->speaker[s];
        }
    }
    return label;
}

static void map_labels(const struct qa_sides *sides, uint32_t *label_b)
{
    const struct qa_objects *b = sides->b;
    if (sides->setting != NULL && sides->setting[QA_TURN_IDENTIFY].flag) {
        for (size_t j = 0; j < b->n; j++) {
            label_b[j] = b->label[j];
        }
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    struct placed_turns one = place(sides->a, sides->scratch);
    struct placed_turns other = place(b, sides->scratch);
    const uint32_t *label = map_speakers(&one, &other, sides->scratch);
    for (size_t j = 0; j < b->n; j++) {
        size_t first = 0;
        size_t end = other.n_speakers;
        while (end - first > 1) {
            size_t middle = first + (end - first) / 2;
            first = other.speaker[middle] <= b->label[j] ? middle : first;
            end = other.speaker[middle] <= b->label[j] ? end : middle;
        }
        label_b[j] = label[first];
    }
    qa_arena_reset(sides->scratch, mark);
}

static const struct qa_type_setting settings[QA_N_TURN_SETTINGS] = {
    [QA_TURN_UEM] = QA_PERIOD_UEM_SETTING,
    [QA_TURN_COLLAR] = {"collar",
                        "Seconds on each side of a boundary of the reference's turns that are not "
                        "scored (0.25 forgives half a second in all).",
                        .kind = QA_SETTING_NUMBER, .argument = "SECONDS", .initial = 0, .least = 0,
                        .most = 60},
    [QA_TURN_SKIP_OVERLAP] = {"skip-overlap",
                              "Time in which several speakers of the reference speak is not "
                              "scored.",
                              .kind = QA_SETTING_FLAG},
    [QA_TURN_IDENTIFY] = {"identify",
                          "Names of speakers are names: a turn is right when it has the same. "
                          "Without it speakers are mapped as fits best, recording by recording.",
                          .kind = QA_SETTING_FLAG},
};

const struct qa_type qa_type_turn = {
    .name = "turn",
    .plural = "turns",
    .question = "turns",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .arity = QA_PERIOD_ARITY,
    .threshold = 0.5,
    .localisation = 0.1,
    .forms = &qa_period_form,
    .n_forms = 1,
    .settings = settings,
    .n_settings = QA_N_TURN_SETTINGS,
    .valid = qa_period_valid,
    .extent = qa_period_extent,
    .compare = qa_period_compare,
    .map_labels = map_labels,
    .describe = qa_period_describe,
};
