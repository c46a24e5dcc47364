#ifndef QA_SCORE_CONSENSUS_PARTS_H
#define QA_SCORE_CONSENSUS_PARTS_H

/* Private to consensus.c and consensus_whole.c. */

#include "qa/batch/builder.h"
#include "qa/score/consensus.h"
#include "qa/score/ranks.h"

/* One item's answers to a question, an annotator each, by name. */
struct qa_consensus_answers {
    const struct qa_batch *batch;
    const struct qa_question *question;
    const struct qa_ranks *ranks;
    size_t *list;
    size_t n;
    struct qa_arena *scratch;
};

/* The objects of answer a of the list. */
struct qa_objects qa_consensus_objects(const struct qa_consensus_answers *answers, size_t a);

/* Begins the answer of the item, to which objects are added. */
void qa_consensus_begin(const struct qa_consensus_answers *answers, struct qa_builder *builder);

/* Adds an object of the batch with the label. */
void qa_consensus_give(const struct qa_consensus_answers *answers, uint64_t object, uint32_t label,
                       struct qa_builder *builder);

/* Of kinds that have one answer as a whole: labels, transcripts, turns. False: nothing is common to
 * as many, and nothing was added. */
bool qa_consensus_whole(const struct qa_consensus_answers *answers, uint64_t quorum,
                        struct qa_builder *builder, struct qa_consensus *out);

#endif
