/* Any bytes as a delivery, by content, as objects of every kind, compared with the gold they hold
   and with themselves: findings are welcome, crashes not. Where the first line is "=NAME" the rest
   is read as that format, whatever it looks like. */
#include <stddef.h>
#include <string.h>

#include "tests/support/fuzz.h"

#include "qa/annotation/box.h"
#include "qa/base/error.h"
#include "qa/batch/ratings_view.h"
#include "qa/formats/lines.h"
#include "qa/formats/sink.h"
#include "qa/score/comparison.h"

/* Without a size shares of an image are nothing. */
static struct qa_image_sizes *size_of_the_image(struct qa_arena *arena)
{
    static const struct qa_cell header[] = {{.text = "item", .length = 4},
                                            {.text = "width", .length = 5},
                                            {.text = "height", .length = 6}};
    static const struct qa_cell cells[] = {
        {.text = "fuzz", .length = 4}, {.text = "64", .length = 2}, {.text = "48", .length = 2}};
    static const struct qa_records records = {
        .file = "sizes", .n_columns = 3, .n_records = 1, .header = header, .cells = cells};
    struct qa_image_sizes *sizes = qa_image_sizes_new(arena);
    struct qa_error err;
    return qa_image_sizes_of_table(sizes, &records, &err) == QA_OK ? sizes : NULL;
}

static void read_as(struct qa_bytes *bytes, const struct qa_reader *reader, enum qa_role role,
                    const struct qa_type *shape)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_findings findings;
    struct qa_error err;
    struct qa_batch *batches[QA_N_ROLES];
    qa_findings_init(&findings, arena);
    const struct qa_read_options options = {
        .duplicates = QA_DUPLICATES_LAST, .shape = shape, .with_predictions = true};
    const struct qa_delivery_file file = {.path = "fuzz", .vendor = role == QA_GOLD ? NULL : "v"};
    struct qa_sink_parts parts = {
        .names = qa_names_new(arena), .findings = &findings, .arena = arena};
    parts.image_sizes = size_of_the_image(arena);
    for (int r = 0; r < QA_N_ROLES; r++) {
        parts.builder[r] = qa_builder_new(arena, parts.names);
    }
    struct qa_sink *sink = qa_sink_new(&parts);
    qa_sink_file(sink, &file, &options, role);
    if (reader->survey != NULL) {
        reader->survey(bytes, sink);
    }
    if (reader->offers != NULL) {
        (void)reader->offers(bytes);
    }
    if ((!reader->reads_lines || qa_lines_check(bytes, &err) == QA_OK) &&
        reader->read(bytes, sink, &err) == QA_OK) {
        qa_sink_file_end(sink);
        for (int r = 0; r < QA_N_ROLES; r++) {
            batches[r] = qa_builder_finish(parts.builder[r], options.duplicates, &findings);
        }
        const struct qa_question_options questions = {0};
        qa_questions_make(batches[0], batches[1], batches[2], &questions, arena, &findings);
        const struct qa_selection all = QA_SELECT_ALL;
        (void)qa_ratings_view(batches[0], &all, NULL, 0, arena);
        struct qa_comparison_request request = {
            .delivery = batches[0], .reference = batches[1], .role = QA_GOLD};
        if (findings.total[QA_ERROR] == 0) {
            (void)qa_compare(&request, arena);
            request.reference = batches[0];
            (void)qa_compare(&request, arena);
        }
    }
    qa_arena_free(arena);
}

/* The reader that the first line names; the line is taken off. NULL: none. */
static const struct qa_reader *named_reader(const uint8_t **data, size_t *size)
{
    const uint8_t *end = *size > 1 && (*data)[0] == '=' ? memchr(*data, '\n', *size) : NULL;
    for (size_t r = 0; end != NULL && r < qa_n_readers; r++) {
        size_t length = (size_t)(end - *data) - 1;
        if (strlen(qa_readers[r]->name) == length &&
            memcmp(qa_readers[r]->name, *data + 1, length) == 0) {
            *size -= (size_t)(end + 1 - *data);
            *data = end + 1;
            return qa_readers[r];
        }
    }
    return NULL;
}

static void read_all(struct qa_bytes *bytes, const struct qa_reader *reader)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        read_as(bytes, reader, QA_DELIVERY, qa_types[t]);
    }
    read_as(bytes, reader, QA_GOLD, &qa_type_box);
    for (size_t r = 0; r < qa_n_readers; r++) {
        const char *instead_of = qa_readers[r]->instead_of;
        if (instead_of != NULL && strcmp(instead_of, reader->name) == 0) {
            read_as(bytes, qa_readers[r], QA_DELIVERY, NULL);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qa_bytes bytes;
    struct qa_error err;
    const struct qa_reader *reader = named_reader(&data, &size);
    if (qa_bytes_of_memory(&bytes, data, size, "fuzz", &err) != QA_OK) {
        return 0;
    }
    if (reader != NULL || qa_reader_sniff(&bytes, &reader, &err) == QA_OK) {
        read_all(&bytes, reader);
    }
    qa_bytes_close(&bytes);
    return 0;
}
