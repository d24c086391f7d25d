/* The market of bench.h, and its tick. */
#include "bench.h"
#include "base/arena.h"
#include "base/exact.h"
#include "crew/crew.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLICK = 6, OUTSIDE = 7, SEARCH = 8 };

static const double country_share[COUNTRIES] = { .30, .20, .18, .14, .10, .08 };
static const uint8_t slot_place[SLOTS] = { 0, 1, 16, 33 };
static const double slot_clicks[SLOTS] = { .08, .075, .026, .008 }; /* of a session */

double bench_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* ---- what does not change */

/* n different ones of `of` numbers. */
static void choose_some(struct rng_key key, uint32_t purpose, uint64_t entity, int of, int n, uint32_t *ret)
{
	for (uint64_t k = 0, i = 0; k < (uint64_t)n; i++) {
		uint32_t pick = (uint32_t)rng_below(rng_draw(key, purpose, entity, i, 0).u[0], of);
		bool again = false;
		for (uint64_t m = 0; m < k; m++)
			again = again || ret[m] == pick;
		if (!again)
			ret[k++] = pick;
	}
}

static int by_score(const void *x, const void *y, void *bench)
{
	const struct bench *b = bench;
	const struct auction_bid *p = &b->campaign[*(const uint32_t *)x].bid, *q = &b->campaign[*(const uint32_t *)y].bid;
	int64_t a = p->bid * p->quality, c = q->bid * q->quality;
	return a != c ? (a < c) - (a > c) : (p->tie > q->tie) - (p->tie < q->tie);
}

static void country_make(struct bench *b, uint64_t number, uint32_t sessions)
{
	struct country *c = &b->country[number];
	static double p[QUERIES];
	static uint32_t work[QUERIES];
	arrive_zipf(QUERIES, 1.0, p);
	arrive_alias_make(p, QUERIES, work, c->alias);
	for (uint32_t i = 0; i < QUERIES; i++)
		c->query[i] = (uint16_t)i;
	for (uint32_t i = QUERIES - 1; i > 0; i--) { /* what is common in one country is not in another */
		uint32_t k = (uint32_t)rng_below(rng_draw(b->key, 20, number, i, 0).u[0], (int64_t)i + 1);
		uint16_t t = c->query[i];
		c->query[i] = c->query[k];
		c->query[k] = t;
	}
	for (uint64_t q = 0; q < QUERIES; q++) {
		struct stand *s = &c->stand[q];
		uint32_t category = (uint32_t)q % CATEGORIES;
		choose_some(b->key, 21, number << 32 | q, LISTINGS / CATEGORIES, ORGANIC, s->organic);
		choose_some(b->key, 22, number << 32 | q, CAMPAIGNS / CATEGORIES, BIDDERS, s->bidder);
		for (int i = 0; i < ORGANIC; i++)
			s->organic[i] = s->organic[i] * CATEGORIES + category;
		for (int i = 0; i < BIDDERS; i++)
			s->bidder[i] = s->bidder[i] * CATEGORIES + category;
		qsort_r(s->bidder, BIDDERS, sizeof *s->bidder, by_score, b);
	}
	c->sessions = (uint32_t)(sessions * country_share[number]);
	for (int rank = 0; rank < QUERIES; rank++) /* what the four best would pay in a day if nobody ran out */
		for (int slot = 0; slot < SLOTS; slot++) {
			struct campaign *k = &b->campaign[c->stand[c->query[rank]].bidder[slot]];
			k->budget += (int64_t)(DAY * c->sessions * p[rank] * slot_clicks[slot] * (double)k->bid.bid);
		}
	c->drawn = mem_alloc(c->sessions * sizeof *c->drawn);
	c->visitor = mem_alloc(c->sessions * sizeof *c->visitor);
}

struct bench *bench_create(uint32_t sessions)
{
	const uint64_t seed[2] = { 730702, 1 };
	struct bench *b = mem_alloc(sizeof *b);
	b->key = rng_key(seed, 1);
	for (uint32_t l = 0; l < LISTINGS; l++) {
		struct draw d = rng_draw(b->key, 11, l, 0, 0);
		double x = ex_clamp(.35 * rng_normal(d.u[0]), -.9, .9);
		b->price[l] = ex_round(2500 * ex_exp(x));
		float appeal = (float)(-2.69 + .35 * rng_normal(d.u[1]));
		b->place[l] = (struct session_place){ .listing = (uint64_t)l + 1, .item = session_item((uint64_t)l + 1), .click = { appeal, appeal + 1.6f },
			.click_price = .4f * (float)x, .value = (float)(.45 * rng_normal(d.u[2])), .price = (float)x };
	}
	for (uint32_t k = 0; k < CAMPAIGNS; k++) {
		struct draw d = rng_draw(b->key, 12, k, 0, 0);
		uint32_t category = k % CATEGORIES;
		b->campaign[k] = (struct campaign){ (uint32_t)rng_below(d.u[0], LISTINGS / CATEGORIES) * CATEGORIES + category,
			{ 250000 + rng_below(d.u[1], 350000), 40000 + rng_below(d.u[2], 60000), hash_id(12, 1, k) }, 2000000 };
	}
	for (uint32_t i = 0; i < BUYERS; i++)
		b->alpha[i] = (float)(3 * ex_exp(.4 * rng_normal(rng_draw(b->key, 13, i, 0, 0).u[0]) - .08));
	examine_depths_make(.93, &b->depths);
	for (uint64_t c = 0; c < COUNTRIES; c++)
		country_make(b, c, sessions);
	for (uint32_t k = 0; k < CAMPAIGNS; k++) /* somewhat less than a day would cost, or more */
		b->campaign[k].budget = (int64_t)((double)b->campaign[k].budget * (.6 + 2 * rng_uniform(rng_draw(b->key, 14, k, 0, 0).u[0])));
	bench_restart(b);
	return b;
}

void bench_destroy(struct bench *b)
{
	for (int c = 0; c < COUNTRIES; c++) {
		free(b->country[c].drawn);
		free(b->country[c].visitor);
		session_log_fini(&b->country[c].log);
	}
	free(b);
}

static void day_begin(struct bench *b)
{
	for (uint32_t k = 0; k < CAMPAIGNS; k++) {
		b->budget[k] = (struct budget){ .left = b->campaign[k].budget };
		b->active[k] = 1;
	}
}

void bench_restart(struct bench *b)
{
	b->tick = 0;
	day_begin(b);
	for (int i = 0; i < COUNTRIES; i++) {
		struct country *c = &b->country[i];
		memset(c->counts, 0, sizeof c->counts);
		memset(c->sold, 0, sizeof c->sold);
		c->totals = (struct totals){ 0 };
		c->draw_s = c->page_s = c->run_s = c->settle_s = 0;
		digest_init(&c->digest, (uint64_t)i);
		for (int q = 0; q < QUERIES; q++)
			c->page[q].n = 0;
	}
}

/* ---- a tick of a country */

static void draw_sessions(const struct bench *b, struct country *c, uint64_t number)
{
	const uint64_t kind = hash_id(30, number, b->tick);
	memset(c->first, 0, sizeof c->first);
	for (uint32_t i = 0; i < c->sessions; i++) {
		struct drawn *s = &c->drawn[i];
		s->id = hash_u64(kind, i);
		struct draw d = rng_draw(b->key, SEARCH, s->id, 0, 0);
		s->query = c->query[arrive_alias_pick(c->alias, QUERIES, d.u[0], d.u[1])];
		s->depth = (uint8_t)examine_depth_by(&b->depths, d.u[2]);
		s->buys = d.u[3] < (uint32_t)(.05 * 0x1p32);
		c->first[s->query + 1]++;
	}
}

/* Sells the sponsored places among the best who have budget: bidders are sorted, and beyond the best five nobody matters. */
static void page_make(const struct bench *b, struct country *c, uint32_t q)
{
	static const struct auction_rule rule = { AUCTION_GSP, 50000, 1, 0 };
	static const int64_t clicks[SLOTS] = { 1000, 930, 310, 90 };
	struct stand *s = &c->stand[q];
	struct auction_bid bid[SLOTS + 1];
	struct auction_place won[SLOTS];
	uint32_t n = 0;
	for (; n <= SLOTS && s->best[n] < CAMPAIGNS; n++)
		bid[n] = b->campaign[s->best[n]].bid;
	s->sold = auction(&rule, bid, n, clicks, SLOTS, won);
	struct session_place v[SESSION_PLACES];
	int places = 0, organic = 0;
	for (int slot = 0; organic < ORGANIC || (slot < s->sold && slot_place[slot] == places);) {
		bool paid = slot < s->sold && slot_place[slot] == places;
		uint32_t l = paid ? b->campaign[s->best[won[slot].bidder]].listing : s->organic[organic];
		if (paid) {
			s->campaign[slot] = s->best[won[slot].bidder];
			s->cost[slot] = won[slot].price;
			slot++;
		} else {
			organic++;
		}
		s->listing[places] = l;
		v[places] = b->place[l];
		v[places++].paid = paid;
	}
	session_page_make(&c->page[q], v, places);
}

/* Brings the pages that will be seen up to date, or all. */
static void make_pages(const struct bench *b, struct country *c, bool all)
{
	for (uint32_t q = 0; q < QUERIES; q++) {
		if (!all && !c->first[q + 1])
			continue;
		struct stand *s = &c->stand[q];
		uint32_t best[SLOTS + 1], n = 0;
		for (int i = 0; i < BIDDERS && n <= SLOTS; i++)
			if (b->active[s->bidder[i]])
				best[n++] = s->bidder[i];
		while (n <= SLOTS)
			best[n++] = CAMPAIGNS;
		if (c->page[q].n && memcmp(best, s->best, sizeof best) == 0)
			continue;
		memcpy(s->best, best, sizeof best);
		page_make(b, c, q);
	}
}

/* By page, those of a page as drawn. */
static void sort_sessions(const struct bench *b, struct country *c)
{
	for (uint32_t q = 0; q < QUERIES; q++)
		c->first[q + 1] += c->first[q];
	for (uint32_t i = 0; i < c->sessions; i++) {
		const struct drawn *s = &c->drawn[i];
		c->visitor[c->first[s->query]++] = (struct session_visitor){ .id = s->id, .page = s->query, .alpha = b->alpha[s->id % BUYERS],
			.outside = s->buys ? 1.3f : 4.8f, .depth = s->depth, .buys = s->buys };
	}
}

static void settle_country(const struct bench *b, struct country *c)
{
	memset(c->spend, 0, sizeof c->spend);
	for (uint32_t i = 0; i < c->log.n_clicks; i++) {
		const struct session_click *k = &c->log.click[i];
		if (!k->paid)
			continue;
		const struct stand *s = &c->stand[c->visitor[k->visitor].page];
		int slot = 0;
		while (slot_place[slot] != k->place)
			slot++;
		c->spend[s->campaign[slot]] += s->cost[slot];
		c->totals.paid_clicks++;
	}
	for (uint32_t i = 0; i < c->log.n_outcomes; i++) {
		const struct session_outcome *o = &c->log.outcome[i];
		uint32_t l = c->stand[c->visitor[o->visitor].page].listing[o->place[0]];
		c->sold[l]++;
		c->totals.revenue += b->price[l];
	}
	c->totals.sessions += c->sessions;
	c->totals.clicks += c->log.n_clicks;
	c->totals.orders += c->log.n_outcomes;
	if (b->with_digest)
		session_log_digest(&c->digest, c->visitor, &c->log);
}

static void part(void *bench, int number)
{
	struct bench *b = bench;
	struct country *c = &b->country[number];
	double t[5] = { bench_now() };
	c->thread = pthread_self();
	draw_sessions(b, c, (uint64_t)number);
	t[1] = bench_now();
	make_pages(b, c, false);
	t[2] = bench_now();
	sort_sessions(b, c);
	const struct session_call call = { .key = b->key, .click = CLICK, .outside = OUTSIDE, .page = c->page, .visitor = c->visitor, .n = c->sessions };
	c->log.n_clicks = c->log.n_outcomes = 0;
	t[3] = bench_now();
	session_run(&call, c->counts, &c->log);
	t[4] = bench_now();
	settle_country(b, c);
	c->draw_s += t[1] - t[0] + t[3] - t[2];
	c->page_s += t[2] - t[1];
	c->run_s += t[4] - t[3];
	c->settle_s += bench_now() - t[4];
}

/* Budgets never go below 0: what is clicked beyond one costs nothing. */
static void settle_budgets(struct bench *b)
{
	for (uint32_t k = 0; k < CAMPAIGNS; k++) {
		int64_t spend = 0;
		for (int c = 0; c < COUNTRIES; c++)
			spend += b->country[c].spend[k];
		spend = spend < b->budget[k].left ? spend : b->budget[k].left;
		b->budget[k].left -= spend;
		b->budget[k].spent += spend;
		b->country[0].totals.spend += spend;
		b->active[k] = b->budget[k].left > 0;
	}
	if (++b->tick % DAY == 0)
		day_begin(b);
}

void bench_pages(struct bench *b)
{
	for (int i = 0; i < COUNTRIES; i++)
		make_pages(b, &b->country[i], true);
}

void bench_tick(struct bench *b, void *crew)
{
	if (crew)
		crew_run(crew, COUNTRIES, part, b);
	else
		for (int i = 0; i < COUNTRIES; i++)
			part(b, i);
	settle_budgets(b);
}

void bench_digest(const struct bench *b, uint64_t ret[2])
{
	struct digest d;
	digest_init(&d, 0);
	for (int i = 0; i < COUNTRIES; i++) {
		const struct country *c = &b->country[i];
		struct digest own = c->digest;
		uint64_t sum[2];
		digest_end(&own, sum);
		digest_u64(&d, sum[0]);
		digest_u64(&d, sum[1]);
		session_counts_digest(&d, c->counts, QUERIES);
		for (uint32_t l = 0; l < LISTINGS; l++)
			digest_u64(&d, c->sold[l]);
		digest_u64(&d, (uint64_t)c->totals.revenue);
	}
	for (uint32_t k = 0; k < CAMPAIGNS; k++)
		digest_u64(&d, (uint64_t)b->budget[k].left);
	digest_end(&d, ret);
}
