/* Rows of the projected tables as JSON, by the tables' descriptions. */
#include "base/calendar.h"
#include "base/hash.h"
#include "base/money.h"
#include "market/listing/check.h"
#include "server/routes_market.h"
#include "server/rows_query.h"

#include <stdio.h>
#include <string.h>

/* ---- one row as JSON ---- */

/* Marketplaces of a store's campaigns: amounts of what stands in them are in their currency. */
struct places {
	struct map of;
	struct str *country;
	bool wanted;
};

static const char PLACES[] = "SELECT \"id\", \"country\" FROM m_campaign WHERE market_id = ?1 AND (CAST(?2 AS BIGINT) = 0 OR \"store\" = ?2) LIMIT 20000";

static int column_at(const struct projected_table *t, const char *name)
{
	for (int c = 0; c < t->n; c++)
		if (strcmp(t->columns[c].name, name) == 0)
			return c;
	return -1;
}

static enum problem_code read_places(const struct projected_table *t, const struct reading *v, struct arena *a, struct places *x, struct problem *p)
{
	enum { MOST = 20000 };
	uint32_t n = 0;
	map_init(&x->of);
	x->wanted = column_at(t, "campaign") >= 0 && column_at(t, "country") < 0;
	if (!x->wanted)
		return PROBLEM_NONE;
	x->country = ARENA_ARRAY(a, struct str, MOST);
	struct stmt *q = db_stmt(v->db, PLACES);
	db_bind_u64(q, 1, v->e.row.id);
	db_bind_u64(q, 2, v->store);
	while (n < MOST && db_step(q)) {
		map_put(&x->of, db_u64(q, 0), n);
		x->country[n++] = arena_str(a, db_str(q, 1));
	}
	return db_end(q, p);
}

static const char *currency_of(const struct projected_table *t, struct stmt *q, const struct world *w, const struct places *x, char room[4])
{
	struct str code = STR("CNY");
	int at = column_at(t, "currency");
	uint32_t country = ROW_NONE, i;
	if (at >= 0)
		code = db_str(q, at);
	else if (x->wanted && map_get(&x->of, db_u64(q, column_at(t, "campaign")), &i))
		country = world_find(w, W_country, x->country[i]);
	else if ((at = column_at(t, "country")) >= 0)
		country = world_find(w, W_country, db_str(q, at));
	if (country != ROW_NONE)
		code = world_str(w, w->currency.code[w->country.currency[country]]);
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

static void write_row(struct jw *j, const struct projected_table *t, struct stmt *q, const struct world *w, const struct places *x)
{
	char room[64], currency[4], text[CAL_TEXT_MAX > MONEY_TEXT_MAX ? CAL_TEXT_MAX : MONEY_TEXT_MAX];
	size_t n;
	currency_of(t, q, w, x, currency);
	jw_object(j);
	for (int c = 0; c < t->n; c++) {
		const struct projected_column *col = &t->columns[c];
		jw_key_str(j, rows_shown_name(col, room));
		if (db_is_null(q, c)) {
			jw_null(j);
		} else if (rows_is_money(col, &n)) {
			const char *of = rows_name_ends(col->name, "_fen", &n) ? "CNY" : currency;
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
		} else if (strcmp(col->name, "day") == 0 || rows_name_ends(col->name, "_day", &n)) {
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

/* ---- the routes ---- */

/* A table of the path. */
static const struct projected_table *open_table(struct http_request *r, struct reading *v)
{
	const struct projected_table *t = projection_find(host_projection(server_host(r->server)), http_param(r, "table"));
	if (!t)
		http_fail(r, PROBLEM_NOT_FOUND);
	return t && market_read(r, v) ? t : NULL;
}

void get_rows(struct http_request *r)
{
	struct problem p;
	struct reading v = { 0 };
	struct rows_query s;
	const struct projected_table *t = open_table(r, &v);
	struct places x = { 0 };
	if (!t)
		return;
	rows_query_begin(&s, t, v.e.row.id);
	if (v.store)
		rows_query_of(&s, v.store);
	if (rows_query_add(&s, &r->query, &r->arena, &p) || read_places(t, &v, &r->arena, &x, &p)) {
		http_problem(r, &p);
		goto out;
	}
	rows_query_sort(&s);
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "rows");
	jw_array(j);
	struct str next = STR_NONE;
	int64_t n = 0;
	struct stmt *q = rows_query_prepare(&s, v.db);
	while (!v.none && n <= s.order.limit && db_step(q)) {
		if (++n > s.order.limit)
			break;
		write_row(j, t, q, v.world, &x);
		if (n == s.order.limit)
			next = rows_query_cursor(&s, q, &r->arena);
	}
	enum problem_code code = db_end(q, &p);
	jw_end_array(j);
	jw_key(j, "next");
	if (n > s.order.limit)
		jw_str(j, next);
	else
		jw_null(j);
	jw_end_object(j);
	if (code)
		http_problem(r, &p);
	else
		http_answer(r, 200);
out:
	map_fini(&x.of);
	rows_query_end(&s);
}

void get_row(struct http_request *r)
{
	struct problem p;
	struct reading v = { 0 };
	struct rows_query s;
	uint64_t id;
	bool found = false;
	const struct projected_table *t = open_table(r, &v);
	struct places x = { 0 };
	if (!t || !http_param_id(r, "id", &id))
		return;
	rows_query_begin(&s, t, v.e.row.id);
	if (v.store)
		rows_query_of(&s, v.store);
	rows_query_by_id(&s, id);
	enum problem_code code = read_places(t, &v, &r->arena, &x, &p);
	struct jw *j = http_json(r);
	if (!code) {
		struct stmt *q = rows_query_prepare(&s, v.db);
		while (!v.none && db_step(q)) {
			write_row(j, t, q, v.world, &x);
			found = true;
		}
		code = db_end(q, &p);
	}
	if (code)
		http_problem(r, &p);
	else if (!found)
		http_fail(r, PROBLEM_NOT_FOUND);
	else
		http_answer(r, 200);
	map_fini(&x.of);
	rows_query_end(&s);
}
