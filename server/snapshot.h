/* snapshot.h: states kept so that opening a market replays only the end of its log. The digest is kept with each, and stays when its body is given up: replays
 * are held against it. */
#ifndef SERVER_SNAPSHOT_H
#define SERVER_SNAPSHOT_H
#include "market/market.h"
#include "store/db.h"

/* Bodies of older ones are given up, but for the one at the head's base, and the last of each SNAPSHOT_SPACE_MIN in the last SNAPSHOT_REACH_MIN: what is played again from a
 * past hour begins there (whatif.h). */
enum { SNAPSHOTS_KEPT = 2, SNAPSHOT_SPACE_MIN = 5 * 1440, SNAPSHOT_REACH_MIN = 33 * 1440 };

struct snapshot {
	int64_t position, now_min, events;
	char digest[33];
};
/* Packs the state with zstd. In the caller's transaction. */
enum problem_code snapshot_save(struct db *db, uint64_t market, const struct market *m, int64_t position, int64_t events, struct problem *p);
/* The newest state that is kept; *ret_market is NULL if there is none. */
enum problem_code snapshot_load(
	struct db *db, uint64_t market, const struct world *world, struct market **ret_market, struct snapshot *ret, struct problem *p);
/* The same of a state that older rules left: its digest is not held against it, since the rules' version is part of every digest. */
enum problem_code snapshot_load_older(
	struct db *db, uint64_t market, const struct world *world, struct market **ret_market, struct snapshot *ret, struct problem *p);
/* The newest that is kept of a time not after now_min, from a position on; *ret_market is NULL if there is none. */
enum problem_code snapshot_load_before(struct db *db, uint64_t market, const struct world *world, int64_t from_position, int64_t now_min, struct market **ret_market,
	struct snapshot *ret, struct problem *p);
/* The one at a position; CORRUPT if it is not there. */
enum problem_code snapshot_load_at(
	struct db *db, uint64_t market, const struct world *world, int64_t position, struct market **ret_market, struct snapshot *ret, struct problem *p);
/* Digests in the order of the log, after a position. */
enum problem_code snapshot_list(struct db *db, uint64_t market, int64_t after, int max, struct snapshot *ret, int *ret_n, struct problem *p);
#endif
