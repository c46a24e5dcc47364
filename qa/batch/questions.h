#ifndef QA_BATCH_QUESTIONS_H
#define QA_BATCH_QUESTIONS_H

/*
 * The one table of questions of a run, made once after reading: what each asks for, which question
 * of gold answers it, its labels and thresholds. Nobody else decides these.
 *
 * The kind of a question is that of its objects, in whichever batch of the run has one; of a
 * question that is answered with nothing everywhere, the kind that the reader of its file said.
 *
 * Questions pair by name. A gold file seldom names its question while a delivery may: when each of
 * two batches has exactly one question of a kind, these two pair whatever they are called.
 */

#include "qa/annotation/match.h"
#include "qa/batch/batch.h"

/* Whose answers a batch of the run holds. */
enum qa_role { QA_DELIVERY, QA_GOLD, QA_PRELABELS, QA_N_ROLES };

struct qa_question {
    const char *name;
    const struct qa_type *type;   /* never NULL */
    bool is_asked[QA_N_ROLES];    /* the batch has an answer to it */
    uint32_t partner[QA_N_ROLES]; /* the batch's question that pairs with this one of the delivery,
                                   * or QA_NONE; [QA_DELIVERY]: itself */
    uint32_t of_delivery;         /* the delivery's question that this one of gold pairs with */
    const uint32_t *labels;       /* declared, in their order; NULL: any */
    size_t n_labels;
    bool are_sets;       /* its labels are sets of tags: what is declared are tags (labels.h) */
    double threshold;    /* similarity from which two objects are the same */
    double localisation; /* from which they are a localisation error; 0: there is none */
    /* Of the type's settings, see qa_type_setting; NULL: as initially. */
    const struct qa_setting *setting;
    const struct qa_type_fallback *fallback; /* what its objects compare by; NULL: the type's own */
};

/* What a reference item counts as that a vendor has no answer to: comparison.h has the rule. */
enum qa_undelivered { QA_UNDELIVERED_AUTO, QA_UNDELIVERED_MISSED, QA_UNDELIVERED_IGNORED };

struct qa_questions {
    uint32_t n; /* of the names; by id */
    enum qa_undelivered undelivered;
    enum qa_pairing pairing; /* how objects of two answers pair */
    struct qa_question *list;
    struct qa_batch *batch[QA_N_ROLES]; /* NULL: none */
};

/* What the user says about questions; zero or NULL: nothing. */
struct qa_question_options {
    enum qa_undelivered undelivered;
    enum qa_pairing pairing;
    double threshold;    /* of kinds whose objects are matched; 0: the kind's own */
    double localisation; /* likewise */
    /* [index of the type][its setting]; NULL: as initially. */
    const struct qa_setting (*setting)[QA_TYPE_SETTINGS_MAX];
    const uint32_t *labels; /* for questions of labels */
    size_t n_labels;
    const uint32_t *object_labels; /* classes for questions of objects */
    size_t n_object_labels;
};

/*
 * Makes the table and gives it to the batches, any of which may be NULL; all share their names. A
 * question with two kinds in two batches is an error finding (E132) naming both places; so is gold
 * of which nothing pairs with the delivery (E252).
 * O(answers + questions^2).
 */
const struct qa_questions *qa_questions_make(struct qa_batch *delivery, struct qa_batch *gold,
                                             struct qa_batch *prelabels,
                                             const struct qa_question_options *options,
                                             struct qa_arena *arena, struct qa_findings *findings);

/* A batch made of the delivery, without questions so far and where there is no gold, stands for
 * gold: it answers the delivery's questions under their ids. O(answers). */
void qa_questions_take_gold(const struct qa_questions *questions, struct qa_batch *gold);

/* Other thresholds and labels, once the names are known that the user meant. */
void qa_questions_declare(const struct qa_questions *questions,
                          const struct qa_question_options *options);

static inline const struct qa_question *qa_question_at(const struct qa_batch *batch,
                                                       uint32_t question)
{
    return &batch->questions->list[question];
}

/* "IoU", and what else its objects compare by: as qa_type's `compare` and `covered`. */
static inline const char *qa_question_similarity(const struct qa_question *question)
{
    return question->fallback != NULL ? question->fallback->similarity : question->type->similarity;
}

static inline void qa_question_compare(const struct qa_question *question,
                                       const struct qa_sides *sides, double *similarity)
{
    (question->fallback != NULL ? question->fallback->compare
                                : question->type->compare)(sides, similarity);
}

static inline void qa_question_covered(const struct qa_question *question,
                                       const struct qa_sides *sides, double *share)
{
    (question->fallback != NULL ? question->fallback->covered : question->type->covered)(sides,
                                                                                         share);
}

static inline const struct qa_type *qa_answer_type(const struct qa_batch *batch, size_t answer)
{
    return batch->questions->list[qa_answer_question(batch, answer)].type;
}

/* The answer is one label of a set: what agreement coefficients take. */
static inline bool qa_answer_is_label(const struct qa_batch *batch, size_t answer)
{
    return qa_answer_type(batch, answer)->is_category && qa_object_count(batch, answer) == 1;
}

/* label[item id] that the batch of a role gives to the question that pairs with one of the
 * delivery; QA_NONE where it says nothing, or there is no such batch. O(its answers + items). */
uint32_t *qa_partner_labels(const struct qa_batch *delivery, enum qa_role role, uint32_t question,
                            struct qa_arena *arena);

/* For titles: the first question of objects that the delivery or gold answers, NULL without; and
 * whether others ask for another kind. */
const struct qa_question *qa_questions_of_objects(const struct qa_questions *questions,
                                                  bool *several_kinds);

/* "boxes", "polygons"; "objects" where a run has several kinds or none. */
const char *qa_questions_plural(const struct qa_questions *questions);
/* The same at the beginning of a title: "Boxes". In the arena. */
const char *qa_questions_title(const struct qa_questions *questions, struct qa_arena *arena);
/* "IoU"; "similarity" likewise. */
const char *qa_questions_similarity(const struct qa_questions *questions);

/* A list of what was found (a source that does not list items) in which nothing is answers the
 * question of its kind all the same, if somebody else does; QA_NONE of other sources. */
uint32_t qa_question_of_empty(const struct qa_batch *batch, const struct qa_source *source);

/* The questions of labels that the delivery answers, in the order of their names. Returns how many;
 * list has questions->n places. */
uint32_t qa_questions_of_labels(const struct qa_questions *questions, const struct qa_names *names,
                                struct qa_arena *arena, uint32_t **list);

#endif
