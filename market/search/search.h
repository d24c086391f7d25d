/* search.h: which offers stand on a result page, and in which order. */
#ifndef MARKET_SEARCH_SEARCH_H
#define MARKET_SEARCH_SEARCH_H
#include "market/core/state.h"

enum { PAGE_PLACES = 48 };

/* Why an offer that exists can't stand on pages. */
enum blocked { BLOCKED_NOT, BLOCKED_STATE, BLOCKED_STOCK, BLOCKED_SHIP, BLOCKED_TEXT };

struct place {
	uint32_t offer;
	float score;   /* R of docs/model.md */
	float rel;     /* text relevance 0..1 */
};
/* BM25 of an offer's words against query tokens, divided by the best possible for the query: 0..1. Term frequency is capped at 2; title counts 2, terms 1, body 1. */
double search_relevance(const struct market *m, uint32_t offer, const uint64_t *tokens, uint32_t n);
/* Ranks all active offers of the country for a query: fills places (max), best first: one per good and store, two per store. */
int search_page(const struct market *m, uint32_t country, uint32_t query, int64_t day, struct place *ret, int max);
/* The same for free words, in no category and without a phrase's daily noise; n 0: all offers, as if each fitted equally. */
int search_rank_tokens(const struct market *m, uint32_t country, const uint64_t *tokens, uint32_t n, int64_t day, struct place *ret, int max);
/* x_p of docs/model.md: ln of the landed price over the usual one of the goods. */
double search_price_log(const struct market *m, uint32_t offer);
enum blocked search_blocked(const struct market *m, uint32_t offer);
/* Adds one order to S (docs/model.md), or takes it back when refunded (sign -1). */
void search_sales_add(struct market *m, uint32_t offer, int sign, int64_t at_min);
double search_sales(const struct market *m, uint32_t offer, int64_t at_min); /* decayed S */
#endif
