#include "qa/cli/expected.h"

enum qa_status qa_expected_items(struct qa_session *session, const char *path, const uint32_t **ids,
                                 size_t *n)
{
    static const struct qa_column_spec spec = {
        "item", "item_id,image,image_id,file_name,filename,task_id,id,document", true};
    *ids = NULL;
    *n = 0;
    const struct qa_records *records;
    QA_TRY(qa_session_records(session, path, "ordered items", "item,item_id,id", &records));
    if (records == NULL) {
        return QA_OK;
    }
    uint32_t column = 0;
    if (records->n_columns > 1) {
        QA_TRY(qa_records_columns(records, &spec, 1, &column, &session->error));
    }
    uint32_t *list = QA_ARRAY(session->arena, uint32_t, records->n_records + 1);
    for (size_t r = 0; r < records->n_records; r++) {
        const struct qa_cell *cell = qa_records_cell(records, r, column);
        list[r] = qa_strings_intern(session->deliveries.names->items, cell->text, cell->length);
    }
    *ids = list;
    *n = records->n_records;
    return QA_OK;
}
