/* state.h: a market as its own parts see it. Only market/ includes this. */
#ifndef MARKET_CORE_STATE_H
#define MARKET_CORE_STATE_H
#include "base/rng.h"
#include "market/market.h"
#include "market/world/world.h"

#define C(kind, name, of) COLUMN_TYPE_##kind *name;
#define TABLE(name, flags, columns)                                                                                                                  \
	struct t_##name {                                                                                                                              \
		struct table t;                                                                                                                        \
		columns                                                                                                                                \
	};
#include "market/core/state.def"
#undef TABLE
#undef C

enum state_table {
#define TABLE(name, flags, columns) T_##name,
#include "market/core/state.def"
#undef TABLE
	T_MAX
};

struct demand;	      /* derived: schedule of sessions, pages (demand/) */
struct orders_cache;  /* derived: what falls due (orders/) */
struct shadow;	      /* what would have been, looked at beside what is (demand/shadow.h) */
struct sponsored;     /* derived: who stood in the sponsored places (demand/) */

struct market {
	struct table_set set;
#define TABLE(name, flags, columns) struct t_##name name;
#include "market/core/state.def"
#undef TABLE
	const struct world *world; /* not owned; outlives the market */
	struct rng_key key;
	struct rng_key luck; /* of visits, searches, clicks and choices: as key, unless market_other_luck() gave others */
	uint64_t seed[2];
	/* derived, rebuilt by market_index() after load and fork */
	struct map index[T_MAX]; /* id -> row */
	struct demand *demand;
	struct orders_cache *orders;
	struct sponsored *sponsored; /* of a view only */
	struct shadow *shadow;	     /* of a what-if only; not owned */
	int64_t *rates, rates_day;  /* by currency: exchange rates of that day, set before a tick or an act (ledger_know_rates) and only read in it */
	struct lane_waits *lanes;   /* what lanes are like by day, remembered (freight/lane.c) */
	struct arena tick;          /* given back at the end of each tick and act */
	const struct market_sink *sink; /* while advancing or acting; may be NULL */
	const struct market_trace *trace; /* NULL: nobody listens (trace.h) */
	bool quiet; /* events are neither told nor counted */
};

/* ids: a thing is what it is of what */
static inline uint64_t id_of(enum state_table t, uint64_t a, uint64_t b)
{
	return hash_id((uint64_t)t + 1, a, b);
}
/* Adds a row, sets its id and indexes it; the id must be new (asserted). */
uint32_t state_add(struct market *m, enum state_table t, uint64_t id);
uint32_t state_find(const struct market *m, enum state_table t, uint64_t id); /* row or ROW_NONE */
void state_index(struct market *m);					      /* names all rows, after they were loaded or copied */
static inline void state_touch(struct market *m, enum state_table t, uint32_t row)
{
	set_touch(&m->set, (int)t, row);
}
static inline struct str state_str(const struct market *m, struct text_ref r)
{
	return set_str(&m->set, r);
}
static inline int64_t now_min(const struct market *m)
{
	return m->meta.now_min[0];
}
/* Tells the sink; store may be ROW_NONE. Rivals' events are not told. */
void state_event(struct market *m, enum event_kind kind, uint32_t store, uint64_t ref, int64_t a, int64_t b);

enum store_state { STORE_NONE, STORE_APPLIED, STORE_ACTIVE, STORE_REJECTED, STORE_CLOSED };
enum reject_reason { REJECT_NONE, REJECT_LICENCE_KIND, REJECT_BRAND };
enum purchase_state { PURCHASE_ORDERED, PURCHASE_ARRIVED, PURCHASE_CANCELLED };
enum listing_state { LISTING_DRAFT, LISTING_ACTIVE, LISTING_SUPPRESSED, LISTING_PAUSED, LISTING_DELETED };
enum offer_state { OFFER_OFF, OFFER_ACTIVE, OFFER_SUPPRESSED };
enum order_state { ORDER_PAID, ORDER_SHIPPED, ORDER_DELIVERED, ORDER_CANCELLED, ORDER_LOST, ORDER_REFUNDED };
enum cancel_reason { CANCEL_NONE, CANCEL_SELLER, CANCEL_NOT_SHIPPED, CANCEL_BUYER };
enum parcel_state { PARCEL_HANDED, PARCEL_ACCEPTED, PARCEL_EXPORTED, PARCEL_ARRIVED, PARCEL_CLEARED, PARCEL_OUT, PARCEL_DELIVERED, PARCEL_LOST };
enum return_state { RETURN_OPEN, RETURN_ACCEPTED, RETURN_REFUSED, RETURN_REFUNDED };
enum return_reason { REASON_NOT_AS_DESCRIBED, REASON_DAMAGED, REASON_LATE, REASON_CHANGED_MIND };
enum ad_targeting { AD_MANUAL, AD_AUTO };
enum ad_strategy { AD_DOWN, AD_UP_DOWN, AD_FIXED };
enum ad_state { AD_ON, AD_PAUSED, AD_ARCHIVED };
enum ad_placement { PLACEMENT_TOP, PLACEMENT_REST, PLACEMENT_PRODUCT };
enum target_kind {
	TARGET_BROAD, TARGET_PHRASE, TARGET_EXACT, TARGET_NEGATIVE_PHRASE, TARGET_NEGATIVE_EXACT,
	TARGET_CLOSE, TARGET_LOOSE, TARGET_SUBSTITUTES, TARGET_COMPLEMENTS, TARGET_PRODUCT, TARGET_CATEGORY, TARGET_NEGATIVE_PRODUCT
};
enum settlement_state { SETTLEMENT_OPEN, SETTLEMENT_PAID, SETTLEMENT_CARRIED };
#define TIME_NEVER INT64_MAX

/* Keyed draws: what a number is for. */
enum draw_purpose {
	DRAW_BUYER = 1, DRAW_VISITS, DRAW_VISIT, DRAW_SEARCH, DRAW_DEPTH, DRAW_CLICK, DRAW_CHOICE, DRAW_UNITS, DRAW_SHOCK, DRAW_RANK, DRAW_IMAGE, DRAW_TASTE,
	DRAW_APPROVAL, DRAW_LEG, DRAW_CUSTOMS, DRAW_LOSS, DRAW_REVIEW, DRAW_WRITES, DRAW_PHRASE, DRAW_RETURN, DRAW_FX, DRAW_RIVAL, DRAW_TRACKING, DRAW_BUYER_CANCEL,
	DRAW_PAPERS, DRAW_HISTORY, DRAW_LANE, DRAW_PACK, DRAW_BASKET, DRAW_STRIP, DRAW_INVALID, DRAW_RIVAL_ADS,
};
#endif
