#include "qa/formats/archive.h"

#include <minizip/unzip.h>
#include <string.h>

/* minizip reads "files" through these; ours is the input's memory. */
struct memory {
    const unsigned char *data;
    size_t size;
    size_t at;
};

static voidpf open_memory(voidpf opaque, const void *name, int mode)
{
    (void)name;
    return (mode & ZLIB_FILEFUNC_MODE_WRITE) == 0 ? opaque : NULL;
}

static uLong read_memory(voidpf opaque, voidpf stream, void *buffer, uLong size)
{
    struct memory *memory = stream;
    (void)opaque;
    size_t left = memory->size - memory->at;
    size_t n = size < left ? size : left;
    memcpy(buffer, memory->data + memory->at, n);
    memory->at += n;
    return (uLong)n;
}

static uLong write_nothing(voidpf opaque, voidpf stream, const void *buffer, uLong size)
{
    (void)opaque;
    (void)stream;
    (void)buffer;
    (void)size;
    return 0;
}

static ZPOS64_T tell_memory(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ((struct memory *)stream)->at;
}

static long seek_memory(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct memory *memory = stream;
    (void)opaque;
    ZPOS64_T from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? memory->at
                    : origin == ZLIB_FILEFUNC_SEEK_END ? memory->size
                                                       : 0;
    if (offset > memory->size || from + offset > memory->size) {
        return -1;
    }
    memory->at = (size_t)(from + offset);
    return 0;
}

static int do_nothing(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

bool qa_is_archive(const struct qa_bytes *bytes)
{
    return bytes->size >= 4 && memcmp(bytes->data, "PK\003\004", 4) == 0;
}

static enum qa_status damaged(const struct qa_bytes *bytes, const char *name, struct qa_error *err)
{
    return qa_fail_at(err, "E137", bytes->path, 0, 0, "the file is damaged at its part '%s'", name);
}

static enum qa_status read_part(unzFile zip, const struct qa_bytes *bytes, const char *name,
                                size_t max_size, struct qa_arena *arena, struct qa_part *out,
                                struct qa_error *err)
{
    enum { CASE_MATTERS = 1 };
    unz_file_info64 info;
    if (unzLocateFile(zip, name, CASE_MATTERS) != UNZ_OK) {
        return QA_OK;
    }
    if (unzGetCurrentFileInfo64(zip, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK ||
        unzOpenCurrentFile(zip) != UNZ_OK) {
        return damaged(bytes, name, err);
    }
    if (info.uncompressed_size > max_size) {
        unzCloseCurrentFile(zip);
        return qa_fail_at(err, "E104", bytes->path, 0, 0,
                          "part '%s' holds more than the %zu bytes that are accepted", name,
                          max_size);
    }
    size_t size = (size_t)info.uncompressed_size;
    char *data = QA_ARRAY(arena, char, size + 1);
    size_t got = 0;
    while (got < size) {
        size_t wanted = size - got < 1 << 30 ? size - got : 1 << 30;
        int n = unzReadCurrentFile(zip, data + got, (unsigned)wanted);
        if (n <= 0) {
            break;
        }
        got += (size_t)n;
    }
    /* Closing tells whether the checksum is right, once all was read. */
    if (unzCloseCurrentFile(zip) != UNZ_OK || got < size) {
        return damaged(bytes, name, err);
    }
    *out = (struct qa_part){data, size};
    return QA_OK;
}

static unzFile open_archive(struct memory *memory)
{
    zlib_filefunc64_def functions = {.zopen64_file = open_memory,
                                     .zread_file = read_memory,
                                     .zwrite_file = write_nothing,
                                     .ztell64_file = tell_memory,
                                     .zseek64_file = seek_memory,
                                     .zclose_file = do_nothing,
                                     .zerror_file = do_nothing,
                                     .opaque = memory};
    return unzOpen2_64("", &functions);
}

enum qa_status qa_archive_part(const struct qa_bytes *bytes, const char *name, size_t max_size,
                               struct qa_arena *arena, struct qa_part *out, struct qa_error *err)
{
    struct memory memory = {bytes->data, bytes->size, 0};
    *out = (struct qa_part){0};
    unzFile zip = open_archive(&memory);
    if (zip == NULL) {
        return damaged(bytes, "the list of parts", err);
    }
    enum qa_status status = read_part(zip, bytes, name, max_size, arena, out, err);
    unzClose(zip);
    return status;
}

enum qa_status qa_archive_names(const struct qa_bytes *bytes, struct qa_arena *arena,
                                struct qa_part_names *out, struct qa_error *err)
{
    enum { LONGEST = 512 };
    struct memory memory = {bytes->data, bytes->size, 0};
    *out = (struct qa_part_names){0};
    unzFile zip = open_archive(&memory);
    int result = zip != NULL ? unzGoToFirstFile(zip) : UNZ_BADZIPFILE;
    while (result == UNZ_OK) {
        char name[LONGEST];
        result = unzGetCurrentFileInfo64(zip, NULL, name, sizeof name, NULL, 0, NULL, 0);
        if (result == UNZ_OK) {
            out->list =
                qa_arena_grow(arena, out->list, &out->capacity, out->n + 1, sizeof *out->list);
            out->list[out->n++] = qa_arena_text(arena, name);
            result = unzGoToNextFile(zip);
        }
    }
    if (zip != NULL) {
        unzClose(zip);
    }
    return result == UNZ_END_OF_LIST_OF_FILE ? QA_OK : damaged(bytes, "the list of parts", err);
}
