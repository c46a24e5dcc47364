#ifndef QA_FORMATS_READER_H
#define QA_FORMATS_READER_H

/*
 * From the bytes of a delivery to a batch. One reader a format, all in the table of
 * reader_table.c; the format is found by content unless it is named. A reader knows bytes and
 * fields, and hands the fields to the sink (sink.h), which knows what they mean.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/bytes.h"
#include "qa/base/notation.h"
#include "qa/base/time.h"
#include "qa/batch/builder.h"
#include "qa/batch/item_names.h"
#include "qa/batch/signing.h"

/* --map item=COLUMN,annotator=COLUMN,...: our name of a field, the file's name of the column. An
 * empty column name says that the field is not in the file, whatever a column is called. */
struct qa_column_map {
    const char *field;
    const char *column;
};

/* What an answer of a delivery is that the file marks as ground truth. */
enum qa_ground_truth {
    QA_GROUND_TRUTH_AUTO, /* gold, and that is said */
    QA_GROUND_TRUTH_GOLD,
    QA_GROUND_TRUTH_ANSWERS, /* its annotator's, like any other */
    QA_GROUND_TRUTH_IGNORED
};

/* What offsets of spans count; inside they are code points. */
enum qa_offset_unit {
    QA_OFFSETS_OF_FORMAT, /* code points, but for formats that are known to count otherwise */
    QA_OFFSETS_CODEPOINT,
    QA_OFFSETS_UTF16,
    QA_OFFSETS_BYTES,
    QA_N_OFFSET_UNITS
};

/* How tags of tokens make spans: qa/formats/tags.h. */
enum qa_tag_scheme {
    QA_SCHEME_AUTO,
    QA_SCHEME_IOB1,
    QA_SCHEME_IOB2,
    QA_SCHEME_IOBES,
    QA_SCHEME_BILOU,
    QA_N_TAG_SCHEMES
};
enum qa_tag_decoding { QA_DECODE_LENIENT, QA_DECODE_STRICT };
struct qa_colours; /* label_colours.h */

struct qa_read_options {
    const char *format;              /* NULL: by content */
    const struct qa_column_map *map; /* tables only */
    size_t n_map;
    bool map_is_optional;      /* pairs whose column the file does not have say nothing */
    const char *const *header; /* names of the columns of a file without a header line */
    size_t n_header;
    const char *sheet;       /* of a workbook; NULL: the first */
    struct qa_zone zone;     /* of times that carry none; with the order of dates */
    enum qa_decimal decimal; /* of tables; unknown: a point */
    enum qa_duplicates duplicates;
    const char *const *missing; /* labels that count as blank, in any case */
    size_t n_missing;
    bool may_lack_times; /* a time that cannot be read is absent, and said; else an error */
    const char *stage;   /* take only answers of this stage; NULL: all */
    /* The kind to read where a file has an object in several (a box and an outline); NULL: the
     * richest that every file of the run offers. */
    const struct qa_type *shape;
    /* Polygons are read as masks, by COCO's rule, so that outlines compare with masks. */
    bool rasterise;
    /* Objects of these labels are regions that take no part, as crowds are. */
    const char *const *ignored;
    size_t n_ignored;
    bool crowds_are_objects;          /* the mark of a crowd says nothing */
    const struct qa_colours *colours; /* of label maps in colours; NULL: not given */
    enum qa_signing annotator_from;   /* of delivered answers that name none */
    bool has_several_files;           /* set by the run: files may be people */
    enum qa_item_reading item_names;  /* of deliveries, gold and pre-labels alike */
    bool with_predictions;            /* a model's answers within a delivery are pre-labels */
    enum qa_ground_truth ground_truth;
    enum qa_offset_unit offsets;
    enum qa_tag_scheme scheme;
    enum qa_tag_decoding decoding;
};

struct qa_input;
struct qa_sink;

/* One file to read and what the user said about it. */
struct qa_delivery_file {
    const char *path;
    const char *vendor;   /* NULL: the file's own vendor column, or none */
    const char *batch;    /* NULL: likewise */
    const char *question; /* NULL: likewise, or the default of the kind */
    /* Set by the run when it reads an entry of a folder or archive: the path that was given, and
     * the entry's name in it, "labels/a.txt", and all its entries. NULL: of a file by itself. */
    const char *input;
    const char *entry;
    const struct qa_input *set;
};

/* Files of a run are read in this order, whatever the order they are given in. What a file of one
 * pass lends to those of later ones it puts into memory that the format's readers share: see
 * qa_sink_shared. */
enum qa_pass {
    QA_PASS_FACTS,      /* no answers: names of classes, texts, times that other files go by */
    QA_PASS_DELIVERIES, /* answers */
    QA_PASS_RESULTS,    /* answers in ids that files of the pass before name */
    QA_N_PASSES
};

/* What files of a format can tell of an answer beside what it says; `labelqa formats` shows it. */
enum qa_gives {
    QA_GIVES_ITEM = 1 << 0,
    QA_GIVES_ANNOTATOR = 1 << 1,
    QA_GIVES_TIMES = 1 << 2,   /* begun, given, or how long it took */
    QA_GIVES_STAGE = 1 << 3,   /* of review */
    QA_GIVES_GOLD = 1 << 4,    /* answers marked as right */
    QA_GIVES_STATUS = 1 << 5,  /* skipped, rejected, open */
    QA_GIVES_SIZE = 1 << 6,    /* of the image; not where labels are shares of one */
    QA_GIVES_SCORE = 1 << 7,   /* a model's */
    QA_GIVES_NOTHING = 1 << 8, /* somebody looked and found nothing */
    QA_GIVES_ALL = (1 << 9) - 1
};
struct qa_reader {
    const char *name;        /* "csv" */
    const char *description; /* for `labelqa help formats` */
    /* enum qa_gives: what a file may have, though exporters may leave it out; what is not among
     * them no file of the format can say, and no reader takes from it. 0: facts only. */
    unsigned gives;
    bool is_loose_text; /* may be in an encoding of Windows: decoded before it is read */
    bool reads_lines;   /* by qa_lines_next: the bytes are UTF-8 before it sees them (E108) */
    enum qa_pass pass;
    bool is_file_an_image; /* of a folder's files each is about one image */
    bool reads_empty;      /* a file of blanks is one in which nothing was found */
    /* Of a reader that is chosen by name alone: once the user names it, gold and pre-labels that
     * are found to be of this format are read by it too. NULL: none. */
    const char *instead_of;
    /* Suffixes of the files that it reads in folders and archives beyond those that any reader may
     * (delivery.c), in small letters with blanks between: "rttm uem". NULL: none. */
    const char *suffixes;
    /* Of facts: it takes the .txt files of folders and archives that have a file of the same name
     * with this suffix beside them, whatever they hold. NULL: none. */
    const char *beside;
    /* Unless the user names it, its files of a folder or archive are read only where nothing else
     * there is a delivery: pictures that lie beside labels may be what was labelled. */
    bool is_last_resort;
    /* How sure: 0 not this format, 100 certain. Looks at the first 64 KiB only, and at bytes->path
     * where content cannot tell ("classes.txt"). A reader of QA_PASS_FACTS is asked even where the
     * user names another format. */
    int (*sniff)(const struct qa_bytes *bytes);
    /* The kinds that a file gives its objects in: a bit for each index of qa_types. NULL, or 0:
     * that is not a choice. O(size), by a look for words. */
    uint32_t (*offers)(const struct qa_bytes *bytes);
    /* What must be known of all files of a format before the first of them is read, for memory that
     * its readers share: called for each file, qa_sink_entry and the like tell which. NULL:
     * nothing.
     */
    void (*survey)(const struct qa_bytes *bytes, struct qa_sink *sink);
    /* What can be made of a file's bytes alone: done for several files at once, on all threads, and
     * handed to `read` by qa_sink_prepared. In the arena, which lives until then. NULL: nothing. */
    void *(*prepare)(const struct qa_bytes *bytes, struct qa_arena *arena);
    /* Hand the file's fields to the sink. Bad rows are error findings (one each, place and
     * expectation) and reading goes on to find the next; a file that cannot be read on is a
     * failure. */
    enum qa_status (*read)(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err);
};

extern const struct qa_reader *const qa_readers[];
extern const size_t qa_n_readers;

/* The reader that is surest of the content; E105 when none is, naming the known formats. */
QA_NODISCARD enum qa_status qa_reader_sniff(const struct qa_bytes *bytes,
                                            const struct qa_reader **reader, struct qa_error *err);
/* Another reader that is much surer of the content than the one that was named; NULL: none is. */
const struct qa_reader *qa_reader_surer(const struct qa_bytes *bytes,
                                        const struct qa_reader *named);
/* The reader of QA_PASS_FACTS that knows the content, NULL for none. */
const struct qa_reader *qa_reader_of_facts(const struct qa_bytes *bytes);
/* By name; E106 with the nearest suggestion. */
QA_NODISCARD enum qa_status qa_reader_by_name(const char *name, const struct qa_reader **reader,
                                              struct qa_error *err);

/* For sniffing: the first byte that is no blank, 0 for none; and whether the first 64 KiB hold a
 * text, or JSON of which an object has a member of this name (a text that says the same is none).
 */
unsigned char qa_first_byte(const struct qa_bytes *bytes);
bool qa_mentions(const struct qa_bytes *bytes, const char *text);
bool qa_has_member(const struct qa_bytes *bytes, const char *name);

/* The JSON up to the end of the first object that ends. */
struct qa_first_object {
    size_t n_objects; /* that began before, and it; 0: none ends here, or it is no JSON */
    size_t depth;     /* to which objects and lists nest */
    size_t n_members;
};
struct qa_first_object qa_first_object_of(const struct qa_bytes *bytes);

#endif
