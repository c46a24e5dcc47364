#include "qa/formats/openimages.h"

#include <string.h>
#include <strings.h>

#include "qa/annotation/box.h"
#include "qa/base/number.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/picture.h"

/* ---- names of classes ---- */

struct descriptions {
    struct qa_strings *codes;
    const char **name;
    size_t capacity;
    bool is_unnamed_said;
};

static struct descriptions *descriptions_of(struct qa_sink *sink)
{
    struct descriptions *all = qa_sink_shared(sink, "openimages", sizeof *all);
    all->codes = all->codes != NULL ? all->codes : qa_strings_new(qa_sink_arena(sink));
    return all;
}

static bool begins_with(const struct qa_bytes *bytes, const char *text)
{
    return bytes->size >= strlen(text) && memcmp(bytes->data, text, strlen(text)) == 0;
}

/* From the sixth version on the list has a header. */
static bool has_header(const struct qa_bytes *bytes)
{
    return begins_with(bytes, "LabelName,DisplayName");
}

/* Images with their addresses and how each is turned lie with the boxes too. */
static bool is_image_list(const struct qa_bytes *bytes)
{
    return begins_with(bytes, "ImageID,Subset,OriginalURL,");
}

static enum qa_status read_names(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    static const char *const header[] = {"LabelName", "DisplayName"};
    struct descriptions *all = descriptions_of(sink);
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_records records;
    if (is_image_list(bytes)) {
        return QA_OK; /* nothing of use here */
    }
    bool is_bare = !has_header(bytes);
    QA_TRY(qa_csv_records(bytes, is_bare ? header : NULL, is_bare ? 2 : 0, arena, &records, err));
    for (size_t r = 0; r < records.n_records; r++) {
        const struct qa_cell *cell = &records.cells[r * records.n_columns];
        uint32_t code = qa_strings_intern(all->codes, cell[0].text, cell[0].length);
        all->name =
            qa_arena_grow(arena, all->name, &all->capacity, (size_t)code + 1, sizeof *all->name);
        all->name[code] = qa_arena_text_n(arena, cell[1].text, cell[1].length);
    }
    return QA_OK;
}

static int sniff_names(const struct qa_bytes *bytes)
{
    const char *end = memchr(bytes->data, '\n', bytes->size);
    size_t n = end != NULL ? (size_t)(end - (const char *)bytes->data) : bytes->size;
    const char *comma = memchr(bytes->data, ',', n);
    if (has_header(bytes) || is_image_list(bytes)) {
        return 101; /* surer than a table of whatever */
    }
    bool is_pair =
        comma != NULL && n > 3 && memcmp(bytes->data, "/m/", 3) == 0 &&
        memchr(comma + 1, ',', n - (size_t)(comma + 1 - (const char *)bytes->data)) == NULL;
    return is_pair ? 98 : 0;
}

/* ---- boxes ---- */

enum column { IMAGE, LABEL, XMIN, XMAX, YMIN, YMAX, GROUP, CONFIDENCE, N_COLUMNS };
static const char *const column_names[N_COLUMNS] = {
    "ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax", "IsGroupOf", "Confidence"};

struct reading {
    struct qa_sink *sink;
    struct descriptions *names;
    size_t at[N_COLUMNS]; /* SIZE_MAX: not there */
    struct qa_shape shape;
    bool is_refused; /* pixels: said once */
};

static bool is_optional(enum column column)
{
    return column == GROUP || column == CONFIDENCE;
}

static enum qa_status find_columns(struct reading *reading, const struct qa_csv *csv,
                                   const struct qa_bytes *bytes, struct qa_error *err)
{
    const struct qa_slice *header = qa_csv_header(csv);
    for (enum column c = 0; c < N_COLUMNS; c++) {
        reading->at[c] = SIZE_MAX;
        for (size_t i = 0; i < qa_csv_columns(csv); i++) {
            if (header[i].length == strlen(column_names[c]) &&
                strncasecmp(header[i].text, column_names[c], header[i].length) == 0) {
                reading->at[c] = i;
            }
        }
        if (reading->at[c] == SIZE_MAX && !is_optional(c)) {
            return qa_fail_at(err, "E185", bytes->path, 1, 1,
                              "no column '%s'; expected the header of Open Images",
                              column_names[c]);
        }
    }
    return QA_OK;
}

/* -1 is not known. */
static double number_of(const struct reading *reading, const struct qa_slice *cells,
                        enum column column)
{
    double number;
    return reading->at[column] != SIZE_MAX &&
                   qa_parse_real(cells[reading->at[column]].text, cells[reading->at[column]].length,
                                 &number)
               ? number
               : -1;
}

static bool read_shares(struct reading *reading, const struct qa_slice *cells, uint64_t line,
                        double share[N_COLUMNS])
{
    static const double most = 1.001;
    for (enum column c = XMIN; c <= YMAX; c++) {
        const struct qa_slice *cell = &cells[reading->at[c]];
        struct qa_place place = QA_AT(line + cell->down, cell->column);
        int shown = cell->length > 40 ? 40 : (int)cell->length;
        if (!qa_parse_real(cell->text, cell->length, &share[c])) {
            return qa_sink_bad(reading->sink, place, "E122", "%s is '%.*s'; expected a number",
                               column_names[c], shown, cell->text);
        }
        if (share[c] > most || share[c] < 0) {
            if (!reading->is_refused) {
                qa_sink_finding(reading->sink, QA_ERROR, "E186", place,
                                "%s is '%.*s', no share of the image: files with this header and "
                                "pixels, often as x1, y1, x2, y2, are not Open Images'; rename the "
                                "columns to what they are, or read it with --input-format csv and "
                                "--map",
                                column_names[c], shown, cell->text);
            }
            reading->is_refused = true;
            return false;
        }
    }
    return true;
}

static void give_label(struct reading *reading, const struct qa_slice *cell, struct qa_place place)
{
    struct descriptions *names = reading->names;
    uint32_t code = qa_strings_find(names->codes, cell->text, cell->length);
    if (code != QA_NONE) {
        const char *name = names->name[code];
        (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, name, strlen(name), place);
        return;
    }
    if (!names->is_unnamed_said && cell->length > 3 && memcmp(cell->text, "/m/", 3) == 0) {
        names->is_unnamed_said = true;
        qa_sink_finding(
            reading->sink, QA_WARNING, "W193", place,
            "class %.*s has no name; give the list of descriptions (class, name) in the "
            "same folder, or as another file",
            cell->length > 40 ? 40 : (int)cell->length, cell->text);
    }
    (void)qa_sink_text(reading->sink, QA_FIELD_LABEL, cell->text, cell->length, place);
}

static void read_row(struct reading *reading, const struct qa_slice *cells, uint64_t line)
{
    struct qa_sink *sink = reading->sink;
    const struct qa_slice *image = &cells[reading->at[IMAGE]];
    const struct qa_slice *label = &cells[reading->at[LABEL]];
    struct qa_place place = QA_AT(line, 1);
    struct qa_image_size size;
    double share[N_COLUMNS];
    qa_sink_answer(sink, place);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, image->text, image->length, QA_AT(line, image->column));
    if (!read_shares(reading, cells, line, share)) {
        return;
    }
    const char *name = qa_arena_text_n(qa_sink_arena(sink), image->text, image->length);
    if (!qa_sink_need_image_size(sink, name, place, &size)) {
        return;
    }
    qa_sink_image_size(sink, size);
    give_label(reading, label, QA_AT(line, label->column));
    if (number_of(reading, cells, GROUP) == 1) {
        (void)qa_sink_number(sink, QA_FIELD_CROWD, 1, place);
    }
    double confidence = number_of(reading, cells, CONFIDENCE);
    if (confidence >= 0 && confidence != 1) {
        (void)qa_sink_number(sink, QA_FIELD_SCORE, confidence, place);
    }
    reading->shape.n_numbers = 0;
    qa_shape_add(&reading->shape, share[XMIN] * size.width);
    qa_shape_add(&reading->shape, share[YMIN] * size.height);
    qa_shape_add(&reading->shape, (share[XMAX] - share[XMIN]) * size.width);
    qa_shape_add(&reading->shape, (share[YMAX] - share[YMIN]) * size.height);
    (void)qa_sink_object(sink, &qa_type_box, &reading->shape, place);
}

static enum qa_status read_boxes(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {
        .sink = sink, .names = descriptions_of(sink), .shape = {.arena = qa_sink_arena(sink)}};
    struct qa_csv *csv;
    const struct qa_slice *cells;
    uint64_t line;
    enum qa_csv_result result;
    QA_TRY(qa_csv_open(&csv, bytes, NULL, 0, qa_sink_arena(sink), err));
    QA_TRY(find_columns(&reading, csv, bytes, err));
    qa_sink_source(sink, "openimages", &qa_type_box)->lists_items = false;
    while ((result = qa_csv_next(csv, &cells, &line, err)) == QA_CSV_RECORD) {
        read_row(&reading, cells, line);
    }
    return result == QA_CSV_BAD ? err->status : QA_OK;
}

static int sniff_boxes(const struct qa_bytes *bytes)
{
    const char *end = memchr(bytes->data, '\n', bytes->size);
    struct qa_bytes first = *bytes;
    first.size = end != NULL ? (size_t)(end - (const char *)bytes->data) : bytes->size;
    return qa_mentions(&first, "ImageID") && qa_mentions(&first, "LabelName") &&
                   qa_mentions(&first, "XMin") && qa_mentions(&first, "YMax")
               ? 100
               : 0;
}

const struct qa_reader qa_reader_openimages = {
    .name = "openimages",
    .description = "Open Images CSV of boxes as shares of the image (--sizes, or the images beside "
                   "it); IsGroupOf is a region of uncounted objects",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE,
    .pass = QA_PASS_DELIVERIES,
    .reads_lines = true,
    .sniff = sniff_boxes,
    .read = read_boxes,
};

const struct qa_reader qa_reader_openimages_names = {
    .name = "openimages-names",
    .description = "Open Images' names of classes: code, name",
    .pass = QA_PASS_FACTS,
    .reads_lines = true,
    .sniff = sniff_names,
    .read = read_names,
};
