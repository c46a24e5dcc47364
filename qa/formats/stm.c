#include "qa/formats/stm.h"

#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/speech.h"

struct reading {
    struct qa_sink *sink;
    struct qa_speech *speech;
    uint64_t n_ignored;
    uint64_t n_alternatives;
    int alternative; /* of a CTM: 0 outside of alternatives, 1 in the first, 2 in another */
};

static bool read_seconds(struct reading *reading, const struct qa_line *line,
                         const struct qa_text_cell *cell, double *out)
{
    if (qa_parse_real(cell->text, cell->length, out)) {
        return true;
    }
    qa_sink_answer(reading->sink, QA_AT(line->number, 1));
    return qa_sink_bad(reading->sink, qa_line_place(line, cell->text), "E241",
                       "'%.*s' is no time; expected seconds as a number",
                       cell->length > 40 ? 40 : (int)cell->length, cell->text);
}

static void refuse(struct reading *reading, const struct qa_line *line, const char *expected)
{
    qa_sink_answer(reading->sink, QA_AT(line->number, 1));
    (void)qa_sink_bad(reading->sink, QA_AT(line->number, 1), "E241", "expected `%s`", expected);
}

/* ---- STM ---- */

enum { STM_FILE, STM_CHANNEL, STM_SPEAKER, STM_START, STM_END, STM_REST, STM_MOST };

static void append_word(struct qa_shape *out, char *room, const char *word, size_t n)
{
    if (n > 0 && !(n == 1 && word[0] == '@')) {
        room[out->n_text] = ' ';
        out->n_text += out->n_text > 0;
        memcpy(room + out->n_text, word, n);
        out->n_text += n;
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A brace is a word of its own, whatever it touches. */
static size_t end_of_word(const struct qa_text_cell *text, size_t at)
{
    bool is_brace = text->text[at] == '{' || text->text[at] == '}';
    while (at < text->length && !is_brace && !is_blank(text->text[at]) && text->text[at] != '{' &&
           text->text[at] != '}') {
        at++;
    }
    return at + is_brace;
}

/* The words without the label, and of alternatives the first. */
static struct qa_text_cell words_of(struct reading *reading, struct qa_text_cell text)
{
    char *room = qa_arena_alloc(qa_sink_arena(reading->sink), text.length + 2);
    struct qa_shape out = {.n_text = 0};
    size_t at = 0;
    bool is_other = false; /* in an alternative that does not count */
    if (text.length > 0 && text.text[0] == '<') {
        const char *close = memchr(text.text, '>', text.length);
        at = close != NULL ? (size_t)(close - text.text) + 1 : 0;
    }
    while (at < text.length) {
        size_t begin = at;
        at = end_of_word(&text, at);
        const struct qa_text_cell word = {text.text + begin, at - begin};
        if (qa_cell_is(&word, "{")) {
            reading->n_alternatives++;
        } else if (qa_cell_is(&word, "/") || qa_cell_is(&word, "}")) {
            is_other = word.text[0] == '/';
        } else if (!is_other) {
            append_word(&out, room, word.text, word.length);
        }
        at += at < text.length && is_blank(text.text[at]);
    }
    return (struct qa_text_cell){room, out.n_text};
}

static void read_stm_line(struct reading *reading, const struct qa_line *line)
{
    struct qa_text_cell field[STM_MOST];
    size_t n = qa_line_fields(line, field, STM_MOST);
    if (n == 0 || field[0].text[0] == ';') {
        return;
    }
    struct qa_speech_piece piece = {.has_times = true, .place = QA_AT(line->number, 1)};
    if (n <= STM_END) {
        refuse(reading, line, "recording channel speaker start end <label> words");
        return;
    }
    if (!read_seconds(reading, line, &field[STM_START], &piece.start) ||
        !read_seconds(reading, line, &field[STM_END], &piece.end)) {
        return;
    }
    piece.item = field[STM_FILE];
    piece.speaker = field[STM_SPEAKER];
    piece.text = n > STM_REST ? words_of(reading, field[STM_REST]) : (struct qa_text_cell){"", 0};
    if (strstr(qa_arena_text_n(qa_sink_arena(reading->sink), piece.text.text, piece.text.length),
               "IGNORE_TIME_SEGMENT_IN_SCORING") != NULL) {
        reading->n_ignored++;
        qa_sink_exclude(reading->sink, QA_EXCLUDED_SKIPPED);
    } else if (!qa_cell_is(&piece.speaker, "inter_segment_gap")) {
        qa_speech_add(reading->speech, &piece);
    }
}

/* ---- CTM ---- */

enum {
    CTM_FILE,
    CTM_CHANNEL,
    CTM_START,
    CTM_DURATION,
    CTM_WORD,
    CTM_CONFIDENCE,
    CTM_TYPE,
    CTM_SPEAKER,
    CTM_MOST
};

/* <ALT_BEGIN>, <ALT> and <ALT_END> stand where words do. True when the line is one of them. */
static bool read_alternative(struct reading *reading, const struct qa_text_cell *word)
{
    if (qa_cell_is(word, "<ALT_BEGIN>")) {
        reading->alternative = 1;
        reading->n_alternatives++;
    } else if (qa_cell_is(word, "<ALT>")) {
        reading->alternative = 2;
    } else if (qa_cell_is(word, "<ALT_END>")) {
        reading->alternative = 0;
    } else {
        return false;
    }
    return true;
}

static bool is_word(const struct qa_text_cell *type)
{
    static const char *const words[] = {"lex", "fp", "frag", "un-lex", "for-lex", "<NA>", "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (qa_cell_is(type, words[i])) {
            return true;
        }
    }
    return false;
}

static void read_ctm_line(struct reading *reading, const struct qa_line *line)
{
    struct qa_text_cell field[CTM_MOST];
    size_t n = qa_line_fields(line, field, CTM_MOST);
    if (n == 0 || field[0].text[0] == ';') {
        return;
    }
    struct qa_speech_piece piece = {.has_times = true, .place = QA_AT(line->number, 1)};
    double duration;
    if (n <= CTM_WORD) {
        refuse(reading, line, "recording channel start duration word");
        return;
    }
    if (read_alternative(reading, &field[CTM_WORD]) ||
        !read_seconds(reading, line, &field[CTM_START], &piece.start) ||
        !read_seconds(reading, line, &field[CTM_DURATION], &duration)) {
        return;
    }
    if (reading->alternative == 2 || (n > CTM_TYPE && !is_word(&field[CTM_TYPE]))) {
        qa_sink_exclude(reading->sink, QA_EXCLUDED_SKIPPED);
        return;
    }
    piece.end = piece.start + duration;
    piece.item = field[CTM_FILE];
    piece.channel = field[CTM_CHANNEL];
    piece.text = qa_cell_is(&field[CTM_WORD], "@") ? (struct qa_text_cell){"", 0} : field[CTM_WORD];
    if (n > CTM_SPEAKER && !qa_cell_is(&field[CTM_SPEAKER], "<NA>")) {
        piece.speaker = field[CTM_SPEAKER];
    }
    qa_speech_add(reading->speech, &piece);
}

/* ---- files ---- */

static void say(const struct reading *reading)
{
    if (reading->n_ignored > 0) {
        qa_sink_finding(reading->sink, QA_NOTE, "W232", QA_AT(0, 0),
                        "%llu segments are marked not to be scored and left out",
                        (unsigned long long)reading->n_ignored);
    }
    if (reading->n_alternatives > 0) {
        qa_sink_finding(reading->sink, QA_WARNING, "W233", QA_AT(0, 0),
                        "%llu places have alternatives; the first of each counts",
                        (unsigned long long)reading->n_alternatives);
    }
}

static uint32_t transcripts(void)
{
    return UINT32_C(1) << qa_type_index(&qa_type_transcript);
}

static enum qa_status read_lines(struct qa_bytes *bytes, struct qa_sink *sink, const char *format,
                                 uint32_t kinds,
                                 void (*take)(struct reading *, const struct qa_line *))
{
    struct reading reading = {.sink = sink,
                              .speech = qa_speech_new(sink, kinds, &qa_type_transcript)};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    qa_sink_source(sink, format, qa_speech_kind(reading.speech))->lists_items = false;
    while (qa_lines_next(&lines, &line)) {
        take(&reading, &line);
    }
    qa_speech_end(reading.speech);
    say(&reading);
    return QA_OK;
}

static enum qa_status read_stm(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)err;
    return read_lines(bytes, sink, "stm", qa_speech_kinds(false), read_stm_line);
}

static enum qa_status read_ctm(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)err;
    return read_lines(bytes, sink, "ctm", transcripts(), read_ctm_line);
}

static bool is_number(const struct qa_text_cell *cell)
{
    double number;
    return qa_parse_real(cell->text, cell->length, &number);
}

/* Whether the first lines that are no remarks have numbers at both places, blanks between and no
 * commas or tabs that would make them a table. */
/* Nothing but numbers, as calibrations and matrices have: no words. */
static bool are_numbers(const struct qa_text_cell *words)
{
    size_t at = 0;
    while (at < words->length) {
        struct qa_text_cell word = {words->text + at, 0};
        while (at + word.length < words->length && word.text[word.length] != ' ' &&
               word.text[word.length] != '\t') {
            word.length++;
        }
        if (word.length > 0 && !is_number(&word)) {
            return false;
        }
        at += word.length + 1;
    }
    return true;
}

static int sniff_lines(const struct qa_bytes *bytes, size_t first, size_t second)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[STM_MOST];
    size_t n_seen = 0;
    while (n_seen < 5 && qa_lines_next(&lines, &line)) {
        size_t n = qa_line_fields(&line, field, STM_MOST);
        if (n == 0 || field[0].text[0] == ';' || (n > first && qa_cell_is(&field[first], "*"))) {
            continue;
        }
        bool fits = n > second && n > CTM_WORD && is_number(&field[first]) &&
                    is_number(&field[second]) &&
                    !are_numbers(&field[second + 1 < n ? second + 1 : 0]);
        if (n == second + 1 && second == STM_END) {
            fits = is_number(&field[first]) && is_number(&field[second]);
        }
        /* Rows of whole numbers alone, as of masks in a video, are neither. */
        bool has_name =
            n > 2 && !(is_number(&field[0]) && is_number(&field[1]) && is_number(&field[2]));
        if (!fits || (first == STM_START && !has_name)) {
            return 0;
        }
        n_seen++;
    }
    return n_seen > 0 ? 70 : 0;
}

static int sniff_stm(const struct qa_bytes *bytes)
{
    return sniff_lines(bytes, STM_START, STM_END);
}

static int sniff_ctm(const struct qa_bytes *bytes)
{
    return sniff_lines(bytes, CTM_START, CTM_DURATION) > 0 && sniff_stm(bytes) == 0 ? 70 : 0;
}

static uint32_t offers_speech(const struct qa_bytes *bytes)
{
    (void)bytes;
    return qa_speech_kinds(false);
}

static uint32_t offers_transcripts(const struct qa_bytes *bytes)
{
    (void)bytes;
    return transcripts();
}

const struct qa_reader qa_reader_stm = {
    .name = "stm",
    .description = "STM of NIST: transcripts of recordings and speakers; --shape turn: who spoke "
                   "when",
    .gives = QA_GIVES_ITEM,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "stm",
    .reads_lines = true,
    .sniff = sniff_stm,
    .offers = offers_speech,
    .read = read_stm,
};

const struct qa_reader qa_reader_ctm = {
    .name = "ctm",
    .description =
        "CTM of NIST: words of recordings with their times, as transcripts; of a recording in "
        "several channels each is a voice",
    .gives = QA_GIVES_ITEM,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "ctm",
    .reads_lines = true,
    .sniff = sniff_ctm,
    .offers = offers_transcripts,
    .read = read_ctm,
};
