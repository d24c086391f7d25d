/* inside.h: what the files of orders/ share with each other and with nobody else. */
#ifndef MARKET_ORDERS_INSIDE_H
#define MARKET_ORDERS_INSIDE_H
#include "market/freight/freight.h"
#include "market/orders/orders.h"

/* ---- stock.c: pieces and their cost. Each change keeps on_hand = free + reserved and touches the row. ---- */
uint32_t stock_row(struct market *m, uint32_t store, uint32_t good);        /* made when missing */
uint32_t stock_find(const struct market *m, uint32_t store, uint32_t good); /* or ROW_NONE */
int64_t stock_free(const struct market *m, uint32_t stock);
void stock_put(struct market *m, uint32_t stock, int64_t quantity, int64_t value_fen);
/* Takes reserved pieces away; returns their cost: the average of what is on hand. */
int64_t stock_take(struct market *m, uint32_t stock, int64_t quantity);

/* ---- posting.c: what an order does to the ledger ---- */
/* Fills the order's taxes and fees from its item_minor and ship_minor, then posts the sale. */
void post_sale(struct market *m, uint32_t order);
/* Goods leave stock, the carrier is paid in cash. */
void post_shipment(struct market *m, uint32_t order, int64_t at_min);
enum refund_kind {
	REFUND_CANCELLED,
	REFUND_AFTER
}; /* cancelled: all fees come back; after shipping the platform keeps the payment fee and a part of the referral */
/* Gives refund_minor of what the buyer paid for goods and shipping back, and charges label_minor for the way back of goods; both to the platform balance. */
void post_refund(struct market *m, uint32_t order, int64_t refund_minor, enum refund_kind kind, int64_t label_minor, int64_t at_min);
enum goods_fate { GOODS_BACK, GOODS_WRITTEN_OFF };
/* Cost of goods sold becomes stock again, or a loss. */
void post_goods(struct market *m, uint32_t order, enum goods_fate fate, int64_t at_min);
int64_t order_paid_minor(const struct market *m, uint32_t order);  /* for goods and shipping */
int64_t order_value_minor(const struct market *m, uint32_t order); /* of the goods without tax: what customs go by */

/* ---- finding what an act names: PROBLEM_NO_SUCH_ID unless it is the store's own ---- */
enum problem_code own_row(const struct market *m, enum state_table t, const uint32_t *store_of, uint32_t store, uint64_t id, const char *field,
	uint32_t *ret_row, struct problem *p);
enum problem_code find_channel(const struct market *m, struct str code, uint32_t *ret_channel, struct problem *p);
enum problem_code order_state_problem(
	const struct market *m, uint32_t order, enum problem_code code, struct problem *p); /* {0} is the order's number */

/* ---- ship.c, rule.c ---- */
enum problem_code ship_order(struct market *m, uint32_t order, uint32_t channel, bool by_hand, int64_t at_min, struct problem *p);
void ship_quote(const struct market *m, uint32_t order, uint32_t channel, int64_t at_min, struct freight_quote *ret);
/* The channel of the first rule, by priority, that fits the order and whose channel takes it on that day; ROW_NONE if none does. */
uint32_t rule_channel(const struct market *m, uint32_t order, int64_t at_min);
/* The next time from from_min on at which a rule may ship the order: an hour before a collection, so that the parcel still leaves with it. TIME_NEVER if no rule
 * is meant for it. */
int64_t rule_next_min(const struct market *m, uint32_t order, int64_t from_min);
/* Ships by rule where the rule's channel collects within the hour. */
void rule_ship(struct market *m, uint32_t order, int64_t at_min);

/* ---- keeper.c ---- */
int64_t keeper_next_min(const struct market *m, uint32_t order, int64_t from_min); /* TIME_NEVER if nobody keeps the store */
void keeper_ship(struct market *m, uint32_t order, int64_t at_min);
/* The cheapest tracked channel by which the order arrives as promised, else the quickest; ROW_NONE if none takes it. */
uint32_t cheapest_tracked(const struct market *m, uint32_t order, int64_t at_min);

/* ---- cancel.c, track.c ---- */
void cancel_order(struct market *m, uint32_t order, enum cancel_reason reason, int64_t at_min);
int64_t buyer_cancel_min(const struct market *m, uint32_t order); /* TIME_NEVER for nearly all */
int64_t track_next_min(const struct market *m, uint32_t order);   /* of the parcel's next scan or its loss */
void track_step(struct market *m, uint32_t order, int64_t at_min);

/* ---- opinion.c ---- */
double opinion_lateness(double days_late); /* 0 in time .. 1 hopelessly late */

/* ---- review.c, returns.c ---- */
struct opinion {
	double gap, days_late, z;
	int stars;
};
struct opinion order_opinion(const struct market *m, uint32_t order);
int64_t review_next_min(const struct market *m, uint32_t order); /* TIME_NEVER: none is written, or it is there */
int64_t review_wait_min(int64_t end_min, uint32_t u); /* when it is written: after the end of the order, by a draw */
void review_write(struct market *m, uint32_t order, int64_t at_min);
uint32_t phrase_draw(const struct market *m, struct str topic, uint64_t id); /* one of the topic's sentences, or ROW_NONE */

enum return_due { RETURN_DUE_OPEN, RETURN_DUE_DECIDE, RETURN_DUE_BACK };
uint32_t order_return(const struct market *m, uint32_t order); /* row or ROW_NONE */
int64_t return_next_min(const struct market *m, uint32_t order, double level, enum return_due *ret_what);
void return_step(struct market *m, uint32_t order, enum return_due what, int64_t at_min);

/* ---- due.c ---- */
/* What is due for the order may have changed: look again from from_min on. */
void order_due_again(struct market *m, uint32_t order, int64_t from_min);
#endif
