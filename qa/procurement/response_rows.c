#include "qa/procurement/response_rows.h"

#include <string.h>
#include <strings.h>

#include "qa/base/strings.h"

static const struct qa_column_spec vendor_column = {"vendor", "supplier,provider", false};

/* The answer to the field vendor of the table about, or NULL. */
static enum qa_status form_vendor(const struct qa_records *about, struct qa_arena *arena,
                                  const char **vendor, struct qa_error *err)
{
    static const struct qa_column_spec columns[] = {{"field", NULL, true}, {"answer", NULL, true}};
    uint32_t index[2];

    *vendor = NULL;
    if (about->header == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_records_columns(about, columns, 2, index, err));
    for (size_t r = 0; r < about->n_records; r++) {
        const char *answer = qa_cell_trimmed(qa_records_cell(about, r, index[1]), arena);
        if (strcmp(qa_cell_word(qa_records_cell(about, r, index[0]), arena), "vendor") == 0 &&
            answer[0] != '\0') {
            *vendor = answer;
        }
    }
    return QA_OK;
}

enum qa_status qa_row_vendors_init(struct qa_row_vendors *vendors,
                                   const struct qa_response_file *file,
                                   const struct qa_records *records, struct qa_arena *arena,
                                   struct qa_error *err)
{
    *vendors = (struct qa_row_vendors){.file = file, .records = records, .arena = arena};
    QA_TRY(qa_records_columns(records, &vendor_column, 1, &vendors->column, err));
    return form_vendor(&file->about, arena, &vendors->form, err);
}

enum qa_status qa_row_vendor(struct qa_row_vendors *vendors, size_t row, const char **vendor,
                             struct qa_error *err)
{
    const struct qa_cell *cell = qa_records_cell(vendors->records, row, vendors->column);
    const char *own = qa_cell_trimmed(cell, vendors->arena);

    vendors->above = own[0] != '\0' ? own : vendors->carries ? vendors->above : NULL;
    *vendor = vendors->file->vendor != NULL ? vendors->file->vendor
              : vendors->above != NULL      ? vendors->above
                                            : vendors->form;
    if (*vendor != NULL || vendors->is_nameless) {
        return QA_OK;
    }
    vendors->is_nameless = true;
    const struct qa_cell *first = &vendors->records->cells[row * vendors->records->n_columns];
    return qa_fail_at(err, "E441", vendors->records->file, first->line, 0,
                      "nothing says which vendor this is of: fill in the vendor's name, or give it "
                      "with --vendor NAME=%s",
                      vendors->file->path);
}

bool qa_row_is_example(const struct qa_records *records, size_t row)
{
    static const char mark[] = "EXAMPLE";

    for (size_t c = 0; c < records->n_columns; c++) {
        const struct qa_cell *cell = &records->cells[row * records->n_columns + c];
        const char *text = cell->text + strspn(cell->text, " \t");
        if (*text != '\0') {
            return strncasecmp(text, mark, sizeof mark - 1) == 0;
        }
    }
    return false;
}
