/* The two places of a product page. What an ad bids there depends on how like its goods are to the page's, which takes three values; so those who want to stand on the pages of a
 * category are ranked once for each, and a page takes from the rankings whom they were made for. */
#include "market/ads/inside.h"
#include <stdlib.h>
#include <string.h>

enum { STRIP_PARTS = 16, STRIP_ASKED = AD_STRIP_PLACES + 1 };
enum likeness { LIKE_KIND, LIKE_CATEGORY, LIKE_OTHER };
static const double like_of[] = { 1.0, 0.6, 0.3 };

/* Candidates for the pages of a country, of one likeness, and their ranking. */
struct ads_pool {
	struct ads_found found;
	uint32_t *order;
};

/* Of a country: by kind those alike, by category those of the category, by category those of others, complements. */
static uint32_t pools_of_country(const struct world *w)
{
	return w->kind.t.n + 2 * w->category.t.n + 1;
}

static struct ads_pool *pools_of(const struct ads_index *x, const struct world *w, uint32_t country)
{
	return &x->pools[country * pools_of_country(w)];
}

void ads_pools_free(struct ads_index *x)
{
	for (uint32_t i = 0; i < x->n_pools; i++) {
		free(x->pools[i].found.v);
		free(x->pools[i].order);
	}
	free(x->pools);
}

static enum likeness likeness(const struct market *m, uint32_t listing, uint32_t other)
{
	const struct world *w = m->world;
	uint32_t a = m->listing.good[listing], b = m->listing.good[other];
	return w->good.kind[a] == w->good.kind[b] ? LIKE_KIND : w->good.category[a] == w->good.category[b] ? LIKE_CATEGORY : LIKE_OTHER;
}

static bool excludes_product(const struct ads_index *x, const struct market *m, uint32_t g, uint32_t listing)
{
	for (uint32_t i = x->negative_at[g]; i < x->negative_at[g + 1]; i++)
		if (m->target.kind[x->negative_of[i]] == TARGET_NEGATIVE_PRODUCT && m->target.listing[x->negative_of[i]] == listing)
			return true;
	return false;
}

bool ads_strip_takes(const struct ads_index *x, const struct market *m, uint32_t page, const struct ad_candidate *c)
{
	uint32_t listing = m->offer.listing[page];
	return c->offer != page && c->fit == like_of[likeness(m, listing, m->ad.listing[c->ad])] && !excludes_product(x, m, m->ad.adgroup[c->ad], listing);
}

/* An ad with what it bids at a likeness. */
static void add_at(const struct market *m, uint32_t t, uint32_t d, enum likeness like, struct ads_found *f)
{
	int64_t bid = ads_bid_micro(m, t, m->campaign.product_percent[m->target.campaign[t]], like_of[like], false);
	ads_found_add(f, (struct ad_candidate){ m->ad.offer[d], d, t, like_of[like], bid, bid });
}

/* The ads of a target for the pages of a category. */
static void pool(const struct ads_index *x, const struct market *m, struct ads_pool *pools, uint32_t t, uint32_t category)
{
	const struct world *w = m->world;
	uint32_t g = m->target.adgroup[t];
	for (uint32_t i = x->ad_at[g]; i < x->ad_at[g + 1]; i++) {
		uint32_t d = x->ad_of[i], good = m->listing.good[m->ad.listing[d]];
		if (w->good.category[good] == category) {
			add_at(m, t, d, LIKE_KIND, &pools[w->good.kind[good]].found);
			add_at(m, t, d, LIKE_CATEGORY, &pools[w->kind.t.n + category].found);
		} else if (m->target.kind[t] != TARGET_SUBSTITUTES) {
			add_at(m, t, d, LIKE_OTHER, &pools[w->kind.t.n + w->category.t.n + category].found);
		}
	}
}

/* Those who want to stand on the pages of the country, ranked anew. */
static void fill(const struct ads_index *x, const struct market *m, uint32_t country)
{
	const struct world *w = m->world;
	struct ads_pool *pools = pools_of(x, w, country);
	uint32_t n = pools_of_country(w);
	for (uint32_t i = 0; i < n; i++)
		pools[i].found.n = 0;
	for (uint32_t i = ads_first(&x->complements, country, 0); ads_is_entry(&x->complements, i, country, 0); i++) {
		uint32_t t = x->complements.v[i].target, g = m->target.adgroup[t];
		for (uint32_t k = x->ad_at[g]; k < x->ad_at[g + 1]; k++)
			add_at(m, t, x->ad_of[k], LIKE_OTHER, &pools[n - 1].found);
	}
	for (uint32_t c = 0; c < w->category.t.n; c++) {
		for (uint32_t i = ads_first(&x->categories, country, c); ads_is_entry(&x->categories, i, country, c); i++)
			pool(x, m, pools, x->categories.v[i].target, c);
		for (uint32_t i = ads_first(&x->substitutes, country, c); ads_is_entry(&x->substitutes, i, country, c); i++)
			pool(x, m, pools, x->substitutes.v[i].target, c);
	}
	for (uint32_t i = 0; i < n; i++) {
		free(pools[i].order);
		pools[i].order = ads_ranking(m, pools[i].found.v, pools[i].found.n, true);
	}
}

/* Ads that want this very page. */
static void find_own(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *f)
{
	uint32_t country = m->offer.country[page], listing = m->offer.listing[page];
	f->n = 0;
	for (uint32_t i = ads_first(&x->products, country, listing); ads_is_entry(&x->products, i, country, listing); i++) {
		uint32_t t = x->products.v[i].target, g = m->target.adgroup[t];
		for (uint32_t k = x->ad_at[g]; k < x->ad_at[g + 1]; k++)
			add_at(m, t, x->ad_of[k], likeness(m, listing, m->ad.listing[x->ad_of[k]]), f);
	}
}

static struct ads_source source_of(const struct ads_pool *p)
{
	return (struct ads_source){ p->found.v, p->order, p->found.n, 0 };
}

static void sell_strip(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *own)
{
	const struct world *w = m->world;
	uint32_t country = m->offer.country[page], good = m->listing.good[m->offer.listing[page]], category = w->good.category[good];
	const struct ads_pool *pools = pools_of(x, w, country);
	struct auction_rule rule = ads_rule(x, m, country, category);
	find_own(x, m, page, own);
	uint32_t *order = ads_ranking(m, own->v, own->n, true);
	struct ads_queue q = { .page = page, .n = ADS_SOURCES, .source = { source_of(&pools[w->good.kind[good]]), source_of(&pools[w->kind.t.n + category]),
			source_of(&pools[w->kind.t.n + w->category.t.n + category]), source_of(&pools[pools_of_country(w) - 1]), { own->v, order, own->n, 0 } } };
	ads_auction(x, m, &rule, &q, true, 0, &x->strip[page * AD_STRIP_PLACES], AD_STRIP_PLACES, &x->strip_asked[page * STRIP_ASKED]);
	free(order);
}

struct strips {
	const struct ads_index *x;
	const struct market *m;
	const struct ads_change *change;
	uint32_t known;
};

static void fill_country(void *strips, int country)
{
	const struct strips *s = strips;
	if (s->change->rebid[country])
		fill(s->x, s->m, (uint32_t)country);
}

/* Who bids and does not stand still makes the places and their prices: the others may stop without anybody's notice. */
static bool asked_stopped(const struct strips *s, uint32_t o)
{
	const uint32_t *asked = &s->x->strip_asked[o * STRIP_ASKED];
	for (int i = 0; i < STRIP_ASKED; i++)
		if (asked[i] != ROW_NONE && !s->x->live[asked[i]])
			return true;
	return false;
}

static void sell_part(void *strips, int part)
{
	const struct strips *s = strips;
	struct ads_found own = { 0 };
	uint64_t n = s->m->offer.t.n;
	for (uint32_t o = (uint32_t)(n * (uint64_t)part / STRIP_PARTS); o < n * (uint64_t)(part + 1) / STRIP_PARTS; o++) {
		uint32_t c = s->m->offer.country[o];
		if (o >= s->known || s->change->rebid[c] || s->change->rose[c] || (s->change->fell[c] && asked_stopped(s, o)))
			sell_strip(s->x, s->m, o, &own);
	}
	free(own.v);
}

static void in_parts(market_parallel_for *parallel, void *crew, int parts, void (*body)(void *, int), void *arg)
{
	if (parallel)
		parallel(crew, parts, body, arg);
	else
		for (int i = 0; i < parts; i++)
			body(arg, i);
}

void ads_sell_strips(struct ads_index *x, const struct market *m, const struct ads_change *change, market_parallel_for *parallel, void *crew)
{
	struct strips s = { x, m, change, x->n_strips };
	uint32_t n = m->offer.t.n;
	if (!x->pools) {
		x->n_pools = m->world->country.t.n * pools_of_country(m->world);
		x->pools = mem_alloc((x->n_pools + 1) * sizeof *x->pools);
	}
	in_parts(parallel, crew, (int)m->world->country.t.n, fill_country, &s);
	if (n > x->n_strips) {
		x->strip = mem_grow(x->strip, n * AD_STRIP_PLACES * sizeof *x->strip);
		x->strip_asked = mem_grow(x->strip_asked, n * STRIP_ASKED * sizeof *x->strip_asked);
		x->n_strips = n;
	}
	in_parts(parallel, crew, STRIP_PARTS, sell_part, &s);
}

uint32_t ads_strips(const struct ads_index *x)
{
	return x->n_strips;
}

const struct ad_place *ads_strip(const struct ads_index *x, uint32_t offer)
{
	return &x->strip[offer * AD_STRIP_PLACES];
}
