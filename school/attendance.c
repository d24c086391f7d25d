#include "school/attendance.h"
#include "school/settings.h"
#include "text/order.h"

#include <stdlib.h>
#include <string.h>

const char *const attendance_names[ATTENDANCE_MAX] = { "auto", "present", "late", "absent", "excused" };

bool attendance_find(struct str name, enum attendance *ret)
{
	for (int i = 0; i < ATTENDANCE_MAX; i++)
		if (str_eq(name, str_c(attendance_names[i]))) {
			*ret = (enum attendance)i;
			return true;
		}
	return false;
}

static enum attendance state_of(enum attendance said, int64_t first_s)
{
	return said ? said : first_s ? ATTENDANCE_PRESENT : ATTENDANCE_ABSENT;
}

struct keyed {
	struct str key;
	struct attendance_row row;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : str_cmp(x->row.number, y->row.number);
}

static const char LIST[] = "SELECT m.person, p.display_name, r.number, a.state, a.first_s FROM class_member m JOIN person p ON p.id = m.person\n"
			   "LEFT JOIN roster r ON r.class_id = m.class_id AND r.person = m.person AND r.left_s = 0\n"
			   "LEFT JOIN attendance a ON a.class_id = m.class_id AND a.person = m.person AND a.day = ?2\n"
			   "WHERE m.class_id = ?1 LIMIT 200";

enum problem_code attendance_list(struct db *db, struct arena *a, uint64_t class_id, int64_t day, struct attendance_row **ret, int *ret_n, struct problem *p)
{
	struct keyed *rows = ARENA_ARRAY(a, struct keyed, CLASS_MEMBERS_MAX + 1);
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, class_id);
	db_bind_i64(q, 2, day);
	while (n < CLASS_MEMBERS_MAX && db_step(q)) {
		struct attendance_row *row = &rows[n].row;
		*row = (struct attendance_row){ .person = db_u64(q, 0), .name = arena_str(a, db_str(q, 1)), .number = arena_str(a, db_str(q, 2)), .first_s = db_i64(q, 4) };
		enum attendance said = (enum attendance)db_i64(q, 3);
		row->by_teacher = said != ATTENDANCE_AUTO;
		row->state = state_of(said, row->first_s);
		rows[n++].key = text_order_key(row->name, a);
	}
	enum problem_code code = db_end(q, p);
	if (code)
		return code;
	qsort(rows, (size_t)n, sizeof *rows, by_key);
	struct attendance_row *sorted = ARENA_ARRAY(a, struct attendance_row, n + 1);
	for (int i = 0; i < n; i++)
		sorted[i] = rows[i].row;
	*ret = sorted;
	*ret_n = n;
	return PROBLEM_NONE;
}

static const char DAYS[] = "SELECT DISTINCT day FROM attendance WHERE class_id = ?1 ORDER BY day DESC LIMIT ?2";

enum problem_code attendance_days(struct db *db, uint64_t class_id, int max, int64_t *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, DAYS);
	db_bind_u64(q, 1, class_id);
	db_bind_i64(q, 2, max);
	while (n < max && db_step(q))
		ret[n++] = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

static const char SET[] = "INSERT INTO attendance (class_id, person, day, first_s, state, actor, at_s)\n"
			  "SELECT class_id, person, CAST(?3 AS BIGINT), 0, CAST(?4 AS BIGINT), CAST(?5 AS BIGINT), CAST(?6 AS BIGINT) FROM class_member WHERE class_id = ?1 AND person = ?2\n"
			  "ON CONFLICT (class_id, person, day) DO UPDATE SET state = excluded.state, actor = excluded.actor, at_s = excluded.at_s";

enum problem_code attendance_set(struct db *db, uint64_t class_id, uint64_t person, int64_t day, enum attendance state, uint64_t actor, int64_t now_s,
	struct problem *p)
{
	struct stmt *q = db_stmt(db, SET);
	db_bind_u64(q, 1, class_id);
	db_bind_u64(q, 2, person);
	db_bind_i64(q, 3, day);
	db_bind_i64(q, 4, state);
	db_bind_u64(q, 5, actor);
	db_bind_i64(q, 6, now_s);
	enum problem_code code = db_run(q, p);
	return !code && db_changes(db) == 0 ? problem_set(p, PROBLEM_NOT_FOUND, "", NULL) : code;
}

static const char STATE[] = "SELECT state, first_s FROM attendance WHERE class_id = ?1 AND person = ?2 AND day = ?3";

enum problem_code attendance_state(struct db *db, uint64_t class_id, uint64_t person, int64_t day, enum attendance *ret, struct problem *p)
{
	enum attendance state = ATTENDANCE_ABSENT;
	struct stmt *q = db_stmt(db, STATE);
	db_bind_u64(q, 1, class_id);
	db_bind_u64(q, 2, person);
	db_bind_i64(q, 3, day);
	while (db_step(q))
		state = state_of((enum attendance)db_i64(q, 0), db_i64(q, 1));
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = state;
	return code;
}

/* ---- signing in ---- */

const char *browser_family(struct str agent)
{
	/* the more special before those that they claim to be */
	static const char *const families[][2] = { { "MicroMessenger", "WeChat" }, { "QQBrowser", "QQ" }, { "360SE", "360" }, { "360EE", "360" }, { "QihooBrowser", "360" },
		{ "MetaSr", "Sogou" }, { "UBrowser", "UC" }, { "UCBrowser", "UC" }, { "LBBROWSER", "Liebao" }, { "2345Explorer", "2345" }, { "Edg", "Edge" },
		{ "OPR/", "Opera" }, { "Firefox/", "Firefox" }, { "Chrome/", "Chrome" }, { "Chromium/", "Chrome" }, { "Safari/", "Safari" }, { "Trident/", "IE" },
		{ "MSIE ", "IE" } };
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (str_find(agent, str_c(families[i][0]), 0) >= 0)
			return families[i][1];
	return "other";
}

static const char NOTE[] = "INSERT INTO sign_in (id, at_s, person, what, result, browser) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char COME[] = "INSERT INTO attendance (class_id, person, day, first_s, state, actor, at_s)\n"
			   "SELECT m.class_id, m.person, CAST(?2 AS BIGINT), CAST(?3 AS BIGINT), 0, 0, CAST(?3 AS BIGINT) FROM class_member m JOIN person p ON p.id = m.person WHERE m.person = ?1 AND p.role = 0\n"
			   "ON CONFLICT (class_id, person, day) DO UPDATE SET\n"
			   "  first_s = CASE WHEN attendance.first_s = 0 THEN excluded.first_s ELSE attendance.first_s END";

enum problem_code sign_in_note(struct db *db, uint64_t person, const char *what, enum problem_code result, struct str agent, int64_t now_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, NOTE);
	int64_t day = 0;
	db_bind_u64(q, 1, school_new_id());
	db_bind_i64(q, 2, now_s);
	db_bind_u64(q, 3, person);
	db_bind_str(q, 4, str_c(what));
	db_bind_str(q, 5, result ? str_c(problem_name(result)) : STR("ok"));
	db_bind_str(q, 6, str_c(browser_family(agent)));
	enum problem_code code = db_run(q, p);
	if (code || result || (code = school_today(db, &day, p)))
		return code;
	q = db_stmt(db, COME);
	db_bind_u64(q, 1, person);
	db_bind_i64(q, 2, day);
	db_bind_i64(q, 3, now_s);
	return db_run(q, p);
}

#define ROWS "SELECT s.id, s.person, s.at_s, p.display_name, s.what, s.result, s.browser FROM sign_in s JOIN person p ON p.id = s.person\n"
#define PAGE                                                                                                                                              \
	"AND (CAST(?2 AS BIGINT) = 0 OR s.at_s < ?2 OR (s.at_s = ?2 AND s.id < ?3))\n"                                                                    \
	"ORDER BY s.at_s DESC, s.id DESC LIMIT ?4"
static const char OF_CLASS[] = ROWS "WHERE s.person IN (SELECT m.person FROM class_member m WHERE m.class_id = ?1)\n" PAGE;
static const char OF_PERSON[] = ROWS "WHERE s.person = ?1\n" PAGE;

enum problem_code sign_in_list(struct db *db, struct arena *a, uint64_t class_id, uint64_t person, int64_t before_s, uint64_t before_id, int max,
	struct sign_in_row *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, class_id ? OF_CLASS : OF_PERSON);
	db_bind_u64(q, 1, class_id ? class_id : person);
	db_bind_i64(q, 2, before_s);
	db_bind_u64(q, 3, before_id);
	db_bind_i64(q, 4, max);
	while (n < max && db_step(q))
		ret[n++] = (struct sign_in_row){ .id = db_u64(q, 0), .person = db_u64(q, 1), .at_s = db_i64(q, 2), .name = arena_str(a, db_str(q, 3)),
			.what = arena_str(a, db_str(q, 4)), .result = arena_str(a, db_str(q, 5)), .browser = arena_str(a, db_str(q, 6)) };
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}
