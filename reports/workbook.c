#include "reports/workbook.h"

#include <string.h>

#include "reports/sheets.h"

const char *qa_vendor_text(const struct qa_vendor_book *book, uint32_t vendor)
{
    return vendor == QA_NONE ? qa_unnamed_vendor
                             : qa_strings_text(book->evaluation->names->vendors, vendor);
}

const char *qa_question_text(const struct qa_vendor_book *book, uint32_t question)
{
    return question == QA_NONE ? "all"
                               : qa_strings_text(book->evaluation->names->questions, question);
}

const char *qa_person(const struct qa_vendor_book *book, uint32_t annotator)
{
    if (annotator == QA_NONE) {
        return "(unsigned)";
    }
    return qa_annotator_text(&book->names, annotator);
}

const char *qa_shown_file(const struct qa_vendor_book *book, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    for (size_t i = 0; book->for_vendor && i <= book->report->n_inputs; i++) {
        if (i == book->report->n_inputs) {
            return NULL;
        }
        if (strcmp(book->report->inputs[i].path, name) == 0) {
            break;
        }
    }
    return name;
}

void qa_show_files(const struct qa_vendor_book *book, struct qa_table *table, const char *column)
{
    size_t at = qa_table_column(table, column);
    for (size_t r = 0; r < table->n_rows; r++) {
        struct qa_table_cell *cell = &table->cells[r * table->n_columns + at];
        if (cell->present) {
            cell->as.text = qa_shown_file(book, cell->as.text);
            cell->present = cell->as.text != NULL;
        }
    }
}

/* What links say of a sheet. */
static void say_what_sheets_answer(struct qa_book *book)
{
    static const struct {
        const char *name, *about;
    } sheets[] = {
        {"Inputs", "What may be changed: volume, weights, limits, costs; all else follows"},
        {"Vendors", "Every figure of every vendor side by side"},
        {"Quotes", "What each charge costs, at this volume and at others"},
        {"Sensitivity", "How far weights and limits may move before another vendor is best"},
        {"Compliance", "What vendors answered, what is missing and what expires"},
        {"Accuracy", "Error rates by question, kind and class"},
        {"Confusion", "Which classes are taken for which, with examples"},
        {"Agreement", "How far annotators agree, by vendor and pair"},
        {"Annotators", "Who errs more than others, by a funnel"},
        {"Scores", "The figures that each field reports, with what they mean"},
        {"Turnaround", "How long deliveries take, and whether they keep their promise"},
        {"Trend", "Better or worse over time"},
        {"Audit plan", "How the sample was planned, and what it decided"},
        {"Problems", "What was read, used and left out, and what is wrong with it"},
        {"Wrong items", "The list to send back for rework"},
        {"Rows", "Every answer that was used"},
        {"Method", "Definitions, formulas, sources and provenance"},
    };
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        qa_sheet_about(book, sheets[i].name, sheets[i].about);
    }
}

static enum qa_status open_book(struct qa_vendor_book *book, const char *path, struct qa_error *err)
{
    const struct qa_report *report = book->report;
    bool hashed = report->n_inputs > 0 && report->inputs[0].sha256 != NULL;
    const char *footer =
        qa_arena_format(book->arena, "labelqa %s%s%.12s", report->version,
                        hashed ? ", first input " : "", hashed ? report->inputs[0].sha256 : "");
    book->n = (uint32_t)book->evaluation->scorecard.n_scores;
    book->currency = book->evaluation->scorecard.currency;
    book->names = *book->evaluation->names;
    book->names.hides_annotators = !book->options->show_names;
    return qa_book_open(&book->book, path, book->evaluation->name, footer, book->arena, err);
}

enum qa_status qa_workbook_vendor(const struct qa_evaluation *evaluation,
                                  const struct qa_report *report,
                                  const struct qa_workbook_options *options, const char *path,
                                  struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_vendor_book book = {
        .arena = arena, .evaluation = evaluation, .report = report, .options = options};
    enum qa_status status = open_book(&book, path, err);
    if (status == QA_OK) {
        struct qa_sheet summary = qa_book_sheet(&book.book, "Summary", QA_TAB_DECIDE);
        qa_sheet_inputs(&book);
        qa_sheet_vendors(&book);
        qa_sheet_quotes(&book);
        qa_sheet_sensitivity(&book);
        qa_sheet_compliance(&book);
        qa_sheet_accuracy(&book);
        qa_sheet_confusion(&book);
        qa_sheet_agreement(&book);
        qa_sheet_annotators(&book);
        qa_sheet_geometry(&book);
        qa_sheet_examples(&book);
        qa_sheet_scores(&book);
        qa_sheet_turnaround(&book);
        qa_sheet_trend(&book);
        qa_sheet_audit_plan(&book);
        qa_sheet_problems(&book);
        qa_sheet_wrong_items(&book);
        qa_sheet_rows(&book);
        qa_sheet_method(&book);
        say_what_sheets_answer(&book.book);
        qa_sheet_summary(&book, &summary);
        status = qa_book_close(&book.book, err);
    }
    qa_arena_free(arena);
    return status;
}

enum qa_status qa_workbook_for_vendor(const struct qa_evaluation *own,
                                      const struct qa_report *report,
                                      const struct qa_workbook_options *options, const char *path,
                                      struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_vendor_book book = {.arena = arena,
                                  .evaluation = own,
                                  .report = report,
                                  .options = options,
                                  .for_vendor = true};
    enum qa_status status = open_book(&book, path, err);
    if (status == QA_OK) {
        struct qa_sheet first = qa_book_sheet(&book.book, "Report", QA_TAB_DECIDE);
        qa_sheet_accuracy(&book);
        qa_sheet_confusion(&book);
        qa_sheet_agreement(&book);
        qa_sheet_annotators(&book);
        qa_sheet_geometry(&book);
        qa_sheet_examples(&book);
        qa_sheet_scores(&book);
        qa_sheet_turnaround(&book);
        qa_sheet_trend(&book);
        qa_sheet_problems(&book);
        qa_sheet_wrong_items(&book);
        qa_sheet_method(&book);
        say_what_sheets_answer(&book.book);
        qa_sheet_report(&book, &first);
        status = qa_book_close(&book.book, err);
    }
    qa_arena_free(arena);
    return status;
}
