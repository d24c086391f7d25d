/* help.h: raised hands, and what a teacher remarks. */
#ifndef SCHOOL_HELP_H
#define SCHOOL_HELP_H
#include "base/arena.h"
#include "base/problem.h"
#include "store/db.h"

/* ---- hands: in the order of raising ---- */
enum { HAND_TEXT_MAX = 80, HANDS_MAX = 500 };
struct hand_row {
	uint64_t seat;
	int64_t raised_ms; /* real */
	struct str text;
};
/* Raised already, a hand keeps its place and takes the new text. */
enum problem_code hand_raise(struct db *db, uint64_t market, uint64_t seat, struct str text, int64_t now_ms, struct problem *p);
enum problem_code hand_lower(struct db *db, uint64_t market, uint64_t seat, bool *ret_was, struct problem *p);
enum problem_code hand_list(struct db *db, struct arena *a, uint64_t market, struct hand_row **ret, int *ret_n, struct problem *p);

/* ---- remarks ---- */
enum { REMARK_TEXT_MAX = 500, REMARKS_MAX = 200, REMARKS_OF_SEAT_MAX = 1000 };
struct remark_row {
	uint64_t id, market, seat, author;
	int64_t at_ms, position; /* real time; of the act in the market's log, 0 none */
	struct str table;        /* "listing", "order" …; "hand" for an answer; "" of the seat as a whole */
	uint64_t ref;            /* row of the table, 0 none */
	struct str text, author_name;
};
enum problem_code remark_add(struct db *db, struct remark_row *row, struct problem *p); /* fills row->id; TOO_MANY */
/* Newest first, at most REMARKS_MAX; seat 0: everybody's. */
enum problem_code remark_list(struct db *db, struct arena *a, uint64_t market, uint64_t seat, struct remark_row **ret, int *ret_n, struct problem *p);
enum problem_code remark_delete(struct db *db, uint64_t market, uint64_t id, uint64_t *ret_seat, struct problem *p); /* NOT_FOUND */
#endif
