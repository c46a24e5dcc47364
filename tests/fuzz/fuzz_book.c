/* Parts of a workbook: each follows a line "== NAME", and they go into an archive with right
 * lengths and checksums, so that changes reach the XML. Read as a delivery's records and as a
 * request's sheets. */
#include <string.h>
#include <zlib.h>

#include "tests/support/fuzz.h"

#include "qa/formats/sheet_input.h"

enum { LARGEST = 1 << 16, MOST_PARTS = 24, END = 22 };

struct part {
    const uint8_t *name, *data;
    size_t name_length, size, at;
};

struct archive {
    uint8_t data[LARGEST + MOST_PARTS * (LARGEST / 64) + END];
    size_t size;
};

static void put(struct archive *archive, const void *data, size_t size)
{
    if (size > 0) {
        memcpy(archive->data + archive->size, data, size);
    }
    archive->size += size;
}

static void put_number(struct archive *archive, size_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) {
        archive->data[archive->size++] = (uint8_t)(i < sizeof number ? number >> (8 * i) : 0);
    }
}

/* What the header of a file and its entry in the directory have in common; stored, no date. */
static void put_facts(struct archive *archive, const struct part *part)
{
    put_number(archive, 20, 2);
    put_number(archive, 0, 2 + 2 + 4);
    put_number(archive, crc32(crc32(0, NULL, 0), part->data, (uInt)part->size), 4);
    put_number(archive, part->size, 4);
    put_number(archive, part->size, 4);
    put_number(archive, part->name_length, 2);
    put_number(archive, 0, 2);
}

static void put_directory(struct archive *archive, const struct part *parts, size_t n)
{
    size_t start = archive->size;
    for (size_t i = 0; i < n; i++) {
        put(archive, "PK\1\2\24\0", 6);
        put_facts(archive, &parts[i]);
        put_number(archive, 0, 2 + 2 + 2 + 4);
        put_number(archive, parts[i].at, 4);
        put(archive, parts[i].name, parts[i].name_length);
    }
    size_t size = archive->size - start;
    put(archive, "PK\5\6\0\0\0\0", 8);
    put_number(archive, n, 2);
    put_number(archive, n, 2);
    put_number(archive, size, 4);
    put_number(archive, start, 4);
    put_number(archive, 0, 2);
}

/* The next "\n== " or the end. */
static const uint8_t *next_part(const uint8_t *at, const uint8_t *end)
{
    for (; end - at >= 4; at++) {
        if (memcmp(at, "\n== ", 4) == 0) {
            return at;
        }
    }
    return end;
}

static size_t split(const uint8_t *data, size_t size, struct part *parts)
{
    const uint8_t *end = data + size;
    size_t n = 0;
    const uint8_t *at = next_part(data, end);
    while (at < end && n < MOST_PARTS) {
        const uint8_t *name = at + 4;
        const uint8_t *line = memchr(name, '\n', (size_t)(end - name));
        if (line == NULL || line - name > LARGEST / 256) {
            break;
        }
        at = next_part(line, end);
        const uint8_t *begin = line < at ? line + 1 : at;
        parts[n++] = (struct part){name, begin, (size_t)(line - name), (size_t)(at - begin), 0};
    }
    return n;
}

static void read_book(const struct archive *archive)
{
    static const char *const names[] = {"verdict", "item"};
    static const char *const charges[] = {"charge", "basis", "price"};
    static const char *const questions[] = {"id", "answer"};
    static const struct qa_sheet_form forms[] = {{charges, 3, true}, {questions, 2, true}};
    struct qa_bytes bytes;
    struct qa_error err;
    struct qa_records records;
    struct qa_records sheets[2];
    if (qa_bytes_of_memory(&bytes, archive->data, archive->size, "fuzz", &err) != QA_OK) {
        return;
    }
    struct qa_arena *arena = qa_arena_new();
    enum qa_status status = qa_sheet_records(&bytes, names, 2, arena, &records, &err);
    status = qa_book_sheets(&bytes, forms, 2, arena, sheets, &err);
    (void)status;
    qa_arena_free(arena);
    qa_bytes_close(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct archive archive;
    struct part parts[MOST_PARTS];
    size_t n = size > 0 && size <= LARGEST ? split(data, size, parts) : 0;
    archive.size = 0;
    for (size_t i = 0; i < n; i++) {
        parts[i].at = archive.size;
        put(&archive, "PK\3\4", 4);
        put_facts(&archive, &parts[i]);
        put(&archive, parts[i].name, parts[i].name_length);
        put(&archive, parts[i].data, parts[i].size);
    }
    if (n > 0) {
        put_directory(&archive, parts, n);
        read_book(&archive);
    }
    return 0;
}
