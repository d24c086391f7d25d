#include "school/school.h"

static const char COUNT[] = "SELECT COUNT(*) FROM draft WHERE person = ?1 AND draft_key <> ?2";
static const char PUT[] = "INSERT INTO draft (person, draft_key, body, updated_s) VALUES (?1, ?2, ?3, ?4)\n"
			  "ON CONFLICT (person, draft_key) DO UPDATE SET body = excluded.body, updated_s = excluded.updated_s";
static const char GET[] = "SELECT body, updated_s FROM draft WHERE person = ?1 AND draft_key = ?2";
static const char DELETE[] = "DELETE FROM draft WHERE person = ?1 AND draft_key = ?2";

static struct stmt *about(struct db *db, const char *sql, uint64_t person, struct str key)
{
	struct stmt *q = db_stmt(db, sql);
	db_bind_u64(q, 1, person);
	db_bind_str(q, 2, key);
	return q;
}

enum problem_code draft_put(struct db *db, uint64_t person, struct str key, struct str body, int64_t now_s, struct problem *p)
{
	int64_t others = 0;
	struct stmt *q = about(db, COUNT, person, key);
	while (db_step(q))
		others = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code && others >= DRAFTS_MAX)
		code = problem_set(p, PROBLEM_TOO_MANY, "", "200", NULL);
	if (code)
		return code;
	q = about(db, PUT, person, key);
	db_bind_str(q, 3, body);
	db_bind_i64(q, 4, now_s);
	return db_run(q, p);
}

enum problem_code draft_get(struct db *db, struct arena *a, uint64_t person, struct str key, struct str *ret_body, int64_t *ret_updated_s, struct problem *p)
{
	bool found = false;
	struct str body = STR_NONE;
	int64_t updated_s = 0;
	struct stmt *q = about(db, GET, person, key);
	while (db_step(q)) {
		found = true;
		body = arena_str(a, db_str(q, 0));
		updated_s = db_i64(q, 1);
	}
	enum problem_code code = db_end(q, p);
	if (!code && !found)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code) {
		*ret_body = body;
		*ret_updated_s = updated_s;
	}
	return code;
}

enum problem_code draft_delete(struct db *db, uint64_t person, struct str key, struct problem *p)
{
	return db_run(about(db, DELETE, person, key), p);
}
