#include "text/retrieve.h"
#include "base/hash.h"

enum { PAIR = 0x70616972 };

static void put(struct retrieve_words *w, uint64_t hash, uint8_t field, bool silent)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 1024;
		w->v = mem_grow(w->v, w->cap * sizeof *w->v);
	}
	w->v[w->n++] = (struct bm25_word){ hash, field, silent };
}

void retrieve_text(enum tongue t, struct text_compounds *c, bool pairs, uint8_t field, struct str text, struct arena *scratch, struct retrieve_words *w)
{
	struct text_word *v;
	uint32_t n;
	text_words(t, text, scratch, &v, &n);
	for (uint32_t i = 0; i < n; i++) {
		uint64_t other[TEXT_PARTS_MAX];
		if (!v[i].hash)
			continue;
		put(w, v[i].hash, field, false);
		for (int k = c ? text_compounds_find(c, v, n, i, other) : 0; k-- > 0;)
			put(w, other[k], field, true);
		if (pairs && i + 1 < n && v[i + 1].hash)
			put(w, hash_id(PAIR, v[i].hash, v[i + 1].hash), field, true);
	}
}

int retrieve_query(enum tongue t, const struct text_synonyms *s, struct retrieve_rule rule, struct str text, struct arena *scratch, struct bm25_group *ret)
{
	struct text_word *v;
	uint32_t n;
	int to = 0;
	text_words(t, text, scratch, &v, &n);
	for (uint32_t i = 0; i < n && to < BM25_GROUPS_MAX / 2; i++) {
		if (!v[i].hash)
			continue;
		struct bm25_group *g = &ret[to++];
		*g = (struct bm25_group){ .word = { v[i].hash }, .weight_milli = { 1000 }, .n = 1 };
		if (rule.synonym_milli && s)
			g->n = (uint8_t)(1 + text_synonyms_find(s, v[i].hash, g->word + 1, BM25_WORDS_MAX - 1));
		for (int k = 1; k < g->n; k++)
			g->weight_milli[k] = rule.synonym_milli;
	}
	for (uint32_t i = 0; rule.pair_milli && i + 1 < n && to < BM25_GROUPS_MAX; i++)
		if (v[i].hash && v[i + 1].hash)
			ret[to++] = (struct bm25_group){ .word = { hash_id(PAIR, v[i].hash, v[i + 1].hash) }, .weight_milli = { rule.pair_milli }, .n = 1, .extra = true };
	return to;
}
