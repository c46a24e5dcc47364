#include "qa/annotation/uem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/period.h"
#include "qa/base/bytes.h"
#include "qa/base/number.h"

enum { RECORDING, CHANNEL, START, END, N_FIELDS };

struct line_part {
    const char *name;
    struct qa_uem_part part;
};

struct lines {
    struct line_part *list;
    size_t n;
    size_t capacity;
};

struct text {
    const char *at;
    size_t n;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Cuts a line into fields; returns how many there are, also beyond N_FIELDS. */
static size_t cut(struct text line, struct text fields[N_FIELDS])
{
    size_t n = 0;
    for (size_t i = 0; i < line.n;) {
        size_t begin = i;
        if (is_blank(line.at[i])) {
            i++;
            continue;
        }
        while (i < line.n && !is_blank(line.at[i])) {
            i++;
        }
        if (n < N_FIELDS) {
            fields[n] = (struct text){line.at + begin, i - begin};
        }
        n++;
    }
    return n;
}

static bool read_part(const struct text fields[N_FIELDS], struct qa_uem_part *part)
{
    return qa_parse_real(fields[START].at, fields[START].n, &part->start) &&
           qa_parse_real(fields[END].at, fields[END].n, &part->end) && part->end >= part->start &&
           part->start >= -QA_PERIOD_SECONDS_MAX && part->end <= QA_PERIOD_SECONDS_MAX;
}

static enum qa_status read_lines(const struct qa_bytes *bytes, struct qa_arena *arena,
                                 struct lines *lines, struct qa_error *err)
{
    const char *data = (const char *)bytes->data;
    uint64_t number = 0;
    for (size_t at = 0; at < bytes->size;) {
        const char *end = memchr(data + at, '\n', bytes->size - at);
        size_t length = end != NULL ? (size_t)(end - data) - at : bytes->size - at;
        struct text fields[N_FIELDS];
        struct qa_uem_part part;
        size_t n = cut((struct text){data + at, length}, fields);
        at += length + 1;
        number++;
        if (n == 0 || fields[0].at[0] == ';' || fields[0].at[0] == '#') {
            continue;
        }
        if (n != N_FIELDS || !read_part(fields, &part)) {
            return qa_fail_at(err, "E240", bytes->path, number, 0,
                              "expected `recording channel start end` with times in seconds");
        }
        lines->list =
            qa_arena_grow(arena, lines->list, &lines->capacity, lines->n + 1, sizeof *lines->list);
        lines->list[lines->n++] = (struct line_part){
            qa_arena_text_n(arena, fields[RECORDING].at, fields[RECORDING].n), part};
    }
    return lines->n > 0 ? QA_OK
                        : qa_fail_at(err, "E240", bytes->path, 0, 0,
                                     "it lists no recording; expected lines of `recording channel "
                                     "start end`");
}

static int compare_lines(const void *left, const void *right)
{
    const struct line_part *a = left;
    const struct line_part *b = right;
    int by = strcmp(a->name, b->name);
    by = by != 0 ? by : (a->part.start > b->part.start) - (a->part.start < b->part.start);
    return by != 0 ? by : (a->part.end > b->part.end) - (a->part.end < b->part.end);
}

static struct qa_uem *group(struct lines *lines, struct qa_arena *arena)
{
    struct qa_uem *uem = QA_NEW(arena, struct qa_uem);
    struct qa_uem_recording *recordings = QA_ARRAY(arena, struct qa_uem_recording, lines->n);
    struct qa_uem_part *parts = QA_ARRAY(arena, struct qa_uem_part, lines->n);
    size_t n_parts = 0;
    if (lines->n > 0) {
        qsort(lines->list, lines->n, sizeof *lines->list, compare_lines);
    }
    for (size_t i = 0; i < lines->n; i++) {
        const struct line_part *line = &lines->list[i];
        struct qa_uem_recording *last = uem->n > 0 ? &recordings[uem->n - 1] : NULL;
        if (last == NULL || strcmp(last->name, line->name) != 0) {
            recordings[uem->n++] = (struct qa_uem_recording){line->name, parts + n_parts, 1};
            parts[n_parts++] = line->part;
        } else if (line->part.start <= parts[n_parts - 1].end) {
            struct qa_uem_part *before = &parts[n_parts - 1];
            before->end = line->part.end > before->end ? line->part.end : before->end;
        } else {
            parts[n_parts++] = line->part;
            last->n++;
        }
    }
    uem->recordings = recordings;
    return uem;
}

enum qa_status qa_uem_load(const char *path, struct qa_arena *arena, const void **out,
                           struct qa_error *err)
{
    struct qa_bytes bytes;
    struct lines lines = {.n = 0};
    QA_TRY(qa_bytes_open(&bytes, path, 0, err));
    enum qa_status status = read_lines(&bytes, arena, &lines, err);
    qa_bytes_close(&bytes);
    QA_TRY(status);
    *out = group(&lines, arena);
    return QA_OK;
}

const struct qa_uem *qa_uem_of(const struct qa_type *type, const struct qa_setting *setting)
{
    for (size_t i = 0; setting != NULL && i < type->n_settings; i++) {
        if (strcmp(type->settings[i].name, "uem") == 0) {
            return setting[i].loaded;
        }
    }
    return NULL;
}

static int compare_name(const struct text *name, const char *with)
{
    size_t n = strlen(with);
    int by = memcmp(name->at, with, name->n < n ? name->n : n);
    return by != 0 ? by : (name->n > n) - (name->n < n);
}

static const struct qa_uem_recording *find(const struct qa_uem *uem, struct text name)
{
    size_t first = 0;
    size_t end = uem->n;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        int by = compare_name(&name, uem->recordings[middle].name);
        if (by == 0) {
            return &uem->recordings[middle];
        }
        first = by > 0 ? middle + 1 : first;
        end = by > 0 ? end : middle;
    }
    return NULL;
}

const struct qa_uem_recording *qa_uem_find(const struct qa_uem *uem, const char *name)
{
    const struct qa_uem_recording *found = find(uem, (struct text){name, strlen(name)});
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    if (found == NULL && base != name) {
        found = find(uem, (struct text){base, strlen(base)});
    }
    if (found == NULL && dot != NULL && dot != base) {
        found = find(uem, (struct text){base, (size_t)(dot - base)});
    }
    return found;
}
