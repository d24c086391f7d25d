/* mall.home, mall.search, mall.store: pages with many offers. */
#include "market/ads/ads.h"
#include "market/ask/inside.h"
#include "market/core/day.h"
#include "market/demand/demand.h"
#include <stdlib.h>
#include <string.h>

enum { PAGE = 48, HOME_CARDS = 24, HOME_PER_STORE = 2 };
enum sort { SORT_RELEVANCE, SORT_PRICE, SORT_PRICE_DESC, SORT_RATING, SORT_SALES, SORT_NEW, SORT_MAX };

struct hit {
	int64_t key; /* smaller stands first */
	uint32_t at; /* place by relevance */
	uint32_t offer;
};

static int by_key(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	return x->key != y->key ? (x->key < y->key ? -1 : 1) : x->at < y->at ? -1 : x->at > y->at;
}

static int64_t key_of(const struct market *m, uint32_t o, enum sort sort)
{
	uint32_t l = m->offer.listing[o];
	switch (sort) {
	case SORT_PRICE:
		return m->offer.price_minor[o];
	case SORT_PRICE_DESC:
		return -m->offer.price_minor[o];
	case SORT_RATING:
		return -((int64_t)(42 + m->listing.stars[l]) * 1000000 / (10 + (int64_t)m->listing.reviews[l]));
	case SORT_SALES:
		return -(int64_t)m->offer.units[o];
	case SORT_NEW:
		return -m->offer.listed_min[o];
	case SORT_RELEVANCE:
	case SORT_MAX:
		break;
	}
	return 0;
}

static void sort_hits(const struct market *m, struct hit *h, uint32_t n, enum sort sort)
{
	for (uint32_t i = 0; i < n; i++) {
		h[i].key = key_of(m, h[i].offer, sort);
		h[i].at = i;
	}
	qsort(h, n, sizeof *h, by_key);
}

/* Offers of a country that buyers may find. */
static struct hit *seen_in(struct asking *q, uint32_t country, uint32_t store, uint32_t *ret_n)
{
	const struct market *m = q->m;
	struct hit *h = ARENA_ARRAY(q->mem, struct hit, m->offer.t.n + 1);
	uint32_t n = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++)
		if (m->offer.country[o] == country && (store == ROW_NONE || m->offer.store[o] == store) && offer_is_seen(m, o)) {
			h[n] = (struct hit){ 0, n, o };
			n++;
		}
	*ret_n = n;
	return h;
}

static void category_members(struct asking *q, uint32_t c, uint32_t country, const char *count, uint32_t n)
{
	put_world(q, "code", q->w->category.code[c]);
	put_world(q, "name_zh", q->w->category.name[c].in[TONGUE_ZH]);
	jw_kstr(q->j, "name", ask_in(q->w, q->w->category.name[c], ask_tongue(q->w, country)));
	jw_ki64(q->j, count, n);
}

/* Categories with the number of hits in each; empty ones are left out unless all. */
static void put_categories(struct asking *q, uint32_t country, const char *count, const struct hit *h, uint32_t n, bool all)
{
	uint32_t *of = ARENA_ARRAY(q->mem, uint32_t, q->w->category.t.n + 1);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t c = q->m->listing.category[q->m->offer.listing[h[i].offer]];
		if (c != ROW_NONE)
			of[c]++;
	}
	jw_key(q->j, "categories");
	jw_array(q->j);
	for (uint32_t c = 0; c < q->w->category.t.n; c++) {
		if (!of[c] && !all)
			continue;
		jw_object(q->j);
		category_members(q, c, country, count, of[c]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

static void put_page(struct asking *q, const struct hit *h, uint32_t n, int64_t page)
{
	uint32_t offer[PAGE];
	int64_t from = (page - 1) * PAGE;
	int k = 0;
	for (int64_t i = from; i < n && k < PAGE; i++)
		offer[k++] = h[i].offer;
	put_cards(q, "cards", offer, k);
	jw_ki64(q->j, "n", n);
	jw_ki64(q->j, "page", page);
	jw_ki64(q->j, "pages", (n + PAGE - 1) / PAGE);
}

/* ---- home ---- */

/* The first cards of the order, at most two of a store, one of a kind of goods of it. */
static void put_shelf(struct asking *q, const char *key, const struct hit *h, uint32_t n)
{
	uint32_t offer[HOME_CARDS];
	uint8_t *of_store = ARENA_ARRAY(q->mem, uint8_t, q->m->store.t.n + 1);
	int k = 0;
	for (uint32_t i = 0; i < n && k < HOME_CARDS; i++) {
		uint32_t s = q->m->offer.store[h[i].offer];
		if (of_store[s] < HOME_PER_STORE) {
			of_store[s]++;
			offer[k++] = h[i].offer;
		}
	}
	put_cards(q, key, offer, k);
}

enum problem_code ask_mall_home(struct asking *q)
{
	uint32_t country, n;
	enum problem_code e = ask_code(q, W_country, q->a->mall_home.country, "country", &country);
	if (e)
		return e;
	struct hit *h = seen_in(q, country, ROW_NONE, &n);
	jw_object(q->j);
	put_world(q, "country", q->w->country.code[country]);
	put_categories(q, country, "offers", h, n, true);
	sort_hits(q->m, h, n, SORT_SALES);
	put_shelf(q, "best", h, n);
	sort_hits(q->m, h, n, SORT_NEW);
	put_shelf(q, "new", h, n);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}

/* ---- search ---- */

static int by_word(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return x < y ? -1 : x > y;
}

static uint64_t *sorted(struct asking *q, const uint64_t *v, size_t n)
{
	uint64_t *copy = ARENA_ARRAY(q->mem, uint64_t, n + 1);
	if (n)
		memcpy(copy, v, n * sizeof *copy);
	qsort(copy, n, sizeof *copy, by_word);
	return copy;
}

/* The buyers' phrase of the country that has the same words, whatever their order. */
static uint32_t phrase_of(struct asking *q, uint32_t country, struct tokens t)
{
	const struct world *w = q->w;
	uint64_t *mine = sorted(q, t.v, t.n);
	uint32_t best = ROW_NONE;
	for (uint32_t i = w->query_of_country_at[country]; t.n && i < w->query_of_country_at[country + 1]; i++) {
		uint32_t y = w->query_of_country[i];
		struct list_ref list = w->query.tokens[y];
		if (list.n != t.n || (best != ROW_NONE && w->query.volume[y] <= w->query.volume[best]))
			continue;
		uint64_t *theirs = sorted(q, set_words(&w->set, list), list.n);
		if (memcmp(mine, theirs, t.n * sizeof *mine) == 0)
			best = y;
	}
	return best;
}

static enum problem_code sort_of(struct asking *q, struct str name, enum sort *ret)
{
	static const char *const names[SORT_MAX] = { "relevance", "price", "price_desc", "rating", "sales", "new" };
	for (int i = 0; i < SORT_MAX; i++)
		if (!name.n || str_eq(name, str_c(names[i]))) {
			*ret = (enum sort)i;
			return PROBLEM_NONE;
		}
	return problem_set(q->p, PROBLEM_BAD_VALUE, "sort", "relevance, price, price_desc, rating, sales, new", NULL);
}

/* Everything in the country, by the ranking of a page to which all would fit equally. */
static int browse(struct asking *q, uint32_t country, int64_t day, struct place *ret)
{
	uint32_t n;
	struct hit *h = seen_in(q, country, ROW_NONE, &n);
	for (uint32_t i = 0; i < n; i++)
		ret[i] = (struct place){ .offer = h[i].offer };
	search_rank(q->m, NULL, hash_u64(W_country, country), day, ret, (int)n);
	return (int)n;
}

/* Words that no buyer types have a name too, so that they are ranked alike whoever asks. */
static int free_words(struct asking *q, uint32_t country, struct tokens t, int64_t day, struct place *ret, int max)
{
	uint64_t id = hash_bytes(W_query, sorted(q, t.v, t.n), t.n * sizeof *t.v);
	return search_page_tokens(q->m, country, t.v, (uint32_t)t.n, id, day, ret, max);
}

static struct hit *ranked(struct asking *q, uint32_t country, uint32_t phrase, uint32_t *ret_n)
{
	const struct ask_mall_search *x = &q->a->mall_search;
	int max = (int)q->m->offer.t.n, n = 0;
	int64_t day = q->m->meta.ranked_day[0];
	struct place *p = ARENA_ARRAY(q->mem, struct place, max + 1);
	if (phrase != ROW_NONE)
		n = search_page(q->m, country, phrase, day, p, max);
	else if (x->tokens.n)
		n = free_words(q, country, x->tokens, day, p, max);
	else if (!str_trim(x->words).n)
		n = browse(q, country, day, p);
	struct hit *h = ARENA_ARRAY(q->mem, struct hit, n + 1);
	for (int i = 0; i < n; i++)
		h[i] = (struct hit){ 0, (uint32_t)i, p[i].offer };
	*ret_n = (uint32_t)n;
	return h;
}

static uint32_t keep_category(const struct market *m, struct hit *h, uint32_t n, uint32_t category)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++)
		if (category == ROW_NONE || m->listing.category[m->offer.listing[h[i].offer]] == category)
			h[kept++] = h[i];
	return kept;
}

static uint32_t keep_limits(const struct market *m, struct hit *h, uint32_t n, const struct ask_mall_search *x)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t o = h[i].offer, l = m->offer.listing[o];
		int64_t price = m->offer.price_minor[o];
		if (price < x->price_from_minor || (x->price_to_minor && price > x->price_to_minor))
			continue;
		if (x->stars_from && (!m->listing.reviews[l] || (int64_t)m->listing.stars[l] < x->stars_from * m->listing.reviews[l]))
			continue;
		h[kept++] = h[i];
	}
	return kept;
}

static void put_price_range(struct asking *q, uint32_t country, const struct hit *h, uint32_t n)
{
	int64_t low = 0, high = 0;
	for (uint32_t i = 0; i < n; i++) {
		int64_t price = q->m->offer.price_minor[h[i].offer];
		low = !i || price < low ? price : low;
		high = price > high ? price : high;
	}
	jw_key(q->j, "price");
	if (!n) {
		jw_null(q->j);
		return;
	}
	jw_object(q->j);
	put_money(q, "low", country, low);
	put_money(q, "high", country, high);
	jw_end_object(q->j);
}

/* The ads of a buyer's page as they stood in the last tick, with the positions among the page's 52 at which they stand, from 0. */
static void put_sponsored(struct asking *q, uint32_t country, uint32_t phrase)
{
	uint32_t offer[AD_PLACES];
	sponsored_page(phrase == ROW_NONE ? NULL : q->m->sponsored, country, phrase, offer);
	jw_key(q->j, "sponsored");
	jw_array(q->j);
	for (int i = 0; i < AD_PLACES; i++) {
		if (offer[i] == ROW_NONE || !offer_is_seen(q->m, offer[i]))
			continue;
		jw_object(q->j);
		jw_ki64(q->j, "position", ad_position[i]);
		put_card_members(q, offer[i]);
		jw_end_object(q->j);
	}
	jw_end_array(q->j);
}

enum problem_code ask_mall_search(struct asking *q)
{
	const struct ask_mall_search *x = &q->a->mall_search;
	uint32_t country, category, n;
	enum sort sort = SORT_RELEVANCE;
	enum problem_code e = ask_code(q, W_country, x->country, "country", &country);
	if (!e)
		e = ask_code(q, W_category, x->category, "category", &category);
	if (!e)
		e = sort_of(q, x->sort, &sort);
	if (e)
		return e;
	uint32_t phrase = phrase_of(q, country, x->tokens);
	struct hit *h = ranked(q, country, phrase, &n);
	struct hit *all = ARENA_ARRAY(q->mem, struct hit, n + 1);
	uint32_t n_all = n;
	memcpy(all, h, n * sizeof *h);
	n = keep_category(q->m, h, n, category);
	jw_object(q->j);
	put_price_range(q, country, h, n);
	n = keep_limits(q->m, h, n, x);
	sort_hits(q->m, h, n, sort);
	put_page(q, h, n, x->page ? x->page : 1);
	bool as_buyers = phrase != ROW_NONE && sort == SORT_RELEVANCE && x->page <= 1 && category == ROW_NONE && !x->price_from_minor && !x->price_to_minor && !x->stars_from;
	put_sponsored(q, country, as_buyers ? phrase : ROW_NONE);
	jw_key(q->j, "query");
	if (phrase == ROW_NONE) {
		jw_null(q->j);
	} else {
		jw_object(q->j);
		put_world(q, "words", q->w->query.words[phrase]);
		put_world(q, "gloss_zh", q->w->query.gloss_zh[phrase]);
		jw_end_object(q->j);
	}
	put_categories(q, country, "n", all, n_all, false);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}

/* ---- a store ---- */

enum problem_code ask_mall_store(struct asking *q)
{
	const struct ask_mall_store *x = &q->a->mall_store;
	const struct market *m = q->m;
	uint32_t country, s, n;
	enum problem_code e = ask_code(q, W_country, x->country, "country", &country);
	if (!e)
		e = ask_id(q, T_store, x->store, "store", &s);
	if (e)
		return e;
	struct hit *h = seen_in(q, country, s, &n);
	sort_hits(m, h, n, SORT_SALES);
	jw_object(q->j);
	jw_kid(q->j, "store", m->store.id[s]);
	jw_kstr(q->j, "name", state_str(m, m->store.name[s]));
	jw_kstr(q->j, "about", store_about(m, s));
	jw_kstr(q->j, "about_zh", store_about_zh(m, s));
	if (m->store.kind[s] == 0 && m->store.state[s] != STORE_ACTIVE)
		jw_kcstr(q->j, "since", NULL);
	else if (m->store.rival[s] != ROW_NONE)
		put_day(q, "since", q->w->rival.since_day[m->store.rival[s]]);
	else
		put_day(q, "since", day_of_sellers(q->w, m->store.decided_min[s]));
	put_stars(q, m->store.stars[s], m->store.reviews[s]);
	jw_ki64(q->j, "orders", m->store.orders[s]);
	put_page(q, h, n, x->page ? x->page : 1);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}
