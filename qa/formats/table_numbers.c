#include "qa/formats/table_numbers.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST_SHOWN = QA_SHOWN_NUMBER_MAX - 1 };

/* What programs write is digits and a point, and is left as it is. */
static bool is_simple(const struct qa_text_cell *cell)
{
    for (size_t i = 0; i < cell->length; i++) {
        char c = cell->text[i];
        if ((c < '0' || c > '9') && c != '.' && c != '-') {
            return false;
        }
    }
    return true;
}

static bool has_two_readings(const struct qa_number_form *number)
{
    return number->point[0] != '\0' && number->comma[0] != '\0' &&
           strcmp(number->point, number->comma) != 0;
}

bool qa_table_numbers_look(struct qa_table_numbers *numbers, const struct qa_text_cell *cell,
                           uint64_t line)
{
    struct qa_number_form number;
    if (numbers->decimal != QA_DECIMAL_UNKNOWN) {
        return true;
    }
    if (memchr(cell->text, '.', cell->length) == NULL &&
        memchr(cell->text, ',', cell->length) == NULL) {
        return false;
    }
    if (!qa_number_scan(cell->text, cell->length, &number) ||
        (number.point[0] != '\0' && number.comma[0] != '\0')) {
        return false;
    }
    numbers->decimal = number.point[0] != '\0' ? QA_DECIMAL_POINT : QA_DECIMAL_COMMA;
    numbers->line = line;
    (void)snprintf(numbers->shown, sizeof numbers->shown, "%.*s",
                   cell->length < LONGEST_SHOWN ? (int)cell->length : LONGEST_SHOWN, cell->text);
    return true;
}

static const char *sign_name(enum qa_decimal decimal)
{
    return decimal == QA_DECIMAL_COMMA ? "comma" : "point";
}

static const char *other_name(enum qa_decimal decimal)
{
    return decimal == QA_DECIMAL_COMMA ? "point" : "comma";
}

static void say_settled(struct qa_table_numbers *numbers, struct qa_sink *sink,
                        struct qa_place place, const struct qa_text_cell *cell, const char *read)
{
    if (numbers->line == 0 || numbers->is_said) {
        return;
    }
    numbers->is_said = true;
    qa_sink_finding(sink, QA_WARNING, "W150", place,
                    "'%.*s' is read as %s: the decimal sign is the %s, as '%s' on line %llu shows; "
                    "--decimal %s reads it otherwise",
                    cell->length < LONGEST_SHOWN ? (int)cell->length : LONGEST_SHOWN, cell->text,
                    read, sign_name(numbers->decimal), numbers->shown,
                    (unsigned long long)numbers->line, other_name(numbers->decimal));
}

static bool refuse(const struct qa_table_numbers *numbers, struct qa_sink *sink,
                   struct qa_place place, const char *name, const struct qa_text_cell *cell,
                   const struct qa_number_form *number)
{
    int shown = cell->length < LONGEST_SHOWN ? (int)cell->length : LONGEST_SHOWN;
    if (has_two_readings(number)) {
        return qa_sink_bad(sink, place, "E170",
                           "%s '%.*s' is %s or %s, and none of the first rows tells; --decimal "
                           "point or --decimal comma says which",
                           name, shown, cell->text, number->point, number->comma);
    }
    const char *sign = sign_name(numbers->decimal);
    const char *other = other_name(numbers->decimal);
    if (numbers->line > 0) {
        return qa_sink_bad(sink, place, "E171",
                           "%s '%.*s' is not a number with a decimal %s, as '%s' on line %llu is; "
                           "--decimal %s reads it",
                           name, shown, cell->text, sign, numbers->shown,
                           (unsigned long long)numbers->line, other);
    }
    return qa_sink_bad(sink, place, "E171",
                       "%s '%.*s' is not a number with a decimal %s; --decimal %s reads it", name,
                       shown, cell->text, sign, other);
}

bool qa_table_number(struct qa_table_numbers *numbers, struct qa_sink *sink, struct qa_place place,
                     const char *name, struct qa_text_cell *cell, char text[QA_NUMBER_TEXT_MAX])
{
    struct qa_number_form number;
    bool is_comma = numbers->decimal == QA_DECIMAL_COMMA;
    if (((!is_comma || numbers->is_typed) && is_simple(cell)) ||
        !qa_number_scan(cell->text, cell->length, &number) || number.mark[0] != '\0') {
        return true;
    }
    const char *read = is_comma ? number.comma : number.point;
    bool is_open = numbers->decimal == QA_DECIMAL_UNKNOWN && has_two_readings(&number);
    if (read[0] == '\0' || is_open) {
        return refuse(numbers, sink, place, name, cell, &number);
    }
    if (has_two_readings(&number)) {
        say_settled(numbers, sink, place, cell, read);
    }
    size_t length = strlen(read);
    memcpy(text, read, length + 1);
    *cell = (struct qa_text_cell){text, length};
    return true;
}
