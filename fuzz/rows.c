/* A page of rows: the first line names a table, the rest is the query. Whatever it asks for, the SQL that is made of it is one that the database takes. */
#include "fuzz/fuzz.h"
#include "server/actlog.h"
#include "server/rows_query.h"

#include <string.h>

static struct projection *projection;
static struct db *db;

static void prepare(void)
{
	struct problem p;
	projection = projection_create();
	HOLDS(!db_open(STR(":memory:"), DB_WRITE, &db, &p) && !schema_migrate(db, &market_schema, &p) && !projection_make(projection, db, &p));
	/* a row in each table, for cursors */
	for (int t = 0; t < projection->n; t++) {
		struct buf sql;
		if (!projection->tables[t].name)
			continue;
		buf_init(&sql, 64 << 10);
		buf_printf(&sql, "INSERT INTO m_%s (market_id", projection->tables[t].name);
		for (int c = 0; c < projection->tables[t].n; c++)
			buf_printf(&sql, ", \"%s\"", projection->tables[t].columns[c].name);
		buf_str(&sql, STR(") VALUES (1"));
		for (int c = 0; c < projection->tables[t].n; c++)
			buf_str(&sql, STR(", 1"));
		buf_str(&sql, STR(")"));
		buf_char(&sql, 0);
		HOLDS(!db_run(db_stmt_once(db, sql.p), &p));
		buf_fini(&sql);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = { (const char *)bytes, n }, name;
	struct arena a;
	struct query query;
	struct rows_query s;
	struct problem p;
	if (!db)
		prepare();
	if (!str_next(&text, '\n', &name) || !text.p)
		return 0;
	arena_init(&a, 0);
	const struct projected_table *t = projection_find(projection, name);
	if (t && parse_query(&a, text, &query)) {
		rows_query_begin(&s, t, 1);
		rows_query_of(&s, 1);
		enum problem_code code = rows_query_add(&s, &query, &a, &p);
		if (code) {
			HOLDS(p.code == code && str_utf8_ok(str_c(p.field)) && str_utf8_ok(str_c(p.arg[0])) && problem_status(code) < 500);
		} else {
			rows_query_sort(&s);
			HOLDS(!s.sql.full && s.n <= ROWS_BINDS_MAX && s.order.limit >= 1 && s.order.limit <= 500);
			struct stmt *q = rows_query_prepare(&s, db);
			while (db_step(q)) { /* the cursor that we give is one that we take */
				struct query next = { .n = 1, .name = { STR("cursor") }, .value = { rows_query_cursor(&s, q, &a) } };
				struct rows_query again;
				rows_query_begin(&again, t, 1);
				again.order = s.order;
				HOLDS(!rows_query_add(&again, &next, &a, &p));
				rows_query_end(&again);
			}
			HOLDS(!db_end(q, &p));
		}
		rows_query_end(&s);
	}
	arena_fini(&a);
	return 0;
}
