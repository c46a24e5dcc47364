#ifndef QA_FORMATS_UNPACK_H
#define QA_FORMATS_UNPACK_H

/*
 * Archives and compressed files that are in memory, read from front to back, by libarchive: zip,
 * tar, and what gzip, xz, zstd and bzip2 hold. Everything is recognised by content, never by name;
 * nothing is written to disk and no other program is started. What the workbook's reader needs of
 * zip files, single parts by name, is in archive.h.
 */

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/bytes.h"
#include "qa/base/error.h"

enum qa_content {
    QA_CONTENT_PLAIN,  /* none of the others; also gzip of one file, which qa_bytes inflates */
    QA_CONTENT_OFFICE, /* .xlsx, .ods, .docx: a zip file that is one file to people */
    QA_CONTENT_PACKED, /* one file in xz, zstd or bzip2 */
    QA_CONTENT_ZIP,
    QA_CONTENT_TAR,    /* plain, or in gzip, xz, zstd or bzip2 */
    QA_CONTENT_FOREIGN /* an archive that is not read: 7z, rar */
};

/*
 * What raw bytes are. Office files have an entry "[Content_Types].xml", or begin with one named
 * "mimetype". Compressed data is inflated up to the first header of a tar file; damaged data is
 * taken for what its first bytes say. O(1), for zip O(entries).
 */
enum qa_content qa_content_of(const struct qa_bytes *bytes);

enum qa_packed_kind {
    QA_PACKED_FILE,
    QA_PACKED_FOLDER,
    QA_PACKED_LINK,   /* symbolic, or a second name of an earlier entry */
    QA_PACKED_SPECIAL /* device, pipe, socket */
};

/* What an archive says of one entry before its data. */
struct qa_packed {
    const char *name; /* as it is written there, UTF-8 where the archive knows; until the next */
    uint64_t size;    /* unpacked; UINT64_MAX: not known */
    enum qa_packed_kind kind;
    bool is_encrypted;
    /* Bytes that had to be inflated to come here and would be to pass by it; 0 where entries are
     * skipped without inflating them, as in zip and in a plain tar. */
    uint64_t inflated;
};

struct archive;
struct archive_entry;

/* One reading, on the caller's stack; its fields are private. */
struct qa_unpacker {
    const struct qa_bytes *bytes;
    struct archive *archive;
    struct archive_entry *entry;
    const char *name;
    enum qa_content content;
    bool is_filtered;
    locale_t utf8;
};

/*
 * Begins to read bytes whose content is ZIP, TAR or PACKED; PACKED has one entry. The bytes must
 * stay as they are until the close. Failures here and below: E141 for damaged data, a part of an
 * archive in several files, or compression that the libarchive of this system does not know.
 * On failure there is nothing to close.
 */
QA_NODISCARD enum qa_status qa_unpack_open(struct qa_unpacker *unpacker,
                                           const struct qa_bytes *bytes, enum qa_content content,
                                           struct qa_error *err);

/* The next entry, in the archive's own order; *entry has the name NULL after the last one. */
QA_NODISCARD enum qa_status qa_unpack_next(struct qa_unpacker *unpacker, struct qa_packed *entry,
                                           struct qa_error *err);

/*
 * The data of the entry that `next` has come to, as a block from malloc with QA_BYTES_PADDING zero
 * bytes behind it; it is the caller's. More than max_size bytes are E104, fewer or more than the
 * entry's size, and a wrong checksum, E141. Memory grows with what comes out, whatever the archive
 * promises.
 */
QA_NODISCARD enum qa_status qa_unpack_read(struct qa_unpacker *unpacker, uint64_t max_size,
                                           void **block, size_t *size, struct qa_error *err);

/* The next bytes of that entry's data, `size` of them or as many as are left: *n. E141. */
QA_NODISCARD enum qa_status qa_unpack_some(struct qa_unpacker *unpacker, void *block, size_t size,
                                           size_t *n, struct qa_error *err);

void qa_unpack_close(struct qa_unpacker *unpacker);

#endif
