/* What becomes of a rival's order: packed, carried, delivered late or in time, or never. All of it is drawn when the order comes, keyed by the order.
 *
 * Packing is ln-normal over rivals and over orders, slower when a day is busy, and rests on Sundays. The way is the Gamma of the lane (range of its rate: mean in
 * the middle, deviation a third), longer in the waves of the lane, after the wait for the carriers' backlog. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/core/day.h"
#include "market/ledger/ledger.h"
#include "market/listing/listing.h"
#include "market/orders/orders.h"
#include "market/rivals/inside.h"

enum { FIRST_LEG = 1, CHANNEL_LOCAL = 3, CLAIM_DAYS = 12, DOOR_OPENS_MIN = 9 * 60, DOOR_MIN = 11 * 60 };
#define SORTED 0.15 /* shares of the way: to the carrier's hall, and for the last mile */
#define LAST_MILE 0.2

static double uniform(const struct market *m, uint64_t order, uint32_t leg)
{
	return rng_uniform(rng_draw(m->key, DRAW_LEG, order, 0, leg).u[0]);
}

uint32_t lane_channel(const struct world *w, uint32_t good, uint32_t quantity, uint32_t country, bool local, int64_t value_minor, int64_t day, int64_t fx_micro, struct freight_quote *ret)
{
	uint32_t best = ROW_NONE;
	for (uint32_t c = 0; c < w->channel.t.n; c++) {
		struct freight_quote q;
		if ((w->channel.kind[c] == CHANNEL_LOCAL) != local)
			continue;
		freight_quote(w, c, country, good, quantity, value_minor, day, fx_micro, &q);
		if (q.refusal != FREIGHT_OK || (best != ROW_NONE && q.freight_fen >= ret->freight_fen))
			continue;
		best = c;
		*ret = q;
	}
	return best;
}

static double seller_normal(const struct market *m, uint32_t store, int what)
{
	return rng_normal(rng_draw(m->key, DRAW_PACK, m->store.id[store], 0, 0).u[what]);
}

static double pack_median_days(const struct market *m, uint32_t store)
{
	const struct world_params *k = &m->world->params;
	return k->pack_days * ex_exp(k->pack_seller_sd * seller_normal(m, store, 0));
}

uint16_t rivals_promise_days(const struct market *m, uint32_t store, const struct freight_quote *q)
{
	const struct world_params *k = &m->world->params;
	double pack = k->pack_days * ex_exp(0.5 * (k->pack_seller_sd * k->pack_seller_sd + k->pack_sd * k->pack_sd)), way = 0.5 * (q->days_min + q->days_max);
	double days = k->promise_factor * (pack + way) * ex_exp(k->promise_sd * seller_normal(m, store, 1));
	return (uint16_t)ex_clamp(ex_floor(days + 0.5), 1, 90);
}

/* Handed over: not on a Sunday, of the buyers' calendar. */
static int64_t packed_min(struct market *m, uint32_t store, uint32_t country, uint64_t order, int64_t at_min)
{
	const struct world_params *k = &m->world->params;
	struct draw u = rng_draw(m->key, DRAW_PACK, order, 0, FIRST_LEG);
	double days = pack_median_days(m, store) * ex_exp(k->pack_sd * rng_normal(u.u[0]));
	if (k->pack_load > 0)
		days *= ex_pow(ex_max(0.05, freight_level(m, country, cal_day_of(at_min))), k->pack_load);
	int64_t handed = at_min + ex_round(ex_min(days, 90) * MIN_PER_DAY);
	int64_t local = handed + m->world->country.utc_min[country];
	return cal_civil(local).weekday == 7 ? handed + MIN_PER_DAY : handed;
}

/* A door is opened between nine and eight: what comes in the night waits for the day, each parcel at its own minute. */
static int64_t at_the_door(const struct market *m, uint32_t country, uint64_t order, int64_t t_min)
{
	int64_t zone = m->world->country.utc_min[country], local = t_min + zone, day = cal_day_of(local);
	int64_t minute = DOOR_OPENS_MIN + (int64_t)(DOOR_MIN * uniform(m, order, 5));
	if (day * MIN_PER_DAY + minute < local)
		day++;
	return day * MIN_PER_DAY + minute - zone;
}

void rivals_fulfil(struct market *m, uint32_t offer, uint64_t order, uint32_t quantity, int64_t at_min, struct fulfilment *ret)
{
	const struct world *w = m->world;
	uint32_t country = m->offer.country[offer], store = m->offer.store[offer], good = m->listing.good[m->offer.listing[offer]], currency = w->country.currency[country];
	struct fulfilment f = { .local = rival_is_local(w, m->store.rival[store], country), .channel = ROW_NONE, .shipped_min = TIME_NEVER, .accepted_min = TIME_NEVER,
		.exported_min = TIME_NEVER, .arrived_min = TIME_NEVER, .cleared_min = TIME_NEVER, .delivered_min = TIME_NEVER, .lost_min = TIME_NEVER };
	struct freight_quote q = { .days_min = RIVAL_LOCAL_DAYS / 2, .days_max = RIVAL_LOCAL_DAYS * 3 / 2 };
	struct lane_state lane;
	f.channel = lane_channel(w, good, quantity, country, f.local, m->offer.price_minor[offer] * quantity, day_of_sellers(w, at_min), ledger_rate_micro(m, currency, at_min), &q);
	if (f.channel == ROW_NONE && quantity > 1) {
		/* too much for one parcel: piece by piece */
		f.channel = lane_channel(w, good, 1, country, f.local, m->offer.price_minor[offer], day_of_sellers(w, at_min), ledger_rate_micro(m, currency, at_min), &q);
		q.freight_fen *= quantity;
		q.charge_g *= quantity;
	}
	f.promised_min = at_min + (int64_t)m->offer.promise_days[offer] * MIN_PER_DAY;
	f.days_late = REVIEW_NEVER;
	*ret = f;
	if (uniform(m, order, 0) < w->params.rival_unfilled) {
		ret->lost_min = f.promised_min;
		return;
	}
	f.shipped_min = packed_min(m, store, country, order, at_min);
	freight_lane(m, country, f.shipped_min, &lane);
	double mean = 0.5 * (q.days_min + q.days_max), sd = ex_max(0.25, (q.days_max - q.days_min) / 3.0), shape = ex_clamp(mean * mean / (sd * sd), 0.5, 400);
	double way = rng_gamma(rng_draw(m->key, DRAW_LEG, order, 0, FIRST_LEG).u[0], shape, mean / shape) * lane.factor * MIN_PER_DAY;
	bool held = !f.local && freight_held_id(m, order);
	double customs = held ? (1.5 + 4.5 * uniform(m, order, 3)) * MIN_PER_DAY : 0;
	f.freight_minor = ledger_minor_at(w, currency, q.freight_fen, w->currency.cny_micro[currency]);
	f.charge_g = q.charge_g;
	f.accepted_min = f.shipped_min + 60 + ex_round(240 * uniform(m, order, 4));
	f.exported_min = f.accepted_min + ex_round(lane.wait_days * MIN_PER_DAY + SORTED * way);
	f.arrived_min = f.exported_min + ex_round((1 - SORTED - LAST_MILE) * way);
	f.cleared_min = f.arrived_min + ex_round(customs);
	f.delivered_min = at_the_door(m, country, order, f.cleared_min + ex_round(LAST_MILE * way));
	if (f.channel != ROW_NONE && rng_uniform(rng_draw(m->key, DRAW_LOSS, order, 0, FIRST_LEG).u[0]) * 1e6 < (double)w->rate.loss_ppm[q.rate]) {
		f.cleared_min = f.delivered_min = TIME_NEVER;
		f.lost_min = f.promised_min + CLAIM_DAYS * MIN_PER_DAY;
	} else {
		f.days_late = (double)(f.delivered_min - f.promised_min) / MIN_PER_DAY;
	}
	*ret = f;
}
