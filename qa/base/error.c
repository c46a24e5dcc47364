#include "qa/base/error.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qa/base/files.h"

static void fill(struct qa_error *err, enum qa_status status, const char *code, const char *format,
                 va_list args) __attribute__((format(printf, 4, 0)));

static void fill(struct qa_error *err, enum qa_status status, const char *code, const char *format,
                 va_list args)
{
    *err = (struct qa_error){.status = status, .code = code};
    vsnprintf(err->text, sizeof err->text, format, args);
}

enum qa_status qa_fail(struct qa_error *err, enum qa_status status, const char *code,
                       const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, status, code, format, args);
        va_end(args);
    }
    return status;
}

enum qa_status qa_fail_at(struct qa_error *err, const char *code, const char *file, uint64_t line,
                          uint64_t column, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        va_start(args, format);
        fill(err, QA_INPUT, code, format, args);
        va_end(args);
        snprintf(err->file, sizeof err->file, "%s", file != NULL ? file : "");
        err->line = line;
        err->column = column;
    }
    return QA_INPUT;
}

enum qa_status qa_refuse_any(struct qa_error *err, const char *code, const struct qa_refusal *list,
                             size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].applies) {
            return qa_fail(err, QA_USAGE, code, "%s", list[i].text);
        }
    }
    return QA_OK;
}

void qa_bug(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "labelqa: internal error at %s:%d: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    abort();
}

/* Not by exit(): nothing that is left to flush is whole. */
static void end(enum qa_status status, const char *text) __attribute__((noreturn));
static void end(enum qa_status status, const char *text)
{
    static atomic_flag has_begun = ATOMIC_FLAG_INIT;
    if (atomic_flag_test_and_set(&has_begun)) {
        _exit((int)status);
    }
    qa_temporaries_unlink();
    fprintf(stderr, "labelqa: error: %s\n", text);
    _exit((int)status);
}

void qa_out_of_memory(size_t size)
{
    char text[QA_ERROR_FILE_MAX];
    snprintf(text, sizeof text,
             "out of memory: %zu bytes more were needed than the system or --max-memory gives "
             "[E602]",
             size);
    end(QA_NO_MEMORY, text);
}

void qa_library_failed(const char *library, const char *what)
{
    char text[QA_ERROR_FILE_MAX];
    snprintf(text, sizeof text, "%s does not give %s; nothing was written [E601]", library, what);
    end(QA_INTERNAL, text);
}
