/* inside.h: what the files of listing/ share. */
#ifndef MARKET_LISTING_INSIDE_H
#define MARKET_LISTING_INSIDE_H
#include "market/listing/check.h"

/* ---- a check under way ---- */

/* Weights of fact book §1.11: a listing begins with all points, rules take some away. */
enum group { GROUP_TITLE, GROUP_BULLETS, GROUP_DESCRIPTION, GROUP_TERMS, GROUPS_OF_WORDS, GROUP_PICTURES = GROUPS_OF_WORDS, GROUP_ATTRIBUTES, GROUP_RULES, GROUP_OFFERS, GROUPS };
enum { FOUND_MAX = 512 };
struct check {
	const struct world *w;
	const struct draft *d;
	int n;
	int lost[GROUPS], lost_words[TONGUE_MAX][GROUPS_OF_WORDS];
	struct found v[FOUND_MAX];
};
/* Where a finding stands; zeroed but for tongue -1 and country ROW_NONE it is the listing. */
struct where {
	int tongue;
	uint32_t country;
	const char *field; /* NULL: the finding's own */
	int at;		   /* bullets[at], -1 none */
};
#define WHERE_LISTING ((struct where){ -1, ROW_NONE, NULL, -1 })
void check_tell(struct check *c, enum finding f, enum group g, int points, struct where where, struct str arg0, struct str arg1);
void check_tell_numbers(struct check *c, enum finding f, enum group g, int points, struct where where, int64_t arg0, int64_t arg1);

void check_words(struct check *c, const struct draft_words *x);
void check_facts(struct check *c);
void check_offers(struct check *c);

/* ---- tongue.c: words, scripts and lists of words ---- */

enum { FOLDED_MAX = 20000 };
/* A text in small letters, words parted by one blank, with a blank at both ends; punctuation is gone. */
struct folded {
	size_t n;
	char p[FOLDED_MAX];
};
void tongue_fold(struct str s, struct folded *ret);
static inline struct str folded_str(const struct folded *f)
{
	return (struct str){ f->p, f->n };
}
/* Next word of folded text; false at the end. */
bool tongue_next_word(struct str folded, size_t *at, struct str *ret);
/* The first phrase of a list "a|b c|d" that stands in folded text as whole words (anywhere in scripts without blanks). */
bool tongue_has_phrase(struct str folded, const char *list, struct str *ret);
bool tongue_has_blanks(enum tongue t); /* false: Chinese, Japanese */
bool tongue_is_stop_word(enum tongue t, struct str folded_word);
bool tongue_is_letter(int32_t c);
bool tongue_is_capital(int32_t c);
bool tongue_is_symbol(int32_t c); /* trade marks, pictures and the like */
enum list { LIST_PROMOTION, LIST_PRAISE, LIST_CLAIM, LIST_NUMERALS, LIST_TEMPORARY, LISTS };
const char *tongue_list(enum tongue t, enum list l);
/* True when a text does not look like a tongue; *ret_sample, a span of the text or a literal, is what gave it away. */
bool tongue_is_wrong(enum tongue t, struct str text, struct str *ret_sample);
bool tongue_is_chinese(struct str text); /* signs of Chinese and no kana: no Japanese text of some length */
#endif
