#ifndef QA_FORMATS_PNG_MASKS_H
#define QA_FORMATS_PNG_MASKS_H

/*
 * Pictures of labels, one PNG file an item, which is called by the file's stem, with as many
 * folders before it as tell the files apart.
 *
 * png-masks     every pixel has a class: an answer of the kind label_map. A class is the pixel's
 *               value in decimal (grey level, or place in the palette), or the label of its colour
 *               where a table of colours is known: --colours, or a CVAT or VOC labelmap.txt in the
 *               same folder. A colour that no table has is an error with its count and first place.
 * instance-png  Cityscapes' instanceIds: class * 1000 + number is an instance, an object of the
 *               kind mask; below 1000 a class is not divided into instances, a crowd of its class.
 * mots-png      the same of MOTS: 0 is background, 10000 a region that takes no part.
 *
 * Files of a folder are read as png-masks without being asked for only when nothing else in the
 * folder is a delivery, since images lie beside labels too.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_png_masks;
extern const struct qa_reader qa_reader_instance_png;
extern const struct qa_reader qa_reader_mots_png;
extern const struct qa_reader qa_reader_labelmap; /* of colours, no answers */

#endif
