#include "market/core/luck.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"

int64_t luck_earns_minor(const struct market *m, uint32_t offer)
{
	struct unit_cost cost;
	if (m->offer.channel[offer] == ROW_NONE)
		return 0;
	struct unit_ask ask = listing_offer_ask(m, offer);
	listing_unit_cost(m->world, &ask, &cost);
	return cost.refusal == FREIGHT_OK ? ex_round((double)cost.profit_minor / ex_max(0.1, m->world->params.units_one)) : 0;
}

void luck_add(struct market *m, uint32_t day, uint32_t daily)
{
	int64_t luck_micro = (int64_t)m->daily.chosen[daily] * 1000000 - m->daily.expected_micro[daily];
	uint32_t currency = m->world->country.currency[m->daily.country[daily]];
	m->day.expected_micro[day] += m->daily.expected_micro[daily];
	m->day.variance_micro[day] += m->daily.variance_micro[daily];
	m->day.chosen[day] += m->daily.chosen[daily];
	m->day.luck_fen[day] += ledger_to_fen(m, currency, ex_round((double)luck_micro * (double)m->daily.earns_minor[daily] / 1e6), now_min(m));
}
