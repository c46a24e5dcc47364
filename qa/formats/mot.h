#ifndef QA_FORMATS_MOT_H
#define QA_FORMATS_MOT_H

/*
 * MOTChallenge's text files (Milan et al. 2016, section 4.3): a line a box, commas between
 *
 *     frame, id, left, top, width, height, 7, 8, 9 (, 10)
 *
 * Frames and pixels count from 1 in the file and from 0 here. A file of frames that begin at 0 is
 * taken as it counts (W241). Of ground truth (nine columns; or a file called gt.txt) column 7 says
 * whether the box counts, 8 is its class by number and 9 its visibility, which is not used; with
 * ten columns, MOT15's, there are no classes and 8 to 10 are a place in the world. Of results
 * column 7 is a score, 8 to 10 are -1; their class is pedestrian, as is that of MOT15. Rows come in
 * any order. An id of -1 is a detection without a track (E259).
 *
 * The item is the sequence: of SEQUENCE/gt/gt.txt the folder's name, else that of the file.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_mot;

#endif
