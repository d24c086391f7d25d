/* Why parcels are late all at once: waves on a lane, and what carriers have not cleared. Both are functions of the key and the day, so that any day is random access. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/demand/demand.h"
#include "market/freight/freight.h"
#include <stdlib.h>

enum { SHOCK_TERMS = 60, BACKLOG_DAYS = 45, ALL_LANES = 1 };

/* An autoregression written out as a finite sum of keyed draws. */
static double wave(const struct market *m, uint64_t lane, int64_t day)
{
	double keep = ex_clamp(m->world->params.lane_keep, 0, 0.999), sum = 0, weight = 1, square = 0;
	for (int k = 0; k < SHOCK_TERMS; k++, weight *= keep) {
		sum += weight * rng_normal(rng_draw(m->key, DRAW_LANE, lane, 0, (uint32_t)((day - k) & 0xffff)).u[0]);
		square += weight * weight;
	}
	return sum / ex_sqrt(square);
}

static uint64_t lane_name(const struct market *m, uint32_t country)
{
	return hash_str(W_country, world_str(m->world, m->world->country.code[country]));
}

static double factor_of(const struct market *m, uint32_t country, int64_t day)
{
	double sd = m->world->params.lane_shock_sd;
	if (sd <= 0)
		return 1;
	double z = ex_sqrt(0.5) * (wave(m, hash_id(DRAW_LANE, ALL_LANES, 0), day) + wave(m, hash_id(DRAW_LANE, lane_name(m, country), 1), day));
	return ex_exp(sd * z - sd * sd / 2);
}

/* What was found out of days, kept by country and the last bits of the day. */
enum { KEPT_DAYS = 256 };
struct lane_waits {
	int64_t level_day[32][KEPT_DAYS], lane_day[32][KEPT_DAYS]; /* + 1; 0: nothing yet */
	double level[32][KEPT_DAYS];
	struct lane_state lane[32][KEPT_DAYS];
};

static struct lane_waits *kept(struct market *m)
{
	if (!m->lanes)
		m->lanes = mem_alloc(sizeof *m->lanes);
	return m->lanes;
}

double freight_level(struct market *m, uint32_t country, int64_t day)
{
	struct lane_waits *l = kept(m);
	int at = (int)(day & (KEPT_DAYS - 1));
	if (l->level_day[country][at] != day + 1) {
		l->level_day[country][at] = day + 1;
		l->level[country][at] = demand_level(m, country, day);
	}
	return l->level[country][at];
}

/* What came and was not cleared, in days of the carriers' work: a queue with a fixed rate, begun empty some weeks before. */
static double backlog_of(struct market *m, uint32_t country, int64_t day)
{
	double capacity = m->world->params.carrier_capacity, waiting = 0;
	if (capacity <= 0)
		return 0;
	for (int64_t d = day - BACKLOG_DAYS; d < day; d++)
		waiting = ex_max(0, waiting + freight_level(m, country, d) - capacity);
	return waiting / capacity;
}

void freight_lane(struct market *m, uint32_t country, int64_t t_min, struct lane_state *ret)
{
	int64_t day = cal_day_of(t_min);
	int at = (int)(day & (KEPT_DAYS - 1));
	if (m->world->params.lane_shock_sd <= 0 && m->world->params.carrier_capacity <= 0) {
		*ret = (struct lane_state){ 1, 0 };
		return;
	}
	struct lane_waits *l = kept(m);
	if (l->lane_day[country][at] != day + 1) {
		l->lane[country][at] = (struct lane_state){ factor_of(m, country, day), backlog_of(m, country, day) };
		l->lane_day[country][at] = day + 1;
	}
	*ret = l->lane[country][at];
}
