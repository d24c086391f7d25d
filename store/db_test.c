/* Every test runs on SQLite and on a PostgreSQL that the suite starts. */
#include "store/db.h"
#include "store/driver.h"
#include "store/migrate.h"
#include "tests/cmocka.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/cohong-db.XXXXXX", pg_url[256], sqlite_url[64];

static struct db *open_db(const char *url, enum db_mode mode)
{
	struct db *db = NULL;
	struct problem p = { 0 };
	assert_int_equal(db_open(str_c(url), mode, &db, &p), PROBLEM_NONE);
	return db;
}

static const char MAKE[] = "DROP TABLE IF EXISTS child; DROP TABLE IF EXISTS thing;\n"
			   "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT UNIQUE, data BLOB, weight DOUBLE PRECISION, flag BIGINT NOT NULL);\n"
			   "CREATE TABLE child (id BIGINT PRIMARY KEY REFERENCES thing (id))";
static const char PUT[] = "INSERT INTO thing (id, name, data, weight, flag) VALUES (?1, ?2, ?3, ?4, ?5)\n"
			  "ON CONFLICT (id) DO UPDATE SET name = excluded.name";
static const char GET[] = "SELECT name, data, weight, flag, '?1' FROM thing WHERE id = ?1 -- why: ?2";
static const char COUNT[] = "SELECT COUNT(*) FROM thing";
static const char ORPHAN[] = "INSERT INTO child (id) VALUES (?1)";
static const char BROKEN[] = "SELECT nothing FROM nowhere";

static enum problem_code put(struct db *db, uint64_t id, struct str name, struct str data)
{
	struct stmt *q = db_stmt(db, PUT);
	db_bind_u64(q, 1, id);
	db_bind_str(q, 2, name);
	if (data.p)
		db_bind_blob(q, 3, data);
	db_bind_f64(q, 4, 0.1);
	db_bind_bool(q, 5, true);
	return db_run(q, NULL);
}

static int64_t count(struct db *db)
{
	int64_t n = -1;
	struct stmt *q = db_stmt(db, COUNT);
	while (db_step(q))
		n = db_i64(q, 0);
	assert_int_equal(db_end(q, NULL), PROBLEM_NONE);
	return n;
}

static void values(void **state)
{
	struct db *db = open_db(*state, DB_WRITE);
	struct problem p;
	assert_int_equal(db_exec(db, MAKE, &p), PROBLEM_NONE);
	uint64_t id = 0xfedcba9876543210u;
	struct str bytes = { "\0\xff'\\x", 5 };
	assert_int_equal(put(db, id, STR("公行 '\\x41"), bytes), PROBLEM_NONE);
	assert_int_equal(db_changes(db), 1);
	for (int i = 0; i < 2; i++) {
		struct stmt *q = db_stmt(db, GET);
		db_bind_u64(q, 1, id);
		assert_true(db_step(q));
		assert_true(str_eq(db_str(q, 0), STR("公行 '\\x41")));
		assert_true(str_eq(db_blob(q, 1), bytes));
		assert_true(db_f64(q, 2) == 0.1);
		assert_true(db_bool(q, 3));
		assert_true(str_eq(db_str(q, 4), STR("?1")));
		assert_false(db_step(q));
		assert_int_equal(db_end(q, &p), PROBLEM_NONE);
	}
	assert_int_equal(put(db, 7, STR(""), STR_NONE), PROBLEM_NONE);
	struct stmt *q = db_stmt(db, GET);
	db_bind_u64(q, 1, 7);
	assert_true(db_step(q));
	assert_false(db_is_null(q, 0));
	assert_true(db_is_null(q, 1));
	assert_int_equal(db_blob(q, 1).n, 0);
	db_end(q, NULL);
	db_close(db);
}

static void faults(void **state)
{
	struct db *db = open_db(*state, DB_WRITE);
	struct problem p;
	assert_int_equal(db_exec(db, MAKE, &p), PROBLEM_NONE);
	assert_int_equal(put(db, 1, STR("a"), STR_NONE), PROBLEM_NONE);
	assert_int_equal(put(db, 2, STR("a"), STR_NONE), PROBLEM_DUPLICATE);
	assert_int_equal(put(db, 2, STR("b"), STR_NONE), PROBLEM_NONE);
	struct stmt *q = db_stmt(db, ORPHAN);
	db_bind_i64(q, 1, 99);
	assert_int_equal(db_run(q, &p), PROBLEM_CONSTRAINT);
	for (int i = 0; i < 2; i++)
		assert_int_equal(db_run(db_stmt(db, BROKEN), &p), PROBLEM_DB_FAILED);
	assert_true(p.arg[0][0] != 0);
	q = db_stmt(db, GET);
	db_bind_i64(q, 9, 1); /* there is no ?9 */
	assert_int_equal(db_run(q, &p), PROBLEM_DB_FAILED);
	assert_int_equal(count(db), 2);
	db_close(db);
}

static void transactions(void **state)
{
	struct db *db = open_db(*state, DB_WRITE), *reader = open_db(*state, DB_READ);
	struct problem p;
	assert_int_equal(db_exec(db, MAKE, &p), PROBLEM_NONE);
	assert_int_equal(db_begin(db, &p), PROBLEM_NONE);
	put(db, 1, STR("a"), STR_NONE);
	assert_int_equal(count(reader), 0);
	db_rollback(db);
	assert_int_equal(count(db), 0);
	assert_int_equal(db_begin(reader, &p), PROBLEM_NONE);
	assert_int_equal(count(reader), 0);
	assert_int_equal(db_begin(db, &p), PROBLEM_NONE);
	put(db, 1, STR("a"), STR_NONE);
	assert_int_equal(db_commit(db, &p), PROBLEM_NONE);
	assert_int_equal(count(reader), 0); /* its own snapshot */
	db_rollback(reader);
	assert_int_equal(count(reader), 1);
	assert_int_not_equal(put(reader, 3, STR("c"), STR_NONE), PROBLEM_NONE);
	assert_int_equal(count(db), 1);
	/* A failed statement does not let the rest of its transaction through unseen. */
	assert_int_equal(db_begin(db, &p), PROBLEM_NONE);
	put(db, 2, STR("b"), STR_NONE);
	assert_int_equal(put(db, 3, STR("b"), STR_NONE), PROBLEM_DUPLICATE);
	db_rollback(db);
	assert_int_equal(count(db), 1);
	db_close(reader);
	db_close(db);
}

static void lost_connection(void **state)
{
	static const char KILL[] = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name = 'victim'";
	if (!db_url_is_postgres(str_c(*state)))
		skip();
	char url[300];
	snprintf(url, sizeof url, "%s&application_name=victim", (const char *)*state);
	struct db *db = open_db(*state, DB_WRITE), *victim = open_db(url, DB_WRITE);
	assert_int_equal(db_exec(db, MAKE, NULL), PROBLEM_NONE);
	assert_int_equal(put(victim, 1, STR("a"), STR_NONE), PROBLEM_NONE);
	assert_int_equal(db_begin(victim, NULL), PROBLEM_NONE);
	put(victim, 2, STR("b"), STR_NONE);
	assert_int_equal(db_exec(db, KILL, NULL), PROBLEM_NONE);
	assert_int_equal(put(victim, 3, STR("c"), STR_NONE), PROBLEM_DB_LOST);
	db_rollback(victim);
	assert_int_equal(put(victim, 3, STR("c"), STR_NONE), PROBLEM_NONE);
	assert_int_equal(count(victim), 2);
	db_close(victim);
	db_close(db);
}

static void migrations(void **state)
{
	static const char one[] = "DROP TABLE IF EXISTS zoo; CREATE TABLE zoo (id BIGINT PRIMARY KEY, picture BLOB); INSERT INTO zoo (id) VALUES (1)";
	static const char two[] = "ALTER TABLE zoo ADD COLUMN name TEXT NOT NULL DEFAULT 'x'";
	static const char bad[] = "INSERT INTO zoo (id) VALUES (2); INSERT INTO nowhere (id) VALUES (1)";
	static const char *const first[] = { one, NULL }, *const second[] = { one, two, NULL }, *const broken[] = { one, two, bad, NULL };
	struct db *db = open_db(*state, DB_WRITE);
	struct problem p;
	int version;
	db_exec(db, "DROP TABLE IF EXISTS schema_version", NULL);
	assert_int_equal(schema_migrate(db, &(struct schema){ "zoo", first }, &p), PROBLEM_NONE);
	assert_int_equal(schema_migrate(db, &(struct schema){ "zoo", first }, &p), PROBLEM_NONE);
	char copy[80];
	snprintf(copy, sizeof copy, "%s.v1", sqlite_url);
	if (db_kind(db) == DB_SQLITE) { /* what cannot be copied is not changed */
		assert_int_equal(mkdir(copy, 0700), 0);
		assert_int_not_equal(schema_migrate(db, &(struct schema){ "zoo", second }, &p), PROBLEM_NONE);
		assert_int_equal(schema_version(db, "zoo", &version, &p), PROBLEM_NONE);
		assert_int_equal(version, 1);
		assert_int_equal(rmdir(copy), 0);
	}
	assert_int_equal(schema_migrate(db, &(struct schema){ "zoo", second }, &p), PROBLEM_NONE);
	assert_int_equal(schema_version(db, "zoo", &version, &p), PROBLEM_NONE);
	assert_int_equal(version, 2);
	if (db_kind(db) == DB_SQLITE) {
		static const char old[] = "SELECT COUNT(*) FROM zoo", new[] = "SELECT COUNT(*) FROM zoo WHERE name = 'x'";
		struct db *before;
		assert_int_equal(db_open(str_c(copy), DB_READ, &before, &p), PROBLEM_NONE);
		assert_int_equal(schema_version(before, "zoo", &version, &p), PROBLEM_NONE);
		assert_int_equal(version, 1);
		struct stmt *q = db_stmt(before, old);
		assert_true(db_step(q));
		assert_int_equal(db_i64(q, 0), 1);
		assert_int_equal(db_end(q, &p), PROBLEM_NONE);
		q = db_stmt(before, new);
		assert_false(db_step(q));
		assert_int_equal(db_end(q, &p), PROBLEM_DB_FAILED); /* no such column yet */
		db_close(before);
		unlink(copy);
	}
	assert_int_equal(schema_migrate(db, &(struct schema){ "zoo", first }, &p), PROBLEM_VERSION);
	assert_int_equal(schema_migrate(db, &(struct schema){ "zoo", broken }, &p), PROBLEM_DB_FAILED);
	assert_int_equal(schema_version(db, "zoo", &version, &p), PROBLEM_NONE);
	assert_int_equal(version, 2);
	static const char zoo[] = "SELECT COUNT(*) FROM zoo WHERE name = 'x'";
	struct stmt *q = db_stmt(db, zoo);
	assert_true(db_step(q));
	assert_int_equal(db_i64(q, 0), 1);
	assert_int_equal(db_end(q, &p), PROBLEM_NONE);
	db_close(db);
}

static void rewriting(void **state)
{
	struct buf b;
	buf_init(&b, 1000);
	postgres_rewrite(STR("a ?1 '?2' \"?3\" -- ?4\n/* ?5 */ ?12 BLOB 'BLOB' BLOBS ?"), true, &b);
	assert_true(str_eq(buf_span(&b), STR("a $1 '?2' \"?3\" -- ?4\n/* ?5 */ $12 BYTEA 'BLOB' BLOBS ?")));
	buf_fini(&b);
}

static void disk_full(void **state)
{
	struct db *db = open_db(sqlite_url, DB_WRITE);
	assert_int_equal(db_exec(db, MAKE, NULL), PROBLEM_NONE);
	assert_int_equal(db_exec(db, "PRAGMA max_page_count = 40", NULL), PROBLEM_NONE);
	static char big[1 << 20];
	assert_int_equal(put(db, 1, STR("a"), (struct str){ big, sizeof big }), PROBLEM_DISK_FULL);
	assert_int_equal(count(db), 0);
	db_close(db);
	struct problem p;
	assert_int_equal(db_open(STR("/nowhere/at/all.db"), DB_WRITE, &db, &p), PROBLEM_DB_FAILED);
	assert_int_equal(db_open(STR("postgres://nobody@/none?host=/nowhere"), DB_WRITE, &db, &p), PROBLEM_DB_LOST);
}

int main(void)
{
	char command[200];
	if (!mkdtemp(dir))
		return 1;
	snprintf(sqlite_url, sizeof sqlite_url, "%s/test.db", dir);
	snprintf(command, sizeof command, "tests/pg.sh start %s", dir);
	FILE *f = popen(command, "r");
	bool started = f && fgets(pg_url, sizeof pg_url, f);
	if (f)
		pclose(f);
	pg_url[strcspn(pg_url, "\n")] = 0;
#define BOTH(test) { #test "-sqlite", test, NULL, NULL, sqlite_url }, { #test "-postgresql", test, NULL, NULL, pg_url }
	const struct CMUnitTest tests[] = { BOTH(values), BOTH(faults), BOTH(transactions), BOTH(migrations), BOTH(lost_connection),
		cmocka_unit_test(rewriting), cmocka_unit_test(disk_full) };
	if (!started)
		fprintf(stderr, "# no PostgreSQL could be started\n");
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	snprintf(command, sizeof command, "tests/pg.sh stop %s; rm -rf %s", dir, dir);
	return system(command) || failed;
}
