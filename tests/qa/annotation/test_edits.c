#include <stdbool.h>

#include "qa/annotation/edits.h"
#include "qa/annotation/edits_path.h"
#include "qa/base/random.h"
#include "tests/support/close.h"

enum { MOST = 200 };

static struct qa_symbols random_symbols(struct qa_random *random, uint32_t *list, size_t most,
                                        uint32_t n_symbols)
{
    struct qa_symbols out = {list, (size_t)qa_random_below(random, most + 1)};
    for (size_t i = 0; i < out.n; i++) {
        list[i] = (uint32_t)qa_random_below(random, n_symbols);
    }
    return out;
}

/* A copy in which about one symbol of `rarity` is lost, doubled or another. */
static struct qa_symbols changed(struct qa_random *random, struct qa_symbols from, uint32_t *list,
                                 uint32_t n_symbols, uint64_t rarity)
{
    struct qa_symbols out = {list, 0};
    for (size_t i = 0; i < from.n && out.n + 2 < MOST; i++) {
        uint64_t what = qa_random_below(random, 3 * rarity);
        if (what != 0) {
            list[out.n++] = what == 1 ? (uint32_t)qa_random_below(random, n_symbols) : from.list[i];
        }
        if (what == 2) {
            list[out.n++] = (uint32_t)qa_random_below(random, n_symbols);
        }
    }
    return out;
}

/* The whole matrix, edits and hits apart. */
static void by_matrix(struct qa_symbols a, struct qa_symbols b, size_t *edits, size_t *hits)
{
    static size_t e[MOST + 1][MOST + 1];
    static size_t h[MOST + 1][MOST + 1];
    for (size_t i = 0; i <= a.n; i++) {
        for (size_t j = 0; j <= b.n; j++) {
            e[i][j] = i + j;
            h[i][j] = 0;
            if (i == 0 || j == 0) {
                continue;
            }
            bool is_hit = a.list[i - 1] == b.list[j - 1];
            const size_t from_e[3] = {e[i - 1][j - 1] + !is_hit, e[i - 1][j] + 1, e[i][j - 1] + 1};
            const size_t from_h[3] = {h[i - 1][j - 1] + is_hit, h[i - 1][j], h[i][j - 1]};
            for (int k = 0; k < 3; k++) {
                if (from_e[k] < e[i][j] || (from_e[k] == e[i][j] && from_h[k] > h[i][j])) {
                    e[i][j] = from_e[k];
                    h[i][j] = from_h[k];
                }
            }
        }
    }
    *edits = e[a.n][b.n];
    *hits = h[a.n][b.n];
}

static void assert_best(struct qa_symbols a, struct qa_symbols b, uint32_t n_symbols,
                        struct qa_arena *arena)
{
    size_t errors;
    size_t hits;
    by_matrix(a, b, &errors, &hits);
    struct qa_edits got = qa_edits_align(a, b, n_symbols, arena);
    assert_int_equal(qa_edits_errors(&got), errors);
    assert_int_equal(got.hits, hits);
    assert_int_equal(got.reference, a.n);
    assert_int_equal(got.delivered, b.n);
    assert_int_equal(got.hits + got.substitutions + got.deletions, a.n);
    assert_int_equal(got.hits + got.substitutions + got.insertions, b.n);
}

static void edits_are_fewest_and_hits_most(void **state)
{
    (void)state;
    static const size_t lengths[] = {3, 12, 63, 64, 65, 128, MOST};
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int trial = 0; trial < 3000; trial++) {
        uint32_t one[MOST];
        uint32_t other[MOST];
        size_t most = lengths[trial % 7];
        uint32_t n_symbols = 1 + (uint32_t)qa_random_below(&random, 6);
        struct qa_symbols a = random_symbols(&random, one, most, n_symbols);
        struct qa_symbols b = trial % 3 == 0
                                  ? random_symbols(&random, other, most, n_symbols)
                                  : changed(&random, a, other, n_symbols, trial % 2 ? 3 : 20);
        assert_best(a, b, n_symbols, arena);
    }
    qa_arena_free(arena);
}

/* Turned round, insertions are deletions; read backwards, nothing changes. */
static void the_split_does_not_depend_on_the_direction(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    for (int trial = 0; trial < 1000; trial++) {
        uint32_t list[4][MOST];
        struct qa_symbols a = random_symbols(&random, list[0], MOST, 4);
        struct qa_symbols b = random_symbols(&random, list[1], MOST, 4);
        for (size_t i = 0; i < a.n; i++) {
            list[2][i] = a.list[a.n - 1 - i];
        }
        for (size_t j = 0; j < b.n; j++) {
            list[3][j] = b.list[b.n - 1 - j];
        }
        struct qa_edits forth = qa_edits_align(a, b, 4, arena);
        struct qa_edits turned = qa_edits_align(b, a, 4, arena);
        struct qa_edits back = qa_edits_align((struct qa_symbols){list[2], a.n},
                                              (struct qa_symbols){list[3], b.n}, 4, arena);
        assert_int_equal(forth.hits, turned.hits);
        assert_int_equal(forth.substitutions, turned.substitutions);
        assert_int_equal(forth.deletions, turned.insertions);
        assert_memory_equal(&forth, &back, sizeof forth);
    }
    qa_arena_free(arena);
}

/* 20,000 symbols that are all different but for what was changed: the edits are those made. */
static void long_sequences_align(void **state)
{
    (void)state;
    enum { LENGTH = 20000 };
    static uint32_t a[LENGTH];
    static uint32_t b[2 * LENGTH];
    struct qa_edits want = {.reference = LENGTH};
    struct qa_arena *arena = qa_arena_new();
    uint32_t fresh = LENGTH;
    size_t n = 0;
    for (uint32_t i = 0; i < LENGTH; i++) {
        a[i] = i;
        if (i % 100 == 3) {
            want.deletions++;
        } else if (i % 100 == 33) {
            want.substitutions++;
            b[n++] = fresh++;
        } else {
            want.hits++;
            b[n++] = i;
        }
        if (i % 50 == 17) {
            want.insertions++;
            b[n++] = fresh++;
        }
    }
    want.delivered = n;
    struct qa_edits got =
        qa_edits_align((struct qa_symbols){a, LENGTH}, (struct qa_symbols){b, n}, fresh, arena);
    assert_memory_equal(&got, &want, sizeof got);
    assert_true(qa_arena_bytes(arena) < (size_t)2 << 20);
    qa_arena_free(arena);
}

static void nothing_is_deleted_from_or_inserted_into_nothing(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint32_t list[] = {0, 1, 0};
    struct qa_symbols none = {NULL, 0};
    struct qa_symbols three = {list, 3};
    struct qa_edits edits = qa_edits_align(none, none, 0, arena);
    assert_int_equal(qa_edits_errors(&edits) + edits.hits, 0);
    edits = qa_edits_align(three, none, 2, arena);
    assert_int_equal(edits.deletions, 3);
    assert_int_equal(qa_edits_errors(&edits), 3);
    edits = qa_edits_align(none, three, 2, arena);
    assert_int_equal(edits.insertions, 3);
    assert_int_equal(qa_edits_errors(&edits), 3);
    edits = qa_edits_align(three, three, 2, arena);
    assert_int_equal(edits.hits, 3);
    assert_int_equal(qa_edits_errors(&edits), 0);
    qa_arena_free(arena);
}

/* Steps walk both sequences to their ends, hits are equal symbols, and their numbers are the
 * alignment's. */
static void steps_are_an_alignment_with_that_split(void **state)
{
    (void)state;
    struct qa_random random;
    struct qa_arena *arena = qa_arena_new();
    qa_random_init(&random, 12, 0);
    for (size_t round = 0; round < 3000; round++) {
        static struct qa_edit_step steps[2 * MOST];
        uint32_t list[2][MOST];
        uint32_t n_symbols = 2 + (uint32_t)qa_random_below(&random, 6);
        struct qa_symbols a = random_symbols(&random, list[0], round % 60, n_symbols);
        struct qa_symbols b = round % 3 == 0
                                  ? random_symbols(&random, list[1], round % 50, n_symbols)
                                  : changed(&random, a, list[1], n_symbols, 4);
        struct qa_edits edits = qa_edits_align(a, b, n_symbols, arena);
        size_t n = qa_edits_path(a, b, &edits, arena, steps);
        size_t counts[QA_N_EDITS] = {0};
        size_t i = 0;
        size_t j = 0;
        for (size_t k = 0; k < n; k++) {
            counts[steps[k].edit]++;
            assert_int_equal(steps[k].reference, i);
            assert_int_equal(steps[k].delivered, j);
            bool is_pair = steps[k].edit < QA_EDIT_DELETION;
            assert_true(!is_pair || (a.list[i] == b.list[j]) == (steps[k].edit == QA_EDIT_HIT));
            i += steps[k].edit != QA_EDIT_INSERTION;
            j += steps[k].edit != QA_EDIT_DELETION;
        }
        assert_int_equal(i, a.n);
        assert_int_equal(j, b.n);
        assert_int_equal(counts[QA_EDIT_HIT], edits.hits);
        assert_int_equal(counts[QA_EDIT_SUBSTITUTION], edits.substitutions);
        assert_int_equal(counts[QA_EDIT_DELETION], edits.deletions);
        assert_int_equal(counts[QA_EDIT_INSERTION], edits.insertions);
    }
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_are_fewest_and_hits_most),
        cmocka_unit_test(the_split_does_not_depend_on_the_direction),
        cmocka_unit_test(long_sequences_align),
        cmocka_unit_test(nothing_is_deleted_from_or_inserted_into_nothing),
        cmocka_unit_test(steps_are_an_alignment_with_that_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
