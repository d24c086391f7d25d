/* The two places of a product page. What an ad bids there depends on how like its goods are to the page's, which takes three values; so those who want to stand on the pages of a
 * category are ranked once for each, and a page takes from the rankings whom they were made for. */
#include "market/ads/inside.h"
#include <stdlib.h>

enum likeness { LIKE_KIND, LIKE_CATEGORY, LIKE_OTHER, LIKENESSES };
static const double like_of[LIKENESSES] = { 1.0, 0.6, 0.3 };

/* Candidates and their ranking, by likeness. */
struct ads_pool {
	struct ads_found found[LIKENESSES];
	uint32_t *order[LIKENESSES];
};

static struct ads_pool *pool_of(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t category)
{
	return &x->pools[country * m->world->category.t.n + category];
}

static struct ads_pool *complements_of(const struct ads_index *x, const struct market *m, uint32_t country)
{
	return &x->pools[m->world->country.t.n * m->world->category.t.n + country];
}

static uint32_t n_pools(const struct market *m)
{
	return m->world->country.t.n * (m->world->category.t.n + 1);
}

static void empty(struct ads_pool *p)
{
	for (int i = 0; i < LIKENESSES; i++) {
		p->found[i].n = 0;
		free(p->order[i]);
		p->order[i] = NULL;
	}
}

void ads_pools_free(struct ads_index *x)
{
	for (uint32_t i = 0; i < x->n_pools; i++) {
		empty(&x->pools[i]);
		for (int k = 0; k < LIKENESSES; k++)
			free(x->pools[i].found[k].v);
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
	return c->offer != page && c->fit == (float)like_of[likeness(m, listing, m->ad.listing[c->ad])] && !excludes_product(x, m, m->ad.adgroup[c->ad], listing);
}

/* What the ads of a target's group would bid at a likeness. */
static void add_at(const struct ads_index *x, const struct market *m, uint32_t t, enum likeness like, struct ads_found *f)
{
	uint32_t g = m->target.adgroup[t];
	int64_t bid = ads_bid_micro(m, t, m->campaign.product_percent[m->target.campaign[t]], like_of[like], false);
	for (uint32_t i = x->ad_at[g]; i < x->ad_at[g + 1]; i++) {
		uint32_t d = x->ad_of[i];
		ads_found_add(f, (struct ad_candidate){ m->ad.offer[d], d, t, (float)like_of[like], bid, bid });
	}
}

/* Those who want to stand on the pages of the country, ranked anew. */
static void fill(struct ads_index *x, const struct market *m, uint32_t country)
{
	uint32_t n = m->world->category.t.n;
	struct ads_pool *other = complements_of(x, m, country);
	empty(other);
	for (uint32_t i = ads_first(&x->complements, country, 0); ads_is_entry(&x->complements, i, country, 0); i++)
		add_at(x, m, x->complements.v[i].target, LIKE_OTHER, &other->found[LIKE_OTHER]);
	other->order[LIKE_OTHER] = ads_ranking(m, other->found[LIKE_OTHER].v, other->found[LIKE_OTHER].n, true);
	for (uint32_t c = 0; c < n; c++) {
		struct ads_pool *p = pool_of(x, m, country, c);
		empty(p);
		for (enum likeness like = 0; like < LIKENESSES; like++) {
			struct ads_found *f = &p->found[like];
			for (uint32_t i = ads_first(&x->categories, country, c); ads_is_entry(&x->categories, i, country, c); i++)
				add_at(x, m, x->categories.v[i].target, like, f);
			for (uint32_t i = ads_first(&x->substitutes, country, c); like != LIKE_OTHER && ads_is_entry(&x->substitutes, i, country, c); i++)
				add_at(x, m, x->substitutes.v[i].target, like, f);
			p->order[like] = ads_ranking(m, f->v, f->n, true);
		}
	}
}

/* Ads that want this very page. */
static void find_own(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *f)
{
	uint32_t country = m->offer.country[page], listing = m->offer.listing[page];
	f->n = 0;
	for (uint32_t i = ads_first(&x->products, country, listing); ads_is_entry(&x->products, i, country, listing); i++)
		for (enum likeness like = 0; like < LIKENESSES; like++)
			add_at(x, m, x->products.v[i].target, like, f);
}

static void sell_strip(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *own)
{
	uint32_t country = m->offer.country[page], category = m->world->good.category[m->listing.good[m->offer.listing[page]]];
	const struct ads_pool *p = pool_of(x, m, country, category), *other = complements_of(x, m, country);
	struct auction_rule rule = ads_rule(x, m, country, category);
	struct ads_queue q = { .page = page, .n = ADS_SOURCES };
	find_own(x, m, page, own);
	uint32_t *order = ads_ranking(m, own->v, own->n, true);
	for (int i = 0; i < LIKENESSES; i++)
		q.source[i] = (struct ads_source){ p->found[i].v, p->order[i], p->found[i].n, 0 };
	q.source[LIKENESSES] = (struct ads_source){ other->found[LIKE_OTHER].v, other->order[LIKE_OTHER], other->found[LIKE_OTHER].n, 0 };
	q.source[LIKENESSES + 1] = (struct ads_source){ own->v, order, own->n, 0 };
	ads_auction(x, m, &rule, &q, true, 0, &x->strip[page * AD_STRIP_PLACES], AD_STRIP_PLACES);
	free(order);
}

void ads_sell_strips(struct ads_index *x, const struct market *m, const bool *rebid, const bool *changed)
{
	struct ads_found own = { 0 };
	uint32_t known = x->n_strips, n = m->offer.t.n;
	if (!x->pools) {
		x->n_pools = n_pools(m);
		x->pools = mem_alloc((x->n_pools + 1) * sizeof *x->pools);
	}
	for (uint32_t c = 0; c < m->world->country.t.n; c++)
		if (rebid[c])
			fill(x, m, c);
	if (n > known) {
		x->strip = mem_grow(x->strip, n * AD_STRIP_PLACES * sizeof *x->strip);
		x->n_strips = n;
	}
	for (uint32_t o = 0; o < n; o++)
		if (changed[m->offer.country[o]] || o >= known)
			sell_strip(x, m, o, &own);
	free(own.v);
}

uint32_t ads_strips(const struct ads_index *x)
{
	return x->n_strips;
}

const struct ad_place *ads_strip(const struct ads_index *x, uint32_t offer)
{
	return &x->strip[offer * AD_STRIP_PLACES];
}
