/* Auctions against theory (docs/model.md): checks 1 to 6, 15 and the part of 19 that is about spend. */
#include "market/kernel/auction.h"
#include "tests/theory.h"

enum { UNIT = 1000000 }; /* amounts in millionths */

static int64_t units(double v)
{
	return ex_round(v * UNIT);
}

static void fill(struct auction_bid *b, const double *bid, const double *quality, int n)
{
	for (int i = 0; i < n; i++)
		b[i] = (struct auction_bid){ units(bid[i]), quality ? units(quality[i]) : 1, (uint64_t)i };
}

/* n values, uniform in (0, 1) or exponential, in units of 2^-32. */
static void draw_values(struct auction_bid *b, int n, struct rng_key key, uint64_t round)
{
	struct draw d = { 0 };
	for (int i = 0; i < n; i++) {
		if (i % 4 == 0)
			d = rng_draw(key, 1, round, (uint64_t)i / 4, 0);
		b[i] = (struct auction_bid){ (int64_t)d.u[i % 4] + 1, 1, (uint64_t)i };
	}
}

static const int64_t one_place[1] = { 1 };

static void second_price_revenue(void **state)
{
	static const int sizes[3] = { 2, 5, 20 }, rounds[3] = { 1000000, 1000000, 200000 };
	const struct auction_rule rule = { .format = AUCTION_SECOND_PRICE };
	for (int k = 0; k < 3; k++) {
		int n = sizes[k];
		struct sample revenue = { 0 }, surplus = { 0 };
		struct auction_bid b[20];
		struct auction_place p;
		for (int r = 0; r < rounds[k]; r++) {
			draw_values(b, n, theory_key(1), (uint64_t)r);
			assert_int_equal(auction(&rule, b, (uint32_t)n, one_place, 1, &p), 1);
			sample_add(&revenue, (double)p.price * 0x1p-32);
			sample_add(&surplus, (double)(b[p.bidder].bid - p.price) * 0x1p-32);
		}
		SAMPLE_NEAR(&revenue, (n - 1.0) / (n + 1));
		SAMPLE_NEAR(&surplus, 1.0 / (n + 1));
	}
}

static void second_of_exponentials(void **state)
{
	const struct auction_rule rule = { .format = AUCTION_SECOND_PRICE };
	struct sample revenue = { 0 };
	for (int r = 0; r < 1000000; r++) {
		struct draw d = rng_draw(theory_key(2), 1, (uint64_t)r, 0, 0);
		struct auction_bid b[4];
		struct auction_place p;
		for (int i = 0; i < 4; i++)
			b[i] = (struct auction_bid){ ex_round(rng_exponential(d.u[i]) * 1e9), 1, (uint64_t)i };
		auction(&rule, b, 4, one_place, 1, &p);
		sample_add(&revenue, (double)p.price / 1e9);
	}
	SAMPLE_NEAR(&revenue, 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0 - 1);
}

/* Who bids (n - 1) / n of his value in a first-price auction pays, on average, the second price. */
static void revenue_equivalence(void **state)
{
	const struct auction_rule first = { .format = AUCTION_FIRST_PRICE };
	struct sample revenue = { 0 };
	for (int r = 0; r < 1000000; r++) {
		struct auction_bid b[5];
		struct auction_place p;
		draw_values(b, 5, theory_key(1), (uint64_t)r);
		for (int i = 0; i < 5; i++)
			b[i].bid = b[i].bid * 4 / 5 + 1;
		auction(&first, b, 5, one_place, 1, &p);
		sample_add(&revenue, (double)p.price * 0x1p-32);
	}
	SAMPLE_NEAR(&revenue, 2.0 / 3);
}

static void reserve_price(void **state)
{
	static const int sizes[3] = { 1, 2, 5 };
	static const double should[3] = { 0.25, 0.416667, 0.671875 };
	const struct auction_rule rule = { .format = AUCTION_SECOND_PRICE, .reserve = INT64_C(1) << 31 };
	for (int k = 0; k < 3; k++) {
		struct sample revenue = { 0 }, sold = { 0 };
		for (int r = 0; r < 1000000; r++) {
			struct auction_bid b[5];
			struct auction_place p;
			draw_values(b, sizes[k], theory_key(3), (uint64_t)r);
			int n = auction(&rule, b, (uint32_t)sizes[k], one_place, 1, &p);
			assert_true(!n || p.price >= rule.reserve);
			sample_add(&sold, n);
			sample_add(&revenue, n ? (double)p.price * 0x1p-32 : 0);
		}
		SAMPLE_NEAR(&revenue, should[k]);
		SAMPLE_NEAR(&sold, sizes[k] == 1 ? .5 : sizes[k] == 2 ? .75 : 1 - 1 / 32.0);
	}
}

/* The best reserve is 1/2 whatever the number of bidders: revenue by reserve at common draws. */
static void best_reserve(void **state)
{
	enum { STEPS = 21, ROUNDS = 4000000 };
	double revenue[STEPS] = { 0 };
	for (int r = 0; r < ROUNDS; r++) {
		struct auction_bid b[2];
		draw_values(b, 2, theory_key(4), (uint64_t)r);
		for (int k = 0; k < STEPS; k++) {
			struct auction_rule rule = { .format = AUCTION_SECOND_PRICE, .reserve = ex_round((0.4 + 0.01 * k) * 0x1p32) };
			struct auction_place p;
			if (auction(&rule, b, 2, one_place, 1, &p))
				revenue[k] += (double)p.price;
		}
	}
	int best = 0;
	for (int k = 1; k < STEPS; k++)
		if (revenue[k] > revenue[best])
			best = k;
	NEAR(0.4 + 0.01 * best, 0.5, 0.02 + 1e-9);
}

static int64_t total(const struct auction_place *p, int n)
{
	__int128 sum = 0;
	for (int i = 0; i < n; i++)
		sum += p[i].payment;
	return (int64_t)sum;
}

/* Edelman, Ostrovsky, Schwarz 2007. */
static void eos_example(void **state)
{
	static const int64_t clicks[2] = { 200, 100 };
	struct auction_bid truth[3] = { { 10, 1, 0 }, { 4, 1, 1 }, { 2, 1, 2 } }, least[3] = { { 10, 1, 0 }, { 3, 1, 1 }, { 2, 1, 2 } };
	struct auction_rule gsp = { .format = AUCTION_GSP }, vcg = { .format = AUCTION_VCG };
	struct auction_place p[2];
	assert_int_equal(auction(&gsp, truth, 3, clicks, 2, p), 2);
	assert_int_equal(p[0].payment, 800);
	assert_int_equal(p[1].payment, 200);
	assert_int_equal(auction(&vcg, truth, 3, clicks, 2, p), 2);
	assert_int_equal(p[0].payment, 600);
	assert_int_equal(p[1].payment, 200);
	assert_int_equal(p[0].price, 3);
	auction(&gsp, least, 3, clicks, 2, p);
	assert_int_equal(total(p, 2), 800);

	/* telling the truth isn't best: who is second of two nearly equal places pays much less */
	static const int64_t equal[2] = { 200, 199 };
	auction(&gsp, truth, 3, equal, 2, p);
	assert_int_equal((10 - p[0].price) * 200, 1200);
	truth[0].bid = 3;
	auction(&gsp, truth, 3, equal, 2, p);
	assert_int_equal(p[1].bidder, 0);
	assert_int_equal((10 - p[1].price) * 199, 1592);
}

static const double value[5] = { 8, 6, 5, 3, 2 }, theta[4] = { 100, 60, 40, 20 };

static void varian_equilibrium(void **state)
{
	static const double pays[4] = { 440, 200, 100, 40 };
	static const int64_t price[4] = { 132, 100, 75, 60 }, clicks[4] = { 100, 60, 40, 20 };
	/* thirtieths, so that 3 1/3 is a whole number */
	struct auction_bid b[5], truth[5];
	struct auction_place p[4];
	struct auction_rule gsp = { .format = AUCTION_GSP }, vcg = { .format = AUCTION_VCG };
	double bid[5];
	auction_equilibrium(value, 5, theta, 4, bid);
	for (int i = 0; i < 5; i++) {
		truth[i] = (struct auction_bid){ ex_round(30 * value[i]), 1, (uint64_t)i };
		b[i] = (struct auction_bid){ ex_round(30 * bid[i]), 1, (uint64_t)i };
		NEAR(30 * bid[i], (double)b[i].bid, 1e-9);
	}
	assert_int_equal(auction(&gsp, b, 5, clicks, 4, p), 4);
	for (int s = 0; s < 4; s++) {
		assert_int_equal(p[s].bidder, s);
		assert_int_equal(p[s].price, price[s]);
		assert_int_equal(p[s].payment, 30 * pays[s]);
		/* nobody would rather have another place at its price */
		for (int t = 0; t < 4; t++)
			assert_true((truth[s].bid - price[s]) * clicks[s] >= (truth[s].bid - price[t]) * clicks[t]);
	}
	assert_int_equal(auction(&vcg, truth, 5, clicks, 4, p), 4);
	assert_int_equal(total(p, 4), 30 * 780);
	for (int s = 0; s < 4; s++)
		assert_int_equal(p[s].payment, 30 * pays[s]);
	auction(&gsp, truth, 5, clicks, 4, p);
	assert_int_equal(total(p, 4), 30 * 1060);
}

static void balanced_bidding_converges(void **state)
{
	static const double end[5] = { 6.2, 4.4, 10 / 3.0, 2.5, 2.0 };
	double bid[5];
	for (int i = 0; i < 5; i++)
		bid[i] = value[i];
	for (int k = 0; k < 20000; k++) {
		int who = (int)rng_below(rng_draw(theory_key(5), 1, (uint64_t)k, 0, 0).u[0], 5), n = 0;
		double others[4];
		for (int i = 0; i < 5; i++) {
			if (i == who)
				continue;
			int at = n++;
			for (; at > 0 && others[at - 1] < bid[i]; at--)
				others[at] = others[at - 1];
			others[at] = bid[i];
		}
		bid[who] = auction_balanced_bid(value[who], others, 4, theta, 4);
	}
	for (int i = 0; i < 5; i++)
		NEAR(bid[i], end[i], 1e-6);
	struct auction_bid b[5];
	struct auction_place p[4];
	static const int64_t clicks[4] = { 100, 60, 40, 20 };
	fill(b, bid, NULL, 5);
	auction(&(struct auction_rule){ .format = AUCTION_GSP }, b, 5, clicks, 4, p);
	NEAR((double)total(p, 4) / UNIT, 780, 1e-4); /* 220 clicks at prices in millionths */
}

static void quality_prices(void **state)
{
	static const double bid[4] = { 2, 3, 1, 2.5 }, quality[4] = { .10, .05, .12, .04 }, factor[3] = { 1, .6, .4 };
	static const int64_t price[3] = { 1500000, 2400000, 833333 }, clicks[3] = { 10, 6, 4 };
	struct auction_rule rule = { .format = AUCTION_GSP };
	struct auction_bid b[4];
	struct auction_place p[3];
	double revenue = 0;
	fill(b, bid, quality, 4);
	assert_int_equal(auction(&rule, b, 4, clicks, 3, p), 3);
	for (int s = 0; s < 3; s++) {
		assert_int_equal(p[s].bidder, s);
		assert_int_equal(p[s].price, price[s]);
		assert_true(p[s].price <= b[s].bid);
		revenue += factor[s] * quality[s] * (double)p[s].price / UNIT;
	}
	NEAR(revenue, 0.262, 1e-7);
	/* only ratios of qualities count */
	for (int i = 0; i < 4; i++)
		b[i].quality *= 7;
	auction(&rule, b, 4, clicks, 3, p);
	for (int s = 0; s < 3; s++)
		assert_int_equal(p[s].price, price[s]);
	/* the contest's rule: the same and a cent, never above the own bid */
	rule = (struct auction_rule){ .format = AUCTION_CONTEST, .step = UNIT / 100 };
	auction(&rule, b, 4, clicks, 3, p);
	for (int s = 0; s < 3; s++)
		assert_int_equal(p[s].price, price[s] + UNIT / 100);
	b[1].bid = b[0].bid * 2;
	auction(&rule, b, 2, clicks, 2, p);
	assert_int_equal(p[0].bidder, 0);
	assert_int_equal(p[0].price, b[0].bid);
	assert_int_equal(p[1].price, UNIT / 100);
	/* the gate and the reserve: unsold places stay empty */
	fill(b, bid, quality, 4);
	rule = (struct auction_rule){ .format = AUCTION_GSP, .reserve = 1600000, .quality_min = 45000 };
	assert_int_equal(auction(&rule, b, 4, clicks, 3, p), 2);
	assert_int_equal(p[0].bidder, 0);
	assert_int_equal(p[0].price, 1600000);
	assert_int_equal(p[1].bidder, 1);
	assert_int_equal(p[1].price, 1600000);
	/* equal scores: by tie, and then the bid is the price */
	struct auction_bid even[2] = { { 5, 2, 9 }, { 10, 1, 3 } };
	rule = (struct auction_rule){ .format = AUCTION_GSP };
	assert_int_equal(auction(&rule, even, 2, clicks, 1, p), 1);
	assert_int_equal(p[0].bidder, 1);
	assert_int_equal(p[0].price, 10);
}

/* Random bids, qualities and reserves: nobody pays more than his bid or less than the reserve; in VCG nobody gains by another bid than his value. */
static void properties(void **state)
{
	for (int r = 0; r < 20000; r++) {
		struct auction_bid b[6];
		struct auction_place p[4], q[4];
		int64_t clicks[4], left = 1000;
		struct draw d = rng_draw(theory_key(6), 1, (uint64_t)r, 0, 0);
		int n = 1 + (int)rng_below(d.u[0], 6), places = 1 + (int)rng_below(d.u[1], 4);
		struct auction_rule rule = { .reserve = rng_below(d.u[2], 600), .step = 10 };
		for (int s = 0; s < places; s++) {
			clicks[s] = left;
			left -= rng_below(rng_draw(theory_key(6), 2, (uint64_t)r, (uint64_t)s, 0).u[0], left);
		}
		for (int i = 0; i < n; i++) {
			d = rng_draw(theory_key(6), 3, (uint64_t)r, (uint64_t)i, 0);
			b[i] = (struct auction_bid){ rng_below(d.u[0], 1000) * 1000, 1 + rng_below(d.u[1], 50), d.u[2] };
		}
		rule.reserve *= 1000;
		for (int f = 0; f < AUCTION_FORMATS; f++) {
			rule.format = (enum auction_format)f;
			int sold = auction(&rule, b, (uint32_t)n, clicks, places, p);
			for (int s = 0; s < sold; s++) {
				assert_true(p[s].price <= b[p[s].bidder].bid && p[s].price >= rule.reserve);
				assert_true(s == 0 || b[p[s - 1].bidder].bid * b[p[s - 1].bidder].quality >= b[p[s].bidder].bid * b[p[s].bidder].quality);
			}
		}
		rule.format = AUCTION_VCG;
		int64_t truth = b[0].bid;
		__int128 honest = 0, best = 0;
		int sold = auction(&rule, b, (uint32_t)n, clicks, places, p);
		for (int s = 0; s < sold; s++)
			if (p[s].bidder == 0)
				honest = (__int128)truth * clicks[s] - p[s].payment;
		for (int64_t other = 0; other <= 1000000; other += 50000) {
			b[0].bid = other;
			sold = auction(&rule, b, (uint32_t)n, clicks, places, q);
			for (int s = 0; s < sold; s++)
				if (q[s].bidder == 0 && (__int128)truth * clicks[s] - q[s].payment > best)
					best = (__int128)truth * clicks[s] - q[s].payment;
		}
		assert_true(best <= honest + 1);
	}
}

/* 20 clicks an hour at 0.50 out of 50.00: the hundredth click ends it, after a time of Erlang's distribution. */
static void budget_exhausts(void **state)
{
	struct sample hours = { 0 };
	for (int r = 0; r < 1000000; r++) {
		struct budget b = { .left = 50 * UNIT };
		double at = 0;
		struct draw d = { 0 };
		for (uint32_t i = 0; b.left > 0; i++) {
			if (i % 4 == 0)
				d = rng_draw(theory_key(7), 1, (uint64_t)r, i / 4, 0);
			at += rng_exponential(d.u[i % 4]) / 20;
			budget_click(&b, UNIT / 2);
		}
		assert_int_equal(b.clicks, 100);
		sample_add(&hours, at);
	}
	SAMPLE_NEAR(&hours, 5);
	NEAR(ex_sqrt(sample_variance(&hours)), 0.5, 4.5 * 5e-4);
}

/* A day of auctions with budgets: what was spent is the sum of clicks times prices, to the unit, and no budget goes below 0. */
static void spend_is_conserved(void **state)
{
	enum { CAMPAIGNS = 40 };
	static const int64_t clicks[4] = { 10, 6, 4, 3 };
	struct budget budget[CAMPAIGNS];
	int64_t paid = 0, given = 0, left = 0, spent = 0, over = 0;
	for (int i = 0; i < CAMPAIGNS; i++) {
		budget[i] = (struct budget){ .left = (i + 1) * UNIT };
		given += budget[i].left;
	}
	for (int r = 0; r < 20000; r++) {
		struct auction_bid b[CAMPAIGNS];
		struct auction_place p[4];
		uint32_t who[CAMPAIGNS], n = 0;
		for (uint32_t i = 0; i < CAMPAIGNS; i++) {
			struct draw d = rng_draw(theory_key(8), 1, (uint64_t)r, i, 0);
			if (budget[i].left <= 0 || d.u[3] % 3)
				continue;
			who[n] = i;
			b[n++] = (struct auction_bid){ 200000 + rng_below(d.u[0], 900000), 1000 + rng_below(d.u[1], 9000), d.u[2] };
		}
		struct auction_rule rule = { .format = AUCTION_GSP, .reserve = 50000 };
		int sold = auction(&rule, b, n, clicks, 4, p);
		for (int s = 0; s < sold; s++) {
			struct draw d = rng_draw(theory_key(8), 2, (uint64_t)r, who[p[s].bidder], 0);
			if (rng_uniform(d.u[0]) >= 0.05)
				continue;
			int64_t cost = budget_click(&budget[who[p[s].bidder]], p[s].price);
			assert_true(cost == p[s].price || cost == 0);
			over += !cost;
			paid += cost;
		}
	}
	for (int i = 0; i < CAMPAIGNS; i++) {
		assert_true(budget[i].left >= 0);
		left += budget[i].left;
		spent += budget[i].spent;
		over -= budget[i].over;
	}
	assert_int_equal(spent, paid);
	assert_int_equal(given - left, paid);
	assert_int_equal(over, 0);
	assert_true(paid > UNIT);
}

/* A paced day spends what an unpaced one would, each hour in proportion to its expected clicks. */
static void pacing(void **state)
{
	int64_t hours[24], all = 0, left = 50 * UNIT + 7, spent = 0;
	for (int h = 0; h < 24; h++)
		all += hours[h] = h < 6 ? 0 : 10 + (h - 6) * 3;
	for (int h = 0; h < 24; h++) {
		int64_t may = budget_allowance(left, hours, 24, h);
		assert_true(may >= 0 && may <= left);
		NEAR((double)may, (50.0 * UNIT + 7) * (double)hours[h] / (double)all, 24);
		left -= may;
		spent += may;
	}
	assert_int_equal(left, 0);
	assert_int_equal(spent, 50 * UNIT + 7);
	assert_int_equal(budget_allowance(1000, (int64_t[]){ 5, 0, 0 }, 3, 1), 0);
	/* what an hour leaves over goes to the later ones */
	assert_int_equal(budget_allowance(1000, (int64_t[]){ 1, 1, 2 }, 3, 1), 333);
	assert_int_equal(budget_allowance(1000, (int64_t[]){ 1, 1, 2 }, 3, 2), 1000);
}

static void quality_is_learned(void **state)
{
	assert_int_equal(auction_quality(50000, 0, 0), 50000);       /* nobody looked yet: the category's */
	assert_int_equal(auction_quality(50000, 1, 20000), 50000);   /* as many clicks as usual */
	assert_int_equal(auction_quality(50000, 21, 400000), 52380); /* 22 of 420 */
	assert_int_equal(auction_quality(0, 0, 1000), 1);
	assert_true(auction_quality(50000, 0, 400000) < auction_quality(50000, 0, 20000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(second_price_revenue),
		cmocka_unit_test(second_of_exponentials),
		cmocka_unit_test(revenue_equivalence),
		cmocka_unit_test(reserve_price),
		cmocka_unit_test(best_reserve),
		cmocka_unit_test(eos_example),
		cmocka_unit_test(varian_equilibrium),
		cmocka_unit_test(balanced_bidding_converges),
		cmocka_unit_test(quality_prices),
		cmocka_unit_test(properties),
		cmocka_unit_test(budget_exhausts),
		cmocka_unit_test(spend_is_conserved),
		cmocka_unit_test(pacing),
		cmocka_unit_test(quality_is_learned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
