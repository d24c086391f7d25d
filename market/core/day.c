#include "market/core/day.h"
#include "market/core/luck.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "market/ledger/ledger.h"
#include "market/search/search.h"

int64_t day_of_sellers(const struct world *w, int64_t t_min)
{
	return cal_day_of(t_min + w->timezone_min);
}

uint32_t day_of_offer(struct market *m, uint32_t offer, int64_t day)
{
	uint64_t id = id_of(T_daily, m->offer.id[offer], (uint64_t)day);
	uint32_t row = state_find(m, T_daily, id);
	if (row != ROW_NONE)
		return row;
	row = state_add(m, T_daily, id);
	m->daily.store[row] = m->offer.store[offer];
	m->daily.offer[row] = offer;
	m->daily.country[row] = m->offer.country[offer];
	m->daily.day[row] = day;
	m->daily.price_minor[row] = m->offer.price_minor[offer];
	m->daily.earns_minor[row] = luck_earns_minor(m, offer);
	return row;
}

static uint32_t store_day(struct market *m, uint32_t store, int64_t day)
{
	uint64_t id = id_of(T_day, m->store.id[store], (uint64_t)day);
	uint32_t row = state_find(m, T_day, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_day, id);
		m->day.store[row] = store;
		m->day.day[row] = day;
	}
	return row;
}

/* Profit so far less the profits of the days already closed. */
static int64_t profit_before(const struct market *m, uint32_t store, int64_t day)
{
	int64_t sum = 0;
	for (uint32_t d = 0; d < m->day.t.n; d++)
		if (m->day.store[d] == store && m->day.day[d] < day)
			sum += m->day.profit_fen[d];
	return sum;
}

void day_past(struct market *m, uint32_t s, int64_t from_day, int64_t until_day)
{
	const struct world *w = m->world;
	int64_t cash = 0;
	for (int64_t day = from_day; day < until_day; day++) {
		uint32_t row = store_day(m, s, day);
		m->day.orders[row] = m->day.units[row] = 0;
		m->day.sales_fen[row] = m->day.profit_fen[row] = 0;
		for (uint32_t o = 0; o < m->order.t.n; o++) {
			if (m->order.store[o] != s || day_of_sellers(w, m->order.placed_min[o]) != day)
				continue;
			m->day.orders[row]++;
			m->day.units[row] += m->order.quantity[o];
			m->day.sales_fen[row] += ledger_to_fen(
				m, w->country.currency[m->order.country[o]], m->order.item_minor[o] + m->order.ship_minor[o], m->order.placed_min[o]);
		}
		for (uint32_t e = 0; e < m->entry.t.n; e++) {
			if (m->entry.store[e] != s || day_of_sellers(w, m->entry.at_min[e]) != day)
				continue;
			enum account_group group = account_desc[m->entry.account[e]].group;
			cash += m->entry.account[e] == ACCOUNT_CASH ? m->entry.base_fen[e] : 0;
			m->day.profit_fen[row] -= group == GROUP_INCOME || group == GROUP_EXPENSE ? m->entry.base_fen[e] : 0;
		}
		m->day.cash_fen[row] = cash;
		state_touch(m, T_day, row);
	}
}

void day_close(struct market *m, int64_t day)
{
	for (uint32_t s = 0; s < m->store.t.n; s++) {
		if (m->store.kind[s] != 0)
			continue;
		uint32_t row = store_day(m, s, day);
		m->day.profit_fen[row] = ledger_profit_fen(m, s) - profit_before(m, s, day);
		m->day.cash_fen[row] = ledger_cash_fen(m, s);
	}
	for (uint32_t o = 0; o < m->order.t.n; o++) {
		if (day_of_sellers(m->world, m->order.placed_min[o]) != day)
			continue;
		uint32_t row = store_day(m, m->order.store[o], day);
		uint32_t currency = m->world->country.currency[m->order.country[o]];
		m->day.orders[row]++;
		m->day.units[row] += m->order.quantity[o];
		m->day.sales_fen[row] += ledger_to_fen(m, currency, m->order.item_minor[o] + m->order.ship_minor[o], m->order.placed_min[o]);
	}
	for (uint32_t d = 0; d < m->daily.t.n; d++) {
		if (m->daily.day[d] != day)
			continue;
		uint32_t row = store_day(m, m->daily.store[d], day);
		m->day.pages[row] += m->daily.pages[d];
		m->day.shown[row] += m->daily.shown[d];
		m->day.clicks[row] += m->daily.clicks[d];
		luck_add(m, row, d);
	}
	for (uint32_t s = 0; s < m->store.t.n; s++) {
		if (m->store.kind[s] != 0 || m->store.state[s] != STORE_ACTIVE)
			continue;
		uint32_t row = store_day(m, s, day);
		state_touch(m, T_day, row);
		state_event(m, EVENT_DAY_CLOSED, s, m->store.id[s], m->day.orders[row], m->day.sales_fen[row]);
	}
}

void day_rank(struct market *m, int64_t day)
{
	m->meta.ranked_day[0] = day;
	int64_t midnight = day * MIN_PER_DAY - m->world->timezone_min;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		uint32_t l = m->offer.listing[o];
		state_touch(m, T_offer, o); /* projected for seats' stores only */
		m->offer.day_sales_micro[o] = ex_round(search_sales(m, o, midnight) * 1e6);
		m->offer.day_reviews[o] = m->listing.reviews[l];
		m->offer.day_rating_micro[o] = ((int64_t)42 + (int64_t)m->listing.stars[l]) * 1000000 / (10 + (int64_t)m->listing.reviews[l]);
		m->offer.units_yesterday[o] = m->offer.units_today[o];
		m->offer.units_today[o] = 0;
	}
}
