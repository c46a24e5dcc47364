/* What a run is given, opened: which files of folders and archives are read, each by which reader.
 */
#include "qa/formats/delivery_parts.h"

#include <string.h>
#include <strings.h>

#include "qa/formats/coco.h"
#include "qa/formats/image_header.h"

static enum qa_status refuse_twice(const struct qa_run *run, const char *path, struct qa_error *err)
{
    for (size_t i = 0; i < run->n_inputs; i++) {
        if (strcmp(run->paths[i], path) == 0) {
            return qa_fail(err, QA_USAGE, "E107", "'%s' is given twice", path);
        }
    }
    return QA_OK;
}

static bool is_among(const char *suffix, const char *suffixes)
{
    size_t length = strlen(suffix);
    for (const char *at = suffixes; at != NULL && *at != '\0'; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == length && strncasecmp(at, suffix, n) == 0) {
            return true;
        }
        at += n;
    }
    return false;
}

static const char *suffix_of(const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *dot = strrchr(slash != NULL ? slash : name, '.');
    return dot != NULL ? dot + 1 : "";
}

/* Files of a folder or archive that may hold annotations, by their names: images and sounds beside
 * them are not unpacked to be looked at. */
static bool may_be_annotations(const char *name, const char *format)
{
    const char *suffix = suffix_of(name);
    if (is_among(suffix, "csv tsv tab txt psv json xlsx xml jsonl ndjson")) {
        return true;
    }
    for (size_t i = 0; i < qa_n_readers; i++) {
        bool is_asked = format == NULL || qa_readers[i]->pass == QA_PASS_FACTS ||
                        strcmp(qa_readers[i]->name, format) == 0;
        if (is_asked && is_among(suffix, qa_readers[i]->suffixes)) {
            return true;
        }
    }
    return false;
}

/* "[]": nothing tells what it is a list of. */
static bool is_empty_list(const struct qa_bytes *bytes)
{
    char seen[3] = "";
    size_t n = 0;
    for (size_t i = 0; i < bytes->size; i++) {
        unsigned char c = bytes->data[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            continue;
        }
        if (n == 2) {
            return false;
        }
        seen[n++] = (char)bytes->data[i];
    }
    return strcmp(seen, "[]") == 0;
}

/* Beside a COCO instances file an empty list is one of results. */
static enum qa_status settle_empty_lists(struct qa_run *run, struct qa_error *err)
{
    bool has_instances = false;
    for (size_t i = 0; i < run->n; i++) {
        has_instances = has_instances || run->list[i].reader == &qa_reader_coco;
    }
    for (size_t i = 0; i < run->n; i++) {
        struct qa_opened *opened = &run->list[i];
        if (opened->reader == NULL && !has_instances) {
            return qa_fail_at(err, "E105", opened->bytes->path, 0, 0,
                              "an empty list, of which nothing tells what it is; if nothing was "
                              "found, give the COCO instances file too, or --input-format "
                              "coco-results");
        }
        if (opened->reader == NULL) {
            opened->reader = &qa_reader_coco_results;
        }
    }
    return QA_OK;
}

/* The reader of texts that have their annotations beside them; NULL: the file is none. Names that
 * differ in their suffix stand together. */
static const struct qa_reader *reader_beside(struct qa_input *input, size_t entry)
{
    const char *name = qa_input_name(input, entry);
    const char *suffix = suffix_of(name);
    size_t stem = (size_t)(suffix - name);
    if (!qa_input_is_set(input) || strcasecmp(suffix, "txt") != 0) {
        return NULL;
    }
    for (size_t i = entry; i-- > 0 && strncmp(qa_input_name(input, i), name, stem) == 0;) {
        for (size_t r = 0; r < qa_n_readers; r++) {
            const char *beside = qa_readers[r]->beside;
            if (beside != NULL && strcmp(qa_input_name(input, i) + stem, beside) == 0) {
                return qa_readers[r];
            }
        }
    }
    return NULL;
}

static enum qa_status open_entry(struct qa_run *run, struct qa_opened opened, struct qa_error *err)
{
    QA_TRY(qa_input_bytes(opened.input, opened.entry, &opened.bytes, err));
    const char *format = opened.options->format;
    const struct qa_reader *beside = reader_beside(opened.input, opened.entry);
    if (beside != NULL) {
        opened.reader = beside;
    } else if (format == NULL && is_empty_list(opened.bytes)) {
        opened.reader = NULL; /* settle_empty_lists */
    } else if (format == NULL) {
        QA_TRY(qa_reader_sniff(opened.bytes, &opened.reader, err));
    } else {
        QA_TRY(qa_reader_by_name(format, &opened.reader, err));
        const struct qa_reader *facts = qa_reader_of_facts(opened.bytes);
        opened.reader = facts != NULL ? facts : opened.reader;
    }
    run->list = qa_arena_grow(run->arena, run->list, &run->capacity, run->n + 1, sizeof *run->list);
    run->list[run->n++] = opened;
    return QA_OK;
}

/* What of a folder or archive was not read, so that nothing is lost without a word. */
static void say_unread(struct qa_run *run, const char *path, size_t n, const char *first,
                       const char *what, enum qa_severity severity, const char *code)
{
    if (n > 0) {
        qa_findings_addf(run->findings, severity, code, path, 0, 0,
                         "%zu file%s %s and %s not read, for example '%s'", n, n == 1 ? "" : "s",
                         what, n == 1 ? "was" : "were", first);
    }
}

/* Every entry of a folder or archive that is in a known format. */
static enum qa_status open_entries(struct qa_run *run, struct qa_opened opened,
                                   struct qa_error *err)
{
    const char *path = qa_input_path(opened.input);
    const char *first_other = NULL;
    const char *first_unknown = NULL;
    size_t n_other = 0;
    size_t n_unknown = 0;
    size_t n_before = run->n;
    for (size_t i = 0; i < qa_input_count(opened.input); i++) {
        const char *name = qa_input_name(opened.input, i);
        struct qa_error problem = {.status = QA_OK};
        opened.entry = i;
        /* Images beside labels are no labels that were left unread. */
        if (!may_be_annotations(name, opened.options->format)) {
            if (!qa_is_image_name(name)) {
                first_other = n_other++ == 0 ? name : first_other;
            }
            continue;
        }
        enum qa_status status = open_entry(run, opened, &problem);
        /* A folder may hold what is no delivery; a file that is given by its name may not. */
        if (status != QA_OK && strcmp(problem.code, "E105") == 0) {
            if (!qa_is_image_name(name)) {
                first_unknown = n_unknown++ == 0 ? name : first_unknown;
            }
            qa_input_drop(opened.input, i);
        } else if (status != QA_OK) {
            *err = problem;
            return status;
        }
    }
    say_unread(run, path, n_other, first_other, "by name no annotations", QA_NOTE, "W121");
    say_unread(run, path, n_unknown, first_unknown, "in no format that labelqa knows", QA_WARNING,
               "W120");
    const struct qa_input_left_out *left = qa_input_left_out(opened.input);
    say_unread(run, path, left->links.n, left->links.first, "links", QA_WARNING, "W120");
    if (qa_input_count(opened.input) == 0) {
        return qa_fail_at(err, "E105", path, 0, 0, "it holds no files");
    }
    return run->n > n_before
               ? QA_OK
               : qa_fail_at(err, "E105", path, 0, 0,
                            "none of its %zu files is in a format that labelqa knows (`labelqa "
                            "help formats`)",
                            qa_input_count(opened.input));
}

static enum qa_status open_file(struct qa_run *run, const struct qa_delivery_file *file,
                                const struct qa_read_options *options, enum qa_role role,
                                struct qa_error *err)
{
    struct qa_opened opened = {.file = file, .options = options, .role = role};
    QA_TRY(refuse_twice(run, file->path, err));
    QA_TRY(qa_input_open(&opened.input, file->path, run->arena, err));
    run->paths[run->n_inputs] = file->path;
    run->inputs[run->n_inputs++] = opened.input;
    return qa_input_is_set(opened.input) ? open_entries(run, opened, err)
                                         : open_entry(run, opened, err);
}

enum qa_status qa_run_open(const struct qa_delivery_request *request,
                           const struct qa_read_options *options,
                           const struct qa_read_options *gold, struct qa_run *run,
                           struct qa_error *err)
{
    for (size_t i = 0; i < request->n_files; i++) {
        QA_TRY(open_file(run, &request->files[i], options, QA_DELIVERY, err));
    }
    for (size_t i = 0; i < request->n_gold_files; i++) {
        QA_TRY(open_file(run, &request->gold_files[i], gold, QA_GOLD, err));
    }
    for (size_t i = 0; i < request->n_prelabel_files; i++) {
        QA_TRY(open_file(run, &request->prelabel_files[i], gold, QA_PRELABELS, err));
    }
    return settle_empty_lists(run, err);
}
