#include "market/kernel/arrive.h"
#include "base/exact.h"

void arrive_curve(const double *intensity, int n, double *ret_sum)
{
	double sum = 0;
	for (int i = 0; i < n; i++)
		ret_sum[i] = sum += intensity[i];
}

int arrive_step(const double *sum, int n, uint32_t u)
{
	double goal = rng_uniform(u) * sum[n - 1];
	int lo = 0, hi = n - 1;
	while (lo < hi) {
		int mid = (lo + hi) / 2;
		if (goal < sum[mid])
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

double arrive_time(const double *sum, int n, uint32_t u)
{
	int i = arrive_step(sum, n, u);
	double before = i ? sum[i - 1] : 0;
	return i + (rng_uniform(u) * sum[n - 1] - before) / (sum[i] - before);
}

double arrive_share(const double *sum, int n, double at)
{
	if (at <= 0)
		return 0;
	if (at >= n)
		return 1;
	int i = (int)at;
	double before = i ? sum[i - 1] : 0;
	return (before + (at - i) * (sum[i] - before)) / sum[n - 1];
}

int64_t arrive_count(double mean, uint32_t u)
{
	return rng_poisson(u, mean);
}

int arrive_repeats(const struct arrive_customers *c, double t, struct rng_key key, uint32_t purpose, uint64_t id)
{
	struct draw own = rng_draw(key, purpose, id, 0, 0);
	double x = rng_gamma(own.u[1], c->a, 1), y = rng_gamma(own.u[2], c->b, 1);
	double rate = rng_gamma(own.u[0], c->r, 1 / c->alpha), leaves = x / (x + y), at = 0;
	/* so many purchases that even the liveliest customer of the mean is far from it */
	for (int n = 0; n < 1000000; n++) {
		struct draw d = rng_draw(key, purpose, id, (uint64_t)n + 1, 0);
		at += rng_exponential(d.u[0]) / rate;
		if (!(at <= t))
			return n;
		if (rng_uniform(d.u[1]) < leaves)
			return n + 1;
	}
	return 1000000;
}

/* Gauss's series, 0 <= z < 1, c > 0. */
static double hypergeometric(double a, double b, double c, double z)
{
	double term = 1, sum = 1;
	for (int k = 0; k < 20000 && ex_abs(term) > 1e-14 * ex_abs(sum); k++) {
		term *= (a + k) * (b + k) / ((c + k) * (1 + k)) * z;
		sum += term;
	}
	return sum;
}

double arrive_repeats_none(const struct arrive_customers *c, double t)
{
	return ex_pow(c->alpha / (c->alpha + t), c->r);
}

double arrive_repeats_mean(const struct arrive_customers *c, double t)
{
	double z = t / (c->alpha + t);
	return (c->a + c->b - 1) / (c->a - 1) * (1 - arrive_repeats_none(c, t) * hypergeometric(c->r, c->b, c->a + c->b - 1, z));
}

void arrive_zipf(int q, double s, double *ret_p)
{
	double sum = 0;
	for (int k = 0; k < q; k++)
		sum += ret_p[k] = ex_pow(k + 1, -s);
	for (int k = 0; k < q; k++)
		ret_p[k] /= sum;
}

/* Vose's way: entries below the average are filled up from those above it. Probabilities are whole numbers here, so that they add up. */
void arrive_alias_make(const double *p, int q, uint32_t *work, struct arrive_alias *ret)
{
	int small = 0, large = q;
	for (int i = 0; i < q; i++) {
		/* ret holds what is left of the entry in 2^-32 of an average entry, in two halves: those above the average need more than 32 bits */
		double left = ex_min(p[i] * q, 2000000000.0);
		ret[i] = (struct arrive_alias){ .keep = (uint32_t)((left - ex_floor(left)) * 0x1p32), .other = (uint32_t)left };
		if (left < 1)
			work[small++] = (uint32_t)i;
		else
			work[--large] = (uint32_t)i;
	}
	while (small > 0 && large < q) {
		uint32_t s = work[--small], l = work[large];
		uint64_t left = ((uint64_t)ret[l].other << 32 | ret[l].keep) - (((uint64_t)1 << 32) - ret[s].keep);
		ret[s].other = l;
		ret[l] = (struct arrive_alias){ (uint32_t)left, (uint32_t)(left >> 32) };
		if (left >> 32)
			continue;
		large++;
		work[small++] = l;
	}
	/* rounding leaves some at about 1 */
	while (small > 0) {
		uint32_t s = work[--small];
		ret[s] = (struct arrive_alias){ UINT32_MAX, s };
	}
	while (large < q) {
		uint32_t l = work[large++];
		ret[l] = (struct arrive_alias){ UINT32_MAX, l };
	}
}

int arrive_alias_pick(const struct arrive_alias *t, int q, uint32_t u_entry, uint32_t u_keep)
{
	int i = (int)rng_below(u_entry, q);
	return u_keep < t[i].keep ? i : (int)t[i].other;
}
