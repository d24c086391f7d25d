/* search.h: which offers stand on a result page, and in which order.
 *
 * Score R of an offer for a query on a day (docs/model.md): text relevance, decayed sales, price, rating, promise, the loan of a new listing, and a keyed noise that
 * is drawn anew each day. What the ranking knows of sales and ratings is frozen at the sellers' midnight (day_rank), all else at the tick. */
#ifndef MARKET_SEARCH_SEARCH_H
#define MARKET_SEARCH_SEARCH_H
#include "market/core/state.h"

enum { PAGE_PLACES = 48, PAGE_PER_STORE = 2, TERMS_MAX = 24 };

/* Why an offer that exists can't stand on pages. */
enum blocked { BLOCKED_NOT, BLOCKED_STATE, BLOCKED_STOCK, BLOCKED_SHIP, BLOCKED_TEXT };
enum blocked search_blocked(const struct market *m, uint32_t offer);

/* ---- text */

/* A query's tokens without doubles, with their weights: the inverse document frequency among the world's own listings of that language, so that no seller
 * moves another's relevance. */
struct terms {
	uint64_t token[TERMS_MAX];
	double idf[TERMS_MAX];
	int n;
	double best; /* of an offer that has all of them in its title */
};
void search_terms(const struct world *w, enum tongue t, const uint64_t *tokens, uint32_t n, struct terms *ret);
/* Part of the relevance that a term gives by its points (title 2, search terms 1, body 1, together at most 2) in an offer with a title of so many tokens. */
double search_term_score(double idf, int points, uint32_t title_tokens);
/* BM25 of an offer's words against query tokens, divided by the best possible for the query: 0..1. */
double search_relevance(const struct market *m, uint32_t offer, const uint64_t *tokens, uint32_t n);
/* Offers below this relevance are not retrieved; goods of another category than the query's only when nearly all of its words are theirs. */
#define SEARCH_RELEVANCE_MIN 0.3
#define SEARCH_RELEVANCE_ELSEWHERE 0.75
bool search_retrieves(const struct market *m, uint32_t query, uint32_t offer, double rel);

/* ---- what the ranking and the buyer see of an offer, apart from the query */
struct front {
	enum blocked blocked;
	double price_x; /* ln(landed price / usual price of the goods), held in ln 0.4 .. ln 2.5 */
	double days;    /* promised days beyond the marketplace's usual ones */
	double rho;     /* what rating and number of reviews add to the utility, logits */
	double base;    /* of R, without relevance and noise */
};
/* offer's day_* columns must stand for that day (day_rank). */
void search_front(const struct market *m, uint32_t offer, int64_t day, struct front *ret);
/* ---- pages */
struct place {
	uint32_t offer;
	float score; /* R */
	float rel;   /* text relevance 0..1 */
	uint32_t page; /* 0 is the first; a page may have fewer than PAGE_PLACES where the others of a store wait for the next */
};
/* Name of a query for its draws. */
uint64_t search_query_id(const struct world *w, uint32_t query);
/* Orders candidates (offer and rel are given) by R: best first, ties by hash; one page of PAGE_PLACES after the other, on each at most two of a store. In place.
 * fronts: by offer, or NULL to be computed. Returns how many stand on the first page. */
int search_rank(const struct market *m, const struct front *fronts, uint64_t query_id, int64_t day, struct place *v, int n);
/* R of a candidate. */
double search_score(const struct market *m, const struct front *f, const struct place *candidate, uint64_t query_id, int64_t day);
/* The same first page alone, without the order of what comes after it: v holds just its places afterwards. Much faster where thousands are retrieved. */
int search_rank_first(const struct market *m, const struct front *fronts, uint64_t query_id, int64_t day, struct place *v, int n);
/* Ranks all offers of the country that are retrieved for the tokens; fills at most max places and returns how many there are in all. */
int search_page_tokens(const struct market *m, uint32_t country, const uint64_t *tokens, uint32_t n, uint64_t query_id, int64_t day, struct place *ret, int max);
/* The same for a query of the world. */
int search_page(const struct market *m, uint32_t country, uint32_t query, int64_t day, struct place *ret, int max);

/* ---- retrieval at speed: an inverted index of all offers, by country. Derived: it gives what search_relevance() would. */
struct search_index;
struct search_index *search_index_create(const struct market *m);
void search_index_destroy(struct search_index *x); /* NULL is fine */
/* Brings a country up to date; true if anything changed there. */
bool search_index_update(struct search_index *x, const struct market *m, uint32_t country);
/* Offers, blocked ones too, whose relevance is at least SEARCH_RELEVANCE_MIN, in row order; ret from malloc, belongs to the caller. From any thread. */
uint32_t search_index_find(const struct search_index *x, uint32_t country, const struct terms *terms, struct place **ret);

/* ---- sales feedback */

/* Adds one order to S (docs/model.md), or takes it back when refunded (sign -1). */
void search_sales_add(struct market *m, uint32_t offer, int sign, int64_t at_min);
double search_sales(const struct market *m, uint32_t offer, int64_t at_min); /* decayed S */
#endif
