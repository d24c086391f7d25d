/* What goods usually cost in a country: the price of their row, or what an importer must ask there to live, whichever is higher. Duties and freight differ so much
 * between countries that one price in dollars would leave nobody a margin in some of them. */
#include "market/listing/listing.h"
#include "scenario/inside.h"

/* Landed price at which the cheapest tracked channel leaves the world's usual margin; 0 if none carries the goods there. */
static int64_t living_minor(const struct world *w, uint32_t good, uint32_t country)
{
	struct unit_ask best = { .good = good, .category = w->good.category[good], .country = country, .goods_fen = w->good.cost_fen[good],
		.day = (w->start_min + w->timezone_min) / 1440, .fx_micro = w->currency.cny_micro[w->country.currency[country]] };
	int64_t lowest = 0;
	struct unit_cost cost;
	for (uint32_t c = 0; c < w->channel.t.n; c++) {
		struct unit_ask ask = best;
		ask.channel = c;
		if (!w->channel.tracked[c])
			continue;
		listing_unit_cost(w, &ask, &cost);
		int64_t even = cost.refusal == FREIGHT_OK ? listing_break_even_minor(w, &ask) : 0;
		if (even > 0 && even < UNIT_PRICE_MAX && (!lowest || even < lowest)) {
			lowest = even;
			best.channel = c;
		}
	}
	if (!lowest)
		return 0;
	best.price_minor = (int64_t)((double)lowest * w->params.usual_over_cost + 0.5);
	listing_unit_cost(w, &best, &cost);
	return cost.buyer_minor;
}

void usual_prices(struct world *w)
{
	for (uint32_t g = 0; g < w->good.t.n; g++)
		for (uint32_t c = 0; c < w->country.t.n; c++) {
			int64_t said = world_usual_minor(w, c, g), living = living_minor(w, g, c);
			uint32_t row = set_add(&w->set, W_usual);
			w->usual.good[row] = g;
			w->usual.country[row] = c;
			w->usual.minor[row] = living > said ? living : said;
		}
}
