/* Answers as Label Studio's JSON export: a task an item, an annotation what one person said of it.
 */
#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/span.h"
#include "qa/annotation/transcript.h"
#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "qa/batch/tag_set.h"
#include "qa/formats/image_header.h"
#include "qa/formats/label_studio_parts.h"
#include "qa/formats/label_studio_write.h"

/* ---- values ---- */

void qa_studio_put_labels(const char *name, const char *label, FILE *stream)
{
    if (label[0] != '\0') {
        fputs(", ", stream);
        qa_put_json(name, stream);
        fputs(": [", stream);
        qa_put_json(label, stream);
        fputc(']', stream);
    }
}

bool qa_studio_put_size(struct qa_studio_written *file, const struct qa_canonical_answer *answer)
{
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    if (size.width == 0 || size.height == 0) {
        qa_writing_refuse(file->writing, answer, "E269",
                          "the size of item '%.80s' is not known, and Label Studio has percents of "
                          "it: formats with sizes tell (coco, columns image_width, image_height)",
                          qa_item_text_of(answer));
        return false;
    }
    fputs(", \"original_width\": ", file->stream);
    qa_write_number(size.width, file->stream);
    fputs(", \"original_height\": ", file->stream);
    qa_write_number(size.height, file->stream);
    fputs(", \"image_rotation\": 0", file->stream);
    return true;
}

void qa_studio_put_percent(double value, double side, FILE *stream)
{
    qa_write_number(value * 100 / side, stream);
}

static void put_box(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                    uint64_t o)
{
    static const char *const names[] = {"\"x\": ", ", \"y\": ", ", \"width\": ", ", \"height\": "};
    size_t n;
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    const double *box = qa_object_numbers(&one, 0, &n);
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    if (!qa_studio_put_size(file, answer)) {
        return;
    }
    fputs(", \"value\": {", file->stream);
    for (int i = 0; i < 4; i++) {
        fputs(names[i], file->stream);
        qa_studio_put_percent(box[i], i % 2 == 0 ? size.width : size.height, file->stream);
    }
    fputs(", \"rotation\": 0", file->stream);
    qa_studio_put_labels("rectanglelabels", qa_label_text_of(answer->batch, o), file->stream);
    fputc('}', file->stream);
}

static void put_polygon(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                        uint64_t o)
{
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    struct qa_polygon_rings rings = qa_polygon_rings(&one, 0);
    struct qa_polygon_ring ring;
    struct qa_image_size size = qa_writing_image_size(file->writing, answer);
    if (!qa_studio_put_size(file, answer) || !qa_polygon_next_ring(&rings, &ring)) {
        return;
    }
    fputs(", \"value\": {\"points\": [", file->stream);
    for (size_t i = 0; i < ring.n; i++) {
        fputs(i > 0 ? ", [" : "[", file->stream);
        qa_studio_put_percent(ring.xy[2 * i], size.width, file->stream);
        fputs(", ", file->stream);
        qa_studio_put_percent(ring.xy[2 * i + 1], size.height, file->stream);
        fputc(']', file->stream);
    }
    fputs("], \"closed\": true", file->stream);
    qa_studio_put_labels("polygonlabels", qa_label_text_of(answer->batch, o), file->stream);
    fputc('}', file->stream);
    if (qa_polygon_next_ring(&rings, &ring)) {
        qa_writing_refuse(file->writing, answer, "E267",
                          "a polygon of item '%.80s' has holes or parts, which Label Studio's "
                          "cannot have",
                          qa_item_text_of(answer));
    }
}

static void put_mask(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                     uint64_t o)
{
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    struct qa_rle rle = qa_mask_rle(&one, 0, file->writing->arena);
    fputs(", \"original_width\": ", file->stream);
    qa_write_number(rle.width, file->stream);
    fputs(", \"original_height\": ", file->stream);
    qa_write_number(rle.height, file->stream);
    fputs(", \"image_rotation\": 0, \"value\": {\"format\": \"rle\", \"rle\": [", file->stream);
    if (!qa_studio_put_brush(&rle, file->stream)) {
        qa_writing_refuse(
            file->writing, answer, "E267",
            "a mask of item '%.80s' is of a picture of %u x %u, too large for a brush",
            qa_item_text_of(answer), rle.width, rle.height);
    }
    fputc(']', file->stream);
    qa_studio_put_labels("brushlabels", qa_label_text_of(answer->batch, o), file->stream);
    fputc('}', file->stream);
}

/* Units of UTF-16 before a code point, and its byte; NAN: beyond the text. */
static double utf16_before(const char *text, size_t size, double point, size_t *byte)
{
    double units = 0;
    size_t at = 0;
    for (size_t p = 0; p < (size_t)point; p++) {
        size_t length;
        if (at >= size) {
            return (double)NAN;
        }
        units += qa_utf8_decode(text + at, size - at, &length) > 0xffff ? 2 : 1;
        at += length;
    }
    *byte = at;
    return units;
}

static void put_span(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                     uint64_t o)
{
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    size_t n;
    size_t size = 0;
    size_t byte[2] = {0, 0};
    const double *at = qa_object_numbers(&one, 0, &n);
    const char *text =
        qa_names_item_text(file->writing->names, answer->batch->item[answer->answer], &size);
    double start = text != NULL ? utf16_before(text, size, at[0], &byte[0]) : (double)NAN;
    double end = text != NULL ? utf16_before(text, size, at[n - 1], &byte[1]) : (double)NAN;
    if (n != 2) {
        qa_writing_refuse(file->writing, answer, "E267",
                          "a span of item '%.80s' is in several pieces, which Label Studio's "
                          "cannot be",
                          qa_item_text_of(answer));
    } else if (isnan(start) || isnan(end)) {
        qa_writing_refuse(file->writing, answer, "E269",
                          "the text of item '%.80s' is not known as far as its spans reach; "
                          "formats with texts have it, tables have not",
                          qa_item_text_of(answer));
    } else {
        fputs(", \"value\": {\"start\": ", file->stream);
        qa_write_number(start, file->stream);
        fputs(", \"end\": ", file->stream);
        qa_write_number(end, file->stream);
        fputs(", \"text\": ", file->stream);
        qa_put_json_text(text + byte[0], byte[1] - byte[0], file->stream);
        qa_studio_put_labels("labels", qa_label_text_of(answer->batch, o), file->stream);
        fputc('}', file->stream);
    }
}

/* A rating's label is its value. */
static bool is_rating(const struct qa_batch *batch, uint64_t o)
{
    const char *label = qa_label_text_of(batch, o);
    double number;
    return batch->value != NULL && !isnan(batch->value[o]) &&
           qa_parse_real(label, strlen(label), &number) && number == batch->value[o];
}

static void put_label(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                      uint64_t o)
{
    const struct qa_batch *batch = answer->batch;
    const char *label = qa_label_text_of(batch, o);
    const char **tags = &label;
    size_t n = 1;
    if (is_rating(batch, o)) {
        fputs(", \"value\": {\"rating\": ", file->stream);
        qa_write_number(batch->value[o], file->stream);
        fputc('}', file->stream);
        return;
    }
    if (qa_question_at(batch, qa_answer_question(batch, answer->answer))->are_sets) {
        n = qa_tag_set_read(label, NULL, file->writing->arena, &tags);
    }
    fputs(", \"value\": {\"choices\": [", file->stream);
    for (size_t i = 0; i < n; i++) {
        fputs(i > 0 ? ", " : "", file->stream);
        qa_put_json(tags[i], file->stream);
    }
    fputs("]}", file->stream);
}

static void put_transcript(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                           uint64_t o)
{
    const struct qa_objects one = qa_batch_objects(answer->batch, o, 1);
    size_t n;
    const char *text = qa_object_text(&one, 0, &n);
    fputs(", \"value\": {\"text\": [", file->stream);
    qa_put_json_text(text, n, file->stream);
    fputs("]}", file->stream);
    if (answer->batch->label[o] != QA_NONE) {
        qa_writing_refuse(file->writing, answer, "E267",
                          "transcripts of item '%.80s' are of speakers, for whom Label Studio's "
                          "texts have no place",
                          qa_item_text_of(answer));
    }
}

void qa_studio_begin_result(struct qa_studio_written *file, const char *control, const char *type)
{
    fputs("\"from_name\": ", file->stream);
    qa_put_json(control, file->stream);
    fputs(", \"to_name\": \"item\", \"type\": ", file->stream);
    qa_put_json(type, file->stream);
}

/* ---- the table ---- */

static const struct studio_kind {
    const struct qa_type *type;
    const char *labelled; /* its type of results */
    const char *bare;     /* without a class */
    void (*put)(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                uint64_t o);
} kinds[] = {
    {&qa_type_box, "rectanglelabels", "rectangle", put_box},
    {&qa_type_polygon, "polygonlabels", "polygon", put_polygon},
    {&qa_type_mask, "brushlabels", "brush", put_mask},
    {&qa_type_span, "labels", "labels", put_span},
    {&qa_type_label, "choices", "choices", put_label},
    {&qa_type_transcript, "textarea", "textarea", put_transcript},
    {&qa_type_keypoints, "keypointlabels", "keypoint", qa_studio_put_keypoints},
};

static const struct studio_kind *kind_of(const struct qa_type *type)
{
    size_t i = 0;
    while (kinds[i].type != type) {
        i++;
    }
    return &kinds[i];
}

static void put_result(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                       uint64_t o)
{
    const struct qa_batch *batch = answer->batch;
    uint32_t question = qa_answer_question(batch, answer->answer);
    const struct studio_kind *kind = kind_of(qa_question_at(batch, question)->type);
    const char *key = batch->object_key == NULL
                          ? NULL
                          : qa_key_text(batch->names, batch->object_key[o], file->writing->arena);
    const char *type = batch->label[o] == QA_NONE ? kind->bare : kind->labelled;
    type = kind->type == &qa_type_label && is_rating(batch, o) ? "rating" : type;
    if (kind->type == &qa_type_keypoints) {
        qa_studio_put_keypoints(file, answer, o);
        return;
    }
    fputs("\n      {", file->stream);
    if (key != NULL) {
        fputs("\"id\": ", file->stream);
        qa_put_json(key, file->stream);
        fputs(", ", file->stream);
    }
    qa_studio_begin_result(file, qa_question_at(batch, question)->name, type);
    kind->put(file, answer, o);
    fputc('}', file->stream);
}

/* ---- annotations ---- */

static uint64_t key_of(const struct qa_canonical_answer *answer)
{
    return answer->batch->key != NULL ? answer->batch->key[answer->answer] : QA_NO_KEY;
}

static bool is_of_one(const struct qa_canonical_answer *a, const struct qa_canonical_answer *b)
{
    return a->is_gold == b->is_gold &&
           a->batch->annotator[a->answer] == b->batch->annotator[b->answer] &&
           key_of(a) == key_of(b);
}

static bool is_aside(const struct qa_canonical_answer *answer)
{
    return answer->answer >= answer->batch->n_answers;
}

static void put_results(struct qa_studio_written *file, const struct qa_canonical_answer *answer,
                        bool *is_first)
{
    size_t n = 0;
    uint64_t *list =
        is_aside(answer) ? NULL : qa_canonical_objects(answer, file->writing->arena, &n);
    for (size_t k = 0; k < n; k++) {
        fputs(*is_first ? "" : ",", file->stream);
        *is_first = false;
        put_result(file, answer, list[k]);
    }
}

static void put_who(struct qa_studio_written *file, const struct qa_canonical_answer *answer)
{
    const struct qa_batch *batch = answer->batch;
    size_t a = answer->answer;
    const char *who = qa_annotator_text(batch->names, batch->annotator[a]);
    const char *key = qa_key_text(batch->names, key_of(answer), file->writing->arena);
    FILE *stream = file->stream;
    fputs("\n    {", stream);
    if (key != NULL) {
        fputs("\"id\": ", stream);
        if (key_of(answer) >> 63 == 0) {
            fputs(key, stream);
        } else {
            qa_put_json(key, stream);
        }
        fputs(", ", stream);
    }
    if (who[0] != '\0') {
        fputs("\"completed_by\": {\"email\": ", stream);
        qa_put_json(who, stream);
        fputs("}, ", stream);
    }
    if (batch->submitted != NULL && batch->submitted[a] != QA_NO_TIME) {
        char text[QA_TIME_TEXT_MAX];
        qa_time_format(batch->submitted[a], text);
        fputs("\"created_at\": ", stream);
        qa_put_json(text, stream);
        fputs(", ", stream);
    }
    fputs(is_aside(answer) ? "\"was_cancelled\": true, " : "\"was_cancelled\": false, ", stream);
    fputs(answer->is_gold ? "\"ground_truth\": true" : "\"ground_truth\": false", stream);
}

static void put_seconds(int64_t duration, FILE *stream)
{
    if (duration != QA_NO_TIME) {
        fputs(", \"lead_time\": ", stream);
        qa_write_number((double)duration / (double)QA_SECOND, stream);
    }
}

/* All that one person said of the item, of which list[first] is a part. */
static void put_annotation(struct qa_studio_written *file, const struct qa_canonical_answer *list,
                           size_t n, size_t first)
{
    int64_t duration = QA_NO_TIME;
    size_t n_answers = 0;
    size_t n_aside = 0;
    bool is_first = true;
    bool *is_taken = file->is_taken + (list - file->writing->answers);
    put_who(file, &list[first]);
    fputs(", \"result\": [", file->stream);
    for (size_t i = first; i < n; i++) {
        if (is_taken[i] || !is_of_one(&list[i], &list[first])) {
            continue;
        }
        int64_t own = qa_answer_duration(list[i].batch, list[i].answer);
        duration = own == QA_NO_TIME ? duration : duration == QA_NO_TIME ? own : duration + own;
        is_taken[i] = true;
        n_answers++;
        n_aside += is_aside(&list[i]);
        put_results(file, &list[i], &is_first);
    }
    fputc(']', file->stream);
    put_seconds(duration, file->stream);
    fputc('}', file->stream);
    if (n_aside == 0 ? n_answers != file->n_questions : n_aside != n_answers) {
        qa_writing_refuse(file->writing, &list[first], "E268",
                          "item '%.80s' has answers to %zu of %zu questions by one annotator: "
                          "Label Studio would have the others answered with nothing; write one "
                          "question at a time",
                          qa_item_text_of(&list[first]), n_answers - n_aside, file->n_questions);
    }
}

/* ---- tasks ---- */

static void put_data(struct qa_studio_written *file, const struct qa_canonical_answer *answer)
{
    size_t size = 0;
    const char *text =
        qa_names_item_text(file->writing->names, answer->batch->item[answer->answer], &size);
    const char *before = "";
    fputs(", \"data\": {", file->stream);
    if (file->item_key != NULL) {
        qa_put_json(file->item_key, file->stream);
        fputs(": ", file->stream);
        qa_put_json(qa_item_text_of(answer), file->stream);
        before = ", ";
    }
    if (text != NULL) {
        fputs(before, file->stream);
        fputs("\"text\": ", file->stream);
        qa_put_json_text(text, size, file->stream);
    }
    fputc('}', file->stream);
}

/* list[0 .. n - 1] are all of one item. */
static void put_task(struct qa_studio_written *file, const struct qa_canonical_answer *list,
                     size_t n, size_t number)
{
    const bool *is_taken = file->is_taken + (list - file->writing->answers);
    fputs(number > 1 ? ",\n  {\"id\": " : "\n  {\"id\": ", file->stream);
    if (file->item_key != NULL) {
        qa_write_number((double)number, file->stream);
    } else {
        qa_put_json(qa_item_text_of(&list[0]), file->stream);
    }
    put_data(file, &list[0]);
    fputs(", \"annotations\": [", file->stream);
    bool is_first = true;
    for (size_t i = 0; i < n; i++) {
        if (!is_taken[i]) {
            fputs(is_first ? "" : ",", file->stream);
            is_first = false;
            put_annotation(file, list, n, i);
        }
    }
    fputs("]}", file->stream);
}

/* Where all items are called as files are, that is what they are. */
static const char *item_key_of(const struct qa_writing *writing)
{
    bool are_images = true;
    for (size_t i = 0; i < writing->n; i++) {
        const char *item = qa_item_text_of(&writing->answers[i]);
        are_images = are_images && qa_is_image_name(item);
        if (!qa_studio_names_file(item, strlen(item))) {
            return NULL;
        }
    }
    return are_images ? "image" : "file";
}

/* Answers that were skipped answer no question. */
static size_t count_questions(const struct qa_writing *writing)
{
    bool *is_asked = QA_ARRAY(writing->arena, bool, (size_t)writing->questions->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < writing->n; i++) {
        const struct qa_canonical_answer *answer = &writing->answers[i];
        uint32_t question = qa_answer_question(answer->batch, answer->answer);
        if (!is_aside(answer) && answer->is_gold) {
            const struct qa_question *asked = qa_question_at(answer->batch, question);
            question = asked->of_delivery != QA_NONE ? asked->of_delivery : question;
        }
        if (!is_aside(answer) && !is_asked[question]) {
            is_asked[question] = true;
            n++;
        }
    }
    return n;
}

static void write_studio(struct qa_writing *writing)
{
    struct qa_studio_written file = {.writing = writing,
                                     .item_key = item_key_of(writing),
                                     .n_questions = count_questions(writing),
                                     .is_taken = QA_ARRAY(writing->arena, bool, writing->n + 1)};
    size_t number = 0;
    qa_writing_begin(writing, qa_writer_label_studio.file);
    file.stream = writing->stream;
    fputc('[', file.stream);
    for (size_t i = 0, n = 0; i < writing->n; i += n) {
        const struct qa_canonical_answer *list = &writing->answers[i];
        uint32_t item = list[0].batch->item[list[0].answer];
        for (n = 1; i + n < writing->n && list[n].batch->item[list[n].answer] == item;) {
            n++;
        }
        put_task(&file, list, n, ++number);
    }
    fputs("\n]\n", file.stream);
    qa_writing_end(writing);
    qa_studio_say_keypoints(&file);
}

static const struct qa_type *const types[] = {
    &qa_type_box,   &qa_type_polygon,    &qa_type_mask,      &qa_type_span,
    &qa_type_label, &qa_type_transcript, &qa_type_keypoints, NULL};

const struct qa_writer qa_writer_label_studio = {
    .name = "label-studio",
    .about = "boxes, polygons, masks, keypoints, spans of known texts, labels, ratings and "
             "transcripts of any number of annotators, with gold",
    .file = "tasks.json",
    .holds = QA_HOLDS_ANNOTATOR | QA_HOLDS_SUBMITTED | QA_HOLDS_SECONDS | QA_HOLDS_ANSWER_ID |
             QA_HOLDS_OBJECT_ID | QA_HOLDS_VALUE | QA_HOLDS_SIZE | QA_HOLDS_SKIPPED |
             QA_HOLDS_GOLD | QA_HOLDS_NOTHING | QA_HOLDS_KINDS | QA_HOLDS_NO_LABEL,
    .types = types,
    .write = write_studio,
};
