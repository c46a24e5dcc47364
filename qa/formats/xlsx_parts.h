#ifndef QA_FORMATS_XLSX_PARTS_H
#define QA_FORMATS_XLSX_PARTS_H

/* What the sheets of a workbook share. Private to the xlsx files. */

#include <stdbool.h>

#include "qa/base/arena.h"
#include "qa/base/bytes.h"
#include "qa/formats/archive.h"
#include "qa/formats/xml.h"

enum { QA_LARGEST_PART = 1 << 28 };

struct qa_xlsx_texts {
    const char **list;
    size_t n;
    size_t capacity;
};

struct qa_xlsx_sheet_name {
    const char *name;
    const char *relation; /* id of its part */
    const char *part;     /* "xl/worksheets/sheet1.xml"; NULL: not found */
};

/* What a number means in the format of its cell. */
enum qa_xlsx_style { QA_STYLE_NUMBER, QA_STYLE_DATE, QA_STYLE_PERCENT };

struct qa_xlsx_book {
    struct qa_xlsx_sheet_name *sheets;
    size_t n_sheets;
    size_t capacity;
    bool counts_from_1904;
    struct qa_xlsx_texts shared; /* texts by their number */
    enum qa_xlsx_style *styles;
    size_t n_styles;
};

/* Everything but the sheets' cells. */
QA_NODISCARD enum qa_status qa_xlsx_book_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                                              struct qa_xlsx_book *out, struct qa_error *err);

/* A part of the workbook. */
QA_NODISCARD enum qa_status qa_xlsx_parse(const struct qa_part *part, const char *part_name,
                                          const struct qa_bytes *bytes,
                                          const struct qa_xml_handlers *handlers,
                                          struct qa_arena *arena, struct qa_error *err);

#endif
