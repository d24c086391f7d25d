/* SQL is put together from names that stand in the descriptions; all that comes from outside is bound. */
#include "server/rows_query.h"

#include <stdio.h>
#include <string.h>

enum { LIMIT = 100, LIMIT_MAX = 500, VALUES_MAX = 40 };

/* ---- names ---- */

bool rows_name_ends(const char *name, const char *with, size_t *ret_n)
{
	size_t n = strlen(name), k = strlen(with);
	if (n < k || strcmp(name + n - k, with) != 0)
		return false;
	*ret_n = n - k;
	return true;
}

bool rows_is_money(const struct projected_column *c, size_t *ret_n)
{
	return c->kind == PROJECTED_NUMBER && (rows_name_ends(c->name, "_fen", ret_n) || rows_name_ends(c->name, "_minor", ret_n) || strcmp(c->name, "minor") == 0);
}

struct str rows_shown_name(const struct projected_column *c, char room[64])
{
	size_t n;
	if (strcmp(c->name, "minor") == 0)
		return STR("amount");
	if (strcmp(c->name, "at_min") == 0)
		return STR("at");
	if (rows_is_money(c, &n))
		return (struct str){ c->name, n };
	if (c->kind == PROJECTED_MIN && rows_name_ends(c->name, "_min", &n)) {
		snprintf(room, 64, "%.*s_at", (int)n, c->name);
		return str_c(room);
	}
	return str_c(c->name);
}

static const struct projected_column *column_named(const struct projected_table *t, struct str name)
{
	char room[64];
	for (int i = 0; i < t->n; i++)
		if (str_eq(name, rows_shown_name(&t->columns[i], room)) || str_eq(name, str_c(t->columns[i].name)))
			return &t->columns[i];
	return NULL;
}

/* ---- putting together ---- */

/* Newest first where the rows have a time, else by id. */
static struct rows_order usual_order(const struct projected_table *t)
{
	struct rows_order o = { .column = &t->columns[0], .limit = LIMIT };
	for (int c = 0; c < t->n; c++)
		if (t->columns[c].kind == PROJECTED_MIN || strcmp(t->columns[c].name, "day") == 0)
			return (struct rows_order){ .column = &t->columns[c], .down = true, .limit = LIMIT };
	return o;
}

static void bind_i64(struct rows_query *s, int64_t v)
{
	s->bind[s->n++] = (typeof(*s->bind)){ .i = v };
	buf_printf(&s->sql, "?%d", s->n);
}

static void bind_str(struct rows_query *s, struct str v)
{
	s->bind[s->n++] = (typeof(*s->bind)){ .text = true, .s = v };
	buf_printf(&s->sql, "?%d", s->n);
}

void rows_query_begin(struct rows_query *s, const struct projected_table *t, uint64_t market)
{
	buf_init(&s->sql, 64 << 10);
	s->n = 0;
	s->table = t;
	s->order = usual_order(t);
	buf_str(&s->sql, STR("SELECT "));
	for (int c = 0; c < t->n; c++)
		buf_printf(&s->sql, "%s\"%s\"", c ? ", " : "", t->columns[c].name);
	buf_printf(&s->sql, " FROM m_%s WHERE market_id = ", t->name);
	bind_i64(s, (int64_t)market);
}

static bool is_text(const struct projected_column *c)
{
	return c->kind == PROJECTED_WORD || c->kind == PROJECTED_CODE || c->kind == PROJECTED_TEXT;
}

/* AND "column" IN (…): values separated by commas. */
static enum problem_code add_filter(struct rows_query *s, const struct projected_column *c, struct str values, struct problem *p)
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

/* NULL sorts last upwards, on both databases. */
static void add_key(struct rows_query *s, const struct rows_order *o)
{
	if (is_text(o->column))
		buf_printf(&s->sql, "COALESCE(\"%s\", '')", o->column->name);
	else
		buf_printf(&s->sql, "COALESCE(\"%s\", %lld)", o->column->name, (long long)INT64_MAX);
}

/* The cursor is the last row's id and key: 13 letters, then a number, or the text in hexadecimal. */
static enum problem_code add_cursor(struct rows_query *s, const struct rows_order *o, struct str cursor, struct arena *a, struct problem *p)
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

struct str rows_query_cursor(const struct rows_query *s, struct stmt *q, struct arena *a)
{
	const struct rows_order *o = &s->order;
	struct buf b;
	char id[ID_TEXT_MAX];
	int c = (int)(o->column - s->table->columns);
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
	struct str cursor = arena_str(a, buf_span(&b));
	buf_fini(&b);
	return cursor;
}

enum problem_code rows_query_add(struct rows_query *s, const struct query *query, struct arena *a, struct problem *p)
{
	const struct projected_table *t = s->table;
	struct rows_order *o = &s->order;
	enum problem_code code = PROBLEM_NONE;
	struct str cursor = STR_NONE;
	for (int i = 0; i < query->n && !code; i++) {
		struct str name = query->name[i], value = query->value[i];
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
				code = problem_set(p, PROBLEM_BAD_VALUE, "sort", arena_cstr(a, value), NULL);
		} else if (c && (c->kind == PROJECTED_WORD || c->kind == PROJECTED_ID || c->kind == PROJECTED_CODE || strcmp(c->name, "on") == 0 ||
					strcmp(c->name, "late") == 0 || strcmp(c->name, "number") == 0 || strcmp(c->name, "stars") == 0)) {
			code = add_filter(s, c, value, p);
		} else {
			code = problem_set(p, PROBLEM_UNKNOWN_FIELD, arena_cstr(a, name), NULL);
		}
	}
	if (!code && cursor.p)
		code = add_cursor(s, o, cursor, a, p);
	return code;
}

void rows_query_of(struct rows_query *s, uint64_t store)
{
	buf_printf(&s->sql, " AND \"%s\" = ", s->table->of);
	bind_i64(s, (int64_t)store);
}

void rows_query_by_id(struct rows_query *s, uint64_t id)
{
	buf_str(&s->sql, STR(" AND \"id\" = "));
	bind_i64(s, (int64_t)id);
}

void rows_query_sort(struct rows_query *s)
{
	buf_str(&s->sql, STR("\nORDER BY "));
	add_key(s, &s->order);
	buf_printf(&s->sql, "%s, \"id\" LIMIT ", s->order.down ? " DESC" : "");
	bind_i64(s, s->order.limit + 1);
}

struct stmt *rows_query_prepare(struct rows_query *s, struct db *db)
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

void rows_query_end(struct rows_query *s)
{
	buf_fini(&s->sql);
}
