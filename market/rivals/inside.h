/* inside.h: what the files of rivals/ share with each other and with nobody else. */
#ifndef MARKET_RIVALS_INSIDE_H
#define MARKET_RIVALS_INSIDE_H
#include "market/freight/freight.h"
#include "market/rivals/rivals.h"

/* ---- similar.c ---- */
/* A country's offers of one kind (or, wide, of one category), in the order of their prices over the references. */
struct peer {
	uint64_t group;
	double price;
	uint32_t store;
};
struct peers {
	struct peer *v; /* of the tick's arena */
	uint32_t n;
};
/* seen: price over the reference by offer, 0 where it is not on sale. */
struct peers peers_find(struct market *m, const double *seen, bool wide);
/* Median of other stores' prices over their references: of the same kind of goods, or of the category where few sell that, or the own. */
double peers_similar(const struct market *m, uint32_t o, const double *seen, const struct peers peers[2]);

/* ---- fulfil.c ---- */
/* The cheapest channel of the kind for a parcel; ROW_NONE: none takes it, and ret is left. */
uint32_t lane_channel(const struct world *w, uint32_t good, uint32_t quantity, uint32_t country, bool local, int64_t value_minor, int64_t day, int64_t fx_micro,
	struct freight_quote *ret);
/* What a store promises on a lane. */
uint16_t rivals_promise_days(const struct market *m, uint32_t store, const struct freight_quote *q);
enum { RIVAL_LOCAL_DAYS = 4 }; /* where the world has no channel of kind local */

/* ---- basket.c ---- */
enum { BASKET_LINES_MAX = 300 };
uint32_t basket_count(const struct market *m, uint64_t order, uint64_t buyer); /* further lines that the buyer wants */
/* The buyer adds lines until the order is worth basket_least_minor. */
bool basket_fills_up(const struct market *m, uint64_t order);
/* Fills at most n offers that go along with the first, none twice; returns how many. */
uint32_t basket_fill(struct market *m, uint64_t order, uint32_t n, uint32_t first, uint32_t *ret_offer);
/* Pieces of the nth line (0: the first) where buyers resell (line_units). */
uint32_t basket_pieces(const struct market *m, uint64_t order, uint32_t nth, uint64_t buyer, uint32_t offer);

/* ---- price.c ---- */
/* What the buyer pays with the tax that comes on top, and back. */
double on_top_factor(const struct world *w, uint32_t country, int64_t day);
/* Price at which a rival would earn nothing: goods, the cheapest way there, import charges, tax inside, fees. */
int64_t landed_cost_minor(const struct market *m, uint32_t good, uint32_t country, int64_t t_min);
/* The channel by which it goes there, or ROW_NONE; prefers those that settle the duties. */
uint32_t cheapest_channel(const struct market *m, uint32_t good, uint32_t country, int64_t t_min, int64_t *ret_fen);

/* ---- label.c ---- */
/* The price that shops would write near an amount: 12.49, 24.99, 1,980 yen; fine: small steps, 20.39. */
int64_t nice_price(int64_t minor, int decimals, bool fine);

/* ---- ads.c ---- */
#define BULK_COST 0.8 /* of the start price: what goods cost that came in containers */
/* Puts an offer into its store's campaign, or not: that is the listing's lot. */
void rivals_advertise(struct market *m, uint32_t offer);
/* New bids of those who act on the day. */
void rivals_ads_day(struct market *m, int64_t day);

/* ---- day.c ---- */
/* Is it the weekday on which the rival does his work? False for seats' stores. */
bool rivals_act_on(const struct market *m, uint32_t store, int64_t day);

/* ---- open.c ---- */
/* Units a day that an offer would sell if buyers spread evenly over rivals' listings and their countries. */
bool rival_is_local(const struct world *w, uint32_t rival, uint32_t country);
double usual_units(const struct world *w, uint32_t rlisting, uint32_t country);

/* ---- policy.c ---- */
enum policy { POLICY_FOLLOWER, POLICY_PREMIUM, POLICY_CLEARER, POLICY_SLEEPER };
struct outlook {
	double similar;	   /* ln of similar offers' price over this one's, each against its reference */
	double sales;	   /* ln of sales over the target: the usual at the country's pace */
	double over_ref;   /* landed price over the reference */
	double cover_days; /* of stock at present sales */
};
/* Relative change of the price that a policy wants: -step_max .. step_max. */
double policy_step(const struct world_params *k, enum policy policy, const struct outlook *v);
#endif
