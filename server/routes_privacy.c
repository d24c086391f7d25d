/* The school's settings, who came, who looked, and what is kept about somebody. */
#include "base/calendar.h"
#include "school/attendance.h"
#include "server/absent.h"
#include "server/export_acts.h"
#include "school/privacy.h"
#include "school/session.h"
#include "school/settings.h"
#include "server/routes.h"
#include "server/routes_roster.h"

#include <string.h>

const struct body_field school_body[] = { { "name", BODY_STR, false, 0, SCHOOL_NAME_MAX }, { "short_name", BODY_STR, false, 0, SCHOOL_SHORT_NAME_MAX },
	{ "time_zone", BODY_STR, false, 1, 60 }, { "keep_sign_ins_months", BODY_I64, false, 1, KEEP_MONTHS_MAX },
	{ "keep_audit_months", BODY_I64, false, 1, KEEP_MONTHS_MAX }, { "keep_drafts_months", BODY_I64, false, 1, KEEP_MONTHS_MAX }, { 0 } };
const struct body_field attendance_body[] = { { "state", BODY_STR, true, 1, 10 }, { "day", BODY_STR, false, 10, 10 }, { 0 } };
const struct body_field erase_body[] = { { "confirm", BODY_BOOL, true }, { 0 } };

/* ---- the school ---- */

static void answer_school(struct http_request *r, const struct school_settings *s)
{
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kstr(j, "name", s->name);
	jw_kstr(j, "short_name", s->short_name);
	jw_kstr(j, "time_zone", s->time_zone);
	jw_ki64(j, "keep_sign_ins_months", s->keep_sign_ins_months);
	jw_ki64(j, "keep_audit_months", s->keep_audit_months);
	jw_ki64(j, "keep_drafts_months", s->keep_drafts_months);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_school(struct http_request *r)
{
	struct problem p;
	struct school_settings s;
	if (school_settings(r->db, &r->arena, &s, &p))
		http_problem(r, &p);
	else
		answer_school(r, &s);
}

void put_school(struct http_request *r)
{
	struct problem p;
	struct school_settings s;
	if (school_settings(r->db, &r->arena, &s, &p)) {
		http_problem(r, &p);
		return;
	}
	if (http_has(r, "name"))
		s.name = str_trim(http_str(r, "name"));
	if (http_has(r, "short_name"))
		s.short_name = str_trim(http_str(r, "short_name"));
	if (http_has(r, "time_zone"))
		s.time_zone = http_str(r, "time_zone");
	if (http_has(r, "keep_sign_ins_months"))
		s.keep_sign_ins_months = http_i64(r, "keep_sign_ins_months");
	if (http_has(r, "keep_audit_months"))
		s.keep_audit_months = http_i64(r, "keep_audit_months");
	if (http_has(r, "keep_drafts_months"))
		s.keep_drafts_months = http_i64(r, "keep_drafts_months");
	enum problem_code code = zone_known(s.time_zone) ? PROBLEM_NONE : problem_set(&p, PROBLEM_BAD_VALUE, "time_zone", "Asia/Shanghai, Asia/Urumqi …", NULL);
	if (!code)
		code = school_set_settings(r->db, &s, &p);
	if (code || audit_add(r->db, r->session.person, "school.settings", 0, STR(""), &p))
		http_problem(r, &p);
	else
		answer_school(r, &s);
}

/* ---- attendance ---- */

/* "2026-11-27", the school's today if the text is empty. False after having answered. */
static bool read_day(struct http_request *r, struct str text, int64_t *ret)
{
	struct problem p;
	if (text.n ? cal_parse_date(text, ret) : !school_today(r->db, ret, &p))
		return true;
	if (text.n)
		problem_set(&p, PROBLEM_BAD_VALUE, "day", "2026-11-27", NULL);
	http_problem(r, &p);
	return false;
}

static void answer_attendance(struct http_request *r, uint64_t class_id, int64_t day)
{
	enum { DAYS = 200 };
	struct problem p;
	struct attendance_row *rows;
	int64_t days[DAYS];
	char text[CAL_TEXT_MAX];
	int n, n_days;
	struct absent_count *excused;
	int n_excused;
	if (attendance_list(r->db, &r->arena, class_id, day, &rows, &n, &p) || attendance_days(r->db, class_id, DAYS, days, &n_days, &p) ||
		absent_counts(r->db, &r->arena, class_id, day, &excused, &n_excused, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	cal_format_date(day, text);
	jw_kcstr(j, "day", text);
	jw_key(j, "days");
	jw_array(j);
	for (int i = 0; i < n_days; i++) {
		cal_format_date(days[i], text);
		jw_cstr(j, text);
	}
	jw_end_array(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "person", rows[i].person);
		jw_key(j, "number");
		if (rows[i].number.n)
			jw_str(j, rows[i].number);
		else
			jw_null(j);
		jw_kstr(j, "name", rows[i].name);
		jw_kcstr(j, "state", attendance_names[rows[i].state]);
		jw_kbool(j, "by_teacher", rows[i].by_teacher);
		write_real_time(j, "signed_in_at_real", rows[i].first_s);
		int steps = 0;
		for (int k = 0; k < n_excused; k++)
			steps += excused[k].person == rows[i].person ? excused[k].steps : 0;
		jw_ki64(j, "excused_steps", steps);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_attendance(struct http_request *r)
{
	struct class_row class;
	struct str text = STR("");
	int64_t day;
	if (!own_class(r, &class))
		return;
	http_query(r, "day", &text);
	if (read_day(r, text, &day))
		answer_attendance(r, class.id, day);
}

void put_attendance(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	enum attendance state;
	uint64_t person;
	int64_t day;
	if (!own_class(r, &class) || !http_param_id(r, "person", &person) || !read_day(r, http_str(r, "day"), &day))
		return;
	if (!attendance_find(http_str(r, "state"), &state)) {
		problem_set(&p, PROBLEM_BAD_VALUE, "state", "present, late, absent, excused, auto", NULL);
		http_problem(r, &p);
	} else if (attendance_set(r->db, class.id, person, day, state, r->session.person, school_now_s(), &p) ||
		   audit_add(r->db, r->session.person, "attendance.set", person, http_str(r, "state"), &p) ||
		   absent_follow(r->server, r->db, &r->arena, class.id, person, day, state, r->session.person, &p)) {
		http_problem(r, &p);
	} else {
		answer_attendance(r, class.id, day);
	}
}

void get_sign_ins(struct http_request *r)
{
	enum { PAGE = 100 };
	struct problem p;
	struct class_row class;
	struct sign_in_row *rows = ARENA_ARRAY(&r->arena, struct sign_in_row, PAGE + 1);
	struct str before, first;
	int64_t before_s = 0;
	uint64_t before_id = 0;
	int n;
	if (!own_class(r, &class))
		return;
	if (http_query(r, "before", &before)) {
		struct str rest = before;
		if (!str_next(&rest, '-', &first) || !str_i64(first, &before_s) || !rest.p || !id_parse(rest, &before_id)) {
			problem_set(&p, PROBLEM_BAD_VALUE, "before", "next", NULL);
			http_problem(r, &p);
			return;
		}
	}
	if (sign_in_list(r->db, &r->arena, class.id, 0, before_s, before_id, PAGE + 1, rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	int shown = n > PAGE ? PAGE : n;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < shown; i++) {
		jw_object(j);
		write_real_time(j, "at_real", rows[i].at_s);
		jw_kid(j, "person", rows[i].person);
		jw_kstr(j, "name", rows[i].name);
		jw_kstr(j, "what", rows[i].what);
		jw_kstr(j, "result", rows[i].result);
		jw_kstr(j, "browser", rows[i].browser);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	if (n > PAGE) {
		char id[ID_TEXT_MAX];
		id_format(rows[shown - 1].id, id);
		jw_str(j, arena_printf(&r->arena, "%lld-%s", (long long)rows[shown - 1].at_s, id));
	} else {
		jw_null(j);
	}
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- looks ---- */

void get_looks(struct http_request *r)
{
	enum { MOST = 200 };
	struct problem p;
	struct look *looks = ARENA_ARRAY(&r->arena, struct look, MOST);
	int n;
	if (look_list(r->db, &r->arena, r->session.person, MOST, looks, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		write_real_time(j, "at_real", looks[i].at_s);
		jw_kstr(j, "by", looks[i].by);
		jw_kstr(j, "what", looks[i].what);
		jw_kid(j, "market", looks[i].market);
		jw_key(j, "market_name");
		if (looks[i].market_name.n)
			jw_str(j, looks[i].market_name);
		else
			jw_null(j);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- one person ---- */

/* The person {id} of the path, if the asker may act for him; false after having answered. */
static bool own_person(struct http_request *r, bool self, struct person *ret)
{
	struct problem p;
	uint64_t id;
	if (!http_param_id(r, "id", &id))
		return false;
	if (person_by_id(r->db, &r->arena, id, ret, &p)) {
		http_problem(r, &p);
		return false;
	}
	if ((self && id == r->session.person) || (r->session.role != ROLE_STUDENT && person_is_mine(r, ret, &p)))
		return true;
	http_fail(r, PROBLEM_NOT_FOUND); /* who may not see a person is not told that there is one */
	return false;
}

static enum problem_code more(void *arg, struct jw *j, struct problem *p)
{
	struct http_request *r = arg;
	return export_acts(r->worker, &r->arena, ((struct person *)r->mine)->id, j, p);
}

static void answer_export(struct http_request *r)
{
	struct problem p;
	char name[PSEUDONYM_MAX];
	const struct person *person = r->mine;
	if (person_export(r->db, &r->arena, person, more, r, http_json(r), &p)) {
		http_problem(r, &p);
		return;
	}
	pseudonym(person->id, name);
	http_header_add(r, "Content-Disposition", arena_printf(&r->arena, "attachment; filename=\"cohong-%s.json\"", strchr(name, ' ') + 1));
	http_answer(r, 200);
}

void get_export(struct http_request *r)
{
	struct problem p;
	struct person person, *m = ARENA_NEW(&r->arena, struct person);
	if (!own_person(r, true, &person))
		return;
	if (person.id != r->session.person && audit_look(r->db, r->session.person, person.id, 0, "export", &p)) {
		http_problem(r, &p);
		return;
	}
	*m = person;
	r->mine = m;
	http_continue(r, ON_READER, answer_export); /* the acts are in the markets' databases */
}

void post_erase(struct http_request *r)
{
	struct problem p;
	struct person person;
	char name[PSEUDONYM_MAX];
	if (!own_person(r, false, &person))
		return;
	if (!http_bool(r, "confirm")) {
		problem_set(&p, PROBLEM_BAD_VALUE, "confirm", "true", NULL);
		http_problem(r, &p);
	} else if (person_is_erased(&person)) {
		http_fail(r, PROBLEM_ERASED);
	} else if (person.role != ROLE_STUDENT) {
		http_fail(r, PROBLEM_NOT_STUDENT);
	} else if (person_erase(r->db, person.id, r->session.person, school_now_s(), &p)) {
		http_problem(r, &p);
	} else {
		pseudonym(person.id, name);
		http_forget_person(r, person.id);
		struct jw *j = http_json(r);
		jw_object(j);
		jw_kid(j, "person", person.id);
		jw_kcstr(j, "pseudonym", name);
		jw_end_object(j);
		http_answer(r, 200);
	}
}
