#include "qa/formats/activitynet.h"

#include "qa/annotation/segment.h"
#include "qa/base/number.h"
#include "qa/formats/json.h"
#include "qa/formats/sink.h"

enum member { SEGMENT, LABEL, SCORE, N_MEMBERS };

struct reading {
    struct qa_sink *sink;
    struct qa_json_text video;
    double duration; /* NAN-free: 0 is not known */
    uint64_t n_overlong;
    struct qa_json_value overlong; /* the first */
};

/* A number, or a text that is one. */
static bool read_number(struct qa_json_value value, double *out)
{
    struct qa_json_text text;
    return qa_json_real(value, out) ||
           (qa_json_string(value, &text) && qa_parse_real(text.text, text.length, out));
}

static bool read_times(struct qa_json_value segment, double time[2])
{
    size_t n = 0;
    if (qa_json_kind(segment) != QA_JSON_ARRAY || qa_json_count(segment) != 2) {
        return false;
    }
    struct qa_json_iterator iterator = qa_json_iterate(segment);
    while (qa_json_next(&iterator)) {
        if (!read_number(iterator.value, &time[n++])) {
            return false;
        }
    }
    return true;
}

static void read_segment(struct reading *reading, struct qa_json_value value)
{
    static const char *const names[N_MEMBERS] = {"segment", "label", "score"};
    struct qa_json_value member[N_MEMBERS];
    double time[2] = {0, 0};
    qa_json_members(value, names, N_MEMBERS, member);
    if (!qa_json_is_there(member[SEGMENT]) || !read_times(member[SEGMENT], time)) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(value), "E245",
                          "expected \"segment\": [start, end] in seconds");
        return;
    }
    if (reading->duration > 0 && time[1] > reading->duration && reading->n_overlong++ == 0) {
        reading->overlong = value;
    }
    if (qa_json_is_there(member[LABEL])) {
        (void)qa_sink_json(reading->sink, QA_FIELD_LABEL, member[LABEL]);
    }
    if (qa_json_is_there(member[SCORE])) {
        (void)qa_sink_json(reading->sink, QA_FIELD_SCORE, member[SCORE]);
    }
    const struct qa_shape shape = {.number = time, .n_numbers = 2};
    (void)qa_sink_object(reading->sink, &qa_type_segment, &shape, QA_AT_JSON(value));
}

static double duration_of(struct qa_json_value video)
{
    static const char *const names[] = {"duration", "duration_second"};
    struct qa_json_value member[2];
    double duration = 0;
    qa_json_members(video, names, 2, member);
    for (size_t i = 0; i < 2 && duration == 0; i++) {
        if (qa_json_is_there(member[i]) && !read_number(member[i], &duration)) {
            duration = 0;
        }
    }
    return duration;
}

/* A video with its list of segments, or the list alone. */
static void read_video(struct reading *reading, struct qa_json_value video)
{
    struct qa_json_value list = video;
    reading->duration = 0;
    qa_sink_answer(reading->sink, QA_AT_JSON(video));
    if (qa_json_kind(video) == QA_JSON_OBJECT) {
        reading->duration = duration_of(video);
        if (!qa_json_member(video, "annotations", &list)) {
            (void)qa_sink_bad(reading->sink, QA_AT_JSON(video), "E245",
                              "the video has no \"annotations\"");
            return;
        }
    }
    (void)qa_sink_text(reading->sink, QA_FIELD_ITEM, reading->video.text, reading->video.length,
                       QA_AT_JSON(video));
    if (qa_json_kind(list) != QA_JSON_ARRAY) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(list), "E245", "expected a list of segments");
        return;
    }
    struct qa_json_iterator iterator = qa_json_iterate(list);
    while (qa_json_next(&iterator)) {
        read_segment(reading, iterator.value);
    }
    qa_sink_end(reading->sink);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_json_value videos = qa_json_root(json);
    struct reading reading = {.sink = sink};
    qa_sink_source(sink, "activitynet", &qa_type_segment)->lists_items = true;
    if (!qa_json_member(videos, "database", &videos)) {
        (void)qa_json_member(videos, "results", &videos);
    }
    struct qa_json_iterator iterator = qa_json_iterate(videos);
    while (qa_json_kind(videos) == QA_JSON_OBJECT && qa_json_next(&iterator)) {
        reading.video = iterator.key;
        read_video(&reading, iterator.value);
    }
    if (reading.n_overlong > 0) {
        qa_sink_finding(sink, QA_WARNING, "W234", QA_AT_JSON(reading.overlong),
                        "%llu segment%s after the video does; the first is here",
                        (unsigned long long)reading.n_overlong,
                        reading.n_overlong == 1 ? " ends" : "s end");
    }
    qa_json_free(json);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_list = qa_has_member(bytes, "database") || qa_has_member(bytes, "results") ||
                   qa_has_member(bytes, "duration_second");
    return qa_first_byte(bytes) == '{' && is_list && qa_has_member(bytes, "segment") ? 97 : 0;
}

const struct qa_reader qa_reader_activitynet = {
    .name = "activitynet",
    .description = "ActivityNet's JSON: segments of videos, ground truth or results",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
