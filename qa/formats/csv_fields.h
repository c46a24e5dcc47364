#ifndef QA_FORMATS_CSV_FIELDS_H
#define QA_FORMATS_CSV_FIELDS_H

/* Which column of a delivery's CSV holds which field. */

#include "qa/formats/csv_input.h"
#include "qa/formats/reader.h"

enum qa_field {
    QA_FIELD_ITEM,
    QA_FIELD_ANNOTATOR,
    QA_FIELD_LABEL,
    QA_FIELD_VENDOR,
    QA_FIELD_BATCH,
    QA_FIELD_STAGE,
    QA_FIELD_QUESTION,
    QA_FIELD_STARTED,
    QA_FIELD_SUBMITTED,
    QA_FIELD_SECONDS,
    QA_FIELD_STATUS,
    QA_FIELD_VALUE,
    QA_FIELD_SCORE,
    QA_FIELD_GOLD,
    QA_FIELD_X,
    QA_FIELD_Y,
    QA_FIELD_WIDTH,
    QA_FIELD_HEIGHT,
    QA_FIELD_XMIN,
    QA_FIELD_YMIN,
    QA_FIELD_XMAX,
    QA_FIELD_YMAX,
    QA_N_FIELDS
};

struct qa_csv_fields {
    uint32_t column[QA_N_FIELDS]; /* QA_NONE: not in the file */
    bool has_boxes;
    bool has_corners; /* xmin, ymin, xmax, ymax instead of x, y, width, height */
};

const char *qa_field_name(enum qa_field field);

/* By --map first, then by name and synonyms in any case. E112 a required column is missing, E113
 * two columns could be one field, E114 --map names a field or column that does not exist. */
QA_NODISCARD enum qa_status qa_csv_fields_find(const struct qa_csv *csv,
                                               const struct qa_read_context *context,
                                               struct qa_csv_fields *fields, struct qa_error *err);

#endif
