/* choose.h: which of several goods somebody takes.
 *
 * Utilities are in logits: U_i = V_i + ε_i, ε standard Gumbel (McFadden 1974). A choice is drawn as a race: each alternative arrives after an exponential time divided
 * by its weight e^V, the first one wins, and who wins has the logit's probability. Each alternative's draw is named by (session, listing): taking one alternative away or
 * making it better never moves anybody between two others. */
#ifndef MARKET_KERNEL_CHOOSE_H
#define MARKET_KERNEL_CHOOSE_H
#include "base/rng.h"

/* When an alternative of weight w > 0 arrives. */
double choose_arrival(double w, uint32_t u);
/* Winner of the race; weights of 0 don't start; -1 if nobody does. */
int choose_race(const double *w, const uint32_t *u, int n);
/* All who arrive before `limit` (the outside alternative's arrival), the soonest first, at most max: where the first can't be had, the next one is taken. How many. */
int choose_before(const double *arrival, int n, double limit, int *ret, int max);
/* Winner by one uniform draw and the running sum of the weights: the textbook's way, kept to show what it does to other people's luck. */
int choose_inverse(const double *w, uint32_t u, int n);

/* e^V of each, V up to 300. */
void choose_weights(const double *utility, int n, double *ret_w);
/* Shares of the multinomial logit; the log of the sum of the weights. */
double choose_logit(const double *utility, int n, double *ret_share);

/* V = quality - alpha · price of n goods; the outside alternative has V = outside and no number. */
struct choose_goods {
	const double *quality, *price;
	int n; /* <= 64 */
	double outside;
};
enum { CHOOSE_GOODS_MAX = 64 };
/* Shares for one buyer's alpha; the rest is the outside's. */
void choose_shares(const struct choose_goods *g, double alpha, double *ret_share);
/* A buyer's alpha: ln alpha normal. */
double choose_alpha(double mean_ln, double sd_ln, uint32_t u);
/* Mixed logit: shares averaged over `steps` buyers at equal parts of the distribution of alpha (the middle of each). */
void choose_mixed_shares(const struct choose_goods *g, double mean_ln, double sd_ln, int steps, double *ret_share);
/* Elasticity of good i's share for its own price, and of another's for it (the same for all others). */
double choose_elasticity_own(double alpha, double price, double share);
double choose_elasticity_cross(double alpha, double price, double share);
#endif
