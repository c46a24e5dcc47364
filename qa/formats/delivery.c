#include "qa/formats/delivery.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/formats/coco.h"

enum role { DELIVERY, GOLD, PRELABELS };

/* One file of the request, opened. */
struct opened {
    const struct qa_delivery_file *file;
    const struct qa_read_options *options;
    const struct qa_reader *reader;
    struct qa_bytes bytes;
    enum role role;
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
                                const struct qa_read_options *options, enum role role,
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
                               const struct qa_read_options *for_gold, struct batch_of_files *files,
                               struct qa_error *err)
{
    for (size_t i = 0; i < request->n_files; i++) {
        QA_TRY(open_file(files, &request->files[i], &request->options, DELIVERY, err));
    }
    for (size_t i = 0; i < request->n_gold_files; i++) {
        QA_TRY(open_file(files, &request->gold_files[i], for_gold, GOLD, err));
    }
    for (size_t i = 0; i < request->n_prelabel_files; i++) {
        QA_TRY(open_file(files, &request->prelabel_files[i], for_gold, PRELABELS, err));
    }
    return QA_OK;
}

/* The source that the reader just filled gets the hash of its file; a gold column's source as well.
 */
static void name_sources(struct qa_builder *builder, const struct qa_bytes *bytes)
{
    struct qa_source *source = qa_builder_last_source(builder);
    if (source != NULL && source->path == bytes->path) {
        memcpy(source->sha256, bytes->sha256, sizeof source->sha256);
    }
}

/* Formats without a column of vendors have the vendor that the file was given for. */
static void own_source(const struct qa_read_context *context)
{
    struct qa_source *source = qa_builder_last_source(context->delivery);
    const struct qa_delivery_file *file = context->file;
    if (file->vendor != NULL && source != NULL && source->path == file->path) {
        source->vendor = qa_strings_intern_text(context->names->vendors, file->vendor);
    }
}

/* Reading a file and hashing it, side by side: the hash runs ahead and brings the file in, reading
 * lets go of what it has passed. */
struct pass {
    struct opened *opened;
    struct qa_read_context context;
    enum qa_status status;
    struct qa_error *err;
};

static void run_pass(void *given, size_t part)
{
    struct pass *pass = given;
    if (part == 0) {
        qa_bytes_hash(&pass->opened->bytes);
    } else {
        pass->status = pass->opened->reader->read(&pass->opened->bytes, &pass->context, pass->err);
    }
}

static enum qa_status read_file(struct opened *opened, struct qa_read_context context,
                                struct qa_builder *prelabels, struct qa_error *err)
{
    /* Readers name sources by the path as people see it. */
    struct qa_delivery_file file = *opened->file;
    file.path = opened->bytes.path;
    context.file = &file;
    context.options = opened->options;
    context.is_gold = opened->role != DELIVERY;
    if (opened->role != DELIVERY) {
        context.delivery = opened->role == GOLD ? context.gold : prelabels;
        context.gold = NULL;
    }
    struct pass pass = {opened, context, QA_OK, err};
    qa_parallel_for(2, run_pass, &pass);
    QA_TRY(pass.status);
    own_source(&context);
    name_sources(context.delivery, &opened->bytes);
    if (context.gold != NULL) {
        name_sources(context.gold, &opened->bytes);
    }
    return QA_OK;
}

/* Files that resolve their ids by what others listed come last; gold comes before deliveries of its
 * kind, since it is the gold that usually lists the images. */
static enum qa_status read_all(struct batch_of_files *files, struct qa_read_context context,
                               struct qa_builder *prelabels, struct qa_error *err)
{
    enum qa_status status = QA_OK;
    for (size_t k = 0; status == QA_OK && k < 2 * files->n; k++) {
        struct opened *opened = &files->list[k % files->n];
        if (opened->reader->needs_names == (k >= files->n)) {
            status = read_file(opened, context, prelabels, err);
        }
    }
    return status;
}

enum qa_status qa_deliveries_read(const struct qa_delivery_request *request, struct qa_arena *arena,
                                  struct qa_findings *findings, struct qa_deliveries *out,
                                  struct qa_error *err)
{
    struct batch_of_files files = {
        QA_ARRAY(arena, struct opened,
                 request->n_files + request->n_gold_files + request->n_prelabel_files),
        0};
    struct qa_read_options for_gold = gold_options(request);
    struct qa_read_context context = {.names = qa_names_new(arena),
                                      .coco = qa_coco_index_new(arena),
                                      .arena = arena,
                                      .findings = findings};
    context.delivery = qa_builder_new(arena, context.names);
    context.gold = qa_builder_new(arena, context.names);
    struct qa_builder *prelabels = qa_builder_new(arena, context.names);
    enum qa_status status = open_all(request, &for_gold, &files, err);
    if (status == QA_OK) {
        status = read_all(&files, context, prelabels, err);
    }
    for (size_t i = 0; i < files.n; i++) {
        qa_bytes_close(&files.list[i].bytes);
    }
    if (status != QA_OK) {
        return status;
    }
    out->names = context.names;
    out->delivery = qa_builder_finish(context.delivery, request->options.duplicates, findings);
    out->gold = NULL;
    if (qa_builder_last_source(context.gold) != NULL) {
        out->gold = qa_builder_finish(context.gold, QA_DUPLICATES_ERROR, findings);
    }
    out->prelabels = NULL;
    if (qa_builder_last_source(prelabels) != NULL) {
        out->prelabels = qa_builder_finish(prelabels, QA_DUPLICATES_ERROR, findings);
    }
    return QA_OK;
}
