/* seller.h: the reference sellers: one family, whose grades are nested checklists of the trade. They show what a market pays for, and marks are held against them.
 *
 *   idle      opens no store
 *   naive     the supplier's text, goods' cost x 2 (or the category's lowest price), the cheapest channel, no handling time of its own, no ads; buys again when all is gone
 *   careful   + landed-cost pricing, a title of what buyers type, tracked channels and a handling time that it keeps, reorder points
 *   skilled   + the marketplaces that leave most, automatic ads, search terms made keywords or excluded, bids at margin x conversion x 1/2
 *   expert    + newsvendor stock, tested prices and pictures, the seasons of the calendar
 *   reckless  as skilled, with bids at 3 x what a click is worth
 *
 * All sell the same goods for the same number, have the same capital, act by the students' acts once a day, and know the world's sheets and the rows of their own store
 * (seller_look.c is the only place that reads a market). Their figures are usual ones of the trade (§4.4 conversion, §4.6 harvest and budgets, replenishment z = 1.65 of the fact
 * book) but for the margin, which is an assumption; all were set before any market was measured. */
#ifndef BOTS_SELLER_H
#define BOTS_SELLER_H
#include "bots/bots.h"

enum seller_grade { SELLER_IDLE, SELLER_NAIVE, SELLER_CAREFUL, SELLER_SKILLED, SELLER_EXPERT, SELLER_RECKLESS, SELLER_GRADES };
extern const char *const seller_grade_name[SELLER_GRADES];
enum seller_grade seller_grade_find(struct str name); /* SELLER_GRADES if unknown */

struct seller_plan {
	bool opens, landed, keywords, tracked, reorders; /* of the checklists above */
	bool countries, ads;
	bool newsvendor, tests_prices, tests_pictures, calendar;
	double margin;	   /* of the price, that is asked beyond all costs */
	double bid_share;  /* of margin x conversion */
	double conversion; /* orders by click that are expected before there are any */
	double ad_clicks;  /* that a listing's daily budget pays */
	double safety;	   /* z of the safety stock */
	double cover_days; /* bought at a time */
	double price_step; /* first step of the price test */
};
struct seller_plan seller_plan_of(enum seller_grade g);

struct seller;
struct seller *seller_create(const struct world *w, uint64_t seat, uint32_t number, const struct seller_plan *plan);
void seller_destroy(struct seller *s); /* NULL is fine */
uint64_t seller_seat(const struct seller *s);
void seller_hear(struct seller *s, const struct event *e);
/* Acts once a day, at nine in the sellers' morning; may be called every hour. */
void seller_step(struct seller *s, const struct market *m, bot_act *act, void *arg);
void seller_counts(const struct seller *s, uint32_t *ret_accepted, uint32_t *ret_refused);

/* What came of a store, in fen. */
struct seller_result {
	int64_t profit_fen;   /* by the books */
	int64_t luck_fen;     /* of the closed days: profit - luck is what was to be expected */
	int64_t spare_fen;    /* what the stock loses that is more than 28 days' sale: suppliers take goods back at half cost */
	int64_t ads_fen;      /* spent on ads, owed included */
	int64_t ad_sales_fen; /* of orders that ads brought */
	int64_t sales_fen;
	uint64_t orders;
	double expected; /* orders */
};
void seller_result(const struct market *m, uint64_t seat, struct seller_result *ret);
#endif
