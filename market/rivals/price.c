/* Rivals' prices: what is usual, what is written on the label, what they must earn. */
#include "base/exact.h"
#include "market/core/day.h"
#include "market/freight/freight.h"
#include "market/ledger/ledger.h"
#include "market/rivals/inside.h"

enum { CHANNEL_LOCAL = 3 };

double on_top_factor(const struct world *w, uint32_t country, int64_t day)
{
	uint32_t t = world_tax(w, country, TAX_SALES_ON_TOP, day);
	return t == ROW_NONE ? 1 : 1 + (double)w->tax.rate_ppm[t] / 1e6;
}

uint32_t cheapest_channel(const struct market *m, uint32_t good, uint32_t country, int64_t t_min, int64_t *ret_fen)
{
	const struct world *w = m->world;
	int64_t day = day_of_sellers(w, t_min), rate = ledger_rate_micro(m, w->country.currency[country], t_min),
		value = world_usual_minor(w, country, good), best_fen = 0;
	uint32_t best = ROW_NONE;
	bool best_paid = false;
	for (uint32_t c = 0; c < w->channel.t.n; c++) {
		struct freight_quote q;
		if (w->channel.kind[c] == CHANNEL_LOCAL)
			continue;
		freight_quote(w, c, country, good, 1, value, day, rate, &q);
		if (q.refusal != FREIGHT_OK)
			continue;
		bool paid = w->rate.ddp[q.rate];
		int64_t fen = q.freight_fen + q.duty_fen;
		if (best == ROW_NONE || (paid && !best_paid) || (paid == best_paid && fen < best_fen)) {
			best = c;
			best_paid = paid;
			best_fen = fen;
		}
	}
	if (best != ROW_NONE)
		*ret_fen = best_fen;
	return best;
}

int64_t landed_cost_minor(const struct market *m, uint32_t good, uint32_t country, int64_t t_min)
{
	const struct world *w = m->world;
	int64_t day = day_of_sellers(w, t_min), way_fen = w->good.cost_fen[good]; /* where no channel goes, as much again as the goods */
	cheapest_channel(m, good, country, t_min, &way_fen);
	uint32_t currency = w->country.currency[country], vat = world_tax(w, country, TAX_VAT_INSIDE, day);
	int64_t cost = ledger_minor_at(w, currency, w->good.cost_fen[good] + way_fen, ledger_rate_micro(m, currency, t_min));
	double vat_rate = vat == ROW_NONE ? 0 : (double)w->tax.rate_ppm[vat] / 1e6;
	double left = 1 - vat_rate / (1 + vat_rate) - (double)w->category.referral_ppm[w->good.category[good]] / 1e6 -
		      w->params.payment_fee * on_top_factor(w, country, day);
	return ex_round((double)cost / ex_max(0.05, left));
}
