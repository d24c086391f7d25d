/* The session kernel against closed forms (docs/model.md): checks 7, 8, 10, 11b, 16, 18. */
#include "market/kernel/session.h"
#include "market/kernel/choose.h"
#include "market/kernel/examine.h"
#include "tests/theory.h"

#include <stdlib.h>

enum { N = 1000000, PART = 50000, CLICK = 6, OUTSIDE = 7 };

/* goods that everybody looks at and clicks */
static void stand(struct session_page *p, const float *value, const float *price, int n, int without)
{
	struct session_place v[SESSION_PLACES];
	int k = 0;
	for (int i = 0; i < n; i++)
		if (i != without)
			v[k++] = (struct session_place){ .listing = 100 + (uint64_t)i, .item = session_item(100 + (uint64_t)i), .click = { 16, 16 }, .value = value[i], .price = price ? price[i] : 0 };
	session_page_make(p, v, k);
}

/* Sessions `from` to from + PART before a page; alphas by session, or one for all. ret_winner[PART]: place of the first alternative, -1 for none. */
static void visit(const struct session_page *p, uint64_t stream, uint64_t from, const float *alphas, float alpha, int *ret_winner)
{
	struct session_visitor *v = calloc(PART, sizeof *v);
	struct session_counts counts = { 0 };
	struct session_log log = { 0 };
	for (uint32_t i = 0; i < PART; i++) {
		v[i] = (struct session_visitor){ .id = from + i, .alpha = alphas ? alphas[i] : alpha, .depth = SESSION_PLACES };
		ret_winner[i] = -1;
	}
	const struct session_call c = { .key = theory_key(stream), .click = CLICK, .outside = OUTSIDE, .page = p, .visitor = v, .n = PART };
	session_run(&c, &counts, &log);
	for (uint32_t i = 0; i < log.n_outcomes; i++)
		ret_winner[log.outcome[i].visitor] = log.outcome[i].place[0];
	session_log_fini(&log);
	free(v);
}

static void race_is_logit(void **state)
{
	static const float utility[4] = { 1, 0.5f, 0, -0.5f };
	static const double share[5] = { .389800, .236426, .143399, .086976, .143399 }, dropped[5] = { .510493, 0, .187800, .113906, .187800 };
	static int first[PART], second[PART];
	int won[5] = { 0 }, without[5] = { 0 };
	double chi = 0;
	struct session_page all, rest;
	stand(&all, utility, NULL, 4, -1);
	stand(&rest, utility, NULL, 4, 1);
	for (uint64_t from = 0; from < N; from += PART) {
		visit(&all, 40, from, NULL, 0, first);
		visit(&rest, 40, from, NULL, 0, second);
		for (int i = 0; i < PART; i++) {
			int a = first[i] < 0 ? 4 : first[i], b = second[i] < 0 ? 4 : second[i] + (second[i] > 0);
			won[a]++;
			without[b]++;
			/* only those who had chosen what is dropped choose anew */
			if (a != 1 && a != b)
				fail_msg("session %d went from %d to %d", i, a, b);
		}
	}
	for (int i = 0; i < 5; i++) {
		SHARE_NEAR(won[i], N, share[i]);
		SHARE_NEAR(without[i], N, dropped[i]);
		chi += (won[i] - N * share[i]) * (won[i] - N * share[i]) / (N * share[i]);
	}
	assert_true(chi < 31);
}

/* Orders to be expected are the logit's shares, and what is ordered agrees with them. A heavy outside alternative decides the race at tiny draws. */
static void heavy_outside(void **state)
{
	enum { EACH = 50000 };
	static const float value[3] = { 0.2f, -1, 0.7f };
	struct session_page p;
	struct session_counts counts = { 0 };
	struct session_log log = { 0 };
	struct session_visitor *v = calloc(EACH, sizeof *v);
	double w[4], all = ex_exp(6);
	stand(&p, value, NULL, 3, -1);
	for (int i = 0; i < 3; i++)
		all += w[i] = ex_exp((double)value[i]);
	for (uint64_t round = 0; round < 20; round++) {
		for (uint32_t i = 0; i < EACH; i++)
			v[i] = (struct session_visitor){ .id = round * EACH + i, .outside = 6, .depth = 3 };
		const struct session_call c = { .key = theory_key(41), .click = CLICK, .outside = OUTSIDE, .page = &p, .visitor = v, .n = EACH };
		session_run(&c, &counts, &log);
	}
	int won[3] = { 0 };
	for (uint32_t i = 0; i < log.n_outcomes; i++)
		won[log.outcome[i].place[0]]++;
	for (int i = 0; i < 3; i++) {
		SHARE_NEAR(won[i], N, w[i] / all);
		/* a click that fails to come is 1 in 9 million; an expectation is rounded to 2^-20 */
		NEAR((double)counts.expected[i] / N, 0x1p20 * w[i] / all, 0.51);
	}
	session_log_fini(&log);
	free(v);
}

static const float quality[3] = { 1.5f, 2, 2.4f }, price[3] = { 20, 25, 30 };

static void elasticity_by_simulation(void **state)
{
	enum { SESSIONS = 4000000 };
	static const float up[3] = { 20.2f, 25, 30 }, down[3] = { 19.8f, 25, 30 };
	static int winner[PART];
	struct session_page p[2];
	int sold[2][3] = { { 0 } };
	stand(&p[0], quality, up, 3, -1);
	stand(&p[1], quality, down, 3, -1);
	for (uint64_t from = 0; from < SESSIONS; from += PART)
		for (int k = 0; k < 2; k++) {
			visit(&p[k], 42, from, NULL, .08f, winner);
			for (int i = 0; i < PART; i++)
				if (winner[i] >= 0)
					sold[k][winner[i]]++;
		}
	double own = (sold[0][0] - sold[1][0]) / (.02 * 0.5 * (sold[0][0] + sold[1][0]));
	double cross = (sold[0][1] - sold[1][1]) / (.02 * 0.5 * (sold[0][1] + sold[1][1]));
	NEAR(own, -1.229245, .03 * 1.229245);
	NEAR(cross, .370755, .03 * .370755);
}

static void mixed_logit(void **state)
{
	static const double should[3] = { .21243137, .23327727, .23657039 };
	static float alpha[PART];
	static int winner[PART], without[PART];
	struct session_page all, two;
	int won[3] = { 0 }, left[2] = { 0 };
	stand(&all, quality, price, 3, -1);
	stand(&two, quality, price, 3, 2);
	for (uint64_t from = 0; from < N; from += PART) {
		for (uint64_t i = 0; i < PART; i++)
			alpha[i] = (float)choose_alpha(-2.5, .4, rng_draw(theory_key(43), 1, from + i, 0, 0).u[0]);
		visit(&all, 44, from, alpha, 0, winner);
		visit(&two, 44, from, alpha, 0, without);
		for (int i = 0; i < PART; i++) {
			if (winner[i] >= 0)
				won[winner[i]]++;
			if (without[i] >= 0)
				left[without[i]]++;
		}
	}
	for (int i = 0; i < 3; i++)
		SHARE_NEAR(won[i], N, should[i]);
	/* irrelevant alternatives do matter here: the ratio of two shares moves when the third goes (0.9106 to 0.8975), at common draws */
	assert_true((double)left[0] / left[1] - (double)won[0] / won[1] < -0.01);
}

/* Price of good 0 five percent down, once with the same luck and once with other luck. */
static void common_draws(void **state)
{
	enum { SESSIONS = 200000 };
	static const float cheaper[3] = { 19, 25, 30 };
	static int was[PART], is[PART], elsewhere[PART];
	struct session_page before, after;
	struct sample same = { 0 }, other = { 0 };
	int switched = 0, lost = 0;
	stand(&before, quality, price, 3, -1);
	stand(&after, quality, cheaper, 3, -1);
	for (uint64_t from = 0; from < SESSIONS; from += PART) {
		visit(&before, 45, from, NULL, .08f, was);
		visit(&after, 45, from, NULL, .08f, is);
		visit(&after, 46, from, NULL, .08f, elsewhere);
		for (int i = 0; i < PART; i++) {
			sample_add(&same, (is[i] == 0) - (was[i] == 0));
			sample_add(&other, (elsewhere[i] == 0) - (was[i] == 0));
			switched += was[i] != is[i] && was[i] != 0 && is[i] != 0;
			lost += was[i] == 0 && is[i] != 0;
		}
	}
	SAMPLE_NEAR(&same, .014547);
	NEAR(sample_variance(&same), .01432, 4.5 * .01432 / ex_sqrt(SESSIONS * .014547));
	NEAR(sample_variance(&other), .36429, .01);
	NEAR(sample_variance(&other) / sample_variance(&same), 25.4, 2.5);
	assert_int_equal(switched, 0);
	assert_int_equal(lost, 0);
}

/* Depths drawn so that place k is looked at with probability theta_k, and the attraction as a utility: clicks come with the product. */
static void position_based(void **state)
{
	static const double theta[5] = { .68, .61, .48, .34, .28 }, a[5] = { .3, .2, .4, .1, .25 }, should[5] = { .204, .122, .192, .034, .070 };
	struct session_place places[5] = { { 0 } };
	struct session_page p;
	struct session_counts counts = { 0 };
	struct session_log log = { 0 };
	struct session_visitor *v = calloc(N, sizeof *v);
	uint32_t looked[SESSION_PLACES];
	for (int i = 0; i < 5; i++) {
		places[i].listing = 100 + (uint64_t)i;
		places[i].item = session_item(places[i].listing);
		places[i].click[1] = (float)ex_log(a[i] / (1 - a[i]));
	}
	session_page_make(&p, places, 5);
	for (uint32_t i = 0; i < N; i++) {
		double u = rng_uniform(rng_draw(theory_key(47), 1, i, 0, 0).u[0]);
		v[i] = (struct session_visitor){ .id = i, .outside = 6, .buys = true };
		while (v[i].depth < 5 && u < theta[v[i].depth])
			v[i].depth++;
	}
	const struct session_call c = { .key = theory_key(48), .click = CLICK, .outside = OUTSIDE, .page = &p, .visitor = v, .n = N };
	session_run(&c, &counts, &log);
	session_examined(&counts, looked);
	for (int i = 0; i < 5; i++) {
		SHARE_NEAR(looked[i], N, theta[i]);
		SHARE_NEAR(counts.clicks[i], N, should[i]);
	}
	session_log_fini(&log);
	free(v);
}

static void geometric_depth(void **state)
{
	struct session_place places[SESSION_PLACES] = { { 0 } };
	struct session_page p;
	struct session_counts counts = { 0 };
	struct session_log log = { 0 };
	struct session_visitor *v = calloc(N, sizeof *v);
	struct sample depth = { 0 };
	uint32_t looked[SESSION_PLACES];
	double sum = 0;
	for (int i = 0; i < SESSION_PLACES; i++)
		places[i] = (struct session_place){ .listing = 100 + (uint64_t)i, .item = session_item(100 + (uint64_t)i), .click = { -30, -30 } };
	session_page_make(&p, places, SESSION_PLACES);
	for (uint32_t i = 0; i < N; i++) {
		int d = examine_depth(.93, rng_draw(theory_key(49), 1, i, 0, 0).u[0]);
		v[i] = (struct session_visitor){ .id = i, .depth = (uint8_t)(d < 255 ? d : 255) };
		sample_add(&depth, d < SESSION_PLACES ? d : SESSION_PLACES);
	}
	const struct session_call c = { .key = theory_key(50), .click = CLICK, .outside = OUTSIDE, .page = &p, .visitor = v, .n = N };
	session_run(&c, &counts, &log);
	session_examined(&counts, looked);
	for (int i = 0; i < SESSION_PLACES; i++)
		sum += looked[i];
	SAMPLE_NEAR(&depth, 13.957607);
	NEAR(sum / N, 13.957607, 1e-2 + 4.5 * sample_error(&depth));
	NEAR(sum / N, sample_mean(&depth), 1e-9);
	assert_int_equal(log.n_clicks, 0);
	session_log_fini(&log);
	free(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(race_is_logit),
		cmocka_unit_test(heavy_outside),
		cmocka_unit_test(elasticity_by_simulation),
		cmocka_unit_test(mixed_logit),
		cmocka_unit_test(common_draws),
		cmocka_unit_test(position_based),
		cmocka_unit_test(geometric_depth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
