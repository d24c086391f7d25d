/* Figures of docs/model.md, "Review" and "Return". */
#include "base/exact.h"
#include "market/orders/inside.h"
#include "tests/cmocka.h"

#include <math.h>

enum { GRID = 20000 };

static double noise(int i)
{
	return ex_normal_quantile((i + 0.5) / GRID);
}

static void test_stars_of_lateness(void **state)
{
	/* Olist, half A: 4.28 on time, 2.55 late; late as days after the promise, most of them well beyond its middle */
	assert_true(fabs(review_mean_stars(0, -7) - 4.28) < 0.15);
	assert_true(fabs(review_mean_stars(0, -12) - 4.28) < 0.15);
	assert_true(review_mean_stars(0, -1) > 3.9 && review_mean_stars(0, -1) < 4.28);
	assert_true(review_mean_stars(0, 3) < 3.9 && review_mean_stars(0, 3) > 2.6);
	assert_true(fabs(review_mean_stars(0, 12) - 2.0) < 0.35);
	assert_true(fabs(review_mean_stars(0, REVIEW_NEVER) - review_mean_stars(0, 30)) < 0.01);
	for (double late = -10; late < 20; late += 0.5)
		assert_true(review_mean_stars(0, late + 0.5) < review_mean_stars(0, late) + 1e-12);
	for (double gap = -2; gap < 2; gap += 0.1)
		assert_true(review_mean_stars(gap + 0.1, 0) > review_mean_stars(gap, 0));
}

static void test_stars_are_cut(void **state)
{
	static const double late[] = { -7, 0, 4, REVIEW_NEVER };
	for (size_t k = 0; k < sizeof late / sizeof *late; k++) {
		double sum = 0, z;
		int last = 1;
		for (int i = 0; i < GRID; i++) {
			int stars = review_stars(0.2, late[k], noise(i), &z);
			assert_true(stars >= last && stars <= 5);
			last = stars;
			sum += stars;
		}
		assert_true(fabs(sum / GRID - review_mean_stars(0.2, late[k])) < 1e-3);
	}
	double z;
	assert_int_equal(review_stars(0, 1000, -20, &z), 1);
	assert_int_equal(review_stars(0, -7, 20, &z), 5);
	assert_true(z > 20);
}

static void test_who_writes(void **state)
{
	struct world *w = world_create();
	/* p0 (1 + z2 / 2), at most 1: the angry and the delighted write */
	assert_true(fabs(review_writes(w, 0) - 0.03) < 1e-12);
	assert_true(fabs(review_writes(w, -2) - 0.09) < 1e-12);
	assert_true(review_writes(w, 2) == review_writes(w, -2));
	assert_true(review_writes(w, 100) == 1);
	for (double gap = -1.5; gap < 2; gap += 0.5) {
		double stars = 0, all = 0, z;
		for (int i = 0; i < GRID; i++) {
			int n = review_stars(gap, 0, noise(i), &z);
			double p = review_writes(w, z);
			stars += p * n;
			all += p;
		}
		assert_true(fabs(stars / all - review_mean_written(w, gap, 0)) < 0.005);
	}
	world_destroy(w);
}

static void test_return_level(void **state)
{
	static const double rates[] = { 0.01, 0.05, 0.085, 0.2, 0.5 };
	for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
		double level = return_level(rates[k]), sum = 0;
		for (int i = 0; i < GRID; i++)
			sum += 1 / (1 + exp(noise(i) - level));
		assert_true(fabs(sum / GRID / rates[k] - 1) < 0.01);
		/* the unhappy give back more */
		assert_true(ex_logistic(level + 1.5) > 2 * rates[k] || rates[k] > 0.4);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stars_of_lateness),
		cmocka_unit_test(test_stars_are_cut),
		cmocka_unit_test(test_who_writes),
		cmocka_unit_test(test_return_level),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
