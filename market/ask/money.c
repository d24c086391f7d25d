/* What a piece costs and earns: the same figures in every answer. */
#include "market/ask/inside.h"
#include "market/ledger/ledger.h"

int64_t ask_tax_ppm(const struct asking *q, uint32_t country, enum tax_kind kind)
{
	uint32_t t = world_tax(q->w, country, kind, q->day);
	return t == ROW_NONE ? 0 : q->w->tax.rate_ppm[t];
}

int64_t ask_fx(const struct asking *q, uint32_t country)
{
	return world_fx_micro(q->w, q->m->seed, q->w->country.currency[country], q->day);
}

struct unit_ask plan_ask(const struct asking *q, uint32_t good, uint32_t country, uint32_t channel, int64_t price_minor, int64_t ship_minor)
{
	uint32_t category = q->w->good.category[good];
	if (q->store != ROW_NONE)
		return listing_unit_ask(q->m, q->store, good, category, country, channel, price_minor, ship_minor);
	return (struct unit_ask){
		.good = good,
		.category = category,
		.country = country,
		.channel = channel,
		.price_minor = price_minor,
		.ship_minor = ship_minor,
		.goods_fen = q->w->good.cost_fen[good],
		.day = q->day,
		.fx_micro = ask_fx(q, country),
	};
}
