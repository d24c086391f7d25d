/* inside.h: what the files of ads/ share with each other and with nobody else. */
#ifndef MARKET_ADS_INSIDE_H
#define MARKET_ADS_INSIDE_H
#include "market/ads/ads.h"
#include "market/kernel/auction.h"

enum { ADS_COUNTRIES = 32 };

/* A target under what finds it: a keyword's first stem, a category, a listing. */
struct ads_entry {
	uint32_t country, target;
	uint64_t key;
};
struct ads_entries {
	struct ads_entry *v;
	uint32_t n, cap;
};
struct ads_index {
	uint64_t shape[ADS_COUNTRIES]; /* who wants to stand where */
	uint64_t bids[ADS_COUNTRIES]; /* and for how much */
	uint64_t live_hash[ADS_COUNTRIES];
	struct ads_entries words, searches, substitutes, complements, products, categories;
	uint32_t *ad_at, *ad_of;	     /* ads by ad group */
	uint32_t *negative_at, *negative_of; /* negative targets by ad group */
	uint8_t *live;			     /* by ad */
	uint32_t n_live;
	struct ad_place *strip;
	uint32_t n_strips;
	uint32_t *strip_asked;	/* by strip: the ads that made its places and prices, or ROW_NONE */
	struct ads_pool *pools; /* who wants to stand on product pages */
	uint32_t n_pools;
	int64_t *reserve_micro; /* by country and category */
};

/* Is it a negative target? */
bool ads_excludes(enum target_kind kind);
/* First entry of a country and key; the others follow. */
uint32_t ads_first(const struct ads_entries *e, uint32_t country, uint64_t key);
bool ads_is_entry(const struct ads_entries *e, uint32_t i, uint32_t country, uint64_t key);
/* What a target bids: raised by a placement's percent and by the campaign's strategy for a page that it fits so well. */
int64_t ads_bid_micro(const struct market *m, uint32_t target, int percent, double fit, bool top);

struct ads_found {
	struct ad_candidate *v;
	uint32_t n, cap;
};
void ads_found_add(struct ads_found *f, struct ad_candidate c);
/* Indexes of the candidates by score, best first; of bids for the top places or for the others. From malloc. */
uint32_t *ads_ranking(const struct market *m, const struct ad_candidate *v, uint32_t n, bool top);
/* Candidates, best first. */
struct ads_source {
	const struct ad_candidate *v;
	const uint32_t *order;
	uint32_t n, at;
};
/* All who want a page's places, from several sources. page: an offer whose product page it is, and only those take part who may stand there; else ROW_NONE. */
enum { ADS_SOURCES = 5 };
struct ads_queue {
	uint32_t page;
	int n;
	struct ads_source source[ADS_SOURCES];
};
struct auction_rule ads_rule(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t category);
/* One auction for n_places places, at most one place of an offer and two of a store on the page; ret[-n_sold .. 0) are the page's places so far. The places and the first who
 * gets none make all prices, so nobody further down is looked at. ret_asked, if wanted: the ads of these n_places + 1, or ROW_NONE. */
void ads_auction(const struct ads_index *x, const struct market *m, const struct auction_rule *rule, struct ads_queue *q, bool top, int n_sold, struct ad_place *ret,
	int n_places, uint32_t *ret_asked);

/* May the ad stand on the product page of an offer, at the likeness that its bid was made for? */
bool ads_strip_takes(const struct ads_index *x, const struct market *m, uint32_t page, const struct ad_candidate *c);
void ads_pools_free(struct ads_index *x);
/* What happened by country since the last tick: bids or targets changed; an ad takes part again; one takes part no more. */
struct ads_change {
	bool rebid[ADS_COUNTRIES], rose[ADS_COUNTRIES], fell[ADS_COUNTRIES];
};
/* Brings the strips up to date. */
void ads_sell_strips(struct ads_index *x, const struct market *m, const struct ads_change *change, market_parallel_for *parallel, void *crew);

/* Clicks of a million who look that an unknown ad of the category may expect. */
uint32_t ads_click_ppm(const struct market *m, uint32_t country, uint32_t category);
/* The store's cash and credit less what its campaigns owe for today, as fen. */
int64_t ads_cover_fen(const struct market *m, uint32_t store);
/* What of the budget is left today, in millionths; a paced campaign keeps back what belongs to later hours. */
int64_t ads_left_micro(const struct market *m, uint32_t campaign);
int64_t ads_allowed_micro(const struct market *m, uint32_t campaign);
#endif
