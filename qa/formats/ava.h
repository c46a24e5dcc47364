#ifndef QA_FORMATS_AVA_H
#define QA_FORMATS_AVA_H

/*
 * AVA's CSV (Gu et al. 2018): a person and one thing that he does, in one frame of a film, a line;
 * no header:
 *
 *     video, second, x1, y1, x2, y2, action (, person or score)
 *
 * Corners are shares of the frame; --sizes names the size of the videos. An item is a frame,
 * "VIDEO/0902": seconds have four digits, however the file writes them. Of a person who does two
 * things there are two boxes, one a class; that is how AVA's own figures count them. A line whose
 * box is blank is a frame with nothing in it. The eighth column is the person's number, or, in a
 * file in which any of them has a fraction, a model's score.
 *
 * Actions are numbers, whose names are in a label map (pbtxt) that is another file of the run.
 * Files of the same form with words for actions (AVA ActiveSpeaker) are read as well.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_ava;
extern const struct qa_reader qa_reader_ava_names;

#endif
