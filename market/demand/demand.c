/* A tick of demand: who comes, what he types, then pages are looked at in parallel and settled in order. */
#include "market/demand/inside.h"
#include "market/demand/shadow.h"
#include "base/exact.h"
#include "market/core/day.h"
#include "market/kernel/examine.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static double searches_per_visit(const struct world_params *p)
{
	return 1 + p->searches_2 + 2 * p->searches_3;
}

struct demand *demand_create(const struct market *m)
{
	const struct world *w = m->world;
	struct demand *d = mem_alloc(sizeof *d);
	d->n_countries = w->country.t.n;
	d->n_categories = w->category.t.n < CATEGORIES_MAX ? w->category.t.n : CATEGORIES_MAX;
	double mean = w->params.pages_per_seat_day / ex_max(1, w->params.buyers_per_seat) / searches_per_visit(&w->params);
	double shape = ex_clamp(w->params.visit_shape, 0.05, 1000);
	for (uint32_t i = 0; i < RATE_STEPS; i++)
		d->rate[i] = (float)rng_gamma((uint32_t)((i + 0.5) * (4294967296.0 / RATE_STEPS)), shape, mean / shape);
	for (uint32_t c = 0; c < d->n_countries; c++)
		phrasebook_make(w, c, &d->book[c]);
	for (uint32_t g = 0; g < d->n_categories; g++)
		d->category_name[g] = hash_str(W_category, world_str(w, w->category.code[g]));
	d->index = search_index_create(m);
	d->ads = ads_index_create();
	for (int i = 0; i < PAGE_POSITIONS; i++)
		d->place_at[i] = (uint8_t)(ad_place_at(i) < 0 ? ad_organic_at(i) : PAGE_PLACES + ad_place_at(i));
	for (int s = 0; s < AD_PLACES; s++)
		d->looked_milli[s] = (uint64_t)ex_round(1000 * (1 - w->params.ads_skip) * examine_reach_mixed(w->params.depth_short_share, w->params.depth_short, w->params.depth_long, ad_position[s]));
	map_init(&d->page_of);
	return d;
}

void demand_destroy(struct demand *d)
{
	if (!d)
		return;
	for (uint32_t c = 0; c < d->n_countries; c++) {
		crowd_fini(&d->crowd[c]);
		free(d->come[c].v);
		phrasebook_fini(&d->book[c]);
	}
	search_index_destroy(d->index);
	ads_index_destroy(d->ads);
	free(d->looks);
	pages_fini(d);
	free(d->front);
	free(d->image);
	free(d->stock_of);
	free(d->words_of);
	free(d->stamp);
	free(d->front_at);
	free(d->session);
	free(d->touched);
	free(d->order);
	free(d->known.bit);
	free(d);
}

static void add_session(struct demand *d, const struct session *s)
{
	struct page *p = &d->page[s->page];
	if (d->n_sessions == d->cap_sessions) {
		d->cap_sessions = d->cap_sessions ? d->cap_sessions * 2 : 4096;
		d->session = mem_grow(d->session, d->cap_sessions * sizeof *d->session);
	}
	d->session[d->n_sessions++] = *s;
	if (!p->touched) {
		if (d->n_touched == d->cap_touched) {
			d->cap_touched = d->cap_touched ? d->cap_touched * 2 : 1024;
			d->touched = mem_grow(d->touched, d->cap_touched * sizeof *d->touched);
		}
		d->touched[d->n_touched++] = s->page;
		p->touched = true;
		p->sessions = p->buying = p->bought = 0;
	}
	p->sessions++;
	p->buying += s->buys;
}

/* A person's own leaning: 0.3 … 2.4, 1 on average. */
static double taste(uint64_t buyer, uint32_t category)
{
	double u = (double)(hash_u64(buyer, category) >> 11) * 0x1p-53;
	return 0.3 + 2.1 * u * u;
}

static uint32_t category_of(const struct demand *d, const struct market *m, const struct calendar *k, uint32_t country, uint64_t buyer, int64_t at_min, uint32_t u)
{
	double w[CATEGORIES_MAX], sum = 0;
	for (uint32_t g = 0; g < d->n_categories; g++) {
		bool any = d->book[country].at[g] < d->book[country].at[g + 1];
		w[g] = any ? k->weight[g] * taste(buyer, g) * appetite_of(d, m, buyer, g, at_min) : 0;
		sum += w[g];
	}
	double goal = rng_uniform(u) * sum;
	for (uint32_t g = 0; g < d->n_categories; g++) {
		goal -= w[g];
		if (w[g] > 0 && goal < 0)
			return g;
	}
	return ROW_NONE;
}

static void arrive(struct arrivals *a, const struct session *s)
{
	if (a->n == a->cap) {
		a->cap = a->cap ? a->cap * 2 : 1024;
		a->v = mem_grow(a->v, a->cap * sizeof *a->v);
	}
	a->v[a->n++] = *s;
}

static void begin_visit(struct demand *d, const struct market *m, uint32_t country, const struct calendar *k, const struct visit *v)
{
	const struct world_params *p = &m->world->params;
	uint64_t buyer = v->buyer, visit = hash_id(buyer, (uint64_t)k->day, v->nth);
	int64_t at_min = k->start_min + v->minute;
	enum segment segment = demand_segment(m->world, buyer);
	double price = (double)v->price * (segment == SEGMENT_BRAND ? p->segment_brand_alpha : segment == SEGMENT_LOW_PRICE ? p->segment_low_price_alpha : 1);
	/* all searches of a visit are for one category */
	uint32_t category = category_of(d, m, k, country, buyer, at_min, rng_draw(m->luck, DRAW_TASTE, visit, 0, 0).u[0]);
	for (uint32_t i = 0; i < v->searches && category != ROW_NONE; i++) {
		uint64_t id = hash_id(DRAW_SEARCH, visit, i);
		struct draw u = rng_draw(m->luck, DRAW_SEARCH, id, 0, 0), e = rng_draw(m->luck, DRAW_DEPTH, id, 0, 0);
		uint32_t query = phrasebook_pick(&d->book[country], category, u.u[0]);
		if (query == ROW_NONE)
			continue;
		int depth = examine_depth_mixed(p->depth_short_share, p->depth_short, p->depth_long, e.u[0], e.u[1]);
		struct session s = { .id = id, .buyer = buyer, .at_min = at_min, .price = price, .segment = (uint8_t)segment, .page = query,
			.depth = (uint16_t)depth, .buys = rng_uniform(u.u[1]) < p->buy_share,
			.skips = rng_uniform(u.u[2]) < p->ads_skip };
		arrive(&d->come[country], &s);
	}
}

/* body of market_parallel_for: who comes to a country. */
static void come(void *demand, int country)
{
	struct demand *d = demand;
	d->come[country].n = 0;
	crowd_visits(d, d->market, (uint32_t)country, d->from_min, d->from_min + MARKET_TICK_MIN, begin_visit);
}

/* Pages are numbered by when they were first asked for, which a reload forgets: what is written goes by country and query. */
static int by_query(const void *a, const void *b, void *demand)
{
	const struct demand *d = demand;
	const struct page *x = &d->page[*(const uint32_t *)a], *y = &d->page[*(const uint32_t *)b];
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	return x->query < y->query ? -1 : x->query > y->query;
}

static void order_by_page(struct demand *d)
{
	uint32_t at = 0;
	if (d->n_sessions > d->cap_order) {
		d->cap_order = d->cap_sessions;
		d->order = mem_grow(d->order, d->cap_order * sizeof *d->order);
	}
	for (uint32_t t = 0; t < d->n_touched; t++) {
		struct page *p = &d->page[d->touched[t]];
		p->first = at;
		at += p->sessions;
		p->sessions = 0;
		p->touched = false;
	}
	for (uint32_t i = 0; i < d->n_sessions; i++) {
		struct page *p = &d->page[d->session[i].page];
		d->order[p->first + p->sessions++] = i;
	}
}

void demand_parts(struct demand *d, int parts, void (*body)(void *demand, int part))
{
	if (d->parallel)
		d->parallel(d->pool, parts, body, d);
	else
		for (int i = 0; i < parts; i++)
			body(d, i);
}

void demand_tick(struct market *m, int64_t from_min, market_parallel_for *parallel, void *pool)
{
	if (!m->demand)
		m->demand = demand_create(m);
	struct demand *d = m->demand;
	d->market = m;
	d->day = day_of_sellers(m->world, from_min);
	d->n_sessions = d->n_touched = 0;
	d->from_min = from_min;
	d->parallel = parallel;
	d->pool = pool;
	known_update(&d->known, m);
	fronts_update(d, m);
	ads_stop(m);
	ads_index_update(d->ads, m, d->front, parallel, pool);
	demand_parts(d, (int)d->n_countries, come);
	for (uint32_t c = 0; c < d->n_countries; c++)
		for (uint32_t i = 0; i < d->come[c].n; i++) {
			struct session s = d->come[c].v[i];
			s.page = page_find(d, m, c, s.page);
			add_session(d, &s);
		}
	if (d->n_touched)
		qsort_r(d->touched, d->n_touched, sizeof *d->touched, by_query, d);
	order_by_page(d);
	demand_parts(d, PARTS, pages_visit);
	if (m->shadow)
		shadow_tick(m->shadow, d, m);
	settle(d, m, d->day);
	if (m->trace)
		demand_trace(d, m, from_min);
	d->market = NULL;
}
