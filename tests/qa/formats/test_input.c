/* Deliveries in every shape: files, folders and archives that libarchive writes for the test. */
#define _GNU_SOURCE
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "tests/support/close.h"

#include "qa/base/hash.h"
#include "qa/formats/input.h"

enum { LARGE = 1 << 21 };

/* ---- making archives ---- */

struct made {
    unsigned char *data;
    size_t size;
};

struct part {
    const char *name;
    const char *text; /* of a link: where it leads; NULL: a folder */
    size_t size;      /* 0: of the text */
    unsigned type;    /* AE_IFREG by default */
};

struct shape {
    const char *name;
    int format;
    int filter;
    const char *options;
};

static const struct shape zip = {"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL};
static const struct shape tar = {"tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE,
                                 NULL};
static const struct shape tar_gz = {"tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL};
static const struct shape shapes[] = {
    {"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL},
    {"zip, stored", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store"},
    {"tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, NULL},
    {"gnu tar", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, NULL},
    {"tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL},
    {"tar.xz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ, NULL},
    {"tar.zst", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL},
    {"tar.bz2", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2, NULL},
};
enum { N_SHAPES = sizeof shapes / sizeof *shapes };

static void write_part(struct archive *archive, const struct part *part)
{
    struct archive_entry *entry = archive_entry_new();
    unsigned type = part->type != 0 ? part->type : part->text != NULL ? AE_IFREG : AE_IFDIR;
    size_t size = part->size > 0 ? part->size : part->text != NULL ? strlen(part->text) : 0;
    archive_entry_set_pathname(entry, part->name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    if (type == AE_IFLNK) {
        archive_entry_set_symlink(entry, part->text);
    } else if (type == AE_IFREG) {
        archive_entry_set_size(entry, (la_int64_t)size);
    }
    assert_true(archive_write_header(archive, entry) >= ARCHIVE_WARN);
    if (type == AE_IFREG && size > 0) {
        assert_int_equal(archive_write_data(archive, part->text, size), size);
    }
    archive_entry_free(entry);
}

static struct made pack(const struct shape *shape, const struct part *parts, size_t n)
{
    struct made made = {malloc(LARGE), 0};
    assert_non_null(made.data);
    struct archive *archive = archive_write_new();
    assert_int_equal(archive_write_set_format(archive, shape->format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(archive, shape->filter), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(archive, 1);
    archive_write_set_passphrase(archive, "secret");
    if (shape->options != NULL) {
        assert_int_equal(archive_write_set_options(archive, shape->options), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open_memory(archive, made.data, LARGE, &made.size), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        write_part(archive, &parts[i]);
    }
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
    return made;
}

/* The text alone, in the filter of gzip and its like. */
static struct made compress_text(int filter, const char *text, size_t size)
{
    const struct shape raw = {"raw", ARCHIVE_FORMAT_RAW, filter, NULL};
    const struct part part = {.name = "data", .text = text, .size = size};
    return pack(&raw, &part, 1);
}

#define N(array) (sizeof(array) / sizeof *(array))

/* ---- a run over one input ---- */

struct run {
    struct qa_arena *arena;
    struct qa_input *input;
    struct qa_error err;
};

static enum qa_status open_made(struct run *run, const struct made *made, const char *name,
                                const struct qa_input_limits *limits)
{
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    /* Exactly as long as it is, so that the address sanitizer sees the first byte past it. */
    unsigned char *exact = malloc(made->size + 1);
    assert_non_null(exact);
    memcpy(exact, made->data, made->size);
    enum qa_status status =
        qa_input_of_memory(&run->input, exact, made->size, name, limits, run->arena, &run->err);
    free(exact);
    return status;
}

static enum qa_status open_path(struct run *run, const char *path)
{
    run->arena = qa_arena_new();
    run->err = (struct qa_error){.code = ""};
    return qa_input_open(&run->input, path, run->arena, &run->err);
}

static void finish(struct run *run)
{
    qa_input_close(run->input);
    qa_arena_free(run->arena);
}

static void refused(struct run *run, enum qa_status status, const char *code, const char *words)
{
    assert_int_equal(status, QA_INPUT);
    assert_string_equal(run->err.code, code);
    if (strstr(run->err.text, words) == NULL && strstr(run->err.file, words) == NULL) {
        fail_msg("'%s: %s' does not name '%s'", run->err.file, run->err.text, words);
    }
}

static void refused_at_once(struct run *run, enum qa_status status, const char *code,
                            const char *words)
{
    refused(run, status, code, words);
    assert_null(run->input);
    finish(run);
}

static void check_bytes(struct run *run, size_t i, const char *text, size_t size)
{
    struct qa_bytes *bytes = NULL;
    if (qa_input_bytes(run->input, i, &bytes, &run->err) != QA_OK) {
        fail_msg("%s: %s", qa_input_entry_path(run->input, i), run->err.text);
    }
    assert_int_equal(bytes->size, size);
    assert_memory_equal(bytes->data, text, size);
    assert_true(bytes->padding >= QA_BYTES_PADDING);
    for (size_t k = 0; k < bytes->padding; k++) {
        assert_int_equal(bytes->data[size + k], 0);
    }
    assert_string_equal(bytes->path, qa_input_entry_path(run->input, i));
}

static void check_text(struct run *run, size_t i, const char *name, const char *text)
{
    assert_string_equal(qa_input_name(run->input, i), name);
    check_bytes(run, i, text, strlen(text));
}

/* ---- files and folders on disk ---- */

static char folder[128];

static int make_folder(void **state)
{
    const char *above = getenv("TMPDIR");
    (void)state;
    snprintf(folder, sizeof folder, "%s/labelqa-input-XXXXXX", above != NULL ? above : "/tmp");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static const char *at(const char *name)
{
    static char paths[8][256];
    static int next;
    next = (next + 1) % 8;
    snprintf(paths[next], sizeof paths[next], "%s/%s", folder, name);
    return paths[next];
}

static void write_bytes(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void write_text(const char *path, const char *text)
{
    write_bytes(path, text, strlen(text));
}

static void a_file_is_one_entry_and_can_be_opened_again(void **state)
{
    (void)state;
    struct run run;
    write_text(at("a.csv"), "item,label\n");
    assert_int_equal(open_path(&run, at("a.csv")), QA_OK);
    assert_false(qa_input_is_set(run.input));
    assert_int_equal(qa_input_count(run.input), 1);
    assert_string_equal(qa_input_path(run.input), at("a.csv"));
    assert_string_equal(qa_input_entry_path(run.input, 0), at("a.csv"));
    assert_int_equal(qa_input_size(run.input, 0), 11);
    assert_null(qa_input_sha256(run.input));
    check_text(&run, 0, "a.csv", "item,label\n");
    qa_input_drop(run.input, 0);
    qa_input_drop(run.input, 0);
    check_text(&run, 0, "a.csv", "item,label\n");
    finish(&run);
    refused_at_once(&run, open_path(&run, at("none.csv")), "E101", "none.csv");
}

static void a_folder_is_walked_in_the_order_of_names(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(mkdir(at("d"), 0755), 0);
    assert_int_equal(mkdir(at("d/a"), 0755), 0);
    assert_int_equal(mkdir(at("d/.cache"), 0755), 0);
    assert_int_equal(mkdir(at("d/__MACOSX"), 0755), 0);
    write_text(at("d/a-b.txt"), "2");
    write_text(at("d/a/z.txt"), "1");
    write_text(at("d/B.txt"), "0");
    write_text(at("d/b\xff\n.txt"), "3");
    write_text(at("d/empty.txt"), "");
    write_text(at("d/.hidden"), "h");
    write_text(at("d/thumbs.DB"), "h");
    write_text(at("d/.cache/1"), "cached");
    write_text(at("d/__MACOSX/a"), "h");
    write_text(at("outside"), "out");
    assert_int_equal(symlink(".cache/1", at("d/kept.txt")), 0);
    assert_int_equal(symlink("../a-b.txt", at("d/a/twice.txt")), 0);
    assert_int_equal(symlink("../outside", at("d/out.txt")), 0);
    assert_int_equal(symlink("nowhere", at("d/broken.txt")), 0);
    assert_int_equal(symlink("..", at("d/a/circle")), 0);
    assert_int_equal(mkfifo(at("d/pipe"), 0600), 0);
    char path[256];
    snprintf(path, sizeof path, "%s//", at("d"));
    assert_int_equal(open_path(&run, path), QA_OK);
    assert_true(qa_input_is_set(run.input));
    assert_string_equal(qa_input_path(run.input), path);
    assert_int_equal(qa_input_count(run.input), 6);
    check_text(&run, 0, "B.txt", "0");
    check_text(&run, 1, "a/z.txt", "1");
    check_text(&run, 2, "a-b.txt", "2");
    check_text(&run, 3, "b%FF%0A.txt", "3");
    check_text(&run, 4, "empty.txt", "");
    check_text(&run, 5, "kept.txt", "cached");
    assert_string_equal(qa_input_entry_path(run.input, 1), at("d/a/z.txt"));
    assert_int_equal(qa_input_size(run.input, 5), 6);
    const struct qa_input_left_out *left_out = qa_input_left_out(run.input);
    assert_int_equal(left_out->hidden.n, 4);
    assert_int_equal(left_out->links.n, 4);
    assert_int_equal(left_out->special.n, 1);
    assert_string_equal(left_out->special.first, "pipe");
    qa_input_drop(run.input, 1);
    check_text(&run, 1, "a/z.txt", "1");
    finish(&run);
}

static void a_missing_file_of_a_folder_fails_alone(void **state)
{
    (void)state;
    struct run run;
    struct qa_bytes *bytes;
    assert_int_equal(mkdir(at("m"), 0755), 0);
    write_text(at("m/a.txt"), "a");
    write_text(at("m/b.txt"), "b");
    assert_int_equal(open_path(&run, at("m")), QA_OK);
    assert_int_equal(unlink(at("m/a.txt")), 0);
    refused(&run, qa_input_bytes(run.input, 0, &bytes, &run.err), "E101", "m/a.txt");
    check_text(&run, 1, "b.txt", "b");
    finish(&run);
}

static void an_empty_folder_has_no_entries(void **state)
{
    (void)state;
    struct run run;
    assert_int_equal(mkdir(at("e"), 0755), 0);
    assert_int_equal(mkdir(at("e/f"), 0755), 0);
    assert_int_equal(open_path(&run, at("e")), QA_OK);
    assert_int_equal(qa_input_count(run.input), 0);
    finish(&run);
}

/* ---- archives ---- */

static const struct part delivery[] = {
    {.name = "./", .text = NULL},
    {.name = "labels/b.txt", .text = "second"},
    {.name = "__MACOSX/labels/._b.txt", .text = "mac"},
    {.name = "labels/", .text = NULL},
    {.name = "labels/a.txt", .text = "first"},
    {.name = ".DS_Store", .text = "finder"},
    {.name = "./labels/empty.txt", .text = ""},
    {.name = "labels-old.txt", .text = "last"},
};

static void check_delivery(struct run *run)
{
    assert_true(qa_input_is_set(run->input));
    assert_int_equal(qa_input_count(run->input), 4);
    check_text(run, 3, "labels-old.txt", "last");
    check_text(run, 0, "labels/a.txt", "first");
    check_text(run, 1, "labels/b.txt", "second");
    check_text(run, 2, "labels/empty.txt", "");
    assert_int_equal(qa_input_size(run->input, 1), 6);
    assert_int_equal(qa_input_left_out(run->input)->hidden.n, 2);
    assert_string_equal(qa_input_left_out(run->input)->hidden.first, "__MACOSX/labels/._b.txt");
}

static void archives_of_all_kinds_give_the_same_entries(void **state)
{
    (void)state;
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct run run;
        char hash[QA_SHA256_HEX];
        struct made made = pack(&shapes[s], delivery, N(delivery));
        assert_int_equal(open_made(&run, &made, "batch7", NULL), QA_OK);
        check_delivery(&run);
        assert_string_equal(qa_input_entry_path(run.input, 0), "batch7/labels/a.txt");
        qa_sha256_hex(made.data, made.size, hash);
        assert_string_equal(qa_input_sha256(run.input), hash);
        struct qa_bytes *bytes;
        assert_int_equal(qa_input_bytes(run.input, 0, &bytes, &run.err), QA_OK);
        qa_bytes_hash(bytes);
        qa_sha256_hex("first", 5, hash);
        assert_string_equal(bytes->sha256, hash);
        finish(&run);
        /* From a file, whose name says something else. */
        write_bytes(at("archive.csv"), made.data, made.size);
        assert_int_equal(open_path(&run, at("archive.csv")), QA_OK);
        check_delivery(&run);
        finish(&run);
        free(made.data);
    }
}

static void standard_input_may_be_an_archive_or_a_file_once(void **state)
{
    (void)state;
    struct run run;
    struct made made = pack(&tar_gz, delivery, N(delivery));
    write_bytes(at("stdin"), made.data, made.size);
    int kept = dup(STDIN_FILENO);
    int file = open(at("stdin"), O_RDONLY);
    assert_true(file >= 0 && dup2(file, STDIN_FILENO) == STDIN_FILENO);
    close(file);
    assert_int_equal(open_path(&run, "-"), QA_OK);
    assert_string_equal(qa_input_path(run.input), "<stdin>");
    assert_string_equal(qa_input_entry_path(run.input, 0), "<stdin>/labels/a.txt");
    check_delivery(&run);
    finish(&run);
    free(made.data);

    write_text(at("stdin"), "item");
    file = open(at("stdin"), O_RDONLY);
    assert_true(file >= 0 && dup2(file, STDIN_FILENO) == STDIN_FILENO);
    close(file);
    assert_int_equal(open_path(&run, "-"), QA_OK);
    check_text(&run, 0, "<stdin>", "item");
    qa_input_drop(run.input, 0);
    check_text(&run, 0, "<stdin>", "item");
    finish(&run);
    assert_int_equal(dup2(kept, STDIN_FILENO), STDIN_FILENO);
    close(kept);
}

static void a_single_compressed_file_is_that_file(void **state)
{
    (void)state;
    static const struct {
        int filter;
        const char *name;
    } kinds[] = {{ARCHIVE_FILTER_GZIP, "a/b.csv.gz"},
                 {ARCHIVE_FILTER_XZ, "a/b.csv.XZ"},
                 {ARCHIVE_FILTER_ZSTD, "a/b.csv.zst"},
                 {ARCHIVE_FILTER_BZIP2, "a/b.csv.bz2"}};
    static const char utf16[] = "\xff\xfe"
                                "a\0\xe4\0";
    for (size_t k = 0; k < N(kinds); k++) {
        struct run run;
        struct qa_bytes *bytes;
        char hash[QA_SHA256_HEX];
        struct made made = compress_text(kinds[k].filter, utf16, 6);
        assert_int_equal(open_made(&run, &made, kinds[k].name, NULL), QA_OK);
        assert_false(qa_input_is_set(run.input));
        check_text(&run, 0, "b.csv", "a\xc3\xa4");
        assert_string_equal(qa_input_entry_path(run.input, 0), kinds[k].name);
        assert_int_equal(qa_input_bytes(run.input, 0, &bytes, &run.err), QA_OK);
        qa_bytes_hash(bytes);
        qa_sha256_hex(made.data, made.size, hash);
        assert_string_equal(bytes->sha256, hash);
        finish(&run);
        free(made.data);
        made = compress_text(kinds[k].filter, "", 0);
        assert_int_equal(open_made(&run, &made, kinds[k].name, NULL), QA_OK);
        check_text(&run, 0, "b.csv", "");
        finish(&run);
        const struct qa_input_limits small = {.max_entry = 1000};
        char zeros[4096] = "item";
        free(made.data);
        made = compress_text(kinds[k].filter, zeros, sizeof zeros);
        assert_int_equal(open_made(&run, &made, kinds[k].name, &small), QA_OK);
        refused(&run, qa_input_bytes(run.input, 0, &bytes, &run.err), "E104", "1000");
        finish(&run);
        free(made.data);
    }
}

static void plain_text_is_never_taken_for_something_else(void **state)
{
    (void)state;
    static const char *const texts[] = {"",     "PK", "PK,label\n", "BZh9,label\n",
                                        "Rar!", "7z", "\x1f"};
    for (size_t k = 0; k < N(texts); k++) {
        struct run run;
        const struct made made = {(unsigned char *)(uintptr_t)texts[k], strlen(texts[k])};
        assert_int_equal(open_made(&run, &made, "a.csv.gz", NULL), QA_OK);
        check_text(&run, 0, "a.csv.gz", texts[k]);
        finish(&run);
    }
}

static void entries_are_decoded_and_inflated_as_files_are(void **state)
{
    (void)state;
    struct made gz = compress_text(ARCHIVE_FILTER_GZIP, "zipped", 6);
    struct made zst = compress_text(ARCHIVE_FILTER_ZSTD, "z-standard", 10);
    const struct part parts[] = {
        {.name = "bom.csv", .text = "\xef\xbb\xbfitem"},
        {.name = "gz.csv.gz", .text = (char *)gz.data, .size = gz.size},
        {.name = "utf16.csv", .text = "\xfe\xff\0i\0t", .size = 6},
        {.name = "zst.csv.zst", .text = (char *)zst.data, .size = zst.size},
        {.name = "zz-damaged.csv", .text = "\xff\xfe\0\xdc", .size = 4},
    };
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct run run;
        struct qa_bytes *bytes;
        struct made made = pack(&shapes[s], parts, N(parts));
        assert_int_equal(open_made(&run, &made, "b", NULL), QA_OK);
        check_text(&run, 0, "bom.csv", "item");
        check_text(&run, 1, "gz.csv", "zipped");
        check_text(&run, 2, "utf16.csv", "it");
        check_text(&run, 3, "zst.csv", "z-standard");
        assert_string_equal(qa_input_entry_path(run.input, 3), "b/zst.csv.zst");
        refused(&run, qa_input_bytes(run.input, 4, &bytes, &run.err), "E103", "b/zz-damaged.csv");
        refused(&run, qa_input_bytes(run.input, 4, &bytes, &run.err), "E103", "b/zz-damaged.csv");
        finish(&run);
        free(made.data);
    }
    free(gz.data);
    free(zst.data);
}

static struct made make_workbook(void)
{
    lxw_workbook *book = workbook_new(at("book.xlsx"));
    worksheet_write_string(workbook_add_worksheet(book, NULL), 0, 0, "item", NULL);
    assert_int_equal(workbook_close(book), LXW_NO_ERROR);
    struct made made = {malloc(LARGE), 0};
    assert_non_null(made.data);
    FILE *file = fopen(at("book.xlsx"), "rb");
    assert_non_null(file);
    made.size = fread(made.data, 1, LARGE, file);
    fclose(file);
    return made;
}

static void office_documents_are_files(void **state)
{
    (void)state;
    static const struct part ods[] = {{.name = "mimetype", .text = "application/x"},
                                      {.name = "content.xml", .text = "<a/>"}};
    static const struct part late[] = {{.name = "docProps/app.xml", .text = "<a/>"},
                                       {.name = "[Content_Types].xml", .text = "<a/>"}};
    static const struct part none[] = {{.name = "a.txt", .text = "a"},
                                       {.name = "mimetype", .text = "no"},
                                       {.name = "x/[Content_Types].xml", .text = "no"}};
    struct made made[] = {make_workbook(), pack(&zip, ods, 2), pack(&zip, late, 2),
                          pack(&zip, none, 3)};
    for (size_t k = 0; k < N(made); k++) {
        struct run run;
        assert_int_equal(open_made(&run, &made[k], "x.zip", NULL), QA_OK);
        assert_int_equal(qa_input_is_set(run.input), k == 3);
        if (k < 3) {
            check_bytes(&run, 0, (char *)made[k].data, made[k].size);
        }
        finish(&run);
        if (k < 3) {
            /* The reader of workbooks says that it is damaged. */
            made[k].size -= 30;
            assert_int_equal(open_made(&run, &made[k], "x.zip", NULL), QA_OK);
            assert_false(qa_input_is_set(run.input));
            finish(&run);
            made[k].size += 30;
        }
    }
    const struct part inside[] = {
        {.name = "b.xlsx", .text = (char *)made[0].data, .size = made[0].size}};
    struct run run;
    struct made outer = pack(&zip, inside, 1);
    assert_int_equal(open_made(&run, &outer, "x.zip", NULL), QA_OK);
    check_bytes(&run, 0, (char *)made[0].data, made[0].size);
    finish(&run);
    free(outer.data);
    for (size_t k = 0; k < N(made); k++) {
        free(made[k].data);
    }
}

static void archives_inside_are_refused_when_they_are_asked_for(void **state)
{
    (void)state;
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct run run;
        struct qa_bytes *bytes;
        struct made inner = pack(&shapes[s], delivery, N(delivery));
        const struct part parts[] = {
            {.name = "a.txt", .text = "a"},
            {.name = "inner", .text = (char *)inner.data, .size = inner.size}};
        struct made outer = pack(&tar, parts, 2);
        assert_int_equal(open_made(&run, &outer, "outer", NULL), QA_OK);
        refused(&run, qa_input_bytes(run.input, 1, &bytes, &run.err), "E142", "outer/inner");
        check_text(&run, 0, "a.txt", "a");
        finish(&run);
        free(outer.data);
        outer = compress_text(ARCHIVE_FILTER_GZIP, (char *)inner.data, inner.size);
        if (shapes[s].format == ARCHIVE_FORMAT_ZIP) {
            assert_int_equal(open_made(&run, &outer, "a.zip.gz", NULL), QA_OK);
            refused(&run, qa_input_bytes(run.input, 0, &bytes, &run.err), "E142", "a.zip.gz");
            finish(&run);
        }
        free(outer.data);
        free(inner.data);
    }
}

static void kinds_that_are_not_read_are_named(void **state)
{
    (void)state;
    struct run run;
    const struct made rar = {(unsigned char *)(uintptr_t) "Rar!\x1a\x07\x01", 8};
    refused_at_once(&run, open_made(&run, &rar, "a.rar", NULL), "E147", "a.rar");
    const struct shape seven = {"7z", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL};
    struct made made = pack(&seven, delivery, N(delivery));
    refused_at_once(&run, open_made(&run, &made, "a.zip", NULL), "E147", "a.zip");
    free(made.data);
}

static void encrypted_archives_are_refused(void **state)
{
    (void)state;
    static const char *const options[] = {"zip:encryption=zipcrypt", "zip:encryption=aes256"};
    for (size_t k = 0; k < N(options); k++) {
        struct run run;
        const struct shape shape = {"zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, options[k]};
        struct made made = pack(&shape, delivery, N(delivery));
        refused_at_once(&run, open_made(&run, &made, "a.zip", NULL), "E143", "encrypted");
        free(made.data);
    }
}

static void two_entries_of_one_name_are_refused(void **state)
{
    (void)state;
    static const struct part twice[] = {{.name = "d/a.txt", .text = "1"},
                                        {.name = "b.txt", .text = "2"},
                                        {.name = "d\\a.txt", .text = "3"}};
    static const struct part packed[] = {{.name = "a.csv.gz", .text = "1"},
                                         {.name = "a.csv", .text = "2"}};
    struct run run;
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct made made = pack(&shapes[s], twice, 3);
        refused_at_once(&run, open_made(&run, &made, "x", NULL), "E146", "d/a.txt");
        free(made.data);
        made = pack(&shapes[s], packed, 2);
        refused_at_once(&run, open_made(&run, &made, "x", NULL), "E146",
                        "'x/a.csv' and 'x/a.csv.gz'");
        free(made.data);
    }
}

static void odd_names_are_cleaned(void **state)
{
    (void)state;
    static const struct part parts[] = {
        {.name = "/abs.txt", .text = "0"},      {.name = "b\\c\\d.txt", .text = "1"},
        {.name = "C:\\e.txt", .text = "2"},     {.name = "../../f/./g.txt", .text = "3"},
        {.name = "h/i/../j.txt", .text = "4"},  {.name = "k\x8e\n.txt", .text = "5"},
        {.name = "l\xc3\xa4.txt", .text = "6"}, {.name = "m/../../../..", .text = "7"},
        {.name = "x:y.txt", .text = "8"}};
    static const char *const names[] = {"abs.txt", "b/c/d.txt",   "e.txt",         "f/g.txt",
                                        "h/j.txt", "k%8E%0A.txt", "l\xc3\xa4.txt", "x:y.txt"};
    static const char *const texts[] = {"0", "1", "2", "3", "4", "5", "6", "8"};
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct run run;
        struct made made = pack(&shapes[s], parts, N(parts));
        assert_int_equal(open_made(&run, &made, "x", NULL), QA_OK);
        assert_int_equal(qa_input_count(run.input), N(names));
        for (size_t i = 0; i < N(names); i++) {
            check_text(&run, i, names[i], texts[i]);
        }
        assert_int_equal(qa_input_left_out(run.input)->special.n, 1);
        finish(&run);
        free(made.data);
    }
}

static void names_that_are_marked_as_unicode_stay_so(void **state)
{
    (void)state;
    static const struct part parts[] = {{.name = "XX-\xe7\x8c\xab.txt", .text = "cat"}};
    struct made made = pack(&zip, parts, 1);
    /* The bit for UTF-8 names, in the entry's header and in the list; the order of the two is that
     * of the file. */
    for (size_t i = 0; i + 10 < made.size; i++) {
        if (memcmp(made.data + i, "PK\003\004", 4) == 0) {
            made.data[i + 7] |= 8;
        } else if (memcmp(made.data + i, "PK\001\002", 4) == 0) {
            made.data[i + 9] |= 8;
        }
    }
    struct run run;
    assert_int_equal(open_made(&run, &made, "x", NULL), QA_OK);
    check_text(&run, 0, "XX-\xe7\x8c\xab.txt", "cat");
    finish(&run);
    free(made.data);
}

static void links_and_devices_in_archives_are_left_out(void **state)
{
    (void)state;
    static const struct part parts[] = {
        {.name = "a.txt", .text = "a"},
        {.name = "b.txt", .text = "a.txt", .type = AE_IFLNK},
        {.name = "dev", .text = "", .type = AE_IFCHR},
        {.name = "pipe", .text = "", .type = AE_IFIFO},
        {.name = ".c.txt", .text = "/etc/passwd", .type = AE_IFLNK},
    };
    struct run run;
    struct made made = pack(&tar, parts, N(parts));
    assert_int_equal(open_made(&run, &made, "x", NULL), QA_OK);
    assert_int_equal(qa_input_count(run.input), 1);
    assert_int_equal(qa_input_left_out(run.input)->links.n, 1);
    assert_string_equal(qa_input_left_out(run.input)->links.first, "b.txt");
    assert_int_equal(qa_input_left_out(run.input)->special.n, 2);
    assert_int_equal(qa_input_left_out(run.input)->hidden.n, 1);
    finish(&run);
    free(made.data);
}

static void archives_without_entries_are_empty(void **state)
{
    (void)state;
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct run run;
        struct made made = pack(&shapes[s], NULL, 0);
        if (open_made(&run, &made, "x", NULL) != QA_OK) {
            fail_msg("%s of %zu bytes: %s", shapes[s].name, made.size, run.err.text);
        }
        assert_true(qa_input_is_set(run.input));
        assert_int_equal(qa_input_count(run.input), 0);
        finish(&run);
        free(made.data);
    }
}

/* ---- limits and memory ---- */

static void limits_are_held(void **state)
{
    (void)state;
    static const struct {
        struct qa_input_limits limits;
        const char *code;
    } cases[] = {{{.max_entries = 7}, "E144"},
                 {{.max_depth = 1}, "E144"},
                 {{.max_name = 22}, "E144"},
                 {{.max_entries = 8, .max_depth = 2, .max_name = 23}, ""}};
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct made made = pack(&shapes[s], delivery, N(delivery));
        for (size_t k = 0; k < N(cases); k++) {
            struct run run;
            enum qa_status status = open_made(&run, &made, "x", &cases[k].limits);
            if (cases[k].code[0] != '\0') {
                refused_at_once(&run, status, cases[k].code, "x");
            } else {
                assert_int_equal(status, QA_OK);
                check_delivery(&run);
                finish(&run);
            }
        }
        free(made.data);
    }
}

static char *large_text(size_t size)
{
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++) {
        text[i] = (char)('a' + i * i % 23);
    }
    return text;
}

enum { TEXT = 100000 };

static struct made pack_large(const struct shape *shape, const char *text, size_t n)
{
    struct part parts[16];
    char names[16][32];
    for (size_t i = 0; i < n; i++) {
        snprintf(names[i], sizeof names[i], "%zu%s", i * 7 % n, i * 7 % n == 3 ? ".jpg" : ".txt");
        parts[i] = (struct part){.name = names[i], .text = text, .size = TEXT + i * 7 % n};
    }
    return pack(shape, parts, n);
}

static void what_is_unpacked_is_limited(void **state)
{
    (void)state;
    char *text = large_text(TEXT + 16);
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct run run;
        struct qa_bytes *bytes;
        struct made made = pack_large(&shapes[s], text, 5);
        const struct qa_input_limits entry = {.max_entry = TEXT + 2};
        assert_int_equal(open_made(&run, &made, "x", &entry), QA_OK);
        check_bytes(&run, 2, text, TEXT + 2);
        refused(&run, qa_input_bytes(run.input, 4, &bytes, &run.err), "E104", "4.txt");
        check_bytes(&run, 1, text, TEXT + 1);
        finish(&run);
        const struct qa_input_limits total = {.max_total = 2 * TEXT + 6};
        enum qa_status status = open_made(&run, &made, "x", &total);
        if (shapes[s].filter != ARCHIVE_FILTER_NONE) {
            refused_at_once(&run, status, "E104", "x");
        } else {
            assert_int_equal(status, QA_OK);
            check_bytes(&run, 2, text, TEXT + 2);
            check_bytes(&run, 4, text, TEXT + 4);
            refused(&run, qa_input_bytes(run.input, 0, &bytes, &run.err), "E104", "x/0.txt");
            qa_input_drop(run.input, 4);
            check_bytes(&run, 0, text, TEXT);
            finish(&run);
        }
        free(made.data);
    }
    free(text);
}

/* In any order, read ahead or not, dropped or kept, the bytes are the entry's. */
static void entries_are_the_same_in_any_order_of_asking(void **state)
{
    (void)state;
    char *text = large_text(TEXT + 16);
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct made made = pack_large(&shapes[s], text, 11);
        for (size_t k = 0; k < 6; k++) {
            struct run run;
            const struct qa_input_limits limits = {.ahead = k % 3 == 0 ? 1 : k % 3 * TEXT * 3 / 2};
            assert_int_equal(open_made(&run, &made, "x", &limits), QA_OK);
            for (size_t i = 0; i < 33; i++) {
                size_t asked = i * (k < 3 ? 1 : 10) % 11;
                size_t number = (size_t)strtoul(qa_input_name(run.input, asked), NULL, 10);
                check_bytes(&run, asked, text, TEXT + number);
                if (i % 3 != k % 3) {
                    qa_input_drop(run.input, asked);
                }
            }
            finish(&run);
        }
        free(made.data);
    }
    free(text);
}

/* ---- damage ---- */

/* Everything is read. Returns whether it was, and is as it was packed. */
static bool reads_whole(const struct made *made, const struct part *parts, size_t n, bool must_fail)
{
    struct run run;
    enum qa_status status = open_made(&run, made, "x", NULL);
    size_t n_right = 0;
    for (size_t i = 0; status == QA_OK && i < qa_input_count(run.input); i++) {
        struct qa_bytes *bytes;
        status = qa_input_bytes(run.input, i, &bytes, &run.err);
        for (size_t k = 0; status == QA_OK && k < n; k++) {
            size_t size = parts[k].size > 0 ? parts[k].size : strlen(parts[k].text);
            n_right += bytes->size == size && memcmp(bytes->data, parts[k].text, size) == 0;
        }
    }
    if (status != QA_OK) {
        assert_int_equal(status, QA_INPUT);
        assert_true(run.err.text[0] != '\0');
    } else if (must_fail && n_right != n) {
        fail_msg("%zu bytes: %zu of %zu entries and no error", made->size, n_right, n);
    }
    finish(&run);
    return status == QA_OK && n_right == n;
}

static void archives_that_were_cut_off_are_refused_at_every_length(void **state)
{
    (void)state;
    char *text = large_text(5000);
    const struct part parts[] = {{.name = "a.txt", .text = "first"},
                                 {.name = "b.txt", .text = text, .size = 5000},
                                 {.name = "c.txt", .text = "third"}};
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct made made = pack(&shapes[s], parts, 3);
        size_t whole = made.size;
        assert_true(reads_whole(&made, parts, 3, true));
        for (made.size = 10; made.size < whole; made.size += s < 4 ? 50 : 7) {
            bool is_tar = shapes[s].filter == ARCHIVE_FILTER_NONE && strstr(shapes[s].name, "tar");
            if (is_tar && made.size < 512) {
                continue; /* too short to be one: a text, as far as anybody can see */
            }
            (void)reads_whole(&made, parts, 3, true);
        }
        free(made.data);
    }
    free(text);
}

static void single_files_that_were_cut_off_are_refused_at_every_length(void **state)
{
    (void)state;
    static const int filters[] = {ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD,
                                  ARCHIVE_FILTER_BZIP2};
    char *text = large_text(5000);
    const struct part part = {.name = "a", .text = text, .size = 5000};
    for (size_t f = 0; f < N(filters); f++) {
        struct made made = compress_text(filters[f], text, 5000);
        size_t whole = made.size;
        assert_true(reads_whole(&made, &part, 1, true));
        for (made.size = 10; made.size < whole; made.size++) {
            (void)reads_whole(&made, &part, 1, true);
        }
        free(made.data);
    }
    free(text);
}

static void changed_bytes_do_no_harm(void **state)
{
    (void)state;
    char *text = large_text(3000);
    const struct part parts[] = {{.name = "a.txt", .text = "first"},
                                 {.name = "b.txt", .text = text, .size = 3000},
                                 {.name = "c.txt", .text = "third"}};
    static const unsigned char flips[] = {0x01, 0x80, 0xff};
    for (size_t s = 0; s < N_SHAPES; s++) {
        struct made made = pack(&shapes[s], parts, 3);
        for (size_t i = 0; i < made.size; i += 1 + i / 60) {
            for (size_t k = 0; k < N(flips); k++) {
                made.data[i] ^= flips[k];
                (void)reads_whole(&made, parts, 3, false);
                made.data[i] ^= flips[k];
            }
        }
        free(made.data);
    }
    free(text);
}

static void a_damaged_entry_fails_alone(void **state)
{
    (void)state;
    static const struct part parts[] = {{.name = "a.txt", .text = "first entry"},
                                        {.name = "b.txt", .text = "second entry"},
                                        {.name = "c.txt", .text = "third entry"}};
    struct run run;
    struct qa_bytes *bytes;
    struct made made = pack(&shapes[1], parts, 3);
    unsigned char *second = memmem(made.data, made.size, "second", 6);
    assert_non_null(second);
    second[0] = 'S';
    for (size_t first = 0; first < 3; first++) {
        assert_int_equal(open_made(&run, &made, "x.zip", NULL), QA_OK);
        for (size_t k = 0; k < 6; k++) {
            size_t i = (first + k) % 3;
            if (i == 1) {
                refused(&run, qa_input_bytes(run.input, i, &bytes, &run.err), "E141", "'b.txt'");
            } else {
                check_text(&run, i, parts[i].name, parts[i].text);
            }
        }
        finish(&run);
    }
    free(made.data);
}

static void tar_files_are_read_to_their_very_end(void **state)
{
    (void)state;
    static const struct part one[] = {{.name = "a.txt", .text = "first"}};
    static const struct part two[] = {{.name = "b.txt", .text = "second"}};
    struct run run;
    struct made made = pack(&tar, one, 1);
    struct made second = pack(&tar, two, 1);
    size_t whole = made.size;
    memcpy(made.data + made.size, second.data, second.size);
    made.size += second.size;
    assert_int_equal(open_made(&run, &made, "x", NULL), QA_OK);
    assert_int_equal(qa_input_count(run.input), 2);
    check_text(&run, 1, "b.txt", "second");
    finish(&run);
    made.size = whole;
    memset(made.data + made.size, 'x', 512);
    made.size += 512;
    refused_at_once(&run, open_made(&run, &made, "x", NULL), "E141", "x");
    made.size = 1024; /* the first entry without the end mark */
    refused_at_once(&run, open_made(&run, &made, "x", NULL), "E141", "end mark");
    free(made.data);
    free(second.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_one_entry_and_can_be_opened_again),
        cmocka_unit_test(a_folder_is_walked_in_the_order_of_names),
        cmocka_unit_test(a_missing_file_of_a_folder_fails_alone),
        cmocka_unit_test(an_empty_folder_has_no_entries),
        cmocka_unit_test(archives_of_all_kinds_give_the_same_entries),
        cmocka_unit_test(standard_input_may_be_an_archive_or_a_file_once),
        cmocka_unit_test(a_single_compressed_file_is_that_file),
        cmocka_unit_test(plain_text_is_never_taken_for_something_else),
        cmocka_unit_test(entries_are_decoded_and_inflated_as_files_are),
        cmocka_unit_test(office_documents_are_files),
        cmocka_unit_test(archives_inside_are_refused_when_they_are_asked_for),
        cmocka_unit_test(kinds_that_are_not_read_are_named),
        cmocka_unit_test(encrypted_archives_are_refused),
        cmocka_unit_test(two_entries_of_one_name_are_refused),
        cmocka_unit_test(odd_names_are_cleaned),
        cmocka_unit_test(names_that_are_marked_as_unicode_stay_so),
        cmocka_unit_test(links_and_devices_in_archives_are_left_out),
        cmocka_unit_test(archives_without_entries_are_empty),
        cmocka_unit_test(limits_are_held),
        cmocka_unit_test(what_is_unpacked_is_limited),
        cmocka_unit_test(entries_are_the_same_in_any_order_of_asking),
        cmocka_unit_test(archives_that_were_cut_off_are_refused_at_every_length),
        cmocka_unit_test(single_files_that_were_cut_off_are_refused_at_every_length),
        cmocka_unit_test(changed_bytes_do_no_harm),
        cmocka_unit_test(a_damaged_entry_fails_alone),
        cmocka_unit_test(tar_files_are_read_to_their_very_end),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
