#include "qa/procurement/penalties.h"

#include <string.h>

#include "qa/base/strings.h"
#include "qa/procurement/penalties_parts.h"
#include "qa/procurement/quote.h"
#include "qa/procurement/table_forms.h"

static const double MICROSECONDS_PER_HOUR = 3600.0e6;

/* ---- one delivery ---- */

/* Over the promise where positive, what is left of it where negative; microseconds on its clock. */
static int64_t over_promise(const struct qa_delivery_entry *entry)
{
    if (entry->promised == QA_NO_TIME) {
        return entry->ordered + entry->elapsed - entry->due;
    }
    return (entry->on_business_clock ? entry->business : entry->elapsed) - entry->promised;
}

static struct qa_amount units_of(const struct qa_penalty_rule *rule,
                                 const struct qa_delivery_entry *entry, int64_t beyond,
                                 struct qa_arena *arena)
{
    const int64_t hour = INT64_C(3600) * QA_SECOND;
    int64_t unit = rule->per == QA_PENALTY_PER_HOUR  ? hour
                   : rule->per == QA_PENALTY_PER_DAY ? 24 * hour
                                                     : 7 * 24 * hour;
    switch (rule->per) {
    case QA_PENALTY_PER_DELIVERY:
        return qa_amount_of_count(arena, 1);
    case QA_PENALTY_PER_ITEM:
        return qa_amount_of_count(arena, entry->items);
    default:
        return qa_amount_of_count(arena, (uint64_t)((beyond + unit - 1) / unit));
    }
}

static struct qa_amount share_of_price(const struct qa_penalty_rule *rule, struct qa_amount share,
                                       const struct qa_delivery_entry *entry,
                                       struct qa_arena *arena)
{
    struct qa_amount price =
        qa_amount_multiply(arena, qa_amount_of_count(arena, entry->items), rule->unit_price);
    return qa_amount_multiply(arena, price, share);
}

static bool holds_for(const struct qa_penalty_rule *rule, const struct qa_delivery_entry *entry)
{
    return (rule->vendor[0] == '\0' || strcmp(rule->vendor, entry->vendor) == 0) &&
           (rule->priority[0] == '\0' || strcmp(rule->priority, entry->priority) == 0);
}

/* beyond: time over what the rule leaves free; above 0. */
static void add_rule(const struct qa_penalty_rule *rule, int64_t beyond, struct qa_arena *arena,
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

static struct qa_delivery_charge charge_delivery(const struct qa_penalty_rule *rules, size_t n,
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

struct rule_list {
    const char *file;
    const struct qa_penalty_rule *rules;
    size_t n;
};

/* The currency of the rules for the vendor; NULL when there are none. */
static enum qa_status currency_of(const struct rule_list *list, const char *vendor,
                                  const char **out, struct qa_error *err)
{
    *out = NULL;
    for (size_t r = 0; r < list->n; r++) {
        const struct qa_penalty_rule *rule = &list->rules[r];
        if (rule->vendor[0] != '\0' && strcmp(rule->vendor, vendor) != 0) {
            continue;
        }
        if (*out != NULL && qa_text_compare(*out, rule->currency) != 0) {
            return qa_fail_at(err, "E433", list->file, rule->line, rule->column,
                              "rules for '%.80s' are in %.20s and in %.20s; one currency a vendor "
                              "was expected",
                              vendor, *out, rule->currency);
        }
        *out = rule->currency;
    }
    return QA_OK;
}

static void begin(const struct rule_list *list, const struct qa_turnaround *turnaround,
                  struct qa_arena *arena, struct qa_penalties *out)
{
    *out = (struct qa_penalties){
        .file = list->file,
        .deliveries = QA_ARRAY(arena, struct qa_delivery_charge, turnaround->n_entries),
        .vendors = QA_ARRAY(arena, struct qa_vendor_charges, turnaround->n_vendors)};
}

static enum qa_status charge_vendors(const struct rule_list *list,
                                     const struct qa_turnaround *turnaround, struct qa_arena *arena,
                                     struct qa_penalties *out, struct qa_error *err)
{
    size_t entry = 0;
    begin(list, turnaround, arena, out);
    for (size_t v = 0; v < turnaround->n_vendors; v++) {
        const char *name = turnaround->vendors[v].vendor;
        struct qa_vendor_charges vendor = {.vendor = name};
        QA_TRY(currency_of(list, name, &vendor.currency, err));
        for (;
             entry < turnaround->n_entries && strcmp(turnaround->entries[entry].vendor, name) == 0;
             entry++) {
            struct qa_delivery_charge charge =
                charge_delivery(list->rules, list->n, &turnaround->entries[entry], arena);
            if (is_charged(&charge)) {
                add_charge(&vendor, &charge, arena);
                out->deliveries[out->n_deliveries++] = charge;
            }
        }
        if (vendor.currency != NULL) {
            round_sums(&vendor, arena);
            out->vendors[out->n_vendors++] = vendor;
        }
    }
    return QA_OK;
}

enum qa_status qa_penalties_apply(const struct qa_records *rules,
                                  const struct qa_turnaround *turnaround, struct qa_arena *arena,
                                  struct qa_findings *findings, struct qa_penalties *out,
                                  struct qa_error *err)
{
    struct qa_penalty_rule *read;
    QA_TRY(qa_penalty_rules_read(rules, arena, findings, &read, err));
    const struct rule_list list = {rules->file, read, rules->n_records};
    return charge_vendors(&list, turnaround, arena, out, err);
}

static struct qa_penalty_rule rule_of(const struct qa_promised_penalty *promise,
                                      struct qa_arena *arena)
{
    return (struct qa_penalty_rule){.vendor = promise->vendor,
                                    .priority = "",
                                    .per = QA_PENALTY_PER_DAY,
                                    .amount = qa_amount_of_real(arena, promise->per_day),
                                    .is_share = true,
                                    .cap = qa_amount_of_real(arena, promise->cap),
                                    .has_cap = promise->cap > 0,
                                    .cap_is_share = true,
                                    .unit_price = promise->unit_price,
                                    .has_unit_price = true,
                                    .currency = promise->currency};
}

void qa_penalties_promised(const struct qa_promised_penalty *promises, size_t n,
                           const struct qa_turnaround *turnaround, struct qa_arena *arena,
                           struct qa_penalties *out)
{
    struct qa_error none;
    struct qa_penalty_rule *rules = QA_ARRAY(arena, struct qa_penalty_rule, n);
    for (size_t i = 0; i < n; i++) {
        rules[i] = rule_of(&promises[i], arena);
    }
    const struct rule_list list = {"the requests that came back", rules, n};
    if (charge_vendors(&list, turnaround, arena, out, &none) != QA_OK) {
        QA_BUG("a vendor promised two penalties");
    }
}

/* ---- tables ---- */

static const struct qa_column vendor_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"currency", NULL, QA_TEXT, .about = "Currency of the amounts."},
    {"penalty", NULL, QA_MONEY, .about = "Penalties for late deliveries."},
    {"credit", NULL, QA_MONEY, .about = "Credits for early deliveries."},
    {"net", "vendor owes", QA_MONEY, .about = "Penalties less credits: what the vendor owes."},
    {"penalised", "penalised deliveries", QA_COUNT, .about = "Deliveries with a penalty."},
    {"credited", "credited deliveries", QA_COUNT, .about = "Deliveries with a credit."},
    {"capped", "at a cap", QA_COUNT, .about = "Deliveries whose penalty reached a cap."},
    {"running", "still open", QA_COUNT, .about = "Deliveries still open whose penalty grows."},
};
const struct qa_table_form qa_form_penalties_vendors =
    QA_TABLE_FORM("penalties", "Penalties and credits", vendor_columns);

static const struct qa_column delivery_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"batch", NULL, QA_TEXT, .is_key = true, .about = "The delivery."},
    {"round", NULL, QA_COUNT, .is_key = true, .about = "Round of rework, from 1."},
    {"priority", NULL, QA_TEXT, .about = "Priority of the order."},
    {"hours", "hours over", QA_HOURS, .about = "Hours over the due time."},
    {"early", "hours early", QA_HOURS, .about = "Hours before the due time."},
    {"penalty", NULL, QA_MONEY, .about = "Penalty in the currency of the rules."},
    {"credit", NULL, QA_MONEY, .about = "Credit in the currency of the rules."},
    {"state", NULL, QA_TEXT, .about = "Whether it is final, at a cap, or open and growing."},
};
const struct qa_table_form qa_form_penalties_deliveries =
    QA_TABLE_FORM("penalised", "Deliveries with a penalty or credit", delivery_columns);

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
    struct qa_table *vendors = qa_table_new(report->arena, &qa_form_penalties_vendors);
    struct qa_table *deliveries = qa_table_new(report->arena, &qa_form_penalties_deliveries);
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
