#ifndef QA_ANNOTATION_TYPE_H
#define QA_ANNOTATION_TYPE_H

/*
 * What one annotation is and how two compare. Each type is one file that fills one struct
 * qa_type and has one line in type_table.c; matching, errors, distributions and reports then
 * work for it. Types see plain arrays of the objects of one item, never the batch.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ids are stored in batches: append, never renumber. */
enum qa_type_id { QA_TYPE_LABEL = 0, QA_TYPE_BOX = 1, QA_N_TYPES };

/* n objects of one item, all of one type; columns a type does not use may be NULL. */
struct qa_objects {
    size_t n;
    const uint32_t *label;
    /* Boxes in pixels, 0-based, width = right - left without the +1 of old toolkits. */
    const double *x;
    const double *y;
    const double *width;
    const double *height;
};

/* One kind of annotation. Functions work on all objects of one item at once. */
struct qa_type {
    const char *name;       /* "box" */
    const char *similarity; /* "IoU", always in [0, 1], 1 = identical */
    /* False with *why set when object i cannot be right (negative width). */
    bool (*valid)(const struct qa_objects *objects, size_t i, const char **why);
    /* Interval on the sweep axis; pairs whose intervals are disjoint have similarity 0. NULL:
     * the type has no such axis and all pairs are compared. */
    void (*extent)(const struct qa_objects *objects, size_t i, double *low, double *high);
    /* out[i * b->n + j] = similarity of a[i] and b[j]; out is the caller's, a->n * b->n long. */
    void (*compare)(const struct qa_objects *a, const struct qa_objects *b, double *out);
    /* Share of each a[i] that lies inside b[j], for crowd regions; laid out as in compare. NULL:
     * the type knows no crowds. */
    void (*covered)(const struct qa_objects *a, const struct qa_objects *b, double *out);
    /* Size of object i for size classes (area in square pixels); NULL: the type has none. */
    double (*size)(const struct qa_objects *objects, size_t i);
};

/* The type of an id; ids come from the enum only. */
const struct qa_type *qa_type_get(enum qa_type_id id);

/* COCO's size classes by area: below 32^2, below 96^2, the rest. "small", "medium", "large". */
enum qa_size_class { QA_SIZE_SMALL, QA_SIZE_MEDIUM, QA_SIZE_LARGE, QA_N_SIZE_CLASSES };
enum qa_size_class qa_size_class(double area);
const char *qa_size_class_name(enum qa_size_class size);

#endif
