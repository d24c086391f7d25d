/* lab_search.h: what the two files of `cohong lab search` share. */
#ifndef CLI_LAB_SEARCH_H
#define CLI_LAB_SEARCH_H
#include "cli/lab.h"
#include "sheet/sheet.h"
#include "text/retrieve.h"

enum { LAB_AT = 10 }; /* nDCG at so many */
enum field { TITLE, BULLETS, TERMS, ATTRIBUTES };

struct way {
	struct bm25_rule rule;
	struct retrieve_rule words;
};
struct judged {
	uint32_t document;
	double gain;
};
struct query {
	struct str text;
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

int lab_search_told(const struct lab_search *s, const struct problem *p); /* a problem of a file; exit status 1 */
int lab_search_groups(struct lab_search *s, const struct way *way, struct str text, struct bm25_group *ret);
struct query *lab_search_query(struct lab_search *s, struct str text); /* NULL if it is not asked */
int lab_search_column(const struct sheet *sheet, const char *const *names);

/* ---- lab_judge.c */
int judge_read(struct lab_search *s, const char *path);
/* nDCG of each query that has anything relevant (-1: none) into ret[n_queries], and their mean. What nobody judged counts as 0. */
double judge_all(struct lab_search *s, struct bm25_reader *r, const struct way *way, double *ret);
/* The mean on the judged documents alone, as if the others were not in the catalogue: who judged from the lists of another engine never saw what this one found. */
double judge_judged(struct lab_search *s, struct bm25_reader *r);
/* Leaves the index weighed in another way. */
double judge_cross_validated(struct lab_search *s, struct bm25_reader *r, int folds);
#endif
