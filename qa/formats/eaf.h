#ifndef QA_FORMATS_EAF_H
#define QA_FORMATS_EAF_H

/*
 * ELAN's annotation files (EAF 3.0, Max Planck Institute for Psycholinguistics): one recording a
 * file, which is the item. Annotations with a value are segments (label = value; with several tiers
 * that have annotations each is a question), or with --shape turn turns of the tier's participant
 * (without one: of the tier), or with --shape transcript what that participant says. Turns and
 * transcripts take the tiers that depend on no other, since these repeat the same time. The tier's
 * annotator is the annotator.
 *
 * A REF_ANNOTATION has its parent's times. Time slots may be without a time; an annotation of which
 * an end has none is counted as left out where times are needed. What refers to nothing is E244.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_eaf;

#endif
