#include "qa/score/mask_tracks.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/mask.h"
#include "qa/base/number.h"
#include "qa/score/mask_tracks_parts.h"
#include "qa/score/tracks_clear.h"
#include "qa/score/tracks_hota.h"

/* ---- frames of a question ---- */

struct frames {
    struct qa_mask_frame *list;
    size_t n;
};

/* "SEQUENCE/000012": false for names that are no frame of a sequence. */
static bool split_name(const char *name, struct qa_strings *sequences, struct qa_mask_frame *out)
{
    const char *slash = strrchr(name, '/');
    uint64_t number;
    if (slash == NULL || !qa_parse_count(slash + 1, strlen(slash + 1), &number)) {
        return false;
    }
    out->number = (double)number;
    out->sequence = qa_strings_intern(sequences, name, (size_t)(slash - name));
    return true;
}

static int compare_frames(const void *a, const void *b)
{
    const struct qa_mask_frame *one = a;
    const struct qa_mask_frame *other = b;
    int by = qa_compare_u32(one->sequence, other->sequence);
    by = by != 0 ? by : qa_compare_u32(one->who, other->who);
    by = by != 0 ? by : (one->number > other->number) - (one->number < other->number);
    return by != 0 ? by : (one->answer > other->answer) - (one->answer < other->answer);
}

/* The delivery's question that an answer of either side is to. */
static uint32_t question_of(const struct qa_comparison *comparison, const struct qa_batch *batch,
                            size_t answer)
{
    uint32_t own = qa_answer_question(batch, answer);
    return batch == comparison->b ? own : comparison->b->questions->list[own].of_delivery;
}

static struct frames frames_of(const struct qa_comparison *comparison, const struct qa_batch *batch,
                               uint32_t question, struct qa_strings *sequences,
                               struct qa_arena *scratch)
{
    struct frames out = {QA_ARRAY(scratch, struct qa_mask_frame, batch->n_answers + 1), 0};
    for (size_t a = 0; a < batch->n_answers; a++) {
        struct qa_mask_frame *frame = &out.list[out.n];
        const char *name = qa_strings_text(batch->names->items, batch->item[a]);
        if (question_of(comparison, batch, a) == question && split_name(name, sequences, frame)) {
            frame->answer = a;
            frame->who = qa_rank_of(comparison->ranks.annotator, batch->annotator[a]);
            if (batch->annotator[a] == QA_NONE) {
                frame->who = qa_rank_of(comparison->ranks.vendor, qa_answer_vendor(batch, a));
            }
            out.n++;
        }
    }
    if (out.n > 0) {
        qsort(out.list, out.n, sizeof *out.list, compare_frames);
    }
    return out;
}

/* The end of the run of one sequence and annotator that begins at `first`. */
static size_t run_end(const struct frames *frames, size_t first)
{
    size_t end = first;
    while (end < frames->n && frames->list[end].sequence == frames->list[first].sequence &&
           frames->list[end].who == frames->list[first].who) {
        end++;
    }
    return end;
}

/* The run of the first annotator of a sequence; empty: the side has none. */
static struct frames first_run(const struct frames *frames, uint32_t sequence)
{
    size_t first = 0;
    while (first < frames->n && frames->list[first].sequence != sequence) {
        first++;
    }
    size_t end = first < frames->n ? run_end(frames, first) : first;
    return (struct frames){frames->list + first, end - first};
}

/* Has some run an id in two frames? */
static bool has_tracks(const struct qa_comparison *comparison, const struct qa_question *question,
                       const struct frames *reference, struct qa_arena *scratch)
{
    for (size_t i = 0; i < reference->n;) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        size_t end = run_end(reference, i);
        const struct qa_mask_sequence sequence = {
            comparison, question, {reference->list + i, NULL}, {end - i, 0}};
        const struct qa_track_frames frames = qa_mask_frames_of(&sequence, false, QA_NONE, scratch);
        bool any = false;
        for (size_t t = 0; t < frames.n_tracks[0]; t++) {
            any = any || frames.length[0][t] > 1;
        }
        qa_arena_reset(scratch, mark);
        if (any) {
            return true;
        }
        i = end;
    }
    return false;
}

static bool is_asked(const struct qa_comparison *comparison, uint32_t question)
{
    const struct qa_question *of = &comparison->b->questions->list[question];
    return comparison->request.reference != NULL && of->type == &qa_type_mask &&
           of->is_asked[QA_DELIVERY];
}

/* ---- groups ---- */

enum { HOTA, CLEAR, N_FAMILIES };
static const struct qa_score *const families[N_FAMILIES] = {&qa_score_hota, &qa_score_clear};

struct group {
    enum qa_score_by by;
    uint32_t id;
    const char *name;
    double parts[N_FAMILIES][QA_PARTS_MAX]; /* of the sequence at hand */
    bool is_touched;
    struct qa_tally tally[N_FAMILIES];
};

struct work {
    const struct qa_comparison *comparison;
    uint32_t question;
    bool by_item;
    struct qa_strings *sequences;
    struct frames side[2];
    struct group **groups;
    size_t n_groups;
    size_t capacity;
    struct qa_arena *arena;
    struct qa_arena *scratch;
};

static struct group *find_group(struct work *work, enum qa_score_by by, uint32_t id,
                                const char *name)
{
    for (size_t i = 0; i < work->n_groups; i++) {
        if (work->groups[i]->by == by && work->groups[i]->id == id) {
            return work->groups[i];
        }
    }
    work->groups = qa_arena_grow(work->arena, work->groups, &work->capacity, work->n_groups + 1,
                                 sizeof *work->groups);
    struct group *group = QA_NEW(work->arena, struct group);
    *group = (struct group){.by = by, .id = id, .name = name};
    for (int f = 0; f < N_FAMILIES; f++) {
        qa_tally_init(&group->tally[f], families[f],
                      by == QA_SCORE_ITEM ? QA_TALLY_ITEM : QA_TALLY_CLUSTERS, work->arena);
    }
    work->groups[work->n_groups++] = group;
    return group;
}

static void add_to(struct group *group, double parts[N_FAMILIES][QA_PARTS_MAX])
{
    for (int f = 0; f < N_FAMILIES; f++) {
        for (size_t p = 0; p < families[f]->n_parts; p++) {
            group->parts[f][p] += parts[f][p];
        }
    }
    group->is_touched = true;
}

static void measure(const struct qa_mask_sequence *sequence, bool of_class, uint32_t label,
                    struct qa_arena *scratch, double parts[N_FAMILIES][QA_PARTS_MAX])
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const struct qa_track_frames frames = qa_mask_frames_of(sequence, of_class, label, scratch);
    memset(parts, 0, N_FAMILIES * sizeof *parts);
    qa_hota_fill(&frames, scratch, parts[HOTA]);
    qa_clear_fill(&frames, scratch, parts[CLEAR]);
    qa_arena_reset(scratch, mark);
}

/* Of every class that either side has in the sequence. */
static void add_classes(struct work *work, const struct qa_mask_sequence *sequence)
{
    const struct qa_batch *batch[2] = {work->comparison->a, work->comparison->b};
    const struct qa_names *names = work->comparison->b->names;
    uint32_t n_labels = qa_strings_count(names->labels);
    bool *seen = QA_ARRAY(work->scratch, bool, (size_t)n_labels + 1);
    for (int which = 0; which < 2; which++) {
        for (size_t f = 0; f < sequence->n[which]; f++) {
            size_t answer = sequence->frame[which][f].answer;
            size_t first = (size_t)qa_first_object(batch[which], answer);
            for (size_t k = 0; k < qa_object_count(batch[which], answer); k++) {
                bool counts = !qa_object_is_crowd(batch[which], first + k);
                uint32_t label = batch[which]->label[first + k];
                seen[qa_slot(label)] = seen[qa_slot(label)] || (counts && label != QA_NONE);
            }
        }
    }
    for (uint32_t label = 0; label < n_labels; label++) {
        double parts[N_FAMILIES][QA_PARTS_MAX];
        if (seen[qa_slot(label)]) {
            measure(sequence, true, label, work->scratch, parts);
            add_to(find_group(work, QA_SCORE_CLASS, label, qa_strings_text(names->labels, label)),
                   parts);
        }
    }
}

static void add_delivery(struct work *work, const struct qa_mask_sequence *sequence)
{
    const struct qa_batch *delivery = work->comparison->b;
    uint32_t vendor = qa_answer_vendor(delivery, sequence->frame[1]->answer);
    uint32_t id = sequence->frame[1]->sequence;
    double parts[N_FAMILIES][QA_PARTS_MAX];
    measure(sequence, false, QA_NONE, work->scratch, parts);
    add_to(find_group(work, QA_SCORE_ALL, QA_NONE, ""), parts);
    if (vendor != QA_NONE) {
        add_to(find_group(work, QA_SCORE_VENDOR, vendor,
                          qa_strings_text(delivery->names->vendors, vendor)),
               parts);
    }
    if (work->by_item) {
        add_to(find_group(work, QA_SCORE_ITEM, id,
                          qa_arena_text(work->arena, qa_strings_text(work->sequences, id))),
               parts);
    }
    add_classes(work, sequence);
}

/* A sequence is one cluster of each group. */
static void close_sequence(struct work *work)
{
    for (size_t i = 0; i < work->n_groups; i++) {
        struct group *group = work->groups[i];
        for (int f = 0; group->is_touched && f < N_FAMILIES; f++) {
            qa_tally_add(&group->tally[f], group->parts[f]);
        }
        memset(group->parts, 0, sizeof group->parts);
        group->is_touched = false;
    }
}

static void add_sequences(struct work *work)
{
    for (size_t i = 0; i < work->side[1].n;) {
        uint32_t id = work->side[1].list[i].sequence;
        const struct frames reference = first_run(&work->side[0], id);
        while (i < work->side[1].n && work->side[1].list[i].sequence == id) {
            struct qa_arena_mark mark = qa_arena_mark(work->scratch);
            size_t end = run_end(&work->side[1], i);
            const struct qa_mask_sequence sequence = {
                work->comparison,
                &work->comparison->b->questions->list[work->question],
                {reference.list, work->side[1].list + i},
                {reference.n, end - i}};
            if (reference.n > 0) {
                add_delivery(work, &sequence);
            }
            qa_arena_reset(work->scratch, mark);
            i = end;
        }
        close_sequence(work);
    }
}

/* ---- rows ---- */

static int compare_groups(const void *a, const void *b)
{
    const struct group *const *one = a;
    const struct group *const *other = b;
    if ((*one)->by != (*other)->by) {
        return (*one)->by < (*other)->by ? -1 : 1;
    }
    return strcmp((*one)->name, (*other)->name);
}

static const struct qa_scored_question *scored(const struct qa_score_result *result, uint32_t id)
{
    for (size_t q = 0; q < result->n_questions; q++) {
        if (result->questions[q].id == id) {
            return &result->questions[q];
        }
    }
    return NULL;
}

static void put_rows(struct work *work, const struct qa_scored_question *question,
                     struct qa_score_result *result)
{
    struct qa_score_row *rows = QA_ARRAY(work->arena, struct qa_score_row,
                                         result->n_rows + N_FAMILIES * work->n_groups + 1);
    memcpy(rows, result->rows, result->n_rows * sizeof *rows);
    if (work->n_groups > 0) {
        qsort(work->groups, work->n_groups, sizeof(struct group *), compare_groups);
    }
    for (int f = 0; f < N_FAMILIES; f++) {
        for (size_t g = 0; g < work->n_groups; g++) {
            const struct group *group = work->groups[g];
            bool is_vendor = group->by == QA_SCORE_VENDOR;
            rows[result->n_rows++] =
                (struct qa_score_row){.question = question,
                                      .score = families[f],
                                      .by = group->by,
                                      .group = group->name,
                                      .vendor = is_vendor ? group->name : NULL,
                                      .id = group->id,
                                      .vendor_id = is_vendor ? group->id : QA_NONE,
                                      .tally = group->tally[f]};
        }
    }
    result->rows = rows;
}

/* Families that the result did not have are told of below its table. */
static void name_families(struct qa_score_result *result, struct qa_arena *arena)
{
    const struct qa_score **list =
        QA_ARRAY(arena, const struct qa_score *, result->n_families + N_FAMILIES);
    memcpy((void *)list, (const void *)result->families, result->n_families * sizeof *list);
    for (int f = 0; f < N_FAMILIES; f++) {
        bool known = false;
        for (size_t i = 0; i < result->n_families; i++) {
            known = known || list[i] == families[f];
        }
        if (!known) {
            list[result->n_families++] = families[f];
        }
    }
    result->families = list;
}

/* The work of a question, its frames listed; false: it has no tracks. */
static bool begin(const struct qa_comparison *comparison, uint32_t question, struct qa_arena *arena,
                  struct qa_arena *scratch, struct work *out)
{
    *out = (struct work){.comparison = comparison,
                         .question = question,
                         .sequences = qa_strings_new(scratch),
                         .arena = arena,
                         .scratch = scratch};
    if (!is_asked(comparison, question)) {
        return false;
    }
    out->side[0] = frames_of(comparison, comparison->a, question, out->sequences, scratch);
    out->side[1] = frames_of(comparison, comparison->b, question, out->sequences, scratch);
    return out->side[1].n > 0 && has_tracks(comparison, &comparison->b->questions->list[question],
                                            &out->side[0], scratch);
}

void qa_mask_tracks_add(const struct qa_comparison *comparison, struct qa_score_result *result,
                        struct qa_arena *arena)
{
    struct qa_arena *scratch = qa_arena_new();
    for (uint32_t q = 0; q < comparison->b->questions->n; q++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        struct work work;
        const struct qa_scored_question *question = scored(result, q);
        if (question != NULL && begin(comparison, q, arena, scratch, &work)) {
            work.by_item = (result->groupings & QA_SCORES_BY(QA_SCORE_ITEM)) != 0;
            add_sequences(&work);
            put_rows(&work, question, result);
            name_families(result, arena);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}
