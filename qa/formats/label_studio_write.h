#ifndef QA_FORMATS_LABEL_STUDIO_WRITE_H
#define QA_FORMATS_LABEL_STUDIO_WRITE_H

/* Private to the writer of Label Studio's JSON. */

#include "qa/formats/writer.h"

struct qa_studio_written {
    struct qa_writing *writing;
    FILE *stream;
    const char *item_key; /* of the tasks' data; NULL: items are called by the tasks' ids */
    size_t n_questions;
    bool *is_taken;    /* by answer: it is in an annotation */
    uint64_t n_things; /* of keypoints */
    uint64_t n_hidden; /* points */
};

/* ", \"NAME\": [label]"; nothing for none. */
void qa_studio_put_labels(const char *name, const char *label, FILE *stream);
/* The size of the picture, of which places are percents. False after an error. */
bool qa_studio_put_size(struct qa_studio_written *file, const struct qa_canonical_answer *answer);
void qa_studio_put_percent(double value, double side, FILE *stream);
/* The control and the type of a result that was begun. */
void qa_studio_begin_result(struct qa_studio_written *file, const char *control, const char *type);

/* A result for the box of an object, and one for each of its points. */
void qa_studio_put_keypoints(struct qa_studio_written *file,
                             const struct qa_canonical_answer *answer, uint64_t o);
/* What was lost of all keypoints, if there were any. */
void qa_studio_say_keypoints(const struct qa_studio_written *file);

#endif
