/* orders.h: sourcing, orders from payment to review, returns. */
#ifndef MARKET_ORDERS_ORDERS_H
#define MARKET_ORDERS_ORDERS_H
#include "market/core/state.h"

/* ---- sourcing ---- */
enum problem_code purchase_create(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code purchase_cancel(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
void purchase_tick(struct market *m, int64_t until_min);

/* ---- orders of seats' stores ---- */
struct sale {
	uint32_t offer, query; /* query: ROW_NONE none */
	uint64_t session, buyer;
	int64_t at_min;
	uint32_t quantity;
	int64_t fit_milli; /* true fit of the goods to the query */
};
/* Books a paid order: stock reserved, money posted, deadlines set. False when free stock is short: nothing happened then. */
bool order_place(struct market *m, const struct sale *s, uint32_t *ret_order);
enum problem_code order_ship(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p);
enum problem_code order_ship_bulk(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p);
enum problem_code order_cancel(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code rule_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* Automatic shipping, deadlines, scans, deliveries, reviews, returns that fall due before until_min, in (time, id) order. */
void order_tick(struct market *m, int64_t until_min);

/* ---- after the sale ---- */
enum problem_code return_decide(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code review_reply(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* Stars that a buyer would give (docs/model.md, "Review"); days_late may be negative; never delivered: INFINITY is not used, pass 10000. */
int review_stars(const struct world *w, double quality_gap, double days_late, double noise, double *ret_z);

/* Derived data of the orders' part; NULL is fine. */
void orders_cache_destroy(struct orders_cache *c);
#endif
