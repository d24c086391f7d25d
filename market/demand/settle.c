/* The end of a tick: purchases are booked one by one, then what was seen is written into the funnels of seats' offers. */
#include "market/demand/inside.h"
#include "base/exact.h"
#include "market/core/business.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/rivals.h"
#include <stdlib.h>

enum { UNITS_MAX = 20 };
#define FIT_OF_LOSS 0.5 /* a sale counts as lost to an offer whose goods meet at least so much of the query's wishes */

/* Seats' offers by country and category. */
struct shelf {
	uint32_t offer, category;
};
struct shelves {
	struct shelf *v[32];
	uint32_t n[32];
};

static void collect(const struct market *m, struct arena *mem, struct shelves *s)
{
	*s = (struct shelves){ 0 };
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t c = 0; pass && c < 32; c++) {
			s->v[c] = ARENA_ARRAY(mem, struct shelf, s->n[c] + 1);
			s->n[c] = 0;
		}
		for (uint32_t o = 0; o < m->offer.t.n; o++) {
			uint32_t c = m->offer.country[o], l = m->offer.listing[o];
			if (m->store.kind[m->offer.store[o]] != 0 || m->listing.state[l] == LISTING_DRAFT || m->listing.state[l] == LISTING_DELETED)
				continue;
			if (pass)
				s->v[c][s->n[c]] = (struct shelf){ o, m->world->good.category[m->listing.good[l]] };
			s->n[c]++;
		}
	}
}

static int by_time(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;
	if (x->at_min != y->at_min)
		return x->at_min < y->at_min ? -1 : 1;
	return x->session < y->session ? -1 : x->session > y->session;
}

static uint32_t units_of(const struct market *m, uint64_t session)
{
	double more = ex_max(1e-9, 1 - m->world->params.units_one);
	double u = rng_uniform(rng_draw(m->key, DRAW_UNITS, session, 0, 0).u[0]);
	return 1 + (uint32_t)ex_min(UNITS_MAX - 1, ex_floor(ex_log(u) / ex_log(more)));
}

static void write_loss(struct market *m, uint32_t offer, uint32_t to, int64_t day)
{
	uint64_t id = id_of(T_loss, m->offer.id[offer], m->offer.id[to]);
	uint32_t row = state_find(m, T_loss, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_loss, id);
		m->loss.store[row] = m->offer.store[offer];
		m->loss.offer[row] = offer;
		m->loss.country[row] = m->offer.country[offer];
		m->loss.to_offer[row] = to;
	}
	m->loss.times[row]++;
	m->loss.last_day[row] = day;
	m->loss.price_minor[row] = m->offer.price_minor[offer];
	m->loss.to_price_minor[row] = m->offer.price_minor[to];
	state_touch(m, T_loss, row);
	uint32_t daily = day_of_offer(m, offer, day);
	m->daily.lost[daily]++;
	state_touch(m, T_daily, daily);
}

/* Tells the seats' offers that could have served the buyer that another one did. */
static void write_losses(const struct demand *d, struct market *m, const struct shelves *s, const struct page *p, uint32_t to, int64_t day)
{
	uint32_t category = m->world->query.category[p->query], bought_kind = m->world->good.kind[m->listing.good[m->offer.listing[to]]];
	for (uint32_t i = 0; i < s->n[p->country]; i++) {
		uint32_t o = s->v[p->country][i].offer;
		if (o == to || s->v[p->country][i].category != category || d->front[o].blocked || m->offer.store[o] == m->offer.store[to])
			continue;
		uint32_t good = m->listing.good[m->offer.listing[o]];
		/* who only typed the name of a category was lost to what he chose, not to all of it */
		if (m->world->query.kind[p->query] == ROW_NONE && m->world->good.kind[good] != bought_kind)
			continue;
		if (world_fit(m->world, p->query, good) >= FIT_OF_LOSS)
			write_loss(m, o, to, day);
	}
}

static bool sell(struct demand *d, struct market *m, const struct shelves *s, const struct outcome *o, struct page *p, int place, int64_t day)
{
	uint32_t offer = p->place[place].offer, quantity = units_of(m, o->session), order;
	if (m->store.kind[m->offer.store[offer]] == 1) {
		if (!rivals_sell(m, offer, o->session, quantity, o->at_min))
			return false;
	} else {
		struct sale sale = { offer, p->query, o->session, o->buyer, o->at_min, quantity, ex_round(1000 * (double)p->fit[place]) };
		uint32_t daily = day_of_offer(m, offer, day);
		state_touch(m, T_daily, daily);
		if (!order_place(m, &sale, &order)) {
			m->daily.no_stock[daily]++;
			return false;
		}
		m->daily.revenue_minor[daily] += m->order.item_minor[order];
	}
	p->bought++;
	p->seen[place].orders++;
	p->seen[place].units += quantity;
	memory_sated(m, o->buyer, m->world->query.category[p->query], o->at_min);
	write_losses(d, m, s, p, offer, day);
	return true;
}

/* ---- what was seen */

static uint32_t term_of(struct market *m, uint32_t offer, const struct page *p)
{
	uint64_t id = id_of(T_term, m->offer.id[offer], p->query_id);
	uint32_t row = state_find(m, T_term, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_term, id);
		m->term.store[row] = m->offer.store[offer];
		m->term.offer[row] = offer;
		m->term.country[row] = p->country;
		m->term.query[row] = p->query;
	}
	state_touch(m, T_term, row);
	return row;
}

static void count_blocked(struct market *m, uint32_t daily, enum blocked b, uint32_t n)
{
	uint32_t *const column[] = { [BLOCKED_NOT] = m->daily.ranked_out, [BLOCKED_STATE] = m->daily.blocked_state, [BLOCKED_STOCK] = m->daily.blocked_stock,
		[BLOCKED_SHIP] = m->daily.blocked_ship, [BLOCKED_TEXT] = m->daily.blocked_text };
	column[b][daily] += n;
}

static void count_page(const struct demand *d, struct market *m, const struct shelf *s, const struct page *p, int64_t day)
{
	uint32_t offer = s->offer, daily = day_of_offer(m, offer, day);
	int place = 0;
	state_touch(m, T_daily, daily);
	while (place < p->n && p->place[place].offer != offer)
		place++;
	m->daily.pages[daily] += p->sessions;
	if (place == p->n) {
		count_blocked(m, daily, d->front[offer].blocked, p->sessions);
		return;
	}
	const struct seen *seen = &p->seen[place];
	m->daily.shown[daily] += p->sessions;
	m->daily.examined[daily] += seen->examined;
	business_seen(m, m->offer.store[offer], p->sessions, seen->clicks);
	m->daily.clicks[daily] += seen->clicks;
	m->daily.orders[daily] += seen->orders;
	m->daily.units[daily] += seen->units;
	m->daily.place_sum[daily] += (int64_t)(place + 1) * p->sessions;
	m->daily.expected_micro[daily] += seen->expected_micro;
	m->daily.nobody[daily] += p->buying > p->bought ? p->buying - p->bought : 0;
	uint32_t term = term_of(m, offer, p);
	m->term.shown[term] += p->sessions;
	m->term.examined[term] += seen->examined;
	m->term.clicks[term] += seen->clicks;
	m->term.orders[term] += seen->orders;
	m->term.place_sum[term] += (int64_t)(place + 1) * p->sessions;
}

/* An offer also stands on pages of other categories when its words fit: those count as shown, but never as missed. */
static bool counts(const struct market *m, const struct shelf *s, const struct page *p)
{
	if (s->category == m->world->query.category[p->query])
		return true;
	for (int i = 0; i < p->n; i++)
		if (p->place[i].offer == s->offer)
			return true;
	return false;
}

void settle(struct demand *d, struct market *m, int64_t day)
{
	struct shelves s;
	struct outcomes all = { 0 };
	collect(m, &m->tick, &s);
	for (int i = 0; i < PARTS; i++) {
		all.n += d->part[i].n;
		m->meta.clicks[0] += d->part[i].clicks;
	}
	all.v = ARENA_ARRAY(&m->tick, struct outcome, all.n + 1);
	for (uint32_t i = 0, n = 0; i < PARTS; i++)
		for (uint32_t k = 0; k < d->part[i].n; k++)
			all.v[n++] = d->part[i].v[k];
	if (all.n)
		qsort(all.v, all.n, sizeof *all.v, by_time);
	for (uint32_t i = 0; i < all.n; i++) {
		struct page *p = &d->page[all.v[i].page];
		for (int k = 0; k < all.v[i].n; k++)
			if (sell(d, m, &s, &all.v[i], p, all.v[i].place[k], day))
				break;
	}
	for (uint32_t t = 0; t < d->n_touched; t++) {
		const struct page *p = &d->page[d->touched[t]];
		for (uint32_t i = 0; i < s.n[p->country]; i++)
			if (counts(m, &s.v[p->country][i], p))
				count_page(d, m, &s.v[p->country][i], p, day);
	}
	m->meta.sessions[0] += d->n_sessions;
}
