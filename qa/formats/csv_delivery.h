#ifndef QA_FORMATS_CSV_DELIVERY_H
#define QA_FORMATS_CSV_DELIVERY_H

/*
 * Generic CSV and TSV in long form: one object a row. Columns item, annotator, label; optional
 * vendor, batch, question, started_at, submitted_at, seconds, status, value, score, gold; for boxes
 * x, y, width, height or xmin, ymin, xmax, ymax. The usual synonyms are recognised in any case, and
 * --map names anything else.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_csv;

#endif
