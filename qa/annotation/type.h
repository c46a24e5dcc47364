#ifndef QA_ANNOTATION_TYPE_H
#define QA_ANNOTATION_TYPE_H

/*
 * What one annotation is and how two compare. A kind is one file that fills one struct qa_type, and
 * one line in type_table.c; reading, matching, errors, distributions and reports then serve it.
 * Types see plain arrays of the objects of one item, never the batch.
 *
 * Objects are pieces of two pools, numbers and text. What the numbers mean is the kind's affair:
 * x, y, width, height of a box, the rings of a polygon. Text is never interned.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"

/* A run of a pool: pool[first .. first + n - 1]. */
struct qa_piece {
    uint64_t first;
    uint64_t n;
};

/* n objects of one kind, all of one answer, or of several on one item. */
struct qa_objects {
    size_t n;
    const uint32_t *label; /* UINT32_MAX: none */
    const double *number;
    const struct qa_piece *number_at; /* NULL: object i has number[i * arity ..], arity of them */
    uint32_t arity;
    const char *text;
    const struct qa_piece *text_at; /* NULL: no object has text */
};

/* The numbers of object i, *n of them. */
static inline const double *qa_object_numbers(const struct qa_objects *objects, size_t i, size_t *n)
{
    if (objects->number_at == NULL) {
        *n = objects->arity;
        return *n > 0 ? objects->number + i * *n : NULL;
    }
    *n = (size_t)objects->number_at[i].n;
    return *n > 0 ? objects->number + objects->number_at[i].first : NULL;
}

/* The text of object i, *n bytes, not NUL-terminated; "" and 0 for none. */
static inline const char *qa_object_text(const struct qa_objects *objects, size_t i, size_t *n)
{
    *n = objects->text_at != NULL ? (size_t)objects->text_at[i].n : 0;
    return *n > 0 ? objects->text + objects->text_at[i].first : "";
}

enum qa_setting_kind {
    QA_SETTING_CHOICE,
    QA_SETTING_FLAG,
    QA_SETTING_NUMBER, /* from `least` to `most` when these differ */
    QA_SETTING_RATE,   /* in [0, 1], written 5% or 0.05 */
    QA_SETTING_TEXT
};

/* What the user said. */
struct qa_setting {
    union {
        int choice; /* index */
        bool flag;
        double number;
        const char *text; /* NULL: not given */
    };
    const void *loaded; /* what `load` made of the text; NULL: no text, or no `load` */
};

/* What a type leaves to the user: an option --NAME of every command that compares. Types that share
 * one give it the same name and kind: it is one option then, described by the first of them. */
struct qa_type_setting {
    const char *name;           /* "fill" */
    const char *about;          /* one sentence for the help */
    const char *const *choices; /* ended by NULL; the first is the default */
    enum qa_setting_kind kind;
    const char *argument; /* "SECONDS"; of choices it is made from them */
    double initial;       /* of numbers and rates, where nobody asks */
    double least;
    double most;
    /* Of texts that name a file or are a list: what it holds, in the arena, in *out. NULL: the text
     * is all. */
    enum qa_status (*load)(const char *text, struct qa_arena *arena, const void **out,
                           struct qa_error *err);
};
enum { QA_TYPE_SETTINGS_MAX = 12 };

/* Two answers' objects on their way through one comparison. */
struct qa_sides {
    const struct qa_objects *a;
    const struct qa_objects *b;
    const struct qa_setting *setting; /* of each of the type's settings; NULL: as initially */
    struct qa_arena *scratch;         /* functions mark it and reset it */
};

enum qa_matching {
    QA_MATCH_ANSWER, /* an answer is one object: a label, a transcript; two answers compare */
    QA_MATCH_ASSIGN  /* an answer is any number of objects; they pair one to one */
};

/* A growing object: what a form reads its cells into. */
struct qa_shape {
    struct qa_arena *arena;
    double *number;
    size_t n_numbers;
    size_t numbers_capacity;
    const char *text; /* not copied: lives as long as the cells */
    size_t n_text;
};
void qa_shape_add(struct qa_shape *shape, double number);

struct qa_text_cell {
    const char *text; /* not NUL-terminated */
    size_t length;
};

/* What a form writes into a cell; a number goes without quotes where that matters. */
struct qa_written_cell {
    const char *text; /* in the arena, or the object's own; NULL: the cell is blank */
    size_t length;
    bool is_number;
};
void qa_write_real(struct qa_written_cell *cell, double value, struct qa_arena *arena);
/* NUL-terminated. */
void qa_write_text(struct qa_written_cell *cell, const char *text);

/* One way in which the columns of a table give an object. A type may have several: a row is read by
 * the first whose columns it fills, an object is written by the first that can hold it. */
enum { QA_FORM_COLUMNS_MAX = 8 };
struct qa_type_form {
    /* Ended by NULL, at most QA_FORM_COLUMNS_MAX. Of each: its name and its synonyms,
     * comma-separated: "x,left,bbox_x". One that begins with '?' may be blank, or not there. */
    const char *const *columns;
    /* The row's cells, one a column, none blank but where that may be, into an empty shape. False
     * with *why in words ("a number", what was expected) and *column, the index of the cell that is
     * at fault. */
    bool (*read)(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                 const char **why);
    /* Object i, which is valid, into the cells of the columns, which are blank: read makes the same
     * numbers and text of them, to the bit. False when this form cannot hold the object. NULL: the
     * form is read only; another of the kind writes. */
    bool (*write)(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                  struct qa_written_cell *cells);
    /* Its columns may mean other things: it is read where the row's `type` names the kind, the user
     * does (--shape), or the file has the columns of another form of the kind. */
    bool is_named;
    /* Bit c: column c holds a text; else a number, as a spreadsheet of any country writes it. */
    unsigned texts;
};

/* The upright rectangle around an object: x, y. */
struct qa_bounds {
    double low[2];
    double high[2];
};

/* How objects compare of which `comparable` says no. What it is not is never given its name. */
struct qa_type_fallback {
    const char *similarity; /* "IoU of boxes" */
    const char *figure;     /* "keypoints_box_iou": its name among figures */
    const char *about;      /* what is and what is not computed, after "FILE: why; " */
    /* A question is compared so when one of its objects can be. */
    bool (*serves)(const struct qa_objects *objects, size_t i);
    /* As those of the type. */
    void (*compare)(const struct qa_sides *sides, double *similarity);
    void (*covered)(const struct qa_sides *sides, double *share);
};

/* One kind of annotation. Functions work on all objects of one item at once; those that may be NULL
 * say so. */
struct qa_type {
    const char *name;       /* "box": in files and options, never renamed */
    const char *plural;     /* "boxes": titles, notes */
    const char *question;   /* the question of answers that name none: "boxes" */
    const char *similarity; /* "IoU", always in [0, 1], 1 = identical */
    const char *figure;     /* "rotated_iou": its name among figures; NULL: made of name and it */
    enum qa_matching matching;
    /* The label is the whole answer: agreement coefficients, truth inference and confusion serve
     * it. Of QA_MATCH_ANSWER only. */
    bool is_category;
    /* Of QA_MATCH_ANSWER: one answer may be several objects of different labels, told apart by
     * them: what each speaker of a recording says. */
    bool has_voices;
    uint32_t arity; /* numbers of every object; 0: none, or they vary */
    /* The figure (score.h) whose above / below is the kind's error rate, where the field has one:
     * of transcripts "wer", of spans "span_f1_strict", of which that is 1 - F1. Gates on errors go
     * by it. NULL: wrong ones among what was compared. */
    const char *error_figure;
    const char *error_trial; /* what that rate is a share of: "words"; NULL like error_figure */
    double threshold;        /* similarity from which two objects are the same, where nobody asks */
    double localisation;     /* from which they are a localisation error; 0: there is none */
    /* Objects left over that touch by `localisation` and differ in class pair too: one error of
     * both. Else one is missed and the other spurious. */
    bool pairs_both_wrong;
    /* A kind whose objects are objects of this one too, with 0 for the numbers that they lack: a
     * box is a rotated box of angle 0. Objects whose numbers beyond are all 0 are read as that
     * kind; in a run with others they all count as of this kind. Both have the same question. NULL:
     * none. */
    const struct qa_type *includes;
    /* Ordered from the plain to the rich, this breaks ties: of two kinds that a file offers for one
     * object, the one of the greater detail is taken. */
    int detail;
    /* Objects of one answer that have one id are parts of one object: frames of a track. Each has
     * this many numbers, of which the first orders the parts and is no other part's. 0: objects
     * come whole. */
    uint32_t part_numbers;
    const char *part_name; /* "frame": messages */
    /* Marks a part as one of a region of uncounted objects. NULL without parts. */
    void (*mark_crowd)(double *part);
    const struct qa_type_form *forms; /* NULL: never in tables */
    size_t n_forms;
    const struct qa_type_setting *settings;
    size_t n_settings; /* <= QA_TYPE_SETTINGS_MAX */
    /* False with *why set when object i cannot be right: "the box has a negative side". Readers ask
     * once for every object. */
    bool (*valid)(const struct qa_objects *objects, size_t i, const char **why);
    /* False with *why set when object i cannot be compared under the settings, which may be NULL. A
     * comparison asks once for every object. NULL: all can. */
    bool (*comparable)(const struct qa_objects *objects, size_t i, const struct qa_setting *setting,
                       const char **why);
    const struct qa_type_fallback *fallback; /* for those that cannot; NULL: there is none */
    /* Object i of a reference is none to be found: it counts as a crowd region. NULL: none is. */
    bool (*uncounted)(const struct qa_objects *objects, size_t i);
    /* Interval on the sweep axis; pairs whose intervals are disjoint have similarity 0. NULL:
     * the type has no such axis and all pairs are compared. */
    void (*extent)(const struct qa_objects *objects, size_t i, double *low, double *high);
    /* The rectangle around object i in the picture, in pixels. NULL: the kind lies in none. */
    void (*bounds)(const struct qa_objects *objects, size_t i, struct qa_bounds *out);
    /* The last two numbers are sides, where some files have the far corner: then what was meant as
     * high is read as high - low. */
    bool ends_in_sides;
    /* similarity[i * b->n + j] of a[i] and b[j]; the caller's, a->n * b->n long. */
    void (*compare)(const struct qa_sides *sides, double *similarity);
    /* Share of each a[i] that lies inside b[j], for crowd regions; laid out as in compare. NULL:
     * the type knows no crowds. */
    void (*covered)(const struct qa_sides *sides, double *share);
    /* Of kinds whose objects are pixels of one picture: the objects without what lies in any of
     * the regions, which take no part in a comparison. In the arena. NULL: the kind is none. */
    struct qa_objects (*without)(const struct qa_objects *objects, const struct qa_objects *regions,
                                 struct qa_arena *arena);
    /* Labels are names that an answer gives on its own (speakers 1, 2, 3). label_b[j] becomes the
     * label of b[j] in the names of a, or one that a does not have. NULL: a label means the same in
     * all answers. */
    void (*map_labels)(const struct qa_sides *sides, uint32_t *label_b);
    /* Size of object i for size classes (area in square pixels). NULL: the type has none. */
    double (*size)(const struct qa_objects *objects, size_t i);
    /* Where object i is, for people: "10, 20, 30 x 40". In the arena. NULL: the label says all. */
    const char *(*describe)(const struct qa_objects *objects, size_t i, struct qa_arena *arena);
};

/* All types; the place of one is its index for the run, never stored. */
extern const struct qa_type *const qa_types[];
extern const size_t qa_n_types;
enum { QA_TYPES_MAX = 32 };

/* The value of setting i of a type: what was asked, or the initial one. setting may be NULL. */
struct qa_setting qa_type_setting(const struct qa_type *type, const struct qa_setting *setting,
                                  size_t i);

/* The index of a type of the table. */
size_t qa_type_index(const struct qa_type *type);

/* Of two kinds of one question the one that includes the other, or both when they are the same;
 * NULL: they cannot be of one question. */
const struct qa_type *qa_type_of_both(const struct qa_type *a, const struct qa_type *b);

/* Object i in the cells of the form that is returned, by the columns of which the kind reads it
 * back; NULL: the kind writes none (it is a label alone). */
const struct qa_type_form *qa_type_write(const struct qa_type *type,
                                         const struct qa_objects *objects, size_t i,
                                         struct qa_arena *arena,
                                         struct qa_written_cell cells[QA_FORM_COLUMNS_MAX]);

/* Order of object i of a and object j of b that no file decides: by numbers, NAN before all others,
 * then text. <0, 0, >0. */
int qa_object_order(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j);

/* COCO's size classes by area: below 32^2, below 96^2, the rest. "small", "medium", "large". */
enum qa_size_class { QA_SIZE_SMALL, QA_SIZE_MEDIUM, QA_SIZE_LARGE, QA_N_SIZE_CLASSES };
enum qa_size_class qa_size_class(double area);
const char *qa_size_class_name(enum qa_size_class size);

#endif
