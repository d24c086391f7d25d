/* migrate.h: numbered changes of a schema, forward only.
 *
 * A schema has a name ("school", "market") and its migrations in order; number i in the array brings version i to i + 1. Each is SQL for SQLite and
 * PostgreSQL alike; the type BLOB is written BYTEA for PostgreSQL. The table schema_version remembers one version a schema. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H
#include "store/db.h"

struct schema {
	const char *name;
	const char *const *migrations; /* ended by NULL; each may hold several statements */
};

/* Brings the database to the newest version, each step in a transaction of its own. Before an SQLite file that is in use is changed, it is copied beside
 * itself as FILE.vN. PROBLEM_VERSION if a newer release wrote it; nothing is touched then. */
enum problem_code schema_migrate(struct db *db, const struct schema *schema, struct problem *p);
/* 0 for a schema that was never made. */
enum problem_code schema_version(struct db *db, const char *name, int *ret_version, struct problem *p);
#endif
