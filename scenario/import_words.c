/* What the goods of a catalogue are: categories and kinds, from its columns or from the words of its titles. */
#include "base/exact.h"
#include "scenario/import.h"

#include <stdlib.h>
#include <string.h>

/* ---- counting */

void tally_init(struct tally *t)
{
	*t = (struct tally){ 0 };
	map_init(&t->at);
}

void tally_fini(struct tally *t)
{
	map_fini(&t->at);
	free(t->v);
}

uint32_t tally_add(struct tally *t, uint64_t key, struct str text)
{
	uint32_t row = map_find(&t->at, key);
	if (row == MAP_NONE) {
		if (t->n == t->cap) {
			t->cap = t->cap ? t->cap * 2 : 256;
			t->v = mem_grow(t->v, t->cap * sizeof *t->v);
		}
		row = t->n++;
		t->v[row] = (struct tally_item){ .key = key, .text = text };
		map_put(&t->at, key, row);
	}
	t->v[row].n++;
	return row;
}

struct tally_item *tally_count(struct tally *t, uint64_t key, struct str text)
{
	uint32_t row = tally_add(t, key, text);
	return &t->v[row];
}

struct tally_item *tally_find(const struct tally *t, uint64_t key)
{
	uint32_t row = map_find(&t->at, key);
	return row == MAP_NONE ? NULL : &t->v[row];
}

struct str import_code(struct str text, struct arena *a)
{
	char code[41];
	size_t n = 0;
	bool foreign = false;
	for (size_t i = 0; i < text.n && n < 40; i++) {
		char c = text.p[i];
		/* ä to a, Ç to c: the pair of bytes, and the letter that stands for it */
		static const char plain[] = "äaÄaöoÖoüuÜußsáaÁaàaâaãaåaçcÇcéeÉeèeêeëeíiìiîiïiñnóoòoôoõoúuùuûu";
		for (size_t k = 0; (unsigned char)c >= 0xc3 && i + 1 < text.n && k + 3 < sizeof plain; k += 3)
			if (plain[k] == c && plain[k + 1] == text.p[i + 1]) {
				c = plain[k + 2];
				i++;
				break;
			}
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		foreign = foreign || (unsigned char)c >= 0x80;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			code[n++] = c;
		else if (n && code[n - 1] != '_')
			code[n++] = '_';
	}
	while (n && code[n - 1] == '_')
		n--;
	if (!n || foreign) {
		/* letters that a code can't have: the hash keeps such names apart */
		char id[ID_TEXT_MAX];
		id_format(hash_str(1, text), id);
		return arena_printf(a, "%.*s%s%s", (int)(n > 20 ? 20 : n), code, n ? "_" : "x", id);
	}
	return arena_str(a, (struct str){ code, n });
}

/* ---- words of titles */

static bool parts_clauses(int32_t c)
{
	return c == ',' || c == ';' || c == ':' || c == '/' || c == '|' || c == '(' || c == ')' || c == '[' || c == ']' || c == '"' || c == '!' ||
	       c == '?' || c == 0x2013 || c == 0x2014 || c == 0x3001 || c == 0x3002 || c == 0xff0c || c == 0x3010 || c == 0x3011 || c == 0x2122 ||
	       c == 0xae;
}

static void add_words(struct import *m, struct import_row *r, struct str clause, struct text_word *to, uint32_t max)
{
	struct text_word *w;
	uint32_t n;
	text_words(m->tongue, clause, &m->row, &w, &n);
	for (uint32_t i = 0; i < n && r->n_words < max - 1; i++) {
		to[r->n_words++] = (struct text_word){ arena_str(&m->keep, w[i].word), arena_str(&m->keep, w[i].stem), w[i].hash };
		if (i + 1 == n)
			to[r->n_words++] = (struct text_word){ 0 };
	}
}

void import_cut_titles(struct import *m)
{
	enum { WORDS = 120 };
	for (uint32_t i = 0; i < m->n; i++) {
		struct import_row *r = &m->v[i];
		struct text_word w[WORDS];
		size_t from = 0, at = 0, here;
		arena_reset(&m->row);
		for (;;) {
			here = at;
			int32_t c = str_utf8_next(r->title, &at);
			bool dash = c == '-' && here && r->title.p[here - 1] == ' ' && at < r->title.n && r->title.p[at] == ' ';
			if (c >= 0 && !parts_clauses(c) && !dash)
				continue;
			if (here > from)
				add_words(m, r, str_sub(r->title, from, here - from), w, WORDS);
			from = at;
			if (c < 0)
				break;
		}
		r->word = r->n_words ? ARENA_ARRAY(&m->keep, struct text_word, r->n_words) : NULL;
		if (r->n_words)
			memcpy(r->word, w, r->n_words * sizeof *w);
	}
}

/* ---- heads: the words that say what a thing is. In English and German it is the last of a run of nouns (toner *cartridge*), in the Romance languages the first. */

struct sorter {
	struct import *m;
	struct map brands;       /* stems of brands */
	struct tally all, heads; /* by stem: rows with the word, rows where it is a head */
};

static bool plain_word(struct str s)
{
	if (str_utf8_count(s) < (s.n && (unsigned char)s.p[0] >= 0xe0 ? 2 : 3))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return false;
	return true;
}

/* Colours, sizes, materials: words that a title says of a thing, not what it is. */
static bool describes(const struct import_row *r, struct str word)
{
	static const char *const keys[] = { "colour", "color", "size", "material", "brand", "gender" };
	for (uint32_t i = 0; i < r->n_pairs; i++) {
		bool such = str_eq_nocase(r->pair[i].key, STR("type"));
		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			such = such || str_find(r->pair[i].key, str_c(keys[k]), 0) >= 0;
		if (!such)
			continue;
		struct str rest = r->pair[i].value, one;
		while (str_next(&rest, ' ', &one))
			if (str_eq_nocase(one, word) || (one.n && str_eq_nocase(str_sub(one, 0, one.n - 1), word)))
				return true;
	}
	return false;
}

static bool common_colour(struct str word)
{
	static const char all[] =
		"|black|white|red|blue|green|grey|gray|silver|yellow|cyan|magenta|brown|beige|pink|orange|gold|set|pack|pcs|series|original|new|mini|"
		"large|"
		"small|medium|inch|schwarz|weiss|rot|blau|noir|blanc|rouge|bleu|negro|blanco|rojo|azul|nero|bianco|rosso|preto|branco|";
	char padded[44];
	if (word.n > 40)
		return false;
	padded[0] = '|';
	memcpy(padded + 1, word.p, word.n);
	padded[word.n + 1] = '|';
	return str_find(str_c(all), (struct str){ padded, word.n + 2 }, 0) >= 0;
}

bool import_says_how(const struct import_row *r, uint32_t i)
{
	return r->is[i] & IMPORT_SAYS_HOW;
}

static bool looks_like_a_thing(const struct sorter *s, const struct import_row *r, uint32_t i)
{
	const struct text_word *w = &r->word[i];
	/* what a number stands before is a unit: 1200 dpi, 500 pages */
	bool counted = i && r->word[i - 1].word.n;
	for (size_t k = 0; counted && k < r->word[i - 1].word.n; k++)
		counted = strchr("0123456789.,", r->word[i - 1].word.p[k]) != NULL;
	return w->hash && !counted && plain_word(w->word) && map_find(&s->brands, w->hash) == MAP_NONE && !import_says_how(r, i);
}

/* A thing with no other thing behind it (before it, in the Romance languages); words like "black" between the two don't part them. */
static bool stands_last(const struct sorter *s, const struct import_row *r, uint32_t i)
{
	enum tongue t = s->m->tongue;
	bool romance = t == TONGUE_FR || t == TONGUE_ES || t == TONGUE_IT || t == TONGUE_PT;
	if (!(r->is[i] & IMPORT_THING))
		return false;
	uint32_t k = romance ? i - 1 : i + 1;
	while (k < r->n_words && import_says_how(r, k))
		k += romance ? UINT32_MAX : 1;
	return k >= r->n_words || !(r->is[k] & IMPORT_THING);
}

/* The word before the head, or behind it where heads come first; ROW_NONE if there is none. */
static uint32_t beside_head(const struct sorter *s, const struct import_row *r, uint32_t i)
{
	enum tongue t = s->m->tongue;
	bool romance = t == TONGUE_FR || t == TONGUE_ES || t == TONGUE_IT || t == TONGUE_PT;
	uint32_t k = romance ? i + 1 : i - 1;
	return k < r->n_words && r->is[k] & IMPORT_THING ? k : ROW_NONE;
}

static bool seen_before(const struct import_row *r, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (r->word[k].hash == r->word[i].hash)
			return true;
	return false;
}

/* What each word of the titles is, worked out once: groups are found by going over all words again and again. */
static void look_at_words(struct sorter *s)
{
	struct import *m = s->m;
	for (uint32_t i = 0; i < m->n; i++) {
		struct import_row *r = &m->v[i];
		r->is = r->n_words ? ARENA_ARRAY(&m->keep, uint8_t, r->n_words) : NULL;
		for (uint32_t k = 0; k < r->n_words; k++)
			r->is[k] = r->word[k].hash && (common_colour(r->word[k].word) || describes(r, r->word[k].word)) ? IMPORT_SAYS_HOW : 0;
		for (uint32_t k = 0; k < r->n_words; k++)
			if (looks_like_a_thing(s, r, k))
				r->is[k] |= IMPORT_THING;
		for (uint32_t k = 0; k < r->n_words; k++)
			r->is[k] |= (stands_last(s, r, k) ? IMPORT_HEAD : 0) | (seen_before(r, k) ? IMPORT_AGAIN : 0);
	}
}

static void count_heads(struct sorter *s)
{
	const struct import *m = s->m;
	for (uint32_t i = 0; i < m->n; i++)
		for (uint32_t k = 0; k < m->v[i].n_words; k++) {
			const struct import_row *r = &m->v[i];
			if (!r->word[k].hash || r->is[k] & IMPORT_AGAIN)
				continue;
			tally_add(&s->all, r->word[k].hash, r->word[k].word);
			if (r->is[k] & IMPORT_HEAD)
				tally_add(&s->heads, r->word[k].hash, r->word[k].word);
		}
}

/* Which name a row would have from its head at k; 0: none. with_beside: "toner cartridge" rather than "cartridge". */
static uint64_t head_name(const struct sorter *s, const struct import_row *r, uint32_t k, bool with_beside, struct arena *a, struct str *ret)
{
	if (!(r->is[k] & IMPORT_HEAD))
		return 0;
	*ret = r->word[k].word;
	if (!with_beside)
		return r->word[k].hash;
	uint32_t b = beside_head(s, r, k);
	if (b == ROW_NONE)
		return 0;
	const struct text_word *first = &r->word[b < k ? b : k], *second = &r->word[b < k ? k : b];
	*ret = a ? arena_printf(a, "%.*s%s%.*s", STR_FMT(first->word), s->m->tongue == TONGUE_JA ? "" : " ", STR_FMT(second->word)) : STR_NONE;
	return hash_id(7, first->hash, second->hash);
}

/* How much of a word's use is as head, squared: "cable" far more than "usb". */
static double headness(const struct sorter *s, uint64_t stem)
{
	const struct tally_item *all = tally_find(&s->all, stem), *head = tally_find(&s->heads, stem);
	double x = all && head ? (double)head->n / all->n : 0;
	return x * x;
}

/* Gives group numbers to the rows of `row` (UINT32_MAX: still none) by the name that most of the rest share, again and again. */
static uint32_t group_by_heads(
	const struct sorter *s, const uint32_t *row, uint32_t n, uint32_t *group, struct str *name, uint32_t max, uint32_t least, bool with_beside)
{
	struct import *m = s->m;
	uint32_t groups = 0;
	while (groups < max) {
		struct tally t;
		tally_init(&t);
		double best_score = 0;
		uint64_t best = 0;
		for (uint32_t i = 0; i < n; i++) {
			const struct import_row *r = &m->v[row[i]];
			for (uint32_t k = 0; group[i] == UINT32_MAX && k < r->n_words; k++) {
				struct str shown = STR_NONE;
				uint64_t key = r->is[k] & IMPORT_AGAIN ? 0 : head_name(s, r, k, with_beside, NULL, &shown);
				if (key)
					tally_add(&t, key, shown);
			}
		}
		for (uint32_t i = 0; i < t.n; i++) {
			double score = t.v[i].n * (with_beside ? 1 : headness(s, t.v[i].key));
			if (t.v[i].n >= least && score > best_score) {
				best_score = score;
				best = t.v[i].key;
			}
		}
		tally_fini(&t);
		if (!best)
			break;
		for (uint32_t i = 0; i < n; i++) {
			const struct import_row *r = &m->v[row[i]];
			for (uint32_t k = 0; group[i] == UINT32_MAX && k < r->n_words; k++) {
				struct str shown = STR_NONE;
				if (head_name(s, r, k, with_beside, NULL, &shown) != best)
					continue;
				if (!name[groups].n)
					head_name(s, r, k, with_beside, &m->keep, &name[groups]);
				group[i] = groups;
			}
		}
		groups++;
	}
	return groups;
}

/* ---- categories */

static int larger_first(const void *a, const void *b)
{
	const struct tally_item *x = *(const struct tally_item *const *)a, *y = *(const struct tally_item *const *)b;
	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x < y ? -1 : x > y;
}

static uint32_t add_category(struct import *m, struct str code, struct str name)
{
	/* two names may share a code: they are one category */
	for (uint32_t i = 0; i < m->n_categories; i++)
		if (str_eq(m->category[i].code, code))
			return i;
	m->category[m->n_categories] = (struct import_group){ .code = code, .name = name };
	return m->n_categories++;
}

static const char *const other_name[TONGUE_MAX] = { "其他", "Other", "Sonstiges", "Autres", "Otros", "Altro", "その他", "Outros" };

static void categories_of_column(struct import *m)
{
	struct tally t;
	tally_init(&t);
	for (uint32_t i = 0; i < m->n; i++)
		if (m->v[i].category.n)
			tally_add(&t, hash_str(1, import_code(m->v[i].category, &m->row)), m->v[i].category);
	const struct tally_item **by_size = mem_alloc((t.n + 1) * sizeof *by_size);
	for (uint32_t i = 0; i < t.n; i++)
		by_size[i] = &t.v[i];
	qsort(by_size, t.n, sizeof *by_size, larger_first);
	for (uint32_t i = 0; i < t.n && i < IMPORT_CATEGORIES - 1; i++)
		add_category(m, import_code(by_size[i]->text, &m->keep), text_capital(m->tongue, by_size[i]->text, &m->keep));
	free(by_size);
	tally_fini(&t);
	struct map at;
	map_init(&at);
	for (uint32_t i = 0; i < m->n_categories; i++)
		map_put(&at, hash_str(1, m->category[i].code), i);
	for (uint32_t i = 0; i < m->n; i++) {
		uint32_t found = m->v[i].category.n ? map_find(&at, hash_str(1, import_code(m->v[i].category, &m->row))) : MAP_NONE;
		m->v[i].in_category = found != MAP_NONE ? found : add_category(m, STR("other"), str_c(other_name[m->tongue]));
	}
	map_fini(&at);
}

static void categories_of_titles(struct import *m, const struct sorter *s)
{
	uint32_t *row = mem_alloc((m->n + 1) * sizeof *row), *group = mem_alloc((m->n + 1) * sizeof *group);
	struct str name[IMPORT_CATEGORIES] = { 0 };
	for (uint32_t i = 0; i < m->n; i++) {
		row[i] = i;
		group[i] = UINT32_MAX;
	}
	uint32_t least = m->n / 600 > 5 ? m->n / 600 : 5, n = group_by_heads(s, row, m->n, group, name, IMPORT_CATEGORIES - 4, least, false),
		 at[IMPORT_CATEGORIES];
	for (uint32_t g = 0; g < n; g++)
		at[g] = add_category(m, import_code(name[g], &m->keep), text_capital(m->tongue, name[g], &m->keep));
	for (uint32_t i = 0; i < m->n; i++)
		m->v[i].in_category = group[i] == UINT32_MAX ? add_category(m, STR("other"), str_c(other_name[m->tongue])) : at[group[i]];
	free(row);
	free(group);
}

/* ---- kinds */

static uint32_t add_kind(struct import *m, uint32_t category, struct str code, struct str name, struct map *at)
{
	uint64_t key = hash_id(3, category + 1, hash_str(1, code));
	uint32_t k = map_find(at, key);
	if (k != MAP_NONE)
		return k;
	if (m->n_kinds == m->cap_kinds) {
		m->cap_kinds = m->cap_kinds ? m->cap_kinds * 2 : 64;
		m->kind = mem_grow(m->kind, m->cap_kinds * sizeof *m->kind);
	}
	m->kind[m->n_kinds] = (struct import_group){ .code = code, .name = name, .category = category };
	map_put(at, key, m->n_kinds);
	return m->n_kinds++;
}

/* Rows of a category whose kind no column says. */
static void kinds_of_titles(struct import *m, const struct sorter *s, uint32_t category, bool by_heads, struct map *at)
{
	enum { KINDS = 16 };
	uint32_t *row = mem_alloc((m->n + 1) * sizeof *row), *group = mem_alloc((m->n + 1) * sizeof *group), n = 0;
	struct str name[KINDS] = { 0 };
	for (uint32_t i = 0; i < m->n; i++)
		if (m->v[i].in_category == category && !m->v[i].kind.n) {
			group[n] = UINT32_MAX;
			row[n++] = i;
		}
	/* where a head gave the category, what stands beside it tells the kinds apart; elsewhere the heads themselves */
	group_by_heads(s, row, n, group, name, KINDS, n / 50 > 3 ? n / 50 : 3, by_heads);
	for (uint32_t i = 0; i < n; i++) {
		const struct import_group *c = &m->category[category];
		struct str shown = group[i] == UINT32_MAX ? c->name : name[group[i]];
		m->v[row[i]].in_kind = add_kind(m, category, import_code(shown, &m->keep), shown, at);
	}
	free(row);
	free(group);
}

static int by_number(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void find_medians(struct import *m)
{
	double *v = mem_alloc((m->n + 1) * sizeof *v);
	for (uint32_t k = 0; k < m->n_kinds; k++) {
		uint32_t n = 0;
		for (uint32_t i = 0; i < m->n; i++)
			if (m->v[i].in_kind == k)
				v[n++] = ex_log((double)m->v[i].price_minor);
		qsort(v, n, sizeof *v, by_number);
		m->kind[k].median = n ? v[n / 2] : 0;
		m->kind[k].n = n;
		m->category[m->kind[k].category].n += n;
	}
	free(v);
}

void import_sort_out(struct import *m)
{
	struct sorter s = { .m = m };
	struct map at;
	uint32_t given = 0;
	map_init(&s.brands);
	map_init(&at);
	tally_init(&s.all);
	tally_init(&s.heads);
	m->category = ARENA_ARRAY(&m->keep, struct import_group, IMPORT_CATEGORIES);
	for (uint32_t i = 0; i < m->n; i++) {
		uint64_t *v;
		uint32_t n;
		arena_reset(&m->row);
		text_tokens(m->tongue, m->v[i].brand, &m->row, &v, &n);
		for (uint32_t k = 0; k < n; k++)
			map_put(&s.brands, v[k], 1);
		given += m->v[i].category.n > 0;
	}
	look_at_words(&s);
	count_heads(&s);
	bool by_heads = given * 2 < m->n;
	if (by_heads)
		categories_of_titles(m, &s);
	else
		categories_of_column(m);
	for (uint32_t i = 0; i < m->n; i++)
		if (m->v[i].kind.n)
			m->v[i].in_kind = add_kind(m, m->v[i].in_category, import_code(m->v[i].kind, &m->keep), m->v[i].kind, &at);
	for (uint32_t c = 0; c < m->n_categories; c++)
		kinds_of_titles(m, &s, c, by_heads && !str_eq(m->category[c].code, STR("other")), &at);
	find_medians(m);
	map_fini(&s.brands);
	map_fini(&at);
	tally_fini(&s.all);
	tally_fini(&s.heads);
}
