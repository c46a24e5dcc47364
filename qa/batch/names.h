#ifndef QA_BATCH_NAMES_H
#define QA_BATCH_NAMES_H

/*
 * The names that all batches of a run share, so that an item, an annotator or a label has one id
 * in deliveries, gold and pre-labels alike and joins compare integers.
 *
 * An annotator belongs to a vendor: "ann-1" of one vendor and "ann-1" of another are two people.
 */

#include <stdbool.h>
#include <stdint.h>

#include "qa/base/strings.h"

struct qa_names {
    struct qa_arena *arena;
    struct qa_strings *items;
    struct qa_strings *labels;
    struct qa_strings *vendors;
    struct qa_strings *batches;
    struct qa_strings *questions;
    struct qa_strings *stages; /* of review: "label", "review" */
    struct qa_strings *keys;   /* the sources' own ids of answers and objects that are texts */
    /* Private: use qa_names_annotator and the two functions after it. */
    struct qa_strings *annotator_texts;
    struct qa_annotator_table *annotators;
    /* By id, what qa_annotator_text gives in place of the names: pseudonyms; NULL: the names. */
    const char *const *shown_annotators;
};

struct qa_names *qa_names_new(struct qa_arena *arena);

/* Dense id of the annotator `text` of a vendor (QA_NONE: no vendor). An empty text is QA_NONE:
 * the annotator is unknown. */
uint32_t qa_names_annotator(struct qa_names *names, uint32_t vendor, const char *text,
                            size_t length);
const char *qa_annotator_text(const struct qa_names *names, uint32_t annotator); /* "" for none */
uint32_t qa_annotator_vendor(const struct qa_names *names, uint32_t annotator);
uint32_t qa_annotator_count(const struct qa_names *names);

/* rank[id] for all annotators in the order of (vendor's name, annotator's name), n long. */
uint32_t *qa_annotator_rank(const struct qa_names *names, struct qa_arena *arena);

#endif
