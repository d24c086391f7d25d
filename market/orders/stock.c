/* Stock: pieces on hand, reserved, inbound, and what they cost. */
#include "base/money.h"
#include "market/listing/listing.h"
#include "market/orders/inside.h"
#include <assert.h>

uint32_t stock_find(const struct market *m, uint32_t store, uint32_t good)
{
	return state_find(m, T_stock, listing_stock_id(m->store.id[store], good));
}

uint32_t stock_row(struct market *m, uint32_t store, uint32_t good)
{
	uint32_t s = stock_find(m, store, good);
	if (s != ROW_NONE)
		return s;
	s = state_add(m, T_stock, listing_stock_id(m->store.id[store], good));
	m->stock.store[s] = store;
	m->stock.good[s] = good;
	return s;
}

int64_t stock_free(const struct market *m, uint32_t s)
{
	return m->stock.on_hand[s] - m->stock.reserved[s];
}

void stock_put(struct market *m, uint32_t s, int64_t quantity, int64_t value_fen)
{
	m->stock.on_hand[s] += quantity;
	m->stock.value_fen[s] += value_fen;
	state_touch(m, T_stock, s);
}

int64_t stock_take(struct market *m, uint32_t s, int64_t quantity)
{
	assert(quantity <= m->stock.reserved[s] && m->stock.reserved[s] <= m->stock.on_hand[s]);
	int64_t value = money_mul_div(m->stock.value_fen[s], quantity, m->stock.on_hand[s]);
	m->stock.on_hand[s] -= quantity;
	m->stock.reserved[s] -= quantity;
	m->stock.value_fen[s] -= value;
	state_touch(m, T_stock, s);
	return value;
}
