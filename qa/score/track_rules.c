/* What takes no part in the figures of tracking, frame by frame. */
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/match.h"
#include "qa/score/track_parts.h"

static bool is_named(const struct qa_track_work *work, uint32_t label, const char *name)
{
    return label != QA_NONE &&
           strcmp(qa_strings_text(work->side[0].batch->names->labels, label), name) == 0;
}

bool qa_track_is_pedestrian(const struct qa_track_work *work, uint32_t label)
{
    return is_named(work, label, "pedestrian");
}

static bool is_distractor(const struct qa_track_work *work, uint32_t label)
{
    return is_named(work, label, "person_on_vehicle") || is_named(work, label, "static_person") ||
           is_named(work, label, "distractor") || is_named(work, label, "reflection") ||
           (work->rules == QA_TRACK_RULES_MOT20 && is_named(work, label, "non_mot_vehicle"));
}

bool qa_track_may_overlap(const struct qa_track_work *work, const struct qa_track_box *a,
                          const struct qa_track_box *b)
{
    return a->label == b->label || work->comparison->request.class_agnostic;
}

/* partner[j]: the box of a that box j of b matches at the threshold; SIZE_MAX: none. Boxes of a
 * that are uncounted take part where the rules say so. */
static void match_boxes(const struct qa_track_work *work, const struct qa_frame_boxes *frame,
                        double threshold, bool with_all, size_t *partner)
{
    struct qa_arena *scratch = work->scratch;
    size_t n = frame->n[0] * frame->n[1];
    double *similarity = QA_ARRAY(scratch, double, n + 1);
    size_t *column = QA_ARRAY(scratch, size_t, frame->n[0] + 1);
    for (size_t i = 0; i < frame->n[0]; i++) {
        const struct qa_track_box *a = &frame->box[0][i];
        for (size_t j = 0; j < frame->n[1]; j++) {
            const struct qa_track_box *b = &frame->box[1][j];
            double *at = &similarity[i * frame->n[1] + j];
            if (with_all || (!a->uncounted && qa_track_may_overlap(work, a, b))) {
                qa_box_compare_row(a->at, b->at, 1, at);
            }
        }
    }
    const struct qa_match_input input = {.n_rows = frame->n[0],
                                         .n_columns = frame->n[1],
                                         .similarity = similarity,
                                         .threshold = threshold - 2.220446049250313e-16};
    qa_match(&input, scratch, column);
    for (size_t j = 0; j < frame->n[1]; j++) {
        partner[j] = SIZE_MAX;
    }
    for (size_t i = 0; i < frame->n[0]; i++) {
        if (column[i] != SIZE_MAX) {
            partner[column[i]] = i;
        }
    }
}

static bool lies_inside_uncounted(const struct qa_track_work *work,
                                  const struct qa_frame_boxes *frame, const struct qa_track_box *b)
{
    double area = b->at[2] * b->at[3];
    for (size_t i = 0; i < frame->n[0]; i++) {
        const struct qa_track_box *a = &frame->box[0][i];
        if (a->uncounted && (a->label == QA_NONE || qa_track_may_overlap(work, a, b)) && area > 0 &&
            qa_box_shared_area(b->at, a->at) >= area / 2) {
            return true;
        }
    }
    return false;
}

static bool has_uncounted(const struct qa_frame_boxes *frame, int which)
{
    bool any = false;
    for (size_t i = 0; i < frame->n[which]; i++) {
        any = any || frame->box[which][i].uncounted;
    }
    return any;
}

static void leave_out_plainly(const struct qa_track_work *work, const struct qa_frame_boxes *frame)
{
    size_t *partner = QA_ARRAY(work->scratch, size_t, frame->n[1] + 1);
    if (has_uncounted(frame, 0)) {
        match_boxes(work, frame, work->threshold, false, partner);
        for (size_t j = 0; j < frame->n[1]; j++) {
            struct qa_track_box *b = &frame->box[1][j];
            b->gone = partner[j] == SIZE_MAX && lies_inside_uncounted(work, frame, b);
        }
    }
    for (int which = 0; which < 2; which++) {
        for (size_t i = 0; i < frame->n[which]; i++) {
            struct qa_track_box *box = &frame->box[which][i];
            box->gone = box->gone || box->uncounted;
        }
    }
}

static void leave_out_by_mot(const struct qa_track_work *work, const struct qa_frame_boxes *frame)
{
    size_t *partner = QA_ARRAY(work->scratch, size_t, frame->n[1] + 1);
    match_boxes(work, frame, 0.5, true, partner);
    bool by_class = work->rules != QA_TRACK_RULES_MOT15;
    for (size_t j = 0; j < frame->n[1]; j++) {
        struct qa_track_box *b = &frame->box[1][j];
        b->gone = by_class && partner[j] != SIZE_MAX &&
                  is_distractor(work, frame->box[0][partner[j]].label);
    }
    for (size_t i = 0; i < frame->n[0]; i++) {
        struct qa_track_box *a = &frame->box[0][i];
        a->gone = a->uncounted || (by_class && !qa_track_is_pedestrian(work, a->label));
    }
}

void qa_track_leave_out(const struct qa_track_work *work, const struct qa_frame_boxes *frame)
{
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    if (work->rules == QA_TRACK_RULES_NONE) {
        leave_out_plainly(work, frame);
    } else {
        leave_out_by_mot(work, frame);
    }
    qa_arena_reset(work->scratch, mark);
}
