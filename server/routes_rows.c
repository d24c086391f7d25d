/* Rows of the projected tables: filters, order and pages, by the tables' descriptions.
 *
 * SQL is put together from names that stand in the descriptions; all that comes from outside is bound. */
#include "base/calendar.h"
#include "base/money.h"
#include "market/listing/check.h"
#include "server/routes_market.h"

#include <stdio.h>
#include <string.h>

enum { LIMIT = 100, LIMIT_MAX = 500, VALUES_MAX = 40, BINDS_MAX = 60 };

static bool ends(const char *name, const char *with, size_t *ret_n)
{
	size_t n = strlen(name), k = strlen(with);
	if (n < k || strcmp(name + n - k, with) != 0)
		return false;
	*ret_n = n - k;
	return true;
}

static bool is_money(const struct projected_column *c, size_t *ret_n)
{
	return c->kind == PROJECTED_NUMBER && (ends(c->name, "_fen", ret_n) || ends(c->name, "_minor", ret_n) || strcmp(c->name, "minor") == 0);
}

/* The name that browsers know: price_minor is price, placed_min is placed_at; a bare minor is the amount, at_min is at. */
static struct str shown_name(const struct projected_column *c, char room[64])
{
	size_t n;
	if (strcmp(c->name, "minor") == 0)
		return STR("amount");
	if (strcmp(c->name, "at_min") == 0)
		return STR("at");
	if (is_money(c, &n))
		return (struct str){ c->name, n };
	if (c->kind == PROJECTED_MIN && ends(c->name, "_min", &n)) {
		snprintf(room, 64, "%.*s_at", (int)n, c->name);
		return str_c(room);
	}
	return str_c(c->name);
}

static const struct projected_column *column_named(const struct projected_table *t, struct str name)
{
	char room[64];
	for (int i = 0; i < t->n; i++)
		if (str_eq(name, shown_name(&t->columns[i], room)) || str_eq(name, str_c(t->columns[i].name)))
			return &t->columns[i];
	return NULL;
}

/* ---- one row as JSON ---- */

static const char *currency_of(const struct projected_table *t, struct stmt *q, const struct world *w, char room[4])
{
	struct str code = STR("CNY");
	for (int c = 0; c < t->n; c++) {
		if (t->columns[c].kind != PROJECTED_CODE)
			continue;
		if (strcmp(t->columns[c].name, "currency") == 0) {
			code = db_str(q, c);
			break;
		}
		uint32_t country = strcmp(t->columns[c].name, "country") == 0 ? world_find(w, W_country, db_str(q, c)) : ROW_NONE;
		if (country != ROW_NONE)
			code = world_str(w, w->currency.code[w->country.currency[country]]);
	}
	snprintf(room, 4, "%.*s", STR_FMT(code));
	return room;
}

static void write_bits(struct jw *j, const struct world *w, const char *name, uint64_t bits)
{
	jw_array(j);
	if (strcmp(name, "findings") == 0) {
		for (int i = 0; i < FINDING_MAX; i++)
			if (bits >> i & 1)
				jw_cstr(j, finding_desc[i].code);
	} else {
		for (uint32_t i = 0; i < w->country.t.n; i++)
			if (bits >> i & 1)
				jw_str(j, world_str(w, w->country.code[i]));
	}
	jw_end_array(j);
}

static void write_row(struct jw *j, const struct projected_table *t, struct stmt *q, const struct world *w)
{
	char room[64], currency[4], text[CAL_TEXT_MAX > MONEY_TEXT_MAX ? CAL_TEXT_MAX : MONEY_TEXT_MAX];
	size_t n;
	currency_of(t, q, w, currency);
	jw_object(j);
	for (int c = 0; c < t->n; c++) {
		const struct projected_column *col = &t->columns[c];
		jw_key_str(j, shown_name(col, room));
		if (db_is_null(q, c)) {
			jw_null(j);
		} else if (is_money(col, &n)) {
			const char *of = ends(col->name, "_fen", &n) ? "CNY" : currency;
			money_format(db_i64(q, c), of, text);
			jw_object(j);
			jw_kcstr(j, "amount", text);
			jw_kcstr(j, "currency", of);
			jw_end_object(j);
		} else if (col->kind == PROJECTED_MIN) {
			cal_format(db_i64(q, c), text);
			jw_cstr(j, text);
		} else if (col->kind == PROJECTED_ID) {
			jw_id(j, db_u64(q, c));
		} else if (col->kind != PROJECTED_NUMBER) {
			jw_str(j, db_str(q, c));
		} else if (strcmp(col->name, "day") == 0 || ends(col->name, "_day", &n)) {
			cal_format_date(db_i64(q, c), text);
			jw_cstr(j, text);
		} else if (strcmp(col->name, "findings") == 0 || strcmp(col->name, "countries") == 0) {
			write_bits(j, w, col->name, db_u64(q, c));
		} else {
			jw_i64(j, db_i64(q, c));
		}
	}
	jw_end_object(j);
}

/* ---- a query that is put together ---- */

struct bind {
	bool text;
	int64_t i;
	struct str s;
};
struct select {
	struct buf sql;
	struct bind bind[BINDS_MAX];
	int n;
};

static void bind_i64(struct select *s, int64_t v)
{
	s->bind[s->n++] = (struct bind){ .i = v };
	buf_printf(&s->sql, "?%d", s->n);
}

static void bind_str(struct select *s, struct str v)
{
	s->bind[s->n++] = (struct bind){ .text = true, .s = v };
	buf_printf(&s->sql, "?%d", s->n);
}

static void begin(struct select *s, const struct projected_table *t, uint64_t market)
{
	buf_init(&s->sql, 64 << 10);
	s->n = 0;
	buf_str(&s->sql, STR("SELECT "));
	for (int c = 0; c < t->n; c++)
		buf_printf(&s->sql, "%s\"%s\"", c ? ", " : "", t->columns[c].name);
	buf_printf(&s->sql, " FROM m_%s WHERE market_id = ", t->name);
	bind_i64(s, (int64_t)market);
}

static struct stmt *prepare(struct select *s, struct db *db)
{
	buf_char(&s->sql, 0);
	struct stmt *q = db_stmt_once(db, s->sql.p);
	for (int i = 0; i < s->n; i++) {
		if (s->bind[i].text)
			db_bind_str(q, i + 1, s->bind[i].s);
		else
			db_bind_i64(q, i + 1, s->bind[i].i);
	}
	return q;
}

static bool is_text(const struct projected_column *c)
{
	return c->kind == PROJECTED_WORD || c->kind == PROJECTED_CODE || c->kind == PROJECTED_TEXT;
}

/* AND "column" IN (…): values separated by commas. */
static enum problem_code add_filter(struct select *s, const struct projected_column *c, struct str values, struct problem *p)
{
	struct str value;
	int n = 0;
	buf_printf(&s->sql, "\n  AND \"%s\" IN (", c->name);
	while (str_next(&values, ',', &value)) {
		uint64_t id;
		int64_t number;
		if (s->n >= VALUES_MAX)
			return problem_set(p, PROBLEM_TOO_MANY, c->name, "40", NULL);
		buf_str(&s->sql, n++ ? STR(", ") : STR(""));
		if (is_text(c))
			bind_str(s, value);
		else if (c->kind == PROJECTED_ID && id_parse(value, &id))
			bind_i64(s, (int64_t)id);
		else if (c->kind == PROJECTED_NUMBER && str_i64(value, &number))
			bind_i64(s, number);
		else
			return problem_set(p, PROBLEM_BAD_TYPE, c->name, c->kind == PROJECTED_ID ? "an id" : "an integer", NULL);
	}
	buf_char(&s->sql, ')');
	return PROBLEM_NONE;
}

/* ---- order and pages: by a column and then by id ---- */

struct order {
	const struct projected_column *column;
	bool down;
	int64_t limit;
};

/* NULL sorts last upwards, on both databases. */
static void add_key(struct select *s, const struct order *o)
{
	if (is_text(o->column))
		buf_printf(&s->sql, "COALESCE(\"%s\", '')", o->column->name);
	else
		buf_printf(&s->sql, "COALESCE(\"%s\", %lld)", o->column->name, (long long)INT64_MAX);
}

/* The cursor is the last row's id and key: 13 letters, then a number, or the text in hexadecimal. */
static enum problem_code add_cursor(struct select *s, const struct order *o, struct str cursor, struct arena *a, struct problem *p)
{
	uint64_t id;
	int64_t number = 0;
	struct str key = str_sub(cursor, 13, cursor.n), text = STR("");
	bool well = id_parse(str_sub(cursor, 0, 13), &id);
	if (well && is_text(o->column)) {
		char *bytes = arena_alloc(a, key.n / 2 + 1, 1);
		for (size_t i = 0; i + 1 < key.n && well; i += 2) {
			uint64_t byte;
			well = str_u64_hex(str_sub(key, i, 2), &byte);
			bytes[i / 2] = (char)byte;
		}
		text = (struct str){ bytes, key.n / 2 };
		well = well && key.n % 2 == 0 && str_utf8_ok(text) && !memchr(text.p, 0, text.n);
	} else if (well) {
		well = str_i64(key, &number);
	}
	if (!well)
		return problem_set(p, PROBLEM_BAD_VALUE, "cursor", "?", NULL);
	for (int i = 0; i < 2; i++) {
		buf_str(&s->sql, i ? STR(" OR (") : STR("\n  AND ("));
		add_key(s, o);
		buf_str(&s->sql, i ? STR(" = ") : o->down ? STR(" < ") : STR(" > "));
		if (is_text(o->column))
			bind_str(s, text);
		else
			bind_i64(s, number);
	}
	buf_str(&s->sql, STR(" AND \"id\" > "));
	bind_i64(s, (int64_t)id);
	buf_str(&s->sql, STR("))"));
	return PROBLEM_NONE;
}

static void write_cursor(struct jw *j, const struct projected_table *t, const struct order *o, struct stmt *q, struct arena *a)
{
	struct buf b;
	char id[ID_TEXT_MAX];
	int c = (int)(o->column - t->columns);
	buf_init(&b, 64 << 10);
	id_format(db_u64(q, 0), id);
	buf_str(&b, str_c(id));
	if (is_text(o->column)) {
		struct str text = db_str(q, c);
		for (size_t i = 0; i < text.n; i++)
			buf_printf(&b, "%02x", (unsigned char)text.p[i]);
	} else {
		buf_printf(&b, "%lld", (long long)(db_is_null(q, c) ? INT64_MAX : db_i64(q, c)));
	}
	jw_str(j, arena_str(a, buf_span(&b)));
	buf_fini(&b);
}

/* Newest first where the rows have a time, else by id. */
static struct order usual_order(const struct projected_table *t)
{
	struct order o = { .column = &t->columns[0], .limit = LIMIT };
	for (int c = 0; c < t->n; c++)
		if (t->columns[c].kind == PROJECTED_MIN || strcmp(t->columns[c].name, "day") == 0)
			return (struct order){ .column = &t->columns[c], .down = true, .limit = LIMIT };
	return o;
}

/* Filters, order, cursor of the address. */
static enum problem_code add_query(struct http_request *r, struct select *s, const struct projected_table *t, struct order *o, struct problem *p)
{
	enum problem_code code = PROBLEM_NONE;
	struct str cursor = STR_NONE;
	for (int i = 0; i < r->query.n && !code; i++) {
		struct str name = r->query.name[i], value = r->query.value[i];
		const struct projected_column *c = column_named(t, name);
		if (str_eq(name, STR("seat")) || str_eq(name, STR("store"))) {
			continue; /* says whose rows, see below */
		} else if (str_eq(name, STR("limit"))) {
			if (!str_i64(value, &o->limit) || o->limit < 1 || o->limit > LIMIT_MAX)
				code = problem_set(p, PROBLEM_OUT_OF_RANGE, "limit", "1", "500", NULL);
		} else if (str_eq(name, STR("cursor"))) {
			cursor = value;
		} else if (str_eq(name, STR("sort"))) {
			o->down = str_starts(value, STR("-"));
			o->column = column_named(t, o->down ? str_sub(value, 1, value.n) : value);
			if (!o->column)
				code = problem_set(p, PROBLEM_BAD_VALUE, "sort", arena_cstr(&r->arena, value), NULL);
		} else if (c && (c->kind == PROJECTED_WORD || c->kind == PROJECTED_ID || c->kind == PROJECTED_CODE || strcmp(c->name, "on") == 0 ||
					strcmp(c->name, "late") == 0 || strcmp(c->name, "number") == 0 || strcmp(c->name, "stars") == 0)) {
			code = add_filter(s, c, value, p);
		} else {
			code = problem_set(p, PROBLEM_UNKNOWN_FIELD, arena_cstr(&r->arena, name), NULL);
		}
	}
	if (!code && cursor.p)
		code = add_cursor(s, o, cursor, &r->arena, p);
	return code;
}

/* ---- the routes ---- */

struct reading {
	struct entered e;
	const struct projected_table *table;
	const struct world *world;
	struct db *db;
	uint64_t store; /* 0: everybody's, staff only */
	bool none;      /* a student without a store */
};

static bool open_table(struct http_request *r, struct reading *v)
{
	struct problem p;
	struct hosted_state s;
	struct str text;
	uint64_t seat;
	if (!market_enter(r, &v->e) || !market_seat(r, &v->e, &seat))
		return false;
	v->table = projection_find(host_projection(server_host(r->server)), http_param(r, "table"));
	if (!v->table) {
		http_fail(r, PROBLEM_NOT_FOUND);
		return false;
	}
	if (hosted_look(v->e.hosted, &s, &v->world, NULL, &p) || worker_db(r->worker, host_db_name(v->e.row.id, &r->arena), &v->db, &p)) {
		http_problem(r, &p);
		return false;
	}
	v->store = seat ? hosted_store(v->e.hosted, seat) : 0;
	v->none = !v->store && (seat || !v->e.staff);
	if (!http_query(r, "store", &text))
		return true;
	uint64_t store;
	if (id_parse(text, &store) && (v->e.staff || (store == v->store && store))) {
		v->store = store;
		v->none = false;
		return true;
	}
	http_fail(r, PROBLEM_FORBIDDEN);
	return false;
}

static void only_store(struct select *s, const struct reading *v)
{
	if (!v->store)
		return;
	buf_printf(&s->sql, " AND \"%s\" = ", v->table->of);
	bind_i64(s, (int64_t)v->store);
}

void get_rows(struct http_request *r)
{
	struct problem p;
	struct reading v = { 0 };
	struct select s;
	if (!open_table(r, &v))
		return;
	struct order o = usual_order(v.table);
	begin(&s, v.table, v.e.row.id);
	only_store(&s, &v);
	if (add_query(r, &s, v.table, &o, &p)) {
		http_problem(r, &p);
		goto out;
	}
	buf_str(&s.sql, STR("\nORDER BY "));
	add_key(&s, &o);
	buf_printf(&s.sql, "%s, \"id\" LIMIT ", o.down ? " DESC" : "");
	bind_i64(&s, o.limit + 1);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "rows");
	jw_array(j);
	struct buf cursor;
	struct jw next;
	buf_init(&cursor, 64 << 10);
	jw_init(&next, &cursor);
	int64_t n = 0;
	struct stmt *q = prepare(&s, v.db);
	while (!v.none && n <= o.limit && db_step(q)) {
		if (++n > o.limit)
			break;
		write_row(j, v.table, q, v.world);
		if (n == o.limit)
			write_cursor(&next, v.table, &o, q, &r->arena);
	}
	enum problem_code code = db_end(q, &p);
	jw_end_array(j);
	jw_key(j, "next");
	if (n > o.limit)
		jw_raw(j, buf_span(&cursor));
	else
		jw_null(j);
	jw_end_object(j);
	if (code)
		http_problem(r, &p);
	else
		http_answer(r, 200);
	buf_fini(&cursor);
out:
	buf_fini(&s.sql);
}

void get_row(struct http_request *r)
{
	struct problem p;
	struct reading v = { 0 };
	struct select s;
	uint64_t id;
	bool found = false;
	if (!open_table(r, &v) || !http_param_id(r, "id", &id))
		return;
	begin(&s, v.table, v.e.row.id);
	only_store(&s, &v);
	buf_str(&s.sql, STR(" AND \"id\" = "));
	bind_i64(&s, (int64_t)id);
	struct jw *j = http_json(r);
	struct stmt *q = prepare(&s, v.db);
	while (!v.none && db_step(q)) {
		write_row(j, v.table, q, v.world);
		found = true;
	}
	enum problem_code code = db_end(q, &p);
	if (code)
		http_problem(r, &p);
	else if (!found)
		http_fail(r, PROBLEM_NOT_FOUND);
	else
		http_answer(r, 200);
	buf_fini(&s.sql);
}
