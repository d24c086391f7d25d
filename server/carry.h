/* carry.h: a store taken along into another market, or into another seat.
 *
 * Taken along: name, brand, what buyers read about it, marketplaces; the goods (on hand, and ordered from suppliers) with what they cost; the listings with attributes,
 * pictures, texts, prices and channels, on sale if they were; and its money, as the capital with which it begins: cash, and the platform balance without that of orders
 * that were not shipped, whose goods stay in stock. Left behind: orders, parcels, returns, reviews, figures, news, rules for shipping, keeper, relief, papers, debts.
 *
 * It is played by acts (store.grant, stock.grant, store.profile, listing.*, offer.set), so that a replay has it too. A store is copied whole or not at all: the acts are tried on a fork
 * of the market first, and then are one transaction. A name that is taken there gets a number. */
#ifndef SERVER_CARRY_H
#define SERVER_CARRY_H
#include "server/host.h"
#include "store/db.h"

struct carried;
enum { CARRY_ROWS_MAX = 2000, CARRY_NAMES_MAX = 300 };
/* Reads a store from its market's rows in one snapshot, into the arena. w: its world. NO_SUCH_ID; STORE_NOT_ACTIVE; TOO_MANY beyond CARRY_ROWS_MAX rows of a table. */
enum problem_code carry_read(
	struct db *db, const struct world *w, uint64_t market, uint64_t store, struct arena *a, struct carried **ret, struct problem *p);
struct hosted;
/* Plays it for job->seat; job->result.id is the store. The same store for the same seat by the same person: job->before, and nothing happens. The market's thread. */
enum problem_code carry_store(struct hosted *h, struct host_job *job, struct problem *p);
#endif
