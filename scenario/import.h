/* import.h: what the files of the import share. Only scenario/import*.c include this. */
#ifndef SCENARIO_IMPORT_H
#define SCENARIO_IMPORT_H
#include "scenario/scenario.h"
#include "sheet/sheet.h"
#include "text/text.h"

enum {
	IMPORT_CATEGORIES = 48, /* the market knows 64 */
	IMPORT_ATTRIBUTES = 8,  /* of a category */
	IMPORT_FEATURES = 3,    /* of a row */
	IMPORT_PAIRS = 200,     /* attributes of a row that are looked at */
};

/* ---- counting by key, in the order of first sight */
struct tally_item {
	uint64_t key;
	struct str text;
	uint32_t n, a, b; /* times counted; the user's own */
};
struct tally {
	struct map at;
	struct tally_item *v;
	uint32_t n, cap;
};
void tally_init(struct tally *t);
void tally_fini(struct tally *t);
uint32_t tally_add(struct tally *t, uint64_t key, struct str text);             /* counts it; the text of the first sight stays. Row */
struct tally_item *tally_count(struct tally *t, uint64_t key, struct str text); /* the same; the item, until the next is counted */
struct tally_item *tally_find(const struct tally *t, uint64_t key);             /* NULL if it was never counted */

/* ---- rows */
struct import_pair {
	struct str key, value;
};

enum import_word { IMPORT_SAYS_HOW = 1, IMPORT_THING = 2, IMPORT_HEAD = 4, IMPORT_AGAIN = 8 };

struct import_row {
	uint32_t line;
	struct str title, category, kind, brand, text;
	struct import_pair *pair;
	uint32_t n_pairs;
	int64_t price_minor;
	uint32_t weight_g, side_mm[3], hs; /* 0: not given */
	uint32_t reviews, stars_x100;
	bool rated;
	/* worked out */
	struct text_word *word; /* of the title; a word with hash 0 and no text parts clauses */
	uint32_t n_words;
	uint8_t *is; /* of each word: enum import_word bits */
	uint32_t in_category, in_kind, seller;
	int64_t p_ref_usd, price_ppm;
	struct str feature[IMPORT_FEATURES]; /* codes */
	uint32_t n_features;
	uint64_t luck; /* of title and brand: what the catalogue does not say is drawn from it */
};

struct import_group { /* a category, or a kind of one */
	struct str code, name;
	uint32_t category, n;
	double median; /* of ln(price) */
};

struct import {
	const struct import_options *o;
	struct import_report *report;
	const struct world *base;
	enum tongue tongue;
	uint32_t country;   /* of the base: whose prices these are */
	uint32_t countries; /* bits: marketplaces in the language */
	struct arena keep, row;
	struct import_row *v;
	uint32_t n, cap;
	struct import_group *category, *kind;
	uint32_t n_categories, n_kinds, cap_kinds;
	struct map titles;
	char folder[4096]; /* that is written */
};

/* import_rows.c: reads the file; rows that can't be used are told in the report. */
enum problem_code import_read(struct import *m, struct problem *p);
/* import_words.c: categories, kinds and what they are called. */
void import_cut_titles(struct import *m);
void import_sort_out(struct import *m);
bool import_says_how(const struct import_row *r, uint32_t word); /* a colour, a size …: it says how a thing is, not what */
/* "Ceramic Mug 30 cl" -> "ceramic_mug_30_cl"; never empty, at most 40 letters. */
struct str import_code(struct str text, struct arena *a);
/* import_goods.c, import_sellers.c, import_asks.c, import_base.c: the tables. */
enum problem_code import_write_goods(struct import *m, struct problem *p);
enum problem_code import_write_sellers(struct import *m, struct buf *room, struct problem *p);
double import_luck(const struct import_row *r, uint64_t what); /* a draw of a row, 0 < u < 1 */
struct str import_good_code(struct import *m, const struct import_row *r);
void import_put_features(struct buf *b, const struct import_row *r);
struct str import_cut(struct str s, size_t max); /* at most max characters, to the end of a word */
enum problem_code import_write_queries(struct import *m, struct problem *p);
enum problem_code import_write_base(struct import *m, struct problem *p);
enum problem_code import_write_parameters(struct import *m, const struct world_params *solved, struct problem *p);
/* import_solve.c: clicks and outside option such that pages see 0.35 to 0.45 clicks and 8 to 10 orders come of 100 clicks, as in a class world. */
void import_solve(struct world *w);

/* ---- CSV as a world's tables have it */
void csv_put(struct buf *b, struct str cell); /* with the comma before it unless it is the row's first */
void csv_end(struct buf *b);
void csv_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3))); /* a cell of at most 255 bytes */
enum problem_code import_save(const struct import *m, const char *name, const struct buf *b, struct problem *p);
#endif
