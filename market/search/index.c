/* The inverted index: for each country its offers' tokens in order, so that a query finds its candidates without reading all texts. */
#include "market/listing/listing.h"
#include "market/search/search.h"
#include "base/exact.h"
#include <stdlib.h>
#include <string.h>

struct posting {
	uint64_t token;
	uint32_t offer;
	uint16_t points, title_tokens;
};
struct text { /* of an offer */
	uint32_t offer, words; /* row, once there is one */
};
struct shelf {
	struct posting *v;
	uint32_t n, cap;
	struct text *text; /* the country's offers */
	uint32_t n_texts, cap_texts;
	uint32_t n_offers; /* of all countries, looked at */
	uint64_t stamp; /* of the texts that it was made from */
};
struct search_index {
	uint32_t n_countries;
	struct shelf shelf[32];
};

struct search_index *search_index_create(const struct market *m)
{
	struct search_index *x = mem_alloc(sizeof *x);
	x->n_countries = m->world->country.t.n;
	return x;
}

void search_index_destroy(struct search_index *x)
{
	if (!x)
		return;
	for (uint32_t c = 0; c < x->n_countries; c++) {
		free(x->shelf[c].v);
		free(x->shelf[c].text);
	}
	free(x);
}

static int by_token(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;
	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	return x->offer < y->offer ? -1 : x->offer > y->offer;
}

static void add(struct shelf *s, struct market const *m, struct list_ref list, uint32_t offer, int points, uint32_t title_tokens)
{
	const uint64_t *v = set_words(&m->set, list);
	if (s->n + list.n > s->cap) {
		s->cap = (s->n + list.n) * 2;
		s->v = mem_grow(s->v, s->cap * sizeof *s->v);
	}
	for (uint32_t i = 0; i < list.n; i++)
		s->v[s->n++] = (struct posting){ v[i], offer, (uint16_t)points, (uint16_t)(title_tokens < 60000 ? title_tokens : 60000) };
}

/* A token may come several times in a list: once counts. Three lists are told apart by their points 4, 2, 1 until they are merged. */
static void merge(struct shelf *s)
{
	uint32_t n = 0;
	for (uint32_t i = 0, j; i < s->n; i = j) {
		int seen = 0;
		for (j = i; j < s->n && s->v[j].token == s->v[i].token && s->v[j].offer == s->v[i].offer; j++)
			seen |= s->v[j].points;
		int points = 2 * (seen >> 2 & 1) + (seen >> 1 & 1) + (seen & 1);
		s->v[n] = s->v[i];
		s->v[n++].points = (uint16_t)points;
	}
	s->n = n;
}

static void find_texts(struct shelf *s, const struct market *m, uint32_t country)
{
	enum tongue tongue = (enum tongue)m->world->country.tongue[country];
	for (; s->n_offers < m->offer.t.n; s->n_offers++) {
		if (m->offer.country[s->n_offers] != country)
			continue;
		if (s->n_texts == s->cap_texts) {
			s->cap_texts = s->cap_texts ? s->cap_texts * 2 : 256;
			s->text = mem_grow(s->text, s->cap_texts * sizeof *s->text);
		}
		s->text[s->n_texts++] = (struct text){ s->n_offers, ROW_NONE };
	}
	for (uint32_t i = 0; i < s->n_texts; i++)
		if (s->text[i].words == ROW_NONE)
			s->text[i].words = listing_words_in(m, m->offer.listing[s->text[i].offer], tongue);
}

bool search_index_update(struct search_index *x, const struct market *m, uint32_t country)
{
	struct shelf *s = &x->shelf[country];
	uint64_t stamp = 1;
	find_texts(s, m, country);
	for (uint32_t i = 0; i < s->n_texts; i++) {
		uint32_t w = s->text[i].words;
		if (w == ROW_NONE)
			continue;
		/* lists are never changed in place, so their position tells a new text */
		uint64_t at[4] = { s->text[i].offer, (uint64_t)m->words.tokens_title[w].at << 32 | m->words.tokens_title[w].n,
			(uint64_t)m->words.tokens_body[w].at << 32 | m->words.tokens_body[w].n, (uint64_t)m->words.tokens_terms[w].at << 32 | m->words.tokens_terms[w].n };
		stamp = hash_bytes(stamp, at, sizeof at);
	}
	if (stamp == s->stamp)
		return false;
	s->stamp = stamp;
	s->n = 0;
	for (uint32_t i = 0; i < s->n_texts; i++) {
		uint32_t w = s->text[i].words, o = s->text[i].offer;
		if (w == ROW_NONE)
			continue;
		uint32_t title = m->words.tokens_title[w].n;
		add(s, m, m->words.tokens_title[w], o, 4, title);
		add(s, m, m->words.tokens_terms[w], o, 2, title);
		add(s, m, m->words.tokens_body[w], o, 1, title);
	}
	if (s->n)
		qsort(s->v, s->n, sizeof *s->v, by_token);
	merge(s);
	return true;
}

static uint32_t first_of(const struct shelf *s, uint64_t token)
{
	uint32_t lo = 0, hi = s->n;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->v[mid].token < token)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Walks the terms' postings side by side, in the order of offers; the sum of an offer runs over the terms in their order, as search_relevance() does. */
uint32_t search_index_find(const struct search_index *x, uint32_t country, const struct terms *q, struct place **ret)
{
	const struct shelf *s = &x->shelf[country];
	uint32_t at[TERMS_MAX], n = 0, cap = 0;
	struct place *v = NULL;
	for (int i = 0; i < q->n; i++)
		at[i] = first_of(s, q->token[i]);
	for (;;) {
		uint32_t offer = ROW_NONE;
		double sum = 0;
		for (int i = 0; i < q->n; i++)
			if (at[i] < s->n && s->v[at[i]].token == q->token[i] && s->v[at[i]].offer < offer)
				offer = s->v[at[i]].offer;
		if (offer == ROW_NONE)
			break;
		for (int i = 0; i < q->n; i++) {
			if (at[i] >= s->n || s->v[at[i]].token != q->token[i] || s->v[at[i]].offer != offer)
				continue;
			sum += search_term_score(q->idf[i], s->v[at[i]].points, s->v[at[i]].title_tokens);
			at[i]++;
		}
		double rel = ex_min(1, sum / q->best);
		if (rel < SEARCH_RELEVANCE_MIN)
			continue;
		if (n == cap) {
			cap = cap ? cap * 2 : 64;
			v = mem_grow(v, cap * sizeof *v);
		}
		v[n++] = (struct place){ .offer = offer, .rel = (float)rel };
	}
	*ret = v;
	return n;
}
