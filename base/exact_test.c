#include "base/exact.h"
#include "base/rng.h"
#include "tests/cmocka.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

/* A repeatable uniform for sampling arguments. */
static double sample(uint32_t i, double lo, double hi)
{
	const uint32_t ctr[4] = { i }, key[2] = { 7, 7 };
	uint32_t out[4];
	rng_philox(ctr, key, out);
	return lo + (hi - lo) * rng_uniform(out[0]);
}

static double relative(double got, long double wanted)
{
	return wanted == 0 ? fabs(got) : (double)fabsl((got - wanted) / wanted);
}

/* Prints the worst error next to the promise, so that a narrow pass is seen. */
#define HOLDS(worst, limit)                                                                                                                          \
	do {                                                                                                                                         \
		printf("# %s: worst %.2e of %.0e\n", __func__, (worst), (limit));                                                                    \
		assert_true((worst) <= (limit));                                                                                                     \
	} while (0)

static void test_exp(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 200000; i++) {
		double x = sample(i, -700, 700), y = sample(i, -1, 1);
		worst = fmax(worst, relative(ex_exp(x), expl(x)));
		worst = fmax(worst, relative(ex_exp(y), expl(y)));
	}
	HOLDS(worst, 2e-15);
	assert_true(ex_exp(0) == 1);
	assert_true(ex_exp(-746) == 0 && ex_exp(-1e300) == 0);
	assert_true(ex_exp(710) == DBL_MAX && ex_exp(1e300) == DBL_MAX);
	assert_true(isfinite(ex_exp(709.78)) && ex_exp(709.78) > 1e308);
	assert_true(relative(ex_exp(-720), expl(-720)) < 1e-10);
}

static void test_log(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 200000; i++) {
		double x = exp(sample(i, -700, 700)), y = 1 + sample(i, -1e-3, 1e-3), z = sample(i, 0.5, 2);
		worst = fmax(worst, relative(ex_log(x), logl(x)));
		worst = fmax(worst, relative(ex_log(y), logl(y)));
		worst = fmax(worst, relative(ex_log(z), logl(z)));
	}
	HOLDS(worst, 2e-15);
	assert_true(ex_log(1) == 0);
	assert_true(relative(ex_log(DBL_MAX), logl(DBL_MAX)) < 1e-15 && relative(ex_log(1e-310), logl(1e-310)) < 1e-15);
}

static void test_log1p(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 200000; i++) {
		double x = exp(sample(i, -700, 700)), tiny = exp(sample(i, -80, -1)), y = sample(i, -0.9999, 1);
		worst = fmax(worst, relative(ex_log1p(x), log1pl(x)));
		worst = fmax(worst, relative(ex_log1p(tiny), log1pl(tiny)));
		worst = fmax(worst, relative(ex_log1p(-tiny), log1pl(-tiny)));
		worst = fmax(worst, relative(ex_log1p(y), log1pl(y)));
	}
	HOLDS(worst, 2e-15);
	assert_true(ex_log1p(0) == 0);
}

static void test_pow(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 200000; i++) {
		double x = exp(sample(i, -20, 20)), y = sample(i + 500000, -5, 5);
		worst = fmax(worst, relative(ex_pow(x, y), powl(x, y)));
	}
	HOLDS(worst, 1e-13);
	assert_true(ex_pow(5, 0) == 1);
}

static void test_sqrt(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 200000; i++) {
		double x = exp(sample(i, -700, 700)), y = sample(i, 0, 4);
		worst = fmax(worst, relative(ex_sqrt(x), sqrtl(x)));
		worst = fmax(worst, relative(ex_sqrt(y), sqrtl(y)));
	}
	HOLDS(worst, 3e-16);
	assert_true(ex_sqrt(0) == 0 && ex_sqrt(4) == 2 && ex_sqrt(1e-320) > 0);
	assert_true(relative(ex_sqrt(DBL_MAX), sqrtl(DBL_MAX)) < 3e-16);
}

static void test_logistic(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 100000; i++) {
		double x = sample(i, -700, 700), y = sample(i, -5, 5);
		worst = fmax(worst, relative(ex_logistic(x), 1 / (1 + expl(-x))));
		worst = fmax(worst, relative(ex_logistic(y), 1 / (1 + expl(-y))));
	}
	HOLDS(worst, 3e-15);
	assert_true(ex_logistic(0) == 0.5 && ex_logistic(1e9) == 1 && ex_logistic(-1e9) == 0);
}

static long double cdf_reference(double x)
{
	return 0.5L * erfcl(-x / sqrtl(2));
}

static void test_normal_cdf(void **state)
{
	double worst = 0, tail = 0;
	for (uint32_t i = 0; i < 100000; i++) {
		double x = sample(i, -10, 10), far = sample(i, -37, -4);
		worst = fmax(worst, (double)fabsl(ex_normal_cdf(x) - cdf_reference(x)));
		tail = fmax(tail, relative(ex_normal_cdf(far), cdf_reference(far)));
	}
	HOLDS(worst, 1e-13);
	HOLDS(tail, 1e-12);
	assert_true(ex_normal_cdf(0) == 0.5 && ex_normal_cdf(-50) == 0 && ex_normal_cdf(50) == 1);
}

static void test_normal_quantile(void **state)
{
	/* The published routine's own check values (Wichura 1988). */
	assert_true(relative(ex_normal_quantile(0.25), -0.6744897501960817L) < 1e-15);
	assert_true(relative(ex_normal_quantile(0.001), -3.090232306167814L) < 1e-15);
	assert_true(relative(ex_normal_quantile(1e-20), -9.262340089798408L) < 1e-15);
	assert_true(ex_normal_quantile(0.5) == 0);
	double worst = 0, last = -100;
	for (uint32_t i = 0; i < 100000; i++) {
		double p = exp(sample(i, -200, -0.6931)), x = ex_normal_quantile(p);
		/* An error dx in x is an error dx * hazard in p, and the hazard is about |x| in the tail. */
		worst = fmax(worst, relative((double)cdf_reference(x), p) / fmax(1, x * x));
	}
	HOLDS(worst, 2e-15);
	for (uint32_t i = 1; i < 100000; i++) {
		double x = ex_normal_quantile(i / 100000.0);
		assert_true(x > last);
		last = x;
	}
}

static void test_lgamma(void **state)
{
	double worst = 0, near = 0;
	for (uint32_t i = 0; i < 100000; i++) {
		double x = exp(sample(i, -20, 20)), y = sample(i, 0.5, 3);
		long double wx = lgammal(x), wy = lgammal(y);
		worst = fmax(worst, fabsl(wx) > 0.05L ? relative(ex_lgamma(x), wx) : 0);
		near = fmax(near, (double)fabsl(ex_lgamma(y) - wy));
	}
	HOLDS(worst, 1e-13);
	HOLDS(near, 1e-14);
}

/* 1 - e^-x (1 + x + ... + x^(n-1)/(n-1)!) for whole shapes. */
static long double erlang(int shape, double x)
{
	long double sum = 0;
	for (int k = 0; k < shape; k++)
		sum += expl(k * logl(x) - x - lgammal(k + 1.0L));
	return 1 - sum;
}

static void test_gamma_cdf(void **state)
{
	double worst = 0;
	for (uint32_t i = 0; i < 20000; i++) {
		double x = exp(sample(i, -30, 4));
		worst = fmax(worst, (double)fabsl(ex_gamma_cdf(1, x) + expm1l(-x)));
		worst = fmax(worst, (double)fabsl(ex_gamma_cdf(0.5, x) - erfl(sqrtl(x))));
	}
	static const int shapes[] = { 2, 3, 10, 30, 100, 1000 };
	for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
		for (uint32_t i = 0; i < 100; i++) {
			double a = shapes[s], x = fmax(0.01, a + sample(i, -6, 6) * sqrt(a));
			worst = fmax(worst, (double)fabsl(ex_gamma_cdf(a, x) - erlang(shapes[s], x)));
		}
	HOLDS(worst, 1e-10);
	assert_true(ex_gamma_cdf(2, 0) == 0 && ex_gamma_cdf(2, -1) == 0 && ex_gamma_cdf(2, 1e6) == 1);
}

static void test_rounding(void **state)
{
	assert_true(ex_floor(2.5) == 2 && ex_floor(-2.5) == -3 && ex_floor(-3) == -3 && ex_floor(0) == 0);
	assert_int_equal(ex_round(2.5), 3);
	assert_int_equal(ex_round(-2.5), -3);
	assert_int_equal(ex_round(0.49999999999999994), 0);
	assert_int_equal(ex_round(-0.2), 0);
	assert_int_equal(ex_round(4503599627370497.0), 4503599627370497);
	assert_int_equal(ex_round(1e30), INT64_MAX);
	assert_int_equal(ex_round(-1e30), INT64_MIN);
	assert_int_equal(ex_round(NAN), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exp),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_log1p),
		cmocka_unit_test(test_pow),
		cmocka_unit_test(test_sqrt),
		cmocka_unit_test(test_logistic),
		cmocka_unit_test(test_normal_cdf),
		cmocka_unit_test(test_normal_quantile),
		cmocka_unit_test(test_lgamma),
		cmocka_unit_test(test_gamma_cdf),
		cmocka_unit_test(test_rounding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
