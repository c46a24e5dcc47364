#ifndef QA_FORMATS_BRAT_H
#define QA_FORMATS_BRAT_H

/*
 * brat's standoff: a text in NAME.txt and what was annotated in NAME.ann beside it, in a folder or
 * an archive, or the .ann alone with its text beside it on disk.
 *
 *   T1 <tab> LABEL start end[;start end ...] <tab> quoted text     spans, discontinuous ones too
 *   R1 <tab> TYPE Arg1:T1 Arg2:T2                                  relations, by their spans
 *   A, M, E, N, #, *                                               not read, and counted (W208)
 *
 * Ids may come in any order. Offsets are characters, whatever the system's line ends. Item: the
 * file's name in its folder without suffix; with --annotator-from folder without the folders too.
 * An empty .ann is an answer in which nothing was found; a .txt without .ann was not delivered.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_brat;
extern const struct qa_reader qa_reader_brat_text; /* the texts beside them */

#endif
