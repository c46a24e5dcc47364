#include "qa/base/time.h"
#include "reports/sheets.h"

enum { TERM_WIDTH = 24, TEXT_WIDTH = 84, FORMULA_WIDTH = 60, SOURCE_WIDTH = 42 };

/* Whom a definition concerns. */
enum audience { EVERYONE, BUYER };

struct definition {
    enum audience audience;
    const char *term;
    const char *text;
    const char *formula; /* NULL: none */
    const char *source;  /* NULL: none */
};

static const struct definition definitions[] = {
    {EVERYONE, "Error rate",
     "Errors over checked labels. A label question: an answer to an item with gold is one label, "
     "and an error when it says another. Boxes: each reference object and each spurious one is a "
     "label; missed, spurious, mislabelled and poorly placed ones are errors.",
     "errors / labels checked", "kinds after TIDE: Bolya et al. 2020"},
    {EVERYONE, "Interval of the error rate",
     "Of a vendor or class: the score interval at the effective number of labels. Of an "
     "annotator: exact.",
     "(p + z^2/2n -+ z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n), n = labels / design effect",
     "Wilson 1927; Clopper and Pearson 1934"},
    {EVERYONE, "Design effect",
     "Errors come in clusters, since a hard item spoils several labels; so many labels tell less "
     "than as many independent ones.",
     "variance with items as clusters / p(1 - p)/n, at least 1", "Kish 1965"},
    {EVERYONE, "Precision, recall, F1",
     "Of a class: how much of what was given as it is right; how much of what gold says is "
     "found; their harmonic mean.",
     "correct / delivered; correct / gold; 2 correct / (delivered + gold)", "van Rijsbergen 1979"},
    {EVERYONE, "IoU",
     "Overlap of two boxes. Boxes pair one to one so that the sum of overlaps is greatest, equal "
     "classes at the threshold or above. Quantiles: type 7. Sizes: small below 32 x 32 pixels, "
     "large from 96 x 96.",
     "area of the intersection / area of the union",
     "Jaccard 1912; Hyndman and Fan 1996; sizes: Lin et al. 2014"},
    {EVERYONE, "Agreement",
     "Of annotators on the same items, corrected for chance: 1 is perfect, 0 is chance. Missing "
     "answers are allowed. Standard errors are linearised over items. Pairs of annotators: "
     "Cohen's kappa.",
     "1 - observed / expected disagreement", "Krippendorff 2011; Gwet 2014; Cohen 1960"},
    {EVERYONE, "Annotators' flags",
     "More errors than the vendor's other annotators by an exact binomial test, adjusted for the "
     "number of annotators; and outside a funnel of exact limits around the vendor's rate. A "
     "flag is a reason to look.",
     "adjusted p < 0.05", "Benjamini and Hochberg 1995; Spiegelhalter 2005"},
    {EVERYONE, "Shrunk to the mean",
     "An annotator's rate, shrunk to the vendor's mean by as much as few labels deserve.",
     "(errors + a) / (labels + a + b), a and b fitted to the vendor's annotators",
     "empirical Bayes: Efron and Morris 1975"},
    {EVERYONE, "Time",
     "Seconds are from start to submission of an answer; answers above 30 minutes are pauses and "
     "take no part in speeds. Times carry their zone or that of --timezone and are shown in UTC.",
     NULL, NULL},
    {EVERYONE, "Turnaround",
     "Delivered less ordered. On time: no more time elapsed than promised, on the promise's clock; "
     "open past it is late; open and not yet due is undecided and left out. Batches sent back "
     "count by their first round.",
     "delivered - ordered", NULL},
    {EVERYONE, "Turnaround with open deliveries",
     "Open deliveries count as still running: the smallest time by which so large a share is "
     "delivered.",
     "S = product of (1 - delivered / open)", "Kaplan and Meier 1958; Greenwood 1926"},
    {EVERYONE, "Trend",
     "Error rates of batches or weeks about the vendor's own rate, within limits that chance "
     "leaves once in 370 periods; whether they rise or fall.",
     "binomial limits at trials / design effect", "Shewhart 1931; Cochran 1954; Armitage 1955"},
    {BUYER, "Gate",
     "PASS: the whole interval is at or below the limit. FAIL: all of it is above, or another "
     "limit is broken. INCONCLUSIVE: the interval holds the limit; check more labels.",
     "high <= limit; low > limit", NULL},
    {BUYER, "Score",
     "The weights, divided by their sum, times the parts of the score, each from 0 to 1. A part "
     "that is known of no eligible vendor is left out. A vendor that lacks a part that others "
     "have, "
     "fails, or delivered nothing has no rank. The parts' formulas stand in the cells of Vendors.",
     "sum of weight x part / sum of weights", NULL},
    {BUYER, "Lead",
     "clear: of draws of error rates, turnaround and agreement so few are not won by the vendor "
     "ahead that p is below 1 - confidence; below the first place adjusted over all pairs. "
     "Otherwise within sampling error.",
     "p = 2 (1 + draws not won) / (1 + draws)", "Holm 1979; Gutmann and Maymin 1987"},
    {BUYER, "Charges",
     "A vendor's rows are worked in file order. Tiers graduated (each unit at its tier's price) "
     "or volume (all units at the tier reached); percents of the charges named or of the rows "
     "above; a minimum tops the running total up; exact amounts, converted unrounded, rounded "
     "once, half up.",
     NULL, NULL},
    {BUYER, "Cost per correct label",
     "What is paid for the labels that can be used: charges, redoing wrong ones, and checking.",
     "(charges + volume x error rate x cost of redoing + volume x cost of checking) / (volume x "
     "(1 - error rate))",
     NULL},
};

static uint32_t put_headings(struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"term", "in words", "formula", "source"};
    qa_put_headers(sheet, row, headers, 4);
    return row + 1;
}

static unsigned lines_of_longest(const struct definition *one)
{
    unsigned lines = qa_text_lines(one->text, TEXT_WIDTH);
    unsigned formula = one->formula != NULL ? qa_text_lines(one->formula, FORMULA_WIDTH) : 1;
    unsigned source = one->source != NULL ? qa_text_lines(one->source, SOURCE_WIDTH) : 1;
    lines = formula > lines ? formula : lines;
    return source > lines ? source : lines;
}

static uint32_t put_definitions(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
        const struct definition *one = &definitions[i];
        if (one->audience == BUYER && book->for_vendor) {
            continue;
        }
        qa_row_of_lines(sheet, row, lines_of_longest(one));
        qa_put(sheet, row, 0, one->term, QA_STYLE_SUBTITLE);
        qa_put(sheet, row, 1, one->text, QA_STYLE_WRAPPED);
        qa_put(sheet, row, 2, one->formula, QA_STYLE_WRAPPED);
        qa_put(sheet, row, 3, one->source, QA_STYLE_WRAPPED);
        row++;
    }
    return row;
}

static uint32_t put_pair(struct qa_sheet *sheet, uint32_t row, const char *name, const char *text)
{
    qa_put(sheet, row, 0, name, QA_STYLE_SUBTITLE);
    qa_put_paragraph(sheet, row, 1, text, TEXT_WIDTH, QA_STYLE_WRAPPED);
    return row + 1;
}

static uint32_t put_remarks(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    size_t n;
    const struct qa_reason *basis =
        qa_verdict_of_kind(&book->evaluation->verdict, QA_REASON_BASIS, &n);
    for (size_t i = 0; i < n; i++) {
        row = put_pair(sheet, row, i == 0 ? "What to keep in mind" : "", basis[i].text);
    }
    return row;
}

static uint32_t put_inputs(struct qa_sheet *sheet, const struct qa_report *report, uint32_t row)
{
    for (size_t i = 0; i < report->n_inputs; i++) {
        const struct qa_report_input *input = &report->inputs[i];
        qa_put(sheet, row, 0, i == 0 ? "Inputs, SHA-256" : "", QA_STYLE_SUBTITLE);
        qa_put(sheet, row, 1, input->path, QA_STYLE_TEXT);
        qa_put(sheet, row, 2, input->sha256, QA_STYLE_NOTE_LINE);
        row++;
    }
    return row;
}

static uint32_t put_provenance(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_report *report = book->report;
    struct qa_arena *arena = book->arena;
    char made[QA_TIME_TEXT_MAX];
    const char *command = "";
    for (size_t i = 0; i < report->n_command; i++) {
        command = qa_arena_format(arena, "%s%s%s", command, i > 0 ? " " : "", report->command[i]);
    }
    qa_time_format(qa_time_report(), made);
    row = put_pair(sheet, row, "Version",
                   qa_arena_format(arena, "labelqa %s, made %s", report->version, made));
    if (report->n_command > 0) {
        row = put_pair(sheet, row, "Command", command);
    }
    if (report->confidence > 0) {
        row = put_pair(sheet, row, "Confidence",
                       qa_arena_format(arena, "%g %%, two-sided", 100 * report->confidence));
    }
    if (report->has_seed) {
        row = put_pair(sheet, row, "Seed",
                       qa_arena_format(arena, "%llu", (unsigned long long)report->seed));
    }
    row = put_inputs(sheet, report, row);
    return put_pair(sheet, row, "Licence",
                    "labelqa is free software under GPL-3.0-or-later, without any warranty. The "
                    "figures are yours.");
}

void qa_sheet_method(struct qa_vendor_book *book)
{
    static const double widths[] = {26, 76, 54, 38};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Method", QA_TAB_TRACE);
    qa_widths(&sheet, widths, 4);
    qa_put(&sheet, 0, 0, "Method: what figures mean and where they come from", QA_STYLE_TITLE);
    uint32_t row = put_headings(&sheet, 2);
    row = put_definitions(book, &sheet, row);
    row = put_remarks(book, &sheet, row + 1);
    (void)put_provenance(book, &sheet, row + 1);
}
