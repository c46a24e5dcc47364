#include "qa/procurement/money.h"

#include <gmp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/base/number.h"

/* A read-only view: nothing to clear, and never a target. */
static void view(struct qa_amount a, mpq_t out)
{
    static const mp_limb_t one = 1;
    const mp_limb_t *limbs = a.limbs != NULL ? a.limbs : &one;

    (void)mpz_roinit_n(mpq_numref(out), limbs, a.n_numerator);
    if (a.n_denominator == 0) {
        (void)mpz_roinit_n(mpq_denref(out), &one, 1);
    } else {
        (void)mpz_roinit_n(mpq_denref(out), limbs + abs(a.n_numerator), a.n_denominator);
    }
}

/* Takes a canonical fraction over into the arena and clears it. */
static struct qa_amount keep(struct qa_arena *arena, mpq_t value)
{
    size_t n_numerator = mpz_size(mpq_numref(value));
    bool whole = mpz_cmp_ui(mpq_denref(value), 1) == 0;
    size_t n_denominator = whole ? 0 : mpz_size(mpq_denref(value));
    mp_limb_t *limbs = QA_ARRAY(arena, mp_limb_t, n_numerator + n_denominator);

    memcpy(limbs, mpz_limbs_read(mpq_numref(value)), n_numerator * sizeof *limbs);
    if (!whole) {
        memcpy(limbs + n_numerator, mpz_limbs_read(mpq_denref(value)),
               n_denominator * sizeof *limbs);
    }
    int sign = mpq_sgn(value);
    mpq_clear(value);
    return (struct qa_amount){.limbs = limbs,
                              .n_numerator = sign * (int32_t)n_numerator,
                              .n_denominator = (int32_t)n_denominator};
}

/* The digits of a checked decimal without its point, and how far the point is moved. */
static size_t split_decimal(const char *text, size_t length, char *digits, long *exponent)
{
    size_t n = 0;
    bool after_point = false;

    *exponent = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (c == 'e' || c == 'E') {
            *exponent += strtol(text + i + 1, NULL, 10);
            break;
        }
        if (c == '.') {
            after_point = true;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            digits[n++] = c;
            *exponent -= after_point;
        }
    }
    digits[n] = '\0';
    return n;
}

bool qa_amount_parse(struct qa_arena *arena, const char *text, size_t length, struct qa_amount *out)
{
    char copy[QA_AMOUNT_DIGITS + 16];
    char digits[QA_AMOUNT_DIGITS + 16];
    double checked;
    long exponent;

    if (length >= sizeof copy || !qa_parse_real(text, length, &checked)) {
        return false;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    size_t n = split_decimal(copy, length, digits, &exponent);
    if (n > QA_AMOUNT_DIGITS || labs(exponent) > QA_AMOUNT_DIGITS) {
        return false;
    }
    mpq_t value;
    mpz_t scale;
    mpq_init(value);
    mpz_init(scale);
    (void)mpz_set_str(mpq_numref(value), digits, 10);
    mpz_ui_pow_ui(scale, 10, (unsigned long)labs(exponent));
    if (exponent >= 0) {
        mpz_mul(mpq_numref(value), mpq_numref(value), scale);
    } else {
        mpz_set(mpq_denref(value), scale);
        mpq_canonicalize(value);
    }
    mpz_clear(scale);
    *out = keep(arena, value);
    return true;
}

struct qa_amount qa_amount_of_count(struct qa_arena *arena, uint64_t count)
{
    mpq_t value;

    mpq_init(value);
    mpz_import(mpq_numref(value), 1, 1, sizeof count, 0, 0, &count);
    return keep(arena, value);
}

struct qa_amount qa_amount_of_real(struct qa_arena *arena, double value)
{
    char text[QA_REAL_TEXT_MAX];
    struct qa_amount out = {0};

    (void)qa_real_text(value, text);
    if (!qa_amount_parse(arena, text, strlen(text), &out)) {
        mpq_t binary;

        mpq_init(binary);
        mpq_set_d(binary, value);
        out = keep(arena, binary);
    }
    return out;
}

typedef void (*operation)(mpq_ptr result, mpq_srcptr a, mpq_srcptr b);

static struct qa_amount operate(struct qa_arena *arena, operation apply, struct qa_amount a,
                                struct qa_amount b)
{
    mpq_t left;
    mpq_t right;
    mpq_t result;

    view(a, left);
    view(b, right);
    mpq_init(result);
    apply(result, left, right);
    return keep(arena, result);
}

struct qa_amount qa_amount_add(struct qa_arena *arena, struct qa_amount a, struct qa_amount b)
{
    return operate(arena, mpq_add, a, b);
}

struct qa_amount qa_amount_subtract(struct qa_arena *arena, struct qa_amount a, struct qa_amount b)
{
    return operate(arena, mpq_sub, a, b);
}

struct qa_amount qa_amount_multiply(struct qa_arena *arena, struct qa_amount a, struct qa_amount b)
{
    return operate(arena, mpq_mul, a, b);
}

struct qa_amount qa_amount_divide(struct qa_arena *arena, struct qa_amount a, struct qa_amount b)
{
    if (b.n_numerator == 0) {
        QA_BUG("an amount is divided by 0");
    }
    return operate(arena, mpq_div, a, b);
}

typedef void (*division)(mpz_ptr quotient, mpz_srcptr numerator, mpz_srcptr denominator);

static struct qa_amount to_whole(struct qa_arena *arena, division divide, struct qa_amount a)
{
    mpq_t from;
    mpq_t result;

    view(a, from);
    mpq_init(result);
    divide(mpq_numref(result), mpq_numref(from), mpq_denref(from));
    return keep(arena, result);
}

struct qa_amount qa_amount_ceiling(struct qa_arena *arena, struct qa_amount a)
{
    return to_whole(arena, mpz_cdiv_q, a);
}

struct qa_amount qa_amount_floor(struct qa_arena *arena, struct qa_amount a)
{
    return to_whole(arena, mpz_fdiv_q, a);
}

struct qa_amount qa_amount_round_half_up(struct qa_arena *arena, struct qa_amount a, int digits)
{
    static const uint64_t powers[] = {1,      10,      100,      1000,      10000,
                                      100000, 1000000, 10000000, 100000000, 1000000000};
    struct qa_amount scale = qa_amount_of_count(arena, powers[digits]);
    struct qa_amount half =
        qa_amount_divide(arena, qa_amount_of_count(arena, 1), qa_amount_of_count(arena, 2));
    struct qa_amount minor = qa_amount_add(arena, qa_amount_multiply(arena, a, scale), half);

    return qa_amount_divide(arena, qa_amount_floor(arena, minor), scale);
}

int qa_amount_sign(struct qa_amount a)
{
    return (a.n_numerator > 0) - (a.n_numerator < 0);
}

int qa_amount_compare(struct qa_amount a, struct qa_amount b)
{
    mpq_t left;
    mpq_t right;

    view(a, left);
    view(b, right);
    int order = mpq_cmp(left, right);
    return (order > 0) - (order < 0);
}

/*
 * A quotient of 62 or 63 bits whose last bit also stands for every bit cut off behind it: the
 * conversion of that integer to double then rounds as the fraction itself would. GMP's own
 * conversion truncates.
 */
double qa_amount_real(struct qa_amount a)
{
    mpq_t from;
    mpz_t numerator;
    mpz_t remainder;
    uint64_t quotient = 0;

    view(a, from);
    if (a.n_numerator == 0) {
        return 0.0;
    }
    long shift =
        62 - (long)mpz_sizeinbase(mpq_numref(from), 2) + (long)mpz_sizeinbase(mpq_denref(from), 2);
    mpz_init(numerator);
    mpz_init(remainder);
    mpz_abs(numerator, mpq_numref(from));
    if (shift >= 0) {
        mpz_mul_2exp(numerator, numerator, (mp_bitcnt_t)shift);
        mpz_tdiv_qr(numerator, remainder, numerator, mpq_denref(from));
    } else {
        mpz_mul_2exp(remainder, mpq_denref(from), (mp_bitcnt_t)-shift);
        mpz_tdiv_qr(numerator, remainder, numerator, remainder);
    }
    (void)mpz_export(&quotient, NULL, 1, sizeof quotient, 0, 0, numerator);
    quotient |= mpz_sgn(remainder) != 0;
    mpz_clear(numerator);
    mpz_clear(remainder);
    return qa_amount_sign(a) * ldexp((double)quotient, (int)-shift);
}
