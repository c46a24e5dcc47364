#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/quote_rows.h"

/* One row of the file of exchange rates. */
struct rate {
    const char *currency;
    struct qa_amount value; /* one unit of it in the target currency */
    int64_t date;           /* QA_NO_TIME: undated, older than every dated one */
    const struct qa_cell *cell;
};

struct rates {
    const char *file; /* NULL: no file */
    struct rate *list;
    size_t n;
    int64_t as_of; /* QA_NO_TIME: every rate is undated */
    struct qa_arena *arena;
};

enum { RATE_CURRENCY, RATE_VALUE, RATE_DATE, N_RATE_COLUMNS };

static const struct qa_column_spec rate_columns[N_RATE_COLUMNS] = {
    {"currency", "ccy,code", true},
    {"rate", "exchange_rate,value", true},
    {"date", "as_of,rate_date,valid_from", false},
};

static const enum qa_cell_form rate_cell_forms[N_RATE_COLUMNS] = {
    [RATE_VALUE] = QA_CELL_REAL, [RATE_DATE] = QA_CELL_TIME};
const struct qa_record_forms qa_rate_forms = {rate_columns, rate_cell_forms, N_RATE_COLUMNS};

static bool is_one(const struct rates *rates, struct qa_amount rate)
{
    return qa_amount_compare(rate, qa_amount_of_count(rates->arena, 1)) == 0;
}

static bool in_force(const struct rates *rates, const struct rate *rate)
{
    return rate->date == QA_NO_TIME || rates->as_of == QA_NO_TIME || rate->date <= rates->as_of;
}

/* The latest rate of a currency on or before the day. */
static const struct rate *find_rate(const struct rates *rates, const char *currency)
{
    const struct rate *found = NULL;

    for (size_t i = 0; i < rates->n; i++) {
        const struct rate *rate = &rates->list[i];

        if (strcmp(rate->currency, currency) == 0 && in_force(rates, rate) &&
            (found == NULL || rate->date > found->date)) {
            found = rate;
        }
    }
    return found;
}

static bool is_listed(const struct rates *rates, const struct rate *wanted)
{
    for (size_t i = 0; i < rates->n; i++) {
        if (strcmp(rates->list[i].currency, wanted->currency) == 0 &&
            rates->list[i].date == wanted->date) {
            return true;
        }
    }
    return false;
}

static enum qa_status parse_rate(const struct qa_records *records, const struct qa_cell *cells[],
                                 struct rates *rates, struct qa_error *err)
{
    const struct qa_cell *name = cells[RATE_CURRENCY];
    const struct qa_cell *value = cells[RATE_VALUE];
    const struct qa_cell *date = cells[RATE_DATE];
    const struct qa_cell_source source = {records->file, rates->arena, err};
    struct rate rate = {.currency = qa_quote_text(rates->arena, name, QA_LETTERS_UPPER),
                        .cell = value};

    QA_TRY(qa_cell_date(&source, date != NULL && date->length > 0 ? date : NULL, &rate.date));
    if (rate.currency[0] == '\0' || is_listed(rates, &rate)) {
        return qa_fail_at(err, "E405", records->file, name->line, name->column,
                          rate.currency[0] == '\0' ? "currency is empty%s"
                                                   : "currency %s is listed twice",
                          rate.currency);
    }
    if (!qa_amount_parse(rates->arena, value->text, value->length, &rate.value) ||
        qa_amount_sign(rate.value) <= 0) {
        return qa_fail_at(err, "E405", records->file, value->line, value->column,
                          "rate '%s' is not a number above 0", value->text);
    }
    rates->list[rates->n++] = rate;
    return QA_OK;
}

static enum qa_status parse_rates(const struct qa_records *records, struct rates *rates,
                                  struct qa_error *err)
{
    uint32_t index[N_RATE_COLUMNS];

    QA_TRY(qa_records_columns(records, rate_columns, N_RATE_COLUMNS, index, err));
    rates->file = records->file;
    rates->list = QA_ARRAY(rates->arena, struct rate, records->n_records);
    for (size_t i = 0; i < records->n_records; i++) {
        const struct qa_cell *cells[N_RATE_COLUMNS];

        for (int c = 0; c < N_RATE_COLUMNS; c++) {
            cells[c] = qa_records_cell(records, i, index[c]);
        }
        QA_TRY(parse_rate(records, cells, rates, err));
    }
    return QA_OK;
}

static void settle_day(const struct qa_quote_input *input, struct rates *rates,
                       struct qa_quotes *quotes)
{
    quotes->as_of = input->as_of;
    quotes->as_of_source = input->as_of_source;
    if (input->as_of == QA_NO_TIME) {
        quotes->as_of = input->latest > 0 ? input->latest : QA_NO_TIME;
        quotes->as_of_source = input->latest > 0 ? "latest date of the log" : NULL;
        for (size_t i = 0; i < rates->n; i++) {
            if (rates->list[i].date > quotes->as_of) {
                quotes->as_of = rates->list[i].date;
                quotes->as_of_source = "latest date of the rates";
            }
        }
    }
    rates->as_of = quotes->as_of;
}

/* The currency whose rate is 1, or NULL when none or several have it. */
static const char *unit_currency(const struct rates *rates)
{
    const char *found = NULL;

    for (size_t i = 0; i < rates->n; i++) {
        const struct rate *rate = &rates->list[i];

        if (!is_one(rates, rate->value) || find_rate(rates, rate->currency) != rate) {
            continue;
        }
        if (found != NULL) {
            return NULL;
        }
        found = rate->currency;
    }
    return found;
}

/* Percents have no currency, and offers may leave theirs to the target. */
static bool names_currency(const struct qa_charge *charge)
{
    return charge->basis != QA_PERCENT && charge->currency != NULL;
}

/* The first row with a currency; NULL when none has one. */
static const struct qa_quote_row *first_currency(const struct qa_quote_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (names_currency(&rows[i].charge)) {
            return &rows[i];
        }
    }
    return NULL;
}

/* The first row whose currency is not that of the first row with one, or NULL. */
static const struct qa_quote_row *second_currency(const struct qa_quote_row *rows, size_t n,
                                                  const struct qa_quote_row *first)
{
    for (size_t i = 0; i < n; i++) {
        if (names_currency(&rows[i].charge) &&
            strcmp(rows[i].charge.currency, first->charge.currency) != 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static enum qa_status choose_target(const struct qa_quote_row *rows, size_t n,
                                    const struct rates *rates, const char **target,
                                    struct qa_error *err)
{
    const struct qa_quote_row *first = first_currency(rows, n);

    if (first == NULL) {
        return qa_fail_at(err, "E405", rows[0].charge.file, rows[0].currency->line,
                          rows[0].currency->column,
                          "no charge has a currency: name that of the results with --currency");
    }
    const struct qa_quote_row *second = second_currency(rows, n, first);
    if (second == NULL) {
        *target = first->charge.currency;
        return QA_OK;
    }
    *target = unit_currency(rates);
    if (*target != NULL) {
        return QA_OK;
    }
    return qa_fail_at(err, "E405", second->charge.file, second->currency->line,
                      second->currency->column,
                      "quotes in %s and in %s: name the currency of the results (--currency %s) "
                      "and give the rates of the others (--rates FILE, columns currency and rate)",
                      first->charge.currency, second->charge.currency, first->charge.currency);
}

/* Rates are worth one unit of a currency in the target: the target's own can only be 1. */
static enum qa_status check_target(const struct rates *rates, const char *target,
                                   struct qa_error *err)
{
    const struct rate *own = find_rate(rates, target);

    if (own == NULL || is_one(rates, own->value)) {
        return QA_OK;
    }
    return qa_fail_at(err, "E405", rates->file, own->cell->line, own->cell->column,
                      "the rate of %s, the target currency, is %s instead of 1: these rates lead "
                      "to another currency",
                      target, own->cell->text);
}

/* Keeps each rate that is used once, in the order of the rows. */
static void note_rate(const struct rates *rates, const struct rate *rate, struct qa_quotes *quotes,
                      struct qa_used_rate *used)
{
    for (size_t i = 0; i < quotes->n_rates; i++) {
        if (strcmp(used[i].currency, rate->currency) == 0) {
            return;
        }
    }
    used[quotes->n_rates++] = (struct qa_used_rate){.currency = rate->currency,
                                                    .rate = rate->value,
                                                    .date = rate->date,
                                                    .file = rates->file,
                                                    .line = rate->cell->line};
}

static enum qa_status refuse_currency(const struct qa_quote_row *row, const struct rates *rates,
                                      const char *target, struct qa_error *err)
{
    const struct qa_charge *charge = &row->charge;
    const char *when = rates->as_of == QA_NO_TIME
                           ? ""
                           : qa_arena_format(rates->arena, " on or before %s",
                                             qa_date_text(rates->arena, rates->as_of));

    return qa_fail_at(err, "E405", charge->file, row->currency->line, row->currency->column,
                      "no exchange rate from %s to %s%s%s%s", charge->currency, target,
                      rates->file ? " in " : "; give a file of rates (currency,rate)",
                      rates->file ? rates->file : "", rates->file ? when : "");
}

static enum qa_status convert_rows(struct qa_quote_row *rows, size_t n, const struct rates *rates,
                                   struct qa_quotes *quotes, struct qa_error *err)
{
    struct qa_used_rate *used = QA_ARRAY(rates->arena, struct qa_used_rate, n);
    const struct qa_amount one = qa_amount_of_count(rates->arena, 1);
    const char *target = quotes->currency != NULL ? quotes->currency : "";

    quotes->rates = used;
    for (size_t i = 0; i < n; i++) {
        struct qa_charge *charge = &rows[i].charge;

        charge->rate = one;
        if (charge->currency == NULL) {
            charge->currency = charge->basis == QA_PERCENT ? "" : target;
        }
        if (charge->basis == QA_PERCENT || strcmp(charge->currency, target) == 0) {
            continue;
        }
        const struct rate *rate = find_rate(rates, charge->currency);
        if (rate == NULL) {
            return refuse_currency(&rows[i], rates, quotes->currency, err);
        }
        charge->rate = rate->value;
        note_rate(rates, rate, quotes, used);
    }
    return QA_OK;
}

/* Codes of ISO 4217 are three letters; which there are is not checked. */
static bool is_code(const char *currency)
{
    return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static enum qa_status refuse_others(const struct qa_quote_row *rows, size_t n, struct qa_error *err)
{
    for (size_t i = 0; i < n; i++) {
        const struct qa_charge *charge = &rows[i].charge;
        if (names_currency(charge) && !is_code(charge->currency)) {
            return qa_fail_at(
                err, "E405", charge->file, rows[i].currency->line, rows[i].currency->column,
                charge->currency[0] == '\0' ? "currency is empty%s; expected a code such as EUR"
                                            : "'%s' is not a currency; expected a code such as EUR",
                charge->currency);
        }
    }
    return QA_OK;
}

enum qa_status qa_quote_convert(struct qa_quote_row *rows, size_t n_rows,
                                const struct qa_quote_input *input, struct qa_quotes *quotes,
                                struct qa_error *err)
{
    struct rates rates = {.arena = quotes->arena};
    const char *target = NULL;

    if (input->rates != NULL) {
        QA_TRY(parse_rates(input->rates, &rates, err));
    }
    settle_day(input, &rates, quotes);
    QA_TRY(refuse_others(rows, n_rows, err));
    if (input->currency != NULL) {
        struct qa_cell wanted = {.text = input->currency,
                                 .length = (uint32_t)strlen(input->currency)};

        target = qa_quote_text(quotes->arena, &wanted, QA_LETTERS_UPPER);
        QA_TRY(check_target(&rates, target, err));
    } else {
        QA_TRY(choose_target(rows, n_rows, &rates, &target, err));
    }
    quotes->currency = target;
    quotes->minor_digits = qa_currency_digits(target);
    return convert_rows(rows, n_rows, &rates, quotes, err);
}
