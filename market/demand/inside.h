/* inside.h: what the files of demand/ share. */
#ifndef MARKET_DEMAND_INSIDE_H
#define MARKET_DEMAND_INSIDE_H
#include "market/ads/ads.h"
#include "market/demand/demand.h"
#include "market/search/search.h"

enum { RATE_STEPS = 4096, CALENDARS = 3, ALTERNATIVES = 4, PARTS = 16, CATEGORIES_MAX = 64 };

/* ---- buyers (buyers.c): who comes when */

struct visit {
	uint64_t buyer; /* who had the slot on that day */
	uint32_t slot;
	float price;
	uint16_t minute; /* of the local day */
	uint8_t nth, searches;
};
/* The visits of a country's local day, in the order of minutes. A pure function of the key, the day and the number of slots. */
struct calendar {
	bool made;
	int64_t day;
	int64_t start_min; /* of the local day in UTC */
	uint32_t n_slots;  /* covered */
	struct visit *v;
	uint32_t n, cap;
	uint32_t at[1441];
	double weight[CATEGORIES_MAX]; /* of each category on that day */
};
/* A country's buyers. Slot by slot: the buyer who has it now. */
struct crowd {
	uint32_t n;
	uint64_t *buyer; /* identity of the slot's present generation */
	float *rate;	 /* visits a day */
	float *price;	 /* factor on the price slope */
	int32_t *until;	 /* last day of the generation, from the world's start */
	uint32_t *generation;
	struct calendar calendar[CALENDARS];
};

/* ---- queries (queries.c): what they type */

struct phrasebook { /* of a country: its queries by category, with running sums of volume */
	uint32_t *query;
	uint64_t *sum;
	uint32_t at[CATEGORIES_MAX + 1];
};

/* ---- pages (pages.c) */

struct session {
	uint64_t id, buyer;
	int64_t at_min;
	double price;	 /* factor on the price slope */
	uint32_t page;
	uint16_t depth;
	bool buys, skips; /* skips: passes over the sponsored places */
	uint8_t segment;
};
struct seen { /* counted in a tick at a place of a page */
	uint32_t examined, clicks, orders, units;
	int64_t expected_micro, variance_micro; /* of orders: sums of p and of p (1 - p) over the clicks */
};
struct page {
	uint32_t country, query;
	uint64_t query_id;
	struct place *candidate; /* retrieved, in row order */
	uint32_t n_candidates, text_version, front_version;
	int64_t day;
	int n;
	struct place place[PAGE_PLACES];
	/* positions: organic places 0 … 47, then the sponsored ones; a listing's second place on the page is mute, its draw was used at the first */
	uint32_t offer[PAGE_POSITIONS]; /* ROW_NONE: nothing stands there */
	float fit[PAGE_POSITIONS];      /* true fit tau */
	bool mute[PAGE_POSITIONS];
	struct seen seen[PAGE_POSITIONS];
	struct ad_list ads;
	uint64_t bids_version, live_version;
	bool rebuilt; /* its organic places changed in this tick */
	struct ad_place sponsored[AD_PLACES];
	uint32_t sessions, buying, bought, first; /* of this tick; first session in the order by page */
	bool touched;
};
struct outcome { /* what a session would buy: who beat the outside option, best first */
	uint64_t session, buyer;
	int64_t at_min;
	uint32_t page;
	uint8_t n, place[ALTERNATIVES], strip[ALTERNATIVES];
};
struct paid { /* a click on an ad; strip: on the product page of what stands at `place` */
	uint64_t session, buyer;
	int64_t at_min;
	uint32_t page;
	uint8_t place, strip, nth; /* strip: 0 none, else 1 + place of the strip; nth of the session */
	int64_t expected_micro, variance_micro; /* of a click on a strip: the page has no counter for it */
};
struct outcomes {
	struct outcome *v;
	uint32_t n, cap;
	struct paid *paid;
	uint32_t n_paid, cap_paid;
	uint32_t *look; /* places of strips that were looked at: AD_STRIP_PLACES · offer + place */
	uint32_t n_look, cap_look;
	uint64_t clicks;
};

/* Which rows of the table of memories there may be, by a bit of their names: nearly all who come remember nothing, and the table is large. */
struct known {
	uint64_t *bit;
	uint32_t log2, n_rows; /* bits; rows that are in */
};
/* What one types who came in a tick, before pages have numbers. */
struct arrivals {
	struct session *v; /* `page` is the query */
	uint32_t n, cap;
};

struct demand {
	uint32_t n_countries, n_categories;
	uint64_t category_name[CATEGORIES_MAX];
	struct known known;
	float rate[RATE_STEPS]; /* quantiles of the visit rate */
	struct crowd crowd[32];
	struct phrasebook book[32];
	struct search_index *index;
	struct ads_index *ads;
	struct front *front;
	uint32_t *stock_of, *words_of; /* by offer: rows, once there are some; rows never go */
	float *image; /* by offer: appeal of its picture, logits */
	uint64_t *stamp;
	uint32_t *front_at; /* by offer: its country's front_version when it last changed */
	uint32_t n_fronts;
	uint32_t text_version[32], front_version[32];
	uint8_t place_at[PAGE_POSITIONS];       /* index in a page's arrays of what stands at a position */
	uint64_t looked_milli[AD_PLACES];       /* probability that somebody looks at a sponsored place */
	struct page *page;
	uint32_t n_pages, cap_pages;
	struct map page_of; /* hash of country and query -> page */
	struct arrivals come[32]; /* by country */
	struct session *session;
	uint32_t n_sessions, cap_sessions;
	uint32_t *touched, n_touched, cap_touched;
	uint32_t *order; /* sessions by page */
	uint32_t cap_order;
	struct outcomes part[PARTS];
	uint32_t *looks; /* of this tick by place of a strip */
	uint32_t n_looks;
	/* while a tick's pages are looked at */
	const struct market *market;
	market_parallel_for *parallel;
	void *pool;
	int64_t day, from_min;
};

/* Calls body(d, part) for 0 … parts - 1, in any order, side by side where the tick has threads. */
void demand_parts(struct demand *d, int parts, void (*body)(void *demand, int part));

void crowd_fini(struct crowd *k);
/* Calls visit() for each visit of the country that begins in [from_min, until_min), in (day, minute, slot, number) order. */
void crowd_visits(struct demand *d, const struct market *m, uint32_t country, int64_t from_min, int64_t until_min,
	void (*visit)(struct demand *d, const struct market *m, uint32_t country, const struct calendar *k, const struct visit *v));
void phrasebook_make(const struct world *w, uint32_t country, struct phrasebook *b);
void phrasebook_fini(struct phrasebook *b);
/* A query of the category by volume; ROW_NONE if it has none there. */
uint32_t phrasebook_pick(const struct phrasebook *b, uint32_t category, uint32_t u);
/* The page's number, made when missing. */
uint32_t page_find(struct demand *d, const struct market *m, uint32_t country, uint32_t query);
void pages_fini(struct demand *d);
/* Brings what the pages are made of up to date with the market at the beginning of a tick. */
void fronts_update(struct demand *d, const struct market *m);
/* Fills a page's places with the first n offers in their order; sells its sponsored places to its candidates; lets one session visit it. */
void page_fill(const struct market *m, struct page *p, const struct place *v, int n);
void page_sell(const struct ads_index *ads, const struct market *m, struct page *p);
/* Pieces that the session takes of what it buys. */
uint32_t sale_units(const struct market *m, uint64_t session);
void page_visit(const struct demand *d, struct page *p, const struct session *s, struct outcomes *out);
float page_image(const struct market *m, uint32_t offer); /* appeal of the main picture, logits */
/* What a buyer who looks at an offer's product page sees in a place of its strip; NULL for an empty one. */
const struct ad_place *strip_place(const struct demand *d, uint32_t offer, int place);
/* body of market_parallel_for: the sessions of the part's pages. */
void pages_visit(void *demand, int part);
/* What a buyer feels for the store, logits. Reads only. */
double memory_of(const struct demand *d, const struct market *m, uint64_t buyer, uint32_t store, int64_t at_min);
/* How much of the wish for a category is left after a purchase: 0.2 … 1. */
double appetite_of(const struct demand *d, const struct market *m, uint64_t buyer, uint32_t category, int64_t at_min);
void known_update(struct known *k, const struct market *m); /* takes in the rows that were added */
void memory_sated(struct market *m, uint64_t buyer, uint32_t category, int64_t at_min);
/* Tells pages and sessions of the tick to who listens (trace.c). */
void demand_trace(const struct demand *d, const struct market *m, int64_t from_min);
/* Books what the sessions of the tick bought and saw. */
void settle(struct demand *d, struct market *m, int64_t day);
#endif
