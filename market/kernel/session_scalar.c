/* The definition of a session, one visitor and one place after the other. */
#include "market/kernel/session_inside.h"

#include <string.h>

static int32_t bits_of(float x)
{
	int32_t b;
	memcpy(&b, &x, sizeof b);
	return b;
}

static float of_bits(int32_t b)
{
	float x;
	memcpy(&x, &b, sizeof x);
	return x;
}

static inline float weight_of(float utility)
{
	float x = utility < SESSION_UTILITY_MIN ? SESSION_UTILITY_MIN : utility;
	x = x > SESSION_UTILITY_MAX ? SESSION_UTILITY_MAX : x;
	/* x = k ln 2 + r */
	float shifted = x * SESSION_LOG2E + SESSION_ROUND, k = shifted - SESSION_ROUND;
	float r = (x - k * SESSION_LN2_HI) - k * SESSION_LN2_LO;
	float q = SESSION_E6;
	q = q * r + SESSION_E5;
	q = q * r + SESSION_E4;
	q = q * r + SESSION_E3;
	q = q * r + SESSION_E2;
	float y = (q * (r * r) + r) + 1;
	/* times 2^k: the whole number stands in the low bits of what was shifted */
	return of_bits(bits_of(y) + (int32_t)((uint32_t)(bits_of(shifted) - bits_of(SESSION_ROUND)) << 23));
}

float session_weight(float utility)
{
	return weight_of(utility);
}

float session_exponential(uint32_t u)
{
	/* 1 - y and y = 1 - (u + ½) / 2^32, each without loss of its own small end */
	float low = ((float)u + 0.5f) * 0x1p-32f, y = ((float)~u + 0.5f) * 0x1p-32f;
	/* y = 2^k (1 + f) */
	int32_t b = bits_of(y) + (SESSION_ONE_BITS - SESSION_SQRT_HALF_BITS), k = (b >> 23) - 127;
	float f = k == 0 ? 0 - low : of_bits((b & 0x7fffff) + SESSION_SQRT_HALF_BITS) - 1;
	float z = f * f, q = SESSION_L10, e = (float)k;
	q = q * f + SESSION_L9;
	q = q * f + SESSION_L8;
	q = q * f + SESSION_L7;
	q = q * f + SESSION_L6;
	q = q * f + SESSION_L5;
	q = q * f + SESSION_L4;
	q = q * f + SESSION_L3;
	float log = ((q * (f * z) + e * SESSION_LN2_LO) - 0.5f * z) + f;
	return 0 - (log + e * SESSION_LN2_HI);
}

static inline int32_t click_chance(float utility)
{
	float w = weight_of(utility);
	return (int32_t)(w / (w + 1) * 0x1p31f);
}

int32_t session_click_chance(float utility)
{
	return click_chance(utility);
}

/* Words 0 and 1 of rng_draw(), written out here so that the compiler leaves them in registers. */
struct words {
	uint32_t u0, u1;
};
static inline struct words draw(const struct session_call *c, uint32_t purpose, uint64_t session, uint32_t item)
{
	uint32_t c0 = (uint32_t)session, c1 = (uint32_t)(session >> 32), c2 = item, c3 = purpose << 16, k0 = (uint32_t)c->key.k, k1 = (uint32_t)(c->key.k >> 32);
#pragma GCC unroll 10 /* so that the draws of several places run at a time */
	for (int round = 0; round < 10; round++) {
		uint64_t a = (uint64_t)0xD2511F53 * c0, b = (uint64_t)0xCD9E8D57 * c2;
		c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
		c1 = (uint32_t)b;
		c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
		c3 = (uint32_t)a;
		k0 += 0x9E3779B9;
		k1 += 0xBB67AE85;
	}
	return (struct words){ c0, c1 };
}

static void visit(const struct session_call *c, uint32_t number, struct session_counts *counts, struct session_log *log)
{
	const struct session_visitor *v = &c->visitor[number];
	const struct session_page *p = &c->page[v->page];
	int looks = session_looks(p, v);
	uint8_t place[SESSION_PLACES];
	float weight[SESSION_PLACES], arrival[SESSION_PLACES];
	struct session_race r = { .visitor = number, .place = place, .weight = weight, .arrival = arrival };
	counts[v->page].looked[looks]++;
	for (int i = 0; i < looks; i++) {
		struct words d = draw(c, c->click, v->id, p->item[i]);
		float attraction = p->click[v->buys][i] - v->alpha * p->click_price[i];
		/* most are settled without the exponential: below a utility of -2 fewer than an eighth click */
		if (attraction < -2 && d.u0 >= UINT32_C(1) << 29)
			continue;
		if ((int32_t)(d.u0 >> 1) >= click_chance(attraction))
			continue;
		float value = (p->value[i] - v->alpha * p->price[i]) + session_felt(c, number, i);
		place[r.n] = (uint8_t)i;
		weight[r.n] = weight_of(value);
		arrival[r.n] = session_exponential(d.u1) / weight[r.n];
		r.n++;
	}
	if (!r.n)
		return;
	r.outside_weight = weight_of(v->outside);
	r.outside_arrival = session_exponential(draw(c, c->outside, v->id, session_item(0)).u0) / r.outside_weight;
	session_close(c, &r, counts, log);
}

static void run(const struct session_call *c, struct session_counts *counts, struct session_log *log)
{
	for (uint32_t i = c->first; i < c->first + c->n; i++)
		visit(c, i, counts, log);
}

static void numbers(const float *utility, const uint32_t *u, uint32_t n, float *ret_weight, float *ret_exponential, int32_t *ret_chance)
{
	for (uint32_t i = 0; i < n; i++) {
		ret_weight[i] = session_weight(utility[i]);
		ret_exponential[i] = session_exponential(u[i]);
		ret_chance[i] = session_click_chance(utility[i]);
	}
}

const struct session_engine session_scalar = { run, numbers };
