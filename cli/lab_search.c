/* cohong lab search: the search engine on a catalogue of anybody's, with its quality where there are judgements. */
#include "base/exact.h"
#include "base/hash.h"
#include "cli/command.h"
#include "cli/lab_search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TOP_MAX = 1000, QUERIES_MAX = 1000000, FOLDS_MAX = 100 };

/* Which columns of a catalogue go into which field. */
static const struct {
	enum field field;
	const char *name;
} columns[] = {
	{ TITLE, "title" }, { TITLE, "product_name" }, { TITLE, "product_title" },
	{ BULLETS, "bullets" }, { BULLETS, "bullet_points" }, { BULLETS, "short_description" }, { BULLETS, "description" }, { BULLETS, "product_description" },
	{ BULLETS, "product_bullet_point" },
	{ TERMS, "name" }, { TERMS, "search_terms" }, { TERMS, "keywords" }, { TERMS, "brand" }, { TERMS, "product_brand" }, { TERMS, "product_class" }, { TERMS, "category" },
	{ ATTRIBUTES, "attributes" }, { ATTRIBUTES, "product_features" },
};
static const char *const id_names[] = { "id", "docid", "product_id", "sku", "asin", NULL };

/* Weights chosen by what the fields are, not by any judgement. */
static const struct way plain_way = { { { 2, 1, 1, 0.5 }, { 0.75, 0.75, 0.75, 0.75 }, 1.2, 3, 0 }, { 0, 0 } };
static const struct way engine_way = { { { 2, 1, 2, 0.5 }, { 0.3, 0.5, 0.3, 0.75 }, 1.2, 2, 0.5 }, { 300, 500 } };

int lab_search_told(const struct lab_search *s, const struct problem *p)
{
	struct buf text;
	buf_init(&text, 4096);
	problem_text(p, speaks_chinese() ? LANG_ZH : LANG_EN, &text);
	lab_fault(s->part, "%.*s", "%.*s", STR_FMT(buf_span(&text)));
	buf_fini(&text);
	return 1;
}

int lab_search_column(const struct sheet *sheet, const char *const *names)
{
	for (; *names; names++) {
		int c = sheet_column(sheet, str_c(*names));
		if (c >= 0)
			return c;
	}
	return -1;
}

/* ---- the catalogue */

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
	struct retrieve_words w = { 0 };
	int status = 0, at[sizeof columns / sizeof *columns], id;
	if (sheet_open(path, SHEET_BY_NAME, &sheet, &p))
		return lab_search_told(s, &p);
	bool any = false;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		at[i] = sheet_column(sheet, str_c(columns[i].name));
		any |= at[i] >= 0;
	}
	id = lab_search_column(sheet, id_names);
	if (id < 0 || !any) {
		status = lab_fault(s->part, "%s has no column %s", "%s 没有 %s 列", path, id < 0 ? "id" : "title");
		goto out;
	}
	for (enum sheet_step step; (step = sheet_next(sheet, &row, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT) {
			status = lab_search_told(s, &p);
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
				retrieve_text(s->tongue, s->compounds, s->pairs && columns[i].field != ATTRIBUTES, columns[i].field, row.cell[at[i]], &s->scratch, &w);
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

static uint64_t name_of(struct str query)
{
	return hash_str(2, query) | 1;
}

struct query *lab_search_query(struct lab_search *s, struct str text)
{
	uint32_t at;
	return map_get(&s->by_query, name_of(str_trim(text)), &at) ? &s->query[at] : NULL;
}

/* Each query once; false where there are too many. */
static bool ask(struct lab_search *s, struct str text)
{
	text = str_trim(text);
	if (!text.n || lab_search_query(s, text))
		return true;
	if (s->n_queries == QUERIES_MAX)
		return false;
	if (s->n_queries == s->cap_queries) {
		s->cap_queries = s->cap_queries ? s->cap_queries * 2 : 256;
		s->query = mem_grow(s->query, s->cap_queries * sizeof *s->query);
	}
	map_put(&s->by_query, name_of(text), s->n_queries);
	s->query[s->n_queries++] = (struct query){ .text = arena_str(&s->mem, text) };
	return true;
}

/* A table with a column `query`, or else a query a line. */
static int read_queries(struct lab_search *s, const char *path)
{
	struct sheet *sheet = NULL;
	struct sheet_row row;
	struct problem p;
	int status = 0, column = -1;
	/* a list in .txt is read as a table of one column */
	if (sheet_open(path, SHEET_BY_NAME, &sheet, &p) && sheet_open(path, SHEET_CSV, &sheet, &p))
		return lab_search_told(s, &p);
	column = sheet_column(sheet, STR("query"));
	if (column < 0) {
		ask(s, sheet_column_name(sheet, 0));
		column = 0;
	}
	for (enum sheet_step step; !status && (step = sheet_next(sheet, &row, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT)
			status = lab_search_told(s, &p);
		else if (!ask(s, row.cell[column]))
			status = lab_fault(s->part, "%s has more than %d queries", "%s 的搜索词超过 %d 个", path, QUERIES_MAX);
	}
	if (!status && !s->n_queries)
		status = lab_fault(s->part, "%s has no queries", "%s 没有搜索词", path);
	sheet_close(sheet);
	return status;
}

/* ---- asking */

int lab_search_groups(struct lab_search *s, const struct way *way, struct str text, struct bm25_group *ret)
{
	arena_reset(&s->scratch);
	return retrieve_query(s->tongue, s->synonyms, way->words, text, &s->scratch, ret);
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
			struct bm25_hit hit[LAB_AT];
			bm25_find(r, group, lab_search_groups(s, way, s->query[i].text, group), hit, LAB_AT);
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
		double mean = judge_all(s, r, way, ndcg);
		int64_t n = 0;
		for (uint32_t i = 0; i < s->n_queries; i++)
			n += ndcg[i] >= 0;
		jw_ki64(&j, "judged_queries", n);
		jw_ki64(&j, "judged_documents_missing", s->missing);
		jw_kf64(&j, "ndcg_at_10", mean, 4);
		jw_kf64(&j, "ndcg_at_10_judged_only", judge_judged(s, r), 4);
		if (w->folds)
			jw_kf64(&j, "ndcg_at_10_cross_validated", judge_cross_validated(s, r, (int)w->folds), 4);
		bm25_weigh(s->index, &way->rule, NULL);
	}
	if (w->bench > 0)
		jw_kf64(&j, "queries_per_s", measure(s, r, way, w->bench), 0);
	jw_key(&j, "results");
	jw_array(&j);
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		struct bm25_group group[BM25_GROUPS_MAX];
		int found = bm25_find(r, group, lab_search_groups(s, way, q->text, group), hit, (int)w->top);
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
	struct wanted w = { .top = LAB_AT };
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
	double milli[2] = { s.way.words.pair_milli / 1000.0, s.way.words.synonym_milli / 1000.0 };
	if ((weights && !lab_numbers(s.part, "weights", weights, 0, 100, BM25_FIELDS, s.way.rule.weight, &fields)) ||
		(length && !lab_numbers(s.part, "length", length, 0, 1, BM25_FIELDS, s.way.rule.b, &fields)) || (k1 && !lab_number(s.part, "k1", k1, 0.1, 10, &s.way.rule.k1)) ||
		(coordination && !lab_number(s.part, "coordination", coordination, 0, 1, &s.way.rule.coordination)) ||
		(pairs && !lab_number(s.part, "pairs", pairs, 0, 1, &milli[0])) || (synonyms && !lab_number(s.part, "synonyms", synonyms, 0, 1, &milli[1])))
		return 2;
	if (fields != BM25_FIELDS)
		return lab_fault(s.part, "--weights and --length have four numbers: title, bullet points, search terms, attributes", "--weights 和 --length 各有四个数：标题、五点描述、搜索词、属性");
	s.way.words.pair_milli = (uint16_t)ex_round(1000 * milli[0]);
	s.way.words.synonym_milli = (uint16_t)ex_round(1000 * milli[1]);
	s.pairs = s.way.words.pair_milli > 0 || folds;
	bool compounds_wanted = engine && (!compounds || strcmp(compounds, "no") != 0);
	w.judged = judgements != NULL;
	arena_init(&s.mem, 0);
	arena_init(&s.scratch, 1 << 20);
	map_init(&s.by_id);
	map_init(&s.by_query);
	s.index = bm25_create();
	if (compounds_wanted)
		s.compounds = text_compounds_create(s.tongue);
	if (s.way.words.synonym_milli)
		s.synonyms = text_synonyms_create(s.tongue);
	status = read_queries(&s, queries);
	if (!status && s.compounds)
		status = read_catalogue(&s, catalogue, true);
	if (!status)
		status = read_catalogue(&s, catalogue, false);
	if (!status && judgements)
		status = judge_read(&s, judgements);
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
