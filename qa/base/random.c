#include "qa/base/random.h"

#include <math.h>

static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void qa_random_init(struct qa_random *random, uint64_t seed, uint64_t stream)
{
    /* The stream is hashed before it meets the seed: (1, 2) and (2, 1) must not share a state. */
    uint64_t hashed = stream;
    uint64_t state = seed ^ splitmix64(&hashed);
    for (int i = 0; i < 4; i++) {
        random->state[i] = splitmix64(&state);
    }
}

static uint64_t rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

uint64_t qa_random_u64(struct qa_random *random)
{
    uint64_t *s = random->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double qa_random_real(struct qa_random *random)
{
    return (double)(qa_random_u64(random) >> 11) * 0x1p-53;
}

uint64_t qa_random_below(struct qa_random *random, uint64_t n)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)qa_random_u64(random) * n;
    if ((uint64_t)product < n) {
        uint64_t threshold = (0 - n) % n;
        while ((uint64_t)product < threshold) {
            product = (wide)qa_random_u64(random) * n;
        }
    }
    return (uint64_t)(product >> 64);
}

double qa_random_normal(struct qa_random *random)
{
    double u;
    double s;
    do {
        u = 2 * qa_random_real(random) - 1;
        double v = 2 * qa_random_real(random) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * sqrt(-2 * log(s) / s);
}
