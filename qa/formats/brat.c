#include "qa/formats/brat.h"

#include <string.h>

#include "qa/annotation/relation.h"
#include "qa/annotation/span.h"
#include "qa/formats/lines.h"
#include "qa/formats/span_text.h"

/* ---- texts ---- */

/* By "input NUL name without suffix", for the run. */
struct texts {
    struct qa_strings *keys;
    struct qa_text_cell *list;
    size_t capacity;
};

static struct texts *texts_of(struct qa_sink *sink)
{
    struct texts *texts = qa_sink_shared(sink, "brat", sizeof *texts);
    if (texts->keys == NULL) {
        texts->keys = qa_strings_new(qa_sink_arena(sink));
    }
    return texts;
}

static size_t stem_length(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot != NULL ? (size_t)(dot - name) : strlen(name);
}

static const char *key_of(struct qa_sink *sink)
{
    const char *entry = qa_sink_entry(sink);
    return qa_arena_format(qa_sink_arena(sink), "%s\n%.*s", qa_sink_input(sink),
                           (int)stem_length(entry), entry);
}

static enum qa_status read_text(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct texts *texts = texts_of(sink);
    uint32_t n = qa_strings_count(texts->keys);
    uint32_t id = qa_strings_intern_text(texts->keys, key_of(sink));
    (void)err;
    if (id == n) {
        texts->list = qa_arena_grow(qa_sink_arena(sink), texts->list, &texts->capacity,
                                    (size_t)id + 1, sizeof *texts->list);
        texts->list[id] = (struct qa_text_cell){
            qa_arena_text_n(qa_sink_arena(sink), (const char *)bytes->data, bytes->size),
            bytes->size};
    }
    return QA_OK;
}

static bool ends_with(const char *path, const char *suffix)
{
    size_t n = path != NULL ? strlen(path) : 0;
    size_t length = strlen(suffix);
    return n > length && strcmp(path + n - length, suffix) == 0;
}

/* The text beside a file that was given by itself; not there is no fault. */
static struct qa_text_cell text_on_disk(struct qa_sink *sink, const char *path)
{
    struct qa_bytes bytes;
    struct qa_error problem;
    struct qa_text_cell out = {NULL, 0};
    const char *beside =
        qa_arena_format(qa_sink_arena(sink), "%.*s.txt", (int)stem_length(path), path);
    if (qa_sink_current_file(sink)->entry == NULL && ends_with(path, ".ann") &&
        qa_bytes_open(&bytes, beside, 0, &problem) == QA_OK) {
        out = (struct qa_text_cell){
            qa_arena_text_n(qa_sink_arena(sink), (const char *)bytes.data, bytes.size), bytes.size};
        qa_bytes_close(&bytes);
    }
    return out;
}

static struct qa_text_cell text_of(struct qa_sink *sink, const char *path)
{
    struct texts *texts = texts_of(sink);
    const char *key = key_of(sink);
    uint32_t id = qa_strings_find(texts->keys, key, strlen(key));
    return id != QA_NONE ? texts->list[id] : text_on_disk(sink, path);
}

/* ---- annotations ---- */

enum { ID, BODY, QUOTE, N_FIELDS };

/* A span of the file that relations may name. */
struct named {
    double *number;
    size_t n;
};

struct reading {
    struct qa_sink *sink;
    const char *item;
    struct qa_span_text spans;
    struct qa_shape shape;
    struct qa_strings *ids;
    struct named *named;
    size_t capacity;
    uint64_t n_unread;
    struct qa_place unread_at;
};

/* Fields between tabs, as they stand: blanks of a quoted text count. */
static size_t split_tabs(const struct qa_line *line, struct qa_text_cell field[N_FIELDS])
{
    const char *at = line->text;
    const char *end = line->text + line->n;
    size_t n = 0;
    while (n < N_FIELDS) {
        const char *tab = n + 1 < N_FIELDS ? memchr(at, '\t', (size_t)(end - at)) : NULL;
        const char *stop = tab != NULL ? tab : end;
        field[n++] = (struct qa_text_cell){at, (size_t)(stop - at)};
        if (tab == NULL) {
            break;
        }
        at = tab + 1;
    }
    return n;
}

/* "LOC 0 3;8 12": the first word, and what follows it. */
static bool split_word(struct qa_text_cell body, struct qa_text_cell *word,
                       struct qa_text_cell *rest)
{
    const char *blank = memchr(body.text, ' ', body.length);
    size_t n = blank != NULL ? (size_t)(blank - body.text) : body.length;
    *word = (struct qa_text_cell){body.text, n};
    *rest = blank != NULL ? (struct qa_text_cell){blank + 1, body.length - n - 1}
                          : (struct qa_text_cell){body.text + n, 0};
    return n > 0 && rest->length > 0;
}

static bool malformed(struct reading *reading, const struct qa_line *line, const char *expected)
{
    return qa_sink_bad(reading->sink, QA_AT(line->number, 1), "E206", "expected %s, not '%.*s'",
                       expected, line->n > 60 ? 60 : (int)line->n, line->text);
}

static void remember(struct reading *reading, const struct qa_text_cell *id)
{
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    uint32_t at = qa_strings_intern(reading->ids, id->text, id->length);
    reading->named = qa_arena_grow(arena, reading->named, &reading->capacity, (size_t)at + 1,
                                   sizeof *reading->named);
    struct named *named = &reading->named[at];
    /* In code points, as the sink has it. */
    named->n = reading->spans.shape.n_numbers;
    named->number = QA_ARRAY(arena, double, named->n);
    memcpy(named->number, reading->spans.shape.number, named->n * sizeof *named->number);
}

static void read_span(struct reading *reading, const struct qa_line *line)
{
    struct qa_text_cell field[N_FIELDS];
    struct qa_text_cell label;
    struct qa_text_cell offsets;
    const char *why;
    reading->shape.n_numbers = 0;
    size_t n = split_tabs(line, field);
    if (n < 2 || !split_word(field[BODY], &label, &offsets) ||
        !qa_span_parse(offsets.text, offsets.length, &reading->shape, &why)) {
        (void)malformed(reading, line,
                        "T1, a tab, a label with offsets such as 0 3;8 12, a tab and "
                        "the text");
        return;
    }
    reading->shape.text = n > QUOTE ? field[QUOTE].text : "";
    reading->shape.n_text = n > QUOTE ? field[QUOTE].length : 0;
    (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, label.text, label.length,
                       qa_line_place(line, label.text));
    (void)qa_sink_text(reading->sink, QA_FIELD_OBJECT, field[ID].text, field[ID].length,
                       qa_line_place(line, field[ID].text));
    if (qa_span_text_give(&reading->spans, &reading->shape, QA_AT(line->number, 1))) {
        remember(reading, &field[ID]);
    }
}

/* "Arg1:T3" to the span; NULL: none of the file. */
static const struct named *argument(struct reading *reading, struct qa_text_cell cell)
{
    const char *colon = memchr(cell.text, ':', cell.length);
    const char *id = colon != NULL ? colon + 1 : cell.text;
    uint32_t at = qa_strings_find(reading->ids, id, (size_t)(cell.text + cell.length - id));
    return at != QA_NONE ? &reading->named[at] : NULL;
}

static void read_relation(struct reading *reading, const struct qa_line *line)
{
    struct qa_text_cell field[N_FIELDS];
    struct qa_text_cell type;
    struct qa_text_cell rest;
    struct qa_text_cell first;
    struct qa_text_cell second;
    if (split_tabs(line, field) < 2 || !split_word(field[BODY], &type, &rest) ||
        !split_word(rest, &first, &second)) {
        (void)malformed(reading, line, "R1, a tab, a type with Arg1:T1 Arg2:T2");
        return;
    }
    const struct named *from = argument(reading, first);
    const struct named *to = argument(reading, second);
    if (from == NULL || to == NULL) {
        (void)malformed(reading, line, "a relation between two spans of the file");
        return;
    }
    const struct qa_shape ends[2] = {{.number = from->number, .n_numbers = from->n},
                                     {.number = to->number, .n_numbers = to->n}};
    reading->shape.n_numbers = 0;
    reading->shape.n_text = 0;
    qa_relation_shape(&reading->shape, &ends[0], &ends[1]);
    (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, type.text, type.length,
                       qa_line_place(line, type.text));
    (void)qa_sink_object(reading->sink, &qa_type_relation, &reading->shape, QA_AT(line->number, 1));
}

/* A, E, M, N and a number, as its attributes, events and normalisations have; * and # for others.
 */
static bool is_other_line(const struct qa_line *line)
{
    char c = line->text[0];
    bool has_number = line->n > 1 && line->text[1] >= '0' && line->text[1] <= '9';
    return c == '*' || c == '#' || (has_number && strchr("AEMN", c) != NULL);
}

/* Ids come in any order, so spans are read before relations. */
static size_t read_lines(struct reading *reading, const struct qa_bytes *bytes, char kind)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    size_t n = 0;
    while (qa_lines_next(&lines, &line)) {
        if (qa_line_is_blank(&line)) {
            continue;
        }
        char c = line.text[0];
        bool is_known = c == 'T' || c == 'R';
        if (c == kind) {
            n++;
            if (c == 'T') {
                read_span(reading, &line);
            } else {
                read_relation(reading, &line);
            }
        } else if (kind == 'T' && !is_known && !is_other_line(&line)) {
            (void)malformed(reading, &line,
                            "a line of brat's standoff, which begins with T1, R1, A1, E1, N1, * "
                            "or #");
        } else if (kind == 'T' && !is_known && c != '#' && reading->n_unread++ == 0) {
            reading->unread_at = QA_AT(line.number, 1);
        }
    }
    return n;
}

static bool has_relations(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    while (qa_lines_next(&lines, &line)) {
        if (line.n > 0 && line.text[0] == 'R') {
            return true;
        }
    }
    return false;
}

static void open_answer(struct reading *reading)
{
    qa_sink_answer(reading->sink, QA_AT(1, 1));
    (void)qa_sink_text(reading->sink, QA_FIELD_ITEM, reading->item, strlen(reading->item),
                       QA_AT(1, 1));
}

static const char *item_of(struct qa_sink *sink)
{
    const char *entry = qa_sink_entry(sink);
    const char *slash = strrchr(entry, '/');
    bool by_folder = qa_sink_options(sink)->annotator_from == QA_SIGN_BY_FOLDER;
    const char *name = by_folder && slash != NULL ? slash + 1 : entry;
    return qa_arena_text_n(qa_sink_arena(sink), name, stem_length(name));
}

static enum qa_status read_annotations(struct qa_bytes *bytes, struct qa_sink *sink,
                                       struct qa_error *err)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct reading reading = {.sink = sink,
                              .item = item_of(sink),
                              .shape = {.arena = arena},
                              .ids = qa_strings_new(arena)};
    struct qa_text_cell text = text_of(sink, bytes->path);
    (void)err;
    qa_sink_source(sink, "brat", &qa_type_span)->lists_items = true;
    qa_span_text_init(&reading.spans, sink, QA_OFFSETS_CODEPOINT);
    open_answer(&reading);
    if (qa_sink_wants_objects(sink)) {
        qa_span_text_begin(&reading.spans, text.text, text.length, QA_AT(1, 1));
        (void)read_lines(&reading, bytes, 'T');
    }
    qa_sink_end(sink);
    if (has_relations(bytes)) {
        open_answer(&reading);
        (void)read_lines(&reading, bytes, 'R');
        qa_sink_end(sink);
    }
    if (reading.n_unread > 0) {
        qa_sink_finding(sink, QA_NOTE, "W208", reading.unread_at,
                        "%llu line%s of attributes, events, normalisations or equivalences, which "
                        "are not read",
                        (unsigned long long)reading.n_unread,
                        reading.n_unread == 1 ? " is" : "s are");
    }
    return QA_OK;
}

/* The name tells: an empty file is an answer. */
static int sniff(const struct qa_bytes *bytes)
{
    return ends_with(bytes->path, ".ann") ? 95 : 0;
}

const struct qa_reader qa_reader_brat = {
    .name = "brat",
    .description = "brat's standoff: a folder of texts (.txt) with annotations (.ann) beside them; "
                   "spans, discontinuous ones too, and relations",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .suffixes = "ann",
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_annotations,
};

static int never(const struct qa_bytes *bytes)
{
    (void)bytes;
    return 0;
}

const struct qa_reader qa_reader_brat_text = {
    .name = "brat-text",
    .description = "texts beside brat's annotations, read with them",
    .pass = QA_PASS_FACTS,
    .beside = "ann",
    .sniff = never,
    .read = read_text,
};
