/* arrive.h: who comes when, and what they ask for.
 *
 * Arrivals are a non-homogeneous Poisson process: a count for the whole period, then each arrival's time by the inverse of the running intensity, which is a table of
 * equal steps (hours, minutes). Repeat purchases: BG/NBD (Fader, Hardie, Lee 2005). Queries: Zipf's law over a list, picked in constant time (Walker's alias method). */
#ifndef MARKET_KERNEL_ARRIVE_H
#define MARKET_KERNEL_ARRIVE_H
#include "base/rng.h"

/* Running sums of n intensities >= 0: ret_sum[i] is that of the steps 0..i. */
void arrive_curve(const double *intensity, int n, double *ret_sum);
/* The step that u falls into. */
int arrive_step(const double *sum, int n, uint32_t u);
/* The same with the place within the step: 0 .. n. */
double arrive_time(const double *sum, int n, uint32_t u);
/* Share of the arrivals that are expected before a time: the inverse of arrive_time(). */
double arrive_share(const double *sum, int n, double at);
/* A count with this mean (rng_poisson). */
int64_t arrive_count(double mean, uint32_t u);

/* A customer buys at rate λ ~ Gamma(r, 1/alpha) and after each purchase leaves for ever with probability p ~ Beta(a, b). Time 0 is the first purchase. */
struct arrive_customers {
	double r, alpha, a, b;
};
/* Repeat purchases of customer `id` in (0, t]; his draws are named by (purpose, id). */
int arrive_repeats(const struct arrive_customers *c, double t, struct rng_key key, uint32_t purpose, uint64_t id);
/* Their mean and the share who have none; a > 1 is not needed, but a must not be 1. Relative error 1e-9 for t <= 50 alpha. */
double arrive_repeats_mean(const struct arrive_customers *c, double t);
double arrive_repeats_none(const struct arrive_customers *c, double t);

/* Zipf: the k-th of q has a weight of k^-s. */
struct arrive_alias { /* of one entry */
	uint32_t keep, other; /* keep this one where the second draw is below keep */
};
/* ret_p[q]: probabilities, the first is the commonest. */
void arrive_zipf(int q, double s, double *ret_p);
/* An alias table of any q probabilities; the arrays are the caller's. work[q]. */
void arrive_alias_make(const double *p, int q, uint32_t *work, struct arrive_alias *ret);
int arrive_alias_pick(const struct arrive_alias *t, int q, uint32_t u_entry, uint32_t u_keep);
#endif
