/* The reference sellers: their checklists are nested, they do what these say, by the students' acts alone, and the same market plays them the same. */
#include "base/exact.h"
#include "bots/seller.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEAT = 7, DAYS = 35, MARKETS = 2 };

static struct world *world;

struct play {
	struct market *m;
	struct seller *s;
	bool own; /* acts are the seat's own, and of the kinds that a student has */
	int prices, pictures, negatives;
};

static void hear(void *arg, const struct event *e)
{
	struct play *p = arg;
	if (p->s)
		seller_hear(p->s, e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct play *play = arg;
	struct market_sink sink = { play, hear };
	enum problem_code e = market_act(play->m, a, &sink, mem, ret, p);
	if (play->s) {
		play->own &= a->seat == SEAT && act_desc[a->kind].who == WHO_SEAT;
		play->prices += !e && a->kind == ACT_OFFER_SET;
		play->pictures += !e && a->kind == ACT_LISTING_SAVE;
		play->negatives += !e && a->kind == ACT_KEYWORD_ADD;
	}
	return e;
}

static void run(struct play *p, enum seller_grade g, uint64_t seed, int days)
{
	struct market_sink sink = { p, hear };
	struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
	struct act_answer r;
	struct problem why;
	struct arena mem;
	struct seller_plan plan = seller_plan_of(g);
	*p = (struct play){ .m = market_create(&(struct market_config){ world, { seed, 9 } }), .own = true };
	arena_init(&mem, 0);
	a.seat_create = (struct act_seat_create){ .seat = SEAT, .capital_fen = 5000000 };
	assert_int_equal(act(p, &a, &mem, &r, &why), PROBLEM_NONE);
	arena_fini(&mem);
	p->s = seller_create(world, SEAT, 3, &plan);
	for (int h = 0; h < days * 24; h++) {
		seller_step(p->s, p->m, act, p);
		market_advance(p->m, market_now_min(p->m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
}

static void end(struct play *p)
{
	seller_destroy(p->s);
	market_destroy(p->m);
}

static void checklists_are_nested(void **state)
{
	for (int g = SELLER_NAIVE; g < SELLER_EXPERT; g++) {
		struct seller_plan a = seller_plan_of((enum seller_grade)g), b = seller_plan_of((enum seller_grade)(g + 1));
		assert_true(a.opens <= b.opens && a.landed <= b.landed && a.keywords <= b.keywords && a.tracked <= b.tracked && a.reorders <= b.reorders && a.countries <= b.countries && a.ads <= b.ads &&
			    a.newsvendor <= b.newsvendor && a.tests_prices <= b.tests_prices && a.tests_pictures <= b.tests_pictures && a.calendar <= b.calendar);
		assert_int_equal(seller_grade_find(str_c(seller_grade_name[g])), g);
	}
	assert_int_equal(seller_grade_find(STR("master")), SELLER_GRADES);
	assert_false(seller_plan_of(SELLER_IDLE).opens);
	assert_true(seller_plan_of(SELLER_RECKLESS).bid_share > 5 * seller_plan_of(SELLER_SKILLED).bid_share);
}

static void idle_does_nothing(void **state)
{
	struct play p;
	struct seller_result r;
	uint32_t accepted, refused;
	run(&p, SELLER_IDLE, 1, 2);
	seller_counts(p.s, &accepted, &refused);
	seller_result(p.m, SEAT, &r);
	assert_int_equal(accepted + refused, 0);
	assert_int_equal(p.m->purchase.t.n + r.orders, 0);
	assert_int_equal(r.profit_fen, 0);
	end(&p);
}

static uint32_t own_campaigns(const struct market *m)
{
	uint32_t n = 0;
	for (uint32_t c = 0; c < m->campaign.t.n; c++)
		n += m->store.kind[m->campaign.store[c]] == 0;
	return n;
}

/* Prices of a seller's offers against their break-even, and how often the title is no more than the supplier's name. */
static void offers_of(const struct market *m, int *ret_offers, int *ret_below, int *ret_bare)
{
	*ret_offers = *ret_below = *ret_bare = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		if (m->store.kind[m->offer.store[o]] != 0)
			continue;
		struct unit_ask ask = listing_offer_ask(m, o);
		uint32_t words = listing_words_in(m, m->offer.listing[o], (enum tongue)world->country.tongue[m->offer.country[o]]);
		++*ret_offers;
		*ret_below += m->offer.price_minor[o] < listing_break_even_minor(world, &ask);
		*ret_bare += str_eq(state_str(m, m->words.title[words]), world_str(world, world->good.name[m->listing.good[m->offer.listing[o]]].in[m->words.tongue[words]]));
	}
}

static void each_does_its_list(void **state)
{
	double profit[SELLER_GRADES] = { 0 };
	for (int g = SELLER_NAIVE; g < SELLER_GRADES; g++) {
		int prices = 0, pictures = 0, keywords = 0;
		for (uint64_t seed = 1; seed <= MARKETS; seed++) {
			struct play p;
			struct seller_result r;
			uint32_t accepted, refused;
			int offers, below, bare;
			run(&p, (enum seller_grade)g, seed, DAYS);
			seller_counts(p.s, &accepted, &refused);
			seller_result(p.m, SEAT, &r);
			offers_of(p.m, &offers, &below, &bare);
			profit[g] += (double)(r.profit_fen - r.luck_fen - r.spare_fen) / 100 / MARKETS;
			print_message("# %-8s profit %9.2f luck %8.2f spare stock %8.2f orders %4llu (%.1f expected) ads %8.2f of %9.2f; %u acts, %u refused; %d offers, %d below cost\n", seller_grade_name[g],
				(double)r.profit_fen / 100, (double)r.luck_fen / 100, (double)r.spare_fen / 100, (unsigned long long)r.orders, r.expected, (double)r.ads_fen / 100, (double)r.ad_sales_fen / 100,
				accepted, refused, offers, below);
			assert_true(p.own && accepted > 20 && refused * 10 <= accepted);
			assert_true(r.orders > 0 && offers > 2);
			/* what was chosen is near what was to be expected: five standard deviations of so many orders at most */
			assert_true(ex_abs((double)r.orders - r.expected) < 5 * ex_sqrt(r.expected + 1));
			assert_int_equal(own_campaigns(p.m) > 0, g >= SELLER_SKILLED);
			assert_int_equal(r.ads_fen > 0, g >= SELLER_SKILLED);
			assert_int_equal(bare == offers, g == SELLER_NAIVE);
			assert_true(g == SELLER_NAIVE ? below * 2 > offers : below == 0);
			prices += p.prices > offers;
			pictures += p.pictures > 6;
			keywords += p.negatives;
			end(&p);
		}
		assert_int_equal(prices > 0 && pictures > 0, g == SELLER_EXPERT);
		assert_true(g < SELLER_SKILLED ? !keywords : keywords > 0);
	}
	assert_true(profit[SELLER_NAIVE] < profit[SELLER_CAREFUL] && profit[SELLER_CAREFUL] < profit[SELLER_EXPERT]);
}

static void plays_the_same(void **state)
{
	uint64_t a[2], b[2];
	struct play p;
	run(&p, SELLER_EXPERT, 5, 20);
	market_digest(p.m, a);
	end(&p);
	run(&p, SELLER_EXPERT, 5, 20);
	market_digest(p.m, b);
	end(&p);
	assert_true(a[0] == b[0] && a[1] == b[1]);
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
		cmocka_unit_test(checklists_are_nested),
		cmocka_unit_test(idle_does_nothing),
		cmocka_unit_test(each_does_its_list),
		cmocka_unit_test(plays_the_same),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
