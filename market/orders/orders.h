/* orders.h: sourcing, orders from payment to review, returns.
 *
 * Everything that befalls an order later (scans, deadlines, a buyer's review or return) is a pure function of its rows and of draws keyed by its id; what is
 * due next is kept in a heap that is derived and rebuilt when it is missing. Stock and money are conserved: on_hand = free + reserved, and each movement of
 * goods has its entry in the ledger. */
#ifndef MARKET_ORDERS_ORDERS_H
#define MARKET_ORDERS_ORDERS_H
#include "market/core/state.h"

/* ---- sourcing ---- */
/* A supplier's capacity (pieces a day) is shared by all seats: pieces take the first free days from today + lead time on; the last of them is the day of dispatch. */
enum problem_code purchase_create(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code purchase_cancel(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
void purchase_tick(struct market *m, int64_t until_min);
/* What the least that a supplier sells of goods costs, domestic freight included. */
int64_t purchase_least_fen(const struct world *w, uint32_t good);
/* Goods given by the teacher: a purchase that has arrived, paid with capital in kind. */
enum problem_code stock_grant(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);

/* ---- orders of seats' stores ---- */
struct sale {
	uint32_t offer, query; /* query: ROW_NONE none */
	uint64_t session, buyer;
	int64_t at_min;
	uint32_t quantity;
	int64_t fit_milli; /* true fit of the goods to the query */
};
/* Books a paid order: stock reserved, money posted, deadlines set, S of the model raised. The order is named by session and listing; its short number counts
 * within the store. False when free stock is short: nothing happened then. Counts of a day's funnel (daily) are the caller's. */
bool order_place(struct market *m, const struct sale *s, uint32_t *ret_order);
enum problem_code order_ship(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p);
/* answer.note has a line for each order left: its number (or what was given) and the stable code of the problem. */
enum problem_code order_ship_bulk(struct market *m, const struct act *a, struct arena *mem, struct act_answer *ret, struct problem *p);
enum problem_code order_cancel(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code rule_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* The paid orders of a store look again what ships them. */
void orders_due_again(struct market *m, uint32_t store);
/* Orders of the past days for a store that has none: docs/model.md, "A store that is given". */
enum problem_code order_history(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* Automatic shipping, deadlines, scans, deliveries, reviews, returns that fall due before until_min, in (time, id) order. */
void order_tick(struct market *m, int64_t until_min);

/* ---- after the sale ---- */
enum problem_code return_decide(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code review_reply(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* Stars that a buyer would give (docs/model.md, "Review"): noise is standard normal; days_late may be negative, for goods that never came pass REVIEW_NEVER. */
enum { REVIEW_NEVER = 10000 };
int review_stars(double quality_gap, double days_late, double noise, double *ret_z);
/* Mean of the stars over the noise. */
double review_mean_stars(double quality_gap, double days_late);
/* Probability that a buyer with satisfaction z writes a review. */
double review_writes(const struct world *w, double z);
/* Mean of the stars that are written: lower, since the angry write more. (review_writes stays below 1 for all but a few in a million.) */
double review_mean_written(const struct world *w, double quality_gap, double days_late);
/* A sentence of the world for a review of so many stars, drawn by id; ROW_NONE if the world has none. */
uint32_t review_phrase(const struct market *m, uint64_t id, int stars, double quality_gap, double days_late);
/* Level r of the return logit for which buyers of goods as promised, delivered in time, return `rate` (0 .. 1) of them: E sigma(r - z) = rate for z ~ N(0, 1). */
double return_level(double rate);
/* order.late: bits. */
enum { LATE_SHIPPED = 1, LATE_DELIVERED = 2 };

/* Derived data of the orders' part; NULL is fine. */
void orders_cache_destroy(struct orders_cache *c);
#endif
