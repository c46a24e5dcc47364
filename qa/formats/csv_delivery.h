#ifndef QA_FORMATS_CSV_DELIVERY_H
#define QA_FORMATS_CSV_DELIVERY_H

/* Generic CSV and TSV in long form, see table_rows.h. */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_csv;

#endif
