#include "qa/formats/table_head.h"

#include <string.h>

#include "qa/formats/table_names.h"

enum { LINES_OF_A_TITLE = 30, MOST_CELLS = 64, LONGEST_NAME = 64, LONGEST_LINE = 4096 };

static const enum qa_field fields[] = {QA_FIELD_ITEM, QA_FIELD_ANNOTATOR, QA_FIELD_LABEL};
enum { N_FIELDS = sizeof fields / sizeof *fields };

/* "a,b,c" holds a name. */
static bool is_listed(const char *list, const char *header)
{
    char name[LONGEST_NAME];
    for (const char *at = list; at != NULL && *at != '\0';) {
        size_t n = strcspn(at, ",");
        if (n < sizeof name) {
            memcpy(name, at, n);
            name[n] = '\0';
            if (qa_is_column_name(header, name)) {
                return true;
            }
        }
        at += n + (at[n] == ',');
    }
    return false;
}

static size_t count_fields(const struct qa_cell *cells, size_t n)
{
    size_t found = 0;
    for (size_t f = 0; f < N_FIELDS; f++) {
        bool is_there = false;
        for (size_t c = 0; c < n && !is_there; c++) {
            is_there = cells[c].length > 0 &&
                       (qa_is_column_name(cells[c].text, qa_field_name(fields[f])) ||
                        is_listed(qa_field_synonyms(fields[f]), cells[c].text));
        }
        found += is_there;
    }
    return found;
}

bool qa_is_table_head(const struct qa_cell *cells, size_t n)
{
    return count_fields(cells, n) >= 2;
}

/* ---- lines of a text ---- */

struct line {
    char text[MOST_CELLS][LONGEST_NAME];
    struct qa_cell cells[MOST_CELLS];
    size_t n;
};

/* A cell without quotes; what is too long for a name is none. */
static void add_cell(struct line *line, const char *begin, size_t n)
{
    if (n >= 2 && begin[0] == '"' && begin[n - 1] == '"') {
        begin++;
        n -= 2;
    }
    if (line->n < MOST_CELLS) {
        n = n < LONGEST_NAME ? n : 0;
        memcpy(line->text[line->n], begin, n);
        line->text[line->n][n] = '\0';
        line->cells[line->n] = (struct qa_cell){.text = line->text[line->n], .length = (uint32_t)n};
        line->n++;
    }
}

static size_t count_in_line(const char *text, size_t n, char delimiter)
{
    struct line line = {.n = 0};
    size_t begin = 0;
    for (size_t i = 0; i <= n; i++) {
        bool ends = i == n || text[i] == delimiter;
        if (ends) {
            add_cell(&line, text + begin, i - begin);
            begin = i + 1;
        }
    }
    return count_fields(line.cells, line.n);
}

/* The fields that a line names, by the delimiter that finds most. */
static size_t best_count(const char *text, size_t n)
{
    static const char delimiters[] = {',', ';', '\t', '|'};
    size_t best = 0;
    for (size_t d = 0; d < sizeof delimiters && n <= LONGEST_LINE; d++) {
        size_t found = count_in_line(text, n, delimiters[d]);
        best = found > best ? found : best;
    }
    return best;
}

struct qa_text_head qa_text_head(const struct qa_bytes *bytes)
{
    const char *data = (const char *)bytes->data;
    size_t at = 0;
    for (uint64_t line = 1; line <= LINES_OF_A_TITLE + 1 && at < bytes->size; line++) {
        const char *end = memchr(data + at, '\n', bytes->size - at);
        size_t next = end != NULL ? (size_t)(end - data) + 1 : bytes->size;
        size_t n = (end != NULL ? (size_t)(end - data) : bytes->size) - at;
        n -= n > 0 && data[at + n - 1] == '\r';
        size_t found = best_count(data + at, n);
        if (line == 1 && found > 0) {
            break;
        }
        if (found >= 2) {
            return (struct qa_text_head){at, line};
        }
        at = next;
    }
    return (struct qa_text_head){0, 1};
}

void qa_say_titles(struct qa_sink *sink, size_t n, uint64_t line)
{
    qa_sink_finding(sink, QA_WARNING, "W816", QA_AT(line, 0),
                    "the names of the columns are here; %zu row%s above %s not read", n,
                    n == 1 ? "" : "s", n == 1 ? "is" : "are");
}
