#include "server/refusals.h"

#include <stdio.h>
#include <string.h>

bool refusal_counts(enum problem_code code)
{
	switch (code) {
	case PROBLEM_NONE:
	case PROBLEM_BUSY:
	case PROBLEM_DISK_FULL:
	case PROBLEM_INTERNAL:
	case PROBLEM_DB_FAILED:
	case PROBLEM_DB_LOST:
	case PROBLEM_CORRUPT:
	case PROBLEM_CONFLICT:
	case PROBLEM_IDEMPOTENCY:
	case PROBLEM_NO_SEAT:
	case PROBLEM_UNKNOWN_FIELD:
	case PROBLEM_BAD_TYPE:
	case PROBLEM_BAD_JSON:
		return false;
	default:
		return true;
	}
}

static const char APPEND[] = "INSERT INTO market_refusal (market_id, n, at_real_ms, at_min, seat, act, code, field, args)\n"
			     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

enum problem_code refusals_append(struct db *db, uint64_t market, const struct refusal *e, struct problem *p)
{
	char args[sizeof e->problem.arg + 8];
	size_t n = 0;
	for (int i = 0; i < 4; i++) {
		n += (size_t)snprintf(args + n, sizeof args - n, "%s%s", i ? "\x1f" : "", e->problem.arg[i]);
	}
	struct stmt *q = db_stmt(db, APPEND);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, e->n);
	db_bind_i64(q, 3, e->at_real_ms);
	db_bind_i64(q, 4, e->at_min);
	db_bind_u64(q, 5, e->seat);
	db_bind_str(q, 6, str_c(e->act ? act_desc[e->act].name : ""));
	db_bind_str(q, 7, str_c(problem_name(e->problem.code)));
	db_bind_str(q, 8, str_c(e->problem.field));
	db_bind_str(q, 9, (struct str){ args, n });
	return db_run(q, p);
}

static void copy(char *to, size_t size, struct str s)
{
	snprintf(to, size, "%.*s", STR_FMT(s));
}

static const char READ[] = "SELECT n, at_real_ms, at_min, seat, act, code, field, args FROM market_refusal\n"
			   "WHERE market_id = ?1 AND n > ?2 AND at_real_ms >= ?3 ORDER BY n LIMIT ?4";

enum problem_code refusals_read(
	struct db *db, uint64_t market, int64_t after, int64_t from_ms, int max, struct refusal *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, READ);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, after);
	db_bind_i64(q, 3, from_ms);
	db_bind_i64(q, 4, max);
	while (n < max && db_step(q)) {
		struct refusal *e = &ret[n++];
		*e = (struct refusal){ .n = db_i64(q, 0), .at_real_ms = db_i64(q, 1), .at_min = db_i64(q, 2), .seat = db_u64(q, 3) };
		e->act = act_find(db_str(q, 4));
		e->problem.code = problem_find(db_str(q, 5));
		copy(e->problem.field, sizeof e->problem.field, db_str(q, 6));
		struct str args = db_str(q, 7), one;
		for (int i = 0; i < 4 && str_next(&args, '\x1f', &one); i++)
			copy(e->problem.arg[i], sizeof e->problem.arg[i], one);
	}
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

static const char COUNT[] = "SELECT MAX(n) FROM market_refusal WHERE market_id = ?1";

enum problem_code refusals_count(struct db *db, uint64_t market, int64_t *ret, struct problem *p)
{
	int64_t n = 0;
	struct stmt *q = db_stmt(db, COUNT);
	db_bind_u64(q, 1, market);
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = n;
	return code;
}
