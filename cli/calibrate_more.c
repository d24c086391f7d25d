/* More gates: reviews by lateness, clicks by place, and responses: what moves what. */
#include "base/calendar.h"
#include "base/exact.h"
#include "cli/calibrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reviews ---- */

/* Whole days between the calendar days of delivery and promise. */
static int64_t days_late(const struct gathered *g, const struct got_order *o)
{
	int64_t zone = g->w->country.utc_min[o->country];
	return cal_day_of(o->delivered_min + zone) - cal_day_of(o->promised_min + zone);
}

static const struct {
	const char *key;
	int64_t from, until; /* days late */
} bucket[] = { { "early>=15d", INT64_MIN, -15 }, { "early 8-14d", -14, -8 }, { "early 1-7d", -7, -1 }, { "on the day", 0, 0 }, { "late 1-3d", 1, 3 }, { "late 4-7d", 4, 7 },
	{ "late 8-14d", 8, 14 }, { "late>=15d", 15, INT64_MAX } };
enum { BUCKETS = sizeof bucket / sizeof *bucket };

void gates_reviews(struct gates *s)
{
	double sum[BUCKETS + 1] = { 0 }, n[BUCKETS + 1] = { 0 }, star[6] = { 0 }, delivered = 0, real = 0;
	char name[96], at[120];
	for (uint32_t i = 0; i < s->g->n_orders; i++) {
		const struct got_order *o = &s->g->order[i];
		if (!o->stars)
			continue;
		int k = BUCKETS;
		if (!o->undelivered) {
			int64_t late = days_late(s->g, o);
			for (k = 0; k < BUCKETS - 1 && late > bucket[k].until;)
				k++;
			star[o->stars]++;
			delivered++;
		}
		sum[k] += o->stars;
		n[k]++;
	}
	for (int k = 0; k < BUCKETS; k++) {
		snprintf(at, sizeof at, "olist/A/review_by_lateness/%s/mean", bucket[k].key);
		snprintf(name, sizeof name, "stars, %s", bucket[k].key);
		if (reference(s, at, &real))
			gate(s, name, 1, (uint64_t)n[k], at, n[k] > 0 ? sum[k] / n[k] : 0, real, -1, 0.3);
	}
	if (reference(s, "olist/A/review_not_delivered/mean", &real))
		gate(s, "stars, never delivered", 1, (uint64_t)n[BUCKETS], "olist/A/review_not_delivered/mean", n[BUCKETS] > 0 ? sum[BUCKETS] / n[BUCKETS] : 0, real, -1, 0.3);
	for (int k = 1; k <= 5; k++) {
		snprintf(at, sizeof at, "olist/A/review_score_delivered/%d", k);
		snprintf(name, sizeof name, "share of %d stars where all write", k);
		if (reference(s, at, &real))
			gate(s, name, 1, (uint64_t)delivered, at, delivered > 0 ? star[k] / delivered : 0, real, -1, 0.05);
	}
}

/* ---- clicks ---- */

/* The fact book's ranges for the first page (section 2.3), percent of pages; the share of all clicks is the middle over the sum of middles. */
static const struct {
	int from, until;
	double lo, hi;
} ctr[] = { { 1, 1, 15, 20 }, { 2, 2, 10, 12 }, { 3, 3, 8, 9 }, { 4, 8, 3, 6 }, { 9, 16, 1, 2.5 }, { 17, 48, 0.1, 1 } };
enum { CTRS = sizeof ctr / sizeof *ctr };

void gates_clicks(struct gates *s)
{
	double all = 0, real_all = 0;
	for (int i = 0; i < GOT_PLACES; i++)
		all += (double)s->g->clicks[i];
	for (int k = 0; k < CTRS; k++)
		real_all += (ctr[k].lo + ctr[k].hi) / 2 * (ctr[k].until - ctr[k].from + 1);
	for (int k = 0; k < CTRS; k++) {
		double own = 0;
		char name[96];
		for (int i = ctr[k].from; i <= ctr[k].until; i++)
			own += (double)s->g->clicks[i - 1];
		snprintf(name, sizeof name, "share of clicks, places %d to %d", ctr[k].from, ctr[k].until);
		gate(s, name, 1, (uint64_t)all, "fact book 2.3, middles of its ranges", all > 0 ? own / all : 0, (ctr[k].lo + ctr[k].hi) / 2 * (ctr[k].until - ctr[k].from + 1) / real_all, -1, 0.06);
	}
}

/* ---- lateness against volume, by month ---- */

struct months {
	double year[64], volume[64], late[64]; /* volume over the mean of the months around it; share late */
	double n[64];
	int k;
};

/* Markets grow: what a month is busy by is its volume over the mean of itself and its neighbours. */
static void relative(struct months *m)
{
	for (int i = 0; i < m->k; i++) {
		int from = i ? i - 1 : 0, until = i + 1 < m->k ? i + 1 : i;
		double sum = 0;
		for (int j = from; j <= until; j++)
			sum += m->n[j];
		m->volume[i] = m->n[i] * (until - from + 1) / ex_max(1, sum) - 1;
	}
}

static void months_simulated(const struct gathered *g, struct months *m)
{
	int first = 0;
	double late[64] = { 0 };
	for (uint32_t i = 0; i < g->n_orders; i++) {
		const struct got_order *o = &g->order[i];
		struct civil c = cal_civil(o->placed_min + g->w->country.utc_min[o->country]);
		int at = c.year * 12 + c.month - 1;
		first = first ? first : at;
		at -= first;
		if (o->undelivered || at < 0 || at >= 64)
			continue;
		m->k = at + 1 > m->k ? at + 1 : m->k;
		m->year[at] = c.year;
		m->n[at]++;
		late[at] += days_late(g, o) > 0;
	}
	for (int i = 0; i < m->k; i++)
		m->late[i] = m->n[i] > 0 ? late[i] / m->n[i] : 0;
	relative(m);
}

static void months_real(json_t *by_month, struct months *m)
{
	const char *key;
	json_t *v;
	json_object_foreach(by_month, key, v) {
		if (m->k == 64)
			break;
		m->year[m->k] = strtod(key, NULL);
		m->late[m->k] = json_number_value(json_array_get(v, 0));
		m->n[m->k++] = json_number_value(json_array_get(v, 1));
	}
	relative(m);
}

static struct fit fit_of(const struct months *m, double from_year, double until_year)
{
	double x[64], y[64], w[64];
	int n = 0;
	for (int i = 0; i < m->k; i++)
		if (m->year[i] >= from_year && m->year[i] <= until_year && m->n[i] > 30) {
			x[n] = m->volume[i];
			y[n] = m->late[i];
			w[n++] = m->n[i];
		}
	return figure_fit(x, y, w, n);
}

static double mean_late(const struct months *m, double from_year, double until_year)
{
	double late = 0, n = 0;
	for (int i = 0; i < m->k; i++)
		if (m->year[i] >= from_year && m->year[i] <= until_year) {
			late += m->late[i] * m->n[i];
			n += m->n[i];
		}
	return n > 0 ? late / n : 0;
}

static void lateness(struct gates *s)
{
	json_t *by_month = reference_at(s, "olist/A/late_by_month");
	struct months sim = { .k = 0 }, real = { .k = 0 };
	if (!by_month) {
		s->missing++;
		return;
	}
	months_simulated(s->g, &sim);
	months_real(by_month, &real);
	if (!sim.k || !real.k)
		return;
	double first = real.year[0], last = real.year[real.k - 1], rate;
	if (reference(s, "olist/A/late_rate", &rate))
		gate(s, "share late", 1, s->g->n_orders, "olist/A/late_rate", mean_late(&sim, 0, 9999), rate, -1, 0.03);
	struct fit a = fit_of(&sim, 0, 9999), b = fit_of(&real, 0, 9999);
	/* a slope over so few months is known to its standard error only */
	gate(s, "share late by volume of the month, slope", 1, (uint64_t)sim.k, "olist/A/late_by_month", a.b, b.b, -1, 2 * ex_sqrt(a.se * a.se + b.se * b.se));
	/* fitted on the market's months of the earlier year, asked for the real months of the later */
	double y = sim.year[0];
	struct fit early = fit_of(&sim, y, y + (last > first ? 0 : 9999));
	double told = 0, n = 0;
	for (int i = 0; i < real.k; i++)
		if (real.year[i] > first) {
			told += (early.a + early.b * real.volume[i]) * real.n[i];
			n += real.n[i];
		}
	if (n > 0)
		gate(s, "share late in the later year, foretold", 1, (uint64_t)sim.k, "olist/A/late_by_month", told / n, mean_late(&real, first + 1, last), -1, 0.03);
	/* waves: how much months differ */
	struct sample x = { 0 }, z = { 0 };
	for (int i = 0; i < sim.k; i++)
		if (sim.n[i] > 30)
			sample_put(&x, sim.late[i]);
	for (int i = 0; i < real.k; i++)
		sample_put(&z, real.late[i]);
	gate(s, "share late, sd over months", 1, x.n, "olist/A/late_by_month", sample_sd(&x), sample_sd(&z), -1, 0.03);
	sample_fini(&x);
	sample_fini(&z);
}

/* ---- freight against weight ---- */

static void freight(struct gates *s)
{
	static const struct {
		const char *name;
		uint32_t above, until;
	} band[] = { { "(0, 250]", 0, 250 }, { "(250, 500]", 250, 500 }, { "(500, 1000]", 500, 1000 }, { "(1000, 2000]", 1000, 2000 }, { "(2000, 5000]", 2000, 5000 },
		{ "(5000, 10000]", 5000, 10000 }, { "(10000, 50000]", 10000, 50000 } };
	for (int local = 0; local < 2; local++)
		for (size_t k = 0; k < sizeof band / sizeof *band; k++) {
			char at[120], name[96];
			double sum = 0, real;
			uint64_t n = 0;
			snprintf(at, sizeof at, "olist/A/freight_brl_by_weight/%s|%s_state/1", band[k].name, local ? "same" : "other");
			for (uint32_t i = 0; i < s->g->n_orders; i++) {
				const struct got_order *o = &s->g->order[i];
				if (o->weight_g > band[k].above && o->weight_g <= band[k].until && o->local == local && o->freight > 0) {
					sum += o->freight;
					n++;
				}
			}
			snprintf(name, sizeof name, "freight, %s g, %s", band[k].name, local ? "within a region" : "between regions");
			if (reference(s, at, &real))
				gate(s, name, 1, n, at, n ? sum / (double)n : 0, real, n ? ex_abs(sum / (double)n / real - 1) : 1, 0.2);
		}
}

/* ---- conversion against what was looked at ---- */

/* Real sessions fall into bands by product pages; the market's into bands of the same sizes by places looked at. Both over their own mean. */
static void conversion(struct gates *s)
{
	static const char *const band[] = { "(-1, 1]", "(1, 5]", "(5, 10]", "(10, 20]", "(20, 50]", "(50, 1000]" };
	enum { BANDS = sizeof band / sizeof *band };
	double rate[BANDS], n[BANDS], all = 0, bought = 0, sims = 0, sim_bought = 0;
	for (int k = 0; k < BANDS; k++) {
		char at[120];
		json_t *v;
		snprintf(at, sizeof at, "online_shoppers_sessions/conversion_by_pages/%s", band[k]);
		v = reference_at(s, at);
		if (!v) {
			s->missing++;
			return;
		}
		rate[k] = json_number_value(json_array_get(v, 0));
		n[k] = json_number_value(json_array_get(v, 1));
		all += n[k];
		bought += rate[k] * n[k];
	}
	for (int d = 0; d < GOT_DEPTHS; d++) {
		sims += (double)s->g->visits[d];
		sim_bought += (double)s->g->visits_bought[d];
	}
	double before = 0, edge = 0;
	for (int k = 0; k < BANDS; k++) {
		/* visits of one depth that reach over an edge are shared out */
		double lo = edge * sims, hi = (edge + n[k] / all) * sims, part = 0, part_bought = 0;
		before = 0;
		for (int d = 0; d < GOT_DEPTHS; d++) {
			double v = (double)s->g->visits[d], a = ex_max(lo, before), b = ex_min(hi, before + v), take = ex_max(0, b - a);
			part += take;
			part_bought += v > 0 ? take * (double)s->g->visits_bought[d] / v : 0;
			before += v;
		}
		edge += n[k] / all;
		char name[96];
		snprintf(name, sizeof name, "conversion over mean, pages seen %s", band[k]);
		gate(s, name, 1, (uint64_t)part, "online_shoppers_sessions/conversion_by_pages", part > 0 && sim_bought > 0 ? part_bought / part / (sim_bought / sims) : 0,
			rate[k] / (bought / all), -1, 0.3);
	}
}

void gates_responses(struct gates *s)
{
	lateness(s);
	freight(s);
	conversion(s);
}
