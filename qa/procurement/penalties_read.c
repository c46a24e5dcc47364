/* The contract's rules as rows. */
#include <string.h>

#include "qa/base/notation.h"
#include "qa/base/number.h"
#include "qa/procurement/penalties_parts.h"

static const double MICROSECONDS_PER_HOUR = 3600.0e6;

/* A thousand years; more is a mistake. */
static const double MOST_HOURS = 8766000;

enum rule_column {
    RULE_VENDOR,
    RULE_PRIORITY,
    RULE_WHEN,
    RULE_AFTER,
    RULE_PER,
    RULE_AMOUNT,
    RULE_CAP,
    RULE_UNIT_PRICE,
    RULE_CURRENCY,
    N_RULE_COLUMNS
};

static const struct qa_column_spec rule_columns[N_RULE_COLUMNS] = {
    {"vendor", "supplier,provider", false},
    {"priority", "urgency,service_level", false},
    {"when", NULL, false},
    {"after_hours", "grace_hours", false},
    {"per", "basis", true},
    {"amount", "penalty,rate", true},
    {"cap", "maximum", false},
    {"unit_price", "price_per_item,price", false},
    {"currency", NULL, true},
};

static const enum qa_cell_form rule_cell_forms[N_RULE_COLUMNS] = {
    [RULE_AFTER] = QA_CELL_REAL,        [RULE_AMOUNT] = QA_CELL_MONEY,
    [RULE_CAP] = QA_CELL_MONEY,         [RULE_UNIT_PRICE] = QA_CELL_MONEY,
    [RULE_CURRENCY] = QA_CELL_CURRENCY,
};
const struct qa_record_forms qa_penalty_forms = {rule_columns, rule_cell_forms, N_RULE_COLUMNS};

static const char *const per_words[] = {"delivery", "item", "hour", "day", "week", NULL};
static const char *const when_words[] = {"late", "early", NULL};

struct rule_reader {
    const struct qa_records *records;
    uint32_t index[N_RULE_COLUMNS];
    struct qa_arena *arena;
    struct qa_error *err;
};

static const struct qa_cell *rule_cell(const struct rule_reader *reader, size_t row,
                                       enum rule_column column)
{
    return qa_records_cell(reader->records, row, reader->index[column]);
}

static const char *text_of(const struct rule_reader *reader, size_t row, enum rule_column column)
{
    const struct qa_cell *cell = rule_cell(reader, row, column);
    if (cell == NULL) {
        return "";
    }
    const char *begin = cell->text + strspn(cell->text, " \t");
    size_t length = strlen(begin);
    while (length > 0 && strchr(" \t", begin[length - 1]) != NULL) {
        length--;
    }
    return qa_arena_text_n(reader->arena, begin, length);
}

static enum qa_status refuse(const struct rule_reader *reader, size_t row, enum rule_column column,
                             const char *what)
{
    const struct qa_cell *cell = rule_cell(reader, row, column);
    return qa_fail_at(reader->err, "E433", reader->records->file, cell->line, cell->column,
                      "%s '%.80s' %s", rule_columns[column].name, cell->text, what);
}

/* The index of the cell's word; an empty cell is the first one. */
static int word_of(const struct rule_reader *reader, size_t row, enum rule_column column,
                   const char *const *words)
{
    const char *text = text_of(reader, row, column);
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0 || (i == 0 && text[0] == '\0')) {
            return i;
        }
    }
    return -1;
}

/* "25.00" or "2%", not negative. */
static bool parse_amount(const struct rule_reader *reader, const char *text, struct qa_amount *out,
                         bool *is_share)
{
    size_t length = strlen(text);
    *is_share = length > 0 && text[length - 1] == '%';
    if (!qa_amount_parse(reader->arena, text, length - (*is_share ? 1 : 0), out) ||
        qa_amount_sign(*out) < 0) {
        return false;
    }
    if (*is_share) {
        *out = qa_amount_divide(reader->arena, *out, qa_amount_of_count(reader->arena, 100));
    }
    return true;
}

static enum qa_status parse_words(const struct rule_reader *reader, size_t row,
                                  struct qa_penalty_rule *rule)
{
    int when = word_of(reader, row, RULE_WHEN, when_words);
    int per = word_of(reader, row, RULE_PER, per_words);
    rule->vendor = text_of(reader, row, RULE_VENDOR);
    rule->priority = text_of(reader, row, RULE_PRIORITY);
    rule->currency = text_of(reader, row, RULE_CURRENCY);
    rule->line = rule_cell(reader, row, RULE_CURRENCY)->line;
    rule->column = rule_cell(reader, row, RULE_CURRENCY)->column;
    if (when < 0) {
        return refuse(reader, row, RULE_WHEN, "is neither late nor early");
    }
    if (per < 0 || text_of(reader, row, RULE_PER)[0] == '\0') {
        return refuse(reader, row, RULE_PER, "is not one of delivery, item, hour, day, week");
    }
    if (rule->currency[0] == '\0') {
        return refuse(reader, row, RULE_CURRENCY, "is not a currency");
    }
    rule->is_early = when == 1;
    rule->per = (enum qa_penalty_unit)per;
    return QA_OK;
}

static enum qa_status parse_hours(const struct rule_reader *reader, size_t row,
                                  struct qa_penalty_rule *rule)
{
    const char *text = text_of(reader, row, RULE_AFTER);
    double hours;
    if (text[0] == '\0') {
        return QA_OK;
    }
    if (!qa_parse_real(text, strlen(text), &hours) || hours < 0 || hours > MOST_HOURS) {
        return refuse(reader, row, RULE_AFTER, "is not a number of hours");
    }
    rule->after = (int64_t)(hours * MICROSECONDS_PER_HOUR + 0.5);
    return QA_OK;
}

static enum qa_status parse_amounts(const struct rule_reader *reader, size_t row,
                                    struct qa_penalty_rule *rule)
{
    const char *cap = text_of(reader, row, RULE_CAP);
    const char *price = text_of(reader, row, RULE_UNIT_PRICE);
    bool price_is_share = false;
    if (!parse_amount(reader, text_of(reader, row, RULE_AMOUNT), &rule->amount, &rule->is_share)) {
        return refuse(reader, row, RULE_AMOUNT, "is neither an amount nor a per cent");
    }
    rule->has_cap = cap[0] != '\0';
    if (rule->has_cap && !parse_amount(reader, cap, &rule->cap, &rule->cap_is_share)) {
        return refuse(reader, row, RULE_CAP, "is neither an amount nor a per cent");
    }
    rule->has_unit_price = price[0] != '\0';
    if (rule->has_unit_price &&
        (!parse_amount(reader, price, &rule->unit_price, &price_is_share) || price_is_share)) {
        return refuse(reader, row, RULE_UNIT_PRICE, "is not a price");
    }
    if (!rule->has_unit_price && (rule->is_share || rule->cap_is_share)) {
        return refuse(reader, row, rule->is_share ? RULE_AMOUNT : RULE_CAP,
                      "is of the delivery's price, and unit_price is not there");
    }
    return QA_OK;
}

/* Up to a hundred, and not with its hundredths as money is written. */
static bool may_be_share(const char *text)
{
    double value;
    const char *point = strchr(text, '.');
    bool has_hundredths = point != NULL && strlen(point + 1) == 2;
    return !has_hundredths && qa_parse_real(text, strlen(text), &value) && value > 0 &&
           value <= 100;
}

/* A unit price stands there for shares; beside one a bare number may be meant as a share too. */
static void doubt_amount(const struct rule_reader *reader, size_t row, enum rule_column column,
                         const struct qa_penalty_rule *rule, struct qa_findings *findings)
{
    const struct qa_cell *cell = rule_cell(reader, row, column);
    const char *text = text_of(reader, row, column);
    if (findings != NULL && rule->has_unit_price && may_be_share(text)) {
        qa_findings_addf(findings, QA_WARNING, "W823", reader->records->file, cell->line,
                         cell->column,
                         "%s '%s' is read as money, %s %s; where it is in per cent of the price "
                         "that unit_price gives, write %s%%",
                         rule_columns[column].name, text, text, rule->currency, text);
    }
}

enum qa_status qa_penalty_rules_read(const struct qa_records *records, struct qa_arena *arena,
                                     struct qa_findings *findings, struct qa_penalty_rule **out,
                                     struct qa_error *err)
{
    struct rule_reader reader = {.records = records, .arena = arena, .err = err};
    struct qa_penalty_rule *list = QA_ARRAY(arena, struct qa_penalty_rule, records->n_records);
    *out = list;
    QA_TRY(qa_records_columns(records, rule_columns, N_RULE_COLUMNS, reader.index, err));
    for (size_t r = 0; r < records->n_records; r++) {
        QA_TRY(parse_words(&reader, r, &list[r]));
        QA_TRY(parse_hours(&reader, r, &list[r]));
        QA_TRY(parse_amounts(&reader, r, &list[r]));
        doubt_amount(&reader, r, RULE_AMOUNT, &list[r], findings);
        doubt_amount(&reader, r, RULE_CAP, &list[r], findings);
    }
    return QA_OK;
}
