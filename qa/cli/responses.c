#include "qa/cli/responses.h"

#include <string.h>

#include "qa/cli/project.h"
#include "qa/formats/sheet_input.h"
#include "qa/procurement/quote.h"

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

/* Quotes that are no request may have columns of other names, which their reader knows. */
static const char *const quote_names[] = {"charge", "price"};
static const struct qa_sheet_form quote_form = {quote_names, 2, false};

/* Numbers and dates of all sheets in the form that their readers take. */
static enum qa_status settle(struct qa_session *session, struct qa_response_file *file)
{
    const struct {
        struct qa_records *records;
        const struct qa_record_forms *forms;
    } sheets[] = {{&file->charges, &qa_quote_forms},
                  {&file->promises, &qa_promise_forms},
                  {&file->questions, &qa_reply_forms}};
    for (size_t s = 0; s < sizeof sheets / sizeof *sheets; s++) {
        if (sheets[s].records->header == NULL) {
            continue;
        }
        QA_TRY(qa_records_settle(sheets[s].records, sheets[s].forms, &session->notation,
                                 session->arena, &session->findings, &session->error));
    }
    return QA_OK;
}

static enum qa_status read_sheets(struct qa_session *session, struct qa_bytes *bytes,
                                  struct qa_response_file *file)
{
    struct qa_records sheets[N_SHEETS + 1] = {{0}};
    if (qa_is_workbook(bytes)) {
        QA_TRY(qa_book_sheets(bytes, forms, N_SHEETS, session->arena, sheets, &session->error));
    } else {
        struct qa_records records;
        size_t sheet;
        QA_TRY(qa_text_sheet(bytes, forms, N_SHEETS, session->arena, &records, &sheet,
                             &session->error));
        sheets[sheet] = records;
    }
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

typedef enum qa_status (*sheet_reader)(struct qa_session *session, struct qa_bytes *bytes,
                                       struct qa_response_file *file);

static enum qa_status read_file(struct qa_session *session, const char *role, sheet_reader reader,
                                struct qa_response_file *file)
{
    struct qa_bytes *bytes = QA_NEW(session->arena, struct qa_bytes);
    QA_TRY(qa_bytes_open(bytes, file->path, 0, &session->error));
    enum qa_status status = reader(session, bytes, file);
    qa_session_say_windows(session, bytes);
    if (status == QA_OK) {
        status = settle(session, file);
    }
    if (status == QA_OK) {
        qa_bytes_hash(bytes);
        qa_report_add_input(session->report,
                            (struct qa_report_input){
                                .path = file->path,
                                .format = qa_sheet_format(bytes),
                                .sha256 = qa_arena_text(session->arena, bytes->sha256),
                                .role = role,
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
        QA_TRY(read_file(session, "response", read_sheets, &files[i]));
    }
    *out = files;
    return QA_OK;
}

/* ---- quotes ---- */

static enum qa_status read_quote(struct qa_session *session, struct qa_bytes *bytes,
                                 struct qa_response_file *file)
{
    if (qa_is_workbook(bytes)) {
        struct qa_records sheets[2];
        const struct qa_sheet_form wanted[] = {quote_form, forms[SHEET_ABOUT]};
        QA_TRY(qa_book_sheets(bytes, wanted, 2, session->arena, sheets, &session->error));
        file->charges = sheets[0];
        file->about = sheets[1];
        return QA_OK;
    }
    struct qa_records records;
    size_t sheet;
    QA_TRY(
        qa_text_sheet(bytes, forms, N_SHEETS, session->arena, &records, &sheet, &session->error));
    if (sheet == SHEET_CHARGES || sheet == N_SHEETS) {
        file->charges = records;
    } else {
        /* Nothing for a quote, but its rows are counted and said to be passed over. */
        file->questions = records;
    }
    return QA_OK;
}

/* `also`: quotes read before, of other vendors; NULL: none. Without a charge *out = also. */
static enum qa_status merge_charges(struct qa_session *session,
                                    const struct qa_response_path *paths, size_t n,
                                    const struct qa_records *also, const struct qa_records **out)
{
    struct qa_response_file *files = QA_ARRAY(session->arena, struct qa_response_file, n + 1);
    for (size_t i = 0; i < n; i++) {
        files[i] = (struct qa_response_file){.path = paths[i].path, .vendor = paths[i].vendor};
        QA_TRY(read_file(session, "quotes", read_quote, &files[i]));
    }
    QA_TRY(qa_responses_charges(files, n, also, session->arena, out, &session->error));
    qa_responses_count(session, files, n);
    return QA_OK;
}

enum qa_status qa_session_charges(struct qa_session *session, const struct qa_response_path *paths,
                                  size_t n, const struct qa_records **out)
{
    QA_TRY(merge_charges(session, paths, n, NULL, out));
    if (n > 0 && *out == NULL) {
        return qa_fail_at(&session->error, "E406", paths[0].path, 0, 0,
                          "no quotes: %s no row with a charge",
                          n == 1 ? "the file has" : "the files have");
    }
    return QA_OK;
}

struct qa_response_path *qa_project_responses(const struct qa_project *project,
                                              struct qa_arena *arena)
{
    struct qa_response_path *paths =
        QA_ARRAY(arena, struct qa_response_path, project->n_responses + 1);
    for (size_t i = 0; i < project->n_responses; i++) {
        paths[i] =
            (struct qa_response_path){project->responses[i].path, project->responses[i].vendor};
    }
    return paths;
}

enum qa_status qa_session_project_charges(struct qa_session *session,
                                          const struct qa_project *project,
                                          const struct qa_records **out)
{
    const struct qa_response_path quotes = {project->quotes, NULL};
    const struct qa_response_path *responses = qa_project_responses(project, session->arena);
    const struct qa_records *also;
    QA_TRY(qa_session_charges(session, &quotes, project->quotes != NULL, &also));
    return merge_charges(session, responses, project->n_responses, also, out);
}

/* ---- both ---- */

/* Why rows of a file were not used. */
static const char *reason_of(const struct qa_response_file *file, const char *role)
{
    return strcmp(role, "quotes") == 0 && file->charges.header == NULL
               ? "no charges: promises or answers, which `labelqa compliance` reads"
               : "blank or an example";
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
        const char *reason = reason_of(&files[next], input->role);
        input->rows_used = files[next++].n_used;
        if (input->rows_used < input->rows_read) {
            struct qa_exclusion *exclusion = QA_NEW(session->arena, struct qa_exclusion);
            *exclusion = (struct qa_exclusion){reason, input->rows_read - input->rows_used};
            input->exclusions = exclusion;
            input->n_exclusions = 1;
        }
    }
}

enum qa_status qa_response_paths(struct qa_session *session, const struct qa_texts *vendors,
                                 struct qa_response_path **out, size_t *n)
{
    struct qa_delivery_file *files;
    if (session->n_operands == 0 && vendors->n == 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "no file given: name the requests that came back, or --vendor NAME=FILES");
    }
    QA_TRY(qa_session_files(session, vendors, &files, n));
    *out = QA_ARRAY(session->arena, struct qa_response_path, *n);
    for (size_t i = 0; i < *n; i++) {
        (*out)[i] = (struct qa_response_path){files[i].path, files[i].vendor};
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
