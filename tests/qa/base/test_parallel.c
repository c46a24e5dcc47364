#include <stdatomic.h>

#include "tests/support/close.h"

#include "qa/base/parallel.h"

struct both {
    atomic_int beside;
    atomic_int chunks;
};

static void count_beside(void *given)
{
    struct both *both = given;
    atomic_fetch_add(&both->beside, 1);
}

static void count_chunk(void *given, size_t chunk)
{
    struct both *both = given;
    atomic_fetch_add(&both->chunks, 1 + (int)chunk);
}

static void count_chunks(void *given)
{
    qa_parallel_for(100, count_chunk, given);
}

static void both_have_run_whatever_the_threads(void **state)
{
    (void)state;
    for (unsigned threads = 1; threads < 5; threads++) {
        struct both both = {0, 0};
        qa_parallel_set_threads(threads);
        qa_parallel_beside(count_beside, count_chunks, &both);
        assert_int_equal(atomic_load(&both.beside), 1);
        assert_int_equal(atomic_load(&both.chunks), 5050);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_have_run_whatever_the_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
