#ifndef QA_FORMATS_SUBTITLES_H
#define QA_FORMATS_SUBTITLES_H

/*
 * WebVTT (W3C 2019) and SubRip (.srt): cues of one recording a file, which is the item.
 * Transcripts, or turns with --shape turn. A WebVTT voice, <v Name>, is the speaker. Markup is
 * taken out, character references are decoded; NOTE, STYLE and REGION blocks and settings of cues
 * are passed over. Cue numbers mean nothing: they may be missing or come twice.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_webvtt;
extern const struct qa_reader qa_reader_srt;

#endif
