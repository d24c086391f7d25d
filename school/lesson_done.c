/* What students have done of a lesson: the tables step_done and lesson_run. */
#include "school/marks_kept.h"
#include "school/person.h"

#include <stdio.h>

enum { DONE_MAX = 200 * LESSON_STEPS_MAX };

const char *const step_state_name[] = { "open", "done", "excused" };

static const char LIST[] = "SELECT seat, step, state, at_s, points, evidence FROM step_done\n"
			   "WHERE market = ?1 AND (CAST(?2 AS BIGINT) = 0 OR seat = ?2) ORDER BY seat, at_s, step LIMIT 8000";

enum problem_code step_list(struct db *db, struct arena *a, uint64_t market, uint64_t seat, struct step_row **ret, int *ret_n, struct problem *p)
{
	struct step_row *rows = ARENA_ARRAY(a, struct step_row, seat ? LESSON_STEPS_MAX * 4 : DONE_MAX);
	int n = 0, max = seat ? LESSON_STEPS_MAX * 4 : DONE_MAX;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	while (n < max && db_step(q)) {
		rows[n++] = (struct step_row){ .seat = db_u64(q, 0),
			.step = arena_str(a, db_str(q, 1)),
			.state = (enum step_state)db_i64(q, 2),
			.at_s = db_i64(q, 3),
			.points = db_i64(q, 4),
			.evidence = arena_str(a, db_str(q, 5)) };
	}
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}

/* An excuse may become done, never the other way round. 1 is STEP_DONE. */
static const char KEEP[] = "INSERT INTO step_done (market, seat, step, state, at_s, points, evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)\n"
			   "ON CONFLICT (market, seat, step) DO UPDATE SET state = excluded.state, at_s = excluded.at_s, points = excluded.points,\n"
			   "evidence = excluded.evidence WHERE step_done.state <> 1 AND excluded.state = 1";

enum problem_code step_keep(struct db *db, uint64_t market, const struct step_row *row, bool *ret_new, struct problem *p)
{
	struct stmt *q = db_stmt(db, KEEP);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, row->seat);
	db_bind_str(q, 3, row->step);
	db_bind_i64(q, 4, row->state);
	db_bind_i64(q, 5, row->at_s);
	db_bind_i64(q, 6, row->points);
	db_bind_str(q, 7, row->evidence);
	enum problem_code code = db_run(q, p);
	bool is_new = !code && db_changes(db) > 0;
	if (is_new)
		code = step_say(db, market, &(struct step_said){ 0, row->at_s, row->points, row->seat, row->step,
			row->state == STEP_DONE ? STEP_SAID_DONE : STEP_SAID_EXCUSED, row->evidence }, p);
	if (!code)
		*ret_new = is_new;
	return code;
}

static enum problem_code say_open(struct db *db, uint64_t market, uint64_t seat, struct str step, struct problem *p)
{
	return step_say(db, market, &(struct step_said){ 0, school_now_s(), 0, seat, step, STEP_SAID_OPEN, STR("") }, p);
}

static const char UNEXCUSE[] = "DELETE FROM step_done WHERE market = ?1 AND seat = ?2 AND step = ?3 AND state = 2";

enum problem_code step_unexcuse(struct db *db, uint64_t market, uint64_t seat, struct str step, bool *ret_new, struct problem *p)
{
	struct stmt *q = db_stmt(db, UNEXCUSE);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_str(q, 3, step);
	enum problem_code code = db_run(q, p);
	bool is_new = !code && db_changes(db) > 0;
	if (is_new)
		code = say_open(db, market, seat, step, p);
	if (!code)
		*ret_new = is_new;
	return code;
}

static const char UNEXCUSE_FOR[] = "DELETE FROM step_done WHERE market = ?1 AND seat = ?2 AND evidence = ?3 AND state = 2";
static const char EXCUSED_FOR[] = "SELECT COUNT(*) FROM step_done WHERE market = ?1 AND seat = ?2 AND evidence = ?3 AND state = 2";

static const char UNEXCUSED[] = "SELECT step FROM step_done WHERE market = ?1 AND seat = ?2 AND evidence = ?3 AND state = 2 ORDER BY step LIMIT 40";

enum problem_code step_unexcuse_for(struct db *db, uint64_t market, uint64_t seat, struct str evidence, int *ret_n, struct problem *p)
{
	char steps[LESSON_STEPS_MAX][64];
	int n = 0;
	struct stmt *q = db_stmt(db, UNEXCUSED);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_str(q, 3, evidence);
	while (n < LESSON_STEPS_MAX && db_step(q)) {
		snprintf(steps[n], sizeof steps[n], "%.*s", STR_FMT(db_str(q, 0)));
		n++;
	}
	enum problem_code code = db_end(q, p);
	if (code)
		return code;
	q = db_stmt(db, UNEXCUSE_FOR);
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_str(q, 3, evidence);
	code = db_run(q, p);
	int deleted = (int)db_changes(db);
	for (int i = 0; i < n && !code; i++)
		code = say_open(db, market, seat, str_c(steps[i]), p);
	if (!code)
		*ret_n = deleted;
	return code;
}

enum problem_code step_excused_for(struct db *db, uint64_t market, uint64_t seat, struct str evidence, int *ret_n, struct problem *p)
{
	struct stmt *q = db_stmt(db, EXCUSED_FOR);
	int n = 0;
	db_bind_u64(q, 1, market);
	db_bind_u64(q, 2, seat);
	db_bind_str(q, 3, evidence);
	while (db_step(q))
		n = (int)db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

static const char RUN[] = "SELECT stage, started_s, stage_s FROM lesson_run WHERE market = ?1";

enum problem_code lesson_run_get(struct db *db, struct arena *a, uint64_t market, struct lesson_run *ret, struct problem *p)
{
	struct lesson_run run = { .stage = STR("") };
	struct stmt *q = db_stmt(db, RUN);
	db_bind_u64(q, 1, market);
	while (db_step(q))
		run = (struct lesson_run){ arena_str(a, db_str(q, 0)), db_i64(q, 1), db_i64(q, 2) };
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = run;
	return code;
}

static const char RUN_PUT[] = "INSERT INTO lesson_run (market, stage, started_s, stage_s) VALUES (?1, ?2, ?3, ?4)\n"
			      "ON CONFLICT (market) DO UPDATE SET stage = excluded.stage, started_s = excluded.started_s, stage_s = excluded.stage_s";

enum problem_code lesson_run_put(struct db *db, uint64_t market, const struct lesson_run *run, struct problem *p)
{
	struct stmt *q = db_stmt(db, RUN_PUT);
	db_bind_u64(q, 1, market);
	db_bind_str(q, 2, run->stage);
	db_bind_i64(q, 3, run->started_s);
	db_bind_i64(q, 4, run->stage_s);
	return db_run(q, p);
}

enum problem_code lesson_progress(struct db *db, const struct lesson *l, uint64_t market, uint64_t seat, struct lesson_progress *ret, struct problem *p)
{
	struct arena a;
	struct step_row *rows;
	struct lesson_progress done = { .total = l->n_steps, .points_total = l->points };
	int n;
	arena_init(&a, 0);
	enum problem_code code = step_list(db, &a, market, seat, &rows, &n, p);
	for (int i = 0; !code && i < n; i++) {
		if (!lesson_step(l, rows[i].step))
			continue;
		done.done += rows[i].state == STEP_DONE;
		done.excused += rows[i].state == STEP_EXCUSED;
		done.points += rows[i].points;
	}
	arena_fini(&a);
	if (!code)
		*ret = done;
	return code;
}
