/* The kernels against closed forms (docs/model.md): fixed draws, 4.5 standard errors. */
#include "market/demand/demand.h"
#include "base/exact.h"
#include "base/rng.h"
#include "tests/cmocka.h"

enum { N = 400000 };

static const uint64_t seed[2] = { 730702, 5 };

static void near(double is, double should, double tolerance)
{
	if (ex_abs(is - should) > tolerance)
		fail_msg("%.6f, should be %.6f within %.6f", is, should, tolerance);
}

static double share_error(double p)
{
	return 4.5 * ex_sqrt(p * (1 - p) / N);
}

/* Shares of the race are those of the multinomial logit, and dropping one leaves the ratios of the others (IIA). */
static void race_is_logit(void **state)
{
	static const double utility[5] = { 1, 0.5, 0, -0.5, 0 }, share[5] = { .389800, .236426, .143399, .086976, .143399 };
	struct rng_key key = rng_key(seed, 1);
	int won[5] = { 0 }, without[5] = { 0 };
	double w[5];
	for (int i = 0; i < 5; i++)
		w[i] = ex_exp(utility[i]);
	for (int s = 0; s < N; s++) {
		uint32_t u[5];
		for (int i = 0; i < 5; i++)
			u[i] = rng_draw(key, DRAW_CLICK, (uint64_t)s, (uint64_t)i, 0).u[1];
		int first = demand_race(w, u, 5);
		won[first]++;
		double rest[5] = { 0, w[1], w[2], w[3], w[4] };
		int second = demand_race(rest, u, 5);
		without[second]++;
		/* common draws: only those who had chosen the dropped one choose anew */
		if (first != 0)
			assert_int_equal(first, second);
	}
	for (int i = 0; i < 5; i++)
		near((double)won[i] / N, share[i], share_error(share[i]));
	static const double dropped[5] = { 0, .387455, .235003, .142537, .235003 };
	for (int i = 1; i < 5; i++)
		near((double)without[i] / N, dropped[i], share_error(dropped[i]));
}

static void race_with_a_heavy_outside(void **state)
{
	struct rng_key key = rng_key(seed, 2);
	double w[2] = { 1, ex_exp(6) };
	int won = 0;
	for (int s = 0; s < N; s++) {
		struct draw d = rng_draw(key, DRAW_CLICK, (uint64_t)s, 0, 0);
		won += demand_race(w, d.u, 2) == 0;
	}
	near((double)won / N, 1 / (1 + w[1]), share_error(1 / (1 + w[1])));
}

static void depth_is_geometric(void **state)
{
	struct rng_key key = rng_key(seed, 3);
	double sum = 0, square = 0;
	for (int s = 0; s < N; s++) {
		int depth = demand_depth(0.93, rng_draw(key, DRAW_DEPTH, (uint64_t)s, 0, 0).u[1]);
		depth = depth < 52 ? depth : 52;
		assert_true(depth >= 1);
		sum += depth;
		square += (double)depth * depth;
	}
	double mean = sum / N, sd = ex_sqrt(square / N - mean * mean);
	near(mean, 13.957607, 4.5 * sd / ex_sqrt(N));
}

static void clicks_by_position(void **state)
{
	static const double theta[5] = { .68, .61, .48, .34, .28 }, a[5] = { .3, .2, .4, .1, .25 };
	struct rng_key key = rng_key(seed, 4);
	int clicks[5] = { 0 };
	for (int s = 0; s < N; s++)
		for (int i = 0; i < 5; i++) {
			struct draw d = rng_draw(key, DRAW_CLICK, (uint64_t)s, (uint64_t)i, 0);
			clicks[i] += rng_uniform(d.u[2]) < theta[i] && rng_uniform(d.u[0]) < demand_click_probability(ex_log(a[i] / (1 - a[i])));
		}
	for (int i = 0; i < 5; i++)
		near((double)clicks[i] / N, theta[i] * a[i], share_error(theta[i] * a[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(race_is_logit),
		cmocka_unit_test(race_with_a_heavy_outside),
		cmocka_unit_test(depth_is_geometric),
		cmocka_unit_test(clicks_by_position),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
