#include "qa/score/speakers.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/match.h"
#include "qa/annotation/speakers.h"
#include "qa/annotation/turn.h"

enum {
    SCORED, /* speaker seconds of the reference, as the next three */
    MISSED,
    FALSE_ALARM,
    CONFUSED,
    NAMED_SCORED, /* with --identify: the same by names */
    MISNAMED,
    JACCARD_ERROR, /* summed over speakers of the reference */
    SPEAKERS,
    N_PARTS
};

static const char *const parts[N_PARTS] = {
    [SCORED] = "scored_seconds",
    [MISSED] = "missed_seconds",
    [FALSE_ALARM] = "false_alarm_seconds",
    [CONFUSED] = "confused_seconds",
    [NAMED_SCORED] = "named_scored_seconds",
    [MISNAMED] = "misnamed_seconds",
    [JACCARD_ERROR] = "jaccard_error",
    [SPEAKERS] = "speakers",
};

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_turn;
}

/* ---- the recording along time ---- */

/* Steps of 2^-40 seconds. */
static int64_t steps(double seconds)
{
    return (int64_t)rint(seconds * 0x1p40);
}

enum change { TO_SCORE, NOT_TO_SCORE, OF_REFERENCE, OF_DELIVERY };

/* Something begins (+1) or ends (-1). */
struct event {
    int64_t at;
    enum change change;
    int by;
    size_t speaker;
};

struct timeline {
    struct event *list;
    size_t n;
    const struct qa_speakers *a;
    const struct qa_speakers *b;
    const size_t *partner; /* of each of b: the mapping, and by names */
    const size_t *namesake;
    bool skips_overlap;
};

static void put(struct timeline *timeline, enum change change, size_t speaker,
                struct qa_uem_part part)
{
    timeline->list[timeline->n++] = (struct event){steps(part.start), change, 1, speaker};
    timeline->list[timeline->n++] = (struct event){steps(part.end), change, -1, speaker};
}

static void put_speakers(struct timeline *timeline, enum change change,
                         const struct qa_speakers *speakers)
{
    for (size_t s = 0; s < speakers->n; s++) {
        for (size_t i = speakers->first[s]; i < speakers->first[s + 1]; i++) {
            put(timeline, change, s, speakers->list[i]);
        }
    }
}

static void put_collars(struct timeline *timeline, double collar)
{
    const struct qa_speakers *reference = timeline->a;
    for (size_t i = 0; collar > 0 && i < reference->first[reference->n]; i++) {
        double boundary[2] = {reference->list[i].start, reference->list[i].end};
        for (size_t k = 0; k < 2; k++) {
            put(timeline, NOT_TO_SCORE, 0,
                (struct qa_uem_part){boundary[k] - collar, boundary[k] + collar});
        }
    }
}

static int compare_events(const void *left, const void *right)
{
    const struct event *a = left;
    const struct event *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* What holds at a time. */
struct moment {
    int scored;
    int unscored;
    size_t n_reference;
    size_t n_delivered;
    bool *speaks; /* of the reference, then of the delivery */
};

static void apply(struct moment *moment, const struct event *event, size_t n_reference)
{
    switch (event->change) {
    case TO_SCORE:
        moment->scored += event->by;
        break;
    case NOT_TO_SCORE:
        moment->unscored += event->by;
        break;
    case OF_REFERENCE:
        moment->n_reference += (size_t)event->by;
        moment->speaks[event->speaker] = event->by > 0;
        break;
    case OF_DELIVERY:
        moment->n_delivered += (size_t)event->by;
        moment->speaks[n_reference + event->speaker] = event->by > 0;
        break;
    }
}

/* How many of the delivery speak while their partner does. */
static size_t count_right(const struct timeline *timeline, const struct moment *moment,
                          const size_t *partner)
{
    size_t n = 0;
    for (size_t t = 0; t < timeline->b->n; t++) {
        n += moment->speaks[timeline->a->n + t] && partner[t] != SIZE_MAX &&
             moment->speaks[partner[t]];
    }
    return n;
}

/* Sums over a recording, in steps. */
struct counts {
    qa_wide sum[N_PARTS];
};

static void count(const struct timeline *timeline, const struct moment *moment, int64_t length,
                  struct counts *counts)
{
    size_t reference = moment->n_reference;
    size_t delivered = moment->n_delivered;
    bool is_scored =
        moment->scored > 0 && moment->unscored == 0 && !(timeline->skips_overlap && reference > 1);
    if (!is_scored || length == 0 || (reference == 0 && delivered == 0)) {
        return;
    }
    size_t both = reference < delivered ? reference : delivered;
    size_t more = reference < delivered ? delivered : reference;
    counts->sum[SCORED] += (qa_wide)reference * length;
    counts->sum[MISSED] += (qa_wide)(more - delivered) * length;
    counts->sum[FALSE_ALARM] += (qa_wide)(more - reference) * length;
    if (both > 0) {
        size_t right = count_right(timeline, moment, timeline->partner);
        counts->sum[CONFUSED] += (qa_wide)(both - right) * length;
    }
    if (timeline->namesake != NULL) {
        size_t right = both > 0 ? count_right(timeline, moment, timeline->namesake) : 0;
        counts->sum[NAMED_SCORED] += (qa_wide)reference * length;
        counts->sum[MISNAMED] += (qa_wide)(more - right) * length;
    }
}

static void walk(struct timeline *timeline, struct counts *counts, struct qa_arena *scratch)
{
    struct moment moment = {.speaks = QA_ARRAY(scratch, bool, timeline->a->n + timeline->b->n)};
    qsort(timeline->list, timeline->n, sizeof *timeline->list, compare_events);
    for (size_t i = 0; i < timeline->n; i++) {
        if (i > 0) {
            count(timeline, &moment, timeline->list[i].at - timeline->list[i - 1].at, counts);
        }
        apply(&moment, &timeline->list[i], timeline->a->n);
    }
}

/* ---- what is scored ---- */

static void extend(const struct qa_speakers *speakers, struct qa_uem_part *extent, bool *any)
{
    for (size_t i = 0; i < speakers->first[speakers->n]; i++) {
        const struct qa_uem_part *part = &speakers->list[i];
        extent->start = *any && extent->start < part->start ? extent->start : part->start;
        extent->end = *any && extent->end > part->end ? extent->end : part->end;
        *any = true;
    }
}

/* The parts of the pair's recording; without a UEM the union of both extents. */
static struct qa_uem_recording scored_parts(const struct qa_comparison *comparison,
                                            const struct qa_pair *pair, const struct qa_speakers *a,
                                            const struct qa_speakers *b, struct qa_arena *scratch)
{
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    const struct qa_uem *uem = qa_uem_of(question->type, question->setting);
    if (uem != NULL) {
        const char *item = qa_strings_text(comparison->b->names->items, pair->item);
        const struct qa_uem_recording *listed = qa_uem_find(uem, item);
        return listed != NULL ? *listed : (struct qa_uem_recording){.n = 0};
    }
    struct qa_uem_part *extent = QA_NEW(scratch, struct qa_uem_part);
    bool any = false;
    extend(a, extent, &any);
    extend(b, extent, &any);
    return (struct qa_uem_recording){.parts = extent, .n = any};
}

/* ---- Jaccard error ---- */

static void add_jaccard(const struct qa_speakers *a, const struct qa_speakers *b,
                        struct qa_arena *scratch, double *sums)
{
    size_t *column = QA_ARRAY(scratch, size_t, a->n);
    sums[SPEAKERS] += (double)a->n;
    sums[JACCARD_ERROR] += (double)a->n;
    if (a->n == 0 || b->n == 0) {
        return;
    }
    double *index = qa_speakers_shared(a, b, scratch);
    for (size_t s = 0; s < a->n; s++) {
        for (size_t t = 0; t < b->n; t++) {
            double *shared = &index[s * b->n + t];
            *shared /= qa_speaker_seconds(a, s) + qa_speaker_seconds(b, t) - *shared;
        }
    }
    const struct qa_match_input input = {
        .n_rows = a->n, .n_columns = b->n, .similarity = index, .threshold = 0x1p-50};
    (void)qa_match(&input, scratch, column);
    for (size_t s = 0; s < a->n; s++) {
        if (column[s] != SIZE_MAX) {
            sums[JACCARD_ERROR] -= fmin(index[s * b->n + column[s]], 1);
        }
    }
    sums[JACCARD_ERROR] = fmax(sums[JACCARD_ERROR], 0);
}

/* ---- the pair ---- */

/* Speakers by the places of their names, so that which of two maps that fit as well is taken does
 * not depend on the order of a file. */
static void rank_labels(const struct qa_comparison *comparison, struct qa_objects *turns,
                        struct qa_arena *scratch)
{
    uint32_t *rank = QA_ARRAY(scratch, uint32_t, turns->n);
    for (size_t i = 0; i < turns->n; i++) {
        rank[i] = qa_rank_of(comparison->ranks.label, turns->label[i]);
    }
    turns->label = rank;
}

static size_t *namesakes(const struct qa_speakers *a, const struct qa_speakers *b,
                         struct qa_arena *scratch)
{
    size_t *partner = QA_ARRAY(scratch, size_t, b->n);
    for (size_t t = 0; t < b->n; t++) {
        partner[t] = qa_speakers_find(a, b->label[t]);
    }
    return partner;
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *sums)
{
    (void)group; /* a recording is scored whole */
    struct qa_pair_objects objects = qa_pair_objects(comparison, pair);
    const struct qa_setting *setting = objects.question->setting;
    rank_labels(comparison, &objects.a, scratch);
    rank_labels(comparison, &objects.b, scratch);
    struct qa_speakers a = qa_speakers_of(&objects.a, scratch);
    struct qa_speakers b = qa_speakers_of(&objects.b, scratch);
    struct qa_uem_recording scored = scored_parts(comparison, pair, &a, &b, scratch);
    struct qa_speakers a_within = qa_speakers_within(&a, scored.parts, scored.n, scratch);
    struct qa_speakers b_within = qa_speakers_within(&b, scored.parts, scored.n, scratch);
    size_t n_stretches = a.first[a.n] * 3 + b_within.first[b_within.n] + scored.n;
    /* Boundaries beyond the scored parts have collars too, so the reference stands whole. */
    struct timeline timeline = {
        .list = QA_ARRAY(scratch, struct event, 2 * n_stretches), .a = &a, .b = &b_within};
    size_t *partner = qa_speakers_map(&a_within, &b_within, scratch);
    for (size_t t = 0; t < b_within.n; t++) {
        partner[t] =
            partner[t] != SIZE_MAX ? qa_speakers_find(&a, a_within.label[partner[t]]) : SIZE_MAX;
    }
    timeline.partner = partner;
    if (setting != NULL && setting[QA_TURN_IDENTIFY].flag) {
        timeline.namesake = namesakes(&a, &b_within, scratch);
    }
    timeline.skips_overlap = setting != NULL && setting[QA_TURN_SKIP_OVERLAP].flag;
    for (size_t p = 0; p < scored.n; p++) {
        put(&timeline, TO_SCORE, 0, scored.parts[p]);
    }
    put_speakers(&timeline, OF_REFERENCE, &a);
    put_speakers(&timeline, OF_DELIVERY, &b_within);
    put_collars(&timeline, setting != NULL ? setting[QA_TURN_COLLAR].number : 0);
    struct counts counts = {{0}};
    walk(&timeline, &counts, scratch);
    for (size_t p = SCORED; p <= MISNAMED; p++) {
        sums[p] += (double)counts.sum[p] * 0x1p-40;
    }
    add_jaccard(&a_within, &b_within, scratch, sums);
}

#define NO_SPEECH "the reference has no scored speech"

static const struct qa_figure figures[] = {
    {
        .name = "der",
        .heading = "DER",
        .about = "Diarization error rate: seconds missed, falsely added and given to the wrong "
                 "speaker per second of the reference's scored speech, speakers mapped as fits "
                 "best; without --uem all from the first start to the last end of both sides is "
                 "scored; --collar counts on each side of a boundary.",
        .source = "NIST 2009, RT-09 evaluation plan",
        .above = {[MISSED] = 1, [FALSE_ALARM] = 1, [CONFUSED] = 1},
        .below = {[SCORED] = 1},
        .undefined = NO_SPEECH,
    },
    {
        .name = "der_missed",
        .heading = "DER, missed",
        .about = "Share of the scored speech in which too few speak in the delivery.",
        .source = "NIST 2009, RT-09 evaluation plan",
        .above = {[MISSED] = 1},
        .below = {[SCORED] = 1},
        .bound = QA_AT_MOST_ONE,
        .undefined = NO_SPEECH,
    },
    {
        .name = "der_false_alarm",
        .heading = "DER, false alarm",
        .about = "Seconds in which too many speak, per second of the scored speech.",
        .source = "NIST 2009, RT-09 evaluation plan",
        .above = {[FALSE_ALARM] = 1},
        .below = {[SCORED] = 1},
        .undefined = NO_SPEECH,
    },
    {
        .name = "der_confusion",
        .heading = "DER, confusion",
        .about = "Share of the scored speech that is given to the wrong speaker.",
        .source = "NIST 2009, RT-09 evaluation plan",
        .above = {[CONFUSED] = 1},
        .below = {[SCORED] = 1},
        .bound = QA_AT_MOST_ONE,
        .undefined = NO_SPEECH,
    },
    {
        .name = "jer",
        .heading = "JER",
        .about = "Jaccard error rate: one minus shared seconds over seconds of either, mean over "
                 "the reference's speakers; a collar or --skip-overlap does not change it.",
        .source = "Ryant et al. 2019, The second DIHARD diarization challenge",
        .above = {[JACCARD_ERROR] = 1},
        .below = {[SPEAKERS] = 1},
        .bound = QA_AT_MOST_ONE,
        .undefined = "the reference has no speakers",
    },
    {
        .name = "identification_error",
        .heading = "identification error",
        .about = "As DER, but a speaker must have the reference's name; only with --identify.",
        .source = "NIST 2009, RT-09 evaluation plan; Bredin 2017, pyannote.metrics",
        .above = {[MISNAMED] = 1},
        .below = {[NAMED_SCORED] = 1},
        .undefined = "names of speakers are not compared (--identify), or nobody speaks",
    },
};

const struct qa_score qa_score_speakers = {
    .name = "speakers",
    .about = "Who spoke when: time missed, added and given to others than in the reference.",
    .serves = serves,
    .parts = parts,
    .n_parts = N_PARTS,
    .add = add,
    .figures = figures,
    .n_figures = sizeof figures / sizeof *figures,
};
