/* Choice against closed forms (docs/model.md): checks 7, 8, 16, 18. */
#include "market/kernel/choose.h"
#include "tests/theory.h"

#include <string.h>

enum { N = 1000000 };

static void race_is_logit(void **state)
{
	static const double utility[5] = { 1, 0.5, 0, -0.5, 0 }, share[5] = { .389800, .236426, .143399, .086976, .143399 };
	static const double dropped[5] = { .510493, 0, .187800, .113906, .187800 };
	int won[5] = { 0 }, without[5] = { 0 };
	double w[5], shares[5], chi = 0;
	NEAR(choose_logit(utility, 5, shares), 1.942122, 1e-6);
	for (int i = 0; i < 5; i++)
		NEAR(shares[i], share[i], 1e-6);
	choose_weights(utility, 5, w);
	for (int s = 0; s < N; s++) {
		uint32_t u[5];
		struct draw d[2];
		for (uint64_t k = 0; k < 2; k++)
			d[k] = rng_draw(theory_key(20), 1, (uint64_t)s, k, 0);
		for (int i = 0; i < 5; i++)
			u[i] = d[i / 4].u[i % 4];
		int first = choose_race(w, u, 5);
		won[first]++;
		const double rest[5] = { w[0], 0, w[2], w[3], w[4] };
		int second = choose_race(rest, u, 5);
		without[second]++;
		/* common draws: only those who had chosen what is dropped choose anew */
		if (first != 1)
			assert_int_equal(first, second);
	}
	for (int i = 0; i < 5; i++) {
		SHARE_NEAR(won[i], N, share[i]);
		SHARE_NEAR(without[i], N, dropped[i]);
		chi += (won[i] - N * shares[i]) * (won[i] - N * shares[i]) / (N * shares[i]);
	}
	assert_true(chi < 31);
	/* independence of irrelevant alternatives */
	NEAR(shares[0] / shares[2], 2.718281828459045, 1e-9);
	static const double left[4] = { 1, 0, -0.5, 0 };
	choose_logit(left, 4, shares);
	NEAR(shares[0] / shares[1], 2.718281828459045, 1e-9);
	NEAR(shares[0], .510493, 1e-6);
}

/* The exponential draw must be right where it is tiny: with a heavy outside option the race is decided there. */
static void heavy_outside(void **state)
{
	const double w[2] = { 1, ex_exp(6) };
	int won = 0;
	for (int s = 0; s < N; s++)
		won += choose_race(w, rng_draw(theory_key(21), 1, (uint64_t)s, 0, 0).u, 2) == 0;
	SHARE_NEAR(won, N, 1 / (1 + w[1]));
	assert_int_equal(choose_race((double[]){ 0, 0 }, (uint32_t[]){ 1, 2 }, 2), -1);
}

/* Those before the outside alternative, in order; its first is the race's winner. */
static void order_of_arrival(void **state)
{
	const double utility[5] = { 1, 0.5, 0.4, -0.5, 0 };
	double w[5];
	int beaten = 0;
	choose_weights(utility, 5, w);
	for (int s = 0; s < 20000; s++) {
		uint32_t u[5];
		double arrival[5];
		int order[4], few[2];
		for (int i = 0; i < 5; i++) {
			u[i] = rng_draw(theory_key(27), 1, (uint64_t)s, (uint64_t)i, 0).u[0];
			arrival[i] = choose_arrival(w[i], u[i]);
		}
		int winner = choose_race(w, u, 5), n = choose_before(arrival, 4, arrival[4], order, 4);
		assert_int_equal(n ? order[0] : 4, winner);
		for (int k = 1; k < n; k++)
			assert_true(arrival[order[k - 1]] < arrival[order[k]] && arrival[order[k]] < arrival[4]);
		for (int i = 0; i < 4; i++)
			beaten += arrival[i] < arrival[4];
		beaten -= n;
		assert_int_equal(choose_before(arrival, 4, arrival[4], few, 2), n < 2 ? n : 2);
		assert_true(n < 1 || few[0] == order[0]);
	}
	assert_int_equal(beaten, 0);
}

static const double quality[3] = { 1.5, 2, 2.4 }, price[3] = { 20, 25, 30 };
static const struct choose_goods goods = { quality, price, 3, 0 };

static void elasticities(void **state)
{
	static const double own[3] = { -1.229245, -1.487815, -1.785378 }, cross[3] = { .370755, .512185, .614622 };
	double share[3];
	choose_shares(&goods, .08, share);
	for (int i = 0; i < 3; i++) {
		NEAR(choose_elasticity_own(.08, price[i], share[i]), own[i], 1e-6);
		NEAR(choose_elasticity_cross(.08, price[i], share[i]), cross[i], 1e-6);
		/* numerically, from the shares themselves */
		const double h = 1e-4;
		double up[3], down[3], p[3];
		memcpy(p, price, sizeof p);
		p[i] = price[i] * (1 + h);
		choose_shares(&(struct choose_goods){ quality, p, 3, 0 }, .08, up);
		p[i] = price[i] * (1 - h);
		choose_shares(&(struct choose_goods){ quality, p, 3, 0 }, .08, down);
		for (int k = 0; k < 3; k++) {
			double e = (up[k] - down[k]) / (2 * h * share[k]);
			NEAR(e, k == i ? own[i] : cross[i], 1e-4 * ex_abs(e));
		}
	}
}

static int race_of(const double *w, uint64_t session, uint64_t stream)
{
	return choose_race(w, rng_draw(theory_key(stream), 1, session, 0, 0).u, 4);
}

static void weights_of(const double *p, double *w)
{
	for (int i = 0; i < 3; i++)
		w[i] = quality[i] - .08 * p[i];
	w[3] = 0;
	choose_weights(w, 4, w);
}

/* The same elasticity by simulated sessions at common draws: price of good 0 one percent up and down. */
static void elasticity_by_simulation(void **state)
{
	enum { SESSIONS = 4000000 };
	const double up[3] = { 20.2, 25, 30 }, down[3] = { 19.8, 25, 30 };
	double w[2][4];
	int sold[2][4] = { { 0 } };
	weights_of(up, w[0]);
	weights_of(down, w[1]);
	for (int s = 0; s < SESSIONS; s++) {
		struct draw d = rng_draw(theory_key(22), 1, (uint64_t)s, 0, 0);
		for (int k = 0; k < 2; k++)
			sold[k][choose_race(w[k], d.u, 4)]++;
	}
	double own = (sold[0][0] - sold[1][0]) / (.02 * 0.5 * (sold[0][0] + sold[1][0]));
	double cross = (sold[0][1] - sold[1][1]) / (.02 * 0.5 * (sold[0][1] + sold[1][1]));
	NEAR(own, -1.229245, .03 * 1.229245);
	NEAR(cross, .370755, .03 * .370755);
}

static void mixed_logit(void **state)
{
	static const double should[3] = { .21243137, .23327727, .23657039 };
	double share[3], without[2];
	struct sample sample[3] = { { 0 } };
	int won[3] = { 0 };
	choose_mixed_shares(&goods, -2.5, .4, 20000, share);
	for (int i = 0; i < 3; i++)
		NEAR(share[i], should[i], 1e-6);
	for (int s = 0; s < N; s++) {
		struct draw d = rng_draw(theory_key(23), 1, (uint64_t)s, 0, 0);
		double alpha = choose_alpha(-2.5, .4, d.u[0]), one[3];
		choose_shares(&goods, alpha, one);
		for (int i = 0; i < 3; i++)
			sample_add(&sample[i], one[i]);
		if (s >= N / 4)
			continue;
		double w[4];
		for (int i = 0; i < 3; i++)
			w[i] = quality[i] - alpha * price[i];
		w[3] = 0;
		choose_weights(w, 4, w);
		int winner = race_of(w, (uint64_t)s, 24);
		if (winner < 3)
			won[winner]++;
	}
	for (int i = 0; i < 3; i++) {
		NEAR(sample_mean(&sample[i]), should[i], 4.5 * sample_error(&sample[i]));
		SHARE_NEAR(won[i], N / 4, should[i]);
	}
	/* here the ratio of two shares depends on what else there is */
	choose_mixed_shares(&(struct choose_goods){ quality, price, 2, 0 }, -2.5, .4, 20000, without);
	assert_true(ex_abs(without[0] / without[1] - share[0] / share[1]) > 1e-3);
}

/* Price of good 0 five percent down, once with the same luck and once with other luck. */
static void common_draws(void **state)
{
	enum { SESSIONS = 200000 };
	const double cheaper[3] = { 19, 25, 30 };
	double before[4], after[4];
	struct sample same = { 0 }, other = { 0 };
	int switched = 0, switched_inverse = 0, lost = 0;
	weights_of(price, before);
	weights_of(cheaper, after);
	for (int s = 0; s < SESSIONS; s++) {
		int was = race_of(before, (uint64_t)s, 25), is = race_of(after, (uint64_t)s, 25), elsewhere = race_of(after, (uint64_t)s, 26);
		uint32_t u = rng_draw(theory_key(25), 2, (uint64_t)s, 0, 0).u[0];
		int textbook = choose_inverse(before, u, 4), changed = choose_inverse(after, u, 4);
		sample_add(&same, (is == 0) - (was == 0));
		sample_add(&other, (elsewhere == 0) - (was == 0));
		switched += was != is && was != 0 && is != 0;
		switched_inverse += textbook != changed && textbook != 0 && changed != 0 && textbook != 3 && changed != 3;
		lost += was == 0 && is != 0;
	}
	SAMPLE_NEAR(&same, .014547);
	NEAR(sample_variance(&same), .01432, 4.5 * .01432 / ex_sqrt(SESSIONS * .014547));
	NEAR(sample_variance(&other), .36429, .01);
	NEAR(sample_variance(&other) / sample_variance(&same), 25.4, 2.5);
	assert_int_equal(switched, 0);
	assert_int_equal(lost, 0);
	/* one uniform draw and running sums move people between goods that nobody touched */
	assert_true(switched_inverse > SESSIONS / 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(race_is_logit),
		cmocka_unit_test(heavy_outside),
		cmocka_unit_test(order_of_arrival),
		cmocka_unit_test(elasticities),
		cmocka_unit_test(elasticity_by_simulation),
		cmocka_unit_test(mixed_logit),
		cmocka_unit_test(common_draws),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
