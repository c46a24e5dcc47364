#include "qa/batch/questions.h"

#include <ctype.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/batch/drop.h"
#include "qa/batch/widen.h"

uint32_t qa_question_of_empty(const struct qa_batch *batch, const struct qa_source *source)
{
    if (source->lists_items || source->rows_used > 0 || source->type == NULL) {
        return QA_NONE;
    }
    const char *name = source->type->question;
    return qa_strings_find(batch->names->questions, name, strlen(name));
}

static void note_asked(struct qa_questions *questions, enum qa_role role)
{
    const struct qa_batch *batch = questions->batch[role];
    if (batch == NULL) {
        return;
    }
    for (size_t s = 0; s < batch->n_sources; s++) {
        uint32_t question = qa_question_of_empty(batch, &batch->sources[s]);
        if (question != QA_NONE) {
            questions->list[question].is_asked[role] = true;
        }
    }
    if (batch->question == NULL && batch->n_answers > 0) {
        questions->list[batch->only_question].is_asked[role] = true;
        return;
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        questions->list[batch->question[a]].is_asked[role] = true;
    }
}

static void report_two_kinds(const struct qa_questions *questions, uint32_t question,
                             enum qa_role role, enum qa_role other, struct qa_findings *findings)
{
    const struct qa_batch *a = questions->batch[role];
    const struct qa_batch *b = questions->batch[other];
    size_t one = a->question_answer[question];
    size_t two = b->question_answer[question];
    if (one == SIZE_MAX || two == SIZE_MAX) {
        return; /* the batch itself said so */
    }
    qa_findings_addf(findings, QA_ERROR, "E132", qa_answer_source(a, one)->path, a->line[one], 0,
                     "question '%s' is answered with a %s here and with a %s in %.120s:%u; give "
                     "each its own question",
                     questions->list[question].name, qa_types[a->question_type[question]]->name,
                     qa_types[b->question_type[question]]->name, qa_answer_source(b, two)->path,
                     b->line[two]);
}

static uint8_t kind_in(const struct qa_batch *batch, uint32_t question)
{
    return batch != NULL && question < batch->n_questions ? batch->question_type[question]
                                                          : QA_NO_TYPE;
}

/* Of a question that nobody answered with an object: what the reader of an answer's file said. */
static const struct qa_type *declared_kind(const struct qa_questions *questions, uint32_t question)
{
    for (int role = 0; role < QA_N_ROLES; role++) {
        const struct qa_batch *batch = questions->batch[role];
        if (batch == NULL || !questions->list[question].is_asked[role]) {
            continue;
        }
        for (size_t i = 0; i < batch->n_sources; i++) {
            if (qa_question_of_empty(batch, &batch->sources[i]) == question) {
                return batch->sources[i].type;
            }
        }
        for (size_t a = 0; a < batch->n_answers; a++) {
            if (qa_answer_question(batch, a) == question &&
                qa_answer_source(batch, a)->type != NULL) {
                return qa_answer_source(batch, a)->type;
            }
        }
    }
    return qa_types[0];
}

static void find_kind(struct qa_questions *questions, uint32_t question,
                      struct qa_findings *findings)
{
    struct qa_question *out = &questions->list[question];
    enum qa_role from = QA_N_ROLES;
    for (int role = 0; role < QA_N_ROLES; role++) {
        uint8_t kind = kind_in(questions->batch[role], question);
        if (kind == QA_NO_TYPE) {
            continue;
        }
        if (from == QA_N_ROLES) {
            from = (enum qa_role)role;
            out->type = qa_types[kind];
        } else if (qa_types[kind] != out->type) {
            report_two_kinds(questions, question, (enum qa_role)role, from, findings);
        }
    }
    if (from == QA_N_ROLES) {
        out->type = declared_kind(questions, question);
    }
}

/* The only question of a kind that a batch answers; QA_NONE when there are none or several. */
static uint32_t only_one(const struct qa_questions *questions, enum qa_role role,
                         const struct qa_type *type)
{
    uint32_t found = QA_NONE;
    for (uint32_t q = 0; q < questions->n; q++) {
        if (questions->list[q].is_asked[role] && questions->list[q].type == type) {
            if (found != QA_NONE) {
                return QA_NONE;
            }
            found = q;
        }
    }
    return found;
}

static void find_partner(struct qa_questions *questions, uint32_t question, enum qa_role role)
{
    struct qa_question *own = &questions->list[question];
    if (!own->is_asked[QA_DELIVERY]) {
        return;
    }
    if (own->is_asked[role]) {
        own->partner[role] = question;
    } else if (only_one(questions, QA_DELIVERY, own->type) == question) {
        own->partner[role] = only_one(questions, role, own->type);
    }
    if (role == QA_GOLD && own->partner[role] != QA_NONE) {
        questions->list[own->partner[role]].of_delivery = question;
    }
}

void qa_questions_declare(const struct qa_questions *questions,
                          const struct qa_question_options *options)
{
    for (uint32_t q = 0; q < questions->n; q++) {
        struct qa_question *out = &questions->list[q];
        bool assigned = out->type->matching == QA_MATCH_ASSIGN;
        bool of_labels = out->type->is_category;
        out->threshold =
            assigned && options->threshold > 0 ? options->threshold : out->type->threshold;
        out->localisation =
            assigned && options->localisation > 0 ? options->localisation : out->type->localisation;
        out->setting = options->setting != NULL ? options->setting[qa_type_index(out->type)] : NULL;
        out->labels = of_labels ? options->labels : options->object_labels;
        out->n_labels = of_labels ? options->n_labels : options->n_object_labels;
    }
}

/* An object that cannot be compared as it is, and why. */
struct incomparable {
    const char *why; /* NULL: none */
    const char *path;
    uint64_t line;
    bool falls_back; /* an object can be compared otherwise */
};

/* The first of each question: the others have the same reason as a rule. */
static void find_incomparable(const struct qa_batch *batch, struct incomparable *found)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t q = qa_answer_question(batch, a);
        const struct qa_question *question = qa_question_at(batch, q);
        const struct qa_type_fallback *fallback = question->type->fallback;
        if (question->type->comparable == NULL) {
            continue;
        }
        size_t first = (size_t)qa_first_object(batch, a);
        const struct qa_objects objects = qa_batch_objects(batch, first, qa_object_count(batch, a));
        for (size_t i = 0; i < objects.n; i++) {
            const char *why;
            if (found[q].why == NULL &&
                !question->type->comparable(&objects, i, question->setting, &why)) {
                found[q].why = why;
                found[q].path = qa_answer_source(batch, a)->path;
                found[q].line = qa_object_line(batch, a, first + i);
            }
            found[q].falls_back =
                found[q].falls_back || (fallback != NULL && fallback->serves(&objects, i));
        }
    }
}

/* Compared by what the type falls back to, which is said; no longer what cannot be compared. */
static void fall_back(struct qa_questions *questions, struct incomparable *found,
                      struct qa_findings *findings)
{
    for (uint32_t q = 0; q < questions->n; q++) {
        struct qa_question *question = &questions->list[q];
        if (found[q].why == NULL || !found[q].falls_back) {
            continue;
        }
        question->fallback = question->type->fallback;
        qa_findings_addf(findings, QA_WARNING, "W850", found[q].path, found[q].line, 0, "%s; %s",
                         found[q].why, question->fallback->about);
        found[q].why = NULL;
    }
    /* Two questions that pair compare alike. */
    for (uint32_t q = 0; q < questions->n; q++) {
        for (int role = QA_GOLD; role < QA_N_ROLES; role++) {
            uint32_t partner = questions->list[q].partner[role];
            if (partner != QA_NONE && (questions->list[q].fallback != NULL ||
                                       questions->list[partner].fallback != NULL)) {
                questions->list[q].fallback = questions->list[q].type->fallback;
                questions->list[partner].fallback = questions->list[q].type->fallback;
            }
        }
    }
}

static void drop_incomparable(struct qa_batch *batch, const struct incomparable *found)
{
    struct qa_arena *scratch = qa_arena_new();
    bool *drop = QA_ARRAY(scratch, bool, batch->n_answers + 1);
    for (size_t a = 0; a < batch->n_answers; a++) {
        drop[a] = found[qa_answer_question(batch, a)].why != NULL;
    }
    qa_batch_drop(batch, drop, QA_EXCLUDED_UNREAD_SHAPE);
    qa_arena_free(scratch);
}

/* A question that cannot be compared is left out where the delivery has others, and refused where
 * it is all there is. */
static void check_comparable(struct qa_questions *questions, struct qa_arena *arena,
                             struct qa_findings *findings)
{
    struct incomparable *found = QA_ARRAY(arena, struct incomparable, questions->n + (size_t)1);
    bool has_others = false;
    for (int role = 0; role < QA_N_ROLES; role++) {
        if (questions->batch[role] != NULL) {
            find_incomparable(questions->batch[role], found);
        }
    }
    fall_back(questions, found, findings);
    for (uint32_t q = 0; q < questions->n; q++) {
        has_others =
            has_others || (found[q].why == NULL && questions->list[q].is_asked[QA_DELIVERY]);
    }
    for (uint32_t q = 0; q < questions->n; q++) {
        struct qa_question *question = &questions->list[q];
        if (found[q].why == NULL) {
            continue;
        }
        qa_findings_addf(findings, has_others ? QA_WARNING : QA_ERROR, has_others ? "W762" : "E232",
                         found[q].path, found[q].line, 0, "%s%s", found[q].why,
                         has_others ? "; without it the keypoints are left out" : "");
        if (has_others) {
            memset(question->is_asked, 0, sizeof question->is_asked);
            question->partner[QA_GOLD] = question->partner[QA_PRELABELS] = QA_NONE;
            question->of_delivery = QA_NONE;
        }
    }
    for (int role = 0; has_others && role < QA_N_ROLES; role++) {
        if (questions->batch[role] != NULL) {
            drop_incomparable(questions->batch[role], found);
        }
    }
}

/* The first question that a batch is asked, with its kind: "'spans' (spans)". */
static const char *first_asked(const struct qa_questions *questions, enum qa_role role,
                               struct qa_arena *arena)
{
    uint32_t q = 0;
    while (q + 1 < questions->n && !questions->list[q].is_asked[role]) {
        q++;
    }
    return qa_arena_format(arena, "'%.80s' (%s)", questions->list[q].name,
                           questions->list[q].type->plural);
}

/* Gold that answers nothing of what the delivery answers: every figure would be of nothing. */
static void check_shared(const struct qa_questions *questions, struct qa_arena *arena,
                         struct qa_findings *findings)
{
    const struct qa_batch *delivery = questions->batch[QA_DELIVERY];
    const struct qa_batch *gold = questions->batch[QA_GOLD];
    bool is_shared = delivery == NULL || gold == NULL || delivery->n_answers == 0 ||
                     gold->n_answers == 0 || findings->total[QA_ERROR] > 0;
    for (uint32_t q = 0; q < questions->n && !is_shared; q++) {
        is_shared = questions->list[q].partner[QA_GOLD] != QA_NONE;
    }
    if (!is_shared) {
        qa_findings_addf(
            findings, QA_ERROR, "E252", qa_answer_source(gold, 0)->path, gold->line[0], 0,
            "gold answers %s and the delivery %s: no question is answered by both; a "
            "column 'question', 'type' or --shape KIND says what is meant",
            first_asked(questions, QA_GOLD, arena), first_asked(questions, QA_DELIVERY, arena));
    }
}

const struct qa_questions *qa_questions_make(struct qa_batch *delivery, struct qa_batch *gold,
                                             struct qa_batch *prelabels,
                                             const struct qa_question_options *options,
                                             struct qa_arena *arena, struct qa_findings *findings)
{
    struct qa_questions *questions = QA_NEW(arena, struct qa_questions);
    questions->batch[QA_DELIVERY] = delivery;
    questions->batch[QA_GOLD] = gold;
    questions->batch[QA_PRELABELS] = prelabels;
    const struct qa_batch *any = delivery != NULL ? delivery : gold != NULL ? gold : prelabels;
    if (any == NULL) {
        QA_BUG("questions of no batch");
    }
    qa_batches_widen(questions->batch, QA_N_ROLES, arena);
    questions->n = qa_strings_count(any->names->questions);
    questions->undelivered = options->undelivered;
    questions->pairing = options->pairing;
    questions->list = QA_ARRAY(arena, struct qa_question, questions->n + (size_t)1);
    for (uint32_t q = 0; q < questions->n; q++) {
        questions->list[q].name = qa_strings_text(any->names->questions, q);
        questions->list[q].of_delivery = QA_NONE;
        questions->list[q].partner[QA_DELIVERY] = q;
        questions->list[q].partner[QA_GOLD] = questions->list[q].partner[QA_PRELABELS] = QA_NONE;
    }
    for (int role = 0; role < QA_N_ROLES; role++) {
        note_asked(questions, (enum qa_role)role);
        if (questions->batch[role] != NULL) {
            questions->batch[role]->questions = questions;
        }
    }
    for (uint32_t q = 0; q < questions->n; q++) {
        find_kind(questions, q, findings);
    }
    for (uint32_t q = 0; q < questions->n; q++) {
        find_partner(questions, q, QA_GOLD);
        find_partner(questions, q, QA_PRELABELS);
    }
    check_shared(questions, arena, findings);
    qa_questions_declare(questions, options);
    if (options->setting != NULL) {
        check_comparable(questions, arena, findings);
    }
    return questions;
}

uint32_t qa_questions_of_labels(const struct qa_questions *questions, const struct qa_names *names,
                                struct qa_arena *arena, uint32_t **list)
{
    uint32_t *order = QA_ARRAY(arena, uint32_t, questions->n + (size_t)1);
    *list = QA_ARRAY(arena, uint32_t, questions->n + (size_t)1);
    qa_strings_sorted(names->questions, order, NULL);
    uint32_t n = 0;
    for (uint32_t i = 0; i < questions->n; i++) {
        const struct qa_question *question = &questions->list[order[i]];
        if (question->is_asked[QA_DELIVERY] && question->type->is_category) {
            (*list)[n++] = order[i];
        }
    }
    return n;
}

uint32_t *qa_partner_labels(const struct qa_batch *delivery, enum qa_role role, uint32_t question,
                            struct qa_arena *arena)
{
    const struct qa_batch *batch = delivery->questions->batch[role];
    uint32_t partner = qa_question_at(delivery, question)->partner[role];
    uint32_t n_items = qa_strings_count(delivery->names->items);
    uint32_t *label = QA_ARRAY(arena, uint32_t, n_items + (size_t)1);
    for (uint32_t i = 0; i < n_items; i++) {
        label[i] = QA_NONE;
    }
    for (size_t a = 0; batch != NULL && partner != QA_NONE && a < batch->n_answers; a++) {
        if (qa_answer_question(batch, a) == partner && qa_answer_is_label(batch, a)) {
            label[batch->item[a]] = qa_answer_label(batch, a);
        }
    }
    return label;
}

const struct qa_question *qa_questions_of_objects(const struct qa_questions *questions,
                                                  bool *several_kinds)
{
    const struct qa_question *first = NULL;
    *several_kinds = false;
    for (uint32_t q = 0; q < questions->n; q++) {
        const struct qa_question *question = &questions->list[q];
        if (question->type->matching != QA_MATCH_ASSIGN ||
            (!question->is_asked[QA_DELIVERY] && !question->is_asked[QA_GOLD])) {
            continue;
        }
        *several_kinds = *several_kinds || (first != NULL && first->type != question->type);
        first = first != NULL ? first : question;
    }
    return first;
}

const char *qa_questions_plural(const struct qa_questions *questions)
{
    bool several;
    const struct qa_question *first = qa_questions_of_objects(questions, &several);
    return first == NULL || several ? "objects" : first->type->plural;
}

const char *qa_questions_title(const struct qa_questions *questions, struct qa_arena *arena)
{
    char *title = qa_arena_text(arena, qa_questions_plural(questions));
    title[0] = (char)toupper((unsigned char)title[0]);
    return title;
}

const char *qa_questions_similarity(const struct qa_questions *questions)
{
    bool several;
    const struct qa_question *first = qa_questions_of_objects(questions, &several);
    return first == NULL || several ? "similarity" : qa_question_similarity(first);
}

void qa_questions_take_gold(const struct qa_questions *questions, struct qa_batch *gold)
{
    /* The table is the run's own; it is constant for those that only look. */
    struct qa_questions *own = gold->questions != NULL || questions->batch[QA_GOLD] != NULL
                                   ? NULL
                                   : (struct qa_questions *)(uintptr_t)questions;
    if (own == NULL) {
        QA_BUG("gold is there already");
    }
    gold->questions = questions;
    own->batch[QA_GOLD] = gold;
    for (size_t a = 0; a < gold->n_answers; a++) {
        uint32_t question = qa_answer_question(gold, a);
        own->list[question].is_asked[QA_GOLD] = true;
        own->list[question].partner[QA_GOLD] = question;
        own->list[question].of_delivery = question;
    }
}
