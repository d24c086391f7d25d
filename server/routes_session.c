#include "server/gate.h"
#include "server/routes.h"
#include "server/routes_sign_in.h"
#include "school/attendance.h"
#include "school/roster.h"

#include <string.h>

const struct body_field sign_in_body[] = { { "login", BODY_STR, true, 1, 200 }, { "password", BODY_STR, true, 1, 200 }, { "lang", BODY_STR, false, 2, 2 }, { 0 } };
const struct body_field password_body[] = { { "old", BODY_STR, true, 1, 200 }, { "new", BODY_STR, true, PASSWORD_MIN, PASSWORD_MAX }, { 0 } };
const struct body_field pin_body[] = { { "old", BODY_STR, true, 1, 12 }, { "new", BODY_STR, true, 1, 12 }, { 0 } };
const struct body_field lang_body[] = { { "lang", BODY_STR, true, 2, 2 }, { 0 } };

bool read_lang(struct http_request *r, enum lang *ret)
{
	struct str name = http_str(r, "lang");
	bool en = str_eq(name, STR("en"));
	if (!en && !str_eq(name, STR("zh")))
		return false;
	*ret = en ? LANG_EN : LANG_ZH;
	return true;
}

void bad_lang(struct http_request *r)
{
	struct problem p;
	problem_set(&p, PROBLEM_BAD_VALUE, "lang", "zh, en", NULL);
	http_problem(r, &p);
}

static void set_cookie(struct http_request *r, struct str token)
{
	bool out = token.n == 0;
	http_header_add(r, "Set-Cookie",
		arena_printf(&r->arena, "cohong_session=%.*s; Path=/; HttpOnly; SameSite=Lax%s", STR_FMT(token), out ? "; Max-Age=0" : ""));
}

/* The session in words, seats included. */
static enum problem_code describe(struct http_request *r, const struct person *person, const struct session *s, struct problem *p)
{
	struct seat_row *seats;
	int n;
	enum problem_code code = seat_list(r->db, &r->arena, 0, person->id, &seats, &n, p);
	if (code)
		return code;
	struct jw *j = http_json(r);
	jw_object(j);
	jw_key(j, "person");
	jw_object(j);
	jw_kid(j, "id", person->id);
	jw_key(j, "login");
	if (person_has_pin_login(person))
		jw_null(j);
	else
		jw_str(j, person->login);
	jw_kstr(j, "display_name", person->display_name);
	jw_end_object(j);
	jw_kcstr(j, "sign_in", person_has_pin_login(person) ? "pin" : "password");
	jw_ki64(j, "idle_min", s->idle_s / 60);
	jw_kcstr(j, "role", role_name(person->role));
	jw_kcstr(j, "lang", person->lang == LANG_EN ? "en" : "zh");
	jw_kcstr(j, "csrf", s->csrf);
	jw_key(j, "seats");
	jw_array(j);
	for (int i = 0; i < n; i++) {
		jw_object(j);
		jw_kid(j, "market", seats[i].market);
		jw_kstr(j, "market_name", seats[i].market_name);
		jw_kstr(j, "state", seats[i].state);
		jw_kid(j, "seat", seats[i].seat);
		jw_kid(j, "class", seats[i].class_id);
		jw_end_object(j);
	}
	jw_end_array(j);
	jw_end_object(j);
	return PROBLEM_NONE;
}

void get_session(struct http_request *r)
{
	struct problem p;
	struct person person;
	if (person_by_id(r->db, &r->arena, r->session.person, &person, &p) || describe(r, &person, &r->session, &p))
		http_problem(r, &p);
	else
		http_answer(r, 200);
}

/* ---- signing in: the password on an Argon2 thread, then the writer ---- */

void sign_in_wrong(struct http_request *r)
{
	struct problem p;
	const struct failed_sign_in *f = r->mine;
	int64_t now_s = school_now_s();
	r->keep = true;
	enum problem_code code = f->row ? roster_number_failed(r->db, f->row, now_s, &p) : f->login.n ? attempts_failed(r->db, f->login, now_s, &p) : PROBLEM_NONE;
	if (!code && f->person)
		code = sign_in_note(r->db, f->person, f->what, f->why, http_header(r, "User-Agent"), now_s, &p);
	if (code)
		http_problem(r, &p);
	else
		http_fail(r, f->why);
}

void sign_in_fail(struct http_request *r, struct failed_sign_in failed)
{
	struct failed_sign_in *f = ARENA_NEW(&r->arena, struct failed_sign_in);
	*f = failed;
	r->mine = f;
	http_continue(r, ON_WRITER, sign_in_wrong);
}

void sign_in_begin(struct http_request *r, struct person *person, const char *what)
{
	struct problem p;
	struct session s;
	char token[TOKEN_TEXT + 1];
	enum lang lang;
	int64_t now_s = school_now_s();
	if (read_lang(r, &lang) && lang != person->lang) {
		if (person_set_lang(r->db, person->id, lang, &p))
			goto failed;
		person->lang = lang;
	}
	r->lang = person->lang;
	if (attempts_clear(r->db, person->login, &p) || session_prune(r->db, now_s, &p) || session_create(r->db, person, now_s, token, &s, &p) ||
		sign_in_note(r->db, person->id, what, PROBLEM_NONE, http_header(r, "User-Agent"), now_s, &p) || describe(r, person, &s, &p))
		goto failed;
	http_forget_person(r, person->id);
	set_cookie(r, str_c(token));
	http_answer(r, 200);
	return;
failed:
	http_problem(r, &p);
}

static void sign_in(struct http_request *r)
{
	sign_in_begin(r, r->mine, "password");
}

void post_session(struct http_request *r)
{
	struct problem p;
	struct str login;
	enum lang lang;
	struct person *person = ARENA_NEW(&r->arena, struct person);
	if (http_has(r, "lang") && !read_lang(r, &lang)) {
		bad_lang(r);
		return;
	}
	if (http_has(r, "lang"))
		r->lang = lang;
	if (login_check(&r->arena, http_str(r, "login"), &login, &p)) {
		http_fail(r, PROBLEM_BAD_PASSWORD); /* nobody can have such a login */
		return;
	}
	enum problem_code code = attempts_check(r->db, login, school_now_s(), &p);
	if (!code)
		code = person_by_login(r->db, &r->arena, login, person, &p);
	if (code && code != PROBLEM_NOT_FOUND) {
		http_problem(r, &p);
		return;
	}
	if (password_verify(person->hash, http_str(r, "password"))) {
		r->mine = person;
		if (person->disabled)
			http_fail(r, PROBLEM_ACCOUNT_DISABLED);
		else
			http_continue(r, ON_WRITER, sign_in);
		return;
	}
	sign_in_fail(r, (struct failed_sign_in){ .person = person->id, .login = login, .what = "password", .why = PROBLEM_BAD_PASSWORD });
}

void delete_session(struct http_request *r)
{
	struct problem p;
	if (session_delete(r->db, r->session.token_hash, &p)) {
		http_problem(r, &p);
		return;
	}
	gate_forget(server_gate(r->server), r->session.token_hash);
	set_cookie(r, STR(""));
	http_answer(r, 204);
}

static void keep_own_password(struct http_request *r)
{
	struct problem p;
	uint64_t id = r->session.person;
	if (person_set_hash(r->db, id, r->mine, &p) || session_delete_all(r->db, id, r->session.token_hash, &p) ||
		audit_add(r->db, id, "person.password", id, STR(""), &p)) {
		http_problem(r, &p);
		return;
	}
	http_forget_person(r, id);
	http_answer(r, 204);
}

void put_password(struct http_request *r)
{
	struct problem p;
	struct person person;
	char *hash = arena_alloc(&r->arena, PASSWORD_HASH_MAX, 1);
	if (person_by_id(r->db, &r->arena, r->session.person, &person, &p) || attempts_check(r->db, person.login, school_now_s(), &p)) {
		http_problem(r, &p);
	} else if (person_has_pin_login(&person)) {
		http_fail(r, PROBLEM_ROSTER_PERSON);
	} else if (!password_verify(person.hash, http_str(r, "old"))) {
		sign_in_fail(r, (struct failed_sign_in){ .login = person.login, .why = PROBLEM_BAD_PASSWORD });
	} else if (!password_hash(http_str(r, "new"), hash)) {
		http_fail(r, PROBLEM_BUSY);
	} else {
		r->mine = hash;
		http_continue(r, ON_WRITER, keep_own_password);
	}
}

/* A student of a roster changes the PIN. */
void put_pin(struct http_request *r)
{
	struct problem p;
	struct person person;
	struct str number = STR("");
	char *hash = arena_alloc(&r->arena, PASSWORD_HASH_MAX, 1);
	if (person_by_id(r->db, &r->arena, r->session.person, &person, &p) || attempts_check(r->db, person.login, school_now_s(), &p) ||
		roster_number_of(r->db, &r->arena, person.id, &number, &p)) {
		http_problem(r, &p);
	} else if (!person_has_pin_login(&person)) {
		http_fail(r, PROBLEM_NOT_FOUND);
	} else if (!password_verify(person.hash, http_str(r, "old"))) {
		sign_in_fail(r, (struct failed_sign_in){ .login = person.login, .why = PROBLEM_BAD_PIN });
	} else if (pin_check(http_str(r, "new"), number, &p)) {
		http_problem(r, &p);
	} else if (!password_hash(http_str(r, "new"), hash)) {
		http_fail(r, PROBLEM_BUSY);
	} else {
		r->mine = hash;
		http_continue(r, ON_WRITER, keep_own_password);
	}
}

void put_lang(struct http_request *r)
{
	struct problem p;
	enum lang lang;
	if (!read_lang(r, &lang)) {
		bad_lang(r);
	} else if (person_set_lang(r->db, r->session.person, lang, &p)) {
		http_problem(r, &p);
	} else {
		gate_forget_person(server_gate(r->server), r->session.person);
		http_answer(r, 204);
	}
}
