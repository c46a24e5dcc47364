#ifndef QA_FORMATS_CONLLU_H
#define QA_FORMATS_CONLLU_H

/*
 * CoNLL-U and CoNLL-U Plus (Universal Dependencies): tokens in rows of columns between tabs, with
 * tags of entities in MISC (NER=B-LOC|SpaceAfter=No) or, where `# global.columns` names more than
 * the ten columns, in one of those. The key is the one whose values all are tags; of several NER,
 * else the first by name, and W275 says so. A token without the key is O. Rows of words that are
 * several tokens (1-2) and of tokens that are not there (3.1) are none.
 *
 * An item is a sentence, by its sent_id, else its number; its text is its tokens joined by one
 * blank, as that of a CoNLL file (tags.h has how tags become spans).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_conllu;

#endif
