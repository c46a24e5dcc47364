#include "qa/formats/conllu.h"

#include <string.h>

#include "qa/annotation/span.h"
#include "qa/formats/lines.h"
#include "qa/formats/tags.h"

enum { ID, FORM, MISC = 9, N_COLUMNS, MOST_COLUMNS = 64 };

/* ---- rows ---- */

/* Which columns there are, and what those beyond the ten are called. */
struct layout {
    size_t form;
    size_t misc; /* SIZE_MAX: none */
    struct qa_text_cell name[MOST_COLUMNS];
    size_t n; /* named; 0: the usual ten */
};

static bool is_comment(const struct qa_line *line)
{
    return line->n > 0 && line->text[0] == '#';
}

/* "# sent_id = w01" to w01; false for other comments. */
static bool comment_value(const struct qa_line *line, const char *name, struct qa_text_cell *out)
{
    size_t length = strlen(name);
    size_t at = 1;
    while (at < line->n && line->text[at] == ' ') {
        at++;
    }
    if (!is_comment(line) || line->n < at + length || memcmp(line->text + at, name, length) != 0) {
        return false;
    }
    at += length;
    while (at < line->n && (line->text[at] == ' ' || line->text[at] == '=')) {
        at++;
    }
    size_t end = line->n;
    while (end > at && line->text[end - 1] == ' ') {
        end--;
    }
    *out = (struct qa_text_cell){line->text + at, end - at};
    return end > at;
}

static struct layout layout_of(const struct qa_bytes *bytes)
{
    struct layout layout = {.form = FORM, .misc = MISC};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell names;
    if (!qa_lines_next(&lines, &line) || !comment_value(&line, "global.columns", &names)) {
        return layout;
    }
    const struct qa_line words = {names.text, names.length, 1};
    layout.n = qa_line_fields(&words, layout.name, MOST_COLUMNS);
    layout.misc = SIZE_MAX;
    for (size_t c = 0; c < layout.n; c++) {
        layout.form = qa_cell_is(&layout.name[c], "FORM") ? c : layout.form;
        layout.misc = qa_cell_is(&layout.name[c], "MISC") ? c : layout.misc;
    }
    return layout;
}

/* 1-2, the words of a token, or 3.1, a word that is not written. */
static bool is_aside(const struct qa_text_cell *id)
{
    size_t n_signs = 0;
    for (size_t i = 0; i < id->length; i++) {
        bool is_sign = id->text[i] == '-' || id->text[i] == '.';
        bool is_inside = i > 0 && i + 1 < id->length;
        n_signs += is_sign;
        if (is_sign ? !is_inside : id->text[i] < '0' || id->text[i] > '9') {
            return false;
        }
    }
    return n_signs == 1;
}

/* 3, but neither 1-2 nor 3.1. */
static bool is_token(const struct qa_text_cell *id)
{
    bool digits = id->length > 0;
    for (size_t i = 0; i < id->length; i++) {
        digits = digits && id->text[i] >= '0' && id->text[i] <= '9';
    }
    return digits;
}

static bool is_usual(const struct qa_text_cell *name)
{
    static const char *const usual[N_COLUMNS] = {"ID",    "FORM", "LEMMA",  "UPOS", "XPOS",
                                                 "FEATS", "HEAD", "DEPREL", "DEPS", "MISC"};
    bool found = false;
    for (size_t c = 0; c < N_COLUMNS; c++) {
        found = found || qa_cell_is(name, usual[c]);
    }
    return found;
}

/* The n-th key of a row with its value; false behind the last. *at is 0 at first. */
struct pair {
    struct qa_text_cell key;
    struct qa_text_cell value;
};

static bool next_of_misc(const struct qa_text_cell *misc, size_t *at, struct pair *out)
{
    while (*at < misc->length) {
        const char *begin = misc->text + *at;
        const char *bar = memchr(begin, '|', misc->length - *at);
        size_t n = bar != NULL ? (size_t)(bar - begin) : misc->length - *at;
        const char *equal = memchr(begin, '=', n);
        *at += n + 1;
        if (equal != NULL && equal > begin) {
            *out = (struct pair){{begin, (size_t)(equal - begin)},
                                 {equal + 1, (size_t)(begin + n - equal - 1)}};
            return true;
        }
    }
    return false;
}

/* What a row says under each key, one after the other. */
struct pairs {
    const struct layout *layout;
    const struct qa_text_cell *field;
    size_t n_fields;
    size_t column; /* named ones that have been gone through */
    size_t at;     /* in MISC */
};

static bool next_pair(struct pairs *pairs, struct pair *out)
{
    const struct layout *layout = pairs->layout;
    while (pairs->column < layout->n) {
        size_t c = pairs->column++;
        if (c < pairs->n_fields && !is_usual(&layout->name[c])) {
            *out = (struct pair){layout->name[c], pairs->field[c]};
            return true;
        }
    }
    return layout->misc < pairs->n_fields &&
           next_of_misc(&pairs->field[layout->misc], &pairs->at, out);
}

/* The tag of a row; O where it has none. */
static struct qa_text_cell tag_of(const struct layout *layout, const struct qa_text_cell *field,
                                  size_t n_fields, const struct qa_text_cell *key)
{
    struct pairs pairs = {layout, field, n_fields, 0, 0};
    struct pair pair;
    while (next_pair(&pairs, &pair)) {
        if (pair.key.length == key->length && memcmp(pair.key.text, key->text, key->length) == 0 &&
            pair.value.length > 0) {
            return pair.value;
        }
    }
    return (struct qa_text_cell){"O", 1};
}

/* ---- which key has the tags ---- */

struct key {
    bool are_tags;  /* all of its values */
    bool any_class; /* one of them is of a class */
    bool is_plain;  /* none has a letter, nor a bracket */
};

struct keys {
    struct qa_strings *names;
    struct key *list;
    size_t capacity;
    struct qa_arena *arena;
};

static void add_pair(struct keys *keys, const struct pair *pair)
{
    uint32_t n = qa_strings_count(keys->names);
    uint32_t id = qa_strings_intern(keys->names, pair->key.text, pair->key.length);
    struct qa_tag tag = qa_tag_of(pair->value.text, pair->value.length);
    keys->list =
        qa_arena_grow(keys->arena, keys->list, &keys->capacity, (size_t)id + 1, sizeof *keys->list);
    if (id == n) {
        keys->list[id] = (struct key){.are_tags = true, .is_plain = true};
    }
    struct key *key = &keys->list[id];
    key->are_tags = key->are_tags && tag.letter != '\0';
    key->any_class = key->any_class || tag.letter != 'O';
    bool has_bracket = memchr(pair->value.text, '(', pair->value.length) != NULL ||
                       memchr(pair->value.text, ')', pair->value.length) != NULL;
    key->is_plain = key->is_plain && !has_bracket && (tag.letter == '\0' || tag.letter == 'O');
}

static struct keys keys_of(const struct qa_bytes *bytes, const struct layout *layout,
                           struct qa_arena *arena)
{
    struct keys keys = {.names = qa_strings_new(arena), .arena = arena};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_COLUMNS];
    while (qa_lines_next(&lines, &line)) {
        struct pair pair;
        if (is_comment(&line) || qa_line_is_blank(&line)) {
            continue;
        }
        struct pairs pairs = {layout, field, qa_line_cells(&line, field, MOST_COLUMNS), 0, 0};
        while (is_token(&field[ID]) && next_pair(&pairs, &pair)) {
            add_pair(&keys, &pair);
        }
    }
    return keys;
}

/* How likely a key is the one: 0 not at all. */
static int rank_of(const struct keys *keys, uint32_t id)
{
    static const char *const usual[] = {"NER", "NE", "NamedEntity", "Entity", "ner", "ne"};
    const char *name = qa_strings_text(keys->names, id);
    const struct key *key = &keys->list[id];
    bool is_usual_name = false;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        is_usual_name = is_usual_name || strcmp(name, usual[i]) == 0;
    }
    if (key->are_tags && key->any_class) {
        return is_usual_name ? 4 : 3;
    }
    return is_usual_name && (key->are_tags || key->is_plain) ? 2 : 0;
}

/* The key with the tags; QA_NONE: none. *several: another could be it too. */
static uint32_t choose_key(const struct keys *keys, uint32_t *several)
{
    uint32_t best = QA_NONE;
    *several = QA_NONE;
    for (uint32_t id = 0; id < qa_strings_count(keys->names); id++) {
        int rank = rank_of(keys, id);
        int best_rank = best != QA_NONE ? rank_of(keys, best) : 0;
        bool is_before = best != QA_NONE && strcmp(qa_strings_text(keys->names, id),
                                                   qa_strings_text(keys->names, best)) < 0;
        bool is_better = rank > best_rank || (rank > 0 && rank == best_rank && is_before);
        if (rank >= 3 && best_rank >= 3) {
            *several = is_better ? best : id;
        }
        best = is_better ? id : best;
    }
    return best;
}

/* ---- reading ---- */

struct reading {
    struct qa_sink *sink;
    const struct layout *layout;
    struct qa_text_cell key;
    struct qa_tagged *tagged;
    struct qa_text_cell name; /* of the sentence; empty: none */
    struct qa_place place;
    uint64_t n;
};

static void end_sentence(struct reading *reading)
{
    struct qa_sink *sink = reading->sink;
    if (qa_tagged_count(reading->tagged) > 0) {
        const char *number = qa_sentence_name(sink, ++reading->n);
        struct qa_text_cell name = reading->name;
        name = name.length > 0 ? name : (struct qa_text_cell){number, strlen(number)};
        qa_sink_answer(sink, reading->place);
        (void)qa_sink_text(sink, QA_FIELD_ITEM, name.text, name.length, reading->place);
        qa_tagged_give(reading->tagged, reading->place);
        qa_sink_end(sink);
    }
    reading->name = (struct qa_text_cell){NULL, 0};
}

static void read_row(struct reading *reading, const struct qa_line *line)
{
    struct qa_text_cell field[MOST_COLUMNS];
    size_t n = qa_line_cells(line, field, MOST_COLUMNS);
    size_t least = reading->layout->n > 0 ? reading->layout->n : N_COLUMNS;
    if (n < least || field[ID].length == 0) {
        qa_sink_answer(reading->sink, QA_AT(line->number, 1));
        (void)qa_sink_bad(reading->sink, QA_AT(line->number, 1), "E205",
                          "a row has %zu columns between tabs, expected %zu", n, least);
        return;
    }
    if (is_token(&field[ID])) {
        struct qa_text_cell tag = tag_of(reading->layout, field, n, &reading->key);
        bool is_new = qa_tagged_count(reading->tagged) == 0;
        reading->place = is_new ? QA_AT(line->number, 1) : reading->place;
        qa_tagged_token(reading->tagged, &field[reading->layout->form], &tag,
                        qa_line_place(line, field[ID].text));
    } else if (!is_aside(&field[ID])) {
        qa_sink_answer(reading->sink, QA_AT(line->number, 1));
        (void)qa_sink_bad(reading->sink, QA_AT(line->number, 1), "E205",
                          "the id of a row is '%.*s', expected a number, 1-2 or 3.1",
                          field[ID].length > 20 ? 20 : (int)field[ID].length, field[ID].text);
    }
}

static struct qa_tag_survey survey_of(const struct qa_bytes *bytes, const struct layout *layout,
                                      const struct qa_text_cell *key)
{
    struct qa_tag_survey survey = {.has_letters = false};
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_COLUMNS];
    qa_tag_survey_break(&survey);
    while (qa_lines_next(&lines, &line)) {
        if (qa_line_is_blank(&line)) {
            qa_tag_survey_break(&survey);
        } else if (!is_comment(&line)) {
            size_t n = qa_line_cells(&line, field, MOST_COLUMNS);
            struct qa_text_cell tag = tag_of(layout, field, n, key);
            if (is_token(&field[ID])) {
                qa_tag_survey_add(&survey, qa_tag_of(tag.text, tag.length));
            }
        }
    }
    return survey;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    const struct layout layout = layout_of(bytes);
    const struct keys keys = keys_of(bytes, &layout, qa_sink_arena(sink));
    uint32_t other;
    uint32_t id = choose_key(&keys, &other);
    if (id == QA_NONE) {
        return qa_fail_at(err, "E277", bytes->path, 0, 0,
                          "no key of MISC and no further column has tags of entities such as "
                          "NER=B-LOC");
    }
    qa_sink_source(sink, "conllu", &qa_type_span)->lists_items = true;
    const char *name = qa_strings_text(keys.names, id);
    if (other != QA_NONE) {
        qa_sink_finding(sink, QA_WARNING, "W275", QA_AT(0, 0),
                        "%s and %s both have tags of entities; %s is read", name,
                        qa_strings_text(keys.names, other), name);
    }
    struct reading reading = {
        .sink = sink, .layout = &layout, .key = {name, strlen(name)}, .place = QA_AT(1, 1)};
    const struct qa_tag_survey survey = survey_of(bytes, &layout, &reading.key);
    reading.tagged = qa_tagged_new(sink, &survey);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    while (qa_lines_next(&lines, &line)) {
        if (qa_line_is_blank(&line)) {
            end_sentence(&reading);
        } else if (is_comment(&line)) {
            (void)comment_value(&line, "sent_id", &reading.name);
        } else {
            read_row(&reading, &line);
        }
    }
    end_sentence(&reading);
    qa_tagged_end(reading.tagged);
    return QA_OK;
}

/* The first row has ten columns between tabs, of which the first is the number 1. */
static int sniff(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    struct qa_text_cell field[MOST_COLUMNS];
    struct qa_text_cell names;
    bool has_names = false;
    while (qa_lines_next(&lines, &line)) {
        has_names = has_names || comment_value(&line, "global.columns", &names);
        if (!is_comment(&line) && !qa_line_is_blank(&line)) {
            size_t n = qa_line_cells(&line, field, MOST_COLUMNS);
            bool is_first = field[ID].length > 0 && field[ID].text[0] == '1';
            return has_names ? 95 : is_first && n == N_COLUMNS ? 92 : 0;
        }
    }
    return 0;
}

const struct qa_reader qa_reader_conllu = {
    .name = "conllu",
    .description = "CoNLL-U and CoNLL-U Plus: tags of entities in MISC (NER=B-LOC) or in a column "
                   "of their own; an item a sentence",
    .suffixes = "conllu conllup",
    .gives = QA_GIVES_ITEM | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .reads_lines = true,
    .sniff = sniff,
    .read = read_file,
};
