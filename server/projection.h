/* projection.h: the rows of students' stores as tables of SQL.
 *
 * For each table of the state with TABLE_PROJECT there is a table m_NAME with market_id and the described columns: numbers are BIGINT, states are words, references
 * are ids (things of the market) or codes (things of the world), moments are simulated minutes or NULL. Lists are left out. The rows are made from the state and can always be made
 * again; a release with other columns does so by itself. */
#ifndef SERVER_PROJECTION_H
#define SERVER_PROJECTION_H
#include "market/core/table.h"
#include "market/market.h"
#include "store/db.h"

enum { PROJECTED_MAX = 64, PROJECTED_COLUMNS_MAX = 60 };

enum projected_kind {
	PROJECTED_NUMBER,
	PROJECTED_WORD, /* a state by name */
	PROJECTED_ID,   /* identity of, or reference to, a thing of the market */
	PROJECTED_CODE, /* reference to a thing of the world */
	PROJECTED_MIN,  /* simulated minutes or NULL */
	PROJECTED_TEXT,
};
struct projected_column {
	const char *name; /* as described, also in SQL */
	enum projected_kind kind;
	int column; /* of the state's table */
};
struct projected_table {
	const char *name; /* without m_; NULL if the table is not projected */
	const char *of;   /* SQL column that says whose the row is: "store", in m_store "id" */
	struct projected_column columns[PROJECTED_COLUMNS_MAX];
	int n;
	char *write, *forget; /* SQL */
};
struct projection {
	struct projected_table tables[PROJECTED_MAX]; /* by the state's table numbers */
	int n;
	char hash[33];
	struct buf make; /* SQL */
};
/* Reads the descriptions; for the whole process. */
struct projection *projection_create(void);
void projection_destroy(struct projection *pr);
/* NULL if there is no such table. */
const struct projected_table *projection_find(const struct projection *pr, struct str name);

/* Sees to it that the tables are there with the columns of this release: others are dropped. In a transaction of its own. */
enum problem_code projection_make(const struct projection *pr, struct db *db, struct problem *p);
/* A store and the tables of it that changed, as bits by table number. */
struct changed {
	uint64_t store, tables;
};
struct changes {
	struct changed *v;
	int n, cap;
};
/* Writes the rows that changed since the last call, or all of them. changes, if not NULL, is added to. In the caller's transaction. */
enum problem_code projection_write(
	const struct projection *pr, struct db *db, uint64_t market, struct market *m, bool all, struct changes *changes, struct problem *p);
/* Deletes a market's rows. */
enum problem_code projection_forget(const struct projection *pr, struct db *db, uint64_t market, struct problem *p);
#endif
