/* What clicks cost, which orders they brought, and the sellers' midnight. */
#include "market/ads/inside.h"
#include "market/core/day.h"
#include "market/kernel/arrive.h"
#include "market/kernel/auction.h"
#include "market/ledger/ledger.h"
#include "base/calendar.h"
#include "base/exact.h"

/* ---- budgets ---- */

int64_t ads_cover_fen(const struct market *m, uint32_t store)
{
	if (m->store.kind[store] != 0)
		return INT64_MAX;
	return ledger_cash_fen(m, store) + m->store.credit_line_fen[store] - m->store.ads_owed_fen[store];
}

int64_t ads_left_micro(const struct market *m, uint32_t c)
{
	return m->campaign.budget_minor[c] * ads_micro_of_minor(m->world, m->campaign.country[c]) - m->campaign.today_micro[c];
}

/* Who has less than the lowest budget of a day advertises no more: the last click that can be paid is not waited for. */
static bool is_short(const struct market *m, uint32_t store)
{
	uint32_t usd = world_find(m->world, W_currency, STR("USD"));
	int64_t cents = ex_round(100 * m->world->params.ads_budget_min_usd);
	return ads_cover_fen(m, store) < (usd == ROW_NONE ? 1 : ledger_fen_at(m->world, usd, cents, m->world->currency.cny_micro[usd]));
}

static void stop_store(struct market *m, uint32_t store)
{
	bool stopped = is_short(m, store);
	if (stopped == m->store.ads_stopped[store])
		return;
	m->store.ads_stopped[store] = stopped;
	state_touch(m, T_store, store);
}

void ads_stop(struct market *m)
{
	for (uint32_t c = 0; c < m->campaign.t.n; c++)
		stop_store(m, m->campaign.store[c]);
}

/* Part of a country's buyers of a day of the sellers who have come by the end of the hour that begins at t_min, in millionths. */
static int64_t come_by(const struct world *w, uint32_t country, int64_t t_min)
{
	const uint64_t *v = set_words(&w->set, w->country.hours[country]);
	int64_t since = day_of_sellers(w, t_min) * MIN_PER_DAY - w->timezone_min;
	uint64_t come = 0, all = 0;
	for (int64_t t = since; t < since + MIN_PER_DAY; t += MIN_PER_HOUR) {
		int64_t local = t + world_utc_offset_min(w, country, t);
		uint64_t n = v[(local % MIN_PER_DAY + MIN_PER_DAY) % MIN_PER_DAY / MIN_PER_HOUR];
		all += n;
		come += t <= t_min ? n : 0;
	}
	return all ? (int64_t)(come * 1000000 / all) : 1000000;
}

int64_t ads_allowed_micro(const struct market *m, uint32_t c)
{
	int64_t left = ads_left_micro(m, c);
	if (!m->campaign.paced[c])
		return left;
	int64_t budget = left + m->campaign.today_micro[c];
	return (int64_t)((__int128)budget * come_by(m->world, m->campaign.country[c], now_min(m)) / 1000000) - m->campaign.today_micro[c];
}

/* ---- statistics ---- */

static uint32_t stat_of(struct market *m, const struct ad_click *c, int64_t day)
{
	uint64_t id = id_of(T_adstat, hash_u64(m->ad.id[c->ad], m->target.id[c->target]), (uint64_t)day << 8 | c->placement);
	uint32_t row = state_find(m, T_adstat, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_adstat, id);
		m->adstat.store[row] = m->ad.store[c->ad];
		m->adstat.campaign[row] = m->ad.campaign[c->ad];
		m->adstat.adgroup[row] = m->ad.adgroup[c->ad];
		m->adstat.ad[row] = c->ad;
		m->adstat.target[row] = c->target;
		m->adstat.country[row] = m->campaign.country[m->ad.campaign[c->ad]];
		m->adstat.placement[row] = (uint8_t)c->placement;
		m->adstat.day[row] = day;
	}
	state_touch(m, T_adstat, row);
	return row;
}

static uint32_t term_of(struct market *m, const struct ad_click *c, int64_t day)
{
	int64_t monday = day - (cal_civil(day * MIN_PER_DAY).weekday - 1);
	uint64_t page = c->query != ROW_NONE ? search_query_id(m->world, c->query) : m->listing.id[c->listing];
	uint64_t id = id_of(T_adterm, hash_u64(m->target.id[c->target], page), (uint64_t)monday);
	uint32_t row = state_find(m, T_adterm, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_adterm, id);
		m->adterm.store[row] = m->target.store[c->target];
		m->adterm.campaign[row] = m->target.campaign[c->target];
		m->adterm.adgroup[row] = m->target.adgroup[c->target];
		m->adterm.target[row] = c->target;
		m->adterm.country[row] = m->campaign.country[m->target.campaign[c->target]];
		m->adterm.query[row] = c->query;
		m->adterm.listing[row] = c->listing;
		m->adterm.day[row] = monday;
	}
	state_touch(m, T_adterm, row);
	return row;
}

static bool of_seat(const struct market *m, uint32_t ad)
{
	return m->store.kind[m->ad.store[ad]] == 0;
}

void ads_shown(struct market *m, const struct ad_click *page, uint32_t shown, uint32_t examined, uint64_t looked_milli, int64_t day)
{
	m->ad.looked_milli[page->ad] += looked_milli;
	if (!of_seat(m, page->ad))
		return;
	uint32_t stat = stat_of(m, page, day), term = term_of(m, page, day), daily = day_of_offer(m, m->ad.offer[page->ad], day);
	m->adstat.shown[stat] += shown;
	m->adstat.examined[stat] += examined;
	m->adterm.shown[term] += shown;
	m->adterm.examined[term] += examined;
	m->daily.ad_shown[daily] += shown;
	m->daily.ad_examined[daily] += examined;
	state_touch(m, T_daily, daily);
}

/* ---- clicks ---- */

static void remember(struct market *m, const struct ad_click *c, uint32_t stat, uint32_t term)
{
	uint64_t id = id_of(T_adclick, c->buyer, m->store.id[m->ad.store[c->ad]]);
	uint32_t row = state_find(m, T_adclick, id);
	if (row == ROW_NONE)
		row = state_add(m, T_adclick, id);
	m->adclick.ad[row] = c->ad;
	m->adclick.adstat[row] = stat;
	m->adclick.adterm[row] = term;
	m->adclick.at_min[row] = c->at_min;
}

static int64_t fen_of(const struct market *m, uint32_t campaign, int64_t micro, int64_t at_min)
{
	uint32_t country = m->campaign.country[campaign], one = ads_micro_of_minor(m->world, country);
	return ledger_to_fen(m, m->world->country.currency[country], (micro + one - 1) / one, at_min);
}

static int64_t pay(struct market *m, const struct ad_click *c)
{
	uint32_t campaign = m->ad.campaign[c->ad], store = m->ad.store[c->ad];
	int64_t left = ads_left_micro(m, campaign), fen = of_seat(m, c->ad) ? fen_of(m, campaign, c->price_micro, c->at_min) : 0;
	struct budget b = { .left = left > 0 && ads_cover_fen(m, store) >= fen ? left : 0 };
	int64_t paid = budget_click(&b, c->price_micro);
	m->campaign.today_micro[campaign] += paid;
	m->campaign.spent_micro[campaign] += paid;
	m->campaign.unbilled_micro[campaign] += paid;
	m->store.ads_owed_fen[store] += paid ? fen : 0;
	stop_store(m, store);
	if (b.over && !m->store.ads_stopped[store] && !m->campaign.capped_min[campaign]) {
		m->campaign.capped_min[campaign] = c->at_min;
		state_event(m, EVENT_CAMPAIGN_CAPPED, store, m->campaign.id[campaign],
			(c->at_min + m->world->timezone_min) % MIN_PER_DAY / MIN_PER_HOUR, 0);
	}
	state_touch(m, T_campaign, campaign);
	return paid;
}

void ads_click(struct market *m, const struct ad_click *c, int64_t day)
{
	int64_t paid = pay(m, c);
	bool twice = rng_uniform(rng_draw(m->luck, DRAW_INVALID, c->session, m->ad.id[c->ad], 0).u[0]) < m->world->params.ads_invalid;
	m->ad.clicks[c->ad]++;
	state_touch(m, T_ad, c->ad);
	if (!of_seat(m, c->ad))
		return;
	uint32_t stat = stat_of(m, c, day), term = term_of(m, c, day), daily = day_of_offer(m, m->ad.offer[c->ad], day);
	m->adstat.clicks[stat]++;
	m->adstat.over[stat] += !paid;
	m->adstat.invalid[stat] += twice;
	m->adstat.spend_micro[stat] += paid;
	m->adterm.clicks[term]++;
	m->adterm.spend_micro[term] += paid;
	m->daily.ad_clicks[daily]++;
	m->daily.ad_spend_micro[daily] += paid;
	state_touch(m, T_daily, daily);
	remember(m, c, stat, term);
}

void ads_order(struct market *m, uint32_t order)
{
	uint32_t row = state_find(m, T_adclick, id_of(T_adclick, m->order.buyer[order], m->store.id[m->order.store[order]]));
	if (row == ROW_NONE)
		return;
	int64_t since = m->order.placed_min[order] - m->adclick.at_min[row];
	if (since < 0 || since > (int64_t)(m->world->params.ads_days * MIN_PER_DAY))
		return;
	uint32_t ad = m->adclick.ad[row], stat = m->adclick.adstat[row], term = m->adclick.adterm[row];
	bool halo = m->ad.listing[ad] != m->order.listing[order];
	m->order.ad[order] = ad;
	m->order.ad_halo[order] = halo;
	if (halo) {
		m->adstat.halo_orders[stat]++;
		m->adstat.halo_minor[stat] += m->order.item_minor[order];
		m->adterm.halo_orders[term]++;
		m->adterm.halo_minor[term] += m->order.item_minor[order];
	} else {
		uint32_t daily = day_of_offer(m, m->ad.offer[ad], m->adstat.day[stat]);
		m->adstat.orders[stat]++;
		m->adstat.units[stat] += m->order.quantity[order];
		m->adstat.sales_minor[stat] += m->order.item_minor[order];
		m->adterm.orders[term]++;
		m->adterm.units[term] += m->order.quantity[order];
		m->adterm.sales_minor[term] += m->order.item_minor[order];
		m->daily.ad_orders[daily]++;
		state_touch(m, T_daily, daily);
	}
	state_touch(m, T_adstat, stat);
	state_touch(m, T_adterm, term);
}

void ads_traffic(struct market *m, uint32_t country, uint32_t category, uint64_t looked, uint64_t clicks)
{
	uint64_t id = id_of(T_traffic, country + 1, category + 1);
	uint32_t row = state_find(m, T_traffic, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_traffic, id);
		m->traffic.country[row] = country;
		m->traffic.category[row] = category;
	}
	m->traffic.looked[row] += looked;
	m->traffic.clicks[row] += clicks;
}

/* ---- midnight ---- */

static void bill(struct market *m, uint32_t c)
{
	uint32_t country = m->campaign.country[c], currency = m->world->country.currency[country], one = ads_micro_of_minor(m->world, country), cny = ledger_cny(m);
	int64_t minor = m->campaign.unbilled_micro[c] / one; /* the rest waits for tomorrow */
	if (!minor)
		return;
	int64_t fen = ledger_to_fen(m, currency, minor, now_min(m));
	struct posting v[] = { { ACCOUNT_ADS, currency, minor, fen }, { ACCOUNT_CASH, cny, -fen, -fen } };
	ledger_post(m, m->campaign.store[c], TOPIC_ADS, m->campaign.id[c], now_min(m), v, 2);
	m->campaign.unbilled_micro[c] -= minor * one;
}

void ads_bill(struct market *m)
{
	for (uint32_t c = 0; c < m->campaign.t.n; c++) {
		uint32_t store = m->campaign.store[c];
		if (m->store.kind[store] == 0)
			bill(m, c);
		else
			m->campaign.unbilled_micro[c] = 0;
		m->store.ads_owed_fen[store] = 0;
		if (m->campaign.today_micro[c] || m->campaign.capped_min[c])
			state_touch(m, T_campaign, c);
		m->campaign.today_micro[c] = 0;
		m->campaign.capped_min[c] = 0;
	}
}

uint32_t ads_click_ppm(const struct market *m, uint32_t country, uint32_t category)
{
	uint32_t row = state_find(m, T_traffic, id_of(T_traffic, country + 1, category + 1));
	return row == ROW_NONE || !m->traffic.click_ppm[row] ? (uint32_t)ex_round(m->world->params.ads_click * 1e6) : m->traffic.click_ppm[row];
}

void ads_day(struct market *m)
{
	enum { ENOUGH = 1000 };
	for (uint32_t r = 0; r < m->traffic.t.n; r++)
		if (m->traffic.looked[r] >= ENOUGH)
			m->traffic.click_ppm[r] = (uint32_t)(m->traffic.clicks[r] * 1000000 / m->traffic.looked[r]);
	for (uint32_t d = 0; d < m->ad.t.n; d++) {
		uint32_t category = m->world->good.category[m->listing.good[m->ad.listing[d]]];
		uint32_t quality = (uint32_t)auction_quality(ads_click_ppm(m, m->campaign.country[m->ad.campaign[d]], category), (int64_t)m->ad.clicks[d], (int64_t)m->ad.looked_milli[d]);
		if (quality == m->ad.quality[d])
			continue;
		m->ad.quality[d] = quality;
		state_touch(m, T_ad, d);
	}
}
