/* nDCG of the search engine, and its cross-validation. */
#include "base/exact.h"
#include "base/hash.h"
#include "cli/lab_search.h"

#include <stdlib.h>

static const char *const rating_names[] = { "rating", "relevance", "grade", "label", NULL };
static const char *const judged_names[] = { "docid", "doc_id", "product_id", "id", NULL };

static int by_gain(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;
	return x->gain > y->gain ? -1 : x->gain < y->gain;
}

static double discount(int place)
{
	return 0.693147180559945309 / ex_log(place + 2);
}

int judge_read(struct lab_search *s, const char *path)
{
	struct sheet *sheet;
	struct sheet_row row;
	struct problem p;
	int status = 0;
	if (sheet_open(path, SHEET_BY_NAME, &sheet, &p))
		return lab_search_told(s, &p);
	int query = sheet_column(sheet, STR("query")), document = lab_search_column(sheet, judged_names), rating = lab_search_column(sheet, rating_names);
	if (query < 0 || document < 0 || rating < 0) {
		status = lab_fault(s->part, "%s has no column %s", "%s 没有 %s 列", path, query < 0 ? "query" : document < 0 ? "docid" : "rating");
		goto out;
	}
	for (enum sheet_step step; (step = sheet_next(sheet, &row, &p)) != SHEET_END;) {
		if (step == SHEET_FAULT) {
			status = lab_search_told(s, &p);
			goto out;
		}
		struct query *q = lab_search_query(s, row.cell[query]);
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
		for (int k = 0; k < LAB_AT && k < (int)q->n_judged; k++)
			q->ideal += q->judged[k].gain * discount(k);
	}
out:
	sheet_close(sheet);
	return status;
}

static double ndcg_of(const struct query *q, const struct bm25_hit *hit, int n)
{
	double sum = 0;
	for (int k = 0; k < LAB_AT && k < n; k++)
		for (uint32_t i = 0; i < q->n_judged; i++)
			if (q->judged[i].document == hit[k].document)
				sum += q->judged[i].gain * discount(k);
	return sum / q->ideal;
}

static double ndcg_of_judged(const struct query *q, const struct bm25_hit *hit, int n)
{
	double sum = 0;
	for (int k = 0, place = 0; k < n && place < LAB_AT; k++)
		for (uint32_t i = 0; i < q->n_judged; i++)
			if (q->judged[i].document == hit[k].document) {
				sum += q->judged[i].gain * discount(place++);
				break;
			}
	return sum / q->ideal;
}

double judge_all(struct lab_search *s, struct bm25_reader *r, const struct way *way, double *ret)
{
	double sum = 0;
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		struct bm25_group group[BM25_GROUPS_MAX];
		struct bm25_hit hit[LAB_AT];
		ret[i] = -1;
		if (!(q->ideal > 0))
			continue;
		int found = bm25_find(r, group, lab_search_groups(s, way, q->text, group), hit, LAB_AT);
		ret[i] = ndcg_of(q, hit, found);
		sum += ret[i];
		n++;
	}
	return n ? sum / n : 0;
}

double judge_judged(struct lab_search *s, struct bm25_reader *r)
{
	struct bm25_hit *hit = mem_alloc(BM25_BEST_MAX * sizeof *hit);
	double sum = 0;
	uint32_t n = 0;
	for (uint32_t i = 0; i < s->n_queries; i++) {
		struct query *q = &s->query[i];
		struct bm25_group group[BM25_GROUPS_MAX];
		if (!(q->ideal > 0))
			continue;
		sum += ndcg_of_judged(q, hit, bm25_find(r, group, lab_search_groups(s, &s->way, q->text, group), hit, BM25_BEST_MAX));
		n++;
	}
	free(hit);
	return n ? sum / n : 0;
}

/* What is varied is kept small: weight and length of the title, coordination, pairs, synonyms. Each fold is judged with what is best for the others. */
double judge_cross_validated(struct lab_search *s, struct bm25_reader *r, int folds)
{
	enum { WAYS = 48 };
	double *by_way = mem_alloc(WAYS * s->n_queries * sizeof *by_way), sum = 0;
	uint32_t n = 0;
	for (int k = 0; k < WAYS; k++) {
		static const double title[3] = { 1, 2, 4 }, length[2] = { 0.3, 0.75 }, coordination[2] = { 0, 0.5 };
		static const uint16_t pair[2] = { 0, 300 }, synonym[2] = { 0, 500 };
		struct way way = s->way;
		way.rule.weight[TITLE] = title[k % 3];
		way.rule.b[TITLE] = length[k / 3 % 2];
		way.rule.coordination = coordination[k / 6 % 2];
		way.words.pair_milli = pair[k / 12 % 2];
		way.words.synonym_milli = synonym[k / 24];
		bm25_weigh(s->index, &way.rule, NULL);
		judge_all(s, r, &way, &by_way[(uint32_t)k * s->n_queries]);
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

