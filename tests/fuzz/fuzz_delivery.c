/* Any bytes as a delivery, by content, and once more as gold: findings are welcome, crashes not. */
#include <stddef.h>

#include "tests/support/fuzz.h"

#include "qa/base/error.h"
#include "qa/batch/ratings_view.h"
#include "qa/formats/coco.h"
#include "qa/formats/reader.h"

static void read_as(struct qa_bytes *bytes, const struct qa_reader *reader, bool is_gold)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_findings findings;
    struct qa_error err;
    qa_findings_init(&findings, arena);
    const struct qa_read_options options = {.duplicates = QA_DUPLICATES_LAST};
    const struct qa_delivery_file file = {.path = "fuzz", .vendor = is_gold ? NULL : "v"};
    struct qa_names *names = qa_names_new(arena);
    struct qa_read_context context = {.options = &options,
                                      .file = &file,
                                      .names = names,
                                      .delivery = qa_builder_new(arena, names),
                                      .gold = is_gold ? NULL : qa_builder_new(arena, names),
                                      .is_gold = is_gold,
                                      .coco = qa_coco_index_new(arena),
                                      .arena = arena,
                                      .findings = &findings};
    if (reader->read(bytes, &context, &err) == QA_OK) {
        const struct qa_batch *batch =
            qa_builder_finish(context.delivery, options.duplicates, &findings);
        const struct qa_selection all = QA_SELECT_ALL;
        (void)qa_ratings_view(batch, &all, NULL, 0, arena);
    }
    qa_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qa_bytes bytes;
    struct qa_error err;
    const struct qa_reader *reader;
    if (qa_bytes_of_memory(&bytes, data, size, "fuzz", &err) != QA_OK) {
        return 0;
    }
    if (qa_reader_sniff(&bytes, &reader, &err) == QA_OK) {
        read_as(&bytes, reader, false);
        read_as(&bytes, reader, true);
    }
    qa_bytes_close(&bytes);
    return 0;
}
