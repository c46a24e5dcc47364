#include "qa/audit/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/sample_parts.h"
#include "qa/base/hash.h"
#include "qa/base/random.h"
#include "qa/batch/questions.h"
#include "qa/score/ranks.h"
#include "qa/stats/sampling.h"

/* The working order is by another number of each unit; clusters and systematic starts have streams
 * that no stratum has. */
#define ORDER_SALT UINT64_C(0x6f72646572)
#define CLUSTER_SALT UINT64_C(0x636c7573)

const char *const qa_sample_design_names[] = {"simple", "systematic", "pps", "cluster"};

struct drawing {
    const struct qa_sample_request *request;
    struct qa_frame *frame;
    bool *was_drawn; /* of each unit of the frame, earlier; NULL: none */
    struct qa_arena *arena;
    struct qa_arena *scratch;
    struct qa_sample *out;
};

/* ---- the question ---- */

static enum qa_status refuse_several(const struct qa_batch *batch, struct qa_arena *scratch,
                                     struct qa_error *err)
{
    const struct qa_questions *questions = batch->questions;
    uint32_t *order = QA_ARRAY(scratch, uint32_t, questions->n + (size_t)1);
    const char *list = "";
    qa_strings_sorted(batch->names->questions, order, NULL);
    for (uint32_t i = 0; i < questions->n; i++) {
        if (questions->list[order[i]].is_asked[QA_DELIVERY]) {
            list = qa_arena_format(scratch, "%s%s'%s'", list, list[0] != '\0' ? ", " : "",
                                   questions->list[order[i]].name);
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
    const struct qa_questions *questions = request->delivery->questions;
    for (uint32_t q = 0; q < questions->n; q++) {
        bool is_asked = questions->list[q].is_asked[QA_DELIVERY];
        if (is_asked && *question != QA_NONE) {
            return refuse_several(request->delivery, scratch, err);
        }
        *question = is_asked ? q : *question;
    }
    return QA_OK;
}

/* ---- allocation ---- */

static bool is_called(const struct qa_frame_stratum *stratum, const char *name)
{
    return strcmp(name, stratum->name) == 0 || strcmp(name, stratum->given_name) == 0;
}

static enum qa_status expected_rate(const struct drawing *drawing, size_t s, double *rate,
                                    struct qa_error *err)
{
    const struct qa_sample_request *request = drawing->request;
    const struct qa_frame_stratum *stratum = &drawing->frame->strata[s];
    for (size_t r = 0; r < request->n_rates; r++) {
        const char *name = request->rates[r].stratum;
        size_t lot = strlen(stratum->lot);
        bool has_lot =
            strncmp(name, stratum->lot, lot) == 0 && strncmp(name + lot, " / ", 3) == 0;
        if (is_called(stratum, name) || (has_lot && is_called(stratum, name + lot + 3))) {
            *rate = request->rates[r].rate;
            return QA_OK;
        }
    }
    if (request->n_rates > 0 || request->certainty == NULL) {
        return qa_fail(err, QA_USAGE, "E304",
                       "Neyman allocation wants the error rate expected of each stratum, and there "
                       "is none for '%.100s' of lot '%.100s'",
                       stratum->name, stratum->lot);
    }
    double sum = 0;
    double n = 0;
    for (size_t u = stratum->first; u < stratum->first + stratum->size; u++) {
        double posterior =
            request->certainty[request->delivery->item[drawing->frame->units[u].answer]];
        sum += posterior >= 0 ? 1 - posterior : 0;
        n += posterior >= 0;
    }
    *rate = n > 0 ? sum / n : 0.5;
    return QA_OK;
}

static enum qa_status find_rates(const struct drawing *drawing, double *rate, struct qa_error *err)
{
    bool wanted = drawing->request->allocation == QA_NEYMAN;
    for (size_t s = 0; wanted && s < drawing->frame->n_strata; s++) {
        QA_TRY(expected_rate(drawing, s, &rate[s], err));
    }
    return QA_OK;
}

/* out->strata[s].n of every stratum. */
static enum qa_status allocate(struct drawing *drawing, struct qa_error *err)
{
    const struct qa_sample_request *request = drawing->request;
    const struct qa_frame *frame = drawing->frame;
    size_t n_strata = frame->n_strata;
    uint64_t *sizes = QA_ARRAY(drawing->scratch, uint64_t, n_strata);
    uint64_t *least = QA_ARRAY(drawing->scratch, uint64_t, n_strata);
    uint64_t *allocation = QA_ARRAY(drawing->scratch, uint64_t, n_strata);
    double *rate = QA_ARRAY(drawing->scratch, double, n_strata);
    uint64_t n_earlier = 0;
    QA_TRY(find_rates(drawing, rate, err));
    for (size_t s = 0; s < n_strata; s++) {
        struct qa_sample_stratum *stratum = &drawing->out->strata[s];
        sizes[s] = stratum->size;
        n_earlier += stratum->earlier;
        least[s] = stratum->earlier > request->minimum ? stratum->earlier : request->minimum;
    }
    const struct qa_allocation_request wanted = {
        .rule = request->allocation,
        .power = request->power,
        .rate = rate,
        .minimum_of = n_earlier + request->minimum > 0 ? least : NULL};
    qa_allocate(sizes, n_strata, request->n + n_earlier, &wanted, allocation, drawing->scratch);
    for (size_t s = 0; s < n_strata; s++) {
        drawing->out->strata[s].n = allocation[s] - drawing->out->strata[s].earlier;
    }
    return QA_OK;
}

/* ---- what was drawn earlier ---- */

static enum qa_status mark_earlier(struct drawing *drawing, struct qa_error *err)
{
    const struct qa_sample_request *request = drawing->request;
    const struct qa_frame *frame = drawing->frame;
    if (request->n_earlier == 0) {
        return QA_OK;
    }
    struct qa_strings *ids = qa_strings_new(drawing->scratch);
    for (size_t i = 0; i < request->n_earlier; i++) {
        qa_strings_intern_text(ids, request->earlier[i]);
    }
    drawing->was_drawn = QA_ARRAY(drawing->scratch, bool, frame->n);
    uint64_t n_found = 0;
    for (size_t s = 0; s < frame->n_strata; s++) {
        const struct qa_frame_stratum *stratum = &frame->strata[s];
        for (size_t u = stratum->first; u < stratum->first + stratum->size; u++) {
            char id[13];
            qa_sample_unit_id(request->delivery, frame->units[u].answer, id);
            drawing->was_drawn[u] = qa_strings_find(ids, id, 12) != QA_NONE;
            drawing->out->strata[s].earlier += drawing->was_drawn[u];
            n_found += drawing->was_drawn[u];
        }
    }
    if (n_found < qa_strings_count(ids)) {
        return qa_fail(
            err, QA_USAGE, "E304", "%llu of the %u units drawn earlier are not in this delivery",
            (unsigned long long)(qa_strings_count(ids) - n_found), qa_strings_count(ids));
    }
    return QA_OK;
}

/* ---- the designs ---- */

static void take(struct drawing *drawing, size_t s, size_t unit, double probability)
{
    const struct qa_frame_stratum *stratum = &drawing->frame->strata[s];
    const struct qa_sample_stratum *drawn = &drawing->out->strata[s];
    struct qa_sample *out = drawing->out;
    out->units[out->n_units++] =
        (struct qa_sample_unit){.answer = drawing->frame->units[unit].answer,
                                .lot = stratum->lot,
                                .stratum = stratum->name,
                                .lot_size = stratum->lot_size,
                                .stratum_size = stratum->size,
                                .stratum_n = drawn->n + drawn->earlier,
                                .inclusion_probability = probability};
}

static void draw_simple(struct drawing *drawing, size_t s)
{
    const struct qa_frame_stratum *stratum = &drawing->frame->strata[s];
    const struct qa_sample_stratum *drawn = &drawing->out->strata[s];
    uint64_t left;
    if (drawn->n == 0) {
        return;
    }
    struct qa_bottom bottom = qa_bottom_new(drawn->n, drawing->scratch);
    for (size_t u = stratum->first; u < stratum->first + stratum->size; u++) {
        if (drawing->was_drawn == NULL || !drawing->was_drawn[u]) {
            qa_bottom_offer(&bottom, drawing->frame->units[u].number, u, &left);
        }
    }
    qa_bottom_finish(&bottom);
    for (uint64_t i = 0; i < bottom.n; i++) {
        take(drawing, s, (size_t)bottom.heap[i].unit,
             (double)(drawn->n + drawn->earlier) / (double)stratum->size);
    }
}

static void draw_systematic(struct drawing *drawing, size_t s)
{
    const struct qa_frame_stratum *stratum = &drawing->frame->strata[s];
    uint64_t n = drawing->out->strata[s].n;
    uint64_t *drawn = QA_ARRAY(drawing->scratch, uint64_t, (size_t)n + 1);
    struct qa_random random;
    qa_random_init(&random, drawing->request->seed, s);
    qa_frame_sort_by_names(drawing->frame, s, drawing->request->delivery);
    qa_sample_systematic(qa_random_real(&random), stratum->size, n, drawn);
    for (uint64_t i = 0; i < n; i++) {
        take(drawing, s, stratum->first + (size_t)drawn[i], (double)n / (double)stratum->size);
    }
}

static int by_number(const void *left, const void *right)
{
    const struct qa_frame_unit *a = left;
    const struct qa_frame_unit *b = right;
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return (a->answer > b->answer) - (a->answer < b->answer);
}

/* So that a spreadsheet program, which shows few decimals, does not change it in saving. */
static double six_digits(double value)
{
    double scale = pow(10, 5 - floor(log10(value)));
    return round(value * scale) / scale;
}

static void draw_pps(struct drawing *drawing, size_t s)
{
    const struct qa_frame_stratum *stratum = &drawing->frame->strata[s];
    struct qa_frame_unit *units = drawing->frame->units + stratum->first;
    size_t n = stratum->size;
    double *size = QA_ARRAY(drawing->scratch, double, n);
    double *probability = QA_ARRAY(drawing->scratch, double, n);
    bool *taken = QA_ARRAY(drawing->scratch, bool, n);
    struct qa_random random;
    qsort(units, n, sizeof *units, by_number);
    for (size_t u = 0; u < n; u++) {
        size[u] = drawing->request->size[units[u].answer];
    }
    qa_pps_probabilities(size, n, drawing->out->strata[s].n, probability);
    qa_random_init(&random, drawing->request->seed, s);
    qa_pps_draw(probability, n, &random, taken);
    uint64_t before = drawing->out->n_units;
    for (size_t u = 0; u < n; u++) {
        if (taken[u]) {
            take(drawing, s, stratum->first + u, six_digits(probability[u]));
        }
    }
    /* Fewer units than asked for may have a size. */
    drawing->out->strata[s].n = drawing->out->n_units - before;
}

/* ---- clusters ---- */

/* Dense numbers of a lot's clusters, by unit; their names' random numbers. */
struct clusters {
    uint32_t *of_unit;
    uint32_t *slot; /* qa_slot of batch or annotator */
    size_t n;
};

static uint32_t cluster_slot(const struct drawing *drawing, size_t answer)
{
    const struct qa_batch *batch = drawing->request->delivery;
    return (uint32_t)qa_slot(drawing->request->cluster_by == QA_STRATUM_BATCH
                                 ? qa_answer_batch(batch, answer)
                                 : batch->annotator[answer]);
}

/* Draws go by annotators' ids, whatever is shown of them. */
static const char *cluster_name(const struct drawing *drawing, uint32_t slot, bool is_shown)
{
    const struct qa_names *names = drawing->request->delivery->names;
    const char *name = slot == 0 ? ""
                       : drawing->request->cluster_by == QA_STRATUM_BATCH
                           ? qa_strings_text(names->batches, slot - 1)
                       : is_shown ? qa_annotator_text(names, slot - 1)
                                  : qa_annotator_id(names, slot - 1);
    return name[0] != '\0' ? name : "(none)";
}

static struct clusters find_clusters(const struct drawing *drawing, size_t s)
{
    const struct qa_names *names = drawing->request->delivery->names;
    const struct qa_frame_stratum *lot = &drawing->frame->strata[s];
    size_t n_slots = drawing->request->cluster_by == QA_STRATUM_BATCH
                         ? qa_strings_count(names->batches)
                         : qa_annotator_count(names);
    uint32_t *dense = QA_ARRAY(drawing->scratch, uint32_t, n_slots + 1); /* number + 1 */
    struct clusters out = {QA_ARRAY(drawing->scratch, uint32_t, lot->size),
                           QA_ARRAY(drawing->scratch, uint32_t, n_slots + 1), 0};
    for (size_t u = 0; u < lot->size; u++) {
        uint32_t slot = cluster_slot(drawing, drawing->frame->units[lot->first + u].answer);
        if (dense[slot] == 0) {
            out.slot[out.n] = slot;
            dense[slot] = (uint32_t)++out.n;
        }
        out.of_unit[u] = dense[slot] - 1;
    }
    return out;
}

static void draw_clusters(struct drawing *drawing, size_t s, const struct clusters *clusters,
                          uint64_t n)
{
    const struct qa_frame_stratum *lot = &drawing->frame->strata[s];
    bool *taken = QA_ARRAY(drawing->scratch, bool, clusters->n + 1);
    uint64_t left;
    if (n == 0) {
        return;
    }
    struct qa_bottom bottom = qa_bottom_new(n, drawing->scratch);
    uint64_t salt = qa_hash64(lot->lot, strlen(lot->lot), drawing->request->seed ^ CLUSTER_SALT);
    for (size_t c = 0; c < clusters->n; c++) {
        const char *name = cluster_name(drawing, clusters->slot[c], false);
        qa_bottom_offer(&bottom, qa_hash64(name, strlen(name), salt), c, &left);
    }
    for (uint64_t i = 0; i < bottom.n; i++) {
        taken[bottom.heap[i].unit] = true;
    }
    uint64_t before = drawing->out->n_units;
    for (size_t u = 0; u < lot->size; u++) {
        uint32_t c = clusters->of_unit[u];
        if (taken[c]) {
            take(drawing, s, lot->first + u, (double)n / (double)clusters->n);
            struct qa_sample_unit *unit = &drawing->out->units[drawing->out->n_units - 1];
            unit->cluster = cluster_name(drawing, clusters->slot[c], true);
            unit->n_clusters = clusters->n;
        }
    }
    drawing->out->strata[s].n = drawing->out->n_units - before;
}

static void draw_all_clusters(struct drawing *drawing)
{
    size_t n_lots = drawing->frame->n_strata;
    struct clusters *clusters = QA_ARRAY(drawing->scratch, struct clusters, n_lots);
    uint64_t *sizes = QA_ARRAY(drawing->scratch, uint64_t, n_lots);
    uint64_t *allocation = QA_ARRAY(drawing->scratch, uint64_t, n_lots);
    /* One cluster has no variance: two of each lot, where it has two. */
    const struct qa_allocation_request wanted = {.rule = QA_PROPORTIONAL, .minimum = 2};
    for (size_t s = 0; s < n_lots; s++) {
        clusters[s] = find_clusters(drawing, s);
        sizes[s] = clusters[s].n;
    }
    qa_allocate(sizes, n_lots, drawing->request->n, &wanted, allocation, drawing->scratch);
    drawing->out->units =
        QA_ARRAY(drawing->scratch, struct qa_sample_unit, drawing->frame->n + (size_t)1);
    for (size_t s = 0; s < n_lots; s++) {
        draw_clusters(drawing, s, &clusters[s], allocation[s]);
    }
}

/* ---- all together ---- */

struct ordered {
    uint64_t number;
    struct qa_sample_unit unit;
};

static int by_order(const void *left, const void *right)
{
    const struct ordered *a = left;
    const struct ordered *b = right;
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return strcmp(a->unit.id, b->unit.id);
}

/* The auditor's order is random, so that stopping early or tiring does not fall on one stratum. */
static void order_units(const struct drawing *drawing)
{
    struct qa_sample *out = drawing->out;
    struct ordered *order = QA_ARRAY(drawing->scratch, struct ordered, out->n_units + 1);
    struct qa_sample_unit *units =
        QA_ARRAY(drawing->arena, struct qa_sample_unit, out->n_units + 1);
    char *ids = QA_ARRAY(drawing->scratch, char, 13 * out->n_units + 1);
    for (size_t i = 0; i < out->n_units; i++) {
        char id[13];
        qa_sample_unit_id(drawing->request->delivery, out->units[i].answer, id);
        out->units[i].id = qa_arena_text(drawing->arena, id);
        order[i] =
            (struct ordered){qa_hash64(id, 12, drawing->request->seed ^ ORDER_SALT), out->units[i]};
    }
    if (out->n_units > 1) {
        qsort(order, out->n_units, sizeof *order, by_order);
    }
    for (size_t i = 0; i < out->n_units; i++) {
        units[i] = order[i].unit;
        units[i].order = i + 1;
        memcpy(ids + 13 * i, units[i].id, 13);
    }
    char hex[65];
    qa_sha256_hex(ids, 13 * out->n_units, hex);
    memcpy(out->sheet, hex, 8);
    out->sheet[8] = '\0';
    qa_code_as_text(out->sheet);
    out->units = units;
}

static enum qa_status draw_strata(struct drawing *drawing, struct qa_error *err)
{
    static void (*const draws[])(struct drawing *,
                                 size_t) = {[QA_SAMPLE_SIMPLE] = draw_simple,
                                            [QA_SAMPLE_SYSTEMATIC] = draw_systematic,
                                            [QA_SAMPLE_PPS] = draw_pps};
    struct qa_sample *out = drawing->out;
    size_t n_units = 0;
    QA_TRY(mark_earlier(drawing, err));
    QA_TRY(allocate(drawing, err));
    for (size_t s = 0; s < out->n_strata; s++) {
        n_units += (size_t)out->strata[s].n;
    }
    /* A pivotal draw may give one unit more than the sum of rounded probabilities. */
    out->units = QA_ARRAY(drawing->scratch, struct qa_sample_unit, n_units + 2 * out->n_strata);
    for (size_t s = 0; s < out->n_strata; s++) {
        draws[drawing->request->design](drawing, s);
    }
    return QA_OK;
}

static enum qa_status sample_into(struct drawing *drawing, struct qa_error *err)
{
    const struct qa_sample_request *request = drawing->request;
    struct qa_sample *out = drawing->out;
    struct qa_frame_request wanted = {.delivery = request->delivery,
                                      .stratify = request->stratify,
                                      .certainty = request->certainty,
                                      .blind = request->blind,
                                      .seed = request->seed};
    QA_TRY(qa_sample_check(request, err));
    QA_TRY(choose_question(request, drawing->scratch, &wanted.question, err));
    QA_TRY(qa_frame_build(&wanted, drawing->arena, drawing->frame, err));
    const struct qa_frame *frame = drawing->frame;
    *out = (struct qa_sample){.question = wanted.question,
                              .design = request->design,
                              .allocation = request->allocation,
                              .seed = request->seed,
                              .frame_size = frame->n,
                              .n_asked = request->n,
                              .n_strata = frame->n_strata};
    out->strata = QA_ARRAY(drawing->arena, struct qa_sample_stratum, frame->n_strata);
    for (size_t s = 0; s < frame->n_strata; s++) {
        out->strata[s] = (struct qa_sample_stratum){
            .lot = frame->strata[s].lot, .name = frame->strata[s].name, frame->strata[s].size};
    }
    if (request->design == QA_SAMPLE_CLUSTER) {
        draw_all_clusters(drawing);
    } else {
        QA_TRY(draw_strata(drawing, err));
    }
    if (out->n_units == 0) {
        return qa_fail(err, QA_USAGE, "E304", "no answer has a size above 0 to be drawn by");
    }
    order_units(drawing);
    return QA_OK;
}

enum qa_status qa_sample(const struct qa_sample_request *request, struct qa_arena *arena,
                         struct qa_sample *out, struct qa_error *err)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_frame frame;
    struct drawing drawing = {
        .request = request, .frame = &frame, .arena = arena, .scratch = scratch, .out = out};
    enum qa_status status = sample_into(&drawing, err);
    qa_arena_free(scratch);
    return status;
}
