#ifndef QA_FORMATS_CSV_SCAN_H
#define QA_FORMATS_CSV_SCAN_H

/*
 * The bulk path of CSV: the next delimiter, line end or quote, found 64 bytes at a time. Bytes are
 * compared in vectors (SSE2, which every x86-64 has, or what the compiler makes of the portable
 * loop) to one bit a byte; walking the bits costs one step a cell and none a character.
 */

#include <stddef.h>
#include <stdint.h>

struct qa_csv_scan {
    const unsigned char *data; /* readable 64 bytes past size */
    size_t size;
    size_t block;  /* offset of the block that bits stand for */
    uint64_t bits; /* special bytes of the block that are not yet passed */
    char delimiter;
};

void qa_csv_scan_init(struct qa_csv_scan *scan, const unsigned char *data, size_t size,
                      char delimiter);

/* Offset of the next special byte at or after where the scan stands, which moves behind it; size
 * when there is none. */
size_t qa_csv_scan_next(struct qa_csv_scan *scan);

/* Go on at an offset. */
void qa_csv_scan_seek(struct qa_csv_scan *scan, size_t offset);

#endif
