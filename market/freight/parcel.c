/* A parcel on its way: tracking number, times of its scans, customs, loss. All drawn when it is handed over, keyed by the parcel. */
#include "market/freight/freight.h"
#include "base/calendar.h"
#include "base/exact.h"
#include <stdio.h>

enum { FIRST_LEG = 1 };
enum { LEG_PICKUP, LEG_EXPORT, LEG_LINE, LEG_CUSTOMS, LEG_LAST, LEG_LOST };

int freight_s10_check(uint32_t serial)
{
	static const int weight[8] = { 8, 6, 4, 2, 3, 5, 9, 7 };
	int sum = 0;
	for (int i = 7; i >= 0; i--) {
		sum += (int)(serial % 10) * weight[i];
		serial /= 10;
	}
	int check = 11 - sum % 11;
	return check == 10 ? 0 : check == 11 ? 5 : check;
}

/* The service letters of the channel; a single one is followed by a letter of the serial's own. Channels outside the post have a carrier's number. */
static void tracking_number(const struct market *m, uint32_t parcel, uint32_t channel, char *ret, size_t size)
{
	struct draw d = rng_draw(m->key, DRAW_TRACKING, m->parcel.id[parcel], 0, FIRST_LEG);
	struct str s10 = world_str(m->world, m->world->channel.s10[channel]);
	uint32_t serial = (uint32_t)rng_below(d.u[0], 100000000);
	if (s10.n) {
		char second = s10.n > 1 ? s10.p[1] : (char)('A' + rng_below(d.u[1], 26));
		snprintf(ret, size, "%c%c%08u%dCN", s10.p[0], second, serial, freight_s10_check(serial));
		return;
	}
	char prefix[3] = "CH";
	struct str code = world_str(m->world, m->world->channel.code[channel]);
	for (size_t i = 0; i < 2 && i < code.n; i++)
		if (code.p[i] >= 'a' && code.p[i] <= 'z')
			prefix[i] = (char)(code.p[i] - 'a' + 'A');
	snprintf(ret, size, "%s%08u%06u", prefix, serial, (uint32_t)rng_below(d.u[1], 1000000));
}

static double uniform(const struct market *m, uint64_t parcel, uint32_t leg)
{
	return rng_uniform(rng_draw(m->key, DRAW_LEG, parcel, 0, leg).u[0]);
}

/* The first collection at the channel's cut-off hour, plus up to six hours until the first scan. */
static int64_t picked_up(const struct market *m, uint32_t parcel, uint32_t channel, int64_t handed_min)
{
	int32_t zone = m->world->timezone_min;
	int64_t midnight = cal_day_of(handed_min + zone) * MIN_PER_DAY - zone, cutoff = midnight + (int64_t)m->world->channel.cutoff_hour[channel] * MIN_PER_HOUR;
	if (cutoff <= handed_min)
		cutoff += MIN_PER_DAY;
	return cutoff + 60 + (int64_t)(300 * uniform(m, m->parcel.id[parcel], LEG_PICKUP));
}

bool freight_held(const struct market *m, uint32_t parcel)
{
	return freight_held_id(m, m->parcel.id[parcel]);
}

bool freight_held_id(const struct market *m, uint64_t parcel_id)
{
	return rng_uniform(rng_draw(m->key, DRAW_CUSTOMS, parcel_id, 0, LEG_CUSTOMS).u[0]) < m->world->params.customs_hold;
}

/* Whole way: mean in the middle of the carrier's range, deviation a third of it. The line-haul is the Gamma part; pick-up, export, ordinary customs and the last mile
 * have narrow times of their own. 95 % pass customs in hours, the rest are held for days. */
static void leg_times(struct market *m, uint32_t p, const struct freight_quote *q)
{
	uint64_t id = m->parcel.id[p];
	uint32_t channel = m->parcel.channel[p];
	double total = 0.5 * (q->days_min + q->days_max) * MIN_PER_DAY, sd = ex_max(0.25, (q->days_max - q->days_min) / 3.0) * MIN_PER_DAY;
	int64_t accepted = picked_up(m, p, channel, m->parcel.handed_min[p]);
	double export_min = (0.04 + 0.08 * uniform(m, id, LEG_EXPORT)) * total, last = (0.10 + 0.10 * uniform(m, id, LEG_LAST)) * total;
	struct draw customs = rng_draw(m->key, DRAW_CUSTOMS, id, 0, LEG_CUSTOMS);
	double clearing = freight_held(m, p) ? (1.5 + 4.5 * rng_uniform(customs.u[1])) * MIN_PER_DAY : (0.02 + 0.04 * rng_uniform(customs.u[1])) * total;
	double mean = ex_max(0.25 * total, total - (double)(accepted - m->parcel.handed_min[p]) - (0.08 + 0.04 + 0.15) * total);
	double shape = ex_clamp(mean * mean / (sd * sd), 0.5, 400);
	double line = rng_gamma(rng_draw(m->key, DRAW_LEG, id, 0, LEG_LINE).u[0], shape, mean / shape);
	struct lane_state lane;
	freight_lane(m, m->parcel.country[p], accepted, &lane);
	line *= lane.factor;
	export_min += lane.wait_days * MIN_PER_DAY;
	m->parcel.accepted_min[p] = accepted;
	m->parcel.exported_min[p] = accepted + ex_round(export_min);
	m->parcel.arrived_min[p] = m->parcel.exported_min[p] + ex_round(line);
	m->parcel.cleared_min[p] = m->parcel.arrived_min[p] + ex_round(clearing);
	m->parcel.delivered_min[p] = m->parcel.cleared_min[p] + ex_round(last);
	m->parcel.out_min[p] = m->parcel.delivered_min[p] - ex_round(ex_min(300, last / 2));
	m->parcel.lost_min[p] = TIME_NEVER;
}

/* A lost parcel has no more scans after a drawn leg; the buyer's claim is granted 12 days after the latest day of the carrier or of the promise. */
static void lose(struct market *m, uint32_t p, const struct freight_quote *q)
{
	struct draw d = rng_draw(m->key, DRAW_LOSS, m->parcel.id[p], 0, LEG_LOST);
	if (rng_uniform(d.u[0]) * 1e6 >= (double)m->world->rate.loss_ppm[q->rate])
		return;
	int last = 1 + (int)rng_below(d.u[1], 4);
	int64_t latest = m->parcel.handed_min[p] + (int64_t)q->days_max * MIN_PER_DAY, promised = m->order.promised_min[m->parcel.order[p]];
	m->parcel.lost_min[p] = (latest > promised ? latest : promised) + 12 * MIN_PER_DAY;
	int64_t *scan[] = { &m->parcel.exported_min[p], &m->parcel.arrived_min[p], &m->parcel.cleared_min[p], &m->parcel.out_min[p], &m->parcel.delivered_min[p] };
	for (int i = last - 1; i < 5; i++)
		*scan[i] = TIME_NEVER;
	for (int i = 0; i < 5; i++)
		if (*scan[i] != TIME_NEVER && *scan[i] >= m->parcel.lost_min[p])
			*scan[i] = TIME_NEVER;
}

uint32_t freight_hand_over(struct market *m, uint32_t order, uint32_t channel, const struct freight_quote *q, int64_t at_min)
{
	char number[40];
	uint32_t p = state_add(m, T_parcel, id_of(T_parcel, m->order.id[order], FIRST_LEG));
	m->parcel.store[p] = m->order.store[order];
	m->parcel.order[p] = order;
	m->parcel.channel[p] = channel;
	m->parcel.country[p] = m->order.country[order];
	tracking_number(m, p, channel, number, sizeof number);
	m->parcel.tracking[p] = set_text(&m->set, str_c(number));
	m->parcel.charge_g[p] = q->charge_g;
	m->parcel.cost_fen[p] = q->freight_fen;
	m->parcel.duty_fen[p] = q->duty_fen;
	m->parcel.handed_min[p] = at_min;
	m->parcel.state[p] = PARCEL_HANDED;
	leg_times(m, p, q);
	lose(m, p, q);
	m->order.parcel[order] = p;
	return p;
}
