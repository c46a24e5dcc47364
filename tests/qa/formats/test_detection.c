#include <archive.h>
#include <archive_entry.h>

#include "tests/qa/formats/folder.h"
#include "tests/qa/formats/samples.h"

/*
 * What a file is taken for, in whatever dress it comes, and what every reader makes of files of all
 * other formats.
 */

/* ---- files in dresses ---- */

enum dress { ALONE, NEUTRAL, IN_FOLDER, ZIPPED, GZIPPED, WITH_BOM, WITH_CRLF, N_DRESSES };
static const char *const dresses[N_DRESSES] = {
    "alone", "with a neutral name", "in a folder", "zipped", "gzipped", "with a BOM", "with CRLF"};

struct dressed {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_deliveries out;
    struct qa_error err;
    enum qa_status status;
};

static void write_bytes(const char *path, const char *text, size_t size)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

static void pack(const char *path, enum dress dress, const char *name, const char *text)
{
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    bool is_zip = dress == ZIPPED;
    int format = is_zip ? ARCHIVE_FORMAT_ZIP : ARCHIVE_FORMAT_RAW;
    int filter = is_zip ? ARCHIVE_FILTER_NONE : ARCHIVE_FILTER_GZIP;
    assert_int_equal(archive_write_set_format(archive, format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(archive, filter), ARCHIVE_OK);
    assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)strlen(text));
    assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(archive, text, strlen(text)), strlen(text));
    archive_entry_free(entry);
    assert_int_equal(archive_write_close(archive), ARCHIVE_OK);
    archive_write_free(archive);
}

/* "a\r\nb\r\n" of "a\nb\n"; a BOM before. */
static char *changed(const char *text, enum dress dress)
{
    char *out = malloc(2 * strlen(text) + 4);
    size_t n = 0;
    assert_non_null(out);
    if (dress == WITH_BOM) {
        memcpy(out, "\xef\xbb\xbf", 3);
        n = 3;
    }
    for (const char *at = text; *at != '\0'; at++) {
        if (dress == WITH_CRLF && *at == '\n') {
            out[n++] = '\r';
        }
        out[n++] = *at;
    }
    out[n] = '\0';
    return out;
}

/* Writes the sample below root; path becomes what is given to the run. */
static void put(const char *root, const struct sample *sample, enum dress dress, char path[300])
{
    const char *slash = strrchr(sample->name, '/');
    const char *name = slash != NULL ? slash + 1 : sample->name;
    char *text = changed(sample->good, dress);
    const struct folder_file file = {sample->name, text};
    snprintf(path, 300, "%s/%s%s", root, dress == NEUTRAL ? "delivery" : name,
             dress == GZIPPED ? ".gz" : "");
    if (dress == IN_FOLDER) {
        write_file(root, &file);
        snprintf(path, 300, "%s", root);
    } else if (dress == ZIPPED || dress == GZIPPED) {
        snprintf(path, 300, dress == ZIPPED ? "%s/all.zip" : "%s/%s.gz", root, name);
        pack(path, dress, sample->name, text);
    } else {
        write_bytes(path, text, strlen(text));
    }
    free(text);
}

static void remove_dressed(const char *root, const char *path, enum dress dress)
{
    if (dress == IN_FOLDER) {
        remove_folder(root);
    } else {
        assert_int_equal(unlink(path), 0);
        assert_int_equal(rmdir(root), 0);
    }
}

static void read_path(struct dressed *run, const char *path, const char *format)
{
    const struct qa_delivery_file file = {.path = path};
    struct qa_delivery_request request = {.files = &file, .n_files = 1};
    struct qa_records records;
    struct qa_bytes bytes;
    *run = (struct dressed){.arena = qa_arena_new(), .err = {.code = ""}};
    qa_findings_init(&run->findings, run->arena);
    assert_int_equal(qa_bytes_of_memory(&bytes, sizes, strlen(sizes), "sizes.csv", &run->err),
                     QA_OK);
    assert_int_equal(qa_csv_records(&bytes, NULL, 0, run->arena, &records, &run->err), QA_OK);
    request.image_sizes = &records;
    request.options.format = format;
    request.options.duplicates = QA_DUPLICATES_KEEP;
    run->status = qa_deliveries_read(&request, run->arena, &run->findings, &run->out, &run->err);
    qa_bytes_close(&bytes);
}

static bool is_refused(const struct dressed *run)
{
    return run->status != QA_OK || run->findings.total[QA_ERROR] > 0;
}

/* The first that refuses: its text. */
static const char *refusal(const struct dressed *run)
{
    for (size_t f = 0; run->status == QA_OK && f < run->findings.n; f++) {
        if (run->findings.list[f].severity == QA_ERROR) {
            return run->findings.list[f].text;
        }
    }
    return run->err.text;
}

/* ---- found ---- */

/* Names that the content alone does not tell apart; brat's text lies beside it. */
static bool needs_its_name(const struct sample *sample, enum dress dress)
{
    return sample->by_name || (strcmp(sample->format, "brat") == 0) ||
           (strcmp(sample->format, "sagemaker") == 0 && dress != IN_FOLDER && dress != ZIPPED);
}

static void a_file_is_found_in_any_dress(void **state)
{
    (void)state;
    size_t n_bad = 0;
    for (size_t i = 0; i < COUNT(samples); i++) {
        for (enum dress dress = ALONE; dress < N_DRESSES; dress++) {
            char root[] = "/tmp/labelqa-test-XXXXXX";
            char path[300];
            struct dressed run;
            if (needs_its_name(&samples[i], dress)) {
                continue;
            }
            assert_non_null(mkdtemp(root));
            put(root, &samples[i], dress, path);
            read_path(&run, path, NULL);
            remove_dressed(root, path, dress);
            const char *found =
                is_refused(&run) ? refusal(&run) : run.out.delivery->sources[0].format;
            if (strcmp(found, samples[i].format) != 0) {
                print_error("%s %s: %s\n", samples[i].format, dresses[dress], found);
                n_bad++;
            }
            qa_arena_free(run.arena);
        }
    }
    assert_int_equal(n_bad, 0);
}

/* Numbers in lines, as they lie beside labels of a camera, are no transcripts. */
static void calibrations_are_no_delivery(void **state)
{
    (void)state;
    static const struct folder_file file = {
        "calib.txt", "P0: 7.2e+02 0.0e+00 6.0e+02 0.0e+00 0.0e+00 7.2e+02\n"
                     "R0_rect: 9.9e-01 9.8e-03 -7.4e-03 -9.8e-03 9.9e-01 -4.2e-03\n"};
    struct folder folder;
    assert_int_equal(read_folder(&folder, &file, 1, NULL), QA_INPUT);
    assert_string_equal(folder.err.code, "E105");
    qa_arena_free(folder.arena);
}

/* ---- under other names ---- */

/* What is read under another name without a word, and why that is right. */
static const struct allowed {
    const char *format, *under, *why;
} allowed[] = {
    {"yolo-obb", "yolo-seg", "four corners are an outline of four, which only names tell apart"},
    {"yolo-seg", "yolo-pose", "pairs of numbers behind four are points"},
    {"yolo-obb", "yolo-pose", "pairs of numbers behind four are points"},
    {"yolo-pose", "yolo-seg", "a box and points are pairs of numbers"},
};

static bool is_allowed(const char *format, const char *under)
{
    for (size_t i = 0; i < COUNT(allowed); i++) {
        if (strcmp(allowed[i].format, format) == 0 && strcmp(allowed[i].under, under) == 0) {
            return allowed[i].why[0] != '\0';
        }
    }
    return false;
}

static bool is_said(const struct dressed *run)
{
    for (size_t f = 0; f < run->findings.n; f++) {
        if (strcmp(run->findings.list[f].code, "W851") == 0) {
            return true;
        }
    }
    return false;
}

static void no_reader_takes_another_formats_file_in_silence(void **state)
{
    (void)state;
    size_t n_bad = 0;
    for (size_t i = 0; i < COUNT(samples); i++) {
        char root[] = "/tmp/labelqa-test-XXXXXX";
        char path[300];
        assert_non_null(mkdtemp(root));
        put(root, &samples[i], ALONE, path);
        for (size_t r = 0; r < qa_n_readers; r++) {
            struct dressed run;
            if (strcmp(qa_readers[r]->name, samples[i].format) == 0 ||
                qa_readers[r]->pass != QA_PASS_DELIVERIES) {
                continue;
            }
            read_path(&run, path, qa_readers[r]->name);
            if (!is_refused(&run) && !is_said(&run) &&
                !is_allowed(samples[i].format, qa_readers[r]->name)) {
                print_error("%s under %s: %zu answers, %zu objects, %llu warnings\n",
                            samples[i].format, qa_readers[r]->name, run.out.delivery->n_answers,
                            (size_t)run.out.delivery->n_objects,
                            (unsigned long long)run.findings.total[QA_WARNING]);
                n_bad++;
            }
            qa_arena_free(run.arena);
        }
        remove_dressed(root, path, ALONE);
    }
    assert_int_equal(n_bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_found_in_any_dress),
        cmocka_unit_test(calibrations_are_no_delivery),
        cmocka_unit_test(no_reader_takes_another_formats_file_in_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
