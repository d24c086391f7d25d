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
#include <string.h>

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

uint32_t sale_units(const struct market *m, uint64_t session)
{
	double more = ex_max(1e-9, 1 - m->world->params.units_one);
	double u = rng_uniform(rng_draw(m->luck, DRAW_UNITS, session, 0, 0).u[0]);
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

/* The sponsored place that an alternative was clicked in, NULL if it was none. */
static const struct ad_place *ad_of(const struct demand *d, const struct page *p, int place, int strip)
{
	if (strip)
		return strip_place(d, p->offer[place], strip - 1);
	return place >= PAGE_PLACES ? &p->sponsored[place - PAGE_PLACES] : NULL;
}

static bool sell(struct demand *d, struct market *m, const struct shelves *s, const struct outcome *o, struct page *p, int alternative, int64_t day)
{
	int place = o->place[alternative];
	bool strip = o->strip[alternative] != 0;
	const struct ad_place *ad = ad_of(d, p, place, o->strip[alternative]);
	uint32_t offer = strip ? ad->offer : p->offer[place], quantity = sale_units(m, o->session), order;
	double fit = strip ? world_true_fit(m->world, p->query, m->listing.good[m->offer.listing[offer]]) : (double)p->fit[place];
	if (m->store.kind[m->offer.store[offer]] == 1) {
		if (!rivals_sell(m, offer, o->session, quantity, o->at_min))
			return false;
	} else {
		struct sale sale = { offer, p->query, o->session, o->buyer, o->at_min, quantity, ex_round(1000 * fit) };
		uint32_t daily = day_of_offer(m, offer, day);
		state_touch(m, T_daily, daily);
		m->daily.chosen[daily] += !alternative;
		if (!order_place(m, &sale, &order)) {
			m->daily.no_stock[daily]++;
			return false;
		}
		m->daily.revenue_minor[daily] += m->order.item_minor[order];
		ads_order(m, order);
		if (strip) { /* no place of this page is its own */
			m->daily.orders[daily]++;
			m->daily.units[daily] += quantity;
		}
	}
	p->bought++;
	if (!strip) {
		p->seen[place].orders++;
		p->seen[place].units += quantity;
	}
	if (ad)
		m->ad.orders[ad->ad]++;
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

static int place_of(const struct page *p, uint32_t offer, int from, int until)
{
	for (int i = from; i < until; i++)
		if (p->offer[i] == offer)
			return i;
	return -1;
}

static void count_page(const struct demand *d, struct market *m, const struct shelf *s, const struct page *p, int64_t day)
{
	uint32_t offer = s->offer, daily = day_of_offer(m, offer, day);
	int organic = place_of(p, offer, 0, p->n), sponsored = place_of(p, offer, PAGE_PLACES, PAGE_POSITIONS);
	state_touch(m, T_daily, daily);
	m->daily.pages[daily] += p->sessions;
	if (organic < 0 && sponsored < 0) {
		count_blocked(m, daily, d->front[offer].blocked, p->sessions);
		return;
	}
	/* where it stands twice, both places count, and the page once */
	struct seen seen = { 0 };
	for (int k = 0; k < 2; k++) {
		int i = k ? sponsored : organic;
		if (i < 0)
			continue;
		const struct seen *v = &p->seen[i];
		seen.examined += v->examined;
		seen.clicks += v->clicks;
		seen.orders += v->orders;
		seen.units += v->units;
		seen.expected_micro += v->expected_micro;
		seen.variance_micro += v->variance_micro;
	}
	int64_t place = organic >= 0 ? organic + 1 : ad_position[sponsored - PAGE_PLACES] + 1;
	m->daily.shown[daily] += p->sessions;
	m->daily.examined[daily] += seen.examined;
	business_seen(m, m->offer.store[offer], p->sessions, seen.clicks);
	m->daily.clicks[daily] += seen.clicks;
	m->daily.orders[daily] += seen.orders;
	m->daily.units[daily] += seen.units;
	m->daily.place_sum[daily] += place * p->sessions;
	m->daily.expected_micro[daily] += seen.expected_micro;
	m->daily.variance_micro[daily] += seen.variance_micro;
	m->daily.nobody[daily] += p->buying > p->bought ? p->buying - p->bought : 0;
	uint32_t term = term_of(m, offer, p);
	m->term.shown[term] += p->sessions;
	m->term.examined[term] += seen.examined;
	m->term.clicks[term] += seen.clicks;
	m->term.orders[term] += seen.orders;
	m->term.place_sum[term] += place * p->sessions;
}

/* An offer also stands on pages of other categories when its words fit: those count as shown, but never as missed. */
static bool counts(const struct market *m, const struct shelf *s, const struct page *p)
{
	if (s->category == m->world->query.category[p->query])
		return true;
	return place_of(p, s->offer, 0, PAGE_POSITIONS) >= 0;
}

/* ---- sponsored places ---- */

static int by_click(const void *a, const void *b)
{
	const struct paid *x = a, *y = b;
	if (x->at_min != y->at_min)
		return x->at_min < y->at_min ? -1 : 1;
	if (x->session != y->session)
		return x->session < y->session ? -1 : 1;
	return x->nth < y->nth ? -1 : x->nth > y->nth;
}

static struct ad_click click_on(const struct demand *d, const struct page *p, int place, int strip)
{
	const struct ad_place *ad = ad_of(d, p, place, strip);
	enum ad_placement where = strip ? PLACEMENT_PRODUCT : place - PAGE_PLACES < AD_TOP_PLACES ? PLACEMENT_TOP : PLACEMENT_REST;
	return (struct ad_click){ .ad = ad->ad, .target = ad->target, .placement = where, .query = strip ? ROW_NONE : p->query,
		.listing = strip ? d->market->offer.listing[p->offer[place]] : ROW_NONE, .price_micro = ad->price_micro };
}

static void pay(const struct demand *d, struct market *m, const struct paid *c, int64_t day)
{
	struct ad_click click = click_on(d, &d->page[c->page], c->place, c->strip);
	click.session = c->session;
	click.buyer = c->buyer;
	click.at_min = c->at_min;
	ads_click(m, &click, day);
	if (!c->strip || m->store.kind[m->ad.store[click.ad]] != 0)
		return;
	uint32_t offer = m->ad.offer[click.ad], daily = day_of_offer(m, offer, day);
	m->daily.clicks[daily]++;
	m->daily.expected_micro[daily] += c->expected_micro;
	m->daily.variance_micro[daily] += c->variance_micro;
	business_seen(m, m->offer.store[offer], 0, 1);
}

/* Those of the strips: how often each was looked at in this tick, in the order of offers. */
static void count_strips(struct demand *d, struct market *m, int64_t day)
{
	uint32_t n = m->offer.t.n * AD_STRIP_PLACES;
	if (n > d->n_looks) {
		d->looks = mem_grow(d->looks, n * sizeof *d->looks);
		d->n_looks = n;
	}
	memset(d->looks, 0, n * sizeof *d->looks);
	for (int i = 0; i < PARTS; i++)
		for (uint32_t k = 0; k < d->part[i].n_look; k++)
			d->looks[d->part[i].look[k]]++;
	for (uint32_t i = 0; i < n; i++) {
		if (!d->looks[i])
			continue;
		uint32_t page = i / AD_STRIP_PLACES;
		const struct ad_place *ad = strip_place(d, page, (int)(i % AD_STRIP_PLACES));
		struct ad_click c = { .ad = ad->ad, .target = ad->target, .placement = PLACEMENT_PRODUCT, .query = ROW_NONE, .listing = m->offer.listing[page] };
		ads_shown(m, &c, d->looks[i], d->looks[i], (uint64_t)d->looks[i] * 1000, day);
	}
}

static void count_sponsored(const struct demand *d, struct market *m, const struct page *p, int64_t day)
{
	uint64_t looked = 0, clicks = 0;
	for (int i = 0; i < PAGE_POSITIONS; i++) {
		looked += p->seen[i].examined;
		clicks += p->seen[i].clicks;
	}
	ads_traffic(m, p->country, m->world->query.category[p->query], looked, clicks);
	for (int s = 0; s < AD_PLACES; s++) {
		if (p->sponsored[s].offer == ROW_NONE)
			continue;
		struct ad_click c = click_on(d, p, PAGE_PLACES + s, 0);
		ads_shown(m, &c, p->sessions, p->seen[PAGE_PLACES + s].examined, d->looked_milli[s] * p->sessions, day);
	}
}

/* Outcomes and paid clicks of all parts in (minute, session) order. */
static void gather(struct demand *d, struct market *m, struct outcomes *all)
{
	for (int i = 0; i < PARTS; i++) {
		all->n += d->part[i].n;
		all->n_paid += d->part[i].n_paid;
		m->meta.clicks[0] += d->part[i].clicks;
	}
	all->v = ARENA_ARRAY(&m->tick, struct outcome, all->n + 1);
	all->paid = ARENA_ARRAY(&m->tick, struct paid, all->n_paid + 1);
	uint32_t n = 0, n_paid = 0;
	for (int i = 0; i < PARTS; i++) {
		for (uint32_t k = 0; k < d->part[i].n; k++)
			all->v[n++] = d->part[i].v[k];
		for (uint32_t k = 0; k < d->part[i].n_paid; k++)
			all->paid[n_paid++] = d->part[i].paid[k];
	}
	if (all->n)
		qsort(all->v, all->n, sizeof *all->v, by_time);
	if (all->n_paid)
		qsort(all->paid, all->n_paid, sizeof *all->paid, by_click);
}

static bool clicked_before(const struct paid *c, const struct outcome *o)
{
	return c->at_min < o->at_min || (c->at_min == o->at_min && c->session <= o->session);
}

void settle(struct demand *d, struct market *m, int64_t day)
{
	struct shelves s;
	struct outcomes all = { 0 };
	collect(m, &m->tick, &s);
	gather(d, m, &all);
	uint32_t paid = 0;
	for (uint32_t i = 0; i < all.n; i++) {
		struct page *p = &d->page[all.v[i].page];
		while (paid < all.n_paid && clicked_before(&all.paid[paid], &all.v[i]))
			pay(d, m, &all.paid[paid++], day);
		for (int k = 0; k < all.v[i].n; k++)
			if (sell(d, m, &s, &all.v[i], p, k, day))
				break;
	}
	while (paid < all.n_paid)
		pay(d, m, &all.paid[paid++], day);
	for (uint32_t t = 0; t < d->n_touched; t++) {
		const struct page *p = &d->page[d->touched[t]];
		count_sponsored(d, m, p, day);
		for (uint32_t i = 0; i < s.n[p->country]; i++)
			if (counts(m, &s.v[p->country][i], p))
				count_page(d, m, &s.v[p->country][i], p, day);
	}
	count_strips(d, m, day);
	m->meta.sessions[0] += d->n_sessions;
}
