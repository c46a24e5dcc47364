#include <string.h>

#include "qa/procurement/quote_rows.h"

/* The rows of one vendor, and the one whose applies_to is resolved. */
struct place {
    const struct qa_quote_row *rows;
    size_t n;
    size_t at;
};

static bool is_running_total(const char *text)
{
    static const char *const words[] = {"subtotal", "running total", "total", "all"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The first of n rows that has the name; NULL without one. */
static const struct qa_quote_row *find_row(const struct qa_quote_row *rows, size_t n,
                                           const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(rows[i].charge.name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static enum qa_status check_name(const struct place *place, const char *name,
                                 const struct qa_cell_source *source)
{
    const struct qa_quote_row *row = &place->rows[place->at];
    const struct qa_quote_row *below = find_row(row, place->n - place->at, name);
    const struct qa_cell *cell = row->applies_to;

    if (below != NULL) {
        return qa_fail_at(source->err, "E407", row->charge.file, cell->line, cell->column,
                          "applies_to names '%s', which %s line %llu: what it applies to must "
                          "stand above",
                          name, below == row ? "is this very row on" : "comes only on",
                          (unsigned long long)below->charge.line);
    }
    if (find_row(place->rows, place->at, name) == NULL) {
        return qa_fail_at(source->err, "E407", row->charge.file, cell->line, cell->column,
                          "applies_to names '%s', and %s has no such charge", name,
                          row->charge.vendor);
    }
    return QA_OK;
}

/* Names between the separators, without the blanks around them. */
static size_t split_names(struct qa_arena *arena, const char *text, char separator,
                          const char **names)
{
    size_t n = 0;

    for (const char *at = text; *at != '\0';) {
        const char *end = strchr(at, separator);
        size_t length = end != NULL ? (size_t)(end - at) : strlen(at);
        const struct qa_cell part = {.text = at, .length = (uint32_t)length};
        const char *name = qa_quote_text(arena, &part, QA_LETTERS_KEPT);

        if (*name != '\0') {
            names[n++] = name;
        }
        at += length + (end != NULL);
    }
    return n;
}

static enum qa_status resolve(struct qa_quote_row *row, const struct place *place,
                              const struct qa_cell_source *source)
{
    const char *text = qa_quote_text(source->arena, row->applies_to, QA_LETTERS_KEPT);
    const char *folded = qa_quote_text(source->arena, row->applies_to, QA_LETTERS_LOWER);
    const char **names = QA_ARRAY(source->arena, const char *, strlen(text) + 1);
    size_t n = 1;

    names[0] = text;
    /* A charge may have a comma in its name. */
    if (find_row(place->rows, place->n, text) == NULL) {
        if (is_running_total(folded)) {
            return QA_OK;
        }
        n = split_names(source->arena, text, strchr(text, ';') != NULL ? ';' : ',', names);
    }
    for (size_t i = 0; i < n; i++) {
        QA_TRY(check_name(place, names[i], source));
    }
    row->charge.applies_to = names;
    row->charge.n_applies_to = n;
    return QA_OK;
}

static bool looks_at_rows_above(const struct qa_quote_row *row)
{
    enum qa_charge_kind kind = qa_basis_kind(row->charge.basis);

    return row->applies_to != NULL && (kind == QA_KIND_PERCENT || kind == QA_KIND_MINIMUM);
}

/* Rows from `first` on that are of the same vendor. */
static size_t vendor_end(const struct qa_quote_row *rows, size_t n_rows, size_t first)
{
    size_t end = first + 1;

    while (end < n_rows && strcmp(rows[end].charge.vendor, rows[first].charge.vendor) == 0) {
        end++;
    }
    return end;
}

/* The n rows of one vendor. */
static enum qa_status resolve_all(struct qa_quote_row *rows, size_t n,
                                  const struct qa_cell_source *source)
{
    for (size_t i = 0; i < n; i++) {
        const struct place place = {rows, n, i};

        QA_TRY(looks_at_rows_above(&rows[i]) ? resolve(&rows[i], &place, source) : QA_OK);
    }
    return QA_OK;
}

enum qa_status qa_quote_applies(struct qa_quote_row *rows, size_t n_rows,
                                const struct qa_cell_source *source)
{
    size_t end;

    for (size_t first = 0; first < n_rows; first = end) {
        end = vendor_end(rows, n_rows, first);
        QA_TRY(resolve_all(rows + first, end - first, source));
    }
    return QA_OK;
}
