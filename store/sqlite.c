#include "base/arena.h"
#include "store/driver.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct sqlite_db {
	struct db db;
	sqlite3 *handle;
};

struct sqlite_stmt {
	struct stmt stmt;
	sqlite3_stmt *handle;
};

static sqlite3 *handle_of(struct db *db)
{
	return ((struct sqlite_db *)db)->handle;
}

static sqlite3_stmt *stmt_of(struct stmt *q)
{
	return ((struct sqlite_stmt *)q)->handle;
}

static enum problem_code code_of(sqlite3 *handle, int status)
{
	int extended = sqlite3_extended_errcode(handle);
	switch (status & 0xff) {
	case SQLITE_FULL:
		return PROBLEM_DISK_FULL;
	case SQLITE_IOERR:
		return sqlite3_system_errno(handle) == ENOSPC ? PROBLEM_DISK_FULL : PROBLEM_DB_FAILED;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return PROBLEM_BUSY;
	case SQLITE_CONSTRAINT:
		if (extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY)
			return PROBLEM_DUPLICATE;
		return PROBLEM_CONSTRAINT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return PROBLEM_CORRUPT;
	default:
		return PROBLEM_DB_FAILED;
	}
}

static enum problem_code fault(sqlite3 *handle, int status, struct problem *p)
{
	return problem_set(p, code_of(handle, status), "", sqlite3_errmsg(handle), NULL);
}

static void stmt_fault(struct stmt *q, int status)
{
	if (!q->code)
		q->code = fault(handle_of(q->db), status, &q->why);
}

static struct stmt *prepare(struct db *db, const char *sql)
{
	struct sqlite_stmt *q = mem_alloc(sizeof *q);
	q->stmt.db = db;
	int status = sqlite3_prepare_v3(handle_of(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &q->handle, NULL);
	if (status)
		stmt_fault(&q->stmt, status);
	return &q->stmt;
}

static void drop(struct stmt *q)
{
	sqlite3_finalize(stmt_of(q));
	free(q);
}

static void reset(struct stmt *q)
{
	sqlite3_reset(stmt_of(q));
	sqlite3_clear_bindings(stmt_of(q));
}

static void bound(struct stmt *q, int status)
{
	if (status)
		stmt_fault(q, status);
}

static void bind_i64(struct stmt *q, int at, int64_t v)
{
	bound(q, sqlite3_bind_int64(stmt_of(q), at, v));
}

static void bind_f64(struct stmt *q, int at, double v)
{
	bound(q, sqlite3_bind_double(stmt_of(q), at, v));
}

static void bind_text(struct stmt *q, int at, struct str s, bool blob)
{
	if (!s.p)
		bound(q, sqlite3_bind_null(stmt_of(q), at));
	else if (blob)
		bound(q, sqlite3_bind_blob64(stmt_of(q), at, s.p, s.n, SQLITE_TRANSIENT));
	else
		bound(q, sqlite3_bind_text64(stmt_of(q), at, s.p, s.n, SQLITE_TRANSIENT, SQLITE_UTF8));
}

static bool step(struct stmt *q)
{
	int status = sqlite3_step(stmt_of(q));
	if (status == SQLITE_ROW)
		return true;
	if (status == SQLITE_DONE) {
		if (!sqlite3_stmt_readonly(stmt_of(q)))
			q->db->changes = sqlite3_changes64(handle_of(q->db));
	} else {
		stmt_fault(q, status);
	}
	return false;
}

static int64_t column_i64(struct stmt *q, int column)
{
	return sqlite3_column_int64(stmt_of(q), column);
}

static double column_f64(struct stmt *q, int column)
{
	return sqlite3_column_double(stmt_of(q), column);
}

static struct str column_text(struct stmt *q, int column, bool blob)
{
	const void *p = blob ? sqlite3_column_blob(stmt_of(q), column) : sqlite3_column_text(stmt_of(q), column);
	return (struct str){ p, (size_t)sqlite3_column_bytes(stmt_of(q), column) };
}

static bool is_null(struct stmt *q, int column)
{
	return sqlite3_column_type(stmt_of(q), column) == SQLITE_NULL;
}

static enum problem_code exec(struct db *db, const char *sql, struct problem *p)
{
	int status = sqlite3_exec(handle_of(db), sql, NULL, NULL, NULL);
	return status ? fault(handle_of(db), status, p) : PROBLEM_NONE;
}

static void close_db(struct db *db)
{
	sqlite3_close(handle_of(db));
	free(db);
}

static void revive(struct db *db)
{
}

static const struct driver driver = { prepare, drop, reset, bind_i64, bind_f64, bind_text, step, column_i64, column_f64, column_text, is_null, exec, close_db,
	revive };

/* wal_autocheckpoint is a thing of the connection: a reader sets it to 0, and does not checkpoint when it is the last to close. */
static const char WRITER[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON";
static const char READER[] = "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0";

enum problem_code sqlite_open(struct str path, enum db_mode mode, struct db **ret_db, struct problem *p)
{
	struct arena a;
	arena_init(&a, 0);
	struct sqlite_db *db = mem_alloc(sizeof *db);
	db->db = (struct db){ .kind = DB_SQLITE, .mode = mode, .driver = &driver };
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0);
	enum problem_code code = PROBLEM_NONE;
	int status = sqlite3_open_v2(arena_cstr(&a, path), &db->handle, flags, NULL);
	if (status) {
		code = fault(db->handle, status, p);
		goto out;
	}
	sqlite3_extended_result_codes(db->handle, 1);
	sqlite3_busy_timeout(db->handle, 10000);
	if (mode == DB_READ)
		sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	code = exec(&db->db, mode == DB_WRITE ? WRITER : READER, p);
out:
	arena_fini(&a);
	if (code)
		close_db(&db->db);
	else
		*ret_db = &db->db;
	return code;
}

enum problem_code sqlite_copy(struct db *db, struct str path, struct problem *p)
{
	char *sql = sqlite3_mprintf("VACUUM INTO '%.*q'", (int)path.n, path.p);
	enum problem_code code = exec(db, sql, p);
	sqlite3_free(sql);
	return code;
}

enum problem_code sqlite_keep_copy(struct db *db, int version, struct problem *p)
{
	const char *path = sqlite3_db_filename(handle_of(db), "main");
	if (!path || !*path)
		return PROBLEM_NONE;
	struct arena a;
	arena_init(&a, 0);
	char *copy = arena_cstr(&a, arena_printf(&a, "%s.v%d", path, version));
	unlink(copy); /* left by a migration that did not come to its end */
	enum problem_code code = sqlite_copy(db, str_c(copy), p);
	arena_fini(&a);
	return code;
}
