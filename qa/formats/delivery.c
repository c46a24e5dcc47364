#include "qa/formats/delivery.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/base/parallel.h"
#include "qa/formats/sink.h"

/* One file of the request, opened. */
struct opened {
    const struct qa_delivery_file *file;
    const struct qa_read_options *options;
    const struct qa_reader *reader;
    struct qa_bytes bytes;
    enum qa_role role;
};

struct batch_of_files {
    struct opened *list;
    size_t n;
};

static enum qa_status refuse_twice(const struct batch_of_files *files, const char *path,
                                   struct qa_error *err)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->list[i].file->path, path) == 0) {
            return qa_fail(err, QA_USAGE, "E107", "'%s' is given twice", path);
        }
    }
    return QA_OK;
}

static enum qa_status open_file(struct batch_of_files *files, const struct qa_delivery_file *file,
                                const struct qa_read_options *options, enum qa_role role,
                                struct qa_error *err)
{
    QA_TRY(refuse_twice(files, file->path, err));
    struct opened *opened = &files->list[files->n];
    *opened = (struct opened){.file = file, .options = options, .role = role};
    QA_TRY(qa_bytes_open(&opened->bytes, file->path, 0, err));
    files->n++;
    return options->format != NULL ? qa_reader_by_name(options->format, &opened->reader, err)
                                   : qa_reader_sniff(&opened->bytes, &opened->reader, err);
}

/* Gold is read as the deliveries are, but their columns and header line are their own. */
static struct qa_read_options gold_options(const struct qa_delivery_request *request)
{
    if (request->gold_options != NULL) {
        return *request->gold_options;
    }
    struct qa_read_options options = {.zone = request->options.zone};
    return options;
}

static enum qa_status open_all(const struct qa_delivery_request *request,
                               const struct qa_read_options *options,
                               const struct qa_read_options *for_gold, struct batch_of_files *files,
                               struct qa_error *err)
{
    for (size_t i = 0; i < request->n_files; i++) {
        QA_TRY(open_file(files, &request->files[i], options, QA_DELIVERY, err));
    }
    for (size_t i = 0; i < request->n_gold_files; i++) {
        QA_TRY(open_file(files, &request->gold_files[i], for_gold, QA_GOLD, err));
    }
    for (size_t i = 0; i < request->n_prelabel_files; i++) {
        QA_TRY(open_file(files, &request->prelabel_files[i], for_gold, QA_PRELABELS, err));
    }
    return QA_OK;
}

/* The kind to read where a file has an object in several: the richest that every file offers which
 * offers any; boxes when no kind is common to them. */
static const struct qa_type *common_shape(const struct batch_of_files *files)
{
    uint32_t common = UINT32_MAX;
    for (size_t i = 0; i < files->n; i++) {
        const struct qa_reader *reader = files->list[i].reader;
        uint32_t offered = reader->offers != NULL ? reader->offers(&files->list[i].bytes) : 0;
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
        qa_bytes_hash(&pass->opened->bytes);
    } else {
        pass->status = pass->opened->reader->read(&pass->opened->bytes, pass->sink, pass->err);
    }
}

static enum qa_status read_file(struct opened *opened, struct qa_sink *sink,
                                const struct qa_sink_parts *parts, struct qa_error *err)
{
    /* Readers name sources by the path as people see it. */
    struct qa_delivery_file file = *opened->file;
    file.path = opened->bytes.path;
    size_t n_before[QA_N_ROLES];
    for (int role = 0; role < QA_N_ROLES; role++) {
        n_before[role] = qa_builder_source_count(parts->builder[role]);
    }
    qa_sink_file(sink, &file, opened->options, opened->role);
    struct pass pass = {opened, sink, QA_OK, err};
    qa_parallel_for(2, run_pass, &pass);
    QA_TRY(pass.status);
    qa_sink_file_end(sink);
    name_sources(parts, n_before, &opened->bytes);
    return QA_OK;
}

/* Files that resolve their ids by what others listed come last. */
static enum qa_status read_all(struct batch_of_files *files, struct qa_sink *sink,
                               const struct qa_sink_parts *parts, struct qa_error *err)
{
    enum qa_status status = QA_OK;
    for (size_t k = 0; status == QA_OK && k < 2 * files->n; k++) {
        struct opened *opened = &files->list[k % files->n];
        if (opened->reader->needs_names == (k >= files->n)) {
            status = read_file(opened, sink, parts, err);
        }
    }
    return status;
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
    struct batch_of_files files = {
        QA_ARRAY(arena, struct opened,
                 request->n_files + request->n_gold_files + request->n_prelabel_files),
        0};
    struct qa_read_options options = request->options;
    struct qa_read_options for_gold = gold_options(request);
    struct qa_sink_parts parts = {
        .names = qa_names_new(arena), .findings = findings, .arena = arena};
    for (int role = 0; role < QA_N_ROLES; role++) {
        parts.builder[role] = qa_builder_new(arena, parts.names);
    }
    enum qa_status status = open_all(request, &options, &for_gold, &files, err);
    if (status == QA_OK) {
        if (options.shape == NULL) {
            options.shape = for_gold.shape = common_shape(&files);
        }
        for_gold.shape = options.shape;
        status = read_all(&files, qa_sink_new(&parts), &parts, err);
    }
    for (size_t i = 0; i < files.n; i++) {
        qa_bytes_close(&files.list[i].bytes);
    }
    if (status != QA_OK) {
        return status;
    }
    struct qa_batch *delivery = finish(&parts, QA_DELIVERY, options.duplicates);
    struct qa_batch *gold = finish(&parts, QA_GOLD, QA_DUPLICATES_ERROR);
    struct qa_batch *prelabels = finish(&parts, QA_PRELABELS, QA_DUPLICATES_ERROR);
    *out = (struct qa_deliveries){
        .names = parts.names, .delivery = delivery, .gold = gold, .prelabels = prelabels};
    out->questions =
        qa_questions_make(delivery, gold, prelabels, &request->questions, arena, findings);
    return QA_OK;
}
