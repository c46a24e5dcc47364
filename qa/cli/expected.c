#include "qa/cli/expected.h"

#include <string.h>

#include "qa/batch/item_names.h"

/* ---- names that a list and a delivery write in two ways ---- */

struct ordered {
    struct qa_session *session;
    const struct qa_records *records;
    uint32_t column;
    const bool *is_delivered; /* by item id */
    uint32_t n_items;         /* before the list is read */
    size_t n_delivered;
};

static const char *name_at(const struct ordered *ordered, size_t r)
{
    return qa_records_cell(ordered->records, r, ordered->column)->text;
}

/* The delivered item of each key; false when two items would be one. */
static bool index_delivered(const struct ordered *ordered, enum qa_item_reading reading,
                            struct qa_strings *keys, uint32_t *item_of)
{
    struct qa_arena *arena = ordered->session->arena;
    const struct qa_strings *items = ordered->session->deliveries.names->items;
    for (uint32_t i = 0; i < ordered->n_items; i++) {
        uint32_t n = qa_strings_count(keys);
        if (!ordered->is_delivered[i]) {
            continue;
        }
        const char *key = qa_item_key(qa_strings_text(items, i), reading, 0, arena);
        uint32_t id = qa_strings_intern_text(keys, key);
        if (id != n) {
            return false;
        }
        item_of[id] = i;
    }
    return true;
}

/* ids[r] = the delivered item of a row, QA_NONE: none. Returns how many are, 0 when two rows would
 * be one item. */
static size_t join_by(const struct ordered *ordered, enum qa_item_reading reading, uint32_t *ids)
{
    struct qa_arena *arena = ordered->session->arena;
    struct qa_strings *keys = qa_strings_new(arena);
    uint32_t *item_of = QA_ARRAY(arena, uint32_t, (size_t)ordered->n_items + 1);
    const char **taken = QA_ARRAY(arena, const char *, (size_t)ordered->n_items + 1);
    size_t n = 0;
    if (!index_delivered(ordered, reading, keys, item_of)) {
        return 0;
    }
    for (size_t r = 0; r < ordered->records->n_records; r++) {
        const char *name = name_at(ordered, r);
        const char *key = qa_item_key(name, reading, 0, arena);
        uint32_t id = qa_strings_find(keys, key, strlen(key));
        ids[r] = id != QA_NONE ? item_of[id] : QA_NONE;
        if (id == QA_NONE) {
            continue;
        }
        if (taken[id] != NULL && strcmp(taken[id], name) != 0) {
            return 0;
        }
        n += taken[id] == NULL;
        taken[id] = name;
    }
    return n;
}

static bool *delivered_items(const struct qa_session *session, uint32_t n_items, size_t *n)
{
    const struct qa_batch *batch = session->deliveries.delivery;
    bool *is_delivered = QA_ARRAY(session->arena, bool, (size_t)n_items + 1);
    *n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        *n += !is_delivered[batch->item[a]];
        is_delivered[batch->item[a]] = true;
    }
    return is_delivered;
}

/* Where the names as they stand join less than half, the reading of names that joins nine of ten.
 * ids: by row, QA_NONE where a row has no delivered item, or as_they_stand. */
static void join(const struct ordered *ordered, uint32_t *ids)
{
    static const enum qa_item_reading readings[] = {QA_ITEMS_AS_IS, QA_ITEMS_BASE, QA_ITEMS_UPLOAD,
                                                    QA_ITEMS_CASELESS, QA_ITEMS_STEM};
    size_t n_rows = ordered->records->n_records;
    size_t could = n_rows < ordered->n_delivered ? n_rows : ordered->n_delivered;
    size_t plain = join_by(ordered, QA_ITEMS_AS_IS, ids);
    if (2 * plain >= could) {
        return;
    }
    uint32_t *tried = QA_ARRAY(ordered->session->arena, uint32_t, n_rows + 1);
    for (size_t i = 1; i < sizeof readings / sizeof *readings; i++) {
        size_t n = join_by(ordered, readings[i], tried);
        if (10 * n >= 9 * could) {
            memcpy(ids, tried, n_rows * sizeof *ids);
            qa_findings_addf(&ordered->session->findings, QA_WARNING, "W140",
                             ordered->records->file, 0, 0,
                             "ordered items are joined %s: %zu of %zu were then delivered, and %zu "
                             "as they stand",
                             qa_item_reading_words(readings[i]), n, n_rows, plain);
            return;
        }
    }
}

enum qa_status qa_expected_items(struct qa_session *session, const char *path, const uint32_t **ids,
                                 size_t *n)
{
    static const struct qa_column_spec spec = {
        "item", "item_id,image,image_id,file_name,filename,task_id,id,document", true};
    *ids = NULL;
    *n = 0;
    const struct qa_records *records;
    QA_TRY(qa_session_records(session, path, "ordered items", "item,item_id,id", &records));
    if (records == NULL) {
        return QA_OK;
    }
    struct qa_strings *items = session->deliveries.names->items;
    struct ordered ordered = {
        .session = session, .records = records, .n_items = qa_strings_count(items)};
    if (records->n_columns > 1) {
        QA_TRY(qa_records_columns(records, &spec, 1, &ordered.column, &session->error));
    }
    ordered.is_delivered = delivered_items(session, ordered.n_items, &ordered.n_delivered);
    uint32_t *list = QA_ARRAY(session->arena, uint32_t, records->n_records + 1);
    join(&ordered, list);
    for (size_t r = 0; r < records->n_records; r++) {
        list[r] =
            list[r] != QA_NONE ? list[r] : qa_strings_intern_text(items, name_at(&ordered, r));
    }
    *ids = list;
    *n = records->n_records;
    return QA_OK;
}
