/* What marks need of a market, read in one go for all seats. */
#include "market/ledger/ledger.h"
#include "market/listing/check.h"
#include "market/world/world.h"
#include "server/actlog.h"
#include "server/marks_inside.h"
#include "server/refusals.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 1000, ROWS_MAX = 200000 };

void *marks_grow(void *rows, int n, int *cap, size_t size)
{
	if (n < *cap)
		return rows;
	*cap = *cap ? *cap * 2 : 256;
	return mem_grow(rows, size * (size_t)*cap);
}
#define ADD(g, what) (g->what = marks_grow(g->what, g->n_##what, &g->cap_##what, sizeof *g->what), &g->what[g->n_##what++])

static const struct marks_seat *seat_of(const struct marks_book *b, uint64_t seat)
{
	for (int i = 0; i < b->n; i++)
		if (b->seat[i].row.seat == seat)
			return &b->seat[i];
	return NULL;
}

static struct marks_seat *seat_of_store(struct marks_book *b, uint64_t store)
{
	for (int i = 0; i < b->n && store; i++)
		if (b->seat[i].store == store)
			return &b->seat[i];
	return NULL;
}

/* ---- acts ---- */

static uint64_t made(const json_t *answer)
{
	uint64_t id = 0;
	const json_t *v = json_object_get(answer, "id");
	if (json_is_string(v))
		id_parse((struct str){ json_string_value(v), json_string_length(v) }, &id);
	return id;
}

static bool finds(const json_t *answer, bool (*fits)(int finding))
{
	size_t i;
	const json_t *one;
	json_array_foreach(json_object_get(answer, "findings"), i, one)
		for (int f = 0; f < FINDING_MAX; f++)
			if (fits(f) && json_is_string(one) && strcmp(json_string_value(one), finding_desc[f].code) == 0)
				return true;
	return false;
}

static bool blocks(int f)
{
	return finding_desc[f].severity == SEVERITY_BLOCK;
}

static bool is_below_cost(int f)
{
	return f == FINDING_PRICE_BELOW_COST;
}

static void add_ships(struct gathered *g, const struct own *o, const struct act *act)
{
	for (size_t i = 0; i < act->order_ship_bulk.orders.n && g->n_own < ROWS_MAX; i++) {
		struct own one = *o;
		one.kind = ACT_ORDER_SHIP;
		if (id_parse(act->order_ship_bulk.orders.v[i], &one.ref))
			*ADD(g, own) = one;
	}
}

static void add_act(struct gathered *g, const struct log_entry *e, const struct act *act)
{
	json_t *answer = json_loadb(e->answer.p ? e->answer.p : "", e->answer.n, 0, NULL);
	struct own o = { .kind = act->kind, .seat = e->seat, .ref = made(answer), .position = e->position, .at_min = e->at_min, .at_ms = e->at_real_ms };
	switch (act->kind) {
	case ACT_OFFER_SET:
		o.ref = act->offer_set.listing;
		o.country = arena_str(g->a, act->offer_set.country);
		o.below = act->offer_set.below_cost && finds(answer, is_below_cost);
		break;
	case ACT_LISTING_PUBLISH:
		o.ref = act->listing_publish.listing;
		o.blocked = finds(answer, blocks);
		break;
	case ACT_ORDER_SHIP: o.ref = act->order_ship.order; break;
	case ACT_ORDER_SHIP_BULK: add_ships(g, &o, act); break;
	case ACT_ORDER_CANCEL: o.ref = act->order_cancel.order; break;
	case ACT_RETURN_DECIDE: o.ref = act->return_decide.returns; break;
	case ACT_REVIEW_REPLY: o.ref = act->review_reply.review; break;
	default: break;
	}
	*ADD(g, own) = o;
	json_decref(answer);
}

static enum problem_code read_acts(struct gathered *g, const struct marks_book *b, struct problem *p)
{
	struct arena a;
	struct log_entry *entries = mem_alloc(sizeof *entries * PAGE);
	int64_t after = 0;
	int n = PAGE;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&a, 1 << 20);
	while (n == PAGE && !code && g->n_own < ROWS_MAX) {
		arena_reset(&a);
		code = actlog_read_since(g->src->db, &a, g->src->row->id, 0, after, PAGE, entries, &n, p);
		for (int i = 0; i < n && !code; i++) {
			struct act act;
			const struct marks_seat *s = seat_of(b, entries[i].seat);
			after = entries[i].position;
			if (after > g->cut.position) {
				n = 0;
				break;
			}
			if (s && s->row.person == entries[i].person && !act_decode(entries[i].act, &a, &act, NULL) && g->n_own < ROWS_MAX)
				add_act(g, &entries[i], &act);
		}
	}
	arena_fini(&a);
	free(entries);
	return code;
}

static enum problem_code read_refusals(struct gathered *g, struct problem *p)
{
	struct refusal *page = mem_alloc(sizeof *page * PAGE);
	int n = PAGE;
	int64_t after = 0;
	enum problem_code code = PROBLEM_NONE;
	while (n == PAGE && !code) {
		code = refusals_read(g->src->db, g->src->row->id, after, 0, PAGE, page, &n, p);
		for (int i = 0; i < n && !code; i++) {
			after = page[i].n;
			if (page[i].n <= g->cut.refusals && page[i].act && refusal_counts(page[i].problem.code))
				*ADD(g, down) = (struct turned_down){ page[i].seat, page[i].act, page[i].at_real_ms };
		}
	}
	free(page);
	return code;
}

/* ---- rows. A column without a moment is NULL. ---- */

static int64_t moment(struct stmt *q, int column)
{
	return db_is_null(q, column) ? -1 : db_i64(q, column);
}

static const char STORES[] = "SELECT seat, id, name FROM m_store WHERE market_id = ?1 AND kind = 'seat' LIMIT 2000";
static const char ORDERS[] = "SELECT id, store, listing, number, placed_min, ship_by_min, shipped_min, closed_min, cancel_reason, quantity FROM m_order\n"
			     "WHERE market_id = ?1 AND placed_min < ?2 ORDER BY placed_min, id LIMIT 200000";
static const char RETURNS[] = "SELECT r.id, r.store, o.number, r.opened_min, r.decide_by_min FROM m_returns r\n"
			      "JOIN m_order o ON o.market_id = r.market_id AND o.id = r.\"order\" WHERE r.market_id = ?1 AND r.opened_min < ?2 ORDER BY r.opened_min, r.id LIMIT 50000";
static const char REVIEWS[] = "SELECT r.id, r.store, o.number, r.written_min FROM m_review r\n"
			      "JOIN m_order o ON o.market_id = r.market_id AND o.id = r.\"order\"\n"
			      "WHERE r.market_id = ?1 AND r.written_min < ?2 AND r.stars <= 3 ORDER BY r.written_min, r.id LIMIT 50000";
static const char LISTINGS[] = "SELECT l.id, l.sku FROM m_listing l JOIN m_store s ON s.market_id = l.market_id AND s.id = l.store\n"
			       "WHERE l.market_id = ?1 AND s.kind = 'seat' ORDER BY l.id LIMIT 20000";
static const char SUMS[] = "SELECT e.store, e.account, CAST(SUM(e.base_fen) AS BIGINT) FROM m_entry e JOIN m_store s ON s.market_id = e.market_id AND s.id = e.store\n"
			   "WHERE e.market_id = ?1 AND s.kind = 'seat' AND e.at_min < ?2 GROUP BY e.store, e.account";

static const char EXPECTED[] = "SELECT store, CAST(SUM(expected_micro) AS BIGINT) FROM m_day WHERE market_id = ?1 AND (day + 1) * 1440 < ?2 GROUP BY store";

static struct stmt *query(struct gathered *g, const char *sql, bool by_time)
{
	struct stmt *q = db_stmt(g->src->db, sql);
	db_bind_u64(q, 1, g->src->row->id);
	if (by_time)
		db_bind_i64(q, 2, g->cut.now_min);
	return q;
}

static enum problem_code read_stores(struct gathered *g, struct marks_book *b, struct problem *p)
{
	struct stmt *q = query(g, STORES, false);
	while (db_step(q))
		for (int i = 0; i < b->n; i++)
			if (b->seat[i].row.seat == db_u64(q, 0)) {
				b->seat[i].store = db_u64(q, 1);
				b->seat[i].store_name = arena_str(g->a, db_str(q, 2));
			}
	return db_end(q, p);
}

static enum problem_code read_orders(struct gathered *g, struct marks_book *b, struct problem *p)
{
	struct stmt *q = query(g, ORDERS, true);
	while (db_step(q)) {
		struct marks_seat *s = seat_of_store(b, db_u64(q, 1));
		if (!s || g->n_order == ROWS_MAX)
			continue;
		struct order_row o = { .id = db_u64(q, 0), .store = s->store, .listing = db_u64(q, 2), .number = db_i64(q, 3), .placed_min = db_i64(q, 4),
			.ship_by_min = db_i64(q, 5), .shipped_min = moment(q, 6), .closed_min = moment(q, 7), .by_buyer = str_eq(db_str(q, 8), STR("buyer")) };
		bool cancelled = !str_eq(db_str(q, 8), STR("none")) && o.closed_min >= 0 && o.closed_min < g->cut.now_min;
		s->in.orders += !cancelled;
		s->in.units += cancelled ? 0 : db_i64(q, 9);
		*ADD(g, order) = o;
	}
	return db_end(q, p);
}

static enum problem_code read_cases(struct gathered *g, struct marks_book *b, struct problem *p)
{
	enum { TWO_DAYS = 2 * 24 * 60 };
	struct stmt *q = query(g, RETURNS, true);
	while (db_step(q))
		if (seat_of_store(b, db_u64(q, 1)))
			*ADD(g, returns) = (struct case_row){ db_u64(q, 0), db_u64(q, 1), db_i64(q, 2), db_i64(q, 3), db_i64(q, 4) };
	enum problem_code code = db_end(q, p);
	if (code)
		return code;
	q = query(g, REVIEWS, true);
	while (db_step(q))
		if (seat_of_store(b, db_u64(q, 1)))
			*ADD(g, review) = (struct case_row){ db_u64(q, 0), db_u64(q, 1), db_i64(q, 2), db_i64(q, 3), db_i64(q, 3) + TWO_DAYS };
	if ((code = db_end(q, p)))
		return code;
	q = query(g, LISTINGS, false);
	while (db_step(q))
		*ADD(g, listing) = (struct listing_name){ db_u64(q, 0), arena_str(g->a, db_str(q, 1)) };
	return db_end(q, p);
}

static enum problem_code read_sums(struct gathered *g, struct marks_book *b, struct problem *p)
{
	struct stmt *q = query(g, SUMS, true);
	while (db_step(q)) {
		struct marks_seat *s = seat_of_store(b, db_u64(q, 0));
		for (int i = 0; i < ACCOUNT_MAX && s; i++) {
			if (!str_eq(db_str(q, 1), str_c(account_desc[i].code)))
				continue;
			bool sold = i == ACCOUNT_SALES || i == ACCOUNT_SHIPPING_INCOME, counts = account_desc[i].group == GROUP_INCOME || account_desc[i].group == GROUP_EXPENSE;
			s->in.income_fen -= sold ? db_i64(q, 2) : 0;
			s->in.profit_fen -= counts ? db_i64(q, 2) : 0;
		}
	}
	return db_end(q, p);
}

/* The luck meter's orders of the days that were over before the cut. */
static enum problem_code read_expected(struct gathered *g, struct marks_book *b, struct problem *p)
{
	enum { MICRO_PER_MILLI = 1000 };
	struct stmt *q = db_stmt(g->src->db, EXPECTED);
	db_bind_u64(q, 1, g->src->row->id);
	db_bind_i64(q, 2, g->cut.now_min + g->src->world->timezone_min);
	while (db_step(q)) {
		struct marks_seat *s = seat_of_store(b, db_u64(q, 0));
		if (s)
			s->in.expected_milli = db_i64(q, 1) / MICRO_PER_MILLI;
	}
	return db_end(q, p);
}

enum problem_code marks_read_market(struct gathered *g, struct marks_book *b, struct problem *p)
{
	enum problem_code code;
	if ((code = read_stores(g, b, p)) || (code = read_acts(g, b, p)) || (code = read_refusals(g, p)) || (code = read_orders(g, b, p)) ||
		(code = read_cases(g, b, p)) || (code = read_sums(g, b, p)))
		return code;
	return read_expected(g, b, p);
}

struct gathered marks_own(const struct gathered *g, const struct marks_seat *s)
{
	struct gathered m = *g;
	m.own = mem_alloc(sizeof *m.own * (size_t)(g->n_own + 1));
	m.down = mem_alloc(sizeof *m.down * (size_t)(g->n_down + 1));
	m.order = mem_alloc(sizeof *m.order * (size_t)(g->n_order + 1));
	m.n_own = m.n_down = m.n_order = 0;
	for (int i = 0; i < g->n_own; i++)
		if (g->own[i].seat == s->row.seat)
			m.own[m.n_own++] = g->own[i];
	for (int i = 0; i < g->n_down; i++)
		if (g->down[i].seat == s->row.seat)
			m.down[m.n_down++] = g->down[i];
	for (int i = 0; i < g->n_order; i++)
		if (s->store && g->order[i].store == s->store)
			m.order[m.n_order++] = g->order[i];
	return m;
}

void marks_own_end(struct gathered *m)
{
	free(m->own);
	free(m->down);
	free(m->order);
}

void marks_read_end(struct gathered *g)
{
	free(g->own);
	free(g->down);
	free(g->order);
	free(g->returns);
	free(g->review);
	free(g->listing);
}
