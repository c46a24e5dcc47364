#ifndef QA_FORMATS_DELIVERY_H
#define QA_FORMATS_DELIVERY_H

/*
 * Reads all files of a run, deliveries, gold and pre-labels, each once, into batches over shared
 * names. What is given is a file, a folder or an archive (input.h): of the latter two every file in
 * a known format is read, each by its own reader, and what is not read is said (W120).
 */

#include "qa/base/records.h"
#include "qa/batch/labels.h"
#include "qa/batch/questions.h"
#include "qa/formats/reader.h"

struct qa_delivery_request {
    const struct qa_delivery_file *files; /* deliveries */
    size_t n_files;
    const struct qa_delivery_file *gold_files;
    size_t n_gold_files;
    const struct qa_delivery_file *prelabel_files; /* a model's labels before people saw them */
    size_t n_prelabel_files;
    struct qa_label_rules labels; /* which labels are one, and which may occur */
    struct qa_read_options options;
    /* How gold files are read where it differs; NULL: as the deliveries, by the pairs of the map
     * whose columns they have. */
    const struct qa_read_options *gold_options;
    const struct qa_records *image_sizes; /* a table of item, width, height; NULL: none */
    struct qa_question_options questions;
    bool hides_annotators; /* messages and results show pseudonyms (names.h) */
    const char *names_key; /* of the pseudonyms; NULL: the user has none */
    size_t names_key_size;
    /* Instances files that lend image and category names to results lists and are otherwise unused
     * are simply given as gold. */
};

struct qa_deliveries {
    struct qa_names *names;
    const struct qa_questions *questions; /* of all three */
    const struct qa_batch *delivery;
    const struct qa_batch *gold;      /* NULL: no gold file and no gold column */
    const struct qa_batch *prelabels; /* NULL: none */
};

/*
 * Error findings stay in `findings` and do not fail the call: the caller stops on them, after it
 * has shown them all. Failures: a file that cannot be opened or read, a format that is not known.
 * Files of several rows of one source path are opened once each; the same path given twice is
 * refused (E107).
 */
QA_NODISCARD enum qa_status qa_deliveries_read(const struct qa_delivery_request *request,
                                               struct qa_arena *arena, struct qa_findings *findings,
                                               struct qa_deliveries *out, struct qa_error *err);

#endif
