#ifndef QA_SCORE_SUMS_H
#define QA_SCORE_SUMS_H

/*
 * Partial results on disk: the sums behind all figures, so that several machines score a part of
 * the items each and one of them says what all of them found. Merged in any order, the files of the
 * parts give the bytes of one run over all items.
 *
 * The items of the parts must be disjoint: an item is a cluster and must be whole in one part. Two
 * parts with just the same items are refused; other overlaps cannot be seen and count twice.
 * Whoever divides the work divides by item.
 *
 * The format is text, a line a record, fields between tabs, names as they are but for \t, \n, \r
 * and \\; \N is no name. Sums are whole numbers in units of 2^-40, decimal. In this order:
 *
 *   labelqa sums      1
 *   comparison        gold | prelabels | annotators, class-aware | class-agnostic; behind a comma
 *                     and a blank the rule of pairing where it is not the optimal one
 *   groupings         all, class, ...
 *   items             how many, digest of their names
 *   family            name, names of its parts           for each family
 *   figure            family, name, formula              for each of its figures
 *   question          name, kind, threshold, poor, choices of its settings ("fill=even-odd")
 *   row               question, family, by, vendor, group, items; then separated by blanks:
 *                     sums, products, squares, items with trials ("-" for what is not kept)
 *   end               number of rows
 *
 * Questions and rows stand in the order of qa_score_row_order. Never ids: they are of one process.
 */

#include <stdio.h>

#include "qa/base/error.h"
#include "qa/base/finding.h"
#include "qa/score/scores.h"

/* The same bytes for the same sums. Write errors stay in the stream. */
void qa_sums_write(const struct qa_score_result *result, FILE *stream);

/* W225 where the result has figures of all items together, which such a file has not. */
void qa_sums_say(const struct qa_score_result *result, const char *file,
                 struct qa_findings *findings);

/*
 * A file back as a result; names and sums live in the arena, ids are QA_NONE. Errors come with file
 * and line: E101 and E102 as qa_bytes_open; E150 no such file, or one of another version; E151 a
 * line that is damaged; E152 a family, figure, kind or setting that this version does not know so;
 * E153 lines out of order or twice; E154 a file that was cut short.
 */
QA_NODISCARD enum qa_status qa_sums_read(const char *path, struct qa_arena *arena,
                                         struct qa_score_result *out, struct qa_error *err);

/*
 * n >= 1 parts as one, in the arena. paths[i] names part i in errors: E155 parts that were not
 * compared in the same way; E156 two parts with the same items; E157 sums beyond their bounds.
 * O(rows x parts).
 */
QA_NODISCARD enum qa_status qa_sums_merge(const struct qa_score_result *parts,
                                          const char *const *paths, size_t n,
                                          struct qa_arena *arena, struct qa_score_result *out,
                                          struct qa_error *err);

#endif
