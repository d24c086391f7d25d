/* Result pages, and what their visitors look at, click and would buy. */
#include "market/demand/inside.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "market/kernel/choose.h"
#include "market/kernel/examine.h"
#include "market/listing/listing.h"
#include <stdlib.h>
#include <string.h>

/* ---- fronts */

/* All that search_front() and the picture's appeal depend on; the day stands for tables with dates. */
static uint64_t inputs_of(struct demand *d, const struct market *m, uint32_t o, int64_t day)
{
	uint32_t l = m->offer.listing[o], store = m->offer.store[o];
	if (d->stock_of[o] == ROW_NONE)
		d->stock_of[o] = listing_stock(m, l);
	if (d->words_of[o] == ROW_NONE)
		d->words_of[o] = listing_words_in(m, l, (enum tongue)m->world->country.tongue[m->offer.country[o]]);
	uint32_t s = d->stock_of[o];
	bool in_stock = s != ROW_NONE && m->stock.on_hand[s] > m->stock.reserved[s];
	uint64_t v[] = { (uint64_t)day, (uint64_t)m->offer.price_minor[o], (uint64_t)m->offer.ship_minor[o], m->offer.promise_days[o],
		(uint64_t)m->offer.channel[o] << 32 | m->offer.day_reviews[o], (uint64_t)m->offer.day_sales_micro[o],
		(uint64_t)m->offer.day_rating_micro[o],
		(uint64_t)m->offer.state[o] << 24 | (uint64_t)m->listing.state[l] << 16 | (uint64_t)m->store.state[store] << 8 | in_stock,
		(uint64_t)m->listing.pictures[l] << 24 | (uint64_t)m->listing.main_picture[l] << 16 | m->listing.handling_days[l],
		(uint64_t)m->offer.listed_min[o], (uint64_t)m->listing.promised_quality_milli[l],
		d->words_of[o] };
	return hash_bytes(1, v, sizeof v);
}

/* Which drawing is in front is luck, more pictures are work. */
float page_image(const struct market *m, uint32_t o)
{
	uint32_t l = m->offer.listing[o];
	double luck = rng_normal(rng_draw(m->key, DRAW_IMAGE, m->listing.id[l], m->listing.main_picture[l], 0).u[0]);
	return (float)(m->world->params.image_sd * luck + 0.05 * (ex_min(m->listing.pictures[l], 7) - 5));
}

/* body of market_parallel_for: a part of the offers. */
static void look_at_offers(void *demand, int part)
{
	struct demand *d = demand;
	const struct market *m = d->market;
	uint64_t n = d->n_fronts;
	for (uint32_t o = (uint32_t)(n * (uint64_t)part / PARTS); o < n * (uint64_t)(part + 1) / PARTS; o++) {
		uint64_t stamp = inputs_of(d, m, o, d->day);
		if (stamp == d->stamp[o])
			continue;
		d->stamp[o] = stamp;
		search_front(m, o, d->day, &d->front[o]);
		d->image[o] = page_image(m, o);
		d->front_at[o] = d->front_version[m->offer.country[o]] + 1;
	}
}

static void look_at_texts(void *demand, int country)
{
	struct demand *d = demand;
	d->text_version[country] += search_index_update(d->index, d->market, (uint32_t)country);
}

void fronts_update(struct demand *d, const struct market *m)
{
	uint32_t n = m->offer.t.n;
	bool changed[32] = { false };
	if (n > d->n_fronts) {
		d->front = mem_grow(d->front, n * sizeof *d->front);
		d->image = mem_grow(d->image, n * sizeof *d->image);
		d->stamp = mem_grow(d->stamp, n * sizeof *d->stamp);
		d->front_at = mem_grow(d->front_at, n * sizeof *d->front_at);
		d->stock_of = mem_grow(d->stock_of, n * sizeof *d->stock_of);
		d->words_of = mem_grow(d->words_of, n * sizeof *d->words_of);
		memset(d->stock_of + d->n_fronts, 0xff, (n - d->n_fronts) * sizeof *d->stock_of);
		memset(d->words_of + d->n_fronts, 0xff, (n - d->n_fronts) * sizeof *d->words_of);
		memset(d->stamp + d->n_fronts, 0, (n - d->n_fronts) * sizeof *d->stamp);
		memset(d->front_at + d->n_fronts, 0, (n - d->n_fronts) * sizeof *d->front_at);
		d->n_fronts = n;
	}
	demand_parts(d, PARTS, look_at_offers);
	for (uint32_t o = 0; o < n; o++)
		changed[m->offer.country[o]] |= d->front_at[o] > d->front_version[m->offer.country[o]];
	for (uint32_t c = 0; c < d->n_countries; c++)
		d->front_version[c] += changed[c];
	demand_parts(d, (int)d->n_countries, look_at_texts);
}

/* ---- pages */

uint32_t page_find(struct demand *d, const struct market *m, uint32_t country, uint32_t query)
{
	uint64_t key = hash_id(1, country, query);
	uint32_t at = map_find(&d->page_of, key);
	if (at != MAP_NONE)
		return at;
	if (d->n_pages == d->cap_pages) {
		d->cap_pages = d->cap_pages ? d->cap_pages * 2 : 1024;
		d->page = mem_grow(d->page, d->cap_pages * sizeof *d->page);
	}
	at = d->n_pages++;
	d->page[at] = (struct page){ .country = country, .query = query, .query_id = search_query_id(m->world, query) };
	for (int i = 0; i < PAGE_POSITIONS; i++)
		d->page[at].offer[i] = ROW_NONE;
	map_put(&d->page_of, key, at);
	return at;
}

void pages_fini(struct demand *d)
{
	for (uint32_t i = 0; i < d->n_pages; i++)
		free(d->page[i].candidate);
	for (uint32_t i = 0; i < d->n_pages; i++)
		ad_list_fini(&d->page[i].ads);
	free(d->page);
	map_fini(&d->page_of);
	for (int i = 0; i < PARTS; i++) {
		free(d->part[i].v);
		free(d->part[i].paid);
		free(d->part[i].look);
	}
}

static bool on_page(const struct page *p, uint32_t offer)
{
	for (int i = 0; i < p->n; i++)
		if (p->place[i].offer == offer)
			return true;
	return false;
}

/* In a large country some offer changes at every tick, but few pages have it: who changes below the last place of a full page, or is blocked there, moves nobody. */
static bool any_matters(const struct demand *d, const struct page *p)
{
	if (p->front_version == d->front_version[p->country])
		return false;
	for (uint32_t i = 0; i < p->n_candidates; i++) {
		uint32_t o = p->candidate[i].offer;
		if (d->front_at[o] <= p->front_version)
			continue;
		if (p->n < PAGE_PLACES || on_page(p, o))
			return true;
		if (d->front[o].blocked == BLOCKED_NOT &&
			(float)search_score(d->market, &d->front[o], &p->candidate[i], p->query_id, d->day) >= p->place[PAGE_PLACES - 1].score)
			return true;
	}
	return false;
}

void page_fill(const struct market *m, struct page *p, const struct place *v, int n)
{
	p->n = n;
	if (n)
		memcpy(p->place, v, (size_t)n * sizeof *v);
	for (int i = 0; i < PAGE_PLACES; i++) {
		p->offer[i] = i < n ? v[i].offer : ROW_NONE;
		p->fit[i] = i < n ? (float)world_true_fit(m->world, p->query, m->listing.good[m->offer.listing[p->offer[i]]]) : 0;
	}
}

static void refresh(const struct demand *d, struct page *p)
{
	const struct market *m = d->market;
	const struct world *w = m->world;
	if (p->text_version != d->text_version[p->country] || !p->candidate) {
		struct terms q;
		struct list_ref tokens = w->query.tokens[p->query];
		search_terms(w, (enum tongue)w->country.tongue[p->country], set_words(&w->set, tokens), tokens.n, &q);
		free(p->candidate);
		p->n_candidates = search_index_find(d->index, p->country, &q, &p->candidate);
		uint32_t kept = 0;
		for (uint32_t i = 0; i < p->n_candidates; i++)
			if (search_retrieves(m, p->query, p->candidate[i].offer, (double)p->candidate[i].rel))
				p->candidate[kept++] = p->candidate[i];
		p->n_candidates = kept;
		p->text_version = d->text_version[p->country];
		p->day = 0;
	}
	bool stands = p->day == d->day && !any_matters(d, p);
	p->front_version = d->front_version[p->country];
	if (stands)
		return;
	p->day = d->day;
	struct place *v = mem_alloc((p->n_candidates + 1) * sizeof *v);
	int n = 0;
	for (uint32_t i = 0; i < p->n_candidates; i++)
		if (d->front[p->candidate[i].offer].blocked == BLOCKED_NOT)
			v[n++] = p->candidate[i];
	n = search_rank_first(m, d->front, p->query_id, d->day, v, n);
	page_fill(m, p, v, n);
	p->rebuilt = true;
	free(v);
}

/* A listing that stands in a sponsored place and among the results has one draw for both: the second place on the page is mute. */
static void mute(struct page *p)
{
	memset(p->mute, 0, sizeof p->mute);
	for (int s = 0; s < AD_PLACES; s++)
		for (int i = 0; i < p->n && p->offer[PAGE_PLACES + s] != ROW_NONE; i++)
			if (p->offer[i] == p->offer[PAGE_PLACES + s])
				p->mute[ad_position_of(i) < ad_position[s] ? PAGE_PLACES + s : i] = true;
}

void page_sell(const struct ads_index *ads, const struct market *m, struct page *p)
{
	ads_sell(ads, m, m->world->query.category[p->query], p->country, &p->ads, p->sponsored);
	for (int s = 0; s < AD_PLACES; s++) {
		p->offer[PAGE_PLACES + s] = p->sponsored[s].offer;
		p->fit[PAGE_PLACES + s] = p->sponsored[s].fit;
	}
	mute(p);
}

static void sell_places(const struct demand *d, struct page *p)
{
	const struct market *m = d->market;
	uint64_t bids = ads_bids_version(d->ads, p->country), live = ads_live_version(d->ads, p->country);
	if (bids != p->bids_version)
		ads_find(d->ads, m, p->country, p->query, &p->ads);
	if (bids == p->bids_version && live == p->live_version && !p->rebuilt)
		return;
	p->bids_version = bids;
	p->live_version = live;
	p->rebuilt = false;
	page_sell(d->ads, m, p);
}

/* ---- a person before a page ---- */

const struct ad_place *strip_place(const struct demand *d, uint32_t offer, int place)
{
	const struct ad_place *v = &ads_strip(d->ads, offer)[place];
	return v->offer == ROW_NONE ? NULL : v;
}

enum { CONSIDERED_MAX = PAGE_POSITIONS * (1 + AD_STRIP_PLACES) };
struct considered {
	uint32_t offer[CONSIDERED_MAX];
	uint8_t place[CONSIDERED_MAX], strip[CONSIDERED_MAX];
	double weight[CONSIDERED_MAX], arrival[CONSIDERED_MAX];
	uint32_t first_paid;
	int n;
};

static bool clicks(const struct demand *d, const struct session *s, uint32_t o, double fit, double alpha, struct draw u)
{
	const struct world_params *k = &d->market->world->params;
	const struct front *f = &d->front[o];
	double value = (s->buys ? k->click_buy : k->click_browse) + (double)d->image[o] + f->rho + 3 * (fit - 1) - k->day_value * f->days -
		       k->click_price * alpha * f->price_x;
	return rng_uniform(u.u[0]) < examine_click_probability(value);
}

static void consider(const struct demand *d, const struct session *s, uint32_t o, double fit, double alpha, struct draw u, struct considered *c)
{
	const struct market *m = d->market;
	const struct front *f = &d->front[o];
	double felt = memory_of(d, m, s->buyer, m->offer.store[o], s->at_min) * (s->segment == SEGMENT_BRAND ? m->world->params.segment_brand_memory : 1);
	double value = (double)m->listing.promised_quality_milli[m->offer.listing[o]] / 1000 + f->rho + 2 * (fit - 1) -
		       m->world->params.day_value * f->days - alpha * f->price_x + felt;
	c->offer[c->n] = o;
	c->weight[c->n] = ex_exp(value);
	c->arrival[c->n] = choose_arrival(c->weight[c->n], u.u[1]);
	c->n++;
}

static void log_paid(struct outcomes *out, const struct session *s, int place, int strip, const struct considered *c)
{
	if (out->n_paid == out->cap_paid) {
		out->cap_paid = out->cap_paid ? out->cap_paid * 2 : 256;
		out->paid = mem_grow(out->paid, out->cap_paid * sizeof *out->paid);
	}
	out->paid[out->n_paid] = (struct paid){ s->id, s->buyer, s->at_min, s->page, (uint8_t)place, (uint8_t)strip, (uint8_t)(out->n_paid - c->first_paid), 0, 0 };
	out->n_paid++;
}

/* Was the offer's draw used on the page already, or on a strip? */
static bool met(const struct page *p, const struct session *s, const struct considered *c, uint32_t offer)
{
	for (int i = 0; i < c->n; i++)
		if (c->offer[i] == offer)
			return true;
	for (int i = 0; i < (s->skips ? PAGE_PLACES : PAGE_POSITIONS); i++)
		if (p->offer[i] == offer && (s->skips ? i : i < PAGE_PLACES ? ad_position_of(i) : ad_position[i - PAGE_PLACES]) < s->depth)
			return true;
	return false;
}

/* Who opens a product page may look at the sponsored places there. */
static void look_at_strip(const struct demand *d, const struct page *p, const struct session *s, int place, double alpha, struct outcomes *out, struct considered *c)
{
	const struct market *m = d->market;
	uint32_t page = p->offer[place];
	const struct ad_place *v[AD_STRIP_PLACES];
	bool any = false;
	for (int i = 0; i < AD_STRIP_PLACES; i++)
		any |= (v[i] = strip_place(d, page, i)) != NULL;
	if (!any || s->skips || rng_uniform(rng_draw(m->luck, DRAW_STRIP, s->id, m->offer.id[page], 0).u[0]) >= m->world->params.ads_strip)
		return;
	for (int i = 0; i < AD_STRIP_PLACES; i++) {
		if (!v[i])
			continue;
		if (out->n_look == out->cap_look) {
			out->cap_look = out->cap_look ? out->cap_look * 2 : 256;
			out->look = mem_grow(out->look, out->cap_look * sizeof *out->look);
		}
		out->look[out->n_look++] = page * AD_STRIP_PLACES + (uint32_t)i;
		uint32_t o = v[i]->offer;
		struct draw u = rng_draw(m->luck, DRAW_CLICK, s->id, m->offer.id[o], 0);
		double fit = world_true_fit(m->world, p->query, m->listing.good[m->offer.listing[o]]);
		if (met(p, s, c, o) || !clicks(d, s, o, fit, alpha, u))
			continue;
		out->clicks++;
		log_paid(out, s, place, 1 + i, c);
		c->place[c->n] = (uint8_t)place;
		c->strip[c->n] = (uint8_t)(1 + i);
		consider(d, s, o, fit, alpha, u, c);
	}
}

/* Places down to the depth, clicks, and a race between the clicked and buying nothing. */
void page_visit(const struct demand *d, struct page *p, const struct session *s, struct outcomes *out)
{
	const struct market *m = d->market;
	const struct world_params *k = &m->world->params;
	bool commodity = m->world->category.commodity[m->world->query.category[p->query]];
	double alpha = (commodity ? k->alpha_commodity : k->alpha) * s->price;
	struct considered c;
	int order[ALTERNATIVES];
	c.n = 0;
	c.first_paid = out->n_paid;
	int places = s->skips ? PAGE_PLACES : PAGE_POSITIONS;
	for (int position = 0; position < places && position < s->depth; position++) {
		int i = s->skips ? position : d->place_at[position];
		uint32_t o = p->offer[i];
		if (o == ROW_NONE)
			continue;
		p->seen[i].examined++;
		if (p->mute[i] && !s->skips)
			continue;
		struct draw u = rng_draw(m->luck, DRAW_CLICK, s->id, m->offer.id[o], 0);
		if (!clicks(d, s, o, (double)p->fit[i], alpha, u))
			continue;
		p->seen[i].clicks++;
		out->clicks++;
		if (i >= PAGE_PLACES)
			log_paid(out, s, i, 0, &c);
		c.place[c.n] = (uint8_t)i;
		c.strip[c.n] = 0;
		consider(d, s, o, (double)p->fit[i], alpha, u, &c);
		look_at_strip(d, p, s, i, alpha, out, &c);
	}
	if (!c.n)
		return;
	struct draw own = rng_draw(m->luck, DRAW_CHOICE, s->id, 0, 0);
	double nothing = (s->buys ? k->outside_buy : k->outside_browse) + (s->segment == SEGMENT_HESITANT ? k->segment_hesitant_outside : 0);
	double outside = ex_exp(nothing), outside_arrival = choose_arrival(outside, own.u[0]), all = outside;
	for (int i = 0; i < c.n; i++)
		all += c.weight[i];
	for (int i = 0, paid = 0; i < c.n; i++) {
		double wins = c.weight[i] / all;
		int64_t expected = ex_round(1e6 * wins), variance = ex_round(1e6 * wins * (1 - wins));
		bool ad = c.strip[i] || c.place[i] >= PAGE_PLACES;
		if (c.strip[i]) {
			out->paid[c.first_paid + (uint32_t)paid].expected_micro = expected;
			out->paid[c.first_paid + (uint32_t)paid].variance_micro = variance;
		} else {
			p->seen[c.place[i]].expected_micro += expected;
			p->seen[c.place[i]].variance_micro += variance;
		}
		paid += ad;
	}
	struct outcome o = { .session = s->id, .buyer = s->buyer, .at_min = s->at_min, .page = s->page };
	o.n = (uint8_t)choose_before(c.arrival, c.n, outside_arrival, order, ALTERNATIVES);
	for (int i = 0; i < o.n; i++) {
		o.place[i] = c.place[order[i]];
		o.strip[i] = c.strip[order[i]];
	}
	if (!o.n)
		return;
	if (out->n == out->cap) {
		out->cap = out->cap ? out->cap * 2 : 256;
		out->v = mem_grow(out->v, out->cap * sizeof *out->v);
	}
	out->v[out->n++] = o;
}

void pages_visit(void *demand, int part)
{
	struct demand *d = demand;
	struct outcomes *out = &d->part[part];
	out->n = out->n_paid = out->n_look = 0;
	out->clicks = 0;
	for (uint32_t t = (uint32_t)part; t < d->n_touched; t += PARTS) {
		struct page *p = &d->page[d->touched[t]];
		refresh(d, p);
		sell_places(d, p);
		memset(p->seen, 0, sizeof p->seen);
		for (uint32_t i = 0; i < p->sessions; i++)
			page_visit(d, p, &d->session[d->order[p->first + i]], out);
	}
}
