/* Rules of fair trade that hold on every page and for every offer, whoever plays. */
#include "bots/starter.h"
#include "market/core/state.h"
#include "market/freight/freight.h"
#include "market/trace.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <string.h>

enum { SEATS = 4, DAYS = 5 };

static struct world *world;

struct play {
	struct market *m;
	struct bot *bot[SEATS];
	struct starter_store store[SEATS];
	uint64_t pages, sponsored;
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

/* At most two results of a store and two of its ads, each listing once among the results and once among the ads. */
static void look(void *arg, const struct trace_page *t)
{
	struct play *p = arg;
	p->pages++;
	for (int i = 0; i < t->n; i++) {
		int of_store = 0, of_listing = 0;
		for (int k = 0; k < t->n; k++) {
			if (t->place[k].sponsored != t->place[i].sponsored)
				continue;
			of_store += t->place[k].store == t->place[i].store;
			of_listing += t->place[k].listing == t->place[i].listing;
		}
		p->sponsored += t->place[i].sponsored;
		assert_int_equal(of_listing, 1);
		assert_in_range(of_store, 1, 2);
	}
}

static void open_play(struct play *p)
{
	*p = (struct play){ .m = market_create(&(struct market_config){ world, { 11, 3 } }) };
	for (uint32_t i = 0; i < SEATS; i++) {
		struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
		struct act_answer r;
		struct problem why;
		struct arena mem;
		struct starter_options o = { i + 1, i, STARTER_ORDERS };
		arena_init(&mem, 0);
		a.seat_create = (struct act_seat_create){ .seat = i + 1, .capital_fen = 5000000 };
		assert_int_equal(act(p, &a, &mem, &r, &why), PROBLEM_NONE);
		assert_int_equal(starter_prepare(world, &o, act, p, &mem, &p->store[i], &why), PROBLEM_NONE);
		p->bot[i] = bot_create(world, i + 1, i, 3);
		bot_take_over(p->bot[i], &p->store[i]);
		arena_fini(&mem);
	}
}

static void days(struct play *p, int n)
{
	struct market_sink sink = { p, hear };
	struct market_trace trace = { .arg = p, .page = look };
	market_set_trace(p->m, &trace);
	for (int h = 0; h < n * 24; h++) {
		for (int i = 0; i < SEATS; i++)
			bot_step(p->bot[i], market_now_min(p->m), act, p);
		market_advance(p->m, market_now_min(p->m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
	market_set_trace(p->m, NULL);
}

static void close_play(struct play *p)
{
	for (int i = 0; i < SEATS; i++)
		bot_destroy(p->bot[i]);
	market_destroy(p->m);
}

static void pages_are_shared(void **state)
{
	struct play p;
	open_play(&p);
	days(&p, DAYS);
	print_message("# %llu pages, %llu sponsored places\n", (unsigned long long)p.pages, (unsigned long long)p.sponsored);
	assert_true(p.pages > 1000 && p.sponsored > 1000);
	close_play(&p);
}

/* Where nobody bids, no place is given away. */
static void unsold_places_stay_empty(void **state)
{
	struct play p;
	double share = world->params.rival_ads_share;
	world->params.rival_ads_share = 0;
	open_play(&p);
	days(&p, 2);
	world->params.rival_ads_share = share;
	assert_true(p.pages > 500);
	assert_int_equal(p.sponsored, 0);
	close_play(&p);
}

/* One listing for goods and store: a second one is refused, whatever it is called. */
static void goods_are_listed_once(void **state)
{
	struct play p;
	struct act a = { .kind = ACT_LISTING_SAVE, .seat = 1, .given = 2 | 4 | 8 };
	struct act_answer r;
	struct problem why = { 0 };
	struct arena mem;
	open_play(&p);
	arena_init(&mem, 0);
	uint32_t n = p.m->listing.t.n, good = p.store[0].good[0];
	a.listing_save = (struct act_listing_save){ .good = world_str(world, world->good.code[good]), .category = world_str(world, world->category.code[world->good.category[good]]), .sku = STR("AGAIN") };
	assert_int_equal(act(&p, &a, &mem, &r, &why), PROBLEM_LISTING_EXISTS);
	assert_int_equal(p.m->listing.t.n, n);
	arena_fini(&mem);
	close_play(&p);
}

/* What a seller promises is shown only where the channel mostly keeps it. */
static void promises_are_the_channels(void **state)
{
	struct play p;
	open_play(&p);
	int held = 0;
	for (uint32_t o = 0; o < p.m->offer.t.n; o++) {
		if (p.m->store.kind[p.m->offer.store[o]] != 0)
			continue;
		p.m->offer.promise_days[o] = 1;
		uint16_t shown = freight_promise_days(p.m, o);
		p.m->offer.promise_days[o] = (uint16_t)(shown + 4);
		assert_int_equal(freight_promise_days(p.m, o), shown + 4);
		assert_true(shown > p.m->listing.handling_days[p.m->offer.listing[o]] + 1);
		held++;
	}
	assert_true(held >= SEATS);
	close_play(&p);
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
		cmocka_unit_test(pages_are_shared),
		cmocka_unit_test(unsold_places_stay_empty),
		cmocka_unit_test(goods_are_listed_once),
		cmocka_unit_test(promises_are_the_channels),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
