/* The four crowds of the contest profile: how many they are, what they take, how often they buy. */
#include "base/calendar.h"
#include "base/exact.h"
#include "market/core/state.h"
#include "market/demand/demand.h"
#include "market/trace.h"
#include "scenario/scenario.h"
#include "tests/cmocka.h"

#include <string.h>

enum { DAYS = 2, PEOPLE = 100000 };

static struct world *world;

struct heard {
	double price_x[SEGMENTS]; /* sum of ln(price / usual price) */
	uint64_t orders[SEGMENTS], sessions[SEGMENTS];
};

static void hear_order(void *arg, const struct trace_order *o)
{
	struct heard *h = arg;
	enum segment s = demand_segment(world, o->buyer);
	h->orders[s]++;
	h->price_x[s] += ex_log((double)o->line[0].unit_minor / (double)world_usual_minor(world, o->country, o->line[0].good));
}

static void hear_session(void *arg, const struct trace_session *s)
{
	struct heard *h = arg;
	h->sessions[demand_segment(world, s->buyer)]++;
}

static void a_quarter_each(void **state)
{
	uint64_t n[SEGMENTS] = { 0 };
	for (uint64_t i = 0; i < PEOPLE; i++)
		n[demand_segment(world, hash_u64(7, i))]++;
	for (int s = 0; s < SEGMENTS; s++)
		assert_true(n[s] > PEOPLE / 4 - 620 && n[s] < PEOPLE / 4 + 620); /* 4.5 standard errors */
	(void)state;
}

static void each_buys_as_it_is(void **state)
{
	struct market *m = market_create(&(struct market_config){ world, { 11, 0 } });
	struct heard h = { 0 };
	struct market_trace t = { &h, hear_order, NULL, hear_session };
	double x[SEGMENTS], rate[SEGMENTS];
	market_set_trace(m, &t);
	market_advance(m, market_now_min(m) + DAYS * MIN_PER_DAY, NULL, NULL, NULL);
	for (int s = 0; s < SEGMENTS; s++) {
		assert_true(h.orders[s] > 200);
		x[s] = h.price_x[s] / (double)h.orders[s];
		rate[s] = (double)h.orders[s] / (double)h.sessions[s];
	}
	/* who feels prices more pays less; a tenth of the price lies far beyond chance with so many orders */
	assert_true(x[SEGMENT_LOW_PRICE] < x[SEGMENT_BALANCED] - 0.1);
	assert_true(x[SEGMENT_BALANCED] < x[SEGMENT_BRAND] - 0.02);
	/* nothing is worth e times as much to who hesitates */
	assert_true(rate[SEGMENT_HESITANT] < 0.7 * rate[SEGMENT_BALANCED]);
	market_destroy(m);
	(void)state;
}

static int begin(void **state)
{
	struct problem p;
	(void)state;
	return scenario_open("worlds/first-harbour.contest", &world, &p) ? -1 : 0;
}

static int end(void **state)
{
	world_destroy(world);
	(void)state;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_quarter_each), cmocka_unit_test(each_buys_as_it_is) };
	return cmocka_run_group_tests(tests, begin, end);
}
