#include "reports/sheets.h"

/* What a figure is, and where its formula comes from. */
struct definition {
    const char *term;
    const char *text;
};

static const struct definition definitions[] = {
    {"Error rate",
     "Errors over checked labels. A label question: one answer to an item with gold is one label. "
     "Boxes: each reference object and each spurious object is one label; missed, spurious, "
     "mislabelled and poorly placed ones are errors (kinds after TIDE, Bolya et al. 2020)."},
    {"Interval of the error rate",
     "Wilson (1927), at the effective number of labels: labels checked over the design effect "
     "(Kish "
     "1965), the ratio of the variance with items as clusters to the binomial one, at least 1. "
     "Annotators: exact interval of Clopper and Pearson (1934)."},
    {"Gate",
     "PASS: the whole interval is at or below the limit. FAIL: all of it is above, or agreement or "
     "turnaround breaks its limit. INCONCLUSIVE: the interval holds the limit; check more labels."},
    {"Score",
     "Weights, divided by their sum, times quality = max(0, 1 - error rate / limit), speed = best "
     "eligible p90 / own, cost = best eligible cost per correct label / own. A part that is not "
     "known of every eligible vendor is left out for all. A vendor that fails has no rank."},
    {"Lead",
     "clear: the two-proportion test on error rates, Holm-adjusted over all pairs of eligible "
     "vendors, is below 1 - confidence and favours the leader; otherwise the lead is within "
     "sampling error."},
    {"Agreement",
     "Krippendorff's alpha (2011), nominal, missing ratings allowed; standard errors linearised "
     "over "
     "items (Gwet 2014). Pairs: Cohen's kappa (1960), Fleiss, Cohen and Everitt (1969)."},
    {"IoU",
     "Intersection over union; optimal one-to-one matching of equal classes at the threshold or "
     "above, greatest sum of IoU. Quantiles: type 7 (Hyndman and Fan 1996)."},
    {"Charges", "A vendor's rows are worked in file order. Tiers graduated (each unit at its "
                "tier's price) or volume (all units at the tier reached); percents of the charges "
                "named or of the rows above; a minimum tops the running total up; exact amounts, "
                "converted unrounded, rounded once, half up."},
    {"Cost per correct label",
     "(charges + volume x error rate x cost of redoing + volume x cost of checking) over volume x "
     "(1 - error rate)."},
    {"Turnaround",
     "Delivered minus ordered, in clock hours, of finished deliveries. On time: delivered at or "
     "before due; open past due is late; open and not yet due is undecided."},
};

static uint32_t put_pair(struct qa_sheet *sheet, uint32_t row, const char *name, const char *text)
{
    qa_put(sheet, row, 0, name, QA_STYLE_SUBTITLE);
    qa_put(sheet, row, 1, text, QA_STYLE_WRAPPED);
    return row + 1;
}

static uint32_t put_provenance(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_report *report = book->report;
    struct qa_arena *arena = book->arena;
    const char *command = "";
    for (size_t i = 0; i < report->n_command; i++) {
        command = qa_arena_format(arena, "%s%s%s", command, i > 0 ? " " : "", report->command[i]);
    }
    row = put_pair(sheet, row, "Version", qa_arena_format(arena, "labelqa %s", report->version));
    row = put_pair(sheet, row, "Command", command);
    if (report->has_seed) {
        row = put_pair(sheet, row, "Seed",
                       qa_arena_format(arena, "%llu", (unsigned long long)report->seed));
    }
    for (size_t i = 0; i < report->n_inputs; i++) {
        const struct qa_report_input *input = &report->inputs[i];
        row = put_pair(sheet, row, i == 0 ? "Inputs, SHA-256" : "",
                       qa_arena_format(arena, "%s  %s", input->path,
                                       input->sha256 != NULL ? input->sha256 : ""));
    }
    return put_pair(sheet, row, "Licence",
                    "labelqa is free software under GPL-3.0-or-later, without any warranty.");
}

void qa_sheet_method(struct qa_vendor_book *book)
{
    static const double widths[] = {26, 120};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Method", QA_TAB_TRACE);
    qa_widths(&sheet, widths, 2);
    qa_put(&sheet, 0, 0, "Method", QA_STYLE_TITLE);
    uint32_t row = 2;
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++) {
        row = put_pair(&sheet, row, definitions[i].term, definitions[i].text);
    }
    for (size_t i = 0; i < book->evaluation->scorecard.n_notes; i++) {
        row = put_pair(&sheet, row, i == 0 ? "Notes on this score" : "",
                       book->evaluation->scorecard.notes[i]);
    }
    for (size_t i = 0; i < book->evaluation->n_caveats; i++) {
        row = put_pair(&sheet, row, i == 0 ? "What to keep in mind" : "",
                       book->evaluation->caveats[i]);
    }
    (void)put_provenance(book, &sheet, row + 1);
}
