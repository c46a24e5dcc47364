/*
 * Small deliveries for tests, written as rows of C; and all tables of a report as one text, so that
 * two runs can be compared whole.
 */
#ifndef TESTS_QA_AUDIT_BATCHES_H
#define TESTS_QA_AUDIT_BATCHES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/batch/builder.h"
#include "qa/table/print.h"
#include "tests/support/close.h"

/* What one test holds: an arena, the names that its batches share, the findings. */
struct world {
    struct qa_arena *arena;
    struct qa_names *names;
    struct qa_findings findings;
};

static inline struct world new_world(void)
{
    struct world world = {.arena = qa_arena_new()};
    world.names = qa_names_new(world.arena);
    qa_findings_init(&world.findings, world.arena);
    return world;
}

static inline void free_world(struct world *world)
{
    qa_arena_free(world->arena);
}

/* NULL texts are absent; a row with a width is a box, one without a label and width is empty. */
struct given {
    const char *vendor;
    const char *annotator;
    const char *item;
    const char *question;
    const char *label;
    double x, y, width, height;
    bool crowd;
    double seconds; /* 0: none */
    const char *batch;
    const char *stage;
    double submitted; /* seconds since 1970; 0: none */
};

static inline uint32_t intern(struct qa_strings *strings, const char *text)
{
    return text != NULL ? qa_strings_intern_text(strings, text) : QA_NONE;
}

static inline struct qa_row row_of(struct world *world, const struct given *given, uint32_t line)
{
    struct qa_row row = {.item = intern(world->names->items, given->item),
                         .question = intern(world->names->questions, given->question),
                         .vendor = intern(world->names->vendors, given->vendor),
                         .batch = intern(world->names->batches, given->batch),
                         .stage = intern(world->names->stages, given->stage),
                         .label = intern(world->names->labels, given->label),
                         .line = line,
                         .started = QA_NO_TIME,
                         .submitted = QA_NO_TIME,
                         .duration = QA_NO_TIME,
                         .x = given->x,
                         .y = given->y,
                         .width = given->width,
                         .height = given->height,
                         .score = (double)NAN,
                         .value = (double)NAN,
                         .crowd = given->crowd};
    const char *annotator = given->annotator != NULL ? given->annotator : "";
    row.annotator = qa_names_annotator(world->names, row.vendor, annotator, strlen(annotator));
    row.kind = given->width > 0 ? QA_ROW_BOX : given->label != NULL ? QA_ROW_LABEL : QA_ROW_EMPTY;
    if (given->seconds > 0) {
        row.duration = (int64_t)(given->seconds * (double)QA_SECOND);
    }
    if (given->submitted > 0) {
        row.submitted = (int64_t)(given->submitted * (double)QA_SECOND);
    }
    return row;
}

enum listing { LISTS_ITEMS, LISTS_OBJECTS_ONLY };

/* order[i]: the row that the file holds i-th; NULL: as given. Lines stay with their rows. */
static inline const struct qa_batch *make_batch(struct world *world, const struct given *rows,
                                                size_t n, const uint64_t *order,
                                                enum listing listing)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, "rows.csv", "csv");
    source->lists_items = listing == LISTS_ITEMS;
    source->vendor = QA_NONE;
    for (size_t i = 0; i < n; i++) {
        size_t at = order != NULL ? (size_t)order[i] : i;
        struct qa_row row = row_of(world, &rows[at], (uint32_t)at + 2);
        qa_builder_append(builder, &row);
    }
    return qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
}

#define BATCH(world, rows)                                                                         \
    make_batch((world), (rows), sizeof(rows) / sizeof *(rows), NULL, LISTS_ITEMS)

/* order[0 .. n - 1] in a random order. */
static inline void shuffle(uint64_t *order, size_t n, uint64_t seed)
{
    struct qa_random random;
    qa_random_init(&random, seed, 0);
    for (size_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)qa_random_below(&random, i);
        uint64_t kept = order[i - 1];
        order[i - 1] = order[j];
        order[j] = kept;
    }
}

/* Every table with all its digits; malloc'ed. */
static inline char *report_text(const struct qa_report *report)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    const struct qa_print_options options = {.format = QA_FORMAT_JSON, .digits = -1};
    struct qa_error err;
    assert_non_null(stream);
    assert_int_equal(qa_report_print(report, &options, stream, &err), QA_OK);
    assert_int_equal(fclose(stream), 0);
    return text;
}

/* The same as people see it. */
static inline char *terminal_text(const struct qa_report *report)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    const struct qa_print_options options = {.format = QA_FORMAT_TABLE, .width = 200, .digits = -1};
    struct qa_error err;
    assert_non_null(stream);
    assert_int_equal(qa_report_print(report, &options, stream, &err), QA_OK);
    assert_int_equal(fclose(stream), 0);
    return text;
}

static inline uint32_t id_of(const struct qa_strings *strings, const char *text)
{
    return qa_strings_find(strings, text, strlen(text));
}

#endif
