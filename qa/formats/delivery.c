#include "qa/formats/delivery.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qa/annotation/box.h"
#include "qa/base/parallel.h"
#include "qa/base/progress.h"
#include "qa/batch/items.h"
#include "qa/formats/coco.h"
#include "qa/formats/input.h"
#include "qa/formats/sink.h"

/* One file of the run: an entry of something that the request names. */
struct opened {
    const struct qa_delivery_file *file;
    const struct qa_read_options *options;
    const struct qa_reader *reader;
    struct qa_input *input;
    size_t entry;
    struct qa_bytes *bytes;
    enum qa_role role;
};

struct run {
    struct qa_arena *arena;
    struct qa_findings *findings;
    const char **paths; /* that were given */
    struct qa_input **inputs;
    size_t n_inputs;
    struct opened *list;
    size_t n;
    size_t capacity;
};

static enum qa_status refuse_twice(const struct run *run, const char *path, struct qa_error *err)
{
    for (size_t i = 0; i < run->n_inputs; i++) {
        if (strcmp(run->paths[i], path) == 0) {
            return qa_fail(err, QA_USAGE, "E107", "'%s' is given twice", path);
        }
    }
    return QA_OK;
}

/* Files of a folder or archive that may hold annotations, by their names: images beside them are
 * not unpacked to be looked at. */
static bool may_be_annotations(const char *name)
{
    static const char *const suffixes[] = {"csv",  "tsv",  "tab", "txt",   "psv",
                                           "json", "xlsx", "xml", "jsonl", "ndjson"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof suffixes / sizeof *suffixes; i++) {
        if (strcasecmp(dot + 1, suffixes[i]) == 0) {
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
static enum qa_status settle_empty_lists(struct run *run, struct qa_error *err)
{
    bool has_instances = false;
    for (size_t i = 0; i < run->n; i++) {
        has_instances = has_instances || run->list[i].reader == &qa_reader_coco;
    }
    for (size_t i = 0; i < run->n; i++) {
        struct opened *opened = &run->list[i];
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

static enum qa_status open_entry(struct run *run, struct opened opened, struct qa_error *err)
{
    QA_TRY(qa_input_bytes(opened.input, opened.entry, &opened.bytes, err));
    const char *format = opened.options->format;
    if (format == NULL && is_empty_list(opened.bytes)) {
        opened.reader = NULL; /* settle_empty_lists */
    } else {
        QA_TRY(format != NULL ? qa_reader_by_name(format, &opened.reader, err)
                              : qa_reader_sniff(opened.bytes, &opened.reader, err));
    }
    run->list = qa_arena_grow(run->arena, run->list, &run->capacity, run->n + 1, sizeof *run->list);
    run->list[run->n++] = opened;
    return QA_OK;
}

/* What of a folder or archive was not read, so that nothing is lost without a word. */
static void say_unread(struct run *run, const char *path, size_t n, const char *first,
                       const char *what, enum qa_severity severity, const char *code)
{
    if (n > 0) {
        qa_findings_addf(run->findings, severity, code, path, 0, 0,
                         "%zu file%s %s and %s not read, for example '%s'", n, n == 1 ? "" : "s",
                         what, n == 1 ? "was" : "were", first);
    }
}

/* Every entry of a folder or archive that is in a known format. */
static enum qa_status open_entries(struct run *run, struct opened opened, struct qa_error *err)
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
        if (!may_be_annotations(name)) {
            first_other = n_other++ == 0 ? name : first_other;
            continue;
        }
        enum qa_status status = open_entry(run, opened, &problem);
        /* A folder may hold what is no delivery; a file that is given by its name may not. */
        if (status != QA_OK && strcmp(problem.code, "E105") == 0) {
            first_unknown = n_unknown++ == 0 ? name : first_unknown;
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

static enum qa_status open_file(struct run *run, const struct qa_delivery_file *file,
                                const struct qa_read_options *options, enum qa_role role,
                                struct qa_error *err)
{
    struct opened opened = {.file = file, .options = options, .role = role};
    QA_TRY(refuse_twice(run, file->path, err));
    QA_TRY(qa_input_open(&opened.input, file->path, run->arena, err));
    run->paths[run->n_inputs] = file->path;
    run->inputs[run->n_inputs++] = opened.input;
    return qa_input_is_set(opened.input) ? open_entries(run, opened, err)
                                         : open_entry(run, opened, err);
}

/* Gold is read as the deliveries are: a mapping of columns counts where it has them. Their header
 * line and sheet are their own. */
static struct qa_read_options gold_options(const struct qa_delivery_request *request)
{
    if (request->gold_options != NULL) {
        return *request->gold_options;
    }
    struct qa_read_options options = {.zone = request->options.zone,
                                      .decimal = request->options.decimal,
                                      .map = request->options.map,
                                      .n_map = request->options.n_map,
                                      .map_is_optional = true,
                                      .missing = request->options.missing,
                                      .n_missing = request->options.n_missing};
    return options;
}

static enum qa_status open_all(const struct qa_delivery_request *request,
                               const struct qa_read_options *options,
                               const struct qa_read_options *for_gold, struct run *run,
                               struct qa_error *err)
{
    for (size_t i = 0; i < request->n_files; i++) {
        QA_TRY(open_file(run, &request->files[i], options, QA_DELIVERY, err));
    }
    for (size_t i = 0; i < request->n_gold_files; i++) {
        QA_TRY(open_file(run, &request->gold_files[i], for_gold, QA_GOLD, err));
    }
    for (size_t i = 0; i < request->n_prelabel_files; i++) {
        QA_TRY(open_file(run, &request->prelabel_files[i], for_gold, QA_PRELABELS, err));
    }
    return settle_empty_lists(run, err);
}

/* The kind to read where a file has an object in several: the richest that every file offers which
 * offers any; boxes when no kind is common to them. */
static const struct qa_type *common_shape(const struct run *run)
{
    uint32_t common = UINT32_MAX;
    for (size_t i = 0; i < run->n; i++) {
        const struct qa_reader *reader = run->list[i].reader;
        uint32_t offered = reader->offers != NULL ? reader->offers(run->list[i].bytes) : 0;
        common &= offered != 0 ? offered : UINT32_MAX;
    }
    const struct qa_type *richest = &qa_type_box;
    for (size_t t = 0; common != UINT32_MAX && t < qa_n_types; t++) {
        if ((common >> t & 1) != 0 && qa_types[t]->detail > richest->detail) {
            richest = qa_types[t];
        }
    }
    return richest;
}

/* The sources that the file has filled get its hash, whichever batches they are in. */
static void name_sources(const struct qa_sink_parts *parts, const size_t *n_before,
                         const struct qa_bytes *bytes)
{
    for (int role = 0; role < QA_N_ROLES; role++) {
        struct qa_builder *builder = parts->builder[role];
        for (size_t i = n_before[role]; i < qa_builder_source_count(builder); i++) {
            memcpy(qa_builder_source_at(builder, i)->sha256, bytes->sha256, sizeof bytes->sha256);
        }
    }
}

/* Reading a file and hashing it, side by side: the hash runs ahead and brings the file in, reading
 * lets go of what it has passed. */
struct pass {
    struct opened *opened;
    struct qa_sink *sink;
    enum qa_status status;
    struct qa_error *err;
};

static void run_pass(void *given, size_t part)
{
    struct pass *pass = given;
    if (part == 0) {
        qa_bytes_hash(pass->opened->bytes);
    } else {
        pass->status = pass->opened->reader->read(pass->opened->bytes, pass->sink, pass->err);
    }
}

static enum qa_status read_file(struct opened *opened, struct qa_sink *sink,
                                const struct qa_sink_parts *parts, struct qa_error *err)
{
    /* Readers name sources by the path as people see it. */
    struct qa_delivery_file file = *opened->file;
    qa_progress_say(qa_arena_format(parts->arena, "reading %s", opened->bytes->path));
    file.path = opened->bytes->path;
    size_t n_before[QA_N_ROLES];
    for (int role = 0; role < QA_N_ROLES; role++) {
        n_before[role] = qa_builder_source_count(parts->builder[role]);
    }
    qa_sink_file(sink, &file, opened->options, opened->role);
    if (opened->reader->is_loose_text) {
        /* Other bytes take the place of these, which the hash would still be looking at. */
        qa_bytes_decode_windows(opened->bytes);
    }
    struct pass pass = {opened, sink, QA_OK, err};
    qa_parallel_for(2, run_pass, &pass);
    QA_TRY(pass.status);
    qa_sink_file_end(sink);
    name_sources(parts, n_before, opened->bytes);
    qa_input_drop(opened->input, opened->entry);
    return QA_OK;
}

static enum qa_status read_those(struct run *run, bool needs_names, struct qa_sink *sink,
                                 const struct qa_sink_parts *parts, struct qa_error *err)
{
    for (size_t i = 0; i < run->n; i++) {
        if (run->list[i].reader->needs_names != needs_names) {
            continue;
        }
        QA_TRY(read_file(&run->list[i], sink, parts, err));
    }
    return QA_OK;
}

/* Files that resolve their ids by what others listed come last. */
static enum qa_status read_all(struct run *run, struct qa_sink *sink,
                               const struct qa_sink_parts *parts, struct qa_error *err)
{
    QA_TRY(read_those(run, false, sink, parts, err));
    return read_those(run, true, sink, parts, err);
}

static bool has_several_files(const struct run *run)
{
    size_t n = 0;
    for (size_t i = 0; i < run->n; i++) {
        n += run->list[i].role == QA_DELIVERY;
    }
    return n > 1;
}

static void settle_items(const struct qa_sink_parts *parts, enum qa_item_reading reading)
{
    struct qa_items_request request = {
        .names = parts->names, .reading = reading, .findings = parts->findings};
    memcpy(request.builder, parts->builder, sizeof request.builder);
    qa_items_settle(&request);
}

/* A results list in which nothing was found answers the question of its kind, which nobody else may
 * have named. */
static void name_empty_lists(const struct qa_sink_parts *parts)
{
    for (int role = 0; role < QA_N_ROLES; role++) {
        for (size_t i = 0; i < qa_builder_source_count(parts->builder[role]); i++) {
            const struct qa_source *source = qa_builder_source_at(parts->builder[role], i);
            if (!source->lists_items && source->rows_used == 0 && source->type != NULL) {
                (void)qa_strings_intern_text(parts->names->questions, source->type->question);
            }
        }
    }
}

static struct qa_batch *finish(const struct qa_sink_parts *parts, enum qa_role role,
                               enum qa_duplicates duplicates)
{
    struct qa_builder *builder = parts->builder[role];
    return role == QA_DELIVERY || qa_builder_source_count(builder) > 0
               ? qa_builder_finish(builder, duplicates, parts->findings)
               : NULL;
}

enum qa_status qa_deliveries_read(const struct qa_delivery_request *request, struct qa_arena *arena,
                                  struct qa_findings *findings, struct qa_deliveries *out,
                                  struct qa_error *err)
{
    size_t n = request->n_files + request->n_gold_files + request->n_prelabel_files;
    struct run run = {.arena = arena,
                      .findings = findings,
                      .paths = QA_ARRAY(arena, const char *, n),
                      .inputs = QA_ARRAY(arena, struct qa_input *, n)};
    struct qa_read_options options = request->options;
    struct qa_read_options for_gold = gold_options(request);
    struct qa_sink_parts parts = {
        .names = qa_names_new(arena), .findings = findings, .arena = arena};
    for (int role = 0; role < QA_N_ROLES; role++) {
        parts.builder[role] = qa_builder_new(arena, parts.names);
    }
    enum qa_status status = open_all(request, &options, &for_gold, &run, err);
    if (status == QA_OK) {
        if (options.shape == NULL) {
            options.shape = for_gold.shape = common_shape(&run);
        }
        for_gold.shape = options.shape;
        options.has_several_files = has_several_files(&run);
        status = read_all(&run, qa_sink_new(&parts), &parts, err);
    }
    for (size_t i = 0; i < run.n_inputs; i++) {
        qa_input_close(run.inputs[i]);
    }
    if (status != QA_OK) {
        return status;
    }
    /* Before batches are finished: who answered, and which items are one, says which answers are
     * given twice. */
    qa_sign_answers(parts.builder[QA_DELIVERY], options.annotator_from, findings);
    settle_items(&parts, options.item_names);
    name_empty_lists(&parts);
    struct qa_batch *delivery = finish(&parts, QA_DELIVERY, options.duplicates);
    struct qa_batch *gold = finish(&parts, QA_GOLD, QA_DUPLICATES_ERROR);
    struct qa_batch *prelabels = finish(&parts, QA_PRELABELS, QA_DUPLICATES_ERROR);
    *out = (struct qa_deliveries){
        .names = parts.names, .delivery = delivery, .gold = gold, .prelabels = prelabels};
    out->questions =
        qa_questions_make(delivery, gold, prelabels, &request->questions, arena, findings);
    qa_labels_settle(out->questions, &request->labels, findings);
    return QA_OK;
}
