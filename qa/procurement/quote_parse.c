#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/procurement/quote_rows.h"

enum quote_column {
    COLUMN_VENDOR,
    COLUMN_CHARGE,
    COLUMN_BASIS,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_PRICE,
    COLUMN_CURRENCY,
    COLUMN_NOTE,
    COLUMN_TIERING,
    N_QUOTE_COLUMNS
};

static const struct qa_column_spec quote_columns[N_QUOTE_COLUMNS] = {
    {"vendor", "supplier,provider", true},
    {"charge", "charge_name,fee_name,service", true},
    {"basis", "price_basis,charged_per", true},
    {"from_quantity", "from,min_quantity", false},
    {"to_quantity", "to,max_quantity", false},
    {"price", "unit_price,amount", true},
    {"currency", "ccy", true},
    {"note", "notes,comment,remark", false},
    {"tiering", "tier_type", false},
};

struct quote_reader {
    const struct qa_records *records;
    uint32_t index[N_QUOTE_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

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

/* The cell of an optional column when it holds anything but blanks, else NULL. */
static const struct qa_cell *given_cell(const struct quote_reader *reader, size_t row,
                                        enum quote_column column)
{
    const struct qa_cell *cell = qa_records_cell(reader->records, row, reader->index[column]);

    if (cell == NULL || *qa_quote_text(reader->arena, cell, QA_LETTERS_KEPT) == '\0') {
        return NULL;
    }
    return cell;
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

static enum qa_status parse_name(const struct quote_reader *reader, size_t row,
                                 enum quote_column column, const char **name)
{
    const struct qa_cell *cell = qa_records_cell(reader->records, row, reader->index[column]);

    *name = qa_quote_text(reader->arena, cell, QA_LETTERS_KEPT);
    if (**name == '\0') {
        return qa_fail_at(reader->err, "E406", reader->records->file, cell->line, cell->column,
                          "%s is empty", quote_columns[column].name);
    }
    return QA_OK;
}

static enum qa_status parse_basis(const struct quote_reader *reader, size_t row,
                                  enum qa_basis *basis)
{
    const struct qa_cell *cell = qa_records_cell(reader->records, row, reader->index[COLUMN_BASIS]);
    const char *text = keyword(reader->arena, cell);
    const char *names[QA_N_BASES];

    for (int i = 0; i < QA_N_BASES; i++) {
        names[i] = qa_basis_name((enum qa_basis)i);
        if (strcmp(text, names[i]) == 0) {
            *basis = (enum qa_basis)i;
            return QA_OK;
        }
    }
    const char *nearest = qa_nearest_name(text, names, QA_N_BASES);
    return qa_fail_at(reader->err, "E401", reader->records->file, cell->line, cell->column,
                      "unknown basis '%s'%s%s%s; expected per_item, per_object, per_hour, "
                      "per_project or minimum",
                      cell->text, nearest ? " (did you mean '" : "", nearest ? nearest : "",
                      nearest ? "'?)" : "");
}

static enum qa_status parse_tiering(const struct quote_reader *reader, size_t row,
                                    struct qa_quote_row *out)
{
    out->charge.tiering = QA_GRADUATED;
    out->tiering = given_cell(reader, row, COLUMN_TIERING);
    if (out->tiering == NULL) {
        return QA_OK;
    }
    const char *text = keyword(reader->arena, out->tiering);
    if (strcmp(text, qa_tiering_name(QA_VOLUME)) == 0) {
        out->charge.tiering = QA_VOLUME;
    } else if (strcmp(text, qa_tiering_name(QA_GRADUATED)) != 0) {
        return qa_fail_at(reader->err, "E402", reader->records->file, out->tiering->line,
                          out->tiering->column,
                          "unknown tiering '%s'; expected graduated or volume", out->tiering->text);
    }
    return QA_OK;
}

static enum qa_status parse_price(const struct quote_reader *reader, size_t row, double *price)
{
    const struct qa_cell *cell = qa_records_cell(reader->records, row, reader->index[COLUMN_PRICE]);

    if (!qa_parse_real(cell->text, cell->length, price) || *price < 0.0) {
        return qa_fail_at(reader->err, "E403", reader->records->file, cell->line, cell->column,
                          "price '%s' is not a number of 0 or more", cell->text);
    }
    return QA_OK;
}

static enum qa_status parse_bound(const struct quote_reader *reader, const struct qa_cell *cell,
                                  double when_empty, double *bound)
{
    uint64_t count;

    *bound = when_empty;
    if (cell == NULL) {
        return QA_OK;
    }
    if (!qa_parse_count(cell->text, cell->length, &count)) {
        return qa_fail_at(reader->err, "E404", reader->records->file, cell->line, cell->column,
                          "tier bound '%s' is not a whole number", cell->text);
    }
    *bound = (double)count;
    return QA_OK;
}

static enum qa_status parse_bounds(const struct quote_reader *reader, size_t row,
                                   struct qa_quote_row *out)
{
    struct qa_charge *charge = &out->charge;

    out->from = given_cell(reader, row, COLUMN_FROM);
    out->to = given_cell(reader, row, COLUMN_TO);
    QA_TRY(parse_bound(reader, out->from, 1.0, &charge->from));
    QA_TRY(parse_bound(reader, out->to, HUGE_VAL, &charge->to));
    charge->from = fmax(charge->from, 1.0);
    if (charge->to < charge->from) {
        return qa_fail_at(reader->err, "E404", reader->records->file, out->to->line,
                          out->to->column, "the tier ends at %.15g, before it begins at %.15g",
                          charge->to, charge->from);
    }
    return QA_OK;
}

static enum qa_status parse_row(const struct quote_reader *reader, size_t row,
                                struct qa_quote_row *out)
{
    const struct qa_records *records = reader->records;
    struct qa_charge *charge = &out->charge;

    out->name = qa_records_cell(records, row, reader->index[COLUMN_CHARGE]);
    out->currency = qa_records_cell(records, row, reader->index[COLUMN_CURRENCY]);
    out->note = qa_records_cell(records, row, reader->index[COLUMN_NOTE]);
    QA_TRY(parse_name(reader, row, COLUMN_VENDOR, &charge->vendor));
    QA_TRY(parse_name(reader, row, COLUMN_CHARGE, &charge->name));
    QA_TRY(parse_basis(reader, row, &charge->basis));
    QA_TRY(parse_bounds(reader, row, out));
    QA_TRY(parse_price(reader, row, &charge->price));
    QA_TRY(parse_tiering(reader, row, out));
    charge->note =
        out->note == NULL ? "" : qa_quote_text(reader->arena, out->note, QA_LETTERS_KEPT);
    charge->currency = qa_quote_text(reader->arena, out->currency, QA_LETTERS_UPPER);
    charge->file = records->file;
    charge->line = out->name->line;
    return QA_OK;
}

/* By vendor, then place in the file. */
static int compare_rows(const void *a, const void *b)
{
    const struct qa_quote_row *left = a;
    const struct qa_quote_row *right = b;
    int order = qa_text_compare(left->charge.vendor, right->charge.vendor);

    if (order != 0) {
        return order;
    }
    return (left->charge.line > right->charge.line) - (left->charge.line < right->charge.line);
}

static bool same_charge(const struct qa_charge *a, const struct qa_charge *b)
{
    return a->basis == b->basis && strcmp(a->name, b->name) == 0 &&
           strcmp(a->vendor, b->vendor) == 0;
}

/* Rows that name no tiering take the one that another row of their charge names. */
static enum qa_status share_tiering(struct qa_quote_row *rows, size_t n, const char *file,
                                    struct qa_error *err)
{
    for (size_t i = 0; i < n; i++) {
        struct qa_quote_row *row = &rows[i];

        for (size_t k = i; row->tiering != NULL && k-- > 0;) {
            if (strcmp(rows[k].charge.vendor, row->charge.vendor) != 0) {
                break;
            }
            if (same_charge(&rows[k].charge, &row->charge) && rows[k].tiering != NULL &&
                rows[k].charge.tiering != row->charge.tiering) {
                return qa_fail_at(err, "E402", file, row->tiering->line, row->tiering->column,
                                  "tiering %s here, but %s on line %llu of the same charge '%s'",
                                  qa_tiering_name(row->charge.tiering),
                                  qa_tiering_name(rows[k].charge.tiering),
                                  (unsigned long long)rows[k].charge.line, row->charge.name);
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; rows[i].tiering == NULL && k < n; k++) {
            if (rows[k].tiering != NULL && same_charge(&rows[k].charge, &rows[i].charge)) {
                rows[i].charge.tiering = rows[k].charge.tiering;
                break;
            }
        }
    }
    return QA_OK;
}

static void keep_rows(const struct qa_quote_row *rows, size_t n, struct qa_arena *arena,
                      struct qa_quotes *out)
{
    out->charges = QA_ARRAY(arena, struct qa_charge, n);
    out->n_charges = n;
    out->vendors = QA_ARRAY(arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        struct qa_charge *charge = &out->charges[i];

        *charge = rows[i].charge;
        if (charge->basis == QA_MINIMUM || charge->basis == QA_PER_PROJECT) {
            charge->from = 1.0;
            charge->to = HUGE_VAL;
        }
        if (i == 0 || strcmp(charge->vendor, rows[i - 1].charge.vendor) != 0) {
            out->vendors[out->n_vendors++] = charge->vendor;
        }
    }
}

enum qa_status qa_quotes_parse(const struct qa_records *quotes, const struct qa_records *rates,
                               const char *currency, struct qa_arena *arena,
                               struct qa_findings *findings, struct qa_quotes *out,
                               struct qa_error *err)
{
    struct quote_reader reader = {.records = quotes, .arena = arena, .err = err};

    *out = (struct qa_quotes){.arena = arena};
    QA_TRY(qa_records_columns(quotes, quote_columns, N_QUOTE_COLUMNS, reader.index, err));
    if (quotes->n_records == 0) {
        return qa_fail_at(err, "E406", quotes->file, 0, 0,
                          "no quotes: the file has a header and no rows");
    }
    struct qa_quote_row *rows = QA_ARRAY(arena, struct qa_quote_row, quotes->n_records);
    for (size_t i = 0; i < quotes->n_records; i++) {
        QA_TRY(parse_row(&reader, i, &rows[i]));
    }
    /* Before sorting, so that the first failure in the file is the one reported. */
    QA_TRY(qa_quote_convert(rows, quotes->n_records, rates, currency, out, err));
    qsort(rows, quotes->n_records, sizeof *rows, compare_rows);
    QA_TRY(share_tiering(rows, quotes->n_records, quotes->file, err));
    qa_quote_check(rows, quotes->n_records, findings);
    keep_rows(rows, quotes->n_records, arena, out);
    return QA_OK;
}
