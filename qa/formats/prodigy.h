#ifndef QA_FORMATS_PRODIGY_H
#define QA_FORMATS_PRODIGY_H

/*
 * Prodigy's JSON Lines, one answer a line.
 *
 *   item       id or meta.id, else _input_hash
 *   annotator  _annotator_id, else _session_id, else annotator
 *   time       _timestamp: submitted, seconds since 1970
 *   answer     "ignore" is skipped. "reject" of a single label is the answer "not LABEL" of its
 *              question; of spans or options the answer was refused whole and is left out, said
 *              (W207)
 *   spans      the answer's spans; offsets are characters, `end` exclusive, `token_end` unused. A
 *              file in which any line has spans or tokens is one of spans, and a line without them
 *              an answer in which none was found
 *   accept     the chosen options: one label, or with several a set
 *   label      of a line without options: accepted or rejected
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_prodigy;

#endif
