/* Rows of quotes that have one reading in the rules and another in the mouth of who wrote them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/notation.h"
#include "qa/procurement/quote_rows.h"

enum { WORD_MAX = 24 };

static void add(struct qa_findings *findings, const char *code, const struct qa_quote_row *row,
                const struct qa_cell *cell, const char *text)
{
    qa_findings_add(findings, (struct qa_finding){.severity = QA_WARNING,
                                                  .code = code,
                                                  .file = row->charge.file,
                                                  .line = cell->line,
                                                  .column = cell->column,
                                                  .vendor = row->charge.vendor,
                                                  .text = text});
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* True when one of the words, in small letters, stands in the text as a whole. */
static bool has_any_word(const char *text, const char *const *words)
{
    for (size_t w = 0; words[w] != NULL; w++) {
        size_t length = strlen(words[w]);
        for (const char *at = strstr(text, words[w]); at != NULL; at = strstr(at + 1, words[w])) {
            if ((at == text || !is_letter(at[-1])) && !is_letter(at[length])) {
                return true;
            }
        }
    }
    return false;
}

static const char *const tax_words[] = {
    "vat", "mwst", "mehrwertsteuer", "ust", "umsatzsteuer", "tva", "iva", "btw", "sales tax",
    "tax", "gst",  "moms",           NULL};

/* ---- tiers ---- */

/* Tiers that do not say whether all units have the price of the last, or each that of its own. */
static void doubt_tiering(const struct qa_quote_row *rows, size_t at, struct qa_findings *findings)
{
    const struct qa_charge *charge = &rows[at].charge;
    bool is_first = true;
    for (size_t i = 0; i < at; i++) {
        const struct qa_charge *other = &rows[i].charge;
        bool same = other->basis == charge->basis && other->condition == charge->condition &&
                    strcmp(other->name, charge->name) == 0 &&
                    strcmp(other->vendor, charge->vendor) == 0;
        if (same && (rows[i].tiering != NULL || !is_first)) {
            return;
        }
        is_first = is_first && !same;
    }
    if (is_first || rows[at].tiering != NULL || charge->tiering != QA_GRADUATED ||
        !qa_basis_has_tiers(charge->basis) || qa_basis_kind(charge->basis) != QA_KIND_USAGE) {
        return;
    }
    add(findings, "W732", &rows[at], rows[at].from != NULL ? rows[at].from : rows[at].name,
        qa_arena_format(
            findings->arena,
            "the tiers of '%s' do not say how they count, and each unit is taken at the "
            "price of its own tier (graduated); where all units have the price of the "
            "tier that is reached, a column tiering says volume",
            charge->name));
}

/* ---- sums ---- */

static void doubt_sum(const struct qa_quote_row *row, struct qa_findings *findings)
{
    static const char *const sums[] = {
        "total",         "subtotal",    "sub-total", "sum",    "grand total", "summe",  "gesamt",
        "zwischensumme", "gesamtsumme", "somme",     "totaal", "netto",       "brutto", NULL};
    const char *name = qa_quote_text(findings->arena, row->name, QA_LETTERS_LOWER);
    if (qa_basis_kind(row->charge.basis) == QA_KIND_FEE && has_any_word(name, sums)) {
        add(findings, "W733", row, row->name,
            qa_arena_format(
                findings->arena,
                "'%s' is called like a sum of the rows above, and is added to them; take "
                "the row out if it is one",
                row->charge.name));
    }
}

/* ---- per cents ---- */

static void doubt_percent(const struct qa_quote_row *row, struct qa_findings *findings)
{
    static const char *const discounts[] = {"discount", "rebate",  "rabatt",    "skonto", "remise",
                                            "nachlass", "korting", "descuento", "sconto", NULL};
    const struct qa_charge *charge = &row->charge;
    if (charge->basis != QA_PERCENT || row->price == NULL) {
        return;
    }
    double percent = qa_amount_real(charge->price);
    const char *name = qa_quote_text(findings->arena, row->name, QA_LETTERS_LOWER);
    if (percent > 0 && has_any_word(name, discounts)) {
        add(findings, "W734", row, row->price,
            qa_arena_format(findings->arena,
                            "'%s' is called a discount and adds %g %%; what takes off is written "
                            "below 0: %g",
                            charge->name, percent, -percent));
    }
    if (percent != 0 && fabs(percent) < 1 && strchr(row->price->text, '%') == NULL) {
        add(findings, "W734", row, row->price,
            qa_arena_format(
                findings->arena,
                "'%s' of '%s' is read as %g %%; write %g where that share is meant, and "
                "%g%% where it is right",
                row->price->text, charge->name, percent, 100 * percent, percent));
    }
}

/* ---- taxes ---- */

static void doubt_tax(const struct qa_quote_row *row, struct qa_findings *findings)
{
    static const char *const within[] = {"incl",      "including", "included", "includes", "inkl",
                                         "inklusive", "gross",     "brutto",   "ttc",      NULL};
    struct qa_arena *arena = findings->arena;
    const char *name = qa_quote_text(arena, row->name, QA_LETTERS_LOWER);
    const char *note = row->note == NULL ? "" : qa_quote_text(arena, row->note, QA_LETTERS_LOWER);
    if (has_any_word(name, tax_words)) {
        add(findings, "W735", row, row->name,
            qa_arena_format(
                arena,
                "'%s' is a tax and is added; compare this vendor with others that quote "
                "the tax too",
                row->charge.name));
    } else if (has_any_word(note, tax_words) && has_any_word(note, within)) {
        add(findings, "W735", row, row->note != NULL ? row->note : row->name,
            qa_arena_format(arena,
                            "the price of '%s' has a tax in it, by its note (\"%.120s\"), and is "
                            "taken as it is; those of other vendors may be without",
                            row->charge.name, row->charge.note));
    }
}

/* ---- units ---- */

/* The word behind "per ", as a basis has it: "per_image" of "price per image". */
static void unit_word(const char *at, char out[static WORD_MAX])
{
    size_t n = (size_t)snprintf(out, WORD_MAX, "per_");
    for (; is_letter(*at) && n + 1 < WORD_MAX; at++) {
        out[n++] = *at;
    }
    out[n] = '\0';
}

/* Whether a row is for the unit of a word: of its basis, or the months that it is paid by. */
static bool is_for(const struct qa_charge *charge, const char *word)
{
    static const char *const never[] = {"per_day",  "per_week",      "per_year", "per_annum",
                                        "per_user", "per_annotator", NULL};
    enum qa_basis basis = qa_word_basis(word);
    bool by_month = charge->recurrence == QA_MONTHLY || charge->basis == QA_PER_MONTH ||
                    charge->basis == QA_PER_SEAT_MONTH;
    if (basis == QA_N_BASES) {
        for (size_t i = 0; never[i] != NULL; i++) {
            if (strcmp(word, never[i]) == 0) {
                return false;
            }
        }
        return true;
    }
    bool is_close = (basis == QA_PER_MONTH && by_month) ||
                    (basis == QA_PER_SEAT && charge->basis == QA_PER_SEAT_MONTH) ||
                    (basis == QA_PER_PROJECT && qa_basis_kind(charge->basis) == QA_KIND_FEE);
    return is_close || qa_basis_unit(charge->basis) == basis;
}

/* The unit that a text says a price is for, unless it is the row's; NULL: it says none. Behind
 * other words than these "per image" is a remark. */
static const char *other_unit(const struct qa_charge *charge, const char *text, bool is_name,
                              char word[static WORD_MAX])
{
    static const char *const before[] = {"",     "price ", "rate ", "cost ",    "paid ",
                                         "eur ", "usd ",   "gbp ",  "charged ", NULL};
    for (const char *at = strstr(text, "per "); at != NULL; at = strstr(at + 1, "per ")) {
        bool stands = is_name && (at == text || at[-1] == ' ' || at[-1] == '(');
        for (size_t i = 0; !stands && before[i] != NULL; i++) {
            size_t length = strlen(before[i]);
            stands =
                (size_t)(at - text) >= length && memcmp(at - length, before[i], length) == 0 &&
                ((size_t)(at - text) == length || strchr(",;(.", at[-(long)length - 1]) != NULL ||
                 (length > 0 && at[-(long)length - 1] == ' '));
        }
        unit_word(at + 4, word);
        if (stands && !is_for(charge, word)) {
            return word + 4;
        }
    }
    return NULL;
}

static void doubt_unit(const struct qa_quote_row *row, struct qa_findings *findings)
{
    const struct qa_charge *charge = &row->charge;
    enum qa_charge_kind kind = qa_basis_kind(charge->basis);
    struct qa_arena *arena = findings->arena;
    char word[WORD_MAX];
    if (kind != QA_KIND_USAGE && kind != QA_KIND_FEE) {
        return;
    }
    const char *name = qa_quote_text(arena, row->name, QA_LETTERS_LOWER);
    const char *note = row->note == NULL ? "" : qa_quote_text(arena, row->note, QA_LETTERS_LOWER);
    const char *unit = other_unit(charge, name, true, word);
    const char *where = charge->name;
    if (unit == NULL) {
        unit = other_unit(charge, note, false, word);
        where = charge->note;
    }
    if (unit != NULL) {
        add(findings, "W736", row,
            where == charge->name || row->note == NULL ? row->name : row->note,
            qa_arena_format(
                arena,
                "'%s' speaks of a price per %s (\"%.120s\"), and is taken as %s; correct "
                "the basis, or the words",
                charge->name, unit, where, qa_basis_name(charge->basis)));
    }
}

/* ---- names ---- */

static bool is_monthly(const struct qa_charge *charge)
{
    return charge->recurrence == QA_MONTHLY || charge->basis == QA_PER_MONTH ||
           charge->basis == QA_PER_SEAT_MONTH;
}

static bool is_added_fee(const struct qa_charge *charge)
{
    return qa_basis_kind(charge->basis) == QA_KIND_FEE;
}

static bool is_fee_of_once(const struct qa_charge *charge)
{
    return is_added_fee(charge) && !is_monthly(charge);
}

static bool is_fee_of_months(const struct qa_charge *charge)
{
    return is_added_fee(charge) && is_monthly(charge);
}

static bool is_always(const struct qa_charge *charge)
{
    return charge->condition == QA_ALWAYS;
}

static const char *const minimum_words[] = {
    "min",           "minimum",       "least",  "mindestabnahme", "mindestbestellwert",
    "mindestbetrag", "mindestumsatz", "minimo", "mínimo",         NULL};
static const char *const month_words[] = {"monthly", "month",   "months", "mtl",     "monatlich",
                                          "monat",   "mensuel", "mois",   "mensual", NULL};
static const char *const year_words[] = {"annual",   "annually",    "yearly", "year", "weekly",
                                         "jährlich", "wöchentlich", "daily",  NULL};
static const char *const once_words[] = {"setup",       "set-up",     "set up", "one-time",
                                         "one time",    "onboarding", "once",   "einmalig",
                                         "einrichtung", NULL};
static const char *const rush_words[] = {"rush",      "express", "urgent",      "expedite",
                                         "expedited", "eil",     "eilzuschlag", "optional",
                                         "on demand", NULL};

/* What a charge is called, and does all the same. */
static const struct {
    const char *const *words;
    bool (*does)(const struct qa_charge *charge);
    const char *code;
    const char *called;
    const char *is;
    const char *instead;
} contradictions[] = {
    {minimum_words, is_added_fee, "W820", "a minimum", "is added to the other charges",
     "basis minimum makes it the least that the rows above come to"},
    {month_words, is_fee_of_once, "W821", "monthly", "is charged once",
     "basis per_month, or recurrence monthly, charges it each month"},
    {year_words, is_added_fee, "W821", "a charge that returns", "is charged once or by the month",
     "give what it comes to in the project, or in a month"},
    {once_words, is_fee_of_months, "W821", "a charge of once", "is charged each month",
     "recurrence once charges it once"},
    {rush_words, is_always, "W822", "a charge that one may do without", "is always charged",
     "the column condition says when: rush, optional"},
};

static void doubt_name(const struct qa_quote_row *row, struct qa_findings *findings)
{
    const char *name = qa_quote_text(findings->arena, row->name, QA_LETTERS_LOWER);
    for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++) {
        if (contradictions[i].does(&row->charge) && has_any_word(name, contradictions[i].words)) {
            add(findings, contradictions[i].code, row, row->name,
                qa_arena_format(findings->arena, "'%s' is called %s and %s; %s", row->charge.name,
                                contradictions[i].called, contradictions[i].is,
                                contradictions[i].instead));
            return;
        }
    }
}

/* ---- order ---- */

/* Rows are worked in their order: what counts the rows above and stands above them counts nothing.
 */
static void doubt_order(const struct qa_quote_row *rows, size_t n, size_t at,
                        struct qa_findings *findings)
{
    const struct qa_charge *charge = &rows[at].charge;
    size_t n_below = 0;
    if (charge->n_applies_to > 0 ||
        (charge->basis != QA_MINIMUM && (charge->basis != QA_PERCENT || at > 0))) {
        return;
    }
    for (size_t i = at + 1; i < n; i++) {
        enum qa_charge_kind kind = qa_basis_kind(rows[i].charge.basis);
        n_below += kind == QA_KIND_USAGE || kind == QA_KIND_FEE;
    }
    if (n_below > 0) {
        add(findings, "W825", &rows[at], rows[at].name,
            qa_arena_format(findings->arena,
                            "'%s' is %s of the rows above it, and %zu row%s of charges stand%s "
                            "below; put it behind the charges that it is of, or name them in "
                            "applies_to",
                            charge->name, charge->basis == QA_PERCENT ? "per cent" : "a minimum",
                            n_below, n_below == 1 ? "" : "s", n_below == 1 ? "s" : ""));
    }
}

void qa_quote_doubt(const struct qa_quote_row *rows, size_t n, size_t at,
                    struct qa_findings *findings)
{
    const struct qa_quote_row *row = &rows[at];
    if (row->basis == NULL) {
        return; /* of a model, whose terms are this program's own */
    }
    doubt_tiering(rows, at, findings);
    doubt_sum(row, findings);
    doubt_percent(row, findings);
    doubt_tax(row, findings);
    doubt_unit(row, findings);
    doubt_name(row, findings);
    doubt_order(rows, n, at, findings);
}
