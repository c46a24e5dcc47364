#include "qa/score/tracks_clear.h"

#include "qa/annotation/match.h"
#include "qa/annotation/track.h"
#include "qa/score/track_frames.h"

static bool serves(const struct qa_type *type)
{
    return type == &qa_type_track;
}

/* ---- frame by frame ---- */

/* What is known of a reference track on the way. */
struct followed {
    uint32_t last;     /* the track of its last match + 1; 0: none yet */
    uint32_t previous; /* that of the last frame with boxes on both sides + 1; 0: none then */
    double last_frame;
    uint64_t matched; /* frames */
    uint32_t pieces;  /* runs of frames with a match */
};

struct walk {
    const struct qa_track_frames *frames;
    struct qa_arena *scratch;
    struct followed *track;
    double dissimilarity;
    uint64_t matched;
    struct qa_track_switch *switches;
    size_t n_switches;
    size_t capacity;
};

static void note_switch(struct walk *walk, const struct followed *track, size_t reference,
                        uint32_t after, double frame)
{
    const struct qa_track_frames *frames = walk->frames;
    walk->switches = qa_arena_grow(walk->scratch, walk->switches, &walk->capacity,
                                   walk->n_switches + 1, sizeof *walk->switches);
    walk->switches[walk->n_switches++] =
        (struct qa_track_switch){.frame = frame,
                                 .last_frame = track->last_frame,
                                 .reference = frames->object[0][reference],
                                 .before = frames->object[1][track->last - 1],
                                 .after = frames->object[1][after]};
}

/* chosen[i]: overlap i of the frame is a match. A pair that is kept outweighs any IoU. */
static bool *choose(struct walk *walk, const struct qa_overlap *overlaps, size_t n)
{
    static const double kept = 1000;
    bool *chosen = QA_ARRAY(walk->scratch, bool, n + 1);
    struct qa_arena_mark mark = qa_arena_mark(walk->scratch);
    double *weight = QA_ARRAY(walk->scratch, double, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct followed *track = &walk->track[overlaps[i].track[0]];
        if (qa_track_reaches(overlaps[i].similarity, walk->frames->threshold)) {
            bool is_kept = track->previous == overlaps[i].track[1] + 1;
            weight[i] = overlaps[i].similarity + (is_kept ? kept : 0);
        }
    }
    qa_track_match(overlaps, weight, n, walk->scratch, chosen);
    qa_arena_reset(walk->scratch, mark);
    return chosen;
}

static void take_match(struct walk *walk, const struct qa_overlap *overlap, double frame)
{
    struct followed *track = &walk->track[overlap->track[0]];
    uint32_t other = overlap->track[1] + 1;
    if (track->last != 0 && track->last != other) {
        note_switch(walk, track, overlap->track[0], overlap->track[1], frame);
    }
    track->pieces += track->previous == 0;
    track->last = other;
    track->last_frame = frame;
    track->matched++;
    walk->matched++;
    walk->dissimilarity += 1 - overlap->similarity;
}

/* Frames without boxes on one side leave the tracks as they are. */
static void walk_frame(struct walk *walk, const struct qa_track_frame *frame)
{
    size_t n = frame[1].first - frame->first;
    const struct qa_overlap *overlaps = walk->frames->overlap + frame->first;
    if (frame->n[0] == 0 || frame->n[1] == 0) {
        return;
    }
    bool *chosen = choose(walk, overlaps, n);
    for (size_t i = 0; i < n; i++) {
        if (chosen[i]) {
            take_match(walk, &overlaps[i], frame->number);
        }
    }
    for (size_t t = 0; t < walk->frames->n_tracks[0]; t++) {
        walk->track[t].previous = 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (chosen[i]) {
            walk->track[overlaps[i].track[0]].previous = overlaps[i].track[1] + 1;
        }
    }
}

static struct walk walk_all(const struct qa_track_frames *frames, struct qa_arena *scratch)
{
    struct walk walk = {.frames = frames,
                        .scratch = scratch,
                        .track = QA_ARRAY(scratch, struct followed, frames->n_tracks[0] + 1)};
    for (size_t f = 0; f < frames->n_frames; f++) {
        walk_frame(&walk, &frames->frame[f]);
    }
    return walk;
}

const struct qa_track_switch *qa_track_switches(const struct qa_track_frames *frames,
                                                struct qa_arena *scratch, size_t *n)
{
    struct walk walk = walk_all(frames, scratch);
    *n = walk.n_switches;
    return walk.switches;
}

/* ---- identities ---- */

/* Tracks as boxes of one frame: the same matching serves them. */
static uint64_t match_identities(const struct qa_track_frames *frames, struct qa_arena *scratch)
{
    double *weight = QA_ARRAY(scratch, double, frames->n_pairs + 1);
    bool *chosen = QA_ARRAY(scratch, bool, frames->n_pairs + 1);
    struct qa_overlap *pairs = QA_ARRAY(scratch, struct qa_overlap, frames->n_pairs + 1);
    for (size_t i = 0; i < frames->frame[frames->n_frames].first; i++) {
        weight[frames->overlap[i].pair] += frames->overlap[i].similarity >= frames->threshold;
    }
    for (size_t p = 0; p < frames->n_pairs; p++) {
        pairs[p].box[0] = frames->pair[p][0];
        pairs[p].box[1] = frames->pair[p][1];
    }
    qa_track_match(pairs, weight, frames->n_pairs, scratch, chosen);
    double sum = 0;
    for (size_t p = 0; p < frames->n_pairs; p++) {
        sum += chosen[p] ? weight[p] : 0;
    }
    return (uint64_t)sum;
}

/* ---- parts ---- */

static void count_tracks(const struct walk *walk, double *parts)
{
    for (size_t t = 0; t < walk->frames->n_tracks[0]; t++) {
        const struct followed *track = &walk->track[t];
        double length = (double)walk->frames->length[0][t];
        if (length <= 0) {
            continue;
        }
        double share = (double)track->matched / length;
        parts[QA_CLEAR_TRACKS]++;
        parts[QA_CLEAR_MOSTLY_TRACKED] += share > 0.8;
        parts[QA_CLEAR_MOSTLY_LOST] += share < 0.2;
        parts[QA_CLEAR_FRAGMENTATIONS] += track->pieces > 0 ? track->pieces - 1 : 0;
    }
}

void qa_clear_fill(const struct qa_track_frames *frames, struct qa_arena *scratch, double *parts)
{
    struct walk walk = walk_all(frames, scratch);
    parts[QA_CLEAR_REFERENCE] = (double)frames->n_boxes[0];
    parts[QA_CLEAR_DELIVERED] = (double)frames->n_boxes[1];
    parts[QA_CLEAR_MATCHED] = (double)walk.matched;
    parts[QA_CLEAR_DISSIMILARITY] = walk.dissimilarity;
    parts[QA_CLEAR_SWITCHES] = (double)walk.n_switches;
    parts[QA_CLEAR_IDENTITY] = (double)match_identities(frames, scratch);
    count_tracks(&walk, parts);
}

static void add(const struct qa_comparison *comparison, const struct qa_pair *pair,
                const struct qa_object_group *group, struct qa_arena *scratch, double *parts)
{
    if (group->of != QA_OF_SIZE) {
        struct qa_track_frames *frames = qa_track_frames_kept(comparison, pair, group, scratch);
        qa_track_parts(frames, QA_TRACKS_CLEAR, group, qa_clear_fill, scratch, parts);
    }
}

static const char *const part_names[QA_N_CLEAR_PARTS] = {
    [QA_CLEAR_REFERENCE] = "reference_boxes", [QA_CLEAR_DELIVERED] = "delivered_boxes",
    [QA_CLEAR_MATCHED] = "matched_boxes",     [QA_CLEAR_DISSIMILARITY] = "dissimilarity",
    [QA_CLEAR_SWITCHES] = "switches",         [QA_CLEAR_FRAGMENTATIONS] = "fragmentations",
    [QA_CLEAR_TRACKS] = "reference_tracks",   [QA_CLEAR_MOSTLY_TRACKED] = "mostly_tracked",
    [QA_CLEAR_MOSTLY_LOST] = "mostly_lost",   [QA_CLEAR_IDENTITY] = "identity_boxes",
};

static const char clear_source[] = "Bernardin and Stiefelhagen 2008";
static const char identity_source[] = "Ristani et al. 2016";
static const char no_reference[] = "no boxes in the reference";
static const char no_boxes[] = "no boxes on either side";

static const struct qa_figure figures[QA_N_CLEAR_FIGURES] = {
    [QA_MOTA] = {.name = "mota",
                 .heading = "MOTA",
                 .about = "One minus missed boxes, spurious boxes and identity switches over the "
                          "boxes of the reference; below 0 when they are more.",
                 .source = clear_source,
                 .above = {[QA_CLEAR_REFERENCE] = 1,
                           [QA_CLEAR_DELIVERED] = 1,
                           [QA_CLEAR_MATCHED] = -2,
                           [QA_CLEAR_SWITCHES] = 1},
                 .below = {[QA_CLEAR_REFERENCE] = 1},
                 .is_complement = true,
                 .unit = 1,
                 .undefined = no_reference},
    [QA_MOTP] = {.name = "motp",
                 .heading = "MOTP",
                 .about = "Mean IoU of the matched boxes.",
                 .source = clear_source,
                 .above = {[QA_CLEAR_DISSIMILARITY] = 1},
                 .below = {[QA_CLEAR_MATCHED] = 1},
                 .is_complement = true,
                 .bound = QA_AT_MOST_ONE,
                 .undefined = "no matched boxes"},
    [QA_ID_SWITCHES] = {.name = "id_switches",
                        .heading = "identity switches",
                        .about = "How often a track of the reference is matched with another track "
                                 "than at its last match.",
                        .source = clear_source,
                        .above = {[QA_CLEAR_SWITCHES] = 1},
                        .below = {[QA_CLEAR_REFERENCE] = 1, [QA_CLEAR_DELIVERED] = 1},
                        .is_count = true,
                        .undefined = no_boxes},
    [QA_FRAGMENTATIONS] = {.name = "fragmentations",
                           .heading = "fragmentations",
                           .about = "How often a track of the reference is matched again after a "
                                    "frame without a match.",
                           .source = clear_source,
                           .above = {[QA_CLEAR_FRAGMENTATIONS] = 1},
                           .below = {[QA_CLEAR_REFERENCE] = 1, [QA_CLEAR_DELIVERED] = 1},
                           .is_count = true,
                           .undefined = no_boxes},
    [QA_MOSTLY_TRACKED] = {.name = "mostly_tracked",
                           .heading = "mostly tracked",
                           .about = "Share of the reference's tracks that are matched in more than "
                                    "0.8 of their frames.",
                           .source = clear_source,
                           .above = {[QA_CLEAR_TRACKS] = 1, [QA_CLEAR_MOSTLY_TRACKED] = -1},
                           .below = {[QA_CLEAR_TRACKS] = 1},
                           .is_complement = true,
                           .bound = QA_AT_MOST_ONE,
                           .unit = 1,
                           .undefined = "no tracks in the reference"},
    [QA_MOSTLY_LOST] = {.name = "mostly_lost",
                        .heading = "mostly lost",
                        .about =
                            "Share of the reference's tracks that are matched in less than 0.2 "
                            "of their frames.",
                        .source = clear_source,
                        .above = {[QA_CLEAR_MOSTLY_LOST] = 1},
                        .below = {[QA_CLEAR_TRACKS] = 1},
                        .bound = QA_AT_MOST_ONE,
                        .unit = 1,
                        .undefined = "no tracks in the reference"},
    [QA_IDF1] =
        {.name = "idf1",
         .heading = "IDF1",
         .about = "Twice the boxes whose tracks are paired one to one over the whole "
                  "sequence, over the boxes of both sides.",
         .source = identity_source,
         .above = {[QA_CLEAR_REFERENCE] = 1, [QA_CLEAR_DELIVERED] = 1, [QA_CLEAR_IDENTITY] = -2},
         .below = {[QA_CLEAR_REFERENCE] = 1, [QA_CLEAR_DELIVERED] = 1},
         .is_complement = true,
         .bound = QA_AT_MOST_ONE,
         .unit = 1,
         .undefined = no_boxes},
    [QA_IDP] = {.name = "idp",
                .heading = "IDP",
                .about = "Share of the delivered boxes whose tracks are paired with the right one.",
                .source = identity_source,
                .above = {[QA_CLEAR_DELIVERED] = 1, [QA_CLEAR_IDENTITY] = -1},
                .below = {[QA_CLEAR_DELIVERED] = 1},
                .is_complement = true,
                .bound = QA_AT_MOST_ONE,
                .unit = 1,
                .undefined = "no delivered boxes"},
    [QA_IDR] = {.name = "idr",
                .heading = "IDR",
                .about =
                    "Share of the reference's boxes whose tracks are paired with the right one.",
                .source = identity_source,
                .above = {[QA_CLEAR_REFERENCE] = 1, [QA_CLEAR_IDENTITY] = -1},
                .below = {[QA_CLEAR_REFERENCE] = 1},
                .is_complement = true,
                .bound = QA_AT_MOST_ONE,
                .unit = 1,
                .undefined = no_reference},
};

const struct qa_score qa_score_clear = {
    .name = "tracks_clear",
    .about = "Tracks: CLEAR MOT and identity measures.",
    .serves = serves,
    .parts = part_names,
    .n_parts = QA_N_CLEAR_PARTS,
    .by_objects = true,
    .add = add,
    .figures = figures,
    .n_figures = QA_N_CLEAR_FIGURES,
};
