/* demand.h: buyers: who comes when, what they look for, what they look at, what they take.
 *
 * A tick reads the market as it stood at its beginning (barrier), looks at all result pages of the hour, and then books the purchases one by one in (minute,
 * session) order. Every draw is named by who draws it for what: the session, and the session with an offer. */
#ifndef MARKET_DEMAND_DEMAND_H
#define MARKET_DEMAND_DEMAND_H
#include "market/core/state.h"

struct demand *demand_create(const struct market *m);
void demand_destroy(struct demand *d); /* NULL is fine */
/* All sessions of [from_min, from_min + tick), settled in (minute, session) order. */
void demand_tick(struct market *m, int64_t from_min, market_parallel_for *parallel, void *pool);
/* A delivery made its buyer content or angry with a store. */
void demand_remember(struct market *m, uint64_t buyer, uint32_t store, bool angry, uint32_t category, int64_t at_min);

/* Who stood in the sponsored places of the last tick's pages: a copy for a published view. NULL if no tick has passed. */
struct sponsored;
struct sponsored *demand_sponsored(const struct market *m);
void sponsored_destroy(struct sponsored *s); /* NULL is fine */
/* Offers in the four places of a query's page, or in the two of an offer's product page; ROW_NONE: empty. s may be NULL. */
void sponsored_page(const struct sponsored *s, uint32_t country, uint32_t query, uint32_t ret[4]);
void sponsored_strip(const struct sponsored *s, uint32_t offer, uint32_t ret[2]);

/* The four crowds of Chinese contests. A person belongs to one by his name; shares are parameters (segment_*), by default all are balanced. */
enum segment { SEGMENT_BALANCED, SEGMENT_BRAND, SEGMENT_LOW_PRICE, SEGMENT_HESITANT, SEGMENTS };
enum segment demand_segment(const struct world *w, uint64_t buyer);

/* Who lives in a drawn slot of a country on a day (of UTC, also one before the world began). */
uint64_t demand_buyer(const struct market *m, uint32_t country, uint32_t u, int64_t day);
/* Visits of a country on a local day over those of a usual one: season, weekday, shock, peak. */
double demand_level(const struct market *m, uint32_t country, int64_t day);
/* Whose session of this tick it is that buys, and what was typed; false if it is none of them. */
bool demand_outcome(const struct market *m, uint64_t session, uint64_t *ret_buyer, uint32_t *ret_query);
/* The buyer has bought of a category. */
void demand_sated(struct market *m, uint64_t buyer, uint32_t category, int64_t at_min);
#endif
