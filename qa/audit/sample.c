#include "qa/audit/sample.h"

#include <stdlib.h>
#include <string.h>

#include "qa/audit/pairing.h"
#include "qa/base/hash.h"
#include "qa/base/random.h"
#include "qa/stats/sampling.h"

/* The working order draws from a stream that no stratum has. */
#define ORDER_STREAM UINT64_MAX

/* One answer of the frame with the ranks of the names it is ordered by. */
struct unit {
    uint32_t lot;        /* vendor */
    uint32_t stratum[4]; /* ranks of vendor, annotator, label and batch, 0 where not stratified */
    uint32_t item;
    uint32_t annotator;
    size_t answer;
};

struct frame {
    struct unit *units;
    size_t n;
    size_t *first; /* of each stratum; n_strata + 1 */
    size_t n_strata;
};

static enum qa_status refuse_several(const struct qa_batch *batch, const struct qa_asked *asked,
                                     struct qa_arena *scratch, struct qa_error *err)
{
    const struct qa_strings *questions = batch->names->questions;
    uint32_t *order = QA_ARRAY(scratch, uint32_t, asked->n + (size_t)1);
    const char *list = "";
    qa_strings_sorted(questions, order, NULL);
    for (uint32_t i = 0; i < asked->n; i++) {
        if (asked->asked[order[i]]) {
            list = qa_arena_format(scratch, "%s%s'%s'", list, list[0] != '\0' ? ", " : "",
                                   qa_strings_text(questions, order[i]));
        }
    }
    return qa_fail(err, QA_USAGE, "E301",
                   "the delivery answers several questions, %.300s: say which "
                   "to sample",
                   list);
}

static enum qa_status choose_question(const struct qa_sample_request *request,
                                      struct qa_arena *scratch, uint32_t *question,
                                      struct qa_error *err)
{
    *question = request->question;
    if (request->question != QA_NONE) {
        return QA_OK;
    }
    struct qa_asked asked = qa_asked_questions(request->delivery, scratch);
    for (uint32_t q = 0; q < asked.n; q++) {
        if (asked.asked[q] && *question != QA_NONE) {
            return refuse_several(request->delivery, &asked, scratch, err);
        }
        *question = asked.asked[q] ? q : *question;
    }
    return QA_OK;
}

/* Of several objects the one whose class comes first by name, whatever the order of the file. */
static uint32_t first_label(const struct qa_batch *batch, size_t answer)
{
    const struct qa_strings *labels = batch->names->labels;
    uint64_t first = qa_first_object(batch, answer);
    uint32_t found = QA_NONE;
    for (uint64_t o = first; o < first + qa_object_count(batch, answer); o++) {
        uint32_t label = batch->label[o];
        if (found == QA_NONE ||
            (label != QA_NONE &&
             qa_text_compare(qa_strings_text(labels, label), qa_strings_text(labels, found)) < 0)) {
            found = label;
        }
    }
    return found;
}

static int compare_strata(const struct unit *a, const struct unit *b)
{
    int by = qa_compare_u32(a->lot, b->lot);
    for (size_t i = 0; by == 0 && i < 4; i++) {
        by = qa_compare_u32(a->stratum[i], b->stratum[i]);
    }
    return by;
}

static int compare_units(const void *left, const void *right)
{
    const struct unit *a = left;
    const struct unit *b = right;
    int by = compare_strata(a, b);
    by = by != 0 ? by : qa_compare_u32(a->item, b->item);
    return by != 0 ? by : qa_compare_u32(a->annotator, b->annotator);
}

static struct frame build_frame(const struct qa_sample_request *request, uint32_t question,
                                struct qa_arena *scratch)
{
    const struct qa_batch *batch = request->delivery;
    struct qa_ranks ranks = qa_ranks_new(batch->names, scratch);
    uint32_t *item_rank =
        QA_ARRAY(scratch, uint32_t, qa_strings_count(batch->names->items) + (size_t)1);
    qa_strings_sorted(batch->names->items, NULL, item_rank);
    struct frame frame = {.units = QA_ARRAY(scratch, struct unit, batch->n_answers)};
    unsigned by = request->stratify;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) != question) {
            continue;
        }
        struct unit unit = {.lot = qa_rank_of(ranks.vendor, qa_answer_vendor(batch, a)),
                            .item = item_rank[batch->item[a]],
                            .annotator = qa_rank_of(ranks.annotator, batch->annotator[a]),
                            .answer = a};
        unit.stratum[0] = by & QA_STRATUM_VENDOR ? unit.lot : 0;
        unit.stratum[1] = by & QA_STRATUM_ANNOTATOR ? unit.annotator : 0;
        unit.stratum[2] =
            by & QA_STRATUM_LABEL ? qa_rank_of(ranks.label, first_label(batch, a)) : 0;
        unit.stratum[3] =
            by & QA_STRATUM_BATCH ? qa_rank_of(ranks.batch, qa_answer_batch(batch, a)) : 0;
        frame.units[frame.n++] = unit;
    }
    if (frame.n > 1) {
        qsort(frame.units, frame.n, sizeof *frame.units, compare_units);
    }
    frame.first = QA_ARRAY(scratch, size_t, frame.n + 1);
    for (size_t i = 0; i < frame.n; i++) {
        if (i == 0 || compare_strata(&frame.units[i - 1], &frame.units[i]) != 0) {
            frame.first[frame.n_strata++] = i;
        }
    }
    frame.first[frame.n_strata] = frame.n;
    return frame;
}

static const char *lot_name(const struct qa_batch *batch, size_t answer)
{
    uint32_t vendor = qa_answer_vendor(batch, answer);
    return vendor == QA_NONE ? "all" : qa_strings_text(batch->names->vendors, vendor);
}

static const char *or_none(const char *name)
{
    return name[0] != '\0' ? name : "(none)";
}

static const char *stratum_name(const struct qa_batch *batch, size_t answer, unsigned by,
                                struct qa_arena *arena)
{
    const struct qa_names *names = batch->names;
    const char *parts[4];
    size_t n = 0;
    if (by & QA_STRATUM_VENDOR) {
        parts[n++] = qa_strings_text(names->vendors, qa_answer_vendor(batch, answer));
    }
    if (by & QA_STRATUM_ANNOTATOR) {
        parts[n++] = qa_annotator_text(names, batch->annotator[answer]);
    }
    if (by & QA_STRATUM_LABEL) {
        parts[n++] = qa_strings_text(names->labels, first_label(batch, answer));
    }
    if (by & QA_STRATUM_BATCH) {
        parts[n++] = qa_strings_text(names->batches, qa_answer_batch(batch, answer));
    }
    const char *name = n > 0 ? qa_arena_text(arena, or_none(parts[0])) : "all";
    for (size_t i = 1; i < n; i++) {
        name = qa_arena_format(arena, "%s / %s", name, or_none(parts[i]));
    }
    return name;
}

void qa_sample_unit_id(const struct qa_batch *batch, size_t answer, char out[13])
{
    const struct qa_names *names = batch->names;
    const char *parts[4] = {qa_strings_text(names->vendors, qa_answer_vendor(batch, answer)),
                            qa_strings_text(names->questions, qa_answer_question(batch, answer)),
                            qa_strings_text(names->items, batch->item[answer]),
                            qa_annotator_text(names, batch->annotator[answer])};
    /* The terminating NUL of each part separates it from the next: names hold none. */
    char hex[65];
    size_t length[4];
    size_t size = 0;
    for (size_t i = 0; i < 4; i++) {
        length[i] = strlen(parts[i]) + 1;
        size += length[i];
    }
    char *key = malloc(size);
    if (key == NULL) {
        QA_BUG("out of memory: %zu bytes asked for", size);
    }
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        memcpy(key + at, parts[i], length[i]);
        at += length[i];
    }
    qa_sha256_hex(key, size, hex);
    free(key);
    memcpy(out, hex, 12);
    out[12] = '\0';
}

struct drawing {
    const struct qa_sample_request *request;
    const struct frame *frame;
    struct qa_arena *arena;
    struct qa_arena *scratch;
    struct qa_sample *out;
    uint64_t *lot_size; /* by stratum */
};

static void measure_lots(struct drawing *drawing)
{
    const struct frame *frame = drawing->frame;
    drawing->lot_size = QA_ARRAY(drawing->scratch, uint64_t, frame->n_strata);
    size_t start = 0;
    for (size_t s = 0; s < frame->n_strata; s++) {
        bool is_last = s + 1 == frame->n_strata ||
                       frame->units[frame->first[s + 1]].lot != frame->units[frame->first[s]].lot;
        if (is_last) {
            uint64_t size = frame->first[s + 1] - frame->first[start];
            for (; start <= s; start++) {
                drawing->lot_size[start] = size;
            }
        }
    }
}

/* Draws one stratum's units, in the order of the frame, to the end of the sample. */
static void draw_stratum(const struct drawing *drawing, size_t s)
{
    const struct frame *frame = drawing->frame;
    const struct qa_batch *batch = drawing->request->delivery;
    struct qa_sample *out = drawing->out;
    struct qa_sample_stratum *stratum = &out->strata[s];
    uint64_t *drawn = QA_ARRAY(drawing->scratch, uint64_t, (size_t)stratum->n);
    struct qa_random random;
    qa_random_init(&random, drawing->request->seed, s);
    qa_sample_without_replacement(&random, stratum->size, stratum->n, drawn);
    for (uint64_t i = 0; i < stratum->n; i++) {
        size_t answer = frame->units[frame->first[s] + drawn[i]].answer;
        char id[13];
        qa_sample_unit_id(batch, answer, id);
        out->units[out->n_units++] = (struct qa_sample_unit){
            .answer = answer,
            .id = qa_arena_text(drawing->arena, id),
            .lot = stratum->lot,
            .stratum = stratum->name,
            .lot_size = drawing->lot_size[s],
            .stratum_size = stratum->size,
            .stratum_n = stratum->n,
            .inclusion_probability = (double)stratum->n / (double)stratum->size,
        };
    }
}

/* The auditor's order is random, so that stopping early or tiring does not fall on one stratum. */
static void shuffle_units(const struct drawing *drawing)
{
    struct qa_sample *out = drawing->out;
    uint64_t *order = QA_ARRAY(drawing->scratch, uint64_t, out->n_units);
    struct qa_sample_unit *units = QA_ARRAY(drawing->arena, struct qa_sample_unit, out->n_units);
    struct qa_random random;
    qa_random_init(&random, drawing->request->seed, ORDER_STREAM);
    qa_shuffle(&random, order, out->n_units);
    for (size_t i = 0; i < out->n_units; i++) {
        units[i] = out->units[order[i]];
        units[i].order = i + 1;
    }
    out->units = units;
}

static void draw(struct drawing *drawing)
{
    const struct qa_sample_request *request = drawing->request;
    const struct frame *frame = drawing->frame;
    struct qa_sample *out = drawing->out;
    uint64_t *sizes = QA_ARRAY(drawing->scratch, uint64_t, frame->n_strata);
    uint64_t *allocation = QA_ARRAY(drawing->scratch, uint64_t, frame->n_strata);
    size_t n_units = 0;
    for (size_t s = 0; s < frame->n_strata; s++) {
        sizes[s] = frame->first[s + 1] - frame->first[s];
    }
    qa_allocate_proportional(sizes, frame->n_strata, request->n, allocation, drawing->scratch);
    out->strata = QA_ARRAY(drawing->arena, struct qa_sample_stratum, frame->n_strata);
    out->n_strata = frame->n_strata;
    for (size_t s = 0; s < frame->n_strata; s++) {
        size_t answer = frame->units[frame->first[s]].answer;
        bool tells = request->blind && (request->stratify & QA_STRATUM_LABEL) != 0;
        out->strata[s] = (struct qa_sample_stratum){
            lot_name(request->delivery, answer),
            tells ? qa_arena_format(drawing->arena, "stratum %zu", s + 1)
                  : stratum_name(request->delivery, answer, request->stratify, drawing->arena),
            sizes[s], allocation[s]};
        n_units += (size_t)allocation[s];
    }
    measure_lots(drawing);
    out->units = QA_ARRAY(drawing->scratch, struct qa_sample_unit, n_units);
    for (size_t s = 0; s < frame->n_strata; s++) {
        draw_stratum(drawing, s);
    }
    shuffle_units(drawing);
}

static enum qa_status sample_into(const struct qa_sample_request *request, struct qa_arena *arena,
                                  struct qa_arena *scratch, struct qa_sample *out,
                                  struct qa_error *err)
{
    uint32_t question;
    QA_TRY(choose_question(request, scratch, &question, err));
    if (request->n == 0) {
        return qa_fail(err, QA_USAGE, "E302", "a sample of no answers was asked for");
    }
    struct frame frame = build_frame(request, question, scratch);
    if (frame.n == 0) {
        return qa_fail(err, QA_USAGE, "E302", "there is no answer to sample from");
    }
    *out = (struct qa_sample){.question = question, .seed = request->seed, .frame_size = frame.n};
    struct drawing drawing = {
        .request = request, .frame = &frame, .arena = arena, .scratch = scratch, .out = out};
    draw(&drawing);
    return QA_OK;
}

enum qa_status qa_sample(const struct qa_sample_request *request, struct qa_arena *arena,
                         struct qa_sample *out, struct qa_error *err)
{
    struct qa_arena *scratch = qa_arena_new();
    enum qa_status status = sample_into(request, arena, scratch, out, err);
    qa_arena_free(scratch);
    return status;
}
