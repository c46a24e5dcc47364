#ifndef QA_FORMATS_SPACY_H
#define QA_FORMATS_SPACY_H

/*
 * Spans of texts in JSON or JSON Lines, as spaCy is trained with: [text, {"entities": [[start, end,
 * label]]}], or objects with text and entities, ents or spans; and datasets of tokens with a tag
 * each: tokens and ner_tags (tags) as texts.
 *
 * Item: id, doc_id, _input_hash or meta.id, else the number of the text in the file, in a folder
 * with the file's name ("train:3"). A line without entities is an answer in which none was found.
 * Offsets are characters. Nobody signs, but for a member annotator.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_spacy;

#endif
