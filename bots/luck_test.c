/* The luck meter: over many markets that differ by their seed alone, what was chosen differs from what was to be expected by chance only. */
#include "base/exact.h"
#include "bots/starter.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <stdlib.h>

enum { MARKETS = 24, DAYS = 6, SEATS = 6 };

static struct world *world;

struct play {
	struct market *m;
	struct bot *bot[SEATS];
};

static void hear(void *arg, const struct event *e)
{
	struct play *p = arg;
	for (int i = 0; i < SEATS; i++)
		if (p->bot[i])
			bot_hear(p->bot[i], e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct play *play = arg;
	struct market_sink sink = { play, hear };
	return market_act(play->m, a, &sink, mem, ret, p);
}

static void run(struct play *p, uint64_t seed)
{
	struct market_sink sink = { p, hear };
	*p = (struct play){ .m = market_create(&(struct market_config){ world, { seed, 4 } }) };
	for (uint32_t i = 0; i < SEATS; i++) {
		struct arena mem;
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		struct act_answer r;
		struct problem why;
		struct starter_store store;
		struct starter_options o = { i + 1, i, STARTER_ORDERS };
		arena_init(&mem, 0);
		a.seat_create = (struct act_seat_create){ .seat = i + 1, .capital_fen = 5000000 };
		assert_int_equal(act(p, &a, &mem, &r, &why), PROBLEM_NONE);
		assert_int_equal(starter_prepare(world, &o, act, p, &mem, &store, &why), PROBLEM_NONE);
		p->bot[i] = bot_create(world, i + 1, i, 3);
		bot_take_over(p->bot[i], &store);
		arena_fini(&mem);
	}
	for (int h = 0; h < DAYS * 24; h++) {
		for (int i = 0; i < SEATS; i++)
			bot_step(p->bot[i], market_now_min(p->m), act, p);
		market_advance(p->m, market_now_min(p->m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
}

static void end(struct play *p)
{
	for (int i = 0; i < SEATS; i++)
		bot_destroy(p->bot[i]);
	market_destroy(p->m);
}

/* What a store had by its closed days. */
struct luck {
	double chosen, expected, variance, fen;
	uint64_t orders;
};
static struct luck luck_of(const struct market *m, uint32_t store)
{
	struct luck l = { 0 };
	for (uint32_t d = 0; d < m->day.t.n; d++) {
		if (m->day.store[d] != store)
			continue;
		l.chosen += m->day.chosen[d];
		l.expected += (double)m->day.expected_micro[d] / 1e6;
		l.variance += (double)m->day.variance_micro[d] / 1e6;
		l.fen += (double)m->day.luck_fen[d];
	}
	return l;
}

/* Sum, and sum of squares, of something that should have mean 0. */
struct sum {
	double n, sum, squares;
};
static void add(struct sum *s, double v)
{
	s->n++;
	s->sum += v;
	s->squares += v * v;
}
static double mean(const struct sum *s)
{
	return s->sum / s->n;
}
static double error_of_mean(const struct sum *s)
{
	return ex_sqrt((s->squares - s->sum * s->sum / s->n) / (s->n - 1) / s->n);
}

static void days_are_sums_of_offers(const struct market *m)
{
	int64_t of_offers[4] = { 0 }, of_days[4] = { 0 };
	int64_t today = 0;
	for (uint32_t d = 0; d < m->day.t.n; d++)
		today = m->day.day[d] > today ? m->day.day[d] : today;
	for (uint32_t d = 0; d < m->daily.t.n; d++) {
		if (m->daily.day[d] > today)
			continue;
		of_offers[0] += m->daily.expected_micro[d];
		of_offers[1] += m->daily.variance_micro[d];
		of_offers[2] += m->daily.chosen[d];
		of_offers[3] += m->daily.orders[d] + m->daily.no_stock[d];
		/* as often as somebody chose it an order came of it, or stock was missing; both may come of another's missing stock, too */
		assert_true(m->daily.orders[d] + m->daily.no_stock[d] >= m->daily.chosen[d]);
		assert_true(m->daily.variance_micro[d] <= m->daily.expected_micro[d] && m->daily.expected_micro[d] <= (int64_t)m->daily.clicks[d] * 1000000);
	}
	for (uint32_t d = 0; d < m->day.t.n; d++) {
		of_days[0] += m->day.expected_micro[d];
		of_days[1] += m->day.variance_micro[d];
		of_days[2] += m->day.chosen[d];
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(of_offers[i], of_days[i]);
	assert_in_range(of_offers[3] - of_offers[2], 0, of_offers[2] / 4);
}

static void luck_has_no_side(void **state)
{
	struct sum orders = { 0 }, fen = { 0 }, scaled = { 0 };
	double all_chosen = 0, all_expected = 0, all_variance = 0;
	for (uint64_t seed = 1; seed <= MARKETS; seed++) {
		struct play p;
		run(&p, seed);
		days_are_sums_of_offers(p.m);
		for (uint32_t s = 0; s < p.m->store.t.n; s++) {
			if (p.m->store.kind[s] != 0)
				continue;
			struct luck l = luck_of(p.m, s);
			add(&orders, l.chosen - l.expected);
			add(&fen, l.fen);
			if (l.variance > 0)
				add(&scaled, (l.chosen - l.expected) / ex_sqrt(l.variance));
			all_chosen += l.chosen;
			all_expected += l.expected;
			all_variance += l.variance;
		}
		end(&p);
	}
	print_message("# %d markets of %d stores, %d days: chosen %.0f, expected %.1f; a store's luck %.3f +- %.3f orders, CNY %.2f +- %.2f; its square over the variance %.3f\n", MARKETS, SEATS, DAYS,
		all_chosen, all_expected, mean(&orders), error_of_mean(&orders), mean(&fen) / 100, error_of_mean(&fen) / 100, scaled.squares / scaled.n);
	assert_true(all_chosen > 1000);
	assert_true(ex_abs(mean(&orders)) < 3 * error_of_mean(&orders));
	assert_true(ex_abs(mean(&fen)) < 3 * error_of_mean(&fen));
	assert_true(ex_abs(all_chosen - all_expected) < 3 * ex_sqrt(all_variance));
	/* the variance is what luck does: 144 squares of about 1 */
	assert_true(scaled.squares / scaled.n > 0.6 && scaled.squares / scaled.n < 1.4);
}

static int setup(void **state)
{
	struct problem p;
	if (!scenario_open("tests/golden/kitchen.world", &world, &p))
		return 0;
	fprintf(stderr, "%s %s\n", problem_name(p.code), p.arg[0]);
	return 1;
}

static int teardown(void **state)
{
	world_destroy(world);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(luck_has_no_side),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
