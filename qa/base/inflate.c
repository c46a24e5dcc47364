#include "qa/base/inflate.h"

#include <zlib.h>

/* No byte packs into less than a thousandth, so short data needs little room. */
enum { RATIO_MAX = 1032, ROOM = 64 };

unsigned char *qa_inflate(const unsigned char *data, size_t n, size_t most, size_t *size,
                          struct qa_arena *arena)
{
    if (n == 0) {
        return NULL;
    }
    size_t room = n < most / RATIO_MAX ? n * RATIO_MAX + ROOM : most;
    unsigned char *block = qa_arena_array(arena, room, 1);
    uLongf inflated = (uLongf)room;
    if (uncompress(block, &inflated, data, (uLong)n) != Z_OK) {
        return NULL;
    }
    *size = (size_t)inflated;
    return block;
}
