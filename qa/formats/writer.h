#ifndef QA_FORMATS_WRITER_H
#define QA_FORMATS_WRITER_H

/*
 * The way back: answers in the form of a tool, so that a vendor can load them. Reading what was
 * written gives the same answers in all that the form holds; what it cannot hold is refused where
 * that would change what an answer says, and left out and named where it would not:
 *
 *     E267  a kind, or an object of it, that the form cannot hold
 *     E268  two answers that the form cannot tell apart
 *     E269  something that the form must have is not known: the size of an image, a text, a class;
 *           or a name that it cannot write
 *     W267  annotators, times and the like that the form has no place for; answers that it cannot
 *           write because nothing was found
 *
 * All files of one writing are made in memory before any is written. A writer is one file and one
 * line in writer.c; the reader of the same name reads it back.
 */

#include <stdio.h>

#include "qa/annotation/rle.h"
#include "qa/formats/canonical_parts.h"

/* What a form may hold beside item, label and the numbers and text of objects. */
enum qa_holds {
    QA_HOLDS_ANNOTATOR = 1 << 0,
    QA_HOLDS_VENDOR = 1 << 1,
    QA_HOLDS_BATCH = 1 << 2,
    QA_HOLDS_STAGE = 1 << 3,
    QA_HOLDS_STARTED = 1 << 4,
    QA_HOLDS_SUBMITTED = 1 << 5,
    QA_HOLDS_SECONDS = 1 << 6,
    QA_HOLDS_ANSWER_ID = 1 << 7,
    QA_HOLDS_OBJECT_ID = 1 << 8,
    QA_HOLDS_SCORE = 1 << 9,
    QA_HOLDS_VALUE = 1 << 10,
    QA_HOLDS_SIZE = 1 << 11,
    /* Without these answers are refused or left out. */
    QA_HOLDS_SKIPPED = 1 << 12, /* answers that were skipped */
    QA_HOLDS_OPEN = 1 << 13,
    QA_HOLDS_GOLD = 1 << 14,    /* beside answers */
    QA_HOLDS_CROWD = 1 << 15,   /* regions of uncounted objects */
    QA_HOLDS_NOTHING = 1 << 16, /* that nothing was found */
    QA_HOLDS_KINDS = 1 << 17,   /* questions of several kinds in one delivery */
    QA_HOLDS_NO_LABEL = 1 << 18 /* objects without a class */
};

struct qa_written_file {
    const char *name; /* within the folder, "labels/a.txt" */
    const char *text;
    size_t size;
};

struct qa_writer;

struct qa_writing {
    const struct qa_writer *writer;
    struct qa_arena *arena;
    struct qa_findings *findings; /* errors: nothing is to be written */
    const struct qa_names *names;
    const struct qa_questions *questions;
    const struct qa_canonical_answer *answers; /* those that the form can hold, in their order */
    size_t n;
    struct qa_written_file *files;
    size_t n_files;
    size_t capacity;
    const struct qa_image_size *size; /* private: by item, of any answer of the run */
    struct qa_strings *item_files;    /* private: names that items have taken */
    /* Private: the file that is made. */
    FILE *stream;
    char *buffer;
    size_t buffer_size;
};

struct qa_writer {
    const char *name;  /* of the reader too */
    const char *about; /* "boxes, polygons, masks and keypoints, as instances" */
    const char *file;  /* what its file is called in a folder; NULL: it is several files, which need
                          a folder */
    unsigned holds;    /* enum qa_holds */
    const struct qa_type *const *types; /* ended by NULL */
    void (*write)(struct qa_writing *writing);
};

extern const struct qa_writer *const qa_writers[];
extern const size_t qa_n_writers;

/* "coco, yolo or rttm", in the arena. NULL: of the kind no form holds. type NULL: of any kind. */
const char *qa_writer_names(const struct qa_type *type, struct qa_arena *arena);
/* E217 with the names that there are. */
QA_NODISCARD enum qa_status qa_writer_by_name(const char *name, const struct qa_writer **writer,
                                              struct qa_arena *arena, struct qa_error *err);

/* Answers, in any order that is to be kept, as files in memory. The arena holds them. What is
 * wrong is in the findings. O(objects). */
struct qa_writing qa_write_answers(const struct qa_writer *writer,
                                   const struct qa_canonical_answer *answers, size_t n,
                                   struct qa_arena *arena, struct qa_findings *findings);

/* ---- for writers ---- */

/* The next file; all that is put into writing->stream until the end is its text. */
void qa_writing_begin(struct qa_writing *writing, const char *name);
void qa_writing_end(struct qa_writing *writing);

/* "labels/a.txt" of an item "a.jpg", with "labels/" before and ".txt" behind. NULL after an error:
 * the item is no name of a file within the folder (E269), or another has the file already (E268).
 */
const char *qa_writing_item_file(struct qa_writing *writing,
                                 const struct qa_canonical_answer *answer, const char *before,
                                 const char *behind);

/* An error about an answer, with its place. */
void qa_writing_refuse(struct qa_writing *writing, const struct qa_canonical_answer *answer,
                       const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A text of JSON; bytes from 0x80 on are UTF-8 as they were read. Without quotes around it where
 * it is a number. */
void qa_put_json_text(const char *text, size_t n, FILE *stream);
void qa_put_json(const char *text, FILE *stream);
/* A text or a value of XML. False: it has a control character, which no XML can hold, or begins or
 * ends in white space, which readers take away. */
bool qa_put_xml(const char *text, FILE *stream);
/* A number that reads back to the same bits. */
void qa_write_number(double value, FILE *stream);

/* The size of the answer's image, by the answer or another one of the run to its item; 0 x 0: none
 * says. */
struct qa_image_size qa_writing_image_size(const struct qa_writing *writing,
                                           const struct qa_canonical_answer *answer);

/* The pixels of a mask, 0 or 1 a byte, row by row; NULL: of a picture of more than 2^28. */
unsigned char *qa_writing_pixels(const struct qa_rle *rle, struct qa_arena *arena);
/* The next name of an object of keypoints, whose text is *names to end: "" behind the last. */
const char *qa_next_point_name(const char **names, const char *end, struct qa_arena *arena);

/* An item's name, "" for none; likewise of labels. */
const char *qa_item_text_of(const struct qa_canonical_answer *answer);
const char *qa_label_text_of(const struct qa_batch *batch, uint64_t object);

extern const struct qa_writer qa_writer_coco;
extern const struct qa_writer qa_writer_yolo;
extern const struct qa_writer qa_writer_yolo_seg;
extern const struct qa_writer qa_writer_yolo_obb;
extern const struct qa_writer qa_writer_yolo_pose;
extern const struct qa_writer qa_writer_voc;
extern const struct qa_writer qa_writer_cvat;
extern const struct qa_writer qa_writer_label_studio;
extern const struct qa_writer qa_writer_conll;
extern const struct qa_writer qa_writer_doccano;
extern const struct qa_writer qa_writer_prodigy;
extern const struct qa_writer qa_writer_rttm;
extern const struct qa_writer qa_writer_textgrid;
extern const struct qa_writer qa_writer_dcase;

#endif
