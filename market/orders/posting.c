/* What an order does to the ledger.
 *
 * Each amount in a foreign currency is worth what the day's rate says; the platform balance takes what is left over by rounding, so that a transaction adds up.
 * The order keeps its taxes and fees; a refund gives back their share by what was refunded in all, so that many small refunds end where one large one would. */
#include "base/exact.h"
#include "base/money.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/orders/inside.h"

enum { LINES_MAX = 8 };
struct lines {
	struct posting v[LINES_MAX];
	int n;
	int64_t rate;
	uint32_t currency;
};

static struct lines lines_of(const struct market *m, uint32_t order, int64_t at_min)
{
	uint32_t currency = m->world->country.currency[m->order.country[order]];
	return (struct lines){ .currency = currency, .rate = ledger_rate_micro(m, currency, at_min) };
}

static void line(const struct market *m, struct lines *l, enum account account, int64_t minor)
{
	l->v[l->n++] = (struct posting){ account, l->currency, minor, ledger_fen_at(m->world, l->currency, minor, l->rate) };
}

static void post_with_balance(struct market *m, uint32_t order, struct lines *l, enum topic topic, int64_t balance_minor, int64_t at_min)
{
	int64_t sum = 0;
	for (int i = 0; i < l->n; i++)
		sum += l->v[i].base_fen;
	l->v[l->n++] = (struct posting){ ACCOUNT_RECEIVABLE, l->currency, balance_minor, -sum };
	ledger_post(m, m->order.store[order], topic, m->order.id[order], at_min, l->v, l->n);
}

int64_t order_paid_minor(const struct market *m, uint32_t o)
{
	return m->order.item_minor[o] + m->order.ship_minor[o];
}

int64_t order_value_minor(const struct market *m, uint32_t o)
{
	int64_t paid = order_paid_minor(m, o);
	return m->order.item_minor[o] - (paid ? money_mul_div(m->order.tax_inside_minor[o], m->order.item_minor[o], paid) : 0);
}

/* US cents of the platform's fee schedule in another currency, at the day's rates. */
static int64_t from_usd(const struct market *m, int64_t cents, uint32_t currency, int64_t at_min)
{
	uint32_t usd = world_find(m->world, W_currency, STR("USD"));
	if (usd == ROW_NONE || usd == currency || !cents)
		return cents;
	return ledger_minor_at(m->world, currency, ledger_to_fen(m, usd, cents, at_min), ledger_rate_micro(m, currency, at_min));
}

static int64_t tax_ppm(const struct world *w, uint32_t country, enum tax_kind kind, int64_t day)
{
	uint32_t t = world_tax(w, country, kind, day);
	return t == ROW_NONE ? 0 : w->tax.rate_ppm[t];
}

/* The referral fee is on what the buyer pays, tax inside included and tax on top not, and at least the schedule's minimum for each piece. Tax inside the price
 * is withheld whatever the value: above the limits in law the marketplace still charges it with the price and settles it at the border. */
static void fees(struct market *m, uint32_t o)
{
	const struct world *w = m->world;
	uint32_t country = m->order.country[o], category = w->good.category[m->order.good[o]], currency = w->country.currency[country];
	int64_t at = m->order.placed_min[o], day = day_of_sellers(w, at), paid = order_paid_minor(m, o);
	m->order.tax_inside_minor[o] = money_tax_inside(paid, tax_ppm(w, country, TAX_VAT_INSIDE, day));
	m->order.tax_on_top_minor[o] = money_ppm(paid, tax_ppm(w, country, TAX_SALES_ON_TOP, day));
	int64_t referral = money_ppm(paid, w->category.referral_ppm[category]);
	int64_t least = from_usd(m, w->category.referral_min_usd[category], currency, at) * m->order.quantity[o];
	m->order.referral_minor[o] = referral > least ? referral : least;
	m->order.payment_fee_minor[o] = money_ppm(paid + m->order.tax_on_top_minor[o], ex_round(w->params.payment_fee * 1e6));
}

void post_sale(struct market *m, uint32_t o)
{
	int64_t at = m->order.placed_min[o];
	fees(m, o);
	struct lines l = lines_of(m, o, at);
	line(m, &l, ACCOUNT_SALES, -m->order.item_minor[o]);
	line(m, &l, ACCOUNT_SHIPPING_INCOME, -m->order.ship_minor[o]);
	line(m, &l, ACCOUNT_TAX_WITHHELD, m->order.tax_inside_minor[o]);
	line(m, &l, ACCOUNT_REFERRAL, m->order.referral_minor[o]);
	line(m, &l, ACCOUNT_PAYMENT, m->order.payment_fee_minor[o]);
	post_with_balance(m, o, &l, TOPIC_ORDER, ledger_order_net(m, o), at);
}

void post_shipment(struct market *m, uint32_t o, int64_t at_min)
{
	uint32_t cny = ledger_cny(m);
	int64_t freight = m->order.freight_fen[o], duty = m->order.duty_fen[o], cost = m->order.cost_fen[o];
	struct posting v[] = {
		{ ACCOUNT_CASH, cny, -freight - duty, -freight - duty },
		{ ACCOUNT_FREIGHT, cny, freight, freight },
		{ ACCOUNT_DUTY, cny, duty, duty },
		{ ACCOUNT_GOODS_SOLD, cny, cost, cost },
		{ ACCOUNT_INVENTORY, cny, -cost, -cost },
	};
	ledger_post(m, m->order.store[o], TOPIC_SHIPMENT, m->order.id[o], at_min, v, 5);
}

/* The part of a fee or tax that belongs to what is refunded now, given what was refunded before. */
static int64_t share_of(int64_t whole, int64_t before, int64_t now, int64_t paid)
{
	return paid ? money_mul_div(whole, before + now, paid) - money_mul_div(whole, before, paid) : 0;
}

void post_refund(struct market *m, uint32_t o, int64_t refund_minor, enum refund_kind kind, int64_t label_minor, int64_t at_min)
{
	const struct world_params *k = &m->world->params;
	struct lines l = lines_of(m, o, at_min);
	int64_t paid = order_paid_minor(m, o), before = m->order.refund_minor[o];
	int64_t tax = share_of(m->order.tax_inside_minor[o], before, refund_minor, paid),
		referral = share_of(m->order.referral_minor[o], before, refund_minor, paid), payment = 0;
	if (kind == REFUND_CANCELLED) {
		payment = share_of(m->order.payment_fee_minor[o], before, refund_minor, paid);
	} else {
		int64_t admin = money_ppm(referral, ex_round(k->refund_admin * 1e6)),
			most = from_usd(m, ex_round(k->refund_admin_usd * 100), l.currency, at_min);
		referral -= admin < most ? admin : most;
	}
	int64_t net = refund_minor - tax - referral - payment + label_minor;
	line(m, &l, ACCOUNT_REFUNDS, refund_minor);
	line(m, &l, ACCOUNT_TAX_WITHHELD, -tax);
	line(m, &l, ACCOUNT_REFERRAL, -referral);
	line(m, &l, ACCOUNT_PAYMENT, -payment);
	line(m, &l, ACCOUNT_FREIGHT, label_minor);
	m->order.refund_minor[o] += refund_minor;
	m->order.refund_net_minor[o] += net;
	state_touch(m, T_order, o);
	post_with_balance(m, o, &l, TOPIC_REFUND, -net, at_min);
}

void post_goods(struct market *m, uint32_t o, enum goods_fate fate, int64_t at_min)
{
	uint32_t cny = ledger_cny(m);
	int64_t cost = m->order.cost_fen[o];
	struct posting v[] = { { fate == GOODS_BACK ? ACCOUNT_INVENTORY : ACCOUNT_WRITE_OFF, cny, cost, cost },
		{ ACCOUNT_GOODS_SOLD, cny, -cost, -cost } };
	ledger_post(m, m->order.store[o], TOPIC_STOCK, m->order.id[o], at_min, v, 2);
}
