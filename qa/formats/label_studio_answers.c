/* Label Studio: an annotation, or a prediction, as answers. */
#include <string.h>

#include "qa/formats/label_studio_parts.h"

static struct qa_place place_of(const struct qa_studio *file, struct qa_json_value value)
{
    return qa_studio_object_at(&file->results, value);
}

void qa_studio_answer_members(struct qa_json_value at,
                              struct qa_json_value out[QA_ANSWER_N_MEMBERS])
{
    static const char *const names[QA_ANSWER_N_MEMBERS] = {
        "id",         "result",    "completed_by", "was_cancelled", "ground_truth",
        "created_at", "lead_time", "score",        "reviews"};
    qa_json_members(at, names, QA_ANSWER_N_MEMBERS, out);
}

bool qa_studio_is_true(struct qa_json_value value)
{
    bool out;
    return qa_json_is_there(value) && qa_json_bool(value, &out) && out;
}

uint32_t qa_studio_control_id(struct qa_studio *file, const struct qa_studio_result *result,
                              bool add)
{
    const char *key = qa_arena_format(file->results.scratch, "%zu %s", qa_type_index(result->type),
                                      result->from_name);
    return add ? qa_strings_intern_text(file->control_ids, key)
               : qa_strings_find(file->control_ids, key, strlen(key));
}

static bool give_annotator(struct qa_studio *file, const struct qa_studio_answer *answer)
{
    static const char *const names[] = {"email", "id"};
    struct qa_json_value who = answer->who;
    struct qa_json_value member[2];
    struct qa_json_text email;
    if (!qa_json_is_there(who)) {
        return true;
    }
    if (qa_json_kind(who) != QA_JSON_OBJECT) {
        return qa_sink_json(file->sink, QA_FIELD_ANNOTATOR, who);
    }
    qa_json_members(who, names, 2, member);
    bool has_email =
        qa_json_is_there(member[0]) && qa_json_string(member[0], &email) && email.length > 0;
    struct qa_json_value named = member[has_email ? 0 : 1];
    return !qa_json_is_there(named) || qa_sink_json(file->sink, QA_FIELD_ANNOTATOR, named);
}

static bool give_field(struct qa_studio *file, enum qa_field field, struct qa_json_value value)
{
    return !qa_json_is_there(value) || qa_sink_json(file->sink, field, value);
}

/* Two answers of one unknown annotator are two even if they have no ids. */
static bool give_id(struct qa_studio *file, const struct qa_studio_answer *answer)
{
    if (qa_json_is_there(answer->member[QA_ANSWER_ID])) {
        return qa_sink_json(file->sink, QA_FIELD_ANSWER, answer->member[QA_ANSWER_ID]);
    }
    const char *id = qa_arena_format(file->results.scratch, "no. %zu", answer->number);
    return qa_sink_text(file->sink, QA_FIELD_ANSWER, id, strlen(id), answer->place);
}

static bool give_stage(struct qa_studio *file, const struct qa_studio_answer *answer)
{
    const char *stage = answer->is_review ? "review" : "annotation";
    return !file->has_reviews || answer->role == QA_PRELABELS ||
           qa_sink_text(file->sink, QA_FIELD_STAGE, stage, strlen(stage), answer->place);
}

/* control: file->n_controls for none. False after a finding. */
static bool open_answer(struct qa_studio *file, const struct qa_studio_answer *answer,
                        size_t control)
{
    struct qa_sink *sink = file->sink;
    qa_sink_answer(sink, answer->place);
    if (answer->role != qa_sink_role(sink)) {
        qa_sink_answer_role(sink, answer->role);
    }
    if (!(give_field(file, QA_FIELD_ITEM, answer->item) && give_annotator(file, answer) &&
          give_id(file, answer) && give_field(file, QA_FIELD_SUBMITTED, answer->submitted) &&
          give_stage(file, answer) &&
          (control != answer->timed ||
           give_field(file, QA_FIELD_SECONDS, answer->member[QA_ANSWER_LEAD_TIME])))) {
        return false;
    }
    if (control < file->n_controls) {
        const struct qa_studio_control *asked = &file->controls[control];
        bool is_only = file->n_of_type[qa_type_index(asked->type)] == 1;
        const char *question =
            is_only || asked->name[0] == '\0' ? asked->type->question : asked->name;
        return qa_sink_text(sink, QA_FIELD_QUESTION, question, strlen(question), answer->place);
    }
    return true;
}

/* What a person leaves out is an answer; a model may never have been asked. */
static bool is_silent(const struct qa_studio *file, const struct qa_studio_answer *answer,
                      size_t control)
{
    bool may_be_empty =
        file->n_controls == 1 && file->controls[control].type->matching == QA_MATCH_ASSIGN;
    if (answer->role != QA_PRELABELS || may_be_empty) {
        return false;
    }
    for (size_t i = 0; i < file->results.n; i++) {
        if (file->results.list[i].control == control) {
            return false;
        }
    }
    return true;
}

/* An annotation's answer to one question. False after a finding about all of its answers. */
static bool read_control(struct qa_studio *file, const struct qa_studio_answer *answer,
                         size_t control)
{
    const struct qa_type *type = file->controls[control].type;
    bool is_answered = false;
    if (is_silent(file, answer, control)) {
        return true;
    }
    if (!open_answer(file, answer, control)) {
        return false;
    }
    bool is_wanted = qa_sink_wants_objects(file->sink);
    bool is_grouped = is_wanted && qa_studio_give_groups(&file->results, (uint32_t)control,
                                                         file->sink, &file->shape);
    is_answered = is_grouped;
    for (size_t i = 0; is_wanted && !is_grouped && i < file->results.n; i++) {
        const struct qa_studio_result *result = &file->results.list[i];
        if (result->control != control) {
            continue;
        }
        is_answered = true;
        struct qa_json_value score = qa_json_is_there(result->member[QA_STUDIO_SCORE])
                                         ? result->member[QA_STUDIO_SCORE]
                                         : answer->member[QA_ANSWER_SCORE];
        if (answer->role == QA_PRELABELS) {
            (void)give_field(file, QA_FIELD_SCORE, score);
        }
        (void)qa_studio_give(&file->results, result, file->sink, &file->shape,
                             place_of(file, result->at));
    }
    if (is_wanted && !is_answered && type->matching == QA_MATCH_ANSWER) {
        file->shape.n_numbers = file->shape.n_text = 0;
        (void)qa_sink_object(file->sink, type, &file->shape, answer->place);
    }
    qa_sink_end(file->sink);
    return true;
}

static void read_skipped(struct qa_studio *file, struct qa_studio_answer *answer)
{
    static const char skipped[] = "skipped";
    file->n_skipped++;
    answer->timed = file->n_controls;
    if (open_answer(file, answer, file->n_controls)) {
        (void)qa_sink_text(file->sink, QA_FIELD_STATUS, skipped, strlen(skipped), answer->place);
        qa_sink_end(file->sink);
    }
}

static void count_unread(struct qa_studio *file, const char *what)
{
    uint32_t id = qa_strings_intern_text(file->unread, what);
    file->n_unread = qa_arena_grow(qa_sink_arena(file->sink), file->n_unread,
                                   &file->unread_capacity, (size_t)id + 1, sizeof *file->n_unread);
    file->n_unread[id]++;
    qa_sink_exclude(file->sink, QA_EXCLUDED_UNREAD_SHAPE);
}

static void count_result(struct qa_studio *file, const struct qa_studio_answer *answer,
                         struct qa_studio_result *result)
{
    struct qa_json_text origin;
    if (answer->role != QA_PRELABELS) {
        file->n_results++;
        file->n_accepted += qa_json_is_there(result->member[QA_STUDIO_ORIGIN]) &&
                            qa_json_string(result->member[QA_STUDIO_ORIGIN], &origin) &&
                            strcmp(origin.text, "prediction") == 0;
    }
    result->control = QA_NONE;
    if (result->use == QA_STUDIO_OBJECT) {
        result->control = qa_studio_control_id(file, result, false);
    } else if (result->use == QA_STUDIO_BROKEN) {
        file->n_broken++;
        (void)qa_sink_bad(file->sink, QA_AT_JSON(result->at), "E119", "a result without '%s'",
                          result->what[0] == '\0' ? "type" : "value");
    }
}

static void count_time(struct qa_studio *file, const struct qa_studio_answer *answer)
{
    double seconds;
    if (qa_json_is_there(answer->member[QA_ANSWER_LEAD_TIME]) &&
        qa_json_real(answer->member[QA_ANSWER_LEAD_TIME], &seconds)) {
        file->n_timed++;
        file->n_zero += seconds == 0;
    }
}

static void count_results(struct qa_studio *file, struct qa_studio_answer *answer)
{
    answer->timed = file->n_controls;
    for (size_t i = 0; i < file->results.n; i++) {
        struct qa_studio_result *result = &file->results.list[i];
        count_result(file, answer, result);
        if (result->control != QA_NONE && answer->timed == file->n_controls) {
            answer->timed = result->control;
        }
    }
    answer->timed = answer->timed < file->n_controls ? answer->timed : 0;
    count_time(file, answer);
}

static void read_controls(struct qa_studio *file, struct qa_studio_answer *answer)
{
    for (size_t c = 0; c < file->n_controls && read_control(file, answer, c); c++) {
    }
}

/* ---- reviews ---- */

/* The last word of the reviewers; absent: there is none. */
static struct qa_json_value last_review(const struct qa_studio_answer *answer)
{
    struct qa_json_value list = answer->member[QA_ANSWER_REVIEWS];
    struct qa_json_value last = {NULL, 0};
    if (qa_json_is_there(list) && qa_json_kind(list) == QA_JSON_ARRAY) {
        struct qa_json_iterator review = qa_json_iterate(list);
        while (qa_json_next(&review)) {
            last = review.value;
        }
    }
    return last;
}

/* What a reviewer accepted is the reviewer's answer too, at a stage of its own. What a reviewer
 * changed is the reviewer's alone: the file does not hold what it was. */
static void read_reviewed(struct qa_studio *file, struct qa_studio_answer *answer,
                          struct qa_json_value review)
{
    enum { ACCEPTED, BY, AT, FIXED, N_MEMBERS };
    static const char *const names[N_MEMBERS] = {"accepted", "created_by", "created_at",
                                                 "fixed_annotation_history"};
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(review, names, N_MEMBERS, member);
    bool is_accepted = qa_studio_is_true(member[ACCEPTED]);
    bool is_fixed = is_accepted && qa_json_is_there(member[FIXED]);
    file->n_reviewed++;
    file->n_rejected += !is_accepted;
    file->n_fixed += is_fixed;
    if (!is_fixed) {
        read_controls(file, answer);
    }
    if (is_accepted) {
        answer->is_review = true;
        answer->who = member[BY];
        answer->submitted = member[AT];
        answer->timed = file->n_controls;
        read_controls(file, answer);
    }
}

static void read_results(struct qa_studio *file, struct qa_studio_answer *answer)
{
    struct qa_json_value review = last_review(answer);
    if (file->is_min) {
        qa_studio_min_load(&file->results, answer->at);
    } else {
        qa_studio_results_load(&file->results, answer->member[QA_ANSWER_RESULT]);
    }
    count_results(file, answer);
    if (qa_json_is_there(review)) {
        read_reviewed(file, answer, review);
    } else {
        read_controls(file, answer);
    }
    for (size_t i = 0; i < file->results.n; i++) {
        if (file->results.list[i].use == QA_STUDIO_UNREAD) {
            count_unread(file, file->results.list[i].what);
        }
    }
}

/* An annotation, or a prediction. */
void qa_studio_read_answer(struct qa_studio *file, struct qa_studio_answer *answer,
                           const char *what)
{
    if (file->is_min) {
        qa_studio_min_members(answer->at, answer->member);
    } else {
        qa_studio_answer_members(answer->at, answer->member);
    }
    answer->who = answer->member[QA_ANSWER_COMPLETED_BY];
    answer->submitted = answer->member[QA_ANSWER_CREATED_AT];
    answer->is_review = false;
    struct qa_json_value result = answer->member[QA_ANSWER_RESULT];
    answer->place = place_of(file, answer->at);
    if (qa_json_is_there(answer->place.json)) {
        /* Once for all of its answers. */
        qa_json_place(answer->at, &answer->place.line, &answer->place.column);
        answer->place.json = (struct qa_json_value){NULL, 0};
    }
    if (qa_studio_is_true(answer->member[QA_ANSWER_GROUND_TRUTH]) &&
        !qa_sink_ground_truth(file->sink, &answer->role)) {
        return;
    }
    if (qa_studio_is_true(answer->member[QA_ANSWER_CANCELLED])) {
        read_skipped(file, answer);
    } else if (!file->is_min &&
               (!qa_json_is_there(result) || qa_json_kind(result) != QA_JSON_ARRAY)) {
        file->n_broken++;
        (void)qa_sink_bad(file->sink, QA_AT_JSON(answer->at), "E119",
                          "%s without 'result'; expected an array of results", what);
    } else {
        read_results(file, answer);
    }
}
