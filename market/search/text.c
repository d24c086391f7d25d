/* Text relevance: BM25 over title, search terms and body, with term frequency capped at 2. */
#include "market/listing/listing.h"
#include "market/search/search.h"
#include "base/exact.h"

#define K1 1.2
#define B 0.5
#define USUAL_TITLE 14.0

static double saturated(double tf, double norm)
{
	return tf * (K1 + 1) / (tf + K1 * norm);
}

void search_terms(const struct world *w, enum tongue t, const uint64_t *tokens, uint32_t n, struct terms *ret)
{
	*ret = (struct terms){ 0 };
	for (uint32_t i = 0; i < n && ret->n < TERMS_MAX; i++) {
		bool seen = false;
		for (int k = 0; k < ret->n; k++)
			seen |= ret->token[k] == tokens[i];
		if (seen)
			continue;
		double idf = world_token_idf(w, t, tokens[i]);
		ret->token[ret->n] = tokens[i];
		ret->idf[ret->n++] = idf;
		ret->best += idf * saturated(2, 1);
	}
}

double search_term_score(double idf, int points, uint32_t title_tokens)
{
	return idf * saturated(points < 2 ? points : 2, 1 - B + B * (double)title_tokens / USUAL_TITLE);
}

static bool has(const struct market *m, struct list_ref list, uint64_t token)
{
	const uint64_t *v = set_words(&m->set, list);
	for (uint32_t i = 0; i < list.n; i++)
		if (v[i] == token)
			return true;
	return false;
}

double search_relevance(const struct market *m, uint32_t offer, const uint64_t *tokens, uint32_t n)
{
	enum tongue tongue = (enum tongue)m->world->country.tongue[m->offer.country[offer]];
	uint32_t words = listing_words_in(m, m->offer.listing[offer], tongue);
	struct terms q;
	double sum = 0;
	search_terms(m->world, tongue, tokens, n, &q);
	if (words == ROW_NONE || !q.n)
		return 0;
	for (int i = 0; i < q.n; i++) {
		int points = 2 * has(m, m->words.tokens_title[words], q.token[i]) + has(m, m->words.tokens_terms[words], q.token[i]) +
			     has(m, m->words.tokens_body[words], q.token[i]);
		if (points)
			sum += search_term_score(q.idf[i], points, m->words.tokens_title[words].n);
	}
	return ex_min(1, sum / q.best);
}
