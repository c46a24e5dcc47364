#ifndef QA_FORMATS_SINK_H
#define QA_FORMATS_SINK_H

/*
 * What all readers hand their fields to. A reader turns bytes into fields; the sink gives them
 * meaning, once for all formats: it parses numbers, times, status and stage, turns names into ids,
 * finds what is missing or cannot be right, reports it with its place, and counts every row.
 *
 *     qa_sink_answer(sink, place);
 *     qa_sink_text(sink, QA_FIELD_ITEM, ...);          any fields of the answer, in any order
 *     qa_sink_text(sink, QA_FIELD_ANNOTATOR, ...);
 *     for each object:
 *         qa_sink_text(sink, QA_FIELD_LABEL, ...);     fields of the next object
 *         qa_sink_object(sink, &qa_type_box, &object, place);
 *     qa_sink_end(sink);
 *
 * A field that cannot be read is an error finding, and the rest of its answer is passed over; a
 * reader need not look at what these functions return, unless it can save work.
 */

#include "qa/batch/builder.h"
#include "qa/batch/questions.h"
#include "qa/formats/csv_plain.h"
#include "qa/formats/image_sizes.h"
#include "qa/formats/json.h"
#include "qa/formats/reader.h"

enum qa_field {
    /* of the answer */
    QA_FIELD_ITEM,
    QA_FIELD_ANNOTATOR,
    QA_FIELD_VENDOR,
    QA_FIELD_BATCH,
    QA_FIELD_STAGE,
    QA_FIELD_QUESTION,
    QA_FIELD_STARTED,
    QA_FIELD_SUBMITTED,
    QA_FIELD_SECONDS,
    QA_FIELD_STATUS,
    QA_FIELD_ANSWER, /* the file's own id of it */
    QA_FIELD_IMAGE_WIDTH,
    QA_FIELD_IMAGE_HEIGHT,
    /* of the next object */
    QA_FIELD_LABEL,
    QA_FIELD_VALUE,
    QA_FIELD_SCORE,
    QA_FIELD_CROWD,  /* 1: a region of uncounted objects; 2: one object that need not be found */
    QA_FIELD_AREA,   /* square pixels */
    QA_FIELD_OBJECT, /* the file's own id of it */
    /* of rows of tables only */
    QA_FIELD_GOLD, /* the item's right label */
    QA_FIELD_TYPE, /* the name of the object's kind */
    QA_N_FIELDS
};

/* "item": as people call it in --map and messages. */
const char *qa_field_name(enum qa_field field);

/* Where something stands in the file; a JSON value finds its place only when it is asked for. */
struct qa_place {
    uint64_t line; /* 0: not known */
    uint64_t column;
    struct qa_json_value json;
};
#define QA_AT(line, column) ((struct qa_place){(line), (column), {NULL, 0}})
#define QA_AT_JSON(value) ((struct qa_place){0, 0, (value)})

struct qa_sink;

/* names, builders and findings of the run; the file's answers go to the builder of its role. */
struct qa_sink_parts {
    struct qa_names *names;
    struct qa_builder *builder[QA_N_ROLES];
    struct qa_findings *findings;
    struct qa_arena *arena;
    struct qa_image_sizes *image_sizes; /* NULL: none is known but by the files themselves */
};
struct qa_sink *qa_sink_new(const struct qa_sink_parts *parts);

/* The next file of the run. role: of answers that do not say otherwise. */
void qa_sink_file(struct qa_sink *sink, const struct qa_delivery_file *file,
                  const struct qa_read_options *options, enum qa_role role);

/* What the reader prepared of the file, until the next one. */
void qa_sink_give_prepared(struct qa_sink *sink, const void *prepared);

/* Nothing more comes of the file: what is said once a file. */
void qa_sink_file_end(struct qa_sink *sink);

/* Begins the file's list of answers in the batch of its role: once for each part of a file. type:
 * what it holds if nothing else tells, NULL: labels. */
struct qa_source *qa_sink_source(struct qa_sink *sink, const char *format,
                                 const struct qa_type *type);

/* The file has a column of right labels: gold is there, even if no row has one. */
void qa_sink_expect_gold(struct qa_sink *sink);

/* ---- what readers may ask ---- */

const struct qa_read_options *qa_sink_options(const struct qa_sink *sink);
const struct qa_delivery_file *qa_sink_current_file(const struct qa_sink *sink);
/* The file's name within its folder or archive, "labels/a.txt"; of a file by itself its own. And
 * the folder or archive as it was given, "" for a file: facts hold for the files of one input. */
const char *qa_sink_entry(const struct qa_sink *sink);
const char *qa_sink_input(const struct qa_sink *sink);
enum qa_role qa_sink_role(const struct qa_sink *sink);
/* What the reader prepared of the file's bytes; NULL: nothing yet. */
const void *qa_sink_prepared(const struct qa_sink *sink);
struct qa_names *qa_sink_names(struct qa_sink *sink);
struct qa_arena *qa_sink_arena(struct qa_sink *sink);
/* The kind that files which offer an object in several are read in: see --shape. NULL: no file has
 * such a choice. */
const struct qa_type *qa_sink_shape(const struct qa_sink *sink);
/* A format's own memory for the whole run, zero at first: what ids of one file mean in another. */
void *qa_sink_shared(struct qa_sink *sink, const char *format, size_t size);

/* The size of an image whose labels are shares of it, by --sizes or by the image files of the run.
 * name: of the item, or of the file with its labels. False after an error finding (E181), which
 * passes over the answer. */
bool qa_sink_need_image_size(struct qa_sink *sink, const char *name, struct qa_place place,
                             struct qa_image_size *out);
/* The same where nothing is lost without it; 0 x 0: not known. */
struct qa_image_size qa_sink_find_image_size(struct qa_sink *sink, const char *name);

/* ---- answers ---- */

/* Room for about n answers of one object each. */
void qa_sink_reserve(struct qa_sink *sink, size_t n);

/* The next answer. Vendor, batch and question are those given for the file, unless fields say. */
void qa_sink_answer(struct qa_sink *sink, struct qa_place place);

/* The answer belongs to another role: ground truth within a delivery. Before its objects. */
void qa_sink_answer_role(struct qa_sink *sink, enum qa_role role);

/* An answer, of the role that *role is, is marked as ground truth: what it counts as is the user's
 * to say (--ground-truth), and is said once a file. Before the answer. False: as nothing. */
bool qa_sink_ground_truth(struct qa_sink *sink, enum qa_role *role);

/* A field; n == 0 is absent. Text is used before the next call of qa_sink_answer, qa_sink_object or
 * qa_sink_end, and not kept. False after an error finding. */
bool qa_sink_text(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                  struct qa_place place);
/* The same of an item or a label whose id in the names is known already. */
void qa_sink_id(struct qa_sink *sink, enum qa_field field, uint32_t id);
/* The size of the item's image. Before the answer's first object. */
void qa_sink_image_size(struct qa_sink *sink, struct qa_image_size size);
/* The id in the names of a label, as qa_sink_text reads it, for qa_sink_id later; QA_NONE: blank.
 */
uint32_t qa_sink_label_id(struct qa_sink *sink, const char *text, size_t n, struct qa_place place);
/* A number: times in seconds since 1970, seconds, score, value, crowd; whole numbers also as ids,
 * items and annotators. */
bool qa_sink_number(struct qa_sink *sink, enum qa_field field, double number,
                    struct qa_place place);
/* A text, number, true or false as JSON has it; null is absent. Anything else is E119. */
bool qa_sink_json(struct qa_sink *sink, enum qa_field field, struct qa_json_value value);

/* The text that the answer's item is, which spans point into; W204 where the run has another one.
 * After qa_sink_wants_objects. */
void qa_sink_item_text(struct qa_sink *sink, const char *text, size_t size, struct qa_place place);

/* Nothing more is known of the answer but its objects. False when they are not wanted: it was not
 * finished, is of another stage, or a field of it is bad. qa_sink_object does this by itself. */
bool qa_sink_wants_objects(struct qa_sink *sink);

/* An object with the fields given since the last one. number and text of `shape` are copied; NULL:
 * a label alone. A shape that its type refuses is E122; an answer of labels without one is counted
 * as blank. */
bool qa_sink_object(struct qa_sink *sink, const struct qa_type *type, const struct qa_shape *shape,
                    struct qa_place place);

/* The answer is complete; without objects it is one in which nothing was found. */
void qa_sink_end(struct qa_sink *sink);

/* A row that is read and not used. */
void qa_sink_exclude(struct qa_sink *sink, enum qa_exclusion_reason reason);

/* The answer that is read is bad: an error finding, and the rest of it is passed over. */
bool qa_sink_bad(struct qa_sink *sink, struct qa_place place, const char *code, const char *format,
                 ...) QA_PRINTF(4, 5);
/* What the reader noticed, without consequence for the answer. */
void qa_sink_finding(struct qa_sink *sink, enum qa_severity severity, const char *code,
                     struct qa_place place, const char *format, ...) QA_PRINTF(5, 6);

/* ---- bulk deliveries ---- */

/* Whether rows of item, annotator and label alone may use the next function. */
bool qa_sink_is_plain(const struct qa_sink *sink);

/* A label of which nothing else is known; no text is empty. White space around a label is no part
 * of it (W131), and a label of nothing else is blank. */
void qa_sink_label(struct qa_sink *sink, const struct qa_text_cell *item,
                   const struct qa_text_cell *annotator, const struct qa_text_cell *label,
                   uint32_t line);

/* The same of many rows, one a line from `line` on. */
void qa_sink_labels(struct qa_sink *sink, const struct qa_plain_rows *rows, uint64_t line);

#endif
