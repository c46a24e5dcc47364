#include "qa/procurement/quote_rules.h"

#include "qa/procurement/quote.h"
#include "qa/procurement/table_forms.h"

static const struct {
    const char *topic;
    const char *text;
} rules[] = {
    {"order", "A vendor's rows are worked in file order, each adding to a running total."},
    {"tiers",
     "Rows of one charge name, basis and condition are the tiers of one charge. Bounds are "
     "inclusive whole units; a fractional quantity belongs to the tier above it: of 1,000.5 "
     "units the last half is in the tier that starts at 1,001."},
    {"tiering", "graduated (the default): each unit at its own tier's price. volume: all units at "
                "the price of the tier that the quantity reaches."},
    {"gaps", "A quantity without a price, two prices for one unit, or a quantity that nobody knows "
             "leaves the vendor without a total; nothing is extrapolated."},
    {"seats",
     "Seats that are not stated are as many as the hours need, rounded up: volume x seconds "
     "per item / 3600 / (hours of a seat per month x months). What stands idle is paid. Seats that "
     "are stated have no price beyond what they can do in their months."},
    {"condition", "rush, review and rework multiply the quantity (of a percent the amount, of a "
                  "minimum what is to be reached) by that share of the work; optional rows count "
                  "only when they are taken (--take)."},
    {"percent", "A percent row adds price / 100 of the charges that applies_to names, all of which "
                "stand above it, or of the running total of the rows above. Below 0 it is a "
                "discount. Its bounds are of items: outside them it adds nothing."},
    {"minimum",
     "A minimum tops the running total of the rows above (or the charges that applies_to "
     "names) up to its price. What stands below comes on top of it. minimum_per_item, "
     "minimum_per_answer and so on are the least for each unit of the charges named, which must "
     "cost the same for every unit. A minimum that would be reached by a few units already is "
     "asked about, or read as one for each and said so."},
    {"flat fee",
     "flat_fee charges the price of the tier that the volume reaches, once (monthly: the volume of "
     "a month, each month). Its bounds are of items."},
    {"recurrence",
     "monthly multiplies what a row charges, and what a minimum reaches, by the months "
     "of work. per_month, per_seat_month and percent rows have them already. Work that recurs "
     "(per_item to per_hour) is spread evenly over the months: tiers hold for a month."},
    {"per",
     "The price is for so many units as the column per says, 1 without it: 63 with per 1000 is "
     "0.063 a unit."},
    {"currency", "Each row is converted unrounded, at the latest rate on or before the day of the "
                 "evaluation. A percent has no currency."},
    {"rounding",
     "Amounts are exact fractions. The total is rounded once, half up, to the currency's "
     "minor unit."},
    {"correct labels",
     "volume x (1 - error rate). Cost per correct label = (charges + the buyer's "
     "audit + rework + what is rejected and ordered again) / correct labels; with "
     "errors also what wrong labels cost that slip through."},
};

static const struct {
    enum qa_basis basis;
    const char *quantity;
} bases[] = {
    {QA_PER_ITEM, "volume"},
    {QA_PER_OBJECT, "volume x objects per item"},
    {QA_PER_FRAME, "volume x frames per item"},
    {QA_PER_MINUTE, "volume x minutes of media per item"},
    {QA_PER_CHARACTER, "volume x characters per item"},
    {QA_PER_WORD, "volume x words per item"},
    {QA_PER_ANSWER, "volume x answers per item"},
    {QA_PER_HOUR, "volume x seconds per item / 3600, unrounded"},
    {QA_PER_SEAT, "seats, once"},
    {QA_PER_SEAT_MONTH, "seats x months"},
    {QA_PER_PROJECT, "1"},
    {QA_PER_MONTH, "months"},
    {QA_PERCENT, "of the charges named or of the running total"},
    {QA_MINIMUM, "tops up the running total"},
    {QA_FLAT_FEE, "1 in the tier that the volume reaches"},
    {QA_MINIMUM_PER_ITEM, "as per_item: the least for each; so for the units below"},
    {QA_MINIMUM_PER_OBJECT, "as per_object"},
    {QA_MINIMUM_PER_FRAME, "as per_frame"},
    {QA_MINIMUM_PER_MINUTE, "as per_minute"},
    {QA_MINIMUM_PER_CHARACTER, "as per_character"},
    {QA_MINIMUM_PER_WORD, "as per_word"},
    {QA_MINIMUM_PER_ANSWER, "as per_answer"},
    {QA_MINIMUM_PER_HOUR, "as per_hour"},
};

static const struct qa_column rule_columns[] = {
    {"topic", NULL, QA_TEXT, .is_key = true, .about = "What the rule is about."},
    {"rule", NULL, QA_TEXT, .about = "The rule."},
};
const struct qa_table_form qa_form_quote_rules = QA_TABLE_FORM("rules", "Rules", rule_columns);
static const struct qa_column basis_columns[] = {
    {"basis", NULL, QA_TEXT, .is_key = true, .about = "What one price is for."},
    {"quantity", NULL, QA_TEXT, .about = "How its units are counted."},
};
const struct qa_table_form qa_form_quote_bases =
    QA_TABLE_FORM("bases", "What a basis counts", basis_columns);

void qa_quote_rules(struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_quote_rules);
    struct qa_table *quantities = qa_table_new(report->arena, &qa_form_quote_bases);

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        qa_table_row(table);
        qa_put_text(table, rules[i].topic);
        qa_put_text(table, rules[i].text);
        qa_report_line(report, "%zu. %s", i + 1, rules[i].text);
    }
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        qa_table_row(quantities);
        qa_put_text(quantities, qa_basis_name(bases[i].basis));
        qa_put_text(quantities, bases[i].quantity);
    }
    qa_report_add_table(report, table);
    qa_report_add_table(report, quantities);
}
