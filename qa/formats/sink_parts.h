#ifndef QA_FORMATS_SINK_PARTS_H
#define QA_FORMATS_SINK_PARTS_H

/* Private to the sink: what it holds, and what turns fields into values. */

#include "qa/formats/sink.h"
#include "qa/formats/sink_dates.h"

enum { QA_CACHE_SLOTS = 256, QA_MOST_SHARED = 64 };

/* Short texts that were interned before, by their bytes: most columns hold few different ones, and
 * this finds them without hashing or comparing text. */
struct qa_short_cache {
    uint64_t bytes[QA_CACHE_SLOTS];
    uint32_t id_plus_one[QA_CACHE_SLOTS];
    uint8_t length[QA_CACHE_SLOTS];
};

/* A field of names: the last text seen, and the cache. */
struct qa_name_field {
    struct qa_short_cache cache;
    const char *last;
    size_t last_length;
    uint32_t last_id;
};

struct qa_shared_memory {
    const char *format;
    void *memory;
};

/* A text that is turned into an id when the answer is known whole. */
struct qa_pending {
    struct qa_text_cell cell;
    struct qa_place place;
    bool is_given; /* the file has the field, blank or not */
};

struct qa_sink {
    struct qa_sink_parts parts;
    const struct qa_delivery_file *file;
    const struct qa_read_options *options;
    enum qa_role file_role;
    const void *prepared; /* of the file that is read; NULL: nothing */
    const char *format;
    const struct qa_type *type;
    bool has_source[QA_N_ROLES];
    uint32_t vendor, batch, question; /* given for the file; QA_NONE: by answer */
    uint64_t n_blank;
    uint64_t n_padded;         /* labels with blanks around them */
    struct qa_place padded_at; /* the first of them, and what it is without */
    const char *padded;
    uint64_t n_ground_truth; /* answers of the delivery that are marked so */
    uint64_t n_rejected;     /* answers that the buyer had refused */
    struct qa_place rejected_at;
    uint64_t n_no_time; /* times that cannot be read, where none is needed */
    struct qa_place no_time_at;
    const char *no_time_why;
    struct qa_sink_dates dates;
    struct qa_open_date open_dates[QA_N_DATE_COLUMNS]; /* of the answer that is read */
    size_t n_open_dates;
    struct qa_name_field names[QA_N_FIELDS];
    uint32_t cached_vendor; /* whose annotators the cache holds */
    struct qa_shared_memory shared[QA_MOST_SHARED];
    size_t n_shared;
    /* the answer that is read */
    struct qa_answer answer;
    struct qa_place place;
    enum qa_role role;
    struct qa_pending item, annotator, gold;
    bool is_missing_word; /* the last label */
    bool is_bad;
    bool is_closed; /* given to the builder, or passed over */
    bool wants_objects;
    size_t n_objects;
    /* the object that comes next */
    struct qa_object object;
    struct qa_shape mask; /* of an outline that is read as one */
    /* the right labels that rows repeat, by item and question */
    struct qa_strings *gold_keys;
    struct gold_label {
        uint32_t label, line;
    } * gold_labels;
    size_t gold_capacity;
};

/* A finding of a field whose text is not what was expected; returns false. */
bool qa_sink_unexpected(struct qa_sink *sink, enum qa_field field, const char *text, size_t n,
                        struct qa_place place, const char *code, const char *expected);

/* The id of a name of the field, interned once. */
uint32_t qa_sink_name_id(struct qa_sink *sink, enum qa_field field, const char *text, size_t n);

/* A label without the blanks around it, which are counted; and is it a word for none. */
void qa_sink_trim_label(struct qa_sink *sink, const char **text, size_t *n, struct qa_place place);
bool qa_sink_is_missing_word(const struct qa_sink *sink, const char *text, size_t n);

/* The polygon of the next object becomes a mask. False after a finding. sink_masks.c */
bool qa_sink_rasterise(struct qa_sink *sink, struct qa_place place);
/* Whether objects of the label take no part (--ignore-label). */
bool qa_sink_is_ignored(const struct qa_sink *sink, uint32_t label);

/* Dates that the rest of the file settles, once it has been read. */
void qa_sink_settle_dates(struct qa_sink *sink);

#endif
