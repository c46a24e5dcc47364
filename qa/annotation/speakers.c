#include "qa/annotation/speakers.h"

#include <stdlib.h>

#include "qa/annotation/match.h"
#include "qa/annotation/period.h"

/* Shared time below this is rounding. */
static const double least_seconds = 0x1p-40;

struct turn {
    uint32_t label;
    struct qa_uem_part part;
};

static int compare_turns(const void *left, const void *right)
{
    const struct turn *a = left;
    const struct turn *b = right;
    int by = (a->label > b->label) - (a->label < b->label);
    by = by != 0 ? by : (a->part.start > b->part.start) - (a->part.start < b->part.start);
    return by != 0 ? by : (a->part.end > b->part.end) - (a->part.end < b->part.end);
}

static struct qa_speakers speakers_new(size_t n_speakers, size_t n_stretches,
                                       struct qa_arena *scratch)
{
    return (struct qa_speakers){.label = QA_ARRAY(scratch, uint32_t, n_speakers),
                                .first = QA_ARRAY(scratch, size_t, n_speakers + 1),
                                .list = QA_ARRAY(scratch, struct qa_uem_part, n_stretches)};
}

/* Joins a turn that follows, in the order of speakers and time. */
static void append(struct qa_speakers *out, size_t *n, uint32_t label, struct qa_uem_part part)
{
    bool is_new = out->n == 0 || out->label[out->n - 1] != label;
    if (is_new) {
        out->label[out->n] = label;
        out->first[out->n++] = *n;
    } else if (part.start <= out->list[*n - 1].end) {
        struct qa_uem_part *last = &out->list[*n - 1];
        last->end = part.end > last->end ? part.end : last->end;
        return;
    }
    out->list[(*n)++] = part;
    out->first[out->n] = *n;
}

struct qa_speakers qa_speakers_of(const struct qa_objects *turns, struct qa_arena *scratch)
{
    struct turn *list = QA_ARRAY(scratch, struct turn, turns->n);
    size_t n = 0;
    for (size_t i = 0; i < turns->n; i++) {
        size_t n_numbers;
        const double *time = qa_object_numbers(turns, i, &n_numbers);
        if (time[QA_PERIOD_END] > time[QA_PERIOD_START]) {
            list[n++] =
                (struct turn){turns->label[i], {time[QA_PERIOD_START], time[QA_PERIOD_END]}};
        }
    }
    struct qa_speakers out = speakers_new(n, n, scratch);
    size_t n_stretches = 0;
    qsort(list, n, sizeof *list, compare_turns);
    for (size_t i = 0; i < n; i++) {
        append(&out, &n_stretches, list[i].label, list[i].part);
    }
    return out;
}

struct qa_speakers qa_speakers_within(const struct qa_speakers *speakers,
                                      const struct qa_uem_part *parts, size_t n_parts,
                                      struct qa_arena *scratch)
{
    size_t most = speakers->first[speakers->n] + speakers->n * n_parts;
    struct qa_speakers out = speakers_new(speakers->n, most, scratch);
    size_t n = 0;
    for (size_t s = 0; s < speakers->n; s++) {
        size_t p = 0;
        for (size_t i = speakers->first[s]; i < speakers->first[s + 1];) {
            const struct qa_uem_part *stretch = &speakers->list[i];
            if (p == n_parts) {
                break;
            }
            struct qa_uem_part both = {stretch->start > parts[p].start ? stretch->start
                                                                       : parts[p].start,
                                       stretch->end < parts[p].end ? stretch->end : parts[p].end};
            if (both.end > both.start) {
                append(&out, &n, speakers->label[s], both);
            }
            i += stretch->end <= parts[p].end;
            p += p < n_parts && stretch->end > parts[p].end;
        }
    }
    return out;
}

size_t qa_speakers_find(const struct qa_speakers *speakers, uint32_t label)
{
    size_t first = 0;
    size_t end = speakers->n;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (speakers->label[middle] == label) {
            return middle;
        }
        first = speakers->label[middle] < label ? middle + 1 : first;
        end = speakers->label[middle] < label ? end : middle;
    }
    return SIZE_MAX;
}

static double shared_by(const struct qa_speakers *a, size_t s, const struct qa_speakers *b,
                        size_t t)
{
    double sum = 0;
    size_t i = a->first[s];
    size_t j = b->first[t];
    while (i < a->first[s + 1] && j < b->first[t + 1]) {
        const struct qa_uem_part *one = &a->list[i];
        const struct qa_uem_part *other = &b->list[j];
        double start = one->start > other->start ? one->start : other->start;
        double end = one->end < other->end ? one->end : other->end;
        sum += end > start ? end - start : 0;
        i += one->end <= other->end;
        j += one->end > other->end;
    }
    return sum;
}

double *qa_speakers_shared(const struct qa_speakers *a, const struct qa_speakers *b,
                           struct qa_arena *scratch)
{
    double *shared = QA_ARRAY(scratch, double, a->n * b->n);
    for (size_t s = 0; s < a->n; s++) {
        for (size_t t = 0; t < b->n; t++) {
            shared[s * b->n + t] = shared_by(a, s, b, t);
        }
    }
    return shared;
}

double qa_speaker_seconds(const struct qa_speakers *speakers, size_t s)
{
    double sum = 0;
    for (size_t i = speakers->first[s]; i < speakers->first[s + 1]; i++) {
        sum += speakers->list[i].end - speakers->list[i].start;
    }
    return sum;
}

size_t *qa_speakers_map(const struct qa_speakers *a, const struct qa_speakers *b,
                        struct qa_arena *scratch)
{
    size_t *partner = QA_ARRAY(scratch, size_t, b->n);
    size_t *column = QA_ARRAY(scratch, size_t, a->n);
    for (size_t t = 0; t < b->n; t++) {
        partner[t] = SIZE_MAX;
    }
    if (a->n == 0 || b->n == 0) {
        return partner;
    }
    const struct qa_match_input input = {.n_rows = a->n,
                                         .n_columns = b->n,
                                         .similarity = qa_speakers_shared(a, b, scratch),
                                         .threshold = least_seconds};
    (void)qa_match(&input, scratch, column);
    for (size_t s = 0; s < a->n; s++) {
        if (column[s] != SIZE_MAX) {
            partner[column[s]] = s;
        }
    }
    return partner;
}
