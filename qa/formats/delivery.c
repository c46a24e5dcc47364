#include "qa/formats/delivery_parts.h"
#include "qa/formats/lines.h"

#include <string.h>

#include "qa/base/parallel.h"
#include "qa/base/progress.h"
#include "qa/batch/hidden_paths.h"
#include "qa/batch/items.h"
#include "qa/batch/items_apart.h"
#include "qa/batch/label_exchange.h"
#include "qa/batch/label_rows.h"
#include "qa/batch/label_sharing.h"
#include "qa/batch/spelling.h"
#include "qa/formats/mask_sizes.h"
#include "qa/formats/sink.h"

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
                                      .n_missing = request->options.n_missing,
                                      .rasterise = request->options.rasterise,
                                      .crowds_are_objects = request->options.crowds_are_objects,
                                      .ignored = request->options.ignored,
                                      .n_ignored = request->options.n_ignored,
                                      .colours = request->options.colours,
                                      .scheme = request->options.scheme,
                                      .decoding = request->options.decoding};
    return options;
}

/* The sources that the file has filled get its hash, whichever batches they are in. */
static void name_sources(const struct qa_sink_parts *parts, const size_t *n_before,
                         const struct qa_opened *opened)
{
    const struct qa_bytes *bytes = opened->bytes;
    const char *slash = strrchr(bytes->path, '/');
    bool has_unit = opened->reader->is_file_an_image && slash != NULL;
    for (int role = 0; role < QA_N_ROLES; role++) {
        struct qa_builder *builder = parts->builder[role];
        for (size_t i = n_before[role]; i < qa_builder_source_count(builder); i++) {
            struct qa_source *source = qa_builder_source_at(builder, i);
            memcpy(source->sha256, bytes->sha256, sizeof bytes->sha256);
            source->unit =
                has_unit ? qa_arena_text_n(parts->arena, bytes->path, (size_t)(slash - bytes->path))
                         : NULL;
            source->input = qa_input_is_set(opened->input)
                                ? qa_arena_text(parts->arena, qa_input_path(opened->input))
                                : NULL;
        }
    }
}

/* ---- what needs no more than a file's bytes, for several files at once ---- */

enum { PREPARED_MAX = 32, PREPARED_BYTES = 4 << 20 };

struct prepared {
    struct qa_opened *opened[PREPARED_MAX];
    struct qa_arena *arena[PREPARED_MAX];
    void *result[PREPARED_MAX];
    size_t n;
};

static void prepare_one(void *given, size_t i)
{
    struct prepared *prepared = given;
    struct qa_opened *opened = prepared->opened[i];
    qa_bytes_hash(opened->bytes);
    prepared->arena[i] = qa_arena_new();
    prepared->result[i] = opened->reader->prepare(opened->bytes, prepared->arena[i]);
}

/* The next files that can be prepared, up to a few of few bytes; more would only wait in memory. */
static void prepare(struct qa_run *run, size_t first, enum qa_pass pass, struct prepared *out)
{
    size_t bytes = 0;
    out->n = 0;
    for (size_t i = first; i < run->n && out->n < PREPARED_MAX && bytes < PREPARED_BYTES; i++) {
        struct qa_opened *opened = &run->list[i];
        if (opened->reader->pass == pass && opened->reader->prepare != NULL) {
            out->opened[out->n++] = opened;
            bytes += opened->bytes->size;
        }
    }
    qa_parallel_for(out->n, prepare_one, out);
}

/* Reading a file and hashing it, side by side: the hash runs ahead and brings the file in, reading
 * lets go of what it has passed. */
struct pass {
    struct qa_opened *opened;
    struct qa_sink *sink;
    enum qa_status status;
    struct qa_error *err;
};

static void hash_file(void *given)
{
    const struct pass *pass = given;
    qa_bytes_hash(pass->opened->bytes);
}

static void read_with(void *given)
{
    struct pass *pass = given;
    pass->status = pass->opened->reader->read(pass->opened->bytes, pass->sink, pass->err);
}

/* Readers name sources by the path as people see it. */
static struct qa_delivery_file as_read(const struct qa_opened *opened)
{
    struct qa_delivery_file file = *opened->file;
    file.path = opened->bytes->path;
    if (qa_input_is_set(opened->input)) {
        file.input = qa_input_path(opened->input);
        file.set = opened->input;
        file.entry = qa_input_name(opened->input, opened->entry);
    }
    return file;
}

/* Smaller files are read before another thread has begun to hash them. */
enum { WORTH_A_THREAD = 1 << 18 };

static enum qa_status read_bytes(struct pass *pass)
{
    if (pass->opened->bytes->size < WORTH_A_THREAD) {
        hash_file(pass);
        read_with(pass);
    } else {
        qa_parallel_beside(hash_file, read_with, pass);
    }
    return pass->status;
}

static enum qa_status read_file(struct qa_opened *opened, const void *prepared,
                                struct qa_sink *sink, const struct qa_sink_parts *parts,
                                struct qa_error *err)
{
    struct qa_delivery_file file = as_read(opened);
    qa_progress_say(qa_arena_format(parts->arena, "reading %s", opened->bytes->path));
    size_t n_before[QA_N_ROLES];
    for (int role = 0; role < QA_N_ROLES; role++) {
        n_before[role] = qa_builder_source_count(parts->builder[role]);
    }
    qa_sink_file(sink, &file, opened->options, opened->role);
    qa_sink_give_prepared(sink, prepared);
    if (opened->reader->is_loose_text) {
        /* Other bytes take the place of these, which the hash would still be looking at. */
        qa_bytes_decode_windows(opened->bytes);
        if (opened->bytes->was_windows) {
            qa_sink_finding(sink, QA_WARNING, "W152", QA_AT(0, 0), "%s", qa_windows_decoded);
        }
    }
    if (opened->reader->reads_lines) {
        QA_TRY(qa_lines_check(opened->bytes, err));
    }
    struct pass pass = {opened, sink, QA_OK, err};
    QA_TRY(read_bytes(&pass));
    qa_sink_file_end(sink);
    name_sources(parts, n_before, opened);
    qa_input_drop(opened->input, opened->entry);
    return QA_OK;
}

static enum qa_status read_those(struct qa_run *run, enum qa_pass pass, struct qa_sink *sink,
                                 const struct qa_sink_parts *parts, struct qa_error *err)
{
    struct prepared prepared = {.n = 0};
    enum qa_status status = QA_OK;
    size_t next = 0;
    for (size_t i = 0; i < run->n && status == QA_OK; i++) {
        struct qa_opened *opened = &run->list[i];
        if (opened->reader->pass != pass) {
            continue;
        }
        if (opened->reader->prepare == NULL) {
            status = read_file(opened, NULL, sink, parts, err);
            continue;
        }
        if (next == prepared.n) {
            prepare(run, i, pass, &prepared);
            next = 0;
        }
        status = read_file(opened, prepared.result[next], sink, parts, err);
        qa_arena_free(prepared.arena[next++]);
    }
    while (next < prepared.n) {
        qa_arena_free(prepared.arena[next++]);
    }
    return status;
}

static enum qa_status read_all(struct qa_run *run, struct qa_sink *sink,
                               const struct qa_sink_parts *parts, struct qa_error *err)
{
    for (size_t i = 0; i < run->n; i++) {
        const struct qa_opened *opened = &run->list[i];
        if (opened->reader->survey != NULL) {
            struct qa_delivery_file file = as_read(opened);
            qa_sink_file(sink, &file, opened->options, opened->role);
            opened->reader->survey(opened->bytes, sink);
        }
    }
    for (enum qa_pass pass = 0; pass < QA_N_PASSES; pass++) {
        QA_TRY(read_those(run, pass, sink, parts, err));
    }
    return QA_OK;
}

/* What tells the sizes of images: the user's table, and the images that were delivered. */
static enum qa_status find_sizes(const struct qa_delivery_request *request,
                                 const struct qa_run *run, struct qa_sink_parts *parts,
                                 struct qa_error *err)
{
    parts->image_sizes = qa_image_sizes_new(parts->arena);
    if (request->image_sizes != NULL) {
        QA_TRY(qa_image_sizes_of_table(parts->image_sizes, request->image_sizes, err));
    }
    for (size_t i = 0; i < run->n_inputs; i++) {
        if (qa_input_is_set(run->inputs[i])) {
            qa_image_sizes_of_input(parts->image_sizes, run->inputs[i]);
        }
    }
    return QA_OK;
}

/* Names of classes, texts or colours alone tell nothing that anybody answered. */
static enum qa_status need_answers(const struct qa_run *run, struct qa_error *err)
{
    const struct qa_opened *facts = NULL;
    for (size_t i = 0; i < run->n; i++) {
        const struct qa_opened *opened = &run->list[i];
        if (opened->role == QA_DELIVERY && opened->reader->pass != QA_PASS_FACTS) {
            return QA_OK;
        }
        facts = opened->role == QA_DELIVERY && facts == NULL ? opened : facts;
    }
    return facts == NULL
               ? QA_OK
               : qa_fail_at(err, "E760", facts->bytes->path, 0, 0,
                            "read as %s, which says what other files mean and holds no answers; "
                            "give the folder or archive with the labels, or name the format (-i)",
                            facts->reader->name);
}

static bool has_several_files(const struct qa_run *run)
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
    struct qa_run run = {.arena = arena,
                         .findings = findings,
                         .paths = QA_ARRAY(arena, const char *, n),
                         .inputs = QA_ARRAY(arena, struct qa_input *, n)};
    struct qa_read_options options = request->options;
    struct qa_read_options for_gold = gold_options(request);
    struct qa_sink_parts parts = {
        .names = qa_names_new(arena), .findings = findings, .arena = arena};
    parts.names->hides_annotators = request->hides_annotators;
    if (request->names_key != NULL) {
        qa_names_set_key(parts.names, request->names_key, request->names_key_size);
    }
    for (int role = 0; role < QA_N_ROLES; role++) {
        parts.builder[role] = qa_builder_new(arena, parts.names);
    }
    enum qa_status status = qa_run_open(request, &options, &for_gold, &run, err);
    if (status == QA_OK) {
        status = find_sizes(request, &run, &parts, err);
    }
    if (status == QA_OK) {
        options.has_several_files = has_several_files(&run);
        status = qa_run_shapes(&run, &options, &for_gold, err);
    }
    if (status == QA_OK) {
        status = read_all(&run, qa_sink_new(&parts), &parts, err);
    }
    if (status == QA_OK && findings->total[QA_ERROR] == 0) {
        status = need_answers(&run, err);
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
    qa_hide_source_paths(delivery, arena);
    qa_hide_source_paths(gold, arena);
    qa_hide_source_paths(prelabels, arena);
    qa_hide_finding_paths(parts.names, findings);
    *out = (struct qa_deliveries){
        .names = parts.names, .delivery = delivery, .gold = gold, .prelabels = prelabels};
    out->questions =
        qa_questions_make(delivery, gold, prelabels, &request->questions, arena, findings);
    qa_labels_settle(out->questions, &request->labels, findings);
    qa_say_respelt_annotators(delivery, findings);
    qa_items_apart_say(delivery, findings);
    qa_label_sharing_say(out->questions, findings);
    qa_label_exchange_say(out->questions, findings);
    qa_label_rows_say(out->questions, findings);
    qa_mask_sizes_check(out->questions, findings);
    return QA_OK;
}
