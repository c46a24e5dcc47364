#include "qa/formats/label_colours.h"

#include <string.h>

#include "qa/base/number.h"

enum { SLOTS = 1 << 12, COLOURS_MAX = SLOTS / 2, MULTIPLIER = 40503 };

/* Open addressing; a label of NULL is a free slot. */
struct qa_colours {
    struct qa_arena *arena;
    size_t n;
    struct slot {
        uint32_t colour;
        const char *label;
    } slot[SLOTS];
};

struct qa_colours *qa_colours_new(struct qa_arena *arena)
{
    struct qa_colours *colours = QA_NEW(arena, struct qa_colours);
    colours->arena = arena;
    return colours;
}

static size_t slot_of(const struct qa_colours *colours, uint32_t colour)
{
    size_t at = (colour ^ colour >> 12) * MULTIPLIER % SLOTS;
    while (colours->slot[at].label != NULL && colours->slot[at].colour != colour) {
        at = (at + 1) % SLOTS;
    }
    return at;
}

const char *qa_colours_label(const struct qa_colours *colours, uint32_t colour)
{
    return colours->slot[slot_of(colours, colour)].label;
}

size_t qa_colours_count(const struct qa_colours *colours)
{
    return colours->n;
}

struct place {
    const char *file;
    uint64_t line;
};

static enum qa_status add(struct qa_colours *colours, uint32_t colour, const char *label,
                          struct place place, struct qa_error *err)
{
    struct slot *slot = &colours->slot[slot_of(colours, colour)];
    if (slot->label != NULL) {
        return strcmp(slot->label, label) == 0
                   ? QA_OK
                   : qa_fail_at(err, "E193", place.file, place.line, 0,
                                "'%.80s' and '%.80s' have one colour, %u,%u,%u", slot->label, label,
                                colour >> 16, colour >> 8 & 0xff, colour & 0xff);
    }
    if (colours->n == COLOURS_MAX) {
        return qa_fail_at(err, "E193", place.file, place.line, 0, "more than %d colours",
                          COLOURS_MAX);
    }
    *slot = (struct slot){colour, qa_arena_text(colours->arena, label)};
    colours->n++;
    return QA_OK;
}

static bool read_part(const char *text, size_t length, uint32_t *colour)
{
    uint64_t part;
    if (!qa_parse_count(text, length, &part) || part > 0xff) {
        return false;
    }
    *colour = *colour << 8 | (uint32_t)part;
    return true;
}

enum qa_status qa_colours_of_table(struct qa_colours *colours, const struct qa_records *records,
                                   struct qa_error *err)
{
    static const struct qa_column_spec specs[] = {{"label", "name,class", true},
                                                  {"red", "r", true},
                                                  {"green", "g", true},
                                                  {"blue", "b", true}};
    uint32_t column[4];
    QA_TRY(qa_records_columns(records, specs, 4, column, err));
    for (size_t r = 0; r < records->n_records; r++) {
        const struct qa_cell *label = qa_records_cell(records, r, column[0]);
        struct place place = {records->file, label->line};
        uint32_t colour = 0;
        for (size_t c = 1; c < 4; c++) {
            const struct qa_cell *cell = qa_records_cell(records, r, column[c]);
            if (!read_part(cell->text, cell->length, &colour)) {
                return qa_fail_at(err, "E193", place.file, cell->line, cell->column,
                                  "'%.40s' is no part of a colour, expected 0 to 255", cell->text);
            }
        }
        QA_TRY(add(colours, colour, qa_cell_trimmed(label, colours->arena), place, err));
    }
    return QA_OK;
}

/* ---- labelmap.txt ---- */

/* "label:red,green,blue:..." of n bytes without its end of line. *n_label bytes are the label;
 * false when that is not what the line is. */
static bool read_line(const char *line, size_t n, size_t *n_label, uint32_t *colour)
{
    const char *colon = memchr(line, ':', n);
    if (colon == NULL || colon == line) {
        return false;
    }
    const char *end = line + n;
    const char *at = colon + 1;
    const char *last = memchr(at, ':', (size_t)(end - at));
    last = last != NULL ? last : end;
    *n_label = (size_t)(colon - line);
    *colour = 0;
    for (int part = 0; part < 3; part++) {
        const char *comma = memchr(at, ',', (size_t)(last - at));
        const char *stop = comma != NULL ? comma : last;
        if ((part < 2) != (comma != NULL) || !read_part(at, (size_t)(stop - at), colour)) {
            return false;
        }
        at = stop + 1;
    }
    return true;
}

/* The next line that says something, and its length; NULL behind the last. */
static const char *next_line(const struct qa_bytes *bytes, size_t *at, uint64_t *line, size_t *n)
{
    while (*at < bytes->size) {
        const char *start = (const char *)bytes->data + *at;
        const char *end = memchr(start, '\n', bytes->size - *at);
        *n = end != NULL ? (size_t)(end - start) : bytes->size - *at;
        *at += *n + 1;
        ++*line;
        *n -= *n > 0 && start[*n - 1] == '\r';
        if (*n > 0 && start[0] != '#') {
            return start;
        }
    }
    return NULL;
}

bool qa_is_labelmap(const struct qa_bytes *bytes)
{
    size_t at = 0;
    uint64_t line = 0;
    size_t n;
    size_t n_label;
    uint32_t colour;
    const char *text = next_line(bytes, &at, &line, &n);
    return text != NULL && read_line(text, n, &n_label, &colour);
}

enum qa_status qa_colours_of_labelmap(struct qa_colours *colours, const struct qa_bytes *bytes,
                                      struct qa_error *err)
{
    size_t at = 0;
    uint64_t line = 0;
    size_t n;
    for (const char *text; (text = next_line(bytes, &at, &line, &n)) != NULL;) {
        size_t n_label;
        uint32_t colour;
        struct place place = {bytes->path, line};
        if (!read_line(text, n, &n_label, &colour)) {
            return qa_fail_at(err, "E193", bytes->path, line, 1,
                              "expected label:red,green,blue:parts:actions");
        }
        QA_TRY(add(colours, colour, qa_arena_text_n(colours->arena, text, n_label), place, err));
    }
    return QA_OK;
}
