#include "base/rng.h"
#include "base/exact.h"
#include "tests/cmocka.h"

#include <math.h>
#include <string.h>

static void test_philox_known_answers(void **state)
{
	/* Random123, kat_vectors: philox4x32 10 */
	static const struct {
		uint32_t ctr[4], key[2], out[4];
	} cases[] = {
		{ { 0, 0, 0, 0 }, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
		{ { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, { 0xffffffff, 0xffffffff },
			{ 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
		{ { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, { 0xa4093822, 0x299f31d0 },
			{ 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint32_t out[4];
		rng_philox(cases[i].ctr, cases[i].key, out);
		assert_memory_equal(out, cases[i].out, sizeof out);
	}
}

static void test_names(void **state)
{
	const uint64_t seed[2] = { 1, 2 }, other[2] = { 2, 1 };
	struct rng_key key = rng_key(seed, 0);
	struct draw a = rng_draw(key, 5, 77, 3, 9);
	struct draw same = rng_draw(key, 5, 77, 3, 9);
	assert_memory_equal(&a, &same, sizeof a);
	const struct draw different[] = {
		rng_draw(key, 6, 77, 3, 9),
		rng_draw(key, 5, 78, 3, 9),
		rng_draw(key, 5, 77, 4, 9),
		rng_draw(key, 5, 77, 3, 10),
		rng_draw(key, 5, 77 | (uint64_t)1 << 40, 3, 9),
		rng_draw(key, 5, 77, 3 | (uint64_t)1 << 40, 9),
		rng_draw(rng_key(seed, 1), 5, 77, 3, 9),
		rng_draw(rng_key(other, 0), 5, 77, 3, 9),
	};
	for (size_t i = 0; i < sizeof different / sizeof *different; i++)
		assert_true(memcmp(&a, &different[i], sizeof a) != 0);
	rng_draw(key, 65535, 1, 1, 65535);
}

static void test_uniform(void **state)
{
	assert_true(rng_uniform(0) > 0 && rng_uniform(UINT32_MAX) < 1);
	assert_true(rng_uniform(0) == 0x1p-33);
	assert_int_equal(rng_below(0, 10), 0);
	assert_int_equal(rng_below(UINT32_MAX, 10), 9);
	assert_int_equal(rng_below(UINT32_MAX, 1), 0);
	assert_int_equal(rng_below(0x80000000u, 10), 5);
	assert_int_equal(rng_below(UINT32_MAX, ((int64_t)1 << 31) - 1), ((int64_t)1 << 31) - 2);
}

/* Mean and variance over an even grid of the uniform. */
static void moments(double (*f)(uint32_t, double), double a, double *ret_mean, double *ret_var)
{
	enum { N = 1 << 14 };
	double sum = 0, square = 0;
	for (uint32_t i = 0; i < N; i++) {
		double x = f((i << 18) + (1u << 17), a);
		sum += x;
		square += x * x;
	}
	*ret_mean = sum / N;
	*ret_var = square / N - *ret_mean * *ret_mean;
}

static double poisson(uint32_t u, double mean)
{
	return (double)rng_poisson(u, mean);
}

static double exponential(uint32_t u, double unused)
{
	return rng_exponential(u);
}

static double normal(uint32_t u, double unused)
{
	return rng_normal(u);
}

static double gamma_of(uint32_t u, double shape)
{
	return rng_gamma(u, shape, 2);
}

static void test_moments(void **state)
{
	double mean, var;
	moments(exponential, 0, &mean, &var);
	assert_true(fabs(mean - 1) < 1e-3 && fabs(var - 1) < 0.01);
	moments(normal, 0, &mean, &var);
	assert_true(fabs(mean) < 1e-6 && fabs(var - 1) < 2e-3);
	static const double means[] = { 0.01, 0.5, 3, 20, 63.9, 64.1, 300, 20000 };
	for (size_t i = 0; i < sizeof means / sizeof *means; i++) {
		moments(poisson, means[i], &mean, &var);
		assert_true(fabs(mean / means[i] - 1) < 0.003);
		assert_true(fabs(var / means[i] - 1) < 0.01);
	}
	static const double shapes[] = { 0.3, 1, 4, 50, 1000 };
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		moments(gamma_of, shapes[i], &mean, &var);
		assert_true(fabs(mean / (2 * shapes[i]) - 1) < 0.003);
		assert_true(fabs(var / (4 * shapes[i]) - 1) < 0.02);
	}
}

static void test_poisson(void **state)
{
	assert_int_equal(rng_poisson(UINT32_MAX, 0), 0);
	assert_int_equal(rng_poisson(0, 0), 0);
	/* P(0) = e^-1 exactly where the uniform crosses it; monotone in the uniform and in the mean. */
	uint32_t edge = (uint32_t)(exp(-1) * 4294967296.0);
	assert_int_equal(rng_poisson(edge - 1, 1), 0);
	assert_int_equal(rng_poisson(edge + 1, 1), 1);
	for (double mean = 0; mean < 130; mean += 1.7) {
		int64_t last = 0;
		for (uint32_t i = 0; i < 4096; i++) {
			int64_t k = rng_poisson(i << 20 | 0xfffff, mean);
			assert_true(k >= last);
			last = k;
		}
		assert_true(rng_poisson(UINT32_MAX, mean) < 256);
	}
}

/* The smallest k with P(k or fewer) >= p, by summing in long double. */
static int64_t poisson_exact(double p, double mean)
{
	long double sum = 0;
	int64_t k = -1;
	while (sum < p) {
		k++;
		sum += expl(k * logl(mean) - mean - lgammal(k + 1.0L));
	}
	return k;
}

static void test_poisson_against_sums(void **state)
{
	static const double means[] = { 0.3, 7, 64, 64.5, 150, 2000 };
	for (size_t m = 0; m < sizeof means / sizeof *means; m++) {
		int off = 0;
		for (uint32_t i = 0; i < 2000; i++) {
			uint32_t u = i * 2147483u;
			int64_t miss = rng_poisson(u, means[m]) - poisson_exact(rng_uniform(u), means[m]);
			assert_true(miss >= -1 && miss <= 1);
			off += miss != 0;
		}
		/* The approximation may be one off at a step's edge, seldom. */
		assert_true(means[m] > 64 ? off < 60 : off == 0);
	}
}

static void test_gamma(void **state)
{
	static const double shapes[] = { 0.05, 0.2, 0.5, 0.51, 1, 2.5, 7, 40, 333, 1000 };
	for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
		double last = -1;
		for (uint32_t i = 0; i < 3000; i++) {
			/* Both ends closely, the middle on a grid. */
			uint32_t u = i < 500 ? i : i < 2500 ? (i - 499) * 2145000u : UINT32_MAX - (2999 - i);
			double x = rng_gamma(u, shapes[s], 1);
			assert_true(x >= last && isfinite(x));
			assert_true(fabs(ex_gamma_cdf(shapes[s], x) - rng_uniform(u)) <= 1e-8);
			last = x;
		}
	}
	assert_true(rng_gamma(77, 3, 5) == 5 * rng_gamma(77, 3, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_philox_known_answers),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_uniform),
		cmocka_unit_test(test_moments),
		cmocka_unit_test(test_poisson),
		cmocka_unit_test(test_poisson_against_sums),
		cmocka_unit_test(test_gamma),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
