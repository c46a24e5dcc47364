#include "qa/formats/label_studio.h"

#include <string.h>

#include "qa/annotation/segment.h"
#include "qa/annotation/turn.h"
#include "qa/formats/label_studio_parts.h"

enum task_member {
    TASK_ANNOTATIONS,
    TASK_COMPLETIONS,
    TASK_PREDICTIONS,
    TASK_DRAFTS,
    TASK_N_MEMBERS
};

static void task_members(struct qa_json_value task, struct qa_json_value out[TASK_N_MEMBERS])
{
    static const char *const names[TASK_N_MEMBERS] = {"annotations", "completions", "predictions",
                                                      "drafts"};
    qa_json_members(task, names, TASK_N_MEMBERS, out);
}

/* A file of pre-labels may be a model's, or people's. */
static void decide_what_to_read(struct qa_studio *file)
{
    struct qa_json_iterator task = qa_json_iterate(file->tasks);
    while (qa_json_next(&task)) {
        struct qa_json_value member[TASK_N_MEMBERS];
        task_members(task.value, member);
        file->n_predictions += qa_json_is_there(member[TASK_PREDICTIONS])
                                   ? qa_json_count(member[TASK_PREDICTIONS])
                                   : 0;
        file->n_drafts +=
            qa_json_is_there(member[TASK_DRAFTS]) ? qa_json_count(member[TASK_DRAFTS]) : 0;
    }
    enum qa_role role = qa_sink_role(file->sink);
    file->reads_predictions =
        role == QA_PRELABELS ? file->n_predictions > 0
                             : role == QA_DELIVERY && qa_sink_options(file->sink)->with_predictions;
    file->reads_annotations = role != QA_PRELABELS || file->n_predictions == 0;
}

/* ---- controls ---- */

static void survey_result(struct qa_studio *file, const struct qa_studio_result *result)
{
    if (result->use != QA_STUDIO_OBJECT || file->n_controls == QA_STUDIO_CONTROLS_MAX) {
        return;
    }
    uint32_t id = qa_studio_control_id(file, result, true);
    if (id == file->n_controls) {
        file->controls[file->n_controls++] =
            (struct qa_studio_control){result->type, result->from_name};
        file->n_of_type[qa_type_index(result->type)]++;
    }
}

static void survey_list(struct qa_studio *file, struct qa_json_value list)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    while (qa_json_next(&iterator)) {
        struct qa_json_value member[QA_ANSWER_N_MEMBERS];
        qa_studio_answer_members(iterator.value, member);
        struct qa_json_value reviews = member[QA_ANSWER_REVIEWS];
        file->has_reviews =
            file->has_reviews || (qa_json_is_there(reviews) && qa_json_count(reviews) > 0);
        if (qa_json_is_there(member[QA_ANSWER_RESULT]) &&
            !qa_studio_is_true(member[QA_ANSWER_CANCELLED])) {
            qa_studio_results_load(&file->results, member[QA_ANSWER_RESULT]);
            for (size_t i = 0; i < file->results.n; i++) {
                survey_result(file, &file->results.list[i]);
            }
        }
    }
}

/* Finds the controls before anything is read: what an annotation leaves out is an answer too. */
static void survey(struct qa_studio *file)
{
    struct qa_json_iterator task = qa_json_iterate(file->tasks);
    while (qa_json_next(&task)) {
        struct qa_json_value member[TASK_N_MEMBERS];
        task_members(task.value, member);
        for (int i = 0; i <= TASK_PREDICTIONS; i++) {
            bool wanted = i == TASK_PREDICTIONS ? file->reads_predictions : file->reads_annotations;
            if (wanted && qa_json_is_there(member[i])) {
                survey_list(file, member[i]);
            }
        }
    }
}

static void survey_records(struct qa_studio *file)
{
    struct qa_json_iterator record = qa_json_iterate(file->tasks);
    qa_studio_min_survey(&file->results, file->tasks, file->sink);
    while (qa_json_next(&record)) {
        qa_studio_min_load(&file->results, record.value);
        for (size_t i = 0; i < file->results.n; i++) {
            survey_result(file, &file->results.list[i]);
        }
    }
}

/* ---- tasks ---- */

static bool has_item(struct qa_studio *file, struct qa_json_value task, struct qa_json_value item)
{
    if (qa_json_is_there(item)) {
        return true;
    }
    file->n_broken++;
    return qa_sink_bad(file->sink, qa_studio_at(&file->results, task), "E127",
                       "%s has no '%.60s' to name the item",
                       file->item_key != NULL ? "the data of a task" : "a task",
                       file->item_key != NULL ? file->item_key : "id");
}

static void read_list(struct qa_studio *file, struct qa_json_value task, struct qa_json_value list,
                      enum qa_role role)
{
    bool is_model = role == QA_PRELABELS && file->reads_predictions;
    struct qa_studio_answer answer = {.item = qa_studio_item(task, file->item_key)};
    file->results.data = (struct qa_json_value){NULL, 0};
    (void)qa_json_member(task, "data", &file->results.data);
    file->results.item = answer.item;
    if (!has_item(file, task, answer.item)) {
        return;
    }
    if (qa_json_kind(list) != QA_JSON_ARRAY) {
        file->n_broken++;
        (void)qa_sink_bad(file->sink, QA_AT_JSON(list), "E119", "%s of a task are %s, expected %s",
                          is_model ? "predictions" : "annotations",
                          qa_json_kind_name(qa_json_kind(list)), "an array");
        return;
    }
    struct qa_json_iterator iterator = qa_json_iterate(list);
    while (qa_json_next(&iterator)) {
        answer.at = iterator.value;
        answer.role = role;
        answer.number++;
        if (is_model && answer.number > 1) {
            (void)qa_sink_bad(file->sink, QA_AT_JSON(answer.at), "E149",
                              "the task has %zu predictions; pre-labels are one",
                              qa_json_count(list));
            return;
        }
        file->n_annotations += !is_model;
        qa_studio_read_answer(file, &answer, is_model ? "a prediction" : "an annotation");
    }
}

static void read_task(struct qa_studio *file, struct qa_json_value task)
{
    struct qa_json_value member[TASK_N_MEMBERS];
    if (qa_json_kind(task) != QA_JSON_OBJECT) {
        file->n_broken++;
        (void)qa_sink_bad(file->sink, QA_AT_JSON(task), "E119", "a task is %s, expected an object",
                          qa_json_kind_name(qa_json_kind(task)));
        return;
    }
    task_members(task, member);
    if (file->reads_predictions && qa_json_is_there(member[TASK_PREDICTIONS])) {
        read_list(file, task, member[TASK_PREDICTIONS], QA_PRELABELS);
    }
    for (int i = TASK_ANNOTATIONS; file->reads_annotations && i <= TASK_COMPLETIONS; i++) {
        if (qa_json_is_there(member[i])) {
            read_list(file, task, member[i], qa_sink_role(file->sink));
        }
    }
}

/* ---- the file ---- */

/* A record of JSON-MIN is a task and its annotation. */
static void read_record(struct qa_studio *file, struct qa_json_value record)
{
    struct qa_studio_answer answer = {.item = qa_studio_item(record, file->item_key),
                                      .at = record,
                                      .role = qa_sink_role(file->sink),
                                      .number = 1};
    file->results.data = record;
    file->results.item = answer.item;
    if (has_item(file, record, answer.item)) {
        file->n_annotations++;
        qa_studio_read_answer(file, &answer, "an annotation");
    }
}

/* Whether there is anything to work with; what is wrong is said already. */
static enum qa_status check(const struct qa_studio *file, struct qa_error *err)
{
    const char *path = qa_sink_current_file(file->sink)->path;
    if (file->n_controls > 0 || file->n_skipped > 0 || file->n_broken > 0) {
        return QA_OK;
    }
    if (qa_strings_count(file->unread) > 0) {
        return qa_fail_at(err, "E159", path, 0, 0,
                          "all results are of kinds that are not read here, such as %.60s",
                          qa_strings_text(file->unread, 0));
    }
    return qa_fail_at(err, "E159", path, 0, 0,
                      file->n_annotations > 0
                          ? "no annotation has a result, so that nothing says what was asked"
                          : "no task has an annotation; expected an export of labeled tasks");
}

/* The kind of a question that nobody answered with an object: shapes, if the file has any. */
static const struct qa_type *main_type(const struct qa_studio *file)
{
    for (size_t c = 0; c < file->n_controls; c++) {
        if (file->controls[c].type->matching == QA_MATCH_ASSIGN) {
            return file->controls[c].type;
        }
    }
    return file->n_controls > 0 ? file->controls[0].type : NULL;
}

/* What Label Studio sends or takes that is no export: nothing in it says which item it is of, or
 * not as an export does. */
static enum qa_status refuse_pieces(const struct qa_studio *file, struct qa_error *err)
{
    const char *path = qa_sink_current_file(file->sink)->path;
    struct qa_json_iterator first = qa_json_iterate(file->tasks);
    struct qa_json_value ignored;
    if (!qa_json_next(&first) || first.is_object || qa_json_kind(first.value) != QA_JSON_OBJECT ||
        qa_json_member(first.value, "annotations", &ignored)) {
        return QA_OK;
    }
    if (qa_json_member(first.value, "annotation", &ignored) &&
        qa_json_member(first.value, "task", &ignored)) {
        return qa_fail_at(err, "E159", path, 1, 1,
                          "what a webhook sends, of one annotation; export the project instead");
    }
    if (qa_json_member(first.value, "model_version", &ignored) &&
        qa_json_member(first.value, "result", &ignored)) {
        return qa_fail_at(err, "E159", path, 1, 1,
                          "predictions without the tasks that they are of; export the tasks with "
                          "their predictions");
    }
    return QA_OK;
}

static enum qa_status read_tasks(struct qa_studio *file, struct qa_error *err)
{
    struct qa_sink *sink = file->sink;
    QA_TRY(refuse_pieces(file, err));
    file->is_min = qa_studio_is_min(file->tasks);
    if (file->is_min) {
        survey_records(file);
    } else {
        decide_what_to_read(file);
        survey(file);
    }
    if (file->n_controls == QA_STUDIO_CONTROLS_MAX) {
        return qa_fail_at(err, "E159", qa_sink_current_file(sink)->path, 0, 0,
                          "the results name %d controls or more", QA_STUDIO_CONTROLS_MAX);
    }
    qa_sink_source(sink, file->is_min ? "label-studio-min" : "label-studio", main_type(file))
        ->type = main_type(file);
    file->item_key = qa_studio_item_key(file->tasks, sink);
    struct qa_json_iterator task = qa_json_iterate(file->tasks);
    for (size_t i = 0; qa_json_next(&task); i++) {
        if (file->lines != NULL) {
            file->results.place = QA_AT(file->lines[i], 0);
        }
        if (file->is_min) {
            read_record(file, task.value);
        } else {
            read_task(file, task.value);
        }
    }
    QA_TRY(check(file, err));
    qa_studio_say(file);
    return QA_OK;
}

enum qa_status qa_studio_read_json(const struct qa_json *json, bool has_lines,
                                   const uint64_t *lines, struct qa_sink *sink,
                                   struct qa_error *err)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_studio file = {.sink = sink,
                             .tasks = qa_json_root(json),
                             .lines = lines,
                             .control_ids = qa_strings_new(qa_sink_arena(sink)),
                             .unread = qa_strings_new(qa_sink_arena(sink)),
                             .shape = {.arena = qa_sink_arena(sink)}};
    qa_studio_results_init(&file.results, scratch);
    file.results.has_lines = has_lines;
    file.results.has_place = lines != NULL;
    file.results.is_turn = qa_sink_shape(sink) == &qa_type_turn;
    enum qa_status status = read_tasks(&file, err);
    qa_arena_free(scratch);
    return status;
}

enum qa_status qa_studio_read_file(struct qa_bytes *bytes, struct qa_sink *sink,
                                   struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_first_byte(bytes) == '[' ? qa_json_parse(&json, bytes, err)
                                       : qa_json_parse_sequence(&json, bytes, err));
    bool has_lines = memchr(bytes->data, '\n', bytes->size) != NULL;
    enum qa_status status = qa_studio_read_json(json, has_lines, NULL, sink, err);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    unsigned char first = qa_first_byte(bytes);
    bool has_work = qa_has_member(bytes, "result") || qa_has_member(bytes, "was_cancelled");
    bool is_coco = qa_has_member(bytes, "categories") && qa_has_member(bytes, "images");
    if (first != '[' && (first != '{' || is_coco)) {
        return 0;
    }
    if (has_work && (qa_has_member(bytes, "annotations") || qa_has_member(bytes, "completions") ||
                     qa_has_member(bytes, "predictions"))) {
        return 95;
    }
    bool is_sent = qa_has_member(bytes, "annotation") && qa_has_member(bytes, "task");
    if (has_work && (is_sent || qa_has_member(bytes, "model_version"))) {
        return 60;
    }
    if (first == '[' && qa_has_member(bytes, "data") && !qa_has_member(bytes, "image_id")) {
        return 30;
    }
    return 0;
}

/* Periods of recordings may be of speakers. */
static uint32_t offers(const struct qa_bytes *bytes)
{
    uint32_t kinds = UINT32_C(1) << qa_type_index(&qa_type_segment) |
                     UINT32_C(1) << qa_type_index(&qa_type_turn);
    return qa_has_member(bytes, "original_length") ? kinds : 0;
}

const struct qa_reader qa_reader_label_studio = {
    .name = "label-studio",
    .description =
        "Label Studio's JSON export: boxes, polygons, masks, keypoints, spans, relations, "
        "segments, tracks, labels and texts of each annotation; ground truth is gold, what "
        "reviewers accepted is of the stage review; predictions are pre-labels with "
        "--predictions; items are called by their file, or by --map item=KEY of the "
        "tasks' data",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_STAGE | QA_GIVES_GOLD |
             QA_GIVES_STATUS | QA_GIVES_SIZE | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .offers = offers,
    .read = qa_studio_read_file,
};
