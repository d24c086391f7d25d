/* db.h: the database, SQLite or PostgreSQL behind one small interface.
 *
 * A connection belongs to one thread at a time. SQL stands in constants with ?1 ?2 placeholders, and runs unchanged on both. Ids are stored as signed
 * BIGINT, booleans as BIGINT 0 or 1. Where PostgreSQL cannot tell a parameter's type ("?1 IS NULL"), write CAST(?1 AS BIGINT).
 *
 * A query is a loop, and an error shows at its end:
 *
 *	struct stmt *q = db_stmt(db, FIND_PERSON);
 *	db_bind_str(q, 1, login);
 *	while (db_step(q))
 *		id = db_u64(q, 0);
 *	code = db_end(q, p);
 *
 * Results are buffered as a whole on PostgreSQL, so a reader of a large table goes page by page.
 *
 * Codes: DISK_FULL; DB_LOST (the connection broke; after db_commit this means that the outcome is unknown); BUSY (another writer held the file
 * for longer than ten seconds, or a deadlock); DUPLICATE (a unique key exists); CONSTRAINT; CORRUPT; DB_FAILED. Each but the first has the database's own
 * words as argument 0, which are for the log and not for a person's eyes. */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "base/problem.h"
#include "base/str.h"

struct db;
struct stmt;

enum db_kind { DB_SQLITE, DB_POSTGRES };
enum db_mode {
	DB_WRITE, /* the one writer: creates the file, WAL, synchronous=FULL, checkpoints */
	DB_READ,  /* refuses writes, never checkpoints */
};

/* url: postgres://… or postgresql://…, or else the path of an SQLite file. Foreign keys are enforced. */
enum problem_code db_open(struct str url, enum db_mode mode, struct db **ret_db, struct problem *p);
void db_close(struct db *db); /* NULL is allowed; rolls an open transaction back */
enum db_kind db_kind(const struct db *db);
bool db_url_is_postgres(struct str url);
/* Where the database called name stands: the URL itself if it is PostgreSQL's, else data_dir/name.db. */
void db_place(struct str data_dir, struct str database_url, struct str name, struct buf *ret_url);

/* The prepared statement for an SQL constant, kept with the connection and found by the constant's address: sql must be a constant. Never NULL; a
 * statement that cannot be prepared fails at db_end. It is ready to bind; a statement is not used recursively. */
struct stmt *db_stmt(struct db *db, const char *sql);
/* The same for SQL that was put together (a list with filters): prepared for this once, forgotten at db_end. sql must live until then; whatever came from
 * outside is bound, and never part of the text. */
struct stmt *db_stmt_once(struct db *db, const char *sql);
/* Placeholders count from 1. What is bound is copied. Unbound ones are NULL. */
void db_bind_i64(struct stmt *q, int at, int64_t v);
void db_bind_u64(struct stmt *q, int at, uint64_t v); /* as the signed number with the same bits */
void db_bind_f64(struct stmt *q, int at, double v);
void db_bind_bool(struct stmt *q, int at, bool v);
void db_bind_str(struct stmt *q, int at, struct str s); /* an empty span is the empty text, not NULL */
void db_bind_blob(struct stmt *q, int at, struct str s);
void db_bind_null(struct stmt *q, int at);
bool db_step(struct stmt *q); /* true: there is a row; false: the end, or an error */
/* Columns count from 0. Spans are good until the next db_step or db_end. NULL reads as 0, false, "". */
int64_t db_i64(struct stmt *q, int column);
uint64_t db_u64(struct stmt *q, int column);
double db_f64(struct stmt *q, int column);
bool db_bool(struct stmt *q, int column);
struct str db_str(struct stmt *q, int column);
struct str db_blob(struct stmt *q, int column);
bool db_is_null(struct stmt *q, int column);
/* Ends the query early or at its end, and tells what went wrong. */
enum problem_code db_end(struct stmt *q, struct problem *p);
/* Steps to the end and ends it. */
enum problem_code db_run(struct stmt *q, struct problem *p);
/* Rows that the last INSERT, UPDATE or DELETE changed. */
int64_t db_changes(const struct db *db);
/* Several statements without parameters, of a constant's text. */
enum problem_code db_exec(struct db *db, const char *sql, struct problem *p);

/* A writer's transaction takes the write lock at once; a reader's sees one snapshot. No nesting. A lost PostgreSQL connection is opened again by
 * db_begin, or by a statement outside of a transaction. */
enum problem_code db_begin(struct db *db, struct problem *p);
enum problem_code db_commit(struct db *db, struct problem *p); /* rolled back if it fails, or unknown with DB_LOST */
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* Writes a consistent copy of an SQLite database to a new file, beside readers and between the writer's transactions. CONSTRAINT on PostgreSQL, which has pg_dump. */
enum problem_code db_copy(struct db *db, struct str path, struct problem *p);
#endif
