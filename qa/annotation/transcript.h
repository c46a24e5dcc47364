#ifndef QA_ANNOTATION_TRANSCRIPT_H
#define QA_ANNOTATION_TRANSCRIPT_H

/*
 * Transcripts: what was said, as text. Two compare by their words, and by their characters.
 *
 * Texts are taken in Unicode's normalisation form C, so that composed and decomposed letters are
 * the same. Words stand between white space (the Unicode property: no-break blanks and line ends
 * too), whose amount means nothing. Three settings, by their index in struct qa_type.settings:
 *
 *     letter-case  keep: Yes and yes are two words; fold: one, by Unicode's full case folding
 *     punctuation  keep: yes, and yes are two words; drop: characters of the general category P
 *                  are taken out and nothing put in their place (don't becomes dont, a dash
 *                  between blanks is no word)
 *     normalise    none, basic (both of the above) or a file of words: see normalise.h
 *
 * Nothing else is changed: numerals, spellings, fillers and accents differ where they differ.
 *
 * Similarity: 1 - WER against side a, not below 0. The word error rate is (substitutions +
 * deletions + insertions) / words of a, by the rule of edits.h; it has no upper bound, and none at
 * all when a has no words: then the similarity is 1 when b has none either, else 0.
 */

#include "qa/annotation/edits.h"
#include "qa/annotation/edits_path.h"
#include "qa/annotation/type.h"

extern const struct qa_type qa_type_transcript;

enum qa_transcript_setting {
    QA_TRANSCRIPT_LETTER_CASE,
    QA_TRANSCRIPT_PUNCTUATION,
    QA_TRANSCRIPT_NORMALISE
};

/* The longest text that is valid: about five hours of speech. */
enum { QA_TRANSCRIPT_BYTES_MAX = 256 * 1024 };

/*
 * Words of object i of side a (the reference) against those of object j of side b. An index at or
 * past the end of its side stands for an empty text: an answer without objects.
 * Time O(bytes), and that of qa_edits_align for the words; memory O(bytes) of sides->scratch, which
 * is reset.
 */
struct qa_edits qa_transcript_align_words(const struct qa_sides *sides, size_t i, size_t j);

/* A word that differs, as it is compared: UTF-8 in the arena; "" for the side that has none. */
struct qa_word_edit {
    enum qa_edit edit;
    const char *reference;
    const char *delivered;
};

/* All words that differ between the two texts, in their order, *n of them; by the rule of
 * edits_path.h. In the arena, which is another than the scratch of the sides. False where the texts
 * are too long and too different to be listed. */
bool qa_transcript_word_edits(const struct qa_sides *sides, size_t i, size_t j,
                              struct qa_arena *arena, struct qa_word_edit **out, size_t *n);

/* Objects of a and b that stand against each other: those of one label, each once; one without the
 * other against the end of its side. `pair` has room for a->n + b->n; returns how many. Answers of
 * one object each are one pair whatever their labels; two empty ones are one pair too. */
struct qa_voices {
    size_t a;
    size_t b;
};
size_t qa_transcript_voices(const struct qa_sides *sides, struct qa_voices *pair);

/* The whole alignment of two: all words in their order, those that are the same too; else as
 * qa_transcript_word_edits. */
struct qa_word_list {
    struct qa_word_edit *list;
    size_t n;
};
bool qa_transcript_words(const struct qa_sides *sides, const struct qa_voices *voices,
                         struct qa_arena *arena, struct qa_word_list *out);

/* Their characters: code points of the same texts. A run of white space counts as one blank, and
 * none at the ends, so that the characters of two texts of the same words are the same. */
struct qa_edits qa_transcript_align_characters(const struct qa_sides *sides, size_t i, size_t j);

#endif
