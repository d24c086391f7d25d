/* Orders of the days before: so that a store that was given can begin in the middle of its work.
 *
 * The oldest was delivered (and its buyer may write a review), the next is a parcel that customs hold, some are on their way, the rest is paid and waits for
 * shipment with its deadline ahead. They go through the same doors as real orders: stock, ledger, scans, memory of buyers; only their times are laid out
 * here, and an order is given a name (thus its luck) under which it does what it is meant to do. What happens to them from now on is not arranged. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/account/account.h"
#include "market/core/day.h"
#include "market/demand/demand.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/inside.h"
#include "market/search/search.h"
#include <assert.h>
#include <stdio.h>

enum { ORDERS_USUAL = 10, ORDERS_MAX = 60, DAYS_USUAL = 10, DAYS_LEAST = 5, OFFERS_MAX = 512, ATTEMPTS = 4096, MORNING_HOUR = 9 };
enum { GIVEN_ORDERS = 1, GIVEN_DAYS };
enum fate { FATE_DELIVERED, FATE_HELD, FATE_MOVING, FATE_WAITING };

struct past {
	enum fate fate;
	uint32_t offer, channel, query;
	int64_t placed_min, shipped_min;
	uint64_t session, buyer;
};
struct plan {
	struct past v[ORDERS_MAX];
	int n;
	uint32_t store;
	uint32_t offer[OFFERS_MAX];
	int n_offers;
	int64_t now, span_min;
};

static double u_of(const struct market *m, uint32_t store, int i, uint32_t what)
{
	return rng_uniform(rng_draw(m->key, DRAW_HISTORY, m->store.id[store], (uint64_t)i, what).u[0]);
}

/* ---- what was ordered ---- */

static bool can_ship(const struct market *m, uint32_t offer, uint32_t channel, int64_t at_min, int64_t *ret_fen)
{
	struct freight_quote q;
	uint32_t country = m->offer.country[offer], currency = m->world->country.currency[country];
	freight_quote(m->world, channel, country, m->listing.good[m->offer.listing[offer]], 1, m->offer.price_minor[offer],
		day_of_sellers(m->world, at_min), ledger_rate_micro(m, currency, at_min), &q);
	*ret_fen = q.freight_fen + q.duty_fen;
	return q.refusal == FREIGHT_OK;
}

/* The channel behind the promise where it is tracked, else the cheapest that is. */
static uint32_t channel_of(const struct market *m, uint32_t offer, int64_t at_min)
{
	const struct world *w = m->world;
	uint32_t best = m->offer.channel[offer];
	int64_t fen = 0, least = INT64_MAX;
	if (best != ROW_NONE && w->channel.tracked[best] && can_ship(m, offer, best, at_min, &fen))
		return best;
	best = ROW_NONE;
	for (uint32_t c = 0; c < w->channel.t.n; c++)
		if (w->channel.tracked[c] && can_ship(m, offer, c, at_min, &fen) && fen < least) {
			best = c;
			least = fen;
		}
	return best;
}

static void find_offers(const struct market *m, struct plan *k)
{
	for (uint32_t o = 0; o < m->offer.t.n && k->n_offers < OFFERS_MAX; o++) {
		uint32_t l = m->offer.listing[o], s = listing_stock(m, l);
		if (m->offer.store[o] == k->store && m->offer.state[o] == OFFER_ACTIVE && m->listing.state[l] == LISTING_ACTIVE && s != ROW_NONE &&
			stock_free(m, s) > 0 && channel_of(m, o, k->now) != ROW_NONE)
			k->offer[k->n_offers++] = o;
	}
}

/* Round the offers, as long as there are free pieces of the goods. */
static bool choose_offers(const struct market *m, struct plan *k)
{
	for (int i = 0; i < k->n; i++) {
		bool found = false;
		for (int step = 0; step < k->n_offers && !found; step++) {
			uint32_t o = k->offer[(i + step) % k->n_offers], s = listing_stock(m, m->offer.listing[o]);
			int64_t taken = 0;
			for (int j = 0; j < i; j++)
				taken += listing_stock(m, m->offer.listing[k->v[j].offer]) == s;
			found = stock_free(m, s) > taken;
			k->v[i].offer = o;
		}
		if (!found)
			return false;
	}
	return true;
}

/* One of the country's phrases that means these goods, by volume. */
static uint32_t phrase_for(const struct market *m, const struct plan *k, int i)
{
	const struct world *w = m->world;
	uint32_t c = m->offer.country[k->v[i].offer], good = m->listing.good[m->offer.listing[k->v[i].offer]], query = ROW_NONE;
	for (int pass = 0; pass < 2; pass++) {
		int64_t sum = 0, goal = 0;
		for (uint32_t j = w->query_of_country_at[c]; pass && j < w->query_of_country_at[c + 1]; j++)
			goal += w->query.kind[w->query_of_country[j]] == w->good.kind[good] ? w->query.volume[w->query_of_country[j]] : 0;
		goal = (int64_t)(u_of(m, k->store, i, 1) * (double)goal);
		for (uint32_t j = w->query_of_country_at[c]; pass && j < w->query_of_country_at[c + 1] && query == ROW_NONE; j++) {
			uint32_t q = w->query_of_country[j];
			sum += w->query.kind[q] == w->good.kind[good] ? w->query.volume[q] : 0;
			if (sum > goal)
				query = q;
		}
	}
	return query;
}

/* ---- when ---- */

static int64_t morning_after(const struct world *w, int64_t t)
{
	int64_t m = cal_day_of(t + w->timezone_min) * MIN_PER_DAY - w->timezone_min + MORNING_HOUR * MIN_PER_HOUR;
	return m <= t ? m + MIN_PER_DAY : m;
}

/* Part `share` of the way from `from` to `until` days before now. */
static int64_t days_before(const struct plan *k, double from, double until, double share)
{
	return k->now - ex_round((from + (until - from) * share) * MIN_PER_DAY);
}

static void lay_out(const struct market *m, struct plan *k)
{
	const struct world_params *rules = &m->world->params;
	double span = (double)k->span_min / MIN_PER_DAY, recent = ex_max(1.6, 0.25 * span), waits = ex_min(rules->history_wait_days, 0.4 * rules->ship_days);
	int done = k->n > 1, held = k->n > 2, moving = (k->n - done - held) * 3 / 8, waiting = k->n - done - held - moving;
	for (int i = 0; i < k->n; i++) {
		struct past *x = &k->v[i];
		double u = u_of(m, k->store, i, 0);
		int j = i - done - held, w = j - moving;
		x->fate = i < done ? FATE_DELIVERED : i < done + held ? FATE_HELD : j < moving ? FATE_MOVING : FATE_WAITING;
		x->placed_min = x->fate == FATE_DELIVERED ? days_before(k, span - 0.05, span - 0.4, u)
			: x->fate == FATE_HELD	      ? days_before(k, 0.8 * span, 0.7 * span, u)
			: x->fate == FATE_MOVING      ? days_before(k, 0.65 * span, recent, (j + u) / moving)
						      : days_before(k, waits, 0.05, (w + u) / waiting);
		x->shipped_min = x->fate == FATE_WAITING ? 0 : morning_after(m->world, x->placed_min) + (int64_t)(90 * u_of(m, k->store, i, 2));
		if (x->shipped_min >= k->now)
			x->shipped_min = k->now - 30;
		x->query = phrase_for(m, k, i);
		x->buyer = demand_buyer(m, m->offer.country[x->offer], rng_draw(m->key, DRAW_HISTORY, m->store.id[k->store], (uint64_t)i, 3).u[0],
			cal_day_of(x->placed_min));
	}
}

static int64_t delivery_of_first(const struct market *m, const struct plan *k, const struct past *x, int64_t promised)
{
	int64_t at = k->now - ex_round((0.4 + 0.8 * u_of(m, k->store, 0, 4)) * MIN_PER_DAY), in_time = promised - MIN_PER_DAY / 4;
	at = at < in_time ? at : in_time;
	return at < x->shipped_min + MIN_PER_DAY ? x->shipped_min + MIN_PER_DAY : at;
}

/* ---- the names, and with them the luck ---- */

static uint64_t parcel_id(uint64_t order)
{
	return id_of(T_parcel, order, 1);
}

static bool luck_fits(const struct market *m, const struct plan *k, const struct past *x, uint64_t id, double level)
{
	const struct world_params *w = &m->world->params;
	if (state_find(m, T_order, id) != ROW_NONE || rng_uniform(rng_draw(m->key, DRAW_BUYER_CANCEL, id, 0, 0).u[0]) < w->buyer_cancel)
		return false;
	if (x->fate != FATE_DELIVERED)
		return x->fate == FATE_WAITING || !freight_held_id(m, parcel_id(id));
	/* content, no return, and a review that comes within a day or two */
	uint32_t listing = m->offer.listing[x->offer];
	int64_t promised = x->placed_min + (int64_t)freight_promise_days(m, x->offer) * MIN_PER_DAY, end = delivery_of_first(m, k, x, promised);
	double gap = listing_quality(m->world, m->listing.good[listing]) - (double)m->listing.promised_quality_milli[listing] / 1000, z;
	int stars = review_stars(gap + w->review_level, (double)(end - promised) / MIN_PER_DAY, rng_normal(rng_draw(m->key, DRAW_REVIEW, id, 0, 0).u[0]), &z);
	struct draw writes = rng_draw(m->key, DRAW_WRITES, id, 0, 0);
	int64_t at = review_wait_min(end, writes.u[1]);
	return stars >= 4 && rng_uniform(rng_draw(m->key, DRAW_RETURN, id, 0, 0).u[0]) >= ex_logistic(level - z) &&
	       rng_uniform(writes.u[0]) < review_writes(m->world, z) && at > k->now + 2 * MIN_PER_HOUR && at < k->now + 2 * MIN_PER_DAY;
}

/* The first name under which the order does as it should; where none is found it does as it likes. */
static void name_it(const struct market *m, const struct plan *k, int i, struct past *x)
{
	uint32_t listing = m->offer.listing[x->offer];
	double level = x->fate == FATE_DELIVERED ? return_level((double)m->world->category.return_ppm[m->world->good.category[m->listing.good[listing]]] / 1e6) : 0;
	for (uint32_t attempt = 0; attempt < ATTEMPTS; attempt++) {
		struct draw d = rng_draw(m->key, DRAW_HISTORY, m->store.id[k->store], (uint64_t)i + ORDERS_MAX, attempt);
		x->session = (uint64_t)d.u[0] << 32 | d.u[1];
		if (luck_fits(m, k, x, id_of(T_order, x->session, m->listing.id[listing]), level))
			return;
	}
}

/* ---- making it so ---- */

/* The scans of a parcel that is delivered at `end`; a held one waits at customs from before now on. */
static void lay_scans(struct market *m, const struct plan *k, const struct past *x, uint32_t p, int64_t end)
{
	int64_t from = x->shipped_min, way = end - from, hour = MIN_PER_HOUR;
	double u = rng_uniform(rng_draw(m->key, DRAW_HISTORY, m->parcel.id[p], 0, 0).u[0]);
	int64_t arrived = x->fate == FATE_HELD ? from + ex_round((0.55 + 0.15 * u) * (double)(k->now - from)) : from + ex_round((0.55 + 0.1 * u) * (double)way);
	m->parcel.accepted_min[p] = from + ex_round(ex_min(8 * hour, 0.1 * (double)(arrived - from)));
	m->parcel.exported_min[p] = from + ex_round((0.2 + 0.1 * u) * (double)(arrived - from));
	m->parcel.arrived_min[p] = arrived;
	m->parcel.cleared_min[p] = x->fate == FATE_HELD ? end - ex_round(1.2 * MIN_PER_DAY) : arrived + ex_round(0.12 * (double)way);
	m->parcel.out_min[p] = end - ex_round(ex_min(5 * hour, 0.05 * (double)way));
	m->parcel.delivered_min[p] = end;
	m->parcel.lost_min[p] = TIME_NEVER;
}

static int64_t end_of(const struct market *m, const struct plan *k, int i, const struct past *x, uint32_t o)
{
	double u = u_of(m, k->store, i, 4);
	if (x->fate == FATE_DELIVERED)
		return delivery_of_first(m, k, x, m->order.promised_min[o]);
	if (x->fate == FATE_HELD)
		return k->now + ex_round((2.2 + 1.3 * u) * MIN_PER_DAY);
	struct freight_quote q;
	ship_quote(m, o, x->channel, x->shipped_min, &q);
	int64_t at = x->shipped_min + ex_round((q.days_min + 0.78 * u * (q.days_max - q.days_min)) * MIN_PER_DAY);
	int64_t least = k->now + ex_round((0.4 + u) * MIN_PER_DAY);
	return at > least ? at : least;
}

static void make_one(struct market *m, struct plan *k, int i)
{
	struct past *x = &k->v[i];
	struct problem why;
	uint32_t o = 0;
	struct sale s = { x->offer, x->query, x->session, x->buyer, x->placed_min, 1, 1000 };
	if (x->query != ROW_NONE)
		s.fit_milli = ex_round(500 + 500 * world_fit(m->world, x->query, m->listing.good[m->offer.listing[x->offer]]));
	bool placed = order_place(m, &s, &o);
	assert(placed);
	if (day_of_sellers(m->world, x->placed_min) != day_of_sellers(m->world, k->now))
		m->offer.units_today[x->offer]--;
	demand_sated(m, x->buyer, m->world->good.category[m->order.good[o]], x->placed_min);
	if (x->fate != FATE_WAITING) {
		enum problem_code e = ship_order(m, o, x->channel, false, x->shipped_min, &why);
		assert(!e);
		uint32_t p = m->order.parcel[o];
		lay_scans(m, k, x, p, end_of(m, k, i, x, o));
		for (int64_t t; m->order.state[o] == ORDER_SHIPPED && (t = track_next_min(m, o)) < k->now;)
			track_step(m, o, t);
		m->parcel.held[p] = x->fate == FATE_HELD;
	}
	order_due_again(m, o, k->now);
	/* what the seller has to act on is told afterwards */
	x->session = m->order.id[o];
	x->channel = o;
}

/* Goods that were sold ten days ago were on sale then. */
static void backdate(struct market *m, const struct plan *k)
{
	int64_t opened = m->store.decided_min[k->store], first = k->v[0].placed_min - MIN_PER_DAY / 2;
	first = first < opened ? opened : first;
	for (int i = 0; i < k->n_offers; i++) {
		uint32_t o = k->offer[i], l = m->offer.listing[o];
		m->offer.listed_min[o] = m->offer.listed_min[o] > first ? first : m->offer.listed_min[o];
		m->listing.published_min[l] = m->listing.published_min[l] > first ? first : m->listing.published_min[l];
		m->listing.created_min[l] = m->listing.created_min[l] > first ? first : m->listing.created_min[l];
		state_touch(m, T_offer, o);
		state_touch(m, T_listing, l);
	}
}

static void make_all(struct market *m, struct plan *k)
{
	m->quiet = true; /* what is past is no news, and nothing of the present business day */
	backdate(m, k);
	for (int i = 0; i < k->n; i++)
		make_one(m, k, i);
	day_past(m, k->store, day_of_sellers(m->world, m->store.decided_min[k->store]), day_of_sellers(m->world, k->now));
	m->quiet = false;
	state_event(m, EVENT_HISTORY_WRITTEN, k->store, m->store.id[k->store], k->n, 0);
	for (int i = 0; i < k->n; i++) {
		uint32_t o = k->v[i].channel;
		if (k->v[i].fate == FATE_WAITING)
			state_event(m, EVENT_ORDER_PLACED, k->store, m->order.id[o], m->order.quantity[o], m->order.item_minor[o]);
		else if (k->v[i].fate == FATE_HELD)
			state_event(m, EVENT_PARCEL_HELD, k->store, m->parcel.id[m->order.parcel[o]], 0, 0);
	}
}

static enum problem_code can_pay(struct market *m, struct plan *k, struct problem *p)
{
	int64_t sum = 0, fen = 0;
	for (int i = 0; i < k->n; i++) {
		struct past *x = &k->v[i];
		if (x->fate == FATE_WAITING)
			continue;
		x->channel = channel_of(m, x->offer, x->shipped_min);
		if (x->channel == ROW_NONE)
			return problem_set(p, PROBLEM_HISTORY_NO_LISTING, "seat", NULL);
		can_ship(m, x->offer, x->channel, x->shipped_min, &fen);
		sum += fen;
	}
	return ledger_can_pay(m, k->store, sum, p);
}

enum problem_code order_history(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_order_history *x = &a->order_history;
	struct plan *k = ARENA_NEW(&m->tick, struct plan);
	char text[24], least[24];
	*k = (struct plan){ .now = now_min(m), .n = a->given >> GIVEN_ORDERS & 1 ? (int)x->orders : ORDERS_USUAL };
	enum problem_code e = account_store_of_seat(m, x->seat, &k->store, p);
	if (e)
		return e;
	if (m->store.orders[k->store])
		return problem_set(p, PROBLEM_HISTORY_EXISTS, "seat", NULL);
	int64_t age = k->now - m->store.decided_min[k->store];
	if (age < DAYS_LEAST * MIN_PER_DAY) {
		snprintf(text, sizeof text, "%lld", (long long)(age / MIN_PER_DAY));
		snprintf(least, sizeof least, "%d", DAYS_LEAST);
		return problem_set(p, PROBLEM_HISTORY_YOUNG, "seat", text, least, NULL);
	}
	k->span_min = (a->given >> GIVEN_DAYS & 1 ? x->days : DAYS_USUAL) * MIN_PER_DAY;
	k->span_min = k->span_min < age ? k->span_min : age;
	find_offers(m, k);
	if (!k->n_offers)
		return problem_set(p, PROBLEM_HISTORY_NO_LISTING, "seat", NULL);
	if (!choose_offers(m, k)) {
		snprintf(text, sizeof text, "%d", k->n);
		return problem_set(p, PROBLEM_HISTORY_STOCK, "seat", text, NULL);
	}
	lay_out(m, k);
	e = can_pay(m, k, p);
	if (e)
		return e;
	for (int i = 0; i < k->n; i++)
		name_it(m, k, i, &k->v[i]);
	make_all(m, k);
	ret->id = m->store.id[k->store];
	return PROBLEM_NONE;
}
