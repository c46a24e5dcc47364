#ifndef QA_FORMATS_READER_H
#define QA_FORMATS_READER_H

/*
 * From the bytes of a delivery to a batch. One reader per format, all in the table of
 * reader_table.c; the format is found by content unless it is named.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/bytes.h"
#include "qa/base/time.h"
#include "qa/batch/builder.h"

/* --map item=COLUMN,annotator=COLUMN,...: our name of a field, the file's name of the column. An
 * empty column name says that the field is not in the file, whatever a column is called. */
struct qa_column_map {
    const char *field;
    const char *column;
};

struct qa_read_options {
    const char *format;              /* NULL: by content */
    const struct qa_column_map *map; /* CSV only */
    size_t n_map;
    const char *const *header; /* names of the columns of a file without a header line */
    size_t n_header;
    struct qa_zone zone; /* of times that carry none */
    enum qa_duplicates duplicates;
    const char *stage; /* take only answers of this stage; NULL: all */
};

/* One file to read and what the user said about it. */
struct qa_delivery_file {
    const char *path;
    const char *vendor;   /* NULL: the file's own vendor column, or none */
    const char *batch;    /* NULL: likewise */
    const char *question; /* NULL: likewise, or the default of the kind */
};

/* What a reader works with. */
struct qa_read_context {
    const struct qa_read_options *options;
    const struct qa_delivery_file *file;
    struct qa_names *names;
    struct qa_builder *delivery;
    struct qa_builder *gold; /* takes what a gold column holds; NULL: none wanted */
    bool is_gold; /* the file itself is gold or pre-labels: nobody has to have signed it */
    struct qa_coco_index *coco; /* image and category names seen in this run, see coco.h */
    struct qa_arena *arena;
    struct qa_findings *findings;
};

struct qa_reader {
    const char *name;        /* "csv" */
    const char *description; /* one line for `labelqa help formats` */
    bool needs_names;        /* read after the others: resolves ids by what they listed */
    /* How sure: 0 not this format, 100 certain. Looks at the first 64 KiB only. */
    int (*sniff)(const struct qa_bytes *bytes);
    /* Append the file's rows. Bad rows are error findings (one each, place and expectation) and
     * reading goes on to find the next; a file that cannot be read on is a failure. */
    enum qa_status (*read)(struct qa_bytes *bytes, struct qa_read_context *context,
                           struct qa_error *err);
};

extern const struct qa_reader *const qa_readers[];
extern const size_t qa_n_readers;

/* The reader that is surest of the content; E105 when none is, naming the known formats. */
QA_NODISCARD enum qa_status qa_reader_sniff(const struct qa_bytes *bytes,
                                            const struct qa_reader **reader, struct qa_error *err);
/* By name; E106 with the nearest suggestion. */
QA_NODISCARD enum qa_status qa_reader_by_name(const char *name, const struct qa_reader **reader,
                                              struct qa_error *err);

#endif
