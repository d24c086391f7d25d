#include "base/arena.h"
#include "store/driver.h"

#include <assert.h>
#include <string.h>

bool db_url_is_postgres(struct str url)
{
	return str_starts(url, STR("postgres://")) || str_starts(url, STR("postgresql://"));
}

void db_place(struct str data_dir, struct str database_url, struct str name, struct buf *ret_url)
{
	buf_clear(ret_url);
	if (db_url_is_postgres(database_url))
		buf_str(ret_url, database_url);
	else
		buf_printf(ret_url, "%.*s/%.*s.db", STR_FMT(data_dir), STR_FMT(name));
}

enum problem_code db_open(struct str url, enum db_mode mode, struct db **ret_db, struct problem *p)
{
	return db_url_is_postgres(url) ? postgres_open(url, mode, ret_db, p) : sqlite_open(url, mode, ret_db, p);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_rollback(db);
	while (db->stmts) {
		struct stmt *q = db->stmts;
		db->stmts = q->next;
		db->driver->drop(q);
	}
	db->driver->close(db);
}

enum db_kind db_kind(const struct db *db)
{
	return db->kind;
}

struct stmt *db_stmt(struct db *db, const char *sql)
{
	if (!db->in_transaction)
		db->driver->revive(db);
	struct stmt **at = &db->stmts;
	while (*at && ((*at)->sql != sql || (*at)->code || (*at)->once))
		at = &(*at)->next;
	struct stmt *q = *at;
	if (!q) {
		q = db->driver->prepare(db, sql);
		q->db = db;
		q->sql = sql;
	} else {
		*at = q->next;
		db->driver->reset(q);
	}
	q->next = db->stmts; /* the most used stay in front */
	db->stmts = q;
	q->done = false;
	return q;
}

struct stmt *db_stmt_once(struct db *db, const char *sql)
{
	if (!db->in_transaction)
		db->driver->revive(db);
	struct stmt *q = db->driver->prepare(db, sql);
	q->db = db;
	q->sql = sql;
	q->once = true;
	q->next = db->stmts;
	db->stmts = q;
	return q;
}

void db_bind_i64(struct stmt *q, int at, int64_t v)
{
	if (!q->code)
		q->db->driver->bind_i64(q, at, v);
}

void db_bind_u64(struct stmt *q, int at, uint64_t v)
{
	db_bind_i64(q, at, (int64_t)v);
}

void db_bind_bool(struct stmt *q, int at, bool v)
{
	db_bind_i64(q, at, v);
}

void db_bind_f64(struct stmt *q, int at, double v)
{
	if (!q->code)
		q->db->driver->bind_f64(q, at, v);
}

void db_bind_str(struct stmt *q, int at, struct str s)
{
	if (!q->code)
		q->db->driver->bind_text(q, at, s.p ? s : STR(""), false);
}

void db_bind_blob(struct stmt *q, int at, struct str s)
{
	if (!q->code)
		q->db->driver->bind_text(q, at, s.p ? s : STR(""), true);
}

void db_bind_null(struct stmt *q, int at)
{
	if (!q->code)
		q->db->driver->bind_text(q, at, STR_NONE, false);
}

bool db_step(struct stmt *q)
{
	if (q->code || q->done)
		return false;
	if (q->db->driver->step(q))
		return true;
	q->done = true;
	return false;
}

int64_t db_i64(struct stmt *q, int column)
{
	return q->db->driver->i64(q, column);
}

uint64_t db_u64(struct stmt *q, int column)
{
	return (uint64_t)db_i64(q, column);
}

double db_f64(struct stmt *q, int column)
{
	return q->db->driver->f64(q, column);
}

bool db_bool(struct stmt *q, int column)
{
	return db_i64(q, column) != 0;
}

struct str db_str(struct stmt *q, int column)
{
	return q->db->driver->text(q, column, false);
}

struct str db_blob(struct stmt *q, int column)
{
	return q->db->driver->text(q, column, true);
}

bool db_is_null(struct stmt *q, int column)
{
	return q->db->driver->is_null(q, column);
}

enum problem_code db_end(struct stmt *q, struct problem *p)
{
	enum problem_code code = q->code;
	if (code && p)
		*p = q->why;
	if (code || q->once) { /* what failed is prepared anew the next time */
		struct stmt **at = &q->db->stmts;
		while (*at != q)
			at = &(*at)->next;
		*at = q->next;
		q->db->driver->drop(q);
	} else {
		q->db->driver->reset(q);
		q->done = true;
	}
	return code;
}

enum problem_code db_run(struct stmt *q, struct problem *p)
{
	while (db_step(q))
		;
	return db_end(q, p);
}

int64_t db_changes(const struct db *db)
{
	return db->changes;
}

enum problem_code db_exec(struct db *db, const char *sql, struct problem *p)
{
	if (!db->in_transaction)
		db->driver->revive(db);
	return db->driver->exec(db, sql, p);
}

enum problem_code db_begin(struct db *db, struct problem *p)
{
	assert(!db->in_transaction);
	const char *sql;
	if (db->kind == DB_SQLITE)
		sql = db->mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN";
	else
		sql = db->mode == DB_WRITE ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
	enum problem_code code = db_exec(db, sql, p);
	db->in_transaction = !code;
	return code;
}

enum problem_code db_commit(struct db *db, struct problem *p)
{
	assert(db->in_transaction);
	enum problem_code code = db->driver->exec(db, "COMMIT", p);
	if (code)
		db_rollback(db);
	db->in_transaction = false;
	return code;
}

void db_rollback(struct db *db)
{
	if (db->in_transaction)
		db->driver->exec(db, "ROLLBACK", NULL); /* an error may have rolled it back already */
	db->in_transaction = false;
}

bool db_in_transaction(const struct db *db)
{
	return db->in_transaction;
}

enum problem_code db_copy(struct db *db, struct str path, struct problem *p)
{
	assert(!db->in_transaction);
	if (db->kind != DB_SQLITE)
		return problem_set(p, PROBLEM_CONSTRAINT, "", NULL);
	return sqlite_copy(db, path, p);
}
