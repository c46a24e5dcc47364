#ifndef QA_AUDIT_SPOKEN_H
#define QA_AUDIT_SPOKEN_H

/*
 * A first look at transcripts beside gold: whether most of a vendor's errors of words are of letter
 * case and punctuation alone (W801), which a convention makes and no listener. Said where there are
 * twenty errors or more, one word of twenty is wrong, and half of the errors are gone once letters
 * are folded and punctuation is out; not where the user has said how words compare (--normalise,
 * --letter-case, --punctuation). Of many answers 2,000, evenly spread, and those of one speaker.
 * O(their words by edits.h).
 */

#include "qa/audit/objects.h"

void qa_look_at_transcripts(const struct qa_objects_request *request, struct qa_findings *findings);

#endif
