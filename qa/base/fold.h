#ifndef QA_BASE_FOLD_H
#define QA_BASE_FOLD_H

/*
 * Texts as code points that compare as people read them: composed and decomposed forms of a letter
 * are the same, and so are its cases where that is asked for. Tables are those of utf8proc; the
 * rules those of the Unicode standard (annex 15: forms; section 3.13: case folding).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_letter_case { QA_CASE_KEEP, QA_CASE_FOLD };

/*
 * The code points of a text, valid UTF-8, in normalisation form C; *n of them, in the arena.
 * QA_CASE_FOLD: NFC(toCasefold(NFD(text))), the full folding (sharp s becomes ss) of no language in
 * particular (Turkish dotless i stays another letter).
 * O(size); text in letters that need no normalising is only decoded.
 */
uint32_t *qa_fold_text(struct qa_arena *arena, const char *text, size_t size,
                       enum qa_letter_case letter_case, size_t *n);

/* The property White_Space: blanks of all widths, no-break ones too, and line ends. */
static inline bool qa_is_space(uint32_t c)
{
    if (c < 0x80) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* What takes no room: zero-width blanks and joiners, marks of direction, the byte order mark, the
 * soft hyphen. */
static inline bool qa_is_invisible(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

/* Without the white space at either end. True when there was any. O(1) unless there is. */
bool qa_trim_space(const char **text, size_t *size);

/* General category P: marks, dashes, brackets, quotes. Symbols ($, +, =) are none. */
bool qa_is_punctuation(uint32_t c);

/* The beginning of a text, in at most `columns` columns of a terminal with the sign that it goes
 * on; line ends are shown as blanks. In the arena. */
const char *qa_text_beginning(const char *text, size_t size, size_t columns,
                              struct qa_arena *arena);

#endif
