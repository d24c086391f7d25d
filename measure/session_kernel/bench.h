/* bench.h: a market of result pages for measuring the session kernel.
 *
 * 20,000 listings in 40 categories, 6 countries, 5,000 queries in each, 4,000 campaigns. A page has 48 organic results and up to 4 sponsored places (0, 1, 16, 33) for which 20
 * campaigns bid, sorted by score once. A tick draws sessions country by country: query by the country's alias table (Zipf 1.0), depth geometric (0.93), mission. Sponsored
 * places are sold by auction() among the campaigns that had budget left when the tick began; budgets are settled when it ends, in millionths. Countries are the parts that
 * threads take. */
#ifndef MEASURE_SESSION_KERNEL_BENCH_H
#define MEASURE_SESSION_KERNEL_BENCH_H
#include "market/kernel/arrive.h"
#include "market/kernel/auction.h"
#include "market/kernel/examine.h"
#include "market/kernel/session.h"
#include <pthread.h>

enum {
	LISTINGS = 20000,
	CATEGORIES = 40,
	COUNTRIES = 6,
	QUERIES = 5000,
	CAMPAIGNS = 4000,
	BIDDERS = 20,
	SLOTS = 4,
	ORGANIC = 48,
	DAY = 6,        /* ticks after which budgets begin anew: so few, so that some run out in what is measured */
	BUYERS = 65536, /* kinds of them by price */
};

/* What a page is made of. */
struct stand {
	uint32_t organic[ORGANIC]; /* listings */
	uint32_t bidder[BIDDERS];  /* campaigns, best score first */
	uint32_t best[SLOTS + 1];  /* the first of them who had budget when the places were sold; CAMPAIGNS: nobody */
	uint32_t listing[SESSION_PLACES];
	uint32_t campaign[SLOTS];
	int64_t cost[SLOTS]; /* of a click */
	int sold;
};
struct campaign {
	uint32_t listing;
	struct auction_bid bid;
	int64_t budget; /* of a day */
};
/* Sessions drawn but not yet in order. */
struct drawn {
	uint64_t id;
	uint16_t query;
	uint8_t depth;
	bool buys;
};
struct totals {
	uint64_t sessions, looks, clicks, paid_clicks, orders;
	int64_t spend, revenue;
};
/* A country, with all that a thread needs for its part of a tick. */
struct country {
	struct arrive_alias alias[QUERIES];
	uint16_t query[QUERIES]; /* by rank */
	struct stand stand[QUERIES];
	struct session_page page[QUERIES];
	struct session_counts counts[QUERIES];
	uint32_t first[QUERIES + 1];
	uint32_t sessions; /* of a tick */
	struct drawn *drawn;
	struct session_visitor *visitor;
	struct session_log log;
	uint32_t sold[LISTINGS];
	int64_t spend[CAMPAIGNS]; /* of the tick */
	struct totals totals;
	struct digest digest;
	double draw_s, page_s, run_s, settle_s; /* thread's time */
	pthread_t thread;                       /* who did the last tick */
};
struct bench {
	struct rng_key key;
	struct campaign campaign[CAMPAIGNS];
	struct budget budget[CAMPAIGNS];
	uint8_t active[CAMPAIGNS]; /* at the tick's beginning */
	int64_t price[LISTINGS];
	struct session_place place[LISTINGS];
	float alpha[BUYERS];
	struct examine_depths depths;
	struct country country[COUNTRIES];
	uint32_t tick, with_digest;
};

/* sessions: of a tick */
struct bench *bench_create(uint32_t sessions);
void bench_destroy(struct bench *b);
/* Back to the first tick. */
void bench_restart(struct bench *b);
/* Makes all pages, as a tick makes those that it needs. */
void bench_pages(struct bench *b);
/* A tick; crew may be NULL. */
void bench_tick(struct bench *b, void *crew);
void bench_digest(const struct bench *b, uint64_t ret[2]);
/* A tick with the textbook's kernel (reference.c), one thread. */
void reference_tick(struct bench *b);

/* Limits of one core, a second: 32 × 32 → 64 bit multiplications in the widest registers, the same in plain C; lines of 64 bytes read at random places of so many bytes. */
double limit_multiplications(enum session_path path);
double limit_random_lines(size_t bytes);
double bench_now(void);
#endif
