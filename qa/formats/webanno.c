#include "qa/formats/webanno.h"

#include <string.h>

#include "qa/annotation/span.h"
#include "qa/base/number.h"
#include "qa/base/utf8.h"
#include "qa/formats/lines.h"
#include "qa/formats/span_text.h"

enum { ROW, OFFSETS, TOKEN, FIRST_OF_LAYERS, MOST_COLUMNS = 256, MOST_LAYERS = 64 };

struct layer {
    const char *name;     /* the last part */
    size_t column;        /* of its class */
    struct qa_strings *n; /* numbers of its spans */
    struct span *spans;   /* in the order in which they begin */
    size_t n_spans;
    size_t capacity;
    size_t *by_number;
    size_t numbers_capacity;
};

struct span {
    double number[2];
    struct qa_text_cell label; /* none: no class */
    struct qa_place place;
};

struct document {
    struct qa_sink *sink;
    struct qa_arena *arena;
    struct layer *layers;
    size_t n_layers;
    size_t n_columns;   /* that the header asks for */
    const char *unread; /* names of layers; NULL: none */
    enum qa_offset_unit unit;
    char *text;
    size_t size;
    size_t capacity;
    double length; /* of the text, in the file's unit */
    bool is_bad;
};

/* ---- cells ---- */

/* Without its backslashes. */
static struct qa_text_cell plain(struct qa_text_cell cell, struct qa_arena *arena)
{
    if (memchr(cell.text, '\\', cell.length) == NULL) {
        return cell;
    }
    char *out = QA_ARRAY(arena, char, cell.length);
    size_t n = 0;
    for (size_t i = 0; i < cell.length; i++) {
        i += cell.text[i] == '\\' && i + 1 < cell.length;
        out[n++] = cell.text[i];
    }
    return (struct qa_text_cell){out, n};
}

/* The next annotation of a cell; false behind the last. *at is 0 at first. */
static bool next_value(const struct qa_text_cell *cell, size_t *at, struct qa_text_cell *out)
{
    size_t begin = *at;
    size_t i = begin;
    if (begin > cell->length || (begin == cell->length && begin > 0)) {
        return false;
    }
    while (i < cell->length && cell->text[i] != '|') {
        i += cell->text[i] == '\\' && i + 1 < cell->length ? 2 : 1;
    }
    *out = (struct qa_text_cell){cell->text + begin, i - begin};
    *at = i + 1;
    return out->length > 0;
}

/* Takes a number in brackets from the end of a value; none: false. */
static bool cut_number(struct qa_text_cell *value, struct qa_text_cell *number)
{
    size_t n = value->length;
    size_t i;
    if (n < 3 || value->text[n - 1] != ']') {
        return false;
    }
    for (i = n - 1; i > 0 && value->text[i - 1] >= '0' && value->text[i - 1] <= '9'; i--) {
    }
    if (i == n - 1 || i == 0 || value->text[i - 1] != '[' ||
        (i > 1 && value->text[i - 2] == '\\')) {
        return false;
    }
    *number = (struct qa_text_cell){value->text + i, n - 1 - i};
    value->length = i - 1;
    return true;
}

/* ---- the header ---- */

static bool begins_with(const struct qa_line *line, const char *word)
{
    size_t n = strlen(word);
    return line->n >= n && memcmp(line->text, word, n) == 0;
}

/* What every token has: no work of annotators of spans. */
static bool is_of_tokens(const struct qa_text_cell *name)
{
    static const char *const rooms[] = {
        "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.",
        "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
        "de.tudarmstadt.ukp.dkpro.core.api.transform.",
    };
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        size_t n = strlen(rooms[i]);
        if (name->length > n && memcmp(name->text, rooms[i], n) == 0) {
            return true;
        }
    }
    return false;
}

static const char *last_part(const struct qa_text_cell *name, struct qa_arena *arena)
{
    size_t at = name->length;
    while (at > 0 && name->text[at - 1] != '.') {
        at--;
    }
    return qa_arena_text_n(arena, name->text + at, name->length - at);
}

static bool is_slot(const struct qa_text_cell *feature)
{
    static const char word[] = "ROLE_";
    return feature->length > sizeof word - 1 && memcmp(feature->text, word, sizeof word - 1) == 0;
}

/* "layer|feature|feature": its columns, and which of them is the class. A slot has two columns; no
 * feature is a column too. */
static size_t columns_of(const struct qa_text_cell *features, size_t n, size_t *class)
{
    size_t columns = 0;
    *class = 0;
    for (size_t f = 0; f < n; f++) {
        *class = qa_cell_is(&features[f], "value") ? columns : *class;
        columns += is_slot(&features[f]) ? 2 : 1;
    }
    return columns > 0 ? columns : 1;
}

static size_t split_bars(struct qa_text_cell text, struct qa_text_cell field[MOST_LAYERS])
{
    size_t n = 0;
    for (size_t at = 0; at <= text.length && n < MOST_LAYERS;) {
        const char *bar = memchr(text.text + at, '|', text.length - at);
        size_t end = bar != NULL ? (size_t)(bar - text.text) : text.length;
        if (end > at || n == 0) {
            field[n++] = (struct qa_text_cell){text.text + at, end - at};
        }
        at = end + 1;
    }
    return n;
}

static void add_layer(struct document *document, const struct qa_line *line)
{
    enum { PREFIX = 6 }; /* "#T_SP=" */
    struct qa_text_cell field[MOST_LAYERS];
    const struct qa_text_cell text = {line->text + PREFIX, line->n - PREFIX};
    size_t n = split_bars(text, field);
    size_t class;
    size_t columns = columns_of(field + 1, n - 1, &class);
    const char *name = last_part(&field[0], document->arena);
    if (begins_with(line, "#T_SP=") && !is_of_tokens(&field[0]) &&
        document->n_layers < MOST_LAYERS) {
        document->layers[document->n_layers++] =
            (struct layer){.name = name,
                           .column = FIRST_OF_LAYERS + document->n_columns + class,
                           .n = qa_strings_new(document->arena)};
    } else {
        document->unread = document->unread == NULL
                               ? name
                               : qa_arena_format(document->arena, "%s, %s", document->unread, name);
    }
    document->n_columns += columns;
}

/* ---- rows ---- */

static void refuse(struct document *document, struct qa_place place, const char *text)
{
    qa_sink_answer(document->sink, place);
    (void)qa_sink_bad(document->sink, place, "E278", "%s", text);
    document->is_bad = true;
}

static double length_in(enum qa_offset_unit unit, const struct qa_text_cell *text)
{
    double n = 0;
    for (size_t at = 0; at < text->length;) {
        size_t bytes;
        uint32_t c = qa_utf8_decode(text->text + at, text->length - at, &bytes);
        n += unit == QA_OFFSETS_BYTES                 ? (double)bytes
             : unit == QA_OFFSETS_UTF16 && c > 0xffff ? 2
                                                      : 1;
        at += bytes;
    }
    return n;
}

static bool offsets_of(const struct qa_text_cell *cell, double number[2])
{
    const char *dash = memchr(cell->text, '-', cell->length);
    uint64_t first;
    uint64_t end;
    if (dash == NULL || !qa_parse_count(cell->text, (size_t)(dash - cell->text), &first) ||
        !qa_parse_count(dash + 1, (size_t)(cell->text + cell->length - dash - 1), &end)) {
        return false;
    }
    number[0] = (double)first;
    number[1] = (double)end;
    return first < end && end <= (uint64_t)QA_SPAN_OFFSET_MAX;
}

static void append(struct document *document, const char *text, size_t n)
{
    document->text = qa_arena_grow(document->arena, document->text, &document->capacity,
                                   document->size + n + 1, 1);
    memcpy(document->text + document->size, text, n);
    document->size += n;
}

/* The token at its place of the text; blanks before it. */
static void put_token(struct document *document, const struct qa_text_cell *raw,
                      const double number[2], struct qa_place place)
{
    enum { MOST_BLANKS = 1 << 20 };
    static const char *const units[QA_N_OFFSET_UNITS] = {[QA_OFFSETS_CODEPOINT] = "codepoint",
                                                         [QA_OFFSETS_UTF16] = "utf16",
                                                         [QA_OFFSETS_BYTES] = "bytes"};
    struct qa_text_cell token = plain(*raw, document->arena);
    double length = number[1] - number[0];
    token = length_in(document->unit, &token) == length ? token : *raw;
    if (length_in(document->unit, &token) != length) {
        const char *advice = "";
        for (int unit = QA_OFFSETS_CODEPOINT; unit < QA_N_OFFSET_UNITS; unit++) {
            if (length_in((enum qa_offset_unit)unit, &token) == length) {
                advice = qa_arena_format(document->arena, ", but --offsets %s fits", units[unit]);
            }
        }
        refuse(document, place,
               qa_arena_format(document->arena, "the token is not as long as its offsets say%s",
                               advice));
        return;
    }
    if (number[0] < document->length || number[0] - document->length > MOST_BLANKS) {
        refuse(document, place, "the token does not begin behind the one before it");
        return;
    }
    for (; document->length < number[0]; document->length++) {
        append(document, " ", 1);
    }
    append(document, token.text, token.length);
    document->length = number[1];
}

static struct span *span_at(struct document *document, struct layer *layer,
                            const struct qa_text_cell *number)
{
    if (number != NULL) {
        uint32_t known = qa_strings_count(layer->n);
        uint32_t id = qa_strings_intern(layer->n, number->text, number->length);
        if (id < known) {
            return &layer->spans[layer->by_number[id]];
        }
        layer->by_number =
            qa_arena_grow(document->arena, layer->by_number, &layer->numbers_capacity,
                          (size_t)id + 1, sizeof *layer->by_number);
        layer->by_number[id] = layer->n_spans;
    }
    layer->spans = qa_arena_grow(document->arena, layer->spans, &layer->capacity,
                                 layer->n_spans + 1, sizeof *layer->spans);
    struct span *span = &layer->spans[layer->n_spans++];
    span->number[1] = 0;
    return span;
}

static void read_cell(struct document *document, struct layer *layer, struct qa_text_cell cell,
                      const double number[2], const struct qa_line *line)
{
    struct qa_text_cell value;
    for (size_t at = 0; next_value(&cell, &at, &value);) {
        struct qa_text_cell id;
        if (qa_cell_is(&value, "_")) {
            continue;
        }
        struct qa_place place = qa_line_place(line, value.text);
        struct span *span = span_at(document, layer, cut_number(&value, &id) ? &id : NULL);
        if (span->number[1] == 0) {
            *span = (struct span){{number[0], number[1]}, {NULL, 0}, place};
            if (!qa_cell_is(&value, "*")) {
                span->label = plain(value, document->arena);
            }
        }
        span->number[0] = span->number[0] < number[0] ? span->number[0] : number[0];
        span->number[1] = span->number[1] > number[1] ? span->number[1] : number[1];
    }
}

static void read_row(struct document *document, const struct qa_line *line)
{
    struct qa_text_cell field[MOST_COLUMNS];
    double number[2];
    size_t n = qa_line_cells(line, field, MOST_COLUMNS);
    size_t want = FIRST_OF_LAYERS + document->n_columns;
    bool has_end = n == want + 1 && field[want].length == 0; /* a tab ends the row */
    if (n != want && !has_end) {
        refuse(document, QA_AT(line->number, 1),
               qa_arena_format(document->arena,
                               "the row has %zu columns, by the layers of the header %zu", n,
                               want));
        return;
    }
    if (!offsets_of(&field[OFFSETS], number)) {
        refuse(document, qa_line_place(line, field[OFFSETS].text),
               "expected offsets such as 12-16");
        return;
    }
    if (memchr(field[ROW].text, '.', field[ROW].length) == NULL) {
        put_token(document, &field[TOKEN], number, qa_line_place(line, field[TOKEN].text));
    }
    for (size_t l = 0; l < document->n_layers; l++) {
        struct layer *layer = &document->layers[l];
        read_cell(document, layer, field[layer->column], number, line);
    }
}

/* ---- the document ---- */

/* The last part of a name, without its suffix. */
static struct qa_text_cell stem_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    return (struct qa_text_cell){base, dot != NULL ? (size_t)(dot - base) : strlen(base)};
}

/* "annotation/doc.txt/anna.tsv", as a project is exported: a folder a document, a file a person. */
static bool is_of_project(const char *entry)
{
    static const char word[] = "annotation";
    const char *file = strrchr(entry, '/');
    const char *document = file;
    while (document != NULL && document > entry && document[-1] != '/') {
        document--;
    }
    size_t before = document != NULL ? (size_t)(document - entry) : 0;
    return before >= sizeof word && memcmp(document - sizeof word, word, sizeof word - 1) == 0 &&
           (before == sizeof word || document[-(ptrdiff_t)sizeof word - 1] == '/');
}

/* Whose the document is, and which one. */
static void give_names(struct qa_sink *sink)
{
    const char *entry = qa_sink_entry(sink);
    const char *slash = strrchr(entry, '/');
    enum qa_signing signing = qa_sink_options(sink)->annotator_from;
    struct qa_text_cell stem = stem_of(entry);
    struct qa_text_cell item = {entry, (size_t)(stem.text + stem.length - entry)};
    bool by_file = signing == QA_SIGN_BY_FILE || (signing == QA_SIGN_AUTO && is_of_project(entry));
    if (slash != NULL && by_file) {
        const char *before = slash;
        while (before > entry && before[-1] != '/') {
            before--;
        }
        item = is_of_project(entry) ? (struct qa_text_cell){before, (size_t)(slash - before)}
                                    : (struct qa_text_cell){entry, (size_t)(slash - entry)};
        (void)qa_sink_text(sink, QA_FIELD_ANNOTATOR, stem.text, stem.length, QA_AT(1, 1));
    } else if (slash != NULL && signing == QA_SIGN_BY_FOLDER) {
        item = stem;
    }
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item.text, item.length, QA_AT(1, 1));
}

static void give_layer(struct document *document, const struct layer *layer,
                       struct qa_span_text *spans)
{
    struct qa_sink *sink = document->sink;
    qa_sink_answer(sink, QA_AT(1, 1));
    give_names(sink);
    if (document->n_layers > 1) {
        (void)qa_sink_text(sink, QA_FIELD_QUESTION, layer->name, strlen(layer->name), QA_AT(1, 1));
    }
    if (qa_sink_wants_objects(sink)) {
        qa_span_text_begin(spans, document->text != NULL ? document->text : "", document->size,
                           QA_AT(1, 1));
        for (size_t i = 0; i < layer->n_spans; i++) {
            struct span *span = &layer->spans[i];
            const struct qa_shape shape = {.number = span->number, .n_numbers = 2, .text = ""};
            (void)qa_sink_text(sink, QA_FIELD_LABEL, span->label.text, span->label.length,
                               span->place);
            (void)qa_span_text_give(spans, &shape, span->place);
        }
    }
    qa_sink_end(sink);
}

static enum qa_status give_document(struct document *document, const struct qa_bytes *bytes,
                                    struct qa_error *err)
{
    struct qa_span_text spans;
    if (document->n_layers == 0) {
        return qa_fail_at(err, "E278", bytes->path, 1, 0,
                          "the header has no layer of spans (#T_SP=) that is read%s%s",
                          document->unread != NULL ? ", only " : "",
                          document->unread != NULL ? document->unread : "");
    }
    qa_span_text_init(&spans, document->sink, QA_OFFSETS_UTF16);
    for (size_t l = 0; l < document->n_layers && !document->is_bad; l++) {
        give_layer(document, &document->layers[l], &spans);
    }
    if (document->unread != NULL) {
        qa_sink_finding(document->sink, QA_NOTE, "W276", QA_AT(1, 1), "layers are not read: %s",
                        document->unread);
    }
    return QA_OK;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    enum qa_offset_unit asked = qa_sink_options(sink)->offsets;
    struct document document = {.sink = sink,
                                .arena = qa_sink_arena(sink),
                                .unit = asked != QA_OFFSETS_OF_FORMAT ? asked : QA_OFFSETS_UTF16};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    document.layers = QA_ARRAY(document.arena, struct layer, MOST_LAYERS);
    qa_sink_source(sink, "webanno", &qa_type_span)->lists_items = true;
    while (qa_lines_next(&lines, &line)) {
        bool is_row = line.n > 0 && line.text[0] >= '0' && line.text[0] <= '9';
        if (begins_with(&line, "#T_") && line.n > 6 && document.length == 0) {
            add_layer(&document, &line);
        } else if (is_row && document.n_columns < MOST_COLUMNS - FIRST_OF_LAYERS - 1) {
            read_row(&document, &line);
        }
    }
    return give_document(&document, bytes, err);
}

static int sniff(const struct qa_bytes *bytes)
{
    static const char word[] = "#FORMAT=WebAnno TSV 3";
    size_t at = bytes->size >= 3 && memcmp(bytes->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    return bytes->size - at >= sizeof word - 1 &&
                   memcmp(bytes->data + at, word, sizeof word - 1) == 0
               ? 98
               : 0;
}

const struct qa_reader qa_reader_webanno = {
    .name = "webanno",
    .description = "WebAnno TSV 3 of WebAnno and INCEpTION: spans of a document, layer by layer",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .reads_lines = true,
    .sniff = sniff,
    .read = read_file,
};
