#include "reports/summary_words.h"

#include <string.h>

#include "qa/table/formula.h"

static const char *roll_formula(const struct qa_vendor_book *book, enum qa_place_column column,
                                const char *word)
{
    uint32_t last = qa_place_row(book, book->n);
    const char *names = qa_cell_name(book->arena, "Vendors", last, (uint16_t)column);
    const char *n = qa_cell_name(book->arena, "Vendors", last, (uint16_t)(column + 1));
    return qa_arena_format(book->arena,
                           "IF(%s=0,\"\",\" %s: \"&%s&IF(%s>%d,\" and \"&(%s-%d)&\" more\",\"\")"
                           "&\".\")",
                           n, word, names, n, QA_MOST_NAMED, n, QA_MOST_NAMED);
}

/* Names of the rule: figures of the first place, and the currency. */
static const char *in_first_place(void *context, const char *name)
{
    const struct qa_vendor_book *book = context;
    if (strncmp(name, "first_", 6) == 0) {
        return qa_at_place(book, qa_vendor_figure_named(name + 6), 1);
    }
    if (strcmp(name, "minor_digits") == 0) {
        return qa_arena_format(book->arena, "%d", book->evaluation->scorecard.minor_digits);
    }
    return strcmp(name, "currency") == 0 ? qa_arena_format(book->arena, "\"%s\"", book->currency)
                                         : NULL;
}

const char *qa_verdict_formula(struct qa_vendor_book *book)
{
    return qa_arena_format(book->arena, "=%s&%s&%s",
                           qa_formula_renamed(qa_verdict_rule, in_first_place, book, book->arena),
                           roll_formula(book, QA_P_FAILING, "Fail"),
                           roll_formula(book, QA_P_OPEN, "Inconclusive"));
}
