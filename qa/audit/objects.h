#ifndef QA_AUDIT_OBJECTS_H
#define QA_AUDIT_OBJECTS_H

/*
 * A first look at the objects of a run, before anything is counted: what no annotator can have
 * meant, and files whose coordinates mean something else than they are read as. It knows no kinds:
 * any whose type has bounds and whose objects are assigned is looked at; crowd regions are not.
 *
 * By object: W180 reaches more than one pixel outside its image; W181 the same class and
 * coordinates as an earlier object of the answer; W182 a side of 0; W183 (a note) a side of at most
 * one pixel. Sides are those of the bounding rectangle: an outline that is slanted and flat is not
 * found.
 *
 * By file, or by folder where each image has its own: W184 far corners that are read as sides; W185
 * shares or per cent of the image that are read as pixels; W186 coordinates that differ from those
 * of another file by exactly half a pixel or a whole one; W187 images of another size than in
 * another file, or coordinates of another scale; W803 most objects marked as crowds; W806 classes
 * under other names; W810 objects that lie where the other file's do once they are read in another
 * way (by the centre, axes exchanged, image mirrored or turned); W811 those of the item before or
 * after by name; W812 all moved by one step; W188 (a note) items in which gold has nothing and the
 * file much. The other file is gold, or without gold the first delivered file that has objects, in
 * items that both answer; of a large file some thousand answers are compared, evenly spread.
 *
 * Every rule wants more than one sign, since a warning about what is right is worse than none; the
 * signs stand where each is decided. The size of an image is what its own file says, or else any
 * other file of the run.
 */

#include "qa/base/finding.h"
#include "qa/batch/questions.h"

struct qa_objects_request {
    const struct qa_batch *batch[QA_N_ROLES]; /* NULL: none */
    bool has_ignored; /* regions may be those of labels that the user ignores */
    bool by_object;   /* each object at its place, and notes; else one warning a file and code */
};

/* What was seen in one file that has objects, or in the files of a folder, one for each image. */
struct qa_objects_row {
    enum qa_role role;
    const char *path;
    uint64_t n_objects;
    uint64_t n_sized; /* of them in images of a known size */
    uint64_t n_outside;
    uint64_t n_repeated;
    uint64_t n_flat;
    uint64_t n_thin;
};

struct qa_objects_result {
    struct qa_objects_row *rows; /* by role, then in the order of the files */
    size_t n_rows;
};

/* Findings by file come before those by object; all have a place. O(objects) and, within an answer
 * of many, O(objects log objects). */
struct qa_objects_result qa_look_at_objects(const struct qa_objects_request *request,
                                            struct qa_arena *arena, struct qa_findings *findings);

#endif
