/* Any bytes as JSON: every value is visited, its place looked up. */
#include "tests/support/fuzz.h"

#include "qa/formats/json.h"

enum { DEEPEST = 64 };

static void visit(struct qa_json_value value, int depth)
{
    uint64_t line;
    uint64_t column;
    double real;
    int64_t integer;
    struct qa_json_text text;
    qa_json_place(value, &line, &column);
    (void)qa_json_real(value, &real);
    (void)qa_json_integer(value, &integer);
    (void)qa_json_string(value, &text);
    struct qa_json_iterator iterator = qa_json_iterate(value);
    while (depth < DEEPEST && qa_json_next(&iterator)) {
        visit(iterator.value, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_json *json;
    if (size > 1 << 16 || qa_bytes_of_memory(&bytes, data, size, "fuzz", &err) != QA_OK) {
        return 0;
    }
    if (qa_json_parse(&json, &bytes, &err) == QA_OK) {
        visit(qa_json_root(json), 0);
        qa_json_free(json);
    }
    qa_bytes_close(&bytes);
    return 0;
}
