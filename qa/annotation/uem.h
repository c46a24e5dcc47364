#ifndef QA_ANNOTATION_UEM_H
#define QA_ANNOTATION_UEM_H

/*
 * Un-partitioned evaluation maps (NIST): which parts of which recordings were to be annotated. A
 * line is `recording channel start end`, times in seconds; lines that begin with ";;" are remarks.
 * Parts of a recording that overlap or touch are one, whatever their channels.
 */

#include <stddef.h>

#include "qa/annotation/type.h"

struct qa_uem_part {
    double start;
    double end;
};

struct qa_uem_recording {
    const char *name;
    const struct qa_uem_part *parts; /* in order, apart */
    size_t n;
};

struct qa_uem {
    const struct qa_uem_recording *recordings; /* in the order of the bytes of their names */
    size_t n;
};

/* *out: a struct qa_uem in the arena. E101 to E104 as qa_bytes_open; E240 a line that is none of a
 * UEM file, or a file without any. O(lines log lines). */
QA_NODISCARD enum qa_status qa_uem_load(const char *path, struct qa_arena *arena, const void **out,
                                        struct qa_error *err);

/* The map that a kind's setting "uem" was given; NULL: none, or the kind has no such setting. */
const struct qa_uem *qa_uem_of(const struct qa_type *type, const struct qa_setting *setting);

/* The recording of that name, or of a name that differs only by folders before it and a suffix
 * behind it ("calls/c01.wav" and "c01"); NULL: not listed. O(log recordings). */
const struct qa_uem_recording *qa_uem_find(const struct qa_uem *uem, const char *name);

#endif
