/* The kernels of theory: auctions, examination, choice, arrivals, stock. */
#include "base/exact.h"
#include "base/rng.h"
#include "market/kernel/arrive.h"
#include "market/kernel/auction.h"
#include "market/kernel/choose.h"
#include "market/kernel/examine.h"
#include "market/kernel/lift.h"
#include "market/kernel/stock.h"
#include "tests/battery/battery.h"

enum { ROUNDS = 4000, BIDDERS = 20, GOODS = 8 };

static struct draw draw(uint32_t purpose, uint64_t entity, uint64_t item)
{
	const uint64_t seed[2] = { 730702, 19 };
	return rng_draw(rng_key(seed, 4), purpose, entity, item, 0);
}

static void auctions(struct digest *d)
{
	static const int64_t clicks[4] = { 1000, 640, 400, 130 };
	static const int64_t hours[4] = { 3, 7, 11, 2 };
	for (int r = 0; r < ROUNDS; r++) {
		digest_u64(d, (uint64_t)auction_quality(r * 13, r % 50, r * 517));
		digest_u64(d, (uint64_t)budget_allowance(r * 10007, hours, 4, r % 4));
		struct auction_bid b[BIDDERS];
		struct auction_place p[4];
		for (uint64_t i = 0; i < BIDDERS; i++) {
			struct draw u = draw(1, (uint64_t)r, i);
			b[i] = (struct auction_bid){ rng_below(u.u[0], 1500000), 1 + rng_below(u.u[1], 100000), u.u[2] };
		}
		for (int f = 0; f < AUCTION_FORMATS; f++) {
			struct auction_rule rule = { (enum auction_format)f, 100000 * (r % 9), 1000 * (r % 7), 10000 };
			int n = auction(&rule, b, BIDDERS, clicks, 4, p);
			digest_u64(d, (uint64_t)n);
			for (int s = 0; s < n; s++) {
				digest_u64(d, p[s].bidder);
				digest_u64(d, (uint64_t)p[s].price);
				digest_u64(d, (uint64_t)p[s].payment);
			}
		}
	}
}

static void sessions(struct digest *d)
{
	for (int r = 0; r < ROUNDS; r++) {
		struct draw own = draw(2, (uint64_t)r, 0), u[GOODS];
		double attract[GOODS], utility[GOODS], w[GOODS];
		bool clicked[GOODS];
		uint32_t arrival[GOODS];
		for (uint64_t i = 0; i < GOODS; i++) {
			u[i] = draw(3, (uint64_t)r, i + 1);
			utility[i] = rng_normal(u[i].u[3]) - choose_alpha(-1, .4, own.u[3]);
			attract[i] = examine_click_probability(utility[i]);
			arrival[i] = u[i].u[0];
		}
		int depth = examine_depth_mixed(.65, .65, .96, own.u[0], own.u[1]);
		digest_u64(d, (uint64_t)depth);
		digest_u64(d, (uint64_t)examine_geometric(attract, depth, u, GOODS, clicked));
		digest_u64(d, (uint64_t)examine_cascade(attract, u, GOODS, clicked));
		digest_u64(d, (uint64_t)examine_dbn(attract, .5, .9, u, GOODS, clicked));
		digest_u64(d, (uint64_t)examine_by_position(attract, attract, u, GOODS, clicked));
		choose_weights(utility, GOODS, w);
		digest_u64(d, (uint64_t)choose_race(w, arrival, GOODS));
		digest_u64(d, (uint64_t)choose_inverse(w, own.u[2], GOODS));
		battery_f64(d, choose_logit(utility, GOODS, w));
		battery_f64(d, w[r % GOODS]);
		const struct lift_sale sale = { utility[0], u[0].u[1], utility[1], u[1].u[0], choose_arrival(w[2], u[2].u[0]) };
		battery_f64(d, lift_price(&sale, 3, .4));
		battery_f64(d, lift_picture(&sale));
		battery_f64(d, lift_days(&sale, .03));
	}
}

static void arrivals(struct digest *d)
{
	enum { QUERIES = 500 };
	static double p[QUERIES];
	static uint32_t work[QUERIES];
	static struct arrive_alias alias[QUERIES];
	const struct arrive_customers cdnow = { .243, 4.414, .793, 2.426 };
	struct stock_queue q = { .packers = 8 };
	double hours[24], sum[24], at = 0;
	for (int h = 0; h < 24; h++)
		hours[h] = 1 + ex_floor(rng_exponential(draw(4, (uint64_t)h, 0).u[0]) * 1000);
	arrive_curve(hours, 24, sum);
	arrive_zipf(QUERIES, .9, p);
	arrive_alias_make(p, QUERIES, work, alias);
	for (int r = 0; r < ROUNDS; r++) {
		struct draw u = draw(5, (uint64_t)r, 0);
		battery_f64(d, arrive_time(sum, 24, u.u[0]));
		digest_u64(d, (uint64_t)arrive_count(r * 0.07, u.u[1]));
		digest_u64(d, (uint64_t)arrive_alias_pick(alias, QUERIES, u.u[2], u.u[3]));
		at += rng_exponential(u.u[0]);
		battery_f64(d, stock_queue_begin(&q, at, 7 * rng_exponential(u.u[1])));
		battery_f64(d, stock_newsvendor_normal(1 + r % 10, 4, 100, 30));
		battery_f64(d, stock_newsvendor_cost_normal(12, 4, 100, 30, 60 + r * 0.02));
		if (r % 10 == 0)
			digest_u64(d, (uint64_t)arrive_repeats(&cdnow, 39, rng_key((uint64_t[]){ 1, 2 }, 3), 6, (uint64_t)r));
	}
	battery_f64(d, arrive_repeats_mean(&cdnow, 39));
}

void battery_market_kernel(struct digest *d)
{
	auctions(d);
	sessions(d);
	arrivals(d);
}
