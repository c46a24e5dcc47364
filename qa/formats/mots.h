#ifndef QA_FORMATS_MOTS_H
#define QA_FORMATS_MOTS_H

/*
 * MOTS in text (Voigtlaender et al. 2019): a mask a line, blanks between
 *
 *     frame, id, class, height, width, run lengths
 *
 * run lengths as COCO's compressed string (rle.h). Rows come in any order. Class 10, id 10000, is a
 * region of uncounted objects, without a class here.
 *
 * Read as masks, an item is a frame, "SEQUENCE/000012", as the PNG files of MOTS are called, and
 * objects have the ids of the file. With --shape track they are the boxes around the masks, and
 * an item is the sequence: what has figures of tracking.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_mots;

#endif
