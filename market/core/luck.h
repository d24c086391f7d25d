/* luck.h: how many orders a store was to expect, beside those that it got.
 *
 * Whoever has clicked on some listings of a page buys one of them, or nothing, by a race of exponentials: listing j wins with probability p_j = w_j / (w_0 + sum of w). For each
 * click the market counts p (expected), p (1 - p) (variance) and whether it won (chosen). Places, looks and clicks are as they were: what a store did for them counts as its own.
 * chosen - expected has mean 0 whatever anybody does, and a standard deviation of at most sqrt(variance): two listings of one store in one race exclude each other.
 * An order can fail to come of a win (not enough stock), or come of another's: that is no luck, so it is `chosen` that is compared, and
 *
 *     orders by expectation = orders - (chosen - expected)
 *     profit by expectation = profit - luck,  luck = sum over offers and days of (chosen - expected) x what an order left when the day began. */
#ifndef MARKET_CORE_LUCK_H
#define MARKET_CORE_LUCK_H
#include "market/core/state.h"

/* What an order of a seat's offer leaves at its present price: one piece, times the mean number of pieces. In minor units of the country's currency. */
int64_t luck_earns_minor(const struct market *m, uint32_t offer);
/* Adds a row of daily to a row of day. */
void luck_add(struct market *m, uint32_t day, uint32_t daily);
#endif
