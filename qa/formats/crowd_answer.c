#include "qa/formats/crowd_answer.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/batch/tag_set.h"

const char *qa_crowd_label(const char **choices, size_t n, struct qa_arena *arena)
{
    n = qa_tag_set_sort(choices, n);
    return n == 0 ? NULL : n == 1 ? choices[0] : qa_tag_set_text(choices, n, NULL, arena);
}

static void give_label(const struct qa_crowd_reading *reading, const char *question,
                       const char *label)
{
    struct qa_sink *sink = reading->sink;
    reading->open(reading->context, question);
    if (label != NULL) {
        (void)qa_sink_text(sink, QA_FIELD_LABEL, label, strlen(label), reading->place);
    }
    if (qa_sink_wants_objects(sink)) {
        (void)qa_sink_object(sink, &qa_type_label, NULL, reading->place);
    }
    qa_sink_end(sink);
}

/* ---- choices ---- */

/* Whether a choice was taken: true, or {"on": true}; false when the value is neither. */
static bool read_choice(struct qa_json_value value, bool *is_taken)
{
    struct qa_json_value on = value;
    if (qa_json_kind(value) == QA_JSON_OBJECT && !qa_json_member(value, "on", &on)) {
        return false;
    }
    return qa_json_bool(on, is_taken);
}

/* All members are choices: gives those that were taken. */
static bool give_choices(const struct qa_crowd_reading *reading, const char *question,
                         struct qa_json_value value)
{
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    const char **taken = QA_ARRAY(arena, const char *, qa_json_count(value) + 1);
    struct qa_json_iterator member = qa_json_iterate(value);
    size_t n = 0;
    bool is_taken;
    if (qa_json_count(value) == 0) {
        return false;
    }
    while (qa_json_next(&member)) {
        if (!read_choice(member.value, &is_taken)) {
            return false;
        }
        if (is_taken) {
            taken[n++] = member.key.text;
        }
    }
    give_label(reading, question, qa_crowd_label(taken, n, arena));
    return true;
}

static bool give_list(const struct qa_crowd_reading *reading, const char *question,
                      struct qa_json_value list)
{
    struct qa_arena *arena = qa_sink_arena(reading->sink);
    const char **tags = QA_ARRAY(arena, const char *, qa_json_count(list) + 1);
    struct qa_json_iterator iterator = qa_json_iterate(list);
    struct qa_json_text text;
    size_t n = 0;
    while (qa_json_next(&iterator)) {
        if (!qa_json_string(iterator.value, &text)) {
            return false;
        }
        tags[n++] = text.text;
    }
    give_label(reading, question, qa_crowd_label(tags, n, arena));
    return true;
}

/* ---- boxes ---- */

static void give_size(const struct qa_crowd_reading *reading, struct qa_json_value value)
{
    static const char *const names[] = {"width", "height"};
    struct qa_json_value image;
    struct qa_json_value side[2];
    double size[2];
    if (!qa_json_member(value, "inputImageProperties", &image)) {
        return;
    }
    qa_json_members(image, names, 2, side);
    if (qa_json_is_there(side[0]) && qa_json_is_there(side[1]) && qa_json_real(side[0], &size[0]) &&
        qa_json_real(side[1], &size[1])) {
        qa_sink_image_size(reading->sink, qa_image_size(size[0], size[1]));
    }
}

static void give_box(const struct qa_crowd_reading *reading, struct qa_json_value box)
{
    static const char *const names[] = {"left", "top", "width", "height", "label"};
    struct qa_json_value member[5];
    struct qa_shape shape = {.arena = qa_sink_arena(reading->sink)};
    qa_json_members(box, names, 5, member);
    for (int i = 0; i < 4; i++) {
        double side;
        if (!qa_json_is_there(member[i]) || !qa_json_real(member[i], &side)) {
            (void)qa_sink_bad(reading->sink, reading->place, "E221",
                              "a bounding box without a number as '%s'", names[i]);
            return;
        }
        qa_shape_add(&shape, side);
    }
    if (qa_json_is_there(member[4]) && !qa_sink_json(reading->sink, QA_FIELD_LABEL, member[4])) {
        return;
    }
    (void)qa_sink_object(reading->sink, &qa_type_box, &shape, reading->place);
}

static void give_boxes(const struct qa_crowd_reading *reading, const char *question,
                       struct qa_json_value value, struct qa_json_value boxes)
{
    struct qa_json_iterator iterator = qa_json_iterate(boxes);
    reading->open(reading->context, question);
    give_size(reading, value);
    bool is_wanted = qa_sink_wants_objects(reading->sink);
    while (is_wanted && qa_json_next(&iterator)) {
        give_box(reading, iterator.value);
    }
    qa_sink_end(reading->sink);
}

/* ---- elements ---- */

static bool give_object(const struct qa_crowd_reading *reading, const char *question,
                        struct qa_json_value value)
{
    static const char *const names[] = {"label", "labels", "boundingBoxes"};
    struct qa_json_value member[3];
    struct qa_json_text text;
    qa_json_members(value, names, 3, member);
    if (qa_json_is_there(member[2])) {
        give_boxes(reading, question, value, member[2]);
        return true;
    }
    if (qa_json_is_there(member[0]) && qa_json_string(member[0], &text)) {
        give_label(reading, question, text.text);
        return true;
    }
    if (qa_json_is_there(member[1]) && qa_json_kind(member[1]) == QA_JSON_ARRAY) {
        return give_list(reading, question, member[1]);
    }
    return give_choices(reading, question, value);
}

static bool give_element(const struct qa_crowd_reading *reading, const char *question,
                         struct qa_json_value value)
{
    struct qa_json_text text;
    double number;
    bool is_true;
    if (qa_json_string(value, &text)) {
        give_label(reading, question, text.text);
    } else if (qa_json_real(value, &number)) {
        struct qa_written_cell cell;
        qa_write_real(&cell, number, qa_sink_arena(reading->sink));
        give_label(reading, question, cell.text);
    } else if (qa_json_bool(value, &is_true)) {
        give_label(reading, question, is_true ? "true" : "false");
    } else if (qa_json_kind(value) == QA_JSON_ARRAY) {
        return give_list(reading, question, value);
    } else if (qa_json_kind(value) != QA_JSON_NULL) {
        return give_object(reading, question, value);
    }
    return true;
}

static void read_form(const struct qa_crowd_reading *reading, struct qa_json_value form)
{
    struct qa_json_iterator member = qa_json_iterate(form);
    if (qa_json_kind(form) != QA_JSON_OBJECT) {
        qa_sink_finding(reading->sink, QA_ERROR, "E221", reading->place,
                        "the worker's answer is %s, expected an object with a member for each "
                        "question",
                        qa_json_kind_name(qa_json_kind(form)));
        return;
    }
    while (qa_json_next(&member)) {
        if (!give_element(reading, member.key.text, member.value)) {
            qa_sink_exclude(reading->sink, QA_EXCLUDED_UNREAD_SHAPE);
            qa_sink_finding(reading->sink, QA_WARNING, "W216", reading->place,
                            "'%.60s' is an answer of a kind that is not read here",
                            member.key.text);
        }
    }
}

void qa_crowd_answers(const struct qa_crowd_reading *reading, struct qa_json_value content)
{
    struct qa_json_iterator form = qa_json_iterate(content);
    if (qa_json_kind(content) != QA_JSON_ARRAY) {
        read_form(reading, content);
        return;
    }
    while (qa_json_next(&form)) {
        read_form(reading, form.value);
    }
}
