#include "base/calendar.h"
#include "base/exact.h"
#include "base/json.h"
#include "base/money.h"
#include "base/rng.h"
#include "base/wire.h"
#include "tests/battery/battery.h"

/* The i-th of 20,000 points between lo and hi, none of them round. */
static double point(int i, double lo, double hi)
{
	return lo + (hi - lo) * ((i + 0.37) / 20000);
}

void battery_base_exact(struct digest *d)
{
	for (int i = 0; i < 20000; i++) {
		battery_f64(d, ex_exp(point(i, -750, 715)));
		battery_f64(d, ex_exp(point(i, -1, 1)));
		battery_f64(d, ex_log(ex_exp(point(i, -700, 700))));
		battery_f64(d, ex_log1p(point(i, -0.999, 1)));
		battery_f64(d, ex_pow(point(i, 0.01, 90), point(i, 4, -4)));
		battery_f64(d, ex_sqrt(point(i, 0, 1e6)));
		battery_f64(d, ex_logistic(point(i, -50, 50)));
		battery_f64(d, ex_normal_quantile(point(i, 0, 1)));
		battery_f64(d, ex_normal_cdf(point(i, -12, 12)));
		battery_f64(d, ex_lgamma(point(i, 0, 200)));
		battery_f64(d, ex_floor(point(i, -1e6, 1e6)));
		digest_u64(d, (uint64_t)ex_round(point(i, -1e6, 1e6)));
	}
	for (int i = 0; i < 20000; i += 10)
		battery_f64(d, ex_gamma_cdf(point(i, 0.05, 300), point(20000 - i, 0, 300)));
}

void battery_base_random(struct digest *d)
{
	const uint64_t seed[2] = { 20261124, 730702 };
	struct rng_key key = rng_key(seed, 3);
	for (uint32_t i = 0; i < 20000; i++) {
		struct draw r = rng_draw(key, i % 7, i, i * 31u, i % 400);
		for (int k = 0; k < 4; k++)
			digest_u64(d, r.u[k]);
		battery_f64(d, rng_uniform(r.u[0]));
		battery_f64(d, rng_exponential(r.u[1]));
		battery_f64(d, rng_normal(r.u[2]));
		digest_u64(d, (uint64_t)rng_below(r.u[3], 1000003));
		digest_u64(d, (uint64_t)rng_poisson(r.u[0], i % 200 * 0.7));
		if (i % 10 == 0)
			battery_f64(d, rng_gamma(r.u[1], 0.05 + i % 500 * 0.4, 2));
	}
}

void battery_base_text(struct digest *d)
{
	struct buf b;
	struct jw j;
	buf_init(&b, 1 << 24);
	jw_init(&j, &b);
	jw_array(&j);
	for (int64_t i = -5000; i < 5000; i++) {
		jw_object(&j);
		jw_ktime(&j, "t", i * 7919 * 31);
		jw_kmoney(&j, "m", i * 104729, i % 2 ? "EUR" : "JPY");
		jw_kf64(&j, "f", (double)i / 7, (int)(i & 7));
		jw_kid(&j, "id", hash_id(1, (uint64_t)i, 2));
		jw_ki64(&j, "r", money_mul_div(i * 999983, 210000, 1000000));
		jw_end_object(&j);
	}
	jw_end_array(&j);
	for (int64_t i = -5000; i < 5000; i++) {
		int64_t weights[5] = { i & 7, 3, i & 63, 11, 1 }, parts[5];
		money_split(i * 10007, weights, 5, parts);
		for (int k = 0; k < 5; k++)
			wire_i64(&b, parts[k]);
		wire_fixed64(&b, hash_u64((uint64_t)i, 7));
	}
	digest_u64(d, hash_bytes(5, b.p, b.n));
	digest_add(d, b.p, b.n);
	digest_u64(d, b.full);
	buf_fini(&b);
}
