#include "qa/formats/coco_index.h"

#include <string.h>

enum { LONGEST_ID = 4096 };

/* An id as bytes that tell numbers from texts. */
struct key {
    char bytes[LONGEST_ID + 1];
    size_t length;
};

static bool make_key(struct qa_json_value id, struct key *key)
{
    int64_t number;
    struct qa_json_text text;
    if (qa_json_integer(id, &number)) {
        key->bytes[0] = 'n';
        memcpy(key->bytes + 1, &number, sizeof number);
        key->length = 1 + sizeof number;
        return true;
    }
    if (!qa_json_string(id, &text) || text.length > LONGEST_ID) {
        return false;
    }
    key->bytes[0] = 't';
    memcpy(key->bytes + 1, text.text, text.length);
    key->length = 1 + text.length;
    return true;
}

void qa_coco_map_init(struct qa_coco_map *map, struct qa_arena *arena)
{
    *map = (struct qa_coco_map){.keys = qa_strings_new(arena)};
}

uint32_t qa_coco_map_put(struct qa_coco_map *map, struct qa_json_value id, struct qa_arena *arena,
                         bool *is_new)
{
    struct key key;
    if (!make_key(id, &key)) {
        return QA_NONE;
    }
    uint32_t before = qa_strings_count(map->keys);
    uint32_t number = qa_strings_intern(map->keys, key.bytes, key.length);
    *is_new = number == before;
    map->name =
        qa_arena_grow(arena, map->name, &map->capacity, (size_t)number + 1, sizeof *map->name);
    return number;
}

uint32_t qa_coco_map_find(const struct qa_coco_map *map, struct qa_json_value id)
{
    struct key key;
    return make_key(id, &key) ? qa_strings_find(map->keys, key.bytes, key.length) : QA_NONE;
}

const char *qa_coco_id_text(struct qa_json_value id, struct qa_arena *arena)
{
    int64_t number;
    struct qa_json_text text;
    if (qa_json_integer(id, &number)) {
        return qa_arena_format(arena, "%lld", (long long)number);
    }
    return qa_json_string(id, &text) ? text.text : NULL;
}
