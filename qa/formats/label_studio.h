#ifndef QA_FORMATS_LABEL_STUDIO_H
#define QA_FORMATS_LABEL_STUDIO_H

/*
 * Label Studio's JSON export: a list of tasks, one task, or one a line; each with what annotators
 * made of it (annotations, formerly completions) and what models did (predictions). Read are
 *
 *     rectanglelabels, rectangle   boxes: percent of original_width and original_height to pixels;
 *                                  one with a rotation, which is about its top left corner, is a
 *                                  rotated box, about its centre
 *     polygonlabels, polygon       polygons, likewise
 *     ellipselabels, ellipse       polygons of 128 corners and of the ellipse's area
 *     brushlabels, brush           masks: the pixels that are at least half opaque
 *     keypointlabels, keypoint     keypoints: the points of one parent (a rectangle, which gives
 *                                  label and box), or all of an annotation that have none; each by
 *                                  itself where those repeat a name (W266)
 *     labels, hypertextlabels      spans: offsets in units of UTF-16
 *     paragraphlabels              spans of the dialogue with a line for each turn
 *     relation                     relations between spans; those of other regions are not read
 *     labels, audio (start, end)   segments in seconds; --shape turn: of speakers
 *     timeserieslabels             segments in units of the series (W261), not beyond 1,000,000
 *     timelinelabels               segments in frames of a video (W261), [start - 1, end)
 *     videorectangle               tracks: keyframes, and frames between them, or after the last to
 *                                  the end of the video, where the keyframe is enabled; in percent
 *                                  where no size of frames is known (W260)
 *     choices, taxonomy            labels; several of one result are one label, sorted, "a;b": a
 *                                  set of tags, as --tags ';' takes it; paths are "a/b"
 *     rating, number               labels with a value
 *     datetime, pairwise, ranker   labels: the text, the side, "good: b > a;bad: c"
 *     textarea                     transcripts; several texts are its lines. Of a period of audio:
 *                                  what its label says, joined in the order of time
 *
 * Results that share a region's id are one object: a rectangle by one control, its label by
 * another. All other results (answers about one region among them) are counted and left out, with a
 * warning for each type; drafts are, with a note.
 *
 * Reviews: where any annotation has one, answers are of the stage annotation, and what a reviewer
 * accepted is that reviewer's answer of the stage review as well (W262). After a change (fixed
 * annotation history) the annotation is the reviewer's alone.
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

/*
 * The JSON-MIN form: a list of objects, one an annotation, with the members of the task's data, id,
 * then one for each control (a text for one choice or one text, else values as above), annotator,
 * annotation_id, created_at, updated_at, lead_time. Ids of regions, reviews, skips and ground truth
 * are not in it; results of one place are of one region. A text by itself is a label, unless one of
 * its control is longer than 100 bytes or has several lines, or --map text=CONTROL says that they
 * are texts.
 */
extern const struct qa_reader qa_reader_label_studio_min;

#endif
