/* The door of a class: the teacher opens it, students claim their names and come in, the teacher ends the lesson. */
#include "school/attendance.h"
#include "school/session.h"
#include "school/settings.h"
#include "server/routes.h"
#include "text/pinyin.h"
#include "server/routes_roster.h"
#include "server/routes_sign_in.h"

#include <string.h>

const struct body_field door_body[] = { { "open_min", BODY_I64, false, 0, DOOR_OPEN_MAX_MIN }, { "renew", BODY_BOOL, false }, { "enter_always", BODY_BOOL, false },
	{ "idle_min", BODY_I64, false, 0, IDLE_MIN_MOST }, { 0 } };
const struct body_field claim_body[] = { { "row", BODY_ID, true }, { "number", BODY_STR, true, 1, 64 }, { "pin", BODY_STR, true, 1, 12 },
	{ "lang", BODY_STR, false, 2, 2 }, { 0 } };
const struct body_field enter_body[] = { { "row", BODY_ID, false }, { "who", BODY_STR, false, 1, 64 }, { "pin", BODY_STR, true, 1, 12 },
	{ "lang", BODY_STR, false, 2, 2 }, { 0 } };
const struct body_field sign_out_body[] = { { "row", BODY_ID, false }, { 0 } };

/* ---- the teacher's side ---- */

static void answer_door(struct http_request *r, const struct door *door)
{
	struct problem p;
	struct roster_row *rows;
	int n, claimed = 0, signed_in = 0;
	int64_t now_s = school_now_s();
	if (roster_list(r->db, &r->arena, door->class_id, false, &rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	for (int i = 0; i < n; i++) {
		claimed += rows[i].claimed_s != 0;
		signed_in += rows[i].signed_in;
	}
	bool open = door->open_until_s > now_s;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "code");
	if (door->code.n)
		jw_str(j, door->code);
	else
		jw_null(j);
	jw_kbool(j, "open", open);
	write_real_time(j, "open_until_real", open ? door->open_until_s : 0);
	jw_ki64(j, "open_s", open ? door->open_until_s - now_s : 0);
	jw_kbool(j, "enter_always", door->enter_always);
	jw_ki64(j, "idle_min", door->idle_min);
	jw_ki64(j, "rows", n);
	jw_ki64(j, "claimed", claimed);
	jw_ki64(j, "signed_in", signed_in);
	jw_end_object(j);
	http_answer(r, 200);
}

static bool own_door(struct http_request *r, struct class_row *class, struct door *ret)
{
	struct problem p;
	if (!own_class(r, class))
		return false;
	if (!door_of_class(r->db, &r->arena, class->id, ret, &p))
		return true;
	http_problem(r, &p);
	return false;
}

void get_class_door(struct http_request *r)
{
	struct class_row class;
	struct door door;
	if (own_door(r, &class, &door))
		answer_door(r, &door);
}

static void forget_class(struct http_request *r, const struct person *members, int n)
{
	for (int i = 0; i < n; i++)
		http_forget_person(r, members[i].id);
}

void put_class_door(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct door door;
	struct person *members;
	int n;
	if (!own_door(r, &class, &door))
		return;
	int64_t idle_min = http_has(r, "idle_min") ? http_i64(r, "idle_min") : door.idle_min;
	if (idle_min && idle_min < IDLE_MIN_LEAST) {
		problem_set(&p, PROBLEM_OUT_OF_RANGE, "idle_min", "5", "180", NULL);
		http_problem(r, &p);
		return;
	}
	door.idle_min = idle_min;
	if (http_has(r, "enter_always"))
		door.enter_always = http_bool(r, "enter_always");
	if (http_has(r, "open_min"))
		door.open_until_s = http_i64(r, "open_min") ? school_now_s() + http_i64(r, "open_min") * 60 : 0;
	struct str detail = http_has(r, "open_min") ? arena_printf(&r->arena, "%lld min", (long long)http_i64(r, "open_min")) : STR("");
	if (door_set(r->db, &r->arena, &door, http_bool(r, "renew"), &p) || audit_add(r->db, r->session.person, "class.door", class.id, detail, &p) ||
		class_members(r->db, &r->arena, class.id, &members, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	forget_class(r, members, n);
	answer_door(r, &door);
}

void post_class_sign_out(struct http_request *r)
{
	struct problem p;
	struct class_row class;
	struct door door;
	struct roster_row row;
	struct person *members;
	int n;
	int64_t now_s = school_now_s(), ended = 0, one;
	enum problem_code code = PROBLEM_NONE;
	if (!own_door(r, &class, &door))
		return;
	if (http_has(r, "row")) {
		if (!(code = roster_find(r->db, &r->arena, class.id, http_id(r, "row"), &row, &p)) &&
			!(code = session_end(r->db, row.person, PROBLEM_SESSION_ENDED, now_s, &ended, &p)))
			code = audit_add(r->db, r->session.person, "class.sign_out_one", row.person, STR(""), &p);
		http_forget_person(r, code ? 0 : row.person);
	} else {
		door.open_until_s = 0;
		if (!(code = door_set(r->db, &r->arena, &door, false, &p)) && !(code = class_members(r->db, &r->arena, class.id, &members, &n, &p))) {
			for (int i = 0; !code && i < n; i++) {
				if (members[i].role != ROLE_STUDENT)
					continue;
				code = session_end(r->db, members[i].id, PROBLEM_SESSION_OVER, now_s, &one, &p);
				ended += code ? 0 : one;
			}
			if (!code)
				code = audit_add(r->db, r->session.person, "class.sign_out", class.id, STR(""), &p);
			forget_class(r, members, n);
		}
	}
	if (code) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_ki64(j, "signed_out", ended);
	jw_end_object(j);
	http_answer(r, 200);
}

/* ---- the students' side ---- */

/* The end of the number tells people of one name apart. */
static bool same_name(const struct roster_row *rows, int n, int i)
{
	for (int k = 0; k < n; k++)
		if (k != i && str_eq(rows[k].name, rows[i].name))
			return true;
	return false;
}

void get_door(struct http_request *r)
{
	struct problem p;
	struct door door;
	struct school_settings school;
	struct roster_row *rows = NULL;
	int n = 0;
	if (door_by_code(r->db, &r->arena, http_param(r, "code"), &door, &p) || school_settings(r->db, &r->arena, &school, &p)) {
		http_problem(r, &p);
		return;
	}
	bool open = door.open_until_s > school_now_s();
	if (open && roster_list(r->db, &r->arena, door.class_id, false, &rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kstr(j, "class_name", door.class_name);
	jw_kstr(j, "school_name", school.name);
	jw_kbool(j, "open", open);
	jw_kbool(j, "enter", open || door.enter_always);
	jw_key(j, "rows");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "row", rows[i].id);
		jw_kstr(j, "name", rows[i].name);
		jw_kstr(j, "pinyin", text_pinyin(rows[i].name, &r->arena));
		jw_key(j, "hint");
		if (same_name(rows, n, i))
			jw_str(j, str_sub(rows[i].number, rows[i].number.n > 3 ? rows[i].number.n - 3 : 0, 3));
		else
			jw_null(j);
		jw_kbool(j, "claimed", rows[i].claimed_s != 0);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	http_answer(r, 200);
}

struct entering {
	struct door door;
	struct roster_row row;
	struct person person;
};

/* The door and the body's language; false after having answered. */
static bool at_door(struct http_request *r, struct door *ret)
{
	struct problem p;
	enum lang lang;
	if (http_has(r, "lang")) {
		if (!read_lang(r, &lang)) {
			bad_lang(r);
			return false;
		}
		r->lang = lang;
	}
	if (!door_by_code(r->db, &r->arena, http_param(r, "code"), ret, &p))
		return true;
	http_problem(r, &p);
	return false;
}

static void claimed(struct http_request *r)
{
	struct problem p;
	struct entering *e = r->mine;
	if (roster_claim(r->db, &e->row, e->person.hash, school_now_s(), &p))
		http_problem(r, &p);
	else
		sign_in_begin(r, &e->person, "claim");
}

static void refuse_claim(struct http_request *r, const struct roster_row *row, enum problem_code why)
{
	sign_in_fail(r, (struct failed_sign_in){ .person = row->person, .row = why == PROBLEM_ROSTER_WRONG_NUMBER ? row->id : 0, .what = "claim", .why = why });
}

void post_door_claim(struct http_request *r)
{
	struct problem p;
	struct entering *e = ARENA_NEW(&r->arena, struct entering);
	struct roster_row *row = &e->row;
	if (!at_door(r, &e->door))
		return;
	if (e->door.open_until_s <= school_now_s())
		http_fail(r, PROBLEM_DOOR_CLOSED);
	else if (roster_find(r->db, &r->arena, e->door.class_id, http_id(r, "row"), row, &p))
		http_problem(r, &p);
	else if (row->claimed_s)
		refuse_claim(r, row, PROBLEM_ROSTER_CLAIMED);
	else if (roster_number_check(r->db, row->id, school_now_s(), &p))
		http_problem(r, &p);
	else if (!str_eq(roster_even_number(http_str(r, "number"), &r->arena), row->number))
		refuse_claim(r, row, PROBLEM_ROSTER_WRONG_NUMBER);
	else if (pin_check(roster_even_number(http_str(r, "pin"), &r->arena), row->number, &p) ||
		 person_by_id(r->db, &r->arena, row->person, &e->person, &p))
		http_problem(r, &p);
	else if (!password_hash(roster_even_number(http_str(r, "pin"), &r->arena), e->person.hash))
		http_fail(r, PROBLEM_BUSY);
	else {
		r->mine = e;
		http_continue(r, ON_WRITER, claimed);
	}
}

static void entered(struct http_request *r)
{
	struct entering *e = r->mine;
	sign_in_begin(r, &e->person, "enter");
}

/* By the row that was chosen, or by a name or number that was typed. NOT_FOUND: nobody. */
static enum problem_code find_who(struct http_request *r, const struct door *door, struct roster_row *ret, struct problem *p)
{
	struct roster_row *rows, *found = NULL;
	int n, names = 0;
	if (http_has(r, "row"))
		return roster_find(r->db, &r->arena, door->class_id, http_id(r, "row"), ret, p);
	if (!http_has(r, "who"))
		return problem_set(p, PROBLEM_MISSING_FIELD, "row", NULL);
	struct str number = roster_even_number(http_str(r, "who"), &r->arena), name = roster_even_name(http_str(r, "who"), &r->arena);
	enum problem_code code = roster_list(r->db, &r->arena, door->class_id, false, &rows, &n, p);
	if (code)
		return code;
	for (int i = 0; i < n; i++) {
		if (str_eq(rows[i].number, number)) {
			*ret = rows[i];
			return PROBLEM_NONE;
		}
		if (str_eq_nocase(rows[i].name, name)) {
			found = &rows[i];
			names++;
		}
	}
	if (names > 1)
		return problem_set(p, PROBLEM_DOOR_SAME_NAME, "who", NULL);
	if (!found)
		return problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	*ret = *found;
	return PROBLEM_NONE;
}

void post_door_enter(struct http_request *r)
{
	struct problem p;
	struct entering *e = ARENA_NEW(&r->arena, struct entering);
	if (!at_door(r, &e->door))
		return;
	struct str pin = roster_even_number(http_str(r, "pin"), &r->arena);
	if (e->door.open_until_s <= school_now_s() && !e->door.enter_always) {
		http_fail(r, PROBLEM_DOOR_CLOSED);
		return;
	}
	enum problem_code code = find_who(r, &e->door, &e->row, &p);
	if (code == PROBLEM_NOT_FOUND && http_has(r, "who")) { /* in the time that a wrong PIN takes */
		password_verify("", pin);
		http_fail(r, PROBLEM_BAD_PIN);
	} else if (code || person_by_id(r->db, &r->arena, e->row.person, &e->person, &p) || attempts_check(r->db, e->person.login, school_now_s(), &p)) {
		http_problem(r, &p);
	} else if (!*e->person.hash) {
		http_fail(r, PROBLEM_ROSTER_UNCLAIMED);
	} else if (!password_verify(e->person.hash, pin)) {
		sign_in_fail(r, (struct failed_sign_in){ .person = e->person.id, .login = e->person.login, .what = "enter", .why = PROBLEM_BAD_PIN });
	} else if (e->person.disabled) {
		http_fail(r, PROBLEM_ACCOUNT_DISABLED);
	} else {
		r->mine = e;
		http_continue(r, ON_WRITER, entered);
	}
}
