#ifndef QA_FORMATS_SAGEMAKER_H
#define QA_FORMATS_SAGEMAKER_H

/*
 * Amazon SageMaker Ground Truth.
 *
 * Worker responses: annotations/worker-response/iteration-1/ITEM/TIME.json, a file an item, called
 * by its folder: {"answers": [{"workerId", "acceptanceTime", "submissionTime",
 * "timeSpentInSeconds", "answerContent"}]}; the content is an object or the text of one, read as
 * crowd_answer.h says. Of A2I the same under "humanAnswers".
 *
 * Output manifest: {"source-ref": PATH, NAME: ..., "NAME-metadata": {...}}, one a line. What it
 * holds was consolidated from several workers' and is no annotator's: as a delivery it is E219, as
 * gold it gives labels by class-name (never by the number, which another job counts otherwise) and
 * boxes. What a machine labeled ("human-annotated": "no") is no gold, and failures are none; both
 * are left out and said (W218).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_sagemaker;
extern const struct qa_reader qa_reader_sagemaker_manifest;

#endif
