#ifndef QA_FORMATS_LABEL_STUDIO_PARTS_H
#define QA_FORMATS_LABEL_STUDIO_PARTS_H

/* What the files of the reader of Label Studio's exports share. */

#include <stdio.h>

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
    QA_STUDIO_PARENT,
    QA_STUDIO_FROM_ID,
    QA_STUDIO_TO_ID,
    QA_STUDIO_DIRECTION,
    QA_STUDIO_LABELS,
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
    /* Hands over the label and value, fills the shape. False after a finding. NULL: several results
     * are one object (keypoints), see label_studio_groups.c. */
    bool (*read)(const struct qa_studio_reading *reading);
    /* Whether a value is of this kind, where a name stands for several; NULL: all are. */
    bool (*is_it)(struct qa_json_value value);
    /* One result is several objects, which it gives itself with their labels; NULL: one. */
    bool (*give)(const struct qa_studio_reading *reading, struct qa_json_value labels);
};

/* NULL: results of that type are not read. value may be absent. */
const struct qa_studio_kind *qa_studio_kind_find(const char *name, struct qa_json_value value);
/* The type of a value that stands without it, by its members; NULL: it is no result's value. */
const char *qa_studio_value_name(struct qa_json_value value);

struct qa_studio_result {
    struct qa_json_value at;
    struct qa_json_value member[QA_STUDIO_N_MEMBERS]; /* document NULL: absent */
    enum qa_studio_use use;
    const struct qa_studio_kind *kind; /* of an object */
    const struct qa_type *type;        /* likewise */
    const char *from_name;             /* likewise; "" for none */
    const char *what;                  /* its type; of an unread one also "choices of a region" */
    const char *region_key;            /* what names its region, in place of its id; NULL: the id */
    bool is_bare;                      /* the value is the label or the text itself */
    uint32_t region;                   /* dense id within the annotation; QA_NONE: no id */
    uint32_t control;                  /* the reader's */
    struct qa_json_value labels;       /* what the region's other results call it, or absent */
    const struct qa_studio_result *place;   /* of a text of a period of time: the period */
    const struct qa_studio_result *ends[2]; /* of a relation */
};

/* The list and the texts live in the scratch arena, until the next load resets it. */
struct qa_studio_results {
    struct qa_arena *scratch;
    struct qa_arena_mark mark;
    struct qa_studio_result *list;
    size_t n;
    size_t capacity;            /* of results that are added one by one */
    struct qa_strings *written; /* controls whose bare texts are no labels */
    struct qa_json_value data;  /* of the task, which spans point into; absent: none */
    struct qa_json_value item;  /* its name */
    struct qa_span_text *spans; /* made with the first span */
    const char *text_of;        /* the control whose text is known; NULL: none */
    struct qa_json_text text;
    /* Where all of it stands, when the document is not the file. */
    bool has_place;
    struct qa_place place;
    bool has_lines;                    /* false of a file in one line: objects are on line 1 */
    bool is_turn;                      /* periods with labels are turns of speakers */
    uint64_t n_percent, n_other_units; /* tracks and periods whose units are not known */
    uint64_t n_frames, n_made;         /* of tracks; of them those between keyframes */
    uint64_t n_loose;                  /* keypoints that no thing holds together */
};

static inline struct qa_place qa_studio_at(const struct qa_studio_results *results,
                                           struct qa_json_value value)
{
    return results->has_place ? results->place : QA_AT_JSON(value);
}

void qa_studio_results_init(struct qa_studio_results *results, struct qa_arena *scratch);

/* The results of an annotation. Says nothing of what is wrong with them. O(results). */
void qa_studio_results_load(struct qa_studio_results *results, struct qa_json_value list);
/* Of results that were loaded otherwise: what belongs together by regions. O(results). */
void qa_studio_results_link(struct qa_studio_results *results);

/* Where an object is: cheaply where all are on one line. */
static inline struct qa_place qa_studio_object_at(const struct qa_studio_results *results,
                                                  struct qa_json_value value)
{
    return results->has_lines || results->has_place ? qa_studio_at(results, value) : QA_AT(1, 0);
}

/* ---- what the readers of values share ---- */

struct qa_studio_reading {
    struct qa_sink *sink;
    struct qa_arena *scratch;
    struct qa_shape *shape;
    const struct qa_studio_result *result;
    struct qa_json_value value;
    struct qa_studio_results *results;
    struct qa_place place;
};

/* An error finding: "TEXT of KIND". False. */
bool qa_studio_bad(const struct qa_studio_reading *reading, struct qa_json_value at,
                   const char *code, const char *text);
/* A member of the value, and one that is a number; false after a finding. */
bool qa_studio_member(const struct qa_studio_reading *reading, const char *name,
                      struct qa_json_value *out);
bool qa_studio_number(const struct qa_studio_reading *reading, const char *name, double *out);
struct qa_studio_reading qa_studio_reading(struct qa_studio_results *results,
                                           const struct qa_studio_result *result,
                                           struct qa_sink *sink, struct qa_shape *shape);
/* The labels of a result, its own or those of its region; may be absent. */
struct qa_json_value qa_studio_labels(const struct qa_studio_result *result);
/* A text or a list of texts as one label: several are a set, in order, "a;b". NULL after a finding.
 */
const char *qa_studio_label_text(const struct qa_studio_reading *reading,
                                 struct qa_json_value value);
bool qa_studio_give_label(const struct qa_studio_reading *reading, struct qa_json_value value);
/* n texts with `between` between them, in the arena. */
const char *qa_studio_join(struct qa_arena *arena, const char *const *texts, size_t n,
                           const char *between);
/* The texts of a textarea's value, its lines; NULL after a finding. */
const char *qa_studio_text(const struct qa_studio_reading *reading);

/* label_studio_shapes.c */
bool qa_studio_read_rectangle(const struct qa_studio_reading *reading);
bool qa_studio_read_polygon(const struct qa_studio_reading *reading);
bool qa_studio_read_ellipse(const struct qa_studio_reading *reading);
bool qa_studio_read_brush(const struct qa_studio_reading *reading);
/* Pixels of a percent, across and down, of the image that the result is about. */
bool qa_studio_scale(const struct qa_studio_reading *reading, double scale[2]);
bool qa_studio_is_upright(const struct qa_studio_reading *reading);
/* label_studio_texts.c */
bool qa_studio_is_span(struct qa_json_value value);
bool qa_studio_is_period(struct qa_json_value value);
bool qa_studio_read_span(const struct qa_studio_reading *reading);
bool qa_studio_read_paragraph(const struct qa_studio_reading *reading);
bool qa_studio_read_relation(const struct qa_studio_reading *reading);
/* label_studio_times.c */
bool qa_studio_read_period(const struct qa_studio_reading *reading);
bool qa_studio_is_time_series(struct qa_json_value value);
bool qa_studio_read_time_series(const struct qa_studio_reading *reading);
bool qa_studio_give_ranges(const struct qa_studio_reading *reading, struct qa_json_value labels);
bool qa_studio_give_track(const struct qa_studio_reading *reading, struct qa_json_value labels);
/* label_studio_groups.c: results of one control that are one object, or one of each voice. Of the
 * results with that control; true when it has given them. */
bool qa_studio_give_groups(struct qa_studio_results *results, uint32_t control,
                           struct qa_sink *sink, struct qa_shape *shape);

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
    QA_ANSWER_REVIEWS,
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
    bool is_min;           /* tasks are records of JSON-MIN */
    const uint64_t *lines; /* of records that stood in a table; NULL: in the file itself */
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
    uint64_t n_drafts;
    bool has_reviews; /* then answers are of stages */
    uint64_t n_reviewed, n_fixed, n_rejected;
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
    struct qa_json_value who;
    struct qa_json_value submitted;
    bool is_review; /* what a reviewer let pass, or made of it */
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

/* ---- label_studio.c ---- */

/* Tasks as JSON, or records of the JSON-MIN form with the lines where they stand in a table. */
QA_NODISCARD enum qa_status qa_studio_read_json(const struct qa_json *json, bool has_lines,
                                                const uint64_t *lines, struct qa_sink *sink,
                                                struct qa_error *err);
QA_NODISCARD enum qa_status qa_studio_read_file(struct qa_bytes *bytes, struct qa_sink *sink,
                                                struct qa_error *err);

/* ---- label_studio_min.c ---- */

bool qa_studio_is_min(struct qa_json_value tasks);
/* Members of a record that are neither data nor of a control. */
bool qa_studio_min_is_field(const char *key);
bool qa_studio_min_is_value(struct qa_json_value value);
void qa_studio_min_members(struct qa_json_value record,
                           struct qa_json_value out[QA_ANSWER_N_MEMBERS]);
/* What must be known of all records first. */
void qa_studio_min_survey(struct qa_studio_results *results, struct qa_json_value records,
                          struct qa_sink *sink);
void qa_studio_min_load(struct qa_studio_results *results, struct qa_json_value record);

/* ---- label_studio_say.c ---- */

/* What is said once a file. */
void qa_studio_say(const struct qa_studio *file);

/* ---- label_studio_items.c ---- */

/* The key of the tasks' data that names their items, by --map item=KEY or because it holds a file
 * in every task, another one in each; NULL: the tasks' ids name them. */
const char *qa_studio_item_key(struct qa_json_value tasks, struct qa_sink *sink);

/* What names the item of a task; absent where the task has no such member. */
struct qa_json_value qa_studio_item(struct qa_json_value task, const char *key);

/* A path or an address, and no text that people read. */
bool qa_studio_names_file(const char *text, size_t length);

/* ---- label_studio_write_brush.c ---- */

/* A mask as the bytes of a brush, a comma between: what qa_studio_read_brush reads. False, and
 * nothing is written, for pictures of more than 2^28 pixels. O(pixels). */
struct qa_rle;
bool qa_studio_put_brush(const struct qa_rle *rle, FILE *stream);

#endif
