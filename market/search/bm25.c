#include "market/search/bm25.h"
#include "base/exact.h"
#include "base/hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { IMPACT_ONE = 1024 };

struct raw { /* a word in a document */
	uint32_t term, document;
	uint8_t count[BM25_FIELDS];
};
struct posting {
	uint32_t document, impact;
};
struct term {
	uint64_t hash;
	uint32_t at, n, most; /* postings; the largest impact */
	double idf;
};
struct bm25 {
	struct map term_of;
	struct term *term;
	uint32_t n_terms, cap_terms;
	struct raw *raw; /* by document, after sorting by term */
	uint32_t n_raw, cap_raw;
	bool sorted;
	struct posting *posting;
	uint32_t *length; /* BM25_FIELDS of each document */
	uint32_t n, cap;
	double coordination;
};

struct bm25 *bm25_create(void)
{
	struct bm25 *x = mem_alloc(sizeof *x);
	map_init(&x->term_of);
	return x;
}

void bm25_destroy(struct bm25 *x)
{
	if (!x)
		return;
	map_fini(&x->term_of);
	free(x->term);
	free(x->raw);
	free(x->posting);
	free(x->length);
	free(x);
}

static uint32_t term_of(struct bm25 *x, uint64_t hash)
{
	uint32_t t;
	if (map_get(&x->term_of, hash, &t))
		return t;
	if (x->n_terms == x->cap_terms) {
		x->cap_terms = x->cap_terms ? x->cap_terms * 2 : 4096;
		x->term = mem_grow(x->term, x->cap_terms * sizeof *x->term);
	}
	t = x->n_terms++;
	x->term[t] = (struct term){ .hash = hash };
	map_put(&x->term_of, hash, t);
	return t;
}

static int by_term(const void *a, const void *b)
{
	const struct raw *x = a, *y = b;
	return x->term < y->term ? -1 : x->term > y->term;
}

uint32_t bm25_add(struct bm25 *x, const struct bm25_word *words, uint32_t n)
{
	assert(!x->sorted && x->n < BM25_DOCUMENTS_MAX);
	if (x->n == x->cap) {
		x->cap = x->cap ? x->cap * 2 : 1024;
		x->length = mem_grow(x->length, x->cap * BM25_FIELDS * sizeof *x->length);
	}
	if (x->n_raw + n > x->cap_raw) {
		x->cap_raw = (x->n_raw + n) * 2;
		x->raw = mem_grow(x->raw, x->cap_raw * sizeof *x->raw);
	}
	uint32_t *length = &x->length[x->n * BM25_FIELDS], to = 0;
	struct raw *own = &x->raw[x->n_raw];
	memset(length, 0, BM25_FIELDS * sizeof *length);
	for (uint32_t i = 0; i < n; i++) {
		assert(words[i].field < BM25_FIELDS && words[i].hash);
		length[words[i].field] += !words[i].silent;
		own[i] = (struct raw){ .term = term_of(x, words[i].hash), .document = x->n };
		own[i].count[words[i].field] = 1;
	}
	if (n)
		qsort(own, n, sizeof *own, by_term);
	for (uint32_t i = 0; i < n; i++) {
		if (to && own[to - 1].term == own[i].term) {
			for (int f = 0; f < BM25_FIELDS; f++)
				own[to - 1].count[f] = (uint8_t)(own[to - 1].count[f] + (own[to - 1].count[f] < 255 ? own[i].count[f] : 0));
			continue;
		}
		own[to++] = own[i];
	}
	x->n_raw += to;
	return x->n++;
}

/* Counts, then puts each where it belongs: documents stay in order within a term. */
static void sort_by_term(struct bm25 *x)
{
	struct raw *to = mem_alloc((x->n_raw + 1) * sizeof *to);
	uint32_t at = 0;
	for (uint32_t i = 0; i < x->n_raw; i++)
		x->term[x->raw[i].term].n++;
	for (uint32_t t = 0; t < x->n_terms; t++) {
		x->term[t].at = at;
		at += x->term[t].n;
		x->term[t].n = 0;
	}
	for (uint32_t i = 0; i < x->n_raw; i++) {
		struct term *t = &x->term[x->raw[i].term];
		to[t->at + t->n++] = x->raw[i];
	}
	free(x->raw);
	x->raw = to;
	x->sorted = true;
}

static void mean_lengths(const struct bm25 *x, double *ret)
{
	for (int f = 0; f < BM25_FIELDS; f++) {
		uint64_t sum = 0;
		for (uint32_t d = 0; d < x->n; d++)
			sum += x->length[d * BM25_FIELDS + (uint32_t)f];
		ret[f] = sum ? (double)sum / x->n : 1;
	}
}

void bm25_weigh(struct bm25 *x, const struct bm25_rule *rule, const struct bm25 *among)
{
	double mean[BM25_FIELDS];
	if (!x->sorted)
		sort_by_term(x);
	if (!among)
		among = x;
	mean_lengths(among, mean);
	x->posting = mem_grow(x->posting, (x->n_raw + 1) * sizeof *x->posting);
	x->coordination = ex_clamp(rule->coordination, 0, 1);
	for (uint32_t t = 0; t < x->n_terms; t++) {
		struct term *e = &x->term[t];
		double n = bm25_frequency(among, e->hash), idf = ex_log(1 + (among->n - n + 0.5) / (n + 0.5));
		e->idf = idf;
		e->most = 0;
		for (uint32_t i = e->at; i < e->at + e->n; i++) {
			const struct raw *r = &x->raw[i];
			double tf = 0;
			for (int f = 0; f < BM25_FIELDS; f++)
				if (r->count[f])
					tf += rule->weight[f] * (r->count[f] < rule->cap ? r->count[f] : rule->cap) /
					      (1 - rule->b[f] + rule->b[f] * x->length[r->document * BM25_FIELDS + (uint32_t)f] / mean[f]);
			uint32_t impact = (uint32_t)ex_round(IMPACT_ONE * idf * (rule->k1 + 1) * tf / (rule->k1 + tf));
			x->posting[i] = (struct posting){ r->document, impact };
			e->most = impact > e->most ? impact : e->most;
		}
	}
}

uint32_t bm25_documents(const struct bm25 *x)
{
	return x->n;
}

uint32_t bm25_frequency(const struct bm25 *x, uint64_t word)
{
	uint32_t t;
	return map_get(&x->term_of, word, &t) ? x->term[t].n : 0;
}

/* ---- reading */

struct bm25_reader {
	const struct bm25 *x;
	uint32_t *score, *best; /* by document: so far; of the group that is being read */
	uint8_t *groups;        /* how many groups were found there */
	uint32_t *met, n_met;
	uint32_t *in_group;
};

struct bm25_reader *bm25_reader_create(const struct bm25 *x)
{
	struct bm25_reader *r = mem_alloc(sizeof *r);
	r->x = x;
	r->score = mem_alloc((x->n + 1) * sizeof *r->score);
	r->best = mem_alloc((x->n + 1) * sizeof *r->best);
	r->groups = mem_alloc(x->n + 1);
	r->met = mem_alloc((x->n + 1) * sizeof *r->met);
	r->in_group = mem_alloc((x->n + 1) * sizeof *r->in_group);
	return r;
}

void bm25_reader_destroy(struct bm25_reader *r)
{
	if (!r)
		return;
	free(r->score);
	free(r->best);
	free(r->groups);
	free(r->met);
	free(r->in_group);
	free(r);
}

struct wish { /* a group with what the index has of it */
	const struct bm25_group *group;
	struct {
		const struct term *term;
		uint32_t weight;
	} word[BM25_WORDS_MAX];
	int n;
	uint32_t most, postings;
};

static void look_up(const struct bm25 *x, const struct bm25_group *g, struct wish *w)
{
	double idf = 0;
	*w = (struct wish){ .group = g };
	for (int i = 0; i < g->n && i < BM25_WORDS_MAX; i++) {
		uint32_t t;
		if (!g->weight_milli[i] || !map_get(&x->term_of, g->word[i], &t) || !x->term[t].n)
			continue;
		w->word[w->n].term = &x->term[t];
		w->word[w->n++].weight = g->weight_milli[i];
		idf = w->n == 1 ? x->term[t].idf : ex_min(idf, x->term[t].idf);
	}
	for (int i = 0; i < w->n; i++) {
		const struct term *e = w->word[i].term;
		w->word[i].weight = (uint32_t)ex_round(w->word[i].weight * idf / e->idf);
		w->postings += e->n;
		if (e->most * w->word[i].weight > w->most)
			w->most = e->most * w->word[i].weight;
	}
}

/* The most telling first: those that could decide the order are read while all documents are still open. */
static int by_most(const void *a, const void *b)
{
	const struct wish *x = a, *y = b;
	if (x->most != y->most)
		return x->most > y->most ? -1 : 1;
	return x->group < y->group ? -1 : x->group > y->group;
}

static void meet(struct bm25_reader *r, uint32_t d, uint32_t score, bool counts, bool closed)
{
	if (!r->score[d]) {
		if (closed || !score)
			return;
		r->met[r->n_met++] = d;
	}
	r->score[d] += score;
	r->groups[d] = (uint8_t)(r->groups[d] + counts);
}

static void read_wish(struct bm25_reader *r, const struct wish *w, bool closed)
{
	const struct posting *v = r->x->posting;
	if (w->n == 1) {
		const struct term *t = w->word[0].term;
		uint32_t weight = w->word[0].weight;
		for (uint32_t i = t->at; i < t->at + t->n; i++)
			meet(r, v[i].document, v[i].impact * weight, !w->group->extra, closed);
		return;
	}
	uint32_t n = 0;
	for (int k = 0; k < w->n; k++) {
		const struct term *t = w->word[k].term;
		uint32_t weight = w->word[k].weight;
		for (uint32_t i = t->at; i < t->at + t->n; i++) {
			uint32_t d = v[i].document, score = v[i].impact * weight;
			if (closed && !r->score[d])
				continue;
			if (!r->best[d])
				r->in_group[n++] = d;
			if (score > r->best[d])
				r->best[d] = score;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		meet(r, r->in_group[i], r->best[r->in_group[i]], !w->group->extra, closed);
		r->best[r->in_group[i]] = 0;
	}
}

static bool worse(struct bm25_hit a, struct bm25_hit b)
{
	return a.score != b.score ? a.score < b.score : a.document > b.document;
}

/* Keeps the best `max` in a heap whose top is the worst of them. */
static void offer(struct bm25_hit *heap, int *n, int max, struct bm25_hit h)
{
	int i;
	if (*n < max) {
		for (i = (*n)++; i > 0 && worse(h, heap[(i - 1) / 2]); i = (i - 1) / 2)
			heap[i] = heap[(i - 1) / 2];
		heap[i] = h;
		return;
	}
	if (!worse(heap[0], h))
		return;
	i = 0;
	for (int child; (child = 2 * i + 1) < *n; i = child) {
		child += child + 1 < *n && worse(heap[child + 1], heap[child]);
		if (!worse(heap[child], h))
			break;
		heap[i] = heap[child];
	}
	heap[i] = h;
}

static int best_first(const void *a, const void *b)
{
	const struct bm25_hit *x = a, *y = b;
	return worse(*y, *x) ? -1 : worse(*x, *y);
}

static uint32_t final_score(const struct bm25_reader *r, uint32_t d, uint32_t keep_milli, uint32_t wishes)
{
	uint32_t found = r->groups[d] < wishes ? r->groups[d] : wishes;
	if (found == wishes) /* all of them, or none was wished */
		return r->score[d];
	return (uint32_t)((uint64_t)r->score[d] * (keep_milli * wishes + (1000 - keep_milli) * found) / (1000 * wishes));
}

static int collect(const struct bm25_reader *r, uint32_t keep_milli, uint32_t wishes, struct bm25_hit *heap, int max)
{
	int n = 0;
	for (uint32_t i = 0; i < r->n_met; i++) {
		struct bm25_hit h = { r->met[i], final_score(r, r->met[i], keep_milli, wishes) };
		if (n < max || h.score >= heap[0].score)
			offer(heap, &n, max, h);
	}
	return n;
}

int bm25_find(struct bm25_reader *r, const struct bm25_group *groups, int n, struct bm25_hit *ret, int max)
{
	struct wish wish[BM25_GROUPS_MAX];
	uint32_t keep_milli = (uint32_t)ex_round(1000 * (1 - r->x->coordination)), wishes = 0;
	uint64_t open = 0;
	bool closed = false;
	int found;
	n = n < BM25_GROUPS_MAX ? n : BM25_GROUPS_MAX;
	max = max < BM25_BEST_MAX ? max : BM25_BEST_MAX;
	if (max <= 0)
		return 0;
	for (int i = 0; i < n; i++) {
		look_up(r->x, &groups[i], &wish[i]);
		wishes += !groups[i].extra;
		open += wish[i].most;
	}
	if (n)
		qsort(wish, (size_t)n, sizeof *wish, by_most);
	r->n_met = 0;
	for (int i = 0; i < n && wish[i].n; i++) {
		/* a document that was not met yet has at most what is still open; who is among the best keeps at least its share */
		if (!closed && i && wish[i].postings > 256 && r->n_met >= (uint32_t)max) {
			int k = collect(r, keep_milli, 1000, ret, max);
			closed = k == max && open < ret[0].score;
		}
		read_wish(r, &wish[i], closed);
		open -= wish[i].most;
	}
	found = collect(r, keep_milli, wishes, ret, max);
	if (found)
		qsort(ret, (size_t)found, sizeof *ret, best_first);
	for (uint32_t i = 0; i < r->n_met; i++) {
		r->score[r->met[i]] = 0;
		r->groups[r->met[i]] = 0;
	}
	return found;
}
