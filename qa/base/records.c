#include "qa/base/records.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"

enum { LONGEST_COLUMN_LIST = 1500 };

static char folded(char c)
{
    if (c == ' ' || c == '-' || c == '.') {
        return '_';
    }
    return (char)tolower((unsigned char)c);
}

/* The length of a blank at the start of a text, a no-break one too; 0: there is none. */
static size_t blank_at(const char *text)
{
    return *text == ' ' || *text == '\t' ? 1 : strncmp(text, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

static const char *skip_blanks(const char *text)
{
    while (blank_at(text) > 0) {
        text += blank_at(text);
    }
    return text;
}

static bool same_name(const char *header, const char *name, size_t length)
{
    size_t i = 0;
    header = skip_blanks(header);
    while (i < length && header[i] != '\0' && folded(header[i]) == folded(name[i])) {
        i++;
    }
    return i == length && *skip_blanks(header + i) == '\0';
}

bool qa_is_column_name(const char *header, const char *name)
{
    return same_name(header, name, strlen(name));
}

static bool is_synonym(const char *header, const char *synonyms)
{
    while (synonyms != NULL && *synonyms != '\0') {
        size_t length = strcspn(synonyms, ",");
        if (same_name(header, synonyms, length)) {
            return true;
        }
        synonyms += length;
        synonyms += *synonyms == ',';
    }
    return false;
}

/* Names with commas between them, cut where there is no room. */
struct name_list {
    char text[LONGEST_COLUMN_LIST];
    size_t used;
    size_t n;
};

static void add_name(struct name_list *list, const char *quote, const char *name)
{
    size_t room = sizeof list->text - list->used;
    if (room > 8) {
        int written = snprintf(list->text + list->used, room, "%s%s%s%s", list->n > 0 ? ", " : "",
                               quote, name, quote);
        list->used += written < 0 ? 0 : (size_t)written < room ? (size_t)written : room - 1;
    }
    list->n++;
}

static bool has_column(const struct qa_cell *header, size_t n_columns,
                       const struct qa_column_spec *spec)
{
    for (size_t c = 0; c < n_columns; c++) {
        if (qa_is_column_name(header[c].text, spec->name) ||
            is_synonym(header[c].text, spec->synonyms)) {
            return true;
        }
    }
    return false;
}

/* The line that holds the names of all required columns, below a title; 0: none of the first. */
static uint64_t header_below(const struct qa_records *records, const struct qa_column_spec *specs,
                             size_t n_specs)
{
    enum { LINES_OF_A_TITLE = 30 };
    for (size_t r = 0; r < records->n_records && r < LINES_OF_A_TITLE; r++) {
        const struct qa_cell *row = &records->cells[r * records->n_columns];
        size_t s = 0;
        while (s < n_specs &&
               (!specs[s].required || has_column(row, records->n_columns, &specs[s]))) {
            s++;
        }
        if (s == n_specs && records->n_columns > 0) {
            return row[0].line;
        }
    }
    return 0;
}

/* All that is missing, and what there is. */
static enum qa_status missing_columns(const struct qa_records *records,
                                      const struct qa_column_spec *specs, size_t n_specs,
                                      struct qa_error *err)
{
    struct name_list missing = {.n = 0};
    struct name_list there = {.n = 0};
    char advice[160] = "give the columns these names";
    for (size_t s = 0; s < n_specs; s++) {
        if (specs[s].required && !has_column(records->header, records->n_columns, &specs[s])) {
            add_name(&missing, "'", specs[s].name);
        }
    }
    for (size_t c = 0; c < records->n_columns; c++) {
        if (*skip_blanks(records->header[c].text) != '\0') {
            add_name(&there, "", records->header[c].text);
        }
    }
    uint64_t line = header_below(records, specs, n_specs);
    if (line > 0) {
        snprintf(advice, sizeof advice,
                 "the names stand in line %llu: take out the %llu line%s above it",
                 (unsigned long long)line, (unsigned long long)(line - 1), line == 2 ? "" : "s");
    }
    return qa_fail_at(err, "E112", records->file, 1, 0, "no column%s %s; the file has: %s; %s",
                      missing.n == 1 ? "" : "s", missing.text, there.text, advice);
}

static enum qa_status find_column(const struct qa_records *records,
                                  const struct qa_column_spec *spec, uint32_t *index,
                                  struct qa_error *err)
{
    uint32_t exact = QA_NONE;
    uint32_t synonym = QA_NONE;
    for (uint32_t c = 0; c < records->n_columns; c++) {
        const struct qa_cell *header = &records->header[c];
        bool is_exact = qa_is_column_name(header->text, spec->name);
        if (!is_exact && !is_synonym(header->text, spec->synonyms)) {
            continue;
        }
        uint32_t *found = is_exact ? &exact : &synonym;
        if (*found != QA_NONE) {
            return qa_fail_at(err, "E113", records->file, header->line, header->column,
                              "columns '%s' and '%s' could both be '%s'; take one out, or give it "
                              "another name",
                              records->header[*found].text, header->text, spec->name);
        }
        *found = c;
    }
    *index = exact != QA_NONE ? exact : synonym;
    return QA_OK;
}

enum qa_status qa_records_columns(const struct qa_records *records,
                                  const struct qa_column_spec *specs, size_t n_specs,
                                  uint32_t *index, struct qa_error *err)
{
    bool is_complete = true;
    for (size_t s = 0; s < n_specs; s++) {
        QA_TRY(find_column(records, &specs[s], &index[s], err));
        is_complete = is_complete && (index[s] != QA_NONE || !specs[s].required);
    }
    return is_complete ? QA_OK : missing_columns(records, specs, n_specs, err);
}

const char *qa_records_file(const struct qa_records *records, size_t record)
{
    return records->files != NULL ? records->files[record] : records->file;
}

const struct qa_cell *qa_records_cell(const struct qa_records *records, size_t record,
                                      uint32_t column)
{
    return column == QA_NONE ? NULL : &records->cells[record * records->n_columns + column];
}

bool qa_is_like_formula(const char *text)
{
    const char *first = text + strspn(text, "'");
    double number;
    return *first != '\0' && strchr("=+-@\t\r", *first) != NULL &&
           !qa_parse_real(first, strlen(first), &number);
}

const char *qa_unguarded(const char *text)
{
    return text[0] == '\'' && qa_is_like_formula(text) ? text + 1 : text;
}

static char *trimmed(const struct qa_cell *cell, struct qa_arena *arena)
{
    const char *text = cell != NULL ? cell->text : "";
    size_t length = strlen(text);
    (void)qa_trim_space(&text, &length);
    return qa_arena_text_n(arena, text, length);
}

const char *qa_cell_trimmed(const struct qa_cell *cell, struct qa_arena *arena)
{
    return trimmed(cell, arena);
}

const char *qa_cell_word(const struct qa_cell *cell, struct qa_arena *arena)
{
    char *word = trimmed(cell, arena);
    for (char *c = word; *c != '\0'; c++) {
        *c = folded(*c);
    }
    return word;
}
