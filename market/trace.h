/* trace.h: what happens in a market beyond its state, for statistics: each order of anybody with its parcel and review, each result page, each session.
 *
 * Seats' orders are rows of the state; rivals' are kept there only as daily sums, so that they are told when they are sold, with all that becomes of them (it is drawn
 * then). A trace changes nothing: a market that is listened to has the same digest. It belongs to the caller and must outlive the time that it is set for. */
#ifndef MARKET_TRACE_H
#define MARKET_TRACE_H
#include "market/market.h"

#define TRACE_NEVER INT64_MAX /* has not happened, or will not */
enum { TRACE_LINES_MAX = 400, TRACE_PLACES_MAX = 64, TRACE_NONE = -1 };

struct trace_line {
	uint64_t store, listing;
	uint32_t good, category; /* rows of the world's tables */
	uint32_t quantity, weight_g; /* of all its pieces */
	int64_t unit_minor;
};
struct trace_order {
	uint64_t id, buyer, store;
	uint64_t session; /* 0: not known (of seats' orders only the rows are) */
	bool rival;
	uint32_t country;
	int64_t query; /* row, or TRACE_NONE */
	int64_t placed_min, item_minor, ship_minor; /* what the buyer paid for goods and for their way, in the country's currency */
	struct str state; /* a name of order_state; of a rival's what it will be in the end */
	const struct trace_line *line;
	uint32_t n_lines;
	/* the parcel; all TRACE_NEVER for rivals of a world whose rivals have none (rival_ships) */
	bool has_parcel, local;
	int64_t channel; /* row, or TRACE_NONE */
	int64_t promised_min, shipped_min, accepted_min, exported_min, arrived_min, cleared_min, delivered_min, lost_min;
	int64_t freight_minor; /* what the carrier takes */
	uint32_t charge_g;
	int stars; /* 0: no review */
	int64_t reviewed_min;
};
struct trace_place {
	uint64_t store, listing;
	int place; /* from 1: among the results, or, where it is sponsored, on the page */
	bool sponsored;
	uint32_t examined, clicks, orders, units;
};
struct trace_page { /* one result page of a query in a country in a tick */
	int64_t from_min;
	uint32_t country, query, sessions, buying, orders;
	uint32_t strip_clicks; /* on sponsored places of the product pages that were opened from here */
	int n; /* places, best first */
	struct trace_place place[TRACE_PLACES_MAX];
};
struct trace_session { /* one person before one result page; told after the tick's orders */
	uint64_t id, buyer;
	int64_t at_min;
	uint32_t country, query, depth; /* depth: places examined */
	bool buys;
};
struct market_trace {
	void *arg;
	void (*order)(void *arg, const struct trace_order *o);
	void (*page)(void *arg, const struct trace_page *p);
	void (*session)(void *arg, const struct trace_session *s);
};
/* Any of the functions may be NULL. NULL: nobody listens any more. A fork or a loaded market has no trace. */
void market_set_trace(struct market *m, const struct market_trace *t);
/* Tells the orders of seats' stores as they stand, in the order of their rows. */
void market_trace_seats(const struct market *m, const struct market_trace *t);
#endif
