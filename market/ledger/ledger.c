/* Postings and balances. */
#include "market/ledger/ledger.h"
#include "base/money.h"
#include "market/core/day.h"
#include <assert.h>

const struct account_desc account_desc[ACCOUNT_MAX] = {
#define ACCOUNT(NAME, code, group, en, zh) [ACCOUNT_##NAME] = { code, group, en, zh },
#include "market/ledger/accounts.def"
#undef ACCOUNT
};

enum { ENTRIES_A_TRANSACTION = 16 };

static uint64_t balance_id(const struct market *m, uint32_t store, enum account account, uint32_t currency)
{
	return id_of(T_balance, m->store.id[store], (uint64_t)account << 32 | (currency + 1));
}

static void add_to_balance(struct market *m, uint32_t store, const struct posting *v)
{
	uint64_t id = balance_id(m, store, v->account, v->currency);
	uint32_t row = state_find(m, T_balance, id);
	if (row == ROW_NONE) {
		row = state_add(m, T_balance, id);
		m->balance.store[row] = store;
		m->balance.account[row] = (uint8_t)v->account;
		m->balance.currency[row] = v->currency;
	}
	m->balance.minor[row] += v->minor;
	m->balance.base_fen[row] += v->base_fen;
	state_touch(m, T_balance, row);
}

void ledger_post(struct market *m, uint32_t store, enum topic topic, uint64_t ref, int64_t at_min, const struct posting *v, int n)
{
	int64_t sum = 0;
	for (int i = 0; i < n; i++)
		sum += v[i].base_fen;
	assert(sum == 0 && n <= ENTRIES_A_TRANSACTION);
	uint64_t transaction = ++m->store.transactions[store];
	state_touch(m, T_store, store);
	for (int i = 0; i < n; i++) {
		if (!v[i].minor && !v[i].base_fen)
			continue;
		uint32_t row = state_add(m, T_entry, id_of(T_entry, m->store.id[store], transaction * ENTRIES_A_TRANSACTION + (uint64_t)i));
		m->entry.store[row] = store;
		m->entry.transaction[row] = transaction;
		m->entry.at_min[row] = at_min;
		m->entry.account[row] = (uint8_t)v[i].account;
		m->entry.currency[row] = v[i].currency;
		m->entry.minor[row] = v[i].minor;
		m->entry.base_fen[row] = v[i].base_fen;
		m->entry.topic[row] = (uint8_t)topic;
		m->entry.ref[row] = ref;
		add_to_balance(m, store, &v[i]);
	}
}

uint32_t ledger_cny(const struct market *m)
{
	return world_find(m->world, W_currency, STR("CNY"));
}

static uint32_t balance_row(const struct market *m, uint32_t store, enum account account, uint32_t currency)
{
	return state_find(m, T_balance, balance_id(m, store, account, currency));
}

int64_t ledger_balance(const struct market *m, uint32_t store, enum account account, uint32_t currency)
{
	uint32_t row = balance_row(m, store, account, currency);
	return row == ROW_NONE ? 0 : m->balance.minor[row];
}

int64_t ledger_balance_base(const struct market *m, uint32_t store, enum account account, uint32_t currency)
{
	uint32_t row = balance_row(m, store, account, currency);
	return row == ROW_NONE ? 0 : m->balance.base_fen[row];
}

int64_t ledger_cash_fen(const struct market *m, uint32_t store)
{
	return ledger_balance(m, store, ACCOUNT_CASH, ledger_cny(m));
}

int64_t ledger_base(const struct market *m, uint32_t store, enum account account)
{
	int64_t sum = 0;
	for (uint32_t c = 0; c < m->world->currency.t.n; c++)
		sum += ledger_balance_base(m, store, account, c);
	return sum;
}

int64_t ledger_profit_fen(const struct market *m, uint32_t store)
{
	int64_t sum = 0;
	for (int a = 0; a < ACCOUNT_MAX; a++)
		if (account_desc[a].group == GROUP_INCOME || account_desc[a].group == GROUP_EXPENSE)
			sum -= ledger_base(m, store, (enum account)a);
	return sum;
}

int64_t ledger_rate_micro(const struct market *m, uint32_t currency, int64_t t_min)
{
	int64_t day = day_of_sellers(m->world, t_min);
	return m->rates && m->rates_day == day ? m->rates[currency] : world_fx_micro(m->world, m->seed, currency, day);
}

void ledger_know_rates(struct market *m, int64_t t_min)
{
	int64_t day = day_of_sellers(m->world, t_min);
	uint32_t n = m->world->currency.t.n;
	if (m->rates && m->rates_day == day)
		return;
	if (!m->rates)
		m->rates = mem_alloc((n + 1) * sizeof *m->rates);
	m->rates_day = day;
	for (uint32_t c = 0; c < n; c++)
		m->rates[c] = world_fx_micro(m->world, m->seed, c, day);
}

int64_t ledger_to_fen(const struct market *m, uint32_t currency, int64_t minor, int64_t t_min)
{
	return ledger_fen_at(m->world, currency, minor, ledger_rate_micro(m, currency, t_min));
}

enum problem_code ledger_can_pay(const struct market *m, uint32_t store, int64_t fen, struct problem *p)
{
	int64_t have = ledger_cash_fen(m, store) + m->store.credit_line_fen[store];
	if (fen <= have)
		return PROBLEM_NONE;
	char need[MONEY_TEXT_MAX], at_hand[MONEY_TEXT_MAX];
	money_format(fen, "CNY", need);
	money_format(have, "CNY", at_hand);
	return problem_set(p, PROBLEM_NO_CASH, "", need, at_hand, NULL);
}
