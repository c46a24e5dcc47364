#ifndef QA_BASE_RANDOM_H
#define QA_BASE_RANDOM_H

/*
 * Seeded random streams, the same on every machine: xoshiro256** (Blackman and Vigna 2021), its
 * state filled by splitmix64 from (seed, stream). Streams with different numbers are independent
 * for our purposes; give each replicate or stratum its own and results do not depend on threads.
 */

#include <stddef.h>
#include <stdint.h>

struct qa_random {
    uint64_t state[4];
};

void qa_random_init(struct qa_random *random, uint64_t seed, uint64_t stream);
uint64_t qa_random_u64(struct qa_random *random);

/* Uniform in [0, 1), 53 bits. */
double qa_random_real(struct qa_random *random);

/* Uniform in 0 .. n - 1 without bias (Lemire 2019); n > 0. */
uint64_t qa_random_below(struct qa_random *random, uint64_t n);

/* Standard normal (polar method of Marsaglia). */
double qa_random_normal(struct qa_random *random);

#endif
