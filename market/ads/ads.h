/* ads.h: sponsored search: what a campaign bids on, who gets the sponsored places of a page, what a click costs and which order it brought.
 *
 * A campaign runs in one marketplace with a daily budget. Its ad groups have ads (listings) and targets (keywords, product pages, or the four automatic groups), each with
 * a bid for a click. A page has four places that are kept for ads and stay empty where nobody wants them: two at the top, two further down; a product page has two.
 * Bids are raised by placement (0 to 900 %) and by strategy, then kernel/auction ranks them by bid × learned quality and sets the price.
 *   down only     bid × e^(2 (fit - 1)), at most the bid: less where the page's searchers will hardly buy
 *   up and down   the same below a fit of 0.75; above it up to + 100 % at the top, + 50 % elsewhere
 *   fixed         the bid
 * With the gate of fit at 0.3 a bid is never lowered to less than about a quarter (down only) or 40 % (up and down).
 * Bids, budgets and qualities stand still within a tick. Clicks are paid in (minute, session) order at its end: beyond the budget, or beyond the cash of the store, they are
 * free; a second click of the same person is taken back. Sources: fact book §4.2, §4.3. */
#ifndef MARKET_ADS_ADS_H
#define MARKET_ADS_ADS_H
#include "market/search/search.h"

enum { AD_PLACES = 4, AD_TOP_PLACES = 2, AD_STRIP_PLACES = 2, PAGE_POSITIONS = PAGE_PLACES + AD_PLACES };
/* Campaigns and groups are numbered as they are made; those of a what-if from ADS_NUMBER_OTHER on, so that they take nobody's identity. */
enum { ADS_NUMBER_OTHER = 1 << 20 };
enum { CAMPAIGNS_MAX = 200, ADGROUPS_MAX = 20, ADS_MAX = 100, TARGETS_MAX = 1000, PERCENT_MAX = 900 };
/* Where the sponsored places stand among a page's 52 positions, from 0: 0, 1, 16, 33. */
extern const int ad_position[AD_PLACES];
/* The sponsored place at a position, or -1; the organic place at a position that is not sponsored, and back. */
int ad_place_at(int position);
int ad_organic_at(int position);
int ad_position_of(int organic);

/* Acts. */
enum problem_code ads_campaign_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code ads_group_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code ads_ad_save(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code ads_keyword_add(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code ads_target_add(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);
enum problem_code ads_target_set(struct market *m, const struct act *a, struct act_answer *ret, struct problem *p);

/* Rows without checks, for those who are not students. Each gives the row; id by what it is of, so that the same call gives the same row. */
uint32_t ads_make_campaign(struct market *m, uint32_t store, uint32_t country, uint64_t number);
uint32_t ads_make_group(struct market *m, uint32_t campaign, uint64_t number);
uint32_t ads_make_ad(struct market *m, uint32_t group, uint32_t listing, uint32_t offer);
uint32_t ads_make_target(struct market *m, uint32_t group, enum target_kind kind, uint64_t what); /* what: keyword's hash, listing's id, category + 1; 0 */
uint32_t ads_micro_of_minor(const struct world *w, uint32_t country); /* millionths in a minor unit: 10,000 for cents */
/* Does a keyword match what a buyer typed? Both as stems in their order. */
bool ads_matches(enum target_kind kind, const uint64_t *keyword, uint32_t n_keyword, const uint64_t *query, uint32_t n_query);

/* ---- who stands where ---- */

struct ad_place {
	uint32_t offer, ad, target; /* offer ROW_NONE: empty */
	int64_t price_micro;        /* of a click */
	float fit;                  /* true fit of the goods to the page */
};
/* A target that matches a page, with what its ad would bid there. */
struct ad_candidate {
	uint32_t offer, ad, target;
	double fit;
	int64_t top_micro, rest_micro;
};
/* All of a page, and their orders by score for the top places and for the others. From malloc. */
struct ad_list {
	struct ad_candidate *v;
	uint32_t *top, *rest; /* indexes into v, best first */
	uint32_t n;
	uint64_t shape; /* what they were found by */
};
void ad_list_fini(struct ad_list *l); /* zeroed is fine */
/* All targets by country and word, who may take part in this tick, and the product pages' places. Derived. */
struct ads_index;
struct ads_index *ads_index_create(void);
void ads_index_destroy(struct ads_index *x); /* NULL is fine */
/* Brings it up to date at the beginning of a tick. fronts: by offer. */
void ads_index_update(struct ads_index *x, const struct market *m, const struct front *fronts, market_parallel_for *parallel, void *pool);
/* Change when targets or bids of the country did; when who takes part did. */
uint64_t ads_bids_version(const struct ads_index *x, uint32_t country);
uint64_t ads_live_version(const struct ads_index *x, uint32_t country);
/* The candidates of a query's page, whether they take part now or not; they stand until ads_bids_version() changes. Where only bids changed since *list (zeroed at first) was
 * made, its candidates stay. From any thread. */
void ads_find(const struct ads_index *x, const struct market *m, uint32_t country, uint32_t query, struct ad_list *list);
/* Sells the four places. From any thread. */
void ads_sell(const struct ads_index *x, const struct market *m, uint32_t category, uint32_t country, const struct ad_list *l, struct ad_place ret[AD_PLACES]);
/* The places of an offer's product page: AD_STRIP_PLACES of them. */
const struct ad_place *ads_strip(const struct ads_index *x, uint32_t offer);
uint32_t ads_strips(const struct ads_index *x); /* offers that have one */

/* ---- what it costs and brings ---- */

struct ad_click {
	uint32_t ad, target;
	enum ad_placement placement;
	uint32_t query, listing; /* of the page: query for results (listing ROW_NONE), listing for a product page */
	uint64_t session, buyer;
	int64_t at_min, price_micro;
};
/* The beginning of a tick: the ads of stores whose cash and credit are under the lowest budget of a day stand still. */
void ads_stop(struct market *m);
/* Pays a click, or not, and remembers it for the buyer's next order. day: of the sellers. */
void ads_click(struct market *m, const struct ad_click *c, int64_t day);
/* An ad stood there `shown` times and was looked at `examined` times; looked_milli: the sum of the probabilities of that. */
void ads_shown(struct market *m, const struct ad_click *page, uint32_t shown, uint32_t examined, uint64_t looked_milli, int64_t day);
/* Counts an order of a seat's store to the buyer's last click, if it is not too old. */
void ads_order(struct market *m, uint32_t order);
/* What people did on pages of a category. */
void ads_traffic(struct market *m, uint32_t country, uint32_t category, uint64_t looked, uint64_t clicks);
/* The sellers' midnight: the day's spend is paid from cash, budgets are full again, qualities are learned. */
void ads_bill(struct market *m);
void ads_day(struct market *m);
#endif
