#include "qa/formats/json_cells.h"

#include <string.h>

#include "qa/batch/tag_set.h"
#include "qa/formats/canonical_parts.h"

const char *qa_json_tags(struct qa_json_value list, struct qa_arena *arena)
{
    const char **tags = QA_ARRAY(arena, const char *, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    struct qa_json_text text;
    size_t n = 0;
    if (qa_json_kind(list) != QA_JSON_ARRAY) {
        return NULL;
    }
    while (qa_json_next(&iterator)) {
        if (!qa_json_string(iterator.value, &text)) {
            return NULL;
        }
        tags[n++] = text.text;
    }
    return qa_tag_set_text(tags, qa_tag_set_sort(tags, n), NULL, arena);
}

const char *qa_json_cell(struct qa_json_value value, struct qa_arena *arena, size_t *n)
{
    struct qa_json_text text;
    int64_t whole;
    double real;
    bool is_true;
    const char *out = NULL;
    if (qa_json_string(value, &text)) {
        *n = text.length;
        return text.text;
    }
    if (qa_json_integer(value, &whole)) {
        out = qa_arena_format(arena, "%lld", (long long)whole);
    } else if (qa_json_real(value, &real)) {
        struct qa_written_cell cell;
        qa_write_real(&cell, real, arena);
        out = cell.text;
    } else if (qa_json_bool(value, &is_true)) {
        out = is_true ? "true" : "false";
    } else if (qa_json_kind(value) == QA_JSON_NULL) {
        out = "";
    }
    *n = out != NULL ? strlen(out) : 0;
    return out;
}
