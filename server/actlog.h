/* actlog.h: the log that a market is made of.
 *
 * What a market did is a sequence of entries: acts that were applied, and advances of its time. The state follows from world, seed and log, so the log is what
 * must never be lost. One row, the head, says where the log ends and which owner may add to it; every commit moves the head, and fails when a newer owner has
 * taken the market over. Tables stand in the market's own SQLite file, or beside those of other markets in PostgreSQL: each has a column market_id. */
#ifndef SERVER_ACTLOG_H
#define SERVER_ACTLOG_H
#include "market/market.h"
#include "store/migrate.h"

extern const struct schema market_schema;

struct head {
	int64_t epoch, position, events, now_min;
	struct str world;      /* hash of the compiled world, 32 hex letters */
	int64_t rules;         /* MARKET_RULES_VERSION of the log */
	struct str projection; /* projection_hash() of the rows, see projection.h */
	int64_t base;          /* position of the entry from which the rules hold, 0 from the beginning; its snapshot is kept (upgrade.h) */
};
/* NOT_FOUND if the market has never been opened. */
enum problem_code head_read(struct db *db, struct arena *a, uint64_t market, struct head *ret, struct problem *p);
/* Makes the head of a new market, or takes an old one over: h->epoch must be larger than what stands there, else CONFLICT. In the caller's transaction. */
enum problem_code head_claim(struct db *db, uint64_t market, const struct head *h, struct problem *p);
/* A market of older rules, which these rules go on with: its kept states are forgotten, since their digests are of the older rules. In the caller's transaction. */
enum problem_code head_raise(struct db *db, uint64_t market, int64_t rules, struct problem *p);
/* Holds the head until the transaction's end, so that nobody else moves it. */
enum problem_code head_lock(struct db *db, uint64_t market, struct problem *p);
/* Moves the head; CONFLICT if it is no longer ours. In the transaction of what moved it. */
enum problem_code head_move(struct db *db, uint64_t market, const struct head *h, struct problem *p);

/* Moves position, rules and base when the rules change; CONFLICT if it is no longer ours. */
enum problem_code head_rebase(struct db *db, uint64_t market, const struct head *h, struct problem *p);

enum log_kind { LOG_ACT, LOG_ADVANCE, LOG_UPGRADE };
struct log_entry {
	int64_t position;           /* 1, 2, 3 … */
	enum log_kind kind;
	int64_t at_min, until_min;  /* simulated: when it was applied; to where time went (advances) */
	int64_t at_real_ms;         /* since 1970 */
	uint64_t seat, person;      /* who acts, and by which person's hand; 0 the host */
	struct str key;             /* Idempotency-Key, or empty */
	uint64_t hash;              /* of the encoded act, to tell another request with the same key */
	struct str act, answer;     /* act_encode(); JSON */
};
enum problem_code actlog_append(struct db *db, uint64_t market, const struct log_entry *e, struct problem *p);
/* The entry that a person made with that key; *ret_found says whether there is one. */
enum problem_code actlog_by_key(struct db *db, struct arena *a, uint64_t market, uint64_t person, struct str key, bool *ret_found, struct log_entry *ret,
	struct problem *p);
/* Real time of the last advance, ms since 1970; 0 if there was none. */
enum problem_code actlog_last_advance(struct db *db, uint64_t market, int64_t *ret_at_real_ms, struct problem *p);
/* At most max entries after a position, in order, in the arena. */
enum problem_code actlog_read(struct db *db, struct arena *a, uint64_t market, int64_t after, int max, struct log_entry *ret, int *ret_n, struct problem *p);

/* The same from a moment of real time on; acts only. */
enum problem_code actlog_read_since(
	struct db *db, struct arena *a, uint64_t market, int64_t from_ms, int64_t after, int max, struct log_entry *ret, int *ret_n, struct problem *p);

/* Acts of a seat by the hand of a person, newest first, before a position. */
enum problem_code actlog_read_own(struct db *db, struct arena *a, uint64_t market, uint64_t person, uint64_t seat, int64_t before, int max,
	struct log_entry *ret, int *ret_n, struct problem *p);

/* Acts of a seat by anybody's hand, newest first, before a position. */
enum problem_code actlog_read_seat(
	struct db *db, struct arena *a, uint64_t market, uint64_t seat, int64_t before, int max, struct log_entry *ret, int *ret_n, struct problem *p);

/* ---- what happened: the market's events, numbered by the head's `events` ---- */
struct event_row {
	int64_t position;
	struct event event;
	uint32_t number; /* of the order that it is about, 0 if none */
};
enum problem_code events_append(struct db *db, uint64_t market, int64_t position, const struct event *e, struct problem *p);
/* Newest first, before a position (0: from the end); seat 0: everybody's. */
enum problem_code events_list(struct db *db, uint64_t market, uint64_t seat, int64_t before, int max, struct event_row *ret, int *ret_n, struct problem *p);
enum problem_code events_forget(struct db *db, uint64_t market, int64_t after, struct problem *p);
#endif
