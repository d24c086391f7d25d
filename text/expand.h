/* expand.h: other words for the same thing: compounds that are written as one word or as two, and synonyms.
 *
 * Compounds are learned from the catalogue itself: where "smart watch" and "smartwatch" both occur, a text with one of them is found by the other. Synonyms are a small
 * table of everyday goods. */
#ifndef TEXT_EXPAND_H
#define TEXT_EXPAND_H
#include "text/text.h"

struct text_compounds;
struct text_compounds *text_compounds_create(enum tongue tongue);
void text_compounds_destroy(struct text_compounds *c); /* NULL is fine */
/* All texts are learned before the first is asked about. */
void text_compounds_learn(struct text_compounds *c, const struct text_word *words, uint32_t n);
enum { TEXT_PARTS_MAX = 3 };
/* What else stands at words[i]: the two parts of a compound, and the compound that it makes with the next word. Returns how many. */
int text_compounds_find(struct text_compounds *c, const struct text_word *words, uint32_t n, uint32_t i, uint64_t ret[TEXT_PARTS_MAX]);

struct text_synonyms;
struct text_synonyms *text_synonyms_create(enum tongue tongue);
void text_synonyms_destroy(struct text_synonyms *s); /* NULL is fine */
/* Stem hashes that mean about the same as this one, without itself; at most max. */
int text_synonyms_find(const struct text_synonyms *s, uint64_t hash, uint64_t *ret, int max);
#endif
