#include "qa/base/parallel.h"

#include <omp.h>

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
