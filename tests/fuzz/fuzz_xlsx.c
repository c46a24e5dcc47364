/* Any bytes as a workbook. The corpus holds small ones that are stored, not packed, so that changes
 * reach the XML. */
#include "tests/support/fuzz.h"

#include "qa/formats/sheet_input.h"

static void read_book(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"verdict", "item"};
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_records records;
    if (qa_bytes_of_memory(&bytes, data, size, "fuzz", &err) != QA_OK) {
        return;
    }
    struct qa_arena *arena = qa_arena_new();
    enum qa_status status = qa_sheet_records(&bytes, names, 2, arena, &records, &err);
    (void)status;
    qa_arena_free(arena);
    qa_bytes_close(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= 1 << 18) {
        read_book(data, size);
    }
    return 0;
}
