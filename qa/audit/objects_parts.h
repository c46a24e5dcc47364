#ifndef QA_AUDIT_OBJECTS_PARTS_H
#define QA_AUDIT_OBJECTS_PARTS_H

/* What the files of the look at objects share. */

#include "qa/audit/objects.h"
#include "qa/batch/label_exchange.h"

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

/* The objects of an answer by class, then from left to right. */
struct qa_placed {
    uint32_t label;
    bool ends_in_sides;
    struct qa_bounds bounds;
};
struct qa_placed_list {
    struct qa_placed *list;
    size_t n;
};

/* Other readings of what a file says of places: objects_turned.c. */
enum qa_turn {
    QA_TURN_NONE,
    QA_TURN_CENTRE, /* x, y are the centre */
    QA_TURN_CORNER, /* what was read as the centre is the corner */
    QA_TURN_SWAPPED,
    QA_TURN_MIRRORED, /* this and the next four: of a known size */
    QA_TURN_UPSIDE_DOWN,
    QA_TURN_HALF,
    QA_TURN_LEFT,
    QA_TURN_RIGHT,
    QA_TURN_NEXT_ITEM,
    QA_TURN_ITEM_BEFORE,
    QA_N_TURNS
};
enum { QA_TURN_OWN_ITEM, QA_TURN_ITEM_AFTER, QA_TURN_ITEM_AHEAD, QA_N_TURN_ITEMS };
enum { QA_TURN_MOVES = 64 };
struct qa_move {
    double by[2];
    uint64_t n;
};
struct qa_turns {
    uint64_t n_answers; /* that were looked at */
    uint64_t n_objects; /* that could match */
    uint64_t n_matched[QA_N_TURNS];
    struct qa_move move[QA_TURN_MOVES]; /* of objects with the same sides */
    size_t n_moves;
    struct qa_label_joint labels; /* of objects in the same places */
};

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
    struct qa_turns *turns;                   /* NULL: nothing was compared */
    struct qa_points_beside *points;          /* of keypoints: objects_points.c */
};

/* One file that has objects, or the files of a folder, one for each image. */
struct qa_object_file {
    const struct qa_batch *batch;
    enum qa_role role;
    const char *path;           /* of the file, or the folder */
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
    struct qa_image_size *size_of_item; /* NULL: no file gives any */
    struct qa_object_file *file[QA_N_ROLES];
    size_t n_files[QA_N_ROLES];
    uint32_t *file_of_source[QA_N_ROLES];
};

static inline uint32_t qa_source_index(const struct qa_batch *batch, size_t answer)
{
    return batch->source != NULL ? batch->source[answer] : 0;
}

/* Which of the files of a role an answer is in. */
static inline uint32_t qa_file_index(const struct qa_look *look, enum qa_role role, size_t answer)
{
    return look->file_of_source[role][qa_source_index(look->request->batch[role], answer)];
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

/* An answer beside those of the other file to its item, to the next and to the one before by name;
 * empty where there is none. O(its objects x theirs). */
void qa_try_turns(struct qa_turns *turns, const struct qa_placed_list *here,
                  const struct qa_placed_list there[QA_N_TURN_ITEMS], struct qa_image_size size);
double qa_bounds_overlap(const struct qa_bounds *a, const struct qa_bounds *b); /* IoU */

/* The keypoints of two answers. O(objects x objects there + points^2). */
void qa_try_points(const struct qa_look *look, struct qa_beside *beside,
                   const struct qa_objects *here, const struct qa_objects *there);
void qa_judge_points(const struct qa_look *look, const struct qa_object_file *file);
void qa_judge_turns(const struct qa_look *look, const struct qa_object_file *file);

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
