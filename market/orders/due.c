/* What falls due, and when.
 *
 * The next thing that befalls an order is a pure function of its rows, its keyed draws and, for shipping by rule, of the time from which one looks. A heap holds one
 * entry for each order that waits for something; an entry whose time is no longer the order's is skipped. The heap is derived: a market that was loaded or copied
 * builds it anew and goes on in the same way. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/orders/inside.h"
#include <stdlib.h>

enum due_kind { DUE_BUYER_CANCEL, DUE_RULE, DUE_KEEPER, DUE_LATE, DUE_NOT_SHIPPED, DUE_SCAN, DUE_RETURN, DUE_REVIEW };
struct due {
	int64_t at_min;
	enum due_kind kind;
	enum return_due returns;
};

struct entry {
	int64_t at_min;
	uint64_t id;
	uint32_t order;
};
struct orders_cache {
	struct entry *heap;
	uint32_t n, cap;
	int64_t *due, *from; /* by order: time of its entry (TIME_NEVER: none), from when on rules were looked at */
	uint32_t n_orders;
	double *return_level; /* by category */
};

/* ---- heap: the earliest on top, ties by id ---- */

static bool before(const struct entry *a, const struct entry *b)
{
	return a->at_min != b->at_min ? a->at_min < b->at_min : a->id < b->id;
}

static void push(struct orders_cache *c, struct entry e)
{
	if (c->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		c->heap = mem_grow(c->heap, c->cap * sizeof *c->heap);
	}
	uint32_t i = c->n++;
	for (; i && before(&e, &c->heap[(i - 1) / 2]); i = (i - 1) / 2)
		c->heap[i] = c->heap[(i - 1) / 2];
	c->heap[i] = e;
}

static struct entry pop(struct orders_cache *c)
{
	struct entry top = c->heap[0], last = c->heap[--c->n];
	uint32_t i = 0, child;
	while ((child = 2 * i + 1) < c->n) {
		child += child + 1 < c->n && before(&c->heap[child + 1], &c->heap[child]);
		if (!before(&c->heap[child], &last))
			break;
		c->heap[i] = c->heap[child];
		i = child;
	}
	c->heap[i] = last;
	return top;
}

/* ---- what is next for an order ---- */

static void sooner(struct due *d, int64_t at_min, enum due_kind kind)
{
	if (at_min < d->at_min) {
		d->at_min = at_min;
		d->kind = kind;
	}
}

static int64_t not_shipped_min(const struct market *m, uint32_t o)
{
	const struct world_params *k = &m->world->params;
	return m->order.ship_by_min[o] + ex_round(ex_max(0, k->cancel_days - k->ship_days) * MIN_PER_DAY);
}

static struct due next_due(const struct market *m, const struct orders_cache *c, uint32_t o, int64_t from_min)
{
	struct due d = { .at_min = TIME_NEVER };
	switch (m->order.state[o]) {
	case ORDER_PAID:
		/* also where the heap is built in the tick in which the order came */
		from_min = from_min > m->order.placed_min[o] ? from_min : m->order.placed_min[o];
		sooner(&d, buyer_cancel_min(m, o), DUE_BUYER_CANCEL);
		sooner(&d, rule_next_min(m, o, from_min), DUE_RULE);
		sooner(&d, keeper_next_min(m, o, from_min), DUE_KEEPER);
		if (!(m->order.late[o] & LATE_SHIPPED))
			sooner(&d, m->order.ship_by_min[o], DUE_LATE);
		sooner(&d, not_shipped_min(m, o), DUE_NOT_SHIPPED);
		break;
	case ORDER_SHIPPED:
		sooner(&d, track_next_min(m, o), DUE_SCAN);
		break;
	case ORDER_DELIVERED:
		sooner(&d, return_next_min(m, o, c->return_level[m->world->good.category[m->order.good[o]]], &d.returns), DUE_RETURN);
		sooner(&d, review_next_min(m, o), DUE_REVIEW);
		break;
	case ORDER_LOST:
	case ORDER_REFUNDED:
		sooner(&d, review_next_min(m, o), DUE_REVIEW);
		break;
	default:
		break;
	}
	return d;
}

static void ship_late(struct market *m, uint32_t o)
{
	uint32_t store = m->order.store[o];
	m->order.late[o] |= LATE_SHIPPED;
	m->store.late[store]++;
	state_touch(m, T_order, o);
	state_touch(m, T_store, store);
	state_event(m, EVENT_ORDER_LATE, store, m->order.id[o], 0, 0);
}

static void happen(struct market *m, uint32_t o, const struct due *d)
{
	switch (d->kind) {
	case DUE_BUYER_CANCEL:
		cancel_order(m, o, CANCEL_BUYER, d->at_min);
		break;
	case DUE_RULE:
		rule_ship(m, o, d->at_min);
		break;
	case DUE_KEEPER:
		keeper_ship(m, o, d->at_min);
		break;
	case DUE_LATE:
		ship_late(m, o);
		break;
	case DUE_NOT_SHIPPED:
		cancel_order(m, o, CANCEL_NOT_SHIPPED, d->at_min);
		break;
	case DUE_SCAN:
		track_step(m, o, d->at_min);
		break;
	case DUE_RETURN:
		return_step(m, o, d->returns, d->at_min);
		break;
	case DUE_REVIEW:
		review_write(m, o, d->at_min);
		break;
	}
}

/* ---- keeping the heap ---- */

static void room_for_orders(struct orders_cache *c, uint32_t n)
{
	if (n <= c->n_orders)
		return;
	uint32_t more = n + n / 2 + 64;
	c->due = mem_grow(c->due, more * sizeof *c->due);
	c->from = mem_grow(c->from, more * sizeof *c->from);
	for (uint32_t o = c->n_orders; o < more; o++)
		c->due[o] = TIME_NEVER;
	c->n_orders = more;
}

static void schedule(const struct market *m, struct orders_cache *c, uint32_t o, int64_t from_min)
{
	room_for_orders(c, o + 1);
	struct due d = next_due(m, c, o, from_min);
	bool waits = c->due[o] == d.at_min; /* an entry for that time is there */
	c->from[o] = from_min;
	c->due[o] = d.at_min;
	if (!waits && d.at_min != TIME_NEVER)
		push(c, (struct entry){ d.at_min, m->order.id[o], o });
}

static struct orders_cache *build(const struct market *m)
{
	struct orders_cache *c = mem_alloc(sizeof *c);
	const struct world *w = m->world;
	c->return_level = mem_alloc((w->category.t.n + 1) * sizeof *c->return_level);
	for (uint32_t i = 0; i < w->category.t.n; i++)
		c->return_level[i] = return_level((double)w->category.return_ppm[i] / 1e6);
	for (uint32_t o = 0; o < m->order.t.n; o++)
		schedule(m, c, o, now_min(m));
	return c;
}

void orders_cache_destroy(struct orders_cache *c)
{
	if (!c)
		return;
	free(c->heap);
	free(c->due);
	free(c->from);
	free(c->return_level);
	free(c);
}

void order_due_again(struct market *m, uint32_t o, int64_t from_min)
{
	if (m->orders)
		schedule(m, m->orders, o, from_min);
}

void orders_due_again(struct market *m, uint32_t store)
{
	for (uint32_t o = 0; o < m->order.t.n; o++)
		if (m->order.store[o] == store && m->order.state[o] == ORDER_PAID)
			order_due_again(m, o, now_min(m));
}

void order_tick(struct market *m, int64_t until_min)
{
	if (!m->orders)
		m->orders = build(m);
	struct orders_cache *c = m->orders;
	while (c->n && c->heap[0].at_min < until_min) {
		struct entry e = pop(c);
		uint32_t o = e.order;
		if (c->due[o] != e.at_min)
			continue;
		struct due d = next_due(m, c, o, c->from[o]);
		c->due[o] = TIME_NEVER;
		if (d.at_min <= e.at_min)
			happen(m, o, &d);
		/* a rule that could not ship tries again at the next collection, the keeper in the next morning */
		schedule(m, c, o, (d.kind == DUE_RULE || d.kind == DUE_KEEPER) && d.at_min == e.at_min ? e.at_min + 1 : c->from[o]);
	}
}
