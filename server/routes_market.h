/* routes_market.h: what the routes of a market share. */
#ifndef SERVER_ROUTES_MARKET_H
#define SERVER_ROUTES_MARKET_H
#include "server/host.h"
#include "server/routes.h"
#include "server/settings.h"

/* Who comes to which market. */
struct entered {
	struct market_row row;
	struct hosted *hosted;
	bool staff;
	uint64_t seat; /* a student's own, 0 if the class has him and the market not yet */
};
/* {market} of the path, for its class's staff and members; false after having answered 404. r->db is any connection to the school. Does not wait for the market. */
bool market_enter(struct http_request *r, struct entered *ret);
/* The same for another market than that of the path. */
bool market_enter_other(struct http_request *r, uint64_t market, struct entered *ret);
/* Whose things are meant: a student's own seat, staff's ?seat= (0 if not given). False after having answered. */
bool market_seat(struct http_request *r, const struct entered *e, uint64_t *ret_seat);
/* The row of a seat of the market; false after having answered that there is none. */
bool market_seat_row(struct http_request *r, const struct entered *e, uint64_t seat, struct seat_row *ret);
/* Is it the asker's own: a student's, or the teacher's to show things in? */
bool market_own_seat(struct http_request *r, const struct entered *e, uint64_t seat);
/* Whose rows of a market are read. */
struct reading {
	struct entered e;
	const struct world *world;
	struct db *db;  /* the market's */
	uint64_t store; /* 0: everybody's, staff only */
	bool none;      /* a student without a store */
};
/* market_enter(), and whose rows by ?seat= and ?store=: a student's own, staff's choice or all. Opens the market first. False after having answered. */
bool market_read(struct http_request *r, struct reading *ret);
/* The routes of acts and questions, one each, from their descriptions. a lives as long as the router. */
void routes_market_add(struct router *rt, struct arena *a);
#endif
