#ifndef QA_BASE_ERROR_H
#define QA_BASE_ERROR_H

/*
 * How a call fails. Three kinds of trouble take three paths:
 *
 *   failure   this call cannot go on (file missing, quote never closed): the function
 *             returns a status other than QA_OK and fills a struct qa_error;
 *   finding   the data is wrong and work goes on: see finding.h;
 *   bug       a broken invariant: QA_BUG stops the program with file:line;
 *   the end   no memory, or a library that does not do its work: a sentence, and the program ends
 *             with its own exit status, leaving no temporary file.
 *
 * An undefined statistic is none of these; it is a value, see estimate.h.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QA_NODISCARD __attribute__((warn_unused_result))
#define QA_PRINTF(format_at, args_at) __attribute__((format(printf, format_at, args_at)))

/* The values are the exit statuses of the command line. */
enum qa_status {
    QA_OK = 0,
    QA_LIMIT_FAILED = 1, /* done, but a limit failed or a lot was rejected */
    QA_USAGE = 2,        /* unknown command or option, or a value out of its range */
    QA_INPUT = 3,        /* an input is unreadable or invalid */
    QA_UNDECIDED = 4,    /* done, but the sample is too small for the limit asked */
    QA_OUTPUT = 5,       /* an output could not be written */
    QA_INTERNAL = 6,
    QA_NO_MEMORY = 7 /* more memory was needed than there is, or than --max-memory allows */
};

enum { QA_ERROR_TEXT_MAX = 2400, QA_ERROR_FILE_MAX = 256 };

/*
 * One failure. Owned by the caller, copied freely; holds no pointers into inputs.
 * line and column count from 1, 0 means "not known"; column counts bytes.
 */
struct qa_error {
    enum qa_status status;
    const char *code; /* "E203": a key of the error pages, a string constant */
    char file[QA_ERROR_FILE_MAX];
    uint64_t line;
    uint64_t column;
    char text[QA_ERROR_TEXT_MAX];
};

/* Fill *err (which may be NULL) and return status, so that a caller can write
 * `return qa_fail(err, QA_INPUT, "E101", "cannot read '%s'", path);`. */
enum qa_status qa_fail(struct qa_error *err, enum qa_status status, const char *code,
                       const char *format, ...) QA_PRINTF(4, 5);

/* The same with a place in an input. file may be NULL. */
enum qa_status qa_fail_at(struct qa_error *err, const char *code, const char *file, uint64_t line,
                          uint64_t column, const char *format, ...) QA_PRINTF(6, 7);

/* Settings that cannot be: fails (QA_USAGE) with the text of the first of the n that applies. */
struct qa_refusal {
    bool applies;
    const char *text;
};
enum qa_status qa_refuse_any(struct qa_error *err, const char *code, const struct qa_refusal *list,
                             size_t n);
#define QA_REFUSE(err, code, ...)                                                                  \
    qa_refuse_any(err, code, (const struct qa_refusal[]){__VA_ARGS__},                             \
                  sizeof((const struct qa_refusal[]){__VA_ARGS__}) / sizeof(struct qa_refusal))

/* Forward a failure to the caller. */
#define QA_TRY(call)                                                                               \
    do {                                                                                           \
        enum qa_status qa_try_status = (call);                                                     \
        if (qa_try_status != QA_OK) {                                                              \
            return qa_try_status;                                                                  \
        }                                                                                          \
    } while (0)

/* A broken invariant of our own: message with its place on stderr, then abort. */
#define QA_BUG(...) qa_bug(__FILE__, __LINE__, __VA_ARGS__)
void qa_bug(const char *file, int line, const char *format, ...) QA_PRINTF(3, 4)
    __attribute__((noreturn));

/* Ends the program with QA_NO_MEMORY. */
void qa_out_of_memory(size_t size) __attribute__((noreturn));

/* A library refuses what it must be able to do, as a hash. Ends the program with QA_INTERNAL. */
void qa_library_failed(const char *library, const char *what) __attribute__((noreturn));

#endif
