/* The auctions: the four places of a result page, the two of a product page. */
#include "market/ads/inside.h"
#include "market/kernel/auction.h"
#include <stdlib.h>

enum { FEW = 256 };
#define LIKE_KIND 1.0  /* how much the goods of a product page are like an ad's: of its kind, of its category, others */
#define LIKE_CATEGORY 0.6
#define LIKE_OTHER 0.3

struct bidder {
	struct auction_bid bid;
	uint32_t offer, ad, target, store;
	float fit;
};
struct rows {
	struct bidder few[FEW], *v;
	struct auction_bid few_bids[FEW], *bids;
	uint32_t n;
};

static void rows_init(struct rows *r, uint32_t cap)
{
	r->v = cap <= FEW ? r->few : mem_alloc(cap * sizeof *r->v);
	r->bids = cap <= FEW ? r->few_bids : mem_alloc(cap * sizeof *r->bids);
	r->n = 0;
}

static void rows_fini(struct rows *r)
{
	if (r->v != r->few) {
		free(r->v);
		free(r->bids);
	}
}

static struct auction_rule rule_of(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t category)
{
	const struct world_params *k = &m->world->params;
	int format = (int)k->ads_format;
	return (struct auction_rule){ .format = format >= 0 && format < AUCTION_FORMATS ? (enum auction_format)format : AUCTION_GSP,
		.reserve = x->reserve_micro[country * m->world->category.t.n + category], .quality_min = 1, .step = 10000 };
}

static int by_score(const void *a, const void *b)
{
	const struct bidder *x = a, *y = b;
	__int128 p = (__int128)x->bid.bid * x->bid.quality, q = (__int128)y->bid.bid * y->bid.quality;
	if (p != q)
		return p > q ? -1 : 1;
	return x->bid.tie < y->bid.tie ? -1 : x->bid.tie > y->bid.tie;
}

/* One auction for n_places places: at most two of a store, those that it has on the page already counted in. `sold`: the page's places so far. */
static void sell(const struct market *m, const struct auction_rule *rule, struct rows *r, const struct ad_place *sold, int n_sold, struct ad_place *ret, int n_places)
{
	static const int64_t clicks[AD_PLACES] = { 4, 3, 2, 1 };
	struct auction_place place[AD_PLACES];
	uint32_t n = 0;
	qsort(r->v, r->n, sizeof *r->v, by_score);
	for (uint32_t i = 0; i < r->n; i++) {
		int of_store = 0;
		for (int s = 0; s < n_sold; s++)
			of_store += sold[s].offer != ROW_NONE && m->offer.store[sold[s].offer] == r->v[i].store;
		for (uint32_t k = 0; k < n; k++)
			of_store += r->v[k].store == r->v[i].store;
		if (of_store >= PAGE_PER_STORE)
			continue;
		r->v[n] = r->v[i];
		r->bids[n] = r->v[i].bid;
		n++;
	}
	int got = auction(rule, r->bids, n, clicks, n_places, place);
	for (int s = 0; s < n_places; s++) {
		if (s >= got) {
			ret[s] = (struct ad_place){ .offer = ROW_NONE };
			continue;
		}
		const struct bidder *b = &r->v[place[s].bidder];
		ret[s] = (struct ad_place){ b->offer, b->ad, b->target, place[s].price, b->fit };
	}
}

static void collect(const struct ads_index *x, const struct market *m, const struct ad_candidate *v, uint32_t n, bool top, const struct ad_place *sold, int n_sold, struct rows *r)
{
	r->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		bool taken = !x->live[v[i].ad];
		for (int s = 0; s < n_sold; s++)
			taken |= sold[s].offer == v[i].offer;
		if (taken)
			continue;
		struct bidder b = { { top ? v[i].top_micro : v[i].rest_micro, m->ad.quality[v[i].ad] ? m->ad.quality[v[i].ad] : 1, hash_u64(m->key.k, m->ad.id[v[i].ad]) },
			v[i].offer, v[i].ad, v[i].target, m->ad.store[v[i].ad], v[i].fit };
		struct bidder *last = r->n && r->v[r->n - 1].offer == b.offer ? &r->v[r->n - 1] : NULL;
		if (!last)
			r->v[r->n++] = b;
		else if (by_score(&b, last) < 0)
			*last = b;
	}
}

void ads_sell(const struct ads_index *x, const struct market *m, uint32_t category, uint32_t country, const struct ad_candidate *v, uint32_t n, struct ad_place ret[AD_PLACES])
{
	struct auction_rule rule = rule_of(x, m, country, category);
	struct rows r;
	for (int s = 0; s < AD_PLACES; s++)
		ret[s] = (struct ad_place){ .offer = ROW_NONE };
	if (!n)
		return;
	rows_init(&r, n);
	collect(x, m, v, n, true, NULL, 0, &r);
	sell(m, &rule, &r, NULL, 0, ret, AD_TOP_PLACES);
	collect(x, m, v, n, false, ret, AD_TOP_PLACES, &r);
	sell(m, &rule, &r, ret, AD_TOP_PLACES, ret + AD_TOP_PLACES, AD_PLACES - AD_TOP_PLACES);
	rows_fini(&r);
}

/* ---- product pages ---- */

static double likeness(const struct market *m, uint32_t listing, uint32_t other)
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

static void add_strip(const struct ads_index *x, const struct market *m, uint32_t page, uint32_t t, struct ads_found *f)
{
	uint32_t g = m->target.adgroup[t], c = m->target.campaign[t], listing = m->offer.listing[page];
	if (excludes_product(x, m, g, listing))
		return;
	for (uint32_t i = x->ad_at[g]; i < x->ad_at[g + 1]; i++) {
		uint32_t d = x->ad_of[i];
		double like = likeness(m, listing, m->ad.listing[d]);
		bool other = like == LIKE_OTHER;
		if (m->ad.offer[d] == page || !x->live[d] || (m->target.kind[t] == TARGET_SUBSTITUTES && other) || (m->target.kind[t] == TARGET_COMPLEMENTS && !other))
			continue;
		if (f->n == f->cap) {
			f->cap = f->cap ? f->cap * 2 : 64;
			f->v = mem_grow(f->v, f->cap * sizeof *f->v);
		}
		int64_t bid = ads_bid_micro(m, t, m->campaign.product_percent[c], like, false);
		f->v[f->n++] = (struct ad_candidate){ m->ad.offer[d], d, t, bid, bid, (float)like };
	}
}

static void sell_strip(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *f, struct ad_place *ret)
{
	uint32_t country = m->offer.country[page], listing = m->offer.listing[page], category = m->world->good.category[m->listing.good[listing]];
	struct rows r;
	f->n = 0;
	for (uint32_t i = ads_first(&x->products, country, listing); ads_is_entry(&x->products, i, country, listing); i++)
		add_strip(x, m, page, x->products.v[i].target, f);
	for (uint32_t i = ads_first(&x->categories, country, category); ads_is_entry(&x->categories, i, country, category); i++)
		add_strip(x, m, page, x->categories.v[i].target, f);
	for (uint32_t i = ads_first(&x->substitutes, country, category); ads_is_entry(&x->substitutes, i, country, category); i++)
		add_strip(x, m, page, x->substitutes.v[i].target, f);
	for (uint32_t i = ads_first(&x->complements, country, 0); ads_is_entry(&x->complements, i, country, 0); i++)
		add_strip(x, m, page, x->complements.v[i].target, f);
	if (!f->n)
		return;
	qsort(f->v, f->n, sizeof *f->v, ads_by_offer);
	struct auction_rule rule = rule_of(x, m, country, category);
	rows_init(&r, f->n);
	collect(x, m, f->v, f->n, true, NULL, 0, &r);
	sell(m, &rule, &r, NULL, 0, ret, AD_STRIP_PLACES);
	rows_fini(&r);
}

void ads_sell_strips(struct ads_index *x, const struct market *m, const struct front *fronts, const bool *changed)
{
	struct ads_found f = { 0 };
	if (m->offer.t.n > x->n_strips) {
		x->strip = mem_grow(x->strip, m->offer.t.n * AD_STRIP_PLACES * sizeof *x->strip);
		x->n_strips = m->offer.t.n;
	}
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		if (!changed[m->offer.country[o]])
			continue;
		struct ad_place *ret = &x->strip[o * AD_STRIP_PLACES];
		for (int s = 0; s < AD_STRIP_PLACES; s++)
			ret[s] = (struct ad_place){ .offer = ROW_NONE };
		if (fronts[o].blocked == BLOCKED_NOT)
			sell_strip(x, m, o, &f, ret);
	}
	free(f.v);
}

uint32_t ads_strips(const struct ads_index *x)
{
	return x->n_strips;
}

const struct ad_place *ads_strip(const struct ads_index *x, uint32_t offer)
{
	return &x->strip[offer * AD_STRIP_PLACES];
}
