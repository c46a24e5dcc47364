#include "qa/formats/textgrid.h"

#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/turn.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/speech.h"

/* What stands free between blanks: numbers, texts in quotes, flags in angle brackets. All else
 * ("xmin =", "intervals [1]:") is decoration, as Praat itself reads it. */
struct tokens {
    const struct qa_bytes *bytes;
    size_t at;
    uint64_t line;
    struct qa_arena *arena;
    struct qa_error *err;
};

struct reading {
    struct tokens tokens;
    struct qa_sink *sink;
    struct qa_speech *speech;
    const char *item;
    bool has_several_tiers;
};

static enum qa_status broken(const struct tokens *tokens, const char *expected)
{
    bool is_end = tokens->at >= tokens->bytes->size;
    size_t begin = tokens->at;
    while (begin > 0 && tokens->bytes->data[begin - 1] != '\n') {
        begin--;
    }
    return qa_fail_at(
        tokens->err, "E242", tokens->bytes->path, tokens->line, tokens->at - begin + 1,
        is_end ? "the file ends where %s should be: it is truncated" : "expected %s", expected);
}

static bool is_space(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_space(struct tokens *tokens)
{
    const unsigned char *data = tokens->bytes->data;
    while (tokens->at < tokens->bytes->size && is_space(data[tokens->at])) {
        tokens->line += data[tokens->at] == '\n';
        tokens->at++;
    }
}

/* The next word up to a blank; empty at the end. */
static struct qa_text_cell peek_word(struct tokens *tokens)
{
    skip_space(tokens);
    const char *text = (const char *)tokens->bytes->data + tokens->at;
    size_t n = 0;
    while (tokens->at + n < tokens->bytes->size && !is_space((unsigned char)text[n])) {
        n++;
    }
    return (struct qa_text_cell){text, n};
}

static void skip_line(struct tokens *tokens)
{
    while (tokens->at < tokens->bytes->size && tokens->bytes->data[tokens->at] != '\n') {
        tokens->at++;
    }
}

/* Up to the next number or text. False at the end. */
static bool find_token(struct tokens *tokens)
{
    for (;;) {
        struct qa_text_cell word = peek_word(tokens);
        double number;
        if (word.length == 0) {
            return false;
        }
        if (word.text[0] == '!') {
            skip_line(tokens);
        } else if (word.text[0] == '"' || word.text[0] == '<' ||
                   qa_parse_real(word.text, word.length, &number)) {
            return true;
        } else {
            tokens->at += word.length;
        }
    }
}

static enum qa_status next_number(struct tokens *tokens, double *out, const char *what)
{
    if (!find_token(tokens)) {
        return broken(tokens, what);
    }
    struct qa_text_cell word = peek_word(tokens);
    if (!qa_parse_real(word.text, word.length, out)) {
        return broken(tokens, what);
    }
    *out += 0.0; /* Praat writes -0 */
    tokens->at += word.length;
    return QA_OK;
}

/* "" within quotes is one quote; texts may hold line ends. */
static enum qa_status next_text(struct tokens *tokens, struct qa_text_cell *out, const char *what)
{
    const char *data = (const char *)tokens->bytes->data;
    if (!find_token(tokens) || data[tokens->at] != '"') {
        return broken(tokens, what);
    }
    size_t begin = ++tokens->at;
    size_t end = begin;
    while (end < tokens->bytes->size &&
           (data[end] != '"' || (end + 1 < tokens->bytes->size && data[end + 1] == '"'))) {
        tokens->line += data[end] == '\n';
        end += data[end] == '"' ? 2 : 1;
    }
    if (end >= tokens->bytes->size) {
        tokens->at = tokens->bytes->size;
        return broken(tokens, "the end of a text in quotes");
    }
    char *text = qa_arena_alloc(tokens->arena, end - begin + 1);
    size_t n = 0;
    for (size_t i = begin; i < end; i++) {
        text[n++] = data[i];
        i += data[i] == '"';
    }
    tokens->at = end + 1;
    *out = (struct qa_text_cell){text, n};
    return QA_OK;
}

static struct qa_text_cell trimmed(struct qa_text_cell text)
{
    while (text.length > 0 && is_space((unsigned char)text.text[0])) {
        text.text++;
        text.length--;
    }
    while (text.length > 0 && is_space((unsigned char)text.text[text.length - 1])) {
        text.length--;
    }
    return text;
}

static enum qa_status read_size(struct tokens *tokens, uint64_t *out, const char *what)
{
    double number = 0;
    QA_TRY(next_number(tokens, &number, what));
    if (!(number >= 0 && number <= 1e9)) {
        return broken(tokens, what);
    }
    *out = (uint64_t)number;
    return QA_OK;
}

static void add_piece(struct reading *reading, const struct qa_text_cell *tier,
                      struct qa_speech_piece *piece)
{
    bool is_segment = qa_speech_kind(reading->speech) == &qa_type_segment;
    piece->item = (struct qa_text_cell){reading->item, strlen(reading->item)};
    piece->text = trimmed(piece->text);
    piece->has_times = true;
    if (is_segment && reading->has_several_tiers) {
        piece->question = *tier;
    } else if (!is_segment) {
        piece->speaker = *tier;
    }
    if (piece->text.length > 0) {
        qa_speech_add(reading->speech, piece);
    }
}

static enum qa_status read_interval(struct reading *reading, const struct qa_text_cell *tier)
{
    struct tokens *tokens = &reading->tokens;
    struct qa_speech_piece piece = {.start = 0};
    QA_TRY(next_number(tokens, &piece.start, "the start of an interval"));
    piece.place = QA_AT(tokens->line, 0);
    QA_TRY(next_number(tokens, &piece.end, "the end of an interval"));
    QA_TRY(next_text(tokens, &piece.text, "the text of an interval"));
    add_piece(reading, tier, &piece);
    return QA_OK;
}

static enum qa_status read_point(struct reading *reading, const struct qa_text_cell *tier)
{
    struct tokens *tokens = &reading->tokens;
    struct qa_speech_piece piece = {.start = 0};
    QA_TRY(next_number(tokens, &piece.start, "the time of a point"));
    piece.end = piece.start;
    piece.place = QA_AT(tokens->line, 0);
    QA_TRY(next_text(tokens, &piece.text, "the mark of a point"));
    if (qa_speech_kind(reading->speech) == &qa_type_segment) {
        add_piece(reading, tier, &piece);
    }
    return QA_OK;
}

static enum qa_status read_tier(struct reading *reading)
{
    struct tokens *tokens = &reading->tokens;
    struct qa_text_cell class;
    struct qa_text_cell name;
    double ignored;
    uint64_t n = 0;
    QA_TRY(next_text(tokens, &class, "the class of a tier"));
    QA_TRY(next_text(tokens, &name, "the name of a tier"));
    QA_TRY(next_number(tokens, &ignored, "the start of a tier"));
    QA_TRY(next_number(tokens, &ignored, "the end of a tier"));
    QA_TRY(read_size(tokens, &n, "the number of intervals of a tier"));
    bool has_points = qa_cell_is(&class, "TextTier");
    if (!has_points && !qa_cell_is(&class, "IntervalTier")) {
        return broken(tokens, "a tier of class IntervalTier or TextTier");
    }
    name = trimmed(name);
    for (uint64_t i = 0; i < n; i++) {
        QA_TRY(has_points ? read_point(reading, &name) : read_interval(reading, &name));
    }
    return QA_OK;
}

static enum qa_status read_grid(struct reading *reading)
{
    struct tokens *tokens = &reading->tokens;
    struct qa_text_cell word;
    double ignored;
    uint64_t n_tiers = 0;
    QA_TRY(next_text(tokens, &word, "\"ooTextFile\""));
    QA_TRY(next_text(tokens, &word, "\"TextGrid\""));
    if (!qa_cell_is(&word, "TextGrid")) {
        return broken(tokens, "\"TextGrid\"");
    }
    QA_TRY(next_number(tokens, &ignored, "the start"));
    QA_TRY(next_number(tokens, &ignored, "the end"));
    if (!find_token(tokens)) {
        return broken(tokens, "<exists>");
    }
    word = peek_word(tokens);
    tokens->at += word.length;
    if (qa_cell_is(&word, "<absent>")) {
        return QA_OK;
    }
    if (!qa_cell_is(&word, "<exists>")) {
        return broken(tokens, "<exists>");
    }
    QA_TRY(read_size(tokens, &n_tiers, "the number of tiers"));
    reading->has_several_tiers = n_tiers > 1;
    for (uint64_t i = 0; i < n_tiers; i++) {
        QA_TRY(read_tier(reading));
    }
    return QA_OK;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct reading reading = {.tokens = {bytes, 0, 1, qa_sink_arena(sink), err},
                              .sink = sink,
                              .item = qa_recording_name(sink),
                              .speech =
                                  qa_speech_new(sink, qa_speech_kinds(true), &qa_type_segment)};
    qa_sink_source(sink, "textgrid", qa_speech_kind(reading.speech))->lists_items = true;
    QA_TRY(read_grid(&reading));
    qa_speech_item(reading.speech, reading.item, QA_AT(1, 0));
    qa_speech_end(reading.speech);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_mentions(bytes, "ooTextFile") && qa_mentions(bytes, "\"TextGrid\"") ? 95 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    (void)bytes;
    return qa_speech_kinds(true);
}

const struct qa_reader qa_reader_textgrid = {
    .name = "textgrid",
    .description = "Praat's TextGrid, long or short, one recording a file: segments; --shape turn "
                   "or transcript: tiers are speakers",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .is_loose_text = true,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "textgrid",
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
