/* freight.quotes, price.plan. */
#include "market/ask/inside.h"
#include "base/money.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"
#include <stdio.h>
#include <stdlib.h>

enum { HANDLING = 1 }; /* days, as sellers usually need them */

struct quoted {
	uint32_t channel;
	struct freight_quote q;
};

static int cheapest_first(const void *a, const void *b)
{
	const struct quoted *x = a, *y = b;
	if (!x->q.refusal != !y->q.refusal)
		return x->q.refusal ? 1 : -1;
	int64_t p = x->q.freight_fen + x->q.duty_fen, r = y->q.freight_fen + y->q.duty_fen;
	if (!x->q.refusal && p != r)
		return p < r ? -1 : 1;
	return x->channel < y->channel ? -1 : x->channel > y->channel;
}

static void name_places(const struct world *w, struct problem *p, uint32_t channel, uint32_t country, bool zh)
{
	struct str name = world_str(w, zh ? w->channel.name_zh[channel] : w->channel.name_en[channel]);
	struct str to = world_str(w, zh ? w->country.name_zh[country] : w->country.name_en[country]);
	snprintf(p->arg[0], sizeof p->arg[0], "%.*s", STR_FMT(str_utf8_head(name, 80)));
	snprintf(p->arg[1], sizeof p->arg[1], "%.*s", STR_FMT(str_utf8_head(to, 80)));
}

static void refusal(struct asking *q, uint32_t country, const struct quoted *c)
{
	struct problem p = { 0 };
	struct buf zh, en;
	enum problem_code e = freight_problem(q->w, c->channel, country, c->q.refusal, &p);
	if (!e) {
		jw_kcstr(q->j, "refusal", NULL);
		jw_kcstr(q->j, "refusal_text", NULL);
		return;
	}
	buf_init(&zh, 2048);
	buf_init(&en, 2048);
	/* the problem has codes; who reads a table of quotes knows names */
	name_places(q->w, &p, c->channel, country, true);
	problem_text(&p, LANG_ZH, &zh);
	name_places(q->w, &p, c->channel, country, false);
	problem_text(&p, LANG_EN, &en);
	jw_kcstr(q->j, "refusal", problem_name(e));
	put_text2(q, "refusal_text", buf_span(&zh), buf_span(&en));
	buf_fini(&zh);
	buf_fini(&en);
}

static void put_quote(struct asking *q, uint32_t country, const struct quoted *c)
{
	bool priced = c->q.rate != ROW_NONE;
	jw_object(q->j);
	put_world(q, "channel", q->w->channel.code[c->channel]);
	refusal(q, country, c);
	jw_ki64(q->j, "weight_g", c->q.weight_g);
	jw_ki64(q->j, "charge_g", c->q.charge_g);
	put_fen(q, "freight", c->q.freight_fen);
	put_fen(q, "duty", c->q.duty_fen);
	jw_kbool(q->j, "duty_paid", priced && q->w->rate.ddp[c->q.rate]);
	jw_ki64(q->j, "days_min", c->q.days_min);
	jw_ki64(q->j, "days_max", c->q.days_max);
	jw_ki64(q->j, "promise_days", priced ? freight_usual_days(q->w, c->q.rate) + HANDLING : 0);
	put_rate(q, "loss_rate", priced ? q->w->rate.loss_ppm[c->q.rate] : 0);
	jw_kbool(q->j, "tracked", q->w->channel.tracked[c->channel]);
	jw_end_object(q->j);
}

enum problem_code ask_freight_quotes(struct asking *q)
{
	const struct ask_freight_quotes *x = &q->a->freight_quotes;
	uint32_t good, country;
	enum problem_code e = ask_code(q, W_good, x->good, "good", &good);
	if (!e)
		e = ask_code(q, W_country, x->country, "country", &country);
	if (e)
		return e;
	uint32_t quantity = q->a->given >> 2 & 1 ? (uint32_t)x->quantity : 1, n = q->w->channel.t.n;
	int64_t value = x->value_minor;
	if (!(q->a->given >> 3 & 1)) {
		int64_t usual = world_usual_minor(q->w, country, good) * quantity;
		value = usual - money_tax_inside(usual, ask_tax_ppm(q, country, TAX_VAT_INSIDE));
	}
	struct quoted *c = ARENA_ARRAY(q->mem, struct quoted, n + 1);
	for (uint32_t i = 0; i < n; i++) {
		c[i].channel = i;
		freight_quote(q->w, i, country, good, quantity, value, q->day, ask_fx(q, country), &c[i].q);
	}
	qsort(c, n, sizeof *c, cheapest_first);
	jw_object(q->j);
	jw_key(q->j, "quotes");
	jw_array(q->j);
	for (uint32_t i = 0; i < n; i++)
		put_quote(q, country, &c[i]);
	jw_end_array(q->j);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}

static void line(struct asking *q, const char *code, uint32_t country, int64_t minor, int64_t fen)
{
	jw_object(q->j);
	jw_kcstr(q->j, "code", code);
	put_money(q, "amount", country, minor);
	put_fen(q, "cny", fen);
	jw_end_object(q->j);
}

static int by_amount(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

/* What buyers pay others for the same kind of goods, all charges counted in. */
static void market_of(struct asking *q, uint32_t good, uint32_t country)
{
	const struct market *m = q->m;
	int64_t *v = ARENA_ARRAY(q->mem, int64_t, m->offer.t.n + 1);
	uint32_t n = 0;
	for (uint32_t o = 0; o < m->offer.t.n; o++) {
		uint32_t g = m->listing.good[m->offer.listing[o]];
		if (m->offer.country[o] == country && m->offer.store[o] != q->store && g != ROW_NONE && q->w->good.kind[g] == q->w->good.kind[good] && offer_is_seen(m, o))
			v[n++] = listing_landed_minor(m, o);
	}
	qsort(v, n, sizeof *v, by_amount);
	jw_key(q->j, "market");
	jw_object(q->j);
	if (n) {
		put_money(q, "low", country, v[0]);
		put_money(q, "median", country, n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2);
		put_money(q, "high", country, v[n - 1]);
	} else {
		jw_kcstr(q->j, "low", NULL);
		jw_kcstr(q->j, "median", NULL);
		jw_kcstr(q->j, "high", NULL);
	}
	jw_ki64(q->j, "n", n);
	jw_end_object(q->j);
}

enum problem_code ask_price_plan(struct asking *q)
{
	const struct ask_price_plan *x = &q->a->price_plan;
	uint32_t good, country, channel;
	struct unit_cost r;
	enum problem_code e = ask_code(q, W_good, x->good, "good", &good);
	if (!e)
		e = ask_code(q, W_country, x->country, "country", &country);
	if (!e)
		e = ask_code(q, W_channel, x->channel, "channel", &channel);
	if (e)
		return e;
	struct unit_ask unit = plan_ask(q, good, country, channel, 0, x->ship_minor);
	int64_t break_even = listing_break_even_minor(q->w, &unit), goods_fen = unit.goods_fen;
	unit.price_minor = q->a->given >> 3 & 1 ? x->price_minor : break_even;
	listing_unit_cost(q->w, &unit, &r);
	if (r.refusal)
		return freight_problem(q->w, channel, country, r.refusal, q->p);
	uint32_t currency = q->w->country.currency[country];
	int64_t cost = r.landed_cost_minor + r.referral_minor + r.payment_minor + r.fx_minor + r.tax_inside_minor, net = unit.price_minor + unit.ship_minor - r.tax_inside_minor;
	jw_object(q->j);
	put_world(q, "currency", q->w->currency.code[currency]);
	put_exchange(q, "rate", unit.fx_micro);
	put_day(q, "rate_date", unit.day);
	jw_key(q->j, "lines");
	jw_array(q->j);
	line(q, "goods", country, r.goods_minor, goods_fen);
	struct freight_quote f;
	freight_quote(q->w, channel, country, good, 1, unit.price_minor - money_tax_inside(unit.price_minor, ask_tax_ppm(q, country, TAX_VAT_INSIDE)), unit.day, unit.fx_micro, &f);
	line(q, "freight", country, r.freight_minor, f.freight_fen);
	line(q, "duty", country, r.duty_minor, f.duty_fen);
	line(q, "referral", country, r.referral_minor, ledger_fen_at(q->w, currency, r.referral_minor, unit.fx_micro));
	line(q, "payment", country, r.payment_minor, ledger_fen_at(q->w, currency, r.payment_minor, unit.fx_micro));
	line(q, "fx", country, r.fx_minor, ledger_fen_at(q->w, currency, r.fx_minor, unit.fx_micro));
	line(q, "tax_inside", country, r.tax_inside_minor, ledger_fen_at(q->w, currency, r.tax_inside_minor, unit.fx_micro));
	jw_end_array(q->j);
	put_money(q, "cost", country, cost);
	put_money(q, "break_even", country, break_even);
	put_money(q, "floor", country, listing_floor_minor(q->w, unit.category, country));
	put_money(q, "price", country, unit.price_minor);
	put_money(q, "profit", country, r.profit_minor);
	put_fen(q, "profit_cny", ledger_fen_at(q->w, currency, r.profit_minor, unit.fx_micro));
	/* of what is left of the price when the tax is paid */
	put_decimal(q, "margin_rate", net > 0 ? 100.0 * (double)r.profit_minor / (double)net : 0, 1);
	market_of(q, good, country);
	jw_end_object(q->j);
	return PROBLEM_NONE;
}
