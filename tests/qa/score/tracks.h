/* Deliveries of tracks for tests, a frame a row. */
#ifndef TESTS_QA_SCORE_TRACKS_H
#define TESTS_QA_SCORE_TRACKS_H

#include "qa/annotation/track.h"
#include "tests/qa/audit/batches.h"

struct frame_row {
    const char *annotator; /* NULL: none */
    const char *item;
    const char *label;
    uint64_t key;
    double frame, x, y, width, height;
    bool crowd;
};

static inline struct qa_batch *batch_of_tracks(struct world *world, const struct frame_row *rows,
                                               size_t n, const uint64_t *order)
{
    struct qa_builder *builder = qa_builder_new(world->arena, world->names);
    struct qa_source *source = qa_builder_source(builder, "rows.csv", "csv");
    source->type = &qa_type_track;
    for (size_t i = 0; i < n; i++) {
        const struct frame_row *row = &rows[order != NULL ? order[i] : i];
        const char *annotator = row->annotator != NULL ? row->annotator : "";
        struct qa_answer answer = QA_NO_ANSWER;
        struct qa_object object = QA_NO_OBJECT;
        const double number[QA_TRACK_STRIDE] = {row->frame, row->x,      row->y,
                                                row->width, row->height, 0};
        answer.item = intern(world->names->items, row->item);
        answer.annotator = qa_names_annotator(world->names, QA_NONE, annotator, strlen(annotator));
        object.label = intern(world->names->labels, row->label);
        object.key = row->key;
        object.crowd = row->crowd;
        object.number = number;
        object.n_numbers = QA_TRACK_STRIDE;
        qa_builder_answer(builder, &answer);
        if (row->width > 0) {
            qa_builder_object(builder, &qa_type_track, &object);
        }
    }
    struct qa_batch *batch = qa_builder_finish(builder, QA_DUPLICATES_ERROR, &world->findings);
    const struct qa_question_options options = {0};
    qa_questions_make(batch, NULL, NULL, &options, world->arena, &world->findings);
    return batch;
}

#endif
