#include "qa/base/records.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

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

static bool same_name(const char *header, const char *name, size_t length)
{
    size_t i = 0;
    while (i < length && header[i] != '\0' && folded(header[i]) == folded(name[i])) {
        i++;
    }
    return i == length && header[i] == '\0';
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

static enum qa_status missing_column(const struct qa_records *records, const char *name,
                                     struct qa_error *err)
{
    char list[LONGEST_COLUMN_LIST] = "";
    size_t used = 0;
    for (size_t c = 0; c < records->n_columns && used + 8 < sizeof list; c++) {
        int written = snprintf(list + used, sizeof list - used, "%s%s", c > 0 ? ", " : "",
                               records->header[c].text);
        used += written > 0 ? (size_t)written : 0;
    }
    return qa_fail_at(err, "E112", records->file, 1, 0, "no column '%s'; the file has: %s", name,
                      list);
}

static enum qa_status find_column(const struct qa_records *records,
                                  const struct qa_column_spec *spec, uint32_t *index,
                                  struct qa_error *err)
{
    uint32_t exact = QA_NONE;
    uint32_t synonym = QA_NONE;
    for (uint32_t c = 0; c < records->n_columns; c++) {
        const struct qa_cell *header = &records->header[c];
        bool is_exact = same_name(header->text, spec->name, strlen(spec->name));
        if (!is_exact && !is_synonym(header->text, spec->synonyms)) {
            continue;
        }
        uint32_t *found = is_exact ? &exact : &synonym;
        if (*found != QA_NONE) {
            return qa_fail_at(err, "E113", records->file, header->line, header->column,
                              "columns '%s' and '%s' could both be '%s'",
                              records->header[*found].text, header->text, spec->name);
        }
        *found = c;
    }
    *index = exact != QA_NONE ? exact : synonym;
    return *index == QA_NONE && spec->required ? missing_column(records, spec->name, err) : QA_OK;
}

enum qa_status qa_records_columns(const struct qa_records *records,
                                  const struct qa_column_spec *specs, size_t n_specs,
                                  uint32_t *index, struct qa_error *err)
{
    for (size_t s = 0; s < n_specs; s++) {
        QA_TRY(find_column(records, &specs[s], &index[s], err));
    }
    return QA_OK;
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
    static const char blanks[] = " \t\r\n";
    if (cell == NULL) {
        return qa_arena_text(arena, "");
    }
    const char *begin = cell->text + strspn(cell->text, blanks);
    size_t length = strlen(begin);
    while (length > 0 && strchr(blanks, begin[length - 1]) != NULL) {
        length--;
    }
    return qa_arena_text_n(arena, begin, length);
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
