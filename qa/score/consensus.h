#ifndef QA_SCORE_CONSENSUS_H
#define QA_SCORE_CONSENSUS_H

/*
 * What several annotators of an item found in common, as a stand-in for gold where there is none.
 *
 * Annotators join in the order of their names. The objects of the next one are matched with the
 * clusters so far by the assignment with the greatest sum of similarity (match.h), first with those
 * of the same class, then with the rest; a cluster's similarity to an object is the mean over its
 * members, and pairs below the question's threshold never match. An object without a cluster begins
 * one. Of a cluster of objects of `quorum` annotators or more
 *
 *     the class is the one most members have, of as many the first by name;
 *     the object is the member of that class that is most similar to all members on average (the
 *     medoid: nothing is averaged, so this holds for every kind), of equal ones the first
 *     annotator's.
 *
 * Of labels it is the one that most annotators gave, if as many as the quorum did and no other was
 * given as often (truth weighs annotators by how good they are).
 *
 * Of transcripts and of turns the answer as a whole counts: that of `quorum` answers or more which
 * is most like the others on average, the medoid, of equal ones the first annotator's. Two
 * transcripts are alike by 1 - WER, at least 0, both ways averaged, and averaged over speakers; two
 * recordings' turns by 2 x the seconds in which the same speakers speak, mapped as fits best, over
 * the seconds of both. Words of several transcripts are not woven into one (as ROVER does): the
 * medoid is what a person wrote.
 *
 * An item that fewer annotators answered than the quorum, or than two, has no consensus. Crowd
 * regions take no part.
 *
 * It is no gold: it contains the answers that are judged by it, so that who agrees with others does
 * better than against the truth, and what all miss is not missed.
 */

#include "qa/batch/questions.h"

enum { QA_QUORUM_MAJORITY = 0 }; /* more than half of the item's annotators */

struct qa_consensus {
    struct qa_batch *batch; /* answers without annotator, to be used as gold */
    uint64_t n_items;       /* items and questions with a consensus */
    uint64_t n_left_out;    /* with too few annotators, or without a common label */
    uint64_t n_medoids;     /* of n_items, answers taken as a whole: transcripts, turns */
    uint64_t n_objects;
    uint64_t n_alone; /* clusters below the quorum */
};

/* Of a delivery with its table of questions, in the order of names: no order of rows decides.
 * O(n^2) similarities for the n objects of an item. */
struct qa_consensus qa_consensus_make(const struct qa_batch *delivery, uint64_t quorum,
                                      struct qa_arena *arena, struct qa_findings *findings);

#endif
