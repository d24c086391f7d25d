/* Buyers who give goods back: asked for, decided by the seller or by the clock, settled. docs/model.md, "Return".
 *
 * refund: the goods travel back and the money is given when they arrive. Where the seller is at fault the label is charged too; what was damaged is not sold
 * again. refund_only and partial give money at once. A refusal costs nothing but the buyer: angry, and a review that is a point of satisfaction worse. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/account/account.h"
#include "market/demand/demand.h"
#include "market/ledger/ledger.h"
#include "market/orders/inside.h"
#include "market/search/search.h"
#include <stdio.h>

enum { FIRST_RETURN = 1, ASKS_AFTER_MIN = MIN_PER_DAY / 4, ASKS_MEAN_DAYS = 5, BACK_MIN_DAYS = 8, BACK_SPREAD_DAYS = 12 };
enum { DAY_ASKS, DAY_BACK }; /* item of a return's draws */

static uint64_t return_id(const struct market *m, uint32_t o)
{
	return id_of(T_returns, m->order.id[o], FIRST_RETURN);
}

uint32_t order_return(const struct market *m, uint32_t o)
{
	return state_find(m, T_returns, return_id(m, o));
}

/* ---- what is due ---- */

static int64_t asks_min(const struct market *m, uint32_t o, double level)
{
	struct draw d = rng_draw(m->key, DRAW_RETURN, m->order.id[o], DAY_ASKS, 0);
	if (m->order.state[o] != ORDER_DELIVERED || rng_uniform(d.u[0]) >= ex_logistic(level - order_opinion(m, o).z))
		return TIME_NEVER;
	double days = ex_min(rng_exponential(d.u[1]) * ASKS_MEAN_DAYS, m->world->params.return_days - 1);
	return m->order.delivered_min[o] + ASKS_AFTER_MIN + ex_round(ex_max(0, days) * MIN_PER_DAY);
}

static int64_t back_min(const struct market *m, uint32_t r)
{
	struct draw d = rng_draw(m->key, DRAW_RETURN, m->returns.id[r], DAY_BACK, 0);
	return m->returns.decided_min[r] + BACK_MIN_DAYS * MIN_PER_DAY + rng_below(d.u[0], BACK_SPREAD_DAYS * MIN_PER_DAY);
}

int64_t return_next_min(const struct market *m, uint32_t o, double level, enum return_due *ret_what)
{
	uint32_t r = order_return(m, o);
	if (r == ROW_NONE) {
		*ret_what = RETURN_DUE_OPEN;
		return asks_min(m, o, level);
	}
	*ret_what = m->returns.state[r] == RETURN_OPEN ? RETURN_DUE_DECIDE : RETURN_DUE_BACK;
	return m->returns.state[r] == RETURN_OPEN       ? m->returns.decide_by_min[r]
	       : m->returns.state[r] == RETURN_ACCEPTED ? back_min(m, r)
							: TIME_NEVER;
}

/* ---- asking ---- */

static enum return_reason reason_of(const struct market *m, uint32_t o)
{
	struct opinion v = order_opinion(m, o);
	double late = opinion_lateness(v.days_late);
	const double weight[] = {
		[REASON_NOT_AS_DESCRIBED] = 0.25 + ex_clamp(-v.gap, 0, 2),
		[REASON_DAMAGED] = 0.20,
		[REASON_LATE] = late,
		[REASON_CHANGED_MIND] = 0.55 - 0.4 * late,
	};
	double all = weight[0] + weight[1] + weight[2] + weight[3];
	double u = rng_uniform(rng_draw(m->key, DRAW_RETURN, m->order.id[o], DAY_ASKS, 0).u[2]) * all;
	int reason = 0;
	while (reason < REASON_CHANGED_MIND && u >= weight[reason])
		u -= weight[reason++];
	return (enum return_reason)reason;
}

static const char *const reason_topic[] = {
	[REASON_NOT_AS_DESCRIBED] = "return.not_as_described",
	[REASON_DAMAGED] = "return.damaged",
	[REASON_LATE] = "return.late",
	[REASON_CHANGED_MIND] = "return.changed_mind",
};

/* Who changed their mind gets the goods' price back, not the way there. */
static int64_t full_refund(const struct market *m, uint32_t r)
{
	uint32_t o = m->returns.order[r];
	return m->returns.reason[r] == REASON_CHANGED_MIND ? m->order.item_minor[o] : order_paid_minor(m, o);
}

static void ask(struct market *m, uint32_t o, int64_t at_min)
{
	uint32_t r = state_add(m, T_returns, return_id(m, o));
	m->returns.store[r] = m->order.store[o];
	m->returns.order[r] = o;
	m->returns.country[r] = m->order.country[o];
	m->returns.reason[r] = (uint8_t)reason_of(m, o);
	m->returns.phrase[r] = phrase_draw(m, str_c(reason_topic[m->returns.reason[r]]), m->returns.id[r]);
	m->returns.opened_min[r] = at_min;
	m->returns.decide_by_min[r] = at_min + ex_round(ex_max(0, m->world->params.decide_days) * MIN_PER_DAY);
	m->returns.state[r] = RETURN_OPEN;
	m->returns.refund_minor[r] = full_refund(m, r);
	state_event(m, EVENT_RETURN_OPENED, m->order.store[o], m->returns.id[r], m->returns.reason[r], 0);
}

/* ---- settling ---- */

static void close_return(struct market *m, uint32_t r, enum return_state state, int64_t at_min)
{
	m->returns.state[r] = (uint8_t)state;
	m->returns.closed_min[r] = at_min;
	state_touch(m, T_returns, r);
	state_event(m, EVENT_RETURN_CLOSED, m->returns.store[r], m->returns.id[r], state, 0);
}

static void give_back(struct market *m, uint32_t r, int64_t refund_minor, int64_t label_minor, int64_t at_min)
{
	uint32_t o = m->returns.order[r];
	m->returns.refund_minor[r] = refund_minor;
	post_refund(m, o, refund_minor, REFUND_AFTER, label_minor, at_min);
	if (refund_minor >= m->order.item_minor[o]) {
		m->order.state[o] = ORDER_REFUNDED;
		m->order.closed_min[o] = at_min;
		search_sales_add(m, m->order.offer[o], -1, at_min);
	}
	close_return(m, r, RETURN_REFUNDED, at_min);
}

static void accept(struct market *m, uint32_t r, int64_t at_min)
{
	m->returns.state[r] = RETURN_ACCEPTED;
	m->returns.decided_min[r] = at_min;
	state_touch(m, T_returns, r);
}

/* The goods are back. */
static void receive(struct market *m, uint32_t r, int64_t at_min)
{
	uint32_t o = m->returns.order[r], store = m->returns.store[r], currency = m->world->country.currency[m->order.country[o]];
	bool own_fault = m->returns.reason[r] != REASON_CHANGED_MIND, sellable = m->returns.reason[r] != REASON_DAMAGED;
	int64_t label = own_fault ? ledger_minor_at(m->world, currency, m->order.freight_fen[o], ledger_rate_micro(m, currency, at_min)) : 0;
	if (sellable)
		stock_put(m, stock_row(m, store, m->order.good[o]), m->order.quantity[o], m->order.cost_fen[o]);
	post_goods(m, o, sellable ? GOODS_BACK : GOODS_WRITTEN_OFF, at_min);
	give_back(m, r, full_refund(m, r), label, at_min);
}

static void refuse(struct market *m, uint32_t r, int64_t at_min)
{
	uint32_t o = m->returns.order[r];
	m->returns.refund_minor[r] = 0;
	close_return(m, r, RETURN_REFUSED, at_min);
	demand_remember(m, m->order.buyer[o], m->order.store[o], true, m->world->good.category[m->order.good[o]], at_min);
}

void return_step(struct market *m, uint32_t o, enum return_due what, int64_t at_min)
{
	switch (what) {
	case RETURN_DUE_OPEN:
		ask(m, o, at_min);
		break;
	case RETURN_DUE_DECIDE:
		accept(m, order_return(m, o), at_min);
		break;
	case RETURN_DUE_BACK:
		receive(m, order_return(m, o), at_min);
		break;
	}
}

static enum problem_code check_partial(const struct market *m, const struct act *a, uint32_t r, struct problem *p)
{
	const struct world *w = m->world;
	uint32_t o = m->returns.order[r], currency = w->country.currency[m->order.country[o]];
	int64_t below = m->order.item_minor[o];
	if ((a->given & 4) && a->return_decide.refund_minor < below)
		return PROBLEM_NONE;
	char code[4], amount[MONEY_TEXT_MAX], text[48];
	snprintf(code, sizeof code, "%.*s", STR_FMT(world_str(w, w->currency.code[currency])));
	money_format(below, code, amount);
	snprintf(text, sizeof text, "%s %s", amount, code);
	return problem_set(p, PROBLEM_RETURN_AMOUNT, "refund_minor", text, NULL);
}

enum problem_code return_decide(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	struct str decision = a->return_decide.decision;
	bool partial = str_eq(decision, STR("partial")), back = str_eq(decision, STR("refund")), only = str_eq(decision, STR("refund_only"));
	uint32_t store = 0, r = 0;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e)
		e = own_row(m, T_returns, m->returns.store, store, a->return_decide.returns, "returns", &r, p);
	if (e)
		return e;
	if (m->returns.state[r] != RETURN_OPEN)
		return problem_set(p, PROBLEM_RETURN_CLOSED, "returns", NULL);
	if (partial)
		e = check_partial(m, a, r, p);
	else if (!back && !only && !str_eq(decision, STR("refuse")))
		e = problem_set(p, PROBLEM_RETURN_DECISION, "decision", NULL);
	if (e)
		return e;
	m->returns.decided_min[r] = now_min(m);
	if (back)
		accept(m, r, now_min(m));
	else if (partial || only)
		give_back(m, r, partial ? a->return_decide.refund_minor : full_refund(m, r), 0, now_min(m));
	else
		refuse(m, r, now_min(m));
	order_due_again(m, m->returns.order[r], now_min(m));
	ret->id = m->returns.id[r];
	return PROBLEM_NONE;
}
