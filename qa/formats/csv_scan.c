#include "qa/formats/csv_scan.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };

#if defined(__SSE2__)
static uint64_t special_bits(const unsigned char *bytes, char delimiter)
{
    const __m128i comma = _mm_set1_epi8(delimiter);
    const __m128i feed = _mm_set1_epi8('\n');
    const __m128i carriage = _mm_set1_epi8('\r');
    const __m128i quote = _mm_set1_epi8('"');
    uint64_t bits = 0;
    for (int i = 0; i < 4; i++) {
        __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        __m128i found =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(part, comma), _mm_cmpeq_epi8(part, feed)),
                         _mm_or_si128(_mm_cmpeq_epi8(part, carriage), _mm_cmpeq_epi8(part, quote)));
        bits |= (uint64_t)(uint16_t)_mm_movemask_epi8(found) << (16 * i);
    }
    return bits;
}
#else
static uint64_t special_bits(const unsigned char *bytes, char delimiter)
{
    uint64_t bits = 0;
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = bytes[i];
        uint64_t found = c == (unsigned char)delimiter || c == '\n' || c == '\r' || c == '"';
        bits |= found << i;
    }
    return bits;
}
#endif

/* The bits of the block at scan->block, without what lies behind the end. */
static void load(struct qa_csv_scan *scan)
{
    scan->bits = special_bits(scan->data + scan->block, scan->delimiter);
    size_t left = scan->size - scan->block;
    if (left < BLOCK) {
        scan->bits &= (UINT64_C(1) << left) - 1;
    }
}

void qa_csv_scan_init(struct qa_csv_scan *scan, const unsigned char *data, size_t size,
                      char delimiter)
{
    *scan = (struct qa_csv_scan){.data = data, .size = size, .delimiter = delimiter};
    qa_csv_scan_seek(scan, 0);
}

void qa_csv_scan_seek(struct qa_csv_scan *scan, size_t offset)
{
    scan->block = offset;
    scan->bits = 0;
    if (offset < scan->size) {
        load(scan);
    }
}

size_t qa_csv_scan_next(struct qa_csv_scan *scan)
{
    while (scan->bits == 0) {
        if (scan->size - scan->block <= BLOCK) {
            return scan->size;
        }
        scan->block += BLOCK;
        load(scan);
    }
    size_t at = scan->block + (size_t)__builtin_ctzll(scan->bits);
    scan->bits &= scan->bits - 1;
    return at;
}
