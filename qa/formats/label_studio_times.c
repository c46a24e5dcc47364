/* Label Studio: periods of recordings and time series, and tracks of videos. */
#include "qa/formats/label_studio_parts.h"

#include <math.h>
#include <stdlib.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/track.h"
#include "qa/annotation/turn.h"

/* ---- periods ---- */

bool qa_studio_is_period(struct qa_json_value value)
{
    static const char *const names[] = {"start", "end"};
    struct qa_json_value member[2];
    double number;
    qa_json_members(value, names, 2, member);
    return !qa_studio_is_span(value) && qa_json_is_there(member[0]) &&
           qa_json_is_there(member[1]) && qa_json_real(member[0], &number) &&
           qa_json_real(member[1], &number);
}

/* Seconds of a recording. */
bool qa_studio_read_period(const struct qa_studio_reading *reading)
{
    static const char *const names[] = {"start", "end"};
    for (int i = 0; i < 2; i++) {
        double at;
        if (!qa_studio_number(reading, names[i], &at)) {
            return false;
        }
        qa_shape_add(reading->shape, at);
    }
    return true;
}

/* The axis of a time series is of any unit; one of dates counts from 1970, beyond what a period may
 * be. */
bool qa_studio_is_time_series(struct qa_json_value value)
{
    static const double longest = 1e6;
    struct qa_json_value end;
    double number;
    return qa_json_member(value, "end", &end) && qa_json_real(end, &number) && number <= longest;
}

bool qa_studio_read_time_series(const struct qa_studio_reading *reading)
{
    reading->results->n_other_units++;
    return qa_studio_read_period(reading);
}

static bool give_object(const struct qa_studio_reading *reading, const struct qa_type *type,
                        struct qa_json_value labels)
{
    struct qa_json_value id = reading->result->member[QA_STUDIO_ID];
    if (qa_json_is_there(labels) && !qa_studio_give_label(reading, labels)) {
        return false;
    }
    if (qa_json_is_there(id) && !qa_sink_json(reading->sink, QA_FIELD_OBJECT, id)) {
        return false;
    }
    return qa_sink_object(reading->sink, type, reading->shape, reading->place);
}

/* Frames of a video from 1, the last one being part of it. */
bool qa_studio_give_ranges(const struct qa_studio_reading *reading, struct qa_json_value labels)
{
    struct qa_json_value ranges;
    if (!qa_studio_member(reading, "ranges", &ranges)) {
        return false;
    }
    struct qa_json_iterator range = qa_json_iterate(ranges);
    while (qa_json_next(&range)) {
        struct qa_studio_reading of_range = *reading;
        double frame[2];
        of_range.value = range.value;
        of_range.shape->n_numbers = 0;
        if (!qa_studio_number(&of_range, "start", &frame[0]) ||
            !qa_studio_number(&of_range, "end", &frame[1])) {
            return false;
        }
        qa_shape_add(reading->shape, frame[0] - 1);
        qa_shape_add(reading->shape, frame[1]);
        reading->results->n_other_units++;
        if (!give_object(reading, reading->result->type, labels)) {
            return false;
        }
    }
    return true;
}

/* ---- tracks ---- */

enum { MOST_FRAMES = 1 << 20 }; /* of one track */

struct key {
    double frame;
    double box[4];
    bool is_shown; /* up to the next one */
    bool is_made;  /* interpolated by the export */
};

static int compare_keys(const void *a, const void *b)
{
    const struct key *left = a;
    const struct key *right = b;
    return (left->frame > right->frame) - (left->frame < right->frame);
}

static bool flag_of(struct qa_json_value value, const char *name, bool otherwise)
{
    struct qa_json_value member;
    bool out;
    return qa_json_member(value, name, &member) && qa_json_bool(member, &out) ? out : otherwise;
}

static bool read_key(const struct qa_studio_reading *reading, struct qa_json_value value,
                     struct key *out)
{
    static const char *const names[] = {"x", "y", "width", "height"};
    struct qa_studio_reading of_key = *reading;
    struct qa_json_value rotation;
    double turn;
    of_key.value = value;
    if (!qa_studio_number(&of_key, "frame", &out->frame)) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        if (!qa_studio_number(&of_key, names[i], &out->box[i])) {
            return false;
        }
    }
    if (out->frame != floor(out->frame) || !(fabs(out->frame) <= 1e9)) {
        return qa_studio_bad(reading, value, "E122", "a frame that is no whole number");
    }
    if (qa_json_member(value, "rotation", &rotation) && qa_json_real(rotation, &turn) &&
        fabs(remainder(turn, 360)) > 1e-3) {
        return qa_sink_bad(reading->sink, qa_studio_at(reading->results, rotation), "E148",
                           "the box of a track is turned by %g degrees; expected 0", turn);
    }
    out->is_shown = flag_of(value, "enabled", true);
    out->is_made = flag_of(value, "auto", false);
    return true;
}

/* Keyframes in order of time, each once; *n of them, in the scratch arena. NULL after a finding. */
static struct key *read_keys(const struct qa_studio_reading *reading, size_t *n)
{
    struct qa_json_value sequence;
    if (!qa_studio_member(reading, "sequence", &sequence)) {
        return NULL;
    }
    struct key *keys = QA_ARRAY(reading->scratch, struct key, qa_json_count(sequence) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(sequence);
    *n = 0;
    while (qa_json_next(&iterator)) {
        if (!read_key(reading, iterator.value, &keys[*n])) {
            return NULL;
        }
        (*n)++;
    }
    qsort(keys, *n, sizeof *keys, compare_keys);
    for (size_t i = 1; i < *n; i++) {
        if (keys[i].frame == keys[i - 1].frame) {
            (void)qa_studio_bad(reading, sequence, "E255", "a frame stands twice in the sequence");
            return NULL;
        }
    }
    return keys;
}

/* What a percent of the frame is: pixels where its size is known, else it stays a percent. */
static void find_scale(const struct qa_studio_reading *reading, double scale[2])
{
    const struct qa_json_value *member = reading->result->member;
    struct qa_json_value item = reading->results->item;
    struct qa_json_text name = {"", 0};
    struct qa_image_size size = {0, 0};
    for (int i = 0; i < 2; i++) {
        scale[i] = 1;
        bool is_known = qa_json_is_there(member[QA_STUDIO_WIDTH + i]) &&
                        qa_json_real(member[QA_STUDIO_WIDTH + i], &scale[i]) && scale[i] > 0;
        scale[i] = is_known ? scale[i] / 100 : 0;
    }
    if (scale[0] > 0 && scale[1] > 0) {
        qa_sink_image_size(reading->sink, qa_image_size(scale[0] * 100, scale[1] * 100));
        return;
    }
    if (qa_json_is_there(item) && qa_json_string(item, &name)) {
        size = qa_sink_find_image_size(reading->sink, name.text);
    }
    bool is_given = size.width > 0 && size.height > 0;
    reading->results->n_percent += !is_given;
    scale[0] = is_given ? size.width / 100.0 : 1;
    scale[1] = is_given ? size.height / 100.0 : 1;
}

static bool give_frame(const struct qa_studio_reading *reading, const struct key *key,
                       const double scale[2], struct qa_json_value labels)
{
    reading->shape->n_numbers = 0;
    qa_shape_add(reading->shape, key->frame);
    for (int i = 0; i < 4; i++) {
        qa_shape_add(reading->shape, key->box[i] * scale[i % 2]);
    }
    qa_shape_add(reading->shape, key->is_made ? QA_TRACK_INTERPOLATED : 0);
    reading->results->n_frames++;
    reading->results->n_made += key->is_made;
    return give_object(reading, &qa_type_track, labels);
}

/* The frame after `last` up to `end`, between two keyframes, or as the first where there is no
 * other. */
static bool fill(const struct qa_studio_reading *reading, const struct key pair[2],
                 const double scale[2], struct qa_json_value labels)
{
    int64_t span = (int64_t)(pair[1].frame - pair[0].frame);
    for (int64_t step = 1; step < span; step++) {
        double share = (double)step / (double)span;
        struct key between = {.frame = pair[0].frame + (double)step, .is_made = true};
        for (int i = 0; i < 4; i++) {
            between.box[i] = pair[0].box[i] + share * (pair[1].box[i] - pair[0].box[i]);
        }
        if (!give_frame(reading, &between, scale, labels)) {
            return false;
        }
    }
    return true;
}

/* An object is there at its keyframes, and between two of them, or to the end of the video after
 * the last, where the first is enabled. */
bool qa_studio_give_track(const struct qa_studio_reading *reading, struct qa_json_value labels)
{
    size_t n = 0;
    double scale[2];
    double frames = 0;
    struct qa_json_value count;
    struct key *keys = read_keys(reading, &n);
    if (keys == NULL || n == 0) {
        return keys != NULL;
    }
    if (qa_json_member(reading->value, "framesCount", &count)) {
        (void)qa_json_real(count, &frames);
    }
    double last = keys[n - 1].is_shown && frames > keys[n - 1].frame ? frames : keys[n - 1].frame;
    if (last - keys[0].frame >= MOST_FRAMES) {
        return qa_studio_bad(reading, reading->value, "E122", "a track of more than 2^20 frames");
    }
    find_scale(reading, scale);
    for (size_t i = 0; i < n; i++) {
        struct key pair[2] = {keys[i], i + 1 < n ? keys[i + 1] : keys[i]};
        if (i + 1 == n) {
            pair[1].frame = last + 1;
        }
        if (!give_frame(reading, &keys[i], scale, labels) ||
            (keys[i].is_shown && !fill(reading, pair, scale, labels))) {
            return false;
        }
    }
    return true;
}
