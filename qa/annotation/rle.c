#include "qa/annotation/rle.h"

#include <math.h>

#include "qa/annotation/rle_parts.h"
#include "qa/annotation/rle_shape.h"

static uint64_t pixels(const struct qa_rle *rle)
{
    return (uint64_t)rle->height * rle->width;
}

void qa_rle_of_changes(uint32_t *at, size_t n, struct qa_rle *out)
{
    uint32_t end = (uint32_t)pixels(out);
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (n_kept > 0 && at[n_kept - 1] == at[i]) {
            n_kept--;
        } else {
            at[n_kept++] = at[i];
        }
    }
    if (n_kept == 0 || at[n_kept - 1] != end) {
        at[n_kept++] = end;
    }
    for (size_t i = n_kept; i-- > 1;) {
        at[i] -= at[i - 1];
    }
    out->run = at;
    out->n = n_kept;
}

bool qa_rle_fits(double height, double width, const char **why)
{
    if (!(height >= 1 && width >= 1) || height != floor(height) || width != floor(width)) {
        *why = "the sides of the picture are no whole numbers of pixels";
        return false;
    }
    if (height > QA_RLE_SIDE_MAX || width > QA_RLE_SIDE_MAX || height * width > UINT32_MAX) {
        *why = "the picture is too large: at most 2^20 pixels a side and 2^32 - 1 in all";
        return false;
    }
    return true;
}

bool qa_rle_of_runs(const uint32_t *run, size_t n, struct qa_rle *out, struct qa_arena *arena,
                    const char **why)
{
    uint64_t end = 0;
    uint64_t all = pixels(out);
    uint32_t *change = QA_ARRAY(arena, uint32_t, n + 1);
    if (n > QA_RLE_RUNS_MAX) {
        *why = "the mask has more than 2^24 runs";
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        end += run[i];
        if (end > all) {
            *why = "the runs of the mask are longer than its picture";
            return false;
        }
        change[i] = (uint32_t)end;
    }
    if (end < all) {
        *why = "the runs of the mask are shorter than its picture";
        return false;
    }
    qa_rle_of_changes(change, n > 0 ? n - 1 : 0, out);
    return true;
}

/* ---- strings ---- */

enum { GROUP = 5, GROUPS_MAX = 7, FIRST_CHAR = 48, LAST_CHAR = 111, MORE = 0x20, SIGN = 0x10 };

/* One number from *at on; false when the string ends within it or has another character. */
static bool read_number(const char *text, size_t length, size_t *at, int64_t *out)
{
    int64_t number = 0;
    int bits = 0;
    for (int more = 1; more != 0;) {
        int c = *at < length ? (unsigned char)text[*at] : 0;
        if (c < FIRST_CHAR || c > LAST_CHAR || bits == GROUP * GROUPS_MAX) {
            return false;
        }
        c -= FIRST_CHAR;
        number |= (int64_t)(c & (MORE - 1)) << bits;
        bits += GROUP;
        more = c & MORE;
        if (more == 0 && (c & SIGN) != 0) {
            number -= (int64_t)1 << bits;
        }
        ++*at;
    }
    *out = number;
    return true;
}

bool qa_rle_read(const char *text, size_t length, struct qa_rle *out, struct qa_arena *arena,
                 const char **why)
{
    uint32_t *run = QA_ARRAY(arena, uint32_t, length < QA_RLE_RUNS_MAX ? length : QA_RLE_RUNS_MAX);
    size_t n = 0;
    for (size_t at = 0; at < length;) {
        int64_t number;
        if (n == QA_RLE_RUNS_MAX) {
            *why = "the mask has more than 2^24 runs";
            return false;
        }
        if (!read_number(text, length, &at, &number)) {
            *why = "the string is no run-length code";
            return false;
        }
        number += n > 2 ? run[n - 2] : 0;
        if (number < 0 || number > UINT32_MAX) {
            *why = "a run of the mask is negative or too long";
            return false;
        }
        run[n++] = (uint32_t)number;
    }
    return qa_rle_of_runs(run, n, out, arena, why);
}

const char *qa_rle_text(const struct qa_rle *rle, size_t *length, struct qa_arena *arena)
{
    char *text = qa_arena_array(arena, rle->n * GROUPS_MAX + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < rle->n; i++) {
        int64_t number = (int64_t)rle->run[i] - (i > 2 ? (int64_t)rle->run[i - 2] : 0);
        for (bool more = true; more;) {
            int c = (int)(number & (MORE - 1));
            number = (number - c) / (MORE);
            more = (c & SIGN) != 0 ? number != -1 : number != 0;
            text[n++] = (char)(FIRST_CHAR + (more ? c + MORE : c));
        }
    }
    text[n] = '\0';
    *length = n;
    return text;
}

/* ---- several sets ---- */

static struct qa_rle join(const struct qa_rle *a, const struct qa_rle *b, struct qa_arena *arena)
{
    return qa_rle_combine(a, b, QA_RLE_EITHER, arena);
}

struct qa_rle qa_rle_union(const struct qa_rle *list, size_t n, struct qa_arena *arena)
{
    if (n == 1) {
        return list[0];
    }
    struct qa_rle *half = QA_ARRAY(arena, struct qa_rle, (n + 1) / 2);
    for (size_t i = 0; i < n; i += 2) {
        half[i / 2] = i + 1 < n ? join(&list[i], &list[i + 1], arena) : list[i];
    }
    for (n = (n + 1) / 2; n > 1; n = (n + 1) / 2) {
        for (size_t i = 0; i < n; i += 2) {
            half[i / 2] = i + 1 < n ? join(&half[i], &half[i + 1], arena) : half[i];
        }
    }
    return half[0];
}

/* ---- measures ---- */

uint64_t qa_rle_area(const struct qa_rle *rle)
{
    uint64_t area = 0;
    for (size_t i = 1; i < rle->n; i += 2) {
        area += rle->run[i];
    }
    return area;
}

struct qa_rle_ends qa_rle_ends(const struct qa_rle *rle, struct qa_arena *arena)
{
    uint32_t *at = QA_ARRAY(arena, uint32_t, rle->n);
    uint32_t end = 0;
    for (size_t i = 0; i < rle->n; i++) {
        end += rle->run[i];
        at[i] = end;
    }
    return (struct qa_rle_ends){at, rle->n / 2 * 2};
}

/* The first run of foreground that ends behind a place. */
static size_t first_behind(const struct qa_rle_ends *ends, uint32_t place)
{
    size_t low = 0;
    size_t high = ends->n / 2;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ends->at[2 * middle + 1] <= place) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint64_t qa_rle_overlap(const struct qa_rle_ends *a, const struct qa_rle_ends *b)
{
    uint64_t both = 0;
    if (a->n == 0 || b->n == 0) {
        return 0;
    }
    size_t i = 2 * first_behind(a, b->at[0]);
    size_t j = 2 * first_behind(b, a->at[0]);
    /* Which of the two moves on is a coin's throw, so nothing here branches on it. */
    while (i < a->n && j < b->n) {
        uint32_t low = a->at[i] > b->at[j] ? a->at[i] : b->at[j];
        bool a_ends = a->at[i + 1] < b->at[j + 1];
        uint32_t high = a_ends ? a->at[i + 1] : b->at[j + 1];
        both += high > low ? high - low : 0;
        i += 2 * (size_t)a_ends;
        j += 2 * (size_t)!a_ends;
    }
    return both;
}
