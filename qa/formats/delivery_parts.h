#ifndef QA_FORMATS_DELIVERY_PARTS_H
#define QA_FORMATS_DELIVERY_PARTS_H

/* Private to the delivery: the files of a run, opened by delivery_open.c, read by delivery.c. */

#include "qa/formats/delivery.h"
#include "qa/formats/input.h"

/* One file of the run: an entry of something that the request names. */
struct qa_opened {
    const struct qa_delivery_file *file;
    const struct qa_read_options *options;
    const struct qa_reader *reader;
    struct qa_input *input;
    size_t entry;
    struct qa_bytes *bytes;
    enum qa_role role;
};

struct qa_run {
    struct qa_arena *arena;
    struct qa_findings *findings;
    const struct qa_reader *named; /* by --input-format; NULL: none */
    bool is_doubted;               /* a file looks like another format, which was said */
    const char **paths;            /* that were given */
    struct qa_input **inputs;
    size_t n_inputs;
    struct qa_opened *list;
    size_t n;
    size_t capacity;
};

/* Opens all that is given; each file has its reader then. gold: options of gold and pre-labels. */
QA_NODISCARD enum qa_status qa_run_open(const struct qa_delivery_request *request,
                                        const struct qa_read_options *options,
                                        const struct qa_read_options *gold, struct qa_run *run,
                                        struct qa_error *err);

/* The kind to read files in that have their objects in several, as options->shape says; unless it
 * does, it is chosen, and options of their own are given to files that want another. options and
 * gold are what the files' options point to. */
QA_NODISCARD enum qa_status qa_run_shapes(const struct qa_run *run, struct qa_read_options *options,
                                          struct qa_read_options *gold, struct qa_error *err);

#endif
