/* The first bytes of entries, without the rest. */
#include "qa/formats/input_parts.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_HEAD = 4096 };

/* Where more of an entry comes from. */
struct head_source {
    int file;                    /* of a folder */
    struct qa_unpacker *archive; /* else NULL */
};

/* The block that heads are read into, for all entries of a look. */
struct head {
    struct qa_arena *arena;
    unsigned char *block;
    size_t capacity;
};

static enum qa_status read_some(const struct head_source *source, unsigned char *block, size_t size,
                                size_t *n, struct qa_error *err)
{
    if (source->archive != NULL) {
        return qa_unpack_some(source->archive, block, size, n, err);
    }
    ssize_t got = 0;
    *n = 0;
    do {
        got = read(source->file, block + *n, size - *n);
        *n += got > 0 ? (size_t)got : 0;
    } while (got > 0 && *n < size);
    return QA_OK;
}

static enum qa_status look_at(const struct qa_input_look *look, size_t i,
                              const struct head_source *source, struct head *head,
                              struct qa_error *err)
{
    size_t n = 0;
    for (size_t wanted = FIRST_HEAD; wanted <= QA_INPUT_LONGEST_HEAD; wanted *= 4) {
        size_t got;
        head->block = qa_arena_grow(head->arena, head->block, &head->capacity, wanted, 1);
        QA_TRY(read_some(source, head->block + n, wanted - n, &got, err));
        n += got;
        if (!look->look(look->context, i, head->block, n, n < wanted) || n < wanted) {
            break;
        }
    }
    return QA_OK;
}

static enum qa_status look_at_files(const struct qa_input *input, const struct qa_input_look *look,
                                    struct head *head, struct qa_error *err)
{
    for (size_t i = 0; i < input->entries.n; i++) {
        const struct qa_entry *entry = &input->entries.list[i];
        if (!look->wants(look->context, i)) {
            continue;
        }
        const struct head_source source = {
            .file = open(entry->file != NULL ? entry->file : entry->path, O_RDONLY | O_CLOEXEC)};
        if (source.file < 0) {
            continue;
        }
        enum qa_status status = look_at(look, i, &source, head, err);
        (void)close(source.file);
        QA_TRY(status);
    }
    return QA_OK;
}

static enum qa_status look_at_packed(const struct qa_input *input, const struct qa_input_look *look,
                                     struct qa_unpacker *unpacker, struct head *head,
                                     struct qa_error *err)
{
    const struct head_source source = {.file = -1, .archive = unpacker};
    for (size_t ordinal = 0; ordinal < input->entries.n_seen; ordinal++) {
        struct qa_packed packed;
        QA_TRY(qa_unpack_next(unpacker, &packed, err));
        size_t i = input->place[ordinal];
        if (packed.name == NULL) {
            break;
        }
        if (i == QA_NO_ENTRY || !look->wants(look->context, i)) {
            continue;
        }
        QA_TRY(look_at(look, i, &source, head, err));
    }
    return QA_OK;
}

enum qa_status qa_input_heads(struct qa_input *input, const struct qa_input_look *look,
                              struct qa_error *err)
{
    struct head head = {.arena = qa_arena_new()};
    enum qa_status status = QA_OK;
    if (input->shape == QA_SHAPE_FOLDER) {
        status = look_at_files(input, look, &head, err);
    } else if (input->shape == QA_SHAPE_ARCHIVE) {
        struct qa_unpacker unpacker;
        status = qa_unpack_open(&unpacker, &input->packed, input->content, err);
        if (status == QA_OK) {
            status = look_at_packed(input, look, &unpacker, &head, err);
            qa_unpack_close(&unpacker);
        }
    }
    qa_arena_free(head.arena);
    return status;
}
