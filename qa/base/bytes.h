#ifndef QA_BASE_BYTES_H
#define QA_BASE_BYTES_H

/*
 * An input file as one block of bytes: mapped when it is a plain file, read otherwise (standard
 * input, pipes), inflated when its content is gzip. UTF-16 with a byte order mark, or recognised by
 * its zero bytes, becomes UTF-8; a UTF-8 mark is skipped.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/error.h"

enum { QA_SHA256_HEX = 65, QA_BYTES_PADDING = 64 };

struct qa_bytes {
    const unsigned char *data; /* the text, after a byte order mark; readable up to padding */
    size_t size;
    size_t padding;   /* zero bytes that may be read after data[size - 1]; >= QA_BYTES_PADDING */
    const char *path; /* as the user named it; "<stdin>" for "-" */
    bool was_gzip;
    bool was_utf16;
    bool was_windows;           /* decoded by qa_bytes_decode_windows */
    char sha256[QA_SHA256_HEX]; /* of the file as delivered, before any conversion; hex */
    void *owned;                /* private */
    size_t owned_size;
    int owned_kind;
};

/* path "-" is standard input. The path is kept, not copied. E101 cannot open or read, E102 damaged
 * gzip, E103 damaged UTF-16. Refused (E104): inflated data above max_size (0: 64 GiB) or above what
 * qa_bytes_unpacked_most says of its packed size, and a device that gives more than 1 GiB. */
QA_NODISCARD enum qa_status qa_bytes_open(struct qa_bytes *bytes, const char *path, size_t max_size,
                                          struct qa_error *err);

/* The most that data of so many packed bytes may unpack to: 1 GiB or 200 times the packed bytes,
 * whichever is more, and never above max_size. Labels pack 10 to 50 times; a bomb packs 1000. */
uint64_t qa_bytes_unpacked_most(uint64_t packed, uint64_t max_size);

/* The two halves of qa_bytes_open, for who has to look at the bytes before they are changed: open
 * them as they were delivered (E101, E104), then inflate gzip and decode UTF-16 in place (E102,
 * E103, E104; once). On failure the bytes are closed. */
QA_NODISCARD enum qa_status qa_bytes_open_raw(struct qa_bytes *bytes, const char *path,
                                              size_t max_size, struct qa_error *err);
QA_NODISCARD enum qa_status qa_bytes_convert(struct qa_bytes *bytes, size_t max_size,
                                             struct qa_error *err);

/* The character of a byte in Windows-1252; 0: none. */
uint32_t qa_windows_character(unsigned char byte);

/* Text in Windows-1252, as programs without Unicode save it, becomes UTF-8: where it is not UTF-8,
 * no character of it is UTF-8 of several bytes, and every byte has a meaning in Windows-1252. Other
 * bytes, and more of them than a person's file has (16 MiB), stay as they are. */
void qa_bytes_decode_windows(struct qa_bytes *bytes);
extern const char qa_windows_decoded[]; /* what people are told of it (W152) */

/* The bytes of a block from malloc, which become this struct's to free, without a copy and without
 * conversion. QA_BYTES_PADDING zero bytes must follow block[size - 1]. The name is kept. */
void qa_bytes_take(struct qa_bytes *bytes, void *block, size_t size, const char *name);

/* The hash is computed on first request, so that reading can go first: on another thread when
 * called from one. O(size). */
void qa_bytes_hash(struct qa_bytes *bytes);

/* A copy of memory as an input, for tests and fuzzers. */
QA_NODISCARD enum qa_status qa_bytes_of_memory(struct qa_bytes *bytes, const void *data,
                                               size_t size, const char *name, struct qa_error *err);

/* Tell the system that data before `end` is not needed again, so that reading a large file does
 * not hold all of it in memory. The data stays readable. */
void qa_bytes_done_until(struct qa_bytes *bytes, size_t end);

void qa_bytes_close(struct qa_bytes *bytes);

#endif
