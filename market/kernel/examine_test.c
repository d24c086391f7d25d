/* Examination and clicks against closed forms (docs/model.md): checks 10, 11, 11b, 11c. */
#include "market/kernel/examine.h"
#include "tests/theory.h"

enum { N = 1000000, PLACES = 5 };

static const double theta[PLACES] = { .68, .61, .48, .34, .28 }, a[PLACES] = { .3, .2, .4, .1, .25 };

static void draws(uint64_t session, struct draw *d)
{
	for (int i = 0; i < PLACES; i++)
		d[i] = rng_draw(theory_key(10), 1, session, (uint64_t)i + 100, 0);
}

static void position_based(void **state)
{
	static const double should[PLACES] = { .204, .122, .192, .034, .070 };
	int clicks[PLACES] = { 0 };
	double expected[PLACES];
	for (int s = 0; s < N; s++) {
		struct draw d[PLACES];
		bool clicked[PLACES];
		draws((uint64_t)s, d);
		examine_by_position(theta, a, d, PLACES, clicked);
		for (int i = 0; i < PLACES; i++)
			clicks[i] += clicked[i];
	}
	examine_expect_by_position(theta, a, PLACES, expected);
	for (int i = 0; i < PLACES; i++) {
		SHARE_NEAR(clicks[i], N, should[i]);
		NEAR(expected[i], should[i], 1e-9);
	}
}

static void cascade(void **state)
{
	static const double should[PLACES] = { .30, .14, .224, .0336, .0756 };
	int clicks[PLACES] = { 0 }, none = 0;
	double expected[PLACES];
	for (int s = 0; s < N; s++) {
		struct draw d[PLACES];
		bool clicked[PLACES];
		draws((uint64_t)s, d);
		int n = examine_cascade(a, d, PLACES, clicked);
		assert_true(n <= 1);
		none += !n;
		for (int i = 0; i < PLACES; i++)
			clicks[i] += clicked[i];
	}
	examine_expect_dbn(a, 1, 1, PLACES, expected);
	for (int i = 0; i < PLACES; i++) {
		SHARE_NEAR(clicks[i], N, should[i]);
		NEAR(expected[i], should[i], 1e-9);
	}
	SHARE_NEAR(none, N, .2268);
}

static void bayesian_network(void **state)
{
	static const double should[PLACES] = { .3, .153, .24786, .044615, .095364 };
	int clicks[PLACES] = { 0 };
	double expected[PLACES];
	for (int s = 0; s < N; s++) {
		struct draw d[PLACES];
		bool clicked[PLACES];
		draws((uint64_t)s, d);
		examine_dbn(a, .5, .9, d, PLACES, clicked);
		for (int i = 0; i < PLACES; i++)
			clicks[i] += clicked[i];
	}
	examine_expect_dbn(a, .5, .9, PLACES, expected);
	for (int i = 0; i < PLACES; i++) {
		SHARE_NEAR(clicks[i], N, should[i]);
		NEAR(expected[i], should[i], 1e-6);
	}
}

static void geometric_depth(void **state)
{
	struct sample depth = { 0 };
	for (int s = 0; s < N; s++) {
		int n = examine_depth(0.93, rng_draw(theory_key(11), 1, (uint64_t)s, 0, 0).u[1]);
		assert_true(n >= 1);
		sample_add(&depth, n < 52 ? n : 52);
	}
	SAMPLE_NEAR(&depth, 13.957607);
	NEAR(examine_mean_depth(0.93, 52), 13.957607, 1e-6);
}

/* The table gives the depths of the formula. */
static void depth_by_table(void **state)
{
	static const double gamma[] = { .93, .65, .96, .02, .9999 };
	struct examine_depths t;
	for (int g = 0; g < 5; g++) {
		examine_depths_make(gamma[g], &t);
		for (uint32_t s = 0; s < 200000; s++) {
			uint32_t u = rng_draw(theory_key(13), 1, s, 0, 0).u[0] >> s % 31;
			int should = examine_depth(gamma[g], u), is = examine_depth_by(&t, u);
			if (is != (should < EXAMINE_DEPTHS ? should : EXAMINE_DEPTHS))
				fail_msg("gamma %.4f: the draw %u looks at %d places, should at %d", gamma[g], u, is, should);
		}
	}
}

/* The hasty and the patient: the mean depth is the mixture of the two, and clicks fall with the place as looks do. */
static void mixed_depth(void **state)
{
	struct sample depth = { 0 };
	int clicks[PLACES] = { 0 };
	for (int s = 0; s < N; s++) {
		struct draw own = rng_draw(theory_key(12), 1, (uint64_t)s, 0, 0), d[PLACES];
		bool clicked[PLACES];
		int n = examine_depth_mixed(.65, .65, .96, own.u[0], own.u[1]);
		sample_add(&depth, n < 48 ? n : 48);
		draws((uint64_t)s, d);
		examine_geometric(a, n, d, PLACES, clicked);
		for (int i = 0; i < PLACES; i++)
			clicks[i] += clicked[i];
	}
	SAMPLE_NEAR(&depth, .65 * examine_mean_depth(.65, 48) + .35 * examine_mean_depth(.96, 48));
	double hasty[PLACES], patient[PLACES];
	examine_expect_geometric(a, .65, PLACES, hasty);
	examine_expect_geometric(a, .96, PLACES, patient);
	for (int i = 0; i < PLACES; i++)
		SHARE_NEAR(clicks[i], N, .65 * hasty[i] + .35 * patient[i]);
}

/* A listing's own draw decides its click wherever it stands, as long as it is looked at. */
static void luck_moves_along(void **state)
{
	for (int s = 0; s < 10000; s++) {
		struct draw d[PLACES], moved[PLACES];
		double other[PLACES];
		bool clicked[PLACES], again[PLACES];
		draws((uint64_t)s, d);
		for (int i = 0; i < PLACES; i++) {
			moved[i] = d[(i + 2) % PLACES];
			other[i] = a[(i + 2) % PLACES];
		}
		examine_geometric(a, PLACES, d, PLACES, clicked);
		examine_geometric(other, PLACES, moved, PLACES, again);
		for (int i = 0; i < PLACES; i++)
			assert_int_equal(again[i], clicked[(i + 2) % PLACES]);
	}
}

static void click_given_a_look(void **state)
{
	NEAR(examine_click_probability(ex_log(0.3 / 0.7)), 0.3, 1e-12);
	NEAR(examine_click_probability(-800), 0, 1e-12);
	NEAR(examine_click_probability(800), 1, 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(position_based),
		cmocka_unit_test(cascade),
		cmocka_unit_test(bayesian_network),
		cmocka_unit_test(geometric_depth),
		cmocka_unit_test(depth_by_table),
		cmocka_unit_test(mixed_depth),
		cmocka_unit_test(luck_moves_along),
		cmocka_unit_test(click_given_a_look),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
