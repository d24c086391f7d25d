/* A paid order comes in. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/inside.h"
#include "market/search/search.h"
#include <stdio.h>

enum { FIRST_NUMBER = 100001 };

/* A listing that takes longer to handle than the platform's time for it has promised no more than that. */
static void deadlines(struct market *m, uint32_t o)
{
	const struct world_params *k = &m->world->params;
	double handling = ex_max(k->ship_days, m->listing.handling_days[m->order.listing[o]]);
	m->order.ship_by_min[o] = m->order.placed_min[o] + ex_round(handling * MIN_PER_DAY);
	m->order.promised_min[o] = m->order.placed_min[o] + (int64_t)freight_promise_days(m, m->order.offer[o]) * MIN_PER_DAY;
}

static void count(struct market *m, uint32_t o)
{
	uint32_t offer = m->order.offer[o], store = m->order.store[o], quantity = m->order.quantity[o];
	m->store.orders[store]++;
	m->offer.units[offer] += quantity;
	m->offer.units_today[offer] += quantity;
	m->meta.orders[0]++;
	m->meta.units[0] += quantity;
	m->meta.gmv_fen[0] += ledger_to_fen(m, m->world->country.currency[m->order.country[o]], order_paid_minor(m, o), m->order.placed_min[o]);
	search_sales_add(m, offer, 1, m->order.placed_min[o]);
	state_touch(m, T_store, store);
	state_touch(m, T_offer, offer);
}

bool order_place(struct market *m, const struct sale *s, uint32_t *ret_order)
{
	uint32_t listing = m->offer.listing[s->offer], store = m->offer.store[s->offer], good = m->listing.good[listing],
		 stock = stock_find(m, store, good);
	if (stock == ROW_NONE || stock_free(m, stock) < s->quantity)
		return false;
	m->stock.reserved[stock] += s->quantity;
	state_touch(m, T_stock, stock);
	uint32_t o = state_add(m, T_order, id_of(T_order, s->session, m->listing.id[listing]));
	m->order.store[o] = store;
	m->order.number[o] = FIRST_NUMBER + m->store.orders[store];
	m->order.offer[o] = s->offer;
	m->order.listing[o] = listing;
	m->order.good[o] = good;
	m->order.country[o] = m->offer.country[s->offer];
	m->order.buyer[o] = s->buyer;
	m->order.query[o] = s->query;
	m->order.quantity[o] = s->quantity;
	m->order.item_minor[o] = m->offer.price_minor[s->offer] * s->quantity;
	m->order.ship_minor[o] = m->offer.ship_minor[s->offer];
	m->order.placed_min[o] = s->at_min;
	m->order.state[o] = ORDER_PAID;
	m->order.fit_milli[o] = s->fit_milli;
	m->order.quality_gap_milli[o] = ex_round(listing_quality(m->world, good) * 1000) - m->listing.promised_quality_milli[listing];
	deadlines(m, o);
	post_sale(m, o);
	count(m, o);
	state_event(m, EVENT_ORDER_PLACED, store, m->order.id[o], s->quantity, m->order.item_minor[o]);
	if (!stock_free(m, stock))
		state_event(m, EVENT_STOCK_OUT, store, m->listing.id[listing], 0, 0);
	order_due_again(m, o, s->at_min);
	*ret_order = o;
	return true;
}

/* ---- finding what an act names ---- */

enum problem_code own_row(const struct market *m, enum state_table t, const uint32_t *store_of, uint32_t store, uint64_t id, const char *field,
	uint32_t *ret_row, struct problem *p)
{
	uint32_t row = id ? state_find(m, t, id) : ROW_NONE;
	if (row == ROW_NONE || store_of[row] != store)
		return problem_set(p, PROBLEM_NO_SUCH_ID, field, NULL);
	*ret_row = row;
	return PROBLEM_NONE;
}

enum problem_code find_channel(const struct market *m, struct str code, uint32_t *ret_channel, struct problem *p)
{
	uint32_t channel = world_find(m->world, W_channel, code);
	if (channel == ROW_NONE) {
		char text[48];
		snprintf(text, sizeof text, "%.*s", STR_FMT(code));
		return problem_set(p, PROBLEM_UNKNOWN_CODE, "channel", text, NULL);
	}
	*ret_channel = channel;
	return PROBLEM_NONE;
}

enum problem_code order_state_problem(const struct market *m, uint32_t order, enum problem_code code, struct problem *p)
{
	char number[16];
	snprintf(number, sizeof number, "%u", m->order.number[order]);
	return problem_set(p, code, "order", number, NULL);
}
