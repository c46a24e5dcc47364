#include "qa/formats/csv_bulk.h"

#include <string.h>

#include "qa/base/parallel.h"

enum { STRETCH = 1 << 18, MOST_STRETCHES = 16 };

struct qa_csv_bulk {
    struct qa_csv *csv;
    const struct qa_bytes *bytes;
    struct qa_sink *sink;
    struct qa_plain_layout layout;
    struct qa_plain_rows rows[MOST_STRETCHES];
    size_t begin[MOST_STRETCHES + 1]; /* of each stretch; the last one's end */
    size_t n;                         /* stretches that are read together */
    size_t most;                      /* that may be, the next time */
    size_t resume;                    /* offset before which rows are read one by one */
};

struct qa_csv_bulk *qa_csv_bulk_new(struct qa_csv *csv, const struct qa_bytes *bytes,
                                    const size_t column[QA_N_PLAIN], struct qa_sink *sink)
{
    struct qa_csv_bulk *bulk = QA_NEW(qa_sink_arena(sink), struct qa_csv_bulk);
    *bulk = (struct qa_csv_bulk){.csv = csv, .bytes = bytes, .sink = sink, .most = 1};
    bulk->layout.delimiter = qa_csv_delimiter(csv);
    bulk->layout.n_columns = qa_csv_columns(csv);
    memcpy(bulk->layout.column, column, sizeof bulk->layout.column);
    for (int k = 0; k < QA_N_PLAIN; k++) {
        const struct qa_slice *name = &qa_csv_header(csv)[column[k]];
        bulk->layout.name[k] = name->text;
        bulk->layout.name_length[k] = name->length;
    }
    for (size_t k = 0; k < MOST_STRETCHES; k++) {
        /* Lists grow on several threads at once. */
        bulk->rows[k].arena = qa_arena_new();
    }
    return bulk;
}

void qa_csv_bulk_free(struct qa_csv_bulk *bulk)
{
    for (size_t k = 0; bulk != NULL && k < MOST_STRETCHES; k++) {
        qa_arena_free(bulk->rows[k].arena);
    }
}

/* Stretches from the reader's place on; they end behind a line's end, or with the file. */
static void cut(struct qa_csv_bulk *bulk)
{
    const struct qa_bytes *bytes = bulk->bytes;
    size_t at = qa_csv_offset(bulk->csv);
    bulk->n = 0;
    bulk->begin[0] = at;
    while (at < bytes->size && bulk->n < bulk->most) {
        const unsigned char *feed = NULL;
        if (bytes->size - at > STRETCH) {
            feed = memchr(bytes->data + at + STRETCH, '\n', bytes->size - at - STRETCH);
        }
        at = feed != NULL ? (size_t)(feed - bytes->data) + 1 : bytes->size;
        bulk->begin[++bulk->n] = at;
    }
}

static void read_stretch(void *given, size_t k)
{
    struct qa_csv_bulk *bulk = given;
    qa_plain_rows_read(&bulk->rows[k], &bulk->layout, bulk->bytes->data, bulk->begin[k],
                       bulk->begin[k + 1]);
}

/* False: not all were plain, and what follows is to be read row by row. */
static bool take_stretches(struct qa_csv_bulk *bulk)
{
    cut(bulk);
    qa_parallel_for(bulk->n, read_stretch, bulk);
    for (size_t k = 0; k < bulk->n; k++) {
        const struct qa_plain_rows *rows = &bulk->rows[k];
        qa_sink_labels(bulk->sink, rows, qa_csv_line(bulk->csv));
        qa_csv_skip(bulk->csv, rows->end, rows->n);
        if (rows->end < bulk->begin[k + 1]) {
            bulk->resume = bulk->begin[bulk->n];
            bulk->most = 1;
            return false;
        }
    }
    bulk->most = bulk->most < MOST_STRETCHES ? 2 * bulk->most : MOST_STRETCHES;
    return bulk->n > 0;
}

void qa_csv_bulk_take(struct qa_csv_bulk *bulk)
{
    bool has_all = qa_csv_given(bulk->csv) == bulk->layout.n_columns;
    if (!has_all || qa_csv_offset(bulk->csv) < bulk->resume) {
        return;
    }
    while (take_stretches(bulk)) {
    }
}
