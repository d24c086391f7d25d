/* What a reference seller sees: rows of its own store as the seller centre shows them, and no others. */
#include "bots/seller_inside.h"
#include "base/exact.h"
#include "market/ads/ads.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"

static uint32_t own_store(const struct market *m, uint64_t seat)
{
	for (uint32_t s = 0; s < m->store.t.n; s++)
		if (m->store.kind[s] == 0 && m->store.seat[s] != ROW_NONE && m->seat.id[m->store.seat[s]] == seat)
			return s;
	return ROW_NONE;
}

int64_t look_today(const struct seller *s)
{
	return day_of_sellers(s->w, now_min(s->m));
}

struct seen_sum look_offer(const struct seller *s, const struct seller_good *g, int country, int64_t from_day, int64_t until_day)
{
	const struct market *m = s->m;
	struct seen_sum v = { 0 };
	uint64_t offer = listing_offer_id(g->listing, s->country[country]);
	for (int64_t day = from_day; day < until_day; day++) {
		uint32_t d = state_find(m, T_daily, id_of(T_daily, offer, (uint64_t)day));
		if (d == ROW_NONE)
			continue;
		v.pages += m->daily.pages[d];
		v.examined += m->daily.examined[d];
		v.clicks += m->daily.clicks[d];
		v.orders += m->daily.orders[d];
		v.units += m->daily.units[d];
		v.ad_clicks += m->daily.ad_clicks[d];
		v.ad_orders += m->daily.ad_orders[d];
		v.expected += (double)m->daily.expected_micro[d] / 1e6;
	}
	return v;
}

int64_t look_free(const struct seller *s, uint32_t good, int64_t *ret_inbound)
{
	const struct market *m = s->m;
	uint32_t store = own_store(m, s->seat);
	uint32_t row = store == ROW_NONE ? ROW_NONE : state_find(m, T_stock, listing_stock_id(m->store.id[store], good));
	*ret_inbound = row == ROW_NONE ? 0 : m->stock.inbound[row];
	return row == ROW_NONE ? 0 : m->stock.on_hand[row] - m->stock.reserved[row];
}

int64_t look_cash_fen(const struct seller *s)
{
	uint32_t store = own_store(s->m, s->seat);
	return store == ROW_NONE ? 0 : ledger_cash_fen(s->m, store);
}

int look_terms(const struct seller *s, uint64_t group, struct seen_term *ret, int max)
{
	const struct market *m = s->m;
	uint32_t g = state_find(m, T_adgroup, group), store = own_store(m, s->seat);
	int n = 0;
	for (uint32_t t = 0; t < m->adterm.t.n && g != ROW_NONE; t++) {
		if (m->adterm.store[t] != store || m->adterm.adgroup[t] != g || m->adterm.query[t] == ROW_NONE)
			continue;
		int i = 0;
		while (i < n && ret[i].query != m->adterm.query[t])
			i++;
		if (i == max)
			continue;
		if (i == n)
			ret[n++] = (struct seen_term){ .query = m->adterm.query[t] };
		ret[i].clicks += m->adterm.clicks[t];
		ret[i].orders += m->adterm.orders[t];
		ret[i].spend_micro += m->adterm.spend_micro[t];
		ret[i].sales_minor += m->adterm.sales_minor[t];
	}
	return n;
}

/* ---- what came of it: not for sellers */

enum { SPARE_DAYS = 28 };

static int64_t spare_fen(const struct market *m, uint32_t store)
{
	int64_t sum = 0, from = now_min(m) - SPARE_DAYS * 1440;
	for (uint32_t i = 0; i < m->stock.t.n; i++) {
		if (m->stock.store[i] != store || m->stock.on_hand[i] <= 0)
			continue;
		int64_t sold = 0;
		for (uint32_t o = 0; o < m->order.t.n; o++)
			if (m->order.store[o] == store && m->order.good[o] == m->stock.good[i] && m->order.placed_min[o] >= from)
				sold += m->order.quantity[o];
		int64_t spare = m->stock.on_hand[i] - m->stock.reserved[i] + m->stock.inbound[i] - sold;
		if (spare > 0)
			sum += spare * (m->stock.value_fen[i] / m->stock.on_hand[i]) / 2;
	}
	return sum;
}

void seller_result(const struct market *m, uint64_t seat, struct seller_result *ret)
{
	struct seller_result r = { 0 };
	uint32_t store = own_store(m, seat);
	int64_t chosen = 0;
	*ret = r;
	if (store == ROW_NONE)
		return;
	r.profit_fen = ledger_profit_fen(m, store) - m->store.ads_owed_fen[store];
	r.spare_fen = spare_fen(m, store);
	for (uint32_t d = 0; d < m->day.t.n; d++) {
		if (m->day.store[d] != store)
			continue;
		r.luck_fen += m->day.luck_fen[d];
		r.orders += m->day.orders[d];
		r.sales_fen += m->day.sales_fen[d];
		chosen += m->day.chosen[d];
		r.expected -= (double)m->day.expected_micro[d] / 1e6;
	}
	r.expected = (double)r.orders - ((double)chosen + r.expected);
	for (uint32_t i = 0; i < m->adstat.t.n; i++) {
		uint32_t currency = m->world->country.currency[m->adstat.country[i]];
		if (m->adstat.store[i] != store)
			continue;
		r.ads_fen += ledger_to_fen(m, currency, m->adstat.spend_micro[i] / ads_micro_of_minor(m->world, m->adstat.country[i]), now_min(m));
		r.ad_sales_fen += ledger_to_fen(m, currency, m->adstat.sales_minor[i] + m->adstat.halo_minor[i], now_min(m));
	}
	*ret = r;
}
