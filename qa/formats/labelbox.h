#ifndef QA_FORMATS_LABELBOX_H
#define QA_FORMATS_LABELBOX_H

/*
 * Labelbox: the NDJSON of exports v2, a data row a line, with its labels in every project; and the
 * JSON of exports v1, a list with one label each ("Labeled Data", "Created By").
 *
 * Item: global_key, else external_id, else the data row's id (v1: "External ID", else "DataRow
 * ID"). Annotator: label_details.created_by, which an export may be made without (v1: "Created
 * By"). Times: created_at and seconds_to_create (v1: "Created At", "Seconds to Label").
 *
 * Objects: boxes {top, left, height, width} and polygons [{x, y}], in pixels; each kind that the
 * file holds is a question, to which a label without such objects answers that there are none.
 * Classifications of the whole data row are questions by their names: one choice a label, several a
 * set of tags, a text a label. Masks stand in the file as addresses only; they, other kinds and
 * classifications of an object are counted as excluded, and said (W219).
 *
 * A label that is the benchmark's reference is ground truth; skipped ones are skips. What a data
 * row holds (row_data, addresses with tokens) is never printed.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_labelbox;

#endif
