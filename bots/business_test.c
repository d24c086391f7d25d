/* Business days add up to what happened, and a market that begins in the middle of its world is a market like any other. */
#include "base/calendar.h"
#include "bots/bots.h"
#include "market/core/business.h"
#include "market/ledger/ledger.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdlib.h>
#include <string.h>

enum { BOTS = 3, DAYS = 20 };

struct play {
	struct market *m;
	struct bot *bot[BOTS];
	struct arena mem;
	uint64_t late, paid;
	int64_t begin_min;
};
static struct world *world;
static struct play play;

static void hear(void *arg, const struct event *e)
{
	struct play *p = arg;
	p->late += e->kind == EVENT_ORDER_LATE;
	p->paid += e->kind == EVENT_SETTLEMENT_PAID;
	for (int i = 0; i < BOTS; i++)
		if (p->bot[i])
			bot_hear(p->bot[i], e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct play *it = arg;
	struct market_sink sink = { it, hear };
	return market_act(it->m, a, &sink, mem, ret, p);
}

/* Friday before the week of Black Friday, nine in the morning. */
static int setup(void **state)
{
	struct problem p;
	struct act_answer r;
	if (scenario_open("worlds/first-harbour", &world, &p))
		return -1;
	world->params.buyers_per_seat /= 4;
	world->params.pages_per_seat_day /= 4;
	play.begin_min = cal_day(2026, 11, 20) * MIN_PER_DAY - world->timezone_min + BUSINESS_BEGIN_MIN;
	play.m = market_create(&(struct market_config){ world, { 11, 0 }, play.begin_min });
	arena_init(&play.mem, 0);
	for (int i = 0; i < BOTS; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		a.seat_create = (struct act_seat_create){ .seat = (uint64_t)i + 1, .capital_fen = 5000000 };
		assert_int_equal(act(&play, &a, &play.mem, &r, &p), 0);
		play.bot[i] = bot_create(world, (uint64_t)i + 1, (uint32_t)i, 3);
	}
	struct market_sink sink = { &play, hear };
	for (int h = 0; h < DAYS * 24; h++) {
		for (int i = 0; i < BOTS; i++)
			bot_step(play.bot[i], market_now_min(play.m), act, &play);
		market_advance(play.m, market_now_min(play.m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
	return 0;
}

static int teardown(void **state)
{
	market_destroy(play.m);
	for (int i = 0; i < BOTS; i++)
		bot_destroy(play.bot[i]);
	arena_fini(&play.mem);
	world_destroy(world);
	return 0;
}

static void days_begin_at_nine(void **state)
{
	int64_t day = cal_day(2026, 11, 20);
	assert_int_equal(business_day(world, play.begin_min), day);
	assert_int_equal(business_day(world, play.begin_min - 1), day - 1);
	assert_int_equal(business_day(world, play.begin_min + MIN_PER_DAY - 1), day);
	assert_int_equal(business_day(world, play.begin_min + MIN_PER_DAY), day + 1);
	assert_int_equal(market_now_min(play.m), play.begin_min + DAYS * MIN_PER_DAY);
}

/* Order by order and page by page, from the tables that the market itself lives by. */
static void days_add_up(void **state)
{
	const struct market *m = play.m;
	uint64_t orders = 0, late = 0, shown = 0, clicks = 0;
	for (uint32_t b = 0; b < m->business.t.n; b++) {
		uint64_t n = 0, shipped = 0, units = 0;
		int64_t fen = 0;
		for (uint32_t o = 0; o < m->order.t.n; o++) {
			if (m->order.store[o] != m->business.store[b])
				continue;
			shipped += m->order.shipped_min[o] < TIME_NEVER && m->order.shipped_min[o] > 0 &&
				   business_day(world, m->order.shipped_min[o]) == m->business.day[b];
			if (business_day(world, m->order.placed_min[o]) != m->business.day[b])
				continue;
			n++;
			units += m->order.quantity[o];
			fen += ledger_to_fen(m, world->country.currency[m->order.country[o]], m->order.item_minor[o] + m->order.ship_minor[o],
				m->order.placed_min[o]);
		}
		assert_int_equal(m->business.orders[b], n);
		assert_int_equal(m->business.units[b], units);
		assert_int_equal(m->business.sales_fen[b], fen);
		assert_int_equal(m->business.shipped[b], shipped);
		orders += n;
		late += m->business.late[b];
		shown += m->business.shown[b];
		clicks += m->business.clicks[b];
	}
	for (uint32_t d = 0; d < m->daily.t.n; d++) {
		shown -= m->daily.shown[d];
		clicks -= m->daily.clicks[d];
	}
	print_message("# %llu orders, %llu late\n", (unsigned long long)orders, (unsigned long long)late);
	assert_true(orders > 20);
	assert_int_equal(orders, m->order.t.n);
	assert_int_equal(late, play.late);
	assert_int_equal(shown, 0);
	assert_int_equal(clicks, 0);
	struct market_day all, one, sum = { 0 };
	market_get_day(m, 0, market_now_min(m) - 1, &all);
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (m->store.kind[s] == 0) {
			market_get_day(m, m->store.id[s], market_now_min(m) - 1, &one);
			sum.shown += one.shown;
			sum.sales_fen += one.sales_fen;
		}
	assert_true(all.shown > 0);
	assert_int_equal(sum.shown, all.shown);
	assert_int_equal(sum.sales_fen, all.sales_fen);
}

static void same(const struct market *a, const struct market *b, bool want)
{
	uint64_t x[2], y[2];
	market_digest(a, x);
	market_digest(b, y);
	assert_int_equal(memcmp(x, y, sizeof x) == 0, want);
}

/* Kept, copied and let go on, it is the same; begun an hour later it is another. */
static void beginning_is_part_of_it(void **state)
{
	struct buf b;
	struct problem p;
	struct market *copy = market_fork(play.m), *loaded;
	buf_init(&b, 1u << 30);
	market_save(play.m, &b);
	assert_int_equal(market_load(buf_span(&b), world, &loaded, &p), 0);
	buf_fini(&b);
	same(copy, loaded, true);
	int64_t until = market_now_min(copy) + 30 * MARKET_TICK_MIN;
	market_advance(copy, until, NULL, NULL, NULL);
	for (int64_t t = market_now_min(loaded); t < until; t += MARKET_TICK_MIN)
		market_advance(loaded, t + MARKET_TICK_MIN, NULL, NULL, NULL);
	same(copy, loaded, true);
	market_destroy(copy);
	market_destroy(loaded);
	struct market *a = market_create(&(struct market_config){ world, { 1, 0 } });
	struct market *c = market_create(&(struct market_config){ world, { 1, 0 }, world->start_min });
	struct market *d = market_create(&(struct market_config){ world, { 1, 0 }, world->start_min + 60 });
	same(a, c, true);
	same(a, d, false);
	market_destroy(a);
	market_destroy(c);
	market_destroy(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(days_begin_at_nine), cmocka_unit_test(days_add_up), cmocka_unit_test(beginning_is_part_of_it) };
	return cmocka_run_group_tests(tests, setup, teardown);
}
