/* Draws for simulations of deliveries: the same on every machine, from qa/base/random.h. */
#ifndef TESTS_SUPPORT_SIMULATE_H
#define TESTS_SUPPORT_SIMULATE_H

#include "qa/base/random.h"

/* Marsaglia and Tsang (2000); shapes below 1 by their power of a uniform. */
double draw_gamma(struct qa_random *random, double shape);

/* A probability with this mean such that two trials with the same one have this correlation; 0:
 * always the mean. */
double draw_rate(struct qa_random *random, double mean, double correlation);

unsigned draw_binomial(struct qa_random *random, unsigned n, double p);
unsigned draw_poisson(struct qa_random *random, double mean);

/* n of 0 .. team - 1 in random order; n <= team <= MOST_DRAWN. */
enum { MOST_DRAWN = 64 };
void draw_raters(struct qa_random *random, unsigned team, unsigned n, unsigned *chosen);

#endif
