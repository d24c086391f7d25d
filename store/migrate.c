#include "store/migrate.h"
#include "store/driver.h"

#include <stdio.h>

static const char VERSION_TABLE[] = "CREATE TABLE IF NOT EXISTS schema_version (\n"
				    "  name TEXT PRIMARY KEY,\n"
				    "  version BIGINT NOT NULL\n"
				    ")";

static const char READ_VERSION[] = "SELECT version FROM schema_version WHERE name = ?1";

static const char WRITE_VERSION[] = "INSERT INTO schema_version (name, version) VALUES (?1, ?2)\n"
				    "ON CONFLICT (name) DO UPDATE SET version = excluded.version";

enum problem_code schema_version(struct db *db, const char *name, int *ret_version, struct problem *p)
{
	int version = 0;
	struct stmt *q = db_stmt(db, READ_VERSION);
	db_bind_str(q, 1, str_c(name));
	while (db_step(q))
		version = (int)db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_version = version;
	return code;
}

/* One step under the write lock; another process may have made it meanwhile. */
static enum problem_code make_step(struct db *db, const struct schema *schema, int from, struct problem *p)
{
	int version = 0;
	enum problem_code code = db_begin(db, p);
	if (code)
		return code;
	if (db_kind(db) == DB_POSTGRES && (code = db_exec(db, "LOCK TABLE schema_version IN EXCLUSIVE MODE", p)))
		goto out;
	if ((code = schema_version(db, schema->name, &version, p)) || version != from)
		goto out;
	if ((code = db_exec(db, schema->migrations[from], p)))
		goto out;
	struct stmt *q = db_stmt(db, WRITE_VERSION);
	db_bind_str(q, 1, str_c(schema->name));
	db_bind_i64(q, 2, from + 1);
	code = db_run(q, p);
out:
	if (code) {
		db_rollback(db);
		return code;
	}
	return db_commit(db, p);
}

enum problem_code schema_migrate(struct db *db, const struct schema *schema, struct problem *p)
{
	int newest = 0, version = 0;
	while (schema->migrations[newest])
		newest++;
	enum problem_code code = db_exec(db, VERSION_TABLE, p);
	if (code || (code = schema_version(db, schema->name, &version, p)))
		return code;
	if (version > newest) {
		char has[16], knows[16];
		snprintf(has, sizeof has, "%d", version);
		snprintf(knows, sizeof knows, "%d", newest);
		return problem_set(p, PROBLEM_VERSION, "", has, knows, NULL);
	}
	if (version > 0 && version < newest && db_kind(db) == DB_SQLITE && (code = sqlite_keep_copy(db, version, p)))
		return code;
	for (; version < newest; version++)
		if ((code = make_step(db, schema, version, p)))
			return code;
	return PROBLEM_NONE;
}
