#include "school/person.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const roles[ROLE_MAX] = { "student", "teacher", "lead", "admin" };

const char *role_name(enum role role)
{
	return roles[role];
}

bool role_find(struct str name, enum role *ret_role)
{
	for (int i = 0; i < ROLE_MAX; i++)
		if (str_eq(name, str_c(roles[i]))) {
			*ret_role = (enum role)i;
			return true;
		}
	return false;
}

int64_t school_now_s(void)
{
	return (int64_t)time(NULL);
}

uint64_t school_new_id(void)
{
	uint64_t id = 0;
	while (!id) {
		randombytes_buf(&id, sizeof id);
		id &= INT64_MAX;
	}
	return id;
}

bool password_hash(struct str password, char ret[PASSWORD_HASH_MAX])
{
	_Static_assert(crypto_pwhash_STRBYTES <= PASSWORD_HASH_MAX, "room for the hash");
	return crypto_pwhash_str_alg(ret, password.p, password.n, 2, 19u << 20, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool password_verify(const char *hash, struct str password)
{
	if (!*hash) {
		char unused[PASSWORD_HASH_MAX];
		password_hash(password, unused);
		return false;
	}
	return crypto_pwhash_str_verify(hash, password.p, password.n) == 0;
}

enum problem_code password_check(struct str password, const char *field, struct problem *p)
{
	size_t n = str_utf8_count(password);
	return n < PASSWORD_MIN || n > PASSWORD_MAX ? problem_set(p, PROBLEM_TEXT_LENGTH, field, "8", "128", NULL) : PROBLEM_NONE;
}

void password_invent(char ret[13])
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	for (int i = 0; i < 12; i++)
		ret[i] = letters[randombytes_uniform(sizeof letters - 1)];
	ret[12] = 0;
}

enum problem_code login_check(struct arena *a, struct str login, struct str *ret_lower, struct problem *p)
{
	char *lower = arena_cstr(a, login);
	if (login.n < 1 || login.n > LOGIN_MAX)
		return problem_set(p, PROBLEM_TEXT_LENGTH, "login", "1", "40", NULL);
	for (size_t i = 0; i < login.n; i++) {
		if (lower[i] >= 'A' && lower[i] <= 'Z')
			lower[i] = (char)(lower[i] | 0x20);
		if (!((lower[i] >= 'a' && lower[i] <= 'z') || (lower[i] >= '0' && lower[i] <= '9') || (lower[i] && strchr("._-@", lower[i]))))
			return problem_set(p, PROBLEM_BAD_VALUE, "login", "a-z 0-9 . _ - @", NULL);
	}
	*ret_lower = (struct str){ lower, login.n };
	return PROBLEM_NONE;
}

static const char CREATE[] = "INSERT INTO person (id, login, display_name, role, password_hash, lang, disabled, created_s)\n"
			     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";

enum problem_code person_create(struct db *db, struct person *person, struct problem *p)
{
	person->id = school_new_id();
	person->created_s = school_now_s();
	struct stmt *q = db_stmt(db, CREATE);
	db_bind_u64(q, 1, person->id);
	db_bind_str(q, 2, person->login);
	db_bind_str(q, 3, person->display_name);
	db_bind_i64(q, 4, person->role);
	db_bind_str(q, 5, str_c(person->hash));
	db_bind_i64(q, 6, person->lang);
	db_bind_i64(q, 7, person->created_s);
	enum problem_code code = db_run(q, p);
	if (code == PROBLEM_DUPLICATE) {
		struct arena a;
		arena_init(&a, 256);
		code = problem_set(p, PROBLEM_LOGIN_TAKEN, "login", arena_cstr(&a, person->login), NULL);
		arena_fini(&a);
	}
	return code;
}

#define COLUMNS "p.id, p.login, p.display_name, p.role, p.password_hash, p.lang, p.disabled, p.created_s"

static struct person read_row(struct stmt *q, struct arena *a)
{
	struct person row = {
		.id = db_u64(q, 0),
		.login = arena_str(a, db_str(q, 1)),
		.display_name = arena_str(a, db_str(q, 2)),
		.role = (enum role)db_i64(q, 3),
		.lang = db_i64(q, 5) == LANG_EN ? LANG_EN : LANG_ZH,
		.disabled = db_bool(q, 6),
		.created_s = db_i64(q, 7),
	};
	struct str hash = str_sub(db_str(q, 4), 0, PASSWORD_HASH_MAX - 1);
	memcpy(row.hash, hash.p, hash.n);
	return row;
}

static enum problem_code read_one(struct stmt *q, struct arena *a, struct person *ret, struct problem *p)
{
	bool found = false;
	struct person row;
	while (db_step(q)) {
		row = read_row(q, a);
		found = true;
	}
	enum problem_code code = db_end(q, p);
	if (!code && !found)
		code = problem_set(p, PROBLEM_NOT_FOUND, "", NULL);
	if (!code)
		*ret = row;
	return code;
}

static const char BY_LOGIN[] = "SELECT " COLUMNS " FROM person p WHERE p.login = ?1";

enum problem_code person_by_login(struct db *db, struct arena *a, struct str login, struct person *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, BY_LOGIN);
	db_bind_str(q, 1, login);
	return read_one(q, a, ret, p);
}

static const char BY_ID[] = "SELECT " COLUMNS " FROM person p WHERE p.id = ?1";

enum problem_code person_by_id(struct db *db, struct arena *a, uint64_t id, struct person *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, BY_ID);
	db_bind_u64(q, 1, id);
	return read_one(q, a, ret, p);
}

static const char SET_HASH[] = "UPDATE person SET password_hash = ?2, demo = 0 WHERE id = ?1";

enum problem_code person_set_hash(struct db *db, uint64_t id, const char *hash, struct problem *p)
{
	struct stmt *q = db_stmt(db, SET_HASH);
	db_bind_u64(q, 1, id);
	db_bind_str(q, 2, str_c(hash));
	return db_run(q, p);
}

static enum problem_code set_number(struct db *db, const char *sql, uint64_t id, int64_t v, struct problem *p)
{
	struct stmt *q = db_stmt(db, sql);
	db_bind_u64(q, 1, id);
	db_bind_i64(q, 2, v);
	return db_run(q, p);
}

static const char SET_LANG[] = "UPDATE person SET lang = ?2 WHERE id = ?1";
static const char SET_ROLE[] = "UPDATE person SET role = ?2 WHERE id = ?1";
static const char SET_DISABLED[] = "UPDATE person SET disabled = ?2 WHERE id = ?1";

enum problem_code person_set_lang(struct db *db, uint64_t id, enum lang lang, struct problem *p)
{
	return set_number(db, SET_LANG, id, lang, p);
}

enum problem_code person_set_role(struct db *db, uint64_t id, enum role role, struct problem *p)
{
	return set_number(db, SET_ROLE, id, role, p);
}

enum problem_code person_set_disabled(struct db *db, uint64_t id, bool disabled, struct problem *p)
{
	return set_number(db, SET_DISABLED, id, disabled, p);
}

static const char SET_NAME[] = "UPDATE person SET display_name = ?2 WHERE id = ?1";

enum problem_code person_set_name(struct db *db, uint64_t id, struct str name, struct problem *p)
{
	struct stmt *q = db_stmt(db, SET_NAME);
	db_bind_u64(q, 1, id);
	db_bind_str(q, 2, name);
	return db_run(q, p);
}

static const char COUNT[] = "SELECT COUNT(*) FROM person";

enum problem_code person_count(struct db *db, int64_t *ret, struct problem *p)
{
	struct stmt *q = db_stmt(db, COUNT);
	int64_t n = 0;
	while (db_step(q))
		n = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret = n;
	return code;
}

static const char LIST[] = "SELECT " COLUMNS " FROM person p\n"
			   "WHERE p.login > ?2 AND (CAST(?1 AS BIGINT) = 0 OR p.id IN (\n"
			   "  SELECT m.person FROM class_member m JOIN class c ON c.id = m.class_id WHERE c.teacher = ?1))\n"
			   "ORDER BY p.login LIMIT ?3";

enum problem_code person_list(struct db *db, struct arena *a, uint64_t teacher, struct str after, int max, struct person *ret, int *ret_n, struct problem *p)
{
	int n = 0;
	struct stmt *q = db_stmt(db, LIST);
	db_bind_u64(q, 1, teacher);
	db_bind_str(q, 2, after);
	db_bind_i64(q, 3, max);
	while (n < max && db_step(q))
		ret[n++] = read_row(q, a);
	enum problem_code code = db_end(q, p);
	if (!code)
		*ret_n = n;
	return code;
}

static const char ATTEMPT_UNTIL[] = "SELECT until_s FROM attempt WHERE login = ?1";

enum problem_code attempts_check(struct db *db, struct str login, int64_t now_s, struct problem *p)
{
	int64_t until_s = 0;
	struct stmt *q = db_stmt(db, ATTEMPT_UNTIL);
	db_bind_str(q, 1, login);
	while (db_step(q))
		until_s = db_i64(q, 0);
	enum problem_code code = db_end(q, p);
	if (code || until_s <= now_s)
		return code;
	char minutes[24];
	snprintf(minutes, sizeof minutes, "%lld", (long long)((until_s - now_s + 59) / 60));
	return problem_set(p, PROBLEM_LOCKED, "", minutes, NULL);
}

/* An hour's quiet forgets; each wrong attempt beyond the free ones locks anew. */
static const char ATTEMPT_FAILED[] =
	"INSERT INTO attempt (login, wrong, last_s, until_s) VALUES (?1, 1, ?2, 0)\n"
	"ON CONFLICT (login) DO UPDATE SET\n"
	"  wrong = CASE WHEN attempt.last_s < ?2 - 3600 THEN 1 ELSE attempt.wrong + 1 END,\n"
	"  until_s = CASE WHEN attempt.last_s >= ?2 - 3600 AND attempt.wrong + 1 >= ?3 THEN ?2 + ?4 ELSE 0 END,\n"
	"  last_s = ?2";
static const char ATTEMPT_PRUNE[] = "DELETE FROM attempt WHERE last_s < ?1 - 86400";

enum problem_code attempts_failed(struct db *db, struct str login, int64_t now_s, struct problem *p)
{
	struct stmt *q = db_stmt(db, ATTEMPT_PRUNE);
	db_bind_i64(q, 1, now_s);
	enum problem_code code = db_run(q, p);
	if (code)
		return code;
	q = db_stmt(db, ATTEMPT_FAILED);
	db_bind_str(q, 1, login);
	db_bind_i64(q, 2, now_s);
	db_bind_i64(q, 3, ATTEMPTS_FREE);
	db_bind_i64(q, 4, LOCK_MIN * 60);
	return db_run(q, p);
}

static const char ATTEMPT_CLEAR[] = "DELETE FROM attempt WHERE login = ?1";

enum problem_code attempts_clear(struct db *db, struct str login, struct problem *p)
{
	struct stmt *q = db_stmt(db, ATTEMPT_CLEAR);
	db_bind_str(q, 1, login);
	return db_run(q, p);
}
