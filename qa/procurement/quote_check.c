#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/quote_rows.h"

enum { NOTE_MAX = 1024, MESSAGE_MAX = 480 };

/* Which rows a word is suspicious on: a row that is a project fee may well say "fee", one that is
 * paid by the month "monthly". */
enum fee_scope { ANY_ROW, NOT_PROJECT_FEES, NOT_MONTHLY, NOT_MINIMUMS, PERCENTS };

struct fee_word {
    const char *text; /* as in the note once it is lowered and '-' is dropped */
    const char *stem; /* what a charge name must have to account for it */
    enum fee_scope scope;
};

static const struct fee_word fee_words[] = {
    {"surcharge", "surcharge", ANY_ROW},
    {"plus", "plus", ANY_ROW},
    {"excluding", "excluding", ANY_ROW},
    {"per month", "month", NOT_MONTHLY},
    {"monthly", "month", NOT_MONTHLY},
    {"fee", "fee", NOT_PROJECT_FEES},
    {"on request", "request", ANY_ROW},
    {"auf anfrage", "anfrage", ANY_ROW},
    {"zzgl", "zzgl", ANY_ROW},
    {"aufpreis", "aufpreis", ANY_ROW},
    {"starting at", "starting", ANY_ROW},
    {"extra", "extra", ANY_ROW},
    {"uplift", "uplift", ANY_ROW},
    {"discount", "discount", ANY_ROW},
    {"rabatt", "rabatt", ANY_ROW},
    {"off", "off", ANY_ROW},
    {"in blocks of", "block", ANY_ROW},
    {"rounded up", "rounded", ANY_ROW},
    {"per year", "year", ANY_ROW},
    {"yearly", "year", ANY_ROW},
    {"mindestens", "mindest", NOT_MINIMUMS},
    {"min.", "min", NOT_MINIMUMS},
    {"minimum", "minimum", NOT_MINIMUMS},
    {"at least", "least", NOT_MINIMUMS},
    {"min", "min", PERCENTS},
    {"setup", "setup", NOT_PROJECT_FEES},
};

/* Words that take a clause back: nothing is hidden in "set-up fee included". */
static const char *const harmless_words[] = {
    "no",  "without", "include", "includes", "included", "including", "waived", "vat",
    "tax", "mwst",    "ust",     "inkl",     "incl",     "after",     "spread", "net of"};

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* True when `word` stands in the text as a whole word, or as its plural. */
static bool has_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = strstr(text, word); at != NULL; at = strstr(at + 1, word)) {
        const char *after = at + length;

        if (at > text && is_word_byte(at[-1])) {
            continue;
        }
        if (!is_word_byte(*after) || (*after == 's' && !is_word_byte(after[1]))) {
            return true;
        }
    }
    return false;
}

/* Lower case, "set-up" and "set up" as "setup", line ends and tabs as blanks. */
static void normalise(const char *text, char *out, size_t size)
{
    size_t at = 0;

    for (size_t i = 0; text[i] != '\0' && at + 1 < size; i++) {
        char c = text[i];

        if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
        } else if (c == '\t' || c == '\n' || c == '\r' || c == '_') {
            c = ' ';
        }
        if (c == '-' || (c == ' ' && at >= 3 && memcmp(out + at - 3, "set", 3) == 0 &&
                         strncmp(text + i + 1, "up", 2) == 0)) {
            continue;
        }
        out[at++] = c;
    }
    out[at] = '\0';
}

/* A point ends a clause before a blank only, not inside "1.5". */
static bool ends_clause(const char *at)
{
    return strchr(",;()[]", *at) != NULL || (*at == '.' && (at[1] == ' ' || at[1] == '\0'));
}

static bool is_monthly(const struct qa_charge *charge)
{
    return charge->recurrence == QA_MONTHLY || charge->basis == QA_PER_MONTH ||
           charge->basis == QA_PER_SEAT_MONTH;
}

static bool is_looked_at(enum fee_scope scope, const struct qa_charge *charge)
{
    switch (scope) {
    case NOT_PROJECT_FEES:
        return qa_basis_kind(charge->basis) != QA_KIND_FEE;
    case NOT_MONTHLY:
        return !is_monthly(charge);
    case NOT_MINIMUMS:
        return qa_basis_kind(charge->basis) != QA_KIND_MINIMUM;
    case PERCENTS:
        return charge->basis == QA_PERCENT;
    default:
        return true;
    }
}

static const char *suspicious_word(const char *clause, const char *charge_name,
                                   const struct qa_charge *charge)
{
    for (size_t i = 0; i < sizeof harmless_words / sizeof *harmless_words; i++) {
        if (has_word(clause, harmless_words[i])) {
            return NULL;
        }
    }
    for (size_t i = 0; i < sizeof fee_words / sizeof *fee_words; i++) {
        const struct fee_word *word = &fee_words[i];

        if (has_word(clause, word->text) && strstr(charge_name, word->stem) == NULL &&
            is_looked_at(word->scope, charge)) {
            return word->text;
        }
    }
    return NULL;
}

static const char *hidden_fee(const struct qa_charge *charge)
{
    char text[NOTE_MAX];
    char name[NOTE_MAX];
    char *clause = text;
    const char *found = NULL;

    normalise(charge->note, text, sizeof text);
    normalise(charge->name, name, sizeof name);
    while (found == NULL && *clause != '\0') {
        char *end = clause;

        while (*end != '\0' && !ends_clause(end)) {
            end++;
        }
        char *next = *end == '\0' ? end : end + 1;
        *end = '\0';
        found = suspicious_word(clause, name, charge);
        clause = next;
    }
    return found;
}

static void add(struct qa_findings *findings, enum qa_severity severity, const char *code,
                const struct qa_quote_row *row, const struct qa_cell *cell, const char *format, ...)
    QA_PRINTF(6, 7);

static void add(struct qa_findings *findings, enum qa_severity severity, const char *code,
                const struct qa_quote_row *row, const struct qa_cell *cell, const char *format, ...)
{
    char text[MESSAGE_MAX];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    qa_findings_add(findings, (struct qa_finding){.severity = severity,
                                                  .code = code,
                                                  .file = row->charge.file,
                                                  .line = cell->line,
                                                  .column = cell->column,
                                                  .vendor = row->charge.vendor,
                                                  .text = text});
}

static void check_note(const struct qa_quote_row *row, struct qa_findings *findings)
{
    const struct qa_charge *charge = &row->charge;
    const char *word = hidden_fee(charge);

    if (word != NULL) {
        add(findings, QA_WARNING, "W413", row, row->note,
            "the note of '%s' speaks of a charge ('%s') that is not in the price: \"%.200s\"; ask "
            "for it as a row of its own",
            charge->name, word, charge->note);
    }
}

/* A text with digits as they are counted: 1,000 and 1.000 are 1000, and no blank after a stroke. */
static void join_digits(const char *text, char plain[static NOTE_MAX])
{
    size_t n = 0;

    for (const char *c = text; *c != '\0' && n + 2 < NOTE_MAX; c++) {
        bool between = (*c == ',' || *c == '.' || *c == '\'') && c > text && c[-1] >= '0' &&
                       c[-1] <= '9' && c[1] >= '0' && c[1] <= '9';
        if (!between && !(*c == ' ' && n > 0 && plain[n - 1] == '/')) {
            plain[n++] = *c;
        }
    }
    plain[n++] = ' ';
    plain[n] = '\0';
}

static bool starts_with_many(const char *text)
{
    static const char *const many[] = {"1000", "100 ",  "1 000",   "10000",   "thousand", "hundred",
                                       "1k",   "mille", "tausend", "million", "dozen",    "k "};

    for (size_t m = 0; m < sizeof many / sizeof *many; m++) {
        if (strncmp(text, many[m], strlen(many[m])) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a text speaks of a price for many units: "per 1,000", "/ 1000", "per thousand". */
static bool speaks_of_many(const char *text)
{
    static const char *const words[] = {"per ",  "/",    "je ",  "pro ", "for each ", "par ",
                                        "each ", "each", "for ", "für ", "price of "};
    char plain[NOTE_MAX];

    join_digits(text, plain);
    if (has_word(plain, "cpm") || has_word(plain, "in thousand")) {
        return true;
    }
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        for (const char *at = strstr(plain, words[w]); at != NULL; at = strstr(at + 1, words[w])) {
            if (starts_with_many(at + strlen(words[w]))) {
                return true;
            }
        }
    }
    return false;
}

static void check_units(const struct qa_quote_row *row, struct qa_findings *findings)
{
    const struct qa_charge *charge = &row->charge;
    char note[NOTE_MAX];
    char name[NOTE_MAX];

    if (row->basis != NULL && qa_basis_kind(charge->basis) == QA_KIND_USAGE) {
        const char *word = qa_quote_text(findings->arena, row->basis, QA_LETTERS_LOWER);
        if (strstr(word, "label") != NULL) {
            add(findings, QA_WARNING, "W158", row, row->basis,
                "'%s' is read as %s, one label by one annotator on one item; write per_object "
                "where each object is a label",
                row->basis->text, qa_basis_name(charge->basis));
        }
    }
    normalise(charge->note, note, sizeof note);
    normalise(charge->name, name, sizeof name);
    if (row->per == NULL && qa_basis_kind(charge->basis) == QA_KIND_USAGE &&
        (speaks_of_many(note) || speaks_of_many(name))) {
        add(findings, QA_WARNING, "W156", row, row->note != NULL ? row->note : row->name,
            "'%s' speaks of a price for many units (\"%.120s\"), and it was taken for one; a "
            "column `per` with 1000 says so",
            charge->name, speaks_of_many(note) ? charge->note : charge->name);
    }
}

static void check_cells_have_meaning(const struct qa_quote_row *row, struct qa_findings *findings)
{
    const struct qa_charge *charge = &row->charge;
    enum qa_charge_kind kind = qa_basis_kind(charge->basis);
    bool has_bounds = charge->from > 1.0 || isfinite(charge->to);
    bool is_single = charge->from <= 1.0 && charge->to <= 1.0;

    if (!qa_basis_has_tiers(charge->basis) && charge->basis != QA_PERCENT && has_bounds &&
        !is_single) {
        const struct qa_cell *cell = charge->from > 1.0 ? row->from : row->to;

        add(findings, QA_WARNING, "W415", row, cell,
            "a quantity range has no meaning on a %s row and is ignored",
            qa_basis_name(charge->basis));
    }
    if (row->applies_to != NULL && kind != QA_KIND_PERCENT && kind != QA_KIND_MINIMUM) {
        add(findings, QA_WARNING, "W415", row, row->applies_to,
            "applies_to has a meaning on percent and minimum rows only and is ignored on a %s row",
            qa_basis_name(charge->basis));
    }
}

/* Bounds of per_month are months; a plan of so many items a month is another basis. */
static void check_months(const struct qa_quote_row *row, struct qa_findings *findings)
{
    static const double most = 240.0;
    const struct qa_charge *charge = &row->charge;
    bool is_far = charge->from > most || (isfinite(charge->to) && charge->to > most);

    if (charge->basis == QA_PER_MONTH && is_far) {
        add(findings, QA_WARNING, "W160", row, charge->from > most ? row->from : row->to,
            "the tiers of a per_month row count months, and '%s' has more than a project takes; "
            "where they are items of a month, write flat_fee with recurrence monthly",
            charge->name);
    }
}

static bool is_found(const struct qa_findings *findings, const char *code)
{
    size_t c = 0;
    while (c < findings->n_codes && strcmp(findings->codes[c].code, code) != 0) {
        c++;
    }
    return c < findings->n_codes;
}

static void check_validity(const struct qa_quote_row *row, int64_t as_of,
                           struct qa_findings *findings)
{
    static const int64_t day = 86400 * QA_SECOND;
    int64_t until = row->charge.valid_until;

    if (until == QA_NO_TIME) {
        return;
    }
    if (as_of == QA_NO_TIME && !is_found(findings, "W824")) {
        add(findings, QA_WARNING, "W824", row, row->valid_until,
            "the price of '%s' is valid until %s, and nothing says which day it is: --as-of does",
            row->charge.name, qa_date_text(findings->arena, until));
    } else if (as_of != QA_NO_TIME && as_of >= until + day) {
        add(findings, QA_WARNING, "W416", row, row->valid_until,
            "the price of '%s' was valid until %s, and it is %s", row->charge.name,
            qa_date_text(findings->arena, until), qa_date_text(findings->arena, as_of));
    }
}

/* One message a row: against the first earlier row of the name that is another charge. */
static void check_names(const struct qa_quote_row *rows, size_t at, struct qa_findings *findings)
{
    const struct qa_charge *charge = &rows[at].charge;

    for (size_t i = 0; i < at && qa_basis_has_tiers(charge->basis); i++) {
        const struct qa_charge *other = &rows[i].charge;
        bool same_basis = other->basis == charge->basis;

        if (!qa_basis_has_tiers(other->basis) || strcmp(other->name, charge->name) != 0 ||
            (same_basis && other->condition == charge->condition)) {
            continue;
        }
        add(findings, QA_WARNING, "W414", &rows[at], rows[at].name,
            "charge '%s' is %s here and %s on line %llu; both are added", charge->name,
            same_basis ? qa_condition_name(charge->condition) : qa_basis_name(charge->basis),
            same_basis ? qa_condition_name(other->condition) : qa_basis_name(other->basis),
            (unsigned long long)other->line);
        return;
    }
}

static bool same_tiers(const struct qa_charge *a, const struct qa_charge *b)
{
    return a->basis == b->basis && a->condition == b->condition && strcmp(a->name, b->name) == 0;
}

static void check_overlap(const struct qa_quote_row *rows, size_t at, struct qa_findings *findings)
{
    const struct qa_charge *charge = &rows[at].charge;

    for (size_t i = 0; i < at; i++) {
        const struct qa_charge *other = &rows[i].charge;

        if (same_tiers(other, charge) && other->from <= charge->to && charge->from <= other->to) {
            const struct qa_cell *cell = rows[at].from ? rows[at].from : rows[at].name;

            add(findings, QA_ERROR, "E412", &rows[at], cell,
                "this tier of '%s' overlaps the one on line %llu: one quantity has two prices; a "
                "tier begins one unit above the end of the one below, and another price for the "
                "same units has a charge name of its own",
                charge->name, (unsigned long long)other->line);
            return;
        }
    }
}

/* A tier that begins above 1 needs one that ends right before it, or that reaches past it. */
static void check_gap(const struct qa_quote_row *rows, size_t n, size_t at,
                      struct qa_findings *findings)
{
    const struct qa_charge *charge = &rows[at].charge;
    double end_below = 0.0;

    for (size_t i = 0; i < n; i++) {
        if (i != at && same_tiers(&rows[i].charge, charge) && rows[i].charge.from < charge->from) {
            end_below = fmax(end_below, rows[i].charge.to);
        }
    }
    if (charge->from > end_below + 1.0) {
        struct qa_arena *arena = findings->arena;

        add(findings, QA_WARNING, "W411", &rows[at], rows[at].from,
            "units %s to %s of '%s' have no price: a gap before this tier",
            qa_figure(arena, end_below + 1.0, 0), qa_figure(arena, charge->from - 1.0, 0),
            charge->name);
    }
}

void qa_quote_check(const struct qa_quote_row *rows, size_t n_rows, int64_t as_of,
                    struct qa_findings *findings)
{
    size_t first = 0; /* row of the current vendor */

    for (size_t i = 0; i < n_rows; i++) {
        if (strcmp(rows[i].charge.vendor, rows[first].charge.vendor) != 0) {
            first = i;
        }
        size_t end = i + 1;
        while (end < n_rows && strcmp(rows[end].charge.vendor, rows[first].charge.vendor) == 0) {
            end++;
        }
        check_note(&rows[i], findings);
        check_units(&rows[i], findings);
        check_cells_have_meaning(&rows[i], findings);
        check_months(&rows[i], findings);
        check_validity(&rows[i], as_of, findings);
        qa_quote_doubt(rows + first, end - first, i - first, findings);
        check_names(rows + first, i - first, findings);
        if (qa_basis_has_tiers(rows[i].charge.basis)) {
            check_overlap(rows + first, i - first, findings);
            check_gap(rows + first, end - first, i - first, findings);
        }
    }
}
