/* The session kernel: all paths alike, the definition against the kernels of one session, and what stands twice. */
#include "market/kernel/session_inside.h"
#include "market/kernel/choose.h"
#include "market/kernel/examine.h"
#include "tests/theory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES = 40, VISITORS = 20000, ADJUSTS = 4000, CLICK = 6, OUTSIDE = 7 };

/* Pages of every length, some with a listing in a sponsored place and again below; visitors of both missions and every depth, some with memories. */
struct scene {
	struct session_place place[PAGES][SESSION_PLACES];
	int n[PAGES];
	struct session_page page[PAGES];
	struct session_visitor visitor[VISITORS];
	struct session_adjust adjust[ADJUSTS];
	uint32_t n_adjusts;
};

static struct scene *scene_make(void)
{
	struct scene *s = calloc(1, sizeof *s);
	struct rng_key key = theory_key(60);
	for (int p = 0; p < PAGES; p++) {
		s->n[p] = p < SESSION_PLACES / 2 ? 2 * p + p % 2 : SESSION_PLACES - p % 3;
		if (s->n[p] > SESSION_PLACES)
			s->n[p] = SESSION_PLACES;
		for (int i = 0; i < s->n[p]; i++) {
			struct draw d = rng_draw(key, 1, (uint64_t)p, (uint64_t)i, 0), e = rng_draw(key, 2, (uint64_t)p, (uint64_t)i, 0);
			double price = 1.8 * rng_uniform(d.u[0]) - .9;
			struct session_place *v = &s->place[p][i];
			*v = (struct session_place){ .listing = 1 + d.u[1] % 5000, .price = (float)price, .click_price = (float)(.4 * price),
				.value = (float)(.5 * rng_normal(d.u[2])), .paid = i < 2 || i == 16 || i == 33 };
			v->click[0] = (float)(-3 + .6 * rng_normal(e.u[0]));
			v->click[1] = v->click[0] + 3.2f;
			if (i > 3 && d.u[3] % 8 == 0)
				v->listing = s->place[p][e.u[1] % (uint32_t)i].listing;
			v->leads = p % 3 == 0 && i % 2;
			if (p % 4 == 1 && i % 10 == 7) /* nothing stands there */
				v->listing = 0;
		}
		/* a page of good offers, where many beat the outside alternative */
		if (p == PAGES - 1)
			for (int i = 0; i < s->n[p]; i++)
				s->place[p][i].value += 4;
		for (int i = 0; i < s->n[p]; i++)
			s->place[p][i].item = session_item(s->place[p][i].listing);
		session_page_make(&s->page[p], s->place[p], s->n[p]);
	}
	for (uint32_t i = 0; i < VISITORS; i++) {
		struct draw d = rng_draw(key, 3, i, 0, 0), e = rng_draw(key, 4, i, 0, 0);
		struct session_visitor *v = &s->visitor[i];
		*v = (struct session_visitor){ .id = hash_id(9, 1, i), .page = d.u[0] % PAGES, .alpha = (float)(3 * ex_exp(.4 * rng_normal(d.u[1]) - .08)),
			.depth = (uint8_t)(1 + (d.u[3] % 3 ? e.u[0] % 8 : e.u[0] % 255)), .buys = d.u[2] % 4 == 0 };
		v->outside = v->buys ? 1.3f : 6;
		v->remembers = i % 16 == 9;
		if (i % 16 == 5 && s->n_adjusts + 2 <= ADJUSTS) {
			v->adjust = s->n_adjusts;
			v->n_adjust = 2;
			s->adjust[s->n_adjusts++] = (struct session_adjust){ 1.7f, 0 };
			s->adjust[s->n_adjusts++] = (struct session_adjust){ -1.5f, (uint8_t)(1 + e.u[1] % 51) };
		}
	}
	return s;
}

/* Behind his clicks on every third page a visitor may meet a further offer, which the log calls 100 and, if it is a paid one, 101. */
static int more(void *arg, uint32_t visitor, const uint8_t *places, int n, struct session_more *ret)
{
	const struct scene *s = arg;
	const struct session_visitor *v = &s->visitor[visitor];
	struct draw d = rng_draw(theory_key(65), 1, v->id, places[n - 1], 0);
	if (d.u[0] % 2)
		return 0;
	ret[0] = (struct session_more){ (float)(4 + rng_normal(d.u[1])), d.u[2], (uint8_t)(100 + d.u[3] % 2), d.u[3] % 2 };
	return 1;
}

static float felt(void *arg, uint32_t visitor, int place)
{
	const struct scene *s = arg;
	return (float)(visitor % 5 + s->page[s->visitor[visitor].page].item[place] % 3) - 3;
}

static struct session_call call_of(const struct scene *s, uint32_t first, uint32_t n)
{
	return (struct session_call){ .key = theory_key(61), .click = CLICK, .outside = OUTSIDE, .page = s->page, .visitor = s->visitor, .first = first, .n = n,
		.adjust = s->adjust, .more = more, .felt = felt, .arg = (void *)(uintptr_t)s };
}

static void same(const struct session_counts *a, const struct session_log *x, const struct session_counts *b, const struct session_log *y)
{
	for (int p = 0; p < PAGES; p++) {
		assert_memory_equal(a[p].expected, b[p].expected, sizeof a[p].expected);
		assert_memory_equal(a[p].clicks, b[p].clicks, sizeof a[p].clicks);
		assert_memory_equal(a[p].looked, b[p].looked, sizeof a[p].looked);
	}
	assert_int_equal(x->n_clicks, y->n_clicks);
	assert_int_equal(x->n_outcomes, y->n_outcomes);
	for (uint32_t i = 0; i < x->n_clicks; i++) {
		assert_int_equal(x->click[i].visitor, y->click[i].visitor);
		assert_int_equal(x->click[i].place, y->click[i].place);
		assert_int_equal(x->click[i].paid, y->click[i].paid);
		assert_int_equal(x->click[i].expected, y->click[i].expected);
	}
	for (uint32_t i = 0; i < x->n_outcomes; i++) {
		assert_int_equal(x->outcome[i].visitor, y->outcome[i].visitor);
		assert_int_equal(x->outcome[i].n, y->outcome[i].n);
		assert_memory_equal(x->outcome[i].place, y->outcome[i].place, SESSION_ALTERNATIVES);
	}
}

/* Every path, whole and in parts of any size: the same counts and the same log. */
static void paths_agree(void **state)
{
	static const uint32_t part[] = { VISITORS, 1, 7, 64, 1000, 0 };
	struct scene *s = scene_make();
	struct session_counts *should = calloc(PAGES, sizeof *should), *is = calloc(PAGES, sizeof *is);
	struct session_log log = { 0 }, other = { 0 };
	assert_true(session_path_force(SESSION_SCALAR));
	assert_int_equal(session_path(), SESSION_SCALAR);
	struct session_call all = call_of(s, 0, VISITORS);
	session_run(&all, should, &log);
	assert_true(log.n_clicks > VISITORS && log.n_outcomes > VISITORS / 10);
	for (int p = SESSION_SCALAR; p < SESSION_PATHS; p++) {
		if (!session_path_force((enum session_path)p)) {
			print_message("# no %s here\n", session_path_name((enum session_path)p));
			continue;
		}
		assert_int_equal(session_path(), p);
		for (int k = 0; part[k]; k++) {
			memset(is, 0, PAGES * sizeof *is);
			other.n_clicks = other.n_outcomes = 0;
			for (uint32_t at = 0; at < VISITORS; at += part[k]) {
				struct session_call c = call_of(s, at, at + part[k] < VISITORS ? part[k] : VISITORS - at);
				session_run(&c, is, &other);
			}
			same(should, &log, is, &other);
		}
	}
	/* nobody comes: nothing happens */
	struct session_call none = call_of(s, 5, 0);
	session_run(&none, is, &other);
	same(should, &log, is, &other);
	assert_true(session_path_force(SESSION_BEST));
	session_log_fini(&log);
	session_log_fini(&other);
	free(should);
	free(is);
	free(s);
}

/* Double precision, by the kernels of one session. Differences are possible only where a draw stands within some 3e-7 of its threshold. */
static void definition_agrees(void **state)
{
	struct scene *s = scene_make();
	struct session_counts *counts = calloc(PAGES, sizeof *counts);
	struct session_log log = { 0 };
	struct session_call c = call_of(s, 0, VISITORS);
	session_run(&c, counts, &log);
	uint32_t click = 0, outcome = 0, wrong = 0, longest = 0, twice = 0, led = 0;
	double expected = 0, counted = 0, logged_expected = 0;
	uint32_t looked[PAGES][SESSION_PLACES] = { { 0 } };
	for (uint32_t i = 0; i < VISITORS; i++) {
		const struct session_visitor *v = &s->visitor[i];
		const struct session_place *place = s->place[v->page];
		double outside = ex_exp((double)v->outside), all = outside, weight[SESSION_PLACES + 1], arrival[SESSION_PLACES + 1];
		double limit = choose_arrival(outside, rng_draw(c.key, OUTSIDE, v->id, 0, 0).u[0]);
		int n = 0, found = 0, at[SESSION_PLACES + 1], order[SESSION_ALTERNATIVES];
		bool leads = false, paid[SESSION_PLACES + 1];
		for (int k = 0; k < s->n[v->page] && k < v->depth; k++) {
			looked[v->page][k]++;
			bool again = false;
			for (int m = 0; m < k; m++)
				again = again || place[m].listing == place[k].listing;
			twice += again;
			struct draw d = rng_draw(c.key, CLICK, v->id, place[k].listing, 0);
			double alpha = (double)v->alpha;
			again = again || !place[k].listing;
			if (again || rng_uniform(d.u[0]) >= examine_click_probability((double)place[k].click[v->buys] - alpha * (double)place[k].click_price))
				continue;
			double value = (double)place[k].value - alpha * (double)place[k].price;
			for (uint32_t m = v->adjust; m < v->adjust + v->n_adjust; m++)
				if (s->adjust[m].place == k)
					value += (double)s->adjust[m].value;
			if (v->remembers)
				value += (double)felt(s, i, k);
			weight[n] = ex_exp(value);
			arrival[n] = choose_arrival(weight[n], d.u[1]);
			all += weight[n];
			leads = leads || place[k].leads;
			paid[n] = place[k].paid;
			at[n++] = k;
		}
		if (leads) {
			uint8_t places[SESSION_PLACES];
			struct session_more extra;
			for (int k = 0; k < n; k++)
				places[k] = (uint8_t)at[k];
			found = more(s, i, places, n, &extra);
			if (found) {
				weight[n] = ex_exp((double)extra.utility);
				arrival[n] = choose_arrival(weight[n], extra.luck);
				all += weight[n];
				paid[n] = extra.paid;
				at[n++] = extra.place;
			}
		}
		led += found;
		uint32_t clicks = 0;
		while (click + clicks < log.n_clicks && log.click[click + clicks].visitor == i)
			clicks++;
		bool agrees = clicks == (uint32_t)n;
		for (int k = 0; agrees && k < n; k++) {
			const struct session_click *l = &log.click[click + (uint32_t)k];
			agrees = l->place == at[k] && l->paid == paid[k] && ex_abs(l->expected - 0x1p20 * weight[k] / all) <= 2;
		}
		for (int k = 0; k < n - found; k++)
			expected += weight[k] / all;
		click += clicks;
		int first = choose_before(arrival, n, limit, order, SESSION_ALTERNATIVES);
		bool logged = outcome < log.n_outcomes && log.outcome[outcome].visitor == i;
		agrees = agrees && logged == (first > 0);
		if (logged) {
			const struct session_outcome *o = &log.outcome[outcome++];
			agrees = agrees && o->n == first;
			for (int k = 0; agrees && k < first; k++)
				agrees = o->place[k] == at[order[k]];
			longest = o->n > longest ? o->n : longest;
		}
		wrong += !agrees;
	}
	assert_int_equal(click, log.n_clicks);
	assert_int_equal(outcome, log.n_outcomes);
	if (wrong > 2)
		fail_msg("%u of %d sessions differ", wrong, VISITORS);
	assert_int_equal(longest, SESSION_ALTERNATIVES);
	assert_true(twice > 1000 && led > 500);
	uint32_t clicks = 0;
	for (int p = 0; p < PAGES; p++) {
		uint32_t is[SESSION_PLACES];
		session_examined(&counts[p], is);
		assert_memory_equal(is, looked[p], sizeof is);
		for (int i = 0; i < SESSION_PLACES; i++) {
			clicks += counts[p].clicks[i];
			counted += (double)counts[p].expected[i] * 0x1p-20;
		}
	}
	assert_int_equal(clicks + led, log.n_clicks);
	for (uint32_t i = 0; i < log.n_clicks; i++)
		if (log.click[i].place < SESSION_PLACES)
			logged_expected += log.click[i].expected * 0x1p-20;
	NEAR(counted, expected, 2 + log.n_clicks * 0x1p-21);
	NEAR(counted, logged_expected, 1e-6);
	session_log_fini(&log);
	free(counts);
	free(s);
}

/* A listing in a sponsored place and again as a result: one draw, used at whichever place is looked at first, and paid for there or not. */
static void one_draw_for_a_listing(void **state)
{
	enum { SESSIONS = 20000 };
	struct session_place ad = { .listing = 77, .item = session_item(77), .click = { 0, 0 }, .paid = true }, plain = ad, other = { .listing = 78, .item = session_item(78), .click = { -30, -30 } };
	plain.paid = false;
	const struct session_place page[3][2] = { { ad, plain }, { plain, ad }, { other, plain } };
	uint32_t clicks[3][2], paid[3];
	for (int k = 0; k < 3; k++) {
		struct session_page p;
		struct session_counts counts = { 0 };
		struct session_log log = { 0 };
		struct session_visitor *v = calloc(SESSIONS, sizeof *v);
		session_page_make(&p, page[k], 2);
		for (uint32_t i = 0; i < SESSIONS; i++)
			v[i] = (struct session_visitor){ .id = i, .outside = 6, .depth = 2 };
		session_run(&(struct session_call){ .key = theory_key(62), .click = CLICK, .outside = OUTSIDE, .page = &p, .visitor = v, .n = SESSIONS }, &counts, &log);
		memcpy(clicks[k], counts.clicks, sizeof clicks[k]);
		paid[k] = 0;
		for (uint32_t i = 0; i < log.n_clicks; i++)
			paid[k] += log.click[i].paid;
		session_log_fini(&log);
		free(v);
	}
	SHARE_NEAR(clicks[0][0], SESSIONS, .5);
	assert_int_equal(clicks[0][1], 0);
	assert_int_equal(paid[0], clicks[0][0]);
	/* the organic place stands first: nothing is paid. Elsewhere on the page the same people click. */
	assert_int_equal(clicks[1][0], clicks[0][0]);
	assert_int_equal(clicks[2][1], clicks[0][0]);
	assert_int_equal(paid[1] + paid[2], 0);
}

/* Two listings whose words in the counter are equal have equal draws; with equal offers they arrive together, and the upper one counts as the sooner. */
static void equal_arrivals(void **state)
{
	enum { LISTINGS = 1 << 18 };
	uint32_t *owner = calloc(1 << 20, sizeof *owner);
	struct session_place v[2] = { { .click = { 16, 16 }, .value = 3 } };
	struct session_page p;
	uint64_t pair[2] = { 0 };
	v[1] = v[0];
	for (uint32_t i = 1; i < LISTINGS && !pair[0]; i++) {
		uint32_t at = session_item(i) >> 12;
		if (owner[at] && session_item(owner[at]) == session_item(i)) {
			pair[0] = owner[at];
			pair[1] = i;
		}
		owner[at] = i;
	}
	assert_true(pair[0]);
	for (int i = 0; i < 2; i++) {
		v[i].listing = pair[i];
		v[i].item = session_item(pair[i]);
	}
	session_page_make(&p, v, 2);
	for (int path = 0; path < SESSION_PATHS; path++) {
		struct session_counts counts = { 0 };
		struct session_log log = { 0 };
		struct session_visitor visitor[100] = { { 0 } };
		if (!session_path_force((enum session_path)path))
			continue;
		for (uint32_t i = 0; i < 100; i++)
			visitor[i] = (struct session_visitor){ .id = i, .depth = 2 };
		session_run(&(struct session_call){ .key = theory_key(63), .click = CLICK, .outside = OUTSIDE, .page = &p, .visitor = visitor, .n = 100 }, &counts, &log);
		assert_true(log.n_outcomes > 80);
		for (uint32_t i = 0; i < log.n_outcomes; i++) {
			assert_int_equal(log.outcome[i].n, 2);
			assert_int_equal(log.outcome[i].place[0], 0);
		}
		session_log_fini(&log);
	}
	session_path_force(SESSION_BEST);
	free(owner);
}

/* Bit by bit: sessions alone would show a difference in the last place too seldom. */
static void numbers_agree(void **state)
{
	enum { AT_ONCE = 4096 };
	static float x[AT_ONCE], w[2][AT_ONCE], e[2][AT_ONCE];
	static uint32_t u[AT_ONCE];
	static int32_t chance[2][AT_ONCE];
	for (uint32_t round = 0; round < 500; round++) {
		for (uint32_t i = 0; i < AT_ONCE; i++) {
			struct draw d = rng_draw(theory_key(64), round & 1, round, i, 0);
			x[i] = round & 1 ? (float)(50 * rng_uniform(d.u[0]) - 31) : (float)rng_normal(d.u[0]);
			u[i] = round % 3 ? d.u[1] >> round % 32 : ~(d.u[1] >> round % 32);
		}
		session_scalar.numbers(x, u, AT_ONCE, w[0], e[0], chance[0]);
		for (int p = SESSION_AVX2; p < SESSION_PATHS; p++) {
			const struct session_engine *path = session_engine((enum session_path)p);
			if (!path)
				continue;
			path->numbers(x, u, AT_ONCE, w[1], e[1], chance[1]);
			assert_memory_equal(w[0], w[1], sizeof w[0]);
			assert_memory_equal(e[0], e[1], sizeof e[0]);
			assert_memory_equal(chance[0], chance[1], sizeof chance[0]);
		}
	}
}

static void elementary(void **state)
{
	double worst = 0;
	float last = 0;
	/* in steps of 2^-16 the weight never falls: a better offer never arrives later */
	for (int i = -31 * 65536; i <= 17 * 65536; i++) {
		float x = (float)i / 65536, w = session_weight(x);
		double should = exp(fmin(fmax((double)x, -30), 16)), miss = fabs((double)w / should - 1);
		worst = miss > worst ? miss : worst;
		if (w < last)
			fail_msg("the weight falls at %.9f", (double)x);
		last = w;
	}
	NEAR(worst, 0, 3e-7);
	worst = 0;
	for (uint32_t round = 0; round < 3000000; round++) {
		/* all that is small, all that is large, what is near the change of the formula, and others */
		uint32_t r = round / 5, u = round % 5 == 0 ? r : round % 5 == 1 ? ~r : round % 5 == 2 ? 0x4afb0ccd - 300000 + r : round % 5 == 3 ? r * 7159 : r << 12;
		long double should = -log1pl(-((long double)u + 0.5L) / 4294967296.0L);
		double miss = (double)fabsl(session_exponential(u) / should - 1);
		worst = miss > worst ? miss : worst;
	}
	NEAR(worst, 0, 3e-7);
	worst = 0;
	int32_t before = 0;
	for (int i = -31 * 4096; i <= 17 * 4096; i++) {
		float x = (float)i / 4096;
		int32_t chance = session_click_chance(x);
		double should = 0x1p31 / (1 + exp(-fmin(fmax((double)x, -30), 16))), miss = fabs(chance + 0.5 - should);
		if (miss > 0.51 + 4e-7 * should)
			fail_msg("a click at %.6f has %d in 2^31, should be %.1f", (double)x, chance, should);
		assert_true(chance >= before);
		before = chance;
	}
	assert_int_equal(session_click_chance(-1e30f), 0);
	assert_true(session_click_chance(1e30f) > 0x7fffff00 - 256);
}

static void paths_have_names(void **state)
{
	assert_string_equal(session_path_name(SESSION_SCALAR), "scalar");
	assert_string_equal(session_path_name(SESSION_AVX512), "avx512");
	assert_true(session_path_usable(SESSION_SCALAR));
	for (int p = 0; p < SESSION_PATHS; p++)
		assert_int_equal(session_path_force((enum session_path)p), session_path_usable((enum session_path)p));
	assert_true(session_path_force(SESSION_BEST));
	assert_true(session_path() < SESSION_PATHS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_agree),
		cmocka_unit_test(definition_agrees),
		cmocka_unit_test(one_draw_for_a_listing),
		cmocka_unit_test(equal_arrivals),
		cmocka_unit_test(numbers_agree),
		cmocka_unit_test(elementary),
		cmocka_unit_test(paths_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
