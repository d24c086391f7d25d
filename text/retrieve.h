/* retrieve.h: what an index of words (market/search/bm25.h) gets of a document, and what it is asked for a query.
 *
 * A document gives its words, what they are called as compounds, and pairs of neighbours; a query wishes its words or their synonyms, and its pairs as a bonus. */
#ifndef TEXT_RETRIEVE_H
#define TEXT_RETRIEVE_H
#include "market/search/bm25.h"
#include "text/expand.h"

struct retrieve_words { /* all zero at the beginning; v from malloc */
	struct bm25_word *v;
	uint32_t n, cap;
};
/* Appends the words of one field. compounds may be NULL; pairs are for fields that are sentences or titles, not for lists. */
void retrieve_text(enum tongue tongue, struct text_compounds *compounds, bool pairs, uint8_t field, struct str text, struct arena *scratch, struct retrieve_words *w);

struct retrieve_rule {
	uint16_t pair_milli, synonym_milli; /* 0: none */
};
/* At most BM25_GROUPS_MAX; words beyond half of that are left out. synonyms may be NULL. */
int retrieve_query(enum tongue tongue, const struct text_synonyms *synonyms, struct retrieve_rule rule, struct str text, struct arena *scratch, struct bm25_group *ret);
#endif
