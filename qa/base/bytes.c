#define _GNU_SOURCE
#include "qa/base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "qa/base/files.h"
#include "qa/base/hash.h"
#include "qa/base/utf8.h"

enum { PADDING = QA_BYTES_PADDING, PAGE = 4096, FIRST_READ = 1 << 16, SNIFFED = 256 };
enum owned_kind { OWNED_NOTHING, OWNED_MAPPING, OWNED_MEMORY };
enum { PLAUSIBLE_RATIO = 200 };
static const size_t default_max_size = (size_t)64 << 30;
static const size_t harmless_size = (size_t)1 << 30;

/* A growing block with PADDING zero bytes behind its end. */
struct block {
    unsigned char *data;
    size_t size;
    size_t capacity;
};

static void block_reserve(struct block *block, size_t capacity)
{
    if (block->data != NULL && capacity + PADDING <= block->capacity) {
        return;
    }
    size_t wanted = block->capacity * 2 > capacity ? block->capacity * 2 : capacity;
    wanted += PADDING;
    unsigned char *data = realloc(block->data, wanted);
    if (data == NULL) {
        qa_out_of_memory(wanted);
    }
    block->data = data;
    block->capacity = wanted;
}

static void block_close(struct block *block)
{
    block_reserve(block, block->size);
    memset(block->data + block->size, 0, PADDING);
}

static void own_block(struct qa_bytes *bytes, struct block *block)
{
    block_close(block);
    bytes->owned = block->data;
    bytes->owned_size = block->capacity;
    bytes->owned_kind = OWNED_MEMORY;
    bytes->data = block->data;
    bytes->size = block->size;
    bytes->padding = PADDING;
}

static enum qa_status cannot_read(const struct qa_bytes *bytes, struct qa_error *err)
{
    return qa_fail(err, QA_INPUT, "E101", "cannot read '%s': %s", bytes->path, strerror(errno));
}

static enum qa_status too_large(const struct qa_bytes *bytes, size_t max_size, struct qa_error *err)
{
    return qa_fail(err, QA_INPUT, "E104", "'%s' holds more than %zu bytes", bytes->path, max_size);
}

/* The file over an anonymous mapping that is at least PADDING longer: the zero bytes behind it. */
static bool map_file(struct qa_bytes *bytes, int file, size_t size)
{
    size_t room = (size + PADDING + PAGE - 1) / PAGE * PAGE;
    unsigned char *base = mmap(NULL, room, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) {
        return false;
    }
    if (mmap(base, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file, 0) == MAP_FAILED) {
        munmap(base, room);
        return false;
    }
    (void)madvise(base, size, MADV_SEQUENTIAL);
    bytes->owned = base;
    bytes->owned_size = room;
    bytes->owned_kind = OWNED_MAPPING;
    bytes->data = base;
    bytes->size = size;
    bytes->padding = PADDING;
    return true;
}

static enum qa_status read_all(struct qa_bytes *bytes, int file, size_t max_size,
                               struct qa_error *err)
{
    struct block block = {NULL, 0, 0};
    for (;;) {
        block_reserve(&block, block.size + FIRST_READ);
        ssize_t n = read(file, block.data + block.size, block.capacity - PADDING - block.size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            enum qa_status status = n < 0 ? cannot_read(bytes, err) : QA_OK;
            own_block(bytes, &block);
            return status;
        }
        block.size += (size_t)n;
        if (block.size > max_size) {
            own_block(bytes, &block);
            return too_large(bytes, max_size, err);
        }
    }
}

static void release(struct qa_bytes *bytes)
{
    if (bytes->owned_kind == OWNED_MAPPING) {
        munmap(bytes->owned, bytes->owned_size);
    } else if (bytes->owned_kind == OWNED_MEMORY) {
        free(bytes->owned);
    }
    bytes->owned = NULL;
    bytes->owned_kind = OWNED_NOTHING;
}

/* Inflates one gzip member after the other into the block. */
static enum qa_status inflate_all(const struct qa_bytes *bytes, size_t max_size, struct block *out,
                                  struct qa_error *err)
{
    z_stream stream = {0};
    if (inflateInit2(&stream, 15 + 16) != Z_OK) {
        QA_BUG("zlib does not start");
    }
    size_t at = 0;
    int result = Z_OK;
    while (result != Z_STREAM_END || at < bytes->size) {
        if (result == Z_STREAM_END) {
            inflateReset(&stream);
        }
        block_reserve(out, out->size + FIRST_READ);
        size_t left = bytes->size - at;
        size_t room = out->capacity - PADDING - out->size;
        stream.next_in = (Bytef *)(uintptr_t)(bytes->data + at);
        stream.avail_in = left > INT32_MAX ? INT32_MAX : (uInt)left;
        stream.next_out = out->data + out->size;
        stream.avail_out = room > INT32_MAX ? INT32_MAX : (uInt)room;
        uInt given_in = stream.avail_in;
        uInt given_out = stream.avail_out;
        result = inflate(&stream, Z_NO_FLUSH);
        at += given_in - stream.avail_in;
        out->size += given_out - stream.avail_out;
        if ((result != Z_OK && result != Z_STREAM_END) || out->size > max_size) {
            break;
        }
    }
    inflateEnd(&stream);
    if (out->size > max_size) {
        return too_large(bytes, max_size, err);
    }
    return result == Z_STREAM_END
               ? QA_OK
               : qa_fail_at(err, "E102", bytes->path, 0, 0, "the gzip data is damaged or cut off");
}

uint64_t qa_bytes_unpacked_most(uint64_t packed, uint64_t max_size)
{
    uint64_t most = packed > UINT64_MAX / PLAUSIBLE_RATIO ? UINT64_MAX : packed * PLAUSIBLE_RATIO;
    most = most < harmless_size ? harmless_size : most;
    return most < max_size ? most : max_size;
}

static enum qa_status unzip(struct qa_bytes *bytes, size_t max_size, struct qa_error *err)
{
    if (bytes->size < 2 || bytes->data[0] != 0x1f || bytes->data[1] != 0x8b) {
        return QA_OK;
    }
    qa_bytes_hash(bytes);
    struct block block = {NULL, 0, 0};
    size_t most = (size_t)qa_bytes_unpacked_most(bytes->size, max_size);
    enum qa_status status = inflate_all(bytes, most, &block, err);
    release(bytes);
    own_block(bytes, &block);
    bytes->was_gzip = true;
    return status;
}

enum utf16 { NOT_UTF16, UTF16_LITTLE, UTF16_BIG, UTF32_LITTLE, UTF32_BIG };

/* By its mark, or by every other byte of the first ones being zero, as in European texts. */
static enum utf16 find_utf16(const struct qa_bytes *bytes, size_t *mark)
{
    const unsigned char *data = bytes->data;
    *mark = 4; /* before the other, whose mark it begins with */
    if (bytes->size >= 4 && memcmp(data, "\xff\xfe\0\0", 4) == 0) {
        return UTF32_LITTLE;
    }
    if (bytes->size >= 4 && memcmp(data, "\0\0\xfe\xff", 4) == 0) {
        return UTF32_BIG;
    }
    *mark = 2;
    if (bytes->size >= 2 && data[0] == 0xff && data[1] == 0xfe) {
        return UTF16_LITTLE;
    }
    if (bytes->size >= 2 && data[0] == 0xfe && data[1] == 0xff) {
        return UTF16_BIG;
    }
    *mark = 0;
    size_t zeros[2] = {0, 0};
    size_t looked = (bytes->size < SNIFFED ? bytes->size : SNIFFED) & ~(size_t)1;
    for (size_t i = 0; i < looked; i++) {
        zeros[i & 1] += data[i] == 0;
    }
    if (looked < 4 || bytes->size % 2 != 0) {
        return NOT_UTF16;
    }
    if (zeros[0] == 0 && zeros[1] * 4 >= looked) {
        return UTF16_LITTLE;
    }
    return zeros[1] == 0 && zeros[0] * 4 >= looked ? UTF16_BIG : NOT_UTF16;
}

static uint32_t unit_at(const unsigned char *data, enum utf16 kind)
{
    return kind == UTF16_LITTLE ? (uint32_t)(data[0] | data[1] << 8)
                                : (uint32_t)(data[1] | data[0] << 8);
}

/* Appends the text as UTF-8; false at an unpaired surrogate or half a unit, *at is there. */
static bool convert(const struct qa_bytes *bytes, enum utf16 kind, size_t *at, struct block *out)
{
    while (*at + 1 < bytes->size) {
        uint32_t c = unit_at(bytes->data + *at, kind);
        size_t used = 2;
        if (c >= 0xd800 && c < 0xe000) {
            uint32_t low = *at + 3 < bytes->size ? unit_at(bytes->data + *at + 2, kind) : 0;
            if (c >= 0xdc00 || low < 0xdc00 || low >= 0xe000) {
                return false;
            }
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            used = 4;
        }
        block_reserve(out, out->size + 4);
        out->size += qa_utf8_encode(c, (char *)out->data + out->size);
        *at += used;
    }
    return *at == bytes->size;
}

/* The same of UTF-32; false at what is no character. */
static bool convert_wide(const struct qa_bytes *bytes, enum utf16 kind, size_t *at,
                         struct block *out)
{
    for (; *at + 3 < bytes->size; *at += 4) {
        const unsigned char *data = bytes->data + *at;
        bool is_little = kind == UTF32_LITTLE;
        uint32_t c = 0;
        for (int i = 0; i < 4; i++) {
            c = c << 8 | data[is_little ? 3 - i : i];
        }
        if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
            return false;
        }
        block_reserve(out, out->size + 4);
        out->size += qa_utf8_encode(c, (char *)out->data + out->size);
    }
    return *at == bytes->size;
}

static enum qa_status decode(struct qa_bytes *bytes, struct qa_error *err)
{
    size_t at;
    enum utf16 kind = find_utf16(bytes, &at);
    if (kind == NOT_UTF16) {
        if (bytes->size >= 3 && memcmp(bytes->data, "\xef\xbb\xbf", 3) == 0) {
            bytes->data += 3;
            bytes->size -= 3;
        }
        return QA_OK;
    }
    qa_bytes_hash(bytes);
    struct block block = {NULL, 0, 0};
    block_reserve(&block, bytes->size);
    bool is_wide = kind == UTF32_LITTLE || kind == UTF32_BIG;
    if (is_wide ? !convert_wide(bytes, kind, &at, &block) : !convert(bytes, kind, &at, &block)) {
        free(block.data);
        return qa_fail_at(err, "E103", bytes->path, 0, 0, "damaged UTF-%d at byte %zu",
                          is_wide ? 32 : 16, at);
    }
    release(bytes);
    own_block(bytes, &block);
    bytes->was_utf16 = true;
    return QA_OK;
}

/* ---- Windows-1252 ---- */

/* Of the bytes 0x80 to 0x9f; 0: no character. The others are as in Latin-1. */
static const uint16_t windows_characters[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

uint32_t qa_windows_character(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xa0 ? windows_characters[byte - 0x80] : byte;
}

/* A file that was UTF-8 and is damaged has characters that are whole. */
static bool is_windows_text(const unsigned char *data, size_t size)
{
    if (qa_utf8_check(data, size) == size) {
        return false;
    }
    for (size_t at = 0; at < size;) {
        size_t used = 1;
        if (data[at] >= 0x80 &&
            (qa_windows_character(data[at]) == 0 ||
             qa_utf8_decode((const char *)data + at, size - at, &used) != 0xfffd)) {
            return false;
        }
        if (data[at] == 0) {
            return false;
        }
        at++;
    }
    return true;
}

const char qa_windows_decoded[] =
    "the file is not UTF-8 and was read as Windows-1252; save it as UTF-8 if letters are wrong";

void qa_bytes_decode_windows(struct qa_bytes *bytes)
{
    enum { MOST = 1 << 24, LONGEST = 3 };
    if (bytes->size > MOST || !is_windows_text(bytes->data, bytes->size)) {
        return;
    }
    qa_bytes_hash(bytes);
    struct block block = {NULL, 0, 0};
    block_reserve(&block, LONGEST * bytes->size);
    for (size_t i = 0; i < bytes->size; i++) {
        block.size +=
            qa_utf8_encode(qa_windows_character(bytes->data[i]), (char *)block.data + block.size);
    }
    release(bytes);
    own_block(bytes, &block);
    bytes->was_windows = true;
}

static enum qa_status read_file(struct qa_bytes *bytes, size_t max_size, struct qa_error *err)
{
    bool is_stdin = strcmp(bytes->path, "-") == 0;
    int file = is_stdin ? STDIN_FILENO : open(bytes->path, O_RDONLY | O_CLOEXEC);
    bytes->path = is_stdin ? "<stdin>" : bytes->path;
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        return cannot_read(bytes, err);
    }
    qa_files_add(bytes->path, &status);
    enum qa_status result = QA_OK;
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        result = cannot_read(bytes, err);
    } else if (!S_ISREG(status.st_mode) || status.st_size == 0 || is_stdin ||
               !map_file(bytes, file, (size_t)status.st_size)) {
        /* A device may never end. */
        bool is_device = S_ISCHR(status.st_mode) && !isatty(file);
        result = read_all(bytes, file,
                          is_device && max_size > harmless_size ? harmless_size : max_size, err);
    }
    if (!is_stdin) {
        close(file);
    }
    return result;
}

enum qa_status qa_bytes_open_raw(struct qa_bytes *bytes, const char *path, size_t max_size,
                                 struct qa_error *err)
{
    *bytes = (struct qa_bytes){.path = path};
    enum qa_status status = read_file(bytes, max_size > 0 ? max_size : default_max_size, err);
    if (status != QA_OK) {
        qa_bytes_close(bytes);
    }
    return status;
}

enum qa_status qa_bytes_convert(struct qa_bytes *bytes, size_t max_size, struct qa_error *err)
{
    enum qa_status status = unzip(bytes, max_size > 0 ? max_size : default_max_size, err);
    if (status == QA_OK) {
        status = decode(bytes, err);
    }
    if (status != QA_OK) {
        qa_bytes_close(bytes);
    }
    return status;
}

enum qa_status qa_bytes_open(struct qa_bytes *bytes, const char *path, size_t max_size,
                             struct qa_error *err)
{
    QA_TRY(qa_bytes_open_raw(bytes, path, max_size, err));
    return qa_bytes_convert(bytes, max_size, err);
}

void qa_bytes_take(struct qa_bytes *bytes, void *block, size_t size, const char *name)
{
    *bytes = (struct qa_bytes){.data = block,
                               .size = size,
                               .padding = PADDING,
                               .path = name,
                               .owned = block,
                               .owned_size = size + PADDING,
                               .owned_kind = OWNED_MEMORY};
}

enum qa_status qa_bytes_of_memory(struct qa_bytes *bytes, const void *data, size_t size,
                                  const char *name, struct qa_error *err)
{
    struct block block = {NULL, 0, 0};
    block_reserve(&block, size);
    if (size > 0) {
        memcpy(block.data, data, size);
    }
    block.size = size;
    *bytes = (struct qa_bytes){.path = name};
    own_block(bytes, &block);
    return qa_bytes_convert(bytes, 0, err);
}

void qa_bytes_hash(struct qa_bytes *bytes)
{
    if (bytes->sha256[0] == '\0') {
        /* A byte order mark that was skipped is part of the file. */
        const unsigned char *start = bytes->owned != NULL ? bytes->owned : bytes->data;
        size_t skipped = (size_t)(bytes->data - start);
        qa_sha256_hex(start, bytes->size + skipped, bytes->sha256);
    }
}

void qa_bytes_done_until(struct qa_bytes *bytes, size_t end)
{
    if (bytes->owned_kind == OWNED_MAPPING) {
        size_t skipped = (size_t)(bytes->data - (const unsigned char *)bytes->owned);
        (void)madvise(bytes->owned, (end + skipped) / PAGE * PAGE, MADV_DONTNEED);
    }
}

void qa_bytes_close(struct qa_bytes *bytes)
{
    release(bytes);
    bytes->data = NULL;
    bytes->size = 0;
}
