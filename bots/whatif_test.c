/* The direct what-if: a market played again beside what one store might have done. A twentieth of the usual demand keeps it short. */
#include "base/calendar.h"
#include "bots/starter.h"
#include "market/ads/ads.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "market/whatif.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEAT = 1, BEFORE = 2, AFTER = 6 };

static struct world *world;

struct logged {
	int64_t at_min;
	struct str act;
};
static struct {
	struct market *m, *then; /* as it went; as it was after BEFORE days */
	struct starter_store store;
	struct bot *bot;
	struct arena keep;
	struct logged log[4000];
	int n_log, from; /* from: first act after BEFORE days */
	uint64_t group;
} played;

static void hear(void *arg, const struct event *e)
{
	if (played.bot)
		bot_hear(played.bot, e);
}
static const struct market_sink sink = { NULL, hear };

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct buf b;
	enum problem_code e = market_act(played.m, a, &sink, mem, ret, p);
	if (e)
		return e;
	buf_init(&b, 1 << 20);
	act_encode(a, &b);
	assert_true(played.n_log < 4000);
	played.log[played.n_log++] = (struct logged){ market_now_min(played.m), arena_str(&played.keep, buf_span(&b)) };
	buf_fini(&b);
	return e;
}

static uint64_t do_act(struct act a, uint64_t given)
{
	struct act_answer r;
	struct problem p;
	a.seat = SEAT;
	a.given = given;
	if (act(NULL, &a, &played.keep, &r, &p))
		fail_msg("%s %s", problem_name(p.code), p.field);
	return r.id;
}

static void days(int n)
{
	for (int h = 0; h < n * 24; h++) {
		bot_step(played.bot, market_now_min(played.m), act, NULL);
		market_advance(played.m, market_now_min(played.m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
}

static int setup(void **state)
{
	struct problem p;
	struct act_answer r;
	if (scenario_open(getenv("COHONG_WORLD") ? getenv("COHONG_WORLD") : "worlds/first-harbour", &world, &p))
		return 1;
	world->params.buyers_per_seat /= 10;
	world->params.pages_per_seat_day /= 10;
	arena_init(&played.keep, 1 << 16);
	played.m = market_create(&(struct market_config){ .world = world, .seed = { 11, 3 }, .begin_min = world->start_min + 9 * 60 });
	struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
	a.seat_create = (struct act_seat_create){ .seat = SEAT, .capital_fen = 5000000 };
	assert_int_equal(act(NULL, &a, &played.keep, &r, &p), PROBLEM_NONE);
	struct starter_options o = { SEAT, 3, 10 };
	assert_int_equal(starter_prepare(world, &o, act, NULL, &played.keep, &played.store, &p), PROBLEM_NONE);
	played.bot = bot_create(world, SEAT, 3, 3);
	bot_take_over(played.bot, &played.store);
	uint32_t country = played.store.country[0];
	a = (struct act){ .kind = ACT_CAMPAIGN_SAVE };
	a.campaign_save = (struct act_campaign_save){ .country = world_str(world, world->country.code[country]), .name = STR("a"), .targeting = STR("auto"),
		.budget_minor = ledger_from_usd(world, country, 100000) };
	uint64_t c = do_act(a, 1 << 1 | 1 << 2 | 1 << 3 | 1 << 5);
	a = (struct act){ .kind = ACT_ADGROUP_SAVE };
	a.adgroup_save = (struct act_adgroup_save){ .campaign = c, .name = STR("g"), .bid_minor = ledger_from_usd(world, country, 15) };
	played.group = do_act(a, 1 << 1 | 1 << 2 | 1 << 3);
	for (int i = 0; i < played.store.n; i++) {
		a = (struct act){ .kind = ACT_AD_SAVE };
		a.ad_save = (struct act_ad_save){ .adgroup = played.group, .listing = played.store.listing[i] };
		do_act(a, 3);
	}
	days(BEFORE);
	played.then = market_fork(played.m);
	played.from = played.n_log;
	/* what comes later: a price and a second group, which both courses must get */
	days(1);
	a = (struct act){ .kind = ACT_ADGROUP_SAVE };
	a.adgroup_save = (struct act_adgroup_save){ .campaign = c, .name = STR("h"), .bid_minor = ledger_from_usd(world, country, 20) };
	uint64_t h = do_act(a, 1 << 1 | 1 << 2 | 1 << 3);
	a = (struct act){ .kind = ACT_AD_SAVE };
	a.ad_save = (struct act_ad_save){ .adgroup = h, .listing = played.store.listing[0] };
	do_act(a, 3);
	days(AFTER - 1);
	return 0;
}

static int teardown(void **state)
{
	bot_destroy(played.bot);
	market_destroy(played.m);
	market_destroy(played.then);
	arena_fini(&played.keep);
	world_destroy(world);
	return 0;
}

/* ---- playing it again ---- */

static struct whatif *begin(void)
{
	struct whatif *w;
	struct problem p;
	assert_int_equal(whatif_create(market_fork(played.then), SEAT, &w, &p), PROBLEM_NONE);
	return w;
}

static enum problem_code change(struct whatif *w, struct act a, uint64_t given)
{
	struct act_answer r;
	struct problem p;
	struct arena mem;
	a.seat = SEAT;
	a.given = given;
	arena_init(&mem, 1 << 16);
	enum problem_code e = whatif_change(w, &a, &mem, &r, &p);
	arena_fini(&mem);
	return e;
}

struct total {
	struct outcome_sum real, other;
	uint64_t sessions, strangers;
	uint32_t n;
};

static void add(struct outcome_sum *to, const struct outcome_sum *v)
{
	to->examined += v->examined;
	to->clicks += v->clicks;
	to->ad_clicks += v->ad_clicks;
	to->orders += v->orders;
	to->units += v->units;
	to->sales_minor += v->sales_minor;
	to->spend_micro += v->spend_micro;
	to->expected_micro += v->expected_micro;
	to->profit_minor += v->profit_minor;
}

/* Plays the log to the end; what was real must have come out once more. */
static struct total finish(struct whatif *w)
{
	struct total t = { 0 };
	struct arena mem;
	const struct effect *v;
	arena_init(&mem, 1 << 16);
	for (int i = played.from; i < played.n_log; i++) {
		struct act a;
		struct problem p;
		assert_int_equal(act_decode(played.log[i].act, &mem, &a, &p), PROBLEM_NONE);
		whatif_advance(w, played.log[i].at_min, NULL, NULL);
		if (whatif_act(w, &a, &mem, &p))
			fail_msg("%s %s", problem_name(p.code), p.field);
	}
	whatif_advance(w, market_now_min(played.m), NULL, NULL);
	t.n = whatif_effects(w, &v, &t.sessions, &t.strangers);
	for (uint32_t i = 0; i < t.n; i++) {
		add(&t.real, &v[i].real);
		add(&t.other, &v[i].other);
	}
	const struct market *m = whatif_market(w);
	assert_int_equal(m->order.t.n, played.m->order.t.n);
	for (uint32_t o = 0; o < m->order.t.n; o++)
		assert_true(m->order.id[o] == played.m->order.id[o]);
	assert_int_equal(m->meta.orders[0], played.m->meta.orders[0]);
	assert_int_equal(m->meta.gmv_fen[0], played.m->meta.gmv_fen[0]);
	print_message("# %u effects; %llu sessions visited again, %llu of strangers moved; clicks %llu -> %llu (ads %llu -> %llu), orders %llu -> %llu, expected %.2f -> %.2f, spend %.2f -> %.2f\n", t.n,
		(unsigned long long)t.sessions, (unsigned long long)t.strangers, (unsigned long long)t.real.clicks, (unsigned long long)t.other.clicks,
		(unsigned long long)t.real.ad_clicks, (unsigned long long)t.other.ad_clicks, (unsigned long long)t.real.orders, (unsigned long long)t.other.orders,
		(double)t.real.expected_micro / 1e6, (double)t.other.expected_micro / 1e6, (double)t.real.spend_micro / 1e6, (double)t.other.spend_micro / 1e6);
	whatif_destroy(w);
	arena_fini(&mem);
	return t;
}

static struct act group_bid(double usd)
{
	struct act a = { .kind = ACT_ADGROUP_SAVE };
	a.adgroup_save = (struct act_adgroup_save){ .adgroup = played.group, .bid_minor = ledger_from_usd(world, played.store.country[0], (int64_t)(usd * 100)) };
	return a;
}

static struct act price(int listing, int country, double factor)
{
	const struct market *m = played.then;
	uint32_t l = state_find(m, T_listing, played.store.listing[listing]), c = played.store.country[country], o = state_find(m, T_offer, id_of(T_offer, m->listing.id[l], (uint64_t)c + 1));
	struct act a = { .kind = ACT_OFFER_SET };
	a.offer_set = (struct act_offer_set){ .listing = played.store.listing[listing], .country = world_str(world, world->country.code[c]),
		.price_minor = (int64_t)((double)m->offer.price_minor[o] * factor), .channel = world_str(world, world->channel.code[m->offer.channel[o]]), .below_cost = 1 };
	return a;
}

static void nothing_changes_nothing(void **state)
{
	struct whatif *w = begin();
	assert_int_equal(change(w, group_bid(0.15), 1 << 0 | 1 << 3), PROBLEM_NONE);
	struct total t = finish(w);
	assert_int_equal(t.n, 0);
	assert_int_equal(t.sessions, 0);
	w = begin();
	t = finish(w);
	assert_int_equal(t.n, 0);
}

/* With budget enough a higher bid never loses a sale of the store. */
static void a_higher_bid_loses_nothing(void **state)
{
	struct whatif *w = begin();
	assert_int_equal(change(w, group_bid(1.2), 1 << 0 | 1 << 3), PROBLEM_NONE);
	struct total t = finish(w);
	assert_true(t.n > 0 && t.other.ad_clicks > t.real.ad_clicks && t.other.spend_micro > t.real.spend_micro);
	assert_true(t.other.orders >= t.real.orders && t.other.clicks >= t.real.clicks && t.other.examined >= t.real.examined);
	assert_true(t.other.expected_micro >= t.real.expected_micro);
}

static void stopping_ads_loses_what_they_brought(void **state)
{
	struct whatif *w = begin();
	struct act a = group_bid(0);
	a.adgroup_save.state = STR("paused");
	assert_int_equal(change(w, a, 1 << 0 | 1 << 4), PROBLEM_NONE);
	struct total t = finish(w);
	assert_true(t.real.ad_clicks > t.other.ad_clicks && t.other.examined < t.real.examined);
}

static void prices_work_both_ways(void **state)
{
	struct total t[2];
	for (int i = 0; i < 2; i++) {
		struct whatif *w = begin();
		for (int l = 0; l < played.store.n; l++)
			for (int c = 0; c < played.store.n_countries; c++)
				assert_int_equal(change(w, price(l, c, i ? 1.4 : 0.7), 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 7), PROBLEM_NONE);
		t[i] = finish(w);
		assert_true(t[i].n > 0);
	}
	assert_true(t[0].other.expected_micro > t[0].real.expected_micro && t[0].other.clicks >= t[0].real.clicks);
	assert_true(t[1].other.expected_micro < t[1].real.expected_micro && t[1].other.clicks <= t[1].real.clicks);
	/* what was real is real whatever it is held against */
	assert_true(t[0].other.orders >= t[0].real.orders && t[1].other.orders <= t[1].real.orders);
}

/* A campaign that there never was. */
static void a_new_campaign_can_be_tried(void **state)
{
	struct whatif *w = begin();
	struct arena mem;
	struct act_answer r;
	struct problem p;
	arena_init(&mem, 1 << 16);
	uint32_t country = played.store.country[1];
	struct act a = { .kind = ACT_CAMPAIGN_SAVE, .seat = SEAT, .given = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 };
	a.campaign_save = (struct act_campaign_save){ .country = world_str(world, world->country.code[country]), .name = STR("b"), .targeting = STR("auto"),
		.budget_minor = ledger_from_usd(world, country, 100000) };
	assert_int_equal(whatif_change(w, &a, &mem, &r, &p), PROBLEM_NONE);
	a = (struct act){ .kind = ACT_ADGROUP_SAVE, .seat = SEAT, .given = 1 << 1 | 1 << 2 | 1 << 3 };
	a.adgroup_save = (struct act_adgroup_save){ .campaign = r.id, .name = STR("g"), .bid_minor = ledger_from_usd(world, country, 60) };
	assert_int_equal(whatif_change(w, &a, &mem, &r, &p), PROBLEM_NONE);
	uint64_t g = r.id;
	for (int i = 0; i < played.store.n; i++) {
		a = (struct act){ .kind = ACT_AD_SAVE, .seat = SEAT, .given = 3 };
		a.ad_save = (struct act_ad_save){ .adgroup = g, .listing = played.store.listing[i] };
		assert_int_equal(whatif_change(w, &a, &mem, &r, &p), PROBLEM_NONE);
	}
	arena_fini(&mem);
	struct total t = finish(w);
	assert_true(t.other.ad_clicks > t.real.ad_clicks && t.other.orders >= t.real.orders);
}

static void others_acts_are_refused(void **state)
{
	struct whatif *w = begin();
	struct act a = { .kind = ACT_ORDER_SHIP_BULK };
	assert_int_equal(change(w, a, 0), PROBLEM_FORBIDDEN);
	struct problem p;
	struct whatif *none;
	assert_int_equal(whatif_create(market_fork(played.then), 77, &none, &p), PROBLEM_NO_SEAT);
	whatif_destroy(w);
}

/* ---- the total effect: forks that go their own way ---- */

/* Plays the log in a fork with other luck; what does not fit is left out. */
static struct market *play_fork(uint64_t luck, const struct act *other, struct course *c, struct arena *mem)
{
	struct market *m = market_fork(played.then);
	struct act_answer r;
	struct problem p;
	market_keep_stores(m);
	market_other_luck(m, luck);
	assert_int_equal(course_begin(m, SEAT, mem, c, &p), PROBLEM_NONE);
	if (other)
		assert_int_equal(market_act(m, other, NULL, mem, &r, &p), PROBLEM_NONE);
	for (int i = played.from; i < played.n_log; i++) {
		struct act a;
		market_advance(m, played.log[i].at_min, NULL, NULL, NULL);
		assert_int_equal(act_decode(played.log[i].act, mem, &a, &p), PROBLEM_NONE);
		market_act(m, &a, NULL, mem, &r, &p);
	}
	market_advance(m, market_now_min(played.m), NULL, NULL, NULL);
	return m;
}

static struct course_sum sum_of(const struct market *m, const struct course *c, struct arena *mem)
{
	struct course_row *v;
	struct course_sum s = { 0 };
	uint32_t n = course_rows(m, c, mem, &v);
	for (uint32_t i = 0; i < n; i++)
		course_add(&s, &v[i].sum, 1);
	return s;
}

static void forks_agree_unless_something_changes(void **state)
{
	struct course_sum sums[3][2];
	struct act same = group_bid(0.15), more = group_bid(1.2);
	same.seat = more.seat = SEAT;
	same.given = more.given = 1 << 0 | 1 << 3;
	for (uint64_t luck = 0; luck < 3; luck++) {
		uint64_t digest[3][2];
		for (int i = 0; i < 3; i++) {
			struct arena mem;
			struct course c;
			arena_init(&mem, 1 << 16);
			struct market *m = play_fork(luck, i ? i == 1 ? &same : &more : NULL, &c, &mem);
			m->meta.acts[0] = 0; /* the null change is an act too */
			market_digest(m, digest[i]);
			if (i != 1)
				sums[luck][i / 2] = sum_of(m, &c, &mem);
			market_destroy(m);
			arena_fini(&mem);
		}
		assert_memory_equal(digest[0], digest[1], sizeof digest[0]);
		assert_memory_not_equal(digest[0], digest[2], sizeof digest[0]);
		assert_true(sums[luck][1].ad_clicks > sums[luck][0].ad_clicks && sums[luck][1].ads_milli > sums[luck][0].ads_milli);
	}
	assert_memory_not_equal(&sums[1][0], &sums[2][0], sizeof sums[1][0]); /* other luck */
	assert_true(sums[0][0].clicks > 0 && sums[1][0].clicks > 0);
}

/* What a course says of reality is what the rows say: from the fork on, and no more. */
static void a_course_adds_up(void **state)
{
	struct whatif *w = begin();
	struct arena mem;
	struct course c;
	struct problem p;
	arena_init(&mem, 1 << 16);
	assert_int_equal(course_begin(whatif_market(w), SEAT, &mem, &c, &p), PROBLEM_NONE);
	uint32_t had = played.then->order.t.n;
	for (int i = played.from; i < played.n_log; i++) {
		struct act a;
		assert_int_equal(act_decode(played.log[i].act, &mem, &a, &p), PROBLEM_NONE);
		whatif_advance(w, played.log[i].at_min, NULL, NULL);
		assert_int_equal(whatif_act(w, &a, &mem, &p), PROBLEM_NONE);
	}
	whatif_advance(w, market_now_min(played.m), NULL, NULL);
	const struct market *m = whatif_market(w);
	struct course_sum s = sum_of(m, &c, &mem);
	int64_t orders = 0, units = 0, clicks = 0;
	for (uint32_t o = had; o < m->order.t.n; o++) {
		orders += m->order.store[o] == c.store;
		units += m->order.store[o] == c.store ? m->order.quantity[o] : 0;
	}
	for (uint32_t d = 0; d < m->daily.t.n; d++)
		clicks += m->daily.store[d] == c.store ? m->daily.clicks[d] : 0;
	for (uint32_t d = 0; d < played.then->daily.t.n; d++)
		clicks -= played.then->daily.store[d] == c.store ? played.then->daily.clicks[d] : 0;
	assert_int_equal(s.orders, orders);
	assert_int_equal(s.units, units);
	assert_int_equal(s.clicks, clicks);
	assert_true(clicks > 0);
	whatif_destroy(w);
	arena_fini(&mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_changes_nothing),
		cmocka_unit_test(a_higher_bid_loses_nothing),
		cmocka_unit_test(stopping_ads_loses_what_they_brought),
		cmocka_unit_test(prices_work_both_ways),
		cmocka_unit_test(a_new_campaign_can_be_tried),
		cmocka_unit_test(others_acts_are_refused),
		cmocka_unit_test(forks_agree_unless_something_changes),
		cmocka_unit_test(a_course_adds_up),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
