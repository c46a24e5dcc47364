#ifndef QA_FORMATS_CSV_QUOTED_H
#define QA_FORMATS_CSV_QUOTED_H

/*
 * A record with quotes, through libcsv in its strict mode. Cells are undone into a buffer of their
 * own; blanks are kept, since a label is compared byte for byte.
 */

#include "qa/formats/csv_input.h"

struct qa_csv_quoted;

struct qa_csv_quoted *qa_csv_quoted_new(struct qa_arena *arena, char delimiter);

/* The record that begins at data[0], of `size` bytes to the end of the input. Gives its cells,
 * how many bytes it takes with its line end, and how many line ends stand within and after it.
 * E109 with the offset of the bad quote in *problem. */
QA_NODISCARD bool qa_csv_quoted_read(struct qa_csv_quoted *quoted, const unsigned char *data,
                                     size_t size, size_t *used, size_t *problem);
const struct qa_slice *qa_csv_quoted_cells(const struct qa_csv_quoted *quoted, size_t *n);

#endif
