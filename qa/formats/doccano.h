#ifndef QA_FORMATS_DOCCANO_H
#define QA_FORMATS_DOCCANO_H

/*
 * doccano's JSON Lines of projects that classify: one object a line with id, text (or filename) and
 * label, a list of labels or one. A list is a set of tags, whatever its order; an empty one is the
 * answer that none holds.
 *
 * Item: the id, else filename, else the text itself. Annotator: nothing in the file names one; an
 * export of one member is called by it, as --annotator-from filename takes it.
 *
 * Where any line has spans, [start, end, label] in label or objects in entities, all lines are
 * answers of spans; offsets are characters. Relations (from_id, to_id, type) stand beside entities.
 * Boxes are not read yet and refused, never dropped.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_doccano;

#endif
