#define _GNU_SOURCE /* memmem */
#include "qa/formats/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

enum { TAR_BLOCK = 512, FIRST_BLOCK = 1 << 14 };

/* ---- what bytes are ---- */

static bool begins_with(const struct qa_bytes *bytes, const char *magic, size_t size)
{
    return bytes->size >= size && memcmp(bytes->data, magic, size) == 0;
}

static bool is_zip(const struct qa_bytes *bytes)
{
    return begins_with(bytes, "PK\003\004", 4) || begins_with(bytes, "PK\005\006", 4);
}

/* Nothing but the end of a list with no entries, which libarchive does not take for a zip file. */
static bool is_empty_zip(const struct qa_bytes *bytes)
{
    return begins_with(bytes, "PK\005\006\0\0\0\0\0\0\0\0", 12) && bytes->size >= 22;
}

static bool is_gzip(const struct qa_bytes *bytes)
{
    return begins_with(bytes, "\x1f\x8b", 2);
}

/* bzip2's name alone could begin a text: the first block's mark, or that of the end, follows it. */
static bool is_packed(const struct qa_bytes *bytes)
{
    return begins_with(bytes,
                       "\xfd"
                       "7zXZ\0",
                       6) ||
           begins_with(bytes, "\x28\xb5\x2f\xfd", 4) ||
           (begins_with(bytes, "BZh", 3) && bytes->size >= 10 &&
            (memcmp(bytes->data + 4, "1AY&SY", 6) == 0 ||
             memcmp(bytes->data + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0));
}

static bool is_foreign(const struct qa_bytes *bytes)
{
    return begins_with(bytes, "7z\xbc\xaf\x27\x1c", 6) || begins_with(bytes, "Rar!\x1a\x07", 6);
}

static bool all_zero(const unsigned char *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (data[i] != 0) {
            return false;
        }
    }
    return true;
}

/* A header whose checksum is right, or the two blocks of zeros that an empty tar file is. The mark
 * "ustar" is younger than the format and need not be there. */
static bool is_tar(const unsigned char *data, size_t size)
{
    enum { CHECKSUM = 148, CHECKSUM_SIZE = 8 };
    if (size < TAR_BLOCK) {
        return false;
    }
    if (data[0] == 0) {
        return size >= 2 * TAR_BLOCK && all_zero(data, 2 * TAR_BLOCK);
    }
    unsigned long sum = CHECKSUM_SIZE * ' ';
    for (size_t i = 0; i < TAR_BLOCK; i++) {
        sum += i >= CHECKSUM && i < CHECKSUM + CHECKSUM_SIZE ? 0 : data[i];
    }
    char field[CHECKSUM_SIZE + 1] = {0};
    memcpy(field, data + CHECKSUM, CHECKSUM_SIZE);
    char *end;
    return strtoul(field, &end, 8) == sum && end != field;
}

/* The first bytes of what is compressed; fewer when there are no more, or when they are damaged. */
static size_t peek(const struct qa_bytes *bytes, unsigned char *data, size_t size)
{
    struct qa_unpacker unpacker;
    struct qa_packed entry;
    if (qa_unpack_open(&unpacker, bytes, QA_CONTENT_PACKED, NULL) != QA_OK) {
        return 0;
    }
    size_t n = 0;
    if (qa_unpack_next(&unpacker, &entry, NULL) == QA_OK && entry.name != NULL) {
        la_ssize_t got = archive_read_data(unpacker.archive, data, size);
        n = got > 0 ? (size_t)got : 0;
    }
    qa_unpack_close(&unpacker);
    return n;
}

static const char content_types[] = "[Content_Types].xml";

enum { ZIP_NAME_SIZE = 26, ZIP_NAME = 30 };

/* The name of the entry at the front of a zip file, which may be cut off. */
static bool first_name_begins_with(const struct qa_bytes *bytes, const char *name)
{
    size_t size = strlen(name);
    return bytes->size >= ZIP_NAME + size && bytes->data[ZIP_NAME_SIZE] >= size &&
           memcmp(bytes->data + ZIP_NAME, name, size) == 0;
}

/* For office files without their list of entries, so that the workbook's reader can say that they
 * are damaged: by the name of the first entry, as the programs that write them have it. */
static bool begins_as_office(const struct qa_bytes *bytes)
{
    return first_name_begins_with(bytes, content_types) ||
           first_name_begins_with(bytes, "_rels/") || first_name_begins_with(bytes, "docProps/") ||
           first_name_begins_with(bytes, "xl/");
}

/* False when the list at the end surely has no such name: large archives are not read twice then.
 * The list ends in a record of 22 bytes and a comment, and begins where the record says. */
static bool list_may_hold(const struct qa_bytes *bytes, const char *name)
{
    enum { RECORD = 22, OFFSET = 16, COMMENT = 65535 };
    for (size_t back = RECORD; back <= RECORD + COMMENT && back <= bytes->size; back++) {
        size_t at = bytes->size - back;
        const unsigned char *record = bytes->data + at;
        if (memcmp(record, "PK\005\006", 4) == 0) {
            size_t start = record[OFFSET] | (size_t)record[OFFSET + 1] << 8 |
                           (size_t)record[OFFSET + 2] << 16 | (size_t)record[OFFSET + 3] << 24;
            return start > at ||
                   memmem(bytes->data + start, at - start, name, strlen(name)) != NULL;
        }
    }
    return true;
}

static bool is_office(const struct qa_bytes *bytes)
{
    struct qa_unpacker unpacker;
    struct qa_packed entry;
    if (first_name_begins_with(bytes, "mimetype") && bytes->data[ZIP_NAME_SIZE] == 8) {
        return true;
    }
    if (!list_may_hold(bytes, content_types)) {
        return false;
    }
    if (qa_unpack_open(&unpacker, bytes, QA_CONTENT_ZIP, NULL) != QA_OK) {
        return begins_as_office(bytes);
    }
    bool found = false;
    while (!found && qa_unpack_next(&unpacker, &entry, NULL) == QA_OK && entry.name != NULL) {
        found = strcmp(entry.name, content_types) == 0;
    }
    qa_unpack_close(&unpacker);
    return found;
}

enum qa_content qa_content_of(const struct qa_bytes *bytes)
{
    if (is_zip(bytes)) {
        return is_office(bytes) ? QA_CONTENT_OFFICE : QA_CONTENT_ZIP;
    }
    if (is_gzip(bytes) || is_packed(bytes)) {
        unsigned char data[2 * TAR_BLOCK];
        size_t n = peek(bytes, data, sizeof data);
        return is_tar(data, n)  ? QA_CONTENT_TAR
               : is_gzip(bytes) ? QA_CONTENT_PLAIN
                                : QA_CONTENT_PACKED;
    }
    if (is_foreign(bytes)) {
        return QA_CONTENT_FOREIGN;
    }
    return is_tar(bytes->data, bytes->size) ? QA_CONTENT_TAR : QA_CONTENT_PLAIN;
}

/* ---- reading ---- */

/* reason NULL: what libarchive says. */
static enum qa_status damaged(const struct qa_unpacker *unpacker, const char *reason,
                              struct qa_error *err)
{
    reason = reason != NULL ? reason : archive_error_string(unpacker->archive);
    const char *name = unpacker->name;
    bool is_named = name != NULL && name[0] != '\0';
    return qa_fail_at(err, "E141", unpacker->bytes->path, 0, 0,
                      "the %s damaged or cut off%s%s%s: %s",
                      unpacker->content == QA_CONTENT_PACKED ? "compressed data is" : "archive is",
                      is_named ? " at '" : "", is_named ? name : "", is_named ? "'" : "",
                      reason != NULL ? reason : "no reason is known");
}

/* Only what is asked for is switched on. A filter that libarchive would leave to another program is
 * no filter. */
static bool choose_formats(struct archive *archive, enum qa_content content)
{
    if (content == QA_CONTENT_ZIP) {
        /* From the list at the end, as everybody reads zip files; never by guessing from the front,
         * which would take a file that was cut off for a whole one. */
        return archive_read_support_format_zip_seekable(archive) == ARCHIVE_OK &&
               archive_read_support_format_empty(archive) == ARCHIVE_OK;
    }
    bool chosen = archive_read_support_filter_gzip(archive) == ARCHIVE_OK &&
                  archive_read_support_filter_bzip2(archive) == ARCHIVE_OK &&
                  archive_read_support_filter_xz(archive) == ARCHIVE_OK &&
                  archive_read_support_filter_zstd(archive) == ARCHIVE_OK;
    if (content == QA_CONTENT_TAR) {
        /* What follows the first end mark would else be passed over without a word. */
        return chosen && archive_read_support_format_tar(archive) == ARCHIVE_OK &&
               archive_read_set_options(archive, "tar:read_concatenated_archives") == ARCHIVE_OK;
    }
    return chosen && archive_read_support_format_raw(archive) == ARCHIVE_OK &&
           archive_read_support_format_empty(archive) == ARCHIVE_OK;
}

static enum qa_status start(struct qa_unpacker *unpacker, struct qa_error *err)
{
    const struct qa_bytes *bytes = unpacker->bytes;
    if (!choose_formats(unpacker->archive, unpacker->content)) {
        return qa_fail_at(err, "E141", bytes->path, 0, 0,
                          "the libarchive of this system lacks a compression that is needed");
    }
    size_t size = is_empty_zip(bytes) ? 0 : bytes->size;
    if (archive_read_open_memory(unpacker->archive, bytes->data, size) != ARCHIVE_OK) {
        return damaged(unpacker, NULL, err);
    }
    /* Too little of it to be sure, libarchive takes compressed data for plain data. */
    return unpacker->content == QA_CONTENT_PACKED &&
                   archive_filter_code(unpacker->archive, 0) == ARCHIVE_FILTER_NONE
               ? damaged(unpacker, "it is too short", err)
               : QA_OK;
}

enum qa_status qa_unpack_open(struct qa_unpacker *unpacker, const struct qa_bytes *bytes,
                              enum qa_content content, struct qa_error *err)
{
    *unpacker = (struct qa_unpacker){.bytes = bytes, .content = content};
    unpacker->archive = archive_read_new();
    if (unpacker->archive == NULL) {
        qa_out_of_memory(sizeof *unpacker);
    }
    enum qa_status status = start(unpacker, err);
    if (status != QA_OK) {
        archive_read_free(unpacker->archive);
        return status;
    }
    unpacker->is_filtered = content != QA_CONTENT_ZIP && !is_tar(bytes->data, bytes->size);
    unpacker->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    return QA_OK;
}

static enum qa_packed_kind kind_of(struct archive_entry *entry)
{
    if (archive_entry_hardlink(entry) != NULL) {
        return QA_PACKED_LINK;
    }
    switch (archive_entry_filetype(entry)) {
    case AE_IFDIR:
        return QA_PACKED_FOLDER;
    case AE_IFLNK:
        return QA_PACKED_LINK;
    case AE_IFREG:
    case 0:
        return QA_PACKED_FILE;
    default:
        return QA_PACKED_SPECIAL;
    }
}

/* A plain tar file that ends without a block of zeros was cut off between two entries, which
 * nothing else tells. */
static bool has_end_mark(const struct qa_unpacker *unpacker)
{
    const struct qa_bytes *bytes = unpacker->bytes;
    return unpacker->content != QA_CONTENT_TAR || unpacker->is_filtered ||
           (bytes->size >= TAR_BLOCK && all_zero(bytes->data + bytes->size - TAR_BLOCK, TAR_BLOCK));
}

/* libarchive turns names into the locale's character set, so that is to be UTF-8 meanwhile. A file
 * that is compressed has one entry, which has no name of its own. */
static int next_header(struct qa_unpacker *unpacker)
{
    locale_t before = (locale_t)0;
    if (unpacker->utf8 != (locale_t)0) {
        before = uselocale(unpacker->utf8);
    }
    int result = archive_read_next_header(unpacker->archive, &unpacker->entry);
    unpacker->name = NULL;
    if (unpacker->content == QA_CONTENT_PACKED) {
        unpacker->name = "";
    } else if (result != ARCHIVE_EOF) {
        unpacker->name = archive_entry_pathname(unpacker->entry);
    }
    if (before != (locale_t)0) {
        uselocale(before);
    }
    return result;
}

static uint64_t size_of(struct archive_entry *entry)
{
    return archive_entry_size_is_set(entry) ? (uint64_t)archive_entry_size(entry) : UINT64_MAX;
}

enum qa_status qa_unpack_next(struct qa_unpacker *unpacker, struct qa_packed *entry,
                              struct qa_error *err)
{
    *entry = (struct qa_packed){0};
    int result = next_header(unpacker);
    if (result == ARCHIVE_EOF) {
        return has_end_mark(unpacker) ? QA_OK : damaged(unpacker, "it has no end mark", err);
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        return damaged(unpacker, NULL, err);
    }
    if (unpacker->name == NULL) {
        return damaged(unpacker, "an entry has no name", err);
    }
    entry->name = unpacker->name;
    entry->kind = kind_of(unpacker->entry);
    entry->size = size_of(unpacker->entry);
    entry->is_encrypted = archive_entry_is_encrypted(unpacker->entry) != 0;
    if (unpacker->is_filtered) {
        uint64_t before = (uint64_t)archive_filter_bytes(unpacker->archive, 0);
        entry->inflated = entry->size < UINT64_MAX - before ? before + entry->size : before;
    }
    return QA_OK;
}

/* A block of `capacity` bytes and the padding. */
static void *resize(void *block, size_t capacity)
{
    void *resized = realloc(block, capacity + QA_BYTES_PADDING);
    if (resized == NULL) {
        qa_out_of_memory(capacity);
    }
    return resized;
}

static enum qa_status check_size(const struct qa_unpacker *unpacker, la_ssize_t last, size_t n,
                                 uint64_t max_size, struct qa_error *err)
{
    uint64_t promised = size_of(unpacker->entry);
    if (last < 0) {
        return damaged(unpacker, NULL, err);
    }
    if (promised != UINT64_MAX && (n > promised || (n < promised && n <= max_size))) {
        return damaged(unpacker, "its size is not the one that is written there", err);
    }
    if (n > max_size) {
        const char *name = unpacker->name[0] != '\0' ? unpacker->name : unpacker->bytes->path;
        return qa_fail_at(err, "E104", unpacker->bytes->path, 0, 0,
                          "'%s' holds more than %llu bytes", name, (unsigned long long)max_size);
    }
    return QA_OK;
}

enum qa_status qa_unpack_read(struct qa_unpacker *unpacker, uint64_t max_size, void **block,
                              size_t *size, struct qa_error *err)
{
    /* One byte more than promised shows that there are more; but a promise is not memory yet. */
    uint64_t promised = size_of(unpacker->entry);
    size_t capacity = promised < FIRST_BLOCK ? (size_t)promised + 1 : FIRST_BLOCK;
    char *data = resize(NULL, capacity);
    size_t n = 0;
    la_ssize_t got;
    do {
        if (n == capacity) {
            capacity *= 2;
            data = resize(data, capacity);
        }
        got = archive_read_data(unpacker->archive, data + n, capacity - n);
        n += got > 0 ? (size_t)got : 0;
    } while (got > 0 && n <= max_size && n <= promised);
    enum qa_status status = check_size(unpacker, got, n, max_size, err);
    if (status != QA_OK) {
        free(data);
        return status;
    }
    data = resize(data, n);
    memset(data + n, 0, QA_BYTES_PADDING);
    *block = data;
    *size = n;
    return QA_OK;
}

enum qa_status qa_unpack_some(struct qa_unpacker *unpacker, void *block, size_t size, size_t *n,
                              struct qa_error *err)
{
    la_ssize_t got = 0;
    *n = 0;
    do {
        got = archive_read_data(unpacker->archive, (char *)block + *n, size - *n);
        *n += got > 0 ? (size_t)got : 0;
    } while (got > 0 && *n < size);
    return got < 0 ? damaged(unpacker, NULL, err) : QA_OK;
}

void qa_unpack_close(struct qa_unpacker *unpacker)
{
    archive_read_free(unpacker->archive);
    if (unpacker->utf8 != (locale_t)0) {
        freelocale(unpacker->utf8);
    }
}
