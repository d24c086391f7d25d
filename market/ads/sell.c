/* The auctions: the four places of a result page, the two of a product page. */
#include "market/ads/inside.h"
#include "market/kernel/auction.h"
#include <stdlib.h>

enum { STRIP_BEST = 16 };
#define LIKE_KIND 1.0  /* how much the goods of a product page are like an ad's: of its kind, of its category, others */
#define LIKE_CATEGORY 0.6
#define LIKE_OTHER 0.3

void ad_list_fini(struct ad_list *l)
{
	free(l->v);
	free(l->top);
	free(l->rest);
	*l = (struct ad_list){ 0 };
}

/* ---- who comes first ---- */

struct standing {
	const struct market *m;
	const struct ad_candidate *v;
	bool top;
};

static int64_t bid_of(const struct ad_candidate *c, bool top)
{
	return top ? c->top_micro : c->rest_micro;
}

static int64_t quality_of(const struct market *m, const struct ad_candidate *c)
{
	return m->ad.quality[c->ad] ? m->ad.quality[c->ad] : 1;
}

static uint64_t tie_of(const struct market *m, const struct ad_candidate *c)
{
	return hash_u64(m->key.k, m->ad.id[c->ad]);
}

static int by_score(const void *a, const void *b, void *arg)
{
	const struct standing *s = arg;
	const struct ad_candidate *x = &s->v[*(const uint32_t *)a], *y = &s->v[*(const uint32_t *)b];
	__int128 p = (__int128)bid_of(x, s->top) * quality_of(s->m, x), q = (__int128)bid_of(y, s->top) * quality_of(s->m, y);
	if (p != q)
		return p > q ? -1 : 1;
	uint64_t t = tie_of(s->m, x), u = tie_of(s->m, y);
	if (t != u)
		return t < u ? -1 : 1;
	return s->m->target.id[x->target] < s->m->target.id[y->target] ? -1 : s->m->target.id[x->target] > s->m->target.id[y->target];
}

uint32_t *ads_ranking(const struct market *m, const struct ad_candidate *v, uint32_t n, bool top)
{
	struct standing s = { m, v, top };
	uint32_t *order = mem_alloc((n + 1) * sizeof *order);
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	if (n)
		qsort_r(order, n, sizeof *order, by_score, &s);
	return order;
}

/* ---- the auctions ---- */

static struct auction_rule rule_of(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t category)
{
	const struct world_params *k = &m->world->params;
	int format = (int)k->ads_format;
	return (struct auction_rule){ .format = format >= 0 && format < AUCTION_FORMATS ? (enum auction_format)format : AUCTION_GSP,
		.reserve = x->reserve_micro[country * m->world->category.t.n + category], .quality_min = 1, .step = 10000 };
}

static int of_store(const struct market *m, const struct ad_place *sold, int n, uint32_t store)
{
	int found = 0;
	for (int i = 0; i < n; i++)
		found += sold[i].offer != ROW_NONE && m->offer.store[sold[i].offer] == store;
	return found;
}

static bool has_offer(const struct ad_place *sold, int n, uint32_t offer)
{
	for (int i = 0; i < n; i++)
		if (sold[i].offer == offer)
			return true;
	return false;
}

/* One auction for n_places places among those who take part, at most one place of an offer and two of a store on the page; ret[-n_sold .. 0) are the page's places so far. The places
 * and the first who gets none make all prices, so nobody further down is looked at. Returns how many bidders there were. */
static int sell(const struct ads_index *x, const struct market *m, const struct auction_rule *rule, const struct ad_list *l, const uint32_t *order, uint32_t n, bool top, int n_sold,
	struct ad_place *ret, int n_places)
{
	static const int64_t clicks[AD_PLACES] = { 4, 3, 2, 1 };
	struct auction_bid bids[AD_PLACES + 1];
	struct auction_place place[AD_PLACES];
	struct ad_place who[2 * AD_PLACES + 1]; /* the page's places so far, then the bidders */
	int n_bids = 0;
	for (int i = 0; i < n_sold; i++)
		who[i] = ret[i - n_sold];
	for (uint32_t i = 0; i < n && n_bids <= n_places; i++) {
		const struct ad_candidate *c = &l->v[order[i]];
		if (!x->live[c->ad] || bid_of(c, top) < rule->reserve || has_offer(who, n_sold + n_bids, c->offer) ||
			of_store(m, who, n_sold + n_bids, m->ad.store[c->ad]) >= PAGE_PER_STORE)
			continue;
		bids[n_bids] = (struct auction_bid){ bid_of(c, top), quality_of(m, c), tie_of(m, c) };
		who[n_sold + n_bids++] = (struct ad_place){ c->offer, c->ad, c->target, 0, c->fit };
	}
	int got = auction(rule, bids, (uint32_t)n_bids, clicks, n_places, place);
	for (int s = 0; s < n_places; s++) {
		ret[s] = s < got ? who[n_sold + (int)place[s].bidder] : (struct ad_place){ .offer = ROW_NONE };
		ret[s].price_micro = s < got ? place[s].price : 0;
	}
	return n_bids;
}

void ads_sell(const struct ads_index *x, const struct market *m, uint32_t category, uint32_t country, const struct ad_list *l, struct ad_place ret[AD_PLACES])
{
	struct auction_rule rule = rule_of(x, m, country, category);
	sell(x, m, &rule, l, l->top, l->n, true, 0, ret, AD_TOP_PLACES);
	sell(x, m, &rule, l, l->rest, l->n, false, AD_TOP_PLACES, ret + AD_TOP_PLACES, AD_PLACES - AD_TOP_PLACES);
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
		if (m->ad.offer[d] == page || (m->target.kind[t] == TARGET_SUBSTITUTES && other) || (m->target.kind[t] == TARGET_COMPLEMENTS && !other))
			continue;
		if (f->n == f->cap) {
			f->cap = f->cap ? f->cap * 2 : 64;
			f->v = mem_grow(f->v, f->cap * sizeof *f->v);
		}
		int64_t bid = ads_bid_micro(m, t, m->campaign.product_percent[c], like, false);
		f->v[f->n++] = (struct ad_candidate){ m->ad.offer[d], d, t, bid, bid, (float)like };
	}
}

/* All who want to stand on a product page. */
static void find_strip(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *f)
{
	uint32_t country = m->offer.country[page], listing = m->offer.listing[page], category = m->world->good.category[m->listing.good[listing]];
	f->n = 0;
	for (uint32_t i = ads_first(&x->products, country, listing); ads_is_entry(&x->products, i, country, listing); i++)
		add_strip(x, m, page, x->products.v[i].target, f);
	for (uint32_t i = ads_first(&x->categories, country, category); ads_is_entry(&x->categories, i, country, category); i++)
		add_strip(x, m, page, x->categories.v[i].target, f);
	for (uint32_t i = ads_first(&x->substitutes, country, category); ads_is_entry(&x->substitutes, i, country, category); i++)
		add_strip(x, m, page, x->substitutes.v[i].target, f);
	for (uint32_t i = ads_first(&x->complements, country, 0); ads_is_entry(&x->complements, i, country, 0); i++)
		add_strip(x, m, page, x->complements.v[i].target, f);
}

/* Keeps the best of them; n counts all. */
static void keep_best(const struct market *m, const struct ads_found *f, struct ad_list *l)
{
	uint32_t *order = ads_ranking(m, f->v, f->n, true), kept = f->n < STRIP_BEST ? f->n : STRIP_BEST;
	ad_list_fini(l);
	l->n = f->n;
	l->v = mem_alloc((kept + 1) * sizeof *l->v);
	l->top = mem_alloc((kept + 1) * sizeof *l->top);
	for (uint32_t i = 0; i < kept; i++) {
		l->v[i] = f->v[order[i]];
		l->top[i] = i;
	}
	free(order);
}

static void sell_strip(const struct ads_index *x, const struct market *m, uint32_t page, struct ads_found *f, const struct ad_list *l, struct ad_place *ret)
{
	struct auction_rule rule = rule_of(x, m, m->offer.country[page], m->world->good.category[m->listing.good[m->offer.listing[page]]]);
	uint32_t kept = l->n < STRIP_BEST ? l->n : STRIP_BEST;
	if (sell(x, m, &rule, l, l->top, kept, true, 0, ret, AD_STRIP_PLACES) > AD_STRIP_PLACES || kept == l->n)
		return;
	/* too many of the best stand still: all are asked */
	find_strip(x, m, page, f);
	struct ad_list all = { .v = f->v, .n = f->n, .top = ads_ranking(m, f->v, f->n, true) };
	sell(x, m, &rule, &all, all.top, all.n, true, 0, ret, AD_STRIP_PLACES);
	free(all.top);
}

void ads_sell_strips(struct ads_index *x, const struct market *m, const bool *rebid, const bool *changed)
{
	struct ads_found f = { 0 };
	uint32_t known = x->n_strips, n = m->offer.t.n;
	if (n > known) {
		x->strip = mem_grow(x->strip, n * AD_STRIP_PLACES * sizeof *x->strip);
		x->strip_list = mem_grow(x->strip_list, n * sizeof *x->strip_list);
		for (uint32_t o = known; o < n; o++)
			x->strip_list[o] = (struct ad_list){ 0 };
		x->n_strips = n;
	}
	for (uint32_t o = 0; o < n; o++) {
		uint32_t country = m->offer.country[o];
		if (!changed[country] && o < known)
			continue;
		if (rebid[country] || o >= known) {
			find_strip(x, m, o, &f);
			keep_best(m, &f, &x->strip_list[o]);
		}
		sell_strip(x, m, o, &f, &x->strip_list[o], &x->strip[o * AD_STRIP_PLACES]);
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
