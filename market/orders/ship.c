/* Shipping by hand, one order or many. */
#include "base/buf.h"
#include "market/account/account.h"
#include "market/core/day.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"
#include "market/orders/inside.h"

enum { NOTE_MAX_BYTES = 1 << 16 };

void ship_quote(const struct market *m, uint32_t o, uint32_t channel, int64_t at_min, struct freight_quote *ret)
{
	uint32_t country = m->order.country[o], currency = m->world->country.currency[country];
	freight_quote(m->world, channel, country, m->order.good[o], m->order.quantity[o], order_value_minor(m, o), day_of_sellers(m->world, at_min),
		ledger_rate_micro(m, currency, at_min), ret);
}

enum problem_code ship_order(struct market *m, uint32_t o, uint32_t channel, bool by_hand, int64_t at_min, struct problem *p)
{
	struct freight_quote q;
	uint32_t store = m->order.store[o];
	if (m->order.state[o] != ORDER_PAID)
		return order_state_problem(m, o, PROBLEM_ORDER_STATE, p);
	ship_quote(m, o, channel, at_min, &q);
	enum problem_code e = freight_problem(m->world, channel, m->order.country[o], q.refusal, p);
	if (!e)
		e = ledger_can_pay(m, store, q.freight_fen + q.duty_fen, p);
	if (e)
		return e;
	freight_hand_over(m, o, channel, &q, at_min);
	m->order.freight_fen[o] = q.freight_fen;
	m->order.duty_fen[o] = q.duty_fen;
	m->order.cost_fen[o] = stock_take(m, stock_find(m, store, m->order.good[o]), m->order.quantity[o]);
	m->order.shipped_min[o] = at_min;
	m->order.state[o] = ORDER_SHIPPED;
	state_touch(m, T_order, o);
	m->store.shipped_by_hand[store] += by_hand;
	state_touch(m, T_store, store);
	post_shipment(m, o, at_min);
	state_event(m, EVENT_ORDER_SHIPPED, store, m->order.id[o], channel, 0);
	return PROBLEM_NONE;
}

enum problem_code order_ship(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	uint32_t store = 0, o = 0, channel = 0;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e)
		e = own_row(m, T_order, m->order.store, store, a->order_ship.order, "order", &o, p);
	if (!e)
		e = find_channel(m, a->order_ship.channel, &channel, p);
	if (!e)
		e = ship_order(m, o, channel, true, now_min(m), p);
	if (e)
		return e;
	order_due_again(m, o, now_min(m));
	ret->id = m->order.id[o];
	ret->amount_fen = m->order.freight_fen[o] + m->order.duty_fen[o];
	ret->note = arena_str(mem, state_str(m, m->parcel.tracking[m->order.parcel[o]]));
	return PROBLEM_NONE;
}

/* Ships one of many; channel ROW_NONE: as the store's rules say. */
static enum problem_code ship_named(struct market *m, uint32_t store, struct str text, uint32_t channel, uint32_t *ret_order, struct problem *p)
{
	uint64_t id = 0;
	if (!id_parse(text, &id))
		return problem_set(p, PROBLEM_NO_SUCH_ID, "orders", NULL);
	enum problem_code e = own_row(m, T_order, m->order.store, store, id, "orders", ret_order, p);
	if (e)
		return e;
	uint32_t o = *ret_order;
	if (m->order.state[o] != ORDER_PAID)
		return order_state_problem(m, o, PROBLEM_ORDER_STATE, p);
	uint32_t by = channel == ROW_NONE ? rule_channel(m, o, now_min(m)) : channel;
	if (by == ROW_NONE)
		return order_state_problem(m, o, PROBLEM_ORDER_NO_RULE, p);
	return ship_order(m, o, by, channel != ROW_NONE, now_min(m), p);
}

static void note_left(const struct market *m, uint32_t o, struct str text, enum problem_code e, struct buf *note)
{
	if (note->n)
		buf_char(note, '\n');
	if (o != ROW_NONE)
		buf_printf(note, "%u", m->order.number[o]);
	else
		buf_str(note, str_utf8_head(text, 20));
	buf_printf(note, " %s", problem_name(e));
}

enum problem_code order_ship_bulk(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p)
{
	const struct act_order_ship_bulk *x = &a->order_ship_bulk;
	uint32_t store = 0, channel = ROW_NONE;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e && (a->given & 2) && x->channel.n)
		e = find_channel(m, x->channel, &channel, p);
	if (e)
		return e;
	struct buf note;
	buf_init(&note, NOTE_MAX_BYTES);
	for (size_t i = 0; i < x->orders.n; i++) {
		struct problem why;
		uint32_t o = ROW_NONE;
		e = ship_named(m, store, x->orders.v[i], channel, &o, &why);
		if (e) {
			note_left(m, o, x->orders.v[i], e, &note);
			continue;
		}
		ret->amount_fen += m->order.freight_fen[o] + m->order.duty_fen[o];
		order_due_again(m, o, now_min(m));
	}
	ret->note = arena_str(mem, buf_span(&note));
	buf_fini(&note);
	return PROBLEM_NONE;
}
