#include "qa/formats/workbook_check.h"

#include <string.h>

#include "qa/base/files.h"
#include "qa/formats/archive.h"
#include "qa/formats/xlsx_parts.h"
#include "qa/formats/xml.h"

/* Far more than a sheet of a million rows takes. */
static const size_t largest_part = (size_t)8 << 30;

static enum qa_status is_wrong(struct qa_error *err, const char *what)
{
    return qa_fail(err, QA_OUTPUT, "E510",
                   "the workbook was not written whole (%s); is the disk or the memory full?",
                   what);
}

static enum qa_status check_part(const struct qa_bytes *bytes, const char *name,
                                 struct qa_error *err)
{
    struct qa_part part;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_xml_handlers nothing = {0};
    enum qa_status status = qa_archive_part(bytes, name, largest_part, arena, &part, err);
    if (status == QA_OK) {
        const struct qa_xml_input input = {
            .data = part.data, .size = part.size, .path = bytes->path, .part = name};
        status = qa_xml_parse(&input, &nothing, arena, err);
    }
    qa_arena_free(arena);
    return status;
}

static bool is_among(const struct qa_part_names *names, const char *name)
{
    size_t i = 0;
    while (name != NULL && i < names->n && strcmp(names->list[i], name) != 0) {
        i++;
    }
    return name != NULL && i < names->n;
}

static enum qa_status check_parts(const struct qa_bytes *bytes, struct qa_arena *arena,
                                  struct qa_error *err)
{
    struct qa_part_names names;
    QA_TRY(qa_archive_names(bytes, arena, &names, err));
    for (size_t i = 0; i < names.n; i++) {
        QA_TRY(check_part(bytes, names.list[i], err));
    }
    struct qa_xlsx_book book;
    QA_TRY(qa_xlsx_book_read(bytes, arena, &book, err));
    for (size_t s = 0; s < book.n_sheets; s++) {
        if (!is_among(&names, book.sheets[s].part)) {
            return qa_fail(err, QA_OUTPUT, "E510", "sheet '%.100s' is missing",
                           book.sheets[s].name);
        }
    }
    return book.n_sheets > 0 ? QA_OK : qa_fail(err, QA_OUTPUT, "E510", "it has no sheet");
}

enum qa_status qa_workbook_check(const char *path, struct qa_error *err)
{
    struct qa_bytes bytes;
    struct qa_error found = {0};
    if (qa_bytes_open_raw(&bytes, path, 0, &found) != QA_OK) {
        return is_wrong(err, found.text);
    }
    struct qa_arena *arena = qa_arena_new();
    enum qa_status status = check_parts(&bytes, arena, &found);
    qa_arena_free(arena);
    qa_bytes_close(&bytes);
    qa_files_drop(path);
    return status == QA_OK ? QA_OK : is_wrong(err, found.text);
}
