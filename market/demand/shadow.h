/* shadow.h: what the visitors of a tick's pages would have done if one store's listings, prices or bids had been others, all else as it was.
 *
 * The pages of the tick are laid out once more with the store's other rows, and only those that come out different are visited again, by the same people with the same
 * luck. Nothing of it is booked: rivals, ranks, stock and memories stay as they are. */
#ifndef MARKET_DEMAND_SHADOW_H
#define MARKET_DEMAND_SHADOW_H
#include "market/core/state.h"
#include "market/market.h"

struct demand;
struct shadow {
	uint32_t store;
	void (*swap)(void *arg); /* exchanges the store's rows for its others, and back */
	void *arg;
	struct effect *v; /* by offer, query and day, in the order in which they came up */
	uint32_t n, cap;
	struct map at;
	uint64_t pages, sessions; /* visited again */
	uint64_t strangers;	  /* sessions whose purchase moved between two other stores' offers: on pages where an ad or a place moved them */
	/* kept between ticks */
	struct ads_index *ads;
	struct ad_list *candidates; /* by page of the demand */
	uint32_t n_pages;
	uint64_t *bids_version;
	struct front *front;
	float *image;
	int64_t *more_micro; /* by campaign: spent beyond what was really spent, on `day` */
	uint32_t n_campaigns;
	int64_t day;
};
void shadow_init(struct shadow *s, uint32_t store, void (*swap)(void *arg), void *arg);
void shadow_fini(struct shadow *s);
void shadow_tick(struct shadow *s, struct demand *d, struct market *m);
#endif
