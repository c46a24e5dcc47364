#include "qa/base/base64.h"

#include <stdint.h>
#include <string.h>

enum { BITS = 6, NO_DIGIT = 64 };

static uint32_t digit_of(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (uint32_t)(at - digits) : NO_DIGIT;
}

/* What stands before the = at the end. */
static size_t length_of(const char *text, size_t n)
{
    static const char fill[] = "= \t\r\n";
    while (n > 0 && text[n - 1] != '\0' && strchr(fill, text[n - 1]) != NULL) {
        n--;
    }
    return n;
}

unsigned char *qa_base64_bytes(const char *text, size_t n, size_t *size, struct qa_arena *arena)
{
    unsigned char *out = qa_arena_array(arena, n / 4 * 3 + 3, 1);
    uint32_t bits = 0;
    unsigned n_bits = 0;
    size_t n_digits = 0;
    *size = 0;
    n = length_of(text, n);
    for (size_t i = 0; i < n; i++) {
        uint32_t digit = digit_of(text[i]);
        if (digit == NO_DIGIT && text[i] != '\0' && strchr(" \t\r\n", text[i]) != NULL) {
            continue;
        }
        if (digit == NO_DIGIT) {
            return NULL;
        }
        n_digits++;
        bits = bits << BITS | digit;
        n_bits += BITS;
        if (n_bits >= 8) {
            n_bits -= 8;
            out[(*size)++] = (unsigned char)(bits >> n_bits & 0xff);
        }
    }
    return n_digits % 4 != 1 ? out : NULL;
}
