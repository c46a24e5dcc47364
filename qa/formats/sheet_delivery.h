#ifndef QA_FORMATS_SHEET_DELIVERY_H
#define QA_FORMATS_SHEET_DELIVERY_H

/* One sheet of a workbook as a table in long form, see table_rows.h: the first, or --sheet.
 * Findings name a cell by its row and by the number of its column. */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_xlsx;
extern const struct qa_reader qa_reader_ods;

#endif
