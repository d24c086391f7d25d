/* The keeper of a store whose seller is away: at nine in the sellers' morning he ships what waits, and nothing else. */
#include "base/calendar.h"
#include "market/freight/freight.h"
#include "market/orders/inside.h"

enum { MORNING_HOUR = 9 };

int64_t keeper_next_min(const struct market *m, uint32_t o, int64_t from_min)
{
	int32_t zone = m->world->timezone_min;
	if (!m->store.keeper[m->order.store[o]])
		return TIME_NEVER;
	int64_t t = cal_day_of(from_min + zone) * MIN_PER_DAY - zone + MORNING_HOUR * MIN_PER_HOUR;
	return t < from_min ? t + MIN_PER_DAY : t;
}

uint32_t cheapest_tracked(const struct market *m, uint32_t o, int64_t at_min)
{
	const struct world *w = m->world;
	uint32_t best = ROW_NONE;
	bool best_keeps = false;
	int64_t best_fen = 0, best_min = 0;
	for (uint32_t c = 0; c < w->channel.t.n; c++) {
		struct freight_quote q;
		if (!w->channel.tracked[c])
			continue;
		ship_quote(m, o, c, at_min, &q);
		if (q.refusal != FREIGHT_OK)
			continue;
		int64_t fen = q.freight_fen + q.duty_fen, arrives = at_min + (int64_t)freight_usual_days(w, q.rate) * MIN_PER_DAY;
		bool keeps = arrives <= m->order.promised_min[o];
		/* where no channel keeps the promise, the quickest breaks it least */
		bool better = best == ROW_NONE || (keeps != best_keeps ? keeps : keeps ? fen < best_fen : arrives < best_min);
		if (!better)
			continue;
		best = c;
		best_keeps = keeps;
		best_fen = fen;
		best_min = arrives;
	}
	return best;
}

void keeper_ship(struct market *m, uint32_t o, int64_t at_min)
{
	struct problem why; /* what can't be paid for or carried waits for the next morning, or for a hand */
	uint32_t channel = cheapest_tracked(m, o, at_min);
	if (channel != ROW_NONE)
		ship_order(m, o, channel, false, at_min, &why);
}
