/*
 * One recording annotated twice with segments or turns, for the tests of the families that score
 * them. Texts are "label start end; label start end".
 */
#ifndef TESTS_QA_SCORE_PERIOD_WORLD_H
#define TESTS_QA_SCORE_PERIOD_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/period.h"
#include "qa/batch/builder.h"
#include "qa/score/score.h"
#include "tests/support/close.h"

struct period_world {
    struct qa_arena *arena;
    struct qa_names *names;
    struct qa_findings findings;
    struct qa_comparison *comparison;
    const struct qa_type *type;
    struct qa_setting setting[QA_TYPES_MAX][QA_TYPE_SETTINGS_MAX];
};

static inline void period_answer(struct period_world *world, struct qa_builder *builder,
                                 const char *item, const char *text)
{
    struct qa_answer answer = QA_NO_ANSWER;
    answer.item = qa_strings_intern_text(world->names->items, item);
    answer.line = 1;
    qa_builder_answer(builder, &answer);
    char *rest = qa_arena_text(world->arena, text);
    for (char *part; (part = strsep(&rest, ";")) != NULL;) {
        char label[32];
        double time[2];
        if (sscanf(part, "%31s %lf %lf", label, &time[0], &time[1]) == 3) {
            struct qa_object object = QA_NO_OBJECT;
            object.label = qa_strings_intern_text(world->names->labels, label);
            object.number = time;
            object.n_numbers = 2;
            qa_builder_object(builder, world->type, &object);
        }
    }
}

static inline struct period_world *period_world_new(const struct qa_type *type)
{
    struct qa_arena *arena = qa_arena_new();
    struct period_world *world = QA_NEW(arena, struct period_world);
    world->arena = arena;
    world->type = type;
    world->names = qa_names_new(arena);
    qa_findings_init(&world->findings, arena);
    for (size_t t = 0; t < qa_n_types; t++) {
        for (size_t s = 0; s < qa_types[t]->n_settings; s++) {
            world->setting[t][s] = qa_type_setting(qa_types[t], NULL, s);
        }
    }
    return world;
}

static inline struct qa_setting *period_setting(struct period_world *world, size_t s)
{
    return &world->setting[qa_type_index(world->type)][s];
}

/* Recordings "r0", "r1" ...: reference[i] against delivered[i]. */
static inline void period_compare(struct period_world *world, const char *const *reference,
                                  const char *const *delivered, size_t n)
{
    struct qa_builder *builder[2];
    const char *const *texts[2] = {reference, delivered};
    struct qa_batch *batch[2];
    for (size_t side = 0; side < 2; side++) {
        builder[side] = qa_builder_new(world->arena, world->names);
        struct qa_source *source = qa_builder_source(builder[side], "side", "csv");
        source->vendor = QA_NONE;
        source->lists_items = true;
        source->type = world->type;
        for (size_t i = 0; i < n; i++) {
            char name[24];
            snprintf(name, sizeof name, "r%zu", i);
            period_answer(world, builder[side], name, texts[side][i]);
        }
        batch[side] = qa_builder_finish(builder[side], QA_DUPLICATES_ERROR, &world->findings);
    }
    const struct qa_question_options options = {
        .setting = (const struct qa_setting(*)[QA_TYPE_SETTINGS_MAX])world->setting};
    qa_questions_make(batch[1], batch[0], NULL, &options, world->arena, &world->findings);
    const struct qa_comparison_request request = {
        .delivery = batch[1], .reference = batch[0], .role = QA_GOLD};
    world->comparison = qa_compare(&request, world->arena);
}

/* The parts of all pairs of the comparison, added. */
static inline void period_parts(struct period_world *world, const struct qa_score *family,
                                double *parts)
{
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
    struct qa_arena *scratch = qa_arena_new();
    memset(parts, 0, QA_PARTS_MAX * sizeof *parts);
    for (size_t p = 0; p < world->comparison->n_pairs; p++) {
        double own[QA_PARTS_MAX] = {0};
        family->add(world->comparison, &world->comparison->pairs[p], &whole, scratch, own);
        for (size_t i = 0; i < family->n_parts; i++) {
            parts[i] += own[i];
        }
    }
    qa_arena_free(scratch);
}

static inline double period_part(const struct qa_score *family, const double *parts,
                                 const char *name)
{
    for (size_t i = 0; i < family->n_parts; i++) {
        if (strcmp(family->parts[i], name) == 0) {
            return parts[i];
        }
    }
    fail_msg("no part '%s'", name);
    return 0;
}

static inline double period_figure(const struct qa_score *family, const double *parts,
                                   const char *name)
{
    size_t f = qa_figure_find(family, name);
    double above = 0;
    double below = 0;
    assert_true(f != SIZE_MAX);
    const struct qa_figure *figure = &family->figures[f];
    for (size_t i = 0; i < family->n_parts; i++) {
        above += figure->above[i] * parts[i];
        below += figure->below[i] * parts[i];
    }
    return figure->is_complement ? 1 - above / below : above / below;
}

#endif
