/* A workbook for each vendor, to send to that vendor alone. */
#include <string.h>

#include "qa/base/filename.h"
#include "qa/base/output.h"
#include "qa/cli/evaluate_parts.h"

struct vendor_book {
    const struct qa_evaluation *evaluation;
    const struct qa_report *report;
    struct qa_workbook_options options;
};

static enum qa_status write_book(void *context, const char *path, struct qa_error *err)
{
    const struct vendor_book *book = context;
    return qa_workbook_for_vendor(book->evaluation, book->report, &book->options, path, err);
}

/* Where a file's own name begins: folders are the buyer's business. */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* What the vendor may know of where figures come from: the version and its own files. A file of
 * several vendors is none of them. */
static struct qa_report *report_of_vendor(const struct qa_session *session, uint32_t vendor)
{
    const struct qa_batch *delivery = session->deliveries.delivery;
    struct qa_report *own = qa_report_new(session->arena, session->report->tool);
    own->version = session->report->version;
    own->confidence = session->report->confidence;
    for (size_t i = 0; i < session->report->n_inputs; i++) {
        const struct qa_report_input *input = &session->report->inputs[i];
        for (size_t s = 0; s < delivery->n_sources; s++) {
            const struct qa_source *source = &delivery->sources[s];
            if (source->vendor == vendor && vendor != QA_NONE &&
                strcmp(source->path, input->path) == 0) {
                struct qa_report_input copy = *input;
                copy.path = base_name(input->path);
                qa_report_add_input(own, copy);
            }
        }
    }
    return own;
}

/* Vendors with an answer, by id; QA_NONE last, for answers that name none. */
static size_t list_vendors(const struct qa_session *session, uint32_t **out)
{
    const struct qa_batch *delivery = session->deliveries.delivery;
    uint32_t n_ids = qa_strings_count(delivery->names->vendors);
    bool *seen = QA_ARRAY(session->arena, bool, (size_t)n_ids + 1);
    uint32_t *vendors = QA_ARRAY(session->arena, uint32_t, (size_t)n_ids + 1);
    size_t n = 0;
    for (size_t i = 0; i < delivery->n_answers; i++) {
        uint32_t vendor = qa_answer_vendor(delivery, i);
        seen[vendor == QA_NONE ? n_ids : vendor] = true;
    }
    for (uint32_t id = 0; id <= n_ids; id++) {
        if (seen[id]) {
            vendors[n++] = id == n_ids ? QA_NONE : id;
        }
    }
    *out = vendors;
    return n;
}

struct files {
    struct qa_output *list;
    const char **names;
    size_t n;
};

static enum qa_status start_book(struct qa_session *session,
                                 const struct qa_evaluate_options *options,
                                 const struct qa_evaluation *evaluation, uint32_t vendor,
                                 struct files *files)
{
    const struct qa_evaluation own = qa_evaluation_of_vendor(evaluation, vendor, session->arena);
    struct vendor_book book = {&own, report_of_vendor(session, vendor),
                               qa_workbook_options_of(options)};
    const char *name =
        vendor == QA_NONE ? "unnamed-vendor" : qa_strings_text(evaluation->names->vendors, vendor);
    name = qa_file_name_unlike(session->arena, name, files->names, files->n);
    const char *folder = options->project->workbook.vendor_reports;
    const char *path = qa_arena_format(session->arena, "%s/%s.xlsx", folder, name);
    QA_TRY(qa_session_start_workbook(session, path, options->output->force, write_book, &book,
                                     &files->list[files->n]));
    files->names[files->n++] = name;
    return QA_OK;
}

enum qa_status qa_write_vendor_reports(struct qa_session *session,
                                       const struct qa_evaluate_options *options,
                                       const struct qa_evaluation *evaluation)
{
    uint32_t *vendors;
    if (options->project->workbook.vendor_reports == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_output_folder(options->project->workbook.vendor_reports, &session->error));
    size_t n = list_vendors(session, &vendors);
    struct files files = {QA_ARRAY(session->arena, struct qa_output, n + 1),
                          QA_ARRAY(session->arena, const char *, n + 1), 0};
    enum qa_status status = QA_OK;
    for (size_t i = 0; status == QA_OK && i < n; i++) {
        status = start_book(session, options, evaluation, vendors[i], &files);
    }
    for (size_t i = 0; i < files.n; i++) {
        if (status == QA_OK) {
            status = qa_output_commit(&files.list[i], &session->error);
        } else {
            qa_output_abandon(&files.list[i]);
        }
    }
    return status;
}
