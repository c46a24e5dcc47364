#ifndef QA_BATCH_ITEMS_PARTS_H
#define QA_BATCH_ITEMS_PARTS_H

/* The two halves of qa_items_settle: which reading, and what is said of it. Private to them. */

#include "qa/batch/items.h"

enum { QA_SIDE_GOLD, QA_SIDE_PRELABELS, QA_SIDE_DELIVERY, QA_SIDES_MAX = 64 };

/* One reading of all names. */
struct qa_item_trial {
    enum qa_item_reading reading;
    unsigned folders;
    uint32_t *key; /* by item: what counts of its name */
    struct qa_strings *keys;
    uint64_t *sides;    /* by key: a bit for each side that has it */
    uint32_t *owner;    /* by key: the first item */
    uint32_t n_joined;  /* items whose key another had before */
    uint32_t n_merged;  /* of them on one side, which may not be */
    uint32_t merged[2]; /* the first two such */
    size_t n[QA_SIDES_MAX];
    size_t shared[QA_SIDE_DELIVERY][QA_SIDES_MAX];
    size_t total;
};

struct qa_item_survey {
    struct qa_builder *builder[QA_N_ROLES];
    struct qa_names *names;
    struct qa_findings *findings;
    struct qa_arena *arena; /* of the survey alone */
    uint32_t n_items;
    uint64_t *sides;                   /* by item */
    const struct qa_item_trial *plain; /* as the names stand */
};

struct qa_item_trial *qa_items_try(const struct qa_item_survey *survey,
                                   enum qa_item_reading reading, unsigned folders);

/* The items of the smaller side. */
size_t qa_items_could_share(const struct qa_item_trial *trial, unsigned reference, unsigned side);
bool qa_items_share_few(const struct qa_item_trial *trial, unsigned reference, unsigned side);

/* Files and sides without an answer. */
void qa_items_say_empty(const struct qa_item_survey *survey);

/* What was chosen, by itself or by the user, and what it leaves open. */
void qa_items_say(const struct qa_item_survey *survey, const struct qa_item_trial *chosen,
                  enum qa_item_reading wanted);

#endif
