#ifndef QA_AUDIT_ANNOTATOR_CLASSES_H
#define QA_AUDIT_ANNOTATOR_CLASSES_H

/* How well each annotator finds each class and leaves the others alone, against gold, on label
 * questions. */

#include "qa/base/estimate.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

struct qa_annotator_class {
    uint32_t question;
    uint32_t vendor;
    uint32_t annotator;
    uint32_t label;
    uint64_t gold;                  /* answers to items of this class */
    uint64_t given;                 /* answers of this class */
    struct qa_estimate sensitivity; /* of items of the class, those given it; Wilson */
    struct qa_estimate specificity; /* of the others, those given another */
};

struct qa_annotator_classes {
    struct qa_annotator_class *rows; /* by question, annotator (vendor, name), label */
    size_t n;
    double confidence;
    bool too_many; /* annotators x labels above 16 million on a question: it is left out */
};

struct qa_annotator_classes qa_annotator_classes(const struct qa_batch *delivery, double confidence,
                                                 struct qa_arena *arena);

/* Table annotator_classes, when there are rows. */
void qa_annotator_classes_table(const struct qa_annotator_classes *classes,
                                const struct qa_names *names, struct qa_report *report);

#endif
