#include "reports/workbook.h"

#include "reports/sheets.h"

/* Annotators are numbered within their vendor in the order of their names. */
static const uint32_t *make_pseudonyms(const struct qa_names *names, struct qa_arena *arena)
{
    uint32_t n = qa_annotator_count(names);
    const uint32_t *rank = qa_annotator_rank(names, arena);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    uint32_t *number = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    for (uint32_t id = 0; id < n; id++) {
        order[rank[id]] = id;
    }
    uint32_t next = 1;
    for (uint32_t i = 0; i < n; i++) {
        bool same_vendor = i > 0 && qa_annotator_vendor(names, order[i]) ==
                                        qa_annotator_vendor(names, order[i - 1]);
        next = same_vendor ? next + 1 : 1;
        number[order[i]] = next;
    }
    return number;
}

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
    if (book->options->show_names) {
        return qa_annotator_text(book->evaluation->names, annotator);
    }
    return qa_arena_format(book->arena, "annotator %u", book->pseudonym[annotator]);
}

enum qa_status qa_workbook_vendor(const struct qa_evaluation *evaluation,
                                  const struct qa_report *report,
                                  const struct qa_workbook_options *options, const char *path,
                                  struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_vendor_book book = {.arena = arena,
                                  .evaluation = evaluation,
                                  .report = report,
                                  .options = options,
                                  .n = (uint32_t)evaluation->scorecard.n_scores,
                                  .currency = evaluation->scorecard.currency,
                                  .pseudonym = make_pseudonyms(evaluation->names, arena)};
    const char *footer = qa_arena_format(
        arena, "labelqa %s%s%.12s", report->version, report->n_inputs > 0 ? ", first input " : "",
        report->n_inputs > 0 && report->inputs[0].sha256 != NULL ? report->inputs[0].sha256 : "");
    enum qa_status status = qa_book_open(&book.book, path, evaluation->name, footer, arena, err);
    if (status == QA_OK) {
        struct qa_sheet summary = qa_book_sheet(&book.book, "Summary", QA_TAB_DECIDE);
        qa_sheet_inputs(&book);
        qa_sheet_vendors(&book);
        qa_sheet_quotes(&book);
        qa_sheet_accuracy(&book);
        qa_sheet_confusion(&book);
        qa_sheet_agreement(&book);
        qa_sheet_annotators(&book);
        qa_sheet_geometry(&book);
        qa_sheet_turnaround(&book);
        qa_sheet_problems(&book);
        qa_sheet_wrong_items(&book);
        qa_sheet_method(&book);
        qa_sheet_summary(&book, &summary);
        status = qa_book_close(&book.book, err);
    }
    qa_arena_free(arena);
    return status;
}
