#ifndef QA_FORMATS_CSV_PLAIN_H
#define QA_FORMATS_CSV_PLAIN_H

/*
 * The bulk path of deliveries of labels: stretches of plain rows, split and their texts told apart
 * on all threads, to be interned in order by one.
 *
 * A row is plain when it has as many cells as the header, no quote, ends in LF or CRLF, has a
 * text in each of the three columns that are asked for, and is not the names of the columns again.
 * A stretch ends before the first row that is not plain, is cut off, or has a byte that is not
 * UTF-8 or is NUL: csv_input.c reads that one, as it would have read the others, with the same
 * result. tests/qa/formats/test_csv_plain.c compares.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_plain_column { QA_PLAIN_ITEM, QA_PLAIN_ANNOTATOR, QA_PLAIN_LABEL, QA_N_PLAIN };

struct qa_plain_layout {
    char delimiter;
    size_t n_columns;
    size_t column[QA_N_PLAIN];    /* which they are, from 0 */
    const char *name[QA_N_PLAIN]; /* of the columns: a row of them is not plain */
    size_t name_length[QA_N_PLAIN];
};

/* A text that came in a stretch, and its qa_strings_hash. */
struct qa_plain_text {
    const char *text;
    size_t length;
    uint64_t hash;
};

struct qa_plain_texts {
    struct qa_plain_text *list; /* in the order of their first rows */
    size_t n;
    size_t capacity;
};

struct qa_plain_row {
    uint32_t item; /* in texts[QA_PLAIN_ITEM], as the others */
    uint16_t annotator;
    uint16_t label;
};

/* What a stretch holds; used again for the next one. Texts of items are told apart from the row
 * before only, so that one may be there several times; of the others each once. */
struct qa_plain_rows {
    struct qa_arena *arena; /* of the lists; zero before the first use but for this */
    struct qa_plain_texts texts[QA_N_PLAIN];
    struct qa_plain_row *row;
    size_t n;
    size_t capacity;
    size_t end;              /* offset behind the last row */
    void *slots[QA_N_PLAIN]; /* private: by which texts are found */
};

/* The plain rows of data[begin .. end - 1], where begin is the start of a row; 64 bytes behind
 * `end` can be read. O(end - begin). */
void qa_plain_rows_read(struct qa_plain_rows *rows, const struct qa_plain_layout *layout,
                        const unsigned char *data, size_t begin, size_t end);

#endif
