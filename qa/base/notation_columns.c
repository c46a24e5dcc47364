/* Columns that are there and are not read. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "qa/base/notation_parts.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"

struct columns {
    const struct qa_records *records;
    const struct qa_record_forms *forms;
    const uint32_t *index;
};

/* Whether a name has the other as a word: "promised_clock" and "clock". */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text; *at != '\0'; at++) {
        bool begins = at == text || !isalnum((unsigned char)at[-1]);
        if (begins && strncasecmp(at, word, length) == 0 && !isalnum((unsigned char)at[length])) {
            return true;
        }
    }
    return false;
}

static bool has_any_word(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (has_word(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* The wanted column that a name looks like; NULL: none. */
static const char *looks_like(const struct columns *columns, const char *name)
{
    for (size_t f = 0; f < columns->forms->n; f++) {
        const char *const one[] = {columns->forms->specs[f].name};
        bool is_long = strlen(one[0]) >= 4;
        if (is_long && (has_word(name, one[0]) || qa_nearest_name(name, one, 1) != NULL)) {
            return one[0];
        }
    }
    return NULL;
}

static bool has_form(const struct columns *columns, enum qa_cell_form form)
{
    for (size_t f = 0; f < columns->forms->n; f++) {
        if (columns->forms->forms[f] == form) {
            return true;
        }
    }
    return false;
}

/* Numbers of rows, people and orders, which stand beside anything. */
static bool is_of_place(const char *name)
{
    static const char *const words[] = {"id",   "no",    "nr",      "row",    "line",   "pos",
                                        "year", "phone", "contact", "number", "nummer", "position",
                                        "date", "datum", "index",   NULL};
    return *name == '\0' || *name == '#' || has_any_word(name, words);
}

/* The first cell of a column that holds a figure, or, where it tells a row's state, any word; NULL:
 * none. */
static const struct qa_cell *telling_cell(const struct columns *columns, uint32_t column,
                                          bool is_state)
{
    for (size_t row = 0; row < columns->records->n_records; row++) {
        const struct qa_cell *cell = qa_records_cell(columns->records, row, column);
        struct qa_number_form number;
        size_t blanks = strspn(cell->text, " \t");
        if (is_state ? cell->text[blanks] != '\0'
                     : qa_number_scan(cell->text, cell->length, &number)) {
            return cell;
        }
    }
    return NULL;
}

/* Figures beside money are money or what it is for; a log's words are what became of a row. */
static void say_telling(const struct columns *columns, uint32_t c, struct qa_findings *findings)
{
    static const char *const states[] = {"status",   "state",   "cancelled",
                                         "canceled", "partial", NULL};
    const struct qa_cell *header = &columns->records->header[c];
    bool is_state = has_any_word(header->text, states);
    bool is_figure = has_form(columns, QA_CELL_MONEY) && !is_of_place(header->text);
    const struct qa_cell *cell = is_state || is_figure ? telling_cell(columns, c, is_state) : NULL;
    if (cell != NULL) {
        qa_findings_addf(findings, QA_WARNING, "W731", columns->records->file, header->line,
                         header->column,
                         "column '%.80s' is not read, and what it says ('%.40s' in line %llu) "
                         "changes no figure; `labelqa explain W731` says what does",
                         header->text, cell->text, (unsigned long long)cell->line);
    }
}

void qa_records_say_unused(const struct qa_records *records, const struct qa_record_forms *forms,
                           const uint32_t *index, struct qa_findings *findings)
{
    const struct columns columns = {records, forms, index};
    for (uint32_t c = 0; c < records->n_columns; c++) {
        const struct qa_cell *header = &records->header[c];
        bool is_used = false;
        for (size_t f = 0; f < forms->n; f++) {
            is_used = is_used || index[f] == c;
        }
        const char *like = is_used ? NULL : looks_like(&columns, header->text);
        if (like != NULL) {
            qa_findings_addf(findings, QA_WARNING, "W162", records->file, 1, header->column,
                             "column '%.80s' looks like %s and is not used", header->text, like);
        } else if (!is_used) {
            say_telling(&columns, c, findings);
        }
    }
}
