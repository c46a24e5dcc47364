#include "qa/batch/drop.h"

#include <string.h>

/* One column without the rows that are dropped; the batch owns it, so that it may change. */
static void squeeze(const void *column, size_t size, const bool *drop, size_t n)
{
    char *to = (char *)(uintptr_t)column;
    const char *from = column;
    for (size_t i = 0; column != NULL && i < n; i++, from += size) {
        if (!drop[i]) {
            memmove(to, from, size);
            to += size;
        }
    }
}

#define SQUEEZE(column, drop, n) squeeze((column), sizeof *(column), (drop), (n))

static void squeeze_answers(struct qa_batch *batch, const bool *drop, size_t n)
{
    SQUEEZE(batch->status, drop, n);
    SQUEEZE(batch->item, drop, n);
    SQUEEZE(batch->annotator, drop, n);
    SQUEEZE(batch->question, drop, n);
    SQUEEZE(batch->vendor, drop, n);
    SQUEEZE(batch->batch, drop, n);
    SQUEEZE(batch->stage, drop, n);
    SQUEEZE(batch->started, drop, n);
    SQUEEZE(batch->submitted, drop, n);
    SQUEEZE(batch->duration, drop, n);
    SQUEEZE(batch->key, drop, n);
    SQUEEZE(batch->source, drop, n);
    SQUEEZE(batch->line, drop, n);
}

static void squeeze_objects(struct qa_batch *batch, const bool *drop, size_t n)
{
    SQUEEZE(batch->label, drop, n);
    if (batch->number_at == NULL) {
        squeeze(batch->number, batch->arity * sizeof *batch->number, drop, n);
    }
    SQUEEZE(batch->number_at, drop, n);
    SQUEEZE(batch->text_at, drop, n);
    SQUEEZE(batch->score, drop, n);
    SQUEEZE(batch->area, drop, n);
    SQUEEZE(batch->value, drop, n);
    SQUEEZE(batch->crowd, drop, n);
    SQUEEZE(batch->object_key, drop, n);
    SQUEEZE(batch->object_line, drop, n);
}

/* Counts the objects that go; marks them, and moves the starts of those of answers that stay. */
static size_t mark_objects(struct qa_batch *batch, const bool *drop,
                           enum qa_exclusion_reason reason, bool *gone)
{
    uint64_t *first = (uint64_t *)(uintptr_t)batch->first_object;
    size_t kept_answers = 0;
    size_t kept = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint64_t start = qa_first_object(batch, a);
        size_t n = qa_object_count(batch, a);
        if (drop[a]) {
            struct qa_source *source = &batch->sources[qa_answer_source(batch, a) - batch->sources];
            source->rows_used -= n;
            source->excluded[reason] += n;
            memset(gone + start, true, n);
            continue;
        }
        if (first != NULL) {
            first[kept_answers] = kept;
        }
        kept_answers++;
        kept += n;
    }
    if (first != NULL) {
        first[kept_answers] = kept;
    }
    return kept;
}

void qa_batch_drop(struct qa_batch *batch, const bool *drop, enum qa_exclusion_reason reason)
{
    struct qa_arena *scratch = qa_arena_new();
    size_t n_columns = batch->n_answers + batch->n_set_aside;
    bool *gone = QA_ARRAY(scratch, bool, batch->n_objects + 1);
    bool *dropped = QA_ARRAY(scratch, bool, n_columns + 1);
    size_t n_kept = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        dropped[a] = drop[a];
        n_kept += !drop[a];
    }
    size_t n_objects_kept = mark_objects(batch, drop, reason, gone);
    squeeze_objects(batch, gone, batch->n_objects);
    squeeze_answers(batch, dropped, n_columns);
    batch->n_answers = n_kept;
    batch->n_objects = n_objects_kept;
    qa_arena_free(scratch);
}
