/* bm25.h: an index of documents by words, in fields (BM25F: Robertson, Zaragoza, Taylor 2004).
 *
 * Documents are numbers 0, 1, 2 … and words are hashes (text/); nothing here knows a text. What a word is worth in a document, its impact, is a whole number that is
 * computed once, so that a score is a sum of whole numbers, the same in any order:
 *   tf = Σ over fields of weight · min(count, cap) / (1 - b + b · length / mean length)
 *   impact = round(1024 · ln(1 + (N - n + .5) / (n + .5)) · (k1 + 1) tf / (k1 + tf))
 * A query is read word by word, the rarest first. As soon as no document that was not met yet can reach the best k, only those that were met are followed.
 *
 * An index is built by one thread and then only read, by any number of threads, each with a bm25_reader of its own. */
#ifndef MARKET_SEARCH_BM25_H
#define MARKET_SEARCH_BM25_H
#include "base/arena.h"

enum { BM25_FIELDS = 4, BM25_GROUPS_MAX = 32, BM25_WORDS_MAX = 8, BM25_BEST_MAX = 1000, BM25_DOCUMENTS_MAX = 4 << 20 };

struct bm25_rule {
	double weight[BM25_FIELDS], b[BM25_FIELDS], k1;
	int cap;             /* a word counts so often in a field, however often it is repeated */
	double coordination; /* 0 .. 1: how much of its score a document loses that has none of the query's words, in proportion to those it lacks */
};
struct bm25_word {
	uint64_t hash; /* not 0 */
	uint8_t field;
	bool silent; /* counts as found, but not for the field's length: word pairs, parts of compounds */
};

struct bm25;
struct bm25 *bm25_create(void);
void bm25_destroy(struct bm25 *x); /* NULL is fine */
/* Adds the next document and returns its number. */
uint32_t bm25_add(struct bm25 *x, const struct bm25_word *words, uint32_t n);
/* Computes the impacts; after the last document, and again for another rule. How rare a word is and how long a field is on average are those of `among`, which may be x
 * itself (NULL): with a fixed other library no document moves what another is worth. `among` must have been weighed before. */
void bm25_weigh(struct bm25 *x, const struct bm25_rule *rule, const struct bm25 *among);
uint32_t bm25_documents(const struct bm25 *x);
uint32_t bm25_frequency(const struct bm25 *x, uint64_t word); /* documents that have it */

/* A group is one wish of the query: a document gets the best of its words' impacts × weight. All of them count as rare as the commonest, so that a rare synonym is not
 * worth more than the word that was asked for. */
struct bm25_group {
	uint64_t word[BM25_WORDS_MAX];
	uint16_t weight_milli[BM25_WORDS_MAX]; /* 0 .. 1000 */
	uint8_t n;
	bool extra; /* a bonus that doesn't count for coordination */
};
struct bm25_hit {
	uint32_t document, score; /* score in 1/1024000 */
};
struct bm25_reader;
struct bm25_reader *bm25_reader_create(const struct bm25 *x); /* after bm25_weigh(); another bm25_weigh() keeps it valid */
void bm25_reader_destroy(struct bm25_reader *r);              /* NULL is fine */
/* The best `max` <= BM25_BEST_MAX documents, best first, equal ones by number. Returns how many. */
int bm25_find(struct bm25_reader *r, const struct bm25_group *groups, int n, struct bm25_hit *ret, int max);
#endif
