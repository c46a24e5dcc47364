#include "tests/support/reference.h"

#include "tests/support/close.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void test_reference_fail(const struct test_reference *reference, const char *what)
{
    print_error("%s:%zu: %s\n", reference->path, reference->line, what);
    _fail(__FILE__, __LINE__);
    abort(); /* _fail jumps out of the test, but does not say so to the compiler */
}

static char *read_all(const struct test_reference *reference)
{
    FILE *file = fopen(reference->path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        test_reference_fail(reference, "cannot be read");
    long size = ftell(file);
    rewind(file);
    char *text = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size)
        test_reference_fail(reference, "cannot be read");
    fclose(file);
    text[size] = '\0';
    return text;
}

/* The next line that is not a comment, without its end; NULL after the last. */
static char *next_line(struct test_reference *reference)
{
    while (*reference->next != '\0') {
        char *line = reference->next;
        char *end = line + strcspn(line, "\n");
        reference->next = *end == '\0' ? end : end + 1;
        *end = '\0';
        if (end > line && end[-1] == '\r')
            end[-1] = '\0';
        reference->line++;
        if (*line != '\0' && *line != '#')
            return line;
    }
    return NULL;
}

/* Takes the quotes off the cell that begins at `cell`, in place; returns where its line goes on. */
static char *unquote(const struct test_reference *reference, char *cell)
{
    char *from = cell + 1;
    char *to = cell;
    while (*from != '"' || from[1] == '"') {
        if (*from == '\0')
            test_reference_fail(reference, "a quote is not closed on its line");
        from += *from == '"' ? 2 : 1;
        *to++ = from[-1];
    }
    char *rest = from + 1;
    if (*rest != ',' && *rest != '\0')
        test_reference_fail(reference, "text stands behind a closing quote");
    *to = '\0';
    return rest;
}

/* Cuts a line into cells, in place; returns their number. */
static size_t split(const struct test_reference *reference, char *line, const char **cells)
{
    size_t n_cells = 0;
    for (char *at = line;; at++) {
        if (n_cells == TEST_REFERENCE_COLUMNS)
            test_reference_fail(reference, "too many columns");
        cells[n_cells++] = at;
        char *end = *at == '"' ? unquote(reference, at) : at + strcspn(at, ",");
        if (*end == '\0')
            return n_cells;
        *end = '\0';
        at = end;
    }
}

void test_reference_open(struct test_reference *reference, const char *name)
{
    const char *root = getenv("LABELQA_ROOT");
    *reference = (struct test_reference){0};
    snprintf(reference->path, sizeof reference->path, "%s/tests/reference/%s",
             root != NULL ? root : ".", name);
    reference->text = read_all(reference);
    reference->next = reference->text;
    char *line = next_line(reference);
    if (line == NULL)
        test_reference_fail(reference, "holds no header");
    reference->n_columns = split(reference, line, reference->header);
}

bool test_reference_next(struct test_reference *reference)
{
    char *line = next_line(reference);
    if (line == NULL)
        return false;
    if (split(reference, line, reference->cells) != reference->n_columns)
        test_reference_fail(reference, "has not as many cells as the header");
    reference->n_rows++;
    return true;
}

void test_reference_close(struct test_reference *reference)
{
    if (*reference->next != '\0')
        test_reference_fail(reference, "was not read to its end");
    if (reference->n_rows == 0)
        test_reference_fail(reference, "holds no row");
    free(reference->text);
    reference->text = NULL;
}

static size_t find_column(const struct test_reference *reference, const char *column)
{
    size_t i = 0;
    while (i < reference->n_columns && strcmp(reference->header[i], column) != 0)
        i++;
    return i;
}

bool test_reference_has(const struct test_reference *reference, const char *column)
{
    return find_column(reference, column) < reference->n_columns;
}

const char *test_reference_text(const struct test_reference *reference, const char *column)
{
    size_t i = find_column(reference, column);
    if (i == reference->n_columns) {
        print_error("there is no column %s\n", column);
        test_reference_fail(reference, "a column is missing");
    }
    return reference->cells[i];
}

double test_reference_number(const struct test_reference *reference, const char *column)
{
    const char *text = test_reference_text(reference, column);
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != '\0')
        test_reference_fail(reference, "is not a number");
    return value;
}

size_t test_reference_numbers(const struct test_reference *reference, const char *column,
                              double *out)
{
    const char *blanks = " \t;";
    const char *text = test_reference_text(reference, column);
    size_t n_numbers = 0;
    for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
        char *end;
        if (n_numbers == TEST_REFERENCE_NUMBERS)
            test_reference_fail(reference, "holds too many numbers");
        out[n_numbers++] = strtod(text, &end);
        if (end == text)
            test_reference_fail(reference, "holds a word that is not a number");
        text = end;
    }
    return n_numbers;
}
