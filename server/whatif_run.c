/* A what-if played: the market as it was at the hour, then what was logged since, beside or with what might have been done. */
#include "server/actlog.h"
#include "server/pace.h"
#include "server/snapshot.h"
#include "server/whatif_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 200, RESULT_MAX = 2 << 20 };

/* Where one stands in the log. part_min: an advance that goes on until then has begun, 0: none has. */
struct mark {
	int64_t position, part_min;
};
struct run {
	struct whatif_job *job;
	struct db *db;
	struct head head;
	struct mark mark;
	struct arena page;
	struct log_entry *entry;
	int n, i;
	int64_t hours; /* of the present run */
};

/* One course: of these, one. loose: acts that do not fit it are left out, and the keeper stays. */
struct player {
	struct market *m;
	struct whatif *w;
	bool loose;
};

static void begin_at(struct run *r, struct mark at)
{
	r->mark = at;
	r->n = r->i = 0;
	r->hours = 0;
}

/* The next entry, NULL at the end that the log had when this began. */
static enum problem_code take(struct run *r, const struct log_entry **ret, struct problem *p)
{
	*ret = NULL;
	if (r->mark.position >= r->head.position)
		return PROBLEM_NONE;
	if (r->i == r->n) {
		arena_reset(&r->page);
		r->entry = ARENA_ARRAY(&r->page, struct log_entry, PAGE);
		r->i = 0;
		enum problem_code code = actlog_read(r->db, &r->page, r->job->q.market, r->mark.position, PAGE, r->entry, &r->n, p);
		if (code)
			return code;
		if (!r->n || r->entry[0].position != r->mark.position + 1)
			return problem_set(p, PROBLEM_CORRUPT, "", "a log entry is missing", NULL);
	}
	*ret = &r->entry[r->i++];
	r->mark.position = (*ret)->position;
	return PROBLEM_NONE;
}

static int64_t now_of(const struct player *y)
{
	return y->w ? whatif_now_min(y->w) : market_now_min(y->m);
}

static enum problem_code pass(struct run *r, struct player *y, int64_t until_min, struct problem *p)
{
	char limit[16];
	while (now_of(y) < until_min) {
		if (atomic_load(&r->job->stop))
			return problem_set(p, PROBLEM_BUSY, "", NULL);
		if (pace_now_us() - r->job->started_us > (int64_t)WHATIF_DEADLINE_S * 1000000) {
			snprintf(limit, sizeof limit, "%d", WHATIF_DEADLINE_S / 60);
			return problem_set(p, PROBLEM_WHATIF_SLOW, "", limit, NULL);
		}
		if (y->w)
			whatif_advance(y->w, now_of(y) + MARKET_TICK_MIN, NULL, NULL);
		else
			market_advance(y->m, now_of(y) + MARKET_TICK_MIN, NULL, NULL, NULL);
		r->hours++;
		atomic_fetch_add(&r->job->done, 1);
	}
	return PROBLEM_NONE;
}

static enum problem_code do_act(struct player *y, const struct log_entry *e, struct arena *mem, struct problem *p)
{
	struct act a;
	struct act_answer answer;
	char at[48];
	snprintf(at, sizeof at, "log entry %lld", (long long)e->position);
	if (act_decode(e->act, mem, &a, NULL))
		return problem_set(p, PROBLEM_CORRUPT, "", at, NULL);
	if (y->w)
		return whatif_act(y->w, &a, mem, NULL) ? problem_set(p, PROBLEM_CORRUPT, "", at, NULL) : PROBLEM_NONE;
	if (y->loose && a.kind == ACT_SEAT_KEEPER)
		return PROBLEM_NONE;
	if (market_act(y->m, &a, NULL, mem, &answer, NULL) && !y->loose)
		return problem_set(p, PROBLEM_CORRUPT, "", at, NULL);
	return PROBLEM_NONE;
}

/* Until time would leave until_min: all that was done in that hour is done. */
static enum problem_code play(struct run *r, struct player *y, int64_t until_min, struct problem *p)
{
	const struct log_entry *e;
	enum problem_code code;
	for (;;) {
		if (r->mark.part_min) {
			if ((code = pass(r, y, r->mark.part_min < until_min ? r->mark.part_min : until_min, p)))
				return code;
			if (r->mark.part_min > until_min)
				return PROBLEM_NONE;
			r->mark.part_min = 0;
		}
		if ((code = take(r, &e, p)) || !e)
			return code;
		if (e->kind == LOG_ADVANCE)
			r->mark.part_min = e->until_min;
		else if ((code = do_act(y, e, &r->page, p)))
			return code;
	}
}

/* ---- the market at the hour ---- */

static enum problem_code restore(struct run *r, struct market **ret, struct problem *p)
{
	const struct whatif_question *q = &r->job->q;
	struct snapshot s = { 0 };
	struct market *m = NULL;
	enum problem_code code = head_read(r->db, &r->job->mem, q->market, &r->head, p);
	if (!code)
		code = snapshot_load_before(r->db, q->market, q->world, r->head.base, q->at_min, &m, &s, p);
	if (code)
		return code;
	if (!m && r->head.base)
		return problem_set(p, PROBLEM_WHATIF_RULES, "at", NULL);
	if (!m)
		m = market_create(&(struct market_config){ q->world, { q->seed[0], q->seed[1] }, q->begin_min });
	int64_t back = (q->at_min - market_now_min(m)) / MARKET_TICK_MIN, forth = (r->head.now_min - q->at_min) / MARKET_TICK_MIN;
	int runs = q->total ? 2 + 2 * WHATIF_PAIRS : q->n_ways;
	atomic_store(&r->job->all, (int)(back + runs * forth));
	begin_at(r, (struct mark){ s.position, 0 });
	struct player y = { .m = m };
	int64_t began_us = pace_now_us();
	if ((code = play(r, &y, q->at_min, p))) {
		market_destroy(m);
		return code;
	}
	if (r->hours)
		r->job->plain_us = (pace_now_us() - began_us) / r->hours;
	*ret = m;
	return PROBLEM_NONE;
}

/* ---- the changes ---- */

/* In the market, or of the what-if. */
static enum problem_code change(struct run *r, struct player *y, const struct whatif_way *way, struct problem *p)
{
	struct arena mem;
	enum problem_code code = PROBLEM_NONE;
	arena_init(&mem, 0);
	for (int i = 0; i < way->n && !code; i++) {
		struct act a;
		struct act_answer answer;
		if ((code = act_decode(way->act[i], &mem, &a, p)))
			break;
		a.seat = r->job->q.seat;
		code = y->w ? whatif_change(y->w, &a, &mem, &answer, p) : market_act(y->m, &a, NULL, &mem, &answer, p);
		if (code == PROBLEM_NO_SUCH_ID) /* it may be there now, and was not yet then */
			code = problem_set(p, PROBLEM_WHATIF_NOT_YET, p->field, NULL);
	}
	arena_fini(&mem);
	return code;
}

/* ---- direct ---- */

static void sum_up(struct whatif_sums *s, const struct whatif *w, const struct course *c)
{
	struct course_row *v, *other;
	struct arena mem;
	arena_init(&mem, 1 << 20);
	uint32_t n = course_rows(whatif_market(w), c, &mem, &v);
	for (uint32_t i = 0; i < n; i++)
		whatif_sums_add(s, &v[i], WHATIF_BOTH);
	n = course_effects(w, &mem, &v, &other);
	for (uint32_t i = 0; i < n; i++)
		whatif_sums_shift(s, &v[i], &other[i]);
	arena_fini(&mem);
}

/* *ret_refused: a change was. */
static enum problem_code play_direct(struct run *r, const struct market *then, struct mark at, const struct whatif_way *way, bool whole, bool *ret_refused, struct jw *j, struct problem *p)
{
	struct player y = { 0 };
	struct course c;
	struct arena mem;
	const struct effect *v;
	uint64_t sessions, strangers;
	*ret_refused = false;
	enum problem_code code = whatif_create(market_fork(then), r->job->q.seat, &y.w, p);
	if (code)
		return code;
	arena_init(&mem, 0);
	begin_at(r, at);
	int64_t began_us = pace_now_us();
	if ((code = course_begin(whatif_market(y.w), r->job->q.seat, &mem, &c, p)) || (*ret_refused = (code = change(r, &y, way, p)) != PROBLEM_NONE) || (code = play(r, &y, INT64_MAX, p)))
		goto out;
	if (r->hours)
		r->job->direct_us = (pace_now_us() - began_us) / r->hours;
	struct whatif_sums s;
	whatif_sums_init(&s);
	sum_up(&s, y.w, &c);
	whatif_effects(y.w, &v, &sessions, &strangers);
	jw_ki64(j, "sessions", (int64_t)sessions);
	jw_ki64(j, "strangers", (int64_t)strangers);
	whatif_sums_write(&s, whatif_market(y.w), r->job->q.world, whole, j);
	whatif_sums_fini(&s);
out:
	whatif_destroy(y.w);
	arena_fini(&mem);
	return code;
}

static enum problem_code run_direct(struct run *r, const struct market *then, struct jw *j, struct problem *p)
{
	const struct whatif_question *q = &r->job->q;
	struct mark at = r->mark;
	bool refused;
	if (q->n_ways == 1)
		return play_direct(r, then, at, &q->ways[0], true, &refused, j, p);
	jw_key(j, "ways");
	jw_array(j);
	for (int i = 0; i < q->n_ways; i++) {
		jw_object(j);
		enum problem_code code = play_direct(r, then, at, &q->ways[i], false, &refused, j, p);
		if (code && !refused)
			return code;
		if (code)
			whatif_problem_write(p, j);
		jw_end_object(j);
	}
	jw_end_array(j);
	return PROBLEM_NONE;
}

/* ---- total ---- */

struct fork {
	struct player y;
	struct course c;
	struct arena mem;
};

static enum problem_code play_fork(struct run *r, const struct market *then, struct mark at, uint64_t luck, const struct whatif_way *way, struct fork *f, struct problem *p)
{
	arena_init(&f->mem, 0);
	f->y = (struct player){ .m = market_fork(then), .loose = true };
	market_keep_stores(f->y.m);
	market_other_luck(f->y.m, luck);
	begin_at(r, at);
	int64_t began_us = pace_now_us();
	enum problem_code code = course_begin(f->y.m, r->job->q.seat, &f->mem, &f->c, p);
	if (!code && way)
		code = change(r, &f->y, way, p);
	if (!code)
		code = play(r, &f->y, INT64_MAX, p);
	if (!code && r->hours)
		r->job->plain_us = (pace_now_us() - began_us) / r->hours;
	return code;
}

static void add_fork(struct whatif_sums *s, const struct fork *f, enum whatif_side side)
{
	struct course_row *v;
	struct arena mem;
	arena_init(&mem, 1 << 20);
	uint32_t n = course_rows(f->y.m, &f->c, &mem, &v);
	for (uint32_t i = 0; i < n; i++) {
		whatif_sums_add(s, &v[i], side);
		whatif_sums_query(s, &v[i], side);
	}
	arena_fini(&mem);
}

static void fork_fini(struct fork *f)
{
	market_destroy(f->y.m);
	arena_fini(&f->mem);
}

static enum problem_code run_total(struct run *r, const struct market *then, struct jw *j, struct problem *p)
{
	struct course_sum difference[WHATIF_PAIRS];
	struct mark at = r->mark;
	enum problem_code code = PROBLEM_NONE;
	for (int pair = 0; pair <= WHATIF_PAIRS && !code; pair++) {
		struct fork real = { 0 }, other = { 0 };
		struct whatif_sums s;
		whatif_sums_init(&s);
		if (!(code = play_fork(r, then, at, (uint64_t)pair, NULL, &real, p)) && !(code = play_fork(r, then, at, (uint64_t)pair, &r->job->q.ways[0], &other, p))) {
			add_fork(&s, &real, WHATIF_REAL);
			add_fork(&s, &other, WHATIF_OTHER);
			if (!pair)
				whatif_sums_write(&s, other.y.m, r->job->q.world, true, j);
			else {
				difference[pair - 1] = s.other;
				course_add(&difference[pair - 1], &s.real, -1);
			}
		}
		whatif_sums_fini(&s);
		fork_fini(&real);
		fork_fini(&other);
	}
	if (!code)
		whatif_pairs_write(difference, WHATIF_PAIRS, j);
	return code;
}

enum problem_code whatif_run(struct whatif_job *job, struct str data_dir, struct str database_url, struct problem *p)
{
	struct run r = { .job = job };
	struct market *then = NULL;
	struct buf url;
	struct jw j;
	buf_init(&url, 4096);
	arena_init(&r.page, 256 << 10);
	db_place(data_dir, database_url, job->q.db_name, &url);
	enum problem_code code = db_open(buf_span(&url), DB_READ, &r.db, p);
	if (!code)
		code = restore(&r, &then, p);
	if (!code) {
		buf_clear(&job->result);
		jw_init(&j, &job->result);
		jw_object(&j);
		code = job->q.total ? run_total(&r, then, &j, p) : run_direct(&r, then, &j, p);
		if (!code)
			jw_end_object(&j);
	}
	if (!code && job->result.full)
		code = problem_set(p, PROBLEM_INTERNAL, "", "what-if", NULL);
	market_destroy(then);
	db_close(r.db);
	arena_fini(&r.page);
	buf_fini(&url);
	return code;
}
