/* Reference play: what a class of careful sellers gets out of the classroom profile. docs/model.md has the figures. */
#include "base/calendar.h"
#include "bots/starter.h"
#include "crew/crew.h"
#include "market/core/day.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "market/orders/orders.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEATS_MAX = 50, MORNING = 9 * 60 };

static struct world *world;
static struct crew *crew;

struct room {
	struct market *m;
	struct bot *bot[SEATS_MAX];
	int n;
	struct arena keep;
};

static void hear(void *arg, const struct event *e)
{
	struct room *r = arg;
	for (int i = 0; i < r->n; i++)
		if (r->bot[i])
			bot_hear(r->bot[i], e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct room *r = arg;
	struct market_sink sink = { r, hear };
	return market_act(r->m, a, &sink, mem, ret, p);
}

static void open_room(struct room *r, int seats, bool prepared, uint64_t seed)
{
	struct act_answer answer;
	struct problem p;
	*r = (struct room){ .n = seats };
	arena_init(&r->keep, 0);
	r->m = market_create(&(struct market_config){ .world = world, .seed = { seed, 0 }, .begin_min = world->start_min + MORNING });
	for (int i = 0; i < seats; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		a.seat_create = (struct act_seat_create){ .seat = (uint64_t)i + 1, .capital_fen = 5000000 };
		assert_int_equal(act(r, &a, &r->keep, &answer, &p), PROBLEM_NONE);
		r->bot[i] = bot_create(world, (uint64_t)i + 1, (uint32_t)i, 3);
	}
	for (int i = 0; i < seats && prepared; i++) {
		struct starter_store s;
		struct starter_options o = { (uint64_t)i + 1, (uint32_t)i, STARTER_ORDERS };
		if (starter_prepare(world, &o, act, r, &r->keep, &s, &p))
			fail_msg("seat %d: %s %s %s", i, problem_name(p.code), p.field, p.arg[0]);
		bot_take_over(r->bot[i], &s);
	}
}

static void play(struct room *r, int hours)
{
	struct market_sink sink = { r, hear };
	for (int h = 0; h < hours; h++) {
		for (int i = 0; i < r->n; i++)
			bot_step(r->bot[i], market_now_min(r->m), act, r);
		market_advance(r->m, market_now_min(r->m) + MARKET_TICK_MIN, crew_run, crew, &sink);
	}
}

static void close_room(struct room *r)
{
	for (int i = 0; i < r->n; i++)
		bot_destroy(r->bot[i]);
	market_destroy(r->m);
	arena_fini(&r->keep);
}

/* ---- what came of it ---- */

static uint32_t store_of(const struct market *m, int i)
{
	return m->seat.store[state_find(m, T_seat, (uint64_t)i + 1)];
}

static int shown_to(const struct market *m, uint32_t s)
{
	int n = 0;
	for (uint32_t d = 0; d < m->daily.t.n; d++)
		n += m->daily.store[d] == s ? (int)m->daily.shown[d] : 0;
	return n;
}

static int orders_in(const struct market *m, uint32_t s, int64_t from_min, int64_t until_min)
{
	int n = 0;
	for (uint32_t o = 0; o < m->order.t.n; o++)
		n += m->order.store[o] == s && m->order.placed_min[o] >= from_min && m->order.placed_min[o] < until_min;
	return n;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* What is asked of a class: in percent of the seats, and orders a day. */
struct goal {
	int seen, ordered;
	double median_least, median_most, tenth;
};
static const struct goal granted = { 90, 90, 4, 10, 1 }, registered = { 90, 80, 2.5, 10, 0.4 };

static void held(int seats, bool prepared)
{
	const int DAYS = prepared ? 7 : 9;
	struct room r;
	open_room(&r, seats, prepared, 20 + (uint64_t)seats);
	/* listings of granted stores are live at once; of stores that register, in the morning after the goods came */
	int live_h = prepared ? 0 : 48, seen = 0, ordered = 0;
	play(&r, live_h + 1);
	for (int i = 0; i < seats; i++)
		seen += store_of(r.m, i) != ROW_NONE && shown_to(r.m, store_of(r.m, i)) > 0;
	play(&r, 23);
	int64_t begin = world->start_min + MORNING, live = begin + live_h * MIN_PER_HOUR;
	for (int i = 0; i < seats; i++)
		ordered += store_of(r.m, i) != ROW_NONE && orders_in(r.m, store_of(r.m, i), live, live + MIN_PER_DAY) > 0;
	play(&r, DAYS * 24 - live_h - 24);
	/* orders a day from the third day after */
	double a_day[SEATS_MAX];
	int64_t from = live + 3 * MIN_PER_DAY, until = market_now_min(r.m);
	int64_t days = (until - from) / MIN_PER_DAY;
	for (int i = 0; i < seats; i++)
		a_day[i] = (double)orders_in(r.m, store_of(r.m, i), from, until) / (double)days;
	qsort(a_day, (size_t)seats, sizeof *a_day, by_size);
	double tenth = a_day[seats / 10], median = (a_day[(seats - 1) / 2] + a_day[seats / 2]) / 2, ninth = a_day[seats * 9 / 10];
	int64_t profit[SEATS_MAX], sum = 0;
	int losing = 0;
	for (int i = 0; i < seats; i++) {
		profit[i] = ledger_profit_fen(r.m, store_of(r.m, i));
		sum += profit[i];
		losing += profit[i] < 0;
	}
	int64_t stars = 0, reviews = 0, on_time = 0, on_time_stars = 0;
	for (uint32_t v = 0; v < r.m->review.t.n; v++) {
		uint32_t o = r.m->review.order[v];
		if (o == ROW_NONE) /* a rival's, of before the market began */
			continue;
		reviews++;
		stars += r.m->review.stars[v];
		if (r.m->order.state[o] == ORDER_DELIVERED && !(r.m->order.late[o] & LATE_DELIVERED)) {
			on_time++;
			on_time_stars += r.m->review.stars[v];
		}
	}
	print_message("# %d seats, %s: %d seen in the first hour, %d ordered in the first day; orders a day: tenth %.2f, median %.2f, ninth %.2f (least %.2f, most %.2f); profit %lld CNY a store, %d lose; reviews %lld at %.2f, on time %lld at %.2f\n",
		seats, prepared ? "granted" : "registered", seen, ordered, tenth, median, ninth, a_day[0], a_day[seats - 1], (long long)(sum / seats / 100), losing,
		(long long)reviews, (double)stars / (double)(reviews ? reviews : 1), (long long)on_time, (double)on_time_stars / (double)(on_time ? on_time : 1));
	const struct goal *g = prepared ? &granted : &registered;
	assert_true(seen * 100 >= seats * g->seen);
	assert_true(ordered * 100 >= seats * g->ordered);
	assert_true(median >= g->median_least && median <= g->median_most);
	assert_true(tenth >= g->tenth);
	close_room(&r);
}

static void ten_granted(void **state)
{
	held(10, true);
}

static bool is_long(void)
{
	const char *l = getenv("LONG");
	return l && strcmp(l, "1") == 0;
}

static void thirty_granted(void **state)
{
	if (!is_long())
		skip();
	held(30, true);
}

static void fifty_granted(void **state)
{
	held(50, true);
}

static void fifty_registered(void **state)
{
	if (!is_long())
		skip();
	held(50, false);
}

static int setup(void **state)
{
	struct problem p;
	crew = crew_create(2);
	return scenario_open(getenv("COHONG_WORLD") ? getenv("COHONG_WORLD") : "worlds/first-harbour.classroom", &world, &p) ? -1 : 0;
}

static int teardown(void **state)
{
	crew_destroy(crew);
	world_destroy(world);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_granted),
		cmocka_unit_test(thirty_granted),
		cmocka_unit_test(fifty_granted),
		cmocka_unit_test(fifty_registered),
	};
	if (argc > 1) /* one of them */
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, setup, teardown);
}
