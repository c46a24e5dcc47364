#include "qa/formats/sagemaker.h"

#include <string.h>

#include "qa/annotation/label.h"
#include "qa/formats/crowd_answer.h"

enum member { WORKER, ACCEPTED, SUBMITTED, SPENT, CONTENT, N_MEMBERS };

/* A worker's answer. */
struct reading {
    struct qa_sink *sink;
    const char *item;
    struct qa_json_value member[N_MEMBERS]; /* document NULL: absent */
    struct qa_place place;
    bool is_timed; /* its time was given to a question already */
};

/* "iteration-1/7/2020-01-01.json": 7, the folder of the file. */
static const char *item_of(const struct qa_sink *sink, struct qa_arena *arena)
{
    const char *path = qa_sink_entry(sink);
    const char *end = strrchr(path, '/');
    if (end == NULL) {
        path = qa_sink_current_file(sink)->path;
        end = strrchr(path, '/');
    }
    if (end == NULL || end == path) {
        return NULL;
    }
    const char *start = end;
    while (start > path && start[-1] != '/') {
        start--;
    }
    return start < end ? qa_arena_text_n(arena, start, (size_t)(end - start)) : NULL;
}

static void give_field(struct reading *in, enum qa_field field, enum member member)
{
    if (qa_json_is_there(in->member[member])) {
        (void)qa_sink_json(in->sink, field, in->member[member]);
    }
}

static void open_answer(void *context, const char *question)
{
    struct reading *in = context;
    qa_sink_answer(in->sink, in->place);
    (void)qa_sink_text(in->sink, QA_FIELD_ITEM, in->item, strlen(in->item), in->place);
    (void)qa_sink_text(in->sink, QA_FIELD_QUESTION, question, strlen(question), in->place);
    give_field(in, QA_FIELD_ANNOTATOR, WORKER);
    give_field(in, QA_FIELD_SUBMITTED, SUBMITTED);
    if (!in->is_timed) {
        give_field(in, QA_FIELD_STARTED, ACCEPTED);
        give_field(in, QA_FIELD_SECONDS, SPENT);
    }
    in->is_timed = true;
}

/* The content as a text is JSON once more. */
static void read_text(const struct qa_crowd_reading *reading, const struct qa_json_text *text)
{
    struct qa_bytes bytes;
    struct qa_json *json;
    struct qa_error problem = {.text = ""};
    bool is_open =
        qa_bytes_of_memory(&bytes, text->text, text->length, "answerContent", &problem) == QA_OK;
    if (is_open && qa_json_parse(&json, &bytes, &problem) == QA_OK) {
        qa_crowd_answers(reading, qa_json_root(json));
        qa_json_free(json);
    } else {
        qa_sink_finding(reading->sink, QA_ERROR, "E221", reading->place,
                        "answerContent is a text that is no JSON: %.120s", problem.text);
    }
    if (is_open) {
        qa_bytes_close(&bytes);
    }
}

static void read_answer(struct reading *in, struct qa_json_value answer)
{
    static const char *const names[N_MEMBERS] = {"workerId", "acceptanceTime", "submissionTime",
                                                 "timeSpentInSeconds", "answerContent"};
    const struct qa_crowd_reading reading = {in->sink, QA_AT_JSON(answer), open_answer, in};
    struct qa_json_text text;
    qa_json_members(answer, names, N_MEMBERS, in->member);
    in->place = QA_AT_JSON(answer);
    in->is_timed = false;
    if (!qa_json_is_there(in->member[CONTENT]) || !qa_json_is_there(in->member[WORKER])) {
        qa_sink_finding(in->sink, QA_ERROR, "E220", in->place, "an answer without '%s'",
                        names[qa_json_is_there(in->member[CONTENT]) ? WORKER : CONTENT]);
    } else if (qa_json_string(in->member[CONTENT], &text)) {
        read_text(&reading, &text);
    } else {
        qa_crowd_answers(&reading, in->member[CONTENT]);
    }
}

static enum qa_status read_answers(struct reading *in, struct qa_json_value root,
                                   struct qa_error *err)
{
    static const char *const names[] = {"answers", "humanAnswers"};
    struct qa_json_value member[2];
    const char *path = qa_sink_current_file(in->sink)->path;
    qa_json_members(root, names, 2, member);
    struct qa_json_value list = member[qa_json_is_there(member[0]) ? 0 : 1];
    in->item = item_of(in->sink, qa_sink_arena(in->sink));
    if (in->item == NULL) {
        return qa_fail_at(err, "E220", path, 0, 0,
                          "worker responses are called by their folder, and this file is in none; "
                          "give the folder worker-response");
    }
    if (!qa_json_is_there(list) || qa_json_kind(list) != QA_JSON_ARRAY) {
        return qa_fail_at(err, "E220", path, 1, 1, "worker responses without a list of answers");
    }
    (void)qa_sink_source(in->sink, "sagemaker", &qa_type_label);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    while (qa_json_next(&iterator)) {
        read_answer(in, iterator.value);
    }
    return QA_OK;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading in = {.sink = sink};
    QA_TRY(qa_json_parse(&json, bytes, err));
    enum qa_status status = read_answers(&in, qa_json_root(json), err);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_ours = qa_has_member(bytes, "answerContent") && qa_has_member(bytes, "workerId");
    return qa_first_byte(bytes) == '{' && is_ours ? 95 : 0;
}

const struct qa_reader qa_reader_sagemaker = {
    .name = "sagemaker",
    .description = "SageMaker Ground Truth's folder of worker responses: classes, choices, boxes "
                   "and forms of crowd elements; items are called by their folder",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
