/* The auctions: who comes first, and the four places of a result page. */
#include "market/ads/inside.h"
#include "market/kernel/auction.h"
#include <stdlib.h>

void ad_list_fini(struct ad_list *l)
{
	free(l->v);
	free(l->top);
	free(l->rest);
	*l = (struct ad_list){ 0 };
}

/* ---- who comes first ---- */

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

static __int128 score_of(const struct market *m, const struct ad_candidate *c, bool top)
{
	return (__int128)bid_of(c, top) * quality_of(m, c);
}

static int compare(const struct market *m, const struct ad_candidate *x, const struct ad_candidate *y, bool top)
{
	__int128 p = score_of(m, x, top), q = score_of(m, y, top);
	if (p != q)
		return p > q ? -1 : 1;
	uint64_t t = tie_of(m, x), u = tie_of(m, y);
	if (t != u)
		return t < u ? -1 : 1;
	return m->target.id[x->target] < m->target.id[y->target] ? -1 : m->target.id[x->target] > m->target.id[y->target];
}

struct standing {
	const struct market *m;
	const struct ad_candidate *v;
	bool top;
};
struct rank {
	__int128 score;
	uint32_t at;
};

static int by_score(const void *a, const void *b, void *arg)
{
	const struct standing *s = arg;
	const struct rank *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return compare(s->m, &s->v[x->at], &s->v[y->at], s->top);
}

uint32_t *ads_ranking(const struct market *m, const struct ad_candidate *v, uint32_t n, bool top)
{
	struct standing s = { m, v, top };
	uint32_t *order = mem_alloc((n + 1) * sizeof *order);
	struct rank *rank = mem_alloc((n + 1) * sizeof *rank);
	for (uint32_t i = 0; i < n; i++)
		rank[i] = (struct rank){ score_of(m, &v[i], top), i };
	if (n > 1)
		qsort_r(rank, n, sizeof *rank, by_score, &s);
	for (uint32_t i = 0; i < n; i++)
		order[i] = rank[i].at;
	free(rank);
	return order;
}

static const struct ad_candidate *first_of(const struct ads_source *s)
{
	return &s->v[s->order[s->at]];
}

/* The best of the sources' firsts, or NULL. */
static const struct ad_candidate *next(const struct ads_index *x, const struct market *m, struct ads_queue *q, bool top)
{
	struct ads_source *best = NULL;
	for (int i = 0; i < q->n; i++) {
		struct ads_source *s = &q->source[i];
		while (s->at < s->n && q->page != ROW_NONE && !ads_strip_takes(x, m, q->page, first_of(s)))
			s->at++;
		if (s->at < s->n && (!best || compare(m, first_of(s), first_of(best), top) < 0))
			best = s;
	}
	if (!best)
		return NULL;
	const struct ad_candidate *c = first_of(best);
	best->at++;
	return c;
}

/* ---- the auctions ---- */

struct auction_rule ads_rule(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t category)
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

void ads_auction(const struct ads_index *x, const struct market *m, const struct auction_rule *rule, struct ads_queue *q, bool top, int n_sold, struct ad_place *ret,
	int n_places, uint32_t *ret_asked)
{
	static const int64_t clicks[AD_PLACES] = { 4, 3, 2, 1 };
	struct auction_bid bids[AD_PLACES + 1] = { 0 };
	struct auction_place place[AD_PLACES];
	struct ad_place who[2 * AD_PLACES + 1]; /* the page's places so far, then the bidders */
	const struct ad_candidate *c;
	int n_bids = 0;
	for (int i = 0; i < n_sold; i++)
		who[i] = ret[i - n_sold];
	while (n_bids <= n_places && (c = next(x, m, q, top))) {
		if (!x->live[c->ad] || bid_of(c, top) < rule->reserve || has_offer(who, n_sold + n_bids, c->offer) ||
			of_store(m, who, n_sold + n_bids, m->ad.store[c->ad]) >= PAGE_PER_STORE)
			continue;
		bids[n_bids] = (struct auction_bid){ bid_of(c, top), quality_of(m, c), tie_of(m, c) };
		who[n_sold + n_bids++] = (struct ad_place){ c->offer, c->ad, c->target, 0, (float)c->fit };
	}
	for (int i = 0; ret_asked && i <= n_places; i++)
		ret_asked[i] = i < n_bids ? who[n_sold + i].ad : ROW_NONE;
	int got = auction(rule, bids, (uint32_t)n_bids, clicks, n_places, place);
	for (int s = 0; s < n_places; s++) {
		ret[s] = s < got ? who[n_sold + (int)place[s].bidder] : (struct ad_place){ .offer = ROW_NONE };
		ret[s].price_micro = s < got ? place[s].price : 0;
	}
}

void ads_sell(const struct ads_index *x, const struct market *m, uint32_t category, uint32_t country, const struct ad_list *l, struct ad_place ret[AD_PLACES])
{
	struct auction_rule rule = ads_rule(x, m, country, category);
	struct ads_queue top = { .page = ROW_NONE, .n = 1, .source = { { l->v, l->top, l->n, 0 } } }, rest = { .page = ROW_NONE, .n = 1, .source = { { l->v, l->rest, l->n, 0 } } };
	ads_auction(x, m, &rule, &top, true, 0, ret, AD_TOP_PLACES, NULL);
	ads_auction(x, m, &rule, &rest, false, AD_TOP_PLACES, ret + AD_TOP_PLACES, AD_PLACES - AD_TOP_PLACES, NULL);
}
