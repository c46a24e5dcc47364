#ifndef QA_PROCUREMENT_MONEY_H
#define QA_PROCUREMENT_MONEY_H

/*
 * Exact rational numbers for money: prices, exchange rates, shares, quantities and their products.
 * A price of 0.1 is one tenth here, and a third of it a thirtieth; nothing is rounded until an
 * amount is asked for in minor units or as a double. Over GMP's rationals (Granlund et al.).
 *
 * A value is immutable and small; its digits live in the arena that the operation was given, so it
 * is copied by assignment, freed by nobody, and valid as long as that arena. A zeroed struct is 0.
 * Operations are O(digits) to O(digits^2); amounts of quotes have some tens of digits.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

/* Private: the limbs of a reduced fraction, numerator first. */
struct qa_amount {
    const void *limbs;
    int32_t n_numerator;   /* limbs; negative for a number below 0; 0: the number is 0 */
    int32_t n_denominator; /* limbs; 0: the denominator is 1 */
};

/* A decimal as people write it ("0.031", "-1.5e3"), exactly. False where qa_parse_real is, and for
 * more than QA_AMOUNT_DIGITS digits or an exponent beyond them. */
enum { QA_AMOUNT_DIGITS = 60 };
bool qa_amount_parse(struct qa_arena *arena, const char *text, size_t length,
                     struct qa_amount *out);

struct qa_amount qa_amount_of_count(struct qa_arena *arena, uint64_t count);

/* The shortest decimal that reads back as this finite double: 6.7 for 6.7, not the binary number
 * next to it. */
struct qa_amount qa_amount_of_real(struct qa_arena *arena, double value);

struct qa_amount qa_amount_add(struct qa_arena *arena, struct qa_amount a, struct qa_amount b);
struct qa_amount qa_amount_subtract(struct qa_arena *arena, struct qa_amount a, struct qa_amount b);
struct qa_amount qa_amount_multiply(struct qa_arena *arena, struct qa_amount a, struct qa_amount b);
/* b must not be 0 (a bug). */
struct qa_amount qa_amount_divide(struct qa_arena *arena, struct qa_amount a, struct qa_amount b);

/* The next whole number at or above, at or below. */
struct qa_amount qa_amount_ceiling(struct qa_arena *arena, struct qa_amount a);
struct qa_amount qa_amount_floor(struct qa_arena *arena, struct qa_amount a);

/* To so many digits after the point (0 to 9); a half goes up, towards infinity. */
struct qa_amount qa_amount_round_half_up(struct qa_arena *arena, struct qa_amount a, int digits);

/* -1, 0, 1. */
int qa_amount_sign(struct qa_amount a);
int qa_amount_compare(struct qa_amount a, struct qa_amount b);

/* Correctly rounded: to nearest, ties to even. Magnitudes outside a double's normal range give 0
 * or infinity. */
double qa_amount_real(struct qa_amount a);

#endif
