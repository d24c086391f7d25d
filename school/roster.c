#include "school/roster.h"
#include "school/session.h"
#include "text/order.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* ---- rows ---- */

#define COLUMNS                                                                                                                                           \
	"SELECT r.id, r.class_id, r.person, r.number, p.display_name, r.note, r.claimed_s, r.left_s,\n"                                                   \
	"  (SELECT COUNT(*) FROM session s WHERE s.person = r.person AND s.ended = '' AND s.expires_s > ?2\n"                                             \
	"    AND (s.idle_s = 0 OR s.seen_s + s.idle_s + 60 > ?2)),\n"                                                                                     \
	"  (SELECT MAX(s.seen_s) FROM session s WHERE s.person = r.person)\n"                                                                             \
	"FROM roster r JOIN person p ON p.id = r.person\n"

static struct roster_row read_row(struct stmt *q, struct arena *a)
{
	return (struct roster_row){ .id = db_u64(q, 0), .class_id = db_u64(q, 1), .person = db_u64(q, 2), .number = arena_str(a, db_str(q, 3)),
		.name = arena_str(a, db_str(q, 4)), .note = arena_str(a, db_str(q, 5)), .claimed_s = db_i64(q, 6), .left = db_i64(q, 7) != 0,
		.signed_in = db_i64(q, 8) > 0, .seen_s = db_i64(q, 9) };
}

struct keyed {
	struct str key, number;
	int at;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = str_cmp(x->key, y->key);
	return order ? order : str_cmp(x->number, y->number);
}

static void sort_rows(struct roster_row *rows, int n, struct arena *a)
{
	struct keyed *keys = ARENA_ARRAY(a, struct keyed, n + 1);
	struct roster_row *copy = ARENA_ARRAY(a, struct roster_row, n + 1);
	for (int i = 0; i < n; i++) {
		keys[i] = (struct keyed){ text_order_key(rows[i].name, a), rows[i].number, i };
		copy[i] = rows[i];
	}
	qsort(keys, (size_t)n, sizeof *keys, by_key);
	for (int i = 0; i < n; i++)
		rows[i] = copy[keys[i].at];
}

static const char LIST[] = COLUMNS "WHERE r.class_id = ?1 AND (r.left_s = 0 OR CAST(?3 AS BIGINT) = 1) ORDER BY r.number LIMIT 1000";

enum problem_code roster_list(struct db *db, struct arena *a, uint64_t class_id, bool with_left, struct roster_row **ret, int *ret_n, struct problem *p)
{
	enum { MOST = 1000 };
	struct roster_row *rows = ARENA_ARRAY(a, struct roster_row, MOST);
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, class_id);
	db_bind_i64(q, 2, school_now_s());
	db_bind_bool(q, 3, with_left);
	while (n < MOST && db_step(q))
		rows[n++] = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (code)
		return code;
	sort_rows(rows, n, a);
	*ret = rows;
	*ret_n = n;
	return PROBLEM_NONE;
}

static const char FIND[] = COLUMNS "WHERE r.id = ?1 AND r.class_id = ?3 AND r.left_s = 0";

enum problem_code roster_find(struct db *db, struct arena *a, uint64_t class_id, uint64_t row, struct roster_row *ret, struct problem *p)
{
	struct roster_row found = { 0 };
	struct stmt *q = db_stmt(db, FIND);
	db_bind_u64(q, 1, row);
	db_bind_i64(q, 2, school_now_s());
	db_bind_u64(q, 3, class_id);
	while (db_step(q))
		found = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (!code && !found.id)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code)
		*ret = found;
	return code;
}

bool person_has_pin_login(const struct person *person)
{
	return str_starts(person->login, STR("#"));
}

static const char NUMBER_OF[] = "SELECT number FROM roster WHERE person = ?1 ORDER BY left_s, id LIMIT 1";

enum problem_code roster_number_of(struct db *db, struct arena *a, uint64_t person, struct str *ret, struct problem *p)
{
	struct str number = STR("");
	struct stmt *q = db_stmt(db, NUMBER_OF);
	db_bind_u64(q, 1, person);
	while (db_step(q))
		number = arena_str(a, db_str(q, 0));
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = number;
	return code;
}

/* ---- importing ---- */

/* Somebody of another class of the same teacher: a PIN and a store go with the student, and no teacher comes by another's students. */
static const char SAME[] = "SELECT r.person, r.claimed_s FROM roster r JOIN class c ON c.id = r.class_id JOIN person p ON p.id = r.person\n"
			   "WHERE c.teacher = ?1 AND r.number = ?2 AND p.display_name = ?3 AND r.class_id <> ?4 AND p.disabled = 0\n"
			   "ORDER BY r.left_s, r.claimed_s DESC LIMIT 1";
static const char ADD[] = "INSERT INTO roster (id, class_id, person, number, note, claimed_s, left_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)";

static enum problem_code add_row(struct db *db, const struct class_row *class, const struct roster_line *line, struct arena *a, struct problem *p)
{
	uint64_t person = 0, id = school_new_id();
	int64_t claimed_s = 0;
	enum problem_code code;
	struct stmt *q = db_stmt(db, SAME);
	db_bind_u64(q, 1, class->teacher);
	db_bind_str(q, 2, line->number);
	db_bind_str(q, 3, line->name);
	db_bind_u64(q, 4, class->id);
	while (db_step(q)) {
		person = db_u64(q, 0);
		claimed_s = db_i64(q, 1);
	}
	if ((code = db_end(q, p)))
		return code;
	if (!person) {
		char text[ID_TEXT_MAX];
		id_format(id, text);
		struct person row = { .login = arena_printf(a, "#%s", text), .display_name = line->name, .role = ROLE_STUDENT, .lang = LANG_ZH };
		if ((code = person_create(db, &row, p)))
			return code;
		person = row.id;
	}
	q = db_stmt(db, ADD);
	db_bind_u64(q, 1, id);
	db_bind_u64(q, 2, class->id);
	db_bind_u64(q, 3, person);
	db_bind_str(q, 4, line->number);
	db_bind_str(q, 5, line->note);
	db_bind_i64(q, 6, claimed_s);
	if ((code = db_run(q, p)))
		return code;
	return class_add_member(db, class->id, person, p);
}

static const char CHANGE[] = "UPDATE roster SET number = ?2, note = ?3, left_s = 0 WHERE id = ?1";
static const char RENAME[] = "UPDATE person SET display_name = ?2 WHERE id = ?1";

enum problem_code roster_change(struct db *db, const struct roster_row *row, struct problem *p)
{
	struct stmt *q = db_stmt(db, CHANGE);
	db_bind_u64(q, 1, row->id);
	db_bind_str(q, 2, row->number);
	db_bind_str(q, 3, row->note);
	enum problem_code code = db_run(q, p);
	if (code)
		return code;
	q = db_stmt(db, RENAME);
	db_bind_u64(q, 1, row->person);
	db_bind_str(q, 2, row->name);
	return db_run(q, p);
}

static enum problem_code take_over(struct db *db, struct roster_row *have, const struct roster_line *line, struct roster_change *change, struct problem *p)
{
	bool same = !have->left && str_eq(have->name, line->name) && str_eq(have->note, line->note);
	if (same) {
		change->same++;
		return PROBLEM_NONE;
	}
	have->name = line->name;
	have->note = line->note;
	enum problem_code code = roster_change(db, have, p);
	if (!code && have->left)
		code = class_add_member(db, have->class_id, have->person, p);
	change->added += have->left;
	change->changed += !have->left;
	return code;
}

enum problem_code roster_import(struct db *db, struct arena *a, const struct class_row *class, const struct roster_line *lines, int n, bool remove,
	uint64_t actor, struct roster_change *ret, struct problem *p)
{
	struct roster_change change = { 0 };
	struct roster_row *rows;
	int n_rows;
	enum problem_code code = roster_list(db, a, class->id, true, &rows, &n_rows, p);
	if (code)
		return code;
	bool *found = ARENA_ARRAY(a, bool, n_rows + 1);
	change.missing = ARENA_ARRAY(a, struct roster_row, n_rows + 1);
	/* who leaves goes first, so that a full class can be exchanged */
	for (int k = 0; k < n_rows; k++) {
		for (int i = 0; i < n && !found[k]; i++)
			found[k] = str_eq(rows[k].number, lines[i].number);
		if (found[k] || rows[k].left)
			continue;
		change.missing[change.n_missing++] = rows[k];
		if (remove && (code = roster_remove(db, &rows[k], school_now_s(), p)))
			return code;
		change.removed += remove;
	}
	for (int i = 0; i < n; i++) {
		struct roster_row *have = NULL;
		for (int k = 0; k < n_rows && !have; k++)
			have = str_eq(rows[k].number, lines[i].number) ? &rows[k] : NULL;
		code = have ? take_over(db, have, &lines[i], &change, p) : add_row(db, class, &lines[i], a, p);
		change.added += !have;
		if (code)
			return code;
	}
	struct str detail = arena_printf(a, "+%d ~%d -%d", change.added, change.changed, change.removed);
	if ((code = audit_add(db, actor, "roster.import", class->id, detail, p)))
		return code;
	*ret = change;
	return PROBLEM_NONE;
}

static const char LEAVE[] = "UPDATE roster SET left_s = ?2 WHERE id = ?1";
static const char LEAVE_CLASS[] = "DELETE FROM class_member WHERE class_id = ?1 AND person = ?2";
static const char ELSEWHERE[] = "SELECT COUNT(*) FROM class_member WHERE person = ?1";

enum problem_code roster_remove(struct db *db, const struct roster_row *row, int64_t now_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, LEAVE);
	db_bind_u64(q, 1, row->id);
	db_bind_i64(q, 2, now_s);
	enum problem_code code = db_run(q, p);
	if (code)
		return code;
	q = db_stmt(db, LEAVE_CLASS);
	db_bind_u64(q, 1, row->class_id);
	db_bind_u64(q, 2, row->person);
	if ((code = db_run(q, p)))
		return code;
	int64_t others = 0;
	q = db_stmt(db, ELSEWHERE);
	db_bind_u64(q, 1, row->person);
	while (db_step(q))
		others = db_i64(q, 0);
	if ((code = db_end(q, p)))
		return code;
	return others ? PROBLEM_NONE : session_end(db, row->person, PROBLEM_SESSION_OVER, now_s, NULL, p);
}

/* ---- PINs ---- */

static struct str row_key(uint64_t row, char text[ID_TEXT_MAX + 1])
{
	text[0] = '=';
	id_format(row, text + 1);
	return str_c(text);
}

enum problem_code roster_number_check(struct db *db, uint64_t row, int64_t now_s, struct problem *p)
{
	char text[ID_TEXT_MAX + 1];
	enum problem_code code = attempts_check(db, row_key(row, text), now_s, p);
	if (code == PROBLEM_LOCKED) {
		p->code = PROBLEM_ROSTER_WAIT;
		return PROBLEM_ROSTER_WAIT;
	}
	return code;
}

enum problem_code roster_number_failed(struct db *db, uint64_t row, int64_t now_s, struct problem *p)
{
	char text[ID_TEXT_MAX + 1];
	return attempts_failed(db, row_key(row, text), now_s, p);
}

static const char SET_CLAIMED[] = "UPDATE roster SET claimed_s = ?2 WHERE person = ?1";

static enum problem_code set_claimed(struct db *db, uint64_t person, int64_t at_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, SET_CLAIMED);
	db_bind_u64(q, 1, person);
	db_bind_i64(q, 2, at_s);
	return db_run(q, p);
}

static const char LOGIN_OF[] = "SELECT login FROM person WHERE id = ?1";

static enum problem_code clear_attempts(struct db *db, const struct roster_row *row, struct problem *p)
{
	char text[ID_TEXT_MAX + 1], login[LOGIN_MAX + 1] = "";
	struct stmt *q = db_stmt(db, LOGIN_OF);
	db_bind_u64(q, 1, row->person);
	while (db_step(q)) {
		struct str s = str_sub(db_str(q, 0), 0, LOGIN_MAX);
		memcpy(login, s.p, s.n);
		login[s.n] = 0;
	}
	enum problem_code code = db_end(q, p);
	if (!code)
		code = attempts_clear(db, str_c(login), p);
	return code ? code : attempts_clear(db, row_key(row->id, text), p);
}

enum problem_code roster_reset(struct db *db, const struct roster_row *row, int64_t now_s, struct problem *p)
{
	enum problem_code code;
	if ((code = person_set_hash(db, row->person, "", p)) || (code = set_claimed(db, row->person, 0, p)) || (code = clear_attempts(db, row, p)))
		return code;
	return session_end(db, row->person, PROBLEM_SESSION_RESET, now_s, NULL, p);
}

static const char CLAIM[] = "UPDATE person SET password_hash = ?2 WHERE id = ?1 AND password_hash = '' AND disabled = 0";

enum problem_code roster_claim(struct db *db, const struct roster_row *row, const char *hash, int64_t now_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, CLAIM);
	db_bind_u64(q, 1, row->person);
	db_bind_str(q, 2, str_c(hash));
	enum problem_code code = db_run(q, p);
	if (code)
		return code;
	if (db_changes(db) != 1)
		return problem_set(p, PROBLEM_ROSTER_CLAIMED, "", NULL);
	if ((code = set_claimed(db, row->person, now_s, p)))
		return code;
	return clear_attempts(db, row, p);
}

/* Digits that go up or down one by one, or by none. */
static bool runs(const char *d)
{
	for (int step = -1; step <= 1; step++) {
		int k = 1;
		while (k < 6 && (d[k] - d[k - 1] - step) % 10 == 0)
			k++;
		if (k == 6)
			return true;
	}
	return false;
}

enum problem_code pin_check(struct str pin, struct str number, struct problem *p)
{
	static const char *const common[] = { "147258", "258369", "369258", "159357", "147369", "456852", "123654", "121314", "102030", "131452", "520131", "201314",
		"112358", "314159" };
	for (size_t i = 0; i < pin.n; i++)
		if (pin.p[i] < '0' || pin.p[i] > '9')
			return problem_set(p, PROBLEM_PIN_FORM, "pin", NULL);
	if (pin.n != 6)
		return problem_set(p, PROBLEM_PIN_FORM, "pin", NULL);
	const char *d = pin.p;
	bool easy = runs(d) || memcmp(d, d + 3, 3) == 0 || (d[0] == d[2] && d[2] == d[4] && d[1] == d[3] && d[3] == d[5]); /* 123123, 121212 */
	easy = easy || (d[0] == d[1] && d[2] == d[3] && d[4] == d[5]) || (d[0] == d[1] && d[1] == d[2] && d[3] == d[4] && d[4] == d[5]); /* 112233, 111222 */
	easy = easy || (d[0] == d[5] && d[1] == d[4] && d[2] == d[3]); /* 123321 */
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		easy = easy || memcmp(d, common[i], 6) == 0;
	if (easy)
		return problem_set(p, PROBLEM_PIN_EASY, "pin", NULL);
	/* the digits of the number alone: 2026-01-05-17 has the tail 010517 */
	char digits[ROSTER_NUMBER_MAX + 6 + 1] = "000000"; /* a short number is padded as people do */
	size_t n = 0, have = 0;
	for (size_t i = 0; i < number.n; i++)
		have += number.p[i] >= '0' && number.p[i] <= '9';
	n = have < 6 ? 6 - have : 0;
	for (size_t i = 0; i < number.n && n < sizeof digits - 1; i++)
		if (number.p[i] >= '0' && number.p[i] <= '9')
			digits[n++] = number.p[i];
	digits[n] = 0;
	return str_find((struct str){ digits, n }, pin, 0) >= 0 ? problem_set(p, PROBLEM_PIN_NUMBER, "pin", NULL) : PROBLEM_NONE;
}

/* ---- the door ---- */

#define DOOR "SELECT id, teacher, name, code, open_until_s, idle_min, enter_always FROM class "

static enum problem_code read_door(struct stmt *q, struct arena *a, enum problem_code none, struct door *ret, struct problem *p)
{
	struct door door = { 0 };
	while (db_step(q))
		door = (struct door){ .class_id = db_u64(q, 0), .teacher = db_u64(q, 1), .class_name = arena_str(a, db_str(q, 2)), .code = arena_str(a, db_str(q, 3)),
			.open_until_s = db_i64(q, 4), .idle_min = db_i64(q, 5), .enter_always = db_bool(q, 6) };
	enum problem_code code = db_end(q, p);
	if (!code && !door.class_id)
		code = problem_set(p, none, "", NULL);
	if (!code)
		*ret = door;
	return code;
}

static const char DOOR_OF[] = DOOR "WHERE id = ?1";
static const char DOOR_BY[] = DOOR "WHERE code = ?1";

enum problem_code door_of_class(struct db *db, struct arena *a, uint64_t class_id, struct door *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, DOOR_OF);
	db_bind_u64(q, 1, class_id);
	return read_door(q, a, PROBLEM_NOT_FOUND, ret, p);
}

enum problem_code door_by_code(struct db *db, struct arena *a, struct str code, struct door *ret, struct problem *p)
{
	struct str typed = roster_even_number(code, a);
	char plain[CLASS_CODE];
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == '-')
			continue;
		if (n == CLASS_CODE)
			return problem_set(p, PROBLEM_DOOR_UNKNOWN, "", NULL);
		plain[n++] = typed.p[i];
	}
	if (n != CLASS_CODE)
		return problem_set(p, PROBLEM_DOOR_UNKNOWN, "", NULL);
	struct stmt *q = db_stmt(db, DOOR_BY);
	db_bind_str(q, 1, (struct str){ plain, n });
	return read_door(q, a, PROBLEM_DOOR_UNKNOWN, ret, p);
}

static const char DOOR_SET[] = "UPDATE class SET code = ?2, open_until_s = ?3, idle_min = ?4, enter_always = ?5 WHERE id = ?1";
static const char CODE_TAKEN[] = "SELECT COUNT(*) FROM class WHERE code = ?1";

/* Signs that are neither mistaken on a board nor, read aloud, for each other: no 0 O 1 I, and of B D E G P T V, of M N, of F S only one each. */
static enum problem_code invent_code(struct db *db, struct arena *a, struct str *ret, struct problem *p)
{
	static const char signs[] = "ACFHKLMRTWXY23456789";
	for (;;) {
		char code[CLASS_CODE];
		int64_t taken = 0;
		for (int i = 0; i < CLASS_CODE; i++)
			code[i] = signs[randombytes_uniform(sizeof signs - 1)];
		struct stmt *q = db_stmt(db, CODE_TAKEN);
		db_bind_str(q, 1, (struct str){ code, CLASS_CODE });
		while (db_step(q))
			taken = db_i64(q, 0);
		enum problem_code problem = db_end(q, p);
		if (problem)
			return problem;
		if (!taken) {
			*ret = arena_str(a, (struct str){ code, CLASS_CODE });
			return PROBLEM_NONE;
		}
	}
}

enum problem_code door_set(struct db *db, struct arena *a, struct door *door, bool renew, struct problem *p)
{
	enum problem_code code = renew || !door->code.n ? invent_code(db, a, &door->code, p) : PROBLEM_NONE;
	if (code)
		return code;
	struct stmt *q = db_stmt(db, DOOR_SET);
	db_bind_u64(q, 1, door->class_id);
	db_bind_str(q, 2, door->code);
	db_bind_i64(q, 3, door->open_until_s);
	db_bind_i64(q, 4, door->idle_min);
	db_bind_bool(q, 5, door->enter_always);
	if ((code = db_run(q, p)))
		return code;
	return session_set_idle(db, door->class_id, p);
}
