/* The warehouse's queue and the newsvendor against closed forms (docs/model.md): checks 13 and 14. */
#include "market/kernel/stock.h"
#include "tests/theory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { CUSTOMERS = 1000000 };

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* Area under the number of those inside, from two sorted lists of when they came and when they went. */
static double area(const double *came, const double *went, int n)
{
	double sum = 0, at = 0;
	int in = 0, out = 0;
	while (out < n) {
		bool arrival = in < n && came[in] <= went[out];
		double next = arrival ? came[in] : went[out];
		sum += (in - out) * (next - at);
		at = next;
		in += arrival;
		out += !arrival;
	}
	return sum;
}

static void warehouse(void **state)
{
	struct stock_queue_theory t;
	stock_queue_expect(40, 6, 8, &t);
	NEAR(t.busy, .833333, 1e-6);
	NEAR(t.waits, .532687, 1e-6);
	NEAR(t.wait, .066586, 1e-6);
	NEAR(t.waiting, 2.663433, 1e-6);
	NEAR(t.inside, 9.330100, 1e-6);

	double *came = malloc(CUSTOMERS * sizeof *came), *began = malloc(CUSTOMERS * sizeof *began), *went = malloc(CUSTOMERS * sizeof *went);
	double at = 0, inside = 0, in_queue = 0, end = 0;
	int waited = 0;
	struct stock_queue q = { .packers = 8 };
	for (int i = 0; i < CUSTOMERS; i++) {
		struct draw d = rng_draw(theory_key(40), 1, (uint64_t)i, 0, 0);
		at += rng_exponential(d.u[0]) / 40;
		double work = rng_exponential(d.u[1]) / 6;
		came[i] = at;
		began[i] = stock_queue_begin(&q, at, work);
		assert_true(began[i] >= at && (i == 0 || began[i] >= began[i - 1]));
		went[i] = began[i] + work;
		end = fmax(end, went[i]);
		waited += began[i] > at;
		in_queue += began[i] - at;
		inside += went[i] - at;
	}
	qsort(went, CUSTOMERS, sizeof *went, by_size);
	/* Little's law on the interval that begins and ends empty: the area under the number inside is the sum of the times inside */
	double l = area(came, went, CUSTOMERS) / end, lambda = CUSTOMERS / end;
	NEAR(l - lambda * (inside / CUSTOMERS), 0, 1e-9);
	NEAR(area(came, began, CUSTOMERS) / end - lambda * (in_queue / CUSTOMERS), 0, 1e-9);
	/* waits depend on those before them: the standard error is that of fifty batches */
	struct sample waits = { 0 }, more = { 0 };
	for (int i = 0; i < CUSTOMERS; i += CUSTOMERS / 50) {
		double sum = 0;
		for (int k = 0; k < CUSTOMERS / 50; k++)
			sum += began[i + k] - came[i + k];
		sample_add(&waits, sum / (CUSTOMERS / 50));
	}
	SAMPLE_NEAR(&waits, t.wait);
	NEAR(l, t.inside, 4.5 * sample_error(&waits) * 40);
	/* sixteen times as many: within two per cent */
	for (int i = CUSTOMERS; i < 16 * CUSTOMERS; i++) {
		struct draw d = rng_draw(theory_key(40), 1, (uint64_t)i, 0, 0);
		at += rng_exponential(d.u[0]) / 40;
		double begins = stock_queue_begin(&q, at, rng_exponential(d.u[1]) / 6);
		sample_add(&more, begins - at);
		waited += begins > at;
	}
	NEAR(sample_mean(&more), t.wait, .02 * t.wait);
	NEAR(waited / (16.0 * CUSTOMERS), t.waits, .02 * t.waits);
	free(came);
	free(began);
	free(went);
}

/* One packer who takes always as long: begins are known by hand. */
static void queue_by_hand(void **state)
{
	struct stock_queue q = { .packers = 2 };
	static const double at[5] = { 0, 0, 1, 1, 20 }, begins[5] = { 0, 0, 4, 4, 20 };
	for (int i = 0; i < 5; i++)
		NEAR(stock_queue_begin(&q, at[i], 4), begins[i], 0);
	struct stock_queue_theory t;
	stock_queue_expect(1, 2, 1, &t); /* M/M/1 at a half */
	NEAR(t.waits, .5, 1e-12);
	NEAR(t.inside, 1, 1e-12);
}

static void newsvendor(void **state)
{
	static const double quantity[3] = { 120.234693, 110.234693, 130.234693 }, cost[3] = { 152.532755, 161.53, 160.30 };
	struct sample paid[3] = { { 0 } };
	NEAR(stock_newsvendor_ratio(12, 4), .75, 0);
	NEAR(stock_newsvendor_normal(12, 4, 100, 30), 120.234693, 1e-6);
	assert_int_equal(stock_newsvendor_poisson(12, 4, 8), 10);
	for (int i = 0; i < 1000000; i++) {
		double demand = 100 + 30 * rng_normal(rng_draw(theory_key(41), 1, (uint64_t)i, 0, 0).u[0]);
		for (int k = 0; k < 3; k++)
			sample_add(&paid[k], stock_newsvendor_cost(12, 4, quantity[k], demand));
	}
	for (int k = 0; k < 3; k++) {
		NEAR(stock_newsvendor_cost_normal(12, 4, 100, 30, quantity[k]), cost[k], k ? .1 : 1e-6); /* the others were measured when the table was made */
		NEAR(sample_mean(&paid[k]), stock_newsvendor_cost_normal(12, 4, 100, 30, quantity[k]), 4.5 * sample_error(&paid[k]));
		NEAR(sample_error(&paid[k]), k == 1 ? .14 : .122, .04);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(warehouse),
		cmocka_unit_test(queue_by_hand),
		cmocka_unit_test(newsvendor),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
