/* Buyers: slots that are filled by one person after the other, their visits by day and hour. */
#include "market/demand/inside.h"
#include "base/calendar.h"
#include "base/exact.h"
#include "market/kernel/arrive.h"
#include <stdlib.h>
#include <string.h>

enum { SHOCK_TERMS = 20, WORLD_SHOCK = 1 };
#define SHOCK_KEEP 0.7

void crowd_fini(struct crowd *k)
{
	for (int i = 0; i < CALENDARS; i++)
		free(k->calendar[i].v);
	free(k->buyer);
	free(k->rate);
	free(k->price);
	free(k->until);
	free(k->generation);
}

static uint64_t country_name(const struct world *w, uint32_t country)
{
	return hash_str(W_country, world_str(w, w->country.code[country]));
}

static uint32_t slots_now(const struct market *m, uint32_t country)
{
	const struct world *w = m->world;
	int64_t share = w->country.buyers_ppm[country], all = 0;
	for (uint32_t c = 0; c < w->country.t.n; c++)
		all += w->country.buyers_ppm[c];
	double n = w->params.buyers_per_seat * m->meta.demand_seats[0];
	return all ? (uint32_t)(n * (double)share / (double)all) : 0;
}

static uint64_t buyer_id(uint64_t country, uint32_t slot, uint32_t generation)
{
	return hash_id(hash_id(country, slot, 0), generation, DRAW_BUYER);
}

enum segment demand_segment(const struct world *w, uint64_t buyer)
{
	enum { OF_SEGMENT = 0x5e6 };
	const struct world_params *p = &w->params;
	double u = (double)(hash_u64(buyer, OF_SEGMENT) >> 11) * 0x1p-53;
	if ((u -= p->segment_brand) < 0)
		return SEGMENT_BRAND;
	if ((u -= p->segment_low_price) < 0)
		return SEGMENT_LOW_PRICE;
	return u < p->segment_hesitant ? SEGMENT_HESITANT : SEGMENT_BALANCED;
}

/* The last day of a buyer who came on a day. */
static int64_t stays_until(const struct world_params *p, struct draw u, int64_t day)
{
	return day + (int64_t)ex_min(1e6, p->lifetime_days * rng_exponential(u.u[2]));
}

uint64_t demand_buyer(const struct market *m, uint32_t country, uint32_t u, int64_t day)
{
	uint64_t name = country_name(m->world, country), buyer;
	int64_t since = day - cal_day_of(m->world->start_min), until = -1;
	uint32_t n = slots_now(m, country), slot = (uint32_t)rng_below(u, n ? n : 1);
	for (uint32_t generation = 0;; generation++) {
		buyer = buyer_id(name, slot, generation);
		until = stays_until(&m->world->params, rng_draw(m->key, DRAW_BUYER, buyer, 0, 0), until + 1);
		if (until >= since)
			return buyer;
	}
}

/* Fills a slot with its next person: rate of visits, feeling for prices, days that he stays. */
static void move_in(struct demand *d, const struct market *m, struct crowd *k, uint64_t country, uint32_t slot, int64_t day)
{
	const struct world_params *p = &m->world->params;
	uint64_t buyer = buyer_id(country, slot, k->generation[slot]);
	struct draw u = rng_draw(m->key, DRAW_BUYER, buyer, 0, 0);
	k->buyer[slot] = buyer;
	k->rate[slot] = d->rate[u.u[0] / (UINT32_MAX / RATE_STEPS + 1)];
	k->price[slot] = (float)ex_exp(p->alpha_sd * rng_normal(u.u[1]) - 0.5 * p->alpha_sd * p->alpha_sd);
	k->until[slot] = (int32_t)stays_until(p, u, day);
}

static void grow(struct demand *d, const struct market *m, struct crowd *k, uint64_t country, uint32_t n)
{
	if (n <= k->n)
		return;
	k->buyer = mem_grow(k->buyer, n * sizeof *k->buyer);
	k->rate = mem_grow(k->rate, n * sizeof *k->rate);
	k->price = mem_grow(k->price, n * sizeof *k->price);
	k->until = mem_grow(k->until, n * sizeof *k->until);
	k->generation = mem_grow(k->generation, n * sizeof *k->generation);
	for (uint32_t s = k->n; s < n; s++) {
		k->generation[s] = 0;
		move_in(d, m, k, country, s, 0);
	}
	k->n = n;
}

/* Who lives in the slots on a day since the start. Days may only go forward; a calendar is made once a day, so the past is never asked again. */
static void renew(struct demand *d, const struct market *m, struct crowd *k, uint64_t country, uint32_t from_slot, int64_t since)
{
	for (uint32_t s = from_slot; s < k->n; s++)
		while (k->until[s] < since) {
			int64_t day = (int64_t)k->until[s] + 1;
			k->generation[s]++;
			move_in(d, m, k, country, s, day);
		}
}

/* ln of the demand shock: an autoregression written out as a finite sum of keyed draws, so that any day is random access. */
static double shock(const struct market *m, uint64_t what, int64_t day)
{
	double sum = 0, keep = 1, square = 0;
	for (int k = 0; k < SHOCK_TERMS; k++, keep *= SHOCK_KEEP) {
		sum += keep * rng_normal(rng_draw(m->key, DRAW_SHOCK, what, 0, (uint32_t)((day - k) & 0xffff)).u[0]);
		square += keep * keep;
	}
	return m->world->params.shock_sd * ex_sqrt(0.5 / square) * sum;
}

/* Seasonal index between the middles of two months, so that no month begins with a step. */
static double season(const struct world *w, uint32_t category, int64_t day)
{
	struct civil c = cal_civil(day * MIN_PER_DAY);
	const uint64_t *v = set_words(&w->set, w->category.months_ppm[category]);
	int here = c.month - 1, next = c.day > 15 ? (here + 1) % 12 : (here + 11) % 12;
	double away = c.day > 15 ? (c.day - 15) / 30.0 : (15 - c.day) / 30.0;
	return ((double)v[here] * (1 - away) + (double)v[next] * away) / 1e6;
}

/* The Friday after the fourth Thursday of November and what is left of it in the days after. */
static double peak(const struct world *w, int64_t day)
{
	static const double left[] = { 1, 0.35, 0.2, 0.2, 0.1 };
	if (w->params.peak_factor == 1)
		return 1;
	int32_t year = cal_civil(day * MIN_PER_DAY).year;
	int64_t first = cal_day(year, 11, 1), friday = first + (11 - cal_civil(first * MIN_PER_DAY).weekday) % 7 + 22, since = day - friday;
	return since >= 0 && since < 5 ? 1 + (w->params.peak_factor - 1) * left[since] : 1;
}

/* Weights of the categories on a day; gives the level of the whole day, 1 on average. */
static double categories_of(const struct market *m, uint32_t country, int64_t day, double *weight)
{
	const struct world *w = m->world;
	uint64_t name = country_name(w, country);
	double level = 0, usual = 0, all = shock(m, hash_id(WORLD_SHOCK, name, 1), day) + ex_log(peak(w, day));
	for (uint32_t g = 0; g < w->category.t.n && g < CATEGORIES_MAX; g++) {
		double affinity = (double)w->category.affinity_ppm[g] / 1e6;
		uint64_t code = hash_str(W_category, world_str(w, w->category.code[g]));
		weight[g] = affinity * season(w, g, day) * ex_exp(all + shock(m, hash_id(WORLD_SHOCK, name, code), day));
		level += weight[g];
		usual += affinity;
	}
	return usual > 0 ? level / usual : 0;
}

static double weekday_of(const struct world *w, uint32_t country, int64_t day)
{
	const uint64_t *v = set_words(&w->set, w->country.weekdays[country]);
	double sum = 0;
	for (int i = 0; i < 7; i++)
		sum += (double)v[i];
	return sum > 0 ? 7 * (double)v[cal_civil(day * MIN_PER_DAY).weekday - 1] / sum : 1;
}

double demand_level(const struct market *m, uint32_t country, int64_t day)
{
	double weight[CATEGORIES_MAX];
	return categories_of(m, country, day, weight) * weekday_of(m->world, country, day);
}

static int hour_of(const struct world *w, uint32_t country, uint32_t u)
{
	const uint64_t *v = set_words(&w->set, w->country.hours[country]);
	double hours[24], sum[24];
	for (int h = 0; h < 24; h++)
		hours[h] = (double)v[h];
	arrive_curve(hours, 24, sum);
	return arrive_step(sum, 24, u);
}

static int searches_of(const struct world_params *p, uint32_t u)
{
	double x = rng_uniform(u);
	return x < p->searches_3 ? 3 : x < p->searches_3 + p->searches_2 ? 2 : 1;
}

static int by_minute(const void *a, const void *b)
{
	const struct visit *x = a, *y = b;
	if (x->minute != y->minute)
		return x->minute < y->minute ? -1 : 1;
	if (x->slot != y->slot)
		return x->slot < y->slot ? -1 : 1;
	return x->nth < y->nth ? -1 : x->nth > y->nth;
}

static void fill(struct demand *d, const struct market *m, uint32_t country, struct calendar *k, int64_t day)
{
	const struct world *w = m->world;
	struct crowd *c = &d->crowd[country];
	uint64_t name = country_name(w, country);
	uint32_t from = k->made && k->day == day ? k->n_slots : 0;
	if (!from) {
		k->made = true;
		k->day = day;
		k->n = 0;
		/* noon's offset: the one night of a change of clocks is an hour off, no session is lost or doubled */
		int64_t noon = day * MIN_PER_DAY + 720 - w->country.utc_min[country];
		k->start_min = day * MIN_PER_DAY - world_utc_offset_min(w, country, noon);
	}
	double level = categories_of(m, country, day, k->weight) * weekday_of(w, country, day);
	grow(d, m, c, name, slots_now(m, country));
	renew(d, m, c, name, from, day - cal_day_of(w->start_min));
	for (uint32_t s = from; s < c->n; s++) {
		struct draw u = rng_draw(m->luck, DRAW_VISITS, c->buyer[s], 0, (uint32_t)(day & 0xffff));
		int64_t visits = arrive_count((double)c->rate[s] * level, u.u[0]);
		for (int64_t n = 0; n < visits && n < 200; n++) {
			struct draw v = rng_draw(m->luck, DRAW_VISIT, c->buyer[s], (uint64_t)n, (uint32_t)(day & 0xffff));
			if (k->n == k->cap) {
				k->cap = k->cap ? k->cap * 2 : 4096;
				k->v = mem_grow(k->v, k->cap * sizeof *k->v);
			}
			int minute = hour_of(w, country, v.u[0]) * 60 + (int)rng_below(v.u[1], 60);
			k->v[k->n++] = (struct visit){ c->buyer[s], s, c->price[s], (uint16_t)minute, (uint8_t)n, (uint8_t)searches_of(&w->params, v.u[2]) };
		}
	}
	k->n_slots = c->n;
	if (k->n)
		qsort(k->v, k->n, sizeof *k->v, by_minute);
	uint32_t i = 0;
	for (int minute = 0; minute <= 1440; minute++) {
		while (i < k->n && k->v[i].minute < minute)
			i++;
		k->at[minute] = i;
	}
}

void crowd_visits(struct demand *d, const struct market *m, uint32_t country, int64_t from_min, int64_t until_min,
	void (*visit)(struct demand *d, const struct market *m, uint32_t country, const struct calendar *k, const struct visit *v))
{
	const struct world *w = m->world;
	int64_t today = cal_day_of(from_min + world_utc_offset_min(w, country, from_min));
	for (int64_t day = today - 1; day <= today + 1; day++) {
		struct calendar *k = &d->crowd[country].calendar[day % CALENDARS];
		int64_t rough = day * MIN_PER_DAY - w->country.utc_min[country];
		/* is any minute of that day in the tick? two hours to spare for the change of clocks */
		if (rough + MIN_PER_DAY + 120 <= from_min || rough - 120 >= until_min)
			continue;
		if (!k->made || k->day != day || k->n_slots < slots_now(m, country))
			fill(d, m, country, k, day);
		int64_t a = from_min - k->start_min, b = until_min - k->start_min;
		a = a < 0 ? 0 : a > 1440 ? 1440 : a;
		b = b < 0 ? 0 : b > 1440 ? 1440 : b;
		for (uint32_t i = k->at[a]; i < k->at[b]; i++)
			visit(d, m, country, k, &k->v[i]);
	}
}
