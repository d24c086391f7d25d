#include "server/gate.h"
#include "server/routes.h"
#include "server/routes_roster.h"
#include "school/roster.h"

#include <string.h>

const struct body_field class_body[] = { { "name", BODY_STR, true, 1, 60 }, { 0 } };
const struct body_field member_body[] = { { "login", BODY_STR, true, 1, LOGIN_MAX }, { "display_name", BODY_STR, true, 1, DISPLAY_NAME_MAX },
	{ "password", BODY_STR, true, PASSWORD_MIN, PASSWORD_MAX }, { 0 } };
const struct body_field reset_body[] = { { "password", BODY_STR, true, PASSWORD_MIN, PASSWORD_MAX }, { 0 } };

static void write_class(struct jw *j, const struct class_row *row)
{
	jw_object(j);
	jw_kid(j, "id", row->id);
	jw_kstr(j, "name", row->name);
	jw_kid(j, "teacher", row->teacher);
	jw_ki64(j, "members", row->members);
	jw_end_object(j);
}

static void write_person(struct jw *j, const struct person *row)
{
	jw_object(j);
	jw_kid(j, "id", row->id);
	jw_key(j, "login");
	if (person_has_pin_login(row))
		jw_null(j);
	else
		jw_str(j, row->login);
	jw_kstr(j, "display_name", row->display_name);
	jw_kcstr(j, "role", role_name(row->role));
	jw_kbool(j, "disabled", row->disabled);
	jw_end_object(j);
}

static void answer_people(struct http_request *r, const struct person *rows, int n, bool more)
{
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_person(j, &rows[i]);
	jw_end_array(j);
	jw_key(j, "next");
	if (more)
		jw_str(j, rows[n - 1].login);
	else
		jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void get_classes(struct http_request *r)
{
	struct problem p;
	struct class_row *rows;
	int n;
	if (class_list(r->db, &r->arena, r->session.person, r->session.role, &rows, &n, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "items");
	jw_array(j);
	for (int i = 0; i < n; i++)
		write_class(j, &rows[i]);
	jw_end_array(j);
	jw_key(j, "next");
	jw_null(j);
	jw_end_object(j);
	http_answer(r, 200);
}

void post_classes(struct http_request *r)
{
	struct problem p;
	struct class_row row = { .name = str_trim(http_str(r, "name")), .teacher = r->session.person };
	if (!row.name.n) {
		problem_set(&p, PROBLEM_MISSING_FIELD, "name", NULL);
		http_problem(r, &p);
		return;
	}
	if (class_create(r->db, &row, &p) || audit_add(r->db, r->session.person, "class.create", row.id, row.name, &p)) {
		http_problem(r, &p);
		return;
	}
	write_class(http_json(r), &row);
	http_answer(r, 201);
}

bool own_class(struct http_request *r, struct class_row *ret)
{
	struct problem p;
	uint64_t id;
	if (!http_param_id(r, "id", &id))
		return false;
	if (class_find(r->db, &r->arena, id, r->session.person, r->session.role, ret, &p)) {
		http_problem(r, &p);
		return false;
	}
	return true;
}

void get_members(struct http_request *r)
{
	struct problem p;
	struct class_row row;
	struct person *rows;
	int n;
	if (!own_class(r, &row))
		return;
	if (class_members(r->db, &r->arena, row.id, &rows, &n, &p))
		http_problem(r, &p);
	else
		answer_people(r, rows, n, false);
}

static void add_member(struct http_request *r)
{
	struct problem p;
	struct class_row row;
	struct person *person = r->mine;
	if (!own_class(r, &row))
		return;
	if (person_create(r->db, person, &p) || class_add_member(r->db, row.id, person->id, &p) ||
		audit_add(r->db, r->session.person, "class.add_member", person->id, person->login, &p)) {
		http_problem(r, &p);
		return;
	}
	write_person(http_json(r), person);
	http_answer(r, 201);
}

void post_members(struct http_request *r)
{
	struct problem p;
	struct class_row row;
	struct person *person = ARENA_NEW(&r->arena, struct person);
	if (!own_class(r, &row))
		return;
	person->display_name = str_trim(http_str(r, "display_name"));
	if (!person->display_name.n) {
		problem_set(&p, PROBLEM_MISSING_FIELD, "display_name", NULL);
		http_problem(r, &p);
	} else if (login_check(&r->arena, http_str(r, "login"), &person->login, &p)) {
		http_problem(r, &p);
	} else if (!password_hash(http_str(r, "password"), person->hash)) {
		http_fail(r, PROBLEM_BUSY);
	} else {
		r->mine = person;
		http_continue(r, ON_WRITER, add_member);
	}
}

void get_people(struct http_request *r)
{
	enum { PAGE = 100 };
	struct problem p;
	struct str after = STR("");
	struct person *rows = ARENA_ARRAY(&r->arena, struct person, PAGE + 1);
	int n;
	http_query(r, "after", &after);
	if (person_list(r->db, &r->arena, r->session.role == ROLE_TEACHER ? r->session.person : 0, after, PAGE + 1, rows, &n, &p))
		http_problem(r, &p);
	else
		answer_people(r, rows, n > PAGE ? PAGE : n, n > PAGE);
}

bool person_is_mine(struct http_request *r, const struct person *person, struct problem *p)
{
	if (r->session.role == ROLE_ADMIN)
		return true;
	if (r->session.role == ROLE_LEAD && person->role <= ROLE_TEACHER)
		return true;
	struct class_row *classes;
	struct person *members;
	int n, k;
	if (person->role != ROLE_STUDENT || class_list(r->db, &r->arena, r->session.person, r->session.role, &classes, &n, p))
		return false;
	for (int i = 0; i < n; i++) {
		if (classes[i].teacher != r->session.person || class_members(r->db, &r->arena, classes[i].id, &members, &k, p))
			continue;
		while (k-- > 0)
			if (members[k].id == person->id)
				return true;
	}
	return false;
}

static void keep_password(struct http_request *r)
{
	struct problem p;
	struct person *person = r->mine;
	if (person_set_hash(r->db, person->id, person->hash, &p) || session_delete_all(r->db, person->id, NULL, &p) ||
		attempts_clear(r->db, person->login, &p) || audit_add(r->db, r->session.person, "person.reset_password", person->id, STR(""), &p)) {
		http_problem(r, &p);
		return;
	}
	http_forget_person(r, person->id);
	http_answer(r, 204);
}

void put_person_password(struct http_request *r)
{
	struct problem p;
	uint64_t id;
	struct person *person = ARENA_NEW(&r->arena, struct person);
	if (!http_param_id(r, "id", &id))
		return;
	if (person_by_id(r->db, &r->arena, id, person, &p)) {
		http_problem(r, &p);
	} else if (!person_is_mine(r, person, &p)) {
		http_fail(r, PROBLEM_NOT_FOUND); /* who may not see a person is not told that there is one */
	} else if (person_has_pin_login(person)) {
		http_fail(r, PROBLEM_ROSTER_PERSON);
	} else if (!password_hash(http_str(r, "password"), person->hash)) {
		http_fail(r, PROBLEM_BUSY);
	} else {
		r->mine = person;
		http_continue(r, ON_WRITER, keep_password);
	}
}

/* ---- drafts ---- */

static bool draft_key(struct http_request *r, struct str *ret)
{
	struct str key = http_param(r, "key");
	if (key.n < 1 || key.n > DRAFT_KEY_MAX) {
		struct problem p;
		problem_set(&p, PROBLEM_TOO_LONG, "key", "100", NULL);
		http_problem(r, &p);
		return false;
	}
	*ret = key;
	return true;
}

void get_draft(struct http_request *r)
{
	struct problem p;
	struct str key, body;
	int64_t updated_s;
	if (!draft_key(r, &key))
		return;
	if (draft_get(r->db, &r->arena, r->session.person, key, &body, &updated_s, &p)) {
		http_problem(r, &p);
		return;
	}
	struct jw *j = http_json(r);
	jw_object(j);
	jw_kstr(j, "key", key);
	jw_ktime(j, "updated", updated_s / 60);
	jw_key(j, "body");
	jw_raw(j, body);
	jw_end_object(j);
	http_answer(r, 200);
}

void put_draft(struct http_request *r)
{
	struct problem p;
	struct str key;
	if (!draft_key(r, &key))
		return;
	if (r->body.n > DRAFT_BODY_MAX) {
		problem_set(&p, PROBLEM_TOO_LARGE, "", "64 KiB", NULL);
		http_problem(r, &p);
	} else if (draft_put(r->db, r->session.person, key, r->body, school_now_s(), &p)) {
		http_problem(r, &p);
	} else {
		http_answer(r, 204);
	}
}

void delete_draft(struct http_request *r)
{
	struct problem p;
	struct str key;
	if (!draft_key(r, &key))
		return;
	if (draft_delete(r->db, r->session.person, key, &p))
		http_problem(r, &p);
	else
		http_answer(r, 204);
}
