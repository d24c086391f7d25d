#include "market/kernel/stock.h"
#include "base/exact.h"

#include <assert.h>

double stock_queue_begin(struct stock_queue *q, double at, double work)
{
	double begins = ex_max(at, q->free_at[0]), free_at = begins + work;
	int i = 0;
	assert(q->packers > 0 && q->packers <= STOCK_PACKERS_MAX);
	for (int child; (child = 2 * i + 1) < q->packers; i = child) {
		child += child + 1 < q->packers && q->free_at[child + 1] < q->free_at[child];
		if (free_at <= q->free_at[child])
			break;
		q->free_at[i] = q->free_at[child];
	}
	q->free_at[i] = free_at;
	return begins;
}

void stock_queue_expect(double lambda, double mu, int packers, struct stock_queue_theory *ret)
{
	double load = lambda / mu, lost = 1; /* Erlang B by its recursion, then C from B */
	for (int k = 1; k <= packers; k++)
		lost = load * lost / (k + load * lost);
	ret->busy = load / packers;
	ret->waits = lost / (1 - ret->busy * (1 - lost));
	ret->wait = ret->waits / (packers * mu - lambda);
	ret->waiting = lambda * ret->wait;
	ret->inside = ret->waiting + load;
}

double stock_newsvendor_ratio(double under, double over)
{
	return under / (under + over);
}

double stock_newsvendor_normal(double under, double over, double mean, double sd)
{
	return mean + sd * ex_normal_quantile(stock_newsvendor_ratio(under, over));
}

int64_t stock_newsvendor_poisson(double under, double over, double mean)
{
	double p = ex_exp(-mean), sum = p, ratio = stock_newsvendor_ratio(under, over);
	int64_t q = 0;
	while (sum < ratio && q < 1000000)
		sum += p *= mean / (double)++q;
	return q;
}

double stock_newsvendor_cost(double under, double over, double quantity, double demand)
{
	return demand > quantity ? under * (demand - quantity) : over * (quantity - demand);
}

double stock_newsvendor_cost_normal(double under, double over, double mean, double sd, double quantity)
{
	double z = (quantity - mean) / sd, density = ex_exp(-0.5 * z * z) * 0.398942280401432678, below = ex_normal_cdf(z);
	return sd * (over * (z * below + density) + under * (density - z * (1 - below)));
}
