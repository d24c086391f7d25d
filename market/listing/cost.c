/* What a unit costs its seller and its buyer. Pure in the world but for the last few functions, which look into a market. */
#include "market/listing/listing.h"
#include "base/exact.h"
#include "base/money.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"

/* What does not depend on the price is worked out once, so that the search for the break-even price is cheap. */
struct fixed {
	enum freight_refusal refusal;
	int64_t goods_minor, freight_minor, referral_min_minor;
	int64_t inside_ppm, on_top_ppm, payment_ppm, fx_ppm;
	bool imported, duties_paid;
};

static int64_t rate_ppm(const struct world *w, uint32_t country, enum tax_kind kind, int64_t day)
{
	uint32_t row = world_tax(w, country, kind, day);
	return row == ROW_NONE ? 0 : w->tax.rate_ppm[row];
}

static int64_t referral_min(const struct world *w, const struct unit_ask *a)
{
	uint32_t usd = world_find(w, W_currency, STR("USD")), own = w->country.currency[a->country];
	int64_t cents = w->category.referral_min_usd[a->category];
	if (usd == ROW_NONE || usd == own || !cents)
		return cents;
	return ledger_minor_at(w, own, ledger_fen_at(w, usd, cents, a->usd_micro ? a->usd_micro : w->currency.cny_micro[usd]), a->fx_micro);
}

static void fix_buyer(const struct world *w, const struct unit_ask *a, struct fixed *f)
{
	f->inside_ppm = rate_ppm(w, a->country, TAX_VAT_INSIDE, a->day);
	f->on_top_ppm = rate_ppm(w, a->country, TAX_SALES_ON_TOP, a->day);
	f->duties_paid = freight_duties_paid(w, a->channel, a->country, a->day);
}

static void fix(const struct world *w, const struct unit_ask *a, struct fixed *ret)
{
	struct fixed f = { .refusal = FREIGHT_OK };
	uint32_t own = w->country.currency[a->country];
	fix_buyer(w, a, &f);
	f.payment_ppm = ex_round(w->params.payment_fee * 1e6);
	f.fx_ppm = own == world_find(w, W_currency, STR("CNY")) ? 0 : ex_round(w->params.fx_fee * 1e6);
	f.goods_minor = ledger_minor_at(w, own, a->goods_fen, a->fx_micro);
	f.referral_min_minor = referral_min(w, a);
	if (a->channel != ROW_NONE) {
		struct freight_quote q;
		freight_quote(w, a->channel, a->country, a->good, 1, 0, a->day, a->fx_micro, &q);
		f.refusal = q.refusal;
		f.imported = q.rate != ROW_NONE;
		f.freight_minor = ledger_minor_at(w, own, q.freight_fen, a->fx_micro);
	}
	*ret = f;
}

static int64_t duty(const struct world *w, const struct unit_ask *a, const struct fixed *f)
{
	/* the value of the goods is without their share of the tax inside */
	int64_t sum = a->price_minor + a->ship_minor, tax = money_tax_inside(sum, f->inside_ppm);
	int64_t value = a->price_minor - (sum ? money_mul_div(tax, a->price_minor, sum) : 0);
	return freight_duty_minor(w, a->country, a->good, 1, value, a->day);
}

static void unit(const struct world *w, const struct unit_ask *a, const struct fixed *f, struct unit_cost *ret)
{
	struct unit_cost c = { .refusal = f->refusal, .goods_minor = f->goods_minor, .freight_minor = f->freight_minor };
	int64_t sum = a->price_minor + a->ship_minor, import = f->imported ? duty(w, a, f) : 0;
	if (f->duties_paid)
		c.duty_minor = import;
	else
		c.import_minor = import;
	c.landed_cost_minor = c.goods_minor + c.freight_minor + c.duty_minor;
	c.tax_inside_minor = money_tax_inside(sum, f->inside_ppm);
	c.tax_on_top_minor = money_ppm(sum, f->on_top_ppm);
	c.referral_minor = money_ppm(sum, w->category.referral_ppm[a->category]);
	if (c.referral_minor < f->referral_min_minor)
		c.referral_minor = f->referral_min_minor;
	c.payment_minor = money_ppm(sum + c.tax_on_top_minor, f->payment_ppm);
	int64_t net = sum - c.tax_inside_minor - c.referral_minor - c.payment_minor;
	c.fx_minor = net > 0 ? money_ppm(net, f->fx_ppm) : 0;
	c.buyer_minor = sum + c.tax_on_top_minor + c.import_minor;
	c.profit_minor = net - c.fx_minor - c.landed_cost_minor;
	*ret = c;
}

void listing_unit_cost(const struct world *w, const struct unit_ask *ask, struct unit_cost *ret)
{
	struct fixed f;
	fix(w, ask, &f);
	unit(w, ask, &f, ret);
}

int64_t listing_break_even_minor(const struct world *w, const struct unit_ask *ask)
{
	struct fixed f;
	struct unit_ask a = *ask;
	struct unit_cost c;
	fix(w, ask, &f);
	/* profit(low) < 0 <= profit(high); duties may jump at a limit, then this is the first price above the last loss that the halving meets */
	int64_t low = 0, high = f.goods_minor + f.freight_minor + 1;
	for (;; low = high, high *= 2) {
		if (high >= UNIT_PRICE_MAX)
			return UNIT_PRICE_MAX;
		a.price_minor = high;
		unit(w, &a, &f, &c);
		if (c.profit_minor >= 0)
			break;
	}
	while (high - low > 1) {
		a.price_minor = low + (high - low) / 2;
		unit(w, &a, &f, &c);
		if (c.profit_minor >= 0)
			high = a.price_minor;
		else
			low = a.price_minor;
	}
	return high;
}

/* ---- in a market ---- */

static int64_t goods_fen(const struct market *m, uint32_t store, uint32_t good)
{
	uint32_t s = state_find(m, T_stock, listing_stock_id(m->store.id[store], good));
	if (s != ROW_NONE && m->stock.on_hand[s] > 0)
		return money_mul_div(m->stock.value_fen[s], 1, m->stock.on_hand[s]);
	return m->world->good.cost_fen[good];
}

struct unit_ask listing_unit_ask(const struct market *m, uint32_t store, uint32_t good, uint32_t category, uint32_t country, uint32_t channel,
	int64_t price_minor, int64_t ship_minor)
{
	uint32_t usd = world_find(m->world, W_currency, STR("USD"));
	return (struct unit_ask){
		.good = good,
		.category = category,
		.country = country,
		.channel = channel,
		.price_minor = price_minor,
		.ship_minor = ship_minor,
		.goods_fen = goods_fen(m, store, good),
		.day = day_of_sellers(m->world, now_min(m)),
		.fx_micro = ledger_rate_micro(m, m->world->country.currency[country], now_min(m)),
		.usd_micro = usd == ROW_NONE ? 0 : ledger_rate_micro(m, usd, now_min(m)),
	};
}

struct unit_ask listing_offer_ask(const struct market *m, uint32_t offer)
{
	uint32_t l = m->offer.listing[offer];
	return listing_unit_ask(m, m->offer.store[offer], m->listing.good[l], m->listing.category[l], m->offer.country[offer],
		m->offer.channel[offer], m->offer.price_minor[offer], m->offer.ship_minor[offer]);
}

int64_t listing_landed_minor(const struct market *m, uint32_t offer)
{
	const struct world *w = m->world;
	struct fixed f = { .refusal = FREIGHT_OK };
	/* no exchange rate is needed for what the buyer pays, and this is asked for every offer on a page */
	struct unit_ask a = { .good = m->listing.good[m->offer.listing[offer]],
		.country = m->offer.country[offer],
		.channel = m->offer.channel[offer],
		.price_minor = m->offer.price_minor[offer],
		.ship_minor = m->offer.ship_minor[offer],
		.day = day_of_sellers(m->world, now_min(m)) };
	fix_buyer(w, &a, &f);
	int64_t sum = a.price_minor + a.ship_minor;
	return sum + money_ppm(sum, f.on_top_ppm) + (f.duties_paid ? 0 : duty(w, &a, &f));
}
