/* listing.h: listings, their texts and offers; the rules that decide whether buyers see them; what a unit costs its seller and its buyer. */
#ifndef MARKET_LISTING_LISTING_H
#define MARKET_LISTING_LISTING_H
#include "market/core/state.h"
#include "market/freight/freight.h"
#include "market/listing/check.h"

/* Acts. Drafts may be written while the store waits for its approval; only publishing needs an active store. Each applies whole or not at all, runs the rules
 * again and answers with the listing's id and all findings that stand. */
enum problem_code listing_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_words(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_offer_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_publish(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_pause(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_delete(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* Runs all rules on a listing again and sets findings, its state and its offers' states; tells EVENT_LISTING_ACTIVE / _SUPPRESSED on a change. A draft, paused or
 * deleted listing keeps its state; an offer that the seller took off stays off. Buyers see an offer when it and its listing are both ACTIVE. */
void listing_refresh(struct market *m, uint32_t listing);
/* Rows that belong to a listing: the offer in a country, the words in a language (ROW_NONE if absent). */
uint32_t listing_offer(const struct market *m, uint32_t listing, uint32_t country);
uint32_t listing_words_in(const struct market *m, uint32_t listing, enum tongue t);
uint32_t listing_stock(const struct market *m, uint32_t listing); /* row of stock, or ROW_NONE */
static inline uint64_t listing_offer_id(uint64_t listing_id, uint32_t country)
{
	return id_of(T_offer, listing_id, (uint64_t)country + 1);
}
static inline uint64_t listing_words_id(uint64_t listing_id, enum tongue t)
{
	return id_of(T_words, listing_id, (uint64_t)t + 1);
}
/* A store keeps the goods of all its listings together: whoever makes a row of stock names it so. */
static inline uint64_t listing_stock_id(uint64_t store_id, uint32_t good)
{
	return id_of(T_stock, store_id, (uint64_t)good + 1);
}

/* True quality q of goods, in logits (the world's 1 .. 99 are percentiles of a normal with sd quality_sd); a listing promises e, and q - e is what reviews are about. */
double listing_quality(const struct world *w, uint32_t good);

/* ---- what a unit costs ---- */

/* One unit of goods sold alone. */
struct unit_ask {
	uint32_t good, category, country; /* the category sets the fee */
	uint32_t channel; /* ROW_NONE: from stock in the country, no freight and no import */
	int64_t price_minor, ship_minor;
	int64_t goods_fen; /* what the piece cost */
	int64_t day; /* of the sellers */
	int64_t fx_micro;  /* CNY for one unit of the country's currency, in millionths */
	int64_t usd_micro; /* CNY for one US dollar, in which minimum fees are set; 0: the rate with which the world began */
};
/* In minor units of the country's currency. Sources: fact book §6.1 (referral by category on price and shipping, tax inside included, tax on top
 * not; a minimum in dollars), §6.9. An order of one unit is charged the same (orders/posting.c), up to the rounding of amounts that are kept in CNY. */
struct unit_cost {
	enum freight_refusal refusal; /* the rest is meaningful for FREIGHT_OK */
	int64_t goods_minor, freight_minor, duty_minor; /* duty: paid by the seller (DDP channels) */
	int64_t landed_cost_minor;			/* the three together */
	int64_t referral_minor, payment_minor, fx_minor; /* fees: of the category, on the buyer's payment, for the conversion at settlement */
	int64_t tax_inside_minor, tax_on_top_minor;	 /* the platform remits both; the first is part of price and shipping */
	int64_t import_minor;				 /* duties that the buyer pays at the door */
	int64_t buyer_minor;				 /* price, shipping, tax on top, import: all that the buyer pays */
	int64_t profit_minor;				 /* price and shipping less tax inside, fees and landed cost */
};
void listing_unit_cost(const struct world *w, const struct unit_ask *ask, struct unit_cost *ret);
/* Lowest price at which the unit earns nothing or more, with the shipping of the ask (its price is not looked at); at most UNIT_PRICE_MAX. */
#define UNIT_PRICE_MAX ((int64_t)1000000000)
int64_t listing_break_even_minor(const struct world *w, const struct unit_ask *ask);
/* The ask for an offer of a store as of now: goods at the average cost of the stock, else at the supplier's price. category: as listed. */
struct unit_ask listing_unit_ask(const struct market *m, uint32_t store, uint32_t good, uint32_t category, uint32_t country, uint32_t channel, int64_t price_minor, int64_t ship_minor);
struct unit_ask listing_offer_ask(const struct market *m, uint32_t offer);
/* Landed price that a buyer pays for one unit, in minor units: price + shipping charged + tax on top + import charges not paid by the seller. */
int64_t listing_landed_minor(const struct market *m, uint32_t offer);
#endif
