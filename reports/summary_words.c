#include "reports/summary_words.h"

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
