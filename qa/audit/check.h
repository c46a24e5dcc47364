#ifndef QA_AUDIT_CHECK_H
#define QA_AUDIT_CHECK_H

/*
 * Is the delivery what was ordered, and can it be meant so? Completeness per vendor (ordered
 * against delivered items, items nobody ordered) and labels outside those declared for their
 * question (questions.h). Each deviation is a finding with its place. What is odd about the objects
 * themselves is found by objects.h, for all commands; here it has its table.
 */

#include "qa/audit/objects.h"
#include "qa/base/finding.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

struct qa_check_request {
    const struct qa_batch *delivery;
    const uint32_t *expected_items; /* ids in names; NULL: no order list, completeness is unknown */
    size_t n_expected_items;
};

/* One vendor and question (vendor QA_NONE when the delivery names none). */
struct qa_completeness {
    uint32_t vendor;
    uint32_t question;
    uint64_t ordered;   /* 0 when there is no order list */
    uint64_t delivered; /* distinct items with an answer */
    uint64_t missing;   /* ordered and not delivered */
    uint64_t unknown;   /* delivered and not ordered */
    uint64_t answers;
    uint64_t objects;
    uint64_t empty;          /* answers in which nothing was found */
    uint64_t boxes;          /* of tracks, one a frame */
    uint64_t interpolated;   /* those that a tool filled in: no work of people */
    uint64_t outside_labels; /* objects whose label is outside the set */
};

struct qa_check_result {
    struct qa_completeness *rows; /* by vendor name, question name */
    size_t n_rows;
};

/* Findings, all with the vendor: W201 items missing (one a vendor and question, naming up to five),
 * W202 unknown item (one a vendor, question and item), E203 label outside the set (one an object,
 * with the nearest label as a suggestion), W269 ids given twice; but for W201 with their place.
 * Labels that are nearly the same are found when they are read: see qa/batch/labels.h. O(answers +
 * objects). */
struct qa_check_result qa_check(const struct qa_check_request *request, struct qa_arena *arena,
                                struct qa_findings *findings);

/* Tables: completeness (vendor, question, ordered, delivered, missing, unknown, answers, objects,
 * outside_labels, empty, interpolated), objects (file, role, objects, outside, repeated, flat,
 * thin; none where `objects` is NULL or empty), problems (severity, code, vendor, where, message).
 */
void qa_check_tables(const struct qa_check_result *result, const struct qa_objects_result *objects,
                     const struct qa_names *names, const struct qa_findings *findings,
                     struct qa_report *report);

#endif
