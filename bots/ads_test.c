/* Sponsored search in the running market: who may do what, who stands where, what it costs, which order it is counted to. A twentieth of the usual demand keeps it short;
 * one store with three goods, prepared, is the seat. */
#include "base/calendar.h"
#include "bots/starter.h"
#include "market/ads/ads.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "scenario/scenario.h"
#include "text/text.h"
#include "tests/cmocka.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 10, SEAT = 1 };

static struct world *world;

struct play {
	struct market *m;
	struct bot *bot;
	struct starter_store store;
	struct arena keep;
	int capped;
};

static void hear(void *arg, const struct event *e)
{
	struct play *p = arg;
	p->capped += e->kind == EVENT_CAMPAIGN_CAPPED;
	if (p->bot)
		bot_hear(p->bot, e);
}

static enum problem_code act(void *arg, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	struct play *play = arg;
	struct market_sink sink = { play, hear };
	return market_act(play->m, a, &sink, mem, ret, p);
}

static void open_play(struct play *p)
{
	struct problem why;
	struct act_answer r;
	*p = (struct play){ 0 };
	arena_init(&p->keep, 1 << 16);
	p->m = market_create(&(struct market_config){ .world = world, .seed = { 4, 2 }, .begin_min = world->start_min + 9 * 60 });
	struct act a = { .kind = ACT_SEAT_CREATE, .given = 5 };
	a.seat_create = (struct act_seat_create){ .seat = SEAT, .capital_fen = 5000000 };
	assert_int_equal(act(p, &a, &p->keep, &r, &why), PROBLEM_NONE);
	struct starter_options o = { SEAT, 3, 10 };
	if (starter_prepare(world, &o, act, p, &p->keep, &p->store, &why))
		fail_msg("%s %s", problem_name(why.code), why.field);
	p->bot = bot_create(world, SEAT, 3, 3);
	bot_take_over(p->bot, &p->store);
}

static void close_play(struct play *p)
{
	bot_destroy(p->bot);
	market_destroy(p->m);
	arena_fini(&p->keep);
}

static void days(struct play *p, int n)
{
	struct market_sink sink = { p, hear };
	for (int h = 0; h < n * 24; h++) {
		bot_step(p->bot, market_now_min(p->m), act, p);
		market_advance(p->m, market_now_min(p->m) + MARKET_TICK_MIN, NULL, NULL, &sink);
	}
}

/* ---- acts in short ---- */

static enum problem_code last;

static uint64_t campaign(struct play *p, uint32_t country, const char *targeting, int64_t budget, const char *strategy, int top)
{
	struct act a = { .kind = ACT_CAMPAIGN_SAVE, .seat = SEAT, .given = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 };
	struct act_answer r = { 0 };
	struct problem why;
	a.campaign_save = (struct act_campaign_save){ .country = world_str(world, world->country.code[country]), .name = STR("spring"), .targeting = str_c(targeting),
		.budget_minor = budget, .strategy = str_c(strategy), .top_percent = top };
	last = act(p, &a, &p->keep, &r, &why);
	return r.id;
}

static uint64_t group(struct play *p, uint64_t c, int64_t bid)
{
	struct act a = { .kind = ACT_ADGROUP_SAVE, .seat = SEAT, .given = 1 << 1 | 1 << 2 | 1 << 3 };
	struct act_answer r = { 0 };
	struct problem why;
	a.adgroup_save = (struct act_adgroup_save){ .campaign = c, .name = STR("all"), .bid_minor = bid };
	last = act(p, &a, &p->keep, &r, &why);
	return r.id;
}

static uint64_t advertise(struct play *p, uint64_t g, uint64_t listing)
{
	struct act a = { .kind = ACT_AD_SAVE, .seat = SEAT, .given = 3 };
	struct act_answer r = { 0 };
	struct problem why;
	a.ad_save = (struct act_ad_save){ .adgroup = g, .listing = listing };
	last = act(p, &a, &p->keep, &r, &why);
	return r.id;
}

static uint64_t keyword(struct play *p, uint64_t g, uint32_t country, const char *match, struct str words, int64_t bid)
{
	struct act a = { .kind = ACT_KEYWORD_ADD, .seat = SEAT, .given = 63 };
	struct act_answer r = { 0 };
	struct problem why;
	struct tokens t = { 0 };
	uint32_t n = 0;
	text_tokens((enum tongue)world->country.tongue[country], words, &p->keep, &t.v, &n);
	t.n = n;
	a.keyword_add = (struct act_keyword_add){ .adgroup = g, .country = world_str(world, world->country.code[country]), .match = str_c(match),
		.keywords = { &words, 1 }, .bid_minor = bid, .tokens = t };
	last = act(p, &a, &p->keep, &r, &why);
	return r.id;
}

static enum problem_code set_group(struct play *p, uint64_t g, int64_t bid)
{
	struct act a = { .kind = ACT_ADGROUP_SAVE, .seat = SEAT, .given = 1 << 0 | 1 << 3 };
	struct act_answer r;
	struct problem why;
	a.adgroup_save = (struct act_adgroup_save){ .adgroup = g, .bid_minor = bid };
	return act(p, &a, &p->keep, &r, &why);
}

static enum problem_code set_campaign(struct play *p, uint64_t c, const char *state)
{
	struct act a = { .kind = ACT_CAMPAIGN_SAVE, .seat = SEAT, .given = 1 << 0 | 1 << 9 };
	struct act_answer r;
	struct problem why;
	a.campaign_save = (struct act_campaign_save){ .campaign = c, .state = str_c(state) };
	return act(p, &a, &p->keep, &r, &why);
}

static enum problem_code set_budget(struct play *p, uint64_t c, int64_t budget)
{
	struct act a = { .kind = ACT_CAMPAIGN_SAVE, .seat = SEAT, .given = 1 << 0 | 1 << 5 };
	struct act_answer r;
	struct problem why;
	a.campaign_save = (struct act_campaign_save){ .campaign = c, .budget_minor = budget };
	return act(p, &a, &p->keep, &r, &why);
}

/* Best query of the listing's goods in a country: the most volume among those that it fits wholly. */
static uint32_t query_for(const struct market *m, uint32_t country, uint32_t listing, double fit)
{
	uint32_t best = ROW_NONE;
	for (uint32_t i = world->query_of_country_at[country]; i < world->query_of_country_at[country + 1]; i++) {
		uint32_t q = world->query_of_country[i];
		if (world_true_fit(world, q, m->listing.good[listing]) >= fit && world->query.tokens[q].n >= 2 && (best == ROW_NONE || world->query.volume[q] > world->query.volume[best]))
			best = q;
	}
	assert_int_not_equal(best, ROW_NONE);
	return best;
}

/* A store that advertises all its goods in its two countries: automatic and by keyword. */
struct ads {
	uint64_t automatic[STARTER_COUNTRIES], manual[STARTER_COUNTRIES], group[STARTER_COUNTRIES];
};
static void advertise_all(struct play *p, int64_t bid_cents, int64_t budget_cents, struct ads *ret)
{
	struct market *m = p->m;
	for (int c = 0; c < p->store.n_countries; c++) {
		uint32_t country = p->store.country[c];
		int64_t bid = ledger_from_usd(world, country, bid_cents), budget = ledger_from_usd(world, country, budget_cents);
		ret->automatic[c] = campaign(p, country, "auto", budget, "down", 0);
		uint64_t a = group(p, ret->automatic[c], bid);
		ret->manual[c] = campaign(p, country, "manual", budget, "up_down", 50);
		ret->group[c] = group(p, ret->manual[c], bid);
		assert_int_equal(last, PROBLEM_NONE);
		for (int i = 0; i < p->store.n; i++) {
			uint32_t l = state_find(m, T_listing, p->store.listing[i]);
			advertise(p, a, p->store.listing[i]);
			assert_int_equal(last, PROBLEM_NONE);
			advertise(p, ret->group[c], p->store.listing[i]);
			keyword(p, ret->group[c], country, "broad", world_str(world, world->query.words[query_for(m, country, l, 1)]), 0);
			assert_int_equal(last, PROBLEM_NONE);
		}
	}
}

/* ---- sums ---- */

struct sums {
	int64_t spend, sales;
	uint64_t shown, examined, clicks, over, orders, halo;
};
static struct sums stats(const struct market *m)
{
	struct sums s = { 0 };
	for (uint32_t r = 0; r < m->adstat.t.n; r++) {
		s.spend += m->adstat.spend_micro[r];
		s.sales += m->adstat.sales_minor[r];
		s.shown += m->adstat.shown[r];
		s.examined += m->adstat.examined[r];
		s.clicks += m->adstat.clicks[r];
		s.over += m->adstat.over[r];
		s.orders += m->adstat.orders[r];
		s.halo += m->adstat.halo_orders[r];
	}
	return s;
}

/* ---- tests ---- */

static void acts_are_checked(void **state)
{
	struct play p;
	open_play(&p);
	uint32_t us = p.store.country[0], other = 0;
	while (p.m->store.countries[p.m->seat.store[0]] >> other & 1)
		other++;
	assert_int_equal((campaign(&p, other, "auto", 1000, "down", 0), last), PROBLEM_STORE_MARKET_CLOSED);
	assert_int_equal((campaign(&p, us, "maybe", 1000, "down", 0), last), PROBLEM_BAD_VALUE);
	assert_int_equal((campaign(&p, us, "auto", 1, "down", 0), last), PROBLEM_AD_BUDGET_LOW);
	assert_int_equal((campaign(&p, us, "auto", 1000, "down", 901), last), PROBLEM_OUT_OF_RANGE);
	assert_int_equal(p.m->campaign.t.n > 0 && p.m->store.campaigns[p.m->seat.store[0]] == 0, 1); /* rivals' only; what was refused left nothing */
	uint64_t c = campaign(&p, us, "auto", 1000, "down", 0), k = campaign(&p, us, "manual", 1000, "fixed", 0);
	assert_int_equal((group(&p, c, 1), last), PROBLEM_AD_BID_LOW);
	uint64_t g = group(&p, c, 40), h = group(&p, k, 40);
	assert_int_equal((advertise(&p, g, 77), last), PROBLEM_NO_SUCH_ID);
	uint64_t d = advertise(&p, g, p.store.listing[0]);
	assert_true(d && d == advertise(&p, g, p.store.listing[0]));
	assert_int_equal((keyword(&p, g, us, "broad", STR("garlic press"), 0), last), PROBLEM_AD_TARGETING);
	assert_int_equal((keyword(&p, g, us, "negative_exact", STR("garlic press"), 0), last), PROBLEM_NONE);
	assert_int_equal((keyword(&p, h, us, "broad", STR("!!"), 0), last), PROBLEM_AD_KEYWORD);
	assert_int_equal((keyword(&p, h, other, "broad", STR("garlic press"), 0), last), PROBLEM_AD_MARKETPLACE);
	assert_int_equal((keyword(&p, h, us, "sideways", STR("garlic press"), 0), last), PROBLEM_BAD_VALUE);
	assert_int_equal((keyword(&p, h, us, "negative_phrase", STR("one garlic press steel kitchen tool"), 0), last), PROBLEM_AD_NEGATIVE_LONG);
	/* the same keyword once more is the same target with another bid */
	uint64_t t = keyword(&p, h, us, "exact", STR("Garlic  press"), 30);
	uint32_t n = p.m->target.t.n;
	assert_true(t == keyword(&p, h, us, "exact", STR("garlic press"), 45));
	assert_int_equal(p.m->target.t.n, n);
	assert_int_equal(p.m->target.bid_minor[state_find(p.m, T_target, t)], 45);
	assert_int_equal(set_campaign(&p, c, "archived"), PROBLEM_NONE);
	assert_int_equal(set_campaign(&p, c, "on"), PROBLEM_AD_ARCHIVED);
	assert_int_equal(set_group(&p, g, 50), PROBLEM_AD_ARCHIVED);
	close_play(&p);
}

static void keywords_match_as_they_say(void **state)
{
	static const uint64_t query[] = { 1, 2, 3, 4 }, phrase[] = { 2, 3 }, mixed[] = { 4, 1 }, other[] = { 2, 9 };
	assert_true(ads_matches(TARGET_BROAD, mixed, 2, query, 4));
	assert_false(ads_matches(TARGET_BROAD, other, 2, query, 4));
	assert_true(ads_matches(TARGET_PHRASE, phrase, 2, query, 4));
	assert_false(ads_matches(TARGET_PHRASE, mixed, 2, query, 4));
	assert_true(ads_matches(TARGET_EXACT, query, 4, query, 4));
	assert_false(ads_matches(TARGET_EXACT, query, 3, query, 4));
	assert_false(ads_matches(TARGET_BROAD, query, 0, query, 4));
	for (int position = 0; position < PAGE_POSITIONS; position++)
		if (ad_place_at(position) < 0)
			assert_int_equal(ad_position_of(ad_organic_at(position)), position);
}

static void books_agree(void **state)
{
	struct play p;
	struct ads v;
	open_play(&p);
	advertise_all(&p, 60, 2000, &v);
	days(&p, DAYS);
	struct market *m = p.m;
	uint32_t s = m->seat.store[0];
	struct sums sum = stats(m);
	int64_t spent = 0, unbilled = 0, terms = 0, daily = 0, terms_sales = 0;
	uint64_t term_clicks = 0, daily_clicks = 0, term_orders = 0, by_ads = 0, halo = 0;
	for (uint32_t c = 0; c < m->campaign.t.n; c++)
		if (m->campaign.store[c] == s) {
			spent += m->campaign.spent_micro[c];
			unbilled += m->campaign.unbilled_micro[c];
			assert_true(m->campaign.today_micro[c] <= m->campaign.budget_minor[c] * ads_micro_of_minor(world, m->campaign.country[c]));
		}
	for (uint32_t t = 0; t < m->adterm.t.n; t++) {
		terms += m->adterm.spend_micro[t];
		term_clicks += m->adterm.clicks[t];
		term_orders += m->adterm.orders[t];
		terms_sales += m->adterm.sales_minor[t];
	}
	for (uint32_t d = 0; d < m->daily.t.n; d++) {
		daily += m->daily.ad_spend_micro[d];
		daily_clicks += m->daily.ad_clicks[d];
		assert_true(m->daily.ad_clicks[d] <= m->daily.clicks[d]);
	}
	for (uint32_t o = 0; o < m->order.t.n; o++) {
		by_ads += m->order.ad[o] != ROW_NONE && !m->order.ad_halo[o];
		halo += m->order.ad[o] != ROW_NONE && m->order.ad_halo[o];
	}
	print_message("# %llu shown, %llu looked at, %llu clicks (%llu free), %llu orders and %llu of other listings for %.2f\n", (unsigned long long)sum.shown,
		(unsigned long long)sum.examined, (unsigned long long)sum.clicks, (unsigned long long)sum.over, (unsigned long long)sum.orders,
		(unsigned long long)sum.halo, (double)sum.spend / 1e6);
	assert_true(sum.clicks > 20 && sum.spend > 0 && sum.orders > 0);
	assert_int_equal(sum.spend, spent);
	assert_int_equal(sum.spend, terms);
	assert_int_equal(sum.spend, daily);
	assert_int_equal(sum.clicks, term_clicks);
	assert_int_equal(sum.clicks, daily_clicks);
	assert_int_equal(sum.orders, term_orders);
	assert_int_equal(sum.sales, terms_sales);
	assert_int_equal(sum.orders, by_ads);
	assert_int_equal(sum.halo, halo);
	/* what was billed is in the ledger, to the minor unit */
	int64_t billed = 0;
	for (uint32_t c = 0; c < world->currency.t.n; c++) {
		int64_t minor = ledger_balance(m, s, ACCOUNT_ADS, c);
		for (uint32_t k = 0; minor && k < world->country.t.n; k++)
			if (world->country.currency[k] == c) {
				billed += minor * ads_micro_of_minor(world, k);
				break;
			}
	}
	assert_int_equal(billed + unbilled, spent);
	close_play(&p);
}

static void budget_ends_the_day(void **state)
{
	struct play p;
	struct ads v;
	open_play(&p);
	advertise_all(&p, 200, 150, &v);
	days(&p, 4);
	struct sums sum = stats(p.m);
	assert_true(p.capped > 0);
	/* a day of a campaign never costs more than its budget */
	struct market *m = p.m;
	for (uint32_t r = 0; r < m->adstat.t.n; r++) {
		int64_t day_sum = 0;
		for (uint32_t k = 0; k < m->adstat.t.n; k++)
			if (m->adstat.campaign[k] == m->adstat.campaign[r] && m->adstat.day[k] == m->adstat.day[r])
				day_sum += m->adstat.spend_micro[k];
		assert_true(day_sum <= m->campaign.budget_minor[m->adstat.campaign[r]] * ads_micro_of_minor(world, m->adstat.country[r]));
	}
	assert_true(sum.over > 0 && sum.over < sum.clicks);
	/* saying the budget once more opens no day again, money does */
	uint32_t c = 0, s = m->seat.store[0];
	while (m->campaign.store[c] != s)
		c++;
	int64_t least = ledger_from_usd(world, m->campaign.country[c], 100), budget = m->campaign.budget_minor[c];
	m->campaign.capped_min[c] = market_now_min(m);
	m->campaign.today_micro[c] = (budget - 1) * ads_micro_of_minor(world, m->campaign.country[c]);
	assert_int_equal(set_budget(&p, m->campaign.id[c], budget), PROBLEM_NONE);
	assert_int_equal(set_budget(&p, m->campaign.id[c], least), PROBLEM_NONE);
	assert_int_equal(set_budget(&p, m->campaign.id[c], budget), PROBLEM_NONE);
	assert_true(m->campaign.capped_min[c] != 0);
	assert_int_equal(set_budget(&p, m->campaign.id[c], budget + least), PROBLEM_NONE);
	assert_int_equal(m->campaign.capped_min[c], 0);
	close_play(&p);
}

/* A store that cannot pay has its ads stopped, and no campaign's budget is said to be gone; its cash never goes below what it has. */
static void who_cannot_pay_stops(void **state)
{
	struct play p;
	struct ads v;
	open_play(&p);
	advertise_all(&p, 100, 100000, &v);
	struct market *m = p.m;
	uint32_t s = m->seat.store[0];
	for (int64_t pieces = 100000; pieces; pieces /= 2)
		for (enum problem_code e = PROBLEM_NONE; !e;) {
			struct act a = { .kind = ACT_PURCHASE_CREATE, .seat = SEAT, .given = 3 };
			struct act_answer r;
			struct problem why;
			a.purchase_create = (struct act_purchase_create){ .good = world_str(world, world->good.code[p.store.good[0]]), .quantity = pieces };
			e = act(&p, &a, &p.keep, &r, &why);
		}
	assert_true(ledger_cash_fen(m, s) > 0 && ledger_cash_fen(m, s) < 10000);
	struct market_sink sink = { &p, hear };
	market_advance(m, market_now_min(m) + 48 * 60, NULL, NULL, &sink);
	assert_int_equal(m->store.ads_stopped[s], 1);
	assert_int_equal(p.capped, 0);
	assert_true(ledger_cash_fen(m, s) >= 0);
	close_play(&p);
}

/* A listing is not shown where it does not belong, however much is bid, nor where a negative keyword excludes it. */
static void gate_and_negatives_hold(void **state)
{
	struct play p;
	open_play(&p);
	struct market *m = p.m;
	uint32_t country = p.store.country[0], l = state_find(m, T_listing, p.store.listing[0]), wrong = ROW_NONE, right = query_for(m, country, l, 1);
	for (uint32_t i = world->query_of_country_at[country]; wrong == ROW_NONE && i < world->query_of_country_at[country + 1]; i++)
		if (world_true_fit(world, world->query_of_country[i], m->listing.good[l]) == 0)
			wrong = world->query_of_country[i];
	uint64_t c = campaign(&p, country, "manual", 100000, "fixed", 0), g = group(&p, c, 5000), h = group(&p, c, 5000);
	advertise(&p, g, p.store.listing[0]);
	advertise(&p, h, p.store.listing[0]);
	uint64_t bad = keyword(&p, g, country, "exact", world_str(world, world->query.words[wrong]), 0);
	uint64_t good = keyword(&p, h, country, "broad", world_str(world, world->query.words[right]), 0);
	assert_int_equal(last, PROBLEM_NONE);
	days(&p, 2);
	uint32_t shown_bad = 0, shown_good = 0, shown_right = 0;
	for (uint32_t t = 0; t < m->adterm.t.n; t++) {
		shown_bad += m->target.id[m->adterm.target[t]] == bad ? m->adterm.shown[t] : 0;
		shown_good += m->target.id[m->adterm.target[t]] == good ? m->adterm.shown[t] : 0;
		shown_right += m->adterm.query[t] == right ? m->adterm.shown[t] : 0;
	}
	assert_int_equal(shown_bad, 0);
	assert_true(shown_good > 0 && shown_right > 0);
	keyword(&p, h, country, "negative_exact", world_str(world, world->query.words[right]), 0);
	days(&p, 2);
	for (uint32_t t = 0; t < m->adterm.t.n; t++)
		shown_right -= m->adterm.query[t] == right ? m->adterm.shown[t] : 0;
	assert_int_equal(shown_right, 0); /* not one more */
	close_play(&p);
}

/* One tick after a higher bid: own clicks and orders are those of before and more; what changed for others changed on pages where the ad stands. */
static void a_bid_disturbs_nobody_else(void **state)
{
	struct play p;
	struct ads v;
	open_play(&p);
	advertise_all(&p, 4, 100000, &v);
	days(&p, 1);
	struct market *base = market_fork(p.m), *same = market_fork(p.m), *more = market_fork(p.m), *own = p.m;
	p.m = same;
	assert_int_equal(set_group(&p, v.group[0], ledger_from_usd(world, p.store.country[0], 4)), PROBLEM_NONE);
	p.m = more;
	assert_int_equal(set_group(&p, v.group[0], 120), PROBLEM_NONE);
	p.m = own;
	for (int h = 0; h < 12; h++) {
		struct market *const each[] = { base, same, more };
		for (int i = 0; i < 3; i++)
			market_advance(each[i], market_now_min(each[i]) + MARKET_TICK_MIN, NULL, NULL, NULL);
		if (h == 0) {
			/* orders of the first tick: each of the base is in the other, or was won by an ad that stands higher now */
			for (uint32_t o = own->order.t.n; o < base->order.t.n; o++)
				assert_int_not_equal(state_find(more, T_order, base->order.id[o]), ROW_NONE);
			struct sums a = stats(base), b = stats(more);
			assert_true(b.shown >= a.shown && b.examined >= a.examined && b.clicks >= a.clicks);
		}
	}
	same->meta.acts[0]--;
	uint64_t x[2], y[2];
	market_digest(base, x);
	market_digest(same, y);
	assert_memory_equal(x, y, sizeof x); /* a bid that is the same changes nothing */
	struct sums few = stats(base), many = stats(more);
	print_message("# shown %llu, with the higher bid %llu\n", (unsigned long long)few.shown, (unsigned long long)many.shown);
	assert_true(many.shown > few.shown);
	market_destroy(base);
	market_destroy(same);
	market_destroy(more);
	close_play(&p);
}

/* Rivals' places: most are sold, prices keep to reserve and bid. */
static void rivals_advertise_too(void **state)
{
	struct play p;
	open_play(&p);
	days(&p, 3);
	struct market *m = p.m;
	uint64_t looked = 0, clicks = 0, orders = 0;
	uint32_t ads = 0, capped = 0, campaigns = 0;
	for (uint32_t d = 0; d < m->ad.t.n; d++) {
		assert_int_equal(m->store.kind[m->ad.store[d]], 1);
		ads += m->ad.state[d] == AD_ON;
		looked += m->ad.looked_milli[d] / 1000;
		clicks += m->ad.clicks[d];
		orders += m->ad.orders[d];
	}
	int64_t spent_us = 0;
	for (uint32_t c = 0; c < m->campaign.t.n; c++) {
		campaigns++;
		capped += m->campaign.capped_min[c] != 0;
		spent_us += m->campaign.country[c] == p.store.country[0] ? m->campaign.spent_micro[c] : 0;
	}
	print_message("# rivals: %u ads in %u campaigns (%u capped now); looked at %llu, clicks %llu (of %llu), orders %llu; spent in the first country %.2f\n", ads, campaigns, capped,
		(unsigned long long)looked, (unsigned long long)clicks, (unsigned long long)m->meta.clicks[0], (unsigned long long)orders, (double)spent_us / 1e6);
	assert_true(ads > 100 && clicks > 100 && clicks * 100 > m->meta.clicks[0] * 5 && clicks * 2 < m->meta.clicks[0]);
	close_play(&p);
}

static int setup(void **state)
{
	struct problem p;
	if (scenario_open(getenv("COHONG_WORLD") ? getenv("COHONG_WORLD") : "worlds/first-harbour", &world, &p)) {
		fprintf(stderr, "%s %s\n", problem_name(p.code), p.arg[0]);
		return 1;
	}
	world->params.buyers_per_seat /= 20;
	world->params.pages_per_seat_day /= 20;
	return 0;
}

static int teardown(void **state)
{
	world_destroy(world);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts_are_checked),
		cmocka_unit_test(keywords_match_as_they_say),
		cmocka_unit_test(books_agree),
		cmocka_unit_test(budget_ends_the_day),
		cmocka_unit_test(who_cannot_pay_stops),
		cmocka_unit_test(gate_and_negatives_hold),
		cmocka_unit_test(a_bid_disturbs_nobody_else),
		cmocka_unit_test(rivals_advertise_too),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
