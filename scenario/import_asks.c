/* What buyers would type: runs of one to three words that titles of a category share, the frequent ones most often. */
#include "base/exact.h"
#include "scenario/import.h"

#include <stdlib.h>
#include <string.h>

enum { RUN = 3, QUERY_CHARS = 80 };
#define ZIPF 0.85

struct ask {
	uint64_t key;
	struct str text;
	uint32_t n, words;
	double score;
};

static bool has_letters(const struct text_word *w)
{
	size_t n = str_utf8_count(w->word);
	bool digit = false;
	for (size_t i = 0; i < w->word.n; i++)
		digit = digit || (w->word.p[i] >= '0' && w->word.p[i] <= '9');
	return w->hash && !digit && (n >= 3 || (n >= 2 && (unsigned char)w->word.p[0] >= 0xe0));
}

/* A run of words that somebody may type: it begins and ends with words that carry meaning, and one of them is no number. 0: it is not one. */
static uint64_t run_key(const struct import_row *r, uint32_t from, uint32_t words)
{
	uint64_t key = 11;
	bool letters = false;
	for (uint32_t i = from; i < from + words; i++) {
		if (i >= r->n_words || !r->word[i].stem.n)
			return 0;
		letters = letters || has_letters(&r->word[i]);
		key = hash_str(key, r->word[i].stem);
	}
	/* "black" alone asks for nothing, and nobody types "black 1" */
	const struct text_word *last = &r->word[from + words - 1];
	bool ends_in_digit = last->word.n == 1 && last->word.p[0] >= '0' && last->word.p[0] <= '9';
	if (!letters || ends_in_digit || !r->word[from].hash || !last->hash || (words == 1 && (!has_letters(last) || import_says_how(r, from))))
		return 0;
	return key ? key : 1;
}

static struct str run_text(const struct import *m, const struct import_row *r, uint32_t from, uint32_t words, struct arena *a)
{
	struct buf b;
	buf_init(&b, 1024);
	for (uint32_t i = from; i < from + words; i++) {
		if (b.n)
			buf_char(&b, ' ');
		buf_str(&b, r->word[i].word);
	}
	struct str s = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return str_utf8_count(s) <= QUERY_CHARS ? s : STR_NONE;
}

static int best_first(const void *a, const void *b)
{
	const struct ask *x = a, *y = b;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

struct counts {
	struct tally runs;    /* .a: words, .b: a row that has it */
	struct tally of_kind; /* run and kind */
};

static void count_runs(const struct import *m, uint32_t category, struct counts *c)
{
	for (uint32_t i = 0; i < m->n; i++) {
		const struct import_row *r = &m->v[i];
		uint64_t own[RUN * 120];
		uint32_t n_own = 0;
		for (uint32_t from = 0; r->in_category == category && from < r->n_words; from++)
			for (uint32_t words = 1; words <= RUN && n_own < RUN * 120; words++) {
				uint64_t key = run_key(r, from, words);
				bool again = !key;
				for (uint32_t k = 0; k < n_own && !again; k++)
					again = own[k] == key;
				if (again)
					continue;
				own[n_own++] = key;
				struct tally_item *t = tally_count(&c->runs, key, STR_NONE);
				t->a = words;
				if (t->n == 1)
					t->b = i * 128 + from;
				tally_add(&c->of_kind, hash_id(12, key, r->in_kind + 1), STR_NONE);
			}
	}
}

static struct str text_of(const struct import *m, const struct tally_item *t, struct arena *a)
{
	return run_text(m, &m->v[t->b / 128], t->b % 128, t->a, a);
}

/* The kind of which most titles with this run are, or UINT32_MAX. */
static uint32_t kind_of(const struct import *m, uint32_t category, const struct counts *c, uint64_t key, uint32_t all)
{
	for (uint32_t k = 0; k < m->n_kinds; k++) {
		const struct tally_item *t = m->kind[k].category == category ? tally_find(&c->of_kind, hash_id(12, key, k + 1)) : NULL;
		if (t && t->n * 10 >= all * 6)
			return k;
	}
	return UINT32_MAX;
}

static void put_query(struct import *m, struct buf *b, uint32_t category, struct str text, uint32_t volume, uint32_t kind)
{
	char number[16];
	struct buf n;
	buf_init(&n, sizeof number);
	buf_printf(&n, "%u", volume);
	csv_put(b, m->category[category].code);
	csv_put(b, str_c(tongue_code[m->tongue]));
	csv_put(b, STR_NONE);
	csv_put(b, text);
	csv_put(b, STR_NONE);
	csv_put(b, buf_span(&n));
	csv_put(b, kind == UINT32_MAX ? STR_NONE : m->kind[kind].code);
	csv_put(b, STR_NONE);
	csv_end(b);
	m->report->queries++;
	buf_fini(&n);
}

/* Kinds that none of the frequent runs asks for are asked for by the run that is most their own. */
static void ask_for_the_rest(struct import *m, uint32_t category, const struct counts *c, const bool *asked, struct map *written, struct buf *b)
{
	for (uint32_t k = 0; k < m->n_kinds; k++) {
		const struct tally_item *best = NULL;
		double most = 0;
		if (m->kind[k].category != category || asked[k])
			continue;
		for (uint32_t i = 0; i < c->runs.n; i++) {
			const struct tally_item *t = &c->runs.v[i], *own = tally_find(&c->of_kind, hash_id(12, t->key, k + 1));
			double score = own ? (double)own->n * own->n / t->n * (t->a > 1 ? 1.2 : 1) : 0;
			if (score > most && map_find(written, t->key) == MAP_NONE) {
				most = score;
				best = t;
			}
		}
		struct str text = best ? text_of(m, best, &m->row) : STR_NONE;
		if (!text.n)
			continue;
		map_put(written, best->key, 1);
		put_query(m, b, category, text, 3, k);
	}
}

static void write_category(struct import *m, uint32_t category, struct buf *b)
{
	struct counts c;
	struct map written;
	uint32_t of = m->category[category].n, most = 30 + 1600 * of / m->n, least = of / 300 > 2 ? of / 300 : 2, n = 0, done = 0;
	bool *asked = mem_alloc(m->n_kinds + 1);
	tally_init(&c.runs);
	tally_init(&c.of_kind);
	map_init(&written);
	count_runs(m, category, &c);
	struct ask *v = mem_alloc((c.runs.n + 1) * sizeof *v);
	most = most > 260 ? 260 : most;
	for (uint32_t i = 0; i < c.runs.n; i++) {
		const struct tally_item *t = &c.runs.v[i];
		/* people type two words more than one, and three still often enough */
		static const double liking[RUN + 1] = { 0, 0.6, 1.3, 1 };
		if (t->n >= least || of < 8)
			v[n++] = (struct ask){ .key = t->key, .n = t->n, .words = i, .score = t->n * liking[t->a] };
	}
	qsort(v, n, sizeof *v, best_first);
	arena_reset(&m->row);
	for (uint32_t i = 0; i < n && done < most; i++) {
		const struct tally_item *t = &c.runs.v[v[i].words];
		struct str text = text_of(m, t, &m->row);
		uint64_t *tokens;
		uint32_t n_tokens;
		text_tokens(m->tongue, text, &m->row, &tokens, &n_tokens);
		if (!n_tokens)
			continue;
		uint32_t kind = kind_of(m, category, &c, t->key, t->n);
		double volume = 1000 * ex_exp(-ZIPF * ex_log((double)++done));
		if (kind != UINT32_MAX)
			asked[kind] = true;
		map_put(&written, t->key, 1);
		put_query(m, b, category, text, (uint32_t)ex_max(1, volume), kind);
	}
	ask_for_the_rest(m, category, &c, asked, &written, b);
	free(v);
	free(asked);
	map_fini(&written);
	tally_fini(&c.runs);
	tally_fini(&c.of_kind);
}

enum problem_code import_write_queries(struct import *m, struct problem *p)
{
	struct buf b;
	buf_init(&b, 64 << 20);
	buf_str(&b, STR("category,language,countries,query,gloss_zh,volume,kind,wants\n"));
	for (uint32_t c = 0; c < m->n_categories; c++)
		write_category(m, c, &b);
	enum problem_code code = import_save(m, "queries.csv", &b, p);
	buf_fini(&b);
	return code;
}
