/* rows_query.h: a page of a projected table as SQL, from the parameters of an address.
 *
 *     rows_query_begin(&s, table, market);
 *     rows_query_of(&s, store);                     what may be seen
 *     rows_query_add(&s, &query, &arena, &p)        filters, sort, limit, cursor, as docs/api.md says
 *     rows_query_sort(&s);
 *     struct stmt *q = rows_query_prepare(&s, db);  one row more than order.limit, if there are more
 *     rows_query_end(&s);                           also after a failure */
#ifndef SERVER_ROWS_QUERY_H
#define SERVER_ROWS_QUERY_H
#include "base/buf.h"
#include "server/parse.h"
#include "server/projection.h"
#include "store/db.h"

enum { ROWS_BINDS_MAX = 60 };

struct rows_order {
	const struct projected_column *column; /* and then by id */
	bool down;
	int64_t limit;
};
struct rows_query {
	const struct projected_table *table;
	struct rows_order order;
	struct buf sql;
	struct {
		bool text;
		int64_t i;
		struct str s;
	} bind[ROWS_BINDS_MAX];
	int n;
};

/* Newest first, if the query says nothing else. */
void rows_query_begin(struct rows_query *s, const struct projected_table *t, uint64_t market);
void rows_query_of(struct rows_query *s, uint64_t store);
void rows_query_by_id(struct rows_query *s, uint64_t id);
/* "seat" and "store" say whose rows; they are the caller's and passed over. Values of the query must live until rows_query_prepare(). */
enum problem_code rows_query_add(struct rows_query *s, const struct query *query, struct arena *a, struct problem *p);
void rows_query_sort(struct rows_query *s);
/* Columns as in the table's description. */
struct stmt *rows_query_prepare(struct rows_query *s, struct db *db);
/* Where the next page begins after the row on which q stands. */
struct str rows_query_cursor(const struct rows_query *s, struct stmt *q, struct arena *a);
void rows_query_end(struct rows_query *s);

/* ---- names ---- */

/* The name that browsers know: price_minor is price, placed_min is placed_at; a bare minor is the amount, at_min is at. */
struct str rows_shown_name(const struct projected_column *c, char room[64]);
bool rows_is_money(const struct projected_column *c, size_t *ret_n);
/* True if name ends so; ret_n is the length of what stands before. */
bool rows_name_ends(const char *name, const char *with, size_t *ret_n);
#endif
