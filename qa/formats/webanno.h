#ifndef QA_FORMATS_WEBANNO_H
#define QA_FORMATS_WEBANNO_H

/*
 * WebAnno TSV 3, as WebAnno and INCEpTION export documents: tokens in rows with their offsets, and
 * columns for the layers that the header names (#T_SP=layer|feature|...).
 *
 * An item is a document, named by its file. A project's export has a folder for each document with
 * a file for each person in it, annotation/doc.txt/anna.tsv: then, or with --annotator-from
 * filename, the folder is the item and the file the annotator. Span layers are read, each with its
 * feature `value`, else its first one, as class; several are several questions, by the last part of
 * their names. Layers that every token has (part of speech, lemma, morphology), chains and
 * relations are not read, and said (W276).
 *
 * In a cell annotations stand between `|`; of one [n] is the number: the tokens of a number are one
 * span, also across sentences; without a number it is the token's own. `*` has no value, `_` is
 * nothing, a backslash takes the meaning of the next character. Rows 1-2.1 are parts of a token.
 *
 * Offsets count units of UTF-16, since it is Java's; a token that is not as long as they say is
 * E278, which names the unit that fits (--offsets). The text between tokens is taken for blanks.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_webanno;

#endif
