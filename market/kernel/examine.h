/* examine.h: how far people look down a page, and what they click there.
 *
 * Each place of a page has a draw of its own, named by (session, listing), so that a listing that moves takes its luck along: u[0] looked at, u[1] clicked,
 * u[2] goes on. Models: position-based (Craswell et al. 2008, Richardson et al. 2007), cascade (Craswell et al. 2008), dynamic Bayesian network (Chapelle, Zhang
 * 2009). The market uses the geometric depth with two kinds of people. */
#ifndef MARKET_KERNEL_EXAMINE_H
#define MARKET_KERNEL_EXAMINE_H
#include "base/rng.h"
#include <stdbool.h>

/* Places looked at: 1 + geometric with the probability gamma of going on, 0 < gamma < 1. */
int examine_depth(double gamma, uint32_t u);
/* The same from a table, without logarithms: for a gamma that many share. Depths beyond EXAMINE_DEPTHS are cut there. */
enum { EXAMINE_DEPTHS = 64 };
struct examine_depths {
	uint32_t beyond[EXAMINE_DEPTHS - 1]; /* a draw below beyond[k] looks at more than k + 1 places */
	uint8_t from[256];                   /* by a draw's first 8 bits: the least depth possible */
};
void examine_depths_make(double gamma, struct examine_depths *ret);
static inline int examine_depth_by(const struct examine_depths *t, uint32_t u)
{
	int depth = t->from[u >> 24];
	while (depth < EXAMINE_DEPTHS && u < t->beyond[depth - 1])
		depth++;
	return depth;
}
/* The same with people of two kinds: `hasty` of them go on with gamma_hasty, the others with gamma_patient. */
int examine_depth_mixed(double hasty, double gamma_hasty, double gamma_patient, uint32_t u_kind, uint32_t u_depth);
/* Probability that such a person looks at place i, from 0. */
double examine_reach_mixed(double hasty, double gamma_hasty, double gamma_patient, int i);
/* Places looked at on average of n: (1 - gamma^n) / (1 - gamma). */
double examine_mean_depth(double gamma, int n);
/* A click, given that the place was looked at, on what has this utility in logits. */
double examine_click_probability(double utility);

/* attract[i]: probability of a click on what stands at place i, given that it is looked at. Each fills ret_clicked[0..n) and returns the number of clicks. */
int examine_by_position(const double *looked_at, const double *attract, const struct draw *d, int n, bool *ret_clicked);
int examine_cascade(const double *attract, const struct draw *d, int n, bool *ret_clicked);                          /* down to the first click */
int examine_dbn(const double *attract, double satisfied, double gamma, const struct draw *d, int n, bool *ret_clicked); /* a click satisfies, then one stops; else goes on */
int examine_geometric(const double *attract, int depth, const struct draw *d, int n, bool *ret_clicked);             /* down to a depth */

/* The same as probabilities of a click at each place. */
void examine_expect_by_position(const double *looked_at, const double *attract, int n, double *ret);
void examine_expect_dbn(const double *attract, double satisfied, double gamma, int n, double *ret); /* cascade: satisfied 1, gamma 1 */
void examine_expect_geometric(const double *attract, double gamma, int n, double *ret);
#endif
