#ifndef QA_FORMATS_LABEL_STUDIO_H
#define QA_FORMATS_LABEL_STUDIO_H

/*
 * Label Studio's JSON export: a list of tasks, one task, or one a line; each with what annotators
 * made of it (annotations, formerly completions) and what models did (predictions). Read are
 *
 *     rectanglelabels, rectangle   boxes: percent of original_width and original_height to pixels
 *     polygonlabels, polygon       polygons, likewise
 *     choices                      labels; several of one result are one label, sorted, "a;b":
 *                                  a set of tags, as --tags ';' takes it
 *     rating                       labels with a value
 *     textarea                     transcripts; several texts are its lines
 *
 * Results that share a region's id are one object: a rectangle by one control, its label by
 * another. All other results (answers about one region among them) are counted and left out, with a
 * warning for each type. Nothing is turned: a rectangle with a rotation is an error.
 *
 * Item: the value of the data key that in every task holds a path or an address of a file, whole
 * (/data/upload/3/1a2b-name.jpg); when there is no such key, or several, or two tasks share a file,
 * the task's id. --map item=KEY names the key, --map item=id the id.
 *
 * Annotator: the e-mail address of completed_by, else its id. Submitted: created_at. An annotation
 * answers several questions when the file shows several controls; its lead_time goes to the first
 * that it answers, so that the times of a file add up. A control answers the usual question of its
 * kind ("boxes", "label"), unless the file shows several of a kind: then questions are called by
 * from_name.
 *
 * An annotation without a result for a control of shapes found nothing; for one of texts, the text
 * is empty; for choices and ratings, the label is blank, which is missing. was_cancelled is a skip.
 * ground_truth makes an answer gold (W138), unless --ground-truth says otherwise. Predictions are
 * pre-labels with --predictions, or in a file that is given as pre-labels.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_label_studio;

#endif
