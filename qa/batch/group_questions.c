/* Which question records answer that name none, and what kind each question asks for. */
#include <string.h>

#include "qa/batch/group_parts.h"

static uint32_t question_of_type(const struct qa_builder *given, size_t type, uint32_t *known)
{
    if (known[type] == QA_NONE) {
        known[type] = qa_strings_intern_text(given->names->questions, qa_types[type]->question);
    }
    return known[type];
}

/* Files about one image each were asked for what any of their folder holds. */
static void share_kinds(const struct qa_builder *given, uint32_t *kinds)
{
    struct qa_arena *scratch = qa_arena_new();
    struct qa_strings *units = qa_strings_new(scratch);
    uint32_t *shared = QA_ARRAY(scratch, uint32_t, given->n_sources + 1);
    for (int round = 0; round < 2; round++) {
        for (size_t s = 0; s < given->n_sources; s++) {
            const char *unit = given->sources[s].unit;
            uint32_t id = unit != NULL ? qa_strings_intern_text(units, unit) : QA_NONE;
            if (id != QA_NONE && round == 0) {
                shared[id] |= kinds[s];
            } else if (id != QA_NONE) {
                kinds[s] = shared[id];
            }
        }
    }
    qa_arena_free(scratch);
}

/* kinds[source]: a bit for each kind whose answers may have no objects and that the source holds,
 * or is said to. */
static uint32_t *kinds_of_sources(const struct qa_builder *given)
{
    uint32_t *kinds = QA_ARRAY(given->arena, uint32_t, given->n_sources + 1);
    uint32_t source = 0;
    for (size_t r = 0; r < given->n_records; r++) {
        while (source + 1 < given->n_sources && given->source_first.list[source + 1] <= r) {
            source++;
        }
        uint64_t end = qa_record_first(given, r + 1);
        for (uint64_t o = qa_record_first(given, r); o < end; o++) {
            uint8_t type = qa_record_object_type(given, o);
            if (qa_types[type]->matching == QA_MATCH_ASSIGN) {
                kinds[source] |= UINT32_C(1) << type;
            }
        }
    }
    share_kinds(given, kinds);
    for (size_t s = 0; s < given->n_sources; s++) {
        if (kinds[s] == 0) {
            const struct qa_type *type = given->sources[s].type;
            kinds[s] = UINT32_C(1) << (type != NULL ? qa_type_index(type) : 0);
        }
    }
    return kinds;
}

/* An answer without objects answers each question of its file; beyond the first by a record more.
 */
static void name_empty(struct qa_builder *given, size_t record, uint32_t kinds, uint32_t *known)
{
    bool first = true;
    for (size_t type = 0; type < qa_n_types; type++) {
        const struct qa_type *included = qa_types[type]->includes;
        bool is_named =
            included != NULL && (kinds >> qa_type_index(included) & 1) != 0; /* the same question */
        if ((kinds >> type & 1) == 0 || is_named) {
            continue;
        }
        uint32_t question = question_of_type(given, type, known);
        if (first) {
            given->question.list[record] = question;
        } else {
            qa_builder_repeat_empty(given, record, question);
        }
        first = false;
    }
}

/* Answers without a question answer that of their kind: labels and boxes go together in one file.
 */
void qa_group_name_questions(struct qa_builder *given)
{
    struct qa_u32_column *question = &given->question;
    bool fresh = question->list == NULL;
    size_t n = given->n_records;
    uint32_t known[QA_TYPES_MAX];
    uint32_t *kinds = NULL;
    question->list = qa_arena_grow(given->arena, question->list, &question->capacity, n + 1,
                                   sizeof *question->list);
    for (size_t r = 0; fresh && r < n; r++) {
        question->list[r] = QA_NONE;
    }
    for (size_t t = 0; t < QA_TYPES_MAX; t++) {
        known[t] = QA_NONE;
    }
    for (size_t r = 0; r < n; r++) {
        if (question->list[r] != QA_NONE || !qa_group_is_done(given, r)) {
            continue;
        }
        if (qa_record_count(given, r) > 0) {
            uint8_t type = qa_record_object_type(given, qa_record_first(given, r));
            question->list[r] = question_of_type(given, type, known);
        } else {
            kinds = kinds != NULL ? kinds : kinds_of_sources(given);
            name_empty(given, r, kinds[qa_builder_source_of(given, r)], known);
        }
    }
}

/* ---- what kind each question asks for ---- */

static void note_kind(struct qa_batch *batch, const struct qa_builder *given, uint8_t *types,
                      size_t *answers, size_t answer, uint8_t type, struct qa_findings *findings)
{
    uint32_t question = qa_answer_question(batch, answer);
    const struct qa_type *both = types[question] != QA_NO_TYPE
                                     ? qa_type_of_both(qa_types[types[question]], qa_types[type])
                                     : qa_types[type];
    if (both != NULL) {
        answers[question] = types[question] == QA_NO_TYPE ? answer : answers[question];
        types[question] = types[question] != type ? (uint8_t)qa_type_index(both) : type;
    } else if (answers[question] != SIZE_MAX) {
        size_t first = answers[question];
        qa_findings_addf(
            findings, QA_ERROR, "E132", qa_answer_source(batch, answer)->path, batch->line[answer],
            0,
            "question '%s' is answered with a %s here and with a %s in %.120s:%u; give "
            "each its own question",
            qa_strings_text(given->names->questions, question), qa_types[type]->name,
            qa_types[types[question]]->name, qa_answer_source(batch, first)->path,
            batch->line[first]);
        answers[question] = SIZE_MAX; /* said once */
    }
}

/* The lists, without a kind yet. */
static uint8_t *start_kinds(struct qa_batch *batch, const struct qa_builder *given,
                            size_t **answers)
{
    batch->n_questions = qa_strings_count(given->names->questions);
    uint8_t *types = QA_ARRAY(given->arena, uint8_t, batch->n_questions + (size_t)1);
    *answers = QA_ARRAY(given->arena, size_t, batch->n_questions + (size_t)1);
    memset(types, QA_NO_TYPE, batch->n_questions + (size_t)1);
    batch->question_type = types;
    batch->question_answer = *answers;
    return types;
}

/* Of a batch that is in place: all of one question. */
void qa_group_only_kind(struct qa_batch *batch, const struct qa_builder *given)
{
    size_t *answers;
    uint8_t *types = start_kinds(batch, given, &answers);
    if (batch->n_answers > 0) {
        types[batch->only_question] = given->only_type;
    }
}

void qa_group_kinds(struct qa_batch *batch, const struct qa_builder *given,
                    const uint32_t *object_order, struct qa_findings *findings)
{
    size_t *answers;
    uint8_t *types = start_kinds(batch, given, &answers);
    for (size_t a = 0; a < batch->n_answers; a++) {
        /* All objects of an answer are of one kind, or of two of which one includes the other;
         * where they are not, that was said of the answer. */
        size_t n = qa_object_count(batch, a);
        n = n > 1 && given->type.list == NULL ? 1 : n;
        uint64_t first = qa_first_object(batch, a);
        for (uint64_t o = first; o < first + n; o++) {
            uint8_t type = qa_record_object_type(given, object_order[o]);
            uint8_t own = qa_record_object_type(given, object_order[first]);
            if (qa_type_of_both(qa_types[own], qa_types[type]) == NULL) {
                break;
            }
            note_kind(batch, given, types, answers, a, type, findings);
        }
    }
}
