/* Any bytes as a YAML document: read or refused, never a crash or a tree without end. */
#include "tests/support/fuzz.h"

#include "qa/formats/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qa_arena *arena = qa_arena_new();
    const struct qa_bytes bytes = {.data = data, .size = size, .path = "fuzz.yaml"};
    struct qa_yaml root;
    struct qa_error err;
    (void)!qa_yaml_read(&bytes, arena, &root, &err);
    qa_arena_free(arena);
    return 0;
}
