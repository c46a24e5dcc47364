#ifndef QA_FORMATS_LABEL_STUDIO_PARTS_H
#define QA_FORMATS_LABEL_STUDIO_PARTS_H

/* What the files of the reader of Label Studio's exports share. */

#include "qa/formats/span_text.h"

/* ---- label_studio_values.c and label_studio_results.c: the results of an annotation ---- */

enum qa_studio_member {
    QA_STUDIO_ID,
    QA_STUDIO_TYPE,
    QA_STUDIO_FROM_NAME,
    QA_STUDIO_VALUE,
    QA_STUDIO_WIDTH,
    QA_STUDIO_HEIGHT,
    QA_STUDIO_IMAGE_ROTATION,
    QA_STUDIO_ITEM_INDEX,
    QA_STUDIO_ORIGIN,
    QA_STUDIO_SCORE,
    QA_STUDIO_N_MEMBERS
};

enum qa_studio_use {
    QA_STUDIO_OBJECT,
    QA_STUDIO_PART,   /* says more about an object that another result gives */
    QA_STUDIO_UNREAD, /* of a type that is not read */
    QA_STUDIO_BROKEN  /* not an object, or without a type or value */
};

struct qa_studio_reading;

/* A type of results that gives objects. */
struct qa_studio_kind {
    const char *name;
    const struct qa_type *type;
    const char *labels; /* member of the value with its own labels; NULL: it has none */
    /* Hands over the label and value, fills the shape. False after a finding. */
    bool (*read)(const struct qa_studio_reading *reading);
};

/* NULL: results of that type are not read. value may be absent; that of `labels` tells whether they
 * are of a span of text. */
const struct qa_studio_kind *qa_studio_kind_find(const char *name, struct qa_json_value value);

struct qa_studio_result {
    struct qa_json_value at;
    struct qa_json_value member[QA_STUDIO_N_MEMBERS]; /* document NULL: absent */
    enum qa_studio_use use;
    const struct qa_studio_kind *kind; /* of an object */
    const struct qa_type *type;        /* likewise */
    const char *from_name;             /* likewise; "" for none */
    const char *what;                  /* its type; of an unread one also "choices of a region" */
    uint32_t region;                   /* dense id within the annotation; QA_NONE: no id */
    uint32_t control;                  /* the reader's */
    struct qa_json_value labels;       /* what the region's other results call it, or absent */
};

/* The list and the texts live in the scratch arena, until the next load resets it. */
struct qa_studio_results {
    struct qa_arena *scratch;
    struct qa_arena_mark mark;
    struct qa_studio_result *list;
    size_t n;
    struct qa_json_value data;  /* of the task, which spans point into; absent: none */
    struct qa_span_text *spans; /* made with the first span */
};

void qa_studio_results_init(struct qa_studio_results *results, struct qa_arena *scratch);

/* The results of an annotation. Says nothing of what is wrong with them. O(results). */
void qa_studio_results_load(struct qa_studio_results *results, struct qa_json_value list);

/* Gives the sink the object of a result, within the answer that is open. shape is the caller's and
 * used again. False after a finding. */
bool qa_studio_give(struct qa_studio_results *results, const struct qa_studio_result *result,
                    struct qa_sink *sink, struct qa_shape *shape, struct qa_place place);

/* ---- label_studio_answers.c: annotations and predictions ---- */

enum { QA_STUDIO_CONTROLS_MAX = 64 };

enum qa_answer_member {
    QA_ANSWER_ID,
    QA_ANSWER_RESULT,
    QA_ANSWER_COMPLETED_BY,
    QA_ANSWER_CANCELLED,
    QA_ANSWER_GROUND_TRUTH,
    QA_ANSWER_CREATED_AT,
    QA_ANSWER_LEAD_TIME,
    QA_ANSWER_SCORE,
    QA_ANSWER_N_MEMBERS
};

/* What asks for one kind of objects: a question of the file. */
struct qa_studio_control {
    const struct qa_type *type;
    const char *name; /* from_name */
};

struct qa_studio {
    struct qa_sink *sink;
    struct qa_json_value tasks;
    bool has_lines; /* false for a file in one line: every place is line 1 */
    bool reads_annotations;
    bool reads_predictions;
    const char *item_key;
    struct qa_strings *control_ids; /* by index of the type and from_name */
    struct qa_studio_control controls[QA_STUDIO_CONTROLS_MAX];
    size_t n_controls;
    size_t n_of_type[QA_TYPES_MAX];
    struct qa_studio_results results;
    struct qa_shape shape;
    /* for what is said once a file */
    struct qa_strings *unread;
    uint64_t *n_unread;
    size_t unread_capacity;
    uint64_t n_predictions, n_annotations, n_skipped, n_broken;
    uint64_t n_results, n_accepted, n_timed, n_zero;
};

/* An annotation or a prediction. */
struct qa_studio_answer {
    struct qa_json_value at;
    struct qa_json_value member[QA_ANSWER_N_MEMBERS];
    struct qa_json_value item;
    enum qa_role role;
    size_t number; /* within the task, from 1 */
    struct qa_place place;
    size_t timed; /* the control that its time is given to */
};

void qa_studio_answer_members(struct qa_json_value at,
                              struct qa_json_value out[QA_ANSWER_N_MEMBERS]);
bool qa_studio_is_true(struct qa_json_value value);

/* The number of the control that a result belongs to; QA_NONE, unless it is added. */
uint32_t qa_studio_control_id(struct qa_studio *file, const struct qa_studio_result *result,
                              bool add);

/* Gives the sink the answers of an annotation or prediction, whose place, item, role and number are
 * known. what: "an annotation", for findings. */
void qa_studio_read_answer(struct qa_studio *file, struct qa_studio_answer *answer,
                           const char *what);

/* ---- label_studio_items.c ---- */

/* The key of the tasks' data that names their items, by --map item=KEY or because it holds a file
 * in every task, another one in each; NULL: the tasks' ids name them. */
const char *qa_studio_item_key(struct qa_json_value tasks, struct qa_sink *sink);

/* What names the item of a task; absent where the task has no such member. */
struct qa_json_value qa_studio_item(struct qa_json_value task, const char *key);

/* A path or an address, and no text that people read. */
bool qa_studio_names_file(const char *text, size_t length);

#endif
