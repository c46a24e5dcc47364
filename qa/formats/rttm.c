#include "qa/formats/rttm.h"

#include <string.h>

#include "qa/annotation/turn.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"

enum { TYPE, RECORDING, CHANNEL, START, DURATION, ORTHOGRAPHY, SUBTYPE, SPEAKER, CONFIDENCE, MOST };

struct reading {
    struct qa_sink *sink;
    struct qa_strings *recordings;
    struct qa_strings *channels; /* "recording channel" */
    uint64_t n_without_length;
    struct qa_place without_length;
};

static const char *const types[] = {"SPEAKER", "SPKR-INFO", "NON-LEX", "NON-SPEECH",
                                    "LEXEME",  "SEGMENT",   "NOSCORE", "NO_RT_METADATA",
                                    "EDIT",    "FILLER",    "SU",      "IP",
                                    "CB",      "A/P",       NULL};

static bool is_type(const struct qa_text_cell *cell)
{
    for (size_t i = 0; types[i] != NULL; i++) {
        if (qa_cell_is(cell, types[i])) {
            return true;
        }
    }
    return false;
}

static bool read_seconds(struct reading *reading, const struct qa_line *line,
                         const struct qa_text_cell *cell, const char *what, double *out)
{
    if (qa_parse_real(cell->text, cell->length, out)) {
        return true;
    }
    return qa_sink_bad(reading->sink, qa_line_place(line, cell->text), "E241",
                       "the %s is '%.*s', expected seconds as a number", what,
                       cell->length > 40 ? 40 : (int)cell->length, cell->text);
}

static void note_channel(struct reading *reading, const struct qa_text_cell *field)
{
    size_t n = (size_t)(field[CHANNEL].text + field[CHANNEL].length - field[RECORDING].text);
    (void)qa_strings_intern(reading->recordings, field[RECORDING].text, field[RECORDING].length);
    (void)qa_strings_intern(reading->channels, field[RECORDING].text, n);
}

static void read_turn(struct reading *reading, const struct qa_line *line,
                      const struct qa_text_cell *field)
{
    struct qa_sink *sink = reading->sink;
    struct qa_place place = QA_AT(line->number, 1);
    double start;
    double duration;
    qa_sink_answer(sink, place);
    if (!read_seconds(reading, line, &field[START], "start", &start) ||
        !read_seconds(reading, line, &field[DURATION], "duration", &duration)) {
        return;
    }
    note_channel(reading, field);
    if (duration == 0 && reading->n_without_length++ == 0) {
        reading->without_length = qa_line_place(line, field[DURATION].text);
    }
    (void)qa_sink_text(sink, QA_FIELD_ITEM, field[RECORDING].text, field[RECORDING].length,
                       qa_line_place(line, field[RECORDING].text));
    (void)qa_sink_text(sink, QA_FIELD_LABEL, field[SPEAKER].text, field[SPEAKER].length,
                       qa_line_place(line, field[SPEAKER].text));
    qa_sink_period(sink, &qa_type_turn, start, start + duration, place);
    qa_sink_end(sink);
}

static void read_line(struct reading *reading, const struct qa_line *line)
{
    struct qa_text_cell field[MOST];
    size_t n = qa_line_fields(line, field, MOST);
    if (n == 0 || field[0].text[0] == ';' || qa_cell_is(&field[TYPE], "SPKR-INFO")) {
        return;
    }
    if (!is_type(&field[TYPE]) || n < SPEAKER + 1) {
        qa_sink_answer(reading->sink, QA_AT(line->number, 1));
        (void)qa_sink_bad(reading->sink, QA_AT(line->number, 1), "E241",
                          "expected `SPEAKER recording channel start duration <NA> <NA> speaker "
                          "<NA>`");
    } else if (qa_cell_is(&field[TYPE], "SPEAKER")) {
        read_turn(reading, line, field);
    } else {
        qa_sink_exclude(reading->sink, QA_EXCLUDED_UNREAD_SHAPE);
    }
}

static void say(struct reading *reading)
{
    if (reading->n_without_length > 0) {
        qa_sink_finding(reading->sink, QA_WARNING, "W230", reading->without_length,
                        "%llu turn%s no length, the first here; time figures cannot see them",
                        (unsigned long long)reading->n_without_length,
                        reading->n_without_length == 1 ? " has" : "s have");
    }
    uint32_t n = qa_strings_count(reading->recordings);
    if (qa_strings_count(reading->channels) > n) {
        qa_sink_finding(reading->sink, QA_WARNING, "W231", QA_AT(0, 0),
                        "%u recordings have %u channels; all channels of one are taken together", n,
                        qa_strings_count(reading->channels));
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)err;
    struct qa_arena *arena = qa_sink_arena(sink);
    struct reading reading = {
        .sink = sink, .recordings = qa_strings_new(arena), .channels = qa_strings_new(arena)};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    qa_sink_source(sink, "rttm", &qa_type_turn)->lists_items = false;
    while (qa_lines_next(&lines, &line)) {
        read_line(&reading, &line);
    }
    say(&reading);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST];
    for (size_t i = 0; i < 100 && qa_lines_next(&lines, &line); i++) {
        size_t n = qa_line_fields(&line, field, MOST);
        if (n > 0 && field[0].text[0] != ';') {
            return is_type(&field[TYPE]) && n > DURATION ? 90 : 0;
        }
    }
    return 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return UINT32_C(1) << qa_type_index(&qa_type_turn);
}

const struct qa_reader qa_reader_rttm = {
    .name = "rttm",
    .description = "RTTM of NIST: speaker turns of any number of recordings",
    .gives = QA_GIVES_ITEM,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "rttm",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
