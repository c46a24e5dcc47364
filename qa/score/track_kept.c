/* Frames of tracks that families and groups of one pair share. */
#include "qa/annotation/track.h"
#include "qa/score/track_frames.h"

struct kept {
    uint32_t id; /* of a class; QA_NONE and is_whole: of all */
    bool is_whole;
    struct qa_track_frames frames;
    struct kept *next;
};

/* All tracks of both sides have the class: what holds of it holds of the whole. */
static bool is_whole(const struct qa_comparison *comparison, const struct qa_pair *pair,
                     const struct qa_object_group *group)
{
    const struct qa_batch *batch[2] = {comparison->a, comparison->b};
    const size_t answer[2] = {pair->answer_a, pair->answer_b};
    if (group->of == QA_OF_PAIR) {
        return true;
    }
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    bool all = qa_type_setting(question->type, question->setting, QA_TRACK_MOT_RULES).choice <=
               QA_TRACK_RULES_MOT15;
    for (int which = 0; which < 2; which++) {
        size_t n = answer[which] != SIZE_MAX ? qa_object_count(batch[which], answer[which]) : 0;
        size_t first = n > 0 ? (size_t)qa_first_object(batch[which], answer[which]) : 0;
        for (size_t i = 0; all && i < n; i++) {
            all = batch[which]->label[first + i] == group->id;
        }
    }
    return all;
}

struct qa_track_frames *qa_track_frames_kept(const struct qa_comparison *comparison,
                                             const struct qa_pair *pair,
                                             const struct qa_object_group *group,
                                             struct qa_arena *scratch)
{
    struct qa_pair_memory *memory = group->memory;
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
    bool of_all = is_whole(comparison, pair, group);
    struct kept *kept = memory != NULL ? memory->tracks : NULL;
    while (kept != NULL && !(kept->is_whole == of_all && (of_all || kept->id == group->id))) {
        kept = kept->next;
    }
    if (kept == NULL) {
        kept = QA_NEW(memory != NULL ? memory->arena : scratch, struct kept);
        *kept =
            (struct kept){.id = group->id,
                          .is_whole = of_all,
                          .frames = qa_track_frames_of(comparison, pair, of_all ? &whole : group,
                                                       memory != NULL ? memory->arena : scratch)};
        if (memory != NULL) {
            kept->next = memory->tracks;
            memory->tracks = kept;
        }
    }
    return &kept->frames;
}

void qa_track_parts(struct qa_track_frames *frames, enum qa_track_family family,
                    const struct qa_object_group *group, qa_track_fill *fill,
                    struct qa_arena *scratch, double *parts)
{
    if (frames->parts[family] == NULL) {
        struct qa_arena *arena = group->memory != NULL ? group->memory->arena : scratch;
        double *own = QA_ARRAY(arena, double, QA_PARTS_MAX);
        fill(frames, scratch, own);
        frames->parts[family] = own;
    }
    for (size_t p = 0; p < QA_PARTS_MAX; p++) {
        parts[p] += frames->parts[family][p];
    }
}
