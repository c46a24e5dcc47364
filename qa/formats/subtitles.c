#include "qa/formats/subtitles.h"

#include <string.h>

#include "qa/annotation/transcript.h"
#include "qa/base/utf8.h"
#include "qa/formats/lines.h"
#include "qa/formats/speech.h"

struct reading {
    struct qa_sink *sink;
    struct qa_speech *speech;
    const char *item;
    bool is_webvtt;
    uint64_t n_lost;    /* lines of text outside of any cue */
    uint64_t lost_line; /* the first of them */
};

/* The text of a cue, its lines joined by blanks, while it is collected. */
struct cue {
    struct qa_speech_piece piece;
    char *text;
    size_t n;
    size_t capacity;
    size_t last_line; /* where the text of its last line begins */
    bool is_open;
};

/* ---- times ---- */

static bool read_digits(const char **at, const char *end, size_t least, double *out)
{
    size_t n = 0;
    *out = 0;
    while (*at < end && **at >= '0' && **at <= '9' && n < 9) {
        *out = 10 * *out + (**at - '0');
        (*at)++;
        n++;
    }
    return n >= least;
}

/* [hours:]minutes:seconds.milliseconds, with a point or a comma; two digits at least behind a
 * colon, so that times that were cut off are none. */
static bool read_time(const char *text, size_t length, double *out)
{
    const char *at = text;
    const char *end = text + length;
    double part[4] = {0};
    size_t n = 0;
    do {
        if (!read_digits(&at, end, n == 0 ? 1 : 2, &part[n])) {
            return false;
        }
        n++;
    } while (n < 3 && at < end && *at == ':' && at++ != NULL);
    double fraction = 0;
    double scale = 1;
    if (at < end && (*at == '.' || *at == ',')) {
        const char *begin = ++at;
        if (!read_digits(&at, end, 1, &fraction)) {
            return false;
        }
        for (; begin < at; begin++) {
            scale *= 10;
        }
    }
    double seconds = n == 3 ? 3600 * part[0] + 60 * part[1] + part[2] : 60 * part[0] + part[1];
    *out = (seconds * scale + fraction) / scale;
    return at == end && n >= 2;
}

/* A line of times: "start --> end", then settings. */
static bool read_times(const struct qa_line *line, double *start, double *end)
{
    struct qa_text_cell field[4];
    size_t n = qa_line_fields(line, field, 4);
    return n >= 3 && qa_cell_is(&field[1], "-->") &&
           read_time(field[0].text, field[0].length, start) &&
           read_time(field[2].text, field[2].length, end);
}

static bool has_arrow(const struct qa_line *line)
{
    for (size_t i = 0; i + 3 <= line->n; i++) {
        if (memcmp(line->text + i, "-->", 3) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- text ---- */

static void append(struct reading *reading, struct cue *cue, const char *text, size_t n)
{
    cue->text =
        qa_arena_grow(qa_sink_arena(reading->sink), cue->text, &cue->capacity, cue->n + n + 1, 1);
    memcpy(cue->text + cue->n, text, n);
    cue->n += n;
}

/* What has been collected, of the voice so far. */
static void give(struct reading *reading, struct cue *cue)
{
    size_t first = 0;
    size_t end = cue->n;
    while (first < end && cue->text[first] == ' ') {
        first++;
    }
    while (end > first && cue->text[end - 1] == ' ') {
        end--;
    }
    cue->piece.text = (struct qa_text_cell){end > first ? cue->text + first : "", end - first};
    if (end > first) {
        qa_speech_add(reading->speech, &cue->piece);
    }
    cue->n = cue->last_line = 0;
}

static size_t append_reference(struct reading *reading, struct cue *cue, const char *text, size_t n)
{
    static const struct {
        const char *name;
        const char *text;
    } references[] = {{"&amp;", "&"},   {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", "\xC2\xA0"},
                      {"&quot;", "\""}, {"&lrm;", ""}, {"&rlm;", ""}};
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        size_t length = strlen(references[i].name);
        if (length <= n && memcmp(text, references[i].name, length) == 0) {
            append(reading, cue, references[i].text, strlen(references[i].text));
            return length;
        }
    }
    append(reading, cue, text, 1);
    return 1;
}

/* A tag of WebVTT: a voice begins another piece. */
static void read_tag(struct reading *reading, struct cue *cue, const char *tag, size_t n)
{
    bool is_voice = n >= 1 && tag[0] == 'v' && (n == 1 || tag[1] == ' ' || tag[1] == '.');
    if (!reading->is_webvtt || !is_voice) {
        return;
    }
    const char *name = memchr(tag, ' ', n);
    give(reading, cue);
    cue->piece.speaker = (struct qa_text_cell){"", 0};
    if (name != NULL) {
        while (name < tag + n && *name == ' ') {
            name++;
        }
        cue->piece.speaker = (struct qa_text_cell){name, (size_t)(tag + n - name)};
    }
}

/* The length of the markup at text, 0 for none: <i>, {\an8}. */
static size_t markup(const char *text, size_t n)
{
    char closing = 0;
    if (text[0] == '<' && n > 1 && text[1] != ' ') {
        closing = '>';
    } else if (text[0] == '{' && n > 1 && text[1] == '\\') {
        closing = '}';
    }
    const char *close = closing != 0 ? memchr(text, closing, n) : NULL;
    return close != NULL ? (size_t)(close - text) + 1 : 0;
}

static void read_text(struct reading *reading, struct cue *cue, const struct qa_line *line)
{
    append(reading, cue, " ", cue->n > 0 ? 1 : 0);
    cue->last_line = cue->n;
    for (size_t i = 0; i < line->n;) {
        const char *text = line->text + i;
        size_t tag = markup(text, line->n - i);
        if (tag > 0) {
            read_tag(reading, cue, text + 1, tag - 2);
            i += tag;
        } else if (*text == '&') {
            i += append_reference(reading, cue, text, line->n - i);
        } else {
            append(reading, cue, *text == '\t' ? " " : text, 1);
            i++;
        }
    }
}

/* ---- cues ---- */

static bool is_number(const char *text, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] != ' ' && (text[i] < '0' || text[i] > '9')) {
            return false;
        }
        any = any || text[i] != ' ';
    }
    return any;
}

/* Where no blank line divides cues, the number of the next one looks like text of this one. */
static void close_cue(struct reading *reading, struct cue *cue, bool next_begins)
{
    if (cue->is_open) {
        bool is_next = next_begins && cue->n > 0 &&
                       is_number(cue->text + cue->last_line, cue->n - cue->last_line);
        cue->n = is_next ? cue->last_line : cue->n;
        give(reading, cue);
    }
    cue->is_open = false;
}

static bool begins_block(const struct qa_line *line, const char *word)
{
    size_t n = strlen(word);
    return line->n >= n && memcmp(line->text, word, n) == 0 &&
           (line->n == n || line->text[n] == ' ' || line->text[n] == '\t' || line->text[n] == ':');
}

static void begin_cue(struct reading *reading, struct cue *cue, const struct qa_line *line)
{
    struct qa_speech_piece piece = {.item = {reading->item, strlen(reading->item)},
                                    .has_times = true,
                                    .place = QA_AT(line->number, 1)};
    close_cue(reading, cue, true);
    if (!read_times(line, &piece.start, &piece.end)) {
        qa_sink_answer(reading->sink, piece.place);
        (void)qa_sink_bad(reading->sink, piece.place, "E243",
                          "expected the times of a cue as `hours:minutes:seconds.milliseconds --> "
                          "...`");
        return;
    }
    cue->piece = piece;
    cue->is_open = true;
    cue->n = cue->last_line = 0;
}

/* A block of text without times. A line before a line of times is the name of its cue. */
struct block {
    uint64_t line; /* of its first line of text; 0: none */
    uint64_t n;
};

static void lose(struct reading *reading, struct block *block, bool is_name)
{
    uint64_t n = is_name && block->n > 0 ? block->n - 1 : block->n;
    if (n > 0) {
        reading->lost_line = reading->n_lost == 0 ? block->line : reading->lost_line;
        reading->n_lost += n;
    }
    *block = (struct block){0, 0};
}

static void keep_lost(struct block *block, const struct qa_line *line)
{
    block->line = block->n == 0 ? line->number : block->line;
    block->n++;
}

static void read_cues(struct reading *reading, const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct cue cue = {.n = 0};
    struct block block = {0, 0};
    bool is_passed = reading->is_webvtt; /* the header is a block to pass over */
    bool is_block_start = !reading->is_webvtt;
    while (qa_lines_next(&lines, &line)) {
        if (qa_line_is_blank(&line)) {
            close_cue(reading, &cue, false);
            lose(reading, &block, false);
            is_passed = false;
            is_block_start = true;
            continue;
        }
        is_passed = is_passed || (reading->is_webvtt && is_block_start &&
                                  (begins_block(&line, "NOTE") || begins_block(&line, "STYLE") ||
                                   begins_block(&line, "REGION")));
        is_block_start = false;
        if (is_passed) {
            continue;
        }
        if (has_arrow(&line)) {
            lose(reading, &block, true);
            begin_cue(reading, &cue, &line);
        } else if (cue.is_open) {
            read_text(reading, &cue, &line);
        } else if (!is_number(line.text, line.n)) {
            keep_lost(&block, &line);
        }
    }
    close_cue(reading, &cue, false);
    lose(reading, &block, false);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, const char *format,
                                bool is_webvtt)
{
    struct reading reading = {.sink = sink,
                              .item = qa_recording_name(sink),
                              .speech =
                                  qa_speech_new(sink, qa_speech_kinds(false), &qa_type_transcript),
                              .is_webvtt = is_webvtt};
    qa_sink_source(sink, format, qa_speech_kind(reading.speech))->lists_items = true;
    read_cues(&reading, bytes);
    qa_speech_item(reading.speech, reading.item, QA_AT(1, 0));
    qa_speech_end(reading.speech);
    if (reading.n_lost > 0) {
        qa_sink_finding(sink, QA_WARNING, "W761", QA_AT(reading.lost_line, 1),
                        "%llu line%s of text without times, the first here: in no cue, and left "
                        "out",
                        (unsigned long long)reading.n_lost, reading.n_lost == 1 ? "" : "s");
    }
    return QA_OK;
}

static int sniff_webvtt(const struct qa_bytes *bytes)
{
    return bytes->size >= 6 && memcmp(bytes->data, "WEBVTT", 6) == 0 ? 95 : 0;
}

/* Other texts would all be recordings in which nobody said a word. */
static enum qa_status has_no_cues(const struct qa_bytes *bytes, const char *expected,
                                  struct qa_error *err)
{
    return qa_fail_at(err, "E243", bytes->path, 1, 0, "the file has no cue; expected %s", expected);
}

static enum qa_status read_webvtt(struct qa_bytes *bytes, struct qa_sink *sink,
                                  struct qa_error *err)
{
    return qa_first_byte(bytes) != 0 && sniff_webvtt(bytes) == 0
               ? has_no_cues(bytes, "a first line that begins with WEBVTT", err)
               : read_file(bytes, sink, "webvtt", true);
}

static enum qa_status read_srt(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    return qa_first_byte(bytes) != 0 && !qa_mentions(bytes, "-->")
               ? has_no_cues(bytes, "times such as 00:00:01,000 --> 00:00:02,500", err)
               : read_file(bytes, sink, "srt", false);
}

/* The first line that is no number is one of times. */
static int sniff_srt(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    double start;
    double end;
    for (size_t i = 0; i < 10 && qa_lines_next(&lines, &line); i++) {
        if (!qa_line_is_blank(&line) && !is_number(line.text, line.n)) {
            return read_times(&line, &start, &end) ? 90 : 0;
        }
    }
    return 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return qa_speech_kinds(false);
}

const struct qa_reader qa_reader_webvtt = {
    .name = "webvtt",
    .description = "WebVTT, one recording a file: transcripts of voices; --shape turn: who spoke "
                   "when",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "vtt",
    .reads_lines = true,
    .sniff = sniff_webvtt,
    .offers = offers,
    .read = read_webvtt,
};

const struct qa_reader qa_reader_srt = {
    .name = "srt",
    .description = "SubRip, one recording a file: transcripts",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .is_loose_text = true,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "srt",
    .reads_lines = true,
    .sniff = sniff_srt,
    .offers = offers,
    .read = read_srt,
};
