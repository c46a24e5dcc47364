/* Small tables and work sheets as records. */
#include "qa/cli/session.h"

#include <string.h>

#include "qa/formats/sheet_input.h"

void qa_session_say_windows(struct qa_session *session, const struct qa_bytes *bytes)
{
    if (bytes->was_windows) {
        qa_findings_addf(&session->findings, QA_WARNING, "W152", bytes->path, 0, 0, "%s",
                         qa_windows_decoded);
    }
}

enum qa_status qa_session_records(struct qa_session *session, const char *path, const char *role,
                                  const char *header, const struct qa_records **out)
{
    static const struct qa_record_forms none = {NULL, NULL, 0};
    return qa_session_numbers(session, path, role, header, &none, out);
}

enum qa_status qa_session_numbers(struct qa_session *session, const char *path, const char *role,
                                  const char *header, const struct qa_record_forms *forms,
                                  const struct qa_records **out)
{
    *out = NULL;
    if (path == NULL) {
        return QA_OK;
    }
    /* The records point into the bytes, which therefore live as long as the process. */
    struct qa_bytes *bytes = QA_NEW(session->arena, struct qa_bytes);
    struct qa_records *records = QA_NEW(session->arena, struct qa_records);
    QA_TRY(qa_bytes_open(bytes, path, 0, &session->error));
    struct qa_texts names = qa_split_list(session->arena, header);
    enum qa_status status =
        qa_sheet_records(bytes, names.list, names.n, session->arena, records, &session->error);
    if (status == QA_OK) {
        qa_session_say_windows(session, bytes);
        status = qa_records_settle(records, forms, &session->notation, session->arena,
                                   &session->findings, &session->error);
    }
    if (status == QA_OK) {
        qa_bytes_hash(bytes);
        qa_report_add_input(
            session->report,
            (struct qa_report_input){.path = path,
                                     .format = qa_sheet_format(bytes),
                                     .sha256 = qa_arena_text(session->arena, bytes->sha256),
                                     .role = role,
                                     .rows_read = records->n_records,
                                     .rows_used = records->n_records});
        *out = records;
    }
    qa_bytes_close(bytes);
    return status;
}

enum qa_status qa_session_sheet(struct qa_session *session, const char *path,
                                const struct qa_records **out)
{
    const struct qa_records *read = NULL;
    QA_TRY(qa_session_records(session, path, "work sheet", "verdict,gold", &read));
    if (read == NULL) {
        QA_BUG("a work sheet without a path");
    }
    struct qa_records *sheet = QA_NEW(session->arena, struct qa_records);
    size_t n = read->n_records * read->n_columns;
    struct qa_cell *cells = QA_ARRAY(session->arena, struct qa_cell, n + 1);
    for (size_t i = 0; i < n; i++) {
        cells[i] = read->cells[i];
        cells[i].text = qa_unguarded(cells[i].text);
        cells[i].length = (uint32_t)strlen(cells[i].text);
    }
    *sheet = *read;
    sheet->cells = cells;
    *out = sheet;
    return QA_OK;
}

enum qa_status qa_session_sheets(struct qa_session *session, const struct qa_sheet_files *files,
                                 bool are_scores, const struct qa_records *const **out)
{
    const struct qa_records **sheets =
        QA_ARRAY(session->arena, const struct qa_records *, files->n);
    for (size_t i = 0; i < files->n; i++) {
        QA_TRY(are_scores ? qa_session_records(session, files->list[i], "scores", "score,iou,value",
                                               &sheets[i])
                          : qa_session_sheet(session, files->list[i], &sheets[i]));
    }
    *out = sheets;
    return QA_OK;
}
