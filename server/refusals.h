/* refusals.h: what the market refused, kept beside its log: the board and the lesson's report need it, the market does not. Each market's table has a limit; beyond
 * it nothing more is kept. Numbered from 1. */
#ifndef SERVER_REFUSALS_H
#define SERVER_REFUSALS_H
#include "market/market.h"
#include "store/db.h"

enum { REFUSALS_MAX = 200000 };

struct refusal {
	int64_t n, at_real_ms, at_min;
	uint64_t seat;
	enum act_kind act; /* ACT_NONE if this release does not know it */
	struct problem problem;
};
/* In the caller's transaction. */
enum problem_code refusals_append(struct db *db, uint64_t market, const struct refusal *e, struct problem *p);
/* At most max of those after a number and not before a moment, in order. */
enum problem_code refusals_read(
	struct db *db, uint64_t market, int64_t after, int64_t from_ms, int max, struct refusal *ret, int *ret_n, struct problem *p);
enum problem_code refusals_count(struct db *db, uint64_t market, int64_t *ret, struct problem *p); /* the last number */
/* False for what is no fault of who acted: a busy server, a repeated request. */
bool refusal_counts(enum problem_code code);
#endif
