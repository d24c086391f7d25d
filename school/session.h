/* session.h: who is signed in. A token is known to the browser's cookie only; the database has its hash. */
#ifndef SCHOOL_SESSION_H
#define SCHOOL_SESSION_H
#include "school/person.h"

enum { TOKEN_TEXT = 43, CSRF_TEXT = 32, SESSION_LIFE_S = 12 * 3600, SESSION_TOUCH_S = 300 };

struct session {
	uint64_t person; /* 0: nobody */
	enum role role;
	enum lang lang;
	unsigned char token_hash[32];
	char csrf[CSRF_TEXT + 1];
	int64_t expires_s, seen_s; /* real seconds */
};

void token_hash(struct str token, unsigned char ret[32]);
/* Makes a session that lives SESSION_LIFE_S after it was last seen. */
enum problem_code session_create(struct db *db, const struct person *person, int64_t now_s, char ret_token[TOKEN_TEXT + 1], struct session *ret,
	struct problem *p);
/* SIGN_IN if there is none, it has expired, or the person is disabled. */
enum problem_code session_find(struct db *db, const unsigned char token_hash[32], int64_t now_s, struct session *ret, struct problem *p);
enum problem_code session_touch(struct db *db, const unsigned char token_hash[32], int64_t now_s, struct problem *p);
enum problem_code session_delete(struct db *db, const unsigned char token_hash[32], struct problem *p);
/* All of a person's, apart from one (NULL: none). */
enum problem_code session_delete_all(struct db *db, uint64_t person, const unsigned char *except, struct problem *p);
enum problem_code session_prune(struct db *db, int64_t now_s, struct problem *p);
#endif
