#include "qa/formats/coco_index.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_ID = 4096 };

/* An id as bytes that tell numbers from texts. */
struct key {
    char bytes[LONGEST_ID + 1];
    size_t length;
};

static void number_key(int64_t number, struct key *key)
{
    key->bytes[0] = 'n';
    memcpy(key->bytes + 1, &number, sizeof number);
    key->length = 1 + sizeof number;
}

static void text_key(const char *text, size_t length, struct key *key)
{
    key->bytes[0] = 't';
    memcpy(key->bytes + 1, text, length);
    key->length = 1 + length;
}

static bool make_key(struct qa_json_value id, struct key *key)
{
    int64_t number;
    struct qa_json_text text;
    if (qa_json_integer(id, &number)) {
        number_key(number, key);
        return true;
    }
    if (!qa_json_string(id, &text) || text.length > LONGEST_ID) {
        return false;
    }
    text_key(text.text, text.length, key);
    return true;
}

/* The number as a text, or the text as the number that is written so: "7", but not "07". */
static bool make_other_key(struct qa_json_value id, struct key *key)
{
    enum { LONGEST_NUMBER = 24 };
    int64_t number;
    struct qa_json_text text;
    char digits[LONGEST_NUMBER];
    if (qa_json_integer(id, &number)) {
        int n = snprintf(digits, sizeof digits, "%" PRId64, number);
        text_key(digits, (size_t)n, key);
        return true;
    }
    if (!qa_json_string(id, &text) || sscanf(text.text, "%18" SCNd64, &number) != 1) {
        return false;
    }
    snprintf(digits, sizeof digits, "%" PRId64, number);
    number_key(number, key);
    return strcmp(digits, text.text) == 0;
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
    if (!make_key(id, &key)) {
        return QA_NONE;
    }
    uint32_t found = qa_strings_find(map->keys, key.bytes, key.length);
    if (found == QA_NONE && make_other_key(id, &key)) {
        found = qa_strings_find(map->keys, key.bytes, key.length);
    }
    return found;
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
