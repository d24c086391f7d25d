/* rng.h: counter-based random numbers (Philox 4x32-10; Salmon et al., SC'11).
 *
 * There is no generator state. A draw is named by what it is for: purpose, entity, item, and a day or leg below 65,536 (asserted). The same
 * name gives the same numbers for ever; a name that nobody else uses disturbs nobody else. */
#ifndef BASE_RNG_H
#define BASE_RNG_H
#include <stdint.h>

struct rng_key {
	uint64_t k;
};
struct rng_key rng_key(const uint64_t seed[2], uint64_t stream); /* 64 bits hashed from a 128-bit seed */

struct draw {
	uint32_t u[4];
};
/* Philox counter = (entity low, entity high, item folded to 32 bits by hash, purpose << 16 | day). purpose < 65,536. */
struct draw rng_draw(struct rng_key key, uint32_t purpose, uint64_t entity, uint64_t item, uint32_t day);
/* The bare block function, for the known-answer test. */
void rng_philox(const uint32_t ctr[4], const uint32_t key[2], uint32_t ret[4]);

double rng_uniform(uint32_t u);            /* (u + 1/2) / 2^32: never 0, never 1 */
double rng_exponential(uint32_t u);        /* mean 1, rising in u; relative error stated in exact.h */
double rng_normal(uint32_t u);             /* by the inverse distribution function */
int64_t rng_below(uint32_t u, int64_t n);  /* 0 .. n-1 by multiplication; n < 2^31 */
/* Poisson by inversion from one uniform, mean 0 .. 50,000 (above 64: the normal quantile with the skewness made good, rounded, at least 0). */
int64_t rng_poisson(uint32_t u, double mean);
/* Gamma(shape, scale) by the inverse distribution function: monotone in u, so that common draws stay comparable. shape 0.05 .. 1000; abs. error of the
 * probability <= 1e-8. Slow (about a microsecond): for parcels and buyers, not for sessions. */
double rng_gamma(uint32_t u, double shape, double scale);
#endif
