#include "school/privacy.h"
#include "base/calendar.h"
#include "base/hash.h"
#include "school/attendance.h"
#include "school/roster.h"
#include "school/session.h"
#include "school/settings.h"

#include <stdio.h>
#include <string.h>

void pseudonym(uint64_t person, char ret[PSEUDONYM_MAX])
{
	static const char signs[] = "ACDEFHJKLMNPQRTUVWXY23456789";
	uint64_t v = hash_u64(0x70736575646f6e79, person);
	char code[6];
	for (int i = 0; i < 5; i++, v /= sizeof signs - 1)
		code[i] = signs[v % (sizeof signs - 1)];
	code[5] = 0;
	snprintf(ret, PSEUDONYM_MAX, "学生 %s", code);
}

bool person_is_erased(const struct person *person)
{
	return str_starts(person->login, STR("~"));
}

/* ---- looks ---- */

enum { LOOK_ONCE_S = 600 };

static const char LOOKED[] = "SELECT COUNT(*) FROM audit WHERE subject = ?1 AND at_s > ?2 AND actor = ?3 AND what = 'look' AND detail = ?4";

enum problem_code audit_look(struct db *db, uint64_t actor, uint64_t person, uint64_t market, const char *what, struct problem *p)
{
	char detail[64] = "", id[ID_TEXT_MAX] = "-";
	int64_t n = 0;
	if (market)
		id_format(market, id);
	snprintf(detail, sizeof detail, "%s %.40s", id, what);
	struct stmt *q = db_stmt(db, LOOKED);
	db_bind_u64(q, 1, person);
	db_bind_i64(q, 2, school_now_s() - LOOK_ONCE_S);
	db_bind_u64(q, 3, actor);
	db_bind_str(q, 4, str_c(detail));
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	return code || n ? code : audit_add(db, actor, "look", person, str_c(detail), p);
}

static const char LOOKS[] = "SELECT a.at_s, a.detail, p.display_name FROM audit a LEFT JOIN person p ON p.id = a.actor\n"
			    "WHERE a.subject = ?1 AND a.what = 'look' ORDER BY a.at_s DESC, a.id DESC LIMIT ?2";

enum problem_code look_list(struct db *db, struct arena *a, uint64_t person, int max, struct look *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, LOOKS);
	db_bind_u64(q, 1, person);
	db_bind_i64(q, 2, max);
	while (n < max && db_step(q)) {
		struct str detail = arena_str(a, db_str(q, 1)), id;
		ret[n] = (struct look){ .at_s = db_i64(q, 0), .by = arena_str(a, db_str(q, 2)) };
		str_next(&detail, ' ', &id);
		id_parse(id, &ret[n].market);
		ret[n++].what = detail;
	}
	enum problem_code code = db_end(q, p);
	for (int i = 0; !code && i < n; i++) {
		struct market_row market;
		if (ret[i].market && !(code = registry_find(db, a, ret[i].market, &market, p)))
			ret[i].market_name = market.name;
		if (code == PROBLEM_NOT_FOUND)
			code = PROBLEM_NONE;
	}
	if (!code)
		*ret_n = n;
	return code;
}

/* ---- export ---- */

static void real_time(struct jw *j, const char *key, int64_t at_s)
{
	jw_key(j, key);
	if (at_s) {
		char minute[CAL_TEXT_MAX];
		cal_format(cal_floor_div(at_s, 60), minute);
		jw_cstr(j, minute);
	} else {
		jw_null(j);
	}
}

/* A query about one person, each row written as an object. */
static enum problem_code list(struct db *db, uint64_t person, const char *key, const char *sql, void (*write)(struct jw *j, struct stmt *q), struct jw *j,
	struct problem *p)
{
	struct stmt *q = db_stmt(db, sql);
	db_bind_u64(q, 1, person);
	jw_key(j, key);
	jw_array(j);
	while (db_step(q)) {
		jw_object(j);
		write(j, q);
		jw_end_object(j);
	}
	jw_end_array(j);
	return db_end(q, p);
}

static const char EXPORT_CLASSES[] = "SELECT c.id, c.name FROM class_member m JOIN class c ON c.id = m.class_id WHERE m.person = ?1 ORDER BY c.id LIMIT 500";
static const char EXPORT_ROSTERS[] = "SELECT c.name, r.number, r.note, r.claimed_s, r.left_s FROM roster r JOIN class c ON c.id = r.class_id\n"
				     "WHERE r.person = ?1 ORDER BY r.id LIMIT 500";
static const char EXPORT_SEATS[] = "SELECT s.market, m.name, s.seat FROM seat s JOIN market m ON m.id = s.market WHERE s.person = ?1 ORDER BY s.market LIMIT 1000";
static const char EXPORT_ATTENDANCE[] = "SELECT c.name, a.day, a.state, a.first_s FROM attendance a JOIN class c ON c.id = a.class_id\n"
					"WHERE a.person = ?1 ORDER BY a.day LIMIT 5000";
static const char EXPORT_SIGN_INS[] = "SELECT at_s, what, result, browser FROM sign_in WHERE person = ?1 ORDER BY at_s, id LIMIT 10000";
static const char EXPORT_SESSIONS[] = "SELECT seen_s, expires_s, ended FROM session WHERE person = ?1 ORDER BY seen_s LIMIT 1000";
static const char EXPORT_DRAFTS[] = "SELECT draft_key, updated_s, body FROM draft WHERE person = ?1 ORDER BY draft_key LIMIT 200";
static const char EXPORT_STEPS[] = "SELECT d.market, d.step, d.at_s, d.points, d.evidence FROM step_done d JOIN seat s ON s.market = d.market AND s.seat = d.seat\n"
				   "WHERE s.person = ?1 ORDER BY d.at_s LIMIT 5000";
static const char EXPORT_TRIES[] = "SELECT d.market, d.item, d.at_s, d.points, d.evidence FROM step_log d JOIN seat s ON s.market = d.market AND s.seat = d.seat\n"
				   "WHERE s.person = ?1 ORDER BY d.market, d.n LIMIT 10000";
static const char EXPORT_GIVEN[] = "SELECT g.market, g.at_s, g.text FROM mark_given g JOIN seat s ON s.market = g.market AND s.seat = g.seat\n"
				   "WHERE s.person = ?1 ORDER BY g.market, g.n LIMIT 5000";
static const char EXPORT_MARKS[] = "SELECT k.market, k.at_s, k.hash, k.body FROM mark_kept k JOIN seat s ON s.market = k.market AND s.seat = k.seat\n"
				   "WHERE s.person = ?1 ORDER BY k.market, k.n LIMIT 1000";
static const char EXPORT_HANDS[] = "SELECT h.market, h.raised_ms / 1000, h.text FROM hand h JOIN seat s ON s.market = h.market AND s.seat = h.seat\n"
				   "WHERE s.person = ?1 ORDER BY h.raised_ms LIMIT 1000";
static const char EXPORT_REMARKS[] = "SELECT r.market, r.at_ms / 1000, r.text FROM remark r JOIN seat s ON s.market = r.market AND s.seat = r.seat\n"
				     "WHERE s.person = ?1 ORDER BY r.at_ms LIMIT 5000";
static const char EXPORT_AUDIT[] = "SELECT a.at_s, a.what, a.actor, a.subject, a.detail, o.role FROM audit a LEFT JOIN person o ON o.id = a.actor\n"
				   "WHERE a.subject = ?1 OR a.actor = ?1 ORDER BY a.at_s, a.id LIMIT 10000";

static void write_class(struct jw *j, struct stmt *q)
{
	jw_kid(j, "class", db_u64(q, 0));
	jw_kstr(j, "name", db_str(q, 1));
}

static void write_roster(struct jw *j, struct stmt *q)
{
	jw_kstr(j, "class_name", db_str(q, 0));
	jw_kstr(j, "number", db_str(q, 1));
	jw_kstr(j, "note", db_str(q, 2));
	real_time(j, "claimed_at_real", db_i64(q, 3));
	real_time(j, "left_at_real", db_i64(q, 4));
}

static void write_seat(struct jw *j, struct stmt *q)
{
	jw_kid(j, "market", db_u64(q, 0));
	jw_kstr(j, "market_name", db_str(q, 1));
	jw_kid(j, "seat", db_u64(q, 2));
}

static void write_attendance(struct jw *j, struct stmt *q)
{
	char day[CAL_TEXT_MAX];
	int64_t state = db_i64(q, 2);
	cal_format_date(db_i64(q, 1), day);
	jw_kstr(j, "class_name", db_str(q, 0));
	jw_kcstr(j, "day", day);
	jw_kcstr(j, "state", attendance_names[state >= 0 && state < ATTENDANCE_MAX ? state : 0]);
	real_time(j, "signed_in_at_real", db_i64(q, 3));
}

static void write_sign_in(struct jw *j, struct stmt *q)
{
	real_time(j, "at_real", db_i64(q, 0));
	jw_kstr(j, "what", db_str(q, 1));
	jw_kstr(j, "result", db_str(q, 2));
	jw_kstr(j, "browser", db_str(q, 3));
}

static void write_session(struct jw *j, struct stmt *q)
{
	real_time(j, "seen_at_real", db_i64(q, 0));
	real_time(j, "expires_at_real", db_i64(q, 1));
	jw_kstr(j, "ended", db_str(q, 2));
}

static void write_draft(struct jw *j, struct stmt *q)
{
	jw_kstr(j, "key", db_str(q, 0));
	real_time(j, "updated_at_real", db_i64(q, 1));
	jw_key(j, "body");
	jw_raw(j, db_str(q, 2));
}

static void write_step(struct jw *j, struct stmt *q)
{
	jw_kid(j, "market", db_u64(q, 0));
	jw_kstr(j, "step", db_str(q, 1));
	real_time(j, "at_real", db_i64(q, 2));
	jw_ki64(j, "points", db_i64(q, 3));
	jw_kstr(j, "evidence", db_str(q, 4));
}

static void write_mark(struct jw *j, struct stmt *q)
{
	jw_kid(j, "market", db_u64(q, 0));
	real_time(j, "at_real", db_i64(q, 1));
	jw_kstr(j, "hash", db_str(q, 2));
	jw_kstr(j, "mark", db_str(q, 3));
}

static void write_words(struct jw *j, struct stmt *q)
{
	jw_kid(j, "market", db_u64(q, 0));
	real_time(j, "at_real", db_i64(q, 1));
	jw_kstr(j, "text", db_str(q, 2));
}

static void write_audit(struct jw *j, struct stmt *q)
{
	real_time(j, "at_real", db_i64(q, 0));
	jw_kstr(j, "what", db_str(q, 1));
	jw_kcstr(j, "by", db_u64(q, 2) == 0 ? "command" : db_u64(q, 2) == db_u64(q, 3) ? "self" : role_name((enum role)db_i64(q, 5)));
	jw_kstr(j, "detail", db_str(q, 4));
}

enum problem_code person_export(struct db *db, struct arena *a, const struct person *person, export_more *more, void *arg, struct jw *j, struct problem *p)
{
	char name[PSEUDONYM_MAX];
	uint64_t id = person->id;
	enum problem_code code;
	pseudonym(id, name);
	jw_object(j);
	jw_kcstr(j, "pseudonym", name);
	real_time(j, "made_at_real", school_now_s());
	jw_key(j, "person");
	jw_object(j);
	jw_kid(j, "id", id);
	jw_kstr(j, "display_name", person->display_name);
	jw_key(j, "login");
	if (person_has_pin_login(person))
		jw_null(j);
	else
		jw_str(j, person->login);
	jw_kcstr(j, "role", role_name(person->role));
	jw_kcstr(j, "lang", person->lang == LANG_EN ? "en" : "zh");
	jw_kbool(j, "disabled", person->disabled);
	jw_kbool(j, "has_secret", *person->hash != 0); /* a PIN or password itself is nowhere */
	real_time(j, "created_at_real", person->created_s);
	jw_end_object(j);
	if ((code = list(db, id, "classes", EXPORT_CLASSES, write_class, j, p)) || (code = list(db, id, "rosters", EXPORT_ROSTERS, write_roster, j, p)) ||
		(code = list(db, id, "seats", EXPORT_SEATS, write_seat, j, p)) || (code = list(db, id, "attendance", EXPORT_ATTENDANCE, write_attendance, j, p)) ||
		(code = list(db, id, "sign_ins", EXPORT_SIGN_INS, write_sign_in, j, p)) ||
		(code = list(db, id, "sessions", EXPORT_SESSIONS, write_session, j, p)) || (code = list(db, id, "drafts", EXPORT_DRAFTS, write_draft, j, p)) ||
		(code = list(db, id, "lesson_steps", EXPORT_STEPS, write_step, j, p)) ||
		(code = list(db, id, "lesson_record", EXPORT_TRIES, write_step, j, p)) || (code = list(db, id, "mark_words", EXPORT_GIVEN, write_words, j, p)) ||
		(code = list(db, id, "marks", EXPORT_MARKS, write_mark, j, p)) ||
		(code = list(db, id, "hands", EXPORT_HANDS, write_words, j, p)) || (code = list(db, id, "remarks", EXPORT_REMARKS, write_words, j, p)) ||
		(code = list(db, id, "audit", EXPORT_AUDIT, write_audit, j, p)) ||
		(more && (code = more(arg, j, p))))
		return code;
	jw_end_object(j);
	return PROBLEM_NONE;
}

/* ---- erasing ---- */

/* What is kept by person. A new table with personal text adds its line here, and to the export above. */
static const char *const forget[] = {
	"DELETE FROM session WHERE person = ?1",
	"DELETE FROM draft WHERE person = ?1",
	"DELETE FROM sign_in WHERE person = ?1",
	"DELETE FROM attendance WHERE person = ?1",
	"DELETE FROM roster WHERE person = ?1",
	"DELETE FROM class_member WHERE person = ?1",
	"DELETE FROM audit WHERE subject = ?1 OR actor = ?1",
	/* by seat */
	"UPDATE step_done SET evidence = '' WHERE EXISTS\n"
	"  (SELECT 1 FROM seat s WHERE s.market = step_done.market AND s.seat = step_done.seat AND s.person = ?1)",
	"UPDATE step_log SET evidence = '' WHERE EXISTS (SELECT 1 FROM seat s WHERE s.market = step_log.market AND s.seat = step_log.seat AND s.person = ?1)",
	"UPDATE mark_given SET text = '' WHERE EXISTS (SELECT 1 FROM seat s WHERE s.market = mark_given.market AND s.seat = mark_given.seat AND s.person = ?1)",
	"UPDATE mark_kept SET body = '' WHERE EXISTS (SELECT 1 FROM seat s WHERE s.market = mark_kept.market AND s.seat = mark_kept.seat AND s.person = ?1)",
	"DELETE FROM hand WHERE EXISTS (SELECT 1 FROM seat s WHERE s.market = hand.market AND s.seat = hand.seat AND s.person = ?1)",
	"DELETE FROM remark WHERE EXISTS (SELECT 1 FROM seat s WHERE s.market = remark.market AND s.seat = remark.seat AND s.person = ?1)",
	"DELETE FROM attempt WHERE login = (SELECT login FROM person WHERE id = ?1)",
};
static const char RENAME[] = "UPDATE person SET login = ?2, display_name = ?3, password_hash = '', disabled = 1 WHERE id = ?1";

enum problem_code person_erase(struct db *db, uint64_t person, uint64_t actor, int64_t now_s, struct problem *p)
{
	char name[PSEUDONYM_MAX], login[ID_TEXT_MAX + 1] = "~";
	enum problem_code code;
	pseudonym(person, name);
	id_format(person, login + 1);
	for (size_t i = 0; i < sizeof forget / sizeof *forget; i++) {
		struct stmt *q = db_stmt(db, forget[i]);
		db_bind_u64(q, 1, person);
		if ((code = db_run(q, p)))
			return code;
	}
	struct stmt *q = db_stmt(db, RENAME);
	db_bind_u64(q, 1, person);
	db_bind_str(q, 2, str_c(login));
	db_bind_str(q, 3, str_c(name));
	if ((code = db_run(q, p)))
		return code;
	return audit_add(db, actor, "person.erase", person, str_c(name), p);
}

/* ---- keeping ---- */

static enum problem_code prune(struct db *db, const char *sql, int64_t before, struct problem *p)
{
	struct stmt *q = db_stmt(db, sql);
	db_bind_i64(q, 1, before);
	return db_run(q, p);
}

static const char PRUNE_SIGN_INS[] = "DELETE FROM sign_in WHERE at_s < ?1";
static const char PRUNE_AUDIT[] = "DELETE FROM audit WHERE at_s < ?1";
static const char PRUNE_ATTENDANCE[] = "DELETE FROM attendance WHERE day < ?1";
static const char PRUNE_DRAFTS[] = "DELETE FROM draft WHERE updated_s < ?1";

enum problem_code school_prune(struct db *db, int64_t now_s, struct problem *p)
{
	enum { MONTH_S = 2629746 }; /* a twelfth of a year */
	struct arena a;
	struct school_settings s;
	arena_init(&a, 1024);
	enum problem_code code = school_settings(db, &a, &s, p);
	arena_fini(&a);
	if (code || (code = prune(db, PRUNE_SIGN_INS, now_s - s.keep_sign_ins_months * MONTH_S, p)) ||
		(code = prune(db, PRUNE_AUDIT, now_s - s.keep_audit_months * MONTH_S, p)) ||
		(code = prune(db, PRUNE_ATTENDANCE, (now_s - s.keep_audit_months * MONTH_S) / 86400, p)) ||
		(code = prune(db, PRUNE_DRAFTS, now_s - s.keep_drafts_months * MONTH_S, p)))
		return code;
	return session_prune(db, now_s, p);
}
