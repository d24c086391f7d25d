/* Arrivals, repeat purchases and queries against closed forms (docs/model.md): checks 9, 12, 17. */
#include "market/kernel/arrive.h"
#include "tests/theory.h"

#include <math.h>
#include <stdlib.h>

enum { MINUTES = 1440 };

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Expected arrivals between two hours of the day: the integral of 10 (1 + .8 sin(2 pi (h - 14) / 24)). */
static double expected(double from, double until)
{
	const double turn = 2 * M_PI / 24;
	return 10 * ((until - from) - .8 / turn * (cos(turn * (until - 14)) - cos(turn * (from - 14))));
}

static void a_day_of_arrivals(void **state)
{
	enum { DAYS = 200000, TIMES = 100000 };
	double curve[MINUTES], sum[MINUTES], chi = 0, together = 0, far = 0;
	static double rescaled[TIMES];
	int64_t hours[24] = { 0 }, all = 0;
	int kept = 0;
	struct sample counts = { 0 }, product = { 0 }, morning = { 0 }, evening = { 0 };
	for (int i = 0; i < MINUTES; i++)
		curve[i] = expected(i / 60.0, (i + 1) / 60.0);
	arrive_curve(curve, MINUTES, sum);
	NEAR(sum[MINUTES - 1], 240, 1e-9);
	NEAR(arrive_share(sum, MINUTES, 21 * 60) - arrive_share(sum, MINUTES, 20 * 60), .074621, 1e-6);
	for (int day = 0; day < DAYS; day++) {
		int64_t n = arrive_count(240, rng_draw(theory_key(30), 1, (uint64_t)day, 0, 0).u[0]);
		int in_morning = 0, in_evening = 0;
		sample_add(&counts, (double)n);
		/* the times of every tenth day */
		for (int64_t i = 0; day % 10 == 0 && i < n; i++) {
			double at = arrive_time(sum, MINUTES, rng_draw(theory_key(30), 2, (uint64_t)day, (uint64_t)i, 0).u[0]);
			int h = (int)(at / 60);
			hours[h]++;
			all++;
			in_morning += h == 8;
			in_evening += h == 20;
			if (kept < TIMES)
				rescaled[kept++] = expected(0, at / 60) / 240;
		}
		if (day % 10 == 0) {
			sample_add(&morning, in_morning);
			sample_add(&evening, in_evening);
			sample_add(&product, (double)in_morning * in_evening);
		}
	}
	SAMPLE_NEAR(&counts, 240);
	NEAR(sample_variance(&counts) / sample_mean(&counts), 1, .01);
	for (int h = 0; h < 24; h++) {
		double should = (double)all * expected(h, h + 1) / 240;
		chi += ((double)hours[h] - should) * ((double)hours[h] - should) / should;
	}
	assert_true(chi < 62);
	/* hours don't know of each other, and each is Poisson */
	together = sample_mean(&product) - sample_mean(&morning) * sample_mean(&evening);
	NEAR(together, 0, 4.5 * sqrt(sample_variance(&morning) * sample_variance(&evening) / product.n));
	NEAR(sample_variance(&evening) / sample_mean(&evening), 1, 4.5 * sqrt(2.0 / evening.n) + .002);
	/* times at the scale of the running intensity are uniform: Kolmogorov, one in ten thousand */
	assert_int_equal(kept, TIMES);
	qsort(rescaled, TIMES, sizeof *rescaled, by_size);
	for (int i = 0; i < TIMES; i++)
		far = fmax(far, fmax(fabs(rescaled[i] - (double)i / TIMES), fabs(rescaled[i] - (i + 1.0) / TIMES)));
	assert_true(far < 2.23 / sqrt(TIMES));
}

static void steps_and_times(void **state)
{
	static const double weight[5] = { 0, 2, 0, 6, 0 };
	double sum[5];
	arrive_curve(weight, 5, sum);
	assert_int_equal(arrive_step(sum, 5, 0), 1);
	assert_int_equal(arrive_step(sum, 5, UINT32_MAX), 3);
	assert_int_equal(arrive_step(sum, 5, UINT32_MAX / 4), 1);
	assert_int_equal(arrive_step(sum, 5, UINT32_MAX / 4 + 1), 3);
	for (uint32_t k = 0; k < 1000; k++) {
		uint32_t u = k * 4294967u;
		NEAR(arrive_share(sum, 5, arrive_time(sum, 5, u)), rng_uniform(u), 1e-12);
	}
}

static void zipf(int q, double s, double first, double ten, double hundred, double bits, double distinct)
{
	enum { DRAWS = 100000, ROUNDS = 10 };
	double *p = malloc((size_t)q * sizeof *p), sum = 0, entropy = 0, chi = 0;
	struct arrive_alias *t = malloc((size_t)q * sizeof *t);
	uint32_t *work = malloc((size_t)q * sizeof *work);
	int *hits = calloc((size_t)q, sizeof *hits);
	arrive_zipf(q, s, p);
	NEAR(p[0], first, 1e-6);
	for (int k = 0; k < q; k++) {
		sum += p[k];
		entropy -= p[k] * log2(p[k]);
		if (k == 9)
			NEAR(sum, ten, 1e-6);
		if (k == 99)
			NEAR(sum, hundred, 1e-6);
	}
	NEAR(sum, 1, 1e-9);
	NEAR(entropy, bits, 1e-4);
	arrive_alias_make(p, q, work, t);
	/* what the table really gives */
	double *given = calloc((size_t)q, sizeof *given);
	for (int k = 0; k < q; k++) {
		double keep = t[k].keep * 0x1p-32;
		given[k] += keep / q;
		given[t[k].other] += (1 - keep) / q;
	}
	for (int k = 0; k < q; k++)
		NEAR(given[k], p[k], 1e-9);
	free(given);
	for (int i = 0; i < DRAWS * ROUNDS; i++) {
		struct draw d = rng_draw(theory_key(31), 1, (uint64_t)i, (uint64_t)(s * 10), 0);
		hits[arrive_alias_pick(t, q, d.u[0], d.u[1])]++;
		if (i == DRAWS - 1) {
			int seen = 0;
			for (int k = 0; k < q; k++)
				seen += hits[k] > 0;
			NEAR(seen, distinct, 30);
		}
	}
	for (int k = 0; k < 100; k++) {
		double should = p[k] * DRAWS * ROUNDS;
		chi += (hits[k] - should) * (hits[k] - should) / should;
	}
	assert_true(chi < 100 + 4.5 * sqrt(200));
	free(p);
	free(t);
	free(work);
	free(hits);
}

static void queries(void **state)
{
	zipf(5000, 1.0, .109956, .322059, .570386, 8.9274, 4854.9);
	zipf(5000, 0.8, .043427, .154823, .353256, 10.6164, 4992.2);
}

static void alias_of_few(void **state)
{
	static const double p[4] = { 0.5, 0, 0.5, 0 }, one[1] = { 1 };
	struct arrive_alias t[4];
	uint32_t work[4];
	arrive_alias_make(p, 4, work, t);
	for (uint32_t i = 0; i < 4000; i++) {
		struct draw d = rng_draw(theory_key(32), 1, i, 0, 0);
		assert_int_equal(arrive_alias_pick(t, 4, d.u[0], d.u[1]) & 1, 0);
	}
	arrive_alias_make(one, 1, work, t);
	assert_int_equal(arrive_alias_pick(t, 1, UINT32_MAX, UINT32_MAX), 0);
}

static void repeat_purchases(void **state)
{
	enum { CUSTOMERS = 400000 };
	const struct arrive_customers cdnow = { .243, 4.414, .793, 2.426 };
	struct sample repeats = { 0 };
	int none = 0;
	NEAR(arrive_repeats_mean(&cdnow, 39), 1.196723, 1e-6);
	NEAR(arrive_repeats_none(&cdnow, 39), .573786, 1e-6);
	for (int i = 0; i < CUSTOMERS; i++) {
		int n = arrive_repeats(&cdnow, 39, theory_key(33), 1, (uint64_t)i);
		sample_add(&repeats, n);
		none += n == 0;
	}
	SAMPLE_NEAR(&repeats, 1.196723);
	SHARE_NEAR(none, CUSTOMERS, .573786);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_of_arrivals),
		cmocka_unit_test(steps_and_times),
		cmocka_unit_test(queries),
		cmocka_unit_test(alias_of_few),
		cmocka_unit_test(repeat_purchases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
