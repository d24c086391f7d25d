/* theory.h: what the tests of the market's kernels share. An estimate passes within 4.5 standard errors, which are measured in the sample. */
#ifndef TESTS_THEORY_H
#define TESTS_THEORY_H
#include "base/exact.h"
#include "base/rng.h"
#include "tests/cmocka.h"

struct sample {
	double n, sum, squares;
};

static inline void sample_add(struct sample *s, double v)
{
	s->n++;
	s->sum += v;
	s->squares += v * v;
}

static inline double sample_mean(const struct sample *s)
{
	return s->sum / s->n;
}

static inline double sample_variance(const struct sample *s)
{
	double mean = sample_mean(s);
	return ex_max(0, s->squares / s->n - mean * mean);
}

static inline double sample_error(const struct sample *s)
{
	return ex_sqrt(sample_variance(s) / s->n);
}

#define NEAR(is, should, tolerance)                                                                                                                           \
	do {                                                                                                                                                   \
		double is_ = (is), should_ = (should), tolerance_ = (tolerance);                                                                               \
		if (!(ex_abs(is_ - should_) <= tolerance_))                                                                                                    \
			fail_msg("%s is %.9f, should be %.9f within %.2e", #is, is_, should_, tolerance_);                                                     \
	} while (0)
/* The mean of a sample against its closed form (rounded at the sixth decimal). */
#define SAMPLE_NEAR(s, should) NEAR(sample_mean(s), should, 4.5 * sample_error(s) + 1e-6)
#define SHARE_NEAR(hits, n, should) NEAR((double)(hits) / (n), should, 4.5 * ex_sqrt((should) * (1 - (should)) / (n)) + 1e-6)

static inline struct rng_key theory_key(uint64_t stream)
{
	const uint64_t seed[2] = { 730702, 4 };
	return rng_key(seed, stream);
}
#endif
