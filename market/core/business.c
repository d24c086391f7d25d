#include "market/core/business.h"
#include "base/calendar.h"
#include "market/ledger/ledger.h"

int64_t business_day(const struct world *w, int64_t t_min)
{
	return cal_day_of(t_min + w->timezone_min - BUSINESS_BEGIN_MIN);
}

static uint64_t id_at(const struct market *m, uint32_t store, int64_t day)
{
	return id_of(T_business, m->store.id[store], (uint64_t)day);
}

/* The row of today, made when missing, and marked as changed. */
static uint32_t today(struct market *m, uint32_t store)
{
	int64_t day = business_day(m->world, m->meta.now_min[0]);
	uint64_t id = id_at(m, store, day);
	uint32_t row = state_find(m, T_business, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_business, id);
		m->business.store[row] = store;
		m->business.day[row] = day;
	}
	state_touch(m, T_business, row);
	return row;
}

static void count_order(struct market *m, uint32_t row, uint64_t order)
{
	uint32_t o = state_find(m, T_order, order);
	if (business_day(m->world, m->order.placed_min[o]) != m->business.day[row])
		return; /* of the past, given by the teacher */
	uint32_t currency = m->world->country.currency[m->order.country[o]];
	m->business.orders[row]++;
	m->business.units[row] += m->order.quantity[o];
	m->business.sales_fen[row] += ledger_to_fen(m, currency, m->order.item_minor[o] + m->order.ship_minor[o], m->order.placed_min[o]);
}

static bool counted(enum event_kind kind)
{
	return kind == EVENT_ORDER_PLACED || kind == EVENT_ORDER_SHIPPED || kind == EVENT_ORDER_LATE || kind == EVENT_ORDER_CANCELLED ||
	       kind == EVENT_ORDER_DELIVERED || kind == EVENT_PARCEL_LOST || kind == EVENT_RETURN_OPENED || kind == EVENT_REVIEW_POSTED ||
	       kind == EVENT_SETTLEMENT_PAID;
}

void business_event(struct market *m, enum event_kind kind, uint32_t store, uint64_t ref, int64_t a)
{
	if (!counted(kind))
		return;
	uint32_t row = today(m, store);
	m->business.shipped[row] += kind == EVENT_ORDER_SHIPPED;
	m->business.late[row] += kind == EVENT_ORDER_LATE;
	m->business.cancelled[row] += kind == EVENT_ORDER_CANCELLED;
	m->business.delivered[row] += kind == EVENT_ORDER_DELIVERED;
	m->business.lost[row] += kind == EVENT_PARCEL_LOST;
	m->business.returns[row] += kind == EVENT_RETURN_OPENED;
	m->business.reviews[row] += kind == EVENT_REVIEW_POSTED;
	m->business.stars_sum[row] += kind == EVENT_REVIEW_POSTED ? (uint32_t)a : 0;
	m->business.paid_fen[row] += kind == EVENT_SETTLEMENT_PAID ? a : 0;
	if (kind == EVENT_ORDER_PLACED)
		count_order(m, row, ref);
}

void business_seen(struct market *m, uint32_t store, uint32_t shown, uint32_t clicks)
{
	if (!shown && !clicks)
		return;
	uint32_t row = today(m, store);
	m->business.shown[row] += shown;
	m->business.clicks[row] += clicks;
}

static void add(const struct market *m, uint32_t row, struct market_day *d)
{
	d->shown += m->business.shown[row];
	d->clicks += m->business.clicks[row];
	d->orders += m->business.orders[row];
	d->units += m->business.units[row];
	d->shipped += m->business.shipped[row];
	d->late += m->business.late[row];
	d->cancelled += m->business.cancelled[row];
	d->delivered += m->business.delivered[row];
	d->lost += m->business.lost[row];
	d->returns += m->business.returns[row];
	d->reviews += m->business.reviews[row];
	d->stars_sum += m->business.stars_sum[row];
	d->sales_fen += m->business.sales_fen[row];
	d->paid_fen += m->business.paid_fen[row];
}

void market_get_day(const struct market *m, uint64_t store, int64_t t_min, struct market_day *ret)
{
	struct market_day d = { .day = business_day(m->world, t_min) };
	for (uint32_t s = 0; s < m->store.t.n; s++) {
		if (m->store.kind[s] != 0 || (store && m->store.id[s] != store))
			continue;
		uint32_t row = state_find(m, T_business, id_at(m, s, d.day));
		if (row != ROW_NONE)
			add(m, row, &d);
	}
	*ret = d;
}
