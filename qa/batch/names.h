#ifndef QA_BATCH_NAMES_H
#define QA_BATCH_NAMES_H

/*
 * The names that all batches of a run share, so that an item, an annotator or a label has one id
 * in deliveries, gold and pre-labels alike and joins compare integers.
 *
 * An annotator belongs to a vendor: "ann-1" of one vendor and "ann-1" of another are two people.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/strings.h"
#include "qa/batch/pseudonyms.h"

struct qa_names {
    struct qa_arena *arena;
    struct qa_strings *items;
    struct qa_strings *labels;
    struct qa_strings *vendors;
    struct qa_strings *batches;
    struct qa_strings *questions;
    struct qa_strings *stages; /* of review: "label", "review" */
    struct qa_strings *keys;   /* the sources' own ids of answers and objects that are texts */
    struct qa_item_texts *item_texts; /* private: see qa_names_item_text */
    /* Private: use qa_names_annotator and the two functions after it. */
    struct qa_strings *annotator_texts;
    struct qa_annotator_table *annotators;
    struct qa_pseudonyms *pseudonyms; /* of annotator_texts */
    /* What qa_annotator_text gives: the pseudonyms (names.md), or the ids. */
    bool hides_annotators;
    struct qa_strings *path_people; /* ids that are names of files or folders */
    bool has_key; /* the pseudonyms are made with a key of the user's */
};

/* Annotators are shown by their ids. */
struct qa_names *qa_names_new(struct qa_arena *arena);

/* Pseudonyms made with a key of the user's; without this with one that is no secret. Before any
 * annotator has an id. key: kept, not copied. */
void qa_names_set_key(struct qa_names *names, const void *key, size_t size);

/* Dense id of the annotator `text` of a vendor (QA_NONE: no vendor). An empty text is QA_NONE:
 * the annotator is unknown. */
uint32_t qa_names_annotator(struct qa_names *names, uint32_t vendor, const char *text,
                            size_t length);
/* What people see: the id or the pseudonym; "" for none. */
const char *qa_annotator_text(const struct qa_names *names, uint32_t annotator);
/* The id as it was delivered, for what is worked out and written back, not shown; "" for none. */
const char *qa_annotator_id(const struct qa_names *names, uint32_t annotator);
/* The pseudonym of an id that an annotator has. */
const char *qa_person_pseudonym(const struct qa_names *names, const char *id);
/* What codes that leave the house are made of: nobody without the key can work out the id; without
 * a key the id. */
const char *qa_annotator_secret(const struct qa_names *names, uint32_t annotator);
uint32_t qa_annotator_vendor(const struct qa_names *names, uint32_t annotator);
uint32_t qa_annotator_count(const struct qa_names *names);

/*
 * Texts that are items, which spans point into: those of the files that have them, each once. The
 * first is kept; two that differ are for the caller to say.
 */
enum qa_item_text { QA_ITEM_TEXT_NEW, QA_ITEM_TEXT_SAME, QA_ITEM_TEXT_OTHER };
enum qa_item_text qa_names_set_item_text(struct qa_names *names, uint32_t item, const char *text,
                                         size_t size);
/* The text of an item, *size bytes, not NUL-terminated; NULL: not known. */
const char *qa_names_item_text(const struct qa_names *names, uint32_t item, size_t *size);
/* Items of other ids: map[old] is the new one. Returns an old item whose text is another than that
 * of its new id, QA_NONE for none. O(items). */
uint32_t qa_names_move_item_texts(struct qa_names *names, const uint32_t *map, uint32_t n_old);

/* rank[id] for all annotators in the order of (vendor's name, what is shown of the annotator), n
 * long: of pseudonyms the order says nothing about the ids. */
uint32_t *qa_annotator_rank(const struct qa_names *names, struct qa_arena *arena);
/* The same by ids, for draws, which must not depend on what is shown, and for the canonical form.
 */
uint32_t *qa_annotator_id_rank(const struct qa_names *names, struct qa_arena *arena);

#endif
