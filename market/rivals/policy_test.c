/* Rivals' policies and the prices on their labels. */
#include "market/rivals/inside.h"
#include "tests/cmocka.h"

#include <math.h>

static bool near_to(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

static void test_follower(void **state)
{
	struct world *w = world_create();
	const struct world_params *k = &w->params;
	struct outlook v = { .similar = 0.05, .sales = 0.1, .over_ref = 1, .cover_days = 45 };
	assert_true(near_to(policy_step(k, POLICY_FOLLOWER, &v), 0.3 * 0.05 + 0.1 * 0.1));
	v.similar = 1;
	assert_true(near_to(policy_step(k, POLICY_FOLLOWER, &v), 0.03));
	v.similar = -1;
	assert_true(near_to(policy_step(k, POLICY_FOLLOWER, &v), -0.03));
	world_destroy(w);
}

static void test_premium(void **state)
{
	struct world *w = world_create();
	const struct world_params *k = &w->params;
	struct outlook v = { .similar = -0.5, .sales = -1, .over_ref = 1.2, .cover_days = 45 };
	assert_true(near_to(policy_step(k, POLICY_PREMIUM, &v), -0.03));
	/* no further down than to the reference */
	v.over_ref = 1.01;
	assert_true(near_to(policy_step(k, POLICY_PREMIUM, &v), 1 / 1.01 - 1));
	v.over_ref = 0.9;
	assert_true(near_to(policy_step(k, POLICY_PREMIUM, &v), 0));
	v.similar = 0.05;
	v.sales = 0;
	assert_true(near_to(policy_step(k, POLICY_PREMIUM, &v), 0.015));
	world_destroy(w);
}

static void test_clearer_sleeper(void **state)
{
	struct world *w = world_create();
	const struct world_params *k = &w->params;
	struct outlook v = { .similar = 0.5, .sales = 1, .over_ref = 1, .cover_days = 90 };
	assert_true(near_to(policy_step(k, POLICY_CLEARER, &v), 0));
	v.cover_days = 91;
	assert_true(near_to(policy_step(k, POLICY_CLEARER, &v), -0.03));
	assert_true(near_to(policy_step(k, POLICY_SLEEPER, &v), 0));
	world_destroy(w);
}

static void test_labels(void **state)
{
	assert_int_equal(nice_price(1234, 2, false), 1249);
	assert_int_equal(nice_price(2460, 2, false), 2499);
	assert_int_equal(nice_price(2440, 2, false), 2399);
	assert_int_equal(nice_price(12345, 2, false), 12499);
	assert_int_equal(nice_price(3, 2, false), 49);
	assert_int_equal(nice_price(1951, 0, false), 1980);
	assert_int_equal(nice_price(14801, 0, false), 14980);
	assert_int_equal(nice_price(2043, 2, true), 2039);
	assert_int_equal(nice_price(1987, 0, true), 1990);
	for (int64_t v = 1; v < 50000; v += 7)
		for (int decimals = 0; decimals <= 2; decimals += 2) {
			int64_t once = nice_price(v, decimals, false);
			assert_true(once > 0 && nice_price(once, decimals, false) == once);
			assert_true(v < 2000 || fabs((double)once / (double)v - 1) < 0.03);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_follower),
		cmocka_unit_test(test_premium),
		cmocka_unit_test(test_clearer_sleeper),
		cmocka_unit_test(test_labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
