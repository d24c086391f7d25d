#include "server/snapshot.h"
#include "base/arena.h"
#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

enum { LEVEL = 3 };
static const size_t STATE_MAX = (size_t)1 << 30;

static const char SAVE[] = "INSERT INTO market_snapshot (market_id, position, now_min, events, digest, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)\n"
			   "ON CONFLICT (market_id, position) DO UPDATE SET digest = excluded.digest, body = excluded.body";
static const char GIVE_UP[] = "UPDATE market_snapshot SET body = NULL WHERE market_id = ?1 AND body IS NOT NULL AND position NOT IN (\n"
			      "  SELECT position FROM market_snapshot WHERE market_id = ?1 ORDER BY position DESC LIMIT ?2)\n"
			      "  AND position NOT IN (SELECT base FROM market_head WHERE market_id = ?1)\n"
			      "  AND position NOT IN (SELECT MAX(position) FROM market_snapshot WHERE market_id = ?1 AND now_min >= ?3 GROUP BY now_min / ?4)";

enum problem_code snapshot_save(struct db *db, uint64_t market, const struct market *m, int64_t position, int64_t events, struct problem *p)
{
	struct buf state;
	uint64_t d[2];
	char digest[DIGEST_TEXT_MAX];
	buf_init(&state, STATE_MAX);
	market_save(m, &state);
	market_digest(m, d);
	digest_format(d, digest);
	size_t cap = ZSTD_compressBound(state.n);
	char *packed = mem_alloc(cap);
	size_t n = ZSTD_compress(packed, cap, state.p, state.n, LEVEL);
	enum problem_code code = PROBLEM_NONE;
	if (state.full || ZSTD_isError(n)) {
		code = problem_set(p, PROBLEM_INTERNAL, "", "snapshot", NULL);
		goto out;
	}
	struct stmt *q = db_stmt(db, SAVE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, position);
	db_bind_i64(q, 3, market_now_min(m));
	db_bind_i64(q, 4, events);
	db_bind_str(q, 5, str_c(digest));
	db_bind_blob(q, 6, (struct str){ packed, n });
	if ((code = db_run(q, p)))
		goto out;
	q = db_stmt(db, GIVE_UP);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, SNAPSHOTS_KEPT);
	db_bind_i64(q, 3, market_now_min(m) - SNAPSHOT_REACH_MIN);
	db_bind_i64(q, 4, SNAPSHOT_SPACE_MIN);
	code = db_run(q, p);
out:
	free(packed);
	buf_fini(&state);
	return code;
}

static enum problem_code unpack(struct str packed, const struct world *world, struct market **ret, struct problem *p)
{
	unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);
	if (n == ZSTD_CONTENTSIZE_ERROR || n == ZSTD_CONTENTSIZE_UNKNOWN || n > STATE_MAX)
		return problem_set(p, PROBLEM_CORRUPT, "", "snapshot", NULL);
	char *state = mem_alloc(n ? n : 1);
	size_t got = ZSTD_decompress(state, n, packed.p, packed.n);
	enum problem_code code = ZSTD_isError(got) || got != n ? problem_set(p, PROBLEM_CORRUPT, "", "snapshot", NULL)
							       : market_load((struct str){ state, n }, world, ret, p);
	free(state);
	return code;
}

static void read_row(struct stmt *q, struct snapshot *s)
{
	*s = (struct snapshot){ .position = db_i64(q, 0), .now_min = db_i64(q, 1), .events = db_i64(q, 2) };
	snprintf(s->digest, sizeof s->digest, "%.*s", STR_FMT(db_str(q, 3)));
}

static const char NEWEST[] = "SELECT position, now_min, events, digest, body FROM market_snapshot WHERE market_id = ?1 AND body IS NOT NULL\n"
			     "ORDER BY position DESC LIMIT 1";

static const char AT[] = "SELECT position, now_min, events, digest, body FROM market_snapshot WHERE market_id = ?1 AND position = ?2 AND body IS NOT NULL";

static const char BEFORE[] = "SELECT position, now_min, events, digest, body FROM market_snapshot WHERE market_id = ?1 AND position >= ?2 AND now_min <= ?3\n"
			     "  AND body IS NOT NULL ORDER BY position DESC LIMIT 1";

/* What the query finds, which is bound. */
static enum problem_code load_found(struct stmt *q, const struct world *world, bool same_rules, struct market **ret_market, struct snapshot *ret, struct problem *p)
{
	struct market *m = NULL;
	struct snapshot s = { 0 };
	enum problem_code bad = PROBLEM_NONE;
	while (db_step(q)) {
		read_row(q, &s);
		bad = unpack(db_blob(q, 4), world, &m, p);
	}
	enum problem_code code = db_end(q, bad ? NULL : p);
	uint64_t d[2];
	char digest[DIGEST_TEXT_MAX];
	if (m && !code && same_rules) {
		market_digest(m, d);
		digest_format(d, digest);
		if (strcmp(digest, s.digest) != 0)
			code = problem_set(p, PROBLEM_CORRUPT, "", "snapshot digest", NULL);
	}
	if (bad || code) {
		market_destroy(m);
		return bad ? bad : code;
	}
	*ret_market = m;
	*ret = s;
	return PROBLEM_NONE;
}

/* at < 0: the newest. */
static enum problem_code load(struct db *db, uint64_t market, const struct world *world, int64_t at, bool same_rules, struct market **ret_market,
	struct snapshot *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, at < 0 ? NEWEST : AT);
	db_bind_u64(q, 1, market);
	if (at >= 0)
		db_bind_i64(q, 2, at);
	return load_found(q, world, same_rules, ret_market, ret, p);
}

enum problem_code snapshot_load_before(struct db *db, uint64_t market, const struct world *world, int64_t from_position, int64_t now_min, struct market **ret_market,
	struct snapshot *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, BEFORE);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, from_position);
	db_bind_i64(q, 3, now_min);
	return load_found(q, world, true, ret_market, ret, p);
}

enum problem_code snapshot_load(
	struct db *db, uint64_t market, const struct world *world, struct market **ret_market, struct snapshot *ret, struct problem *p)
{
	return load(db, market, world, -1, true, ret_market, ret, p);
}

enum problem_code snapshot_load_older(
	struct db *db, uint64_t market, const struct world *world, struct market **ret_market, struct snapshot *ret, struct problem *p)
{
	return load(db, market, world, -1, false, ret_market, ret, p);
}

enum problem_code snapshot_load_at(
	struct db *db, uint64_t market, const struct world *world, int64_t position, struct market **ret_market, struct snapshot *ret, struct problem *p)
{
	enum problem_code code = load(db, market, world, position, true, ret_market, ret, p);
	if (!code && !*ret_market)
		code = problem_set(p, PROBLEM_CORRUPT, "", "the snapshot at which the rules changed is missing", NULL);
	return code;
}

static const char LIST[] =
	"SELECT position, now_min, events, digest FROM market_snapshot WHERE market_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3";

enum problem_code snapshot_list(struct db *db, uint64_t market, int64_t after, int max, struct snapshot *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, market);
	db_bind_i64(q, 2, after);
	db_bind_i64(q, 3, max);
	while (n < max && db_step(q))
		read_row(q, &ret[n++]);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}
