#include "qa/formats/nested_parts.h"

#include <string.h>

#include "qa/formats/span_json.h"

/* ---- names ---- */

static const char *const people[] = {
    "user_id",  "annotator",  "annotator_id", "worker_id",    "worker",
    "user",     "username",   "rater",        "rater_id",     "labeler",
    "labeller", "labeler_id", "created_by",   "annotated_by", NULL};
static const char *const answers[] = {"value",  "label",    "labels",     "answer",
                                      "choice", "rating",   "annotation", "response",
                                      "spans",  "entities", NULL};
/* Of one annotation, and no answers. */
static const char *const facts[] = {
    "id",         "status",   "inserted_at", "created_at",    "updated_at", "submitted_at",
    "started_at", "duration", "seconds",     "lead_time",     "comment",    "timestamp",
    "time",       "metadata", "record_id",   "annotation_id", NULL};
/* Of lists that are of all questions, or of the only one. */
static const char *const general[] = {"annotations", "responses", "judgments",
                                      "judgements",  "labels",    "answers",
                                      "ratings",     "label",     NULL};
static const char *const lists_of_people[] = {"annotators", "annotator_ids", "workers",
                                              "worker_ids", "raters",        "rater_ids",
                                              "users",      "user_ids",      NULL};
static const char *const left_out[] = {"suggestions", "vectors", "metadata", "fields", NULL};

static bool is_one_of(const char *name, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text);
    size_t n_end = strlen(end);
    return n > n_end && strcmp(text + n - n_end, end) == 0;
}

bool qa_nested_first_member(struct qa_json_value object, const char *const *names,
                            struct qa_json_value *out, const char **name)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (qa_json_member(object, names[i], out) && qa_json_kind(*out) != QA_JSON_NULL) {
            *name = names[i];
            return true;
        }
    }
    return false;
}

/* ---- the forms ---- */

static struct qa_json_value member_or_none(struct qa_json_value object, const char *name)
{
    struct qa_json_value out = {NULL, 0};
    (void)qa_json_member(object, name, &out);
    return qa_json_is_there(out) && qa_json_kind(out) != QA_JSON_NULL
               ? out
               : (struct qa_json_value){NULL, 0};
}

/* {QUESTION: value or {"value": value}} of one person. */
static void take_values(struct qa_nested_reading *reading, struct qa_nested_answer answer,
                        struct qa_json_value values)
{
    struct qa_json_iterator question = qa_json_iterate(values);
    if (qa_json_count(values) == 0 && qa_json_is_there(answer.status)) {
        qa_nested_take(reading, &answer); /* discarded without a look */
    }
    while (question.is_object && qa_json_next(&question)) {
        answer.question = question.key.text;
        answer.value = question.value;
        (void)qa_json_member(question.value, "value", &answer.value);
        qa_nested_take(reading, &answer);
    }
}

/* Members that are neither a person nor facts are questions. */
static void take_members(struct qa_nested_reading *reading, struct qa_nested_answer answer)
{
    struct qa_json_iterator member = qa_json_iterate(answer.facts);
    while (qa_json_next(&member)) {
        const char *name = member.key.text;
        enum qa_json_kind kind = qa_json_kind(member.value);
        if (!is_one_of(name, people) && !is_one_of(name, facts) && kind != QA_JSON_OBJECT) {
            answer.question = name;
            answer.value = member.value;
            qa_nested_take(reading, &answer);
        }
    }
}

/* Whether the object has a place for a person; *who is absent where nobody is in it. */
bool qa_nested_find_person(struct qa_json_value object, struct qa_json_value *who)
{
    const char *name;
    struct qa_json_value nobody;
    bool found = qa_nested_first_member(object, people, who, &name);
    if (!found) {
        *who = (struct qa_json_value){NULL, 0};
    }
    for (size_t i = 0; !found && people[i] != NULL; i++) {
        found = qa_json_member(object, people[i], &nobody);
    }
    return found;
}

static bool is_person(struct qa_json_value object)
{
    struct qa_json_value who;
    return qa_json_kind(object) == QA_JSON_OBJECT && qa_nested_find_person(object, &who);
}

/* One person's entry of a list. */
static void take_entry(struct qa_nested_reading *reading, const char *question,
                       struct qa_json_value entry)
{
    struct qa_nested_answer answer = {
        .question = question, .status = member_or_none(entry, "status"), .facts = entry};
    struct qa_json_value values;
    const char *name;
    if (!qa_nested_find_person(entry, &answer.who)) {
        reading->n_nobody += !reading->is_survey;
        if (!reading->is_survey) {
            qa_sink_exclude(reading->sink, QA_EXCLUDED_NO_PERSON);
        }
        return;
    }
    if (qa_json_member(entry, "values", &values) ||
        (qa_json_member(entry, "labels", &values) && qa_json_kind(values) == QA_JSON_OBJECT)) {
        take_values(reading, answer, values);
    } else if (qa_nested_first_member(entry, answers, &answer.value, &name)) {
        qa_nested_take(reading, &answer);
    } else {
        take_members(reading, answer);
    }
}

/* Entries that are one span each, with whoever marked it. */
static bool are_marks(struct qa_json_value list)
{
    struct qa_json_iterator entry = qa_json_iterate(list);
    struct qa_json_value offset;
    return qa_json_next(&entry) && qa_json_member(entry.value, "start_offset", &offset);
}

static bool has_marked(struct qa_json_value list, size_t n, struct qa_json_value who)
{
    struct qa_json_iterator entry = qa_json_iterate(list);
    struct qa_json_value other;
    for (size_t i = 0; i < n && qa_json_next(&entry); i++) {
        if (qa_nested_find_person(entry.value, &other) && qa_nested_is_same(other, who)) {
            return true;
        }
    }
    return false;
}

/* An answer of each person who has an entry. O(entries x people). */
static void take_marks(struct qa_nested_reading *reading, const char *question,
                       struct qa_json_value list)
{
    struct qa_json_iterator entry = qa_json_iterate(list);
    for (size_t i = 0; qa_json_next(&entry); i++) {
        struct qa_nested_answer answer = {.question = question, .marks = list};
        if (!qa_nested_find_person(entry.value, &answer.who)) {
            take_entry(reading, question, entry.value); /* nobody's */
        } else if (!has_marked(list, i, answer.who)) {
            qa_nested_take(reading, &answer);
        }
    }
}

static void take_list(struct qa_nested_reading *reading, const char *question,
                      struct qa_json_value list)
{
    struct qa_json_iterator entry = qa_json_iterate(list);
    if (are_marks(list)) {
        take_marks(reading, question, list);
        return;
    }
    while (qa_json_next(&entry)) {
        take_entry(reading, question, entry.value);
    }
}

static bool nth(struct qa_json_value list, size_t n, struct qa_json_value *out)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    for (size_t i = 0; qa_json_next(&iterator); i++) {
        if (i == n) {
            *out = iterator.value;
            return true;
        }
    }
    return false;
}

/* Answers, people and states side by side. */
static void take_parallel(struct qa_nested_reading *reading, const char *question,
                          struct qa_json_value values, struct qa_json_value users,
                          struct qa_json_value status)
{
    size_t n = qa_json_count(values);
    bool has_status = qa_json_is_there(status);
    struct qa_json_iterator value = qa_json_iterate(values);
    if (qa_json_kind(users) != QA_JSON_ARRAY || qa_json_count(users) != n ||
        (has_status && qa_json_count(status) != n)) {
        if (!reading->is_survey) {
            reading->n_answers++;
            qa_sink_answer(reading->sink, qa_json_line_place(reading->record));
            (void)qa_sink_bad(reading->sink, QA_AT_JSON(values), "E263",
                              "%zu answers to '%.60s' and %zu people or states", n, question,
                              qa_json_count(users));
        }
        return;
    }
    for (size_t i = 0; qa_json_next(&value); i++) {
        struct qa_nested_answer answer = {.question = question, .value = value.value};
        (void)nth(users, i, &answer.who);
        if (has_status) {
            (void)nth(status, i, &answer.status);
        }
        qa_nested_take(reading, &answer);
    }
}

static void take_flat(struct qa_nested_reading *reading, const char *member,
                      struct qa_json_value values)
{
    const char *question =
        qa_arena_text_n(reading->arena, member, strlen(member) - strlen(".responses"));
    struct qa_json_value users =
        member_or_none(reading->record, qa_arena_format(reading->arena, "%s.users", member));
    struct qa_json_value status =
        member_or_none(reading->record, qa_arena_format(reading->arena, "%s.status", member));
    if (qa_json_is_there(users)) {
        take_parallel(reading, question, values, users, status);
    }
}

static bool is_list_of_people(struct qa_json_value value)
{
    struct qa_json_value first;
    return qa_json_kind(value) == QA_JSON_ARRAY && nth(value, 0, &first) && is_person(first);
}

static void take_member(struct qa_nested_reading *reading, const char *name,
                        struct qa_json_value value)
{
    bool is_suggestion = strcmp(name, "suggestions") == 0 || ends_with(name, ".suggestion") ||
                         ends_with(name, "-suggestion");
    if (is_suggestion && qa_json_kind(value) != QA_JSON_NULL && !reading->is_survey) {
        size_t n = strcmp(name, "suggestions") == 0 ? qa_json_count(value) : 1;
        reading->n_suggestions += n;
    }
    if (is_suggestion || is_one_of(name, left_out)) {
        return;
    }
    if (strcmp(name, "responses") == 0 && qa_json_kind(value) == QA_JSON_OBJECT) {
        struct qa_json_iterator question = qa_json_iterate(value);
        while (qa_json_next(&question)) {
            take_list(reading, question.key.text, question.value);
        }
    } else if (ends_with(name, ".responses") && qa_json_kind(value) == QA_JSON_ARRAY) {
        take_flat(reading, name, value);
    } else if (is_list_of_people(value)) {
        take_list(reading, is_one_of(name, general) ? "" : name, value);
    }
}

/* "annotators" beside "labels", or columns of class labels that nobody signed. */
static void take_columns(struct qa_nested_reading *reading)
{
    struct qa_json_value users;
    struct qa_json_value values;
    const char *name;
    if (qa_nested_first_member(reading->record, lists_of_people, &users, &name) &&
        qa_json_kind(users) == QA_JSON_ARRAY &&
        qa_nested_first_member(reading->record, general, &values, &name) &&
        qa_json_kind(values) == QA_JSON_ARRAY) {
        take_parallel(reading, "", values, users, (struct qa_json_value){NULL, 0});
        return;
    }
    struct qa_json_iterator member = qa_json_iterate(reading->record);
    while (qa_json_is_there(reading->features) && qa_json_next(&member)) {
        if (qa_json_is_there(qa_nested_class_names(reading, member.key.text))) {
            bool is_usual = is_one_of(member.key.text, general);
            const struct qa_nested_answer answer = {.question = is_usual ? "" : member.key.text,
                                                    .value = member.value};
            qa_nested_take(reading, &answer);
        }
    }
}

static void take_record(struct qa_nested_reading *reading, struct qa_json_value record)
{
    struct qa_json_iterator member = qa_json_iterate(record);
    uint64_t before = reading->n_answers;
    reading->record = record;
    if (qa_json_kind(record) != QA_JSON_OBJECT) {
        if (!reading->is_survey) {
            (void)qa_sink_bad(reading->sink, QA_AT_JSON(record), "E263",
                              "a record is %s, expected an object",
                              qa_json_kind_name(qa_json_kind(record)));
        }
        return;
    }
    while (qa_json_next(&member)) {
        take_member(reading, member.key.text, member.value);
    }
    if (reading->n_answers == before) {
        take_columns(reading);
    }
    reading->n_unanswered += !reading->is_survey && reading->n_answers == before;
}

static void take_all(struct qa_nested_reading *reading, struct qa_json_value root)
{
    struct qa_json_value rows = root;
    struct qa_json_value only;
    if (qa_json_count(root) == 1 && nth(root, 0, &only) && qa_json_member(only, "rows", &rows)) {
        (void)qa_json_member(only, "features", &reading->features);
    } else if (qa_json_count(root) == 1 && nth(root, 0, &only) &&
               qa_json_kind(only) == QA_JSON_ARRAY) {
        rows = only;
    } else if (qa_json_count(root) == 1 && nth(root, 0, &only)) {
        (void)(qa_json_member(only, "items", &rows) || qa_json_member(only, "records", &rows));
    }
    struct qa_json_iterator row = qa_json_iterate(rows);
    while (qa_json_next(&row)) {
        struct qa_json_value record = row.value;
        reading->number = member_or_none(record, "row_idx");
        if (qa_json_is_there(reading->number)) {
            (void)qa_json_member(row.value, "row", &record);
        }
        take_record(reading, record);
    }
}

/* ---- the file ---- */

static enum qa_status check(const struct qa_nested_reading *reading, struct qa_error *err)
{
    if (reading->n_answers == 0) {
        return qa_fail_at(err, "E263", qa_sink_current_file(reading->sink)->path, 0, 0,
                          "no record has an answer that names a person, such as "
                          "\"annotations\": [{\"annotator\": ..., \"label\": ...}]");
    }
    if (reading->n_nobody > 0) {
        qa_sink_finding(reading->sink, QA_WARNING, "W265", QA_AT(0, 0),
                        "%llu entr%s left out of lists of answers: nothing in them names a person",
                        (unsigned long long)reading->n_nobody,
                        reading->n_nobody == 1 ? "y is" : "ies are");
    }
    if (reading->n_suggestions > 0 || reading->n_unanswered > 0) {
        qa_sink_finding(reading->sink, QA_NOTE, "W265", QA_AT(0, 0),
                        "%llu record%s no answer of a person; %llu suggestion%s of models left out",
                        (unsigned long long)reading->n_unanswered,
                        reading->n_unanswered == 1 ? " has" : "s have",
                        (unsigned long long)reading->n_suggestions,
                        reading->n_suggestions == 1 ? " is" : "s are");
    }
    return QA_OK;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    struct qa_nested_reading reading = {
        .sink = sink, .arena = qa_sink_arena(sink), .is_survey = true};
    struct qa_source *source = qa_sink_source(sink, "records", NULL);
    source->lists_items = true;
    qa_nested_values_init(&reading.values, sink);
    take_all(&reading, qa_json_root(json));
    reading.is_survey = false;
    take_all(&reading, qa_json_root(json));
    enum qa_status status = check(&reading, err);
    qa_json_free(json);
    return status;
}

static bool mentions_any(const struct qa_bytes *bytes, const char *const *names)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (qa_has_member(bytes, names[i])) {
            return true;
        }
    }
    return false;
}

static int sniff(const struct qa_bytes *bytes)
{
    static const char *const others[] = {
        "result",        "categories",    "data_row",    "projects",
        "shapes",        "_input_hash",   "completions", "was_cancelled",
        "answerContent", "annotation_id", "segment",     "images",
        "bbox",          "image_id",      "item",        NULL};
    static const char *const nested[] = {"annotations", "responses", "judgments", "judgements",
                                         "answers",     "ratings",   NULL};
    unsigned char first = qa_first_byte(bytes);
    if ((first != '{' && first != '[') || mentions_any(bytes, others)) {
        return 0;
    }
    if (qa_mentions(bytes, ".responses.users\"") ||
        (qa_has_member(bytes, "row_idx") && qa_has_member(bytes, "features"))) {
        return 90;
    }
    bool has_people = mentions_any(bytes, people);
    if (has_people && (qa_has_member(bytes, "responses") ||
                       (qa_has_member(bytes, "user_id") && qa_has_member(bytes, "value")))) {
        return 80;
    }
    bool is_parallel = mentions_any(bytes, lists_of_people) && mentions_any(bytes, general);
    /* Surer than COCO's reader, which takes any object with annotations. */
    return has_people && mentions_any(bytes, nested) ? 92 : is_parallel ? 70 : 0;
}

const struct qa_reader qa_reader_nested = {
    .name = "records",
    .description = "JSON or JSON Lines of records with the answers of several people inside: "
                   "Argilla's records, Hugging Face's rows, lists of annotations",
    .gives =
        QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_TIMES | QA_GIVES_STATUS | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
