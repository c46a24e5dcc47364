#include "qa/formats/lines.h"

#include <string.h>
#include <strings.h>

#include "qa/base/utf8.h"

enum qa_status qa_lines_check(const struct qa_bytes *bytes, struct qa_error *err)
{
    size_t good = qa_utf8_check(bytes->data, bytes->size);
    if (good == bytes->size) {
        return QA_OK;
    }
    struct qa_lines lines = {.data = (const char *)bytes->data, .size = good};
    struct qa_line line = {.text = lines.data, .number = 1};
    while (qa_lines_next(&lines, &line)) {
    }
    bool is_at_start = good > 0 && lines.data[good - 1] == '\n';
    return qa_fail_at(err, "E108", bytes->path, line.number + is_at_start,
                      is_at_start ? 1 : good - (size_t)(line.text - lines.data) + 1,
                      "a byte that is not UTF-8; expected UTF-8 or UTF-16 text");
}

struct qa_lines qa_lines_of(const struct qa_bytes *bytes)
{
    return (struct qa_lines){.data = (const char *)bytes->data, .size = bytes->size};
}

bool qa_lines_next(struct qa_lines *lines, struct qa_line *line)
{
    if (lines->at >= lines->size) {
        return false;
    }
    const char *text = lines->data + lines->at;
    size_t rest = lines->size - lines->at;
    const char *end = memchr(text, '\n', rest);
    size_t n = end != NULL ? (size_t)(end - text) : rest;
    const char *alone = memchr(text, '\r', n);
    if (alone != NULL && alone + 1 < text + n) {
        end = alone; /* files of old Macs */
        n = (size_t)(alone - text);
    }
    lines->at += n + (end != NULL);
    *line = (struct qa_line){text, n > 0 && text[n - 1] == '\r' ? n - 1 : n, ++lines->number};
    return true;
}

struct qa_place qa_line_place(const struct qa_line *line, const char *text)
{
    return QA_AT(line->number, (uint64_t)(text - line->text) + 1);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct qa_text_cell trimmed(const char *text, size_t n)
{
    while (n > 0 && is_blank(*text)) {
        text++;
        n--;
    }
    while (n > 0 && is_blank(text[n - 1])) {
        n--;
    }
    return (struct qa_text_cell){text, n};
}

size_t qa_line_fields(const struct qa_line *line, struct qa_text_cell *field, size_t most)
{
    struct qa_text_cell rest = trimmed(line->text, line->n);
    size_t n = 0;
    while (rest.length > 0 && n < most) {
        size_t length = 0;
        while (length < rest.length && (n + 1 == most || !is_blank(rest.text[length]))) {
            length++;
        }
        field[n++] = (struct qa_text_cell){rest.text, length};
        rest = trimmed(rest.text + length, rest.length - length);
    }
    return n;
}

size_t qa_line_tab_fields(const struct qa_line *line, struct qa_text_cell *field, size_t most)
{
    const char *at = line->text;
    const char *end = line->text + line->n;
    size_t n = 0;
    while (n < most) {
        const char *tab = n + 1 < most ? memchr(at, '\t', (size_t)(end - at)) : NULL;
        const char *stop = tab != NULL ? tab : end;
        field[n++] = trimmed(at, (size_t)(stop - at));
        if (tab == NULL) {
            break;
        }
        at = tab + 1;
    }
    return n;
}

size_t qa_line_cells(const struct qa_line *line, struct qa_text_cell *field, size_t most)
{
    size_t n = 0;
    const char *end = line->text + line->n;
    for (const char *at = line->text; n < most;) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab != NULL ? tab : end;
        field[n++] = (struct qa_text_cell){at, (size_t)(stop - at)};
        if (tab == NULL) {
            break;
        }
        at = tab + 1;
    }
    return n;
}

bool qa_line_is_blank(const struct qa_line *line)
{
    return trimmed(line->text, line->n).length == 0;
}

bool qa_cell_is(const struct qa_text_cell *cell, const char *word)
{
    return cell->length == strlen(word) && memcmp(cell->text, word, cell->length) == 0;
}

size_t qa_unpacked_length(const char *name)
{
    static const char *const packings[] = {".gz", ".bz2", ".xz", ".zst"};
    size_t n = strlen(name);
    for (size_t i = 0; i < sizeof packings / sizeof *packings; i++) {
        size_t length = strlen(packings[i]);
        if (n > length && strcasecmp(name + n - length, packings[i]) == 0) {
            return n - length;
        }
    }
    return n;
}

const char *qa_recording_name(struct qa_sink *sink)
{
    const struct qa_delivery_file *file = qa_sink_current_file(sink);
    const char *path = file->entry != NULL ? file->entry : file->path;
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    name = qa_arena_text_n(qa_sink_arena(sink), name, qa_unpacked_length(name));
    const char *dot = strrchr(name, '.');
    size_t n = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    return qa_arena_text_n(qa_sink_arena(sink), name, n);
}

void qa_sink_period(struct qa_sink *sink, const struct qa_type *type, double start, double end,
                    struct qa_place place)
{
    double number[2] = {start, end};
    const struct qa_shape shape = {.number = number, .n_numbers = 2};
    (void)qa_sink_object(sink, type, &shape, place);
}
