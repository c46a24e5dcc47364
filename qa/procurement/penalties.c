#include "qa/procurement/penalties.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/procurement/quote.h"

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

enum per { PER_DELIVERY, PER_ITEM, PER_HOUR, PER_DAY };
static const char *const per_words[] = {"delivery", "item", "hour", "day", NULL};
static const char *const when_words[] = {"late", "early", NULL};

struct rule {
    const char *vendor;   /* "": all */
    const char *priority; /* "": all */
    bool is_early;
    int64_t after; /* microseconds */
    enum per per;
    struct qa_amount amount; /* of money, or a share of the delivery's price */
    bool is_share;
    struct qa_amount cap;
    bool has_cap;
    bool cap_is_share;
    struct qa_amount unit_price;
    bool has_unit_price;
    const char *currency;
    const struct qa_cell *currency_cell;
};

/* ---- reading ---- */

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

static enum qa_status parse_words(const struct rule_reader *reader, size_t row, struct rule *rule)
{
    int when = word_of(reader, row, RULE_WHEN, when_words);
    int per = word_of(reader, row, RULE_PER, per_words);
    rule->vendor = text_of(reader, row, RULE_VENDOR);
    rule->priority = text_of(reader, row, RULE_PRIORITY);
    rule->currency = text_of(reader, row, RULE_CURRENCY);
    rule->currency_cell = rule_cell(reader, row, RULE_CURRENCY);
    if (when < 0) {
        return refuse(reader, row, RULE_WHEN, "is neither late nor early");
    }
    if (per < 0 || text_of(reader, row, RULE_PER)[0] == '\0') {
        return refuse(reader, row, RULE_PER, "is not one of delivery, item, hour, day");
    }
    if (rule->currency[0] == '\0') {
        return refuse(reader, row, RULE_CURRENCY, "is not a currency");
    }
    rule->is_early = when == 1;
    rule->per = (enum per)per;
    return QA_OK;
}

static enum qa_status parse_hours(const struct rule_reader *reader, size_t row, struct rule *rule)
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

static enum qa_status parse_amounts(const struct rule_reader *reader, size_t row, struct rule *rule)
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

/* ---- one delivery ---- */

/* Over the promise where positive, what is left of it where negative; microseconds on its clock. */
static int64_t over_promise(const struct qa_delivery_entry *entry)
{
    if (entry->promised == QA_NO_TIME) {
        return entry->ordered + entry->elapsed - entry->due;
    }
    return (entry->on_business_clock ? entry->business : entry->elapsed) - entry->promised;
}

static struct qa_amount units_of(const struct rule *rule, const struct qa_delivery_entry *entry,
                                 int64_t beyond, struct qa_arena *arena)
{
    const int64_t hour = INT64_C(3600) * QA_SECOND;
    int64_t unit = rule->per == PER_HOUR ? hour : 24 * hour;
    switch (rule->per) {
    case PER_DELIVERY:
        return qa_amount_of_count(arena, 1);
    case PER_ITEM:
        return qa_amount_of_count(arena, entry->items);
    default:
        return qa_amount_of_count(arena, (uint64_t)((beyond + unit - 1) / unit));
    }
}

static struct qa_amount share_of_price(const struct rule *rule, struct qa_amount share,
                                       const struct qa_delivery_entry *entry,
                                       struct qa_arena *arena)
{
    struct qa_amount price =
        qa_amount_multiply(arena, qa_amount_of_count(arena, entry->items), rule->unit_price);
    return qa_amount_multiply(arena, price, share);
}

static bool holds_for(const struct rule *rule, const struct qa_delivery_entry *entry)
{
    return (rule->vendor[0] == '\0' || strcmp(rule->vendor, entry->vendor) == 0) &&
           (rule->priority[0] == '\0' || strcmp(rule->priority, entry->priority) == 0);
}

/* beyond: time over what the rule leaves free; above 0. */
static void add_rule(const struct rule *rule, int64_t beyond, struct qa_arena *arena,
                     struct qa_delivery_charge *charge)
{
    const struct qa_delivery_entry *entry = charge->entry;
    struct qa_amount each =
        rule->is_share ? share_of_price(rule, rule->amount, entry, arena) : rule->amount;
    struct qa_amount amount = qa_amount_multiply(arena, each, units_of(rule, entry, beyond, arena));
    struct qa_amount cap =
        rule->cap_is_share ? share_of_price(rule, rule->cap, entry, arena) : rule->cap;
    if (rule->has_cap && qa_amount_compare(amount, cap) > 0) {
        amount = cap;
        charge->is_capped = true;
    }
    struct qa_amount *sum = rule->is_early ? &charge->credit : &charge->penalty;
    *sum = qa_amount_add(arena, *sum, amount);
}

static struct qa_delivery_charge charge_delivery(const struct rule *rules, size_t n,
                                                 const struct qa_delivery_entry *entry,
                                                 struct qa_arena *arena)
{
    struct qa_delivery_charge charge = {.entry = entry};
    bool open = qa_delivery_is_open(entry);
    if (entry->punctuality == QA_WITHOUT_DUE || entry->punctuality == QA_NOT_YET_DUE) {
        return charge;
    }
    int64_t over = over_promise(entry);
    charge.is_early = over < 0;
    charge.is_running = open;
    charge.hours = (double)(over < 0 ? -over : over) / MICROSECONDS_PER_HOUR;
    for (size_t r = 0; r < n; r++) {
        int64_t beyond = (rules[r].is_early ? -over : over) - rules[r].after;
        if (holds_for(&rules[r], entry) && beyond > 0) {
            add_rule(&rules[r], beyond, arena, &charge);
        }
    }
    return charge;
}

/* ---- vendors ---- */

static bool is_charged(const struct qa_delivery_charge *charge)
{
    return qa_amount_sign(charge->penalty) > 0 || qa_amount_sign(charge->credit) > 0;
}

static void add_charge(struct qa_vendor_charges *vendor, const struct qa_delivery_charge *charge,
                       struct qa_arena *arena)
{
    vendor->penalised += qa_amount_sign(charge->penalty) > 0;
    vendor->credited += qa_amount_sign(charge->credit) > 0;
    vendor->capped += charge->is_capped;
    vendor->running += charge->is_running;
    vendor->penalty = qa_amount_add(arena, vendor->penalty, charge->penalty);
    vendor->credit = qa_amount_add(arena, vendor->credit, charge->credit);
}

static void round_sums(struct qa_vendor_charges *vendor, struct qa_arena *arena)
{
    int digits = qa_currency_digits(vendor->currency);
    vendor->penalty = qa_amount_round_half_up(arena, vendor->penalty, digits);
    vendor->credit = qa_amount_round_half_up(arena, vendor->credit, digits);
    vendor->net = qa_amount_subtract(arena, vendor->penalty, vendor->credit);
}

/* The currency of the rules for the vendor; NULL when there are none. */
static enum qa_status currency_of(const struct rule_reader *reader, const struct rule *rules,
                                  size_t n, const char *vendor, const char **out)
{
    *out = NULL;
    for (size_t r = 0; r < n; r++) {
        if (rules[r].vendor[0] != '\0' && strcmp(rules[r].vendor, vendor) != 0) {
            continue;
        }
        if (*out != NULL && strcmp(*out, rules[r].currency) != 0) {
            const struct qa_cell *cell = rules[r].currency_cell;
            return qa_fail_at(reader->err, "E433", reader->records->file, cell->line, cell->column,
                              "rules for '%.80s' are in %.20s and in %.20s; one currency a vendor "
                              "was expected",
                              vendor, *out, rules[r].currency);
        }
        *out = rules[r].currency;
    }
    return QA_OK;
}

static enum qa_status charge_vendors(const struct rule_reader *reader, const struct rule *rules,
                                     size_t n, const struct qa_turnaround *turnaround,
                                     struct qa_penalties *out)
{
    size_t entry = 0;
    for (size_t v = 0; v < turnaround->n_vendors; v++) {
        const char *name = turnaround->vendors[v].vendor;
        struct qa_vendor_charges vendor = {.vendor = name};
        QA_TRY(currency_of(reader, rules, n, name, &vendor.currency));
        for (;
             entry < turnaround->n_entries && strcmp(turnaround->entries[entry].vendor, name) == 0;
             entry++) {
            struct qa_delivery_charge charge =
                charge_delivery(rules, n, &turnaround->entries[entry], reader->arena);
            if (is_charged(&charge)) {
                add_charge(&vendor, &charge, reader->arena);
                out->deliveries[out->n_deliveries++] = charge;
            }
        }
        if (vendor.currency != NULL) {
            round_sums(&vendor, reader->arena);
            out->vendors[out->n_vendors++] = vendor;
        }
    }
    return QA_OK;
}

enum qa_status qa_penalties_apply(const struct qa_records *rules,
                                  const struct qa_turnaround *turnaround, struct qa_arena *arena,
                                  struct qa_penalties *out, struct qa_error *err)
{
    struct rule_reader reader = {.records = rules, .arena = arena, .err = err};
    struct rule *list = QA_ARRAY(arena, struct rule, rules->n_records);
    *out = (struct qa_penalties){
        .file = rules->file,
        .deliveries = QA_ARRAY(arena, struct qa_delivery_charge, turnaround->n_entries),
        .vendors = QA_ARRAY(arena, struct qa_vendor_charges, turnaround->n_vendors)};
    QA_TRY(qa_records_columns(rules, rule_columns, N_RULE_COLUMNS, reader.index, err));
    for (size_t r = 0; r < rules->n_records; r++) {
        QA_TRY(parse_words(&reader, r, &list[r]));
        QA_TRY(parse_hours(&reader, r, &list[r]));
        QA_TRY(parse_amounts(&reader, r, &list[r]));
    }
    return charge_vendors(&reader, list, rules->n_records, turnaround, out);
}

/* ---- tables ---- */

static const struct qa_column vendor_columns[] = {
    {"vendor", NULL, QA_TEXT},
    {"currency", NULL, QA_TEXT},
    {"penalty", NULL, QA_MONEY},
    {"credit", NULL, QA_MONEY},
    {"net", "vendor owes", QA_MONEY},
    {"penalised", "penalised deliveries", QA_COUNT},
    {"credited", "credited deliveries", QA_COUNT},
    {"capped", "at a cap", QA_COUNT},
    {"running", "still open", QA_COUNT},
};

static const struct qa_column delivery_columns[] = {
    {"vendor", NULL, QA_TEXT},         {"batch", NULL, QA_TEXT},
    {"round", NULL, QA_COUNT},         {"priority", NULL, QA_TEXT},
    {"hours", "hours over", QA_HOURS}, {"early", "hours early", QA_HOURS},
    {"penalty", NULL, QA_MONEY},       {"credit", NULL, QA_MONEY},
    {"state", NULL, QA_TEXT},
};

#define TABLE(report, name, title, columns)                                                        \
    qa_table_new((report)->arena, name, title, columns, sizeof(columns) / sizeof *(columns))

static const char *state_of(const struct qa_delivery_charge *charge)
{
    if (charge->is_running) {
        return charge->is_capped ? "open, at a cap" : "open, growing";
    }
    return charge->is_capped ? "at a cap" : "final";
}

static void put_delivery(struct qa_table *table, const struct qa_delivery_charge *charge)
{
    qa_table_row(table);
    qa_put_text(table, charge->entry->vendor);
    qa_put_text(table, charge->entry->batch);
    qa_put_count(table, charge->entry->round);
    qa_put_text(table, charge->entry->priority[0] == '\0' ? NULL : charge->entry->priority);
    if (charge->is_early) {
        qa_put_absent(table);
        qa_put_real(table, charge->hours);
    } else {
        qa_put_real(table, charge->hours);
        qa_put_absent(table);
    }
    qa_put_real(table, qa_amount_real(charge->penalty));
    qa_put_real(table, qa_amount_real(charge->credit));
    qa_put_text(table, state_of(charge));
}

void qa_penalties_tables(const struct qa_penalties *penalties, struct qa_report *report)
{
    struct qa_table *vendors = TABLE(report, "penalties", "Penalties and credits", vendor_columns);
    struct qa_table *deliveries =
        TABLE(report, "penalised", "Deliveries with a penalty or credit", delivery_columns);
    for (size_t i = 0; i < penalties->n_vendors; i++) {
        const struct qa_vendor_charges *vendor = &penalties->vendors[i];
        qa_table_row(vendors);
        qa_put_text(vendors, vendor->vendor);
        qa_put_text(vendors, vendor->currency);
        qa_put_real(vendors, qa_amount_real(vendor->penalty));
        qa_put_real(vendors, qa_amount_real(vendor->credit));
        qa_put_real(vendors, qa_amount_real(vendor->net));
        qa_put_count(vendors, vendor->penalised);
        qa_put_count(vendors, vendor->credited);
        qa_put_count(vendors, vendor->capped);
        qa_put_count(vendors, vendor->running);
    }
    for (size_t i = 0; i < penalties->n_deliveries; i++) {
        put_delivery(deliveries, &penalties->deliveries[i]);
    }
    qa_table_note(vendors,
                  "By the rules of %s; exact until each sum is rounded once, half up. Open "
                  "deliveries are charged up to the closing of the log.",
                  penalties->file);
    deliveries->rows_shown = 40;
    qa_report_add_table(report, vendors);
    qa_report_add_table(report, deliveries);
}
