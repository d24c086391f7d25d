#include "market/kernel/choose.h"
#include "base/exact.h"

#include <assert.h>
#include <stdbool.h>

double choose_arrival(double w, uint32_t u)
{
	return rng_exponential(u) / w;
}

int choose_race(const double *w, const uint32_t *u, int n)
{
	int best = -1;
	double first = 0;
	for (int i = 0; i < n; i++) {
		if (w[i] <= 0)
			continue;
		double t = choose_arrival(w[i], u[i]);
		if (best < 0 || t < first) {
			best = i;
			first = t;
		}
	}
	return best;
}

static bool listed(const int *v, int n, int i)
{
	for (int k = 0; k < n; k++)
		if (v[k] == i)
			return true;
	return false;
}

int choose_before(const double *arrival, int n, double limit, int *ret, int max)
{
	int found = 0;
	while (found < max) {
		int best = -1;
		for (int i = 0; i < n; i++)
			if (arrival[i] < limit && !listed(ret, found, i) && (best < 0 || arrival[i] < arrival[best]))
				best = i;
		if (best < 0)
			break;
		ret[found++] = best;
	}
	return found;
}

int choose_inverse(const double *w, uint32_t u, int n)
{
	double sum = 0, goal;
	int last = -1;
	for (int i = 0; i < n; i++)
		sum += w[i];
	goal = rng_uniform(u) * sum;
	for (int i = 0; i < n; i++) {
		if (w[i] <= 0)
			continue;
		last = i;
		goal -= w[i];
		if (goal < 0)
			break;
	}
	return last;
}

void choose_weights(const double *utility, int n, double *ret_w)
{
	for (int i = 0; i < n; i++)
		ret_w[i] = ex_exp(utility[i]);
}

double choose_logit(const double *utility, int n, double *ret_share)
{
	double top = utility[0], sum = 0;
	for (int i = 1; i < n; i++)
		top = ex_max(top, utility[i]);
	for (int i = 0; i < n; i++)
		sum += ret_share[i] = ex_exp(utility[i] - top);
	for (int i = 0; i < n; i++)
		ret_share[i] /= sum;
	return top + ex_log(sum);
}

void choose_shares(const struct choose_goods *g, double alpha, double *ret_share)
{
	double v[CHOOSE_GOODS_MAX + 1], share[CHOOSE_GOODS_MAX + 1];
	assert(g->n > 0 && g->n <= CHOOSE_GOODS_MAX);
	for (int i = 0; i < g->n; i++)
		v[i] = g->quality[i] - alpha * g->price[i];
	v[g->n] = g->outside;
	choose_logit(v, g->n + 1, share);
	for (int i = 0; i < g->n; i++)
		ret_share[i] = share[i];
}

double choose_alpha(double mean_ln, double sd_ln, uint32_t u)
{
	return ex_exp(mean_ln + sd_ln * rng_normal(u));
}

void choose_mixed_shares(const struct choose_goods *g, double mean_ln, double sd_ln, int steps, double *ret_share)
{
	double share[CHOOSE_GOODS_MAX], sum[CHOOSE_GOODS_MAX] = { 0 };
	for (int k = 0; k < steps; k++) {
		choose_shares(g, ex_exp(mean_ln + sd_ln * ex_normal_quantile((k + 0.5) / steps)), share);
		for (int i = 0; i < g->n; i++)
			sum[i] += share[i];
	}
	for (int i = 0; i < g->n; i++)
		ret_share[i] = sum[i] / steps;
}

double choose_elasticity_own(double alpha, double price, double share)
{
	return -alpha * price * (1 - share);
}

double choose_elasticity_cross(double alpha, double price, double share)
{
	return alpha * price * share;
}
