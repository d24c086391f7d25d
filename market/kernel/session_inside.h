/* session_inside.h: what the paths of session.h share. */
#ifndef MARKET_KERNEL_SESSION_INSIDE_H
#define MARKET_KERNEL_SESSION_INSIDE_H
#include "market/kernel/session.h"

struct session_engine {
	void (*run)(const struct session_call *c, struct session_counts *counts, struct session_log *log);
	/* The elementary functions of so many numbers, a multiple of 16: for tests, because what sessions do shows an error in the last bit too seldom. */
	void (*numbers)(const float *utility, const uint32_t *u, uint32_t n, float *ret_weight, float *ret_exponential, int32_t *ret_chance);
};
/* By path. Both functions are NULL where the build left a path out: session_avx2.c and session_avx512.c are compiled with flags of their own. */
extern const struct session_engine session_scalar, session_avx2, session_avx512;
/* NULL for what this build or this processor does not have. */
const struct session_engine *session_engine(enum session_path p);

/* what stands further up, too, and empty places have this as their click's utility */
#define SESSION_NEVER (-1e30f)

/* ---- numbers of the elementary functions; minimax polynomials of relative error 4e-9 and 7e-9, fitted for this (Remez) */

#define SESSION_UTILITY_MIN (-30.0f)
#define SESSION_UTILITY_MAX 16.0f
/* adding and taking away 1.5 · 2^23 rounds to a whole number, halves to the even one */
#define SESSION_ROUND 0x1.8p23f
#define SESSION_LOG2E 0x1.715476p0f
/* ln 2 in two parts; multiples of the first by numbers below 2^15 are exact */
#define SESSION_LN2_HI 0x1.62ep-1f
#define SESSION_LN2_LO 0x1.0bfbe8p-15f
/* e^r = 1 + r + r² (e2 + r (e3 + …)), |r| <= ln 2 / 2 */
#define SESSION_E2 0.5f
#define SESSION_E3 1.666652262e-01f
#define SESSION_E4 4.166621715e-02f
#define SESSION_E5 8.368575945e-03f
#define SESSION_E6 1.394985942e-03f
/* ln(1 + f) = f - f²/2 + f³ (l3 + f (l4 + …)), 1 + f between √½ and √2 */
#define SESSION_L3 3.333331645e-01f
#define SESSION_L4 (-2.500076294e-01f)
#define SESSION_L5 2.000230104e-01f
#define SESSION_L6 (-1.662606746e-01f)
#define SESSION_L7 1.418137401e-01f
#define SESSION_L8 (-1.311522424e-01f)
#define SESSION_L9 1.287682652e-01f
#define SESSION_L10 (-7.888879627e-02f)
#define SESSION_SQRT_HALF_BITS 0x3f3504f3
#define SESSION_ONE_BITS 0x3f800000

/* ---- what all paths do alike, after a visitor's clicks are known */

/* The clicked of one visitor: places from the top down, weights and arrivals; those of the outside alternative. */
struct session_race {
	uint32_t visitor;
	int n;
	const uint8_t *place;
	const float *weight, *arrival;
	float outside_weight, outside_arrival;
};
/* Counts, logs and decides. */
void session_close(const struct session_call *c, const struct session_race *r, struct session_counts *counts, struct session_log *log);
/* What the visitor feels for a place beyond its value. */
static inline float session_felt(const struct session_call *c, uint32_t visitor, int place)
{
	const struct session_visitor *v = &c->visitor[visitor];
	if (v->remembers)
		return c->felt(c->arg, visitor, place);
	for (uint32_t i = v->adjust; i < v->adjust + v->n_adjust; i++)
		if (c->adjust[i].place == place)
			return c->adjust[i].value;
	return 0;
}
static inline int session_looks(const struct session_page *p, const struct session_visitor *v)
{
	return v->depth < p->n ? v->depth : p->n;
}
#endif
