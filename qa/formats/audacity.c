#include "qa/formats/audacity.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/annotation/segment.h"
#include "qa/annotation/turn.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"

enum { MOST_FIELDS = 5 };

static const struct qa_type *kind_of(const struct qa_sink *sink)
{
    return qa_sink_shape(sink) == &qa_type_turn ? &qa_type_turn : &qa_type_segment;
}

static bool read_seconds(struct qa_sink *sink, const struct qa_line *line,
                         const struct qa_text_cell *cell, double *out)
{
    return qa_parse_real(cell->text, cell->length, out) ||
           qa_sink_bad(sink, qa_line_place(line, cell->text), "E241",
                       "'%.*s' is no time; expected seconds as a number",
                       cell->length > 40 ? 40 : (int)cell->length, cell->text);
}

/* start, end, label of the answer that was begun. */
static void read_period(struct qa_sink *sink, const struct qa_line *line,
                        const struct qa_text_cell field[3])
{
    double start;
    double end;
    if (!read_seconds(sink, line, &field[0], &start) ||
        !read_seconds(sink, line, &field[1], &end)) {
        return;
    }
    if (field[2].length == 0) {
        qa_sink_exclude(sink, QA_EXCLUDED_BLANK_LABEL);
        return;
    }
    (void)qa_sink_text(sink, QA_FIELD_LABEL, field[2].text, field[2].length,
                       qa_line_place(line, field[2].text));
    qa_sink_period(sink, kind_of(sink), start, end, QA_AT(line->number, 1));
}

/* ---- Audacity ---- */

static void begin(struct qa_sink *sink, const char *item, uint64_t line)
{
    qa_sink_answer(sink, QA_AT(line, 1));
    (void)qa_sink_text(sink, QA_FIELD_ITEM, item, strlen(item), QA_AT(line, 1));
}

static enum qa_status read_audacity(struct qa_bytes *bytes, struct qa_sink *sink,
                                    struct qa_error *err)
{
    (void)err;
    const char *item = qa_recording_name(sink);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    bool any = false;
    qa_sink_source(sink, "audacity", kind_of(sink))->lists_items = true;
    while (qa_lines_next(&lines, &line)) {
        struct qa_text_cell field[3];
        if (qa_line_is_blank(&line) || line.text[0] == '\\') {
            continue;
        }
        size_t n = qa_line_tab_fields(&line, field, 3);
        begin(sink, item, line.number);
        any = any || (n == 3 && field[2].length > 0);
        if (n < 2) {
            (void)qa_sink_bad(sink, QA_AT(line.number, 1), "E241",
                              "expected start, end and label between tabs");
            continue;
        }
        field[2] = n == 3 ? field[2] : (struct qa_text_cell){"", 0};
        read_period(sink, &line, field);
        if (field[2].length > 0) {
            qa_sink_end(sink);
        }
    }
    if (!any) {
        begin(sink, item, 1);
        qa_sink_end(sink);
    }
    return QA_OK;
}

static bool is_number(const struct qa_text_cell *cell)
{
    double number;
    return qa_parse_real(cell->text, cell->length, &number);
}

/* Whether the first lines have numbers in the columns `first` and the next of `least` at least. */
static bool has_times(const struct qa_bytes *bytes, size_t first, bool may_be_blank)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    size_t n_seen = 0;
    while (n_seen < 5 && qa_lines_next(&lines, &line)) {
        struct qa_text_cell field[MOST_FIELDS];
        if (qa_line_is_blank(&line) || line.text[0] == '\\') {
            continue;
        }
        size_t n = qa_line_tab_fields(&line, field, MOST_FIELDS);
        bool is_blank =
            may_be_blank && n >= first &&
            (n < first + 2 || (field[first].length == 0 && field[first + 1].length == 0));
        bool is_line = (n == first + 3 || (first == 0 && n == 2)) && is_number(&field[first]) &&
                       is_number(&field[first + 1]);
        if (!is_line && !is_blank) {
            return false;
        }
        n_seen++;
    }
    return n_seen > 0;
}

static int sniff_audacity(const struct qa_bytes *bytes)
{
    return has_times(bytes, 0, false) ? 75 : 0;
}

/* ---- DCASE ---- */

enum form { DCASE_NOT, DCASE_STRONG, DCASE_WEAK };

static bool is_called(const struct qa_text_cell *cell, const char *one, const char *other)
{
    return qa_cell_is(cell, one) || qa_cell_is(cell, other);
}

/* What the first line says; *has_header. */
static enum form form_of(const struct qa_bytes *bytes, bool *has_header)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_FIELDS];
    if (!qa_lines_next(&lines, &line)) {
        return DCASE_NOT;
    }
    size_t n = qa_line_tab_fields(&line, field, MOST_FIELDS);
    *has_header = true;
    if (n == 2 && is_called(&field[0], "filename", "file") &&
        is_called(&field[1], "event_labels", "event_label")) {
        return DCASE_WEAK;
    }
    if (n == 4 && is_called(&field[0], "filename", "file") &&
        is_called(&field[1], "onset", "event_onset") &&
        is_called(&field[2], "offset", "event_offset") &&
        is_called(&field[3], "event_label", "event_labels")) {
        return DCASE_STRONG;
    }
    *has_header = false;
    return n == 4 && !is_number(&field[0]) && is_number(&field[1]) && is_number(&field[2]) &&
                   !is_number(&field[3]) && has_times(bytes, 1, true)
               ? DCASE_STRONG
               : DCASE_NOT;
}

/* "Speech,Dog" as the JSON list that a table would have in its cell. */
static void give_tags(struct qa_sink *sink, const struct qa_text_cell *cell, struct qa_place place)
{
    const char *out = "[";
    size_t at = 0;
    while (at < cell->length) {
        const char *comma = memchr(cell->text + at, ',', cell->length - at);
        size_t n = comma != NULL ? (size_t)(comma - cell->text) - at : cell->length - at;
        out = qa_arena_format(qa_sink_arena(sink), "%s%s\"%.*s\"", out, at > 0 ? ", " : "", (int)n,
                              cell->text + at);
        at += n + 1;
    }
    out = qa_arena_format(qa_sink_arena(sink), "%s]", out);
    (void)qa_sink_text(sink, QA_FIELD_LABEL, out, strlen(out), place);
}

static void read_dcase_line(struct qa_sink *sink, const struct qa_line *line, enum form form)
{
    struct qa_text_cell field[MOST_FIELDS] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}};
    size_t n = qa_line_tab_fields(line, field, MOST_FIELDS);
    qa_sink_answer(sink, QA_AT(line->number, 1));
    (void)qa_sink_text(sink, QA_FIELD_ITEM, field[0].text, field[0].length, QA_AT(line->number, 1));
    if (form == DCASE_WEAK) {
        give_tags(sink, &field[1], qa_line_place(line, field[1].text));
        (void)qa_sink_object(sink, &qa_type_label, NULL, QA_AT(line->number, 1));
    } else if (n > 1 && (field[1].length > 0 || field[2].length > 0 || field[3].length > 0)) {
        read_period(sink, line, &field[1]);
    }
    qa_sink_end(sink);
}

static enum qa_status read_dcase(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    bool has_header = false;
    enum form form = form_of(bytes, &has_header);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    if (form == DCASE_NOT) {
        return qa_fail_at(err, "E241", bytes->path, 1, 0,
                          "expected filename, onset, offset and event_label between tabs");
    }
    qa_sink_source(sink, "dcase", form == DCASE_WEAK ? &qa_type_label : kind_of(sink))
        ->lists_items = true;
    while (qa_lines_next(&lines, &line)) {
        if (!qa_line_is_blank(&line) && !(has_header && line.number == 1)) {
            read_dcase_line(sink, &line, form);
        }
    }
    return QA_OK;
}

static int sniff_dcase(const struct qa_bytes *bytes)
{
    bool has_header;
    return form_of(bytes, &has_header) != DCASE_NOT ? 75 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return UINT32_C(1) << qa_type_index(&qa_type_segment) | UINT32_C(1)
                                                                << qa_type_index(&qa_type_turn);
}

static uint32_t offers_dcase(const struct qa_bytes *bytes)
{
    bool has_header;
    return form_of(bytes, &has_header) == DCASE_STRONG ? offers(bytes) : 0;
}

const struct qa_reader qa_reader_audacity = {
    .name = "audacity",
    .description = "Audacity's labels, one recording a file: segments; --shape turn: labels are "
                   "speakers",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .is_loose_text = true,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff_audacity,
    .offers = offers,
    .read = read_audacity,
};

const struct qa_reader qa_reader_dcase = {
    .name = "dcase",
    .description = "DCASE's tab-separated sound events, strong or weak",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff_dcase,
    .offers = offers_dcase,
    .read = read_dcase,
};
