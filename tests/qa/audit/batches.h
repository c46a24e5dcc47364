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

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/base/random.h"
#include "qa/batch/builder.h"
#include "qa/score/comparison.h"
#include "qa/table/print.h"
#include "tests/support/close.h"

/* What one test holds: an arena, the names that its batches share, the findings. */
struct world {
    struct qa_arena *arena;
    struct qa_names *names;
    struct qa_findings findings;
    enum qa_undelivered undelivered; /* of join_batches */
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

static inline void give_row(struct world *world, struct qa_builder *builder,
                            const struct given *given, uint32_t line)
{
    struct qa_answer answer = QA_NO_ANSWER;
    struct qa_object object = QA_NO_OBJECT;
    const double box[4] = {given->x, given->y, given->width, given->height};
    const char *annotator = given->annotator != NULL ? given->annotator : "";
    answer.item = intern(world->names->items, given->item);
    answer.question = intern(world->names->questions, given->question);
    answer.vendor = intern(world->names->vendors, given->vendor);
    answer.batch = intern(world->names->batches, given->batch);
    answer.stage = intern(world->names->stages, given->stage);
    answer.annotator =
        qa_names_annotator(world->names, answer.vendor, annotator, strlen(annotator));
    answer.line = object.line = line;
    answer.duration =
        given->seconds > 0 ? (int64_t)(given->seconds * (double)QA_SECOND) : QA_NO_TIME;
    answer.submitted =
        given->submitted > 0 ? (int64_t)(given->submitted * (double)QA_SECOND) : QA_NO_TIME;
    object.label = intern(world->names->labels, given->label);
    object.crowd = given->crowd;
    qa_builder_answer(builder, &answer);
    if (given->width > 0) {
        object.number = box;
        object.n_numbers = 4;
        qa_builder_object(builder, &qa_type_box, &object);
    } else if (given->label != NULL) {
        qa_builder_object(builder, &qa_type_label, &object);
    }
}

enum listing { LISTS_ITEMS, LISTS_OBJECTS_ONLY };

/* order[i]: the row that the file holds i-th; NULL: as given. Lines stay with their rows. */
static inline struct qa_batch *make_batch(struct world *world, const struct given *rows, size_t n,
                                          const uint64_t *order, enum listing listing)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, "rows.csv", "csv");
    source->lists_items = listing == LISTS_ITEMS;
    source->vendor = QA_NONE;
    source->type = &qa_type_box;
    for (size_t i = 0; i < n; i++) {
        size_t at = order != NULL ? (size_t)order[i] : i;
        give_row(world, builder, &rows[at], (uint32_t)at + 2);
    }
    struct qa_batch *batch = qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
    /* Alone for now; with gold beside it, join_batches makes the table that both share. */
    const struct qa_question_options options = {0};
    qa_questions_make(batch, NULL, NULL, &options, world->arena, &world->findings);
    return batch;
}

/* The one table of questions of a delivery with its gold and pre-labels; NULL: none. */
static inline void join_batches(struct world *world, const struct qa_batch *delivery,
                                const struct qa_batch *gold, const struct qa_batch *prelabels,
                                double threshold)
{
    const struct qa_question_options options = {.threshold = threshold,
                                                .undelivered = world->undelivered};
    qa_questions_make((struct qa_batch *)(uintptr_t)delivery, (struct qa_batch *)(uintptr_t)gold,
                      (struct qa_batch *)(uintptr_t)prelabels, &options, world->arena,
                      &world->findings);
}

/* The delivery compared with gold, or its annotators with each other. */
static inline const struct qa_comparison *compare_batches(struct world *world,
                                                          const struct qa_batch *delivery,
                                                          const struct qa_batch *gold,
                                                          double threshold, bool class_agnostic)
{
    const struct qa_comparison_request request = {
        .delivery = delivery, .reference = gold, .role = QA_GOLD, .class_agnostic = class_agnostic};
    join_batches(world, delivery, gold, NULL, threshold);
    return qa_compare(&request, world->arena);
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
