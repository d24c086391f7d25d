/* Sourcing: goods are ordered from suppliers, paid at once, and come after lead time and domestic freight. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/account/account.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/orders/inside.h"
#include <stdio.h>
#include <stdlib.h>

enum { DISPATCH_HOUR = 17 }; /* of the sellers' day: suppliers' trucks leave */

/* ---- a supplier's capacity: taken from the first free days on ---- */

static uint64_t supply_id(const struct market *m, uint32_t good, int64_t day)
{
	return id_of(T_supply, hash_str(W_good, world_str(m->world, m->world->good.code[good])), (uint64_t)day);
}

static int64_t capacity_left(const struct market *m, uint32_t good, int64_t day)
{
	uint32_t s = state_find(m, T_supply, supply_id(m, good, day));
	return (int64_t)m->world->good.capacity_day[good] - (s == ROW_NONE ? 0 : m->supply.taken[s]);
}

static void capacity_take(struct market *m, uint32_t good, int64_t day, int64_t pieces)
{
	uint64_t id = supply_id(m, good, day);
	uint32_t s = state_find(m, T_supply, id);
	if (s == ROW_NONE) {
		s = state_add(m, T_supply, id);
		m->supply.good[s] = good;
		m->supply.day[s] = day;
	}
	m->supply.taken[s] += pieces;
}

/* The day on which the last piece is ready, or -1 when that is beyond the horizon. */
static int64_t dispatch_day(const struct market *m, uint32_t good, int64_t pieces, int64_t first, int64_t horizon)
{
	for (int64_t day = first; day <= first + horizon; day++) {
		int64_t left = capacity_left(m, good, day);
		pieces -= left > 0 ? left : 0;
		if (pieces <= 0)
			return day;
	}
	return -1;
}

static void book_capacity(struct market *m, uint32_t good, int64_t pieces, int64_t first)
{
	for (int64_t day = first; pieces > 0; day++) {
		int64_t left = capacity_left(m, good, day), take = left < pieces ? left : pieces;
		if (take > 0) {
			capacity_take(m, good, day, take);
			pieces -= take;
		}
	}
}

/* Gives capacity back from the day of dispatch backwards, no further than today. */
static void free_capacity(struct market *m, uint32_t good, int64_t pieces, int64_t last, int64_t today)
{
	for (int64_t day = last; pieces > 0 && day >= today; day--) {
		int64_t taken = (int64_t)m->world->good.capacity_day[good] - capacity_left(m, good, day), back = taken < pieces ? taken : pieces;
		if (back > 0) {
			capacity_take(m, good, day, -back);
			pieces -= back;
		}
	}
}

/* ---- ordering ---- */

static int64_t domestic_fen(const struct world *w, uint32_t good, int64_t quantity)
{
	double kg = (double)w->good.weight_g[good] * (double)quantity / 1000;
	return ex_round(100 * ex_max(w->params.domestic_min_cny, kg * w->params.domestic_per_kg_cny));
}

int64_t purchase_least_fen(const struct world *w, uint32_t good)
{
	return w->good.cost_fen[good] * w->good.moq[good] + domestic_fen(w, good, w->good.moq[good]);
}

static int64_t dispatch_min(const struct world *w, int64_t day)
{
	return day * MIN_PER_DAY - w->timezone_min + DISPATCH_HOUR * MIN_PER_HOUR;
}

static int64_t transit_min(const struct world *w)
{
	return ex_round(w->params.domestic_days * MIN_PER_DAY);
}

static enum problem_code check_quantity(const struct market *m, uint32_t good, int64_t quantity, int64_t first, int64_t *ret_day, struct problem *p)
{
	const struct world *w = m->world;
	char text[24], days[24];
	if (quantity < w->good.moq[good]) {
		snprintf(text, sizeof text, "%u", w->good.moq[good]);
		return problem_set(p, PROBLEM_PURCHASE_MOQ, "quantity", text, NULL);
	}
	int64_t horizon = ex_round(w->params.purchase_days), day = dispatch_day(m, good, quantity, first, horizon);
	if (day < 0) {
		snprintf(text, sizeof text, "%u", w->good.capacity_day[good]);
		snprintf(days, sizeof days, "%lld", (long long)horizon);
		return problem_set(p, PROBLEM_PURCHASE_CAPACITY, "quantity", text, days, NULL);
	}
	*ret_day = day;
	return PROBLEM_NONE;
}

enum problem_code purchase_create(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct world *w = m->world;
	int64_t quantity = a->purchase_create.quantity, day = 0;
	uint32_t store = 0, good = world_find(w, W_good, a->purchase_create.good), cny = ledger_cny(m);
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (e)
		return e;
	if (good == ROW_NONE) {
		char text[48];
		snprintf(text, sizeof text, "%.*s", STR_FMT(a->purchase_create.good));
		return problem_set(p, PROBLEM_UNKNOWN_CODE, "good", text, NULL);
	}
	int64_t first = day_of_sellers(w, now_min(m)) + w->good.lead_days[good];
	e = check_quantity(m, good, quantity, first, &day, p);
	int64_t freight = domestic_fen(w, good, quantity), total = w->good.cost_fen[good] * quantity + freight;
	if (!e)
		e = ledger_can_pay(m, store, total, p);
	if (e)
		return e;
	book_capacity(m, good, quantity, first);
	/* the store's count of transactions grows with each purchase: no two are alike */
	uint32_t b = state_add(m, T_purchase, id_of(T_purchase, m->store.id[store], m->store.transactions[store]));
	m->purchase.store[b] = store;
	m->purchase.good[b] = good;
	m->purchase.quantity[b] = (uint32_t)quantity;
	m->purchase.unit_fen[b] = w->good.cost_fen[good];
	m->purchase.freight_fen[b] = freight;
	m->purchase.ordered_min[b] = now_min(m);
	m->purchase.arrives_min[b] = dispatch_min(w, day) + transit_min(w);
	m->purchase.state[b] = PURCHASE_ORDERED;
	uint32_t s = stock_row(m, store, good);
	m->stock.inbound[s] += quantity;
	state_touch(m, T_stock, s);
	struct posting v[] = { { ACCOUNT_CASH, cny, -total, -total }, { ACCOUNT_INBOUND, cny, total, total } };
	ledger_post(m, store, TOPIC_PURCHASE, m->purchase.id[b], now_min(m), v, 2);
	ret->id = m->purchase.id[b];
	ret->amount_fen = total;
	return PROBLEM_NONE;
}

static int64_t purchase_total(const struct market *m, uint32_t b)
{
	return m->purchase.unit_fen[b] * m->purchase.quantity[b] + m->purchase.freight_fen[b];
}

enum problem_code purchase_cancel(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct world *w = m->world;
	uint32_t store = 0, b = 0, cny = ledger_cny(m);
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e)
		e = own_row(m, T_purchase, m->purchase.store, store, a->purchase_cancel.purchase, "purchase", &b, p);
	if (e)
		return e;
	int64_t leaves = m->purchase.arrives_min[b] - transit_min(w), now = now_min(m);
	if (m->purchase.state[b] != PURCHASE_ORDERED || now >= leaves)
		return problem_set(p, PROBLEM_PURCHASE_GONE, "purchase", NULL);
	int64_t total = purchase_total(m, b), goods = total - m->purchase.freight_fen[b];
	int64_t kept = now - m->purchase.ordered_min[b] <= MIN_PER_DAY ? 0 : money_ppm(goods, ex_round(w->params.purchase_kept * 1e6));
	m->purchase.state[b] = PURCHASE_CANCELLED;
	state_touch(m, T_purchase, b);
	free_capacity(m, m->purchase.good[b], m->purchase.quantity[b], day_of_sellers(w, leaves), day_of_sellers(w, now));
	uint32_t s = stock_row(m, store, m->purchase.good[b]);
	m->stock.inbound[s] -= m->purchase.quantity[b];
	state_touch(m, T_stock, s);
	struct posting v[] = { { ACCOUNT_CASH, cny, total - kept, total - kept }, { ACCOUNT_SUPPLIER_PENALTY, cny, kept, kept },
		{ ACCOUNT_INBOUND, cny, -total, -total } };
	ledger_post(m, store, TOPIC_PURCHASE, m->purchase.id[b], now, v, 3);
	ret->id = m->purchase.id[b];
	ret->amount_fen = total - kept;
	return PROBLEM_NONE;
}

/* ---- given ---- */

enum { GIVEN_DAYS = 3, GIVEN_VALUE };

enum problem_code stock_grant(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct world *w = m->world;
	const struct act_stock_grant *x = &a->stock_grant;
	uint32_t store = 0, good = world_find(w, W_good, x->good), cny = ledger_cny(m);
	enum problem_code e = account_store_of_seat(m, x->seat, &store, p);
	if (e)
		return e;
	if (good == ROW_NONE) {
		char text[48];
		snprintf(text, sizeof text, "%.*s", STR_FMT(x->good));
		return problem_set(p, PROBLEM_UNKNOWN_CODE, "good", text, NULL);
	}
	/* not before the store opened */
	int64_t at = now_min(m) - (a->given >> GIVEN_DAYS & 1 ? x->days_ago : 0) * MIN_PER_DAY, opened = m->store.decided_min[store];
	at = at < opened ? opened : at;
	int64_t value = a->given >> GIVEN_VALUE & 1 ? x->value_fen : w->good.cost_fen[good] * x->quantity;
	uint32_t b = state_add(m, T_purchase, id_of(T_purchase, m->store.id[store], m->store.transactions[store]));
	m->purchase.store[b] = store;
	m->purchase.good[b] = good;
	m->purchase.quantity[b] = (uint32_t)x->quantity;
	m->purchase.unit_fen[b] = value / x->quantity;
	m->purchase.ordered_min[b] = m->purchase.arrives_min[b] = at;
	m->purchase.state[b] = PURCHASE_ARRIVED;
	stock_put(m, stock_row(m, store, good), x->quantity, value);
	struct posting v[] = { { ACCOUNT_INVENTORY, cny, value, value }, { ACCOUNT_CAPITAL, cny, -value, -value } };
	ledger_post(m, store, TOPIC_CAPITAL, m->purchase.id[b], at, v, 2);
	state_event(m, EVENT_STOCK_GRANTED, store, m->purchase.id[b], x->quantity, 0);
	ret->id = m->purchase.id[b];
	ret->amount_fen = value;
	return PROBLEM_NONE;
}

/* ---- arrival ---- */

static void arrive(struct market *m, uint32_t b)
{
	uint32_t store = m->purchase.store[b], s = stock_row(m, store, m->purchase.good[b]), cny = ledger_cny(m);
	int64_t total = purchase_total(m, b);
	m->stock.inbound[s] -= m->purchase.quantity[b];
	stock_put(m, s, m->purchase.quantity[b], total);
	m->purchase.state[b] = PURCHASE_ARRIVED;
	state_touch(m, T_purchase, b);
	struct posting v[] = { { ACCOUNT_INVENTORY, cny, total, total }, { ACCOUNT_INBOUND, cny, -total, -total } };
	ledger_post(m, store, TOPIC_PURCHASE, m->purchase.id[b], m->purchase.arrives_min[b], v, 2);
	state_event(m, EVENT_PURCHASE_ARRIVED, store, m->purchase.id[b], m->purchase.quantity[b], 0);
}

struct arrival {
	int64_t at_min;
	uint64_t id;
	uint32_t purchase;
};

static int by_time(const void *a, const void *b)
{
	const struct arrival *x = a, *y = b;
	if (x->at_min != y->at_min)
		return x->at_min < y->at_min ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

void purchase_tick(struct market *m, int64_t until_min)
{
	uint32_t n = 0, i = 0;
	for (uint32_t b = 0; b < m->purchase.t.n; b++)
		n += m->purchase.state[b] == PURCHASE_ORDERED && m->purchase.arrives_min[b] < until_min;
	if (!n)
		return;
	struct arrival *v = ARENA_ARRAY(&m->tick, struct arrival, n);
	for (uint32_t b = 0; b < m->purchase.t.n; b++)
		if (m->purchase.state[b] == PURCHASE_ORDERED && m->purchase.arrives_min[b] < until_min)
			v[i++] = (struct arrival){ m->purchase.arrives_min[b], m->purchase.id[b], b };
	qsort(v, n, sizeof *v, by_time);
	for (i = 0; i < n; i++)
		arrive(m, v[i].purchase);
}
