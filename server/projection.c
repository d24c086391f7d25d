#include "server/projection.h"
#include "market/world/world.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a column is ---- */

static bool is_state_table(const char *of)
{
	const struct table_desc *d;
	int n = market_tables(&d);
	for (int t = 0; t < n; t++)
		if (strcmp(d[t].name, of) == 0)
			return true;
	return false;
}

static bool has_code(const struct world *w, const char *of)
{
	for (int t = 0; t < w->set.n; t++)
		if (strcmp(w->set.desc[t].name, of) == 0)
			for (int c = 0; c < w->set.desc[t].n_columns; c++)
				if (strcmp(w->set.desc[t].columns[c].name, "code") == 0)
					return true;
	return false;
}

/* False: not shown. In step with market_cell(). */
static bool kind_of(const struct world *w, const struct column *c, enum projected_kind *ret)
{
	switch (c->kind) {
	case COLUMN_u8:
		*ret = c->of[0] ? PROJECTED_WORD : PROJECTED_NUMBER;
		return true;
	case COLUMN_u16:
	case COLUMN_u32:
	case COLUMN_i32:
	case COLUMN_i64:
	case COLUMN_u64:
		*ret = PROJECTED_NUMBER;
		return true;
	case COLUMN_id:
		*ret = PROJECTED_ID;
		return true;
	case COLUMN_min:
		*ret = PROJECTED_MIN;
		return true;
	case COLUMN_text:
		*ret = PROJECTED_TEXT;
		return true;
	case COLUMN_row:
		*ret = is_state_table(c->of) ? PROJECTED_ID : has_code(w, c->of) ? PROJECTED_CODE : PROJECTED_NUMBER;
		return true;
	case COLUMN_list:
	case COLUMN_text8:
	case COLUMN_list8:
	case COLUMN_KIND_MAX:
		break;
	}
	return false;
}

/* ---- SQL from the descriptions; column names are quoted, for some are words of SQL ---- */

static char *finish(struct buf *b)
{
	buf_char(b, 0);
	assert(!b->full);
	return b->p;
}

static char *write_sql(const struct projected_table *t)
{
	struct buf b;
	buf_init(&b, 64 << 10);
	buf_printf(&b, "INSERT INTO m_%s (market_id", t->name);
	for (int c = 0; c < t->n; c++)
		buf_printf(&b, ", \"%s\"", t->columns[c].name);
	buf_str(&b, STR(")\nVALUES (?1"));
	for (int c = 0; c < t->n; c++)
		buf_printf(&b, ", ?%d", c + 2);
	buf_str(&b, STR(")\nON CONFLICT (market_id, \"id\") DO UPDATE SET "));
	for (int c = 1; c < t->n; c++)
		buf_printf(&b, "%s\"%s\" = excluded.\"%s\"", c > 1 ? ", " : "", t->columns[c].name, t->columns[c].name);
	return finish(&b);
}

static void make_sql(const struct projected_table *t, struct buf *out)
{
	buf_printf(out, "CREATE TABLE m_%s (market_id BIGINT NOT NULL", t->name);
	for (int c = 0; c < t->n; c++) {
		enum projected_kind k = t->columns[c].kind;
		bool text = k == PROJECTED_WORD || k == PROJECTED_CODE || k == PROJECTED_TEXT;
		buf_printf(out, ", \"%s\" %s", t->columns[c].name, text ? "TEXT" : "BIGINT");
	}
	buf_str(out, STR(", PRIMARY KEY (market_id, \"id\"));\n"));
	if (strcmp(t->of, "id") != 0)
		buf_printf(out, "CREATE INDEX m_%s_store ON m_%s (market_id, \"%s\");\n", t->name, t->name, t->of);
}

struct projection *projection_create(void)
{
	struct projection *pr = mem_alloc(sizeof *pr);
	struct world *w = world_create(); /* for the names of its tables only */
	const struct table_desc *d;
	pr->n = market_tables(&d);
	assert(pr->n <= PROJECTED_MAX);
	buf_init(&pr->make, 1 << 20);
	for (int i = 0; i < pr->n; i++) {
		struct projected_table *t = &pr->tables[i];
		if (!(d[i].flags & TABLE_PROJECT))
			continue;
		t->name = d[i].name;
		t->of = strcmp(t->name, "store") == 0 ? "id" : "store";
		for (int c = 0; c < d[i].n_columns; c++) {
			struct projected_column *col = &t->columns[t->n];
			if (!kind_of(w, &d[i].columns[c], &col->kind))
				continue;
			assert(t->n < PROJECTED_COLUMNS_MAX - 1);
			col->name = d[i].columns[c].name;
			col->column = c;
			t->n++;
		}
		assert(strcmp(t->columns[0].name, "id") == 0);
		t->write = write_sql(t);
		struct buf b;
		buf_init(&b, 200);
		buf_printf(&b, "DELETE FROM m_%s WHERE market_id = ?1", t->name);
		t->forget = finish(&b);
		make_sql(t, &pr->make);
	}
	uint64_t digest[2];
	struct digest sum;
	digest_init(&sum, 1);
	digest_add(&sum, pr->make.p, pr->make.n);
	digest_end(&sum, digest);
	digest_format(digest, pr->hash);
	finish(&pr->make);
	world_destroy(w);
	return pr;
}

void projection_destroy(struct projection *pr)
{
	if (!pr)
		return;
	for (int i = 0; i < pr->n; i++) {
		free(pr->tables[i].write);
		free(pr->tables[i].forget);
	}
	buf_fini(&pr->make);
	free(pr);
}

const struct projected_table *projection_find(const struct projection *pr, struct str name)
{
	for (int i = 0; i < pr->n; i++)
		if (pr->tables[i].name && str_eq(name, str_c(pr->tables[i].name)))
			return &pr->tables[i];
	return NULL;
}

/* ---- the tables in a database ---- */

static const char WHICH[] = "SELECT hash, names FROM market_projection WHERE id = 1";
static const char KEEP[] = "INSERT INTO market_projection (id, hash, names) VALUES (1, ?1, ?2)\n"
			   "ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, names = excluded.names";

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_'))
			return false;
	return s.n > 0;
}

static enum problem_code make_tables(const struct projection *pr, struct db *db, struct arena *a, struct problem *p)
{
	struct str hash = STR(""), names = STR("");
	enum problem_code code = PROBLEM_NONE;
	if (db_kind(db) == DB_POSTGRES && (code = db_exec(db, "LOCK TABLE market_projection IN EXCLUSIVE MODE", p)))
		return code;
	struct stmt *q = db_stmt(db, WHICH);
	while (db_step(q)) {
		hash = arena_str(a, db_str(q, 0));
		names = arena_str(a, db_str(q, 1));
	}
	if ((code = db_end(q, p)) || str_eq(hash, str_c(pr->hash)))
		return code;
	struct str name;
	struct buf list;
	while (names.n && str_next(&names, ' ', &name))
		if (is_name(name) && (code = db_exec(db, arena_printf(a, "DROP TABLE IF EXISTS m_%.*s", STR_FMT(name)).p, p)))
			return code;
	if ((code = db_exec(db, pr->make.p, p)))
		return code;
	buf_init(&list, 4096);
	for (int i = 0; i < pr->n; i++)
		if (pr->tables[i].name)
			buf_printf(&list, "%s%s", list.n ? " " : "", pr->tables[i].name);
	q = db_stmt(db, KEEP);
	db_bind_str(q, 1, str_c(pr->hash));
	db_bind_str(q, 2, buf_span(&list));
	code = db_run(q, p);
	buf_fini(&list);
	return code;
}

enum problem_code projection_make(const struct projection *pr, struct db *db, struct problem *p)
{
	struct arena a;
	enum problem_code code = db_begin(db, p);
	if (code)
		return code;
	arena_init(&a, 0);
	code = make_tables(pr, db, &a, p);
	arena_fini(&a);
	if (code) {
		db_rollback(db);
		return code;
	}
	return db_commit(db, p);
}

/* ---- rows ---- */

struct writing {
	const struct projection *pr;
	struct db *db;
	uint64_t market;
	struct market *m;
	struct changes *changes;
	enum problem_code code;
	struct problem *p;
};

static void note_change(struct changes *ch, uint64_t store, int table)
{
	int i = ch->n - 1; /* neighbours mostly belong to one store */
	while (i >= 0 && ch->v[i].store != store)
		i--;
	if (i < 0) {
		if (ch->n == ch->cap) {
			ch->cap = ch->cap ? ch->cap * 2 : 16;
			ch->v = mem_grow(ch->v, sizeof *ch->v * (size_t)ch->cap);
		}
		i = ch->n++;
		ch->v[i] = (struct changed){ .store = store };
	}
	ch->v[i].tables |= (uint64_t)1 << table;
}

static void write_row(void *arg, int table, uint32_t row)
{
	struct writing *w = arg;
	const struct projected_table *t = &w->pr->tables[table];
	if (w->code)
		return; /* the call goes on, to forget the marks */
	struct stmt *q = db_stmt(w->db, t->write);
	db_bind_u64(q, 1, w->market);
	for (int c = 0; c < t->n; c++) {
		struct cell v = market_cell(w->m, table, t->columns[c].column, row);
		if (w->changes && strcmp(t->columns[c].name, t->of) == 0)
			note_change(w->changes, (uint64_t)v.i, table);
		if (v.kind == CELL_TEXT)
			db_bind_str(q, c + 2, v.text);
		else if (v.kind != CELL_NULL)
			db_bind_i64(q, c + 2, v.i);
	}
	w->code = db_run(q, w->p);
}

enum problem_code projection_write(
	const struct projection *pr, struct db *db, uint64_t market, struct market *m, bool all, struct changes *changes, struct problem *p)
{
	struct writing w = { .pr = pr, .db = db, .market = market, .m = m, .changes = changes, .p = p };
	market_changed_rows(m, all, write_row, &w);
	return w.code;
}

enum problem_code projection_forget(const struct projection *pr, struct db *db, uint64_t market, struct problem *p)
{
	for (int i = 0; i < pr->n; i++) {
		if (!pr->tables[i].name)
			continue;
		struct stmt *q = db_stmt(db, pr->tables[i].forget);
		db_bind_u64(q, 1, market);
		enum problem_code code = db_run(q, p);
		if (code)
			return code;
	}
	return PROBLEM_NONE;
}
