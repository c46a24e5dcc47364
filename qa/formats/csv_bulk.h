#ifndef QA_FORMATS_CSV_BULK_H
#define QA_FORMATS_CSV_BULK_H

/*
 * Reads as many plain rows (csv_plain.h) as stand one after the other, several stretches at once on
 * all threads, and hands them to the sink in the order of the file: the result is the same for any
 * number of threads, and the same as row by row.
 */

#include "qa/base/bytes.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/csv_plain.h"
#include "qa/formats/sink.h"

struct qa_csv_bulk;

/* column: of the labels' three texts. */
struct qa_csv_bulk *qa_csv_bulk_new(struct qa_csv *csv, const struct qa_bytes *bytes,
                                    const size_t column[QA_N_PLAIN], struct qa_sink *sink);

/* Takes the rows from where csv stands up to one that is not plain, if there are any; for each row
 * that is to be read. Where such rows are many it looks less often: what it looks at in vain is
 * less than what is read row by row. */
void qa_csv_bulk_take(struct qa_csv_bulk *bulk);

/* NULL is allowed. */
void qa_csv_bulk_free(struct qa_csv_bulk *bulk);

#endif
