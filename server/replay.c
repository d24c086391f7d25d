#include "server/replay.h"
#include "market/world/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 200 };

enum problem_code replay_entry(struct market *m, const struct log_entry *e, const struct market_sink *sink, struct arena *mem, struct problem *p)
{
	struct act act;
	struct act_answer answer;
	char at[48];
	if (market_now_min(m) != e->at_min)
		goto bad;
	if (e->kind == LOG_ADVANCE) {
		if (e->until_min < e->at_min || e->until_min % MARKET_TICK_MIN)
			goto bad;
		market_advance(m, e->until_min, NULL, NULL, sink);
		return PROBLEM_NONE;
	}
	if (act_decode(e->act, mem, &act, NULL) || market_act(m, &act, sink, mem, &answer, NULL))
		goto bad;
	return PROBLEM_NONE;
bad:
	snprintf(at, sizeof at, "log entry %lld", (long long)e->position);
	return problem_set(p, PROBLEM_CORRUPT, "", at, NULL);
}

/* Entries after `after`, at most up to `until`. */
static enum problem_code replay_part(struct db *db, uint64_t market, struct market *m, int64_t after, int64_t until, const struct market_sink *sink,
	int64_t *ret_position, int64_t *acts, struct problem *p)
{
	struct arena a;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&a, 256 << 10);
	while (after < until) {
		struct log_entry *e = ARENA_ARRAY(&a, struct log_entry, PAGE);
		int n, max = until - after < PAGE ? (int)(until - after) : PAGE;
		if ((code = actlog_read(db, &a, market, after, max, e, &n, p)) || !n)
			break;
		for (int i = 0; i < n && !code; i++) {
			if (e[i].position != after + 1)
				code = problem_set(p, PROBLEM_CORRUPT, "", "a log entry is missing", NULL);
			else
				code = replay_entry(m, &e[i], sink, &a, p);
			after = e[i].position;
			if (acts)
				*acts += e[i].kind == LOG_ACT;
		}
		if (code)
			break;
		arena_reset(&a);
	}
	arena_fini(&a);
	if (!code)
		*ret_position = after;
	return code;
}

enum problem_code replay_log(
	struct db *db, uint64_t market, struct market *m, int64_t after, const struct market_sink *sink, int64_t *ret_position, struct problem *p)
{
	return replay_part(db, market, m, after, INT64_MAX, sink, ret_position, NULL, p);
}

static void digest_of(const struct market *m, char ret[33])
{
	uint64_t d[2];
	market_digest(m, d);
	digest_format(d, ret);
}

/* What head and world must be for a replay to mean something. The log of older rules is played by the present ones, its states' digests mean nothing to them. */
static enum problem_code begin(struct db *db, struct arena *a, uint64_t market, const struct world *world, struct head *head, struct problem *p)
{
	char hash[33], has[24], knows[24];
	enum problem_code code = head_read(db, a, market, head, p);
	if (code)
		return code;
	digest_format(world->hash, hash);
	if (!str_eq(head->world, str_c(hash)))
		return problem_set(p, PROBLEM_CORRUPT, "", "world", NULL);
	if (head->rules >= MARKET_RULES_SINCE && head->rules <= MARKET_RULES_VERSION)
		return PROBLEM_NONE;
	enum problem_code why = head->rules < MARKET_RULES_VERSION ? PROBLEM_RULES : PROBLEM_VERSION;
	snprintf(has, sizeof has, "%lld", (long long)head->rules);
	snprintf(knows, sizeof knows, "%d", MARKET_RULES_VERSION);
	return problem_set(p, why, "", has, knows, NULL);
}

enum problem_code replay_verify(
	struct db *db, uint64_t market, const struct market_config *config, struct replay_report *ret, struct problem *p)
{
	struct replay_report r = { 0 };
	struct head head;
	struct arena a;
	struct market *m = NULL;
	int64_t at = 0, last = -1;
	arena_init(&a, 0);
	enum problem_code code = begin(db, &a, market, config->world, &head, p);
	if (code)
		goto out;
	if (head.base) { /* older rules end there */
		struct snapshot s = { 0 };
		if ((code = snapshot_load_at(db, market, config->world, head.base, &m, &s, p)))
			goto out;
		at = r.base = head.base;
		last = at - 1;
	} else {
		m = market_create(config);
	}
	for (;;) {
		struct snapshot s = { 0 };
		int n = 0;
		if ((code = snapshot_list(db, market, last, 1, &s, &n, p)) ||
			(code = replay_part(db, market, m, at, n ? s.position : head.position, NULL, &at, &r.acts, p)))
			goto out;
		if (!n)
			break;
		r.snapshots++;
		last = s.position;
		digest_of(m, r.digest);
		if (!r.differs_at && head.rules == MARKET_RULES_VERSION && (at != s.position || strcmp(r.digest, s.digest) != 0)) {
			r.differs_at = s.position ? s.position : -1;
			snprintf(r.stored, sizeof r.stored, "%s", s.digest);
			snprintf(r.replayed, sizeof r.replayed, "%s", r.digest);
		}
	}
	if (at != head.position || market_now_min(m) != head.now_min) {
		code = problem_set(p, PROBLEM_CORRUPT, "", "the log does not reach its head", NULL);
		goto out;
	}
	digest_of(m, r.digest);
	r.entries = at;
	r.now_min = market_now_min(m);
	*ret = r;
out:
	market_destroy(m);
	arena_fini(&a);
	return code;
}

/* ---- rebuild ---- */

struct gathering {
	struct db *db;
	uint64_t market;
	int64_t n;
	enum problem_code code;
	struct problem *p;
};

static void gather(void *arg, const struct event *e)
{
	struct gathering *g = arg;
	if (!g->code)
		g->code = events_append(g->db, g->market, ++g->n, e, g->p);
}

/* m stands at the head's base, where there were so many events. */
static enum problem_code write_again(
	struct db *db, uint64_t market, struct market *m, int64_t events, struct head *head, const struct projection *pr, struct problem *p)
{
	struct gathering g = { .db = db, .market = market, .n = events, .p = p };
	struct market_sink sink = { &g, gather };
	int64_t at;
	enum problem_code code;
	if ((code = events_forget(db, market, events, p)) || (code = projection_forget(pr, db, market, p)) ||
		(code = replay_log(db, market, m, head->base, &sink, &at, p)))
		return code;
	if (g.code)
		return g.code;
	if (at != head->position || g.n != head->events)
		return problem_set(p, PROBLEM_CORRUPT, "", "the log does not reach its head", NULL);
	if ((code = projection_write(pr, db, market, m, true, NULL, p)))
		return code;
	head->projection = str_c(pr->hash);
	return head_move(db, market, head, p);
}

enum problem_code replay_rebuild(
	struct db *db, uint64_t market, const struct market_config *config, const struct projection *pr, struct problem *p)
{
	struct head head;
	struct arena a;
	arena_init(&a, 0);
	enum problem_code code = projection_make(pr, db, p);
	if (code || (code = db_begin(db, p)))
		goto out;
	struct market *m = NULL;
	struct snapshot s = { 0 };
	if (!(code = head_lock(db, market, p)) && !(code = begin(db, &a, market, config->world, &head, p))) {
		if (!head.base)
			m = market_create(config);
		else
			code = snapshot_load_at(db, market, config->world, head.base, &m, &s, p);
		if (!code)
			code = write_again(db, market, m, s.events, &head, pr, p);
	}
	if (code)
		db_rollback(db);
	else
		code = db_commit(db, p);
	market_destroy(m);
out:
	arena_fini(&a);
	return code;
}
