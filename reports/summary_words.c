#include "reports/summary_words.h"

#include <math.h>

const char *qa_fixed(struct qa_arena *arena, double value, int digits)
{
    double scale = pow(10, digits);
    return qa_arena_format(arena, "%.*f", digits, floor(value * scale + 0.5) / scale);
}

/* ---- those with a gate's word ---- */

static const char *roll_text(const struct qa_vendor_book *book, enum qa_gate gate, const char *word)
{
    const char *names = "";
    unsigned n = 0;
    for (uint32_t place = 1; place <= book->n; place++) {
        const struct qa_vendor_score *score = qa_score_at(book, place);
        if (score->gate == gate && n++ < QA_MOST_NAMED) {
            names = qa_arena_format(book->arena, "%s%s%s", names, n > 1 ? ", " : "",
                                    score->facts->name);
        }
    }
    if (n == 0) {
        return "";
    }
    return qa_arena_format(
        book->arena, " %s: %s%s.", word, names,
        n > QA_MOST_NAMED ? qa_arena_format(book->arena, " and %u more", n - QA_MOST_NAMED) : "");
}

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

/* ---- the sentence ---- */

const char *qa_verdict_text(const struct qa_vendor_book *book)
{
    struct qa_arena *arena = book->arena;
    const struct qa_vendor_score *best = qa_score_at(book, 1);
    const char *rolls = qa_arena_format(arena, "%s%s", roll_text(book, QA_GATE_FAIL, "Fail"),
                                        roll_text(book, QA_GATE_INCONCLUSIVE, "Inconclusive"));
    if (best->rank == 0) {
        return qa_arena_format(arena, "No vendor can be ranked.%s", rolls);
    }
    const char *text =
        qa_arena_format(arena, "%s ranks first: %s", best->facts->name, qa_gate_name(best->gate));
    if (qa_is_defined(&best->error_rate)) {
        text = qa_arena_format(arena, "%s, error rate %s %% (%s to %s %%)", text,
                               qa_fixed(arena, 100 * best->error_rate.value, 1),
                               qa_fixed(arena, 100 * best->error_rate.low, 1),
                               qa_fixed(arena, 100 * best->error_rate.high, 1));
    }
    if (qa_is_defined(&best->cost_per_correct)) {
        text = qa_arena_format(arena, "%s, %s %s per 1000 correct labels", text,
                               qa_fixed(arena, 1000 * best->cost_per_correct.value, 2),
                               book->currency);
    }
    return qa_arena_format(arena, "%s.%s", text, rolls);
}

const char *qa_verdict_formula(const struct qa_vendor_book *book)
{
    struct qa_arena *arena = book->arena;
    const char *rate = qa_at_place(book, QA_V_RATE, 1);
    const char *cost = qa_at_place(book, QA_V_CORRECT, 1);
    return qa_arena_format(
        arena,
        "=IF(RunAgain>0,\"The confidence was changed, and turnaround or agreement do not follow "
        "it: "
        "run labelqa again.\",IF(NOT(ISNUMBER(%s)),\"No vendor can be ranked.\",%s&\" ranks first: "
        "\"&%s&IF(ISNUMBER("
        "%s),\", error rate \"&FIXED(100*%s,1,TRUE)&\" %% (\"&FIXED(100*%s,1,TRUE)&\" to \"&"
        "FIXED(100*%s,1,TRUE)&\" %%)\",\"\")&IF(ISNUMBER(%s),\", \"&FIXED(1000*%s,2,TRUE)&\" %s "
        "per "
        "1000 correct labels\",\"\")&\".\"))&%s&%s",
        qa_at_place(book, QA_V_RANK, 1), qa_at_place(book, QA_V_NAME, 1),
        qa_at_place(book, QA_V_GATE, 1), rate, rate, qa_at_place(book, QA_V_LOW, 1),
        qa_at_place(book, QA_V_HIGH, 1), cost, cost, book->currency,
        roll_formula(book, QA_P_FAILING, "Fail"), roll_formula(book, QA_P_OPEN, "Inconclusive"));
}
