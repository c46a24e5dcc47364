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

/* Suffixes that any format may have. */
static bool is_text(const char *name)
{
    return is_among(suffix_of(name), "csv tsv tab txt psv json xlsx ods xml jsonl ndjson");
}

/* Files of a folder or archive that may hold annotations, by their names: images and sounds beside
 * them are not unpacked to be looked at. */
static bool may_be_annotations(const char *name, const char *format, bool is_last_resort)
{
    const char *suffix = suffix_of(name);
    const char *slash = strrchr(name, '/');
    if (strncasecmp(slash != NULL ? slash + 1 : name, "readme.", strlen("readme.")) == 0) {
        return false;
    }
    if (is_text(name)) {
        return !is_last_resort;
    }
    for (size_t i = 0; i < qa_n_readers; i++) {
        if (format == NULL && qa_readers[i]->is_last_resort != is_last_resort) {
            continue;
        }
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
static enum qa_status settle_empty_list(const struct qa_run *run, struct qa_opened *opened,
                                        struct qa_error *err)
{
    for (size_t i = 0; i < run->n; i++) {
        if (run->list[i].reader == &qa_reader_coco) {
            opened->reader = &qa_reader_coco_results;
            return QA_OK;
        }
    }
    return qa_fail_at(
        err, "E105", opened->bytes->path, 0, 0,
        "an empty list, of which nothing tells what it is; if nothing was found, give "
        "the COCO instances file too, or --input-format coco-results");
}

/* A file of blanks is what the files beside it are, if such a file says that nothing was found. */
static void settle_blank(const struct qa_run *run, struct qa_opened *opened)
{
    for (size_t i = 0; i < run->n && opened->reader == NULL; i++) {
        const struct qa_opened *other = &run->list[i];
        if (other->input == opened->input && other->reader != NULL && other->reader->reads_empty) {
            opened->reader = other->reader;
        }
    }
}

static enum qa_status settle(const struct qa_run *run, struct qa_opened *opened,
                             struct qa_error *err)
{
    if (opened->reader == NULL && qa_first_byte(opened->bytes) != 0) {
        return settle_empty_list(run, opened, err);
    }
    settle_blank(run, opened);
    return QA_OK;
}

/* Files that do not tell what they are, by those that do. What stays unknown leaves the list. */
static enum qa_status settle_untold(struct qa_run *run, struct qa_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < run->n; i++) {
        struct qa_opened *opened = &run->list[i];
        QA_TRY(settle(run, opened, err));
        if (opened->reader == NULL) {
            qa_findings_addf(run->findings, QA_WARNING, "W120", opened->bytes->path, 0, 0,
                             "the file is empty, and nothing tells what it is");
            continue;
        }
        run->list[n++] = *opened;
    }
    run->n = n;
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

static enum qa_status find_reader(const struct qa_run *run, struct qa_opened *opened,
                                  struct qa_error *err)
{
    const char *format = opened->options->format;
    bool is_blank = qa_first_byte(opened->bytes) == 0 && qa_input_is_set(opened->input);
    const struct qa_reader *beside = reader_beside(opened->input, opened->entry);
    struct qa_error later;
    if (beside != NULL) {
        opened->reader = beside;
        return QA_OK;
    }
    if (format == NULL && is_blank &&
        qa_reader_sniff(opened->bytes, &opened->reader, &later) == QA_OK) {
        return QA_OK; /* the name tells */
    }
    if (format == NULL && (is_blank || is_empty_list(opened->bytes))) {
        opened->reader = NULL; /* settle_untold */
        return QA_OK;
    }
    if (format == NULL) {
        QA_TRY(qa_reader_sniff(opened->bytes, &opened->reader, err));
        const char *instead_of = run->named != NULL ? run->named->instead_of : NULL;
        bool is_meant = instead_of != NULL && strcmp(instead_of, opened->reader->name) == 0;
        opened->reader = is_meant ? run->named : opened->reader;
        return QA_OK;
    }
    const struct qa_reader *facts = qa_reader_of_facts(opened->bytes);
    if (facts != NULL) {
        opened->reader = facts;
        return QA_OK;
    }
    QA_TRY(qa_reader_by_name(format, &opened->reader, err));
    const char *name = qa_input_name(opened->input, opened->entry);
    bool is_meant = !qa_input_is_set(opened->input) || is_text(name) ||
                    is_among(suffix_of(name), opened->reader->suffixes);
    /* Texts beside pictures are none, whatever the user calls the pictures. */
    is_meant =
        is_meant && !(opened->reader->is_last_resort && opened->reader->sniff(opened->bytes) == 0);
    return is_meant ? QA_OK
                    : qa_fail_at(err, "E105", opened->bytes->path, 0, 0,
                                 "not a file of the format that is named");
}

/* Said of the first: the user may know better, and may have mistaken the name. */
static void doubt_name(struct qa_run *run, const struct qa_opened *opened)
{
    bool is_named = opened->options->format != NULL && opened->reader != NULL &&
                    strcmp(opened->options->format, opened->reader->name) == 0;
    const struct qa_reader *surer =
        is_named && !run->is_doubted ? qa_reader_surer(opened->bytes, opened->reader) : NULL;
    if (surer != NULL) {
        run->is_doubted = true;
        qa_findings_addf(run->findings, QA_WARNING, "W851", opened->bytes->path, 0, 0,
                         "the file looks like %s and is read as %s, as --input-format says",
                         surer->name, opened->reader->name);
    }
}

static enum qa_status open_entry(struct qa_run *run, struct qa_opened opened, struct qa_error *err)
{
    QA_TRY(qa_input_bytes(opened.input, opened.entry, &opened.bytes, err));
    QA_TRY(find_reader(run, &opened, err));
    doubt_name(run, &opened);
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

/* Files of a folder or archive that are not read. */
struct unread {
    size_t n;
    const char *first;
};

/* Images beside labels are no labels that were left unread. */
static void count_unread(struct unread *unread, const char *name)
{
    if (!qa_is_image_name(name)) {
        unread->first = unread->n++ == 0 ? name : unread->first;
    }
}

static enum qa_status refuse_nothing(const struct qa_input *input, struct qa_error *err)
{
    size_t n = qa_input_count(input);
    return n == 0 ? qa_fail_at(err, "E105", qa_input_path(input), 0, 0, "it holds no files")
                  : qa_fail_at(err, "E105", qa_input_path(input), 0, 0,
                               "none of its %zu files is in a format that labelqa knows (`labelqa "
                               "help formats`)",
                               n);
}

/* The instances of VOC and CVAT lie beside the classes of the same pictures. */
static bool is_picture_again(const char *name)
{
    return strstr(name, "SegmentationObject/") != NULL;
}

enum { OTHER, UNKNOWN, N_UNREAD };

static enum qa_status open_those(struct qa_run *run, struct qa_opened opened, bool is_last_resort,
                                 struct unread unread[N_UNREAD], struct qa_error *err)
{
    for (size_t i = 0; i < qa_input_count(opened.input); i++) {
        const char *name = qa_input_name(opened.input, i);
        struct qa_error problem = {.status = QA_OK};
        opened.entry = i;
        if (is_picture_again(name) ||
            !may_be_annotations(name, opened.options->format, is_last_resort)) {
            count_unread(&unread[OTHER], name);
            continue;
        }
        enum qa_status status = open_entry(run, opened, &problem);
        /* A folder may hold what is no delivery; a file that is given by its name may not. */
        if (status != QA_OK && strcmp(problem.code, "E105") == 0) {
            count_unread(&unread[is_text(name) ? UNKNOWN : OTHER], name);
            qa_input_drop(opened.input, i);
        } else if (status != QA_OK) {
            *err = problem;
            return status;
        }
    }
    return QA_OK;
}

static bool has_answers(const struct qa_run *run, size_t first)
{
    for (size_t i = first; i < run->n; i++) {
        if (run->list[i].reader == NULL || run->list[i].reader->pass != QA_PASS_FACTS) {
            return true;
        }
    }
    return false;
}

/* Every entry of a folder or archive that is in a known format. */
static enum qa_status open_entries(struct qa_run *run, struct qa_opened opened,
                                   struct qa_error *err)
{
    const char *path = qa_input_path(opened.input);
    struct unread unread[N_UNREAD] = {{0, NULL}, {0, NULL}};
    size_t n_before = run->n;
    QA_TRY(open_those(run, opened, false, unread, err));
    if (opened.options->format == NULL && !has_answers(run, n_before)) {
        struct unread again[N_UNREAD] = {{0, NULL}, {0, NULL}};
        QA_TRY(open_those(run, opened, true, again, err));
    }
    say_unread(run, path, unread[OTHER].n, unread[OTHER].first, "by name no annotations", QA_NOTE,
               "W121");
    say_unread(run, path, unread[UNKNOWN].n, unread[UNKNOWN].first,
               "in no format that labelqa knows", QA_WARNING, "W120");
    const struct qa_input_left_out *left = qa_input_left_out(opened.input);
    say_unread(run, path, left->links.n, left->links.first, "links", QA_WARNING, "W120");
    return run->n > n_before ? QA_OK : refuse_nothing(opened.input, err);
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
    if (options->format != NULL) {
        QA_TRY(qa_reader_by_name(options->format, &run->named, err));
    }
    for (size_t i = 0; i < request->n_files; i++) {
        QA_TRY(open_file(run, &request->files[i], options, QA_DELIVERY, err));
    }
    for (size_t i = 0; i < request->n_gold_files; i++) {
        QA_TRY(open_file(run, &request->gold_files[i], gold, QA_GOLD, err));
    }
    for (size_t i = 0; i < request->n_prelabel_files; i++) {
        QA_TRY(open_file(run, &request->prelabel_files[i], gold, QA_PRELABELS, err));
    }
    return settle_untold(run, err);
}
