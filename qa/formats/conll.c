#include "qa/formats/conll.h"

#include <string.h>

#include "qa/annotation/span.h"
#include "qa/formats/lines.h"
#include "qa/formats/tags.h"

/* The first and the last column of a line; false with one column only. */
static bool token_and_tag(const struct qa_line *line, struct qa_text_cell *token,
                          struct qa_text_cell *tag)
{
    size_t first = 0;
    size_t end = line->n;
    while (end > 0 && (line->text[end - 1] == ' ' || line->text[end - 1] == '\t')) {
        end--;
    }
    while (first < end && line->text[first] != ' ' && line->text[first] != '\t') {
        first++;
    }
    size_t last = end;
    while (last > first && line->text[last - 1] != ' ' && line->text[last - 1] != '\t') {
        last--;
    }
    *token = (struct qa_text_cell){line->text, first};
    *tag = (struct qa_text_cell){line->text + last, end - last};
    return first > 0 && first < end && last < end;
}

static bool is_document(const struct qa_line *line)
{
    static const char word[] = "-DOCSTART-";
    return line->n >= sizeof word - 1 && memcmp(line->text, word, sizeof word - 1) == 0;
}

static struct qa_tag_survey survey_of(const struct qa_bytes *bytes)
{
    struct qa_tag_survey survey = {.has_letters = false};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell token;
    struct qa_text_cell tag;
    qa_tag_survey_break(&survey);
    while (qa_lines_next(&lines, &line)) {
        if (is_document(&line) || !token_and_tag(&line, &token, &tag)) {
            qa_tag_survey_break(&survey);
        } else {
            qa_tag_survey_add(&survey, qa_tag_of(tag.text, tag.length));
        }
    }
    return survey;
}

static void end_sentence(struct qa_sink *sink, struct qa_tagged *tagged, uint64_t *n,
                         struct qa_place place)
{
    if (qa_tagged_count(tagged) == 0) {
        return;
    }
    const char *name = qa_sentence_name(sink, ++*n);
    qa_sink_answer(sink, place);
    (void)qa_sink_text(sink, QA_FIELD_ITEM, name, strlen(name), place);
    qa_tagged_give(tagged, place);
    qa_sink_end(sink);
}

static size_t count_columns(const struct qa_line *line)
{
    enum { MOST = 64 };
    struct qa_text_cell field[MOST];
    return qa_line_fields(line, field, MOST);
}

/* Without a tag that has a letter or is O, any words in rows would do: then all rows but one in
 * twenty have as many columns as most others, and there are a few. */
static enum qa_status check_plain(const struct qa_bytes *bytes, struct qa_error *err)
{
    enum { LEAST_ROWS = 3, MOST_COLUMNS = 65 };
    size_t rows[MOST_COLUMNS] = {0};
    size_t n = 0;
    size_t n_outside = 0;
    size_t usual = 0;
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    while (qa_lines_next(&lines, &line)) {
        struct qa_text_cell token;
        struct qa_text_cell tag;
        if (qa_line_is_blank(&line) || is_document(&line)) {
            continue;
        }
        n++;
        rows[count_columns(&line) % MOST_COLUMNS]++;
        n_outside +=
            token_and_tag(&line, &token, &tag) && qa_tag_of(tag.text, tag.length).letter == 'O';
    }
    for (size_t c = 2; c < MOST_COLUMNS; c++) {
        usual = rows[c] > usual ? rows[c] : usual;
    }
    bool is_even = usual * 20 >= n * 19 && (n_outside > 0 || n >= LEAST_ROWS);
    return n == 0 || is_even
               ? QA_OK
               : qa_fail_at(err, "E275", bytes->path, 0, 0,
                            "it cannot be CoNLL: no tag is of the form B-LOC, and its lines have "
                            "different numbers of columns; leave -i out and the format is found "
                            "by content");
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    const struct qa_tag_survey survey = survey_of(bytes);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_place place = QA_AT(1, 1);
    uint64_t n = 0;
    if (!survey.has_letters) {
        QA_TRY(check_plain(bytes, err));
    }
    qa_sink_source(sink, "conll", &qa_type_span)->lists_items = true;
    struct qa_tagged *tagged = qa_tagged_new(sink, &survey);
    while (qa_lines_next(&lines, &line)) {
        struct qa_text_cell token;
        struct qa_text_cell tag;
        if (qa_line_is_blank(&line) || is_document(&line)) {
            end_sentence(sink, tagged, &n, place);
            continue;
        }
        place = qa_tagged_count(tagged) == 0 ? QA_AT(line.number, 1) : place;
        if (!token_and_tag(&line, &token, &tag)) {
            qa_sink_answer(sink, QA_AT(line.number, 1));
            (void)qa_sink_bad(sink, QA_AT(line.number, 1), "E205",
                              "a line has one column, expected a token and, behind it, its tag");
            continue;
        }
        qa_tagged_token(tagged, &token, &tag, qa_line_place(&line, tag.text));
    }
    end_sentence(sink, tagged, &n, place);
    qa_tagged_end(tagged);
    return QA_OK;
}

/* Nearly every line is a token with a tag or blank, and some tag has a letter and a class. */
static int sniff(const struct qa_bytes *bytes)
{
    enum { LINES = 400 };
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell token;
    struct qa_text_cell tag;
    size_t n = 0;
    size_t n_tags = 0;
    bool any_letter = false;
    while (n < LINES && qa_lines_next(&lines, &line)) {
        if (qa_line_is_blank(&line)) {
            continue;
        }
        n++;
        if (is_document(&line)) {
            return 90;
        }
        if (token_and_tag(&line, &token, &tag)) {
            struct qa_tag one = qa_tag_of(tag.text, tag.length);
            n_tags += one.letter != '\0';
            any_letter = any_letter || (one.letter != '\0' && one.letter != 'O');
        }
    }
    return n > 0 && n_tags * 10 >= n * 9 ? any_letter ? 85 : n_tags == n ? 55 : 0 : 0;
}

const struct qa_reader qa_reader_conll = {
    .name = "conll",
    .description =
        "CoNLL's columns: a token and its tag a line (IOB1, IOB2, IOBES, BILOU: --scheme, "
        "--decode); an item a sentence",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .suffixes = "conll iob iob2 bio bioes",
    .is_loose_text = true,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
