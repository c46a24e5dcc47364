/* Ids that a delivery gives twice. */
#include "qa/audit/check_ids.h"

#include <string.h>

struct ids {
    const struct qa_batch *batch;
    struct qa_arena *arena; /* scratch */
    struct qa_strings *seen;
    size_t *first; /* by id of `seen`: the answer that had it first */
    size_t capacity;
    const char *what; /* "annotation" */
    uint64_t n;       /* of one source */
    size_t at[2];     /* answers of the first repeat */
    uint64_t object;  /* of it; UINT64_MAX: the answer's own id */
    uint64_t key;
};

/* The place in `first` of what identifies; *is_new. */
static uint32_t note(struct ids *ids, const void *key, size_t size, size_t answer, bool *is_new)
{
    uint32_t n = qa_strings_count(ids->seen);
    uint32_t id = qa_strings_intern(ids->seen, key, size);
    *is_new = id == n;
    if (*is_new) {
        ids->first = qa_arena_grow(ids->arena, ids->first, &ids->capacity, (size_t)id + 1,
                                   sizeof *ids->first);
        ids->first[id] = answer;
    }
    return id;
}

static void count(struct ids *ids, size_t first, size_t answer, uint64_t object, uint64_t key)
{
    if (ids->n++ == 0) {
        ids->at[0] = first;
        ids->at[1] = answer;
        ids->object = object;
        ids->key = key;
    }
}

static uint32_t source_of(const struct qa_batch *batch, size_t answer)
{
    return batch->source != NULL ? batch->source[answer] : 0;
}

/* COCO counts annotations through the file; other formats, image by image. */
static bool counts_through(const struct qa_source *source)
{
    return strcmp(source->format, "coco") == 0;
}

static void look_at_objects(struct ids *ids, size_t a)
{
    const struct qa_batch *batch = ids->batch;
    const struct qa_source *source = qa_answer_source(batch, a);
    uint64_t first = qa_first_object(batch, a);
    uint64_t scope = counts_through(source) ? UINT64_MAX : a;
    for (uint64_t o = first; o < first + qa_object_count(batch, a); o++) {
        const uint64_t key[3] = {source_of(batch, a), scope, batch->object_key[o]};
        bool is_new = true;
        if (key[2] != QA_NO_KEY) {
            uint32_t id = note(ids, key, sizeof key, a, &is_new);
            if (!is_new) {
                count(ids, ids->first[id], a, o, key[2]);
            }
        }
    }
}

/* One answer of a platform may answer several questions of one item. */
static void look_at_answer(struct ids *ids, size_t a)
{
    const struct qa_batch *batch = ids->batch;
    const uint64_t key[2] = {source_of(batch, a), batch->key[a]};
    bool is_new = true;
    if (key[1] == QA_NO_KEY) {
        return;
    }
    uint32_t id = note(ids, key, sizeof key, a, &is_new);
    if (!is_new && batch->item[ids->first[id]] != batch->item[a]) {
        count(ids, ids->first[id], a, UINT64_MAX, key[1]);
    }
}

static void say(const struct ids *ids, struct qa_findings *findings)
{
    const struct qa_batch *batch = ids->batch;
    const struct qa_names *names = batch->names;
    size_t a = ids->at[1];
    if (ids->n == 0) {
        return;
    }
    qa_findings_addf(
        findings, QA_WARNING, "W269", qa_answer_source(batch, a)->path,
        ids->object != UINT64_MAX ? qa_object_line(batch, a, ids->object) : batch->line[a], 0,
        "%llu id%s of %s %s given twice, the first here: '%.60s' in items '%.60s' and "
        "'%.60s'; all are counted",
        (unsigned long long)ids->n, ids->n == 1 ? "" : "s", ids->what, ids->n == 1 ? "is" : "are",
        qa_key_text(names, ids->key, ids->arena),
        qa_strings_text(names->items, batch->item[ids->at[0]]),
        qa_strings_text(names->items, batch->item[a]));
}

static struct ids start(const struct qa_batch *batch, const char *what, struct qa_arena *scratch)
{
    enum { AT_FIRST = 64 };
    return (struct ids){.batch = batch,
                        .arena = scratch,
                        .seen = qa_strings_new(scratch),
                        .first = QA_ARRAY(scratch, size_t, AT_FIRST),
                        .capacity = AT_FIRST,
                        .what = what};
}

void qa_check_ids(const struct qa_batch *batch, struct qa_findings *findings)
{
    struct qa_arena *scratch = qa_arena_new();
    struct ids objects = start(batch, "objects", scratch);
    struct ids answers = start(batch, "answers", scratch);
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (batch->object_key != NULL) {
            look_at_objects(&objects, a);
        }
        if (batch->key != NULL) {
            look_at_answer(&answers, a);
        }
    }
    say(&objects, findings);
    say(&answers, findings);
    qa_arena_free(scratch);
}
