/* listing.h: listings, their texts and offers; the rules that decide whether buyers see them. */
#ifndef MARKET_LISTING_LISTING_H
#define MARKET_LISTING_LISTING_H
#include "market/core/state.h"
#include "market/listing/check.h"

enum problem_code listing_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_words(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_offer_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_publish(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_pause(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code listing_delete(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
/* Runs all rules on a listing again and sets its and its offers' states; tells EVENT_LISTING_ACTIVE / _SUPPRESSED on a change. */
void listing_refresh(struct market *m, uint32_t listing);
/* Rows that belong to a listing: the offer in a country, the words in a language (ROW_NONE if absent). */
uint32_t listing_offer(const struct market *m, uint32_t listing, uint32_t country);
uint32_t listing_words_in(const struct market *m, uint32_t listing, enum tongue t);
uint32_t listing_stock(const struct market *m, uint32_t listing); /* row of stock, or ROW_NONE */
static inline uint64_t listing_offer_id(uint64_t listing_id, uint32_t country)
{
	return id_of(T_offer, listing_id, (uint64_t)country + 1);
}
/* Landed price that a buyer pays for one unit, in minor units: price + shipping charged + tax on top + import charges not paid by the seller. */
int64_t listing_landed_minor(const struct market *m, uint32_t offer);
#endif
