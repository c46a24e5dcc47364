#ifndef QA_FORMATS_PICTURE_H
#define QA_FORMATS_PICTURE_H

/*
 * One image and what was marked on it, as formats give it that know of several kinds of marks: an
 * answer of the sink for each kind and each annotator, made when the image is complete.
 *
 *     struct qa_picture picture;
 *     qa_picture_init(&picture, sink);
 *     for each image:
 *         qa_picture_begin(&picture, place);
 *         qa_picture_text(&picture, QA_FIELD_ITEM, ...);
 *         for each mark:
 *             struct qa_mark *mark = qa_picture_mark(&picture, &qa_type_box, place);
 *             qa_shape_add(&mark->shape, ...);
 *         qa_picture_end(&picture);
 *     qa_picture_free(&picture);
 *
 * Several labels of an image are one answer, the set of them. An image without marks is one on
 * which nothing was found; one whose marks are all left out, with their reason, has no answer.
 * Where the run reads boxes (qa_sink_shape) outlines count as the boxes around them, which is said
 * (W191).
 */

#include "qa/formats/sink.h"

struct qa_mark {
    const struct qa_type *type;
    struct qa_shape shape;
    struct qa_text_cell label;     /* lives as long as the picture, as the next ones */
    struct qa_text_cell annotator; /* of this mark; none: the image's */
    struct qa_text_cell key;       /* the file's own id of it */
    /* Marks of one kind, label and group are one object: polygons its parts, masks their union, of
     * boxes the one around them. None, or of another kind: an object by itself. */
    struct qa_text_cell group;
    double score;          /* NAN: none */
    enum qa_region region; /* in which nothing is counted, or that need not be found */
    struct qa_place place;
    struct qa_mark *next;
};

struct qa_picture_field {
    struct qa_text_cell text; /* NULL: not given */
    struct qa_place place;
};

struct qa_picture {
    struct qa_sink *sink;
    struct qa_arena *arena; /* of the image that is read */
    struct qa_arena_mark empty;
    struct qa_place place;
    struct qa_picture_field field[QA_FIELD_LABEL]; /* those of answers */
    struct qa_image_size size;
    struct qa_mark *first;
    struct qa_mark **last;
    size_t n_left_out;
};

void qa_picture_init(struct qa_picture *picture, struct qa_sink *sink);
void qa_picture_free(struct qa_picture *picture);

/* The next image. */
void qa_picture_begin(struct qa_picture *picture, struct qa_place place);
/* A field of its answers; text is copied, n == 0 is absent. */
void qa_picture_text(struct qa_picture *picture, enum qa_field field, const char *text, size_t n,
                     struct qa_place place);
/* A text, or a number as a text. Absent and null say nothing. False after E119. */
bool qa_picture_json(struct qa_picture *picture, enum qa_field field, struct qa_json_value value);

/* A mark to be filled, in the picture's arena. */
struct qa_mark *qa_picture_mark(struct qa_picture *picture, const struct qa_type *type,
                                struct qa_place place);
/* A copy of text for a mark. */
struct qa_text_cell qa_picture_copy(struct qa_picture *picture, const char *text, size_t n);

/* The last mark turns out not to be one, after a finding. */
void qa_picture_drop(struct qa_picture *picture, struct qa_mark *mark);

/* A mark of a kind that is not read: counted, and said with its place (W190). what: "an ellipse".
 */
void qa_picture_unread(struct qa_picture *picture, const char *what, struct qa_place place);

/* Hands it over. False when something in it was bad. */
void qa_picture_end(struct qa_picture *picture);

/* For qa_reader.offers. */
#define QA_OFFER(type) (UINT32_C(1) << qa_type_index(&(type)))

/* ---- shapes ---- */

/* A box by two opposite corners, in any order. */
void qa_shape_corners(struct qa_shape *shape, double x0, double y0, double x1, double y1);

/* The item that the current file is about, where the format has a file for each image and the file
 * does not name it: its stem, with as many folders as tell the files of its folder or archive
 * apart. In the sink's arena. */
const char *qa_file_item(struct qa_sink *sink);

#endif
