#include "school/help.h"
#include "school/person.h"

/* ---- hands ---- */

static const char RAISE[] = "INSERT INTO hand (market, seat, raised_ms, text) VALUES (?1, ?2, ?3, ?4)\n"
			    "ON CONFLICT (market, seat) DO UPDATE SET text = excluded.text";

enum problem_code hand_raise(struct db *db, uint64_t market, uint64_t seat, struct str text, int64_t now_ms, struct problem *p)
{
	struct stmt *q = db_stmt(db, RAISE);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_i64(q, 3, now_ms);
	db_bind_str(q, 4, text);
	return db_run(q, p);
}

static const char LOWER[] = "DELETE FROM hand WHERE market = ?1 AND seat = ?2";

enum problem_code hand_lower(struct db *db, uint64_t market, uint64_t seat, bool *ret_was, struct problem *p)
{
	struct stmt *q = db_stmt(db, LOWER);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	enum problem_code code = db_run(q, p);
	if (!code)
		*ret_was = db_changes(db) > 0;
	return code;
}

static const char HANDS[] = "SELECT seat, raised_ms, text FROM hand WHERE market = ?1 ORDER BY raised_ms, seat LIMIT 500";

enum problem_code hand_list(struct db *db, struct arena *a, uint64_t market, struct hand_row **ret, int *ret_n, struct problem *p)
{
	struct hand_row *rows = ARENA_ARRAY(a, struct hand_row, HANDS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, HANDS);
	db_bind_u64(q, 1, market);
	while (n < HANDS_MAX && db_step(q))
		rows[n++] = (struct hand_row){ .seat = db_u64(q, 0), .raised_ms = db_i64(q, 1), .text = arena_str(a, db_str(q, 2)) };
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

/* ---- remarks ---- */

static const char COUNT[] = "SELECT COUNT(*) FROM remark WHERE market = ?1 AND seat = ?2";
static const char ADD[] = "INSERT INTO remark (id, market, seat, author, at_ms, position, tab, ref, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

enum problem_code remark_add(struct db *db, struct remark_row *row, struct problem *p)
{
	int64_t n = 0;
	struct stmt *q = db_stmt(db, COUNT);
	db_bind_u64(q, 1, row->market);
	db_bind_u64(q, 2, row->seat);
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && n >= REMARKS_OF_SEAT_MAX)
		code = problem_set(p, PROBLEM_TOO_MANY, "", "1000", NULL);
	if (code)
		return code;
	row->id = school_new_id();
	q = db_stmt(db, ADD);
	db_bind_u64(q, 1, row->id);
	db_bind_u64(q, 2, row->market);
	db_bind_u64(q, 3, row->seat);
	db_bind_u64(q, 4, row->author);
	db_bind_i64(q, 5, row->at_ms);
	db_bind_i64(q, 6, row->position);
	db_bind_str(q, 7, row->table);
	db_bind_u64(q, 8, row->ref);
	db_bind_str(q, 9, row->text);
	return db_run(q, p);
}

static const char LIST[] = "SELECT r.id, r.seat, r.author, r.at_ms, r.position, r.tab, r.ref, r.text, p.display_name\n"
			   "FROM remark r LEFT JOIN person p ON p.id = r.author WHERE r.market = ?1 AND (CAST(?2 AS BIGINT) = 0 OR r.seat = ?2)\n"
			   "ORDER BY r.at_ms DESC, r.id LIMIT 200";

enum problem_code remark_list(struct db *db, struct arena *a, uint64_t market, uint64_t seat, struct remark_row **ret, int *ret_n, struct problem *p)
{
	struct remark_row *rows = ARENA_ARRAY(a, struct remark_row, REMARKS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	while (n < REMARKS_MAX && db_step(q))
		rows[n++] = (struct remark_row){ .id = db_u64(q, 0), .market = market, .seat = db_u64(q, 1), .author = db_u64(q, 2), .at_ms = db_i64(q, 3),
			.position = db_i64(q, 4), .table = arena_str(a, db_str(q, 5)), .ref = db_u64(q, 6), .text = arena_str(a, db_str(q, 7)),
			.author_name = arena_str(a, db_str(q, 8)) };
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

static const char FIND[] = "SELECT seat FROM remark WHERE market = ?1 AND id = ?2";
static const char DELETE_ONE[] = "DELETE FROM remark WHERE market = ?1 AND id = ?2";

enum problem_code remark_delete(struct db *db, uint64_t market, uint64_t id, uint64_t *ret_seat, struct problem *p)
{
	uint64_t seat = 0;
	struct stmt *q = db_stmt(db, FIND);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, id);
	while (db_step(q))
		seat = db_u64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && !seat)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (code)
		return code;
	q = db_stmt(db, DELETE_ONE);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, id);
	code = db_run(q, p);
	if (!code)
		*ret_seat = seat;
	return code;
}
