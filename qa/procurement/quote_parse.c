#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/base/time.h"
#include "qa/procurement/quote_rows.h"

enum quote_column {
    COLUMN_VENDOR,
    COLUMN_CHARGE,
    COLUMN_BASIS,
    COLUMN_APPLIES_TO,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_TIERING,
    COLUMN_PRICE,
    COLUMN_CURRENCY,
    COLUMN_CONDITION,
    COLUMN_RECURRENCE,
    COLUMN_VALID_UNTIL,
    COLUMN_NOTE,
    COLUMN_PER
};

const struct qa_column_spec qa_quote_columns[QA_N_QUOTE_COLUMNS] = {
    [COLUMN_VENDOR] = {"vendor", "supplier,provider", true},
    [COLUMN_CHARGE] = {"charge", "charge_name,fee_name,service", true},
    [COLUMN_BASIS] = {"basis", "price_basis,charged_per", true},
    [COLUMN_APPLIES_TO] = {"applies_to", "percent_of,applies", false},
    [COLUMN_FROM] = {"from_quantity", "from,min_quantity", false},
    [COLUMN_TO] = {"to_quantity", "to,max_quantity", false},
    [COLUMN_TIERING] = {"tiering", "tier_type", false},
    [COLUMN_PRICE] = {"price", "unit_price,amount", true},
    [COLUMN_CURRENCY] = {"currency", "ccy", true},
    [COLUMN_CONDITION] = {"condition", "when", false},
    [COLUMN_RECURRENCE] = {"recurrence", "recurring,billing", false},
    [COLUMN_VALID_UNTIL] = {"valid_until", "valid_to,expires,expiry", false},
    [COLUMN_NOTE] = {"note", "notes,comment,remark", false},
    [COLUMN_PER] = {"per", "per_units,price_per,units", false},
};

static const enum qa_cell_form quote_cell_forms[QA_N_QUOTE_COLUMNS] = {
    [COLUMN_FROM] = QA_CELL_LEAST,       [COLUMN_TO] = QA_CELL_COUNT,
    [COLUMN_PRICE] = QA_CELL_MONEY,      [COLUMN_CURRENCY] = QA_CELL_CURRENCY,
    [COLUMN_VALID_UNTIL] = QA_CELL_TIME, [COLUMN_PER] = QA_CELL_COUNT,
};
const struct qa_record_forms qa_quote_forms = {qa_quote_columns, quote_cell_forms,
                                               QA_N_QUOTE_COLUMNS};

struct quote_reader {
    const struct qa_records *records;
    uint32_t index[QA_N_QUOTE_COLUMNS];
    struct qa_cell_source source;
};

static const struct qa_cell *cell_of(const struct quote_reader *reader, size_t row,
                                     enum quote_column column)
{
    return qa_records_cell(reader->records, row, reader->index[column]);
}

/* The cell of an optional column when it holds anything but blanks, else NULL. */
static const struct qa_cell *given_cell(const struct quote_reader *reader, size_t row,
                                        enum quote_column column)
{
    const struct qa_cell *cell = cell_of(reader, row, column);

    if (cell == NULL || *qa_quote_text(reader->source.arena, cell, QA_LETTERS_KEPT) == '\0') {
        return NULL;
    }
    return cell;
}

static enum qa_status parse_name(const struct quote_reader *reader, size_t row,
                                 enum quote_column column, const char **name)
{
    const struct qa_cell *cell = cell_of(reader, row, column);

    *name = qa_quote_text(reader->source.arena, cell, QA_LETTERS_KEPT);
    if (**name == '\0') {
        return qa_fail_at(reader->source.err, "E406", reader->source.file, cell->line, cell->column,
                          "%s is empty", qa_quote_columns[column].name);
    }
    return QA_OK;
}

static enum qa_status parse_bound(const struct quote_reader *reader, const struct qa_cell *cell,
                                  double when_empty, double *bound)
{
    static const uint64_t most = UINT64_C(1) << 53; /* whole numbers that a double holds */
    uint64_t count;

    *bound = when_empty;
    if (cell == NULL) {
        return QA_OK;
    }
    if (!qa_parse_count(cell->text, cell->length, &count) || count > most) {
        return qa_fail_at(
            reader->source.err, "E404", reader->source.file, cell->line, cell->column,
            "tier bound '%s' is not a whole number; write the first and the last unit of "
            "the tier as numbers, and leave to_quantity of the last tier empty",
            cell->text);
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
        return qa_fail_at(reader->source.err, "E404", reader->source.file, out->to->line,
                          out->to->column, "the tier ends at %.15g, before it begins at %.15g",
                          charge->to, charge->from);
    }
    return QA_OK;
}

/* "answer" in the column per: of a minimum what it is the least for each of, else what the basis
 * says already. */
static bool take_unit_word(const struct quote_reader *reader, struct qa_quote_row *row)
{
    enum qa_basis unit = qa_word_basis(qa_quote_keyword(reader->source.arena, row->per));
    struct qa_charge *charge = &row->charge;

    if (unit == QA_N_BASES || qa_basis_kind(unit) != QA_KIND_USAGE) {
        return false;
    }
    if (charge->basis == QA_MINIMUM && unit <= QA_PER_HOUR) {
        charge->basis = qa_basis_least_of(unit);
    }
    return qa_basis_unit(charge->basis) == unit;
}

/* The price of one unit, from one for `per` of them. */
static enum qa_status divide_price(const struct quote_reader *reader, size_t row,
                                   struct qa_quote_row *out)
{
    struct qa_arena *arena = reader->source.arena;
    struct qa_charge *charge = &out->charge;
    uint64_t per = 0;

    out->per = given_cell(reader, row, COLUMN_PER);
    if (out->per == NULL || take_unit_word(reader, out)) {
        return QA_OK;
    }
    if (!qa_parse_count(out->per->text, out->per->length, &per) || per == 0) {
        return qa_fail_at(reader->source.err, "E404", reader->source.file, out->per->line,
                          out->per->column, "per '%s' is not a number of units, such as 1000",
                          out->per->text);
    }
    if (per > 1 && qa_basis_kind(charge->basis) != QA_KIND_USAGE &&
        !qa_basis_is_least(charge->basis)) {
        return qa_fail_at(reader->source.err, "E404", reader->source.file, out->per->line,
                          out->per->column, "a %s row has no units that a price could be for",
                          qa_basis_name(charge->basis));
    }
    charge->price = qa_amount_divide(arena, charge->price, qa_amount_of_count(arena, per));
    return QA_OK;
}

/* The columns that say how a row counts, each a word of its own list. */
static enum qa_status parse_words(const struct quote_reader *reader, size_t row,
                                  struct qa_quote_row *out)
{
    struct qa_charge *charge = &out->charge;

    out->tiering = given_cell(reader, row, COLUMN_TIERING);
    out->applies_to = given_cell(reader, row, COLUMN_APPLIES_TO);
    out->valid_until = given_cell(reader, row, COLUMN_VALID_UNTIL);
    QA_TRY(qa_cell_tiering(&reader->source, out->tiering, &charge->tiering));
    QA_TRY(qa_cell_condition(&reader->source, given_cell(reader, row, COLUMN_CONDITION),
                             &charge->condition));
    QA_TRY(qa_cell_recurrence(&reader->source, given_cell(reader, row, COLUMN_RECURRENCE),
                              &charge->recurrence));
    return qa_cell_date(&reader->source, out->valid_until, &charge->valid_until);
}

/* A fee for the project that holds for a range of volumes is one fee of several. */
static void make_flat(struct qa_charge *charge)
{
    bool is_single = charge->from <= 1.0 && charge->to <= 1.0;
    bool has_range = (charge->from > 1.0 || isfinite(charge->to)) && !is_single;

    if (charge->basis == QA_PER_PROJECT && has_range) {
        charge->basis = QA_FLAT_FEE;
    } else if (charge->basis == QA_FLAT_FEE && !has_range) {
        charge->basis = QA_PER_PROJECT;
    }
}

static enum qa_status parse_row(const struct quote_reader *reader, size_t row,
                                struct qa_quote_row *out)
{
    const struct qa_cell_source *source = &reader->source;
    struct qa_charge *charge = &out->charge;

    out->name = cell_of(reader, row, COLUMN_CHARGE);
    out->basis = cell_of(reader, row, COLUMN_BASIS);
    out->price = cell_of(reader, row, COLUMN_PRICE);
    out->currency = cell_of(reader, row, COLUMN_CURRENCY);
    out->note = cell_of(reader, row, COLUMN_NOTE);
    QA_TRY(parse_name(reader, row, COLUMN_VENDOR, &charge->vendor));
    QA_TRY(parse_name(reader, row, COLUMN_CHARGE, &charge->name));
    QA_TRY(qa_cell_basis(source, cell_of(reader, row, COLUMN_BASIS), out));
    QA_TRY(parse_bounds(reader, row, out));
    make_flat(charge);
    QA_TRY(
        qa_cell_price(source, cell_of(reader, row, COLUMN_PRICE), charge->basis, &charge->price));
    QA_TRY(divide_price(reader, row, out));
    QA_TRY(parse_words(reader, row, out));
    charge->note =
        out->note == NULL ? "" : qa_quote_text(source->arena, out->note, QA_LETTERS_KEPT);
    charge->currency = charge->basis == QA_PERCENT
                           ? ""
                           : qa_quote_text(source->arena, out->currency, QA_LETTERS_UPPER);
    charge->file = source->file;
    charge->line = out->name->line;
    return QA_OK;
}

/* By vendor, then place among the rows. */
static int compare_rows(const void *a, const void *b)
{
    const struct qa_quote_row *left = a;
    const struct qa_quote_row *right = b;
    int order = qa_text_compare(left->charge.vendor, right->charge.vendor);

    if (order != 0) {
        return order;
    }
    return (left->place > right->place) - (left->place < right->place);
}

static bool same_charge(const struct qa_charge *a, const struct qa_charge *b)
{
    return a->basis == b->basis && a->condition == b->condition && strcmp(a->name, b->name) == 0 &&
           strcmp(a->vendor, b->vendor) == 0;
}

/* Tiers of one charge are all paid by the month, or none of them is. */
static enum qa_status check_recurrence(const struct qa_quote_row *rows, size_t n,
                                       struct qa_error *err)
{
    for (size_t i = 1; i < n; i++) {
        const struct qa_charge *charge = &rows[i].charge;

        for (size_t k = i; k-- > 0 && strcmp(rows[k].charge.vendor, charge->vendor) == 0;) {
            const struct qa_charge *other = &rows[k].charge;

            if (same_charge(other, charge) && other->recurrence != charge->recurrence &&
                qa_basis_kind(charge->basis) == QA_KIND_USAGE) {
                return qa_fail_at(err, "E402", charge->file, charge->line, 0,
                                  "recurrence %s here, but %s on line %llu of the same charge '%s'",
                                  charge->recurrence == QA_MONTHLY ? "monthly" : "once",
                                  other->recurrence == QA_MONTHLY ? "monthly" : "once",
                                  (unsigned long long)other->line, charge->name);
            }
        }
    }
    return QA_OK;
}

/* Rows that name no tiering take the one that another row of their charge names. */
static enum qa_status share_tiering(struct qa_quote_row *rows, size_t n, struct qa_error *err)
{
    for (size_t i = 0; i < n; i++) {
        struct qa_quote_row *row = &rows[i];

        for (size_t k = i; row->tiering != NULL && k-- > 0;) {
            if (strcmp(rows[k].charge.vendor, row->charge.vendor) != 0) {
                break;
            }
            if (same_charge(&rows[k].charge, &row->charge) && rows[k].tiering != NULL &&
                rows[k].charge.tiering != row->charge.tiering) {
                return qa_fail_at(
                    err, "E402", row->charge.file, row->tiering->line, row->tiering->column,
                    "tiering %s here, but %s on line %llu of the same charge '%s'",
                    qa_tiering_name(row->charge.tiering), qa_tiering_name(rows[k].charge.tiering),
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

static bool has_bounds(enum qa_basis basis)
{
    return qa_basis_has_tiers(basis) || basis == QA_PERCENT;
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
        if (!has_bounds(charge->basis)) {
            charge->from = 1.0;
            charge->to = HUGE_VAL;
        }
        if (i == 0 || strcmp(charge->vendor, rows[i - 1].charge.vendor) != 0) {
            out->vendors[out->n_vendors++] = charge->vendor;
        }
    }
}

static enum qa_status read_quotes(const struct qa_records *quotes, struct quote_reader *reader,
                                  struct qa_quote_row *rows)
{
    QA_TRY(qa_records_columns(quotes, qa_quote_columns, QA_N_QUOTE_COLUMNS, reader->index,
                              reader->source.err));
    reader->records = quotes;
    for (size_t i = 0; i < quotes->n_records; i++) {
        reader->source.file = qa_records_file(quotes, i);
        QA_TRY(parse_row(reader, i, &rows[i]));
    }
    return QA_OK;
}

static enum qa_status read_models(const struct qa_quote_input *input,
                                  const struct qa_cell_source *source, struct qa_quotes *out,
                                  struct qa_quote_models *models)
{
    const struct qa_records *const lists[] = {input->models, input->in_house};

    QA_TRY(qa_quote_models(lists, sizeof lists / sizeof *lists, source, models));
    out->terms = models->terms;
    out->n_terms = models->n_terms;
    out->models = models->kinds;
    out->n_models = models->n_kinds;
    return QA_OK;
}

enum qa_status qa_quotes_parse(const struct qa_quote_input *input, struct qa_arena *arena,
                               struct qa_findings *findings, struct qa_quotes *out,
                               struct qa_error *err)
{
    size_t n_quotes = input->quotes != NULL ? input->quotes->n_records : 0;
    struct quote_reader reader = {.source = {NULL, arena, err}};
    struct qa_quote_models models;

    *out = (struct qa_quotes){.arena = arena};
    QA_TRY(read_models(input, &reader.source, out, &models));
    size_t n = n_quotes + models.n_rows;
    struct qa_quote_row *rows = QA_ARRAY(arena, struct qa_quote_row, n);
    if (input->quotes != NULL) {
        QA_TRY(read_quotes(input->quotes, &reader, rows));
    }
    if (n == 0) {
        return qa_fail_at(err, "E406", input->quotes != NULL ? input->quotes->file : NULL, 0, 0,
                          "no quotes: the file has a header and no rows");
    }
    if (models.n_rows > 0) {
        memcpy(rows + n_quotes, models.rows, models.n_rows * sizeof *rows);
    }
    for (size_t i = 0; i < n; i++) {
        rows[i].place = i;
    }
    /* Before sorting, so that the first failure in the file is the one reported. */
    QA_TRY(qa_quote_convert(rows, n, input, out, err));
    qsort(rows, n, sizeof *rows, compare_rows);
    QA_TRY(share_tiering(rows, n, err));
    QA_TRY(check_recurrence(rows, n, err));
    QA_TRY(qa_quote_applies(rows, n, &reader.source));
    QA_TRY(qa_quote_settle(rows, n, &reader.source, findings));
    qa_quote_check(rows, n, out->as_of, findings);
    keep_rows(rows, n, arena, out);
    return qa_quotes_refuse_respelt(out, err);
}
