/* upgrade.h: a market whose log was written under rules older than MARKET_RULES_SINCE.
 *
 * Entries of such rules cannot be played again by the present ones: they would give other results. So the newest snapshot, which must stand at the log's head as a clean
 * end leaves it, becomes the beginning of what is played from now on: one entry says so, with both versions and both digests, a new snapshot is kept for good, and
 * the head's `base` points at it. Older entries stay to be read. */
#ifndef SERVER_UPGRADE_H
#define SERVER_UPGRADE_H
#include "server/actlog.h"

/* In the caller's transaction, by the head's owner; *head as it stands there. RULES if the older release did not end cleanly. */
enum problem_code upgrade_rules(struct db *db, uint64_t market, const struct world *world, const struct head *head, struct problem *p);
#endif
