#ifndef QA_FORMATS_AUDACITY_H
#define QA_FORMATS_AUDACITY_H

/*
 * Lines of times between tabs, without a header.
 *
 * Audacity's labels: start, end, label; one recording a file, which is the item. A line that begins
 * with "\" (frequencies of the label above) is passed over. This is DCASE's form of three columns
 * too.
 *
 * DCASE: recording, start, end, label, with or without a header (filename onset offset
 * event_label); a row without times is a clip in which nothing was found. Its weak form, with the
 * header filename event_labels, has a comma-separated list of labels a clip: a set of tags.
 *
 * Segments, or turns with --shape turn. A label that is blank is silence.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_audacity;
extern const struct qa_reader qa_reader_dcase;

#endif
