/* day.h: what happens when the sellers' day ends. */
#ifndef MARKET_CORE_DAY_H
#define MARKET_CORE_DAY_H
#include "market/core/state.h"

/* Calendar day of the sellers' time zone. */
int64_t day_of_sellers(const struct world *w, int64_t t_min);
/* Writes each store's day for its charts and tells EVENT_DAY_CLOSED. */
void day_close(struct market *m, int64_t day);
/* Writes a store's days from_day .. until_day - 1 anew, from its orders and entries: for orders that were written into the past. */
void day_past(struct market *m, uint32_t store, int64_t from_day, int64_t until_day);
/* Freezes what the ranking of the new day sees: sales S, ratings, reviews. */
void day_rank(struct market *m, int64_t day);
/* The row of `daily` of a seat's offer on a day, made when missing. */
uint32_t day_of_offer(struct market *m, uint32_t offer, int64_t day);
#endif
