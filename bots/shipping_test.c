/* Rivals that ship, baskets, lanes: held on the two worlds of the calibration. What is fed in (hours, weekdays) comes out; listening, keeping and forking change nothing. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/core/state.h"
#include "market/demand/demand.h"
#include "market/freight/freight.h"
#include "market/orders/orders.h"
#include "market/rivals/rivals.h"
#include "market/trace.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 7, SEED = 5 };

struct heard {
	const struct world *w;
	uint64_t orders, delivered, undelivered, lines, late, late_stars, early_stars, early, hour[24], weekday[7], sessions, pages, page_orders;
	bool bad;
};

static void hear_order(void *arg, const struct trace_order *o)
{
	struct heard *h = arg;
	struct civil c = cal_civil(o->placed_min + world_utc_offset_min(h->w, o->country, o->placed_min));
	h->orders++;
	h->lines += o->n_lines;
	h->hour[c.hour]++;
	h->weekday[c.weekday - 1]++;
	h->bad = h->bad || !o->buyer || !o->session || o->query == TRACE_NONE || !o->n_lines;
	if (o->delivered_min == TRACE_NEVER) {
		h->undelivered++;
		h->bad = h->bad || o->lost_min == TRACE_NEVER;
		return;
	}
	h->delivered++;
	h->bad = h->bad || o->shipped_min < o->placed_min || o->accepted_min < o->shipped_min || o->exported_min < o->accepted_min || o->arrived_min < o->exported_min ||
		 o->cleared_min < o->arrived_min || o->delivered_min < o->cleared_min || o->freight_minor <= 0 || !o->charge_g;
	/* nobody hands a parcel over on a Sunday of the buyers' calendar */
	h->bad = h->bad || cal_civil(o->shipped_min + h->w->country.utc_min[o->country]).weekday == 7;
	bool late = o->delivered_min > o->promised_min + 4 * MIN_PER_DAY, early = o->delivered_min < o->promised_min - MIN_PER_DAY;
	h->late += late && o->stars;
	h->late_stars += late ? (uint64_t)o->stars : 0;
	h->early += early && o->stars;
	h->early_stars += early ? (uint64_t)o->stars : 0;
}

static void hear_page(void *arg, const struct trace_page *p)
{
	struct heard *h = arg;
	h->pages += p->sessions;
	h->page_orders += p->orders;
}

static void hear_session(void *arg, const struct trace_session *s)
{
	struct heard *h = arg;
	h->sessions++;
	h->bad = h->bad || !s->buyer || s->at_min < h->w->start_min;
}

static struct world *open_world(const char *path)
{
	struct world *w;
	struct problem p;
	if (scenario_open(path, &w, &p))
		fail_msg("%s: %s %s %s", path, problem_name(p.code), p.arg[0], p.arg[2]);
	return w;
}

static struct market *begin(const struct world *w)
{
	return market_create(&(struct market_config){ w, { SEED, 0 } });
}

static void advance(struct market *m, int64_t days)
{
	market_advance(m, market_now_min(m) + days * MIN_PER_DAY, NULL, NULL, NULL);
}

static void same_digest(const struct market *a, const struct market *b)
{
	uint64_t x[2], y[2];
	market_digest(a, x);
	market_digest(b, y);
	assert_true(x[0] == y[0] && x[1] == y[1]);
}

/* Chi square of counts against weights over n cells, those without weight left out (they must be empty). */
static double chi_square(const uint64_t *count, const uint64_t *weight, int n)
{
	double all = 0, sum = 0, chi = 0;
	for (int i = 0; i < n; i++) {
		all += (double)count[i];
		sum += (double)weight[i];
		assert_true(weight[i] || !count[i]);
	}
	for (int i = 0; i < n; i++) {
		double expected = all * (double)weight[i] / sum;
		chi += weight[i] ? ((double)count[i] - expected) * ((double)count[i] - expected) / expected : 0;
	}
	return chi;
}

static void plays(const char *path, struct heard *h)
{
	struct world *w = open_world(path);
	*h = (struct heard){ .w = w };
	struct market_trace t = { h, hear_order, hear_page, hear_session };
	struct market *m = begin(w), *silent = begin(w);
	market_set_trace(m, &t);
	advance(m, DAYS);
	advance(silent, DAYS / 2);
	/* kept and read again half way, and a fork of that */
	struct buf kept;
	struct market *again, *fork;
	struct problem p;
	buf_init(&kept, (size_t)1 << 30);
	market_save(silent, &kept);
	assert_int_equal(market_load(buf_span(&kept), w, &again, &p), PROBLEM_NONE);
	fork = market_fork(silent);
	advance(silent, DAYS - DAYS / 2);
	advance(again, DAYS - DAYS / 2);
	advance(fork, DAYS - DAYS / 2);
	same_digest(m, silent);
	same_digest(m, again);
	same_digest(m, fork);
	struct market_totals totals;
	market_get_totals(m, &totals);
	assert_int_equal(h->orders, totals.orders);
	assert_int_equal(h->page_orders, totals.orders);
	assert_int_equal(h->pages, totals.sessions);
	assert_int_equal(h->sessions, totals.sessions);
	assert_false(h->bad);
	/* hours and weekdays are an input: orders follow them. 23 and 6 cells free; p = 1e-6 at 72 and 37, more here, as the days' own luck spreads weekdays */
	assert_true(chi_square(h->hour, set_words(&w->set, w->country.hours[0]), 24) < 90);
	assert_true(chi_square(h->weekday, set_words(&w->set, w->country.weekdays[0]), 7) < 120);
	buf_fini(&kept);
	market_destroy(m);
	market_destroy(silent);
	market_destroy(again);
	market_destroy(fork);
	world_destroy(w);
}

static void test_consumer(void **state)
{
	struct heard h;
	plays("worlds/calibration/consumer", &h);
	assert_true(h.orders > 250 && h.delivered > h.orders * 9 / 10 && h.undelivered > 0);
	assert_true(h.lines > h.orders && h.lines < h.orders * 11 / 10);
	/* who waits in vain says so */
	assert_true(h.late > 5 && h.early > 120);
	assert_true((double)h.late_stars / (double)h.late < (double)h.early_stars / (double)h.early - 1.2);
}

static void test_wholesale(void **state)
{
	struct heard h;
	plays("worlds/calibration/wholesale", &h);
	assert_true(h.orders > 150);
	assert_true(h.lines > 15 * h.orders && h.lines < 40 * h.orders);
	assert_int_equal(h.weekday[5], 0);
}

/* Waves: 1 on average, of the stated spread, alike on neighbouring days and unlike after months; nothing where the world has none. */
static void test_lanes(void **state)
{
	enum { N = 4000 };
	struct world *w = open_world("worlds/calibration/consumer");
	double sum = 0, square = 0, near = 0, far = 0, *ln = mem_alloc(N * sizeof *ln);
	w->params.lane_shock_sd = 0.25;
	w->params.lane_keep = 0.9;
	w->params.carrier_capacity = 0;
	struct market *m = begin(w);
	for (int i = 0; i < N; i++) {
		struct lane_state l;
		freight_lane(m, 0, (int64_t)i * MIN_PER_DAY, &l);
		ln[i] = log(l.factor) + 0.25 * 0.25 / 2;
		assert_true(l.wait_days == 0);
		sum += ln[i];
		square += ln[i] * ln[i];
	}
	for (int i = 60; i < N; i++) {
		near += ln[i] * ln[i - 1];
		far += ln[i] * ln[i - 60];
	}
	double sd = sqrt(square / N);
	/* some N (1 - .9) / (1 + .9) = 200 days are independent: 4.5 standard errors */
	assert_true(fabs(sum / N) < 4.5 * 0.25 / sqrt(200));
	assert_true(fabs(sd - 0.25) < 4.5 * 0.25 / sqrt(2 * 200));
	assert_true(fabs(near / square * N / (N - 60) - 0.9) < 0.05);
	assert_true(fabs(far / square) < 4.5 / sqrt(200));
	/* asked in another order, the same; and a peak that carriers cannot clear waits, then dissolves */
	struct lane_state a, b;
	struct market *other = begin(w);
	freight_lane(other, 0, 3000 * MIN_PER_DAY, &a);
	freight_lane(other, 0, 17 * MIN_PER_DAY, &b);
	assert_true(fabs(log(a.factor) + 0.25 * 0.25 / 2 - ln[3000]) < 1e-12 && fabs(log(b.factor) + 0.25 * 0.25 / 2 - ln[17]) < 1e-12);
	market_destroy(other);
	w->params.carrier_capacity = 1.3;
	w->params.shock_sd = 0;
	w->params.peak_factor = 6;
	struct market *busy = begin(w);
	int64_t friday = cal_day(2017, 11, 24), most = 0;
	double wait[40];
	for (int i = 0; i < 40; i++) {
		freight_lane(busy, 0, (friday - 2 + i) * MIN_PER_DAY, &a);
		wait[i] = a.wait_days;
		most = wait[i] > wait[most] ? i : most;
	}
	assert_true(wait[2] == 0 && most > 2 && most < 9 && wait[most] > 2 && wait[39] < wait[most] / 2);
	market_destroy(busy);
	w->params.carrier_capacity = w->params.lane_shock_sd = 0;
	struct market *calm = begin(w);
	freight_lane(calm, 0, 17 * MIN_PER_DAY, &a);
	assert_true(a.factor == 1 && a.wait_days == 0);
	market_destroy(calm);
	market_destroy(m);
	free(ln);
	world_destroy(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_consumer), cmocka_unit_test(test_wholesale), cmocka_unit_test(test_lanes) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
