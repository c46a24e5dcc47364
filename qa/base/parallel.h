#ifndef QA_BASE_PARALLEL_H
#define QA_BASE_PARALLEL_H

/*
 * Work in fixed chunks. Chunk boundaries depend on the amount of work alone, never on the number
 * of threads; a reduction adds the chunks' results in chunk order. So results are the same bytes
 * for any thread count.
 */

#include <stddef.h>

/* 0: as many as the machine has. Default 0. Call before work starts. */
void qa_parallel_set_threads(unsigned n);
unsigned qa_parallel_threads(void);

/* Pieces of work in a chunk: so that there are at most most_chunks chunks, and none but the last
 * has fewer than `least`, unless they would be fewer than 16: a piece may be a whole video. */
size_t qa_chunk_size(size_t n, size_t least, size_t most_chunks);

/* Calls work(context, chunk) once for each chunk 0 .. n_chunks - 1, from several threads, in any
 * order. work must touch only its own chunk's data. */
void qa_parallel_for(size_t n_chunks, void (*work)(void *context, size_t chunk), void *context);

/* Calls beside(context) on a thread of its own and work(context) on this one, where qa_parallel_for
 * has all threads as before: within one of its own chunks it has none. Both have ended on return.
 * With one thread allowed, or none to be had, beside runs first. They must not touch the same data.
 */
void qa_parallel_beside(void (*beside)(void *context), void (*work)(void *context), void *context);

#endif
