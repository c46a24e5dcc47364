#include "qa/base/lists.h"

#include <string.h>

void qa_texts_add(struct qa_texts *texts, const char *text, struct qa_arena *arena)
{
    const char **list = QA_ARRAY(arena, const char *, texts->n + 1);
    if (texts->n > 0) {
        memcpy(list, texts->list, texts->n * sizeof *list);
    }
    list[texts->n] = text;
    texts->list = list;
    texts->n++;
}

struct qa_texts qa_split_list(struct qa_arena *arena, const char *text)
{
    struct qa_texts parts = {NULL, 0};
    while (text != NULL && *text != '\0') {
        size_t length = strcspn(text, ",");
        if (length > 0) {
            qa_texts_add(&parts, qa_arena_text_n(arena, text, length), arena);
        }
        text += length;
        text += *text == ',';
    }
    return parts;
}

const char *qa_join_list(const struct qa_texts *texts, struct qa_arena *arena)
{
    const char *text = texts->n > 0 ? texts->list[0] : NULL;
    for (size_t i = 1; i < texts->n; i++) {
        text = qa_arena_format(arena, "%s, %s", text, texts->list[i]);
    }
    return text;
}

bool qa_split_pair(struct qa_arena *arena, const char *text, const char **name, const char **value)
{
    size_t length = strcspn(text, "=");
    *name = qa_arena_text_n(arena, text, length);
    *value = text[length] == '=' ? text + length + 1 : NULL;
    return *value != NULL && length > 0;
}
