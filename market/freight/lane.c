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

/* What came and was not cleared, in days of the carriers' work: a queue with a fixed rate, begun empty some weeks before. */
static double backlog_of(const struct market *m, uint32_t country, int64_t day)
{
	double capacity = m->world->params.carrier_capacity, waiting = 0;
	if (capacity <= 0)
		return 0;
	for (int64_t d = day - BACKLOG_DAYS; d < day; d++)
		waiting = ex_max(0, waiting + demand_level(m, country, d) - capacity);
	return waiting / capacity;
}

struct lane_waits {
	int64_t day;
	bool made;
	struct lane_state at[32];
};

void freight_lane(struct market *m, uint32_t country, int64_t t_min, struct lane_state *ret)
{
	int64_t day = cal_day_of(t_min);
	if (m->world->params.lane_shock_sd <= 0 && m->world->params.carrier_capacity <= 0) {
		*ret = (struct lane_state){ 1, 0 };
		return;
	}
	if (!m->lanes)
		m->lanes = mem_alloc(sizeof *m->lanes);
	struct lane_waits *l = m->lanes;
	if (!l->made || l->day != day)
		for (uint32_t c = 0; c < m->world->country.t.n && c < 32; c++)
			l->at[c] = (struct lane_state){ factor_of(m, c, day), backlog_of(m, c, day) };
	l->made = true;
	l->day = day;
	*ret = l->at[country];
}
