#include "qa/cli/responses.h"

#include "qa/formats/archive.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/project.h"
#include "qa/formats/xlsx_input.h"

/* The sheets of a request, told by their columns. The charges stand first: their header has the
 * vendor too. */
enum sheet { SHEET_CHARGES, SHEET_PROMISES, SHEET_QUESTIONS, SHEET_ABOUT, N_SHEETS };

static const char *const charges_names[] = {"charge", "basis", "price"};
static const char *const promises_names[] = {"promise", "value"};
static const char *const questions_names[] = {"id", "answer"};
static const char *const about_names[] = {"field", "answer"};
static const struct qa_sheet_form forms[N_SHEETS] = {
    [SHEET_CHARGES] = {charges_names, 3, true},
    [SHEET_PROMISES] = {promises_names, 2, true},
    [SHEET_QUESTIONS] = {questions_names, 2, true},
    [SHEET_ABOUT] = {about_names, 2, true},
};

static bool has_columns(const struct qa_records *records, const struct qa_sheet_form *form)
{
    struct qa_column_spec spec = {.required = true};
    struct qa_error ignored;
    uint32_t index;

    for (size_t n = 0; n < form->n_names; n++) {
        spec.name = form->names[n];
        if (qa_records_columns(records, &spec, 1, &index, &ignored) != QA_OK) {
            return false;
        }
    }
    return true;
}

/* A CSV is one sheet, whichever has its columns. */
static enum qa_status read_csv(struct qa_session *session, struct qa_bytes *bytes,
                               struct qa_records *sheets)
{
    struct qa_records records;

    for (int s = 0; s < N_SHEETS; s++) {
        sheets[s] = (struct qa_records){.file = bytes->path};
    }
    QA_TRY(qa_csv_records(bytes, NULL, 0, session->arena, &records, &session->error));
    for (int s = 0; s < N_SHEETS; s++) {
        if (has_columns(&records, &forms[s])) {
            sheets[s] = records;
            return QA_OK;
        }
    }
    return QA_OK;
}

static enum qa_status read_sheets(struct qa_session *session, struct qa_bytes *bytes,
                                  struct qa_response_file *file)
{
    struct qa_records sheets[N_SHEETS];
    QA_TRY(qa_is_archive(bytes)
               ? qa_xlsx_sheets(bytes, forms, N_SHEETS, session->arena, sheets, &session->error)
               : read_csv(session, bytes, sheets));
    file->charges = sheets[SHEET_CHARGES];
    file->promises = sheets[SHEET_PROMISES];
    file->questions = sheets[SHEET_QUESTIONS];
    file->about = sheets[SHEET_ABOUT];
    if (file->charges.header != NULL || file->promises.header != NULL ||
        file->questions.header != NULL) {
        return QA_OK;
    }
    return qa_fail_at(&session->error, "E447", file->path, 0, 0,
                      "none of the sheets of a request: no header with charge, basis and price, "
                      "with promise and value, or with id and answer");
}

static enum qa_status read_file(struct qa_session *session, struct qa_response_file *file)
{
    struct qa_bytes *bytes = QA_NEW(session->arena, struct qa_bytes);
    QA_TRY(qa_bytes_open(bytes, file->path, 0, &session->error));
    enum qa_status status = read_sheets(session, bytes, file);
    if (status == QA_OK) {
        qa_bytes_hash(bytes);
        qa_report_add_input(session->report,
                            (struct qa_report_input){
                                .path = file->path,
                                .format = qa_is_archive(bytes) ? "xlsx" : "csv",
                                .sha256 = qa_arena_text(session->arena, bytes->sha256),
                                .role = "response",
                                .rows_read = file->charges.n_records + file->promises.n_records +
                                             file->questions.n_records});
    }
    qa_bytes_close(bytes);
    return status;
}

enum qa_status qa_session_responses(struct qa_session *session,
                                    const struct qa_response_path *paths, size_t n,
                                    struct qa_response_file **out)
{
    struct qa_response_file *files = QA_ARRAY(session->arena, struct qa_response_file, n + 1);
    for (size_t i = 0; i < n; i++) {
        files[i] = (struct qa_response_file){.path = paths[i].path, .vendor = paths[i].vendor};
        QA_TRY(read_file(session, &files[i]));
    }
    *out = files;
    return QA_OK;
}

void qa_responses_count(struct qa_session *session, const struct qa_response_file *files, size_t n)
{
    struct qa_report *report = session->report;
    size_t next = 0;
    for (size_t i = 0; i < report->n_inputs && next < n; i++) {
        struct qa_report_input *input = &report->inputs[i];
        if (input->path != files[next].path) {
            continue;
        }
        input->rows_used = files[next++].n_used;
        if (input->rows_used < input->rows_read) {
            struct qa_exclusion *exclusion = QA_NEW(session->arena, struct qa_exclusion);
            *exclusion =
                (struct qa_exclusion){"blank or an example", input->rows_read - input->rows_used};
            input->exclusions = exclusion;
            input->n_exclusions = 1;
        }
    }
}

enum qa_status qa_response_paths(struct qa_session *session, const struct qa_texts *vendors,
                                 struct qa_response_path **out, size_t *n)
{
    const struct qa_reading reading = {.vendors = *vendors};
    struct qa_project project;
    if (session->n_operands == 0 && vendors->n == 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "no file given: name the requests that came back, or --vendor NAME=FILES");
    }
    QA_TRY(qa_session_vendors(session, &reading, &project));
    *n = project.n_deliveries;
    *out = QA_ARRAY(session->arena, struct qa_response_path, *n);
    for (size_t i = 0; i < *n; i++) {
        (*out)[i] =
            (struct qa_response_path){project.deliveries[i].files[0], project.deliveries[i].vendor};
    }
    return QA_OK;
}

enum qa_status qa_session_questionnaire(struct qa_session *session, const char *path,
                                        const struct qa_questionnaire **out)
{
    const struct qa_records *records;
    *out = qa_questionnaire_default();
    if (path == NULL) {
        return QA_OK;
    }
    struct qa_questionnaire *list = QA_NEW(session->arena, struct qa_questionnaire);
    QA_TRY(qa_session_records(session, path, "questions", "id,question", &records));
    QA_TRY(qa_questionnaire_parse(records, session->arena, list, &session->error));
    *out = list;
    return QA_OK;
}
