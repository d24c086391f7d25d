/* cohong lab search: the search engine on a catalogue of anybody's, with its quality where there are judgements. */
#include "base/exact.h"
#include "base/hash.h"
#include "cli/command.h"
#include "cli/lab.h"
#include "market/search/bm25.h"
#include "sheet/sheet.h"
#include "text/expand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TOP_MAX = 1000, AT = 10, QUERIES_MAX = 200000, FOLDS_MAX = 100, PAIR = 0x70616972 };
enum field { TITLE, BULLETS, TERMS, ATTRIBUTES };

/* Which columns of a catalogue go into which field. */
static const struct {
	enum field field;
	const char *name;
} columns[] = {
	{ TITLE, "title" }, { TITLE, "product_name" },
	{ BULLETS, "bullets" }, { BULLETS, "bullet_points" }, { BULLETS, "short_description" }, { BULLETS, "description" }, { BULLETS, "product_description" },
	{ TERMS, "name" }, { TERMS, "search_terms" }, { TERMS, "keywords" }, { TERMS, "brand" }, { TERMS, "product_class" }, { TERMS, "category" },
	{ ATTRIBUTES, "attributes" }, { ATTRIBUTES, "product_features" },
};
static const char *const id_names[] = { "id", "docid", "product_id", "sku", "asin", NULL };
static const char *const rating_names[] = { "rating", "relevance", "grade", "label", NULL };
static const char *const judged_names[] = { "docid", "doc_id", "product_id", "id", NULL };

/* Weights chosen by what the fields are, not by any judgement; `extra` is that of word pairs, in thousandths. */
struct way {
	struct bm25_rule rule;
	uint32_t pair_milli, synonym_milli;
};
static const struct way plain_way = { { { 2, 1, 1, 0.5 }, { 0.75, 0.75, 0.75, 0.75 }, 1.2, 3, 0 }, 0, 0 };
static const struct way engine_way = { { { 2, 1, 2, 0.5 }, { 0.3, 0.5, 0.3, 0.75 }, 1.2, 2, 0.5 }, 300, 500 };

struct judged {
	uint32_t document;
	double gain;
};
struct query {
	struct str text;
	struct bm25_group group[BM25_GROUPS_MAX];
	int n;
	struct judged *judged;
	uint32_t n_judged, cap_judged;
	double ideal; /* discounted gain of the best order of the judged */
};
struct lab_search {
	const char *part;
	enum tongue tongue;
	struct way way;
	bool pairs;
	struct arena mem, scratch;
	struct bm25 *index;
	struct text_compounds *compounds;
	struct text_synonyms *synonyms;
	struct str *id;
	uint32_t n_ids, cap_ids;
	struct map by_id, by_query;
	struct query *query;
	uint32_t n_queries, cap_queries, missing; /* judgements of documents that are not in the catalogue */
};

static int told(const struct lab_search *s, const struct problem *p)
{
	struct buf text;
	buf_init(&text, 4096);
	problem_text(p, speaks_chinese() ? LANG_ZH : LANG_EN, &text);
	lab_fault(s->part, "%.*s", "%.*s", STR_FMT(buf_span(&text)));
	buf_fini(&text);
	return 1;
}

static int column_of(const struct sheet *sheet, const char *const *names)
{
	for (; *names; names++) {
		int c = sheet_column(sheet, str_c(*names));
		if (c >= 0)
			return c;
	}
	return -1;
}

/* ---- the catalogue */

struct words {
	struct bm25_word *v;
	uint32_t n, cap;
};

static void put(struct words *w, uint64_t hash, enum field field, bool silent)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? w->cap * 2 : 1024;
		w->v = mem_grow(w->v, w->cap * sizeof *w->v);
	}
	w->v[w->n++] = (struct bm25_word){ hash, (uint8_t)field, silent };
}

static void put_text(struct lab_search *s, struct words *w, enum field field, struct str text)
{
	struct text_word *v;
	uint32_t n;
	text_words(s->tongue, text, &s->scratch, &v, &n);
	for (uint32_t i = 0; i < n; i++) {
		uint64_t other[TEXT_PARTS_MAX];
		if (!v[i].hash)
			continue;
		put(w, v[i].hash, field, false);
		for (int k = s->compounds ? text_compounds_find(s->compounds, v, n, i, other) : 0; k-- > 0;)
			put(w, other[k], field, true);
		if (s->pairs && field != ATTRIBUTES && i + 1 < n && v[i + 1].hash)
			put(w, hash_id(PAIR, v[i].hash, v[i + 1].hash), field, true);
	}
}

static void learn_text(struct lab_search *s, struct str text)
{
	struct text_word *v;
	uint32_t n;
	text_words(s->tongue, text, &s->scratch, &v, &n);
	text_compounds_learn(s->compounds, v, n);
}

/* Twice over the file: compounds are learned first. */
static int read_catalogue(struct lab_search *s, const char *path, bool learn)
{
	struct sheet *sheet;
	struct sheet_row row;
	struct problem p;
	struct words w = { 0 };
	int status = 0, at[sizeof columns / sizeof *columns], id;
	if (sheet_open(path, SHEET_BY_NAME, &sheet, &p))
		return told(s, &p);
	bool any = false;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		at[i] = sheet_column(sheet, str_c(columns[i].name));
		any |= at[i] >= 0;
	}
	id = column_of(sheet, id_names);
	if (id < 0 || !any) {
		status = lab_fault(s->part, "%s has no column %s", "%s 没有 %s 列", path, id < 0 ? "id" : "title");
		goto out;
	}
	for (enum sheet_step step; (step = sheet_next(sheet, &row, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT) {
			status = told(s, &p);
			goto out;
		}
		arena_reset(&s->scratch);
		w.n = 0;
		for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
			if (at[i] < 0)
				continue;
			if (learn && columns[i].field != ATTRIBUTES)
				learn_text(s, row.cell[at[i]]);
			else if (!learn)
				put_text(s, &w, columns[i].field, row.cell[at[i]]);
		}
		if (learn)
			continue;
		struct str name = arena_str(&s->mem, str_trim(row.cell[id]));
		if (s->n_ids == s->cap_ids) {
			s->cap_ids = s->cap_ids ? s->cap_ids * 2 : 4096;
			s->id = mem_grow(s->id, s->cap_ids * sizeof *s->id);
		}
		s->id[s->n_ids++] = name;
		map_put(&s->by_id, hash_str(1, name) | 1, bm25_add(s->index, w.v, w.n));
	}
	if (!learn && !s->n_ids)
		status = lab_fault(s->part, "%s has no rows", "%s 没有数据行", path);
out:
	free(w.v);
	sheet_close(sheet);
	return status;
}

/* ---- queries and judgements */

static struct query *query_of(struct lab_search *s, struct str text, bool add)
{
	text = str_trim(text);
	uint64_t key = hash_str(2, text) | 1;
	uint32_t at;
	if (map_get(&s->by_query, key, &at))
		return &s->query[at];
	if (!add || !text.n || s->n_queries >= QUERIES_MAX)
		return NULL;
	if (s->n_queries == s->cap_queries) {
		s->cap_queries = s->cap_queries ? s->cap_queries * 2 : 256;
		s->query = mem_grow(s->query, s->cap_queries * sizeof *s->query);
	}
	map_put(&s->by_query, key, s->n_queries);
	s->query[s->n_queries] = (struct query){ .text = arena_str(&s->mem, text) };
	return &s->query[s->n_queries++];
}

/* A table with a column `query`, or else a query a line. */
static int read_queries(struct lab_search *s, const char *path)
{
	struct sheet *sheet = NULL;
	struct sheet_row row;
	struct problem p;
	int status = 0, column = -1;
	if (sheet_open(path, SHEET_BY_NAME, &sheet, &p)) {
		/* a list in .txt is no table */
		if (sheet_open(path, SHEET_CSV, &sheet, &p))
			return told(s, &p);
	}
	column = sheet_column(sheet, STR("query"));
	if (column < 0) {
		for (uint32_t c = 0; c < 1; c++)
			query_of(s, sheet_column_name(sheet, c), true);
		column = 0;
	}
	for (enum sheet_step step; (step = sheet_next(sheet, &row, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT) {
			status = told(s, &p);
			break;
		}
		query_of(s, row.cell[column], true);
	}
	if (!status && !s->n_queries)
		status = lab_fault(s->part, "%s has no queries", "%s 没有搜索词", path);
	sheet_close(sheet);
	return status;
}

static int by_gain(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;
	return x->gain > y->gain ? -1 : x->gain < y->gain;
}

static double discount(int place)
{
	return 0.693147180559945309 / ex_log(place + 2);
}

static int read_judgements(struct lab_search *s, const char *path)
{
	struct sheet *sheet;
	struct sheet_row row;
	struct problem p;
	int status = 0;
	if (sheet_open(path, SHEET_BY_NAME, &sheet, &p))
		return told(s, &p);
	int query = sheet_column(sheet, STR("query")), document = column_of(sheet, judged_names), rating = column_of(sheet, rating_names);
	if (query < 0 || document < 0 || rating < 0) {
		status = lab_fault(s->part, "%s has no column %s", "%s 没有 %s 列", path, query < 0 ? "query" : document < 0 ? "docid" : "rating");
		goto out;
	}
	for (enum sheet_step step; (step = sheet_next(sheet, &row, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT) {
			status = told(s, &p);
			goto out;
		}
		struct query *q = query_of(s, row.cell[query], false);
		struct str name = str_trim(row.cell[document]);
		uint32_t d;
		int64_t milli;
		if (!str_decimal(str_trim(row.cell[rating]), 3, &milli) || milli < 0 || milli > 10000) {
			status = lab_fault(s->part, "%s, row %u: the rating '%.*s' is not a number between 0 and 10", "%s 第 %u 行：评分“%.*s”应为 0 到 10 的数", path, row.line, STR_FMT(row.cell[rating]));
			goto out;
		}
		if (!q)
			continue;
		if (!map_get(&s->by_id, hash_str(1, name) | 1, &d)) {
			s->missing++;
			continue;
		}
		if (q->n_judged == q->cap_judged) {
			q->cap_judged = q->cap_judged ? q->cap_judged * 2 : 16;
			q->judged = mem_grow(q->judged, q->cap_judged * sizeof *q->judged);
		}
		q->judged[q->n_judged++] = (struct judged){ d, ex_pow(2, (double)milli / 1000) - 1 };
	}
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		if (q->n_judged)
			qsort(q->judged, q->n_judged, sizeof *q->judged, by_gain);
		for (int k = 0; k < AT && k < (int)q->n_judged; k++)
			q->ideal += q->judged[k].gain * discount(k);
	}
out:
	sheet_close(sheet);
	return status;
}

/* ---- asking */

/* Words with their synonyms; pairs of neighbours as a bonus. */
static int groups_of(struct lab_search *s, const struct way *way, struct str text, struct bm25_group *ret)
{
	struct text_word *v;
	uint32_t n;
	int to = 0;
	arena_reset(&s->scratch);
	text_words(s->tongue, text, &s->scratch, &v, &n);
	for (uint32_t i = 0; i < n && to < BM25_GROUPS_MAX / 2; i++) {
		if (!v[i].hash)
			continue;
		struct bm25_group *g = &ret[to++];
		*g = (struct bm25_group){ .word = { v[i].hash }, .weight_milli = { 1000 }, .n = 1 };
		if (way->synonym_milli && s->synonyms)
			g->n = (uint8_t)(1 + text_synonyms_find(s->synonyms, v[i].hash, g->word + 1, BM25_WORDS_MAX - 1));
		for (int k = 1; k < g->n; k++)
			g->weight_milli[k] = (uint16_t)way->synonym_milli;
	}
	for (uint32_t i = 0; way->pair_milli && i + 1 < n && to < BM25_GROUPS_MAX; i++)
		if (v[i].hash && v[i + 1].hash)
			ret[to++] = (struct bm25_group){ .word = { hash_id(PAIR, v[i].hash, v[i + 1].hash) }, .weight_milli = { (uint16_t)way->pair_milli }, .n = 1, .extra = true };
	return to;
}

static double ndcg_of(const struct query *q, const struct bm25_hit *hit, int n)
{
	double sum = 0;
	for (int k = 0; k < AT && k < n; k++)
		for (uint32_t i = 0; i < q->n_judged; i++)
			if (q->judged[i].document == hit[k].document)
				sum += q->judged[i].gain * discount(k);
	return sum / q->ideal;
}

/* The same on the judged documents alone, as if the others were not in the catalogue: who judged from the lists of another engine never saw what this one found. */
static double ndcg_of_judged(const struct query *q, const struct bm25_hit *hit, int n)
{
	double sum = 0;
	for (int k = 0, place = 0; k < n && place < AT; k++)
		for (uint32_t i = 0; i < q->n_judged; i++)
			if (q->judged[i].document == hit[k].document) {
				sum += q->judged[i].gain * discount(place++);
				break;
			}
	return sum / q->ideal;
}

/* nDCG of each query that has anything relevant (-1: none), and their mean. */
static double judge(struct lab_search *s, struct bm25_reader *r, const struct way *way, double *ret)
{
	double sum = 0;
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		struct bm25_group group[BM25_GROUPS_MAX];
		struct bm25_hit hit[AT];
		ret[i] = -1;
		if (!(q->ideal > 0))
			continue;
		int found = bm25_find(r, group, groups_of(s, way, q->text, group), hit, AT);
		ret[i] = ndcg_of(q, hit, found);
		sum += ret[i];
		n++;
	}
	return n ? sum / n : 0;
}

static double judge_judged(struct lab_search *s, struct bm25_reader *r)
{
	struct bm25_hit *hit = mem_alloc(BM25_BEST_MAX * sizeof *hit);
	double sum = 0;
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		struct bm25_group group[BM25_GROUPS_MAX];
		if (!(q->ideal > 0))
			continue;
		sum += ndcg_of_judged(q, hit, bm25_find(r, group, groups_of(s, &s->way, q->text, group), hit, BM25_BEST_MAX));
		n++;
	}
	free(hit);
	return n ? sum / n : 0;
}

/* What is varied is kept small: weight and length of the title, coordination, pairs, synonyms. Each fold is judged with what is best for the others. */
static double cross_validate(struct lab_search *s, struct bm25_reader *r, int folds)
{
	enum { WAYS = 48 };
	double *by_way = mem_alloc(WAYS * s->n_queries * sizeof *by_way), sum = 0;
	uint32_t n = 0;
	for (int k = 0; k < WAYS; k++) {
		static const double title[3] = { 1, 2, 4 }, length[2] = { 0.3, 0.75 }, coordination[2] = { 0, 0.5 };
		static const uint32_t pair[2] = { 0, 300 }, synonym[2] = { 0, 500 };
		struct way way = s->way;
		way.rule.weight[TITLE] = title[k % 3];
		way.rule.b[TITLE] = length[k / 3 % 2];
		way.rule.coordination = coordination[k / 6 % 2];
		way.pair_milli = pair[k / 12 % 2];
		way.synonym_milli = synonym[k / 24];
		bm25_weigh(s->index, &way.rule, NULL);
		judge(s, r, &way, &by_way[(uint32_t)k * s->n_queries]);
	}
	for (int f = 0; f < folds; f++) {
		int best = 0;
		double most = -1;
		for (int k = 0; k < WAYS; k++) {
			double own = 0;
			for (uint32_t i = 0; i < s->n_queries; i++)
				if ((int)(hash_str(3, s->query[i].text) % (uint64_t)folds) != f)
					own += ex_max(0, by_way[(uint32_t)k * s->n_queries + i]);
			if (own > most) {
				most = own;
				best = k;
			}
		}
		for (uint32_t i = 0; i < s->n_queries; i++) {
			double v = by_way[(uint32_t)best * s->n_queries + i];
			if ((int)(hash_str(3, s->query[i].text) % (uint64_t)folds) == f && v >= 0) {
				sum += v;
				n++;
			}
		}
	}
	free(by_way);
	return n ? sum / n : 0;
}

/* Queries a second of this thread's own time, from text to the ten best. */
static double measure(struct lab_search *s, struct bm25_reader *r, const struct way *way, double seconds)
{
	struct timespec a, b;
	double passed = 0;
	uint64_t asked = 0;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
	while (passed < seconds) {
		for (uint32_t i = 0; i < s->n_queries; i++) {
			struct bm25_group group[BM25_GROUPS_MAX];
			struct bm25_hit hit[AT];
			bm25_find(r, group, groups_of(s, way, s->query[i].text, group), hit, AT);
		}
		asked += s->n_queries;
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
		passed = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	}
	return (double)asked / passed;
}

struct wanted {
	int64_t top, folds;
	double bench;
	bool judged;
};

static int answer(struct lab_search *s, const struct wanted *w)
{
	const struct way *way = &s->way;
	double *ndcg = mem_alloc((s->n_queries + 1) * sizeof *ndcg);
	struct bm25_hit *hit = mem_alloc((size_t)w->top * sizeof *hit);
	bm25_weigh(s->index, &way->rule, NULL);
	struct bm25_reader *r = bm25_reader_create(s->index);
	struct buf out;
	struct jw j;
	buf_init(&out, 1 << 30);
	jw_init(&j, &out);
	jw_object(&j);
	jw_ki64(&j, "documents", bm25_documents(s->index));
	jw_ki64(&j, "queries", s->n_queries);
	if (w->judged) {
		double mean = judge(s, r, way, ndcg);
		int64_t n = 0;
		for (uint32_t i = 0; i < s->n_queries; i++)
			n += ndcg[i] >= 0;
		jw_ki64(&j, "judged_queries", n);
		jw_ki64(&j, "judged_documents_missing", s->missing);
		jw_kf64(&j, "ndcg_at_10", mean, 4);
		jw_kf64(&j, "ndcg_at_10_judged_only", judge_judged(s, r), 4);
		if (w->folds)
			jw_kf64(&j, "ndcg_at_10_cross_validated", cross_validate(s, r, (int)w->folds), 4);
		bm25_weigh(s->index, &way->rule, NULL);
	}
	if (w->bench > 0)
		jw_kf64(&j, "queries_per_s", measure(s, r, way, w->bench), 0);
	jw_key(&j, "results");
	jw_array(&j);
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		int found = bm25_find(r, q->group, groups_of(s, way, q->text, q->group), hit, (int)w->top);
		jw_object(&j);
		jw_kstr(&j, "query", q->text);
		if (w->judged && ndcg[i] >= 0)
			jw_kf64(&j, "ndcg_at_10", ndcg[i], 4);
		jw_key(&j, "hits");
		jw_array(&j);
		for (int k = 0; k < found; k++) {
			jw_object(&j);
			jw_kstr(&j, "id", s->id[hit[k].document]);
			jw_kf64(&j, "score", (double)hit[k].score / 1024000, 4);
			jw_end_object(&j);
		}
		jw_end_array(&j);
		jw_end_object(&j);
	}
	jw_end_array(&j);
	jw_end_object(&j);
	bm25_reader_destroy(r);
	free(hit);
	free(ndcg);
	return lab_print(&out);
}

int lab_search(int argc, char **argv)
{
	const char *catalogue = NULL, *queries = NULL, *judgements = NULL, *language = NULL, *top = NULL, *plain = NULL, *bench = NULL, *folds = NULL, *weights = NULL,
		   *length = NULL, *k1 = NULL, *coordination = NULL, *pairs = NULL, *synonyms = NULL, *compounds = NULL;
	const struct lab_option options[] = { { "catalogue", &catalogue }, { "queries", &queries }, { "judgements", &judgements }, { "language", &language }, { "top", &top },
		{ "plain", &plain }, { "bench", &bench }, { "cross-validate", &folds }, { "weights", &weights }, { "length", &length },
		{ "k1", &k1 }, { "coordination", &coordination }, { "pairs", &pairs }, { "synonyms", &synonyms }, { "compounds", &compounds }, { NULL } };
	struct lab_search s = { .part = argv[0], .tongue = TONGUE_EN };
	struct wanted w = { .top = AT };
	int status;
	if (!lab_options(argc, argv, options))
		return 2;
	if (!catalogue || !queries)
		return lab_fault(s.part, "--catalogue and --queries are required", "必须给出 --catalogue 和 --queries");
	if (language && tongue_find(str_c(language)) < 0)
		return lab_fault(s.part, "--language: there is no '%s'; there are zh, en, de, fr, es, it, ja, pt", "--language：没有“%s”，可用 zh、en、de、fr、es、it、ja、pt", language);
	if (plain && strcmp(plain, "yes") != 0 && strcmp(plain, "no") != 0)
		return lab_fault(s.part, "--plain must be yes or no", "--plain 只能是 yes 或 no");
	if (folds && !judgements)
		return lab_fault(s.part, "--cross-validate wants --judgements", "--cross-validate 须与 --judgements 一起使用");
	if ((top && !lab_whole(s.part, "top", top, 1, TOP_MAX, &w.top)) || (folds && !lab_whole(s.part, "cross-validate", folds, 2, FOLDS_MAX, &w.folds)) ||
		(bench && !lab_number(s.part, "bench", bench, 0.01, 600, &w.bench)))
		return 2;
	s.tongue = language ? (enum tongue)tongue_find(str_c(language)) : TONGUE_EN;
	bool engine = !plain || strcmp(plain, "no") == 0;
	s.way = engine ? engine_way : plain_way;
	int fields = BM25_FIELDS;
	double milli[2] = { s.way.pair_milli / 1000.0, s.way.synonym_milli / 1000.0 };
	if ((weights && !lab_numbers(s.part, "weights", weights, 0, 100, BM25_FIELDS, s.way.rule.weight, &fields)) ||
		(length && !lab_numbers(s.part, "length", length, 0, 1, BM25_FIELDS, s.way.rule.b, &fields)) || (k1 && !lab_number(s.part, "k1", k1, 0.1, 10, &s.way.rule.k1)) ||
		(coordination && !lab_number(s.part, "coordination", coordination, 0, 1, &s.way.rule.coordination)) ||
		(pairs && !lab_number(s.part, "pairs", pairs, 0, 1, &milli[0])) || (synonyms && !lab_number(s.part, "synonyms", synonyms, 0, 1, &milli[1])))
		return 2;
	if (fields != BM25_FIELDS)
		return lab_fault(s.part, "--weights and --length have four numbers: title, bullet points, search terms, attributes", "--weights 和 --length 各有四个数：标题、五点描述、搜索词、属性");
	s.way.pair_milli = (uint32_t)ex_round(1000 * milli[0]);
	s.way.synonym_milli = (uint32_t)ex_round(1000 * milli[1]);
	s.pairs = s.way.pair_milli > 0 || folds;
	bool compounds_wanted = engine && (!compounds || strcmp(compounds, "no") != 0);
	w.judged = judgements != NULL;
	arena_init(&s.mem, 0);
	arena_init(&s.scratch, 1 << 20);
	map_init(&s.by_id);
	map_init(&s.by_query);
	s.index = bm25_create();
	if (compounds_wanted)
		s.compounds = text_compounds_create(s.tongue);
	if (s.way.synonym_milli)
		s.synonyms = text_synonyms_create(s.tongue);
	status = read_queries(&s, queries);
	if (!status && s.compounds)
		status = read_catalogue(&s, catalogue, true);
	if (!status)
		status = read_catalogue(&s, catalogue, false);
	if (!status && judgements)
		status = read_judgements(&s, judgements);
	if (!status)
		status = answer(&s, &w);
	for (uint32_t i = 0; i < s.n_queries; i++)
		free(s.query[i].judged);
	free(s.query);
	free(s.id);
	text_compounds_destroy(s.compounds);
	text_synonyms_destroy(s.synonyms);
	bm25_destroy(s.index);
	map_fini(&s.by_id);
	map_fini(&s.by_query);
	arena_fini(&s.mem);
	arena_fini(&s.scratch);
	text_thread_fini();
	return status;
}
