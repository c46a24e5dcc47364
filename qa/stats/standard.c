#include "qa/stats/standard.h"

#include <math.h>

const char *const qa_level_names[] = {"S-1", "S-2", "S-3", "S-4", "I", "II", "III", NULL};
const char *const qa_inspection_names[] = {"normal", "tightened", "reduced", "discontinued"};

const double qa_aqls[QA_N_AQLS] = {0.010, 0.015, 0.025, 0.040, 0.065, 0.10, 0.15, 0.25, 0.40,
                                   0.65,  1.0,   1.5,   2.5,   4.0,   6.5,  10,   15,   25,
                                   40,    65,    100,   150,   250,   400,  650,  1000};

int qa_aql_place(double aql)
{
    for (int a = 0; a < QA_N_AQLS; a++) {
        if (fabs(aql - qa_aqls[a]) <= 1e-9 * qa_aqls[a]) {
            return a;
        }
    }
    return -1;
}

/* ---- table I ---- */

enum { N_LOT_RANGES = 15 };
static const uint64_t last_lot[N_LOT_RANGES] = {
    8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10000, 35000, 150000, 500000, UINT64_MAX};
/* By level, from the smallest lots to the largest. */
static const char *const letters_of_level[QA_N_LEVELS] = {
    "AAAABBBBCCCCDDD", "AAABBBCCCDDDEEE", "AABBCCDDEEFFGGH", "AABCCDEEFGGHJJK",
    "AABCCDEFGHJKLMN", "ABCDEFGHJKLMNPQ", "BCDEFGHJKLMNPQR"};
static const char letter_names[] = "ABCDEFGHJKLMNPQRS";

char qa_letter_name(int letter)
{
    return letter_names[letter];
}

int qa_code_letter(uint64_t lot, enum qa_inspection_level level)
{
    int range = 0;
    while (lot > last_lot[range]) {
        range++;
    }
    int letter = 0;
    while (letter_names[letter] != letters_of_level[level][range]) {
        letter++;
    }
    return letter;
}

/* ---- tables II and III ---- */

/* Cells by letter + AQL: from ZERO on accept 0; then arrows; from FIRST the sequence; the last two
 * of it only up to letter E. */
enum {
    ZERO = 14,
    FIRST = 17,
    N_CELLS = 10,
    N_FOR_ALL = 8,
    LETTER_B = 1,
    LETTER_C = 2,
    LETTER_E = 4,
    LETTER_S = 16
};

struct numbers {
    int8_t accept, reject;
};

static const uint64_t single_sizes[LETTER_S + 1] = {2,   3,   5,   8,   13,  20,   32,   50,  80,
                                                    125, 200, 315, 500, 800, 1250, 2000, 3150};
static const uint64_t reduced_sizes[QA_N_LETTERS] = {2,  2,  2,  3,   5,   8,   13,  20,
                                                     32, 50, 80, 125, 200, 315, 500, 800};

static const struct numbers normal[N_CELLS] = {{1, 2},   {2, 3},   {3, 4},   {5, 6},   {7, 8},
                                               {10, 11}, {14, 15}, {21, 22}, {30, 31}, {44, 45}};
/* Tightened plans stand one place further down: from ZERO + 1 and FIRST + 1. */
static const struct numbers tightened[N_CELLS - 1] = {{1, 2},   {2, 3},   {3, 4},   {5, 6},  {8, 9},
                                                      {12, 13}, {18, 19}, {27, 28}, {41, 42}};
static const struct numbers reduced[N_CELLS] = {{0, 2}, {1, 3},  {1, 4},   {2, 5},   {3, 6},
                                                {5, 8}, {7, 10}, {10, 13}, {14, 17}, {21, 24}};
/* With samples as small as the normal ones, A and B keep more of the normal numbers. */
static const struct numbers reduced_a[N_CELLS] = {{1, 2},   {2, 3},   {3, 4},   {5, 6},  {7, 8},
                                                  {10, 11}, {14, 15}, {21, 22}, {30, 31}};
static const struct numbers reduced_b[N_CELLS] = {{0, 2}, {1, 3},   {2, 4},   {3, 5},   {5, 6},
                                                  {7, 8}, {10, 11}, {14, 15}, {21, 22}, {30, 31}};

static const struct numbers normal_double[N_CELLS][2] = {
    {{0, 2}, {1, 2}},     {{0, 3}, {3, 4}},    {{1, 4}, {4, 5}},    {{2, 5}, {6, 7}},
    {{3, 7}, {8, 9}},     {{5, 9}, {12, 13}},  {{7, 11}, {18, 19}}, {{11, 16}, {26, 27}},
    {{17, 22}, {37, 38}}, {{25, 31}, {56, 57}}};
static const struct numbers tightened_double[N_CELLS - 1][2] = {
    {{0, 2}, {1, 2}},    {{0, 3}, {3, 4}},     {{1, 4}, {4, 5}},
    {{2, 5}, {6, 7}},    {{3, 7}, {11, 12}},   {{6, 10}, {15, 16}},
    {{9, 14}, {23, 24}}, {{15, 20}, {34, 35}}, {{23, 29}, {52, 53}}};
static const struct numbers reduced_double[N_CELLS][2] = {
    {{0, 2}, {0, 2}},    {{0, 3}, {0, 4}},    {{0, 4}, {1, 5}},  {{0, 4}, {3, 6}},
    {{1, 5}, {4, 7}},    {{2, 7}, {6, 9}},    {{3, 8}, {8, 12}}, {{5, 10}, {12, 16}},
    {{7, 12}, {18, 22}}, {{11, 17}, {26, 30}}};

/* The letter to which the arrows of a cell lead. */
static int resolve_arrows(int letter, int aql, enum qa_inspection inspection)
{
    int shift = inspection == QA_INSPECT_TIGHTENED;
    int largest = inspection == QA_INSPECT_TIGHTENED ? LETTER_S : QA_N_LETTERS - 1;
    int zero = ZERO + shift - aql; /* letter of the plan that accepts 0 */
    int first = FIRST + shift - aql;
    /* A sample of two that accepts none is no tightened plan for an AQL of 10. */
    bool has_zero = zero >= 0 && !(inspection == QA_INSPECT_TIGHTENED && zero == 0);
    if (letter <= zero && has_zero) {
        return zero;
    }
    if (letter < first) {
        bool is_up = letter == zero + 1 && inspection != QA_INSPECT_TIGHTENED;
        bool is_down = first <= largest && !(is_up && has_zero);
        return is_down ? first : zero;
    }
    int last = FIRST + N_FOR_ALL - 1 - aql;
    int last_small = FIRST + N_CELLS - 1 - aql;
    last_small = last_small < LETTER_E ? last_small : LETTER_E;
    last = last > last_small ? last : last_small;
    return letter < last ? letter : last;
}

static struct numbers single_numbers(int letter, int cell, enum qa_inspection inspection)
{
    switch (inspection) {
    case QA_INSPECT_NORMAL:
        return normal[cell];
    case QA_INSPECT_TIGHTENED:
        return tightened[cell - 1];
    case QA_INSPECT_REDUCED:
    case QA_INSPECT_NONE:
        break;
    }
    return letter == 0 ? reduced_a[cell] : letter == LETTER_B ? reduced_b[cell] : reduced[cell];
}

static struct qa_plan_stage stage_of(uint64_t n, struct numbers numbers)
{
    return (struct qa_plan_stage){n, numbers.accept, (uint64_t)numbers.reject};
}

static struct qa_standard_plan double_plan(int letter, int cell, enum qa_inspection inspection)
{
    const struct numbers *numbers = inspection == QA_INSPECT_NORMAL ? normal_double[cell]
                                    : inspection == QA_INSPECT_TIGHTENED
                                        ? tightened_double[cell - 1]
                                        : reduced_double[cell];
    /* Both samples have the size of the single plan one letter before. */
    uint64_t n =
        inspection == QA_INSPECT_REDUCED ? reduced_sizes[letter - 1] : single_sizes[letter - 1];
    return (struct qa_standard_plan){
        letter, 2, {stage_of(n, numbers[0]), stage_of(n, numbers[1])}, false};
}

struct qa_standard_plan qa_standard_plan(int letter, int aql, enum qa_inspection inspection,
                                         bool is_double)
{
    int at = resolve_arrows(letter, aql, inspection);
    int cell = at + aql - FIRST;
    int first_double = inspection == QA_INSPECT_REDUCED ? LETTER_C + 1 : LETTER_B;
    bool accepts_none = cell < (inspection == QA_INSPECT_TIGHTENED ? 1 : 0);
    if (is_double && !accepts_none && at >= first_double) {
        return double_plan(at, cell, inspection);
    }
    uint64_t n = inspection == QA_INSPECT_REDUCED ? reduced_sizes[at] : single_sizes[at];
    struct numbers numbers =
        accepts_none ? (struct numbers){0, 1} : single_numbers(at, cell, inspection);
    return (struct qa_standard_plan){at, 1, {stage_of(n, numbers)}, is_double};
}

/* ---- switching ---- */

struct qa_switching qa_switching_start(enum qa_switching_edition edition, bool allow_reduced)
{
    return (struct qa_switching){
        .inspection = QA_INSPECT_NORMAL, .edition = edition, .allow_reduced = allow_reduced};
}

static void switch_to(struct qa_switching *state, enum qa_inspection inspection)
{
    *state = (struct qa_switching){
        .inspection = inspection, .edition = state->edition, .allow_reduced = state->allow_reduced};
}

static void after_normal(struct qa_switching *state, bool rejected)
{
    enum { WINDOW = 5, FOR_REDUCED = 10 };
    bool second_of_five = rejected && (state->last_rejected & ((1U << (WINDOW - 1)) - 1)) != 0;
    state->last_rejected = state->last_rejected << 1 | (rejected ? 1U : 0U);
    if (second_of_five) {
        switch_to(state, QA_INSPECT_TIGHTENED);
    } else if (state->allow_reduced && state->accepted_in_a_row >= FOR_REDUCED) {
        switch_to(state, QA_INSPECT_REDUCED);
    }
}

static void after_tightened(struct qa_switching *state, bool rejected)
{
    enum { FOR_NORMAL = 5, MOST_TIGHTENED = 10, MOST_REJECTED = 5 };
    state->lots_tightened++;
    state->rejected_tightened += rejected ? 1 : 0;
    bool is_over = state->edition == QA_SWITCHING_105E ? state->lots_tightened >= MOST_TIGHTENED
                                                       : state->rejected_tightened >= MOST_REJECTED;
    if (state->accepted_in_a_row >= FOR_NORMAL) {
        switch_to(state, QA_INSPECT_NORMAL);
    } else if (is_over) {
        switch_to(state, QA_INSPECT_NONE);
    }
}

void qa_switching_after(struct qa_switching *state, enum qa_lot_result result)
{
    bool rejected = result == QA_LOT_REJECTED;
    state->accepted_in_a_row = rejected ? 0 : state->accepted_in_a_row + 1;
    switch (state->inspection) {
    case QA_INSPECT_NORMAL:
        after_normal(state, rejected);
        break;
    case QA_INSPECT_TIGHTENED:
        after_tightened(state, rejected);
        break;
    case QA_INSPECT_REDUCED:
        if (result != QA_LOT_ACCEPTED) {
            switch_to(state, QA_INSPECT_NORMAL);
        }
        break;
    case QA_INSPECT_NONE:
        break;
    }
}
