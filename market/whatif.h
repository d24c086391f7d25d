/* whatif.h: what one store got in a course of things, to be held against another course: of the direct what-if (market.h), or of two forks of a market that were played
 * with and without a change (the total effect, with everybody's feedback). Amounts are in CNY at the rate of the day. */
#ifndef MARKET_WHATIF_H
#define MARKET_WHATIF_H
#include "market/market.h"

struct course_sum {
	int64_t examined, clicks, ad_clicks, orders, units;
	int64_t sales_fen, profit_fen; /* of the orders placed, at what a piece earns (listing_unit_cost); ads apart */
	int64_t ads_milli;	       /* spent on ads, thousandths of a fen */
	int64_t expected_micro;	       /* expected orders in millionths */
};
struct course_row {
	uint64_t listing;
	uint32_t country, query; /* rows of the world; query: ROW_NONE where it is not known */
	int64_t day;		 /* of the sellers */
	struct course_sum sum;
};
void course_add(struct course_sum *to, const struct course_sum *v, int sign);

/* A store from now on. mem keeps what stands at the beginning. */
struct course {
	uint32_t store, first_order;
	int64_t day;
	uint32_t n;
	struct course_row *before; /* of the day on which it begins */
};
enum problem_code course_begin(const struct market *m, uint64_t seat, struct arena *mem, struct course *ret, struct problem *p);
/* What it got since: rows by order and by offer and day, not added up. m is the market of course_begin() after time has passed. */
uint32_t course_rows(const struct market *m, const struct course *c, struct arena *mem, struct course_row **ret);
/* The effects of a what-if in the same form: *ret_real[i] against *ret_other[i]. */
uint32_t course_effects(const struct whatif *w, struct arena *mem, struct course_row **ret_real, struct course_row **ret_other);

/* For two forks that are held against each other: orders that came about in one only would be shipped by nobody, since the log has no act for them. The keeper
 * (orders/keeper.c) ships in all seats' stores from now on. */
void market_keep_stores(struct market *m);
/* Gives the market other luck from now on: when its buyers come, what they type, click and choose. Who they are, and what the world is like, stays. n: which luck, 0 its
 * own. Not part of the state: neither saved nor forked. */
void market_other_luck(struct market *m, uint64_t n);
#endif
