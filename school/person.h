/* person.h: people, their roles and passwords. */
#ifndef SCHOOL_PERSON_H
#define SCHOOL_PERSON_H
#include "base/arena.h"
#include "store/db.h"

enum role { ROLE_STUDENT, ROLE_TEACHER, ROLE_LEAD, ROLE_ADMIN, ROLE_MAX };
const char *role_name(enum role role); /* "student", "teacher", "lead", "admin" */
bool role_find(struct str name, enum role *ret_role);

enum { LOGIN_MAX = 40, DISPLAY_NAME_MAX = 60, PASSWORD_MIN = 8, PASSWORD_MAX = 128, PASSWORD_HASH_MAX = 128 };

struct person {
	uint64_t id;
	struct str login, display_name; /* in the arena given */
	enum role role;
	enum lang lang;
	bool disabled;
	int64_t created_s; /* real time, seconds since 1970 */
	char hash[PASSWORD_HASH_MAX];
};

int64_t school_now_s(void);
uint64_t school_new_id(void); /* random, never 0, positive as a signed number */

/* Argon2id, 19 MiB, 2 passes: about 25 ms. Call it on a thread made for it. False only when memory runs out. */
bool password_hash(struct str password, char ret[PASSWORD_HASH_MAX]);
/* An empty hash takes the same time and never fits. */
bool password_verify(const char *hash, struct str password);
/* Length in code points; a problem of the field otherwise. */
enum problem_code password_check(struct str password, const char *field, struct problem *p);
void password_invent(char ret[13]); /* 12 letters that are easy to read aloud, and NUL */

/* Logins are letters, digits and . _ - @, compared without case and stored in lower case. */
enum problem_code login_check(struct arena *a, struct str login, struct str *ret_lower, struct problem *p);

/* Fills person->id. LOGIN_TAKEN. The caller has checked the login and hashed the password. */
enum problem_code person_create(struct db *db, struct person *person, struct problem *p);
/* NOT_FOUND if there is none. */
enum problem_code person_by_login(struct db *db, struct arena *a, struct str login, struct person *ret, struct problem *p);
enum problem_code person_by_id(struct db *db, struct arena *a, uint64_t id, struct person *ret, struct problem *p);
enum problem_code person_set_hash(struct db *db, uint64_t id, const char *hash, struct problem *p);
enum problem_code person_set_lang(struct db *db, uint64_t id, enum lang lang, struct problem *p);
enum problem_code person_set_role(struct db *db, uint64_t id, enum role role, struct problem *p);
enum problem_code person_set_name(struct db *db, uint64_t id, struct str name, struct problem *p);
enum problem_code person_set_disabled(struct db *db, uint64_t id, bool disabled, struct problem *p);
enum problem_code person_count(struct db *db, int64_t *ret, struct problem *p);
/* People after that login, in its order: those in a class of the teacher, or all if teacher is 0. At most max. */
enum problem_code person_list(struct db *db, struct arena *a, uint64_t teacher, struct str after, int max, struct person *ret, int *ret_n, struct problem *p);

/* Wrong attempts are counted by login, never by address: a class shares one. With ATTEMPTS_FREE wrong ones, less than an hour apart, the login waits LOCK_MIN minutes. */
enum { ATTEMPTS_FREE = 8, LOCK_MIN = 5 };
/* LOCKED with the minutes that remain. */
enum problem_code attempts_check(struct db *db, struct str login, int64_t now_s, struct problem *p);
enum problem_code attempts_failed(struct db *db, struct str login, int64_t now_s, struct problem *p);
enum problem_code attempts_clear(struct db *db, struct str login, struct problem *p);
#endif
