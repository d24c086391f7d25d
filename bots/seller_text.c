/* Texts of the reference sellers. The careful ones put what buyers type (as the supplier's sheet lists it, most typed first, as far as it is true of the goods) into title and search terms. */
#include "bots/seller_inside.h"
#include "bots/sheet.h"
#include "text/text.h"

enum { PHRASES = 12, TITLE_MAX = 120, TERMS_MAX = 200 };

static struct tokens tokens_of(enum tongue t, struct str text, struct arena *mem)
{
	struct tokens r = { 0 };
	uint32_t n;
	text_tokens(t, text, mem, &r.v, &n);
	r.n = n;
	return r;
}

static bool covers(const struct tokens *have, const uint64_t *want, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < have->n && have->v[k] != want[i])
			k++;
		if (k == have->n)
			return false;
	}
	return true;
}

/* The phrases that are true of the goods, most typed first. */
static int phrases(const struct world *w, uint32_t country, uint32_t good, uint32_t *ret)
{
	int n = 0;
	for (uint32_t i = w->query_of_country_at[country]; i < w->query_of_country_at[country + 1]; i++) {
		uint32_t q = w->query_of_country[i];
		if (w->query.kind[q] != w->good.kind[good] || world_true_fit(w, q, good) < 1)
			continue;
		if (n == PHRASES && w->query.volume[ret[n - 1]] >= w->query.volume[q])
			continue;
		int k = n < PHRASES ? n++ : PHRASES - 1;
		for (; k && w->query.volume[ret[k - 1]] < w->query.volume[q]; k--)
			ret[k] = ret[k - 1];
		ret[k] = q;
	}
	return n;
}

void text_write(struct seller *s, const struct seller_good *g, uint32_t country, struct act_listing_words *ret)
{
	const struct world *w = s->w;
	enum tongue t = (enum tongue)w->country.tongue[country];
	sheet_words(w, g->good, t, &s->mem, ret);
	ret->listing = g->listing;
	if (!s->plan.keywords) {
		ret->title = world_str(w, w->good.name[g->good].in[t]);
		ret->terms = STR_NONE;
		ret->tokens_title = tokens_of(t, ret->title, &s->mem);
		ret->tokens_terms = (struct tokens){ 0 };
		return;
	}
	uint32_t q[PHRASES + 1] = { 0 };
	int n = phrases(w, country, g->good, q);
	const char *comma = t == TONGUE_JA || t == TONGUE_ZH ? " " : ", ";
	struct str terms = ret->terms;
	for (int i = 0; i < n; i++) {
		struct list_ref want = w->query.tokens[q[i]];
		struct str words = world_str(w, w->query.words[q[i]]);
		if (covers(&ret->tokens_title, set_words(&w->set, want), want.n))
			continue;
		struct str longer = arena_printf(&s->mem, "%.*s%s%.*s", STR_FMT(ret->title), comma, STR_FMT(words));
		if (str_utf8_count(longer) <= TITLE_MAX) {
			ret->title = longer;
			ret->tokens_title = tokens_of(t, longer, &s->mem);
			continue;
		}
		longer = arena_printf(&s->mem, "%.*s%s%.*s", STR_FMT(terms), terms.n ? " " : "", STR_FMT(words));
		if (longer.n <= TERMS_MAX)
			terms = longer;
	}
	ret->terms = terms;
	ret->tokens_terms = tokens_of(t, terms, &s->mem);
}
