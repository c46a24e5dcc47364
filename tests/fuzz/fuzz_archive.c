/* Any bytes as a delivery in an archive, or compressed: every entry is asked for, from the last to
 * the first, some twice. */
#include "tests/support/fuzz.h"

#include "qa/formats/input.h"

static void read_entries(struct qa_input *input)
{
    for (size_t i = qa_input_count(input); i > 0; i--) {
        struct qa_bytes *bytes;
        struct qa_error err;
        if (qa_input_bytes(input, i - 1, &bytes, &err) == QA_OK && i % 2 == 0) {
            qa_bytes_hash(bytes);
            qa_input_drop(input, i / 2);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Small, so that an input of a few bytes does not unpack to gigabytes. */
    static const struct qa_input_limits limits = {.max_entries = 200,
                                                  .max_depth = 8,
                                                  .max_name = 200,
                                                  .max_entry = 1 << 16,
                                                  .max_total = 1 << 18,
                                                  .ahead = 1 << 10};
    struct qa_arena *arena = qa_arena_new();
    struct qa_input *input;
    struct qa_error err;
    if (size <= 1 << 18 &&
        qa_input_of_memory(&input, data, size, "fuzz.zip", &limits, arena, &err) == QA_OK) {
        read_entries(input);
        qa_input_close(input);
    }
    qa_arena_free(arena);
    return 0;
}
