/* Rules by which orders ship without a hand. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/account/account.h"
#include "market/core/day.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"
#include "market/orders/inside.h"
#include <stdio.h>

enum { RULES_MAX = 50, BEFORE_COLLECTION_MIN = 60 };
enum { GIVEN_RULE = 1, GIVEN_COUNTRY = 2, GIVEN_MAX_G = 8, GIVEN_PRIORITY = 16, GIVEN_ON = 32 };

/* ---- what a rule says of an order ---- */

static bool meant_for(const struct market *m, uint32_t r, uint32_t o)
{
	int64_t weight = (int64_t)m->world->good.weight_g[m->order.good[o]] * m->order.quantity[o];
	return m->rule.on[r] && m->rule.store[r] == m->order.store[o] &&
	       (m->rule.country[r] == ROW_NONE || m->rule.country[r] == m->order.country[o]) && (!m->rule.max_g[r] || weight <= m->rule.max_g[r]);
}

static bool channel_takes(const struct market *m, uint32_t channel, uint32_t o, int64_t at_min)
{
	struct freight_quote q;
	freight_quote(m->world, channel, m->order.country[o], m->order.good[o], m->order.quantity[o], order_value_minor(m, o),
		day_of_sellers(m->world, at_min), 1000000, &q);
	return q.refusal == FREIGHT_OK;
}

uint32_t rule_channel(const struct market *m, uint32_t o, int64_t at_min)
{
	uint32_t best = ROW_NONE;
	for (uint32_t r = 0; r < m->rule.t.n; r++)
		if (meant_for(m, r, o) && (best == ROW_NONE || m->rule.priority[r] < m->rule.priority[best]) &&
			channel_takes(m, m->rule.channel[r], o, at_min))
			best = r;
	return best == ROW_NONE ? ROW_NONE : m->rule.channel[best];
}

/* The first hour before a collection of the channel, from from_min on. */
static int64_t before_collection(const struct world *w, uint32_t channel, int64_t from_min)
{
	int64_t midnight = cal_day_of(from_min + w->timezone_min) * MIN_PER_DAY - w->timezone_min;
	int64_t t = midnight + (int64_t)w->channel.cutoff_hour[channel] * MIN_PER_HOUR - BEFORE_COLLECTION_MIN;
	return t < from_min ? t + MIN_PER_DAY : t;
}

int64_t rule_next_min(const struct market *m, uint32_t o, int64_t from_min)
{
	int64_t next = TIME_NEVER;
	for (uint32_t r = 0; r < m->rule.t.n; r++) {
		if (!meant_for(m, r, o))
			continue;
		int64_t t = before_collection(m->world, m->rule.channel[r], from_min);
		next = t < next ? t : next;
	}
	return next;
}

void rule_ship(struct market *m, uint32_t o, int64_t at_min)
{
	struct problem why; /* an order that can't be paid for or carried waits for the next day, or for a hand */
	uint32_t channel = rule_channel(m, o, at_min);
	if (channel != ROW_NONE && before_collection(m->world, channel, at_min) == at_min)
		ship_order(m, o, channel, false, at_min, &why);
}

/* ---- setting one ---- */

static enum problem_code new_rule(struct market *m, uint32_t store, uint32_t *ret_rule, struct problem *p)
{
	uint32_t n = 0;
	char text[16];
	for (uint32_t r = 0; r < m->rule.t.n; r++)
		n += m->rule.store[r] == store;
	if (n >= RULES_MAX) {
		snprintf(text, sizeof text, "%d", RULES_MAX);
		return problem_set(p, PROBLEM_TOO_MANY, "rule", text, NULL);
	}
	uint32_t r = state_add(m, T_rule, id_of(T_rule, m->store.id[store], n + 1));
	m->rule.store[r] = store;
	m->rule.priority[r] = (uint16_t)(n + 1);
	m->rule.on[r] = 1;
	*ret_rule = r;
	return PROBLEM_NONE;
}

static enum problem_code check_country(const struct market *m, uint32_t store, struct str code, uint32_t *ret_country, struct problem *p)
{
	char text[8];
	uint32_t c = ROW_NONE;
	snprintf(text, sizeof text, "%.*s", STR_FMT(str_utf8_head(code, 2)));
	if (code.n) {
		c = world_find(m->world, W_country, code);
		if (c == ROW_NONE)
			return problem_set(p, PROBLEM_UNKNOWN_CODE, "country", text, NULL);
		if (!(m->store.countries[store] >> c & 1))
			return problem_set(p, PROBLEM_STORE_MARKET_CLOSED, "country", text, NULL);
	}
	*ret_country = c;
	return PROBLEM_NONE;
}

static enum problem_code check_unlocked(const struct market *m, uint32_t store, struct problem *p)
{
	int64_t needed = ex_round(m->world->params.rules_after) - m->store.shipped_by_hand[store];
	if (needed <= 0)
		return PROBLEM_NONE;
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)needed);
	return problem_set(p, PROBLEM_RULE_LOCKED, "", text, NULL);
}

enum problem_code rule_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p)
{
	const struct act_rule_set *x = &a->rule_set;
	uint32_t store = 0, r = ROW_NONE, channel = 0, country = ROW_NONE;
	enum problem_code e = account_store_of(m, a, true, &store, p);
	if (!e)
		e = check_unlocked(m, store, p);
	if (!e && (a->given & GIVEN_RULE))
		e = own_row(m, T_rule, m->rule.store, store, x->rule, "rule", &r, p);
	if (!e)
		e = find_channel(m, x->channel, &channel, p);
	if (!e && (a->given & GIVEN_COUNTRY))
		e = check_country(m, store, x->country, &country, p);
	if (!e && r == ROW_NONE)
		e = new_rule(m, store, &r, p);
	if (e)
		return e;
	m->rule.channel[r] = channel;
	if (a->given & GIVEN_COUNTRY)
		m->rule.country[r] = country;
	if (a->given & GIVEN_MAX_G)
		m->rule.max_g[r] = (uint32_t)x->max_g;
	if (a->given & GIVEN_PRIORITY)
		m->rule.priority[r] = (uint16_t)x->priority;
	if (a->given & GIVEN_ON)
		m->rule.on[r] = x->on != 0;
	state_touch(m, T_rule, r);
	orders_due_again(m, store);
	ret->id = m->rule.id[r];
	return PROBLEM_NONE;
}
