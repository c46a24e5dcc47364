#ifndef QA_BASE_NUMBER_H
#define QA_BASE_NUMBER_H

/*
 * Numbers as people write them in files and options, whatever the locale. All functions want the
 * whole text to be the number; blanks around it are allowed, anything else is not.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A finite decimal number, correctly rounded: "-1.5e3". "nan", "inf", hex and "1,5" are refused. */
bool qa_parse_real(const char *text, size_t length, double *out);

/* A whole number >= 0; "1000" and also "1000.0" and "1e3", as spreadsheets write it. */
bool qa_parse_count(const char *text, size_t length, uint64_t *out);

/* A rate in [0, 1]: "5%" or "0.05". A bare number above 1 is refused, because 5 may mean 5 % or
 * 500 %; a bare "1" is refused for the same reason, "1.0" and "100%" are not. */
bool qa_parse_rate(const char *text, size_t length, double *out);

/* The shortest decimal that reads back as the same number: 0.1, 5e-06. Finite values. */
enum { QA_REAL_TEXT_MAX = 32 };
const char *qa_real_text(double value, char out[QA_REAL_TEXT_MAX]);

/* For printing with few digits: what people see as 1.275 or 91.25 is rounded away from zero, as
 * spreadsheets do, though its double may lie a little below. */
double qa_half_up(double value);

/* The nearest of n candidates by edit distance, else one that begins the text or is begun by it;
 * NULL when none is near enough to suggest. */
const char *qa_nearest_name(const char *text, const char *const *candidates, size_t n);

#endif
