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

char *qa_quote_keyword(struct qa_arena *arena, const struct qa_cell *cell)
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
    {"per_picture", QA_PER_ITEM},
    {"per_photo", QA_PER_ITEM},
    {"per_document", QA_PER_ITEM},
    {"per_file", QA_PER_ITEM},
    {"per_task", QA_PER_ITEM},
    {"per_hit", QA_PER_ITEM},
    {"per_unit", QA_PER_ITEM},
    {"hourly", QA_PER_HOUR},
    {"hourly_rate", QA_PER_HOUR},
    {"per_man_hour", QA_PER_HOUR},
    {"per_person_hour", QA_PER_HOUR},
    {"per_annotator_hour", QA_PER_HOUR},
    {"monthly", QA_PER_MONTH},
    {"monthly_fee", QA_PER_MONTH},
    {"per_fte_month", QA_PER_SEAT_MONTH},
    {"per_annotator_month", QA_PER_SEAT_MONTH},
    {"per_box", QA_PER_OBJECT},
    {"per_bbox", QA_PER_OBJECT},
    {"per_bounding_box", QA_PER_OBJECT},
    {"per_polygon", QA_PER_OBJECT},
    {"per_annotation", QA_PER_OBJECT},
    {"per_label", QA_PER_ANSWER},
    {"per_assignment", QA_PER_ANSWER},
    {"per_response", QA_PER_ANSWER},
    {"per_judgement", QA_PER_ANSWER},
    {"per_judgment", QA_PER_ANSWER},
    {"fixed", QA_PER_PROJECT},
    {"fixed_fee", QA_PER_PROJECT},
    {"flat", QA_PER_PROJECT},
    {"lump_sum", QA_PER_PROJECT},
    {"one_off", QA_PER_PROJECT},
    {"one_time", QA_PER_PROJECT},
    {"per_order", QA_PER_PROJECT},
    {"per_minute_of_media", QA_PER_MINUTE},
    {"percent_of_subtotal", QA_PERCENT},
    {"percentage", QA_PERCENT},
    {"%", QA_PERCENT},
};

static bool is_word_of(const char *word, const char *name)
{
    return strcmp(word, name) == 0 ||
           (strncmp(name, "per_", 4) == 0 && strcmp(word, name + 4) == 0);
}

enum qa_basis qa_word_basis(const char *word)
{
    for (int i = 0; i < QA_N_BASES; i++) {
        if (is_word_of(word, qa_basis_name((enum qa_basis)i))) {
            return (enum qa_basis)i;
        }
    }
    for (size_t i = 0; i < sizeof basis_synonyms / sizeof *basis_synonyms; i++) {
        if (is_word_of(word, basis_synonyms[i].word)) {
            return basis_synonyms[i].basis;
        }
    }
    return QA_N_BASES;
}

/* ---- minimums as they are written ---- */

/* Moves *text past one of the words and what joins it to the next; false without one. */
static bool skip_word(const char **text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t length = strlen(words[i]);
        const char *after = *text + length;

        if (strncmp(*text, words[i], length) == 0 && (*after == '_' || *after == '\0')) {
            *text = after + (*after == '_');
            return true;
        }
    }
    return false;
}

static bool is_one_of(const char *text, const char *const *words)
{
    return skip_word(&text, words) && *text == '\0';
}

/* What a minimum is the least of, by what stands beside the word: "", "per_answer", "order". */
static bool take_least(const char *of, struct qa_quote_row *row)
{
    static const char *const all[] = {"order", "order_value", "project", "total",
                                      "all",   "spend",       "invoice", NULL};
    static const char *const each[] = {"unit", "each", "piece", NULL};
    static const char *const month[] = {"month", "monthly", NULL};
    static const char *const joins[] = {"per", "for", "of", "each", "an", "a", NULL};
    const char *unit = of;

    row->charge.basis = QA_MINIMUM;
    if (*of == '\0') {
        return true;
    }
    if (is_one_of(of, each)) {
        row->least = QA_LEAST_OF_EACH;
        return true;
    }
    while (skip_word(&unit, joins)) {
    }
    if (is_one_of(unit, all) || is_one_of(unit, month)) {
        row->least = QA_LEAST_OF_ALL;
        row->charge.recurrence = is_one_of(unit, month) ? QA_MONTHLY : row->charge.recurrence;
        return true;
    }
    if (is_one_of(unit, each)) {
        row->least = QA_LEAST_OF_EACH;
        return true;
    }
    enum qa_basis basis = qa_word_basis(unit);
    if (basis > QA_PER_HOUR) {
        return false;
    }
    row->charge.basis = qa_basis_least_of(basis);
    return true;
}

/* "minimum", "min. fee per answer", "per-answer minimum", "order minimum". */
static bool parse_least(struct qa_arena *arena, const char *word, struct qa_quote_row *row)
{
    static const char *const least[] = {"minimum", "min", "min.", "at_least", "least", NULL};
    static const char *const sums[] = {"fee",     "charge", "price",      "amount",
                                       "payment", "cost",   "commission", NULL};
    static const char *const ends[] = {"_minimum", "_minimum_fee", "_minimum_charge", NULL};
    const char *of = word;

    if (skip_word(&of, least)) {
        (void)skip_word(&of, sums);
        return take_least(of, row);
    }
    for (size_t i = 0; ends[i] != NULL; i++) {
        size_t length = strlen(word);
        size_t end = strlen(ends[i]);

        if (length > end && strcmp(word + length - end, ends[i]) == 0) {
            return take_least(qa_arena_text_n(arena, word, length - end), row);
        }
    }
    return false;
}

enum qa_status qa_cell_basis(const struct qa_cell_source *source, const struct qa_cell *cell,
                             struct qa_quote_row *row)
{
    const char *text = qa_quote_keyword(source->arena, cell);
    const char *names[QA_N_BASES];
    const char *list = "";

    row->charge.basis = qa_word_basis(text);
    if ((row->charge.basis != QA_N_BASES && row->charge.basis != QA_MINIMUM) ||
        parse_least(source->arena, text, row)) {
        return QA_OK;
    }
    for (int i = 0; i < QA_N_BASES; i++) {
        names[i] = qa_basis_name((enum qa_basis)i);
        if (i < QA_MINIMUM_PER_ITEM) {
            list = qa_arena_format(source->arena, "%s%s, ", list, names[i]);
        }
    }
    const char *nearest = qa_nearest_name(text, names, QA_N_BASES);
    return qa_fail_at(source->err, "E401", source->file, cell->line, cell->column,
                      "unknown basis '%s'%s%s%s; expected %sor minimum_per_item and so on, the "
                      "least for each",
                      cell->text, nearest ? " (did you mean '" : "", nearest ? nearest : "",
                      nearest ? "'?)" : "", list);
}

/* The index of a cell's word among n. E402 with all of them. */
static enum qa_status choose(const struct qa_cell_source *source, const struct qa_cell *cell,
                             const char *what, const char *const *words, int *out)
{
    const char *text = qa_quote_keyword(source->arena, cell);
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
    static const char *const words[] = {"graduated",   "volume",    "marginal", "incremental",
                                        "progressive", "all_units", NULL};
    int index = (int)*out;

    if (cell != NULL) {
        QA_TRY(choose(source, cell, "tiering", words, &index));
    }
    *out = index == 1 || index == 5 ? QA_VOLUME : QA_GRADUATED;
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

/* What would make a price of a text that is none. */
static const char *price_advice(const char *text, bool is_percent)
{
    size_t length = strlen(text);
    if (strpbrk(text, "0123456789") == NULL) {
        return "a charge without a price cannot be worked: ask for it, write 0 where it costs "
               "nothing, or take the row out";
    }
    if (length > 0 && text[length - 1] == '%' && !is_percent) {
        return "a share of other charges has the basis percent";
    }
    return "write the number alone: units stand in basis and per, currencies in currency, prices "
           "that depend on the volume in rows of their own";
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
                          basis == QA_PERCENT ? "percent '%s' is not a number; %s"
                                              : "price '%s' is not a number of 0 or more; %s",
                          cell->text, price_advice(text, basis == QA_PERCENT));
    }
    if (basis != QA_PERCENT && qa_amount_sign(*price) < 0) {
        return qa_fail_at(source->err, "E403", source->file, cell->line, cell->column,
                          "price '%s' is not a number of 0 or more; a discount is a row with the "
                          "basis percent and a price below 0, such as -5",
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
