#ifndef QA_FORMATS_RTTM_H
#define QA_FORMATS_RTTM_H

/*
 * RTTM (NIST 2009, rich transcription time marked): who spoke when. Fields between blanks: type,
 * recording, channel, start, duration, orthography, subtype, speaker, confidence, and a tenth in
 * newer files. SPEAKER rows are turns: item = recording, label = speaker, annotator = none. Other
 * types are counted as left out, SPKR-INFO and remarks (";") are no rows. A recording in which
 * nobody speaks has no row and cannot be told from one that was not delivered.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_rttm;

#endif
