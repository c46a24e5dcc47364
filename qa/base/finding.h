#ifndef QA_BASE_FINDING_H
#define QA_BASE_FINDING_H

/*
 * What is wrong with the data. Findings do not stop the work: they are counted, kept, rendered
 * and exported like any result. A list keeps every count but only the first `kept_max` texts per
 * code, so ten million bad rows cost no more memory than a thousand.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"

enum qa_severity { QA_NOTE, QA_WARNING, QA_ERROR };

struct qa_finding {
    enum qa_severity severity;
    const char *code; /* "W104", a string constant */
    const char *file; /* NULL when the finding has no place */
    uint64_t line;    /* 0: not known */
    uint64_t column;
    const char *vendor; /* NULL: none */
    const char *text;
};

struct qa_findings {
    struct qa_arena *arena;
    struct qa_finding *list; /* in the order added */
    size_t n;
    size_t capacity;
    uint64_t total[3]; /* per severity, kept or not */
    struct qa_code_count {
        const char *code;
        uint64_t n;
    } * codes; /* private: how many of each code were added */
    size_t n_codes;
    size_t codes_capacity;
};

enum { QA_FINDINGS_KEPT_PER_CODE = 10000 };

void qa_findings_init(struct qa_findings *findings, struct qa_arena *arena);

/* vendor, file and text are copied. line 0 or column 0: not known. */
void qa_findings_add(struct qa_findings *findings, struct qa_finding finding);
void qa_findings_addf(struct qa_findings *findings, enum qa_severity severity, const char *code,
                      const char *file, uint64_t line, uint64_t column, const char *format, ...)
    QA_PRINTF(7, 8);

/* "note", "warning", "error". */
const char *qa_severity_name(enum qa_severity severity);

#endif
