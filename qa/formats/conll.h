#ifndef QA_FORMATS_CONLL_H
#define QA_FORMATS_CONLL_H

/*
 * Tags of tokens in columns, as the shared task of CoNLL-2003 had them: a token a line, its columns
 * divided by tabs or blanks, the token first and the tag last; a blank line between sentences.
 * -DOCSTART- is no token. Tags: tags.h. A line may begin with '#': tokens do.
 *
 * Items are the sentences, also those without spans, called by their number in the file ("3"), in a
 * folder by the file's name too ("doc:3"). Nobody signs them.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_conll;

#endif
