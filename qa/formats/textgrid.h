#ifndef QA_FORMATS_TEXTGRID_H
#define QA_FORMATS_TEXTGRID_H

/*
 * Praat's TextGrid, long and short (Boersma and Weenink; "TextGrid file formats" of its manual):
 * one recording a file, which is the item. Intervals with a text are segments (label = text; with
 * several tiers each is a question), or with --shape turn the turns of a speaker called as the
 * tier, or with --shape transcript what that speaker says. An interval without text is silence.
 * Points are segments without length. A file that ends before what it announces is refused (E242).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_textgrid;

#endif
