#include "qa/formats/input.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "qa/formats/input_parts.h"

/* ---- opening ---- */

static struct qa_input_limits with_defaults(const struct qa_input_limits *given)
{
    struct qa_input_limits limits = {0};
    if (given != NULL) {
        limits = *given;
    }
    limits.max_entries = limits.max_entries > 0 ? limits.max_entries : 1000000;
    limits.max_depth = limits.max_depth > 0 ? limits.max_depth : 64;
    limits.max_name = limits.max_name > 0 ? limits.max_name : 4096;
    limits.max_entry = limits.max_entry > 0 ? limits.max_entry : (uint64_t)64 << 30;
    limits.max_total = limits.max_total > 0 ? limits.max_total : (uint64_t)64 << 30;
    limits.ahead = limits.ahead > 0 ? limits.ahead : (uint64_t)256 << 20;
    return limits;
}

static struct qa_input *new_input(const char *path, const struct qa_input_limits *limits,
                                  struct qa_arena *arena)
{
    struct qa_input *input = QA_NEW(arena, struct qa_input);
    size_t length = strlen(path);
    while (length > 0 && path[length - 1] == '/') {
        length--;
    }
    input->path = path;
    input->entries.arena = arena;
    input->entries.root = qa_arena_text_n(arena, path, length);
    input->entries.limits = with_defaults(limits);
    input->ahead = input->entries.limits.ahead;
    return input;
}

static enum qa_status check_packed(const struct qa_input *input, const struct qa_packed *packed,
                                   struct qa_error *err)
{
    uint64_t max_total = input->entries.limits.max_total;
    if (packed->inflated > max_total) {
        return qa_fail_at(err, "E104", input->path, 0, 0,
                          "the archive unpacks to more than %llu bytes",
                          (unsigned long long)max_total);
    }
    if (packed->is_encrypted) {
        return qa_fail_at(err, "E143", input->path, 0, 0, "'%s' is encrypted", packed->name);
    }
    return QA_OK;
}

static enum qa_status list_headers(struct qa_input *input, struct qa_unpacker *unpacker,
                                   struct qa_error *err)
{
    static const enum qa_found_kind kinds[] = {[QA_PACKED_FILE] = QA_FOUND_FILE,
                                               [QA_PACKED_FOLDER] = QA_FOUND_FOLDER,
                                               [QA_PACKED_LINK] = QA_FOUND_LINK,
                                               [QA_PACKED_SPECIAL] = QA_FOUND_SPECIAL};
    for (;;) {
        struct qa_packed packed;
        QA_TRY(qa_unpack_next(unpacker, &packed, err));
        if (packed.name == NULL) {
            return QA_OK;
        }
        QA_TRY(check_packed(input, &packed, err));
        const struct qa_found found = {
            .name = packed.name, .size = packed.size, .kind = kinds[packed.kind]};
        QA_TRY(qa_entries_add(&input->entries, &found, err));
    }
}

static enum qa_status list_archive(struct qa_input *input, struct qa_error *err)
{
    struct qa_unpacker unpacker;
    QA_TRY(qa_unpack_open(&unpacker, &input->packed, input->content, err));
    enum qa_status status = list_headers(input, &unpacker, err);
    qa_unpack_close(&unpacker);
    QA_TRY(status);
    struct qa_entries *entries = &input->entries;
    QA_TRY(qa_entries_sort(entries, err));
    input->place = QA_ARRAY(entries->arena, size_t, entries->n_seen);
    for (size_t k = 0; k < entries->n_seen; k++) {
        input->place[k] = QA_NO_ENTRY;
    }
    for (size_t i = 0; i < entries->n; i++) {
        input->place[entries->list[i].ordinal] = i;
    }
    return QA_OK;
}

static enum qa_status list_folder(struct qa_input *input, struct qa_error *err)
{
    QA_TRY(qa_entries_of_folder(&input->entries, err));
    return qa_entries_sort(&input->entries, err);
}

static enum qa_status refuse_foreign(const char *path, struct qa_error *err)
{
    return qa_fail_at(err, "E147", path, 0, 0,
                      "a 7z or rar archive is not read; pack the files as zip or tar");
}

static bool is_compressed(const struct qa_bytes *bytes, enum qa_content content)
{
    return content == QA_CONTENT_PACKED || (content == QA_CONTENT_PLAIN && bytes->size >= 2 &&
                                            memcmp(bytes->data, "\x1f\x8b", 2) == 0);
}

/* Takes the bytes, also on failure. */
static enum qa_status take_bytes(struct qa_input *input, struct qa_bytes *bytes,
                                 struct qa_error *err)
{
    input->content = qa_content_of(bytes);
    struct qa_input_limits *limits = &input->entries.limits;
    limits->max_entry = qa_bytes_unpacked_most(bytes->size, limits->max_entry);
    limits->max_total = qa_bytes_unpacked_most(bytes->size, limits->max_total);
    if (input->content == QA_CONTENT_ZIP || input->content == QA_CONTENT_TAR) {
        input->shape = QA_SHAPE_ARCHIVE;
        input->packed = *bytes;
        return list_archive(input, err);
    }
    if (input->content == QA_CONTENT_FOREIGN) {
        qa_bytes_close(bytes);
        return refuse_foreign(input->path, err);
    }
    struct qa_entry *entry = qa_entries_add_file(&input->entries, input->path, bytes->size,
                                                 is_compressed(bytes, input->content));
    entry->bytes = QA_NEW(input->entries.arena, struct qa_bytes);
    *entry->bytes = *bytes;
    entry->state = QA_ENTRY_RAW;
    return QA_OK;
}

static enum qa_status finish_opening(struct qa_input *input, enum qa_status status,
                                     struct qa_input **out)
{
    if (status != QA_OK) {
        qa_input_close(input);
        input = NULL;
    }
    *out = input;
    return status;
}

enum qa_status qa_input_open_limited(struct qa_input **input, const char *path,
                                     const struct qa_input_limits *limits, struct qa_arena *arena,
                                     struct qa_error *err)
{
    struct qa_input *made = new_input(path, limits, arena);
    struct stat status;
    bool is_named = strcmp(path, "-") != 0 && stat(path, &status) == 0;
    if (is_named && S_ISDIR(status.st_mode)) {
        made->shape = QA_SHAPE_FOLDER;
        return finish_opening(made, list_folder(made, err), input);
    }
    made->is_read_once = !is_named || !S_ISREG(status.st_mode);
    struct qa_bytes bytes;
    enum qa_status result =
        qa_bytes_open_raw(&bytes, path, (size_t)made->entries.limits.max_entry, err);
    if (result == QA_OK) {
        /* "-" has become "<stdin>". */
        made->path = bytes.path;
        made->entries.root = bytes.path;
        result = take_bytes(made, &bytes, err);
    }
    return finish_opening(made, result, input);
}

enum qa_status qa_input_open(struct qa_input **input, const char *path, struct qa_arena *arena,
                             struct qa_error *err)
{
    return qa_input_open_limited(input, path, NULL, arena, err);
}

enum qa_status qa_input_of_memory(struct qa_input **input, const void *data, size_t size,
                                  const char *name, const struct qa_input_limits *limits,
                                  struct qa_arena *arena, struct qa_error *err)
{
    struct qa_input *made = new_input(name, limits, arena);
    unsigned char *block = calloc(size + QA_BYTES_PADDING, 1);
    if (block == NULL) {
        qa_out_of_memory(size);
    }
    if (size > 0) {
        memcpy(block, data, size);
    }
    struct qa_bytes bytes;
    qa_bytes_take(&bytes, block, size, name);
    made->is_read_once = true;
    return finish_opening(made, take_bytes(made, &bytes, err), input);
}

/* ---- bytes of entries ---- */

static void release(struct qa_input *input, struct qa_entry *entry)
{
    if (entry->state == QA_ENTRY_RAW || entry->state == QA_ENTRY_OPEN) {
        qa_bytes_close(entry->bytes);
        input->held -= entry->held;
        entry->held = 0;
        entry->state = QA_ENTRY_DROPPED;
    }
}

/* Whether the last components of two names end alike. */
static bool same_suffix(const char *a, const char *b)
{
    const char *slash_a = strrchr(a, '/');
    const char *slash_b = strrchr(b, '/');
    const char *dot_a = strrchr(slash_a != NULL ? slash_a : a, '.');
    const char *dot_b = strrchr(slash_b != NULL ? slash_b : b, '.');
    return strcmp(dot_a != NULL ? dot_a : "", dot_b != NULL ? dot_b : "") == 0;
}

/* Marks the entry and those that will probably be asked for next; returns how many. Entries that
 * were dropped are only read ahead for one that was dropped as well: a second round. */
static size_t choose(struct qa_input *input, size_t asked)
{
    struct qa_entries *entries = &input->entries;
    struct qa_entry *first = &entries->list[asked];
    enum qa_entry_state like = first->state;
    uint64_t free_bytes = entries->limits.max_total - input->held;
    free_bytes -= first->size < free_bytes ? first->size : free_bytes;
    uint64_t room = input->ahead < free_bytes ? input->ahead : free_bytes;
    input->ahead = input->ahead > UINT64_MAX / 2 ? UINT64_MAX : input->ahead * 2;
    first->state = QA_ENTRY_WANTED;
    size_t n = 1;
    for (size_t k = 1; k < entries->n; k++) {
        struct qa_entry *entry = &entries->list[(asked + k) % entries->n];
        if (entry->state != like || entry->has_failed || !same_suffix(entry->name, first->name)) {
            continue;
        }
        if (entry->size > room) {
            break;
        }
        room -= entry->size;
        entry->state = QA_ENTRY_WANTED;
        n++;
    }
    return n;
}

static enum qa_status unpack_entry(struct qa_input *input, struct qa_unpacker *unpacker,
                                   struct qa_entry *entry, struct qa_error *err)
{
    const struct qa_input_limits *limits = &input->entries.limits;
    uint64_t left = limits->max_total - input->held;
    void *block;
    size_t size;
    entry->has_failed = true;
    if (entry->size != UINT64_MAX && entry->size > left) {
        return qa_fail_at(err, "E104", entry->path, 0, 0,
                          "with what is unpacked already, this is more than %llu bytes",
                          (unsigned long long)limits->max_total);
    }
    QA_TRY(qa_unpack_read(unpacker, left < limits->max_entry ? left : limits->max_entry, &block,
                          &size, err));
    if (entry->bytes == NULL) {
        entry->bytes = QA_NEW(input->entries.arena, struct qa_bytes);
    }
    qa_bytes_take(entry->bytes, block, size, entry->path);
    entry->state = QA_ENTRY_RAW;
    entry->has_failed = false;
    entry->held = size;
    input->held += size;
    return QA_OK;
}

/* Unpacks the n entries that are wanted, until one fails. */
static enum qa_status unpack_wanted(struct qa_input *input, size_t n, struct qa_unpacker *unpacker,
                                    struct qa_error *err)
{
    for (size_t ordinal = 0; n > 0 && ordinal < input->entries.n_seen; ordinal++) {
        struct qa_packed packed;
        QA_TRY(qa_unpack_next(unpacker, &packed, err));
        if (packed.name == NULL) {
            return qa_fail_at(err, "E141", input->path, 0, 0,
                              "the archive has changed while it was read");
        }
        size_t i = input->place[ordinal];
        if (i == QA_NO_ENTRY || input->entries.list[i].state != QA_ENTRY_WANTED) {
            continue;
        }
        QA_TRY(unpack_entry(input, unpacker, &input->entries.list[i], err));
        n--;
    }
    return QA_OK;
}

static enum qa_status pass(struct qa_input *input, size_t n, struct qa_error *err)
{
    struct qa_unpacker unpacker;
    QA_TRY(qa_unpack_open(&unpacker, &input->packed, input->content, err));
    enum qa_status status = unpack_wanted(input, n, &unpacker, err);
    qa_unpack_close(&unpacker);
    return status;
}

/* What was read ahead and not asked for yet makes room for what is asked for. */
static void make_room(struct qa_input *input, const struct qa_entry *entry)
{
    struct qa_entries *entries = &input->entries;
    for (size_t i = 0; i < entries->n; i++) {
        if (entry->size <= entries->limits.max_total - input->held) {
            return;
        }
        if (entries->list[i].state == QA_ENTRY_RAW) {
            release(input, &entries->list[i]);
        }
    }
}

static enum qa_status fetch_from_archive(struct qa_input *input, size_t asked, struct qa_error *err)
{
    struct qa_entries *entries = &input->entries;
    struct qa_entry *entry = &entries->list[asked];
    make_room(input, entry);
    enum qa_entry_state before = entry->state;
    enum qa_status status = pass(input, choose(input, asked), err);
    for (size_t i = 0; i < entries->n; i++) {
        if (entries->list[i].state == QA_ENTRY_WANTED) {
            entries->list[i].state = before;
        }
    }
    if (entry->state == QA_ENTRY_RAW) {
        return QA_OK;
    }
    if (status != QA_OK && !entry->has_failed) {
        /* It was another one that failed, which has not been asked for. */
        entry->state = QA_ENTRY_WANTED;
        status = pass(input, 1, err);
        entry->state = entry->state == QA_ENTRY_WANTED ? before : entry->state;
    }
    return status;
}

static enum qa_status fetch(struct qa_input *input, size_t i, struct qa_error *err)
{
    struct qa_entry *entry = &input->entries.list[i];
    if (input->shape == QA_SHAPE_ARCHIVE) {
        return fetch_from_archive(input, i, err);
    }
    if (input->is_read_once) {
        return qa_fail(err, QA_INPUT, "E101", "'%s' can be read only once", input->path);
    }
    if (entry->bytes == NULL) {
        entry->bytes = QA_NEW(input->entries.arena, struct qa_bytes);
    }
    QA_TRY(qa_bytes_open_raw(entry->bytes, entry->file != NULL ? entry->file : entry->path,
                             (size_t)input->entries.limits.max_entry, err));
    entry->bytes->path = entry->path;
    entry->state = QA_ENTRY_RAW;
    return QA_OK;
}

/* A single file in xz, zstd or bzip2 becomes that file, under the hash of what was delivered. */
static enum qa_status decompress(struct qa_bytes *bytes, uint64_t max_size, struct qa_error *err)
{
    struct qa_unpacker unpacker;
    struct qa_packed packed;
    void *block = NULL;
    size_t size = 0;
    QA_TRY(qa_unpack_open(&unpacker, bytes, QA_CONTENT_PACKED, err));
    enum qa_status status = qa_unpack_next(&unpacker, &packed, err);
    if (status == QA_OK && packed.name != NULL) {
        status = qa_unpack_read(&unpacker, max_size, &block, &size, err);
    } else if (status == QA_OK && (block = calloc(1, QA_BYTES_PADDING)) == NULL) {
        qa_out_of_memory(QA_BYTES_PADDING);
    }
    qa_unpack_close(&unpacker);
    QA_TRY(status);
    qa_bytes_hash(bytes);
    struct qa_bytes inflated;
    qa_bytes_take(&inflated, block, size, bytes->path);
    memcpy(inflated.sha256, bytes->sha256, sizeof inflated.sha256);
    qa_bytes_close(bytes);
    *bytes = inflated;
    return QA_OK;
}

static enum qa_status refuse_archive(const struct qa_bytes *bytes, enum qa_content content,
                                     struct qa_error *err)
{
    if (content == QA_CONTENT_FOREIGN) {
        return refuse_foreign(bytes->path, err);
    }
    if (content == QA_CONTENT_ZIP || content == QA_CONTENT_TAR) {
        return qa_fail_at(err, "E142", bytes->path, 0, 0,
                          "an archive inside what was given; unpack it, or give it by itself");
    }
    return QA_OK;
}

static enum qa_status convert(struct qa_bytes *bytes, uint64_t max_size, struct qa_error *err)
{
    enum qa_content content = qa_content_of(bytes);
    if (content == QA_CONTENT_PACKED) {
        QA_TRY(decompress(bytes, max_size, err));
        content = qa_content_of(bytes);
    }
    QA_TRY(refuse_archive(bytes, content, err));
    if (content == QA_CONTENT_OFFICE) {
        return QA_OK;
    }
    QA_TRY(qa_bytes_convert(bytes, (size_t)max_size, err));
    return bytes->was_gzip ? refuse_archive(bytes, qa_content_of(bytes), err) : QA_OK;
}

enum qa_status qa_input_bytes(struct qa_input *input, size_t i, struct qa_bytes **bytes,
                              struct qa_error *err)
{
    struct qa_entry *entry = &input->entries.list[i];
    if (entry->state == QA_ENTRY_UNREAD || entry->state == QA_ENTRY_DROPPED) {
        QA_TRY(fetch(input, i, err));
    }
    if (entry->state == QA_ENTRY_RAW) {
        enum qa_status status = convert(entry->bytes, input->entries.limits.max_entry, err);
        if (status != QA_OK) {
            release(input, entry);
            return status;
        }
        entry->state = QA_ENTRY_OPEN;
    }
    *bytes = entry->bytes;
    return QA_OK;
}

void qa_input_drop(struct qa_input *input, size_t i)
{
    if (input->shape != QA_SHAPE_FILE || !input->is_read_once) {
        release(input, &input->entries.list[i]);
    }
}

void qa_input_close(struct qa_input *input)
{
    if (input == NULL) {
        return;
    }
    for (size_t i = 0; i < input->entries.n; i++) {
        release(input, &input->entries.list[i]);
    }
    if (input->shape == QA_SHAPE_ARCHIVE) {
        qa_bytes_close(&input->packed);
    }
}

/* ---- what it is ---- */

const char *qa_input_path(const struct qa_input *input)
{
    return input->path;
}

bool qa_input_is_set(const struct qa_input *input)
{
    return input->shape != QA_SHAPE_FILE;
}

size_t qa_input_count(const struct qa_input *input)
{
    return input->entries.n;
}

const char *qa_input_name(const struct qa_input *input, size_t i)
{
    return input->entries.list[i].name;
}

const char *qa_input_entry_path(const struct qa_input *input, size_t i)
{
    return input->entries.list[i].path;
}

uint64_t qa_input_size(const struct qa_input *input, size_t i)
{
    return input->entries.list[i].size;
}

const char *qa_input_sha256(struct qa_input *input)
{
    if (input->shape != QA_SHAPE_ARCHIVE) {
        return NULL;
    }
    qa_bytes_hash(&input->packed);
    return input->packed.sha256;
}

const struct qa_input_left_out *qa_input_left_out(const struct qa_input *input)
{
    return &input->entries.left_out;
}
