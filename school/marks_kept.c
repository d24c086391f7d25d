#include "school/marks_kept.h"
#include "school/school.h"

const char *const given_name[GIVEN_MAX] = { "item", "classwork", "override", "warn", "deduct", "appeal", "reply" };

/* ---- steps ---- */

static const char SAY[] = "INSERT INTO step_log (market, n, seat, item, what, at_s, points, evidence)\n"
			  "SELECT CAST(?1 AS BIGINT), COALESCE(MAX(n), 0) + 1, CAST(?2 AS BIGINT), ?3, CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), CAST(?6 AS BIGINT), ?7\n"
			  "FROM step_log WHERE market = ?1";

enum problem_code step_say(struct db *db, uint64_t market, const struct step_said *row, struct problem *p)
{
	struct stmt *q = db_stmt(db, SAY);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, row->seat);
	db_bind_str(q, 3, row->item);
	db_bind_i64(q, 4, row->what);
	db_bind_i64(q, 5, row->at_s);
	db_bind_i64(q, 6, row->points);
	db_bind_str(q, 7, row->evidence);
	return db_run(q, p);
}

static const char SAID[] = "SELECT n, seat, item, what, at_s, points, evidence FROM step_log WHERE market = ?1 AND n <= ?2 ORDER BY n LIMIT 40000";

enum problem_code step_said_list(struct db *db, struct arena *a, uint64_t market, int64_t until, struct step_said **ret, int *ret_n, struct problem *p)
{
	struct step_said *rows = ARENA_ARRAY(a, struct step_said, STEP_SAID_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, SAID);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, until);
	while (n < STEP_SAID_MAX && db_step(q)) {
		rows[n++] = (struct step_said){ .n = db_i64(q, 0), .seat = db_u64(q, 1), .item = arena_str(a, db_str(q, 2)), .what = (enum step_what)db_i64(q, 3),
			.at_s = db_i64(q, 4), .points = db_i64(q, 5), .evidence = arena_str(a, db_str(q, 6)) };
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

/* 3 is STEP_SAID_WRONG. */
static const char WRONG[] = "SELECT COUNT(*) FROM step_log WHERE market = ?1 AND seat = ?2 AND item = ?3 AND what = 3";

enum problem_code step_wrong_count(struct db *db, uint64_t market, uint64_t seat, struct str item, int64_t *ret, struct problem *p)
{
	int64_t n = 0;
	struct stmt *q = db_stmt(db, WRONG);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_str(q, 3, item);
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = n;
	return code;
}

/* ---- the scheme ---- */

static const char SCHEME[] = "SELECT body FROM mark_scheme WHERE market = ?1 ORDER BY n DESC LIMIT 1";

enum problem_code mark_scheme_get(struct db *db, struct arena *a, uint64_t market, struct mark_scheme *ret, struct problem *p)
{
	struct mark_scheme s = mark_scheme_default;
	struct stmt *q = db_stmt(db, SCHEME);
	db_bind_u64(q, 1, market);
	while (db_step(q))
		mark_scheme_read(arena_str(a, db_str(q, 0)), &s);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = s;
	return code;
}

static const char SCHEME_PUT[] = "INSERT INTO mark_scheme (market, n, at_s, person, body)\n"
				 "SELECT CAST(?1 AS BIGINT), COALESCE(MAX(n), 0) + 1, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), ?4 FROM mark_scheme WHERE market = ?1";

enum problem_code mark_scheme_put(struct db *db, uint64_t market, uint64_t person, const struct mark_scheme *s, struct problem *p)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 4096);
	jw_init(&j, &b);
	mark_scheme_write(s, &j);
	struct stmt *q = db_stmt(db, SCHEME_PUT);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, school_now_s());
	db_bind_u64(q, 3, person);
	db_bind_str(q, 4, buf_span(&b));
	enum problem_code code = db_run(q, p);
	buf_fini(&b);
	return code;
}

/* ---- what people said ---- */

static const char GIVEN[] = "SELECT g.n, g.at_s, g.value, g.seat, g.person, g.what, g.item, g.text, COALESCE(p.display_name, '')\n"
			    "FROM mark_given g LEFT JOIN person p ON p.id = g.person WHERE g.market = ?1 AND g.n <= ?2 ORDER BY g.n LIMIT 20000";

enum problem_code given_list(struct db *db, struct arena *a, uint64_t market, int64_t until, struct given_row **ret, int *ret_n, struct problem *p)
{
	struct given_row *rows = ARENA_ARRAY(a, struct given_row, GIVEN_ROWS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, GIVEN);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, until);
	while (n < GIVEN_ROWS_MAX && db_step(q)) {
		rows[n++] = (struct given_row){ .n = db_i64(q, 0), .at_s = db_i64(q, 1), .value = db_i64(q, 2), .seat = db_u64(q, 3), .person = db_u64(q, 4),
			.what = (enum given_what)db_i64(q, 5), .item = arena_str(a, db_str(q, 6)), .text = arena_str(a, db_str(q, 7)), .person_name = arena_str(a, db_str(q, 8)) };
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

/* Conduct: 3 is GIVEN_WARN, 4 GIVEN_DEDUCT. */
static const char CONDUCT[] = "SELECT what, item FROM mark_given WHERE market = ?1 AND seat = ?2 AND what IN (3, 4) LIMIT 1000";

static enum problem_code may_deduct(struct db *db, uint64_t market, const struct given_row *row, struct problem *p)
{
	bool warned = false, before = false;
	struct stmt *q = db_stmt(db, CONDUCT);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, row->seat);
	while (db_step(q)) {
		warned = warned || db_i64(q, 0) == GIVEN_WARN;
		before = before || (db_i64(q, 0) == GIVEN_DEDUCT && str_eq(db_str(q, 1), row->item));
	}
	enum problem_code code = db_end(q, p);
	if (!code && !warned)
		code = problem_set(p, PROBLEM_MARK_NO_WARNING, "", NULL);
	if (!code && before)
		code = problem_set(p, PROBLEM_MARK_EVENT_TWICE, "item", NULL);
	return code;
}

static const char GIVE[] = "INSERT INTO mark_given (market, n, at_s, person, seat, what, item, value, text)\n"
			   "SELECT CAST(?1 AS BIGINT), COALESCE(MAX(n), 0) + 1, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), ?6,\n"
			   "  CAST(?7 AS BIGINT), ?8 FROM mark_given WHERE market = ?1";

enum problem_code given_add(struct db *db, uint64_t market, const struct given_row *row, struct problem *p)
{
	enum problem_code code = row->what == GIVEN_DEDUCT ? may_deduct(db, market, row, p) : PROBLEM_NONE;
	if (code)
		return code;
	struct stmt *q = db_stmt(db, GIVE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, row->at_s);
	db_bind_u64(q, 3, row->person);
	db_bind_u64(q, 4, row->seat);
	db_bind_i64(q, 5, row->what);
	db_bind_str(q, 6, row->item);
	db_bind_i64(q, 7, row->value);
	db_bind_str(q, 8, row->text);
	return db_run(q, p);
}

/* ---- marks as they stood ---- */

static const char KEEP[] = "INSERT INTO mark_kept (market, n, seat, at_s, person, total, days, hash, body)\n"
			   "SELECT CAST(?1 AS BIGINT), (SELECT COALESCE(MAX(n), 0) + 1 FROM mark_kept WHERE market = ?1), CAST(?2 AS BIGINT), CAST(?3 AS BIGINT),\n"
			   "  CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), ?6, ?7, ?8\n"
			   "WHERE NOT EXISTS (SELECT 1 FROM mark_kept k WHERE k.market = ?1 AND k.seat = ?2 AND k.hash = ?7\n"
			   "  AND k.n = (SELECT MAX(n) FROM mark_kept l WHERE l.market = ?1 AND l.seat = ?2))";

enum problem_code kept_add(struct db *db, const struct kept_mark *k, bool *ret_new, struct problem *p)
{
	struct stmt *q = db_stmt(db, KEEP);
	db_bind_u64(q, 1, k->market);
	db_bind_u64(q, 2, k->seat);
	db_bind_i64(q, 3, k->at_s);
	db_bind_u64(q, 4, k->person);
	db_bind_i64(q, 5, k->total);
	db_bind_str(q, 6, k->days);
	db_bind_str(q, 7, k->hash);
	db_bind_str(q, 8, k->body);
	enum problem_code code = db_run(q, p);
	if (!code)
		*ret_new = db_changes(db) > 0;
	return code;
}

static const char KEPT[] = "SELECT n, at_s, total, seat, person, days, hash, CASE WHEN CAST(?3 AS BIGINT) = 1 THEN body ELSE '' END FROM mark_kept\n"
			   "WHERE market = ?1 AND (CAST(?2 AS BIGINT) = 0 OR seat = ?2) ORDER BY n DESC LIMIT 2000";

enum problem_code kept_list(struct db *db, struct arena *a, uint64_t market, uint64_t seat, bool bodies, struct kept_mark **ret, int *ret_n, struct problem *p)
{
	struct kept_mark *rows = ARENA_ARRAY(a, struct kept_mark, KEPT_ROWS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, KEPT);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_i64(q, 3, bodies);
	while (n < KEPT_ROWS_MAX && db_step(q)) {
		rows[n++] = (struct kept_mark){ .market = market, .n = db_i64(q, 0), .at_s = db_i64(q, 1), .total = db_i64(q, 2), .seat = db_u64(q, 3), .person = db_u64(q, 4),
			.days = arena_str(a, db_str(q, 5)), .hash = arena_str(a, db_str(q, 6)), .body = arena_str(a, db_str(q, 7)) };
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}
