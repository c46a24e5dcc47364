#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/procurement/quote_rows.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static char fold(char c, enum qa_letters letters)
{
    if (letters == QA_LETTERS_UPPER && c >= 'a' && c <= 'z') {
        return (char)(c - 'a' + 'A');
    }
    if (letters == QA_LETTERS_LOWER && c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c;
}

char *qa_quote_text(struct qa_arena *arena, const struct qa_cell *cell, enum qa_letters letters)
{
    const char *begin = cell->text;
    const char *end = cell->text + cell->length;

    while (begin < end && is_blank(*begin)) {
        begin++;
    }
    while (end > begin && is_blank(end[-1])) {
        end--;
    }
    char *text = qa_arena_text_n(arena, begin, (size_t)(end - begin));
    for (char *c = text; *c != '\0'; c++) {
        *c = fold(*c, letters);
    }
    return text;
}

/* "Per Item" and "per-item" are meant as per_item. */
static char *keyword(struct qa_arena *arena, const struct qa_cell *cell)
{
    char *text = qa_quote_text(arena, cell, QA_LETTERS_LOWER);

    for (char *c = text; *c != '\0'; c++) {
        if (*c == ' ' || *c == '-') {
            *c = '_';
        }
    }
    return text;
}

static const struct {
    const char *word;
    enum qa_basis basis;
} basis_synonyms[] = {
    {"per_image", QA_PER_ITEM},
    {"hourly", QA_PER_HOUR},
    {"monthly", QA_PER_MONTH},
    {"per_box", QA_PER_OBJECT},
    {"per_bounding_box", QA_PER_OBJECT},
    {"per_annotation", QA_PER_OBJECT},
    {"per_label", QA_PER_ANSWER},
    {"fixed", QA_PER_PROJECT},
    {"fixed_fee", QA_PER_PROJECT},
    {"flat", QA_PER_PROJECT},
    {"per_unit", QA_PER_ITEM},
    {"per_minute_of_media", QA_PER_MINUTE},
    {"per_judgement", QA_PER_ANSWER},
    {"per_judgment", QA_PER_ANSWER},
    {"one_off", QA_PER_PROJECT},
    {"percent_of_subtotal", QA_PERCENT},
    {"%", QA_PERCENT},
};

/* The basis of a word, with or without its "per_"; QA_N_BASES when it is none. */
static enum qa_basis basis_of(const char *word)
{
    for (int i = 0; i < QA_N_BASES; i++) {
        const char *name = qa_basis_name((enum qa_basis)i);

        if (strcmp(word, name) == 0 ||
            (strncmp(name, "per_", 4) == 0 && strcmp(word, name + 4) == 0)) {
            return (enum qa_basis)i;
        }
    }
    for (size_t i = 0; i < sizeof basis_synonyms / sizeof *basis_synonyms; i++) {
        if (strcmp(word, basis_synonyms[i].word) == 0) {
            return basis_synonyms[i].basis;
        }
    }
    return QA_N_BASES;
}

enum qa_status qa_cell_basis(const struct qa_cell_source *source, const struct qa_cell *cell,
                             enum qa_basis *basis)
{
    const char *text = keyword(source->arena, cell);
    const char *names[QA_N_BASES];
    const char *list = "";

    *basis = basis_of(text);
    if (*basis != QA_N_BASES) {
        return QA_OK;
    }
    for (int i = 0; i < QA_N_BASES; i++) {
        names[i] = qa_basis_name((enum qa_basis)i);
        list = qa_arena_format(source->arena, "%s%s%s", list,
                               i == 0                ? ""
                               : i + 1 == QA_N_BASES ? " or "
                                                     : ", ",
                               names[i]);
    }
    const char *nearest = qa_nearest_name(text, names, QA_N_BASES);
    return qa_fail_at(source->err, "E401", source->file, cell->line, cell->column,
                      "unknown basis '%s'%s%s%s; expected %s", cell->text,
                      nearest ? " (did you mean '" : "", nearest ? nearest : "",
                      nearest ? "'?)" : "", list);
}

/* The index of a cell's word among n. E402 with all of them. */
static enum qa_status choose(const struct qa_cell_source *source, const struct qa_cell *cell,
                             const char *what, const char *const *words, int *out)
{
    const char *text = keyword(source->arena, cell);
    const char *list = words[0];

    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return QA_OK;
        }
        if (i > 0) {
            list = qa_arena_format(source->arena, "%s%s%s", list,
                                   words[i + 1] == NULL ? " or " : ", ", words[i]);
        }
    }
    return qa_fail_at(source->err, "E402", source->file, cell->line, cell->column,
                      "unknown %s '%s'; expected %s", what, cell->text, list);
}

enum qa_status qa_cell_tiering(const struct qa_cell_source *source, const struct qa_cell *cell,
                               enum qa_tiering *out)
{
    static const char *const words[] = {"graduated", "volume", NULL};
    int index = (int)*out;

    if (cell != NULL) {
        QA_TRY(choose(source, cell, "tiering", words, &index));
    }
    *out = (enum qa_tiering)index;
    return QA_OK;
}

enum qa_status qa_cell_condition(const struct qa_cell_source *source, const struct qa_cell *cell,
                                 enum qa_condition *out)
{
    static const char *const words[] = {"always", "rush", "review", "rework", "optional", NULL};
    int index = (int)*out;

    if (cell != NULL) {
        QA_TRY(choose(source, cell, "condition", words, &index));
    }
    *out = (enum qa_condition)index;
    return QA_OK;
}

enum qa_status qa_cell_recurrence(const struct qa_cell_source *source, const struct qa_cell *cell,
                                  enum qa_recurrence *out)
{
    static const char *const words[] = {"once",     "monthly",   "one_off",
                                        "one_time", "per_month", NULL};
    int index = (int)*out;

    if (cell != NULL) {
        QA_TRY(choose(source, cell, "recurrence", words, &index));
    }
    *out = index == 1 || index == 4 ? QA_MONTHLY : QA_ONCE;
    return QA_OK;
}

enum qa_status qa_cell_price(const struct qa_cell_source *source, const struct qa_cell *cell,
                             enum qa_basis basis, struct qa_amount *price)
{
    const char *text = qa_quote_text(source->arena, cell, QA_LETTERS_KEPT);
    size_t length = strlen(text);

    if (basis == QA_PERCENT && length > 0 && text[length - 1] == '%') {
        length--;
    }
    if (!qa_amount_parse(source->arena, text, length, price)) {
        return qa_fail_at(source->err, "E403", source->file, cell->line, cell->column,
                          basis == QA_PERCENT ? "percent '%s' is not a number"
                                              : "price '%s' is not a number of 0 or more",
                          cell->text);
    }
    if (basis != QA_PERCENT && qa_amount_sign(*price) < 0) {
        return qa_fail_at(source->err, "E403", source->file, cell->line, cell->column,
                          "price '%s' is not a number of 0 or more; a discount is a percent row "
                          "below 0",
                          cell->text);
    }
    if (basis == QA_PERCENT && qa_amount_real(*price) < -100.0) {
        return qa_fail_at(source->err, "E403", source->file, cell->line, cell->column,
                          "percent '%s' takes off more than there is", cell->text);
    }
    return QA_OK;
}

enum qa_status qa_cell_date(const struct qa_cell_source *source, const struct qa_cell *cell,
                            int64_t *date)
{
    const struct qa_zone utc = {.known = true};

    *date = QA_NO_TIME;
    if (cell == NULL) {
        return QA_OK;
    }
    const char *text = qa_quote_text(source->arena, cell, QA_LETTERS_KEPT);
    if (qa_time_parse(text, strlen(text), &utc, date) != QA_TIME_OK) {
        return qa_fail_at(source->err, "E408", source->file, cell->line, cell->column,
                          "'%s' is not a date such as 2026-03-31", cell->text);
    }
    return QA_OK;
}

const char *qa_date_text(struct qa_arena *arena, int64_t date)
{
    char text[QA_TIME_TEXT_MAX];

    qa_time_format(date, text);
    return qa_arena_text_n(arena, text, 10);
}
