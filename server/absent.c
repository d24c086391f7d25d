#include "server/absent.h"
#include "base/calendar.h"
#include "school/settings.h"
#include "server/lessons.h"

#include <stdio.h>

enum { COUNTS_MAX = 5000 };

/* {"absent":"2026-11-28"} */
static struct str reason(struct arena *a, int64_t day)
{
	char text[CAL_TEXT_MAX];
	cal_format_date(day, text);
	return arena_printf(a, "{\"absent\":\"%s\"}", text);
}

static enum problem_code excuse_missed(struct db *db, struct arena *a, const struct seat_row *seat, const struct lesson *l, int64_t day, int *ret_n, struct problem *p)
{
	struct lesson_run run;
	struct school_settings school;
	enum problem_code code = lesson_run_get(db, a, seat->market, &run, p);
	if (code || (code = school_settings(db, a, &school, p)))
		return code;
	int last = -1;
	for (int i = 0; i < l->n_stages; i++)
		last = str_eq(l->stage[i].id, run.stage) ? i : last;
	if (!run.started_s || zone_day(school.time_zone, run.started_s) > day)
		return PROBLEM_NONE;
	for (int i = 0; i <= last && !code; i++)
		for (int k = 0; k < l->stage[i].n_steps && !code; k++) {
			struct step_row row = { seat->seat, l->stage[i].steps[k], STEP_EXCUSED, school_now_s(), 0, reason(a, day) };
			bool is_new = false;
			code = lesson_step(l, row.step) ? step_keep(db, seat->market, &row, &is_new, p) : PROBLEM_NONE;
			*ret_n += !code && is_new;
		}
	return code;
}

enum problem_code absent_excuse(struct server *s, struct db *db, struct arena *a, const struct seat_row *seat, int64_t day, bool excused, uint64_t actor,
	int *ret_n, struct problem *p)
{
	const struct lesson *l;
	int n = 0;
	enum problem_code code = lessons_of(server_lessons(s), db, seat->market, &l, p);
	if (!code && l && excused)
		code = excuse_missed(db, a, seat, l, day, &n, p);
	else if (!code && !excused)
		code = step_unexcuse_for(db, seat->market, seat->seat, reason(a, day), &n, p);
	if (!code && n)
		code = audit_add(db, actor, excused ? "lesson.excuse" : "lesson.unexcuse", seat->person, reason(a, day), p);
	if (!code && n)
		lessons_tell(server_lessons(s), seat->market, seat->seat);
	*ret_n = n;
	return code;
}

enum problem_code absent_follow(struct server *s, struct db *db, struct arena *a, uint64_t class_id, uint64_t person, int64_t day, enum attendance state,
	uint64_t actor, struct problem *p)
{
	struct seat_row *seats;
	int n, changed;
	enum problem_code code = seat_list(db, a, 0, person, &seats, &n, p);
	for (int i = 0; i < n && !code; i++)
		if (seats[i].class_id == class_id && !seats[i].demo)
			code = absent_excuse(s, db, a, &seats[i], day, state == ATTENDANCE_ABSENT || state == ATTENDANCE_EXCUSED, actor, &changed, p);
	return code;
}

static const char COUNTS[] = "SELECT s.person, s.market, COUNT(*) FROM step_done d JOIN seat s ON s.market = d.market AND s.seat = d.seat JOIN market m ON m.id = s.market\n"
			     "WHERE m.class_id = ?1 AND d.state = 2 AND d.evidence = ?2 GROUP BY s.person, s.market ORDER BY s.person, s.market LIMIT 5000";

enum problem_code absent_counts(struct db *db, struct arena *a, uint64_t class_id, int64_t day, struct absent_count **ret, int *ret_n, struct problem *p)
{
	struct absent_count *rows = ARENA_ARRAY(a, struct absent_count, COUNTS_MAX);
	int n = 0;
	struct stmt *q = db_stmt(db, COUNTS);
	db_bind_u64(q, 1, class_id);
	db_bind_str(q, 2, reason(a, day));
	while (n < COUNTS_MAX && db_step(q))
		rows[n++] = (struct absent_count){ db_u64(q, 0), db_u64(q, 1), (int)db_i64(q, 2) };
	enum problem_code code = db_end(q, p);
	if (!code) {
		*ret = rows;
		*ret_n = n;
	}
	return code;
}
