/* What rivals do on their weekday: they look at public data of the day that has ended (offers' prices, the sales that the ranking knew), move their prices as their
 * policies say, and restock. All look at the same prices before anybody changes one. */
#include "base/exact.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/inside.h"
#include <stdlib.h>

#define LN_2 0.69314718055994531

/* ---- what they see ---- */

static bool on_sale(const struct market *m, uint32_t o)
{
	return m->offer.state[o] == OFFER_ACTIVE && m->listing.state[m->offer.listing[o]] == LISTING_ACTIVE;
}

static double over_ref(const struct market *m, uint32_t o, int64_t day)
{
	uint32_t country = m->offer.country[o];
	int64_t ref = world_usual_minor(m->world, country, m->listing.good[m->offer.listing[o]]);
	return ex_max(1, (double)(m->offer.price_minor[o] + m->offer.ship_minor[o])) * on_top_factor(m->world, country, day) / ex_max(1, (double)ref);
}

/* Units a day, from the decayed sales that the ranking froze: S of a steady sale is rate * half-life / ln 2. */
static double units_a_day(const struct market *m, uint32_t o)
{
	return (double)m->offer.day_sales_micro[o] / 1e6 * LN_2 / ex_max(1, m->world->params.sales_half_days);
}

static double expected_units(const struct market *m, uint32_t o)
{
	double usual = usual_units(m->world, m->listing.rlisting[m->offer.listing[o]], m->offer.country[o]);
	return ex_max(units_a_day(m, o), usual / 4);
}

/* ln of an offer's sales over the usual. */
static double sales_over_usual(const struct market *m, uint32_t o)
{
	double usual = usual_units(m->world, m->listing.rlisting[m->offer.listing[o]], m->offer.country[o]);
	return ex_log(ex_clamp(units_a_day(m, o) / ex_max(1e-6, usual), 0.2, 5));
}

/* Its mean over rivals' offers, by country. The target is the usual at the pace of the country, so that a lively month or a weak one moves no price level. */
static double *pace_of_countries(struct market *m, const double *seen)
{
	double *sum = ARENA_ARRAY(&m->tick, double, m->world->country.t.n + 1), *n = ARENA_ARRAY(&m->tick, double, m->world->country.t.n + 1);
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (seen[o] > 0 && m->store.kind[m->offer.store[o]] == 1) {
			sum[m->offer.country[o]] += sales_over_usual(m, o);
			n[m->offer.country[o]]++;
		}
	for (uint32_t c = 0; c < m->world->country.t.n; c++)
		sum[c] /= ex_max(1, n[c]);
	return sum;
}

/* ---- what they do ---- */

/* Landed cost by parcel, or what the start price tells: who opened lower has a cheaper way there, in containers. */
static int64_t rival_cost(const struct market *m, uint32_t o)
{
	int64_t parcel = landed_cost_minor(m, m->listing.good[m->offer.listing[o]], m->offer.country[o], now_min(m));
	int64_t bulk = ex_round(BULK_COST * (double)m->offer.start_price_minor[o]);
	return parcel < bulk ? parcel : bulk;
}

static void reprice(struct market *m, uint32_t o, const struct outlook *v)
{
	const struct world *w = m->world;
	const struct world_params *k = &w->params;
	double step = policy_step(k, (enum policy)w->rival.policy[m->store.rival[m->offer.store[o]]], v);
	if (step == 0)
		return;
	int64_t price = nice_price(
		ex_round((double)m->offer.price_minor[o] * (1 + step)), ledger_decimals(w, w->country.currency[m->offer.country[o]]), true);
	int64_t floor = ex_round(k->rival_floor * (double)rival_cost(m, o));
	int64_t cap = ex_round(k->rival_cap * (double)m->offer.start_price_minor[o]);
	price = price < floor ? floor : price > cap ? cap : price;
	if (price == m->offer.price_minor[o])
		return;
	m->offer.price_minor[o] = price;
	state_touch(m, T_offer, o);
}

static uint32_t stock_of(const struct market *m, uint32_t o)
{
	return state_find(m, T_stock, listing_stock_id(m->store.id[m->offer.store[o]], m->listing.good[m->offer.listing[o]]));
}

/* Units a day by row of stock, over the offers that live on it. */
static double *units_by_stock(struct market *m)
{
	double *units = ARENA_ARRAY(&m->tick, double, m->stock.t.n + 1);
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		uint32_t s = m->store.kind[m->offer.store[o]] == 1 && on_sale(m, o) ? stock_of(m, o) : ROW_NONE;
		if (s != ROW_NONE)
			units[s] += expected_units(m, o);
	}
	return units;
}

static void restock(struct market *m, uint32_t s, double units)
{
	int64_t wanted = ex_round(units * m->world->params.rival_stock_days);
	if (m->stock.on_hand[s] >= wanted)
		return;
	m->stock.on_hand[s] = wanted;
	state_touch(m, T_stock, s);
}

bool rivals_act_on(const struct market *m, uint32_t store, int64_t day)
{
	int64_t weekday = rng_below(rng_draw(m->key, DRAW_RIVAL, m->store.id[store], 0, 0).u[0], 7);
	return m->store.kind[store] == 1 && (day % 7 + 7) % 7 == weekday;
}

void rivals_day(struct market *m, int64_t day)
{
	uint32_t n = m->offer.t.n;
	double *seen = ARENA_ARRAY(&m->tick, double, n + 1), *units = units_by_stock(m);
	for (uint32_t o = 0; o < n; o++)
		seen[o] = on_sale(m, o) ? over_ref(m, o, day) : 0;
	const struct peers peers[2] = { peers_find(m, seen, false), peers_find(m, seen, true) };
	const double *pace = pace_of_countries(m, seen);
	for (uint32_t o = 0; o < n; o++) {
		uint32_t s = seen[o] > 0 && rivals_act_on(m, m->offer.store[o], day) ? stock_of(m, o) : ROW_NONE;
		if (s == ROW_NONE)
			continue;
		double cover = (double)m->stock.on_hand[s] / ex_max(1e-6, units[s]);
		struct outlook v = {
			.similar = ex_log(peers_similar(m, o, seen, peers) / seen[o]),
			.sales = sales_over_usual(m, o) - pace[m->offer.country[o]],
			.over_ref = seen[o],
			.cover_days = cover,
		};
		reprice(m, o, &v);
	}
	for (uint32_t s = 0; s < m->stock.t.n; s++)
		if (rivals_act_on(m, m->stock.store[s], day))
			restock(m, s, units[s]);
	rivals_ads_day(m, day);
}
