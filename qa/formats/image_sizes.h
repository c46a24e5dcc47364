#ifndef QA_FORMATS_IMAGE_SIZES_H
#define QA_FORMATS_IMAGE_SIZES_H

/*
 * The sizes of a run's images, for formats that give shares of them in place of pixels: of a table
 * that the user gives, and of the image files that lie in the folders and archives of the run. The
 * latter are looked at, by their headers alone, when a size is first asked for.
 *
 * An item and an image are one when their file names are the same, or are without suffix: then item
 * "a" of "labels/train/a.txt" is in "images/train/a.jpg". Where several images have the name, those
 * of the user's table come first, then those of the item's own folder or archive, then those with
 * which the item's name shares more folders at its end. What is left with several sizes is
 * ambiguous, and no size.
 */

#include "qa/base/records.h"
#include "qa/batch/batch.h"
#include "qa/formats/input.h"

struct qa_image_sizes;

struct qa_image_sizes *qa_image_sizes_new(struct qa_arena *arena);

/* A table with columns item, width and height. E180 for a side that is no whole number of pixels
 * and for an item with two sizes; E112 and E113 as columns have them. */
QA_NODISCARD enum qa_status qa_image_sizes_of_table(struct qa_image_sizes *sizes,
                                                    const struct qa_records *records,
                                                    struct qa_error *err);

/* The image files of the input, which stays open as long as sizes are asked for. */
void qa_image_sizes_of_input(struct qa_image_sizes *sizes, struct qa_input *input);

enum qa_size_found { QA_SIZE_KNOWN, QA_SIZE_NOT_KNOWN, QA_SIZE_AMBIGUOUS };

/* name: of the item or of the file with its labels. input: the path that its folder or archive was
 * given by, "" for none. O(images of the name), after the first time. */
enum qa_size_found qa_image_sizes_find(struct qa_image_sizes *sizes, const char *input,
                                       const char *name, struct qa_image_size *out);

/* The same in the user's table alone; false also when there is none. */
bool qa_image_sizes_in_table(const struct qa_image_sizes *sizes, const char *name,
                             struct qa_image_size *out);

#endif
