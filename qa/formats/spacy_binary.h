#ifndef QA_FORMATS_SPACY_BINARY_H
#define QA_FORMATS_SPACY_BINARY_H

/* spaCy's DocBin, a file .spacy: known in order to say how it becomes one that is read (E276). */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_spacy_binary;

#endif
