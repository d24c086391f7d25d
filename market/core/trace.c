/* Who listens, and the orders of seats' stores as rows tell them. */
#include "market/trace.h"
#include "market/core/state.h"
#include "market/ledger/ledger.h"

void market_set_trace(struct market *m, const struct market_trace *t)
{
	m->trace = t;
}

static int64_t or_never(int64_t t_min)
{
	return t_min ? t_min : TRACE_NEVER;
}

static int64_t passed(const struct market *m, int64_t t_min)
{
	return t_min && t_min <= now_min(m) ? t_min : TRACE_NEVER;
}

static void parcel_of(const struct market *m, uint32_t p, struct trace_order *o)
{
	uint32_t currency = m->world->country.currency[o->country];
	o->has_parcel = true;
	o->channel = m->parcel.channel[p];
	o->accepted_min = passed(m, m->parcel.accepted_min[p]);
	o->exported_min = passed(m, m->parcel.exported_min[p]);
	o->arrived_min = passed(m, m->parcel.arrived_min[p]);
	o->cleared_min = passed(m, m->parcel.cleared_min[p]);
	o->lost_min = passed(m, m->parcel.lost_min[p]);
	o->charge_g = m->parcel.charge_g[p];
	o->freight_minor = ledger_minor_at(m->world, currency, m->parcel.cost_fen[p], m->world->currency.cny_micro[currency]);
}

void market_trace_seats(const struct market *m, const struct market_trace *t)
{
	struct map review_of;
	map_init(&review_of);
	for (uint32_t r = 0; r < m->review.t.n; r++)
		if (m->review.order[r] != ROW_NONE)
			map_put(&review_of, m->order.id[m->review.order[r]], r);
	for (uint32_t i = 0; t->order && i < m->order.t.n; i++) {
		uint32_t good = m->order.good[i], quantity = m->order.quantity[i], review = ROW_NONE;
		struct trace_line line = { m->store.id[m->order.store[i]], m->listing.id[m->order.listing[i]], good, m->world->good.category[good], quantity, m->world->good.weight_g[good] * quantity,
			m->order.item_minor[i] / (quantity ? quantity : 1) };
		struct trace_order o = {
			.id = m->order.id[i],
			.buyer = m->order.buyer[i],
			.store = m->store.id[m->order.store[i]],
			.country = m->order.country[i],
			.query = m->order.query[i] == ROW_NONE ? TRACE_NONE : (int64_t)m->order.query[i],
			.placed_min = m->order.placed_min[i],
			.item_minor = m->order.item_minor[i],
			.ship_minor = m->order.ship_minor[i],
			.state = market_enum_name("order_state", m->order.state[i]),
			.line = &line,
			.n_lines = 1,
			.channel = TRACE_NONE,
			.promised_min = m->order.promised_min[i],
			.shipped_min = or_never(m->order.shipped_min[i]),
			.accepted_min = TRACE_NEVER,
			.exported_min = TRACE_NEVER,
			.arrived_min = TRACE_NEVER,
			.cleared_min = TRACE_NEVER,
			.delivered_min = or_never(m->order.delivered_min[i]),
			.lost_min = TRACE_NEVER,
			.reviewed_min = TRACE_NEVER,
		};
		if (m->order.parcel[i] != ROW_NONE)
			parcel_of(m, m->order.parcel[i], &o);
		if (map_get(&review_of, o.id, &review)) {
			o.stars = m->review.stars[review];
			o.reviewed_min = m->review.written_min[review];
		}
		t->order(t->arg, &o);
	}
	map_fini(&review_of);
}
