/* business.h: a store's business day, from nine in the morning of the sellers to nine the next: what a class plays in one go, counted as it happens. */
#ifndef MARKET_CORE_BUSINESS_H
#define MARKET_CORE_BUSINESS_H
#include "market/core/state.h"

enum { BUSINESS_BEGIN_MIN = 9 * 60 }; /* after midnight of the sellers */
/* The day on which the business day of t_min began, in the sellers' calendar. */
int64_t business_day(const struct world *w, int64_t t_min);
/* Counts what state_event() tells of a seat's store. */
void business_event(struct market *m, enum event_kind kind, uint32_t store, uint64_t ref, int64_t a);
/* Counts that a seat's offer was shown on so many pages and opened on some. */
void business_seen(struct market *m, uint32_t store, uint32_t shown, uint32_t clicks);
#endif
