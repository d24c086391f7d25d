#include "base/rng.h"
#include "base/exact.h"
#include "base/hash.h"

#include <assert.h>

struct rng_key rng_key(const uint64_t seed[2], uint64_t stream)
{
	return (struct rng_key){ hash_u64(hash_u64(hash_u64(0x636f686f6e67, seed[0]), seed[1]), stream) };
}

void rng_philox(const uint32_t ctr[4], const uint32_t key[2], uint32_t ret[4])
{
	uint32_t c0 = ctr[0], c1 = ctr[1], c2 = ctr[2], c3 = ctr[3], k0 = key[0], k1 = key[1];
	for (int round = 0; round < 10; round++) {
		uint64_t a = (uint64_t)0xD2511F53 * c0, b = (uint64_t)0xCD9E8D57 * c2;
		c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
		c1 = (uint32_t)b;
		c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
		c3 = (uint32_t)a;
		k0 += 0x9E3779B9;
		k1 += 0xBB67AE85;
	}
	ret[0] = c0;
	ret[1] = c1;
	ret[2] = c2;
	ret[3] = c3;
}

struct draw rng_draw(struct rng_key key, uint32_t purpose, uint64_t entity, uint64_t item, uint32_t day)
{
	assert(purpose < 65536 && day < 65536);
	const uint32_t ctr[4] = { (uint32_t)entity, (uint32_t)(entity >> 32), (uint32_t)(hash_u64(0, item) >> 32), purpose << 16 | day };
	const uint32_t halves[2] = { (uint32_t)key.k, (uint32_t)(key.k >> 32) };
	struct draw d;
	rng_philox(ctr, halves, d.u);
	return d;
}

double rng_uniform(uint32_t u)
{
	return (u + 0.5) * 0x1p-32;
}

double rng_exponential(uint32_t u)
{
	return -ex_log(1 - rng_uniform(u)); /* the difference is exact */
}

double rng_normal(uint32_t u)
{
	return ex_normal_quantile(rng_uniform(u));
}

int64_t rng_below(uint32_t u, int64_t n)
{
	assert(n > 0 && n < (int64_t)1 << 31);
	return (int64_t)(((uint64_t)u * (uint64_t)n) >> 32);
}

int64_t rng_poisson(uint32_t u, double mean)
{
	assert(mean >= 0 && mean <= 50000);
	double p = rng_uniform(u);
	if (mean > 64) {
		/* Cornish and Fisher's first term makes good the skewness of 1/sqrt(mean). */
		double z = ex_normal_quantile(p);
		double k = ex_floor(mean + ex_sqrt(mean) * z + (z * z - 1) / 6 + 0.5);
		return k < 0 ? 0 : (int64_t)k;
	}
	double term = ex_exp(-mean), sum = term;
	int64_t k = 0;
	while (p > sum && k < 256) {
		k++;
		term *= mean / (double)k;
		sum += term;
	}
	return k;
}

double rng_gamma(uint32_t u, double shape, double scale)
{
	assert(shape >= 0.05 && shape <= 1000 && scale > 0);
	double p = rng_uniform(u), front = ex_lgamma(shape);
	/* Solved for t = log x, in which the lower tail is straight: log P = shape t + constant. */
	double t = (ex_log(p * shape) + front) / shape;
	if (shape > 0.5) {
		double ninth = 1 / (9 * shape), w = 1 - ninth + ex_normal_quantile(p) * ex_sqrt(ninth); /* Wilson and Hilferty */
		if (w > 0.3)
			t = ex_log(shape * w * w * w);
	}
	double lo = -800, hi = 8; /* e^8 is beyond the last quantile of shape 1000 */
	double goal = 1e-10 * ex_min(p, 1 - p) + 1e-15;
	t = ex_clamp(t, lo, hi);
	for (int i = 0; i < 100; i++) {
		double x = ex_exp(t), miss = ex_gamma_cdf(shape, x) - p;
		if (ex_abs(miss) <= goal)
			break;
		if (miss > 0)
			hi = t;
		else
			lo = t;
		double slope = ex_exp(shape * t - x - front); /* dP/dt */
		double next = slope > 0 ? t - miss / slope : lo - 1;
		double halfway = 0.5 * (lo + hi);
		if (!(next > lo && next < hi))
			next = halfway;
		if (next == t || halfway == lo || halfway == hi)
			break;
		t = next;
	}
	return scale * ex_exp(t);
}
