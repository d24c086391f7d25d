/* replay.h: a market made again from its log. */
#ifndef SERVER_REPLAY_H
#define SERVER_REPLAY_H
#include "server/actlog.h"
#include "server/projection.h"
#include "server/snapshot.h"

/* Does again what an entry says; CORRUPT if it does not fit the state. mem holds the decoded act. */
enum problem_code replay_entry(struct market *m, const struct log_entry *e, const struct market_sink *sink, struct arena *mem, struct problem *p);
/* All entries after `after` up to the log's end; *ret_position is the last one's. */
enum problem_code replay_log(
	struct db *db, uint64_t market, struct market *m, int64_t after, const struct market_sink *sink, int64_t *ret_position, struct problem *p);

struct replay_report {
	int64_t base; /* where older rules ended and the replay began; 0: the very beginning */
	int64_t entries, acts, now_min, snapshots;
	char digest[33];
	int64_t differs_at;            /* position of the first snapshot whose digest is another, 0 if all agree */
	char stored[33], replayed[33]; /* the two digests there */
};
/* From the beginning (of the present rules, upgrade.h), held against the digest of every snapshot. NOT_FOUND if the market has never run. */
enum problem_code replay_verify(
	struct db *db, uint64_t market, const struct market_config *config, struct replay_report *ret, struct problem *p);
/* From the same beginning; then the market's projected rows and the events since are written anew, in one transaction. */
enum problem_code replay_rebuild(
	struct db *db, uint64_t market, const struct market_config *config, const struct projection *pr, struct problem *p);
#endif
