/* rivals.h: simulated sellers by readable policies (docs/model.md). */
#ifndef MARKET_RIVALS_RIVALS_H
#define MARKET_RIVALS_RIVALS_H
#include "market/core/state.h"

/* Opens the rivals' stores and the first `listings` of their listings (in an order that is fair to categories and countries); call again when demand grows. */
void rivals_open(struct market *m, uint32_t listings);
/* A sale of a rival's offer: stock, S and, at once, the review it will bring. False when out of stock. */
bool rivals_sell(struct market *m, uint32_t offer, uint64_t session, uint32_t quantity, int64_t at_min);
/* What becomes of a rival's order, where the world's rivals ship (rival_ships): docs/model.md. TIME_NEVER: does not happen. Drawn by the order's name alone. */
struct fulfilment {
	bool local;
	uint32_t channel, charge_g;
	int64_t promised_min, shipped_min, accepted_min, exported_min, arrived_min, cleared_min, delivered_min, lost_min, freight_minor;
	double days_late; /* REVIEW_NEVER */
};
void rivals_fulfil(struct market *m, uint32_t offer, uint64_t order, uint32_t quantity, int64_t at_min, struct fulfilment *ret);
/* Prices and restocking on their weekday, on yesterday's public data; day is the sellers' day that has just ended. */
void rivals_day(struct market *m, int64_t day);
#endif
