#include "server/actlog.h"

#include <stdio.h>

static const char VERSION_1[] =
	"CREATE TABLE market_head (\n"
	"  market_id BIGINT PRIMARY KEY, epoch BIGINT NOT NULL, position BIGINT NOT NULL, events BIGINT NOT NULL, now_min BIGINT NOT NULL,\n"
	"  world TEXT NOT NULL, rules BIGINT NOT NULL, projection TEXT NOT NULL);\n"
	"CREATE TABLE market_log (\n"
	"  market_id BIGINT NOT NULL, position BIGINT NOT NULL, kind BIGINT NOT NULL, at_min BIGINT NOT NULL, until_min BIGINT NOT NULL,\n"
	"  at_real_ms BIGINT NOT NULL, seat BIGINT NOT NULL, person BIGINT NOT NULL, idem_key TEXT, hash BIGINT NOT NULL, act BLOB NOT NULL,\n"
	"  answer TEXT NOT NULL, PRIMARY KEY (market_id, position), UNIQUE (market_id, person, idem_key));\n"
	"CREATE TABLE market_snapshot (\n"
	"  market_id BIGINT NOT NULL, position BIGINT NOT NULL, now_min BIGINT NOT NULL, events BIGINT NOT NULL, digest TEXT NOT NULL,\n"
	"  body BLOB, PRIMARY KEY (market_id, position));\n"
	"CREATE TABLE market_event (\n"
	"  market_id BIGINT NOT NULL, position BIGINT NOT NULL, at_min BIGINT NOT NULL, kind TEXT NOT NULL, seat BIGINT NOT NULL,\n"
	"  store BIGINT NOT NULL, ref BIGINT NOT NULL, a BIGINT NOT NULL, b BIGINT NOT NULL, PRIMARY KEY (market_id, position));\n"
	"CREATE INDEX market_event_seat ON market_event (market_id, seat, position);\n"
	/* one row: which columns the projected tables have */
	"CREATE TABLE market_projection (id BIGINT PRIMARY KEY, hash TEXT NOT NULL, names TEXT NOT NULL)";

/* See refusals.h. */
static const char VERSION_2[] =
	"CREATE TABLE market_refusal (\n"
	"  market_id BIGINT NOT NULL, n BIGINT NOT NULL, at_real_ms BIGINT NOT NULL, at_min BIGINT NOT NULL, seat BIGINT NOT NULL, act TEXT NOT NULL,\n"
	"  code TEXT NOT NULL, field TEXT NOT NULL, args TEXT NOT NULL, PRIMARY KEY (market_id, n));\n"
	"CREATE INDEX market_log_real ON market_log (market_id, at_real_ms)";

/* The entry at which the rules changed last: what is played again begins there. */
static const char VERSION_3[] = "ALTER TABLE market_head ADD COLUMN base BIGINT NOT NULL DEFAULT 0";

/* What a seat did, newest first, without reading what the others did. */
static const char VERSION_4[] = "CREATE INDEX market_log_seat ON market_log (market_id, seat, position)";

static const char *const migrations[] = { VERSION_1, VERSION_2, VERSION_3, VERSION_4, NULL };

const struct schema market_schema = { "market", migrations };

/* ---- the head ---- */

static const char HEAD[] = "SELECT epoch, position, events, now_min, world, rules, projection, base FROM market_head WHERE market_id = ?1";

enum problem_code head_read(struct db *db, struct arena *a, uint64_t market, struct head *ret, struct problem *p)
{
	struct head h = { 0 };
	bool found = false;
	struct stmt *q = db_stmt(db, HEAD);
	db_bind_u64(q, 1, market);
	while (db_step(q)) {
		h = (struct head){ .epoch = db_i64(q, 0),
			.position = db_i64(q, 1),
			.events = db_i64(q, 2),
			.now_min = db_i64(q, 3),
			.world = arena_str(a, db_str(q, 4)),
			.rules = db_i64(q, 5),
			.projection = arena_str(a, db_str(q, 6)),
			.base = db_i64(q, 7) };
		found = true;
	}
	enum problem_code code = db_end(q, p);
	if (!code && !found)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code)
		*ret = h;
	return code;
}

static enum problem_code one_row(struct db *db, struct stmt *q, struct problem *p)
{
	enum problem_code code = db_run(q, p);
	if (!code && db_changes(db) != 1)
		code = problem_set(p, PROBLEM_CONFLICT, "", "market", NULL);
	return code;
}

static const char CLAIM[] = "INSERT INTO market_head (market_id, epoch, position, events, now_min, world, rules, projection)\n"
			    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)\n"
			    "ON CONFLICT (market_id) DO UPDATE SET epoch = excluded.epoch WHERE market_head.epoch < excluded.epoch";

enum problem_code head_claim(struct db *db, uint64_t market, const struct head *h, struct problem *p)
{
	struct stmt *q = db_stmt(db, CLAIM);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, h->epoch);
	db_bind_i64(q, 3, h->position);
	db_bind_i64(q, 4, h->events);
	db_bind_i64(q, 5, h->now_min);
	db_bind_str(q, 6, h->world);
	db_bind_i64(q, 7, h->rules);
	db_bind_str(q, 8, h->projection);
	return one_row(db, q, p);
}

/* Kept states of older rules have another digest; the log alone makes the market anew. */
static const char RAISE[] = "UPDATE market_head SET rules = ?2 WHERE market_id = ?1 AND rules < ?2", FORGET_STATES[] = "DELETE FROM market_snapshot WHERE market_id = ?1\n"
			     "  AND position NOT IN (SELECT base FROM market_head WHERE market_id = ?1)";

enum problem_code head_raise(struct db *db, uint64_t market, int64_t rules, struct problem *p)
{
	struct stmt *q = db_stmt(db, RAISE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, rules);
	enum problem_code code = db_run(q, p);
	if (code || !db_changes(db))
		return code;
	q = db_stmt(db, FORGET_STATES);
	db_bind_u64(q, 1, market);
	return db_run(q, p);
}

static const char LOCK[] = "UPDATE market_head SET epoch = epoch WHERE market_id = ?1";

enum problem_code head_lock(struct db *db, uint64_t market, struct problem *p)
{
	struct stmt *q = db_stmt(db, LOCK);
	db_bind_u64(q, 1, market);
	return db_run(q, p);
}

static const char MOVE[] = "UPDATE market_head SET position = ?3, events = ?4, now_min = ?5, projection = ?6 WHERE market_id = ?1 AND epoch = ?2";

enum problem_code head_move(struct db *db, uint64_t market, const struct head *h, struct problem *p)
{
	struct stmt *q = db_stmt(db, MOVE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, h->epoch);
	db_bind_i64(q, 3, h->position);
	db_bind_i64(q, 4, h->events);
	db_bind_i64(q, 5, h->now_min);
	db_bind_str(q, 6, h->projection);
	return one_row(db, q, p);
}

static const char REBASE[] = "UPDATE market_head SET position = ?3, rules = ?4, base = ?5 WHERE market_id = ?1 AND epoch = ?2";

enum problem_code head_rebase(struct db *db, uint64_t market, const struct head *h, struct problem *p)
{
	struct stmt *q = db_stmt(db, REBASE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, h->epoch);
	db_bind_i64(q, 3, h->position);
	db_bind_i64(q, 4, h->rules);
	db_bind_i64(q, 5, h->base);
	return one_row(db, q, p);
}

/* ---- entries ---- */

static const char APPEND[] =
	"INSERT INTO market_log (market_id, position, kind, at_min, until_min, at_real_ms, seat, person, idem_key, hash, act, answer)\n"
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

enum problem_code actlog_append(struct db *db, uint64_t market, const struct log_entry *e, struct problem *p)
{
	struct stmt *q = db_stmt(db, APPEND);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, e->position);
	db_bind_i64(q, 3, e->kind);
	db_bind_i64(q, 4, e->at_min);
	db_bind_i64(q, 5, e->until_min);
	db_bind_i64(q, 6, e->at_real_ms);
	db_bind_u64(q, 7, e->seat);
	db_bind_u64(q, 8, e->person);
	if (e->key.n)
		db_bind_str(q, 9, e->key);
	db_bind_u64(q, 10, e->hash);
	db_bind_blob(q, 11, e->act);
	db_bind_str(q, 12, e->answer);
	return db_run(q, p);
}

#define COLUMNS "SELECT position, kind, at_min, until_min, at_real_ms, seat, person, idem_key, hash, act, answer FROM market_log\n"
static const char BY_KEY[] = COLUMNS "WHERE market_id = ?1 AND person = ?2 AND idem_key = ?3";
static const char AFTER[] = COLUMNS "WHERE market_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3";

static struct log_entry read_entry(struct stmt *q, struct arena *a)
{
	return (struct log_entry){ .position = db_i64(q, 0),
		.kind = (enum log_kind)db_i64(q, 1),
		.at_min = db_i64(q, 2),
		.until_min = db_i64(q, 3),
		.at_real_ms = db_i64(q, 4),
		.seat = db_u64(q, 5),
		.person = db_u64(q, 6),
		.key = arena_str(a, db_str(q, 7)),
		.hash = db_u64(q, 8),
		.act = arena_str(a, db_blob(q, 9)),
		.answer = arena_str(a, db_str(q, 10)) };
}

enum problem_code actlog_by_key(
	struct db *db, struct arena *a, uint64_t market, uint64_t person, struct str key, bool *ret_found, struct log_entry *ret, struct problem *p)
{
	bool found = false;
	struct log_entry e = { 0 };
	struct stmt *q = db_stmt(db, BY_KEY);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, person);
	db_bind_str(q, 3, key);
	while (db_step(q)) {
		e = read_entry(q, a);
		found = true;
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret_found = found;
		*ret = e;
	}
	return code;
}

/* Reads on with a query that is bound. */
static enum problem_code read_entries(struct stmt *q, struct arena *a, int max, struct log_entry *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	while (n < max && db_step(q))
		ret[n++] = read_entry(q, a);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

enum problem_code actlog_read(
	struct db *db, struct arena *a, uint64_t market, int64_t after, int max, struct log_entry *ret, int *ret_n, struct problem *p)
{
	struct stmt *q = db_stmt(db, AFTER);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, after);
	db_bind_i64(q, 3, max);
	return read_entries(q, a, max, ret, ret_n, p);
}

static const char LAST_ADVANCE[] =
	"SELECT at_real_ms FROM market_log WHERE market_id = ?1 AND kind = ?2 ORDER BY position DESC LIMIT 1";

enum problem_code actlog_last_advance(struct db *db, uint64_t market, int64_t *ret_at_real_ms, struct problem *p)
{
	int64_t at_ms = 0;
	struct stmt *q = db_stmt(db, LAST_ADVANCE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, LOG_ADVANCE);
	while (db_step(q))
		at_ms = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_at_real_ms = at_ms;
	return code;
}

static const char SINCE[] = COLUMNS "WHERE market_id = ?1 AND at_real_ms >= ?2 AND position > ?3 AND kind = 0 ORDER BY position LIMIT ?4";

enum problem_code actlog_read_since(
	struct db *db, struct arena *a, uint64_t market, int64_t from_ms, int64_t after, int max, struct log_entry *ret, int *ret_n, struct problem *p)
{
	struct stmt *q = db_stmt(db, SINCE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, from_ms);
	db_bind_i64(q, 3, after);
	db_bind_i64(q, 4, max);
	return read_entries(q, a, max, ret, ret_n, p);
}

static const char OWN[] = COLUMNS "WHERE market_id = ?1 AND person = ?2 AND seat = ?3 AND position < ?4 AND kind = 0 ORDER BY position DESC LIMIT ?5";

enum problem_code actlog_read_own(struct db *db, struct arena *a, uint64_t market, uint64_t person, uint64_t seat, int64_t before, int max,
	struct log_entry *ret, int *ret_n, struct problem *p)
{
	struct stmt *q = db_stmt(db, OWN);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, person);
	db_bind_u64(q, 3, seat);
	db_bind_i64(q, 4, before);
	db_bind_i64(q, 5, max);
	return read_entries(q, a, max, ret, ret_n, p);
}

static const char OF_SEAT[] = COLUMNS "WHERE market_id = ?1 AND seat = ?2 AND position < ?3 AND kind = 0 ORDER BY position DESC LIMIT ?4";

enum problem_code actlog_read_seat(
	struct db *db, struct arena *a, uint64_t market, uint64_t seat, int64_t before, int max, struct log_entry *ret, int *ret_n, struct problem *p)
{
	struct stmt *q = db_stmt(db, OF_SEAT);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_i64(q, 3, before);
	db_bind_i64(q, 4, max);
	return read_entries(q, a, max, ret, ret_n, p);
}

/* ---- events ---- */

static const char EVENT_ADD[] =
	"INSERT INTO market_event (market_id, position, at_min, kind, seat, store, ref, a, b) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

enum problem_code events_append(struct db *db, uint64_t market, int64_t position, const struct event *e, struct problem *p)
{
	struct stmt *q = db_stmt(db, EVENT_ADD);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, position);
	db_bind_i64(q, 3, e->at_min);
	db_bind_str(q, 4, str_c(event_desc[e->kind].name));
	db_bind_u64(q, 5, e->seat);
	db_bind_u64(q, 6, e->store);
	db_bind_u64(q, 7, e->ref);
	db_bind_i64(q, 8, e->a);
	db_bind_i64(q, 9, e->b);
	return db_run(q, p);
}

static enum event_kind event_named(struct str name)
{
	for (int i = 1; i < EVENT_MAX; i++)
		if (str_eq(name, str_c(event_desc[i].name)))
			return (enum event_kind)i;
	return EVENT_NONE;
}

/* The number of the order that an event is about, directly or by its parcel, review or return. */
#define ORDER_BY(table) "(SELECT x.\"order\" FROM m_" table " x WHERE x.market_id = e.market_id AND x.\"id\" = e.ref)"
#define EVENT_COLUMNS \
	"SELECT position, at_min, kind, seat, store, ref, a, b, COALESCE((SELECT o.\"number\" FROM m_order o WHERE o.market_id = e.market_id AND o.\"id\" =\n" \
	"    CASE WHEN e.kind LIKE 'order.%' THEN e.ref WHEN e.kind LIKE 'parcel.%' THEN " ORDER_BY("parcel") "\n" \
	"    WHEN e.kind LIKE 'review.%' THEN " ORDER_BY("review") " WHEN e.kind LIKE 'return.%' THEN " ORDER_BY("returns") " END), 0)\n" \
	"FROM market_event e\n"
static const char EVENTS_OF[] = EVENT_COLUMNS "WHERE market_id = ?1 AND seat = ?2 AND position < ?3 ORDER BY position DESC LIMIT ?4";
static const char EVENTS_ALL[] = EVENT_COLUMNS "WHERE market_id = ?1 AND CAST(?2 AS BIGINT) = 0 AND position < ?3 ORDER BY position DESC LIMIT ?4";

enum problem_code events_list(
	struct db *db, uint64_t market, uint64_t seat, int64_t before, int max, struct event_row *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, seat ? EVENTS_OF : EVENTS_ALL);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_i64(q, 3, before > 0 ? before : INT64_MAX);
	db_bind_i64(q, 4, max);
	while (n < max && db_step(q)) {
		ret[n].position = db_i64(q, 0);
		ret[n++].event = (struct event){ .at_min = db_i64(q, 1),
			.kind = event_named(db_str(q, 2)),
			.seat = db_u64(q, 3),
			.store = db_u64(q, 4),
			.ref = db_u64(q, 5),
			.a = db_i64(q, 6),
			.b = db_i64(q, 7) };
		ret[n - 1].number = (uint32_t)db_i64(q, 8);
	}
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

static const char FORGET[] = "DELETE FROM market_event WHERE market_id = ?1 AND position > ?2";

enum problem_code events_forget(struct db *db, uint64_t market, int64_t after, struct problem *p)
{
	struct stmt *q = db_stmt(db, FORGET);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, after);
	return db_run(q, p);
}
