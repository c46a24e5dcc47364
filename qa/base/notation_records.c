#include <stdio.h>
#include <string.h>

#include "qa/base/notation.h"
#include "qa/base/notation_parts.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"

enum { LONGEST_SHOWN = 40 };

/* A cell that shows something, for messages. */
struct evidence {
    const struct qa_cell *cell; /* NULL: there is none */
    const char *file;
};

struct settling {
    const struct qa_records *records;
    struct qa_cell *cells; /* what they become */
    const struct qa_record_forms *forms;
    uint32_t *index;
    const struct qa_notation *stated;
    struct qa_arena *arena;
    struct qa_findings *findings;
    struct qa_error *err;
    struct evidence point; /* of a decimal point */
    struct evidence comma;
    enum qa_decimal decimal; /* that settles what has two readings */
    bool by_delimiter;       /* nothing else tells it */
    struct evidence settled; /* the first doubt that it settled */
    const char *settled_as;
};

/* A place among the records. */
struct spot {
    size_t row;
    size_t form; /* of settling->forms */
};

static struct qa_cell *cell_at(const struct settling *settling, struct spot spot)
{
    uint32_t column = settling->index[spot.form];
    return column == QA_NONE ? NULL
                             : &settling->cells[spot.row * settling->records->n_columns + column];
}

static const char *file_of(const struct settling *settling, size_t row)
{
    return qa_records_file(settling->records, row);
}

static bool is_count(enum qa_cell_form form)
{
    return form == QA_CELL_COUNT || form == QA_CELL_LEAST;
}

static bool is_number(enum qa_cell_form form)
{
    return form == QA_CELL_REAL || form == QA_CELL_MONEY || is_count(form);
}

/* ---- numbers ---- */

/* A reading that the column has no use for is none. */
static void drop_fractions(struct qa_number_form *number)
{
    uint64_t count;
    if (!qa_parse_count(number->point, strlen(number->point), &count)) {
        number->point[0] = '\0';
    }
    if (!qa_parse_count(number->comma, strlen(number->comma), &count)) {
        number->comma[0] = '\0';
    }
}

static size_t number_length(const struct qa_cell *cell, enum qa_cell_form form)
{
    size_t length = cell->length;
    while (form == QA_CELL_LEAST && length > 0 && strchr(" \t+", cell->text[length - 1]) != NULL) {
        length--;
    }
    return length;
}

/* The readings of a cell; false when it is empty, right as it is, or no number. */
static bool scan_cell(const struct settling *settling, struct spot spot,
                      struct qa_number_form *number)
{
    const struct qa_cell *cell = cell_at(settling, spot);
    enum qa_cell_form form = settling->forms->forms[spot.form];
    if (cell == NULL || cell->is_typed ||
        !qa_number_scan(cell->text, number_length(cell, form), number) ||
        (number->mark[0] != '\0' && form != QA_CELL_MONEY)) {
        return false;
    }
    if (is_count(form) && strcmp(number->point, number->comma) != 0 && number->point[0] != '\0' &&
        number->comma[0] != '\0') {
        drop_fractions(number);
    }
    return number->point[0] != '\0' || number->comma[0] != '\0';
}

static bool has_two_readings(const struct qa_number_form *number)
{
    return number->point[0] != '\0' && number->comma[0] != '\0' &&
           strcmp(number->point, number->comma) != 0;
}

static void look_at(struct settling *settling, struct spot spot)
{
    struct qa_number_form number;
    if (!scan_cell(settling, spot, &number)) {
        return;
    }
    struct evidence *shown = number.comma[0] == '\0'   ? &settling->point
                             : number.point[0] == '\0' ? &settling->comma
                                                       : NULL;
    if (shown != NULL && shown->cell == NULL) {
        *shown = (struct evidence){cell_at(settling, spot), file_of(settling, spot.row)};
    }
}

/* The sign that settles doubts: stated, or shown without contradiction, or by the delimiter. */
static void find_decimal(struct settling *settling)
{
    bool point = settling->point.cell != NULL;
    bool comma = settling->comma.cell != NULL;
    settling->decimal = settling->stated->decimal;
    if (settling->decimal == QA_DECIMAL_UNKNOWN && point != comma) {
        settling->decimal = point ? QA_DECIMAL_POINT : QA_DECIMAL_COMMA;
    }
    if (settling->decimal == QA_DECIMAL_UNKNOWN && !point && !comma &&
        settling->records->delimiter == ',') {
        settling->decimal = QA_DECIMAL_POINT;
        settling->by_delimiter = true;
    }
}

static enum qa_status refuse_two(const struct settling *settling, struct spot spot,
                                 const struct qa_number_form *number)
{
    const struct qa_cell *cell = cell_at(settling, spot);
    const char *why = "no other number of the file tells";
    if (settling->point.cell != NULL && settling->comma.cell != NULL) {
        why = qa_arena_format(
            settling->arena,
            "the file's other numbers contradict each other ('%.20s', line %llu, "
            "and '%.20s', line %llu)",
            settling->point.cell->text, (unsigned long long)settling->point.cell->line,
            settling->comma.cell->text, (unsigned long long)settling->comma.cell->line);
    }
    return qa_fail_at(
        settling->err, "E170", file_of(settling, spot.row), cell->line, cell->column,
        "%s '%.*s' is %s or %s, and %s; --decimal point or --decimal comma says which",
        settling->forms->specs[spot.form].name, LONGEST_SHOWN, cell->text, number->point,
        number->comma, why);
}

/* A price with a sign of one currency names it where the row does not. */
static void fill_currency(struct qa_cell *currency, const char *mark)
{
    const char *code = qa_currency_code(mark);
    if (code != NULL) {
        currency->text = code;
        currency->length = (uint32_t)strlen(code);
    }
}

/* A currency in a number must be its row's. */
static enum qa_status check_mark(const struct settling *settling, struct spot spot,
                                 const struct qa_number_form *number)
{
    const struct qa_cell *cell = cell_at(settling, spot);
    for (size_t f = 0; f < settling->forms->n && number->mark[0] != '\0'; f++) {
        struct qa_cell *currency = cell_at(settling, (struct spot){spot.row, f});
        if (settling->forms->forms[f] != QA_CELL_CURRENCY || currency == NULL) {
            continue;
        }
        char code[QA_MARK_MAX] = "";
        size_t n = 0;
        for (const char *c = currency->text; *c != '\0' && n + 1 < sizeof code; c++) {
            code[n] = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
            n += *c != ' ';
        }
        code[n] = '\0';
        if (n == 0) {
            fill_currency(currency, number->mark);
        } else if (!qa_mark_fits(number->mark, code)) {
            return qa_fail_at(settling->err, "E172", file_of(settling, spot.row), cell->line,
                              cell->column,
                              "%s '%.*s' is in %s, and the row's currency is %s; correct one of "
                              "the two",
                              settling->forms->specs[spot.form].name, LONGEST_SHOWN, cell->text,
                              number->mark, code);
        }
    }
    return QA_OK;
}

/* "€", "Euro" and "US$" as EUR, EUR and USD; what is not known stays, for its reader to refuse. */
static void settle_currencies(const struct settling *settling)
{
    for (size_t f = 0; f < settling->forms->n; f++) {
        for (size_t row = 0; row < settling->records->n_records; row++) {
            struct qa_cell *cell = cell_at(settling, (struct spot){row, f});
            const char *code = cell == NULL || settling->forms->forms[f] != QA_CELL_CURRENCY
                                   ? NULL
                                   : qa_currency_code(qa_cell_trimmed(cell, settling->arena));
            if (code != NULL) {
                cell->text = code;
                cell->length = (uint32_t)strlen(code);
            }
        }
    }
}

/* The reading that holds; *out NULL where the cell is not read. */
static enum qa_status choose(struct settling *settling, struct spot spot,
                             const struct qa_number_form *number, const char **out)
{
    const struct qa_cell *cell = cell_at(settling, spot);
    bool two = has_two_readings(number);
    enum qa_decimal decimal = settling->decimal;
    *out = number->point[0] != '\0' ? number->point : number->comma;
    if (settling->stated->decimal != QA_DECIMAL_UNKNOWN) {
        *out = decimal == QA_DECIMAL_POINT ? number->point : number->comma;
        if ((*out)[0] == '\0') {
            return qa_fail_at(settling->err, "E171", file_of(settling, spot.row), cell->line,
                              cell->column, "%s '%.*s' is not a number with a decimal %s",
                              settling->forms->specs[spot.form].name, LONGEST_SHOWN, cell->text,
                              decimal == QA_DECIMAL_POINT ? "point" : "comma");
        }
        return QA_OK;
    }
    if (!two) {
        return QA_OK;
    }
    /* A count of 20.000 was hardly written by a program that writes points. */
    bool doubtful = settling->by_delimiter && is_count(settling->forms->forms[spot.form]) &&
                    strchr(cell->text, '.') != NULL;
    if (decimal == QA_DECIMAL_UNKNOWN || doubtful) {
        return refuse_two(settling, spot, number);
    }
    *out = decimal == QA_DECIMAL_POINT ? number->point : number->comma;
    if (settling->settled.cell == NULL) {
        struct qa_cell *kept = QA_NEW(settling->arena, struct qa_cell);
        *kept = *cell;
        settling->settled = (struct evidence){kept, file_of(settling, spot.row)};
        settling->settled_as = qa_arena_text(settling->arena, *out);
    }
    return QA_OK;
}

static enum qa_status settle_number(struct settling *settling, struct spot spot)
{
    struct qa_number_form number;
    const char *text;
    struct qa_cell *cell = cell_at(settling, spot);
    if (!scan_cell(settling, spot, &number)) {
        return QA_OK;
    }
    QA_TRY(check_mark(settling, spot, &number));
    QA_TRY(choose(settling, spot, &number, &text));
    if (strcmp(text, cell->text) != 0) {
        /* The evidence keeps the text as it was written. */
        cell->text = qa_arena_text(settling->arena, text);
        cell->length = (uint32_t)strlen(cell->text);
    }
    return QA_OK;
}

/* What shows the sign, with its place. */
static const char *shown_by(const struct settling *settling)
{
    const struct evidence *shown =
        settling->decimal == QA_DECIMAL_COMMA ? &settling->comma : &settling->point;
    if (shown->cell == NULL) {
        return "as in files with commas between their cells";
    }
    return qa_arena_format(settling->arena, "as '%.*s' on line %llu shows", LONGEST_SHOWN,
                           shown->cell->text, (unsigned long long)shown->cell->line);
}

static void say_decimal(const struct settling *settling)
{
    const struct evidence *settled = &settling->settled;
    const char *sign = settling->decimal == QA_DECIMAL_COMMA ? "comma" : "point";
    const char *other = settling->decimal == QA_DECIMAL_COMMA ? "point" : "comma";
    if (settling->stated->decimal != QA_DECIMAL_UNKNOWN) {
        return;
    }
    if (settling->point.cell != NULL && settling->comma.cell != NULL) {
        qa_findings_addf(
            settling->findings, QA_WARNING, "W151", settling->comma.file,
            settling->comma.cell->line, settling->comma.cell->column,
            "'%.*s' has a decimal comma, and '%.*s' on line %llu a decimal point; each "
            "is read as it can only be",
            LONGEST_SHOWN, settling->comma.cell->text, LONGEST_SHOWN, settling->point.cell->text,
            (unsigned long long)settling->point.cell->line);
    } else if (settled->cell != NULL) {
        qa_findings_addf(settling->findings, QA_WARNING, "W150", settled->file, settled->cell->line,
                         settled->cell->column,
                         "'%.*s' is read as %s: the decimal sign is the %s, %s; --decimal %s reads "
                         "it otherwise",
                         LONGEST_SHOWN, settled->cell->text, settling->settled_as, sign,
                         shown_by(settling), other);
    } else if (settling->decimal == QA_DECIMAL_COMMA && settling->comma.cell != NULL) {
        qa_findings_addf(settling->findings, QA_WARNING, "W150", settling->comma.file,
                         settling->comma.cell->line, settling->comma.cell->column,
                         "the decimal sign is the comma, %s", shown_by(settling));
    }
}

static enum qa_status settle_row(struct settling *settling, size_t row)
{
    for (size_t f = 0; f < settling->forms->n; f++) {
        if (!is_number(settling->forms->forms[f])) {
            continue;
        }
        QA_TRY(settle_number(settling, (struct spot){row, f}));
    }
    return QA_OK;
}

static enum qa_status settle_numbers(struct settling *settling)
{
    for (size_t row = 0; row < settling->records->n_records; row++) {
        for (size_t f = 0; f < settling->forms->n; f++) {
            if (is_number(settling->forms->forms[f])) {
                look_at(settling, (struct spot){row, f});
            }
        }
    }
    /* What shows the sign is kept as it was written. */
    struct qa_cell *shown = QA_ARRAY(settling->arena, struct qa_cell, 2);
    struct evidence *const evidence[] = {&settling->point, &settling->comma};
    for (size_t i = 0; i < 2; i++) {
        if (evidence[i]->cell != NULL) {
            shown[i] = *evidence[i]->cell;
            evidence[i]->cell = &shown[i];
        }
    }
    find_decimal(settling);
    for (size_t row = 0; row < settling->records->n_records; row++) {
        QA_TRY(settle_row(settling, row));
    }
    say_decimal(settling);
    return QA_OK;
}

/* ---- dates ---- */

/* The days that a cell may be, by order; a bit for each order that reads it. */
struct readings {
    int64_t days[QA_N_DATE_ORDERS];
    unsigned orders;
    size_t used;
};

static unsigned bit_of(int order)
{
    return 1u << order;
}

static struct readings read_dates(const struct qa_cell *cell)
{
    struct readings readings = {.orders = 0};
    for (int order = QA_DATES_YMD; cell != NULL && order < QA_N_DATE_ORDERS; order++) {
        if (!cell->is_typed && qa_date_begin(cell->text, cell->length, (enum qa_date_order)order,
                                             &readings.days[order], &readings.used)) {
            readings.orders |= bit_of(order);
        }
    }
    return readings;
}

/* Whether the orders agree on the day; *first is one of them. */
static bool agree(const struct readings *readings, unsigned orders, int *first)
{
    *first = 0;
    for (int order = QA_DATES_YMD; order < QA_N_DATE_ORDERS; order++) {
        if ((readings->orders & orders & bit_of(order)) == 0) {
            continue;
        }
        if (*first == 0) {
            *first = order;
        } else if (readings->days[order] != readings->days[*first]) {
            return false;
        }
    }
    return true;
}

static const char *day_text(const struct settling *settling, int64_t day)
{
    char text[QA_TIME_TEXT_MAX];
    qa_date_format(day * QA_DAY, text);
    return qa_arena_text(settling->arena, text);
}

/* All different days that a cell may be. */
static const char *list_days(const struct settling *settling, const struct readings *readings)
{
    const char *list = "";
    for (int order = QA_DATES_YMD; order < QA_N_DATE_ORDERS; order++) {
        bool is_new = (readings->orders & bit_of(order)) != 0;
        for (int before = QA_DATES_YMD; before < order && is_new; before++) {
            is_new = (readings->orders & bit_of(before)) == 0 ||
                     readings->days[before] != readings->days[order];
        }
        if (is_new) {
            list = qa_arena_format(settling->arena, "%s%s%s", list, list[0] != '\0' ? " or " : "",
                                   day_text(settling, readings->days[order]));
        }
    }
    return list;
}

static void write_date(const struct settling *settling, struct qa_cell *cell, int64_t day,
                       size_t used)
{
    const char *behind = cell->text + used;
    cell->text = qa_arena_format(settling->arena, "%s%s", day_text(settling, day), behind);
    cell->length = (uint32_t)strlen(cell->text);
}

static const char *order_words(enum qa_date_order order)
{
    static const char *const words[] = {"", "year, month, day", "day, month, year",
                                        "month, day, year"};
    return words[order];
}

/* The orders that every date of the column has; 0 when they contradict each other. *shown: a cell
 * that has one day only. */
static unsigned column_orders(const struct settling *settling, size_t form, struct qa_cell *shown)
{
    unsigned all = ~0u;
    unsigned tightest = ~0u;
    for (size_t row = 0; row < settling->records->n_records; row++) {
        const struct qa_cell *cell = cell_at(settling, (struct spot){row, form});
        const struct readings readings = read_dates(cell);
        /* A date with its year in front says nothing of the others. */
        bool is_iso = (readings.orders & bit_of(QA_DATES_YMD)) != 0 &&
                      (readings.orders & bit_of(QA_DATES_DMY)) != 0 &&
                      readings.days[QA_DATES_YMD] == readings.days[QA_DATES_DMY];
        if (readings.orders == 0 || is_iso) {
            continue;
        }
        all &= readings.orders;
        if ((tightest & readings.orders) != tightest) {
            tightest = readings.orders & tightest;
            *shown = *cell;
        }
    }
    return all;
}

static enum qa_status settle_date(const struct settling *settling, struct spot spot,
                                  unsigned orders, struct evidence *doubt)
{
    struct qa_cell *cell = cell_at(settling, spot);
    const struct readings readings = read_dates(cell);
    const char *file = file_of(settling, spot.row);
    const char *name = settling->forms->specs[spot.form].name;
    int order;
    int any;
    if (readings.orders == 0) {
        return QA_OK;
    }
    if (settling->stated->dates != QA_DATES_UNKNOWN &&
        (readings.orders & bit_of((int)settling->stated->dates)) == 0) {
        return qa_fail_at(settling->err, "E174", file, cell->line, cell->column,
                          "%s '%.*s' is no date in the order %s that --dates gives", name,
                          LONGEST_SHOWN, cell->text, order_words(settling->stated->dates));
    }
    unsigned used = orders != 0 ? orders : ~0u;
    if (!agree(&readings, used, &order)) {
        return qa_fail_at(
            settling->err, "E173", file, cell->line, cell->column,
            "%s '%.*s' is %s, and no other date of the column tells; --dates dmy, mdy "
            "or ymd says which",
            name, LONGEST_SHOWN, cell->text, list_days(settling, &readings));
    }
    if (!agree(&readings, ~0u, &any) && doubt->cell == NULL) {
        struct qa_cell *kept = QA_NEW(settling->arena, struct qa_cell);
        *kept = *cell;
        *doubt = (struct evidence){kept, file};
    }
    write_date(settling, cell, readings.days[order], readings.used);
    return QA_OK;
}

/* Dates of a column that can only have the day first, and others only the month. */
static void say_two_orders(const struct settling *settling, size_t form,
                           const struct qa_cell *shown)
{
    unsigned orders = read_dates(shown).orders;
    for (size_t row = 0; row < settling->records->n_records; row++) {
        const struct qa_cell *cell = cell_at(settling, (struct spot){row, form});
        const struct readings readings = read_dates(cell);
        if (readings.orders != 0 && (readings.orders & orders) == 0) {
            qa_findings_addf(settling->findings, QA_WARNING, "W741", file_of(settling, row),
                             cell->line, cell->column,
                             "%s '%.*s' and '%.*s' on line %llu have their parts in two orders; "
                             "each is read as it can only be, and in a column of one order one of "
                             "them is wrong",
                             settling->forms->specs[form].name, LONGEST_SHOWN, cell->text,
                             LONGEST_SHOWN, shown->text, (unsigned long long)shown->line);
            return;
        }
    }
}

static enum qa_status settle_dates(const struct settling *settling, size_t form)
{
    struct qa_cell shown = {.text = ""};
    struct evidence doubt = {.cell = NULL};
    bool is_stated = settling->stated->dates != QA_DATES_UNKNOWN;
    unsigned orders =
        is_stated ? bit_of((int)settling->stated->dates) : column_orders(settling, form, &shown);
    if (orders == 0) {
        say_two_orders(settling, form, &shown);
    }
    for (size_t row = 0; row < settling->records->n_records; row++) {
        QA_TRY(settle_date(settling, (struct spot){row, form}, orders, &doubt));
    }
    if (doubt.cell != NULL && !is_stated) {
        const struct readings readings = read_dates(&shown);
        int order;
        (void)agree(&readings, ~0u, &order);
        qa_findings_addf(
            settling->findings, QA_WARNING, "W153", doubt.file, doubt.cell->line,
            doubt.cell->column,
            "%s '%.*s' is read as %s, as '%.*s' on line %llu of the column can only be",
            settling->forms->specs[form].name, LONGEST_SHOWN, doubt.cell->text,
            order_words((enum qa_date_order)order), LONGEST_SHOWN, shown.text,
            (unsigned long long)shown.line);
    }
    return QA_OK;
}

/* ---- all ---- */

/* A column that is missing or there twice is its reader's to refuse. */
static void find_columns(struct settling *settling)
{
    const struct qa_record_forms *forms = settling->forms;
    settling->index = QA_ARRAY(settling->arena, uint32_t, forms->n);
    for (size_t f = 0; f < forms->n; f++) {
        struct qa_error ignored;
        const struct qa_column_spec spec = {forms->specs[f].name, forms->specs[f].synonyms, false};
        if (qa_records_columns(settling->records, &spec, 1, &settling->index[f], &ignored) !=
            QA_OK) {
            settling->index[f] = QA_NONE;
        }
    }
}

enum qa_status qa_records_settle(struct qa_records *records, const struct qa_record_forms *forms,
                                 const struct qa_notation *stated, struct qa_arena *arena,
                                 struct qa_findings *findings, struct qa_error *err)
{
    size_t n = records->n_records * records->n_columns;
    struct settling settling = {.records = records,
                                .forms = forms,
                                .stated = stated,
                                .arena = arena,
                                .findings = findings,
                                .err = err};
    if (n == 0 || forms->n == 0) {
        return QA_OK;
    }
    if (records->n_hidden > 0) {
        qa_findings_addf(findings, QA_WARNING, "W742", records->file, records->hidden, 0,
                         "%zu hidden row%s of the sheet count%s like the others; take out what is "
                         "not meant",
                         records->n_hidden, records->n_hidden == 1 ? "" : "s",
                         records->n_hidden == 1 ? "s" : "");
    }
    settling.cells = QA_ARRAY(arena, struct qa_cell, n);
    memcpy(settling.cells, records->cells, n * sizeof *settling.cells);
    find_columns(&settling);
    qa_records_say_unused(records, forms, settling.index, findings);
    settle_currencies(&settling);
    QA_TRY(settle_numbers(&settling));
    for (size_t f = 0; f < forms->n; f++) {
        if (forms->forms[f] != QA_CELL_TIME) {
            continue;
        }
        QA_TRY(settle_dates(&settling, f));
    }
    records->cells = settling.cells;
    return QA_OK;
}
