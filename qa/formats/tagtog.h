#ifndef QA_FORMATS_TAGTOG_H
#define QA_FORMATS_TAGTOG_H

/*
 * tagtog's anndoc: a file NAME.ann.json a document, whose entities are of parts of it (a title, a
 * paragraph). Each part is an item, NAME#s1p1: offsets count from its beginning, and its text lies
 * in a page beside the file that is not read. They are units of UTF-16 and count as characters.
 *
 * The annotator is the member whose folder it is (ann.json/members/NAME/...), else the one user of
 * all entities of the document. Entities that a model or an import proposed and nobody confirmed
 * are left out; labels of documents, labels of entities and relations are not read: both are said
 * (W854). Classes have their names from annotations-legend.json, {"e_1": "protein"}.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_tagtog;
extern const struct qa_reader qa_reader_tagtog_legend; /* of classes, no answers */

#endif
