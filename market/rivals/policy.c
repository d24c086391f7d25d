/* What rivals do on their weekday: one short function for each policy. docs/model.md, "Rivals".
 *
 * They see public data of the day that has ended: offers' prices and the sales that the ranking knew. All look at the same prices before anybody changes one. */
#include "base/exact.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/orders/orders.h"
#include "market/rivals/inside.h"
#include <stdlib.h>

enum { CLEARER_COVER_DAYS = 90, SIMILAR_FEW = 3 };
#define LN_2 0.69314718055994531

/* ---- policies ---- */

static double follow(const struct world_params *k, const struct outlook *v)
{
	return k->rival_similar * v->similar + k->rival_target * v->sales;
}

/* Keeps its distance: follows, but never below the reference price. */
static double stay_above(const struct world_params *k, const struct outlook *v)
{
	double step = follow(k, v);
	return ex_max(step, ex_min(0, 1 / v->over_ref - 1));
}

/* Sells off what would lie for too long, and else leaves the price alone. */
static double clear_stock(const struct world_params *k, const struct outlook *v)
{
	return v->cover_days > CLEARER_COVER_DAYS ? -k->rival_step_max : 0;
}

double policy_step(const struct world_params *k, enum policy policy, const struct outlook *v)
{
	double step = 0;
	switch (policy) {
	case POLICY_FOLLOWER:
		step = follow(k, v);
		break;
	case POLICY_PREMIUM:
		step = stay_above(k, v);
		break;
	case POLICY_CLEARER:
		step = clear_stock(k, v);
		break;
	case POLICY_SLEEPER:
		break;
	}
	return ex_clamp(step, -k->rival_step_max, k->rival_step_max);
}

/* ---- what they see ---- */

static bool on_sale(const struct market *m, uint32_t o)
{
	return m->offer.state[o] == OFFER_ACTIVE && m->listing.state[m->offer.listing[o]] == LISTING_ACTIVE;
}

static double over_ref(const struct market *m, uint32_t o, int64_t day)
{
	uint32_t country = m->offer.country[o];
	int64_t ref = ref_price_minor(m->world, m->listing.good[m->offer.listing[o]], country);
	return ex_max(1, (double)(m->offer.price_minor[o] + m->offer.ship_minor[o])) * on_top_factor(m->world, country, day) / ex_max(1, (double)ref);
}

/* A country's offers of one kind, and of one category, in the order of their prices over the references. */
struct peer {
	uint64_t group;
	double price;
	uint32_t store;
};
struct peers {
	struct peer *v;
	uint32_t n;
};

static uint64_t group_of(const struct market *m, uint32_t o, bool wide)
{
	uint32_t good = m->listing.good[m->offer.listing[o]];
	return (uint64_t)m->offer.country[o] << 32 | (wide ? m->world->good.category[good] : m->world->good.kind[good]);
}

static int by_price(const void *a, const void *b)
{
	const struct peer *x = a, *y = b;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return x->price < y->price ? -1 : x->price > y->price;
}

static struct peers find_peers(struct market *m, const double *seen, bool wide)
{
	struct peers p = { .v = ARENA_ARRAY(&m->tick, struct peer, m->offer.t.n + 1) };
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (seen[o] > 0)
			p.v[p.n++] = (struct peer){ group_of(m, o, wide), seen[o], m->offer.store[o] };
	if (p.n)
		qsort(p.v, p.n, sizeof *p.v, by_price);
	return p;
}

/* The k-th price of a group among other stores', or how many there are. */
static double kth_of_others(const struct peers *p, uint32_t first, uint32_t store, uint32_t k, uint32_t *ret_n)
{
	uint32_t n = 0;
	for (uint32_t i = first; i < p->n && p->v[i].group == p->v[first].group; i++)
		if (p->v[i].store != store && n++ == k)
			return p->v[i].price;
	*ret_n = n;
	return 0;
}

static uint32_t first_peer(const struct peers *p, uint64_t group)
{
	uint32_t lo = 0, hi = p->n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (p->v[mid].group < group)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Median of the others' prices over their references: of the same kind of goods, or of the category where few sell that. */
static double similar_price(const struct market *m, uint32_t o, const double *seen, const struct peers peers[2])
{
	for (int wide = 0; wide < 2; wide++) {
		const struct peers *p = &peers[wide];
		uint32_t first = first_peer(p, group_of(m, o, wide)), n = 0, store = m->offer.store[o];
		kth_of_others(p, first, store, UINT32_MAX, &n);
		if (n < SIMILAR_FEW)
			continue;
		double upper = kth_of_others(p, first, store, n / 2, &n);
		return n % 2 ? upper : (kth_of_others(p, first, store, n / 2 - 1, &n) + upper) / 2;
	}
	return seen[o];
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

/* ---- what they do ---- */

static void reprice(struct market *m, uint32_t o, int64_t day, double similar, double own, double cover_days)
{
	const struct world *w = m->world;
	const struct world_params *k = &w->params;
	uint32_t listing = m->offer.listing[o], country = m->offer.country[o], good = m->listing.good[listing];
	double usual = usual_units(w, m->listing.rlisting[listing], country);
	struct outlook v = {
		.similar = ex_log(similar / own),
		.sales = ex_log(ex_clamp(units_a_day(m, o) / ex_max(1e-6, usual), 0.2, 5)),
		.over_ref = own,
		.cover_days = cover_days,
	};
	double step = policy_step(k, (enum policy)w->rival.policy[m->store.rival[m->offer.store[o]]], &v);
	if (step == 0)
		return;
	int64_t price = nice_price(ex_round((double)m->offer.price_minor[o] * (1 + step)), ledger_decimals(w, w->country.currency[country]), true);
	int64_t floor = ex_round(k->rival_floor * (double)landed_cost_minor(m, good, country, now_min(m)));
	int64_t cap = ex_round(k->rival_cap * (double)m->offer.start_price_minor[o]);
	/* who opened below the floor may stay there, but goes no lower */
	floor = floor < m->offer.price_minor[o] ? floor : m->offer.price_minor[o];
	price = price < floor ? floor : price > cap ? cap : price;
	if (price == m->offer.price_minor[o])
		return;
	m->offer.price_minor[o] = price;
	state_touch(m, T_offer, o);
}

static uint32_t stock_of(const struct market *m, uint32_t o)
{
	return state_find(m, T_stock, stock_id(m->store.id[m->offer.store[o]], m->listing.good[m->offer.listing[o]]));
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

static bool acts_on(const struct market *m, uint32_t store, int64_t day)
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
	struct peers peers[2] = { find_peers(m, seen, false), find_peers(m, seen, true) };
	for (uint32_t o = 0; o < n; o++) {
		uint32_t s = seen[o] > 0 && acts_on(m, m->offer.store[o], day) ? stock_of(m, o) : ROW_NONE;
		if (s == ROW_NONE)
			continue;
		double cover = (double)m->stock.on_hand[s] / ex_max(1e-6, units[s]);
		reprice(m, o, day, similar_price(m, o, seen, peers), seen[o], cover);
	}
	for (uint32_t s = 0; s < m->stock.t.n; s++)
		if (acts_on(m, m->stock.store[s], day))
			restock(m, s, units[s]);
}
