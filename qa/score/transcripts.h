#ifndef QA_SCORE_TRANSCRIPTS_H
#define QA_SCORE_TRANSCRIPTS_H

/*
 * The family "transcripts": how the words and the characters of transcripts differ from those of
 * the reference, by the alignment of qa/annotation/edits.h and with the settings of the question.
 * All figures are of sums over the pairs of a group: long transcripts weigh as much as they have
 * words.
 *
 *     wer = (S + D + I) / N             errors per word of the reference; no upper bound
 *     cer                               the same of characters, blanks between words among them
 *     mer = (S + D + I) / (H + S + D + I)     share of errors in the alignment, at most 1
 *     wil = 1 - (H / N) (H / P)         word information lost, P = words delivered
 *
 *     cpwer                             wer under the best one-to-one pairing of speakers
 *
 * wer_mean, cer_mean, mer_mean, wil_mean: means of the answers' own rates, beside those of the
 * sums.
 *
 * Where an answer has several speakers, objects of different labels, those of one label stand
 * against each other; whose label the other side does not have is deleted or inserted whole.
 *
 * H hits, S substitutions, D deletions, I insertions, N = H + S + D, P = H + S + I. WER is the same
 * for every best alignment; MER and WIL depend on the split, of which the one with the most hits is
 * taken.
 * Source: Morris, Maier and Green 2004 (From WER and RIL to MER and WIL, Interspeech);
 * cpWER: Watanabe et al. 2020 (CHiME-6 challenge).
 *
 * Where the reference has no words, what was delivered is inserted: it counts in the sums, and a
 * group of only such pairs has no WER. Nothing delivered against words: all are deleted, WIL is 1.
 */

#include "qa/score/score.h"

extern const struct qa_score qa_score_transcripts;

#endif
