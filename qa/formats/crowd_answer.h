#ifndef QA_FORMATS_CROWD_ANSWER_H
#define QA_FORMATS_CROWD_ANSWER_H

/*
 * What a worker's form sends from Amazon's crowd elements, as Mechanical Turk has it in
 * Answer.taskAnswers and SageMaker Ground Truth in answerContent: an object with a member for each
 * element, by its name.
 *
 *     "text", 3, true                      a label
 *     {"label": "cat"}                     a label
 *     {"labels": ["a", "b"]}               a set of tags
 *     {"a": true, "b": false}              the chosen: a label, several are a set of tags
 *     {"a": {"on": true}}                  the same
 *     {"boundingBoxes": [...]}             boxes, with the size of their image
 *
 * Every element is a question called by its name. Others are counted and said (W216).
 */

#include "qa/formats/sink.h"

struct qa_crowd_reading {
    struct qa_sink *sink;
    struct qa_place place; /* of the answer */
    /* Opens the answer to a question in the sink, with all its fields but the label. */
    void (*open)(void *context, const char *question);
    void *context;
};

/* content: the object, or a list of such objects. Nothing else is E221. */
void qa_crowd_answers(const struct qa_crowd_reading *reading, struct qa_json_value content);

/* A label, or several as the list that stands for a set of tags; NULL for none. In the arena. */
const char *qa_crowd_label(const char **choices, size_t n, struct qa_arena *arena);

#endif
