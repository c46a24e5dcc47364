#ifndef QA_FORMATS_STM_H
#define QA_FORMATS_STM_H

/*
 * STM and CTM, the transcripts of NIST's scoring kit. Item = recording (first column).
 *
 * STM: recording channel speaker start end [<label>] words. A segment marked with
 * IGNORE_TIME_SEGMENT_IN_SCORING is left out and counted; inter_segment_gap is silence. Of
 * alternatives { a / b } the first counts, @ is no word. Transcripts, or turns with --shape turn.
 *
 * CTM: recording channel start duration word [confidence [type [speaker]]]. Of alternatives between
 * <ALT_BEGIN>, <ALT> and <ALT_END> the first counts. Transcripts.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_stm;
extern const struct qa_reader qa_reader_ctm;

#endif
