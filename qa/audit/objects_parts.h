#ifndef QA_AUDIT_OBJECTS_PARTS_H
#define QA_AUDIT_OBJECTS_PARTS_H

/* What the files of the look at objects share. */

#include "qa/audit/objects.h"

/* How many, and where the first is. */
struct qa_seen {
    uint64_t n;
    size_t answer;
    uint64_t object; /* UINT64_MAX: the answer */
};

static inline void qa_see(struct qa_seen *seen, size_t answer, uint64_t object)
{
    if (seen->n++ == 0) {
        seen->answer = answer;
        seen->object = object;
    }
}

/* A file beside another: objects_pairs.c. */
enum { QA_SHIFTS = 5 }; /* -1, -0.5, 0, 0.5, 1 */
struct qa_beside {
    const char *path; /* of the other; NULL: nothing was compared */
    struct qa_seen first;
    uint64_t n_sized; /* answers whose image both files give a size of */
    struct qa_seen resized;
    struct qa_image_size here, there; /* of the first of those */
    /* Objects of a class of which both answers have as many, one beside the other from left to
     * right: the far corner here divided by that there, in x and y. */
    double *ratio[2];
    size_t n_ratios;
    size_t capacity[2];
    uint64_t n_placed;  /* of them that begin in the same place and end in sides */
    uint64_t n_sides;   /* of those: they end in the same place */
    uint64_t n_corners; /* their sides are where the other ends */
    uint64_t n_objects;
    uint64_t n_close; /* with one partner all of whose coordinates are near */
    uint64_t n_shifted[QA_SHIFTS][QA_SHIFTS]; /* of the near corner, of the far one */
};

/* One file that has objects. */
struct qa_object_file {
    const struct qa_batch *batch;
    enum qa_role role;
    uint32_t source;
    const struct qa_type *type; /* of its first object */
    bool is_mixed;              /* others are of another kind */
    uint64_t n_answers;
    struct qa_seen objects;
    uint64_t n_sized;
    struct qa_bounds reach; /* of all */
    struct qa_image_size least;
    uint64_t n_with_sides;
    uint64_t n_fit_as_corners;  /* of them, their sides can be the far corner */
    struct qa_seen far_outside; /* read as sides */
    struct qa_seen outside, repeated, flat, thin;
    struct qa_seen regions; /* crowds */
    struct qa_seen unasked; /* answers that have much where gold has nothing */
    struct qa_beside beside;
    bool is_shares, is_percent, is_corners;
};

struct qa_look {
    const struct qa_objects_request *request;
    struct qa_arena *scratch;
    struct qa_findings *findings;
    struct qa_image_size *size_of_item;      /* NULL: no file gives any */
    struct qa_object_file *file[QA_N_ROLES]; /* by source */
    size_t n_files[QA_N_ROLES];
};

static inline uint32_t qa_source_index(const struct qa_batch *batch, size_t answer)
{
    return batch->source != NULL ? batch->source[answer] : 0;
}

/* The kind of an answer's objects when it is looked at; else NULL. */
const struct qa_type *qa_looked_at(const struct qa_batch *batch, size_t answer);

struct qa_image_size qa_look_size(const struct qa_look *look, const struct qa_batch *batch,
                                  size_t answer);

/* of[i]: the earlier object that object i repeats, SIZE_MAX: none. Returns how many do. of is the
 * caller's; O(n log n). */
size_t qa_find_repeats(const struct qa_objects *objects, struct qa_arena *scratch, size_t *of);

/* How far object reaches beyond the image, in pixels; 0: it does not, or the size is not known. */
double qa_beyond_image(const struct qa_bounds *bounds, struct qa_image_size size);

/* Compares every file of the delivery with its partner. */
void qa_look_beside(const struct qa_look *look);

/* Says where several annotators of one file have parts of one answer (W805): hardly any of their
 * objects lie on another's. O(answers log answers + objects). */
void qa_look_for_shared_work(const struct qa_look *look);

/* What the numbers of the files say: sets is_shares and the others, and says all that is of a file.
 */
void qa_judge_files(const struct qa_look *look);

/* A finding at a place of a file. */
void qa_say_of_file(const struct qa_look *look, const struct qa_object_file *file,
                    enum qa_severity severity, const char *code, const struct qa_seen *where,
                    const char *text);

#endif
