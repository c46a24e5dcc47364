#include "qa/audit/frame.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/hash.h"
#include "qa/base/parallel.h"
#include "qa/batch/questions.h"
#include "qa/score/ranks.h"

enum { N_FIELDS = 7, UNITS_A_CHUNK = 65536 };

/* Up to this many combinations of ranks a table finds the stratum, beyond it a search. */
#define LARGEST_TABLE (UINT64_C(1) << 22)

static const struct {
    double below;
    const char *name;
} certainties[] = {{0.6, "posterior below 0.6"},
                   {0.9, "posterior 0.6 to 0.9"},
                   {0.99, "posterior 0.9 to 0.99"},
                   {2, "posterior 0.99 or more"}};
static const char *const agreements[] = {"one answer", "split", "alike"};

/* ---- ids ---- */

struct key {
    char stack[512];
    char *text;
    size_t size;
};

/* Three names of an answer and what stands for its annotator. The terminating NUL of each separates
 * it from the next: names hold none. */
static void make_key(struct key *key, const struct qa_batch *batch, size_t answer,
                     const char *annotator)
{
    const struct qa_names *names = batch->names;
    const char *parts[4] = {qa_strings_text(names->vendors, qa_answer_vendor(batch, answer)),
                            qa_strings_text(names->questions, qa_answer_question(batch, answer)),
                            qa_strings_text(names->items, batch->item[answer]),
                            annotator};
    size_t length[4];
    key->size = 0;
    for (size_t i = 0; i < 4; i++) {
        length[i] = strlen(parts[i]) + 1;
        key->size += length[i];
    }
    key->text = key->size <= sizeof key->stack ? key->stack : malloc(key->size);
    if (key->text == NULL) {
        qa_out_of_memory(key->size);
    }
    size_t at = 0;
    for (size_t i = 0; i < 4; i++) {
        memcpy(key->text + at, parts[i], length[i]);
        at += length[i];
    }
}

static void drop_key(struct key *key)
{
    if (key->text != key->stack) {
        free(key->text);
    }
}

void qa_code_as_text(char *hex)
{
    size_t digits = strspn(hex, "0123456789");
    const char *rest = hex + digits;
    bool has_exponent = rest[0] == 'e' && rest[1 + strspn(rest + 1, "0123456789")] == '\0';
    if (digits > 0 && (rest[0] == '\0' || has_exponent)) {
        hex[0] = (char)(hex[0] - '0' + 'g');
    }
}

void qa_sample_unit_id(const struct qa_batch *batch, size_t answer, char out[13])
{
    struct key key;
    char hex[65];
    /* The id leaves the house: with a list of people's ids nobody is to find whose answer it is. */
    make_key(&key, batch, answer, qa_annotator_secret(batch->names, batch->annotator[answer]));
    qa_sha256_hex(key.text, key.size, hex);
    drop_key(&key);
    memcpy(out, hex, 12);
    out[12] = '\0';
    qa_code_as_text(out);
}

/* ---- strata ---- */

uint32_t qa_first_label(const struct qa_batch *batch, size_t answer)
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

struct building {
    const struct qa_frame_request *request;
    const struct qa_batch *batch;
    struct qa_ranks ranks;
    uint64_t radix[N_FIELDS];
    uint64_t n_keys;    /* product of the radices */
    uint8_t *agreement; /* of each answer */
    size_t *answer;     /* of each unit */
    uint64_t *key;      /* of each unit */
    uint32_t *stratum;  /* of each unit */
    uint64_t *number;   /* of each unit */
    size_t n;
    struct qa_arena *arena;
    struct qa_arena *scratch;
};

static uint32_t certainty_class(double posterior)
{
    uint32_t c = 0;
    while (posterior >= certainties[c].below) {
        c++;
    }
    return c;
}

/* Answers are grouped by item, then question: each run is one item's answers to one question. */
static void find_agreement(struct building *building)
{
    const struct qa_batch *batch = building->batch;
    building->agreement = QA_ARRAY(building->scratch, uint8_t, batch->n_answers + 1);
    for (size_t a = 0, end; a < batch->n_answers; a = end) {
        uint32_t label = qa_first_label(batch, a);
        bool split = false;
        for (end = a + 1; end < batch->n_answers && batch->item[end] == batch->item[a] &&
                          qa_answer_question(batch, end) == qa_answer_question(batch, a);
             end++) {
            split = split || qa_first_label(batch, end) != label ||
                    qa_object_count(batch, end) != qa_object_count(batch, a);
        }
        for (size_t i = a; i < end; i++) {
            building->agreement[i] = end - a == 1 ? 0 : split ? 1 : 2;
        }
    }
}

static void rank_fields(const struct building *building, size_t answer, uint32_t rank[N_FIELDS])
{
    const struct qa_batch *batch = building->batch;
    const struct qa_ranks *ranks = &building->ranks;
    unsigned by = building->request->stratify;
    rank[0] = qa_rank_of(ranks->vendor, qa_answer_vendor(batch, answer));
    rank[1] = by & QA_STRATUM_VENDOR ? rank[0] : 0;
    rank[2] =
        by & QA_STRATUM_ANNOTATOR ? qa_rank_of(ranks->annotator, batch->annotator[answer]) : 0;
    rank[3] = by & QA_STRATUM_LABEL ? qa_rank_of(ranks->label, qa_first_label(batch, answer)) : 0;
    rank[4] = by & QA_STRATUM_BATCH ? qa_rank_of(ranks->batch, qa_answer_batch(batch, answer)) : 0;
    rank[5] = by & QA_STRATUM_AGREEMENT ? building->agreement[answer] : 0;
    rank[6] = by & QA_STRATUM_CERTAINTY
                  ? certainty_class(building->request->certainty[batch->item[answer]])
                  : 0;
}

/* The place of an answer's stratum. */
static uint64_t combined_rank(const struct building *building, size_t answer)
{
    uint32_t rank[N_FIELDS];
    uint64_t combined = 0;
    rank_fields(building, answer, rank);
    for (int f = 0; f < N_FIELDS; f++) {
        combined = combined * building->radix[f] + rank[f];
    }
    return combined;
}

static void number_chunk(void *context, size_t chunk)
{
    struct building *building = context;
    const struct qa_names *names = building->batch->names;
    size_t end = (chunk + 1) * UNITS_A_CHUNK;
    end = end < building->n ? end : building->n;
    for (size_t u = chunk * UNITS_A_CHUNK; u < end; u++) {
        struct key key;
        make_key(&key, building->batch, building->answer[u],
                 qa_annotator_id(names, building->batch->annotator[building->answer[u]]));
        building->number[u] = qa_hash64(key.text, key.size, building->request->seed);
        drop_key(&key);
        building->key[u] = combined_rank(building, building->answer[u]);
    }
}

static enum qa_status count_keys(struct building *building, struct qa_error *err)
{
    const struct qa_names *names = building->batch->names;
    unsigned by = building->request->stratify;
    uint64_t vendors = (uint64_t)qa_strings_count(names->vendors) + 1;
    building->radix[0] = vendors;
    building->radix[1] = by & QA_STRATUM_VENDOR ? vendors : 1;
    building->radix[2] = by & QA_STRATUM_ANNOTATOR ? (uint64_t)qa_annotator_count(names) + 1 : 1;
    building->radix[3] = by & QA_STRATUM_LABEL ? (uint64_t)qa_strings_count(names->labels) + 1 : 1;
    building->radix[4] = by & QA_STRATUM_BATCH ? (uint64_t)qa_strings_count(names->batches) + 1 : 1;
    building->radix[5] = by & QA_STRATUM_AGREEMENT ? sizeof agreements / sizeof *agreements : 1;
    building->radix[6] = by & QA_STRATUM_CERTAINTY ? sizeof certainties / sizeof *certainties : 1;
    building->n_keys = 1;
    for (int f = 0; f < N_FIELDS; f++) {
        if (__builtin_mul_overflow(building->n_keys, building->radix[f], &building->n_keys)) {
            return qa_fail(err, QA_USAGE, "E303",
                           "so many names cannot be combined to strata: stratify by fewer fields");
        }
    }
    return QA_OK;
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Dense numbers of the keys that occur, in their order; *n_strata of them. */
static void find_strata(struct building *building, size_t *n_strata)
{
    size_t n = building->n;
    struct qa_arena *scratch = building->scratch;
    if (building->n_keys <= LARGEST_TABLE) {
        uint32_t *dense = QA_ARRAY(scratch, uint32_t, (size_t)building->n_keys);
        for (size_t u = 0; u < n; u++) {
            dense[building->key[u]] = 1;
        }
        for (size_t k = 0; k < building->n_keys; k++) {
            bool occurs = dense[k] == 1;
            dense[k] = (uint32_t)*n_strata;
            *n_strata += occurs;
        }
        for (size_t u = 0; u < n; u++) {
            building->stratum[u] = dense[building->key[u]];
        }
        return;
    }
    uint64_t *sorted = QA_ARRAY(scratch, uint64_t, n);
    memcpy(sorted, building->key, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_key);
    for (size_t u = 0; u < n; u++) {
        if (u == 0 || sorted[u] != sorted[*n_strata - 1]) {
            sorted[(*n_strata)++] = sorted[u];
        }
    }
    for (size_t u = 0; u < n; u++) {
        const uint64_t *found =
            bsearch(&building->key[u], sorted, *n_strata, sizeof *sorted, by_key);
        building->stratum[u] = (uint32_t)(found - sorted);
    }
}

/* ---- their names ---- */

static const char *or_none(const char *name)
{
    return name[0] != '\0' ? name : "(none)";
}

static const char *stratum_name(const struct building *building, size_t answer,
                                const char *annotator)
{
    const struct qa_batch *batch = building->batch;
    const struct qa_names *names = batch->names;
    unsigned by = building->request->stratify;
    const char *parts[N_FIELDS];
    uint32_t rank[N_FIELDS];
    size_t n = 0;
    rank_fields(building, answer, rank);
    if (by & QA_STRATUM_VENDOR) {
        parts[n++] = qa_strings_text(names->vendors, qa_answer_vendor(batch, answer));
    }
    if (by & QA_STRATUM_ANNOTATOR) {
        parts[n++] = annotator;
    }
    if (by & QA_STRATUM_LABEL) {
        parts[n++] = qa_strings_text(names->labels, qa_first_label(batch, answer));
    }
    if (by & QA_STRATUM_BATCH) {
        parts[n++] = qa_strings_text(names->batches, qa_answer_batch(batch, answer));
    }
    if (by & QA_STRATUM_AGREEMENT) {
        parts[n++] = agreements[rank[5]];
    }
    if (by & QA_STRATUM_CERTAINTY) {
        parts[n++] = certainties[rank[6]].name;
    }
    const char *name = n > 0 ? qa_arena_text(building->arena, or_none(parts[0])) : "all";
    for (size_t i = 1; i < n; i++) {
        name = qa_arena_format(building->arena, "%s / %s", name, or_none(parts[i]));
    }
    return name;
}

struct placed {
    uint64_t place;
    size_t stratum;
};

static int by_place(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    return (a->place > b->place) - (a->place < b->place);
}

/* Numbers of the strata from 1: in the order of what is shown of annotators, since that of their ids
 * would tell who is who. */
static size_t *number_strata(const struct building *building, const struct qa_frame *frame)
{
    struct building shown = *building;
    size_t *number = QA_ARRAY(building->scratch, size_t, frame->n_strata);
    struct placed *order = QA_ARRAY(building->scratch, struct placed, frame->n_strata);
    shown.ranks = qa_ranks_new(building->batch->names, building->scratch);
    for (size_t s = 0; s < frame->n_strata; s++) {
        order[s] = (struct placed){
            combined_rank(&shown, frame->units[frame->strata[s].first].answer), s};
    }
    qsort(order, frame->n_strata, sizeof *order, by_place);
    for (size_t i = 0; i < frame->n_strata; i++) {
        number[order[i].stratum] = i + 1;
    }
    return number;
}

static void name_stratum(const struct building *building, size_t answer,
                         struct qa_frame_stratum *stratum)
{
    const struct qa_batch *batch = building->batch;
    uint32_t annotator = batch->annotator[answer];
    stratum->name = stratum_name(building, answer, qa_annotator_text(batch->names, annotator));
    stratum->given_name = batch->names->hides_annotators
                              ? stratum_name(building, answer,
                                             qa_annotator_id(batch->names, annotator))
                              : stratum->name;
}

static void name_strata(const struct building *building, struct qa_frame *frame)
{
    const struct qa_batch *batch = building->batch;
    bool tells = building->request->blind && (building->request->stratify & QA_TELLING_STRATA) != 0;
    const size_t *number = tells ? number_strata(building, frame) : NULL;
    uint64_t *lot_size = QA_ARRAY(building->scratch, uint64_t, (size_t)building->radix[0]);
    for (size_t s = 0; s < frame->n_strata; s++) {
        size_t answer = frame->units[frame->strata[s].first].answer;
        uint32_t vendor = qa_answer_vendor(batch, answer);
        frame->strata[s].lot =
            vendor == QA_NONE ? "all" : qa_strings_text(batch->names->vendors, vendor);
        if (tells) {
            frame->strata[s].name = qa_arena_format(building->arena, "stratum %zu", number[s]);
            frame->strata[s].given_name = frame->strata[s].name;
        } else {
            name_stratum(building, answer, &frame->strata[s]);
        }
        lot_size[qa_slot(vendor)] += frame->strata[s].size;
    }
    for (size_t s = 0; s < frame->n_strata; s++) {
        size_t answer = frame->units[frame->strata[s].first].answer;
        frame->strata[s].lot_size = lot_size[qa_slot(qa_answer_vendor(batch, answer))];
    }
}

static void group_units(const struct building *building, size_t n_strata, struct qa_frame *frame)
{
    frame->n = building->n;
    frame->n_strata = n_strata;
    frame->units = QA_ARRAY(building->arena, struct qa_frame_unit, frame->n);
    frame->strata = QA_ARRAY(building->arena, struct qa_frame_stratum, n_strata);
    for (size_t u = 0; u < building->n; u++) {
        frame->strata[building->stratum[u]].size++;
    }
    size_t *next = QA_ARRAY(building->scratch, size_t, n_strata);
    for (size_t s = 0, at = 0; s < n_strata; s++) {
        frame->strata[s].first = next[s] = at;
        at += frame->strata[s].size;
    }
    for (size_t u = 0; u < building->n; u++) {
        frame->units[next[building->stratum[u]]++] =
            (struct qa_frame_unit){building->number[u], building->answer[u]};
    }
    name_strata(building, frame);
}

static enum qa_status build(struct building *building, struct qa_frame *out, struct qa_error *err)
{
    const struct qa_batch *batch = building->batch;
    struct qa_arena *scratch = building->scratch;
    building->answer = QA_ARRAY(scratch, size_t, batch->n_answers + 1);
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) == building->request->question) {
            building->answer[building->n++] = a;
        }
    }
    if (building->n == 0) {
        return qa_fail(err, QA_USAGE, "E302", "there is no answer to sample from");
    }
    QA_TRY(count_keys(building, err));
    building->ranks = qa_ranks_new(batch->names, scratch);
    building->ranks.annotator = qa_annotator_places(batch->names, scratch);
    if (building->request->stratify & QA_STRATUM_AGREEMENT) {
        find_agreement(building);
    }
    building->key = QA_ARRAY(scratch, uint64_t, building->n);
    building->number = QA_ARRAY(scratch, uint64_t, building->n);
    building->stratum = QA_ARRAY(scratch, uint32_t, building->n);
    qa_parallel_for((building->n + UNITS_A_CHUNK - 1) / UNITS_A_CHUNK, number_chunk, building);
    size_t n_strata = 0;
    find_strata(building, &n_strata);
    group_units(building, n_strata, out);
    return QA_OK;
}

enum qa_status qa_frame_build(const struct qa_frame_request *request, struct qa_arena *arena,
                              struct qa_frame *out, struct qa_error *err)
{
    struct building building = {
        .request = request, .batch = request->delivery, .arena = arena, .scratch = qa_arena_new()};
    *out = (struct qa_frame){0};
    enum qa_status status = build(&building, out, err);
    qa_arena_free(building.scratch);
    return status;
}

/* ---- in the order of names ---- */

struct named {
    uint32_t item;
    uint32_t annotator;
    struct qa_frame_unit unit;
};

static int by_names(const void *left, const void *right)
{
    const struct named *a = left;
    const struct named *b = right;
    int by = qa_compare_u32(a->item, b->item);
    by = by != 0 ? by : qa_compare_u32(a->annotator, b->annotator);
    return by != 0 ? by : (a->unit.answer > b->unit.answer) - (a->unit.answer < b->unit.answer);
}

void qa_frame_sort_by_names(struct qa_frame *frame, size_t stratum, const struct qa_batch *batch)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_frame_unit *units = frame->units + frame->strata[stratum].first;
    size_t n = frame->strata[stratum].size;
    uint32_t *item_rank =
        QA_ARRAY(scratch, uint32_t, qa_strings_count(batch->names->items) + (size_t)1);
    qa_strings_sorted(batch->names->items, NULL, item_rank);
    uint32_t *annotator_rank = qa_annotator_id_rank(batch->names, scratch);
    struct named *order = QA_ARRAY(scratch, struct named, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t annotator = batch->annotator[units[i].answer];
        order[i] =
            (struct named){item_rank[batch->item[units[i].answer]],
                           annotator == QA_NONE ? 0 : annotator_rank[annotator] + 1, units[i]};
    }
    qsort(order, n, sizeof *order, by_names);
    for (size_t i = 0; i < n; i++) {
        units[i] = order[i].unit;
    }
    qa_arena_free(scratch);
}
