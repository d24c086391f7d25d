/* Orders that end before they were shipped: by the seller, by the buyer, or by the platform when nobody ships. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/account/account.h"
#include "market/orders/inside.h"
#include "market/search/search.h"

enum { BUYER_CHANGES_MIND_MIN = 60 }; /* not sooner than this, not later than a day */

void cancel_order(struct market *m, uint32_t o, enum cancel_reason reason, int64_t at_min)
{
	uint32_t store = m->order.store[o], stock = stock_find(m, store, m->order.good[o]);
	m->stock.reserved[stock] -= m->order.quantity[o];
	state_touch(m, T_stock, stock);
	m->order.state[o] = ORDER_CANCELLED;
	m->order.cancel_reason[o] = (uint8_t)reason;
	m->order.closed_min[o] = at_min;
	post_refund(m, o, order_paid_minor(m, o), REFUND_CANCELLED, 0, at_min);
	search_sales_add(m, m->order.offer[o], -1, at_min);
	/* what buyers cancel is not held against the seller */
	if (reason != CANCEL_BUYER)
		m->store.cancelled[store]++;
	state_touch(m, T_store, store);
	state_event(m, EVENT_ORDER_CANCELLED, store, m->order.id[o], reason, 0);
}

int64_t buyer_cancel_min(const struct market *m, uint32_t o)
{
	struct draw d = rng_draw(m->key, DRAW_BUYER_CANCEL, m->order.id[o], 0, 0);
	if (rng_uniform(d.u[0]) >= m->world->params.buyer_cancel)
		return TIME_NEVER;
	return m->order.placed_min[o] + BUYER_CHANGES_MIND_MIN + rng_below(d.u[1], MIN_PER_DAY - BUYER_CHANGES_MIND_MIN);
}

enum problem_code order_cancel(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	uint32_t store = 0, o = 0;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e)
		e = own_row(m, T_order, m->order.store, store, a->order_cancel.order, "order", &o, p);
	if (e)
		return e;
	if (m->order.state[o] != ORDER_PAID)
		return order_state_problem(m, o, PROBLEM_ORDER_STATE, p);
	cancel_order(m, o, CANCEL_SELLER, now_min(m));
	order_due_again(m, o, now_min(m));
	ret->id = m->order.id[o];
	return PROBLEM_NONE;
}
