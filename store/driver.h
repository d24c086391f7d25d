/* driver.h: what the two databases implement for db.c. Not for others. */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H
#include "store/db.h"

struct stmt {
	struct db *db;
	const char *sql;
	struct stmt *next;
	enum problem_code code; /* first failure since db_stmt */
	struct problem why;
	bool done, once;
};

struct driver {
	struct stmt *(*prepare)(struct db *db, const char *sql); /* allocates; records a failure in the statement */
	void (*drop)(struct stmt *q);
	void (*reset)(struct stmt *q); /* ready to bind again */
	void (*bind_i64)(struct stmt *q, int at, int64_t v);
	void (*bind_f64)(struct stmt *q, int at, double v);
	void (*bind_text)(struct stmt *q, int at, struct str s, bool blob);
	bool (*step)(struct stmt *q);
	int64_t (*i64)(struct stmt *q, int column);
	double (*f64)(struct stmt *q, int column);
	struct str (*text)(struct stmt *q, int column, bool blob);
	bool (*is_null)(struct stmt *q, int column);
	enum problem_code (*exec)(struct db *db, const char *sql, struct problem *p);
	void (*close)(struct db *db);
	void (*revive)(struct db *db); /* opens a lost connection again, outside of a transaction */
};

struct db {
	enum db_kind kind;
	enum db_mode mode;
	const struct driver *driver;
	struct stmt *stmts;
	bool in_transaction;
	int64_t changes;
};

enum problem_code sqlite_open(struct str path, enum db_mode mode, struct db **ret_db, struct problem *p);
enum problem_code postgres_open(struct str url, enum db_mode mode, struct db **ret_db, struct problem *p);
/* A consistent copy in a new file. */
enum problem_code sqlite_copy(struct db *db, struct str path, struct problem *p);
/* Copies the file of an SQLite database beside it. */
enum problem_code sqlite_keep_copy(struct db *db, int version, struct problem *p);
/* ?1 becomes $1 outside of quotes and comments; with types, BLOB becomes BYTEA. */
void postgres_rewrite(struct str sql, bool types, struct buf *out);
#endif
