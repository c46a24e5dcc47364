/*
 * Reference values as data: tests/reference/NAME.csv, one case a row, with the tool and version
 * that computed it. Plain comma-separated text: a header line, then rows of as many cells; cells
 * may stand in double quotes ("" is a quote, commas and semicolons are free inside, line ends are
 * not); lines that begin with '#' and empty lines are comments.
 *
 *     struct test_reference reference;
 *     test_reference_open(&reference, "wilson.csv");
 *     while (test_reference_next(&reference))
 *         assert_close(f(test_reference_number(&reference, "n")),
 *                      test_reference_number(&reference, "want"), 1e-9);
 *     test_reference_close(&reference);
 *
 * Whatever is wrong with the file fails the running test, with file and line. So does a file
 * without a row: a loop that never ran must not count as a test that passed.
 */
#ifndef TESTS_SUPPORT_REFERENCE_H
#define TESTS_SUPPORT_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

enum { TEST_REFERENCE_COLUMNS = 64, TEST_REFERENCE_NUMBERS = 4096 };

struct test_reference {
    char *text;  /* the whole file, cut into cells as rows are read; owned */
    char *next;  /* start of the line not yet read */
    size_t line; /* of the current row, from 1 */
    size_t n_rows;
    size_t n_columns;
    const char *header[TEST_REFERENCE_COLUMNS];
    const char *cells[TEST_REFERENCE_COLUMNS]; /* of the current row */
    char path[1024];
};

/* Opens tests/reference/`name`, below LABELQA_ROOT or, when that is not set, below the working
 * folder, and reads the header. */
void test_reference_open(struct test_reference *reference, const char *name);

/* Moves to the next row; false after the last. */
bool test_reference_next(struct test_reference *reference);

/* Fails unless the file was read to its end and held a row; frees the text. */
void test_reference_close(struct test_reference *reference);

/* The current row's cell in the column of that name; lives until close. */
const char *test_reference_text(const struct test_reference *reference, const char *column);
bool test_reference_has(const struct test_reference *reference, const char *column);

/* The same as a number: decimal, hexadecimal, "inf" or "nan"; nothing may follow it. */
double test_reference_number(const struct test_reference *reference, const char *column);

/* A cell of numbers between blanks or semicolons, "3 0 1; 2 2 0", into out[TEST_REFERENCE_NUMBERS].
 * Returns how many. */
size_t test_reference_numbers(const struct test_reference *reference, const char *column,
                              double *out);

/* Fails the running test, naming the file and line of the current row first. Call it from the
 * test's own check where the case should show in the message. */
_Noreturn void test_reference_fail(const struct test_reference *reference, const char *what);

#endif
