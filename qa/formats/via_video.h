#ifndef QA_FORMATS_VIA_VIDEO_H
#define QA_FORMATS_VIA_VIDEO_H

/*
 * Projects of the VGG Image Annotator 3 for sound and video (Dutta and Zisserman 2019): JSON with
 * "attribute", "file", "metadata" and "view". Metadata whose "z" is two times is a segment of the
 * view's file; its label is the value of its attribute, by the attribute's options where it has
 * some. Options that were ticked together are joined by ';'.
 *
 * Where the project has several attributes of segments each is a question, named by the attribute,
 * and a segment answers those that it has a value of, or the first if there is none. Each view is
 * an item, whether anything was found in it or not, named by its first file. Other metadata
 * (regions, moments, values of a file as a whole) are counted and left out, which is said (W280).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_via_video;

#endif
