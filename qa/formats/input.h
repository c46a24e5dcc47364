#ifndef QA_FORMATS_INPUT_H
#define QA_FORMATS_INPUT_H

/*
 * What a person gives as one delivery: a file, standard input, a folder, or an archive. A reader
 * sees a list of entries with names and asks for the bytes of those that it wants.
 *
 *   a file      one entry. A file in gzip, xz, zstd or bzip2 is that file, decompressed; a
 *               workbook or document (.xlsx, .ods), which is a zip file inside, is a file.
 *   a folder    an entry for each file in it and in its folders.
 *   an archive  an entry for each file in it: zip, tar, and tar in gzip, xz, zstd or bzip2.
 *
 * Kinds are told by content, never by name. Entries are in the order of their names, whatever the
 * order in the folder or archive, so that the same delivery gives the same result in each shape.
 * Nothing is ever written to disk.
 *
 * Names have '/' between folders. Those of archives are cleaned: '\' becomes '/', and drive
 * letters, leading slashes, "." and ".." go. Bytes that are not UTF-8, and control characters, are
 * shown as %XX. The suffixes .gz, .xz, .zst and .bz2 go, since the bytes will not be compressed.
 *
 * Left out, and counted: hidden files (a name or folder that begins with '.', "__MACOSX",
 * "Thumbs.db", "desktop.ini"), links, and what is no file. A link in a folder is followed when it
 * leads to a file that is inside the folder and hidden there, as caches keep their files. Other
 * links are left out: those to files that are entries anyway, which would count twice, those to
 * folders, which may run in circles, and those that lead out of what was delivered or nowhere.
 *
 * Memory: files are mapped, an archive too. Entries of an archive are unpacked into memory in
 * passes over it. The first pass brings the entry that is asked for and reads ahead, in the order
 * of names, up to 256 MiB of entries with the same suffix; each further pass may bring twice as
 * many. So reading all labels of an archive takes a handful of passes and inflates no image that
 * is not asked for (those of a tar in gzip are inflated on the way, but not kept). What was
 * unpacked stays until it is dropped.
 *
 * Failures beside those of qa_bytes_open: E104 sizes, E141 damaged archive, E142 archive inside an
 * archive or folder, E143 encrypted archive, E144 too many entries, too deep, names too long, E146
 * two entries of one name, E147 a kind of archive that is not read. Messages name the archive and
 * the entry. Not thread-safe; different inputs are independent.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/bytes.h"
#include "qa/base/error.h"

struct qa_input; /* lives in the arena; what it has open is released by qa_input_close */

/* What is accepted; 0 anywhere is the default. Of an archive or compressed file not more is
 * unpacked than qa_bytes_unpacked_most says of its size. */
struct qa_input_limits {
    size_t max_entries; /* 1,000,000, counting what is left out and folders */
    size_t max_depth;   /* of folders in a name: 64 */
    size_t max_name;    /* bytes: 4096 */
    uint64_t max_entry; /* unpacked bytes of one entry: 64 GiB */
    uint64_t max_total; /* unpacked bytes held at one time, and all of a compressed tar: 64 GiB */
    uint64_t ahead;     /* bytes that the first pass reads ahead: 256 MiB */
};

struct qa_input_skipped {
    size_t n;
    const char *first; /* the name of one, NULL for none */
};

struct qa_input_left_out {
    struct qa_input_skipped hidden;  /* in a folder, a hidden folder counts once */
    struct qa_input_skipped links;   /* see above; in archives all links, hard ones as well */
    struct qa_input_skipped special; /* devices, pipes, sockets, entries without a name */
};

/*
 * path "-" is standard input, which may hold an archive. The path is kept, not copied. A folder is
 * walked and an archive's list of entries is read, which inflates a compressed tar once; data of
 * entries is not looked at. On failure *input is NULL and nothing is left open. A folder or an
 * archive without entries is no failure. O(entries log entries).
 */
QA_NODISCARD enum qa_status qa_input_open(struct qa_input **input, const char *path,
                                          struct qa_arena *arena, struct qa_error *err);
QA_NODISCARD enum qa_status qa_input_open_limited(struct qa_input **input, const char *path,
                                                  const struct qa_input_limits *limits,
                                                  struct qa_arena *arena, struct qa_error *err);

/* A copy of memory as a file of that name, for tests and fuzzers. limits may be NULL. */
QA_NODISCARD enum qa_status qa_input_of_memory(struct qa_input **input, const void *data,
                                               size_t size, const char *name,
                                               const struct qa_input_limits *limits,
                                               struct qa_arena *arena, struct qa_error *err);

/* As the user named it; "<stdin>" for "-". */
const char *qa_input_path(const struct qa_input *input);

/* A folder or an archive, of which any number of entries is possible; a file has one. */
bool qa_input_is_set(const struct qa_input *input);

size_t qa_input_count(const struct qa_input *input);

/* Within the input: "labels/a.txt"; for a file its base name. Each name is there once. Ordered by
 * the bytes of the components, so that a folder's files stay together. */
const char *qa_input_name(const struct qa_input *input, size_t i);

/* For people: "batch7.zip/labels/a.txt", for a file its path. It is also the path of the bytes. */
const char *qa_input_entry_path(const struct qa_input *input, size_t i);

/* Bytes of the entry before any conversion; UINT64_MAX: not known. */
uint64_t qa_input_size(const struct qa_input *input, size_t i);

/*
 * The entry's bytes, decompressed and in UTF-8, opened on first request and kept until dropped or
 * closed. Their hash is that of the entry as it is in the folder or archive, or of the file as it
 * was delivered. The pointer stays good until the drop. One entry that fails does not spoil the
 * others, unless the archive is a compressed tar that is damaged before them.
 */
QA_NODISCARD enum qa_status qa_input_bytes(struct qa_input *input, size_t i,
                                           struct qa_bytes **bytes, struct qa_error *err);

/*
 * The first bytes of entries, for who can tell from those what he wants to know: of a folder or an
 * archive, nothing else is read or inflated, and nothing is kept. One pass over an archive.
 *
 * `wants` chooses entries. `look` gets the first n bytes as they are stored; when it returns true
 * it is called again with more of them, at most QA_INPUT_LONGEST_HEAD and not after is_whole.
 * Entries come in an order of the input's own. An entry that cannot be opened is passed by.
 */
enum { QA_INPUT_LONGEST_HEAD = 1 << 24 };
struct qa_input_look {
    bool (*wants)(void *context, size_t i);
    bool (*look)(void *context, size_t i, const unsigned char *head, size_t n, bool is_whole);
    void *context;
};
QA_NODISCARD enum qa_status qa_input_heads(struct qa_input *input, const struct qa_input_look *look,
                                           struct qa_error *err);

/* The entry's bytes are not needed again. If they are asked for again after all, they are opened
 * again, at the cost of a pass over an archive; for standard input and pipes this does nothing. */
void qa_input_drop(struct qa_input *input, size_t i);

/* SHA-256 of the archive as it was delivered, in hex; NULL for a file, whose bytes have it, and for
 * a folder. Computed on first request, O(size). */
const char *qa_input_sha256(struct qa_input *input);

/* What is not among the entries. */
const struct qa_input_left_out *qa_input_left_out(const struct qa_input *input);

/* NULL is allowed. Names and paths stay as long as the arena. */
void qa_input_close(struct qa_input *input);

#endif
