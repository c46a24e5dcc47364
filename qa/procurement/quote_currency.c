#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/procurement/quote_rows.h"

/* One row of the file of exchange rates. */
struct rate {
    const char *currency;
    double value; /* one unit of it in the target currency */
    const struct qa_cell *cell;
};

struct rates {
    const char *file; /* NULL: no file */
    struct rate *list;
    size_t n;
};

enum { RATE_CURRENCY, RATE_VALUE, N_RATE_COLUMNS };

static const struct qa_column_spec rate_columns[N_RATE_COLUMNS] = {
    {"currency", "ccy,code", true},
    {"rate", "exchange_rate,value", true},
};

static const struct rate *find_rate(const struct rates *rates, const char *currency)
{
    for (size_t i = 0; i < rates->n; i++) {
        if (strcmp(rates->list[i].currency, currency) == 0) {
            return &rates->list[i];
        }
    }
    return NULL;
}

static enum qa_status parse_rates(const struct qa_records *records, struct qa_arena *arena,
                                  struct rates *rates, struct qa_error *err)
{
    uint32_t index[N_RATE_COLUMNS];

    QA_TRY(qa_records_columns(records, rate_columns, N_RATE_COLUMNS, index, err));
    rates->file = records->file;
    rates->list = QA_ARRAY(arena, struct rate, records->n_records);
    for (size_t i = 0; i < records->n_records; i++) {
        const struct qa_cell *name = qa_records_cell(records, i, index[RATE_CURRENCY]);
        const struct qa_cell *value = qa_records_cell(records, i, index[RATE_VALUE]);
        struct rate rate = {.currency = qa_quote_text(arena, name, QA_LETTERS_UPPER),
                            .cell = value};

        if (rate.currency[0] == '\0' || find_rate(rates, rate.currency) != NULL) {
            return qa_fail_at(err, "E405", records->file, name->line, name->column,
                              rate.currency[0] == '\0' ? "currency is empty%s"
                                                       : "currency %s is listed twice",
                              rate.currency);
        }
        if (!qa_parse_real(value->text, value->length, &rate.value) || rate.value <= 0.0) {
            return qa_fail_at(err, "E405", records->file, value->line, value->column,
                              "rate '%s' is not a number above 0", value->text);
        }
        rates->list[rates->n++] = rate;
    }
    return QA_OK;
}

/* The currency whose rate is 1, or NULL when none or several have it. */
static const char *unit_currency(const struct rates *rates)
{
    const char *found = NULL;

    for (size_t i = 0; i < rates->n; i++) {
        if (fabs(rates->list[i].value - 1.0) > 0.0) {
            continue;
        }
        if (found != NULL) {
            return NULL;
        }
        found = rates->list[i].currency;
    }
    return found;
}

/* The first row whose currency is not that of the first row, or NULL. */
static const struct qa_quote_row *second_currency(const struct qa_quote_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (strcmp(rows[i].charge.currency, rows[0].charge.currency) != 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static enum qa_status choose_target(const struct qa_quote_row *rows, size_t n,
                                    const struct rates *rates, const char **target,
                                    struct qa_error *err)
{
    const struct qa_quote_row *second = second_currency(rows, n);

    if (second == NULL) {
        *target = rows[0].charge.currency;
        return QA_OK;
    }
    *target = unit_currency(rates);
    if (*target != NULL) {
        return QA_OK;
    }
    return qa_fail_at(err, "E405", second->charge.file, second->currency->line,
                      second->currency->column,
                      "quotes in %s and in %s: name the target currency, and give the rates of "
                      "the others",
                      rows[0].charge.currency, second->charge.currency);
}

/* Rates are worth one unit of a currency in the target: the target's own can only be 1. */
static enum qa_status check_target(const struct rates *rates, const char *target,
                                   struct qa_error *err)
{
    const struct rate *own = find_rate(rates, target);

    if (own == NULL || fabs(own->value - 1.0) <= 0.0) {
        return QA_OK;
    }
    return qa_fail_at(err, "E405", rates->file, own->cell->line, own->cell->column,
                      "the rate of %s, the target currency, is %s instead of 1: these rates lead "
                      "to another currency",
                      target, own->cell->text);
}

static enum qa_status convert_row(struct qa_quote_row *row, const struct rates *rates,
                                  const char *target, struct qa_error *err)
{
    struct qa_charge *charge = &row->charge;

    if (strcmp(charge->currency, target) == 0) {
        charge->rate = 1.0;
        return QA_OK;
    }
    const struct rate *rate = find_rate(rates, charge->currency);
    if (rate != NULL) {
        charge->rate = rate->value;
        return QA_OK;
    }
    return qa_fail_at(err, "E405", charge->file, row->currency->line, row->currency->column,
                      "no exchange rate from %s to %s%s%s", charge->currency, target,
                      rates->file ? " in " : "; give a file of rates (currency,rate)",
                      rates->file ? rates->file : "");
}

enum qa_status qa_quote_convert(struct qa_quote_row *rows, size_t n_rows,
                                const struct qa_records *rates_file, const char *currency,
                                struct qa_quotes *quotes, struct qa_error *err)
{
    struct rates rates = {0};
    const char *target = NULL;

    if (rates_file != NULL) {
        QA_TRY(parse_rates(rates_file, quotes->arena, &rates, err));
    }
    for (size_t i = 0; i < n_rows; i++) {
        if (rows[i].charge.currency[0] == '\0') {
            return qa_fail_at(err, "E405", rows[i].charge.file, rows[i].currency->line,
                              rows[i].currency->column,
                              "currency is empty; expected a code "
                              "such as EUR");
        }
    }
    if (currency != NULL) {
        struct qa_cell wanted = {.text = currency, .length = (uint32_t)strlen(currency)};

        target = qa_quote_text(quotes->arena, &wanted, QA_LETTERS_UPPER);
        QA_TRY(check_target(&rates, target, err));
    } else {
        QA_TRY(choose_target(rows, n_rows, &rates, &target, err));
    }
    for (size_t i = 0; i < n_rows; i++) {
        QA_TRY(convert_row(&rows[i], &rates, target, err));
    }
    quotes->currency = target;
    quotes->minor_digits = qa_currency_digits(target);
    return QA_OK;
}
