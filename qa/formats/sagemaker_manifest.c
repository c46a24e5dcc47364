/* SageMaker's output manifest: consolidated answers, which may be gold. */
#include "qa/formats/sagemaker.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/formats/json.h"
#include "qa/formats/sink.h"

struct reading {
    struct qa_sink *sink;
    struct qa_json_value source; /* names the item */
    uint64_t n_machine, n_failed;
};

static const char *behind_name(const struct qa_json_text *key)
{
    static const char end[] = "-metadata";
    size_t n = sizeof end - 1;
    return key->length > n && strcmp(key->text + key->length - n, end) == 0
               ? key->text + key->length - n
               : NULL;
}

static void open_answer(struct reading *in, const char *question, struct qa_place place)
{
    qa_sink_answer(in->sink, place);
    (void)qa_sink_json(in->sink, QA_FIELD_ITEM, in->source);
    (void)qa_sink_text(in->sink, QA_FIELD_QUESTION, question, strlen(question), place);
}

/* class-map["0"] of class_id 0. */
static bool give_class(struct reading *in, struct qa_json_value map, struct qa_json_value id)
{
    int64_t number;
    struct qa_json_value name;
    const char *key = qa_json_integer(id, &number)
                          ? qa_arena_format(qa_sink_arena(in->sink), "%lld", (long long)number)
                          : "";
    if (!qa_json_member(map, key, &name)) {
        return qa_sink_bad(in->sink, QA_AT_JSON(id), "E117",
                           "class_id '%s' is not in the class-map", key);
    }
    return qa_sink_json(in->sink, QA_FIELD_LABEL, name);
}

static void give_box(struct reading *in, struct qa_json_value map, struct qa_json_value box)
{
    static const char *const names[] = {"left", "top", "width", "height", "class_id"};
    struct qa_json_value member[5];
    struct qa_shape shape = {.arena = qa_sink_arena(in->sink)};
    qa_json_members(box, names, 5, member);
    for (int i = 0; i < 5; i++) {
        double side = 0;
        if (!qa_json_is_there(member[i]) || !qa_json_real(member[i], &side)) {
            (void)qa_sink_bad(in->sink, QA_AT_JSON(box), "E220", "a box without a number as '%s'",
                              names[i]);
            return;
        }
        if (i < 4) {
            qa_shape_add(&shape, side);
        }
    }
    if (give_class(in, map, member[4])) {
        (void)qa_sink_object(in->sink, &qa_type_box, &shape, QA_AT_JSON(box));
    }
}

static void read_boxes(struct reading *in, const char *question, struct qa_json_value value,
                       struct qa_json_value metadata)
{
    struct qa_json_value list;
    struct qa_json_value map = metadata;
    (void)qa_json_member(metadata, "class-map", &map);
    if (!qa_json_member(value, "annotations", &list)) {
        qa_sink_finding(in->sink, QA_ERROR, "E220", QA_AT_JSON(value),
                        "'%.60s' is neither a class nor a list of boxes", question);
        return;
    }
    open_answer(in, question, QA_AT_JSON(value));
    struct qa_json_iterator iterator = qa_json_iterate(list);
    bool is_wanted = qa_sink_wants_objects(in->sink);
    while (is_wanted && qa_json_next(&iterator)) {
        give_box(in, map, iterator.value);
    }
    qa_sink_end(in->sink);
}

static bool says(struct qa_json_value object, const char *name, const char *text)
{
    struct qa_json_value value;
    struct qa_json_text found;
    return qa_json_member(object, name, &value) && qa_json_string(value, &found) &&
           strcmp(found.text, text) == 0;
}

/* One job's answer: NAME beside NAME-metadata. */
static void read_job(struct reading *in, struct qa_json_value line, const char *question,
                     struct qa_json_value metadata)
{
    struct qa_json_value value;
    struct qa_json_value class_name;
    if (qa_json_member(metadata, "failure-reason", &value) ||
        !qa_json_member(line, question, &value)) {
        in->n_failed++;
        qa_sink_exclude(in->sink, QA_EXCLUDED_NO_PERSON);
    } else if (says(metadata, "human-annotated", "no")) {
        in->n_machine++;
        qa_sink_exclude(in->sink, QA_EXCLUDED_NO_PERSON);
    } else if (qa_json_member(metadata, "class-name", &class_name)) {
        open_answer(in, question, QA_AT_JSON(value));
        (void)qa_sink_json(in->sink, QA_FIELD_LABEL, class_name);
        if (qa_sink_wants_objects(in->sink)) {
            (void)qa_sink_object(in->sink, &qa_type_label, NULL, QA_AT_JSON(value));
        }
        qa_sink_end(in->sink);
    } else {
        read_boxes(in, question, value, metadata);
    }
}

static void read_line(struct reading *in, struct qa_json_value line)
{
    static const char *const names[] = {"source-ref", "source"};
    struct qa_json_value source[2];
    struct qa_json_iterator member = qa_json_iterate(line);
    qa_json_members(line, names, 2, source);
    in->source = source[qa_json_is_there(source[0]) ? 0 : 1];
    if (!qa_json_is_there(in->source)) {
        qa_sink_finding(in->sink, QA_ERROR, "E220", QA_AT_JSON(line),
                        "a line without source-ref or source to name the item");
        return;
    }
    while (qa_json_next(&member)) {
        const char *end = behind_name(&member.key);
        if (end != NULL) {
            read_job(in, line,
                     qa_arena_text_n(qa_sink_arena(in->sink), member.key.text,
                                     (size_t)(end - member.key.text)),
                     member.value);
        }
    }
}

static void say_left_out(const struct reading *in)
{
    if (in->n_machine + in->n_failed > 0) {
        qa_sink_finding(in->sink, QA_WARNING, "W218", QA_AT(0, 0),
                        "%llu answers of a machine (human-annotated: no) and %llu failures are "
                        "left out",
                        (unsigned long long)in->n_machine, (unsigned long long)in->n_failed);
    }
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading in = {.sink = sink};
    if (qa_sink_role(sink) == QA_DELIVERY) {
        return qa_fail_at(err, "E219", qa_sink_current_file(sink)->path, 0, 0,
                          "a manifest of SageMaker Ground Truth holds answers that were "
                          "consolidated from several workers' and are nobody's: give it as gold "
                          "(-g), and the folder worker-response as the delivery");
    }
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    (void)qa_sink_source(sink, "sagemaker-manifest", &qa_type_label);
    struct qa_json_iterator iterator = qa_json_iterate(qa_json_root(json));
    while (qa_json_next(&iterator)) {
        read_line(&in, iterator.value);
    }
    say_left_out(&in);
    qa_json_free(json);
    return QA_OK;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool has_source = qa_has_member(bytes, "source-ref") || qa_has_member(bytes, "source");
    return qa_first_byte(bytes) == '{' && has_source && qa_mentions(bytes, "-metadata\"") ? 92 : 0;
}

const struct qa_reader qa_reader_sagemaker_manifest = {
    .name = "sagemaker-manifest",
    .description = "SageMaker Ground Truth's output manifest, as gold only: classes and boxes that "
                   "were consolidated",
    .gives = QA_GIVES_ITEM | QA_GIVES_GOLD | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .suffixes = "manifest",
    .sniff = sniff,
    .read = read_file,
};
