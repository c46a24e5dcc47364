#include "qa/base/parallel.h"

#include <omp.h>
#include <pthread.h>

/* The one setting of the process: how many threads the person at the command line allows. */
static unsigned wanted_threads;

void qa_parallel_set_threads(unsigned n)
{
    wanted_threads = n;
}

unsigned qa_parallel_threads(void)
{
    return wanted_threads > 0 ? wanted_threads : (unsigned)omp_get_num_procs();
}

void qa_parallel_for(size_t n_chunks, void (*work)(void *context, size_t chunk), void *context)
{
    int threads = (int)qa_parallel_threads();
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (n_chunks > 1 && threads > 1)
    for (size_t chunk = 0; chunk < n_chunks; chunk++) {
        work(context, chunk);
    }
}

struct beside {
    void (*work)(void *context);
    void *context;
};

static void *run_beside(void *given)
{
    const struct beside *beside = given;
    beside->work(beside->context);
    return NULL;
}

void qa_parallel_beside(void (*beside)(void *context), void (*work)(void *context), void *context)
{
    struct beside given = {beside, context};
    pthread_t thread;
    if (qa_parallel_threads() == 1 || pthread_create(&thread, NULL, run_beside, &given) != 0) {
        beside(context);
        work(context);
        return;
    }
    work(context);
    (void)pthread_join(thread, NULL);
}

size_t qa_chunk_size(size_t n, size_t least, size_t most_chunks)
{
    enum { FEW_CHUNKS = 16 };
    size_t size = (n + most_chunks - 1) / most_chunks;
    size_t small = n / FEW_CHUNKS > 0 ? n / FEW_CHUNKS : 1;
    size_t lower = small < least ? small : least;
    return size > lower ? size : lower;
}
