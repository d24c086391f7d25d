/* Which ads may stand on which page: targets by country and word, automatic ones by category; who takes part in the tick. */
#include "market/ads/inside.h"
#include "market/kernel/auction.h"
#include "base/exact.h"
#include <stdlib.h>
#include <string.h>

#define FIT_CLOSE 0.75 /* an automatic target is a close match from here */
#define UP_FROM 0.75 /* up and down: fit from which a bid is raised */
#define UP_TOP 1.0
#define UP_ELSEWHERE 0.5

struct ads_index *ads_index_create(void)
{
	return mem_alloc(sizeof(struct ads_index));
}

void ads_index_destroy(struct ads_index *x)
{
	if (!x)
		return;
	struct ads_entries *const all[] = { &x->words, &x->searches, &x->substitutes, &x->complements, &x->products, &x->categories };
	for (int i = 0; i < 6; i++)
		free(all[i]->v);
	free(x->ad_at);
	free(x->ad_of);
	free(x->negative_at);
	free(x->negative_of);
	free(x->live);
	ads_pools_free(x);
	free(x->strip_asked);
	free(x->strip);
	free(x->reserve_micro);
	free(x);
}

uint64_t ads_bids_version(const struct ads_index *x, uint32_t country)
{
	return x->bids[country];
}

uint64_t ads_live_version(const struct ads_index *x, uint32_t country)
{
	return x->live_hash[country];
}

/* ---- words ---- */

static bool all_in(const uint64_t *some, uint32_t n_some, const uint64_t *all, uint32_t n_all)
{
	for (uint32_t i = 0; i < n_some; i++) {
		uint32_t k = 0;
		while (k < n_all && all[k] != some[i])
			k++;
		if (k == n_all)
			return false;
	}
	return true;
}

bool ads_matches(enum target_kind kind, const uint64_t *keyword, uint32_t n_keyword, const uint64_t *query, uint32_t n_query)
{
	if (!n_keyword || n_keyword > n_query)
		return false;
	switch (kind) {
	case TARGET_BROAD:
		return all_in(keyword, n_keyword, query, n_query);
	case TARGET_EXACT:
	case TARGET_NEGATIVE_EXACT:
		return n_keyword == n_query && memcmp(keyword, query, n_query * sizeof *query) == 0;
	case TARGET_PHRASE:
	case TARGET_NEGATIVE_PHRASE:
		for (uint32_t i = 0; i + n_keyword <= n_query; i++)
			if (memcmp(keyword, query + i, n_keyword * sizeof *query) == 0)
				return true;
		return false;
	default:
		return false;
	}
}

static bool target_matches(const struct market *m, uint32_t t, const uint64_t *query, uint32_t n_query)
{
	struct list_ref words = m->target.tokens[t];
	return ads_matches((enum target_kind)m->target.kind[t], set_words(&m->set, words), words.n, query, n_query);
}

/* ---- building ---- */

static void add(struct ads_entries *e, uint32_t country, uint64_t key, uint32_t target)
{
	if (e->n == e->cap) {
		e->cap = e->cap ? e->cap * 2 : 256;
		e->v = mem_grow(e->v, e->cap * sizeof *e->v);
	}
	e->v[e->n++] = (struct ads_entry){ country, target, key };
}

static int by_key(const void *a, const void *b)
{
	const struct ads_entry *x = a, *y = b;
	if (x->country != y->country)
		return x->country < y->country ? -1 : 1;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->target < y->target ? -1 : x->target > y->target;
}

uint32_t ads_first(const struct ads_entries *e, uint32_t country, uint64_t key)
{
	uint32_t lo = 0, hi = e->n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct ads_entry *v = &e->v[mid];
		if (v->country < country || (v->country == country && v->key < key))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool ads_is_entry(const struct ads_entries *e, uint32_t i, uint32_t country, uint64_t key)
{
	return i < e->n && e->v[i].country == country && e->v[i].key == key;
}

/* Rows by the group that they name: at[g] .. at[g + 1] of `of`. */
static void group(const uint32_t *group_of, const uint32_t *rows, uint32_t n_rows, uint32_t n_groups, uint32_t **ret_at, uint32_t **ret_of)
{
	uint32_t *at = mem_grow(*ret_at, (n_groups + 2) * sizeof *at), *of = mem_grow(*ret_of, (n_rows + 1) * sizeof *of);
	memset(at, 0, (n_groups + 2) * sizeof *at);
	for (uint32_t i = 0; i < n_rows; i++)
		at[group_of[rows[i]] + 2]++;
	for (uint32_t g = 0; g < n_groups; g++)
		at[g + 2] += at[g + 1];
	for (uint32_t i = 0; i < n_rows; i++)
		of[at[group_of[rows[i]] + 1]++] = rows[i];
	*ret_at = at;
	*ret_of = of;
}

static void add_target(struct ads_index *x, const struct market *m, uint32_t t)
{
	uint32_t country = m->campaign.country[m->target.campaign[t]], g = m->target.adgroup[t];
	switch ((enum target_kind)m->target.kind[t]) {
	case TARGET_BROAD:
	case TARGET_PHRASE:
	case TARGET_EXACT:
		add(&x->words, country, set_words(&m->set, m->target.tokens[t])[0], t);
		break;
	case TARGET_CLOSE:
	case TARGET_LOOSE:
	case TARGET_SUBSTITUTES:
	case TARGET_COMPLEMENTS: {
		struct ads_entries *e = m->target.kind[t] == TARGET_SUBSTITUTES ? &x->substitutes :
				    m->target.kind[t] == TARGET_COMPLEMENTS ? &x->complements : &x->searches;
		/* under each category of the group's listings; complements under none */
		for (uint32_t i = x->ad_at[g]; i < x->ad_at[g + 1]; i++) {
			uint32_t category = m->world->good.category[m->listing.good[m->ad.listing[x->ad_of[i]]]], k = x->ad_at[g];
			uint64_t key = e == &x->complements ? 0 : category;
			while (k < i && (e == &x->complements || m->world->good.category[m->listing.good[m->ad.listing[x->ad_of[k]]]] != category))
				k++;
			if (k == i)
				add(e, country, key, t);
		}
		break;
	}
	case TARGET_PRODUCT:
		add(&x->products, country, m->target.listing[t], t);
		break;
	case TARGET_CATEGORY:
		add(&x->categories, country, m->target.category[t], t);
		break;
	case TARGET_NEGATIVE_PHRASE:
	case TARGET_NEGATIVE_EXACT:
	case TARGET_NEGATIVE_PRODUCT:
		break;
	}
}

bool ads_excludes(enum target_kind kind)
{
	return kind == TARGET_NEGATIVE_PHRASE || kind == TARGET_NEGATIVE_EXACT || kind == TARGET_NEGATIVE_PRODUCT;
}

static void build(struct ads_index *x, const struct market *m)
{
	struct ads_entries *const all[] = { &x->words, &x->searches, &x->substitutes, &x->complements, &x->products, &x->categories };
	uint32_t *rows = mem_alloc((m->ad.t.n + m->target.t.n + 1) * sizeof *rows), n = 0;
	for (uint32_t d = 0; d < m->ad.t.n; d++)
		if (m->ad.state[d] == AD_ON)
			rows[n++] = d;
	group(m->ad.adgroup, rows, n, m->adgroup.t.n, &x->ad_at, &x->ad_of);
	n = 0;
	for (uint32_t t = 0; t < m->target.t.n; t++)
		if (m->target.state[t] == AD_ON && ads_excludes(m->target.kind[t]))
			rows[n++] = t;
	group(m->target.adgroup, rows, n, m->adgroup.t.n, &x->negative_at, &x->negative_of);
	free(rows);
	for (int i = 0; i < 6; i++)
		all[i]->n = 0;
	for (uint32_t t = 0; t < m->target.t.n; t++)
		if (m->target.state[t] == AD_ON && !ads_excludes(m->target.kind[t]) && m->campaign.state[m->target.campaign[t]] == AD_ON &&
			m->adgroup.state[m->target.adgroup[t]] == AD_ON)
			add_target(x, m, t);
	for (int i = 0; i < 6; i++)
		if (all[i]->n)
			qsort(all[i]->v, all[i]->n, sizeof(struct ads_entry), by_key);
}

/* ---- bids ---- */

int64_t ads_bid_micro(const struct market *m, uint32_t t, int percent, double fit, bool top)
{
	uint32_t c = m->target.campaign[t];
	int64_t minor = m->target.bid_minor[t] ? m->target.bid_minor[t] : m->adgroup.bid_minor[m->target.adgroup[t]];
	double factor = 1;
	if (m->campaign.strategy[c] == AD_UP_DOWN && fit > UP_FROM)
		factor = 1 + (top ? UP_TOP : UP_ELSEWHERE) * (fit - UP_FROM) / (1 - UP_FROM);
	else if (m->campaign.strategy[c] == AD_DOWN || (m->campaign.strategy[c] == AD_UP_DOWN && fit < UP_FROM))
		factor = ex_exp(2 * (ex_min(1, fit) - (m->campaign.strategy[c] == AD_DOWN ? 1 : UP_FROM)));
	int64_t micro = minor * ads_micro_of_minor(m->world, m->campaign.country[c]) * (100 + percent) / 100;
	micro = ex_round((double)micro * factor);
	return micro < AUCTION_BID_MAX ? micro : AUCTION_BID_MAX;
}

static bool excluded(const struct ads_index *x, const struct market *m, uint32_t g, const uint64_t *query, uint32_t n_query)
{
	for (uint32_t i = x->negative_at[g]; i < x->negative_at[g + 1]; i++)
		if (target_matches(m, x->negative_of[i], query, n_query))
			return true;
	return false;
}

void ads_found_add(struct ads_found *f, struct ad_candidate c)
{
	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 64;
		f->v = mem_grow(f->v, f->cap * sizeof *f->v);
	}
	f->v[f->n++] = c;
}

/* What a candidate bids now. */
static void bid(const struct market *m, struct ad_candidate *c)
{
	c->top_micro = ads_bid_micro(m, c->target, m->campaign.top_percent[m->target.campaign[c->target]], c->fit, true);
	c->rest_micro = ads_bid_micro(m, c->target, 0, c->fit, false);
}

static void add_ads(const struct ads_index *x, const struct market *m, uint32_t query, uint32_t t, struct ads_found *f)
{
	uint32_t g = m->target.adgroup[t];
	struct list_ref words = m->world->query.tokens[query];
	const uint64_t *typed = set_words(&m->world->set, words);
	uint8_t kind = m->target.kind[t];
	if (excluded(x, m, g, typed, words.n))
		return;
	for (uint32_t i = x->ad_at[g]; i < x->ad_at[g + 1]; i++) {
		uint32_t d = x->ad_of[i];
		double fit = world_true_fit(m->world, query, m->listing.good[m->ad.listing[d]]);
		if (fit < m->world->params.ads_gate)
			continue;
		/* the platform reads the listing's words to find where it belongs */
		if (kind == TARGET_CLOSE && (fit < FIT_CLOSE || search_relevance(m, m->ad.offer[d], typed, words.n) < SEARCH_RELEVANCE_MIN))
			continue;
		if (kind == TARGET_LOOSE && (fit >= FIT_CLOSE || fit < 0.5))
			continue;
		ads_found_add(f, (struct ad_candidate){ .offer = m->ad.offer[d], .ad = d, .target = t, .fit = fit });
	}
}

/* Who wants to stand on the page, without what they bid. */
static struct ads_found find(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t query)
{
	struct ads_found f = { 0 };
	struct list_ref words = m->world->query.tokens[query];
	const uint64_t *typed = set_words(&m->world->set, words);
	for (uint32_t w = 0; w < words.n; w++) {
		uint32_t before = 0;
		while (typed[before] != typed[w])
			before++;
		for (uint32_t i = ads_first(&x->words, country, typed[w]); before == w && ads_is_entry(&x->words, i, country, typed[w]); i++)
			if (target_matches(m, x->words.v[i].target, typed, words.n))
				add_ads(x, m, query, x->words.v[i].target, &f);
	}
	uint64_t category = m->world->query.category[query];
	for (uint32_t i = ads_first(&x->searches, country, category); ads_is_entry(&x->searches, i, country, category); i++)
		add_ads(x, m, query, x->searches.v[i].target, &f);
	return f;
}

void ads_find(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t query, struct ad_list *list)
{
	if (!list->top || list->shape != x->shape[country]) {
		struct ads_found f = find(x, m, country, query);
		ad_list_fini(list);
		*list = (struct ad_list){ .v = f.v, .n = f.n, .shape = x->shape[country] };
	}
	for (uint32_t i = 0; i < list->n; i++)
		bid(m, &list->v[i]);
	free(list->top);
	free(list->rest);
	list->top = ads_ranking(m, list->v, list->n, true);
	list->rest = ads_ranking(m, list->v, list->n, false);
}

/* ---- up to date ---- */

static void find_reserves(struct ads_index *x, const struct market *m)
{
	const struct world *w = m->world;
	uint32_t n = w->category.t.n;
	x->reserve_micro = mem_alloc((w->country.t.n * n + 1) * sizeof *x->reserve_micro);
	for (uint32_t c = 0; c < w->country.t.n; c++)
		for (uint32_t g = 0; g < n; g++) {
			int64_t sum = 0, goods = 0;
			for (uint32_t i = w->good_of_category_at[g]; i < w->good_of_category_at[g + 1]; i++, goods++)
				sum += world_usual_minor(w, c, w->good_of_category[i]);
			double usual = goods ? (double)(sum / goods) : 1;
			x->reserve_micro[c * n + g] = ex_round(ex_max(1, w->params.ads_reserve * usual * ads_micro_of_minor(w, c)));
		}
}

/* A hash of all that candidates depend on, and of all that their bids do as well, by country: the sum of its rows'. */
static void hash_bids(const struct market *m, uint64_t ret_shape[ADS_COUNTRIES], uint64_t ret[ADS_COUNTRIES])
{
	memset(ret_shape, 0, ADS_COUNTRIES * sizeof *ret_shape);
	memset(ret, 0, ADS_COUNTRIES * sizeof *ret);
	for (uint32_t c = 0; c < m->campaign.t.n; c++) {
		ret_shape[m->campaign.country[c]] += hash_id(m->campaign.id[c], m->campaign.state[c], 0);
		ret[m->campaign.country[c]] += hash_id(m->campaign.id[c], (uint64_t)m->campaign.top_percent[c] << 32 | m->campaign.product_percent[c], m->campaign.strategy[c]);
	}
	for (uint32_t g = 0; g < m->adgroup.t.n; g++) {
		ret_shape[m->campaign.country[m->adgroup.campaign[g]]] += hash_id(m->adgroup.id[g], m->adgroup.state[g], 0);
		ret[m->campaign.country[m->adgroup.campaign[g]]] += hash_id(m->adgroup.id[g], (uint64_t)m->adgroup.bid_minor[g], 1);
	}
	for (uint32_t d = 0; d < m->ad.t.n; d++) {
		/* automatic targets read the listings' words */
		ret_shape[m->campaign.country[m->ad.campaign[d]]] += hash_id(m->ad.id[d], m->ad.state[d], m->listing.version[m->ad.listing[d]]);
		ret[m->campaign.country[m->ad.campaign[d]]] += hash_id(m->ad.id[d], m->ad.quality[d], 2);
	}
	for (uint32_t t = 0; t < m->target.t.n; t++) {
		ret_shape[m->campaign.country[m->target.campaign[t]]] += hash_id(m->target.id[t], m->target.state[t], 0);
		ret[m->campaign.country[m->target.campaign[t]]] += hash_id(m->target.id[t], (uint64_t)m->target.bid_minor[t], 3);
	}
	for (uint32_t c = 0; c < ADS_COUNTRIES; c++)
		ret[c] = hash_u64(ret_shape[c], ret[c]);
}

static void find_live(struct ads_index *x, const struct market *m, const struct front *fronts, uint64_t ret[ADS_COUNTRIES], struct ads_change *change)
{
	int8_t *pays = mem_alloc(m->campaign.t.n + 1);
	memset(ret, 0, ADS_COUNTRIES * sizeof *ret);
	x->live = mem_grow(x->live, m->ad.t.n + 1);
	if (m->ad.t.n > x->n_live)
		memset(x->live + x->n_live, 0, m->ad.t.n - x->n_live);
	x->n_live = m->ad.t.n;
	for (uint32_t c = 0; c < m->campaign.t.n; c++)
		pays[c] = m->campaign.state[c] == AD_ON && !m->campaign.capped_min[c] && !m->store.ads_stopped[m->campaign.store[c]] && ads_allowed_micro(m, c) > 0;
	for (uint32_t d = 0; d < m->ad.t.n; d++) {
		uint32_t c = m->ad.campaign[d], country = m->campaign.country[c];
		uint8_t live = pays[c] && m->adgroup.state[m->ad.adgroup[d]] == AD_ON && m->ad.state[d] == AD_ON && fronts[m->ad.offer[d]].blocked == BLOCKED_NOT;
		change->rose[country] |= live > x->live[d];
		change->fell[country] |= live < x->live[d];
		x->live[d] = live;
		ret[country] += hash_id(m->ad.id[d], live, 2);
	}
	free(pays);
}

void ads_index_update(struct ads_index *x, const struct market *m, const struct front *fronts, market_parallel_for *parallel, void *crew)
{
	uint64_t bids[ADS_COUNTRIES], live[ADS_COUNTRIES];
	struct ads_change change = { 0 };
	bool any = false, any_bids = !x->reserve_micro;
	if (!x->reserve_micro)
		find_reserves(x, m);
	hash_bids(m, x->shape, bids);
	find_live(x, m, fronts, live, &change);
	for (uint32_t c = 0; c < m->world->country.t.n; c++) {
		live[c] = hash_u64(bids[c], live[c]);
		change.rebid[c] = bids[c] != x->bids[c] || !x->strip;
		any_bids |= change.rebid[c];
		any |= change.rebid[c] || live[c] != x->live_hash[c];
		x->bids[c] = bids[c];
		x->live_hash[c] = live[c];
	}
	if (any_bids)
		build(x, m);
	if (any || m->offer.t.n > x->n_strips)
		ads_sell_strips(x, m, &change, parallel, crew);
}
