/* A parcel's scans as time passes, to delivery or loss. Its times were drawn when it was handed over. */
#include "market/demand/demand.h"
#include "market/freight/freight.h"
#include "market/orders/inside.h"
#include "market/search/search.h"

enum { ANGRY_STARS = 2 };

/* The state after the present one. Post that is not tracked is scanned in the country of posting only; then the buyer has it. */
static enum parcel_state next_state(const struct market *m, uint32_t p)
{
	enum parcel_state s = (enum parcel_state)(m->parcel.state[p] + 1);
	return s > PARCEL_EXPORTED && !m->world->channel.tracked[m->parcel.channel[p]] ? PARCEL_DELIVERED : s;
}

static int64_t time_of(const struct market *m, uint32_t p, enum parcel_state s)
{
	const int64_t at[] = {
		[PARCEL_HANDED] = m->parcel.handed_min[p],
		[PARCEL_ACCEPTED] = m->parcel.accepted_min[p],
		[PARCEL_EXPORTED] = m->parcel.exported_min[p],
		[PARCEL_ARRIVED] = m->parcel.arrived_min[p],
		[PARCEL_CLEARED] = m->parcel.cleared_min[p],
		[PARCEL_OUT] = m->parcel.out_min[p],
		[PARCEL_DELIVERED] = m->parcel.delivered_min[p],
	};
	return at[s];
}

int64_t track_next_min(const struct market *m, uint32_t o)
{
	uint32_t p = m->order.parcel[o];
	int64_t scan = time_of(m, p, next_state(m, p)), lost = m->parcel.lost_min[p];
	return scan < lost ? scan : lost;
}

static void remember(struct market *m, uint32_t o, int64_t at_min)
{
	bool angry = order_opinion(m, o).stars <= ANGRY_STARS;
	demand_remember(m, m->order.buyer[o], m->order.store[o], angry, m->world->good.category[m->order.good[o]], at_min);
}

static void deliver(struct market *m, uint32_t o, int64_t at_min)
{
	uint32_t store = m->order.store[o];
	bool late = at_min > m->order.promised_min[o];
	m->order.state[o] = ORDER_DELIVERED;
	m->order.delivered_min[o] = at_min;
	m->order.late[o] |= late ? LATE_DELIVERED : 0;
	m->store.delivered[store]++;
	state_touch(m, T_order, o);
	state_touch(m, T_store, store);
	remember(m, o, at_min);
	state_event(m, EVENT_ORDER_DELIVERED, store, m->order.id[o], late, 0);
}

static void lose(struct market *m, uint32_t o, int64_t at_min)
{
	uint32_t store = m->order.store[o], p = m->order.parcel[o];
	m->parcel.state[p] = PARCEL_LOST;
	m->order.state[o] = ORDER_LOST;
	m->order.closed_min[o] = at_min;
	m->order.late[o] |= LATE_DELIVERED;
	state_touch(m, T_parcel, p);
	post_refund(m, o, order_paid_minor(m, o), REFUND_AFTER, 0, at_min);
	post_goods(m, o, GOODS_WRITTEN_OFF, at_min);
	search_sales_add(m, m->order.offer[o], -1, at_min);
	remember(m, o, at_min);
	state_event(m, EVENT_PARCEL_LOST, store, m->parcel.id[p], 0, 0);
}

void track_step(struct market *m, uint32_t o, int64_t at_min)
{
	uint32_t p = m->order.parcel[o], store = m->order.store[o];
	enum parcel_state s = next_state(m, p);
	if (time_of(m, p, s) > at_min) {
		lose(m, o, at_min);
		return;
	}
	m->parcel.state[p] = (uint8_t)s;
	state_touch(m, T_parcel, p);
	if (s == PARCEL_DELIVERED) {
		deliver(m, o, at_min);
		return;
	}
	state_event(m, EVENT_PARCEL_SCANNED, store, m->parcel.id[p], s, 0);
	if (s == PARCEL_ARRIVED && freight_held(m, p)) {
		m->parcel.held[p] = 1;
		state_event(m, EVENT_PARCEL_HELD, store, m->parcel.id[p], 0, 0);
	}
}
