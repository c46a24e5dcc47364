#ifndef QA_BATCH_LABELS_PARTS_H
#define QA_BATCH_LABELS_PARTS_H

/* Private to labels.c and label_relations.c. */

#include "qa/batch/labels.h"

/* A label of a question, or a tag of its sets: what relations are about. */
struct qa_label_atom {
    const char *text;
    uint64_t n;       /* how often it is used; of what was read as it too */
    uint32_t place;   /* in the declared set; QA_NONE: not declared */
    uint32_t into;    /* the atom that it is read as; itself */
    uint32_t use;     /* index of its first use; QA_NONE: it is declared and not used */
    bool means_empty; /* a word for "missing" that is not declared */
    bool is_said;     /* to be told apart from another */
};

/* A label as one question's answers use it. */
struct qa_label_use {
    uint32_t question; /* of the delivery where it pairs */
    uint32_t label;
    uint32_t next; /* use of the same question; QA_NONE: none */
    uint32_t into; /* the label that it becomes */
    uint64_t n;
    size_t first_member; /* its atoms, in members */
    size_t n_members;
    enum qa_role role; /* of the first: its batch, answer and object */
    bool is_dropped;
    size_t answer;
    uint64_t object;
};

/* One run of it. */
struct qa_label_settling {
    const struct qa_questions *questions;
    const struct qa_label_rules *rules;
    struct qa_findings *findings;
    struct qa_arena *arena; /* scratch */
    struct qa_strings *labels;
    struct qa_label_use *uses;
    size_t n_uses;
    size_t uses_capacity;
    uint32_t *slots; /* hash table of uses: index + 1 */
    size_t n_slots;
    uint32_t *members; /* indices of atoms */
    size_t n_members;
    size_t members_capacity;
    /* the question that is settled */
    uint32_t question;
    bool of_labels;     /* not of objects */
    bool are_sets;      /* atoms are tags */
    bool are_lists;     /* at least one is written as a list */
    uint32_t first_use; /* QA_NONE: none */
    struct qa_label_atom *atoms;
    size_t n_atoms;
    size_t atoms_capacity;
};

/* The relations of the question's atoms, one after the other: sets `into` and `means_empty`. */
void qa_label_relations(struct qa_label_settling *settling);

/* Answers whose labels are outside the declared set: said, and marked in the uses. */
void qa_label_undeclared(struct qa_label_settling *settling);

/* A finding at the first use of an atom; nothing when it is not used. */
void qa_label_finding(const struct qa_label_settling *settling, enum qa_severity severity,
                      const char *code, const struct qa_label_atom *atom, const char *text);

#endif
