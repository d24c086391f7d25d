/* Settlement: every settle_days from the day a store was approved, the platform pays what its delivered orders have earned.
 *
 * An order is due when delivered_min + reserve_days + 1 day is past (factbook §6.4: delivered 3 January, available 11 January). What changes after an order was
 * settled (a refund, a return label) goes into the next settlement. A negative sum is carried. The balance in a foreign currency leaves at its average rate,
 * comes in at the rate of the payout day, and the difference is an exchange gain or loss. */
#include "base/calendar.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/ledger/ledger.h"

int64_t ledger_order_net(const struct market *m, uint32_t o)
{
	return m->order.item_minor[o] + m->order.ship_minor[o] - m->order.tax_inside_minor[o] - m->order.referral_minor[o] - m->order.payment_fee_minor[o] - m->order.refund_net_minor[o];
}

static bool order_due(const struct market *m, uint32_t o, int64_t end_min)
{
	if (m->order.settlement[o] != ROW_NONE || m->order.state[o] == ORDER_CANCELLED)
		return true; /* changes only */
	int64_t delivered = m->order.delivered_min[o];
	if (m->order.state[o] == ORDER_LOST)
		return true;
	return delivered && (m->order.state[o] == ORDER_DELIVERED || m->order.state[o] == ORDER_REFUNDED) &&
	       delivered + (int64_t)(m->world->params.reserve_days + 1) * MIN_PER_DAY <= end_min;
}

static uint64_t settlement_id(const struct market *m, uint32_t store, uint32_t currency, int64_t cycle)
{
	return id_of(T_settlement, m->store.id[store], (uint64_t)cycle << 16 | (currency + 1));
}

/* Value at which `minor` leaves the balance: its average rate; what is beyond the balance goes at the day's rate. */
static int64_t carrying_fen(const struct market *m, uint32_t store, uint32_t currency, int64_t minor, int64_t rate)
{
	int64_t have = ledger_balance(m, store, ACCOUNT_RECEIVABLE, currency), base = ledger_balance_base(m, store, ACCOUNT_RECEIVABLE, currency);
	if (have <= 0)
		return ledger_fen_at(m->world, currency, minor, rate);
	if (minor <= have)
		return money_mul_div(base, minor, have);
	return base + ledger_fen_at(m->world, currency, minor - have, rate);
}

static void pay_out(struct market *m, uint32_t s, int64_t at_min)
{
	uint32_t store = m->settlement.store[s], currency = m->settlement.currency[s], cny = ledger_cny(m);
	int64_t net = m->settlement.net_minor[s], rate = ledger_rate_micro(m, currency, at_min);
	int64_t gross_fen = ledger_fen_at(m->world, currency, net, rate);
	int64_t fee_fen = currency == cny ? 0 : money_ppm(gross_fen, ex_round(m->world->params.fx_fee * 1e6));
	int64_t base = carrying_fen(m, store, currency, net, rate), left = ledger_balance_base(m, store, ACCOUNT_RECEIVABLE, currency) - base;
	/* a balance of nothing is worth nothing */
	if (ledger_balance(m, store, ACCOUNT_RECEIVABLE, currency) == net)
		base += left;
	struct posting v[] = {
		{ ACCOUNT_CASH, cny, gross_fen - fee_fen, gross_fen - fee_fen },
		{ ACCOUNT_FX, cny, fee_fen, fee_fen },
		{ ACCOUNT_RECEIVABLE, currency, -net, -base },
		{ ACCOUNT_FX, cny, base - gross_fen, base - gross_fen },
	};
	ledger_post(m, store, TOPIC_SETTLEMENT, m->settlement.id[s], at_min, v, 4);
	m->settlement.rate_micro[s] = rate;
	m->settlement.fx_fee_fen[s] = fee_fen;
	m->settlement.paid_fen[s] = gross_fen - fee_fen;
	m->settlement.paid_min[s] = at_min;
	m->settlement.state[s] = SETTLEMENT_PAID;
}

/* What rounding or refunds at old rates left on an empty balance. */
static void clear_residue(struct market *m, uint32_t store, uint32_t currency, int64_t at_min)
{
	uint32_t cny = ledger_cny(m);
	int64_t base = ledger_balance_base(m, store, ACCOUNT_RECEIVABLE, currency);
	if (!base || ledger_balance(m, store, ACCOUNT_RECEIVABLE, currency))
		return;
	struct posting v[] = { { ACCOUNT_RECEIVABLE, currency, 0, -base }, { ACCOUNT_FX, cny, base, base } };
	ledger_post(m, store, TOPIC_SETTLEMENT, 0, at_min, v, 2);
}

static void add_order(struct market *m, uint32_t s, uint32_t o)
{
	bool first = m->order.settlement[o] == ROW_NONE;
	int64_t change = ledger_order_net(m, o) - m->order.settled_minor[o];
	if (first) {
		m->settlement.orders[s]++;
		m->settlement.sales_minor[s] += m->order.item_minor[o] + m->order.ship_minor[o];
		m->settlement.fees_minor[s] += m->order.referral_minor[o] + m->order.payment_fee_minor[o];
		m->settlement.tax_minor[s] += m->order.tax_inside_minor[o];
		m->settlement.refunds_minor[s] += m->order.refund_net_minor[o];
	} else {
		m->settlement.refunds_minor[s] -= change;
	}
	m->settlement.net_minor[s] += change;
	m->order.settled_minor[o] += change;
	m->order.settlement[o] = s;
	state_touch(m, T_order, o);
}

static void close_cycle(struct market *m, uint32_t store, uint32_t currency, int64_t cycle, int64_t from_min, int64_t end_min)
{
	const struct world *w = m->world;
	uint32_t before = state_find(m, T_settlement, settlement_id(m, store, currency, cycle - 1)), s = ROW_NONE;
	int64_t carried = before != ROW_NONE && m->settlement.state[before] == SETTLEMENT_CARRIED ? m->settlement.net_minor[before] : 0;
	for (uint32_t o = 0; o < m->order.t.n; o++) {
		if (m->order.store[o] != store || w->country.currency[m->order.country[o]] != currency || !order_due(m, o, end_min))
			continue;
		bool known = m->order.settlement[o] != ROW_NONE || m->order.state[o] == ORDER_CANCELLED;
		if (known && ledger_order_net(m, o) == m->order.settled_minor[o])
			continue;
		if (s == ROW_NONE)
			s = state_add(m, T_settlement, settlement_id(m, store, currency, cycle));
		add_order(m, s, o);
	}
	if (s == ROW_NONE && carried)
		s = state_add(m, T_settlement, settlement_id(m, store, currency, cycle));
	if (s != ROW_NONE) {
		m->settlement.store[s] = store;
		m->settlement.currency[s] = currency;
		m->settlement.from_min[s] = from_min;
		m->settlement.until_min[s] = end_min;
		m->settlement.net_minor[s] += carried;
		m->settlement.held_minor[s] = ledger_balance(m, store, ACCOUNT_RECEIVABLE, currency) - m->settlement.net_minor[s];
		m->settlement.state[s] = SETTLEMENT_CARRIED;
		state_touch(m, T_settlement, s);
		if (m->settlement.net_minor[s] > 0) {
			pay_out(m, s, end_min);
			state_event(m, EVENT_SETTLEMENT_PAID, store, m->settlement.id[s], m->settlement.paid_fen[s], 0);
		}
	}
	clear_residue(m, store, currency, end_min);
}

void ledger_tick(struct market *m, int64_t until_min)
{
	int64_t cycle_min = (int64_t)(ex_max(1, m->world->params.settle_days) * MIN_PER_DAY), from_min = now_min(m);
	for (uint32_t store = 0; store < m->store.t.n; store++) {
		if (m->store.kind[store] != 0 || m->store.state[store] != STORE_ACTIVE)
			continue;
		int64_t start = m->store.decided_min[store];
		int64_t cycle = (until_min - start) / cycle_min;
		if (from_min < start || cycle <= (from_min - start) / cycle_min)
			continue;
		for (uint32_t currency = 0; currency < m->world->currency.t.n; currency++)
			close_cycle(m, store, currency, cycle, start + (cycle - 1) * cycle_min, start + cycle * cycle_min);
	}
}
