/* The order of a page. */
#include "market/freight/freight.h"
#include "market/listing/listing.h"
#include "market/search/search.h"
#include "base/calendar.h"
#include "base/exact.h"
#include <stdlib.h>
#include <string.h>

enum blocked search_blocked(const struct market *m, uint32_t offer)
{
	uint32_t l = m->offer.listing[offer], store = m->offer.store[offer];
	if (m->store.state[store] != STORE_ACTIVE || m->listing.state[l] != LISTING_ACTIVE || m->offer.state[offer] != OFFER_ACTIVE)
		return BLOCKED_STATE;
	if (listing_words_in(m, l, (enum tongue)m->world->country.tongue[m->offer.country[offer]]) == ROW_NONE)
		return BLOCKED_TEXT;
	uint32_t stock = listing_stock(m, l);
	if (stock == ROW_NONE || m->stock.on_hand[stock] <= m->stock.reserved[stock])
		return BLOCKED_STOCK;
	if (m->store.kind[store] == 0) {
		struct freight_quote q;
		const struct world *w = m->world;
		uint32_t country = m->offer.country[offer], currency = w->country.currency[country];
		if (m->offer.channel[offer] == ROW_NONE)
			return BLOCKED_SHIP;
		freight_quote(w, m->offer.channel[offer], country, m->listing.good[l], 1, m->offer.price_minor[offer], cal_day_of(now_min(m)),
			w->currency.cny_micro[currency], &q);
		if (q.refusal != FREIGHT_OK)
			return BLOCKED_SHIP;
	}
	return BLOCKED_NOT;
}

void search_front(const struct market *m, uint32_t offer, int64_t day, struct front *ret)
{
	const struct world *w = m->world;
	const struct world_params *k = &w->params;
	uint32_t country = m->offer.country[offer], l = m->offer.listing[offer];
	*ret = (struct front){ .blocked = search_blocked(m, offer) };
	if (ret->blocked == BLOCKED_STATE)
		return;
	double landed = (double)listing_landed_minor(m, offer), usual = (double)world_usual_minor(w, country, m->listing.good[l]);
	/* an offer that came after midnight stands with the prior until the next */
	double rating = m->offer.day_rating_micro[offer] ? (double)m->offer.day_rating_micro[offer] / 1e6 : 4.2,
	       reviews = m->offer.day_reviews[offer];
	int64_t age = day - cal_day_of(m->offer.listed_min[offer] + w->timezone_min);
	ret->price_x = ex_clamp(ex_log(ex_max(landed, 1) / usual), -0.916290731874155, 0.916290731874155);
	ret->days = (double)freight_promise_days(m, offer) - (double)w->country.promise_days[country];
	ret->rho = 0.5 * (rating - 4.2) + 0.08 * (ex_min(ex_log(1 + reviews), 5.3) - 3.5);
	double lent = age < 0 ? 1 : ex_exp(-(double)age / k->rank_new_days);
	ret->base = k->rank_sales * ex_log(1 + ex_max(0, (double)m->offer.day_sales_micro[offer] / 1e6)) - k->rank_price * ret->price_x +
		    k->rank_rating * (rating - 4.2) - k->rank_days * ret->days + k->rank_new * lent;
}

uint64_t search_query_id(const struct world *w, uint32_t query)
{
	return hash_str((uint64_t)w->query.tongue[query] + 1, world_str(w, w->query.words[query]));
}

struct key {
	double score;
	uint64_t tie;
	struct place place;
	bool taken;
};

static int better_first(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->tie < y->tie ? -1 : x->tie > y->tie;
}

/* One page after the other: who is the third of his store waits for the next page. */
static int deal(const struct market *m, struct key *k, int n, struct place *ret)
{
	int dealt = 0, first = 0, on_first = 0;
	for (uint32_t page = 0; dealt < n; page++) {
		uint32_t on_page[PAGE_PLACES];
		int filled = 0;
		for (int i = first; i < n && filled < PAGE_PLACES; i++) {
			if (k[i].taken)
				continue;
			uint32_t store = m->offer.store[k[i].place.offer];
			int of_store = 0;
			for (int j = 0; j < filled; j++)
				of_store += on_page[j] == store;
			if (of_store >= PAGE_PER_STORE)
				continue;
			on_page[filled++] = store;
			k[i].taken = true;
			ret[dealt] = k[i].place;
			ret[dealt++].page = page;
		}
		if (!page)
			on_first = dealt;
		while (first < n && k[first].taken)
			first++;
	}
	return on_first;
}

double search_score(const struct market *m, const struct front *f, const struct place *candidate, uint64_t query_id, int64_t day)
{
	const struct world_params *p = &m->world->params;
	double noise = rng_normal(rng_draw(m->key, DRAW_RANK, m->offer.id[candidate->offer], query_id, (uint32_t)(day & 0xffff)).u[0]);
	return p->rank_text * (double)candidate->rel + f->base + p->rank_noise * noise;
}

static void score(const struct market *m, const struct front *fronts, uint64_t query_id, int64_t day, const struct place *v, int n, struct key *k)
{
	for (int i = 0; i < n; i++) {
		struct front own;
		const struct front *f = fronts ? &fronts[v[i].offer] : &own;
		if (!fronts)
			search_front(m, v[i].offer, day, &own);
		k[i] = (struct key){
			.score = search_score(m, f, &v[i], query_id, day), .tie = hash_u64(query_id, m->offer.id[v[i].offer]), .place = v[i]
		};
		k[i].place.score = (float)k[i].score;
	}
}

/* Lets k[i] sink until no better one is below it: the best of a heap is k[0]. */
static void sink(struct key *k, int n, int i)
{
	struct key own = k[i];
	for (int child; (child = 2 * i + 1) < n; i = child) {
		child += child + 1 < n && better_first(&k[child + 1], &k[child]) < 0;
		if (better_first(&own, &k[child]) <= 0)
			break;
		k[i] = k[child];
	}
	k[i] = own;
}

int search_rank_first(const struct market *m, const struct front *fronts, uint64_t query_id, int64_t day, struct place *v, int n)
{
	struct key few[256], *k = n <= 256 ? few : mem_alloc((size_t)n * sizeof *k);
	uint32_t on_page[PAGE_PLACES];
	int filled = 0, left = n;
	score(m, fronts, query_id, day, v, n, k);
	for (int i = n / 2; i-- > 0;)
		sink(k, n, i);
	while (left && filled < PAGE_PLACES) {
		uint32_t store = m->offer.store[k[0].place.offer];
		int of_store = 0;
		for (int j = 0; j < filled; j++)
			of_store += on_page[j] == store;
		if (of_store < PAGE_PER_STORE) {
			on_page[filled] = store;
			v[filled] = k[0].place;
			v[filled++].page = 0;
		}
		k[0] = k[--left];
		if (left)
			sink(k, left, 0);
	}
	if (k != few)
		free(k);
	return filled;
}

int search_rank(const struct market *m, const struct front *fronts, uint64_t query_id, int64_t day, struct place *v, int n)
{
	struct key few[256], *k = n <= 256 ? few : mem_alloc((size_t)n * sizeof *k);
	score(m, fronts, query_id, day, v, n, k);
	if (n)
		qsort(k, (size_t)n, sizeof *k, better_first);
	int on_first = deal(m, k, n, v);
	if (k != few)
		free(k);
	return on_first;
}

bool search_retrieves(const struct market *m, uint32_t query, uint32_t offer, double rel)
{
	uint32_t good = m->listing.good[m->offer.listing[offer]];
	bool elsewhere = query != ROW_NONE && m->world->good.category[good] != m->world->query.category[query];
	return rel >= (elsewhere ? SEARCH_RELEVANCE_ELSEWHERE : SEARCH_RELEVANCE_MIN);
}

/* query: of the world, or ROW_NONE. */
static int find_page(const struct market *m, uint32_t country, uint32_t query, const uint64_t *tokens, uint32_t n, uint64_t query_id, int64_t day, struct place *ret, int max)
{
	struct place *v = mem_alloc((m->offer.t.n + 1) * sizeof *v);
	int found = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		if (m->offer.country[o] != country || search_blocked(m, o))
			continue;
		double rel = search_relevance(m, o, tokens, n);
		if (search_retrieves(m, query, o, rel))
			v[found++] = (struct place){ .offer = o, .rel = (float)rel };
	}
	search_rank(m, NULL, query_id, day, v, found);
	memcpy(ret, v, (size_t)(found < max ? found : max) * sizeof *v);
	free(v);
	return found;
}

int search_page_tokens(const struct market *m, uint32_t country, const uint64_t *tokens, uint32_t n, uint64_t query_id, int64_t day, struct place *ret, int max)
{
	return find_page(m, country, ROW_NONE, tokens, n, query_id, day, ret, max);
}

int search_page(const struct market *m, uint32_t country, uint32_t query, int64_t day, struct place *ret, int max)
{
	const struct world *w = m->world;
	struct list_ref tokens = w->query.tokens[query];
	return find_page(m, country, query, set_words(&w->set, tokens), tokens.n, search_query_id(w, query), day, ret, max);
}
