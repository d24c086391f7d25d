/* What a store got in a course of things: from its orders, its funnel of each day, and what its ads cost. */
#include "market/whatif.h"
#include "base/calendar.h"
#include "market/ads/ads.h"
#include "market/core/day.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"

enum { MILLI = 1000, NOON_MIN = 720 };

void course_add(struct course_sum *to, const struct course_sum *v, int sign)
{
	to->examined += sign * v->examined;
	to->clicks += sign * v->clicks;
	to->ad_clicks += sign * v->ad_clicks;
	to->orders += sign * v->orders;
	to->units += sign * v->units;
	to->sales_fen += sign * v->sales_fen;
	to->profit_fen += sign * v->profit_fen;
	to->ads_milli += sign * v->ads_milli;
	to->expected_micro += sign * v->expected_micro;
}

static int64_t noon_of(const struct market *m, int64_t day)
{
	return day * MIN_PER_DAY - m->world->timezone_min + NOON_MIN;
}

static int64_t fen_of(const struct market *m, uint32_t country, int64_t minor, int64_t day)
{
	return ledger_to_fen(m, m->world->country.currency[country], minor, noon_of(m, day));
}

/* micro: millionths of the country's currency */
static int64_t milli_of(const struct market *m, uint32_t country, int64_t micro, int64_t day)
{
	return fen_of(m, country, micro, day) * MILLI / ads_micro_of_minor(m->world, country);
}

static struct course_row of_daily(const struct market *m, uint32_t d)
{
	uint32_t o = m->daily.offer[d], country = m->daily.country[d];
	return (struct course_row){ m->listing.id[m->offer.listing[o]], country, ROW_NONE, m->daily.day[d],
		{ .examined = m->daily.examined[d], .clicks = m->daily.clicks[d], .ad_clicks = m->daily.ad_clicks[d],
			.ads_milli = milli_of(m, country, m->daily.ad_spend_micro[d], m->daily.day[d]), .expected_micro = m->daily.expected_micro[d] } };
}

enum problem_code course_begin(const struct market *m, uint64_t seat, struct arena *mem, struct course *ret, struct problem *p)
{
	uint32_t s = state_find(m, T_seat, seat);
	if (s == ROW_NONE || m->seat.store[s] == ROW_NONE)
		return problem_set(p, s == ROW_NONE ? PROBLEM_NO_SEAT : PROBLEM_NO_STORE, "", NULL);
	struct course c = { .store = m->seat.store[s], .first_order = m->order.t.n, .day = day_of_sellers(m->world, now_min(m)) };
	for (int pass = 0; pass < 2; pass++) {
		if (pass)
			c.before = ARENA_ARRAY(mem, struct course_row, c.n + 1);
		c.n = 0;
		for (uint32_t d = 0; d < m->daily.t.n; d++)
			if (m->daily.store[d] == c.store && m->daily.day[d] == c.day) {
				if (pass)
					c.before[c.n] = of_daily(m, d);
				c.n++;
			}
	}
	*ret = c;
	return PROBLEM_NONE;
}

static struct course_row of_order(const struct market *m, uint32_t o)
{
	uint32_t offer = m->order.offer[o], country = m->order.country[o], units = m->order.quantity[o];
	int64_t day = day_of_sellers(m->world, m->order.placed_min[o]);
	struct course_row r = { m->listing.id[m->order.listing[o]], country, m->order.query[o], day, { .orders = 1, .units = units } };
	r.sum.sales_fen = fen_of(m, country, m->order.item_minor[o], day);
	if (m->offer.channel[offer] == ROW_NONE)
		return r;
	struct unit_ask ask = listing_offer_ask(m, offer);
	struct unit_cost cost;
	ask.price_minor = m->order.item_minor[o] / units;
	ask.ship_minor = m->order.ship_minor[o] / units;
	listing_unit_cost(m->world, &ask, &cost);
	if (cost.refusal == FREIGHT_OK)
		r.sum.profit_fen = fen_of(m, country, cost.profit_minor * units, day);
	return r;
}

uint32_t course_rows(const struct market *m, const struct course *c, struct arena *mem, struct course_row **ret)
{
	struct course_row *v = ARENA_ARRAY(mem, struct course_row, m->order.t.n - c->first_order + m->daily.t.n + c->n + 1);
	uint32_t n = 0;
	for (uint32_t o = c->first_order; o < m->order.t.n; o++)
		if (m->order.store[o] == c->store)
			v[n++] = of_order(m, o);
	for (uint32_t d = 0; d < m->daily.t.n; d++)
		if (m->daily.store[d] == c->store && m->daily.day[d] >= c->day)
			v[n++] = of_daily(m, d);
	for (uint32_t i = 0; i < c->n; i++) {
		v[n] = c->before[i];
		v[n].sum = (struct course_sum){ 0 };
		course_add(&v[n++].sum, &c->before[i].sum, -1);
	}
	*ret = v;
	return n;
}

static struct course_row of_effect(const struct market *m, const struct effect *e, const struct outcome_sum *v)
{
	return (struct course_row){ e->listing, e->country, e->query, e->day,
		{ (int64_t)v->examined, (int64_t)v->clicks, (int64_t)v->ad_clicks, (int64_t)v->orders, (int64_t)v->units, fen_of(m, e->country, v->sales_minor, e->day),
			fen_of(m, e->country, v->profit_minor, e->day), milli_of(m, e->country, v->spend_micro, e->day), v->expected_micro } };
}

uint32_t course_effects(const struct whatif *w, struct arena *mem, struct course_row **ret_real, struct course_row **ret_other)
{
	const struct effect *e;
	uint64_t sessions, strangers;
	uint32_t n = whatif_effects(w, &e, &sessions, &strangers);
	struct course_row *real = ARENA_ARRAY(mem, struct course_row, n + 1), *other = ARENA_ARRAY(mem, struct course_row, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		real[i] = of_effect(whatif_market(w), &e[i], &e[i].real);
		other[i] = of_effect(whatif_market(w), &e[i], &e[i].other);
	}
	*ret_real = real;
	*ret_other = other;
	return n;
}

/* ---- forks ---- */

void market_keep_stores(struct market *m)
{
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (m->store.kind[s] == 0 && !m->store.keeper[s]) {
			m->store.keeper[s] = 1;
			state_touch(m, T_store, s);
			orders_due_again(m, s);
		}
}

void market_other_luck(struct market *m, uint64_t n)
{
	uint64_t seed[2] = { n ? hash_id(m->seed[0], n, m->seed[1]) : m->seed[0], m->seed[1] };
	struct rng_key own = m->key;
	m->luck = n ? rng_key(seed, 1) : own;
}
